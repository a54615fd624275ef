/* Making, opening and closing desks: what is refused, what is set, what is left beside the file. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/store_suites.h"
#include "unit/store_support.h"

static struct err err;
static struct db *none;

/* --- making --- */

START_TEST(a_new_desk_is_of_this_version_and_empty)
{
    struct db *db = desk_new();

    ck_assert_int_eq(db_schema_version(db), db_program_version());
    ck_assert(!db_is_read_only(db));
    ck_assert_str_eq(db_read_only_reason(db), "");
    ck_assert_int_eq(setting_count(db), 0);
    ck_assert_ptr_nonnull(strstr(db_engine(db), "SQLite 3."));
    db_close(db);
}
END_TEST

START_TEST(making_leaves_only_the_desk_and_its_lock_files)
{
    const char *folder = fresh_folder();

    db_close(desk_at(path_in(folder, "desk.db")));

    ck_assert_str_eq(names_in(folder), "desk.db desk.db.lock desk.db.next");
}
END_TEST

START_TEST(a_desk_is_private_by_default)
{
    struct db *db = desk_new();
    struct stat st;

    ck_assert_int_eq(stat(db_where(db), &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0600);
    db_close(db);
}
END_TEST

START_TEST(making_over_a_file_is_refused_and_leaves_it)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct stat st;
    write_file(path, "letter", 6);

    ck_refused(db_create(&none, path, NOW_MS, &err), ERR_STATE);

    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(st.st_size, 6);
}
END_TEST

START_TEST(making_in_a_missing_folder_is_refused)
{
    ck_refused(db_create(&none, path_in(fresh_folder(), "no/desk.db"), NOW_MS, &err),
               ERR_NOT_FOUND);
}
END_TEST

START_TEST(making_a_folder_is_refused)
{
    ck_refused(db_create(&none, path_in(fresh_folder(), ""), NOW_MS, &err), ERR_STATE);
}
END_TEST

START_TEST(making_beside_the_log_of_an_earlier_desk_is_refused)
{
    const char *folder = fresh_folder();
    write_file(path_in(folder, "desk.db-wal"), "old", 3);

    ck_refused(db_create(&none, path_in(folder, "desk.db"), NOW_MS, &err), ERR_STATE);
}
END_TEST

START_TEST(a_desk_that_cannot_be_built_leaves_nothing)
{
    static const struct migration_plan broken = {
        .schema_sql = "CREATE TABLE setting (name TEXT) STRICT; CREATE nonsense",
        .version = 1,
        .oldest_program = 1,
    };
    const char *folder = fresh_folder();
    struct db_seams seams = { .plan = &broken };

    ck_refused(db_create_with(&none, path_in(folder, "desk.db"), NOW_MS, &seams, &err), ERR_BUG);

    ck_assert_str_eq(names_in(folder), "");
}
END_TEST

static void make_where_not_allowed(const void *folder)
{
    become_nobody();
    ck_refused(db_create(&none, path_in(folder, "desk.db"), NOW_MS, &err), ERR_IO);
}

START_TEST(making_in_a_folder_one_may_not_write_is_refused)
{
    const char *folder = fresh_folder();
    chmod(folder, 0555);

    ck_assert_int_eq(in_child(make_where_not_allowed, folder), 0);

    chmod(folder, 0755);
}
END_TEST

/* --- opening: what is refused --- */

START_TEST(a_missing_file_is_not_made)
{
    const char *path = path_in(fresh_folder(), "desk.db");

    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_NOT_FOUND);

    ck_assert(!exists(path));
}
END_TEST

START_TEST(a_folder_is_refused)
{
    ck_refused(db_open(&none, fresh_folder(), NOW_MS, &err), ERR_STATE);
}
END_TEST

START_TEST(a_text_file_is_refused_and_left_alone)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "notes.txt");
    write_file(path, "hello\n", 6);

    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_CORRUPT);

    ck_assert_str_eq(names_in(folder), "notes.txt");
}
END_TEST

START_TEST(an_empty_file_is_refused)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    write_file(path, "", 0);

    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_CORRUPT);
}
END_TEST

START_TEST(a_pipe_is_refused_without_waiting_for_its_other_end)
{
    const char *path = path_in(fresh_folder(), "pipe");
    ck_assert_int_eq(mkfifo(path, 0600), 0);

    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_CORRUPT);
}
END_TEST

START_TEST(another_programs_database_is_refused)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    FILE *file;
    db_close(desk_at(path));
    file = fopen(path, "r+");
    ck_assert_int_eq(fseek(file, 68, SEEK_SET), 0);
    ck_assert_uint_eq(fwrite("\0\0\0\0", 1, 4, file), 4);
    fclose(file);

    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_CORRUPT);
}
END_TEST

START_TEST(a_second_name_of_the_file_is_refused)
{
    const char *folder = fresh_folder();
    db_close(desk_at(path_in(folder, "desk.db")));
    ck_assert_int_eq(link(path_in(folder, "desk.db"), path_in(folder, "twin.db")), 0);

    ck_refused(db_open(&none, path_in(folder, "twin.db"), NOW_MS, &err), ERR_STATE);
}
END_TEST

START_TEST(a_symbolic_link_leads_to_the_same_turn)
{
    const char *folder = fresh_folder();
    struct db *db = desk_at(path_in(folder, "desk.db")), *other;
    OD_TX tx = { 0 };
    OD_TX no = { 0 };
    ck_assert_int_eq(symlink("desk.db", path_in(folder, "link.db")), 0);
    other = open_at(path_in(folder, "link.db"));
    ck_ok(tx_begin(db, 0, &tx, &err));

    ck_refused(tx_begin(other, 0, &no, &err), ERR_BUSY);

    tx_end(&tx);
    db_close(other);
    db_close(db);
}
END_TEST

static void exec_at(const char *path, const char *sql)
{
    struct db *db = open_at(path);

    ck_ok(db->driver->exec(db->engine, sql, &err));
    db_close(db);
}

START_TEST(a_newer_programs_file_is_refused)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    db_close(desk_at(path));
    exec_at(path, "INSERT INTO schema_version VALUES (9999, 9999, 0); PRAGMA user_version=9999");

    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_STATE);

    ck_assert_ptr_nonnull(strstr(err.text, "Update orderdesk"));
}
END_TEST

START_TEST(a_newer_but_tolerant_file_opens)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *db;
    db_close(desk_at(path));
    exec_at(path, "INSERT INTO schema_version VALUES (9999, 1, 0); PRAGMA user_version=9999");

    db = open_at(path);

    ck_assert_int_eq(db_schema_version(db), 9999);
    db_close(db);
}
END_TEST

START_TEST(two_different_versions_in_one_file_are_damage)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    db_close(desk_at(path));
    exec_at(path, "PRAGMA user_version=8");

    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_CORRUPT);
}
END_TEST

START_TEST(a_file_without_its_table_of_versions_is_damage)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    db_close(desk_at(path));
    exec_at(path, "DROP TABLE schema_version");

    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_CORRUPT);
}
END_TEST

START_TEST(a_damaged_schema_is_said)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    static const char junk[3000] = "junk";
    FILE *file;
    db_close(desk_at(path));
    file = fopen(path, "r+");
    ck_assert_int_eq(fseek(file, 100, SEEK_SET), 0);
    ck_assert_uint_eq(fwrite(junk, 1, sizeof junk, file), sizeof junk);
    fclose(file);

    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_CORRUPT);
}
END_TEST

static void open_without_descriptors(const void *path)
{
    struct rlimit few;
    int fd = dup(0);

    /* Enough for the lock files and the look at the head; not for the engine's second try. */
    few.rlim_cur = few.rlim_max = (rlim_t)fd + 2;
    close(fd);
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_IO);
}

START_TEST(exhausted_descriptors_are_not_taken_for_a_read_only_file)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    db_close(desk_at(path));

    ck_assert_int_eq(in_child(open_without_descriptors, path), 0);
}
END_TEST

/* --- opening: what is set --- */

static int64_t ask(struct db *db, const char *sql)
{
    int64_t v = -99;

    ck_ok(db_ask_i64(db, sql, &v, &err));
    return v;
}

START_TEST(a_desk_is_opened_with_care)
{
    struct db *db = desk_new();

    ck_assert_int_eq(ask(db, "SELECT foreign_keys FROM pragma_foreign_keys"), 1);
    ck_assert_int_eq(ask(db, "SELECT synchronous FROM pragma_synchronous"), 2);
    ck_assert_int_eq(ask(db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
    ck_assert_int_eq(ask(db, "SELECT temp_store FROM pragma_temp_store"), 2);
    ck_assert_int_eq(ask(db, "SELECT trusted_schema FROM pragma_trusted_schema"), 0);
    ck_assert_int_eq(ask(db, "SELECT cell_size_check FROM pragma_cell_size_check"), 1);
    ck_assert_int_eq(ask(db, "SELECT application_id FROM pragma_application_id"),
                     DRIVER_APPLICATION_ID);
    db_close(db);
}
END_TEST

static void refuses(const char *sql)
{
    struct db *db = desk_at(DB_MEMORY);
    bool ok = db->driver->exec(db->engine, sql, &err);

    ck_assert_msg(!ok, "%s", sql);
    db_close(db);
}

START_TEST(the_engine_is_kept_on_a_short_lead)
{
    refuses("SELECT \"nocolumn\" FROM setting");
    refuses("SELECT load_extension('libm.so')");
    refuses("ATTACH ':memory:' AS other");
    refuses("PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = ''");
    refuses("SELECT abs(?97)");
    refuses("INSERT INTO session (user_id, host, pid, started_ms) VALUES (1, 'h', 1, 1)");
}
END_TEST

/* --- reading only --- */

static void read_only_desk(const void *path)
{
    struct db *db = NULL;
    struct tx tx = { 0 };

    become_nobody();
    ck_ok(db_open(&db, path, NOW_MS, &err));
    ck_assert(db_is_read_only(db));
    ck_assert_str_ne(db_read_only_reason(db), "");
    ck_assert_str_eq(setting_of(db, "a"), "1");
    ck_refused(tx_begin(db, 0, &tx, &err), ERR_STATE);
    ck_assert_str_eq(err.text, db_read_only_reason(db));
    ck_assert(db_is_same_file(db));
    db_close(db);
}

START_TEST(a_read_only_file_is_read_and_nothing_is_left_beside)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    struct db *db = desk_at(path);
    setting_put(db, "a", "1");
    db_close(db);
    chmod(path, 0444);
    chmod(folder, 0777);
    const char *before = names_in(folder);

    ck_assert_int_eq(in_child(read_only_desk, path), 0);

    ck_assert_str_eq(names_in(folder), before);
}
END_TEST

START_TEST(a_read_only_folder_is_read)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    struct db *db = desk_at(path);
    setting_put(db, "a", "1");
    db_close(db);
    chmod(path, 0666);
    chmod(folder, 0555);

    ck_assert_int_eq(in_child(read_only_desk, path), 0);

    chmod(folder, 0755);
}
END_TEST

START_TEST(lock_files_of_others_make_a_desk_read_only)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    struct db *db = desk_at(path);
    setting_put(db, "a", "1");
    db_close(db);
    chmod(path, 0666);
    chmod(folder, 0777);

    ck_assert_int_eq(in_child(read_only_desk, path), 0);
}
END_TEST

START_TEST(beside_a_writer_a_reader_without_rights_sees_the_newest)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    char name[4200];
    struct db *db = desk_at(path);
    setting_put(db, "a", "1"); /* stands in the log only */
    chmod(path, 0444);
    snprintf(name, sizeof name, "%s-wal", path);
    chmod(name, 0444);
    snprintf(name, sizeof name, "%s-shm", path);
    chmod(name, 0444);

    ck_assert_int_eq(in_child(read_only_desk, path), 0);

    chmod(path, 0600);
    db_close(db);
}
END_TEST

static void open_unclosed(const void *path)
{
    become_nobody();
    ck_refused(db_open(&none, path, NOW_MS, &err), ERR_STATE);
}

START_TEST(a_log_that_cannot_be_read_safely_is_not_left_out_in_silence)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    const char *other = fresh_folder();
    char name[4200];
    struct db *db = desk_at(path);
    setting_put(db, "a", "1");
    copy_file(path, path_in(other, "desk.db"));
    snprintf(name, sizeof name, "%s-wal", path);
    copy_file(name, path_in(other, "desk.db-wal"));
    chmod(path_in(other, "desk.db"), 0444);
    chmod(path_in(other, "desk.db-wal"), 0444);
    chmod(other, 0555);

    ck_assert_int_eq(in_child(open_unclosed, path_in(other, "desk.db")), 0);

    chmod(other, 0755);
    db_close(db);
}
END_TEST

struct pipes {
    const char *path;
    int to_child[2], to_parent[2];
};

static void watch_frozen(const void *arg)
{
    const struct pipes *p = arg;
    struct db *db = NULL;
    char c = 'x';

    become_nobody();
    ck_ok(db_open(&db, p->path, NOW_MS, &err));
    ck_assert(db->is_frozen);
    ck_assert_int_eq(write(p->to_parent[1], &c, 1), 1);
    ck_assert_int_eq(read(p->to_child[0], &c, 1), 1);
    ck_assert(!db_is_same_file(db));
    ck_assert_int_eq(db_data_version(db), -1);
    db_close(db);
}

static void write_when_watched(const void *arg)
{
    const struct pipes *p = arg;
    struct db *db;
    char c;

    ck_assert_int_eq(read(p->to_parent[0], &c, 1), 1);
    db = open_at(p->path);
    setting_put(db, "b", "2");
    ck_assert_int_eq(write(p->to_child[1], "x", 1), 1);
    _exit(0); /* without closing: the log stays */
}

START_TEST(a_desk_read_without_locks_notices_a_writer)
{
    const char *folder = fresh_folder();
    struct pipes p = { .path = path_in(folder, "desk.db") };
    pid_t writer;
    db_close(desk_at(p.path));
    chmod(p.path, 0644);
    ck_assert_int_eq(pipe(p.to_child), 0);
    ck_assert_int_eq(pipe(p.to_parent), 0);
    writer = fork();
    if (writer == 0)
        write_when_watched(&p);

    ck_assert_int_eq(in_child(watch_frozen, &p), 0);
}
END_TEST

/* --- closing --- */

START_TEST(closing_null_is_fine)
{
    db_close(NULL);
}
END_TEST

START_TEST(the_last_one_out_brings_the_log_into_the_file)
{
    const char *folder = fresh_folder();
    struct db *db = desk_at(path_in(folder, "desk.db"));
    setting_put(db, "a", "1");

    db_close(db);

    ck_assert_str_eq(names_in(folder), "desk.db desk.db.lock desk.db.next");
}
END_TEST

START_TEST(without_the_turn_closing_leaves_the_log_alone)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    struct db *db = desk_at(path);
    struct turnstile *turn = NULL;
    struct patience now = { 0, NULL, NULL };
    setting_put(db, "a", "1");
    ck_ok(turnstile_open(&turn, path, &err));
    ck_ok(turnstile_take(turn, &now, &err));

    db_close(db);

    ck_assert(file_has_beside(path, "-wal"));
    turnstile_close(turn);
    db = open_at(path);
    ck_assert_str_eq(setting_of(db, "a"), "1");
    db_close(db);
}
END_TEST

START_TEST(closing_a_replaced_file_does_not_touch_the_new_ones_log)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");
    const char *fresh = path_in(fresh_folder(), "desk.db");
    char name[4200];
    struct db *old = desk_at(path), *db;
    setting_put(old, "a", "old");
    db_close(desk_at(fresh));
    snprintf(name, sizeof name, "%s-wal", path);
    unlink(name);
    snprintf(name, sizeof name, "%s-shm", path);
    unlink(name);
    ck_assert_int_eq(rename(fresh, path), 0);
    db = open_at(path);
    setting_put(db, "a", "new");

    db_close(old);

    ck_assert(file_has_beside(path, "-wal"));
    ck_assert_str_eq(setting_of(db, "a"), "new");
    db_close(db);
}
END_TEST

static void leave_without_closing(const void *path)
{
    struct db *db = open_at(path);

    setting_put(db, "a", "1");
    raise(SIGKILL);
}

START_TEST(what_was_committed_survives_a_kill)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *db;
    db_close(desk_at(path));
    ck_assert_int_eq(in_child(leave_without_closing, path), 128 + SIGKILL);

    db = open_at(path);

    ck_assert_str_eq(setting_of(db, "a"), "1");
    db_close(db);
}
END_TEST

/* Rows until the log has more than its thousand pages. */
START_TEST(the_log_does_not_grow_without_end)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *db = desk_at(path);
    char name[4200], key[16], value[3000];
    struct stat st;
    memset(value, 'x', sizeof value - 1);
    value[sizeof value - 1] = '\0';

    for (int i = 0; i < 20; i++) {
        OD_TX tx = { 0 };
        ck_ok(tx_begin(db, 0, &tx, &err));
        for (int j = 0; j < 200; j++) {
            snprintf(key, sizeof key, "%d-%d", i, j);
            ck_ok(setting_add(&tx, key, value, &err));
        }
        ck_ok(tx_commit(&tx, &err));
    }

    snprintf(name, sizeof name, "%s-wal", path);
    ck_assert_int_eq(stat(name, &st), 0);
    ck_assert_int_lt(st.st_size, 8 * 1024 * 1024); /* 16 MB went through it */
    db_close(db);
}
END_TEST

Suite *db_suite(void)
{
    Suite *s = suite_create("db");
    TCase *tc = tcase_create("making");

    tcase_add_test(tc, a_new_desk_is_of_this_version_and_empty);
    tcase_add_test(tc, making_leaves_only_the_desk_and_its_lock_files);
    tcase_add_test(tc, a_desk_is_private_by_default);
    tcase_add_test(tc, making_over_a_file_is_refused_and_leaves_it);
    tcase_add_test(tc, making_in_a_missing_folder_is_refused);
    tcase_add_test(tc, making_a_folder_is_refused);
    tcase_add_test(tc, making_beside_the_log_of_an_earlier_desk_is_refused);
    tcase_add_test(tc, a_desk_that_cannot_be_built_leaves_nothing);
    tcase_add_test(tc, making_in_a_folder_one_may_not_write_is_refused);
    suite_add_tcase(s, tc);

    tc = tcase_create("refusing");
    tcase_add_test(tc, a_missing_file_is_not_made);
    tcase_add_test(tc, a_folder_is_refused);
    tcase_add_test(tc, a_text_file_is_refused_and_left_alone);
    tcase_add_test(tc, an_empty_file_is_refused);
    tcase_add_test(tc, a_pipe_is_refused_without_waiting_for_its_other_end);
    tcase_add_test(tc, another_programs_database_is_refused);
    tcase_add_test(tc, a_second_name_of_the_file_is_refused);
    tcase_add_test(tc, a_symbolic_link_leads_to_the_same_turn);
    tcase_add_test(tc, a_newer_programs_file_is_refused);
    tcase_add_test(tc, a_newer_but_tolerant_file_opens);
    tcase_add_test(tc, two_different_versions_in_one_file_are_damage);
    tcase_add_test(tc, a_file_without_its_table_of_versions_is_damage);
    tcase_add_test(tc, a_damaged_schema_is_said);
    tcase_add_test(tc, exhausted_descriptors_are_not_taken_for_a_read_only_file);
    suite_add_tcase(s, tc);

    tc = tcase_create("care");
    tcase_add_test(tc, a_desk_is_opened_with_care);
    tcase_add_test(tc, the_engine_is_kept_on_a_short_lead);
    suite_add_tcase(s, tc);

    tc = tcase_create("reading");
    tcase_add_test(tc, a_read_only_file_is_read_and_nothing_is_left_beside);
    tcase_add_test(tc, a_read_only_folder_is_read);
    tcase_add_test(tc, lock_files_of_others_make_a_desk_read_only);
    tcase_add_test(tc, beside_a_writer_a_reader_without_rights_sees_the_newest);
    tcase_add_test(tc, a_log_that_cannot_be_read_safely_is_not_left_out_in_silence);
    tcase_add_test(tc, a_desk_read_without_locks_notices_a_writer);
    suite_add_tcase(s, tc);

    tc = tcase_create("closing");
    tcase_add_test(tc, closing_null_is_fine);
    tcase_add_test(tc, the_last_one_out_brings_the_log_into_the_file);
    tcase_add_test(tc, without_the_turn_closing_leaves_the_log_alone);
    tcase_add_test(tc, closing_a_replaced_file_does_not_touch_the_new_ones_log);
    tcase_add_test(tc, what_was_committed_survives_a_kill);
    tcase_add_test(tc, the_log_does_not_grow_without_end);
    suite_add_tcase(s, tc);
    return s;
}
