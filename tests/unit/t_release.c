/*
 * Orders go to the warehouse by themselves where the firm wants it, whichever way their goods
 * became free to go; where a clerk sends them, in none of these ways.
 */
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "domain/catalog/site_days.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_action.h"
#include "domain/flow/source_steps.h"
#include "domain/flow/timer.h"
#include "domain/order/ship_policy.h"
#include "domain/stock/stock.h"
#include "support/testorder.h"
#include "support/teststock.h"
#include "unit/domain_suites.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    INT64_C(86400000)

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    testdesk_be(shop.desk, ROLE_ADMIN);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static struct order *again(const struct order *o)
{
    return testshop_load(&shop, o->id.v);
}

static void timers(void)
{
    struct timers_done done;

    ck_ok(timers_run(shop.desk, &done, &err));
}

static void comes(struct site_id site, int n)
{
    ck_ok(stock_receive(shop.desk, shop.bracket, site, units(n), NULL, &err));
}

static bool act3(const struct order *o, const char *action, const char *name, const char *value,
                 const char *name2, const char *value2)
{
    const struct action_value v[] = { { name, value }, { "reason", "other" }, { name2, value2 } };
    const struct action_values values = { v, name2 ? 3 : 2 };

    return act(shop.desk, &order_document, (struct record_at){ .id = o->id.v }, action, &values,
               &err);
}

static struct reason_id reason_of(const char *kind, const char *code)
{
    struct reason_id id;

    ck_ok(reason_find(shop.desk, kind, code, &id, &err));
    return id;
}

static void apply(const struct order *o, struct order_change *c)
{
    struct change_preview p;

    c->order = o->id;
    c->base_version = again(o)->version;
    ck_ok(change_apply(shop.desk, c, shop.arena, &p, &err));
}

/* --- orders that wait ------------------------------------------------------------------------- */

/* One that has all 40 brackets, and one behind it that lacks its 5. */
static struct order *first;
static struct order *waits(void)
{
    first = testshop_order(&shop, shop.bracket, 40, true);
    testdesk_wait(shop.desk, MINUTE_MS);
    return testshop_order(&shop, shop.bracket, 5, true);
}

/* One of 50 by the policy, of which 40 are there, at a site. */
static struct order *order_by(int policy, int units_of_it, struct site_id site)
{
    const struct order_header header = { .ship_policy = &policy, .site = &site };
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, units_of_it);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    return testshop_load(&shop, at.id);
}

static struct order *waits_to_be_whole(void)
{
    return order_by(SHIP_COMPLETE, 50, shop.main);
}

/* All together, in parts from the tenth day on. */
static struct order *waits_for_parts(void)
{
    struct date day = date_add_days(desk_today(shop.desk), 10);
    struct order_change c = { .header = { .has_partial_after = true, .partial_after = day } };
    struct order *o = waits_to_be_whole();

    apply(o, &c);
    timers();
    return again(o);
}

static struct order *waits_at_leeds(void)
{
    struct order *o;

    first = testshop_order(&shop, shop.bracket, 40, true);
    testdesk_wait(shop.desk, MINUTE_MS);
    o = order_by(SHIP_AS_AVAILABLE, 5, shop.leeds);
    comes(shop.main, 5);
    return o;
}

static struct order *waits_for_its_day(void)
{
    struct date wanted = date_add_days(desk_today(shop.desk), 20);
    const struct order_header header = { .requested = &wanted };
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct site *main;
    struct order *o;

    ck_ok(site_find(shop.desk, "MAIN", shop.arena, &main, &err));
    ck_ok(site_allocate_parse("7", main, &err));
    ck_ok(site_save(shop.desk, main, &shop.main, &err));
    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 5);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    return testshop_load(&shop, at.id);
}

static struct order *is_in_remorse(void)
{
    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "30", &err));
    return testshop_order(&shop, shop.bracket, 5, true);
}

static struct order *is_held(void)
{
    struct order *o = is_in_remorse();

    ck_ok(testshop_act(&shop, o, "hold", "note", "wait", &err));
    testdesk_wait(shop.desk, 31 * MINUTE_MS);
    timers();
    return again(o);
}

static void small_credit(struct customer *c)
{
    c->has_credit_limit = true;
    c->credit_limit_minor = 100;
}

static struct order *is_beyond_credit(void)
{
    struct customer_id acme = shop.acme;
    struct order *o;

    shop.acme = testshop_customer(&shop, "SMALL", small_credit);
    o = testshop_order(&shop, shop.bracket, 5, true);
    shop.acme = acme;
    ck_assert_int_eq(o->hold_count, 1);
    ck_assert_int_eq(o->holds[0].kind, HOLD_CREDIT);
    return o;
}

static struct order *is_submitted(void)
{
    return testshop_order(&shop, shop.bracket, 5, false);
}

/* --- ways in which they may go on ------------------------------------------------------------- */

static void confirm(const struct order *o)
{
    ck_ok(testshop_act(&shop, o, "confirm", NULL, NULL, &err));
}

static void allocate(const struct order *o)
{
    comes(shop.main, 5);
    ck_ok(testshop_act(&shop, o, "allocate", NULL, NULL, &err));
}

static void fill(const struct order *o)
{
    const struct backorder_filter all = { .is_fillable = true };
    struct backorder_filled filled;

    (void)o;
    comes(shop.main, 5);
    ck_ok(backorders_fill(shop.desk, &all, &filled, &err));
}

static void receipt_fills(const struct order *o)
{
    (void)o;
    ck_ok(site_set_fill_mode(shop.desk, shop.main, FILL_AUTO, &err));
    comes(shop.main, 5);
    timers();
}

static void count_finds_more(const struct order *o)
{
    (void)o;
    ck_ok(site_set_fill_mode(shop.desk, shop.main, FILL_AUTO, &err));
    ck_ok(stock_count(shop.desk, shop.bracket, shop.main, units(45), reason_of("stock", "count"),
                      &err));
    timers();
}

static void give(const struct order *o)
{
    struct qty got;

    comes(shop.main, 5);
    ck_ok(backorder_give(shop.desk, o->lines[0].id, (struct qty){ 0 }, &got, &err));
}

static void reallocate(const struct order *o)
{
    const struct reallocation in = { .from = again(first)->lines[0].id,
                                     .to = o->lines[0].id,
                                     .reason = reason_of("reallocate", "priority") };
    struct qty moved;

    ck_ok(order_reallocate(shop.desk, &in, &moved, &err));
}

static void other_site(const struct order *o)
{
    comes(shop.leeds, 5);
    ck_ok(act3(o, "source_line", "line", "1", "site", "LEEDS"));
}

static void sites_anew(const struct order *o)
{
    comes(shop.leeds, 5);
    ck_ok(testshop_act(&shop, o, "reroute", NULL, NULL, &err));
}

static void its_site_closes(const struct order *o)
{
    struct site_closed closed;

    (void)o;
    ck_ok(site_close(shop.desk, shop.leeds, shop.arena, &closed, &err));
}

static void cancel_what_it_lacks(const struct order *o)
{
    ck_ok(act3(o, "cancel_line", "line", "1", "qty", "10"));
}

static void change_leaves_in_parts(const struct order *o)
{
    struct order_change c = { .header = { .ship_policy = SHIP_AS_AVAILABLE } };

    apply(o, &c);
}

static void change_wants_less(const struct order *o)
{
    struct change_line line = { .line_no = o->lines[0].line_no, .has_qty = true };
    struct order_change c = { .lines = { &line, 1, 0 } };

    line.in.qty = units(40);
    apply(o, &c);
}

static void change_finds_stock(const struct order *o)
{
    struct change_line line = { .line_no = o->lines[0].line_no, .has_qty = true };
    struct order_change c = { .lines = { &line, 1, 0 } };

    comes(shop.main, 6);
    line.in.qty = units(6);
    apply(o, &c);
}

static void its_time_is_over(const struct order *o)
{
    (void)o;
    testdesk_wait(shop.desk, 13 * DAY_MS);
    timers();
}

static void release_hold(const struct order *o)
{
    ck_ok(testshop_act(&shop, again(o), "release_hold", "reason", "other", &err));
}

static const struct way {
    const char *name;
    struct order *(*arrange)(void);
    void (*happens)(const struct order *o);
    const char *event; /* behind which it is said that it was sent */
} ways[] = {
    { "confirmed", is_submitted, confirm, "order.confirm" },
    { "allocated", waits, allocate, "order.allocate" },
    { "filled", waits, fill, "order.fill" },
    { "filled by itself", waits, receipt_fills, "order.fill" },
    { "counted more", waits, count_finds_more, "order.fill" },
    { "given some", waits, give, "order.fill" },
    { "given another's", waits, reallocate, "order.reallocate" },
    { "line from another site", waits, other_site, "order.source_line" },
    { "sites anew", waits, sites_anew, "order.reroute" },
    { "its site closed", waits_at_leeds, its_site_closes, "order.reroute" },
    { "what it lacks canceled", waits_to_be_whole, cancel_what_it_lacks, "order.cancel_line" },
    { "may leave in parts", waits_to_be_whole, change_leaves_in_parts, "order.change" },
    { "wants less", waits_to_be_whole, change_wants_less, "order.change" },
    { "changed where stock is", waits, change_finds_stock, "order.change" },
    { "its day came", waits_for_its_day, its_time_is_over, "order.allocate" },
    { "its day for parts came", waits_for_parts, its_time_is_over, "order.part_day" },
    { "time to cancel over", is_in_remorse, its_time_is_over, "order.hold_end" },
    { "hold released", is_held, release_hold, "order.release_hold" },
    { "credit released", is_beyond_credit, release_hold, "order.release_hold" },
};

/* The timeline has it right behind what sent it; the newest comes first. */
static bool is_said_behind(const struct order *o, const char *event)
{
    struct event_list events;

    ck_ok(event_list_order(shop.desk, o->id, 50, shop.arena, &events, &err));
    for (int i = 0; i + 1 < events.n; i++)
        if (strcmp(events.v[i].kind, "order.release") == 0)
            return strcmp(events.v[i + 1].kind, event) == 0;
    return false;
}

START_TEST(whatever_lets_it_go_on_sends_it)
{
    const struct way *way = &ways[_i];
    struct order *o;

    ck_ok(setting_set(shop.desk, "warehouse.release", "auto", &err));
    o = way->arrange();
    ck_assert_msg(o->open_fulfillments == 0, "%s: it was sent before", way->name);
    way->happens(o);
    ck_assert_msg(again(o)->open_fulfillments == 1, "%s: it was not sent", way->name);
    ck_assert_msg(is_said_behind(o, way->event), "%s: not said behind it", way->name);
}
END_TEST

START_TEST(where_a_clerk_sends_it_nothing_goes_by_itself)
{
    const struct way *way = &ways[_i];
    struct order *o = way->arrange();

    way->happens(o);
    ck_assert_msg(again(o)->open_fulfillments == 0, "%s: it was sent", way->name);
    ck_assert_int_gt(again(o)->lines[0].allocated.milli, 0);
}
END_TEST

START_TEST(what_a_hold_stops_stays_whatever_stock_it_gets)
{
    struct order *o;

    ck_ok(setting_set(shop.desk, "warehouse.release", "auto", &err));
    o = waits();
    ck_ok(testshop_act(&shop, o, "hold", "note", "wait", &err));
    give(again(o));
    ck_assert_int_eq(again(o)->open_fulfillments, 0);
    ck_ok(testshop_act(&shop, again(o), "hold_data", "note", "look", &err));
    ck_ok(act3(o, "release_hold", "kind", "manual", NULL, NULL));
    ck_assert_int_eq(again(o)->open_fulfillments, 0); /* the other one is there still */
}
END_TEST

/* Somebody took it out of the warehouse: a note does not send it there again. */
START_TEST(a_pick_that_was_canceled_comes_not_back_by_another_step)
{
    struct fulfillment_rows rows;
    const struct action_value why = { "reason", "other" };
    const struct action_values values = { &why, 1 };
    struct order *o;

    ck_ok(setting_set(shop.desk, "warehouse.release", "auto", &err));
    o = testshop_order(&shop, shop.bracket, 5, true);
    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = rows.v[0].id }, "cancel",
              &values, &err));
    ck_assert_int_eq(again(o)->open_fulfillments, 0);
    ck_ok(testshop_act(&shop, again(o), "note", "note", "he rang", &err));
    timers();
    ck_assert_int_eq(again(o)->open_fulfillments, 0);
}
END_TEST

/* The day comes once: the night before it nothing goes, and afterwards nothing goes again. */
START_TEST(the_day_for_parts_comes_once)
{
    struct fulfillment_rows rows;
    const struct action_value why = { "reason", "other" };
    const struct action_values values = { &why, 1 };
    struct order *o;

    ck_ok(setting_set(shop.desk, "warehouse.release", "auto", &err));
    o = waits_for_parts();
    testdesk_wait(shop.desk, 9 * DAY_MS);
    timers();
    ck_assert_int_eq(again(o)->open_fulfillments, 0);
    testdesk_wait(shop.desk, DAY_MS);
    timers();
    ck_assert_int_eq(again(o)->open_fulfillments, 1);
    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = rows.v[0].id }, "cancel",
              &values, &err));
    timers();
    ck_assert_int_eq(again(o)->open_fulfillments, 0);
}
END_TEST

/* A later day is another one. */
START_TEST(a_day_for_parts_that_is_put_off_comes_again)
{
    struct order_change c = { .header = { .has_partial_after = true } };
    struct order *o = waits_for_parts();

    testdesk_wait(shop.desk, 11 * DAY_MS);
    timers(); /* a clerk sends it here */
    c.header.partial_after = date_add_days(desk_today(shop.desk), 3);
    apply(o, &c);
    ck_ok(setting_set(shop.desk, "warehouse.release", "auto", &err));
    timers();
    ck_assert_int_eq(again(o)->open_fulfillments, 0);
    testdesk_wait(shop.desk, 4 * DAY_MS);
    timers();
    ck_assert_int_eq(again(o)->open_fulfillments, 1);
}
END_TEST

Suite *release_suite(void)
{
    Suite *suite = suite_create("release");
    TCase *tc = tcase_create("release");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, whatever_lets_it_go_on_sends_it, 0, (int)OD_LEN(ways));
    tcase_add_loop_test(tc, where_a_clerk_sends_it_nothing_goes_by_itself, 0, (int)OD_LEN(ways));
    tcase_add_test(tc, what_a_hold_stops_stays_whatever_stock_it_gets);
    tcase_add_test(tc, the_day_for_parts_comes_once);
    tcase_add_test(tc, a_day_for_parts_that_is_put_off_comes_again);
    tcase_add_test(tc, a_pick_that_was_canceled_comes_not_back_by_another_step);
    suite_add_tcase(suite, tc);
    return suite;
}
