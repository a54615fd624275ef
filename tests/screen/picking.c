/*
 * A pick worked by a scanner: every key comes as a scanner types it, each code with an Enter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "domain/flow/package.h"
#include "print/documents.h"
#include "domain/catalog/item.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/stock/stock.h"
#include "screen/screen_suites.h"
#include "support/term_mem.h"
#include "support/testreport.h"

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

/* So many 4711 are in the books, whatever is packed. */
static void count(int units)
{
    struct reason_id reason;
    struct site_id site = order_now()->site;
    struct err err = ERR_INIT;

    ck_ok(reason_find(ts.desk, "stock", "count", &reason, &err));
    ck_ok(stock_count(ts.desk, order_now()->lines[0].item, site,
                      (struct qty){ units * QTY_PER_UNIT }, reason, &err));
}

START_TEST(a_manager_ships_with_a_reason_what_the_books_do_not_have)
{
    testscreen_type(&ts, "4711\n4711\n4711\n4712\n4712\n.PACK\n");
    count(1);
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "DHL 00340434161094042557\n");
    ck_shows(&ts, "Ship what the books do not have?");
    ck_shows(&ts, "the books have 1 of 4711, 3 leave");
    testscreen_press(&ts, "Esc");
    ck_assert_int_eq(order_now()->lines[0].shipped.milli, 0);
    testscreen_type(&ts, ".SHIP\n");
    testscreen_press(&ts, "Down Enter");
    ck_shows(&ts, "is shipped");
    ck_assert_int_eq(order_now()->lines[0].shipped.milli, 3 * QTY_PER_UNIT);
    testscreen_type(&ts, ".gp\n");
    ck_shows(&ts, "4711");
    ck_shows(&ts, "Counted wrongly");
    testscreen_press(&ts, "F7");
    ck_shows(&ts, order_now()->number);
}
END_TEST

START_TEST(who_may_not_force_is_told_what_to_do)
{
    testscreen_type(&ts, "4711\n4711\n4711\n4712\n4712\n.PACK\n");
    count(1);
    testdesk_be(ts.desk, ROLE_WAREHOUSE);
    testscreen_type(&ts, ".SHIP\n");
    ck_hides(&ts, "Ship what the books do not have?");
    ck_shows(&ts, "or a manager forces it.");
    ck_assert_int_eq(order_now()->lines[0].shipped.milli, 0);
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

static bool reads_nothing(struct screen *s, struct err *err)
{
    (void)s;
    return err_set(err, ERR_BUSY, "The desk is busy.");
}

START_TEST(a_pick_is_booked_once_where_only_reading_it_again_fails)
{
    struct screen *s = app_screen(ts.app);
    const struct screen_ops *ops = s->ops;
    struct screen_ops blind = *ops;

    blind.refresh = reads_nothing;
    s->ops = &blind;
    testscreen_type(&ts, "4711\n");
    s->ops = ops;

    ck_shows(&ts, "could not be read again");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, QTY_PER_UNIT);
    testscreen_press(&ts, "F5");
    ck_hides(&ts, "could not be read again");
    testscreen_type(&ts, ".UNDO\n");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, 0);
}
END_TEST

START_TEST(two_codes_in_one_burst_are_two_scans)
{
    testscreen_type(&ts, "4711\n4712\n");

    ck_assert_int_eq(order_now()->lines[0].picked.milli, QTY_PER_UNIT);
    ck_assert_int_eq(order_now()->lines[1].picked.milli, QTY_PER_UNIT);
}
END_TEST

START_TEST(a_burst_cut_at_any_byte_counts_the_same)
{
    static const char burst[] = "4711\n]C14712\n.QTY\n1\n";

    for (size_t cut = 0; cut < sizeof burst; cut++) {
        char first[sizeof burst];

        (void)snprintf(first, sizeof first, "%.*s", (int)cut, burst);
        testscreen_burst(&ts, first);
        testscreen_burst(&ts, burst + cut);
        ck_assert_msg(order_now()->lines[0].picked.milli == QTY_PER_UNIT &&
                          order_now()->lines[1].picked.milli == 2 * QTY_PER_UNIT,
                      "cut at %zu", cut);
        testscreen_type(&ts, ".UNDO\n.UNDO\n.UNDO\n");
    }
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

/* The pick goes to another row with the booking, so that reading what became of it fails. */
START_TEST(a_short_that_is_booked_is_not_asked_for_again_where_its_words_fail)
{
    testreport_do(&ts.shop, "CREATE TRIGGER test_short AFTER INSERT ON order_event"
                            " WHEN NEW.kind = 'fulfillment.short' BEGIN"
                            " UPDATE fulfillment SET id = id + 1000;"
                            " UPDATE fulfillment_line SET fulfillment_id = fulfillment_id + 1000;"
                            " END");
    testscreen_press(&ts, "F11 1");
    testscreen_type(&ts, "1\n");
    ck_hides(&ts, "is short;");
    ck_hides(&ts, "Missing"); /* no dialog that Enter would answer once more */
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT SUM(short_qty) FROM fulfillment_line"),
                     QTY_PER_UNIT);
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

START_TEST(an_item_whose_code_looks_like_a_size_or_weight_is_the_item)
{
    OD_ARENA *tmp = arena_new();
    static const char *const codes[] = { "40X30X20", "5KG", NULL };
    struct err err = ERR_INIT;
    struct item *item;

    ck_ok(item_find(ts.desk, "4711", (struct channel_id){ 0 }, tmp, &item, &err));
    item->barcodes = codes;
    ck_ok(item_save(ts.desk, item, NULL, NULL, &item->id, &err));
    testscreen_type(&ts, "40X30X20\n5KG\n4711\n");
    ck_shows(&ts, "PICK    4712");
    testscreen_type(&ts, "4712\n4712\n.BOX\n40X30X20\n5KG\n5KG\n4712\n4712\n5kg\n.DONE\n");
    ck_shows(&ts, "1 package, 5 kg");
}
END_TEST

/* --- commands by scan, no key pressed ---------------------------------------------------------
 */

START_TEST(a_pick_is_finished_packed_and_shipped_by_scans_in_one_burst)
{
    testscreen_burst(&ts, "4711\n4711\n4711\n4712\n4712\n.PACK\n.SHIP\n");

    ck_shows(&ts, "is shipped");
    ck_assert_int_eq(order_now()->lines[1].shipped.milli, 2 * QTY_PER_UNIT);
}
END_TEST

START_TEST(a_short_that_is_scanned_needs_no_answer)
{
    testscreen_type(&ts, "4711\n.SHORT\n");

    ck_shows(&ts, "2 of 4711 is short");
    ck_shows(&ts, "PICK    4712");
    ck_assert_int_eq(order_now()->lines[0].allocated.milli, QTY_PER_UNIT);
    testscreen_type(&ts, "4712\n4712\n");
    ck_shows(&ts, "All is picked");
    testscreen_type(&ts, ".SHORT\n");
    ck_shows(&ts, "Nothing is left to be picked");
}
END_TEST

/* Another site that has so many 4711. */
static void other_site_has(int units)
{
    OD_ARENA *tmp = arena_new();
    struct site hull = { .code = "HULL",
                         .name = "Hull",
                         .line1 = "",
                         .city = "",
                         .region = "",
                         .postcode = "",
                         .country = "GB",
                         .priority = 200,
                         .can_ship = true,
                         .is_active = true };
    struct err err = ERR_INIT;
    struct site_id id;
    struct item *item;

    ck_ok(item_find(ts.desk, "4711", (struct channel_id){ 0 }, tmp, &item, &err));
    ck_ok(site_save(ts.desk, &hull, &id, &err));
    ck_ok(stock_receive(ts.desk, item->id, id, (struct qty){ units * QTY_PER_UNIT }, NULL, &err));
}

START_TEST(a_short_that_another_site_sends_says_so)
{
    other_site_has(10);
    testscreen_type(&ts, "4711\n.SHORT\n");
    ck_shows(&ts, "2 of 4711 is short; it comes from HULL.");
    ck_assert_int_eq(order_now()->backordered.milli, 0);
}
END_TEST

START_TEST(a_short_of_which_another_site_has_some_says_both)
{
    other_site_has(1);
    testscreen_type(&ts, "4711\n.SHORT\n");
    ck_shows(&ts, "some comes from HULL, the order waits for the rest");
    ck_assert_int_eq(order_now()->backordered.milli, QTY_PER_UNIT);
}
END_TEST

START_TEST(how_many_go_into_a_package_is_said_before_the_item)
{
    testscreen_type(&ts, "4711\n4711\n4711\n4712\n4712\n.BOX\n.QTY\n");
    ck_shows(&ts, "HOW MANY >");
    testscreen_type(&ts, "x\n");
    ck_shows(&ts, "HOW MANY >");
    testscreen_type(&ts, "3\n");
    ck_shows(&ts, "3 of the item that is scanned now go into");
    testscreen_type(&ts, "4711\n4712\n"); /* said once: of the next item it is one */
    ck_shows(&ts, "4711 3, 4712 1");
    testscreen_type(&ts, ".QTY\n5\n4712\n"); /* one is left */
    ck_shows(&ts, "4711 3, 4712 1");
    testscreen_type(&ts, "4712\n.DONE\n"); /* what was wrong is not said again for it */
    ck_shows(&ts, "1 package");
}
END_TEST

START_TEST(what_is_skipped_comes_back)
{
    testscreen_type(&ts, ".SKIP\n");
    ck_shows(&ts, "PICK    4712");
    testscreen_type(&ts, "4712\n4712\n");
    ck_shows(&ts, "PICK    4711");
    testscreen_type(&ts, ".SKIP\n");
    ck_shows(&ts, "There is no other line");
}
END_TEST

START_TEST(how_many_is_asked_by_scan_and_a_wrong_number_asks_again)
{
    testscreen_type(&ts, ".qty\n");
    ck_shows(&ts, "HOW MANY >");
    testscreen_type(&ts, "4\n");
    ck_shows(&ts, "Only 3 of 4711");
    testscreen_type(&ts, "2\n");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, 2 * QTY_PER_UNIT);
    ck_shows(&ts, "SCAN >");
    testscreen_type(&ts, ".UNDO\n");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, 0);
}
END_TEST

START_TEST(a_command_or_nothing_takes_the_question_back)
{
    testscreen_type(&ts, ".QTY\n.SKIP\n");
    ck_shows(&ts, "SCAN >");
    testscreen_type(&ts, ".TOTE\n\n");
    ck_shows(&ts, "SCAN >");
}
END_TEST

START_TEST(a_wrong_scan_rings_twice_and_a_right_one_not)
{
    int before = term_mem_counts(ts.term).bells;

    testscreen_type(&ts, "4711\n");
    ck_assert_int_eq(term_mem_counts(ts.term).bells, before);
    testscreen_type(&ts, "4713\n");
    ck_assert_int_eq(term_mem_counts(ts.term).bells, before + 2);
}
END_TEST

START_TEST(another_line_that_is_scanned_is_the_one_to_go_on_with)
{
    testscreen_type(&ts, "4712\n");
    ck_shows(&ts, "PICK    4712");
    testscreen_type(&ts, "4712\n");
    ck_shows(&ts, "PICK    4711");
}
END_TEST

START_TEST(the_slip_scanned_again_goes_on_where_a_lost_terminal_left_off)
{
    testscreen_type(&ts, "4711\n4712\n.TOTE\nT-19\n");
    testscreen_restart(&ts);
    testscreen_type(&ts, ".wq\n");
    testscreen_type(&ts, order_now()->number);
    testscreen_type(&ts, "-F1\n");

    ck_shows(&ts, "3 ea   1 done");
    ck_shows(&ts, "T-19");
}
END_TEST

/* Another order of one 4713 with the warehouse; its pick is open. */
static struct order *second_order(void)
{
    testscreen_press(&ts, "F3 F6");
    testscreen_type(&ts, "1042\n4713\n1\n\n\n");
    testscreen_press(&ts, "F10 g");
    testscreen_type(&ts, ".pk ");
    testscreen_type(&ts, order_now()->number);
    testscreen_type(&ts, "\n");
    ck_shows(&ts, "PICK    4713");
    return order_now();
}

START_TEST(the_next_slip_begins_once_all_is_picked)
{
    struct order *first = order_now();

    (void)second_order();
    testscreen_type(&ts, "4713\n");
    ck_shows(&ts, "or the next slip");
    testscreen_type(&ts, first->number);
    testscreen_type(&ts, "\n");
    ck_shows(&ts, "PICK    4711");
}
END_TEST

START_TEST(the_tote_of_another_order_is_refused)
{
    testscreen_type(&ts, ".TOTE\nt-19\n");
    ck_shows(&ts, "Tote T-19 it is.");
    testscreen_type(&ts, "T-19\n");
    ck_shows(&ts, "Right tote.");
    testscreen_type(&ts, ".TOTE\n4711\n");
    ck_shows(&ts, "4711 is an item, not a tote.");
    testscreen_type(&ts, "\n");

    (void)second_order();
    testscreen_type(&ts, "T-19\n");
    ck_shows(&ts, "Tote T-19 is the one of");
    testscreen_type(&ts, ".TOTE\nT-19\n");
    ck_shows(&ts, "TOTE >");
    testscreen_type(&ts, "T-20\n");
    ck_shows(&ts, "Tote T-20 it is.");
}
END_TEST

START_TEST(the_packing_slip_is_printed_by_scan)
{
    struct printing printing = { .command = "false", .form = PAPER_AS_TEXT };

    ts.printing = &printing;
    testscreen_restart(&ts);
    testscreen_type(&ts, ".wq\n\n.SLIP\n");
    ck_shows(&ts, "is not picked to its end");
    testscreen_type(&ts, "4711\n4711\n4711\n4712\n4712\n.SLIP\n");
    ck_shows(&ts, "Nothing was printed.");
    printing.command = "true";
    testscreen_type(&ts, ".SLIP\n");
    ck_shows(&ts, "-F1 went to the printer.");
}
END_TEST

static bool work(int64_t id, const char *action, const char *name, const char *value)
{
    const struct action_value given = { name, value };
    const struct action_values values = { &given, name != NULL };
    struct err err = ERR_INIT;

    return act(ts.desk, &fulfillment_document, (struct record_at){ .id = id }, action, &values,
               &err);
}

static int64_t first_pick(void)
{
    struct fulfillment_rows rows;
    struct err err = ERR_INIT;

    ck_ok(fulfillments_of_order(ts.desk, order_now()->id, ts.shop.arena, &rows, &err));
    return rows.v[0].id;
}

START_TEST(papers_are_printed_and_printed_again_from_the_page_of_the_order)
{
    OD_ARENA *tmp = arena_new();
    char path[] = "/tmp/od-paper-XXXXXX";
    int fd = mkstemp(path);
    struct printing printing = { .form = PAPER_AS_TEXT };
    struct err err = ERR_INIT;
    char *text;

    ck_assert_int_ge(fd, 0);
    (void)close(fd);
    printing.command = arena_printf(tmp, "tee %s", path);
    ts.printing = &printing;
    testscreen_restart(&ts);
    testscreen_type(&ts, ".od ");
    testscreen_type(&ts, order_now()->number);
    testscreen_type(&ts, "\np");
    ck_shows(&ts, "Pick list ");
    ck_hides(&ts, "Packing slip ");
    testscreen_press(&ts, "1");
    ck_shows(&ts, "-F1 went to the printer.");

    ck_assert(work(first_pick(), "pick", "item", "4711"));
    testscreen_press(&ts, "5 p");
    ck_shows(&ts, "Again: Pick list ");
    testscreen_press(&ts, "2");
    ck_ok(os_read_file(path, 10000, tmp, &text, NULL, &err));
    ck_assert_ptr_nonnull(strstr(text, "[x]"));
    testscreen_press(&ts, "Down p 1");
    ck_ok(os_read_file(path, 10000, tmp, &text, NULL, &err));
    ck_assert_ptr_null(strstr(text, "[x]"));
    (void)unlink(path);
}
END_TEST

/* --- places -----------------------------------------------------------------------------------
 */

static void put_at(const char *sku, const char *place)
{
    const struct stock_setting in = { .bin = place };
    struct err err = ERR_INIT;
    struct item *item;

    ck_ok(item_find(ts.desk, sku, (struct channel_id){ 0 }, ts.shop.arena, &item, &err));
    ck_ok(stock_set(ts.desk, item->id, desk_company(ts.desk)->site, &in, &err));
}

static void open_again(void)
{
    testscreen_restart(&ts);
    testscreen_type(&ts, ".wq\n\n");
}

START_TEST(a_place_that_is_scanned_is_the_one_to_go_on_with)
{
    put_at("4711", "A-01");
    put_at("4712", "B-02");
    open_again();
    ck_shows(&ts, "GO TO   A-01");
    testscreen_type(&ts, "b-02\n");
    ck_shows(&ts, "Right place");
    ck_shows(&ts, "PICK    4712");
    testscreen_type(&ts, "C-03\n");
    ck_shows(&ts, "No item has the code C-03");
}
END_TEST

START_TEST(where_places_are_verified_the_place_comes_first)
{
    struct err err = ERR_INIT;

    put_at("4711", "A-01");
    put_at("4712", "A-01");
    ck_ok(setting_set(ts.desk, "pick.verify_place", "yes", &err));
    open_again();
    testscreen_type(&ts, "4711\n");
    ck_shows(&ts, "Scan the place A-01 first.");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, 0);
    testscreen_type(&ts, "A-01\n4711\n4712\n");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, QTY_PER_UNIT);
    ck_assert_int_eq(order_now()->lines[1].picked.milli, QTY_PER_UNIT);

    put_at("4712", "B-02");
    open_again();
    testscreen_type(&ts, "A-01\n4712\n");
    ck_shows(&ts, "Scan the place B-02 first.");
    testscreen_type(&ts, "B-02\n4712\n");
    ck_assert_int_eq(order_now()->lines[1].picked.milli, 2 * QTY_PER_UNIT);
}
END_TEST

/* --- a handheld -------------------------------------------------------------------------------
 */

START_TEST(a_handheld_picks_on_20_columns_and_8_rows)
{
    put_at("4711", "A-14-03");
    open_again();
    testscreen_resize(&ts, 8, 20);
    testscreen_type(&ts, ".TOTE\nT-19\n4711\n");

    ck_assert_ptr_nonnull(strstr(testscreen_row(&ts, 0), "-F1 1/2 T-19"));
    ck_assert_str_eq(testscreen_row(&ts, 1), "BIN A-14-03");
    ck_assert_str_eq(testscreen_row(&ts, 2), "4711");
    ck_assert_str_eq(testscreen_row(&ts, 3), "3 ea done 1");
    ck_assert_str_eq(testscreen_row(&ts, 4), "SCAN>");
    ck_assert_str_eq(testscreen_row(&ts, 7), ".SHORT .SKIP .UNDO");
    testscreen_type(&ts, "4711\n4711\n4712\n4712\n.PACK\n");
    ck_assert_str_eq(testscreen_row(&ts, 7), ".SHIP .SLIP .LABEL");
    testscreen_type(&ts, ".SHIP\n");
    ck_assert_int_eq(order_now()->lines[0].shipped.milli, 3 * QTY_PER_UNIT);
}
END_TEST

START_TEST(what_a_handheld_said_goes_with_the_next_right_scan)
{
    put_at("4711", "A-14-03");
    open_again();
    testscreen_resize(&ts, 8, 20);
    testscreen_type(&ts, "A-14-03\n");
    ck_shows(&ts, "Right place.");
    testscreen_type(&ts, "4711\n");
    ck_hides(&ts, "Right place.");
    ck_shows(&ts, "3 ea done 1");
}
END_TEST

START_TEST(below_that_one_line_says_what_it_needs_and_scans_still_count)
{
    testscreen_resize(&ts, 8, 19);
    ck_shows(&ts, "needs 20x8, now 19");
    testscreen_resize(&ts, 7, 20);
    ck_shows(&ts, "needs 20x8, now 20");
    testscreen_type(&ts, "4711\n");
    ck_assert_int_eq(order_now()->lines[0].picked.milli, QTY_PER_UNIT);
    testscreen_resize(&ts, 8, 20);
    ck_shows(&ts, "3 ea done 1");
    testscreen_press(&ts, "F3");
    ck_shows(&ts, "needs 40x10");
}
END_TEST

/* --- who picks --------------------------------------------------------------------------------
 */

START_TEST(a_slip_takes_the_place_of_one_that_was_refused)
{
    struct order *o = order_now();

    testscreen_press(&ts, "F12");
    testscreen_type(&ts, "XYZ\n");
    ck_shows(&ts, "There is no fulfillment XYZ");
    ck_shows(&ts, "Slip: XYZ");
    testscreen_type(&ts, o->number);
    ck_hides(&ts, "Slip: XYZ");
    testscreen_type(&ts, "\n");
    ck_shows(&ts, "4711");
    /* Mended by hand it stays what was typed. */
    testscreen_press(&ts, "F12");
    testscreen_type(&ts, "XYZ");
    testscreen_press(&ts, "Enter Backspace");
    testscreen_type(&ts, "A");
    ck_shows(&ts, "Slip: XYA");
}
END_TEST

START_TEST(the_list_shows_who_picks_and_how_far_as_it_goes)
{
    int64_t id = first_pick();

    (void)testdesk_add_user(ts.desk, "ben", ROLE_WAREHOUSE);
    testscreen_press(&ts, "F12");
    ck_shows(&ts, "0 of 5");
    ck_assert(work(id, "assign", "user", "ben"));
    ck_assert(work(id, "pick", "item", "4711"));
    testscreen_tick(&ts, true);
    ck_shows(&ts, "3 of 5");
    ck_shows(&ts, "ben");

    testscreen_press(&ts, "F11");
    ck_shows(&ts, ", mine");
    ck_hides(&ts, "3 of 5");
    testscreen_press(&ts, "F11");
    ck_shows(&ts, ", nobody's");
    ck_hides(&ts, "3 of 5");
    ck_assert(work(id, "assign", NULL, NULL));
    testscreen_tick(&ts, true);
    ck_shows(&ts, "3 of 5");
    testscreen_press(&ts, "F11");
    ck_hides(&ts, ", nobody's");
}
END_TEST

START_TEST(a_pick_of_someone_else_says_so_and_can_be_taken_over)
{
    int64_t id = first_pick();

    (void)testdesk_add_user(ts.desk, "ben", ROLE_WAREHOUSE);
    ck_assert(work(id, "assign", "user", "ben"));
    open_again();
    ck_shows(&ts, "ben picks this.");
    testscreen_press(&ts, "F6 s");
    open_again();
    ck_hides(&ts, "ben picks this.");
}
END_TEST

START_TEST(a_pick_is_given_to_a_colleague_from_its_actions)
{
    (void)testdesk_add_user(ts.desk, "ben", ROLE_WAREHOUSE);
    (void)testdesk_add_user(ts.desk, "cleo", ROLE_CLERK);
    testscreen_press(&ts, "F6 w");
    testscreen_type(&ts, "cleo\n");
    ck_shows(&ts, "cleo may not pick");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "nobody\n");
    ck_shows(&ts, "There is no user nobody");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "ben\n");
    ck_assert_ptr_nonnull(strstr(testscreen_row(&ts, 0), "ben"));
}
END_TEST

Suite *picking_suite(void)
{
    Suite *suite = suite_create("picking");
    TCase *tests = tcase_create("scans");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_pick_is_worked_to_the_end_by_scans_alone);
    tcase_add_test(tests, a_manager_ships_with_a_reason_what_the_books_do_not_have);
    tcase_add_test(tests, who_may_not_force_is_told_what_to_do);
    tcase_add_test(tests, a_wrong_scan_stays_in_view_until_a_right_one_comes);
    tcase_add_test(tests, a_pick_is_booked_once_where_only_reading_it_again_fails);
    tcase_add_test(tests, two_codes_in_one_burst_are_two_scans);
    tcase_add_test(tests, a_burst_cut_at_any_byte_counts_the_same);
    tcase_add_test(tests, a_scanner_that_sends_tab_and_the_kind_of_symbol_works_too);
    tcase_add_test(tests, one_scan_too_many_is_refused);
    tcase_add_test(tests, undo_puts_back_what_was_scanned_last);
    tcase_add_test(tests, a_count_is_typed_for_the_expected_item);
    tcase_add_test(tests, a_short_item_leaves_the_order_waiting);
    tcase_add_test(tests, a_short_that_is_booked_is_not_asked_for_again_where_its_words_fail);
    tcase_add_test(tests, an_unfinished_pick_is_not_packed);
    tcase_add_test(tests, papers_are_printed_from_the_actions);
    tcase_add_test(tests, packages_are_filled_by_scans);
    tcase_add_test(tests, an_item_whose_code_looks_like_a_size_or_weight_is_the_item);
    tcase_add_test(tests, another_slip_is_taken_at_the_second_scan);
    tcase_add_test(tests, a_pick_is_finished_packed_and_shipped_by_scans_in_one_burst);
    tcase_add_test(tests, a_short_that_is_scanned_needs_no_answer);
    tcase_add_test(tests, a_short_that_another_site_sends_says_so);
    tcase_add_test(tests, a_short_of_which_another_site_has_some_says_both);
    tcase_add_test(tests, how_many_go_into_a_package_is_said_before_the_item);
    tcase_add_test(tests, what_is_skipped_comes_back);
    tcase_add_test(tests, how_many_is_asked_by_scan_and_a_wrong_number_asks_again);
    tcase_add_test(tests, a_command_or_nothing_takes_the_question_back);
    tcase_add_test(tests, a_wrong_scan_rings_twice_and_a_right_one_not);
    tcase_add_test(tests, another_line_that_is_scanned_is_the_one_to_go_on_with);
    tcase_add_test(tests, the_slip_scanned_again_goes_on_where_a_lost_terminal_left_off);
    tcase_add_test(tests, the_next_slip_begins_once_all_is_picked);
    tcase_add_test(tests, the_tote_of_another_order_is_refused);
    tcase_add_test(tests, the_packing_slip_is_printed_by_scan);
    tcase_add_test(tests, papers_are_printed_and_printed_again_from_the_page_of_the_order);
    tcase_add_test(tests, a_place_that_is_scanned_is_the_one_to_go_on_with);
    tcase_add_test(tests, where_places_are_verified_the_place_comes_first);
    tcase_add_test(tests, a_handheld_picks_on_20_columns_and_8_rows);
    tcase_add_test(tests, what_a_handheld_said_goes_with_the_next_right_scan);
    tcase_add_test(tests, below_that_one_line_says_what_it_needs_and_scans_still_count);
    tcase_add_test(tests, a_slip_takes_the_place_of_one_that_was_refused);
    tcase_add_test(tests, the_list_shows_who_picks_and_how_far_as_it_goes);
    tcase_add_test(tests, a_pick_of_someone_else_says_so_and_can_be_taken_over);
    tcase_add_test(tests, a_pick_is_given_to_a_colleague_from_its_actions);
    suite_add_tcase(suite, tests);
    return suite;
}
