/*
 * One action done to many orders.
 */
#include <string.h>

#include "base/limits.h"
#include "domain/flow/order_many.h"
#include "domain/order/order_rules.h"
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
    testshop_close(&shop);
}

static const struct action *action(const char *name)
{
    const struct action *out;

    ck_ok(many_action(name, shop.arena, &out, &err));
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
    const struct action *out;
    struct action_values none = { NULL, 0 };

    ck_refused(many_action("cancel_line", shop.arena, &out, &err), ERR_INVALID);
    ck_assert_ptr_nonnull(strstr(err.text, "release_hold"));
    err_clear(&err);
    ck_refused(many_action("nothing", shop.arena, &out, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "action");
    err_clear(&err);
    ck_refused(many_check(action("cancel"), &none, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    err_clear(&err);
    ck_ok(many_check(action("cancel"), &because, &err));
    ck_ok(many_check(action("allocate"), &none, &err));
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
    suite_add_tcase(suite, tc);
    return suite;
}
