/*
 * One action done to many orders.
 */
#include <string.h>

#include "base/limits.h"
#include "domain/flow/backorder.h"
#include "domain/flow/order_assign.h"
#include "domain/flow/order_many.h"
#include "domain/flow/order_wave.h"
#include "domain/order/order_rules.h"
#include "support/testorder.h"
#include "support/testreport.h"
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
    testshop_close(&shop);
}

static const struct many_deeds none_else = { NULL, NULL };

static const struct many_work *action(const char *name)
{
    struct many_work *out = arena_new_of(shop.arena, struct many_work);

    ck_ok(many_find(&none_else, name, shop.arena, out, &err));
    return out;
}

static const struct action_value reason[] = { { "reason", "customer" } };
static const struct action_values because = { reason, 1 };

START_TEST(a_preview_tells_who_can_and_changes_nothing)
{
    struct order *a = testshop_order(&shop, shop.bracket, 1, true);
    struct order *b = testshop_order(&shop, shop.bracket, 1, true);
    int64_t ids[] = { a->id.v, b->id.v };
    struct many_rows rows;

    ck_ok(testshop_act(&shop, b, "cancel", "reason", "customer", &err));
    ck_ok(many_preview(shop.desk, action("cancel"), ids, 2, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 2);
    ck_assert_int_eq(rows.can, 1);
    ck_assert_int_eq(rows.v[0].state, MANY_CAN);
    ck_assert_int_eq(rows.v[1].state, MANY_CANNOT);
    ck_assert_ptr_nonnull(strstr(rows.v[1].why, b->number));
    ck_assert_int_eq(testshop_load(&shop, a->id.v)->status, ORDER_CONFIRMED);
}
END_TEST

START_TEST(each_is_done_alone_and_as_it_was_looked_at)
{
    struct order *a = testshop_order(&shop, shop.bracket, 1, true);
    struct order *b = testshop_order(&shop, shop.bracket, 1, true);
    struct order *c = testshop_order(&shop, shop.bracket, 1, true);
    int64_t ids[] = { a->id.v, b->id.v, c->id.v };
    struct many_rows rows;

    ck_ok(many_preview(shop.desk, action("cancel"), ids, 3, shop.arena, &rows, &err));
    ck_ok(testshop_act(&shop, b, "hold", "note", "changed meanwhile", &err));
    for (int i = 0; i < 3; i++)
        ck_ok(many_do(shop.desk, action("cancel"), &because, shop.arena, &rows.v[i], &err));
    ck_assert_int_eq(rows.v[0].state, MANY_DONE);
    ck_assert_int_eq(rows.v[0].shown, SHOWN_CANCELED);
    ck_assert_int_eq(rows.v[1].state, MANY_REFUSED);
    ck_assert_str_ne(rows.v[1].why, "");
    ck_assert_int_eq(rows.v[2].state, MANY_DONE);
    ck_assert_int_eq(testshop_load(&shop, b->id.v)->status, ORDER_CONFIRMED);
    ck_assert_int_eq(testshop_load(&shop, c->id.v)->status, ORDER_CANCELED);
}
END_TEST

START_TEST(what_names_a_line_or_lacks_an_input_is_refused)
{
    struct many_work out;
    struct action_values none = { NULL, 0 };

    ck_refused(many_find(&none_else, "cancel_line", shop.arena, &out, &err), ERR_INVALID);
    ck_assert_ptr_nonnull(strstr(err.text, "release_hold"));
    err_clear(&err);
    ck_refused(many_find(&none_else, "nothing", shop.arena, &out, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "action");
    err_clear(&err);
    ck_refused(many_check(shop.desk, action("cancel"), &none, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    err_clear(&err);
    ck_ok(many_check(shop.desk, action("cancel"), &because, &err));
    ck_ok(many_check(shop.desk, action("allocate"), &none, &err));
}
END_TEST

START_TEST(as_many_are_taken_as_the_limit_says)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);
    int64_t *ids = arena_array(shop.arena, LIMIT_BULK_ORDERS + 1, int64_t);
    struct many_rows rows;

    for (int i = 0; i <= LIMIT_BULK_ORDERS; i++)
        ids[i] = o->id.v;
    ck_refused(many_preview(shop.desk, action("hold"), ids, LIMIT_BULK_ORDERS + 1, shop.arena,
                            &rows, &err),
               ERR_LIMIT);
    err_clear(&err);
    ck_ok(many_preview(shop.desk, action("hold"), ids, LIMIT_BULK_ORDERS, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.can, LIMIT_BULK_ORDERS);
}
END_TEST

START_TEST(who_may_not_does_it_to_none)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);
    int64_t ids[] = { o->id.v };
    struct many_rows rows;

    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_ok(many_preview(shop.desk, action("cancel"), ids, 1, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.can, 0);
    ck_ok(many_do(shop.desk, action("cancel"), &because, shop.arena, &rows.v[0], &err));
    ck_assert_int_eq(rows.v[0].state, MANY_REFUSED);
}
END_TEST

static bool refuse_check(struct desk *desk, const struct action_values *values, const void *ctx,
                         struct err *why)
{
    (void)desk;
    (void)values;
    (void)ctx;
    return err_field(why, ERR_INVALID, "x", "no");
}

/* Counts its runs in ctx. */
static bool count_run(struct desk *desk, struct record_at at, const struct action_values *values,
                      const void *ctx, struct err *why)
{
    (void)desk;
    (void)at;
    (void)values;
    (void)why;
    ++**(int *const *)ctx;
    return true;
}

START_TEST(a_deed_of_its_own_goes_as_an_action_does)
{
    struct order *a = testshop_order(&shop, shop.bracket, 1, true);
    struct order *b = testshop_order(&shop, shop.bracket, 1, false);
    int64_t ids[] = { a->id.v, b->id.v };
    int runs = 0, *counter = &runs;
    const struct many_deed own[] = {
        { .action = { .name = "own", .label = "Own", .from = 1u << ORDER_CONFIRMED },
          .right = "order.priority",
          .run = count_run },
        { .action = { .name = "never", .label = "Never", .from = 1u << ORDER_CONFIRMED },
          .right = "order.priority",
          .check = refuse_check,
          .run = count_run },
        { .action = { 0 } },
    };
    const struct many_deeds deeds = { own, &counter };
    const struct action_values none = { NULL, 0 };
    struct many_work work, other;
    struct many_rows rows;
    int n = 0;

    ck_ok(many_find(&deeds, "own", shop.arena, &work, &err));
    ck_ok(many_find(&deeds, "never", shop.arena, &other, &err));
    ck_ok(many_check(shop.desk, &work, &none, &err));
    ck_refused(many_check(shop.desk, &other, &none, &err), ERR_INVALID);
    err_clear(&err);
    while (many_at(&deeds, n, &other))
        n++;
    ck_assert_str_eq(other.action->name, "never"); /* they are the last */
    ck_ok(many_preview(shop.desk, &work, ids, 2, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.can, 1);
    ck_assert_int_eq(rows.v[1].state, MANY_CANNOT);
    ck_assert_ptr_nonnull(strstr(rows.v[1].why, b->number));
    ck_ok(many_do(shop.desk, &work, &none, shop.arena, &rows.v[0], &err));
    ck_assert_int_eq(rows.v[0].state, MANY_DONE);
    ck_assert_int_eq(runs, 1);
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_ok(many_preview(shop.desk, &work, ids, 2, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.can, 0);
}
END_TEST

static int64_t picks_of(const char *login)
{
    return testshop_number(shop.desk,
                           arena_printf(shop.arena,
                                        "SELECT COUNT(*) FROM fulfillment f JOIN app_user u"
                                        " ON u.id = f.assigned_to WHERE u.login = '%s'",
                                        login));
}

START_TEST(all_that_is_to_be_picked_of_an_order_gets_its_picker_at_once)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, true);
    struct record_at at = { o->id.v, testshop_load(&shop, o->id.v)->version };

    ck_refused(order_assign(shop.desk, at, "anna", &err), ERR_STATE);
    err_clear(&err);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_refused(order_assign(shop.desk, (struct record_at){ o->id.v, at.version + 7 }, "anna", &err),
               ERR_CONFLICT);
    err_clear(&err);
    at.version = testshop_load(&shop, o->id.v)->version;
    ck_refused(order_assign(shop.desk, at, "nobody-here", &err), ERR_NOT_FOUND);
    ck_assert_str_eq(err.field, "user");
    err_clear(&err);
    ck_assert_int_eq(picks_of("anna"), 0);
    ck_ok(order_assign(shop.desk, at, "anna", &err));
    ck_assert_int_eq(picks_of("anna"), 1);
    at.version = testshop_load(&shop, o->id.v)->version;
    ck_ok(order_assign(shop.desk, at, NULL, &err));
    ck_assert_int_eq(picks_of("anna"), 0);
}
END_TEST

static struct order *released(void)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    return o;
}

static bool can_wave(struct desk *desk, const struct order *o, const void *ctx, struct err *why)
{
    (void)ctx;
    return order_may_wave(desk, o, why);
}

static bool make_wave(struct desk *desk, struct many_row *rows, int n,
                      const struct action_values *values, struct arena *arena, struct err *why)
{
    return orders_wave(desk, rows, n, action_value(values, "picker"), arena, why);
}

static const struct many_deed wave_deed[] = {
    { .action = { .name = "wave", .label = "Wave", .from = UINT32_C(1) << ORDER_CONFIRMED },
      .right = "fulfillment.wave",
      .may = can_wave,
      .run_rows = make_wave },
    { .action = { 0 } },
};

START_TEST(what_is_to_be_picked_of_many_orders_is_one_wave)
{
    const struct many_deeds deeds = { wave_deed, NULL };
    const struct action_value given[] = { { "picker", "anna" } };
    const struct action_values values = { given, 1 };
    struct many_work wave;
    struct many_rows rows;
    int64_t ids[4];

    for (int i = 0; i < 3; i++)
        ids[i] = released()->id.v;
    ids[3] = testshop_order(&shop, shop.bracket, 1, true)->id.v; /* nothing to pick */
    ck_ok(many_find(&deeds, "wave", shop.arena, &wave, &err));
    ck_ok(many_preview(shop.desk, &wave, ids, 4, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.can, 3);
    ck_assert_int_eq(rows.v[3].state, MANY_CANNOT);
    ck_ok(order_set_priority(shop.desk, rows.v[1].id, 7, 0, &err)); /* someone is faster */
    ck_ok(many_go(shop.desk, &wave, &values, shop.arena, rows.v, rows.n, &err));
    ck_assert_int_eq(rows.v[0].state, MANY_DONE);
    ck_assert_str_eq(rows.v[0].why, "W1");
    ck_assert_int_eq(rows.v[1].state, MANY_REFUSED);
    ck_assert_int_eq(rows.v[2].state, MANY_DONE);
    ck_assert_int_eq(rows.v[3].state, MANY_CANNOT);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM wave"), 1);
    ck_assert_int_eq(
        testshop_number(shop.desk, "SELECT COUNT(*) FROM fulfillment WHERE wave_id = 1"), 2);
    ck_assert_int_eq(picks_of("anna"), 2);
    ck_ok(many_preview(shop.desk, &wave, ids, 4, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.can, 1); /* the one that was refused */
    ck_assert_ptr_nonnull(strstr(rows.v[0].why, "W1"));
}
END_TEST

START_TEST(a_wave_has_one_site_and_each_site_has_its_own)
{
    const struct many_deeds deeds = { wave_deed, NULL };
    const struct action_values none = { NULL, 0 };
    struct many_work wave;
    struct many_rows rows;
    int64_t ids[3];

    for (int i = 0; i < 3; i++)
        ids[i] = released()->id.v;
    testreport_do(&shop, arena_printf(shop.arena,
                                      "UPDATE fulfillment SET site_id = %lld WHERE order_id = %lld",
                                      (long long)shop.leeds.v, (long long)ids[1]));
    ck_ok(many_find(&deeds, "wave", shop.arena, &wave, &err));
    ck_ok(many_preview(shop.desk, &wave, ids, 3, shop.arena, &rows, &err));
    ck_ok(many_go(shop.desk, &wave, &none, shop.arena, rows.v, 3, &err));
    ck_assert_int_eq(rows.v[1].state, MANY_CAN);
    ck_assert_int_eq(rows.v[2].state, MANY_DONE);
    ck_ok(many_go(shop.desk, &wave, &none, shop.arena, rows.v + 1, 2, &err));
    ck_assert_str_eq(rows.v[1].why, "W2");
    ck_assert_str_eq(rows.v[2].why, "W1");
}
END_TEST

Suite *order_many_suite(void)
{
    Suite *suite = suite_create("order_many");
    TCase *tc = tcase_create("order_many");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_preview_tells_who_can_and_changes_nothing);
    tcase_add_test(tc, each_is_done_alone_and_as_it_was_looked_at);
    tcase_add_test(tc, what_names_a_line_or_lacks_an_input_is_refused);
    tcase_add_test(tc, as_many_are_taken_as_the_limit_says);
    tcase_add_test(tc, who_may_not_does_it_to_none);
    tcase_add_test(tc, a_deed_of_its_own_goes_as_an_action_does);
    tcase_add_test(tc, all_that_is_to_be_picked_of_an_order_gets_its_picker_at_once);
    tcase_add_test(tc, what_is_to_be_picked_of_many_orders_is_one_wave);
    tcase_add_test(tc, a_wave_has_one_site_and_each_site_has_its_own);
    suite_add_tcase(suite, tc);
    return suite;
}
