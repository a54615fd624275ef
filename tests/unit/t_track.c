/*
 * Where parcels are: events twice, late and out of order; what a carrier's word sets off, once;
 * what is asked when; and messages that come by themselves.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/shipment.h"
#include "domain/insight/audit.h"
#include "domain/insight/queue.h"
#include "domain/outside/inbox.h"
#include "domain/outside/shipping_task.h"
#include "domain/outside/track.h"
#include "store/store.h"
#include "support/testorder.h"
#include "sync/hook.h"
#include "sync/inbound.h"
#include "unit/outside_suites.h"

#define HOUR_MS (INT64_C(3600) * 1000)
#define DAY_MS  (24 * HOUR_MS)

static struct testshop shop;
static struct err err;
static int64_t picked;

static bool work(const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };

    err_clear(&err);
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = picked }, action,
               &values, &err);
}

static void run_sql(const char *text)
{
    struct sql sql = { "test.run", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    err_clear(&err);
    ck_ok(desk_begin(shop.desk, "check.fix", &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

/* An order of two brackets that left with the number EZ4000000004. */
static void set_up(void)
{
    struct order *order;

    err_clear(&err);
    testshop_open(&shop);
    ck_ok(setting_set(shop.desk, "track.provider", "easypost", &err));
    order = testshop_order(&shop, shop.bracket, 2, true);
    ck_ok(testshop_act(&shop, order, "release", NULL, NULL, &err));
    picked = testshop_number(shop.desk, "SELECT MAX(id) FROM fulfillment");
    ck_ok(work("pick", NULL, NULL));
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment") < FULFILLMENT_PICKED)
        ck_ok(work("finish", NULL, NULL));
    ck_ok(work("pack", "weight", "1.2"));
    ck_ok(work("ship", "tracking", "EZ4000000004"));
}

static void tear_down(void)
{
    struct audit audit;

    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_int_eq(audit.n, 0);
    testshop_close(&shop);
}

static int64_t number(const char *text)
{
    return testshop_number(shop.desk, text);
}

static int shipment_status(void)
{
    return (int)number("SELECT status FROM shipment");
}

static int status(void)
{
    return (int)number("SELECT status FROM parcel_track");
}

/* Takes a report down; how many of its events are new, -1 where it is refused. */
static int take(const char *provider, const char *json)
{
    const struct json *report;
    OD_TX tx = { 0 };
    int n = 0;

    err_clear(&err);
    ck_ok(json_parse(json, strlen(json), shop.arena, &report, &err));
    ck_ok(desk_begin(shop.desk, "sync.work", &tx, &err));
    if (!track_take(&tx, shop.desk, provider, report, shop.arena, &n, &err))
        return -1;
    ck_ok(tx_commit(&tx, &err));
    return n;
}

/* A report of one event, hours after the desk's now. */
static int tell(const char *word, int hours)
{
    char at[STAMP_TEXT_SIZE];
    struct stamp when = { desk_now(shop.desk).ms + hours * HOUR_MS };

    return take("easypost",
                arena_printf(shop.arena,
                             "{\"tracking\":\"EZ4000000004\",\"events\":[{\"at\":\"%s\","
                             "\"status\":\"%s\",\"raw\":\"their word\",\"message\":\"Scan\","
                             "\"city\":\"Hull\"}]}",
                             stamp_format(when, at), word));
}

static int outbox(const char *topic)
{
    return (int)number(arena_printf(shop.arena, "SELECT COUNT(*) FROM outbox WHERE topic = '%s'",
                                    topic));
}

START_TEST(an_event_is_kept_once)
{
    ck_assert_int_eq(tell("in_transit", -5), 1);
    ck_assert_int_eq(tell("in_transit", -5), 0);
    ck_assert_int_eq(testdesk_count(shop.desk, "tracking_event"), 1);
    ck_assert_int_eq(status(), TRACK_IN_TRANSIT);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM order_event WHERE kind = 'track.status'"), 1);
    ck_assert_int_eq(tell("in_transit", -4), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM order_event WHERE kind = 'track.status'"), 1);
}
END_TEST

START_TEST(the_newest_by_its_own_time_is_shown_whatever_came_last)
{
    struct track_events events;

    ck_assert_int_eq(tell("out_for_delivery", -1), 1);
    ck_assert_int_eq(tell("label_created", -30), 1);
    ck_assert_int_eq(status(), TRACK_OUT_FOR_DELIVERY);
    ck_ok(track_events_load(shop.desk, number("SELECT id FROM parcel_track"), 10, shop.arena,
                            &events, &err));
    ck_assert_int_eq(events.n, 2);
    ck_assert_int_eq(events.v[0].status, TRACK_OUT_FOR_DELIVERY);
    ck_assert_str_eq(track_place(&events.v[0], shop.arena), "Hull");
    /* A delivery of before it is none: the parcel was scanned under way since. */
    ck_assert_int_eq(tell("delivered", -2), 1);
    ck_assert_int_eq(status(), TRACK_OUT_FOR_DELIVERY);
    ck_assert_int_eq(shipment_status(), SHIPMENT_IN_TRANSIT);
}
END_TEST

START_TEST(a_word_that_nobody_knows_is_kept_and_changes_nothing)
{
    ck_assert_int_eq(tell("in_transit", -5), 1);
    ck_assert_int_eq(tell("flying", -4), 1);
    ck_assert_int_eq(status(), TRACK_IN_TRANSIT);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM tracking_event WHERE status = 10"
                            " AND raw = 'their word'"), 1);
    ck_assert_int_eq(tell("none", -3), 1);
    ck_assert_int_eq(status(), TRACK_IN_TRANSIT);
}
END_TEST

START_TEST(the_carriers_word_delivers_once_and_nothing_takes_it_back)
{
    ck_assert_int_eq(tell("delivered", -3), 1);
    ck_assert_int_eq(shipment_status(), SHIPMENT_DELIVERED);
    ck_assert_int_eq(number("SELECT SUM(delivered_qty) FROM order_line"), 2000);
    ck_assert_int_eq(outbox("shipment.delivered"), 1);
    ck_assert_int_eq(number("SELECT is_open FROM parcel_track"), 0);
    ck_assert_int_eq(tell("delivered", -3), 0);
    ck_assert_int_eq(tell("delivered", -2), 1);
    ck_assert_int_eq(outbox("shipment.delivered"), 1);
    /* It goes back in the carrier's books: shown, and not more than that. */
    ck_assert_int_eq(tell("in_transit", -1), 1);
    ck_assert_int_eq(status(), TRACK_IN_TRANSIT);
    ck_assert_int_eq(shipment_status(), SHIPMENT_DELIVERED);
    ck_assert_int_eq(tell("returned", 0), 1);
    ck_assert_int_eq(shipment_status(), SHIPMENT_DELIVERED);
    ck_assert_int_eq(number("SELECT SUM(delivered_qty) FROM order_line"), 2000);
    ck_assert_int_eq(number("SELECT is_open FROM parcel_track"), 0);
}
END_TEST

START_TEST(what_a_clerk_reopened_stays_until_there_is_news)
{
    struct record_at at = { .id = number("SELECT id FROM shipment") };

    ck_assert_int_eq(tell("delivered", -3), 1);
    ck_ok(act(shop.desk, &shipment_document, at, "reopen", NULL, &err));
    ck_assert_int_eq(tell("delivered", -3), 0);
    ck_assert_int_eq(shipment_status(), SHIPMENT_IN_TRANSIT);
    ck_assert_int_eq(tell("delivered", -1), 1);
    ck_assert_int_eq(shipment_status(), SHIPMENT_DELIVERED);
}
END_TEST

START_TEST(all_parcels_of_a_shipment_must_arrive)
{
    run_sql("INSERT INTO package (fulfillment_id, seq, number, tracking)"
            " SELECT id, 2, 'X-P2', 'OTHER' FROM fulfillment");
    ck_assert_int_eq(tell("delivered", -3), 1);
    ck_assert_int_eq(shipment_status(), SHIPMENT_IN_TRANSIT);
    ck_assert_int_eq(take("easypost", "{\"tracking\":\"OTHER\",\"status\":\"delivered\","
                                      "\"raw\":\"delivered\"}"),
                     1);
    ck_assert_int_eq(shipment_status(), SHIPMENT_DELIVERED);
    run_sql("DELETE FROM package WHERE number = 'X-P2'");
}
END_TEST

START_TEST(what_comes_back_is_on_its_way_back_and_does_not_arrive)
{
    ck_assert_int_eq(tell("returned", -3), 1);
    ck_assert_int_eq(shipment_status(), SHIPMENT_RETURNING);
    ck_assert_int_eq(outbox("shipment.exception"), 1);
    ck_assert_int_eq(tell("delivered", -1), 1);
    ck_assert_int_eq(shipment_status(), SHIPMENT_RETURNING);
}
END_TEST

START_TEST(trouble_is_told_when_it_begins)
{
    ck_assert_int_eq(tell("exception", -5), 1);
    ck_assert_int_eq(tell("exception", -4), 1);
    ck_assert_int_eq(outbox("shipment.exception"), 1);
    ck_assert_int_eq(shipment_status(), SHIPMENT_IN_TRANSIT);
}
END_TEST

START_TEST(the_state_of_the_whole_counts_where_events_do_not_say_it)
{
    const char *report = "{\"tracking\":\"EZ4000000004\",\"status\":\"delivered\",\"raw\":"
                         "\"delivered\",\"signed_by\":\"Tester\",\"events\":["
                         "{\"at\":\"2026-01-02T10:00:00Z\",\"status\":\"in_transit\",\"raw\":\"b\"},"
                         "{\"at\":\"2026-01-01T10:00:00Z\",\"status\":\"label_created\",\"raw\":"
                         "\"a\"}]}";

    ck_assert_int_eq(take("easypost", report), 3);
    ck_assert_int_eq(status(), TRACK_DELIVERED);
    ck_assert_int_eq(shipment_status(), SHIPMENT_DELIVERED);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM parcel_track WHERE signed_by = 'Tester'"), 1);
    ck_assert_int_eq(take("easypost", report), 0);
}
END_TEST

/* A report of the parcel that is expected there so many days from now; "" says no day. */
static const char *expected(const char *state, int days)
{
    char day[DATE_TEXT_SIZE];

    return arena_printf(shop.arena,
                        "{\"tracking\":\"EZ4000000004\",\"status\":\"%s\",\"raw\":\"%s\","
                        "\"due\":\"%s%s\",\"events\":[]}",
                        state, state,
                        days == 0 ? "" : date_format(date_add_days(desk_today(shop.desk), days), day),
                        days == 0 ? "" : "T00:00:00.000Z");
}

/* In how many days; 0: nobody says, or it is past. */
static int due_in_days(void)
{
    struct order_id order = { number("SELECT order_id FROM shipment") };
    struct date due;

    ck_ok(track_due(shop.desk, order, 0, &due, &err));
    return date_is_set(due) ? (int)(date_to_days(due) - date_to_days(desk_today(shop.desk))) : 0;
}

START_TEST(the_day_a_carrier_expects_it_is_kept_until_it_says_another)
{
    take("easypost", expected("in_transit", 2));
    ck_assert_int_eq(due_in_days(), 2);
    take("easypost", expected("in_transit", 0));
    ck_assert_int_eq(due_in_days(), 2);
    take("easypost", expected("in_transit", 4));
    ck_assert_int_eq(due_in_days(), 4);
    /* A day that is past, and one of what arrived, tell nobody anything. */
    take("easypost", expected("in_transit", -1));
    ck_assert_int_eq(due_in_days(), 0);
    take("easypost", expected("in_transit", 3));
    take("easypost", expected("delivered", 3));
    ck_assert_int_eq(due_in_days(), 0);
}
END_TEST

START_TEST(what_is_no_day_is_none)
{
    take("easypost", "{\"tracking\":\"EZ4000000004\",\"status\":\"in_transit\",\"raw\":\"x\","
                     "\"due\":\"soon, we hope\",\"events\":[]}");
    ck_assert_int_eq(due_in_days(), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM parcel_track WHERE due_date = ''"), 1);
}
END_TEST

START_TEST(a_time_far_ahead_does_not_hold_all_others_back)
{
    ck_assert_int_eq(tell("exception", 24 * 400), 1);
    ck_assert_int_eq(tell("exception", 24 * 400), 0);
    ck_assert(number("SELECT MAX(at_ms) FROM tracking_event") <= desk_now(shop.desk).ms);
    ck_assert_int_eq(tell("in_transit", 1), 1);
    ck_assert_int_eq(status(), TRACK_IN_TRANSIT);
}
END_TEST

START_TEST(a_number_that_nobody_has_is_for_later)
{
    ck_assert_int_eq(take("easypost", "{\"tracking\":\"NOBODY\",\"status\":\"in_transit\"}"), -1);
    ck_assert_int_eq(err.code, ERR_NOT_FOUND);
    ck_assert_int_eq(take("easypost", "{\"status\":\"in_transit\"}"), -1);
    ck_assert_int_eq(err.code, ERR_INVALID);
}
END_TEST

/* --- asking ----------------------------------------------------------------------------------- */

static int tick(void)
{
    int n = 0;

    err_clear(&err);
    ck_ok(track_tick(shop.desk, &n, &err));
    return n;
}

static void answer(enum queue_state state, enum job_end how, const char *data)
{
    const struct job_result result = { .end = how, .data = data, .message = "" };
    const struct queue_row row = { .topic = TOPIC_TRACKER_GET,
                                   .record_id = number("SELECT id FROM parcel_track") };
    const struct topic_end e = { &row, &result, state };
    OD_TX tx = { 0 };

    err_clear(&err);
    ck_ok(desk_begin(shop.desk, "sync.work", &tx, &err));
    ck_ok(track_apply(&tx, shop.desk, &e, shop.arena, &err));
    ck_ok(tx_commit(&tx, &err));
    if (state == QUEUE_DONE)
        run_sql(arena_printf(shop.arena,
                             "UPDATE outbox SET state = 3, done_ms = %lld"
                             " WHERE topic = 'tracker.get' AND state = 1",
                             (long long)desk_now(shop.desk).ms));
}

START_TEST(what_left_is_asked_after_one_question_at_a_time)
{
    const struct queue_row row = { .topic = TOPIC_TRACKER_GET, .record_id = 1 };
    const char *under_way = "{\"tracking\":\"EZ4000000004\",\"tracker\":\"trk_1\",\"status\":"
                            "\"in_transit\",\"raw\":\"in_transit\"}";
    struct topic_task task;

    ck_assert_int_eq(tick(), 1);
    ck_assert_int_eq(outbox(TOPIC_TRACKER_GET), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM outbox WHERE topic = 'tracker.get'"
                            " AND order_id IS NULL AND provider = 'easypost'"), 1);
    ck_ok(track_compose(shop.desk, &row, shop.arena, &task, &err));
    ck_assert_ptr_nonnull(strstr(task.json, "\"tracking\":\"EZ4000000004\""));
    ck_assert_int_eq(tick(), 0);
    ck_assert(!track_poll(shop.desk, "EZ4000000004", &err));
    ck_assert_int_eq(err.code, ERR_STATE);
    answer(QUEUE_RETRY, JOB_WAIT, NULL);
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert_int_eq(tick(), 0);
    answer(QUEUE_DONE, JOB_DONE, under_way);
    ck_assert_int_eq(status(), TRACK_IN_TRANSIT);
    ck_assert_int_eq(number("SELECT next_ms FROM parcel_track"),
                     desk_now(shop.desk).ms + 4 * HOUR_MS);
    testdesk_wait(shop.desk, 4 * HOUR_MS - 1);
    ck_assert_int_eq(tick(), 0);
    testdesk_wait(shop.desk, 1);
    ck_assert_int_eq(tick(), 1);
    ck_assert_int_eq(outbox(TOPIC_TRACKER_GET), 2);
    ck_ok(track_compose(shop.desk, &row, shop.arena, &task, &err));
    ck_assert_ptr_nonnull(strstr(task.json, "\"tracker\":\"trk_1\""));
    answer(QUEUE_DONE, JOB_DONE, "{\"status\":\"delivered\",\"raw\":\"delivered\"}");
    ck_assert_int_eq(shipment_status(), SHIPMENT_DELIVERED);
    ck_assert_int_eq(number("SELECT next_ms FROM parcel_track"), 0);
    /* Answered questions go, the first one two days after it was. */
    testdesk_wait(shop.desk, 2 * DAY_MS - HOUR_MS);
    ck_assert_int_eq(tick(), 1);
    ck_assert_int_eq(outbox(TOPIC_TRACKER_GET), 1);
}
END_TEST

START_TEST(a_question_that_was_dropped_is_asked_by_hand_alone)
{
    ck_assert_int_eq(tick(), 1);
    answer(QUEUE_DEAD, JOB_PERMANENT, NULL);
    testdesk_wait(shop.desk, 9 * DAY_MS);
    ck_assert_int_eq(tick(), 0);
    answer(QUEUE_DONE, JOB_PERMANENT, NULL);
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert_int_eq(tick(), 0);
    ck_ok(track_poll(shop.desk, "EZ4000000004", &err));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM outbox WHERE topic = 'tracker.get'"
                            " AND state = 1"), 1);
}
END_TEST

START_TEST(a_shipment_that_ended_is_asked_after_no_more)
{
    struct record_at at = { .id = number("SELECT id FROM shipment") };

    ck_assert_int_eq(tick(), 1);
    answer(QUEUE_DONE, JOB_DONE, "{\"status\":\"in_transit\"}");
    ck_ok(act(shop.desk, &shipment_document, at, "deliver", NULL, &err));
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert_int_eq(tick(), 1);
    ck_assert_int_eq(number("SELECT is_open FROM parcel_track"), 0);
    ck_assert_int_eq(outbox(TOPIC_TRACKER_GET), 1);
    ck_assert_int_eq(tick(), 0);
}
END_TEST

START_TEST(nobody_is_asked_where_nobody_is_set)
{
    ck_ok(setting_set(shop.desk, "track.provider", "none", &err));
    ck_assert_int_eq(tick(), 0);
    ck_assert(!track_poll(shop.desk, "EZ4000000004", &err));
    ck_assert_int_eq(err.code, ERR_STATE);
    ck_assert_int_eq(testdesk_count(shop.desk, "parcel_track"), 0);
    /* Who tells of it by himself can be asked. */
    ck_assert_int_eq(take("shipengine", "{\"tracking\":\"EZ4000000004\",\"status\":\"in_transit\","
                                        "\"raw\":\"IT\"}"),
                     1);
    ck_ok(track_poll(shop.desk, "EZ4000000004", &err));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM outbox WHERE provider = 'shipengine'"), 1);
}
END_TEST

START_TEST(a_number_that_was_followed_by_hand_is_asked_after_once_somebody_can_be)
{
    const struct track_new in = { .number = "EZ4000000004", .status = TRACK_IN_TRANSIT };

    ck_ok(setting_set(shop.desk, "track.provider", "none", &err));
    ck_ok(track_add(shop.desk, &in, &err));
    ck_assert_int_eq(tick(), 0);
    ck_ok(setting_set(shop.desk, "track.provider", "shipengine", &err));
    ck_assert_int_eq(tick(), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM outbox WHERE provider = 'shipengine'"), 1);
    ck_assert_int_eq(tick(), 0);
    ck_assert_int_eq(status(), TRACK_IN_TRANSIT);
}
END_TEST

START_TEST(waits_follow_state_and_age)
{
    ck_assert_int_eq(track_wait_ms(TRACK_OUT_FOR_DELIVERY, DAY_MS), HOUR_MS);
    ck_assert_int_eq(track_wait_ms(TRACK_IN_TRANSIT, 4 * DAY_MS - 1), 4 * HOUR_MS);
    ck_assert_int_eq(track_wait_ms(TRACK_IN_TRANSIT, 4 * DAY_MS), 8 * HOUR_MS);
    ck_assert_int_eq(track_wait_ms(TRACK_IN_TRANSIT, 14 * DAY_MS - 1), 8 * HOUR_MS);
    ck_assert_int_eq(track_wait_ms(TRACK_IN_TRANSIT, 14 * DAY_MS), DAY_MS);
    ck_assert_int_eq(track_wait_ms(TRACK_IN_TRANSIT, 60 * DAY_MS - 1), DAY_MS);
    ck_assert_int_eq(track_wait_ms(TRACK_IN_TRANSIT, 60 * DAY_MS), 0);
    ck_assert_int_eq(track_wait_ms(TRACK_DELIVERED, 0), 0);
    ck_assert_int_eq(track_wait_ms(TRACK_CANCELED, 0), 0);
    ck_assert_int_eq(track_wait_ms(TRACK_LOST, DAY_MS), DAY_MS);
}
END_TEST

/* --- by hand, lists --------------------------------------------------------------------------- */

static bool add(enum track_status word, int hours)
{
    const struct track_new in = { .number = "EZ4000000004",
                                  .status = word,
                                  .at = { desk_now(shop.desk).ms + hours * HOUR_MS },
                                  .message = "By phone" };

    err_clear(&err);
    return track_add(shop.desk, &in, &err);
}

START_TEST(a_person_may_write_down_what_was_said)
{
    ck_ok(add(TRACK_IN_TRANSIT, -2));
    ck_assert(!add(TRACK_IN_TRANSIT, -2));
    ck_assert_int_eq(err.code, ERR_STATE);
    ck_assert(!add(TRACK_IN_TRANSIT, 1));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_ok(add(TRACK_DELIVERED, -1));
    ck_assert_int_eq(shipment_status(), SHIPMENT_DELIVERED);
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_assert(!add(TRACK_IN_TRANSIT, 0));
    ck_assert_int_eq(err.code, ERR_DENIED);
}
END_TEST

static int listed(enum track_show show)
{
    struct tracks all;

    err_clear(&err);
    ck_ok(tracks_load(shop.desk, show, 10, shop.arena, &all, &err));
    return all.n;
}

static int queued(const char *name)
{
    struct queues queues;

    err_clear(&err);
    ck_ok(queues_load(shop.desk, shop.arena, &queues, &err));
    for (int i = 0; i < queues.n; i++)
        if (strcmp(queues.v[i].name, name) == 0)
            return queues.v[i].count;
    ck_abort_msg("no queue %s", name);
}

START_TEST(queues_have_what_does_not_move_what_is_in_trouble_and_what_is_lost)
{
    ck_ok(add(TRACK_IN_TRANSIT, 0));
    testdesk_wait(shop.desk, 5 * DAY_MS);
    ck_assert_int_eq(listed(TRACKS_QUIET), 0);
    testdesk_wait(shop.desk, 1);
    ck_assert_int_eq(listed(TRACKS_QUIET), 1);
    ck_assert_int_eq(queued("quiet"), 1);
    ck_ok(setting_set(shop.desk, "track.quiet_days", "0", &err));
    ck_assert_int_eq(listed(TRACKS_QUIET), 0);
    ck_assert_int_eq(queued("quiet"), 0);
    ck_ok(setting_set(shop.desk, "track.quiet_days", "5", &err));
    ck_ok(add(TRACK_EXCEPTION, 0));
    ck_assert_int_eq(listed(TRACKS_QUIET), 0);
    ck_assert_int_eq(listed(TRACKS_TROUBLE), 1);
    ck_assert_int_eq(queued("exception"), 1);
    testdesk_wait(shop.desk, 1);
    ck_ok(add(TRACK_LOST, 0));
    ck_assert_int_eq(queued("exception"), 0);
    ck_assert_int_eq(listed(TRACKS_LOST), 1);
    ck_assert_int_eq(queued("lost"), 1);
    ck_assert_int_eq(listed(TRACKS_OPEN), 1);
    run_sql("UPDATE shipment SET status = 3, ended_ms = 1");
    ck_assert_int_eq(queued("lost"), 0);
    ck_assert_int_eq(listed(TRACKS_LOST), 0);
    ck_assert_int_eq(listed(TRACKS_OPEN), 0);
}
END_TEST

/* --- messages --------------------------------------------------------------------------------- */

static const char *shared(const char *name)
{
    const char *dir = getenv("ORDERDESK_SHARED_DATA");
    static char buf[65536];
    FILE *f = dir != NULL ? fopen(arena_printf(shop.arena, "%s/providers/%s", dir, name), "r")
                          : NULL;
    size_t n;

    if (f == NULL)
        return NULL;
    n = fread(buf, 1, sizeof buf - 1, f);
    buf[n] = '\0';
    (void)fclose(f);
    return buf;
}

/* -1: nobody's. */
static int hear(const char *provider, const char *text)
{
    struct hook_message m = { .provider = provider };
    int64_t before = testdesk_count(shop.desk, "tracking_event");
    const struct hook *hook;
    OD_TX tx = { 0 };

    err_clear(&err);
    ck_ok(json_parse(text, strlen(text), shop.arena, &m.body, &err));
    hook = hook_of(&m);
    if (hook == NULL)
        return -1;
    ck_ok(desk_begin(shop.desk, "sync.work", &tx, &err));
    ck_ok(hook->take(&tx, shop.desk, &m, shop.arena, &err));
    ck_ok(tx_commit(&tx, &err));
    return (int)(testdesk_count(shop.desk, "tracking_event") - before);
}

START_TEST(an_example_of_easypost_is_taken_down_once)
{
    const char *text = shared("easypost/webhooks/tracking-webhook.json");

    if (text == NULL)
        return;
    /* Six events, and the state of the whole, which is newer than the last of them. */
    ck_assert_int_eq(hear("easypost", text), 7);
    ck_assert_int_eq(status(), TRACK_DELIVERED);
    ck_assert_int_eq(shipment_status(), SHIPMENT_DELIVERED);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM parcel_track WHERE signed_by = 'John Tester'"),
                     1);
    ck_assert_int_eq(hear("easypost", text), 0);
    text = shared("easypost/webhooks/batch-webhooks.json");
    ck_assert_ptr_nonnull(text);
    ck_assert_int_eq(hear("easypost", text), -1);
}
END_TEST

/* Over the inbox: state of the one message in it, and how many events came. */
static int through_inbox(const char *id, const char *number_of_parcel, int *events)
{
    struct inbox_row in = { .external_id = id, .topic = "API_TRACK" };
    struct inbox_rows rows = { &in, 1 };
    int64_t before = testdesk_count(shop.desk, "tracking_event");
    int n;

    in.content = arena_printf(shop.arena,
                              "{\"resource_type\":\"API_TRACK\",\"data\":{"
                              "\"tracking_number\":\"%s\",\"status_code\":\"IT\",\"events\":["
                              "{\"occurred_at\":\"2026-01-03T10:00:00Z\",\"status_code\":\"IT\","
                              "\"description\":\"c\"}]}}",
                              number_of_parcel);
    ck_ok(inbox_put(shop.desk, "shipengine", &rows, &n, &err));
    ck_ok(inbound_work(shop.desk, 10, &n, &err));
    *events = (int)(testdesk_count(shop.desk, "tracking_event") - before);
    return (int)number(arena_printf(shop.arena, "SELECT state FROM inbox WHERE external_id = '%s'",
                                    id));
}

START_TEST(a_carriers_message_goes_from_the_inbox_to_its_parcel)
{
    int events;

    ck_assert_int_eq(through_inbox("a", "EZ4000000004", &events), INBOX_TAKEN);
    ck_assert_int_gt(events, 0);
    ck_assert_int_eq(through_inbox("b", "EZ4000000004", &events), INBOX_TAKEN);
    ck_assert_int_eq(events, 0);
    ck_assert_int_eq(through_inbox("c", "EZ9999999999", &events), INBOX_WAITS);
    ck_assert_int_eq(events, 0);
}
END_TEST

START_TEST(messages_of_both_are_read_newest_first_or_last)
{
    static const char ship[] =
        "{\"resource_type\":\"API_TRACK\",\"data\":{\"tracking_number\":\"EZ4000000004\","
        "\"status_code\":\"IT\",\"events\":["
        "{\"occurred_at\":\"2026-01-03T10:00:00Z\",\"status_code\":\"IT\",\"description\":\"c\"},"
        "{\"occurred_at\":\"2026-01-02T10:00:00Z\",\"status_code\":\"DE\",\"description\":\"b\"},"
        "{\"occurred_at\":\"2026-01-01T10:00:00Z\",\"status_code\":\"AC\",\"description\":\"a\"}"
        "]}}";
    static const char post[] =
        "{\"description\":\"tracker.updated\",\"result\":{\"id\":\"trk_1\",\"tracking_code\":"
        "\"EZ4000000004\",\"status\":\"out_for_delivery\",\"tracking_details\":["
        "{\"datetime\":\"2026-01-04T10:00:00Z\",\"status\":\"out_for_delivery\"}]}}";

    ck_assert_int_eq(hear("shipengine", ship), 3);
    ck_assert_int_eq(status(), TRACK_IN_TRANSIT);
    ck_assert_int_eq(shipment_status(), SHIPMENT_IN_TRANSIT);
    ck_assert_int_eq(hear("shipengine", post), -1);
    ck_assert_int_eq(hear("easypost", ship), -1);
    ck_assert_int_eq(hear("easypost", post), 1);
    ck_assert_int_eq(status(), TRACK_OUT_FOR_DELIVERY);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM parcel_track WHERE tracker = 'trk_1'"), 1);
}
END_TEST

Suite *track_suite(void)
{
    Suite *suite = suite_create("track");
    TCase *tests = tcase_create("track");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, an_event_is_kept_once);
    tcase_add_test(tests, the_newest_by_its_own_time_is_shown_whatever_came_last);
    tcase_add_test(tests, a_word_that_nobody_knows_is_kept_and_changes_nothing);
    tcase_add_test(tests, the_carriers_word_delivers_once_and_nothing_takes_it_back);
    tcase_add_test(tests, what_a_clerk_reopened_stays_until_there_is_news);
    tcase_add_test(tests, all_parcels_of_a_shipment_must_arrive);
    tcase_add_test(tests, what_comes_back_is_on_its_way_back_and_does_not_arrive);
    tcase_add_test(tests, trouble_is_told_when_it_begins);
    tcase_add_test(tests, the_state_of_the_whole_counts_where_events_do_not_say_it);
    tcase_add_test(tests, the_day_a_carrier_expects_it_is_kept_until_it_says_another);
    tcase_add_test(tests, what_is_no_day_is_none);
    tcase_add_test(tests, a_time_far_ahead_does_not_hold_all_others_back);
    tcase_add_test(tests, a_number_that_nobody_has_is_for_later);
    tcase_add_test(tests, what_left_is_asked_after_one_question_at_a_time);
    tcase_add_test(tests, a_question_that_was_dropped_is_asked_by_hand_alone);
    tcase_add_test(tests, a_shipment_that_ended_is_asked_after_no_more);
    tcase_add_test(tests, nobody_is_asked_where_nobody_is_set);
    tcase_add_test(tests, a_number_that_was_followed_by_hand_is_asked_after_once_somebody_can_be);
    tcase_add_test(tests, waits_follow_state_and_age);
    tcase_add_test(tests, a_person_may_write_down_what_was_said);
    tcase_add_test(tests, queues_have_what_does_not_move_what_is_in_trouble_and_what_is_lost);
    tcase_add_test(tests, an_example_of_easypost_is_taken_down_once);
    tcase_add_test(tests, messages_of_both_are_read_newest_first_or_last);
    tcase_add_test(tests, a_carriers_message_goes_from_the_inbox_to_its_parcel);
    suite_add_tcase(suite, tests);
    return suite;
}
