/*
 * What carriers know of the place an order goes to. The order asks when it gets its place, and
 * follows the answer: one whose place no carrier knows waits in a queue, and is held where the
 * setting address.hold says so, until its address changes or a person says that it stays.
 */
#ifndef OD_DOMAIN_ORDER_SHIP_CHECK_H
#define OD_DOMAIN_ORDER_SHIP_CHECK_H

#include "domain/order/order.h"
#include "domain/party/address_check.h"

/* The place of an order as an address; texts are the order's. */
struct address order_place(const struct order *o);
/* What is known of it; *out NULL: it was never asked about, or the order is collected. */
OD_MUST_USE bool order_verdict_find(struct desk *desk, const struct order *o, struct arena *arena,
                                    struct address_verdict **out, struct err *err);

/*
 * For order_save alone: asks where the place is another than before, and raises or ends the hold
 * of an order that is placed or goes elsewhere. Imported history is not asked about.
 */
OD_MUST_USE bool order_ship_check(struct tx *tx, struct desk *desk, struct order *o,
                                  struct err *err);
/* The hold of a loaded order rises or ends, by what is known; it is not saved. *changed: it did. */
OD_MUST_USE bool order_settle_address_hold(struct tx *tx, struct desk *desk, struct order *o,
                                           const struct address_verdict *v, bool *changed,
                                           struct err *err);

#endif
