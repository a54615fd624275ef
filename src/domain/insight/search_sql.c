/*
 * Orders that the query bar finds. One condition leads (its index drives the search), all others
 * are filters with their own indexes switched off by a unary plus, so the planner cannot be wrong.
 */
#include "domain/insight/search.h"

#include <assert.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
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
    " o.promised_date, o.total_minor, o.currency, o.line_count FROM ("
#define PAGE_TAIL                                                                                  \
    ") k CROSS JOIN sales_order o"                                                                 \
    " LEFT JOIN customer c ON c.id = o.customer_id"                                                \
    " LEFT JOIN channel h ON h.id = o.channel_id"                                                  \
    " LEFT JOIN app_user u ON u.id = o.created_by"                                                 \
    " WHERE o.id = k.id"

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

static void compose_shown(struct composer *c, uint32_t shown)
{
    bool may_lead = count_bits(shown) == 1 || (shown & shown_ended) == 0;
    const char *mark = "";

    if (may_lead)
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

/* Few orders at any time: a month. More are better walked from the newest than sorted. */
static bool is_narrow(const struct query *q)
{
    return q->placed_to_ms != INT64_MAX &&
           q->placed_to_ms - q->placed_from_ms <= INT64_C(32) * 24 * 3600 * 1000;
}

/* Conditions that can lead, the most selective first. */
static void compose_order_leaders(struct composer *c, const struct query *q,
                                  const struct resolved *r)
{
    if (q->number) {
        compose_either(c, " AND o.id IN (SELECT n.id FROM sales_order n WHERE n.number = #",
                       " AND o.id IN (SELECT n.id FROM sales_order n WHERE n.number = #", false);
        param_text(c, q->number);
        compose(c, " UNION ALL SELECT x.id FROM sales_order x WHERE x.external_id = #)");
        param_text(c, q->number);
    }
    if (r->item) {
        compose_either(c, " AND o.id IN (SELECT l.order_id FROM order_line l WHERE l.item_id = #)",
                       " AND o.id IN (SELECT l.order_id FROM order_line l WHERE l.item_id = #)",
                       false);
        param_i64(c, r->item);
    }
    if (r->customer) {
        compose_either(c, " AND o.customer_id = #", " AND +o.customer_id = #", false);
        param_i64(c, r->customer);
    }
    if (q->is_late) {
        compose_either(c, " AND o.status = 5", " AND +o.status = 5", false);
        compose(c, " AND o.promised_date > '' AND o.promised_date < # AND o.open_qty > 0");
        param_text(c, date_format(q->today, arena_alloc(c->text.arena, DATE_TEXT_SIZE)));
    }
    if (q->is_backordered) {
        compose_either(c, " AND o.status = 5", " AND +o.status = 5", false);
        compose(c, " AND o.backordered_qty > 0");
    }
    if (q->shown)
        compose_shown(c, q->shown);
    if (q->has_placed) {
        if (is_narrow(q))
            compose_either(c, " AND o.placed_ms >= #", " AND +o.placed_ms >= #", false);
        else
            compose(c, " AND +o.placed_ms >= #");
        param_i64(c, q->placed_from_ms);
        compose(c, is_narrow(q) ? " AND o.placed_ms < #" : " AND +o.placed_ms < #");
        param_i64(c, q->placed_to_ms);
    }
}

static void compose_order_filters(struct composer *c, const struct query *q,
                                  const struct resolved *r)
{
    if (r->channel) {
        compose(c, " AND +o.channel_id = #");
        param_i64(c, r->channel);
    }
    if (r->user) {
        compose(c, " AND +o.created_by = #");
        param_i64(c, r->user);
    }
    if (q->po) {
        compose(c, " AND LOWER(o.customer_po) = LOWER(#)");
        param_text(c, q->po);
    }
    if (q->has_total_over) {
        compose(c, " AND o.base_total_minor > #");
        param_i64(c, q->total_over_minor);
    }
    if (q->has_total_under) {
        compose(c, " AND o.base_total_minor < #");
        param_i64(c, q->total_under_minor);
    }
    if (q->is_imported)
        compose(c, " AND o.is_history = 1");
    if (q->is_held)
        compose(c, " AND o.hold_blocks <> 0");
}

static struct order_row get_order_row(struct stmt *q, struct arena *arena)
{
    struct order_row row = { .id = { get_i64(q) } };
    const char *promised;
    int64_t total;

    row.number = get_text(q, arena);
    row.customer_name = get_text(q, arena);
    row.customer_code = get_text(q, arena);
    row.ship_city = get_text(q, arena);
    row.customer_po = get_text(q, arena);
    row.external_id = get_text(q, arena);
    row.channel_code = get_text(q, arena);
    row.created_by = get_text(q, arena);
    row.shown = (enum order_shown)get_i64(q);
    row.status = (enum order_status)get_i64(q);
    row.placed.ms = get_i64(q);
    promised = get_text(q, arena);
    if (*promised && !date_parse(promised, &row.promised, NULL))
        row.promised = (struct date){ 0 };
    total = get_i64(q);
    row.total = money_make(total, get_text(q, arena));
    row.line_count = (int)get_i64(q);
    return row;
}

struct order_page OD_VEC(struct order_row);

static void compose_order_from(struct composer *c, const struct query *q,
                               const struct find_from *from)
{
    if (!compose_is_from_row(from))
        return;
    compose(c, q->match ? " AND order_fts.rowid" : c->is_sorted ? " AND +o.id" : " AND o.id");
    compose(c, compose_beyond(from, false));
    compose(c, "#");
    param_i64(c, from->id);
}

void compose_orders(struct composer *c, const struct query *q, const struct resolved *r,
                    const struct find_from *from, int max)
{
    bool is_up = from && from->backward;

    compose(c, PAGE_HEAD);
    if (q->match) {
        compose(c, "SELECT o.id FROM order_fts CROSS JOIN sales_order o WHERE ");
        compose2(c, "order_fts MATCH #",
                 "to_tsvector('simple', order_fts.search_text) @@ " TSQUERY("#"));
        param_text(c, q->match);
        compose(c, " AND o.id = order_fts.rowid");
    } else {
        compose(c, "SELECT o.id FROM sales_order o WHERE 1 = 1");
    }
    c->is_led = q->match != NULL;
    compose_order_leaders(c, q, r);
    compose_order_filters(c, q, r);
    compose_order_from(c, q, from);
    compose(c, q->match ? " ORDER BY order_fts.rowid"
               : c->is_sorted ? " ORDER BY +o.id"
                              : " ORDER BY o.id");
    compose(c, is_up ? " LIMIT #" : " DESC LIMIT #");
    param_i64(c, max);
    compose(c, PAGE_TAIL);
}

static int by_id_down(const void *a, const void *b)
{
    const struct order_row *x = a, *y = b;

    return (x->id.v < y->id.v) - (x->id.v > y->id.v);
}

static int by_id_up(const void *a, const void *b)
{
    return by_id_down(b, a);
}

bool find_orders(struct desk *desk, const struct query *q, const struct find_from *from, int max,
                 struct arena *arena, struct order_rows *out, struct err *err)
{
    struct composer c;
    struct resolved r;
    struct order_page page = { 0 };
    bool is_empty = !(q->kinds & 1u << FIND_ORDER);

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    if (!is_empty && !query_resolve(desk, q, arena, &r, &is_empty, err))
        return false;
    *out = (struct order_rows){ 0 };
    if (is_empty)
        return true;
    compose_begin(&c, arena);
    compose_orders(&c, q, &r, from, max);

    OD_STMT *s = compose_read(desk, &c, "find.orders");

    while (sql_row(s))
        *vec_push(arena, &page) = get_order_row(s, arena);
    if (!sql_done(&s, err))
        return false;
    if (page.n > 1)
        qsort(page.v, (size_t)page.n, sizeof *page.v,
              from && from->backward ? by_id_up : by_id_down);
    *out = (struct order_rows){ page.v, page.n };
    return true;
}
