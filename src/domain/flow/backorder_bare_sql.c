/*
 * Backorders that are only counted, as the dashboard does at each change of the desk: all that is
 * read stands in two indexes of what is short, and no row of an order or a line is looked up.
 */
#include "domain/flow/backorder_parts.h"
#include "domain/order/order.h"
#include "store/store.h"

/* Orders first, for the engine would look each up by its id, in the table. */
OD_SQL_SCAN(sql_backorders_bare, "backorder.bare", "its indexes have what is short only",
            "WITH o AS MATERIALIZED (SELECT id, site_id, priority, promised_date, confirmed_ms,"
            " total_minor, base_total_minor"
            " FROM sales_order"
            " WHERE status = 5 AND backordered_qty > 0 AND is_history = 0)"
            " SELECT l.id, o.id, l.item_id, s.id, o.priority, o.confirmed_ms,"
            " l.ordered_qty - l.canceled_qty - l.shipped_qty - l.allocated_qty,"
            " " BACKORDER_IS_HELD ", l.kind, l.net_minor, l.ordered_qty, o.total_minor,"
            " o.base_total_minor, s.is_active, l.is_whole"
            " FROM order_line l"
            " CROSS JOIN o"
            " CROSS JOIN site s"
            " WHERE l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty"
            " AND l.kind IN (1, 4) AND l.item_id IS NOT NULL AND l.allocate_from = ''"
            " AND o.id = l.order_id"
            " AND s.id = COALESCE(l.site_id, o.site_id) AND " BACKORDER_FILTER);

struct stmt *backorder_read_bare(struct desk *desk)
{
    return sql_read(desk_db(desk), &sql_backorders_bare);
}

void backorder_get_bare(struct stmt *q, struct backorder *b)
{
    int64_t net, total;

    *b = (struct backorder){ .line = { get_i64(q) } };
    b->order.v = get_i64(q);
    b->item.v = get_i64(q);
    b->site.v = get_i64(q);
    b->priority = (int)get_i64(q);
    b->confirmed.ms = get_i64(q);
    b->qty.milli = get_i64(q);
    b->is_held = get_i64(q) != 0;
    b->is_bundle = get_i64(q) == LINE_BUNDLE;
    net = get_i64(q);
    b->value_minor = backorder_share(net, b->qty.milli, get_i64(q));
    total = get_i64(q);
    b->base_minor = backorder_share(get_i64(q), b->value_minor, total);
    b->is_closed = get_i64(q) == 0;
    b->is_whole = get_i64(q) != 0;
    b->number = b->customer_name = b->sku = b->description = b->site_code = b->currency = "";
}
