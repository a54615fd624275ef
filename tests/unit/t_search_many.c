/*
 * Searching where there is much: what is put together otherwise than for few gives the same rows, in
 * the same order, whatever leads.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "domain/insight/query.h"
#include "domain/insight/search.h"
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

    ck_ok(query_parse(text, kind, shop.desk, shop.arena, &q, &err));
    return q;
}

/* --- much at once, without the domain ------------------------------------------------------------ */

/* 3,000 names before it and 6,000 behind, these in wool, all of Leeds; 1,200 that begin with "kel"; one that has it
 * elsewhere near the first of them, one at the end. */
static const struct sql add_customers = {
    "test.customers",
    "INSERT INTO customer (code, name, kind, currency, payment_terms_id, name_fold, search_text,"
    " created_ms)"
    " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10202),"
    " named (i, name) AS (SELECT i, CASE WHEN i <= 3000 THEN 'alpha ' WHEN i <= 4200 THEN 'kel '"
    " WHEN i <= 10200 THEN 'mine ' WHEN i = 10201 THEN 'alpha 10000 kel ' ELSE 'zeta kel ' END"
    " || (10000 + i) FROM n)"
    " SELECT 'X' || i, name, 1, 'GBP', 1, name, 'x' || i || ' ' || name || ' leeds'"
    " || CASE WHEN i BETWEEN 4201 AND 10200 THEN ' wool' ELSE '' END, 1 FROM named",
    NULL, NULL
};
static const struct sql index_customers = {
    "test.customer_fts", "INSERT INTO customer_fts (customer_fts) VALUES ('rebuild')", NULL, NULL
};

/* 5,000 orders of a first one: every 100th of 90.00, every second of 20.00, the others of 10.00;
 * every 50th canceled; all of "leeds", every third of a word of its own that begins so. */
static const struct sql add_orders = {
    "test.orders",
    "INSERT INTO sales_order (number, status, customer_id, channel_id, site_id, currency,"
    " created_ms, updated_ms, placed_ms, created_by, shown_status, base_total_minor, search_text)"
    " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
    " SELECT 'N' || n.i, CASE WHEN n.i % 50 = 0 THEN 7 ELSE 6 END, o.customer_id, o.channel_id,"
    " o.site_id, o.currency, 1, 1, 1, o.created_by, CASE WHEN n.i % 50 = 0 THEN 1 ELSE 10 END,"
    " CASE WHEN n.i % 100 = 0 THEN 9000 WHEN n.i % 2 = 0 THEN 2000 ELSE 1000 END,"
    " 'n' || n.i || CASE WHEN n.i % 3 = 0 THEN ' leedsville' ELSE ' leeds' END"
    " FROM n, (SELECT * FROM sales_order LIMIT 1) o",
    NULL, NULL
};
/* Two lines of the same item on every tenth order, one on those next to them. */
static const struct sql add_lines = {
    "test.lines",
    "INSERT INTO order_line (order_id, line_no, kind, item_id, sku, description, ordered_qty)"
    " SELECT o.id, 1 + m.i, 1, l.item_id, l.sku, l.description, 1000"
    " FROM sales_order o, (SELECT 0 AS i UNION ALL SELECT 1) m, (SELECT * FROM order_line LIMIT 1) l"
    " WHERE o.number LIKE 'N%' AND o.id % 10 <= 1 AND m.i <= o.id % 10",
    NULL, NULL
};
/* Another item on some of these and on those next to them. */
static const struct sql add_others = {
    "test.others",
    "INSERT INTO order_line (order_id, line_no, kind, item_id, sku, description, ordered_qty)"
    " SELECT o.id, 9, 1, i.id, i.sku, 'other', 1000"
    " FROM sales_order o, (SELECT * FROM item WHERE sku = 'BRK-21') i"
    " WHERE o.number LIKE 'N%' AND o.id % 10 IN (1, 2)",
    NULL, NULL
};
static const struct sql index_orders = {
    "test.order_fts", "INSERT INTO order_fts (order_fts) VALUES ('rebuild')", NULL, NULL
};

/* One after the other submitted, confirmed, invoiced. */
static const struct sql open_orders = {
    "test.open",
    "UPDATE sales_order SET shown_status = CASE WHEN id % 3 = 0 THEN 8 WHEN id % 3 = 1 THEN 17"
    " ELSE 10 END",
    NULL, NULL
};

static void run(const struct sql *sql)
{
    OD_TX tx = { 0 };
    struct stmt *q;

    ck_ok(desk_begin(shop.desk, "order.draft", &tx, &err));
    q = sql_write(&tx, sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

static void fill_customers(void)
{
    run(&add_customers);
    run(&index_customers);
}

static void fill_orders(void)
{
    testshop_order(&shop, shop.bracket, 1, false);
    run(&add_orders);
    run(&add_lines);
    run(&index_orders);
}

/* 3,000 items, all of steel. */
static const struct sql add_items = {
    "test.items",
    "INSERT INTO item (sku, description, tax_class_id, search_text, created_ms)"
    " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
    " SELECT 'Q' || (10000 + n.i), 'thing', i.tax_class_id, 'q' || (10000 + n.i) || ' thing steel', 1"
    " FROM n, (SELECT * FROM item LIMIT 1) i",
    NULL, NULL
};
static const struct sql index_items = {
    "test.item_fts", "INSERT INTO item_fts (item_fts) VALUES ('rebuild')", NULL, NULL
};

/* --- items --------------------------------------------------------------------------------------- */

/* Pages of all items, one way; every SKU beyond the last. */
static int walk_skus(const char *text, bool backward)
{
    const struct query *q = parse(text, FIND_ITEM);
    struct find_from from = { .backward = backward };
    struct item_rows rows;
    const char *last = backward ? "~" : "";
    int n = 0;

    do {
        ck_ok(find_items(shop.desk, q, &from, 250, shop.arena, &rows, &err));
        for (int i = 0; i < rows.n; i++, n++) {
            ck_assert((strcmp(last, rows.v[i].sku) > 0) == backward);
            last = from.key = rows.v[i].sku;
            from.id = rows.v[i].id.v;
        }
    } while (rows.n == 250);
    return n;
}

START_TEST(items_page_by_sku_both_ways_with_words_of_many_and_without)
{
    struct find_from from = { .key = "Q12998", .id = 1, .inclusive = true };
    struct item_rows rows;
    int all;

    run(&add_items);
    run(&index_items);
    all = walk_skus("", false);
    ck_assert_int_gt(all, 3000);
    ck_assert_int_eq(walk_skus("", true), all);
    ck_assert_int_eq(walk_skus("steel", false), 3000);
    ck_assert_int_eq(walk_skus("steel", true), 3000);
    ck_ok(find_items(shop.desk, parse("steel", FIND_ITEM), &from, 250, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 3);
    ck_assert_str_eq(rows.v[0].sku, "Q12998");
    ck_ok(find_items(shop.desk, parse("q129", FIND_ALL), NULL, 250, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 100);
    ck_assert_str_eq(rows.v[0].sku, "Q12900");
    ck_ok(find_items(shop.desk, parse("q1", FIND_ALL), NULL, 250, shop.arena, &rows, &err));
    ck_assert_str_eq(rows.v[0].sku, "Q10001");
    ck_assert_str_eq(rows.v[249].sku, "Q10250");
}
END_TEST

/* --- customers ----------------------------------------------------------------------------------- */

/* Pages of all customers, one way; every name beyond the last. */
static int walk_names(const char *text, bool backward, int page)
{
    const struct query *q = parse(text, FIND_CUSTOMER);
    struct find_from from = { .backward = backward };
    struct customer_rows rows;
    const char *last = backward ? "~" : "";
    int n = 0;

    do {
        ck_ok(find_customers(shop.desk, q, &from, page, shop.arena, &rows, &err));
        for (int i = 0; i < rows.n; i++, n++) {
            ck_assert((strcmp(last, rows.v[i].name) > 0) == backward);
            last = from.key = rows.v[i].name;
            from.id = rows.v[i].id.v;
        }
    } while (rows.n == page);
    return n;
}

START_TEST(a_word_of_many_names_pages_by_name_wherever_they_stand)
{
    static const struct {
        const char *text;
        int n;
    } cases[] = {
        { "kel", 1202 },    { "\"kel\"", 1202 },    { "kel -zeta", 1201 }, { "mine", 6000 },
        { "leeds", 10203 }, { "leeds -mine", 4203 }, { "min leed", 6000 },
        { "wool", 6000 }, /* nobody begins so, and they stand far down */
        { "kel -a -b -c -d -e -f -g -h -i", 1201 }, /* more than are looked for in a row */
    };

    fill_customers();
    for (size_t i = 0; i < OD_LEN(cases); i++) {
        ck_assert_int_eq(walk_names(cases[i].text, false, LIMIT_PAGE_ROWS), cases[i].n);
        ck_assert_int_eq(walk_names(cases[i].text, true, LIMIT_PAGE_ROWS), cases[i].n);
    }
}
END_TEST

START_TEST(of_many_the_best_begin_so_and_no_row_comes_twice)
{
    struct customer_rows rows;

    fill_customers();
    ck_ok(find_customers(shop.desk, parse("kel", FIND_ALL), NULL, 8, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 8);
    ck_assert_str_eq(rows.v[0].name, "kel 13001");
    ck_assert_str_eq(rows.v[7].name, "kel 13008");

    testshop_customer(&shop, "LEEDSMITH", NULL);
    ck_ok(find_customers(shop.desk, parse("leeds", FIND_ALL), NULL, 300, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 300);
    ck_assert_str_eq(rows.v[0].code, "LEEDSMITH");
    for (int i = 1; i < rows.n; i++)
        ck_assert_str_ne(rows.v[i].code, "LEEDSMITH");
}
END_TEST

/* --- orders -------------------------------------------------------------------------------------- */

static int walk_orders(const char *text, bool backward)
{
    const struct query *q = parse(text, FIND_ORDER);
    struct find_from from = { .backward = backward };
    struct order_rows rows;
    int n = 0;

    do {
        ck_ok(find_orders(shop.desk, q, &from, LIMIT_PAGE_ROWS, shop.arena, &rows, &err));
        for (int i = 0; i < rows.n; i++, n++) {
            ck_assert(from.id == 0 || (from.id < rows.v[i].id.v) == backward);
            from.id = rows.v[i].id.v;
        }
    } while (rows.n == LIMIT_PAGE_ROWS);
    return n;
}

START_TEST(whatever_leads_the_same_orders_are_found)
{
    static const struct {
        const char *text;
        int n;
    } cases[] = {
        { "total>80", 50 },
        { "total>15", 2500 },
        { "total>15 total<80", 2450 },
        { "leedsv total>80", 16 },
        { "n100 -leedsville total>80", 2 },
        { "leeds total>15", 2500 },
        { "leedsv total>15", 833 },
        { "leedsv status:canceled total>15", 33 },
        { "status:canceled total>15", 100 },
        { "status:canceled total>80", 50 },
        { "leedsv status:canceled", 33 },
        { "leedsv status:canceled -n3", 25 },
        { "leeds customer:acme status:canceled", 100 },
        { "sku:BRK-20 status:canceled", 100 },
        { "number:N100 leeds", 1 },
        { "number:N100 leedsv", 0 },
        { "leeds", 5001 },
        { "leed -leedsv", 3335 },
        { "-leedsv", 3335 },
    };

    fill_orders();
    for (size_t i = 0; i < OD_LEN(cases); i++) {
        ck_assert_msg(walk_orders(cases[i].text, false) == cases[i].n, "%s: %d", cases[i].text,
                      walk_orders(cases[i].text, false));
        ck_assert_int_eq(walk_orders(cases[i].text, true), cases[i].n);
    }
}
END_TEST

START_TEST(orders_of_several_statuses_page_as_one_list)
{
    static const struct {
        const char *text;
        int n;
    } cases[] = {
        { "status:submitted", 1667 },
        { "status:submitted,confirmed", 3334 },
        { "status:submitted,confirmed total>15", 1667 },
        { "status:submitted,confirmed,invoiced", 5001 },
        { "is:open", 3334 },
        { "is:open -leedsville", 1668 },
    };

    fill_orders();
    run(&open_orders);
    for (size_t i = 0; i < OD_LEN(cases); i++) {
        ck_assert_int_eq(walk_orders(cases[i].text, false), cases[i].n);
        ck_assert_int_eq(walk_orders(cases[i].text, true), cases[i].n);
    }
}
END_TEST

START_TEST(an_order_with_an_item_on_two_lines_is_found_once)
{
    int n;

    fill_orders();
    n = (int)testshop_number(shop.desk, "SELECT COUNT(DISTINCT order_id) FROM order_line");
    ck_assert_int_gt(n, 900);
    ck_assert_int_gt(testshop_number(shop.desk, "SELECT COUNT(*) FROM order_line"), n);
    ck_assert_int_eq(walk_orders("sku:BRK-20", false), n);
    ck_assert_int_eq(walk_orders("sku:BRK-20", true), n);
}
END_TEST

START_TEST(orders_of_several_items_page_as_one_list)
{
    int n;

    fill_orders();
    run(&add_others);
    n = (int)testshop_number(shop.desk, "SELECT COUNT(DISTINCT order_id) FROM order_line");
    ck_assert_int_gt(n, 1400);
    ck_assert_int_eq(walk_orders("sku:BRK-2", false), n);
    ck_assert_int_eq(walk_orders("sku:BRK-2", true), n);
    ck_assert_int_eq(walk_orders("sku:BRK-21,BRK-20", false), n);
    ck_assert_int_eq(walk_orders("sku:BRK-21", true), 1000);
    n = (int)testshop_number(shop.desk, "SELECT COUNT(DISTINCT l.order_id) FROM order_line l"
                                        " JOIN sales_order o ON o.id = l.order_id"
                                        " WHERE o.base_total_minor >= 2000");
    ck_assert_int_eq(walk_orders("sku:BRK-2 total>=20", false), n);
    ck_assert_int_eq(walk_orders("sku:BRK-2 total>=20", true), n);
}
END_TEST

START_TEST(any_number_of_orders_goes_by_total)
{
    const struct query *q;
    struct find_from from = { 0 };
    struct order_rows rows;
    int64_t last = INT64_MAX;
    int n = 0;

    fill_orders();
    q = parse("sort:-total", FIND_ORDER);
    do {
        ck_ok(find_orders(shop.desk, q, &from, LIMIT_PAGE_ROWS, shop.arena, &rows, &err));
        for (int i = 0; i < rows.n; i++, n++) {
            ck_assert_int_le(strtoll(rows.v[i].sort_key, NULL, 10), last);
            last = strtoll(rows.v[i].sort_key, NULL, 10);
            from.id = rows.v[i].id.v;
            from.key = rows.v[i].sort_key;
        }
    } while (rows.n == LIMIT_PAGE_ROWS);
    ck_assert_int_eq(n, 5001);
}
END_TEST

/* --- words --------------------------------------------------------------------------------------- */

START_TEST(long_beginnings_of_few_words_are_spelled_out)
{
    static const struct {
        const char *match, *spelled;
    } cases[] = {
        { "\"leed\"*", "(\"leeds\" OR \"leedsville\")" },
        { "\"leedsv\"*", "\"leedsville\"" },
        { "\"leedsx\"*", "\"leedsx\"*" },                 /* there is none */
        { "\"lee\"*", "\"lee\"*" },                       /* has an index of its own */
        { "\"n100\"*", "(\"n100\" OR \"n1000\" OR \"n1001\" OR \"n1002\" OR \"n1003\" OR \"n1004\""
                       " OR \"n1005\" OR \"n1006\" OR \"n1007\" OR \"n1008\" OR \"n1009\")" },
        { "\"leed\" AND \"n1\"*", "\"leed\" AND \"n1\"*" },
        { "(\"leed\"* OR \"n1\"*) NOT (\"leedsv\"*)",
          "((\"leeds\" OR \"leedsville\") OR \"n1\"*) NOT (\"leedsville\")" },
    };
    const char *out;

    fill_orders();
    for (size_t i = 0; i < OD_LEN(cases); i++) {
        ck_ok(query_spell(shop.desk, FIND_ORDER, cases[i].match, shop.arena, &out, &err));
        ck_assert_str_eq(out, cases[i].spelled);
    }
}
END_TEST

Suite *search_many_suite(void)
{
    Suite *suite = suite_create("search_many");
    TCase *tc = tcase_create("search_many");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, a_word_of_many_names_pages_by_name_wherever_they_stand);
    tcase_add_test(tc, of_many_the_best_begin_so_and_no_row_comes_twice);
    tcase_add_test(tc, whatever_leads_the_same_orders_are_found);
    tcase_add_test(tc, orders_of_several_statuses_page_as_one_list);
    tcase_add_test(tc, an_order_with_an_item_on_two_lines_is_found_once);
    tcase_add_test(tc, orders_of_several_items_page_as_one_list);
    tcase_add_test(tc, any_number_of_orders_goes_by_total);
    tcase_add_test(tc, items_page_by_sku_both_ways_with_words_of_many_and_without);
    tcase_add_test(tc, long_beginnings_of_few_words_are_spelled_out);
    suite_add_tcase(suite, tc);
    return suite;
}
