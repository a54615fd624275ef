/*
 * `check`: a sound desk has no fault; every kind of damage is found by its name, and what is derived
 * is mended.
 */
#include <string.h>

#include "domain/insight/audit.h"
#include "domain/insight/search.h"
#include "store/db.h"
#include "store/stmt.h"
#include "store/tx.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    testshop_order(&shop, shop.bracket, 4, true);
    testshop_order(&shop, shop.deny, 3, true);
    testshop_order(&shop, shop.bracket, 50, true);
    testshop_order(&shop, shop.fitting, 1, false);
    testshop_draft(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static struct audit check(bool fix)
{
    struct audit audit;

    ck_ok(audit_run(shop.desk, fix, shop.arena, &audit, &err));
    return audit;
}

/* Changes the store behind everyone's back. */
static void damage(const char *text)
{
    const struct sql sql = { "test.damage", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;
    int64_t changed;

    ck_ok(tx_begin(desk_db(shop.desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, &changed, &err));
    ck_ok(tx_commit(&tx, &err));
}

static bool has(const struct audit *audit, const char *name)
{
    for (int i = 0; i < audit->n; i++)
        if (strcmp(audit->v[i].check, name) == 0)
            return true;
    return false;
}

/* The fault is found under its name, mended where it can be, and then gone. */
static void expect(const char *text, const char *name)
{
    struct audit found, fixed, after;

    damage(text);
    found = check(false);
    fixed = check(true);
    after = check(false);

    ck_assert_msg(has(&found, name), "%s is not found", name);
    ck_assert_msg(!found.v[0].is_fixed, "a look changes nothing");
    ck_assert_msg(has(&fixed, name) && fixed.v[0].is_fixed, "%s is not mended", name);
    for (int i = 0; i < after.n; i++)
        ck_abort_msg("still: %s %s %s", after.v[i].check, after.v[i].record, after.v[i].words);
}

START_TEST(a_sound_desk_has_no_fault)
{
    struct audit audit = check(false);

    for (int i = 0; i < audit.n; i++)
        ck_abort_msg("%s %s %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
    ck_assert_int_ge(audit.checks, 7);
    ck_assert_int_ge(audit.records, 10);
}
END_TEST

START_TEST(stock_on_hand_is_counted_from_its_movements)
{
    expect("UPDATE stock_level SET on_hand_qty = on_hand_qty + 1000 WHERE item_id = 1",
           "stock.on_hand");
}
END_TEST

START_TEST(allocated_stock_is_counted_from_the_promises)
{
    expect("UPDATE stock_level SET allocated_qty = allocated_qty + 1000 WHERE item_id = 1",
           "stock.allocated");
}
END_TEST

START_TEST(allocated_lines_are_counted_from_the_promises)
{
    expect("UPDATE order_line SET allocated_qty = allocated_qty - 1000 WHERE allocated_qty = 4000",
           "line.allocated");
}
END_TEST

START_TEST(caches_of_an_order_are_counted_from_its_lines)
{
    expect("UPDATE sales_order SET open_qty = open_qty + 5 WHERE id = 1", "order.cache");
    expect("UPDATE sales_order SET backordered_qty = 7 WHERE id = 2", "order.cache");
    expect("UPDATE sales_order SET line_count = 9 WHERE id = 1", "order.cache");
    expect("UPDATE sales_order SET hold_blocks = 1 WHERE id = 4", "order.cache");
}
END_TEST

START_TEST(counts_over_orders_are_counted_from_orders)
{
    expect("UPDATE order_count SET orders = orders + 1", "order.count");
    expect("DELETE FROM order_count", "order.count");
}
END_TEST

START_TEST(hours_are_counted_from_orders)
{
    expect("UPDATE metric_hour SET orders = orders + 1", "metric.hour");
    expect("DELETE FROM metric_hour", "metric.hour");
}
END_TEST

START_TEST(a_full_check_looks_at_more_than_the_newest)
{
    struct order_id id;
    struct audit audit;

    for (int i = 0; i < 500; i++)
        ck_ok(order_draft_new(shop.desk, (struct channel_id){ 0 }, NULL, &id, &err));
    damage("INSERT INTO order_fts (order_fts, rowid, search_text)"
           " SELECT 'delete', id, search_text FROM sales_order"
           " WHERE number IS NOT NULL ORDER BY id LIMIT 1");

    ck_assert_int_eq(check(false).n, 0);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert(has(&audit, "search.order"));
    ck_ok(audit_run(shop.desk, AUDIT_FULL | AUDIT_FIX, shop.arena, &audit, &err));
    ck_assert(audit.v[0].is_fixed);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_int_eq(audit.n, 0);
}
END_TEST

START_TEST(a_record_that_its_words_do_not_find_is_named_and_the_index_made_anew)
{
    struct customer_rows rows;
    const struct query *q;

    expect("INSERT INTO customer_fts (customer_fts, rowid, search_text)"
           " SELECT 'delete', id, search_text FROM customer",
           "search.customer");

    ck_ok(query_parse("acme", FIND_CUSTOMER, shop.desk, shop.arena, &q, &err));
    ck_ok(find_customers(shop.desk, q, NULL, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
}
END_TEST

START_TEST(a_note_that_the_index_does_not_have_as_it_stands_is_put_there_again)
{
    struct order_rows rows;
    const struct query *q;
    const struct order *o = testshop_load(&shop, 1);

    ck_ok(testshop_act(&shop, o, "note", "note", "Rings the bell twice", &err));
    ck_assert_int_eq(check(false).n, 0);
    expect("DELETE FROM note_fts WHERE rowid = 1", "search.note");
    expect("UPDATE note_fts SET text = 'knocks' WHERE rowid = 1", "search.note");
    expect("INSERT INTO note_fts (rowid, text) VALUES (2, 'of nobody')", "search.note");

    ck_ok(query_parse("note:bell", FIND_ORDER, shop.desk, shop.arena, &q, &err));
    ck_ok(find_orders(shop.desk, q, NULL, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
}
END_TEST

START_TEST(a_total_that_does_not_add_up_is_told_and_left_to_a_person)
{
    struct audit fixed;

    damage("UPDATE order_line SET unit_price_v = unit_price_v + 10000 WHERE order_id = 1");
    fixed = check(true);

    ck_assert(has(&fixed, "order.total"));
    ck_assert(!fixed.v[0].is_fixable);
    ck_assert(!fixed.v[0].is_fixed);
}
END_TEST

START_TEST(orders_left_with_a_customer_that_was_merged_are_told)
{
    struct audit audit;

    (void)testshop_customer(&shop, "BETA", NULL);
    (void)testshop_customer(&shop, "GAMMA", NULL);
    damage("UPDATE customer SET merged_into_id = (SELECT id FROM customer WHERE code = 'BETA')"
           " WHERE code = 'GAMMA'");
    audit = check(false);
    ck_assert(!has(&audit, "customer.merged"));
    damage("UPDATE customer SET merged_into_id = (SELECT id FROM customer WHERE code = 'BETA')"
           " WHERE code = 'ACME'");
    audit = check(true);
    ck_assert(has(&audit, "customer.merged"));
    ck_assert(!audit.v[0].is_fixable);
    damage("UPDATE customer SET merged_into_id = NULL WHERE code = 'ACME'");
    damage("UPDATE customer SET merged_into_id = (SELECT id FROM customer WHERE code = 'GAMMA')"
           " WHERE code = 'BETA'");
    audit = check(false);
    ck_assert(has(&audit, "customer.merged"));
}
END_TEST

START_TEST(sums_that_contradict_each_other_are_told)
{
    struct audit audit;

    damage("UPDATE sales_order SET total_minor = total_minor + 1 WHERE id = 1");
    audit = check(false);

    ck_assert(has(&audit, "order.sound"));
}
END_TEST

START_TEST(a_clerk_may_not_mend)
{
    struct audit audit;

    testdesk_be(shop.desk, ROLE_CLERK);

    ck_refused(audit_run(shop.desk, true, shop.arena, &audit, &err), ERR_DENIED);
}
END_TEST

Suite *audit_suite(void)
{
    Suite *s = suite_create("audit");
    TCase *tc = tcase_create("audit");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_sound_desk_has_no_fault);
    tcase_add_test(tc, stock_on_hand_is_counted_from_its_movements);
    tcase_add_test(tc, allocated_stock_is_counted_from_the_promises);
    tcase_add_test(tc, allocated_lines_are_counted_from_the_promises);
    tcase_add_test(tc, caches_of_an_order_are_counted_from_its_lines);
    tcase_add_test(tc, counts_over_orders_are_counted_from_orders);
    tcase_add_test(tc, hours_are_counted_from_orders);
    tcase_add_test(tc, a_full_check_looks_at_more_than_the_newest);
    tcase_add_test(tc, a_record_that_its_words_do_not_find_is_named_and_the_index_made_anew);
    tcase_add_test(tc, a_note_that_the_index_does_not_have_as_it_stands_is_put_there_again);
    tcase_add_test(tc, a_total_that_does_not_add_up_is_told_and_left_to_a_person);
    tcase_add_test(tc, orders_left_with_a_customer_that_was_merged_are_told);
    tcase_add_test(tc, sums_that_contradict_each_other_are_told);
    tcase_add_test(tc, a_clerk_may_not_mend);
    suite_add_tcase(s, tc);
    return s;
}
