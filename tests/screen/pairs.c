/*
 * Customers that may be one, on the screen: the queue, side by side, judged by one key each.
 */
#include "domain/party/merge.h"
#include "domain/party/pair.h"
#include "screen/screen_suites.h"

static struct testscreen ts;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* One more with the mail of 1045. */
static struct customer_id add(const char *code)
{
    struct customer c = { .code = code, .name = code, .email = "orders@c1045.example",
                          .kind = CUSTOMER_B2B, .is_active = true };
    struct customer_id id;

    ck_ok(customer_save(ts.desk, &c, NULL, NULL, &id, &err));
    return id;
}

static struct customer *find(const char *code)
{
    struct customer *c;

    ck_ok(customer_find_itself(ts.desk, code, ts.shop.arena, &c, &err));
    ck_assert_ptr_nonnull(c);
    return c;
}

static int waiting(void)
{
    int n;

    ck_ok(customer_pairs_count(ts.desk, &n, &err));
    return n;
}

static void open_first(void)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".du\n");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "F7 keeps this one");
}

START_TEST(the_dashboard_counts_what_waits)
{
    ck_hides(&ts, "Double customers?");
    add("NEW");
    testscreen_tick(&ts, true);
    ck_shows(&ts, "7 Double customers?");
    testscreen_type(&ts, "7\n");
    ck_shows(&ts, "Ashworth & Sons");
}
END_TEST

START_TEST(who_makes_one_that_is_known_is_told_at_once)
{
    testscreen_press(&ts, "F6 F6");
    testscreen_type(&ts, "Ash\n1 Mill Rd\nLS1 4AB\nLeeds\n\n0113 496 1045\n");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Saved. This may be the same as 1045 Ashworth & Sons (phone)");
}
END_TEST

START_TEST(one_key_keeps_the_left_and_shows_the_next)
{
    add("ONE");
    add("TWO");
    ck_assert_int_eq(waiting(), 3);
    open_first();

    testscreen_press(&ts, "F7");
    ck_shows(&ts, "ONE is 1045 now");
    ck_assert_int_eq(find("ONE")->merged_into.v, find("1045")->id.v);
    ck_shows(&ts, "TWO");
    testscreen_press(&ts, "F8");
    ck_assert_int_eq(find("1045")->merged_into.v, find("TWO")->id.v);
    ck_assert_int_eq(waiting(), 0);
    ck_shows(&ts, "Nobody is taken for another");
    ck_shows(&ts, "No other pair waits");
}
END_TEST

START_TEST(the_other_key_keeps_the_right)
{
    add("ONE");
    open_first();
    testscreen_press(&ts, "F8");

    ck_assert_int_eq(find("1045")->merged_into.v, find("ONE")->id.v);
}
END_TEST

START_TEST(what_was_merged_is_parted_by_undo)
{
    add("ONE");
    add("TWO");
    open_first();
    testscreen_press(&ts, "F7 C-z");

    ck_shows(&ts, "They are two again");
    ck_assert_int_eq(find("ONE")->merged_into.v, 0);
    ck_assert_int_eq(waiting(), 3);
    testscreen_press(&ts, "C-z");
    ck_shows(&ts, "Nothing was merged here");
}
END_TEST

START_TEST(the_last_merge_is_undone_from_the_queue)
{
    add("ONE");
    open_first();
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "No other pair waits; ^Z parts them");
    testscreen_press(&ts, "C-z");

    ck_shows(&ts, "They are two again");
    ck_assert_int_eq(find("ONE")->merged_into.v, 0);
    ck_assert_int_eq(waiting(), 1);
    ck_shows(&ts, "ONE");
    testscreen_press(&ts, "C-z");
    ck_shows(&ts, "Nothing was merged here");
}
END_TEST

START_TEST(not_the_same_never_comes_back)
{
    add("ONE");
    open_first();
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "Nobody is taken for another");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "0 new pairs");
    ck_assert_int_eq(waiting(), 0);
    ck_assert_int_eq(find("ONE")->merged_into.v, 0);
}
END_TEST

START_TEST(a_pair_can_wait_for_later)
{
    add("ONE");
    add("TWO");
    open_first();
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "TWO");
    testscreen_press(&ts, "F10 F10");
    ck_shows(&ts, "ONE");
    ck_assert_int_eq(waiting(), 3);
}
END_TEST

START_TEST(a_clerk_may_not_merge_and_hears_why)
{
    add("ONE");
    testdesk_be(ts.desk, ROLE_CLERK);
    open_first();
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "Your role (clerk) may not do this");
    ck_assert_int_eq(waiting(), 1);
}
END_TEST

START_TEST(what_a_colleague_judged_is_not_judged_again)
{
    struct customer_id one = add("ONE");
    struct customer *c;

    open_first();
    ck_ok(customer_pair_dismiss(ts.desk, one, find("1045")->id, &err));
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "does not wait any more");
    testscreen_press(&ts, "F7");
    ck_assert_int_eq(find("ONE")->merged_into.v, 0);

    testscreen_press(&ts, "Esc Esc");
    add("TWO");
    c = find("TWO");
    open_first();
    c->name = "Changed";
    ck_ok(customer_save(ts.desk, c, NULL, NULL, &one, &err));
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "was changed by someone else");
    ck_assert_int_eq(find("TWO")->merged_into.v, 0);
}
END_TEST

START_TEST(the_page_of_one_that_was_merged_becomes_that_of_the_other)
{
    struct customer_merge in = { .gone = add("ONE"), .kept = find("1045")->id };

    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".cu one\n");
    ck_shows(&ts, "CU ONE");
    ck_ok(customer_merge(ts.desk, &in, NULL, &err));
    testscreen_tick(&ts, true);
    ck_shows(&ts, "CU 1045");
    ck_shows(&ts, "ONE is 1045 now");
}
END_TEST

Suite *pairs_suite(void)
{
    Suite *s = suite_create("pairs");
    TCase *tc = tcase_create("pairs");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, the_dashboard_counts_what_waits);
    tcase_add_test(tc, who_makes_one_that_is_known_is_told_at_once);
    tcase_add_test(tc, one_key_keeps_the_left_and_shows_the_next);
    tcase_add_test(tc, the_other_key_keeps_the_right);
    tcase_add_test(tc, what_was_merged_is_parted_by_undo);
    tcase_add_test(tc, the_last_merge_is_undone_from_the_queue);
    tcase_add_test(tc, not_the_same_never_comes_back);
    tcase_add_test(tc, a_pair_can_wait_for_later);
    tcase_add_test(tc, a_clerk_may_not_merge_and_hears_why);
    tcase_add_test(tc, what_a_colleague_judged_is_not_judged_again);
    tcase_add_test(tc, the_page_of_one_that_was_merged_becomes_that_of_the_other);
    suite_add_tcase(s, tc);
    return s;
}
