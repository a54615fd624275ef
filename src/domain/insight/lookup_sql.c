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

/* --- rows ------------------------------------------------------------------------------------ */

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

/* What is found so far: one of the two kinds. */
struct looked {
    struct arena *arena;
    int max;
    struct customer_rows *customers;
    struct item_rows *items;
};

static int count_of(const struct looked *l)
{
    return l->customers ? l->customers->n : l->items->n;
}

static void add_customer(struct looked *l, struct stmt *q)
{
    struct customer_row row = get_customer_row(q, l->arena);

    for (int i = 0; i < l->customers->n; i++)
        if (l->customers->v[i].id.v == row.id.v)
            return;
    l->customers->v[l->customers->n++] = row;
}

static void add_item(struct looked *l, struct stmt *q)
{
    struct item_row row = get_item_row(q, l->arena);

    for (int i = 0; i < l->items->n; i++)
        if (l->items->v[i].id.v == row.id.v)
            return;
    l->items->v[l->items->n++] = row;
}

/* Takes the rows of a statement that are not there yet, up to max. */
static bool take(struct stmt **q, struct looked *l, struct err *err)
{
    while (count_of(l) < l->max && sql_row(*q)) {
        if (l->customers)
            add_customer(l, *q);
        else
            add_item(l, *q);
    }
    return sql_done(q, err);
}

/* By a column that begins with prefix; none where it is NULL. */
static bool by_prefix(struct desk *desk, const struct sql *sql, const char *prefix,
                      struct looked *l, struct err *err)
{
    OD_STMT *q = NULL;

    if (!prefix || count_of(l) == l->max)
        return true;
    q = sql_read(desk_db(desk), sql);
    put_text(q, prefix);
    put_text(q, query_prefix_end(prefix, l->arena));
    put_i64(q, l->max);
    return take(&q, l, err);
}

static bool by_words(struct desk *desk, const struct sql *sql, const char *match, struct looked *l,
                     struct err *err)
{
    OD_STMT *q = NULL;

    if (count_of(l) == l->max)
        return true;
    if (!query_spell(desk, l->customers ? FIND_CUSTOMER : FIND_ITEM, match, l->arena, &match, err))
        return false;
    q = sql_read(desk_db(desk), sql);
    put_text(q, match);
    put_i64(q, l->max);
    return take(&q, l, err);
}

/* --- customers ------------------------------------------------------------------------------- */

OD_SQL(sql_lookup_customer_code, "lookup.customer_code",
       CUSTOMER_COLUMNS
       " FROM customer c"
       " LEFT JOIN address a ON a.id = c.bill_address_id"
       " WHERE c.code >= $1 AND c.code < $2 AND c.is_active = 1"
       " ORDER BY c.code"
       " LIMIT $3");

OD_SQL(sql_lookup_customer_name, "lookup.customer_name",
       CUSTOMER_COLUMNS
       " FROM customer c"
       " LEFT JOIN address a ON a.id = c.bill_address_id"
       " WHERE c.name_fold >= $1 AND c.name_fold < $2 AND c.is_active = 1"
       " ORDER BY c.name_fold, c.id"
       " LIMIT $3");

OD_SQL2(sql_lookup_customer_words, "lookup.customer_words",
        CUSTOMER_COLUMNS
        " FROM customer_fts"
        " CROSS JOIN customer c"
        " LEFT JOIN address a ON a.id = c.bill_address_id"
        " WHERE customer_fts MATCH $1 AND c.id = customer_fts.rowid AND c.is_active = 1"
        " ORDER BY customer_fts.rowid"
        " LIMIT $2",
        CUSTOMER_COLUMNS
        " FROM customer_fts"
        " CROSS JOIN customer c"
        " LEFT JOIN address a ON a.id = c.bill_address_id"
        " WHERE to_tsvector('simple', customer_fts.search_text) @@ to_tsquery('simple',"
        " REPLACE(REPLACE(REPLACE(REPLACE($1, '\"*', ':*'), '\"', ''), ' AND ', ' & '), ' OR ',"
        " ' | '))"
        " AND c.id = customer_fts.rowid AND c.is_active = 1"
        " ORDER BY customer_fts.rowid"
        " LIMIT $2");

bool lookup_customers(struct desk *desk, const char *text, int max, struct arena *arena,
                      struct customer_rows *out, struct err *err)
{
    struct customer_rows rows = { 0 };
    struct looked l = { .arena = arena, .max = max, .customers = &rows };
    OD_VIEW view = { 0 };
    const char *match;
    int terms = 0;

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    match = query_match(text, &terms, arena);
    *out = rows;
    if (terms == 0 || terms > LIMIT_QUERY_TERMS)
        return true;
    rows.v = arena_array(arena, max, struct customer_row);
    if (!read_view_join(desk_db(desk), &view, err))
        return false;
    if (!by_prefix(desk, &sql_lookup_customer_code, text_code_typed(text, arena), &l, err) ||
        !by_prefix(desk, &sql_lookup_customer_name, utf8_fold(arena, text), &l, err) ||
        !by_words(desk, &sql_lookup_customer_words, match, &l, err))
        return false;
    *out = rows;
    return true;
}

/* --- items ----------------------------------------------------------------------------------- */

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

OD_SQL(sql_lookup_item_sku, "lookup.item_sku",
       ITEM_COLUMNS
       " FROM item i"
       " WHERE i.sku >= $1 AND i.sku < $2 AND i.is_active = 1"
       " ORDER BY i.sku"
       " LIMIT $3");

OD_SQL(sql_lookup_item_barcode, "lookup.item_barcode",
       ITEM_COLUMNS
       " FROM item_barcode b"
       " JOIN item i ON i.id = b.item_id"
       " WHERE b.barcode = $1 AND i.is_active = 1");

OD_SQL2(sql_lookup_item_words, "lookup.item_words",
        ITEM_COLUMNS
        " FROM item_fts"
        " CROSS JOIN item i"
        " WHERE item_fts MATCH $1 AND i.id = item_fts.rowid AND i.is_active = 1"
        " ORDER BY item_fts.rowid"
        " LIMIT $2",
        ITEM_COLUMNS
        " FROM item_fts"
        " CROSS JOIN item i"
        " WHERE to_tsvector('simple', item_fts.search_text) @@ to_tsquery('simple',"
        " REPLACE(REPLACE(REPLACE(REPLACE($1, '\"*', ':*'), '\"', ''), ' AND ', ' & '), ' OR ',"
        " ' | '))"
        " AND i.id = item_fts.rowid AND i.is_active = 1"
        " ORDER BY item_fts.rowid"
        " LIMIT $2");

static bool by_barcode(struct desk *desk, const char *text, struct looked *l, struct err *err)
{
    OD_STMT *q = NULL;
    const char *code;

    if (count_of(l) == l->max ||
        !utf8_clean(text, strlen(text), UTF8_LINE, LIMIT_CODE_BYTES, l->arena, &code, NULL))
        return true; /* no barcode */
    q = sql_read(desk_db(desk), &sql_lookup_item_barcode);
    put_text(q, code);
    return take(&q, l, err);
}

bool lookup_items(struct desk *desk, const char *text, int max, struct arena *arena,
                  struct item_rows *out, struct err *err)
{
    struct item_rows rows = { 0 };
    struct looked l = { .arena = arena, .max = max, .items = &rows };
    OD_VIEW view = { 0 };
    const char *match;
    int terms = 0;

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    match = query_match(text, &terms, arena);
    *out = rows;
    if (terms == 0 || terms > LIMIT_QUERY_TERMS)
        return true;
    rows.v = arena_array(arena, max, struct item_row);
    if (!read_view_join(desk_db(desk), &view, err))
        return false;
    if (!by_prefix(desk, &sql_lookup_item_sku, text_code_typed(text, arena), &l, err) ||
        !by_barcode(desk, text, &l, err) ||
        !by_words(desk, &sql_lookup_item_words, match, &l, err) ||
        !item_rows_fill(desk, rows.v, rows.n, err))
        return false;
    *out = rows;
    return true;
}
