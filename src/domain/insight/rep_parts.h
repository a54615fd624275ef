/*
 * What single reports have from each other: the sums of what was ordered in a period.
 */
#ifndef OD_DOMAIN_INSIGHT_REP_PARTS_H
#define OD_DOMAIN_INSIGHT_REP_PARTS_H

#include "domain/insight/figure_line.h"

/* What the values of the sums are: money in minor units of the firm's currency. */
enum {
    REP_COUNT,          /* orders, or lines */
    REP_VALUE,          /* what they are worth, with tax, without orders that were canceled */
    REP_QTY,            /* of lines */
    REP_CANCELED,       /* of orders */
    REP_CANCELED_VALUE, /* of orders */
};

/* Orders placed in the period by the group of the ask: time, customer, channel, site or person;
 * is_heat: by figure_when_heat(). */
OD_MUST_USE bool rep_sum_orders(struct desk *desk, const struct report_ask *ask, bool is_heat,
                                struct report_progress *progress, struct figure_sums *sums,
                                struct err *err);
/* Lines of them, without those of orders that were canceled, by item, or by category with its
 * words. The values of all are what the orders are worth. */
OD_MUST_USE bool rep_sum_lines(struct desk *desk, const struct report_ask *ask,
                               struct report_progress *progress, struct figure_sums *sums,
                               struct figure_words *words, struct err *err);
/* rep_line_sql.c: the same by item alone; sums is empty before. */
OD_MUST_USE bool rep_sum_items(struct desk *desk, const struct report_ask *ask,
                               struct report_progress *progress, struct figure_sums *sums,
                               struct err *err);

#endif
