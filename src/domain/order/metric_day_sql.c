/*
 * Keeping the figures of days: the transaction that changes a record takes what the record counted
 * out and puts in what it counts then.
 */
#include "domain/order/metric_day.h"

#include <string.h>

#include "base/date.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "store/store.h"

static bool is_same_key(const struct metric_row *a, const struct metric_row *b)
{
    return date_cmp(a->day, b->day) == 0 && a->channel.v == b->channel.v && a->site.v == b->site.v;
}

void metric_rows_add(struct metric_rows *rows, struct arena *arena, const struct metric_row *add,
                     int sign)
{
    struct metric_row *row = NULL;

    for (int i = rows->n - 1; i >= 0 && row == NULL; i--)
        if (is_same_key(&rows->v[i], add))
            row = &rows->v[i];
    if (row == NULL) {
        row = vec_push(arena, rows);
        row->day = add->day;
        row->channel = add->channel;
        row->site = add->site;
    }
    for (int m = 0; m < METRIC_COUNT; m++)
        row->sum.by[m] += sign * add->sum.by[m];
}

OD_SQL(sql_metric_day_add, "metric.day_add",
       "INSERT INTO metric_day"
       " (day_date, channel_id, site_id, orders, base_total_minor, lines, qty, canceled,"
       " canceled_minor, waiting_lines, picks, short_picks, shipments, shipped_minor, shipped_qty,"
       " due_shipments, late_shipments, delivered)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
       " ON CONFLICT (day_date, channel_id, site_id) DO UPDATE"
       " SET orders = metric_day.orders + excluded.orders,"
       " base_total_minor = metric_day.base_total_minor + excluded.base_total_minor,"
       " lines = metric_day.lines + excluded.lines,"
       " qty = metric_day.qty + excluded.qty,"
       " canceled = metric_day.canceled + excluded.canceled,"
       " canceled_minor = metric_day.canceled_minor + excluded.canceled_minor,"
       " waiting_lines = metric_day.waiting_lines + excluded.waiting_lines,"
       " picks = metric_day.picks + excluded.picks,"
       " short_picks = metric_day.short_picks + excluded.short_picks,"
       " shipments = metric_day.shipments + excluded.shipments,"
       " shipped_minor = metric_day.shipped_minor + excluded.shipped_minor,"
       " shipped_qty = metric_day.shipped_qty + excluded.shipped_qty,"
       " due_shipments = metric_day.due_shipments + excluded.due_shipments,"
       " late_shipments = metric_day.late_shipments + excluded.late_shipments,"
       " delivered = metric_day.delivered + excluded.delivered");

static bool row_write(struct tx *tx, const struct metric_row *row, struct err *err)
{
    char day[DATE_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_metric_day_add);

    put_text(q, date_format(row->day, day));
    put_i64(q, row->channel.v);
    put_i64(q, row->site.v);
    for (int m = 0; m < METRIC_COUNT; m++)
        put_i64(q, row->sum.by[m]);
    return sql_run(&q, NULL, err);
}

bool metric_rows_write(struct tx *tx, const struct metric_rows *rows, struct err *err)
{
    static const struct metric_values none;

    for (int i = 0; i < rows->n; i++)
        if (memcmp(&rows->v[i].sum, &none, sizeof none) != 0 && !row_write(tx, &rows->v[i], err))
            return false;
    return true;
}

/* --- orders ---------------------------------------------------------------------------------- */

/* What an order counts: on the day it was placed, and on that on which it was canceled. */
static void take_order(const struct order *o, const struct order_line *lines, int n, int sign,
                       struct arena *arena, struct metric_rows *rows)
{
    bool is_canceled = o->status == ORDER_CANCELED;
    struct metric_row row = { .channel = o->channel, .site = o->site };

    if (o->placed.ms == 0)
        return;
    row.day = stamp_to_date(o->placed);
    row.sum.by[METRIC_ORDERS] = 1;
    row.sum.by[METRIC_MINOR] = o->base_total_minor;
    for (int i = 0; i < n; i++) {
        int64_t milli = lines[i].ordered.milli - (is_canceled ? 0 : lines[i].canceled.milli);

        if ((lines[i].kind != LINE_STOCK && lines[i].kind != LINE_BUNDLE) || milli <= 0)
            continue;
        row.sum.by[METRIC_LINES]++;
        row.sum.by[METRIC_QTY] += milli;
    }
    metric_rows_add(rows, arena, &row, sign);
    if (!is_canceled || o->ended.ms == 0)
        return;
    row.day = stamp_to_date(o->ended);
    row.sum = (struct metric_values){ 0 };
    row.sum.by[METRIC_CANCELED] = 1;
    row.sum.by[METRIC_CANCELED_MINOR] = o->base_total_minor;
    metric_rows_add(rows, arena, &row, sign);
}

OD_SQL(sql_metric_waited, "metric.waited",
       "SELECT at_ms, lines"
       " FROM order_waited"
       " WHERE order_id = $1"
       " UNION ALL SELECT at_ms, 1"
       " FROM line_waited"
       " WHERE order_id = $1");

/* What waited stands where its order stands, also one that goes to another site later. */
static bool move_waited(struct tx *tx, const struct order *was, const struct order *order,
                        struct arena *arena, struct metric_rows *rows, struct err *err)
{
    OD_STMT *q = NULL;

    if (was->channel.v == order->channel.v && was->site.v == order->site.v)
        return true;
    q = sql_write(tx, &sql_metric_waited);
    put_i64(q, order->id.v);
    while (sql_row(q)) {
        struct stamp at = { get_i64(q) };
        struct metric_row row = { .day = stamp_to_date(at),
                                  .channel = was->channel,
                                  .site = was->site };

        row.sum.by[METRIC_WAITING_LINES] = get_i64(q);
        metric_rows_add(rows, arena, &row, -1);
        row.channel = order->channel;
        row.site = order->site;
        metric_rows_add(rows, arena, &row, 1);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_metric_line_waits, "metric.line_waits",
       "INSERT INTO line_waited"
       " (line_id, order_id, at_ms)"
       " VALUES ($1, $2, $3)"
       " ON CONFLICT (line_id) DO NOTHING");

static bool note_line(struct tx *tx, const struct order *order, const struct order_line *line,
                      struct stamp now, int64_t *added, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_metric_line_waits);

    put_i64(q, line->id.v);
    put_i64(q, order->id.v);
    put_i64(q, now.ms);
    return sql_run(&q, added, err);
}

/* The line as it was, where its day had not come yet. */
static bool was_later(const struct order_saved *saved, struct line_id line)
{
    for (int i = 0; i < saved->line_count; i++)
        if (saved->lines[i].id.v == line.v)
            return date_is_set(saved->lines[i].later);
    return false;
}

/* Lines whose day has come, or is said to be now (R11), and that lack stock on it. What a hold
 * keeps from its stock waits for the hold. */
static bool note_came_due(struct tx *tx, const struct order *order, struct stamp now,
                          struct arena *arena, struct metric_rows *rows, struct err *err)
{
    struct metric_row row = { .day = stamp_to_date(now),
                              .channel = order->channel,
                              .site = order->site };

    if (order->status != ORDER_CONFIRMED || (order->hold_blocks & BLOCK_ALLOCATE) != 0)
        return true;
    for (int i = 0; i < order->line_count; i++) {
        const struct order_line *l = &order->lines[i];
        int64_t added = 0;

        if (date_is_set(l->later) || line_backordered(l).milli == 0 ||
            !was_later(order->saved, l->id))
            continue;
        if (!note_line(tx, order, l, now, &added, err))
            return false;
        row.sum.by[METRIC_WAITING_LINES] += added;
    }
    metric_rows_add(rows, arena, &row, 1);
    return true;
}

bool metric_order_move(struct tx *tx, const struct order *order, struct stamp now, struct err *err)
{
    const struct order_saved *saved = order->saved;
    OD_ARENA *tmp = arena_new();
    struct metric_rows rows = { 0 };

    if (saved && (!move_waited(tx, saved->header, order, tmp, &rows, err) ||
                  !note_came_due(tx, order, now, tmp, &rows, err)))
        return false;
    if (saved && saved->shown != 0)
        take_order(saved->header, saved->lines, saved->line_count, -1, tmp, &rows);
    take_order(order, order->lines, order->line_count, 1, tmp, &rows);
    return metric_rows_write(tx, &rows, err);
}

OD_SQL(sql_metric_waiting, "metric.waiting",
       "INSERT INTO order_waited"
       " (order_id, at_ms, lines)"
       " VALUES ($1, $2, $3)"
       " ON CONFLICT (order_id) DO NOTHING");

bool metric_note_waiting(struct tx *tx, const struct order *order, struct stamp now,
                         struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct metric_rows rows = { 0 };
    struct metric_row row = { .day = stamp_to_date(now),
                              .channel = order->channel,
                              .site = order->site };
    OD_STMT *q = NULL;
    int64_t added = 0;
    int lines = 0;

    for (int i = 0; i < order->line_count; i++)
        lines += line_backordered(&order->lines[i]).milli > 0;
    if (lines == 0)
        return true;
    q = sql_write(tx, &sql_metric_waiting);
    put_i64(q, order->id.v);
    put_i64(q, now.ms);
    put_i64(q, lines);
    if (!sql_run(&q, &added, err))
        return false;
    row.sum.by[METRIC_WAITING_LINES] = added > 0 ? lines : 0;
    metric_rows_add(&rows, tmp, &row, 1);
    return metric_rows_write(tx, &rows, err);
}

/* --- the warehouse --------------------------------------------------------------------------- */

OD_SQL(sql_metric_picks, "metric.picks",
       "SELECT f.packed_ms, o.channel_id, f.site_id,"
       " (SELECT COUNT(*) FROM fulfillment_line l"
       " WHERE l.fulfillment_id = f.id AND l.picked_qty > 0),"
       " (SELECT COUNT(*) FROM fulfillment_line l"
       " WHERE l.fulfillment_id = f.id AND l.short_qty > 0)"
       " FROM fulfillment f"
       " JOIN sales_order o ON o.id = f.order_id"
       " WHERE f.id = $1 AND f.packed_ms > 0");

bool metric_take_picks(struct tx *tx, int64_t fulfillment, int sign, struct arena *arena,
                       struct metric_rows *rows, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_metric_picks);

    put_i64(q, fulfillment);
    while (sql_row(q)) {
        struct stamp packed = { get_i64(q) };
        struct metric_row row = { .day = stamp_to_date(packed) };

        row.channel.v = get_i64(q);
        row.site.v = get_i64(q);
        row.sum.by[METRIC_PICKS] = get_i64(q);
        row.sum.by[METRIC_SHORT_PICKS] = get_i64(q);
        metric_rows_add(rows, arena, &row, sign);
    }
    return sql_done(&q, err);
}

/* 2 is SHIPMENT_DELIVERED, 4 SHIPMENT_VOIDED. */
OD_SQL(sql_metric_shipments, "metric.shipments",
       "SELECT s.shipped_ms, CASE WHEN s.status = 2 THEN s.ended_ms ELSE 0 END, o.channel_id,"
       " f.site_id, s.base_minor, s.qty, s.promised_date"
       " FROM shipment s"
       " JOIN fulfillment f ON f.id = s.fulfillment_id"
       " JOIN sales_order o ON o.id = s.order_id"
       " WHERE s.fulfillment_id = $1 AND s.status <> 4");

bool metric_take_shipments(struct tx *tx, int64_t fulfillment, int sign, struct arena *arena,
                           struct metric_rows *rows, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_metric_shipments);

    put_i64(q, fulfillment);
    while (sql_row(q)) {
        struct stamp shipped = { get_i64(q) }, arrived = { get_i64(q) };
        struct metric_row row = { .day = stamp_to_date(shipped) };
        struct date promised;

        row.channel.v = get_i64(q);
        row.site.v = get_i64(q);
        row.sum.by[METRIC_SHIPMENTS] = 1;
        row.sum.by[METRIC_SHIPPED_MINOR] = get_i64(q);
        row.sum.by[METRIC_SHIPPED_QTY] = get_i64(q);
        promised = get_date(q, arena);
        row.sum.by[METRIC_DUE_SHIPMENTS] = date_is_set(promised);
        row.sum.by[METRIC_LATE_SHIPMENTS] =
            date_is_set(promised) && date_cmp(row.day, promised) > 0;
        metric_rows_add(rows, arena, &row, sign);
        if (arrived.ms == 0)
            continue;
        row.day = stamp_to_date(arrived);
        row.sum = (struct metric_values){ .by[METRIC_DELIVERED] = 1 };
        metric_rows_add(rows, arena, &row, sign);
    }
    return sql_done(&q, err);
}
