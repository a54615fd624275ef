/*
 * Exchange rates: which one holds, what an order freezes, and what orders in other currencies count
 * in the books and against limits.
 */
#include <string.h>

#include "base/limits.h"
#include "domain/desk/exchange.h"
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

static struct exchange_rate rate_of(const char *currency, int64_t e9, struct date from)
{
    struct exchange_rate rate = { .rate = { e9 }, .from = from, .source = "ECB" };

    memcpy(rate.currency, currency, 3);
    return rate;
}

static void set_rate(const char *currency, int64_t e9)
{
    const struct exchange_rate rate = rate_of(currency, e9, (struct date){ 2026, 11, 20 });

    ck_ok(exchange_rate_save(shop.desk, &rate, &err));
}

static void be_euro(struct customer *c)
{
    memcpy(c->currency, "EUR", 4);
}

static void be_limited_euro(struct customer *c)
{
    be_euro(c);
    c->has_credit_limit = true;
    c->credit_limit_minor = 10000;
}

/* One bracket at a typed price, in the currency of the customer. */
static struct order *typed_order(struct customer_id customer, const char *currency, int64_t price_v)
{
    struct line_input line = {
        .item = shop.bracket, .qty = { 1000 }, .has_price = true, .price = { price_v }
    };
    struct order_header header = { .currency = currency };
    const struct order_new in = { .customer = customer,
                                  .header = currency ? &header : NULL,
                                  .lines = &line,
                                  .line_count = 1,
                                  .is_submit = true };
    struct order_taken taken;

    ck_ok(order_create(shop.desk, &in, shop.arena, &taken, &err));
    return testshop_load(&shop, taken.id.v);
}

START_TEST(the_newest_rate_up_to_the_day_holds)
{
    struct exchange_rate rate = rate_of("EUR", 860000000, (struct date){ 2026, 11, 1 }), got;
    struct exchange_rates all;

    ck_ok(exchange_rate_save(shop.desk, &rate, &err));
    rate.from.day = 20;
    rate.rate.e9 = 870000000;
    ck_ok(exchange_rate_save(shop.desk, &rate, &err));
    ck_ok(
        exchange_rate_on(shop.desk, "EUR", (struct date){ 2026, 10, 31 }, shop.arena, &got, &err));
    ck_assert_int_eq(got.rate.e9, 0);
    ck_ok(exchange_rate_on(shop.desk, "EUR", (struct date){ 2026, 11, 1 }, shop.arena, &got, &err));
    ck_assert_int_eq(got.rate.e9, 860000000);
    ck_ok(
        exchange_rate_on(shop.desk, "EUR", (struct date){ 2026, 11, 20 }, shop.arena, &got, &err));
    ck_assert_int_eq(got.rate.e9, 870000000);
    ck_assert_str_eq(got.source, "ECB");
    ck_ok(
        exchange_rate_on(shop.desk, "GBP", (struct date){ 2026, 11, 20 }, shop.arena, &got, &err));
    ck_assert_int_eq(got.rate.e9, FX_ONE);

    ck_ok(exchange_rates_load(shop.desk, NULL, 10, shop.arena, &all, &err));
    ck_assert_int_eq(all.n, 2);
    ck_assert_int_eq(all.v[0].rate.e9, 870000000); /* newest first */
    ck_ok(exchange_rates_load(shop.desk, "JPY", 10, shop.arena, &all, &err));
    ck_assert_int_eq(all.n, 0);
}
END_TEST

START_TEST(a_rate_of_the_same_day_is_replaced_and_a_stale_one_refused)
{
    struct exchange_rate rate = rate_of("EUR", 860000000, (struct date){ 2026, 11, 20 });
    struct exchange_rates all;

    ck_ok(exchange_rate_save(shop.desk, &rate, &err));
    ck_ok(exchange_rate_save(shop.desk, &rate, &err)); /* says the same */
    ck_ok(exchange_rates_load(shop.desk, "EUR", 10, shop.arena, &all, &err));
    ck_assert_int_eq(all.n, 1);
    ck_assert_int_eq(all.v[0].version, 1);
    rate.rate.e9 = 865000000;
    rate.version = 1;
    ck_ok(exchange_rate_save(shop.desk, &rate, &err));
    rate.rate.e9 = 870000000;
    ck_refused(exchange_rate_save(shop.desk, &rate, &err), ERR_CONFLICT);
    ck_ok(exchange_rate_drop(shop.desk, "EUR", rate.from, &err));
    ck_refused(exchange_rate_drop(shop.desk, "EUR", rate.from, &err), ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_wrong_rate_is_refused_where_it_is_wrong)
{
    struct exchange_rate rate = rate_of("EUR", 0, (struct date){ 0 });

    ck_refused(exchange_rate_save(shop.desk, &rate, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "rate");
    rate.rate.e9 = LIMIT_FX_E9 + 1;
    ck_refused(exchange_rate_save(shop.desk, &rate, &err), ERR_LIMIT);
    rate.rate.e9 = LIMIT_FX_E9;
    ck_ok(exchange_rate_save(shop.desk, &rate, &err));
    rate = rate_of("GBP", FX_ONE, (struct date){ 0 });
    ck_refused(exchange_rate_save(shop.desk, &rate, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "currency");
    rate = rate_of("XXX", FX_ONE, (struct date){ 0 });
    ck_refused(exchange_rate_save(shop.desk, &rate, &err), ERR_INVALID);
    testdesk_be(shop.desk, ROLE_CLERK);
    rate = rate_of("EUR", FX_ONE, (struct date){ 0 });
    ck_refused(exchange_rate_save(shop.desk, &rate, &err), ERR_DENIED);
    ck_refused(exchange_rate_drop(shop.desk, "EUR", rate.from, &err), ERR_DENIED);
}
END_TEST

START_TEST(an_order_freezes_its_rate_and_counts_in_the_books_by_it)
{
    struct order *o;

    set_rate("EUR", 860000000);
    o = typed_order(testshop_customer(&shop, "EURO", be_euro), NULL, 100 * 100 * PRICE_PER_MINOR);
    ck_assert_int_eq(o->total_minor, 12000);      /* 100.00 and 20 % */
    ck_assert_int_eq(o->base_total_minor, 10320); /* 120.00 x 0.86 */
    ck_assert_int_eq(o->fx.e9, 860000000);
    ck_assert_str_eq(o->fx_source, "ECB, 2026-11-20");
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT SUM(base_total_minor) FROM metric_hour"),
                     10320);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT base_total_minor FROM order_count"
                                                " WHERE shown_status = 8"),
                     10320);
    set_rate("EUR", 900000000);
    o = testshop_load(&shop, o->id.v);
    ck_assert_int_eq(o->fx.e9, 860000000);
    ck_assert_int_eq(o->base_total_minor, 10320);
}
END_TEST

START_TEST(minor_digits_of_every_length_reach_the_books)
{
    static const struct {
        const char *currency;
        int64_t e9, price_v, total, base; /* price of one; total with 20 %; in pence */
    } cases[] = {
        { "JPY", 5000000, 1000 * PRICE_PER_MINOR, 1200, 600 },        /* 1,200 x 0.005 = 6.00 */
        { "KWD", 2500000000, 1000 * PRICE_PER_MINOR, 1200, 300 },     /* 1.200 x 2.5 = 3.00 */
        { "CLF", 32000000000, 10000 * PRICE_PER_MINOR, 12000, 3840 }, /* 1.2000 x 32 = 38.40 */
        { "USD", 770000000, 333 * PRICE_PER_MINOR, 400, 308 },        /* 4.00 x 0.77 = 3.08 */
        { "JPY", 5200000, 333 * PRICE_PER_MINOR, 400, 208 },          /* 400 x 0.0052 = 2.08 */
    };

    for (size_t i = 0; i < OD_LEN(cases); i++) {
        struct order *o;

        set_rate(cases[i].currency, cases[i].e9);
        o = typed_order(shop.acme, cases[i].currency, cases[i].price_v);
        ck_assert_int_eq(o->total_minor, cases[i].total);
        ck_assert_int_eq(o->base_total_minor, cases[i].base);
    }
}
END_TEST

START_TEST(a_draft_follows_the_rate_of_the_day_until_it_is_placed)
{
    struct record_at at = testshop_draft(&shop);
    struct order_header header = { .currency = "EUR" };
    struct line_input line = { .item = shop.bracket,
                               .qty = { 1000 },
                               .has_price = true,
                               .price = { 10000 * PRICE_PER_MINOR } };
    struct order_taken taken;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    ck_assert_int_eq(o->fx.e9, 0);
    ck_ok(order_put_line(shop.desk, &at, 0, &line, shop.arena, &o, &err));
    ck_assert_int_eq(o->base_total_minor, 0);
    ck_refused(order_take(shop.desk, at, true, shop.arena, &taken, &err), ERR_STATE);
    ck_assert_str_eq(err.field, "currency");
    set_rate("EUR", 860000000);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    ck_assert_int_eq(testshop_load(&shop, taken.id.v)->base_total_minor, 10320);
}
END_TEST

START_TEST(exposure_is_in_the_customers_currency)
{
    struct customer_id id = testshop_customer(&shop, "EURO", be_limited_euro);
    struct order *o;
    struct credit credit;

    set_rate("EUR", 800000000);
    typed_order(id, NULL, 5000 * PRICE_PER_MINOR); /* 60.00 EUR */
    ck_ok(credit_load(shop.desk, id, (struct order_id){ 0 }, &credit, &err));
    ck_assert_int_eq(credit.exposure_minor, 6000);
    o = typed_order(id, "GBP", 2000 * PRICE_PER_MINOR); /* 24.00 GBP are 30.00 EUR */
    ck_assert_int_eq(o->hold_count, 0);
    ck_ok(credit_load(shop.desk, id, (struct order_id){ 0 }, &credit, &err));
    ck_assert_int_eq(credit.exposure_minor, 9000);
    ck_assert_int_eq(credit.room_minor, 1000);
    o = typed_order(id, "GBP", 668 * PRICE_PER_MINOR); /* 8.02 GBP are 10.03 EUR: 0.03 over */
    ck_assert_int_eq(o->hold_count, 1);
    ck_assert_ptr_nonnull(strstr(o->holds[0].note, "10.03"));
    ck_assert_ptr_nonnull(strstr(o->holds[0].note, "0.03"));
}
END_TEST

START_TEST(what_cannot_be_counted_for_want_of_a_rate_holds_the_order)
{
    struct customer_id id = testshop_customer(&shop, "EURO", be_limited_euro);
    struct order *o = typed_order(id, "GBP", 100 * PRICE_PER_MINOR);
    struct credit credit;

    ck_assert_int_eq(o->hold_count, 1);
    ck_assert_ptr_nonnull(strstr(o->holds[0].note, "no exchange rate for EUR"));
    ck_ok(credit_load(shop.desk, id, (struct order_id){ 0 }, &credit, &err));
    ck_assert(credit.is_partial);
}
END_TEST

Suite *exchange_suite(void)
{
    Suite *s = suite_create("exchange");
    TCase *tc = tcase_create("rates");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, the_newest_rate_up_to_the_day_holds);
    tcase_add_test(tc, a_rate_of_the_same_day_is_replaced_and_a_stale_one_refused);
    tcase_add_test(tc, a_wrong_rate_is_refused_where_it_is_wrong);
    tcase_add_test(tc, an_order_freezes_its_rate_and_counts_in_the_books_by_it);
    tcase_add_test(tc, minor_digits_of_every_length_reach_the_books);
    tcase_add_test(tc, a_draft_follows_the_rate_of_the_day_until_it_is_placed);
    tcase_add_test(tc, exposure_is_in_the_customers_currency);
    tcase_add_test(tc, what_cannot_be_counted_for_want_of_a_rate_holds_the_order);
    suite_add_tcase(s, tc);
    return s;
}
