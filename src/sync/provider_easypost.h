/*
 * What the files of EasyPost share among themselves: requests and replies of each topic.
 */
#ifndef OD_SYNC_PROVIDER_EASYPOST_H
#define OD_SYNC_PROVIDER_EASYPOST_H

#include "sync/ship_json.h"

/* Sends to a path below the service's address, with our key. body NULL: none. */
enum provider_next easypost_send(struct provider_run *run, struct wire_request *request,
                                 enum wire_method method, const char *path, const char *body,
                                 bool is_write);
/* The JSON of a success; else *result is filled with what EasyPost says of it. */
bool easypost_read(struct provider_run *run, const struct wire_reply *reply,
                   const struct json **out, struct job_result *result);
/* Was it made by the kind of key that the options name? Else *result stops the queue. */
bool easypost_mode_fits(struct provider_run *run, const struct json *object,
                        struct job_result *result);
/* The words of an error: its message and what is wrong with which field. */
const char *easypost_error_words(const struct json *error, struct arena *arena);

/* "from_address": {...} of the task's "from" */
void easypost_put_address(struct json_out *w, const char *name, const struct json *address);

/* provider_easypost_rates.c */
extern const struct ship_topic easypost_rates, easypost_address;
/* provider_easypost_label.c */
extern const struct ship_topic easypost_buy, easypost_file, easypost_void,
    easypost_refund;
/* provider_easypost_track.c: a tracker as of "tracker.get" in shipping_task.h; for who asked, and
 * for messages that come by themselves. */
void easypost_put_tracker(struct json_out *w, const struct json *tracker);
extern const struct ship_topic easypost_tracker, easypost_scanform;

#endif
