/*
 * What the files of fulfillments share among themselves.
 */
#ifndef OD_DOMAIN_FLOW_FULFILLMENT_PARTS_H
#define OD_DOMAIN_FLOW_FULFILLMENT_PARTS_H

#include "domain/flow/fulfillment.h"

/* --- fulfillment_sql.c ------------------------------------------------------------------------ */

/* Header (version tested and raised) and lines. ERR_CONFLICT. */
OD_MUST_USE bool fulfillment_write(struct tx *tx, struct fulfillment *f, struct err *err);

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
OD_MUST_USE bool claims_free(struct desk *desk, struct order_id order, struct arena *arena,
                             struct claims *out, struct err *err);
/* A new released fulfillment of n claims of one site. */
OD_MUST_USE bool claims_take(struct action_run *run, const struct order *order,
                             const struct claim *claims, int n, struct err *err);
/* picked and shipped of the order's lines from what its fulfillments say; allocated falls by what
 * left. The order is changed in memory. */
OD_MUST_USE bool claims_count(struct desk *desk, struct order *order, struct err *err);

/* How many fulfillments of the order are open. The order is changed in memory. */
OD_MUST_USE bool claims_count_open(struct desk *desk, struct order *order, struct err *err);

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
FULFILLMENT_STEP(fulfillment_step_ship);
FULFILLMENT_STEP(fulfillment_step_unship);
FULFILLMENT_STEP(fulfillment_step_cancel);
#undef FULFILLMENT_STEP
bool fulfillment_may_finish(const void *record, struct err *err);

#endif
