/*
 * From "to the warehouse" to delivered: what each step does to lines, stock and the order, what is
 * refused, and that the books are right after it.
 */
#include <string.h>

#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/put_away.h"
#include "domain/flow/shipment.h"
#include "domain/flow/wave.h"
#include "domain/insight/audit.h"
#include "domain/order/order_rules.h"
#include "domain/stock/stock.h"
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
    struct audit audit;

    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s: %s", audit.n > 0 ? audit.v[0].record : "",
                  audit.n > 0 ? audit.v[0].words : "");
    testshop_close(&shop);
}

static int64_t units(int n)
{
    return n * QTY_PER_UNIT;
}

static struct order *again(const struct order *o)
{
    return testshop_load(&shop, o->id.v);
}

/* The n-th fulfillment of an order, from 1, as it is now. */
static struct fulfillment *nth(const struct order *o, int n)
{
    struct fulfillment_rows rows;
    struct fulfillment *f;

    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_assert_int_ge(rows.n, n);
    ck_ok(fulfillment_load(shop.desk, rows.v[n - 1].id, shop.arena, &f, &err));
    return f;
}

/* An order of the item, confirmed and with the warehouse. */
static struct order *released(struct item_id item, int n)
{
    struct order *o = testshop_order(&shop, item, n, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    return again(o);
}

static bool work(const struct fulfillment *f, const char *action, const char *item, const char *qty,
                 const char *reason)
{
    struct action_value given[] = { { "item", item }, { "qty", qty }, { "reason", reason } };
    struct action_values values = { given, 3 };

    err_clear(&err);
    for (values.n = 0; values.n < 3 && given[values.n].value != NULL; values.n++)
        continue;
    if (reason != NULL && item == NULL) {
        given[0] = given[2];
        values.n = 1;
    }
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = f->id }, action, &values,
               &err);
}

static void says_no(bool done, enum err_code code, const char *words)
{
    ck_assert(!done);
    ck_assert_int_eq(err.code, code);
    ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
}

static int64_t on_hand(struct item_id item)
{
    struct stock_sums sums;

    ck_ok(stock_sums_load(shop.desk, item, shop.main, &sums, &err));
    return sums.on_hand.milli;
}

START_TEST(to_the_warehouse_makes_one_pick_of_all_that_is_allocated)
{
    struct order *o = released(shop.bracket, 6);
    struct fulfillment *f = nth(o, 1);

    ck_assert_int_eq(o->shown, SHOWN_PICKING);
    ck_assert_str_eq(f->number, arena_printf(shop.arena, "%s-F1", o->number));
    ck_assert_int_eq(f->status, FULFILLMENT_RELEASED);
    ck_assert_int_eq(f->line_count, 1);
    ck_assert_int_eq(f->lines[0].qty.milli, units(6));
    says_no(testshop_act(&shop, o, "release", NULL, NULL, &err), ERR_STATE,
            "with the warehouse already");
}
END_TEST

START_TEST(what_is_backordered_does_not_go_and_comes_later_as_a_second_pick)
{
    struct order *o = released(shop.bracket, 50);
    struct qty more = { units(20) };

    ck_assert_int_eq(nth(o, 1)->lines[0].qty.milli, units(40));
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.main, more, NULL, &err));
    ck_ok(testshop_act(&shop, again(o), "allocate", NULL, NULL, &err));
    ck_ok(testshop_act(&shop, again(o), "release", NULL, NULL, &err));

    ck_assert_int_eq(nth(o, 2)->lines[0].qty.milli, units(10));
}
END_TEST

START_TEST(a_whole_way_from_pick_to_delivered)
{
    struct order *o = released(shop.bracket, 6);
    struct fulfillment *f = nth(o, 1);
    int64_t shipment;

    ck_ok(work(f, "pick", "BRK-20", "2", NULL));
    ck_assert_int_eq(again(o)->lines[0].picked.milli, units(2));
    ck_assert_str_ne(nth(o, 1)->assigned_to, "");
    ck_ok(work(f, "pick", NULL, NULL, NULL));
    ck_ok(work(f, "pack", NULL, NULL, NULL));
    ck_assert_int_eq(on_hand(shop.bracket), units(40));
    ck_ok(work(f, "ship", NULL, NULL, NULL));
    o = again(o);
    ck_assert_int_eq(o->lines[0].shipped.milli, units(6));
    ck_assert_int_eq(o->lines[0].picked.milli, 0);
    ck_assert_int_eq(o->lines[0].allocated.milli, 0);
    ck_assert_int_eq(o->shown, SHOWN_SHIPPED);
    ck_assert_int_eq(on_hand(shop.bracket), units(34));
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 34);
    ck_ok(shipment_find(shop.desk, f->number, &shipment, &err));
    ck_ok(act(shop.desk, &shipment_document, (struct record_at){ .id = shipment }, "deliver", NULL,
              &err));

    ck_assert_int_eq(again(o)->lines[0].delivered.milli, units(6));
    ck_assert_int_eq(again(o)->shown, SHOWN_DELIVERED);
}
END_TEST

START_TEST(more_than_is_wanted_or_another_item_is_refused_and_nothing_is_booked)
{
    struct order *o = released(shop.bracket, 6);
    struct fulfillment *f = nth(o, 1);

    says_no(work(f, "pick", "BRK-20", "7", NULL), ERR_INVALID, "still to be picked");
    says_no(work(f, "pick", "BRK-21", "1", NULL), ERR_STATE, "Wrong item");
    says_no(work(f, "pick", "NO-SUCH", "1", NULL), ERR_NOT_FOUND, "No item has the code");
    says_no(work(f, "pick", "BRK-20", "0", NULL), ERR_INVALID, "more than zero");
    says_no(work(f, "finish", NULL, NULL, NULL), ERR_STATE, "not picked to the end");
    says_no(work(f, "ship", NULL, NULL, NULL), ERR_STATE, "not possible now");
    ck_assert_int_eq(again(o)->lines[0].picked.milli, 0);
}
END_TEST

START_TEST(a_scan_of_a_full_case_counts_what_it_says)
{
    const char *const barcodes[] = { "4006381333931", NULL };
    struct order *o = released(shop.bracket, 6);
    struct fulfillment *f = nth(o, 1);
    struct fulfillment_line *line;
    struct qty pack;
    struct item *item;

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->barcodes = barcodes;
    ck_ok(item_save(shop.desk, item, NULL, NULL, &shop.bracket, &err));
    ck_ok(fulfillment_match(shop.desk, f,
                            "]C10104006381333931"
                            "10L7|374",
                            &line, &pack, &err));
    ck_assert_int_eq(pack.milli, units(4));
    ck_ok(work(f, "pick",
               "0104006381333931"
               "10L7|374",
               NULL, NULL));
    ck_assert_int_eq(nth(o, 1)->lines[0].picked.milli, units(4));
    says_no(work(f, "pick", "0104006381333931374", NULL, NULL), ERR_STATE, "stands for 4");
}
END_TEST

START_TEST(a_short_pick_leaves_the_shelf_as_it_is_and_the_order_waiting)
{
    struct order *o = released(shop.bracket, 6);
    struct fulfillment *f = nth(o, 1);

    ck_ok(work(f, "pick", "BRK-20", "4", NULL));
    says_no(work(f, "short", "BRK-20", "2", NULL), ERR_INVALID, "not_found");
    ck_ok(work(f, "short", "BRK-20", "2", "not_found"));
    o = again(o);

    ck_assert_int_eq(o->lines[0].allocated.milli, units(4));
    ck_assert_int_eq(line_backordered(&o->lines[0]).milli, units(2));
    ck_assert_int_eq(on_hand(shop.bracket), units(38));
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 34);
    ck_assert_int_eq(nth(o, 1)->lines[0].shorted.milli, units(2));
    ck_ok(work(f, "finish", NULL, NULL, NULL));
}
END_TEST

START_TEST(what_is_damaged_is_set_aside)
{
    struct order *o = released(shop.bracket, 6);

    ck_ok(work(nth(o, 1), "short", "BRK-20", "1", "damaged"));

    ck_assert_int_eq(on_hand(shop.bracket), units(39));
    ck_assert_int_eq(
        testshop_number(shop.desk, "SELECT SUM(qty) FROM stock_movement WHERE kind = 7"), units(1));
}
END_TEST

START_TEST(nothing_left_of_it_ends_the_pick)
{
    struct order *o = released(shop.bracket, 3);

    ck_ok(work(nth(o, 1), "short", "BRK-20", "3", "not_found"));

    ck_assert_int_eq(nth(o, 1)->status, FULFILLMENT_CANCELED);
    ck_assert_int_eq(again(o)->shown, SHOWN_BACKORDERED);
}
END_TEST

START_TEST(complaint_canceled_work_leaves_the_stock_with_the_order)
{
    struct order *o = released(shop.bracket, 6);

    ck_ok(work(nth(o, 1), "pick", NULL, NULL, NULL));
    ck_ok(work(nth(o, 1), "cancel", NULL, NULL, "other"));
    o = again(o);

    ck_assert_int_eq(o->lines[0].allocated.milli, units(6));
    ck_assert_int_eq(o->lines[0].picked.milli, 0);
    ck_assert_int_eq(o->shown, SHOWN_ALLOCATED);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 34);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_assert_int_eq(nth(o, 2)->lines[0].qty.milli, units(6));
}
END_TEST

START_TEST(complaint_2_what_left_is_not_given_back_again_when_the_rest_is_canceled)
{
    struct order *o = released(shop.bracket, 6);

    ck_ok(work(nth(o, 1), "pick", "BRK-20", "4", NULL));
    ck_ok(work(nth(o, 1), "short", "BRK-20", "2", "not_found"));
    ck_ok(work(nth(o, 1), "finish", NULL, NULL, NULL));
    ck_ok(work(nth(o, 1), "pack", NULL, NULL, NULL));
    ck_ok(work(nth(o, 1), "ship", NULL, NULL, NULL));
    ck_ok(testshop_act(&shop, again(o), "cancel_rest", "reason", "other", &err));
    ck_assert_int_eq(again(o)->lines[0].canceled.milli, units(2));
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COALESCE(SUM(allocated_qty), 0)"
                                                " FROM stock_level"),
                     0);
    says_no(testshop_act(&shop, again(o), "cancel_rest", "reason", "other", &err), ERR_STATE, "");
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COALESCE(SUM(allocated_qty), 0)"
                                                " FROM stock_level"),
                     0);
}
END_TEST

START_TEST(complaint_4_what_is_promised_to_the_order_ships_though_nothing_is_free)
{
    struct order *o = released(shop.bracket, 40); /* all there is */

    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 0);
    ck_ok(work(nth(o, 1), "pick", NULL, NULL, NULL));
    ck_ok(work(nth(o, 1), "finish", NULL, NULL, NULL));
    ck_ok(work(nth(o, 1), "pack", NULL, NULL, NULL));
    ck_ok(work(nth(o, 1), "ship", NULL, NULL, NULL));
    ck_assert_int_eq(again(o)->lines[0].shipped.milli, units(40));
    ck_assert_int_eq(on_hand(shop.bracket), 0);
}
END_TEST

START_TEST(what_was_picked_for_canceled_work_is_put_away_once)
{
    struct order *o = released(shop.bracket, 6);
    struct put_aways list;

    ck_ok(work(nth(o, 1), "cancel", NULL, NULL, "other"));
    ck_ok(put_aways_load(shop.desk, (struct site_id){ 0 }, 10, shop.arena, &list, &err));
    ck_assert_int_eq(list.n, 0); /* nothing was picked */
    ck_ok(testshop_act(&shop, again(o), "release", NULL, NULL, &err));
    ck_ok(work(nth(o, 2), "pick", "BRK-20", "4", NULL));
    ck_ok(work(nth(o, 2), "cancel", NULL, NULL, "other"));

    ck_ok(put_aways_load(shop.desk, shop.main, 10, shop.arena, &list, &err));
    ck_assert_int_eq(list.n, 1);
    ck_assert_int_eq(list.v[0].qty.milli, units(4));
    ck_assert_str_eq(list.v[0].number, nth(o, 2)->number);
    ck_ok(put_away_done(shop.desk, list.v[0].id, &err));
    ck_assert(!put_away_done(shop.desk, list.v[0].id, &err));
    ck_assert_int_eq(err.code, ERR_STATE);
    err_clear(&err);
    ck_assert(!put_away_done(shop.desk, 999, &err));
    ck_assert_int_eq(err.code, ERR_NOT_FOUND);
    err_clear(&err);
    ck_ok(put_aways_load(shop.desk, shop.main, 10, shop.arena, &list, &err));
    ck_assert_int_eq(list.n, 0);
    ck_assert_int_eq(on_hand(shop.bracket), units(40));
}
END_TEST

START_TEST(what_left_today_can_be_taken_back_once)
{
    struct order *o = released(shop.bracket, 6);
    struct fulfillment *f = nth(o, 1);

    ck_ok(work(f, "pick", NULL, NULL, NULL));
    ck_ok(work(f, "pack", NULL, NULL, NULL));
    ck_ok(work(f, "ship", NULL, NULL, NULL));
    ck_ok(work(f, "unship", NULL, NULL, NULL));
    o = again(o);

    ck_assert_int_eq(on_hand(shop.bracket), units(40));
    ck_assert_int_eq(o->lines[0].allocated.milli, units(6));
    ck_assert_int_eq(o->lines[0].picked.milli, units(6));
    ck_assert_int_eq(o->lines[0].shipped.milli, 0);
    says_no(work(f, "unship", NULL, NULL, NULL), ERR_STATE, "not possible now");
    ck_ok(work(f, "ship", NULL, NULL, NULL));
}
END_TEST

START_TEST(canceling_the_order_ends_an_unpicked_pick_and_frees_its_stock)
{
    struct order *o = released(shop.bracket, 6);

    ck_ok(testshop_act(&shop, o, "cancel", "reason", "other", &err));

    ck_assert_int_eq(nth(o, 1)->status, FULFILLMENT_CANCELED);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
}
END_TEST

START_TEST(what_is_picked_stops_the_cancellation)
{
    struct order *o = released(shop.bracket, 6);

    ck_ok(work(nth(o, 1), "pick", "BRK-20", "1", NULL));

    says_no(testshop_act(&shop, again(o), "cancel", "reason", "other", &err), ERR_STATE,
            "warehouse is picking");
}
END_TEST

START_TEST(a_change_lowers_what_is_not_picked_yet)
{
    struct order *o = released(shop.bracket, 6);
    struct order_change *c = arena_new_of(shop.arena, struct order_change);
    struct change_line l = { .line_no = 1, .has_qty = true, .in.qty = { units(3) } };
    struct change_preview p;

    ck_ok(work(nth(o, 1), "pick", "BRK-20", "2", NULL));
    o = again(o);
    c->order = o->id;
    c->base_version = o->version;
    change_put_line(c, o, &l, shop.arena);
    ck_ok(change_apply(shop.desk, c, shop.arena, &p, &err));

    ck_assert_int_eq(nth(o, 1)->lines[0].qty.milli, units(3));
    ck_assert_int_eq(nth(o, 1)->lines[0].picked.milli, units(2));
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 37);
}
END_TEST

START_TEST(a_hold_stops_picking_and_shipping)
{
    struct order *o = released(shop.bracket, 6);
    struct fulfillment *f = nth(o, 1);

    ck_ok(testshop_act(&shop, o, "hold", "note", "call first", &err));

    says_no(work(f, "pick", NULL, NULL, NULL), ERR_STATE, "on hold");
    ck_ok(testshop_act(&shop, again(o), "release_hold", "reason", "other", &err));
    ck_ok(work(f, "pick", NULL, NULL, NULL));
    ck_ok(work(f, "pack", NULL, NULL, NULL));
    ck_ok(testshop_act(&shop, again(o), "hold", "note", "call first", &err));
    says_no(work(f, "ship", NULL, NULL, NULL), ERR_STATE, "on hold");
}
END_TEST

START_TEST(a_clerk_may_send_it_but_not_pick_it)
{
    struct order *o;

    testdesk_be(shop.desk, ROLE_CLERK);
    o = released(shop.bracket, 1);
    says_no(work(nth(o, 1), "pick", NULL, NULL, NULL), ERR_DENIED, "");
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_ok(work(nth(o, 1), "pick", NULL, NULL, NULL));
}
END_TEST

START_TEST(a_pick_is_found_by_its_number_or_its_order)
{
    struct order *o = released(shop.bracket, 6);
    int64_t by_order, by_number;

    ck_ok(fulfillment_find(shop.desk, o->number, &by_order, &err));
    ck_ok(fulfillment_find(shop.desk, arena_printf(shop.arena, "%s-f1", o->number), &by_number,
                           &err));
    ck_assert_int_eq(by_order, by_number);
    says_no(fulfillment_find(shop.desk, "99999-F9", &by_number, &err), ERR_NOT_FOUND,
            "no fulfillment");
}
END_TEST

START_TEST(a_wave_sends_all_that_wait_and_says_what_did_not_go)
{
    struct order *first = testshop_order(&shop, shop.bracket, 2, true);
    struct order *second = testshop_order(&shop, shop.bracket, 3, true);
    struct wave wave;
    int waiting;

    testshop_order(&shop, shop.bracket, 60, true); /* short: is not sent */
    ck_ok(wave_count(shop.desk, &waiting, &err));
    ck_assert_int_eq(waiting, 2);
    ck_ok(wave_release(shop.desk, WAVE_ORDERS, shop.arena, &wave, &err));

    ck_assert_int_eq(wave.n, 2);
    ck_assert_int_eq(wave.released, 2);
    ck_assert_int_eq(nth(first, 1)->lines[0].qty.milli, units(2));
    ck_assert_int_eq(nth(second, 1)->lines[0].qty.milli, units(3));
    ck_ok(wave_count(shop.desk, &waiting, &err));
    ck_assert_int_eq(waiting, 0);
}
END_TEST

START_TEST(a_wave_goes_on_past_an_order_that_may_not_be_picked_yet)
{
    struct order *o;
    struct wave wave;

    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "30", &err));
    o = testshop_order(&shop, shop.bracket, 2, true);
    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "0", &err));
    testshop_order(&shop, shop.bracket, 3, true);
    ck_ok(wave_release(shop.desk, WAVE_ORDERS, shop.arena, &wave, &err));

    ck_assert_int_eq(wave.n, 2);
    ck_assert_int_eq(wave.released, 1);
    ck_assert_str_eq(wave.v[0].number, o->number);
    ck_assert_ptr_nonnull(strstr(wave.v[0].why_not, "on hold"));
}
END_TEST

START_TEST(orders_that_may_not_go_do_not_stand_before_those_that_may)
{
    struct order *o;
    struct wave wave;

    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "30", &err));
    for (int i = 0; i < 3; i++)
        testshop_order(&shop, shop.bracket, 2, true);
    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "0", &err));
    o = testshop_order(&shop, shop.bracket, 3, true);
    testshop_order(&shop, shop.bracket, 4, true);
    ck_ok(wave_release(shop.desk, 1, shop.arena, &wave, &err));

    ck_assert_int_eq(wave.released, 1);
    ck_assert_int_eq(wave.n, 4);
    ck_assert_str_eq(wave.v[3].number, o->number);
    ck_assert(wave.v[3].is_released);
}
END_TEST

/* --- bundles ---------------------------------------------------------------------------------- */

/* Two brackets and a BRK-21 in one set; 40 and 10 are at MAIN. */
static struct item_id new_set(void)
{
    const struct item_part parts[] = { { shop.bracket, "", { 2000 } },
                                       { shop.deny, "", { 1000 } },
                                       { { 0 }, "", { 0 } } };
    struct item item = { .sku = "SET",
                         .kind = ITEM_BUNDLE,
                         .description = "Set",
                         .category = "",
                         .uom = "ea",
                         .note = "",
                         .backorder = BACKORDER_ALLOW,
                         .is_active = true,
                         .parts = parts };
    const struct price price = { 200000 };
    struct item_id id;

    ck_ok(item_save(shop.desk, &item, &price, NULL, &id, &err));
    return id;
}

START_TEST(a_set_is_picked_by_its_parts_and_leaves_whole)
{
    struct order *o = released(new_set(), 3);
    struct fulfillment *f = nth(o, 1);

    ck_assert_int_eq(f->line_count, 2);
    ck_ok(work(f, "pick", "BRK-20", "6", NULL));
    says_no(work(f, "pack", NULL, NULL, NULL), ERR_STATE, "not picked to the end");
    ck_ok(work(f, "pick", "BRK-21", "3", NULL));
    ck_ok(work(f, "pack", NULL, NULL, NULL));
    ck_ok(work(f, "ship", NULL, NULL, NULL));

    ck_assert_int_eq(again(o)->lines[0].shipped.milli, units(3));
    ck_assert_int_eq(on_hand(shop.bracket), units(34));
    ck_assert_int_eq(on_hand(shop.deny), units(7));
}
END_TEST

START_TEST(a_set_of_which_one_part_is_picked_cannot_be_canceled_over_the_pickers_head)
{
    struct order *o = released(new_set(), 3);

    ck_ok(work(nth(o, 1), "pick", "BRK-20", "1", NULL));

    ck_assert_int_eq(again(o)->lines[0].picked.milli, units(1));
    says_no(testshop_act(&shop, again(o), "cancel", "reason", "other", &err), ERR_STATE,
            "warehouse is picking");
}
END_TEST

START_TEST(a_missing_part_takes_whole_sets_out_of_the_pick)
{
    struct order *o = released(new_set(), 3);
    struct fulfillment *f = nth(o, 1);

    ck_ok(work(f, "pick", "BRK-20", "6", NULL));
    ck_ok(work(f, "short", "BRK-21", "1", "not_found"));
    o = again(o);
    f = nth(o, 1);

    for (int i = 0; i < f->line_count; i++)
        ck_assert_int_eq(f->lines[i].qty.milli, f->lines[i].per_kit.milli * 2);
    ck_assert_int_eq(o->lines[0].allocated.milli, units(2));
    ck_assert_int_eq(line_backordered(&o->lines[0]).milli, units(1));
    ck_assert_int_eq(on_hand(shop.deny), units(9));
    ck_assert_int_eq(on_hand(shop.bracket), units(40));
}
END_TEST

START_TEST(what_was_picked_for_sets_that_are_short_is_to_be_put_away)
{
    struct order *o = released(new_set(), 3);

    ck_ok(work(nth(o, 1), "pick", "BRK-20", "5", NULL)); /* the two sets that are left have 4 */
    ck_ok(work(nth(o, 1), "short", "BRK-21", "1", "not_found"));
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT SUM(qty) FROM put_away"), units(1));
}
END_TEST

START_TEST(a_set_that_left_stays_what_it_was_when_its_components_change)
{
    const struct item_part parts[] = { { shop.bracket, "", { 3000 } },
                                       { shop.hose, "", { 1000 } },
                                       { { 0 }, "", { 0 } } };
    const struct item_id set = new_set();
    struct order *o = released(set, 3);
    struct item *item;
    struct item_id id;
    int64_t shipment;

    ck_ok(work(nth(o, 1), "pick", NULL, NULL, NULL));
    ck_ok(work(nth(o, 1), "pack", NULL, NULL, NULL));
    ck_ok(work(nth(o, 1), "ship", NULL, NULL, NULL));
    ck_ok(item_load(shop.desk, set, shop.arena, &item, &err));
    item->parts = parts;
    ck_ok(item_save(shop.desk, item, NULL, NULL, &id, &err));

    ck_ok(shipment_find(shop.desk, nth(o, 1)->number, &shipment, &err));
    ck_ok(act(shop.desk, &shipment_document, (struct record_at){ .id = shipment }, "deliver", NULL,
              &err));
    ck_assert_int_eq(again(o)->lines[0].delivered.milli, units(3));
    ck_ok(act(shop.desk, &shipment_document, (struct record_at){ .id = shipment }, "reopen", NULL,
              &err));
    ck_ok(work(nth(o, 1), "unship", NULL, NULL, NULL));
    ck_assert_int_eq(again(o)->lines[0].shipped.milli, 0);
    ck_ok(work(nth(o, 1), "ship", NULL, NULL, NULL));
    ck_assert_int_eq(again(o)->lines[0].shipped.milli, units(3));
}
END_TEST

/* --- two sites -------------------------------------------------------------------------------- */

/* Applies a change of line 1. */
static void change_first(const struct order *o, struct change_line l)
{
    struct order_change *c = arena_new_of(shop.arena, struct order_change);
    struct change_preview p;

    l.line_no = 1;
    c->order = o->id;
    c->base_version = o->version;
    change_put_line(c, o, &l, shop.arena);
    ck_ok(change_apply(shop.desk, c, shop.arena, &p, &err));
}

/* 3 of its 5 are with the pickers of MAIN, not picked, the other 2 with those of LEEDS. */
static struct order *at_two_sites(void)
{
    struct order *o = released(shop.deny, 5);

    ck_ok(work(nth(o, 1), "pick", "BRK-21", "3", NULL));
    change_first(again(o), (struct change_line){ .in.has_site = true, .in.site = shop.leeds });
    ck_ok(testshop_act(&shop, again(o), "release", NULL, NULL, &err));
    ck_ok(work(nth(o, 1), "put_back", "BRK-21", NULL, NULL));
    ck_assert_int_eq(nth(o, 1)->lines[0].qty.milli, units(3));
    ck_assert_int_eq(nth(o, 2)->lines[0].qty.milli, units(2));
    return again(o);
}

START_TEST(what_is_taken_back_comes_from_the_site_where_nobody_has_picked_it)
{
    struct order *o = at_two_sites();

    ck_ok(work(nth(o, 2), "pick", NULL, NULL, NULL));
    change_first(again(o), (struct change_line){ .has_qty = true, .in.qty = { units(2) } });

    ck_assert_int_eq(nth(o, 1)->status, FULFILLMENT_CANCELED);
    ck_assert_int_eq(testshop_free(&shop, shop.deny), 10);
    ck_ok(work(nth(o, 2), "pack", NULL, NULL, NULL));
    ck_ok(work(nth(o, 2), "ship", NULL, NULL, NULL));
    ck_assert_int_eq(again(o)->shown, SHOWN_SHIPPED);
}
END_TEST

START_TEST(what_is_short_at_one_site_leaves_the_other_what_it_has)
{
    struct order *o = at_two_sites();

    testshop_order(&shop, shop.deny, 28, true); /* all that LEEDS has left */
    ck_ok(work(nth(o, 1), "short", "BRK-21", "3", "not_found"));

    ck_assert_int_eq(again(o)->lines[0].allocated.milli, units(2));
    ck_ok(work(nth(o, 2), "pick", NULL, NULL, NULL));
    ck_ok(work(nth(o, 2), "pack", NULL, NULL, NULL));
    ck_ok(work(nth(o, 2), "ship", NULL, NULL, NULL));
    ck_assert_int_eq(again(o)->lines[0].shipped.milli, units(2));
}
END_TEST

START_TEST(what_no_pick_has_is_taken_back_first)
{
    struct order *o = at_two_sites();

    ck_ok(work(nth(o, 1), "cancel", NULL, NULL, "other"));
    change_first(again(o), (struct change_line){ .has_qty = true, .in.qty = { units(2) } });

    ck_assert_int_eq(nth(o, 2)->lines[0].qty.milli, units(2));
    ck_assert_int_eq(testshop_free(&shop, shop.deny), 10);
}
END_TEST

Suite *fulfillment_suite(void)
{
    Suite *suite = suite_create("fulfillment");
    TCase *tests = tcase_create("way");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, to_the_warehouse_makes_one_pick_of_all_that_is_allocated);
    tcase_add_test(tests, what_is_backordered_does_not_go_and_comes_later_as_a_second_pick);
    tcase_add_test(tests, a_whole_way_from_pick_to_delivered);
    tcase_add_test(tests, more_than_is_wanted_or_another_item_is_refused_and_nothing_is_booked);
    tcase_add_test(tests, a_scan_of_a_full_case_counts_what_it_says);
    tcase_add_test(tests, a_short_pick_leaves_the_shelf_as_it_is_and_the_order_waiting);
    tcase_add_test(tests, what_is_damaged_is_set_aside);
    tcase_add_test(tests, nothing_left_of_it_ends_the_pick);
    tcase_add_test(tests, complaint_canceled_work_leaves_the_stock_with_the_order);
    tcase_add_test(tests, complaint_2_what_left_is_not_given_back_again_when_the_rest_is_canceled);
    tcase_add_test(tests, complaint_4_what_is_promised_to_the_order_ships_though_nothing_is_free);
    tcase_add_test(tests, what_was_picked_for_canceled_work_is_put_away_once);
    tcase_add_test(tests, what_left_today_can_be_taken_back_once);
    tcase_add_test(tests, canceling_the_order_ends_an_unpicked_pick_and_frees_its_stock);
    tcase_add_test(tests, what_is_picked_stops_the_cancellation);
    tcase_add_test(tests, a_change_lowers_what_is_not_picked_yet);
    tcase_add_test(tests, a_hold_stops_picking_and_shipping);
    tcase_add_test(tests, a_clerk_may_send_it_but_not_pick_it);
    tcase_add_test(tests, a_pick_is_found_by_its_number_or_its_order);
    tcase_add_test(tests, a_wave_sends_all_that_wait_and_says_what_did_not_go);
    tcase_add_test(tests, orders_that_may_not_go_do_not_stand_before_those_that_may);
    tcase_add_test(tests, a_wave_goes_on_past_an_order_that_may_not_be_picked_yet);
    tcase_add_test(tests, a_set_is_picked_by_its_parts_and_leaves_whole);
    tcase_add_test(tests,
                   a_set_of_which_one_part_is_picked_cannot_be_canceled_over_the_pickers_head);
    tcase_add_test(tests, a_missing_part_takes_whole_sets_out_of_the_pick);
    tcase_add_test(tests, what_was_picked_for_sets_that_are_short_is_to_be_put_away);
    tcase_add_test(tests, a_set_that_left_stays_what_it_was_when_its_components_change);
    tcase_add_test(tests, what_is_taken_back_comes_from_the_site_where_nobody_has_picked_it);
    tcase_add_test(tests, what_is_short_at_one_site_leaves_the_other_what_it_has);
    tcase_add_test(tests, what_no_pick_has_is_taken_back_first);
    suite_add_tcase(suite, tests);
    return suite;
}
