/*
 * What people did: orders taken, lines picked, shipments handed over.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/rep_parts.h"
#include "domain/insight/report_behind.h"
#include "domain/insight/report_parts.h"
#include "store/store.h"

enum { TAKEN, TAKEN_VALUE, PICKS, LINES, QTY, SHORTS, SENT };

/* The picker is who has it: whoever begins a pick, or was given it. A walk by the index
 * fulfillment_packed, a row for each line, for to group them here costs less than to sort them
 * there; the order is read where a channel is asked for. */
OD_SQL(sql_report_picked, "report.picked",
       "SELECT f.id, f.order_id, l.item_id, f.assigned_to, COALESCE(l.picked_qty, 0),"
       " COALESCE(l.short_qty, 0)"
       " FROM fulfillment f"
       " LEFT JOIN fulfillment_line l ON l.fulfillment_id = f.id"
       " AND (l.picked_qty > 0 OR l.short_qty > 0)"
       " WHERE f.packed_ms > 0 AND f.packed_ms >= $1 AND f.packed_ms < $2"
       " AND ($3 = 0 OR EXISTS (SELECT 1 FROM sales_order o"
       " WHERE o.id = f.order_id AND o.channel_id = $3)) AND ($4 = 0 OR f.site_id = $4)"
       " ORDER BY f.packed_ms, f.id");

OD_SQL(sql_report_sent, "report.sent",
       "SELECT s.id, s.order_id, s.created_by"
       " FROM shipment s"
       " WHERE s.shipped_ms >= $1 AND s.shipped_ms < $2 AND s.status <> 4"
       " AND ($3 = 0 OR EXISTS (SELECT 1 FROM sales_order o"
       " WHERE o.id = s.order_id AND o.channel_id = $3))"
       " AND ($4 = 0 OR EXISTS (SELECT 1 FROM fulfillment f"
       " WHERE f.id = s.fulfillment_id AND f.site_id = $4))"
       " ORDER BY s.shipped_ms");

static bool sum_picks(struct desk *desk, const struct report_ask *ask,
                      struct report_progress *progress, struct figure_sums *sums, struct err *err)
{
    OD_STMT *q = figure_read(desk, &sql_report_picked, ask);
    int64_t pick = 0;

    while (sql_row(q)) {
        int64_t id = get_i64(q), order = get_i64(q), item = get_ref(q), person = get_ref(q);
        int64_t picked = get_i64(q), shorted = get_i64(q);
        const struct figure_sum one = { .key = person, .v[PICKS] = id != pick };
        struct figure_sum line = { .key = person, .v[LINES] = picked > 0, .v[QTY] = picked };
        struct report_row row = { .order = { order }, .pick = id };

        line.v[SHORTS] = shorted > 0;
        figure_add(sums, progress, &one, &row);
        row.item.v = item;
        row.is_line = true;
        figure_add(sums, progress, &line, &row);
        pick = id;
        if (!report_step(progress))
            return report_stopped(err);
    }
    return sql_done(&q, err);
}

static bool sum_sent(struct desk *desk, const struct report_ask *ask,
                     struct report_progress *progress, struct figure_sums *sums, struct err *err)
{
    OD_STMT *q = figure_read(desk, &sql_report_sent, ask);

    while (sql_row(q)) {
        int64_t id = get_i64(q), order = get_i64(q);
        const struct figure_sum one = { .key = get_i64(q), .v[SENT] = 1 };
        const struct report_row row = { .order = { order }, .shipment = id };

        figure_add(sums, progress, &one, &row);
        if (!report_step(progress))
            return report_stopped(err);
    }
    return sql_done(&q, err);
}

/* Of orders as they are walked. */
static void fill_taken(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[REP_COUNT]);
    v[1] = report_n(sum->v[REP_VALUE]);
}

static bool sum_taken(struct desk *desk, const struct report_ask *ask,
                      struct report_progress *progress, struct figure_sums *sums, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct figure_sums orders = { .arena = tmp };

    figure_behind(progress, fill_taken);
    if (!rep_sum_orders(desk, ask, false, progress, &orders, err))
        return false;
    for (int i = 0; i < orders.n; i++) {
        int64_t *v = figure_of(sums, orders.v[i].key)->v;

        v[TAKEN] = orders.v[i].v[REP_COUNT];
        v[TAKEN_VALUE] = orders.v[i].v[REP_VALUE];
    }
    return true;
}

static const struct report_column columns[] = {
    { "group", N_("Group"), REPORT_TEXT, false },
    { "orders", N_("Orders taken"), REPORT_COUNT, true },
    { "value", N_("Value"), REPORT_MONEY, true },
    { "picks", N_("Picks"), REPORT_COUNT, true },
    { "lines", N_("Lines picked"), REPORT_COUNT, true },
    { "quantity", N_("Units picked"), REPORT_QTY, true },
    { "shorts", N_("Short lines"), REPORT_COUNT, true },
    { "shipments", N_("Sent"), REPORT_COUNT, true },
    { 0 },
};

static void fill(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[TAKEN]);
    v[1] = report_n(sum->v[TAKEN_VALUE]);
    v[2] = report_n(sum->v[PICKS]);
    v[3] = report_n(sum->v[LINES]);
    v[4] = report_n(sum->v[QTY]);
    v[5] = report_n(sum->v[SHORTS]);
    v[6] = report_n(sum->v[SENT]);
}

static bool load(struct desk *desk, const struct report_ask *ask, struct report_progress *progress,
                 struct arena *arena, struct report_table *out, struct err *err)
{
    static const struct figure_shape shape = {
        .columns = columns,
        .fill = fill,
        .order = TAKEN,
        .find = "-status:canceled",
        .find_column = 1,
    };
    OD_ARENA *tmp = arena_new();
    struct figure_sums sums = { .arena = tmp };

    if (!sum_taken(desk, ask, progress, &sums, err))
        return false;
    figure_behind(progress, fill);
    return sum_picks(desk, ask, progress, &sums, err) &&
           sum_sent(desk, ask, progress, &sums, err) &&
           figure_lines(desk, ask, &sums, &shape, arena, out, err);
}

const struct report report_staff = {
    .name = "staff",
    .words = N_("What people did"),
    .definition = N_("By person: orders they took in the period and that were not canceled, with "
                     "their value; picks packed in the period that were theirs, with the lines and "
                     "units picked and the lines that came up short; shipments of the period that "
                     "they sent. A pick is of who began it or was given it."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .groups = REPORT_GROUP(REPORT_BY_PERSON),
    .by = REPORT_BY_PERSON,
    .period = "last-30-days",
    .chart = REPORT_CHART_BARS,
    .chart_column = "orders",
    .load = load,
};
