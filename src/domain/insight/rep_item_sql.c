/*
 * What was ordered, item by item and category by category: a walk over the orders of the period and
 * their lines, both out of an index (sales_order_figures, order_line_figures).
 */
#include <stddef.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/insight/rep_parts.h"
#include "domain/insight/report_parts.h"
#include "store/store.h"

/* The words of the index first; status 7 is canceled, a line of kind 5 has words only. */
OD_SQL(sql_report_lines, "report.lines",
       "SELECT o.id, o.base_total_minor, l.item_id, l.ordered_qty - l.canceled_qty,"
       " l.net_minor - l.order_disc_minor"
       " + CASE WHEN o.is_tax_incl = 1 THEN 0 ELSE l.tax_minor END"
       " FROM sales_order o"
       " JOIN order_line l ON l.order_id = o.id"
       " WHERE o.status IN (4, 5, 6, 7) AND o.status <> 7 AND o.placed_ms >= $1"
       " AND o.placed_ms < $2 AND ($3 = 0 OR o.channel_id = $3) AND ($4 = 0 OR o.site_id = $4)"
       " AND l.kind <> 5"
       " ORDER BY o.placed_ms, o.id");

struct line {
    int64_t item, qty, minor;
};
/* The lines of one order, until all of them are known. */
struct lines {
    struct line *v;
    int n, cap;
    int64_t order, minor; /* minor: of the order, in the firm's currency */
};

/* What the order is worth is shared out to its lines, so that all of them add up to it. */
static void close_order(struct lines *lines, struct figure_sums *sums)
{
    int64_t all = 0, before = 0;

    for (int i = 0; i < lines->n; i++)
        all += lines->v[i].minor;
    for (int i = 0; i < lines->n; i++) {
        const struct line *l = &lines->v[i];
        int64_t share =
            figure_share(lines->minor, before, before + l->minor, all, i == lines->n - 1);
        int64_t *v;

        before += l->minor;
        if (l->qty == 0 && share == 0)
            continue; /* canceled */
        v = figure_of(sums, l->item)->v;
        v[REP_COUNT]++;
        v[REP_QTY] += l->qty;
        v[REP_VALUE] += share;
    }
    lines->n = 0;
}

static bool sum_items(struct desk *desk, const struct report_ask *ask,
                      struct report_progress *progress, struct figure_sums *sums, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct lines lines = { 0 };
    OD_STMT *q = figure_read(desk, &sql_report_lines, ask);

    while (sql_row(q)) {
        int64_t order = get_i64(q);
        struct line *l;

        if (order != lines.order)
            close_order(&lines, sums);
        lines.order = order;
        lines.minor = get_i64(q);
        l = vec_push(tmp, &lines);
        l->item = get_ref(q);
        l->qty = get_i64(q);
        l->minor = get_i64(q);
        if (!report_step(progress))
            return report_stopped(err);
    }
    close_order(&lines, sums);
    return sql_done(&q, err);
}

/* The index of categories has both. */
OD_SQL(sql_report_categories, "report.categories",
       "SELECT id, category"
       " FROM item"
       " WHERE category > ''");

/* By item: the key of its category in words; those without one are not there. */
static bool load_categories(struct desk *desk, const struct figure_sums *items,
                            struct figure_words *words, struct figure_sums *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = sql_read(desk_db(desk), &sql_report_categories);

    while (sql_row(q)) {
        int64_t item = get_i64(q);

        if (figure_find(items, item) == NULL)
            continue;
        figure_of(out, item)->v[0] = figure_word_key(words, get_text(q, tmp));
        arena_reset(tmp);
    }
    return sql_done(&q, err);
}

bool rep_sum_lines(struct desk *desk, const struct report_ask *ask,
                   struct report_progress *progress, struct figure_sums *sums,
                   struct figure_words *words, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct figure_sums items = { .arena = tmp }, categories = { .arena = tmp };

    if (ask->by != REPORT_BY_CATEGORY)
        return sum_items(desk, ask, progress, sums, err);
    if (!sum_items(desk, ask, progress, &items, err))
        return false;
    if (!load_categories(desk, &items, words, &categories, err))
        return false;
    for (int i = 0; i < items.n; i++) {
        const struct figure_sum *of = figure_find(&categories, items.v[i].key);
        int64_t *v = figure_of(sums, of ? of->v[0] : figure_word_key(words, ""))->v;

        for (int k = 0; k < FIGURE_MAX; k++)
            v[k] += items.v[i].v[k];
    }
    return true;
}

/* --- items ------------------------------------------------------------------------------------ */

static const struct report_column columns[] = {
    { "group", N_("Group"), REPORT_TEXT, false },     { "lines", N_("Lines"), REPORT_COUNT, true },
    { "quantity", N_("Quantity"), REPORT_QTY, true }, { "value", N_("Value"), REPORT_MONEY, true },
    { "share", N_("Share"), REPORT_SHARE, false },    { 0 },
};

static void fill(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[REP_COUNT]);
    v[1] = report_n(sum->v[REP_QTY]);
    v[2] = report_n(sum->v[REP_VALUE]);
}

static bool load(struct desk *desk, const struct report_ask *ask, struct report_progress *progress,
                 struct arena *arena, struct report_table *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct figure_sums sums = { .arena = tmp };
    struct figure_words words = { .arena = arena }; /* lines point into it */
    const struct figure_shape shape = { .columns = columns,
                                        .fill = fill,
                                        .order = REP_VALUE,
                                        .words = &words,
                                        .find = "-status:canceled" };
    int64_t whole;

    if (!rep_sum_lines(desk, ask, progress, &sums, &words, err) ||
        !figure_lines(desk, ask, &sums, &shape, arena, out, err))
        return false;
    whole = figure_whole(&sums).v[REP_VALUE];
    for (int i = 0; i < out->n; i++)
        out->v[i].v[4] = figure_rate(out->v[i].v[3].n, whole);
    out->total[4] = figure_rate(whole, whole);
    return true;
}

const struct report report_items = {
    .name = "items",
    .words = N_("What sells"),
    .definition = N_("Lines of the orders placed in the period and not canceled: how many, how "
                     "much of it, and their share of what their orders are worth, with discounts "
                     "and tax, in the firm's currency. Charges and imported lines without an item "
                     "count too, so that all lines are worth what all orders are. The largest "
                     "come first."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .groups = REPORT_GROUP(REPORT_BY_ITEM) | REPORT_GROUP(REPORT_BY_CATEGORY),
    .by = REPORT_BY_ITEM,
    .period = "last-30-days",
    .chart = REPORT_CHART_BARS,
    .chart_column = "value",
    .load = load,
};
