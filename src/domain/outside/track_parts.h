/*
 * What the files of tracking share among themselves.
 */
#ifndef OD_DOMAIN_OUTSIDE_TRACK_PARTS_H
#define OD_DOMAIN_OUTSIDE_TRACK_PARTS_H

#include "domain/outside/track.h"

#define TRACK_BEING_ASKED (-1)

/* --- track_sql.c ------------------------------------------------------------------------------ */

/* The newest shipment, not voided, of that number, or of that number of a fulfillment; *tracking:
 * the number it is followed by. ERR_NOT_FOUND. */
OD_MUST_USE bool track_shipment(struct desk *desk, const char *number, struct arena *arena,
                                int64_t *shipment, const char **tracking, struct err *err);
/* The row of a number of a shipment, made where there is none: with who is asked after it, from
 * its label, else by the setting. */
OD_MUST_USE bool track_begin(struct tx *tx, struct desk *desk, int64_t shipment,
                             const char *tracking, struct arena *arena, struct track **out,
                             struct err *err);
/* Does its shipment still have this number? */
OD_MUST_USE bool track_is_current(struct desk *desk, const struct track *t, bool *out,
                                  struct err *err);
/* Numbers of the shipment that are not delivered. */
OD_MUST_USE bool track_undelivered(struct desk *desk, int64_t shipment, int *out,
                                   struct err *err);
/* Status, who and when; all that changes. */
OD_MUST_USE bool track_write(struct tx *tx, const struct track *t, struct err *err);

/* --- track_event_sql.c ------------------------------------------------------------------------ */

/* came of the event is its time as it was told. *is_new false: it is there. */
OD_MUST_USE bool track_event_put(struct tx *tx, struct desk *desk, const struct track *t,
                                 const struct track_event *e, bool *is_new, struct err *err);
/* The newest event whose word is known; id 0: none. */
OD_MUST_USE bool track_newest(struct desk *desk, int64_t track, int64_t *id,
                              enum track_status *status, struct err *err);
OD_MUST_USE bool track_last_id(struct desk *desk, int64_t track, int64_t *id, struct err *err);

/* --- track_take.c ----------------------------------------------------------------------------- */

/* Adds events, oldest first, to one that is followed, and does what they say. *n: new ones. */
OD_MUST_USE bool track_tell(struct tx *tx, struct desk *desk, struct track *t,
                            const struct track_events *events, struct arena *arena, int *n,
                            struct err *err);
/* The report of one that is followed. */
OD_MUST_USE bool track_report(struct tx *tx, struct desk *desk, struct track *t,
                              const char *provider, const struct json *report,
                              struct arena *arena, int *n, struct err *err);

/* --- track_poll_sql.c: a job that asks, in the caller's transaction. */
OD_MUST_USE bool track_ask(struct tx *tx, struct desk *desk, struct track *t, struct err *err);

#endif
