/*
 * The day beside other days, also where clocks are put; queues in the order of a role; who is here.
 */
#include <string.h>

#include "base/os.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/audit.h"
#include "domain/insight/metric.h"
#include "domain/insight/today.h"
#include "store/store.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define HOUR_MS (INT64_C(3600) * 1000)
#define DAY_MS  (24 * HOUR_MS)

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    struct audit audit;

    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, 0, shop.arena, &audit, &err));
    ck_assert_int_eq(audit.n, 0);
    testshop_close(&shop);
    os_set_time_zone("UTC");
}

static struct today load(void)
{
    struct today t;

    err_clear(&err);
    ck_ok(today_load(shop.desk, &t, &err));
    return t;
}

static struct queues queues_as(enum role role)
{
    struct queues queues;

    err_clear(&err);
    testdesk_be(shop.desk, role);
    ck_ok(queues_load(shop.desk, shop.arena, &queues, &err));
    return queues;
}

static struct queue queue_of(const char *name)
{
    struct queues queues = queues_as(ROLE_ADMIN);

    for (int i = 0; i < queues.n; i++)
        if (strcmp(queues.v[i].name, name) == 0)
            return queues.v[i];
    ck_abort_msg("no queue %s", name);
    return (struct queue){ 0 };
}

/* Puts the clock to an instant. */
static void go_to(const char *text)
{
    struct stamp at;

    ck_ok(stamp_parse(text, &at, &err));
    testdesk_wait(shop.desk, at.ms - desk_now(shop.desk).ms);
}

static void zone(const char *name)
{
    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(setting_set(shop.desk, "company.time_zone", name, &err));
}

static void take_orders(int n)
{
    for (int i = 0; i < n; i++)
        testshop_order(&shop, shop.fitting, 1, false);
}

static void work(const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };

    err_clear(&err);
    ck_ok(act(
        shop.desk, &fulfillment_document,
        (struct record_at){ .id = testshop_number(shop.desk, "SELECT MAX(id) FROM fulfillment") },
        action, &values, &err));
}

START_TEST(a_young_desk_has_nothing_to_compare_with)
{
    take_orders(1);
    ck_assert_int_eq(load().weeks, 0);
    testdesk_wait(shop.desk, 6 * DAY_MS);
    ck_assert_int_eq(load().weeks, 0);
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert_int_eq(load().weeks, 1);
}
END_TEST

/* 14:03 on a Sunday; of an hour that is half over half of it counts. */
START_TEST(the_same_weekday_counts_up_to_this_time)
{
    struct today t;

    go_to("2026-11-29T09:00:00Z");
    take_orders(2);
    go_to("2026-11-29T14:10:00Z");
    take_orders(4);
    go_to("2026-11-29T16:00:00Z");
    take_orders(5);
    go_to("2026-12-06T14:30:00Z");
    t = load();
    ck_assert_int_eq(t.weeks, 1);
    ck_assert_int_eq(t.last_tenths, 40);
    ck_assert_int_eq(t.last_minor, 4 * 6000);
    ck_assert_int_eq(t.last_whole, 11);
    ck_assert_int_eq(t.mean_tenths, 40);
    go_to("2026-12-06T14:06:00Z"); /* a tenth of four orders is 0.4, and not none */
    t = load();
    ck_assert_int_eq(t.last_tenths, 24);
    ck_assert_int_eq(t.last_minor, 24 * 600);
    ck_assert_int_eq(t.mean_tenths, 24);
    go_to("2026-12-06T14:00:00Z");
    ck_assert_int_eq(load().last_tenths, 20);
    go_to("2026-12-06T23:59:59Z");
    ck_assert_int_eq(load().last_tenths, 110);
    go_to("2026-12-06T00:00:00Z");
    ck_assert_int_eq(load().last_tenths, 0);
    go_to("2026-12-07T14:30:00Z");
    ck_assert_int_eq(load().last_tenths, 0);
}
END_TEST

START_TEST(the_mean_is_of_the_weeks_there_were_four_at_most)
{
    static const int orders[] = { 7, 1, 2, 3, 5 };
    struct today t;

    go_to("2026-11-29T09:00:00Z");
    for (int i = 0; i < 5; i++) {
        take_orders(orders[i]);
        testdesk_wait(shop.desk, 7 * DAY_MS);
    }
    t = load();
    ck_assert_int_eq(t.weeks, 4);
    ck_assert_int_eq(t.mean_tenths, 0); /* nine o'clock has just begun */
    testdesk_wait(shop.desk, HOUR_MS);
    t = load();
    ck_assert_int_eq(t.last_tenths, 50);
    ck_assert_int_eq(t.mean_tenths, 28); /* 11 in 4 weeks are 2.75; the 7 of before are not in it */
}
END_TEST

START_TEST(thirty_days_end_with_today)
{
    struct today t;

    take_orders(2);
    testdesk_wait(shop.desk, 29 * DAY_MS);
    take_orders(1);
    t = load();
    ck_assert_int_eq(t.days[0], 2);
    ck_assert_int_eq(t.days[TODAY_DAYS - 1], 1);
    testdesk_wait(shop.desk, DAY_MS);
    t = load();
    ck_assert_int_eq(t.days[0], 0);
    ck_assert_int_eq(t.days[TODAY_DAYS - 2], 1);
    ck_assert(t.is_whole);
}
END_TEST

/* --- where clocks are put -------------------------------------------------------------------- */

static int64_t orders_of(const char *day)
{
    struct metric_range range;
    struct metric_days days;

    err_clear(&err);
    ck_ok(date_parse(day, &range.from, &err));
    range = (struct metric_range){ .from = range.from, .until = range.from };
    ck_ok(metric_days_load(shop.desk, &range, shop.arena, &days, &err));
    return days.v[0].sum.by[METRIC_ORDERS];
}

/* The first and last instants of a day, and those just outside of it; hours is how many it has. */
static const struct {
    const char *zone, *day, *begin, *end;
    int hours;
} odd_days[] = {
    { "Europe/Berlin", "2027-03-28", "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z", 23 },
    { "Europe/Berlin", "2027-10-31", "2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z", 25 },
    { "America/New_York", "2027-03-14", "2027-03-14T05:00:00Z", "2027-03-15T04:00:00Z", 23 },
    { "America/New_York", "2027-11-07", "2027-11-07T04:00:00Z", "2027-11-08T05:00:00Z", 25 },
    { "Pacific/Auckland", "2027-04-04", "2027-04-03T11:00:00Z", "2027-04-04T12:00:00Z", 25 },
    { "Pacific/Auckland", "2027-09-26", "2027-09-25T12:00:00Z", "2027-09-26T11:00:00Z", 23 },
    { "Pacific/Kiritimati", "2027-01-01", "2026-12-31T10:00:00Z", "2027-01-01T10:00:00Z", 24 },
    { "Pacific/Pago_Pago", "2027-01-01", "2027-01-01T11:00:00Z", "2027-01-02T11:00:00Z", 24 },
    /* clocks go on at midnight: the day begins at one */
    { "America/Havana", "2027-03-14", "2027-03-14T05:00:00Z", "2027-03-15T04:00:00Z", 23 },
};

START_TEST(a_day_has_all_its_hours_and_no_other)
{
    struct stamp begin, end;

    zone(odd_days[_i].zone);
    ck_ok(stamp_parse(odd_days[_i].begin, &begin, &err));
    ck_ok(stamp_parse(odd_days[_i].end, &end, &err));
    ck_assert_int_eq(end.ms - begin.ms, odd_days[_i].hours * HOUR_MS);
    testdesk_wait(shop.desk, begin.ms - 1 - desk_now(shop.desk).ms);
    take_orders(1);
    testdesk_wait(shop.desk, 1);
    for (int h = 0; h < odd_days[_i].hours; h++) {
        take_orders(1);
        testdesk_wait(shop.desk, HOUR_MS);
    }
    testdesk_wait(shop.desk, -1);
    take_orders(1);
    testdesk_wait(shop.desk, 1);
    take_orders(1);
    ck_assert_int_eq(orders_of(odd_days[_i].day), odd_days[_i].hours + 1);
    /* tear_down: counted anew it is the same */
}
END_TEST

/* Two o'clock comes twice on 31 October 2027 in Berlin: a week later both count for it. */
START_TEST(the_hour_that_comes_twice_is_one_hour_of_the_clock)
{
    struct today t;

    zone("Europe/Berlin");
    go_to("2027-10-31T00:30:00Z");
    take_orders(1);
    go_to("2027-10-31T01:30:00Z");
    take_orders(1);
    go_to("2027-11-07T02:00:00Z"); /* 3:00 */
    t = load();
    ck_assert_int_eq(t.minute, 180);
    ck_assert_int_eq(t.last_tenths, 20);
    go_to("2027-11-07T01:00:00Z");
    ck_assert_int_eq(load().last_tenths, 0);
}
END_TEST

/* At a quarter to four on 4 April 2027 clocks in Chatham go back by an hour: after three o'clock it is
 * two again, and then three again. */
START_TEST(hours_that_come_again_with_another_between_are_one_each)
{
    static const char *const at[] = { "2027-04-03T13:10:00Z", "2027-04-03T13:30:00Z",
                                      "2027-04-03T14:05:00Z", "2027-04-03T14:20:00Z" };
    struct day_figures figures;

    for (size_t i = 0; i < OD_LEN(at); i++) {
        go_to(at[i]); /* 2:55, 3:15, 2:50, 3:05 there */
        take_orders(1);
    }
    zone("Pacific/Chatham");
    ck_ok(day_figures_load(shop.desk, (struct date){ 2027, 4, 4 }, &figures, &err));
    ck_assert_int_eq(figures.orders, 4);
    ck_assert_int_eq(figures.hours[2].orders, 2);
    ck_assert_int_eq(figures.hours[3].orders, 2);
    /* tear_down: the check counts the same */
}
END_TEST

/* --- queues ---------------------------------------------------------------------------------- */

START_TEST(a_role_sees_first_what_it_does_and_all_of_the_rest)
{
    struct queues clerk = queues_as(ROLE_CLERK), warehouse = queues_as(ROLE_WAREHOUSE),
                  manager = queues_as(ROLE_MANAGER);

    ck_assert_str_eq(clerk.v[0].name, "submitted");
    ck_assert_str_eq(warehouse.v[0].name, "late_pick");
    ck_assert_str_eq(warehouse.v[2].name, "to_pick");
    ck_assert_str_eq(manager.v[0].name, "on_hold");
    ck_assert_str_eq(manager.v[1].name, "late");
    ck_assert_int_eq(clerk.n, warehouse.n);
    for (int i = 0; i < clerk.n; i++) {
        int found = 0;

        for (int k = 0; k < warehouse.n; k++)
            found += strcmp(warehouse.v[k].name, clerk.v[i].name) == 0;
        ck_assert_msg(found == 1, "%s is there %d times", clerk.v[i].name, found);
    }
}
END_TEST

START_TEST(what_is_packed_waits_and_is_past_its_cutoff_later)
{
    struct order *order = testshop_order(&shop, shop.bracket, 2, true);
    struct stamp packed;

    ck_ok(testshop_act(&shop, order, "release", NULL, NULL, &err));
    work("pick", NULL, NULL);
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment") < FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    ck_assert_int_eq(queue_of("packed").count, 0);
    packed = desk_now(shop.desk);
    work("pack", NULL, NULL);
    ck_assert_int_eq(queue_of("packed").count, 1);
    ck_assert_int_eq(queue_of("packed").since.ms, packed.ms);
    ck_assert_int_eq(queue_of("packed").base_total_minor, order->base_total_minor);
    ck_assert_int_eq(queue_of("cutoff").count, 0);
    testdesk_wait(shop.desk, 9 * DAY_MS);
    ck_assert_int_eq(queue_of("cutoff").count, 1);
    ck_assert_int_eq(queue_of("late_pick").count, 0);
    work("ship", NULL, NULL);
    ck_assert_int_eq(queue_of("packed").count, 0);
    ck_assert_int_eq(queue_of("cutoff").count, 0);
}
END_TEST

START_TEST(what_is_not_packed_the_day_after_its_day_is_late_to_pick)
{
    struct order *order = testshop_order(&shop, shop.bracket, 2, true);
    int64_t due;

    ck_ok(testshop_act(&shop, order, "release", NULL, NULL, &err));
    due = testshop_number(shop.desk, "SELECT CAST(strftime('%s', due_date) AS INTEGER)"
                                     " FROM fulfillment");
    testdesk_wait(shop.desk, due * 1000 - desk_now(shop.desk).ms + 23 * HOUR_MS);
    ck_assert_int_eq(queue_of("late_pick").count, 0);
    testdesk_wait(shop.desk, HOUR_MS);
    ck_assert_int_eq(queue_of("late_pick").count, 1);
    ck_assert_int_eq(queue_of("late_pick").since.ms, due * 1000);
    ck_assert_int_eq(queue_of("late_pick").base_total_minor, order->base_total_minor);
}
END_TEST

START_TEST(who_is_here_and_what_they_do)
{
    struct people people;

    testshop_order(&shop, shop.bracket, 2, true);
    ck_ok(people_load(shop.desk, shop.arena, &people, &err));
    ck_assert_int_eq(people.n, 1);
    ck_assert_str_eq(people.v[0].login, "anna");
    ck_assert_str_eq(
        people.v[0].number,
        testshop_load(&shop, testshop_number(shop.desk, "SELECT MAX(id) FROM sales_order"))
            ->number);
    ck_ok(testshop_act(
        &shop, testshop_load(&shop, testshop_number(shop.desk, "SELECT MAX(id) FROM sales_order")),
        "release", NULL, NULL, &err));
    work("start", NULL, NULL);
    ck_ok(people_load(shop.desk, shop.arena, &people, &err));
    ck_assert_int_eq(people.v[0].picks, 1);
}
END_TEST

Suite *today_suite(void)
{
    Suite *suite = suite_create("today");
    TCase *tc = tcase_create("day");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_young_desk_has_nothing_to_compare_with);
    tcase_add_test(tc, the_same_weekday_counts_up_to_this_time);
    tcase_add_test(tc, the_mean_is_of_the_weeks_there_were_four_at_most);
    tcase_add_test(tc, thirty_days_end_with_today);
    tcase_add_loop_test(tc, a_day_has_all_its_hours_and_no_other, 0, OD_LEN(odd_days));
    tcase_add_test(tc, the_hour_that_comes_twice_is_one_hour_of_the_clock);
    tcase_add_test(tc, hours_that_come_again_with_another_between_are_one_each);
    tcase_add_test(tc, a_role_sees_first_what_it_does_and_all_of_the_rest);
    tcase_add_test(tc, what_is_packed_waits_and_is_past_its_cutoff_later);
    tcase_add_test(tc, what_is_not_packed_the_day_after_its_day_is_late_to_pick);
    tcase_add_test(tc, who_is_here_and_what_they_do);
    suite_add_tcase(suite, tc);
    return suite;
}
