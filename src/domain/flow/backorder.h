/*
 * What waits for stock, who gets what becomes free, and taking a promise from one order for
 * another (DOMAIN B3, R8, R10).
 */
#ifndef OD_DOMAIN_FLOW_BACKORDER_H
#define OD_DOMAIN_FLOW_BACKORDER_H

#include "domain/desk/action.h"
#include "domain/desk/desk.h"

/* A line that is short, with what it would get now if those before it are served first. */
struct backorder {
    struct line_id line;
    struct order_id order;
    struct item_id item;
    struct site_id site;
    int line_no, priority;
    const char *number, *customer_name, *sku, *description, *site_code;
    struct date promised;      /* of the line, else of its order; unset: nobody knows */
    struct stamp confirmed;    /* since when it waits */
    struct qty qty;            /* short by */
    struct qty give;           /* what it would get now */
    struct qty incoming;       /* on its way to the site, for all that wait */
    struct date incoming_date; /* of the first that is on its way; unset: not said */
    bool is_held;              /* a hold stops the order: it is passed over */
    bool is_bundle;
    bool is_whole; /* gets all that it lacks, or nothing */
    bool is_closed;      /* its site is: nothing is given there */
    int64_t value_minor; /* of what is short, in the order's currency */
    int64_t base_minor; /* the same in the firm's currency */
    const char *currency;
};
struct backorders {
    struct backorder *v;
    int n;
};
struct backorder_filter {
    struct item_id item; /* 0: every item */
    struct site_id site; /* 0: every site */
    bool is_fillable;    /* only what would get something */
    bool is_undated;     /* only what nobody knows a day for */
    bool is_aged;        /* only what waits longer than the setting backorder.age_days */
    bool is_auto;        /* only of sites that fill by themselves */
    bool is_bare;        /* words, days and what comes for them are left out */
    bool is_counted;     /* they are counted: bare, and give is 0 */
    int max;             /* lines that are looked at; 0: BACKORDERS_MAX */
};
/* Highest priority first, then by promised day (none: last), confirmed, line; at most the first
 * max lines are looked at. */
#define BACKORDERS_MAX 1000
OD_MUST_USE bool backorders_load(struct desk *desk, const struct backorder_filter *filter,
                                 struct arena *arena, struct backorders *out, struct err *err);

struct backorder_filled {
    int lines, orders;
};
/* Gives what is free as proposed, in one transaction ("order.fill"); lines 0: there was nothing. */
OD_MUST_USE bool backorders_fill(struct desk *desk, const struct backorder_filter *filter,
                                 struct backorder_filled *out, struct err *err);
/* The same for sites that fill by themselves, as a timer ("timer.run"). */
OD_MUST_USE bool backorders_fill_auto(struct desk *desk, struct backorder_filled *out,
                                      struct err *err);
/* Out of turn: so much for one line (qty 0: all it lacks), at most what is free; *got. ERR_STATE
 * where nothing is free, or a hold forbids it. */
OD_MUST_USE bool backorder_give(struct desk *desk, struct line_id line, struct qty qty,
                                struct qty *got, struct err *err);
/* The line of an order; field "line". */
OD_MUST_USE bool backorder_line(struct desk *desk, struct order_id order, int line_no,
                                struct line_id *out, struct err *err);

/* 0 to 9, 9 is served first; "order.priority". version 0: whatever is there. */
OD_MUST_USE bool order_set_priority(struct desk *desk, struct order_id order, int priority,
                                    int64_t version, struct err *err);
OD_MUST_USE bool order_priority(struct desk *desk, struct order_id order, int *out,
                                struct err *err);
enum fill_mode { FILL_AUTO = 1, FILL_PROPOSE = 2 };
/* "site.save" */
OD_MUST_USE bool site_set_fill_mode(struct desk *desk, struct site_id site, enum fill_mode mode,
                                    struct err *err);
OD_MUST_USE bool site_fill_mode(struct desk *desk, struct site_id site, enum fill_mode *out,
                                struct err *err);

/* --- who has it --------------------------------------------------------------------------------
 */

/* A line that has stock of an item. */
struct holder {
    struct line_id line;
    struct order_id order;
    struct item_id item;
    struct site_id site;
    int line_no, priority;
    const char *number, *customer_name, *sku, *site_code;
    struct date promised;
    struct qty qty;
    struct qty busy; /* of it with the warehouse in a pick that has begun: it stays */
    bool is_bundle;  /* as part of a set */
    struct qty over; /* of the over-allocated list: so much it would lose */
};
struct holders {
    struct holder *v;
    int n;
};
/* Least urgent first: lowest priority, latest promise; at most max. */
#define HOLDERS_MAX 1000
OD_MUST_USE bool holders_load(struct desk *desk, struct item_id item, int max, struct arena *arena,
                              struct holders *out, struct err *err);
/* Where more is promised than is there, at max places at most: the lines that would lose it, least
 * urgent first. */
#define OVER_PLACES_MAX 300
OD_MUST_USE bool holders_over(struct desk *desk, int max, struct arena *arena, struct holders *out,
                              struct err *err);
/* Takes from each of them what it would lose, as holders_over() says now of
 * OVER_PLACES_MAX places: one transaction,
 * "order.reallocate", on each timeline, promised anew; what nobody began to pick leaves its pick.
 * reason is of kind "reallocate". *lines: how many lost something; sets, and what is
 * being picked, stay.
 * err  ERR_INVALID (field reason) */
OD_MUST_USE bool holders_over_solve(struct desk *desk, struct reason_id reason, int *lines,
                                    struct err *err);

/* Takes qty of an item from a line for another at the same site: "order.reallocate", one
 * transaction, on both timelines; both are promised anew. version 0: whatever is there.
 * err  ERR_INVALID (field qty, reason, to), ERR_STATE: a pick has begun, the other needs less, a
 *      set, another item, a hold */
struct reallocation {
    struct line_id from, to;
    struct site_id site;     /* 0: that of the line that gets it */
    struct qty qty;          /* 0: all the other lacks, as far as there is */
    struct reason_id reason; /* of kind "reallocate" */
};
OD_MUST_USE bool order_reallocate(struct desk *desk, const struct reallocation *in,
                                  struct qty *moved, struct err *err);

#endif
