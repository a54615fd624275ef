/*
 * Orders that take back what another order sold, as other systems write cancellations: the link
 * between the two. The desk itself cancels in place.
 */
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/order/order.h"
#include "store/store.h"

#define NUMBERS_BYTES 400

/* The customer's latest earlier order with most of the items, each in at least the quantity. */
OD_SQL(sql_order_link_canceled, "order.link_canceled",
       "INSERT INTO order_cancel (order_id, cancels_id)"
       " SELECT $1, o.id"
       " FROM order_line mine"
       " JOIN order_line l ON l.item_id = mine.item_id"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE mine.order_id = $1 AND mine.kind = 1 AND o.customer_id = $2 AND o.status <> 7"
       " AND o.placed_ms <= $3 AND l.ordered_qty >= mine.ordered_qty"
       " GROUP BY o.id, o.placed_ms"
       " ORDER BY COUNT(DISTINCT mine.id) DESC, o.placed_ms DESC, o.id DESC"
       " LIMIT 1");

bool order_link_canceled(struct tx *tx, const struct order *o, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_link_canceled);

    put_i64(q, o->id.v);
    put_i64(q, o->customer.v);
    put_i64(q, o->placed.ms);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_order_cancels, "order.cancels",
       "SELECT o.number"
       " FROM order_cancel c"
       " JOIN sales_order o ON o.id = c.cancels_id"
       " WHERE c.order_id = $1");
OD_SQL(sql_order_canceled_by, "order.canceled_by",
       "SELECT o.number"
       " FROM order_cancel c"
       " JOIN sales_order o ON o.id = c.order_id"
       " WHERE c.cancels_id = $1"
       " ORDER BY o.id"
       " LIMIT 20");

static bool numbers(struct desk *desk, const struct sql *sql, struct order_id id,
                    struct arena *arena, const char **out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), sql);
    struct strbuf b;

    strbuf_init(&b, arena, NUMBERS_BYTES);
    put_i64(q, id.v);
    while (sql_row(q))
        strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", get_text(q, arena));
    if (!sql_done(&q, err))
        return false;
    *out = b.s;
    return true;
}

bool order_cancel_links(struct desk *desk, struct order_id id, struct arena *arena,
                        struct cancel_links *out, struct err *err)
{
    return numbers(desk, &sql_order_cancels, id, arena, &out->cancels, err) &&
           numbers(desk, &sql_order_canceled_by, id, arena, &out->canceled_by, err);
}
