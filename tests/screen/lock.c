/*
 * The screens of somebody who went away: locked after five minutes of the desk's clock, opened by
 * the password and by nothing else.
 */
#include "screen/screen_suites.h"
#include "support/term_mem.h"
#include "support/testdesk.h"

#define MINUTE_MS INT64_C(60000)

static struct testscreen ts;

static void open_with_password(const char *password)
{
    struct err err = ERR_INIT;

    testscreen_open(&ts, 24, 80);
    if (password != NULL)
        ck_ok(user_set_password(ts.desk, desk_user(ts.desk)->id, password, &err));
}

static void close_screens(void)
{
    testscreen_close(&ts);
}

/* Minutes without a key, with the tick that notices. */
static void leave_alone(int minutes)
{
    testdesk_wait(ts.desk, minutes * MINUTE_MS);
    testscreen_tick(&ts, false);
}

START_TEST(left_alone_nothing_is_shown_and_the_password_brings_it_back)
{
    open_with_password("correct horse");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n");
    ck_shows(&ts, "ACME Tools");
    testscreen_type(&ts, "47");

    leave_alone(5);
    ck_shows(&ts, "Locked");
    ck_hides(&ts, "ACME Tools");
    testscreen_type(&ts, "correct horse");
    ck_hides(&ts, "correct");
    ck_shows(&ts, "*************");
    testscreen_press(&ts, "Enter");

    ck_hides(&ts, "Locked");
    ck_shows(&ts, "ACME Tools");
    ck_shows(&ts, "47");
    close_screens();
}
END_TEST

START_TEST(a_wrong_password_opens_nothing_and_is_said)
{
    open_with_password("correct horse");
    leave_alone(5);

    testscreen_type(&ts, "wrong horse\n");
    ck_shows(&ts, "Locked");
    ck_shows(&ts, "do not fit");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Locked");
    testscreen_type(&ts, "x");
    testscreen_press(&ts, "Backspace");
    testscreen_type(&ts, "rubbish");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "correct horse\n");
    ck_hides(&ts, "Locked");
    close_screens();
}
END_TEST

START_TEST(guessing_is_slowed_down_as_at_the_sign_in)
{
    open_with_password("correct horse");
    leave_alone(5);

    for (int i = 0; i < 12; i++)
        testscreen_type(&ts, "guess\n");
    testscreen_type(&ts, "correct horse\n");
    ck_shows(&ts, "Locked");
    ck_shows(&ts, "Too many wrong passwords");
    close_screens();
}
END_TEST

/* Not one that leaves, acts or shows: Ctrl-C and y would give the shell away. */
START_TEST(no_key_reaches_what_is_locked)
{
    open_with_password("correct horse");
    leave_alone(5);

    testscreen_press(&ts, "C-c C-c y F3 F6 F9 C-k M-1 F1 F12 Esc C-z");
    testscreen_type(&ts, ".quit\n");
    testscreen_press(&ts, "F2");
    ck_shows(&ts, "Locked");
    ck_assert(app_pass(ts.app));
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "correct horse\n");
    ck_shows(&ts, "DB Dashboard");
    close_screens();
}
END_TEST

START_TEST(a_key_begins_the_time_anew)
{
    open_with_password("correct horse");
    leave_alone(4);
    testscreen_press(&ts, "Down");
    leave_alone(4);
    ck_hides(&ts, "Locked");
    leave_alone(1);
    ck_shows(&ts, "Locked");
    close_screens();
}
END_TEST

START_TEST(a_clock_that_is_set_back_locks_nobody_for_good)
{
    open_with_password("correct horse");
    leave_alone(4);
    leave_alone(-100);
    leave_alone(4);
    ck_hides(&ts, "Locked");
    leave_alone(1);
    ck_shows(&ts, "Locked");
    close_screens();
}
END_TEST

START_TEST(who_has_no_password_is_not_locked_out)
{
    open_with_password(NULL);

    leave_alone(60);
    testscreen_press(&ts, "F6");

    ck_hides(&ts, "Locked");
    close_screens();
}
END_TEST

START_TEST(news_stay_behind_the_lock)
{
    open_with_password("correct horse");
    leave_alone(5);
    (void)testshop_order(&ts.shop, ts.shop.bracket, 3, true);

    testscreen_tick(&ts, true);
    testscreen_resize(&ts, 10, 40);
    ck_shows(&ts, "Locked");
    ck_hides(&ts, "orders");
    testscreen_resize(&ts, 24, 80);
    testscreen_type(&ts, "correct horse\n");
    ck_shows(&ts, "orders 1");
    close_screens();
}
END_TEST

Suite *lock_suite(void)
{
    Suite *s = suite_create("lock");
    TCase *tc = tcase_create("lock");

    /* A password takes a while to check, on purpose. */
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, left_alone_nothing_is_shown_and_the_password_brings_it_back);
    tcase_add_test(tc, a_wrong_password_opens_nothing_and_is_said);
    tcase_add_test(tc, guessing_is_slowed_down_as_at_the_sign_in);
    tcase_add_test(tc, no_key_reaches_what_is_locked);
    tcase_add_test(tc, a_key_begins_the_time_anew);
    tcase_add_test(tc, a_clock_that_is_set_back_locks_nobody_for_good);
    tcase_add_test(tc, who_has_no_password_is_not_locked_out);
    tcase_add_test(tc, news_stay_behind_the_lock);
    suite_add_tcase(s, tc);
    return s;
}
