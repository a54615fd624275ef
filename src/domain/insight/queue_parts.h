/*
 * The queues among themselves: how each is counted, and in which order a role sees them.
 */
#ifndef OD_DOMAIN_INSIGHT_QUEUE_PARTS_H
#define OD_DOMAIN_INSIGHT_QUEUE_PARTS_H

#include "domain/insight/queue.h"

struct stmt;

/* How a queue is counted: by display statuses, or by a statement of its own. */
enum queue_source {
    BY_STATUS,
    BY_LATE,
    BY_IMPORTED,
    BY_FULFILLMENT,
    BY_CHANGE,
    BY_UNMAPPED,
    BY_PROPOSED,
    BY_FILLABLE,
    BY_AGED,
    BY_COUNT,
    BY_PUT_AWAY,
    BY_OVER,
    BY_PICKUP,
    BY_LOW,
    BY_TOO_LATE,
    BY_QUIET,
    BY_EXCEPTION,
    BY_LOST,
    BY_LABEL,
    BY_LATE_PICK,
    BY_PACKED,
    BY_CUTOFF,
    BY_PERSON,
    BY_ADDRESS,
    BY_REPORT,
    BY_GAP,
    BY_UNDATED,
    BY_STUCK
};

struct queue_def {
    const char *name, *label, *help, *query;
    bool is_alarm;
    bool is_rare; /* shown while there is something in it */
    enum queue_source source;
    uint32_t shown; /* BY_STATUS: bits 1 << enum order_shown */
};

#define QUEUES 31 /* rows of the table in queue_table.c */

/* All of them: what a role does comes first, the rest follows as in the table. */
void queue_defs_of(enum role role, const struct queue_def *order[QUEUES]);

struct tally {
    int count;
    int64_t minor;
    int64_t since_ms; /* of the oldest; 0: none */
};

/* queue_sql.c: of the one row of a statement that counts. */
OD_MUST_USE bool queue_tally_get(struct stmt **q, struct tally *out, struct err *err);

/* queue_held_sql.c: behind "on_hold", one for each kind of hold that holds orders, where there are
 * several; an order with two of them counts in both. At most QUEUE_HOLDS. */
#define QUEUE_HOLDS 10
OD_MUST_USE bool queues_held(struct desk *desk, struct arena *arena, struct queue *out, int *n,
                             struct err *err);

/* queue_undated_sql.c: lines that wait, and nobody knows for how long. */
OD_MUST_USE bool queue_undated(struct desk *desk, struct tally *out, struct err *err);

/* report_schedule_sql.c: scheduled reports whose last mail failed. */
OD_MUST_USE bool queue_reports(struct desk *desk, struct tally *out, struct err *err);

/* queue_parcel_sql.c: parcels without news, and those in trouble or lost. */
OD_MUST_USE bool queue_quiet(struct desk *desk, struct tally *out, struct err *err);
OD_MUST_USE bool queue_trouble(struct desk *desk, bool is_lost, struct tally *out,
                               struct err *err);

#endif
