/*
 * What comes from outside: codes that no item is known for, and orders that a channel changed.
 */
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "domain/intake/import.h"
#include "screen/screen_suites.h"
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
    ck_shows(&ts, "7 To fix, no item known           2 !");
    testscreen_type(&ts, "7\n");
    ck_assert_str_eq(code(), "TF");
    ck_shows(&ts, "THEIR-9");
    testscreen_type(&ts, "\n4711\n");
    ck_shows(&ts, "THEIR-9 is known now: 2 lines mended, 2 holds ended.");
    ck_shows(&ts, "Every imported line has its item.");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "7 To fix, no item known           0");
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
    ck_shows(&ts, "8 Changed by channels             1");
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

Suite *intake_suite(void)
{
    Suite *suite = suite_create("intake");
    TCase *tc = tcase_create("intake");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_code_is_mended_from_the_dashboard_in_a_few_keys);
    tcase_add_test(tc, what_is_no_item_is_refused_at_the_field_and_the_typing_stays);
    tcase_add_test(tc, nothing_to_fix_is_said);
    tcase_add_test(tc, what_a_channel_changed_is_applied_from_its_queue);
    tcase_add_test(tc, what_a_channel_changed_is_dropped_and_not_typed_over);
    suite_add_tcase(suite, tc);
    return suite;
}
