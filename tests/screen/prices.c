/*
 * Prices on screens: lists, rules, groups of customers, exchange rates, what stands in for an item.
 */
#include <string.h>

#include "domain/catalog/price_list.h"
#include "domain/desk/exchange.h"
#include "domain/party/customer.h"
#include "screen/screen_suites.h"

static struct testscreen ts;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* A code line of the palette. */
static void go(const char *line)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, line);
    testscreen_press(&ts, "Enter");
}

static struct item *item_of(const char *sku)
{
    struct item *item = NULL;

    ck_ok(item_find(ts.desk, sku, (struct channel_id){ 0 }, ts.shop.arena, &item, &err));
    ck_assert_ptr_nonnull(item);
    return item;
}

static struct price_rules rules_of(const char *sku)
{
    struct price_rules rules;

    ck_ok(price_rules_of_item(ts.desk, item_of(sku)->id, ts.shop.arena, &rules, &err));
    return rules;
}

static struct price_list *list_of(const char *code)
{
    struct price_list *list = NULL;

    ck_ok(price_list_find(ts.desk, code, ts.shop.arena, &list, &err));
    ck_assert_ptr_nonnull(list);
    return list;
}

static struct customer *customer_of(const char *code)
{
    struct customer *customer = NULL;

    ck_ok(customer_find(ts.desk, code, ts.shop.arena, &customer, &err));
    ck_assert_ptr_nonnull(customer);
    return customer;
}

/* --- rules ------------------------------------------------------------------------------------ */

START_TEST(a_rule_is_made_changed_and_ended_on_the_page_of_its_list)
{
    struct price_rules rules;

    go(".pl base");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "4711\n1.20");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "50");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Saved.");
    rules = rules_of("4711");
    ck_assert_int_eq(rules.n, 2);
    ck_assert_int_eq(rules.v[1].price.v, 1200000);
    ck_assert_int_eq(rules.v[1].min_qty.milli, 50 * QTY_PER_UNIT);

    testscreen_press(&ts, "End F4 Tab");
    testscreen_type(&ts, "1.10");
    testscreen_press(&ts, "F10");
    ck_assert_int_eq(rules_of("4711").v[1].price.v, 1100000);

    testscreen_press(&ts, "x");
    ck_shows(&ts, "End this rule");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "The last day of this rule");
    rules = rules_of("4711");
    ck_assert_int_eq(date_cmp(rules.v[1].valid_to, desk_today(ts.desk)), 0);
    ck_assert_int_eq(rules.v[1].price.v, 1100000);
}
END_TEST

START_TEST(a_new_rule_over_another_is_refused_at_its_quantity_and_kept)
{
    go(".pl base");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "4711\n99");
    testscreen_press(&ts, "F10");

    ck_shows(&ts, "has a price from this quantity");
    ck_shows(&ts, "xFrom quantity");
    ck_shows(&ts, "[99 ");
    ck_assert_int_eq(rules_of("4711").v[0].price.v, 1450000);
    testscreen_type(&ts, "500");
    testscreen_press(&ts, "F10");
    ck_assert_int_eq(rules_of("4711").n, 2);
}
END_TEST

START_TEST(a_rule_says_of_what_and_how_much)
{
    go(".pl base");
    testscreen_press(&ts, "F6 F10");
    ck_shows(&ts, "Say which item");
    testscreen_type(&ts, "4712");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Type what it costs");
    ck_shows(&ts, "xPrice");
    ck_assert_int_eq(rules_of("4712").n, 1);
}
END_TEST

START_TEST(a_rule_changed_elsewhere_is_shown_and_not_written_over)
{
    struct price_rule rule;

    go(".pl base");
    testscreen_press(&ts, "F4 Tab");
    testscreen_type(&ts, "7.77");
    ck_ok(price_rule_load(ts.desk, 1, ts.shop.arena, &rule, &err));
    rule.price.v = 6660000;
    ck_ok(price_rule_save(ts.desk, &rule, &err));

    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Changed by someone else");
    ck_shows(&ts, "6.66");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "[7.77");
    testscreen_press(&ts, "F10");
    ck_ok(price_rule_load(ts.desk, 1, ts.shop.arena, &rule, &err));
    ck_assert_int_eq(rule.price.v, 7770000);
}
END_TEST

START_TEST(a_rule_is_dropped_by_its_own_key_only)
{
    go(".pl base");
    testscreen_press(&ts, "d Enter");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM price_rule WHERE id = 1"), 1);
    testscreen_press(&ts, "d y");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM price_rule WHERE id = 1"), 0);
}
END_TEST

START_TEST(what_is_agreed_with_a_customer_is_made_on_its_page)
{
    struct price_rules rules;

    go(".cu 1042");
    testscreen_press(&ts, "r");
    ck_shows(&ts, "Prices of 1042");
    ck_shows(&ts, "No rule yet");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "4711\n1.00");
    testscreen_press(&ts, "Tab Tab Tab Tab Tab Tab Tab");
    ck_shows(&ts, "Days are of   [the order");
    testscreen_type(&ts, " ");
    testscreen_press(&ts, "F10");

    rules = rules_of("4711");
    ck_assert_int_eq(rules.n, 2);
    ck_assert(rules.v[1].is_by_promise);
    ck_assert_int_eq(rules.v[1].customer.v, customer_of("1042")->id.v);
    ck_shows(&ts, "4711");
}
END_TEST

START_TEST(a_clerk_reads_prices_and_changes_none)
{
    testdesk_be(ts.desk, ROLE_CLERK);
    go(".pl base");
    ck_shows(&ts, "1.45");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "may not do this (price.save)");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "may not do this (price.save)");
    testscreen_press(&ts, "d");
    ck_shows(&ts, "may not do this (price.save)");
}
END_TEST

/* --- lists and groups ------------------------------------------------------------------------- */

START_TEST(a_list_is_made_with_its_parent)
{
    struct price_list *list;

    go(".pl");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "trade\nTrade\n");
    ck_assert_str_eq(list_of("TRADE")->name, "Trade");
    testscreen_press(&ts, "End F4 Tab Tab Tab Tab");
    testscreen_type(&ts, "ba");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "-5");
    testscreen_press(&ts, "F10");
    list = list_of("TRADE");
    ck_assert_int_eq(list->parent.v, list_of("BASE")->id.v);
    ck_assert_int_eq(list->adjust_ppm, -50000);

    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Else the prices of BASE -5 %");
}
END_TEST

START_TEST(a_parent_that_is_no_list_is_refused_at_its_field)
{
    go(".pl");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "trade");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Trade");
    testscreen_press(&ts, "Tab Tab Tab");
    testscreen_type(&ts, "nix");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Nothing fits \"nix\"");
    ck_shows(&ts, "xParent list");
    ck_shows(&ts, "[TRADE");
}
END_TEST

START_TEST(customers_go_into_a_group_and_out_of_it)
{
    go(".cg");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "vip\nBest\n");
    testscreen_press(&ts, "Enter 2 F6");
    testscreen_type(&ts, "9999\n");
    ck_shows(&ts, "There is no customer 9999");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "1042\n");
    ck_shows(&ts, "1042 ACME Tools Ltd is in this group now.");
    ck_assert_str_eq(customer_of("1042")->group_code, "VIP");

    testscreen_press(&ts, "d y");
    ck_assert_str_eq(customer_of("1042")->group_code, "");
    ck_shows(&ts, "No customer is in it");
}
END_TEST

START_TEST(a_group_gets_percent_off_a_category)
{
    struct price_rule rule;

    go(".cg");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "vip\nBest\n");
    testscreen_press(&ts, "Enter F6 S-Tab c Enter");
    testscreen_type(&ts, "tape");
    testscreen_press(&ts, "Tab p Tab");
    testscreen_type(&ts, "7.5");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "all of tape");
    ck_shows(&ts, "7.5 % off");
    ck_ok(price_rule_load(ts.desk, testshop_number(ts.desk, "SELECT MAX(id) FROM price_rule"),
                          ts.shop.arena, &rule, &err));
    ck_assert_int_eq(rule.kind, PRICE_PERCENT);
    ck_assert_int_eq(rule.percent.ppm, 75000);
    ck_assert_int_gt(rule.group_id, 0);
}
END_TEST

START_TEST(a_list_changed_elsewhere_is_shown_and_typing_kept)
{
    struct price_list list = {
        .code = "trade", .name = "Trade", .currency = "GBP", .is_active = true
    };
    struct price_list_id id;

    ck_ok(price_list_save(ts.desk, &list, &id, &err));
    go(".pl");
    testscreen_press(&ts, "End F4 Tab");
    testscreen_type(&ts, "For the trade");
    list = *list_of("TRADE");
    list.parent = list_of("BASE")->id;
    list.adjust_ppm = -30000;
    list.valid_to = (struct date){ 2026, 12, 31 };
    ck_ok(price_list_save(ts.desk, &list, &id, &err));

    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Changed by someone else");
    ck_shows(&ts, "BASE");
    ck_shows(&ts, "-3");
    ck_shows(&ts, "31 Dec");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "[For the trade");
    testscreen_press(&ts, "F10");
    ck_assert_str_eq(list_of("TRADE")->name, "For the trade");
}
END_TEST

START_TEST(a_group_changed_elsewhere_is_shown_and_typing_kept)
{
    struct customer_group group = { .code = "vip", .name = "Best" };

    ck_ok(customer_group_save(ts.desk, &group, &group.id, &err));
    go(".cg vip");
    testscreen_press(&ts, "l Tab");
    testscreen_type(&ts, "Mine");
    group.name = "Theirs";
    ck_ok(customer_group_save(ts.desk, &group, &group.id, &err));

    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Theirs");
    testscreen_press(&ts, "Esc F10");
    ck_shows(&ts, "VIP  Mine");
}
END_TEST

/* --- rates ------------------------------------------------------------------------------------ */

static struct exchange_rate rate_of(const char *currency)
{
    struct exchange_rate rate;

    ck_ok(exchange_rate_on(ts.desk, currency, desk_today(ts.desk), ts.shop.arena, &rate, &err));
    return rate;
}

START_TEST(a_rate_is_added_changed_and_dropped)
{
    go(".xr");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "eur\n0.86\n");
    ck_shows(&ts, "Saved.");
    ck_assert_int_eq(rate_of("EUR").rate.e9, 860000000);

    testscreen_press(&ts, "F4");
    testscreen_type(&ts, "0.87");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "ECB\n");
    ck_assert_int_eq(rate_of("EUR").rate.e9, 870000000);
    ck_assert_str_eq(rate_of("EUR").source, "ECB");

    testscreen_press(&ts, "d Enter");
    ck_assert_int_eq(rate_of("EUR").rate.e9, 870000000);
    testscreen_press(&ts, "d y");
    ck_assert_int_eq(rate_of("EUR").rate.e9, 0);
}
END_TEST

START_TEST(a_rate_changed_elsewhere_is_shown_and_typing_kept)
{
    struct exchange_rate rate = { .currency = "EUR", .rate = { 860000000 } };

    ck_ok(exchange_rate_save(ts.desk, &rate, &err));
    go(".xr");
    testscreen_press(&ts, "F4");
    testscreen_type(&ts, "0.9");
    rate.rate.e9 = 880000000;
    rate.source = "bank";
    ck_ok(exchange_rate_save(ts.desk, &rate, &err));

    testscreen_press(&ts, "F10");
    ck_shows(&ts, "0.88");
    ck_shows(&ts, "bank");
    testscreen_press(&ts, "Esc F10");
    ck_assert_int_eq(rate_of("EUR").rate.e9, 900000000);
}
END_TEST

START_TEST(rates_of_one_currency_are_shown_alone)
{
    struct exchange_rate eur = { .currency = "EUR", .rate = { 860000000 } };
    struct exchange_rate usd = { .currency = "USD", .rate = { 790000000 } };

    ck_ok(exchange_rate_save(ts.desk, &eur, &err));
    ck_ok(exchange_rate_save(ts.desk, &usd, &err));
    go(".xr");
    ck_shows(&ts, "0.86");
    testscreen_press(&ts, "c");
    testscreen_type(&ts, "usx\n");
    ck_shows(&ts, "\"usx\" is no currency");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "usd\n");
    ck_shows(&ts, "0.79");
    ck_hides(&ts, "0.86");
}
END_TEST

/* --- what stands in --------------------------------------------------------------------------- */

START_TEST(what_stands_in_for_an_item_is_shown_added_and_taken_off)
{
    go(".pr 4711");
    testscreen_press(&ts, "4");
    ck_shows(&ts, "Nothing is offered where it is short");
    testscreen_press(&ts, "s");
    testscreen_type(&ts, "nix\n");
    ck_shows(&ts, "There is no item nix");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "4712 0\n");
    ck_shows(&ts, "a number from 1 to 1000");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "4712\n");
    ck_shows(&ts, "4712 is offered where 4711 is short.");
    ck_shows(&ts, "Packing tape, brown");

    testscreen_press(&ts, "d y");
    ck_shows(&ts, "Nothing is offered where it is short");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM item_substitute"), 1);
}
END_TEST

START_TEST(a_new_price_of_an_item_begins_on_its_price)
{
    go(".pr 4713");
    testscreen_press(&ts, "p");
    testscreen_type(&ts, "6.50");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "20");
    testscreen_press(&ts, "F10");
    ck_assert_int_eq(rules_of("4713").v[1].price.v, 6500000);
}
END_TEST

START_TEST(why_an_item_costs_what_it_costs_is_told_for_a_customer_and_a_quantity)
{
    struct price_rule rule = { .list = list_of("BASE")->id, .item = item_of("4711")->id };

    rule.customer = customer_of("1042")->id;
    rule.min_qty.milli = 12 * QTY_PER_UNIT;
    rule.price.v = 1000000;
    ck_ok(price_rule_save(ts.desk, &rule, &err));
    go(".pr 4711");
    testscreen_press(&ts, "w C-u");
    testscreen_type(&ts, "12 nix\n");
    ck_shows(&ts, "There is no customer nix");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "12 1042\n");
    ck_shows(&ts, "12 ea for 1042 ACME Tools Ltd: 1.00 GBP each");
    ck_shows(&ts, "this one counts");
    testscreen_press(&ts, "Esc w Enter");
    ck_shows(&ts, "1 ea: 1.45 GBP each");
}
END_TEST

START_TEST(a_price_of_an_item_opens_from_its_page)
{
    go(".pr 4711");
    testscreen_press(&ts, "2 Enter");
    ck_shows(&ts, "Price rule");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "1.40");
    testscreen_press(&ts, "F10");
    ck_assert_int_eq(rules_of("4711").v[0].price.v, 1400000);
}
END_TEST

Suite *prices_suite(void)
{
    Suite *suite = suite_create("prices");
    TCase *rules = tcase_create("rules"), *lists = tcase_create("lists");

    tcase_add_checked_fixture(rules, set_up, tear_down);
    tcase_add_test(rules, a_rule_is_made_changed_and_ended_on_the_page_of_its_list);
    tcase_add_test(rules, a_new_rule_over_another_is_refused_at_its_quantity_and_kept);
    tcase_add_test(rules, a_rule_says_of_what_and_how_much);
    tcase_add_test(rules, a_rule_changed_elsewhere_is_shown_and_not_written_over);
    tcase_add_test(rules, a_rule_is_dropped_by_its_own_key_only);
    tcase_add_test(rules, what_is_agreed_with_a_customer_is_made_on_its_page);
    tcase_add_test(rules, a_clerk_reads_prices_and_changes_none);
    suite_add_tcase(suite, rules);
    tcase_add_checked_fixture(lists, set_up, tear_down);
    tcase_add_test(lists, a_list_is_made_with_its_parent);
    tcase_add_test(lists, a_parent_that_is_no_list_is_refused_at_its_field);
    tcase_add_test(lists, customers_go_into_a_group_and_out_of_it);
    tcase_add_test(lists, a_group_gets_percent_off_a_category);
    tcase_add_test(lists, a_list_changed_elsewhere_is_shown_and_typing_kept);
    tcase_add_test(lists, a_group_changed_elsewhere_is_shown_and_typing_kept);
    tcase_add_test(lists, a_rate_changed_elsewhere_is_shown_and_typing_kept);
    tcase_add_test(lists, a_rate_is_added_changed_and_dropped);
    tcase_add_test(lists, rates_of_one_currency_are_shown_alone);
    tcase_add_test(lists, what_stands_in_for_an_item_is_shown_added_and_taken_off);
    tcase_add_test(lists, a_new_price_of_an_item_begins_on_its_price);
    tcase_add_test(lists, why_an_item_costs_what_it_costs_is_told_for_a_customer_and_a_quantity);
    tcase_add_test(lists, a_price_of_an_item_opens_from_its_page);
    suite_add_tcase(suite, lists);
    return suite;
}
