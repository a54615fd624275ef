/*
 * Payment terms that are agreed for one order: in its draft, in a change, and who may give time.
 */
#include <string.h>

#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/order/order_rules.h"
#include "domain/party/customer.h"
#include "domain/party/terms.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void add_terms(const char *code, const char *name, int days)
{
    const struct payment_terms t = { .code = code, .name = name, .days = days };

    ck_ok(payment_terms_save(shop.desk, &t, &err));
}

static int64_t cod_id(void)
{
    struct payment_terms *t;

    ck_ok(payment_terms_find(shop.desk, "COD", shop.arena, &t, &err));
    ck_assert_ptr_nonnull(t);
    return t->id;
}

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    ck_ok(setting_set(shop.desk, "order.cash_steps", "GBP 0.5", &err));
    add_terms("NET10", "10 days net", 10);
    add_terms("NET60", "60 days net", 60);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static bool set_terms(struct record_at *at, const char *code, struct order **out)
{
    const struct order_header in = { .terms = code };

    err_clear(&err);
    return order_set_header(shop.desk, at, &in, shop.arena, out, &err);
}

START_TEST(a_draft_has_its_customers_terms_or_those_that_are_said)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.bracket, 3);

    ck_assert_str_eq(o->terms_code, "NET30");
    ck_ok(set_terms(&at, "net10", &o));
    ck_assert_str_eq(o->terms_code, "NET10");
    ck_assert_str_eq(testshop_load(&shop, at.id)->terms_name, "10 days net");
    ck_ok(set_terms(&at, "-", &o));
    ck_assert_str_eq(o->terms_code, "NET30");
    ck_refused(set_terms(&at, "NET99", &o), ERR_INVALID);
    ck_assert_str_eq(err.field, "terms");
    ck_assert_ptr_nonnull(strstr(err.text, "COD, NET10, NET30, NET60"));
}
END_TEST

START_TEST(more_time_than_its_customer_has_is_a_managers_to_give)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    testdesk_be(shop.desk, ROLE_CLERK);
    ck_ok(set_terms(&at, "NET10", &o));
    ck_refused(set_terms(&at, "NET60", &o), ERR_DENIED);
    ck_assert_str_eq(err.field, "terms");
    testdesk_be(shop.desk, ROLE_MANAGER);
    ck_ok(set_terms(&at, "NET60", &o));
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_ok(set_terms(&at, "NET60", &o)); /* as they stand */
}
END_TEST

START_TEST(cash_on_delivery_is_rounded_as_cash)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.bracket, 3); /* 12.75 and 20 % */

    ck_assert_int_eq(o->total_minor, 1530);
    ck_ok(set_terms(&at, "COD", &o));
    ck_assert_int_eq(o->total_minor, 1550);
    ck_ok(set_terms(&at, "", &o));
    ck_assert_int_eq(o->total_minor, 1530);
}
END_TEST

START_TEST(a_placed_order_keeps_what_its_terms_were_called)
{
    struct order *placed = testshop_order(&shop, shop.bracket, 3, true);
    struct record_at at = testshop_draft(&shop);
    struct payment_terms *t;
    const char *was = placed->terms_name;

    ck_ok(payment_terms_find(shop.desk, "NET30", shop.arena, &t, &err));
    t->name = "A month";
    ck_ok(payment_terms_save(shop.desk, t, &err));
    ck_assert_str_ne(was, "A month");
    placed = testshop_load(&shop, placed->id.v);
    ck_assert_str_eq(placed->terms_name, was);
    ck_assert_str_eq(placed->terms_code, "NET30");
    ck_assert_str_eq(testshop_load(&shop, at.id)->terms_name, "A month");
}
END_TEST

START_TEST(cash_on_delivery_is_how_it_is_paid)
{
    struct record_at at = testshop_draft(&shop);
    struct customer *acme;
    struct order *o;

    ck_ok(set_terms(&at, "COD", &o));
    ck_assert_int_eq(testshop_load(&shop, at.id)->pay_policy, PAY_COD);
    ck_ok(set_terms(&at, "-", &o));
    ck_assert_int_eq(testshop_load(&shop, at.id)->pay_policy, PAY_TERMS);
    ck_ok(customer_load(shop.desk, o->customer, shop.arena, &acme, &err));
    acme->payment_terms_id = cod_id();
    ck_ok(customer_save(shop.desk, acme, NULL, NULL, &acme->id, &err));
    at = testshop_draft(&shop);
    ck_assert_str_eq(testshop_load(&shop, at.id)->terms_code, "COD");
    ck_assert_int_eq(testshop_load(&shop, at.id)->pay_policy, PAY_COD);
}
END_TEST

START_TEST(a_change_of_a_placed_order_has_them_and_rounds_anew)
{
    struct order *o = testshop_order(&shop, shop.bracket, 3, true);
    struct order_change change = { .order = o->id, .base_version = o->version }, *again;
    struct change_preview seen;
    bool is_shown = false;

    change.header.terms = "COD";
    ck_assert(!change_is_empty(&change));
    ck_ok(change_save(shop.desk, &change, &err));
    ck_ok(change_find(shop.desk, o->id, shop.arena, &again, &err));
    ck_assert_str_eq(again->header.terms, "COD");
    ck_ok(change_preview(shop.desk, again, shop.arena, &seen, &err));
    ck_assert_str_eq(seen.refusal, "");
    for (int i = 0; i < seen.diffs.n; i++)
        is_shown = is_shown || strcmp(seen.diffs.v[i].field, "terms") == 0;
    ck_assert(is_shown);
    ck_ok(change_apply(shop.desk, again, shop.arena, &seen, &err));
    o = testshop_load(&shop, o->id.v);
    ck_assert_str_eq(o->terms_code, "COD");
    ck_assert_int_eq(o->total_minor, 1550);
}
END_TEST

Suite *order_terms_suite(void)
{
    Suite *suite = suite_create("order_terms");
    TCase *tests = tcase_create("terms");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_draft_has_its_customers_terms_or_those_that_are_said);
    tcase_add_test(tests, more_time_than_its_customer_has_is_a_managers_to_give);
    tcase_add_test(tests, cash_on_delivery_is_rounded_as_cash);
    tcase_add_test(tests, a_placed_order_keeps_what_its_terms_were_called);
    tcase_add_test(tests, cash_on_delivery_is_how_it_is_paid);
    tcase_add_test(tests, a_change_of_a_placed_order_has_them_and_rounds_anew);
    suite_add_tcase(suite, tests);
    return suite;
}
