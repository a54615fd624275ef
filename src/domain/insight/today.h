/*
 * The day beside the same weekday of other weeks, the last thirty days, and who is here.
 */
#ifndef OD_DOMAIN_INSIGHT_TODAY_H
#define OD_DOMAIN_INSIGHT_TODAY_H

#include "domain/insight/queue.h"

#define TODAY_WEEKS  4
#define TODAY_DAYS   30
#define TODAY_EVENTS 200 /* so many of the newest are looked through for what people do */

/*
 * Orders placed on the same weekday up to this time of the day; of the hour that is running then
 * the share of it that is over now. On a day with 23 or 25 hours the clock's hours are compared.
 */
struct today {
    struct date day;
    int minute; /* of the day, now */
    int weeks;  /* how many of the last TODAY_WEEKS there was a desk; 0: nothing to compare with */
    int last_tenths;      /* a week ago: orders, in tenths, for the running hour has a share */
    int64_t last_minor;
    int last_whole;       /* orders of that whole day */
    int mean_tenths;      /* the same, mean of the weeks */
    int64_t mean_minor;
    int days[TODAY_DAYS]; /* orders of the days, today last */
    bool is_whole;        /* the days are all counted (metric_is_whole) */
};
OD_MUST_USE bool today_load(struct desk *desk, struct today *out, struct err *err);

/* Somebody who has the desk open, however often. */
struct person {
    const char *login, *name;
    struct stamp since; /* the first of their desks */
    int desks;
    int picks;                 /* fulfillments that they are picking */
    const char *pick;          /* one of them, its number; "" */
    const char *kind, *number; /* what they did last to an order since they came; "" */
    struct stamp at;
};
struct people {
    struct person *v;
    int n;
};
OD_MUST_USE bool people_load(struct desk *desk, struct arena *arena, struct people *out,
                             struct err *err);

#endif
