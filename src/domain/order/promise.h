/*
 * When goods leave and when they are there: the one home of promised dates. A line is promised from
 * the site that sends it: by that site's cut-off (of the ship method, where it has one), working
 * days and days closed; what is short by goods that are on their way, else by its lead time.
 */
#ifndef OD_DOMAIN_ORDER_PROMISE_H
#define OD_DOMAIN_ORDER_PROMISE_H

#include "base/date.h"
#include "domain/order/order.h"

struct ship_method;

/* Nothing is promised farther ahead: a site that is closed for longer promises nothing. */
#define PROMISE_DAYS_MAX 1100

/* --- pure ------------------------------------------------------------------------------------- */

/* When a site works. */
struct promise_site {
    struct site_id id;
    int cutoff_minute;         /* of the day */
    int work_days;             /* bits: Monday 1, Tuesday 2 .. Sunday 64 */
    const struct date *closed; /* days beside, ascending */
    int closed_count;
};
/* The instant of promising, in the desk's time zone. */
struct promise_now {
    struct date today;
    int minute; /* of the day, as clocks show it */
};
/* Goods on their way to a site. */
struct incoming {
    struct date due;
    struct qty qty;
    struct line_id for_line; /* who gets it; 0: who waits */
};
struct incomings {
    struct incoming *v; /* by due day */
    int n;
};

/* The first day on which goods leave that lie there from the day ready on: today only before the
 * cut-off. ready unset: now. Unset where it does not work within PROMISE_DAYS_MAX. */
struct date promise_leaves(const struct promise_site *site, struct promise_now now,
                           struct date ready);
/* The day on which enough has come for a line that lacks want, where others wait before it for
 * ahead in all; what comes for a line is for that one alone. Unset where it does not suffice. */
struct date promise_comes(const struct incomings *in, struct line_id line, struct qty ahead,
                          struct qty want);

/* --- of an order ------------------------------------------------------------------------------ */

/*
 * Dates the lines of an order anew (only may be NULL: all; else those of them, by index; the others
 * keep their day), and the order with the last of its lines that are open: when it leaves and,
 * where its ship method says how long it is on its way, when it is there. Unset where one of the
 * lines is that nobody knows. Of a draft, as if it were taken now with what it keeps. Not saved.
 */
OD_MUST_USE bool order_promise(struct desk *desk, struct order *order, const bool *only,
                               struct err *err);
/* What dating has read so far of sites, of what comes and of who waits for it. For orders that are
 * dated one after the other in one transaction which changes nothing of these in between. */
struct promise_reading;
struct promise_reading *promise_reading_new(struct arena *arena);
/* order_promise(), with what was read for the orders before. */
OD_MUST_USE bool order_promise_by(struct desk *desk, struct promise_reading *reading,
                                  struct order *order, const bool *only, struct err *err);
/* How a draft would be promised if it were taken now: a copy with its dates, for reading. */
OD_MUST_USE bool order_would_leave(struct desk *desk, const struct order *order,
                                   struct arena *arena, struct order *out, struct err *err);
/* When it would leave by that method (NULL: by its own cut-off): as it was promised, else if it is
 * taken now, with all its goods there. */
OD_MUST_USE bool order_leaves(struct desk *desk, const struct order *order,
                              const struct ship_method *method, struct date *out,
                              struct err *err);
/* When goods that are sent to another site now are there, being so many days on the way. */
OD_MUST_USE bool promise_transfer_due(struct desk *desk, struct site_id from, struct site_id to,
                                      int days, struct date *out, struct err *err);
/* Does it leave too late for its customer, or nobody knows when? Pure. */
bool order_is_past_latest(const struct order *order);
/* "It leaves later than 24 Nov, the latest day for the customer." where it does; else "". */
const char *order_latest_words(struct desk *desk, const struct order *order, struct arena *arena);
/* What is on its way of an item to a site, with a day: transfers, and receipts that are open. */
OD_MUST_USE bool incomings_load(struct desk *desk, struct item_id item, struct site_id site,
                                struct arena *arena, struct incomings *out, struct err *err);

#endif
