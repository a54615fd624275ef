/*
 * Customers and items that the query bar finds.
 */
#include <assert.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/insight/compose.h"
#include "domain/insight/record_way.h"
#include "store/store.h"

static void compose_active(struct composer *c, const struct query *q, const char *active,
                           const char *inactive)
{
    if (q->states[QUERY_IS] & QUERY_ACTIVE)
        compose(c, active);
    if (q->states[QUERY_NOT] & QUERY_ACTIVE)
        compose(c, inactive);
}

/* What is put in order is asked for its key alone: out of an index of ids and keys, not out of the
 * long rows of the table, of which nearly each stands on a page of its own. */
#define CUSTOMER_BY " INDEXED BY customer_place"
#define ITEM_BY     " INDEXED BY item_place"

/* Those that begin with the words come in order out of an index; the rest, who have them elsewhere,
 * are put in order. */
struct split_sql {
    const char *head, *words, *words_pg, *rest, *from, *up, *down, *only; /* only: of rows t */
};
#define SPLIT_SQL(fts, table, by, key, only_these)                                                 \
    {                                                                                              \
        .head = "SELECT k.id FROM (SELECT b.id, b.v FROM (SELECT t.id, t." key " AS v FROM " table \
                " t WHERE t." key " >= # AND t." key " < #",                                       \
        .words = ") b UNION ALL SELECT t.id, t." key " FROM " fts " CROSS JOIN " table " t" by     \
                 " WHERE " fts " MATCH #",                                                       \
        .words_pg = ") b UNION ALL SELECT t.id, t." key " FROM " fts " CROSS JOIN " table          \
                    " t WHERE to_tsvector('simple', " fts ".search_text) @@ " TSQUERY("#"),        \
        .rest = " AND +" fts ".rowid NOT IN (SELECT x.id FROM " table " x WHERE x." key            \
                " >= # AND x." key " < #) AND t.id = " fts ".rowid",                               \
        .from = " AND (t." key ", t.id)", .up = " ORDER BY t." key ", t.id LIMIT #",               \
        .down = " ORDER BY t." key " DESC, t.id DESC LIMIT #", .only = only_these,                 \
    }

static void compose_split_from(struct composer *c, const struct split_sql *sql,
                               const struct find_from *from, const char *key)
{
    if (!compose_is_from_row(from))
        return;
    compose(c, sql->from);
    compose(c, compose_beyond(from, true));
    compose(c, "(#, #)");
    param_text(c, key);
    param_i64(c, from->id);
}

/* begin  as the key has it; key: of the row that the page begins at */
static void compose_split(struct composer *c, const struct split_sql *sql, const char *match,
                          const char *begin, const struct find_from *from, const char *key)
{
    bool is_down = from && from->backward;
    const char *end = query_prefix_end(begin, c->text.arena);

    compose(c, sql->head);
    param_text(c, begin);
    param_text(c, end);
    compose(c, sql->only);
    compose_split_from(c, sql, from, key);
    compose(c, is_down ? sql->down : sql->up);
    param_i64(c, LIMIT_PAGE_ROWS);
    compose2(c, sql->words, sql->words_pg);
    param_text(c, match);
    compose(c, sql->rest);
    param_text(c, begin);
    param_text(c, end);
    compose(c, sql->only);
    compose_split_from(c, sql, from, key);
    compose(c, is_down ? ") k ORDER BY k.v DESC, k.id DESC" : ") k ORDER BY k.v, k.id");
}

/* --- customers ------------------------------------------------------------------------------- */

#define CUSTOMER_PLAIN                                                                             \
    CUSTOMER_COLUMNS " FROM customer c LEFT JOIN address a ON a.id = c.bill_address_id WHERE 1 = 1"
/* Of words the page is found by ids and names; only its few rows are read whole. */
#define CUSTOMER_HEAD CUSTOMER_COLUMNS " FROM ("
#define CUSTOMER_TAIL                                                                              \
    ") k CROSS JOIN customer c LEFT JOIN address a ON a.id = c.bill_address_id WHERE c.id = k.id"
#define CUSTOMER_FROM                                                                              \
    "SELECT c.id FROM customer c LEFT JOIN address a ON a.id = c.bill_address_id WHERE "
#define CUSTOMER_WORDS_FROM(by)                                                                    \
    "SELECT c.id FROM customer_fts CROSS JOIN customer c" by                                       \
    " LEFT JOIN address a ON a.id = c.bill_address_id WHERE "

struct customer_page OD_VEC(struct customer_row);

static void compose_customer_words(struct composer *c, const struct query *q,
                                   const struct resolved *r)
{
    static const struct word_sql words = WORD_SQL("customer_fts", "c.search_text", "c.id");

    if (!q->match) {
        compose(c, CUSTOMER_PLAIN);
    } else if (c->way == RECORDS_BEGIN) {
        compose(c, CUSTOMER_FROM "c.name_fold >= # AND c.name_fold < #");
        param_text(c, q->begin);
        param_text(c, query_prefix_end(q->begin, c->text.arena));
    } else if (c->way == RECORDS_WALKED) {
        compose(c, CUSTOMER_FROM "1 = 1");
        compose_words_in(c, &words, q->words);
    } else {
        compose2(c, CUSTOMER_WORDS_FROM(CUSTOMER_BY) "customer_fts MATCH #",
                 CUSTOMER_WORDS_FROM("")
                 "to_tsvector('simple', customer_fts.search_text) @@ " TSQUERY("#"));
        param_text(c, r->match ? r->match : q->match);
        compose(c, " AND c.id = customer_fts.rowid");
    }
    if (!q->match || c->way == RECORDS_WALKED)
        compose_words_not(c, &words, q);
}

static void compose_customer_filters(struct composer *c, const struct query *q,
                                     const struct resolved *r, const struct find_from *from)
{
    if (compose_is_from_row(from)) {
        compose(c, " AND (c.name_fold, c.id)");
        compose(c, compose_beyond(from, true));
        compose(c, "(#, #)");
        param_text(c, utf8_fold(c->text.arena, from->key ? from->key : ""));
        param_i64(c, from->id);
    }
    if (c->way == RECORDS_WALKED) {
        compose(c, from && from->backward ? " AND c.name_fold >= #" : " AND c.name_fold <= #");
        param_text(c, c->last_key);
    }
    compose(c, " AND c.merged_into_id IS NULL");
    if (r->customer[QUERY_IS].n)
        compose_ids(c, " AND c.id IN (", &r->customer[QUERY_IS], ")");
    if (r->customer[QUERY_NOT].n)
        compose_ids(c, " AND c.id NOT IN (", &r->customer[QUERY_NOT], ")");
    if (r->group[QUERY_IS].n)
        compose_ids(c, r->is_small_group ? " AND c.group_id IN (" : " AND +c.group_id IN (",
                    &r->group[QUERY_IS], ")");
    if (r->group[QUERY_NOT].n)
        compose_ids(c, " AND COALESCE(c.group_id, 0) NOT IN (", &r->group[QUERY_NOT], ")");
    compose_active(c, q, " AND c.is_active = 1", " AND c.is_active = 0");
    if (q->states[QUERY_IS] & QUERY_HELD)
        compose(c, " AND c.is_credit_held = 1");
    if (q->states[QUERY_NOT] & QUERY_HELD)
        compose(c, " AND c.is_credit_held = 0");
    compose_notes(c, q, r, FIND_CUSTOMER, "c.id", "od_fold(c.note) LIKE # ESCAPE '!'", 1);
    compose_begins(c, "COALESCE(a.city, '')", q->city, false);
    compose_begins(c, "COALESCE(a.postcode, '')", q->postcode, true);
}

void compose_customers(struct composer *c, const struct query *q, const struct resolved *r,
                       const struct find_from *from, int max)
{
    static const struct split_sql split = SPLIT_SQL(
        "customer_fts", "customer", CUSTOMER_BY, "name_fold", " AND t.merged_into_id IS NULL");
    const char *order = from && from->backward ? " ORDER BY c.name_fold DESC, c.id DESC"
                                               : " ORDER BY c.name_fold, c.id";

    if (q->match)
        compose(c, CUSTOMER_HEAD);
    if (c->way == RECORDS_SPLIT) {
        compose_split(c, &split, r->match, q->begin, from,
                      utf8_fold(c->text.arena, from && from->key ? from->key : ""));
    } else {
        compose_customer_words(c, q, r);
        compose_customer_filters(c, q, r, from);
        compose(c, c->is_count                ? ""
                   : c->way == RECORDS_OLDEST ? " ORDER BY customer_fts.rowid"
                                              : order);
    }
    compose(c, " LIMIT #");
    param_i64(c, max);
    if (!q->match)
        return;
    compose(c, CUSTOMER_TAIL);
    compose(c, c->way == RECORDS_OLDEST ? " ORDER BY c.id" : order);
}

/* Rows that are there already are passed over. */
static bool read_customers(struct page_find *p, struct customer_page *page, struct err *err)
{
    int before = page->n;

    compose_customers(&p->c, p->q, &p->r, p->from, p->max);

    OD_STMT *s = compose_read(p->desk, &p->c, "find.customers");

    while (page->n < p->max && sql_row(s)) {
        struct customer_row row = get_customer_row(s, p->arena);
        int at = 0;

        while (at < before && page->v[at].id.v != row.id.v)
            at++;
        if (at == before)
            *vec_push(p->arena, page) = row;
    }
    return sql_done(&s, err);
}

void compose_customer_count(struct composer *c, const struct query *q, const struct resolved *r,
                            int max)
{
    c->is_count = true;
    compose(c, "SELECT COUNT(*) FROM (");
    compose_customers(c, q, r, NULL, max);
    compose(c, ") k");
}

bool find_customers_side(struct desk *desk, const struct query *q, const struct find_from *from,
                         int max, struct arena *arena, struct customer_rows *out, struct err *err)
{
    struct page_find p = { .desk = desk, .q = q, .from = from, .max = max, .arena = arena };
    struct customer_page page = { 0 };
    bool is_empty = !(q->kinds & 1u << FIND_CUSTOMER);

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    if (!is_empty && (!query_resolve(desk, q, arena, &p.r, &is_empty, err) ||
                      !note_resolve(desk, q, FIND_CUSTOMER, &p.r, err) ||
                      !link_resolve(desk, q, FIND_CUSTOMER, &p.r, err)))
        return false;
    *out = (struct customer_rows){ 0 };
    if (is_empty)
        return true;
    if (!record_choose_way(&p, FIND_CUSTOMER, err) || !read_customers(&p, &page, err))
        return false;
    while (!p.is_last && page.n < max)
        if (!record_widen(&p, FIND_CUSTOMER, &page.n, err) || !read_customers(&p, &page, err))
            return false;
    *out = (struct customer_rows){ page.v, page.n };
    return true;
}

/* --- items ----------------------------------------------------------------------------------- */

#define ITEM_HEAD       ITEM_COLUMNS " FROM ("
#define ITEM_TAIL       ") k CROSS JOIN item i WHERE i.id = k.id"
#define ITEM_FROM       "SELECT i.id FROM item i WHERE "
#define ITEM_WORDS_FROM(by) "SELECT i.id FROM item_fts CROSS JOIN item i" by " WHERE "

struct item_page OD_VEC(struct item_row);

/* Where the rows begin, in the order of their index. One bound alone: of two SQLite takes the
 * first, and would read all that stands before the second. */
static void compose_item_begin(struct composer *c, const struct find_from *from)
{
    if (!compose_is_from_row(from)) {
        compose(c, "i.sku > ''");
        return;
    }
    compose(c, "i.sku");
    compose(c, compose_beyond(from, true));
    compose(c, "#");
    param_text(c, from->key ? from->key : "");
}

static void compose_item_words(struct composer *c, const struct query *q, const struct resolved *r,
                               const struct find_from *from)
{
    static const struct word_sql words = WORD_SQL("item_fts", "i.search_text", "i.id");

    if (!q->match) {
        compose(c, ITEM_COLUMNS " FROM item i WHERE ");
        compose_item_begin(c, from);
    } else if (c->way == RECORDS_BEGIN) {
        const char *sku = utf8_upper(c->text.arena, q->begin);

        compose(c, ITEM_FROM "i.sku >= # AND i.sku < #");
        param_text(c, sku);
        param_text(c, query_prefix_end(sku, c->text.arena));
    } else if (c->way == RECORDS_WALKED) {
        compose(c, ITEM_FROM);
        compose_item_begin(c, from);
        compose_words_in(c, &words, q->words);
    } else {
        compose2(c, ITEM_WORDS_FROM(ITEM_BY) "item_fts MATCH #",
                 ITEM_WORDS_FROM("")
                 "to_tsvector('simple', item_fts.search_text) @@ " TSQUERY("#"));
        param_text(c, r->match ? r->match : q->match);
        compose(c, " AND i.id = item_fts.rowid");
    }
    if (!q->match || c->way == RECORDS_WALKED)
        compose_words_not(c, &words, q);
}

static void compose_item_filters(struct composer *c, const struct query *q,
                                 const struct resolved *r, const struct find_from *from)
{
    /* Elsewhere the words' rows begin there. */
    if (compose_is_from_row(from) && q->match && c->way != RECORDS_WALKED) {
        compose(c, " AND ");
        compose_item_begin(c, from);
    }
    if (c->way == RECORDS_WALKED) {
        compose(c, from && from->backward ? " AND i.sku >= #" : " AND i.sku <= #");
        param_text(c, c->last_key);
    }
    if (r->item[QUERY_IS].n)
        compose_ids(c, " AND i.id IN (", &r->item[QUERY_IS], ")");
    if (r->item[QUERY_NOT].n)
        compose_ids(c, " AND i.id NOT IN (", &r->item[QUERY_NOT], ")");
    compose_active(c, q, " AND i.is_active = 1", " AND i.is_active = 0");
    compose_notes(c, q, r, FIND_ITEM, "i.id", "od_fold(i.note) LIKE # ESCAPE '!'", 1);
    compose_begins(c, "i.category", q->category, false);
}

void compose_items(struct composer *c, const struct query *q, const struct resolved *r,
                   const struct find_from *from, int max)
{
    static const struct split_sql split = SPLIT_SQL("item_fts", "item", ITEM_BY, "sku", "");
    const char *order = from && from->backward ? " ORDER BY i.sku DESC" : " ORDER BY i.sku";

    if (q->match)
        compose(c, ITEM_HEAD);
    if (c->way == RECORDS_SPLIT) {
        compose_split(c, &split, r->match, utf8_upper(c->text.arena, q->begin), from,
                      from && from->key ? from->key : "");
    } else {
        compose_item_words(c, q, r, from);
        compose_item_filters(c, q, r, from);
        compose(c, c->is_count                ? ""
                   : c->way == RECORDS_OLDEST ? " ORDER BY item_fts.rowid"
                                              : order);
    }
    compose(c, " LIMIT #");
    param_i64(c, max);
    if (!q->match)
        return;
    compose(c, ITEM_TAIL);
    compose(c, c->way == RECORDS_OLDEST ? " ORDER BY i.id" : order);
}

/* Rows that are there already are passed over. */
static bool read_items(struct page_find *p, struct item_page *page, struct err *err)
{
    int before = page->n;

    compose_items(&p->c, p->q, &p->r, p->from, p->max);

    OD_STMT *s = compose_read(p->desk, &p->c, "find.items");

    while (page->n < p->max && sql_row(s)) {
        struct item_row row = get_item_row(s, p->arena);
        int at = 0;

        while (at < before && page->v[at].id.v != row.id.v)
            at++;
        if (at == before)
            *vec_push(p->arena, page) = row;
    }
    return sql_done(&s, err);
}

void compose_item_count(struct composer *c, const struct query *q, const struct resolved *r,
                        int max)
{
    c->is_count = true;
    compose(c, "SELECT COUNT(*) FROM (");
    compose_items(c, q, r, NULL, max);
    compose(c, ") k");
}

bool find_items_side(struct desk *desk, const struct query *q, const struct find_from *from,
                     int max, struct arena *arena, struct item_rows *out, struct err *err)
{
    struct page_find p = { .desk = desk, .q = q, .from = from, .max = max, .arena = arena };
    struct item_page page = { 0 };
    bool is_empty = !(q->kinds & 1u << FIND_ITEM);

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    if (!is_empty && (!query_resolve(desk, q, arena, &p.r, &is_empty, err) ||
                      !note_resolve(desk, q, FIND_ITEM, &p.r, err)))
        return false;
    *out = (struct item_rows){ 0 };
    if (is_empty)
        return true;
    if (!record_choose_way(&p, FIND_ITEM, err) || !read_items(&p, &page, err))
        return false;
    while (!p.is_last && page.n < max)
        if (!record_widen(&p, FIND_ITEM, &page.n, err) || !read_items(&p, &page, err))
            return false;
    if (!item_rows_fill(desk, page.v, page.n, err))
        return false;
    *out = (struct item_rows){ page.v, page.n };
    return true;
}
