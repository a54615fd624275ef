/*
 * The statements of to_fix.c, in to_fix_sql.c.
 */
#ifndef OD_DOMAIN_INTAKE_TO_FIX_PARTS_H
#define OD_DOMAIN_INTAKE_TO_FIX_PARTS_H

#include "domain/intake/to_fix.h"

struct waiting_orders {
    struct order_id *v;
    int n;
};
/* Orders of the channel with a line that waits for the code. */
OD_MUST_USE bool unmapped_orders(struct desk *desk, struct channel_id channel, const char *sku,
                                 struct arena *arena, struct waiting_orders *out,
                                 struct err *err);
OD_MUST_USE bool channel_sku_delete(struct tx *tx, struct channel_id channel, const char *sku,
                                    bool *was_there, struct err *err);

#endif
