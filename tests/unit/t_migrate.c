/* Older desk files: brought up to date whole or not at all, and never by a program too old. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/backup.h"
#include "unit/store_suites.h"
#include "unit/store_support.h"

#define VERSIONS                                                                                   \
    "CREATE TABLE schema_version (version INTEGER NOT NULL, oldest_program INTEGER NOT NULL,"      \
    " stamped_ms INTEGER NOT NULL) STRICT;"                                                        \
    "CREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;"
#define SITE_1 "CREATE TABLE site (id INTEGER PRIMARY KEY, code TEXT NOT NULL) STRICT;"
#define BIN                                                                                        \
    "CREATE TABLE bin (id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL REFERENCES site (id))"     \
    " STRICT;"
#define SITE_3                                                                                     \
    "CREATE TABLE site_new (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE,"                    \
    " city TEXT NOT NULL DEFAULT '') STRICT;"

static const struct migration steps[] = {
    { 2, 1, BIN "INSERT INTO bin (site_id) SELECT id FROM site" },
    /* Rebuilds a table that another one refers to. */
    { 3, 3,
      SITE_3 "INSERT INTO site_new (id, code) SELECT id, code FROM site; DROP TABLE site;"
             "ALTER TABLE site_new RENAME TO site" },
};

static const struct migration_plan plan_1 = { VERSIONS SITE_1, 1, 1, NULL, 0 };
static const struct migration_plan plan_2 = { VERSIONS SITE_1 BIN, 2, 1, steps, 1 };
static const struct migration_plan plan_3 = { VERSIONS SITE_1 BIN, 3, 3, steps, 2 };

static struct err err;
static struct db *none;

static struct db *open_as(const char *path, const struct migration_plan *plan)
{
    struct db_seams seams = { .plan = plan };
    struct db *db = NULL;

    ck_ok(db_open_with(&db, path, NOW_MS, &seams, &err));
    return db;
}

static bool open_fails(const char *path, const struct migration_plan *plan)
{
    struct db_seams seams = { .plan = plan };

    return db_open_with(&none, path, NOW_MS, &seams, &err);
}

/* A desk of version 1 with two sites. */
static const char *old_desk(void)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db_seams seams = { .plan = &plan_1 };
    struct db *db = NULL;

    ck_ok(db_create_with(&db, path, NOW_MS, &seams, &err));
    ck_ok(db->driver->exec(db->engine, "INSERT INTO site (code) VALUES ('A'), ('B')", &err));
    db_close(db);
    return path;
}

static int64_t ask(struct db *db, const char *sql)
{
    int64_t v = -99;

    ck_ok(db_ask_i64(db, sql, &v, &err));
    return v;
}

START_TEST(an_old_desk_is_brought_up_to_date_with_its_records)
{
    struct db *db = open_as(old_desk(), &plan_3);

    ck_assert_int_eq(db_schema_version(db), 3);
    ck_assert_int_eq(ask(db, "SELECT COUNT(*) FROM site WHERE city = ''"), 2);
    ck_assert_int_eq(ask(db, "SELECT COUNT(*) FROM bin"), 2);
    ck_assert_int_eq(ask(db, "SELECT COUNT(*) FROM schema_version"), 3);
    ck_assert_int_eq(ask(db, "SELECT user_version FROM pragma_user_version"), 3);
    db_close(db);
}
END_TEST

START_TEST(references_hold_again_afterwards)
{
    struct db *db = open_as(old_desk(), &plan_3);

    ck_assert_int_eq(ask(db, "SELECT foreign_keys FROM pragma_foreign_keys"), 1);
    ck_refused(db->driver->exec(db->engine, "INSERT INTO bin (site_id) VALUES (77)", &err),
               ERR_BUG);
    db_close(db);
}
END_TEST

START_TEST(the_desk_as_it_was_stands_beside)
{
    const char *path = old_desk();
    char backup[4200];
    struct db *db;
    db_close(open_as(path, &plan_3));

    snprintf(backup, sizeof backup, "%s.v1-backup", path);
    db = open_as(backup, &plan_1);

    ck_assert_int_eq(db_schema_version(db), 1);
    ck_assert_int_eq(ask(db, "SELECT COUNT(*) FROM site"), 2);
    db_close(db);
}
END_TEST

START_TEST(a_current_desk_is_opened_without_a_backup)
{
    const char *path = old_desk();
    char backup[4200];

    db_close(open_as(path, &plan_1));

    snprintf(backup, sizeof backup, "%s.v1-backup", path);
    ck_assert(!exists(backup));
}
END_TEST

START_TEST(only_the_missing_steps_run)
{
    const char *path = old_desk();
    struct db *db;
    db_close(open_as(path, &plan_2));

    db = open_as(path, &plan_3);

    ck_assert_int_eq(db_schema_version(db), 3);
    ck_assert_int_eq(ask(db, "SELECT COUNT(*) FROM bin"), 2);
    db_close(db);
}
END_TEST

START_TEST(a_step_that_fails_leaves_the_desk_at_the_step_before)
{
    static const struct migration broken[] = {
        { 2, 1, BIN },
        { 3, 3, "DELETE FROM site; INSERT INTO nowhere VALUES (1)" },
    };
    static const struct migration_plan plan = { VERSIONS SITE_1 BIN, 3, 3, broken, 2 };
    const char *path = old_desk();
    struct db *db;

    ck_refused(open_fails(path, &plan), ERR_BUG);

    db = open_as(path, &plan_2);
    ck_assert_int_eq(db_schema_version(db), 2);
    ck_assert_int_eq(ask(db, "SELECT COUNT(*) FROM site"), 2);
    db_close(db);
}
END_TEST

START_TEST(a_step_that_breaks_references_is_not_kept)
{
    static const struct migration breaks[] = { { 2, 2,
                                                 BIN "INSERT INTO bin (site_id) VALUES (9)" } };
    static const struct migration_plan plan = { VERSIONS SITE_1 BIN, 2, 2, breaks, 1 };
    const char *path = old_desk();

    ck_refused(open_fails(path, &plan), ERR_CORRUPT);

    db_close(open_as(path, &plan_1));
}
END_TEST

/* The file-size limit of the child kills it in the middle of a step that writes much. */
static void die_in_step(const void *path)
{
    static const struct migration large[] = {
        { 2, 2,
          "CREATE TABLE large (b BLOB) STRICT;"
          "INSERT INTO large SELECT randomblob(1000000) FROM site"
          " UNION ALL SELECT randomblob(1000000) FROM site" },
    };
    static const struct migration_plan plan = { VERSIONS SITE_1, 2, 2, large, 1 };
    struct rlimit limit = { 1000000, 1000000 };

    signal(SIGXFSZ, SIG_DFL);
    setrlimit(RLIMIT_FSIZE, &limit);
    (void)!open_fails(path, &plan);
}

START_TEST(a_kill_in_a_step_leaves_the_version_before)
{
    const char *path = old_desk();
    struct db *db;

    ck_assert_int_eq(in_child(die_in_step, path), 128 + SIGXFSZ);

    db = open_as(path, &plan_3);
    ck_assert_int_eq(db_schema_version(db), 3);
    ck_assert_int_eq(ask(db, "SELECT COUNT(*) FROM site"), 2);
    ck_assert_int_eq(ask(db, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'large'"), 0);
    db_close(db);
}
END_TEST

START_TEST(a_second_try_makes_a_second_backup)
{
    const char *path = old_desk();
    char backup[4200];
    in_child(die_in_step, path);

    db_close(open_as(path, &plan_3));

    snprintf(backup, sizeof backup, "%s.v1-backup-2", path);
    ck_assert(exists(backup));
}
END_TEST

START_TEST(an_older_program_is_refused_after_a_step_that_says_so)
{
    const char *path = old_desk();
    db_close(open_as(path, &plan_3));

    ck_refused(open_fails(path, &plan_2), ERR_STATE);
}
END_TEST

START_TEST(an_older_program_goes_on_after_a_step_that_allows_it)
{
    const char *path = old_desk();
    db_close(open_as(path, &plan_2));

    db_close(open_as(path, &plan_1));
}
END_TEST

static void open_old_read_only(const void *path)
{
    become_nobody();
    ck_refused(open_fails(path, &plan_3), ERR_STATE);
}

START_TEST(an_old_desk_that_cannot_be_written_is_refused)
{
    const char *path = old_desk();
    ck_assert_int_eq(chmod(path, 0444), 0);

    ck_assert_int_eq(in_child(open_old_read_only, path), 0);
}
END_TEST

START_TEST(a_desk_from_before_the_first_step_is_refused)
{
    static const struct migration late[] = { { 5, 5, BIN } };
    static const struct migration_plan plan = { VERSIONS SITE_1 BIN, 5, 5, late, 1 };

    ck_refused(open_fails(old_desk(), &plan), ERR_STATE);
}
END_TEST

START_TEST(two_desks_that_open_at_once_update_once)
{
    const char *path = old_desk();
    pid_t pids[3];

    for (int i = 0; i < 3; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            struct db *db = open_as(path, &plan_3);
            db_close(db);
            _exit(0);
        }
    }
    for (int i = 0; i < 3; i++) {
        int status = -1;
        ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
        ck_assert_int_eq(status, 0);
    }

    struct db *db = open_as(path, &plan_3);
    ck_assert_int_eq(ask(db, "SELECT COUNT(*) FROM schema_version"), 3);
    db_close(db);
}
END_TEST

START_TEST(the_programs_steps_are_numbered_without_gaps)
{
    const struct migration_plan *plan = &migration_plan_program;

    ck_assert_int_eq(plan->version, 1 + plan->step_count);
    for (int i = 0; i < plan->step_count; i++) {
        ck_assert_int_eq(plan->steps[i].version, i + 2);
        ck_assert_int_le(plan->steps[i].oldest_program, plan->steps[i].version);
    }
    ck_assert_int_le(plan->oldest_program, plan->version);
}
END_TEST

Suite *migrate_suite(void)
{
    Suite *s = suite_create("migrate");
    TCase *tc = tcase_create("migrate");

    tcase_add_test(tc, an_old_desk_is_brought_up_to_date_with_its_records);
    tcase_add_test(tc, references_hold_again_afterwards);
    tcase_add_test(tc, the_desk_as_it_was_stands_beside);
    tcase_add_test(tc, a_current_desk_is_opened_without_a_backup);
    tcase_add_test(tc, only_the_missing_steps_run);
    tcase_add_test(tc, a_step_that_fails_leaves_the_desk_at_the_step_before);
    tcase_add_test(tc, a_step_that_breaks_references_is_not_kept);
    tcase_add_test(tc, a_kill_in_a_step_leaves_the_version_before);
    tcase_add_test(tc, a_second_try_makes_a_second_backup);
    tcase_add_test(tc, an_older_program_is_refused_after_a_step_that_says_so);
    tcase_add_test(tc, an_older_program_goes_on_after_a_step_that_allows_it);
    tcase_add_test(tc, an_old_desk_that_cannot_be_written_is_refused);
    tcase_add_test(tc, a_desk_from_before_the_first_step_is_refused);
    tcase_add_test(tc, two_desks_that_open_at_once_update_once);
    tcase_add_test(tc, the_programs_steps_are_numbered_without_gaps);
    suite_add_tcase(s, tc);
    return s;
}
