/*
 * Lines that wait for stock and of which nobody knows when it comes. The index of short orders
 * leads; only the lines of those without a day are looked at.
 */
#include "domain/flow/backorder_parts.h"
#include "domain/insight/queue_parts.h"
#include "store/store.h"

OD_SQL_SCAN(sql_queue_undated, "queue.undated", "its index has the short orders only",
            "SELECT o.confirmed_ms,"
            " l.ordered_qty - l.canceled_qty - l.shipped_qty - l.allocated_qty, l.net_minor,"
            " l.ordered_qty, o.total_minor, o.base_total_minor"
            " FROM sales_order o"
            " CROSS JOIN order_line l"
            " WHERE o.status = 5 AND o.backordered_qty > 0 AND o.is_history = 0"
            " AND o.promised_date = '' AND l.order_id = o.id AND l.promised_date = ''"
            " AND l.kind IN (1, 4) AND l.item_id IS NOT NULL AND l.allocate_from = ''"
            " AND l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty");

bool queue_undated(struct desk *desk, struct tally *out, struct err *err)
{
    struct tally t = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_undated);

    while (sql_row(q)) {
        int64_t since_ms = get_i64(q), qty = get_i64(q), net = get_i64(q), of = get_i64(q);
        int64_t total = get_i64(q), base = get_i64(q);

        t.count++;
        t.minor += backorder_share(base, backorder_share(net, qty, of), total);
        if (t.since_ms == 0 || since_ms < t.since_ms)
            t.since_ms = since_ms;
    }
    if (!sql_done(&q, err))
        return false;
    *out = t;
    return true;
}
