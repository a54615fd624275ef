/*
 * Carriers and ship methods: what an order may name, what a method takes, and what follows when it
 * is shipped.
 */
#include <string.h>

#include "domain/catalog/item.h"
#include "domain/catalog/ship_method.h"
#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/flow/dispatch.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/manifest.h"
#include "domain/flow/shipment.h"
#include "domain/order/order.h"
#include "domain/stock/stock.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    testdesk_be(shop.desk, ROLE_MANAGER);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static void says_no(bool done, enum err_code code, const char *words)
{
    ck_assert(!done);
    ck_assert_int_eq(err.code, code);
    ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
    err_clear(&err);
}

static bool add_carrier(const char *code, const char *url)
{
    const struct carrier c = {
        .code = code, .name = "Royal Mail", .tracking_url = url, .is_active = true
    };

    err_clear(&err);
    return carrier_save(shop.desk, &c, &err);
}

static bool add_method(const char *code, const char *carrier, const char *places, int64_t max_g)
{
    const struct ship_method m = { .code = code,
                                   .name = "Next day",
                                   .carrier = carrier,
                                   .service = "ND24",
                                   .cutoff_minute = 14 * 60,
                                   .max_weight_g = max_g,
                                   .places = places,
                                   .is_active = true };

    err_clear(&err);
    return ship_method_save(shop.desk, &m, &err);
}

static struct ship_method *method(const char *code)
{
    struct ship_method *m;

    ck_ok(ship_method_find(shop.desk, code, shop.arena, &m, &err));
    ck_assert_ptr_nonnull(m);
    return m;
}

/* A draft with a line, sent that way. */
static bool send_by(struct record_at *at, const char *text)
{
    const struct order_header in = { .ship_method = text };
    struct order *o;

    *at = testshop_draft(&shop);
    testshop_line(&shop, at, shop.bracket, 6);
    err_clear(&err);
    return order_set_header(shop.desk, at, &in, shop.arena, &o, &err);
}

static bool take(struct record_at at)
{
    struct order_taken taken;

    err_clear(&err);
    return order_take(shop.desk, at, true, shop.arena, &taken, &err);
}

START_TEST(a_desk_without_methods_takes_any_words)
{
    struct record_at at;

    ck_ok(send_by(&at, "our van"));
    ck_ok(take(at));
    ck_assert_str_eq(testshop_load(&shop, at.id)->ship_method, "our van");
}
END_TEST

START_TEST(a_method_is_named_by_code_or_name_and_another_is_refused)
{
    struct record_at at;

    ck_ok(add_method("NEXT", "", "", 0));
    ck_ok(send_by(&at, "next day"));
    ck_assert_str_eq(testshop_load(&shop, at.id)->ship_method, "NEXT");
    says_no(send_by(&at, "van"), ERR_INVALID, "There are: NEXT");
    ck_ok(send_by(&at, ""));
    ck_ok(take(at));
}
END_TEST

START_TEST(too_many_methods_for_a_sentence_are_counted)
{
    struct record_at at = testshop_draft(&shop);
    const struct order_header words = { .ship_method = "by pigeon" };
    struct order *o;

    for (int i = 0; i < 40; i++)
        ck_assert(add_method(arena_printf(shop.arena, "METHOD%04d", i), "", "", 0));
    says_no(order_set_header(shop.desk, &at, &words, shop.arena, &o, &err), ERR_INVALID,
            "METHOD0024 and 15 more.");
}
END_TEST

START_TEST(an_order_that_a_method_cannot_take_is_not_placed)
{
    struct record_at at;
    struct item *item;
    struct ship_method *m;

    ck_ok(add_method("LOCAL", "", "gb:ls,IE", 0));
    m = method("LOCAL");
    ck_assert_str_eq(m->places, "GB:LS, IE");
    ck_ok(send_by(&at, "LOCAL"));
    ck_ok(take(at));
    ck_ok(send_by(&at, "LOCAL"));
    m->places = "GB:LS2, FR";
    ck_ok(ship_method_save(shop.desk, m, &err));
    says_no(take(at), ERR_STATE, "LOCAL does not go to GB LS1 4AB");
    says_no(send_by(&at, "LOCAL"), ERR_STATE, "LOCAL does not go to GB LS1 4AB");

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->weight_g = 500;
    ck_ok(item_save(shop.desk, item, NULL, NULL, &shop.bracket, &err));
    m = method("LOCAL");
    m->places = "";
    ck_ok(ship_method_save(shop.desk, m, &err));
    ck_ok(send_by(&at, "LOCAL"));
    m = method("LOCAL");
    m->max_weight_g = 2999;
    ck_ok(ship_method_save(shop.desk, m, &err));
    says_no(take(at), ERR_STATE, "at most 2999 g, this is 3000 g");
    m = method("LOCAL");
    m->max_weight_g = 3000;
    ck_ok(ship_method_save(shop.desk, m, &err));
    ck_ok(take(at));
}
END_TEST

START_TEST(a_change_to_a_method_that_cannot_take_it_is_refused)
{
    struct order *o = testshop_order(&shop, shop.bracket, 6, true);
    struct order_change *change = arena_new_of(shop.arena, struct order_change);
    struct change_preview p;

    ck_ok(add_method("IRISH", "", "IE", 0));
    ck_ok(add_method("ANY", "", "", 0));
    change->order = o->id;
    change->base_version = o->version;
    change->header.ship_method = "IRISH";
    says_no(change_apply(shop.desk, change, shop.arena, &p, &err), ERR_STATE, "does not go to GB");
    change->header.ship_method = "ANY";
    ck_ok(change_apply(shop.desk, change, shop.arena, &p, &err));
}
END_TEST

START_TEST(records_are_saved_as_they_were_seen_and_clean)
{
    struct ship_method *m, *seen;

    ck_ok(add_carrier("rm", "https://track.example/%s"));
    says_no(add_carrier("RM", ""), ERR_INVALID, "already");
    says_no(add_carrier("X", "https://track.example/"), ERR_INVALID, "number stands");
    says_no(add_method("M", "NOBODY", "", 0), ERR_NOT_FOUND, "no carrier");
    says_no(add_method("M", "", "England", 0), ERR_INVALID, "is no place");
    says_no(add_method("M", "", "", -1), ERR_INVALID, "weight");
    ck_ok(add_method("M", "RM", "", 0));
    says_no(add_method("m", "", "", 0), ERR_INVALID, "already");
    m = method("M");
    seen = method("M");
    ck_ok(ship_method_save(shop.desk, m, &err));
    says_no(ship_method_save(shop.desk, seen, &err), ERR_CONFLICT, "someone else");
    testdesk_be(shop.desk, ROLE_CLERK);
    says_no(add_carrier("NEW", ""), ERR_DENIED, "role");
}
END_TEST

START_TEST(cut_off_and_days_are_read_as_people_write_them)
{
    static const struct {
        const char *text, *again;
        int minute;
    } cutoffs[] = {
        { "", "", -1 },         { "15:00", "15:00", 900 }, { "9:05", "09:05", 545 },
        { "00:00", "00:00", 0 }, { "23:59", "23:59", 1439 },
    };
    static const char *const no_cutoff[] = { "24:00", "12:60", "12", "12:5", "1200", "a:00",
                                             "12:000", ":30", "123:00" };
    static const struct {
        const char *text, *again;
        int min, max;
    } days[] = {
        { "", "", 0, 0 }, { "2", "2", 2, 2 }, { "1-3", "1-3", 1, 3 }, { "0-1", "0-1", 0, 1 },
    };
    static const char *const no_days[] = { "0", "x", "1-", "-3", "1-x", "1-3x", "1-3-4", "1234" };
    struct ship_method m = { .code = "" };

    for (size_t i = 0; i < OD_LEN(cutoffs); i++) {
        ck_ok(ship_cutoff_parse(cutoffs[i].text, &m, &err));
        ck_assert_int_eq(m.cutoff_minute, cutoffs[i].minute);
        ck_assert_str_eq(ship_cutoff_text(&m, shop.arena), cutoffs[i].again);
    }
    for (size_t i = 0; i < OD_LEN(no_cutoff); i++) {
        ck_assert_msg(!ship_cutoff_parse(no_cutoff[i], &m, &err), "%s", no_cutoff[i]);
        ck_assert_str_eq(err.field, "cutoff");
        err_clear(&err);
        ck_assert_int_eq(m.cutoff_minute, 1439);
    }
    for (size_t i = 0; i < OD_LEN(days); i++) {
        ck_ok(ship_transit_parse(days[i].text, &m, &err));
        ck_assert_int_eq(m.min_days, days[i].min);
        ck_assert_int_eq(m.max_days, days[i].max);
        ck_assert_str_eq(ship_transit_text(&m, shop.arena), days[i].again);
    }
    for (size_t i = 0; i < OD_LEN(no_days); i++) {
        ck_assert_msg(!ship_transit_parse(no_days[i], &m, &err), "%s", no_days[i]);
        ck_assert_str_eq(err.field, "transit");
        err_clear(&err);
    }
}
END_TEST

START_TEST(the_method_says_who_takes_it_and_until_when)
{
    struct record_at at;
    struct dispatch rows;
    struct shipments list;
    struct manifests open;

    ck_ok(add_carrier("RM", ""));
    ck_ok(add_method("NEXT", "RM", "", 0));
    ck_ok(send_by(&at, "NEXT"));
    ck_ok(take(at));
    ck_ok(testshop_act(&shop, testshop_load(&shop, at.id), "release", NULL, NULL, &err));
    for (const char *const *action = (const char *const[]){ "pick", "pack", NULL }; *action != NULL;
         action++)
        ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = 1 }, *action, NULL,
                  &err));
    ck_ok(dispatch_load(shop.desk, shop.main, 100, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.v[0].cutoff_minute, 14 * 60);
    ck_assert_str_eq(rows.v[0].carrier, "RM");
    ck_ok(dispatch_ship(shop.desk, "", shop.arena, &rows, &err));
    ck_ok(shipments_of_order(shop.desk, (struct order_id){ at.id }, shop.arena, &list, &err));
    ck_assert_str_eq(list.v[0].carrier, "RM");
    ck_assert_str_eq(list.v[0].service, "ND24");
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = 1 }, "unship", NULL,
              &err));
    ck_ok(dispatch_load(shop.desk, shop.main, 100, shop.arena, &rows, &err));
    ck_ok(dispatch_ship(shop.desk, "royal mail", shop.arena, &rows, &err));
    ck_ok(manifest_list(shop.desk, &(struct manifest_filter){ 0 }, 10, shop.arena, &open, &err));
    ck_assert_int_eq(open.n, 1);
    ck_assert_str_eq(open.v[0].carrier, "RM");
}
END_TEST

/* All of it in a package; fulfillment is the id it gets. */
static void pack_it(const struct order *o, int64_t fulfillment)
{
    struct record_at at = { .id = fulfillment };

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_ok(act(shop.desk, &fulfillment_document, at, "pick", NULL, &err));
    ck_ok(act(shop.desk, &fulfillment_document, at, "pack", NULL, &err));
}

START_TEST(many_ship_together_and_one_that_is_refused_stays_alone)
{
    struct reason_id count;
    struct dispatch rows;
    int64_t held = 0;
    int stopped = 0;

    for (int i = 1; i <= 25; i++) {
        struct record_at at = testshop_draft(&shop);
        struct order_taken taken;

        testshop_line(&shop, &at, shop.bracket, 1);
        if (i == 7) {
            testshop_line(&shop, &at, shop.deny, 1);
            held = at.id;
        }
        ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
        pack_it(testshop_load(&shop, at.id), i);
    }
    ck_ok(reason_find(shop.desk, "stock", "count", &count, &err));
    ck_ok(stock_count(shop.desk, shop.deny, shop.main, (struct qty){ 0 }, count, &err));
    ck_ok(dispatch_load(shop.desk, shop.main, 100, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 25);
    ck_ok(dispatch_ship(shop.desk, "DHL", shop.arena, &rows, &err));
    ck_assert_int_eq(rows.shipped, 24);
    for (int i = 0; i < rows.n; i++) {
        stopped += rows.v[i].why_not[0] != '\0';
        ck_assert_int_eq(rows.v[i].is_shipped, rows.v[i].why_not[0] == '\0');
    }
    ck_assert_int_eq(stopped, 1);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM shipment"), 24);
    /* Its brackets had left already when the rest was missing: they are back. */
    ck_assert_int_eq(testshop_load(&shop, held)->lines[0].shipped.milli, 0);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT on_hand_qty FROM stock_level WHERE item_id"
                                                " = (SELECT id FROM item WHERE sku = 'BRK-20')"
                                                " AND on_hand_qty > 0"),
                     16 * QTY_PER_UNIT);
}
END_TEST

START_TEST(another_carrier_may_take_it_until_the_hand_over)
{
    const struct action_value ups = { "carrier", "ups" }, dhl = { "carrier", "DHL" };
    struct shipments list;
    struct dispatch rows;
    struct manifest *m;
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);

    pack_it(o, 1);
    ck_ok(add_carrier("UPS", ""));
    ck_ok(dispatch_load(shop.desk, shop.main, 100, shop.arena, &rows, &err));
    ck_ok(dispatch_ship(shop.desk, "DHL", shop.arena, &rows, &err));
    ck_ok(act(shop.desk, &shipment_document, (struct record_at){ .id = 1 }, "to_carrier",
              &(struct action_values){ &ups, 1 }, &err));
    ck_ok(shipments_of_order(shop.desk, o->id, shop.arena, &list, &err));
    ck_assert_str_eq(list.v[0].carrier, "UPS");
    ck_ok(manifest_load(shop.desk, list.v[0].manifest, shop.arena, &m, &err));
    ck_assert_str_eq(m->carrier, "UPS");
    ck_ok(act(shop.desk, &manifest_document, (struct record_at){ .id = m->id }, "close", NULL,
              &err));
    says_no(act(shop.desk, &shipment_document, (struct record_at){ .id = 1 }, "to_carrier",
                &(struct action_values){ &dhl, 1 }, &err),
            ERR_STATE, "The carrier has it");
}
END_TEST

Suite *ship_method_suite(void)
{
    Suite *suite = suite_create("ship_method");
    TCase *tests = tcase_create("ship_method");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_desk_without_methods_takes_any_words);
    tcase_add_test(tests, a_method_is_named_by_code_or_name_and_another_is_refused);
    tcase_add_test(tests, too_many_methods_for_a_sentence_are_counted);
    tcase_add_test(tests, an_order_that_a_method_cannot_take_is_not_placed);
    tcase_add_test(tests, a_change_to_a_method_that_cannot_take_it_is_refused);
    tcase_add_test(tests, records_are_saved_as_they_were_seen_and_clean);
    tcase_add_test(tests, cut_off_and_days_are_read_as_people_write_them);
    tcase_add_test(tests, the_method_says_who_takes_it_and_until_when);
    tcase_add_test(tests, many_ship_together_and_one_that_is_refused_stays_alone);
    tcase_add_test(tests, another_carrier_may_take_it_until_the_hand_over);
    suite_add_tcase(suite, tests);
    return suite;
}
