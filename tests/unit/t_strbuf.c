/*
 * The string builder.
 */
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "unit/suites.h"

static struct arena *arena;
static struct strbuf b;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

START_TEST(pieces_join_in_order)
{
    strbuf_init(&b, arena, 1000);
    strbuf_add(&b, "one ");
    strbuf_addn(&b, "two!!", 3);
    strbuf_addc(&b, ' ');
    strbuf_addf(&b, "%d", 3);
    strbuf_fill(&b, '.', 2);
    strbuf_fill(&b, '.', -5);

    ck_assert_str_eq(b.s, "one two 3..");
    ck_assert_uint_eq(b.len, 11);
    ck_assert(!b.is_cut);
}
END_TEST

START_TEST(it_grows_to_its_maximum_and_not_past_it)
{
    strbuf_init(&b, arena, 1000);
    for (int i = 0; i < 1000; i++)
        strbuf_addc(&b, 'x');
    ck_assert_uint_eq(b.len, 1000);
    ck_assert(!b.is_cut);

    strbuf_addc(&b, 'y');

    ck_assert_uint_eq(b.len, 1000);
    ck_assert_uint_eq(strlen(b.s), 1000);
    ck_assert(b.is_cut);
}
END_TEST

START_TEST(what_does_not_fit_is_cut_between_characters)
{
    strbuf_init(&b, arena, 4);

    strbuf_add(&b, "abc\xC3\xBC");

    ck_assert_str_eq(b.s, "abc");
    ck_assert(b.is_cut);
}
END_TEST

START_TEST(nothing_follows_a_cut)
{
    strbuf_init(&b, arena, 4);
    strbuf_add(&b, "abc\xC3\xBC");

    strbuf_addc(&b, 'd');
    strbuf_addf(&b, "%d", 1);
    strbuf_fill(&b, 'e', 1);

    ck_assert_str_eq(b.s, "abc");
}
END_TEST

START_TEST(a_format_past_the_maximum_is_cut)
{
    strbuf_init(&b, arena, 5);

    strbuf_addf(&b, "%d", 12345678);

    ck_assert_str_eq(b.s, "12345");
    ck_assert(b.is_cut);
}
END_TEST

START_TEST(a_fill_past_the_maximum_is_cut)
{
    strbuf_init(&b, arena, 5);

    strbuf_fill(&b, '-', 6);

    ck_assert_str_eq(b.s, "-----");
    ck_assert(b.is_cut);
}
END_TEST

START_TEST(a_builder_for_nothing_holds_nothing)
{
    strbuf_init(&b, arena, 0);
    ck_assert(!b.is_cut);

    strbuf_addc(&b, 'x');

    ck_assert_str_eq(b.s, "");
    ck_assert(b.is_cut);
}
END_TEST

START_TEST(clear_starts_again)
{
    strbuf_init(&b, arena, 2);
    strbuf_add(&b, "abc");

    strbuf_clear(&b);
    strbuf_add(&b, "de");

    ck_assert_str_eq(b.s, "de");
    ck_assert(!b.is_cut);
}
END_TEST

Suite *strbuf_suite(void)
{
    Suite *s = suite_create("strbuf");
    TCase *tc = tcase_create("strbuf");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, pieces_join_in_order);
    tcase_add_test(tc, it_grows_to_its_maximum_and_not_past_it);
    tcase_add_test(tc, what_does_not_fit_is_cut_between_characters);
    tcase_add_test(tc, nothing_follows_a_cut);
    tcase_add_test(tc, a_format_past_the_maximum_is_cut);
    tcase_add_test(tc, a_fill_past_the_maximum_is_cut);
    tcase_add_test(tc, a_builder_for_nothing_holds_nothing);
    tcase_add_test(tc, clear_starts_again);
    suite_add_tcase(s, tc);
    return s;
}
