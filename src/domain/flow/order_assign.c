/*
 * See order_assign.h.
 */
#include "domain/flow/order_assign.h"

#include <stddef.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/flow/fulfillment.h"
#include "domain/order/order.h"
#include "domain/order/order_rules.h"
#include "store/tx.h"

static bool is_to_pick(const struct fulfillment_row *f)
{
    return f->status == FULFILLMENT_RELEASED || f->status == FULFILLMENT_PICKING;
}

static bool load_open(struct desk *desk, const struct order *o, struct arena *arena,
                      struct fulfillment_rows *out, struct err *err)
{
    int n = 0;

    if (!fulfillments_of_order(desk, o->id, arena, out, err))
        return false;
    for (int i = 0; i < out->n; i++)
        if (is_to_pick(&out->v[i]))
            out->v[n++] = out->v[i];
    out->n = n;
    return n > 0 || err_set(err, ERR_STATE, _("%s: nothing is waiting to be picked."),
                            order_title(o, arena));
}

bool order_may_assign(struct desk *desk, const struct order *o, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct fulfillment_rows rows;

    return load_open(desk, o, tmp, &rows, err);
}

bool order_assign(struct desk *desk, struct record_at at, const char *login, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const struct action_value user[] = { { "user", login } };
    const struct action_values values = { user, login != NULL };
    struct fulfillment_rows rows;
    struct order *o;

    if (!desk_begin(desk, "fulfillment.assign", &tx, err) ||
        !order_load(desk, (struct order_id){ at.id }, tmp, &o, err))
        return false;
    if (at.version != 0 && at.version != o->version)
        return err_set(err, ERR_CONFLICT, _("The order was changed by someone else. Look again."));
    if (!load_open(desk, o, tmp, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++)
        if (!act_in(&tx, desk, &fulfillment_document, (struct record_at){ rows.v[i].id, 0 },
                    "assign", &values, err))
            return false;
    return tx_commit(&tx, err);
}
