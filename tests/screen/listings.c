/*
 * Lists whose rows come and go: the cursor stays on its record, not on its row; and how soon what
 * others do is on them.
 */
#include <string.h>

#include "domain/stock/stock.h"
#include "screen/screen_suites.h"

static struct testscreen ts;

static void set_up(void)
{
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* What is there at the first site, counted and posted, an item and how many a line. */
static void count(const char *lines)
{
    testscreen_type(&ts, ".ct\n");
    testscreen_press(&ts, "F6 1");
    testscreen_type(&ts, "DN 7\n");
    testscreen_type(&ts, lines);
    testscreen_press(&ts, "Enter F10 b 1 F3");
}

/* The order on the at-th row of a list of orders, from 0. */
static struct order *order_on_row(struct order *const *orders, int n, int at)
{
    for (int row = 1; row < 20; row++)
        for (int i = 0; i < n; i++)
            if (strstr(testscreen_row(&ts, row), orders[i]->number) != NULL && at-- == 0)
                return orders[i];
    return NULL;
}

/* On a list of the lines of three orders: the cursor goes to the second, then the first row's order
 * is canceled at another desk. Enter still opens the order the cursor was put on. */
static void cursor_keeps_its_order(struct order *const *orders)
{
    struct order *first = order_on_row(orders, 3, 0), *second = order_on_row(orders, 3, 1);
    struct err err = ERR_INIT;

    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_nonnull(second);
    testscreen_press(&ts, "Down");
    ck_ok(testshop_act(&ts.shop, first, "cancel", "reason", "customer", &err));
    testscreen_tick(&ts, true);
    ck_hides(&ts, first->number);
    testscreen_press(&ts, "Enter");
    ck_assert_msg(strstr(testscreen_row(&ts, 0), second->number) != NULL, "not %s: %s",
                  second->number, testscreen_row(&ts, 0));
}

static void three_orders(struct order **orders)
{
    for (int i = 0; i < 3; i++) {
        testscreen_press(&ts, "F6");
        testscreen_type(&ts, "1042\n4711\n50\n\n\n");
        orders[i] = testscreen_last_order(&ts);
        testscreen_press(&ts, "F3");
    }
}

START_TEST(the_cursor_stays_on_who_has_it)
{
    struct order *orders[3];

    three_orders(orders);
    testscreen_type(&ts, ".pr 4711\n");
    testscreen_press(&ts, "h");
    cursor_keeps_its_order(orders);
}
END_TEST

START_TEST(the_cursor_stays_on_who_would_lose)
{
    struct order *orders[3];

    three_orders(orders);
    count("4711 10");
    testscreen_type(&ts, ".ov\n");
    cursor_keeps_its_order(orders);
}
END_TEST

static void receive(int64_t units)
{
    struct item_id item = { testshop_number(ts.desk, "SELECT id FROM item WHERE sku = '4711'") };
    struct err err = ERR_INIT;

    ck_ok(stock_receive(ts.desk, item, ts.shop.main, (struct qty){ units * QTY_PER_UNIT }, NULL,
                        &err));
}

/* The row of 4711 on the report. */
static const char *row_of_4711(void)
{
    for (int row = 2; row < 20; row++)
        if (strstr(testscreen_row(&ts, row), "4711") != NULL)
            return testscreen_row(&ts, row);
    ck_abort_msg("4711 is not there:\n%s", testscreen_dump(&ts));
}

START_TEST(a_report_of_all_stock_reads_commits_elsewhere_every_ten_seconds)
{
    testdesk_wait(ts.desk, INT64_C(100) * 24 * 3600 * 1000);
    testscreen_type(&ts, ".rp slow\n");
    ck_assert_ptr_nonnull(strstr(row_of_4711(), " 200 "));
    receive(77);
    testdesk_wait(ts.desk, 9900);
    testscreen_tick(&ts, true);
    ck_assert_ptr_nonnull(strstr(row_of_4711(), " 200 "));
    testdesk_wait(ts.desk, 200);
    testscreen_tick(&ts, false);
    ck_assert_ptr_nonnull(strstr(row_of_4711(), " 277 "));
    receive(1);
    testscreen_tick(&ts, true);
    ck_assert_ptr_nonnull(strstr(row_of_4711(), " 277 "));
    testscreen_press(&ts, "F5");
    ck_assert_ptr_nonnull(strstr(row_of_4711(), " 278 "));
}
END_TEST

START_TEST(a_report_of_what_is_low_reads_each_commit)
{
    const struct qty reorder = { 900 * QTY_PER_UNIT };
    const struct stock_setting low = { .reorder = &reorder };
    struct item_id item = { testshop_number(ts.desk, "SELECT id FROM item WHERE sku = '4711'") };
    struct err err = ERR_INIT;

    ck_ok(stock_set(ts.desk, item, ts.shop.main, &low, &err));
    testscreen_type(&ts, ".rp low\n");
    ck_assert_ptr_nonnull(strstr(row_of_4711(), " 200 "));
    receive(77);
    testscreen_tick(&ts, true);
    ck_assert_ptr_nonnull(strstr(row_of_4711(), " 277 "));
}
END_TEST

Suite *listing_screen_suite(void)
{
    Suite *suite = suite_create("listings");
    TCase *tests = tcase_create("listings");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_cursor_stays_on_who_has_it);
    tcase_add_test(tests, the_cursor_stays_on_who_would_lose);
    tcase_add_test(tests, a_report_of_all_stock_reads_commits_elsewhere_every_ten_seconds);
    tcase_add_test(tests, a_report_of_what_is_low_reads_each_commit);
    suite_add_tcase(suite, tests);
    return suite;
}
