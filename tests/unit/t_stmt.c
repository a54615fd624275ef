/* Statements: values come back as put, every misuse is caught, faults have the right meaning. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "unit/store_suites.h"
#include "unit/store_support.h"

static struct db *db;
static struct arena *arena;
static struct err err;

static void setup(void)
{
    err = (struct err)ERR_INIT;
    arena = arena_new();
    db = desk_at(DB_MEMORY);
}

static void teardown(void)
{
    db_close(db);
    arena_free(arena);
}

#define SQL(text_of)                                                                               \
    &(const struct sql)                                                                            \
    {                                                                                              \
        .name = "test.sql", .text = (text_of)                                                      \
    }

START_TEST(values_come_back_as_they_were_put)
{
    static const unsigned char bytes[] = { 0, 1, 255, 0 };
    size_t len = 0;
    struct stmt *q = sql_read(
        db, SQL("SELECT CAST($1 AS INTEGER), $2, $3, CAST($4 AS INTEGER), CAST($5 AS INTEGER)"));

    put_i64(q, INT64_MIN);
    put_text(q, "Zo\xc3\xab");
    put_blob(q, bytes, sizeof bytes);
    put_i64_or_null(q, false, 7);
    put_ref(q, 12);

    ck_assert(sql_row(q));
    ck_assert_int_eq(get_i64(q), INT64_MIN);
    ck_assert_str_eq(get_text(q, arena), "Zo\xc3\xab");
    ck_assert_mem_eq(get_blob(q, arena, &len), bytes, sizeof bytes);
    ck_assert_uint_eq(len, sizeof bytes);
    ck_assert_int_eq(get_i64(q), 7);
    ck_assert_int_eq(get_ref(q), 12);
    ck_assert(!sql_row(q));
    ck_ok(sql_done(&q, &err));
    ck_assert_ptr_null(q);
}
END_TEST

START_TEST(nothing_is_stored_as_null)
{
    int64_t untouched = 5;
    size_t len = 9;
    struct stmt *q = sql_read(db, SQL("SELECT $1, $2, $3, $4"));

    put_text(q, NULL);
    put_blob(q, NULL, 0);
    put_i64_or_null(q, true, 3);
    put_ref(q, 0);

    ck_assert(sql_row(q));
    ck_assert_ptr_null(get_text(q, arena));
    ck_assert_ptr_null(get_blob(q, arena, &len));
    ck_assert_uint_eq(len, 0);
    ck_assert(!get_i64_or_null(q, &untouched));
    ck_assert_int_eq(untouched, 5);
    ck_assert_int_eq(get_ref(q), 0);
    ck_ok(sql_done(&q, &err));
}
END_TEST

START_TEST(an_empty_blob_is_not_null)
{
    size_t len = 9;
    struct stmt *q = sql_read(db, SQL("SELECT $1"));

    put_blob(q, "", 0);

    ck_assert(sql_row(q));
    ck_assert_ptr_nonnull(get_blob(q, arena, &len));
    ck_assert_uint_eq(len, 0);
    ck_ok(sql_done(&q, &err));
}
END_TEST

START_TEST(text_may_change_once_it_was_put)
{
    char text[] = "before";
    struct stmt *q = sql_read(db, SQL("SELECT $1"));

    put_text(q, text);
    text[0] = 'X';

    ck_assert(sql_row(q));
    ck_assert_str_eq(get_text(q, arena), "before");
    ck_ok(sql_done(&q, &err));
}
END_TEST

START_TEST(a_statement_is_prepared_once)
{
    setting_of(db, "a");
    int before = db->cache.count;

    for (int i = 0; i < 10; i++)
        setting_of(db, "a");

    ck_assert_int_eq(db->cache.count, before);
}
END_TEST

START_TEST(another_text_at_the_same_address_is_prepared_anew)
{
    struct sql composed = { .name = "test.composed", .text = "SELECT 1" };
    int64_t v = 0;
    bool found = false;
    struct stmt *q = sql_read(db, &composed);
    ck_ok(sql_one_i64(&q, &found, &v, &err));

    composed.text = "SELECT 2";
    q = sql_read(db, &composed);

    ck_ok(sql_one_i64(&q, &found, &v, &err));
    ck_assert_int_eq(v, 2);
}
END_TEST

START_TEST(the_cache_stays_bounded)
{
    struct sql *many = xcalloc(5000, sizeof *many);

    for (int i = 0; i < 5000; i++) {
        bool found;
        int64_t v = 0;
        struct stmt *q;

        many[i] = (struct sql){ .name = "test.many", .text = "SELECT 1" };
        q = sql_read(db, &many[i]);
        ck_ok(sql_one_i64(&q, &found, &v, &err));
    }

    ck_assert_int_le(db->cache.count, 2048);
    xfree(many);
}
END_TEST

START_TEST(a_statement_left_early_can_be_used_again)
{
    setting_put(db, "a", "1");
    setting_put(db, "b", "2");
    static const struct sql all = { .name = "test.all", .text = "SELECT name FROM setting" };
    {
        OD_STMT *q = sql_read(db, &all);
        ck_assert(sql_row(q));
    }

    struct stmt *q = sql_read(db, &all);
    int rows = 0;
    while (sql_row(q)) {
        get_text(q, arena);
        rows++;
    }

    ck_ok(sql_done(&q, &err));
    ck_assert_int_eq(rows, 2);
}
END_TEST

START_TEST(no_row_leaves_the_value_alone)
{
    bool found = true;
    int64_t v = 42;
    struct stmt *q = sql_read(db, SQL("SELECT next_value FROM sequence WHERE name = $1"));
    put_text(q, "none");

    ck_ok(sql_one_i64(&q, &found, &v, &err));

    ck_assert(!found);
    ck_assert_int_eq(v, 42);
}
END_TEST

START_TEST(the_new_id_comes_back)
{
    OD_TX tx = { 0 };
    int64_t id = 0;
    ck_ok(tx_begin(db, 0, &tx, &err));
    struct stmt *q =
        sql_write(&tx, SQL("INSERT INTO tax_class (code, name) VALUES ($1, $2) RETURNING id"));
    put_text(q, "x");
    put_text(q, "X");

    ck_ok(sql_run_id(&q, &id, &err));

    ck_assert_int_gt(id, 0);
    ck_ok(tx_commit(&tx, &err));
}
END_TEST

START_TEST(changed_rows_are_counted)
{
    OD_TX tx = { 0 };
    int64_t changed = -1;
    setting_put(db, "a", "1");
    setting_put(db, "b", "2");
    ck_ok(tx_begin(db, 0, &tx, &err));
    struct stmt *q = sql_write(&tx, SQL("UPDATE setting SET value = $1"));
    put_text(q, "3");

    ck_ok(sql_run(&q, &changed, &err));

    ck_assert_int_eq(changed, 2);
}
END_TEST

START_TEST(sql_that_does_not_stand_is_our_bug_and_reported_at_the_end)
{
    struct stmt *q = sql_read(db, SQL("SELECT nothing FROM nowhere WHERE a = $1"));

    put_text(q, "x");

    ck_assert(!sql_row(q));
    ck_refused(sql_done(&q, &err), ERR_BUG);
    ck_assert_ptr_nonnull(strstr(err.cause, "test.sql"));
}
END_TEST

static enum err_code code_of_write(const char *text)
{
    OD_TX tx = { 0 };
    struct stmt *q;
    bool ok;

    ck_ok(tx_begin(db, 0, &tx, &err));
    q = sql_write(&tx, SQL(text));
    ok = sql_run(&q, NULL, &err);
    ck_assert(!ok);
    return err.code;
}

START_TEST(a_taken_key_is_a_conflict)
{
    setting_put(db, "a", "1");

    ck_assert_int_eq(code_of_write("INSERT INTO setting (name, value) VALUES ('a', 'x')"),
                     ERR_CONFLICT);
}
END_TEST

START_TEST(a_taken_unique_value_is_a_conflict)
{
    ck_assert_int_eq(
        code_of_write("INSERT INTO tax_class (code, name) VALUES ('q', 'x'), ('q', 'y')"),
        ERR_CONFLICT);
}
END_TEST

START_TEST(a_broken_check_is_our_bug)
{
    ck_assert_int_eq(code_of_write("INSERT INTO sequence (name, next_value) VALUES ('s', 0)"),
                     ERR_BUG);
}
END_TEST

START_TEST(a_missing_reference_is_our_bug)
{
    ck_assert_int_eq(
        code_of_write(
            "INSERT INTO session (user_id, host, pid, started_ms) VALUES (99, 'h', 1, 1)"),
        ERR_BUG);
}
END_TEST

START_TEST(a_missing_value_is_our_bug)
{
    ck_assert_int_eq(code_of_write("INSERT INTO setting (name, value) VALUES ('z', NULL)"),
                     ERR_BUG);
}
END_TEST

START_TEST(text_in_a_number_is_our_bug)
{
    ck_assert_int_eq(code_of_write("INSERT INTO sequence (name, next_value) VALUES ('s', 'many')"),
                     ERR_BUG);
}
END_TEST

START_TEST(what_is_too_large_is_a_limit)
{
    size_t len = 17 * 1024 * 1024;
    char *text = xmalloc(len + 1);
    OD_TX tx = { 0 };
    memset(text, 'x', len);
    text[len] = '\0';
    ck_ok(tx_begin(db, 0, &tx, &err));

    ck_refused(setting_add(&tx, "large", text, &err), ERR_LIMIT);

    xfree(text);
}
END_TEST

static bool at_once(void *arg)
{
    ++*(int *)arg;
    return true;
}

/* Some hundred thousand steps; without the question they end by themselves. */
#define LONG_SQL                                                                                   \
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"            \
    " SELECT COUNT(*) FROM n"

START_TEST(a_long_read_can_be_given_up)
{
    int asked = 0;
    bool found;
    int64_t v = 0;
    db_on_progress(db, at_once, &asked);
    struct stmt *q = sql_read(db, SQL(LONG_SQL));

    ck_refused(sql_one_i64(&q, &found, &v, &err), ERR_BUSY);

    ck_assert_int_ge(asked, 1);
}
END_TEST

START_TEST(nobody_is_asked_inside_a_transaction)
{
    OD_TX tx = { 0 };
    int asked = 0;
    bool found;
    int64_t v = 0;
    db_on_progress(db, at_once, &asked);
    ck_ok(tx_begin(db, 0, &tx, &err));
    struct stmt *q = sql_read(db, SQL(LONG_SQL));

    ck_ok(sql_one_i64(&q, &found, &v, &err));

    ck_assert_int_eq(asked, 0);
    ck_assert_int_eq(v, 100000);
}
END_TEST

/* --- misuse: each ends the program (SIGABRT) --- */

START_TEST(parameters_out_of_order_end_the_program)
{
    (void)!sql_read(db, SQL("SELECT $2, $1"));
}
END_TEST

START_TEST(a_question_mark_parameter_ends_the_program)
{
    (void)!sql_read(db, SQL("SELECT ?"));
}
END_TEST

START_TEST(a_missing_put_ends_the_program)
{
    struct stmt *q = sql_read(db, SQL("SELECT $1, $2"));

    put_i64(q, 1);
    sql_row(q);
}
END_TEST

START_TEST(a_put_too_many_ends_the_program)
{
    struct stmt *q = sql_read(db, SQL("SELECT $1"));

    put_i64(q, 1);
    put_i64(q, 2);
}
END_TEST

START_TEST(an_unread_column_ends_the_program)
{
    struct stmt *q = sql_read(db, SQL("SELECT 1, 2 UNION ALL SELECT 3, 4"));

    sql_row(q);
    get_i64(q);
    sql_row(q);
}
END_TEST

START_TEST(an_unread_column_of_the_last_row_ends_the_program)
{
    struct stmt *q = sql_read(db, SQL("SELECT 1, 2"));

    sql_row(q);
    get_i64(q);
    (void)!sql_done(&q, &err);
}
END_TEST

START_TEST(a_column_too_many_ends_the_program)
{
    struct stmt *q = sql_read(db, SQL("SELECT 1"));

    sql_row(q);
    get_i64(q);
    get_i64(q);
}
END_TEST

START_TEST(null_where_a_number_is_due_ends_the_program)
{
    struct stmt *q = sql_read(db, SQL("SELECT NULL"));

    sql_row(q);
    get_i64(q);
}
END_TEST

START_TEST(text_where_a_number_is_due_ends_the_program)
{
    struct stmt *q = sql_read(db, SQL("SELECT 'x'"));

    sql_row(q);
    get_i64(q);
}
END_TEST

START_TEST(a_float_ends_the_program)
{
    struct stmt *q = sql_read(db, SQL("SELECT 1.5"));

    sql_row(q);
    get_i64(q);
}
END_TEST

START_TEST(a_statement_inside_itself_ends_the_program)
{
    static const struct sql one = { .name = "test.one", .text = "SELECT 1" };

    sql_row(sql_read(db, &one));
    (void)!sql_read(db, &one);
}
END_TEST

START_TEST(writing_through_a_read_ends_the_program)
{
    (void)!sql_read(db, SQL("DELETE FROM setting"));
}
END_TEST

START_TEST(writing_without_a_transaction_ends_the_program)
{
    struct tx tx = { 0 };

    (void)!sql_write(&tx, SQL("DELETE FROM setting"));
}
END_TEST

START_TEST(a_statement_put_but_never_run_ends_the_program)
{
    struct stmt *q = sql_read(db, SQL("SELECT 1"));

    (void)!sql_done(&q, &err);
}
END_TEST

START_TEST(rows_of_a_plain_write_end_the_program)
{
    OD_TX tx = { 0 };
    ck_ok(tx_begin(db, 0, &tx, &err));
    struct stmt *q =
        sql_write(&tx, SQL("INSERT INTO tax_class (code, name) VALUES ('y', 'Y') RETURNING id"));

    (void)!sql_run(&q, NULL, &err);
}
END_TEST

static void add_misuses(TCase *tc)
{
    static const TTest *const *const tests[] = {
        &parameters_out_of_order_end_the_program,
        &a_question_mark_parameter_ends_the_program,
        &a_missing_put_ends_the_program,
        &a_put_too_many_ends_the_program,
        &an_unread_column_ends_the_program,
        &an_unread_column_of_the_last_row_ends_the_program,
        &a_column_too_many_ends_the_program,
        &null_where_a_number_is_due_ends_the_program,
        &text_where_a_number_is_due_ends_the_program,
        &a_float_ends_the_program,
        &a_statement_inside_itself_ends_the_program,
        &writing_through_a_read_ends_the_program,
        &writing_without_a_transaction_ends_the_program,
        &a_statement_put_but_never_run_ends_the_program,
        &rows_of_a_plain_write_end_the_program,
    };

    for (size_t i = 0; i < OD_LEN(tests); i++)
        tcase_add_test_raise_signal(tc, *tests[i], SIGABRT);
}

Suite *stmt_suite(void)
{
    Suite *s = suite_create("stmt");
    TCase *tc = tcase_create("values"), *misuse = tcase_create("misuse");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, values_come_back_as_they_were_put);
    tcase_add_test(tc, nothing_is_stored_as_null);
    tcase_add_test(tc, an_empty_blob_is_not_null);
    tcase_add_test(tc, text_may_change_once_it_was_put);
    tcase_add_test(tc, a_statement_is_prepared_once);
    tcase_add_test(tc, another_text_at_the_same_address_is_prepared_anew);
    tcase_add_test(tc, the_cache_stays_bounded);
    tcase_add_test(tc, a_statement_left_early_can_be_used_again);
    tcase_add_test(tc, no_row_leaves_the_value_alone);
    tcase_add_test(tc, the_new_id_comes_back);
    tcase_add_test(tc, changed_rows_are_counted);
    tcase_add_test(tc, sql_that_does_not_stand_is_our_bug_and_reported_at_the_end);
    tcase_add_test(tc, a_taken_key_is_a_conflict);
    tcase_add_test(tc, a_taken_unique_value_is_a_conflict);
    tcase_add_test(tc, a_broken_check_is_our_bug);
    tcase_add_test(tc, a_missing_reference_is_our_bug);
    tcase_add_test(tc, a_missing_value_is_our_bug);
    tcase_add_test(tc, text_in_a_number_is_our_bug);
    tcase_add_test(tc, what_is_too_large_is_a_limit);
    tcase_add_test(tc, a_long_read_can_be_given_up);
    tcase_add_test(tc, nobody_is_asked_inside_a_transaction);
    suite_add_tcase(s, tc);
    if (strcmp(getenv("CK_FORK") ? getenv("CK_FORK") : "", "no") != 0) {
        tcase_add_checked_fixture(misuse, setup, teardown);
        add_misuses(misuse);
        suite_add_tcase(s, misuse);
    }
    return s;
}
