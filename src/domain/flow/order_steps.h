/*
 * The effects of the order's actions, shared by the action table and by taking an order whole. All
 * run inside the caller's transaction and change the record; the caller sets the state and saves.
 */
#ifndef OD_DOMAIN_FLOW_ORDER_STEPS_H
#define OD_DOMAIN_FLOW_ORDER_STEPS_H

#include "domain/desk/action.h"
#include "domain/order/order.h"

/* Pure guards: everything they look at was loaded. */
bool order_may_submit(const void *order, struct err *err);
bool order_may_confirm(const void *order, struct err *err);

/* Number, date and the counters of the hour; before a new order is inserted, so that it is indexed
 * once. */
OD_MUST_USE bool order_step_number(struct action_run *run, struct order *order, struct err *err);
/* Credit and outbox of a submitted order. */
OD_MUST_USE bool order_step_submit(struct action_run *run, struct order *order, struct err *err);
/* Keeps free stock for a submitted order that waits to be confirmed. */
OD_MUST_USE bool order_step_keep_stock(struct action_run *run, struct order *order,
                                       struct err *err);
/* Allocation by the backorder policy, promised date, outbox. ERR_STATE names the short line. */
OD_MUST_USE bool order_step_confirm(struct action_run *run, struct order *order, struct err *err);
/* Tries again for what is backordered; ERR_STATE where nothing is free. */
OD_MUST_USE bool order_step_allocate(struct action_run *run, struct order *order, struct err *err);
/* Gives all stock back and cancels what is open. */
OD_MUST_USE bool order_step_cancel(struct action_run *run, struct order *order, struct err *err);

#endif
