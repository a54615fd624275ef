/*
 * Orders placed: how many, what they are worth, by what they are grouped; and over the hours of the
 * week. One walk over the index sales_order_figures, which has all that is asked for here.
 */
#include <stddef.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/rep_parts.h"
#include "domain/insight/report_behind.h"
#include "domain/insight/report_parts.h"
#include "store/store.h"

struct order_row {
    struct order_id id;
    struct stamp placed;
    bool is_canceled;
    int64_t channel, site, customer, person, minor;
};

/* Status 4 to 7: submitted, confirmed, closed, canceled; the index has no others. */
OD_SQL(sql_report_orders, "report.orders",
       "SELECT id, placed_ms, status, channel_id, site_id, customer_id, created_by,"
       " base_total_minor"
       " FROM sales_order"
       " WHERE status IN (4, 5, 6, 7) AND placed_ms >= $1 AND placed_ms < $2"
       " AND ($3 = 0 OR channel_id = $3) AND ($4 = 0 OR site_id = $4)"
       " ORDER BY placed_ms");

static struct order_row get_order(struct stmt *q)
{
    struct order_row r = { .id = { get_i64(q) } };

    r.placed.ms = get_i64(q);
    r.is_canceled = get_i64(q) == 7;
    r.channel = get_i64(q);
    r.site = get_i64(q);
    r.customer = get_ref(q);
    r.person = get_i64(q);
    r.minor = get_i64(q);
    return r;
}

static int64_t key_of(struct figure_when *when, const struct order_row *r)
{
    switch (when->ask->by) {
    case REPORT_BY_CUSTOMER:
        return r->customer;
    case REPORT_BY_CHANNEL:
        return r->channel;
    case REPORT_BY_SITE:
        return r->site;
    case REPORT_BY_PERSON:
        return r->person;
    case REPORT_BY_DAY:
    case REPORT_BY_WEEK:
    case REPORT_BY_MONTH:
    case REPORT_BY_WEEKDAY:
    case REPORT_BY_HOUR:
        return figure_when_key(when, r->placed);
    case REPORT_BY_NONE:
    case REPORT_BY_ITEM:
    case REPORT_BY_CATEGORY:
    case REPORT_BY_CARRIER:
    case REPORT_BY_REASON:
    case REPORT_BYS:
        return 0;
    }
    return 0;
}

bool rep_sum_orders(struct desk *desk, const struct report_ask *ask, bool is_heat,
                    struct report_progress *progress, struct figure_sums *sums, struct err *err)
{
    struct figure_when when = { .ask = ask, .day = INT64_MIN };
    OD_STMT *q = figure_read(desk, &sql_report_orders, ask);

    while (sql_row(q)) {
        struct order_row r = get_order(q);
        int64_t key = is_heat ? figure_when_heat(&when, r.placed) : key_of(&when, &r);
        struct figure_sum one = { .key = key };

        one.v[r.is_canceled ? REP_CANCELED : REP_COUNT] = 1;
        one.v[r.is_canceled ? REP_CANCELED_VALUE : REP_VALUE] = r.minor;
        figure_add(sums, progress, &one, &(struct report_row){ .order = r.id });
        if (!report_step(progress))
            return report_stopped(err);
    }
    return sql_done(&q, err);
}

/* --- orders and value ------------------------------------------------------------------------- */

static const struct report_column sales_columns[] = {
    { "group", N_("Group"), REPORT_TEXT, false },
    { "orders", N_("Orders"), REPORT_COUNT, true },
    { "value", N_("Value"), REPORT_MONEY, true },
    { "average", N_("Average"), REPORT_MONEY, false },
    { "canceled", N_("Canceled"), REPORT_COUNT, true },
    { "canceled_value", N_("Canceled value"), REPORT_MONEY, true },
    { 0 },
};

static void fill_sales(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[REP_COUNT]);
    v[1] = report_n(sum->v[REP_VALUE]);
    v[2] = figure_mean(sum->v[REP_VALUE], sum->v[REP_COUNT]);
    v[3] = report_n(sum->v[REP_CANCELED]);
    v[4] = report_n(sum->v[REP_CANCELED_VALUE]);
}

static bool load_sales(struct desk *desk, const struct report_ask *ask,
                       struct report_progress *progress, struct arena *arena,
                       struct report_table *out, struct err *err)
{
    static const struct figure_shape shape = {
        .columns = sales_columns,
        .fill = fill_sales,
        .order = REP_VALUE,
        .find = "-status:canceled",
        .find_column = 1,
    };
    OD_ARENA *tmp = arena_new();
    struct figure_sums sums = { .arena = tmp };

    figure_behind(progress, fill_sales);
    return rep_sum_orders(desk, ask, false, progress, &sums, err) &&
           figure_lines(desk, ask, &sums, &shape, arena, out, err);
}

const struct report report_sales = {
    .name = "sales",
    .words = N_("Orders and value"),
    .definition =
        N_("Orders placed in the period, and what they are worth with tax and charges "
           "in the firm's currency, at the rate of the order. Those that were canceled "
           "whole since stand apart. The average is the value of an order. Imported orders "
           "count on their own day; drafts and quotes do not count."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .groups = REPORT_GROUP(REPORT_BY_DAY) | REPORT_GROUP(REPORT_BY_WEEK) |
              REPORT_GROUP(REPORT_BY_MONTH) | REPORT_GROUP(REPORT_BY_WEEKDAY) |
              REPORT_GROUP(REPORT_BY_HOUR) | REPORT_GROUP(REPORT_BY_CUSTOMER) |
              REPORT_GROUP(REPORT_BY_CHANNEL) | REPORT_GROUP(REPORT_BY_SITE) |
              REPORT_GROUP(REPORT_BY_PERSON),
    .by = REPORT_BY_DAY,
    .period = "last-30-days",
    .chart = REPORT_CHART_LINE,
    .chart_column = "value",
    .load = load_sales,
};

/* --- hours of the week ------------------------------------------------------------------------ */

static const struct report_column heat_columns[] = {
    { "weekday", N_("Weekday"), REPORT_TEXT, false },
    { "hour", N_("Hour"), REPORT_TEXT, false },
    { "orders", N_("Orders"), REPORT_COUNT, true },
    { "value", N_("Value"), REPORT_MONEY, true },
    { 0 },
};

static void fill_heat(const struct figure_sum *sum, struct report_value *v)
{
    v[1] = report_n(sum->v[REP_COUNT]);
    v[2] = report_n(sum->v[REP_VALUE]);
}

static bool load_heat(struct desk *desk, const struct report_ask *ask,
                      struct report_progress *progress, struct arena *arena,
                      struct report_table *out, struct err *err)
{
    static const struct figure_sum none;
    OD_ARENA *tmp = arena_new();
    struct figure_sums sums = { .arena = tmp };
    const char *days;

    figure_behind(progress, fill_heat);
    if (!rep_sum_orders(desk, ask, true, progress, &sums, err))
        return false;
    days = report_find_days(desk, ask, "date", ask->from, ask->to, arena);
    report_begin(out, heat_columns, arena);
    out->find_column = 2;
    for (int at = 0; at < 7 * 24; at++) {
        const struct figure_sum *sum = figure_find(&sums, at);
        struct report_line *line = report_add(out, arena);

        sum = sum ? sum : &none;
        line->at = at;
        line->group = at;
        line->v[0] = report_text(report_weekday(at / 24));
        line->v[1] = report_text(arena_printf(arena, "%02d", at % 24));
        fill_heat(sum, line->v + 1);
        if (days != NULL)
            line->find = arena_printf(arena, "%s %s -status:canceled", days,
                                      report_find_when(at / 24, at % 24, arena));
    }
    return true;
}

const struct report report_hours = {
    .name = "hours",
    .words = N_("Orders by weekday and hour"),
    .definition = N_("Orders placed in the period by the weekday and hour of their placing, as the "
                     "clocks of the firm show it, without those that were canceled. Where clocks "
                     "are put back an hour comes twice and counts as one."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .period = "last-30-days",
    .chart = REPORT_CHART_HEAT,
    .chart_column = "orders",
    .load = load_heat,
};
