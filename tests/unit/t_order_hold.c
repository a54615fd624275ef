/*
 * Holds that end by themselves, who lifts which, the time in which a customer may still cancel, and
 * canceling a part of an order.
 */
#include <string.h>

#include "domain/catalog/item.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/timer.h"
#include "domain/order/order_rules.h"
#include "domain/stock/stock.h"
#include "store/tx.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define HOUR_MS 3600000
#define DAY_MS  (24 * HOUR_MS)

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

static struct order *again(const struct order *o)
{
    return testshop_load(&shop, o->id.v);
}

static bool run(const struct order *o, const char *action, const char *name, const char *value)
{
    return testshop_act(&shop, o, action, name, value, &err);
}

static bool run3(const struct order *o, const char *action, const char *line, const char *qty)
{
    const struct action_value v[] = { { "line", line }, { "reason", "customer" }, { "qty", qty } };
    const struct action_values values = { v, 3 };

    return act(shop.desk, &order_document, (struct record_at){ o->id.v, o->version }, action,
               &values, &err);
}

static int ended(void)
{
    struct timers_done done;

    ck_ok(timers_run(shop.desk, &done, &err));
    return done.holds;
}

/* --- holds ------------------------------------------------------------------------------------ */

START_TEST(the_customers_day_ends_the_hold_by_itself)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, true);
    struct event_list events;

    ck_refused(run(o, "wait", "until", "2026-11-22"), ERR_INVALID); /* today */
    ck_refused(run(o, "wait", "until", "some day"), ERR_INVALID);
    ck_ok(run(o, "wait", "until", "2026-11-24"));
    o = again(o);
    ck_assert_int_eq(o->holds[0].kind, HOLD_CUSTOMER);
    ck_assert_int_eq(o->holds[0].blocks, BLOCK_PICK);
    ck_assert_int_eq(o->shown, SHOWN_ON_HOLD);
    ck_refused(run(o, "wait", "until", "2026-11-25"), ERR_STATE);
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert_int_eq(ended(), 0);
    testdesk_wait(shop.desk, 10 * HOUR_MS);
    ck_assert_int_eq(ended(), 1);
    ck_assert_int_eq(ended(), 0);
    o = again(o);
    ck_assert_int_eq(o->hold_count, 0);
    ck_assert_int_eq(o->shown, SHOWN_ALLOCATED);
    ck_ok(event_list_order(shop.desk, o->id, 3, shop.arena, &events, &err));
    ck_assert_str_eq(events.v[0].kind, "order.hold_end");
    ck_assert_int_eq(testshop_number(shop.desk,
                                     "SELECT COUNT(*) FROM order_hold WHERE released_by IS NULL"
                                     " AND released_ms > 0"),
                     1);
}
END_TEST

START_TEST(each_hold_is_lifted_by_who_may)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, true);

    testdesk_be(shop.desk, ROLE_CLERK);
    ck_ok(run(o, "hold", "note", "mine"));
    o = again(o);
    ck_ok(run(o, "release_hold", "reason", "other")); /* who set it */
    o = again(o);
    ck_ok(run(o, "hold_data", "note", "which color?"));
    o = again(o);
    ck_ok(run(o, "release_hold", "reason", "other"));
    o = again(o);
    testdesk_be(shop.desk, ROLE_MANAGER);
    ck_ok(run(o, "hold", "note", "the manager's"));
    o = again(o);
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_refused(run(o, "release_hold", "reason", "other"), ERR_DENIED);
    ck_assert_ptr_nonnull(
        strstr(hold_sentence(shop.desk, &o->holds[0], shop.arena), "picking, shipping"));
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(run(o, "release_hold", "reason", "other"));
}
END_TEST

START_TEST(a_hold_blocks_what_was_chosen)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, false);
    const struct action_value v[] = { { "note", "x" }, { "blocks", "ship, invoice" } };
    const struct action_value w[] = { { "note", "x" }, { "blocks", "breathing" } };
    const struct action_values good = { v, 2 }, bad = { w, 2 };
    struct record_at at = { o->id.v, o->version };

    ck_refused(act(shop.desk, &order_document, at, "hold", &bad, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "blocks");
    ck_ok(act(shop.desk, &order_document, at, "hold", &good, &err));
    o = again(o);
    ck_assert_int_eq(o->holds[0].blocks, BLOCK_SHIP | BLOCK_INVOICE);
    ck_ok(run(o, "confirm", NULL, NULL)); /* which is not among them */
}
END_TEST

START_TEST(data_that_is_missing_stops_confirming)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, false);

    ck_refused(run(o, "hold_data", NULL, NULL), ERR_INVALID);
    ck_ok(run(o, "hold_data", "note", "which color?"));
    o = again(o);
    ck_refused(run(o, "confirm", NULL, NULL), ERR_STATE);
}
END_TEST

/* --- the time to cancel ----------------------------------------------------------------------- */

START_TEST(for_some_minutes_an_order_is_not_picked_and_no_work_of_anybody)
{
    struct order *o;

    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "30", &err));
    o = testshop_order(&shop, shop.bracket, 2, true);
    ck_assert_int_eq(o->hold_count, 1);
    ck_assert_int_eq(o->holds[0].kind, HOLD_REMORSE);
    ck_assert_uint_eq(o->hold_blocks, BLOCK_PICK);
    ck_assert_int_eq(o->shown, SHOWN_ALLOCATED); /* it waits for nobody */
    ck_assert_int_eq(order_cancel_free_until(o).ms, TESTDESK_NOW_MS + 30 * 60000);
    testdesk_wait(shop.desk, 30 * 60000 - 1);
    ck_assert_int_eq(ended(), 0);
    testdesk_wait(shop.desk, 1);
    ck_assert_int_eq(ended(), 1);
    o = again(o);
    ck_assert_uint_eq(o->hold_blocks, 0);
    ck_assert_int_eq(order_cancel_free_until(o).ms, 0);
}
END_TEST

START_TEST(a_channel_has_its_own_time_to_cancel)
{
    struct channel *phone;
    struct channel_id id;

    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "30", &err));
    ck_ok(channel_find(shop.desk, "phone", shop.arena, &phone, &err));
    ck_assert_int_eq(phone->remorse_minutes, -1);
    phone->remorse_minutes = 0;
    ck_ok(channel_save(shop.desk, phone, &id, &err));
    ck_assert_int_eq(testshop_order(&shop, shop.bracket, 2, true)->hold_count, 0);
}
END_TEST

START_TEST(an_open_desk_looks_at_most_every_half_minute)
{
    struct order *o;

    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "1", &err));
    o = testshop_order(&shop, shop.bracket, 2, true);
    timers_tick(shop.desk); /* nothing is due */
    ck_assert_int_eq(again(o)->hold_count, 1);
    testdesk_wait(shop.desk, 60000);
    timers_tick(shop.desk);
    ck_assert_int_eq(again(o)->hold_count, 0);
    o = testshop_order(&shop, shop.bracket, 2, true);
    testdesk_wait(shop.desk, 29999);
    timers_tick(shop.desk);
    ck_assert_int_eq(again(o)->hold_count, 1);
    testdesk_wait(shop.desk, 30001);
    timers_tick(shop.desk);
    ck_assert_int_eq(again(o)->hold_count, 0);
}
END_TEST

START_TEST(timers_let_go_of_stock_that_nobody_renewed)
{
    (void)testshop_order(&shop, shop.bracket, 5, false);
    ck_assert_int_eq(testdesk_count(shop.desk, "stock_hold"), 1);
    testdesk_wait(shop.desk, 2 * (int64_t)DAY_MS + 1);
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_assert_int_eq(ended(), 0);
    ck_assert_int_eq(testdesk_count(shop.desk, "stock_hold"), 0);
}
END_TEST

/* --- a part of it ----------------------------------------------------------------------------- */

static struct order *two_lines(void)
{
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;

    testshop_line(&shop, &at, shop.bracket, 8);
    testshop_line(&shop, &at, shop.fitting, 1);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    return testshop_load(&shop, at.id);
}

/* What shipping will do to the first line. */
static struct order *shipped(const struct order *o, int n)
{
    OD_TX tx = { 0 };
    struct order *now = again(o);
    struct qty qty = { n * QTY_PER_UNIT }, released;

    ck_ok(desk_begin(shop.desk, "order.change", &tx, &err));
    ck_ok(stock_release(&tx, shop.desk, now->id, now->lines[0].id, qty, &released, &err));
    now->lines[0].shipped = qty;
    now->lines[0].allocated.milli -= qty.milli;
    ck_ok(order_save(&tx, shop.desk, now, &err));
    ck_ok(tx_commit(&tx, &err));
    return again(o);
}

START_TEST(complaint_11_the_rest_of_a_line_is_canceled_alone)
{
    struct order *o = two_lines();

    ck_refused(run3(o, "cancel_line", "1", "9"), ERR_INVALID);
    ck_refused(run3(o, "cancel_line", "1", "0"), ERR_INVALID);
    ck_refused(run3(o, "cancel_line", "7", NULL), ERR_INVALID);
    ck_refused(run(o, "cancel_line", "line", "1"), ERR_INVALID); /* the reason */
    ck_ok(run3(o, "cancel_line", "1", "3"));
    o = again(o);
    ck_assert_int_eq(o->lines[0].canceled.milli, 3 * QTY_PER_UNIT);
    ck_assert_int_eq(o->lines[0].allocated.milli, 5 * QTY_PER_UNIT);
    ck_assert_int_eq(o->goods_minor, 5 * 425 + 5000);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 35);
    o = shipped(o, 2);
    ck_ok(run3(o, "cancel_line", "1", NULL));
    o = again(o);
    ck_assert_int_eq(o->lines[0].canceled.milli, 6 * QTY_PER_UNIT);
    ck_assert_int_eq(line_open(&o->lines[0]).milli, 0);
    ck_assert_int_eq(o->goods_minor, 2 * 425 + 5000);
    ck_refused(run3(o, "cancel_line", "1", NULL), ERR_STATE);
}
END_TEST

START_TEST(complaint_12_what_left_is_not_canceled_and_the_rest_is)
{
    struct order *o = two_lines();

    ck_refused(run(o, "cancel_rest", "reason", "customer"), ERR_STATE);
    o = shipped(o, 3);
    ck_refused(run(o, "cancel", "reason", "customer"), ERR_STATE);
    ck_ok(run(o, "cancel_rest", "reason", "customer"));
    o = again(o);
    ck_assert_int_eq(o->status, ORDER_CONFIRMED);
    ck_assert_int_eq(o->lines[0].canceled.milli, 5 * QTY_PER_UNIT);
    ck_assert_int_eq(o->lines[1].canceled.milli, QTY_PER_UNIT);
    ck_assert_int_eq(o->total_minor, 3 * 425 + 255);
    ck_assert_int_eq(o->shown, SHOWN_SHIPPED);
    ck_refused(run(o, "cancel_rest", "reason", "customer"), ERR_STATE);
}
END_TEST

START_TEST(the_last_line_is_not_canceled_but_the_order)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);

    ck_refused(run3(o, "cancel_line", "1", NULL), ERR_STATE);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 36);
    ck_ok(run3(o, "cancel_line", "1", "3"));
}
END_TEST

Suite *order_hold_suite(void)
{
    Suite *s = suite_create("order_hold");
    TCase *tc = tcase_create("holds"), *part = tcase_create("part");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, the_customers_day_ends_the_hold_by_itself);
    tcase_add_test(tc, each_hold_is_lifted_by_who_may);
    tcase_add_test(tc, a_hold_blocks_what_was_chosen);
    tcase_add_test(tc, data_that_is_missing_stops_confirming);
    tcase_add_test(tc, for_some_minutes_an_order_is_not_picked_and_no_work_of_anybody);
    tcase_add_test(tc, a_channel_has_its_own_time_to_cancel);
    tcase_add_test(tc, an_open_desk_looks_at_most_every_half_minute);
    tcase_add_test(tc, timers_let_go_of_stock_that_nobody_renewed);
    suite_add_tcase(s, tc);
    tcase_add_checked_fixture(part, set_up, tear_down);
    tcase_add_test(part, complaint_11_the_rest_of_a_line_is_canceled_alone);
    tcase_add_test(part, complaint_12_what_left_is_not_canceled_and_the_rest_is);
    tcase_add_test(part, the_last_line_is_not_canceled_but_the_order);
    suite_add_tcase(s, part);
    return s;
}
