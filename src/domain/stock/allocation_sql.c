/*
 * What orders have of the stock: soft holds with an end, and allocations.
 */
#include "base/i18n.h"
#include "base/vec.h"
#include "domain/stock/stock_sql.h"
#include "store/store.h"

struct share_vec OD_VEC(struct stock_share);
struct hold_vec OD_VEC(struct hold_row);
struct allocation_vec OD_VEC(struct allocation_row);

/* --- soft holds ------------------------------------------------------------------------------- */

OD_SQL(sql_hold_add, "stock.hold_add",
       "INSERT INTO stock_hold (item_id, site_id, order_id, order_line_id, qty, expires_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6)");

bool hold_row_add(struct tx *tx, struct order_id order, const struct stock_want *want,
                  struct stamp expires, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_hold_add);

    put_i64(q, want->item.v);
    put_i64(q, want->site.v);
    put_i64(q, order.v);
    put_i64(q, want->line.v);
    put_i64(q, want->got.milli);
    put_i64(q, expires.ms);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_hold_rows, "stock.hold_rows",
       "SELECT item_id, site_id, order_line_id, qty, expires_ms"
       " FROM stock_hold"
       " WHERE order_id = $1"
       " ORDER BY item_id, site_id, order_line_id");

bool hold_rows_load(struct desk *desk, struct order_id order, struct arena *arena,
                    struct hold_row **out, int *n, struct err *err)
{
    struct hold_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_hold_rows);

    put_i64(q, order.v);
    while (sql_row(q)) {
        struct hold_row *row = vec_push(arena, &rows);

        row->place.item.v = get_i64(q);
        row->place.site.v = get_i64(q);
        row->line.v = get_i64(q);
        row->qty.milli = get_i64(q);
        row->expires.ms = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = rows.v;
    *n = rows.n;
    return true;
}

OD_SQL(sql_hold_rows_drop, "stock.hold_rows_drop",
       "DELETE FROM stock_hold"
       " WHERE item_id = $1 AND site_id = $2 AND order_id = $3");

bool hold_rows_drop(struct tx *tx, struct order_id order, struct stock_place place, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_hold_rows_drop);

    put_i64(q, place.item.v);
    put_i64(q, place.site.v);
    put_i64(q, order.v);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_hold_renew, "stock.hold_renew",
       "UPDATE stock_hold"
       " SET expires_ms = $1"
       " WHERE order_id = $2");

bool hold_rows_renew(struct tx *tx, struct order_id order, struct stamp expires, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_hold_renew);

    put_i64(q, expires.ms);
    put_i64(q, order.v);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_hold_drop, "stock.hold_drop",
       "DELETE FROM stock_hold"
       " WHERE order_id = $1");

bool stock_hold_drop(struct tx *tx, struct order_id order, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_hold_drop);

    put_i64(q, order.v);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_hold_sweep, "stock.hold_sweep",
       "DELETE FROM stock_hold"
       " WHERE id IN (SELECT id"
       " FROM stock_hold"
       " WHERE expires_ms <= $1"
       " ORDER BY expires_ms"
       " LIMIT $2)");

bool stock_hold_sweep(struct tx *tx, struct stamp now, int max, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_hold_sweep);

    put_i64(q, now.ms);
    put_i64(q, max);
    return sql_run(&q, NULL, err);
}

/* --- allocations ------------------------------------------------------------------------------ */

OD_SQL(sql_allocation_rows, "stock.allocation_rows",
       "SELECT id, item_id, site_id, qty"
       " FROM allocation"
       " WHERE order_line_id = $1"
       " ORDER BY id DESC");

bool allocation_rows_load(struct desk *desk, struct line_id line, struct arena *arena,
                          struct allocation_row **out, int *n, struct err *err)
{
    struct allocation_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_allocation_rows);

    put_i64(q, line.v);
    while (sql_row(q)) {
        struct allocation_row *row = vec_push(arena, &rows);

        row->id = get_i64(q);
        row->place.item.v = get_i64(q);
        row->place.site.v = get_i64(q);
        row->qty.milli = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = rows.v;
    *n = rows.n;
    return true;
}

OD_SQL(sql_allocation_add, "stock.allocation_add",
       "INSERT INTO allocation (order_line_id, item_id, site_id, qty, at_ms)"
       " VALUES ($1, $2, $3, $4, $5)");

bool allocation_row_add(struct tx *tx, struct line_id line, struct stock_place place,
                        struct qty qty, struct stamp at, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_allocation_add);

    put_i64(q, line.v);
    put_i64(q, place.item.v);
    put_i64(q, place.site.v);
    put_i64(q, qty.milli);
    put_i64(q, at.ms);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_allocation_delete, "stock.allocation_delete",
       "DELETE FROM allocation"
       " WHERE id = $1 AND qty = $2");

static bool allocation_delete(struct tx *tx, const struct allocation_row *row, int64_t *changed,
                              struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_allocation_delete);

    put_i64(q, row->id);
    put_i64(q, row->qty.milli);
    return sql_run(&q, changed, err);
}

OD_SQL(sql_allocation_lower, "stock.allocation_lower",
       "UPDATE allocation"
       " SET qty = qty - $1"
       " WHERE id = $2 AND qty = $3");

bool allocation_row_cut(struct tx *tx, const struct allocation_row *row, struct qty qty,
                        struct err *err)
{
    int64_t changed;

    assert(qty.milli > 0 && qty.milli <= row->qty.milli);
    if (qty.milli == row->qty.milli) {
        if (!allocation_delete(tx, row, &changed, err))
            return false;
    } else {
        OD_STMT *q = sql_write(tx, &sql_allocation_lower);

        put_i64(q, qty.milli);
        put_i64(q, row->id);
        put_i64(q, row->qty.milli);
        if (!sql_run(&q, &changed, err))
            return false;
    }
    if (changed != 1)
        return err_set(err, ERR_CONFLICT, _("The allocation was changed by someone else."));
    return true;
}

OD_SQL(sql_stock_shares, "stock.shares",
       "SELECT s.code, CAST(SUM(a.qty) AS BIGINT)"
       " FROM allocation a"
       " JOIN site s ON s.id = a.site_id"
       " WHERE a.order_line_id = $1"
       " GROUP BY s.priority, s.code"
       " ORDER BY s.priority, s.code");

bool stock_shares_of_line(struct desk *desk, struct line_id line, struct arena *arena,
                          struct stock_shares *out, struct err *err)
{
    struct share_vec shares = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_stock_shares);

    put_i64(q, line.v);
    while (sql_row(q)) {
        struct stock_share *share = vec_push(arena, &shares);

        share->site_code = get_text(q, arena);
        share->qty.milli = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct stock_shares){ .v = shares.v, .n = shares.n };
    return true;
}
