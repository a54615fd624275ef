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
/* --- pieces of those, for changes of a placed order ------------------------------------------- */

/* Promises what is free to the lines that are short; only (may be NULL: all) says which may have
 * some, by index. *got: the sum over lines. */
OD_MUST_USE bool order_step_promise_stock(struct action_run *run, struct order *order,
                                          const bool *only, int64_t *got, struct err *err);
/* Refuses a line that is short and not sold on backorder; only as above. */
OD_MUST_USE bool order_step_check_short(struct action_run *run, const struct order *order,
                                        const bool *only, struct err *err);
/* later_sql.c: lines without stock whose site gives it only some days before they are wanted, or
 * when somebody says so, wait for none until then (R11); only as above. */
OD_MUST_USE bool order_step_later(struct action_run *run, struct order *order, const bool *only,
                                  struct err *err);
/* fetch.c: of an order that is collected, transfers bring its lines what other sites have free, and
 * its own lacks and nothing brings it yet; only as above. still_short, by index, tells which of
 * them lacks some all the same. */
OD_MUST_USE bool order_step_fetch(struct action_run *run, const struct order *order,
                                  const bool *only, bool *still_short, struct err *err);
/* What of those was not sent and is more than its line lacks now is given up, newest first. */
OD_MUST_USE bool order_step_fetch_less(struct action_run *run, const struct order *order,
                                       struct err *err);
/* Gives up those that were not sent, of an order that is canceled or collected there no more. */
OD_MUST_USE bool order_step_unfetch(struct action_run *run, const struct order *order,
                                    struct err *err);
/* The one way in which an order goes to the warehouse by itself: where the firm wants that, it may
 * go on (it got stock, a hold ended, it lacks less) and nothing stops it, a hold on picking or the
 * ship policy. Of an order that is or is just being confirmed, before it is saved. */
OD_MUST_USE bool order_step_send(struct action_run *run, struct order *order, struct err *err);
/* Says so on its timeline, where it was sent; called behind the event of what sent it. */
OD_MUST_USE bool order_step_sent(struct action_run *run, struct order_id order, struct err *err);
/* The end of whatever changed a placed order: both of them, around saving it and note. */
struct event_note;
OD_MUST_USE bool order_step_end(struct action_run *run, struct order *order,
                                const struct event_note *note, struct err *err);
/* Gives a line's stock back, at most qty of it, out of unpicked fulfillments where it must be. */
OD_MUST_USE bool order_step_release(struct action_run *run, struct order *order,
                                    struct order_line *line, struct qty qty, struct err *err);
/* A credit hold where the order takes its customer beyond the limit. */
OD_MUST_USE bool order_step_credit(struct action_run *run, struct order *order, struct err *err);
OD_MUST_USE bool order_step_job(struct action_run *run, const struct order *order,
                                const char *topic, struct err *err);

/* Tries again for what is backordered; ERR_STATE where nothing is free. */
OD_MUST_USE bool order_step_allocate(struct action_run *run, struct order *order, struct err *err);
/* cancel_steps.c: the rest of a line ("line", "qty"), and of all lines of an order that left in
 * part. */
bool order_may_cancel_line(const void *record, struct err *err);
bool order_may_cancel_rest(const void *record, struct err *err);
bool order_step_cancel_line(struct action_run *run, void *record,
                            const struct action_values *values, struct err *err);
bool order_step_cancel_rest(struct action_run *run, void *record,
                            const struct action_values *values, struct err *err);
/* Cancels so much of lines (by index) as far as it is open and not picked, with totals; not where
 * nothing would be left of the order. */
OD_MUST_USE bool order_step_drop(struct action_run *run, struct order *order, const struct qty *qty,
                                 struct err *err);
/* Gives all stock back and cancels what is open. */
OD_MUST_USE bool order_step_cancel(struct action_run *run, struct order *order, struct err *err);

#endif
