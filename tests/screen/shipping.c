/*
 * The day's parcels: two scans ship one, marked rows go together, the hand-over closes a manifest.
 */
#include "base/mem.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/manifest.h"
#include "domain/stock/stock.h"
#include "screen/screen_suites.h"

static struct testscreen ts;
static struct err err;

/* An order of so many of 4711, packed; the screen of the pick is on top. */
static const char *pack(const char *qty)
{
    testscreen_press(&ts, "F3 F6");
    testscreen_type(&ts, "1042\n4711\n");
    testscreen_type(&ts, qty);
    testscreen_type(&ts, "\n\n\n");
    testscreen_press(&ts, "F10 g");
    testscreen_type(&ts, ".pk ");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_type(&ts, "\n");
    testscreen_press(&ts, "F4 C-u");
    testscreen_type(&ts, qty);
    testscreen_type(&ts, "\n.DONE\n");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "1 package");
    return testscreen_last_order(&ts)->number;
}

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static int64_t shipped(void)
{
    return testscreen_last_order(&ts)->lines[0].shipped.milli / QTY_PER_UNIT;
}

START_TEST(a_slip_and_then_ship_are_the_two_scans)
{
    const char *number = pack("3");

    testscreen_type(&ts, ".sh\n");
    ck_shows(&ts, "packed, to ship");
    testscreen_type(&ts, ".SHIP\n");
    ck_shows(&ts, "Scan the slip first");
    ck_assert_int_eq(shipped(), 0);
    testscreen_type(&ts, number);
    testscreen_type(&ts, "\n.SHIP\n");
    ck_shows(&ts, "is shipped");
    ck_assert_int_eq(shipped(), 3);
    testscreen_type(&ts, ".SHIP\n");
    ck_shows(&ts, "Scan the slip first");
}
END_TEST

static void count(int units)
{
    const struct order *o = testscreen_last_order(&ts);
    struct reason_id reason;

    ck_ok(reason_find(ts.desk, "stock", "count", &reason, &err));
    ck_ok(stock_count(ts.desk, o->lines[0].item, o->site, (struct qty){ units * QTY_PER_UNIT },
                      reason, &err));
}

START_TEST(a_manager_is_asked_about_a_slip_that_the_books_do_not_have)
{
    pack("3");
    count(1);
    testscreen_type(&ts, ".sh\n");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "DHL\n");
    ck_shows(&ts, "Ship what the books do not have?");
    ck_shows(&ts, "the books have 1 of 4711, 3 leave");
    testscreen_press(&ts, "Esc");
    ck_assert_int_eq(shipped(), 0);
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "DHL\n");
    testscreen_press(&ts, "Down Enter");
    ck_shows(&ts, "is shipped");
    ck_assert_int_eq(shipped(), 3);
    testscreen_press(&ts, "F4");
    ck_shows(&ts, "DHL");
    testscreen_type(&ts, ".gp\n");
    ck_shows(&ts, "Counted wrongly");
}
END_TEST

START_TEST(who_may_not_force_a_slip_is_told_what_to_do)
{
    pack("3");
    count(1);
    testdesk_be(ts.desk, ROLE_WAREHOUSE);
    testscreen_type(&ts, ".sh\n");
    testscreen_press(&ts, "F10 Enter");
    ck_hides(&ts, "Ship what the books do not have?");
    ck_shows(&ts, "or a manager forces it.");
    ck_assert_int_eq(shipped(), 0);
}
END_TEST

START_TEST(a_slip_that_is_not_packed_is_said)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n3\n\n\n");
    testscreen_press(&ts, "F10 g");
    testscreen_type(&ts, ".sh\n");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_type(&ts, "\n");
    ck_shows(&ts, "is to pick, not packed");
    testscreen_type(&ts, "99999\n");
    ck_shows(&ts, "There is no fulfillment 99999");
}
END_TEST

START_TEST(marked_rows_leave_together_and_what_stays_says_why)
{
    (void)pack("3");
    testscreen_press(&ts, "F3");
    testscreen_type(&ts, ".od ");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_type(&ts, "\n");
    testscreen_press(&ts, "F10 h");
    testscreen_type(&ts, "Ask first\n");
    (void)pack("2");
    testscreen_type(&ts, ".sh\n");
    ck_shows(&ts, "on hold !");
    testscreen_press(&ts, "Home Space Space F10");
    ck_shows(&ts, "2 slips leave. Packages: 2.");
    testscreen_type(&ts, "DHL\n");
    ck_shows(&ts, "These did not leave");
    ck_shows(&ts, "is on hold");
    testscreen_press(&ts, "Esc");
    ck_assert_int_eq(shipped(), 2);
}
END_TEST

START_TEST(what_was_asked_about_leaves_or_nothing)
{
    struct record_at first = { 0 };

    (void)pack("3");
    (void)pack("2");
    first.id = testshop_number(ts.desk, "SELECT MIN(id) FROM fulfillment");
    testscreen_type(&ts, ".sh\n");
    testscreen_press(&ts, "Home F10");
    ck_shows(&ts, "1 slip leaves");
    ck_ok(act(ts.desk, &fulfillment_document, first, "ship", NULL, &err));
    testscreen_tick(&ts, true);
    testscreen_type(&ts, "\n");
    ck_shows(&ts, "It is not here any more");
    ck_assert_int_eq(shipped(), 0);
    testscreen_press(&ts, "Esc");
}
END_TEST

START_TEST(the_hand_over_closes_the_manifest_with_its_totals)
{
    OD_ARENA *tmp = arena_new();
    struct manifest *m;

    (void)pack("3");
    testscreen_type(&ts, ".sh\n");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "DHL\n");
    ck_shows(&ts, "not handed over: packages 1");
    testscreen_press(&ts, "F4 F10");
    ck_shows(&ts, "DHL: shipments 1, packages 1");
    testscreen_press(&ts, "n");
    ck_ok(manifest_load(ts.desk, 1, tmp, &m, &err));
    ck_assert_int_eq(m->status, MANIFEST_OPEN);
    testscreen_press(&ts, "F10 y");
    ck_shows(&ts, "M1 is handed over");
    ck_shows(&ts, "Nothing waits for a carrier");
    ck_ok(manifest_load(ts.desk, 1, tmp, &m, &err));
    ck_assert_int_eq(m->status, MANIFEST_CLOSED);
}
END_TEST

Suite *shipping_suite(void)
{
    Suite *suite = suite_create("shipping");
    TCase *tests = tcase_create("ship");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_slip_and_then_ship_are_the_two_scans);
    tcase_add_test(tests, a_slip_that_is_not_packed_is_said);
    tcase_add_test(tests, a_manager_is_asked_about_a_slip_that_the_books_do_not_have);
    tcase_add_test(tests, who_may_not_force_a_slip_is_told_what_to_do);
    tcase_add_test(tests, marked_rows_leave_together_and_what_stays_says_why);
    tcase_add_test(tests, what_was_asked_about_leaves_or_nothing);
    tcase_add_test(tests, the_hand_over_closes_the_manifest_with_its_totals);
    suite_add_tcase(suite, tests);
    return suite;
}
