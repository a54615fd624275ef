/*
 * The mouse stands for keys: rows, the key bar, tabs, choices and the wheel, on the real screens.
 */
#include <string.h>

#include "base/utf8.h"
#include "screen/screen_suites.h"
#include "support/term_mem.h"

static struct testscreen ts;

static void set_up(void)
{
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* The first place of text on the screen. */
static struct key over(enum key_mouse what, const char *text)
{
    for (int row = 0; row < 24; row++) {
        const char *line = testscreen_row(&ts, row), *at = strstr(line, text);

        if (at != NULL)
            return key_make_mouse(what, row, utf8_cols(line) - utf8_cols(at));
    }
    ck_abort_msg("not on the screen: %s", text);
    return key_make(K_NONE, 0);
}

static void mouse(enum key_mouse what, const char *text)
{
    term_mem_key(ts.term, over(what, text));
    (void)app_pass(ts.app);
}

static void open_items(void)
{
    testscreen_type(&ts, ".pr\n");
    ck_shows(&ts, ">4711");
}

START_TEST(a_click_selects_a_row_and_a_second_one_opens_it)
{
    open_items();
    mouse(MOUSE_CLICK, "4713");
    ck_shows(&ts, ">4713");
    ck_shows(&ts, "FI ");

    mouse(MOUSE_CLICK, "4713");

    ck_shows(&ts, "PR ");
    ck_shows(&ts, "4713");
}
END_TEST

START_TEST(a_double_click_in_one_turn_opens_the_row_that_was_clicked)
{
    struct key k;

    open_items();
    k = over(MOUSE_CLICK, "4713");
    term_mem_key(ts.term, k);
    term_mem_key(ts.term, k);
    (void)app_pass(ts.app);

    ck_shows(&ts, "PR ");
    ck_shows(&ts, "4713");
}
END_TEST

START_TEST(the_wheel_moves_a_list_and_nothing_where_there_is_none)
{
    open_items();
    mouse(MOUSE_WHEEL_DOWN, "4712");
    ck_hides(&ts, ">4711");
    mouse(MOUSE_WHEEL_UP, "4712");
    ck_shows(&ts, ">4711");

    testscreen_press(&ts, "F4");
    ck_shows(&ts, "[");
    testscreen_type(&ts, "ZZ");
    mouse(MOUSE_WHEEL_DOWN, "ZZ");
    testscreen_type(&ts, "9");
    ck_shows(&ts, "ZZ9");
}
END_TEST

START_TEST(a_click_on_the_key_bar_presses_that_key)
{
    mouse(MOUSE_CLICK, "New order");
    ck_shows(&ts, "OE New order");

    mouse(MOUSE_CLICK, "F9");

    ck_shows(&ts, "Type an action");
}
END_TEST

START_TEST(a_click_on_a_tab_shows_it)
{
    open_items();
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Allocated");

    mouse(MOUSE_CLICK, "2 Prices");

    ck_hides(&ts, "Allocated");
}
END_TEST

START_TEST(a_choice_of_a_dialog_is_clicked_and_what_lies_below_is_not)
{
    testscreen_type(&ts, ".theme\n");
    ck_shows(&ts, "contrast - ");
    mouse(MOUSE_CLICK, "New order"); /* the key bar, under a dialog */
    ck_shows(&ts, "contrast - ");

    mouse(MOUSE_CLICK, "contrast - ");

    ck_shows(&ts, "Colors: contrast");
}
END_TEST

START_TEST(a_click_beside_everything_does_nothing)
{
    term_mem_key(ts.term, key_make_mouse(MOUSE_CLICK, 0, 0));
    term_mem_key(ts.term, key_make_mouse(MOUSE_CLICK, 1000, 1000));
    (void)app_pass(ts.app);

    ck_shows(&ts, "DB Dashboard");
}
END_TEST

START_TEST(it_is_off_until_the_code_turns_it_on_and_stays_so_for_the_user)
{
    ck_assert(!term_mem_counts(ts.term).has_mouse);
    testscreen_type(&ts, ".mouse\n");
    ck_assert(term_mem_counts(ts.term).has_mouse);
    ck_shows(&ts, "The mouse is on");
    testscreen_type(&ts, ".mouse sideways\n");
    ck_assert(term_mem_counts(ts.term).has_mouse);
    ck_shows(&ts, "\"sideways\" does not fit here");

    testscreen_type(&ts, ".mouse off\n");

    ck_assert(!term_mem_counts(ts.term).has_mouse);
}
END_TEST

Suite *mouse_suite(void)
{
    Suite *s = suite_create("mouse");
    TCase *tc = tcase_create("screens");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_click_selects_a_row_and_a_second_one_opens_it);
    tcase_add_test(tc, a_double_click_in_one_turn_opens_the_row_that_was_clicked);
    tcase_add_test(tc, the_wheel_moves_a_list_and_nothing_where_there_is_none);
    tcase_add_test(tc, a_click_on_the_key_bar_presses_that_key);
    tcase_add_test(tc, a_click_on_a_tab_shows_it);
    tcase_add_test(tc, a_choice_of_a_dialog_is_clicked_and_what_lies_below_is_not);
    tcase_add_test(tc, a_click_beside_everything_does_nothing);
    tcase_add_test(tc, it_is_off_until_the_code_turns_it_on_and_stays_so_for_the_user);
    suite_add_tcase(s, tc);
    return s;
}
