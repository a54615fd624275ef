/*
 * How an order may leave: in parts, all together, once; what a picker does not find; and which step
 * each hold stops.
 */
#include <string.h>

#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/audit.h"
#include "domain/order/order_rules.h"
#include "domain/order/ship_policy.h"
#include "domain/stock/stock.h"
#include "store/tx.h"
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

static struct order *again(const struct order *o)
{
    return testshop_load(&shop, o->id.v);
}

/* Confirmed: 5 BRK-21, which are there, and so many BRK-20, of which there are 40. */
static struct order *order_of(int brackets, const struct order_header *header)
{
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, header, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.deny, 5);
    testshop_line(&shop, &at, shop.bracket, brackets);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    return testshop_load(&shop, at.id);
}

static struct order *leaving(int brackets, int policy)
{
    const struct order_header header = { .ship_policy = &policy };

    return order_of(brackets, &header);
}

static bool to_warehouse(const struct order *o)
{
    err_clear(&err);
    return testshop_act(&shop, again(o), "release", NULL, NULL, &err);
}

/* The last fulfillment. */
static bool work(const struct order *o, const char *action, const char *item, const char *qty)
{
    const struct action_value v[] = { { "item", item },
                                      { "qty", qty },
                                      { "reason", item ? "not_found" : NULL } };
    const struct action_values values = { v, item ? 3 : 0 };
    struct fulfillment_rows rows;

    err_clear(&err);
    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_assert_int_gt(rows.n, 0);
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = rows.v[rows.n - 1].id },
               action, &values, &err);
}

static void pack(const struct order *o)
{
    ck_ok(to_warehouse(o));
    ck_ok(work(o, "pick", NULL, NULL));
    ck_ok(work(o, "pack", NULL, NULL));
}

static void receive(int brackets)
{
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.main, (struct qty){ units(brackets) }, NULL,
                        &err));
}

START_TEST(what_is_there_leaves_and_the_rest_follows)
{
    struct order *o = leaving(45, SHIP_AS_AVAILABLE);

    pack(o);
    ck_ok(work(o, "ship", NULL, NULL));
    ck_assert_int_eq(again(o)->shown, SHOWN_PART_SHIPPED);
    ck_assert_int_eq(again(o)->lines[1].canceled.milli, 0);
}
END_TEST

START_TEST(a_complete_order_waits_until_all_is_there)
{
    struct order *o = leaving(45, SHIP_COMPLETE);

    ck_assert_int_eq(o->lines[0].allocated.milli, units(5)); /* promised, but it stays */
    ck_refused(to_warehouse(o), ERR_STATE);
    ck_assert_msg(strstr(err.text, "BRK-20") != NULL, "%s", err.text);
    err_clear(&err);
    receive(5);
    ck_ok(testshop_act(&shop, again(o), "allocate", NULL, NULL, &err));
    pack(o);
    ck_ok(work(o, "ship", NULL, NULL));
    ck_assert_int_eq(again(o)->shown, SHOWN_SHIPPED);
}
END_TEST

START_TEST(a_complete_order_may_be_parted_from_its_day_on)
{
    int policy = SHIP_COMPLETE;
    struct date day = date_add_days(desk_today(shop.desk), 3);
    const struct order_header header = { .ship_policy = &policy, .partial_after = &day };
    struct order *o = order_of(45, &header);

    testdesk_wait(shop.desk, 2 * 86400000LL);
    ck_refused(to_warehouse(o), ERR_STATE);
    testdesk_wait(shop.desk, 1 * 86400000LL);
    ck_ok(to_warehouse(o));
}
END_TEST

START_TEST(what_goes_missing_keeps_a_complete_order_on_the_table)
{
    struct order *o = leaving(20, SHIP_COMPLETE);

    ck_ok(to_warehouse(o));
    ck_ok(work(o, "short", "BRK-20", "2"));
    ck_ok(work(o, "pick", NULL, NULL));
    ck_ok(work(o, "pack", NULL, NULL));
    ck_refused(work(o, "ship", NULL, NULL), ERR_STATE);
    ck_assert_int_eq(again(o)->lines[0].shipped.milli, 0);
}
END_TEST

START_TEST(what_leaves_together_leaves_from_one_site)
{
    struct order *o = leaving(5, SHIP_COMPLETE), *parts;
    struct record_at at = testshop_draft(&shop);
    struct order_header header = { 0 };
    int policy = SHIP_COMPLETE;
    struct order_taken taken;

    ck_assert_int_eq(o->backordered.milli, 0);
    header.ship_policy = &policy;
    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.deny, 33); /* MAIN has 5, LEEDS 30 */
    ck_refused(order_take(shop.desk, at, true, shop.arena, &taken, &err), ERR_STATE);
    err_clear(&err);
    policy = SHIP_AS_AVAILABLE;
    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    parts = testshop_load(&shop, at.id);
    ck_assert_int_eq(parts->backordered.milli, 0);
}
END_TEST

START_TEST(complaint_11_what_leaves_once_takes_the_rest_out_with_its_reason)
{
    struct order *o = leaving(45, SHIP_SINGLE);

    pack(o);
    ck_ok(work(o, "ship", NULL, NULL));
    o = again(o);
    ck_assert_int_eq(o->lines[1].shipped.milli, units(40));
    ck_assert_int_eq(o->lines[1].canceled.milli, units(5));
    ck_assert_int_eq(o->shown, SHOWN_SHIPPED);
    ck_assert_int_eq(o->goods_minor, 5 * 999 + 40 * 400);
    ck_assert_int_eq(testshop_number(shop.desk,
                                     "SELECT COUNT(*) FROM order_event e JOIN reason_code r"
                                     " ON r.id = e.reason_id WHERE e.kind = 'order.cancel_rest'"
                                     " AND r.code = 'single'"),
                     1);
}
END_TEST

START_TEST(what_is_missing_is_canceled_where_the_order_says_so)
{
    bool drop = true;
    const struct order_header header = { .cancel_backorders = &drop };
    struct order *o = order_of(20, &header);

    ck_ok(to_warehouse(o));
    ck_ok(work(o, "short", "BRK-20", "3"));
    o = again(o);
    ck_assert_int_eq(o->lines[1].canceled.milli, units(3));
    ck_assert_int_eq(o->backordered.milli, 0);
    ck_assert_int_eq(o->goods_minor, 5 * 999 + 17 * 400);
}
END_TEST

START_TEST(complaint_12_an_order_is_not_emptied_by_what_is_missing)
{
    bool drop = true;
    struct order_header header = { .cancel_backorders = &drop };
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 4);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    ck_ok(to_warehouse(o));
    ck_ok(work(o, "short", "BRK-20", "4"));
    ck_assert_int_eq(again(o)->lines[0].canceled.milli, 0);
    ck_assert_int_eq(again(o)->backordered.milli, units(4));
}
END_TEST

static void be_together(struct customer *c)
{
    c->ship_policy = SHIP_COMPLETE;
}

START_TEST(the_customers_policy_is_that_of_its_orders)
{
    struct customer_id id = testshop_customer(&shop, "WHOLE", be_together);
    struct order_header header = { .customer = &id };
    struct record_at at = testshop_draft(&shop);
    int policy = 4;
    struct date day = desk_today(shop.desk);
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    ck_assert_int_eq(o->ship_policy, SHIP_COMPLETE);
    header = (struct order_header){ .ship_policy = &policy };
    ck_refused(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "ship_policy");
    policy = SHIP_SINGLE;
    header.partial_after = &day;
    ck_refused(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "partial_after");
}
END_TEST

START_TEST(a_placed_order_gets_another_policy_by_a_change)
{
    struct order *o = leaving(45, SHIP_COMPLETE);
    struct order_change *c = arena_new_of(shop.arena, struct order_change);
    struct change_preview p;

    c->order = o->id;
    c->base_version = o->version;
    c->header.ship_policy = SHIP_AS_AVAILABLE;
    ck_ok(change_save(shop.desk, c, &err));
    ck_ok(change_find(shop.desk, o->id, shop.arena, &c, &err)); /* as it was kept */
    ck_assert_int_eq(c->header.ship_policy, SHIP_AS_AVAILABLE);
    ck_ok(change_apply(shop.desk, c, shop.arena, &p, &err));
    ck_assert_int_eq(again(o)->ship_policy, SHIP_AS_AVAILABLE);
    ck_ok(to_warehouse(o));
}
END_TEST

START_TEST(a_policy_is_typed_by_its_beginning)
{
    int policy = 0;

    ck_ok(ship_policy_parse("C", &policy, &err));
    ck_assert_int_eq(policy, SHIP_COMPLETE);
    ck_ok(ship_policy_parse("avail", &policy, &err));
    ck_assert_int_eq(policy, SHIP_AS_AVAILABLE);
    ck_refused(ship_policy_parse("", &policy, &err), ERR_INVALID);
    err_clear(&err);
    ck_refused(ship_policy_parse("completely", &policy, &err), ERR_INVALID);
    ck_assert_int_eq(policy, SHIP_AS_AVAILABLE);
}
END_TEST

/* --- holds ------------------------------------------------------------------------------------ */

static void hold(const struct order *in, enum hold_kind kind, int blocks)
{
    OD_TX tx = { 0 };
    struct order *o;

    ck_ok(desk_begin(shop.desk, "order.hold", &tx, &err));
    ck_ok(order_load(shop.desk, in->id, shop.arena, &o, &err));
    ck_ok(hold_open(&tx, shop.desk, o, kind, blocks, "test", &err));
    ck_ok(order_save(&tx, shop.desk, o, &err));
    ck_ok(tx_commit(&tx, &err));
}

/* The order brought to where the step could be done. */
static struct order *before_step(int block)
{
    struct order *o;

    receive(2);
    if (block == BLOCK_ALLOCATE) {
        o = testshop_order(&shop, shop.bracket, testshop_free(&shop, shop.bracket) + 2, true);
        ck_assert_int_eq(o->backordered.milli, units(2));
        receive(2);
        return o;
    }
    o = testshop_order(&shop, shop.bracket, 2, block != BLOCK_CONFIRM);
    if (block == BLOCK_SHIP)
        pack(o);
    return o;
}

static bool do_step(const struct order *o, int block)
{
    err_clear(&err);
    switch (block) {
    case BLOCK_CONFIRM:
        return testshop_act(&shop, again(o), "confirm", NULL, NULL, &err);
    case BLOCK_ALLOCATE:
        return testshop_act(&shop, again(o), "allocate", NULL, NULL, &err);
    case BLOCK_PICK:
        return testshop_act(&shop, again(o), "release", NULL, NULL, &err);
    default:
        return work(o, "ship", NULL, NULL);
    }
}

static const int steps[] = { BLOCK_CONFIRM, BLOCK_ALLOCATE, BLOCK_PICK, BLOCK_SHIP };

/* Every kind of hold, on each step, with each step named. */
START_TEST(a_hold_stops_the_step_it_names_and_no_other)
{
    for (size_t s = 0; s < OD_LEN(steps); s++) {
        for (size_t named = 0; named < OD_LEN(steps); named++) {
            struct order *o = before_step(steps[s]);
            bool done;

            hold(o, (enum hold_kind)_i, steps[named]);
            done = do_step(o, steps[s]);
            ck_assert_msg(done == (s != named), "kind %d names %d, step %d: %s", _i, steps[named],
                          steps[s], err.text);
            if (s == named)
                ck_assert_int_eq(err.code, ERR_STATE);
            err_clear(&err);
        }
    }
}
END_TEST

Suite *ship_policy_suite(void)
{
    Suite *suite = suite_create("ship_policy");
    TCase *tests = tcase_create("leaves");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, what_is_there_leaves_and_the_rest_follows);
    tcase_add_test(tests, a_complete_order_waits_until_all_is_there);
    tcase_add_test(tests, a_complete_order_may_be_parted_from_its_day_on);
    tcase_add_test(tests, what_goes_missing_keeps_a_complete_order_on_the_table);
    tcase_add_test(tests, what_leaves_together_leaves_from_one_site);
    tcase_add_test(tests, complaint_11_what_leaves_once_takes_the_rest_out_with_its_reason);
    tcase_add_test(tests, what_is_missing_is_canceled_where_the_order_says_so);
    tcase_add_test(tests, complaint_12_an_order_is_not_emptied_by_what_is_missing);
    tcase_add_test(tests, the_customers_policy_is_that_of_its_orders);
    tcase_add_test(tests, a_placed_order_gets_another_policy_by_a_change);
    tcase_add_test(tests, a_policy_is_typed_by_its_beginning);
    tcase_add_loop_test(tests, a_hold_stops_the_step_it_names_and_no_other, HOLD_APPROVAL,
                        HOLD_REMORSE + 1);
    suite_add_tcase(suite, tests);
    return suite;
}
