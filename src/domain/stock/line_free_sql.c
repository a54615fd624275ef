/*
 * What is free for each line of a long order, asked at once: line by line it would take too long
 * for a screen.
 */
#include "base/mem.h"
#include "base/vec.h"
#include "domain/stock/stock.h"
#include "store/store.h"

struct line_free_vec OD_VEC(struct line_free);

/* As stock.levels counts it. */
OD_SQL(sql_stock_free_of_order, "stock.free_of_order",
       "SELECT l.id, CASE WHEN p.is_active = 1"
       " THEN COALESCE(s.on_hand_qty, 0) - COALESCE(s.allocated_qty, 0)"
       " - COALESCE(s.safety_qty, 0) - CAST((SELECT COALESCE(SUM(h.qty), 0)"
       " FROM stock_hold h"
       " WHERE h.item_id = l.item_id AND h.site_id = p.id AND h.order_id <> l.order_id"
       " AND h.expires_ms > $1) AS BIGINT) ELSE 0 END"
       " FROM order_line l"
       " JOIN sales_order o ON o.id = l.order_id"
       " JOIN site p ON p.id = COALESCE(l.site_id, o.site_id)"
       " LEFT JOIN stock_level s ON s.item_id = l.item_id AND s.site_id = p.id"
       " WHERE l.order_id = $2 AND l.kind = 1 AND l.item_id IS NOT NULL"
       " ORDER BY l.line_no");

bool stock_free_of_lines(struct desk *desk, struct order_id order, struct arena *arena,
                         struct line_frees *out, struct err *err)
{
    struct line_free_vec all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_stock_free_of_order);

    put_i64(q, desk_now(desk).ms);
    put_i64(q, order.v);
    while (sql_row(q)) {
        struct line_free *f = vec_push(arena, &all);

        f->line.v = get_i64(q);
        f->free.milli = get_i64(q);
        if (f->free.milli < 0)
            f->free.milli = 0;
    }
    *out = (struct line_frees){ all.v, all.n };
    return sql_done(&q, err);
}
