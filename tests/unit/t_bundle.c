/*
 * Bundles: what one may be made of, what is free of it, and stock that is held, promised and given
 * back in whole kits (DOMAIN R12).
 */
#include <string.h>

#include "base/limits.h"
#include "domain/flow/change.h"
#include "domain/insight/audit.h"
#include "domain/order/order_rules.h"
#include "domain/stock/stock.h"
#include "store/store.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;
static struct item_id set;

static struct item bundle_of(const char *sku, const struct item_part *parts)
{
    return (struct item){ .sku = sku,
                          .kind = ITEM_BUNDLE,
                          .description = "Starter set",
                          .category = "",
                          .uom = "ea",
                          .note = "",
                          .backorder = BACKORDER_ALLOW,
                          .lead_days = 3,
                          .is_active = true,
                          .parts = parts };
}

/* "SET": 3 BRK-20 (40 at MAIN) and 2 BRK-21 (10 at MAIN, 30 at LEEDS). */
static void set_up(void)
{
    struct price price = { 20000000 };
    struct item item;

    testshop_open(&shop);
    err_clear(&err);
    item = bundle_of("SET", (const struct item_part[]){ { shop.bracket, "", { 3000 } },
                                                        { shop.deny, "", { 2000 } },
                                                        { { 0 }, "", { 0 } } });
    ck_ok(item_save(shop.desk, &item, &price, NULL, &set, &err));
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static void refused(const struct item_part *parts, enum err_code code)
{
    struct item item = bundle_of("OTHER", parts);
    struct item_id id;

    ck_refused(item_save(shop.desk, &item, NULL, NULL, &id, &err), code);
    ck_assert_str_eq(err.field, "components");
}

static int free_at(struct site_id site, struct item_id item)
{
    struct stock_levels levels;

    ck_ok(stock_levels_load(shop.desk, item, (struct order_id){ 0 }, shop.arena, &levels, &err));
    for (int i = 0; i < levels.n; i++)
        if (levels.v[i].site.v == site.v)
            return (int)(levels.v[i].free.milli / QTY_PER_UNIT);
    return -1;
}

static void books_are_right(void)
{
    struct audit audit;

    ck_ok(audit_run(shop.desk, false, shop.arena, &audit, &err));
    if (audit.n > 0)
        ck_abort_msg("%s %s: %s", audit.v[0].check, audit.v[0].record, audit.v[0].words);
}

/* Changes the store behind everyone's back. */
static void damage(const char *text)
{
    const struct sql sql = { "test.damage", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(tx_begin(desk_db(shop.desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

START_TEST(a_bundle_is_made_of_stock_items_each_once)
{
    const struct item_part none[] = { { { 0 }, "", { 0 } } };
    const struct item_part service[] = { { shop.fitting, "", { 1000 } }, { { 0 }, "", { 0 } } };
    const struct item_part nested[] = { { set, "", { 1000 } }, { { 0 }, "", { 0 } } };
    const struct item_part twice[] = { { shop.bracket, "", { 1000 } },
                                       { shop.bracket, "", { 1000 } },
                                       { { 0 }, "", { 0 } } };
    const struct item_part nothing[] = { { shop.bracket, "", { 0 } }, { { 0 }, "", { 0 } } };

    refused(NULL, ERR_INVALID);
    refused(none, ERR_INVALID);
    refused(service, ERR_INVALID);
    refused(nested, ERR_INVALID);
    refused(twice, ERR_INVALID);
    refused(nothing, ERR_INVALID);
}
END_TEST

START_TEST(only_bundles_have_components_and_a_component_stays_stock)
{
    const struct item_part one[] = { { shop.deny, "", { 1000 } }, { { 0 }, "", { 0 } } };
    struct item *item;

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->parts = one;
    ck_refused(item_save(shop.desk, item, NULL, NULL, &item->id, &err), ERR_INVALID);
    item->parts = NULL;
    item->kind = ITEM_BUNDLE;
    ck_refused(item_save(shop.desk, item, NULL, NULL, &item->id, &err), ERR_STATE);
}
END_TEST

START_TEST(components_are_read_as_they_are_typed)
{
    const struct item_part *parts;

    ck_ok(item_parts_parse(shop.desk, "BRK-20=2 hose=1.5", NULL, shop.arena, &parts, &err));
    ck_assert_str_eq(item_parts_text(parts, NULL, shop.arena), "BRK-20=2 HOSE=1.5");
    ck_refused(item_parts_parse(shop.desk, "BRK-20", NULL, shop.arena, &parts, &err), ERR_INVALID);
    ck_refused(item_parts_parse(shop.desk, "BRK-20=", NULL, shop.arena, &parts, &err), ERR_INVALID);
    ck_refused(item_parts_parse(shop.desk, "NOPE=2", NULL, shop.arena, &parts, &err), ERR_INVALID);
    ck_refused(item_parts_parse(shop.desk, "BRK-20=1.5", NULL, shop.arena, &parts, &err),
               ERR_INVALID);
}
END_TEST

START_TEST(fifty_components_are_read_and_no_more)
{
    const struct item_part *parts;
    const char *text = "";

    for (int i = 0; i < LIMIT_BUNDLE_PARTS; i++)
        text = arena_printf(shop.arena, "%s BRK-20=1", text);
    ck_ok(item_parts_parse(shop.desk, text, NULL, shop.arena, &parts, &err));
    ck_refused(item_parts_parse(shop.desk, arena_printf(shop.arena, "%s BRK-20=1", text), NULL,
                                shop.arena, &parts, &err),
               ERR_LIMIT);
}
END_TEST

START_TEST(free_is_what_the_scarcest_component_makes)
{
    ck_assert_int_eq(free_at(shop.main, set), 5);
    ck_assert_int_eq(free_at(shop.leeds, set), 0);
}
END_TEST

START_TEST(a_confirmed_bundle_has_its_components_and_its_own_price)
{
    struct order *o = testshop_order(&shop, set, 4, true);

    ck_assert_int_eq(o->lines[0].kind, LINE_BUNDLE);
    ck_assert_int_eq(o->lines[0].allocated.milli, 4000);
    ck_assert_int_eq(o->lines[0].net_minor, 4 * 2000);
    ck_assert(o->shown == SHOWN_ALLOCATED);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 28);
    ck_assert_int_eq(testshop_free(&shop, shop.deny), 2);
    ck_assert_int_eq(free_at(shop.main, set), 1);
    ck_assert_ptr_nonnull(strstr(order_line_words(shop.desk, &o->lines[0], shop.arena),
                                 "Starter set (BRK-20=3 BRK-21=2)"));
    books_are_right();
}
END_TEST

START_TEST(a_short_bundle_gets_whole_kits_and_the_rest_waits)
{
    struct order *o = testshop_order(&shop, set, 7, true);

    ck_assert_int_eq(o->lines[0].allocated.milli, 5000);
    ck_assert_int_eq(line_backordered(&o->lines[0]).milli, 2000);
    ck_assert(o->shown == SHOWN_BACKORDERED);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 25);
    ck_assert_int_eq(testshop_free(&shop, shop.deny), 0);
    ck_ok(stock_receive(shop.desk, shop.deny, shop.main, (struct qty){ 3000 }, NULL, &err));
    ck_ok(testshop_act(&shop, o, "allocate", NULL, NULL, &err));
    o = testshop_load(&shop, o->id.v);
    ck_assert_int_eq(o->lines[0].allocated.milli, 6000);
    ck_assert_int_eq(testshop_free(&shop, shop.deny), 1);
    books_are_right();
}
END_TEST

START_TEST(canceling_gives_all_components_back)
{
    struct order *o = testshop_order(&shop, set, 4, true);

    ck_ok(testshop_act(&shop, o, "cancel", "reason", "customer", &err));
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
    ck_assert_int_eq(testshop_free(&shop, shop.deny), 10);
    books_are_right();
}
END_TEST

START_TEST(a_draft_holds_the_components)
{
    struct record_at at = testshop_draft(&shop);

    testshop_line(&shop, &at, set, 4);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 28);
    ck_assert_int_eq(testshop_free(&shop, shop.deny), 2);
    ck_assert_int_eq(free_at(shop.main, set), 1);
}
END_TEST

START_TEST(a_bundle_and_its_loose_components_never_oversell)
{
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct order *o;

    testshop_line(&shop, &at, set, 5);
    at.version = testshop_line(&shop, &at, shop.bracket, 30)->version;
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, taken.id.v);

    ck_assert_int_eq(o->lines[1].allocated.milli, 30000);
    ck_assert_int_eq(o->lines[0].allocated.milli, 3000);
    books_are_right();
}
END_TEST

START_TEST(components_stay_while_stock_is_allocated_to_them)
{
    const struct item_part other[] = { { shop.bracket, "", { 1000 } }, { { 0 }, "", { 0 } } };
    struct order *o = testshop_order(&shop, set, 1, true);
    struct item *item;

    ck_ok(item_load(shop.desk, set, shop.arena, &item, &err));
    item->parts = other;
    ck_refused(item_save(shop.desk, item, NULL, NULL, &item->id, &err), ERR_STATE);
    ck_assert_str_eq(err.field, "components");
    ck_ok(testshop_act(&shop, o, "cancel", "reason", "customer", &err));
    ck_ok(item_save(shop.desk, item, NULL, NULL, &item->id, &err));
    ck_assert_int_eq(free_at(shop.main, set), 40);
}
END_TEST

START_TEST(bundles_are_sold_whole_and_have_no_stock_of_their_own)
{
    struct item *item;

    ck_refused(stock_receive(shop.desk, set, shop.main, (struct qty){ 1000 }, NULL, &err),
               ERR_STATE);
    ck_ok(item_load(shop.desk, set, shop.arena, &item, &err));
    item->qty_decimals = 1;
    ck_refused(item_save(shop.desk, item, NULL, NULL, &item->id, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "qty_decimals");
}
END_TEST

START_TEST(check_finds_a_bundle_whose_kits_are_not_there)
{
    struct audit audit;

    (void)testshop_order(&shop, set, 4, true);
    damage("UPDATE order_line SET allocated_qty = 3000 WHERE kind = 4");
    ck_ok(audit_run(shop.desk, true, shop.arena, &audit, &err));
    ck_assert_int_gt(audit.n, 0);
    ck_assert_str_eq(audit.v[0].check, "line.allocated");
    ck_assert(audit.v[0].is_fixed);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT allocated_qty FROM order_line"), 4000);
}
END_TEST

static int64_t allocated_of(struct item_id item)
{
    return testshop_number(shop.desk,
                           item.v == shop.bracket.v
                               ? "SELECT COALESCE(SUM(qty), 0) FROM allocation a JOIN item i"
                                 " ON i.id = a.item_id WHERE i.sku = 'BRK-20'"
                               : "SELECT COALESCE(SUM(qty), 0) FROM allocation a JOIN item i"
                                 " ON i.id = a.item_id WHERE i.sku = 'BRK-21'") /
           QTY_PER_UNIT;
}

static void change_to(const struct order *o, int kits, bool is_cut)
{
    struct order_change change = { .order = o->id, .base_version = o->version };
    struct change_line l = { .line_no = 1,
                             .is_cut = is_cut,
                             .has_qty = !is_cut,
                             .in.qty = { kits * QTY_PER_UNIT } };
    struct change_preview p;

    change_put_line(&change, o, &l, shop.arena);
    ck_ok(change_apply(shop.desk, &change, shop.arena, &p, &err));
}

START_TEST(a_change_of_the_quantity_moves_the_components)
{
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct order *o;

    testshop_line(&shop, &at, set, 4);
    testshop_line(&shop, &at, shop.fitting, 1);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(allocated_of(shop.bracket), 12);

    change_to(o, 5, false);
    ck_assert_int_eq(allocated_of(shop.bracket), 15);
    ck_assert_int_eq(allocated_of(shop.deny), 10);
    ck_assert_int_eq(testshop_load(&shop, at.id)->lines[0].allocated.milli, 5000);
    books_are_right();
    change_to(testshop_load(&shop, at.id), 2, false);
    ck_assert_int_eq(allocated_of(shop.bracket), 6);
    ck_assert_int_eq(allocated_of(shop.deny), 4);
    books_are_right();
    change_to(testshop_load(&shop, at.id), 0, true);
    ck_assert_int_eq(allocated_of(shop.bracket), 0);
    ck_assert_int_eq(allocated_of(shop.deny), 0);
    ck_assert_int_eq(free_at(shop.main, shop.bracket), 40);
    books_are_right();
}
END_TEST

START_TEST(a_component_counts_what_bundles_lack_of_it)
{
    struct stock_levels levels;

    /* 10 BRK-21 are 5 kits: 2 kits are short, 6 BRK-20 and 4 BRK-21; and 3 loose of 35 - 15. */
    (void)testshop_order(&shop, set, 7, true);
    ck_ok(stock_levels_load(shop.desk, shop.deny, (struct order_id){ 0 }, shop.arena, &levels,
                            &err));
    ck_assert_int_eq(levels.v[0].site.v, shop.main.v);
    ck_assert_int_eq(levels.v[0].backordered.milli, 4000);
    (void)testshop_order(&shop, shop.bracket, 28, true); /* 25 are left */
    ck_ok(stock_levels_load(shop.desk, shop.bracket, (struct order_id){ 0 }, shop.arena, &levels,
                            &err));
    ck_assert_int_eq(levels.v[0].backordered.milli, 6000 + 3000);
}
END_TEST

Suite *bundle_suite(void)
{
    Suite *s = suite_create("bundle");
    TCase *tc = tcase_create("bundle");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_bundle_is_made_of_stock_items_each_once);
    tcase_add_test(tc, only_bundles_have_components_and_a_component_stays_stock);
    tcase_add_test(tc, components_are_read_as_they_are_typed);
    tcase_add_test(tc, fifty_components_are_read_and_no_more);
    tcase_add_test(tc, free_is_what_the_scarcest_component_makes);
    tcase_add_test(tc, a_confirmed_bundle_has_its_components_and_its_own_price);
    tcase_add_test(tc, a_short_bundle_gets_whole_kits_and_the_rest_waits);
    tcase_add_test(tc, canceling_gives_all_components_back);
    tcase_add_test(tc, a_draft_holds_the_components);
    tcase_add_test(tc, a_bundle_and_its_loose_components_never_oversell);
    tcase_add_test(tc, components_stay_while_stock_is_allocated_to_them);
    tcase_add_test(tc, bundles_are_sold_whole_and_have_no_stock_of_their_own);
    tcase_add_test(tc, a_change_of_the_quantity_moves_the_components);
    tcase_add_test(tc, a_component_counts_what_bundles_lack_of_it);
    tcase_add_test(tc, check_finds_a_bundle_whose_kits_are_not_there);
    suite_add_tcase(s, tc);
    return s;
}
