/*
 * The log and its ring.
 */
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/os.h"
#include "unit/suites.h"
#include "unit/temp.h"

static struct arena *arena;
static char dir[TEMP_DIR_SIZE];

static void set_up(void)
{
    arena = arena_new();
    temp_begin(dir);
}

static void tear_down(void)
{
    temp_end(dir);
    arena_free(arena);
}

START_TEST(lines_are_appended_to_a_private_file)
{
    const char *path = temp_path(arena, dir, "log");
    struct log *log = log_open(path, LOG_LEVEL_INFO);
    struct stat info;
    char *text;

    log_line(log, LOG_LEVEL_INFO, "first=%d", 1);
    log_close(log);
    log = log_open(path, LOG_LEVEL_INFO);
    log_line(log, LOG_LEVEL_ERROR, "second\x1B[2J\nforged");
    log_close(log);

    ck_assert(os_read_file(path, 10000, arena, &text, NULL, NULL));
    ck_assert_ptr_nonnull(strstr(text, " level=info pid="));
    ck_assert_ptr_nonnull(strstr(text, " first=1\n"));
    ck_assert_ptr_nonnull(strstr(text, " level=error pid="));
    ck_assert_ptr_nonnull(strstr(text, " second?[2J?forged\n"));
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_uint_eq(info.st_mode & 0777, 0600);
}
END_TEST

START_TEST(lines_below_the_level_are_left_out)
{
    struct log *log = log_open(NULL, LOG_LEVEL_WARN);
    const char *lines[4];

    log_line(log, LOG_LEVEL_INFO, "quiet");
    log_line(log, LOG_LEVEL_WARN, "loud");

    ck_assert_int_eq(log_ring(log, lines, 4), 1);
    ck_assert_ptr_nonnull(strstr(lines[0], "loud"));
    log_close(log);
}
END_TEST

START_TEST(the_ring_keeps_the_last_200_lines_oldest_first)
{
    struct log *log = log_open(NULL, LOG_LEVEL_DEBUG);
    const char *lines[300];

    for (int i = 0; i < 250; i++)
        log_line(log, LOG_LEVEL_DEBUG, "n=%d.", i);

    ck_assert_int_eq(log_ring(log, lines, 300), 200);
    ck_assert_ptr_nonnull(strstr(lines[0], "n=50."));
    ck_assert_ptr_nonnull(strstr(lines[199], "n=249."));
    ck_assert_int_eq(log_ring(log, lines, 2), 2);
    ck_assert_ptr_nonnull(strstr(lines[0], "n=248."));
    log_close(log);
}
END_TEST

START_TEST(an_error_is_logged_with_its_parts)
{
    struct log *log = log_open(NULL, LOG_LEVEL_DEBUG);
    struct err err = ERR_INIT;
    const char *line;

    err_field(&err, ERR_IO, "file", "It cannot be read.");
    err_cause(&err, "errno 5");
    log_err(log, &err, "import");

    ck_assert_int_eq(log_ring(log, &line, 1), 1);
    ck_assert_ptr_nonnull(strstr(line, "level=error"));
    ck_assert_ptr_nonnull(strstr(line, "where=import code=io field=file"
                                       " text=\"It cannot be read.\" cause=\"errno 5\""));
    log_close(log);
}
END_TEST

START_TEST(a_very_long_line_is_cut)
{
    struct log *log = log_open(NULL, LOG_LEVEL_DEBUG);
    char *text = arena_alloc(arena, 10001);
    const char *line;

    memset(text, 'x', 10000);
    text[10000] = '\0';
    log_line(log, LOG_LEVEL_INFO, "%s", text);

    ck_assert_int_eq(log_ring(log, &line, 1), 1);
    ck_assert_uint_lt(strlen(line), 2100);
    ck_assert_str_eq(line + strlen(line) - 3, "...");
    log_close(log);
}
END_TEST

START_TEST(a_log_that_cannot_be_opened_still_has_its_ring)
{
    struct log *log = log_open("/nonexistent/folder/log", LOG_LEVEL_INFO);
    const char *line;

    log_line(log, LOG_LEVEL_INFO, "here");

    ck_assert_int_eq(log_ring(log, &line, 1), 1);
    log_close(log);
}
END_TEST

START_TEST(no_log_is_fine)
{
    const char *line;

    log_line(NULL, LOG_LEVEL_INFO, "x");
    ck_assert_int_eq(log_ring(NULL, &line, 1), 0);
    log_close(NULL);
}
END_TEST

Suite *log_suite(void)
{
    Suite *s = suite_create("log");
    TCase *tc = tcase_create("log");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, lines_are_appended_to_a_private_file);
    tcase_add_test(tc, lines_below_the_level_are_left_out);
    tcase_add_test(tc, the_ring_keeps_the_last_200_lines_oldest_first);
    tcase_add_test(tc, an_error_is_logged_with_its_parts);
    tcase_add_test(tc, a_very_long_line_is_cut);
    tcase_add_test(tc, a_log_that_cannot_be_opened_still_has_its_ring);
    tcase_add_test(tc, no_log_is_fine);
    suite_add_tcase(s, tc);
    return s;
}
