/*
 * The shell in a real terminal: first frame, keys, sizes, signals, kinds of terminals.
 */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/pty.h"

static char result_path[256];
static const char *args[5];
static struct pty *pty;

static const char *toy_path(void)
{
    static char path[4096];
    const char *dir = getenv("builddir");

    (void)snprintf(path, sizeof path, "%s/tests/pty/toy", dir != NULL ? dir : ".");
    return path;
}

static void start_with(const struct pty_start *how)
{
    struct pty_start start = *how;

    args[0] = toy_path();
    args[1] = result_path;
    start.argv = args;
    pty = pty_open(&start);
}

static void start(void)
{
    struct pty_start how = { 0 };

    start_with(&how);
    ck_assert(pty_wait(pty, "F1Help"));
}

static void set_up(void)
{
    int fd;

    (void)snprintf(result_path, sizeof result_path, "/tmp/od-pty-XXXXXX");
    fd = mkstemp(result_path);
    ck_assert_int_ge(fd, 0);
    (void)close(fd);
    memset(args, 0, sizeof args);
}

static void tear_down(void)
{
    pty_close(pty);
    (void)unlink(result_path);
}

static const char *result(void)
{
    static char text[1024];
    FILE *file = fopen(result_path, "r");
    size_t n;

    ck_assert_ptr_nonnull(file);
    n = fread(text, 1, sizeof text - 1, file);
    text[n] = '\0';
    (void)fclose(file);
    return text;
}

static const char *screen(void)
{
    static struct arena *arena;

    arena_free(arena);
    arena = arena_new();
    return pty_screen(pty, arena);
}

START_TEST(the_first_frame_is_complete_and_clears_once)
{
    size_t n;

    start();

    ck_assert_ptr_nonnull(strstr(screen(), " TY Toy  read 1"));
    ck_assert_ptr_nonnull(strstr(screen(), " One [          ]"));
    ck_assert_int_le(pty_count_clears(pty), 1);
    (void)pty_output(pty, &n);
    ck_assert_uint_le(n, 4096);
}
END_TEST

START_TEST(typed_text_shows_where_the_cursor_is)
{
    int row, col;

    start();
    pty_send(pty, "Müller");
    ck_assert(pty_wait(pty, "[Müller    ]"));

    pty_cursor(pty, &row, &col);
    ck_assert_int_eq(row, 1);
    ck_assert_int_eq(col, 12);
}
END_TEST

START_TEST(a_typed_character_costs_few_bytes)
{
    size_t n;

    start();
    pty_send(pty, "a");
    ck_assert(pty_wait(pty, "[a "));
    pty_forget(pty);
    pty_send(pty, "b");
    ck_assert(pty_wait(pty, "[ab "));

    (void)pty_output(pty, &n);
    ck_assert_uint_le(n, 40);
}
END_TEST

START_TEST(a_burst_of_400_characters_is_not_lost)
{
    char burst[401];

    for (int i = 0; i < 400; i++)
        burst[i] = (char)('a' + i % 26);
    burst[400] = '\0';
    start();
    pty_send(pty, burst);
    pty_send(pty, "\033OH");
    ck_assert(pty_wait(pty, "[abcdefghi~]"));
    pty_signal(pty, SIGHUP);

    ck_assert_int_eq(pty_wait_exit(pty), 0);
    ck_assert_ptr_nonnull(strstr(result(), burst));
}
END_TEST

START_TEST(esc_alone_is_taken_without_a_second_key)
{
    start();
    pty_send(pty, "\033OQ");
    ck_assert(pty_wait(pty, "TL Toys"));

    pty_send(pty, "\033");

    ck_assert(pty_wait(pty, "TY Toy"));
}
END_TEST

START_TEST(alt_digits_work_as_function_keys)
{
    start();
    pty_send(pty, "\0332");
    ck_assert(pty_wait(pty, "TL Toys"));

    pty_send(pty, "\0333");

    ck_assert(pty_wait(pty, "TY Toy"));
}
END_TEST

START_TEST(a_paste_in_brackets_does_not_act)
{
    start();
    pty_send(pty, "\033[200~one\rtwo\033[201~");

    ck_assert(pty_wait(pty, "[one two   ]"));
}
END_TEST

/* The line stops within the brackets for longer than Esc waits: behind the ESC, in the first
 * bracket, in a character, in the last bracket. Every other cut is a unit test of the decoder. */
START_TEST(a_paste_cut_up_by_the_line_is_one_paste)
{
    static const char paste[] = "\033[200~one\rm\303\274d\033[201~!";
    static const size_t cuts[] = { 1, 2, 4, 12, 15, 17 };

    start();
    pty_send_bytes(pty, paste, cuts[_i]);
    pty_wait_quiet(pty, 60);
    pty_send_bytes(pty, paste + cuts[_i], sizeof paste - 1 - cuts[_i]);

    ck_assert_msg(pty_wait(pty, "[one m\303\274d!  ]"), "%s", screen());
}
END_TEST

START_TEST(a_paste_without_an_end_is_over_after_a_while)
{
    start();
    pty_send(pty, "\033[200~abc");
    ck_assert(pty_wait(pty, "[abc "));
    pty_send(pty, "\177");
    ck_assert(pty_wait(pty, "[ab "));
}
END_TEST

START_TEST(a_new_size_paints_the_whole_screen_once)
{
    start();
    pty_forget(pty);
    pty_resize(pty, 40, 120);
    pty_send(pty, "x");
    ck_assert(pty_wait(pty, "[x"));
    pty_wait_quiet(pty, 100);

    ck_assert_int_le(pty_count_clears(pty), 1);
    ck_assert_ptr_nonnull(strstr(screen(), "Leeds  anna (clerk)  Tue 24 Nov 14:03\n"));
    ck_assert_ptr_nonnull(strstr(screen(), "F12Back\n"));
}
END_TEST

/* What is known of the size before signals are watched may be old: here it is another one. */
START_TEST(the_size_is_asked_of_the_terminal_once_it_is_watched)
{
    const char *env[] = { "LINES=10", "COLUMNS=30", NULL };
    struct pty_start how = { .env = env };

    start_with(&how);
    ck_assert(pty_wait(pty, "F12Back"));
    ck_assert_ptr_nonnull(strstr(screen(), "Leeds  anna (clerk)  Tue 24 Nov 14:03\n"));
    ck_assert_int_le(pty_count_clears(pty), 1);
}
END_TEST

START_TEST(every_size_is_survived_and_nothing_typed_is_lost)
{
    static const int sizes[][2] = { { 1, 1 }, { 2, 300 }, { 100, 3 }, { 9, 39 }, { 10, 40 },
                                    { 100, 300 }, { 24, 80 } };

    start();
    pty_send(pty, "kept");
    ck_assert(pty_wait(pty, "[kept"));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        pty_resize(pty, sizes[i][0], sizes[i][1]);

    ck_assert(pty_wait(pty, "[kept      ]"));
}
END_TEST

START_TEST(a_small_terminal_is_told_what_is_needed)
{
    struct pty_start how = { .rows = 9, .cols = 39 };

    start_with(&how);

    ck_assert(pty_wait(pty, "needs 40x10, now 39x9"));
}
END_TEST

START_TEST(sighup_lets_the_screens_save_and_ends)
{
    start();
    pty_send(pty, "half a line");
    ck_assert(pty_wait(pty, "line"));

    pty_signal(pty, SIGHUP);

    ck_assert_int_eq(pty_wait_exit(pty), 0);
    ck_assert_str_eq(result(), "hangups 1\nfield half a line\n");
}
END_TEST

START_TEST(sigterm_does_the_same)
{
    start();
    pty_signal(pty, SIGTERM);

    ck_assert_int_eq(pty_wait_exit(pty), 0);
    ck_assert_ptr_nonnull(strstr(result(), "hangups 1"));
}
END_TEST

START_TEST(a_terminal_that_goes_away_is_noticed_even_when_sighup_is_ignored)
{
    struct pty_start how = { .ignores_hangup = true };

    start_with(&how);
    ck_assert(pty_wait(pty, "F1Help"));
    pty_send(pty, "half");
    ck_assert(pty_wait(pty, "half"));

    pty_hang_up(pty);

    ck_assert_int_ge(pty_wait_exit(pty), 0);
    ck_assert_str_eq(result(), "hangups 1\nfield half\n");
}
END_TEST

START_TEST(the_terminal_is_given_back_at_the_end)
{
    start();
    pty_forget(pty);
    pty_send(pty, ".quit\r");

    ck_assert_int_eq(pty_wait_exit(pty), 0);
    ck_assert(!pty_shows(pty, "F1Help"));
    size_t n;
    const char *out = pty_output(pty, &n);
    ck_assert_ptr_nonnull(memmem(out, n, "\033[?2004l", 8));
    ck_assert_ptr_nonnull(memmem(out, n, "\033[?1049l", 8));
}
END_TEST

START_TEST(a_crash_gives_the_terminal_back)
{
    size_t n;
    const char *out;

    start();
    pty_forget(pty);
    pty_signal(pty, SIGSEGV);

    ck_assert_int_eq(pty_wait_exit(pty), -1);
    out = pty_output(pty, &n);
    ck_assert_ptr_nonnull(memmem(out, n, "\033[?1049l", 8));
}
END_TEST

/* A leader of a session is not stopped by the signal (POSIX, orphaned process groups), so it comes
 * back at once here; what it does around the stop is the same. */
START_TEST(a_stop_hands_the_terminal_over_and_coming_back_paints_again)
{
    size_t n;
    const char *out, *left;

    start();
    pty_send(pty, "kept");
    ck_assert(pty_wait(pty, "[kept"));
    /* ncurses ignores the signal while it writes a frame. */
    pty_wait_quiet(pty, 200);
    pty_forget(pty);
    pty_signal(pty, SIGTSTP);
    pty_send(pty, "!");
    ck_assert(pty_wait(pty, "[kept!     ]"));
    pty_wait_quiet(pty, 100);

    out = pty_output(pty, &n);
    left = memmem(out, n, "\033[?1049l", 8);
    ck_assert_ptr_nonnull(left);
    ck_assert_ptr_nonnull(memmem(left, n - (size_t)(left - out), "\033[?1049h", 8));
    ck_assert_ptr_nonnull(strstr(screen(), "F1Help"));
}
END_TEST

START_TEST(no_color_means_no_color_codes)
{
    static const char *const env[] = { "NO_COLOR=1", NULL };
    struct pty_start how = { .env = env };

    args[2] = "colour8";
    start_with(&how);
    ck_assert(pty_wait(pty, "F1Help"));
    pty_send(pty, "bad\r");
    ck_assert(pty_wait(pty, "That is bad."));

    ck_assert_int_eq(pty_count_colors(pty), 0);
}
END_TEST

START_TEST(a_theme_colors_where_there_are_colors)
{
    struct pty_start how = { 0 };

    args[2] = "colour8";
    start_with(&how);
    ck_assert(pty_wait(pty, "F1Help"));

    ck_assert_int_gt(pty_count_colors(pty), 0);
}
END_TEST

static const char *const terms[] = { "vt100", "vt220", "linux", "screen", "tmux", "putty", "xterm",
                                     "xterm-256color", "xterm-direct" };

START_TEST(it_works_on_a_terminal_of_each_kind)
{
    struct pty_start how = { .term = terms[_i] };

    start_with(&how);
    ck_assert_msg(pty_wait(pty, "F1Help"), "%s", terms[_i]);
    pty_send(pty, "abc");
    ck_assert_msg(pty_wait(pty, "[abc"), "%s", terms[_i]);
    pty_send(pty, "\033[B\033[A");
    pty_send(pty, "\033OQ");
    ck_assert_msg(pty_wait(pty, "TL Toys"), "%s", terms[_i]);
}
END_TEST

START_TEST(a_terminal_that_cannot_move_its_cursor_is_refused_politely)
{
    struct pty_start how = { .term = "dumb" };

    start_with(&how);

    ck_assert_int_eq(pty_wait_exit(pty), 64);
    ck_assert(pty_shows(pty, "\"dumb\""));
}
END_TEST

START_TEST(an_unknown_terminal_is_refused_politely)
{
    struct pty_start how = { .term = "no-such-terminal" };

    start_with(&how);

    ck_assert_int_eq(pty_wait_exit(pty), 64);
    ck_assert(pty_shows(pty, "no-such-terminal"));
}
END_TEST

START_TEST(in_the_c_locale_everything_is_ascii_and_data_becomes_question_marks)
{
    struct pty_start how = { .lang = "C" };
    size_t n;
    const char *out;

    start_with(&how);
    ck_assert(pty_wait(pty, "F1Help"));
    pty_send(pty, "M\303\274ller");
    ck_assert(pty_wait(pty, "ller"));

    out = pty_output(pty, &n);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg((unsigned char)out[i] < 0x80, "byte %zu", i);
}
END_TEST

START_TEST(an_idle_screen_writes_nothing)
{
    size_t n;

    start();
    pty_wait_quiet(pty, 100);
    pty_forget(pty);
    pty_wait_quiet(pty, 1200);

    (void)pty_output(pty, &n);
    ck_assert_uint_eq(n, 0);
}
END_TEST

static bool was_written(const char *text)
{
    size_t n;
    const char *bytes = pty_output(pty, &n);

    return memmem(bytes, n, text, strlen(text)) != NULL;
}

#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

static void start_with_mouse(void)
{
    args[2] = "default";
    args[3] = "mouse";
    start();
}

START_TEST(the_mouse_is_left_to_the_terminal_unless_it_is_wanted)
{
    start();
    ck_assert(!was_written("\033[?1000h"));
    pty_close(pty);

    start_with_mouse();
    ck_assert(was_written(MOUSE_ON));
    pty_send(pty, "a\033[<0;5;2M\033[<0;5;2mb");
    ck_assert(pty_wait(pty, "[ab        ]"));
    pty_signal(pty, SIGTERM);
    (void)pty_wait_exit(pty);
    ck_assert(was_written(MOUSE_OFF));
}
END_TEST

START_TEST(the_mouse_is_given_back_at_a_stop_and_a_crash)
{
    start_with_mouse();
    pty_forget(pty);
    pty_signal(pty, SIGTSTP);
    pty_wait_quiet(pty, 300);
    ck_assert(was_written(MOUSE_OFF));
    ck_assert(was_written(MOUSE_ON));

    pty_forget(pty);
    pty_signal(pty, SIGSEGV);
    (void)pty_wait_exit(pty);
    ck_assert(was_written(MOUSE_OFF));
}
END_TEST

/* Blue is what only the theme for a light ground has in its title. */
#define LIGHT_TITLE "34m"

START_TEST(the_color_of_the_ground_is_asked_once_and_used_when_it_comes)
{
    start();
    ck_assert(was_written("\033]11;?\033\\"));
    ck_assert(!was_written(LIGHT_TITLE));
    pty_send(pty, "ab");
    ck_assert(pty_wait(pty, "[ab        ]"));
    pty_forget(pty);

    pty_send(pty, "\033]11;rgb:ffff/ffff/ffff\033\\");
    pty_wait_quiet(pty, 200);

    ck_assert(was_written(LIGHT_TITLE));
    ck_assert(!was_written("\033]11;?"));
    ck_assert_int_eq(pty_count_clears(pty), 0);
    ck_assert_ptr_nonnull(strstr(screen(), "[ab        ]"));
}
END_TEST

START_TEST(an_answer_that_comes_in_pieces_is_no_typing)
{
    start();
    pty_send(pty, "\033]11;r");
    pty_wait_quiet(pty, 600);
    pty_send(pty, "gb:ffff/ff");
    pty_wait_quiet(pty, 600);
    pty_send(pty, "ff/ffff\033\\x");

    ck_assert(pty_wait(pty, "[x         ]"));
    ck_assert(was_written(LIGHT_TITLE));
}
END_TEST

START_TEST(who_has_chosen_colors_and_old_terminals_are_not_asked)
{
    static const char *const kinds[] = { "linux", "vt100", "vt220" };

    args[2] = "dark";
    start();
    ck_assert(!was_written("\033]11;?"));
    args[2] = NULL;
    for (int i = 0; i < 3; i++) {
        struct pty_start how = { .term = kinds[i] };

        pty_close(pty);
        start_with(&how);
        ck_assert(pty_wait(pty, "Help"));
        ck_assert(!was_written("\033]11;?"));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pty shell");
    TCase *tests = tcase_create("shell");
    SRunner *runner;
    int failed;

    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_first_frame_is_complete_and_clears_once);
    tcase_add_test(tests, typed_text_shows_where_the_cursor_is);
    tcase_add_test(tests, a_typed_character_costs_few_bytes);
    tcase_add_test(tests, a_burst_of_400_characters_is_not_lost);
    tcase_add_test(tests, esc_alone_is_taken_without_a_second_key);
    tcase_add_test(tests, alt_digits_work_as_function_keys);
    tcase_add_test(tests, a_paste_in_brackets_does_not_act);
    tcase_add_loop_test(tests, a_paste_cut_up_by_the_line_is_one_paste, 0, 6);
    tcase_add_test(tests, a_paste_without_an_end_is_over_after_a_while);
    tcase_add_test(tests, a_new_size_paints_the_whole_screen_once);
    tcase_add_test(tests, the_size_is_asked_of_the_terminal_once_it_is_watched);
    tcase_add_test(tests, every_size_is_survived_and_nothing_typed_is_lost);
    tcase_add_test(tests, a_small_terminal_is_told_what_is_needed);
    tcase_add_test(tests, sighup_lets_the_screens_save_and_ends);
    tcase_add_test(tests, sigterm_does_the_same);
    tcase_add_test(tests, a_terminal_that_goes_away_is_noticed_even_when_sighup_is_ignored);
    tcase_add_test(tests, the_terminal_is_given_back_at_the_end);
    tcase_add_test(tests, a_crash_gives_the_terminal_back);
    tcase_add_test(tests, a_stop_hands_the_terminal_over_and_coming_back_paints_again);
    tcase_add_test(tests, no_color_means_no_color_codes);
    tcase_add_test(tests, a_theme_colors_where_there_are_colors);
    tcase_add_loop_test(tests, it_works_on_a_terminal_of_each_kind, 0,
                        (int)(sizeof terms / sizeof terms[0]));
    tcase_add_test(tests, a_terminal_that_cannot_move_its_cursor_is_refused_politely);
    tcase_add_test(tests, an_unknown_terminal_is_refused_politely);
    tcase_add_test(tests, in_the_c_locale_everything_is_ascii_and_data_becomes_question_marks);
    tcase_add_test(tests, an_idle_screen_writes_nothing);
    tcase_add_test(tests, the_mouse_is_left_to_the_terminal_unless_it_is_wanted);
    tcase_add_test(tests, the_mouse_is_given_back_at_a_stop_and_a_crash);
    tcase_add_test(tests, the_color_of_the_ground_is_asked_once_and_used_when_it_comes);
    tcase_add_test(tests, an_answer_that_comes_in_pieces_is_no_typing);
    tcase_add_test(tests, who_has_chosen_colors_and_old_terminals_are_not_asked);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
