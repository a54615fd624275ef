/*
 * A pick worked by a scanner: every key comes as a scanner types it, each code with an Enter.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "domain/flow/package.h"
#include "print/documents.h"
#include "screen/screen_suites.h"

static struct testscreen ts;

/* An order of three 4711 and two 4712 is with the warehouse, and its pick is open. */
static void set_up(void)
{
    testscreen_open(&ts, 24, 80);
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n3\n4712\n2\n\n\n");
    testscreen_press(&ts, "F10 g");
    testscreen_type(&ts, ".wq\n\n");
    ck_shows(&ts, "PICK    4711");
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static struct order *order_now(void)
{
    return testscreen_last_order(&ts);
}

START_TEST(a_pick_is_worked_to_the_end_by_scans_alone)
{
    testscreen_type(&ts, "4711\n4711\n4711\n4712\n4712\n");
    ck_shows(&ts, "All is picked");
    testscreen_type(&ts, ".DONE\n");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "1 package");
    testscreen_type(&ts, ".SHIP\n");

    ck_shows(&ts, "is shipped");
    ck_assert_int_eq(order_now()->lines[0].shipped.milli, 3 * QTY_PER_UNIT);
    ck_assert_int_eq(order_now()->lines[1].shipped.milli, 2 * QTY_PER_UNIT);
}
END_TEST

START_TEST(a_wrong_scan_stays_in_view_until_a_right_one_comes)
{
    testscreen_type(&ts, "4713\n");
    ck_shows(&ts, "Wrong item: 4713");
    testscreen_type(&ts, "NONSENSE\n");
    ck_shows(&ts, "No item has the code NONSENSE");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, 0);
    testscreen_type(&ts, "4711\n");

    ck_hides(&ts, "No item has");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, QTY_PER_UNIT);
}
END_TEST

START_TEST(two_codes_in_one_burst_are_two_scans)
{
    testscreen_type(&ts, "4711\n4712\n");

    ck_assert_int_eq(order_now()->lines[0].picked.milli, QTY_PER_UNIT);
    ck_assert_int_eq(order_now()->lines[1].picked.milli, QTY_PER_UNIT);
}
END_TEST

START_TEST(a_scanner_that_sends_tab_and_the_kind_of_symbol_works_too)
{
    testscreen_type(&ts, "]C14711");
    testscreen_press(&ts, "Tab");

    ck_assert_int_eq(order_now()->lines[0].picked.milli, QTY_PER_UNIT);
}
END_TEST

START_TEST(one_scan_too_many_is_refused)
{
    testscreen_type(&ts, "4712\n4712\n4712\n");

    ck_shows(&ts, "All of 4712 is picked");
    ck_assert_int_eq(order_now()->lines[1].picked.milli, 2 * QTY_PER_UNIT);
}
END_TEST

START_TEST(undo_puts_back_what_was_scanned_last)
{
    testscreen_type(&ts, "4711\n4712\n.UNDO\n");

    ck_assert_int_eq(order_now()->lines[0].picked.milli, QTY_PER_UNIT);
    ck_assert_int_eq(order_now()->lines[1].picked.milli, 0);
    testscreen_press(&ts, "F7");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, 0);
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "Nothing was picked on this screen");
}
END_TEST

START_TEST(a_count_is_typed_for_the_expected_item)
{
    testscreen_press(&ts, "F4");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "2\n");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, 2 * QTY_PER_UNIT);
    testscreen_press(&ts, "F8");
    ck_shows(&ts, "PICK    4712");
}
END_TEST

START_TEST(a_short_item_leaves_the_order_waiting)
{
    testscreen_press(&ts, "F11 1");
    testscreen_type(&ts, "1\n");

    ck_shows(&ts, "2 ea   0 done");
    ck_assert_int_eq(order_now()->lines[0].allocated.milli, 2 * QTY_PER_UNIT);
    ck_assert_int_eq(order_now()->backordered.milli, QTY_PER_UNIT);
}
END_TEST

START_TEST(an_unfinished_pick_is_not_packed)
{
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "4711 is not picked to the end");
    testscreen_type(&ts, ".SHIP\n");
    ck_shows(&ts, "not possible now");
}
END_TEST

START_TEST(papers_are_printed_from_the_actions)
{
    OD_ARENA *tmp = arena_new();
    char path[] = "/tmp/od-paper-XXXXXX";
    int fd = mkstemp(path);
    struct printing printing = { .form = PAPER_AS_TEXT };
    struct err err = ERR_INIT;
    char *text;

    ck_assert_int_ge(fd, 0);
    (void)close(fd);
    testscreen_press(&ts, "F6 p");
    ck_shows(&ts, "This station prints nothing.");
    testscreen_press(&ts, "Esc");

    printing.command = arena_printf(tmp, "tee %s", path);
    ts.printing = &printing;
    testscreen_restart(&ts);
    testscreen_type(&ts, ".wq\n\n");
    testscreen_press(&ts, "F6 p");
    ck_shows(&ts, "-F1 went to the printer.");
    ck_ok(os_read_file(path, 10000, tmp, &text, NULL, &err));
    ck_assert_ptr_nonnull(strstr(text, "PICK LIST"));
    ck_assert_ptr_nonnull(strstr(text, "4712"));
    testscreen_press(&ts, "F6");
    ck_hides(&ts, "Print the packing slip");
    testscreen_press(&ts, "Esc");

    testscreen_type(&ts, "4711\n4711\n4711\n4712\n4712\n.DONE\n");
    testscreen_press(&ts, "Enter F6 l");
    ck_ok(os_read_file(path, 10000, tmp, &text, NULL, &err));
    ck_assert_ptr_nonnull(strstr(text, "PACKING SLIP"));
    (void)unlink(path);
}
END_TEST

START_TEST(another_slip_is_taken_at_the_second_scan)
{
    struct order *first = order_now();

    testscreen_press(&ts, "F3 F6");
    testscreen_type(&ts, "1042\n4713\n1\n\n\n");
    testscreen_press(&ts, "F10 g");
    testscreen_type(&ts, ".pk ");
    testscreen_type(&ts, first->number);
    testscreen_type(&ts, "\n");
    testscreen_type(&ts, order_now()->number);
    testscreen_type(&ts, "\n");
    ck_shows(&ts, "is another slip");
    ck_shows(&ts, "PICK    4711");
    testscreen_type(&ts, order_now()->number);
    testscreen_type(&ts, "\n");

    ck_shows(&ts, "PICK    4713");
}
END_TEST

START_TEST(packages_are_filled_by_scans)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct fulfillment *f;
    int64_t id;

    testscreen_type(&ts, ".BOX\n");
    ck_shows(&ts, "4711 is not picked to the end");
    testscreen_type(&ts, "4711\n4711\n4711\n4712\n4712\n");
    testscreen_type(&ts, ".BOX\n4711\n4711\n2.4kg\n300x200x150\n.DONE\n");
    ck_shows(&ts, "1 of 4711 are in no package");
    testscreen_type(&ts, ".BOX\n4711\n4711\n");
    ck_shows(&ts, "All of 4711 that was picked is in a package");
    testscreen_type(&ts, ".UNDO\n.BOX\n4711\n4712\n4712\n0.5 kg\n.DONE\n");
    ck_shows(&ts, "2 packages, 2.9 kg");
    testscreen_type(&ts, "1Z5R89390357567128\n");
    ck_shows(&ts, "has the form of a number of UPS");
    testscreen_type(&ts, "1Z5R89390357567127\n");
    ck_shows(&ts, "P1: 1Z5R89390357567127 is noted");
    ck_ok(fulfillment_find(ts.desk, order_now()->number, &id, &err));
    ck_ok(fulfillment_load(ts.desk, id, tmp, &f, &err));
    ck_assert_int_eq(f->packages.n, 2);
    ck_assert_int_eq(f->packages.v[1].in[0].milli + f->packages.v[1].in[1].milli,
                     3 * QTY_PER_UNIT);
    ck_assert_str_eq(f->packages.v[0].tracking, "1Z5R89390357567127");
    ck_assert_int_eq(f->packages.v[0].width, 200);
}
END_TEST

Suite *picking_suite(void)
{
    Suite *suite = suite_create("picking");
    TCase *tests = tcase_create("scans");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_pick_is_worked_to_the_end_by_scans_alone);
    tcase_add_test(tests, a_wrong_scan_stays_in_view_until_a_right_one_comes);
    tcase_add_test(tests, two_codes_in_one_burst_are_two_scans);
    tcase_add_test(tests, a_scanner_that_sends_tab_and_the_kind_of_symbol_works_too);
    tcase_add_test(tests, one_scan_too_many_is_refused);
    tcase_add_test(tests, undo_puts_back_what_was_scanned_last);
    tcase_add_test(tests, a_count_is_typed_for_the_expected_item);
    tcase_add_test(tests, a_short_item_leaves_the_order_waiting);
    tcase_add_test(tests, an_unfinished_pick_is_not_packed);
    tcase_add_test(tests, papers_are_printed_from_the_actions);
    tcase_add_test(tests, packages_are_filled_by_scans);
    tcase_add_test(tests, another_slip_is_taken_at_the_second_scan);
    suite_add_tcase(suite, tests);
    return suite;
}
