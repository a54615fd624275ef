/*
 * What promise.c asks of the store.
 */
#ifndef OD_DOMAIN_ORDER_PROMISE_PARTS_H
#define OD_DOMAIN_ORDER_PROMISE_PARTS_H

#include "base/vec.h"
#include "domain/order/promise.h"

struct promise_sites {
    struct promise_site *v;
    int n;
};
/* All sites, with the days from today on on which they are closed. */
OD_MUST_USE bool promise_sites_load(struct desk *desk, struct arena *arena,
                                    struct promise_sites *out, struct err *err);

/* Where a line has goods: allocated, or kept by a draft. */
struct promise_share {
    struct line_id line;
    struct site_id site;
    struct qty qty;
};
struct promise_shares {
    struct promise_share *v;
    int n;
};
OD_MUST_USE bool promise_shares_load(struct desk *desk, const struct order *order,
                                     struct arena *arena, struct promise_shares *out,
                                     struct err *err);
/* An order that waits for an item at a site. */
struct promise_waiter {
    struct order_id order;
    int priority;
    struct stamp confirmed;
    struct qty qty; /* beside what comes for its own lines */
};
/* An item at a site. */
struct promise_place {
    struct item_id item;
    struct site_id site;
    struct incomings in;
    struct promise_waiters OD_VEC(struct promise_waiter) waiters;
    struct qty lacks; /* of its safety stock; less than nothing: so much is free */
};
/* waiters and lacks, of all orders. */
OD_MUST_USE bool promise_waiters_load(struct desk *desk, struct arena *arena,
                                      struct promise_place *place, struct err *err);

#endif
