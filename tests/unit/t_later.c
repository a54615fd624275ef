/*
 * Lines that get their stock only some days before they are wanted, or when somebody says so (R11).
 */
#include "base/compiler.h"
#include "base/mem.h"
#include "domain/catalog/site_days.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_action.h"
#include "domain/flow/source_steps.h"
#include "domain/flow/timer.h"
#include "domain/insight/audit.h"
#include "domain/order/order_rules.h"
#include "domain/order/ship_policy.h"
#include "domain/stock/stock.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define DAY_MS INT64_C(86400000)

static struct testshop shop;
static struct err err;

/* A site gives stock as the words say. */
static void gives(const char *code, const char *words)
{
    struct site *site;

    ck_ok(site_find(shop.desk, code, shop.arena, &site, &err));
    ck_ok(site_allocate_parse(words, site, &err));
    ck_ok(site_save(shop.desk, site, &site->id, &err));
}

static void main_gives(const char *words)
{
    gives("MAIN", words);
}

static void set_up(void)
{
    testshop_open(&shop);
    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static struct date in_days(int days)
{
    return date_add_days(desk_today(shop.desk), days);
}

/* Confirmed: so many, wanted in so many days, to leave by the policy. */
static struct order *order_of(struct item_id item, int units, int days, int policy)
{
    struct record_at at = testshop_draft(&shop);
    struct date wanted = in_days(days);
    const struct order_header header = { .requested = &wanted, .ship_policy = &policy };
    struct order_taken taken;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    testshop_line(&shop, &at, item, units);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    return testshop_load(&shop, at.id);
}

static struct order *again(const struct order *o)
{
    return testshop_load(&shop, o->id.v);
}

static int come_due(void)
{
    struct timers_done done;

    ck_ok(timers_run(shop.desk, &done, &err));
    return done.due;
}

static int waiting_lines(void)
{
    struct backorders list;

    ck_ok(backorders_load(shop.desk, &(struct backorder_filter){ 0 }, shop.arena, &list, &err));
    return list.n;
}

START_TEST(a_line_wanted_beyond_the_horizon_takes_no_stock_and_waits_for_none)
{
    struct stock_levels levels;
    struct order *o;

    main_gives("7");
    o = order_of(shop.bracket, 5, 20, SHIP_AS_AVAILABLE);
    ck_assert_int_eq(o->status, ORDER_CONFIRMED);
    ck_assert_int_eq(o->shown, SHOWN_CONFIRMED);
    ck_assert_int_eq(o->lines[0].allocated.milli, 0);
    ck_assert_int_eq(o->backordered.milli, 0);
    ck_assert_int_eq(line_status(&o->lines[0], o->status), LINE_ST_OPEN);
    ck_assert_int_eq(date_cmp(o->lines[0].later, in_days(13)), 0);
    ck_assert_int_ge(date_cmp(o->promised, in_days(20)), 0);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
    ck_assert_int_eq(waiting_lines(), 0);
    ck_ok(stock_levels_load(shop.desk, shop.bracket, (struct order_id){ 0 }, shop.arena, &levels,
                            &err));
    ck_assert_int_eq(levels.v[0].backordered.milli, 0);
    ck_refused(testshop_act(&shop, o, "release", NULL, NULL, &err), ERR_STATE);
}
END_TEST

START_TEST(its_day_gives_it_stock_by_itself_and_the_timeline_says_so)
{
    struct order *o, *soon;

    main_gives("7");
    o = order_of(shop.bracket, 5, 20, SHIP_AS_AVAILABLE);
    soon = order_of(shop.bracket, 3, 7, SHIP_AS_AVAILABLE);
    ck_assert_int_eq(soon->lines[0].allocated.milli, 3000); /* wanted within the days */
    ck_assert_int_eq(come_due(), 0);
    testdesk_wait(shop.desk, 12 * DAY_MS);
    ck_assert_int_eq(come_due(), 0);
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert_int_eq(come_due(), 1);
    o = again(o);
    ck_assert_int_eq(o->lines[0].allocated.milli, 5000);
    ck_assert(!date_is_set(o->lines[0].later));
    ck_assert_int_eq(o->shown, SHOWN_ALLOCATED);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM order_event"
                                                " WHERE kind = 'order.allocate'"),
                     1);
    ck_assert_int_eq(come_due(), 0);
}
END_TEST

START_TEST(what_is_not_there_on_its_day_waits_from_then_on)
{
    struct order *o;

    main_gives("7");
    o = order_of(shop.bracket, 60, 20, SHIP_AS_AVAILABLE);
    testdesk_wait(shop.desk, 13 * DAY_MS);
    ck_assert_int_eq(come_due(), 1);
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, 40000);
    ck_assert_int_eq(again(o)->backordered.milli, 20000);
    ck_assert_int_eq(waiting_lines(), 1);
}
END_TEST

START_TEST(a_site_may_give_stock_only_when_somebody_says_so)
{
    struct order *o, *none;

    main_gives("manual");
    o = order_of(shop.bracket, 30, 1, SHIP_AS_AVAILABLE);
    none = order_of(shop.bracket, 30, 1, SHIP_AS_AVAILABLE);
    ck_assert_int_eq(o->lines[0].allocated.milli, 0);
    testdesk_wait(shop.desk, 60 * DAY_MS);
    ck_assert_int_eq(come_due(), 0);
    ck_ok(testshop_act(&shop, again(o), "allocate", NULL, NULL, &err));
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, 30000);
    ck_ok(testshop_act(&shop, again(none), "allocate", NULL, NULL, &err));
    ck_assert_int_eq(again(none)->lines[0].allocated.milli, 10000);
    ck_assert_int_eq(again(none)->backordered.milli, 20000); /* said is said: it waits now */
    ck_refused(testshop_act(&shop, again(none), "allocate", NULL, NULL, &err), ERR_STATE);
}
END_TEST

START_TEST(what_is_not_sold_on_backorder_is_refused_when_it_should_get_stock)
{
    struct order *o, *all;

    main_gives("manual");
    o = order_of(shop.deny, 100, 1, SHIP_AS_AVAILABLE); /* 40 are there in all */
    ck_refused(testshop_act(&shop, o, "allocate", NULL, NULL, &err), ERR_STATE);
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, 0);
    ck_assert(date_is_set(again(o)->lines[0].later));
    main_gives("confirm");
    all = order_of(shop.deny, 40, 1, SHIP_AS_AVAILABLE);
    ck_assert_int_eq(all->lines[0].allocated.milli, 40000);
}
END_TEST

START_TEST(what_goes_out_complete_waits_for_its_later_lines)
{
    struct record_at at = testshop_draft(&shop);
    int policy = SHIP_COMPLETE;
    const struct order_header header = { .ship_policy = &policy };
    struct line_input late = { .item = shop.bracket,
                               .qty = { 2 * QTY_PER_UNIT },
                               .has_requested = true,
                               .requested = in_days(30) };
    struct order_taken taken;
    struct order *o;

    main_gives("7");
    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.deny, 2);
    ck_ok(order_put_line(shop.desk, &at, 0, &late, shop.arena, &o, &err));
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(o->lines[0].allocated.milli, 2000);
    ck_assert_int_eq(o->lines[1].allocated.milli, 0);
    ck_assert_int_eq(o->shown, SHOWN_CONFIRMED);
    ck_refused(testshop_act(&shop, o, "release", NULL, NULL, &err), ERR_STATE);
    testdesk_wait(shop.desk, 24 * DAY_MS);
    ck_assert_int_eq(come_due(), 1);
    ck_ok(testshop_act(&shop, again(o), "release", NULL, NULL, &err));
}
END_TEST

static void want_in(const struct order *o, int days)
{
    struct order_change c = { .order = o->id, .base_version = o->version };
    struct change_preview done;

    c.header.has_requested = true;
    c.header.requested = in_days(days);
    ck_ok(change_apply(shop.desk, &c, shop.arena, &done, &err));
}

START_TEST(a_change_of_the_day_brings_its_time_nearer_or_farther)
{
    struct order *o;

    main_gives("7");
    o = order_of(shop.bracket, 5, 20, SHIP_AS_AVAILABLE);
    want_in(o, 40);
    ck_assert_int_eq(date_cmp(again(o)->lines[0].later, in_days(33)), 0);
    want_in(again(o), 3);
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, 5000);
    want_in(again(o), 40); /* what it has it keeps */
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, 5000);
    ck_assert(!date_is_set(again(o)->lines[0].later));
}
END_TEST

START_TEST(what_is_canceled_never_comes_due)
{
    struct order *o, *part;

    main_gives("7");
    o = order_of(shop.bracket, 5, 20, SHIP_AS_AVAILABLE);
    part = order_of(shop.bracket, 5, 20, SHIP_AS_AVAILABLE);
    ck_ok(testshop_act(&shop, o, "cancel", "reason", "other", &err));
    ck_assert(!date_is_set(again(o)->lines[0].later));
    ck_assert_int_eq(again(part)->open.milli, 5000);
    testdesk_wait(shop.desk, 13 * DAY_MS);
    ck_assert_int_eq(come_due(), 1);
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, 0);
}
END_TEST

/* Confirmed at LEEDS, which gives it no stock yet; wanted in so many days. */
static struct order *order_at_leeds(int days)
{
    struct record_at at = testshop_draft(&shop);
    struct date wanted = in_days(days);
    const struct order_header header = { .site = &shop.leeds, .requested = &wanted };
    struct order_taken taken;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 5);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    ck_assert(date_is_set(o->lines[0].later));
    return o;
}

START_TEST(a_site_that_closes_leaves_no_line_waiting_there)
{
    struct site_closed closed;
    struct order *soon, *far;

    main_gives("7");
    gives("LEEDS", "manual");
    soon = order_at_leeds(3);
    far = order_at_leeds(20);
    ck_ok(site_close(shop.desk, shop.leeds, shop.arena, &closed, &err));
    ck_assert_int_eq(closed.n, 2);
    ck_assert_int_eq(closed.moved, 2);
    ck_assert_int_eq(again(soon)->site.v, shop.main.v);
    ck_assert_int_eq(again(soon)->lines[0].allocated.milli, 5000);
    ck_assert(!date_is_set(again(soon)->lines[0].later));
    ck_assert_int_eq(again(far)->site.v, shop.main.v);
    ck_assert_int_eq(date_cmp(again(far)->lines[0].later, in_days(13)), 0);
}
END_TEST

START_TEST(a_line_that_is_sent_elsewhere_goes_by_the_time_of_that_site)
{
    static const struct action_value to_main[] = {
        { "line", "1" }, { "site", "MAIN" }, { "reason", "nearer" }
    };
    const struct action_values values = { to_main, 3 };
    struct order *o;

    gives("LEEDS", "manual");
    o = order_at_leeds(20);
    ck_ok(act(shop.desk, &order_document, (struct record_at){ o->id.v, o->version },
              "source_line", &values, &err));
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, 5000);
    ck_assert(!date_is_set(again(o)->lines[0].later));
}
END_TEST

START_TEST(when_a_site_gives_stock_is_said_in_words_or_days)
{
    static const char *const bad[] = { "", "later", "-1", "7x", "3651", "99999999999999999999" };
    static const char *const good[] = { "confirm", "0", "3650", "manual" };
    struct site site = { 0 };

    for (size_t i = 0; i < OD_LEN(bad); i++)
        ck_refused(site_allocate_parse(bad[i], &site, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "allocate");
    for (size_t i = 0; i < OD_LEN(good); i++) {
        err_clear(&err);
        ck_ok(site_allocate_parse(good[i], &site, &err));
        ck_assert_str_eq(site_allocate_words(&site, shop.arena), good[i]);
    }
}
END_TEST

/* Lines short of a day from today on, as kept; check must find the same. */
static int short_lines(int days)
{
    char day[DATE_TEXT_SIZE];
    struct audit audit;

    ck_ok(audit_run(shop.desk, 0, shop.arena, &audit, &err));
    for (int i = 0; i < audit.n; i++)
        ck_abort_msg("%s %s %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
    return (int)testshop_number(
        shop.desk, arena_printf(shop.arena,
                                "SELECT COALESCE(SUM(waiting_lines), 0) FROM metric_day"
                                " WHERE day_date = '%s'",
                                date_format(in_days(days), day)));
}

START_TEST(what_is_not_there_on_its_day_counts_as_short_that_day_once)
{
    struct order *o;

    main_gives("7");
    o = order_of(shop.bracket, 60, 20, SHIP_AS_AVAILABLE);
    order_of(shop.deny, 2, 20, SHIP_AS_AVAILABLE); /* is there on its day */
    ck_assert_int_eq(short_lines(0), 0);
    testdesk_wait(shop.desk, 13 * DAY_MS);
    ck_assert_int_eq(come_due(), 2);
    ck_assert_int_eq(short_lines(0), 1);
    ck_assert_int_eq(short_lines(-13), 0);
    testdesk_wait(shop.desk, DAY_MS);
    come_due();
    ck_ok(order_set_priority(shop.desk, o->id, 3, 0, &err));
    ck_ok(testshop_act(&shop, again(o), "hold", "note", "wait", &err));
    ck_assert_int_eq(short_lines(0), 0);
    ck_assert_int_eq(short_lines(-1), 1);
    ck_ok(testshop_act(&shop, again(o), "cancel", "reason", "customer", &err));
    ck_assert_int_eq(short_lines(-1), 1); /* it did wait */
}
END_TEST

START_TEST(what_is_allocated_by_hand_counts_as_short_then)
{
    struct order *o;

    main_gives("manual");
    o = order_of(shop.bracket, 60, 1, SHIP_AS_AVAILABLE);
    testdesk_wait(shop.desk, 2 * DAY_MS);
    ck_assert_int_eq(short_lines(0), 0);
    ck_ok(testshop_act(&shop, o, "allocate", NULL, NULL, &err));
    ck_assert_int_eq(short_lines(0), 1);
}
END_TEST

START_TEST(what_a_hold_keeps_from_its_stock_is_not_short)
{
    static const struct action_value hold[] = { { "note", "wait" }, { "blocks", "allocate" } };
    const struct action_values values = { hold, 2 };
    struct order *o;

    main_gives("7");
    o = order_of(shop.bracket, 60, 20, SHIP_AS_AVAILABLE);
    ck_ok(act(shop.desk, &order_document, (struct record_at){ o->id.v, o->version }, "hold",
              &values, &err));
    testdesk_wait(shop.desk, 13 * DAY_MS);
    ck_assert_int_eq(come_due(), 1);
    ck_assert_int_eq(short_lines(0), 0);
}
END_TEST

START_TEST(what_was_short_on_its_day_goes_along_to_another_site)
{
    struct site_closed closed;

    gives("LEEDS", "7");
    ck_ok(setting_set(shop.desk, "order.sourcing", "own", &err)); /* it has no brackets */
    order_at_leeds(20);
    testdesk_wait(shop.desk, 13 * DAY_MS);
    ck_assert_int_eq(come_due(), 1);
    ck_assert_int_eq(short_lines(0), 1);
    ck_ok(site_close(shop.desk, shop.leeds, shop.arena, &closed, &err));
    ck_assert_int_eq(short_lines(0), 1);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT SUM(waiting_lines) FROM metric_day"
                                                " WHERE site_id = 1"),
                     1);
}
END_TEST

Suite *later_suite(void)
{
    Suite *suite = suite_create("later");
    TCase *tests = tcase_create("later");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_line_wanted_beyond_the_horizon_takes_no_stock_and_waits_for_none);
    tcase_add_test(tests, its_day_gives_it_stock_by_itself_and_the_timeline_says_so);
    tcase_add_test(tests, what_is_not_there_on_its_day_waits_from_then_on);
    tcase_add_test(tests, a_site_may_give_stock_only_when_somebody_says_so);
    tcase_add_test(tests, what_is_not_sold_on_backorder_is_refused_when_it_should_get_stock);
    tcase_add_test(tests, what_goes_out_complete_waits_for_its_later_lines);
    tcase_add_test(tests, a_change_of_the_day_brings_its_time_nearer_or_farther);
    tcase_add_test(tests, what_is_canceled_never_comes_due);
    tcase_add_test(tests, a_site_that_closes_leaves_no_line_waiting_there);
    tcase_add_test(tests, a_line_that_is_sent_elsewhere_goes_by_the_time_of_that_site);
    tcase_add_test(tests, when_a_site_gives_stock_is_said_in_words_or_days);
    tcase_add_test(tests, what_is_not_there_on_its_day_counts_as_short_that_day_once);
    tcase_add_test(tests, what_is_allocated_by_hand_counts_as_short_then);
    tcase_add_test(tests, what_a_hold_keeps_from_its_stock_is_not_short);
    tcase_add_test(tests, what_was_short_on_its_day_goes_along_to_another_site);
    suite_add_tcase(suite, tests);
    return suite;
}
