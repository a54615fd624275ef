/* A folder of copies keeps days, weeks and months, and never gives away the last good one. */
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/backup.h"
#include "store/rotate.h"
#include "unit/store_suites.h"
#include "unit/store_support.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS  (24 * HOUR_MS)

static struct err err;
static struct arena *arena;
static struct rotate_report report;

static void set_up(void)
{
    arena = arena_new();
    report = (struct rotate_report){ 0 };
}

static void tear_down(void)
{
    arena_free(arena);
}

static struct stamp at(const char *text)
{
    struct stamp s;

    ck_ok(stamp_parse(text, &s, &err));
    return s;
}

static bool rotate_at(struct db *db, const char *folder, const char *when, int days)
{
    struct rotate_keep keep = { days, 0, 0 };

    return db_rotate(db, folder, &keep, at(when), arena, &report, &err);
}

static int count_true(const bool *v, int n)
{
    int count = 0;

    for (int i = 0; i < n; i++)
        count += v[i] ? 1 : 0;
    return count;
}

START_TEST(two_years_of_nights_leave_days_weeks_and_months)
{
    enum { N = 730 };
    static struct stamp made[N];
    static bool is_kept[N];
    struct rotate_keep keep = { 7, 5, 12 };
    /* A Sunday night, the last of its month. */
    struct stamp last = at("2026-05-31T02:00:00Z");

    for (int i = 0; i < N; i++)
        made[i].ms = last.ms - i * DAY_MS;
    rotate_choose(made, N, &keep, is_kept);

    for (int i = 0; i < 7; i++)
        ck_assert_msg(is_kept[i], "day %d", i);
    /* The Sundays of four more weeks; this week's is among the days. */
    for (int week = 1; week < 5; week++)
        ck_assert_msg(is_kept[week * 7], "week %d", week);
    ck_assert(!is_kept[8]);
    ck_assert(!is_kept[35]);
    /* The last nights of eleven more months. */
    ck_assert(is_kept[31]);
    ck_assert(is_kept[31 + 30]);
    ck_assert_int_eq(count_true(is_kept, N), 7 + 4 + 11);
}
END_TEST

START_TEST(a_folder_kept_so_night_by_night_ends_like_one_kept_at_the_end)
{
    enum { N = 400 };
    static struct stamp all[N];
    static bool is_kept[N];
    struct rotate_keep keep = { 7, 5, 12 };
    struct stamp have[64];
    bool stays[64];
    int n = 0, left = 0;

    for (int i = 0; i < N; i++) {
        all[N - 1 - i].ms = at("2025-01-01T02:00:00Z").ms + i * DAY_MS;
        memmove(have + 1, have, (size_t)n * sizeof have[0]);
        have[0] = all[N - 1 - i];
        n++;
        rotate_choose(have, n, &keep, stays);
        left = 0;
        for (int k = 0; k < n; k++)
            if (stays[k])
                have[left++] = have[k];
        n = left;
        ck_assert_int_lt(n, 64);
    }
    rotate_choose(all, N, &keep, is_kept);

    ck_assert_int_eq(n, count_true(is_kept, N));
    for (int i = 0, k = 0; i < N; i++)
        if (is_kept[i])
            ck_assert_int_eq(all[i].ms, have[k++].ms);
}
END_TEST

START_TEST(of_one_day_the_newest_stays)
{
    struct stamp made[3] = { { 10 * DAY_MS + 20 * HOUR_MS },
                             { 10 * DAY_MS + 10 * HOUR_MS },
                             { 9 * DAY_MS } };
    struct rotate_keep keep = { 2, 0, 0 };
    bool is_kept[3];

    rotate_choose(made, 3, &keep, is_kept);

    ck_assert(is_kept[0]);
    ck_assert(!is_kept[1]);
    ck_assert(is_kept[2]);
}
END_TEST

START_TEST(keeping_nothing_still_keeps_the_newest)
{
    struct stamp made[2] = { { 2 * DAY_MS }, { DAY_MS } };
    struct rotate_keep keep = { 0, 0, 0 };
    bool is_kept[2];

    rotate_choose(made, 2, &keep, is_kept);

    ck_assert(is_kept[0]);
    ck_assert(!is_kept[1]);
}
END_TEST

START_TEST(a_copy_is_made_under_the_name_of_its_time_and_private)
{
    const char *folder = fresh_folder();
    struct db *db = desk_new();
    struct stat st;

    ck_ok(rotate_at(db, folder, "2026-11-23T10:00:00Z", 7));

    ck_assert_str_eq(names_in(folder), "desk-2026-11-23T100000Z.db");
    ck_assert_int_eq(stat(report.path, &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0600);
    ck_assert_int_eq(report.bytes, st.st_size);
    ck_assert_int_eq(report.kept, 1);
    ck_assert_int_eq(report.removed, 0);
    ck_assert(report.is_same_disk);
    db_close(db);
}
END_TEST

START_TEST(old_copies_go_and_other_files_stay)
{
    const char *folder = fresh_folder();
    struct db *db = desk_new();

    write_file(path_in(folder, "desk-2020-01-01T000000Z.db.keep"), "x", 1);
    write_file(path_in(folder, "desk-2020-02-31T000000Z.db"), "no day", 6);
    write_file(path_in(folder, "letter.txt"), "x", 1);
    write_file(path_in(folder, "desk-2020-01-01T000000Z.db.new-0a1b2c3d"), "half", 4);
    ck_ok(rotate_at(db, folder, "2026-11-20T10:00:00Z", 2));
    ck_ok(rotate_at(db, folder, "2026-11-21T10:00:00Z", 2));
    ck_ok(rotate_at(db, folder, "2026-11-22T10:00:00Z", 2));

    ck_assert_str_eq(names_in(folder), "desk-2020-01-01T000000Z.db.keep "
                                       "desk-2020-02-31T000000Z.db desk-2026-11-21T100000Z.db "
                                       "desk-2026-11-22T100000Z.db letter.txt");
    ck_assert_int_eq(report.kept, 2);
    ck_assert_int_eq(report.removed, 1);
    db_close(db);
}
END_TEST

START_TEST(a_copy_made_under_a_clock_set_back_is_not_removed)
{
    const char *folder = fresh_folder();
    struct db *db = desk_new();

    ck_ok(rotate_at(db, folder, "2026-11-22T10:00:00Z", 1));
    ck_ok(rotate_at(db, folder, "2026-11-21T10:00:00Z", 1));

    ck_assert(exists(path_in(folder, "desk-2026-11-21T100000Z.db")));
    ck_assert_int_eq(report.kept, 2);
    db_close(db);
}
END_TEST

START_TEST(a_copy_that_fails_removes_nothing)
{
    const char *folder = fresh_folder(), *home = fresh_folder();
    struct db *db = desk_at(path_in(home, "desk.db"));
    char junk[4096];
    FILE *file;

    ck_ok(rotate_at(db, folder, "2026-11-20T10:00:00Z", 7));
    ck_ok(rotate_at(db, folder, "2026-11-21T10:00:00Z", 7));
    db_close(db);
    memset(junk, 0x5a, sizeof junk);
    file = fopen(path_in(home, "desk.db"), "r+");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, 4096 * 2, SEEK_SET), 0);
    ck_assert_uint_eq(fwrite(junk, 1, sizeof junk, file), sizeof junk);
    fclose(file);
    db = open_at(path_in(home, "desk.db"));

    ck_refused(rotate_at(db, folder, "2026-11-22T10:00:00Z", 1), ERR_CORRUPT);

    ck_assert_str_eq(names_in(folder), "desk-2026-11-20T100000Z.db "
                                       "desk-2026-11-21T100000Z.db");
    db_close(db);
}
END_TEST

START_TEST(a_second_copy_in_one_second_leaves_the_first)
{
    const char *folder = fresh_folder();
    struct db *db = desk_new();

    ck_ok(rotate_at(db, folder, "2026-11-20T10:00:00Z", 1));
    ck_refused(rotate_at(db, folder, "2026-11-20T10:00:00Z", 1), ERR_STATE);

    ck_ok(db_verify(path_in(folder, "desk-2026-11-20T100000Z.db"), &err));
    db_close(db);
}
END_TEST

START_TEST(a_folder_belongs_to_one_desk)
{
    const char *folder = fresh_folder();
    struct db *one = desk_new(), *other = desk_new();

    ck_ok(rotate_at(one, folder, "2026-11-20T10:00:00Z", 1));
    ck_refused(rotate_at(other, folder, "2026-11-21T10:00:00Z", 1), ERR_STATE);

    ck_assert(exists(path_in(folder, "desk-2026-11-20T100000Z.db")));
    db_close(one);
    db_close(other);
}
END_TEST

START_TEST(two_at_once_are_refused)
{
    const char *folder = fresh_folder();
    struct db *db = desk_new();
    int fd;

    ck_ok(rotate_at(db, folder, "2026-11-20T10:00:00Z", 1));
    fd = open(path_in(folder, ".orderdesk-backups"), O_RDWR);
    ck_assert_int_eq(flock(fd, LOCK_EX), 0);

    ck_refused(rotate_at(db, folder, "2026-11-21T10:00:00Z", 1), ERR_BUSY);

    close(fd);
    db_close(db);
}
END_TEST

START_TEST(a_missing_folder_is_refused_and_not_made)
{
    const char *folder = path_in(fresh_folder(), "disk");
    struct db *db = desk_new();

    ck_refused(rotate_at(db, folder, "2026-11-20T10:00:00Z", 1), ERR_NOT_FOUND);
    ck_assert(!exists(folder));
    db_close(db);
}
END_TEST

START_TEST(verifying_finds_damage_that_only_the_full_check_sees)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "copy.db");
    struct db *db = desk_new();
    struct err ignored = ERR_INIT;

    ck_ok(db_backup(db, path, &err));
    ck_ok(db_verify(path, &err));
    db_close(db);
    ck_assert_int_eq(truncate(path, 4096 * 3), 0);

    ck_refused(db_verify(path, &err), ERR_CORRUPT);
    write_file(path, "not a desk", 10);
    ck_assert(!db_verify(path, &ignored));
}
END_TEST

Suite *rotate_suite(void)
{
    Suite *suite = suite_create("rotate");
    TCase *tests = tcase_create("rotate");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, two_years_of_nights_leave_days_weeks_and_months);
    tcase_add_test(tests, a_folder_kept_so_night_by_night_ends_like_one_kept_at_the_end);
    tcase_add_test(tests, of_one_day_the_newest_stays);
    tcase_add_test(tests, keeping_nothing_still_keeps_the_newest);
    tcase_add_test(tests, a_copy_is_made_under_the_name_of_its_time_and_private);
    tcase_add_test(tests, old_copies_go_and_other_files_stay);
    tcase_add_test(tests, a_copy_made_under_a_clock_set_back_is_not_removed);
    tcase_add_test(tests, a_copy_that_fails_removes_nothing);
    tcase_add_test(tests, a_second_copy_in_one_second_leaves_the_first);
    tcase_add_test(tests, a_folder_belongs_to_one_desk);
    tcase_add_test(tests, two_at_once_are_refused);
    tcase_add_test(tests, a_missing_folder_is_refused_and_not_made);
    tcase_add_test(tests, verifying_finds_damage_that_only_the_full_check_sees);
    suite_add_tcase(suite, tests);
    return suite;
}
