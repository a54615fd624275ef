/*
 * Reports of stock, from levels and ledger. Asked for now and then; they read all of both but for
 * what is low, which has an index.
 */
#include "domain/insight/stock_report.h"

#include "base/mem.h"
#include "base/vec.h"
#include "store/store.h"

#define DAY_MS INT64_C(86400000)

struct report_vec OD_VEC(struct stock_row);

/* What each row says; $1 is the beginning of the pace, $2 the site or 0. Kind 5 is shipped, 8 sent
 * to another site. */
#define REPORT_COLUMNS                                                                             \
    "SELECT v.item_id, v.site_id, i.sku, i.description, s.code, v.bin, v.on_hand_qty,"             \
    " v.allocated_qty, v.reorder_qty,"                                                             \
    " CAST((SELECT COALESCE(SUM(t.qty - t.done_qty), 0)"                                           \
    " FROM stock_doc_line t"                                                                       \
    " JOIN stock_doc d ON d.id = t.doc_id"                                                         \
    " WHERE t.item_id = v.item_id AND d.to_site_id = v.site_id AND d.status = 2) AS BIGINT),"      \
    " CAST((SELECT COALESCE(-SUM(m.qty), 0)"                                                       \
    " FROM stock_movement m"                                                                       \
    " WHERE m.item_id = v.item_id AND m.site_id = v.site_id AND m.kind IN (5, 8)"                  \
    " AND m.at_ms >= $1) AS BIGINT) AS gone,"                                                      \
    " COALESCE((SELECT MAX(m.at_ms)"                                                               \
    " FROM stock_movement m"                                                                       \
    " WHERE m.item_id = v.item_id AND m.site_id = v.site_id AND m.kind IN (5, 8)), 0) AS last_ms," \
    " v.aside_qty"                                                                                 \
    " FROM stock_level v"                                                                          \
    " JOIN item i ON i.id = v.item_id"                                                             \
    " JOIN site s ON s.id = v.site_id"                                                             \
    " WHERE ($2 = 0 OR v.site_id = $2)"

/* What came and went since a time, which follows: where more is on hand, some of it was there then.
 * Kinds 3, 4 and 7 leave what is on hand as it is. */
#define MOVED_SINCE                                                                                \
    "(SELECT COALESCE(SUM(m.qty), 0)"                                                              \
    " FROM stock_movement m"                                                                       \
    " WHERE m.item_id = r.item_id AND m.site_id = r.site_id AND m.kind NOT IN (3, 4, 7)"           \
    " AND m.at_ms >= "

OD_SQL_SCAN(
    sql_report_low, "report.low", "its index has only what is low",
    "SELECT * FROM (" REPORT_COLUMNS
    " AND v.reorder_qty > 0 AND v.reorder_qty > v.on_hand_qty - v.allocated_qty) r"
    " WHERE CAST($3 AS BIGINT) = $3"
    " ORDER BY CAST(on_hand_qty - allocated_qty AS BIGINT) * 1000 / reorder_qty, sku, code");

OD_SQL_SCAN(sql_report_slow, "report.slow", "a report looks at everything",
            "SELECT * FROM (" REPORT_COLUMNS " AND v.on_hand_qty > 0) r"
            " WHERE last_ms < $3 AND on_hand_qty > " MOVED_SINCE "$3)"
            " ORDER BY last_ms, sku, code");

/* Gone in 90 days; what is there lasts on_hand * 90 / gone days. */
OD_SQL_SCAN(sql_report_cover, "report.cover", "a report looks at everything",
            "SELECT * FROM (" REPORT_COLUMNS ") r"
            " WHERE gone > 0 AND on_hand_qty * 90 < gone * $3"
            " ORDER BY on_hand_qty * 90 / gone, sku, code");

OD_SQL_SCAN(sql_report_over, "report.over", "a report looks at everything",
            "SELECT * FROM (" REPORT_COLUMNS " AND v.on_hand_qty > 0) r"
            " WHERE (gone <= 0 OR on_hand_qty * 90 > gone * $3)"
            " AND on_hand_qty > " MOVED_SINCE "$1)"
            " ORDER BY CASE WHEN gone <= 0 THEN 0 ELSE 1 END,"
            " CASE WHEN gone <= 0 THEN 0 ELSE -on_hand_qty / gone END, sku, code");

OD_SQL_SCAN(sql_report_aside, "report.aside", "a report looks at everything",
            "SELECT * FROM (" REPORT_COLUMNS " AND v.aside_qty > 0) r"
            " WHERE CAST($3 AS BIGINT) = $3"
            " ORDER BY sku, code");

static void get_row(struct stmt *q, struct arena *arena, struct stock_row *r)
{
    r->item.v = get_i64(q);
    r->site.v = get_i64(q);
    r->sku = get_text(q, arena);
    r->description = get_text(q, arena);
    r->site_code = get_text(q, arena);
    r->bin = get_text(q, arena);
    r->on_hand.milli = get_i64(q);
    r->allocated.milli = get_i64(q);
    r->reorder.milli = get_i64(q);
    r->incoming.milli = get_i64(q);
    r->left.milli = get_i64(q);
    r->last.ms = get_i64(q);
    r->aside.milli = get_i64(q);
    r->cover_days = r->left.milli <= 0 ? -1 : r->on_hand.milli * STOCK_PACE_DAYS / r->left.milli;
}

static const struct sql *sql_of(enum stock_report kind)
{
    switch (kind) {
    case STOCK_LOW:
        return &sql_report_low;
    case STOCK_SLOW:
        return &sql_report_slow;
    case STOCK_COVER:
        return &sql_report_cover;
    case STOCK_OVER:
        return &sql_report_over;
    case STOCK_ASIDE:
        return &sql_report_aside;
    }
    return &sql_report_low;
}

bool stock_report_load(struct desk *desk, enum stock_report kind, struct site_id site, int days,
                       int max, struct arena *arena, struct stock_rows *out, struct err *err)
{
    int64_t now = desk_now(desk).ms;
    OD_ARENA *tmp = arena_new();
    struct report_vec rows = { 0 };
    int more = 0;
    OD_STMT *q = sql_read(desk_db(desk), sql_of(kind));

    put_i64(q, now - STOCK_PACE_DAYS * DAY_MS);
    put_i64(q, site.v);
    put_i64(q, kind == STOCK_SLOW ? now - days * DAY_MS : days);
    while (sql_row(q)) {
        struct stock_row beyond; /* only counted */

        more += rows.n >= max;
        if (rows.n < max)
            get_row(q, arena, vec_push(arena, &rows));
        else
            get_row(q, tmp, &beyond);
        arena_reset(tmp);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct stock_rows){ rows.v, rows.n, more };
    return true;
}
