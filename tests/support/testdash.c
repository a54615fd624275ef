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

/* Sums over the lines of goods of order o: what is open of them, and what of that lacks stock, or
 * gets it on a later day (R11). */
#define GOODS(what)                                                                                \
    "(SELECT COALESCE(SUM(" what "), 0) FROM order_line l WHERE l.order_id = o.id"                 \
    " AND l.kind IN (1, 4))"
#define OPEN  "MAX(0, ordered_qty - canceled_qty - shipped_qty)"
#define LACKS "CASE allocate_from WHEN '' THEN MAX(0, " OPEN " - allocated_qty) ELSE 0 END"
#define LATER "CASE allocate_from WHEN '' THEN 0 ELSE MAX(0, " OPEN " - allocated_qty) END"
/* A hold stops what comes next: the confirming (1) of a submitted order, of a confirmed one giving
 * stock (2), picking and shipping (4, 8) while there is something to do. An approval (kind 1) always
 * does, the time in which the customer may cancel (10) never. */
#define IS_STOPPED                                                                                 \
    "EXISTS (SELECT 1 FROM order_hold h WHERE h.order_id = o.id AND h.released_ms = 0"             \
    " AND h.kind <> 10 AND CASE o.status WHEN 4 THEN h.kind = 1 OR h.blocks & 1 <> 0"              \
    " WHEN 5 THEN (h.blocks & 12 <> 0 OR (h.blocks & 2 <> 0 AND " GOODS(LACKS) " + " GOODS(LATER)  \
    " > 0)) AND (" GOODS(OPEN) " > 0 OR " GOODS("ordered_qty - canceled_qty") " = 0) END)"
/* Nothing of it left, and the warehouse has nothing of it. */
#define NOTHING_DONE                                                                               \
    GOODS("shipped_qty + picked_qty") " = 0 AND o.id NOT IN (SELECT order_id FROM fulfillment"     \
    " WHERE status IN (1, 2, 3, 4, 7))"
/*
 * Lines that wait for stock: all of a confirmed order that was not imported, in the order in which
 * they are served. What one is worth is the share of the line that is short, and that of the order.
 */
#define SHORT_LINES                                                                                \
    "WITH RECURSIVE short AS (SELECT l.id, l.item_id, s.id AS site_id, l.is_whole,"                \
    " o.confirmed_ms AS since, ordered_qty - canceled_qty - shipped_qty - allocated_qty AS lacks," \
    " CASE o.total_minor WHEN 0 THEN 0 ELSE o.base_total_minor * (l.net_minor * (ordered_qty"      \
    " - canceled_qty - shipped_qty - allocated_qty) / ordered_qty) / o.total_minor END AS minor,"  \
    " s.is_active AND NOT EXISTS (SELECT 1 FROM order_hold h WHERE h.order_id = o.id"              \
    " AND h.released_ms = 0 AND h.kind <> 10) AS may, row_number() OVER (PARTITION BY l.item_id,"  \
    " s.id ORDER BY o.priority DESC, o.promised_date = '', o.promised_date, o.confirmed_ms, l.id)" \
    " AS turn FROM order_line l JOIN sales_order o ON o.id = l.order_id"                           \
    " JOIN site s ON s.id = COALESCE(l.site_id, o.site_id)"                                        \
    " WHERE o.status = 5 AND o.is_history = 0 AND l.kind IN (1, 4) AND l.item_id IS NOT NULL"      \
    " AND l.allocate_from = '' AND ordered_qty > canceled_qty + shipped_qty + allocated_qty)"
/* Of each item at each site what is free, and of it given to one after the other. What others hold
 * softly is not free; of a set there is as much as its scarcest part allows. */
#define GIVEN_OUT                                                                                  \
    ", place AS (SELECT item_id, site_id, MAX(0, on_hand_qty - allocated_qty - safety_qty"         \
    " - (SELECT COALESCE(SUM(qty), 0) FROM stock_hold h WHERE h.item_id = v.item_id"               \
    " AND h.site_id = v.site_id AND h.expires_ms > @now)) AS qty FROM stock_level v),"             \
    " free AS (SELECT item_id, site_id, qty FROM place"                                            \
    " UNION ALL SELECT b.bundle_id, s.id, 1000 * MIN(COALESCE((SELECT p.qty / b.qty FROM place p"  \
    " WHERE p.item_id = b.item_id AND p.site_id = s.id), 0))"                                      \
    " FROM bundle_component b CROSS JOIN site s GROUP BY b.bundle_id, s.id),"                      \
    " walk AS (SELECT item_id, site_id, 0 AS turn, qty AS remains, 0 AS got FROM free"             \
    " UNION ALL SELECT s.item_id, s.site_id, s.turn, w.remains - CASE WHEN NOT s.may"              \
    " OR (s.is_whole AND w.remains < s.lacks) THEN 0 ELSE MIN(w.remains, s.lacks) END,"            \
    " CASE WHEN NOT s.may OR (s.is_whole AND w.remains < s.lacks) THEN 0"                          \
    " ELSE MIN(w.remains, s.lacks) END FROM walk w JOIN short s ON s.item_id = w.item_id"          \
    " AND s.site_id = w.site_id AND s.turn = w.turn + 1),"                                         \
    " given AS (SELECT s.minor, s.since, w.got FROM short s JOIN walk w ON w.item_id = s.item_id"  \
    " AND w.site_id = s.site_id AND w.turn = s.turn) "

/*
 * The last moves of what is below zero, back to the one that took it there; the gap is made of
 * those that were forced, the newest first, each worth its share of its line.
 */
#define GAPS                                                                                       \
    "WITH low AS (SELECT item_id, site_id, on_hand_qty AS qty FROM stock_level"                    \
    " WHERE on_hand_qty < 0), move AS (SELECT m.*, low.qty - SUM(m.qty) OVER (PARTITION BY"        \
    " m.item_id, m.site_id ORDER BY m.id DESC) + m.qty AS after, -low.qty AS gap"                  \
    " FROM stock_movement m JOIN low ON low.item_id = m.item_id AND low.site_id = m.site_id"       \
    " WHERE m.kind IN (1, 2, 5, 6, 8, 9)), walked AS (SELECT * FROM move m WHERE NOT EXISTS"       \
    " (SELECT 1 FROM move n WHERE n.item_id = m.item_id AND n.site_id = m.site_id"                 \
    " AND n.id >= m.id AND n.after >= 0)), forced AS (SELECT w.*, -SUM(w.qty) OVER (PARTITION BY"  \
    " w.item_id, w.site_id ORDER BY w.id DESC) + w.qty AS before FROM walked w"                    \
    " WHERE w.kind = 5 AND w.reason_id > 0), worth AS (SELECT f.item_id, f.site_id,"               \
    " o.base_total_minor * (l.net_minor * MAX(0, MIN(-f.qty, f.gap - f.before))"                   \
    " / ((l.ordered_qty - l.canceled_qty) * COALESCE((SELECT SUM(b.qty) FROM bundle_component b"   \
    " WHERE b.bundle_id = l.item_id), 1000) / 1000)) / o.total_minor AS minor FROM forced f"       \
    " JOIN order_line l ON l.id = f.order_line_id JOIN sales_order o ON o.id = l.order_id) "

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
      "SELECT base_total_minor AS minor, placed_ms AS since FROM sales_order o WHERE status = 4"
      " AND NOT " IS_STOPPED,
      false },
    { "on_hold",
      "SELECT base_total_minor AS minor, placed_ms AS since FROM sales_order o"
      " WHERE status IN (4, 5) AND " IS_STOPPED,
      false },
    { "backordered",
      "SELECT base_total_minor AS minor, placed_ms AS since FROM sales_order o WHERE status = 5"
      " AND NOT " IS_STOPPED " AND " NOTHING_DONE " AND " GOODS(LACKS) " > 0",
      false },
    { "allocated",
      "SELECT base_total_minor AS minor, placed_ms AS since FROM sales_order o WHERE status = 5"
      " AND NOT " IS_STOPPED " AND " NOTHING_DONE " AND " GOODS(OPEN) " > 0"
      " AND " GOODS(LACKS) " + " GOODS(LATER) " = 0",
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
    { "too_late",
      "SELECT base_total_minor AS minor, confirmed_ms AS since FROM sales_order o"
      " WHERE status = 5 AND latest_ship_date <> '' AND (promised_date = ''"
      " OR promised_date > latest_ship_date) AND EXISTS (SELECT 1 FROM order_line l"
      " WHERE l.order_id = o.id AND l.kind IN (1, 4)"
      " AND ordered_qty > canceled_qty + shipped_qty)",
      false },
    { "bad_address",
      "SELECT base_total_minor AS minor, (SELECT answered_ms FROM address_check k WHERE k.id ="
      " (SELECT check_id FROM order_address_check x WHERE x.order_id = o.id)) AS since"
      " FROM sales_order o WHERE status IN (4, 5) AND id IN (SELECT order_id"
      " FROM order_address_check WHERE check_id IN (SELECT id FROM address_check WHERE answer = 4"
      " AND kept_by IS NULL)) AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id"
      " AND l.kind IN (1, 4) AND ordered_qty > canceled_qty + shipped_qty)",
      false },
    { "proposed",
      "SELECT order_id, opened_ms AS since FROM order_change WHERE status = 1"
      " AND batch_id IS NOT NULL",
      true },
    { "fillable", SHORT_LINES GIVEN_OUT "SELECT minor, since FROM given WHERE got > 0", false },
    { "aged",
      SHORT_LINES
      "SELECT minor, since FROM short WHERE (SELECT CAST(COALESCE(MAX(value), '14') AS INTEGER)"
      " FROM setting WHERE name = 'backorder.age_days') > 0 AND since < @now - 86400000 *"
      " (SELECT CAST(COALESCE(MAX(value), '14') AS INTEGER) FROM setting"
      " WHERE name = 'backorder.age_days')",
      false },
    { "labels",
      "SELECT 0 AS minor, CASE ended_ms WHEN 0 THEN asked_ms ELSE ended_ms END AS since"
      " FROM parcel_label l WHERE state IN (2, 9) OR (state = 5 AND fulfillment_id IN"
      " (SELECT id FROM fulfillment WHERE status IN (4, 5)) AND id = (SELECT MAX(id)"
      " FROM parcel_label n WHERE n.fulfillment_id = l.fulfillment_id"
      " AND n.package_number = l.package_number))",
      false },
    { "person",
      "SELECT 0 AS minor, created_ms AS since FROM outbox WHERE state = 5"
      " OR (state = 6 AND next_ms = 0)",
      false },
    { "reports",
      "SELECT 0 AS minor, last_ms AS since FROM report_schedule WHERE removed_ms = 0"
      " AND last_error <> ''",
      false },
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
    { "over",
      "SELECT 0 AS minor, 0 AS since FROM stock_level WHERE allocated_qty > MAX(0, on_hand_qty)",
      false },
    { "gap",
      GAPS "SELECT (SELECT COALESCE(SUM(minor), 0) FROM worth w WHERE w.item_id = low.item_id"
           " AND w.site_id = low.site_id) AS minor, (SELECT MIN(at_ms) FROM walked w"
           " WHERE w.item_id = low.item_id AND w.site_id = low.site_id) AS since FROM low",
      false },
    { "stuck", "SELECT order_id, first_ms AS since FROM timer_fault", true },
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

    strbuf_init(&b, arena, 8000);
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
            strbuf_addf(&b, "1000 * CAST(strftime('%%s', %.*s, 'utc') AS INTEGER)", (int)len - 5,
                        text + 5);
            text += len + 1;
        }
    }
    return b.s;
}

/* Behind "On hold", one for each kind that holds orders, where there are several. */
static const char *held_rows(const char *name, struct arena *arena)
{
    for (int kind = HOLD_APPROVAL; kind <= HOLD_REMORSE; kind++)
        if (strcmp(name, hold_kind_name((enum hold_kind)kind)) == 0)
            return arena_printf(arena,
                                "SELECT base_total_minor AS minor, h.opened_ms AS since"
                                " FROM order_hold h JOIN sales_order o ON o.id = h.order_id"
                                " WHERE h.kind = %d AND h.released_ms = 0 AND o.status IN (4, 5)"
                                " AND " IS_STOPPED,
                                kind);
    ck_abort_msg("no kind of hold %s", name);
    return "";
}

/* Fails where a queue has no proof. */
static const char *rows_of(struct desk *desk, const char *name, bool *is_once, struct arena *arena)
{
    *is_once = false;
    if (strncmp(name, "held_", 5) == 0)
        return held_rows(name + 5, arena);
    for (size_t i = 0; i < OD_LEN(queues_known); i++) {
        if (strcmp(name, queues_known[i].name) != 0)
            continue;
        *is_once = queues_known[i].is_once;
        return filled(desk, queues_known[i].rows, arena);
    }
    ck_abort_msg("queue %s has no statement here that proves it", name);
    return "";
}

/* True where there is something in it. */
static bool check_one(struct desk *desk, const struct queue *q)
{
    OD_ARENA *tmp = arena_new();
    bool is_once;
    const char *rows = rows_of(desk, q->name, &is_once, tmp);
    int64_t count, minor, since;

    count = number(desk, arena_printf(tmp, "SELECT COUNT(*) FROM (%s)", rows));
    since = number(desk, arena_printf(tmp, "SELECT COALESCE(MIN(since), 0) FROM (%s)", rows));
    minor = number(desk, is_once ? arena_printf(tmp,
                                                "SELECT COALESCE(SUM(base_total_minor), 0)"
                                                " FROM sales_order"
                                                " WHERE id IN (SELECT order_id FROM (%s))",
                                                rows)
                                 : arena_printf(tmp, "SELECT COALESCE(SUM(minor), 0) FROM (%s)",
                                                rows));
    ck_assert_msg(q->count == count && q->base_total_minor == minor && q->since.ms == since,
                  "%s: %d worth %" PRId64 " since %" PRId64 ", not %" PRId64 " worth %" PRId64
                  " since %" PRId64,
                  q->name, q->count, q->base_total_minor, q->since.ms, count, minor, since);
    return count > 0;
}

int testdash_check(struct desk *desk)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct queues queues;
    int full = 0;

    ck_ok(queues_load(desk, tmp, &queues, &err));
    ck_assert_int_ge(queues.n, OD_LEN(queues_known));
    for (int i = 0; i < queues.n; i++)
        full += check_one(desk, &queues.v[i]);
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
