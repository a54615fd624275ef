/*
 * Letting a held order go: from the queue, from its page, with the keys counted; and what is no
 * release.
 */
#include <stdio.h>

#include "screen/screen_suites.h"

static struct testscreen ts;

static void set_up(void)
{
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static void ck_released_because(const char *reason)
{
    char sql[200];

    (void)snprintf(sql, sizeof sql,
                   "SELECT COUNT(*) FROM order_hold AS h JOIN reason_code AS r"
                   " ON r.id = h.release_reason_id WHERE r.code = '%s'",
                   reason);
    ck_assert_int_eq(testshop_number(ts.desk, sql), 1);
}

/* An order whose credit is held, the dashboard of somebody of that role, no key counted yet. */
static struct order *held_order(enum role role)
{
    struct order *o;

    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1049\n4711\n12\n\n\n");
    o = testscreen_last_order(&ts);
    ck_assert_int_eq(o->hold_count, 1);
    ck_assert_int_eq(o->holds[0].kind, HOLD_CREDIT);
    testdesk_be(ts.desk, role);
    testscreen_press(&ts, "F3 F5");
    ts.pressed = 0;
    return o;
}

START_TEST(a_credit_hold_is_released_from_the_queue_with_four_keys)
{
    struct order *o = held_order(ROLE_MANAGER);

    testscreen_type(&ts, "1\n");
    testscreen_press(&ts, "M-r");
    ck_shows(&ts, "on credit hold"); /* what is let go is said first */
    ck_shows(&ts, "Total 20.88 GBP");
    testscreen_press(&ts, "Enter");

    ck_assert_int_eq(ts.pressed, 4);
    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->hold_count, 0);
    ck_shows(&ts, "Hold released");
    ck_released_because("checked");
}
END_TEST

START_TEST(a_hold_is_released_from_the_orders_page_with_two_keys)
{
    struct order *o = held_order(ROLE_MANAGER);

    testscreen_type(&ts, "1\n\nl");
    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->hold_count, 1);
    testscreen_press(&ts, "Enter");

    ck_assert_int_eq(ts.pressed, 5);
    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->hold_count, 0);
}
END_TEST

START_TEST(another_reason_than_the_first_may_have_a_note)
{
    struct order *o = held_order(ROLE_MANAGER);

    testscreen_type(&ts, "1\n");
    testscreen_press(&ts, "M-r");
    testscreen_type(&ts, "2");
    testscreen_type(&ts, "by bank\n");

    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->hold_count, 0);
    ck_released_because("paid");
}
END_TEST

START_TEST(no_slip_releases_a_hold)
{
    struct order *o = held_order(ROLE_MANAGER);

    testscreen_type(&ts, "1\nr"); /* a letter is looked for */
    testscreen_press(&ts, "F2 M-r Esc");
    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->hold_count, 1);

    testdesk_be(ts.desk, ROLE_CLERK);
    testscreen_press(&ts, "F3");
    testscreen_type(&ts, o->number);
    testscreen_type(&ts, "\nl");
    ck_shows(&ts, "manager");
    testscreen_press(&ts, "Enter");
    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->hold_count, 1);
}
END_TEST

START_TEST(a_hold_of_an_order_that_changed_meanwhile_stays)
{
    struct order *o = held_order(ROLE_MANAGER);
    struct err err = ERR_INIT;

    testscreen_type(&ts, "1\n");
    testscreen_press(&ts, "M-r");
    ck_ok(testshop_act(&ts.shop, testshop_load(&ts.shop, o->id.v), "note", "note", "x", &err));
    ck_ok(testshop_act(&ts.shop, testshop_load(&ts.shop, o->id.v), "hold", "note", "x", &err));
    testscreen_press(&ts, "Enter");

    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->hold_count, 2);
    testscreen_press(&ts, "Esc M-r");
    ck_shows(&ts, "2"); /* now there are two to choose from */
    testscreen_type(&ts, "1");
    testscreen_press(&ts, "Enter");
    ck_assert_int_eq(testshop_load(&ts.shop, o->id.v)->hold_count, 1);
}
END_TEST

Suite *releasing_suite(void)
{
    Suite *suite = suite_create("releasing");
    TCase *tc = tcase_create("holds");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_credit_hold_is_released_from_the_queue_with_four_keys);
    tcase_add_test(tc, a_hold_is_released_from_the_orders_page_with_two_keys);
    tcase_add_test(tc, another_reason_than_the_first_may_have_a_note);
    tcase_add_test(tc, no_slip_releases_a_hold);
    tcase_add_test(tc, a_hold_of_an_order_that_changed_meanwhile_stays);
    suite_add_tcase(suite, tc);
    return suite;
}
