/*
 * The figures of days: what each use case counts and where, what taking it back leaves, and that
 * counting anew gives the same.
 */
#include <string.h>

#include "base/os.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/shipment.h"
#include "domain/flow/source_steps.h"
#include "domain/flow/timer.h"
#include "domain/flow/upkeep.h"
#include "domain/insight/audit.h"
#include "domain/insight/metric.h"
#include "domain/order/draft.h"
#include "store/store.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define HOUR_MS (INT64_C(3600) * 1000)
#define DAY_MS  (24 * HOUR_MS)

static const struct date today = { 2026, 11, 22 };

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static struct audit check(bool fix)
{
    struct audit audit;

    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, fix ? AUDIT_FIX : 0, shop.arena, &audit, &err));
    return audit;
}

static void expect_sound(void)
{
    struct audit audit = check(false);

    for (int i = 0; i < audit.n; i++)
        ck_abort_msg("%s %s %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
}

static void tear_down(void)
{
    expect_sound();
    testshop_close(&shop);
    os_set_time_zone("UTC");
}

static int64_t figure_of(enum metric m, struct date day)
{
    const struct metric_range range = { .from = day, .until = day };
    struct metric_days days;

    err_clear(&err);
    ck_ok(metric_days_load(shop.desk, &range, shop.arena, &days, &err));
    ck_assert_int_eq(days.n, 1);
    return days.v[0].sum.by[m];
}

static int64_t figure(enum metric m)
{
    return figure_of(m, today);
}

static int64_t number(const char *text)
{
    return testshop_number(shop.desk, text);
}

static void run_sql(const char *text)
{
    const struct sql sql = { "test.run", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(tx_begin(desk_db(shop.desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

/* An action on the newest fulfillment. */
static void work(const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };

    err_clear(&err);
    ck_ok(act(shop.desk, &fulfillment_document,
              (struct record_at){ .id = number("SELECT MAX(id) FROM fulfillment") }, action,
              &values, &err));
}

static void released(struct item_id item, int units)
{
    struct order *order = testshop_order(&shop, item, units, true);

    ck_ok(testshop_act(&shop, order, "release", NULL, NULL, &err));
}

static void packed(struct item_id item, int units)
{
    released(item, units);
    work("pick", NULL, NULL);
    if (number("SELECT status FROM fulfillment ORDER BY id DESC LIMIT 1") < FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    work("pack", "weight", "1.2");
}

static void shipment(const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };

    err_clear(&err);
    ck_ok(act(shop.desk, &shipment_document,
              (struct record_at){ .id = number("SELECT MAX(id) FROM shipment") }, action, &values,
              &err));
}

START_TEST(an_order_counts_on_the_day_it_is_placed)
{
    struct record_at draft = testshop_draft(&shop);

    testshop_line(&shop, &draft, shop.bracket, 4);
    ck_assert_int_eq(figure(METRIC_ORDERS), 0);
    testshop_line(&shop, &draft, shop.freight, 1);
    testshop_act(&shop, testshop_line(&shop, &draft, shop.hose, 3), "submit", NULL, NULL, &err);

    ck_assert_int_eq(figure(METRIC_ORDERS), 1);
    ck_assert_int_eq(figure(METRIC_LINES), 2);
    ck_assert_int_eq(figure(METRIC_QTY), 7000);
    ck_assert_int_eq(figure(METRIC_MINOR), number("SELECT base_total_minor FROM sales_order"));
    ck_assert_int_eq(figure(METRIC_MINOR), 3660);
}
END_TEST

START_TEST(a_canceled_order_counts_on_both_days)
{
    struct order *order = testshop_order(&shop, shop.bracket, 4, true);

    testdesk_wait(shop.desk, DAY_MS);
    ck_ok(testshop_act(&shop, order, "cancel", "reason", "customer", &err));

    ck_assert_int_eq(figure(METRIC_ORDERS), 1);
    ck_assert_int_eq(figure(METRIC_QTY), 4000);
    ck_assert_int_eq(figure(METRIC_CANCELED), 0);
    ck_assert_int_eq(figure_of(METRIC_CANCELED, date_add_days(today, 1)), 1);
    ck_assert_int_eq(figure_of(METRIC_CANCELED_MINOR, date_add_days(today, 1)), 2040);
    ck_assert_int_eq(figure_of(METRIC_ORDERS, date_add_days(today, 1)), 0);
}
END_TEST

START_TEST(lines_that_wait_are_counted_once_when_confirmed)
{
    struct order *order;

    testshop_order(&shop, shop.bracket, 4, true);
    ck_assert_int_eq(figure(METRIC_WAITING_LINES), 0);
    order = testshop_order(&shop, shop.bracket, 50, true);
    ck_assert_int_eq(figure(METRIC_WAITING_LINES), 1);
    run_sql("UPDATE stock_level SET on_hand_qty = on_hand_qty + 100000 WHERE item_id = 1");
    run_sql("INSERT INTO stock_movement (at_ms, user_id, kind, item_id, site_id, qty)"
            " SELECT 1, 1, 1, item_id, site_id, 100000 FROM stock_level WHERE item_id = 1");
    ck_ok(testshop_act(&shop, order, "allocate", NULL, NULL, &err));
    ck_assert_int_eq(figure(METRIC_WAITING_LINES), 1);
}
END_TEST

START_TEST(picks_count_when_they_are_packed_and_not_before)
{
    released(shop.bracket, 4);
    work("pick", NULL, NULL);
    ck_assert_int_eq(figure(METRIC_PICKS), 0);
    if (number("SELECT status FROM fulfillment") < FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    work("pack", NULL, NULL);
    ck_assert_int_eq(figure(METRIC_PICKS), 1);
    ck_assert_int_eq(figure(METRIC_SHORT_PICKS), 0);
    work("unpack", NULL, NULL);
    ck_assert_int_eq(figure(METRIC_PICKS), 0);
}
END_TEST

START_TEST(a_short_pick_counts_as_one)
{
    struct action_value given[] = { { "item", "BRK-20" },
                                    { "qty", "1" },
                                    { "reason", "not_found" } };
    struct action_values values = { given, 3 };

    released(shop.bracket, 4);
    err_clear(&err);
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = 1 }, "short", &values,
              &err));
    work("pick", NULL, NULL);
    if (number("SELECT status FROM fulfillment") < FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    work("pack", NULL, NULL);
    ck_assert_int_eq(figure(METRIC_PICKS), 1);
    ck_assert_int_eq(figure(METRIC_SHORT_PICKS), 1);
}
END_TEST

START_TEST(a_shipment_counts_until_it_is_taken_back)
{
    packed(shop.bracket, 4);
    work("ship", NULL, NULL);
    ck_assert_int_eq(figure(METRIC_SHIPMENTS), 1);
    ck_assert_int_eq(figure(METRIC_SHIPPED_QTY), 4000);
    ck_assert_int_eq(figure(METRIC_SHIPPED_MINOR), 1700); /* 4 at 4.25, without tax */
    ck_assert_int_eq(figure(METRIC_DUE_SHIPMENTS), 1);
    ck_assert_int_eq(figure(METRIC_LATE_SHIPMENTS), 0);
    work("unship", NULL, NULL);
    ck_assert_int_eq(figure(METRIC_SHIPMENTS), 0);
    ck_assert_int_eq(figure(METRIC_SHIPPED_QTY), 0);
    ck_assert_int_eq(figure(METRIC_SHIPPED_MINOR), 0);
    ck_assert_int_eq(figure(METRIC_DUE_SHIPMENTS), 0);
}
END_TEST

START_TEST(what_leaves_after_its_day_is_late_that_day)
{
    struct date later = date_add_days(today, 9);

    packed(shop.bracket, 4);
    testdesk_wait(shop.desk, 9 * DAY_MS);
    work("ship", NULL, NULL);
    ck_assert_int_eq(figure_of(METRIC_LATE_SHIPMENTS, later), 1);
    ck_assert_int_eq(figure_of(METRIC_DUE_SHIPMENTS, later), 1);
    ck_assert_int_eq(figure(METRIC_SHIPMENTS), 0);
}
END_TEST

START_TEST(what_arrives_counts_on_that_day_until_it_did_not)
{
    struct date later = date_add_days(today, 2);

    packed(shop.bracket, 4);
    work("ship", NULL, NULL);
    testdesk_wait(shop.desk, 2 * DAY_MS);
    shipment("deliver", NULL, NULL);
    ck_assert_int_eq(figure(METRIC_DELIVERED), 0);
    ck_assert_int_eq(figure_of(METRIC_DELIVERED, later), 1);
    ck_assert_int_eq(figure(METRIC_SHIPMENTS), 1);
    shipment("reopen", NULL, NULL);
    ck_assert_int_eq(figure_of(METRIC_DELIVERED, later), 0);
}
END_TEST

START_TEST(figures_are_by_channel_and_site)
{
    struct metric_range range = { .from = today, .until = today };
    struct metric_days days;

    testshop_order(&shop, shop.bracket, 4, true);
    range.site = shop.main;
    ck_ok(metric_days_load(shop.desk, &range, shop.arena, &days, &err));
    ck_assert_int_eq(days.v[0].sum.by[METRIC_ORDERS], 1);
    range.site = shop.leeds;
    ck_ok(metric_days_load(shop.desk, &range, shop.arena, &days, &err));
    ck_assert_int_eq(days.v[0].sum.by[METRIC_ORDERS], 0);
    range.site.v = 0;
    range.channel.v = number("SELECT channel_id FROM sales_order") + 1;
    ck_ok(metric_days_load(shop.desk, &range, shop.arena, &days, &err));
    ck_assert_int_eq(days.v[0].sum.by[METRIC_ORDERS], 0);
}
END_TEST

START_TEST(what_waited_goes_along_to_another_site)
{
    struct metric_range range = { .from = today, .until = today };
    struct order_header in = { .site = &shop.leeds };
    struct record_at at = testshop_draft(&shop);
    struct site_closed closed;
    struct order_taken taken;
    struct metric_days days;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &in, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 500);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    range.site = shop.leeds;
    ck_ok(metric_days_load(shop.desk, &range, shop.arena, &days, &err));
    ck_assert_int_eq(days.v[0].sum.by[METRIC_WAITING_LINES], 1);

    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(site_close(shop.desk, shop.leeds, shop.arena, &closed, &err));
    ck_ok(metric_days_load(shop.desk, &range, shop.arena, &days, &err));
    ck_assert_int_eq(days.v[0].sum.by[METRIC_WAITING_LINES], 0);
    range.site = shop.main;
    ck_ok(metric_days_load(shop.desk, &range, shop.arena, &days, &err));
    ck_assert_int_eq(days.v[0].sum.by[METRIC_WAITING_LINES], 1);
}
END_TEST

START_TEST(every_day_of_a_range_is_there_and_weekdays_add_up)
{
    const struct metric_range two_weeks = { .from = date_add_days(today, -13), .until = today };
    struct metric_range wrong = { .from = today, .until = date_add_days(today, -1) };
    struct metric_weekday weekdays[7];
    struct metric_days days;

    testshop_order(&shop, shop.bracket, 4, true);
    testshop_order(&shop, shop.bracket, 1, true);
    ck_ok(metric_days_load(shop.desk, &two_weeks, shop.arena, &days, &err));
    ck_assert_int_eq(days.n, 14);
    ck_assert_int_eq(date_cmp(days.v[13].day, today), 0);
    ck_assert_int_eq(metric_sum(&days).by[METRIC_ORDERS], 2);
    metric_by_weekday(&days, weekdays);
    ck_assert_int_eq(weekdays[6].days, 2); /* a Sunday */
    ck_assert_int_eq(weekdays[6].sum.by[METRIC_ORDERS], 2);
    ck_assert_int_eq(weekdays[0].sum.by[METRIC_ORDERS], 0);
    ck_refused(metric_days_load(shop.desk, &wrong, shop.arena, &days, &err), ERR_INVALID);
    wrong.until = date_add_days(today, METRIC_DAYS_MAX);
    ck_refused(metric_days_load(shop.desk, &wrong, shop.arena, &days, &err), ERR_LIMIT);
    wrong.until = date_add_days(today, METRIC_DAYS_MAX - 1);
    ck_ok(metric_days_load(shop.desk, &wrong, shop.arena, &days, &err));
}
END_TEST

/* --- counting anew --------------------------------------------------------------------------- */

/* The desk as an older program left it. */
START_TEST(an_update_counts_what_was_there)
{
    struct timers_done done;
    bool is_whole;

    packed(shop.bracket, 4);
    work("ship", NULL, NULL);
    run_sql("DELETE FROM metric_day");
    run_sql("UPDATE shipment SET base_minor = 0, qty = 0, promised_date = ''");
    run_sql("INSERT INTO upkeep (job, next_id) VALUES ('shipment.worth', 0), ('metric.day', 0)");
    ck_ok(metric_is_whole(shop.desk, &is_whole, &err));
    ck_assert(!is_whole);
    expect_sound(); /* it claims nothing yet */
    testshop_order(&shop, shop.bracket, 2, true);

    ck_ok(timers_run(shop.desk, &done, &err));
    ck_ok(metric_is_whole(shop.desk, &is_whole, &err));
    ck_assert(is_whole);
    ck_assert_int_eq(figure(METRIC_ORDERS), 2);
    ck_assert_int_eq(figure(METRIC_SHIPMENTS), 1);
    ck_assert_int_eq(figure(METRIC_SHIPPED_MINOR), 1700);
    ck_assert_int_eq(figure(METRIC_SHIPPED_QTY), 4000);
    ck_assert_int_eq(figure(METRIC_DUE_SHIPMENTS), 1);
}
END_TEST

/* More days than one slice has, of which one has nothing any more. */
START_TEST(slices_of_days_leave_none_out)
{
    int done;

    for (int i = 0; i < 12; i++) {
        testshop_order(&shop, shop.deny, 1, false);
        testdesk_wait(shop.desk, 2 * DAY_MS);
    }
    run_sql("UPDATE metric_day SET orders = 9");
    run_sql("INSERT INTO metric_day SELECT '2026-12-01', channel_id, site_id, 3, 0, 0, 0, 0, 0, 0,"
            " 0, 0, 0, 0, 0, 0, 0, 0 FROM metric_day LIMIT 1");
    run_sql("INSERT INTO upkeep (job, next_id) VALUES ('metric.day', 0)");
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(upkeep_run(shop.desk, 0, &done, &err));

    ck_assert_int_eq(done, 13);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM metric_day"), 12);
    ck_assert_int_eq(number("SELECT SUM(orders) FROM metric_day"), 12);
}
END_TEST

START_TEST(another_time_zone_makes_other_days)
{
    int done;

    testdesk_wait(shop.desk, 8 * HOUR_MS); /* 22:03 */
    testshop_order(&shop, shop.bracket, 4, true);
    ck_assert_int_eq(figure(METRIC_ORDERS), 1);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(setting_set(shop.desk, "company.time_zone", "Asia/Tokyo", &err));
    ck_ok(upkeep_run(shop.desk, 0, &done, &err));

    ck_assert_int_eq(figure(METRIC_ORDERS), 0);
    ck_assert_int_eq(figure_of(METRIC_ORDERS, date_add_days(today, 1)), 1);
    expect_sound();
    ck_ok(setting_set(shop.desk, "company.time_zone", "America/Los_Angeles", &err));
    ck_ok(upkeep_run(shop.desk, 0, &done, &err));
    ck_assert_int_eq(figure(METRIC_ORDERS), 1);
}
END_TEST

START_TEST(check_finds_a_wrong_figure_and_mends_it)
{
    static const char *const columns[METRIC_COUNT] = {
        "orders",        "base_total_minor", "lines",         "qty",
        "canceled",      "canceled_minor",   "waiting_lines", "picks",
        "short_picks",   "shipments",        "shipped_minor", "shipped_qty",
        "due_shipments", "late_shipments",   "delivered",
    };

    packed(shop.bracket, 4);
    work("ship", NULL, NULL);
    for (int m = 0; m < METRIC_COUNT; m++) {
        struct audit audit;

        run_sql(
            arena_printf(shop.arena, "UPDATE metric_day SET %s = %s + 1", columns[m], columns[m]));
        audit = check(false);
        ck_assert_int_eq(audit.n, 1);
        ck_assert_str_eq(audit.v[0].check, "metric.day");
        ck_assert_msg(strstr(audit.v[0].words, metric_name((enum metric)m)) == audit.v[0].words,
                      "%s: %s", columns[m], audit.v[0].words);
        ck_assert_str_eq(metric_name((enum metric)m), columns[m]);
        check(true);
        expect_sound();
    }
    run_sql("DELETE FROM metric_day");
    ck_assert_int_eq(check(false).n, 1);
    check(true);
    ck_assert_int_eq(figure(METRIC_SHIPMENTS), 1);
}
END_TEST

Suite *metric_suite(void)
{
    Suite *suite = suite_create("metric");
    TCase *tc = tcase_create("days");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, an_order_counts_on_the_day_it_is_placed);
    tcase_add_test(tc, a_canceled_order_counts_on_both_days);
    tcase_add_test(tc, lines_that_wait_are_counted_once_when_confirmed);
    tcase_add_test(tc, picks_count_when_they_are_packed_and_not_before);
    tcase_add_test(tc, a_short_pick_counts_as_one);
    tcase_add_test(tc, a_shipment_counts_until_it_is_taken_back);
    tcase_add_test(tc, what_leaves_after_its_day_is_late_that_day);
    tcase_add_test(tc, what_arrives_counts_on_that_day_until_it_did_not);
    tcase_add_test(tc, figures_are_by_channel_and_site);
    tcase_add_test(tc, what_waited_goes_along_to_another_site);
    tcase_add_test(tc, every_day_of_a_range_is_there_and_weekdays_add_up);
    tcase_add_test(tc, an_update_counts_what_was_there);
    tcase_add_test(tc, slices_of_days_leave_none_out);
    tcase_add_test(tc, another_time_zone_makes_other_days);
    tcase_add_test(tc, check_finds_a_wrong_figure_and_mends_it);
    suite_add_tcase(suite, tc);
    return suite;
}
