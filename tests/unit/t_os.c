/*
 * Folders, files that appear whole, the process.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/os.h"
#include "unit/suites.h"
#include "unit/temp.h"

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

static int count_files(void)
{
    DIR *d = opendir(dir);
    int n = 0;

    while (readdir(d) != NULL)
        n++;
    (void)closedir(d);
    return n - 2;
}

static const char *content(const char *path)
{
    char *text;

    ck_assert_msg(os_read_file(path, 1000, arena, &text, NULL, &err), "%s", err.text);
    return text;
}

START_TEST(folders_follow_the_xdg_variables)
{
    ck_assert_int_eq(setenv("HOME", "/home/x", 1), 0);
    ck_assert_int_eq(setenv("XDG_DATA_HOME", "/data", 1), 0);
    ck_assert_int_eq(setenv("XDG_STATE_HOME", "relative", 1), 0);
    ck_assert_int_eq(unsetenv("XDG_CONFIG_HOME"), 0);

    ck_assert_str_eq(os_data_dir(arena), "/data/orderdesk");
    ck_assert_str_eq(os_state_dir(arena), "/home/x/.local/state/orderdesk");
    ck_assert_str_eq(os_config_dir(arena), "/home/x/.config/orderdesk");
    ck_assert_int_eq(unsetenv("HOME"), 0);
    ck_assert_ptr_null(os_config_dir(arena));
}
END_TEST

START_TEST(an_empty_variable_counts_as_none)
{
    ck_assert_int_eq(setenv("ORDERDESK_TEST", "", 1), 0);
    ck_assert_ptr_null(os_env("ORDERDESK_TEST"));
    ck_assert_int_eq(setenv("ORDERDESK_TEST", "x", 1), 0);
    ck_assert_str_eq(os_env("ORDERDESK_TEST"), "x");
}
END_TEST

START_TEST(a_folder_is_made_with_its_parents_and_only_for_its_owner)
{
    const char *path = arena_printf(arena, "%s/a/b", dir);
    struct stat info;

    ck_assert_msg(os_make_dir(path, &err), "%s", err.text);
    ck_assert(os_make_dir(path, &err));

    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert(S_ISDIR(info.st_mode));
    ck_assert_uint_eq(info.st_mode & 0777, 0700);
    ck_assert_int_eq(rmdir(path), 0);
    ck_assert_int_eq(rmdir(temp_path(arena, dir, "a")), 0);
}
END_TEST

START_TEST(a_folder_in_the_place_of_a_file_is_refused)
{
    const char *path = temp_put(arena, dir, "file", "x", 1);

    ck_assert(!os_make_dir(path, &err));
    ck_assert_int_eq(err.code, ERR_IO);
    ck_assert(!os_make_dir(arena_printf(arena, "%s/below", path), &err));
}
END_TEST

START_TEST(a_file_is_read_up_to_its_limit)
{
    const char *path = temp_put(arena, dir, "f", "abc", 3);
    char *text;
    size_t len;

    ck_assert(os_read_file(path, 3, arena, &text, &len, &err));
    ck_assert_str_eq(text, "abc");
    ck_assert_uint_eq(len, 3);
    ck_assert(!os_read_file(path, 2, arena, &text, &len, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

START_TEST(a_large_file_is_read_whole)
{
    char *data = arena_alloc(arena, 100000), *text;
    size_t len;

    memset(data, 'x', 100000);
    ck_assert(os_write_file(temp_path(arena, dir, "f"), data, 100000, &err));
    ck_assert(os_read_file(temp_path(arena, dir, "f"), 100000, arena, &text, &len, &err));
    ck_assert_uint_eq(len, 100000);
    ck_assert_mem_eq(text, data, 100000);
}
END_TEST

START_TEST(missing_files_and_folders_are_refused)
{
    char *text;

    ck_assert(!os_read_file(temp_path(arena, dir, "none"), 10, arena, &text, NULL, &err));
    ck_assert_int_eq(err.code, ERR_NOT_FOUND);
    ck_assert(!os_read_file(dir, 10, arena, &text, NULL, &err));
    ck_assert_int_eq(err.code, ERR_IO);
    ck_assert(!os_file_exists(temp_path(arena, dir, "none")));
    ck_assert(os_file_exists(dir));
}
END_TEST

START_TEST(a_written_file_replaces_the_old_one_and_keeps_its_mode)
{
    const char *path = temp_put(arena, dir, "f", "old", 3);
    struct stat info;

    ck_assert_int_eq(chmod(path, 0640), 0);
    ck_assert(os_write_file(path, "new", 3, &err));

    ck_assert_str_eq(content(path), "new");
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_uint_eq(info.st_mode & 0777, 0640);
    ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(a_new_file_has_the_mode_that_umask_leaves)
{
    const char *path = temp_path(arena, dir, "f");
    struct stat info;

    (void)umask(027);
    ck_assert(os_write_file(path, "x", 1, &err));

    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_uint_eq(info.st_mode & 0777, 0640);
}
END_TEST

START_TEST(output_appears_with_the_commit)
{
    const char *path = temp_path(arena, dir, "f");
    struct os_out out;

    ck_assert(os_out_open(&out, path, &err));
    (void)fputs("text", out.file);
    ck_assert(!os_file_exists(path));
    ck_assert(os_out_commit(&out, &err));
    os_out_close(&out);

    ck_assert_str_eq(content(path), "text");
    ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(output_without_commit_leaves_the_old_file)
{
    const char *path = temp_put(arena, dir, "f", "old", 3);
    struct os_out out;

    ck_assert(os_out_open(&out, path, &err));
    (void)fputs("text", out.file);
    os_out_close(&out);

    ck_assert_str_eq(content(path), "old");
    ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(a_full_disk_is_told_at_the_commit)
{
    struct os_out out;

    ck_assert(os_out_open(&out, "/dev/full", &err));
    (void)fputs("text", out.file);

    ck_assert(!os_out_commit(&out, &err));
    ck_assert_int_eq(err.code, ERR_IO);
    os_out_close(&out);
}
END_TEST

START_TEST(a_device_is_written_in_place)
{
    struct stat info;

    ck_assert(os_write_file("/dev/null", "x", 1, &err));

    ck_assert_int_eq(stat("/dev/null", &info), 0);
    ck_assert(S_ISCHR(info.st_mode));
}
END_TEST

START_TEST(output_into_no_folder_is_refused)
{
    struct os_out out;

    ck_assert(!os_out_open(&out, temp_path(arena, dir, "none/f"), &err));
    ck_assert_int_eq(err.code, ERR_IO);
    os_out_close(&out);
}
END_TEST

START_TEST(a_hardened_process_has_its_three_files_and_ignores_broken_pipes)
{
    int fds[2];

    (void)close(0);
    os_harden();

    ck_assert_int_ge(fcntl(0, F_GETFD), 0);
    ck_assert_int_eq(pipe(fds), 0);
    ck_assert_int_gt(fds[0], 2);
    (void)close(fds[0]);
    ck_assert_int_lt(write(fds[1], "x", 1), 0);
    ck_assert_uint_eq(umask(0), 007);
}
END_TEST

START_TEST(the_user_and_the_machine_have_names)
{
    ck_assert_str_ne(os_login_name(arena), "");
    ck_assert_str_ne(os_host_name(arena), "");
}
END_TEST

START_TEST(time_zones_are_those_of_the_machine)
{
    ck_assert(os_is_time_zone("UTC"));
    ck_assert(os_is_time_zone("Europe/Berlin"));
    ck_assert(!os_is_time_zone("Europe/Nowhere"));
    ck_assert(!os_is_time_zone("Europe"));
    ck_assert(!os_is_time_zone("../../../etc/passwd"));
    ck_assert(!os_is_time_zone("Europe/../UTC"));
    ck_assert(!os_is_time_zone("/etc/localtime"));
    ck_assert(!os_is_time_zone(""));
}
END_TEST

START_TEST(a_process_lives_until_it_ends)
{
    ck_assert(os_process_lives(os_process_id()));
    ck_assert(!os_process_lives(0));
    ck_assert(!os_process_lives(INT64_MAX));
}
END_TEST

START_TEST(the_disk_tells_its_kind_and_room)
{
    const char *kind = "none";

    ck_assert(!os_is_network_fs("/proc", &kind));
    ck_assert_str_eq(kind, "none");
    ck_assert_int_gt(os_free_bytes(dir), 0);
    ck_assert_int_gt(os_free_bytes(temp_path(arena, dir, "not-yet")), 0);
    ck_assert_int_eq(os_free_bytes("/nonexistent/folder/file"), -1);
    ck_assert(!os_is_network_fs("/nonexistent/folder/file", &kind));
}
END_TEST

static void add_files(Suite *s)
{
    TCase *tc = tcase_create("files");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_file_is_read_up_to_its_limit);
    tcase_add_test(tc, a_large_file_is_read_whole);
    tcase_add_test(tc, missing_files_and_folders_are_refused);
    tcase_add_test(tc, a_written_file_replaces_the_old_one_and_keeps_its_mode);
    tcase_add_test(tc, a_new_file_has_the_mode_that_umask_leaves);
    tcase_add_test(tc, output_appears_with_the_commit);
    tcase_add_test(tc, output_without_commit_leaves_the_old_file);
    tcase_add_test(tc, a_full_disk_is_told_at_the_commit);
    tcase_add_test(tc, a_device_is_written_in_place);
    tcase_add_test(tc, output_into_no_folder_is_refused);
    suite_add_tcase(s, tc);
}

Suite *os_suite(void)
{
    Suite *s = suite_create("os");
    TCase *tc = tcase_create("process");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, folders_follow_the_xdg_variables);
    tcase_add_test(tc, an_empty_variable_counts_as_none);
    tcase_add_test(tc, a_folder_is_made_with_its_parents_and_only_for_its_owner);
    tcase_add_test(tc, a_folder_in_the_place_of_a_file_is_refused);
    tcase_add_test(tc, a_hardened_process_has_its_three_files_and_ignores_broken_pipes);
    tcase_add_test(tc, the_user_and_the_machine_have_names);
    tcase_add_test(tc, time_zones_are_those_of_the_machine);
    tcase_add_test(tc, a_process_lives_until_it_ends);
    tcase_add_test(tc, the_disk_tells_its_kind_and_room);
    suite_add_tcase(s, tc);
    add_files(s);
    return s;
}
