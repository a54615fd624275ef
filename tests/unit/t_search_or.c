/*
 * The query bar: sides of "or", and what hangs on an order: parcels, carriers, work in the
 * warehouse, holds, days and priorities.
 */
#include <string.h>

#include "base/limits.h"
#include "domain/catalog/price_list.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/search.h"
#include "domain/stock/stock.h"
#include "store/store.h"
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

static const struct query *parse(const char *text, enum find_kind kind)
{
    const struct query *q = NULL;

    err_clear(&err);
    ck_ok(query_parse(text, kind, shop.desk, shop.arena, &q, &err));
    return q;
}

static struct order_rows orders(const char *text)
{
    struct order_rows rows;

    ck_ok(find_orders(shop.desk, parse(text, FIND_ORDER), NULL, 50, shop.arena, &rows, &err));
    return rows;
}

static int customers(const char *text)
{
    struct customer_rows rows;

    ck_ok(find_customers(shop.desk, parse(text, FIND_CUSTOMER), NULL, 50, shop.arena, &rows, &err));
    return rows.n;
}

static int items(const char *text)
{
    struct item_rows rows;

    ck_ok(find_items(shop.desk, parse(text, FIND_ITEM), NULL, 50, shop.arena, &rows, &err));
    return rows.n;
}

static void refuse(const char *text, enum err_code code, const char *field)
{
    const struct query *q;

    err_clear(&err);
    ck_refused(query_parse(text, FIND_ALL, shop.desk, shop.arena, &q, &err), code);
    ck_assert_str_eq(err.field, field);
}

static void run_sql(const char *text)
{
    struct sql sql = { "test.run", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    err_clear(&err);
    ck_ok(desk_begin(shop.desk, "check.fix", &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

/* --- or --------------------------------------------------------------------------------------- */

START_TEST(or_finds_what_either_side_has_and_each_once)
{
    struct order *a = testshop_order(&shop, shop.bracket, 1, true);
    struct order *b = testshop_order(&shop, shop.deny, 1, false);

    ck_assert_int_eq(orders("sku:brk-20 or sku:brk-21").n, 2);
    ck_assert_int_eq(orders("sku:brk-20 OR status:submitted").n, 2);
    ck_assert_int_eq(orders("sku:brk-20 | nothing").n, 1);
    ck_assert_int_eq(orders("nothing or sku:brk-21").v[0].id.v, b->id.v);
    ck_assert_int_eq(orders("acme or leeds").n, 2);
    ck_assert_int_eq(orders("acme or leeds status:allocated").n, 1);
    ck_assert_int_eq(orders("acme or leeds status:allocated").v[0].id.v, a->id.v);
    ck_assert_int_eq(orders("nothing or naught").n, 0);
    ck_assert_int_eq(orders("sku:brk-20 or sku:brk-21 -status:allocated or city:york").n, 1);
    ck_assert_int_eq(items("brk-20 or brk-21 or hose"), 3);
}
END_TEST

START_TEST(or_is_a_word_where_it_joins_nothing)
{
    testshop_customer(&shop, "ORB", NULL);
    ck_assert_int_eq(customers("or"), 1);
    ck_assert_int_eq(customers("orb or"), 1);
    ck_assert_int_eq(customers("acme \"or\" orb"), 0);
    ck_assert_int_eq(customers("acme or orb"), 2);
    ck_assert_int_eq(customers("c: acme or orb"), 2);
    ck_assert_int_eq(customers("c:acme or c:orb"), 2);
}
END_TEST

START_TEST(pages_with_or_are_walked_both_ways_in_every_order)
{
    static const char *const sorts[] = { "", " sort:total", " sort:-placed", " sort:customer" };

    for (int i = 0; i < 9; i++)
        testshop_order(&shop, i % 2 ? shop.bracket : shop.deny, 1 + i % 3, i % 3 > 0);
    for (size_t s = 0; s < OD_LEN(sorts); s++) {
        const struct query *q =
            parse(arena_printf(shop.arena, "sku:brk-20 or sku:brk-21 or acme%s", sorts[s]),
                  FIND_ORDER);
        struct find_from from = { .id = 0 };
        struct order_rows whole, page;
        int n;

        ck_ok(find_orders(shop.desk, q, NULL, 50, shop.arena, &whole, &err));
        ck_assert_int_eq(whole.n, 9);
        for (int at = 0; at < 9; at += page.n) {
            ck_ok(find_orders(shop.desk, q, &from, 2, shop.arena, &page, &err));
            ck_assert_int_ge(page.n, 1);
            for (int i = 0; i < page.n; i++)
                ck_assert_int_eq(page.v[i].id.v, whole.v[at + i].id.v);
            from = (struct find_from){ .id = page.v[page.n - 1].id.v,
                                       .key = page.v[page.n - 1].sort_key };
        }
        from = (struct find_from){ .id = whole.v[8].id.v, .key = whole.v[8].sort_key,
                                   .inclusive = true, .backward = true };
        ck_ok(find_orders(shop.desk, q, &from, 50, shop.arena, &page, &err));
        ck_assert_int_eq(page.n, 9);
        ck_assert_int_eq(page.v[8].id.v, whole.v[0].id.v);
        ck_ok(find_count(shop.desk, q, FIND_ORDER, 100, shop.arena, &n, &err));
        ck_assert_int_eq(n, 9);
        ck_ok(find_count(shop.desk, q, FIND_ORDER, 4, shop.arena, &n, &err));
        ck_assert_int_eq(n, 4);
    }
}
END_TEST

START_TEST(a_refusal_beside_or_knows_its_word)
{
    static const char text[] = "acme or total>abc leeds or beta";
    const struct query *q;
    struct query_word word;

    ck_refused(query_parse_at(text, FIND_ALL, shop.desk, shop.arena, &q, &word, &err),
               ERR_INVALID);
    ck_assert_int_eq(word.from, (int)(strstr(text, "total") - text));
    ck_assert_int_eq(word.to, word.from + (int)strlen("total>abc"));
}
END_TEST

START_TEST(eight_searches_are_meant_at_most_and_one_order_of_rows)
{
    ck_assert_int_eq(orders("a or b c or d e or f").n, 0);
    refuse("a or b c or d e or f g or h", ERR_LIMIT, "query");
    refuse("acme or sort:total", ERR_INVALID, "sort");
    refuse("sort:total or sort:placed", ERR_INVALID, "sort");
    ck_assert_int_eq(orders("acme or beta sort:total").n, 0);
}
END_TEST

/* --- what hangs on an order ------------------------------------------------------------------ */

static int64_t work_id;

static void work(const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };

    err_clear(&err);
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = work_id }, action,
              &values, &err));
}

static struct order *released(void)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    work_id = testshop_number(shop.desk, "SELECT MAX(id) FROM fulfillment");
    return o;
}

START_TEST(work_in_the_warehouse_is_found_by_how_far_it_is_and_who_has_it)
{
    struct order *o = released();

    testshop_order(&shop, shop.bracket, 2, true);
    ck_assert_int_eq(orders("work:released").v[0].id.v, o->id.v);
    ck_assert_int_eq(orders("work:released").n, 1);
    ck_assert_int_eq(orders("-work:released").n, 1);
    ck_assert_int_eq(orders("work:packed,picked").n, 0);
    ck_assert_int_eq(orders("picker:anna").n, 0);
    work("assign", "user", "anna");
    ck_assert_int_eq(orders("picker:anna").n, 1);
    ck_assert_int_eq(orders("-picker:anna").n, 1);
    ck_assert_int_eq(orders("picker:nobody_here").n, 0);
    refuse("work:eaten", ERR_INVALID, "work");
    ck_assert_ptr_nonnull(strstr(err.text, "packed"));
}
END_TEST

static struct order *shipped(const char *tracking)
{
    struct order *o = released();

    work("pick", NULL, NULL);
    if (testshop_number(shop.desk, "SELECT MAX(status) FROM fulfillment WHERE ended_ms = 0") <
        FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    work("pack", "weight", "1.2");
    work("ship", "tracking", tracking);
    return o;
}

START_TEST(a_parcel_is_found_by_its_number_with_a_field_or_without)
{
    struct order *o = shipped("EZ4000000004");

    shipped("00340434161094");
    ck_assert_int_eq(orders("tracking:EZ4000000004").v[0].id.v, o->id.v);
    ck_assert_int_eq(orders("tracking:ez40").n, 1);
    ck_assert_int_eq(orders("-tracking:ez40").n, 1);
    ck_assert_int_eq(orders("tracking:EZ5").n, 0);
    ck_assert_int_eq(orders("ez40000000").v[0].id.v, o->id.v);
    ck_assert_int_eq(orders("00340434161094").n, 1);
    ck_assert_int_eq(orders("ez40000").n, 0);
    ck_assert_int_eq(orders("work:released,picking,picked,packed,ready").n, 0);
}
END_TEST

START_TEST(what_left_is_found_by_its_carrier_and_its_day)
{
    struct order *o = shipped("EZ4000000004");

    run_sql("UPDATE shipment SET carrier = 'DHL'");
    testshop_order(&shop, shop.bracket, 2, true);
    ck_assert_int_eq(orders("carrier:dhl").v[0].id.v, o->id.v);
    ck_assert_int_eq(orders("carrier:dhl").n, 1);
    ck_assert_int_eq(orders("-carrier:DHL").n, 1);
    ck_assert_int_eq(orders("carrier:dh").n, 0);
    ck_assert_int_eq(orders("shipped:today").n, 1);
    ck_assert_int_eq(orders("shipped:yesterday").n, 0);
    ck_assert_int_eq(orders("shipped:-7 sort:total").n, 1);
    run_sql("UPDATE shipment SET status = 4");
    ck_assert_int_eq(orders("carrier:dhl or shipped:today").n, 0);
}
END_TEST

START_TEST(holds_are_found_by_their_kind_while_they_are_open)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, true);

    testshop_order(&shop, shop.bracket, 2, true);
    ck_ok(testshop_act(&shop, o, "hold", "note", "ask first", &err));
    ck_assert_int_eq(orders("hold:manual").v[0].id.v, o->id.v);
    ck_assert_int_eq(orders("hold:credit,manual").n, 1);
    ck_assert_int_eq(orders("-hold:manual").n, 1);
    ck_assert_int_eq(orders("hold:credit").n, 0);
    run_sql("UPDATE order_hold SET released_ms = 5");
    ck_assert_int_eq(orders("hold:manual").n, 0);
    refuse("hold:tight", ERR_INVALID, "hold");
}
END_TEST

START_TEST(orders_have_a_site_a_priority_a_wanted_day_and_are_collected)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, true);

    testshop_order(&shop, shop.bracket, 2, true);
    run_sql(arena_printf(shop.arena,
                         "UPDATE sales_order SET priority = 7, requested_date = '2026-12-24',"
                         " pickup_site_id = %lld, site_id = %lld WHERE id = %lld",
                         (long long)shop.leeds.v, (long long)shop.leeds.v, (long long)o->id.v));
    ck_assert_int_eq(orders("site:leeds").v[0].id.v, o->id.v);
    ck_assert_int_eq(orders("site:leeds").n, 1);
    ck_assert_int_eq(orders("-site:leeds").n, 1);
    ck_assert_int_eq(orders("site:main,leeds").n, 2);
    ck_assert_int_eq(orders("site:nowhere").n, 0);
    ck_assert_int_eq(orders("priority:7").n, 1);
    ck_assert_int_eq(orders("priority>=7").n, 1);
    ck_assert_int_eq(orders("priority>7").n, 0);
    ck_assert_int_eq(orders("priority:0").n, 1);
    ck_assert_int_eq(orders("priority:0..9").n, 2);
    ck_assert_int_eq(orders("-priority>3").n, 1);
    ck_assert_int_eq(orders("wanted:2026-12").v[0].id.v, o->id.v);
    ck_assert_int_eq(orders("wanted:2026-12-25..").n, 0);
    ck_assert_int_eq(orders("-wanted:2026").n, 1);
    ck_assert_int_eq(orders("is:pickup").n, 1);
    ck_assert_int_eq(orders("-is:pickup").n, 1);
    refuse("priority:high", ERR_INVALID, "priority");
    refuse("priority:10", ERR_INVALID, "priority");
    refuse("wanted:soon", ERR_INVALID, "wanted");
    refuse("shipped:soon", ERR_INVALID, "shipped");
}
END_TEST

static void with_phone(struct customer *c)
{
    c->phone = "+44 113 496 0142";
}

START_TEST(a_telephone_number_finds_customers_and_their_orders)
{
    testshop_customer(&shop, "RING", with_phone);
    testshop_order(&shop, shop.bracket, 2, true);
    ck_assert_int_eq(customers("phone:01134960142"), 1);
    ck_assert_int_eq(customers("phone:0113-496-0142"), 1);
    ck_assert_int_eq(customers("phone:0113-496-0142 customer:acme"), 0);
    ck_assert_int_eq(customers("phone:0999999999"), 0);
    ck_assert_int_eq(customers("-phone:01134960142"), customers("") - 1);
    ck_assert_int_eq(orders("phone:01134960142").n, 0);
    run_sql("UPDATE sales_order SET customer_id = (SELECT id FROM customer WHERE code = 'RING')");
    ck_assert_int_eq(orders("phone:01134960142").n, 1);
}
END_TEST

START_TEST(customers_are_found_by_their_group)
{
    struct customer_group group = { .code = "TRADE", .name = "Trade" };
    int64_t id;

    ck_ok(customer_group_save(shop.desk, &group, &id, &err));
    testshop_customer(&shop, "OTHER", NULL);
    run_sql(arena_printf(shop.arena, "UPDATE customer SET group_id = %lld WHERE code = 'ACME'",
                         (long long)id));
    ck_assert_int_eq(customers("group:trade"), 1);
    ck_assert_int_eq(customers("-group:trade"), 1);
    ck_assert_int_eq(customers("group:none"), 0);
}
END_TEST

Suite *search_or_suite(void)
{
    Suite *suite = suite_create("search_or");
    TCase *tc = tcase_create("search_or");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, or_finds_what_either_side_has_and_each_once);
    tcase_add_test(tc, or_is_a_word_where_it_joins_nothing);
    tcase_add_test(tc, pages_with_or_are_walked_both_ways_in_every_order);
    tcase_add_test(tc, a_refusal_beside_or_knows_its_word);
    tcase_add_test(tc, eight_searches_are_meant_at_most_and_one_order_of_rows);
    tcase_add_test(tc, work_in_the_warehouse_is_found_by_how_far_it_is_and_who_has_it);
    tcase_add_test(tc, a_parcel_is_found_by_its_number_with_a_field_or_without);
    tcase_add_test(tc, what_left_is_found_by_its_carrier_and_its_day);
    tcase_add_test(tc, holds_are_found_by_their_kind_while_they_are_open);
    tcase_add_test(tc, orders_have_a_site_a_priority_a_wanted_day_and_are_collected);
    tcase_add_test(tc, a_telephone_number_finds_customers_and_their_orders);
    tcase_add_test(tc, customers_are_found_by_their_group);
    suite_add_tcase(suite, tc);
    return suite;
}
