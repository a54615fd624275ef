/*
 * Goods on the screens: receipts scanned and booked, counts, transfers, backorders filled, stock
 * taken from one order for another.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/flow/arrival.h"
#include "domain/flow/fulfillment.h"
#include "domain/stock/doc.h"
#include "domain/stock/stock.h"
#include "screen/screen_suites.h"
#include "support/testreport.h"

static struct testscreen ts;

static void set_up(void)
{
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static int64_t ask(const char *sql)
{
    return testshop_number(ts.desk, sql);
}

static int64_t on_hand(const char *sku, const char *site)
{
    OD_ARENA *tmp = arena_new();

    return ask(arena_printf(tmp,
                            "SELECT COALESCE(SUM(l.on_hand_qty), 0) / 1000 FROM stock_level l"
                            " JOIN item i ON i.id = l.item_id JOIN site s ON s.id = l.site_id"
                            " WHERE i.sku = '%s' AND s.code = '%s'",
                            sku, site));
}

/* A new receipt at the first site, its reference typed. */
static void begin(const char *code)
{
    testscreen_type(&ts, code);
    testscreen_press(&ts, "F6 1");
    testscreen_type(&ts, "DN 7\n");
}

START_TEST(a_receipt_is_scanned_and_booked)
{
    begin(".rc\n");
    ck_shows(&ts, "Receipt R-1001");
    testscreen_type(&ts, "4711\n4711\n4712 10\n");
    ck_shows(&ts, "10 more of 4712");
    ck_assert_int_eq(on_hand("4712", "MAIN"), 200);
    testscreen_press(&ts, "F10 b");

    ck_shows(&ts, "Done.");
    ck_assert_int_eq(on_hand("4711", "MAIN"), 202);
    ck_assert_int_eq(on_hand("4712", "MAIN"), 210);
    testscreen_press(&ts, "F10 u");
    ck_assert_int_eq(on_hand("4712", "MAIN"), 200);
}
END_TEST

static bool reads_nothing(struct screen *s, struct err *err)
{
    (void)s;
    return err_set(err, ERR_BUSY, "The desk is busy.");
}

START_TEST(a_booking_that_cannot_be_read_again_is_not_only_done)
{
    const struct screen_ops *ops;
    struct screen_ops blind;
    struct screen *s;

    begin(".rc\n");
    testscreen_type(&ts, "4711\n");
    s = app_screen(ts.app);
    ops = s->ops;
    blind = *ops;
    blind.refresh = reads_nothing;
    testscreen_press(&ts, "F10");
    s->ops = &blind;
    testscreen_press(&ts, "b");
    s->ops = ops;

    ck_shows(&ts, "could not be read again");
    ck_assert_int_eq(on_hand("4711", "MAIN"), 201);
}
END_TEST

START_TEST(an_item_called_as_a_paper_is_opened_unless_the_scanner_says_its_kind)
{
    struct item *item = NULL;
    struct err err = ERR_INIT;

    begin(".rc\n");
    testscreen_press(&ts, "F3");
    ck_ok(item_find(ts.desk, "4712", (struct channel_id){ 0 }, ts.shop.arena, &item, &err));
    item->sku = "R-1001";
    ck_ok(item_save(ts.desk, item, NULL, NULL, &item->id, &err));
    testscreen_type(&ts, "R-1001\n");
    ck_assert_str_eq(app_screen(ts.app)->ops->name, "item");
    testscreen_press(&ts, "F3");
    testscreen_type(&ts, "]C0R-1001\n");
    ck_assert_str_eq(app_screen(ts.app)->ops->name, "goods_doc");
}
END_TEST

START_TEST(a_low_place_and_a_gap_are_said_in_words_in_every_width)
{
    testreport_do(&ts.shop,
                  "UPDATE stock_level SET reorder_qty = 150000, allocated_qty = 100000"
                  " WHERE site_id = 1 AND item_id = (SELECT id FROM item WHERE sku = '4711')");
    testscreen_type(&ts, ".pr 4711\n");
    ck_shows(&ts, "MAIN       low");
    testreport_do(&ts.shop,
                  "UPDATE stock_level SET on_hand_qty = -2000 WHERE site_id = 1"
                  " AND item_id = (SELECT id FROM item WHERE sku = '4711')");
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "MAIN       gap");
}
END_TEST

START_TEST(a_wrong_code_or_quantity_is_said_and_typing_is_kept)
{
    begin(".rc\n");
    testscreen_type(&ts, "NOSUCH\n");
    ck_shows(&ts, "No item has the code NOSUCH");
    ck_shows(&ts, "Item: NOSUCH");
    testscreen_type(&ts, "4711 2x\n"); /* the next scan takes its place */
    ck_shows(&ts, "Item: 4711 2x");
    testscreen_press(&ts, "C-u F10 b");
    ck_shows(&ts, "R-1001 has no lines yet");
}
END_TEST

START_TEST(a_lost_terminal_loses_no_scan)
{
    begin(".rc\n");
    testscreen_type(&ts, "4711\n4711\n");
    testscreen_restart(&ts);
    testscreen_type(&ts, ".rc r-1001\n4711\n");
    testscreen_press(&ts, "F10 b");
    ck_assert_int_eq(on_hand("4711", "MAIN"), 203);
}
END_TEST

START_TEST(damaged_goods_are_set_aside_and_a_line_is_set_or_taken_off)
{
    begin(".rc\n");
    testscreen_type(&ts, "4711 5\n");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "9\n");
    ck_shows(&ts, "No more can be damaged than came of it");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "2\n");
    ck_shows(&ts, "2 damaged");
    testscreen_type(&ts, "4712\n");
    testscreen_press(&ts, "F4");
    testscreen_type(&ts, "7\n");
    ck_shows(&ts, " 7 ea");
    testscreen_press(&ts, "F8");
    ck_hides(&ts, " 7 ea");
    testscreen_press(&ts, "F10 b");
    ck_assert_int_eq(on_hand("4711", "MAIN"), 203);
    ck_assert_int_eq(on_hand("4712", "MAIN"), 200);
    ck_assert_int_eq(ask("SELECT SUM(aside_qty) FROM stock_level"), 2000);
}
END_TEST

START_TEST(what_others_scan_meanwhile_stays_when_some_is_said_to_be_damaged)
{
    struct stock_doc_put more = { .qty = { QTY_PER_UNIT }, .is_more = true };
    struct err err = ERR_INIT;

    begin(".rc\n");
    testscreen_type(&ts, "4711 5\n");
    testscreen_press(&ts, "F6");
    more.item.v = ask("SELECT id FROM item WHERE sku = '4711'");
    ck_ok(stock_doc_put_line(ts.desk, ask("SELECT MAX(id) FROM stock_doc"), &more, &err));
    testscreen_type(&ts, "2\n");
    ck_shows(&ts, "2 damaged");
    ck_assert_int_eq(ask("SELECT qty FROM stock_doc_line"), 6000);
}
END_TEST

START_TEST(a_count_is_blind_and_shows_the_difference_when_posted)
{
    begin(".ct\n");
    testscreen_type(&ts, "4711 198\n");
    ck_hides(&ts, "-2");
    testscreen_press(&ts, "F10 b 1");

    ck_shows(&ts, "-2");
    ck_assert_int_eq(on_hand("4711", "MAIN"), 198);
}
END_TEST

START_TEST(a_transfer_goes_and_comes_in_parts)
{
    begin(".tr\n");
    testscreen_type(&ts, "4711 10\n");
    testscreen_press(&ts, "F10 b");
    ck_shows(&ts, "under way");
    ck_assert_int_eq(on_hand("4711", "MAIN"), 190);
    testscreen_press(&ts, "F10 p");
    testscreen_type(&ts, "4\n");
    ck_shows(&ts, "4 came");
    ck_assert_int_eq(on_hand("4711", "LEEDS"), 4);
    testscreen_press(&ts, "F10 b");
    ck_assert_int_eq(on_hand("4711", "LEEDS"), 10);
}
END_TEST

START_TEST(the_ledger_has_the_balance_and_leads_to_what_moved_it)
{
    begin(".rc\n");
    testscreen_type(&ts, "4711 10\n");
    testscreen_press(&ts, "F10 b");
    testscreen_type(&ts, ".pr 4711\n");
    testscreen_press(&ts, "3");
    ck_shows(&ts, "+10     210 R-1001");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Receipt R-1001");
    testscreen_press(&ts, "Esc Down Enter");
    ck_shows(&ts, "This stands for itself");
}
END_TEST

/* All of 4711 is sold, and two orders wait for some. */
static void sell_out(void)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n200\n\n\n");
    for (int i = 0; i < 2; i++) {
        testscreen_press(&ts, "F3 F6");
        testscreen_type(&ts, "1042\n4711\n5\n\n\n");
    }
    ck_assert_int_eq(ask("SELECT COUNT(*) FROM sales_order WHERE backordered_qty > 0"), 2);
    testscreen_press(&ts, "F3");
}

START_TEST(backorders_are_filled_from_their_list)
{
    sell_out();
    ck_hides(&ts, "Backorders to fill");
    testscreen_type(&ts, ".bo\n");
    ck_shows(&ts, "Nothing that waits can be filled now");
    begin(".rc\n");
    testscreen_type(&ts, "4711 7\n");
    testscreen_press(&ts, "F10 b F3");
    ck_shows(&ts, "Backorders to fill");
    testscreen_type(&ts, ".bo\n");
    testscreen_press(&ts, "F10 y");
    ck_shows(&ts, "2 lines have their stock");
    ck_assert_int_eq(ask("SELECT SUM(allocated_qty) FROM order_line"), 207000);
}
END_TEST

START_TEST(stock_is_taken_from_one_order_for_another)
{
    sell_out();
    testscreen_type(&ts, ".pr 4711\n");
    testscreen_press(&ts, "h");
    ck_shows(&ts, "Who has 4711");
    testscreen_press(&ts, "F10 1 1");
    testscreen_type(&ts, "3\n");
    ck_shows(&ts, "3 went over");
    ck_assert_int_eq(ask("SELECT COUNT(*) FROM order_line WHERE allocated_qty = 3000"), 1);
    ck_assert_int_eq(ask("SELECT COUNT(*) FROM order_line WHERE allocated_qty = 197000"), 1);
}
END_TEST

START_TEST(what_is_not_there_is_taken_from_its_list)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n150\n\n\n");
    testscreen_type(&ts, ".ov\n");
    ck_shows(&ts, "Nowhere is more promised");
    begin(".ct\n");
    testscreen_type(&ts, "4711 100\n");
    testscreen_press(&ts, "F10 b 1 F3");
    ck_shows(&ts, "Promised, not there");
    testscreen_type(&ts, ".ov\n");
    ck_shows(&ts, "ACME");
    ck_assert_int_eq(ask("SELECT SUM(allocated_qty) FROM order_line"), 150000);
    testscreen_press(&ts, "F10 1");
    ck_shows(&ts, "1 line lost what is not there");
    ck_assert_int_eq(ask("SELECT SUM(allocated_qty) FROM order_line"), 100000);
    testscreen_press(&ts, "F3");
    ck_hides(&ts, "Promised, not there");
}
END_TEST

/* The newest order is picked, and then the pick is canceled. */
static void cancel_picked(void)
{
    const struct action_value other = { "reason", "other" };
    const struct action_values values = { &other, 1 };
    struct order *o = testscreen_last_order(&ts);
    struct err err = ERR_INIT;
    struct fulfillment_rows rows;

    ck_ok(testshop_act(&ts.shop, o, "release", NULL, NULL, &err));
    ck_ok(fulfillments_of_order(ts.desk, o->id, ts.shop.arena, &rows, &err));
    ck_ok(act(ts.desk, &fulfillment_document, (struct record_at){ .id = rows.v[0].id }, "pick",
              NULL, &err));
    ck_ok(act(ts.desk, &fulfillment_document, (struct record_at){ .id = rows.v[0].id }, "cancel",
              &values, &err));
}

START_TEST(what_goes_back_to_its_place_is_on_the_dashboard_until_it_is_done)
{
    ck_hides(&ts, "To put away");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n5\n\n\n");
    cancel_picked();
    testscreen_press(&ts, "F3 F5");
    ck_shows(&ts, "To put away");
    testscreen_type(&ts, ".pa\n");
    ck_shows(&ts, "4711");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "1 lies at its place again");
    ck_shows(&ts, "Nothing has to go back");
    testscreen_press(&ts, "F3");
    ck_hides(&ts, "To put away");
}
END_TEST

START_TEST(a_line_of_a_transfer_is_for_an_order)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    const char *number;
    struct item_id item;

    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n250\n\n\n");
    number = testscreen_last_order(&ts)->number;
    item.v = ask("SELECT id FROM item WHERE sku = '4711'");
    ck_ok(stock_receive(ts.desk, item, ts.shop.leeds, (struct qty){ 9000 }, NULL, &err));
    testscreen_type(&ts, ".tr\n");
    testscreen_press(&ts, "F6 2 1");
    testscreen_type(&ts, "\n4711 4\n");
    testscreen_press(&ts, "F7");
    testscreen_type(&ts, "99999\n");
    ck_hides(&ts, "for 99999");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, arena_printf(tmp, "%s 1\n", number));
    ck_shows(&ts, arena_printf(tmp, "for %s", number));
    testscreen_press(&ts, "F10 b F10 b");
    ck_assert_int_eq(ask("SELECT allocated_qty FROM order_line WHERE line_no = 1"), 204000);
}
END_TEST

START_TEST(an_order_gets_its_priority_on_its_page)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n5\n\n\n");
    testscreen_press(&ts, "F3");
    testscreen_type(&ts, ".od ");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_type(&ts, "\n");
    ck_hides(&ts, "Priority");
    testscreen_press(&ts, "y C-u");
    testscreen_type(&ts, "12\n");
    ck_shows(&ts, "a number from 0 to 9");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "7\n");
    ck_shows(&ts, "Priority 7");
    ck_assert_int_eq(ask("SELECT priority FROM sales_order WHERE number IS NOT NULL"), 7);
}
END_TEST

START_TEST(what_is_set_aside_is_judged_in_its_report)
{
    begin(".rc\n");
    testscreen_type(&ts, "4711 5\n");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "5\n");
    testscreen_press(&ts, "F10 b");
    testscreen_type(&ts, ".rp aside\n");
    testscreen_press(&ts, "F6 1");
    testscreen_type(&ts, "9\n");
    ck_shows(&ts, "Not so much of it is set aside");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "2\n");
    ck_shows(&ts, "2 of it is for sale again");
    ck_assert_int_eq(on_hand("4711", "MAIN"), 202);
    testscreen_press(&ts, "F8 1");
    testscreen_type(&ts, "\n");
    ck_shows(&ts, "3 of it is written off");
    ck_assert_int_eq(ask("SELECT SUM(aside_qty) FROM stock_level"), 0);
    ck_assert_int_eq(on_hand("4711", "MAIN"), 202);
}
END_TEST

START_TEST(marked_rows_of_a_report_go_to_a_file)
{
    OD_ARENA *tmp = arena_new();
    char path[] = "/tmp/orderdesk-report.XXXXXX";
    int fd = mkstemp(path);
    char text[2000] = "";
    const struct qty reorder = { 900 * QTY_PER_UNIT };
    const struct stock_setting low = { .reorder = &reorder };
    struct err err = ERR_INIT;

    ck_assert_int_ge(fd, 0);
    ck_ok(stock_set(ts.desk, ts.shop.bracket, ts.shop.main, &low, &err));
    ck_ok(stock_set(ts.desk, ts.shop.deny, ts.shop.main, &low, &err));
    testscreen_type(&ts, ".rp low\n");
    testscreen_press(&ts, "Space F10");
    testscreen_type(&ts, arena_printf(tmp, "%s\n", path));
    ck_shows(&ts, "is there already");
    testscreen_press(&ts, "r");
    ck_shows(&ts, "1 row is in the file");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "/nosuch/x.csv\n");
    ck_shows(&ts, "/nosuch/x.csv");
    ck_shows(&ts, "No such file");
    (void)close(fd);
    fd = open(path, O_RDONLY);
    ck_assert_int_gt(read(fd, text, sizeof text - 1), 0);
    (void)close(fd);
    (void)unlink(path);
    ck_assert_ptr_nonnull(strstr(text, "sku,"));
    ck_assert_ptr_eq(strchr(strchr(text, '\n') + 1, '\n'), &text[strlen(text) - 1]);
}
END_TEST

START_TEST(a_count_asks_for_places_or_a_list_of_items)
{
    testscreen_type(&ts, ".rc\n");
    begin(".ct\n");
    testscreen_press(&ts, "F7");
    testscreen_type(&ts, "4711 NOSUCH\n");
    ck_shows(&ts, "No item has the code NOSUCH");
    ck_assert_int_eq(ask("SELECT COUNT(*) FROM stock_doc_line"), 0);
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "4711 4712\n");
    ck_assert_int_eq(ask("SELECT COUNT(*) FROM stock_doc_line WHERE is_counted = 0"), 2);
    testscreen_press(&ts, "F7");
    testscreen_type(&ts, "Q-01..Q-99\n");
    ck_shows(&ts, "Nothing has its place there");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "*\n");
    ck_assert_int_gt(ask("SELECT COUNT(*) FROM stock_doc_line WHERE is_counted = 0"), 2);
}
END_TEST

Suite *goods_screen_suite(void)
{
    Suite *suite = suite_create("goods");
    TCase *tests = tcase_create("goods");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_receipt_is_scanned_and_booked);
    tcase_add_test(tests, a_booking_that_cannot_be_read_again_is_not_only_done);
    tcase_add_test(tests, an_item_called_as_a_paper_is_opened_unless_the_scanner_says_its_kind);
    tcase_add_test(tests, a_low_place_and_a_gap_are_said_in_words_in_every_width);
    tcase_add_test(tests, a_wrong_code_or_quantity_is_said_and_typing_is_kept);
    tcase_add_test(tests, a_lost_terminal_loses_no_scan);
    tcase_add_test(tests, damaged_goods_are_set_aside_and_a_line_is_set_or_taken_off);
    tcase_add_test(tests, what_others_scan_meanwhile_stays_when_some_is_said_to_be_damaged);
    tcase_add_test(tests, a_count_is_blind_and_shows_the_difference_when_posted);
    tcase_add_test(tests, a_transfer_goes_and_comes_in_parts);
    tcase_add_test(tests, the_ledger_has_the_balance_and_leads_to_what_moved_it);
    tcase_add_test(tests, backorders_are_filled_from_their_list);
    tcase_add_test(tests, stock_is_taken_from_one_order_for_another);
    tcase_add_test(tests, what_is_not_there_is_taken_from_its_list);
    tcase_add_test(tests, what_goes_back_to_its_place_is_on_the_dashboard_until_it_is_done);
    tcase_add_test(tests, a_line_of_a_transfer_is_for_an_order);
    tcase_add_test(tests, an_order_gets_its_priority_on_its_page);
    tcase_add_test(tests, what_is_set_aside_is_judged_in_its_report);
    tcase_add_test(tests, marked_rows_of_a_report_go_to_a_file);
    tcase_add_test(tests, a_count_asks_for_places_or_a_list_of_items);
    suite_add_tcase(suite, tests);
    return suite;
}
