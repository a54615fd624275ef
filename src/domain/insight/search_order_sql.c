/*
 * Pages of orders: which way a page is put together, and its rows.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/insight/compose.h"
#include "store/store.h"

struct order_page OD_VEC(struct order_row);

/* An index over all orders has this order. */
static bool is_sort_indexed(enum find_sort sort)
{
    return sort == FIND_PLACED || sort == FIND_STATUS || sort == FIND_TOTAL;
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
    row.sort_key = get_text(q, arena);
    return row;
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

/* --- what leads ------------------------------------------------------------------------------ */

/* So many are looked at whole; so many are known by their total alone. */
#define FEW       2000
#define FEW_TOTAL 20000

/* Does the one condition alone leave max orders at most? */
static bool is_few(struct desk *desk, const struct query *one, const struct resolved *r, int max,
                   bool *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct composer c;
    int64_t n = 0;
    bool found;

    compose_begin(&c, tmp);
    c.is_by_total = one->total[QUERY_IS].is_set;
    compose_order_count(&c, one, r, max + 1);

    OD_STMT *s = compose_read(desk, &c, "find.few");

    if (!sql_one_i64(&s, &found, &n, err))
        return false;
    *out = n <= max;
    return true;
}

static bool choose_total(struct desk *desk, const struct query *q, struct composer *c,
                         struct err *err)
{
    const struct resolved none = { 0 };
    struct query one = { .kinds = q->kinds, .is_sort_down = true };
    bool fits, has_leader = q->match || q->states[QUERY_IS] || q->has_shown ||
                              q->placed[QUERY_IS].is_set;

    one.total[QUERY_IS] = q->total[QUERY_IS];
    c->is_by_total = true;
    if (!is_few(desk, &one, &none, FEW, &fits, err))
        return false;
    if (!fits) {
        if (!is_few(desk, &one, &none, FEW_TOTAL, &fits, err))
            return false;
        c->is_by_total = fits && !has_leader;
        c->is_total_set = fits && has_leader;
    }
    if (q->match && !q->words)
        c->is_by_total = false;
    c->has_words_in = q->match && c->is_by_total;
    return true;
}

/* Does something else than words, item and total leave few orders? */
static bool has_few(struct desk *desk, const struct query *q, const struct resolved *r, bool *out,
                    struct err *err)
{
    struct query one = { .kinds = q->kinds, .today = q->today, .is_sort_down = true };
    struct resolved only = { 0 };

    *out = q->number[QUERY_IS].n > 0 || q->external[QUERY_IS].n > 0 || resolved_is_few(r);
    if (*out)
        return true;
    if (r->customer[QUERY_IS].n) {
        only.customer[QUERY_IS] = r->customer[QUERY_IS];
    } else if (q->states[QUERY_IS] & (QUERY_LATE | QUERY_BACKORDERED)) {
        one.states[QUERY_IS] = q->states[QUERY_IS];
    } else if (query_shown_leads(q)) {
        one.has_shown = true;
        one.shown = q->shown;
    } else {
        return true;
    }
    return is_few(desk, &one, &only, FEW, out, err);
}

/* Words lead, or an item, unless something else leaves few: then they are looked for in those. */
static bool choose_lead(struct desk *desk, const struct query *q, struct resolved *r,
                        struct composer *c, struct err *err)
{
    bool has_item = r->item[QUERY_IS].n > 0, is_led = false;
    bool has_names = q->number[QUERY_IS].n || q->external[QUERY_IS].n || has_item ||
                     r->customer[QUERY_IS].n || resolved_is_few(r);

    if (q->total[QUERY_IS].is_set && !has_names && !choose_total(desk, q, c, err))
        return false;
    if (((q->match && !c->is_by_total) || has_item) && !has_few(desk, q, r, &is_led, err))
        return false;
    c->has_words_in |= is_led && q->words;
    c->has_item_in = is_led && has_item;
    if (q->match && !c->has_words_in)
        return query_spell(desk, FIND_ORDER, q->match, c->text.arena, &r->match, err);
    c->is_by_item = has_item && !is_led && q->sort == FIND_NEWEST;
    return true;
}

/* Few orders are put in order by anything; many only by what an index has. */
static bool choose_walk(struct desk *desk, const struct query *q, const struct resolved *r,
                        struct composer *page, struct err *err)
{
    struct composer c;
    int64_t n = 0;
    bool found;

    if (q->sort == FIND_NEWEST)
        return true;
    compose_begin(&c, page->text.arena);
    c.has_words_in = page->has_words_in;
    c.has_item_in = page->has_item_in;
    c.is_by_total = page->is_by_total;
    c.is_total_set = page->is_total_set;
    compose_order_count(&c, q, r, LIMIT_SORT_ROWS + 1);

    OD_STMT *s = compose_read(desk, &c, "find.count");

    if (!sql_one_i64(&s, &found, &n, err))
        return false;
    page->is_walked = n > LIMIT_SORT_ROWS && is_sort_indexed(q->sort) && !q->match;
    if (page->is_walked)
        page->is_by_total = page->is_total_set = false;
    if (n <= LIMIT_SORT_ROWS || page->is_walked)
        return true;
    return err_field(err, ERR_LIMIT, "sort",
                     _("More than %d orders fit, too many to be put in this order. Narrow the "
                       "search, or take sort:newest (without words also sort:placed, "
                       "sort:status, sort:total)."),
                     LIMIT_SORT_ROWS);
}

/* Adds a page, and puts all that is there in order. */
static bool read_page(struct desk *desk, const struct query *q, const struct resolved *r,
                      const struct find_from *from, int max, struct composer *c,
                      struct order_page *page, struct err *err)
{
    struct arena *arena = c->text.arena;

    compose_orders(c, q, r, from, max);

    OD_STMT *s = compose_read(desk, c, "find.orders");

    while (sql_row(s))
        *vec_push(arena, page) = get_order_row(s, arena);
    if (!sql_done(&s, err))
        return false;
    if (page->n > 1 && q->sort == FIND_NEWEST)
        qsort(page->v, (size_t)page->n, sizeof *page->v,
              query_is_up(q, from) ? by_id_up : by_id_down);
    return true;
}

/* An order with several of the items came with each. */
static void keep_first(struct order_page *page, int max)
{
    int n = 0;

    for (int i = 0; i < page->n && n < max; i++)
        if (n == 0 || page->v[i].id.v != page->v[n - 1].id.v)
            page->v[n++] = page->v[i];
    page->n = n;
}

/* A page of the lines of each item; once one is full, no further than its last row. */
static bool read_by_items(struct desk *desk, const struct query *q, struct resolved *r,
                          const struct find_from *from, int max, const struct composer *c,
                          struct order_page *page, struct err *err)
{
    struct resolved_ids items = r->item[QUERY_IS];
    bool is_up = query_is_up(q, from);

    r->item[QUERY_IS].n = 1;
    for (int i = 0; i < items.n; i++) {
        struct composer one;

        compose_begin_like(&one, c);
        r->item[QUERY_IS].v[0] = items.v[i];
        if (!read_page(desk, q, r, from, max, &one, page, err))
            return false;
        keep_first(page, max);
        if (page->n < max)
            continue;
        if (r->max_id == 0)
            r->max_id = INT64_MAX;
        if (is_up)
            r->max_id = page->v[max - 1].id.v;
        else
            r->min_id = page->v[max - 1].id.v;
    }
    return true;
}

bool find_orders_side(struct desk *desk, const struct query *q, const struct find_from *from,
                      int max, struct arena *arena, struct order_rows *out, struct err *err)
{
    struct composer c;
    struct resolved r;
    struct order_page page = { 0 };
    bool is_empty = !(q->kinds & 1u << FIND_ORDER);

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    if (!is_empty && (!query_resolve(desk, q, arena, &r, &is_empty, err) ||
                      !note_resolve(desk, q, FIND_ORDER, &r, err) ||
                      !link_resolve(desk, q, FIND_ORDER, &r, err) ||
                      !group_resolve(desk, q, arena, &r, &is_empty, err) ||
                      !when_resolve(desk, q, arena, &r, &is_empty, err) ||
                      !days_resolve(desk, q, &r, &is_empty, err)))
        return false;
    *out = (struct order_rows){ 0 };
    if (is_empty)
        return true;
    compose_begin(&c, arena);
    if (!choose_lead(desk, q, &r, &c, err) || !choose_walk(desk, q, &r, &c, err))
        return false;
    if (!(c.is_by_item ? read_by_items(desk, q, &r, from, max, &c, &page, err)
                       : read_page(desk, q, &r, from, max, &c, &page, err)))
        return false;
    *out = (struct order_rows){ page.v, page.n };
    return true;
}

/* --- how many --------------------------------------------------------------------------------- */

bool find_count_side(struct desk *desk, const struct query *q, enum find_kind kind, int max,
                     struct arena *arena, int *out, struct err *err)
{
    struct composer c;
    struct resolved r;
    bool is_empty = !(q->kinds & 1u << kind), found;
    int64_t n = 0;

    assert(max > 0 && kind != FIND_ALL);
    if (!is_empty && (!query_resolve(desk, q, arena, &r, &is_empty, err) ||
                      !note_resolve(desk, q, kind, &r, err) ||
                      !link_resolve(desk, q, kind, &r, err) ||
                      (kind == FIND_ORDER &&
                       (!group_resolve(desk, q, arena, &r, &is_empty, err) ||
                        !when_resolve(desk, q, arena, &r, &is_empty, err) ||
                        !days_resolve(desk, q, &r, &is_empty, err)))))
        return false;
    *out = 0;
    if (is_empty)
        return true;
    compose_begin(&c, arena);
    if (kind == FIND_ORDER)
        compose_order_count(&c, q, &r, max);
    else if (kind == FIND_CUSTOMER)
        compose_customer_count(&c, q, &r, max);
    else
        compose_item_count(&c, q, &r, max);

    OD_STMT *s = compose_read(desk, &c, "find.count");

    if (!sql_one_i64(&s, &found, &n, err))
        return false;
    *out = (int)n;
    return true;
}
