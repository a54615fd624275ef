/*
 * An order's address as the carrier writes it, and orders that follow what carriers know.
 */
#ifndef OD_DOMAIN_FLOW_ADDRESS_TAKE_H
#define OD_DOMAIN_FLOW_ADDRESS_TAKE_H

#include "domain/order/order.h"
#include "domain/party/address_check.h"

/*
 * Takes what the carrier writes (order/ship_check.h): it becomes the customer's address, in place
 * of the one it corrects, and the order's, in one transaction. A draft is edited, a placed order
 * changed by the rules of a change: not once the warehouse has begun with it. at as it was seen.
 * err  ERR_STATE: nothing is proposed, an open change, the warehouse has begun; ERR_CONFLICT
 */
OD_MUST_USE bool order_address_take(struct desk *desk, struct record_at at, struct err *err);

/* Placed orders that go there follow what became known: their holds rise or end. */
OD_MUST_USE bool orders_follow_check(struct tx *tx, struct desk *desk,
                                     const struct address_verdict *v, struct err *err);

/*
 * The order's address stays as it is, whatever the carrier says; for all orders that go there
 * ("order.address_keep").
 * err  ERR_STATE: nothing is wrong with it; ERR_CONFLICT
 */
OD_MUST_USE bool order_address_keep(struct desk *desk, struct record_at at, struct err *err);

#endif
