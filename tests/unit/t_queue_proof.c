/*
 * Each queue of the dashboard with rows in it and rows just outside, of two sites and two
 * currencies, held against the statements of support/testdash.c.
 */
#include <string.h>

#include "domain/desk/exchange.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder.h"
#include "domain/flow/order_action.h"
#include "domain/insight/queue.h"
#include "support/testdash.h"
#include "support/testreport.h"
#include "unit/domain_suites.h"

#define DAY_MS INT64_C(86400000)

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    ck_ok(setting_set(shop.desk, "order.sourcing", "own", &err)); /* LEEDS has no brackets */
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static void run(const char *text)
{
    testreport_do(&shop, text);
}

static struct queue queue_of(const char *name)
{
    struct queues queues;

    ck_ok(queues_load(shop.desk, shop.arena, &queues, &err));
    for (int i = 0; i < queues.n; i++)
        if (strcmp(queues.v[i].name, name) == 0)
            return queues.v[i];
    ck_abort_msg("no queue %s", name);
    return (struct queue){ 0 };
}

static void be_euro(struct customer *c)
{
    memcpy(c->currency, "EUR", 4);
}

static struct customer_id euro_customer(void)
{
    struct exchange_rate rate = { .currency = "EUR",
                                  .rate = { 860000000 },
                                  .from = { 2026, 11, 20 },
                                  .source = "ECB" };

    ck_ok(exchange_rate_save(shop.desk, &rate, &err));
    return testshop_customer(&shop, "EURO", be_euro);
}

/* A confirmed order of one line at a site. */
struct wish {
    struct customer_id customer;
    struct item_id item;
    struct site_id site;
    int units;
    bool is_whole;
};

static struct order *wished(const struct wish *w)
{
    struct line_input line = { .item = w->item,
                               .qty = { w->units * QTY_PER_UNIT },
                               .has_price = true,
                               .price = { 33330000 },
                               .has_whole = w->is_whole,
                               .is_whole = w->is_whole };
    struct order_header header = { .site = &w->site };
    const struct order_new in = { .customer = w->customer.v ? w->customer : shop.acme,
                                  .header = &header,
                                  .lines = &line,
                                  .line_count = 1,
                                  .is_submit = true,
                                  .is_confirm = true };
    struct order_taken taken;

    ck_ok(order_create(shop.desk, &in, shop.arena, &taken, &err));
    testdesk_wait(shop.desk, 60000);
    return testshop_load(&shop, taken.id.v);
}

static struct item_id starter_set(void)
{
    const struct item_part parts[] = { { shop.bracket, "", { 3000 } },
                                       { shop.deny, "", { 2000 } },
                                       { { 0 }, "", { 0 } } };
    struct item item = { .sku = "SET",
                         .kind = ITEM_BUNDLE,
                         .description = "Starter set",
                         .category = "",
                         .uom = "ea",
                         .note = "",
                         .backorder = BACKORDER_ALLOW,
                         .lead_days = 3,
                         .is_active = true,
                         .parts = parts };
    struct price price = { 20000000 };
    struct item_id id;

    ck_ok(item_save(shop.desk, &item, &price, NULL, &id, &err));
    return id;
}

/* What comes to LEEDS, in whole units. */
static void came(struct item_id item, int units)
{
    run(arena_printf(shop.arena,
                     "INSERT INTO stock_level (item_id, site_id, on_hand_qty)"
                     " VALUES (%lld, %lld, %d000) ON CONFLICT (item_id, site_id) DO UPDATE"
                     " SET on_hand_qty = stock_level.on_hand_qty + excluded.on_hand_qty",
                     (long long)item.v, (long long)shop.leeds.v, units));
}

/* --- what waits for stock --------------------------------------------------------------------- */

START_TEST(fillable_is_what_those_in_front_leave)
{
    struct customer_id euro = euro_customer();
    struct order *first = wished(&(struct wish){ .item = shop.bracket, .site = shop.leeds,
                                                 .units = 9 });
    struct order *held, *small;

    held = wished(&(struct wish){ .item = shop.bracket, .site = shop.leeds, .units = 5 });
    ck_ok(testshop_act(&shop, held, "hold", "note", "wait", &err));
    wished(&(struct wish){ euro, shop.bracket, shop.leeds, 7, false });
    wished(&(struct wish){ euro, shop.bracket, shop.leeds, 20, true });
    small = wished(&(struct wish){ .item = shop.bracket, .site = shop.leeds, .units = 1 });
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("fillable").count, 0);
    came(shop.bracket, 8);
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("fillable").count, 1);
    ck_assert_int_eq(queue_of("fillable").since.ms, first->confirmed.ms);
    came(shop.bracket, 3); /* two for the second in turn: all of it counts as what it lacks */
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("fillable").count, 2);
    came(shop.bracket, 9); /* four are left, too few for the whole twenty; the last gets one */
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("fillable").count, 3);
    ck_ok(order_set_priority(shop.desk, small->id, 9, 0, &err));
    testdash_check(shop.desk);
    run("UPDATE stock_level SET safety_qty = 18000 WHERE site_id = 2 AND item_id = 1");
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("fillable").count, 2);
    ck_ok(testshop_act(&shop, testshop_load(&shop, held->id.v), "release_hold", "reason",
                       "checked", &err));
    testdash_check(shop.desk);
    run("UPDATE site SET is_active = 0 WHERE id = 2");
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("fillable").count, 0);
}
END_TEST

/* Of a set there is as much as its scarcest part, and what a draft holds softly is not free. */
START_TEST(fillable_knows_sets_and_what_drafts_hold)
{
    struct item_id set = starter_set();
    struct record_at draft;

    wished(&(struct wish){ .item = set, .site = shop.leeds, .units = 6 });
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("fillable").count, 0);
    came(shop.bracket, 9);
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("fillable").count, 1);
    draft = testshop_draft(&shop);
    ck_ok(order_set_header(shop.desk, &draft, &(struct order_header){ .site = &shop.leeds },
                           shop.arena, &(struct order *){ NULL }, &err));
    testshop_line(&shop, &draft, shop.bracket, 7);
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("fillable").count, 0);
    testdesk_wait(shop.desk, DAY_MS);
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("fillable").count, 1);
}
END_TEST

START_TEST(aged_is_what_waits_longer_than_the_days_of_the_setting)
{
    struct customer_id euro = euro_customer();
    struct order *first = wished(&(struct wish){ euro, shop.bracket, shop.leeds, 7, false });

    wished(&(struct wish){ .item = shop.bracket, .site = shop.main, .units = 90 });
    testdesk_wait(shop.desk, first->confirmed.ms + 14 * DAY_MS - desk_now(shop.desk).ms);
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("aged").count, 0);
    testdesk_wait(shop.desk, 1);
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("aged").count, 1);
    ck_assert_int_eq(queue_of("aged").base_total_minor, first->base_total_minor * 5 / 6);
    testdesk_wait(shop.desk, DAY_MS);
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("aged").count, 2);
    run("INSERT INTO setting (name, value) VALUES ('backorder.age_days', '0')");
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("aged").count, 0);
}
END_TEST

/* A list shows a thousand of them. */
START_TEST(lines_that_wait_are_counted_beyond_what_a_list_shows)
{
    struct order *o = wished(&(struct wish){ .item = shop.bracket, .site = shop.leeds,
                                             .units = 2 });

    run("INSERT INTO order_line (order_id, line_no, kind, item_id, sku, description, ordered_qty,"
        " net_minor) WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n"
        " WHERE i < 1300) SELECT order_id, i, kind, item_id, sku, description, ordered_qty,"
        " net_minor FROM order_line CROSS JOIN n WHERE line_no = 1");
    came(shop.bracket, 2400);
    testdesk_wait(shop.desk, o->confirmed.ms + 15 * DAY_MS - desk_now(shop.desk).ms);
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("aged").count, 1300);
    ck_assert_int_eq(queue_of("fillable").count, 1200);
}
END_TEST

/* --- orders ----------------------------------------------------------------------------------- */

/* Six orders, two of them in EUR and at LEEDS; one is not confirmed. Their ids are 1 to 6. */
static void six_orders(void)
{
    struct customer_id euro = euro_customer();

    wished(&(struct wish){ euro, shop.bracket, shop.leeds, 3, false });
    wished(&(struct wish){ euro, shop.deny, shop.leeds, 2, false });
    for (int i = 0; i < 3; i++)
        wished(&(struct wish){ .item = shop.bracket, .site = shop.main, .units = 2 + i });
    testshop_order(&shop, shop.bracket, 2, false);
}

START_TEST(too_late_is_what_leaves_behind_its_latest_day_or_nobody_knows_when)
{
    six_orders();
    run("UPDATE sales_order SET promised_date = '2026-12-05', latest_ship_date = '2026-12-04'"
        " WHERE id IN (2, 3, 6)");
    run("UPDATE sales_order SET promised_date = '2026-12-04', latest_ship_date = '2026-12-04'"
        " WHERE id = 4");
    run("UPDATE sales_order SET promised_date = '', latest_ship_date = '2026-12-04' WHERE id = 1");
    run("UPDATE sales_order SET promised_date = '', latest_ship_date = '' WHERE id = 5");
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("too_late").count, 3);
    ck_assert_int_eq(queue_of("too_late").since.ms,
                     testshop_number(shop.desk, "SELECT confirmed_ms FROM sales_order"
                                                " WHERE id = 1"));
    ck_ok(testshop_act(&shop, testshop_load(&shop, 3), "cancel", "reason", "customer", &err));
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("too_late").count, 2);
}
END_TEST

START_TEST(bad_address_is_open_orders_to_where_no_carrier_knows)
{
    six_orders();
    run("INSERT INTO address_check (id, digest, line1, line2, city, region, postcode, country,"
        " provider, answer, kept_by, asked_ms, answered_ms)"
        " VALUES (1, 'a', '', '', '', '', '', 'GB', 'easypost', 4, NULL, 5, 900),"
        " (2, 'b', '', '', '', '', '', 'GB', 'easypost', 4, NULL, 5, 700),"
        " (3, 'c', '', '', '', '', '', 'GB', 'easypost', 4, 1, 5, 10),"
        " (4, 'd', '', '', '', '', '', 'GB', 'easypost', 3, NULL, 5, 20)");
    run("INSERT INTO order_address_check (order_id, check_id)"
        " VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 2), (6, 1)");
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("bad_address").count, 4);
    ck_assert_int_eq(queue_of("bad_address").since.ms, 700);
    for (int id = 2; id <= 5; id += 3)
        ck_ok(testshop_act(&shop, testshop_load(&shop, id), "cancel", "reason", "customer", &err));
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("bad_address").count, 2);
    ck_assert_int_eq(queue_of("bad_address").since.ms, 900);
}
END_TEST

START_TEST(proposed_is_what_channels_changed_and_nobody_judged)
{
    six_orders();
    run("INSERT INTO order_change (order_id, base_version, status, opened_by, opened_ms, batch_id)"
        " VALUES (1, 1, 1, 1, 80, 7), (2, 1, 1, 1, 90, 7), (3, 1, 3, 1, 10, 7),"
        " (4, 1, 2, 1, 20, 7), (5, 1, 1, 1, 30, NULL)");
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("proposed").count, 2);
    ck_assert_int_eq(queue_of("proposed").since.ms, 80);
    ck_assert_int_eq(queue_of("changing").count, 1);
    ck_assert_int_eq(queue_of("changing").since.ms, 30);
}
END_TEST

/* --- work for the outside --------------------------------------------------------------------- */

/* Packed (4), shipped (5), picked (3). */
static void three_parcels(void)
{
    int64_t o = testreport_order(
        &shop, &(struct testreport_order){
                   .placed = "2026-11-20T10:00Z", .status = ORDER_CONFIRMED, .minor = 7777 });

    testreport_line(&shop, o, &(struct testreport_line){ .ordered = 2 });
    run("UPDATE sales_order SET open_qty = 2000");
    for (int i = 0; i < 3; i++)
        testreport_shipment(&shop, o,
                            &(struct testreport_shipment){ .shipped = "2026-11-20T10:00Z" });
    run("UPDATE fulfillment SET status = 4 WHERE id = 1");
    run("UPDATE fulfillment SET status = 3 WHERE id = 3");
}

START_TEST(labels_are_those_that_failed_or_ask_a_person)
{
    three_parcels();
    run("INSERT INTO parcel_label (fulfillment_id, package_number, provider, state, rule, format,"
        " asked_by, asked_ms, ended_ms)"
        " VALUES (1, 'K1', 'easypost', 2, 1, 'PDF', 1, 500, 0),"    /* is to be chosen */
        " (1, 'K2', 'easypost', 5, 1, 'PDF', 1, 100, 400),"         /* failed, and again below */
        " (1, 'K2', 'easypost', 5, 1, 'PDF', 1, 300, 600),"
        " (1, 'K3', 'easypost', 5, 1, 'PDF', 1, 20, 30),"           /* bought the second time */
        " (1, 'K3', 'easypost', 4, 1, 'PDF', 1, 40, 0),"
        " (2, 'K4', 'easypost', 5, 1, 'PDF', 1, 700, 800),"         /* shipped without */
        " (3, 'K5', 'easypost', 5, 1, 'PDF', 1, 1, 2),"             /* not packed any more */
        " (3, 'K6', 'easypost', 9, 1, 'PDF', 1, 450, 470),"         /* not taken back */
        " (3, 'K7', 'easypost', 7, 1, 'PDF', 1, 3, 4),"
        " (1, 'K8', 'easypost', 1, 1, 'PDF', 1, 5, 0)");
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("labels").count, 4);
    ck_assert_int_eq(queue_of("labels").since.ms, 470);
}
END_TEST

START_TEST(person_is_what_failed_or_whose_end_nobody_knows)
{
    run("INSERT INTO outbox (topic, provider, record_kind, record_id, idem_key, state, next_ms,"
        " created_ms)"
        " VALUES ('label.buy', 'easypost', 'label', 1, 'a', 5, 0, 900),"
        " ('label.buy', 'easypost', 'label', 1, 'b', 6, 0, 800),"
        " ('label.buy', 'easypost', 'label', 1, 'c', 6, 77, 10),"  /* is asked after */
        " ('label.buy', 'easypost', 'label', 1, 'd', 4, 77, 20),"  /* tried again */
        " ('mail.send', 'smtp', 'notice', 1, 'e', 5, 0, 850),"
        " ('mail.send', 'smtp', 'notice', 1, 'f', 3, 0, 30),"      /* done */
        " ('mail.send', 'smtp', 'notice', 1, 'g', 2, 0, 40),"
        " ('order.confirmed', '', 'order', 1, 'h', 5, 0, 870)");   /* an event */
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("person").count, 4);
    ck_assert_int_eq(queue_of("person").since.ms, 800);
    run("UPDATE outbox SET state = 3 WHERE idem_key = 'b'");
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("person").since.ms, 850);
}
END_TEST

START_TEST(reports_are_those_whose_last_mail_failed)
{
    run("INSERT INTO report_schedule (name, name_fold, report, period, group_by, compare, days,"
        " top, form, recipients, lang, every, on_day, at_minute, is_on, next_ms, last_ms,"
        " last_error, removed_ms, owner_id)"
        " VALUES ('a', 'a', 'sales', '', 'day', 'none', 0, 0, 1, 'a@b.c', 'en', 1, 0, 0, 1, 9, 70,"
        " 'no', 0, 1), ('b', 'b', 'sales', '', 'day', 'none', 0, 0, 1, 'a@b.c', 'en', 1, 0, 0, 1,"
        " 9, 10, '', 0, 1), ('c', 'c', 'sales', '', 'day', 'none', 0, 0, 1, 'a@b.c', 'en', 1, 0,"
        " 0, 1, 9, 20, 'no', 5, 1), ('d', 'd', 'sales', '', 'day', 'none', 0, 0, 1, 'a@b.c', 'en',"
        " 1, 0, 0, 0, 0, 60, 'no', 0, 1)");
    testdash_check(shop.desk);
    ck_assert_int_eq(queue_of("reports").count, 2);
    ck_assert_int_eq(queue_of("reports").since.ms, 60);
}
END_TEST

Suite *queue_proof_suite(void)
{
    Suite *s = suite_create("queue_proof");
    TCase *tc = tcase_create("queue_proof");

    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, fillable_is_what_those_in_front_leave);
    tcase_add_test(tc, fillable_knows_sets_and_what_drafts_hold);
    tcase_add_test(tc, aged_is_what_waits_longer_than_the_days_of_the_setting);
    tcase_add_test(tc, lines_that_wait_are_counted_beyond_what_a_list_shows);
    tcase_add_test(tc, too_late_is_what_leaves_behind_its_latest_day_or_nobody_knows_when);
    tcase_add_test(tc, bad_address_is_open_orders_to_where_no_carrier_knows);
    tcase_add_test(tc, proposed_is_what_channels_changed_and_nobody_judged);
    tcase_add_test(tc, labels_are_those_that_failed_or_ask_a_person);
    tcase_add_test(tc, person_is_what_failed_or_whose_end_nobody_knows);
    tcase_add_test(tc, reports_are_those_whose_last_mail_failed);
    suite_add_tcase(s, tc);
    return s;
}
