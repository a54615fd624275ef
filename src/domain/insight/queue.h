/*
 * Work queues and the figures of the day; all from caches and indexes, never a count over orders.
 */
#ifndef OD_DOMAIN_INSIGHT_QUEUE_H
#define OD_DOMAIN_INSIGHT_QUEUE_H

#include "domain/order/order.h"

/* One queue: a named filter of orders. The table is in queue_table.c; a new queue is a new row. */
struct queue {
    const char *name;         /* stable: "allocated" */
    const char *label, *help; /* N_() */
    const char *query;        /* what the list behind it asks: "status:allocated"; NULL: a list
                                 of its own, by the queue's name */
    bool is_alarm;            /* something is wrong when it is not empty */
    bool is_rare;             /* shown while it is not empty */
    int count;                /* as of now */
    int64_t base_total_minor; /* what the orders, or the lines that are short, are worth */
    struct stamp since;       /* since when the oldest waits; 0: empty, or nobody knows */
};
struct queues {
    struct queue *v;
    int n;
    int late, on_hold, backordered; /* of all open orders */
};
OD_MUST_USE bool queues_load(struct desk *desk, struct arena *arena, struct queues *out,
                             struct err *err);

struct day_hour {
    int orders;
    int64_t base_total_minor;
};
struct day_figures {
    int orders;
    int64_t base_total_minor;
    struct day_hour hours[24];
};
OD_MUST_USE bool day_figures_load(struct desk *desk, struct date day, struct day_figures *out,
                                  struct err *err);

/* The last things that happened to orders, newest first. */
struct recent {
    struct order_id order;
    const char *number, *customer_name, *kind, *user;
    struct stamp at;
};
struct recents {
    struct recent *v;
    int n;
};
OD_MUST_USE bool recents_load(struct desk *desk, int max, struct arena *arena,
                              struct recents *out, struct err *err);

#endif
