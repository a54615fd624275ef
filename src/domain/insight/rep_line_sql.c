/*
 * The lines of the orders of a period, summed up by item: millions of a year, all out of two
 * indexes (sales_order_figures, order_line_figures).
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "domain/insight/rep_parts.h"
#include "domain/insight/report_behind.h"
#include "store/store.h"

/* --- sums ------------------------------------------------------------------------------------- */

/*
 * The sums of a hundred thousand items lie as close together as they can, by id, so that most of
 * them stay in the processor's cache. Items of other ids, which no desk has, are summed like any
 * other key.
 */
#define PAGE_ITEMS 1024
#define PAGES_MAX  4096
struct item_sum {
    int64_t v[REP_QTY + 1];
};
struct line {
    int64_t item, qty, minor;
};
struct placed {
    int64_t id, minor;
    bool is_tax_incl;
};
struct walk {
    struct item_sum *page[PAGES_MAX];
    struct figure_sums rest;
    struct arena *arena;
    struct report_progress *progress;
    /* the lines of one order, until all of them are known */
    struct line *v;
    int n, cap;
};

static int64_t *item_of(struct walk *w, int64_t id)
{
    struct item_sum **page;

    if (id < 0 || id >= (int64_t)PAGE_ITEMS * PAGES_MAX)
        return figure_of(&w->rest, id)->v;
    page = &w->page[id / PAGE_ITEMS];
    if (*page == NULL)
        *page = arena_array(w->arena, PAGE_ITEMS, struct item_sum);
    return (*page)[id % PAGE_ITEMS].v;
}

/* By id. */
static void give_items(const struct walk *w, struct figure_sums *sums)
{
    int n = w->rest.n;

    for (int p = 0; p < PAGES_MAX; p++)
        for (int i = 0; w->page[p] != NULL && i < PAGE_ITEMS; i++)
            n += w->page[p][i].v[REP_COUNT] > 0;
    figure_room(sums, n);
    for (int p = 0; p < PAGES_MAX; p++)
        for (int i = 0; w->page[p] != NULL && i < PAGE_ITEMS; i++) {
            const struct item_sum *from = &w->page[p][i];

            if (from->v[REP_COUNT] > 0)
                memcpy(figure_of(sums, (int64_t)p * PAGE_ITEMS + i)->v, from->v, sizeof from->v);
        }
    for (int i = 0; i < w->rest.n; i++)
        *figure_of(sums, w->rest.v[i].key) = w->rest.v[i];
}

static void keep_line(struct walk *w, const struct placed *order, const struct line *l,
                      int64_t share)
{
    const struct figure_sum one = {
        .key = l->item, .v[REP_COUNT] = 1, .v[REP_QTY] = l->qty, .v[REP_VALUE] = share
    };
    const struct report_row row = {
        .order = { order->id }, .item = { l->item }, .is_line = true
    };

    figure_keep(w->progress, &one, &row);
}

/* What the order is worth, in the firm's currency, is shared out to its lines, so that all of them
 * add up to it. */
static void close_order(struct walk *w, const struct placed *order)
{
    int64_t all = 0, before = 0;

    for (int i = 0; i < w->n; i++)
        all += w->v[i].minor;
    for (int i = 0; i < w->n; i++) {
        const struct line *l = &w->v[i];
        int64_t share = figure_share(order->minor, before, before + l->minor, all, i == w->n - 1);
        int64_t *v;

        before += l->minor;
        if (l->qty == 0 && share == 0)
            continue; /* canceled */
        v = item_of(w, l->item);
        v[REP_COUNT]++;
        v[REP_QTY] += l->qty;
        v[REP_VALUE] += share;
        if (w->progress->behind != NULL)
            keep_line(w, order, l, share);
    }
    w->n = 0;
}

/* --- orders ----------------------------------------------------------------------------------- */

/* Some of the orders; all of a year would not stay in the cache either. */
#define BATCH 4096
struct batch {
    struct placed v[BATCH];
    int n;
};

/* The words of the index first; status 7 is canceled. */
OD_SQL(sql_report_placed, "report.placed",
       "SELECT id, base_total_minor, is_tax_incl"
       " FROM sales_order"
       " WHERE status IN (4, 5, 6, 7) AND status <> 7 AND placed_ms >= $1 AND placed_ms < $2"
       " AND ($3 = 0 OR channel_id = $3) AND ($4 = 0 OR site_id = $4)"
       " ORDER BY placed_ms, id");

static int by_id(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

/* --- lines ------------------------------------------------------------------------------------ */

/* A line of kind 5 has words only. */
OD_SQL(sql_report_lines, "report.lines",
       "SELECT order_id, item_id, ordered_qty - canceled_qty, net_minor - order_disc_minor,"
       " tax_minor"
       " FROM order_line"
       " WHERE order_id >= $1 AND order_id <= $2 AND kind <> 5"
       " ORDER BY order_id");

/* From one order's lines to those of another, each of them on the list or between two of it. */
static bool walk_lines(struct desk *desk, const struct placed *first, const struct placed *last,
                       struct walk *w, struct err *err)
{
    const struct placed *at = first;
    OD_STMT *q = sql_read(desk_db(desk), &sql_report_lines);

    put_i64(q, first->id);
    put_i64(q, last->id);
    while (sql_row(q)) {
        int64_t order = get_i64(q), item = get_ref(q), qty = get_i64(q), minor = get_i64(q);
        int64_t tax = get_i64(q);
        struct line *l;

        while (at->id < order) {
            close_order(w, at);
            at++;
        }
        if (at->id == order) {
            l = vec_push(w->arena, w);
            *l = (struct line){ item, qty, minor + (at->is_tax_incl ? 0 : tax) };
        }
        if (!report_step(w->progress))
            return report_stopped(err);
    }
    for (; at <= last; at++)
        close_order(w, at);
    return sql_done(&q, err);
}

/* Reading on costs less than to look for the next order, where few are left out between. */
#define GAP_MOST 2

static bool walk_batch(struct desk *desk, struct batch *b, struct walk *w, struct err *err)
{
    qsort(b->v, (size_t)b->n, sizeof b->v[0], by_id);
    for (int from = 0, until; from < b->n; from = until) {
        for (until = from + 1; until < b->n; until++)
            if (b->v[until].id - b->v[until - 1].id > GAP_MOST + 1)
                break;
        if (!walk_lines(desk, &b->v[from], &b->v[until - 1], w, err))
            return false;
    }
    b->n = 0;
    return true;
}

static bool walk_orders(struct desk *desk, const struct report_ask *ask, struct walk *w,
                        struct err *err)
{
    struct batch *b = arena_array(w->arena, 1, struct batch);
    OD_STMT *q = figure_read(desk, &sql_report_placed, ask);

    while (sql_row(q)) {
        struct placed *o = &b->v[b->n++];

        o->id = get_i64(q);
        o->minor = get_i64(q);
        o->is_tax_incl = get_i64(q) != 0;
        if (!report_step(w->progress))
            return report_stopped(err);
        if (b->n == BATCH && !walk_batch(desk, b, w, err))
            return false;
    }
    return sql_done(&q, err) && (b->n == 0 || walk_batch(desk, b, w, err));
}

bool rep_sum_items(struct desk *desk, const struct report_ask *ask,
                   struct report_progress *progress, struct figure_sums *sums, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct walk *w = arena_array(tmp, 1, struct walk);

    w->arena = w->rest.arena = tmp;
    w->progress = progress;
    if (!walk_orders(desk, ask, w, err))
        return false;
    give_items(w, sums);
    return true;
}
