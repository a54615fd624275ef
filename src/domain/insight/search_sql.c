/*
 * Orders that the query bar finds, as SQL. One condition leads (its index drives the search), all
 * others are filters with their own indexes switched off by a unary plus, so the planner cannot be
 * wrong.
 */
#include "domain/insight/search.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/insight/compose.h"
#include "domain/order/order_rules.h"
#include "store/store.h"

/* --- orders ---------------------------------------------------------------------------------- */

/* The page is found by ids alone, mostly inside an index; only its few rows are read and joined. */
#define PAGE_HEAD                                                                                  \
    "SELECT o.id, COALESCE(o.number, ''),"                                                         \
    " CASE WHEN o.customer_name <> '' THEN o.customer_name ELSE COALESCE(c.name, '') END,"         \
    " COALESCE(c.code, ''), o.ship_city, o.customer_po, COALESCE(o.external_id, ''),"              \
    " COALESCE(h.code, ''), COALESCE(u.login, ''), o.shown_status, o.status, o.placed_ms,"         \
    " o.promised_date, o.total_minor, o.currency, o.line_count, CAST(k.sort_key AS TEXT) FROM ("
#define PAGE_TAIL                                                                                  \
    ") k CROSS JOIN sales_order o"                                                                 \
    " LEFT JOIN customer c ON c.id = o.customer_id"                                                \
    " LEFT JOIN channel h ON h.id = o.channel_id"                                                  \
    " LEFT JOIN app_user u ON u.id = o.created_by"                                                 \
    " WHERE o.id = k.id"

/* What the rows go by, beside their id. */
static const char *const sort_keys[] = {
    [FIND_NEWEST] = "''",
    [FIND_PLACED] = "o.placed_ms",
    [FIND_STATUS] = "o.shown_status",
    [FIND_CUSTOMER_NAME] =
        "COALESCE((SELECT x.name_fold FROM customer x WHERE x.id = o.customer_id), '')",
    [FIND_PROMISED] = "o.promised_date",
    [FIND_TOTAL] = "o.base_total_minor",
};

static bool is_sort_number(enum find_sort sort)
{
    return sort == FIND_PLACED || sort == FIND_STATUS || sort == FIND_TOTAL;
}

static int count_bits(uint32_t bits)
{
    int n = 0;

    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

/* The statuses that grow with the years are no way in; the open ones are few at any time. */
static const uint32_t shown_ended = 1u << SHOWN_CANCELED | 1u << SHOWN_DISCARDED |
                                    1u << SHOWN_RETURNED | 1u << SHOWN_INVOICED |
                                    1u << SHOWN_DELIVERED | 1u << SHOWN_SHIPPED;

bool query_shown_leads(const struct query *q)
{
    return q->has_shown && (count_bits(q->shown) == 1 || (q->shown & shown_ended) == 0);
}

bool resolved_is_few(const struct resolved *r)
{
    return r->has_few_notes || r->few_links != 0 || r->few_placed != NULL ||
           r->category.has_few_lines;
}

static void compose_shown(struct composer *c, const struct query *q)
{
    uint32_t shown = q->shown;
    const char *mark = "";

    c->is_by_shown = query_shown_leads(q) && !c->is_led;
    if (query_shown_leads(q))
        compose_either(c, " AND o.shown_status IN (", " AND +o.shown_status IN (",
                       count_bits(shown) == 1);
    else
        compose(c, " AND +o.shown_status IN (");
    for (int s = SHOWN_CANCELED; s <= SHOWN_CONFIRMED; s++) {
        if (!(shown & 1u << s))
            continue;
        compose(c, mark);
        compose(c, "#");
        param_i64(c, s);
        mark = ", ";
    }
    compose(c, ")");
}

static void compose_numbers_of(struct composer *c, const struct query *q)
{
    if (q->number[QUERY_IS].n) {
        compose_either(c, "", "", false);
        compose_numbers(c, " AND o.id IN (SELECT n.id FROM sales_order n WHERE n.number IN (",
                        &q->number[QUERY_IS], ")");
        compose_numbers(c, " UNION ALL SELECT x.id FROM sales_order x WHERE x.external_id IN (",
                        &q->number[QUERY_IS], "))");
    }
    if (q->external[QUERY_IS].n) {
        compose_either(c, " AND o.external_id", " AND COALESCE(o.external_id, '')", false);
        compose_numbers(c, " IN (", &q->external[QUERY_IS], ")");
    }
}

#define TOO_LATE "(SELECT t.id FROM sales_order t WHERE t.status = 5 AND t.open_qty > 0 AND"       \
    " t.latest_ship_date > '' AND (t.promised_date = '' OR t.promised_date > t.latest_ship_date))"
static void compose_states(struct composer *c, const struct query *q)
{
    if (q->states[QUERY_IS] & QUERY_LATE) {
        compose_either(c, " AND o.status = 5", " AND +o.status = 5", false);
        compose(c, " AND o.promised_date > '' AND o.promised_date < # AND o.open_qty > 0");
        param_text(c, date_format(q->today, arena_alloc(c->text.arena, DATE_TEXT_SIZE)));
    }
    if (q->states[QUERY_IS] & QUERY_TOO_LATE)
        compose(c, " AND o.id IN " TOO_LATE);
    if (q->states[QUERY_IS] & QUERY_BACKORDERED) {
        compose_either(c, " AND o.status = 5", " AND +o.status = 5", false);
        compose(c, " AND o.open_qty > 0 AND o.promised_date >= '' AND o.backordered_qty > 0");
    }
}

/* Conditions that can lead, the most selective first. */
static void compose_order_leaders(struct composer *c, const struct query *q,
                                  const struct resolved *r)
{
    compose_numbers_of(c, q);
    if (resolved_is_few(r)) /* the condition stands with the filters */
        compose_either(c, "", "", false);
    compose_waiting(c, q);
    if (r->item[QUERY_IS].n && !c->is_by_item && !c->has_item_in) {
        compose_either(c, "", "", false);
        compose_ids(c, " AND o.id IN (SELECT l.order_id FROM order_line l WHERE l.item_id IN (",
                    &r->item[QUERY_IS], "))");
    }
    if (q->states[QUERY_IS] & QUERY_CHANGING) {
        compose_either(c, "", "", false);
        compose(c, " AND o.id IN (SELECT g.order_id FROM order_change g WHERE g.status = 1)");
    }
    if (r->customer[QUERY_IS].n) {
        compose_either(c, " AND o.customer_id", " AND +o.customer_id", false);
        compose_ids(c, " IN (", &r->customer[QUERY_IS], ")");
    }
    compose_states(c, q);
    /* A few days lead before a status that grows with the years. */
    if (query_is_narrow(q) && (q->shown & shown_ended))
        compose_placed(c, q);
    if (q->has_shown)
        compose_shown(c, q);
    if (!query_is_narrow(q) || !(q->shown & shown_ended))
        compose_placed(c, q);
}

static void compose_not(struct composer *c, const struct query *q, const struct resolved *r)
{
    if (q->number[QUERY_NOT].n)
        compose_numbers(c, " AND COALESCE(o.number, '') NOT IN (", &q->number[QUERY_NOT], ")");
    if (q->external[QUERY_NOT].n)
        compose_numbers(c, " AND COALESCE(o.external_id, '') NOT IN (", &q->external[QUERY_NOT],
                        ")");
    if (r->item[QUERY_NOT].n)
        compose_ids(c,
                    " AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id"
                    " AND +l.item_id IN (",
                    &r->item[QUERY_NOT], "))");
    if (r->customer[QUERY_NOT].n)
        compose_ids(c, " AND COALESCE(o.customer_id, 0) NOT IN (", &r->customer[QUERY_NOT], ")");
    if (r->channel[QUERY_NOT].n)
        compose_ids(c, " AND +o.channel_id NOT IN (", &r->channel[QUERY_NOT], ")");
    if (r->user[QUERY_NOT].n)
        compose_ids(c, " AND +o.created_by NOT IN (", &r->user[QUERY_NOT], ")");
    if (q->states[QUERY_NOT] & QUERY_LATE) {
        compose(c, " AND NOT (+o.status = 5 AND o.promised_date > '' AND o.promised_date < #"
                   " AND o.open_qty > 0)");
        param_text(c, date_format(q->today, arena_alloc(c->text.arena, DATE_TEXT_SIZE)));
    }
    if (q->states[QUERY_NOT] & QUERY_TOO_LATE)
        compose(c, " AND o.id NOT IN " TOO_LATE);
    if (q->states[QUERY_NOT] & QUERY_BACKORDERED)
        compose(c, " AND NOT (+o.status = 5 AND o.backordered_qty > 0)");
    if (q->states[QUERY_NOT] & QUERY_IMPORTED)
        compose(c, " AND o.is_history = 0");
    if (q->states[QUERY_NOT] & QUERY_HELD)
        compose(c, " AND o.hold_blocks = 0");
    if (q->states[QUERY_NOT] & QUERY_CHANGING)
        compose(c, " AND NOT EXISTS (SELECT 1 FROM order_change g WHERE g.order_id = o.id"
                   " AND g.status = 1)");
}

static void compose_po(struct composer *c, const struct query *q)
{
    for (int sign = QUERY_IS; sign <= QUERY_NOT; sign++) {
        struct query_names folded = q->po[sign];

        for (int i = 0; i < folded.n; i++)
            folded.v[i] = utf8_fold(c->text.arena, folded.v[i]);
        if (folded.n)
            compose_numbers(c,
                            sign == QUERY_NOT ? " AND od_fold(o.customer_po) NOT IN ("
                                              : " AND od_fold(o.customer_po) IN (",
                            &folded, ")");
    }
}

static void compose_order_filters(struct composer *c, const struct query *q,
                                  const struct resolved *r)
{
    if (r->channel[QUERY_IS].n)
        compose_ids(c, " AND +o.channel_id IN (", &r->channel[QUERY_IS], ")");
    if (r->user[QUERY_IS].n)
        compose_ids(c, " AND +o.created_by IN (", &r->user[QUERY_IS], ")");
    compose_links(c, q, r);
    compose_when(c, q, r);
    compose_groups(c, q, r);
    if (!c->is_by_total)
        compose_range(c,
                      q->sort == FIND_TOTAL && c->is_walked
                          ? " AND o.base_total_minor >= # AND o.base_total_minor <= #"
                          : " AND +o.base_total_minor >= # AND +o.base_total_minor <= #",
                      &q->total[QUERY_IS]);
    compose_range(c, " AND NOT (+o.base_total_minor >= # AND +o.base_total_minor <= #)",
                  &q->total[QUERY_NOT]);
    compose_range(c, " AND NOT (+o.placed_ms >= # AND +o.placed_ms <= #)", &q->placed[QUERY_NOT]);
    if (c->has_item_in)
        compose_ids(c,
                    " AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id"
                    " AND l.item_id IN (",
                    &r->item[QUERY_IS], "))");
    compose_promised(c, q);
    if (q->states[QUERY_IS] & QUERY_IMPORTED)
        compose(c, " AND o.is_history = 1");
    if (q->states[QUERY_IS] & QUERY_HELD)
        compose(c, " AND o.hold_blocks <> 0");
    compose_po(c, q);
    compose_notes(c, q, r, FIND_ORDER, "o.id",
                  "(od_fold(o.note) LIKE # ESCAPE '!' OR EXISTS (SELECT 1 FROM order_note n"
                  " WHERE n.order_id = o.id AND od_fold(n.text) LIKE # ESCAPE '!'))",
                  2);
    compose_begins(c, "o.ship_city", q->city, false);
    compose_begins(c, "o.ship_postcode", q->postcode, true);
    compose_not(c, q, r);
}

static bool is_led_by_words(const struct composer *c, const struct query *q)
{
    return q->match && !c->has_words_in;
}

static void compose_words_lead(struct composer *c, const struct query *q, const struct resolved *r)
{
    compose2(c, " FROM order_fts CROSS JOIN sales_order o WHERE order_fts MATCH #",
             " FROM order_fts CROSS JOIN sales_order o WHERE"
             " to_tsvector('simple', order_fts.search_text) @@ " TSQUERY("#"));
    param_text(c, r->match ? r->match : q->match);
    compose(c, " AND o.id = order_fts.rowid");
    if (r->max_id) {
        compose(c, " AND order_fts.rowid >= # AND order_fts.rowid <= #");
        param_i64(c, r->min_id);
        param_i64(c, r->max_id);
    }
}

/* The totals' index as the leader, or as a set that ids are looked up in. */
static void compose_total_lead(struct composer *c, const struct query *q)
{
    const struct query_range *total = &q->total[QUERY_IS];

    if (c->is_by_total) {
        compose_range(c, " AND o.base_total_minor >= # AND o.base_total_minor <= #", total);
        c->is_led = c->is_sorted = true;
    }
    if (c->is_total_set)
        compose_range(c,
                      is_led_by_words(c, q)
                          ? " AND +order_fts.rowid IN (SELECT t.id FROM sales_order t"
                            " WHERE t.base_total_minor >= # AND t.base_total_minor <= #)"
                          : " AND +o.id IN (SELECT t.id FROM sales_order t"
                            " WHERE t.base_total_minor >= # AND t.base_total_minor <= #)",
                      total);
}

/* The id as the leader has it. */
static const char *order_key(const struct composer *c, const struct query *q)
{
    if (is_led_by_words(c, q))
        return "order_fts.rowid";
    if (c->is_by_item)
        return "l.order_id";
    return c->is_sorted ? "+o.id" : "o.id";
}

static void compose_bound(struct composer *c, const char *key, const char *compare, int64_t id)
{
    compose(c, " AND ");
    compose(c, key);
    compose(c, compare);
    compose(c, "#");
    param_i64(c, id);
}

/* The same for bounds of it: the index of statuses has the ids, too. */
static const char *page_key(const struct composer *c, const struct query *q)
{
    return c->is_by_shown ? "o.id" : order_key(c, q);
}

/* Where the page begins, and the ids of its days. Of two bounds on one side only the nearer one is
 * said: an index is entered by one of them. */
static void compose_ids_from(struct composer *c, const struct query *q, const struct resolved *r,
                             const struct find_from *from)
{
    bool is_from = q->sort == FIND_NEWEST && compose_is_from_row(from);
    bool is_up = query_is_up(q, from), has_days = r->max_id != 0 && !is_led_by_words(c, q);
    const char *key = c->is_walked ? "+o.id" : page_key(c, q);

    if (has_days && is_from && (is_up ? from->id < r->min_id : from->id > r->max_id))
        is_from = false;
    if (has_days && !(is_from && is_up))
        compose_bound(c, key, " >= ", r->min_id);
    if (has_days && !(is_from && !is_up))
        compose_bound(c, key, " <= ", r->max_id);
    if (is_from)
        compose_bound(c, key, compose_beyond(from, !q->is_sort_down), from->id);
}

/* Everything that fits, from FROM on. */
static void compose_order_where(struct composer *c, const struct query *q,
                                const struct resolved *r, const struct find_from *from)
{
    static const struct word_sql words = WORD_SQL("order_fts", "o.search_text", "o.id");

    if (is_led_by_words(c, q)) {
        compose_words_lead(c, q, r);
    } else if (c->is_by_item) {
        /* An item may stand on several lines; the first one counts. */
        compose(c, " FROM order_line l CROSS JOIN sales_order o WHERE l.item_id = #"
                   " AND NOT EXISTS (SELECT 1 FROM order_line m WHERE m.item_id = l.item_id"
                   " AND m.order_id = l.order_id AND m.id < l.id) AND o.id = l.order_id");
        param_i64(c, r->item[QUERY_IS].v[0]);
    } else {
        compose(c, " FROM sales_order o WHERE 1 = 1");
    }
    c->is_led = is_led_by_words(c, q) || c->is_by_item || c->is_walked;
    compose_total_lead(c, q);
    compose_order_leaders(c, q, r);
    compose_order_filters(c, q, r);
    if (q->match && c->has_words_in)
        compose_words_in(c, &words, q->words);
    if (!is_led_by_words(c, q))
        compose_words_not(c, &words, q);
    compose_ids_from(c, q, r, from);
}

/* By a key and the id, both the same way. */
static void compose_sorted_from(struct composer *c, const struct query *q,
                                const struct find_from *from, const char *key)
{
    if (!compose_is_from_row(from))
        return;
    compose(c, " AND (");
    compose(c, key);
    compose(c, c->is_walked ? ", o.id)" : ", s.id)");
    compose(c, compose_beyond(from, !q->is_sort_down));
    compose(c, "(#, #)");
    if (is_sort_number(q->sort))
        param_i64(c, from->key ? strtoll(from->key, NULL, 10) : 0);
    else
        param_text(c, from->key ? from->key : "");
    param_i64(c, from->id);
}

static void compose_sorted(struct composer *c, const struct query *q, const struct resolved *r,
                           const struct find_from *from, int max)
{
    const char *way = query_is_up(q, from) ? "" : " DESC";

    if (c->is_walked) {
        compose(c, "SELECT o.id, ");
        compose(c, sort_keys[q->sort]);
        compose(c, " AS sort_key");
        compose_order_where(c, q, r, from);
        compose_sorted_from(c, q, from, sort_keys[q->sort]);
        compose(c, " ORDER BY ");
        compose(c, sort_keys[q->sort]);
        compose(c, way);
        compose(c, ", o.id");
    } else {
        compose(c, "SELECT s.id, s.sort_key FROM (SELECT o.id, ");
        compose(c, sort_keys[q->sort]);
        compose(c, " AS sort_key");
        compose_order_where(c, q, r, from);
        compose(c, ") s WHERE 1 = 1");
        compose_sorted_from(c, q, from, "s.sort_key");
        compose(c, " ORDER BY s.sort_key");
        compose(c, way);
        compose(c, ", s.id");
    }
    compose(c, way);
    compose(c, " LIMIT #");
    param_i64(c, max);
}

/* Room for as many texts and parameters as all statuses together may need. */
#define EACH_PARAMS (COMPOSE_PARAMS * 3 / 4)
#define EACH_BYTES  10000

/* Of several statuses that lead each one's part of the index has the order of the page: a page of
 * each is enough, and nothing but those is put in order. False, with nothing done, where something
 * else leads or the conditions are too many to be said for each. */
static bool compose_each_shown(struct composer *c, const struct query *q, const struct resolved *r,
                               const struct find_from *from, int max)
{
    const char *order = query_is_up(q, from) ? " LIMIT #" : " DESC LIMIT #";
    struct composer first;
    struct query one = *q;
    const char *head = "SELECT e.id, '' AS sort_key FROM (";
    int bits = count_bits(q->shown);

    compose_begin_like(&first, c);
    compose_order_where(&first, q, r, from);
    if (!first.is_by_shown || bits < 2 || (first.params + 1) * bits > EACH_PARAMS ||
        (int)first.text_pg.len * bits > EACH_BYTES)
        return false;
    for (int s = SHOWN_CANCELED; s <= SHOWN_CONFIRMED; s++) {
        one.shown = q->shown & 1u << s;
        if (!one.shown)
            continue;
        compose(c, head);
        compose(c, "SELECT p.id FROM (SELECT o.id");
        c->is_sorted = false;
        compose_order_where(c, &one, r, from);
        compose(c, " ORDER BY o.id");
        compose(c, order);
        param_i64(c, max);
        compose(c, ") p");
        head = " UNION ALL ";
    }
    compose(c, ") e ORDER BY e.id");
    compose(c, order);
    param_i64(c, max);
    return true;
}

void compose_orders(struct composer *c, const struct query *q, const struct resolved *r,
                    const struct find_from *from, int max)
{
    compose(c, PAGE_HEAD);
    if (q->sort == FIND_NEWEST && compose_each_shown(c, q, r, from, max)) {
        compose(c, PAGE_TAIL);
        return;
    }
    if (q->sort == FIND_NEWEST) {
        compose(c, "SELECT o.id, '' AS sort_key");
        compose_order_where(c, q, r, from);
        compose(c, " ORDER BY ");
        compose(c, order_key(c, q));
        compose(c, query_is_up(q, from) ? " LIMIT #" : " DESC LIMIT #");
        param_i64(c, max);
        compose(c, PAGE_TAIL);
        return;
    }
    compose_sorted(c, q, r, from, max);
    compose(c, PAGE_TAIL);
    compose(c, query_is_up(q, from) ? " ORDER BY k.sort_key, o.id"
                              : " ORDER BY k.sort_key DESC, o.id DESC");
}

void compose_order_count(struct composer *c, const struct query *q, const struct resolved *r,
                         int max)
{
    compose(c, "SELECT COUNT(*) FROM (SELECT o.id");
    compose_order_where(c, q, r, NULL);
    compose(c, " LIMIT #) k");
    param_i64(c, max);
}
