/*
 * The dashboard of a desk with all kinds of work, held against counts over all rows.
 */
#include "domain/flow/fulfillment.h"
#include "domain/flow/change.h"
#include "support/testdash.h"
#include "support/testreport.h"
#include "unit/domain_suites.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS  (24 * HOUR_MS)

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static void work(const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };
    int64_t id = testshop_number(shop.desk, "SELECT MAX(id) FROM fulfillment");

    err_clear(&err);
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = id }, action, &values,
              &err));
}

/* Released, and packed where that is wanted. */
static void give(struct item_id item, int units, bool is_packed)
{
    struct order *o = testshop_order(&shop, item, units, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    if (!is_packed)
        return;
    work("pick", NULL, NULL);
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment ORDER BY id DESC LIMIT 1") <
        FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    work("pack", "weight", "1.2");
}

static void begin_change(const struct order *o)
{
    struct order_change change = { .order = o->id, .base_version = o->version };
    struct change_line more = { .line_no = 1, .has_qty = true, .in.qty = { 9 * QTY_PER_UNIT } };

    change_put_line(&change, o, &more, shop.arena);
    ck_ok(change_save(shop.desk, &change, &err));
}

/* One of each state that an order goes through by itself. */
static void orders(void)
{
    struct order *o;

    testshop_order(&shop, shop.bracket, 1, false);
    testshop_order(&shop, shop.bracket, 2, false);
    o = testshop_order(&shop, shop.bracket, 3, true);
    ck_ok(testshop_act(&shop, o, "hold", "note", "wait for the boss", &err));
    begin_change(testshop_order(&shop, shop.bracket, 2, true));
    give(shop.bracket, 3, false);
    give(shop.bracket, 4, true);
    give(shop.hose, 2, true);
    testshop_order(&shop, shop.bracket, 60, true);
    o = testshop_order(&shop, shop.deny, 2, true);
    ck_ok(testshop_act(&shop, o, "cancel", "reason", "customer", &err));
}

/* What comes from outside: an order of two packed parts, counts, parcels, an import. */
static void bare_rows(void)
{
    int64_t moved = desk_now(shop.desk).ms - 9 * DAY_MS;
    int64_t o = testreport_order(
        &shop, &(struct testreport_order){ .placed = "2026-11-20T10:00Z", .minor = 7777 });

    testreport_line(&shop, o, &(struct testreport_line){ .ordered = 2 });
    for (int i = 1; i <= 3; i++)
        testreport_shipment(&shop, o,
                            &(struct testreport_shipment){ .shipped = "2026-11-20T10:00Z" });
    testreport_do(&shop, arena_printf(shop.arena,
                                      "INSERT INTO parcel_track (shipment_id, tracking, moved_ms,"
                                      " status) SELECT id, 'T' || CAST(id AS TEXT), %lld + id,"
                                      " CASE id %% 3 WHEN 0 THEN 2 WHEN 1 THEN 6 ELSE 8 END"
                                      " FROM shipment",
                                      (long long)moved));
    testreport_do(&shop, "INSERT INTO stock_doc (kind, number, site_id, status, created_by,"
                         " created_ms) VALUES (2, 'C-99', 1, 1, 1, 77), (2, 'C-98', 1, 3, 1, 33)");
    testreport_do(&shop, "UPDATE stock_level SET reorder_qty = 900000 WHERE item_id = 2");
    testreport_do(&shop, "UPDATE stock_level SET on_hand_qty = allocated_qty - 1000"
                         " WHERE allocated_qty >= 1000");
    testreport_do(&shop,
                  "INSERT INTO fulfillment (order_id, seq, number, site_id, status, due_date,"
                  " released_ms, packed_ms) SELECT order_id, 9, number || '-2', 1, 4, due_date,"
                  " released_ms, packed_ms + 5 FROM fulfillment WHERE status = 4 AND kind = 1");
    testreport_do(&shop, "UPDATE sales_order SET promised_date = '' WHERE backordered_qty > 0");
    testreport_do(&shop, "UPDATE order_line SET promised_date = '' WHERE order_id IN"
                         " (SELECT id FROM sales_order WHERE backordered_qty > 0)");
    testreport_do(&shop, "INSERT INTO put_away (fulfillment_id, item_id, site_id, qty, created_ms,"
                         " created_by) VALUES (1, 1, 1, 1000, 55, 1)");
}

START_TEST(queues_count_what_there_is_at_every_time_of_the_day)
{
    int full;

    orders();
    full = testdash_check(shop.desk);
    ck_assert_int_ge(full, 6);
    bare_rows();
    full = testdash_check(shop.desk);
    ck_assert_int_ge(full, 12);
    for (int i = 0; i < 10; i++) {
        testdesk_wait(shop.desk, 19 * HOUR_MS);
        full = testdash_check(shop.desk);
    }
    ck_assert_int_ge(full, 15);
}
END_TEST

START_TEST(figures_of_the_day_are_what_was_placed)
{
    for (int i = 0; i < 40; i++) {
        struct order *o = testshop_order(&shop, shop.fitting, 1 + i % 3, i % 2 == 0);

        if (i % 7 == 0)
            ck_ok(testshop_act(&shop, o, "cancel", "reason", "customer", &err));
        testdesk_wait(shop.desk, i % 5 == 0 ? DAY_MS : 47 * 60000);
        if (i % 4 == 0)
            testdash_check_day(shop.desk);
    }
}
END_TEST

Suite *queue_whole_suite(void)
{
    Suite *s = suite_create("queue_whole");
    TCase *tc = tcase_create("queue_whole");

    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, queues_count_what_there_is_at_every_time_of_the_day);
    tcase_add_test(tc, figures_of_the_day_are_what_was_placed);
    suite_add_tcase(s, tc);
    return s;
}
