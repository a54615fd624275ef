/*
 * The engine of reports, on a report of facts that stand here.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/setting.h"
#include "domain/insight/report.h"
#include "domain/insight/report_text.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

static struct desk *desk;
static struct arena *arena;
static struct err err;

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
}

static const struct fact {
    struct date day;
    const char *who;
    int64_t n;
} facts[] = {
    { { 2026, 11, 2 }, "anna", 5 },  { { 2026, 11, 9 }, "bob", 7 },
    { { 2026, 11, 30 }, "cara", 1 }, { { 2026, 10, 1 }, "bob", 20 },
    { { 2026, 10, 31 }, "dora", 4 }, { { 2026, 9, 30 }, "anna", 100 },
    { { 2025, 11, 1 }, "anna", 3 },  { { 2025, 11, 30 }, "anna", 30 },
    { { 2024, 2, 29 }, "bob", 9 },
};

static const struct report_column columns[] = {
    { "who", N_("Person"), REPORT_TEXT, false },
    { "n", N_("Count"), REPORT_COUNT, true },
    { "part", N_("Share"), REPORT_SHARE, false },
    { 0 },
};

static struct report_line *line_of(struct report_table *out, const struct report_ask *ask,
                                   const struct fact *f)
{
    bool is_person = ask->by == REPORT_BY_PERSON;
    struct report_line *line;

    for (int i = 0; i < out->n; i++)
        if (is_person ? strcmp(out->v[i].key, f->who) == 0 : out->v[i].at == report_at(ask, f->day))
            return &out->v[i];
    line = report_add(out, arena);
    line->v[1] = report_n(0);
    line->key = is_person ? f->who : NULL;
    line->at = report_at(ask, f->day);
    line->v[0] = report_text(is_person ? f->who : report_span_name(ask, line->at, arena));
    return line;
}

static int left_out;

static bool load(struct desk *d, const struct report_ask *ask, struct report_progress *progress,
                 struct arena *a, struct report_table *out, struct err *e)
{
    (void)d;
    report_begin(out, columns, a);
    out->more = left_out;
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
        if (!report_step(progress))
            return report_stopped(e);
        if (date_cmp(facts[i].day, ask->from) >= 0 && date_cmp(facts[i].day, ask->to) <= 0)
            line_of(out, ask, &facts[i])->v[1].n += facts[i].n;
    }
    return true;
}

static const struct report counted = {
    .name = "counted",
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_COMPARE,
    .groups = REPORT_GROUP(REPORT_BY_PERSON) | REPORT_GROUP(REPORT_BY_MONTH) |
              REPORT_GROUP(REPORT_BY_WEEK),
    .by = REPORT_BY_PERSON,
    .period = "this-month",
    .load = load,
};

static struct report_table run(enum report_compare compare, int top)
{
    struct report_table out = { 0 };
    struct report_ask ask;

    ck_ok(report_ask_usual(desk, &counted, &ask, &err));
    ask.compare = compare;
    ask.top = top;
    ck_ok(report_run(desk, &counted, &ask, NULL, arena, &out, &err));
    return out;
}

START_TEST(totals_are_the_sums_of_all_lines)
{
    struct report_table t = run(REPORT_COMPARE_NONE, 0);

    ck_assert_int_eq(t.n, 3); /* on the 22nd the month's last day is in it */
    ck_assert_int_eq(t.total[1].n, 13);
    ck_assert(!t.total[2].is_set); /* no sum */
    ck_assert_ptr_null(t.total_before);
    ck_assert_ptr_null(t.v[0].before);
}
END_TEST

START_TEST(a_whole_month_stands_beside_the_month_before)
{
    struct report_table t = run(REPORT_COMPARE_PERIOD, 0);

    ck_assert_int_eq(date_cmp(t.before_from, (struct date){ 2026, 10, 1 }), 0);
    ck_assert_int_eq(date_cmp(t.before_to, (struct date){ 2026, 10, 31 }), 0);
    ck_assert_int_eq(t.n, 4);
    ck_assert_int_eq(t.v[0].before[1].n, 0); /* anna */
    ck_assert(t.v[0].before[1].is_set);
    ck_assert_int_eq(t.v[1].before[1].n, 20);   /* bob */
    ck_assert_str_eq(t.v[3].v[0].text, "dora"); /* only before */
    ck_assert_int_eq(t.v[3].v[1].n, 0);
    ck_assert_int_eq(t.v[3].before[1].n, 4);
    ck_assert_int_eq(t.total_before[1].n, 24);
    ck_assert_int_eq(t.total[1].n, 13);
}
END_TEST

START_TEST(the_year_before_has_the_same_days)
{
    struct report_table t = run(REPORT_COMPARE_YEAR, 0);

    ck_assert_int_eq(date_cmp(t.before_from, (struct date){ 2025, 11, 1 }), 0);
    ck_assert_int_eq(date_cmp(t.before_to, (struct date){ 2025, 11, 30 }), 0);
    ck_assert_int_eq(t.v[0].before[1].n, 33);
}
END_TEST

static void before_is(struct date from, struct date to, enum report_compare compare,
                      struct date want_from, struct date want_to)
{
    struct report_ask ask = { .from = from, .to = to, .compare = compare, .by = REPORT_BY_PERSON };
    struct report_table t;

    ck_ok(report_run(desk, &counted, &ask, NULL, arena, &t, &err));
    ck_assert_int_eq(date_cmp(t.before_from, want_from), 0);
    ck_assert_int_eq(date_cmp(t.before_to, want_to), 0);
}

START_TEST(periods_before_are_as_long_and_end_where_months_end)
{
    before_is((struct date){ 2026, 11, 10 }, (struct date){ 2026, 11, 16 }, REPORT_COMPARE_PERIOD,
              (struct date){ 2026, 11, 3 }, (struct date){ 2026, 11, 9 });
    before_is((struct date){ 2026, 1, 1 }, (struct date){ 2026, 12, 31 }, REPORT_COMPARE_PERIOD,
              (struct date){ 2025, 1, 1 }, (struct date){ 2025, 12, 31 });
    before_is((struct date){ 2026, 1, 1 }, (struct date){ 2026, 3, 31 }, REPORT_COMPARE_PERIOD,
              (struct date){ 2025, 10, 1 }, (struct date){ 2025, 12, 31 });
    before_is((struct date){ 2025, 2, 1 }, (struct date){ 2025, 2, 28 }, REPORT_COMPARE_YEAR,
              (struct date){ 2024, 2, 1 }, (struct date){ 2024, 2, 29 });
    before_is((struct date){ 2024, 2, 29 }, (struct date){ 2024, 2, 29 }, REPORT_COMPARE_YEAR,
              (struct date){ 2023, 2, 28 }, (struct date){ 2023, 2, 28 });
}
END_TEST

START_TEST(periods_are_of_a_hundred_years_and_have_one_before_them)
{
    struct report_ask ask = { .from = { 2001, 1, 1 }, .to = { 2100, 12, 31 }, .by = counted.by };
    struct report_table t;

    ck_assert_int_eq(date_to_days(ask.to) - date_to_days(ask.from) + 1, REPORT_DAYS_MAX - 1);
    ask.from = date_add_days(ask.from, -1);
    ck_ok(report_run(desk, &counted, &ask, NULL, arena, &t, &err));
    ask.from = date_add_days(ask.from, -1);
    ck_refused(report_run(desk, &counted, &ask, NULL, arena, &t, &err), ERR_LIMIT);
    ck_assert_str_eq(err.field, "period");
    ask.from = (struct date){ 50, 1, 1 };
    ask.to = (struct date){ 120, 12, 31 };
    ask.compare = REPORT_COMPARE_PERIOD;
    ck_refused(report_run(desk, &counted, &ask, NULL, arena, &t, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "period");
    ask.to.month = 11; /* no whole months */
    ask.to.day = 3;
    ck_refused(report_run(desk, &counted, &ask, NULL, arena, &t, &err), ERR_INVALID);
    ask.compare = REPORT_COMPARE_YEAR;
    ck_ok(report_run(desk, &counted, &ask, NULL, arena, &t, &err));
    ask.from.year = 1;
    ask.to.year = 1;
    ck_refused(report_run(desk, &counted, &ask, NULL, arena, &t, &err), ERR_INVALID);
}
END_TEST

START_TEST(what_is_beyond_the_first_is_one_line)
{
    struct report_table t = run(REPORT_COMPARE_PERIOD, 1);

    ck_assert_int_eq(t.n, 2);
    ck_assert(t.v[1].is_rest);
    ck_assert_str_eq(t.v[1].v[0].text, "3 others");
    ck_assert_int_eq(t.v[1].at, -1); /* of no hour */
    ck_assert_int_eq(t.v[0].v[1].n + t.v[1].v[1].n, t.total[1].n);
    ck_assert_int_eq(t.v[0].before[1].n + t.v[1].before[1].n, t.total_before[1].n);
    t = run(REPORT_COMPARE_NONE, 3);
    ck_assert_int_eq(t.n, 3);
    ck_assert(!t.v[2].is_rest);
}
END_TEST

START_TEST(what_a_load_left_out_is_said_in_a_line)
{
    struct report_table t;

    left_out = 7;
    t = run(REPORT_COMPARE_NONE, 0);
    ck_assert_int_eq(t.n, 4);
    ck_assert(t.v[3].is_rest);
    ck_assert_str_eq(t.v[3].v[0].text, "7 others");
    ck_assert_int_eq(t.total[1].n, 13);
    t = run(REPORT_COMPARE_NONE, 5); /* more than there are lines */
    ck_assert_int_eq(t.n, 4);
    t = run(REPORT_COMPARE_NONE, 1);
    ck_assert_int_eq(t.n, 2);
    ck_assert_str_eq(t.v[1].v[0].text, "9 others");
    left_out = 0;
    ck_assert_int_eq(run(REPORT_COMPARE_NONE, 0).n, 3);
}
END_TEST

START_TEST(lines_are_sorted_by_any_column_and_the_rest_is_last)
{
    struct report_table t = run(REPORT_COMPARE_NONE, 2);

    report_sort(&t, 1, true);
    ck_assert_str_eq(t.v[0].v[0].text, "bob");
    ck_assert(t.v[2].is_rest);
    report_sort(&t, 0, false);
    ck_assert_str_eq(t.v[0].v[0].text, "anna");
    ck_assert(t.v[2].is_rest);
    t.v[0].v[1].is_set = false;
    report_sort(&t, 1, false);
    ck_assert_str_eq(t.v[1].v[0].text, "anna"); /* nothing is known */
}
END_TEST

START_TEST(weeks_begin_on_monday_and_end_with_the_period)
{
    const struct report_ask ask = { .from = { 2026, 11, 4 },
                                    .to = { 2026, 11, 17 },
                                    .by = REPORT_BY_WEEK };
    struct date first, last;

    ck_assert_int_eq(report_at(&ask, (struct date){ 2026, 11, 8 }), 0);
    ck_assert_int_eq(report_at(&ask, (struct date){ 2026, 11, 9 }), 1);
    report_span(&ask, 0, &first, &last);
    ck_assert_int_eq(date_cmp(first, (struct date){ 2026, 11, 4 }), 0);
    ck_assert_int_eq(date_cmp(last, (struct date){ 2026, 11, 8 }), 0);
    report_span(&ask, 2, &first, &last);
    ck_assert_int_eq(date_cmp(first, (struct date){ 2026, 11, 16 }), 0);
    ck_assert_int_eq(date_cmp(last, (struct date){ 2026, 11, 17 }), 0);
    ck_assert_str_eq(report_span_name(&ask, 0, arena), "2026-11-02");
}
END_TEST

START_TEST(months_are_counted_over_the_turn_of_the_year)
{
    const struct report_ask ask = { .from = { 2025, 11, 15 },
                                    .to = { 2026, 2, 10 },
                                    .by = REPORT_BY_MONTH };
    struct date first, last;

    ck_assert_int_eq(report_at(&ask, (struct date){ 2026, 1, 1 }), 2);
    ck_assert_str_eq(report_span_name(&ask, 2, arena), "2026-01");
    report_span(&ask, 3, &first, &last);
    ck_assert_int_eq(date_cmp(first, (struct date){ 2026, 2, 1 }), 0);
    ck_assert_int_eq(date_cmp(last, (struct date){ 2026, 2, 10 }), 0);
    ck_assert_str_eq(report_find_days(desk, &ask, "date", first, last, arena),
                     "date:2026-02-01..2026-02-10");
}
END_TEST

static void period_is(const char *text, struct date from, struct date to)
{
    struct date a, b;

    ck_ok(report_period(desk, text, &a, &b, &err));
    ck_assert_msg(date_cmp(a, from) == 0 && date_cmp(b, to) == 0, "%s", text);
}

START_TEST(periods_are_said_as_to_the_query_bar_and_in_words)
{
    struct date a, b;

    period_is("today", (struct date){ 2026, 11, 22 }, (struct date){ 2026, 11, 22 });
    period_is("This  month ", (struct date){ 2026, 11, 1 }, (struct date){ 2026, 11, 30 });
    period_is("last 30 days", (struct date){ 2026, 10, 24 }, (struct date){ 2026, 11, 22 });
    period_is("last-1-day", (struct date){ 2026, 11, 22 }, (struct date){ 2026, 11, 22 });
    period_is("2025", (struct date){ 2025, 1, 1 }, (struct date){ 2025, 12, 31 });
    period_is("2026-01-05..2026-02", (struct date){ 2026, 1, 5 }, (struct date){ 2026, 2, 28 });
    ck_refused(report_period(desk, "", &a, &b, &err), ERR_INVALID);
    ck_refused(report_period(desk, "2026-01-05..", &a, &b, &err), ERR_INVALID);
    ck_refused(report_period(desk, "2026-02..2026-01", &a, &b, &err), ERR_INVALID);
    ck_refused(report_period(desk, "last-0-days", &a, &b, &err), ERR_INVALID);
    ck_refused(report_period(desk, "last-99999-days", &a, &b, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "period");
}
END_TEST

static bool never(void *ctx, int64_t rows)
{
    (void)rows;
    ++*(int *)ctx;
    return false;
}

static bool load_long(struct desk *d, const struct report_ask *ask,
                      struct report_progress *progress, struct arena *a, struct report_table *out,
                      struct err *e)
{
    (void)d;
    (void)ask;
    report_begin(out, columns, a);
    for (int i = 0; i < 1000000; i++)
        if (!report_step(progress))
            return report_stopped(e);
    return true;
}

START_TEST(one_that_is_stopped_leaves_nothing_open)
{
    static const struct report endless = { .name = "endless", .load = load_long };
    int asked = 0;
    struct report_progress progress = { .go_on = never, .ctx = &asked };
    struct report_ask ask = { 0 };
    struct report_table t;

    ck_refused(report_run(desk, &endless, &ask, &progress, arena, &t, &err), ERR_BUSY);
    ck_assert_int_eq(asked, 1);
    ck_assert_int_lt(progress.rows, 1000);
    /* The desk can be written, and a query is not given up any more. */
    ck_ok(setting_set(desk, "backup.warn_days", "9", &err));
    ck_assert_int_eq(run(REPORT_COMPARE_NONE, 0).n, 3);
}
END_TEST

START_TEST(it_is_refused_to_whom_it_is_not_for_and_what_it_does_not_ask)
{
    struct report of_managers = counted;
    struct report_ask ask;
    struct report_table t;
    enum report_by by;

    of_managers.right = "report.test";
    ck_ok(report_ask_usual(desk, &counted, &ask, &err));
    testdesk_be(desk, ROLE_CLERK);
    ck_ok(report_run(desk, &counted, &ask, NULL, arena, &t, &err));
    ck_refused(report_run(desk, &of_managers, &ask, NULL, arena, &t, &err), ERR_DENIED);
    testdesk_be(desk, ROLE_MANAGER);
    ck_ok(report_run(desk, &of_managers, &ask, NULL, arena, &t, &err));
    ask.site.v = 1;
    ck_refused(report_run(desk, &counted, &ask, NULL, arena, &t, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "site");
    ask.site.v = 0;
    ask.by = REPORT_BY_ITEM;
    ck_refused(report_run(desk, &counted, &ask, NULL, arena, &t, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "by");
    ck_refused(report_by_parse(&counted, "hour", &by, &err), ERR_INVALID);
    ck_ok(report_by_parse(&counted, "week", &by, &err));
    ask.by = by;
    ask.to = (struct date){ 2026, 10, 1 };
    ck_refused(report_run(desk, &counted, &ask, NULL, arena, &t, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "period");
}
END_TEST

START_TEST(compared_columns_stand_side_by_side_with_the_difference)
{
    struct report_table t = run(REPORT_COMPARE_PERIOD, 0);
    struct report_fields fields;
    struct report_line total;

    report_fields_of(&t, arena, &fields);
    ck_assert_int_eq(fields.n, 1 + 3 + 3);
    ck_assert_str_eq(fields.v[2].name, "n_before");
    ck_assert_str_eq(fields.v[3].name, "n_change");
    ck_assert_int_eq(report_field_value(&t, &t.v[1], &fields.v[3]).n, -13);
    ck_assert(!report_field_value(&t, &t.v[1], &fields.v[6]).is_set);
    ck_assert(report_total_line(&t, arena, &total));
    ck_assert_str_eq(total.v[0].text, "Total");
    ck_assert_int_eq(report_field_value(&t, &total, &fields.v[3]).n, -11);
}
END_TEST

START_TEST(values_are_written_for_people_and_for_programs)
{
    const struct report_value share = report_n(125000), time = report_n(INT64_C(97200000));

    ck_assert_str_eq(report_value_text(desk, REPORT_SHARE, share, arena), "12.5%");
    ck_assert_str_eq(report_value_plain(REPORT_SHARE, share, arena), "12.5");
    ck_assert_str_eq(report_value_text(desk, REPORT_DURATION, time, arena), "1 d 3 h");
    ck_assert_str_eq(report_value_plain(REPORT_DURATION, time, arena), "97200");
    ck_assert_str_eq(report_duration(INT64_C(3900000), arena), "1 h 05 min");
    ck_assert_str_eq(report_duration(INT64_C(-61000), arena), "-1 min");
    ck_assert_str_eq(report_value_text(desk, REPORT_COUNT, (struct report_value){ 0 }, arena), "");
}
END_TEST

START_TEST(every_report_can_be_run_as_it_is)
{
    for (const struct report *const *r = report_all(); *r != NULL; r++) {
        const struct report *same = NULL;
        struct report_table t;
        struct report_ask ask;

        ck_ok(report_find((*r)->name, &same, &err));
        ck_assert_ptr_eq(same, *r);
        ck_assert(strlen((*r)->definition) > 20);
        ck_ok(report_ask_usual(desk, *r, &ask, &err));
        ck_ok(report_run(desk, *r, &ask, NULL, arena, &t, &err));
        for (int by = REPORT_BY_DAY; by < REPORT_BYS; by++) {
            ask.by = (enum report_by)by;
            if (((*r)->groups & REPORT_GROUP(by)) != 0)
                ck_ok(report_run(desk, *r, &ask, NULL, arena, &t, &err));
        }
    }
    ck_refused(report_find("nosuch", &(const struct report *){ NULL }, &err), ERR_NOT_FOUND);
}
END_TEST

Suite *report_suite(void)
{
    Suite *s = suite_create("report");
    TCase *t = tcase_create("report");

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, totals_are_the_sums_of_all_lines);
    tcase_add_test(t, a_whole_month_stands_beside_the_month_before);
    tcase_add_test(t, the_year_before_has_the_same_days);
    tcase_add_test(t, periods_before_are_as_long_and_end_where_months_end);
    tcase_add_test(t, periods_are_of_a_hundred_years_and_have_one_before_them);
    tcase_add_test(t, what_is_beyond_the_first_is_one_line);
    tcase_add_test(t, what_a_load_left_out_is_said_in_a_line);
    tcase_add_test(t, lines_are_sorted_by_any_column_and_the_rest_is_last);
    tcase_add_test(t, weeks_begin_on_monday_and_end_with_the_period);
    tcase_add_test(t, months_are_counted_over_the_turn_of_the_year);
    tcase_add_test(t, periods_are_said_as_to_the_query_bar_and_in_words);
    tcase_add_test(t, one_that_is_stopped_leaves_nothing_open);
    tcase_add_test(t, it_is_refused_to_whom_it_is_not_for_and_what_it_does_not_ask);
    tcase_add_test(t, compared_columns_stand_side_by_side_with_the_difference);
    tcase_add_test(t, values_are_written_for_people_and_for_programs);
    tcase_add_test(t, every_report_can_be_run_as_it_is);
    suite_add_tcase(s, t);
    return s;
}
