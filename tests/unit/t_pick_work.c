/*
 * Who picks what, in which tote, and that no piece of stock stands on two pick lists. Names of
 * tests say which complaint about other systems they answer.
 */
#include <string.h>

#include "domain/flow/fulfillment.h"
#include "domain/flow/scan_command.h"
#include "domain/flow/tote.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

/* The newest fulfillment of an order. */
static struct fulfillment *pick_of(const struct order *o)
{
    struct fulfillment_rows rows;
    struct fulfillment *f;

    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_assert_int_gt(rows.n, 0);
    ck_ok(fulfillment_load(shop.desk, rows.v[rows.n - 1].id, shop.arena, &f, &err));
    return f;
}

static struct fulfillment *released(int n)
{
    struct order *o = testshop_order(&shop, shop.bracket, n, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    return pick_of(o);
}

static bool work(const struct fulfillment *f, const char *action, const char *name,
                 const char *value)
{
    const struct action_value given = { name, value };
    const struct action_values values = { &given, name != NULL };

    err_clear(&err);
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = f->id }, action, &values,
               &err);
}

static struct fulfillment *again(const struct fulfillment *f)
{
    struct fulfillment *out;

    ck_ok(fulfillment_load(shop.desk, f->id, shop.arena, &out, &err));
    return out;
}

/* Pieces of brackets that open pick lists name. */
static int64_t listed(void)
{
    return testshop_number(shop.desk, "SELECT COALESCE(SUM(l.qty), 0)"
                                      " FROM fulfillment_line l"
                                      " JOIN fulfillment f ON f.id = l.fulfillment_id"
                                      " WHERE f.status <= 4") /
           QTY_PER_UNIT;
}

START_TEST(complaint_7_the_same_stock_is_never_on_two_pick_lists)
{
    /* 40 are there; three orders want 30 each. */
    struct order *a = testshop_order(&shop, shop.bracket, 30, true);
    struct order *b = testshop_order(&shop, shop.bracket, 30, true);
    struct order *c = testshop_order(&shop, shop.bracket, 30, true);

    ck_ok(testshop_act(&shop, a, "release", NULL, NULL, &err));
    ck_ok(testshop_act(&shop, b, "release", NULL, NULL, &err));
    ck_refused(testshop_act(&shop, c, "release", NULL, NULL, &err), ERR_STATE);
    ck_assert_int_eq(listed(), 40);
    ck_assert_int_eq(pick_of(a)->lines[0].qty.milli, 30 * QTY_PER_UNIT);
    ck_assert_int_eq(pick_of(b)->lines[0].qty.milli, 10 * QTY_PER_UNIT);
}
END_TEST

START_TEST(complaint_7_an_order_sent_twice_is_listed_once)
{
    struct order *o = testshop_order(&shop, shop.bracket, 5, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_refused(testshop_act(&shop, testshop_load(&shop, o->id.v), "release", NULL, NULL, &err),
               ERR_STATE);
    ck_assert_int_eq(listed(), 5);
}
END_TEST

START_TEST(complaint_7_work_that_is_canceled_and_sent_again_is_listed_once)
{
    struct fulfillment *f = released(5);

    ck_ok(work(f, "cancel", "reason", "clerk_error"));
    ck_assert_int_eq(listed(), 0);
    ck_ok(testshop_act(&shop, testshop_load(&shop, f->order->id.v), "release", NULL, NULL, &err));
    ck_assert_int_eq(listed(), 5);
}
END_TEST

START_TEST(a_pick_is_given_to_who_may_pick)
{
    struct fulfillment *f = released(2);

    (void)testdesk_add_user(shop.desk, "ben", ROLE_WAREHOUSE);
    (void)testdesk_add_user(shop.desk, "cleo", ROLE_CLERK);
    ck_ok(work(f, "assign", "user", "ben"));
    ck_assert_str_eq(again(f)->assigned_to, "ben");
    ck_assert_int_eq(again(f)->status, FULFILLMENT_RELEASED);
    ck_refused(work(f, "assign", "user", "cleo"), ERR_INVALID);
    ck_assert_str_eq(err.field, "user");
    ck_refused(work(f, "assign", "user", "dora"), ERR_NOT_FOUND);
    ck_assert_str_eq(again(f)->assigned_to, "ben");
    ck_ok(work(f, "assign", NULL, NULL));
    ck_assert_str_eq(again(f)->assigned_to, "");
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_refused(work(f, "assign", "user", "ben"), ERR_DENIED);
}
END_TEST

START_TEST(the_queue_is_narrowed_to_one_user_or_to_nobody)
{
    struct fulfillment *mine = released(2), *free_one = released(3);
    struct fulfillment_filter filter = { 0 };
    struct fulfillment_rows rows;

    ck_ok(work(mine, "start", NULL, NULL));
    filter.assigned_to = again(mine)->assigned_to_id;
    ck_ok(fulfillment_queue(shop.desk, &filter, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(rows.v[0].id, mine->id);
    filter = (struct fulfillment_filter){ .is_free = true };
    ck_ok(fulfillment_queue(shop.desk, &filter, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(rows.v[0].id, free_one->id);
    filter = (struct fulfillment_filter){ .is_free = true, .is_backward = true };
    ck_ok(fulfillment_queue(shop.desk, &filter, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
}
END_TEST

START_TEST(a_tote_is_one_pick_s_until_that_is_packed)
{
    struct fulfillment *a = released(2), *b = released(3);

    ck_assert_str_eq(a->tote, "");
    ck_ok(work(a, "tote", "tote", "t-19"));
    ck_assert_str_eq(again(a)->tote, "T-19");
    ck_refused(work(b, "tote", "tote", "T-19"), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(err.text, a->number));
    ck_ok(work(a, "pick", NULL, NULL));
    ck_refused(work(b, "tote", "tote", "T-19"), ERR_STATE);
    ck_ok(work(a, "pack", NULL, NULL));
    ck_ok(work(b, "tote", "tote", "T-19"));
    ck_assert_str_eq(again(b)->tote, "T-19");
    ck_assert_str_eq(again(a)->tote, "");
}
END_TEST

START_TEST(a_canceled_pick_needs_its_tote_no_more)
{
    struct fulfillment *a = released(2), *b = released(3);

    ck_ok(work(a, "tote", "tote", "T-19"));
    ck_ok(testshop_act(&shop, testshop_load(&shop, a->order->id.v), "cancel", "reason",
                       "customer", &err));
    ck_ok(work(b, "tote", "tote", "T-19"));
}
END_TEST

START_TEST(a_full_tote_is_followed_by_another)
{
    struct fulfillment *f = released(2);
    const char *number;
    int64_t owner;

    ck_ok(work(f, "tote", "tote", "T-19"));
    testdesk_wait(shop.desk, 1000);
    ck_ok(work(f, "tote", "tote", "T-20"));
    ck_assert_str_eq(again(f)->tote, "T-20");
    ck_ok(tote_find(shop.desk, "T-19", shop.arena, &owner, &number, &err));
    ck_assert_int_eq(owner, f->id);
    testdesk_wait(shop.desk, 1000);
    ck_ok(work(f, "tote", "tote", "T-19"));
    ck_assert_str_eq(again(f)->tote, "T-19");
    ck_assert_int_eq(testdesk_count(shop.desk, "fulfillment_tote"), 2);
}
END_TEST

START_TEST(what_is_no_tote_is_refused)
{
    struct fulfillment *f = released(2);

    ck_refused(work(f, "tote", "tote", "BRK-20"), ERR_INVALID);
    ck_refused(work(f, "tote", "tote", ".DONE"), ERR_INVALID);
    ck_refused(work(f, "tote", NULL, NULL), ERR_INVALID);
    ck_ok(work(f, "pick", NULL, NULL));
    ck_ok(work(f, "pack", NULL, NULL));
    ck_refused(work(f, "tote", "tote", "T-19"), ERR_STATE);
}
END_TEST

START_TEST(each_scan_command_is_known_whatever_its_case)
{
    for (const struct scan_command *c = scan_commands; c->code != NULL; c++)
        ck_assert_int_eq(scan_command_of(c->code), c->id);
    ck_assert_int_eq(scan_command_of(".short"), SCAN_SHORT);
    ck_assert_int_eq(scan_command_of(".SHORTS"), 0);
    ck_assert_int_eq(scan_command_of(""), 0);
}
END_TEST

Suite *pick_work_suite(void)
{
    Suite *suite = suite_create("pick_work");
    TCase *tests = tcase_create("work");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, complaint_7_the_same_stock_is_never_on_two_pick_lists);
    tcase_add_test(tests, complaint_7_an_order_sent_twice_is_listed_once);
    tcase_add_test(tests, complaint_7_work_that_is_canceled_and_sent_again_is_listed_once);
    tcase_add_test(tests, a_pick_is_given_to_who_may_pick);
    tcase_add_test(tests, the_queue_is_narrowed_to_one_user_or_to_nobody);
    tcase_add_test(tests, a_tote_is_one_pick_s_until_that_is_packed);
    tcase_add_test(tests, a_canceled_pick_needs_its_tote_no_more);
    tcase_add_test(tests, a_full_tote_is_followed_by_another);
    tcase_add_test(tests, what_is_no_tote_is_refused);
    tcase_add_test(tests, each_scan_command_is_known_whatever_its_case);
    suite_add_tcase(suite, tests);
    return suite;
}
