/*
 * What is due by itself, with a record among it that cannot be done: it stops no other, is told of,
 * and is tried again at growing distances until it goes.
 */
#include <stdio.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/site_days.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_action.h"
#include "domain/flow/timer.h"
#include "domain/flow/timer_work.h"
#include "domain/insight/audit.h"
#include "domain/insight/report_schedule.h"
#include "domain/stock/stock.h"
#include "store/store.h"
#include "support/testdash.h"
#include "support/testorder.h"
#include "support/teststock.h"
#include "unit/domain_suites.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    INT64_C(86400000)
#define RECORDS   3

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    testdesk_be(shop.desk, ROLE_ADMIN);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static void change(const char *text)
{
    const struct sql sql = { "test.change", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(tx_begin(desk_db(shop.desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

static struct order *again(int64_t id)
{
    return testshop_load(&shop, id);
}

static struct timer_faults faults(void)
{
    struct timer_faults list;

    ck_ok(timer_faults_load(shop.desk, 100, shop.arena, &list, &err));
    return list;
}

static int run(void)
{
    struct timers_done done;

    ck_ok(timers_run(shop.desk, &done, &err));
    return done.holds + done.pickups + done.reports + done.due;
}

/* --- kinds of work ---------------------------------------------------------------------------- */

static void orders_in_remorse(int64_t *ids)
{
    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "30", &err));
    for (int i = 0; i < RECORDS; i++)
        ids[i] = testshop_order(&shop, shop.bracket, 2, true)->id.v;
    testdesk_wait(shop.desk, 31 * MINUTE_MS);
}

static void orders_that_wait(int64_t *ids)
{
    for (int i = 0; i < RECORDS; i++) {
        struct order *o = testshop_order(&shop, shop.bracket, 2, true);

        ck_ok(testshop_act(&shop, o, "wait", "until", "2026-11-24", &err));
        ids[i] = o->id.v;
    }
    testdesk_wait(shop.desk, 2 * DAY_MS);
}

static bool has_no_hold(int64_t id)
{
    return again(id)->hold_count == 0;
}

static void orders_for_later(int64_t *ids)
{
    struct date wanted = date_add_days(desk_today(shop.desk), 20);
    const struct order_header header = { .requested = &wanted };
    struct order_taken taken;
    struct order *o;
    struct site *main;

    ck_ok(site_find(shop.desk, "MAIN", shop.arena, &main, &err));
    ck_ok(site_allocate_parse("7", main, &err));
    ck_ok(site_save(shop.desk, main, &shop.main, &err));
    for (int i = 0; i < RECORDS; i++) {
        struct record_at at = testshop_draft(&shop);

        ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
        testshop_line(&shop, &at, shop.bracket, 2);
        ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
        ids[i] = at.id;
    }
    testdesk_wait(shop.desk, 13 * DAY_MS);
}

static bool has_stock(int64_t id)
{
    return again(id)->lines[0].allocated.milli > 0;
}

static void work_on(const struct order *o, const char *action)
{
    struct fulfillment_rows rows;

    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = rows.v[0].id }, action,
              NULL, &err));
}

static void orders_nobody_came_for(int64_t *ids)
{
    const struct order_header header = { .pickup = &shop.leeds };
    struct order_taken taken;
    struct site *leeds;
    struct order *o;

    ck_ok(site_find(shop.desk, "LEEDS", shop.arena, &leeds, &err));
    leeds->can_pickup = true;
    ck_ok(site_save(shop.desk, leeds, &shop.leeds, &err));
    for (int i = 0; i < RECORDS; i++) {
        struct record_at at = testshop_draft(&shop);

        ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
        testshop_line(&shop, &at, shop.deny, 2);
        ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
        o = again(at.id);
        ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
        work_on(o, "pick");
        work_on(o, "pack");
        work_on(o, "ready");
        ids[i] = at.id;
    }
    testdesk_wait(shop.desk, 8 * DAY_MS);
}

static bool is_given_up(int64_t id)
{
    return again(id)->open_fulfillments == 0;
}

static void orders_short_of_stock(int64_t *ids)
{
    testshop_order(&shop, shop.bracket, 40, true);
    for (int i = 0; i < RECORDS; i++) {
        testdesk_wait(shop.desk, MINUTE_MS);
        ids[i] = testshop_order(&shop, shop.bracket, 2, true)->id.v;
    }
    ck_ok(site_set_fill_mode(shop.desk, shop.main, FILL_AUTO, &err));
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.main, units(2 * RECORDS), NULL, &err));
}

static void reports_to_mail(int64_t *ids)
{
    struct report_schedule s = { .report = "sales",
                                 .period = "last-week",
                                 .by = "",
                                 .compare = "none",
                                 .to = "ann@example.com",
                                 .lang = "",
                                 .form = REPORT_MAIL_CSV,
                                 .when = { SCHEDULE_WEEKLY, 0, 450 },
                                 .is_on = true };

    ck_ok(setting_set(shop.desk, "notice.mail_provider", "smtp", &err));
    ck_ok(setting_set(shop.desk, "notice.from", "desk@example.org", &err));
    for (int i = 0; i < RECORDS; i++) {
        s.name = arena_printf(shop.arena, "Week %d", i);
        ck_ok(report_schedule_save(shop.desk, &s, &ids[i], &err));
    }
    testdesk_wait(shop.desk, DAY_MS);
}

static bool is_mailed(int64_t id)
{
    struct report_schedule *s;

    ck_ok(report_schedule_load(shop.desk, id, shop.arena, &s, &err));
    return s->next.ms > desk_now(shop.desk).ms;
}

static const struct kind {
    void (*arrange)(int64_t *ids);
    bool (*is_done)(int64_t id);
    bool is_order; /* else a scheduled report */
} kinds[] = {
    { orders_in_remorse, has_no_hold, true },
    { orders_that_wait, has_no_hold, true },
    { orders_for_later, has_stock, true },
    { orders_nobody_came_for, is_given_up, true },
    { orders_short_of_stock, has_stock, true },
    { reports_to_mail, is_mailed, false },
};

/* --- one that cannot be done ------------------------------------------------------------------ */

static void poison(const struct kind *k, int64_t id)
{
    change(arena_printf(shop.arena,
                        "CREATE TRIGGER poison BEFORE UPDATE ON %s WHEN NEW.id = %lld"
                        " BEGIN SELECT RAISE(ABORT, 'poisoned'); END",
                        k->is_order ? "sales_order" : "report_schedule", (long long)id));
}

static void cure(void)
{
    change("DROP TRIGGER poison");
}

static int64_t times_told(void)
{
    return testshop_number(shop.desk,
                           "SELECT COUNT(*) FROM order_event WHERE kind = 'timer.stuck'");
}

static void ck_sound(void)
{
    struct audit audit;

    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s", audit.n > 0 ? audit.v[0].words : "");
}

/* Which of the records: the first, one between, the last. */
static void try_poison(const struct kind *k, int at)
{
    int64_t ids[RECORDS];

    k->arrange(ids);
    poison(k, ids[at]);
    (void)run();
    for (int i = 0; i < RECORDS; i++)
        ck_assert_msg(k->is_done(ids[i]) == (i != at), "record %d of the kind", i);
    ck_assert_int_eq(faults().n, 1);
    ck_assert_ptr_nonnull(strstr(faults().v[0].words, "poisoned"));
    ck_assert_str_ne(faults().v[0].what, "");
    ck_assert_str_ne(faults().v[0].of, "");
    ck_assert_int_eq(faults().v[0].order.v, k->is_order ? ids[at] : 0);
    ck_assert_int_gt(testdash_check(shop.desk), 0);
    ck_assert_int_eq(times_told(), k->is_order);
    ck_sound();
    cure();
    (void)run();
    ck_assert_msg(!k->is_done(ids[at]), "its time to be tried again has not come");
    testdesk_wait(shop.desk, MINUTE_MS);
    (void)run();
    ck_assert(k->is_done(ids[at]));
    ck_assert_int_eq(faults().n, 0);
    ck_sound();
}

START_TEST(one_that_cannot_be_done_stops_no_other)
{
    try_poison(&kinds[_i / RECORDS], _i % RECORDS);
}
END_TEST

START_TEST(it_is_tried_again_at_growing_distances_and_told_of_once)
{
    int64_t ids[RECORDS];

    orders_that_wait(ids);
    poison(&kinds[0], ids[0]);
    ck_assert_int_eq(run(), RECORDS - 1);
    for (int i = 1, minutes = 1; i < 8; i++, minutes *= 2) {
        ck_assert_int_eq(faults().v[0].tries, i);
        ck_assert_int_eq(faults().v[0].next.ms - desk_now(shop.desk).ms, minutes * MINUTE_MS);
        testdesk_wait(shop.desk, minutes * MINUTE_MS - 1);
        ck_assert_int_eq(run(), 0);
        ck_assert_int_eq(faults().v[0].tries, i);
        testdesk_wait(shop.desk, 1);
        ck_assert_int_eq(run(), 0);
    }
    for (int i = 0; i < 20; i++) {
        testdesk_wait(shop.desk, DAY_MS);
        ck_assert_int_eq(run(), 0);
    }
    ck_assert_int_eq(faults().v[0].tries, 28);
    ck_assert_int_eq(faults().v[0].next.ms - desk_now(shop.desk).ms, DAY_MS);
    ck_assert_int_eq(times_told(), 1);
}
END_TEST

START_TEST(what_was_done_by_hand_meanwhile_is_forgotten)
{
    int64_t ids[RECORDS];

    orders_that_wait(ids);
    poison(&kinds[0], ids[1]);
    (void)run();
    cure();
    ck_ok(testshop_act(&shop, again(ids[1]), "release_hold", "reason", "other", &err));
    ck_assert_int_eq(faults().n, 1);
    testdesk_wait(shop.desk, MINUTE_MS);
    (void)run();
    ck_assert_int_eq(faults().n, 0);
}
END_TEST

/* Other kinds are at work when its time comes: it was not tried, and its tries stay counted. */
START_TEST(what_comes_to_be_tried_during_a_round_is_the_next_ones)
{
    struct stamp began;
    int64_t ids[RECORDS];

    orders_that_wait(ids);
    poison(&kinds[0], ids[1]);
    (void)run();
    began = desk_now(shop.desk);
    testdesk_wait(shop.desk, MINUTE_MS);
    ck_ok(timer_forget(shop.desk, began, &err));
    ck_assert_int_eq(faults().n, 1);
    ck_ok(timer_forget(shop.desk, desk_now(shop.desk), &err));
    ck_assert_int_eq(faults().n, 0);
}
END_TEST

START_TEST(a_timeline_that_takes_nothing_stops_no_other)
{
    int64_t ids[RECORDS];

    orders_that_wait(ids);
    change(arena_printf(shop.arena,
                        "CREATE TRIGGER poison BEFORE INSERT ON order_event WHEN NEW.order_id = %lld"
                        " BEGIN SELECT RAISE(ABORT, 'poisoned'); END",
                        (long long)ids[0]));
    ck_assert_int_eq(run(), RECORDS - 1);
    ck_assert_int_eq(faults().n, 1);
}
END_TEST

START_TEST(a_kind_that_fails_as_a_whole_stops_no_other_kind_and_is_told)
{
    struct timers_done done;
    int64_t ids[RECORDS];

    (void)testshop_order(&shop, shop.bracket, 1, false); /* holds stock for some days */
    orders_for_later(ids);
    change("CREATE TRIGGER poison BEFORE DELETE ON stock_hold"
           " BEGIN SELECT RAISE(ABORT, 'poisoned'); END");
    ck_refused(timers_run(shop.desk, &done, &err), ERR_BUG);
    ck_assert_ptr_nonnull(strstr(err.cause, "poisoned")); /* the log needs the engine's words */
    for (int i = 0; i < RECORDS; i++)
        ck_assert(has_stock(ids[i]));
}
END_TEST

/* More than go in one transaction: the poisoned one is among the first, and all others go. */
START_TEST(behind_one_that_cannot_be_done_any_number_goes)
{
    int64_t first = 0;

    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "30", &err));
    for (int i = 0; i < 45; i++) {
        struct order *o = testshop_order(&shop, shop.bracket, 1, true);

        first = i == 3 ? o->id.v : first;
    }
    testdesk_wait(shop.desk, 31 * MINUTE_MS);
    poison(&kinds[0], first);
    ck_assert_int_eq(run(), 44);
    ck_assert_int_eq(faults().n, 1);
    ck_assert_int_eq(run(), 0);
}
END_TEST

Suite *timer_suite(void)
{
    Suite *suite = suite_create("timer");
    TCase *tc = tcase_create("timer");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, one_that_cannot_be_done_stops_no_other, 0,
                        (int)OD_LEN(kinds) * RECORDS);
    tcase_add_test(tc, it_is_tried_again_at_growing_distances_and_told_of_once);
    tcase_add_test(tc, what_was_done_by_hand_meanwhile_is_forgotten);
    tcase_add_test(tc, what_comes_to_be_tried_during_a_round_is_the_next_ones);
    tcase_add_test(tc, a_timeline_that_takes_nothing_stops_no_other);
    tcase_add_test(tc, a_kind_that_fails_as_a_whole_stops_no_other_kind_and_is_told);
    tcase_add_test(tc, behind_one_that_cannot_be_done_any_number_goes);
    suite_add_tcase(suite, tc);
    return suite;
}
