/*
 * A wave worked by a scanner: items and totes, each code with an Enter.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/pick_wave.h"
#include "domain/stock/stock.h"
#include "screen/screen_suites.h"
#include "support/term_mem.h"
#include "support/testreport.h"

static struct testscreen ts;
static struct err err;

/* An order and its way to the warehouse. */
static void order_of(const char *lines)
{
    char text[200];

    testscreen_press(&ts, "F6");
    (void)snprintf(text, sizeof text, "1042\n%s\n\n", lines);
    testscreen_type(&ts, text);
    testscreen_press(&ts, "F10 g");
}

/* Two orders, two 4711 and one 4712, one 4711, are in wave W1, which is open. */
static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
    order_of("4711\n2\n4712\n1\n");
    testscreen_type(&ts, ".db\n");
    order_of("4711\n1\n");
    testscreen_type(&ts, ".wq\n");
    testscreen_press(&ts, "Space Space F7");
    ck_shows(&ts, "2 picks go into one walk");
    testscreen_press(&ts, "y");
    ck_shows(&ts, "PICK    4711");
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static struct pick_wave_lines lines(struct arena *arena)
{
    struct pick_wave_lines out;

    ck_ok(pick_wave_lines(ts.desk, 1, arena, &out, &err));
    ck_assert_int_eq(out.n, 3);
    return out;
}

/* Pieces picked of the n-th line of the walk. */
static int picked(int n)
{
    OD_ARENA *tmp = arena_new();

    return (int)(lines(tmp).v[n].picked.milli / QTY_PER_UNIT);
}

START_TEST(a_wave_is_picked_into_a_tote_for_each_order)
{
    testscreen_type(&ts, "4711\n");
    ck_shows(&ts, "Into a new tote");
    ck_assert_int_eq(picked(0), 0);
    testscreen_type(&ts, "T-1\n");
    ck_assert_int_eq(picked(0), 1);
    testscreen_type(&ts, "4711\nT-1\n4711\nT-2\n");
    ck_assert_int_eq(picked(0), 2);
    ck_assert_int_eq(picked(1), 1);
    ck_shows(&ts, "PICK    4712");
    testscreen_type(&ts, "4712\nT-1\n");
    ck_shows(&ts, "All of the wave is picked");
    ck_assert_int_eq(picked(2), 1);
    ck_shows(&ts, "0 of 2 to pick");
}
END_TEST

START_TEST(enter_does_where_one_order_alone_wants_it)
{
    testscreen_type(&ts, "4711\n\n");
    ck_shows(&ts, "2 orders of the wave want 4711");
    ck_assert_int_eq(picked(0), 0);
    testscreen_type(&ts, ".UNDO\n.SKIP\n4712\n\n");
    ck_assert_int_eq(picked(2), 1);
}
END_TEST

START_TEST(a_tote_of_another_order_takes_what_that_order_wants)
{
    testscreen_type(&ts, "4711\nT-1\n4711\nT-1\n4711\nT-2\n.UNDO\n.UNDO\n");
    ck_assert_int_eq(picked(0), 1);
    ck_assert_int_eq(picked(1), 0);
    testscreen_type(&ts, "4711\nT-2\n");
    ck_assert_int_eq(picked(0), 1);
    ck_assert_int_eq(picked(1), 1);
    testscreen_type(&ts, "4712\nT-2\n");
    ck_shows(&ts, "does not want this");
    ck_assert_int_eq(picked(2), 0);
    testscreen_type(&ts, "T-1\n");
    ck_hides(&ts, "does not want this");
    ck_assert_int_eq(picked(2), 1);
}
END_TEST

START_TEST(a_free_tote_is_taken_beside_the_first_only_when_that_is_said)
{
    testscreen_type(&ts, "4711\nT-1\n4711\nT-9\n");
    ck_shows(&ts, "This goes into tote T-1");
    ck_assert_int_eq(picked(0), 1);
    testscreen_type(&ts, ".TOTE\nT-1\n");
    ck_assert_int_eq(picked(0), 2);
    testscreen_type(&ts, "4712\nT-9\n");
    ck_shows(&ts, "This goes into tote T-1");
    testscreen_type(&ts, ".TOTE\nT-9\n");
    ck_assert_int_eq(picked(2), 1);
}
END_TEST

START_TEST(a_wrong_item_stays_in_view_until_a_right_one_comes)
{
    testscreen_type(&ts, "4713\n");
    ck_shows(&ts, "no order of this wave wants 4713");
    testscreen_type(&ts, "4711\n4711\n");
    ck_shows(&ts, "4711 is an item, not a tote");
    testscreen_type(&ts, "T-1\n");
    ck_hides(&ts, "not a tote");
}
END_TEST

START_TEST(a_short_in_a_wave_is_of_the_order_that_is_shown)
{
    OD_ARENA *tmp = arena_new();

    testscreen_type(&ts, "4711\nT-1\n.SHORT\n");
    ck_shows(&ts, "4711 is short for");
    ck_assert_int_eq(lines(tmp).v[0].shorted.milli, QTY_PER_UNIT);
    ck_assert_int_eq(lines(tmp).v[1].shorted.milli, 0);
    testscreen_type(&ts, "4711\nT-2\n");
    ck_assert_int_eq(picked(1), 1);
}
END_TEST

/* The pick goes to another row with the booking, so that reading what became of it fails. */
START_TEST(a_short_in_a_wave_that_is_booked_is_not_asked_for_again_where_its_words_fail)
{
    OD_ARENA *tmp = arena_new();

    testreport_do(&ts.shop, "CREATE TRIGGER test_short AFTER INSERT ON order_event"
                            " WHEN NEW.kind = 'fulfillment.short' BEGIN"
                            " UPDATE fulfillment SET id = id + 1000;"
                            " UPDATE fulfillment_line SET fulfillment_id = fulfillment_id + 1000;"
                            " UPDATE fulfillment_tote SET fulfillment_id = fulfillment_id + 1000;"
                            " END");
    testscreen_type(&ts, "4711\nT-1\n");
    testscreen_press(&ts, "F11 1");
    ck_hides(&ts, "4711 is short for");
    testscreen_press(&ts, "1"); /* no dialog that would take it as an answer */
    ck_assert_int_eq(lines(tmp).v[0].shorted.milli, QTY_PER_UNIT);
    ck_assert_int_eq(lines(tmp).v[1].shorted.milli, 0);
}
END_TEST

START_TEST(an_order_that_came_up_short_to_the_last_is_not_told_as_canceled)
{
    testscreen_type(&ts, "4711\nT-1\n4711\nT-1\n.SHORT\n");
    ck_shows(&ts, "1 of 1 to pick");
    ck_hides(&ts, "Canceled");
}
END_TEST

START_TEST(how_many_is_typed_for_a_wave_too)
{
    testscreen_type(&ts, ".QTY\n");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "3\n");
    ck_shows(&ts, "wants at most 2");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "2\n");
    ck_shows(&ts, "TOTE >");
    testscreen_type(&ts, "T-1\n");
    ck_assert_int_eq(picked(0), 2);
}
END_TEST

START_TEST(who_comes_back_goes_on_where_the_wave_is)
{
    testscreen_type(&ts, "4711\nT-1\n4711\n");
    testscreen_restart(&ts);
    testscreen_type(&ts, ".wq\nW1\n");
    ck_shows(&ts, "INTO    T-1");
    ck_assert_int_eq(picked(0), 1);
    testscreen_type(&ts, ".db\n.wv\n");
    ck_shows(&ts, "INTO    T-1");
}
END_TEST

START_TEST(what_a_colleague_cancels_meanwhile_is_told)
{
    OD_ARENA *tmp = arena_new();
    const struct action_value given = { "reason", "clerk_error" };
    const struct action_values values = { &given, 1 };
    const struct pick_wave_line *l;

    testscreen_type(&ts, "4711\nT-1\n4711\n");
    l = &lines(tmp).v[0];
    ck_ok(act(ts.desk, &fulfillment_document, (struct record_at){ .id = l->fulfillment }, "cancel",
              &values, &err));
    testscreen_tick(&ts, true);
    ck_shows(&ts, "put back what is in the tote");
    ck_shows(&ts, "T-1");
    ck_shows(&ts, "SCAN >");
    testscreen_type(&ts, "4711\nT-2\n");
    ck_assert_int_eq(picked(1), 1);
}
END_TEST

START_TEST(where_places_are_verified_a_wave_asks_for_them)
{
    const struct stock_setting in = { .bin = "A-01" };
    struct item *item;

    ck_ok(item_find(ts.desk, "4711", (struct channel_id){ 0 }, ts.shop.arena, &item, &err));
    ck_ok(stock_set(ts.desk, item->id, desk_company(ts.desk)->site, &in, &err));
    ck_ok(setting_set(ts.desk, "pick.verify_place", "yes", &err));
    testscreen_type(&ts, ".db\n.wv\na-01\n.db\n.wv\n4711\n");
    ck_shows(&ts, "Scan the place A-01 first");
    ck_hides(&ts, "TOTE >");
    testscreen_type(&ts, "a-01\n4711\nT-1\n");
    ck_assert_int_eq(lines(ts.shop.arena).v[1].picked.milli, QTY_PER_UNIT);
}
END_TEST

START_TEST(a_tote_leads_to_its_pick_and_goes_to_the_packing_table)
{
    testscreen_type(&ts, "4711\nT-1\n4711\nT-1\n4712\nT-1\n");
    testscreen_type(&ts, ".wq\nT-1\n");
    ck_shows(&ts, "All is picked");
    testscreen_type(&ts, ".PACK\n");
    ck_shows(&ts, "is packed");
}
END_TEST

START_TEST(a_handheld_walks_a_wave)
{
    testscreen_resize(&ts, 8, 20);
    ck_shows(&ts, "W1 0/2");
    testscreen_type(&ts, "4711\n");
    ck_shows(&ts, "> a new tote");
    ck_shows(&ts, "TOTE>");
    testscreen_type(&ts, "T-1\n4711\n");
    ck_shows(&ts, "> T-1");
}
END_TEST

Suite *waves_suite(void)
{
    Suite *suite = suite_create("waves");
    TCase *tests = tcase_create("scans");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_wave_is_picked_into_a_tote_for_each_order);
    tcase_add_test(tests, enter_does_where_one_order_alone_wants_it);
    tcase_add_test(tests, a_tote_of_another_order_takes_what_that_order_wants);
    tcase_add_test(tests, a_free_tote_is_taken_beside_the_first_only_when_that_is_said);
    tcase_add_test(tests, a_wrong_item_stays_in_view_until_a_right_one_comes);
    tcase_add_test(tests, a_short_in_a_wave_is_of_the_order_that_is_shown);
    tcase_add_test(tests,
                   a_short_in_a_wave_that_is_booked_is_not_asked_for_again_where_its_words_fail);
    tcase_add_test(tests, an_order_that_came_up_short_to_the_last_is_not_told_as_canceled);
    tcase_add_test(tests, how_many_is_typed_for_a_wave_too);
    tcase_add_test(tests, who_comes_back_goes_on_where_the_wave_is);
    tcase_add_test(tests, what_a_colleague_cancels_meanwhile_is_told);
    tcase_add_test(tests, where_places_are_verified_a_wave_asks_for_them);
    tcase_add_test(tests, a_tote_leads_to_its_pick_and_goes_to_the_packing_table);
    tcase_add_test(tests, a_handheld_walks_a_wave);
    suite_add_tcase(suite, tests);
    return suite;
}
