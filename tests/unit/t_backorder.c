/*
 * Backorders: who gets what becomes free, and taking stock from one order for another.
 */
#include <string.h>

#include "domain/catalog/item.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_action.h"
#include "domain/flow/source_steps.h"
#include "domain/flow/timer.h"
#include "domain/stock/stock.h"
#include "store/store.h"
#include "support/testorder.h"
#include "support/teststock.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;
static const struct backorder_filter all = { .is_fillable = true };

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

/* Nothing of the bracket (40 at MAIN) is left for who comes later. */
static struct order *take_all(void)
{
    return testshop_order(&shop, shop.bracket, 40, true);
}

static struct order *waits(int n)
{
    testdesk_wait(shop.desk, 60000);
    return testshop_order(&shop, shop.bracket, n, true);
}

static void receive(int64_t n)
{
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.main, units(n), NULL, &err));
}

static int64_t has(const struct order *o)
{
    return testshop_load(&shop, o->id.v)->lines[0].allocated.milli / QTY_PER_UNIT;
}

/* It goes out complete only. */
static void complete(const struct order *o)
{
    static const struct sql sql = { "test.complete",
                                    "UPDATE sales_order SET ship_policy = 2 WHERE id = $1", NULL,
                                    NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(tx_begin(desk_db(shop.desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    put_i64(q, o->id.v);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

static struct backorders list(const struct backorder_filter *filter)
{
    struct backorders out;

    ck_ok(backorders_load(shop.desk, filter, shop.arena, &out, &err));
    return out;
}

static struct backorder_filled fill(void)
{
    struct backorder_filled filled;

    ck_ok(backorders_fill(shop.desk, &all, &filled, &err));
    return filled;
}

static struct reason_id reason(void)
{
    struct reason_id id = { 0 };

    ck_ok(reason_find(shop.desk, "reallocate", "priority", &id, &err));
    return id;
}

/* --- filling ---------------------------------------------------------------------------------- */

START_TEST(complaint_14_all_that_waits_is_listed_with_what_it_would_get)
{
    static const struct backorder_filter any = { 0 };
    struct order *a, *b;
    struct backorders out;

    take_all();
    a = waits(5);
    b = waits(7);
    ck_assert_int_eq(list(&all).n, 0);
    receive(8);
    out = list(&any);

    ck_assert_int_eq(out.n, 2);
    ck_assert_int_eq(out.v[0].order.v, a->id.v);
    ck_assert_int_eq(out.v[0].qty.milli, 5000);
    ck_assert_int_eq(out.v[0].give.milli, 5000);
    ck_assert_int_eq(out.v[1].order.v, b->id.v);
    ck_assert_int_eq(out.v[1].give.milli, 3000);
    ck_assert_str_eq(out.v[1].sku, "BRK-20");
    ck_assert_int_eq(out.v[0].value_minor, a->lines[0].net_minor);
    ck_assert(date_is_set(out.v[0].promised)); /* lead time of 5 days */
}
END_TEST

START_TEST(priority_goes_before_the_promised_day_and_that_before_the_turn)
{
    struct order *a, *b, *c;

    take_all();
    a = waits(5);
    testdesk_wait(shop.desk, INT64_C(3) * 86400000);
    b = waits(5); /* promised later */
    c = waits(5);
    ck_ok(order_set_priority(shop.desk, c->id, 9, 0, &err));
    receive(11);
    ck_assert_int_eq(fill().lines, 3);

    ck_assert_int_eq(has(c), 5);
    ck_assert_int_eq(has(a), 5);
    ck_assert_int_eq(has(b), 1);
    ck_assert_int_eq(fill().lines, 0);
}
END_TEST

START_TEST(what_a_hold_stops_is_passed_over_until_it_is_lifted)
{
    struct order *a, *b;

    take_all();
    a = waits(5);
    b = waits(5);
    ck_ok(testshop_act(&shop, testshop_load(&shop, a->id.v), "hold", "note", "asks again", &err));
    receive(5);
    fill();
    ck_assert_int_eq(has(a), 0);
    ck_assert_int_eq(has(b), 5);

    ck_ok(testshop_act(&shop, testshop_load(&shop, a->id.v), "release_hold", "reason", "other",
                       &err));
    receive(5);
    ck_assert_int_eq(fill().orders, 1);
    ck_assert_int_eq(has(a), 5);
}
END_TEST

START_TEST(an_order_that_goes_out_complete_gets_its_share_too)
{
    struct order *a, *b;

    take_all();
    a = waits(9);
    b = waits(2);
    complete(a);
    receive(4);
    fill();

    ck_assert_int_eq(has(a), 4); /* first come: a smaller one behind does not overtake it */
    ck_assert_int_eq(has(b), 0);
}
END_TEST

START_TEST(filling_dates_the_line_anew_and_stands_on_the_timeline)
{
    struct event_list events;
    struct order *o;

    take_all();
    o = waits(5);
    ck_assert_int_eq(o->promised.day,
                     30); /* Sunday 22: Monday, and five days of lead end on a Saturday */
    receive(5);
    fill();
    o = testshop_load(&shop, o->id.v);
    ck_ok(event_list_order(shop.desk, o->id, 2, shop.arena, &events, &err));

    ck_assert_int_eq(o->promised.day, 23);
    ck_assert_int_eq(o->shown, SHOWN_ALLOCATED);
    ck_assert_str_eq(events.v[0].kind, "order.promise");
    ck_assert_str_eq(events.v[1].kind, "order.fill");
    ck_assert_ptr_nonnull(strstr(events.v[1].after_json, "1: 5"));
}
END_TEST

START_TEST(a_site_fills_by_itself_only_where_it_was_told_to)
{
    struct timers_done done;
    enum fill_mode mode;
    struct order *o;

    take_all();
    o = waits(5);
    receive(2);
    ck_ok(timers_run(shop.desk, &done, &err));
    ck_assert_int_eq(has(o), 0);

    ck_ok(site_set_fill_mode(shop.desk, shop.main, FILL_AUTO, &err));
    ck_ok(site_fill_mode(shop.desk, shop.main, &mode, &err));
    ck_assert_int_eq(mode, FILL_AUTO);
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_ok(timers_run(shop.desk, &done, &err));
    ck_assert_int_eq(has(o), 2);
    ck_refused(site_set_fill_mode(shop.desk, shop.main, FILL_AUTO, &err), ERR_DENIED);
}
END_TEST

/* Waits at LEEDS, where 9 came in since. */
static struct order *waits_at_leeds(void)
{
    struct record_at at = testshop_draft(&shop);
    struct order_header in = { .site = &shop.leeds };
    struct order_taken taken;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &in, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 5);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.leeds, units(9), NULL, &err));
    return testshop_load(&shop, at.id);
}

START_TEST(a_closed_site_gives_nothing_to_who_waits)
{
    static const struct backorder_filter any = { 0 };
    struct order *o;
    struct qty got;

    take_all();
    o = waits_at_leeds();
    ck_assert_int_eq(list(&all).n, 1);
    ck_ok(site_shut(shop.desk, shop.leeds, &err));
    ck_assert_int_eq(list(&all).n, 0);
    ck_assert_int_eq(list(&any).n, 1);
    ck_assert_int_eq(list(&any).v[0].give.milli, 0);
    ck_assert_int_eq(fill().lines, 0);
    ck_refused(backorder_give(shop.desk, o->lines[0].id, units(1), &got, &err), ERR_STATE);
    ck_assert_int_eq(has(o), 0);
}
END_TEST

START_TEST(who_waits_at_a_site_that_closes_is_served_by_others)
{
    struct site_closed closed;
    struct order *o;

    take_all();
    o = waits_at_leeds();
    receive(3);
    ck_ok(site_close(shop.desk, shop.leeds, shop.arena, &closed, &err));
    ck_assert_int_eq(closed.n, 1);
    ck_assert_int_eq(closed.moved, 0); /* 2 of 5 wait still */
    ck_assert_int_eq(has(o), 3);
    receive(2);
    ck_assert_int_eq(fill().lines, 1);
    ck_assert_int_eq(has(o), 5);
}
END_TEST

START_TEST(one_line_is_served_out_of_turn)
{
    struct order *a, *b;
    struct qty got;

    take_all();
    a = waits(5);
    b = waits(5);
    ck_refused(backorder_give(shop.desk, b->lines[0].id, units(1), &got, &err), ERR_STATE);
    receive(4);
    ck_refused(backorder_give(shop.desk, b->lines[0].id, units(6), &got, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "qty");
    ck_ok(backorder_give(shop.desk, b->lines[0].id, units(3), &got, &err));
    ck_assert_int_eq(got.milli, 3000);
    ck_ok(backorder_give(shop.desk, b->lines[0].id, units(0), &got, &err));
    ck_assert_int_eq(got.milli, 1000);

    ck_assert_int_eq(has(a), 0);
    ck_assert_int_eq(has(b), 4);
    ck_refused(backorder_give(shop.desk, (struct line_id){ 999 }, units(1), &got, &err),
               ERR_NOT_FOUND);
}
END_TEST

START_TEST(complaint_13_what_comes_in_parts_is_filled_until_nothing_is_open)
{
    struct order *o;

    take_all();
    o = waits(6);
    for (int i = 0; i < 3; i++) {
        receive(2);
        ck_assert_int_eq(fill().lines, 1);
    }
    ck_assert_int_eq(has(o), 6);
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->backordered.milli, 0);
}
END_TEST

START_TEST(a_priority_out_of_range_or_of_a_changed_order_is_refused)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);

    ck_refused(order_set_priority(shop.desk, o->id, 10, 0, &err), ERR_INVALID);
    ck_refused(order_set_priority(shop.desk, o->id, -1, 0, &err), ERR_INVALID);
    ck_ok(order_set_priority(shop.desk, o->id, 9, o->version, &err));
    ck_refused(order_set_priority(shop.desk, o->id, 0, o->version, &err), ERR_CONFLICT);
}
END_TEST

/* --- from one to another ---------------------------------------------------------------------- */

static bool move(const struct order *from, const struct order *to, int64_t n, struct qty *moved)
{
    const struct reallocation in = {
        .from = from->lines[0].id, .to = to->lines[0].id, .qty = units(n), .reason = reason()
    };

    err_clear(&err);
    return order_reallocate(shop.desk, &in, moved, &err);
}

/* It was sent to the warehouse once, and the timeline says so right behind this. */
static void sent_behind(const struct order *o, const char *kind)
{
    ck_assert_int_eq(
        testshop_number(shop.desk,
                        arena_printf(shop.arena,
                                     "SELECT COUNT(*) FROM order_event r WHERE r.order_id = %lld"
                                     " AND r.kind = 'order.release' AND '%s' = (SELECT e.kind"
                                     " FROM order_event e WHERE e.order_id = r.order_id"
                                     " AND e.id < r.id ORDER BY e.id DESC LIMIT 1)",
                                     (long long)o->id.v, kind)),
        1);
}

START_TEST(what_gets_stock_goes_to_the_warehouse_by_itself_where_the_firm_wants_it)
{
    struct order *a = take_all(), *filled, *given, *taken;
    struct qty qty;

    ck_ok(setting_set(shop.desk, "warehouse.release", "auto", &err));
    filled = waits(5);
    given = waits(6);
    taken = waits(2);
    receive(5);
    ck_assert_int_eq(fill().lines, 1);
    ck_assert_int_eq(testshop_load(&shop, filled->id.v)->open_fulfillments, 1);
    receive(6);
    ck_ok(backorder_give(shop.desk, given->lines[0].id, units(6), &qty, &err));
    ck_assert_int_eq(testshop_load(&shop, given->id.v)->open_fulfillments, 1);
    ck_ok(move(a, taken, 2, &qty));
    ck_assert_int_eq(testshop_load(&shop, taken->id.v)->open_fulfillments, 1);
    ck_assert_int_eq(testshop_load(&shop, a->id.v)->open_fulfillments, 0);
    sent_behind(filled, "order.fill");
    sent_behind(given, "order.fill");
    sent_behind(taken, "order.reallocate");
}
END_TEST

START_TEST(what_goes_to_the_warehouse_by_itself_is_said_behind_what_sent_it)
{
    struct order *taken, *held;

    receive(10);
    ck_ok(setting_set(shop.desk, "warehouse.release", "auto", &err));
    taken = testshop_order(&shop, shop.bracket, 2, false);
    ck_ok(testshop_act(&shop, taken, "confirm", NULL, NULL, &err));
    sent_behind(taken, "order.confirm");
    held = testshop_order(&shop, shop.bracket, 2, false);
    ck_ok(testshop_act(&shop, held, "wait", "until", "+9", &err));
    ck_ok(testshop_act(&shop, testshop_load(&shop, held->id.v), "confirm", NULL, NULL, &err));
    ck_ok(testshop_act(&shop, testshop_load(&shop, held->id.v), "release_hold", "reason", "other",
                       &err));
    sent_behind(held, "order.release_hold");
}
END_TEST

START_TEST(stock_goes_from_one_order_to_another_and_both_timelines_say_so)
{
    struct order *a = take_all(), *b = waits(5);
    struct event_list events;
    struct stock_sums sums;
    struct qty moved;

    ck_ok(move(a, b, 3, &moved));
    ck_assert_int_eq(moved.milli, 3000);
    ck_assert_int_eq(has(a), 37);
    ck_assert_int_eq(has(b), 3);
    ck_ok(event_list_order(shop.desk, a->id, 2, shop.arena, &events, &err));
    ck_assert_str_eq(events.v[0].kind, "order.promise");
    ck_assert_str_eq(events.v[1].kind, "order.reallocate");
    ck_assert_ptr_nonnull(strstr(events.v[1].after_json, b->number));
    ck_assert_str_eq(events.v[1].reason, "More urgent order");
    ck_ok(event_list_order(shop.desk, b->id, 1, shop.arena, &events, &err));
    ck_assert_ptr_nonnull(strstr(events.v[0].after_json, a->number));
    /* The counter of the shelf did not move; who has it did. */
    ck_ok(stock_sums_load(shop.desk, shop.bracket, shop.main, &sums, &err));
    ck_assert_int_eq(sums.allocated.milli, 40000);
    /* The one that gave is promised anew: by the lead time. */
    ck_assert_int_eq(testshop_load(&shop, a->id.v)->promised.day, 30);
    ck_ok(move(a, b, 0, &moved));
    ck_assert_int_eq(moved.milli, 2000);
    ck_assert_int_eq(testshop_load(&shop, b->id.v)->promised.day, 23);
}
END_TEST

START_TEST(what_the_other_does_not_lack_or_this_one_does_not_have_stays)
{
    struct order *a = take_all(), *b = waits(5), *c = waits(5);
    struct order *other = testshop_order(&shop, shop.deny, 1, true);
    struct reallocation no_reason = { .from = a->lines[0].id, .to = b->lines[0].id };
    struct qty moved;

    ck_assert(!move(a, b, 6, &moved));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert(!move(b, c, 1, &moved));
    ck_assert_int_eq(err.code, ERR_STATE);
    ck_assert(!move(a, a, 1, &moved));
    ck_assert_str_eq(err.field, "to");
    ck_assert(!move(a, other, 1, &moved));
    ck_assert_str_eq(err.field, "to");
    ck_refused(order_reallocate(shop.desk, &no_reason, &moved, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    ck_assert_int_eq(has(a), 40);
}
END_TEST

static bool work(const struct order *o, const char *action, const char *item, const char *qty)
{
    const struct action_value v[] = { { "item", item }, { "qty", qty } };
    const struct action_values values = { v, 2 };
    struct fulfillment_rows rows;

    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = rows.v[0].id }, action,
               &values, &err);
}

START_TEST(what_nobody_picks_yet_is_taken_out_of_the_pick_and_what_is_picked_stays)
{
    struct order *a = take_all(), *b = waits(5);
    struct fulfillment_rows rows;
    struct qty moved;

    ck_ok(testshop_act(&shop, a, "release", NULL, NULL, &err));
    ck_ok(move(a, b, 2, &moved));
    ck_ok(fulfillments_of_order(shop.desk, a->id, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.v[0].qty.milli, 38000);

    ck_ok(work(a, "pick", "BRK-20", "1"));
    ck_assert(!move(a, b, 1, &moved));
    ck_assert_int_eq(err.code, ERR_STATE);
    ck_assert_int_eq(has(a), 38);
}
END_TEST

START_TEST(who_has_it_and_who_would_lose_least_urgent_first)
{
    struct order *a = testshop_order(&shop, shop.bracket, 10, true);
    struct order *b = testshop_order(&shop, shop.bracket, 10, true);
    struct reason_id counted = { 0 };
    struct holders who;

    ck_ok(order_set_priority(shop.desk, b->id, 5, 0, &err));
    ck_ok(holders_load(shop.desk, shop.bracket, 10, shop.arena, &who, &err));
    ck_assert_int_eq(who.n, 2);
    ck_assert_int_eq(who.v[0].order.v, a->id.v);
    ck_assert_int_eq(who.v[0].qty.milli, 10000);
    ck_ok(holders_over(shop.desk, 10, shop.arena, &who, &err));
    ck_assert_int_eq(who.n, 0);

    ck_ok(reason_find(shop.desk, "stock", "count", &counted, &err));
    ck_ok(stock_count(shop.desk, shop.bracket, shop.main, units(8), counted, &err));
    ck_ok(holders_over(shop.desk, 10, shop.arena, &who, &err));
    ck_assert_int_eq(who.n, 2); /* 20 are promised, 8 are there */
    ck_assert_int_eq(who.v[0].order.v, a->id.v);
    ck_assert_int_eq(who.v[0].over.milli, 10000);
    ck_assert_int_eq(who.v[1].over.milli, 2000);
}
END_TEST

START_TEST(what_is_not_there_is_taken_from_the_least_urgent)
{
    struct order *a = testshop_order(&shop, shop.bracket, 10, true);
    struct order *b = testshop_order(&shop, shop.bracket, 10, true);
    struct reason_id counted = { 0 };
    struct holders who;
    int lines;

    ck_ok(order_set_priority(shop.desk, b->id, 5, 0, &err));
    ck_ok(testshop_act(&shop, testshop_load(&shop, a->id.v), "release", NULL, NULL, &err));
    ck_ok(reason_find(shop.desk, "stock", "count", &counted, &err));
    ck_ok(stock_count(shop.desk, shop.bracket, shop.main, units(8), counted, &err));
    ck_assert(!holders_over_solve(shop.desk, counted, &lines, &err));
    ck_assert_str_eq(err.field, "reason");
    err_clear(&err);
    ck_ok(holders_over_solve(shop.desk, reason(), &lines, &err));

    ck_assert_int_eq(lines, 2);
    ck_assert_int_eq(has(a), 0);
    ck_assert_int_eq(has(b), 8);
    ck_assert_int_eq(testshop_load(&shop, a->id.v)->backordered.milli, units(10).milli);
    ck_assert_int_eq(testshop_load(&shop, a->id.v)->shown, SHOWN_BACKORDERED);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM order_event"
                                                " WHERE kind = 'order.unpromise'"),
                     2);
    ck_ok(holders_over(shop.desk, 10, shop.arena, &who, &err));
    ck_assert_int_eq(who.n, 0);
    ck_ok(holders_over_solve(shop.desk, reason(), &lines, &err));
    ck_assert_int_eq(lines, 0);
}
END_TEST

START_TEST(what_is_being_picked_stays_though_it_is_not_there)
{
    struct order *a = testshop_order(&shop, shop.bracket, 10, true);
    struct reason_id counted = { 0 };
    struct fulfillment_rows rows;
    int lines;

    ck_ok(testshop_act(&shop, a, "release", NULL, NULL, &err));
    ck_ok(fulfillments_of_order(shop.desk, a->id, shop.arena, &rows, &err));
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = rows.v[0].id }, "pick",
              NULL, &err));
    ck_ok(reason_find(shop.desk, "stock", "count", &counted, &err));
    ck_ok(stock_count(shop.desk, shop.bracket, shop.main, units(8), counted, &err));
    ck_ok(holders_over_solve(shop.desk, reason(), &lines, &err));
    ck_assert_int_eq(lines, 0);
    ck_assert_int_eq(has(a), 10);
}
END_TEST

static void limit_brackets(int64_t n)
{
    struct item *item;

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->backorder_limit = units(n);
    ck_ok(item_save(shop.desk, item, NULL, NULL, &shop.bracket, &err));
    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    ck_assert_int_eq(item->backorder_limit.milli, units(n).milli);
}

static bool confirm(struct order *o)
{
    return testshop_act(&shop, o, "confirm", NULL, NULL, &err);
}

START_TEST(all_orders_together_wait_for_no_more_than_the_items_limit)
{
    struct record_at at;
    struct order *two_lines;

    take_all();
    limit_brackets(10);
    (void)waits(4);
    ck_refused(confirm(testshop_order(&shop, shop.bracket, 7, false)), ERR_STATE);
    ck_assert_str_eq(err.field, "lines");
    /* A second line, or another site, gives no second allowance. */
    at = testshop_draft(&shop);
    (void)testshop_line(&shop, &at, shop.bracket, 4);
    two_lines = testshop_line(&shop, &at, shop.bracket, 3);
    ck_ok(testshop_act(&shop, two_lines, "submit", NULL, NULL, &err));
    ck_refused(confirm(testshop_load(&shop, two_lines->id.v)), ERR_STATE);
    ck_ok(confirm(testshop_order(&shop, shop.bracket, 6, false)));
    ck_refused(confirm(testshop_order(&shop, shop.bracket, 1, false)), ERR_STATE);
    receive(3); /* nobody was given it yet: who comes now is */
    ck_ok(confirm(testshop_order(&shop, shop.bracket, 3, false)));
    limit_brackets(0);
    ck_ok(confirm(testshop_order(&shop, shop.bracket, 100, false)));
}
END_TEST

START_TEST(a_limit_has_no_more_decimals_than_its_item_and_is_not_below_0)
{
    struct item *item;

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->backorder_limit.milli = 500;
    ck_refused(item_save(shop.desk, item, NULL, NULL, &shop.bracket, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "backorder_limit");
    item->backorder_limit.milli = -1000;
    ck_refused(item_save(shop.desk, item, NULL, NULL, &shop.bracket, &err), ERR_INVALID);
}
END_TEST

Suite *backorder_suite(void)
{
    Suite *suite = suite_create("backorder");
    TCase *tests = tcase_create("backorder");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, complaint_14_all_that_waits_is_listed_with_what_it_would_get);
    tcase_add_test(tests, priority_goes_before_the_promised_day_and_that_before_the_turn);
    tcase_add_test(tests, what_a_hold_stops_is_passed_over_until_it_is_lifted);
    tcase_add_test(tests, an_order_that_goes_out_complete_gets_its_share_too);
    tcase_add_test(tests, filling_dates_the_line_anew_and_stands_on_the_timeline);
    tcase_add_test(tests, a_site_fills_by_itself_only_where_it_was_told_to);
    tcase_add_test(tests, a_closed_site_gives_nothing_to_who_waits);
    tcase_add_test(tests, who_waits_at_a_site_that_closes_is_served_by_others);
    tcase_add_test(tests, what_gets_stock_goes_to_the_warehouse_by_itself_where_the_firm_wants_it);
    tcase_add_test(tests, one_line_is_served_out_of_turn);
    tcase_add_test(tests, complaint_13_what_comes_in_parts_is_filled_until_nothing_is_open);
    tcase_add_test(tests, a_priority_out_of_range_or_of_a_changed_order_is_refused);
    tcase_add_test(tests, what_goes_to_the_warehouse_by_itself_is_said_behind_what_sent_it);
    tcase_add_test(tests, stock_goes_from_one_order_to_another_and_both_timelines_say_so);
    tcase_add_test(tests, what_the_other_does_not_lack_or_this_one_does_not_have_stays);
    tcase_add_test(tests, what_nobody_picks_yet_is_taken_out_of_the_pick_and_what_is_picked_stays);
    tcase_add_test(tests, who_has_it_and_who_would_lose_least_urgent_first);
    tcase_add_test(tests, what_is_not_there_is_taken_from_the_least_urgent);
    tcase_add_test(tests, what_is_being_picked_stays_though_it_is_not_there);
    tcase_add_test(tests, all_orders_together_wait_for_no_more_than_the_items_limit);
    tcase_add_test(tests, a_limit_has_no_more_decimals_than_its_item_and_is_not_below_0);
    suite_add_tcase(suite, tests);
    return suite;
}
