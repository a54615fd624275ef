/*
 * Reading the figures of days: a range of days, sums by day and by weekday. What each figure counts
 * is said once, here, in words for people.
 */
#ifndef OD_DOMAIN_INSIGHT_METRIC_H
#define OD_DOMAIN_INSIGHT_METRIC_H

#include "domain/order/metric_day.h"

const char *metric_name(enum metric m);  /* stable, the column's: "late_shipments" */
const char *metric_label(enum metric m); /* translated: "Left late" */
const char *metric_words(enum metric m); /* translated: what it counts, a sentence or two */
bool metric_is_money(enum metric m);     /* minor units of the firm's money */
bool metric_is_qty(enum metric m);       /* thousandths */

/* Which days, both ends counted, of which channel and site; 0: all. */
struct metric_range {
    struct date from, until;
    struct channel_id channel;
    struct site_id site;
};
struct metric_day {
    struct date day;
    struct metric_values sum;
};
struct metric_days {
    struct metric_day *v;
    int n;
};
#define METRIC_DAYS_MAX 4000

/* Every day of the range in order, also those without anything. err  ERR_LIMIT: more than
 * METRIC_DAYS_MAX; ERR_INVALID: it ends before it begins */
OD_MUST_USE bool metric_days_load(struct desk *desk, const struct metric_range *range,
                                  struct arena *arena, struct metric_days *out, struct err *err);
struct metric_values metric_sum(const struct metric_days *days);

/* By weekday, 0 Monday: how many of the days there are, and their sum. */
struct metric_weekday {
    int days;
    struct metric_values sum;
};
void metric_by_weekday(const struct metric_days *days, struct metric_weekday out[7]);

#endif
