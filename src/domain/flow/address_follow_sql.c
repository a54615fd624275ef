/*
 * Orders that follow what became known of the place they go to: their holds rise or end, and then
 * they may go on.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/action.h"
#include "domain/desk/event.h"
#include "domain/flow/address_take.h"
#include "domain/flow/order_steps.h"
#include "domain/order/order_parts.h"
#include "domain/order/ship_check.h"
#include "store/store.h"

OD_SQL(sql_orders_of_check, "order.of_check",
       "SELECT x.order_id"
       " FROM order_address_check x"
       " JOIN sales_order o ON o.id = x.order_id"
       " WHERE x.check_id = $1 AND o.status IN (4, 5)"
       " ORDER BY x.order_id");

static bool follow_one(struct tx *tx, struct desk *desk, struct order_id id,
                       const struct address_verdict *v, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct action_run run = { .desk = desk, .tx = tx, .arena = tmp };
    struct order *o;
    bool changed;

    return order_load(desk, id, tmp, &o, err) &&
           order_settle_address_hold(tx, desk, o, v, &changed, err) &&
           (!changed || (order_step_send(&run, o, err) && order_save(tx, desk, o, err) &&
                         order_step_sent(&run, id, err)));
}

bool orders_follow_check(struct tx *tx, struct desk *desk, const struct address_verdict *v,
                         struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct ids OD_VEC(struct order_id) ids = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_orders_of_check);

    put_i64(q, v->id);
    while (sql_row(q))
        *vec_push(tmp, &ids) = (struct order_id){ get_i64(q) };
    if (!sql_done(&q, err))
        return false;
    for (int i = 0; i < ids.n; i++)
        if (!follow_one(tx, desk, ids.v[i], v, err))
            return false;
    return true;
}

bool order_address_keep(struct desk *desk, struct record_at at, struct err *err)
{
    const struct event_note note = { .kind = "order.address_keep" };
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct address_verdict *v;
    struct order *o;

    if (!desk_begin(desk, "order.address_keep", &tx, err) ||
        !order_load(desk, (struct order_id){ at.id }, tmp, &o, err))
        return false;
    if (at.version != 0 && at.version != o->version)
        return err_set(err, ERR_CONFLICT,
                       _("This order was changed by someone else meanwhile."));
    if (!order_verdict_find(desk, o, tmp, &v, err))
        return false;
    if (v == NULL)
        return err_set(err, ERR_STATE, _("The address of this order was never checked."));
    return address_keep_in(&tx, desk, v, err) && orders_follow_check(&tx, desk, v, err) &&
           event_add_order(&tx, desk, o->id, &note, err) && tx_commit(&tx, err);
}
