/*
 * Queues, the figures of the day, what happened last.
 */
#include <string.h>

#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/insight/queue.h"
#include "domain/insight/search.h"
#include "support/testorder.h"
#include "support/testreport.h"
#include "unit/domain_suites.h"

#define DAY_MS INT64_C(86400000)

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

/* Somebody begins to change an order and is called away. */
static void begin_change(const struct order *o)
{
    struct order_change change = { .order = o->id, .base_version = o->version };
    struct change_line more = { .line_no = 1, .has_qty = true, .in.qty = { 9 * QTY_PER_UNIT } };

    change_put_line(&change, o, &more, shop.arena);
    ck_ok(change_save(shop.desk, &change, &err));
}

START_TEST(each_queue_counts_what_its_query_finds)
{
    struct queues queues;

    begin_change(testshop_order(&shop, shop.bracket, 2, true));
    testshop_order(&shop, shop.bracket, 2, false);
    testshop_order(&shop, shop.bracket, 50, true);
    testdesk_wait(shop.desk, INT64_C(60) * 24 * 3600 * 1000);
    ck_ok(queues_load(shop.desk, shop.arena, &queues, &err));

    for (int i = 0; i < queues.n; i++) {
        const struct query *q;
        struct order_rows rows;
        int64_t sum = 0;

        if (queues.v[i].query == NULL) /* no list of orders: other tests count those */
            continue;
        ck_ok(query_parse(queues.v[i].query, FIND_ORDER, shop.desk, shop.arena, &q, &err));
        ck_ok(find_orders(shop.desk, q, NULL, 100, shop.arena, &rows, &err));
        for (int k = 0; k < rows.n; k++)
            sum += rows.v[k].total.minor;
        ck_assert_msg(rows.n == queues.v[i].count, "%s: %d in the list, %d counted",
                      queues.v[i].name, rows.n, queues.v[i].count);
        ck_assert_int_eq(sum, queues.v[i].base_total_minor);
    }
    ck_assert_int_eq(queue_of("submitted").count, 1);
    ck_assert_int_eq(queue_of("allocated").count, 1);
    ck_assert_int_eq(queue_of("backordered").count, 1);
    ck_assert_int_eq(queue_of("changing").count, 1);
    ck_assert_int_ge(queue_of("late").count, 1);
}
END_TEST

START_TEST(an_order_with_the_warehouse_is_its_work_and_no_longer_new)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, true);

    ck_assert_int_eq(queue_of("to_pick").count, 0);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));

    ck_assert_int_eq(queue_of("to_pick").count, 1);
    ck_assert_int_eq(queue_of("allocated").count, 0);
}
END_TEST

START_TEST(a_held_order_moves_to_the_queue_of_holds)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, true);

    ck_assert_int_eq(queue_of("on_hold").count, 0);
    ck_assert_msg(testshop_act(&shop, o, "hold", "note", "wait for the boss", &err), "%s",
                  err.text);

    ck_assert_int_eq(queue_of("on_hold").count, 1);
    ck_assert_int_eq(queue_of("allocated").count, 0);
}
END_TEST

static const struct queue *find_queue(const char *name)
{
    static struct queues queues;

    ck_ok(queues_load(shop.desk, shop.arena, &queues, &err));
    for (int i = 0; i < queues.n; i++)
        if (strcmp(queues.v[i].name, name) == 0)
            return &queues.v[i];
    return NULL;
}

/* How many the list behind it has. */
static int behind(const struct queue *of)
{
    const struct query *q;
    struct order_rows rows;

    ck_ok(query_parse(of->query, FIND_ORDER, shop.desk, shop.arena, &q, &err));
    ck_ok(find_orders(shop.desk, q, NULL, 100, shop.arena, &rows, &err));
    return rows.n;
}

static void hold_for(struct order *o, const char *kind)
{
    testreport_do(&shop, arena_printf(shop.arena,
                                      "INSERT INTO order_hold (order_id, kind, blocks, opened_by,"
                                      " opened_ms) VALUES (%lld, %s, 4, 1, 5000)",
                                      (long long)o->id.v, kind));
}

START_TEST(what_is_on_hold_is_told_by_kind_where_there_are_several)
{
    struct order *a = testshop_order(&shop, shop.bracket, 2, true);
    struct order *b = testshop_order(&shop, shop.bracket, 3, true);
    struct order *c = testshop_order(&shop, shop.bracket, 4, true);
    const struct queue *manual, *credit;

    ck_ok(testshop_act(&shop, a, "hold", "note", "wait", &err));
    ck_assert_ptr_null(find_queue("held_manual")); /* "On hold" says it already */
    ck_ok(testshop_act(&shop, b, "hold", "note", "wait", &err));
    hold_for(b, "3");
    hold_for(c, "3"); /* not shown as on hold: its cache is not made anew */
    manual = find_queue("held_manual");
    credit = find_queue("held_credit");
    ck_assert_int_eq(find_queue("on_hold")->count, 2);
    ck_assert_int_eq(manual->count, 2);
    ck_assert_int_eq(manual->base_total_minor, a->total_minor + b->total_minor);
    ck_assert_int_eq(behind(manual), 2);
    ck_assert_int_eq(credit->count, 1);
    ck_assert_int_eq(credit->base_total_minor, b->total_minor);
    ck_assert_int_eq(credit->since.ms, 5000);
    ck_assert_int_eq(behind(credit), 1);
    ck_ok(testshop_act(&shop, testshop_load(&shop, a->id.v), "release_hold", "reason", "checked",
                       &err));
    ck_assert_int_eq(find_queue("held_manual")->count, 1);
    testreport_do(&shop, "UPDATE order_hold SET released_ms = 1 WHERE kind = 3");
    ck_assert_ptr_null(find_queue("held_manual"));
    ck_assert_ptr_null(find_queue("held_credit"));
}
END_TEST

START_TEST(a_queue_says_since_when_its_oldest_waits_and_what_it_is_worth)
{
    struct stamp first = desk_now(shop.desk), second, third;
    struct order *a = testshop_order(&shop, shop.bracket, 2, false), *b, *c;

    testdesk_wait(shop.desk, 2 * DAY_MS);
    second = desk_now(shop.desk);
    b = testshop_order(&shop, shop.bracket, 3, false);
    ck_assert_int_eq(queue_of("submitted").since.ms, first.ms);
    ck_assert_int_eq(queue_of("submitted").base_total_minor, a->total_minor + b->total_minor);
    ck_assert_int_eq(queue_of("on_hold").since.ms, 0);
    ck_ok(testshop_act(&shop, a, "cancel", "reason", "other", &err));
    ck_assert_int_eq(queue_of("submitted").since.ms, second.ms);

    c = testshop_order(&shop, shop.bracket, 1, true);
    testdesk_wait(shop.desk, DAY_MS);
    third = desk_now(shop.desk);
    ck_ok(testshop_act(&shop, c, "release", NULL, NULL, &err));
    ck_assert_int_eq(queue_of("to_pick").since.ms, third.ms);
    ck_assert_int_eq(queue_of("to_pick").base_total_minor, c->total_minor);
    testdesk_wait(shop.desk, 60 * DAY_MS);
    ck_assert_int_eq(queue_of("late").since.ms, date_begin(c->promised).ms);
}
END_TEST

static const char *age(int64_t ms)
{
    return text_age(shop.desk, shop.arena, (struct stamp){ desk_now(shop.desk).ms - ms });
}

START_TEST(ages_and_amounts_fit_a_narrow_column)
{
    ck_assert_str_eq(age(59 * 60000 + 59999), "59 min");
    ck_assert_str_eq(age(60 * 60000), "1 h");
    ck_assert_str_eq(age(2 * DAY_MS - 1), "47 h");
    ck_assert_str_eq(age(2 * DAY_MS), "2 d");
    ck_assert_str_eq(age(-60000), "");
    ck_assert_str_eq(text_money_short(shop.arena, 0, "GBP"), "");
    ck_assert_str_eq(text_money_short(shop.arena, 9999949, "GBP"), "99999");
    ck_assert_str_eq(text_money_short(shop.arena, 9999950, "GBP"), "100k");
    ck_assert_str_eq(text_money_short(shop.arena, 999999949, "GBP"), "9999k");
    ck_assert_str_eq(text_money_short(shop.arena, 999999950, "GBP"), "10M");
    ck_assert_str_eq(text_money_short(shop.arena, 54, "JPY"), "54");
}
END_TEST

START_TEST(complaint_14_what_waits_longer_than_the_firm_allows_is_a_queue_of_its_own)
{
    struct order *o = testshop_order(&shop, shop.bracket, 50, true);

    ck_assert_int_eq(queue_of("aged").count, 0);
    testdesk_wait(shop.desk, 14 * DAY_MS);
    ck_assert_int_eq(queue_of("aged").count, 0);
    testdesk_wait(shop.desk, 1);
    ck_assert_int_eq(queue_of("aged").count, 1);
    ck_assert_int_eq(queue_of("aged").since.ms, o->confirmed.ms);
    ck_ok(setting_set(shop.desk, "backorder.age_days", "0", &err));
    ck_assert_int_eq(queue_of("aged").count, 0);
}
END_TEST

/* A list shows the first thousand of them; the figure is of all. */
START_TEST(more_backorders_than_a_list_shows_are_all_counted)
{
    testshop_order(&shop, shop.bracket, 60, true);
    testreport_do(&shop, "INSERT INTO order_line (order_id, line_no, kind, item_id, sku,"
                         " description, ordered_qty)"
                         " WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n"
                         " WHERE v < 1200)"
                         " SELECT (SELECT MAX(id) FROM sales_order), 1 + v, 1,"
                         " (SELECT item_id FROM order_line ORDER BY id DESC LIMIT 1), 'X', 'X',"
                         " 1000 FROM n");
    testreport_do(&shop, "UPDATE stock_level SET on_hand_qty = on_hand_qty + 5000000");
    ck_assert_int_eq(queue_of("fillable").count, 1201);
    ck_assert_int_eq(queue_of("aged").count, 0);
    testdesk_wait(shop.desk, INT64_C(15) * 24 * 3600000);
    ck_assert_int_eq(queue_of("aged").count, 1201);
}
END_TEST

START_TEST(the_day_counts_orders_by_hour_and_other_days_do_not)
{
    struct date today = desk_today(shop.desk);
    struct day_figures figures;
    struct queues queues;

    testshop_order(&shop, shop.bracket, 2, true);
    testshop_order(&shop, shop.bracket, 50, true);
    ck_ok(day_figures_load(shop.desk, today, &figures, &err));

    ck_assert_int_eq(figures.orders, 2);
    ck_assert_int_eq(figures.hours[14].orders, 2);
    ck_assert_int_eq(figures.hours[14].base_total_minor, figures.base_total_minor);
    ck_ok(queues_load(shop.desk, shop.arena, &queues, &err));
    ck_assert_int_eq(queues.backordered, 1);
    ck_ok(day_figures_load(shop.desk, date_add_days(today, -1), &figures, &err));
    ck_assert_int_eq(figures.orders, 0);
}
END_TEST

START_TEST(the_last_events_come_first_and_drafts_stay_private)
{
    struct order *first = testshop_order(&shop, shop.bracket, 1, true);
    struct order *second = testshop_order(&shop, shop.bracket, 1, false);
    struct recents recents;

    testshop_draft(&shop);
    ck_ok(recents_load(shop.desk, 2, shop.arena, &recents, &err));

    ck_assert_int_eq(recents.n, 2);
    ck_assert_int_eq(recents.v[0].order.v, second->id.v);
    ck_assert_str_eq(recents.v[0].user, "Anna");
    ck_ok(recents_load(shop.desk, 100, shop.arena, &recents, &err));
    ck_assert_int_eq(recents.v[recents.n - 1].order.v, first->id.v);
}
END_TEST

Suite *queue_suite(void)
{
    Suite *s = suite_create("queue");
    TCase *tc = tcase_create("queue");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, each_queue_counts_what_its_query_finds);
    tcase_add_test(tc, a_queue_says_since_when_its_oldest_waits_and_what_it_is_worth);
    tcase_add_test(tc, ages_and_amounts_fit_a_narrow_column);
    tcase_add_test(tc, complaint_14_what_waits_longer_than_the_firm_allows_is_a_queue_of_its_own);
    tcase_add_test(tc, an_order_with_the_warehouse_is_its_work_and_no_longer_new);
    tcase_add_test(tc, what_is_on_hold_is_told_by_kind_where_there_are_several);
    tcase_add_test(tc, a_held_order_moves_to_the_queue_of_holds);
    tcase_add_test(tc, the_day_counts_orders_by_hour_and_other_days_do_not);
    tcase_add_test(tc, the_last_events_come_first_and_drafts_stay_private);
    tcase_add_test(tc, more_backorders_than_a_list_shows_are_all_counted);
    suite_add_tcase(s, tc);
    return s;
}
