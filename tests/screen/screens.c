/*
 * What screens do: drafts that come back, conflicts, refusals, live news, sizes.
 */
#include <string.h>

#include "base/limits.h"
#include "base/strbuf.h"
#include "domain/catalog/tax.h"
#include "domain/desk/backup.h"
#include "domain/desk/preference.h"
#include "domain/desk/setting.h"
#include "domain/insight/audit.h"
#include "screen/screen_suites.h"
#include "support/rng.h"
#include "support/term_mem.h"

static struct testscreen ts;

static void set_up(void)
{
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static const char *code(void)
{
    return app_screen(ts.app)->ops->code;
}

/* The version of the newest draft, as another process would read it. */
static struct record_at newest_draft(void)
{
    int64_t id = testshop_number(ts.desk, "SELECT MAX(id) FROM sales_order WHERE status = 1");
    struct record_at at = { id, testshop_load(&ts.shop, id)->version };

    return at;
}

/* Another process adds a line to the newest draft. */
static void other_adds_line(void)
{
    struct record_at at = newest_draft();

    (void)testshop_line(&ts.shop, &at, ts.shop.bracket, 2);
}

/* --- dashboard -------------------------------------------------------------------------------- */

#define DAY_MS ((int64_t)24 * 3600 * 1000)

START_TEST(the_dashboard_says_that_no_copy_was_made_for_days)
{
    struct err err = ERR_INIT;

    testdesk_wait(ts.desk, 7 * DAY_MS - 1);
    testscreen_tick(&ts, true);
    ck_hides(&ts, "no backup");
    testdesk_wait(ts.desk, 1);
    testscreen_tick(&ts, true);
    ck_shows(&ts, "! no backup for 7 days");
    ck_shows(&ts, "Work waiting");

    ck_ok(backup_note(ts.desk, "/backups/desk.db", 1, &err));
    testscreen_tick(&ts, true);
    ck_hides(&ts, "no backup");
    testdesk_wait(ts.desk, 8 * DAY_MS);
    testscreen_tick(&ts, true);
    ck_shows(&ts, "! no backup for 8 days");
    ck_ok(setting_set(ts.desk, "backup.warn_days", "0", &err));
    testscreen_tick(&ts, true);
    ck_hides(&ts, "no backup");
}
END_TEST

/* --- order entry ------------------------------------------------------------------------------ */

START_TEST(a_conflict_shows_what_changed_and_keeps_what_was_typed)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n");
    other_adds_line();

    testscreen_type(&ts, "4712*3\n");
    ck_shows(&ts, "Changed by someone else");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "BRK-20");
    ck_shows(&ts, "4712*3");
    testscreen_press(&ts, "Enter");

    ck_assert_int_eq(testshop_load(&ts.shop, newest_draft().id)->line_count, 3);
}
END_TEST

START_TEST(a_draft_changed_elsewhere_is_shown_at_the_tick)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\nhal");
    other_adds_line();

    testscreen_tick(&ts, true);

    ck_shows(&ts, "Changed by someone else");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "BRK-20");
    ck_shows(&ts, "hal");
}
END_TEST

START_TEST(a_draft_finished_elsewhere_says_so)
{
    struct order_taken taken;
    struct err err = ERR_INIT;

    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n");
    ck_ok(order_take(ts.desk, newest_draft(), true, ts.shop.arena, &taken, &err));

    testscreen_tick(&ts, true);

    ck_shows(&ts, "This draft was finished elsewhere");
}
END_TEST

START_TEST(a_lost_terminal_leaves_the_draft_with_what_was_half_typed)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\nbol m");
    term_mem_event(ts.term, TERM_HANGUP);
    ck_assert(!app_pass(ts.app));

    testscreen_restart(&ts);
    ck_shows(&ts, "a 14:03  D1 ACME Tools Ltd");
    testscreen_press(&ts, "a");

    ck_shows(&ts, "[bol m ");
    ck_shows(&ts, "Packing tape, clear");
    testscreen_type(&ts, "8-40\n5\n\n\n");
    ck_assert_int_eq(testscreen_last_order(&ts)->line_count, 2);
}
END_TEST

START_TEST(letters_of_a_customer_survive_a_lost_terminal_too)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "mül");
    term_mem_event(ts.term, TERM_HANGUP);
    ck_assert(!app_pass(ts.app));

    testscreen_restart(&ts);
    testscreen_press(&ts, "a");

    ck_shows(&ts, "[mül ");
}
END_TEST

START_TEST(leaving_an_order_keeps_it_as_a_draft)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n");

    testscreen_press(&ts, "F3");

    ck_assert_str_eq(code(), "DB");
    ck_shows(&ts, "D1 ACME Tools Ltd");
    ck_assert_ptr_null(testscreen_last_order(&ts));
}
END_TEST

START_TEST(an_error_drops_the_keys_typed_ahead)
{
    testscreen_press(&ts, "F6");

    testscreen_burst(&ts, "1042\nnothing\n12\n\n\n");

    ck_shows(&ts, "No item fits");
    ck_assert_ptr_null(testscreen_last_order(&ts));
}
END_TEST

START_TEST(a_quantity_that_begins_a_word_of_the_item_is_still_a_quantity)
{
    testscreen_press(&ts, "F6");

    testscreen_type(&ts, "1042\n4711 4\n\n\n");

    ck_assert_int_eq(testscreen_last_order(&ts)->lines[0].ordered.milli, 4 * QTY_PER_UNIT);
}
END_TEST

START_TEST(a_price_and_a_discount_go_in_the_same_field)
{
    testscreen_press(&ts, "F6");

    testscreen_type(&ts, "1042\n4711 12 @1.20 -5%\n");

    ck_shows(&ts, "1.20* -5%");
    ck_shows(&ts, "13.68");
}
END_TEST

START_TEST(a_price_typed_behind_the_quantity_counts_too)
{
    testscreen_press(&ts, "F6");

    testscreen_type(&ts, "1042\n4711\n12 @1.20\n");

    ck_shows(&ts, "1.20*");
    ck_shows(&ts, "14.40");
}
END_TEST

START_TEST(each_way_out_of_a_short_line_is_a_code)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\nBOL-M8-40 30\n");
    ck_shows(&ts, "line 1 is short");

    testscreen_type(&ts, ".s\n");
    ck_hides(&ts, "is short");
    ck_assert_int_eq(testshop_load(&ts.shop, newest_draft().id)->lines[0].ordered.milli,
                     12 * QTY_PER_UNIT);
    testscreen_type(&ts, "BOL-M8-40 30\n.a\n");

    ck_assert_str_eq(testshop_load(&ts.shop, newest_draft().id)->lines[1].sku, "BOL-M8-50");
}
END_TEST

START_TEST(the_dialog_of_a_short_line_does_the_same)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\nBOL-M8-40 30\n");

    testscreen_press(&ts, "F7");
    ck_shows(&ts, "Line 1 is short");
    testscreen_press(&ts, "s");

    ck_assert_int_eq(testshop_load(&ts.shop, newest_draft().id)->lines[0].ordered.milli,
                     12 * QTY_PER_UNIT);
}
END_TEST

START_TEST(a_demanded_po_stops_once_and_lets_the_order_go_when_it_is_there)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1060\n4711\n2\n\n");
    ck_shows(&ts, "demands an order number of its own");

    testscreen_type(&ts, "PO-77\n\n\n");

    ck_assert_str_eq(testscreen_last_order(&ts)->customer_po, "PO-77");
}
END_TEST

START_TEST(a_customer_whose_credit_is_held_is_told_at_once_and_the_order_waits)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1049\n");
    ck_shows(&ts, "Credit held: orders wait for a release. Two invoices are overdue; ask Mia");

    testscreen_type(&ts, "4711\n\n\n\n");

    ck_assert_int_gt(testscreen_last_order(&ts)->hold_count, 0);
    ck_shows(&ts, "on hold");
}
END_TEST

START_TEST(an_order_over_the_limit_is_told_before_it_is_taken)
{
    testscreen_press(&ts, "F6");

    testscreen_type(&ts, "1045\n4713\n20\n\n");

    ck_shows(&ts, "65.60 GBP over the credit limit");
    ck_assert_ptr_null(testscreen_last_order(&ts));
}
END_TEST

START_TEST(the_same_order_twice_is_warned_of)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n\n\n");
    const char *number = testscreen_last_order(&ts)->number;
    testscreen_press(&ts, "F3 F6");

    testscreen_type(&ts, "1042\n4711\n12\n\n");

    ck_shows(&ts, number);
    ck_shows(&ts, "Enter takes it");
}
END_TEST

START_TEST(a_new_customer_is_made_without_leaving_the_order)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "Nordic Tools");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "[Nordic Tools");

    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "1 Quay St");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "LS1 4AB");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Leeds");
    testscreen_press(&ts, "F10");

    ck_assert_str_eq(code(), "OE");
    ck_shows(&ts, "Nordic Tools");
    testscreen_type(&ts, "4711\n12\n\n\n");
    ck_assert_str_eq(testscreen_last_order(&ts)->customer_name, "Nordic Tools");
}
END_TEST

START_TEST(a_new_address_is_made_without_leaving_the_order)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n");
    testscreen_press(&ts, "Up Up Tab F6");
    ck_assert_str_eq(app_screen(ts.app)->ops->name, "record");

    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Unit 4");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "An address in United Kingdom needs: City.");
    testscreen_type(&ts, "Leeds");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "needs: Post code.");
    testscreen_type(&ts, "ls9");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "One looks like LS10 1LX.");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "ls98aa");
    testscreen_press(&ts, "F10");
    if (strcmp(code(), "OE") != 0)
        ck_abort_msg("the address was refused\n%s", testscreen_dump(&ts));

    ck_shows(&ts, "Unit 4");
}
END_TEST

START_TEST(the_form_of_an_address_follows_its_country)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "Nordic Tools");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "Post code");
    ck_hides(&ts, "State");

    testscreen_press(&ts, "Tab Tab Tab Tab C-u");
    testscreen_type(&ts, "usa");
    testscreen_press(&ts, "Tab");
    ck_shows(&ts, "ZIP code");
    ck_shows(&ts, "State");
}
END_TEST

START_TEST(f4_lists_what_the_customer_had_last)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4713\n12\n\n\n");
    testscreen_press(&ts, "F3 F6");
    testscreen_type(&ts, "1042\n");

    testscreen_press(&ts, "F4");

    ck_shows(&ts, "last 12@6.90");
}
END_TEST

START_TEST(nothing_is_listed_below_an_empty_field_that_did_not_ask)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1041\n");

    testscreen_type(&ts, "4");
    testscreen_press(&ts, "Backspace");
    ck_hides(&ts, "Packing tape");
    testscreen_press(&ts, "F4");

    ck_shows(&ts, "Packing tape");
}
END_TEST

START_TEST(what_is_typed_after_a_changed_line_is_a_new_line)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n4713\n1\n");
    testscreen_press(&ts, "Up Up");
    testscreen_type(&ts, "6\n");

    testscreen_type(&ts, "4712\n3\n");

    struct order *o = testshop_load(&ts.shop, newest_draft().id);
    ck_assert_int_eq(o->line_count, 3);
    ck_assert_int_eq(o->lines[0].ordered.milli, 6 * QTY_PER_UNIT);
    ck_assert_str_eq(o->lines[2].sku, "4712");
}
END_TEST

START_TEST(a_conflict_keeps_the_line_that_is_being_changed)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n");
    testscreen_press(&ts, "Up F4");
    testscreen_type(&ts, "6");
    other_adds_line();

    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Changed by someone else");
    testscreen_press(&ts, "Esc Enter");

    struct order *o = testshop_load(&ts.shop, newest_draft().id);
    ck_assert_int_eq(o->line_count, 2);
    ck_assert_int_eq(o->lines[0].ordered.milli, 6 * QTY_PER_UNIT);
}
END_TEST

START_TEST(esc_takes_back_what_was_typed_over_the_customer)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n");
    testscreen_press(&ts, "Up Up");
    testscreen_type(&ts, "zzz\n");
    ck_shows(&ts, "xCustomer [zzz");

    testscreen_press(&ts, "Esc");

    ck_assert_str_eq(code(), "OE");
    ck_shows(&ts, " Customer [1042 ");
    testscreen_press(&ts, "F10 F10");
    ck_assert_ptr_nonnull(testscreen_last_order(&ts));
}
END_TEST

START_TEST(a_removed_line_is_gone_from_the_draft)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n4712\n1\n");

    testscreen_press(&ts, "Up Up C-d");

    ck_assert_int_eq(testshop_load(&ts.shop, newest_draft().id)->line_count, 1);
    ck_hides(&ts, "clear, 48");
}
END_TEST

START_TEST(a_removed_line_comes_back_as_it_was)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711 12 @1.20 -5%\n4712\n1\n");

    testscreen_press(&ts, "Up Up C-d");
    ck_shows(&ts, "^Z puts it back");
    testscreen_press(&ts, "C-z");
    ck_shows(&ts, "1.20* -5%");

    struct order *o = testshop_load(&ts.shop, newest_draft().id);
    ck_assert_int_eq(o->line_count, 2);
    ck_assert_str_eq(o->lines[1].sku, "4711");
    ck_assert_int_eq(o->lines[1].net_minor, 1368);
}
END_TEST

START_TEST(a_removed_line_of_words_comes_back)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n; Ring twice\n");

    testscreen_press(&ts, "Up C-d");
    ck_hides(&ts, "Ring twice");
    testscreen_press(&ts, "C-z");
    ck_shows(&ts, "Ring twice");
}
END_TEST

START_TEST(a_backorder_that_was_chosen_is_not_asked_again)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\nBOL-M8-40 30\n.b\n");

    ck_hides(&ts, "is short");
    ck_shows(&ts, "Line 1: backorder 18.");
}
END_TEST

START_TEST(a_discarded_draft_is_asked_for_and_gone)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n");

    testscreen_press(&ts, "F8");
    ck_shows(&ts, "Discard this draft?");
    testscreen_press(&ts, "y");
    if (strcmp(code(), "DB") != 0)
        testscreen_press(&ts, "Enter");

    ck_assert_str_eq(code(), "DB");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM sales_order WHERE status = 1"),
                     0);
}
END_TEST

/* --- other screens ---------------------------------------------------------------------------- */

START_TEST(an_order_of_another_process_shows_at_the_tick)
{
    struct order *o = testshop_order(&ts.shop, ts.shop.bracket, 3, true);

    ck_hides(&ts, o->number);
    testscreen_tick(&ts, true);

    ck_shows(&ts, o->number);
}
END_TEST

START_TEST(an_action_on_a_page_that_is_stale_shows_what_changed)
{
    struct order *o = testshop_order(&ts.shop, ts.shop.bracket, 3, true);
    struct err err = ERR_INIT;

    testscreen_type(&ts, o->number);
    testscreen_press(&ts, "Enter");
    ck_assert(testshop_act(&ts.shop, o, "cancel", "reason", "customer", &err));
    testscreen_press(&ts, "F10 n");
    testscreen_type(&ts, "call back");
    testscreen_press(&ts, "Enter");

    ck_shows(&ts, "Changed by someone else");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "canceled");
}
END_TEST

START_TEST(actions_that_are_not_possible_say_why)
{
    struct order *o = testshop_order(&ts.shop, ts.shop.bracket, 3, true);

    testscreen_type(&ts, o->number);
    testscreen_press(&ts, "Enter F10");

    ck_shows(&ts, "waits for no stock");
}
END_TEST

START_TEST(f8_and_f7_walk_the_list_the_page_was_opened_from)
{
    struct order *first = testshop_order(&ts.shop, ts.shop.bracket, 3, true);
    struct order *second = testshop_order(&ts.shop, ts.shop.bracket, 4, true);

    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "o:");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, second->number);
    testscreen_press(&ts, "F8");
    ck_shows(&ts, first->number);
    testscreen_press(&ts, "F7");

    ck_shows(&ts, second->number);
}
END_TEST

START_TEST(a_record_changed_elsewhere_shows_both_and_the_next_save_wins)
{
    struct customer *c = NULL;
    struct customer_id id;
    struct err err = ERR_INIT;

    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".cu 1042\n");
    testscreen_press(&ts, "F4 Tab C-u");
    testscreen_type(&ts, "0100 1");
    ck_ok(customer_find(ts.desk, "1042", ts.shop.arena, &c, &err));
    c->phone = "0200 2";
    ck_ok(customer_save(ts.desk, c, NULL, NULL, &id, &err));

    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Changed by someone else");
    ck_shows(&ts, "0200 2");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "[0100 1");
    testscreen_press(&ts, "F10");

    ck_ok(customer_find(ts.desk, "1042", ts.shop.arena, &c, &err));
    ck_assert_str_eq(c->phone, "0100 1");
}
END_TEST

START_TEST(a_price_changed_elsewhere_is_shown_before_it_is_written_over)
{
    struct item *item = NULL;
    struct price price = { 1600000 };
    struct item_id id;
    struct err err = ERR_INIT;

    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".pr 4711\n");
    testscreen_press(&ts, "F4 Tab Tab C-u");
    testscreen_type(&ts, "1.50");
    ck_ok(item_find(ts.desk, "4711", (struct channel_id){ 0 }, ts.shop.arena, &item, &err));
    ck_ok(item_save(ts.desk, item, &price, NULL, &id, &err));

    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Changed by someone else");
    ck_shows(&ts, "1.60");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "[1.50");
    testscreen_press(&ts, "F10");

    ck_assert_int_eq(testshop_number(ts.desk, "SELECT price_v FROM price_rule r JOIN item i"
                                              " ON i.id = r.item_id WHERE i.sku = '4711'"
                                              " AND r.min_qty = 0"),
                     1500000);
}
END_TEST

START_TEST(the_page_of_an_order_tells_each_of_several_taxes)
{
    static const char *const codes[] = { "GST", "QST" };
    struct tax_zones zones;
    struct err err = ERR_INIT;

    ck_ok(tax_zones_load(ts.desk, ts.shop.arena, &zones, &err));
    for (int i = 0; i < 2; i++) {
        struct tax_rate_set set = { .zone = zones.v[0].code,
                                    .class_code = "standard",
                                    .name = codes[i],
                                    .code = codes[i],
                                    .rate = { i == 0 ? 50000 : 99750 },
                                    .category = TAX_STANDARD };

        ck_ok(tax_rate_save(ts.desk, &set, &err));
    }
    (void)testshop_order(&ts.shop, ts.shop.fitting, 2, true); /* 100.00, and the 20 % of the shop */
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "o:");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Tax 34.98  (VAT 20% 20.00, QST 9.98, GST 5.00)");
}
END_TEST

START_TEST(a_change_shows_what_a_field_was_and_words_without_money)
{
    struct record_at at = testshop_draft(&ts.shop);
    struct line_input words = { .comment = "Ring the bell" };
    struct rate disc = { 50000 };
    struct order_header head = { .customer_po = "PO-7", .disc = &disc };
    struct order_taken taken;
    struct err err = ERR_INIT;
    struct order *o;

    ck_ok(order_set_header(ts.desk, &at, &head, ts.shop.arena, &o, &err));
    testshop_line(&ts.shop, &at, ts.shop.fitting, 1);
    ck_ok(order_put_line(ts.desk, &at, 0, &words, ts.shop.arena, &o, &err));
    ck_ok(order_take(ts.desk, at, true, ts.shop.arena, &taken, &err));
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "o:");
    testscreen_press(&ts, "Enter F4");
    ck_shows(&ts, "Change order");
    ck_shows(&ts, "[5    ]");
    for (int row = 0; row < 24; row++)
        if (strstr(testscreen_row(&ts, row), "Ring the bell") != NULL)
            ck_assert_msg(strstr(testscreen_row(&ts, row), "0.00") == NULL, "%s",
                          testscreen_row(&ts, row));
    ck_hides(&ts, "was ");
    testscreen_press(&ts, "F7 Tab C-u");
    testscreen_type(&ts, "PO-8\n");
    ck_shows(&ts, "was PO-7");
    testscreen_press(&ts, "F7 Tab Tab Tab C-u");
    testscreen_type(&ts, "7.5\n");
    ck_shows(&ts, "was 5");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "y");

    o = testshop_load(&ts.shop, at.id);
    ck_assert_str_eq(o->customer_po, "PO-8");
    ck_assert_int_eq(o->disc.ppm, 75000);
    ck_assert_int_eq(o->discount_minor, 375);
}
END_TEST

START_TEST(counted_stock_is_the_number_that_was_typed)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".pr 4711\n");

    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "150\n1");

    ck_shows(&ts, "Counted.");
    ck_shows(&ts, "MAIN                    150");
}
END_TEST

START_TEST(received_stock_is_added)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".pr 4711\n");

    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "50\n");

    ck_shows(&ts, "MAIN                    250");
}
END_TEST

START_TEST(safety_stock_and_reorder_point_are_set_at_the_site)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".pr 4711\n");

    testscreen_press(&ts, "l C-u");
    testscreen_type(&ts, "5\n");
    ck_shows(&ts, "a blank and the reorder point");
    testscreen_type(&ts, " 250 A-7\n");
    ck_shows(&ts, "A-7");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM stock_level WHERE"
                                              " safety_qty = 5000 AND reorder_qty = 250000"),
                     1);
}
END_TEST

START_TEST(a_digit_and_enter_on_the_dashboard_opens_that_queue)
{
    testscreen_type(&ts, "3\n");

    ck_assert_str_eq(code(), "FI");
    ck_shows(&ts, "backordered");
}
END_TEST

START_TEST(a_number_that_is_no_order_says_so)
{
    testscreen_type(&ts, "99999\n");

    ck_shows(&ts, "There is no order 99999");
}
END_TEST

START_TEST(codes_go_from_any_empty_first_field)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, ".fi tape\n");

    ck_assert_str_eq(code(), "FI");
    ck_shows(&ts, "Packing tape");
}
END_TEST

START_TEST(an_alarm_is_said_again_at_every_tick)
{
    ts.alarm = "The file is gone.";
    testscreen_tick(&ts, false);
    ck_shows(&ts, "! The file is gone.");

    testscreen_press(&ts, "Down F6");
    testscreen_tick(&ts, false);

    ck_shows(&ts, "! The file is gone.");
}
END_TEST

START_TEST(wide_screens_show_the_last_orders_beside_the_lines)
{
    (void)testshop_order(&ts.shop, ts.shop.bracket, 3, true);
    testscreen_resize(&ts, 45, 140);
    testscreen_press(&ts, "F6");

    testscreen_type(&ts, "ACME\n");

    ck_shows(&ts, "Last orders");
}
END_TEST

START_TEST(a_screen_reader_gets_no_panes_and_no_clock)
{
    testscreen_close(&ts);
    testscreen_open_a11y(&ts);
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n");

    ck_hides(&ts, "Last orders");
    ck_assert_ptr_null(strstr(testscreen_row(&ts, 0), "Sun 22 Nov"));
}
END_TEST

START_TEST(news_do_not_move_what_a_screen_reader_reads)
{
    const char *before;

    testscreen_close(&ts);
    testscreen_open_a11y(&ts);
    before = testscreen_row(&ts, 2);
    (void)testshop_order(&ts.shop, ts.shop.bracket, 3, true);
    testscreen_tick(&ts, true);
    ck_assert_str_eq(testscreen_row(&ts, 2), before);
    ck_shows(&ts, "changed, F5");
    ck_shows(&ts, "orders 0");

    testscreen_press(&ts, "F5");
    ck_hides(&ts, "changed, F5");
    ck_shows(&ts, "orders 1");
}
END_TEST

START_TEST(colors_are_chosen_by_their_number_and_kept)
{
    struct preferences p;
    struct err err = ERR_INIT;

    testscreen_type(&ts, ".theme\n");
    ck_shows(&ts, "contrast");
    testscreen_press(&ts, "3");
    ck_shows(&ts, "Colors: dark");
    ck_ok(preferences_load(ts.desk, ts.shop.arena, &p, &err));
    ck_assert_str_eq(preference_get(&p, "theme"), "dark");

    testscreen_type(&ts, ".theme pink\n");
    ck_shows(&ts, "Choose of");
    testscreen_press(&ts, "Esc");
    testscreen_type(&ts, ".theme auto\n");
    ck_ok(preferences_load(ts.desk, ts.shop.arena, &p, &err));
    ck_assert_ptr_null(preference_get(&p, "theme"));
}
END_TEST

/* --- sizes ------------------------------------------------------------------------------------ */

static const char *const ways[] = {
    "",
    "F6",
    "F6 1 0 4 2 Enter b o l",
    "F6 1 0 4 2 Enter 4 7 1 1 Enter",
    "F6 1 0 4 2 Enter 4 7 1 1 Enter 2 Enter Enter Enter",
    "F6 1 0 4 2 Enter 4 7 1 1 Enter 2 Enter Enter Enter F10",
    "F6 1 0 4 2 Enter 4 7 1 1 Enter 2 Enter Enter Enter F11",
    "F2",
    "F2 a Down Down Enter",
    "F2 Tab",
    "F2 p : t Enter",
    "F6 F6",
    "F9 o",
    "F9 . p l Enter",
    "F9 . p l Enter Enter",
    "F9 . p l Enter Enter F6",
    "F9 . x r Enter F6",
    "F6 1 0 4 2 Enter 4 7 1 1 Enter 2 Enter Enter Enter F10 h",
    "F1 F1 F1",
};

START_TEST(every_screen_survives_every_size)
{
    static const int sizes[][2] = { { 1, 1 },  { 2, 300 },  { 100, 300 }, { 3, 3 },   { 10, 40 },
                                    { 9, 39 }, { 16, 60 },  { 4, 80 },    { 24, 80 }, { 100, 1 },
                                    { 5, 12 }, { 30, 120 }, { 45, 160 },  { 24, 80 } };

    testscreen_press(&ts, ways[_i]);
    for (size_t i = 0; i < OD_LEN(sizes); i++) {
        testscreen_resize(&ts, sizes[i][0], sizes[i][1]);
        testscreen_press(&ts, "Down Up");
    }

    ck_assert_int_eq(app_rows(ts.app), 24);
    ck_assert(strlen(testscreen_row(&ts, 0)) > 10);
}
END_TEST

/* Keys as they come from someone who does not look; ^C is not among them. */
static const char *const random_keys[] = {
    "Enter", "Enter",  "Enter",    "Enter", "Tab",   "S-Tab", "Up",        "Down",   "Esc", "Esc",
    "F1",    "F2",     "F3",       "F4",    "F5",    "F6",    "F6",        "F7",     "F8",  "F9",
    "F10",   "F10",    "F11",      "F12",   "C-d",   "C-u",   "C-z",       "C-y",    "C-n", "Home",
    "End",   "PageUp", "PageDown", "Left",  "Right", "Space", "Backspace", "Delete",
};
static const char *const random_texts[] = {
    "1042\n",  "1045\n", "1060\n", "4711\n12\n", "4712*3\n", "BOL-M8-40 20\n",
    "..\n",    ".s\n",   ".a\n",   "bol",        "1",        "2",
    "3",       "y",      "l",      "PO-1\n",     ".fi\n",    "-5%",
    "@1.20\n", "n",      "x",      "mül\n",      "7",        "r",
};
#define RANDOM_KEYS 1200

START_TEST(random_keys_break_nothing)
{
    struct rng rng = { (uint64_t)_i + 1 };
    struct audit audit = { 0 };
    struct err err = ERR_INIT;

    for (int i = 0; i < RANDOM_KEYS; i++) {
        if (rng_below(&rng, 3) == 0)
            testscreen_type(&ts, random_texts[rng_below(&rng, OD_LEN(random_texts))]);
        else
            testscreen_press(&ts, random_keys[rng_below(&rng, OD_LEN(random_keys))]);
        if (rng_below(&rng, 50) == 0)
            testscreen_tick(&ts, true);
        if (rng_below(&rng, 60) == 0)
            testscreen_resize(&ts, 1 + (int)rng_below(&rng, 60), 1 + (int)rng_below(&rng, 200));
    }

    ck_ok(audit_run(ts.desk, false, ts.shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "seed %d: %s %s %s", _i + 1, audit.n > 0 ? audit.v[0].check : "",
                  audit.n > 0 ? audit.v[0].record : "", audit.n > 0 ? audit.v[0].words : "");
}
END_TEST

static void add_entry(Suite *suite)
{
    TCase *tc = tcase_create("order entry");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, the_dashboard_says_that_no_copy_was_made_for_days);
    tcase_add_test(tc, a_conflict_shows_what_changed_and_keeps_what_was_typed);
    tcase_add_test(tc, a_draft_changed_elsewhere_is_shown_at_the_tick);
    tcase_add_test(tc, a_draft_finished_elsewhere_says_so);
    tcase_add_test(tc, a_lost_terminal_leaves_the_draft_with_what_was_half_typed);
    tcase_add_test(tc, letters_of_a_customer_survive_a_lost_terminal_too);
    tcase_add_test(tc, leaving_an_order_keeps_it_as_a_draft);
    tcase_add_test(tc, an_error_drops_the_keys_typed_ahead);
    tcase_add_test(tc, a_quantity_that_begins_a_word_of_the_item_is_still_a_quantity);
    tcase_add_test(tc, a_price_and_a_discount_go_in_the_same_field);
    tcase_add_test(tc, a_price_typed_behind_the_quantity_counts_too);
    tcase_add_test(tc, each_way_out_of_a_short_line_is_a_code);
    tcase_add_test(tc, the_dialog_of_a_short_line_does_the_same);
    tcase_add_test(tc, a_demanded_po_stops_once_and_lets_the_order_go_when_it_is_there);
    tcase_add_test(tc, a_customer_whose_credit_is_held_is_told_at_once_and_the_order_waits);
    tcase_add_test(tc, an_order_over_the_limit_is_told_before_it_is_taken);
    tcase_add_test(tc, the_same_order_twice_is_warned_of);
    tcase_add_test(tc, a_new_customer_is_made_without_leaving_the_order);
    tcase_add_test(tc, a_new_address_is_made_without_leaving_the_order);
    tcase_add_test(tc, the_form_of_an_address_follows_its_country);
    tcase_add_test(tc, f4_lists_what_the_customer_had_last);
    tcase_add_test(tc, nothing_is_listed_below_an_empty_field_that_did_not_ask);
    tcase_add_test(tc, what_is_typed_after_a_changed_line_is_a_new_line);
    tcase_add_test(tc, a_conflict_keeps_the_line_that_is_being_changed);
    tcase_add_test(tc, esc_takes_back_what_was_typed_over_the_customer);
    tcase_add_test(tc, a_removed_line_is_gone_from_the_draft);
    tcase_add_test(tc, a_removed_line_comes_back_as_it_was);
    tcase_add_test(tc, a_removed_line_of_words_comes_back);
    tcase_add_test(tc, a_backorder_that_was_chosen_is_not_asked_again);
    tcase_add_test(tc, a_discarded_draft_is_asked_for_and_gone);
    suite_add_tcase(suite, tc);
}

/* --- many lines at once ----------------------------------------------------------------------- */

static void paste(const char *text)
{
    term_mem_paste(ts.term, text);
    for (int i = 0; i < 4; i++)
        (void)app_pass(ts.app);
}

static int draft_lines(void)
{
    return testshop_load(&ts.shop, newest_draft().id)->line_count;
}

START_TEST(pasted_rows_become_lines)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n");
    paste("4711 12\n4712\t3\nBRK-20 2");

    ck_assert_int_eq(draft_lines(), 3);
    ck_shows(&ts, "Lines added: 3.");
    testscreen_type(&ts, "\n\n");
    ck_assert_int_eq(testscreen_last_order(&ts)->line_count, 3);
}
END_TEST

START_TEST(an_order_of_a_thousand_lines_has_whole_numbers_and_what_is_free)
{
    struct strbuf rows;

    strbuf_init(&rows, ts.shop.arena, LIMIT_PASTE_BYTES);
    for (int i = 0; i < LIMIT_ORDER_LINES - 1; i++)
        strbuf_add(&rows, "4711 1\n");
    strbuf_add(&rows, "BRK-21 2\n");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n");
    paste(rows.s);

    ck_assert_int_eq(draft_lines(), LIMIT_ORDER_LINES);
    ck_shows(&ts, " 999 4711 ");
    ck_shows(&ts, "1000 BRK-21 ");
    ck_shows(&ts, " 0! "); /* earlier lines took all of 4711 */
    ck_shows(&ts, " 10 "); /* and nobody the other */
}
END_TEST

START_TEST(one_pasted_row_waits_for_enter)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n");
    paste("4711 12\n");

    ck_shows(&ts, "[4711 12");
    ck_assert_int_eq(draft_lines(), 0);
    testscreen_type(&ts, "\n");
    ck_assert_int_eq(draft_lines(), 1);
}
END_TEST

START_TEST(bad_rows_of_a_paste_come_back_one_by_one)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n");
    paste("4711 12\nNOPE 3\n4712 y\n4713 1\n");

    ck_assert_int_eq(draft_lines(), 2);
    ck_shows(&ts, "Row 2, NOPE 3: ");
    ck_shows(&ts, "Row 3, 4712 y: ");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "[NOPE 3");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "4711 5\n");
    ck_assert_int_eq(draft_lines(), 3);
    ck_shows(&ts, "[4712 y");
    /* The cursor stands at the wrong word. */
    testscreen_press(&ts, "Delete");
    testscreen_type(&ts, "7\n");
    ck_assert_int_eq(draft_lines(), 4);
    ck_hides(&ts, "Rows to mend");
}
END_TEST

START_TEST(a_bad_row_may_be_dropped)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n");
    paste("4711 12\nNOPE 3\nNADA 4\n");
    testscreen_press(&ts, "Esc");

    ck_shows(&ts, "[NOPE 3");
    testscreen_press(&ts, "C-d");
    ck_shows(&ts, "[NADA 4");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "\n\n\n");
    ck_assert_int_eq(testscreen_last_order(&ts)->line_count, 1);
}
END_TEST

START_TEST(bad_rows_are_still_there_after_a_lost_terminal)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n");
    paste("4711 12\nNOPE 3\nNADA 4\n");
    testscreen_press(&ts, "Esc");
    term_mem_event(ts.term, TERM_HANGUP);
    ck_assert(!app_pass(ts.app));
    testscreen_restart(&ts);
    testscreen_press(&ts, "a");

    ck_shows(&ts, "[NOPE 3");
    testscreen_press(&ts, "C-d");
    ck_shows(&ts, "[NADA 4");
}
END_TEST

static void add_many(Suite *suite)
{
    TCase *tc = tcase_create("many lines at once");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, pasted_rows_become_lines);
    tcase_add_test(tc, an_order_of_a_thousand_lines_has_whole_numbers_and_what_is_free);
    tcase_add_test(tc, one_pasted_row_waits_for_enter);
    tcase_add_test(tc, bad_rows_of_a_paste_come_back_one_by_one);
    tcase_add_test(tc, a_bad_row_may_be_dropped);
    tcase_add_test(tc, bad_rows_are_still_there_after_a_lost_terminal);
    suite_add_tcase(suite, tc);
}

static void add_others(Suite *suite)
{
    TCase *tc = tcase_create("other screens");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, an_order_of_another_process_shows_at_the_tick);
    tcase_add_test(tc, an_action_on_a_page_that_is_stale_shows_what_changed);
    tcase_add_test(tc, actions_that_are_not_possible_say_why);
    tcase_add_test(tc, f8_and_f7_walk_the_list_the_page_was_opened_from);
    tcase_add_test(tc, a_record_changed_elsewhere_shows_both_and_the_next_save_wins);
    tcase_add_test(tc, the_page_of_an_order_tells_each_of_several_taxes);
    tcase_add_test(tc, a_change_shows_what_a_field_was_and_words_without_money);
    tcase_add_test(tc, a_price_changed_elsewhere_is_shown_before_it_is_written_over);
    tcase_add_test(tc, counted_stock_is_the_number_that_was_typed);
    tcase_add_test(tc, received_stock_is_added);
    tcase_add_test(tc, safety_stock_and_reorder_point_are_set_at_the_site);
    tcase_add_test(tc, a_digit_and_enter_on_the_dashboard_opens_that_queue);
    tcase_add_test(tc, a_number_that_is_no_order_says_so);
    tcase_add_test(tc, codes_go_from_any_empty_first_field);
    tcase_add_test(tc, an_alarm_is_said_again_at_every_tick);
    tcase_add_test(tc, wide_screens_show_the_last_orders_beside_the_lines);
    tcase_add_test(tc, a_screen_reader_gets_no_panes_and_no_clock);
    tcase_add_test(tc, news_do_not_move_what_a_screen_reader_reads);
    tcase_add_test(tc, colors_are_chosen_by_their_number_and_kept);
    tcase_add_loop_test(tc, every_screen_survives_every_size, 0, (int)OD_LEN(ways));
    tcase_add_loop_test(tc, random_keys_break_nothing, 0, 6);
    suite_add_tcase(suite, tc);
}

Suite *screens_suite(void)
{
    Suite *suite = suite_create("screens");

    add_entry(suite);
    add_many(suite);
    add_others(suite);
    return suite;
}
