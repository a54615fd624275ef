/*
 * The dashboard's figures: beside a week ago, explained by F1, live, in the order of a role, and one
 * below the other for a screen reader.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/desk/access.h"
#include "screen/screen_suites.h"
#include "support/testreport.h"

#define DAY_MS INT64_C(86400000)

static struct testscreen ts;
static struct err err;

static void open_at(int rows, int cols)
{
    err_clear(&err);
    testscreen_open(&ts, rows, cols);
}

static void take_orders(int n)
{
    for (int i = 0; i < n; i++)
        testshop_order(&ts.shop, ts.shop.fitting, 1, false);
}

/* Three orders at 14:03, and two a week later. */
static void a_week(void)
{
    take_orders(3);
    testdesk_wait(ts.desk, 7 * DAY_MS + DAY_MS / 24);
    take_orders(2);
    testscreen_press(&ts, "F5");
}

START_TEST(the_day_stands_beside_the_same_day_a_week_ago)
{
    open_at(24, 80);
    ck_shows(&ts, "No such day a week ago");
    a_week();
    ck_shows(&ts, "orders 2 ");
    ck_shows(&ts, "Week ago by 15:03  orders 3.0  180.00  mean of 1 week  3.0  180.00");
    ck_shows(&ts, "30 days: orders 5, most 3 a day");
    testscreen_close(&ts);
}
END_TEST

START_TEST(f1_says_what_the_figures_count)
{
    open_at(45, 140);
    testscreen_press(&ts, "F1");
    ck_shows(&ts, "Submitted orders that wait to be confirmed.");
    ck_shows(&ts, "Orders placed on the day, also those canceled later.");
    ck_shows(&ts, "orders placed on the same weekday up to this time");
    testscreen_close(&ts);
}
END_TEST

START_TEST(what_another_desk_does_shows_at_the_next_tick_and_the_cursor_stays)
{
    open_at(24, 80);
    testscreen_press(&ts, "Down Down");
    ck_shows(&ts, ">3 Backordered           0");
    take_orders(1);
    ck_shows(&ts, "orders 0 ");
    testscreen_tick(&ts, true);
    ck_shows(&ts, "orders 1 ");
    ck_shows(&ts, " 1 To confirm            1");
    ck_shows(&ts, ">3 Backordered           0");
    testscreen_close(&ts);
}
END_TEST

START_TEST(who_picks_sees_that_work_first_and_its_number_opens_it)
{
    open_at(24, 80);
    testdesk_be(ts.desk, ROLE_WAREHOUSE);
    testscreen_press(&ts, "F5");
    ck_shows(&ts, ">1 With the warehouse");
    testscreen_press(&ts, "Enter");
    ck_assert(strncmp(testscreen_row(&ts, 0), " WQ ", 4) == 0);
    testscreen_close(&ts);
}
END_TEST

START_TEST(what_could_not_go_on_by_itself_is_a_queue_with_its_list)
{
    struct order *o;

    open_at(24, 80);
    o = testshop_order(&ts.shop, ts.shop.fitting, 1, true);
    testreport_do(&ts.shop, arena_printf(ts.shop.arena,
                                         "INSERT INTO timer_fault (kind, record_id, order_id,"
                                         " tries, first_ms, next_ms, words) VALUES"
                                         " (2, %lld, %lld, 3, %lld, %lld, 'The site is closed.'),"
                                         " (5, 1, NULL, 1, %lld, %lld, 'Nobody is told.')",
                                         (long long)o->id.v, (long long)o->id.v,
                                         (long long)desk_now(ts.desk).ms - 3 * DAY_MS,
                                         (long long)desk_now(ts.desk).ms + DAY_MS / 24,
                                         (long long)desk_now(ts.desk).ms,
                                         (long long)desk_now(ts.desk).ms + DAY_MS / 24));
    testdesk_be(ts.desk, ROLE_MANAGER);
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "3 Not done by itself    2");
    testscreen_press(&ts, "Down Down F1");
    ck_shows(&ts, "What is due by itself and could not be done");
    testscreen_press(&ts, "Esc");
    testscreen_type(&ts, "3\n");
    ck_assert(strncmp(testscreen_row(&ts, 0), " ND ", 4) == 0);
    ck_shows(&ts, "The site is closed.");
    ck_shows(&ts, "Nobody is told.");
    testscreen_press(&ts, "Enter");
    ck_assert(strncmp(testscreen_row(&ts, 0), " OD ", 4) == 0);
    testscreen_press(&ts, "F12 Down Enter");
    ck_assert(strncmp(testscreen_row(&ts, 0), " RS ", 4) == 0);
    testscreen_press(&ts, "F12 F12");
    ck_shows(&ts, ">3 Not done by itself");
    testscreen_close(&ts);
}
END_TEST

START_TEST(wide_terminals_show_who_is_here)
{
    open_at(45, 160);
    ck_shows(&ts, "Here now: 1");
    testscreen_resize(&ts, 24, 80);
    ck_hides(&ts, "Here now: 1");
    testscreen_close(&ts);
}
END_TEST

START_TEST(a_screen_reader_reads_it_line_by_line)
{
    err_clear(&err);
    testscreen_open_a11y(&ts);
    a_week();
    ck_shows(&ts, "30 days: orders 5, most 3 a day");
    ck_shows(&ts, "Here now: 1");
    ck_hides(&ts, "Orders per hour");
    ck_hides(&ts, "\xE2\x94\x82");
    ck_hides(&ts, "\xE2\x96\x88");
    testscreen_close(&ts);
}
END_TEST

Suite *dashboard_suite(void)
{
    Suite *suite = suite_create("dashboard");
    TCase *tc = tcase_create("figures");

    tcase_add_test(tc, the_day_stands_beside_the_same_day_a_week_ago);
    tcase_add_test(tc, f1_says_what_the_figures_count);
    tcase_add_test(tc, what_another_desk_does_shows_at_the_next_tick_and_the_cursor_stays);
    tcase_add_test(tc, who_picks_sees_that_work_first_and_its_number_opens_it);
    tcase_add_test(tc, what_could_not_go_on_by_itself_is_a_queue_with_its_list);
    tcase_add_test(tc, wide_terminals_show_who_is_here);
    tcase_add_test(tc, a_screen_reader_reads_it_line_by_line);
    suite_add_tcase(suite, tc);
    return suite;
}
