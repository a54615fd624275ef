/*
 * Can the way an order is sent take it? Asked when it is submitted.
 */
#include "base/mem.h"
#include "domain/catalog/ship_method.h"
#include "domain/flow/order_steps.h"
#include "store/store.h"

/* Grams of what is still to go. */
OD_SQL(sql_method_weight, "method.weight",
       "SELECT CAST(COALESCE(SUM((l.ordered_qty - l.canceled_qty) * i.weight_g / 1000), 0)"
       " AS BIGINT)"
       " FROM order_line l"
       " JOIN item i ON i.id = l.item_id"
       " WHERE l.order_id = $1");

bool order_step_method(struct desk *desk, const struct order *order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = NULL;
    struct ship_method *method;
    int64_t grams = 0;
    bool found;

    if (order->pickup.v != 0)
        return true; /* nobody sends it */
    if (!ship_method_find(desk, order->ship_method, tmp, &method, err))
        return false;
    if (method == NULL)
        return true;
    q = sql_read(desk_db(desk), &sql_method_weight);
    put_i64(q, order->id.v);
    return sql_one_i64(&q, &found, &grams, err) &&
           ship_method_takes(method, order->ship_country, order->ship_postcode, grams, err);
}
