/*
 * The one-line entry grammar.
 */
#include "base/mem.h"
#include "domain/order/entry.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

static struct arena *arena;
static struct err err;
static struct entry_spot bad;
static struct entry_form form;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    form = (struct entry_form){ .currency = "GBP", .today = { 2026, 11, 22 }, .bad = &bad };
}

static void tear_down(void)
{
    arena_free(arena);
}

static struct entry parsed(const char *text)
{
    struct entry e = { 0 };

    ck_ok(entry_parse(text, &form, arena, &e, &err));
    return e;
}

static void refused(const char *text, const char *field)
{
    struct entry e = { 0 };

    ck_refused(entry_parse(text, &form, arena, &e, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, field);
}

START_TEST(a_sku_and_a_quantity_are_the_whole_of_it)
{
    struct entry e = parsed("4711 12");

    ck_assert_str_eq(e.code.text, "4711");
    ck_assert(e.has_qty);
    ck_assert_str_eq(e.qty.text, "12");
    ck_assert(!e.has_price && !e.has_disc);
}
END_TEST

START_TEST(a_star_may_stand_between_sku_and_quantity)
{
    ck_assert_str_eq(parsed("4711*12").star.text, "12");
    ck_assert_str_eq(parsed("4711 * 12").star.text, "12");
    ck_assert_str_eq(parsed("4711* 12").code.text, "4711");
    ck_assert(parsed("12*4711 -5% LEEDS").has_qty);
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
    ck_assert_str_eq(b.qty.text, "12");
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

    form.currency = "EUR";
    form.decimals = &comma;
    e = parsed("X 1,5 @3,25 -2,5%");

    ck_assert_str_eq(e.qty.text, "1,5");

    ck_assert_int_eq(e.price.v, 3250000);
    ck_assert_int_eq(e.disc.ppm, 25000);
}
END_TEST

START_TEST(a_sku_may_have_hyphens)
{
    ck_assert_str_eq(parsed("BRK-20 3").code.text, "BRK-20");
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
    ck_assert_int_eq(bad.at, 8);
    ck_assert_int_eq(bad.len, 2);
    refused("4711*12 13", "qty");
    refused("4711 12*", "qty");
    refused("4711 12 2box", "qty");
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

    ck_refused(entry_parse(text, &form, arena, &e, &err), ERR_LIMIT);
}
END_TEST

START_TEST(a_unit_may_stand_right_behind_the_quantity_or_apart)
{
    struct entry e = parsed("4711 2box");

    ck_assert_str_eq(e.qty.text, "2");
    ck_assert_str_eq(e.unit.text, "box");
    ck_assert_int_eq(e.unit.spot.at, 6);
    e = parsed("4711 2 box");
    ck_assert_str_eq(e.qty.text, "2");
    ck_assert_int_eq(e.word_count, 1);
    ck_assert_str_eq(e.words[0].text, "box");
}
END_TEST

START_TEST(days_are_told_from_quantities)
{
    ck_assert_str_eq(parsed("4711 12 24.12.").date.text, "24.12.");
    ck_assert_str_eq(parsed("4711 24.12. 12").qty.text, "12");
    ck_assert_str_eq(parsed("4711 12 24/12").date.text, "24/12");
    ck_assert_str_eq(parsed("4711 2026-12-24 12").date.text, "2026-12-24");
    ck_assert_str_eq(parsed("4711 12 +3").date.text, "+3");
    ck_assert_str_eq(parsed("4711 12 24 dec").date.text, "24 dec");
    ck_assert_str_eq(parsed("4711 12 on:fri").date.text, "fri");
    ck_assert_str_eq(parsed("4711 1.5").qty.text, "1.5");
    ck_assert_ptr_null(parsed("4711 1.5").date.text);
    ck_assert_str_eq(parsed("4711 3 1.5").date.text, "1.5");
}
END_TEST

START_TEST(a_second_day_or_site_is_refused)
{
    refused("4711 1 +3 24.12.", "date");
    ck_assert_int_eq(bad.at, 10);
    refused("4711 1 on:fri on:mon", "date");
    refused("4711 1 on:", "date");
    refused("4711 1 wh:LEEDS wh:MAIN", "site");
    refused("4711 1 wh:", "site");
    ck_assert_str_eq(parsed("4711 1 WH:leeds").site.text, "leeds");
}
END_TEST

START_TEST(more_words_than_an_entry_has_parts_are_refused)
{
    ck_assert_int_eq(parsed("4711 a b c d").word_count, 4);
    refused("4711 a b c d e", "qty");
    ck_assert_int_eq(bad.at, 13);
}
END_TEST

START_TEST(a_semicolon_begins_a_line_of_words)
{
    ck_assert_str_eq(parsed("; mind the dog @ 5 *").comment, "mind the dog @ 5 *");
    ck_assert_ptr_null(parsed("4711 ;").comment);
    refused(";  ", "item");
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
    tcase_add_test(tc, a_unit_may_stand_right_behind_the_quantity_or_apart);
    tcase_add_test(tc, days_are_told_from_quantities);
    tcase_add_test(tc, a_second_day_or_site_is_refused);
    tcase_add_test(tc, more_words_than_an_entry_has_parts_are_refused);
    tcase_add_test(tc, a_semicolon_begins_a_line_of_words);
    suite_add_tcase(s, tc);
    return s;
}
