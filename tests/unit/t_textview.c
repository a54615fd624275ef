/*
 * Scrolling text.
 */
#include "base/mem.h"
#include "tui/textview.h"
#include "unit/tui_suites.h"

static struct arena *arena;
static struct cells *cells;
static struct textview view;

static void set_up(void)
{
    arena = arena_new();
    cells = cells_new(3, 12, false);
    textview_init(&view);
    textview_resize(&view, 3, 12);
}

static void tear_down(void)
{
    textview_close(&view);
    cells_free(cells);
    arena_free(arena);
}

static char *drawn(void)
{
    struct canvas c = canvas_of(cells);

    canvas_clear(&c);
    textview_draw(&view, &c);
    return cells_dump(cells, arena);
}

START_TEST(lines_wrap_at_blanks)
{
    textview_set(&view, "the quick brown fox");

    ck_assert_str_eq(drawn(), "the quick\nbrown fox\n\n");
}
END_TEST

START_TEST(a_word_that_is_too_long_is_cut)
{
    textview_set(&view, "abcdefghijklmnop");

    ck_assert_str_eq(drawn(), "abcdefghijkl\nmnop\n\n");
}
END_TEST

START_TEST(empty_lines_stay_and_heads_lose_their_mark)
{
    textview_set(&view, "# Head\n\ntext");

    ck_assert_str_eq(drawn(), "Head\n\ntext\n");
    ck_assert_int_eq(cells->v[0].style, STYLE_HEAD);
}
END_TEST

START_TEST(scrolling_ends_at_the_ends)
{
    textview_set(&view, "1\n2\n3\n4\n5\n");
    for (int i = 0; i < 9; i++)
        ck_assert(textview_key(&view, key_make(K_DOWN, 0)));
    ck_assert_str_eq(drawn(), "3\n4\n5\n");

    ck_assert(textview_key(&view, key_make(K_HOME, 0)));

    ck_assert_str_eq(drawn(), "1\n2\n3\n");
    ck_assert(!textview_key(&view, key_make('x', 0)));
}
END_TEST

START_TEST(a_new_width_wraps_anew)
{
    textview_set(&view, "the quick brown fox");

    textview_resize(&view, 3, 40);

    ck_assert_int_eq(view.lines.n, 1);
}
END_TEST

Suite *textview_suite(void)
{
    Suite *suite = suite_create("textview");
    TCase *tests = tcase_create("textview");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, lines_wrap_at_blanks);
    tcase_add_test(tests, a_word_that_is_too_long_is_cut);
    tcase_add_test(tests, empty_lines_stay_and_heads_lose_their_mark);
    tcase_add_test(tests, scrolling_ends_at_the_ends);
    tcase_add_test(tests, a_new_width_wraps_anew);
    suite_add_tcase(suite, tests);
    return suite;
}
