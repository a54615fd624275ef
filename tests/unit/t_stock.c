/*
 * Stock: on hand, holds, allocation, release, levels and the ledger (DOMAIN section 10).
 */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "store/store.h"
#include "support/testdesk.h"
#include "support/teststock.h"
#include "unit/domain_suites.h"

#define CONFIRMED 5
#define DRAFT     1
#define MINUTES   INT64_C(60000)

static struct desk *desk;
static struct arena *arena;
static struct err err;
static struct item_id item;
static struct site_id main_site;
static const struct order_id nobody;

static void set_up(void)
{
    err_clear(&err);
    arena = arena_new();
    desk = testdesk_new();
    item = teststock_item(desk, "BRK-20");
    main_site = teststock_main(desk);
}

static void tear_down(void)
{
    desk_close(desk);
    arena_free(arena);
}

static struct stock_level level(void)
{
    return teststock_level(desk, item, main_site, nobody);
}

static struct reason_id counted(void)
{
    struct reason_id reason = { 0 };

    ck_ok(reason_find(desk, "stock", "count", &reason, &err));
    return reason;
}

/* An order that has n allocated. */
static struct test_line allocated(int64_t n)
{
    struct test_line line = teststock_order(desk, CONFIRMED, item, n);
    struct stock_want want = teststock_want(line.line, item, main_site, n);

    teststock_allocate(desk, line.order, &want, 1);
    ck_assert_int_eq(want.got.milli, units(n).milli);
    return line;
}

/* An order that holds up to n; how much it got. */
static struct test_line held(int64_t n, struct qty *got)
{
    struct test_line line = teststock_order(desk, DRAFT, item, n);
    struct stock_want want = teststock_want(line.line, item, main_site, n);

    teststock_hold(desk, line.order, &want, 1, 15 * MINUTES);
    *got = want.got;
    return line;
}

/* --- on hand --------------------------------------------------------------------------------- */

START_TEST(what_is_received_is_on_hand_and_in_the_ledger)
{
    struct stock_movements moves;

    teststock_receive(desk, item, main_site, 12);
    teststock_receive(desk, item, main_site, 8);
    ck_ok(stock_movements_load(desk, item, 0, 10, arena, &moves, &err));

    ck_assert_int_eq(level().on_hand.milli, 20000);
    ck_assert_int_eq(level().free.milli, 20000);
    ck_assert_int_eq(moves.n, 2);
    ck_assert_int_eq(moves.v[0].qty.milli, 8000);
    ck_assert_int_eq(moves.v[0].kind, STOCK_RECEIVED);
    ck_assert_str_eq(moves.v[0].user, "Anna");
    ck_assert_str_eq(moves.v[0].site_code, "MAIN");
    ck_assert_str_eq(moves.v[0].reason, "");
}
END_TEST

START_TEST(receiving_nothing_less_than_nothing_or_too_much_is_refused)
{
    ck_refused(stock_receive(desk, item, main_site, units(0), NULL, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "qty");
    ck_refused(stock_receive(desk, item, main_site, units(-1), NULL, &err), ERR_INVALID);
    ck_refused(
        stock_receive(desk, item, main_site, (struct qty){ LIMIT_QTY_MILLI + 1 }, NULL, &err),
        ERR_LIMIT);
    ck_ok(stock_receive(desk, item, main_site, (struct qty){ LIMIT_QTY_MILLI }, NULL, &err));
    ck_refused(stock_receive(desk, item, main_site, (struct qty){ 1 }, NULL, &err), ERR_LIMIT);
    ck_assert_int_eq(testdesk_count(desk, "stock_movement"), 1);
}
END_TEST

START_TEST(a_receipt_of_the_same_key_is_taken_in_once)
{
    ck_ok(stock_receive(desk, item, main_site, units(3), "truck-1", &err));
    ck_ok(stock_receive(desk, item, main_site, units(3), "truck-1", &err));
    ck_refused(stock_receive(desk, item, main_site, units(4), "truck-1", &err), ERR_INVALID);
    ck_refused(stock_receive(desk, item, main_site, units(0), "truck-2", &err), ERR_INVALID);
    ck_ok(stock_receive(desk, item, main_site, units(2), "truck-2", &err));

    ck_assert_int_eq(level().on_hand.milli, 5000);
    ck_assert_int_eq(testdesk_count(desk, "stock_movement"), 2);
    ck_assert_int_eq(testdesk_count(desk, "outbox"), 2);
}
END_TEST

START_TEST(stock_of_a_service_an_unknown_item_or_site_or_a_closed_site_is_refused)
{
    struct item_id service = teststock_item_of(desk, "HOUR", ITEM_SERVICE);
    struct site_id leeds = teststock_site(desk, "LEEDS", 200);
    struct site *site;

    ck_refused(stock_receive(desk, service, main_site, units(1), NULL, &err), ERR_STATE);
    ck_refused(stock_receive(desk, (struct item_id){ 99 }, main_site, units(1), NULL, &err),
               ERR_NOT_FOUND);
    ck_refused(stock_receive(desk, item, (struct site_id){ 99 }, units(1), NULL, &err),
               ERR_NOT_FOUND);
    ck_ok(site_find(desk, "LEEDS", arena, &site, &err));
    site->is_active = false;
    ck_ok(site_save(desk, site, &leeds, &err));
    ck_refused(stock_receive(desk, item, leeds, units(1), NULL, &err), ERR_STATE);
    ck_assert_str_eq(err.field, "site");
}
END_TEST

START_TEST(a_count_adjusts_by_the_difference_with_its_reason)
{
    struct stock_movements moves;

    teststock_receive(desk, item, main_site, 12);
    ck_ok(stock_count(desk, item, main_site, units(9), counted(), &err));
    ck_ok(stock_movements_load(desk, item, 0, 1, arena, &moves, &err));

    ck_assert_int_eq(level().on_hand.milli, 9000);
    ck_assert_int_eq(moves.v[0].kind, STOCK_ADJUSTED);
    ck_assert_int_eq(moves.v[0].qty.milli, -3000);
    ck_assert_str_eq(moves.v[0].reason, "Stock count");
}
END_TEST

START_TEST(a_count_that_agrees_writes_nothing)
{
    OD_TX tx = { 0 };
    bool changed = true;

    teststock_receive(desk, item, main_site, 12);
    ck_ok(desk_begin(desk, "stock.count", &tx, &err));
    ck_ok(stock_count_in(&tx, desk, item, main_site, units(12), counted(), &changed, &err));
    ck_ok(tx_commit(&tx, &err));

    ck_assert(!changed);
    ck_assert_int_eq(testdesk_count(desk, "stock_movement"), 1);
}
END_TEST

START_TEST(a_count_needs_a_reason_of_its_kind)
{
    struct reason_id price = { 0 };

    ck_ok(reason_find(desk, "price", "agreed", &price, &err));
    ck_refused(stock_count(desk, item, main_site, units(1), (struct reason_id){ 0 }, &err),
               ERR_INVALID);
    ck_refused(stock_count(desk, item, main_site, units(1), price, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    ck_refused(stock_count(desk, item, main_site, units(-1), counted(), &err), ERR_INVALID);
}
END_TEST

START_TEST(a_count_below_what_is_allocated_is_taken_and_leaves_nothing_free)
{
    teststock_receive(desk, item, main_site, 5);
    allocated(4);

    ck_ok(stock_count(desk, item, main_site, units(2), counted(), &err));

    ck_assert_int_eq(level().on_hand.milli, 2000);
    ck_assert_int_eq(level().allocated.milli, 4000);
    ck_assert_int_eq(level().free.milli, 0);
}
END_TEST

START_TEST(a_clerk_may_not_count_and_the_warehouse_may)
{
    struct reason_id reason = counted();

    testdesk_be(desk, ROLE_CLERK);
    ck_refused(stock_count(desk, item, main_site, units(1), reason, &err), ERR_DENIED);
    testdesk_be(desk, ROLE_WAREHOUSE);
    ck_ok(stock_count(desk, item, main_site, units(1), reason, &err));
}
END_TEST

START_TEST(bin_safety_and_reorder_point_are_set_one_by_one_and_logged)
{
    struct qty safety = units(3), reorder = units(10), below = units(-1);
    struct event_list events;

    ck_ok(stock_set(desk, item, main_site, &(struct stock_setting){ .bin = "A-12" }, &err));
    ck_ok(stock_set(desk, item, main_site, &(struct stock_setting){ .safety = &safety }, &err));
    ck_ok(stock_set(desk, item, main_site, &(struct stock_setting){ .reorder = &reorder }, &err));
    ck_ok(stock_set(desk, item, main_site, &(struct stock_setting){ .bin = "A-12" }, &err));
    ck_refused(stock_set(desk, item, main_site, &(struct stock_setting){ .safety = &below }, &err),
               ERR_INVALID);
    teststock_receive(desk, item, main_site, 5);
    ck_ok(event_list_record(desk, "item", item.v, 10, arena, &events, &err));

    ck_assert_int_eq(level().safety.milli, 3000);
    ck_assert_int_eq(level().reorder.milli, 10000);
    ck_assert_int_eq(level().free.milli, 2000);
    ck_assert_int_eq(events.n, 4); /* three settings and the making of the item */
    ck_assert_str_eq(events.v[0].fields, "reorder");
}
END_TEST

/* --- holds ----------------------------------------------------------------------------------- */

START_TEST(a_hold_takes_from_others_and_not_from_its_own_order)
{
    struct qty got;
    struct test_line mine;

    teststock_receive(desk, item, main_site, 10);
    mine = held(4, &got);

    ck_assert_int_eq(got.milli, 4000);
    ck_assert_int_eq(level().free.milli, 6000);
    ck_assert_int_eq(level().held.milli, 4000);
    ck_assert_int_eq(level().allocated.milli, 0);
    ck_assert_int_eq(teststock_level(desk, item, main_site, mine.order).free.milli, 10000);
}
END_TEST

START_TEST(a_hold_gets_no_more_than_is_free)
{
    struct qty first, second, third;

    teststock_receive(desk, item, main_site, 10);
    held(7, &first);
    held(7, &second);
    held(7, &third);

    ck_assert_int_eq(first.milli, 7000);
    ck_assert_int_eq(second.milli, 3000);
    ck_assert_int_eq(third.milli, 0);
    ck_assert_int_eq(testdesk_count(desk, "stock_hold"), 2);
}
END_TEST

START_TEST(lines_of_one_order_hold_their_sum_and_no_more)
{
    struct test_line one = teststock_order(desk, DRAFT, item, 7);
    struct line_id two = teststock_line(desk, one.order, item, 7);
    struct stock_want wants[] = { teststock_want(one.line, item, main_site, 7),
                                  teststock_want(two, item, main_site, 7) };

    teststock_receive(desk, item, main_site, 10);
    teststock_hold(desk, one.order, wants, 2, MINUTES);

    ck_assert_int_eq(wants[0].got.milli, 7000);
    ck_assert_int_eq(wants[1].got.milli, 3000);
}
END_TEST

START_TEST(setting_holds_again_replaces_them_and_none_drops_them)
{
    struct qty got;
    struct test_line mine;
    struct stock_want want;

    teststock_receive(desk, item, main_site, 10);
    mine = held(4, &got);
    want = teststock_want(mine.line, item, main_site, 6);
    teststock_hold(desk, mine.order, &want, 1, MINUTES);
    ck_assert_int_eq(level().held.milli, 6000);
    teststock_hold(desk, mine.order, NULL, 0, MINUTES);

    ck_assert_int_eq(level().held.milli, 0);
}
END_TEST

START_TEST(a_hold_ends_at_its_time_and_is_swept_with_the_next)
{
    struct qty got;

    teststock_receive(desk, item, main_site, 10);
    held(10, &got);
    testdesk_wait(desk, 15 * MINUTES - 1);
    ck_assert_int_eq(level().free.milli, 0);
    testdesk_wait(desk, 1);
    ck_assert_int_eq(level().free.milli, 10000);
    held(10, &got);

    ck_assert_int_eq(got.milli, 10000);
    ck_assert_int_eq(testdesk_count(desk, "stock_hold"), 1);
}
END_TEST

START_TEST(a_hold_set_again_lasts_anew)
{
    struct qty got;
    struct test_line mine;
    struct stock_want want;

    teststock_receive(desk, item, main_site, 10);
    mine = held(4, &got);
    testdesk_wait(desk, 10 * MINUTES);
    want = teststock_want(mine.line, item, main_site, 4);
    teststock_hold(desk, mine.order, &want, 1, 15 * MINUTES);
    ck_assert_int_eq(want.got.milli, 4000);
    testdesk_wait(desk, 15 * MINUTES - 1);
    ck_assert_int_eq(level().held.milli, 4000);
    testdesk_wait(desk, 1);
    ck_assert_int_eq(level().held.milli, 0);
}
END_TEST

START_TEST(a_hold_that_ended_does_not_stand_against_who_came_meanwhile)
{
    struct qty got;
    struct test_line mine;
    struct stock_want want;

    teststock_receive(desk, item, main_site, 10);
    mine = held(8, &got);
    testdesk_wait(desk, 16 * MINUTES);
    held(7, &got);
    want = teststock_want(mine.line, item, main_site, 8);
    teststock_hold(desk, mine.order, &want, 1, 15 * MINUTES);

    ck_assert_int_eq(want.got.milli, 3000);
    ck_assert_int_eq(level().held.milli, 10000);
}
END_TEST

START_TEST(a_hold_of_another_place_goes_when_the_line_moves)
{
    struct item_id other = teststock_item(desk, "BRK-21");
    struct qty got;
    struct test_line mine;
    struct stock_want want;

    teststock_receive(desk, item, main_site, 10);
    teststock_receive(desk, other, main_site, 10);
    mine = held(4, &got);
    want = teststock_want(mine.line, other, main_site, 4);
    teststock_hold(desk, mine.order, &want, 1, 15 * MINUTES);

    ck_assert_int_eq(level().held.milli, 0);
    ck_assert_int_eq(teststock_level(desk, other, main_site, nobody).held.milli, 4000);
}
END_TEST

START_TEST(sweeping_takes_no_more_than_it_is_told)
{
    struct qty got;
    OD_TX tx = { 0 };

    teststock_receive(desk, item, main_site, 10);
    for (int i = 0; i < 3; i++)
        held(1, &got);
    testdesk_wait(desk, 20 * MINUTES);
    ck_ok(desk_begin(desk, "order.draft", &tx, &err));
    ck_ok(stock_hold_sweep(&tx, desk_now(desk), 2, &err));
    ck_ok(tx_commit(&tx, &err));

    ck_assert_int_eq(testdesk_count(desk, "stock_hold"), 1);
}
END_TEST

/* --- allocation ------------------------------------------------------------------------------ */

START_TEST(allocation_raises_the_counter_and_leaves_on_hand)
{
    struct stock_shares shares;
    struct stock_movements moves;
    struct test_line line;

    teststock_receive(desk, item, main_site, 10);
    line = allocated(4);
    ck_ok(stock_shares_of_line(desk, line.line, arena, &shares, &err));
    ck_ok(stock_movements_load(desk, item, 0, 1, arena, &moves, &err));

    ck_assert_int_eq(level().on_hand.milli, 10000);
    ck_assert_int_eq(level().allocated.milli, 4000);
    ck_assert_int_eq(level().free.milli, 6000);
    ck_assert_int_eq(shares.n, 1);
    ck_assert_str_eq(shares.v[0].site_code, "MAIN");
    ck_assert_int_eq(shares.v[0].qty.milli, 4000);
    ck_assert_int_eq(moves.v[0].kind, STOCK_ALLOCATED);
    ck_assert_int_eq(moves.v[0].qty.milli, 4000);
    ck_assert_str_eq(moves.v[0].order_number, "");
}
END_TEST

START_TEST(a_short_order_gets_what_is_free_summed_over_its_lines)
{
    struct test_line one = teststock_order(desk, CONFIRMED, item, 7);
    struct line_id two = teststock_line(desk, one.order, item, 7);
    struct stock_want wants[] = { teststock_want(one.line, item, main_site, 7),
                                  teststock_want(two, item, main_site, 7) };

    teststock_receive(desk, item, main_site, 10);
    teststock_allocate(desk, one.order, wants, 2);

    ck_assert_int_eq(wants[0].got.milli, 7000);
    ck_assert_int_eq(wants[1].got.milli, 3000);
    ck_assert_int_eq(level().allocated.milli, 10000);
    ck_assert_int_eq(level().free.milli, 0);
}
END_TEST

START_TEST(a_whole_want_that_does_not_fit_gets_nothing_and_leaves_it_to_the_next)
{
    struct test_line one = teststock_order(desk, CONFIRMED, item, 7);
    struct line_id two = teststock_line(desk, one.order, item, 7);
    struct stock_want wants[] = { teststock_want(one.line, item, main_site, 11),
                                  teststock_want(two, item, main_site, 7) };

    wants[0].is_whole = true;
    teststock_receive(desk, item, main_site, 10);
    teststock_allocate(desk, one.order, wants, 2);

    ck_assert_int_eq(wants[0].got.milli, 0);
    ck_assert_int_eq(wants[1].got.milli, 7000);
    ck_assert_int_eq(testdesk_count(desk, "allocation"), 1);
}
END_TEST

START_TEST(sites_are_allocated_apart)
{
    struct site_id leeds = teststock_site(desk, "LEEDS", 200);
    struct test_line one = teststock_order(desk, CONFIRMED, item, 7);
    struct line_id two = teststock_line(desk, one.order, item, 7);
    struct stock_want wants[] = { teststock_want(one.line, item, leeds, 7),
                                  teststock_want(two, item, main_site, 7) };

    teststock_receive(desk, item, main_site, 10);
    teststock_receive(desk, item, leeds, 3);
    teststock_allocate(desk, one.order, wants, 2);

    ck_assert_int_eq(wants[0].got.milli, 3000);
    ck_assert_int_eq(wants[1].got.milli, 7000);
    ck_assert_int_eq(teststock_level(desk, item, leeds, nobody).free.milli, 0);
}
END_TEST

START_TEST(holds_of_others_stand_before_allocation_and_own_holds_are_used_up)
{
    struct qty got;
    struct test_line mine, other;
    struct stock_want want;

    teststock_receive(desk, item, main_site, 10);
    mine = held(6, &got);
    other = held(4, &got);
    want = teststock_want(mine.line, item, main_site, 8);
    teststock_allocate(desk, mine.order, &want, 1);

    ck_assert_int_eq(want.got.milli, 6000);
    ck_assert_int_eq(level().held.milli, 4000);
    want = teststock_want(other.line, item, main_site, 4);
    teststock_allocate(desk, other.order, &want, 1);
    ck_assert_int_eq(want.got.milli, 4000);
    ck_assert_int_eq(testdesk_count(desk, "stock_hold"), 0);
}
END_TEST

START_TEST(safety_stock_is_not_allocated)
{
    struct qty safety = units(8);
    struct test_line line = teststock_order(desk, CONFIRMED, item, 5);
    struct stock_want want = teststock_want(line.line, item, main_site, 5);

    teststock_receive(desk, item, main_site, 10);
    ck_ok(stock_set(desk, item, main_site, &(struct stock_setting){ .safety = &safety }, &err));
    teststock_allocate(desk, line.order, &want, 1);

    ck_assert_int_eq(want.got.milli, 2000);
}
END_TEST

START_TEST(nothing_is_allocated_where_nothing_ever_was)
{
    struct test_line line = teststock_order(desk, CONFIRMED, item, 5);
    struct stock_want want = teststock_want(line.line, item, main_site, 5);

    teststock_allocate(desk, line.order, &want, 1);

    ck_assert_int_eq(want.got.milli, 0);
    ck_assert_int_eq(testdesk_count(desk, "stock_level"), 0);
    ck_assert_int_eq(testdesk_count(desk, "allocation"), 0);
}
END_TEST

/* --- release --------------------------------------------------------------------------------- */

START_TEST(release_gives_back_from_the_rows_and_never_twice)
{
    struct test_line line;
    struct stock_movements moves;

    teststock_receive(desk, item, main_site, 10);
    line = allocated(6);
    ck_assert_int_eq(teststock_release(desk, line, units(2)).milli, 2000);
    ck_assert_int_eq(level().allocated.milli, 4000);
    ck_assert_int_eq(teststock_release(desk, line, units(100)).milli, 4000);
    ck_assert_int_eq(teststock_release(desk, line, units(100)).milli, 0);
    ck_ok(stock_movements_load(desk, item, 0, 1, arena, &moves, &err));

    ck_assert_int_eq(level().allocated.milli, 0);
    ck_assert_int_eq(level().free.milli, 10000);
    ck_assert_int_eq(testdesk_count(desk, "allocation"), 0);
    ck_assert_int_eq(moves.v[0].kind, STOCK_RELEASED);
    ck_assert_int_eq(moves.v[0].qty.milli, -4000);
}
END_TEST

START_TEST(release_takes_the_newest_row_first)
{
    struct site_id leeds = teststock_site(desk, "LEEDS", 200);
    struct test_line line;
    struct stock_want want;
    struct stock_shares shares;

    teststock_receive(desk, item, main_site, 10);
    teststock_receive(desk, item, leeds, 10);
    line = allocated(6);
    want = teststock_want(line.line, item, leeds, 2);
    teststock_allocate(desk, line.order, &want, 1);
    teststock_release(desk, line, units(3));
    ck_ok(stock_shares_of_line(desk, line.line, arena, &shares, &err));

    ck_assert_int_eq(shares.n, 1);
    ck_assert_str_eq(shares.v[0].site_code, "MAIN");
    ck_assert_int_eq(shares.v[0].qty.milli, 5000);
    ck_assert_int_eq(teststock_level(desk, item, leeds, nobody).allocated.milli, 0);
}
END_TEST

START_TEST(release_of_one_order_leaves_anothers)
{
    struct test_line mine, other;

    teststock_receive(desk, item, main_site, 10);
    mine = allocated(4);
    other = allocated(6);
    teststock_release(desk, mine, units(100));

    ck_assert_int_eq(level().allocated.milli, 6000);
    ck_assert_int_eq(teststock_release(desk, other, units(100)).milli, 6000);
}
END_TEST

/* --- levels, ledger, mending ----------------------------------------------------------------- */

START_TEST(a_site_is_in_a_country_that_there_is)
{
    struct site_id id = teststock_site(desk, "LEEDS", 50);
    struct site *site;

    ck_ok(site_find(desk, "LEEDS", arena, &site, &err));
    site->country = "UK";
    ck_ok(site_save(desk, site, &id, &err));
    ck_ok(site_find(desk, "LEEDS", arena, &site, &err));
    ck_assert_str_eq(site->country, "GB");
    site->country = "XX";
    ck_refused(site_save(desk, site, &id, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "country");
}
END_TEST

START_TEST(every_open_site_has_a_level_by_priority_also_without_stock)
{
    struct stock_levels levels;
    struct site *site;
    struct site_id closed;

    teststock_site(desk, "LEEDS", 50);
    closed = teststock_site(desk, "OLD", 10);
    ck_ok(site_find(desk, "OLD", arena, &site, &err));
    site->is_active = false;
    ck_ok(site_save(desk, site, &closed, &err));
    ck_ok(stock_levels_load(desk, item, nobody, arena, &levels, &err));

    ck_assert_int_eq(levels.n, 2);
    ck_assert_str_eq(levels.v[0].site_code, "LEEDS");
    ck_assert_str_eq(levels.v[1].site_code, "MAIN");
    ck_assert_int_eq(levels.v[0].on_hand.milli, 0);
    ck_assert_str_eq(levels.v[0].bin, "");
}
END_TEST

START_TEST(backordered_counts_open_lines_of_confirmed_orders_only)
{
    teststock_order(desk, CONFIRMED, item, 7);
    teststock_order(desk, CONFIRMED, item, 2);
    teststock_order(desk, DRAFT, item, 100);

    ck_assert_int_eq(level().backordered.milli, 9000);
}
END_TEST

START_TEST(the_ledger_pages_down_from_the_newest)
{
    struct stock_movements first, second;

    for (int i = 1; i <= 5; i++)
        teststock_receive(desk, item, main_site, i);
    ck_ok(stock_movements_load(desk, item, 0, 3, arena, &first, &err));
    ck_ok(stock_movements_load(desk, item, first.v[2].id, 3, arena, &second, &err));

    ck_assert_int_eq(first.n, 3);
    ck_assert_int_eq(first.v[0].qty.milli, 5000);
    ck_assert_int_eq(second.n, 2);
    ck_assert_int_eq(second.v[1].qty.milli, 1000);
}
END_TEST

static void break_counters(void)
{
    static const struct sql sql = {
        .name = "test.break",
        .text = "UPDATE stock_level SET on_hand_qty = 99000, allocated_qty = 1000",
    };
    OD_TX tx = { 0 };
    struct stmt *q;

    ck_ok(desk_begin(desk, "check.fix", &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

START_TEST(releasing_against_a_broken_counter_is_refused_and_changes_nothing)
{
    struct test_line line;
    struct qty released;
    OD_TX tx = { 0 };

    teststock_receive(desk, item, main_site, 10);
    line = allocated(4);
    break_counters();
    ck_ok(desk_begin(desk, "order.cancel", &tx, &err));
    ck_refused(stock_release(&tx, desk, line.order, line.line, units(4), &released, &err),
               ERR_CORRUPT);
    tx_end(&tx);

    ck_assert_int_eq(testdesk_count(desk, "allocation"), 1);
}
END_TEST

START_TEST(every_movement_has_words)
{
    for (int kind = STOCK_RECEIVED; kind <= STOCK_TRANSFER_IN; kind++)
        ck_assert_str_ne(stock_move_words((enum stock_move)kind), "?");
}
END_TEST

Suite *stock_suite(void)
{
    Suite *suite = suite_create("stock");
    TCase *tc = tcase_create("stock");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, what_is_received_is_on_hand_and_in_the_ledger);
    tcase_add_test(tc, receiving_nothing_less_than_nothing_or_too_much_is_refused);
    tcase_add_test(tc, a_receipt_of_the_same_key_is_taken_in_once);
    tcase_add_test(tc, stock_of_a_service_an_unknown_item_or_site_or_a_closed_site_is_refused);
    tcase_add_test(tc, a_count_adjusts_by_the_difference_with_its_reason);
    tcase_add_test(tc, a_count_that_agrees_writes_nothing);
    tcase_add_test(tc, a_count_needs_a_reason_of_its_kind);
    tcase_add_test(tc, a_count_below_what_is_allocated_is_taken_and_leaves_nothing_free);
    tcase_add_test(tc, a_clerk_may_not_count_and_the_warehouse_may);
    tcase_add_test(tc, bin_safety_and_reorder_point_are_set_one_by_one_and_logged);
    tcase_add_test(tc, a_hold_takes_from_others_and_not_from_its_own_order);
    tcase_add_test(tc, a_hold_gets_no_more_than_is_free);
    tcase_add_test(tc, lines_of_one_order_hold_their_sum_and_no_more);
    tcase_add_test(tc, setting_holds_again_replaces_them_and_none_drops_them);
    tcase_add_test(tc, a_hold_set_again_lasts_anew);
    tcase_add_test(tc, a_hold_that_ended_does_not_stand_against_who_came_meanwhile);
    tcase_add_test(tc, a_hold_of_another_place_goes_when_the_line_moves);
    tcase_add_test(tc, a_hold_ends_at_its_time_and_is_swept_with_the_next);
    tcase_add_test(tc, sweeping_takes_no_more_than_it_is_told);
    tcase_add_test(tc, allocation_raises_the_counter_and_leaves_on_hand);
    tcase_add_test(tc, a_short_order_gets_what_is_free_summed_over_its_lines);
    tcase_add_test(tc, a_whole_want_that_does_not_fit_gets_nothing_and_leaves_it_to_the_next);
    tcase_add_test(tc, sites_are_allocated_apart);
    tcase_add_test(tc, holds_of_others_stand_before_allocation_and_own_holds_are_used_up);
    tcase_add_test(tc, safety_stock_is_not_allocated);
    tcase_add_test(tc, nothing_is_allocated_where_nothing_ever_was);
    tcase_add_test(tc, release_gives_back_from_the_rows_and_never_twice);
    tcase_add_test(tc, release_takes_the_newest_row_first);
    tcase_add_test(tc, release_of_one_order_leaves_anothers);
    tcase_add_test(tc, a_site_is_in_a_country_that_there_is);
    tcase_add_test(tc, every_open_site_has_a_level_by_priority_also_without_stock);
    tcase_add_test(tc, backordered_counts_open_lines_of_confirmed_orders_only);
    tcase_add_test(tc, the_ledger_pages_down_from_the_newest);
    tcase_add_test(tc, releasing_against_a_broken_counter_is_refused_and_changes_nothing);
    tcase_add_test(tc, every_movement_has_words);
    suite_add_tcase(suite, tc);
    return suite;
}
