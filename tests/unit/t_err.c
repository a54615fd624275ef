/*
 * struct err.
 */
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "unit/suites.h"

START_TEST(set_gives_code_and_sentence_and_clears_the_rest)
{
    struct err err = ERR_INIT;

    err_field(&err, ERR_INVALID, "qty", "old");
    err_cause(&err, "engine");
    ck_assert(!err_set(&err, ERR_STATE, "Order %d is canceled.", 7));

    ck_assert_int_eq(err.code, ERR_STATE);
    ck_assert_str_eq(err.text, "Order 7 is canceled.");
    ck_assert_str_eq(err.field, "");
    ck_assert_str_eq(err.cause, "");
}
END_TEST

START_TEST(a_null_error_is_allowed_everywhere)
{
    ck_assert(!err_set(NULL, ERR_IO, "x"));
    ck_assert(!err_field(NULL, ERR_IO, "f", "x"));
    ck_assert(!err_cause(NULL, "x"));
    ck_assert(!err_wrap(NULL, "x"));
    ck_assert(!err_at(NULL, "x"));
    err_clear(NULL);
}
END_TEST

START_TEST(long_text_is_cut_at_a_character_with_dots)
{
    struct err err = ERR_INIT;
    char text[1001];

    for (int i = 0; i < 500; i++)
        memcpy(text + 2 * i, "\xC3\xBC", 2);
    text[1000] = '\0';
    err_set(&err, ERR_INVALID, "x%s", text);

    ck_assert(utf8_is_valid(err.text, strlen(err.text)));
    ck_assert_uint_lt(strlen(err.text), sizeof err.text);
    ck_assert_uint_gt(strlen(err.text), sizeof err.text - 5);
    ck_assert_str_eq(err.text + strlen(err.text) - 3, "...");
}
END_TEST

START_TEST(a_value_that_is_cut_within_a_character_leaves_none_of_it)
{
    struct err err = ERR_INIT;

    err_set(&err, ERR_INVALID, "\"%.3s\" and \"%.6s\" stay.", "a\xC3\xBC\xC3\xBC",
            "ab\xF0\x9F\x91\xA8z");
    ck_assert_str_eq(err.text, "\"a\xC3\xBC\" and \"ab\xF0\x9F\x91\xA8\" stay.");
    err_set(&err, ERR_INVALID, "\"%.2s\", \"%.5s\", \"%s\".", "a\xC3\xBC", "ab\xF0\x9F\x91\xA8",
            "\x91x\xE2\x82");
    ck_assert_str_eq(err.text, "\"a\", \"ab\", \"x\".");
}
END_TEST

START_TEST(wrap_puts_the_context_in_front)
{
    struct err err = ERR_INIT;

    err_set(&err, ERR_LIMIT, "This is too long.");
    ck_assert(!err_wrap(&err, "Line %d:", 3));

    ck_assert_int_eq(err.code, ERR_LIMIT);
    ck_assert_str_eq(err.text, "Line 3: This is too long.");
}
END_TEST

START_TEST(an_error_can_be_made_of_its_own_text)
{
    struct err err = ERR_INIT;

    err_field(&err, ERR_IO, "file", "inner");
    err_field(&err, ERR_IO, err.field, "outer: %s", err.text);

    ck_assert_str_eq(err.text, "outer: inner");
    ck_assert_str_eq(err.field, "file");
}
END_TEST

START_TEST(the_first_field_name_stays)
{
    struct err err = ERR_INIT;

    err_set(&err, ERR_INVALID, "x");
    err_at(&err, "qty");
    err_at(&err, "lines");

    ck_assert_str_eq(err.field, "qty");
}
END_TEST

START_TEST(every_code_has_a_name_of_its_own)
{
    for (int a = ERR_NONE; a <= ERR_BUG; a++) {
        for (int b = ERR_NONE; b < a; b++)
            ck_assert_str_ne(err_code_name((enum err_code)a), err_code_name((enum err_code)b));
    }
    ck_assert_str_eq(err_code_name(ERR_NOT_FOUND), "not_found");
}
END_TEST

Suite *err_suite(void)
{
    Suite *s = suite_create("err");
    TCase *tc = tcase_create("err");

    tcase_add_test(tc, set_gives_code_and_sentence_and_clears_the_rest);
    tcase_add_test(tc, a_null_error_is_allowed_everywhere);
    tcase_add_test(tc, long_text_is_cut_at_a_character_with_dots);
    tcase_add_test(tc, a_value_that_is_cut_within_a_character_leaves_none_of_it);
    tcase_add_test(tc, wrap_puts_the_context_in_front);
    tcase_add_test(tc, an_error_can_be_made_of_its_own_text);
    tcase_add_test(tc, the_first_field_name_stays);
    tcase_add_test(tc, every_code_has_a_name_of_its_own);
    suite_add_tcase(s, tc);
    return s;
}
