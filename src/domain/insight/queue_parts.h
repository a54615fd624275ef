/*
 * What the files of work queues share among themselves.
 */
#ifndef OD_DOMAIN_INSIGHT_QUEUE_PARTS_H
#define OD_DOMAIN_INSIGHT_QUEUE_PARTS_H

#include "domain/insight/queue.h"

struct stmt;

struct tally {
    int count;
    int64_t minor;
    int64_t since_ms; /* of the oldest; 0: none */
};

/* queue_sql.c: of the one row of a statement that counts. */
OD_MUST_USE bool queue_tally_get(struct stmt **q, struct tally *out, struct err *err);

/* queue_parcel_sql.c: parcels without news, and those in trouble or lost. */
OD_MUST_USE bool queue_quiet(struct desk *desk, struct tally *out, struct err *err);
OD_MUST_USE bool queue_trouble(struct desk *desk, bool is_lost, struct tally *out,
                               struct err *err);

#endif
