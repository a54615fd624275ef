/*
 * Reports of what was ordered: each figure against a world that was added up by hand, every
 * breakdown against the whole, and the days on which clocks change.
 */
#include <string.h>

#include "base/os.h"
#include "domain/insight/figure.h"
#include "domain/insight/report_parts.h"
#include "support/testreport.h"
#include "unit/domain_suites.h"

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
    os_set_time_zone("UTC");
}

/* Four orders of November, of which one is canceled, one of October; 100.00 + 50.00 + 25.50 stay.
 */
static void month(void)
{
    struct customer_id bolt = testshop_customer(&shop, "BOLT", NULL);
    int64_t a = testreport_order(
        &shop, &(struct testreport_order){ .placed = "2026-11-02T09:15Z", .minor = 10000 });
    int64_t b = testreport_order(&shop, &(struct testreport_order){ .placed = "2026-11-02T17:00Z",
                                                                    .minor = 5000,
                                                                    .channel = 2,
                                                                    .customer = bolt.v });
    int64_t c = testreport_order(&shop, &(struct testreport_order){ .placed = "2026-11-08T23:59Z",
                                                                    .minor = 2550,
                                                                    .status = ORDER_SUBMITTED,
                                                                    .site = shop.leeds.v });
    int64_t d = testreport_order(&shop, &(struct testreport_order){ .placed = "2026-11-30T12:00Z",
                                                                    .minor = 7700,
                                                                    .status = ORDER_CANCELED });
    int64_t before;

    before = testreport_order(
        &shop, &(struct testreport_order){ .placed = "2026-10-31T23:59Z", .minor = 4000 });
    testreport_line(&shop, before,
                    &(struct testreport_line){ .item = shop.hose.v, .ordered = 4, .net = 4000 });
    testreport_order(&shop, &(struct testreport_order){ .placed = "2026-11-03T10:00Z",
                                                        .minor = 99,
                                                        .status = ORDER_DRAFT });
    testreport_line(&shop, a,
                    &(struct testreport_line){ .item = shop.bracket.v,
                                               .ordered = 5,
                                               .canceled = 1,
                                               .net = 7000,
                                               .disc = 500,
                                               .tax = 1300 });
    testreport_line(
        &shop, a,
        &(struct testreport_line){
            .item = shop.freight.v, .ordered = 1, .kind = LINE_CHARGE, .net = 1833, .tax = 367 });
    testreport_line(
        &shop, b,
        &(struct testreport_line){ .item = shop.bracket.v, .ordered = 2, .net = 4167, .tax = 833 });
    testreport_line(&shop, c, &(struct testreport_line){ .ordered = 3, .net = 2125, .tax = 425 });
    testreport_line(
        &shop, d,
        &(struct testreport_line){ .item = shop.deny.v, .ordered = 9, .canceled = 9, .net = 7700 });
}

START_TEST(orders_of_a_period_without_those_canceled_and_their_average)
{
    struct report_table t;

    month();
    t = testreport_run(&shop, "sales", "day", NOVEMBER);

    ck_assert_int_eq(t.n, 30);
    ck_assert_int_eq(testreport_n(&t, NULL, "orders"), 3);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 17550);
    ck_assert_int_eq(testreport_n(&t, NULL, "average"), 5850);
    ck_assert_int_eq(testreport_n(&t, NULL, "canceled"), 1);
    ck_assert_int_eq(testreport_n(&t, NULL, "canceled_value"), 7700);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-02"), "orders"), 2);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-02"), "average"), 7500);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-03"), "orders"), 0);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-03"), "average"), -1);
    ck_assert_str_eq(testreport_find(&t, "2026-11-02")->find, "date:2026-11-02 -status:canceled");
}
END_TEST

START_TEST(each_group_has_its_orders)
{
    struct report_table t;

    month();
    t = testreport_run(&shop, "sales", "week", NOVEMBER);
    ck_assert_int_eq(t.n, 6); /* the 1st is a Sunday */
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-02"), "value"), 17550);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-30"), "canceled"), 1);
    t = testreport_run(&shop, "sales", "weekday", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "Mon"), "orders"), 2);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "Sun"), "orders"), 1);
    t = testreport_run(&shop, "sales", "hour", NOVEMBER);
    ck_assert_int_eq(t.n, 24);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "09"), "value"), 10000);
    t = testreport_run(&shop, "sales", "customer", NOVEMBER);
    ck_assert_int_eq(t.n, 2);
    ck_assert_int_eq(strncmp(t.v[0].v[0].text, "ACME", 4), 0); /* the largest first */
    ck_assert_int_eq(t.v[1].v[2].n, 5000);
    ck_assert_str_eq(t.v[1].find, "date:2026-11-01..2026-11-30 -status:canceled customer:BOLT");
    t = testreport_run(&shop, "sales", "channel", NOVEMBER);
    ck_assert_int_eq(t.n, 2);
    t = testreport_run(&shop, "sales", "site", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "value"), 2550);
    ck_assert_str_eq(t.v[1].find, "date:2026-11-01..2026-11-30 -status:canceled site:LEEDS");
    t = testreport_run(&shop, "sales", "person", NOVEMBER);
    ck_assert_str_eq(t.v[0].find, "date:2026-11-01..2026-11-30 -status:canceled by:anna");
}
END_TEST

START_TEST(site_and_channel_narrow)
{
    struct report_ask ask;
    struct report_table t;

    month();
    ask = testreport_ask(&shop, "sales", "month", NOVEMBER);
    ask.channel.v = 2;
    t = testreport_asked(&shop, "sales", &ask);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 5000);
    ask.channel.v = 0;
    ask.site = shop.leeds;
    t = testreport_asked(&shop, "sales", &ask);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 2550);
    ck_assert_str_eq(t.v[0].find, "date:2026-11-01..2026-11-30 site:LEEDS -status:canceled");
    ask.by = REPORT_BY_ITEM;
    t = testreport_asked(&shop, "items", &ask);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 2550);
}
END_TEST

START_TEST(lines_are_worth_what_their_orders_are)
{
    struct report_table t;
    const struct report_line *bracket;

    month();
    t = testreport_run(&shop, "items", "item", NOVEMBER);
    bracket = &t.v[0];
    ck_assert_int_eq(strncmp(bracket->v[0].text, "BRK-20", 6), 0);
    ck_assert_str_eq(bracket->find, "date:2026-11-01..2026-11-30 -status:canceled sku:BRK-20");
    ck_assert_int_eq(testreport_n(&t, bracket, "lines"), 2);
    ck_assert_int_eq(testreport_n(&t, bracket, "quantity"), 6000);
    ck_assert_int_eq(testreport_n(&t, bracket, "value"), 7800 + 5000);
    ck_assert_int_eq(testreport_n(&t, bracket, "share"), 729345); /* 12800 of 17550 */
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "(none)"), "value"), 2550);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 17550);
    ck_assert_int_eq(testreport_n(&t, NULL, "lines"), 4);
    testreport_do(&shop, "UPDATE item SET category = 'Unsold' WHERE NOT EXISTS"
                         " (SELECT 1 FROM order_line l WHERE l.item_id = item.id)");
    ck_assert_int_gt(
        testshop_number(shop.desk, "SELECT COUNT(*) FROM item WHERE category = 'Unsold'"), 0);
    t = testreport_run(&shop, "items", "category", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 17550);
}
END_TEST

START_TEST(lines_that_were_canceled_are_no_lines_of_an_item)
{
    struct report_table t;
    int64_t o = testreport_order(
        &shop, &(struct testreport_order){ .placed = "2026-11-02T09:15Z", .minor = 1000 });

    testreport_line(&shop, o,
                    &(struct testreport_line){ .item = shop.bracket.v, .ordered = 1, .net = 1000 });
    testreport_line(
        &shop, o,
        &(struct testreport_line){ .item = shop.bracket.v, .ordered = 3, .canceled = 3 });
    testreport_line(&shop, o,
                    &(struct testreport_line){ .item = shop.hose.v, .ordered = 2, .canceled = 2 });
    t = testreport_run(&shop, "items", "item", NOVEMBER);
    ck_assert_int_eq(t.n, 1);
    ck_assert_int_eq(testreport_n(&t, NULL, "lines"), 1);
    ck_assert_int_eq(testreport_n(&t, NULL, "quantity"), 1000);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 1000);
}
END_TEST

/* 10.01 of another currency and rounded cash: what the order is worth is cut at the sums of its
 * lines. With tax in the prices the line's tax is in its net already. */
START_TEST(an_order_is_shared_out_without_a_rest)
{
    struct report_table t;
    int64_t o = testreport_order(&shop, &(struct testreport_order){ .placed = "2026-11-02T09:15Z",
                                                                    .minor = 1001,
                                                                    .is_incl = true });

    testreport_line(
        &shop, o,
        &(struct testreport_line){ .item = shop.bracket.v, .ordered = 1, .net = 300, .tax = 50 });
    testreport_line(
        &shop, o,
        &(struct testreport_line){ .item = shop.deny.v, .ordered = 1, .net = 300, .tax = 0 });
    testreport_line(
        &shop, o,
        &(struct testreport_line){ .item = shop.hose.v, .ordered = 1, .net = 300, .tax = 50 });
    t = testreport_run(&shop, "items", "item", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 1001);
    ck_assert_int_eq(t.v[0].v[3].n + t.v[1].v[3].n + t.v[2].v[3].n, 1001);
    ck_assert_int_eq(t.v[2].v[3].n, 333);
    o = testreport_order(&shop,
                         &(struct testreport_order){ .placed = "2026-11-03T09:15Z", .minor = 70 });
    testreport_line(&shop, o, &(struct testreport_line){ .item = shop.bracket.v, .ordered = 1 });
    t = testreport_run(&shop, "items", "item", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 1071);
}
END_TEST

/* So many items that their names are read in one go. */
START_TEST(each_of_many_items_has_its_name)
{
    struct report_table t;
    int64_t o = testreport_order(
        &shop, &(struct testreport_order){ .placed = "2026-11-02T09:15Z", .minor = 1201 * 600 });

    testreport_do(&shop,
                  "INSERT INTO item (sku, description, tax_class_id, search_text, created_ms)"
                  " WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k"
                  " WHERE n < 1200) SELECT printf('M%04d', n), 'many', 1, '', 1 FROM k");
    testreport_do(&shop, arena_printf(shop.arena,
                                      "INSERT INTO order_line (order_id, line_no, kind, item_id,"
                                      " sku, description, ordered_qty, net_minor)"
                                      " SELECT %lld, substr(sku, 2), 1, id, 'X', 'X', 1000,"
                                      " CAST(substr(sku, 2) AS INTEGER) FROM item"
                                      " WHERE description = 'many'",
                                      (long long)o));
    t = testreport_run(&shop, "items", "item", NOVEMBER);
    ck_assert_int_eq(t.n, 1200);
    for (int i = 0; i < t.n; i++) {
        ck_assert_str_eq(t.v[i].v[0].text, arena_printf(shop.arena, "M%04d many", 1200 - i));
        ck_assert_int_eq(t.v[i].v[3].n, 1200 - i);
    }
}
END_TEST

/* Sums of one report are the same whatever it is grouped by. */
START_TEST(every_breakdown_adds_up_to_the_whole)
{
    month();
    for (const struct report *const *r = report_all(); *r != NULL; r++) {
        struct report_table first = { 0 };

        for (int by = REPORT_BY_DAY; by < REPORT_BYS; by++) {
            struct report_table t;

            if (((*r)->groups & REPORT_GROUP(by)) == 0)
                continue;
            t = testreport_run(&shop, (*r)->name, report_by_name((enum report_by)by), NOVEMBER);
            for (int c = 0; c < first.column_n; c++)
                if (t.columns[c].is_sum)
                    ck_assert_msg(t.total[c].n == first.total[c].n, "%s by %s: %s", (*r)->name,
                                  report_by_name((enum report_by)by), t.columns[c].name);
            if (first.column_n == 0)
                first = t;
        }
    }
}
END_TEST

START_TEST(a_period_stands_beside_the_one_before_and_the_year_before)
{
    struct report_ask ask;
    struct report_table t;

    month();
    testreport_order(&shop, &(struct testreport_order){
                                .placed = "2025-11-30T23:59Z", .minor = 800, .channel = 2 });
    ask = testreport_ask(&shop, "sales", "channel", NOVEMBER);
    ask.compare = REPORT_COMPARE_PERIOD;
    t = testreport_asked(&shop, "sales", &ask);
    ck_assert_int_eq(t.total_before[2].n, 4000);
    ask.compare = REPORT_COMPARE_YEAR;
    t = testreport_asked(&shop, "sales", &ask);
    ck_assert_int_eq(t.total_before[1].n, 1);
    ck_assert_int_eq(t.v[1].before[2].n, 800);
    ck_assert_int_eq(t.v[0].before[2].n, 0);
}
END_TEST

START_TEST(what_rose_most_is_first_and_what_fell_most_is_last)
{
    struct report_table t;

    month();
    testreport_order(&shop, &(struct testreport_order){
                                .placed = "2026-10-05T10:00Z", .minor = 90000, .channel = 2 });
    t = testreport_run(&shop, "rising", "channel", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "change"), 12550 - 4000);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "change_share"), 2137500);
    ck_assert_ptr_nonnull(strstr(t.v[0].find, " -status:canceled channel:"));
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "change"), 5000 - 90000);
    ck_assert_int_eq(testreport_n(&t, NULL, "change"), 17550 - 94000);
    ck_assert_int_eq(testreport_n(&t, NULL, "before"), 94000);
    t = testreport_run(&shop, "falling", "channel", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "change"), 5000 - 90000);
    t = testreport_run(&shop, "rising", "item", "2026-11-02");
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "value"), 12800);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "change_share"), -1); /* nothing before */
}
END_TEST

START_TEST(a_period_reaches_to_the_last_day_that_there_is)
{
    struct report_ask ask;
    struct report_table t;

    month();
    t = testreport_run(&shop, "sales", "month", "9950-01-01..9999-12-31");
    ck_assert_int_eq(testreport_n(&t, NULL, "orders"), 0);
    ask = testreport_ask(&shop, "sales", "channel", NOVEMBER);
    ask.to = (struct date){ 9999, 12, 31 };
    ck_refused(report_run(shop.desk, &report_sales, &ask, NULL, shop.arena, &t, &err), ERR_LIMIT);
    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "9999-12-30T12:00Z", .minor = 7 });
    t = testreport_run(&shop, "sales", "channel", "9950-01-01..9999-12-31");
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 7);
    ask = testreport_ask(&shop, "rising", "channel", "0001-01-01..0050-12-31");
    ck_refused(report_run(shop.desk, &report_rising, &ask, NULL, shop.arena, &t, &err),
               ERR_INVALID);
    ck_assert_str_eq(err.field, "period");
}
END_TEST

START_TEST(canceled_orders_stand_with_their_reason_and_rate)
{
    struct report_table t;
    struct order *o;

    month();
    o = testshop_order(&shop, shop.bracket, 2, true); /* 10.20 with tax, on the 22nd */
    ck_ok(testshop_act(&shop, o, "cancel", "reason", "no_stock", &err));
    t = testreport_run(&shop, "canceled", "reason", NOVEMBER);
    ck_assert_int_eq(t.n, 2);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "Not in stock"), "canceled"), 1);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "Not in stock"), "value"), 1020);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "Not in stock"), "rate"), 200000);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "(none)"), "canceled"), 1);
    ck_assert_int_eq(testreport_n(&t, NULL, "canceled"), 2);
    ck_assert_int_eq(testreport_n(&t, NULL, "orders"), 5);
    ck_assert_int_eq(testreport_n(&t, NULL, "rate"), 400000);
    ck_assert_int_eq(testreport_n(&t, NULL, "value_rate"), 331938); /* 87.20 of 262.70 */
    t = testreport_run(&shop, "canceled", "day", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-22"), "rate"), 1000000);
    ck_assert_str_eq(testreport_find(&t, "2026-11-22")->find, "date:2026-11-22 status:canceled");
}
END_TEST

/* --- days of the zone --------------------------------------------------------------------------
 */

/* In Berlin clocks went on at 01:00Z of 2026-03-29 and go back at 01:00Z of 2026-10-25: a day of 23
 * hours and one of 25. */
START_TEST(days_are_those_of_the_zone_also_where_clocks_change)
{
    struct report_table t;

    os_set_time_zone("Europe/Berlin");
    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "2026-03-28T22:59:59Z", .minor = 1 });
    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "2026-03-28T23:00Z", .minor = 10 });
    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "2026-03-29T21:59:59Z", .minor = 100 });
    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "2026-03-29T22:00Z", .minor = 1000 });
    t = testreport_run(&shop, "sales", "day", "2026-03-28..2026-03-30");
    ck_assert_int_eq(t.v[0].v[2].n, 1);
    ck_assert_int_eq(t.v[1].v[2].n, 110);
    ck_assert_int_eq(t.v[2].v[2].n, 1000);
    t = testreport_run(&shop, "sales", "hour", "2026-03-29");
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "00"), "value"), 10);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "23"), "value"), 100);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 110);

    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "2026-10-24T22:00Z", .minor = 2 });
    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "2026-10-25T00:30Z", .minor = 20 });
    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "2026-10-25T01:30Z", .minor = 200 });
    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "2026-10-25T22:59:59Z", .minor = 2000 });
    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "2026-10-25T23:00Z", .minor = 20000 });
    t = testreport_run(&shop, "sales", "hour", "2026-10-25");
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "02"), "value"), 220);
    ck_assert_int_eq(testreport_n(&t, NULL, "value"), 2222);
    t = testreport_run(&shop, "hours", NULL, "2026-10-25");
    ck_assert_int_eq(t.n, 168);
    ck_assert_int_eq(t.v[6 * 24 + 2].v[3].n, 220); /* a Sunday */
    ck_assert_int_eq(t.v[6 * 24 + 23].v[2].n, 1);
}
END_TEST

START_TEST(zones_east_and_west_have_their_own_days)
{
    struct report_table t;

    testreport_order(&shop,
                     &(struct testreport_order){ .placed = "2026-11-10T18:20Z", .minor = 5 });
    os_set_time_zone("Asia/Kathmandu"); /* 5:45 ahead */
    t = testreport_run(&shop, "sales", "day", "2026-11-10..2026-11-11");
    ck_assert_int_eq(t.v[1].v[2].n, 5);
    t = testreport_run(&shop, "sales", "hour", "2026-11-10..2026-11-11");
    ck_assert_int_eq(t.v[0].v[2].n, 5);
    os_set_time_zone("America/Los_Angeles");
    t = testreport_run(&shop, "sales", "hour", "2026-11-10");
    ck_assert_int_eq(t.v[10].v[2].n, 5);
}
END_TEST

/* --- arithmetic ------------------------------------------------------------------------------- */

START_TEST(percentiles_are_values_that_occurred)
{
    int64_t v[] = { 50, 10, 40, 20, 30 };
    int64_t ten[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };

    figure_sort(v, 5);
    ck_assert_int_eq(figure_percentile(v, 5, 50), 30);
    ck_assert_int_eq(figure_percentile(v, 5, 90), 50);
    ck_assert_int_eq(figure_percentile(v, 1, 1), 10);
    ck_assert_int_eq(figure_percentile(ten, 10, 50), 5);
    ck_assert_int_eq(figure_percentile(ten, 10, 90), 9);
    ck_assert_int_eq(figure_percentile(ten, 10, 91), 10);
    ck_assert_int_eq(figure_percentile(ten, 10, 100), 10);
}
END_TEST

START_TEST(sums_keep_every_key)
{
    struct figure_sums sums = { .arena = shop.arena };
    struct figure_sum whole;

    ck_assert_ptr_null(figure_find(&sums, 7));
    for (int round = 0; round < 2; round++)
        for (int64_t key = -5000; key < 5000; key++)
            figure_of(&sums, key * 4096)->v[FIGURE_MAX - 1] += key;
    ck_assert_int_eq(sums.n, 10000);
    ck_assert_int_eq(figure_find(&sums, 4999 * 4096)->v[FIGURE_MAX - 1], 9998);
    whole = figure_whole(&sums);
    ck_assert_int_eq(whole.v[FIGURE_MAX - 1], -10000);
    ck_assert_ptr_null(figure_find(&sums, 3));
}
END_TEST

Suite *report_sales_suite(void)
{
    Suite *s = suite_create("report_sales");
    TCase *tc = tcase_create("report_sales");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, orders_of_a_period_without_those_canceled_and_their_average);
    tcase_add_test(tc, each_group_has_its_orders);
    tcase_add_test(tc, site_and_channel_narrow);
    tcase_add_test(tc, lines_are_worth_what_their_orders_are);
    tcase_add_test(tc, lines_that_were_canceled_are_no_lines_of_an_item);
    tcase_add_test(tc, an_order_is_shared_out_without_a_rest);
    tcase_add_test(tc, each_of_many_items_has_its_name);
    tcase_add_test(tc, every_breakdown_adds_up_to_the_whole);
    tcase_add_test(tc, a_period_stands_beside_the_one_before_and_the_year_before);
    tcase_add_test(tc, what_rose_most_is_first_and_what_fell_most_is_last);
    tcase_add_test(tc, a_period_reaches_to_the_last_day_that_there_is);
    tcase_add_test(tc, canceled_orders_stand_with_their_reason_and_rate);
    tcase_add_test(tc, days_are_those_of_the_zone_also_where_clocks_change);
    tcase_add_test(tc, zones_east_and_west_have_their_own_days);
    tcase_add_test(tc, percentiles_are_values_that_occurred);
    tcase_add_test(tc, sums_keep_every_key);
    suite_add_tcase(s, tc);
    return s;
}
