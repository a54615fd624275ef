/*
 * Checks that compare counters with the rows they count. Their fixes are the one exception to
 * "stock.c is the only writer of the counters": they put back what the rows say.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/audit_parts.h"
#include "domain/order/order_rules.h"
#include "store/store.h"

/* One counter that differs: the two parts of its key, what it says and what is right. */
struct difference {
    int64_t a, b;
    const char *name;
    int64_t says, real;
};
struct differences OD_VEC(struct difference);

bool audit_view(struct audit_run *run, struct read_view *view, struct err *err)
{
    return read_view_begin(desk_db(run->desk), view, err);
}

bool audit_begin(struct audit_run *run, struct tx *tx, struct read_view *view, struct err *err)
{
    return run->is_fixing ? desk_begin(run->desk, "check.fix", tx, err)
                          : audit_view(run, view, err);
}

static bool count_records(struct audit_run *run, const struct sql *sql, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(run->desk), sql);
    bool found;
    int64_t n = 0;

    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    run->records += (int)n;
    return true;
}

static bool load_differences(struct audit_run *run, const struct sql *sql, struct arena *arena,
                             struct differences *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(run->desk), sql);

    while (sql_row(q)) {
        struct difference *d = vec_push(arena, out);

        d->a = get_i64(q);
        d->b = get_i64(q);
        d->name = get_text(q, run->arena);
        d->says = get_i64(q);
        d->real = get_i64(q);
    }
    return sql_done(&q, err);
}

/* Writes the right value where the wrong one still stands. */
static bool put_right(struct tx *tx, const struct sql *sql, const struct difference *d,
                      struct err *err)
{
    OD_STMT *q = sql_write(tx, sql);

    put_i64(q, d->real);
    put_i64(q, d->a);
    put_i64(q, d->b);
    put_i64(q, d->says);
    return sql_run(&q, NULL, err);
}

bool audit_counter(struct audit_run *run, const struct counter_check *check, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    OD_VIEW view = { 0 };
    struct differences diffs = { 0 };

    if (!audit_begin(run, &tx, &view, err) ||
        !count_records(run, check->count, err) ||
        !load_differences(run, check->differ, tmp, &diffs, err))
        return false;
    for (int i = 0; i < diffs.n; i++) {
        const struct difference *d = &diffs.v[i];
        struct audit_fault *fault =
            audit_add(run, d->name,
                      arena_printf(run->arena,
                                   _("says %lld, its rows add up to %lld (thousandths)"),
                                   (long long)d->says, (long long)d->real),
                      true);

        if (run->is_fixing && !put_right(&tx, check->fix, d, err))
            return false;
        fault->is_fixed = run->is_fixing;
    }
    return !run->is_fixing || tx_commit(&tx, err);
}

/* --- stock ----------------------------------------------------------------------------------- */

OD_SQL_SCAN(sql_audit_levels, "audit.levels", "a check looks at everything",
            "SELECT COUNT(*)"
            " FROM stock_level");

/* Kinds of movements that change what is on hand: not allocated (3) and released (4), and
 * quarantined (7), which counts what is not for sale. */
OD_SQL_SCAN(sql_audit_on_hand, "audit.on_hand", "a check looks at everything",
            "SELECT l.item_id, l.site_id, i.sku || ' @ ' || s.code, l.on_hand_qty,"
            " CAST(COALESCE(SUM(m.qty), 0) AS BIGINT)"
            " FROM stock_level l"
            " JOIN item i ON i.id = l.item_id"
            " JOIN site s ON s.id = l.site_id"
            " LEFT JOIN stock_movement m ON m.item_id = l.item_id AND m.site_id = l.site_id"
            " AND m.kind IN (1, 2, 5, 6, 8, 9)"
            " GROUP BY l.item_id, l.site_id, i.sku, s.code, l.on_hand_qty"
            " HAVING l.on_hand_qty <> COALESCE(SUM(m.qty), 0)"
            " ORDER BY i.sku, s.code");

OD_SQL(sql_audit_fix_on_hand, "audit.fix_on_hand",
       "UPDATE stock_level"
       " SET on_hand_qty = $1"
       " WHERE item_id = $2 AND site_id = $3 AND on_hand_qty = $4");

bool audit_on_hand(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_levels, &sql_audit_on_hand,
                                                &sql_audit_fix_on_hand };

    return audit_counter(run, &check, err);
}

OD_SQL_SCAN(sql_audit_allocated, "audit.allocated", "a check looks at everything",
            "SELECT l.item_id, l.site_id, i.sku || ' @ ' || s.code, l.allocated_qty,"
            " CAST(COALESCE(SUM(a.qty), 0) AS BIGINT)"
            " FROM stock_level l"
            " JOIN item i ON i.id = l.item_id"
            " JOIN site s ON s.id = l.site_id"
            " LEFT JOIN allocation a ON a.item_id = l.item_id AND a.site_id = l.site_id"
            " GROUP BY l.item_id, l.site_id, i.sku, s.code, l.allocated_qty"
            " HAVING l.allocated_qty <> COALESCE(SUM(a.qty), 0)"
            " ORDER BY i.sku, s.code");

OD_SQL(sql_audit_fix_allocated, "audit.fix_allocated",
       "UPDATE stock_level"
       " SET allocated_qty = $1"
       " WHERE item_id = $2 AND site_id = $3 AND allocated_qty = $4");

bool audit_allocated(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_levels, &sql_audit_allocated,
                                                &sql_audit_fix_allocated };

    return audit_counter(run, &check, err);
}

OD_SQL_SCAN(sql_audit_lines, "audit.lines", "a check looks at everything",
            "SELECT COUNT(*)"
            " FROM order_line");

OD_SQL_SCAN(sql_audit_line_allocated, "audit.line_allocated", "a check looks at everything",
            "SELECT l.order_id, l.id, COALESCE(o.number, '') || ' #' || CAST(l.line_no AS TEXT),"
            " l.allocated_qty, CAST(COALESCE(SUM(a.qty), 0) AS BIGINT)"
            " FROM order_line l"
            " JOIN sales_order o ON o.id = l.order_id"
            " LEFT JOIN allocation a ON a.order_line_id = l.id"
            " WHERE l.kind <> 4"
            " GROUP BY l.order_id, l.id, o.number, l.line_no, l.allocated_qty"
            " HAVING l.allocated_qty <> COALESCE(SUM(a.qty), 0)"
            " ORDER BY l.order_id, l.id");

/* The whole kits that a bundle's component rows make; the scarcest one counts. */
OD_SQL_SCAN(sql_audit_kits, "audit.kits", "a check looks at everything",
            "SELECT k.order_id, k.id, COALESCE(o.number, '') || ' #' || CAST(k.line_no AS TEXT),"
            " k.allocated_qty, k.kits"
            " FROM (SELECT l.order_id, l.id, l.line_no, l.allocated_qty,"
            " COALESCE((SELECT MIN((SELECT CAST(COALESCE(SUM(a.qty), 0) AS BIGINT)"
            " FROM allocation a"
            " WHERE a.order_line_id = l.id AND a.item_id = b.item_id) / b.qty * 1000)"
            " FROM bundle_component b"
            " WHERE b.bundle_id = l.item_id), 0) AS kits"
            " FROM order_line l"
            " WHERE l.kind = 4) k"
            " JOIN sales_order o ON o.id = k.order_id"
            " WHERE k.allocated_qty <> k.kits"
            " ORDER BY k.order_id, k.id");

OD_SQL(sql_audit_fix_line, "audit.fix_line",
       "UPDATE order_line"
       " SET allocated_qty = $1"
       " WHERE order_id = $2 AND id = $3 AND allocated_qty = $4");

OD_SQL_SCAN(sql_audit_bundle_lines, "audit.bundle_lines", "a check looks at everything",
            "SELECT COUNT(*)"
            " FROM order_line"
            " WHERE kind = 4");

static bool audit_kits(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_bundle_lines, &sql_audit_kits,
                                                &sql_audit_fix_line };

    return audit_counter(run, &check, err);
}

bool audit_line_allocated(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_lines, &sql_audit_line_allocated,
                                                &sql_audit_fix_line };

    return audit_counter(run, &check, err) && audit_kits(run, err);
}

/* --- counts over orders ---------------------------------------------------------------------- */

struct tally {
    int64_t orders, minor;
};
struct tallies {
    struct tally by[SHOWN_CONFIRMED + 1];
};

OD_SQL_SCAN(sql_audit_shown_real, "audit.shown_real", "a check looks at everything",
            "SELECT shown_status, COUNT(*), CAST(SUM(base_total_minor) AS BIGINT)"
            " FROM sales_order"
            " GROUP BY shown_status");

OD_SQL(sql_audit_shown_said, "audit.shown_said",
       "SELECT shown_status, orders, base_total_minor"
       " FROM order_count");

static bool load_tallies(struct audit_run *run, const struct sql *sql, struct tallies *out,
                         struct err *err)
{
    OD_STMT *q = sql_read(desk_db(run->desk), sql);

    *out = (struct tallies){ 0 };
    while (sql_row(q)) {
        int64_t shown = get_i64(q);
        struct tally t = { .orders = get_i64(q) };

        t.minor = get_i64(q);
        if (shown >= SHOWN_CANCELED && shown <= SHOWN_CONFIRMED)
            out->by[shown] = t;
    }
    return sql_done(&q, err);
}

OD_SQL(sql_audit_fix_count, "audit.fix_count",
       "INSERT INTO order_count (shown_status, orders, base_total_minor)"
       " VALUES ($1, $2, $3)"
       " ON CONFLICT (shown_status) DO UPDATE"
       " SET orders = excluded.orders, base_total_minor = excluded.base_total_minor");

static bool fix_count(struct tx *tx, int shown, const struct tally *real, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_audit_fix_count);

    put_i64(q, shown);
    put_i64(q, real->orders);
    put_i64(q, real->minor);
    return sql_run(&q, NULL, err);
}

bool audit_order_count(struct audit_run *run, struct err *err)
{
    OD_TX tx = { 0 };
    OD_VIEW view = { 0 };
    struct tallies said, real;

    if (!audit_begin(run, &tx, &view, err) ||
        !load_tallies(run, &sql_audit_shown_real, &real, err) ||
        !load_tallies(run, &sql_audit_shown_said, &said, err))
        return false;
    for (int s = SHOWN_CANCELED; s <= SHOWN_CONFIRMED; s++) {
        struct audit_fault *fault;

        run->records++;
        if (said.by[s].orders == real.by[s].orders && said.by[s].minor == real.by[s].minor)
            continue;
        fault = audit_add(run, order_shown_name((enum order_shown)s),
                          arena_printf(run->arena, _("says %lld orders worth %lld, there are %lld "
                                                     "worth %lld (minor units)"),
                                       (long long)said.by[s].orders, (long long)said.by[s].minor,
                                       (long long)real.by[s].orders, (long long)real.by[s].minor),
                          true);
        if (run->is_fixing && !fix_count(&tx, s, &real.by[s], err))
            return false;
        fault->is_fixed = run->is_fixing;
    }
    return !run->is_fixing || tx_commit(&tx, err);
}

/* --- pages of orders ------------------------------------------------------------------------- */

OD_SQL(sql_audit_order_page, "audit.order_page",
       "SELECT id, line_count"
       " FROM sales_order"
       " WHERE id > $1"
       " ORDER BY id"
       " LIMIT $2");

bool audit_order_page(struct desk *desk, struct order_id after, int max, struct arena *arena,
                      struct audit_order_rows *out, struct err *err)
{
    struct audit_order_rows rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_audit_order_page);

    put_i64(q, after.v);
    put_i64(q, max);
    while (sql_row(q)) {
        struct audit_order_row *row = vec_push(arena, &rows);

        row->id.v = get_i64(q);
        row->line_count = (int)get_i64(q);
    }
    *out = rows;
    return sql_done(&q, err);
}

OD_SQL(sql_audit_put_line_count, "audit.put_line_count",
       "UPDATE sales_order"
       " SET line_count = $1"
       " WHERE id = $2");

bool audit_put_line_count(struct tx *tx, struct order_id id, int line_count, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_audit_put_line_count);

    put_i64(q, line_count);
    put_i64(q, id.v);
    return sql_run(&q, NULL, err);
}
