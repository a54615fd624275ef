/*
 * Lists as files: all rows whatever is shown, in the columns and the order of the list, for the
 * owner alone; and what is refused leaves the name typed and no file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "domain/desk/desk.h"
#include "screen/screen_suites.h"
#include "store/store.h"
#include "store/tx.h"
#include "support/testorder.h"

static struct testscreen ts;
static char folder[64];
static char path[128];
static char text[200000];

static void set_up(void)
{
    testscreen_open(&ts, 24, 80);
    (void)snprintf(folder, sizeof folder, "/tmp/orderdesk-list.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void name_it(const char *name)
{
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
}

static void tear_down(void)
{
    static const char *const names[] = { "a.csv", "a.json", "full.csv" };

    for (size_t i = 0; i < OD_LEN(names); i++) {
        name_it(names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder); /* fails where a temporary file was left */
    testscreen_close(&ts);
    ck_assert_msg(access(folder, F_OK) != 0, "something is left in %s", folder);
}

/* On a list: the key, and the name. */
static void ask_for(const char *name)
{
    OD_ARENA *tmp = arena_new();

    name_it(name);
    testscreen_press(&ts, "M-e");
    testscreen_type(&ts, arena_printf(tmp, "%s\n", path));
}

static const char *read_file(void)
{
    FILE *file = fopen(path, "r");
    size_t n;

    ck_assert_msg(file != NULL, "no file\n%s", testscreen_dump(&ts));
    n = fread(text, 1, sizeof text - 1, file);
    text[n] = '\0';
    (void)fclose(file);
    return text;
}

static int lines(const char *of)
{
    int n = 0;

    for (; *of != '\0'; of++)
        n += *of == '\n';
    return n;
}

static void make_orders(int n)
{
    for (int i = 0; i < n; i++) {
        testscreen_press(&ts, "F6");
        testscreen_type(&ts, "1042\n4711\n50\n\n\n");
        testscreen_press(&ts, "F3");
    }
}

START_TEST(find_writes_all_rows_in_its_order_for_the_owner_alone)
{
    int64_t orders = testshop_number(ts.desk, "SELECT count(*) FROM sales_order") + 30;
    const char *first, *last;
    struct stat info;

    make_orders(30);
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "o:");
    ask_for("a.csv");
    ck_shows(&ts, "rows are in /tmp/orderdesk-list.");
    ck_assert_int_eq(lines(read_file()), orders + 1);
    ck_assert_int_eq(strncmp(text, "number,customer,status,placed,promise,total,", 44), 0);
    first = strchr(text, '\n') + 1;
    last = text + strlen(text) - 1;
    while (last[-1] != '\n')
        last--;
    ck_assert_int_gt(strncmp(first, last, 5), 0);
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_int_eq(info.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_column_that_is_off_is_not_in_the_file_and_days_are_for_programs)
{
    make_orders(1);
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "o:");
    testscreen_press(&ts, "F11 2 x");
    ask_for("a.json");
    ck_assert_int_eq(read_file()[0], '[');
    ck_assert_ptr_null(strstr(text, "\"customer\""));
    ck_assert_ptr_nonnull(strstr(text, "\"number\":\""));
    ck_assert_ptr_nonnull(strstr(text, "\"placed\":\"20"));
    ck_assert_ptr_nonnull(strstr(text, " GBP\""));
    ck_assert_str_eq(text + strlen(text) - 3, "\n]\n");
    /* What is on the screen is for people again. */
    ck_hides(&ts, " GBP");
}
END_TEST

START_TEST(marked_orders_alone_are_written)
{
    make_orders(3);
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "o:");
    testscreen_press(&ts, "Down F7");
    ask_for("a.csv");
    ck_shows(&ts, "1 row is in ");
    ck_assert_int_eq(lines(read_file()), 2);
}
END_TEST

START_TEST(backorders_and_reports_write_theirs)
{
    make_orders(7);
    testscreen_type(&ts, ".bo\n");
    testscreen_press(&ts, "F4");
    ck_shows(&ts, "4711");
    ask_for("a.csv");
    ck_shows(&ts, "are in /tmp/orderdesk-list.");
    ck_assert_int_ge(lines(read_file()), 2);
    ck_assert_ptr_nonnull(strstr(text, "4711"));
    testscreen_press(&ts, "F3");
    testscreen_type(&ts, ".rp\n");
    ask_for("a.json");
    ck_assert_int_eq(read_file()[0], '[');
    ck_assert_ptr_nonnull(strstr(text, "\"report\":\"low\",\"what_it_tells\":\"Stock below"));
}
END_TEST

/* Rows that no person would type. */
static void run_sql(const char *sql_text)
{
    const struct sql sql = { .name = "test.rows", .text = sql_text };
    OD_TX tx = { 0 };
    struct err err = ERR_INIT;

    ck_ok(desk_begin(ts.desk, "item.save", &tx, &err));

    OD_STMT *q = sql_write(&tx, &sql);

    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

/* The screen shows the best of each kind, the file has all that is found. */
START_TEST(the_find_over_all_kinds_writes_all_that_is_found)
{
    int64_t orders = testshop_number(ts.desk, "SELECT count(*) FROM sales_order") + 30;
    int64_t others = testshop_number(ts.desk, "SELECT (SELECT count(*) FROM customer)"
                                              " + (SELECT count(*) FROM item)");

    make_orders(30);
    testscreen_press(&ts, "F2");
    ask_for("a.csv");
    ck_shows(&ts, "rows are in /tmp/orderdesk-list.");
    ck_assert_int_eq(lines(read_file()), orders + others + 1);
}
END_TEST

START_TEST(all_of_each_kind_beyond_a_page_is_written_once)
{
    run_sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)"
            " INSERT INTO customer (code, name, name_fold, search_text, currency, created_ms,"
            " payment_terms_id)"
            " SELECT 'x' || i, 'Xylo ' || i % 7, 'xylo ' || i % 7, '', 'GBP', 0,"
            " (SELECT min(id) FROM payment_terms) FROM n");
    testscreen_press(&ts, "F2");
    ask_for("a.csv");
    ck_assert_ptr_nonnull(strstr(read_file(), ",x1,"));
    for (int i = 1; i <= 700; i++) {
        OD_ARENA *tmp = arena_new();
        const char *code = arena_printf(tmp, ",x%d,", i);
        const char *at = strstr(text, code);

        ck_assert_msg(at != NULL && strstr(at + 1, code) == NULL, "%s is not there once", code);
    }
}
END_TEST

static void ck_writes(const char *begins, const char *has)
{
    testscreen_press(&ts, "M-e C-u");
    name_it("a.csv");
    (void)unlink(path);
    testscreen_type(&ts, path);
    testscreen_press(&ts, "Enter");
    (void)read_file();
    ck_assert_msg(strncmp(text, begins, strlen(begins)) == 0, "%.200s\n%s", text,
                  testscreen_dump(&ts));
    ck_assert_msg(strstr(text, has) != NULL, "%.200s", text);
}

START_TEST(the_tabs_of_an_order_and_what_is_done_to_many_write_theirs)
{
    make_orders(2);
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "o:");
    testscreen_press(&ts, "Enter");
    ck_writes("ln,item,description,qty,um,price,amount,status", "4711");
    testscreen_press(&ts, "2");
    ck_writes("ln,item,ordered,canceled,", "4711");
    testscreen_press(&ts, "3");
    ck_writes("when,who,what,why,fields", "20");
    testscreen_press(&ts, "Esc F8 1");
    ck_writes("order,customer,status,outcome,why_not", "\n");
}
END_TEST

START_TEST(parcels_and_prices_write_theirs)
{
    testscreen_type(&ts, ".sh\n");
    ck_writes("slip,leaves,due,customer,by,packages,kg,city,site,label", "\n");
    testscreen_press(&ts, "F4");
    ck_writes("manifest,day,carrier,shipments,packages,kg,site", "\n");
    testscreen_press(&ts, "F3");
    testscreen_type(&ts, ".pl\n");
    testscreen_press(&ts, "Enter");
    ck_writes("of,list,from,price,valid_from,to,contract", "4711");
}
END_TEST

/* "status:" finds all while it is typed; nothing is made of that. */
START_TEST(a_word_that_asks_for_nothing_makes_no_file_and_is_done_to_none)
{
    make_orders(2);
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "o:status: ");
    ck_shows(&ts, "2 found");
    ask_for("a.csv");
    ck_shows(&ts, "asks for nothing");
    ck_shows(&ts, "a.csv"); /* typed still */
    ck_assert_int_ne(access(path, F_OK), 0);
    testscreen_press(&ts, "Esc F8 1");
    ck_shows(&ts, "asks for nothing");
    ck_hides(&ts, "many orders");
}
END_TEST

/* Also where the screen shows a part of it. */
START_TEST(a_list_that_is_cut_on_the_screen_is_whole_in_the_file)
{
    run_sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450)"
            " INSERT INTO stock_movement (item_id, site_id, user_id, kind, qty, at_ms)"
            " SELECT (SELECT id FROM item WHERE sku = '4711'), (SELECT min(id) FROM site),"
            " (SELECT min(id) FROM app_user), 2, 1000, 0 FROM n");
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "p:4711");
    testscreen_press(&ts, "Enter 3");
    ck_writes("when,who,site,what,qty,on_hand,for,reason", "\n");
    ck_assert_int_gt(lines(text), 450);
}
END_TEST

START_TEST(labels_that_wait_for_a_person_are_all_in_the_file)
{
    make_orders(1);
    run_sql("INSERT INTO fulfillment (order_id, seq, number, site_id, status, released_ms)"
            " SELECT MAX(id), 9, 'X-F9', (SELECT MIN(id) FROM site), 4, 0 FROM sales_order");
    run_sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 350)"
            " INSERT INTO parcel_label (fulfillment_id, package_number, provider, state, rule,"
            " format, asked_by, asked_ms) SELECT (SELECT MAX(id) FROM fulfillment), 'P' || i,"
            " 'easypost', 9, 1, 'PDF', (SELECT MIN(id) FROM app_user), 0 FROM n");
    testscreen_type(&ts, ".lb\n");
    ask_for("a.csv");
    ck_shows(&ts, "rows are in /tmp/orderdesk-list.");
    ck_assert_int_eq(lines(read_file()), 351);
}
END_TEST

START_TEST(rates_of_currencies_are_all_in_the_file)
{
    run_sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 350)"
            " INSERT INTO exchange_rate (currency, from_date, rate_e9)"
            " SELECT 'JPY', date('2020-01-01', '+' || i || ' days'), 5000000 FROM n");
    testscreen_type(&ts, ".xr\n");
    ck_shows(&ts, "the first 300");
    ask_for("a.csv");
    ck_shows(&ts, "rows are in /tmp/orderdesk-list.");
    ck_assert_int_ge(lines(read_file()), 351);
    ck_shows(&ts, "the first 300");
}
END_TEST

START_TEST(what_is_to_put_away_is_all_in_the_file)
{
    make_orders(1);
    run_sql("INSERT INTO fulfillment (order_id, seq, number, site_id, status, released_ms)"
            " SELECT MAX(id), 9, 'X-F9', (SELECT MIN(id) FROM site), 4, 0 FROM sales_order");
    run_sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 350)"
            " INSERT INTO put_away (fulfillment_id, item_id, site_id, qty, created_ms, created_by)"
            " SELECT (SELECT MAX(id) FROM fulfillment), (SELECT MIN(id) FROM item),"
            " (SELECT MIN(id) FROM site), 1000, 0, (SELECT MIN(id) FROM app_user) FROM n");
    testscreen_type(&ts, ".pa\n");
    ask_for("a.csv");
    ck_shows(&ts, "rows are in /tmp/orderdesk-list.");
    ck_assert_int_eq(lines(read_file()), 351);
}
END_TEST

START_TEST(what_is_packed_is_all_in_the_file)
{
    make_orders(1);
    run_sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1050)"
            " INSERT INTO fulfillment (order_id, seq, number, site_id, status, released_ms)"
            " SELECT (SELECT MAX(id) FROM sales_order), 9 + i, 'X-F' || i,"
            " (SELECT MIN(id) FROM site), 4, 0 FROM n");
    testscreen_type(&ts, ".sh\n");
    ask_for("a.csv");
    ck_shows(&ts, "rows are in /tmp/orderdesk-list.");
    ck_assert_int_eq(lines(read_file()), 1051);
}
END_TEST

START_TEST(what_waits_at_the_counter_is_all_in_the_file)
{
    make_orders(1);
    run_sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 650)"
            " INSERT INTO fulfillment (order_id, seq, number, site_id, status, released_ms, kind,"
            " pickup_code) SELECT (SELECT MAX(id) FROM sales_order), 9 + i, 'X-F' || i,"
            " (SELECT MIN(id) FROM site), 7, 0, 2, 'x' || i FROM n");
    testscreen_type(&ts, ".pu\n");
    ask_for("a.csv");
    ck_shows(&ts, "rows are in /tmp/orderdesk-list.");
    ck_assert_int_eq(lines(read_file()), 651);
}
END_TEST

/* So many more lines of the newest order, which wait for stock. */
static void make_waiting(int n)
{
    OD_ARENA *tmp = arena_new();

    make_orders(1);
    run_sql("UPDATE sales_order SET status = 5, backordered_qty = 1000"
            " WHERE id = (SELECT MAX(id) FROM sales_order)");
    run_sql(arena_printf(tmp,
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                         " WHERE i < %d) INSERT INTO order_line (order_id, line_no, kind, item_id,"
                         " sku, description, ordered_qty) SELECT (SELECT MAX(id) FROM sales_order),"
                         " 9 + i, 1, (SELECT id FROM item WHERE sku = '4711'), '4711', '', 1000"
                         " FROM n",
                         n));
}

START_TEST(what_waits_for_stock_is_all_in_the_file)
{
    make_waiting(1050);
    testscreen_type(&ts, ".bo\n");
    testscreen_press(&ts, "F4");
    ask_for("a.csv");
    ck_shows(&ts, "rows are in /tmp/orderdesk-list.");
    ck_assert_int_gt(lines(read_file()), 1050);
}
END_TEST

START_TEST(who_has_an_item_is_all_in_the_file)
{
    make_waiting(1050);
    run_sql("INSERT INTO allocation (order_line_id, item_id, site_id, qty, at_ms)"
            " SELECT id, item_id, (SELECT MIN(id) FROM site), 1, 0 FROM order_line"
            " WHERE line_no > 9 AND order_id = (SELECT MAX(id) FROM sales_order)");
    testscreen_type(&ts, ".bo\n");
    testscreen_press(&ts, "F4 F7");
    ask_for("a.csv");
    ck_shows(&ts, "rows are in /tmp/orderdesk-list.");
    ck_assert_int_gt(lines(read_file()), 1050);
}
END_TEST

START_TEST(who_would_lose_is_all_in_the_file)
{
    make_waiting(350);
    run_sql("INSERT INTO site (code, name) SELECT 'S' || id, 'S' || id FROM order_line"
            " WHERE line_no > 9 AND order_id = (SELECT MAX(id) FROM sales_order)");
    run_sql("INSERT INTO stock_level (item_id, site_id, allocated_qty)"
            " SELECT (SELECT id FROM item WHERE sku = '4711'), id, 1000 FROM site"
            " WHERE name = code AND name LIKE 'S%'");
    run_sql("INSERT INTO allocation (order_line_id, item_id, site_id, qty, at_ms)"
            " SELECT CAST(SUBSTR(s.code, 2) AS INTEGER), v.item_id, v.site_id, 1000, 0"
            " FROM stock_level v JOIN site s ON s.id = v.site_id"
            " WHERE s.name = s.code AND s.name LIKE 'S%'");
    testscreen_type(&ts, ".ov\n");
    ask_for("a.csv");
    ck_shows(&ts, "rows are in /tmp/orderdesk-list.");
    ck_assert_int_ge(lines(read_file()), 351);
}
END_TEST

START_TEST(a_file_that_is_there_is_replaced_only_when_told_to)
{
    FILE *file;

    name_it("a.csv");
    file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    (void)fputs("mine\n", file);
    (void)fclose(file);
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "c:");
    ask_for("a.csv");
    ck_shows(&ts, "is there already");
    testscreen_press(&ts, "Enter");
    ck_assert_str_eq(read_file(), "mine\n");
    ck_shows(&ts, "a.csv");
    testscreen_press(&ts, "Enter r");
    ck_shows(&ts, "are in /tmp/orderdesk-list.");
    ck_assert_ptr_nonnull(strstr(read_file(), "1042"));
}
END_TEST

START_TEST(what_cannot_be_written_stays_typed_and_leaves_nothing)
{
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "c:");
    ask_for("none/a.csv");
    ck_shows(&ts, "none/a.csv");
    ck_hides(&ts, "are in /tmp");
    testscreen_press(&ts, "Esc");
    ask_for("a.xls");
    ck_shows(&ts, "Name it .csv or .json.");
    ck_shows(&ts, "a.xls");
    ck_assert_int_ne(access(path, F_OK), 0);
    testscreen_press(&ts, "Esc");
    if (access("/proc/self", F_OK) == 0) { /* a folder in which nobody may write */
        testscreen_press(&ts, "M-e C-u");
        testscreen_type(&ts, "/proc/self/a.csv\n");
        ck_shows(&ts, "/proc/self/a.csv");
        ck_hides(&ts, "are in /proc");
    }
}
END_TEST

START_TEST(a_full_disk_is_told)
{
    name_it("full.csv");
    ck_assert_int_eq(symlink("/dev/full", path), 0);
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "c:");
    ask_for("full.csv");
    testscreen_press(&ts, "r");
    ck_hides(&ts, "are in /tmp");
    ck_shows(&ts, "full.csv");
    ck_shows(&ts, "space");
}
END_TEST

START_TEST(where_no_list_is_nothing_is_asked)
{
    testscreen_press(&ts, "M-e");
    ck_hides(&ts, "Rows to a file");
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "o:total:x");
    testscreen_press(&ts, "M-e");
    ck_shows(&ts, "There is no list to write now.");
}
END_TEST

Suite *list_files_screen_suite(void)
{
    Suite *suite = suite_create("list_files");
    TCase *tests = tcase_create("list_files");

    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, find_writes_all_rows_in_its_order_for_the_owner_alone);
    tcase_add_test(tests, a_column_that_is_off_is_not_in_the_file_and_days_are_for_programs);
    tcase_add_test(tests, marked_orders_alone_are_written);
    tcase_add_test(tests, backorders_and_reports_write_theirs);
    tcase_add_test(tests, the_find_over_all_kinds_writes_all_that_is_found);
    tcase_add_test(tests, all_of_each_kind_beyond_a_page_is_written_once);
    tcase_add_test(tests, the_tabs_of_an_order_and_what_is_done_to_many_write_theirs);
    tcase_add_test(tests, parcels_and_prices_write_theirs);
    tcase_add_test(tests, a_word_that_asks_for_nothing_makes_no_file_and_is_done_to_none);
    tcase_add_test(tests, a_list_that_is_cut_on_the_screen_is_whole_in_the_file);
    tcase_add_test(tests, labels_that_wait_for_a_person_are_all_in_the_file);
    tcase_add_test(tests, rates_of_currencies_are_all_in_the_file);
    tcase_add_test(tests, what_is_to_put_away_is_all_in_the_file);
    tcase_add_test(tests, what_is_packed_is_all_in_the_file);
    tcase_add_test(tests, what_waits_at_the_counter_is_all_in_the_file);
    tcase_add_test(tests, what_waits_for_stock_is_all_in_the_file);
    tcase_add_test(tests, who_has_an_item_is_all_in_the_file);
    tcase_add_test(tests, who_would_lose_is_all_in_the_file);
    tcase_add_test(tests, a_file_that_is_there_is_replaced_only_when_told_to);
    tcase_add_test(tests, what_cannot_be_written_stays_typed_and_leaves_nothing);
    tcase_add_test(tests, a_full_disk_is_told);
    tcase_add_test(tests, where_no_list_is_nothing_is_asked);
    suite_add_tcase(suite, tests);
    return suite;
}
