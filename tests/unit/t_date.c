/*
 * Civil dates, what people type, instants and time zones. Tests that set TZ rely on running in a
 * process of their own.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/compiler.h"
#include "base/date.h"
#include "unit/suites.h"

static struct err err;

static void set_up(void)
{
    err_clear(&err);
    ck_assert_int_eq(setenv("TZ", "UTC", 1), 0);
    tzset();
}

static void set_zone(const char *name)
{
    ck_assert_int_eq(setenv("TZ", name, 1), 0);
    tzset();
}

static struct date day(const char *iso)
{
    struct date d = { 0 };

    ck_assert_msg(date_parse(iso, &d, &err), "%s", iso);
    return d;
}

static struct stamp at(const char *iso)
{
    struct stamp s = { 0 };

    ck_assert_msg(stamp_parse(iso, &s, &err), "%s", iso);
    return s;
}

static void expect_day(struct date d, const char *iso)
{
    char text[DATE_TEXT_SIZE];

    ck_assert_str_eq(date_format(d, text), iso);
}

static void expect_stamp(struct stamp s, const char *iso)
{
    char text[STAMP_TEXT_SIZE];

    ck_assert_str_eq(stamp_format(s, text), iso);
}

START_TEST(days_and_dates_are_inverse_over_all_years)
{
    int64_t end = date_to_days(day("9999-12-31"));
    struct date last = { 0 };

    for (int64_t n = date_to_days(day("0001-01-01")); n <= end; n++) {
        struct date d = date_from_days(n);

        /* One check for all three: ck_assert tells its parent of each, four million times. */
        if (!date_is_valid(d) || date_to_days(d) != n || date_cmp(d, last) <= 0)
            ck_abort_msg("day %lld", (long long)n);
        last = d;
    }
}
END_TEST

START_TEST(the_epoch_is_day_zero_and_a_thursday)
{
    ck_assert_int_eq(date_to_days(day("1970-01-01")), 0);
    ck_assert_int_eq(date_weekday(day("1970-01-01")), 3);
    ck_assert_int_eq(date_weekday(day("1969-12-28")), 6);
    ck_assert_int_eq(date_weekday(day("2026-11-22")), 6);
}
END_TEST

START_TEST(leap_days_follow_the_gregorian_rule)
{
    struct date d;

    ck_assert(date_parse("2024-02-29", &d, &err));
    ck_assert(date_parse("2000-02-29", &d, &err));
    ck_assert(!date_parse("1900-02-29", &d, &err));
    ck_assert(!date_parse("2026-02-29", &d, &err));
    expect_day(date_add_days(day("2024-02-28"), 1), "2024-02-29");
    expect_day(date_add_days(day("2024-02-28"), 366), "2025-02-28");
}
END_TEST

START_TEST(no_date_stays_no_date)
{
    struct date none = { 0 };

    ck_assert(!date_is_set(none));
    ck_assert(!date_is_valid(none));
    expect_day(none, "");
    ck_assert(!date_is_set(date_add_days(none, 5)));
}
END_TEST

START_TEST(days_past_the_last_year_are_no_date)
{
    ck_assert(!date_is_set(date_add_days(day("9999-12-31"), 1)));
    ck_assert(!date_is_set(date_add_days(day("0001-01-01"), -1)));
    ck_assert(!date_is_set(date_from_days(INT64_MAX)));
    ck_assert(!date_is_set(date_from_days(INT64_MIN)));
}
END_TEST

START_TEST(other_texts_than_iso_are_refused)
{
    static const char *const wrong[] = { "",           "2026",        "2026-11",     "2026-11-2",
                                         "2026-13-01", "2026-00-01",  "2026-11-31",  "2026-11-00",
                                         "0000-01-01", "2026-11-22 ", " 2026-11-22", "2026/11/22",
                                         "20261122",   "+026-11-22" };
    struct date d = { 1, 1, 1 };

    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        ck_assert_msg(!date_parse(wrong[i], &d, &err), "%s", wrong[i]);
        ck_assert_int_eq(err.code, ERR_INVALID);
    }
    expect_day(d, "0001-01-01");
}
END_TEST

static const struct {
    const char *text, *iso;
} typed[] = {
    { "2026-11-24", "2026-11-24" }, { "24.11.2026", "2026-11-24" },
    { "24.11.", "2026-11-24" },     { "24.11", "2026-11-24" },
    { "24.11.26", "2026-11-24" },   { "24/11", "2026-11-24" },
    { "24/11/2027", "2027-11-24" }, { "24 nov", "2026-11-24" },
    { "24nov", "2026-11-24" },      { "24. November 2027", "2027-11-24" },
    { " 24  NOV ", "2026-11-24" },  { "1 dec, 2026", "2026-12-01" },
    { "today", "2026-11-22" },      { "Tomorrow", "2026-11-23" },
    { "+3", "2026-11-25" },         { "+0", "2026-11-22" },
    { "+40", "2027-01-01" },        { "mon", "2026-11-23" },
    { "sat", "2026-11-28" },        { "sun", "2026-11-29" }, /* today is one: the next is meant */
    { "wednesday", "2026-11-25" },  { "22.11.", "2026-11-22" },
    { "21.11.", "2027-11-21" },     { "1.1.", "2027-01-01" },
    { "29.2.", "2028-02-29" },
};

START_TEST(typed_dates_are_read_against_today)
{
    struct date d;

    ck_assert_msg(date_parse_typed(typed[_i].text, day("2026-11-22"), &d, &err), "%s",
                  typed[_i].text);
    expect_day(d, typed[_i].iso);
}
END_TEST

START_TEST(typed_nonsense_is_refused)
{
    static const char *const wrong[] = { "",        "x",       "24",        "24.13.",   "31.11.",
                                         "+",       "+99999",  "-3",        "24.11/26", "24 foo",
                                         "nov 24x", "24.11.2", "24.11.202", "0.1.",     "29.2.2026",
                                         "mo ndx",  "\xFF\xFE" };
    struct date d;

    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        ck_assert_msg(!date_parse_typed(wrong[i], day("2026-11-22"), &d, &err), "%s", wrong[i]);
        ck_assert_int_eq(err.code, ERR_INVALID);
    }
}
END_TEST

START_TEST(forms_of_imports_are_read_as_they_stand)
{
    struct date d;

    ck_assert(date_parse_form("7/4/1996", "M/D/YYYY", &d, &err));
    expect_day(d, "1996-07-04");
    ck_assert(date_parse_form("04/07/1996", "DD/MM/YYYY", &d, &err));
    expect_day(d, "1996-07-04");
    ck_assert(date_parse_form("19960704", "YYYYMMDD", &d, &err));
    expect_day(d, "1996-07-04");
    ck_assert(date_parse_form("4.7.96", "D.M.YY", &d, &err));
    expect_day(d, "1996-07-04");
    ck_assert(date_parse_form("12/31/69", "M/D/YY", &d, &err));
    expect_day(d, "2069-12-31");
    ck_assert(date_parse_form("1996-07-04 00:00:00.000", "YYYY-MM-DD 00:00:00.000", &d, &err));
    expect_day(d, "1996-07-04");
}
END_TEST

START_TEST(what_does_not_fit_its_form_is_refused)
{
    struct date d;

    ck_assert(!date_parse_form("7/4/1996", "DD/MM/YYYY", &d, &err));
    ck_assert(!date_parse_form("31/02/1996", "DD/MM/YYYY", &d, &err));
    ck_assert(!date_parse_form("01/02/1996x", "DD/MM/YYYY", &d, &err));
    ck_assert(!date_parse_form("01/02", "DD/MM/YYYY", &d, &err));
    ck_assert(!date_parse_form("01/02", "DD/MM", &d, &err));
    ck_assert(!date_parse_form("", "", &d, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
}
END_TEST

START_TEST(stamps_are_written_and_read_as_iso_8601)
{
    expect_stamp(at("2026-11-22T14:03:07.123Z"), "2026-11-22T14:03:07.123Z");
    expect_stamp(at("2026-11-22T14:03:07Z"), "2026-11-22T14:03:07.000Z");
    expect_stamp(at("2026-11-22T14:03"), "2026-11-22T14:03:00.000Z");
    expect_stamp(at("2026-11-22 14:03:07.5"), "2026-11-22T14:03:07.500Z");
    expect_stamp(at("2026-11-22T14:03:07.123999Z"), "2026-11-22T14:03:07.123Z");
    expect_stamp(at("2026-11-22T14:03:07+02:00"), "2026-11-22T12:03:07.000Z");
    expect_stamp(at("2026-11-22T23:30-0330"), "2026-11-23T03:00:00.000Z");
    expect_stamp(at("2026-11-22T14:03+01"), "2026-11-22T13:03:00.000Z");
    expect_stamp(at("1969-12-31T23:59:59.999Z"), "1969-12-31T23:59:59.999Z");
    expect_stamp((struct stamp){ 0 }, "");
}
END_TEST

START_TEST(stamps_far_outside_are_written_as_nothing)
{
    expect_stamp((struct stamp){ INT64_MAX }, "");
    expect_stamp((struct stamp){ INT64_MIN }, "");
}
END_TEST

START_TEST(other_texts_than_iso_8601_are_refused_as_stamps)
{
    static const char *const wrong[] = { "",
                                         "2026-11-22",
                                         "2026-11-22T",
                                         "2026-11-22T24:00Z",
                                         "2026-11-22T12:60Z",
                                         "2026-11-22T12:00:60Z",
                                         "2026-11-22T12:00:00.Z",
                                         "2026-11-22T12:00X",
                                         "2026-11-22T12:00Zx",
                                         "2026-11-22T12:00+",
                                         "2026-11-22T12:00+2",
                                         "2026-11-22T12:00+24:00",
                                         "2026-02-29T12:00Z" };
    struct stamp s;

    for (size_t i = 0; i < OD_LEN(wrong); i++)
        ck_assert_msg(!stamp_parse(wrong[i], &s, &err), "%s", wrong[i]);
}
END_TEST

START_TEST(a_day_begins_at_local_midnight)
{
    set_zone("Europe/Berlin");

    expect_stamp(date_begin(day("2026-11-22")), "2026-11-21T23:00:00.000Z");
    expect_stamp(date_begin(day("2026-07-01")), "2026-06-30T22:00:00.000Z");
}
END_TEST

START_TEST(days_of_the_clock_change_have_23_and_25_hours)
{
    set_zone("Europe/Berlin");

    ck_assert_int_eq(date_begin(day("2026-03-30")).ms - date_begin(day("2026-03-29")).ms,
                     INT64_C(23) * 3600000);
    ck_assert_int_eq(date_begin(day("2026-10-26")).ms - date_begin(day("2026-10-25")).ms,
                     INT64_C(25) * 3600000);
}
END_TEST

START_TEST(a_day_without_midnight_begins_at_one)
{
    set_zone("America/Sao_Paulo"); /* went from 00:00 to 01:00 on 2018-11-04 */

    expect_stamp(date_begin(day("2018-11-04")), "2018-11-04T03:00:00.000Z");
    ck_assert_int_eq(stamp_minute_of_day(date_begin(day("2018-11-04"))), 60);
}
END_TEST

START_TEST(of_two_midnights_the_first_begins_the_day)
{
    set_zone("America/Havana"); /* went from 01:00 back to 00:00 on 2025-11-02 */

    expect_stamp(date_begin(day("2025-11-02")), "2025-11-02T04:00:00.000Z");
}
END_TEST

START_TEST(an_instant_falls_on_the_local_day)
{
    struct stamp late = at("2026-11-22T23:30:00Z");

    expect_day(stamp_to_date(late), "2026-11-22");
    set_zone("Asia/Tokyo");
    expect_day(stamp_to_date(late), "2026-11-23");
    ck_assert_int_eq(stamp_minute_of_day(late), 8 * 60 + 30);
    set_zone("America/New_York");
    expect_day(stamp_to_date(late), "2026-11-22");
    ck_assert_int_eq(stamp_minute_of_day(late), 18 * 60 + 30);
}
END_TEST

START_TEST(instants_before_1970_fall_on_their_day)
{
    expect_day(stamp_to_date(at("1969-12-31T23:59:59.999Z")), "1969-12-31");
}
END_TEST

START_TEST(the_first_and_last_day_begin_too)
{
    expect_stamp(date_begin(day("0001-01-01")), "0001-01-01T00:00:00.000Z");
    expect_stamp(date_begin(day("9999-12-31")), "9999-12-31T00:00:00.000Z");
}
END_TEST

START_TEST(lists_show_the_year_only_where_it_is_another)
{
    struct date today = day("2026-11-22");
    char text[32];

    ck_assert_str_eq(date_short(day("2026-11-24"), today, text, sizeof text), "24 Nov");
    ck_assert_str_eq(date_short(day("2025-01-03"), today, text, sizeof text), "3 Jan 2025");
    ck_assert_str_eq(date_short((struct date){ 0 }, today, text, sizeof text), "");
}
END_TEST

START_TEST(a_fixed_clock_stands_and_a_stepping_one_steps)
{
    struct clock fixed = clock_fixed((struct stamp){ 100 });
    struct clock steps = clock_stepping((struct stamp){ 100 }, 7);

    ck_assert_int_eq(clock_now(&fixed).ms, 100);
    ck_assert_int_eq(clock_now(&fixed).ms, 100);
    ck_assert_int_eq(clock_now(&steps).ms, 100);
    ck_assert_int_eq(clock_now(&steps).ms, 107);
}
END_TEST

START_TEST(the_system_clock_agrees_with_the_c_library)
{
    struct clock clock = clock_system();
    int64_t before = (int64_t)time(NULL), now = clock_now(&clock).ms, after = (int64_t)time(NULL);

    /* time() may lag behind by one tick of the kernel. */
    ck_assert_int_ge(now, before * 1000);
    ck_assert_int_le(now, after * 1000 + 1999);
    ck_assert_int_le(clock_monotonic_ns(), clock_monotonic_ns());
    ck_assert_int_gt(clock_monotonic_ms(), 0);
}
END_TEST

static void add_stamps(Suite *s)
{
    TCase *tc = tcase_create("stamp");

    tcase_add_checked_fixture(tc, set_up, NULL);
    tcase_add_test(tc, stamps_are_written_and_read_as_iso_8601);
    tcase_add_test(tc, stamps_far_outside_are_written_as_nothing);
    tcase_add_test(tc, other_texts_than_iso_8601_are_refused_as_stamps);
    tcase_add_test(tc, a_day_begins_at_local_midnight);
    tcase_add_test(tc, days_of_the_clock_change_have_23_and_25_hours);
    tcase_add_test(tc, a_day_without_midnight_begins_at_one);
    tcase_add_test(tc, of_two_midnights_the_first_begins_the_day);
    tcase_add_test(tc, an_instant_falls_on_the_local_day);
    tcase_add_test(tc, instants_before_1970_fall_on_their_day);
    tcase_add_test(tc, the_first_and_last_day_begin_too);
    tcase_add_test(tc, a_fixed_clock_stands_and_a_stepping_one_steps);
    tcase_add_test(tc, the_system_clock_agrees_with_the_c_library);
    suite_add_tcase(s, tc);
}

Suite *date_suite(void)
{
    Suite *s = suite_create("date");
    TCase *tc = tcase_create("date");

    tcase_set_timeout(tc, 60); /* all days of all years, under the sanitizers */
    tcase_add_checked_fixture(tc, set_up, NULL);
    tcase_add_test(tc, days_and_dates_are_inverse_over_all_years);
    tcase_add_test(tc, the_epoch_is_day_zero_and_a_thursday);
    tcase_add_test(tc, leap_days_follow_the_gregorian_rule);
    tcase_add_test(tc, no_date_stays_no_date);
    tcase_add_test(tc, days_past_the_last_year_are_no_date);
    tcase_add_test(tc, other_texts_than_iso_are_refused);
    tcase_add_loop_test(tc, typed_dates_are_read_against_today, 0, (int)OD_LEN(typed));
    tcase_add_test(tc, typed_nonsense_is_refused);
    tcase_add_test(tc, forms_of_imports_are_read_as_they_stand);
    tcase_add_test(tc, what_does_not_fit_its_form_is_refused);
    tcase_add_test(tc, lists_show_the_year_only_where_it_is_another);
    suite_add_tcase(s, tc);
    add_stamps(s);
    return s;
}
