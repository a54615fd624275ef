/*
 * More and less than was ordered: one allowance a line, whose rule it is, what stock and money say
 * after it; and lines that leave whole or not at all.
 */
#include <string.h>

#include "domain/desk/tolerance.h"
#include "domain/flow/backorder.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/put_away.h"
#include "domain/insight/audit.h"
#include "domain/order/entry.h"
#include "domain/order/order_rules.h"
#include "domain/stock/stock.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    struct audit audit;

    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s: %s", audit.n > 0 ? audit.v[0].record : "",
                  audit.n > 0 ? audit.v[0].words : "");
    testshop_close(&shop);
}

static int64_t units(int n)
{
    return n * QTY_PER_UNIT;
}

static struct tolerance percent(int n)
{
    return (struct tolerance){ true, n * INT64_C(10000) };
}

static struct order *again(const struct order *o)
{
    return testshop_load(&shop, o->id.v);
}

static struct fulfillment *nth(const struct order *o, int n)
{
    struct fulfillment_rows rows;
    struct fulfillment *f;

    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_assert_int_ge(rows.n, n);
    ck_ok(fulfillment_load(shop.desk, rows.v[n - 1].id, shop.arena, &f, &err));
    return f;
}

static bool work(const struct fulfillment *f, const char *action, const char *item, const char *qty,
                 const char *reason)
{
    struct action_value given[3];
    struct action_values values = { given, 0 };

    err_clear(&err);
    if (item != NULL)
        given[values.n++] = (struct action_value){ "item", item };
    if (qty != NULL)
        given[values.n++] = (struct action_value){ "qty", qty };
    if (reason != NULL)
        given[values.n++] = (struct action_value){ "reason", reason };
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = f->id }, action, &values,
               &err);
}

static void ship(const struct order *o, int n)
{
    ck_ok(work(nth(o, n), "pack", NULL, NULL, NULL));
    ck_ok(work(nth(o, n), "ship", NULL, NULL, NULL));
}

static void says_no(bool done, enum err_code code, const char *words)
{
    ck_assert(!done);
    ck_assert_int_eq(err.code, code);
    ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
}

static struct stock_sums sums(struct item_id item)
{
    struct stock_sums out;

    ck_ok(stock_sums_load(shop.desk, item, shop.main, &out, &err));
    return out;
}

static void set_item(struct item_id id, struct tolerance over, struct tolerance under)
{
    struct item *item;

    ck_ok(item_load(shop.desk, id, shop.arena, &item, &err));
    item->tolerance = (struct tolerances){ over, under };
    ck_ok(item_save(shop.desk, item, NULL, NULL, &id, &err));
}

static void set_customer(struct tolerance over, struct tolerance under)
{
    struct customer_id id = shop.acme;
    struct customer *c;

    ck_ok(customer_load(shop.desk, id, shop.arena, &c, &err));
    c->tolerance = (struct tolerances){ over, under };
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &id, &err));
}

/* A line as it is typed. */
static bool put(struct record_at *at, const char *text, struct order **out)
{
    struct entry_form form = entry_form_of(shop.desk, NULL, NULL);
    struct line_input in;

    err_clear(&err);
    return entry_line(shop.desk, text, &form, shop.arena, &in, &err) &&
           order_put_line(shop.desk, at, 0, &in, shop.arena, out, &err);
}

/* A confirmed order of the lines that is with the warehouse, as far as it has stock. */
static struct order *placed(const char *line, const char *more)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    ck_ok(put(&at, line, &o));
    if (more != NULL)
        ck_ok(put(&at, more, &o));
    ck_ok(testshop_act(&shop, o, "submit", NULL, NULL, &err));
    ck_ok(testshop_act(&shop, again(o), "confirm", NULL, NULL, &err));
    return again(o);
}

static struct order *released(const char *line, const char *more)
{
    struct order *o = placed(line, more);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    return again(o);
}

static void receive(int n)
{
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.main, (struct qty){ units(n) }, NULL, &err));
}

static const struct tolerance none;

/* --- over ------------------------------------------------------------------------------------- */

START_TEST(complaint_24_a_second_line_of_the_item_gives_no_second_allowance)
{
    struct order *o;

    set_item(shop.bracket, percent(20), none);
    o = released("BRK-20 10", "BRK-20 5");
    says_no(work(nth(o, 1), "pick", "BRK-20", "19", NULL), ERR_INVALID, "3 more");
    ck_ok(work(nth(o, 1), "pick", "BRK-20", "18", NULL));
    says_no(work(nth(o, 1), "pick", "BRK-20", "1", NULL), ERR_STATE, "All of");
    ship(o, 1);

    o = again(o);
    ck_assert_int_eq(o->lines[0].shipped.milli, units(12));
    ck_assert_int_eq(o->lines[1].shipped.milli, units(6));
    ck_assert_int_eq(o->lines[0].over.milli, units(2));
    ck_assert_int_eq(o->total_minor, 18 * 400 * 120 / 100);
    ck_assert_int_eq(o->shown, SHOWN_SHIPPED);
    ck_assert_int_eq(sums(shop.bracket).on_hand.milli, units(40 - 18));
    ck_assert_int_eq(sums(shop.bracket).allocated.milli, 0);
}
END_TEST

START_TEST(complaint_24_a_second_fulfillment_gives_no_second_allowance)
{
    struct order *o;

    set_item(shop.bracket, percent(10), none);
    o = released("BRK-20 50", NULL);
    says_no(work(nth(o, 1), "pick", "BRK-20", "43", NULL), ERR_STATE, "promised to nobody");
    receive(30);
    ck_ok(work(nth(o, 1), "pick", "BRK-20", "43", NULL));
    ship(o, 1);
    ck_ok(testshop_act(&shop, again(o), "allocate", NULL, NULL, &err));
    ck_ok(testshop_act(&shop, again(o), "release", NULL, NULL, &err));

    says_no(work(nth(o, 2), "pick", "BRK-20", "13", NULL), ERR_INVALID, "2 more");
    ck_ok(work(nth(o, 2), "pick", "BRK-20", "12", NULL));
    ship(o, 2);
    o = again(o);
    ck_assert_int_eq(o->lines[0].shipped.milli, units(55));
    ck_assert_int_eq(o->total_minor, 55 * 400 * 120 / 100);
    ck_assert_int_eq(sums(shop.bracket).on_hand.milli, units(15));
}
END_TEST

START_TEST(a_scan_too_many_is_a_scan_too_many_whatever_the_tolerance)
{
    struct order *o;

    set_item(shop.bracket, percent(50), none);
    o = released("BRK-20 2", NULL);
    ck_ok(work(nth(o, 1), "pick", "BRK-20", NULL, NULL));
    says_no(work(nth(o, 1), "pick", "BRK-20", NULL, NULL), ERR_STATE, "All of");
    ck_assert_int_eq(again(o)->lines[0].over.milli, 0);
}
END_TEST

START_TEST(what_is_put_back_is_first_what_was_too_much)
{
    struct order *o;

    set_item(shop.bracket, percent(20), none);
    o = released("BRK-20 10", NULL);
    ck_ok(work(nth(o, 1), "pick", "BRK-20", "12", NULL));
    ck_assert_int_eq(again(o)->lines[0].ordered.milli, units(12));
    ck_assert_int_eq(sums(shop.bracket).allocated.milli, units(12));

    ck_ok(work(nth(o, 1), "put_back", "BRK-20", "3", NULL));
    o = again(o);
    ck_assert_int_eq(o->lines[0].ordered.milli, units(10));
    ck_assert_int_eq(o->lines[0].over.milli, 0);
    ck_assert_int_eq(o->lines[0].picked.milli, units(9));
    ck_assert_int_eq(o->total_minor, 10 * 400 * 120 / 100);
    ck_assert_int_eq(sums(shop.bracket).allocated.milli, units(10));
}
END_TEST

START_TEST(work_that_is_canceled_takes_what_was_too_much_along)
{
    struct put_aways list;
    struct order *o;

    set_item(shop.bracket, percent(20), none);
    o = released("BRK-20 10", NULL);
    ck_ok(work(nth(o, 1), "pick", "BRK-20", "12", NULL));
    ck_ok(work(nth(o, 1), "cancel", NULL, NULL, "other"));
    o = again(o);
    ck_assert_int_eq(o->lines[0].ordered.milli, units(10));
    ck_assert_int_eq(o->lines[0].over.milli, 0);
    ck_assert_int_eq(o->lines[0].allocated.milli, units(10));
    ck_assert_int_eq(o->total_minor, 10 * 400 * 120 / 100);
    ck_ok(put_aways_load(shop.desk, shop.main, 10, shop.arena, &list, &err));
    ck_assert_int_eq(list.v[0].qty.milli, units(12));
}
END_TEST

START_TEST(what_was_too_much_comes_back_with_a_shipment_that_is_taken_back)
{
    struct order *o;

    set_item(shop.bracket, percent(20), none);
    o = released("BRK-20 10", NULL);
    ck_ok(work(nth(o, 1), "pick", "BRK-20", "12", NULL));
    ship(o, 1);
    ck_ok(work(nth(o, 1), "unship", NULL, NULL, NULL));
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, units(12));
    ck_assert_int_eq(again(o)->lines[0].over.milli, units(2));
    ck_ok(work(nth(o, 1), "unpack", NULL, NULL, NULL));
    ck_ok(work(nth(o, 1), "put_back", "BRK-20", "2", NULL));
    ck_assert_int_eq(again(o)->lines[0].ordered.milli, units(10));
}
END_TEST

START_TEST(the_line_says_before_the_item_and_that_before_the_customer)
{
    struct order *o;

    set_customer(percent(10), none);
    o = placed("BRK-20 20", NULL);
    ck_assert_int_eq(line_may_be_over(o, &o->lines[0]).milli, units(2));
    set_item(shop.bracket, percent(20), none);
    o = again(o);
    ck_assert_int_eq(line_may_be_over(o, &o->lines[0]).milli, units(4));
    set_item(shop.bracket, percent(0), none);
    o = again(o);
    ck_assert_int_eq(line_may_be_over(o, &o->lines[0]).milli, 0);
    testdesk_be(shop.desk, ROLE_MANAGER);
    o = placed("BRK-20 20 over:5", NULL);
    ck_assert_int_eq(line_may_be_over(o, &o->lines[0]).milli, units(1));
}
END_TEST

START_TEST(an_allowance_is_of_whole_parts_of_what_is_left_of_the_order)
{
    ck_assert_int_eq(tolerance_of((struct qty){ 19000 }, 100000, 0).milli, 1000);
    ck_assert_int_eq(tolerance_of((struct qty){ 9000 }, 100000, 0).milli, 0);
    ck_assert_int_eq(tolerance_of((struct qty){ 1250 }, 100000, 2).milli, 120);
    ck_assert_int_eq(tolerance_of((struct qty){ -5 }, 100000, 3).milli, 0);
}
END_TEST

START_TEST(more_than_item_and_customer_allow_is_a_managers_to_say)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    set_item(shop.bracket, percent(10), none);
    testdesk_be(shop.desk, ROLE_CLERK);
    says_no(put(&at, "BRK-20 10 over:11", &o), ERR_DENIED, "order.tolerance");
    ck_assert_str_eq(err.field, "over");
    ck_ok(put(&at, "BRK-20 10 over:10% under:3", &o));
    ck_assert(o->lines[0].tolerance.over.is_said);
    ck_assert_int_eq(o->lines[0].tolerance.under.ppm, 30000);
    testdesk_be(shop.desk, ROLE_MANAGER);
    ck_ok(put(&at, "BRK-20 10 over:11", &o));
    says_no(put(&at, "FIT 1 over:5", &o), ERR_INVALID, "no item of stock");
    says_no(put(&at, "BRK-20 10 over:101", &o), ERR_INVALID, "between 0 and 100");
    says_no(put(&at, "BRK-20 10 over:", &o), ERR_INVALID, "missing");
    says_no(put(&at, "BRK-20 10 over:1 over:2", &o), ERR_INVALID, "twice");
    says_no(put(&at, "BRK-20 10 whole:maybe", &o), ERR_INVALID, "whole:yes");
}
END_TEST

START_TEST(a_change_says_it_for_a_placed_order)
{
    struct order *o = released("BRK-20 20", NULL);
    struct order_change change = { .order = o->id, .base_version = o->version };
    struct change_line line = { .line_no = 1 };
    struct change_preview seen;

    testdesk_be(shop.desk, ROLE_MANAGER);
    line.in.has_over = true;
    line.in.tolerance.over = percent(10);
    change_put_line(&change, o, &line, shop.arena);
    ck_assert(!change_is_empty(&change));
    ck_ok(change_save(shop.desk, &change, &err));
    ck_ok(change_apply(shop.desk, &change, shop.arena, &seen, &err));
    o = again(o);
    ck_assert_int_eq(line_may_be_over(o, &o->lines[0]).milli, units(2));
    ck_ok(work(nth(o, 1), "pick", "BRK-20", "22", NULL));
}
END_TEST

/* --- under ------------------------------------------------------------------------------------ */

START_TEST(a_rest_within_the_tolerance_is_not_waited_for)
{
    struct order *o;

    set_customer(none, percent(10));
    o = released("BRK-20 40", NULL);
    ck_ok(work(nth(o, 1), "short", "BRK-20", "4", "not_found"));
    ck_ok(work(nth(o, 1), "pick", NULL, NULL, NULL));
    ck_assert_int_eq(again(o)->lines[0].canceled.milli, 0);
    ship(o, 1);
    o = again(o);
    ck_assert_int_eq(o->lines[0].canceled.milli, units(4));
    ck_assert_int_eq(o->shown, SHOWN_SHIPPED);
    ck_assert_int_eq(o->backordered.milli, 0);
    ck_assert_int_eq(o->total_minor, 36 * 400 * 120 / 100);
}
END_TEST

START_TEST(a_rest_above_the_tolerance_waits)
{
    struct order *o;

    set_customer(none, percent(10));
    o = released("BRK-20 40", NULL);
    ck_ok(work(nth(o, 1), "short", "BRK-20", "5", "not_found"));
    ck_ok(work(nth(o, 1), "pick", NULL, NULL, NULL));
    ship(o, 1);
    o = again(o);
    ck_assert_int_eq(o->lines[0].canceled.milli, 0);
    ck_assert_int_eq(o->backordered.milli, units(5));
}
END_TEST

START_TEST(a_rest_that_is_promised_still_comes)
{
    struct order *o;

    set_customer(none, percent(20));
    o = released("BRK-20 44", NULL);
    ck_ok(work(nth(o, 1), "pick", NULL, NULL, NULL));
    receive(10);
    ck_ok(testshop_act(&shop, again(o), "allocate", NULL, NULL, &err));
    ship(o, 1);
    ck_assert_int_eq(again(o)->lines[0].canceled.milli, 0);
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, units(4));
}
END_TEST

/* --- whole ------------------------------------------------------------------------------------ */

START_TEST(a_line_that_leaves_whole_gets_all_or_nothing)
{
    struct order *o = placed("BRK-20 50 whole:yes", NULL);
    struct backorder_filled filled;
    struct qty got;

    ck_assert_int_eq(o->lines[0].allocated.milli, 0);
    says_no(testshop_act(&shop, o, "release", NULL, NULL, &err), ERR_STATE, "no stock yet");
    says_no(backorder_give(shop.desk, o->lines[0].id, (struct qty){ units(20) }, &got, &err),
            ERR_INVALID, "whole");
    ck_ok(backorders_fill(shop.desk, &(struct backorder_filter){ 0 }, &filled, &err));
    ck_assert_int_eq(filled.lines, 0);
    receive(10);
    ck_ok(backorders_fill(shop.desk, &(struct backorder_filter){ 0 }, &filled, &err));
    ck_assert_int_eq(filled.lines, 1);
    ck_assert_int_eq(again(o)->lines[0].allocated.milli, units(50));
}
END_TEST

START_TEST(a_line_that_leaves_whole_comes_from_one_site)
{
    struct order *o;

    o = placed("BRK-21 30 whole:yes", NULL); /* 10 at MAIN, 30 at LEEDS */
    ck_assert_int_eq(o->lines[0].allocated.milli, units(30));
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_assert_int_eq(nth(o, 1)->site.v, shop.leeds.v);
    ck_assert_int_eq(nth(o, 1)->lines[0].qty.milli, units(30));
}
END_TEST

START_TEST(a_line_that_leaves_whole_and_comes_up_short_stays)
{
    struct order *o = released("BRK-20 10 whole:yes", "BRK-21 2");
    struct put_aways list;

    ck_ok(work(nth(o, 1), "pick", "BRK-20", "7", NULL));
    ck_ok(work(nth(o, 1), "short", "BRK-20", "3", "not_found"));
    ck_ok(put_aways_load(shop.desk, shop.main, 10, shop.arena, &list, &err));
    ck_assert_int_eq(list.n, 1);
    ck_assert_int_eq(list.v[0].qty.milli, units(7));
    ck_ok(work(nth(o, 1), "pick", NULL, NULL, NULL));
    ship(o, 1);
    o = again(o);
    ck_assert_int_eq(o->lines[0].shipped.milli, 0);
    ck_assert_int_eq(o->lines[1].shipped.milli, units(2));
}
END_TEST

START_TEST(a_line_that_became_more_and_leaves_whole_waits_for_the_rest)
{
    struct order *o = released("BRK-20 40 whole:yes", NULL);
    struct order_change change = { .order = o->id, .base_version = o->version };
    struct change_line line = { .line_no = 1, .has_qty = true, .in.qty = { units(45) } };
    struct change_preview seen;

    change_put_line(&change, o, &line, shop.arena);
    ck_ok(change_save(shop.desk, &change, &err));
    ck_ok(change_apply(shop.desk, &change, shop.arena, &seen, &err));
    ck_ok(work(nth(o, 1), "pick", NULL, NULL, NULL));
    ck_ok(work(nth(o, 1), "pack", NULL, NULL, NULL));
    says_no(work(nth(o, 1), "ship", NULL, NULL, NULL), ERR_STATE, "whole or not at all");
    receive(5);
    ck_ok(testshop_act(&shop, again(o), "allocate", NULL, NULL, &err));
    ck_ok(work(nth(o, 1), "ship", NULL, NULL, NULL));
}
END_TEST

Suite *tolerance_suite(void)
{
    Suite *suite = suite_create("tolerance");
    TCase *tests = tcase_create("tolerance");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, complaint_24_a_second_line_of_the_item_gives_no_second_allowance);
    tcase_add_test(tests, complaint_24_a_second_fulfillment_gives_no_second_allowance);
    tcase_add_test(tests, a_scan_too_many_is_a_scan_too_many_whatever_the_tolerance);
    tcase_add_test(tests, what_is_put_back_is_first_what_was_too_much);
    tcase_add_test(tests, work_that_is_canceled_takes_what_was_too_much_along);
    tcase_add_test(tests, what_was_too_much_comes_back_with_a_shipment_that_is_taken_back);
    tcase_add_test(tests, the_line_says_before_the_item_and_that_before_the_customer);
    tcase_add_test(tests, an_allowance_is_of_whole_parts_of_what_is_left_of_the_order);
    tcase_add_test(tests, more_than_item_and_customer_allow_is_a_managers_to_say);
    tcase_add_test(tests, a_change_says_it_for_a_placed_order);
    tcase_add_test(tests, a_rest_within_the_tolerance_is_not_waited_for);
    tcase_add_test(tests, a_rest_above_the_tolerance_waits);
    tcase_add_test(tests, a_rest_that_is_promised_still_comes);
    tcase_add_test(tests, a_line_that_leaves_whole_gets_all_or_nothing);
    tcase_add_test(tests, a_line_that_leaves_whole_comes_from_one_site);
    tcase_add_test(tests, a_line_that_leaves_whole_and_comes_up_short_stays);
    tcase_add_test(tests, a_line_that_became_more_and_leaves_whole_waits_for_the_rest);
    suite_add_tcase(suite, tests);
    return suite;
}
