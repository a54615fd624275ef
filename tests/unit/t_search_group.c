/*
 * The query bar: weekdays, hours and categories, which lead from the lines of reports to what is
 * behind them; and searches that are not to be acted on.
 */
#include <stdio.h>
#include <string.h>

#include "base/os.h"
#include "domain/catalog/item.h"
#include "domain/insight/report.h"
#include "domain/insight/search.h"
#include "support/testreport.h"
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
    os_set_time_zone("UTC");
}

static int orders(const char *text)
{
    const struct query *q;
    struct order_rows rows;
    int n;

    ck_ok(query_parse(text, FIND_ORDER, shop.desk, shop.arena, &q, &err));
    ck_ok(find_orders(shop.desk, q, NULL, 300, shop.arena, &rows, &err));
    ck_ok(find_count(shop.desk, q, FIND_ORDER, 999, shop.arena, &n, &err));
    ck_assert_int_eq(rows.n, n);
    return n;
}

static int items(const char *text)
{
    const struct query *q;
    struct item_rows rows;

    ck_ok(query_parse(text, FIND_ITEM, shop.desk, shop.arena, &q, &err));
    ck_ok(find_items(shop.desk, q, NULL, 300, shop.arena, &rows, &err));
    return rows.n;
}

static void refuse(const char *text, const char *field)
{
    const struct query *q;

    err_clear(&err);
    ck_refused(query_parse(text, FIND_ORDER, shop.desk, shop.arena, &q, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, field);
}

static int64_t placed(const char *at, int status)
{
    return testreport_order(
        &shop, &(struct testreport_order){ .placed = at, .minor = 100, .status = status });
}

/* As an order that was canceled is shown. */
static void show_canceled(void)
{
    testreport_do(&shop, "UPDATE sales_order SET shown_status = 1 WHERE status = 7");
}

/* Around both nights on which Berlin's clocks change, and an order of each hour of a week. */
static void world(void)
{
    os_set_time_zone("Europe/Berlin");
    (void)placed("2026-03-28T22:59:59Z", 0);              /* Saturday, 23 h */
    (void)placed("2026-03-28T23:00Z", 0);                 /* Sunday, 0 h */
    (void)placed("2026-03-29T00:59:59Z", 0);              /* 1 h */
    (void)placed("2026-03-29T01:00Z", 0);                 /* 3 h: there is no 2 h */
    (void)placed("2026-10-25T00:30Z", 0);                 /* Sunday, 2 h */
    (void)placed("2026-10-25T01:30Z", 0);                 /* 2 h once more */
    (void)placed("2026-10-25T22:59:59Z", ORDER_CANCELED); /* 23 h */
    (void)placed("2026-10-25T23:00Z", 0);                 /* Monday, 0 h */
    for (int h = 0; h < 7 * 24; h += 5) {
        char at[32];

        (void)snprintf(at, sizeof at, "2026-06-%02dT%02d:10Z", 1 + h / 24, h % 24);
        (void)placed(at, 0);
    }
    show_canceled();
}

START_TEST(weekdays_and_hours_are_those_of_the_firms_clocks)
{
    world();
    ck_assert_int_eq(orders("date:2026-03 weekday:sat"), 1);
    ck_assert_int_eq(orders("date:2026-03 weekday:sun"), 3);
    ck_assert_int_eq(orders("date:2026-03 weekday:sun,sat"), 4);
    ck_assert_int_eq(orders("date:2026-03 -weekday:sun"), 1);
    ck_assert_int_eq(orders("date:2026-03-29 hour:2"), 0);
    ck_assert_int_eq(orders("date:2026-03-29 hour:0..1"), 2);
    ck_assert_int_eq(orders("date:2026-03-29 hour>=1 -hour:3"), 1);
    ck_assert_int_eq(orders("date:2026-10-25 hour:2"), 2);
    ck_assert_int_eq(orders("date:2026-10-25 hour:2,23"), 3);
    ck_assert_int_eq(orders("weekday:mon hour:0 date:2026-10"), 1);
    ck_assert_int_eq(orders("weekday:sun or weekday:mon"), orders("weekday:sun,mon"));
    os_set_time_zone("UTC");
    ck_assert_int_eq(orders("date:2026-03 weekday:sun"), 2);
    ck_assert_int_eq(orders("date:2026-10-25 hour:1"), 1);
}
END_TEST

START_TEST(what_was_not_placed_has_no_hour)
{
    struct record_at at = testshop_draft(&shop);

    (void)testshop_line(&shop, &at, shop.bracket, 1);
    ck_assert_int_eq(orders(""), 1);
    ck_assert_int_eq(orders("hour:0..23"), 0);
    ck_assert_int_eq(orders("weekday:mon,tue,wed,thu,fri,sat,sun"), 0);
    ck_assert_int_eq(orders("-weekday:thu"), 1); /* 1 January 1970 */
    ck_assert_int_eq(orders("-hour:0..1"), 1);
}
END_TEST

START_TEST(no_weekday_and_no_hour_is_refused_with_the_field)
{
    refuse("weekday:monday", "weekday");
    ck_assert_ptr_nonnull(strstr(err.text, "mon, tue"));
    refuse("weekday:mon,x", "weekday");
    refuse("hour:24", "hour");
    refuse("hour:-1", "hour");
    refuse("hour:9..8", "hour");
    refuse("hour<0", "hour");
    refuse("hour>23", "hour");
    refuse("hour:nine", "hour");
    ck_assert_int_eq(orders("hour:0 hour<=23"), 0);
}
END_TEST

static void set_category(const char *sku, const char *category)
{
    OD_ARENA *tmp = arena_new();

    testreport_do(&shop, arena_printf(tmp, "UPDATE item SET category = '%s' WHERE sku = '%s'",
                                      category, sku));
}

static void order_of(struct item_id item, int status)
{
    int64_t o = placed("2026-11-02T09:15Z", status);

    testreport_line(&shop, o, &(struct testreport_line){ .item = item.v, .ordered = 1, .net = 1 });
}

static void categories(void)
{
    set_category("BRK-20", "Tools");
    set_category("BRK-21", "Tools/Power drills");
    set_category("HOSE", "Möbel, weiß");
    order_of(shop.bracket, 0);
    order_of(shop.bracket, 0);
    order_of(shop.deny, 0);
    order_of(shop.hose, 0);
    order_of(shop.fitting, 0);
    order_of(shop.bracket, ORDER_CANCELED);
    show_canceled();
}

START_TEST(orders_are_found_by_the_category_of_their_items)
{
    categories();
    ck_assert_int_eq(orders("category:tools"), 4);
    ck_assert_int_eq(orders("category:TOOLS/pow"), 1);
    ck_assert_int_eq(orders("category:=tools"), 3);
    ck_assert_int_eq(orders("category:\"=tools/power drills\""), 1);
    ck_assert_int_eq(orders("category:mobel"), 1);
    ck_assert_int_eq(orders("category:mobel,=tools"), 4);
    ck_assert_int_eq(orders("-category:tools"), 2);
    ck_assert_int_eq(orders("-category:=tools"), 3);
    ck_assert_int_eq(orders("category:tools sku:BRK-21"), 1);
    ck_assert_int_eq(orders("category:=tools sku:BRK-21"), 0);
    ck_assert_int_eq(orders("category:nothing"), 0);
    ck_assert_int_eq(orders("category:=tools -status:canceled"), 2);
}
END_TEST

static void save_item(const char *sku, const char *category)
{
    struct item item = { .sku = sku,
                         .kind = ITEM_STOCK,
                         .description = "a thing",
                         .uom = "ea",
                         .category = category,
                         .note = "",
                         .is_active = true };
    struct price price = { 10000 };
    struct item_id id;

    ck_ok(item_save(shop.desk, &item, &price, NULL, &id, &err));
}

START_TEST(items_are_found_by_the_whole_category_too)
{
    save_item("T1", "Tools");
    save_item("T2", "Tools/Power drills");
    ck_assert_int_eq(items("category:tools"), 2);
    ck_assert_int_eq(items("category:=tools"), 1);
    ck_assert_int_eq(items("category:\"=tools/power drills\""), 1);
    ck_assert_int_eq(items("-category:=tools"), items("") - 1);
}
END_TEST

/* Then the items are not looked up before. */
START_TEST(a_category_of_many_items_finds_the_same)
{
    categories();
    testreport_do(&shop,
                  "INSERT INTO item (sku, description, tax_class_id, search_text, created_ms,"
                  " category)"
                  " WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 60)"
                  " SELECT 'N' || v, 'many', 1, '', 1, 'Tools' FROM n");
    ck_assert_int_eq(orders("category:tools"), 4);
    ck_assert_int_eq(orders("category:=tools"), 3);
    ck_assert_int_eq(orders("category:=tools sku:BRK-20 sort:total"), 3);
    ck_assert_int_eq(orders("category:tools sort:placed"), 4);
}
END_TEST

/* --- among many ------------------------------------------------------------------------------- */

/* 30,000 orders at 11 h, 300 of each day from March on, and one on a Sunday at 3 h. */
static void many(void)
{
    int64_t first = placed("2026-03-01T03:10Z", 0);
    OD_ARENA *tmp = arena_new();

    testreport_do(
        &shop,
        arena_printf(tmp,
                     "INSERT INTO sales_order (number, status, customer_id, channel_id, site_id,"
                     " currency, created_ms, updated_ms, placed_ms, created_by, shown_status,"
                     " base_total_minor)"
                     " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                     " WHERE i < 30000)"
                     " SELECT 'N' || n.i, o.status, o.customer_id, o.channel_id, o.site_id,"
                     " o.currency, 1, 1, o.placed_ms + 28800000 + n.i / 300 * 86400000,"
                     " o.created_by, o.shown_status, n.i"
                     " FROM n, (SELECT * FROM sales_order WHERE id = %lld) o",
                     (long long)first));
}

static bool count_steps(void *arg)
{
    ++*(int *)arg;
    return false;
}

/* Thousands of the engine's steps that a page takes. */
static int steps(const char *text)
{
    const struct query *q;
    struct order_rows rows;
    int n = 0;

    ck_ok(query_parse(text, FIND_ORDER, shop.desk, shop.arena, &q, &err));
    desk_on_progress(shop.desk, count_steps, &n);
    ck_ok(find_orders(shop.desk, q, NULL, 40, shop.arena, &rows, &err));
    desk_on_progress(shop.desk, NULL, NULL);
    return n;
}

START_TEST(an_hour_of_few_orders_is_looked_up_among_many)
{
    many();
    ck_assert_int_eq(orders("hour:3"), 1);
    ck_assert_int_eq(orders("weekday:sun hour:3 date:2026 sort:total"), 1);
    ck_assert_int_eq(orders("weekday:sun hour:3,10 -hour:10"), 1);
    ck_assert_int_eq(orders("hour:3 date:2026-04"), 0);
    ck_assert_int_eq(orders("hour:3 total>5"), 0);
    ck_assert_int_eq(orders("weekday:mon hour:11 date:2026-03-02"), 300);
    ck_assert_int_eq(orders("weekday:mon date:2026-03-01..2026-03-02 hour:11 total>5.97"), 2);
    ck_assert_int_le(steps("hour:3"), 1);
    ck_assert_int_le(steps("weekday:sun hour:0..8 date:2026"), 1);
    ck_assert_int_le(steps("hour:11"), 1);
    ck_assert_int_ge(steps("-hour:11"), 20); /* what looks at each */
}
END_TEST

/* As many, every 300 of them a day later from 2024 on; the later ids before the earlier ones of each
 * half, as an import may bring them. */
START_TEST(an_old_year_is_not_walked_to)
{
    const struct query *q;
    struct find_from from = { 0 };
    struct order_rows rows;
    int n = 0;

    many();
    testreport_do(&shop, "UPDATE sales_order SET placed_ms = 1704103200000 + 86400000 *"
                         " ((id + CASE WHEN id % 2 = 0 THEN 0 ELSE 300 END) / 30)");
    ck_ok(query_parse("date:2024", FIND_ORDER, shop.desk, shop.arena, &q, &err));
    do {
        ck_ok(find_orders(shop.desk, q, &from, 300, shop.arena, &rows, &err));
        n += rows.n;
        if (rows.n > 0)
            from.id = rows.v[rows.n - 1].id.v;
    } while (rows.n == 300);
    ck_assert_int_eq(n, testshop_number(shop.desk, "SELECT COUNT(*) FROM sales_order"
                                                   " WHERE placed_ms BETWEEN 1704067200000"
                                                   " AND 1735689599999"));
    ck_assert_int_gt(n, 10000);
    ck_assert_int_le(steps("date:2024"), 3);
    ck_assert_int_le(steps("since:2025 by:nobody or date:2024"), 4);
    from = (struct find_from){ .id = 29000 };
    ck_ok(find_orders(shop.desk, q, &from, 1, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(rows.v[0].id.v, testshop_number(shop.desk,
                                                     "SELECT MAX(id) FROM sales_order"
                                                     " WHERE placed_ms BETWEEN 1704067200000"
                                                     " AND 1735689599999"));
    from = (struct find_from){ .backward = true };
    ck_ok(find_orders(shop.desk, q, &from, 1, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.v[0].id.v, testshop_number(shop.desk,
                                                     "SELECT MIN(id) FROM sales_order"
                                                     " WHERE placed_ms BETWEEN 1704067200000"
                                                     " AND 1735689599999"));
    ck_assert_int_eq(orders("date:2024 total<0.10"), 9);
}
END_TEST

START_TEST(a_category_that_is_hardly_sold_is_looked_up_among_many)
{
    categories();
    many();
    testreport_do(&shop,
                  "INSERT INTO item (sku, description, tax_class_id, search_text, created_ms,"
                  " category)"
                  " WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 60)"
                  " SELECT 'N' || v, 'many', 1, '', 1, 'Tools' FROM n");
    ck_assert_int_eq(orders("category:tools"), 4);
    ck_assert_int_eq(orders("category:tools -status:canceled sort:-total"), 3);
    ck_assert_int_le(steps("category:tools"), 1);
}
END_TEST

/* More than are meant or looked at one by one. */
START_TEST(any_number_of_categories_finds_the_same)
{
    categories();
    testreport_do(&shop,
                  "INSERT INTO item (sku, description, tax_class_id, search_text, created_ms,"
                  " category)"
                  " WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 60)"
                  " SELECT 'N' || v, 'many', 1, '', 1, 'Tools/' || v FROM n");
    ck_assert_int_eq(orders("category:tools"), 4);
    ck_assert_int_eq(orders("category:=tools"), 3);
    testreport_do(&shop,
                  "INSERT INTO item (sku, description, tax_class_id, search_text, created_ms,"
                  " category)"
                  " WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 1100)"
                  " SELECT 'M' || v, 'many', 1, '', 1, 'Any/' || v FROM n");
    ck_assert_int_eq(orders("category:=tools"), 3);
    ck_assert_int_eq(orders("category:any"), 0);
}
END_TEST

/* --- behind the lines of reports -------------------------------------------------------------- */

static void ck_behind(const struct report_table *t, const char *counted)
{
    for (int i = 0; i < t->n; i++) {
        const struct report_line *line = &t->v[i];
        int64_t n = testreport_n(t, line, counted);

        ck_assert_msg(line->find != NULL, "nothing is behind %s", line->v[0].text);
        ck_assert_msg(orders(line->find) == n, "%s: %d, not %lld", line->find, orders(line->find),
                      (long long)n);
    }
}

START_TEST(behind_every_weekday_and_hour_of_a_report_are_its_orders)
{
    struct report_table t;

    world();
    t = testreport_run(&shop, "sales", "weekday", "2026");
    ck_assert_int_eq(testreport_n(&t, NULL, "canceled"), 1);
    ck_behind(&t, "orders");
    t = testreport_run(&shop, "sales", "hour", "2026");
    ck_behind(&t, "orders");
    t = testreport_run(&shop, "hours", NULL, "2026");
    ck_assert_int_eq(t.n, 7 * 24);
    ck_behind(&t, "orders");
    ck_assert_str_eq(t.v[24 + 9].find, "date:2026-01-01..2026-12-31 weekday:tue hour:9"
                                       " -status:canceled");
}
END_TEST

START_TEST(behind_a_category_are_the_orders_with_it)
{
    struct report_table t;

    categories();
    t = testreport_run(&shop, "items", "category", "2026-11");
    ck_assert_str_eq(testreport_find(&t, "Tools")->find,
                     "date:2026-11-01..2026-11-30 -status:canceled category:=Tools");
    ck_assert_int_eq(orders(testreport_find(&t, "Tools")->find), 2);
    ck_assert_int_eq(orders(testreport_find(&t, "Tools/Power drills")->find), 1);
    /* Two names would be asked for. */
    ck_assert_ptr_null(testreport_find(&t, "Möbel, weiß")->find);
    ck_assert_ptr_null(testreport_find(&t, "(none)")->find);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "(none)"), "lines"), 1);
}
END_TEST

/* --- days ------------------------------------------------------------------------------------- */

/* The clock stands at 2026-11-22. */
START_TEST(minus_seven_is_seven_days_as_everywhere)
{
    struct date from, to, also_from, also_to, today = { 2026, 11, 22 };

    (void)placed("2026-11-15T23:59Z", 0);
    (void)placed("2026-11-16T00:00Z", 0);
    (void)placed("2026-11-22T13:00Z", 0);
    ck_assert_int_eq(orders("date:-7"), 2);
    ck_assert_int_eq(orders("date:-8"), 3);
    ck_assert_int_eq(orders("date:-1"), 1);
    ck_assert_int_eq(orders("date:-0"), 1);
    ck_assert_int_eq(orders("since:-7"), 3); /* from the day seven days ago on */
    ck_assert_int_eq(orders("date:-7.."), 3);
    ck_assert(query_days("-7", today, &from, &to));
    ck_ok(report_period(shop.desk, "last-7-days", &also_from, &also_to, &err));
    ck_assert_int_eq(date_cmp(from, also_from), 0);
    ck_assert_int_eq(date_cmp(to, also_to), 0);
    ck_assert_int_eq(date_to_days(to) - date_to_days(from), 6);
    ck_assert(query_days("+7", today, &from, &to));
    ck_assert_int_eq(date_cmp(from, today), 0);
    ck_assert_int_eq(date_to_days(to) - date_to_days(from), 6);
}
END_TEST

/* --- what is not to be acted on --------------------------------------------------------------- */

START_TEST(a_word_that_asks_for_nothing_is_refused_where_something_is_made_of_it)
{
    static const char *const idle[] = { "status:", "acme status:",      "category:=", "hour:",
                                        "\"\"",    "acme or customer:", "total>",     "weekday:," };
    const struct query *q;

    for (size_t i = 0; i < OD_LEN(idle); i++) {
        err_clear(&err);
        ck_ok(query_parse(idle[i], FIND_ORDER, shop.desk, shop.arena, &q, &err));
        ck_refused(query_parse_whole(idle[i], FIND_ORDER, shop.desk, shop.arena, &q, &err),
                   ERR_INVALID);
        ck_assert_str_eq(err.field, "query");
        err_clear(&err);
    }
    ck_ok(query_parse_whole("", FIND_ORDER, shop.desk, shop.arena, &q, &err));
    ck_ok(query_parse_whole("acme status:confirmed", FIND_ORDER, shop.desk, shop.arena, &q, &err));
}
END_TEST

/* --- completion ------------------------------------------------------------------------------- */

static struct query_completions complete(const char *text)
{
    struct query_completions list;

    ck_ok(
        query_complete(shop.desk, text, (int)strlen(text), FIND_ORDER, 8, shop.arena, &list, &err));
    return list;
}

START_TEST(weekdays_and_categories_are_offered)
{
    categories();
    set_category("FIT", "Power tools");
    ck_assert_int_eq(complete("week").n, 1);
    ck_assert_str_eq(complete("week").v[0].text, "weekday:");
    ck_assert_int_eq(complete("weekday:t").n, 2);
    ck_assert_str_eq(complete("weekday:t").v[0].text, "tue");
    ck_assert_str_eq(complete("weekday:t").v[0].detail, "Tue");
    ck_assert_int_eq(complete("category:to").n, 2);
    ck_assert_str_eq(complete("category:to").v[0].text, "Tools");
    ck_assert_str_eq(complete("category:to").v[1].text, "\"Tools/Power drills\"");
    ck_assert_str_eq(complete("category:pow").v[0].text, "\"Power tools\"");
    ck_assert_int_eq(complete("category:m").n, 0); /* one with a comma cannot be asked for */
}
END_TEST

Suite *search_group_suite(void)
{
    Suite *suite = suite_create("search_group");
    TCase *tests = tcase_create("search_group");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, weekdays_and_hours_are_those_of_the_firms_clocks);
    tcase_add_test(tests, what_was_not_placed_has_no_hour);
    tcase_add_test(tests, no_weekday_and_no_hour_is_refused_with_the_field);
    tcase_add_test(tests, orders_are_found_by_the_category_of_their_items);
    tcase_add_test(tests, items_are_found_by_the_whole_category_too);
    tcase_add_test(tests, a_category_of_many_items_finds_the_same);
    tcase_add_test(tests, an_hour_of_few_orders_is_looked_up_among_many);
    tcase_add_test(tests, an_old_year_is_not_walked_to);
    tcase_add_test(tests, a_category_that_is_hardly_sold_is_looked_up_among_many);
    tcase_add_test(tests, any_number_of_categories_finds_the_same);
    tcase_add_test(tests, behind_every_weekday_and_hour_of_a_report_are_its_orders);
    tcase_add_test(tests, behind_a_category_are_the_orders_with_it);
    tcase_add_test(tests, minus_seven_is_seven_days_as_everywhere);
    tcase_add_test(tests, a_word_that_asks_for_nothing_is_refused_where_something_is_made_of_it);
    tcase_add_test(tests, weekdays_and_categories_are_offered);
    suite_add_tcase(suite, tests);
    return suite;
}
