/*
 * Cash rounding: the steps that are set, what is rounded to them, and when.
 */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/limits.h"
#include "domain/catalog/tax.h"
#include "domain/desk/cash.h"
#include "domain/desk/setting.h"
#include "domain/insight/audit.h"
#include "domain/order/order_rules.h"
#include "domain/party/terms.h"
#include "store/stmt.h"
#include "store/tx.h"
#include "support/rng.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;
static int64_t cash_terms;

static void set_up(void)
{
    struct payment_terms *t;

    err_clear(&err);
    testshop_open(&shop);
    ck_ok(setting_set(shop.desk, "order.cash_steps", "gbp 0.5", &err));
    ck_ok(payment_terms_find(shop.desk, "cod", shop.arena, &t, &err));
    ck_assert(t->is_cash);
    cash_terms = t->id;
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static void be_cash(struct customer *c)
{
    c->payment_terms_id = cash_terms;
}

/* --- steps ------------------------------------------------------------------------------------ */

START_TEST(steps_are_read_and_kept_in_the_digits_of_their_currency)
{
    OD_ARENA *tmp = arena_new();
    struct cash_steps steps;

    ck_ok(cash_steps_parse(" chf 0.05 ,SEK  1, JPY 10", &steps, &err));
    ck_assert_str_eq(cash_steps_format(&steps, tmp), "CHF 0.05, SEK 1.00, JPY 10");
    ck_assert_int_eq(cash_step_of(&steps, "CHF"), 5);
    ck_assert_int_eq(cash_step_of(&steps, "JPY"), 10);
    ck_assert_int_eq(cash_step_of(&steps, "EUR"), 0);
    ck_ok(cash_steps_parse("", &steps, &err));
    ck_assert_int_eq(steps.n, 0);
    ck_ok(cash_steps_parse("CHF 10000", &steps, &err));
}
END_TEST

START_TEST(steps_that_make_no_sense_are_refused_at_the_value)
{
    static const struct {
        const char *text;
        enum err_code code;
    } rows[] = {
        { "CHF", ERR_INVALID },           { "CHF x", ERR_INVALID },
        { "XXQ 1", ERR_INVALID },         { "CHFS 1", ERR_INVALID },
        { "CHF 0.001", ERR_INVALID },     { "JPY 0.5", ERR_INVALID },
        { "CHF 0", ERR_INVALID },         { "CHF -1", ERR_INVALID },
        { "CHF 1, chf 1", ERR_INVALID },  { "CHF 10000.01", ERR_LIMIT },
        { "CHF 1                                         0", ERR_LIMIT },
    };
    struct cash_steps steps = { .n = 7 };

    for (size_t i = 0; i < OD_LEN(rows); i++) {
        ck_refused(cash_steps_parse(rows[i].text, &steps, &err), rows[i].code);
        ck_assert_str_eq(err.field, "value");
        ck_assert_int_eq(steps.n, 7);
    }
    ck_refused(setting_set(shop.desk, "order.cash_steps", "GBP 0.001", &err), ERR_INVALID);
    ck_assert_int_eq(cash_step_of(&desk_company(shop.desk)->cash_steps, "GBP"), 50);
}
END_TEST

START_TEST(half_a_step_goes_away_from_zero)
{
    ck_assert_int_eq(cash_rounding(1025, 50), 25);
    ck_assert_int_eq(cash_rounding(1024, 50), -24);
    ck_assert_int_eq(cash_rounding(-1025, 50), -25);
    ck_assert_int_eq(cash_rounding(1050, 50), 0);
    ck_assert_int_eq(cash_rounding(24, 50), -24);
    ck_assert_int_eq(cash_rounding(1049, 0), 0);
}
END_TEST

/* --- every total ------------------------------------------------------------------------------ */

static void price(struct order *o, struct rng *r)
{
    for (int i = 0; i < o->line_count; i++)
        o->lines[i] = (struct order_line){
            .line_no = i + 1,
            .kind = i == 2 ? LINE_CHARGE : LINE_STOCK,
            .sku = "X",
            .tax_class_id = 1,
            .ordered = { (int64_t)rng_below(r, 20000) },
            .unit_price = { (int64_t)(rng_next(r) >> (20 + rng_below(r, 40))) % LIMIT_PRICE_V },
        };
    o->disc.ppm = (int32_t)rng_below(r, 300000);
    o->is_tax_incl = rng_below(r, 2) != 0;
    o->tax_round = 1 + (int)rng_below(r, 3);
}

static void round_one(const char *currency, int64_t step, struct rng *r)
{
    struct tax_rate at_20[] = { { 1, { 200000 }, TAX_STANDARD, "VAT", "", 1 } };
    const struct tax_rates rates = { .v = at_20, .n = 1 };
    OD_ARENA *tmp = arena_new();
    struct order_line lines[3], again[3];
    struct order o = { .status = ORDER_DRAFT, .fx = { FX_ONE }, .lines = lines, .line_count = 3 };
    struct order exact;

    memcpy(o.currency, currency, 3);
    price(&o, r);
    memcpy(again, lines, sizeof again);
    exact = o;
    exact.lines = again;
    o.cash_step_minor = step;
    if (!order_total(&o, &rates, tmp, &err)) {
        ck_assert_int_eq(err.code, ERR_LIMIT);
        return;
    }
    ck_ok(order_total(&exact, &rates, tmp, &err));
    ck_assert_int_eq(o.total_minor % step, 0);
    ck_assert_int_le(2 * llabs(o.rounding_minor), step);
    ck_assert_int_eq(o.total_minor - o.rounding_minor, exact.total_minor);
    ck_assert_int_eq(o.tax_minor, exact.tax_minor);
    ck_assert_int_eq(o.base_total_minor, o.total_minor);
    ck_ok(order_is_sound(&o, &err));
    o.rounding_minor += step;
    o.total_minor += step;
    ck_refused(order_is_sound(&o, &err), ERR_BUG);
}

START_TEST(every_total_is_the_nearest_that_can_be_paid_and_its_tax_the_same)
{
    static const char *const currencies[] = { "JPY", "CHF", "SEK", "KWD", "CLF" };
    static const int64_t steps[] = { 1, 2, 5, 10, 20, 25, 50, 100, 500, 1000, 100000 };
    struct rng r = { 20261127 };

    for (size_t c = 0; c < OD_LEN(currencies); c++)
        for (size_t s = 0; s < OD_LEN(steps); s++)
            for (int i = 0; i < 40; i++)
                round_one(currencies[c], steps[s], &r);
}
END_TEST

/* --- orders ----------------------------------------------------------------------------------- */

static struct order *order_of(struct customer_id customer, int units, bool is_taken)
{
    const struct line_input line = { .item = shop.bracket, .qty = { units * QTY_PER_UNIT } };
    const struct order_new in = { .customer = customer,
                                  .lines = &line,
                                  .line_count = 1,
                                  .is_submit = is_taken,
                                  .is_confirm = is_taken };
    struct order_taken taken;

    ck_ok(order_create(shop.desk, &in, shop.arena, &taken, &err));
    return testshop_load(&shop, taken.id.v);
}

START_TEST(only_what_is_paid_in_cash_is_rounded)
{
    struct customer_id payer = testshop_customer(&shop, "CASH", be_cash);
    const struct order *cash = order_of(payer, 3, true), *bill = order_of(shop.acme, 3, true);
    const char *card, *why;

    ck_assert_int_eq(bill->total_minor, 1530);
    ck_assert_int_eq(bill->rounding_minor, 0);
    ck_assert_str_eq(order_rounding_words(shop.desk, bill, shop.arena), "");
    ck_assert_int_eq(cash->goods_minor, bill->goods_minor);
    ck_assert_int_eq(cash->tax_minor, bill->tax_minor);
    ck_assert_int_eq(cash->rounding_minor, 20);
    ck_assert_int_eq(cash->total_minor, 1550);
    ck_assert_int_eq(cash->base_total_minor, 1550);
    ck_assert_str_eq(order_rounding_words(shop.desk, cash, shop.arena), "  Cash rounding +0.20");
    ck_ok(order_card(shop.desk, cash, shop.arena, &card, &err));
    ck_assert_ptr_nonnull(strstr(card, "rounded to 0.50 (+0.20)"));
    ck_ok(order_why(shop.desk, cash, "tax", shop.arena, &why, &err));
    ck_assert_ptr_nonnull(strstr(why, "rounded to 0.50: +0.20, without tax"));
}
END_TEST

START_TEST(a_placed_order_keeps_its_step_and_a_draft_follows)
{
    struct customer_id payer = testshop_customer(&shop, "CASH", be_cash);
    struct order *placed = order_of(payer, 3, true), *draft = order_of(payer, 3, false);
    struct record_at at = { draft->id.v, draft->version };
    const struct action_value v[] = { { "line", "1" }, { "reason", "other" }, { "qty", "1" } };
    const struct action_values values = { v, 3 };

    ck_assert_int_eq(draft->total_minor, 1550);
    ck_ok(setting_set(shop.desk, "order.cash_steps", "", &err));
    ck_ok(act(shop.desk, &order_document, (struct record_at){ placed->id.v, placed->version },
              "cancel_line", &values, &err));
    placed = testshop_load(&shop, placed->id.v);
    ck_assert_int_eq(placed->cash_step_minor, 50);
    ck_assert_int_eq(placed->total_minor, 1000); /* of 10.20 */
    ck_assert_int_eq(placed->rounding_minor, -20);

    draft = testshop_line(&shop, &at, shop.bracket, 1);
    ck_assert_int_eq(draft->rounding_minor, 0);
    ck_assert_int_eq(draft->total_minor, 2040);
}
END_TEST

START_TEST(a_draft_follows_its_customer_and_currency)
{
    struct customer_id payer = testshop_customer(&shop, "CASH", be_cash);
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.bracket, 3);

    ck_assert_int_eq(o->total_minor, 1530);
    ck_ok(order_set_header(shop.desk, &at, &(struct order_header){ .customer = &payer }, shop.arena,
                           &o, &err));
    ck_assert_int_eq(o->total_minor, 1550);
    ck_ok(order_set_header(shop.desk, &at, &(struct order_header){ .customer = &shop.acme },
                           shop.arena, &o, &err));
    ck_assert_int_eq(o->total_minor, 1530);
    ck_assert_int_eq(o->cash_step_minor, 0);
}
END_TEST

START_TEST(check_is_content_with_rounded_orders_and_finds_one_that_is_not)
{
    struct customer_id payer = testshop_customer(&shop, "CASH", be_cash);
    struct order *o = order_of(payer, 3, true);
    const struct sql damage = { "test.damage",
                                "UPDATE sales_order SET rounding_minor = 0 WHERE id = $1", NULL,
                                NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;
    struct audit audit;

    ck_ok(audit_run(shop.desk, 0, shop.arena, &audit, &err));
    ck_assert_int_eq(audit.n, 0);
    ck_ok(tx_begin(desk_db(shop.desk), 1000, &tx, &err));
    q = sql_write(&tx, &damage);
    put_i64(q, o->id.v);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
    ck_ok(audit_run(shop.desk, 0, shop.arena, &audit, &err));
    ck_assert_int_eq(audit.n, 1);
    ck_assert_str_eq(audit.v[0].check, "order.sound");
}
END_TEST

/* --- terms ------------------------------------------------------------------------------------ */

START_TEST(terms_are_added_and_changed_and_nobody_is_overwritten)
{
    struct payment_terms fresh = { .code = "till", .name = "At the till", .is_cash = true }, *t;

    ck_ok(payment_terms_save(shop.desk, &fresh, &err));
    ck_refused(payment_terms_save(shop.desk, &fresh, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "code");
    ck_ok(payment_terms_find(shop.desk, "TILL", shop.arena, &t, &err));
    ck_assert_str_eq(t->code, "TILL");
    t->is_cash = false;
    ck_ok(payment_terms_save(shop.desk, t, &err));
    ck_refused(payment_terms_save(shop.desk, t, &err), ERR_CONFLICT);
    fresh.code = "T2";
    fresh.days = TERMS_DAYS_MAX + 1;
    ck_refused(payment_terms_save(shop.desk, &fresh, &err), ERR_LIMIT);
    fresh.days = TERMS_DAYS_MAX;
    fresh.name = " ";
    ck_refused(payment_terms_save(shop.desk, &fresh, &err), ERR_INVALID);
    fresh.name = "Late";
    ck_ok(payment_terms_save(shop.desk, &fresh, &err));
    testdesk_be(shop.desk, ROLE_CLERK);
    fresh.code = "T3";
    ck_refused(payment_terms_save(shop.desk, &fresh, &err), ERR_DENIED);
}
END_TEST

Suite *cash_suite(void)
{
    Suite *suite = suite_create("cash");
    TCase *tc = tcase_create("cash");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, steps_are_read_and_kept_in_the_digits_of_their_currency);
    tcase_add_test(tc, steps_that_make_no_sense_are_refused_at_the_value);
    tcase_add_test(tc, half_a_step_goes_away_from_zero);
    tcase_add_test(tc, every_total_is_the_nearest_that_can_be_paid_and_its_tax_the_same);
    tcase_add_test(tc, only_what_is_paid_in_cash_is_rounded);
    tcase_add_test(tc, a_placed_order_keeps_its_step_and_a_draft_follows);
    tcase_add_test(tc, a_draft_follows_its_customer_and_currency);
    tcase_add_test(tc, check_is_content_with_rounded_orders_and_finds_one_that_is_not);
    tcase_add_test(tc, terms_are_added_and_changed_and_nobody_is_overwritten);
    suite_add_tcase(suite, tc);
    return suite;
}
