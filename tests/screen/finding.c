/*
 * The find screen: what is offered while one types, and words with a letter wrong.
 */
#include "screen/screen_suites.h"

static struct testscreen ts;

static void set_up(void)
{
    testscreen_open(&ts, 24, 80);
    testscreen_press(&ts, "F2");
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

START_TEST(tab_takes_a_name_then_a_value_and_typing_goes_on)
{
    testscreen_type(&ts, "stat");
    ck_shows(&ts, "status:");
    testscreen_press(&ts, "Tab");
    ck_shows(&ts, "Find: status:");
    testscreen_type(&ts, "back");
    ck_shows(&ts, "backordered");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "leeds");
    ck_shows(&ts, "Find: status:backordered leeds");
}
END_TEST

START_TEST(down_and_enter_choose_a_value_in_the_middle_of_the_bar)
{
    testscreen_type(&ts, "is: leeds");
    testscreen_press(&ts, "Left Left Left Left Left Left");
    testscreen_type(&ts, "x");
    testscreen_press(&ts, "Backspace Down Down Enter");
    ck_shows(&ts, "Find: is:late leeds");
}
END_TEST

START_TEST(of_names_down_goes_to_what_was_found)
{
    testscreen_type(&ts, "pos");
    ck_shows(&ts, "postcode:");
    testscreen_press(&ts, "Down");
    ck_hides(&ts, "postcode:");
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "acme");
    testscreen_press(&ts, "Tab");
    ck_shows(&ts, "Find: acme");
    ck_shows(&ts, "Orders");
}
END_TEST

START_TEST(a_word_with_one_letter_wrong_is_found_and_said)
{
    testscreen_type(&ts, "amce");
    ck_shows(&ts, "ACME Tools Ltd");
    ck_shows(&ts, "Nothing for \"amce\"; showing \"acme\".");
    testscreen_press(&ts, "F2");
    ck_hides(&ts, "Nothing for");
    testscreen_type(&ts, "acme");
    ck_hides(&ts, "Nothing for");
}
END_TEST

START_TEST(of_all_kinds_it_says_that_there_are_more)
{
    for (int i = 0; i < 24; i++)
        testshop_order(&ts.shop, ts.shop.bracket, 1, true);
    testscreen_resize(&ts, 60, 80);
    testscreen_type(&ts, "acme");
    ck_shows(&ts, " found");
    testshop_order(&ts.shop, ts.shop.bracket, 1, true);
    testscreen_press(&ts, "F5");
    ck_shows(&ts, " and more");
}
END_TEST

/* Three orders of one customer, the first of them canceled; the list of orders is shown. */
static struct order *three_orders(void)
{
    struct order *first = testshop_order(&ts.shop, ts.shop.bracket, 1, true);
    struct err err = ERR_INIT;

    testshop_order(&ts.shop, ts.shop.bracket, 1, true);
    testshop_order(&ts.shop, ts.shop.bracket, 1, true);
    ck_ok(testshop_act(&ts.shop, first, "cancel", "reason", "customer", &err));
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "customer:acme ");
    return first;
}

START_TEST(one_thing_is_done_to_all_that_is_found_and_the_rest_stays_marked)
{
    struct order *canceled = three_orders();

    testscreen_press(&ts, "F8");
    ck_shows(&ts, "To all orders that are found");
    testscreen_type(&ts, "6");
    ck_shows(&ts, "Orders: 3. It can be done to 2, not to 1.");
    testscreen_press(&ts, "Esc F8"); /* nothing was begun */
    ck_shows(&ts, "To all orders that are found");
    testscreen_type(&ts, "6");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "ask first");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "F10 does it.");
    testscreen_press(&ts, "F10 y");
    testscreen_tick(&ts, false);
    ck_shows(&ts, "2 done, 1 refused.");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM order_hold"), 2);
    testscreen_press(&ts, "Esc F8");
    ck_shows(&ts, "To the marked orders: 1.");
    testscreen_type(&ts, "6");
    ck_shows(&ts, canceled->number);
    ck_shows(&ts, "Orders: 1. It can be done to 0, not to 1.");
}
END_TEST

/* Beside the actions of an order: each has a key. */
START_TEST(priority_and_papers_are_done_to_many_too)
{
    three_orders();
    testscreen_press(&ts, "F8 y");
    ck_shows(&ts, "Priority: many orders");
    ck_shows(&ts, "Orders: 3. It can be done to 2, not to 1.");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "12");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "from 0 to 9");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "8");
    testscreen_press(&ts, "F10");
    testscreen_press(&ts, "F10 y");
    testscreen_tick(&ts, false);
    ck_shows(&ts, "2 done, 1 refused.");
    ck_assert_int_eq(
        testshop_number(ts.desk, "SELECT COUNT(*) FROM sales_order WHERE priority = 8"), 2);
}
END_TEST

START_TEST(marks_choose_and_go_with_the_search)
{
    three_orders();
    testscreen_press(&ts, "F7 F8");
    ck_shows(&ts, "To the marked orders: 1.");
    testscreen_press(&ts, "Esc");
    testscreen_type(&ts, "a");
    testscreen_press(&ts, "Backspace F8");
    ck_shows(&ts, "To all orders that are found");
    testscreen_press(&ts, "Esc Tab F8");
    ck_shows(&ts, "Choose orders with Tab first.");
}
END_TEST

Suite *finding_suite(void)
{
    Suite *suite = suite_create("finding");
    TCase *tc = tcase_create("finding");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, tab_takes_a_name_then_a_value_and_typing_goes_on);
    tcase_add_test(tc, down_and_enter_choose_a_value_in_the_middle_of_the_bar);
    tcase_add_test(tc, of_names_down_goes_to_what_was_found);
    tcase_add_test(tc, of_all_kinds_it_says_that_there_are_more);
    tcase_add_test(tc, a_word_with_one_letter_wrong_is_found_and_said);
    tcase_add_test(tc, one_thing_is_done_to_all_that_is_found_and_the_rest_stays_marked);
    tcase_add_test(tc, priority_and_papers_are_done_to_many_too);
    tcase_add_test(tc, marks_choose_and_go_with_the_search);
    suite_add_tcase(suite, tc);
    return suite;
}
