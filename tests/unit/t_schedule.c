/*
 * Scheduled reports: when they are due, once, and what may be saved.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/mem.h"
#include "domain/desk/setting.h"
#include "domain/flow/timer.h"
#include "domain/insight/queue.h"
#include "domain/insight/report_schedule.h"
#include "domain/outside/queue.h"
#include "domain/outside/report_mail.h"
#include "domain/outside/topic.h"
#include "store/tx.h"
#include "support/testdesk.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

static struct desk *desk;
static struct arena *arena;
static struct err err;

static void zone(const char *name)
{
    ck_assert_int_eq(setenv("TZ", name, 1), 0);
    tzset();
}

static void set_up(void)
{
    err_clear(&err);
    desk = testdesk_new();
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
    desk_close(desk);
    zone("UTC");
}

/* --- due moments ------------------------------------------------------------------------------ */

static struct stamp at(const char *text)
{
    struct stamp s;

    ck_ok(stamp_parse(text, &s, &err));
    return s;
}

static void ck_stamp(struct stamp s, const char *want)
{
    char text[STAMP_TEXT_SIZE];

    ck_assert_str_eq(stamp_format(s, text), stamp_format(at(want), (char[STAMP_TEXT_SIZE]){ 0 }));
}

/* The moments that follow one another, as a timer at each of them finds them. */
static void ck_next(const struct schedule_when *when, const char *after, const char *const *want)
{
    struct stamp s = at(after);

    for (; *want != NULL; want++) {
        s = schedule_next(when, s);
        ck_stamp(s, *want);
        ck_stamp(schedule_last(when, s), *want);
        ck_assert_int_lt(schedule_last(when, (struct stamp){ s.ms - 1 }).ms, s.ms);
    }
}

START_TEST(days_weeks_and_months_follow_one_another)
{
    static const struct schedule_when daily = { SCHEDULE_DAILY, 0, 450 },
                                      weekdays = { SCHEDULE_WEEKDAYS, 0, 0 },
                                      weekly = { SCHEDULE_WEEKLY, 6, 1439 },
                                      monthly = { SCHEDULE_MONTHLY, 1, 360 };

    ck_next(&daily, "2026-11-22T07:29:59Z",
            (const char *const[]){ "2026-11-22T07:30Z", "2026-11-23T07:30Z", NULL });
    ck_next(&daily, "2026-11-22T07:30:00Z", (const char *const[]){ "2026-11-23T07:30Z", NULL });
    ck_next(&weekdays, "2026-11-19T12:00:00Z",
            (const char *const[]){ "2026-11-20T00:00Z", "2026-11-23T00:00Z", NULL });
    ck_next(&weekly, "2026-11-22T14:00:00Z",
            (const char *const[]){ "2026-11-22T23:59Z", "2026-11-29T23:59Z", NULL });
    ck_next(&monthly, "2026-11-22T14:00:00Z",
            (const char *const[]){ "2026-12-01T06:00Z", "2027-01-01T06:00Z", NULL });
}
END_TEST

START_TEST(a_day_that_a_month_has_not_is_its_last)
{
    static const struct schedule_when last = { SCHEDULE_MONTHLY, 31, 360 },
                                      near = { SCHEDULE_MONTHLY, 29, 360 };

    ck_next(&last, "2027-12-31T07:00:00Z",
            (const char *const[]){ "2028-01-31T06:00Z", "2028-02-29T06:00Z", "2028-03-31T06:00Z",
                                   "2028-04-30T06:00Z", NULL });
    ck_next(&near, "2027-01-29T06:00:00Z",
            (const char *const[]){ "2027-02-28T06:00Z", "2027-03-29T06:00Z", NULL });
}
END_TEST

START_TEST(the_time_of_the_day_stays_when_clocks_are_put)
{
    static const struct schedule_when seven = { SCHEDULE_DAILY, 0, 420 };

    zone("Europe/Berlin");
    ck_next(&seven, "2026-03-27T12:00:00Z",
            (const char *const[]){ "2026-03-28T06:00Z", "2026-03-29T05:00Z", NULL });
    ck_next(&seven, "2026-10-23T12:00:00Z",
            (const char *const[]){ "2026-10-24T05:00Z", "2026-10-25T06:00Z", NULL });
}
END_TEST

START_TEST(a_time_that_is_left_out_is_the_next_that_there_is)
{
    static const struct schedule_when half_two = { SCHEDULE_DAILY, 0, 150 };

    zone("Europe/Berlin");
    /* 02:30 does not exist on 29 March: 03:00 summer time is 01:00 UTC. */
    ck_next(&half_two, "2026-03-28T12:00:00Z",
            (const char *const[]){ "2026-03-29T01:00Z", "2026-03-30T00:30Z", NULL });
    zone("America/Sao_Paulo");
    /* No midnight on 4 November 2018. */
    ck_next(&(struct schedule_when){ SCHEDULE_DAILY, 0, 0 }, "2018-11-03T12:00:00Z",
            (const char *const[]){ "2018-11-04T03:00Z", "2018-11-05T02:00Z", NULL });
}
END_TEST

START_TEST(a_time_that_comes_twice_counts_once)
{
    static const struct schedule_when half_two = { SCHEDULE_DAILY, 0, 150 };

    zone("Europe/Berlin");
    ck_next(&half_two, "2026-10-24T12:00:00Z",
            (const char *const[]){ "2026-10-25T00:30Z", "2026-10-26T01:30Z", NULL });
    /* Asked between the two, at the second 02:10, it is over. */
    ck_stamp(schedule_next(&half_two, at("2026-10-25T01:10:00Z")), "2026-10-26T01:30Z");
}
END_TEST

/* --- what may be saved ------------------------------------------------------------------------ */

static struct report_schedule usual(void)
{
    return (struct report_schedule){ .name = "Week",
                                     .report = "sales",
                                     .period = "last-week",
                                     .by = "",
                                     .compare = "none",
                                     .to = "ann@example.com",
                                     .lang = "",
                                     .form = REPORT_MAIL_CSV,
                                     .when = { SCHEDULE_WEEKLY, 0, 450 },
                                     .is_on = true };
}

static struct report_schedule *saved(const struct report_schedule *in)
{
    struct report_schedule *s;
    int64_t id;

    ck_ok(report_schedule_save(desk, in, &id, &err));
    ck_ok(report_schedule_load(desk, id, arena, &s, &err));
    return s;
}

static void ck_wrong(const struct report_schedule *in, enum err_code code, const char *field)
{
    int64_t id;

    ck_refused(report_schedule_save(desk, in, &id, &err), code);
    ck_assert_str_eq(err.field, field);
    ck_assert_int_eq(testdesk_count(desk, "report_schedule"), 0);
}

START_TEST(what_is_wrong_is_named_at_its_field)
{
    struct report_schedule s = usual();
    static const char *const addresses[] = { "", " , ;", "ann", "ann@", "@example.com",
                                             "a b@example.com", "ann@example.com x",
                                             "zo\xc3\xab@example.com", "a@b@c" };

    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        s.to = addresses[i];
        ck_wrong(&s, ERR_INVALID, "to");
    }
    s = usual();
    s.name = "";
    ck_wrong(&s, ERR_INVALID, "name");
    s = usual();
    s.report = "nosuch";
    ck_wrong(&s, ERR_NOT_FOUND, "report");
    s = usual();
    s.period = "2026-11";
    ck_wrong(&s, ERR_INVALID, "period");
    s.period = "2026-11-01..today";
    ck_wrong(&s, ERR_INVALID, "period");
    s = usual();
    s.by = "carrier";
    ck_wrong(&s, ERR_INVALID, "by");
    s = usual();
    s.days = 3;
    ck_wrong(&s, ERR_INVALID, "days");
    s = usual();
    s.lang = "eng";
    ck_wrong(&s, ERR_INVALID, "lang");
    s = usual();
    s.report = "aside";
    s.period = "";
    s.form = REPORT_MAIL_PDF;
    ck_wrong(&s, ERR_INVALID, "format");
}
END_TEST

START_TEST(twenty_addresses_fit_and_each_counts_once)
{
    struct report_schedule s = usual();
    char to[1000] = "", one[64];

    for (int i = 0; i < REPORT_SCHEDULE_TO; i++) {
        (void)snprintf(one, sizeof one, "u%d@Example.com u%d@EXAMPLE.com;", i, i);
        ck_assert_int_lt(strlen(to) + strlen(one), sizeof to);
        (void)strncat(to, one, sizeof to - strlen(to) - 1);
    }
    s.to = to;
    ck_assert_ptr_nonnull(strstr(saved(&s)->to, "u0@example.com, u1@example.com, "));
    (void)strncat(to, "v@example.com", sizeof to - strlen(to) - 1);
    s.name = "Other";
    ck_refused(report_schedule_save(desk, &s, &(int64_t){ 0 }, &err), ERR_LIMIT);
}
END_TEST

START_TEST(addresses_that_no_field_would_hold_are_refused)
{
    struct report_schedule s = usual(), *now;
    char to[1000] = "", one[80];

    for (int i = 0; strlen(to) + strlen("reports-of-some-department-00@example.com") < 400; i++) {
        (void)snprintf(one, sizeof one, "%sreports-of-some-department-%02d@example.com",
                       i > 0 ? SCHEDULE_TO_GAP : "", i);
        (void)strncat(to, one, sizeof to - strlen(to) - 1);
    }
    s.to = to;
    now = saved(&s);
    ck_assert_str_eq(now->to, to);
    (void)strncat(to, ", one-more-department@example.com", sizeof to - strlen(to) - 1);
    s.name = "Other";
    ck_refused(report_schedule_save(desk, &s, &(int64_t){ 0 }, &err), ERR_LIMIT);
    ck_assert_str_eq(err.field, "to");
    ck_refused(report_schedule_send(desk, now, to, &err), ERR_LIMIT);
}
END_TEST

START_TEST(a_change_of_an_old_version_is_refused)
{
    struct report_schedule s = usual(), *first = saved(&s), other;
    int64_t id;

    other = *first;
    other.top = 3;
    ck_ok(report_schedule_save(desk, &other, &id, &err));
    ck_refused(report_schedule_save(desk, first, &id, &err), ERR_CONFLICT);
    ck_refused(report_schedule_switch(desk, first, false, &err), ERR_CONFLICT);
    ck_refused(report_schedule_remove(desk, first, &err), ERR_CONFLICT);
    ck_refused(report_schedule_send(desk, first, NULL, &err), ERR_CONFLICT);
    ck_refused(report_schedule_save(desk, &s, &id, &err), ERR_CONFLICT);
    ck_assert_str_eq(err.field, "name");
}
END_TEST

/* --- due -------------------------------------------------------------------------------------- */

static void mails_go(void)
{
    ck_ok(setting_set(desk, "notice.mail_provider", "smtp", &err));
    ck_ok(setting_set(desk, "notice.from", "desk@example.org", &err));
}

static int run_timers(void)
{
    struct timers_done done;

    ck_ok(timers_run(desk, &done, &err));
    return done.reports;
}

START_TEST(it_goes_once_and_what_was_missed_once)
{
    struct report_schedule s = usual(), *now;

    s.to = "ann@example.com, bob@example.com";
    now = saved(&s);
    mails_go();
    ck_stamp(now->next, "2026-11-23T07:30Z");
    ck_assert_int_eq(run_timers(), 0);
    testdesk_wait(desk, 18 * HOUR_MS);
    ck_assert_int_eq(run_timers(), 1);
    ck_assert_int_eq(run_timers(), 0);
    ck_assert_int_eq(testdesk_count(desk, "report_mail"), 2);
    ck_assert_int_eq(testdesk_count(desk, "outbox"), 2);
    testdesk_wait(desk, 30 * DAY_MS);
    ck_assert_int_eq(run_timers(), 1);
    ck_assert_int_eq(run_timers(), 0);
    ck_assert_int_eq(testdesk_count(desk, "report_mail"), 4);
    ck_ok(report_schedule_load(desk, now->id, arena, &now, &err));
    ck_stamp(now->last, "2026-12-21T07:30Z");
    ck_stamp(now->next, "2026-12-28T07:30Z");
}
END_TEST

START_TEST(a_moment_that_has_come_outlives_a_change_of_something_else)
{
    struct report_schedule s = usual(), *now = saved(&s);

    mails_go();
    testdesk_wait(desk, 18 * HOUR_MS);
    now->top = 5;
    now = saved(now);
    ck_stamp(now->next, "2026-11-23T07:30Z");
    now->when.minute = 451;
    now = saved(now);
    ck_stamp(now->next, "2026-11-30T07:31Z");
    ck_ok(report_schedule_switch(desk, now, false, &err));
    testdesk_wait(desk, 30 * DAY_MS);
    ck_assert_int_eq(run_timers(), 0);
}
END_TEST

static int failed_shown(void)
{
    struct queues queues;

    ck_ok(queues_load(desk, arena, &queues, &err));
    for (int i = 0; i < queues.n; i++)
        if (strcmp(queues.v[i].name, "reports") == 0)
            return queues.v[i].count;
    ck_abort_msg("no such queue");
}

START_TEST(where_no_mails_go_it_is_seen)
{
    struct report_schedule s = usual(), *now = saved(&s);

    ck_assert_int_eq(failed_shown(), 0);
    testdesk_wait(desk, 18 * HOUR_MS);
    ck_assert_int_eq(run_timers(), 0); /* none was mailed */
    ck_ok(report_schedule_load(desk, now->id, arena, &now, &err));
    ck_assert_str_ne(now->last_error, "");
    ck_assert_int_eq(failed_shown(), 1);
    ck_assert_int_eq(testdesk_count(desk, "outbox"), 0);
    ck_ok(report_schedule_remove(desk, now, &err));
    ck_assert_int_eq(failed_shown(), 0);
}
END_TEST

/* --- what becomes of a mail ------------------------------------------------------------------- */

static int64_t mail_of(const struct report_schedule *s, const char *to)
{
    ck_ok(report_schedule_send(desk, s, to, &err));
    testdesk_wait(desk, MINUTE_MS);
    return testshop_number(desk, "SELECT MAX(id) FROM report_mail");
}

static void end_as(int64_t mail, enum queue_state state, enum job_end how, const char *message)
{
    const struct queue_row row = {
        .topic = "mail.send", .record_kind = RECORD_REPORT_MAIL, .record_id = mail, .provider = "smtp"
    };
    const struct job_result result = { .end = how, .message = message, .remote_id = "R1" };
    const struct topic_end end = { &row, &result, state };
    OD_TX tx = { 0 };

    ck_ok(desk_begin(desk, "sync.work", &tx, &err));
    ck_ok(topic_named("mail.send")->apply(&tx, desk, &end, arena, &err));
    ck_ok(tx_commit(&tx, &err));
}

static const char *error_of(int64_t id)
{
    struct report_schedule *s;

    ck_ok(report_schedule_load(desk, id, arena, &s, &err));
    return s->last_error;
}

START_TEST(what_fails_is_the_schedules_error_until_it_goes)
{
    struct report_schedule s = usual(), *now = saved(&s);
    int64_t mail;

    mails_go();
    mail = mail_of(now, NULL);
    end_as(mail, QUEUE_RETRY, JOB_WAIT, "busy");
    ck_assert_str_eq(error_of(now->id), "");
    end_as(mail, QUEUE_DEAD, JOB_PERMANENT, "no such box");
    ck_assert_str_eq(error_of(now->id), "ann@example.com: no such box");
    ck_assert_int_eq(failed_shown(), 1);
    end_as(mail, QUEUE_DONE, JOB_DONE, "");
    ck_assert_str_eq(error_of(now->id), "");
}
END_TEST

START_TEST(what_came_back_is_told_and_its_address_blocked)
{
    struct report_schedule s = usual(), *now = saved(&s);
    const struct notice_report back = {
        .provider = "smtp", .remote_id = "R1", .why = "gone", .state = NOTICE_BOUNCED, .is_final = true
    };
    struct notice_block *block;
    OD_TX tx = { 0 };
    bool found;
    int64_t mail;

    mails_go();
    mail = mail_of(now, NULL);
    end_as(mail, QUEUE_DONE, JOB_DONE, "");
    ck_ok(desk_begin(desk, "sync.work", &tx, &err));
    ck_ok(notice_report(&tx, desk, &back, &found, &err));
    ck_ok(tx_commit(&tx, &err));
    ck_assert(found);
    ck_assert_str_eq(error_of(now->id), "ann@example.com: gone");
    ck_ok(notice_block_find(desk, NOTICE_MAIL, "ann@example.com", arena, &block, &err));
    ck_assert_ptr_nonnull(block);
}
END_TEST

static const char *not_needed(int64_t mail)
{
    const struct queue_row row = {
        .topic = "mail.send", .record_kind = RECORD_REPORT_MAIL, .record_id = mail, .key = "K"
    };
    struct topic_task task = { 0 };

    ck_ok(topic_named("mail.send")->compose(desk, &row, arena, &task, &err));
    return task.not_needed;
}

START_TEST(what_was_taken_back_is_not_sent)
{
    struct report_schedule s = usual(), *now;
    const struct report_made made = { .subject = "S", .body = "B", .file_name = "", .media_type = "" };
    struct report_mail m;
    int64_t hand, due;

    s.to = "ann@example.com, bob@example.com";
    now = saved(&s);
    mails_go();
    testdesk_wait(desk, 18 * HOUR_MS);
    ck_assert_int_eq(run_timers(), 1);
    due = testshop_number(desk, "SELECT MIN(id) FROM report_mail");
    hand = mail_of(now, "eve@example.com");
    ck_ok(report_mail_load(desk, due, arena, &m, &err));
    ck_ok(report_mail_keep(desk, m.mailing, &made, &err));
    ck_ok(report_mail_load(desk, hand, arena, &m, &err));
    ck_ok(report_mail_keep(desk, m.mailing, &made, &err));
    ck_assert_ptr_null(not_needed(due));
    ck_assert_ptr_null(not_needed(hand));
    now->to = "ann@example.community, bob@example.com";
    now = saved(now);
    ck_assert_ptr_nonnull(not_needed(due));
    ck_assert_ptr_null(not_needed(due + 1));
    ck_assert_ptr_null(not_needed(hand));
    ck_ok(report_schedule_remove(desk, now, &err));
    ck_assert_ptr_nonnull(not_needed(due + 1));
    ck_assert_ptr_nonnull(not_needed(hand));
}
END_TEST

START_TEST(only_managers_and_admins_may)
{
    struct report_schedule s = usual(), *now = saved(&s);
    int64_t id;

    mails_go();
    testdesk_be(desk, ROLE_CLERK);
    s.name = "Other";
    ck_refused(report_schedule_save(desk, &s, &id, &err), ERR_DENIED);
    ck_refused(report_schedule_switch(desk, now, false, &err), ERR_DENIED);
    ck_refused(report_schedule_remove(desk, now, &err), ERR_DENIED);
    ck_refused(report_schedule_send(desk, now, NULL, &err), ERR_DENIED);
    testdesk_be(desk, ROLE_MANAGER);
    ck_ok(report_schedule_save(desk, &s, &id, &err));
    /* The timers run as whoever has a desk open. */
    testdesk_be(desk, ROLE_WAREHOUSE);
    testdesk_wait(desk, 18 * HOUR_MS);
    ck_assert_int_eq(run_timers(), 2);
}
END_TEST

Suite *schedule_suite(void)
{
    Suite *s = suite_create("schedule");
    TCase *tc = tcase_create("schedule");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, days_weeks_and_months_follow_one_another);
    tcase_add_test(tc, a_day_that_a_month_has_not_is_its_last);
    tcase_add_test(tc, the_time_of_the_day_stays_when_clocks_are_put);
    tcase_add_test(tc, a_time_that_is_left_out_is_the_next_that_there_is);
    tcase_add_test(tc, a_time_that_comes_twice_counts_once);
    tcase_add_test(tc, what_is_wrong_is_named_at_its_field);
    tcase_add_test(tc, twenty_addresses_fit_and_each_counts_once);
    tcase_add_test(tc, addresses_that_no_field_would_hold_are_refused);
    tcase_add_test(tc, a_change_of_an_old_version_is_refused);
    tcase_add_test(tc, it_goes_once_and_what_was_missed_once);
    tcase_add_test(tc, a_moment_that_has_come_outlives_a_change_of_something_else);
    tcase_add_test(tc, where_no_mails_go_it_is_seen);
    tcase_add_test(tc, what_fails_is_the_schedules_error_until_it_goes);
    tcase_add_test(tc, what_came_back_is_told_and_its_address_blocked);
    tcase_add_test(tc, what_was_taken_back_is_not_sent);
    tcase_add_test(tc, only_managers_and_admins_may);
    suite_add_tcase(s, tc);
    return s;
}
