/* Backups are whole or not there; a restore never mixes two files, whoever has one open. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/backup.h"
#include "unit/store_suites.h"
#include "unit/store_support.h"

static struct err err;

static void damage(const char *path, long from)
{
    char junk[4096];
    FILE *file = fopen(path, "r+");

    memset(junk, 0x5a, sizeof junk);
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, from, SEEK_SET), 0);
    ck_assert_uint_eq(fwrite(junk, 1, sizeof junk, file), sizeof junk);
    fclose(file);
}

/* A desk in folder with the setting a = value, and a backup of it; both closed. */
static void desk_and_backup(const char *folder, const char *value)
{
    struct db *db = desk_at(path_in(folder, "desk.db"));

    setting_put(db, "a", value);
    ck_ok(db_backup(db, path_in(folder, "copy.db"), &err));
    db_close(db);
}

static const char *setting_in(const char *path)
{
    struct db *db = open_at(path);
    const char *value = setting_of(db, "a");

    db_close(db);
    return value;
}

START_TEST(a_backup_holds_all_that_was_committed_and_nothing_else)
{
    const char *folder = fresh_folder();
    struct db *db = desk_at(path_in(folder, "desk.db")), *writer;
    OD_TX tx = { 0 };
    setting_put(db, "a", "1");
    writer = open_at(path_in(folder, "desk.db"));
    ck_ok(tx_begin(writer, 0, &tx, &err));
    ck_ok(setting_add(&tx, "b", "2", &err));

    ck_ok(db_backup(db, path_in(folder, "copy.db"), &err));

    tx_end(&tx);
    db_close(writer);
    db_close(db);
    db = open_at(path_in(folder, "copy.db"));
    ck_assert_str_eq(setting_of(db, "a"), "1");
    ck_assert_ptr_null(setting_of(db, "b"));
    db_close(db);
}
END_TEST

START_TEST(a_backup_is_private_and_alone)
{
    const char *folder = fresh_folder(), *other = fresh_folder();
    struct db *db;
    struct stat st;
    chmod(folder, 02770);
    db = desk_at(path_in(folder, "desk.db"));

    ck_ok(db_backup(db, path_in(other, "copy.db"), &err));

    ck_assert_int_eq(stat(path_in(other, "copy.db"), &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0600);
    ck_assert_str_eq(names_in(other), "copy.db");
    db_close(db);
}
END_TEST

START_TEST(a_desk_in_memory_can_be_backed_up)
{
    const char *path = path_in(fresh_folder(), "copy.db");
    struct db *db = desk_at(DB_MEMORY);
    setting_put(db, "a", "1");
    ck_ok(db_backup(db, path, &err));
    db_close(db);

    ck_assert_str_eq(setting_in(path), "1");
}
END_TEST

START_TEST(a_backup_goes_over_no_file)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "copy.db");
    struct db *db = desk_at(path_in(folder, "desk.db"));
    struct stat st;
    write_file(path, "letter", 6);

    ck_refused(db_backup(db, path, &err), ERR_STATE);

    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(st.st_size, 6);
    db_close(db);
}
END_TEST

START_TEST(a_backup_into_a_missing_folder_is_refused)
{
    struct db *db = desk_new();

    ck_refused(db_backup(db, path_in(fresh_folder(), "no/copy.db"), &err), ERR_NOT_FOUND);
    db_close(db);
}
END_TEST

START_TEST(a_damaged_desk_gives_no_backup_and_leaves_nothing)
{
    const char *folder = fresh_folder(), *other = fresh_folder();
    struct db *db = desk_at(path_in(folder, "desk.db"));
    db_close(db);
    damage(path_in(folder, "desk.db"), 4096 * 2);
    db = open_at(path_in(folder, "desk.db"));

    ck_refused(db_backup(db, path_in(other, "copy.db"), &err), ERR_CORRUPT);

    ck_assert_str_eq(names_in(other), "");
    db_close(db);
}
END_TEST

START_TEST(a_restore_to_a_free_name_is_a_desk)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "new.db");
    desk_and_backup(folder, "1");

    ck_ok(db_restore(path_in(folder, "copy.db"), path, false, &err));

    ck_assert_str_eq(setting_in(path), "1");
}
END_TEST

START_TEST(a_restore_replaces_only_when_told)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    desk_and_backup(folder, "1");

    ck_refused(db_restore(path_in(folder, "copy.db"), path, false, &err), ERR_STATE);
}
END_TEST

START_TEST(what_is_replaced_is_kept_with_all_its_commits)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    struct db *db;
    desk_and_backup(folder, "1");
    db = open_at(path);
    setting_put(db, "later", "x");

    ck_ok(db_restore(path_in(folder, "copy.db"), path, true, &err));

    db_close(db);
    ck_assert_str_eq(setting_in(path), "1");
    db = open_at(path);
    ck_assert_ptr_null(setting_of(db, "later"));
    db_close(db);
    db = open_at(path_in(folder, "desk.db.before-restore"));
    ck_assert_str_eq(setting_of(db, "later"), "x");
    db_close(db);
}
END_TEST

START_TEST(a_second_restore_keeps_the_first_old_file_too)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    desk_and_backup(folder, "1");

    ck_ok(db_restore(path_in(folder, "copy.db"), path, true, &err));
    ck_ok(db_restore(path_in(folder, "copy.db"), path, true, &err));

    ck_assert(exists(path_in(folder, "desk.db.before-restore")));
    ck_assert(exists(path_in(folder, "desk.db.before-restore-2")));
}
END_TEST

START_TEST(an_open_desk_notices_a_restore_and_writes_no_more)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    struct db *db;
    OD_TX tx = { 0 };
    desk_and_backup(folder, "1");
    db = open_at(path);
    ck_assert(db_is_same_file(db));

    ck_ok(db_restore(path_in(folder, "copy.db"), path, true, &err));

    ck_assert(!db_is_same_file(db));
    ck_ok(tx_begin(db, 0, &tx, &err));
    ck_ok(setting_add(&tx, "lost", "x", &err));
    ck_refused(tx_commit(&tx, &err), ERR_STATE);
    db_close(db);
    ck_assert_str_eq(setting_in(path), "1");
}
END_TEST

START_TEST(closing_the_old_desk_does_not_harm_the_restored_one)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    struct db *old, *db;
    desk_and_backup(folder, "1");
    old = open_at(path);
    setting_put(old, "b", "old");
    ck_ok(db_restore(path_in(folder, "copy.db"), path, true, &err));
    db = open_at(path);
    setting_put(db, "b", "new");

    db_close(old);

    ck_assert_str_eq(setting_of(db, "b"), "new");
    db_close(db);
    db = open_at(path);
    ck_assert_str_eq(setting_of(db, "b"), "new");
    db_close(db);
}
END_TEST

START_TEST(a_damaged_backup_is_refused_and_the_desk_stays)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    desk_and_backup(folder, "1");
    damage(path_in(folder, "copy.db"), 4096 * 2);

    ck_refused(db_restore(path_in(folder, "copy.db"), path, true, &err), ERR_CORRUPT);

    ck_assert_str_eq(setting_in(path), "1");
    ck_assert(!exists(path_in(folder, "desk.db.before-restore")));
}
END_TEST

START_TEST(a_file_that_is_no_desk_is_not_restored)
{
    const char *folder = fresh_folder();
    write_file(path_in(folder, "notes.txt"), "hello", 5);

    ck_refused(db_restore(path_in(folder, "notes.txt"), path_in(folder, "new.db"), false, &err),
               ERR_CORRUPT);

    ck_assert_str_eq(names_in(folder), "notes.txt");
}
END_TEST

START_TEST(a_missing_backup_is_said)
{
    const char *folder = fresh_folder();

    ck_refused(db_restore(path_in(folder, "no.db"), path_in(folder, "new.db"), false, &err),
               ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_newer_programs_backup_is_refused)
{
    const char *folder = fresh_folder();
    struct db *db;
    desk_and_backup(folder, "1");
    db = open_at(path_in(folder, "copy.db"));
    ck_ok(db->driver->exec(db->engine,
                           "INSERT INTO schema_version VALUES (9999, 9999, 0);"
                           "PRAGMA user_version=9999",
                           &err));
    db_close(db);

    ck_refused(db_restore(path_in(folder, "copy.db"), path_in(folder, "desk.db"), true, &err),
               ERR_STATE);
}
END_TEST

START_TEST(a_desk_in_use_is_no_backup)
{
    const char *folder = fresh_folder();
    struct db *db = desk_at(path_in(folder, "desk.db"));
    setting_put(db, "a", "1");

    ck_refused(db_restore(path_in(folder, "desk.db"), path_in(folder, "new.db"), false, &err),
               ERR_STATE);
    db_close(db);
}
END_TEST

START_TEST(a_desk_is_not_restored_from_itself)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    desk_and_backup(folder, "1");

    ck_refused(db_restore(path, path, true, &err), ERR_STATE);
}
END_TEST

START_TEST(a_damaged_desk_can_be_replaced_and_is_kept_with_its_log)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    desk_and_backup(folder, "1");
    damage(path, 0);
    write_file(path_in(folder, "desk.db-wal"), "some log", 8);

    ck_ok(db_restore(path_in(folder, "copy.db"), path, true, &err));

    ck_assert_str_eq(setting_in(path), "1");
    ck_assert(exists(path_in(folder, "desk.db.before-restore")));
    ck_assert(exists(path_in(folder, "desk.db.before-restore-wal")));
}
END_TEST

START_TEST(a_held_reader_makes_a_restore_wait_for_another_day)
{
    static const struct sql all = { .name = "test.all", .text = "SELECT name FROM setting" };
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    struct db *reader, *db;
    struct stmt *q;
    desk_and_backup(folder, "1");
    reader = open_at(path);
    db = open_at(path);
    q = sql_read(reader, &all);
    ck_assert(sql_row(q));
    setting_put(db, "b", "2");

    ck_refused(db_restore(path_in(folder, "copy.db"), path, true, &err), ERR_BUSY);

    ck_assert(db_is_same_file(db));
    ck_assert_str_eq(setting_of(db, "b"), "2");
    stmt_cleanup(&q);
    db_close(reader);
    db_close(db);
}
END_TEST

static int fault_count(struct db *db)
{
    OD_ARENA *arena = arena_new();
    const char *const *faults = NULL;
    int count = -1;

    ck_ok(db_integrity(db, arena, &faults, &count, &err));
    for (int i = 0; i < count; i++)
        ck_assert_str_ne(faults[i], "");
    return count;
}

START_TEST(a_whole_desk_has_no_faults)
{
    struct db *db = desk_new();

    ck_assert_int_eq(fault_count(db), 0);
    db_close(db);
}
END_TEST

START_TEST(a_broken_reference_is_a_fault)
{
    struct db *db = desk_new();
    ck_ok(db->driver->exec(db->engine,
                           "PRAGMA foreign_keys=OFF;"
                           "INSERT INTO session (user_id, host, pid, started_ms)"
                           " VALUES (5, 'h', 1, 1);"
                           "PRAGMA foreign_keys=ON",
                           &err));

    ck_assert_int_eq(fault_count(db), 1);
    db_close(db);
}
END_TEST

START_TEST(damage_is_found)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *db;
    db_close(desk_at(path));
    damage(path, 4096 * 2);
    db = open_at(path);

    ck_assert_int_gt(fault_count(db), 0);
    db_close(db);
}
END_TEST

START_TEST(a_desk_seen_damaged_writes_no_more)
{
    static const struct sql read = { .name = "test.read", .text = "SELECT version FROM item" };
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *db = desk_at(path);
    int64_t page = 0;
    struct stmt *q;
    struct tx tx = { 0 };
    ck_ok(db_ask_i64(db, "SELECT rootpage FROM sqlite_master WHERE name = 'item'", &page, &err));
    db_close(db);
    damage(path, (long)(page - 1) * 4096);
    db = open_at(path);
    q = sql_read(db, &read);
    ck_assert(!sql_row(q));
    ck_refused(sql_done(&q, &err), ERR_CORRUPT);

    ck_refused(tx_begin(db, 0, &tx, &err), ERR_IO);

    db_close(db);
}
END_TEST

Suite *backup_suite(void)
{
    Suite *s = suite_create("backup");
    TCase *tc = tcase_create("backup");

    tcase_add_test(tc, a_backup_holds_all_that_was_committed_and_nothing_else);
    tcase_add_test(tc, a_backup_is_private_and_alone);
    tcase_add_test(tc, a_desk_in_memory_can_be_backed_up);
    tcase_add_test(tc, a_backup_goes_over_no_file);
    tcase_add_test(tc, a_backup_into_a_missing_folder_is_refused);
    tcase_add_test(tc, a_damaged_desk_gives_no_backup_and_leaves_nothing);
    suite_add_tcase(s, tc);

    tc = tcase_create("restore");
    tcase_add_test(tc, a_restore_to_a_free_name_is_a_desk);
    tcase_add_test(tc, a_restore_replaces_only_when_told);
    tcase_add_test(tc, what_is_replaced_is_kept_with_all_its_commits);
    tcase_add_test(tc, a_second_restore_keeps_the_first_old_file_too);
    tcase_add_test(tc, an_open_desk_notices_a_restore_and_writes_no_more);
    tcase_add_test(tc, closing_the_old_desk_does_not_harm_the_restored_one);
    tcase_add_test(tc, a_damaged_backup_is_refused_and_the_desk_stays);
    tcase_add_test(tc, a_file_that_is_no_desk_is_not_restored);
    tcase_add_test(tc, a_missing_backup_is_said);
    tcase_add_test(tc, a_newer_programs_backup_is_refused);
    tcase_add_test(tc, a_desk_in_use_is_no_backup);
    tcase_add_test(tc, a_desk_is_not_restored_from_itself);
    tcase_add_test(tc, a_damaged_desk_can_be_replaced_and_is_kept_with_its_log);
    tcase_add_test(tc, a_held_reader_makes_a_restore_wait_for_another_day);
    suite_add_tcase(s, tc);

    tc = tcase_create("integrity");
    tcase_add_test(tc, a_whole_desk_has_no_faults);
    tcase_add_test(tc, a_broken_reference_is_a_fault);
    tcase_add_test(tc, damage_is_found);
    tcase_add_test(tc, a_desk_seen_damaged_writes_no_more);
    suite_add_tcase(s, tc);
    return s;
}
