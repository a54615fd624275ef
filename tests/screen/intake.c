/*
 * What comes from outside: codes that no item is known for, and orders that a channel changed.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "domain/catalog/item.h"
#include "domain/intake/import.h"
#include "domain/intake/to_fix.h"
#include "base/strbuf.h"
#include "screen/screen_suites.h"
#include "support/term_mem.h"
#include "unit/temp.h"

#define HEAD "order,customer,date,sku,qty,price\n"

static struct testscreen ts;
static struct err err;
static char dir[TEMP_DIR_SIZE];

static void set_up(void)
{
    err_clear(&err);
    temp_begin(dir);
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
    temp_end(dir);
}

static const char *file(const char *name, const char *text)
{
    const char *path = arena_printf(ts.shop.arena, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");

    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
    return path;
}

/* Another process imports it. */
static void import(const char *rows)
{
    OD_CSV *reader = NULL;
    struct import_in in = { .kind = IMPORT_ORDERS, .source = "test" };
    struct import_counts counts;

    ck_ok(csv_open(&reader, file("rows.csv", rows), NULL, &err));
    in.rows = reader;
    ck_ok(import_run(ts.desk, &in, &counts, &err));
    ck_assert_int_eq(counts.refused, 0);
    testscreen_tick(&ts, true);
}

static const char *code(void)
{
    return app_screen(ts.app)->ops->code;
}

START_TEST(a_code_is_mended_from_the_dashboard_in_a_few_keys)
{
    import(HEAD "W-1,1042,2026-11-20,THEIR-9,2,1.40\nW-2,1042,2026-11-20,THEIR-9,1,1.40\n");
    ck_shows(&ts, "8 To fix, no item known 2    2 d      4 !");
    testscreen_type(&ts, "8\n");
    ck_assert_str_eq(code(), "TF");
    ck_shows(&ts, "THEIR-9");
    testscreen_type(&ts, "\n4711\n");
    ck_shows(&ts, "THEIR-9 is known now: 2 lines mended, 2 holds ended.");
    ck_shows(&ts, "Every imported line has its item.");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "7 Imported, open        2");
}
END_TEST

START_TEST(what_is_no_item_is_refused_at_the_field_and_the_typing_stays)
{
    import(HEAD "W-1,1042,2026-11-20,THEIR-9,2,1.40\n");
    testscreen_type(&ts, ".tf\n");
    testscreen_type(&ts, "\nzzz\n");
    ck_shows(&ts, "There is no such item.");
    ck_shows(&ts, "THEIR-9 at phone is our item");
    ck_shows(&ts, "zzz");
    testscreen_press(&ts, "Esc");
    ck_hides(&ts, "is our item");
    ck_assert_str_eq(code(), "TF");
    testscreen_press(&ts, "F4");
    ck_shows(&ts, "is:unmapped channel:phone");
}
END_TEST

START_TEST(the_row_of_a_code_stays_selected_when_one_before_it_goes)
{
    struct mapped_counts done;
    struct unmapped_list open;
    struct item *item;

    import(HEAD "W-1,1042,2026-11-20,AAA-1,2,1.40\nW-2,1042,2026-11-20,BBB-2,2,1.40\n"
                "W-3,1042,2026-11-20,CCC-3,2,1.40\n");
    testscreen_type(&ts, ".tf\n");
    testscreen_press(&ts, "Down");
    ck_ok(unmapped_load(ts.desk, 10, ts.shop.arena, &open, &err));
    ck_ok(item_find(ts.desk, "4711", (struct channel_id){ 0 }, ts.shop.arena, &item, &err));
    ck_ok(channel_sku_map(ts.desk, open.v[0].channel, "AAA-1", item->id, &done, &err));
    testscreen_tick(&ts, true);
    ck_hides(&ts, "AAA-1");
    testscreen_press(&ts, "Enter");

    ck_shows(&ts, "BBB-2 at phone is our item");
}
END_TEST

START_TEST(nothing_to_fix_is_said)
{
    testscreen_type(&ts, ".tf\n\n");
    ck_shows(&ts, "There is nothing to fix.");
}
END_TEST

START_TEST(what_a_channel_changed_is_applied_from_its_queue)
{
    import(HEAD "W-1,1042,2026-11-20,4711,2,1.40\n");
    import(HEAD "W-1,1042,2026-11-20,4711,6,1.40\n");
    ck_shows(&ts, "8 Changed by channels   1");
    testscreen_type(&ts, "8\n");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "The channel changed this order");
    testscreen_press(&ts, "F4");
    ck_shows(&ts, "Now 8.40 GBP");
    ck_shows(&ts, "F10 applies it, F8");
    testscreen_press(&ts, "F10");
    ck_assert_str_eq(code(), "OD");
    ck_hides(&ts, "The channel changed this order");
    ck_assert_int_eq(testscreen_last_order(&ts)->total_minor, 840);
}
END_TEST

START_TEST(what_a_channel_changed_is_dropped_and_not_typed_over)
{
    import(HEAD "W-1,1042,2026-11-20,4711,2,1.40\n");
    import(HEAD "W-1,1042,2026-11-20,4711,6,1.40\n");
    testscreen_type(&ts, "8\n");
    testscreen_press(&ts, "Enter F4");
    testscreen_type(&ts, "9\n");
    ck_shows(&ts, "applied or dropped as it is");
    testscreen_press(&ts, "F8");
    testscreen_type(&ts, "y");
    ck_assert_str_eq(code(), "OD");
    ck_assert_int_eq(testscreen_last_order(&ts)->total_minor, 280);
    ck_hides(&ts, "The channel changed this order");
}
END_TEST

/* --- IM --------------------------------------------------------------------------------------- */

/* The screen with this file typed, the cursor past it. */
static void open_import(const char *rows)
{
    const char *path = file("in.csv", rows);

    testscreen_type(&ts, ".im\n");
    ck_assert_str_eq(code(), "IM");
    testscreen_type(&ts, path);
    testscreen_press(&ts, "Enter");
}

static bool is_there(const char *name)
{
    return access(arena_printf(ts.shop.arena, "%s/%s", dir, name), F_OK) == 0;
}

static int64_t order_count(void)
{
    return testdesk_count(ts.desk, "sales_order");
}

/* So many orders of one line. */
static const char *many(int n)
{
    struct strbuf b;

    strbuf_init(&b, ts.shop.arena, 100000);
    strbuf_add(&b, HEAD);
    for (int i = 1; i <= n; i++)
        strbuf_addf(&b, "W-%d,1042,2026-11-20,4711,1,1.40\n", i);
    return b.s;
}

/* Passes until it is over. */
static void wait_for_end(void)
{
    for (int i = 0; i < 100 && testscreen_shows(&ts, "F8 stops it"); i++)
        (void)app_pass(ts.app);
}

START_TEST(a_file_is_tried_then_taken_in_and_listed)
{
    open_import(HEAD "W-1,1042,2026-11-20,4711,2,1.40\nW-2,9999,2026-11-20,4711,1,1.40\n");
    testscreen_press(&ts, "F6");
    wait_for_end();
    ck_shows(&ts, "Tried, nothing was written: 2 read, 1 new, 1 refused");
    ck_shows(&ts, "There is no customer 9999");
    ck_assert_int_eq(order_count(), 0);
    testscreen_press(&ts, "F10");
    wait_for_end();
    ck_shows(&ts, "Done: 2 read, 1 new, 1 refused");
    ck_assert_int_eq(order_count(), 1);
    ck_assert(is_there("in.csv.refused.csv"));
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "Past imports");
    ck_shows(&ts, "in.csv");
}
END_TEST

START_TEST(a_file_of_carriers_is_taken_in)
{
    const char *path = file("in.csv", "code,name\nDPD,DPD UK\n");

    testscreen_type(&ts, ".im\n");
    testscreen_press(&ts, "Up");
    for (int i = 0; i < 12 && !testscreen_shows(&ts, "carriers"); i++)
        testscreen_press(&ts, "Space");
    ck_shows(&ts, "carriers");
    testscreen_press(&ts, "Enter");
    testscreen_type(&ts, path);
    testscreen_press(&ts, "Enter F6");
    wait_for_end();
    ck_shows(&ts, "Tried, nothing was written: 1 read, 1 new");
    testscreen_press(&ts, "F10");
    wait_for_end();
    ck_shows(&ts, "Done: 1 read, 1 new");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM carrier WHERE code = 'DPD'"),
                     1);
}
END_TEST

START_TEST(the_kinds_of_files_go_round)
{
    static const char *const kinds[] = { "customers", "items",          "prices",   "stock",
                                         "price lists", "groups",       "taxes",
                                         "exchange rates", "carriers", "ship methods", "orders" };

    testscreen_type(&ts, ".im\n");
    testscreen_press(&ts, "Up");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        testscreen_press(&ts, "Space");
        ck_shows(&ts, kinds[i]);
    }
}
END_TEST

START_TEST(what_was_not_tried_is_asked_about)
{
    open_import(many(1));
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Import without trying it first?");
    testscreen_press(&ts, "Esc");
    ck_assert_int_eq(order_count(), 0);
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "y");
    wait_for_end();
    ck_shows(&ts, "Done: 1 read, 1 new");
    ck_assert_int_eq(order_count(), 1);
}
END_TEST

START_TEST(an_import_is_stopped_and_what_came_in_stays)
{
    open_import(many(1000));
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "y");
    ck_shows(&ts, "F8 stops it; what came in stays.");
    testscreen_press(&ts, "F12");
    ck_assert_str_eq(code(), "IM");
    ck_shows(&ts, "An import is running");
    testscreen_press(&ts, "F8");
    ck_shows(&ts, "Stopped; what came in stays");
    ck_assert_int_gt(order_count(), 0);
    ck_assert_int_lt(order_count(), 1000);
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT new_count FROM import_batch"),
                     order_count());
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "y");
    wait_for_end();
    ck_shows(&ts, "1,000 read");
    ck_assert_int_eq(order_count(), 1000);
}
END_TEST

START_TEST(it_goes_on_while_other_screens_are_used)
{
    open_import(many(400));
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "y");
    ck_shows(&ts, "F8 stops it");
    testscreen_press(&ts, "F2");
    ck_assert_str_eq(code(), "FI");
    for (int i = 0; i < 20; i++)
        (void)app_pass(ts.app);
    ck_assert_int_eq(order_count(), 400);
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "Done: 400 read, 400 new");
}
END_TEST

START_TEST(a_lost_terminal_keeps_what_came_in_with_its_counts)
{
    open_import(many(1000));
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "y");
    term_mem_event(ts.term, TERM_HANGUP);
    ck_assert(!app_pass(ts.app));
    ck_assert_int_gt(order_count(), 0);
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT new_count FROM import_batch"),
                     order_count());
}
END_TEST

START_TEST(wrong_input_is_told_at_its_field_and_the_typing_stays)
{
    testscreen_type(&ts, ".im\n");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "Say which file.");
    testscreen_type(&ts, "/nowhere/at-all.csv\n");
    ck_shows(&ts, "There is no file /nowhere/at-all.csv.");
    testscreen_press(&ts, "F12");
    open_import("sku,price\nX,1\n");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "There is no column for order");
    testscreen_press(&ts, "Enter");
    testscreen_type(&ts, "northwind-orders");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "x");
    ck_assert_int_eq(order_count(), 0);
}
END_TEST

START_TEST(who_may_not_import_is_told)
{
    testdesk_be(ts.desk, ROLE_CLERK);
    open_import(many(1));
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "Your role (clerk) may not do this");
    ck_assert_int_eq(order_count(), 0);
}
END_TEST

Suite *intake_suite(void)
{
    Suite *suite = suite_create("intake");
    TCase *tc = tcase_create("intake");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_code_is_mended_from_the_dashboard_in_a_few_keys);
    tcase_add_test(tc, what_is_no_item_is_refused_at_the_field_and_the_typing_stays);
    tcase_add_test(tc, the_row_of_a_code_stays_selected_when_one_before_it_goes);
    tcase_add_test(tc, nothing_to_fix_is_said);
    tcase_add_test(tc, what_a_channel_changed_is_applied_from_its_queue);
    tcase_add_test(tc, what_a_channel_changed_is_dropped_and_not_typed_over);
    tcase_add_test(tc, a_file_is_tried_then_taken_in_and_listed);
    tcase_add_test(tc, a_file_of_carriers_is_taken_in);
    tcase_add_test(tc, the_kinds_of_files_go_round);
    tcase_add_test(tc, what_was_not_tried_is_asked_about);
    tcase_add_test(tc, an_import_is_stopped_and_what_came_in_stays);
    tcase_add_test(tc, it_goes_on_while_other_screens_are_used);
    tcase_add_test(tc, a_lost_terminal_keeps_what_came_in_with_its_counts);
    tcase_add_test(tc, wrong_input_is_told_at_its_field_and_the_typing_stays);
    tcase_add_test(tc, who_may_not_import_is_told);
    suite_add_tcase(suite, tc);
    return suite;
}
