/*
 * Orders canceled whole, and why. The reason is that of the order's timeline.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/rep_parts.h"
#include "domain/insight/report_behind.h"
#include "domain/insight/report_parts.h"
#include "store/store.h"

enum { PLACED, PLACED_VALUE, CANCELED, VALUE };

/* A canceled order is not canceled again, so it has one such event; imported ones have none. */
OD_SQL(sql_report_canceled, "report.canceled",
       "SELECT o.id, o.placed_ms, o.status, o.channel_id, o.site_id, o.customer_id,"
       " o.base_total_minor, CASE WHEN o.status = 7 THEN"
       " (SELECT MAX(e.reason_id) FROM order_event e"
       " WHERE e.order_id = o.id AND e.kind = 'order.cancel') END"
       " FROM sales_order o"
       " WHERE o.status IN (4, 5, 6, 7) AND o.placed_ms >= $1 AND o.placed_ms < $2"
       " AND ($3 = 0 OR o.channel_id = $3) AND ($4 = 0 OR o.site_id = $4)"
       " ORDER BY o.placed_ms");

struct row {
    struct order_id id;
    struct stamp placed;
    bool is_canceled;
    int64_t channel, site, customer, minor, reason;
};

static struct row get_row(struct stmt *q)
{
    struct row r = { .id = { get_i64(q) } };

    r.placed.ms = get_i64(q);
    r.is_canceled = get_i64(q) == 7;
    r.channel = get_i64(q);
    r.site = get_i64(q);
    r.customer = get_ref(q);
    r.minor = get_i64(q);
    r.reason = get_ref(q);
    return r;
}

static int64_t key_of(struct figure_when *when, const struct row *r)
{
    enum report_by by = when->ask->by;

    return by == REPORT_BY_REASON     ? r->reason
           : by == REPORT_BY_CHANNEL  ? r->channel
           : by == REPORT_BY_SITE     ? r->site
           : by == REPORT_BY_CUSTOMER ? r->customer
                                      : figure_when_key(when, r->placed);
}

/* Of reasons only canceled orders have one; all placed ones are their whole. */
static bool sum_canceled(struct desk *desk, const struct report_ask *ask,
                         struct report_progress *progress, struct figure_sums *sums,
                         struct figure_sum *whole, struct err *err)
{
    struct figure_when when = { .ask = ask, .day = INT64_MIN };
    OD_STMT *q = figure_read(desk, &sql_report_canceled, ask);

    while (sql_row(q)) {
        struct row r = get_row(q);
        struct figure_sum one = { .v[PLACED] = 1, .v[PLACED_VALUE] = r.minor };

        one.v[CANCELED] = r.is_canceled;
        one.v[VALUE] = r.is_canceled ? r.minor : 0;
        for (int i = 0; i < FIGURE_MAX; i++)
            whole->v[i] += one.v[i];
        if (r.is_canceled || ask->by != REPORT_BY_REASON) {
            one.key = key_of(&when, &r);
            figure_add(sums, progress, &one, &(struct report_row){ .order = r.id });
        }
        if (!report_step(progress))
            return report_stopped(err);
    }
    return sql_done(&q, err);
}

static const struct report_column columns[] = {
    { "group", N_("Group"), REPORT_TEXT, false },
    { "canceled", N_("Canceled"), REPORT_COUNT, true },
    { "value", N_("Value"), REPORT_MONEY, true },
    { "orders", N_("Of orders"), REPORT_COUNT, false },
    { "rate", N_("Share"), REPORT_SHARE, false },
    { "value_rate", N_("Rate of value"), REPORT_SHARE, false },
    { 0 },
};

static void fill(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[CANCELED]);
    v[1] = report_n(sum->v[VALUE]);
    v[2] = report_n(sum->v[PLACED]);
    v[3] = figure_rate(sum->v[CANCELED], sum->v[PLACED]);
    v[4] = figure_rate(sum->v[VALUE], sum->v[PLACED_VALUE]);
}

static bool load(struct desk *desk, const struct report_ask *ask, struct report_progress *progress,
                 struct arena *arena, struct report_table *out, struct err *err)
{
    struct figure_sum whole = { 0 };
    const struct figure_shape shape = { .columns = columns,
                                        .fill = fill,
                                        .order = CANCELED,
                                        .find = ask->by == REPORT_BY_REASON ? NULL
                                                                            : "status:canceled",
                                        .find_column = 1,
                                        .whole = &whole };
    OD_ARENA *tmp = arena_new();
    struct figure_sums sums = { .arena = tmp };

    figure_behind(progress, fill);
    if (!sum_canceled(desk, ask, progress, &sums, &whole, err))
        return false;
    if (ask->by == REPORT_BY_REASON)
        for (int i = 0; i < sums.n; i++) {
            sums.v[i].v[PLACED] = whole.v[PLACED];
            sums.v[i].v[PLACED_VALUE] = whole.v[PLACED_VALUE];
        }
    return figure_lines(desk, ask, &sums, &shape, arena, out, err);
}

const struct report report_canceled = {
    .name = "canceled",
    .words = N_("Canceled orders and why"),
    .definition = N_("Of the orders placed in the period, those that were canceled whole since, by "
                     "the reason that was given, and their share in number and value. Canceled "
                     "lines of orders that live on do not count."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .groups = REPORT_GROUP(REPORT_BY_REASON) | REPORT_GROUP(REPORT_BY_DAY) |
              REPORT_GROUP(REPORT_BY_WEEK) | REPORT_GROUP(REPORT_BY_MONTH) |
              REPORT_GROUP(REPORT_BY_CHANNEL) | REPORT_GROUP(REPORT_BY_SITE) |
              REPORT_GROUP(REPORT_BY_CUSTOMER),
    .by = REPORT_BY_REASON,
    .period = "last-30-days",
    .chart = REPORT_CHART_BARS,
    .chart_column = "canceled",
    .load = load,
};
