/*
 * The promise: when goods leave and when they are there, from cut-off, working days, what comes and
 * how long it is on its way; and that a promise which changes is told once.
 */
#include <string.h>

#include "base/date.h"
#include "domain/catalog/ship_method.h"
#include "domain/catalog/site_days.h"
#include "domain/desk/event.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/flow/arrival.h"
#include "domain/flow/backorder.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/source_steps.h"
#include "domain/insight/audit.h"
#include "domain/insight/queue.h"
#include "domain/order/promise.h"
#include "domain/stock/doc.h"
#include "domain/stock/stock.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    testdesk_be(shop.desk, ROLE_MANAGER);
}

static void tear_down(void)
{
    struct audit audit;

    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s: %s", audit.n > 0 ? audit.v[0].record : "",
                  audit.n > 0 ? audit.v[0].words : "");
    testshop_close(&shop);
}

static struct date day(const char *text)
{
    struct date d = { 0 };

    if (text[0])
        ck_assert(date_parse(text, &d, NULL));
    return d;
}

static void is_day(struct date d, const char *want)
{
    char text[DATE_TEXT_SIZE];

    ck_assert_str_eq(date_format(d, text), want);
}

static struct qty units(int n)
{
    return (struct qty){ n * QTY_PER_UNIT };
}

/* --- pure ------------------------------------------------------------------------------------- */

/* Cut-off 15:00. 2026-11-27 is a Friday, 2026-12-25 too. */
static const struct leave {
    const char *today;
    int minute;
    const char *ready; /* "": now */
    int work_days;
    const char *leaves;
} leaves[] = {
    { "2026-11-25", 899, "", 31, "2026-11-25" },            /* a minute before the cut-off */
    { "2026-11-25", 900, "", 31, "2026-11-26" },            /* on it */
    { "2026-11-27", 899, "", 31, "2026-11-27" },            /* Friday before it */
    { "2026-11-27", 900, "", 31, "2026-11-30" },            /* Friday after it: Monday */
    { "2026-11-27", 900, "", 31 + 32, "2026-11-28" },       /* a site that works on Saturdays */
    { "2026-11-28", 1439, "", 31, "2026-11-30" },           /* no cut-off where nobody works */
    { "2026-11-29", 0, "", 64, "2026-11-29" },              /* Sundays alone */
    { "2026-12-24", 899, "", 31, "2026-12-24" },            /* the day before a closed one */
    { "2026-12-24", 900, "", 31, "2026-12-29" },            /* over two closed days, a week-end */
    { "2026-12-25", 1200, "", 31, "2026-12-29" },           /* on a closed one */
    { "2026-11-25", 899, "2026-12-02", 31, "2026-12-02" },  /* it comes later */
    { "2026-11-25", 899, "2026-12-05", 31, "2026-12-07" },  /* on a Saturday */
    { "2026-11-25", 900, "2026-11-20", 31, "2026-11-26" },  /* it should be there already */
};

START_TEST(it_leaves_on_the_next_day_that_the_site_works)
{
    const struct date closed[] = { day("2026-12-25"), day("2026-12-28") };
    const struct leave *l = &leaves[_i];
    const struct promise_site site = { { 1 }, 900, l->work_days, closed, 2 };
    const struct promise_now now = { day(l->today), l->minute };

    is_day(promise_leaves(&site, now, day(l->ready)), l->leaves);
}
END_TEST

START_TEST(a_site_that_never_works_promises_nothing)
{
    const struct promise_site site = { { 1 }, 900, 0, NULL, 0 };
    const struct promise_now now = { day("2026-11-25"), 0 };

    ck_assert(!date_is_set(promise_leaves(&site, now, (struct date){ 0 })));
}
END_TEST

START_TEST(who_waits_longer_gets_first_what_comes)
{
    struct incoming v[] = { { day("2026-12-01"), units(5), { 0 } },
                            { day("2026-12-03"), units(4), { 7 } },
                            { day("2026-12-09"), units(5), { 0 } } };
    const struct incomings in = { v, 3 };
    const struct line_id line = { 8 }, served = { 7 };

    is_day(promise_comes(&in, line, units(0), units(5)), "2026-12-01");
    is_day(promise_comes(&in, line, units(1), units(5)), "2026-12-09");
    is_day(promise_comes(&in, line, units(6), units(4)), "2026-12-09");
    is_day(promise_comes(&in, line, units(6), units(5)), "");
    is_day(promise_comes(&in, served, units(99), units(4)), "2026-12-03");
    is_day(promise_comes(&in, served, units(4), units(5)), "2026-12-03");
    is_day(promise_comes(&in, line, units(0), units(11)), "");
}
END_TEST

/* --- of an order ------------------------------------------------------------------------------ */

static void close_days(struct site_id site, const char *first, const char *last)
{
    const struct site_close_days in = { .site = site, .first = day(first), .last = day(last) };

    ck_ok(site_close_days(shop.desk, &in, &err));
}

static struct order *take(struct item_id item, int n, const struct order_header *header)
{
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct order *o;

    if (header)
        ck_ok(order_set_header(shop.desk, &at, header, shop.arena, &o, &err));
    testshop_line(&shop, &at, item, n);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    return testshop_load(&shop, at.id);
}

static void add_method(const char *code, int cutoff_minute, int min_days, int max_days)
{
    const struct ship_method m = { .code = code,
                                   .name = code,
                                   .carrier = "",
                                   .service = "",
                                   .places = "",
                                   .charge = "",
                                   .sites = "",
                                   .cutoff_minute = cutoff_minute,
                                   .min_days = min_days,
                                   .max_days = max_days,
                                   .is_active = true };

    ck_ok(ship_method_save(shop.desk, &m, &err));
}

START_TEST(the_site_that_sends_says_when_and_not_the_own_one)
{
    struct order *o;

    close_days(shop.leeds, "2026-11-23", "2026-11-24");
    o = take(shop.deny, 20, NULL); /* LEEDS alone has 20 */
    is_day(o->promised, "2026-11-25");
    o = take(shop.deny, 5, NULL); /* MAIN has 10 */
    is_day(o->promised, "2026-11-23");
}
END_TEST

START_TEST(a_closed_day_of_the_site_is_passed_over_until_it_is_opened_again)
{
    struct site_close_days in = { .site = shop.main, .first = day("2026-11-23"), .is_open = true };

    close_days(shop.main, "2026-11-23", "");
    is_day(take(shop.bracket, 1, NULL)->promised, "2026-11-24");
    ck_ok(site_close_days(shop.desk, &in, &err));
    is_day(take(shop.bracket, 1, NULL)->promised, "2026-11-23");
    in.first = day("2026-11-21");
    ck_refused(site_close_days(shop.desk, &in, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "day");
    in.first = day("2026-11-24");
    in.last = day("2026-11-23");
    ck_refused(site_close_days(shop.desk, &in, &err), ERR_INVALID);
    in.last = day("2027-11-24");
    ck_ok(site_close_days(shop.desk, &in, &err));
    in.last = day("2027-11-25");
    ck_refused(site_close_days(shop.desk, &in, &err), ERR_LIMIT);
}
END_TEST

START_TEST(what_was_to_leave_on_a_day_that_is_closed_later_is_promised_anew)
{
    const struct site_close_days christmas = { .site = shop.leeds,
                                               .first = day("2026-11-23"),
                                               .last = day("2026-11-25") };
    struct order *gone = take(shop.deny, 20, NULL); /* LEEDS alone has 20 */
    struct order *stays = take(shop.bracket, 5, NULL);
    int64_t told = testshop_number(shop.desk, "SELECT COUNT(*) FROM outbox"
                                              " WHERE topic = 'order.promise'");
    struct site_dated dated;

    is_day(gone->promised, "2026-11-23");
    ck_ok(testshop_act(&shop, gone, "release", NULL, NULL, &err));
    ck_ok(site_days_close(shop.desk, &christmas, shop.arena, &dated, &err));
    ck_assert_int_eq(dated.n, 1);
    ck_assert_str_eq(dated.v[0].number, gone->number);
    is_day(dated.v[0].was, "2026-11-23");
    is_day(testshop_load(&shop, gone->id.v)->promised, "2026-11-26");
    is_day(testshop_load(&shop, stays->id.v)->promised, "2026-11-23");
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM outbox"
                                                " WHERE topic = 'order.promise'"),
                     told + 1);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM fulfillment"
                                                " WHERE due_date = '2026-11-26'"),
                     1);
    ck_ok(site_days_close(shop.desk, &christmas, shop.arena, &dated, &err));
    ck_assert_int_eq(dated.n, 0); /* again changes nothing */
}
END_TEST

START_TEST(what_waits_elsewhere_does_not_move_the_day_of_a_pick)
{
    const struct site_close_days christmas = { .site = shop.leeds,
                                               .first = day("2026-11-23"),
                                               .last = day("2026-11-25") };
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct site_dated dated;

    testshop_line(&shop, &at, shop.deny, 20);     /* LEEDS alone has 20 */
    testshop_line(&shop, &at, shop.bracket, 500); /* comes later */
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    ck_ok(testshop_act(&shop, testshop_load(&shop, at.id), "release", NULL, NULL, &err));
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM fulfillment"
                                                " WHERE due_date = '2026-11-23' AND site_id <> 1"),
                     1);
    ck_assert_int_gt(date_cmp(testshop_load(&shop, at.id)->promised, day("2026-11-26")), 0);
    ck_ok(site_days_close(shop.desk, &christmas, shop.arena, &dated, &err));
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM fulfillment"
                                                " WHERE due_date = '2026-11-26' AND site_id <> 1"),
                     1);
}
END_TEST

START_TEST(a_wished_day_on_which_the_site_is_closed_is_the_next_one_after)
{
    const struct date wish = day("2026-12-01");
    const struct order_header header = { .requested = &wish };
    const struct site_close_days off = { .site = shop.main, .first = wish };
    struct order *o = take(shop.bracket, 5, &header);
    struct site_dated dated;

    is_day(o->promised, "2026-12-01");
    ck_ok(site_days_close(shop.desk, &off, shop.arena, &dated, &err));
    is_day(testshop_load(&shop, o->id.v)->promised, "2026-12-02");
}
END_TEST

START_TEST(the_week_of_a_site_is_its_own)
{
    struct site *site;
    struct site_id id;
    int days;

    ck_ok(site_find(shop.desk, "MAIN", shop.arena, &site, &err));
    ck_assert_int_eq(site->work_days, SITE_WORK_DAYS_USUAL);
    ck_ok(site_days_parse("sun,tue-wed", &site->work_days, &err));
    ck_assert_str_eq(site_days_words(site->work_days, shop.arena), "tue wed sun");
    ck_ok(site_days_parse("Sat-Mon", &days, &err));
    ck_assert_str_eq(site_days_words(days, shop.arena), "mon sat sun");
    ck_refused(site_days_parse("monday", &days, &err), ERR_INVALID);
    ck_refused(site_days_parse("", &days, &err), ERR_INVALID);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(site_save(shop.desk, site, &id, &err));
    testdesk_be(shop.desk, ROLE_MANAGER);
    is_day(take(shop.bracket, 1, NULL)->promised, "2026-11-22"); /* Sunday 14:03 */
    testdesk_wait(shop.desk, HOUR_MS);
    is_day(take(shop.bracket, 1, NULL)->promised, "2026-11-24");
}
END_TEST

/* Clocks go back at 03:00 on 2026-10-25 in Berlin: that Sunday has 25 hours, and its cut-off is
 * where clocks show it. */
START_TEST(the_cut_off_is_what_clocks_show_on_a_day_of_25_hours)
{
    struct site *site;
    struct site_id id;

    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(setting_set(shop.desk, "company.time_zone", "Europe/Berlin", &err));
    ck_ok(site_find(shop.desk, "MAIN", shop.arena, &site, &err));
    site->work_days = SITE_WORK_DAYS_ALL;
    ck_ok(site_save(shop.desk, site, &id, &err));
    /* To 14:59 there, 13:59 in UTC. */
    testdesk_wait(shop.desk, INT64_C(1792936740000) - desk_now(shop.desk).ms);
    is_day(take(shop.bracket, 1, NULL)->promised, "2026-10-25");
    testdesk_wait(shop.desk, MINUTE_MS);
    is_day(take(shop.bracket, 1, NULL)->promised, "2026-10-26");
    ck_ok(setting_set(shop.desk, "company.time_zone", "UTC", &err));
}
END_TEST

START_TEST(the_way_to_send_says_until_when_and_when_it_is_there)
{
    const struct order_header next = { .ship_method = "NEXT" }, late = { .ship_method = "LATE" };
    struct order *o;

    add_method("NEXT", 12 * 60, 1, 2);
    add_method("LATE", 20 * 60, 0, 0);
    testdesk_wait(shop.desk, DAY_MS); /* Monday 23, 14:03: past noon, before 15:00 */
    o = take(shop.bracket, 1, &next);
    is_day(o->promised, "2026-11-24");
    is_day(o->arrives, "2026-11-26");
    testdesk_wait(shop.desk, 2 * HOUR_MS);
    o = take(shop.bracket, 1, &late);
    is_day(o->promised, "2026-11-23");
    ck_assert(!date_is_set(o->arrives)); /* nobody says how long it takes */
    o = take(shop.bracket, 1, NULL);
    is_day(o->promised, "2026-11-24");
}
END_TEST

static int64_t told(void)
{
    return testshop_number(shop.desk, "SELECT COUNT(*) FROM outbox WHERE topic = 'order.promise'");
}

static int64_t too_late(void)
{
    struct queues queues;

    ck_ok(queues_load(shop.desk, shop.arena, &queues, &err));
    for (int i = 0; i < queues.n; i++)
        if (strcmp(queues.v[i].name, "too_late") == 0)
            return queues.v[i].count;
    return 0;
}

static const char *due_of(const struct order *o)
{
    struct fulfillment_rows rows;
    char *text = arena_alloc(shop.arena, DATE_TEXT_SIZE);

    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    return date_format(rows.v[0].due, text);
}

START_TEST(an_order_that_leaves_too_late_is_told_and_counted_and_due_before)
{
    const struct date latest = { 2026, 11, 24 }, before = { 2026, 11, 23 }, past = { 2026, 11, 21 };
    struct date wanted = { 2026, 11, 27 };
    const struct order_header in_time = { .latest_ship = &before };
    const struct order_header late = { .latest_ship = &latest, .requested = &wanted };
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct order *o, dated;

    ck_refused(order_set_header(shop.desk, &at, &(struct order_header){ .latest_ship = &past },
                                shop.arena, &o, &err),
               ERR_INVALID);
    ck_assert_str_eq(err.field, "latest_ship");
    o = take(shop.bracket, 1, &in_time);
    ck_assert(!order_is_past_latest(o));
    ck_assert_int_eq(too_late(), 0);
    ck_ok(order_set_header(shop.desk, &at, &late, shop.arena, &o, &err));
    o = testshop_line(&shop, &at, shop.bracket, 1);
    ck_ok(order_would_leave(shop.desk, o, shop.arena, &dated, &err));
    is_day(dated.promised, "2026-11-27");
    ck_assert(order_is_past_latest(&dated));
    ck_assert(!date_is_set(o->lines[0].promised)); /* a copy was dated */
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    ck_assert_ptr_nonnull(strstr(taken.notes, "latest day"));
    ck_assert_int_eq(too_late(), 1);
    o = testshop_load(&shop, at.id);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_assert_str_eq(due_of(o), "2026-11-24");
}
END_TEST

static void change_latest(const struct order *o, struct date latest, const char *requested)
{
    struct order_change change = { .order = o->id,
                                   .base_version = testshop_load(&shop, o->id.v)->version };
    struct change_preview done;

    change.header.has_latest_ship = true;
    change.header.latest_ship = latest;
    if (requested) {
        change.header.has_requested = true;
        change.header.requested = day(requested);
    }
    ck_ok(reason_find(shop.desk, "change", "customer", &change.reason, &err));
    ck_ok(change_apply(shop.desk, &change, shop.arena, &done, &err));
    ck_assert_str_eq(done.refusal, "");
}

START_TEST(a_latest_day_that_is_set_later_moves_what_is_with_the_warehouse)
{
    struct date wanted = { 2026, 11, 27 };
    const struct order_header late = { .requested = &wanted };
    struct order *o = take(shop.bracket, 1, &late);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_assert_str_eq(due_of(o), "2026-11-27");
    change_latest(o, day("2026-11-25"), NULL);
    ck_assert_str_eq(due_of(o), "2026-11-25");
    o = testshop_load(&shop, o->id.v);
    is_day(o->latest_ship, "2026-11-25");
    ck_assert(order_is_past_latest(o));
    ck_assert_int_eq(told(), 0); /* what was promised stays */
    change_latest(o, day(""), "2026-11-26");
    o = testshop_load(&shop, o->id.v);
    is_day(o->latest_ship, "");
    is_day(o->promised, "2026-11-26");
    ck_assert_int_eq(told(), 1);
}
END_TEST

/* --- what comes ------------------------------------------------------------------------------- */

static int64_t open_receipt(struct item_id item, int n, const char *due)
{
    const struct stock_doc_put line = { .item = item, .qty = units(n) };
    const struct stock_doc_entry entry = {
        .head = { .kind = DOC_RECEIPT, .site = shop.main, .due = day(due) },
        .lines = &line,
        .n = 1,
        .is_left_open = true,
    };
    int64_t id;
    int at;

    ck_ok(stock_doc_enter(shop.desk, &entry, NULL, &id, &at, &err));
    return id;
}

START_TEST(what_is_short_is_promised_by_what_comes_and_each_only_once)
{
    struct order *o;

    take(shop.bracket, 40, NULL);
    open_receipt(shop.bracket, 10, "2026-11-25");
    open_receipt(shop.bracket, 6, "2026-12-10");
    is_day(take(shop.bracket, 8, NULL)->promised, "2026-11-25");
    is_day(take(shop.bracket, 5, NULL)->promised, "2026-12-10"); /* 2 are left of the first */
    /* Nothing is left that would suffice: its lead time of five days, from Monday. */
    o = take(shop.bracket, 4, NULL);
    is_day(o->promised, "2026-11-30");
    is_day(take(shop.bracket, 3, NULL)->promised, "2026-11-30");
}
END_TEST

static struct record_at doc_now(int64_t id)
{
    struct stock_doc *doc;

    ck_ok(stock_doc_load(shop.desk, id, shop.arena, &doc, &err));
    return (struct record_at){ id, doc->version };
}

START_TEST(who_waits_is_promised_anew_when_what_comes_gets_another_day_or_is_given_up)
{
    int64_t first, second;
    struct record_at at;
    struct order *a, *b;

    take(shop.bracket, 40, NULL);
    first = open_receipt(shop.bracket, 10, "2026-11-25");
    second = open_receipt(shop.bracket, 6, "2026-12-10");
    a = take(shop.bracket, 8, NULL);
    b = take(shop.bracket, 5, NULL);
    at = doc_now(second);
    ck_ok(stock_doc_set_due(shop.desk, at, day("2026-12-03"), &err));
    is_day(testshop_load(&shop, a->id.v)->promised, "2026-11-25");
    ck_assert_int_eq(testshop_load(&shop, a->id.v)->version, a->version);
    is_day(testshop_load(&shop, b->id.v)->promised, "2026-12-03");
    ck_assert_int_eq(told(), 1);
    ck_refused(stock_doc_set_due(shop.desk, at, day("2026-12-04"), &err), ERR_CONFLICT);
    ck_ok(stock_doc_set_due(shop.desk, doc_now(first), day("2026-12-01"), &err));
    is_day(testshop_load(&shop, a->id.v)->promised, "2026-12-01");
    ck_ok(stock_doc_drop(shop.desk, doc_now(first), &err));
    /* Six are left that suffice for neither: 5 wait behind 8. */
    is_day(testshop_load(&shop, a->id.v)->promised, "2026-11-30");
    is_day(testshop_load(&shop, b->id.v)->promised, "2026-11-30");
    ck_refused(stock_doc_set_due(shop.desk, doc_now(first), day("2026-12-01"), &err), ERR_STATE);
}
END_TEST

START_TEST(a_line_that_is_put_on_what_comes_or_cut_from_it_dates_who_waits)
{
    const struct stock_doc_new head = { .kind = DOC_RECEIPT, .site = shop.main,
                                        .due = day("2026-11-25") };
    struct stock_doc_put put = { .item = shop.bracket, .qty = units(4) };
    struct order *o;
    int64_t id;

    take(shop.bracket, 40, NULL);
    o = take(shop.bracket, 5, NULL);
    ck_ok(stock_doc_create(shop.desk, &head, NULL, &id, &err));
    ck_ok(stock_doc_put_line(shop.desk, id, &put, &err));
    is_day(testshop_load(&shop, o->id.v)->promised, "2026-11-30"); /* one is missing */
    put.qty = units(5);
    ck_ok(stock_doc_put_line(shop.desk, id, &put, &err));
    is_day(testshop_load(&shop, o->id.v)->promised, "2026-11-25");
    ck_ok(stock_doc_cut_line(shop.desk, id, shop.bracket, &err));
    is_day(testshop_load(&shop, o->id.v)->promised, "2026-11-30");
}
END_TEST

START_TEST(what_comes_is_promised_to_the_higher_priority_and_after_the_safety_stock)
{
    const struct qty two = units(2);
    const int urgent = 5;
    const struct order_header header = { .priority = &urgent };
    struct order *a, *b;
    int64_t id;

    take(shop.bracket, 40, NULL);
    a = take(shop.bracket, 5, NULL);
    b = take(shop.bracket, 5, &header);
    id = open_receipt(shop.bracket, 5, "2026-11-25");
    is_day(testshop_load(&shop, a->id.v)->promised, "2026-11-30");
    is_day(testshop_load(&shop, b->id.v)->promised, "2026-11-25");
    ck_ok(stock_set(shop.desk, shop.bracket, shop.main, &(struct stock_setting){ .safety = &two },
                    &err));
    ck_ok(stock_doc_set_due(shop.desk, doc_now(id), day("2026-11-26"), &err));
    is_day(testshop_load(&shop, b->id.v)->promised, "2026-11-30"); /* 3 are left of it */
}
END_TEST

START_TEST(a_transfer_that_is_made_with_a_day_and_given_up_dates_who_waits)
{
    const struct stock_doc_put line = { .item = shop.bracket, .qty = units(5) };
    struct stock_doc_entry entry = {
        .head = { .kind = DOC_TRANSFER, .site = shop.leeds, .to_site = shop.main,
                  .due = day("2026-11-25") },
        .lines = &line,
        .n = 1,
    };
    struct order *o;
    int64_t id;
    int n;

    take(shop.bracket, 40, NULL);
    o = take(shop.bracket, 5, NULL);
    is_day(o->promised, "2026-11-30");
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.leeds, units(5), NULL, &err));
    ck_ok(stock_doc_enter(shop.desk, &entry, NULL, &id, &n, &err));
    is_day(testshop_load(&shop, o->id.v)->promised, "2026-11-25");
    ck_ok(transfer_unsend(shop.desk, doc_now(id), &err));
    ck_ok(stock_doc_drop(shop.desk, doc_now(id), &err));
    is_day(testshop_load(&shop, o->id.v)->promised, "2026-11-30");
}
END_TEST

START_TEST(a_line_of_a_draft_does_not_wait_behind_what_its_other_line_keeps)
{
    struct record_at at = testshop_draft(&shop);
    struct order would;

    testshop_line(&shop, &at, shop.bracket, 40); /* all there is */
    testshop_line(&shop, &at, shop.bracket, 5);
    open_receipt(shop.bracket, 5, "2026-11-25");
    ck_ok(order_would_leave(shop.desk, testshop_load(&shop, at.id), shop.arena, &would, &err));
    is_day(would.lines[0].promised, "2026-11-23");
    is_day(would.lines[1].promised, "2026-11-25");
}
END_TEST

START_TEST(the_line_that_is_entered_says_what_comes_and_when)
{
    struct record_at at = testshop_draft(&shop);
    const struct line_input in = { .item = shop.bracket, .qty = units(1) };
    struct order *o = testshop_load(&shop, at.id);
    struct line_preview p;

    ck_ok(order_preview_line(shop.desk, o, &in, 0, shop.arena, &p, &err));
    ck_assert_int_eq(p.incoming.milli, 0);
    open_receipt(shop.bracket, 6, "2026-12-10");
    open_receipt(shop.bracket, 10, "2026-11-25");
    open_receipt(shop.bracket, 50, ""); /* nobody said when */
    ck_ok(order_preview_line(shop.desk, o, &in, 0, shop.arena, &p, &err));
    ck_assert_int_eq(p.incoming.milli, 16000);
    is_day(p.incoming_date, "2026-11-25");
}
END_TEST

/* --- told ------------------------------------------------------------------------------------- */

START_TEST(a_promise_that_changes_is_told_once_with_both_days)
{
    struct record_at at = testshop_draft(&shop);
    struct backorder_filled filled;
    struct event_list events;
    struct order_taken taken;
    struct order *o;
    OD_ARENA *tmp = arena_new();
    struct outbox_list jobs;

    take(shop.bracket, 40, NULL);
    testshop_line(&shop, &at, shop.bracket, 3);
    testshop_line(&shop, &at, shop.bracket, 2);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    ck_assert_int_eq(told(), 0); /* the first promise is the confirmation's to tell */
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.main, units(5), NULL, &err));
    ck_ok(backorders_fill(shop.desk, &(struct backorder_filter){ 0 }, &filled, &err));
    o = testshop_load(&shop, at.id);
    is_day(o->promised, "2026-11-23");
    ck_assert_int_eq(told(), 1); /* two lines were filled, each saved the order */
    ck_ok(outbox_list_load(shop.desk, 0, 1, tmp, &jobs, &err));
    ck_assert_str_eq(jobs.v[0].topic, "order.promise");
    ck_assert_str_eq(jobs.v[0].payload,
                     "{\"promised_was\":\"2026-11-30\",\"promised\":\"2026-11-23\","
                     "\"arrives_was\":\"\",\"arrives\":\"\"}");
    ck_ok(event_list_order(shop.desk, o->id, 9, tmp, &events, &err));
    ck_assert_str_eq(events.v[0].kind, "order.promise");
    ck_assert_str_eq(events.v[0].before_json, "{\"promised\":\"2026-11-30\"}");
    ck_assert_str_eq(events.v[0].after_json, "{\"promised\":\"2026-11-23\"}");
    ck_assert_str_ne(events.v[1].kind, "order.promise");
}
END_TEST

Suite *promise_suite(void)
{
    Suite *s = suite_create("promise");
    TCase *pure = tcase_create("days"), *tc = tcase_create("orders");

    tcase_add_loop_test(pure, it_leaves_on_the_next_day_that_the_site_works, 0,
                        (int)OD_LEN(leaves));
    tcase_add_test(pure, a_site_that_never_works_promises_nothing);
    tcase_add_test(pure, who_waits_longer_gets_first_what_comes);
    suite_add_tcase(s, pure);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, the_site_that_sends_says_when_and_not_the_own_one);
    tcase_add_test(tc, a_closed_day_of_the_site_is_passed_over_until_it_is_opened_again);
    tcase_add_test(tc, what_was_to_leave_on_a_day_that_is_closed_later_is_promised_anew);
    tcase_add_test(tc, what_waits_elsewhere_does_not_move_the_day_of_a_pick);
    tcase_add_test(tc, a_wished_day_on_which_the_site_is_closed_is_the_next_one_after);
    tcase_add_test(tc, the_week_of_a_site_is_its_own);
    tcase_add_test(tc, the_cut_off_is_what_clocks_show_on_a_day_of_25_hours);
    tcase_add_test(tc, the_way_to_send_says_until_when_and_when_it_is_there);
    tcase_add_test(tc, an_order_that_leaves_too_late_is_told_and_counted_and_due_before);
    tcase_add_test(tc, a_latest_day_that_is_set_later_moves_what_is_with_the_warehouse);
    tcase_add_test(tc, what_is_short_is_promised_by_what_comes_and_each_only_once);
    tcase_add_test(
        tc, who_waits_is_promised_anew_when_what_comes_gets_another_day_or_is_given_up);
    tcase_add_test(tc, a_line_that_is_put_on_what_comes_or_cut_from_it_dates_who_waits);
    tcase_add_test(tc,
                   what_comes_is_promised_to_the_higher_priority_and_after_the_safety_stock);
    tcase_add_test(tc, a_transfer_that_is_made_with_a_day_and_given_up_dates_who_waits);
    tcase_add_test(tc, a_line_of_a_draft_does_not_wait_behind_what_its_other_line_keeps);
    tcase_add_test(tc, the_line_that_is_entered_says_what_comes_and_when);
    tcase_add_test(tc, a_promise_that_changes_is_told_once_with_both_days);
    suite_add_tcase(s, tc);
    return s;
}
