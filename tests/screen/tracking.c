/*
 * Where parcels are, on the screens: from the dashboard to the list to what a carrier said, and
 * writing it down.
 */
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/outside/track.h"
#include "screen/screen_suites.h"
#include "store/tx.h"

static struct testscreen ts;
static struct err err;
static const char *number; /* of the order that left */

static bool tell(enum track_status status)
{
    const struct track_new in = { .number = arena_printf(ts.shop.arena, "%s-F1", number),
                                  .status = status,
                                  .message = "Depot Hull",
                                  .place = "Hull" };

    err_clear(&err);
    return track_add(ts.desk, &in, &err);
}

/* An order that left without a number of the carrier. */
static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
    testscreen_press(&ts, "F3 F6");
    testscreen_type(&ts, "1042\n4711\n3\n\n\n");
    testscreen_press(&ts, "F10 g");
    number = testscreen_last_order(&ts)->number;
    testscreen_type(&ts, ".pk ");
    testscreen_type(&ts, number);
    testscreen_type(&ts, "\n");
    testscreen_press(&ts, "F4 C-u");
    testscreen_type(&ts, "3\n.DONE\n");
    testscreen_press(&ts, "Enter");
    testscreen_type(&ts, ".sh\n");
    testscreen_type(&ts, number);
    testscreen_type(&ts, "\n.SHIP\n");
    ck_shows(&ts, "is shipped");
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

START_TEST(a_parcel_in_trouble_is_on_the_dashboard_and_behind_it_is_its_list)
{
    testscreen_type(&ts, ".db\n");
    ck_hides(&ts, "Parcels in trouble");
    ck_ok(tell(TRACK_EXCEPTION));
    testscreen_tick(&ts, true);
    ck_shows(&ts, "Parcels in trouble");
    testscreen_type(&ts, ".tk\n");
    ck_shows(&ts, "exception");
    ck_shows(&ts, "ACME Tools");
    testscreen_type(&ts, "2");
    ck_shows(&ts, "Of every parcel under way there is news");
    testscreen_type(&ts, "3");
    ck_shows(&ts, "exception");
    testscreen_type(&ts, "4");
    ck_shows(&ts, "No carrier lost a parcel");
    testscreen_type(&ts, "1");
    testscreen_press(&ts, "F4");
    ck_shows(&ts, "Ordered");
}
END_TEST

START_TEST(what_a_carrier_said_is_shown_and_written_down)
{
    ck_ok(tell(TRACK_IN_TRANSIT));
    testscreen_type(&ts, ".tk\n");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Depot Hull");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "What does the carrier say?");
    testscreen_press(&ts, "Esc F6");
    testscreen_type(&ts, "5");
    ck_shows(&ts, "What the carrier said");
    testscreen_type(&ts, "Left with a neighbor\n");
    ck_shows(&ts, "Left with a neighbor");
    ck_assert_int_eq(testscreen_last_order(&ts)->lines[0].delivered.milli, 3000);
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "No parcel that a carrier is asked after is under way");
}
END_TEST

START_TEST(the_day_a_carrier_expects_it_is_in_the_list_and_on_the_order)
{
    const char *words = arena_printf(ts.shop.arena,
                                     "{\"tracking\":\"%s-F1\",\"status\":\"in_transit\","
                                     "\"raw\":\"x\",\"due\":\"2099-03-04T00:00:00Z\"}",
                                     number);
    const struct json *report;
    OD_TX tx = { 0 };

    ck_ok(json_parse(words, strlen(words), ts.shop.arena, &report, &err));
    ck_ok(desk_begin(ts.desk, "sync.work", &tx, &err));
    ck_ok(track_take(&tx, ts.desk, "easypost", report, ts.shop.arena, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
    testscreen_type(&ts, ".tk\n");
    ck_shows(&ts, "There on");
    ck_shows(&ts, "2099");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "There on ");
    testscreen_press(&ts, "Esc F4");
    ck_shows(&ts, "carrier says");
}
END_TEST

START_TEST(what_nobody_can_be_asked_after_is_said)
{
    ck_ok(tell(TRACK_IN_TRANSIT));
    testscreen_type(&ts, ".tk\n");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Nobody can be asked after this parcel");
    testscreen_press(&ts, "Enter F10");
    ck_shows(&ts, "Nobody can be asked after this parcel");
}
END_TEST

START_TEST(an_order_has_its_own_parcels)
{
    testscreen_press(&ts, "F3");
    testscreen_type(&ts, ".tk ");
    testscreen_type(&ts, number);
    testscreen_type(&ts, "\n");
    ck_shows(&ts, "No carrier was asked after a parcel of this order");
    ck_ok(tell(TRACK_DELIVERED));
    testscreen_tick(&ts, true);
    ck_shows(&ts, "delivered");
    testscreen_type(&ts, ".tk 99999\n");
    ck_shows(&ts, "There is no order 99999");
    testscreen_type(&ts, ".od ");
    testscreen_type(&ts, number);
    testscreen_type(&ts, "\n");
    ck_shows(&ts, "Ordered");
    testscreen_press(&ts, "k");
    ck_shows(&ts, "delivered");
    ck_hides(&ts, "Ordered");
}
END_TEST

Suite *tracking_suite(void)
{
    Suite *suite = suite_create("tracking");
    TCase *tests = tcase_create("tracking");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_parcel_in_trouble_is_on_the_dashboard_and_behind_it_is_its_list);
    tcase_add_test(tests, what_a_carrier_said_is_shown_and_written_down);
    tcase_add_test(tests, what_nobody_can_be_asked_after_is_said);
    tcase_add_test(tests, the_day_a_carrier_expects_it_is_in_the_list_and_on_the_order);
    tcase_add_test(tests, an_order_has_its_own_parcels);
    suite_add_tcase(suite, tests);
    return suite;
}
