/*
 * Memory: arenas and the growable array in them.
 */
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "unit/suites.h"

static struct arena *arena;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

START_TEST(pieces_are_aligned_for_any_type_and_do_not_overlap)
{
    unsigned char *last = NULL;
    size_t last_size = 0;

    for (size_t size = 0; size < 600; size++) {
        unsigned char *p = arena_alloc(arena, size);

        ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
        memset(p, (int)(size & 0xFF), size);
        for (size_t i = 0; i < last_size; i++)
            ck_assert_uint_eq(last[i], (size - 1) & 0xFF);
        last = p;
        last_size = size;
    }
}
END_TEST

START_TEST(a_piece_larger_than_a_block_leaves_the_block_in_use)
{
    char *small = arena_strdup(arena, "small");
    char *large = arena_calloc(arena, 1, 10 * 1024 * 1024);

    large[10 * 1024 * 1024 - 1] = 'x';

    ck_assert_str_eq(small, "small");
    ck_assert_str_eq(arena_strdup(arena, "after"), "after");
    ck_assert_str_eq(small, "small");
}
END_TEST

START_TEST(cleared_pieces_are_zero_after_a_reset)
{
    memset(arena_alloc(arena, 1000), 0xAA, 1000);
    arena_reset(arena);

    const unsigned char *p = arena_calloc(arena, 10, 100);

    for (int i = 0; i < 1000; i++)
        ck_assert_uint_eq(p[i], 0);
}
END_TEST

START_TEST(used_counts_what_was_handed_out_and_reset_forgets_it)
{
    ck_assert_ptr_nonnull(arena_alloc(arena, 100));
    ck_assert_ptr_nonnull(arena_alloc(arena, 23));
    ck_assert_uint_eq(arena_used(arena), 123);

    arena_reset(arena);

    ck_assert_uint_eq(arena_used(arena), 0);
}
END_TEST

START_TEST(a_product_past_the_address_space_aborts)
{
    ck_assert_ptr_null(arena_calloc(arena, SIZE_MAX / 2, 3));
}
END_TEST

START_TEST(copies_end_at_the_length_and_null_stays_null)
{
    ck_assert_str_eq(arena_strndup(arena, "abcdef", 3), "abc");
    ck_assert_str_eq(arena_strndup(arena, "ab", 30), "ab");
    ck_assert_ptr_null(arena_strdup(arena, NULL));
    ck_assert_str_eq(arena_printf(arena, "%s-%d", "x", 42), "x-42");
}
END_TEST

START_TEST(freeing_nothing_is_fine)
{
    arena_free(NULL);
    xfree(NULL);
}
END_TEST

struct numbers OD_VEC(int);

START_TEST(a_vec_keeps_its_elements_while_it_grows)
{
    struct numbers v = { 0 };

    for (int i = 0; i < 1000; i++)
        *vec_push(arena, &v) = i;

    ck_assert_int_eq(v.n, 1000);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(v.v[i], i);
}
END_TEST

START_TEST(a_pushed_element_is_zero)
{
    struct numbers v = { 0 };

    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(*vec_push(arena, &v), 0);
}
END_TEST

Suite *mem_suite(void)
{
    Suite *s = suite_create("mem");
    TCase *tc = tcase_create("mem");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, pieces_are_aligned_for_any_type_and_do_not_overlap);
    tcase_add_test(tc, a_piece_larger_than_a_block_leaves_the_block_in_use);
    tcase_add_test(tc, cleared_pieces_are_zero_after_a_reset);
    tcase_add_test(tc, used_counts_what_was_handed_out_and_reset_forgets_it);
    tcase_add_test_raise_signal(tc, a_product_past_the_address_space_aborts, 6);
    tcase_add_test(tc, copies_end_at_the_length_and_null_stays_null);
    tcase_add_test(tc, freeing_nothing_is_fine);
    tcase_add_test(tc, a_vec_keeps_its_elements_while_it_grows);
    tcase_add_test(tc, a_pushed_element_is_zero);
    suite_add_tcase(s, tc);
    return s;
}
