/*
 * What rises and what falls: the value of a period beside that of as many days right before it.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/rep_parts.h"
#include "domain/insight/report_parts.h"

/* Of a key: the value of both periods, and what it is put in order by. */
enum { NOW, BEFORE, ORDER };

static const struct report_column columns[] = {
    { "group", N_("Group"), REPORT_TEXT, false },
    { "value", N_("Value"), REPORT_MONEY, true },
    { "before", N_("Before"), REPORT_MONEY, true },
    { "change", N_("Change"), REPORT_MONEY, true },
    { "change_share", N_("Change, %"), REPORT_SHARE, false },
    { 0 },
};

static void fill(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[NOW]);
    v[1] = report_n(sum->v[BEFORE]);
    v[2] = report_n(sum->v[NOW] - sum->v[BEFORE]);
    v[3] = figure_rate(sum->v[NOW] - sum->v[BEFORE], sum->v[BEFORE]);
}

/* Of the rows of one period as they are walked. */
static void fill_now(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[REP_VALUE]);
    v[2] = report_n(sum->v[REP_VALUE]);
}

static void fill_before(const struct figure_sum *sum, struct report_value *v)
{
    v[1] = report_n(sum->v[REP_VALUE]);
    v[2] = report_n(-sum->v[REP_VALUE]);
}

static bool add_period(struct desk *desk, const struct report_ask *ask, int at, int sign,
                       struct report_progress *progress, struct figure_sums *both,
                       struct figure_words *words, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct figure_sums sums = { .arena = tmp };
    bool is_line = ask->by == REPORT_BY_ITEM || ask->by == REPORT_BY_CATEGORY;

    figure_behind(progress, at == NOW ? fill_now : fill_before);
    if (is_line ? !rep_sum_lines(desk, ask, progress, &sums, words, err)
                : !rep_sum_orders(desk, ask, false, progress, &sums, err))
        return false;
    for (int i = 0; i < sums.n; i++) {
        int64_t *v = figure_of(both, sums.v[i].key)->v;

        v[at] += sums.v[i].v[REP_VALUE];
        v[ORDER] += sign * sums.v[i].v[REP_VALUE];
    }
    return true;
}

static struct report_ask before(const struct report_ask *ask)
{
    int days = (int)(date_to_days(ask->to) - date_to_days(ask->from)) + 1;
    struct report_ask old = *ask;

    old.from = date_add_days(ask->from, -days);
    old.to = date_add_days(ask->to, -days);
    return old;
}

/* sign 1: what rose most first; -1: what fell most. */
static bool load(struct desk *desk, const struct report_ask *ask, int sign,
                 struct report_progress *progress, struct arena *arena, struct report_table *out,
                 struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct report_ask old = before(ask);
    struct figure_sums both = { .arena = tmp };
    struct figure_words words = { .arena = arena }; /* lines point into it */
    const struct figure_shape shape = { .columns = columns,
                                        .fill = fill,
                                        .order = ORDER,
                                        .words = &words,
                                        .find = "-status:canceled" };

    if (!date_is_valid(old.from))
        return err_field(err, ERR_INVALID, "period", _("There is no earlier period."));
    return add_period(desk, ask, NOW, sign, progress, &both, &words, err) &&
           add_period(desk, &old, BEFORE, -sign, progress, &both, &words, err) &&
           figure_lines(desk, ask, &both, &shape, arena, out, err);
}

static bool load_rising(struct desk *desk, const struct report_ask *ask,
                        struct report_progress *progress, struct arena *arena,
                        struct report_table *out, struct err *err)
{
    return load(desk, ask, 1, progress, arena, out, err);
}

static bool load_falling(struct desk *desk, const struct report_ask *ask,
                         struct report_progress *progress, struct arena *arena,
                         struct report_table *out, struct err *err)
{
    return load(desk, ask, -1, progress, arena, out, err);
}

#define MOVER_ASKS (REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL)
#define MOVER_GROUPS                                                                               \
    (REPORT_GROUP(REPORT_BY_ITEM) | REPORT_GROUP(REPORT_BY_CATEGORY) |                             \
     REPORT_GROUP(REPORT_BY_CUSTOMER) | REPORT_GROUP(REPORT_BY_CHANNEL))

const struct report report_rising = {
    .name = "rising",
    .words = N_("What rises most"),
    .definition = N_("The value of the orders placed in the period and not canceled, beside that "
                     "of as many days right before it. What rose most comes first, what fell most "
                     "last. Of items and categories the value is their share of the orders."),
    .asks = MOVER_ASKS,
    .groups = MOVER_GROUPS,
    .by = REPORT_BY_ITEM,
    .period = "last-30-days",
    .chart = REPORT_CHART_BARS,
    .chart_column = "change",
    .load = load_rising,
};

const struct report report_falling = {
    .name = "falling",
    .words = N_("What falls most"),
    .definition = N_("As what rises most, but what fell most comes first."),
    .asks = MOVER_ASKS,
    .groups = MOVER_GROUPS,
    .by = REPORT_BY_ITEM,
    .period = "last-30-days",
    .chart = REPORT_CHART_BARS,
    .chart_column = "change",
    .load = load_falling,
};
