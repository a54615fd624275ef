/*
 * What the files of the report engine share; reports themselves need report.h only.
 */
#ifndef OD_DOMAIN_INSIGHT_REPORT_PARTS_H
#define OD_DOMAIN_INSIGHT_REPORT_PARTS_H

#include "domain/insight/report.h"

/* Totals of all columns that are sums. */
void report_add_up(struct report_table *table);
/* Puts the lines of old beside those that are the same; those that are only in old come last, with
 * nothing of them now. Takes old over: its lines are marked. */
void report_beside(struct report_table *table, const struct report_table *old, struct arena *arena);
/* All beyond the first `top` lines as one, with those that were left out; 0: only these. */
void report_cut(struct report_table *table, int top, struct arena *arena);

/* What is asked of the other period: its days, compared with nothing. */
struct report_ask report_ask_before(const struct report_ask *ask);

/* Reports of stock. */
extern const struct report report_low, report_slow, report_cover, report_over, report_aside;
/* Of orders placed. */
extern const struct report report_sales, report_hours, report_items, report_rising, report_falling,
    report_canceled;
/* Of shipments. */
extern const struct report report_promise, report_fill, report_times, report_spread,
    report_carriers;
extern const struct report report_staff, report_lost, report_waiting;

#endif
