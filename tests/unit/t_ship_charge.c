/*
 * What ways to send cost: tables by hand, the charge line of drafts and changes, who has which
 * usual way, and when goods arrive.
 */
#include <string.h>

#include "domain/catalog/item.h"
#include "domain/catalog/ship_method.h"
#include "domain/catalog/tax.h"
#include "domain/desk/exchange.h"
#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/insight/audit.h"
#include "domain/order/charge.h"
#include "domain/order/order.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    testdesk_be(shop.desk, ROLE_MANAGER);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static void says_no(bool done, enum err_code code, const char *words)
{
    ck_assert(!done);
    ck_assert_int_eq(err.code, code);
    ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
    err_clear(&err);
}

static struct ship_method *method(const char *code)
{
    struct ship_method *m;

    ck_ok(ship_method_find(shop.desk, code, shop.arena, &m, &err));
    ck_assert_ptr_nonnull(m);
    return m;
}

static bool add_method(const char *code, const char *charge, int64_t free_from, const char *sites)
{
    const struct ship_method m = { .code = code,
                                   .name = code,
                                   .carrier = "",
                                   .service = "",
                                   .cutoff_minute = -1,
                                   .places = "",
                                   .charge = charge,
                                   .free_from_minor = free_from,
                                   .sites = sites,
                                   .is_active = true };

    err_clear(&err);
    return ship_method_save(shop.desk, &m, &err);
}

static bool rate(const char *code, const char *places, int64_t upto_g, int64_t price, int64_t step)
{
    const struct ship_rate r = {
        .places = places, .upto_g = upto_g, .price_minor = price, .step_minor = step
    };

    err_clear(&err);
    return ship_rate_save(shop.desk, method(code), &r, &err);
}

/* BRK-20 weighs 500 g; POST costs 5.00 up to 2 kg, 8.00 up to 5 kg, then 1.50 a kg. */
static void with_post(int64_t free_from)
{
    struct item *item;

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->weight_g = 500;
    ck_ok(item_save(shop.desk, item, NULL, NULL, &shop.bracket, &err));
    ck_ok(add_method("POST", "FREIGHT", free_from, ""));
    ck_ok(rate("POST", "", 5000, 800, 150));
    ck_ok(rate("POST", "", 2000, 500, 0));
}

static bool set_header(struct record_at *at, const struct order_header *in)
{
    struct order *o;

    err_clear(&err);
    return order_set_header(shop.desk, at, in, shop.arena, &o, &err);
}

static bool send_by(struct record_at *at, const char *code)
{
    const struct order_header in = { .ship_method = code };

    return set_header(at, &in);
}

/* The line of the charge, NULL where the order has none. */
static const struct order_line *charge_of(int64_t id)
{
    const struct order *o = testshop_load(&shop, id);

    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].kind == LINE_CHARGE)
            return &o->lines[i];
    return NULL;
}

static int64_t charge_minor(int64_t id)
{
    const struct order_line *l = charge_of(id);

    ck_assert_ptr_nonnull(l);
    return l->net_minor;
}

/* --- the table -------------------------------------------------------------------------------- */

static struct ship_rate table[] = {
    { .places = "", .upto_g = 2000, .price_minor = 2900 },
    { .places = "", .upto_g = 10000, .price_minor = 4900, .step_minor = 300 },
    { .places = "GB", .upto_g = 1000, .price_minor = 450 },
    { .places = "GB", .upto_g = 5000, .price_minor = 700 },
    { .places = "GB", .upto_g = 20000, .price_minor = 1200, .step_minor = 60 },
    { .places = "GB:BT, GB:JE", .upto_g = 5000, .price_minor = 1500 },
    { .places = "US:CA, US:NY", .upto_g = 5000, .price_minor = 3500 },
};

static int64_t price(const char *country, const char *region, const char *postcode, int64_t grams)
{
    const struct ship_rates rates = { table, (int)OD_LEN(table) };
    const struct ship_to to = { country, region, postcode };
    int64_t out = -1;

    return ship_rate_price(&rates, &to, grams, &out, NULL) ? out : -1;
}

START_TEST(prices_by_hand)
{
    static const struct {
        const char *country, *region, *postcode;
        int64_t grams, minor;
    } cases[] = {
        { "GB", "", "LS10 1AA", 0, 450 },       { "GB", "", "LS10 1AA", 1000, 450 },
        { "GB", "", "LS10 1AA", 1001, 700 },    { "GB", "", "LS10 1AA", 5001, 1200 },
        { "GB", "", "LS10 1AA", 20000, 1200 },  { "GB", "", "LS10 1AA", 20001, 1260 },
        { "GB", "", "LS10 1AA", 21000, 1260 },  { "GB", "", "LS10 1AA", 21001, 1320 },
        { "GB", "", "bt1 2ab", 4000, 1500 },    { "GB", "", "B T1", 5001, -1 },
        { "FR", "", "75001", 2000, 2900 },      { "FR", "", "75001", 12500, 5800 },
        { "US", "CA", "90001", 5000, 3500 },    { "US", "ny", "10001", 1, 3500 },
        { "US", "TX", "73301", 1, 2900 },       { "", "", "", 1, 2900 },
    };

    for (size_t i = 0; i < OD_LEN(cases); i++)
        ck_assert_msg(price(cases[i].country, cases[i].region, cases[i].postcode,
                            cases[i].grams) == cases[i].minor,
                      "case %zu", i);
}
END_TEST

START_TEST(a_price_is_never_negative_and_grows_with_the_weight)
{
    int64_t last = 0;

    for (int64_t grams = 0; grams < 60000; grams += 37) {
        int64_t now = price("GB", "", "LS1", grams);

        ck_assert_int_ge(now, last);
        ck_assert_int_ge(now, 0);
        last = now;
    }
    ck_assert_int_eq(price("GB", "", "LS1", INT64_MAX - 1000), -1);
}
END_TEST

START_TEST(rows_are_saved_as_they_were_seen_and_clean)
{
    struct ship_rates rates;
    struct ship_rate r;

    says_no(add_method("POST", "BRK-20", 0, ""), ERR_INVALID, "no charge");
    says_no(add_method("POST", "", 0, "NOWHERE"), ERR_NOT_FOUND, "no site");
    says_no(add_method("POST", "", -1, ""), ERR_INVALID, "less than 0");
    ck_ok(add_method("POST", "FREIGHT", 0, "leeds,main"));
    ck_assert_str_eq(method("POST")->sites, "LEEDS, MAIN");
    says_no(rate("POST", "", 0, 100, 0), ERR_INVALID, "weight");
    says_no(rate("POST", "", 1000, -1, 0), ERR_INVALID, "less than 0");
    says_no(rate("POST", "", 1000, 1, -1), ERR_INVALID, "less than 0");
    says_no(rate("POST", "England", 1000, 1, 0), ERR_INVALID, "is no place");
    ck_ok(rate("POST", "gb", 1000, 100, 0));
    ck_ok(rate("POST", "GB", 1000, 200, 0));
    ck_ok(ship_rates_load(shop.desk, method("POST"), shop.arena, &rates, &err));
    ck_assert_int_eq(rates.n, 1);
    ck_assert_int_eq(rates.v[0].price_minor, 200);
    r = rates.v[0];
    r.id = 0;
    r.version = SHIP_RATE_NEW;
    says_no(ship_rate_save(shop.desk, method("POST"), &r, &err), ERR_INVALID, "already");
    r = rates.v[0];
    ck_ok(ship_rate_save(shop.desk, method("POST"), &r, &err));
    says_no(ship_rate_save(shop.desk, method("POST"), &r, &err), ERR_CONFLICT, "someone else");
    says_no(ship_rate_drop(shop.desk, method("POST"), &r, &err), ERR_CONFLICT, "someone else");
    r.version = 0;
    ck_ok(ship_rate_drop(shop.desk, method("POST"), &r, &err));
    says_no(ship_rate_drop(shop.desk, method("POST"), &r, &err), ERR_NOT_FOUND, "no such");
}
END_TEST

/* --- the line --------------------------------------------------------------------------------- */

START_TEST(a_draft_is_charged_by_its_weight)
{
    struct record_at at = testshop_draft(&shop);
    const char *why;
    struct order *o;

    with_post(0);
    ck_ok(send_by(&at, "POST"));
    ck_assert_ptr_null(charge_of(at.id));
    testshop_line(&shop, &at, shop.bracket, 4);
    ck_assert_int_eq(charge_minor(at.id), 500);
    testshop_line(&shop, &at, shop.bracket, 1);
    ck_assert_int_eq(charge_minor(at.id), 800);
    testshop_line(&shop, &at, shop.bracket, 6); /* 5.5 kg */
    ck_assert_int_eq(charge_minor(at.id), 950);
    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(o->charges_minor, 950);
    ck_ok(order_why(shop.desk, o, "price", shop.arena, &why, &err));
    ck_assert_msg(strstr(why, "POST takes 5.5 kg to there for 9.50 GBP") != NULL, "%s", why);
    says_no(order_cut_line(shop.desk, &at, charge_of(at.id)->line_no, shop.arena, &o, &err),
            ERR_STATE, "what POST costs");
    ck_ok(send_by(&at, ""));
    ck_assert_ptr_null(charge_of(at.id));
}
END_TEST

/* FREIGHT goes with the goods: brackets at 20 %, deny at 5 %. */
static void with_two_rates(void)
{
    const struct tax_rate_set set = { .zone = "HOME",
                                      .class_code = "low",
                                      .name = "VAT 5%",
                                      .rate = { 50000 },
                                      .category = TAX_STANDARD };
    struct item *item;
    int64_t low;

    ck_ok(tax_class_save(shop.desk, "low", "Low", &low, &err));
    ck_ok(tax_rate_save(shop.desk, &set, &err));
    ck_ok(item_load(shop.desk, shop.deny, shop.arena, &item, &err));
    item->tax_class_id = low;
    ck_ok(item_save(shop.desk, item, NULL, NULL, &shop.deny, &err));
    ck_ok(item_load(shop.desk, shop.freight, shop.arena, &item, &err));
    ck_ok(tax_class_find(shop.desk, "as-goods", &item->tax_class_id, &err));
    ck_ok(item_save(shop.desk, item, NULL, NULL, &shop.freight, &err));
}

static void books_are_right(void)
{
    struct audit audit;

    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s", audit.n > 0 ? audit.v[0].words : "");
}

/* 17.00 at 20 % and 9.99 at 5 %; of the 5.00 go 3.1494 and 1.8506. 20.15 x 20 % = 4.03, 11.84 x 5 %
 * = 0.592 -> 0.59. */
START_TEST(a_charge_is_taxed_as_the_goods_it_goes_with)
{
    const struct action_value v[] = { { "line", "1" }, { "reason", "other" } };
    const struct action_values values = { v, 2 };
    struct record_at at = testshop_draft(&shop);
    const struct order *o;

    with_post(0);
    with_two_rates();
    ck_ok(send_by(&at, "POST"));
    testshop_line(&shop, &at, shop.bracket, 4);
    ck_assert_int_eq(charge_of(at.id)->tax_minor, 100);
    testshop_line(&shop, &at, shop.deny, 1);
    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(o->charges_minor, 500);
    ck_assert_int_eq(o->tax_minor, 403 + 59);
    ck_assert_int_eq(charge_of(at.id)->tax_part_count, 2);
    ck_assert_int_eq(charge_of(at.id)->tax_parts[0].base_minor, 315);
    books_are_right();
    ck_ok(testshop_act(&shop, o, "submit", NULL, NULL, &err));
    books_are_right();
    /* The brackets go: what is sent is taxed at 5 %, and so is its sending. */
    at.version = testshop_load(&shop, at.id)->version;
    ck_ok(act(shop.desk, &order_document, at, "cancel_line", &values, &err));
    ck_assert_int_eq(charge_of(at.id)->tax_part_count, 0);
    ck_assert_int_eq(charge_of(at.id)->tax_rate.ppm, 50000);
    books_are_right();
}
END_TEST

START_TEST(only_charges_go_with_goods)
{
    struct item *item;

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    ck_ok(tax_class_find(shop.desk, "as-goods", &item->tax_class_id, &err));
    says_no(item_save(shop.desk, item, NULL, NULL, &shop.bracket, &err), ERR_INVALID,
            "Only a charge");
    with_two_rates();
    ck_ok(item_load(shop.desk, shop.freight, shop.arena, &item, &err));
    item->kind = ITEM_SERVICE;
    says_no(item_save(shop.desk, item, NULL, NULL, &shop.freight, &err), ERR_INVALID,
            "Only a charge");
}
END_TEST

START_TEST(a_typed_charge_stays)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = {
        .item = shop.freight, .qty = { QTY_PER_UNIT }, .has_price = true, .price = { 1000000 }
    };
    struct order *o;

    with_post(0);
    ck_ok(send_by(&at, "POST"));
    testshop_line(&shop, &at, shop.bracket, 4);
    ck_ok(order_put_line(shop.desk, &at, charge_of(at.id)->line_no, &in, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 8);
    ck_assert_int_eq(charge_minor(at.id), 100);
    in.has_price = false;
    in.is_unlock = true;
    ck_ok(order_put_line(shop.desk, &at, charge_of(at.id)->line_no, &in, shop.arena, &o, &err));
    ck_assert_int_eq(charge_minor(at.id), 950);
}
END_TEST

START_TEST(goods_of_enough_value_are_sent_free)
{
    struct record_at at = testshop_draft(&shop);

    with_post(4000);
    ck_ok(send_by(&at, "POST"));
    testshop_line(&shop, &at, shop.bracket, 9); /* 38.25 */
    ck_assert_int_eq(charge_minor(at.id), 800);
    testshop_line(&shop, &at, shop.bracket, 1); /* from ten on 4.00 each: 40.00 */
    ck_assert_int_eq(charge_minor(at.id), 0);
}
END_TEST

START_TEST(a_charge_is_in_the_money_of_the_order)
{
    struct exchange_rate eur = { .currency = "EUR", .rate = { 800000000 }, .source = "" };
    const struct order_header in = { .currency = "EUR" };
    struct record_at at = testshop_draft(&shop);

    with_post(0);
    eur.from = desk_today(shop.desk);
    ck_ok(exchange_rate_save(shop.desk, &eur, &err));
    ck_ok(set_header(&at, &in));
    ck_ok(send_by(&at, "POST"));
    testshop_line(&shop, &at, shop.bracket, 4);
    ck_assert_int_eq(charge_minor(at.id), 625);
}
END_TEST

START_TEST(what_has_no_price_is_not_placed)
{
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;

    ck_ok(add_method("FAR", "FREIGHT", 0, ""));
    ck_ok(rate("FAR", "IE", 1000, 900, 0));
    ck_ok(send_by(&at, "FAR"));
    testshop_line(&shop, &at, shop.bracket, 1);
    ck_assert_ptr_null(charge_of(at.id));
    says_no(order_take(shop.desk, at, true, shop.arena, &taken, &err), ERR_STATE,
            "FAR has no price to GB LS1 4AB");
    ck_ok(add_method("NORTH", "", 0, "LEEDS"));
    says_no(send_by(&at, "NORTH"), ERR_STATE, "does not leave from site");
}
END_TEST

START_TEST(a_change_charges_anew)
{
    struct order_change *change = arena_new_of(shop.arena, struct order_change);
    struct change_line more = { .line_no = 1, .has_qty = true, .in.qty = { 8 * QTY_PER_UNIT } };
    struct record_at at = testshop_draft(&shop);
    struct change_preview p;
    struct order_taken taken;
    struct order *o;

    with_post(0);
    ck_ok(add_method("VAN", "", 0, ""));
    ck_ok(send_by(&at, "POST"));
    testshop_line(&shop, &at, shop.bracket, 4);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    ck_ok(rate("POST", "", 2000, 600, 0));
    change->order = o->id;
    change->base_version = o->version;
    change->header.note = "By the back door";
    ck_ok(change_apply(shop.desk, change, shop.arena, &p, &err));
    ck_assert_int_eq(charge_minor(at.id), 500); /* nothing of that costs more */
    o = testshop_load(&shop, at.id);
    *change = (struct order_change){ .order = o->id, .base_version = o->version };
    change_put_line(change, o, &more, shop.arena);
    ck_ok(change_apply(shop.desk, change, shop.arena, &p, &err));
    ck_assert_int_eq(charge_minor(at.id), 800);
    o = testshop_load(&shop, at.id);
    *change = (struct order_change){ .order = o->id, .base_version = o->version };
    change->header.ship_method = "VAN";
    ck_ok(change_apply(shop.desk, change, shop.arena, &p, &err));
    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(o->charges_minor, 0);
    ck_assert_int_eq(charge_of(at.id)->canceled.milli, QTY_PER_UNIT);
}
END_TEST

/* --- usual ways, days ------------------------------------------------------------------------- */

START_TEST(the_usual_way_is_the_customers_then_the_channels_then_the_sites)
{
    static const char *const codes[] = { "FIRM", "SITE", "PHONE", "OWN" };
    const struct company *firm = desk_company(shop.desk);
    struct customer *acme;
    struct record_at at;

    for (size_t i = 0; i < OD_LEN(codes); i++)
        ck_ok(add_method(codes[i], "", 0, ""));
    at = testshop_draft(&shop);
    ck_assert_str_eq(testshop_load(&shop, at.id)->ship_method, "");
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(setting_set(shop.desk, "order.ship_method", "FIRM", &err));
    at = testshop_draft(&shop);
    ck_assert_str_eq(testshop_load(&shop, at.id)->ship_method, "FIRM");
    ck_ok(ship_usual_set(shop.desk, SHIP_USUAL_SITE, firm->site.v, 0, "site", &err));
    at = testshop_draft(&shop);
    ck_assert_str_eq(testshop_load(&shop, at.id)->ship_method, "SITE");
    ck_ok(ship_usual_set(shop.desk, SHIP_USUAL_CHANNEL, firm->channel.v, 0, "PHONE", &err));
    at = testshop_draft(&shop);
    ck_assert_str_eq(testshop_load(&shop, at.id)->ship_method, "PHONE");
    ck_ok(customer_load(shop.desk, shop.acme, shop.arena, &acme, &err));
    ck_ok(ship_usual_set(shop.desk, SHIP_USUAL_CUSTOMER, acme->id.v, acme->version, "OWN", &err));
    says_no(ship_usual_set(shop.desk, SHIP_USUAL_CUSTOMER, acme->id.v, acme->version, "OWN", &err),
            ERR_CONFLICT, "someone else");
    says_no(ship_usual_set(shop.desk, SHIP_USUAL_CUSTOMER, shop.acme.v, 0, "NONE", &err),
            ERR_INVALID, "There are");
    at = testshop_draft(&shop);
    ck_assert_str_eq(testshop_load(&shop, at.id)->ship_method, "OWN");
    ck_ok(send_by(&at, "SITE"));
    ck_ok(set_header(&at, &(struct order_header){ .customer = &shop.acme }));
    ck_assert_str_eq(testshop_load(&shop, at.id)->ship_method, "SITE"); /* chosen, so it stays */
}
END_TEST

static struct customer *acme(void)
{
    struct customer *c;

    ck_ok(customer_load(shop.desk, shop.acme, shop.arena, &c, &err));
    return c;
}

START_TEST(a_customer_is_saved_with_its_usual_way_and_the_sites_it_is_kept_from)
{
    struct customer *c = acme(), *seen;
    struct ship_method *m;
    struct customer_id id;

    c->ship_method = "any words";
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &id, &err));
    ck_ok(add_method("POST", "", 0, ""));
    c = acme();
    ck_assert_str_eq(c->ship_method, "any words");
    c->ship_method = "pigeon";
    says_no(customer_save(shop.desk, c, NULL, NULL, &id, &err), ERR_INVALID, "There are: POST");
    c->ship_method = "post";
    c->not_from = "nix";
    says_no(customer_save(shop.desk, c, NULL, NULL, &id, &err), ERR_NOT_FOUND, "no site nix");
    c->not_from = "leeds,  main leeds";
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &id, &err));
    seen = acme();
    ck_assert_str_eq(seen->ship_method, "POST");
    ck_assert_str_eq(seen->not_from, "MAIN, LEEDS");
    ck_assert_int_eq(seen->version, c->version + 1);

    /* A method that is out of use stays with who has it; nobody else gets it. */
    m = method("POST");
    m->is_active = false;
    ck_ok(ship_method_save(shop.desk, m, &err));
    ck_ok(add_method("OTHER", "", 0, ""));
    seen->note = "another note";
    seen->not_from = "";
    ck_ok(customer_save(shop.desk, seen, NULL, NULL, &id, &err));
    ck_assert_str_eq(acme()->ship_method, "POST");
    ck_assert_str_eq(acme()->not_from, "");
    /* What was typed over an older state is no more than that. */
    says_no(customer_save(shop.desk, seen, NULL, NULL, &id, &err), ERR_CONFLICT, "someone else");
}
END_TEST

START_TEST(ways_are_listed_with_price_and_day)
{
    struct record_at at = testshop_draft(&shop);
    struct ship_ways ways;
    struct ship_method *m;

    with_post(0);
    ck_ok(add_method("IRISH", "", 0, ""));
    m = method("IRISH");
    m->places = "IE";
    ck_ok(ship_method_save(shop.desk, m, &err));
    m = method("POST");
    m->min_days = 1;
    m->max_days = 2;
    ck_ok(ship_method_save(shop.desk, m, &err));
    testshop_line(&shop, &at, shop.bracket, 4);
    ck_ok(order_ship_ways(shop.desk, testshop_load(&shop, at.id), shop.arena, &ways, &err));
    ck_assert_int_eq(ways.n, 2);
    ck_assert_msg(strstr(ways.v[0].why_not, "does not go to GB") != NULL, "%s", ways.v[0].why_not);
    ck_assert_str_eq(ways.v[1].price, "5.00");
    ck_assert_int_gt(date_cmp(ways.v[1].last, ways.v[1].first), 0);
}
END_TEST

START_TEST(what_leaves_on_friday_arrives_on_working_days)
{
    const struct date friday = { 2026, 11, 27 };
    struct ship_method m = { .min_days = 1, .max_days = 3 };
    struct date first, last;

    ship_method_arrives(&m, friday, &first, &last);
    ck_assert_int_eq(date_cmp(first, (struct date){ 2026, 11, 30 }), 0);
    ck_assert_int_eq(date_cmp(last, (struct date){ 2026, 12, 2 }), 0);
    m.min_days = m.max_days = 0;
    ship_method_arrives(&m, friday, &first, &last);
    ck_assert(!date_is_set(first) && !date_is_set(last));
}
END_TEST

Suite *ship_charge_suite(void)
{
    Suite *suite = suite_create("ship_charge");
    TCase *tests = tcase_create("ship_charge");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, prices_by_hand);
    tcase_add_test(tests, a_price_is_never_negative_and_grows_with_the_weight);
    tcase_add_test(tests, rows_are_saved_as_they_were_seen_and_clean);
    tcase_add_test(tests, a_draft_is_charged_by_its_weight);
    tcase_add_test(tests, a_charge_is_taxed_as_the_goods_it_goes_with);
    tcase_add_test(tests, only_charges_go_with_goods);
    tcase_add_test(tests, a_typed_charge_stays);
    tcase_add_test(tests, goods_of_enough_value_are_sent_free);
    tcase_add_test(tests, a_charge_is_in_the_money_of_the_order);
    tcase_add_test(tests, what_has_no_price_is_not_placed);
    tcase_add_test(tests, a_change_charges_anew);
    tcase_add_test(tests, the_usual_way_is_the_customers_then_the_channels_then_the_sites);
    tcase_add_test(tests, a_customer_is_saved_with_its_usual_way_and_the_sites_it_is_kept_from);
    tcase_add_test(tests, ways_are_listed_with_price_and_day);
    tcase_add_test(tests, what_leaves_on_friday_arrives_on_working_days);
    suite_add_tcase(suite, tests);
    return suite;
}
