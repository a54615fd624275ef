/*
 * What the files of fulfillments share among themselves.
 */
#ifndef OD_DOMAIN_FLOW_FULFILLMENT_PARTS_H
#define OD_DOMAIN_FLOW_FULFILLMENT_PARTS_H

#include "domain/flow/fulfillment.h"

struct item;

/* --- fulfillment_sql.c ------------------------------------------------------------------------ */

/* Header (version tested and raised) and lines. ERR_CONFLICT. */
OD_MUST_USE bool fulfillment_write(struct tx *tx, struct fulfillment *f, struct err *err);

/* --- package_sql.c ---------------------------------------------------------------------------- */

OD_MUST_USE bool packages_load(struct desk *desk, struct arena *arena, struct fulfillment *f,
                               struct err *err);
/* Nothing where they did not change. */
OD_MUST_USE bool packages_write(struct tx *tx, struct fulfillment *f, struct err *err);

/* --- label_follow_sql.c: the labels of packages that are gone are given back ------------------ */

OD_MUST_USE bool labels_follow(struct action_run *run, const struct fulfillment *f,
                               struct err *err);

/* --- package.c -------------------------------------------------------------------------------- */

/* No package any more. */
void packages_drop(struct fulfillment *f);
/* The carrier's number of the first package that has one; "". */
const char *packages_tracking(const struct fulfillment *f);
/* The first package gets the number; "" leaves it. */
void packages_track(struct fulfillment *f, const char *tracking);

/* --- claim_sql.c ------------------------------------------------------------------------------ */

/* What the order is allocated and no open fulfillment claims, by site. */
struct claim {
    struct line_id line;
    struct item_id item;
    struct site_id site;
    struct qty qty;
};
struct claims {
    struct claim *v;
    int n;
};
/* Nothing of a line that leaves whole while it lacks something. */
OD_MUST_USE bool claims_free(struct desk *desk, const struct order *order, struct arena *arena,
                             struct claims *out, struct err *err);
/* A new released fulfillment of n claims of one site. */
OD_MUST_USE bool claims_take(struct action_run *run, const struct order *order,
                             const struct claim *claims, int n, struct err *err);
/* What is with the warehouse is due by the latest day of its order. */
OD_MUST_USE bool claims_due_by(struct tx *tx, const struct order *order, struct err *err);
/* picked and shipped of the order's lines from what its fulfillments say; allocated falls by what
 * left. The order is changed in memory. */
OD_MUST_USE bool claims_count(struct desk *desk, struct order *order, struct err *err);

/* How many fulfillments of the order are open. The order is changed in memory. */
OD_MUST_USE bool claims_count_open(struct desk *desk, struct order *order, struct err *err);

/* --- claim_back_sql.c: so much of a line at a site is in no pick any more; only out of those that
 * nobody has begun. */
OD_MUST_USE bool fulfillment_unclaim(struct action_run *run, struct order *order,
                                     const struct order_line *line, struct site_id site,
                                     struct qty qty, struct err *err);

/* The order's line of one of the fulfillment's. */
struct order_line *fulfillment_order_line(const struct fulfillment *f,
                                          const struct fulfillment_line *l);

/* --- tolerance_steps.c: more or less than was ordered (B6) ------------------------------------ */

/* So much more of the item than is listed may be picked for the order's lines. */
struct qty fulfillment_may_be_over(const struct fulfillment *f, struct item_id item);
/* Picks so much beyond the list: promised from what is free at the site, ordered and charged from
 * now on. err  ERR_STATE, field "qty": so much is not free */
OD_MUST_USE bool fulfillment_pick_over(struct action_run *run, struct fulfillment *f,
                                       const struct item *item, struct qty qty, struct err *err);
/* What was picked beyond the order goes back first, at most qty of the line; *given. The order is
 * to be priced anew then. */
OD_MUST_USE bool fulfillment_over_back(struct action_run *run, struct fulfillment *f,
                                       struct fulfillment_line *l, struct qty qty,
                                       struct qty *given, struct err *err);
/* A line that leaves whole does not go while it lacks something (R13). */
bool fulfillment_may_leave(const struct fulfillment *f, struct err *err);
/* All of it, of work that is canceled, with the money. */
OD_MUST_USE bool fulfillment_over_drop(struct action_run *run, struct fulfillment *f,
                                       struct err *err);
/* Lines that left but for a rest that may stay away wait for it no more. */
OD_MUST_USE bool fulfillment_close_rests(struct action_run *run, struct order *order,
                                         struct err *err);

/* Of what leaves only once the rest is canceled. */
OD_MUST_USE bool fulfillment_drop_rest(struct action_run *run, struct order *order,
                                       struct err *err);

/* --- fulfillment_steps.c: the effects of the table ---------------------------------------------
 */

#define FULFILLMENT_STEP(name)                                                                     \
    OD_MUST_USE bool name(struct action_run *run, void *record,                                    \
                          const struct action_values *values, struct err *err)
FULFILLMENT_STEP(fulfillment_step_start);
FULFILLMENT_STEP(fulfillment_step_assign);
FULFILLMENT_STEP(fulfillment_step_tote);
FULFILLMENT_STEP(fulfillment_step_pick);
FULFILLMENT_STEP(fulfillment_step_put_back);
FULFILLMENT_STEP(fulfillment_step_short);
FULFILLMENT_STEP(fulfillment_step_pack);
FULFILLMENT_STEP(fulfillment_step_box);
FULFILLMENT_STEP(fulfillment_step_put_in);
FULFILLMENT_STEP(fulfillment_step_take_out);
FULFILLMENT_STEP(fulfillment_step_measure);
FULFILLMENT_STEP(fulfillment_step_ship);
FULFILLMENT_STEP(fulfillment_step_unship);
FULFILLMENT_STEP(fulfillment_step_cancel);
/* leave_steps.c */
FULFILLMENT_STEP(fulfillment_step_leave);
/* pickup_steps.c */
FULFILLMENT_STEP(fulfillment_step_ready);
FULFILLMENT_STEP(fulfillment_step_unready);
FULFILLMENT_STEP(fulfillment_step_collect);
FULFILLMENT_STEP(fulfillment_step_uncollect);
FULFILLMENT_STEP(fulfillment_step_no_show);
FULFILLMENT_STEP(fulfillment_step_put_away);
#undef FULFILLMENT_STEP
bool fulfillment_may_be_ready(const void *record, struct err *err);
bool fulfillment_may_put_away(const void *record, struct err *err);
/* What was picked goes back to its place, one task for all goods: where it stood ready it is put
 * back as it stands there, and its code does not hold any more; else each item is put away. */
OD_MUST_USE bool fulfillment_goods_back(struct action_run *run, struct fulfillment *f,
                                        struct err *err);
/* delivered of the order's lines, where the step handed goods over or took them back. */
OD_MUST_USE bool pickup_count(struct action_run *run, struct fulfillment *f, struct err *err);
/* ship_steps.c: every picked line leaves. */
OD_MUST_USE bool fulfillment_leave(struct action_run *run, const struct fulfillment *f,
                                   const struct action_values *values, struct err *err);
OD_MUST_USE bool fulfillment_come_back(struct action_run *run, const struct fulfillment *f,
                                       struct err *err);
/* pickup_sql.c */
OD_MUST_USE bool pickup_code_is_free(struct desk *desk, const char *code, bool *out,
                                     struct err *err);
OD_MUST_USE bool pickup_shipment_add(struct tx *tx, struct desk *desk, const struct fulfillment *f,
                                     struct err *err);
OD_MUST_USE bool pickup_shipment_void(struct tx *tx, struct desk *desk,
                                      const struct fulfillment *f, struct err *err);
bool fulfillment_may_finish(const void *record, struct err *err);
/* An item that is on the list, by SKU, barcode or a scan as it comes; its scan_pack is what one
 * scan counts. ERR_NOT_FOUND, ERR_STATE, field "item". */
OD_MUST_USE bool fulfillment_item(struct desk *desk, const struct fulfillment *f, const char *code,
                                  struct arena *arena, struct item **out, struct err *err);

/* What can be done with one, ended by a row without a name (fulfillment_action.c). */
extern const struct action fulfillment_actions[];

#endif
