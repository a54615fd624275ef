/*
 * Levels and ledger in the store. Counters change by guarded UPDATEs only: the guard and the change
 * are one statement, so that nothing can come between (vendure#4930 shows what does).
 */
#include "domain/stock/coming.h"
#include "domain/stock/stock_sql.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "store/store.h"

struct level_vec {
    struct stock_level *v;
    int n, cap;
    bool is_bundle; /* free is still to be counted from its components */
};

/* --- levels ----------------------------------------------------------------------------------- */

OD_SQL(sql_stock_levels, "stock.levels",
       "SELECT s.id, s.code, COALESCE(l.bin, ''), COALESCE(l.on_hand_qty, 0),"
       " COALESCE(l.allocated_qty, 0), COALESCE(l.safety_qty, 0), COALESCE(l.reorder_qty, 0),"
       " CAST((SELECT COALESCE(SUM(h.qty), 0)"
       " FROM stock_hold h"
       " WHERE h.item_id = $1 AND h.site_id = s.id AND h.order_id <> $2"
       " AND h.expires_ms > $3) AS BIGINT),"
       " CASE WHEN EXISTS (SELECT 1 FROM bundle_component b WHERE b.bundle_id = $1)"
       " THEN 1 ELSE 0 END,"
       " CAST((SELECT COALESCE(SUM(t.qty - t.aside_qty - t.done_qty), 0)"
       " FROM stock_doc_line t"
       " JOIN stock_doc d ON d.id = t.doc_id"
       " WHERE t.item_id = $1 AND " GOODS_COME ") AS BIGINT),"
       " COALESCE((SELECT MIN(d.due_date)"
       " FROM stock_doc_line t"
       " JOIN stock_doc d ON d.id = t.doc_id"
       " WHERE t.item_id = $1 AND " GOODS_COME
       " AND t.qty > t.aside_qty + t.done_qty AND d.due_date > ''), ''),"
       " COALESCE(l.aside_qty, 0), s.is_active"
       " FROM site s"
       " LEFT JOIN stock_level l ON l.item_id = $1 AND l.site_id = s.id"
       " WHERE s.is_active = 1 OR l.on_hand_qty <> 0 OR l.allocated_qty <> 0 OR l.aside_qty <> 0"
       " ORDER BY s.priority, s.code");

static bool levels_read(struct desk *desk, struct item_id item, struct order_id order,
                        struct arena *arena, struct level_vec *levels, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_stock_levels);

    put_i64(q, item.v);
    put_i64(q, order.v);
    put_i64(q, desk_now(desk).ms);
    while (sql_row(q)) {
        struct stock_level *level = vec_push(arena, levels);
        int64_t atp;

        level->site.v = get_i64(q);
        level->site_code = get_text(q, arena);
        level->bin = get_text(q, arena);
        level->on_hand.milli = get_i64(q);
        level->allocated.milli = get_i64(q);
        level->safety.milli = get_i64(q);
        level->reorder.milli = get_i64(q);
        level->held.milli = get_i64(q);
        atp =
            level->on_hand.milli - level->allocated.milli - level->safety.milli - level->held.milli;
        levels->is_bundle = get_i64(q) != 0;
        level->incoming.milli = get_i64(q);
        level->incoming_date = get_date(q, arena);
        level->aside.milli = get_i64(q);
        level->free.milli = get_i64(q) != 0 && atp > 0 ? atp : 0;
    }
    return sql_done(&q, err);
}

/* Of a component also what bundles lack of it, by kits that are short. */
OD_SQL(sql_stock_backordered, "stock.backordered",
       "SELECT s.site_id, CAST(SUM(s.qty) AS BIGINT)"
       " FROM (SELECT COALESCE(l.site_id, o.site_id) AS site_id,"
       " l.ordered_qty - l.canceled_qty - l.shipped_qty - l.allocated_qty AS qty"
       " FROM order_line l"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE l.item_id = $1 AND o.status = 5 AND o.is_history = 0 AND l.allocate_from = ''"
       " AND l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty"
       " UNION ALL"
       " SELECT COALESCE(l.site_id, o.site_id),"
       " (l.ordered_qty - l.canceled_qty - l.shipped_qty - l.allocated_qty) / 1000 * p.qty"
       " FROM bundle_component p"
       " JOIN order_line l ON l.item_id = p.bundle_id"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE p.item_id = $1 AND o.status = 5 AND o.is_history = 0 AND l.allocate_from = ''"
       " AND l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty) AS s"
       " GROUP BY s.site_id");

static bool backorders_read(struct desk *desk, struct item_id item, struct level_vec *levels,
                            struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_stock_backordered);

    put_i64(q, item.v);
    while (sql_row(q)) {
        int64_t site = get_i64(q);
        int64_t qty = get_i64(q);

        for (int i = 0; i < levels->n; i++) {
            if (levels->v[i].site.v == site)
                levels->v[i].backordered.milli = qty;
        }
    }
    return sql_done(&q, err);
}

static int64_t free_at(const struct level_vec *levels, struct site_id site)
{
    for (int i = 0; i < levels->n; i++)
        if (levels->v[i].site.v == site.v)
            return levels->v[i].free.milli;
    return 0;
}

/* Of a bundle, at each site, as many as the scarcest component makes. Items need not have the same
 * sites: of one there may be some left where the site is closed. */
static bool count_kits(struct desk *desk, struct item_id item, struct order_id order,
                       struct arena *arena, struct level_vec *levels, struct err *err)
{
    const struct item_part *parts;

    if (!item_parts_load(desk, item, arena, &parts, err))
        return false;
    for (int i = 0; i < levels->n; i++)
        levels->v[i].free.milli = LIMIT_QTY_MILLI;
    for (; parts->item.v != 0; parts++) {
        struct level_vec of_part = { 0 };

        if (!levels_read(desk, parts->item, order, arena, &of_part, err))
            return false;
        for (int i = 0; i < levels->n; i++) {
            int64_t left = free_at(&of_part, levels->v[i].site);
            int64_t kits = left / parts->qty.milli * QTY_PER_UNIT;

            if (kits < levels->v[i].free.milli)
                levels->v[i].free.milli = kits;
        }
    }
    return true;
}

bool stock_levels_load(struct desk *desk, struct item_id item, struct order_id order,
                       struct arena *arena, struct stock_levels *out, struct err *err)
{
    struct level_vec levels = { 0 };

    if (!levels_read(desk, item, order, arena, &levels, err) ||
        (levels.is_bundle && !count_kits(desk, item, order, arena, &levels, err)) ||
        !backorders_read(desk, item, &levels, err))
        return false;
    *out = (struct stock_levels){ .v = levels.v, .n = levels.n };
    return true;
}

OD_SQL(sql_stock_item_facts, "stock.item_facts",
       "SELECT i.sku, i.kind, COALESCE(l.on_hand_qty, 0), COALESCE(l.bin, ''),"
       " COALESCE(l.safety_qty, 0), COALESCE(l.reorder_qty, 0),"
       " COALESCE(l.allocated_qty, 0), COALESCE(l.aside_qty, 0)"
       " FROM item i"
       " LEFT JOIN stock_level l ON l.item_id = i.id AND l.site_id = $1"
       " WHERE i.id = $2");

static bool item_facts(struct desk *desk, struct stock_place place, struct arena *arena,
                       struct stock_place_facts *facts, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_stock_item_facts);

    put_i64(q, place.site.v);
    put_i64(q, place.item.v);
    if (sql_row(q)) {
        facts->sku = get_text(q, arena);
        facts->item_kind = (int)get_i64(q);
        facts->on_hand.milli = get_i64(q);
        facts->bin = get_text(q, arena);
        facts->safety.milli = get_i64(q);
        facts->reorder.milli = get_i64(q);
        facts->allocated.milli = get_i64(q);
        facts->aside.milli = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_stock_site_facts, "stock.site_facts",
       "SELECT code, is_active"
       " FROM site"
       " WHERE id = $1");

bool stock_facts_load(struct desk *desk, struct stock_place place, struct arena *arena,
                      struct stock_place_facts *out, struct err *err)
{
    struct stock_place_facts facts = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_stock_site_facts);

    put_i64(q, place.site.v);
    if (sql_row(q)) {
        facts.site_code = get_text(q, arena);
        facts.is_site_active = get_i64(q) != 0;
    }
    if (!sql_done(&q, err) || !item_facts(desk, place, arena, &facts, err))
        return false;
    *out = facts;
    return true;
}

OD_SQL(sql_stock_reason, "stock.reason",
       "SELECT 1"
       " FROM reason_code"
       " WHERE id = $1 AND kind = 'stock'");

bool stock_reason_exists(struct desk *desk, struct reason_id reason, bool *out, struct err *err)
{
    int64_t one;
    OD_STMT *q = sql_read(desk_db(desk), &sql_stock_reason);

    put_i64(q, reason.v);
    return sql_one_i64(&q, out, &one, err);
}

OD_SQL(sql_level_ensure, "stock.level_ensure",
       "INSERT INTO stock_level (item_id, site_id)"
       " VALUES ($1, $2)"
       " ON CONFLICT (item_id, site_id) DO NOTHING");

bool level_ensure(struct tx *tx, struct stock_place place, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_level_ensure);

    put_i64(q, place.item.v);
    put_i64(q, place.site.v);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_level_set, "stock.level_set",
       "UPDATE stock_level"
       " SET bin = $1, safety_qty = $2, reorder_qty = $3"
       " WHERE item_id = $4 AND site_id = $5");

bool level_set(struct tx *tx, struct stock_place place, const struct stock_place_facts *values,
               struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_level_set);

    put_text(q, values->bin);
    put_i64(q, values->safety.milli);
    put_i64(q, values->reorder.milli);
    put_i64(q, place.item.v);
    put_i64(q, place.site.v);
    return sql_run(&q, NULL, err);
}

/* What orders that are being typed hold there, later than now. */
#define HELD_QTY(item, site, now)                                                                  \
    "(SELECT CAST(COALESCE(SUM(h.qty), 0) AS BIGINT)"                                              \
    " FROM stock_hold h"                                                                           \
    " WHERE h.item_id = " item " AND h.site_id = " site " AND h.expires_ms > " now ")"

/* $1 to $3 of what changes a level. */
static void put_move(struct stmt *q, struct stock_place place, struct qty by)
{
    put_i64(q, by.milli);
    put_i64(q, place.item.v);
    put_i64(q, place.site.v);
}

/* *done: the guard let it through. */
static bool run_guarded(struct stmt **q, bool *done, struct err *err)
{
    int64_t changed;

    if (!sql_run(q, &changed, err))
        return false;
    *done = changed == 1;
    return true;
}

OD_SQL(sql_level_add_on_hand, "stock.level_add_on_hand",
       "UPDATE stock_level"
       " SET on_hand_qty = on_hand_qty + $1"
       " WHERE item_id = $2 AND site_id = $3 AND on_hand_qty = $4");

bool level_add_on_hand(struct tx *tx, struct stock_place place, struct qty by, struct qty seen,
                       bool *done, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_level_add_on_hand);

    put_move(q, place, by);
    put_i64(q, seen.milli);
    return run_guarded(&q, done, err);
}

OD_SQL(sql_level_allocate, "stock.level_allocate",
       "UPDATE stock_level"
       " SET allocated_qty = allocated_qty + $1"
       " WHERE item_id = $2 AND site_id = $3"
       " AND on_hand_qty - allocated_qty - safety_qty"
       " - " HELD_QTY("$2", "$3", "$4") " >= $1");

bool level_allocate(struct tx *tx, struct stock_place place, struct qty q, struct stamp now,
                    bool *done, struct err *err)
{
    OD_STMT *stmt = sql_write(tx, &sql_level_allocate);

    put_move(stmt, place, q);
    put_i64(stmt, now.ms);
    return run_guarded(&stmt, done, err);
}

OD_SQL(sql_level_release, "stock.level_release",
       "UPDATE stock_level"
       " SET allocated_qty = allocated_qty - $1"
       " WHERE item_id = $2 AND site_id = $3 AND allocated_qty >= $1");

bool level_release(struct tx *tx, struct stock_place place, struct qty q, bool *done,
                   struct err *err)
{
    OD_STMT *stmt = sql_write(tx, &sql_level_release);

    put_move(stmt, place, q);
    return run_guarded(&stmt, done, err);
}

OD_SQL(sql_level_ship, "stock.level_ship",
       "UPDATE stock_level"
       " SET allocated_qty = allocated_qty - $1, on_hand_qty = on_hand_qty - $1"
       " WHERE item_id = $2 AND site_id = $3 AND allocated_qty >= $1 AND on_hand_qty >= $1");

bool level_ship(struct tx *tx, struct stock_place place, struct qty q, bool *done, struct err *err)
{
    OD_STMT *stmt = sql_write(tx, &sql_level_ship);

    put_move(stmt, place, q);
    return run_guarded(&stmt, done, err);
}

OD_SQL(sql_level_ship_forced, "stock.level_ship_forced",
       "UPDATE stock_level"
       " SET allocated_qty = allocated_qty - $1, on_hand_qty = on_hand_qty - $1"
       " WHERE item_id = $2 AND site_id = $3 AND allocated_qty >= $1 AND on_hand_qty = $4");

bool level_ship_forced(struct tx *tx, struct stock_place place, struct qty q, struct qty seen,
                       bool *done, struct err *err)
{
    OD_STMT *stmt = sql_write(tx, &sql_level_ship_forced);

    put_move(stmt, place, q);
    put_i64(stmt, seen.milli);
    return run_guarded(&stmt, done, err);
}

OD_SQL(sql_level_send, "stock.level_send",
       "UPDATE stock_level"
       " SET on_hand_qty = on_hand_qty - $1"
       " WHERE item_id = $2 AND site_id = $3 AND on_hand_qty - allocated_qty >= $1");

bool level_send(struct tx *tx, struct stock_place place, struct qty q, bool *done, struct err *err)
{
    OD_STMT *stmt = sql_write(tx, &sql_level_send);

    put_move(stmt, place, q);
    return run_guarded(&stmt, done, err);
}

OD_SQL(sql_level_add_aside, "stock.level_add_aside",
       "UPDATE stock_level"
       " SET aside_qty = aside_qty + $1"
       " WHERE item_id = $2 AND site_id = $3 AND aside_qty + $1 >= 0");

bool level_add_aside(struct tx *tx, struct stock_place place, struct qty by, bool *done,
                     struct err *err)
{
    OD_STMT *stmt = sql_write(tx, &sql_level_add_aside);

    put_move(stmt, place, by);
    return run_guarded(&stmt, done, err);
}

OD_SQL(sql_level_unship, "stock.level_unship",
       "UPDATE stock_level"
       " SET allocated_qty = allocated_qty + $1, on_hand_qty = on_hand_qty + $1"
       " WHERE item_id = $2 AND site_id = $3");

bool level_unship(struct tx *tx, struct stock_place place, struct qty q, struct err *err)
{
    OD_STMT *stmt = sql_write(tx, &sql_level_unship);

    put_move(stmt, place, q);
    return sql_run(&stmt, NULL, err);
}

OD_SQL(sql_level_free, "stock.level_free",
       "SELECT l.on_hand_qty - l.allocated_qty - l.safety_qty"
       " - " HELD_QTY("$1", "$2", "$3")
       " FROM stock_level l"
       " WHERE l.item_id = $1 AND l.site_id = $2");

bool level_free(struct desk *desk, struct stock_place place, struct stamp now, struct qty *out,
                struct err *err)
{
    bool found;
    struct qty q = { 0 };
    OD_STMT *stmt = sql_read(desk_db(desk), &sql_level_free);

    put_i64(stmt, place.item.v);
    put_i64(stmt, place.site.v);
    put_i64(stmt, now.ms);
    if (!sql_one_i64(&stmt, &found, &q.milli, err))
        return false;
    *out = q;
    return true;
}

OD_SQL(sql_stock_sums, "stock.sums",
       "SELECT (SELECT CAST(COALESCE(SUM(m.qty), 0) AS BIGINT)"
       " FROM stock_movement m"
       " WHERE m.item_id = $1 AND m.site_id = $2 AND m.kind NOT IN (3, 4, 7)),"
       " (SELECT CAST(COALESCE(SUM(a.qty), 0) AS BIGINT)"
       " FROM allocation a"
       " WHERE a.item_id = $1 AND a.site_id = $2)");

bool stock_sums_load(struct desk *desk, struct item_id item, struct site_id site,
                     struct stock_sums *out, struct err *err)
{
    struct stock_sums sums = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_stock_sums);

    put_i64(q, item.v);
    put_i64(q, site.v);
    if (sql_row(q)) {
        sums.on_hand.milli = get_i64(q);
        sums.allocated.milli = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = sums;
    return true;
}
