/*
 * Look-ups while typing in a field: few rows, the most likely first. Codes that begin so, then
 * names that begin so, then words anywhere.
 */
#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/catalog/item.h"
#include "domain/desk/text.h"
#include "domain/insight/query.h"
#include "domain/insight/search.h"
#include "store/store.h"

/* --- customers ------------------------------------------------------------------------------- */

struct customer_row get_customer_row(struct stmt *q, struct arena *arena)
{
    struct customer_row row = { .id = { get_i64(q) } };

    row.code = get_text(q, arena);
    row.name = get_text(q, arena);
    row.city = get_text(q, arena);
    row.postcode = get_text(q, arena);
    row.phone = get_text(q, arena);
    row.is_active = get_i64(q) != 0;
    row.is_credit_held = get_i64(q) != 0;
    return row;
}

/* Takes the rows of a statement that are not there yet, up to max. */
static bool take_customers(struct stmt **q, int max, struct arena *arena, struct customer_rows *out,
                           struct err *err)
{
    while (out->n < max && sql_row(*q)) {
        struct customer_row row = get_customer_row(*q, arena);
        bool is_there = false;

        for (int i = 0; i < out->n; i++)
            is_there = is_there || out->v[i].id.v == row.id.v;
        if (!is_there)
            out->v[out->n++] = row;
    }
    return sql_done(q, err);
}

OD_SQL(sql_lookup_customer_code, "lookup.customer_code",
       "SELECT c.id, c.code, c.name, COALESCE(a.city, ''), COALESCE(a.postcode, ''), c.phone,"
       " c.is_active, c.is_credit_held"
       " FROM customer c"
       " LEFT JOIN address a ON a.id = c.bill_address_id"
       " WHERE c.code >= $1 AND c.code < $2 AND c.is_active = 1"
       " ORDER BY c.code"
       " LIMIT $3");

static bool by_code(struct desk *desk, const char *text, int max, struct arena *arena,
                    struct customer_rows *out, struct err *err)
{
    OD_STMT *q = NULL;
    const char *code = text_code_typed(text, arena);

    if (!code)
        return true;
    q = sql_read(desk_db(desk), &sql_lookup_customer_code);
    put_text(q, code);
    put_text(q, query_prefix_end(code, arena));
    put_i64(q, max);
    return take_customers(&q, max, arena, out, err);
}

OD_SQL(sql_lookup_customer_name, "lookup.customer_name",
       "SELECT c.id, c.code, c.name, COALESCE(a.city, ''), COALESCE(a.postcode, ''), c.phone,"
       " c.is_active, c.is_credit_held"
       " FROM customer c"
       " LEFT JOIN address a ON a.id = c.bill_address_id"
       " WHERE c.name_fold >= $1 AND c.name_fold < $2 AND c.is_active = 1"
       " ORDER BY c.name_fold, c.id"
       " LIMIT $3");

static bool by_name(struct desk *desk, const char *text, int max, struct arena *arena,
                    struct customer_rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_lookup_customer_name);
    const char *name = utf8_fold(arena, text);

    put_text(q, name);
    put_text(q, query_prefix_end(name, arena));
    put_i64(q, max);
    return take_customers(&q, max, arena, out, err);
}

OD_SQL2(sql_lookup_customer_words, "lookup.customer_words",
        "SELECT c.id, c.code, c.name, COALESCE(a.city, ''), COALESCE(a.postcode, ''), c.phone,"
        " c.is_active, c.is_credit_held"
        " FROM customer_fts"
        " CROSS JOIN customer c"
        " LEFT JOIN address a ON a.id = c.bill_address_id"
        " WHERE customer_fts MATCH $1 AND c.id = customer_fts.rowid AND c.is_active = 1"
        " ORDER BY customer_fts.rowid"
        " LIMIT $2",
        "SELECT c.id, c.code, c.name, COALESCE(a.city, ''), COALESCE(a.postcode, ''), c.phone,"
        " c.is_active, c.is_credit_held"
        " FROM customer_fts"
        " CROSS JOIN customer c"
        " LEFT JOIN address a ON a.id = c.bill_address_id"
        " WHERE to_tsvector('simple', customer_fts.search_text) @@ to_tsquery('simple',"
        " REPLACE(REPLACE(REPLACE($1, '\"*', ':*'), '\"', ''), ' AND ', ' & '))"
        " AND c.id = customer_fts.rowid AND c.is_active = 1"
        " ORDER BY customer_fts.rowid"
        " LIMIT $2");

static bool by_words(struct desk *desk, const char *match, int max, struct arena *arena,
                     struct customer_rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_lookup_customer_words);

    put_text(q, match);
    put_i64(q, max);
    return take_customers(&q, max, arena, out, err);
}

bool lookup_customers(struct desk *desk, const char *text, int max, struct arena *arena,
                      struct customer_rows *out, struct err *err)
{
    struct customer_rows rows = { 0 };
    const char *match;
    int terms = 0;

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    match = query_match(text, &terms, arena);
    *out = rows;
    if (terms == 0 || terms > LIMIT_QUERY_TERMS)
        return true;
    rows.v = arena_array(arena, max, struct customer_row);
    if (!by_code(desk, text, max, arena, &rows, err) ||
        (rows.n < max && !by_name(desk, text, max, arena, &rows, err)) ||
        (rows.n < max && !by_words(desk, match, max, arena, &rows, err)))
        return false;
    *out = rows;
    return true;
}

/* --- items ----------------------------------------------------------------------------------- */

struct item_row get_item_row(struct stmt *q, struct arena *arena)
{
    struct item_row row = { .id = { get_i64(q) } };

    row.sku = get_text(q, arena);
    row.description = get_text(q, arena);
    row.category = get_text(q, arena);
    row.uom = get_text(q, arena);
    row.kind = (int)get_i64(q);
    row.is_active = get_i64(q) != 0;
    return row;
}

OD_SQL(sql_lookup_item_free, "lookup.item_free",
       "SELECT CAST(COALESCE(SUM(CASE WHEN f.free > 0 THEN f.free ELSE 0 END), 0) AS BIGINT)"
       " FROM (SELECT s.on_hand_qty - s.allocated_qty - s.safety_qty - COALESCE("
       "  (SELECT CAST(SUM(h.qty) AS BIGINT)"
       "   FROM stock_hold h"
       "   WHERE h.item_id = s.item_id AND h.site_id = s.site_id AND h.expires_ms > $1), 0)"
       "  AS free"
       " FROM stock_level s"
       " JOIN site t ON t.id = s.site_id AND t.is_active = 1"
       " WHERE s.item_id = $2) f");

static bool load_free(struct desk *desk, struct item_row *row, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_lookup_item_free);
    bool found;

    put_i64(q, desk_now(desk).ms);
    put_i64(q, row->id.v);
    return sql_one_i64(&q, &found, &row->free.milli, err);
}

OD_SQL(sql_lookup_item_price, "lookup.item_price",
       "SELECT r.price_v"
       " FROM price_rule r"
       " JOIN price_list l ON l.id = r.price_list_id"
       " WHERE r.item_id = $1 AND l.code = 'BASE' AND r.customer_id IS NULL"
       " AND r.group_id IS NULL AND r.kind = 1 AND r.min_qty <= 1000"
       " AND r.valid_from_date <= $2 AND r.valid_to_date >= $3"
       " ORDER BY r.min_qty DESC, r.valid_from_date DESC, r.id"
       " LIMIT 1");

static bool load_price(struct desk *desk, const char *today, struct item_row *row, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_lookup_item_price);

    put_i64(q, row->id.v);
    put_text(q, today);
    put_text(q, today);
    return sql_one_i64(&q, &row->has_price, &row->price.v, err);
}

bool item_rows_fill(struct desk *desk, struct item_row *rows, int n, struct err *err)
{
    char today[DATE_TEXT_SIZE];

    date_format(desk_today(desk), today);
    for (int i = 0; i < n; i++)
        if (!load_free(desk, &rows[i], err) || !load_price(desk, today, &rows[i], err))
            return false;
    return true;
}

static bool take_items(struct stmt **q, int max, struct arena *arena, struct item_rows *out,
                       struct err *err)
{
    while (out->n < max && sql_row(*q)) {
        struct item_row row = get_item_row(*q, arena);
        bool is_there = false;

        for (int i = 0; i < out->n; i++)
            is_there = is_there || out->v[i].id.v == row.id.v;
        if (!is_there)
            out->v[out->n++] = row;
    }
    return sql_done(q, err);
}

OD_SQL(sql_lookup_item_sku, "lookup.item_sku",
       "SELECT i.id, i.sku, i.description, i.category, i.uom, i.kind, i.is_active"
       " FROM item i"
       " WHERE i.sku >= $1 AND i.sku < $2 AND i.is_active = 1"
       " ORDER BY i.sku"
       " LIMIT $3");

static bool by_sku(struct desk *desk, const char *text, int max, struct arena *arena,
                   struct item_rows *out, struct err *err)
{
    OD_STMT *q = NULL;
    const char *sku = text_code_typed(text, arena);

    if (!sku)
        return true;
    q = sql_read(desk_db(desk), &sql_lookup_item_sku);
    put_text(q, sku);
    put_text(q, query_prefix_end(sku, arena));
    put_i64(q, max);
    return take_items(&q, max, arena, out, err);
}

OD_SQL(sql_lookup_item_barcode, "lookup.item_barcode",
       "SELECT i.id, i.sku, i.description, i.category, i.uom, i.kind, i.is_active"
       " FROM item_barcode b"
       " JOIN item i ON i.id = b.item_id"
       " WHERE b.barcode = $1 AND i.is_active = 1");

static bool by_barcode(struct desk *desk, const char *text, int max, struct arena *arena,
                       struct item_rows *out, struct err *err)
{
    OD_STMT *q = NULL;
    const char *code;

    if (!utf8_clean(text, strlen(text), UTF8_LINE, LIMIT_CODE_BYTES, arena, &code, NULL))
        return true; /* no barcode */
    q = sql_read(desk_db(desk), &sql_lookup_item_barcode);
    put_text(q, code);
    return take_items(&q, max, arena, out, err);
}

OD_SQL2(sql_lookup_item_words, "lookup.item_words",
        "SELECT i.id, i.sku, i.description, i.category, i.uom, i.kind, i.is_active"
        " FROM item_fts"
        " CROSS JOIN item i"
        " WHERE item_fts MATCH $1 AND i.id = item_fts.rowid AND i.is_active = 1"
        " ORDER BY item_fts.rowid"
        " LIMIT $2",
        "SELECT i.id, i.sku, i.description, i.category, i.uom, i.kind, i.is_active"
        " FROM item_fts"
        " CROSS JOIN item i"
        " WHERE to_tsvector('simple', item_fts.search_text) @@ to_tsquery('simple',"
        " REPLACE(REPLACE(REPLACE($1, '\"*', ':*'), '\"', ''), ' AND ', ' & '))"
        " AND i.id = item_fts.rowid AND i.is_active = 1"
        " ORDER BY item_fts.rowid"
        " LIMIT $2");

static bool by_item_words(struct desk *desk, const char *match, int max, struct arena *arena,
                          struct item_rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_lookup_item_words);

    put_text(q, match);
    put_i64(q, max);
    return take_items(&q, max, arena, out, err);
}

bool lookup_items(struct desk *desk, const char *text, int max, struct arena *arena,
                  struct item_rows *out, struct err *err)
{
    struct item_rows rows = { 0 };
    const char *match;
    int terms = 0;

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    match = query_match(text, &terms, arena);
    *out = rows;
    if (terms == 0 || terms > LIMIT_QUERY_TERMS)
        return true;
    rows.v = arena_array(arena, max, struct item_row);
    if (!by_sku(desk, text, max, arena, &rows, err) ||
        (rows.n < max && !by_barcode(desk, text, max, arena, &rows, err)) ||
        (rows.n < max && !by_item_words(desk, match, max, arena, &rows, err)) ||
        !item_rows_fill(desk, rows.v, rows.n, err))
        return false;
    *out = rows;
    return true;
}
