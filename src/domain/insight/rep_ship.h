/*
 * The walk over what left in a period, for the reports that count it.
 */
#ifndef OD_DOMAIN_INSIGHT_REP_SHIP_H
#define OD_DOMAIN_INSIGHT_REP_SHIP_H

#include "domain/insight/figure_line.h"
#include "domain/insight/report_behind.h"

/* The groups of reports of shipments. */
#define REP_SHIP_GROUPS                                                                            \
    (REPORT_GROUP(REPORT_BY_DAY) | REPORT_GROUP(REPORT_BY_WEEK) | REPORT_GROUP(REPORT_BY_MONTH) |  \
     REPORT_GROUP(REPORT_BY_WEEKDAY) | REPORT_GROUP(REPORT_BY_CHANNEL) |                           \
     REPORT_GROUP(REPORT_BY_SITE) | REPORT_GROUP(REPORT_BY_CARRIER))

/* The steps on an order's way of which the time is taken. */
enum rep_step {
    REP_PICK,    /* from confirmed to picked */
    REP_SHIP,    /* from confirmed to gone */
    REP_DELIVER, /* from gone to delivered */
    REP_STEPS
};

/* What is asked for of each shipment, for it costs. */
enum { REP_SHIP_FILL = 1, REP_SHIP_TROUBLE = 2, REP_SHIP_TIMES = 4 };

/* One shipment. */
struct rep_shipment {
    struct report_row row;
    int64_t key;              /* under the group of the ask */
    int status;               /* enum shipment_status */
    int64_t took[REP_STEPS];  /* ms; -1: it did not happen, or nobody knows; the steps that begin
                                 at the order's confirmation: REP_SHIP_TIMES */
    bool is_due, is_late;     /* it had a promised day when it left, and left after it */
    bool had_trouble;         /* the carrier told of an exception; REP_SHIP_TROUBLE */
    int64_t qty, ordered_qty; /* what left with it; what its order had of goods, with what was
                                 canceled of it; ordered 0: it is not the order's first;
                                 REP_SHIP_FILL */
};

/* All that left in the period and was not taken back, by time, each to take. Carriers get their
 * keys in words. */
OD_MUST_USE bool rep_ship_walk(struct desk *desk, const struct report_ask *ask, unsigned wants,
                               struct report_progress *progress, struct figure_words *words,
                               void (*take)(void *ctx, const struct rep_shipment *shipment),
                               void *ctx, struct err *err);

#endif
