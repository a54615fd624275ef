/*
 * Passwords, digests, random bytes.
 */
#include <string.h>

#include "base/secret.h"
#include "unit/suites.h"

static struct err err;
static char hash[SECRET_HASH_SIZE];

static void set_up(void)
{
    err_clear(&err);
    ck_assert(secret_init(&err));
    ck_assert(secret_hash("correct horse", hash, &err));
}

START_TEST(the_right_password_matches_and_others_do_not)
{
    ck_assert_int_eq(strncmp(hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31), 0);
    ck_assert(secret_matches(hash, "correct horse"));
    ck_assert(!secret_matches(hash, "correct Horse"));
    ck_assert(!secret_matches(hash, ""));
}
END_TEST

START_TEST(two_hashes_of_one_password_differ)
{
    char other[SECRET_HASH_SIZE];

    ck_assert(secret_hash("correct horse", other, &err));

    ck_assert_str_ne(hash, other);
}
END_TEST

START_TEST(no_hash_matches_no_password)
{
    ck_assert(!secret_matches("", ""));
    ck_assert(!secret_matches(NULL, "x"));
    ck_assert(!secret_matches("not a hash", "x"));
}
END_TEST

START_TEST(weaker_hashes_need_a_new_one)
{
    ck_assert(!secret_needs_rehash(hash));
    ck_assert(secret_needs_rehash("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                  "0o1vWc7sYtqk2RjNfP4xHbLd9aEuMiZg5CyKwTQXGBs"));
    ck_assert(secret_needs_rehash("not a hash"));
}
END_TEST

START_TEST(wiped_memory_is_zero)
{
    char text[] = "secret";

    secret_wipe(text, sizeof text);

    for (size_t i = 0; i < sizeof text; i++)
        ck_assert_int_eq(text[i], 0);
}
END_TEST

START_TEST(random_bytes_are_not_the_same_twice)
{
    unsigned char a[32] = { 0 }, b[32] = { 0 };

    random_bytes(a, sizeof a);
    random_bytes(b, sizeof b);

    ck_assert_mem_ne(a, b, sizeof a);
}
END_TEST

START_TEST(a_digest_is_blake2b)
{
    char out[SECRET_DIGEST_SIZE];

    /* BLAKE2b-256 of nothing */
    ck_assert_str_eq(secret_digest("", 0, out),
                     "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}
END_TEST

Suite *secret_suite(void)
{
    Suite *s = suite_create("secret");
    TCase *tc = tcase_create("secret");

    tcase_set_timeout(tc, 60); /* hashing is slow on purpose, more so under the sanitizers */
    tcase_add_checked_fixture(tc, set_up, NULL);
    tcase_add_test(tc, the_right_password_matches_and_others_do_not);
    tcase_add_test(tc, two_hashes_of_one_password_differ);
    tcase_add_test(tc, no_hash_matches_no_password);
    tcase_add_test(tc, weaker_hashes_need_a_new_one);
    tcase_add_test(tc, wiped_memory_is_zero);
    tcase_add_test(tc, random_bytes_are_not_the_same_twice);
    tcase_add_test(tc, a_digest_is_blake2b);
    suite_add_tcase(s, tc);
    return s;
}
