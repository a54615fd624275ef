/*
 * Change sets: what they do to money, stock and timeline, each refusal, and that a preview is the
 * booking. Names of tests say which complaint about other systems they answer.
 */
#include <string.h>

#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/order/order_rules.h"
#include "domain/stock/stock.h"
#include "store/tx.h"
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

static struct order *again(const struct order *o)
{
    return testshop_load(&shop, o->id.v);
}

static struct qty units(int n)
{
    return (struct qty){ n * QTY_PER_UNIT };
}

static struct order_change *change_of(const struct order *o)
{
    struct order_change *c = arena_new_of(shop.arena, struct order_change);

    c->order = o->id;
    c->base_version = o->version;
    return c;
}

static void qty(struct order_change *c, const struct order *o, int line_no, int n)
{
    struct change_line l = { .line_no = line_no, .has_qty = true, .in.qty = units(n) };

    change_put_line(c, o, &l, shop.arena);
}

static void add(struct order_change *c, const struct order *o, struct item_id item, int n)
{
    struct change_line l = { .in = { .item = item, .qty = units(n) } };

    change_put_line(c, o, &l, shop.arena);
}

static void cut(struct order_change *c, const struct order *o, int line_no)
{
    struct change_line l = { .line_no = line_no, .is_cut = true };

    change_put_line(c, o, &l, shop.arena);
}

static struct change_preview look(const struct order_change *c)
{
    struct change_preview p = { 0 };

    ck_ok(change_preview(shop.desk, c, shop.arena, &p, &err));
    return p;
}

static bool apply(struct order_change *c)
{
    struct change_preview p;

    return change_apply(shop.desk, c, shop.arena, &p, &err);
}

/* Two lines, confirmed: brackets at 4.25, and one fitting. */
static struct order *two_lines(int brackets)
{
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;

    testshop_line(&shop, &at, shop.bracket, brackets);
    testshop_line(&shop, &at, shop.fitting, 1);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    return testshop_load(&shop, at.id);
}

/* What picking will do to the first line. */
static void warehouse_picks(const struct order *o, int n)
{
    OD_TX tx = { 0 };
    struct order *now = again(o);

    now->lines[0].picked = units(n);
    ck_ok(desk_begin(shop.desk, "order.change", &tx, &err));
    ck_ok(order_save(&tx, shop.desk, now, &err));
    ck_ok(tx_commit(&tx, &err));
}

/* --- what it does ----------------------------------------------------------------------------- */

START_TEST(the_priority_is_said_with_the_order_and_changed_with_it)
{
    struct record_at at = testshop_draft(&shop);
    int level = 10;
    const struct order_header header = { .priority = &level };
    struct order_change *c;
    struct order *o;

    (void)testshop_line(&shop, &at, shop.bracket, 3);
    ck_assert(!order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_str_eq(err.field, "priority");
    level = 7;
    err_clear(&err);
    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    ck_ok(testshop_act(&shop, o, "submit", NULL, NULL, &err));
    ck_assert_int_eq(again(o)->priority, 7);

    c = change_of(again(o));
    ck_assert(change_is_empty(c));
    c->header.has_priority = true;
    c->header.priority = 2;
    ck_assert(!change_is_empty(c));
    ck_ok(change_save(shop.desk, c, &err));
    ck_ok(change_find(shop.desk, o->id, shop.arena, &c, &err));
    ck_assert_int_eq(c->header.priority, 2);
    ck_assert(apply(c));
    ck_assert_int_eq(again(o)->priority, 2);
}
END_TEST

START_TEST(complaint_8_a_confirmed_order_is_changed_and_its_stock_follows)
{
    struct order *o = two_lines(4);
    struct order_change *c = change_of(o);

    qty(c, o, 1, 6);
    add(c, o, shop.deny, 2);
    ck_ok(apply(c));
    o = again(o);

    ck_assert_int_eq(o->status, ORDER_CONFIRMED);
    ck_assert_int_eq(o->line_count, 3);
    ck_assert_int_eq(o->lines[0].ordered.milli, units(6).milli);
    ck_assert_int_eq(o->lines[0].allocated.milli, units(6).milli);
    ck_assert_int_eq(o->lines[2].line_no, 3);
    ck_assert_int_eq(o->lines[2].allocated.milli, units(2).milli);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 34);
    ck_assert_int_eq(o->goods_minor, 6 * 425 + 5000 + 2 * 999);
    ck_assert_int_eq(o->total_minor, o->goods_minor + o->tax_minor);
}
END_TEST

START_TEST(lowering_frees_the_stock_at_once)
{
    struct order *o = two_lines(8);
    struct order_change *c = change_of(o);

    qty(c, o, 1, 3);
    ck_ok(apply(c));

    ck_assert_int_eq(again(o)->lines[0].allocated.milli, units(3).milli);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 37);
}
END_TEST

START_TEST(a_preview_is_the_booking_and_leaves_nothing_behind)
{
    struct order *o = two_lines(4);
    struct order_change *c = change_of(o);
    int64_t events = testdesk_count(shop.desk, "order_event");
    struct change_preview p;

    qty(c, o, 1, 50);
    p = look(c);

    ck_assert_str_eq(p.refusal, "");
    ck_assert_int_eq(p.after->lines[0].allocated.milli, units(40).milli);
    ck_assert_int_eq(line_backordered(&p.after->lines[0]).milli, units(10).milli);
    ck_assert_int_eq(again(o)->version, o->version);
    ck_assert_int_eq(testdesk_count(shop.desk, "order_event"), events);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 36);

    ck_ok(apply(c));
    o = again(o);
    ck_assert_int_eq(o->total_minor, p.after->total_minor);
    ck_assert_int_eq(o->tax_minor, p.after->tax_minor);
    ck_assert_int_eq(o->backordered.milli, p.after->backordered.milli);
    ck_assert(date_cmp(o->promised, p.after->promised) == 0);
}
END_TEST

START_TEST(a_cut_line_leaves_the_totals_with_its_share_of_the_discount)
{
    struct record_at at = testshop_draft(&shop);
    struct rate ten = { 100000 };
    struct order_header in = { .disc = &ten };
    struct order_taken taken;
    struct order_change *c;
    struct order *o;
    int64_t share;

    testshop_line(&shop, &at, shop.bracket, 4);
    testshop_line(&shop, &at, shop.fitting, 1);
    ck_ok(order_set_header(shop.desk, &at, &in, shop.arena, &o, &err));
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    share = o->lines[1].order_disc_minor;
    c = change_of(o);
    cut(c, o, 1);
    ck_ok(apply(c));
    o = again(o);

    ck_assert_int_eq(o->lines[0].canceled.milli, units(4).milli);
    ck_assert_int_eq(o->lines[0].net_minor, 0);
    ck_assert_int_eq(o->lines[0].order_disc_minor, 0);
    ck_assert_int_eq(o->lines[1].order_disc_minor, share);
    ck_assert_int_eq(o->discount_minor, 500);
    ck_assert_int_eq(o->total_minor, 4500 + 900);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
}
END_TEST

START_TEST(complaint_19_an_amount_off_the_order_does_not_move_to_other_lines)
{
    struct record_at at = testshop_draft(&shop);
    int64_t off = 1000;
    struct order_header in = { .disc_minor = &off };
    struct order_taken taken;
    struct order_change *c;
    struct order *o;
    int64_t share;

    testshop_line(&shop, &at, shop.bracket, 8);
    testshop_line(&shop, &at, shop.fitting, 1);
    ck_ok(order_set_header(shop.desk, &at, &in, shop.arena, &o, &err));
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    share = o->lines[1].order_disc_minor;
    c = change_of(o);
    qty(c, o, 1, 4);
    ck_ok(apply(c));
    o = again(o);

    ck_assert_int_eq(o->lines[1].order_disc_minor, share);
    ck_assert_int_eq(o->lines[0].order_disc_minor, (1000 - share + 1) / 2);
    /* What is added and taken out again leaves everything as it was. */
    c = change_of(o);
    add(c, o, shop.deny, 1);
    ck_ok(apply(c));
    c = change_of(again(o));
    cut(c, o, 3);
    ck_ok(apply(c));
    ck_assert_int_eq(again(o)->total_minor, o->total_minor);
}
END_TEST

START_TEST(complaint_22_a_typed_price_stays_when_the_quantity_changes)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = {
        .item = shop.bracket, .qty = units(4), .has_price = true, .price = { 4100000 }
    };
    struct order_taken taken;
    struct order_change *c;
    struct order *o;

    ck_ok(order_put_line(shop.desk, &at, 0, &in, shop.arena, &o, &err));
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    c = change_of(o);
    qty(c, o, 1, 20);
    ck_ok(apply(c));
    o = again(o);

    ck_assert_int_eq(o->lines[0].unit_price.v, 4100000);
    ck_assert(o->lines[0].is_price_locked);
}
END_TEST

START_TEST(only_changed_lines_are_priced_anew_and_by_the_day_of_the_order)
{
    struct order *o = two_lines(4);
    struct price dearer = { 60000000 }, bracket = { 4500000 };
    struct order_change *c;
    struct item *item;

    ck_ok(item_load(shop.desk, shop.fitting, shop.arena, &item, &err));
    ck_ok(item_save(shop.desk, item, &dearer, NULL, &item->id, &err));
    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    ck_ok(item_save(shop.desk, item, &bracket, NULL, &item->id, &err));
    c = change_of(o);
    qty(c, o, 1, 12);
    ck_ok(apply(c));
    o = again(o);

    ck_assert_int_eq(o->lines[0].unit_price.v, 4000000); /* the break from 10 */
    ck_assert_int_eq(o->lines[1].unit_price.v, 50000000);
}
END_TEST

START_TEST(header_fields_change_with_the_search_and_the_tax_zone)
{
    struct order *o = two_lines(4);
    struct order_change *c = change_of(o);

    c->header.customer_po = "PO-99";
    c->header.ship_method = "courier";
    c->header.has_requested = true;
    ck_assert(date_parse("2027-02-01", &c->header.requested, &err));
    ck_ok(apply(c));
    o = again(o);

    ck_assert_str_eq(o->customer_po, "PO-99");
    ck_assert_str_eq(o->ship_method, "courier");
    ck_assert_int_eq(date_cmp(o->promised, c->header.requested), 0);
    ck_assert_int_eq(testshop_number(shop.desk,
                                     "SELECT COUNT(*) FROM order_fts WHERE order_fts MATCH"
                                     " '\"po 99\"'"),
                     1);
}
END_TEST

static struct order_change *off(const struct order *o, int32_t ppm, int64_t minor)
{
    struct order_change *c = change_of(o);

    c->header.has_disc = c->header.has_disc_minor = true;
    c->header.disc.ppm = ppm;
    c->header.disc_minor = minor;
    return c;
}

START_TEST(the_discount_of_the_order_is_spread_anew_over_what_is_left)
{
    /* 17.00 and 50.00: 10 % is 6.70, of which 1.70 and 5.00; 60.30 with 20 % tax is 72.36. */
    struct order *o = two_lines(4);
    struct order_change *c = off(o, 100000, 0), *found;
    struct change_preview p;

    ck_ok(change_save(shop.desk, c, &err));
    ck_ok(change_find(shop.desk, o->id, shop.arena, &found, &err));
    ck_assert(found->header.has_disc && found->header.has_disc_minor);
    ck_assert_int_eq(found->header.disc.ppm, 100000);
    p = look(found);
    ck_assert_int_eq(p.after->total_minor, 7236);
    ck_assert_str_eq(p.diffs.v[0].field, "disc");
    ck_ok(apply(found));
    o = again(o);
    ck_assert_int_eq(o->discount_minor, 670);
    ck_assert_int_eq(o->lines[0].order_disc_minor, 170);
    ck_assert_int_eq(o->lines[1].order_disc_minor, 500);
    ck_assert_int_eq(o->total_minor, 7236);
    ck_assert_str_eq(o->taxes[0].name, "VAT 20%");

    /* The fitting is cut: its share goes with it. Then 1.00 off is all off the brackets. */
    c = change_of(o);
    cut(c, o, 2);
    ck_ok(apply(c));
    ck_assert_int_eq(again(o)->discount_minor, 170);
    o = again(o);
    ck_ok(apply(off(o, 0, 100)));
    o = again(o);
    ck_assert_int_eq(o->discount_minor, 100);
    ck_assert_int_eq(o->lines[1].order_disc_minor, 0);
    ck_assert_int_eq(o->total_minor, 1920);
    ck_ok(apply(off(o, 0, 0)));
    ck_assert_int_eq(again(o)->discount_minor, 0);
    ck_refused(apply(off(again(o), 1000001, 0)), ERR_INVALID);
    ck_assert_str_eq(err.field, "disc");
}
END_TEST

START_TEST(a_discount_of_the_order_is_held_against_the_limit_of_who_gives_it)
{
    struct order *o = two_lines(4);

    testdesk_be(shop.desk, ROLE_CLERK); /* 10 % */
    ck_refused(apply(off(o, 100001, 0)), ERR_DENIED);
    ck_assert_str_eq(err.field, "disc");
    ck_refused(apply(off(o, 0, 671)), ERR_DENIED);
    ck_ok(apply(off(o, 100000, 0)));
    testdesk_sign_in(shop.desk, "anna");
    o = again(o);
    ck_ok(apply(off(o, 200000, 0)));
    testdesk_be(shop.desk, ROLE_CLERK);
    o = again(o);
    ck_refused(apply(off(o, 250000, 0)), ERR_DENIED);
    ck_ok(apply(off(o, 150000, 0))); /* less than what a manager gave */
}
END_TEST

START_TEST(a_submitted_order_is_changed_and_keeps_its_stock_held)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, false);
    struct order_change *c = change_of(o);

    qty(c, o, 1, 9);
    ck_ok(apply(c));

    ck_assert_int_eq(again(o)->status, ORDER_SUBMITTED);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT SUM(qty) FROM stock_hold"), 9000);
}
END_TEST

START_TEST(the_timeline_tells_before_and_after_with_the_reason)
{
    struct order *o = two_lines(4);
    struct order_change *c = change_of(o);
    struct event_list events;

    qty(c, o, 1, 6);
    ck_ok(apply(c));
    ck_ok(event_list_order(shop.desk, o->id, 5, shop.arena, &events, &err));

    ck_assert_str_eq(events.v[0].kind, "order.change");
    ck_assert_str_ne(events.v[0].reason, "");
    ck_assert_ptr_nonnull(strstr(events.v[0].before_json, "\"4\""));
    ck_assert_ptr_nonnull(strstr(events.v[0].after_json, "\"6\""));
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM outbox"
                                                " WHERE topic = 'order.changed'"),
                     1);
}
END_TEST

/* --- rights and limits ------------------------------------------------------------------------ */

static void limit_100(struct customer *c)
{
    c->has_credit_limit = true;
    c->credit_limit_minor = 10000;
}

static struct order *of_customer(struct customer_id id, int brackets)
{
    struct line_input in = { .item = shop.bracket, .qty = units(brackets) };
    struct order_new call = {
        .customer = id, .lines = &in, .line_count = 1, .is_submit = true, .is_confirm = true
    };
    struct order_taken taken;

    ck_ok(order_create(shop.desk, &call, shop.arena, &taken, &err));
    return testshop_load(&shop, taken.id.v);
}

START_TEST(complaint_23_credit_is_checked_again_and_counts_the_order_once)
{
    struct order *o = of_customer(testshop_customer(&shop, "LIM", limit_100), 4);
    struct order_change *c = change_of(o);
    struct change_preview p;

    ck_assert_int_eq(o->hold_count, 0);
    qty(c, o, 1, 20); /* 20 at 4.00 and tax: 96.00 of 100 */
    p = look(c);
    ck_assert_str_eq(p.holds, "");
    qty(c, o, 1, 21);
    p = look(c);
    ck_assert_str_ne(p.holds, "");
    ck_ok(apply(c));
    o = again(o);
    ck_assert_int_eq(o->hold_count, 1);
    ck_assert_int_eq(o->holds[0].kind, HOLD_CREDIT);
    ck_assert_int_eq(o->shown, SHOWN_ON_HOLD);
}
END_TEST

START_TEST(complaint_10_changing_gives_nobody_more_rights)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = {
        .item = shop.fitting, .qty = units(1), .has_price = true, .price = { 30000000 }
    };
    struct change_line cheap = { .line_no = 1, .in = { .has_price = true, .price = { 10 } } };
    struct order_taken taken;
    struct order_change *c;
    struct order *o;

    ck_ok(order_put_line(shop.desk, &at, 0, &in, shop.arena, &o, &err));
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    testdesk_be(shop.desk, ROLE_CLERK); /* may give 10 % */
    c = change_of(o);
    change_put_line(c, o, &cheap, shop.arena);
    ck_refused(apply(c), ERR_DENIED);
    ck_assert_int_eq(look(c).code, ERR_DENIED);
    c = change_of(o);
    qty(c, o, 1, 5); /* more of what a manager gave 40 % on */
    ck_refused(apply(c), ERR_DENIED);
    ck_assert_int_eq(again(o)->version, o->version);
    c = change_of(o);
    c->header.customer_po = "A";
    ck_ok(apply(c));
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    c = change_of(again(o));
    qty(c, o, 1, 2);
    ck_refused(apply(c), ERR_DENIED);
}
END_TEST

START_TEST(what_is_not_sold_on_backorder_is_not_promised_by_a_change)
{
    struct order *o = testshop_order(&shop, shop.deny, 4, true);
    struct order_change *c = change_of(o);
    struct change_preview p;

    ck_ok(setting_set(shop.desk, "order.sourcing", "own", &err));
    qty(c, o, 1, 11);
    p = look(c);
    ck_assert_str_ne(p.refusal, "");
    ck_refused(apply(c), ERR_STATE);
    ck_assert_int_eq(again(o)->lines[0].ordered.milli, units(4).milli);
    qty(c, o, 1, 10);
    ck_ok(apply(c));
}
END_TEST

START_TEST(less_than_what_is_picked_or_shipped_is_refused)
{
    struct order *o = two_lines(6);
    struct order_change *c;

    warehouse_picks(o, 4);
    c = change_of(again(o));
    qty(c, o, 1, 3);
    ck_refused(apply(c), ERR_STATE);
    ck_assert_str_eq(err.field, "qty");
    qty(c, o, 1, 4);
    ck_ok(apply(c));
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, units(4).milli);
    c = change_of(again(o));
    c->header.has_ship_address = true;
    c->header.ship_address = o->ship_address;
    ck_refused(apply(c), ERR_STATE);
}
END_TEST

START_TEST(nothing_left_of_an_order_is_a_cancellation_and_no_change)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);
    struct order_change *c = change_of(o);

    cut(c, o, 1);
    ck_refused(apply(c), ERR_STATE);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 36);
    ck_refused(apply(change_of(o)), ERR_STATE); /* and nothing at all is no change */
}
END_TEST

START_TEST(of_an_item_out_of_sale_there_can_be_less_but_no_more)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);
    struct order_change *c = change_of(o);
    struct item *item;

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->is_active = false;
    ck_ok(item_save(shop.desk, item, NULL, NULL, &item->id, &err));
    qty(c, o, 1, 5);
    ck_refused(apply(c), ERR_STATE);
    qty(c, o, 1, 2);
    ck_ok(apply(c));
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 38);
}
END_TEST

START_TEST(lines_and_quantities_that_cannot_be_are_refused)
{
    struct order *o = two_lines(4);
    struct order_change *c = change_of(o);

    qty(c, o, 1, 0);
    ck_refused(apply(c), ERR_INVALID);
    c = change_of(o);
    qty(c, o, 9, 1);
    ck_refused(apply(c), ERR_NOT_FOUND);
    c = change_of(o);
    cut(c, o, 1);
    ck_ok(apply(c));
    c = change_of(again(o));
    cut(c, o, 1);
    ck_refused(apply(c), ERR_STATE);
    c = change_of(again(o));
    c->header.has_ship_address = true;
    c->header.ship_address.v = 99999;
    ck_refused(apply(c), ERR_NOT_FOUND);
}
END_TEST

/* --- open changes ----------------------------------------------------------------------------- */

START_TEST(an_open_change_waits_whole_and_is_dropped_without_a_trace_in_the_order)
{
    struct order *o = two_lines(4);
    struct order_change *c = change_of(o), *found;

    qty(c, o, 1, 6);
    add(c, o, shop.hose, 2);
    c->header.customer_po = "";
    c->header.has_requested = true;
    ck_ok(change_save(shop.desk, c, &err));
    ck_ok(change_find(shop.desk, o->id, shop.arena, &found, &err));
    ck_assert_ptr_nonnull(found);
    ck_assert_int_eq(found->base_version, o->version);
    ck_assert_int_eq(found->lines.n, 2);
    ck_assert_int_eq(change_line_at(found, 1)->in.qty.milli, units(6).milli);
    ck_assert(change_line_at(found, 3)->is_new);
    ck_assert_int_eq(change_line_at(found, 3)->in.item.v, shop.hose.v);
    ck_assert_str_eq(found->header.customer_po, "");
    ck_assert(found->header.has_requested && !date_is_set(found->header.requested));

    ck_ok(change_drop(shop.desk, o->id, &err));
    ck_ok(change_find(shop.desk, o->id, shop.arena, &found, &err));
    ck_assert_ptr_null(found);
    ck_assert_int_eq(again(o)->version, o->version);
    ck_refused(change_drop(shop.desk, o->id, &err), ERR_NOT_FOUND);
    ck_refused(change_save(shop.desk, c, &err), ERR_STATE); /* a stale screen types on */
}
END_TEST

START_TEST(a_change_that_is_emptied_is_dropped)
{
    struct order *o = two_lines(4);
    struct order_change *c = change_of(o), *found;

    add(c, o, shop.hose, 2);
    add(c, o, shop.deny, 1);
    ck_ok(change_save(shop.desk, c, &err));
    change_forget_line(c, 3);
    ck_assert_int_eq(c->lines.v[0].line_no, 3); /* the next one moves up */
    change_forget_line(c, 3);
    ck_ok(change_save(shop.desk, c, &err));
    ck_ok(change_find(shop.desk, o->id, shop.arena, &found, &err));
    ck_assert_ptr_null(found);
}
END_TEST

START_TEST(one_change_of_an_order_is_open_at_a_time)
{
    struct order *o = two_lines(4);
    struct order_change *a = change_of(o), *b = change_of(o);

    qty(a, o, 1, 6);
    qty(b, o, 1, 7);
    ck_ok(change_save(shop.desk, a, &err));
    ck_refused(change_save(shop.desk, b, &err), ERR_STATE);
    ck_refused(apply(b), ERR_STATE);
    ck_ok(apply(a));
    ck_refused(apply(a), ERR_CONFLICT);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM order_change"
                                                " WHERE status = 2"),
                     1);
}
END_TEST

START_TEST(complaint_27_a_change_typed_for_an_older_order_is_kept_and_looked_at_again)
{
    struct order *o = two_lines(4);
    struct order_change *c = change_of(o);
    struct change_preview p;

    qty(c, o, 1, 6);
    ck_ok(change_save(shop.desk, c, &err));
    ck_ok(testshop_act(&shop, o, "hold", "note", "x", &err));
    ck_refused(apply(c), ERR_CONFLICT);
    p = look(c);
    ck_assert(p.is_stale);
    ck_assert_int_eq(p.after->lines[0].ordered.milli, units(6).milli);
    ck_ok(change_rebase(shop.desk, c, &err));
    ck_ok(apply(c));
    ck_assert_int_eq(again(o)->lines[0].ordered.milli, units(6).milli);
}
END_TEST

START_TEST(complaint_27_a_canceled_order_is_not_changed_from_a_stale_screen)
{
    struct order *o = two_lines(4);
    struct order_change *c = change_of(o), *found;

    qty(c, o, 1, 6);
    ck_ok(change_save(shop.desk, c, &err));
    ck_ok(testshop_act(&shop, o, "cancel", "reason", "customer", &err));
    ck_ok(change_find(shop.desk, o->id, shop.arena, &found, &err));
    ck_assert_ptr_null(found); /* it went with its order */
    ck_refused(apply(c), ERR_STATE);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
}
END_TEST

START_TEST(a_draft_has_no_change_set)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.bracket, 2);
    struct order_change *c = change_of(o);

    qty(c, o, 1, 3);
    ck_refused(change_save(shop.desk, c, &err), ERR_STATE);
    ck_refused(apply(c), ERR_STATE);
}
END_TEST

Suite *order_change_suite(void)
{
    Suite *s = suite_create("order_change");
    TCase *does = tcase_create("does"), *may = tcase_create("may"), *open = tcase_create("open");

    tcase_add_checked_fixture(does, set_up, tear_down);
    tcase_add_test(does, the_priority_is_said_with_the_order_and_changed_with_it);
    tcase_add_test(does, complaint_8_a_confirmed_order_is_changed_and_its_stock_follows);
    tcase_add_test(does, lowering_frees_the_stock_at_once);
    tcase_add_test(does, a_preview_is_the_booking_and_leaves_nothing_behind);
    tcase_add_test(does, a_cut_line_leaves_the_totals_with_its_share_of_the_discount);
    tcase_add_test(does, complaint_19_an_amount_off_the_order_does_not_move_to_other_lines);
    tcase_add_test(does, complaint_22_a_typed_price_stays_when_the_quantity_changes);
    tcase_add_test(does, only_changed_lines_are_priced_anew_and_by_the_day_of_the_order);
    tcase_add_test(does, header_fields_change_with_the_search_and_the_tax_zone);
    tcase_add_test(does, the_discount_of_the_order_is_spread_anew_over_what_is_left);
    tcase_add_test(does, a_discount_of_the_order_is_held_against_the_limit_of_who_gives_it);
    tcase_add_test(does, a_submitted_order_is_changed_and_keeps_its_stock_held);
    tcase_add_test(does, the_timeline_tells_before_and_after_with_the_reason);
    suite_add_tcase(s, does);
    tcase_add_checked_fixture(may, set_up, tear_down);
    tcase_add_test(may, complaint_23_credit_is_checked_again_and_counts_the_order_once);
    tcase_add_test(may, complaint_10_changing_gives_nobody_more_rights);
    tcase_add_test(may, what_is_not_sold_on_backorder_is_not_promised_by_a_change);
    tcase_add_test(may, less_than_what_is_picked_or_shipped_is_refused);
    tcase_add_test(may, nothing_left_of_an_order_is_a_cancellation_and_no_change);
    tcase_add_test(may, of_an_item_out_of_sale_there_can_be_less_but_no_more);
    tcase_add_test(may, lines_and_quantities_that_cannot_be_are_refused);
    suite_add_tcase(s, may);
    tcase_add_checked_fixture(open, set_up, tear_down);
    tcase_add_test(open, an_open_change_waits_whole_and_is_dropped_without_a_trace_in_the_order);
    tcase_add_test(open, a_change_that_is_emptied_is_dropped);
    tcase_add_test(open, one_change_of_an_order_is_open_at_a_time);
    tcase_add_test(open,
                   complaint_27_a_change_typed_for_an_older_order_is_kept_and_looked_at_again);
    tcase_add_test(open, complaint_27_a_canceled_order_is_not_changed_from_a_stale_screen);
    tcase_add_test(open, a_draft_has_no_change_set);
    suite_add_tcase(s, open);
    return s;
}
