/*
 * Saved views on the dashboard, and what the find screen does with a search that is none.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/insight/view.h"
#include "screen/screen_suites.h"
#include "store/store.h"
#include "tui/home_views.h"

static struct testscreen ts;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static struct view save(enum find_kind kind, const char *name, const char *query)
{
    struct view v = { .kind = kind, .name = name, .query = query, .columns = "" };

    ck_ok(view_save(ts.desk, &v, &v.id, &err));
    return v;
}

/* As a later program may find them: searches with words that there are no more. */
static void spoil_views(void)
{
    static const struct sql sql = { "test.spoil",
                                    "UPDATE saved_view SET query = 'colour:red', version = 2", NULL,
                                    NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(tx_begin(desk_db(ts.desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

static void come_home(void)
{
    testscreen_press(&ts, "F2 F3");
}

/* What stands behind a view on the dashboard. */
static const char *count_of(const char *name)
{
    for (int row = 0; row < 24; row++) {
        const char *text = testscreen_row(&ts, row), *at = strstr(text, name);

        if (at != NULL)
            return arena_strndup(ts.shop.arena, at + strlen(name),
                                 strcspn(at + strlen(name), "|!\xe2"));
    }
    ck_abort_msg("no view %s\n%s", name, testscreen_dump(&ts));
    return "";
}

static int number_of(const char *name)
{
    const char *text = count_of(name);

    return strpbrk(text, "0123456789") != NULL ? (int)strtol(text, NULL, 10) : -1;
}

START_TEST(views_stand_on_the_dashboard_with_their_counts)
{
    save(FIND_ITEM, "Tapes", "packing");
    save(FIND_ORDER, "Of Priya", "customer:1042");
    come_home();
    ck_shows(&ts, "My views");
    ck_assert_int_eq(number_of("Tapes"), 2);
    ck_assert_int_eq(number_of("Of Priya"), 0);

    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711\n12\n\n\n");
    testscreen_press(&ts, "F3");
    testdesk_wait(ts.desk, 60000);
    testscreen_tick(&ts, true);
    testscreen_tick(&ts, false);
    ck_assert_int_eq(number_of("Of Priya"), 1);
}
END_TEST

/* A commit of another desk a second is no reason to count every second. */
START_TEST(a_count_is_not_asked_for_anew_at_every_tick)
{
    save(FIND_ORDER, "Acme", "acme");
    come_home();
    ck_assert_int_eq(number_of("Acme"), 0);
    testshop_order(&ts.shop, ts.shop.bracket, 1, true);
    testscreen_tick(&ts, true);
    ck_assert_int_eq(number_of("Acme"), 0);
    testdesk_wait(ts.desk, 3600000);
    testscreen_tick(&ts, false);
    ck_assert_int_eq(number_of("Acme"), 1);
}
END_TEST

START_TEST(a_view_opens_by_its_number_and_by_enter_with_its_columns)
{
    struct view v = { .kind = FIND_ITEM, .name = "Tapes", .query = "packing", .columns = "sku" };

    ck_ok(view_save(ts.desk, &v, &v.id, &err));
    come_home();
    testscreen_type(&ts, "7\n");
    ck_assert_str_eq(app_screen(ts.app)->ops->code, "FI");
    ck_shows(&ts, "packing");
    ck_shows(&ts, "4712");
    ck_hides(&ts, "Description");

    testscreen_press(&ts, "F3 Enter");
    ck_shows(&ts, "packing");
    ck_hides(&ts, "Description");
}
END_TEST

START_TEST(a_view_whose_search_is_none_any_more_says_so)
{
    save(FIND_ITEM, "Tapes", "packing");
    spoil_views();
    come_home();
    ck_assert_ptr_nonnull(strchr(count_of("Tapes"), '?'));
}
END_TEST

START_TEST(a_count_says_where_it_was_given_up)
{
    struct home_view v = { .count = 999 };

    ck_assert_str_eq(home_view_count(&v, ts.shop.arena), "");
    v.is_known = true;
    ck_assert_str_eq(home_view_count(&v, ts.shop.arena), "999");
    v.count = 1000;
    ck_assert_str_eq(home_view_count(&v, ts.shop.arena), "999+");
    v.is_too_long = true;
    ck_assert_str_eq(home_view_count(&v, ts.shop.arena), "-");
}
END_TEST

START_TEST(with_the_accessibility_option_counts_stand_still)
{
    testscreen_close(&ts);
    testscreen_open_a11y(&ts);
    save(FIND_ORDER, "Acme", "acme");
    come_home();
    ck_shows(&ts, "Acme");
    testshop_order(&ts.shop, ts.shop.bracket, 1, true);
    testdesk_wait(ts.desk, 3600000);
    testscreen_tick(&ts, false);
    testscreen_tick(&ts, false);
    ck_hides(&ts, "Acme                                                1");
}
END_TEST

START_TEST(views_never_push_drafts_off_the_screen)
{
    static const char *const names[] = { "V1", "V2", "V3", "V4", "V5" };

    for (size_t i = 0; i < OD_LEN(names); i++)
        save(FIND_ITEM, names[i], "packing");
    for (int i = 0; i < 5; i++) {
        testscreen_press(&ts, "F6");
        testscreen_type(&ts, "1042\n4711\n2\n");
        testscreen_press(&ts, "F3");
    }
    ck_shows(&ts, "e 14:03");
    ck_shows(&ts, "V3");
    ck_hides(&ts, "V4");
    testscreen_press(&ts, "Up");
    ck_shows(&ts, ">9 V3");
    testscreen_press(&ts, "Down");
    ck_shows(&ts, ">1 To confirm");
}
END_TEST

/* --- the find bar ------------------------------------------------------------------------------
 */

START_TEST(enter_on_a_search_that_is_none_goes_to_the_wrong_word)
{
    testscreen_press(&ts, "F2");
    testscreen_type(&ts, "acme status:nope leeds");
    ck_shows(&ts, "There is no status \"nope\"");
    testscreen_press(&ts, "Enter");
    ck_assert_str_eq(app_screen(ts.app)->ops->code, "FI");

    testscreen_press(&ts, "C-w");
    ck_shows(&ts, "acme  leeds");
    ck_hides(&ts, "There is no status");
}
END_TEST

Suite *views_suite(void)
{
    Suite *suite = suite_create("views");
    TCase *tc = tcase_create("views");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, views_stand_on_the_dashboard_with_their_counts);
    tcase_add_test(tc, a_count_is_not_asked_for_anew_at_every_tick);
    tcase_add_test(tc, a_view_opens_by_its_number_and_by_enter_with_its_columns);
    tcase_add_test(tc, a_view_whose_search_is_none_any_more_says_so);
    tcase_add_test(tc, a_count_says_where_it_was_given_up);
    tcase_add_test(tc, with_the_accessibility_option_counts_stand_still);
    tcase_add_test(tc, views_never_push_drafts_off_the_screen);
    tcase_add_test(tc, enter_on_a_search_that_is_none_goes_to_the_wrong_word);
    suite_add_tcase(suite, tc);
    return suite;
}
