/*
 * Drafts: header, lines, prices, tax, totals, soft holds, conflicts, repeating, duplicates.
 */
#include "store/store.h"
#include "domain/catalog/tax.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/order/offer.h"
#include "domain/order/order_rules.h"
#include "domain/order/source.h"
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

static struct qty units(int n)
{
    return (struct qty){ n * QTY_PER_UNIT };
}

static bool put(struct record_at *at, int line_no, const struct line_input *in, struct order **out)
{
    return order_put_line(shop.desk, at, line_no, in, shop.arena, out, &err);
}

static bool set(struct record_at *at, const struct order_header *in, struct order **out)
{
    return order_set_header(shop.desk, at, in, shop.arena, out, &err);
}

START_TEST(a_new_draft_has_no_number_and_the_desks_defaults)
{
    struct order_id id;
    struct order *o;

    ck_ok(order_draft_new(shop.desk, (struct channel_id){ 0 }, NULL, &id, &err));

    o = testshop_load(&shop, id.v);
    ck_assert_str_eq(o->number, "");
    ck_assert_int_eq(o->status, ORDER_DRAFT);
    ck_assert_int_eq(o->shown, SHOWN_DRAFT);
    ck_assert_str_eq(o->currency, "GBP");
    ck_assert_str_eq(o->channel_code, "phone");
    ck_assert_str_eq(o->created_by, "anna");
}
END_TEST

START_TEST(the_same_key_makes_one_draft)
{
    struct order_id a, b;

    ck_ok(order_draft_new(shop.desk, (struct channel_id){ 0 }, "k1", &a, &err));
    ck_ok(order_draft_new(shop.desk, (struct channel_id){ 0 }, "k1", &b, &err));

    ck_assert_int_eq(a.v, b.v);
    ck_assert_int_eq(testdesk_count(shop.desk, "sales_order"), 1);
}
END_TEST

START_TEST(a_customer_brings_its_address_and_terms)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_load(&shop, at.id);

    ck_assert_str_eq(o->customer_code, "ACME");
    ck_assert_str_eq(o->customer_name, "ACME");
    ck_assert_str_eq(o->ship_city, "Leeds");
    ck_assert_int_ne(o->ship_address.v, 0);
    ck_assert_int_ne(o->payment_terms_id, 0);
    ck_assert_int_eq(o->version, at.version);
}
END_TEST

START_TEST(a_line_has_price_tax_and_total)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.bracket, 2);

    ck_assert_int_eq(o->line_count, 1);
    ck_assert_int_eq(o->lines[0].unit_price.v, 4250000);
    ck_assert_int_eq(o->lines[0].price_source, PRICE_BASE_LIST);
    ck_assert_int_eq(o->goods_minor, 850);
    ck_assert_int_eq(o->tax_minor, 170);
    ck_assert_int_eq(o->total_minor, 1020);
    ck_assert_int_eq(o->tax_count, 1);
    ck_assert_int_eq(o->taxes[0].base_minor, 850);
}
END_TEST

START_TEST(equal_items_reach_a_price_break_together)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    testshop_line(&shop, &at, shop.bracket, 6);
    o = testshop_line(&shop, &at, shop.bracket, 4);

    ck_assert_int_eq(o->lines[0].unit_price.v, 4000000);
    ck_assert_int_eq(o->lines[1].unit_price.v, 4000000);
    ck_ok(order_cut_line(shop.desk, &at, 2, shop.arena, &o, &err));
    ck_assert_int_eq(o->lines[0].unit_price.v, 4250000);
}
END_TEST

START_TEST(a_typed_price_stays_when_the_quantity_changes)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = {
        .item = shop.bracket, .qty = units(2), .has_price = true, .price = { 3000000 }
    };
    struct order *o;

    ck_ok(put(&at, 0, &in, &o));
    in.has_price = false;
    in.qty = units(20);
    ck_ok(put(&at, 1, &in, &o));

    ck_assert(o->lines[0].is_price_locked);
    ck_assert_int_eq(o->lines[0].unit_price.v, 3000000);
    ck_assert_int_eq(o->lines[0].list_price.v, 4000000);
    ck_assert_int_eq(o->lines[0].price_source, PRICE_MANUAL);
    ck_assert_int_ne(o->lines[0].price_reason.v, 0);
}
END_TEST

START_TEST(unlocking_goes_back_to_the_lists)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = {
        .item = shop.bracket, .qty = units(2), .has_price = true, .price = { 3000000 }
    };
    struct order *o;

    ck_ok(put(&at, 0, &in, &o));
    in.has_price = false;
    in.is_unlock = true;
    ck_ok(put(&at, 1, &in, &o));

    ck_assert(!o->lines[0].is_price_locked);
    ck_assert_int_eq(o->lines[0].unit_price.v, 4250000);
}
END_TEST

START_TEST(a_typed_price_is_on_the_record)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = {
        .item = shop.bracket, .qty = units(2), .has_price = true, .price = { 3000000 }
    };
    struct event_list events;
    struct order *o;

    ck_ok(put(&at, 0, &in, &o));

    ck_ok(event_list_order(shop.desk, o->id, 5, shop.arena, &events, &err));
    ck_assert_str_eq(events.v[0].kind, "order.price");
    ck_assert_str_ne(events.v[0].reason, "");
}
END_TEST

START_TEST(another_item_on_a_line_starts_over)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = {
        .item = shop.bracket, .qty = units(2), .has_price = true, .price = { 3000000 }
    };
    struct line_input other = { .item = shop.deny, .qty = units(2) };
    struct order *o;

    ck_ok(put(&at, 0, &in, &o));
    ck_ok(put(&at, 1, &other, &o));

    ck_assert_int_eq(o->line_count, 1);
    ck_assert_str_eq(o->lines[0].sku, "BRK-21");
    ck_assert(!o->lines[0].is_price_locked);
    ck_assert_int_eq(o->lines[0].unit_price.v, 9990000);
}
END_TEST

START_TEST(quantities_that_cannot_be_sold_are_refused)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = { .item = shop.hose };
    struct line_input whole = { .item = shop.bracket, .qty = { 1500 } };
    struct order *o;

    in.qty.milli = 0;
    ck_refused(put(&at, 0, &in, &o), ERR_INVALID);
    in.qty.milli = 250; /* below the least */
    ck_refused(put(&at, 0, &in, &o), ERR_INVALID);
    in.qty.milli = 600; /* between steps */
    ck_refused(put(&at, 0, &in, &o), ERR_INVALID);
    in.qty.milli = 755; /* more decimals than the item has */
    ck_refused(put(&at, 0, &in, &o), ERR_INVALID);
    ck_assert_str_eq(err.field, "qty");
    ck_refused(put(&at, 0, &whole, &o), ERR_INVALID);
    ck_assert_str_eq(err.field, "qty");
    in.qty.milli = 750;
    ck_ok(put(&at, 0, &in, &o));
    ck_assert_int_eq(o->goods_minor, 150);
}
END_TEST

START_TEST(a_site_that_is_not_there_is_refused)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = { .item = shop.bracket, .qty = units(1), .has_site = true };
    struct order_header header = { .site = &in.site };
    struct order *o;

    in.site.v = 4711;
    ck_refused(put(&at, 0, &in, &o), ERR_INVALID);
    ck_assert_str_eq(err.field, "site");
    ck_refused(set(&at, &header, &o), ERR_INVALID);
    ck_assert_str_eq(err.field, "site");
}
END_TEST

START_TEST(an_item_out_of_sale_is_refused)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = { .item = shop.fitting, .qty = units(1) };
    struct item *item;
    struct order *o;

    ck_ok(item_load(shop.desk, shop.fitting, shop.arena, &item, &err));
    item->is_active = false;
    ck_ok(item_save(shop.desk, item, NULL, NULL, &item->id, &err));

    ck_refused(put(&at, 0, &in, &o), ERR_STATE);
    ck_assert_str_eq(err.field, "item");
}
END_TEST

START_TEST(an_item_without_a_price_needs_a_typed_one)
{
    struct item item = { .sku = "NEW",
                         .kind = ITEM_STOCK,
                         .description = "New",
                         .uom = "ea",
                         .category = "",
                         .note = "",
                         .is_active = true,
                         .backorder = BACKORDER_ALLOW };
    struct record_at at = testshop_draft(&shop);
    struct line_input in = { .qty = units(1) };
    struct order *o;

    ck_ok(item_save(shop.desk, &item, NULL, NULL, &in.item, &err));

    ck_refused(put(&at, 0, &in, &o), ERR_INVALID);
    ck_assert_str_eq(err.field, "price");
    in.has_price = true;
    in.price.v = 1000000;
    ck_ok(put(&at, 0, &in, &o));
}
END_TEST

START_TEST(a_discount_over_the_users_limit_is_denied)
{
    struct record_at at;
    struct line_input in = { .item = shop.bracket, .qty = units(2), .has_disc = true };
    struct rate ten = { 100000 }, eleven = { 110000 };
    struct order_header header = { .disc = &eleven };
    struct order *o;

    testdesk_be(shop.desk, ROLE_CLERK); /* limit 10 % */
    at = testshop_draft(&shop);
    in.disc = eleven;
    ck_refused(put(&at, 0, &in, &o), ERR_DENIED);
    ck_assert_str_eq(err.field, "disc");
    in.disc = ten;
    ck_ok(put(&at, 0, &in, &o));
    ck_refused(set(&at, &header, &o), ERR_DENIED);
    ck_assert_str_eq(err.field, "disc");
    header.disc = &ten;
    ck_refused(set(&at, &header, &o), ERR_DENIED); /* 10 % upon 10 % are 19 % */
    ck_assert_str_eq(err.field, "disc");
    ck_ok(order_cut_line(shop.desk, &at, 1, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 2);
    ck_ok(set(&at, &header, &o));
    ck_assert_int_eq(o->goods_minor, 850);
    ck_assert_int_eq(o->discount_minor, 85);
    ck_refused(put(&at, 0, &in, &o), ERR_DENIED); /* the same the other way round */
    in.disc.ppm = 0;
    ck_ok(put(&at, 0, &in, &o));
    testdesk_be(shop.desk, ROLE_MANAGER);
    header.disc = &eleven;
    ck_ok(set(&at, &header, &o));
    testdesk_be(shop.desk, ROLE_CLERK); /* what a manager gave stays, and goes for new lines too */
    in.has_disc = false;
    ck_ok(put(&at, 0, &in, &o));
    in.has_disc = true;
    in.disc.ppm = 1;
    ck_refused(put(&at, 0, &in, &o), ERR_DENIED);
}
END_TEST

START_TEST(a_typed_price_is_a_discount_by_another_name)
{
    struct line_input in = {
        .item = shop.bracket, .qty = units(2), .has_price = true, .price = { 3820000 }
    };
    struct record_at at;
    struct order *o;

    testdesk_be(shop.desk, ROLE_CLERK); /* limit 10 %, list 4.25 */
    at = testshop_draft(&shop);
    ck_refused(put(&at, 0, &in, &o), ERR_DENIED);
    ck_assert_str_eq(err.field, "price");
    in.price.v = 3830000;
    ck_ok(put(&at, 0, &in, &o));
    in.has_disc = true;
    in.disc.ppm = 10000; /* both together are too much */
    ck_refused(put(&at, 1, &in, &o), ERR_DENIED);
    in.price.v = 9000000;
    ck_ok(put(&at, 1, &in, &o));

    testdesk_be(shop.desk, ROLE_MANAGER);
    in.price.v = 1000000;
    in.disc.ppm = 200000;
    ck_ok(put(&at, 1, &in, &o));
    testdesk_be(shop.desk, ROLE_CLERK);
    in.has_price = false;
    in.disc.ppm = 0;
    ck_ok(put(&at, 1, &in, &o)); /* less than it was */
    in.disc.ppm = 10000;
    ck_refused(put(&at, 1, &in, &o), ERR_DENIED);
}
END_TEST

START_TEST(an_amount_of_discount_counts_against_the_limit_also_when_lines_go)
{
    struct record_at at;
    int64_t amount = 100;
    struct order_header header = { .disc_minor = &amount };
    struct order *o;

    testdesk_be(shop.desk, ROLE_CLERK);
    at = testshop_draft(&shop);
    testshop_line(&shop, &at, shop.bracket, 2);
    ck_refused(set(&at, &header, &o), ERR_DENIED); /* 1.00 of 8.50 */
    testshop_line(&shop, &at, shop.deny, 10);
    ck_ok(set(&at, &header, &o)); /* 1.00 of 108.40 */

    ck_refused(order_cut_line(shop.desk, &at, 2, shop.arena, &o, &err), ERR_DENIED);
}
END_TEST

START_TEST(the_order_discount_is_shared_over_goods_only)
{
    struct record_at at = testshop_draft(&shop);
    struct rate half = { 500000 };
    struct order_header header = { .disc = &half };
    struct order *o;

    testshop_line(&shop, &at, shop.bracket, 2);
    testshop_line(&shop, &at, shop.freight, 1);
    ck_ok(set(&at, &header, &o));

    ck_assert_int_eq(o->goods_minor, 850);
    ck_assert_int_eq(o->charges_minor, 750);
    ck_assert_int_eq(o->discount_minor, 425);
    ck_assert_int_eq(o->lines[1].order_disc_minor, 0);
    ck_assert_int_eq(o->total_minor, 1410); /* (850 - 425 + 750) and a fifth */
}
END_TEST

START_TEST(a_stale_version_is_a_conflict_and_changes_nothing)
{
    struct record_at at = testshop_draft(&shop), stale = at;
    struct line_input in = { .item = shop.bracket, .qty = units(9) };
    struct order *o;

    testshop_line(&shop, &at, shop.bracket, 2);

    ck_refused(put(&stale, 0, &in, &o), ERR_CONFLICT);
    ck_assert_int_eq(testshop_load(&shop, at.id)->line_count, 1);
}
END_TEST

START_TEST(a_submitted_order_is_no_draft)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, false), *after;
    struct record_at at = { o->id.v, o->version };
    struct line_input in = { .item = shop.bracket, .qty = units(9) };

    ck_refused(put(&at, 0, &in, &after), ERR_STATE);
}
END_TEST

START_TEST(a_line_that_is_not_there_is_refused)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = { .item = shop.bracket, .qty = units(9) };
    struct order *o;

    ck_refused(put(&at, 7, &in, &o), ERR_NOT_FOUND);
    ck_refused(order_cut_line(shop.desk, &at, 7, shop.arena, &o, &err), ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_draft_holds_stock_against_others_for_a_while)
{
    struct record_at at = testshop_draft(&shop);

    testshop_line(&shop, &at, shop.bracket, 30);

    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 10);
    testdesk_wait(shop.desk, 16 * 60000);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
}
END_TEST

START_TEST(a_line_cut_gives_its_hold_back)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    testshop_line(&shop, &at, shop.bracket, 30);
    ck_ok(order_cut_line(shop.desk, &at, 1, shop.arena, &o, &err));

    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
    ck_assert_int_eq(o->line_count, 0);
    ck_assert_int_eq(o->total_minor, 0);
    ck_assert_int_eq(testdesk_count(shop.desk, "order_tax"), 0);
}
END_TEST

START_TEST(several_lines_go_in_together_or_not_at_all)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in[] = {
        { .item = shop.bracket, .qty = units(1) },
        { .item = shop.deny, .qty = units(0) },
    };
    struct order *o;

    ck_refused(order_put_lines(shop.desk, &at, in, 2, shop.arena, &o, &err), ERR_INVALID);
    ck_assert_int_eq(testshop_load(&shop, at.id)->line_count, 0);
    in[1].qty = units(3);
    ck_ok(order_put_lines(shop.desk, &at, in, 2, shop.arena, &o, &err));
    ck_assert_int_eq(o->line_count, 2);
}
END_TEST

START_TEST(a_thousand_lines_fit_and_no_more)
{
    struct line_input *in = arena_array(shop.arena, 1001, struct line_input);
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    for (int i = 0; i < 1001; i++)
        in[i] = (struct line_input){ .item = i % 2 ? shop.bracket : shop.fitting, .qty = units(1) };
    ck_refused(order_put_lines(shop.desk, &at, in, 1001, shop.arena, &o, &err), ERR_LIMIT);
    ck_ok(order_put_lines(shop.desk, &at, in, 1000, shop.arena, &o, &err));
    ck_assert_int_eq(o->line_count, 1000);
    ck_refused(put(&at, 0, in, &o), ERR_LIMIT);
}
END_TEST

START_TEST(an_address_of_another_customer_is_refused)
{
    struct customer_id other = testshop_customer(&shop, "OTHER", NULL);
    struct record_at at = testshop_draft(&shop);
    struct order_header header = { 0 };
    struct customer *c;
    struct order *o;

    ck_ok(customer_load(shop.desk, other, shop.arena, &c, &err));
    header.ship_address = &c->addresses[0].id;

    ck_refused(set(&at, &header, &o), ERR_INVALID);
    ck_assert_str_eq(err.field, "ship_to");
}
END_TEST

static void be_inactive(struct customer *c)
{
    c->is_active = false;
}

START_TEST(an_inactive_customer_is_refused)
{
    struct customer_id gone = testshop_customer(&shop, "GONE", be_inactive);
    struct order_header header = { .customer = &gone };
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    ck_refused(set(&at, &header, &o), ERR_STATE);
    ck_assert_str_eq(err.field, "customer");
}
END_TEST

START_TEST(a_wished_date_that_has_passed_is_refused)
{
    struct date yesterday = date_add_days(desk_today(shop.desk), -1);
    struct order_header header = { .requested = &yesterday };
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    ck_refused(set(&at, &header, &o), ERR_INVALID);
    ck_assert_str_eq(err.field, "requested");
}
END_TEST

START_TEST(a_card_number_in_the_note_is_refused)
{
    struct order_header header = { .note = "pays with 4111 1111 1111 1111" };
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    ck_refused(set(&at, &header, &o), ERR_INVALID);
    ck_assert_str_eq(err.field, "note");
}
END_TEST

START_TEST(typed_prices_forbid_another_currency)
{
    struct line_input in = {
        .item = shop.bracket, .qty = units(2), .has_price = true, .price = { 3000000 }
    };
    struct order_header euro = { .currency = "EUR" }, none = { .currency = "XX" };
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    ck_ok(put(&at, 0, &in, &o));

    ck_refused(set(&at, &euro, &o), ERR_STATE);
    ck_refused(set(&at, &none, &o), ERR_INVALID);
    ck_assert_str_eq(err.field, "currency");
}
END_TEST

static void be_exempt(struct customer *c)
{
    c->tax_exempt_cert = "EX-1";
}

START_TEST(an_exempt_customer_pays_no_tax)
{
    struct customer_id id = testshop_customer(&shop, "FREE", be_exempt);
    struct order_header header = { .customer = &id };
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    testshop_line(&shop, &at, shop.bracket, 2);
    ck_ok(set(&at, &header, &o));

    ck_assert_int_eq(o->tax_minor, 0);
    ck_assert_int_eq(o->lines[0].tax_category, TAX_EXEMPT);
}
END_TEST

START_TEST(repeating_takes_the_last_orders_lines_and_names_what_is_gone)
{
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    const char *left_out;
    struct item *item;
    struct order *o;

    ck_refused(order_repeat_last(shop.desk, &at, shop.arena, &o, &left_out, &err), ERR_NOT_FOUND);
    testshop_line(&shop, &at, shop.bracket, 2);
    testshop_line(&shop, &at, shop.deny, 1);
    testshop_line(&shop, &at, shop.freight, 1);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    ck_ok(item_load(shop.desk, shop.deny, shop.arena, &item, &err));
    item->is_active = false;
    ck_ok(item_save(shop.desk, item, NULL, NULL, &item->id, &err));
    at = testshop_draft(&shop);
    ck_ok(order_repeat_last(shop.desk, &at, shop.arena, &o, &left_out, &err));

    ck_assert_int_eq(o->line_count, 1);
    ck_assert_str_eq(o->lines[0].sku, "BRK-20");
    ck_assert_ptr_nonnull(strstr(left_out, "BRK-21"));
}
END_TEST

START_TEST(what_is_half_typed_is_kept_without_touching_the_version)
{
    struct record_at at = testshop_draft(&shop);
    const char *field, *text;

    ck_ok(order_keep_typing(shop.desk, (struct order_id){ at.id }, "line", "4711 1", &err));
    ck_ok(order_typing(shop.desk, (struct order_id){ at.id }, shop.arena, &field, &text, &err));
    ck_assert_str_eq(field, "line");
    ck_assert_str_eq(text, "4711 1");
    ck_assert_int_eq(testshop_load(&shop, at.id)->version, at.version);
    ck_ok(order_keep_typing(shop.desk, (struct order_id){ at.id }, "line", "", &err));
    ck_ok(order_typing(shop.desk, (struct order_id){ at.id }, shop.arena, &field, &text, &err));
    ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(nothing_is_kept_as_typed_in_what_is_no_draft)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);

    ck_refused(order_keep_typing(shop.desk, o->id, "line", "x", &err), ERR_STATE);
    ck_assert_int_eq(testdesk_count(shop.desk, "order_typing"), 0);
}
END_TEST

START_TEST(drafts_are_listed_newest_first_and_only_ones_own)
{
    struct record_at first = testshop_draft(&shop), second = testshop_draft(&shop);
    struct drafts drafts;

    ck_ok(order_drafts(shop.desk, 10, shop.arena, &drafts, &err));
    ck_assert_int_eq(drafts.n, 2);
    ck_assert_int_eq(drafts.v[0].id.v, second.id);
    ck_assert_int_eq(drafts.v[1].id.v, first.id);
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_ok(order_drafts(shop.desk, 10, shop.arena, &drafts, &err));
    ck_assert_int_eq(drafts.n, 0);
}
END_TEST

START_TEST(a_preview_says_price_stock_and_the_last_time)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = { .item = shop.deny, .qty = units(12) };
    struct line_preview p;
    struct order *o;

    testshop_order(&shop, shop.deny, 3, false);
    o = testshop_line(&shop, &at, shop.deny, 2);
    ck_ok(order_preview_line(shop.desk, o, &in, 0, shop.arena, &p, &err));

    ck_assert_int_eq(p.price.v, 9990000);
    ck_assert_int_eq(p.net_minor, 11988);
    ck_assert_int_eq(p.free_here.milli, 5000); /* 10 less 3 held by the other, less its own 2 */
    ck_assert_int_eq(p.free_elsewhere.milli, 30000);
    ck_assert_int_eq(p.last_qty.milli, 3000);
    ck_assert_int_eq(testdesk_count(shop.desk, "order_line"), 2);
}
END_TEST

START_TEST(a_preview_of_a_changed_line_looks_at_the_lines_own_site)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = {
        .item = shop.deny, .qty = units(20), .has_site = true, .site = shop.leeds
    };
    struct line_preview p;
    struct order *o;

    ck_ok(put(&at, 0, &in, &o));
    in.has_site = false;
    ck_ok(order_preview_line(shop.desk, o, &in, 1, shop.arena, &p, &err));

    ck_assert_int_eq(p.free_here.milli, 30000);
    ck_assert_int_eq(p.free_elsewhere.milli, 10000);
}
END_TEST

START_TEST(prices_are_brought_to_the_orders_tax_mode_before_there_is_a_customer)
{
    struct channel_id phone = { 0 };
    struct line_input in = { .item = shop.bracket, .qty = units(1) };
    struct order_id id;
    struct record_at at = { 0 };
    struct line_preview p;
    struct order *o;

    ck_ok(setting_set(shop.desk, "tax.price_mode", "inclusive", &err));
    ck_ok(order_draft_new(shop.desk, phone, NULL, &id, &err));
    at.id = id.v;
    ck_ok(order_preview_line(shop.desk, testshop_load(&shop, id.v), &in, 0, shop.arena, &p, &err));
    ck_assert_int_eq(p.price.v, 5100000);
    ck_ok(order_put_lines(shop.desk, &at, &in, 1, shop.arena, &o, &err));

    ck_assert_int_eq(o->lines[0].unit_price.v, 5100000);
    ck_assert_int_eq(o->total_minor, 510);
}
END_TEST

START_TEST(a_discarded_draft_without_a_number_is_named_all_the_same)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = { .item = shop.bracket, .qty = units(1) };
    struct order_taken taken;
    struct order *o;

    ck_ok(testshop_act(&shop, testshop_load(&shop, at.id), "discard", NULL, NULL, &err));
    at.version = 0;
    ck_refused(put(&at, 0, &in, &o), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(err.text, arena_printf(shop.arena, "Draft %lld", (long long)at.id)));
    ck_refused(order_take(shop.desk, at, true, shop.arena, &taken, &err), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(err.text, "Draft"));
}
END_TEST

START_TEST(a_preview_names_the_next_break)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = { .item = shop.bracket, .qty = units(2) };
    struct line_preview p;

    ck_ok(order_preview_line(shop.desk, testshop_load(&shop, at.id), &in, 0, shop.arena, &p, &err));

    ck_assert_ptr_nonnull(strstr(p.next_break, "10"));
    ck_assert_ptr_nonnull(strstr(p.next_break, "4.00"));
}
END_TEST

START_TEST(a_short_line_has_ways_out_that_work)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.deny, 12);
    struct offers offers;

    ck_ok(setting_set(shop.desk, "order.sourcing", "own", &err));
    ck_ok(item_add_substitute(shop.desk, shop.deny, shop.bracket, 1, &err));
    ck_ok(order_offers(shop.desk, o, 1, shop.arena, &offers, &err));

    ck_assert_int_eq(offers.n, 3); /* not sold on backorder */
    ck_assert_int_eq(offers.v[0].kind, OFFER_CUT);
    ck_assert_int_eq(offers.v[0].input.qty.milli, 10000);
    ck_assert_int_eq(offers.v[1].kind, OFFER_SITE);
    ck_assert_int_eq(offers.v[1].input.site.v, shop.leeds.v);
    ck_assert_int_eq(offers.v[2].kind, OFFER_SUBSTITUTE);
    for (int i = 0; i < offers.n; i++) {
        struct offers none;

        ck_ok(put(&at, 1, &offers.v[i].input, &o));
        ck_ok(order_offers(shop.desk, o, 1, shop.arena, &none, &err));
        ck_assert_int_eq(none.n, 0);
    }
}
END_TEST

START_TEST(a_line_that_other_sites_would_send_is_not_short)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.deny, 35); /* 10 at MAIN, 30 at LEEDS */
    const struct qty *covered;
    struct offers offers;

    ck_ok(order_offers(shop.desk, o, 1, shop.arena, &offers, &err));
    ck_assert_int_eq(offers.n, 0);
    ck_ok(source_covered(shop.desk, o, shop.arena, &covered, &err));
    ck_assert_int_eq(covered[0].milli, 35000);

    o = testshop_line(&shop, &at, shop.deny, 7); /* 5 are left of all */
    ck_ok(order_offers(shop.desk, o, 2, shop.arena, &offers, &err));
    ck_assert_int_eq(offers.v[0].kind, OFFER_CUT);
    ck_assert_int_eq(offers.v[0].input.qty.milli, 5000);
}
END_TEST

START_TEST(a_line_that_may_wait_is_offered_on_backorder)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.bracket, 50);
    struct offers offers;

    ck_ok(order_offers(shop.desk, o, 1, shop.arena, &offers, &err));

    ck_assert_int_eq(offers.n, 2);
    ck_assert_int_eq(offers.v[0].kind, OFFER_BACKORDER);
    ck_assert_str_eq(offers.v[0].words, "backorder 10");
}
END_TEST

START_TEST(the_same_lines_within_ten_minutes_are_a_duplicate)
{
    struct order *first = testshop_order(&shop, shop.bracket, 2, true);
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.bracket, 2);
    struct duplicates d;

    ck_ok(order_duplicates(shop.desk, o, shop.arena, &d, &err));
    ck_assert_int_eq(d.n, 1);
    ck_assert_str_eq(d.v[0].number, first->number);
    testdesk_wait(shop.desk, 11 * 60000);
    ck_ok(order_duplicates(shop.desk, o, shop.arena, &d, &err));
    ck_assert_int_eq(d.n, 0);
    testdesk_wait(shop.desk, -11 * 60000);
    o = testshop_line(&shop, &at, shop.deny, 1);
    ck_ok(order_duplicates(shop.desk, o, shop.arena, &d, &err));
    ck_assert_int_eq(d.n, 0);
}
END_TEST

START_TEST(the_same_customer_po_is_a_duplicate_at_any_time)
{
    struct order_header po = { .customer_po = "PO-7" };
    struct record_at a = testshop_draft(&shop), b = testshop_draft(&shop);
    struct order_taken taken;
    struct duplicates d;
    struct order *o;

    ck_ok(set(&a, &po, &o));
    testshop_line(&shop, &a, shop.bracket, 2);
    ck_ok(order_take(shop.desk, a, true, shop.arena, &taken, &err));
    testdesk_wait(shop.desk, 40 * INT64_C(86400000));
    ck_ok(set(&b, &po, &o));
    ck_ok(order_duplicates(shop.desk, o, shop.arena, &d, &err));

    ck_assert_int_eq(d.n, 1);
    ck_assert_str_eq(d.v[0].number, taken.number);
}
END_TEST

START_TEST(differences_name_fields_and_lines)
{
    struct record_at at = testshop_draft(&shop);
    struct order *before = testshop_line(&shop, &at, shop.bracket, 2), *now;
    struct order_header po = { .customer_po = "PO-7" };
    struct line_input in = { .item = shop.bracket, .qty = units(3) };
    struct field_diffs diffs;

    ck_ok(set(&at, &po, &now));
    ck_ok(put(&at, 1, &in, &now));
    now = testshop_line(&shop, &at, shop.deny, 1);
    order_compare(before, now, shop.arena, &diffs);

    ck_assert_int_eq(diffs.n, 4);
    ck_assert_str_eq(diffs.v[0].field, "customer_po");
    ck_assert_str_eq(diffs.v[1].field, "line 1");
    ck_assert_str_eq(diffs.v[1].before, "2");
    ck_assert_str_eq(diffs.v[1].now, "3");
    ck_assert_str_eq(diffs.v[2].field, "line 2");
    ck_assert_str_eq(diffs.v[3].field, "total");
}
END_TEST

START_TEST(why_answers_each_question_and_refuses_others)
{
    struct order *o = testshop_order(&shop, shop.bracket, 50, true);
    static const char *const asked[] = { "",    "status", "price",   "price 1",
                                         "tax", "stock",  "stock 1", "credit" };
    const char *text;

    for (size_t i = 0; i < OD_LEN(asked); i++) {
        ck_ok(order_why(shop.desk, o, asked[i], shop.arena, &text, &err));
        ck_assert_int_gt((int)strlen(text), 10);
    }
    ck_refused(order_why(shop.desk, o, "weather", shop.arena, &text, &err), ERR_INVALID);
    ck_refused(order_why(shop.desk, o, "price 9", shop.arena, &text, &err), ERR_INVALID);
}
END_TEST

START_TEST(the_card_says_number_place_and_what_is_missing)
{
    struct order *o = testshop_order(&shop, shop.bracket, 50, true);
    const char *text;

    ck_ok(order_card(shop.desk, o, shop.arena, &text, &err));

    ck_assert_ptr_nonnull(strstr(text, o->number));
    ck_assert_ptr_nonnull(strstr(text, "Missing: 10 of"));
    ck_assert_ptr_nonnull(strstr(text, "240.00 GBP"));
}
END_TEST

START_TEST(an_order_is_found_by_its_number)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);
    struct order_id id;

    ck_ok(order_find(shop.desk, o->number, &id, &err));
    ck_assert_int_eq(id.v, o->id.v);
    ck_ok(order_find(shop.desk, "99999", &id, &err));
    ck_assert_int_eq(id.v, 0);
}
END_TEST

OD_SQL(sql_test_external, "test.external",
       "UPDATE sales_order"
       " SET external_id = $1"
       " WHERE id = $2");

START_TEST(a_number_that_two_orders_go_by_is_refused_with_both)
{
    struct order *one = testshop_order(&shop, shop.bracket, 1, true);
    struct order *other = testshop_order(&shop, shop.bracket, 1, true);
    struct order_id id = { 0 };
    OD_TX tx = { 0 };

    ck_ok(desk_begin(shop.desk, "order.note", &tx, &err));
    OD_STMT *q = sql_write(&tx, &sql_test_external);
    put_text(q, one->number);
    put_i64(q, other->id.v);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));

    ck_refused(order_find(shop.desk, one->number, &id, &err), ERR_STATE);
    ck_assert_int_eq(id.v, 0);
    ck_assert_ptr_nonnull(strstr(err.text, other->number));
}
END_TEST

START_TEST(a_number_that_was_misheard_is_told_from_one_that_is_not_there)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);

    ck_assert(!order_number_is_wrong(o->number));
    ck_assert(order_number_is_wrong("10091")); /* 10019 with two digits swapped */
    ck_assert(!order_number_is_wrong("1019")); /* too short to be ours */
    ck_assert(!order_number_is_wrong("WEB-10191"));
}
END_TEST

static TCase *header_cases(void)
{
    TCase *tc = tcase_create("header");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_new_draft_has_no_number_and_the_desks_defaults);
    tcase_add_test(tc, the_same_key_makes_one_draft);
    tcase_add_test(tc, a_customer_brings_its_address_and_terms);
    tcase_add_test(tc, an_address_of_another_customer_is_refused);
    tcase_add_test(tc, an_inactive_customer_is_refused);
    tcase_add_test(tc, a_wished_date_that_has_passed_is_refused);
    tcase_add_test(tc, a_card_number_in_the_note_is_refused);
    tcase_add_test(tc, typed_prices_forbid_another_currency);
    tcase_add_test(tc, an_exempt_customer_pays_no_tax);
    tcase_add_test(tc, what_is_half_typed_is_kept_without_touching_the_version);
    tcase_add_test(tc, nothing_is_kept_as_typed_in_what_is_no_draft);
    tcase_add_test(tc, drafts_are_listed_newest_first_and_only_ones_own);
    return tc;
}

static TCase *line_cases(void)
{
    TCase *tc = tcase_create("lines");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_line_has_price_tax_and_total);
    tcase_add_test(tc, equal_items_reach_a_price_break_together);
    tcase_add_test(tc, a_typed_price_stays_when_the_quantity_changes);
    tcase_add_test(tc, unlocking_goes_back_to_the_lists);
    tcase_add_test(tc, a_typed_price_is_on_the_record);
    tcase_add_test(tc, another_item_on_a_line_starts_over);
    tcase_add_test(tc, quantities_that_cannot_be_sold_are_refused);
    tcase_add_test(tc, a_site_that_is_not_there_is_refused);
    tcase_add_test(tc, an_item_out_of_sale_is_refused);
    tcase_add_test(tc, an_item_without_a_price_needs_a_typed_one);
    tcase_add_test(tc, a_discount_over_the_users_limit_is_denied);
    tcase_add_test(tc, a_typed_price_is_a_discount_by_another_name);
    tcase_add_test(tc, an_amount_of_discount_counts_against_the_limit_also_when_lines_go);
    tcase_add_test(tc, the_order_discount_is_shared_over_goods_only);
    tcase_add_test(tc, a_stale_version_is_a_conflict_and_changes_nothing);
    tcase_add_test(tc, a_submitted_order_is_no_draft);
    tcase_add_test(tc, a_line_that_is_not_there_is_refused);
    tcase_add_test(tc, a_draft_holds_stock_against_others_for_a_while);
    tcase_add_test(tc, a_line_cut_gives_its_hold_back);
    tcase_add_test(tc, several_lines_go_in_together_or_not_at_all);
    tcase_add_test(tc, a_thousand_lines_fit_and_no_more);
    return tc;
}

static TCase *reading_cases(void)
{
    TCase *tc = tcase_create("reading");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, repeating_takes_the_last_orders_lines_and_names_what_is_gone);
    tcase_add_test(tc, a_preview_says_price_stock_and_the_last_time);
    tcase_add_test(tc, a_preview_of_a_changed_line_looks_at_the_lines_own_site);
    tcase_add_test(tc, prices_are_brought_to_the_orders_tax_mode_before_there_is_a_customer);
    tcase_add_test(tc, a_discarded_draft_without_a_number_is_named_all_the_same);
    tcase_add_test(tc, a_preview_names_the_next_break);
    tcase_add_test(tc, a_short_line_has_ways_out_that_work);
    tcase_add_test(tc, a_line_that_other_sites_would_send_is_not_short);
    tcase_add_test(tc, a_line_that_may_wait_is_offered_on_backorder);
    tcase_add_test(tc, the_same_lines_within_ten_minutes_are_a_duplicate);
    tcase_add_test(tc, the_same_customer_po_is_a_duplicate_at_any_time);
    tcase_add_test(tc, differences_name_fields_and_lines);
    tcase_add_test(tc, why_answers_each_question_and_refuses_others);
    tcase_add_test(tc, the_card_says_number_place_and_what_is_missing);
    tcase_add_test(tc, an_order_is_found_by_its_number);
    tcase_add_test(tc, a_number_that_was_misheard_is_told_from_one_that_is_not_there);
    tcase_add_test(tc, a_number_that_two_orders_go_by_is_refused_with_both);
    return tc;
}

Suite *order_suite(void)
{
    Suite *s = suite_create("order");

    suite_add_tcase(s, header_cases());
    suite_add_tcase(s, line_cases());
    suite_add_tcase(s, reading_cases());
    return s;
}
