/*
 * The ledger of stock in the store: what moved, who did it, and what for. Append-only. And what
 * lies where.
 */
#include "base/i18n.h"
#include "base/vec.h"
#include "domain/stock/stock_sql.h"
#include "store/store.h"

struct movement_vec OD_VEC(struct stock_movement);
struct bin_vec OD_VEC(struct stock_binned);

OD_SQL(sql_movement_add, "stock.movement_add",
       "INSERT INTO stock_movement (at_ms, user_id, kind, item_id, site_id, qty, order_id,"
       " order_line_id, reason_id, doc_id)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

bool movement_add(struct tx *tx, struct desk *desk, const struct movement *m, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_movement_add);

    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, m->kind);
    put_i64(q, m->place.item.v);
    put_i64(q, m->place.site.v);
    put_i64(q, m->qty.milli);
    put_ref(q, m->order.v);
    put_ref(q, m->line.v);
    put_ref(q, m->reason.v);
    put_ref(q, m->doc);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_stock_movements, "stock.movements",
       "SELECT m.id, m.at_ms, u.name, s.code, COALESCE(o.number, ''), COALESCE(r.label, ''),"
       " m.kind, m.qty, COALESCE(d.number, ''), COALESCE(m.doc_id, 0), COALESCE(m.order_id, 0),"
       " m.site_id"
       " FROM stock_movement m"
       " JOIN app_user u ON u.id = m.user_id"
       " JOIN site s ON s.id = m.site_id"
       " LEFT JOIN sales_order o ON o.id = m.order_id"
       " LEFT JOIN reason_code r ON r.id = m.reason_id"
       " LEFT JOIN stock_doc d ON d.id = m.doc_id"
       " WHERE m.item_id = $1 AND m.id < $2"
       " ORDER BY m.id DESC"
       " LIMIT $3");

bool stock_movements_load(struct desk *desk, struct item_id item, int64_t before_id, int max,
                          struct arena *arena, struct stock_movements *out, struct err *err)
{
    struct movement_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_stock_movements);

    assert(max > 0);
    put_i64(q, item.v);
    put_i64(q, before_id == 0 ? INT64_MAX : before_id);
    put_i64(q, max);
    while (sql_row(q)) {
        struct stock_movement *row = vec_push(arena, &rows);

        row->id = get_i64(q);
        row->at.ms = get_i64(q);
        row->user = get_text(q, arena);
        row->site_code = get_text(q, arena);
        row->order_number = get_text(q, arena);
        row->reason = get_text(q, arena);
        row->kind = (enum stock_move)get_i64(q);
        row->qty.milli = get_i64(q);
        row->doc_number = get_text(q, arena);
        row->doc = get_i64(q);
        row->order.v = get_i64(q);
        row->site.v = get_i64(q);
        if (*row->reason != '\0') /* gettext("") is the catalog's head */
            row->reason = gettext(row->reason);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct stock_movements){ .v = rows.v, .n = rows.n };
    return true;
}

OD_SQL_SCAN(sql_stock_bins, "stock.bins", "a list of a shelf is asked for now and then",
            "SELECT l.item_id, l.bin, i.sku, i.description, l.on_hand_qty"
            " FROM stock_level l"
            " JOIN item i ON i.id = l.item_id"
            " WHERE l.site_id = $1 AND l.bin <> '' AND ($2 = '' OR l.bin = $2)"
            " ORDER BY l.bin, i.sku");

bool stock_bins_load(struct desk *desk, struct site_id site, const char *bin, struct arena *arena,
                     struct stock_bins *out, struct err *err)
{
    struct bin_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_stock_bins);

    put_i64(q, site.v);
    put_text(q, bin);
    while (sql_row(q)) {
        struct stock_binned *row = vec_push(arena, &rows);

        row->item.v = get_i64(q);
        row->bin = get_text(q, arena);
        row->sku = get_text(q, arena);
        row->description = get_text(q, arena);
        row->on_hand.milli = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct stock_bins){ rows.v, rows.n };
    return true;
}
