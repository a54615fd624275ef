/*
 * What stands beside the cursor, from the store: what the customer bought before, substitutes, and
 * orders that may be the same one again.
 */
#include "base/mem.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "store/store.h"

/* Of the last hundred orders only: a customer with thousands must not slow the cursor. */
OD_SQL(sql_order_last_bought, "order.last_bought",
       "SELECT l.ordered_qty, l.unit_price_v, o.placed_ms"
       " FROM (SELECT id, placed_ms FROM sales_order"
       " WHERE customer_id = $1 AND placed_ms > 0 AND status IN (4, 5, 6)"
       " ORDER BY placed_ms DESC, id DESC"
       " LIMIT 100) o"
       " JOIN order_line l ON l.order_id = o.id"
       " WHERE l.item_id = $2 AND o.id <> $3"
       " ORDER BY o.placed_ms DESC, o.id DESC"
       " LIMIT 1");

bool order_last_bought(struct desk *desk, const struct order *order, struct item_id item,
                       struct last_bought *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_last_bought);

    *out = (struct last_bought){ 0 };
    put_i64(q, order->customer.v);
    put_i64(q, item.v);
    put_i64(q, order->id.v);
    if (sql_row(q)) {
        out->qty.milli = get_i64(q);
        out->price.v = get_i64(q);
        out->placed.ms = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_order_substitutes, "order.substitutes",
       "SELECT i.id, i.sku"
       " FROM item_substitute s"
       " JOIN item i ON i.id = s.substitute_id"
       " WHERE s.item_id = $1 AND i.is_active = 1"
       " ORDER BY s.rank, i.id"
       " LIMIT 8");

bool order_substitutes(struct desk *desk, struct item_id item, struct arena *arena,
                       struct substitutes *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_substitutes);

    *out = (struct substitutes){ 0 };
    put_i64(q, item.v);
    while (sql_row(q)) {
        struct substitute *s = vec_push(arena, out);

        s->item.v = get_i64(q);
        s->sku = get_text(q, arena);
    }
    return sql_done(&q, err);
}

static bool read_ids(struct stmt **q, struct arena *arena, struct order_ids *out, struct err *err)
{
    *out = (struct order_ids){ 0 };
    while (sql_row(*q)) {
        struct order_id *id = vec_push(arena, out);

        id->v = get_i64(*q);
    }
    return sql_done(q, err);
}

OD_SQL(sql_order_ids_since, "order.ids_since",
       "SELECT id"
       " FROM sales_order"
       " WHERE customer_id = $1 AND placed_ms >= $2 AND status IN (4, 5, 6) AND id <> $3"
       " ORDER BY placed_ms DESC, id DESC"
       " LIMIT 10");

bool order_ids_since(struct desk *desk, const struct order *order, struct stamp since,
                     struct arena *arena, struct order_ids *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_ids_since);

    put_i64(q, order->customer.v);
    put_i64(q, since.ms);
    put_i64(q, order->id.v);
    return read_ids(&q, arena, out, err);
}

OD_SQL(sql_order_ids_of_po, "order.ids_of_po",
       "SELECT id"
       " FROM sales_order"
       " WHERE customer_id = $1 AND customer_po = $2 AND status IN (4, 5, 6) AND id <> $3"
       " ORDER BY id DESC"
       " LIMIT 5");

bool order_ids_of_po(struct desk *desk, const struct order *order, struct arena *arena,
                     struct order_ids *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_ids_of_po);

    put_i64(q, order->customer.v);
    put_text(q, order->customer_po);
    put_i64(q, order->id.v);
    return read_ids(&q, arena, out, err);
}
