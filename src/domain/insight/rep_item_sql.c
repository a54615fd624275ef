/*
 * What was ordered, item by item and category by category.
 */
#include <stddef.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/rep_parts.h"
#include "domain/insight/report_parts.h"
#include "store/store.h"

/* The index of categories has both. */
OD_SQL(sql_report_categories, "report.categories",
       "SELECT id, category"
       " FROM item"
       " WHERE category > ''");

/* By item: the key of its category in words; those without one are not there. items NULL: all. */
static bool load_categories(struct desk *desk, const struct figure_sums *items,
                            struct figure_words *words, struct figure_sums *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = sql_read(desk_db(desk), &sql_report_categories);

    while (sql_row(q)) {
        int64_t item = get_i64(q);
        const char *category = get_text(q, tmp);

        if (items == NULL || figure_find(items, item) != NULL)
            figure_of(out, item)->v[0] = figure_word_key(words, category);
        arena_reset(tmp);
    }
    return sql_done(&q, err);
}

/* The same while what is behind a category is asked for: the lines of its items are kept. */
static bool keep_items(struct desk *desk, const struct report_ask *ask,
                       struct report_progress *progress, struct figure_words *words,
                       struct figure_sums *items, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct figure_sums categories = { .arena = tmp };
    bool is_ok;

    if (!load_categories(desk, NULL, words, &categories, err))
        return false;
    progress->behind->of = &categories;
    progress->behind->of_none = figure_word_key(words, "");
    is_ok = rep_sum_items(desk, ask, progress, items, err);
    progress->behind->of = NULL;
    return is_ok;
}

bool rep_sum_lines(struct desk *desk, const struct report_ask *ask,
                   struct report_progress *progress, struct figure_sums *sums,
                   struct figure_words *words, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct figure_sums items = { .arena = tmp }, categories = { .arena = tmp };

    if (ask->by != REPORT_BY_CATEGORY)
        return rep_sum_items(desk, ask, progress, sums, err);
    if (progress->behind == NULL) {
        if (!rep_sum_items(desk, ask, progress, &items, err))
            return false;
    } else if (!keep_items(desk, ask, progress, words, &items, err)) {
        return false;
    }
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

    figure_behind(progress, fill);
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
