/*
 * Customers and items that the query bar finds.
 */
#include <assert.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/insight/compose.h"
#include "store/store.h"

static void compose_active(struct composer *c, const struct query *q, const char *active,
                           const char *inactive)
{
    if (q->states[QUERY_IS] & QUERY_ACTIVE)
        compose(c, active);
    if (q->states[QUERY_NOT] & QUERY_ACTIVE)
        compose(c, inactive);
}

/* --- words that many records have ------------------------------------------------------------ */

/* So many are put in order for each page; of more the names are walked in their own order, and
 * those that have the words are taken. */
#define COMMON 2000

#define HITS_PG(fts)                                                                               \
    "SELECT COUNT(*) FROM (SELECT rowid FROM " fts " WHERE to_tsvector('simple', search_text)"     \
    " @@ " TSQUERY("$1") " LIMIT $2) h"
OD_SQL2(sql_find_customer_hits, "find.customer_hits",
        "SELECT COUNT(*)"
        " FROM (SELECT rowid FROM customer_fts WHERE customer_fts MATCH $1 LIMIT $2) h",
        HITS_PG("customer_fts"));
OD_SQL2(sql_find_item_hits, "find.item_hits",
        "SELECT COUNT(*)"
        " FROM (SELECT rowid FROM item_fts WHERE item_fts MATCH $1 LIMIT $2) h",
        HITS_PG("item_fts"));

static bool is_common(struct desk *desk, const struct sql *sql, const struct query *q, bool *out,
                      struct err *err)
{
    OD_STMT *s = NULL;
    bool found;
    int64_t n = 0;

    if (!q->match)
        return true;
    s = sql_read(desk_db(desk), sql);
    put_text(s, q->match);
    put_i64(s, COMMON + 1);
    if (!sql_one_i64(&s, &found, &n, err))
        return false;
    *out = n > COMMON;
    return true;
}

/* --- customers ------------------------------------------------------------------------------- */

#define CUSTOMER_FROM " FROM customer c LEFT JOIN address a ON a.id = c.bill_address_id"
#define CUSTOMER_WORDS_HEAD                                                                        \
    CUSTOMER_COLUMNS " FROM customer_fts CROSS JOIN customer c"                                    \
                     " LEFT JOIN address a ON a.id = c.bill_address_id WHERE "

struct customer_page OD_VEC(struct customer_row);

void compose_customers(struct composer *c, const struct query *q, const struct resolved *r,
                       const struct find_from *from, int max)
{
    bool is_down = from && from->backward;

    if (c->is_walked) {
        compose2(c,
                 CUSTOMER_COLUMNS CUSTOMER_FROM " WHERE +c.id IN (SELECT customer_fts.rowid"
                                                " FROM customer_fts WHERE customer_fts MATCH #)",
                 CUSTOMER_COLUMNS CUSTOMER_FROM
                 " WHERE +c.id IN (SELECT customer_fts.rowid FROM customer_fts WHERE"
                 " to_tsvector('simple', customer_fts.search_text) @@ " TSQUERY("#") ")");
        param_text(c, q->match);
    } else if (q->match) {
        compose2(c, CUSTOMER_WORDS_HEAD "customer_fts MATCH #",
                 CUSTOMER_WORDS_HEAD
                 "to_tsvector('simple', customer_fts.search_text) @@ " TSQUERY("#"));
        param_text(c, q->match);
        compose(c, " AND c.id = customer_fts.rowid");
    } else {
        compose(c, CUSTOMER_COLUMNS CUSTOMER_FROM " WHERE 1 = 1");
    }
    compose(c, " AND c.merged_into_id IS NULL");
    if (compose_is_from_row(from)) {
        compose(c, " AND (c.name_fold, c.id)");
        compose(c, compose_beyond(from, true));
        compose(c, "(#, #)");
        param_text(c, utf8_fold(c->text.arena, from->key ? from->key : ""));
        param_i64(c, from->id);
    }
    if (r->customer[QUERY_IS].n)
        compose_ids(c, " AND c.id IN (", &r->customer[QUERY_IS], ")");
    if (r->customer[QUERY_NOT].n)
        compose_ids(c, " AND c.id NOT IN (", &r->customer[QUERY_NOT], ")");
    compose_active(c, q, " AND c.is_active = 1", " AND c.is_active = 0");
    if (q->states[QUERY_IS] & QUERY_HELD)
        compose(c, " AND c.is_credit_held = 1");
    if (q->states[QUERY_NOT] & QUERY_HELD)
        compose(c, " AND c.is_credit_held = 0");
    compose_has(c, "od_fold(c.note) LIKE # ESCAPE '!'", 1, q->note);
    compose_begins(c, "COALESCE(a.city, '')", q->city, false);
    compose_begins(c, "COALESCE(a.postcode, '')", q->postcode, true);
    if (q->match_not) {
        compose2(c, WORDS_NOT("customer_fts", "c.id"), WORDS_NOT_PG("customer_fts", "c.id"));
        param_text(c, q->match_not);
    }
    compose(c, c->is_count ? " LIMIT #"
               : is_down   ? " ORDER BY c.name_fold DESC, c.id DESC LIMIT #"
                           : " ORDER BY c.name_fold, c.id LIMIT #");
    param_i64(c, max);
}

void compose_customer_count(struct composer *c, const struct query *q, const struct resolved *r,
                            int max)
{
    c->is_count = true;
    compose(c, "SELECT COUNT(*) FROM (");
    compose_customers(c, q, r, NULL, max);
    compose(c, ") k");
}

bool find_customers(struct desk *desk, const struct query *q, const struct find_from *from, int max,
                    struct arena *arena, struct customer_rows *out, struct err *err)
{
    struct composer c;
    struct resolved r;
    struct customer_page page = { 0 };
    bool is_empty = !(q->kinds & 1u << FIND_CUSTOMER);

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    if (!is_empty && !query_resolve(desk, q, arena, &r, &is_empty, err))
        return false;
    *out = (struct customer_rows){ 0 };
    if (is_empty)
        return true;
    compose_begin(&c, arena);
    if (!is_common(desk, &sql_find_customer_hits, q, &c.is_walked, err))
        return false;
    compose_customers(&c, q, &r, from, max);

    OD_STMT *s = compose_read(desk, &c, "find.customers");

    while (sql_row(s))
        *vec_push(arena, &page) = get_customer_row(s, arena);
    if (!sql_done(&s, err))
        return false;
    *out = (struct customer_rows){ page.v, page.n };
    return true;
}

/* --- items ----------------------------------------------------------------------------------- */

#define ITEM_WORDS_HEAD ITEM_COLUMNS " FROM item_fts CROSS JOIN item i WHERE "

struct item_page OD_VEC(struct item_row);

void compose_items(struct composer *c, const struct query *q, const struct resolved *r,
                   const struct find_from *from, int max)
{
    if (c->is_walked) {
        compose2(c,
                 ITEM_COLUMNS " FROM item i WHERE i.sku > '' AND +i.id IN"
                              " (SELECT item_fts.rowid FROM item_fts WHERE item_fts MATCH #)",
                 ITEM_COLUMNS " FROM item i WHERE i.sku > '' AND +i.id IN (SELECT item_fts.rowid"
                              " FROM item_fts WHERE to_tsvector('simple', item_fts.search_text)"
                              " @@ " TSQUERY("#") ")");
        param_text(c, q->match);
    } else if (q->match) {
        compose2(c, ITEM_WORDS_HEAD "item_fts MATCH #",
                 ITEM_WORDS_HEAD "to_tsvector('simple', item_fts.search_text) @@ " TSQUERY("#"));
        param_text(c, q->match);
        compose(c, " AND i.id = item_fts.rowid");
    } else {
        compose(c, ITEM_COLUMNS " FROM item i WHERE i.sku > ''");
    }
    if (compose_is_from_row(from)) {
        compose(c, " AND i.sku");
        compose(c, compose_beyond(from, true));
        compose(c, "#");
        param_text(c, from->key ? from->key : "");
    }
    if (r->item[QUERY_IS].n)
        compose_ids(c, " AND i.id IN (", &r->item[QUERY_IS], ")");
    if (r->item[QUERY_NOT].n)
        compose_ids(c, " AND i.id NOT IN (", &r->item[QUERY_NOT], ")");
    compose_active(c, q, " AND i.is_active = 1", " AND i.is_active = 0");
    compose_has(c, "od_fold(i.note) LIKE # ESCAPE '!'", 1, q->note);
    compose_begins(c, "i.category", q->category, false);
    if (q->match_not) {
        compose2(c, WORDS_NOT("item_fts", "i.id"), WORDS_NOT_PG("item_fts", "i.id"));
        param_text(c, q->match_not);
    }
    compose(c, c->is_count                ? " LIMIT #"
               : from && from->backward ? " ORDER BY i.sku DESC LIMIT #"
                                        : " ORDER BY i.sku LIMIT #");
    param_i64(c, max);
}

void compose_item_count(struct composer *c, const struct query *q, const struct resolved *r,
                        int max)
{
    c->is_count = true;
    compose(c, "SELECT COUNT(*) FROM (");
    compose_items(c, q, r, NULL, max);
    compose(c, ") k");
}

bool find_items(struct desk *desk, const struct query *q, const struct find_from *from, int max,
                struct arena *arena, struct item_rows *out, struct err *err)
{
    struct composer c;
    struct resolved r;
    struct item_page page = { 0 };
    bool is_empty = !(q->kinds & 1u << FIND_ITEM);

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    if (!is_empty && !query_resolve(desk, q, arena, &r, &is_empty, err))
        return false;
    *out = (struct item_rows){ 0 };
    if (is_empty)
        return true;
    compose_begin(&c, arena);
    if (!is_common(desk, &sql_find_item_hits, q, &c.is_walked, err))
        return false;
    compose_items(&c, q, &r, from, max);

    OD_STMT *s = compose_read(desk, &c, "find.items");

    while (sql_row(s))
        *vec_push(arena, &page) = get_item_row(s, arena);
    if (!sql_done(&s, err) || !item_rows_fill(desk, page.v, page.n, err))
        return false;
    *out = (struct item_rows){ page.v, page.n };
    return true;
}
