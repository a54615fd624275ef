/*
 * The figures of days read, and what each of them means.
 */
#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/metric.h"
#include "store/store.h"

enum metric_unit { UNIT_COUNT, UNIT_MONEY, UNIT_QTY };

static const struct {
    const char *name, *label, *words;
    enum metric_unit unit;
} metrics[METRIC_COUNT] = {
    [METRIC_ORDERS] = { "orders", N_("Orders"),
                        N_("Orders placed on the day, also those canceled later. Imported ones"
                           " count on their own day."),
                        UNIT_COUNT },
    [METRIC_MINOR] = { "base_total_minor", N_("Value"),
                       N_("What the orders placed on the day are worth now, with tax and charges."),
                       UNIT_MONEY },
    [METRIC_LINES] = { "lines", N_("Lines"),
                       N_("Lines of goods of the orders placed on the day, without lines that were"
                          " canceled alone."),
                       UNIT_COUNT },
    [METRIC_QTY] = { "qty", N_("Units"),
                     N_("How much those lines order, without what was canceled alone."), UNIT_QTY },
    [METRIC_CANCELED] = { "canceled", N_("Canceled"), N_("Orders canceled whole on the day."),
                          UNIT_COUNT },
    [METRIC_CANCELED_MINOR] = { "canceled_minor", N_("Canceled value"),
                                N_("What the orders canceled on the day were worth, with tax."),
                                UNIT_MONEY },
    [METRIC_WAITING_LINES] = { "waiting_lines", N_("Lines short"),
                               N_("Lines that had to wait for stock when their order was confirmed"
                                  " on the day."),
                               UNIT_COUNT },
    [METRIC_PICKS] = { "picks", N_("Picks"), N_("Lines picked, of what was packed on the day."),
                       UNIT_COUNT },
    [METRIC_SHORT_PICKS] = { "short_picks", N_("Short picks"),
                             N_("Lines that could not be picked whole, of what was packed on the"
                                " day."),
                             UNIT_COUNT },
    [METRIC_SHIPMENTS] = { "shipments", N_("Shipments"),
                           N_("Shipments that left on the day or were collected, without those that"
                              " were taken back."),
                           UNIT_COUNT },
    [METRIC_SHIPPED_MINOR] = { "shipped_minor", N_("Shipped value"),
                               N_("The goods of the day's shipments after discounts, without tax"
                                  " and charges, at the prices of when they left."),
                               UNIT_MONEY },
    [METRIC_SHIPPED_QTY] = { "shipped_qty", N_("Units shipped"),
                             N_("How much left with the day's shipments; of a bundle whole kits."),
                             UNIT_QTY },
    [METRIC_DUE_SHIPMENTS] = { "due_shipments", N_("Promised"),
                               N_("Shipments of the day whose order had a promised day when they"
                                  " left."),
                               UNIT_COUNT },
    [METRIC_LATE_SHIPMENTS] = { "late_shipments", N_("Left late"),
                                N_("Shipments of the day that left after the promised day."),
                                UNIT_COUNT },
    [METRIC_DELIVERED] = { "delivered", N_("Delivered"),
                           N_("Shipments that arrived on the day, whenever they left."),
                           UNIT_COUNT },
};

const char *metric_name(enum metric m)
{
    return metrics[m].name;
}

const char *metric_label(enum metric m)
{
    return _(metrics[m].label);
}

const char *metric_words(enum metric m)
{
    return _(metrics[m].words);
}

bool metric_is_money(enum metric m)
{
    return metrics[m].unit == UNIT_MONEY;
}

bool metric_is_qty(enum metric m)
{
    return metrics[m].unit == UNIT_QTY;
}

OD_SQL(sql_metric_range, "metric.range",
       "SELECT day_date, orders, base_total_minor, lines, qty, canceled, canceled_minor,"
       " waiting_lines, picks, short_picks, shipments, shipped_minor, shipped_qty, due_shipments,"
       " late_shipments, delivered"
       " FROM metric_day"
       " WHERE day_date >= $1 AND day_date <= $2 AND ($3 = 0 OR channel_id = $3)"
       " AND ($4 = 0 OR site_id = $4)");

static bool load(struct desk *desk, const struct metric_range *range, struct metric_days *days,
                 struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char from[DATE_TEXT_SIZE], until[DATE_TEXT_SIZE];
    int64_t first = date_to_days(range->from);
    OD_STMT *q = sql_read(desk_db(desk), &sql_metric_range);

    put_text(q, date_format(range->from, from));
    put_text(q, date_format(range->until, until));
    put_i64(q, range->channel.v);
    put_i64(q, range->site.v);
    while (sql_row(q)) {
        struct metric_values *sum = &days->v[date_to_days(get_date(q, tmp)) - first].sum;

        for (int m = 0; m < METRIC_COUNT; m++)
            sum->by[m] += get_i64(q);
    }
    return sql_done(&q, err);
}

bool metric_days_load(struct desk *desk, const struct metric_range *range, struct arena *arena,
                      struct metric_days *out, struct err *err)
{
    struct metric_days days = { 0 };
    int64_t n = date_to_days(range->until) - date_to_days(range->from) + 1;

    if (n < 1)
        return err_set(err, ERR_INVALID, _("The last day is before the first."));
    if (n > METRIC_DAYS_MAX)
        return err_set(err, ERR_LIMIT, _("These are more than %d days. Ask for fewer."),
                       METRIC_DAYS_MAX);
    days.n = (int)n;
    days.v = arena_array(arena, days.n, struct metric_day);
    for (int i = 0; i < days.n; i++)
        days.v[i].day = date_add_days(range->from, i);
    if (!load(desk, range, &days, err))
        return false;
    *out = days;
    return true;
}

static void add(struct metric_values *to, const struct metric_values *more)
{
    for (int m = 0; m < METRIC_COUNT; m++)
        to->by[m] += more->by[m];
}

struct metric_values metric_sum(const struct metric_days *days)
{
    struct metric_values sum = { 0 };

    for (int i = 0; i < days->n; i++)
        add(&sum, &days->v[i].sum);
    return sum;
}

void metric_by_weekday(const struct metric_days *days, struct metric_weekday out[7])
{
    for (int w = 0; w < 7; w++)
        out[w] = (struct metric_weekday){ 0 };
    for (int i = 0; i < days->n; i++) {
        struct metric_weekday *w = &out[date_weekday(days->v[i].day)];

        w->days++;
        add(&w->sum, &days->v[i].sum);
    }
}
