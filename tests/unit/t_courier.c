/*
 * Tracking numbers: every valid one of tests/data/couriers is its carrier's, no invalid one is, and
 * what the hand-over makes of what is typed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/flow/courier.h"
#include "unit/domain_suites.h"

#define FILE_BYTES 65536

static struct arena *arena;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

static const struct json *numbers(void)
{
    const char *srcdir = getenv("srcdir");
    char *text = arena_array(arena, FILE_BYTES, char);
    const struct json *table;
    FILE *file = fopen(
        arena_printf(arena, "%s/tests/data/couriers/numbers.json", srcdir != NULL ? srcdir : "."),
        "r");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_gt(fread(text, 1, FILE_BYTES - 1, file), 1000);
    (void)fclose(file);
    ck_assert(json_parse(text, strlen(text), arena, &table, &err));
    ck_assert_int_gt(json_len(table), 30);
    return table;
}

static bool is_kind_of(const char *number, const char *kind)
{
    struct courier_fits fits;

    ck_assert_msg(courier_find(number, arena, &fits, &err), "%s", err.text);
    for (int i = 0; i < fits.n; i++)
        if (strcmp(fits.v[i].kind, kind) == 0)
            return true;
    return false;
}

static void check_all(const char *list, bool is_valid)
{
    const struct json *table = numbers();
    int n = 0;

    for (int i = 0; i < json_len(table); i++) {
        const struct json *row = json_at(table, i);
        const struct json *all = json_get(row, list);
        const char *kind = json_text(json_get(row, "name"));

        for (int k = 0; k < json_len(all); k++, n++) {
            const char *number = json_text(json_at(all, k));

            ck_assert_msg(is_kind_of(number, kind) == is_valid, "%s is%s of %s", number,
                          is_valid ? " not" : "", kind);
        }
    }
    ck_assert_int_gt(n, 30);
}

START_TEST(every_valid_number_is_its_carriers)
{
    check_all("valid", true);
}
END_TEST

START_TEST(no_invalid_number_is)
{
    check_all("invalid", false);
}
END_TEST

static const char *settle(const char *number, const char *carrier, const char *method)
{
    const char *plain = "";

    err_clear(&err);
    if (!courier_settle(number, method, arena, &carrier, &plain, &err))
        return err.text;
    return arena_printf(arena, "%s|%s", carrier, plain);
}

START_TEST(what_is_typed_at_the_hand_over_names_its_carrier)
{
    ck_assert_str_eq(settle("1z 5r8 941 0321 0302 25", "", ""),
                     settle("1Z5R89410321030225", "", ""));
    ck_assert_str_eq(settle("", "", "DHL"), "|");
    ck_assert_str_eq(settle("anything at all", "Own van", ""), "Own van|ANYTHINGATALL");
}
END_TEST

START_TEST(a_wrong_check_digit_is_asked_back_unless_the_carrier_is_named)
{
    const char *good = json_text(json_at(json_get(json_at(numbers(), 0), "valid"), 0));
    char *bad = arena_strdup(arena, "1Z5R89390357567127");

    ck_assert_ptr_nonnull(good);
    ck_assert_str_eq(settle(bad, "", ""), "UPS|1Z5R89390357567127");
    bad[17] = '8';
    ck_assert_ptr_nonnull(strstr(settle(bad, "", ""), "check digit is wrong"));
    ck_assert_str_eq(err.field, "tracking");
    ck_assert_str_eq(settle(bad, "UPS", ""), "UPS|1Z5R89390357567128");
}
END_TEST

START_TEST(of_several_carriers_the_one_of_the_method_is_meant)
{
    struct courier_fits fits;
    const char *number = "986578788855"; /* twelve digits */

    ck_assert(courier_find(number, arena, &fits, &err));
    ck_assert_int_ge(fits.n, 1);
    ck_assert_str_eq(settle(number, "", fits.v[fits.n - 1].carrier),
                     arena_printf(arena, "%s|%s", fits.v[fits.n - 1].carrier, number));
}
END_TEST

Suite *courier_suite(void)
{
    Suite *suite = suite_create("courier");
    TCase *tests = tcase_create("numbers");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, every_valid_number_is_its_carriers);
    tcase_add_test(tests, no_invalid_number_is);
    tcase_add_test(tests, what_is_typed_at_the_hand_over_names_its_carrier);
    tcase_add_test(tests, a_wrong_check_digit_is_asked_back_unless_the_carrier_is_named);
    tcase_add_test(tests, of_several_carriers_the_one_of_the_method_is_meant);
    suite_add_tcase(suite, tests);
    return suite;
}
