/*
 * Prices: which row counts, the next break, why, and the lists in the store (DOMAIN section 12).
 */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/desk/event.h"
#include "domain/party/customer.h"
#include "store/store.h"
#include "support/testdesk.h"
#include "support/teststock.h"
#include "unit/domain_suites.h"

static struct desk *desk;
static struct arena *arena;
static struct err err;
static const struct date today = { 2026, 11, 22 };

static void set_up(void)
{
    err_clear(&err);
    arena = arena_new();
    desk = testdesk_new();
}

static void tear_down(void)
{
    desk_close(desk);
    arena_free(arena);
}

/* --- the choice: pure --------------------------------------------------------------------------
 */

static struct price_candidate row(int64_t id, enum price_source source, int64_t from_units,
                                  int64_t price_v)
{
    return (struct price_candidate){
        .rule_id = id,
        .source = source,
        .list_code = source == PRICE_BASE_LIST ? "BASE" : "OTHER",
        .list_name = "A list",
        .min_qty = { from_units * QTY_PER_UNIT },
        .scope = PRICE_OF_ITEM,
        .price = { price_v },
        .here = { price_v },
    };
}

static struct price_candidate off(struct price_candidate c, enum price_kind kind, int32_t ppm)
{
    c.kind = kind;
    c.percent.ppm = ppm;
    return c;
}

static struct price_candidate in_scope(struct price_candidate c, int scope)
{
    c.scope = scope;
    return c;
}

static struct price_result resolve(const struct price_candidate *rows, int n, int64_t qty)
{
    const struct price_candidates c = { (struct price_candidate *)rows, n };
    const struct price_want want = { .total_qty = units(qty), .on = today };
    struct price_result r;

    price_resolve(&c, &want, &r);
    return r;
}

static const struct price_candidate *choose_on(const struct price_candidates *c, struct date on)
{
    const struct price_want want = { .total_qty = units(1), .on = on };
    struct price_result r;

    price_resolve(c, &want, &r);
    return r.chosen;
}

static int64_t chosen(const struct price_candidate *rows, int n, int64_t qty)
{
    const struct price_candidate *best = resolve(rows, n, qty).chosen;

    return best == NULL ? 0 : best->rule_id;
}

START_TEST(the_source_goes_before_everything_else)
{
    const struct price_candidate rows[] = {
        row(1, PRICE_BASE_LIST, 10, 100),
        row(2, PRICE_CHANNEL_LIST, 0, 300),
        row(3, PRICE_CUSTOMER_LIST, 0, 400),
        row(4, PRICE_CONTRACT, 0, 900),
    };

    ck_assert_int_eq(chosen(rows, 4, 12), 4);
    ck_assert_int_eq(chosen(rows, 3, 12), 3);
    ck_assert_int_eq(chosen(rows, 2, 12), 2);
    ck_assert_int_eq(chosen(rows, 1, 12), 1);
}
END_TEST

START_TEST(a_break_counts_from_its_quantity_on)
{
    const struct price_candidate rows[] = {
        row(1, PRICE_BASE_LIST, 0, 500),
        row(2, PRICE_BASE_LIST, 10, 400),
        row(3, PRICE_BASE_LIST, 50, 300),
    };

    ck_assert_int_eq(chosen(rows, 3, 9), 1);
    ck_assert_int_eq(chosen(rows, 3, 10), 2);
    ck_assert_int_eq(chosen(rows, 3, 49), 2);
    ck_assert_int_eq(chosen(rows, 3, 50), 3);
}
END_TEST

START_TEST(a_stronger_list_whose_break_is_not_reached_leaves_the_price_to_the_next)
{
    const struct price_candidate rows[] = {
        row(1, PRICE_CUSTOMER_LIST, 10, 400),
        row(2, PRICE_BASE_LIST, 0, 500),
    };

    ck_assert_int_eq(chosen(rows, 2, 9), 2);
    ck_assert_int_eq(chosen(rows, 2, 10), 1);
}
END_TEST

START_TEST(a_row_counts_on_its_first_and_last_day_and_not_beside_them)
{
    struct price_candidate one = row(1, PRICE_BASE_LIST, 0, 500);
    const struct price_candidates c = { &one, 1 };

    one.valid_from = (struct date){ 2026, 11, 1 };
    one.valid_to = (struct date){ 2026, 11, 30 };

    ck_assert_ptr_nonnull(choose_on(&c, (struct date){ 2026, 11, 1 }));
    ck_assert_ptr_nonnull(choose_on(&c, (struct date){ 2026, 11, 30 }));
    ck_assert_ptr_null(choose_on(&c, (struct date){ 2026, 10, 31 }));
    ck_assert_ptr_null(choose_on(&c, (struct date){ 2026, 12, 1 }));
}
END_TEST

START_TEST(a_contract_may_go_by_the_promised_day)
{
    struct price_candidate rows[] = { row(1, PRICE_CONTRACT, 0, 300),
                                      row(2, PRICE_BASE_LIST, 0, 500) };
    const struct price_candidates all = { rows, 2 };
    struct price_want want = { .total_qty = units(1), .on = today };
    struct price_result r;

    rows[0].valid_from = (struct date){ 2026, 12, 1 };
    want.promised = (struct date){ 2026, 12, 1 };
    price_resolve(&all, &want, &r);
    ck_assert_int_eq(r.price.v, 500); /* the day of the order counts */
    rows[0].is_by_promise = true;
    price_resolve(&all, &want, &r);
    ck_assert_int_eq(r.price.v, 300);
    want.promised = (struct date){ 2026, 11, 30 };
    price_resolve(&all, &want, &r);
    ck_assert_int_eq(r.price.v, 500);
    ck_assert_ptr_nonnull(strstr(price_why(&all, &r, &want, "GBP", arena),
                                 ", by the promised day - only from 2026-12-01 on"));
    want.promised = (struct date){ 0 };
    want.on = (struct date){ 2026, 12, 1 };
    price_resolve(&all, &want, &r);
    ck_assert_int_eq(r.price.v, 300); /* nothing is promised: the day of the order */
}
END_TEST

START_TEST(of_equal_rows_the_newest_counts_then_the_lowest_id)
{
    struct price_candidate rows[] = {
        row(7, PRICE_BASE_LIST, 0, 500),
        row(8, PRICE_BASE_LIST, 0, 510),
        row(6, PRICE_BASE_LIST, 0, 520),
        row(9, PRICE_BASE_LIST, 0, 530),
    };

    ck_assert_int_eq(chosen(rows, 3, 1), 6);
    rows[1].valid_from = (struct date){ 2026, 1, 1 };
    ck_assert_int_eq(chosen(rows, 3, 1), 8);
    rows[3].valid_from = (struct date){ 2026, 2, 1 };
    ck_assert_int_eq(chosen(rows, 4, 1), 9);
}
END_TEST

START_TEST(the_next_break_is_of_the_same_list_and_valid)
{
    struct price_candidate rows[] = {
        row(1, PRICE_BASE_LIST, 0, 500),     row(2, PRICE_BASE_LIST, 20, 400),
        row(3, PRICE_BASE_LIST, 50, 300),    row(4, PRICE_BASE_LIST, 10, 450),
        row(5, PRICE_CUSTOMER_LIST, 5, 200),
    };
    const struct price_candidates c = { rows, 5 };

    struct price_want want = { .total_qty = units(3), .on = today };
    struct price_result now;
    struct price_break next;

    rows[3].valid_to = (struct date){ 2025, 12, 31 };
    price_resolve(&c, &want, &now);
    ck_assert(price_next_break(&c, &want, &now, &next));
    ck_assert_int_eq(next.from.milli, 5000); /* the customer's list begins there */
    ck_assert_int_eq(next.price.v, 200);
    want.total_qty = units(5);
    price_resolve(&c, &want, &now);
    ck_assert(!price_next_break(&c, &want, &now, &next)); /* 300 from 50 is of a lower source */
    price_resolve(&(struct price_candidates){ rows, 4 }, &want, &now);
    ck_assert(price_next_break(&(struct price_candidates){ rows, 4 }, &want, &now, &next));
    ck_assert_int_eq(next.from.milli, 20000);
    ck_assert_int_eq(next.price.v, 400);
    now = (struct price_result){ 0 };
    ck_assert(!price_next_break(&c, &want, &now, &next));
}
END_TEST

START_TEST(why_says_of_each_row_what_it_lacks)
{
    struct price_candidate rows[] = {
        row(1, PRICE_CONTRACT, 0, 30000),      row(2, PRICE_CUSTOMER_LIST, 50, 35000),
        row(3, PRICE_CUSTOMER_LIST, 0, 40000), row(4, PRICE_BASE_LIST, 0, 45000),
        row(5, PRICE_CHANNEL_LIST, 0, 42000),
    };
    const struct price_candidates c = { rows, 5 };
    const struct price_want want = { .total_qty = units(12), .on = today };
    struct price_result result;
    const char *why;

    rows[0].valid_to = (struct date){ 2026, 10, 31 };
    rows[4].valid_from = (struct date){ 2027, 1, 1 };
    result = resolve(rows, 5, 12);
    why = price_why(&c, &result, &want, "GBP", arena);

    ck_assert_str_eq(why, "contract OTHER: 0.03 GBP - ended on 2026-10-31\n"
                          "customer list OTHER: 0.035 GBP from 50 - only from 50 on, here are 12\n"
                          "customer list OTHER: 0.04 GBP - this one counts\n"
                          "base list BASE: 0.045 GBP - customer list goes first\n"
                          "channel list OTHER: 0.042 GBP - only from 2027-01-01 on");
}
END_TEST

START_TEST(why_speaks_also_where_no_row_counts)
{
    struct price_candidate one = row(1, PRICE_BASE_LIST, 0, 30000);
    const struct price_candidates none = { NULL, 0 }, c = { &one, 1 };

    const struct price_want want = { .total_qty = units(1), .on = today };
    const struct price_result nothing = { 0 };

    ck_assert_ptr_nonnull(strstr(price_why(&none, &nothing, &want, "EUR", arena), "EUR"));
    ck_assert_ptr_nonnull(strstr(price_why(&c, &nothing, &want, "GBP", arena), "not used here"));
}
END_TEST

START_TEST(an_item_goes_before_the_nearest_category_and_that_before_everything)
{
    const struct price_candidate rows[] = {
        in_scope(row(1, PRICE_BASE_LIST, 0, 100), 0),
        in_scope(row(2, PRICE_BASE_LIST, 10, 200), 6),  /* "tools", from 10 */
        in_scope(row(3, PRICE_BASE_LIST, 0, 300), 13),  /* "tools/drills" */
        row(4, PRICE_BASE_LIST, 0, 400),
    };

    ck_assert_int_eq(chosen(rows, 4, 20), 4);
    ck_assert_int_eq(chosen(rows, 3, 20), 3); /* nearer goes before more */
    ck_assert_int_eq(chosen(rows, 2, 20), 2);
    ck_assert_int_eq(chosen(rows, 2, 9), 1);
}
END_TEST

START_TEST(what_comes_off_comes_off_the_next_lower_source)
{
    struct price_candidate rows[] = {
        row(1, PRICE_BASE_LIST, 0, 40000),
        off(row(2, PRICE_CUSTOMER_LIST, 0, 0), PRICE_PERCENT, 100000),  /* 10 % */
        off(row(3, PRICE_GROUP, 0, 1000), PRICE_AMOUNT, 0),             /* 1000 */
        off(row(4, PRICE_CONTRACT, 0, 0), PRICE_PERCENT, 500000),       /* 50 % */
    };
    struct price_result r = resolve(rows, 4, 1);

    ck_assert_int_eq(r.price.v, 17500); /* ((40000 - 10 %) - 1000) / 2 */
    ck_assert_int_eq(r.chosen->rule_id, 4);
    ck_assert_int_eq(r.step_count, 4);
    ck_assert_int_eq(resolve(rows, 3, 1).price.v, 35000);
    rows[2].here.v = 50000; /* more than there is: nothing is below zero */
    ck_assert_int_eq(resolve(rows, 3, 1).price.v, 0);
    ck_assert_ptr_null(resolve(&rows[1], 3, 1).chosen); /* nothing below to take it off */
    rows[2].kind = PRICE_FIXED; /* a price stands on nothing */
    ck_assert_int_eq(resolve(rows, 4, 1).price.v, 25000);
    ck_assert_int_eq(resolve(rows, 4, 1).step_count, 2);
}
END_TEST

START_TEST(the_best_of_all_sources_is_an_option)
{
    struct price_candidate rows[] = {
        row(1, PRICE_BASE_LIST, 0, 300),
        row(2, PRICE_CHANNEL_LIST, 0, 250),
        row(3, PRICE_CONTRACT, 0, 280),
    };
    const struct price_candidates c = { rows, 3 };
    const struct price_want first = { .total_qty = units(1), .on = today },
                            best = { .total_qty = units(1), .on = today, .is_best = true };
    struct price_result r;

    price_resolve(&c, &first, &r);
    ck_assert_int_eq(r.price.v, 280);
    price_resolve(&c, &best, &r);
    ck_assert_int_eq(r.price.v, 250);
    ck_assert_int_eq(r.chosen->source, PRICE_CHANNEL_LIST);
    rows[2].here.v = 250; /* as low: the stronger source has it */
    price_resolve(&c, &best, &r);
    ck_assert_int_eq(r.chosen->source, PRICE_CONTRACT);
}
END_TEST

START_TEST(an_inherited_price_is_adjusted_and_stands_behind_the_lists_own)
{
    struct price_candidate rows[] = { row(1, PRICE_CUSTOMER_LIST, 0, 10000),
                                      row(2, PRICE_CUSTOMER_LIST, 0, 20000) };

    rows[0].depth = 1;
    rows[0].factor_e12 = (PPM - 50000) * PPM;
    ck_assert_int_eq(resolve(rows, 1, 1).price.v, 9500);
    rows[0].depth = 2;
    rows[0].factor_e12 = (PPM - 50000) * (PPM + 100000); /* x 0.95 x 1.10 */
    ck_assert_int_eq(resolve(rows, 1, 1).price.v, 10450);
    ck_assert_int_eq(resolve(rows, 2, 1).price.v, 20000);
}
END_TEST

START_TEST(every_source_has_words)
{
    for (int source = PRICE_NONE; source <= PRICE_BASE_LIST; source++)
        ck_assert_str_ne(price_source_words((enum price_source)source), "?");
}
END_TEST

/* --- in the store ------------------------------------------------------------------------------
 */

static struct price_list_id list_of(const char *code, const char *currency)
{
    struct price_list list = { .code = code, .name = code, .is_active = true };
    struct price_list_id id = { 0 };

    memcpy(list.currency, currency, 3);
    ck_ok(price_list_save(desk, &list, &id, &err));
    return id;
}

static struct price_list *base(void)
{
    struct price_list *list = NULL;

    ck_ok(price_list_find(desk, "base", arena, &list, &err));
    return list;
}

static void put(struct price_list_id list, struct item_id item, struct customer_id customer,
                int64_t from_units, int64_t price_v)
{
    const struct price_rule rule = {
        .list = list,
        .item = item,
        .customer = customer,
        .min_qty = units(from_units),
        .price = { price_v },
    };

    ck_ok(price_rule_save(desk, &rule, &err));
}

static struct customer_id some_customer(void)
{
    static const struct sql sql = {
        .name = "test.customer",
        .text = "INSERT INTO customer (code, name, currency, payment_terms_id, name_fold,"
                " search_text, created_ms)"
                " SELECT 'C1', 'C1', 'GBP', MIN(id), 'c1', 'c1', 1"
                " FROM payment_terms"
                " RETURNING id",
    };
    struct customer_id id = { 0 };
    OD_TX tx = { 0 };
    struct stmt *q;

    ck_ok(desk_begin(desk, "customer.new", &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run_id(&q, &id.v, &err));
    ck_ok(tx_commit(&tx, &err));
    return id;
}

START_TEST(candidates_are_the_rows_for_this_item_customer_lists_and_currency)
{
    struct item_id item = teststock_item(desk, "A"), other = teststock_item(desk, "B");
    struct customer_id customer = some_customer(), nobody = { 0 };
    struct price_list_id retail = list_of("retail", "GBP"), web = list_of("web", "GBP");
    struct price_list_id euro = list_of("euro", "EUR"), unused = list_of("unused", "GBP");
    struct price_ask ask = { .item = item, .customer = customer, .currency = "GBP", .on = today };
    struct price_candidates c;

    put(base()->id, item, nobody, 0, 50000);
    put(base()->id, other, nobody, 0, 1);
    put(base()->id, item, customer, 0, 10000);
    put(web, item, nobody, 0, 40000);
    put(retail, item, nobody, 10, 30000);
    put(unused, item, nobody, 0, 1);
    put(euro, item, nobody, 0, 1);
    ask.customer_list = retail;
    ask.channel_list = web;
    ck_ok(price_candidates_load(desk, &ask, arena, &c, &err));

    ck_assert_int_eq(c.n, 4);
    ck_assert_int_eq(c.v[0].source, PRICE_CONTRACT);
    ck_assert_int_eq(c.v[1].source, PRICE_CUSTOMER_LIST);
    ck_assert_str_eq(c.v[1].list_code, "RETAIL");
    ck_assert_int_eq(c.v[1].min_qty.milli, 10000);
    ck_assert_int_eq(c.v[2].source, PRICE_CHANNEL_LIST);
    ck_assert_int_eq(c.v[3].source, PRICE_BASE_LIST);
    ck_assert_int_eq(c.v[3].price.v, 50000);
    ask.customer = nobody;
    ask.currency = "EUR";
    ask.customer_list = euro;
    ck_ok(price_candidates_load(desk, &ask, arena, &c, &err));
    ck_assert_int_eq(c.n, 2);
    ck_assert_int_eq(c.v[0].source, PRICE_CUSTOMER_LIST);
    ck_assert_int_eq(c.v[1].source, PRICE_BASE_LIST); /* to be brought over at the day's rate */
    ck_assert_str_eq(c.v[1].currency, "GBP");
}
END_TEST

START_TEST(a_closed_list_gives_no_prices)
{
    struct item_id item = teststock_item(desk, "A");
    struct price_list *web;
    struct price_ask ask = { .item = item, .currency = "GBP", .on = today };
    struct price_candidates c;

    ask.channel_list = list_of("web", "GBP");
    put(ask.channel_list, item, (struct customer_id){ 0 }, 0, 40000);
    ck_ok(price_list_find(desk, "WEB", arena, &web, &err));
    web->is_active = false;
    ck_ok(price_list_save(desk, web, &ask.channel_list, &err));
    ck_ok(price_candidates_load(desk, &ask, arena, &c, &err));

    ck_assert_int_eq(c.n, 0);
}
END_TEST

START_TEST(a_row_of_the_same_place_is_changed_and_one_of_another_day_added)
{
    struct item_id item = teststock_item(desk, "A");
    struct price_rule rule = { .list = base()->id, .item = item, .price = { 100 } };
    struct price_rules rules;
    struct event_list events;

    ck_ok(price_rule_save(desk, &rule, &err));
    rule.price.v = 200;
    rule.valid_to = (struct date){ 2026, 12, 31 };
    ck_ok(price_rule_save(desk, &rule, &err));
    ck_ok(price_rule_save(desk, &rule, &err));
    rule.valid_from = (struct date){ 2026, 12, 1 };
    ck_ok(price_rule_save(desk, &rule, &err));
    ck_ok(price_rules_of_item(desk, item, arena, &rules, &err));
    ck_ok(event_list_record(desk, "item", item.v, 10, arena, &events, &err));

    ck_assert_int_eq(rules.n, 2);
    ck_assert_int_eq(rules.v[0].price.v, 200);
    ck_assert(date_cmp(rules.v[0].valid_to, (struct date){ 2026, 12, 31 }) == 0);
    ck_assert(!date_is_set(rules.v[0].valid_from));
    ck_assert_int_eq(events.n, 4); /* two changes, one new row, the making of the item */
    ck_assert_str_eq(events.v[0].fields, "price.BASE.0");
}
END_TEST

START_TEST(a_row_is_moved_by_its_id_but_not_onto_another)
{
    struct item_id item = teststock_item(desk, "A");
    struct price_rules rules;
    struct price_rule rule;

    put(base()->id, item, (struct customer_id){ 0 }, 0, 100);
    put(base()->id, item, (struct customer_id){ 0 }, 10, 90);
    ck_ok(price_rules_of_item(desk, item, arena, &rules, &err));
    rule = rules.v[1];
    rule.min_qty = units(20);
    ck_ok(price_rule_save(desk, &rule, &err));
    rule.min_qty = units(0);
    ck_refused(price_rule_save(desk, &rule, &err), ERR_CONFLICT);
    rule.id = 999;
    rule.min_qty = units(30);
    ck_refused(price_rule_save(desk, &rule, &err), ERR_NOT_FOUND);
    ck_ok(price_rules_of_item(desk, item, arena, &rules, &err));

    ck_assert_int_eq(rules.n, 2);
    ck_assert_int_eq(rules.v[1].min_qty.milli, 20000);
}
END_TEST

START_TEST(a_row_with_a_wrong_value_is_refused)
{
    struct item_id item = teststock_item(desk, "A");
    struct price_rule rule = { .list = base()->id, .item = item, .price = { -1 } };

    ck_refused(price_rule_save(desk, &rule, &err), ERR_INVALID);
    rule.price.v = LIMIT_PRICE_V + 1;
    ck_refused(price_rule_save(desk, &rule, &err), ERR_LIMIT);
    rule.price.v = LIMIT_PRICE_V;
    rule.min_qty.milli = -1;
    ck_refused(price_rule_save(desk, &rule, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "min_qty");
    rule.min_qty.milli = LIMIT_QTY_MILLI + 1;
    ck_refused(price_rule_save(desk, &rule, &err), ERR_LIMIT);
    rule.min_qty.milli = 0;
    rule.valid_from = (struct date){ 2026, 2, 1 };
    rule.valid_to = (struct date){ 2026, 1, 31 };
    ck_refused(price_rule_save(desk, &rule, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "valid_to");
    rule.valid_to = rule.valid_from;
    rule.list.v = 99;
    ck_refused(price_rule_save(desk, &rule, &err), ERR_NOT_FOUND);
    rule.list = base()->id;
    ck_ok(price_rule_save(desk, &rule, &err));
}
END_TEST

START_TEST(a_list_keeps_its_code_currency_and_version)
{
    struct item_id item = teststock_item(desk, "A");
    struct price_list_id id = list_of("web", "GBP");
    struct price_list *web;

    ck_ok(price_list_find(desk, "WEB", arena, &web, &err));
    memcpy(web->currency, "EUR", 3);
    ck_ok(price_list_save(desk, web, &id, &err));
    ck_refused(price_list_save(desk, web, &id, &err), ERR_CONFLICT);
    put(id, item, (struct customer_id){ 0 }, 0, 1);
    web->version = 0;
    memcpy(web->currency, "GBP", 3);
    ck_refused(price_list_save(desk, web, &id, &err), ERR_STATE);
    memcpy(web->currency, "XXX", 3);
    ck_refused(price_list_save(desk, web, &id, &err), ERR_INVALID);
    memcpy(web->currency, "EUR", 3);
    web->code = "BASE";
    ck_refused(price_list_save(desk, web, &id, &err), ERR_CONFLICT);
    web->code = "NEW";
    web->id.v = 99;
    ck_refused(price_list_save(desk, web, &id, &err), ERR_NOT_FOUND);
}
END_TEST

START_TEST(the_base_list_stays)
{
    struct price_list *list = base();
    struct price_list_id id;

    list->is_active = false;
    ck_refused(price_list_save(desk, list, &id, &err), ERR_STATE);
    list->is_active = true;
    list->code = "OTHER";
    ck_refused(price_list_save(desk, list, &id, &err), ERR_STATE);
    list->code = "BASE";
    list->name = "House prices";
    ck_ok(price_list_save(desk, list, &id, &err));
}
END_TEST

static bool stands_on(const char *code, const char *parent)
{
    struct price_list *list = NULL, *above = NULL;
    struct price_list_id id;

    ck_ok(price_list_find(desk, code, arena, &list, &err));
    ck_ok(price_list_find(desk, parent, arena, &above, &err));
    list->parent = above->id;
    return price_list_save(desk, list, &id, &err);
}

START_TEST(a_list_stands_on_two_others_at_most_and_in_no_circle)
{
    (void)list_of("one", "GBP");
    (void)list_of("two", "GBP");
    (void)list_of("three", "GBP");
    ck_ok(stands_on("ONE", "BASE"));
    ck_ok(stands_on("TWO", "ONE"));
    ck_refused(stands_on("THREE", "TWO"), ERR_INVALID);
    ck_assert_str_eq(err.field, "parent");
    ck_ok(stands_on("THREE", "ONE"));
    ck_refused(stands_on("ONE", "TWO"), ERR_INVALID);
    ck_refused(stands_on("ONE", "ONE"), ERR_INVALID);
    ck_refused(stands_on("BASE", "ONE"), ERR_STATE);
}
END_TEST

START_TEST(an_inherited_price_comes_through_two_lists)
{
    struct item_id item = teststock_item(desk, "A");
    struct price_ask ask = { .item = item, .currency = "GBP", .on = today };
    const struct price_want want = { .total_qty = units(1), .on = today };
    struct price_list *list = NULL;
    struct price_list_id id;
    struct price_result r;
    struct price_candidates c;

    put(base()->id, item, (struct customer_id){ 0 }, 0, 100000);
    (void)list_of("one", "GBP");
    ask.customer_list = list_of("two", "GBP");
    ck_ok(stands_on("ONE", "BASE"));
    ck_ok(stands_on("TWO", "ONE"));
    for (int i = 0; i < 2; i++) {
        ck_ok(price_list_find(desk, i == 0 ? "ONE" : "TWO", arena, &list, &err));
        list->adjust_ppm = i == 0 ? -100000 : 50000;
        ck_ok(price_list_save(desk, list, &id, &err));
    }
    ck_ok(price_candidates_load(desk, &ask, arena, &c, &err));
    price_resolve(&c, &want, &r);
    ck_assert_int_eq(r.price.v, 94500); /* 100000 x 0.9 x 1.05 */
    ck_assert_int_eq(r.chosen->source, PRICE_CUSTOMER_LIST);
    ck_ok(price_list_find(desk, "TWO", arena, &list, &err));
    list->valid_to = (struct date){ 2026, 11, 21 }; /* yesterday */
    ck_ok(price_list_save(desk, list, &id, &err));
    ck_ok(price_candidates_load(desk, &ask, arena, &c, &err));
    price_resolve(&c, &want, &r);
    ck_assert_int_eq(r.price.v, 100000);
}
END_TEST

START_TEST(a_category_is_found_by_its_path_whatever_the_case)
{
    struct item_id item = teststock_item(desk, "A");
    struct price_ask ask = { .item = item, .currency = "GBP", .on = today };
    struct price_rule rule = { .list = base()->id, .price = { 100 } };
    static const char *const categories[] = { "tools", "TOOLS/drills", "tool", "tools/drills/big",
                                              "" };
    struct price_candidates c;
    struct item *stored;
    struct item_id id;

    ck_ok(item_load(desk, item, arena, &stored, &err));
    stored->category = "Tools/Drills";
    ck_ok(item_save(desk, stored, NULL, NULL, &id, &err));
    for (size_t i = 0; i < OD_LEN(categories); i++) {
        rule.category = categories[i];
        ck_ok(price_rule_save(desk, &rule, &err));
    }
    ck_ok(price_candidates_load(desk, &ask, arena, &c, &err));
    ck_assert_int_eq(c.n, 3);
    ck_assert_str_eq(c.v[0].category, "TOOLS/drills");
    ck_assert_str_eq(c.v[1].category, "tools");
    ck_assert_str_eq(c.v[2].category, "");
}
END_TEST

START_TEST(a_stale_rule_list_or_group_is_refused)
{
    struct item_id item = teststock_item(desk, "A");
    struct price_rules rules;
    struct customer_group group = { .code = "vip", .name = "VIP" };
    int64_t id;

    put(base()->id, item, (struct customer_id){ 0 }, 0, 100);
    ck_ok(price_rules_of_item(desk, item, arena, &rules, &err));
    rules.v[0].price.v = 200;
    ck_ok(price_rule_save(desk, &rules.v[0], &err));
    rules.v[0].price.v = 300;
    ck_refused(price_rule_save(desk, &rules.v[0], &err), ERR_CONFLICT);
    ck_refused(price_rule_drop(desk, rules.v[0].id, 1, &err), ERR_CONFLICT);
    ck_ok(price_rule_drop(desk, rules.v[0].id, 2, &err));
    ck_refused(price_rule_drop(desk, rules.v[0].id, 0, &err), ERR_NOT_FOUND);

    ck_ok(customer_group_save(desk, &group, &id, &err));
    ck_refused(customer_group_save(desk, &group, &id, &err), ERR_CONFLICT); /* the code */
    group.id = id;
    group.version = 1;
    group.name = "Best";
    ck_ok(customer_group_save(desk, &group, &id, &err));
    ck_refused(customer_group_save(desk, &group, &id, &err), ERR_CONFLICT);
}
END_TEST

START_TEST(rules_of_a_list_are_walked_both_ways)
{
    struct price_rule rule = { .item = teststock_item(desk, "A"), .price = { 100 } }, one;
    struct price_rule_filter filter = { .max = 2 };
    struct price_rules page;

    rule.list = filter.list = list_of("web", "GBP");
    for (int i = 0; i < 3; i++) {
        rule.min_qty.milli = i * QTY_PER_UNIT;
        ck_ok(price_rule_save(desk, &rule, &err));
    }
    filter.is_backward = true;
    ck_ok(price_rules_load(desk, &filter, arena, &page, &err));
    ck_assert_int_eq(page.n, 2);
    ck_assert_int_eq(page.v[0].min_qty.milli, 2 * QTY_PER_UNIT);
    filter.after_id = page.v[1].id;
    ck_ok(price_rules_load(desk, &filter, arena, &page, &err));
    ck_assert_int_eq(page.n, 1);
    ck_assert_int_eq(page.v[0].min_qty.milli, 0);

    ck_ok(price_rule_load(desk, page.v[0].id, arena, &one, &err));
    ck_assert_str_eq(one.sku, "A");
    ck_refused(price_rule_load(desk, 999, arena, &one, &err), ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_new_rule_in_the_place_of_another_is_refused)
{
    struct price_rule rule = { .item = teststock_item(desk, "A"), .price = { 100 } };

    rule.list = list_of("web", "GBP");
    rule.must_be_new = true;
    ck_ok(price_rule_save(desk, &rule, &err));
    rule.price.v = 200;
    ck_refused(price_rule_save(desk, &rule, &err), ERR_CONFLICT);
    ck_assert_str_eq(err.field, "min_qty");
    rule.min_qty.milli = QTY_PER_UNIT;
    ck_ok(price_rule_save(desk, &rule, &err));
}
END_TEST

/* Pages of two: the first, what follows, and from the end back. */
START_TEST(members_of_a_group_are_walked_both_ways)
{
    struct customer_group group = { .code = "builders", .name = "Builders" };
    struct group_member_filter filter = { .after = "", .max = 2 };
    static const char *const codes[] = { "C3", "A1", "B2" };
    struct group_members page;
    struct customer_id made;
    int64_t n;

    ck_ok(customer_group_save(desk, &group, &filter.group_id, &err));
    for (size_t i = 0; i < OD_LEN(codes); i++) {
        struct customer c = { .code = codes[i], .name = "Firm", .is_active = true };

        c.group_id = filter.group_id;
        ck_ok(customer_save(desk, &c, NULL, NULL, &made, &err));
    }
    (void)some_customer();
    ck_ok(group_member_count(desk, filter.group_id, &n, &err));
    ck_assert_int_eq(n, 3);
    ck_ok(group_members_load(desk, &filter, arena, &page, &err));
    ck_assert_int_eq(page.n, 2);
    ck_assert_str_eq(page.v[1].code, "B2");
    filter.after = "B2";
    ck_ok(group_members_load(desk, &filter, arena, &page, &err));
    ck_assert_int_eq(page.n, 1);
    ck_assert_str_eq(page.v[0].code, "C3");
    filter.is_inclusive = filter.is_backward = true;
    ck_ok(group_members_load(desk, &filter, arena, &page, &err));
    ck_assert_int_eq(page.n, 2);
    ck_assert_str_eq(page.v[0].code, "B2");
    ck_assert_str_eq(page.v[1].code, "A1");
    filter = (struct group_member_filter){ filter.group_id, "", false, true, 1 };
    ck_ok(group_members_load(desk, &filter, arena, &page, &err));
    ck_assert_str_eq(page.v[0].code, "C3");
}
END_TEST

START_TEST(rules_of_equal_rank_are_said_when_saved)
{
    struct item_id item = teststock_item(desk, "A");
    struct price_rule rule = { .item = item, .customer = some_customer(), .price = { 100 } };
    const char *doubts;

    rule.list = base()->id;
    ck_ok(price_rule_save(desk, &rule, &err));
    ck_ok(price_rule_doubts(desk, &rule, arena, &doubts, &err));
    ck_assert_str_eq(doubts, "");
    rule.list = list_of("web", "GBP");
    ck_ok(price_rule_save(desk, &rule, &err));
    ck_ok(price_rule_doubts(desk, &rule, arena, &doubts, &err));
    ck_assert_ptr_nonnull(strstr(doubts, "BASE"));
    ck_ok(price_floor_save(desk, item, (struct price){ 101 }, NULL, &err));
    rule.customer.v = 0;
    ck_ok(price_rule_save(desk, &rule, &err));
    ck_ok(price_rule_doubts(desk, &rule, arena, &doubts, &err));
    ck_assert_ptr_nonnull(strstr(doubts, "below the floor"));
}
END_TEST

START_TEST(a_floor_or_base_price_that_someone_changed_since_stays)
{
    struct item in = { .sku = "B", .kind = ITEM_STOCK, .description = "B", .is_active = true };
    struct price price = { 100 }, was = { 0 }, now;
    struct item_id item;

    ck_ok(item_save(desk, &in, &price, NULL, &item, &err));
    ck_ok(price_floor_save(desk, item, (struct price){ 90 }, &was, &err));
    ck_refused(price_floor_save(desk, item, (struct price){ 80 }, &was, &err), ERR_CONFLICT);
    ck_assert_str_eq(err.field, "floor");
    ck_refused(price_floor_save(desk, item, (struct price){ -1 }, NULL, &err), ERR_INVALID);
    was.v = 90;
    ck_ok(price_floor_save(desk, item, (struct price){ 80 }, &was, &err));
    ck_ok(price_floor_load(desk, item, &now, &err));
    ck_assert_int_eq(now.v, 80);

    in.id = item;
    price.v = 120;
    in.price_version = 1;
    ck_ok(item_save(desk, &in, &price, NULL, &item, &err));
    price.v = 130;
    ck_refused(item_save(desk, &in, &price, NULL, &item, &err), ERR_CONFLICT);
    in.price_version = ITEM_PRICE_NEW;
    ck_refused(item_save(desk, &in, &price, NULL, &item, &err), ERR_CONFLICT);
    in.price_version = 2;
    ck_ok(item_save(desk, &in, &price, NULL, &item, &err));
}
END_TEST

START_TEST(a_clerk_may_not_set_prices)
{
    struct price_rule rule = { .list = base()->id, .item = teststock_item(desk, "A") };

    testdesk_be(desk, ROLE_CLERK);

    ck_refused(price_rule_save(desk, &rule, &err), ERR_DENIED);
}
END_TEST

Suite *pricing_suite(void)
{
    Suite *suite = suite_create("pricing");
    TCase *tc = tcase_create("pricing");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, the_source_goes_before_everything_else);
    tcase_add_test(tc, a_break_counts_from_its_quantity_on);
    tcase_add_test(tc, a_stronger_list_whose_break_is_not_reached_leaves_the_price_to_the_next);
    tcase_add_test(tc, a_row_counts_on_its_first_and_last_day_and_not_beside_them);
    tcase_add_test(tc, a_contract_may_go_by_the_promised_day);
    tcase_add_test(tc, of_equal_rows_the_newest_counts_then_the_lowest_id);
    tcase_add_test(tc, the_next_break_is_of_the_same_list_and_valid);
    tcase_add_test(tc, why_says_of_each_row_what_it_lacks);
    tcase_add_test(tc, why_speaks_also_where_no_row_counts);
    tcase_add_test(tc, an_item_goes_before_the_nearest_category_and_that_before_everything);
    tcase_add_test(tc, what_comes_off_comes_off_the_next_lower_source);
    tcase_add_test(tc, the_best_of_all_sources_is_an_option);
    tcase_add_test(tc, an_inherited_price_is_adjusted_and_stands_behind_the_lists_own);
    tcase_add_test(tc, every_source_has_words);
    tcase_add_test(tc, candidates_are_the_rows_for_this_item_customer_lists_and_currency);
    tcase_add_test(tc, a_closed_list_gives_no_prices);
    tcase_add_test(tc, a_row_of_the_same_place_is_changed_and_one_of_another_day_added);
    tcase_add_test(tc, a_row_is_moved_by_its_id_but_not_onto_another);
    tcase_add_test(tc, a_row_with_a_wrong_value_is_refused);
    tcase_add_test(tc, a_list_keeps_its_code_currency_and_version);
    tcase_add_test(tc, the_base_list_stays);
    tcase_add_test(tc, a_list_stands_on_two_others_at_most_and_in_no_circle);
    tcase_add_test(tc, an_inherited_price_comes_through_two_lists);
    tcase_add_test(tc, a_category_is_found_by_its_path_whatever_the_case);
    tcase_add_test(tc, a_stale_rule_list_or_group_is_refused);
    tcase_add_test(tc, rules_of_a_list_are_walked_both_ways);
    tcase_add_test(tc, a_new_rule_in_the_place_of_another_is_refused);
    tcase_add_test(tc, members_of_a_group_are_walked_both_ways);
    tcase_add_test(tc, rules_of_equal_rank_are_said_when_saved);
    tcase_add_test(tc, a_floor_or_base_price_that_someone_changed_since_stays);
    tcase_add_test(tc, a_clerk_may_not_set_prices);
    suite_add_tcase(suite, tc);
    return suite;
}
