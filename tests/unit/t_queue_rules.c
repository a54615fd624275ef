/*
 * Waits, breaker, bucket: numbers in, numbers out.
 */
#include "domain/outside/queue_rules.h"
#include "unit/outside_suites.h"

START_TEST(waits_grow_from_five_seconds_to_an_hour)
{
    ck_assert_int_eq(queue_backoff_ms(1, 0), 5000);
    ck_assert_int_eq(queue_backoff_ms(2, 0), 20000);
    ck_assert_int_eq(queue_backoff_ms(5, 0), 1280000);
    ck_assert_int_eq(queue_backoff_ms(6, 0), 3600000);
    ck_assert_int_eq(queue_backoff_ms(60, 0), 3600000);
}
END_TEST

START_TEST(jitter_takes_up_to_a_quarter)
{
    ck_assert_int_lt(queue_backoff_ms(3, 999), queue_backoff_ms(3, 0));
    ck_assert_int_ge(queue_backoff_ms(3, 999), queue_backoff_ms(3, 0) * 3 / 4);
}
END_TEST

START_TEST(a_job_is_given_up_after_eight_tries_or_a_day)
{
    ck_assert(!queue_is_spent(7, 1000, 2000));
    ck_assert(queue_is_spent(8, 1000, 2000));
    ck_assert(!queue_is_spent(1, 1000, 999 + 24 * 3600000LL));
    ck_assert(queue_is_spent(1, 1000, 1000 + 24 * 3600000LL));
}
END_TEST

START_TEST(the_breaker_opens_after_five_failures)
{
    ck_assert_int_eq(queue_breaker_ms(4), 0);
    ck_assert_int_eq(queue_breaker_ms(5), 30000);
    ck_assert_int_eq(queue_breaker_ms(6), 60000);
    ck_assert_int_eq(queue_breaker_ms(50), 30 * 60000);
}
END_TEST

START_TEST(a_bucket_gives_its_burst_and_then_its_rate)
{
    struct bucket b = { .per_minute = 60, .burst = 3 };

    bucket_fill(&b, 1000);
    ck_assert_int_eq(bucket_room(&b), 3);
    bucket_take(&b, 3);
    ck_assert_int_eq(bucket_room(&b), 0);
    bucket_fill(&b, 1999);
    ck_assert_int_eq(bucket_room(&b), 0);
    bucket_fill(&b, 2001);
    ck_assert_int_eq(bucket_room(&b), 1);
    bucket_fill(&b, 1000000);
    ck_assert_int_eq(bucket_room(&b), 3);
}
END_TEST

START_TEST(a_bucket_may_owe_and_a_clock_set_back_fills_nothing)
{
    struct bucket b = { .per_minute = 60, .burst = 2 };

    bucket_fill(&b, 5000);
    bucket_take(&b, 4);
    bucket_fill(&b, 1000);
    ck_assert_int_eq(bucket_room(&b), 0);
    bucket_fill(&b, 2000);
    ck_assert_int_eq(bucket_room(&b), 0);
    bucket_fill(&b, 4001);
    ck_assert_int_eq(bucket_room(&b), 1);
}
END_TEST

Suite *queue_rules_suite(void)
{
    Suite *s = suite_create("queue_rules");
    TCase *tc = tcase_create("rules");

    tcase_add_test(tc, waits_grow_from_five_seconds_to_an_hour);
    tcase_add_test(tc, jitter_takes_up_to_a_quarter);
    tcase_add_test(tc, a_job_is_given_up_after_eight_tries_or_a_day);
    tcase_add_test(tc, the_breaker_opens_after_five_failures);
    tcase_add_test(tc, a_bucket_gives_its_burst_and_then_its_rate);
    tcase_add_test(tc, a_bucket_may_owe_and_a_clock_set_back_fills_nothing);
    suite_add_tcase(s, tc);
    return s;
}
