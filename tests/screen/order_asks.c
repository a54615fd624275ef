/*
 * What the actions of the order page ask: holds with all they take, parts of a line, attachments;
 * and regions in the form of an address.
 */
#include <string.h>

#include "domain/order/note.h"
#include "domain/party/customer.h"
#include "screen/screen_suites.h"

static struct testscreen ts;
static struct err err;
static struct order *order;

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
    order = testshop_order(&ts.shop, ts.shop.bracket, 3, true);
    testscreen_type(&ts, order->number);
    testscreen_press(&ts, "Enter");
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static const struct order *now(void)
{
    return testshop_load(&ts.shop, order->id.v);
}

static struct order_notes notes(void)
{
    struct order_notes out;

    ck_ok(order_notes_load(ts.desk, order->id, 9, ts.shop.arena, &out, &err));
    return out;
}

START_TEST(a_hold_takes_what_it_blocks_and_its_last_day)
{
    testscreen_press(&ts, "F10 h");
    ck_shows(&ts, "Why");
    testscreen_type(&ts, "Address is being checked");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "ship, invoice");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "+3");
    testscreen_press(&ts, "F10");

    ck_assert_int_eq(now()->hold_count, 1);
    ck_assert_int_eq(now()->holds[0].kind, HOLD_MANUAL);
    ck_assert_int_eq(now()->holds[0].blocks, BLOCK_SHIP | BLOCK_INVOICE);
    ck_assert_str_eq(now()->holds[0].note, "Address is being checked");
    ck_assert_int_eq(now()->holds[0].until.ms,
                     date_begin(date_add_days(desk_today(ts.desk), 3)).ms);
    ck_shows(&ts, "on hold");
}
END_TEST

/* As many keys as a dialog would take. */
START_TEST(enter_behind_the_reason_of_a_hold_is_enough)
{
    testscreen_press(&ts, "F10 h");
    testscreen_type(&ts, "Waits for a call\n");

    ck_assert_int_eq(now()->hold_count, 1);
    ck_assert_int_eq(now()->holds[0].blocks, BLOCK_PICK | BLOCK_SHIP);
}
END_TEST

START_TEST(what_is_wrong_in_a_hold_is_said_at_its_field_and_typing_kept)
{
    testscreen_press(&ts, "F10 h");
    testscreen_type(&ts, "Why not");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "everything");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "A hold blocks confirm, allocate");
    ck_shows(&ts, "xWhat it blocks");
    ck_shows(&ts, "[Why not");

    testscreen_press(&ts, "C-u Tab");
    testscreen_type(&ts, "today");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Name a day after today.");
    ck_shows(&ts, "xEnds by itself");
    ck_assert_int_eq(now()->hold_count, 0);

    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "Leave it undone?");
    testscreen_press(&ts, "l");
    ck_shows(&ts, "1 Lines");
}
END_TEST

START_TEST(waiting_takes_a_day_and_a_note)
{
    testscreen_press(&ts, "F10 w");
    testscreen_type(&ts, "+5");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Stocktaking until then\n");

    ck_assert_int_eq(now()->hold_count, 1);
    ck_assert_int_eq(now()->holds[0].kind, HOLD_CUSTOMER);
    ck_assert_str_eq(now()->holds[0].note, "Stocktaking until then");
}
END_TEST

START_TEST(a_part_of_a_line_is_canceled_with_a_note)
{
    testscreen_press(&ts, "F10 l");
    ck_shows(&ts, "Cancel line 1");
    testscreen_press(&ts, "Enter");
    testscreen_type(&ts, "1");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "found one in the van");
    testscreen_press(&ts, "F10");

    ck_assert_int_eq(now()->lines[0].canceled.milli, QTY_PER_UNIT);
    ck_shows(&ts, "Cancel line");
}
END_TEST

/* Another line under the cursor by then, or another state: the one that was asked about counts. */
START_TEST(a_part_canceled_on_a_stale_page_shows_what_changed_and_keeps_typing)
{
    testscreen_press(&ts, "F10 l Enter");
    testscreen_type(&ts, "2");
    ck_assert(testshop_act(&ts.shop, order, "note", "note", "rang again", &err));
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Changed by someone else");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "[2 ");
    ck_assert_int_eq(now()->lines[0].canceled.milli, 0);

    testscreen_press(&ts, "F10");
    ck_assert_int_eq(now()->lines[0].canceled.milli, 2 * QTY_PER_UNIT);
}
END_TEST

START_TEST(an_attachment_has_a_title_and_a_place_and_is_listed)
{
    testscreen_press(&ts, "F10 f");
    testscreen_type(&ts, "/srv/drawings/10.pdf");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Drawing\n");

    ck_assert_int_eq(notes().n, 1);
    ck_assert_str_eq(notes().v[0].text, "Drawing");
    ck_assert_str_eq(notes().v[0].ref, "/srv/drawings/10.pdf");
    testscreen_press(&ts, "4");
    ck_shows(&ts, "Drawing: /srv/drawings/10");
}
END_TEST

START_TEST(a_release_takes_its_reason_and_a_note)
{
    testscreen_press(&ts, "F10 h");
    testscreen_type(&ts, "Waits for a call\n");
    testscreen_press(&ts, "F10 r Tab"); /* Enter alone is enough without a note */
    testscreen_type(&ts, "rang back\n");

    ck_assert_int_eq(now()->hold_count, 0);
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM event_value"
                                              " WHERE after_json LIKE '%rang back%'"),
                     1);
}
END_TEST

/* --- regions ---------------------------------------------------------------------------------- */

static struct customer *nordic(void)
{
    struct customer *c = NULL;

    ck_ok(customer_find(ts.desk, "NORDIC", ts.shop.arena, &c, &err));
    return c;
}

START_TEST(the_region_of_an_address_is_picked_from_those_of_the_country)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".cu 1042\n");
    testscreen_press(&ts, "a Tab");
    testscreen_type(&ts, "1 Pier");
    testscreen_press(&ts, "Tab Tab");
    testscreen_type(&ts, "94105");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "San Francisco");
    testscreen_press(&ts, "Tab Tab C-u");
    testscreen_type(&ts, "US");
    testscreen_press(&ts, "S-Tab F4");
    ck_shows(&ts, "Alabama");
    testscreen_type(&ts, "calif");
    ck_shows(&ts, "California");
    testscreen_press(&ts, "Enter F10");
    ck_shows(&ts, "Saved.");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM address WHERE region = 'CA'"),
                     1);
}
END_TEST

START_TEST(a_region_of_a_country_without_a_list_is_taken_as_typed)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".cu\n");
    testscreen_press(&ts, "F4");
    testscreen_type(&ts, "Nordic");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "1 Quay St");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "D02 AF30");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Dublin");
    testscreen_press(&ts, "Tab C-u");
    testscreen_type(&ts, "IE");
    testscreen_press(&ts, "Tab Tab Tab");
    testscreen_type(&ts, "nordic");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Saved.");
    ck_assert_ptr_nonnull(nordic());
}
END_TEST

Suite *order_asks_suite(void)
{
    Suite *suite = suite_create("order_asks");
    TCase *tc = tcase_create("asks");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_hold_takes_what_it_blocks_and_its_last_day);
    tcase_add_test(tc, enter_behind_the_reason_of_a_hold_is_enough);
    tcase_add_test(tc, what_is_wrong_in_a_hold_is_said_at_its_field_and_typing_kept);
    tcase_add_test(tc, waiting_takes_a_day_and_a_note);
    tcase_add_test(tc, a_part_of_a_line_is_canceled_with_a_note);
    tcase_add_test(tc, a_part_canceled_on_a_stale_page_shows_what_changed_and_keeps_typing);
    tcase_add_test(tc, an_attachment_has_a_title_and_a_place_and_is_listed);
    tcase_add_test(tc, a_release_takes_its_reason_and_a_note);
    tcase_add_test(tc, the_region_of_an_address_is_picked_from_those_of_the_country);
    tcase_add_test(tc, a_region_of_a_country_without_a_list_is_taken_as_typed);
    suite_add_tcase(suite, tc);
    return suite;
}
