/*
 * What is due by itself: holds whose time is over (the customer's day, the time to cancel), soft
 * holds of stock that ran out, backorders of sites that fill by themselves, reports that are
 * mailed regularly, and what an update left to be done (upkeep.h). Any desk that is open does it,
 * and `orderdesk timers`; the turn to write lets one of them win, and the others find nothing left.
 */
#ifndef OD_DOMAIN_FLOW_TIMER_H
#define OD_DOMAIN_FLOW_TIMER_H

#include "domain/desk/desk.h"

struct timers_done {
    int holds;   /* that ended */
    int expired; /* soft holds of stock let go, in batches: 1 says some */
    int pickups; /* that nobody came for in time */
    int reports; /* that were put into the outbox */
    int due;     /* orders with lines whose time for stock has come */
    int parts;   /* orders that went to the warehouse in part, on their day for it */
    int reindexed; /* records whose search text was made anew after an update */
};

/* Does all that is due ("timer.run"); nothing due writes nothing. A record that cannot be done is
 * put off and stops no other; one kind of work that fails as a whole stops no other kind, and its
 * error is given at the end. */
OD_MUST_USE bool timers_run(struct desk *desk, struct timers_done *out, struct err *err);
/* The same at a tick of an open desk: at most every half minute, without waiting long for the turn.
 * What fails is tried again at the next one. */
void timers_tick(struct desk *desk);

/* What could not go on by itself and is tried again, at growing distances of a minute to a day. */
struct timer_fault {
    int kind;              /* of timer_work.h */
    int64_t record;        /* of its kind's table */
    struct order_id order; /* whose it is; 0: of a scheduled report */
    const char *what;  /* the work, translated */
    const char *of;    /* number of the order, name of the scheduled report */
    const char *words; /* why, a sentence */
    int tries;
    struct stamp first, next;
};
struct timer_faults {
    struct timer_fault *v;
    int n;
};
const char *timer_kind_words(int kind); /* of timer_work.h, translated */
/* Longest first, at most max of them. */
OD_MUST_USE bool timer_faults_load(struct desk *desk, int max, struct arena *arena,
                                   struct timer_faults *out, struct err *err);

#endif
