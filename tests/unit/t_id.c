/*
 * UUIDs and check digits.
 */
#include <string.h>

#include "base/date.h"
#include "base/id.h"
#include "unit/suites.h"

START_TEST(a_uuid7_begins_with_its_instant_and_has_its_version)
{
    char text[UUID_TEXT_SIZE];

    /* The instant of the example in RFC 9562, appendix A.6 */
    uuid7((struct stamp){ INT64_C(0x017F22E279B0) }, text);

    ck_assert_int_eq(strncmp(text, "017f22e2-79b0-7", 15), 0);
    ck_assert_ptr_nonnull(strchr("89ab", text[19]));
    ck_assert(uuid_is_valid(text));
}
END_TEST

START_TEST(two_uuids_of_one_instant_differ)
{
    char a[UUID_TEXT_SIZE], b[UUID_TEXT_SIZE];

    uuid7((struct stamp){ 1 }, a);
    uuid7((struct stamp){ 1 }, b);

    ck_assert_str_ne(a, b);
}
END_TEST

START_TEST(other_texts_are_no_uuid)
{
    ck_assert(uuid_is_valid("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"));
    ck_assert(!uuid_is_valid("017F22E2-79B0-7CC3-98C4-DC0C0C07398"));
    ck_assert(!uuid_is_valid("017F22E2-79B0-7CC3-98C4-DC0C0C07398FF"));
    ck_assert(!uuid_is_valid("017F22E2_79B0-7CC3-98C4-DC0C0C07398F"));
    ck_assert(!uuid_is_valid("017F22E2-79B0-7CC3-98C4-DC0C0C07398G"));
    ck_assert(!uuid_is_valid(""));
    ck_assert(!uuid_is_valid(NULL));
}
END_TEST

START_TEST(the_check_digit_is_that_of_damm)
{
    ck_assert_int_eq(check_digit("572"), '4'); /* the example of the thesis */
    ck_assert(check_digit_ok("5724"));
    ck_assert(!check_digit_ok("5727"));
}
END_TEST

static void make_number(int n, char out[8])
{
    for (int i = 5; i >= 0; i--, n /= 10)
        out[i] = (char)('0' + n % 10);
    out[6] = '\0';
    out[6] = check_digit(out);
    out[7] = '\0';
}

START_TEST(every_wrong_digit_and_every_swap_is_found)
{
    for (int n = 0; n < 1000000; n += 1237) {
        char right[8], wrong[8];

        make_number(n, right);
        ck_assert(check_digit_ok(right));
        for (int i = 0; i < 7; i++) {
            memcpy(wrong, right, sizeof wrong);
            for (char c = '0'; c <= '9'; c++) {
                wrong[i] = c;
                ck_assert(check_digit_ok(wrong) == (c == right[i]));
            }
        }
        for (int i = 0; i < 6; i++) {
            memcpy(wrong, right, sizeof wrong);
            wrong[i] = right[i + 1];
            wrong[i + 1] = right[i];
            ck_assert(check_digit_ok(wrong) == (right[i] == right[i + 1]));
        }
    }
}
END_TEST

START_TEST(other_texts_than_two_digits_or_more_are_refused)
{
    ck_assert(!check_digit_ok(""));
    ck_assert(!check_digit_ok("0"));
    ck_assert(!check_digit_ok("5x24"));
    ck_assert(!check_digit_ok(" 5724"));
}
END_TEST

Suite *id_suite(void)
{
    Suite *s = suite_create("id");
    TCase *tc = tcase_create("id");

    tcase_add_test(tc, a_uuid7_begins_with_its_instant_and_has_its_version);
    tcase_add_test(tc, two_uuids_of_one_instant_differ);
    tcase_add_test(tc, other_texts_are_no_uuid);
    tcase_add_test(tc, the_check_digit_is_that_of_damm);
    tcase_add_test(tc, every_wrong_digit_and_every_swap_is_found);
    tcase_add_test(tc, other_texts_than_two_digits_or_more_are_refused);
    suite_add_tcase(s, tc);
    return s;
}
