/*
 * The shell: where keys go, messages, the stack, live refresh, hang-up.
 */
#include <string.h>

#include "base/mem.h"
#include "support/term_mem.h"
#include "support/toyscreen.h"
#include "tui/app_priv.h"
#include "tui/dialog.h"
#include "unit/tui_suites.h"

static struct toy toy;
static struct arena *arena;

static void set_up(void)
{
    arena = arena_new();
    toy_open(&toy, NULL, 24, 80);
}

static void tear_down(void)
{
    toy_close(&toy);
    arena_free(arena);
}

static char *row(int at)
{
    return term_mem_row(toy.term, at, arena);
}

START_TEST(the_frame_looks_like_its_picture)
{
    ck_assert_str_eq(row(0), " TY Toy  read 1                           Leeds  anna (clerk)  Tue 24 Nov 14:03");
    ck_assert_str_eq(row(1), " One [          ]");
    ck_assert_str_eq(row(23), " F1Help F2Find F3Home F5Refresh F6Go F9Code F10Pop F12Back");
}
END_TEST

START_TEST(text_goes_into_the_field_and_not_to_commands)
{
    toy_type(&toy, "n?/:42");

    ck_assert_str_eq(toy_field(&toy, 0), "n?/:42");
    ck_assert_int_eq(toy.counts.runs, 0);
}
END_TEST

START_TEST(f_key_alt_digit_and_ctrl_run_the_same_command)
{
    toy_press(&toy, "F6");
    toy_press(&toy, "M-6");
    toy_press(&toy, "C-n");

    ck_assert_int_eq(toy.counts.runs, 3);
}
END_TEST

START_TEST(a_command_that_is_off_says_why)
{
    toy.is_off = true;
    toy_press(&toy, "F6");

    ck_assert_int_eq(toy.counts.runs, 0);
    ck_assert_str_eq(row(22), " ! The toy is off.");
}
END_TEST

START_TEST(a_command_that_fails_is_told_on_the_message_line)
{
    toy.fails_run = true;
    toy_press(&toy, "F6");

    ck_assert_str_eq(row(22), " x It does not go.");
    ck_assert_int_eq(term_mem_counts(toy.term).bells, 1);
}
END_TEST

START_TEST(an_error_in_a_form_drops_the_keys_behind_it)
{
    term_mem_type(toy.term, "bad");
    term_mem_press(toy.term, "Enter");
    term_mem_type(toy.term, "lost");
    (void)app_pass(toy.app);

    ck_assert_str_eq(toy_field(&toy, 0), "bad");
    ck_assert_str_eq(toy_field(&toy, 1), "");
    ck_assert_int_eq(term_mem_counts(toy.term).drops, 1);
    ck_assert_str_eq(row(22), " x That is bad.");
}
END_TEST

START_TEST(keys_typed_ahead_of_a_field_that_is_right_arrive)
{
    term_mem_type(toy.term, "one");
    term_mem_press(toy.term, "Enter");
    term_mem_type(toy.term, "two");
    (void)app_pass(toy.app);

    ck_assert_str_eq(toy_field(&toy, 0), "one");
    ck_assert_str_eq(toy_field(&toy, 1), "two");
}
END_TEST

START_TEST(an_error_stays_while_the_field_is_mended_and_goes_when_it_is_left)
{
    toy_type(&toy, "bad");
    toy_press(&toy, "Enter");
    toy_type(&toy, "x");
    ck_assert_str_eq(row(22), " x That is bad.");

    toy_press(&toy, "Enter");

    ck_assert_str_eq(row(22), "");
}
END_TEST

START_TEST(one_frame_and_one_settling_serve_all_keys_of_a_pass)
{
    int frames = term_mem_counts(toy.term).frames, settles = toy.counts.settles;

    for (int i = 0; i < 100; i++)
        term_mem_press(toy.term, "x Backspace");
    (void)app_pass(toy.app);

    /* One of each; a busy machine may need a few turns for 200 keys, but never one for each. */
    ck_assert_int_le(term_mem_counts(toy.term).frames - frames, 20);
    ck_assert_int_le(toy.counts.settles - settles, 20);
}
END_TEST

START_TEST(what_follows_the_cursor_is_loaded_once_after_the_keys)
{
    int rests = toy.counts.rests;

    toy_type(&toy, "abc");
    (void)app_pass(toy.app);

    ck_assert_int_eq(toy.counts.rests, rests + 1);
}
END_TEST

START_TEST(another_desks_commit_refreshes_at_the_tick)
{
    int refreshes = toy.counts.refreshes;

    app_tick(toy.app);
    ck_assert_int_eq(toy.counts.refreshes, refreshes);
    toy.has_changed = true;
    app_tick(toy.app);

    ck_assert_int_eq(toy.counts.refreshes, refreshes + 1);
    ck_assert_int_eq(toy.counts.ticks, 2);
    ck_assert(term_mem_shows(toy.term, "read 2"));
}
END_TEST

START_TEST(a_tick_without_news_paints_nothing)
{
    int frames = term_mem_counts(toy.term).frames;

    app_tick(toy.app);
    app_tick(toy.app);

    ck_assert_int_eq(term_mem_counts(toy.term).frames, frames);
}
END_TEST

/* A terminal that is silent, and ends after some waits; what they were asked for is added up. */
static const struct term_ops *mem_ops;
static struct term_ops silent_ops;
static int waits, asked_ms;

static int silent_wait(struct term *term, int timeout_ms)
{
    (void)term;
    asked_ms += timeout_ms;
    return ++waits == 5 ? TERM_HANGUP : 0;
}

START_TEST(at_rest_it_wakes_twice_a_second)
{
    struct err err = ERR_INIT;

    mem_ops = toy.term->ops;
    silent_ops = *mem_ops;
    silent_ops.wait = silent_wait;
    waits = asked_ms = 0;
    toy.term->ops = &silent_ops;
    ck_assert(app_run(toy.app, NULL, &err));
    toy.term->ops = mem_ops;

    /* One wait may end early for what follows a key; each other one is half a second long. */
    ck_assert_int_ge(asked_ms, 4 * 490);
}
END_TEST

START_TEST(the_clock_goes_on_by_minutes)
{
    toy.minute = 1;
    app_tick(toy.app);

    ck_assert_ptr_nonnull(strstr(row(0), "14:04"));
}
END_TEST

START_TEST(a_refresh_that_fails_keeps_what_was_there)
{
    toy.fails_refresh = true;
    toy_press(&toy, "F5");

    ck_assert_ptr_nonnull(strstr(row(0), "read 1"));
    ck_assert_str_eq(row(22), " x The desk is busy.");
}
END_TEST

START_TEST(esc_goes_back_one_level_and_never_leaves_the_program)
{
    toy_press(&toy, "F2");
    ck_assert_ptr_eq(app_screen(toy.app)->ops, &toy_list);
    toy_press(&toy, "Esc");
    ck_assert_ptr_eq(app_screen(toy.app)->ops, &toy_screen);

    term_mem_press(toy.term, "Esc Esc Esc");

    ck_assert(app_pass(toy.app));
}
END_TEST

START_TEST(a_screen_that_cannot_save_is_not_left)
{
    toy_press(&toy, "F2");
    toy_type(&toy, ".ty");
    toy_press(&toy, "Enter");
    toy.refuses_leave = true;

    toy_press(&toy, "F12");
    ck_assert_str_eq(row(22), " x Not saved yet.");
    toy_press(&toy, "F3");

    ck_assert_ptr_eq(app_screen(toy.app)->ops, &toy_screen);
    ck_assert_int_eq(toy.counts.leaves, 2);
}
END_TEST

START_TEST(home_comes_back_from_anywhere)
{
    for (int i = 0; i < 5; i++) {
        struct err err = ERR_INIT;

        ck_assert(app_push(toy.app, &toy_list, NULL, &err));
    }
    toy_press(&toy, "F3");

    ck_assert_ptr_eq(app_screen(toy.app)->ops, &toy_screen);
    ck_assert_int_eq(toy.counts.closes, 5);
}
END_TEST

START_TEST(the_stack_has_an_end_and_says_so)
{
    struct err err = ERR_INIT;

    for (int i = 1; i < LIMIT_NAV_DEPTH; i++)
        ck_assert(app_push(toy.app, &toy_list, NULL, &err));

    ck_assert(!app_push(toy.app, &toy_list, NULL, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

START_TEST(a_screen_may_leave_itself_inside_its_own_command)
{
    toy_press(&toy, "F2");
    toy_press(&toy, "F10");

    ck_assert_ptr_eq(app_screen(toy.app)->ops, &toy_screen);
    ck_assert_int_eq(toy.counts.closes, 1);
}
END_TEST

START_TEST(digits_on_a_list_and_enter_open_that_number)
{
    toy_press(&toy, "F2");
    toy_type(&toy, "10482");
    toy_press(&toy, "Enter");

    ck_assert_str_eq(toy.counts.last_number, "10482");
}
END_TEST

START_TEST(a_code_works_from_a_field_and_from_a_list)
{
    toy_type(&toy, ".tl");
    toy_press(&toy, "Enter");
    ck_assert_ptr_eq(app_screen(toy.app)->ops, &toy_list);

    toy_type(&toy, ".ty hello");
    toy_press(&toy, "Enter");

    ck_assert_ptr_eq(app_screen(toy.app)->ops, &toy_screen);
    ck_assert_str_eq(toy_field(&toy, 0), "hello");
}
END_TEST

START_TEST(a_code_that_is_none_is_told)
{
    toy_type(&toy, ".zz");
    toy_press(&toy, "Enter");

    ck_assert_ptr_nonnull(strstr(row(22), ".zz"));
}
END_TEST

START_TEST(stepping_asks_the_screen_below)
{
    struct err err = ERR_INIT;
    int64_t id = 0;

    ck_assert(!app_step(toy.app, 1, &id, &err));
    ck_assert_int_eq(err.code, ERR_STATE);
    ck_assert(app_push(toy.app, &toy_list, NULL, &err));
    ck_assert(app_push(toy.app, &toy_screen, NULL, &err));

    ck_assert(app_step(toy.app, 1, &id, &err));
    ck_assert_int_eq(id, 77);
}
END_TEST

START_TEST(a_hangup_tells_every_screen_and_ends)
{
    toy_press(&toy, "F2");
    term_mem_event(toy.term, TERM_HANGUP);

    ck_assert(!app_pass(toy.app));
    ck_assert_int_eq(toy.counts.hangups, 2);
}
END_TEST

START_TEST(leaving_asks_every_screen)
{
    toy.refuses_leave = true;
    toy_type(&toy, ".quit");
    term_mem_press(toy.term, "Enter");
    ck_assert(app_pass(toy.app));

    toy.refuses_leave = false;
    toy_press(&toy, "C-u");
    toy_type(&toy, ".quit");
    term_mem_press(toy.term, "Enter");

    ck_assert(!app_pass(toy.app));
}
END_TEST

START_TEST(ctrl_c_twice_offers_to_leave_and_y_does)
{
    toy_press(&toy, "C-c");
    ck_assert_ptr_null(app_popup(toy.app));
    toy_press(&toy, "C-c");
    ck_assert_ptr_nonnull(app_popup(toy.app));
    ck_assert(term_mem_shows(toy.term, "Leave orderdesk?"));

    term_mem_press(toy.term, "y");

    ck_assert(!app_pass(toy.app));
}
END_TEST

START_TEST(enter_does_not_confirm)
{
    toy_press(&toy, "C-c C-c");
    term_mem_press(toy.term, "Enter");

    ck_assert(app_pass(toy.app));
    ck_assert_ptr_null(app_popup(toy.app));
}
END_TEST

START_TEST(help_begins_with_the_field_and_goes_on_to_the_screen)
{
    toy_press(&toy, "F1");
    ck_assert_str_eq(row(22), " Help of field one.");
    toy_press(&toy, "F1");

    ck_assert(term_mem_shows(toy.term, "Makes the toy go."));
    ck_assert(term_mem_shows(toy.term, "F6 ^N n"));
    toy_press(&toy, "Esc");
    ck_assert(!term_mem_shows(toy.term, "Makes the toy go."));
}
END_TEST

START_TEST(a_paste_goes_into_a_field_and_runs_nothing)
{
    term_mem_paste(toy.term, "two\nlines");
    (void)app_pass(toy.app);

    ck_assert_str_eq(toy_field(&toy, 0), "two lines");
    ck_assert_int_eq(((struct toy_view *)app_screen(toy.app))->form.focus, 0);
}
END_TEST

START_TEST(a_paste_outside_a_field_is_refused_with_a_notice)
{
    toy_press(&toy, "F2");
    term_mem_paste(toy.term, "n3");
    (void)app_pass(toy.app);

    ck_assert_int_eq(toy.counts.runs, 0);
    ck_assert_ptr_null(app_popup(toy.app));
    ck_assert_ptr_nonnull(strstr(row(22), "! "));
}
END_TEST

START_TEST(a_paste_comes_whole_to_a_screen_that_wants_it)
{
    toy.takes_paste = true;
    toy_press(&toy, "F2");
    term_mem_paste(toy.term, "4711\t2\n4712\t\303\274\n");
    (void)app_pass(toy.app);

    ck_assert_str_eq(toy.pasted, "4711\t2\n4712\t\303\274\n");
    ck_assert_int_eq(toy.counts.runs, 0);
}
END_TEST

START_TEST(a_pasted_number_with_its_line_end_is_a_scan)
{
    toy_press(&toy, "F2");
    term_mem_paste(toy.term, "10482\n");
    (void)app_pass(toy.app);

    ck_assert_str_eq(toy.counts.last_number, "10482");
}
END_TEST

START_TEST(a_pasted_number_without_one_waits_in_the_code_line)
{
    toy_press(&toy, "F2");
    term_mem_paste(toy.term, "10482");
    (void)app_pass(toy.app);

    ck_assert_str_eq(toy.counts.last_number, "");
    ck_assert_ptr_nonnull(app_popup(toy.app));
    ck_assert(term_mem_shows(toy.term, "10482"));
}
END_TEST

START_TEST(two_pasted_numbers_are_no_scan)
{
    toy_press(&toy, "F2");
    term_mem_paste(toy.term, "10482\n10483\n");
    (void)app_pass(toy.app);

    ck_assert_str_eq(toy.counts.last_number, "");
    ck_assert_ptr_null(app_popup(toy.app));
    ck_assert_ptr_nonnull(strstr(row(22), "! "));
}
END_TEST

START_TEST(a_paste_of_the_greatest_length_is_taken_and_a_longer_one_refused)
{
    char *text = xmalloc(LIMIT_PASTE_BYTES + 2);

    toy.takes_paste = true;
    toy_press(&toy, "F2");
    memset(text, 'x', LIMIT_PASTE_BYTES + 1);
    text[LIMIT_PASTE_BYTES] = '\0';
    term_mem_paste(toy.term, text);
    while (toy.pasted[0] == '\0')
        (void)app_pass(toy.app);
    toy.pasted[0] = '\0';
    text[LIMIT_PASTE_BYTES] = 'x';
    text[LIMIT_PASTE_BYTES + 1] = '\0';
    term_mem_paste(toy.term, text);
    while (strstr(row(22), "! ") == NULL)
        (void)app_pass(toy.app);

    ck_assert_str_eq(toy.pasted, "");
    xfree(text);
}
END_TEST

START_TEST(a_terminal_that_is_too_small_says_what_it_needs_and_keeps_everything)
{
    toy_type(&toy, "kept");
    term_mem_resize(toy.term, 9, 39);
    (void)app_pass(toy.app);
    ck_assert_str_eq(term_mem_dump(toy.term, arena), "needs 40x10, now 39x9\n\n\n\n\n\n\n\n\n");

    term_mem_resize(toy.term, 24, 80);
    (void)app_pass(toy.app);

    ck_assert_str_eq(toy_field(&toy, 0), "kept");
    ck_assert_str_eq(row(1), " One [kept      ]");
}
END_TEST

START_TEST(every_size_draws)
{
    toy_press(&toy, "F9");
    for (int rows = 1; rows <= 60; rows += 3) {
        for (int cols = 1; cols <= 300; cols += 17) {
            term_mem_resize(toy.term, rows, cols);
            ck_assert(app_pass(toy.app));
            ck_assert_int_lt(term_mem_cells(toy.term)->cursor_row, rows);
            ck_assert_int_lt(term_mem_cells(toy.term)->cursor_col, cols);
        }
    }
}
END_TEST

START_TEST(the_bar_shows_ctrl_names_after_the_first_use_of_one)
{
    toy_press(&toy, "C-n");
    ck_assert_ptr_nonnull(strstr(row(23), "^NGo"));

    toy_press(&toy, "F6");

    ck_assert_ptr_nonnull(strstr(row(23), "F6Go"));
}
END_TEST

START_TEST(the_cursor_stands_on_the_focus)
{
    toy_type(&toy, "abc");

    ck_assert_int_eq(term_mem_cells(toy.term)->cursor_row, 1);
    ck_assert_int_eq(term_mem_cells(toy.term)->cursor_col, 6 + 3);
}
END_TEST

START_TEST(bells_do_not_come_in_a_row)
{
    toy.fails_run = true;
    toy_press(&toy, "F6 F6 F6 F6");

    ck_assert_int_eq(term_mem_counts(toy.term).bells, 1);
}
END_TEST

START_TEST(a_long_call_shows_in_row_1_until_the_next_frame)
{
    app_busy(toy.app, "waiting");
    ck_assert_ptr_nonnull(strstr(row(0), "waiting"));

    toy_type(&toy, "x");

    ck_assert_ptr_null(strstr(row(0), "waiting"));
}
END_TEST

START_TEST(messages_are_kept_newest_first)
{
    app_say(toy.app, "first");
    app_warn(toy.app, "second");

    ck_assert_str_eq(app_messages(toy.app, arena), "14:03 ! second\n14:03 first\n");
}
END_TEST

START_TEST(grave_errors_stand_in_the_way)
{
    struct err err = ERR_INIT;

    (void)err_set(&err, ERR_CORRUPT, "The stock of BOL does not add up.");
    app_error(toy.app, &err);
    (void)app_pass(toy.app);

    ck_assert_ptr_nonnull(app_popup(toy.app));
    ck_assert(term_mem_shows(toy.term, "The stock of BOL does not add up."));
}
END_TEST

START_TEST(control_z_stops_the_program_only_where_the_option_says_so)
{
    int before = term_mem_counts(toy.term).repaints;

    toy_press(&toy, "C-z");
    ck_assert_int_eq(term_mem_counts(toy.term).repaints, before);
    toy.app->config.suspend = true;
    toy_press(&toy, "C-z");
    (void)app_pass(toy.app);

    ck_assert_int_gt(term_mem_counts(toy.term).repaints, before);
}
END_TEST

START_TEST(what_is_pending_stands_at_the_right_until_it_is_taken)
{
    app_set_pending(toy.app, "12 new, F5");
    (void)app_pass(toy.app);
    ck_assert_ptr_nonnull(strstr(row(22), "12 new, F5"));

    toy_press(&toy, "F5");

    ck_assert_ptr_null(strstr(row(22), "12 new"));
}
END_TEST

Suite *app_suite(void)
{
    Suite *suite = suite_create("app");
    TCase *tests = tcase_create("app");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_frame_looks_like_its_picture);
    tcase_add_test(tests, text_goes_into_the_field_and_not_to_commands);
    tcase_add_test(tests, f_key_alt_digit_and_ctrl_run_the_same_command);
    tcase_add_test(tests, a_command_that_is_off_says_why);
    tcase_add_test(tests, a_command_that_fails_is_told_on_the_message_line);
    tcase_add_test(tests, an_error_in_a_form_drops_the_keys_behind_it);
    tcase_add_test(tests, keys_typed_ahead_of_a_field_that_is_right_arrive);
    tcase_add_test(tests, an_error_stays_while_the_field_is_mended_and_goes_when_it_is_left);
    tcase_add_test(tests, one_frame_and_one_settling_serve_all_keys_of_a_pass);
    tcase_add_test(tests, what_follows_the_cursor_is_loaded_once_after_the_keys);
    tcase_add_test(tests, another_desks_commit_refreshes_at_the_tick);
    tcase_add_test(tests, a_tick_without_news_paints_nothing);
    tcase_add_test(tests, at_rest_it_wakes_twice_a_second);
    tcase_add_test(tests, the_clock_goes_on_by_minutes);
    tcase_add_test(tests, a_refresh_that_fails_keeps_what_was_there);
    tcase_add_test(tests, esc_goes_back_one_level_and_never_leaves_the_program);
    tcase_add_test(tests, a_screen_that_cannot_save_is_not_left);
    tcase_add_test(tests, home_comes_back_from_anywhere);
    tcase_add_test(tests, the_stack_has_an_end_and_says_so);
    tcase_add_test(tests, a_screen_may_leave_itself_inside_its_own_command);
    tcase_add_test(tests, digits_on_a_list_and_enter_open_that_number);
    tcase_add_test(tests, a_code_works_from_a_field_and_from_a_list);
    tcase_add_test(tests, a_code_that_is_none_is_told);
    tcase_add_test(tests, stepping_asks_the_screen_below);
    tcase_add_test(tests, a_hangup_tells_every_screen_and_ends);
    tcase_add_test(tests, leaving_asks_every_screen);
    tcase_add_test(tests, ctrl_c_twice_offers_to_leave_and_y_does);
    tcase_add_test(tests, enter_does_not_confirm);
    tcase_add_test(tests, help_begins_with_the_field_and_goes_on_to_the_screen);
    tcase_add_test(tests, a_paste_goes_into_a_field_and_runs_nothing);
    tcase_add_test(tests, a_paste_outside_a_field_is_refused_with_a_notice);
    tcase_add_test(tests, a_paste_of_the_greatest_length_is_taken_and_a_longer_one_refused);
    tcase_add_test(tests, two_pasted_numbers_are_no_scan);
    tcase_add_test(tests, a_pasted_number_without_one_waits_in_the_code_line);
    tcase_add_test(tests, a_pasted_number_with_its_line_end_is_a_scan);
    tcase_add_test(tests, a_paste_comes_whole_to_a_screen_that_wants_it);
    tcase_add_test(tests, a_terminal_that_is_too_small_says_what_it_needs_and_keeps_everything);
    tcase_add_test(tests, every_size_draws);
    tcase_add_test(tests, the_bar_shows_ctrl_names_after_the_first_use_of_one);
    tcase_add_test(tests, the_cursor_stands_on_the_focus);
    tcase_add_test(tests, bells_do_not_come_in_a_row);
    tcase_add_test(tests, a_long_call_shows_in_row_1_until_the_next_frame);
    tcase_add_test(tests, messages_are_kept_newest_first);
    tcase_add_test(tests, grave_errors_stand_in_the_way);
    tcase_add_test(tests, control_z_stops_the_program_only_where_the_option_says_so);
    tcase_add_test(tests, what_is_pending_stands_at_the_right_until_it_is_taken);
    suite_add_tcase(suite, tests);
    return suite;
}
