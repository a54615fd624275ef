/*
 * Money, prices, quantities, rates; the net of a line and splitting without losing a cent.
 */
#include <string.h>

#include "base/compiler.h"
#include "base/limits.h"
#include "base/money.h"
#include "unit/suites.h"

static const struct decimal_form german = { ',', '.' };

static struct err err;

static void set_up(void)
{
    err_clear(&err);
}

START_TEST(currencies_have_the_digits_of_iso_4217)
{
    ck_assert_int_eq(currency_find("EUR")->digits, 2);
    ck_assert_int_eq(currency_find("JPY")->digits, 0);
    ck_assert_int_eq(currency_find("KWD")->digits, 3);
    ck_assert_int_eq(currency_find("HUF")->digits, 2);
    ck_assert_str_eq(currency_find("AED")->code, "AED");
    ck_assert_str_eq(currency_find("ZWG")->code, "ZWG");
}
END_TEST

/* Those that have not two, as the standard lists them; every other code has. */
START_TEST(only_these_currencies_have_other_than_two_digits)
{
    static const struct {
        int digits;
        const char *codes;
    } odd[] = {
        { 0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF" },
        { 3, "BHD IQD JOD KWD LYD OMR TND" },
        { 4, "CLF UYW" },
    };

    for (char a = 'A'; a <= 'Z'; a++) {
        for (char b = 'A'; b <= 'Z'; b++) {
            for (char c = 'A'; c <= 'Z'; c++) {
                const char code[] = { a, b, c, '\0' };
                const struct currency *found = currency_find(code);
                int digits = 2;

                for (size_t i = 0; i < OD_LEN(odd); i++)
                    digits = strstr(odd[i].codes, code) ? odd[i].digits : digits;
                if (found)
                    ck_assert_msg(found->digits == digits, "%s has %d", code, found->digits);
                else
                    ck_assert_msg(digits == 2, "there is no %s", code);
            }
        }
    }
}
END_TEST

START_TEST(unknown_currencies_are_not_found)
{
    ck_assert_ptr_null(currency_find("XXX"));
    ck_assert_ptr_null(currency_find("eur"));
    ck_assert_ptr_null(currency_find(""));
    ck_assert_ptr_null(currency_find(NULL));
    ck_assert_ptr_null(currency_find("EURO"));
}
END_TEST

START_TEST(the_table_is_found_to_its_last_row)
{
    /* The search is binary: a row out of order would hide. Every pair of letters that begins a
     * code is tried. */
    int found = 0;

    for (char a = 'A'; a <= 'Z'; a++) {
        for (char b = 'A'; b <= 'Z'; b++) {
            for (char c = 'A'; c <= 'Z'; c++) {
                const char code[] = { a, b, c, '\0' };

                found += currency_find(code) != NULL ? 1 : 0;
            }
        }
    }
    ck_assert_int_eq(found, 165);
}
END_TEST

START_TEST(amounts_go_over_to_another_currency_and_back)
{
    ck_assert_int_eq(money_to_base(1000, "JPY", (struct fx){ 5000000 }, "GBP"), 500);
    ck_assert_int_eq(money_from_base(500, "GBP", (struct fx){ 5000000 }, "JPY"), 1000);
    ck_assert_int_eq(money_to_base(1, "KWD", (struct fx){ 5 * FX_ONE }, "GBP"), 1); /* half up */
    ck_assert_int_eq(money_to_base(-1, "KWD", (struct fx){ 5 * FX_ONE }, "GBP"), -1);
    ck_assert_int_eq(money_to_base(12345, "CLF", (struct fx){ FX_ONE }, "JPY"), 1);
    /* the largest amount there may be, at the largest rate, from no digits to four */
    ck_assert_int_eq(money_to_base(LIMIT_MONEY_MINOR, "JPY", (struct fx){ LIMIT_FX_E9 }, "CLF"),
                     LIMIT_MONEY_MINOR + 1);
    ck_assert_int_eq(money_to_base(-LIMIT_MONEY_MINOR, "JPY", (struct fx){ LIMIT_FX_E9 }, "CLF"),
                     -LIMIT_MONEY_MINOR - 1);
    ck_assert_int_eq(money_to_base(LIMIT_MONEY_MINOR, "GBP", (struct fx){ FX_ONE }, "EUR"),
                     LIMIT_MONEY_MINOR);
    ck_assert_int_eq(money_from_base(1, "CLF", (struct fx){ LIMIT_FX_E9 }, "JPY"), 0);
}
END_TEST

START_TEST(money_is_shown_in_the_digits_of_its_currency)
{
    char out[MONEY_TEXT_SIZE];

    ck_assert_str_eq(money_format(money_make(123450, "EUR"), &german, out), "1.234,50");
    ck_assert_str_eq(money_format(money_make(123450, "JPY"), NULL, out), "123450");
    ck_assert_str_eq(money_format_code(money_make(-1, "KWD"), out), "-0.001 KWD");
    ck_assert_str_eq(money_format_code(money_make(INT64_MIN, "EUR"), out),
                     "-92233720368547758.08 EUR");
}
END_TEST

START_TEST(money_is_read_in_the_digits_of_its_currency)
{
    struct money m;

    ck_assert(money_parse("1.234,5", "EUR", &german, &m, &err));
    ck_assert_int_eq(m.minor, 123450);
    ck_assert_str_eq(m.cur, "EUR");
    ck_assert(!money_parse("1.5", "JPY", NULL, &m, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert(!money_parse("1.555", "EUR", NULL, &m, &err));
}
END_TEST

START_TEST(money_past_its_limit_is_refused)
{
    struct money m;

    ck_assert(money_parse("10000000000000.00", "EUR", NULL, &m, &err));
    ck_assert_int_eq(m.minor, LIMIT_MONEY_MINOR);
    ck_assert(!money_parse("10000000000000.01", "EUR", NULL, &m, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

START_TEST(sums_and_differences_keep_the_currency)
{
    struct money a = money_make(100, "EUR"), b = money_make(250, "EUR");

    ck_assert_int_eq(money_add(a, b).minor, 350);
    ck_assert_int_eq(money_sub(a, b).minor, -150);
    ck_assert_str_eq(money_sub(a, b).cur, "EUR");
    ck_assert(money_is_zero(money_sub(a, a)));
    ck_assert(!money_is_zero(a));
}
END_TEST

START_TEST(a_sum_of_two_currencies_aborts)
{
    ck_assert(money_is_zero(money_add(money_make(1, "EUR"), money_make(1, "USD"))));
}
END_TEST

START_TEST(prices_have_up_to_four_more_digits)
{
    char out[MONEY_TEXT_SIZE];
    struct price p;

    ck_assert(price_parse("0.1234", "EUR", NULL, &p, &err));
    ck_assert_int_eq(p.v, 123400);
    ck_assert_str_eq(price_format(p, "EUR", NULL, out), "0.1234");
    ck_assert_str_eq(price_format((struct price){ 9500000 }, "EUR", NULL, out), "9.50");
    ck_assert_str_eq(price_format((struct price){ 9500000 }, "JPY", NULL, out), "950");
    ck_assert_str_eq(price_format((struct price){ 1 }, "EUR", NULL, out), "0.000001");
    ck_assert(!price_parse("0.1234567", "EUR", NULL, &p, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
}
END_TEST

START_TEST(a_price_past_its_limit_is_refused)
{
    struct price p;

    ck_assert(price_parse("1000000000", "EUR", NULL, &p, &err));
    ck_assert_int_eq(p.v, LIMIT_PRICE_V);
    ck_assert(!price_parse("1000000000.000001", "EUR", NULL, &p, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

START_TEST(quantities_have_the_decimals_of_their_item)
{
    char out[DECIMAL_TEXT_SIZE];
    struct qty q;

    ck_assert(qty_parse("2.5", 1, NULL, &q, &err));
    ck_assert_int_eq(q.milli, 2500);
    ck_assert_str_eq(qty_format(q, NULL, out), "2.5");
    ck_assert_str_eq(qty_format((struct qty){ 12000 }, NULL, out), "12");
    ck_assert(qty_parse("0.001", 3, NULL, &q, &err));
    ck_assert_int_eq(q.milli, 1);
    ck_assert(!qty_parse("2.5", 0, NULL, &q, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
}
END_TEST

START_TEST(a_negative_quantity_is_refused)
{
    struct qty q;

    ck_assert(!qty_parse("-1", 0, NULL, &q, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert(qty_parse("0", 0, NULL, &q, &err));
}
END_TEST

START_TEST(a_quantity_past_its_limit_is_refused)
{
    struct qty q;

    for (int decimals = 0; decimals <= 3; decimals++) {
        ck_assert(qty_parse("1000000000", decimals, NULL, &q, &err));
        ck_assert_int_eq(q.milli, LIMIT_QTY_MILLI);
        ck_assert(!qty_parse("1000000001", decimals, NULL, &q, &err));
        ck_assert_int_eq(err.code, ERR_LIMIT);
    }
}
END_TEST

START_TEST(rates_are_percent_with_or_without_the_sign)
{
    char out[DECIMAL_TEXT_SIZE];
    struct rate r;

    ck_assert(rate_parse("12.5", NULL, &r, &err));
    ck_assert_int_eq(r.ppm, 125000);
    ck_assert(rate_parse(" 12,5 % ", &german, &r, &err));
    ck_assert_int_eq(r.ppm, 125000);
    ck_assert_str_eq(rate_format(r, NULL, out), "12.5");
    ck_assert_str_eq(rate_format((struct rate){ 1 }, NULL, out), "0.0001");
    ck_assert(!rate_parse("%", NULL, &r, &err));
    ck_assert(!rate_parse("5%%", NULL, &r, &err));
    ck_assert(!rate_parse("1000.0001", NULL, &r, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

static int64_t net(int64_t milli, int64_t price_v, int32_t ppm, int64_t off)
{
    return line_net_minor((struct qty){ milli }, (struct price){ price_v }, (struct rate){ ppm },
                          off, ROUND_HALF_UP);
}

START_TEST(the_net_of_a_line_is_rounded_once)
{
    ck_assert_int_eq(net(3000, 9500000, 0, 0), 2850);
    ck_assert_int_eq(net(3000, 9500000, 100000, 0), 2565);
    ck_assert_int_eq(net(3000, 9500000, 100000, 65), 2500);
    /* 3 x 0.333333 - 50% = 0.4999995: two roundings would give 0.50 */
    ck_assert_int_eq(net(3000, 33333300, 500000, 0), 5000);
    ck_assert_int_eq(net(3000, 333333, 500000, 0), 50);
    ck_assert_int_eq(net(1000, 4999, 0, 0), 0);
    ck_assert_int_eq(net(1000, 5000, 0, 0), 1);
    ck_assert_int_eq(net(-1000, 5000, 0, 0), -1);
    ck_assert_int_eq(net(1000, 9500000, 1000000, 0), 0);
}
END_TEST

START_TEST(a_net_past_the_limit_stays_one_past_it)
{
    ck_assert_int_eq(net(LIMIT_QTY_MILLI, LIMIT_PRICE_V, 0, 0), LIMIT_MONEY_MINOR + 1);
    ck_assert_int_eq(net(-LIMIT_QTY_MILLI, LIMIT_PRICE_V, -LIMIT_RATE_PPM, 0),
                     -LIMIT_MONEY_MINOR - 1);
}
END_TEST

static void expect_split(int64_t total, const int64_t *weights, const int64_t *shares, int n)
{
    int64_t out[8];

    split_minor(total, weights, n, out);
    for (int i = 0; i < n; i++)
        ck_assert_int_eq(out[i], shares[i]);
}

START_TEST(a_split_gives_what_is_left_to_the_largest_remainders)
{
    expect_split(100, (int64_t[]){ 1, 1, 1 }, (int64_t[]){ 34, 33, 33 }, 3);
    expect_split(101, (int64_t[]){ 1, 1, 1 }, (int64_t[]){ 34, 34, 33 }, 3);
    expect_split(10, (int64_t[]){ 1, 2, 4 }, (int64_t[]){ 1, 3, 6 }, 3);
    expect_split(-100, (int64_t[]){ 1, 1, 1 }, (int64_t[]){ -34, -33, -33 }, 3);
    expect_split(5, (int64_t[]){ 0, 7, 0 }, (int64_t[]){ 0, 5, 0 }, 3);
    expect_split(0, (int64_t[]){ 3, 4 }, (int64_t[]){ 0, 0 }, 2);
}
END_TEST

START_TEST(a_split_over_no_weights_goes_to_the_first)
{
    expect_split(7, (int64_t[]){ 0, 0 }, (int64_t[]){ 7, 0 }, 2);
    expect_split(-7, (int64_t[]){ 0 }, (int64_t[]){ -7 }, 1);
}
END_TEST

START_TEST(a_split_of_the_largest_numbers_does_not_overflow)
{
    expect_split(INT64_MIN, (int64_t[]){ INT64_MAX, INT64_MAX },
                 (int64_t[]){ INT64_MIN / 2, INT64_MIN / 2 }, 2);
    expect_split(INT64_MAX, (int64_t[]){ INT64_MAX, 0 }, (int64_t[]){ INT64_MAX, 0 }, 2);
}
END_TEST

Suite *money_suite(void)
{
    Suite *s = suite_create("money");
    TCase *tc = tcase_create("money");

    tcase_add_checked_fixture(tc, set_up, NULL);
    tcase_add_test(tc, currencies_have_the_digits_of_iso_4217);
    tcase_add_test(tc, only_these_currencies_have_other_than_two_digits);
    tcase_add_test(tc, unknown_currencies_are_not_found);
    tcase_add_test(tc, the_table_is_found_to_its_last_row);
    tcase_add_test(tc, amounts_go_over_to_another_currency_and_back);
    tcase_add_test(tc, money_is_shown_in_the_digits_of_its_currency);
    tcase_add_test(tc, money_is_read_in_the_digits_of_its_currency);
    tcase_add_test(tc, money_past_its_limit_is_refused);
    tcase_add_test(tc, sums_and_differences_keep_the_currency);
    tcase_add_test_raise_signal(tc, a_sum_of_two_currencies_aborts, 6);
    tcase_add_test(tc, prices_have_up_to_four_more_digits);
    tcase_add_test(tc, a_price_past_its_limit_is_refused);
    tcase_add_test(tc, quantities_have_the_decimals_of_their_item);
    tcase_add_test(tc, a_negative_quantity_is_refused);
    tcase_add_test(tc, a_quantity_past_its_limit_is_refused);
    tcase_add_test(tc, rates_are_percent_with_or_without_the_sign);
    tcase_add_test(tc, the_net_of_a_line_is_rounded_once);
    tcase_add_test(tc, a_net_past_the_limit_stays_one_past_it);
    tcase_add_test(tc, a_split_gives_what_is_left_to_the_largest_remainders);
    tcase_add_test(tc, a_split_over_no_weights_goes_to_the_first);
    tcase_add_test(tc, a_split_of_the_largest_numbers_does_not_overflow);
    suite_add_tcase(s, tc);
    return s;
}
