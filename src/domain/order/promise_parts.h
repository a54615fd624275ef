/*
 * What promise.c asks of the store.
 */
#ifndef OD_DOMAIN_ORDER_PROMISE_PARTS_H
#define OD_DOMAIN_ORDER_PROMISE_PARTS_H

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
/* What other orders wait for at the site before this one, beside what comes for their own lines,
 * and what the site lacks of its safety stock. */
OD_MUST_USE bool promise_ahead_load(struct desk *desk, const struct order *order,
                                    struct item_id item, struct site_id site, struct qty *out,
                                    struct err *err);

#endif
