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
    int reindexed; /* records whose search text was made anew after an update */
};

/* Does all that is due ("timer.run"); nothing due writes nothing. */
OD_MUST_USE bool timers_run(struct desk *desk, struct timers_done *out, struct err *err);
/* The same at a tick of an open desk: at most every half minute, without waiting long for the turn.
 * What fails is tried again at the next one. */
void timers_tick(struct desk *desk);

#endif
