/*
 * What the files of ShipEngine share among themselves.
 */
#ifndef OD_SYNC_PROVIDER_SHIPENGINE_H
#define OD_SYNC_PROVIDER_SHIPENGINE_H

#include "sync/ship_json.h"

enum provider_next shipengine_send(struct provider_run *run, struct wire_request *request,
                                   enum wire_method method, const char *path, const char *body,
                                   bool is_write);
/* The JSON of a success; else *result is filled with what ShipEngine says of it. */
bool shipengine_read(struct provider_run *run, const struct wire_reply *reply,
                     const struct json **out, struct job_result *result);
bool shipengine_is_test(const struct provider_options *o);
/* Have both addresses what ShipEngine's definition wants of them? Else the try has ended: *result
 * says what is missing. */
bool shipengine_is_whole(struct provider_run *run, struct job_result *result);
/* The members of a shipment: addresses, its package, customs. Within an object. */
void shipengine_put_shipment(struct json_out *w, const struct json *task, struct arena *arena);
/* The sum of the amounts of a rate or label; NULL where one is none. */
const char *shipengine_sum(const struct json *v, const char *const *parts, struct arena *arena);
/* _track.c: a parcel as of "tracker.get" in shipping_task.h; for who asked, and for messages that
 * come by themselves (tracker ""). */
void shipengine_put_tracking(struct json_out *w, const struct json *v, const char *tracker);
extern const struct ship_topic shipengine_address, shipengine_rates; /* _rates.c */
extern const struct ship_topic shipengine_buy, shipengine_file,
    shipengine_void;                                                          /* _label.c */
extern const struct ship_topic shipengine_tracker, shipengine_manifest; /* _track.c */

#endif
