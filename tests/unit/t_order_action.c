/*
 * What happens to an order: each action with its effects, and each of its refusals.
 */
#include "base/id.h"
#include "domain/desk/exchange.h"
#include "domain/desk/event.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
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
    testshop_close(&shop);
}

static bool run(const struct order *o, const char *action, const char *name, const char *value)
{
    return testshop_act(&shop, o, action, name, value, &err);
}

static bool run2(const struct order *o, const char *action, const char *name, const char *value,
                 const char *name2, const char *value2)
{
    const struct action_value v[] = { { name, value }, { name2, value2 } };
    const struct action_values values = { v, 2 };

    return act(shop.desk, &order_document, (struct record_at){ o->id.v, o->version }, action,
               &values, &err);
}

static struct order *draft_of(struct item_id item, int units)
{
    struct record_at at = testshop_draft(&shop);

    return testshop_line(&shop, &at, item, units);
}

static struct order *again(const struct order *o)
{
    return testshop_load(&shop, o->id.v);
}

static bool take(const struct order *o, bool confirm, struct order_taken *taken)
{
    return order_take(shop.desk, (struct record_at){ o->id.v, o->version }, confirm, shop.arena,
                      taken, &err);
}

static int64_t number_of(const char *sql)
{
    return testshop_number(shop.desk, sql);
}

/* --- submit ----------------------------------------------------------------------------------- */

START_TEST(submitting_gives_a_number_with_check_digit_and_keeps_the_stock_held)
{
    struct order *o = draft_of(shop.bracket, 5);

    ck_ok(order_keep_typing(shop.desk, o->id, "line", "x", &err));
    ck_ok(run(o, "submit", NULL, NULL));

    o = again(o);
    ck_assert_int_eq((int)strlen(o->number), 5);
    ck_assert(check_digit_ok(o->number));
    ck_assert_int_eq(strncmp(o->number, "1001", 4), 0);
    ck_assert_int_eq(o->status, ORDER_SUBMITTED);
    ck_assert_int_eq(o->shown, SHOWN_SUBMITTED);
    ck_assert_int_eq(o->placed.ms, TESTDESK_NOW_MS);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 35);
    testdesk_wait(shop.desk, 24 * INT64_C(3600000)); /* for days, not minutes */
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 35);
    ck_assert_int_eq(testdesk_count(shop.desk, "order_typing"), 0);
    ck_assert_int_eq(testdesk_count(shop.desk, "allocation"), 0);
}
END_TEST

START_TEST(submitting_counts_the_order_in_its_hour)
{
    struct order *o = draft_of(shop.bracket, 5);

    ck_ok(run(o, "submit", NULL, NULL));

    ck_assert_int_eq(number_of("SELECT orders FROM metric_hour WHERE day_date = '2026-11-22'"
                               " AND hour = 14"),
                     1);
    ck_assert_int_eq(number_of("SELECT base_total_minor FROM metric_hour"), 2550);
}
END_TEST

START_TEST(an_order_without_customer_lines_or_address_is_not_submitted)
{
    struct order_id id;
    struct record_at at;
    struct order *o;

    ck_ok(order_draft_new(shop.desk, (struct channel_id){ 0 }, NULL, &id, &err));
    ck_refused(run(testshop_load(&shop, id.v), "submit", NULL, NULL), ERR_STATE);
    ck_assert_str_eq(err.field, "customer");
    at = testshop_draft(&shop);
    o = testshop_load(&shop, at.id);
    ck_refused(run(o, "submit", NULL, NULL), ERR_STATE);
    ck_assert_str_eq(err.field, "lines");
    o = testshop_line(&shop, &at, shop.bracket, 1);
    o->ship_address.v = 0;
    ck_refused(action_find(&order_document, "submit")->guard(o, &err), ERR_STATE);
    ck_assert_str_eq(err.field, "ship_to");
}
END_TEST

static void be_po_required(struct customer *c)
{
    c->is_po_required = true;
}

START_TEST(a_customer_with_po_required_orders_with_one_only)
{
    struct order *o;
    struct order_header po = { .customer_po = "PO-1" };
    struct record_at at;

    shop.acme = testshop_customer(&shop, "STRICT", be_po_required);
    at = testshop_draft(&shop);
    o = testshop_line(&shop, &at, shop.bracket, 1);
    ck_refused(run(o, "submit", NULL, NULL), ERR_STATE);
    ck_assert_str_eq(err.field, "customer_po");
    ck_ok(order_set_header(shop.desk, &at, &po, shop.arena, &o, &err));
    ck_ok(run(o, "submit", NULL, NULL));
}
END_TEST

static void change_item(struct item_id id, bool is_active, int64_t min_milli)
{
    struct item *item;

    ck_ok(item_load(shop.desk, id, shop.arena, &item, &err));
    item->is_active = is_active;
    item->min_qty.milli = min_milli;
    ck_ok(item_save(shop.desk, item, NULL, NULL, &item->id, &err));
}

START_TEST(items_that_changed_under_a_draft_are_caught_at_submit)
{
    struct order *gone = draft_of(shop.bracket, 1), *few = draft_of(shop.deny, 1);

    change_item(shop.bracket, false, 0);
    change_item(shop.deny, true, 5000);

    ck_refused(run(gone, "submit", NULL, NULL), ERR_STATE);
    ck_assert_str_eq(err.field, "lines");
    ck_refused(run(few, "submit", NULL, NULL), ERR_STATE);
    ck_assert_str_eq(err.field, "lines");
}
END_TEST

START_TEST(a_line_that_lost_its_price_is_caught_at_submit)
{
    struct record_at at = testshop_draft(&shop);
    struct order_header euro = { .currency = "EUR" };
    struct order *o = testshop_line(&shop, &at, shop.bracket, 1);

    ck_ok(order_set_header(shop.desk, &at, &euro, shop.arena, &o, &err));

    ck_refused(run(o, "submit", NULL, NULL), ERR_STATE);
    ck_assert_str_eq(err.field, "lines");
}
END_TEST

START_TEST(the_warehouse_may_not_submit)
{
    struct order *o = draft_of(shop.bracket, 1);

    testdesk_be(shop.desk, ROLE_WAREHOUSE);

    ck_refused(run(o, "submit", NULL, NULL), ERR_DENIED);
}
END_TEST

static struct order_new new_order(struct line_input *lines, int n, const char *key,
                                  const char *content)
{
    return (struct order_new){
        .customer = shop.acme,
        .lines = lines,
        .line_count = n,
        .is_submit = true,
        .is_confirm = true,
        .key = key,
        .content = content,
    };
}

/* --- credit ----------------------------------------------------------------------------------- */

static void be_limited(struct customer *c)
{
    c->has_credit_limit = true;
    c->credit_limit_minor = 3000;
}

static void be_held(struct customer *c)
{
    c->is_credit_held = true;
}

START_TEST(over_the_credit_limit_the_order_is_held_for_picking_and_shipping)
{
    struct order *first, *second;

    shop.acme = testshop_customer(&shop, "SMALL", be_limited);
    first = testshop_order(&shop, shop.bracket, 5, true); /* 25.50 of 30.00 */
    second = testshop_order(&shop, shop.bracket, 1, true);

    ck_assert_int_eq(first->hold_count, 0);
    ck_assert_int_eq(second->hold_count, 1);
    ck_assert_int_eq(second->holds[0].kind, HOLD_CREDIT);
    ck_assert_int_eq(second->holds[0].blocks, BLOCK_PICK | BLOCK_SHIP);
    ck_assert_ptr_nonnull(strstr(second->holds[0].note, "0.60"));
    ck_assert_int_eq(second->status, ORDER_CONFIRMED);
    ck_assert_int_eq(second->shown, SHOWN_ON_HOLD);
    ck_assert_int_eq(second->lines[0].allocated.milli, 1000);
}
END_TEST

START_TEST(an_order_in_a_currency_without_cents_counts_as_much_against_the_limit)
{
    struct line_input line = {
        .item = shop.bracket, .qty = { 1000 }, .has_price = true, .price = { 26 * PRICE_PER_MINOR }
    };
    const struct exchange_rate yen = { .currency = "JPY", .rate = { FX_ONE } };
    struct order_header header = { .currency = "JPY" };
    struct order_new in = new_order(&line, 1, NULL, NULL);
    struct order_taken taken;
    struct order *o;

    in.customer = testshop_customer(&shop, "SMALL", be_limited); /* 30.00 */
    in.header = &header;
    ck_refused(order_create(shop.desk, &in, shop.arena, &taken, &err), ERR_STATE);
    ck_assert_str_eq(err.field, "currency");
    ck_assert_ptr_nonnull(strstr(err.text, "orderdesk rate set JPY"));

    ck_ok(exchange_rate_save(shop.desk, &yen, &err)); /* 1 JPY = 1 GBP, to have few digits */
    ck_ok(order_create(shop.desk, &in, shop.arena, &taken, &err));
    o = testshop_load(&shop, taken.id.v);
    ck_assert_int_eq(o->total_minor, 31);
    ck_assert_int_eq(o->base_total_minor, 3100);
    ck_assert_int_eq(o->hold_count, 1);
    ck_assert_ptr_nonnull(strstr(o->holds[0].note, "31.00"));
}
END_TEST

START_TEST(a_customer_on_credit_hold_has_its_orders_held)
{
    shop.acme = testshop_customer(&shop, "HELD", be_held);

    ck_assert_int_eq(testshop_order(&shop, shop.bracket, 1, true)->shown, SHOWN_ON_HOLD);
}
END_TEST

/* --- confirm ---------------------------------------------------------------------------------- */

START_TEST(confirming_promises_stock_and_date)
{
    struct order *o = testshop_order(&shop, shop.bracket, 5, false);

    ck_ok(run(o, "confirm", NULL, NULL));

    o = again(o);
    ck_assert_int_eq(o->status, ORDER_CONFIRMED);
    ck_assert_int_eq(o->shown, SHOWN_ALLOCATED);
    ck_assert_int_eq(o->lines[0].allocated.milli, 5000);
    ck_assert_int_eq(o->confirmed.ms, TESTDESK_NOW_MS);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 35);
    ck_assert_int_eq(testdesk_count(shop.desk, "stock_hold"), 0);
    ck_assert_int_eq(number_of("SELECT SUM(qty) FROM allocation"), 5000);
    ck_assert_int_eq(date_weekday(o->promised), 0); /* a Sunday's order leaves on Monday */
    ck_assert_int_eq(o->promised.day, 23);
}
END_TEST

START_TEST(what_is_not_free_is_backordered_and_promised_by_lead_time)
{
    struct order *o = testshop_order(&shop, shop.bracket, 50, true);

    ck_assert_int_eq(o->shown, SHOWN_BACKORDERED);
    ck_assert_int_eq(o->lines[0].allocated.milli, 40000);
    ck_assert_int_eq(o->backordered.milli, 10000);
    ck_assert_int_eq(o->promised.day, 30); /* Monday and 5 days is a Saturday: the next Monday */
}
END_TEST

START_TEST(a_backorder_without_lead_time_has_no_promise)
{
    struct order *o = testshop_order(&shop, shop.hose, 120, true);

    ck_assert_int_eq(o->backordered.milli, 20000);
    ck_assert(!date_is_set(o->promised));
}
END_TEST

START_TEST(a_wished_date_later_than_possible_is_the_promise)
{
    struct date wish = date_add_days(desk_today(shop.desk), 22); /* a Monday */
    struct order_header header = { .requested = &wish };
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    o = testshop_line(&shop, &at, shop.bracket, 1);
    ck_ok(take(o, true, &taken));

    ck_assert_int_eq(date_cmp(again(o)->promised, wish), 0);
}
END_TEST

START_TEST(an_item_not_sold_on_backorder_stops_the_confirmation_with_ways_out)
{
    struct order *o = draft_of(shop.deny, 12);
    struct order_taken taken;

    ck_ok(setting_set(shop.desk, "order.sourcing", "own", &err));
    ck_refused(take(o, true, &taken), ERR_STATE);

    ck_assert_str_eq(err.field, "lines");
    ck_assert_ptr_nonnull(strstr(err.text, "BRK-21"));
    ck_assert_ptr_nonnull(strstr(err.text, "12 from LEEDS"));
    ck_assert_int_eq(again(o)->status, ORDER_DRAFT);
    ck_assert_int_eq(testdesk_count(shop.desk, "allocation"), 0);
    ck_assert_int_eq(number_of("SELECT next_value FROM sequence WHERE name = 'order'"), 1001);
}
END_TEST

static void be_patient(struct customer *c)
{
    c->backorder_policy = 2;
}

static void be_impatient(struct customer *c)
{
    c->backorder_policy = 1;
}

START_TEST(the_customers_backorder_policy_goes_before_the_items)
{
    struct order_taken taken;

    ck_ok(setting_set(shop.desk, "order.sourcing", "own", &err));
    shop.acme = testshop_customer(&shop, "PATIENT", be_patient);
    ck_ok(take(draft_of(shop.deny, 12), true, &taken));
    ck_assert_ptr_nonnull(strstr(taken.notes, "2 of BRK-21"));
    shop.acme = testshop_customer(&shop, "HASTY", be_impatient);
    ck_refused(take(draft_of(shop.bracket, 50), true, &taken), ERR_STATE);
}
END_TEST

START_TEST(lines_of_one_item_share_what_is_free)
{
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct order *o;

    testshop_line(&shop, &at, shop.bracket, 30);
    o = testshop_line(&shop, &at, shop.bracket, 30);
    ck_ok(take(o, true, &taken));

    o = again(o);
    ck_assert_int_eq(o->lines[0].allocated.milli + o->lines[1].allocated.milli, 40000);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 0);
}
END_TEST

START_TEST(stock_of_another_site_is_taken_where_the_line_says_so)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = { .item = shop.deny, .qty = { 12000 }, .has_site = true };
    struct order_taken taken;
    struct order *o;

    in.site = shop.leeds;
    ck_ok(order_put_line(shop.desk, &at, 0, &in, shop.arena, &o, &err));
    ck_ok(take(o, true, &taken));

    ck_assert_int_eq(testshop_free(&shop, shop.deny), 10);
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, 12000);
}
END_TEST

START_TEST(history_is_not_confirmed_again)
{
    struct order o = { .number = "10014", .status = ORDER_SUBMITTED, .is_history = true };

    ck_refused(action_find(&order_document, "confirm")->guard(&o, &err), ERR_STATE);
}
END_TEST

START_TEST(a_closed_order_takes_notes_only)
{
    struct order o = { .number = "10014", .status = ORDER_CLOSED, .is_history = true };
    struct action_offers offers;

    actions_of(shop.desk, &order_document, &o, shop.arena, &offers);

    ck_assert_int_eq(offers.n, 4);
    ck_assert_str_eq(offers.v[0].action->name, "note");
    ck_assert_str_eq(offers.v[3].action->name, "attach");
}
END_TEST

/* --- allocate --------------------------------------------------------------------------------- */

START_TEST(allocating_again_takes_what_came_in)
{
    struct order *o = testshop_order(&shop, shop.bracket, 50, true);

    ck_refused(run(o, "allocate", NULL, NULL), ERR_STATE); /* nothing came */
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.main, (struct qty){ 25000 }, NULL, &err));
    ck_ok(run(o, "allocate", NULL, NULL));

    o = again(o);
    ck_assert_int_eq(o->shown, SHOWN_ALLOCATED);
    ck_assert_int_eq(o->promised.day, 23);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 15);
    ck_refused(run(o, "allocate", NULL, NULL), ERR_STATE); /* nothing is missing */
}
END_TEST

/* --- hold and release ------------------------------------------------------------------------- */

START_TEST(a_manual_hold_needs_a_note_and_stands_once)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);

    ck_refused(run(o, "hold", NULL, NULL), ERR_INVALID);
    ck_assert_str_eq(err.field, "note");
    ck_ok(run(o, "hold", "note", "customer calls back"));
    o = again(o);
    ck_assert_int_eq(o->shown, SHOWN_ON_HOLD);
    ck_assert_str_eq(o->holds[0].note, "customer calls back");
    ck_refused(run(o, "hold", "note", "again"), ERR_STATE);
}
END_TEST

START_TEST(a_held_order_is_not_confirmed_until_released_by_a_manager)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, false);

    ck_ok(run(o, "hold", "note", "wait"));
    o = again(o);
    ck_assert_int_eq(o->shown, SHOWN_ON_HOLD);
    ck_refused(run(o, "confirm", NULL, NULL), ERR_STATE);
    testdesk_be(shop.desk, ROLE_CLERK); /* another one than who set it */
    ck_refused(run(o, "release_hold", "reason", "other"), ERR_DENIED);
    testdesk_be(shop.desk, ROLE_MANAGER);
    ck_refused(run(o, "release_hold", NULL, NULL), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    ck_ok(run(o, "release_hold", "reason", "other"));
    o = again(o);
    ck_assert_int_eq(o->hold_count, 0);
    ck_ok(run(o, "confirm", NULL, NULL));
}
END_TEST

START_TEST(of_several_holds_the_one_to_release_is_named)
{
    struct order *o;

    shop.acme = testshop_customer(&shop, "HELD", be_held);
    o = testshop_order(&shop, shop.bracket, 1, true);
    ck_ok(run(o, "hold", "note", "wait"));
    o = again(o);
    ck_assert_int_eq(o->hold_count, 2);
    ck_refused(run(o, "release_hold", "reason", "other"), ERR_INVALID);
    ck_assert_str_eq(err.field, "kind");
    ck_refused(run2(o, "release_hold", "reason", "other", "kind", "fraud"), ERR_INVALID);
    ck_ok(run2(o, "release_hold", "reason", "other", "kind", "credit"));
    o = again(o);
    ck_assert_int_eq(o->hold_count, 1);
    ck_assert_int_eq(o->holds[0].kind, HOLD_MANUAL);
}
END_TEST

START_TEST(a_hold_can_come_back_within_the_same_instant)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);

    for (int i = 0; i < 3; i++) {
        ck_ok(run(o, "hold", "note", "wait"));
        o = again(o);
        ck_ok(run(o, "release_hold", "reason", "other"));
        o = again(o);
    }
    ck_assert_int_eq(testdesk_count(shop.desk, "order_hold"), 3);
    ck_refused(run(o, "release_hold", "reason", "other"), ERR_STATE);
}
END_TEST

/* --- back, away ------------------------------------------------------------------------------- */

START_TEST(a_rejected_order_is_a_draft_with_its_number_and_counts_once)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, false);
    const char *number = o->number;
    struct order_taken taken;

    ck_refused(run(o, "reject", NULL, NULL), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    ck_ok(run(o, "reject", "reason", "other"));
    o = again(o);
    ck_assert_int_eq(o->status, ORDER_DRAFT);
    ck_assert_str_eq(o->number, number);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
    ck_ok(take(o, true, &taken));
    ck_assert_str_eq(taken.number, number);
    ck_assert_int_eq(number_of("SELECT CAST(SUM(orders) AS BIGINT) FROM metric_hour"), 1);
}
END_TEST

START_TEST(what_was_canceled_before_a_rejection_has_no_share_of_the_drafts_discount)
{
    struct record_at at = testshop_draft(&shop);
    int64_t off = 500;
    struct order_header header = { .disc_minor = &off };
    struct order *o;

    (void)testshop_line(&shop, &at, shop.bracket, 2);
    (void)testshop_line(&shop, &at, shop.fitting, 1);
    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    ck_ok(run(o, "submit", NULL, NULL));
    o = testshop_load(&shop, o->id.v);
    ck_ok(run2(o, "cancel_line", "line", "1", "reason", "other"));
    o = testshop_load(&shop, o->id.v);
    ck_assert_int_lt(o->discount_minor, off); /* its share left with it */
    ck_ok(run(o, "reject", "reason", "other"));
    o = testshop_load(&shop, o->id.v);

    ck_assert_int_eq(o->status, ORDER_DRAFT);
    ck_assert_int_eq(o->discount_minor, off);
    ck_assert_int_eq(o->lines[1].order_disc_minor, off);
}
END_TEST

START_TEST(an_hour_counts_what_its_orders_are_worth_now)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, false);
    struct record_at at;
    struct order_taken taken;

    ck_assert_int_eq(number_of("SELECT base_total_minor FROM metric_hour"), 510);
    ck_ok(run(o, "reject", "reason", "other"));
    o = again(o);
    at = (struct record_at){ o->id.v, o->version };
    testdesk_wait(shop.desk, INT64_C(7200000));
    (void)testshop_line(&shop, &at, shop.fitting, 1); /* 4.25 and 50.00 with 20 % */
    ck_ok(take(again(o), true, &taken));
    ck_assert_int_eq(testdesk_count(shop.desk, "metric_hour"), 1);
    ck_assert_int_eq(number_of("SELECT orders FROM metric_hour"), 1);
    ck_assert_int_eq(number_of("SELECT base_total_minor FROM metric_hour"), 6510);
    o = again(o);
    ck_ok(run(o, "cancel", "reason", "customer")); /* keeps the value it had */
    ck_assert_int_eq(number_of("SELECT base_total_minor FROM metric_hour"), 6510);
}
END_TEST

START_TEST(canceling_gives_the_stock_back_and_needs_a_reason)
{
    struct order *o = testshop_order(&shop, shop.bracket, 5, true);

    ck_refused(run(o, "cancel", NULL, NULL), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    ck_refused(run(o, "cancel", "reason", "nonsense"), ERR_INVALID);
    ck_ok(run(o, "hold", "note", "wait"));
    o = again(o);
    ck_ok(run(o, "cancel", "reason", "other"));

    o = again(o);
    ck_assert_int_eq(o->shown, SHOWN_CANCELED);
    ck_assert_int_eq(o->lines[0].canceled.milli, 5000);
    ck_assert_int_eq(o->lines[0].allocated.milli, 0);
    ck_assert_int_eq(o->hold_count, 0);
    ck_assert_int_eq(o->ended.ms, TESTDESK_NOW_MS);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
    ck_assert_int_eq(testdesk_count(shop.desk, "allocation"), 0);
    ck_refused(run(o, "cancel", "reason", "other"), ERR_STATE);
}
END_TEST

START_TEST(a_submitted_order_is_canceled_with_its_number)
{
    struct order *o = testshop_order(&shop, shop.bracket, 5, false);

    ck_ok(run(o, "cancel", "reason", "other"));

    ck_assert_str_eq(again(o)->number, o->number);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
}
END_TEST

START_TEST(what_is_picked_or_shipped_is_not_canceled)
{
    struct order *o = testshop_order(&shop, shop.bracket, 5, true);
    const struct action *cancel = action_find(&order_document, "cancel");

    o->lines[0].picked.milli = 1000;
    ck_refused(cancel->guard(o, &err), ERR_STATE);
    o->lines[0].picked.milli = 0;
    o->lines[0].shipped.milli = 1000;
    ck_refused(cancel->guard(o, &err), ERR_STATE);
}
END_TEST

START_TEST(a_draft_is_discarded_and_a_placed_order_is_not)
{
    struct order *o = draft_of(shop.bracket, 5);

    ck_ok(run(o, "discard", NULL, NULL));
    o = again(o);
    ck_assert_int_eq(o->shown, SHOWN_DISCARDED);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
    ck_refused(run(testshop_order(&shop, shop.bracket, 1, false), "discard", NULL, NULL),
               ERR_STATE);
}
END_TEST

START_TEST(a_note_is_on_the_timeline_with_its_text)
{
    struct order *o = testshop_order(&shop, shop.bracket, 5, true);
    struct event_list events;

    ck_refused(run(o, "note", NULL, NULL), ERR_INVALID);
    ck_ok(run(o, "note", "note", "called twice"));

    ck_ok(event_list_order(shop.desk, o->id, 1, shop.arena, &events, &err));
    ck_assert_str_eq(events.v[0].kind, "order.note");
    ck_assert_ptr_nonnull(strstr(events.v[0].after_json, "called twice"));
}
END_TEST

/* --- take and create -------------------------------------------------------------------------- */

START_TEST(taking_submits_and_confirms_at_once)
{
    struct order *o = draft_of(shop.bracket, 50);
    struct event_list events;
    struct order_taken taken;

    ck_ok(take(o, true, &taken));

    o = again(o);
    ck_assert(taken.is_confirmed);
    ck_assert_str_eq(taken.number, o->number);
    ck_assert_int_eq(taken.total.minor, o->total_minor);
    ck_assert_str_eq(taken.notes, "10 of BRK-20 are backordered.");
    ck_assert_int_eq(o->version, 4); /* new, customer, line, taken */
    ck_ok(event_list_order(shop.desk, o->id, 5, shop.arena, &events, &err));
    ck_assert_str_eq(events.v[0].kind, "order.confirm");
    ck_assert_str_eq(events.v[1].kind, "order.submit");
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM outbox WHERE topic = 'order.confirmed'"), 1);
}
END_TEST

START_TEST(taking_twice_or_from_a_stale_version_is_refused)
{
    struct order *o = draft_of(shop.bracket, 1), *stale;
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;

    ck_ok(take(o, true, &taken));
    ck_refused(take(o, true, &taken), ERR_STATE);
    stale = testshop_line(&shop, &at, shop.bracket, 1);
    testshop_line(&shop, &at, shop.deny, 1);
    ck_refused(take(stale, true, &taken), ERR_CONFLICT);
}
END_TEST

START_TEST(creating_with_the_same_key_makes_one_order)
{
    struct line_input line = { .item = shop.bracket, .qty = { 2000 } };
    struct order_new in = new_order(&line, 1, "key-1", "2 brackets");
    struct order_taken a, b;

    ck_ok(order_create(shop.desk, &in, shop.arena, &a, &err));
    ck_ok(order_create(shop.desk, &in, shop.arena, &b, &err));
    ck_assert_str_eq(a.number, b.number);
    ck_assert(b.is_confirmed);
    ck_assert_int_eq(testdesk_count(shop.desk, "sales_order"), 1);
    in.content = "3 brackets";
    ck_refused(order_create(shop.desk, &in, shop.arena, &b, &err), ERR_INVALID);
}
END_TEST

START_TEST(a_created_order_is_as_one_that_was_typed)
{
    struct line_input line = { .item = shop.bracket, .qty = { 12000 } };
    struct order_new in = new_order(&line, 1, NULL, NULL);
    struct order_taken taken;
    struct order *made, *typed = testshop_order(&shop, shop.bracket, 12, true);

    ck_ok(order_create(shop.desk, &in, shop.arena, &taken, &err));

    made = testshop_load(&shop, taken.id.v);
    ck_assert_int_eq(made->total_minor, typed->total_minor);
    ck_assert_int_eq(made->shown, typed->shown);
    ck_assert_int_eq(made->lines[0].allocated.milli, 12000);
    ck_assert_int_eq(date_cmp(made->promised, typed->promised), 0);
    ck_assert_int_eq(number_of("SELECT CAST(SUM(orders) AS BIGINT) FROM order_count"), 2);
    ck_assert_int_eq(number_of("SELECT orders FROM order_count WHERE shown_status = 15"), 2);
    ck_assert_int_eq(number_of("SELECT CAST(SUM(orders) AS BIGINT) FROM metric_hour"), 2);
}
END_TEST

START_TEST(an_order_may_be_created_as_a_draft_or_submitted_only)
{
    struct line_input line = { .item = shop.bracket, .qty = { 2000 } };
    struct order_new in = new_order(&line, 1, NULL, NULL);
    struct order_taken taken;

    in.is_confirm = false;
    ck_ok(order_create(shop.desk, &in, shop.arena, &taken, &err));
    ck_assert_int_eq(testshop_load(&shop, taken.id.v)->status, ORDER_SUBMITTED);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 38);
    in.is_submit = false;
    ck_ok(order_create(shop.desk, &in, shop.arena, &taken, &err));
    ck_assert_int_eq(testshop_load(&shop, taken.id.v)->status, ORDER_DRAFT);
    ck_assert_str_eq(taken.number, "");
}
END_TEST

START_TEST(a_created_order_is_refused_whole_with_the_line_named)
{
    struct line_input lines[] = {
        { .item = shop.bracket, .qty = { 2000 } },
        { .item = shop.bracket, .qty = { 2500 } },
    };
    struct order_new in = new_order(lines, 2, "k", "c");
    struct order_taken taken;

    ck_refused(order_create(shop.desk, &in, shop.arena, &taken, &err), ERR_INVALID);
    ck_assert_ptr_nonnull(strstr(err.text, "Line 2"));
    ck_assert_int_eq(testdesk_count(shop.desk, "sales_order"), 0);
    ck_assert_int_eq(testdesk_count(shop.desk, "idem_key"), 0);
}
END_TEST

START_TEST(a_created_orders_typed_prices_and_discounts_obey_the_same_rules)
{
    struct line_input line = {
        .item = shop.bracket, .qty = { 2000 }, .has_price = true, .price = { 3900000 }
    };
    struct rate much = { 500000 };
    struct order_header header = { .disc = &much };
    struct order_new in = new_order(&line, 1, NULL, NULL);
    struct order_taken taken;

    testdesk_be(shop.desk, ROLE_CLERK);
    ck_ok(order_create(shop.desk, &in, shop.arena, &taken, &err));
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM order_event WHERE kind = 'order.price'"), 1);
    line.price.v = 3800000; /* more than 10 % below the list */
    ck_refused(order_create(shop.desk, &in, shop.arena, &taken, &err), ERR_DENIED);
    ck_assert_str_eq(err.field, "price");
    line.price.v = 3900000;
    in.header = &header;
    ck_refused(order_create(shop.desk, &in, shop.arena, &taken, &err), ERR_DENIED);
    ck_assert_str_eq(err.field, "disc");
}
END_TEST

static TCase *submit_cases(void)
{
    TCase *tc = tcase_create("submit");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, submitting_gives_a_number_with_check_digit_and_keeps_the_stock_held);
    tcase_add_test(tc, submitting_counts_the_order_in_its_hour);
    tcase_add_test(tc, an_order_without_customer_lines_or_address_is_not_submitted);
    tcase_add_test(tc, a_customer_with_po_required_orders_with_one_only);
    tcase_add_test(tc, items_that_changed_under_a_draft_are_caught_at_submit);
    tcase_add_test(tc, a_line_that_lost_its_price_is_caught_at_submit);
    tcase_add_test(tc, the_warehouse_may_not_submit);
    tcase_add_test(tc, over_the_credit_limit_the_order_is_held_for_picking_and_shipping);
    tcase_add_test(tc, an_order_in_a_currency_without_cents_counts_as_much_against_the_limit);
    tcase_add_test(tc, a_customer_on_credit_hold_has_its_orders_held);
    return tc;
}

static TCase *confirm_cases(void)
{
    TCase *tc = tcase_create("confirm");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, confirming_promises_stock_and_date);
    tcase_add_test(tc, what_is_not_free_is_backordered_and_promised_by_lead_time);
    tcase_add_test(tc, a_backorder_without_lead_time_has_no_promise);
    tcase_add_test(tc, a_wished_date_later_than_possible_is_the_promise);
    tcase_add_test(tc, an_item_not_sold_on_backorder_stops_the_confirmation_with_ways_out);
    tcase_add_test(tc, the_customers_backorder_policy_goes_before_the_items);
    tcase_add_test(tc, lines_of_one_item_share_what_is_free);
    tcase_add_test(tc, stock_of_another_site_is_taken_where_the_line_says_so);
    tcase_add_test(tc, history_is_not_confirmed_again);
    tcase_add_test(tc, a_closed_order_takes_notes_only);
    tcase_add_test(tc, allocating_again_takes_what_came_in);
    return tc;
}

static TCase *after_cases(void)
{
    TCase *tc = tcase_create("after");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_manual_hold_needs_a_note_and_stands_once);
    tcase_add_test(tc, a_held_order_is_not_confirmed_until_released_by_a_manager);
    tcase_add_test(tc, of_several_holds_the_one_to_release_is_named);
    tcase_add_test(tc, a_hold_can_come_back_within_the_same_instant);
    tcase_add_test(tc, a_rejected_order_is_a_draft_with_its_number_and_counts_once);
    tcase_add_test(tc, what_was_canceled_before_a_rejection_has_no_share_of_the_drafts_discount);
    tcase_add_test(tc, an_hour_counts_what_its_orders_are_worth_now);
    tcase_add_test(tc, canceling_gives_the_stock_back_and_needs_a_reason);
    tcase_add_test(tc, a_submitted_order_is_canceled_with_its_number);
    tcase_add_test(tc, what_is_picked_or_shipped_is_not_canceled);
    tcase_add_test(tc, a_draft_is_discarded_and_a_placed_order_is_not);
    tcase_add_test(tc, a_note_is_on_the_timeline_with_its_text);
    return tc;
}

static TCase *take_cases(void)
{
    TCase *tc = tcase_create("take");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, taking_submits_and_confirms_at_once);
    tcase_add_test(tc, taking_twice_or_from_a_stale_version_is_refused);
    tcase_add_test(tc, creating_with_the_same_key_makes_one_order);
    tcase_add_test(tc, a_created_order_is_as_one_that_was_typed);
    tcase_add_test(tc, an_order_may_be_created_as_a_draft_or_submitted_only);
    tcase_add_test(tc, a_created_order_is_refused_whole_with_the_line_named);
    tcase_add_test(tc, a_created_orders_typed_prices_and_discounts_obey_the_same_rules);
    return tc;
}

Suite *order_action_suite(void)
{
    Suite *s = suite_create("order_action");

    suite_add_tcase(s, submit_cases());
    suite_add_tcase(s, confirm_cases());
    suite_add_tcase(s, after_cases());
    suite_add_tcase(s, take_cases());
    return s;
}
