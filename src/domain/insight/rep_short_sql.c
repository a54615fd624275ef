/*
 * What could not be had: demand that was lost because nothing was in stock, and what still waits.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/insight/figure_line.h"
#include "domain/insight/report_behind.h"
#include "domain/insight/report_parts.h"
#include "store/store.h"

#define DAY_MS INT64_C(86400000)

/* --- lost ------------------------------------------------------------------------------------- */

enum { ORDER_LINES, QTY, VALUE };

/* The words of the index first. A line counts where its order has an event that canceled something
 * for want of stock. */
OD_SQL(sql_report_lost, "report.lost",
       "SELECT o.id, o.placed_ms, o.customer_id, o.channel_id, l.item_id, l.canceled_qty,"
       " d.unit_price_v, d.disc_ppm, o.currency, o.fx_e9"
       " FROM sales_order o"
       " JOIN order_line l ON l.order_id = o.id"
       " JOIN order_line d ON d.id = l.id"
       " WHERE o.status IN (4, 5, 6, 7) AND o.placed_ms >= $1 AND o.placed_ms < $2"
       " AND ($3 = 0 OR o.channel_id = $3) AND ($4 = 0 OR o.site_id = $4)"
       " AND l.kind IN (1, 4) AND l.canceled_qty > 0"
       " AND EXISTS (SELECT 1 FROM order_event e"
       " JOIN reason_code r ON r.id = e.reason_id"
       " WHERE e.order_id = o.id AND r.code = 'no_stock'"
       " AND e.kind IN ('order.cancel', 'order.cancel_line', 'order.cancel_rest'))"
       " ORDER BY o.placed_ms, o.id");

/* What the line would have been worth, in the firm's currency. */
static int64_t worth(struct stmt *q, const char *base, int64_t qty, struct arena *arena)
{
    struct price price = { get_i64(q) };
    struct rate disc = { (int32_t)get_i64(q) };
    const char *currency = get_text(q, arena);
    struct fx fx = { get_i64(q) };
    int64_t minor = line_net_minor((struct qty){ qty }, price, disc, 0, ROUND_HALF_UP);

    return fx.e9 > 0 ? money_to_base(minor, currency, fx, base) : 0;
}

static bool sum_lost(struct desk *desk, const struct report_ask *ask,
                     struct report_progress *progress, struct figure_sums *sums, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct figure_when when = { .ask = ask, .day = INT64_MIN };
    OD_STMT *q = figure_read(desk, &sql_report_lost, ask);

    while (sql_row(q)) {
        struct order_id order = { get_i64(q) };
        struct stamp placed = { get_i64(q) };
        int64_t customer = get_ref(q), channel = get_i64(q), item = get_ref(q), qty = get_i64(q);
        int64_t key = ask->by == REPORT_BY_ITEM       ? item
                      : ask->by == REPORT_BY_CUSTOMER ? customer
                      : ask->by == REPORT_BY_CHANNEL  ? channel
                                                      : figure_when_key(&when, placed);
        struct figure_sum one = { .key = key, .v[ORDER_LINES] = 1, .v[QTY] = qty };
        const struct report_row row = { .order = order, .item = { item }, .is_line = true };

        one.v[VALUE] = worth(q, desk_company(desk)->currency, qty, tmp);
        figure_add(sums, progress, &one, &row);
        arena_reset(tmp);
        if (!report_step(progress))
            return report_stopped(err);
    }
    return sql_done(&q, err);
}

static const struct report_column lost_columns[] = {
    { "group", N_("Group"), REPORT_TEXT, false },
    { "lines", N_("Lines"), REPORT_COUNT, true },
    { "quantity", N_("Quantity"), REPORT_QTY, true },
    { "value", N_("Value"), REPORT_MONEY, true },
    { 0 },
};

static void fill_lost(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[ORDER_LINES]);
    v[1] = report_n(sum->v[QTY]);
    v[2] = report_n(sum->v[VALUE]);
}

static bool load_lost(struct desk *desk, const struct report_ask *ask,
                      struct report_progress *progress, struct arena *arena,
                      struct report_table *out, struct err *err)
{
    static const struct figure_shape shape = { .columns = lost_columns,
                                               .fill = fill_lost,
                                               .order = VALUE };
    OD_ARENA *tmp = arena_new();
    struct figure_sums sums = { .arena = tmp };

    figure_behind(progress, fill_lost);
    return sum_lost(desk, ask, progress, &sums, err) &&
           figure_lines(desk, ask, &sums, &shape, arena, out, err);
}

const struct report report_lost = {
    .name = "lost",
    .words = N_("Lost for want of stock"),
    .definition = N_("Of the orders placed in the period, lines of goods that were canceled where "
                     "the reason \"Not in stock\" was given, for the order or a part of it: how "
                     "much of them was canceled, at the prices and discounts of the line, without "
                     "the discount of the order and as the order has tax."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .groups = REPORT_GROUP(REPORT_BY_ITEM) | REPORT_GROUP(REPORT_BY_CUSTOMER) |
              REPORT_GROUP(REPORT_BY_CHANNEL) | REPORT_GROUP(REPORT_BY_DAY) |
              REPORT_GROUP(REPORT_BY_WEEK) | REPORT_GROUP(REPORT_BY_MONTH),
    .by = REPORT_BY_ITEM,
    .period = "last-30-days",
    .chart = REPORT_CHART_BARS,
    .chart_column = "value",
    .load = load_lost,
};

/* --- still waiting ---------------------------------------------------------------------------- */

static const struct {
    int up_to_days; /* 0: all others */
    const char *words;
} ages[] = {
    { 1, N_("up to 1 day") },    { 3, N_("up to 3 days") },   { 7, N_("up to 7 days") },
    { 14, N_("up to 14 days") }, { 30, N_("up to 30 days") }, { 90, N_("up to 90 days") },
    { 0, N_("longer") },
};
#define AGES ((int)OD_LEN(ages))

struct age_sums {
    struct figure_sums of; /* by class */
    int64_t oldest_ms[AGES];
};


/* The words of the index order_line_short; 5 is confirmed. */
OD_SQL_SCAN(
    sql_report_waiting, "report.waiting", "its indexes have only what waits",
    "SELECT o.id, l.item_id, o.confirmed_ms, l.ordered_qty - l.canceled_qty - l.shipped_qty"
    " - l.allocated_qty, l.unit_price_v, l.disc_ppm, o.currency, o.fx_e9"
    " FROM order_line l"
    " JOIN sales_order o ON o.id = l.order_id"
    " WHERE l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty"
    " AND l.kind IN (1, 4) AND o.status = 5 AND o.backordered_qty > 0 AND l.allocate_from = ''"
    " AND ($1 = 0 OR o.channel_id = $1) AND ($2 = 0 OR COALESCE(l.site_id, o.site_id) = $2)");

static int class_of(int64_t age_ms)
{
    int a = 0;

    while (ages[a].up_to_days > 0 && age_ms > ages[a].up_to_days * DAY_MS)
        a++;
    return a;
}

static bool sum_ages(struct desk *desk, const struct report_ask *ask,
                     struct report_progress *progress, struct age_sums *sums, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    int64_t now = desk_now(desk).ms;
    OD_STMT *q = sql_read(desk_db(desk), &sql_report_waiting);

    put_i64(q, ask->channel.v);
    put_i64(q, ask->site.v);
    while (sql_row(q)) {
        int64_t order = get_i64(q), item = get_ref(q);
        const struct report_row row = { .order = { order }, .item = { item }, .is_line = true };
        int64_t age = now - get_i64(q), qty = get_i64(q);
        int a = class_of(age);
        struct figure_sum one = { .key = a, .v[ORDER_LINES] = 1, .v[QTY] = qty };

        one.v[VALUE] = worth(q, desk_company(desk)->currency, qty, tmp);
        figure_add(&sums->of, progress, &one, &row);
        sums->oldest_ms[a] = age > sums->oldest_ms[a] ? age : sums->oldest_ms[a];
        arena_reset(tmp);
        if (!report_step(progress))
            return report_stopped(err);
    }
    return sql_done(&q, err);
}

static const struct report_column age_columns[] = {
    { "waits", N_("Waits"), REPORT_TEXT, false },
    { "lines", N_("Lines"), REPORT_COUNT, true },
    { "quantity", N_("Quantity"), REPORT_QTY, true },
    { "value", N_("Value"), REPORT_MONEY, true },
    { "oldest", N_("Oldest"), REPORT_DURATION, false },
    { 0 },
};

static bool load_ages(struct desk *desk, const struct report_ask *ask,
                      struct report_progress *progress, struct arena *arena,
                      struct report_table *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct age_sums sums = { .of = { .arena = tmp } };

    figure_behind(progress, fill_lost);
    if (!sum_ages(desk, ask, progress, &sums, err))
        return false;
    report_begin(out, age_columns, arena);
    for (int a = 0; a < AGES; a++) {
        struct report_line *line = report_add(out, arena);

        line->at = a;
        line->group = a;
        line->v[0] = report_text(_(ages[a].words));
        fill_lost(figure_of(&sums.of, a), line->v + 1);
        if (line->v[1].n == 0)
            continue;
        line->v[4] = report_n(sums.oldest_ms[a]);
        if (!out->total[4].is_set || out->total[4].n < sums.oldest_ms[a])
            out->total[4] = report_n(sums.oldest_ms[a]);
    }
    return true;
}

const struct report report_waiting = {
    .name = "waiting",
    .words = N_("How long backorders wait"),
    .definition =
        N_("Lines of goods of confirmed orders that lack stock now, by how long ago their "
           "order was confirmed: how much is missing, and what it is worth at the prices "
           "and discounts of the line."),
    .asks = REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL,
    .chart = REPORT_CHART_BARS,
    .chart_column = "lines",
    .load = load_ages,
};
