/*
 * What sells, of more orders than are read at once: every line counts once, whatever the order of
 * their ids is, and whoever's channel lies between.
 */
#include "domain/insight/report_parts.h"
#include "support/testreport.h"
#include "unit/domain_suites.h"

#define ORDERS   "9000"
#define NOVEMBER "2026-11-01..2026-11-30"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

/* Placed in another order than they were written down in; each seventh is of the other channel,
 * each eleventh canceled, each 500 a gap of 20 drafts. 41 items, one of an id beyond all others. */
static void many(void)
{
    testreport_do(&shop,
                  "INSERT INTO item (id, sku, description, tax_class_id, search_text, created_ms)"
                  " WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k"
                  " WHERE n < 41) SELECT CASE n WHEN 41 THEN 5000000 ELSE 1100 + n * 50 END,"
                  " printf('M%04d', n), 'many', 1, '', 1 FROM k");
    testreport_do(&shop,
                  "INSERT INTO sales_order (id, number, status, channel_id, site_id, customer_id,"
                  " created_by, currency, created_ms, updated_ms, placed_ms, shown_status,"
                  " total_minor, base_total_minor)"
                  " WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k"
                  " WHERE n < " ORDERS ") SELECT 100 + n + n / 500 * 20, CAST(70000 + n AS TEXT),"
                  " CASE n % 11 WHEN 0 THEN 7 ELSE 6 END, CASE n % 7 WHEN 0 THEN 2 ELSE 1 END, 1,"
                  " 1, 1, 'GBP', 1, 1, 1793491200000 + n * 7919 % " ORDERS " * 280000, 12,"
                  " n * 3 + 30, n * 3 + 30 FROM k");
    testreport_do(
        &shop, "INSERT INTO order_line (order_id, line_no, kind, item_id, sku, description,"
               " ordered_qty, net_minor, tax_minor)"
               " SELECT o.id, k.n, 1, (SELECT id FROM item WHERE sku ="
               " printf('M%04d', 1 + (o.id * k.n) % 41)), 'X', 'X', k.n * 1000, o.base_total_minor"
               " / 3, CASE k.n WHEN 2 THEN o.base_total_minor / 3 ELSE 0 END FROM sales_order o,"
               " (SELECT 1 AS n UNION ALL SELECT 2) k WHERE o.number >= '70001'");
}

static int64_t by_sql(const char *what, const char *sku, int channel)
{
    return testshop_number(
        shop.desk,
        arena_printf(shop.arena,
                     "SELECT COALESCE(SUM(%s), 0) FROM order_line l JOIN sales_order o"
                     " ON o.id = l.order_id JOIN item i ON i.id = l.item_id WHERE i.sku = '%s'"
                     " AND o.status = 6 AND (%d = 0 OR o.channel_id = %d)"
                     " AND o.placed_ms >= 1793491200000 AND o.placed_ms < 1796083200000",
                     what, sku, channel, channel));
}

static void is_right(int channel)
{
    struct report_ask ask = testreport_ask(&shop, "items", "item", NOVEMBER);
    struct report_table t;

    ask.channel.v = channel;
    t = testreport_asked(&shop, "items", &ask);
    ck_assert_int_eq(t.n, 41);
    for (int i = 0; i < t.n; i++) {
        const char *sku = t.v[i].key;

        ck_assert_int_eq(testreport_n(&t, &t.v[i], "lines"), by_sql("1", sku, channel));
        ck_assert_int_eq(testreport_n(&t, &t.v[i], "quantity"),
                         by_sql("l.ordered_qty", sku, channel));
        ck_assert_int_eq(testreport_n(&t, &t.v[i], "value"),
                         by_sql("l.net_minor + l.tax_minor", sku, channel));
    }
}

START_TEST(each_line_of_many_orders_counts_once)
{
    many();
    is_right(0);
}
END_TEST

START_TEST(lines_of_other_channels_between_do_not_count)
{
    many();
    is_right(1);
    is_right(2);
}
END_TEST

static void sold(const char *placed, int64_t item, int64_t minor)
{
    int64_t o =
        testreport_order(&shop, &(struct testreport_order){ .placed = placed, .minor = minor });

    testreport_line(&shop, o,
                    &(struct testreport_line){ .item = item, .ordered = 1, .net = minor });
}

START_TEST(an_item_stands_beside_itself_of_the_year_before)
{
    struct report_ask ask = testreport_ask(&shop, "items", "item", NOVEMBER);
    struct report_table t;
    const struct report_line *gone;

    ask.compare = REPORT_COMPARE_YEAR;
    sold("2026-11-03T10:00Z", shop.bracket.v, 700);
    sold("2026-11-03T10:00Z", shop.hose.v, 300);
    sold("2025-11-03T10:00Z", shop.hose.v, 200);
    sold("2025-11-03T10:00Z", shop.deny.v, 100);
    t = testreport_asked(&shop, "items", &ask);
    ck_assert_int_eq(t.n, 3);
    ck_assert_int_eq(t.v[0].v[3].n, 700);
    ck_assert_int_eq(t.v[0].before[3].n, 0);
    ck_assert_int_eq(t.v[1].v[3].n, 300);
    ck_assert_int_eq(t.v[1].before[3].n, 200);
    gone = &t.v[2];
    ck_assert_int_eq(gone->v[3].n, 0);
    ck_assert_int_eq(gone->before[3].n, 100);
    ck_assert_int_eq(t.total_before[3].n, 300);
}
END_TEST

Suite *report_item_suite(void)
{
    Suite *s = suite_create("report_item");
    TCase *tc = tcase_create("report_item");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, each_line_of_many_orders_counts_once);
    tcase_add_test(tc, lines_of_other_channels_between_do_not_count);
    tcase_add_test(tc, an_item_stands_beside_itself_of_the_year_before);
    suite_add_tcase(s, tc);
    return s;
}
