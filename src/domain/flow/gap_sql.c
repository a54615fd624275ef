/*
 * Where the books are below zero, and what the ledger says of it: since when, for whom, and why.
 */
#include "domain/flow/gap.h"

#include "base/vec.h"
#include "domain/flow/backorder_parts.h"
#include "domain/stock/kit.h"
#include "store/store.h"

struct gap_vec OD_VEC(struct gap);

/* Back from now, until the books were not below zero; of a bundle's line with how many pieces, of
 * all its components, one has. */
OD_SQL(sql_gap_moves, "gap.moves",
       "SELECT m.at_ms, m.qty, CASE WHEN m.kind = 5 AND m.reason_id > 0 THEN 1 ELSE 0 END,"
       " COALESCE(o.id, 0), COALESCE(o.number, ''), COALESCE(u.login, ''), COALESCE(r.label, ''),"
       " COALESCE(l.net_minor, 0), COALESCE(l.ordered_qty - l.canceled_qty, 0),"
       " COALESCE(o.total_minor, 0), COALESCE(o.base_total_minor, 0),"
       " COALESCE((SELECT CAST(SUM(c.qty) AS BIGINT) FROM bundle_component c"
       " WHERE c.bundle_id = l.item_id), 1000)"
       " FROM stock_movement m"
       " LEFT JOIN app_user u ON u.id = m.user_id"
       " LEFT JOIN reason_code r ON r.id = m.reason_id"
       " LEFT JOIN sales_order o ON o.id = m.order_id"
       " LEFT JOIN order_line l ON l.id = m.order_line_id"
       " WHERE m.item_id = $1 AND m.site_id = $2 AND m.kind NOT IN (3, 4, 7)"
       " ORDER BY m.id DESC");

/* The newest that was forced stands for the gap; each is worth its share of its line. */
static bool follow(struct desk *desk, struct arena *arena, struct gap *g, struct err *err)
{
    int64_t after = -g->qty.milli, left = g->qty.milli;
    OD_STMT *q = sql_read(desk_db(desk), &sql_gap_moves);

    put_i64(q, g->item.v);
    put_i64(q, g->site.v);
    while (after < 0 && sql_row(q)) {
        int64_t some, net, total, base;
        struct qty of, pieces;
        struct gap now = { .since.ms = get_i64(q) };
        int64_t moved = get_i64(q);
        bool is_forced = get_i64(q) != 0;

        now.order.v = get_i64(q);
        now.number = get_text(q, arena);
        now.by = get_text(q, arena);
        now.reason = get_text(q, arena);
        net = get_i64(q);
        of.milli = get_i64(q);
        total = get_i64(q);
        base = get_i64(q);
        pieces.milli = get_i64(q);
        after -= moved;
        g->since = now.since;
        if (!is_forced)
            continue;
        if (g->order.v == 0) {
            g->order = now.order;
            g->number = now.number;
            g->by = now.by;
            g->reason = now.reason;
        }
        some = -moved < left ? -moved : left;
        left -= some;
        g->base_minor += backorder_share(
            base, backorder_share(net, some, kits_of(of, pieces).milli), total);
    }
    return sql_done(&q, err);
}

OD_SQL_SCAN(sql_gaps, "gap.list", "its index has only what is below zero",
            "SELECT v.item_id, v.site_id, i.sku, i.description, s.code, -v.on_hand_qty"
            " FROM stock_level v"
            " JOIN item i ON i.id = v.item_id"
            " JOIN site s ON s.id = v.site_id"
            " WHERE v.on_hand_qty < 0"
            " ORDER BY s.priority, s.code, i.sku"
            " LIMIT $1");

bool gaps_load(struct desk *desk, int max, struct arena *arena, struct gaps *out, struct err *err)
{
    struct gap_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_gaps);

    put_i64(q, max);
    while (sql_row(q)) {
        struct gap *g = vec_push(arena, &rows);

        *g = (struct gap){ .item.v = get_i64(q), .number = "", .by = "", .reason = "" };
        g->site.v = get_i64(q);
        g->sku = get_text(q, arena);
        g->description = get_text(q, arena);
        g->site_code = get_text(q, arena);
        g->qty.milli = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    for (int i = 0; i < rows.n; i++)
        if (!follow(desk, arena, &rows.v[i], err))
            return false;
    *out = (struct gaps){ rows.v, rows.n };
    return true;
}
