/*
 * The palette: actions, screens and records by typing.
 */
#include "support/term_mem.h"
#include "support/toyscreen.h"
#include "tui/palette.h"
#include "unit/tui_suites.h"

static struct toy toy;

static void set_up(void)
{
    toy_open(&toy, NULL, 24, 80);
    toy_press(&toy, "F9");
}

static void tear_down(void)
{
    toy_close(&toy);
}

START_TEST(it_shows_every_action_with_its_keys)
{
    ck_assert(term_mem_shows(toy.term, "Go: Makes the toy go."));
    ck_assert(term_mem_shows(toy.term, "F6 ^N n"));
    ck_assert(term_mem_shows(toy.term, "Toy list"));
}
END_TEST

START_TEST(typing_finds_an_action_and_enter_runs_it)
{
    toy_type(&toy, "makes");
    toy_press(&toy, "Enter");

    ck_assert_int_eq(toy.counts.runs, 1);
    ck_assert_ptr_null(app_popup(toy.app));
}
END_TEST

START_TEST(an_action_that_is_off_is_not_run)
{
    toy.is_off = true;
    toy_type(&toy, "makes");
    toy_press(&toy, "Enter");

    ck_assert_int_eq(toy.counts.runs, 0);
    ck_assert(term_mem_shows(toy.term, "! The toy is off."));
}
END_TEST

START_TEST(a_screen_is_found_by_its_name)
{
    toy_type(&toy, "toy list");
    toy_press(&toy, "Enter");

    ck_assert_ptr_eq(app_screen(toy.app)->ops, &toy_list);
}
END_TEST

START_TEST(a_record_is_found_by_text)
{
    toy_type(&toy, "acm");
    ck_assert(term_mem_shows(toy.term, "ACME Tools"));
    toy_press(&toy, "Enter");

    ck_assert_int_eq(toy.counts.last_opened, 42);
}
END_TEST

START_TEST(enter_sees_the_keys_typed_in_the_same_pass)
{
    term_mem_type(toy.term, "acm");
    term_mem_press(toy.term, "Enter");
    (void)app_pass(toy.app);

    ck_assert_int_eq(toy.counts.last_opened, 42);
}
END_TEST

START_TEST(a_number_goes_to_its_order)
{
    toy_type(&toy, "10482");
    toy_press(&toy, "Enter");

    ck_assert_str_eq(toy.counts.last_number, "10482");
}
END_TEST

START_TEST(what_fits_nothing_is_told)
{
    toy_type(&toy, "qqqq");
    toy_press(&toy, "Enter");

    ck_assert(term_mem_shows(toy.term, "x Nothing fits \"qqqq\"."));
}
END_TEST

START_TEST(esc_closes_it)
{
    toy_type(&toy, "makes");
    toy_press(&toy, "Esc");

    ck_assert_ptr_null(app_popup(toy.app));
    ck_assert_int_eq(toy.counts.runs, 0);
}
END_TEST

START_TEST(better_fits_score_higher)
{
    ck_assert_int_gt(palette_score("ref", "refresh"), palette_score("rfs", "refresh"));
    ck_assert_int_gt(palette_score("ho", "order hold"), palette_score("ho", "the old one"));
    ck_assert_int_gt(palette_score("ord", "new order"), palette_score("ord", "on record"));
    ck_assert_int_eq(palette_score("xyz", "refresh"), 0);
    ck_assert_int_gt(palette_score("", "refresh"), 0);
}
END_TEST

Suite *palette_suite(void)
{
    Suite *suite = suite_create("palette");
    TCase *tests = tcase_create("palette");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, it_shows_every_action_with_its_keys);
    tcase_add_test(tests, typing_finds_an_action_and_enter_runs_it);
    tcase_add_test(tests, an_action_that_is_off_is_not_run);
    tcase_add_test(tests, a_screen_is_found_by_its_name);
    tcase_add_test(tests, a_record_is_found_by_text);
    tcase_add_test(tests, enter_sees_the_keys_typed_in_the_same_pass);
    tcase_add_test(tests, a_number_goes_to_its_order);
    tcase_add_test(tests, what_fits_nothing_is_told);
    tcase_add_test(tests, esc_closes_it);
    tcase_add_test(tests, better_fits_score_higher);
    suite_add_tcase(suite, tests);
    return suite;
}
