#include "support/testdash.h"

#include <check.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/insight/queue.h"
#include "domain/insight/today.h"
#include "store/store.h"
#include "support/testdesk.h"

#define DAY_MS INT64_C(86400000)

/*
 * What is in each queue: rows with what each is worth and since when it waits. @now and @today are
 * put in, @day(x) is a date as an instant. is_once: rows have an order, which counts once in what
 * they are worth.
 */
static const struct {
    const char *name, *rows;
    bool is_once;
} queues_known[] = {
    { "submitted",
      "SELECT base_total_minor AS minor, placed_ms AS since FROM sales_order WHERE status = 4"
      " AND id NOT IN (SELECT order_id FROM order_hold WHERE released_ms = 0)",
      false },
    { "on_hold",
      "SELECT base_total_minor AS minor, placed_ms AS since FROM sales_order"
      " WHERE status IN (4, 5) AND id IN (SELECT order_id FROM order_hold WHERE released_ms = 0)",
      false },
    { "backordered",
      "SELECT base_total_minor AS minor, placed_ms AS since FROM sales_order WHERE status = 5"
      " AND id NOT IN (SELECT order_id FROM order_hold WHERE released_ms = 0)"
      " AND id NOT IN (SELECT order_id FROM fulfillment WHERE status <> 6)"
      " AND id IN (SELECT order_id FROM order_line WHERE kind IN (1, 4)"
      " AND ordered_qty > canceled_qty + shipped_qty + allocated_qty)",
      false },
    { "allocated",
      "SELECT base_total_minor AS minor, placed_ms AS since FROM sales_order WHERE status = 5"
      " AND id NOT IN (SELECT order_id FROM order_hold WHERE released_ms = 0)"
      " AND id NOT IN (SELECT order_id FROM fulfillment WHERE status <> 6)"
      " AND id IN (SELECT order_id FROM order_line WHERE allocated_qty > 0)"
      " AND id NOT IN (SELECT order_id FROM order_line WHERE kind IN (1, 4)"
      " AND ordered_qty > canceled_qty + shipped_qty + allocated_qty)",
      false },
    { "to_pick",
      "SELECT order_id, released_ms AS since FROM fulfillment WHERE status BETWEEN 1 AND 4", true },
    { "late_pick",
      "SELECT order_id, @day(due_date) AS since FROM fulfillment WHERE status BETWEEN 1 AND 3"
      " AND due_date <> '' AND due_date < '@today'",
      true },
    { "packed",
      "SELECT order_id, packed_ms AS since FROM fulfillment WHERE status = 4 AND kind = 1", true },
    { "cutoff",
      "SELECT order_id, packed_ms AS since FROM fulfillment f JOIN site w ON w.id = f.site_id"
      " WHERE status = 4 AND kind = 1 AND due_date <> '' AND @day(due_date) + 60000 * CASE"
      " WHEN due_date < '@today' THEN 0 ELSE cutoff_minute END <= @now",
      true },
    { "late",
      "SELECT base_total_minor AS minor, @day(promised_date) AS since FROM sales_order o"
      " WHERE status = 5 AND promised_date <> '' AND promised_date < '@today' AND EXISTS (SELECT 1"
      " FROM order_line l WHERE l.order_id = o.id AND l.kind IN (1, 4)"
      " AND ordered_qty > canceled_qty + shipped_qty)",
      false },
    { "imported",
      "SELECT base_total_minor AS minor, placed_ms AS since FROM sales_order o WHERE status = 5"
      " AND is_history = 1 AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id"
      " AND l.kind IN (1, 4) AND ordered_qty > canceled_qty + shipped_qty)",
      false },
    { "changing",
      "SELECT order_id, opened_ms AS since FROM order_change WHERE status = 1 AND batch_id IS NULL",
      true },
    { "unmapped",
      "SELECT base_total_minor AS minor, placed_ms AS since FROM sales_order o WHERE EXISTS "
      "(SELECT 1"
      " FROM order_line l WHERE l.order_id = o.id AND l.kind = 1 AND l.item_id IS NULL"
      " AND ordered_qty > canceled_qty)",
      false },
    { "undated",
      "SELECT o.base_total_minor * (l.net_minor * (l.ordered_qty - l.canceled_qty - l.shipped_qty"
      " - l.allocated_qty) / l.ordered_qty) / o.total_minor AS minor,"
      " o.confirmed_ms AS since FROM order_line l JOIN sales_order o ON o.id ="
      " l.order_id WHERE o.status = 5 AND o.is_history = 0 AND l.kind IN (1, 4)"
      " AND l.allocate_from = '' AND l.item_id IS NOT NULL AND COALESCE(NULLIF(l.promised_date,"
      " ''), o.promised_date) = ''"
      " AND l.ordered_qty - l.canceled_qty - l.shipped_qty - l.allocated_qty > 0",
      false },
    { "counts",
      "SELECT 0 AS minor, created_ms AS since FROM stock_doc WHERE kind = 2 AND status = 1",
      false },
    { "put_away", "SELECT 0 AS minor, created_ms AS since FROM put_away WHERE done_ms = 0", false },
    { "over", "SELECT 0 AS minor, 0 AS since FROM stock_level WHERE allocated_qty > on_hand_qty",
      false },
    { "pickups",
      "SELECT 0 AS minor, CASE WHEN status = 7 THEN packed_ms END AS since FROM fulfillment"
      " WHERE status = 7 OR is_to_put_back = 1",
      false },
    { "quiet",
      "SELECT 0 AS minor, moved_ms AS since FROM parcel_track t JOIN shipment s ON s.id ="
      " t.shipment_id WHERE is_open = 1 AND s.status = 1 AND t.status <= 4 AND moved_ms < @now -"
      " (SELECT CAST(COALESCE(MAX(value), '3') AS INTEGER) FROM setting"
      " WHERE name = 'track.quiet_days') * 86400000",
      false },
    { "exception",
      "SELECT 0 AS minor, moved_ms AS since FROM parcel_track t JOIN shipment s ON s.id ="
      " t.shipment_id WHERE is_open = 1 AND s.status = 1 AND t.status = 6",
      false },
    { "lost",
      "SELECT 0 AS minor, moved_ms AS since FROM parcel_track t JOIN shipment s ON s.id ="
      " t.shipment_id WHERE is_open = 1 AND s.status IN (1, 5) AND t.status = 8",
      false },
    { "low",
      "SELECT 0 AS minor, 0 AS since FROM stock_level"
      " WHERE reorder_qty > 0 AND on_hand_qty - allocated_qty < reorder_qty",
      false },
};

static int64_t number(struct desk *desk, const char *text)
{
    static struct sql sql = { "test.queue", NULL, NULL, NULL };
    struct err err = ERR_INIT;
    int64_t n = 0;
    bool found;
    OD_STMT *q = NULL;

    sql.text = text;
    q = sql_read(desk_db(desk), &sql);
    ck_ok(sql_one_i64(&q, &found, &n, &err));
    return n;
}

/* With the words beginning with @ put in. */
static const char *filled(struct desk *desk, const char *text, struct arena *arena)
{
    char today[DATE_TEXT_SIZE];
    struct strbuf b;

    strbuf_init(&b, arena, 4000);
    date_format(desk_today(desk), today);
    while (*text != '\0') {
        size_t len = strcspn(text, "@");

        strbuf_addn(&b, text, len);
        text += len;
        if (strncmp(text, "@today", 6) == 0) {
            strbuf_add(&b, today);
            text += 6;
        } else if (strncmp(text, "@now", 4) == 0) {
            strbuf_addf(&b, "%" PRId64, desk_now(desk).ms);
            text += 4;
        } else if (strncmp(text, "@day(", 5) == 0) {
            len = strcspn(text, ")");
            strbuf_addf(&b, "1000 * CAST(strftime('%%s', %.*s) AS INTEGER)", (int)len - 5,
                        text + 5);
            text += len + 1;
        }
    }
    return b.s;
}

int testdash_check(struct desk *desk)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct queues queues;
    int full = 0, known = 0;

    ck_ok(queues_load(desk, tmp, &queues, &err));
    for (size_t k = 0; k < OD_LEN(queues_known); k++) {
        const char *rows = filled(desk, queues_known[k].rows, tmp);
        int64_t count, minor, since;

        count = number(desk, arena_printf(tmp, "SELECT COUNT(*) FROM (%s)", rows));
        since = number(desk, arena_printf(tmp, "SELECT COALESCE(MIN(since), 0) FROM (%s)", rows));
        minor =
            number(desk, queues_known[k].is_once
                             ? arena_printf(tmp,
                                            "SELECT COALESCE(SUM(base_total_minor), 0)"
                                            " FROM sales_order"
                                            " WHERE id IN (SELECT order_id FROM (%s))",
                                            rows)
                             : arena_printf(tmp, "SELECT COALESCE(SUM(minor), 0) FROM (%s)", rows));
        full += count > 0;
        for (int i = 0; i < queues.n; i++) {
            const struct queue *q = &queues.v[i];

            if (strcmp(q->name, queues_known[k].name) != 0)
                continue;
            known++;
            ck_assert_msg(q->count == count && q->base_total_minor == minor && q->since.ms == since,
                          "%s: %d worth %" PRId64 " since %" PRId64 ", not %" PRId64
                          " worth %" PRId64 " since %" PRId64,
                          q->name, q->count, q->base_total_minor, q->since.ms, count, minor, since);
        }
    }
    ck_assert_int_eq(known, OD_LEN(queues_known));
    return full;
}

/* --- the day ---------------------------------------------------------------------------------- */

/* Of orders placed from some ms before today's beginning, so many ms long. */
static int64_t placed(struct desk *desk, const char *what, int64_t from_ms, int64_t until_ms)
{
    OD_ARENA *tmp = arena_new();

    return number(desk, arena_printf(tmp,
                                     "SELECT COALESCE(%s, 0) FROM sales_order WHERE placed_ms >="
                                     " %" PRId64 " AND placed_ms < %" PRId64 " AND placed_ms > 0",
                                     what, from_ms, until_ms));
}

void testdash_check_day(struct desk *desk)
{
    struct err err = ERR_INIT;
    struct day_figures day;
    struct today t;
    int64_t begin = desk_now(desk).ms / DAY_MS * DAY_MS, hour = DAY_MS / 24,
            last = begin - 7 * DAY_MS;
    int64_t running = desk_now(desk).ms / hour * hour - 7 * DAY_MS;
    int64_t share = desk_now(desk).ms / 60000 % 60;

    ck_ok(day_figures_load(desk, desk_today(desk), &day, &err));
    ck_assert_int_eq(day.orders, placed(desk, "COUNT(*)", begin, begin + DAY_MS));
    ck_assert_int_eq(day.base_total_minor,
                     placed(desk, "SUM(base_total_minor)", begin, begin + DAY_MS));
    for (int h = 0; h < 24; h++) {
        int64_t at = begin + h * hour;

        ck_assert_int_eq(day.hours[h].orders, placed(desk, "COUNT(*)", at, at + hour));
        ck_assert_int_eq(day.hours[h].base_total_minor,
                         placed(desk, "SUM(base_total_minor)", at, at + hour));
    }
    ck_ok(today_load(desk, &t, &err));
    for (int i = 0; i < TODAY_DAYS; i++) {
        int64_t at = begin - (TODAY_DAYS - 1 - i) * DAY_MS;

        ck_assert_int_eq(t.days[i], placed(desk, "COUNT(*)", at, at + DAY_MS));
    }
    if (t.weeks == 0)
        return;
    ck_assert_int_eq(t.last_whole, placed(desk, "COUNT(*)", last, last + DAY_MS));
    ck_assert_int_eq(t.last_tenths,
                     (placed(desk, "COUNT(*)", last, running) * 60 +
                      placed(desk, "COUNT(*)", running, running + hour) * share + 3) /
                         6);
}
