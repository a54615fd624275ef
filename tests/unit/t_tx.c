/* Transactions: all or nothing, never into a file that is not ours any more, never half stopped. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/backup.h"
#include "unit/store_suites.h"
#include "unit/store_support.h"

static struct err err;

START_TEST(what_is_committed_stays)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *db = desk_at(path);
    setting_put(db, "a", "1");
    db_close(db);

    db = open_at(path);

    ck_assert_str_eq(setting_of(db, "a"), "1");
    db_close(db);
}
END_TEST

START_TEST(what_is_not_committed_goes_at_the_end_of_the_scope)
{
    struct db *db = desk_new();
    {
        OD_TX tx = { 0 };
        ck_ok(tx_begin(db, 0, &tx, &err));
        ck_ok(setting_add(&tx, "a", "1", &err));
    }

    ck_assert_ptr_null(setting_of(db, "a"));
    setting_put(db, "a", "2"); /* the turn is free again */
    db_close(db);
}
END_TEST

START_TEST(a_refused_record_lets_the_rest_be_saved)
{
    struct db *db = desk_at(DB_MEMORY);
    OD_TX tx = { 0 };
    ck_ok(tx_begin(db, 0, &tx, &err));
    ck_ok(setting_add(&tx, "a", "1", &err));
    ck_refused(setting_add(&tx, "a", "2", &err), ERR_CONFLICT);

    ck_ok(tx_commit(&tx, &err));

    ck_assert_str_eq(setting_of(db, "a"), "1");
    db_close(db);
}
END_TEST

/* The engine says "full" when the file may not grow, as on a full disk. */
static void fill(struct db *db)
{
    ck_ok(db->driver->exec(db->engine, "PRAGMA max_page_count=1", &err));
}

static bool add_much(struct tx *tx)
{
    char value[4000], name[16];

    memset(value, 'x', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    for (int i = 0; i < 50; i++) {
        snprintf(name, sizeof name, "much-%d", i);
        if (!setting_add(tx, name, value, &err))
            return false;
    }
    return true;
}

START_TEST(a_full_disk_is_said_and_nothing_is_saved)
{
    struct db *db = desk_new();
    OD_TX tx = { 0 };
    fill(db);
    ck_ok(tx_begin(db, 0, &tx, &err));

    ck_refused(add_much(&tx), ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "full"));

    ck_refused(tx_commit(&tx, &err), ERR_IO);
    ck_assert_int_eq(setting_count(db), 0);
    db_close(db);
}
END_TEST

START_TEST(after_a_full_disk_is_cured_saving_works)
{
    struct db *db = desk_new();
    {
        OD_TX tx = { 0 };
        fill(db);
        ck_ok(tx_begin(db, 0, &tx, &err));
        ck_assert(!add_much(&tx));
    }
    ck_ok(db->driver->exec(db->engine, "PRAGMA max_page_count=1000000", &err));

    setting_put(db, "a", "1");

    ck_assert_str_eq(setting_of(db, "a"), "1");
    db_close(db);
}
END_TEST

START_TEST(a_write_after_the_engine_ended_the_transaction_is_refused)
{
    struct db *db = desk_at(DB_MEMORY);
    OD_TX tx = { 0 };
    ck_ok(tx_begin(db, 0, &tx, &err));
    db->driver->rollback(db->engine); /* as some faults make it do */

    ck_refused(setting_add(&tx, "a", "1", &err), ERR_BUG);

    tx_end(&tx);
    ck_assert_int_eq(setting_count(db), 0);
    db_close(db);
}
END_TEST

START_TEST(a_moved_file_is_written_no_more)
{
    struct db *db = desk_new();
    OD_TX tx = { 0 };
    ck_ok(tx_begin(db, 0, &tx, &err));
    ck_ok(setting_add(&tx, "a", "1", &err));
    ck_assert_int_eq(rename(db_where(db), path_in(fresh_folder(), "else.db")), 0);

    ck_refused(tx_commit(&tx, &err), ERR_STATE);

    ck_assert(!db_is_same_file(db));
    ck_assert_int_eq(setting_count(db), 0);
    db_close(db);
}
END_TEST

START_TEST(a_replaced_file_is_written_no_more)
{
    struct db *db = desk_new();
    const char *other = path_in(fresh_folder(), "other.db");
    db_close(desk_at(other));
    OD_TX tx = { 0 };
    ck_ok(tx_begin(db, 0, &tx, &err));
    ck_ok(setting_add(&tx, "a", "1", &err));
    ck_assert_int_eq(rename(other, db_where(db)), 0);

    ck_refused(tx_commit(&tx, &err), ERR_STATE);
    db_close(db);
}
END_TEST

START_TEST(the_data_version_tells_of_other_desks_only)
{
    struct db *mine = desk_new(), *other = open_at(db_where(mine));
    int64_t before = db_data_version(mine);
    setting_put(mine, "a", "1");
    ck_assert_int_eq(db_data_version(mine), before);

    setting_put(other, "b", "2");

    ck_assert_int_ne(db_data_version(mine), before);
    ck_assert_int_ge(db_data_version(mine), 0);
    db_close(other);
    db_close(mine);
}
END_TEST

START_TEST(a_reader_sees_nothing_of_an_open_transaction)
{
    struct db *mine = desk_new(), *other = open_at(db_where(mine));
    OD_TX tx = { 0 };
    ck_ok(tx_begin(mine, 0, &tx, &err));
    ck_ok(setting_add(&tx, "a", "1", &err));

    ck_assert_ptr_null(setting_of(other, "a"));
    ck_assert_str_eq(setting_of(mine, "a"), "1");

    ck_ok(tx_commit(&tx, &err));
    ck_assert_str_eq(setting_of(other, "a"), "1");
    db_close(other);
    db_close(mine);
}
END_TEST

START_TEST(reads_of_one_view_see_one_moment)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *one = desk_at(path), *two = open_at(path);

    setting_put(two, "a", "1");
    {
        OD_VIEW view = { 0 };

        ck_ok(read_view_begin(one, &view, &err));
        ck_assert_str_eq(setting_of(one, "a"), "1");
        setting_put(two, "b", "2");
        ck_assert_ptr_null(setting_of(one, "b"));
    }
    ck_assert_str_eq(setting_of(one, "b"), "2");
    setting_put(one, "c", "3"); /* and writing goes on */
    db_close(one);
    db_close(two);
}
END_TEST

START_TEST(a_view_joins_what_is_open)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *one = desk_at(path), *two = open_at(path);

    {
        OD_VIEW view = { 0 };

        ck_ok(read_view_join(one, &view, &err));
        ck_assert_ptr_null(setting_of(one, "a"));
        {
            OD_VIEW inner = { 0 };

            ck_ok(read_view_join(one, &inner, &err));
        }
        setting_put(two, "a", "1");
        ck_assert_ptr_null(setting_of(one, "a")); /* the inner one has ended nothing */
    }
    ck_assert_str_eq(setting_of(one, "a"), "1");
    {
        OD_TX tx = { 0 };

        ck_ok(tx_begin(one, 0, &tx, &err));
        {
            OD_VIEW view = { 0 };

            ck_ok(read_view_join(one, &view, &err));
        }
        ck_ok(tx_commit(&tx, &err));
    }
    db_close(one);
    db_close(two);
}
END_TEST

START_TEST(an_older_program_writes_no_more_once_a_newer_updated_the_file)
{
    struct db *old = desk_new(), *newer = open_at(db_where(old));
    OD_TX tx = { 0 };
    ck_ok(newer->driver->exec(newer->engine,
                              "INSERT INTO schema_version VALUES (9999, 9999, 0);"
                              "PRAGMA user_version=9999",
                              &err));

    ck_refused(tx_begin(old, 0, &tx, &err), ERR_STATE);

    ck_assert_ptr_null(tx.db);
    db_close(newer);
    db_close(old);
}
END_TEST

START_TEST(a_tolerant_newer_version_is_written_on)
{
    struct db *old = desk_new(), *newer = open_at(db_where(old));
    ck_ok(newer->driver->exec(newer->engine,
                              "INSERT INTO schema_version VALUES (9999, 1, 0);"
                              "PRAGMA user_version=9999",
                              &err));

    setting_put(old, "a", "1");

    ck_assert_int_eq(db_schema_version(old), 9999);
    db_close(newer);
    db_close(old);
}
END_TEST

static volatile sig_atomic_t caught;

static void on_signal(int sig)
{
    caught = sig;
}

static void signal_waits_for_the_end(int sig)
{
    struct db *db = desk_new();
    OD_TX tx = { 0 };
    struct sigaction act = { .sa_handler = on_signal };
    caught = 0;
    sigaction(sig, &act, NULL);
    ck_ok(tx_begin(db, 0, &tx, &err));

    raise(sig);
    ck_assert_int_eq(caught, 0);
    ck_ok(tx_commit(&tx, &err));

    ck_assert_int_eq(caught, sig);
    db_close(db);
}

START_TEST(stopping_waits_for_the_end_of_the_transaction)
{
    signal_waits_for_the_end(SIGTSTP);
}
END_TEST

START_TEST(hanging_up_waits_for_the_end_of_the_transaction)
{
    signal_waits_for_the_end(SIGHUP);
}
END_TEST

START_TEST(terminating_waits_for_the_end_of_the_transaction)
{
    signal_waits_for_the_end(SIGTERM);
}
END_TEST

START_TEST(the_signal_mask_is_as_before)
{
    struct db *db = desk_new(), *other = open_at(db_where(db));
    OD_TX tx = { 0 };
    OD_TX no = { 0 };
    sigset_t before, after;
    sigprocmask(SIG_SETMASK, NULL, &before);
    ck_ok(tx_begin(db, 0, &tx, &err));
    sigset_t during;
    sigprocmask(SIG_SETMASK, NULL, &during);
    ck_refused(tx_begin(other, 60, &no, &err), ERR_BUSY);
    tx_end(&tx);
    sigprocmask(SIG_SETMASK, NULL, &after);

    ck_assert(sigismember(&during, SIGTSTP));
    for (int sig = 1; sig < 32; sig++)
        ck_assert_int_eq(sigismember(&before, sig), sigismember(&after, sig));
    db_close(other);
    db_close(db);
}
END_TEST

START_TEST(a_transaction_in_a_transaction_ends_the_program)
{
    struct db *db = desk_at(DB_MEMORY);
    struct tx one = { 0 }, two = { 0 };
    ck_ok(tx_begin(db, 0, &one, &err));

    (void)!tx_begin(db, 0, &two, &err);
}
END_TEST

START_TEST(closing_inside_a_transaction_ends_the_program)
{
    struct db *db = desk_at(DB_MEMORY);
    struct tx one = { 0 };
    ck_ok(tx_begin(db, 0, &one, &err));

    db_close(db);
}
END_TEST

START_TEST(a_ledger_row_cannot_be_changed)
{
    struct db *db = desk_at(DB_MEMORY);
    ck_ok(db->driver->exec(db->engine,
                           "INSERT INTO app_user (id, login, name, role) VALUES (1, 'a', 'A', 1);"
                           "INSERT INTO event_log (at_ms, user_id, kind, record_kind, record_id)"
                           " VALUES (1, 1, 'k', 'item', 1)",
                           &err));

    ck_refused(db->driver->exec(db->engine, "UPDATE event_log SET at_ms = 2", &err), ERR_BUG);
    ck_refused(db->driver->exec(db->engine, "DELETE FROM event_log", &err), ERR_BUG);
    db_close(db);
}
END_TEST

Suite *tx_suite(void)
{
    Suite *s = suite_create("tx");
    TCase *tc = tcase_create("tx"), *misuse = tcase_create("misuse");

    tcase_add_test(tc, what_is_committed_stays);
    tcase_add_test(tc, what_is_not_committed_goes_at_the_end_of_the_scope);
    tcase_add_test(tc, a_refused_record_lets_the_rest_be_saved);
    tcase_add_test(tc, a_full_disk_is_said_and_nothing_is_saved);
    tcase_add_test(tc, after_a_full_disk_is_cured_saving_works);
    tcase_add_test(tc, a_write_after_the_engine_ended_the_transaction_is_refused);
    tcase_add_test(tc, a_moved_file_is_written_no_more);
    tcase_add_test(tc, a_replaced_file_is_written_no_more);
    tcase_add_test(tc, the_data_version_tells_of_other_desks_only);
    tcase_add_test(tc, a_reader_sees_nothing_of_an_open_transaction);
    tcase_add_test(tc, reads_of_one_view_see_one_moment);
    tcase_add_test(tc, a_view_joins_what_is_open);
    tcase_add_test(tc, an_older_program_writes_no_more_once_a_newer_updated_the_file);
    tcase_add_test(tc, a_tolerant_newer_version_is_written_on);
    tcase_add_test(tc, stopping_waits_for_the_end_of_the_transaction);
    tcase_add_test(tc, hanging_up_waits_for_the_end_of_the_transaction);
    tcase_add_test(tc, terminating_waits_for_the_end_of_the_transaction);
    tcase_add_test(tc, the_signal_mask_is_as_before);
    tcase_add_test(tc, a_ledger_row_cannot_be_changed);
    suite_add_tcase(s, tc);
    tcase_add_test_raise_signal(misuse, a_transaction_in_a_transaction_ends_the_program, SIGABRT);
    tcase_add_test_raise_signal(misuse, closing_inside_a_transaction_ends_the_program, SIGABRT);
    suite_add_tcase(s, misuse);
    return s;
}
