/*
 * Programs that go on beside this one: started without what is ours, ended with it.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/os.h"
#include "unit/suites.h"
#include "unit/temp.h"

#define SOON_MS 10000

static struct arena *arena;
static struct err err;
static char dir[TEMP_DIR_SIZE];

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    temp_begin(dir);
}

static void tear_down(void)
{
    temp_end(dir);
    arena_free(arena);
}

static const char *in_dir(const char *name)
{
    return arena_printf(arena, "%s/%s", dir, name);
}

/* What the shell was told to do, as a program beside this one. */
static int64_t start(const char *script)
{
    const char *argv[] = { "/bin/sh", "-c", script, NULL };
    int64_t pid = 0;

    ck_assert_msg(os_start(argv, &pid, &err), "%s", err.text);
    ck_assert_int_gt(pid, 0);
    return pid;
}

static void wait_for(const char *path)
{
    int64_t end = clock_monotonic_ms() + SOON_MS;

    while (!os_file_exists(path)) {
        ck_assert_msg(clock_monotonic_ms() < end, "%s did not come", path);
        os_pause_ms(5);
    }
}

/* Gone, or waiting for init to take leave of it. */
static bool is_over(int64_t pid)
{
    char *text;
    struct err gone = ERR_INIT;

    return !os_process_lives(pid) ||
           !os_read_file(arena_printf(arena, "/proc/%lld/stat", (long long)pid), 4096, arena, &text,
                         NULL, &gone) ||
           strstr(text, ") Z ") != NULL;
}

static void wait_for_end(int64_t pid)
{
    int64_t end = clock_monotonic_ms() + SOON_MS;

    while (!is_over(pid)) {
        ck_assert_msg(clock_monotonic_ms() < end, "%lld did not end", (long long)pid);
        os_pause_ms(5);
    }
}

START_TEST(it_lives_until_it_is_stopped)
{
    int64_t pid = start("exec sleep 60");

    ck_assert(os_child_lives(pid));
    os_stop(pid);
    ck_assert(!os_child_lives(pid));
    ck_assert(!os_process_lives(pid));
    os_stop(pid);
    os_stop(0);
}
END_TEST

START_TEST(one_that_ended_by_itself_is_known_to_have)
{
    int64_t pid = start("exit 3"), end = clock_monotonic_ms() + SOON_MS;

    while (os_child_lives(pid))
        ck_assert_int_lt(clock_monotonic_ms(), end);
    /* Taken leave of: the system does not know it any more. */
    ck_assert(!os_process_lives(pid));
}
END_TEST

START_TEST(one_that_will_not_hear_is_ended_all_the_same)
{
    const char *ready = in_dir("ready");
    int64_t pid = start(arena_printf(arena, "trap '' TERM; : >%s; while :; do sleep 1; done",
                                     ready));

    wait_for(ready);
    os_stop(pid);
    ck_assert(!os_process_lives(pid));
}
END_TEST

START_TEST(it_has_no_terminal_no_file_and_no_group_of_ours)
{
    const char *out = in_dir("out"), *done = in_dir("done");
    char *text;
    int64_t pid = start(arena_printf(arena,
                                     "{ readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2;"
                                     " ls /proc/$$/fd | wc -l; cut -d' ' -f5 /proc/$$/stat; } >%s; mv %s %s",
                                     out, out, done));

    wait_for(done);
    os_stop(pid);
    ck_assert_msg(os_read_file(done, 4096, arena, &text, NULL, &err), "%s", err.text);
    ck_assert_msg(strncmp(text, "/dev/null\n", 10) == 0, "%s", text);
    ck_assert_msg(strstr(text, arena_printf(arena, "\n%lld\n", (long long)pid)) != NULL, "%s", text);
}
END_TEST

/* The one that started it is killed, and can tell nobody. */
START_TEST(it_ends_when_the_one_that_started_it_is_killed)
{
    const char *ready = in_dir("ready"), *mark = in_dir("mark");
    pid_t parent = fork();
    char *text;

    if (parent == 0) {
        int64_t pid = start(arena_printf(arena, "echo $$ >%s; mv %s %s; exec sleep 60", mark, mark,
                                         ready));

        for (;;)
            os_pause_ms((int)(pid > 0 ? 1000 : 1));
    }
    wait_for(ready);
    ck_assert_msg(os_read_file(ready, 64, arena, &text, NULL, &err), "%s", err.text);
    ck_assert(!is_over(strtoll(text, NULL, 10)));
    ck_assert_int_eq(kill(parent, SIGKILL), 0);
    ck_assert_int_eq(waitpid(parent, NULL, 0), parent);
    wait_for_end(strtoll(text, NULL, 10));
}
END_TEST

START_TEST(a_program_that_is_not_there_cannot_be_started)
{
    const char *argv[] = { "/nowhere/at-all", NULL };
    int64_t pid = 0;

    ck_assert(!os_start(argv, &pid, &err));
    ck_assert_int_eq(err.code, ERR_NOT_FOUND);
    ck_assert_int_eq(pid, 0);
}
END_TEST

Suite *os_start_suite(void)
{
    Suite *suite = suite_create("os_start");
    TCase *tests = tcase_create("beside");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, it_lives_until_it_is_stopped);
    tcase_add_test(tests, one_that_ended_by_itself_is_known_to_have);
    tcase_add_test(tests, one_that_will_not_hear_is_ended_all_the_same);
    tcase_add_test(tests, it_has_no_terminal_no_file_and_no_group_of_ours);
    tcase_add_test(tests, it_ends_when_the_one_that_started_it_is_killed);
    tcase_add_test(tests, a_program_that_is_not_there_cannot_be_started);
    suite_add_tcase(suite, tests);
    return suite;
}
