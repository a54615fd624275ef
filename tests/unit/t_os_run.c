/*
 * Other programs: what goes in, what comes out, and how their end is told.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "unit/suites.h"

static struct arena *arena;
static struct err err;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    (void)signal(SIGPIPE, SIG_IGN); /* as os_harden does */
}

static void tear_down(void)
{
    arena_free(arena);
}

static bool run(const char *const *argv, const char *input, size_t input_len, char **out,
                size_t *len)
{
    struct os_run call = { .argv = argv, .input = input, .input_len = input_len };

    return os_run(&call, arena, out, len, &err);
}

START_TEST(more_than_a_pipe_holds_goes_through_both_ways)
{
    const char *argv[] = { "cat", NULL };
    size_t size = 1000000, len;
    char *in = arena_alloc(arena, size), *out;

    for (size_t i = 0; i < size; i++)
        in[i] = (char)(i % 251);
    ck_assert_msg(run(argv, in, size, &out, &len), "%s", err.text);
    ck_assert_uint_eq(len, size);
    ck_assert_mem_eq(out, in, size);
}
END_TEST

START_TEST(words_are_given_as_they_are_and_no_shell_reads_them)
{
    const char *argv[] = { "echo", "$HOME;", "a  b", NULL };
    char *out;

    ck_assert_msg(run(argv, "", 0, &out, NULL), "%s", err.text);
    ck_assert_str_eq(out, "$HOME; a  b\n");
}
END_TEST

START_TEST(a_program_that_is_not_there_is_not_found)
{
    const char *argv[] = { "orderdesk-no-such-program", NULL };
    char *out;

    ck_assert(!run(argv, "x", 1, &out, NULL));
    ck_assert_int_eq(err.code, ERR_NOT_FOUND);
}
END_TEST

START_TEST(what_a_failing_program_says_is_told_in_one_line)
{
    const char *argv[] = { "sh", "-c", "echo first >&2; echo second >&2; exit 3", NULL };
    char *out;

    ck_assert(!run(argv, "", 0, &out, NULL));
    ck_assert_int_eq(err.code, ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "first"));
    ck_assert_ptr_null(strstr(err.text, "second"));
}
END_TEST

START_TEST(a_program_that_does_not_read_its_input_is_no_failure)
{
    const char *argv[] = { "true", NULL };
    size_t size = 1000000;
    char *in = arena_calloc(arena, size, 1), *out;

    ck_assert_msg(run(argv, in, size, &out, NULL), "%s", err.text);
    ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(too_much_output_is_refused)
{
    const char *within[] = { "head", "-c", "16777216", "/dev/zero", NULL };
    const char *beyond[] = { "head", "-c", "16777217", "/dev/zero", NULL };
    char *out;

    ck_assert_int_eq(LIMIT_RUN_BYTES, 16777216);
    ck_assert_msg(run(within, "", 0, &out, NULL), "%s", err.text);
    ck_assert(!run(beyond, "", 0, &out, NULL));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

START_TEST(no_file_of_ours_stays_open_in_it)
{
    const char *argv[] = { "sh", "-c", "ls /proc/self/fd | wc -l", NULL };
    char *few, *out;
    FILE *file;

    ck_assert_msg(run(argv, "", 0, &few, NULL), "%s", err.text);
    file = fopen("/dev/null", "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_msg(run(argv, "", 0, &out, NULL), "%s", err.text);
    (void)fclose(file);
    ck_assert_str_eq(out, few);
}
END_TEST

Suite *os_run_suite(void)
{
    Suite *suite = suite_create("os_run");
    TCase *tests = tcase_create("programs");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, more_than_a_pipe_holds_goes_through_both_ways);
    tcase_add_test(tests, words_are_given_as_they_are_and_no_shell_reads_them);
    tcase_add_test(tests, a_program_that_is_not_there_is_not_found);
    tcase_add_test(tests, what_a_failing_program_says_is_told_in_one_line);
    tcase_add_test(tests, a_program_that_does_not_read_its_input_is_no_failure);
    tcase_add_test(tests, too_much_output_is_refused);
    tcase_add_test(tests, no_file_of_ours_stays_open_in_it);
    suite_add_tcase(suite, tests);
    return suite;
}
