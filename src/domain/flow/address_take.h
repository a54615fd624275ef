/*
 * An order's address as the carrier writes it.
 */
#ifndef OD_DOMAIN_FLOW_ADDRESS_TAKE_H
#define OD_DOMAIN_FLOW_ADDRESS_TAKE_H

#include "domain/order/order.h"

/*
 * Takes what the carrier writes (order/ship_check.h): it becomes the customer's address, in place
 * of the one it corrects, and the order's, in one transaction. A draft is edited, a placed order
 * changed by the rules of a change: not once the warehouse has begun with it. at as it was seen.
 * err  ERR_STATE: nothing is proposed, an open change, the warehouse has begun; ERR_CONFLICT
 */
OD_MUST_USE bool order_address_take(struct desk *desk, struct record_at at, struct err *err);

#endif
