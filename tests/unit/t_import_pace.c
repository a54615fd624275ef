/*
 * How much an import takes at once: little while others save, much where nobody else is at the desk.
 */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/os.h"
#include "domain/desk/access.h"
#include "domain/intake/import_parts.h"
#include "store/store.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"
#include "unit/temp.h"

static struct testshop shop;
static struct err err;
static char dir[TEMP_DIR_SIZE];

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    temp_begin(dir);
}

static void tear_down(void)
{
    temp_end(dir);
    testshop_close(&shop);
}

/* Transactions until one takes as long as the last. */
static int settled_ms(int batch_ms, bool is_alone)
{
    for (int i = 0; i < 1000; i++) {
        int next = import_batch_next_ms(batch_ms, false, is_alone);

        if (next == batch_ms)
            return batch_ms;
        batch_ms = next;
    }
    return -1;
}

START_TEST(a_transaction_is_short_once_someone_waited_and_grows_again)
{
    ck_assert_int_eq(import_batch_next_ms(IMPORT_BATCH_ALONE_MS, true, true), IMPORT_BATCH_BUSY_MS);
    ck_assert_int_eq(import_batch_next_ms(IMPORT_BATCH_BUSY_MS, false, true),
                     IMPORT_BATCH_BUSY_MS + 1);
    ck_assert_int_eq(settled_ms(IMPORT_BATCH_BUSY_MS, false), IMPORT_BATCH_MS);
    ck_assert_int_eq(settled_ms(IMPORT_BATCH_BUSY_MS, true), IMPORT_BATCH_ALONE_MS);
}
END_TEST

START_TEST(a_long_transaction_ends_with_the_next_one_when_someone_comes_in)
{
    ck_assert_int_eq(import_batch_next_ms(IMPORT_BATCH_ALONE_MS, false, false), IMPORT_BATCH_MS);
}
END_TEST

START_TEST(a_step_reads_as_far_ahead_as_it_was_quick_with)
{
    ck_assert_int_eq(import_step_next(100, IMPORT_STEP_MS / 2 - 1, false), 200);
    ck_assert_int_eq(import_step_next(100, IMPORT_STEP_MS, false), 100);
    ck_assert_int_eq(import_step_next(99, IMPORT_STEP_MS + 1, false), 66);
    ck_assert_int_eq(import_step_next(99, IMPORT_STEP_MS + 1, true), 198);
    ck_assert_int_eq(import_step_next(IMPORT_RECORDS_MIN, 10000, true), IMPORT_RECORDS_MIN);
    ck_assert_int_eq(import_step_next(IMPORT_RECORDS_ALONE, 0, true), IMPORT_RECORDS_ALONE);
    ck_assert_int_eq(import_step_next(IMPORT_RECORDS_ALONE, 0, false), IMPORT_RECORDS_MAX);
}
END_TEST

/* --- who is there ----------------------------------------------------------------------------- */

static void add_session(const char *host, int64_t pid)
{
    static const struct sql sql = { "test.session",
                                    "INSERT INTO session (user_id, host, pid, started_ms)"
                                    " VALUES (1, $1, $2, 1)",
                                    NULL, NULL };
    OD_TX tx = { 0 };
    struct stmt *q;

    ck_ok(desk_begin(shop.desk, "session.enter", &tx, &err));
    q = sql_write(&tx, &sql);
    put_text(q, host);
    put_i64(q, pid);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

/* What an import of the kind finds at its first look. */
static bool finds_itself_alone(enum import_kind kind, const char *head, bool may_take_long)
{
    const char *path = arena_printf(shop.arena, "%s/rows.csv", dir);
    FILE *f = fopen(path, "w");
    OD_CSV *file = NULL;
    struct import_in in = { .kind = kind, .source = "test", .may_take_long = may_take_long };
    struct import_job *job = NULL;
    bool is_alone;

    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(head, f), 0);
    ck_assert_int_eq(fclose(f), 0);
    ck_ok(csv_open(&file, path, NULL, &err));
    in.rows = file;
    ck_ok(import_open(shop.desk, &in, &job, &err));
    ck_ok(import_pace_look(job, &err));
    is_alone = job->is_alone;
    import_close(job);
    return is_alone;
}

#define CUSTOMERS IMPORT_CUSTOMERS, "code,name,country\n"
#define ITEMS IMPORT_ITEMS, "sku,description,price\n"
#define ORDERS IMPORT_ORDERS, "order,customer,date,sku,qty,price\n"

START_TEST(names_are_many_to_a_transaction_where_nobody_else_is_and_the_caller_has_time)
{
    ck_assert(finds_itself_alone(CUSTOMERS, true));
    ck_assert(finds_itself_alone(ITEMS, true));
    ck_assert(!finds_itself_alone(CUSTOMERS, false));
    ck_assert(!finds_itself_alone(ORDERS, true));
}
END_TEST

START_TEST(a_desk_that_is_open_elsewhere_is_somebody_and_the_own_or_a_dead_one_is_not)
{
    ck_ok(presence_enter(shop.desk, &err));
    add_session(os_host_name(shop.arena), INT32_MAX);
    ck_assert(finds_itself_alone(CUSTOMERS, true));

    add_session("elsewhere", 1);

    ck_assert(!finds_itself_alone(CUSTOMERS, true));
}
END_TEST

START_TEST(who_was_met_is_expected_again)
{
    struct import_in in = { .kind = IMPORT_CUSTOMERS, .may_take_long = true };
    struct import_job job = { .desk = shop.desk, .in = &in, .is_of_names = true, .is_alone = true,
                              .gave_way = true, .batch_ms = IMPORT_BATCH_ALONE_MS };

    import_pace_settle(&job);

    ck_assert_int_eq(job.batch_ms, IMPORT_BATCH_BUSY_MS);
    ck_ok(import_pace_look(&job, &err));
    ck_assert(!job.is_alone);
}
END_TEST

Suite *import_pace_suite(void)
{
    Suite *s = suite_create("import_pace");
    TCase *tc = tcase_create("import_pace");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_transaction_is_short_once_someone_waited_and_grows_again);
    tcase_add_test(tc, a_long_transaction_ends_with_the_next_one_when_someone_comes_in);
    tcase_add_test(tc, a_step_reads_as_far_ahead_as_it_was_quick_with);
    tcase_add_test(tc, names_are_many_to_a_transaction_where_nobody_else_is_and_the_caller_has_time);
    tcase_add_test(tc, a_desk_that_is_open_elsewhere_is_somebody_and_the_own_or_a_dead_one_is_not);
    tcase_add_test(tc, who_was_met_is_expected_again);
    suite_add_tcase(s, tc);
    return s;
}
