/* Frames on their way to the terminal: one write each, and a synchronized pair where it is known.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/term_frame.h"
#include "unit/tui_suites.h"

#define LARGE_BYTES 40000

static struct term_frame frame;
static int from;

/* Standard output becomes a pipe that keeps writes apart. */
static void set_up(void)
{
    int ends[2];

    ck_assert_int_eq(pipe2(ends, O_DIRECT | O_NONBLOCK), 0);
    ck_assert_int_ge(fcntl(ends[1], F_SETPIPE_SZ, 1 << 20), 0);
    ck_assert_int_ge(dup2(ends[1], STDOUT_FILENO), 0);
    (void)close(ends[1]);
    from = ends[0];
    ck_assert(term_frame_open(&frame));
}

static void tear_down(void)
{
    term_frame_close(&frame);
}

/* As curses does it: piece by piece, past stdio. */
static void put(const char *text)
{
    ck_assert_int_eq(write(frame.fd, text, strlen(text)), (ssize_t)strlen(text));
}

/* One write of the program, "" where there was none. */
static const char *taken(void)
{
    static char bytes[8192];
    ssize_t n = read(from, bytes, sizeof bytes - 1);

    bytes[n > 0 ? n : 0] = '\0';
    return bytes;
}

START_TEST(a_frame_is_one_write)
{
    for (int i = 0; i < 2; i++) { /* nothing of the first is left in the second */
        term_frame_begin(&frame);
        put(i == 0 ? "row one, and long;" : "row 1;");
        put("row 2");
        ck_assert_str_eq(taken(), "");
        term_frame_end(&frame);
        ck_assert_str_eq(taken(), i == 0 ? "row one, and long;row 2" : "row 1;row 2");
        ck_assert_str_eq(taken(), "");
    }
}
END_TEST

START_TEST(a_frame_without_news_writes_nothing)
{
    term_frame_begin(&frame);
    term_frame_end(&frame);

    ck_assert_str_eq(taken(), "");
}
END_TEST

START_TEST(before_the_first_frame_curses_reaches_the_terminal_itself)
{
    put("bell");

    ck_assert_str_eq(taken(), "bell");
}
END_TEST

START_TEST(before_modes_change_what_was_held_goes_out_and_curses_reaches_the_terminal)
{
    term_frame_begin(&frame);
    term_frame_end(&frame);
    put("bell");
    ck_assert_str_eq(taken(), "");

    term_frame_leave(&frame);
    put("modes");

    ck_assert_str_eq(taken(), "bell");
    ck_assert_str_eq(taken(), "modes");
}
END_TEST

static void put_frame(size_t len)
{
    char *text = calloc(1, len + 1);

    ck_assert_ptr_nonnull(text);
    memset(text, 'x', len);
    term_frame_begin(&frame);
    put(text);
    term_frame_end(&frame);
    free(text);
}

START_TEST(a_terminal_that_knows_the_pair_gets_it_around_larger_frames)
{
    frame.has_sync = true;
    put_frame(512);
    ck_assert_uint_eq(strlen(taken()), 512);
    put_frame(513);
    ck_assert_uint_eq(strlen(taken()), 513 + strlen(FRAME_SYNC_BEGIN) + strlen(FRAME_SYNC_END));
    frame.has_sync = false;
    put_frame(513);
    ck_assert_uint_eq(strlen(taken()), 513);
}
END_TEST

START_TEST(a_frame_larger_than_a_piece_arrives_whole_and_as_one_pair)
{
    static char all[LARGE_BYTES + 100];
    size_t n = 0;
    const char *part;

    frame.has_sync = true;
    put_frame(LARGE_BYTES);
    while (*(part = taken()) != '\0') {
        ck_assert_uint_lt(n + strlen(part), sizeof all);
        memcpy(all + n, part, strlen(part));
        n += strlen(part);
    }

    ck_assert_uint_eq(n, LARGE_BYTES + strlen(FRAME_SYNC_BEGIN) + strlen(FRAME_SYNC_END));
    ck_assert_int_eq(strncmp(all, FRAME_SYNC_BEGIN "x", strlen(FRAME_SYNC_BEGIN) + 1), 0);
    ck_assert_str_eq(all + n - strlen(FRAME_SYNC_END), FRAME_SYNC_END);
}
END_TEST

START_TEST(without_memory_for_it_frames_go_out_piece_by_piece)
{
    (void)close(frame.memory); /* as where descriptors are gone */
    term_frame_begin(&frame);
    put("row 1;");
    put("row 2");
    term_frame_end(&frame);

    ck_assert_str_eq(taken(), "row 1;");
    ck_assert_str_eq(taken(), "row 2");
}
END_TEST

START_TEST(only_terminals_that_swallow_the_question_are_asked)
{
    static const char *const not_asked[] = { "linux", "vt100", "putty", "screen", "dumb" };

    for (size_t i = 0; i < sizeof not_asked / sizeof not_asked[0]; i++)
        ck_assert(!term_frame_may_ask(not_asked[i]));
    ck_assert(term_frame_may_ask("xterm-256color"));
}
END_TEST

Suite *term_frame_suite(void)
{
    Suite *s = suite_create("term_frame");
    TCase *tc = tcase_create("frames");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_frame_is_one_write);
    tcase_add_test(tc, a_frame_without_news_writes_nothing);
    tcase_add_test(tc, before_the_first_frame_curses_reaches_the_terminal_itself);
    tcase_add_test(tc, before_modes_change_what_was_held_goes_out_and_curses_reaches_the_terminal);
    tcase_add_test(tc, a_terminal_that_knows_the_pair_gets_it_around_larger_frames);
    tcase_add_test(tc, a_frame_larger_than_a_piece_arrives_whole_and_as_one_pair);
    tcase_add_test(tc, without_memory_for_it_frames_go_out_piece_by_piece);
    tcase_add_test(tc, only_terminals_that_swallow_the_question_are_asked);
    suite_add_tcase(s, tc);
    return s;
}
