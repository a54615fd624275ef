/*
 * What an update leaves to be done: the search index made anew, once, in slices.
 */
#include "domain/flow/timer.h"
#include "domain/flow/upkeep.h"
#include "domain/insight/audit.h"
#include "domain/insight/search.h"
#include "store/store.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void run_sql(const char *text)
{
    const struct sql sql = { "test.run", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(tx_begin(desk_db(shop.desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

/* A desk as an older program left it: no ends of numbers and codes in its index, no marks. */
static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    run_sql("UPDATE customer SET search_text = LOWER(code), phone = '0113 496 0142',"
            " phone_key = ''");
    run_sql("INSERT INTO customer_fts (customer_fts) VALUES ('rebuild')");
    run_sql("UPDATE item SET search_text = LOWER(sku)");
    run_sql("INSERT INTO item_fts (item_fts) VALUES ('rebuild')");
    run_sql("INSERT INTO upkeep (job, next_id) VALUES ('index.customer', 0), ('index.item', 0)");
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static int customers(const char *text)
{
    const struct query *q;
    struct customer_rows rows;

    ck_ok(query_parse(text, FIND_CUSTOMER, shop.desk, shop.arena, &q, &err));
    ck_ok(find_customers(shop.desk, q, NULL, 50, shop.arena, &rows, &err));
    return rows.n;
}

static int items(const char *text)
{
    const struct query *q;
    struct item_rows rows;

    ck_ok(query_parse(text, FIND_ITEM, shop.desk, shop.arena, &q, &err));
    ck_ok(find_items(shop.desk, q, NULL, 50, shop.arena, &rows, &err));
    return rows.n;
}

START_TEST(the_index_of_an_older_desk_is_made_anew)
{
    struct timers_done done;
    struct audit audit;

    ck_assert_int_eq(customers("4960142"), 0);
    ck_assert_int_eq(items("reight"), 0);
    ck_ok(timers_run(shop.desk, &done, &err));

    ck_assert_int_eq(done.reindexed, (int)(testdesk_count(shop.desk, "customer") +
                                           testdesk_count(shop.desk, "item")));
    ck_assert_int_eq(customers("4960142"), 1);
    ck_assert_int_gt(items("reight"), 0);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM customer"
                                                " WHERE phone_key = '+441134960142'"),
                     1);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_int_eq(audit.n, 0);
}
END_TEST

/* All notes of the desk by their words: one of an order, one of a customer, one of an item. */
static void notes_are_found(void)
{
    const struct query *q;
    struct order_rows rows;

    ck_ok(query_parse("note:gate", FIND_ORDER, shop.desk, shop.arena, &q, &err));
    ck_ok(find_orders(shop.desk, q, NULL, 50, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(customers("note:gate"), 1);
    ck_assert_int_eq(items("note:gate"), 1);
}

START_TEST(notes_are_found_before_and_after_their_index_is_made)
{
    struct timers_done done;
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);

    ck_ok(testshop_act(&shop, o, "note", "note", "At the gate", &err));
    run_sql("UPDATE customer SET note = 'Gate 4' WHERE id = 1");
    run_sql("UPDATE item SET note = 'for gates' WHERE id = 1");
    run_sql("DELETE FROM note_fts");
    run_sql("INSERT INTO upkeep (job, next_id)"
            " VALUES ('note.customer', 0), ('note.item', 0), ('note.order', 0)");
    notes_are_found();
    ck_ok(timers_run(shop.desk, &done, &err));
    ck_assert_int_eq(testdesk_count(shop.desk, "upkeep"), 0);
    ck_assert_int_eq(testdesk_count(shop.desk, "note_fts"), 3);
    notes_are_found();
}
END_TEST

START_TEST(it_is_done_once)
{
    struct timers_done done;

    ck_ok(timers_run(shop.desk, &done, &err));
    ck_assert_int_gt(done.reindexed, 0);
    ck_assert_int_eq(testdesk_count(shop.desk, "upkeep"), 0);
    ck_ok(timers_run(shop.desk, &done, &err));
    ck_assert_int_eq(done.reindexed, 0);
}
END_TEST

START_TEST(a_slice_ends_where_the_next_begins)
{
    int done = 0;

    for (int i = 0; i < 100; i++)
        (void)testshop_customer(&shop, arena_printf(shop.arena, "C%d", i), NULL);
    run_sql("UPDATE upkeep SET next_id = 0");
    /* A millisecond is over after some slice; whatever it was, the rest follows. */
    ck_ok(upkeep_run(shop.desk, 1, &done, &err));
    ck_assert_int_ge(done, 100);
    ck_ok(upkeep_run(shop.desk, 0, &done, &err));
    ck_assert_int_eq(testdesk_count(shop.desk, "upkeep"), 0);
    ck_assert_int_eq(customers("4960142"), 1);
}
END_TEST

START_TEST(a_job_of_a_newer_program_is_left_to_it)
{
    int done;

    run_sql("INSERT INTO upkeep (job, next_id) VALUES ('a.moon', 0)");
    ck_ok(upkeep_run(shop.desk, 0, &done, &err));
    ck_assert_int_gt(done, 0);
    ck_ok(upkeep_run(shop.desk, 0, &done, &err));
    ck_assert_int_eq(done, 0);
    ck_assert_int_eq(testdesk_count(shop.desk, "upkeep"), 1);
}
END_TEST

Suite *upkeep_suite(void)
{
    Suite *s = suite_create("upkeep");
    TCase *tc = tcase_create("upkeep");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, the_index_of_an_older_desk_is_made_anew);
    tcase_add_test(tc, notes_are_found_before_and_after_their_index_is_made);
    tcase_add_test(tc, it_is_done_once);
    tcase_add_test(tc, a_slice_ends_where_the_next_begins);
    tcase_add_test(tc, a_job_of_a_newer_program_is_left_to_it);
    suite_add_tcase(s, tc);
    return s;
}
