/*
 * Who is to pick an order: all of its work in the warehouse that is not picked to its end.
 */
#ifndef OD_DOMAIN_FLOW_ORDER_ASSIGN_H
#define OD_DOMAIN_FLOW_ORDER_ASSIGN_H

#include "domain/desk/action.h"

struct order;

/* Is any of it still to be picked? err  ERR_STATE */
OD_MUST_USE bool order_may_assign(struct desk *desk, const struct order *o, struct err *err);
/*
 * Gives it to the user of that login, NULL: to nobody. One transaction. Right "fulfillment.assign".
 * err  ERR_STATE: nothing is to be picked; ERR_CONFLICT: the order's version (0: any) is another;
 *      as the fulfillment's action "assign" (field "user")
 */
OD_MUST_USE bool order_assign(struct desk *desk, struct record_at at, const char *login,
                              struct err *err);

#endif
