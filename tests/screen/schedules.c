/*
 * Reports by mail on the screen: from a report, the list, what is refused, sent by hand.
 */
#include <string.h>

#include "domain/desk/setting.h"
#include "domain/flow/schedule.h"
#include "domain/insight/report_schedule.h"
#include "screen/screen_suites.h"

static struct testscreen ts;
static struct err err;

static void go(const char *line)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, line);
    testscreen_press(&ts, "Enter");
}

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
    ck_ok(setting_set(ts.desk, "notice.mail_provider", "smtp", &err));
    ck_ok(setting_set(ts.desk, "notice.from", "desk@example.org", &err));
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* The only one. */
static struct report_schedule stored(void)
{
    struct report_schedules all;

    ck_ok(report_schedules_load(ts.desk, ts.shop.arena, &all, &err));
    ck_assert_int_eq(all.n, 1);
    return all.v[0];
}

static void make_one(void)
{
    go(".rp sales");
    testscreen_press(&ts, "m");
    testscreen_type(&ts, "lee@example.com");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Saved.");
    go(".rs");
}

START_TEST(what_is_asked_on_the_report_is_what_is_mailed)
{
    struct report_schedule s;

    go(".rp sales");
    testscreen_press(&ts, "F4 C-u");
    testscreen_type(&ts, "last-week");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "w");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "y");
    testscreen_press(&ts, "Enter");
    testscreen_press(&ts, "F11 m");
    testscreen_type(&ts, "lee@example.com");
    testscreen_press(&ts, "F10");
    s = stored();
    ck_assert_str_eq(s.report, "sales");
    ck_assert_str_eq(s.period, "last-week");
    ck_assert_str_eq(s.by, "week");
    ck_assert_str_eq(s.compare, "year");
    ck_assert_int_eq(s.form, REPORT_MAIL_PDF);
    ck_assert_str_eq(s.to, "lee@example.com");
    ck_assert(s.is_on);
}
END_TEST

START_TEST(what_is_wrong_keeps_what_was_typed)
{
    go(".rp sales");
    testscreen_press(&ts, "m");
    testscreen_type(&ts, "lee at example.com");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "is no mail address");
    ck_shows(&ts, "[lee at example.com");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "lee@example.com");
    testscreen_press(&ts, "Tab Tab");
    testscreen_type(&ts, "monday");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "A day is said of weekly and monthly alone");
    ck_assert_int_eq(testdesk_count(ts.desk, "report_schedule"), 0);
    testscreen_press(&ts, "C-u F10");
    ck_shows(&ts, "Saved.");
    ck_assert_int_eq(testdesk_count(ts.desk, "report_schedule"), 1);
}
END_TEST

START_TEST(the_list_switches_one_off_and_on)
{
    make_one();
    ck_shows(&ts, "each day at 07:00");
    testscreen_press(&ts, "F7");
    ck_assert(!stored().is_on);
    ck_shows(&ts, "off");
    testscreen_press(&ts, "F7");
    ck_assert(stored().is_on);
    ck_assert_int_gt(stored().next.ms, 0);
}
END_TEST

START_TEST(one_is_mailed_now_to_whom_is_typed)
{
    make_one();
    testscreen_press(&ts, "F8 C-u");
    testscreen_type(&ts, "nobody\n");
    ck_shows(&ts, "is no mail address");
    ck_assert_int_eq(testdesk_count(ts.desk, "report_mail"), 0);
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "me@example.com\n");
    ck_shows(&ts, "It is on its way");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM report_mail"
                                              " WHERE recipient = 'me@example.com'"),
                     1);
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM outbox"
                                              " WHERE topic = 'mail.send'"),
                     1);
}
END_TEST

START_TEST(one_is_removed_by_another_key_than_enter)
{
    make_one();
    testscreen_press(&ts, "d Enter");
    ck_assert_int_eq(stored().is_on, 1);
    testscreen_press(&ts, "d r");
    ck_shows(&ts, "No report is mailed regularly yet");
}
END_TEST

START_TEST(what_failed_is_on_the_dashboard_and_leads_to_why)
{
    int n;

    make_one();
    ck_ok(setting_set(ts.desk, "notice.mail_provider", "none", &err));
    testdesk_wait(ts.desk, stored().next.ms - TESTDESK_NOW_MS);
    testscreen_press(&ts, "F3");
    ck_hides(&ts, "Reports not mailed");
    ck_ok(schedules_run(ts.desk, &n, &err));
    ck_assert_int_eq(n, 0);
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "Reports not mailed");
    go(".rs");
    ck_shows(&ts, "No mails are");
}
END_TEST

START_TEST(a_clerk_looks_and_changes_nothing)
{
    make_one();
    testdesk_be(ts.desk, ROLE_CLERK);
    testscreen_press(&ts, "F7");
    ck_assert(stored().is_on);
    ck_shows(&ts, "Your role (clerk) may not do this");
    testscreen_press(&ts, "d r");
    ck_assert_int_eq(stored().is_on, 1);
}
END_TEST

Suite *schedules_suite(void)
{
    Suite *s = suite_create("schedules");
    TCase *tc = tcase_create("schedules");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, what_is_asked_on_the_report_is_what_is_mailed);
    tcase_add_test(tc, what_is_wrong_keeps_what_was_typed);
    tcase_add_test(tc, the_list_switches_one_off_and_on);
    tcase_add_test(tc, one_is_mailed_now_to_whom_is_typed);
    tcase_add_test(tc, one_is_removed_by_another_key_than_enter);
    tcase_add_test(tc, what_failed_is_on_the_dashboard_and_leads_to_why);
    tcase_add_test(tc, a_clerk_looks_and_changes_nothing);
    suite_add_tcase(s, tc);
    return s;
}
