/*
 * Reports of what left and of what could not be had: each figure against a world that was added up
 * by hand.
 */
#include <string.h>

#include "base/os.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/shipment.h"
#include "domain/insight/query.h"
#include "domain/insight/search.h"
#include "support/testreport.h"
#include "unit/domain_suites.h"

#define NOVEMBER "2026-11-01..2026-11-30"
#define HOUR_MS  INT64_C(3600000)
#define DAY_MS   (24 * HOUR_MS)

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
    os_set_time_zone("UTC");
}

static int64_t order_of(int64_t ordered, int64_t canceled)
{
    int64_t o =
        testreport_order(&shop, &(struct testreport_order){ .placed = "2026-11-01T00:00Z",
                                                            .confirmed = "2026-11-02T00:00Z" });

    testreport_line(&shop, o,
                    &(struct testreport_line){ .item = shop.bracket.v,
                                               .ordered = (int)ordered,
                                               .canceled = (int)canceled });
    testreport_line(
        &shop, o,
        &(struct testreport_line){ .item = shop.freight.v, .kind = LINE_CHARGE, .ordered = 1 });
    return o;
}

/* Ten shipments, the n-th n hours after its confirmation and 10 - n days on its way; the tenth is
 * under way, an eleventh was taken back, a twelfth left in December. */
static void ten(void)
{
    for (int n = 1; n <= 10; n++)
        testreport_shipment(
            &shop, order_of(1, 0),
            &(struct testreport_shipment){
                .shipped = arena_printf(shop.arena, "2026-11-02T%02d:00Z", n),
                .picked = arena_printf(shop.arena, "2026-11-02T%02d:30Z", n - 1),
                .ended =
                    n < 10 ? arena_printf(shop.arena, "2026-11-%02dT%02d:00Z", 12 - n, n) : NULL,
                .status = n < 10 ? SHIPMENT_DELIVERED : SHIPMENT_IN_TRANSIT,
                .carrier = n <= 4 ? "DHL" : "UPS",
                .qty = 1 });
    testreport_shipment(
        &shop, order_of(1, 0),
        &(struct testreport_shipment){ .shipped = "2026-11-20T00:00Z", .status = SHIPMENT_VOIDED });
    testreport_shipment(&shop, order_of(1, 0),
                        &(struct testreport_shipment){ .shipped = "2026-12-01T00:00Z" });
}

START_TEST(times_are_medians_and_nine_of_ten)
{
    struct report_table t;
    const struct report_line *dhl;

    ten();
    t = testreport_run(&shop, "times", "carrier", NOVEMBER);
    ck_assert_int_eq(t.n, 2);
    ck_assert_int_eq(testreport_n(&t, NULL, "shipments"), 10);
    ck_assert_int_eq(testreport_n(&t, NULL, "ship_median"), 5 * HOUR_MS);
    ck_assert_int_eq(testreport_n(&t, NULL, "ship_p90"), 9 * HOUR_MS);
    ck_assert_int_eq(testreport_n(&t, NULL, "pick_median"), 5 * HOUR_MS - HOUR_MS / 2);
    ck_assert_int_eq(testreport_n(&t, NULL, "deliver_median"), 5 * DAY_MS); /* of 1 .. 9 */
    ck_assert_int_eq(testreport_n(&t, NULL, "deliver_p90"), 9 * DAY_MS);
    dhl = testreport_find(&t, "DHL");
    ck_assert_int_eq(testreport_n(&t, dhl, "ship_median"), 2 * HOUR_MS);
    ck_assert_int_eq(testreport_n(&t, dhl, "ship_p90"), 4 * HOUR_MS);
    ck_assert_int_eq(testreport_n(&t, dhl, "deliver_median"), 7 * DAY_MS);
    t = testreport_run(&shop, "times", "day", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-02"), "shipments"), 10);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-03"), "ship_median"), -1);
}
END_TEST

/* The orders that a query finds. */
static int orders(const char *text)
{
    const struct query *q;
    struct order_rows rows;

    ck_assert_ptr_nonnull(text);
    ck_ok(query_parse(text, FIND_ORDER, shop.desk, shop.arena, &q, &err));
    ck_ok(find_orders(shop.desk, q, NULL, 300, shop.arena, &rows, &err));
    return rows.n;
}

START_TEST(behind_what_left_are_its_orders)
{
    static const char *const names[] = { "times", "promise", "fill", "carriers" };
    struct report_table t;

    ten();
    for (size_t i = 0; i < OD_LEN(names); i++) {
        bool is_fill = strcmp(names[i], "fill") == 0;

        t = testreport_run(&shop, names[i], "day", NOVEMBER);
        ck_assert_str_eq(t.v[1].find, "shipped:2026-11-02");
        ck_assert_int_eq(orders(t.v[1].find), 10);
        ck_assert_int_eq(testreport_n(&t, &t.v[1], is_fill ? "orders" : "shipments"), 10);
        ck_assert_int_eq(orders(t.v[19].find), 0); /* taken back */
        t = testreport_run(&shop, names[i], "carrier", NOVEMBER);
        ck_assert_str_eq(testreport_find(&t, "DHL")->find,
                         "shipped:2026-11-01..2026-11-30 carrier:DHL");
        ck_assert_int_eq(orders(testreport_find(&t, "DHL")->find), 4);
        ck_assert_int_eq(orders(testreport_find(&t, "UPS")->find), 6);
        t = testreport_run(&shop, names[i], "weekday", NOVEMBER);
        ck_assert_ptr_null(t.v[0].find); /* weekday: is that of the order */
        t = testreport_run(&shop, names[i], "site", NOVEMBER);
        ck_assert_ptr_null(t.v[0].find); /* site: is that of the order */
    }
}
END_TEST

START_TEST(the_spread_counts_each_time_once)
{
    struct report_table t;

    ten();
    t = testreport_run(&shop, "spread", NULL, NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 1 hour"), "shipped"), 1);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 4 hours"), "shipped"), 3);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 12 hours"), "shipped"), 6);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 4 hours"), "shipped_share"),
                     300000);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 1 day"), "delivered"), 1);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 7 days"), "delivered"), 2);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 14 days"), "delivered"), 2);
    ck_assert_int_eq(testreport_n(&t, NULL, "delivered"), 9);
    ck_assert_int_eq(testreport_n(&t, NULL, "picked"), 10);
}
END_TEST

START_TEST(carriers_have_what_arrived_what_was_lost_and_what_was_in_trouble)
{
    struct report_table t;
    const struct report_line *line;
    int64_t lost, back;

    ten();
    lost = testreport_shipment(&shop, order_of(1, 0),
                               &(struct testreport_shipment){ .shipped = "2026-11-20T00:00Z",
                                                              .status = SHIPMENT_LOST,
                                                              .carrier = "DHL" });
    back = testreport_shipment(&shop, order_of(1, 0),
                               &(struct testreport_shipment){ .shipped = "2026-11-21T00:00Z",
                                                              .status = SHIPMENT_RETURNING });
    testreport_do(&shop, arena_printf(shop.arena,
                                      "INSERT INTO parcel_track (shipment_id, tracking, moved_ms)"
                                      " VALUES (%lld, 'A', 1), (%lld, 'B', 1)",
                                      (long long)lost, (long long)back));
    testreport_do(&shop,
                  "INSERT INTO tracking_event (track_id, provider, event_key, at_ms, status, raw,"
                  " message, city, region, country, user_id, came_ms)"
                  " SELECT id, 'p', tracking || n, 1, n, '', '', '', '', '', 1, 1"
                  " FROM parcel_track, (SELECT 6 AS n UNION SELECT 2) WHERE tracking = 'A'");
    t = testreport_run(&shop, "carriers", "carrier", NOVEMBER);
    line = testreport_find(&t, "DHL");
    ck_assert_int_eq(testreport_n(&t, line, "shipments"), 5);
    ck_assert_int_eq(testreport_n(&t, line, "delivered"), 4);
    ck_assert_int_eq(testreport_n(&t, line, "transit_median"), 7 * DAY_MS);
    ck_assert_int_eq(testreport_n(&t, line, "transit_p90"), 9 * DAY_MS);
    ck_assert_int_eq(testreport_n(&t, line, "lost"), 1);
    ck_assert_int_eq(testreport_n(&t, line, "lost_rate"), 200000);
    ck_assert_int_eq(testreport_n(&t, line, "trouble"), 1);
    line = testreport_find(&t, "(none)");
    ck_assert_int_eq(testreport_n(&t, line, "back"), 1);
    ck_assert_int_eq(testreport_n(&t, line, "trouble"), 0);
    ck_assert_int_eq(testreport_n(&t, line, "transit_median"), -1);
    ck_assert_int_eq(testreport_n(&t, NULL, "shipments"), 12);
    ck_assert_int_eq(testreport_n(&t, NULL, "transit_median"), 5 * DAY_MS);
}
END_TEST

/* The day of a promise is over when the firm's day is. */
START_TEST(a_promise_is_kept_until_its_day_is_over)
{
    struct report_table t;
    static const char *const at[] = { "2026-11-10T22:59Z", "2026-11-10T23:00Z",
                                      "2026-11-09T08:00Z" };

    for (int i = 0; i < 3; i++)
        testreport_shipment(
            &shop, order_of(1, 0),
            &(struct testreport_shipment){ .shipped = at[i], .promised = "2026-11-10" });
    testreport_shipment(
        &shop, order_of(1, 0),
        &(struct testreport_shipment){ .shipped = "2026-11-12T10:00Z", .site = shop.leeds.v });
    t = testreport_run(&shop, "promise", "site", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, NULL, "shipments"), 4);
    ck_assert_int_eq(testreport_n(&t, NULL, "promised"), 3);
    ck_assert_int_eq(testreport_n(&t, NULL, "late"), 0);
    ck_assert_int_eq(testreport_n(&t, NULL, "on_time"), 1000000);
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "on_time"), -1); /* Leeds promised nothing */
    os_set_time_zone("Europe/Berlin");
    t = testreport_run(&shop, "promise", "day", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, NULL, "late"), 1);
    ck_assert_int_eq(testreport_n(&t, NULL, "on_time"), 666667);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-11"), "late"), 1);
}
END_TEST

START_TEST(the_fill_rate_is_that_of_the_first_shipment)
{
    struct report_table t;
    int64_t whole = order_of(4, 0), part = order_of(10, 3), later = order_of(6, 0);

    testreport_shipment(&shop, later,
                        &(struct testreport_shipment){ .shipped = "2026-10-20T10:00Z", .qty = 5 });
    testreport_shipment(&shop, later,
                        &(struct testreport_shipment){ .shipped = "2026-11-05T10:00Z", .qty = 1 });
    testreport_shipment(&shop, whole,
                        &(struct testreport_shipment){
                            .shipped = "2026-11-03T10:00Z", .qty = 4, .status = SHIPMENT_VOIDED });
    testreport_shipment(&shop, whole,
                        &(struct testreport_shipment){ .shipped = "2026-11-05T10:00Z", .qty = 4 });
    testreport_shipment(&shop, part,
                        &(struct testreport_shipment){ .shipped = "2026-11-06T10:00Z", .qty = 6 });
    t = testreport_run(&shop, "fill", "day", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, NULL, "orders"), 2);
    ck_assert_int_eq(testreport_n(&t, NULL, "complete"), 1);
    ck_assert_int_eq(testreport_n(&t, NULL, "complete_rate"), 500000);
    ck_assert_int_eq(testreport_n(&t, NULL, "ordered"), 14000);
    ck_assert_int_eq(testreport_n(&t, NULL, "sent"), 10000);
    ck_assert_int_eq(testreport_n(&t, NULL, "fill_rate"), 714286);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "2026-11-06"), "fill_rate"), 600000);
}
END_TEST

static int64_t newest(const char *table)
{
    return testshop_number(shop.desk, arena_printf(shop.arena, "SELECT MAX(id) FROM %s", table));
}

static void work(const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };

    err_clear(&err);
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = newest("fulfillment") },
              action, &values, &err));
}

static int64_t picked_ms(void)
{
    return testshop_number(shop.desk, "SELECT picked_ms FROM fulfillment ORDER BY id DESC LIMIT 1");
}

/* By the warehouse's own steps: confirmed 14:03, picked an hour later, sent after two more, there
 * the next day. */
START_TEST(picked_is_when_the_last_piece_was_and_not_before)
{
    struct action_value delivered[] = { { NULL, NULL } };
    struct report_table t;
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    testdesk_wait(shop.desk, HOUR_MS / 2);
    work("start", NULL, NULL);
    ck_assert_int_eq(picked_ms(), 0);
    testdesk_wait(shop.desk, HOUR_MS / 2);
    work("pick", NULL, NULL);
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment") < FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    ck_assert_int_eq(picked_ms(), TESTDESK_NOW_MS + HOUR_MS);
    testdesk_wait(shop.desk, HOUR_MS);
    work("pack", "weight", "1.2");
    ck_assert_int_eq(picked_ms(), TESTDESK_NOW_MS + HOUR_MS);
    testdesk_wait(shop.desk, HOUR_MS);
    work("ship", NULL, NULL);
    testdesk_wait(shop.desk, DAY_MS);
    ck_ok(act(shop.desk, &shipment_document, (struct record_at){ .id = newest("shipment") },
              "deliver", &(struct action_values){ delivered, 0 }, &err));
    t = testreport_run(&shop, "times", "week", NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, NULL, "pick_median"), HOUR_MS);
    ck_assert_int_eq(testreport_n(&t, NULL, "ship_median"), 3 * HOUR_MS);
    ck_assert_int_eq(testreport_n(&t, NULL, "deliver_p90"), DAY_MS);
    t = testreport_run(&shop, "staff", NULL, NOVEMBER);
    ck_assert_int_eq(t.n, 1);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "orders"), 1);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "value"), 2040); /* 4 at 4.25, 20 % tax */
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "picks"), 1);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "lines"), 1);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "quantity"), 4000);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "shorts"), 0);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "shipments"), 1);
}
END_TEST

START_TEST(what_is_put_back_is_not_picked_any_more)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    work("pick", NULL, NULL);
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment") < FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    ck_assert_int_eq(picked_ms(), TESTDESK_NOW_MS);
    work("put_back", "item", "BRK-20");
    ck_assert_int_eq(picked_ms(), 0);
}
END_TEST

START_TEST(what_was_picked_before_anybody_noted_it_stays_unknown)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    work("pick", NULL, NULL);
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment") < FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    testreport_do(&shop, "UPDATE fulfillment SET picked_ms = 0"); /* as the upgrade leaves it */
    testdesk_wait(shop.desk, HOUR_MS);
    work("pack", "weight", "1.2");
    ck_assert_int_eq(picked_ms(), 0);
    work("unpack", NULL, NULL);
    ck_assert_int_eq(picked_ms(), 0);
    work("put_back", "item", "BRK-20"); /* from here on it is known */
    work("pick", NULL, NULL);
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment") < FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    ck_assert_int_eq(picked_ms(), TESTDESK_NOW_MS + HOUR_MS);
}
END_TEST

START_TEST(people_have_what_each_of_them_did)
{
    struct user_id ben = testdesk_add_user(shop.desk, "ben", ROLE_WAREHOUSE);
    struct report_table t;
    int64_t o = order_of(3, 0);

    testreport_shipment(&shop, o,
                        &(struct testreport_shipment){ .shipped = "2026-11-05T10:00Z",
                                                       .packed = "2026-11-04T10:00Z",
                                                       .picker = (int)ben.v });
    testreport_do(&shop, "INSERT INTO fulfillment_line (fulfillment_id, order_line_id, item_id,"
                         " qty, picked_qty, short_qty) SELECT f.id, l.id, l.item_id, 2000, 2000,"
                         " 1000 FROM fulfillment f, order_line l WHERE l.kind = 1");
    t = testreport_run(&shop, "staff", NULL, NOVEMBER);
    ck_assert_int_eq(t.n, 2);
    ck_assert_int_eq(strncmp(t.v[0].v[0].text, "anna", 4), 0);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "orders"), 1);
    ck_assert_str_eq(t.v[0].find, "date:2026-11-01..2026-11-30 -status:canceled by:anna");
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "picks"), 0);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "shipments"), 1);
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "picks"), 1);
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "quantity"), 2000);
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "shorts"), 1);
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "lines"), 1);
    /* Of a line of which nothing was there nothing was picked. */
    testreport_do(&shop, "UPDATE fulfillment_line SET picked_qty = 0, short_qty = 2000");
    t = testreport_run(&shop, "staff", NULL, NOVEMBER);
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "picks"), 1);
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "lines"), 0);
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "shorts"), 1);
    t = testreport_run(&shop, "staff", NULL, "2026-11-05");
    ck_assert_int_eq(testreport_n(&t, NULL, "picks"), 0);
}
END_TEST

START_TEST(lost_is_what_was_canceled_for_want_of_stock)
{
    struct report_table t;
    struct order *o = testshop_order(&shop, shop.bracket, 50, true); /* 40 are there, at 4.00 */
    struct action_value rest[] = { { "line", "1" }, { "qty", "10" }, { "reason", "no_stock" } };

    ck_ok(act(shop.desk, &order_document, (struct record_at){ .id = o->id.v }, "cancel_line",
              &(struct action_values){ rest, 3 }, &err));
    o = testshop_order(&shop, shop.deny, 2, true);
    ck_ok(testshop_act(&shop, o, "cancel", "reason", "customer", &err));
    o = testshop_order(&shop, shop.hose, 2, true); /* at 2.00 */
    ck_ok(testshop_act(&shop, o, "cancel", "reason", "no_stock", &err));
    t = testreport_run(&shop, "lost", "item", NOVEMBER);
    ck_assert_int_eq(t.n, 2);
    ck_assert_int_eq(strncmp(t.v[0].v[0].text, "BRK-20", 6), 0);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "quantity"), 10000);
    ck_assert_int_eq(testreport_n(&t, &t.v[0], "value"), 4000);
    ck_assert_int_eq(testreport_n(&t, &t.v[1], "value"), 400);
    ck_assert_int_eq(testreport_n(&t, NULL, "lines"), 2);
    t = testreport_run(&shop, "lost", "item", "2026-10");
    ck_assert_int_eq(t.n, 0);
}
END_TEST

START_TEST(backorders_wait_since_their_order_was_confirmed)
{
    struct report_table t;

    testshop_order(&shop, shop.bracket, 43, true); /* 40 are there */
    testdesk_wait(shop.desk, 2 * DAY_MS);
    testshop_order(&shop, shop.bracket, 5, true);
    testdesk_wait(shop.desk, DAY_MS);
    t = testreport_run(&shop, "waiting", NULL, NULL);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 1 day"), "lines"), 1);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 1 day"), "quantity"), 5000);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 1 day"), "value"), 2125);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 3 days"), "quantity"), 3000);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "up to 3 days"), "oldest"), 3 * DAY_MS);
    ck_assert_int_eq(testreport_n(&t, NULL, "quantity"), 8000);
    ck_assert_int_eq(testreport_n(&t, NULL, "oldest"), 3 * DAY_MS);
    ck_assert_int_eq(testreport_n(&t, testreport_find(&t, "longer"), "oldest"), -1);
}
END_TEST

/* Sums are the same whatever they are grouped by. */
START_TEST(every_breakdown_of_shipments_adds_up)
{
    static const char *const names[] = { "promise", "fill", "carriers" };

    ten();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        static const char *const bys[] = { "day",     "week", "month",  "weekday",
                                           "channel", "site", "carrier" };
        struct report_table first = testreport_run(&shop, names[i], "day", NOVEMBER);

        ck_assert_int_eq(first.total[1].n, 10);
        for (size_t b = 1; b < sizeof bys / sizeof *bys; b++) {
            struct report_table t = testreport_run(&shop, names[i], bys[b], NOVEMBER);

            for (int c = 0; c < t.column_n; c++)
                if (t.columns[c].is_sum)
                    ck_assert_int_eq(t.total[c].n, first.total[c].n);
        }
    }
}
END_TEST

Suite *report_ship_suite(void)
{
    Suite *s = suite_create("report_ship");
    TCase *tc = tcase_create("report_ship");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, times_are_medians_and_nine_of_ten);
    tcase_add_test(tc, behind_what_left_are_its_orders);
    tcase_add_test(tc, the_spread_counts_each_time_once);
    tcase_add_test(tc, carriers_have_what_arrived_what_was_lost_and_what_was_in_trouble);
    tcase_add_test(tc, a_promise_is_kept_until_its_day_is_over);
    tcase_add_test(tc, the_fill_rate_is_that_of_the_first_shipment);
    tcase_add_test(tc, picked_is_when_the_last_piece_was_and_not_before);
    tcase_add_test(tc, what_is_put_back_is_not_picked_any_more);
    tcase_add_test(tc, what_was_picked_before_anybody_noted_it_stays_unknown);
    tcase_add_test(tc, people_have_what_each_of_them_did);
    tcase_add_test(tc, lost_is_what_was_canceled_for_want_of_stock);
    tcase_add_test(tc, backorders_wait_since_their_order_was_confirmed);
    tcase_add_test(tc, every_breakdown_of_shipments_adds_up);
    suite_add_tcase(s, tc);
    return s;
}
