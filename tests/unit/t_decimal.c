/*
 * Fixed-point numbers: parsing, formatting, rounding.
 */
#include <stdint.h>

#include "base/compiler.h"
#include "base/decimal.h"
#include "unit/suites.h"

static const struct decimal_form german = { ',', '.' };
static const struct decimal_form english = { '.', ',' };
static const struct decimal_form swiss = { '.', '\'' };
static const struct decimal_form french = { ',', ' ' };

static struct err err;

static void set_up(void)
{
    err_clear(&err);
}

static int64_t parse(const char *text, int scale, const struct decimal_form *form)
{
    int64_t v = -77;

    ck_assert_msg(decimal_parse(text, scale, INT64_MAX, form, &v, &err), "%s: %s", text, err.text);
    return v;
}

static enum err_code refused(const char *text, int scale, int64_t max,
                             const struct decimal_form *form)
{
    int64_t v = -77;

    ck_assert_msg(!decimal_parse(text, scale, max, form, &v, &err), "%s", text);
    ck_assert_int_eq(v, -77);
    return err.code;
}

START_TEST(numbers_become_integers_of_their_scale)
{
    ck_assert_int_eq(parse("4.25", 4, NULL), 42500);
    ck_assert_int_eq(parse("-4.25", 2, NULL), -425);
    ck_assert_int_eq(parse("+7", 0, NULL), 7);
    ck_assert_int_eq(parse(" 12 ", 3, NULL), 12000);
    ck_assert_int_eq(parse(".5", 1, NULL), 5);
    ck_assert_int_eq(parse("5.", 1, NULL), 50);
    ck_assert_int_eq(parse("0004", 0, NULL), 4);
    ck_assert_int_eq(parse("-0", 2, NULL), 0);
    ck_assert_int_eq(parse("1.2500000", 2, NULL), 125);
}
END_TEST

START_TEST(groups_of_three_are_read_where_the_form_has_them)
{
    ck_assert_int_eq(parse("1.234.567,50", 2, &german), 123456750);
    ck_assert_int_eq(parse("1,234.5", 1, &english), 12345);
    ck_assert_int_eq(parse("1'234", 0, &swiss), 1234);
    ck_assert_int_eq(parse("1234567", 0, &english), 1234567);
    ck_assert_int_eq(parse("1 234,5", 1, &french), 12345);
}
END_TEST

START_TEST(look_alikes_of_word_processors_are_read)
{
    ck_assert_int_eq(parse("1\xE2\x80\xAF"
                           "234,5\xC2\xA0",
                           1, &french),
                     12345);
    ck_assert_int_eq(parse("\xE2\x88\x92"
                           "5",
                           0, NULL),
                     -5);
    ck_assert_int_eq(parse("1\xE2\x80\x99"
                           "234",
                           0, &swiss),
                     1234);
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
    static const char *const wrong[] = { "",    " ",     ".",   "-",    "--1", "1e3",  "0x1",
                                         "1 2", "1.2.3", "1,5", "nan",  "inf", "1-",   "- 1",
                                         "1\n", "\xFF",  "+-1", "1.2-", ".-1", "1,234" };

    for (size_t i = 0; i < OD_LEN(wrong); i++)
        ck_assert_int_eq(refused(wrong[i], 2, INT64_MAX, NULL), ERR_INVALID);
}
END_TEST

START_TEST(groups_that_are_not_of_three_are_refused)
{
    static const char *const wrong[] = { "1,23",   "1,2345", "1234,567", ",123",
                                         "1,,234", "1,",     "1,234,56", "12,34.5" };

    for (size_t i = 0; i < OD_LEN(wrong); i++)
        ck_assert_int_eq(refused(wrong[i], 2, INT64_MAX, &english), ERR_INVALID);
    ck_assert_int_eq(refused("1.5", 2, INT64_MAX, &german), ERR_INVALID);
    ck_assert_int_eq(refused("1,5", 2, INT64_MAX, &english), ERR_INVALID);
}
END_TEST

START_TEST(finer_decimals_than_the_scale_are_refused)
{
    ck_assert_int_eq(refused("1.251", 2, INT64_MAX, NULL), ERR_INVALID);
    ck_assert_int_eq(refused("0.5", 0, INT64_MAX, NULL), ERR_INVALID);
    ck_assert_int_eq(refused("1.2500001", 2, INT64_MAX, NULL), ERR_INVALID);
}
END_TEST

START_TEST(the_limit_itself_is_taken_and_one_more_refused)
{
    int64_t v;

    ck_assert(decimal_parse("10.00", 2, 1000, NULL, &v, &err));
    ck_assert(decimal_parse("-10.00", 2, 1000, NULL, &v, &err));
    ck_assert_int_eq(refused("10.01", 2, 1000, NULL), ERR_LIMIT);
    ck_assert_int_eq(refused("-10.01", 2, 1000, NULL), ERR_LIMIT);
}
END_TEST

START_TEST(the_edges_of_64_bits_hold)
{
    ck_assert_int_eq(parse("9223372036854775807", 0, NULL), INT64_MAX);
    ck_assert_int_eq(parse("-9223372036854775807", 0, NULL), -INT64_MAX);
    ck_assert_int_eq(parse("9.223372036854775807", 18, NULL), INT64_MAX);
    ck_assert_int_eq(refused("9223372036854775808", 0, INT64_MAX, NULL), ERR_LIMIT);
    ck_assert_int_eq(refused("-9223372036854775808", 0, INT64_MAX, NULL), ERR_LIMIT);
    ck_assert_int_eq(refused("18446744073709551617", 0, INT64_MAX, NULL), ERR_LIMIT);
    ck_assert_int_eq(refused("340282366920938463463374607431768211457", 0, INT64_MAX, NULL),
                     ERR_LIMIT);
}
END_TEST

START_TEST(a_number_longer_than_its_limit_is_refused)
{
    ck_assert_int_eq(
        parse("0000000000000000000000000000000000000000000000000000000000000001", 0, NULL), 1);
    ck_assert_int_eq(refused("00000000000000000000000000000000000000000000000000000000000000001", 0,
                             INT64_MAX, NULL),
                     ERR_INVALID);
}
END_TEST

static void expect_text(int64_t value, int scale, int min, const struct decimal_form *form,
                        const char *text)
{
    char out[DECIMAL_TEXT_SIZE];

    ck_assert_str_eq(decimal_format(value, scale, min, form, out), text);
}

START_TEST(format_gives_the_shortest_text)
{
    expect_text(42500, 4, 2, NULL, "4.25");
    expect_text(42000, 4, 2, NULL, "4.20");
    expect_text(42501, 4, 2, NULL, "4.2501");
    expect_text(40000, 4, 0, NULL, "4");
    expect_text(0, 2, 2, NULL, "0.00");
    expect_text(-5, 2, 2, NULL, "-0.05");
    expect_text(7, 0, 0, NULL, "7");
}
END_TEST

START_TEST(format_groups_by_three)
{
    expect_text(123456789, 2, 2, &english, "1,234,567.89");
    expect_text(-100000, 2, 2, &german, "-1.000,00");
    expect_text(99999, 2, 2, &english, "999.99");
    expect_text(1000, 0, 0, &swiss, "1'000");
}
END_TEST

START_TEST(the_edges_of_64_bits_are_written)
{
    expect_text(INT64_MIN, 0, 0, NULL, "-9223372036854775808");
    expect_text(INT64_MIN, 0, 0, &english, "-9,223,372,036,854,775,808");
    expect_text(INT64_MAX, 18, 18, NULL, "9.223372036854775807");
    expect_text(1, 18, 0, NULL, "0.000000000000000001");
}
END_TEST

static const struct {
    int num, den, half_up, half_even, down, up;
} roundings[] = {
    { 0, 3, 0, 0, 0, 0 },      { 1, 2, 1, 0, 0, 1 },    { 3, 2, 2, 2, 1, 2 },
    { 5, 2, 3, 2, 2, 3 },      { -1, 2, -1, 0, 0, -1 }, { -3, 2, -2, -2, -1, -2 },
    { -5, 2, -3, -2, -2, -3 }, { 4, 3, 1, 1, 1, 2 },    { 5, 3, 2, 2, 1, 2 },
    { -4, 3, -1, -1, -1, -2 }, { 6, 3, 2, 2, 2, 2 },    { 7, 1, 7, 7, 7, 7 },
};

START_TEST(each_mode_rounds_its_way)
{
    int num = roundings[_i].num, den = roundings[_i].den;

    ck_assert_int_eq(round_div(num, den, ROUND_HALF_UP), roundings[_i].half_up);
    ck_assert_int_eq(round_div(num, den, ROUND_HALF_EVEN), roundings[_i].half_even);
    ck_assert_int_eq(round_div(num, den, ROUND_DOWN), roundings[_i].down);
    ck_assert_int_eq(round_div(num, den, ROUND_UP), roundings[_i].up);
}
END_TEST

START_TEST(products_of_64_bits_divide_without_overflow)
{
    __int128 max = INT64_MAX, min = INT64_MIN;

    ck_assert_int_eq(round_div(max * max, max, ROUND_HALF_UP), INT64_MAX);
    ck_assert_int_eq(round_div(min * max, max, ROUND_HALF_UP), INT64_MIN);
    ck_assert_int_eq(round_div(max * 2 - 1, 2, ROUND_HALF_UP), INT64_MAX);
}
END_TEST

START_TEST(a_result_past_64_bits_aborts)
{
    ck_assert_int_eq(round_div((__int128)INT64_MAX + 1, 1, ROUND_DOWN), 0);
}
END_TEST

START_TEST(division_by_zero_aborts)
{
    ck_assert_int_eq(round_div(1, 0, ROUND_DOWN), 0);
}
END_TEST

Suite *decimal_suite(void)
{
    Suite *s = suite_create("decimal");
    TCase *tc = tcase_create("decimal");

    tcase_add_checked_fixture(tc, set_up, NULL);
    tcase_add_test(tc, numbers_become_integers_of_their_scale);
    tcase_add_test(tc, groups_of_three_are_read_where_the_form_has_them);
    tcase_add_test(tc, look_alikes_of_word_processors_are_read);
    tcase_add_test(tc, what_is_no_number_is_refused);
    tcase_add_test(tc, groups_that_are_not_of_three_are_refused);
    tcase_add_test(tc, finer_decimals_than_the_scale_are_refused);
    tcase_add_test(tc, the_limit_itself_is_taken_and_one_more_refused);
    tcase_add_test(tc, the_edges_of_64_bits_hold);
    tcase_add_test(tc, a_number_longer_than_its_limit_is_refused);
    tcase_add_test(tc, format_gives_the_shortest_text);
    tcase_add_test(tc, format_groups_by_three);
    tcase_add_test(tc, the_edges_of_64_bits_are_written);
    tcase_add_loop_test(tc, each_mode_rounds_its_way, 0, (int)OD_LEN(roundings));
    tcase_add_test(tc, products_of_64_bits_divide_without_overflow);
    tcase_add_test_raise_signal(tc, a_result_past_64_bits_aborts, 6);
    tcase_add_test_raise_signal(tc, division_by_zero_aborts, 6);
    suite_add_tcase(s, tc);
    return s;
}
