/*
 * Pages of a search with "or": a page of each side, put together in the order of the list, each
 * record once. A search without it is one side, and comes as it is.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/insight/compose.h"
#include "store/tx.h"

/* The best rows so far, in order. */
struct merge {
    char *rows;
    size_t size;
    int n, max;
    bool is_up;     /* ids and keys grow */
    bool is_number; /* keys of orders are numbers */
    struct arena *arena;
    int (*compare)(const struct merge *m, const void *a, const void *b);
};

static int by_id(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_orders(const struct merge *m, const void *a, const void *b)
{
    const struct order_row *x = a, *y = b;
    int by_key = m->is_number
                     ? by_id(strtoll(x->sort_key, NULL, 10), strtoll(y->sort_key, NULL, 10))
                     : strcmp(x->sort_key, y->sort_key);

    return by_key != 0 ? by_key : by_id(x->id.v, y->id.v);
}

static int compare_customers(const struct merge *m, const void *a, const void *b)
{
    const struct customer_row *x = a, *y = b;
    int by_name = strcmp(utf8_fold(m->arena, x->name), utf8_fold(m->arena, y->name));

    return by_name != 0 ? by_name : by_id(x->id.v, y->id.v);
}

static int compare_items(const struct merge *m, const void *a, const void *b)
{
    const struct item_row *x = a, *y = b;

    (void)m;
    return strcmp(x->sku, y->sku);
}

static void merge_begin(struct merge *m, size_t size, int max, struct arena *arena)
{
    m->size = size;
    m->max = max;
    m->arena = arena;
    m->rows = arena_alloc(arena, size * ((size_t)max + 1));
}

/* Into its place; what is there already and what falls behind the end is passed over. */
static void merge_row(struct merge *m, const void *row)
{
    int low = 0, high = m->n;

    while (low < high) {
        int mid = low + (high - low) / 2;
        int order = m->compare(m, row, m->rows + (size_t)mid * m->size);

        if (order == 0)
            return;
        if ((order < 0) == m->is_up)
            high = mid;
        else
            low = mid + 1;
    }
    memmove(m->rows + (size_t)(low + 1) * m->size, m->rows + (size_t)low * m->size,
            (size_t)(m->n - low) * m->size);
    memcpy(m->rows + (size_t)low * m->size, row, m->size);
    m->n += m->n < m->max;
}

bool find_orders(struct desk *desk, const struct query *q, const struct find_from *from, int max,
                 struct arena *arena, struct order_rows *out, struct err *err)
{
    struct merge m = { .compare = compare_orders, .is_up = query_is_up(q, from) };
    OD_VIEW view = { 0 };

    if (!read_view_join(desk_db(desk), &view, err))
        return false;
    if (!q->other)
        return find_orders_side(desk, q, from, max, arena, out, err);
    m.is_number = q->sort == FIND_PLACED || q->sort == FIND_STATUS || q->sort == FIND_TOTAL;
    merge_begin(&m, sizeof *out->v, max, arena);
    for (; q != NULL; q = q->other) {
        struct order_rows rows;

        if (!find_orders_side(desk, q, from, max, arena, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++)
            merge_row(&m, &rows.v[i]);
    }
    *out = (struct order_rows){ (void *)m.rows, m.n };
    return true;
}

bool find_customers(struct desk *desk, const struct query *q, const struct find_from *from, int max,
                    struct arena *arena, struct customer_rows *out, struct err *err)
{
    struct merge m = { .compare = compare_customers, .is_up = !from || !from->backward };
    OD_VIEW view = { 0 };

    if (!read_view_join(desk_db(desk), &view, err))
        return false;
    if (!q->other)
        return find_customers_side(desk, q, from, max, arena, out, err);
    merge_begin(&m, sizeof *out->v, max, arena);
    for (; q != NULL; q = q->other) {
        struct customer_rows rows;

        if (!find_customers_side(desk, q, from, max, arena, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++)
            merge_row(&m, &rows.v[i]);
    }
    *out = (struct customer_rows){ (void *)m.rows, m.n };
    return true;
}

bool find_items(struct desk *desk, const struct query *q, const struct find_from *from, int max,
                struct arena *arena, struct item_rows *out, struct err *err)
{
    struct merge m = { .compare = compare_items, .is_up = !from || !from->backward };
    OD_VIEW view = { 0 };

    if (!read_view_join(desk_db(desk), &view, err))
        return false;
    if (!q->other)
        return find_items_side(desk, q, from, max, arena, out, err);
    merge_begin(&m, sizeof *out->v, max, arena);
    for (; q != NULL; q = q->other) {
        struct item_rows rows;

        if (!find_items_side(desk, q, from, max, arena, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++)
            merge_row(&m, &rows.v[i]);
    }
    *out = (struct item_rows){ (void *)m.rows, m.n };
    return true;
}

/* --- how many -------------------------------------------------------------------------------- */

/* One page behind the row that from names, which becomes its last. */
static bool next_page(struct desk *desk, const struct query *q, enum find_kind kind,
                      struct find_from *from, struct arena *arena, int *n, struct err *err)
{
    struct customer_rows customers = { 0 };
    struct order_rows orders = { 0 };
    struct item_rows items = { 0 };

    if (kind == FIND_ORDER ? !find_orders(desk, q, from, LIMIT_PAGE_ROWS, arena, &orders, err)
        : kind == FIND_CUSTOMER
            ? !find_customers(desk, q, from, LIMIT_PAGE_ROWS, arena, &customers, err)
            : !find_items(desk, q, from, LIMIT_PAGE_ROWS, arena, &items, err))
        return false;
    *n = orders.n + customers.n + items.n;
    if (orders.n > 0)
        *from = (struct find_from){ .id = orders.v[orders.n - 1].id.v,
                                    .key = orders.v[orders.n - 1].sort_key };
    if (customers.n > 0)
        *from = (struct find_from){ .id = customers.v[customers.n - 1].id.v,
                                    .key = customers.v[customers.n - 1].name };
    if (items.n > 0)
        *from =
            (struct find_from){ .id = items.v[items.n - 1].id.v, .key = items.v[items.n - 1].sku };
    return true;
}

/* What two sides have is one record: their pages are counted. */
bool find_count(struct desk *desk, const struct query *q, enum find_kind kind, int max,
                struct arena *arena, int *out, struct err *err)
{
    struct find_from from = { .id = 0 };
    int all = 0, n = LIMIT_PAGE_ROWS;
    OD_VIEW view = { 0 };

    assert(max > 0 && kind != FIND_ALL);
    if (!read_view_join(desk_db(desk), &view, err))
        return false;
    if (!q->other)
        return find_count_side(desk, q, kind, max, arena, out, err);
    while (n == LIMIT_PAGE_ROWS && all < max) {
        if (!next_page(desk, q, kind, &from, arena, &n, err))
            return false;
        all += n;
    }
    *out = all < max ? all : max;
    return true;
}
