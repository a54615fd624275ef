/*
 * Goods on the screens: receipts scanned and booked, counts, transfers, backorders filled, stock
 * taken from one order for another.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/stock/doc.h"
#include "domain/stock/stock.h"
#include "screen/screen_suites.h"

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

START_TEST(a_wrong_code_or_quantity_is_said_and_typing_is_kept)
{
    begin(".rc\n");
    testscreen_type(&ts, "NOSUCH\n");
    ck_shows(&ts, "No item has the code NOSUCH");
    ck_shows(&ts, "Item: NOSUCH");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "4711 2x\n");
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
    ck_shows(&ts, "Nothing that is free is waited for");
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

Suite *goods_screen_suite(void)
{
    Suite *suite = suite_create("goods");
    TCase *tests = tcase_create("goods");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_receipt_is_scanned_and_booked);
    tcase_add_test(tests, a_wrong_code_or_quantity_is_said_and_typing_is_kept);
    tcase_add_test(tests, a_lost_terminal_loses_no_scan);
    tcase_add_test(tests, damaged_goods_are_set_aside_and_a_line_is_set_or_taken_off);
    tcase_add_test(tests, what_others_scan_meanwhile_stays_when_some_is_said_to_be_damaged);
    tcase_add_test(tests, a_count_is_blind_and_shows_the_difference_when_posted);
    tcase_add_test(tests, a_transfer_goes_and_comes_in_parts);
    tcase_add_test(tests, the_ledger_has_the_balance_and_leads_to_what_moved_it);
    tcase_add_test(tests, backorders_are_filled_from_their_list);
    tcase_add_test(tests, stock_is_taken_from_one_order_for_another);
    suite_add_tcase(suite, tests);
    return suite;
}
