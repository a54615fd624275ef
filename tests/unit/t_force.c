/*
 * What a manager ships though the books do not have it: who may, how much of it is forced, and what
 * closes the gap.
 */
#include <stddef.h>
#include <string.h>

#include "domain/catalog/item.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/gap.h"
#include "domain/insight/audit.h"
#include "domain/insight/queue.h"
#include "domain/stock/stock.h"
#include "support/testdash.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void books_are_right(void)
{
    struct audit audit;

    err_clear(&err);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s: %s", audit.n > 0 ? audit.v[0].record : "",
                  audit.n > 0 ? audit.v[0].words : "");
}

static void tear_down(void)
{
    testdesk_be(shop.desk, ROLE_ADMIN);
    books_are_right();
    testshop_close(&shop);
}

static int64_t units(int n)
{
    return n * QTY_PER_UNIT;
}

static struct fulfillment *first_of(const struct order *o)
{
    struct fulfillment_rows rows;
    struct fulfillment *f;

    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_assert_int_ge(rows.n, 1);
    ck_ok(fulfillment_load(shop.desk, rows.v[0].id, shop.arena, &f, &err));
    return f;
}

static bool work(const struct order *o, const char *action, const char *force, const char *reason)
{
    const struct action_value given[] = { { "force", force }, { "reason", reason } };
    const struct action_values values = { given, force == NULL && reason == NULL ? 0 : 2 };

    err_clear(&err);
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = first_of(o)->id },
               action, &values, &err);
}

static struct order *packed_of(struct item_id item, int n)
{
    struct order *o = testshop_order(&shop, item, n, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_ok(work(o, "pick", NULL, NULL));
    ck_ok(work(o, "pack", NULL, NULL));
    return testshop_load(&shop, o->id.v);
}

/* So many brackets, packed. */
static struct order *packed(int n)
{
    return packed_of(shop.bracket, n);
}

static void count(int n)
{
    struct reason_id reason;

    err_clear(&err);
    ck_ok(reason_find(shop.desk, "stock", "count", &reason, &err));
    ck_ok(stock_count(shop.desk, shop.bracket, shop.main, (struct qty){ units(n) }, reason, &err));
}

static void receive(int n)
{
    const struct qty qty = { units(n) };

    ck_ok(stock_receive(shop.desk, shop.bracket, shop.main, qty, NULL, &err));
}

static struct stock_level level(void)
{
    const struct order_id nobody = { 0 };
    struct stock_levels levels;

    ck_ok(stock_levels_load(shop.desk, shop.bracket, nobody, shop.arena, &levels, &err));
    for (int i = 0; i < levels.n; i++)
        if (levels.v[i].site.v == shop.main.v)
            return levels.v[i];
    ck_abort();
}

static struct gaps gaps(void)
{
    struct gaps all;

    ck_ok(gaps_load(shop.desk, 100, shop.arena, &all, &err));
    (void)testdash_check(shop.desk);
    return all;
}

static struct queue queue_of_gaps(void)
{
    struct queues all;

    ck_ok(queues_load(shop.desk, shop.arena, &all, &err));
    for (int i = 0; i < all.n; i++)
        if (strcmp(all.v[i].name, "gap") == 0)
            return all.v[i];
    ck_abort();
}

START_TEST(what_the_books_do_not_have_leaves_only_by_a_manager_and_for_a_reason)
{
    struct order *o = packed(6);

    count(4);
    ck_refused(work(o, "ship", NULL, NULL), ERR_STATE);
    ck_assert_str_eq(err.field, "force");
    ck_refused(work(o, "ship", NULL, "not_booked"), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_refused(work(o, "ship", NULL, NULL), ERR_STATE);
    ck_refused(work(o, "ship", "yes", "not_booked"), ERR_DENIED);
    testdesk_be(shop.desk, ROLE_MANAGER);
    ck_refused(work(o, "ship", "no", NULL), ERR_STATE);
    ck_refused(work(o, "ship", "yes", NULL), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    ck_refused(work(o, "ship", "yes", "count"), ERR_INVALID);
    ck_assert_int_eq(level().on_hand.milli, units(4));

    ck_ok(work(o, "ship", "yes", "not_booked"));
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->lines[0].shipped.milli, units(6));
    ck_assert_int_eq(level().on_hand.milli, units(-2));
    ck_assert_int_eq(level().allocated.milli, 0);
    ck_assert_int_eq(level().free.milli, 0);
}
END_TEST

START_TEST(the_ledger_and_the_timeline_have_what_was_forced_apart)
{
    struct order *o = packed(6);
    struct stock_movements moves;
    struct event_list events;
    bool is_told = false;

    count(4);
    ck_ok(work(o, "ship", "yes", "miscounted"));
    ck_ok(stock_movements_load(shop.desk, shop.bracket, 0, 2, shop.arena, &moves, &err));
    ck_assert_int_eq(moves.v[0].kind, STOCK_SHIPPED);
    ck_assert_int_eq(moves.v[0].qty.milli, units(-2));
    ck_assert_str_eq(moves.v[0].reason, "Counted wrongly");
    ck_assert_int_eq(moves.v[1].kind, STOCK_SHIPPED);
    ck_assert_int_eq(moves.v[1].qty.milli, units(-4));
    ck_assert_str_eq(moves.v[1].reason, "");
    ck_ok(event_list_order(shop.desk, o->id, 20, shop.arena, &events, &err));
    for (int i = 0; i < events.n; i++)
        is_told = is_told || strcmp(events.v[i].kind, "fulfillment.force") == 0;
    ck_assert(is_told);
}
END_TEST

START_TEST(a_gap_says_how_much_since_when_for_whom_and_what_it_is_worth)
{
    struct order *o = packed(6);
    struct gap *g;

    count(4);
    ck_assert_int_eq(gaps().n, 0);
    ck_ok(work(o, "ship", "yes", "not_booked"));
    testdesk_wait(shop.desk, 60000);
    ck_assert_int_eq(gaps().n, 1);
    g = &gaps().v[0];
    ck_assert_str_eq(g->sku, "BRK-20");
    ck_assert_int_eq(g->qty.milli, units(2));
    ck_assert_int_eq(g->since.ms, TESTDESK_NOW_MS);
    ck_assert_int_eq(g->order.v, o->id.v);
    ck_assert_str_eq(g->number, o->number);
    ck_assert_str_eq(g->by, "anna");
    ck_assert_int_eq(g->base_minor, 850); /* two of 4.25 */

    ck_assert_int_eq(queue_of_gaps().count, 1);
    ck_assert_int_eq(queue_of_gaps().base_total_minor, 850);
    ck_assert_int_eq(queue_of_gaps().since.ms, TESTDESK_NOW_MS);
}
END_TEST

/* A kit's price is what all its pieces are worth together. */
START_TEST(a_gap_of_components_is_worth_their_part_of_the_kits)
{
    const struct item_part parts[] = { { shop.bracket, "", { 3000 } },
                                       { shop.deny, "", { 2000 } },
                                       { { 0 }, "", { 0 } } };
    const struct item set = { .sku = "SET", .kind = ITEM_BUNDLE, .description = "Starter set",
                              .category = "", .uom = "ea", .note = "", .lead_days = 3,
                              .backorder = BACKORDER_ALLOW, .is_active = true, .parts = parts };
    const struct price price = { 20000000 };
    struct item_id id;
    struct order *o;

    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(item_save(shop.desk, &set, &price, NULL, &id, &err));
    o = packed_of(id, 2);
    count(4);
    ck_ok(work(o, "ship", "yes", "not_booked"));
    ck_assert_int_eq(gaps().n, 1);
    ck_assert_int_eq(gaps().v[0].qty.milli, units(2));
    ck_assert_int_eq(gaps().v[0].base_minor, 800); /* two of the ten pieces in 2 kits at 20 */
    ck_assert_int_eq(queue_of_gaps().base_total_minor, 800);
}
END_TEST

START_TEST(a_gap_that_grows_is_as_old_as_its_beginning)
{
    struct order *first = packed(6), *second = packed(4);

    count(8);
    ck_ok(work(first, "ship", NULL, NULL));
    ck_ok(work(second, "ship", "yes", "other"));
    ck_assert_int_eq(gaps().v[0].qty.milli, units(2));
    testdesk_wait(shop.desk, 60000);
    receive(1);
    count(1); /* what lay there was 1 */
    ck_assert_int_eq(gaps().n, 0);
    second = packed(1);
    count(0);
    ck_ok(work(second, "ship", "yes", "other"));
    ck_assert_int_eq(gaps().v[0].since.ms, TESTDESK_NOW_MS + 60000);
}
END_TEST

START_TEST(goods_that_come_close_the_gap_before_anybody_gets_some)
{
    const struct backorder_filter fillable = { .is_fillable = true };
    struct order *o = packed(40), *waits = testshop_order(&shop, shop.bracket, 3, true);
    struct backorders all;
    struct backorder_filled filled;

    count(38);
    ck_ok(work(o, "ship", "yes", "not_booked"));
    receive(1);
    ck_assert_int_eq(gaps().v[0].qty.milli, units(1));
    ck_ok(backorders_load(shop.desk, &fillable, shop.arena, &all, &err));
    ck_assert_int_eq(all.n, 0);
    ck_ok(backorders_fill(shop.desk, &fillable, &filled, &err));
    ck_assert_int_eq(filled.lines, 0);
    receive(3);
    ck_assert_int_eq(gaps().n, 0);
    ck_assert_int_eq(queue_of_gaps().count, 0);
    ck_ok(backorders_fill(shop.desk, &fillable, &filled, &err));
    ck_assert_int_eq(filled.lines, 1);
    ck_assert_int_eq(testshop_load(&shop, waits->id.v)->lines[0].allocated.milli, units(2));
    ck_assert_int_eq(level().free.milli, 0);
}
END_TEST

START_TEST(where_the_books_have_all_nothing_is_forced)
{
    struct order *o = packed(6);
    struct stock_movements moves;

    ck_ok(work(o, "ship", "yes", "other"));
    ck_ok(stock_movements_load(shop.desk, shop.bracket, 0, 1, shop.arena, &moves, &err));
    ck_assert_int_eq(moves.v[0].qty.milli, units(-6));
    ck_assert_str_eq(moves.v[0].reason, "");
    ck_assert_int_eq(gaps().n, 0);
}
END_TEST

START_TEST(what_was_forced_and_taken_back_is_as_it_was)
{
    struct order *o = packed(6);

    count(4);
    ck_ok(work(o, "ship", "yes", "other"));
    ck_ok(work(o, "unship", NULL, NULL));
    ck_assert_int_eq(level().on_hand.milli, units(4));
    ck_assert_int_eq(level().allocated.milli, units(6));
    ck_assert_int_eq(gaps().n, 0);
    ck_refused(work(o, "ship", NULL, NULL), ERR_STATE);
}
END_TEST

START_TEST(a_short_pick_takes_no_more_off_the_books_than_they_have)
{
    const struct action_value v[] = { { "item", "BRK-20" }, { "reason", "damaged" } };
    const struct action_values values = { v, 2 };
    struct order *o = testshop_order(&shop, shop.bracket, 6, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    count(4);
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = first_of(o)->id },
              "short", &values, &err));
    ck_assert_int_eq(level().on_hand.milli, 0);
    ck_assert_int_eq(level().aside.milli, units(6));
    ck_assert_int_eq(gaps().n, 0);
}
END_TEST

START_TEST(what_is_collected_may_be_forced_too)
{
    const struct action_value v[] = { { "id", "passport" },
                                      { "force", "yes" },
                                      { "reason", "other" } };
    const struct order_header header = { .pickup = &shop.main };
    struct record_at at = testshop_draft(&shop);
    struct action_values values = { v, 1 };
    struct order_taken taken;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 6);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_ok(work(o, "pick", NULL, NULL));
    ck_ok(work(o, "pack", NULL, NULL));
    ck_ok(work(o, "ready", NULL, NULL));
    count(5);
    ck_refused(act(shop.desk, &fulfillment_document, (struct record_at){ .id = first_of(o)->id },
                   "collect", &values, &err),
               ERR_STATE);
    ck_assert_str_eq(err.field, "force");
    values.n = 3;
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = first_of(o)->id },
              "collect", &values, &err));
    ck_assert_int_eq(level().on_hand.milli, units(-1));
}
END_TEST

Suite *force_suite(void)
{
    Suite *suite = suite_create("force");
    TCase *tests = tcase_create("force");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, what_the_books_do_not_have_leaves_only_by_a_manager_and_for_a_reason);
    tcase_add_test(tests, the_ledger_and_the_timeline_have_what_was_forced_apart);
    tcase_add_test(tests, a_gap_says_how_much_since_when_for_whom_and_what_it_is_worth);
    tcase_add_test(tests, a_gap_of_components_is_worth_their_part_of_the_kits);
    tcase_add_test(tests, a_gap_that_grows_is_as_old_as_its_beginning);
    tcase_add_test(tests, goods_that_come_close_the_gap_before_anybody_gets_some);
    tcase_add_test(tests, where_the_books_have_all_nothing_is_forced);
    tcase_add_test(tests, what_was_forced_and_taken_back_is_as_it_was);
    tcase_add_test(tests, a_short_pick_takes_no_more_off_the_books_than_they_have);
    tcase_add_test(tests, what_is_collected_may_be_forced_too);
    suite_add_tcase(suite, tests);
    return suite;
}
