/*
 * The best of every kind in one list, for "find anything": customers, then orders, then items. For
 * the eye it does not page; who wants more narrows with o: c: p: or Tab. A file gets all of each.
 */
#include "tui/browse.h"

#include <stddef.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/desk/money_text.h"
#include "domain/insight/search.h"
#include "domain/order/order_rules.h"
#include "tui/app.h"
#include "tui/screens.h"

#define ALL_CUSTOMERS 8
#define ALL_ORDERS    24
#define ALL_ITEMS     8

static const struct list_column columns[] = {
    { N_("Type"), 4, 0, 0, false, false },  { N_("Number"), 14, 9, 0, false, false },
    { N_("Name"), 26, 12, 0, false, true }, { N_("Status"), 13, 11, 0, false, false },
    { N_("Date"), 7, 0, 1, false, false },  { N_("Amount"), 12, 9, 0, true, false },
    { N_("City"), 14, 8, 2, false, false }, { 0 },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) - 1 };

/* What is read of one kind: at most max rows, of the best (from NULL) or from a row on by key. */
struct part {
    const struct find_from *from;
    int max;
};

/* A row's id says its kind too. */
static int64_t row_id(enum find_kind kind, int64_t id)
{
    return id * BROWSE_ALL_KINDS + (int64_t)kind;
}

static const char **add_row(struct list_rows *out, struct arena *arena, int64_t id,
                            const char *key)
{
    struct list_row *row = vec_push(arena, out);
    const char **cells = arena_array(arena, COLUMNS, const char *);

    row->id = id;
    row->key = key;
    row->cells = cells;
    return cells;
}

static bool add_customers(struct browse_query *bq, const struct query *query,
                          const struct part *w, struct arena *arena, struct list_rows *out,
                          struct err *err)
{
    struct customer_rows rows;

    if (!find_customers(bq->desk, query, w->from, w->max + 1, arena, &rows, err))
        return false;
    bq->is_cut |= rows.n > w->max;
    for (int i = 0; i < rows.n && i < w->max; i++) {
        const char **cells =
            add_row(out, arena, row_id(FIND_CUSTOMER, rows.v[i].id.v), rows.v[i].name);

        cells[0] = _("cust");
        cells[1] = rows.v[i].code;
        cells[2] = rows.v[i].name;
        cells[3] = rows.v[i].is_credit_held ? _("held !") : "";
        cells[6] = rows.v[i].city;
    }
    return true;
}

static bool add_orders(struct browse_query *bq, const struct query *query,
                       const struct part *w, struct arena *arena, struct list_rows *out,
                       struct err *err)
{
    struct order_rows rows;

    if (!find_orders(bq->desk, query, w->from, w->max + 1, arena, &rows, err))
        return false;
    bq->is_cut |= rows.n > w->max;
    for (int i = 0; i < rows.n && i < w->max; i++) {
        const struct order_row *o = &rows.v[i];
        const char **cells = add_row(out, arena, row_id(FIND_ORDER, o->id.v), o->sort_key);

        cells[0] = _("ord");
        cells[1] = browse_order_number(o, arena);
        cells[2] = o->customer_name;
        cells[3] = order_shown_words(o->shown);
        cells[4] = text_when(bq->desk, arena, o->placed);
        cells[5] = text_money(bq->desk, arena, o->total.minor, o->total.cur);
        cells[6] = o->ship_city;
    }
    return true;
}

static bool add_items(struct browse_query *bq, const struct query *query, const struct part *w,
                      struct arena *arena, struct list_rows *out, struct err *err)
{
    struct item_rows rows;

    if (!find_items(bq->desk, query, w->from, w->max + 1, arena, &rows, err))
        return false;
    bq->is_cut |= rows.n > w->max;
    for (int i = 0; i < rows.n && i < w->max; i++) {
        const struct item_row *it = &rows.v[i];
        const char **cells = add_row(out, arena, row_id(FIND_ITEM, it->id.v), it->sku);

        cells[0] = _("prod");
        cells[1] = it->sku;
        cells[2] = it->description;
        cells[3] = it->kind == ITEM_STOCK
                       ? arena_printf(arena, "%s %s", text_qty(bq->desk, arena, it->free), it->uom)
                       : "";
        cells[5] = it->has_price
                       ? text_price(bq->desk, arena, it->price, desk_company(bq->desk)->currency)
                       : "";
    }
    return true;
}

typedef bool add_rows(struct browse_query *bq, const struct query *query, const struct part *w,
                      struct arena *arena, struct list_rows *out, struct err *err);

static const struct kind_rows {
    enum find_kind kind;
    int best; /* shown of it */
    add_rows *add;
} kinds[] = { { FIND_CUSTOMER, ALL_CUSTOMERS, add_customers },
              { FIND_ORDER, ALL_ORDERS, add_orders },
              { FIND_ITEM, ALL_ITEMS, add_items } };

/* For the eye: the best of each, then the part that the list asks for. */
static bool page_best(struct browse_query *bq, const struct query *query,
                      const struct list_from *from, int count, struct arena *arena,
                      struct list_rows *out, struct err *err)
{
    struct list_rows all = { 0 };
    int by = from->backward ? -1 : 1, at;

    for (size_t i = 0; i < OD_LEN(kinds); i++)
        if (!kinds[i].add(bq, query, &(struct part){ NULL, kinds[i].best }, arena, &all, err))
            return false;
    at = from->backward ? all.n - 1 : 0;
    if (from->at != NULL) {
        while (at >= 0 && at < all.n && all.v[at].id != from->at->id)
            at += by;
        if (!from->inclusive)
            at += by;
    }
    for (; at >= 0 && at < all.n && out->n < count; at += by)
        *(struct list_row *)vec_push(arena, out) = all.v[at];
    return true;
}

/* For a file: all of a kind by its key, then the next kind. Only forward, and behind a row. */
static bool page_whole(struct browse_query *bq, const struct query *query,
                       const struct list_from *from, int count, struct arena *arena,
                       struct list_rows *out, struct err *err)
{
    enum find_kind last = from->at != NULL ? (enum find_kind)(from->at->id % BROWSE_ALL_KINDS)
                                           : FIND_ALL;
    bool is_reached = last == FIND_ALL;

    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        struct find_from start = { 0 };

        if (!is_reached && kinds[i].kind != last)
            continue;
        if (!is_reached)
            start = (struct find_from){ .id = from->at->id / BROWSE_ALL_KINDS,
                                        .key = from->at->key };
        is_reached = true;
        /* One row more than are put is read, to know whether there are more. */
        while (out->n < count) {
            int before = out->n, max = count - before;

            if (max > LIMIT_PAGE_ROWS - 1)
                max = LIMIT_PAGE_ROWS - 1;
            if (!kinds[i].add(bq, query, &(struct part){ &start, max }, arena, out, err))
                return false;
            if (out->n - before < max)
                break;
            start = (struct find_from){ .id = out->v[out->n - 1].id / BROWSE_ALL_KINDS,
                                        .key = out->v[out->n - 1].key };
        }
    }
    return true;
}

static bool page(void *ctx, const struct list_from *from, int count, struct arena *arena,
                 struct list_rows *out, struct err *err)
{
    struct browse_query *bq = ctx;
    const struct query *query;

    bq->is_cut = false;
    return browse_parse(bq, FIND_ALL, arena, &query, err) &&
           (desk_is_plain(bq->desk) ? page_whole(bq, query, from, count, arena, out, err)
                                    : page_best(bq, query, from, count, arena, out, err));
}

static const struct browse *browse_of(int64_t id)
{
    switch ((enum find_kind)(id % BROWSE_ALL_KINDS)) {
    case FIND_CUSTOMER:
        return &browse_customers;
    case FIND_ITEM:
        return &browse_items;
    case FIND_ALL:
    case FIND_ORDER:
        break;
    }
    return &browse_orders;
}

static bool preview(const struct browse_query *q, int64_t id, struct arena *arena, const char **out,
                    struct err *err)
{
    return browse_of(id)->preview(q, id / BROWSE_ALL_KINDS, arena, out, err);
}

static bool open_any(struct app *app, int64_t id, struct err *err)
{
    return browse_of(id)->open(app, id / BROWSE_ALL_KINDS, err);
}

const struct browse browse_all = {
    .name = "all",
    .prefix = "",
    .title = N_("Find"),
    .empty = N_("Nothing fits. Shorten the words."),
    .columns = columns,
    .page = page,
    .preview = preview,
    .open = open_any,
};
