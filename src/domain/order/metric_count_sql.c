/*
 * The figures of a day counted anew from the records: for `check`, after an update, and where the
 * firm's time zone makes other days of the same instants.
 */
#include "base/date.h"
#include "base/mem.h"
#include "domain/order/metric_day.h"
#include "store/store.h"

/* The day as instants: from its begin, before that of the next. */
struct bounds {
    struct stamp from, until;
};

static struct bounds bounds_of(struct date day)
{
    return (struct bounds){ date_begin(day), date_begin(date_add_days(day, 1)) };
}

/* Statements give channel, site and, in the order of the enum, some figures from one on. */
struct part {
    const struct sql *sql;
    enum metric first;
    int n;
    bool has_day; /* $1 is the day, the bounds follow */
};

OD_SQL(sql_metric_count_placed, "metric.count_placed",
       "SELECT channel_id, site_id, COUNT(*), CAST(SUM(base_total_minor) AS BIGINT)"
       " FROM sales_order"
       " WHERE placed_ms >= $1 AND placed_ms < $2"
       " GROUP BY channel_id, site_id");

/* Kinds of goods are 1 and 4; of an order canceled whole (7) what it was worth stays. */
OD_SQL(sql_metric_count_lines, "metric.count_lines",
       "SELECT channel_id, site_id, COUNT(*), CAST(SUM(qty) AS BIGINT)"
       " FROM (SELECT o.channel_id, o.site_id,"
       " CASE WHEN o.status = 7 THEN l.ordered_qty ELSE l.ordered_qty - l.canceled_qty END AS qty"
       " FROM sales_order o"
       " JOIN order_line l ON l.order_id = o.id"
       " WHERE o.placed_ms >= $1 AND o.placed_ms < $2 AND l.kind IN (1, 4)) g"
       " WHERE qty > 0"
       " GROUP BY channel_id, site_id");

OD_SQL(sql_metric_count_canceled, "metric.count_canceled",
       "SELECT channel_id, site_id, COUNT(*), CAST(SUM(base_total_minor) AS BIGINT)"
       " FROM sales_order"
       " WHERE status = 7 AND ended_ms >= $1 AND ended_ms < $2 AND placed_ms > 0"
       " GROUP BY channel_id, site_id");

OD_SQL(sql_metric_count_waiting, "metric.count_waiting",
       "SELECT o.channel_id, o.site_id, CAST(SUM(w.lines) AS BIGINT)"
       " FROM order_waited w"
       " JOIN sales_order o ON o.id = w.order_id"
       " WHERE w.at_ms >= $1 AND w.at_ms < $2"
       " GROUP BY o.channel_id, o.site_id");

/* On the day that gives them their stock later (R11). */
OD_SQL(sql_metric_count_due, "metric.count_due",
       "SELECT o.channel_id, o.site_id, COUNT(*)"
       " FROM line_waited w"
       " JOIN sales_order o ON o.id = w.order_id"
       " WHERE w.at_ms >= $1 AND w.at_ms < $2"
       " GROUP BY o.channel_id, o.site_id");

OD_SQL(sql_metric_count_picks, "metric.count_picks",
       "SELECT o.channel_id, f.site_id,"
       " CAST(SUM(CASE WHEN l.picked_qty > 0 THEN 1 ELSE 0 END) AS BIGINT),"
       " CAST(SUM(CASE WHEN l.short_qty > 0 THEN 1 ELSE 0 END) AS BIGINT)"
       " FROM fulfillment f"
       " JOIN fulfillment_line l ON l.fulfillment_id = f.id"
       " JOIN sales_order o ON o.id = f.order_id"
       " WHERE f.packed_ms >= $1 AND f.packed_ms < $2 AND f.packed_ms > 0"
       " GROUP BY o.channel_id, f.site_id");

OD_SQL(sql_metric_count_shipped, "metric.count_shipped",
       "SELECT o.channel_id, f.site_id, COUNT(*), CAST(SUM(s.base_minor) AS BIGINT),"
       " CAST(SUM(s.qty) AS BIGINT),"
       " CAST(SUM(CASE WHEN s.promised_date > '' THEN 1 ELSE 0 END) AS BIGINT),"
       " CAST(SUM(CASE WHEN s.promised_date > '' AND s.promised_date < $1 THEN 1 ELSE 0 END)"
       " AS BIGINT)"
       " FROM shipment s"
       " JOIN fulfillment f ON f.id = s.fulfillment_id"
       " JOIN sales_order o ON o.id = s.order_id"
       " WHERE s.shipped_ms >= $2 AND s.shipped_ms < $3 AND s.status <> 4"
       " GROUP BY o.channel_id, f.site_id");

OD_SQL(sql_metric_count_arrived, "metric.count_arrived",
       "SELECT o.channel_id, f.site_id, COUNT(*)"
       " FROM shipment s"
       " JOIN fulfillment f ON f.id = s.fulfillment_id"
       " JOIN sales_order o ON o.id = s.order_id"
       " WHERE s.status = 2 AND s.ended_ms >= $1 AND s.ended_ms < $2"
       " GROUP BY o.channel_id, f.site_id");

static const struct part parts[] = {
    { &sql_metric_count_placed, METRIC_ORDERS, 2, false },
    { &sql_metric_count_lines, METRIC_LINES, 2, false },
    { &sql_metric_count_canceled, METRIC_CANCELED, 2, false },
    { &sql_metric_count_waiting, METRIC_WAITING_LINES, 1, false },
    { &sql_metric_count_due, METRIC_WAITING_LINES, 1, false },
    { &sql_metric_count_picks, METRIC_PICKS, 2, false },
    { &sql_metric_count_shipped, METRIC_SHIPMENTS, 5, true },
    { &sql_metric_count_arrived, METRIC_DELIVERED, 1, false },
};

static bool count_part(struct desk *desk, const struct part *part, struct date day,
                       struct arena *arena, struct metric_rows *rows, struct err *err)
{
    char text[DATE_TEXT_SIZE];
    struct bounds b = bounds_of(day);
    OD_STMT *q = sql_read(desk_db(desk), part->sql);

    if (part->has_day)
        put_text(q, date_format(day, text));
    put_i64(q, b.from.ms);
    put_i64(q, b.until.ms);
    while (sql_row(q)) {
        struct metric_row row = { .day = day };

        row.channel.v = get_i64(q);
        row.site.v = get_i64(q);
        for (int i = 0; i < part->n; i++)
            row.sum.by[part->first + i] = get_i64(q);
        metric_rows_add(rows, arena, &row, 1);
    }
    return sql_done(&q, err);
}

bool metric_day_count(struct desk *desk, struct date day, struct arena *arena,
                      struct metric_rows *out, struct err *err)
{
    struct metric_rows rows = { 0 };

    for (size_t i = 0; i < OD_LEN(parts); i++)
        if (!count_part(desk, &parts[i], day, arena, &rows, err))
            return false;
    *out = rows;
    return true;
}

OD_SQL(sql_metric_day_kept, "metric.day_kept",
       "SELECT channel_id, site_id, orders, base_total_minor, lines, qty, canceled, canceled_minor,"
       " waiting_lines, picks, short_picks, shipments, shipped_minor, shipped_qty, due_shipments,"
       " late_shipments, delivered"
       " FROM metric_day"
       " WHERE day_date = $1");

bool metric_day_kept(struct desk *desk, struct date day, struct arena *arena,
                     struct metric_rows *out, struct err *err)
{
    char text[DATE_TEXT_SIZE];
    struct metric_rows rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_metric_day_kept);

    put_text(q, date_format(day, text));
    while (sql_row(q)) {
        struct metric_row *row = vec_push(arena, &rows);

        row->day = day;
        row->channel.v = get_i64(q);
        row->site.v = get_i64(q);
        for (int m = 0; m < METRIC_COUNT; m++)
            row->sum.by[m] = get_i64(q);
    }
    *out = rows;
    return sql_done(&q, err);
}

OD_SQL(sql_metric_day_clear, "metric.day_clear",
       "DELETE FROM metric_day"
       " WHERE day_date = $1");

bool metric_day_replace(struct tx *tx, struct date day, const struct metric_rows *rows,
                        struct err *err)
{
    char text[DATE_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_metric_day_clear);

    put_text(q, date_format(day, text));
    return sql_run(&q, NULL, err) && metric_rows_write(tx, rows, err);
}

OD_SQL(sql_metric_next, "metric.next",
       "SELECT MIN(at_ms)"
       " FROM (SELECT MIN(placed_ms) AS at_ms FROM sales_order WHERE placed_ms >= $1"
       " UNION ALL SELECT MIN(ended_ms) FROM sales_order WHERE status = 7 AND ended_ms >= $1"
       " UNION ALL SELECT MIN(at_ms) FROM order_waited WHERE at_ms >= $1"
       " UNION ALL SELECT MIN(at_ms) FROM line_waited WHERE at_ms >= $1"
       " UNION ALL SELECT MIN(packed_ms) FROM fulfillment WHERE packed_ms >= $1 AND packed_ms > 0"
       " UNION ALL SELECT MIN(shipped_ms) FROM shipment WHERE shipped_ms >= $1"
       " UNION ALL SELECT MIN(ended_ms) FROM shipment WHERE status = 2 AND ended_ms >= $1) m");

OD_SQL(sql_metric_next_kept, "metric.next_kept",
       "SELECT COALESCE(MIN(day_date), '')"
       " FROM metric_day"
       " WHERE day_date >= $1");

bool metric_next_day(struct desk *desk, struct date from, struct date *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char text[DATE_TEXT_SIZE];
    struct date day = { 0 }, kept = { 0 };
    int64_t begin_ms = date_begin(from).ms;
    OD_STMT *q = sql_read(desk_db(desk), &sql_metric_next);
    OD_STMT *k = NULL;

    put_i64(q, begin_ms > 1 ? begin_ms : 1); /* 0 stands for never */
    if (sql_row(q)) {
        struct stamp at = { get_ref(q) };

        if (at.ms > 0)
            day = stamp_to_date(at);
    }
    if (!sql_done(&q, err))
        return false;
    k = sql_read(desk_db(desk), &sql_metric_next_kept);
    put_text(k, date_format(from, text));
    if (sql_row(k))
        kept = get_date(k, tmp);
    if (!sql_done(&k, err))
        return false;
    if (date_is_set(kept) && (!date_is_set(day) || date_cmp(kept, day) < 0))
        day = kept;
    *out = day;
    return true;
}

OD_SQL(sql_metric_pending, "metric.pending",
       "SELECT COUNT(*)"
       " FROM upkeep"
       " WHERE job IN ('metric.day', 'shipment.worth')");

bool metric_is_whole(struct desk *desk, bool *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_metric_pending);
    int64_t n = 0;
    bool found;

    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    *out = n == 0;
    return true;
}
