/*
 * The one-line entry grammar.
 */
#include "base/mem.h"
#include "domain/order/entry.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

static struct arena *arena;
static struct err err;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
}

static void tear_down(void)
{
    arena_free(arena);
}

static struct entry parsed(const char *text)
{
    struct entry e = { 0 };

    ck_ok(entry_parse(text, "GBP", NULL, arena, &e, &err));
    return e;
}

static void refused(const char *text, const char *field)
{
    struct entry e = { 0 };

    ck_refused(entry_parse(text, "GBP", NULL, arena, &e, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, field);
}

START_TEST(a_sku_and_a_quantity_are_the_whole_of_it)
{
    struct entry e = parsed("4711 12");

    ck_assert_str_eq(e.code, "4711");
    ck_assert(e.has_qty);
    ck_assert_str_eq(e.qty_text, "12");
    ck_assert(!e.has_price && !e.has_disc);
}
END_TEST

START_TEST(a_star_may_stand_between_sku_and_quantity)
{
    ck_assert_str_eq(parsed("4711*12").qty_text, "12");
    ck_assert_str_eq(parsed("4711 * 12").qty_text, "12");
    ck_assert_str_eq(parsed("4711* 12").code, "4711");
}
END_TEST

START_TEST(price_and_discount_may_follow_in_any_order)
{
    struct entry a = parsed("4711 12 @3.20 -5%");
    struct entry b = parsed("4711 -5% @3.2 12");

    ck_assert_int_eq(a.price.v, 3200000);
    ck_assert_int_eq(a.disc.ppm, 50000);
    ck_assert_int_eq(b.price.v, 3200000);
    ck_assert_int_eq(b.disc.ppm, 50000);
    ck_assert_str_eq(b.qty_text, "12");
}
END_TEST

START_TEST(a_missing_quantity_is_told)
{
    ck_assert(!parsed("  4711 ").has_qty);
}
END_TEST

START_TEST(decimals_follow_the_form_of_the_desk)
{
    const struct decimal_form comma = { ',', '.' };
    struct entry e;

    ck_ok(entry_parse("X 1 @3,25 -2,5%", "EUR", &comma, arena, &e, &err));

    ck_assert_int_eq(e.price.v, 3250000);
    ck_assert_int_eq(e.disc.ppm, 25000);
}
END_TEST

START_TEST(a_sku_may_have_hyphens)
{
    ck_assert_str_eq(parsed("BRK-20 3").code, "BRK-20");
}
END_TEST

START_TEST(nothing_is_no_entry)
{
    refused("", "item");
    refused("   ", "item");
    refused("* 3", "item");
    refused("@3", "item");
}
END_TEST

START_TEST(a_quantity_too_many_is_refused)
{
    refused("4711 12 13", "qty");
    refused("4711 *", "qty");
    refused("4711 * * 3", "qty");
}
END_TEST

START_TEST(a_price_that_is_none_is_refused)
{
    refused("4711 1 @", "price");
    refused("4711 1 @abc", "price");
    refused("4711 1 @1 @2", "price");
    refused("4711 1 @-1", "price");
}
END_TEST

START_TEST(a_discount_that_is_none_is_refused)
{
    refused("4711 1 -5% -6%", "disc");
    refused("4711 1 -101%", "disc");
    refused("4711 1 -x%", "disc");
    refused("4711 -3", "disc");
}
END_TEST

START_TEST(a_line_too_long_is_refused)
{
    char text[1000];
    struct entry e;

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';

    ck_refused(entry_parse(text, "GBP", NULL, arena, &e, &err), ERR_LIMIT);
}
END_TEST

Suite *entry_suite(void)
{
    Suite *s = suite_create("entry");
    TCase *tc = tcase_create("entry");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_sku_and_a_quantity_are_the_whole_of_it);
    tcase_add_test(tc, a_star_may_stand_between_sku_and_quantity);
    tcase_add_test(tc, price_and_discount_may_follow_in_any_order);
    tcase_add_test(tc, a_missing_quantity_is_told);
    tcase_add_test(tc, decimals_follow_the_form_of_the_desk);
    tcase_add_test(tc, a_sku_may_have_hyphens);
    tcase_add_test(tc, nothing_is_no_entry);
    tcase_add_test(tc, a_quantity_too_many_is_refused);
    tcase_add_test(tc, a_price_that_is_none_is_refused);
    tcase_add_test(tc, a_discount_that_is_none_is_refused);
    tcase_add_test(tc, a_line_too_long_is_refused);
    suite_add_tcase(s, tc);
    return s;
}
