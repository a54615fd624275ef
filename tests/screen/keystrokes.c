/*
 * The keystroke budgets: keys fed to the real screens are counted, and the order that came of them
 * is looked at in the desk.
 */
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

/* The order that was taken: confirmed, of so many lines, the first of so many units; its number
 * and total stand on the screen, to be read back. */
static struct order *taken(int lines, int units)
{
    struct order *o = testscreen_last_order(&ts);

    ck_assert_msg(o != NULL, "no order was taken\n%s", testscreen_dump(&ts));
    ck_assert_int_eq(o->status, ORDER_CONFIRMED);
    ck_assert_int_eq(o->line_count, lines);
    ck_assert_int_eq(o->lines[0].ordered.milli, units * QTY_PER_UNIT);
    ck_shows(&ts, o->number);
    return o;
}

START_TEST(a_phone_order_of_three_lines_takes_32_keys)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n4712\n12\n4713\n12\n\n\n");

    struct order *o = taken(3, 12);

    ck_assert_int_eq(ts.pressed, 32);
    ck_assert_int_le(ts.pressed, 35);
    ck_assert_str_eq(o->customer_name, "ACME Tools Ltd");
    ck_assert_int_eq(o->lines[2].allocated.milli, 12 * QTY_PER_UNIT);
    ck_shows(&ts, "confirmed");
}
END_TEST

START_TEST(the_same_order_typed_ahead_of_the_screen_is_the_same_order)
{
    testscreen_press(&ts, "F6");
    testscreen_burst(&ts, "1042\n4711\n12\n4712\n12\n4713\n12\n\n\n");

    (void)taken(3, 12);
}
END_TEST

START_TEST(a_quantity_of_one_is_enter_alone)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n\n4712\n\n4713\n\n\n\n");

    (void)taken(3, 1);
    ck_assert_int_eq(ts.pressed, 26);
}
END_TEST

START_TEST(three_letters_of_the_name_do_for_the_customer)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "mül\n4711\n12\n4712\n12\n4713\n12\n\n\n");

    ck_assert_str_eq(taken(3, 12)->customer_name, "Müller Fördertechnik GmbH");
    ck_assert_int_eq(ts.pressed, 31);
}
END_TEST

START_TEST(letters_that_fit_several_customers_take_one_enter_more)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "acm");
    testscreen_press(&ts, "Down Enter");
    testscreen_type(&ts, "4711\n12\n\n\n");

    (void)taken(1, 12);
}
END_TEST

START_TEST(whole_lines_in_one_field_take_as_many)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711*12\n4712*12\n4713*12\n\n\n");

    (void)taken(3, 12);
    ck_assert_int_eq(ts.pressed, 32);
}
END_TEST

START_TEST(repeating_the_last_order_takes_11_keys)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n4712\n3\n\n\n");
    struct order *first = testscreen_last_order(&ts);
    testdesk_wait(ts.desk, 86400000);
    testscreen_press(&ts, "F3");
    ts.pressed = 0;

    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n..\n\n\n");

    ck_assert_int_ne(taken(2, 12)->id.v, first->id.v);
    ck_assert_int_eq(ts.pressed, 11);
}
END_TEST

START_TEST(an_item_is_found_by_letters_with_four_keys_more)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\nbol m8");
    testscreen_press(&ts, "Down Enter");
    testscreen_type(&ts, "5\n\n\n");

    ck_assert_str_eq(taken(1, 5)->lines[0].sku, "BOL-M8-40");
    ck_assert_int_eq(ts.pressed, 6 + 8 + 4);
}
END_TEST

START_TEST(where_is_my_order_takes_six_keys_from_the_dashboard)
{
    struct order *o = testshop_order(&ts.shop, ts.shop.bracket, 3, true);

    testscreen_type(&ts, o->number);
    testscreen_press(&ts, "Enter");

    ck_assert_int_le(ts.pressed, 7);
    ck_assert_str_eq(app_screen(ts.app)->ops->code, "OD");
    ck_shows(&ts, o->number);
}
END_TEST

START_TEST(where_is_my_order_takes_as_many_from_the_list)
{
    struct order *o = testshop_order(&ts.shop, ts.shop.bracket, 3, true);

    testscreen_press(&ts, "F2");
    ts.pressed = 0;
    testscreen_type(&ts, o->number);
    testscreen_press(&ts, "Enter");

    ck_assert_int_le(ts.pressed, 7);
    ck_assert_str_eq(app_screen(ts.app)->ops->code, "OD");
}
END_TEST

START_TEST(a_quantity_of_a_draft_is_changed_with_five_keys)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n");
    ts.pressed = 0;

    testscreen_press(&ts, "Up F4");
    testscreen_type(&ts, "6\n");

    ck_assert_int_le(ts.pressed, 5);
    testscreen_press(&ts, "F10 F10");
    (void)taken(1, 6);
}
END_TEST

START_TEST(a_digit_on_a_line_is_its_new_quantity)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n");
    ts.pressed = 0;

    testscreen_press(&ts, "Up");
    testscreen_type(&ts, "6\n");

    ck_assert_int_le(ts.pressed, 3);
    testscreen_press(&ts, "F10 F10");
    (void)taken(1, 6);
}
END_TEST

/* An order of two lines, its page open, the cursor on the first. */
static struct order *page_of_order(void)
{
    struct order *o;

    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n4712\n12\n\n\n");
    o = testscreen_last_order(&ts);
    ck_assert_str_eq(app_screen(ts.app)->ops->code, "OD");
    ts.pressed = 0;
    return o;
}

START_TEST(a_quantity_of_a_confirmed_order_is_changed_with_five_keys)
{
    struct order *o = page_of_order();

    testscreen_press(&ts, "Down F4");
    testscreen_type(&ts, "6\n");
    ck_shows(&ts, "Was 41.76");
    ck_shows(&ts, "-10.44"); /* six at 1.45, and tax */
    ck_shows(&ts, "6 freed");
    testscreen_press(&ts, "F10");

    ck_assert_int_eq(ts.pressed, 5);
    ck_assert_str_eq(app_screen(ts.app)->ops->code, "OD");
    o = testshop_load(&ts.shop, o->id.v);
    ck_assert_int_eq(o->lines[1].ordered.milli, 6 * QTY_PER_UNIT);
    ck_assert_int_eq(o->lines[1].allocated.milli, 6 * QTY_PER_UNIT);
    ck_shows(&ts, "changed");
}
END_TEST

START_TEST(a_change_that_was_begun_is_offered_again_after_a_lost_terminal)
{
    struct order *o = page_of_order();

    testscreen_press(&ts, "F4");
    testscreen_type(&ts, "6\n4713 2\n");
    testscreen_restart(&ts);
    testscreen_type(&ts, o->number);
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "A change is open");
    testscreen_press(&ts, "F4");
    ck_shows(&ts, "4713");
    testscreen_press(&ts, "F10");

    o = testshop_load(&ts.shop, o->id.v);
    ck_assert_int_eq(o->lines[0].ordered.milli, 6 * QTY_PER_UNIT);
    ck_assert_int_eq(o->line_count, 3);
}
END_TEST

START_TEST(what_is_half_typed_is_shown_before_it_is_applied)
{
    struct order *o = page_of_order();

    testscreen_press(&ts, "F4");
    testscreen_type(&ts, "6");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "6 freed");
    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->version, o->version);
    testscreen_press(&ts, "F10");

    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->lines[0].ordered.milli, 6 * QTY_PER_UNIT);
}
END_TEST

START_TEST(a_line_is_cut_taken_back_and_the_change_dropped)
{
    struct order *o = page_of_order();

    testscreen_press(&ts, "F4 Esc C-d");
    ck_shows(&ts, "12 freed");
    testscreen_press(&ts, "C-z");
    ck_hides(&ts, "12 freed");
    testscreen_press(&ts, "Up"); /* to the header */
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "PO-5\n");
    testscreen_press(&ts, "F8");
    testscreen_type(&ts, "y");

    ck_assert_str_eq(app_screen(ts.app)->ops->code, "OD");
    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->version, o->version);
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM order_change WHERE status = 3"),
                     2);
}
END_TEST

START_TEST(what_cannot_be_is_refused_where_it_is_typed)
{
    struct order *o = page_of_order();

    testscreen_press(&ts, "F4");
    testscreen_type(&ts, "0\n");
    ck_shows(&ts, "Say how many");
    testscreen_type(&ts, "F10");
    testscreen_press(&ts, "Esc Down");
    testscreen_type(&ts, "9\n");
    testscreen_press(&ts, "F10");

    o = testshop_load(&ts.shop, o->id.v);
    ck_assert_int_eq(o->lines[0].ordered.milli, 12 * QTY_PER_UNIT);
    ck_assert_int_eq(o->lines[1].ordered.milli, 9 * QTY_PER_UNIT);
}
END_TEST

START_TEST(complaint_27_a_change_shows_what_a_colleague_did_and_keeps_what_was_typed)
{
    struct order *o = page_of_order();
    struct err err = ERR_INIT;

    testscreen_press(&ts, "F4");
    testscreen_type(&ts, "6\n");
    ck_ok(testshop_act(&ts.shop, testshop_load(&ts.shop, o->id.v), "hold", "note", "x", &err));
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "put on hold");
    testscreen_press(&ts, "Esc F10");

    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->lines[0].ordered.milli, 6 * QTY_PER_UNIT);
}
END_TEST

START_TEST(the_line_under_the_cursor_is_canceled_with_its_reason)
{
    struct order *o = page_of_order();

    testscreen_press(&ts, "Down F10");
    testscreen_type(&ts, "l");
    ck_shows(&ts, "Cancel line 2");
    testscreen_type(&ts, "1");
    testscreen_press(&ts, "Enter");

    o = testshop_load(&ts.shop, o->id.v);
    ck_assert_int_eq(o->lines[1].canceled.milli, 12 * QTY_PER_UNIT);
    ck_assert_int_eq(o->lines[0].canceled.milli, 0);
    ck_assert_int_eq(o->goods_minor, o->lines[0].net_minor);
}
END_TEST

START_TEST(of_two_holds_the_one_that_is_chosen_is_released)
{
    struct order *o = page_of_order();

    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "hask\n");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "w+3\n");
    ck_shows(&ts, "ends by itself");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "r1");
    testscreen_type(&ts, "1");
    testscreen_press(&ts, "Enter");

    o = testshop_load(&ts.shop, o->id.v);
    ck_assert_int_eq(o->hold_count, 1);
    ck_assert_int_eq(o->holds[0].kind, HOLD_CUSTOMER);
}
END_TEST

START_TEST(notes_stand_on_their_own_tab_with_who_and_for_whom)
{
    (void)page_of_order();

    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "pHandle with care\n");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "f/srv/po-7.pdf\n");
    testscreen_type(&ts, "4");
    ck_shows(&ts, "for the warehouse");
    ck_shows(&ts, "Handle with care");
    ck_shows(&ts, "po-7.pdf: /srv/po-7.pdf");
}
END_TEST

Suite *keystrokes_suite(void)
{
    Suite *suite = suite_create("keystrokes");
    TCase *tc = tcase_create("budgets");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_phone_order_of_three_lines_takes_32_keys);
    tcase_add_test(tc, the_same_order_typed_ahead_of_the_screen_is_the_same_order);
    tcase_add_test(tc, a_quantity_of_one_is_enter_alone);
    tcase_add_test(tc, three_letters_of_the_name_do_for_the_customer);
    tcase_add_test(tc, letters_that_fit_several_customers_take_one_enter_more);
    tcase_add_test(tc, whole_lines_in_one_field_take_as_many);
    tcase_add_test(tc, repeating_the_last_order_takes_11_keys);
    tcase_add_test(tc, an_item_is_found_by_letters_with_four_keys_more);
    tcase_add_test(tc, where_is_my_order_takes_six_keys_from_the_dashboard);
    tcase_add_test(tc, where_is_my_order_takes_as_many_from_the_list);
    tcase_add_test(tc, a_quantity_of_a_draft_is_changed_with_five_keys);
    tcase_add_test(tc, a_digit_on_a_line_is_its_new_quantity);
    tcase_add_test(tc, a_quantity_of_a_confirmed_order_is_changed_with_five_keys);
    tcase_add_test(tc, a_change_that_was_begun_is_offered_again_after_a_lost_terminal);
    tcase_add_test(tc, what_is_half_typed_is_shown_before_it_is_applied);
    tcase_add_test(tc, a_line_is_cut_taken_back_and_the_change_dropped);
    tcase_add_test(tc, what_cannot_be_is_refused_where_it_is_typed);
    tcase_add_test(tc, notes_stand_on_their_own_tab_with_who_and_for_whom);
    tcase_add_test(tc, the_line_under_the_cursor_is_canceled_with_its_reason);
    tcase_add_test(tc, of_two_holds_the_one_that_is_chosen_is_released);
    tcase_add_test(tc, complaint_27_a_change_shows_what_a_colleague_did_and_keeps_what_was_typed);
    suite_add_tcase(suite, tc);
    return suite;
}
