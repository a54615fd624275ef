#include "support/testfigures.h"

#include <check.h>
#include <inttypes.h>
#include <string.h>

#include "base/compiler.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/insight/report.h"
#include "store/store.h"
#include "support/testdesk.h"

static int64_t number(struct desk *desk, const char *text)
{
    static struct sql sql = { "test.figure", NULL, NULL, NULL };
    struct err err = ERR_INIT;
    int64_t n = 0;
    bool found;
    OD_STMT *q = NULL;

    sql.text = text;
    q = sql_read(desk_db(desk), &sql);
    ck_ok(sql_one_i64(&q, &found, &n, &err));
    return n;
}

/* --- days ------------------------------------------------------------------------------------- */

#define DAY_OF(ms) "date(" ms " / 1000, 'unixepoch', 'localtime')"
#define OF_ORDER   " JOIN sales_order o ON o.id = "
#define GOODS                                                                                      \
    "FROM (SELECT o.placed_ms, o.channel_id, o.site_id, l.ordered_qty - CASE o.status WHEN 7"      \
    " THEN 0 ELSE l.canceled_qty END AS qty FROM order_line l" OF_ORDER                            \
    "l.order_id WHERE l.kind IN (1, 4) AND o.placed_ms > 0) WHERE qty > 0"
#define PARCELS                                                                                    \
    "FROM shipment s JOIN fulfillment f ON f.id = s.fulfillment_id" OF_ORDER                       \
    "s.order_id WHERE s.status <> 4"
#define PICKS                                                                                      \
    "FROM fulfillment_line l JOIN fulfillment f ON f.id = l.fulfillment_id" OF_ORDER               \
    "f.order_id WHERE f.packed_ms > 0"

/* Day, channel, site and value of each record that a column counts. */
static const struct {
    const char *column, *rows;
} days_known[] = {
    { "orders", "SELECT " DAY_OF("placed_ms") " AS d, channel_id AS c, site_id AS s, 1 AS n"
                " FROM sales_order WHERE placed_ms > 0" },
    { "base_total_minor", "SELECT " DAY_OF("placed_ms") " AS d, channel_id AS c, site_id AS s,"
                          " base_total_minor AS n FROM sales_order WHERE placed_ms > 0" },
    { "lines", "SELECT " DAY_OF("placed_ms") " AS d, channel_id AS c, site_id AS s, 1 AS n " GOODS },
    { "qty", "SELECT " DAY_OF("placed_ms") " AS d, channel_id AS c, site_id AS s, qty AS n " GOODS },
    { "canceled", "SELECT " DAY_OF("ended_ms") " AS d, channel_id AS c, site_id AS s, 1 AS n"
                  " FROM sales_order WHERE status = 7 AND placed_ms > 0" },
    { "canceled_minor", "SELECT " DAY_OF("ended_ms") " AS d, channel_id AS c, site_id AS s,"
                        " base_total_minor AS n FROM sales_order WHERE status = 7"
                        " AND placed_ms > 0" },
    { "waiting_lines", "SELECT " DAY_OF("w.at_ms") " AS d, channel_id AS c, site_id AS s, w.n"
                       " FROM (SELECT order_id, at_ms, lines AS n FROM order_waited UNION ALL"
                       " SELECT order_id, at_ms, 1 FROM line_waited) w" OF_ORDER "w.order_id" },
    { "picks", "SELECT " DAY_OF("f.packed_ms") " AS d, o.channel_id AS c, f.site_id AS s, 1 AS n "
               PICKS " AND l.picked_qty > 0" },
    { "short_picks", "SELECT " DAY_OF("f.packed_ms") " AS d, o.channel_id AS c, f.site_id AS s,"
                     " 1 AS n " PICKS " AND l.short_qty > 0" },
    { "shipments", "SELECT " DAY_OF("s.shipped_ms") " AS d, o.channel_id AS c, f.site_id AS s,"
                   " 1 AS n " PARCELS },
    { "shipped_minor", "SELECT " DAY_OF("s.shipped_ms") " AS d, o.channel_id AS c, f.site_id AS s,"
                       " s.base_minor AS n " PARCELS },
    { "shipped_qty", "SELECT " DAY_OF("s.shipped_ms") " AS d, o.channel_id AS c, f.site_id AS s,"
                     " s.qty AS n " PARCELS },
    { "due_shipments", "SELECT " DAY_OF("s.shipped_ms") " AS d, o.channel_id AS c, f.site_id AS s,"
                       " 1 AS n " PARCELS " AND s.promised_date <> ''" },
    { "late_shipments", "SELECT " DAY_OF("s.shipped_ms") " AS d, o.channel_id AS c, f.site_id AS s,"
                        " 1 AS n " PARCELS " AND s.promised_date <> '' AND s.promised_date < "
                        DAY_OF("s.shipped_ms") },
    { "delivered", "SELECT " DAY_OF("s.ended_ms") " AS d, o.channel_id AS c, f.site_id AS s,"
                   " 1 AS n " PARCELS " AND s.status = 2" },
};

/* Rows of one that the other has not, both ways. */
static void check_days(struct desk *desk, const char *after)
{
    OD_ARENA *tmp = arena_new();

    for (size_t i = 0; i < OD_LEN(days_known); i++) {
        const char *kept = arena_printf(tmp,
                                        "SELECT day_date AS d, channel_id AS c, site_id AS s,"
                                        " %s AS n FROM metric_day WHERE %s <> 0",
                                        days_known[i].column, days_known[i].column);
        const char *real = arena_printf(tmp,
                                        "SELECT d, c, s, SUM(n) FROM (%s) GROUP BY d, c, s"
                                        " HAVING SUM(n) <> 0",
                                        days_known[i].rows);
        const char *text =
            arena_printf(tmp,
                         "SELECT (SELECT COUNT(*) FROM (%s EXCEPT %s))"
                         " + (SELECT COUNT(*) FROM (%s EXCEPT %s))",
                         kept, real, real, kept);

        ck_assert_msg(number(desk, text) == 0, "after \"%s\": metric_day.%s", after,
                      days_known[i].column);
    }
}

/* --- reports ---------------------------------------------------------------------------------- */

#define LEFT   "FROM shipment WHERE status <> 4 AND shipped_ms > 0"
#define PLACED "FROM sales_order WHERE placed_ms > 0 AND status IN (4, 5, 6)"
#define GONE   "FROM sales_order WHERE placed_ms > 0 AND status = 7"
#define PACKED                                                                                     \
    "FROM fulfillment_line l JOIN fulfillment f ON f.id = l.fulfillment_id WHERE f.packed_ms > 0"
/* Of an order that left in part before, what came later does not count. */
#define ORDERED_OF                                                                                 \
    "(SELECT COALESCE(SUM(ordered_qty), 0) FROM order_line l WHERE l.order_id = x.order_id"        \
    " AND l.kind IN (1, 4))"
#define FIRST                                                                                      \
    "FROM (SELECT order_id, qty, " ORDERED_OF                                                      \
    " AS ordered FROM shipment x WHERE id IN (SELECT MIN(id) FROM shipment WHERE status <> 4"      \
    " GROUP BY order_id)) WHERE ordered > 0"
#define NO_STOCK                                                                                   \
    "FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.kind IN (1, 4)"             \
    " AND l.canceled_qty > 0 AND o.placed_ms > 0 AND o.id IN (SELECT e.order_id FROM order_event"  \
    " e JOIN reason_code r ON r.id = e.reason_id WHERE r.code = 'no_stock'"                        \
    " AND e.kind LIKE 'order.cancel%')"
#define WAITING                                                                                    \
    "FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE o.status = 5"                 \
    " AND l.kind IN (1, 4) AND l.allocate_from = ''"                                               \
    " AND ordered_qty > canceled_qty + shipped_qty + allocated_qty"

static const struct {
    const char *report, *column, *whole;
} wholes[] = {
    { "sales", "orders", "SELECT COUNT(*) " PLACED },
    { "sales", "value", "SELECT SUM(base_total_minor) " PLACED },
    { "sales", "canceled", "SELECT COUNT(*) " GONE },
    { "sales", "canceled_value", "SELECT SUM(base_total_minor) " GONE },
    { "hours", "orders", "SELECT COUNT(*) " PLACED },
    { "hours", "value", "SELECT SUM(base_total_minor) " PLACED },
    { "items", "value", "SELECT SUM(base_total_minor) " PLACED " AND id IN (SELECT order_id"
                        " FROM order_line)" },
    { "rising", "value", "SELECT SUM(base_total_minor) " PLACED },
    { "falling", "value", "SELECT SUM(base_total_minor) " PLACED },
    { "canceled", "canceled", "SELECT COUNT(*) " GONE },
    { "canceled", "value", "SELECT SUM(base_total_minor) " GONE },
    { "promise", "shipments", "SELECT COUNT(*) " LEFT },
    { "promise", "promised", "SELECT COUNT(*) " LEFT " AND promised_date <> ''" },
    { "promise", "late", "SELECT COUNT(*) " LEFT " AND promised_date <> '' AND promised_date < "
                         DAY_OF("shipped_ms") },
    { "fill", "orders", "SELECT COUNT(*) " FIRST },
    { "fill", "complete", "SELECT SUM(qty >= ordered) " FIRST },
    { "fill", "ordered", "SELECT SUM(ordered) " FIRST },
    { "fill", "sent", "SELECT SUM(MIN(qty, ordered)) " FIRST },
    { "times", "shipments", "SELECT COUNT(*) " LEFT },
    { "carriers", "shipments", "SELECT COUNT(*) " LEFT },
    { "carriers", "delivered", "SELECT COUNT(*) " LEFT " AND status = 2" },
    { "carriers", "lost", "SELECT COUNT(*) " LEFT " AND status = 3" },
    { "carriers", "back", "SELECT COUNT(*) " LEFT " AND status = 5" },
    { "staff", "orders", "SELECT COUNT(*) " PLACED },
    { "staff", "value", "SELECT SUM(base_total_minor) " PLACED },
    { "staff", "picks", "SELECT COUNT(DISTINCT f.id) " PACKED },
    { "staff", "lines", "SELECT SUM(picked_qty > 0) " PACKED },
    { "staff", "quantity", "SELECT SUM(picked_qty) " PACKED },
    { "staff", "shorts", "SELECT SUM(short_qty > 0) " PACKED },
    { "staff", "shipments", "SELECT COUNT(*) " LEFT },
    { "lost", "lines", "SELECT COUNT(*) " NO_STOCK },
    { "lost", "quantity", "SELECT SUM(canceled_qty) " NO_STOCK },
    { "waiting", "lines", "SELECT COUNT(*) " WAITING },
    { "waiting", "quantity",
      "SELECT SUM(ordered_qty - canceled_qty - shipped_qty - allocated_qty) " WAITING },
};

/* How a report is asked, and what all of its groups must say of a column. */
struct asked {
    struct desk *desk;
    const struct report *report;
    struct report_ask ask;
    const char *after;
};

static int64_t sum_of(const struct report_table *t, int column)
{
    int64_t sum = 0;

    for (int i = 0; i < t->n; i++)
        sum += t->v[i].v[column].is_set ? t->v[i].v[column].n : 0;
    return sum;
}

/* Of its first group a column is the whole; those that follow must say the same. */
static void check_table(const struct asked *a, const struct report_table *t, bool is_first,
                        int64_t *whole)
{
    OD_ARENA *tmp = arena_new();

    for (int c = 0; c < t->column_n; c++) {
        int64_t sum = sum_of(t, c);

        if (!t->columns[c].is_sum)
            continue;
        if (is_first)
            whole[c] = sum;
        ck_assert_msg(sum == whole[c] && t->total[c].n == sum,
                      "after \"%s\": %s by %s: %s is %" PRId64 ", not %" PRId64, a->after,
                      a->report->name, report_by_name(a->ask.by), t->columns[c].name, sum,
                      whole[c]);
        for (size_t i = 0; i < OD_LEN(wholes); i++) {
            int64_t real;

            if (strcmp(wholes[i].report, a->report->name) != 0 ||
                strcmp(wholes[i].column, t->columns[c].name) != 0)
                continue;
            real = number(a->desk, arena_printf(tmp, "SELECT COALESCE((%s), 0)", wholes[i].whole));
            ck_assert_msg(sum == real, "after \"%s\": %s by %s: %s is %" PRId64 ", not %" PRId64,
                          a->after, a->report->name, report_by_name(a->ask.by),
                          t->columns[c].name, sum, real);
        }
    }
}

static void check_report(struct desk *desk, const struct report *r, const char *after)
{
    OD_ARENA *tmp = arena_new();
    struct asked a = { .desk = desk, .report = r, .after = after };
    struct err err = ERR_INIT;
    int64_t whole[REPORT_COLUMNS] = { 0 };
    bool is_first = true;

    ck_ok(report_ask_usual(desk, r, &a.ask, &err));
    if ((r->asks & REPORT_ASKS_PERIOD) != 0) {
        a.ask.from = (struct date){ 2026, 1, 1 };
        a.ask.to = (struct date){ 2028, 12, 31 };
    }
    for (int by = 0; by < REPORT_BYS; by++) {
        struct report_table t;

        if (r->groups != 0 && (r->groups & REPORT_GROUP(by)) == 0)
            continue;
        if (r->groups != 0)
            a.ask.by = (enum report_by)by;
        ck_ok(report_run(desk, r, &a.ask, NULL, tmp, &t, &err));
        check_table(&a, &t, is_first, whole);
        is_first = false;
        if (r->groups == 0)
            break;
    }
}

/* Each day of the report of sales, and of shipments, by itself. */
static void check_report_days(struct desk *desk, const char *name, const char *column,
                              const char *rows, const char *after)
{
    OD_ARENA *tmp = arena_new();
    const struct report *r;
    struct err err = ERR_INIT;
    struct report_ask ask;
    struct report_table t;
    int at = -1;

    ck_ok(report_find(name, &r, &err));
    ck_ok(report_ask_usual(desk, r, &ask, &err));
    ask.by = REPORT_BY_DAY;
    ask.from = date_add_days(desk_today(desk), -40);
    ask.to = date_add_days(desk_today(desk), 1);
    ck_ok(report_run(desk, r, &ask, NULL, tmp, &t, &err));
    for (int c = 0; c < t.column_n; c++)
        if (strcmp(t.columns[c].name, column) == 0)
            at = c;
    ck_assert_int_ge(at, 0);
    for (int i = 0; i < t.n; i++) {
        int64_t real = number(
            desk, arena_printf(tmp, "SELECT COALESCE(SUM(n), 0) FROM (%s) WHERE d = '%s'", rows,
                               t.v[i].v[0].text));

        ck_assert_msg(t.v[i].v[at].n == real,
                      "after \"%s\": %s of %s: %s is %" PRId64 ", not %" PRId64, after, name,
                      t.v[i].v[0].text, column, t.v[i].v[at].n, real);
    }
}

void testfigures_check(struct desk *desk, const char *after)
{
    check_days(desk, after);
    for (const struct report *const *r = report_all(); *r != NULL; r++)
        check_report(desk, *r, after);
    check_report_days(desk, "sales", "orders",
                      "SELECT " DAY_OF("placed_ms") " AS d, 1 AS n " PLACED, after);
    check_report_days(desk, "promise", "shipments",
                      "SELECT " DAY_OF("shipped_ms") " AS d, 1 AS n " LEFT, after);
}
