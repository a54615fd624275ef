/*
 * Canvas: clipping, columns, cleaning.
 */
#include "base/mem.h"
#include "tui/canvas.h"
#include "unit/tui_suites.h"

static struct arena *arena;
static struct cells *cells;
static struct canvas canvas;

static void set_up(void)
{
    arena = arena_new();
    cells = cells_new(4, 10, false);
    canvas = canvas_of(cells);
}

static void tear_down(void)
{
    cells_free(cells);
    arena_free(arena);
}

START_TEST(text_is_cut_at_the_edge_and_says_so)
{
    int used = canvas_text(&canvas, 0, 4, -1, STYLE_TEXT, "abcdefgh");

    ck_assert_int_eq(used, 6);
    ck_assert_str_eq(cells_row(cells, 0, arena), "    abcde~");
}
END_TEST

START_TEST(text_that_fits_exactly_is_not_cut)
{
    (void)canvas_text(&canvas, 0, 0, -1, STYLE_TEXT, "abcdefghij");

    ck_assert_str_eq(cells_row(cells, 0, arena), "abcdefghij");
}
END_TEST

START_TEST(columns_are_counted_not_bytes)
{
    int used = canvas_text(&canvas, 0, 0, 6, STYLE_TEXT, "Müller");

    ck_assert_int_eq(used, 6);
    ck_assert_str_eq(cells_row(cells, 0, arena), "Müller");
}
END_TEST

START_TEST(a_wide_character_that_does_not_fit_is_left_out)
{
    (void)canvas_text(&canvas, 0, 0, 4, STYLE_TEXT, "株式会社");

    ck_assert_str_eq(cells_row(cells, 0, arena), "株 ~");
}
END_TEST

START_TEST(overwriting_half_of_a_wide_character_blanks_the_other_half)
{
    (void)canvas_text(&canvas, 0, 0, -1, STYLE_TEXT, "株x");

    (void)canvas_text(&canvas, 0, 1, -1, STYLE_TEXT, "y");

    ck_assert_str_eq(cells_row(cells, 0, arena), " yx");
}
END_TEST

START_TEST(a_combining_mark_joins_its_base)
{
    int used = canvas_text(&canvas, 0, 0, -1, STYLE_TEXT, "e\xCC\x81x");

    ck_assert_int_eq(used, 2);
    ck_assert_str_eq(cells_row(cells, 0, arena), "e\xCC\x81x");
}
END_TEST

START_TEST(what_could_drive_the_terminal_becomes_a_question_mark)
{
    (void)canvas_text(&canvas, 0, 0, -1, STYLE_TEXT, "a\033[2Jb\xE2\x80\xAE");

    ck_assert_str_eq(cells_row(cells, 0, arena), "a?[2Jb?");
}
END_TEST

START_TEST(writing_outside_changes_nothing)
{
    char *before = cells_dump(cells, arena);

    (void)canvas_text(&canvas, -1, 0, -1, STYLE_TEXT, "x");
    (void)canvas_text(&canvas, 4, 0, -1, STYLE_TEXT, "x");
    (void)canvas_text(&canvas, 0, 10, -1, STYLE_TEXT, "x");
    canvas_fill(&canvas, 9, -3, 100, 'x', STYLE_TEXT);

    ck_assert_str_eq(cells_dump(cells, arena), before);
}
END_TEST

START_TEST(a_view_clips_to_itself)
{
    struct canvas view = canvas_view(&canvas, 1, 2, 2, 3);

    (void)canvas_text(&view, 0, 0, -1, STYLE_TEXT, "abcdef");
    (void)canvas_text(&view, 2, 0, -1, STYLE_TEXT, "no");

    ck_assert_str_eq(cells_dump(cells, arena), "\n  ab~\n\n\n");
}
END_TEST

START_TEST(a_view_of_what_is_not_there_is_empty)
{
    struct canvas view = canvas_view(&canvas, 3, 8, 5, 5);

    ck_assert_int_eq(view.rows, 1);
    ck_assert_int_eq(view.cols, 2);
    ck_assert_int_eq(canvas_view(&canvas, 20, 20, 1, 1).rows, 0);
    ck_assert_int_eq(canvas_view(&canvas, 0, 0, -1, -1).cols, 10);
}
END_TEST

START_TEST(right_aligned_text_ends_at_its_column)
{
    (void)canvas_text_right(&canvas, 0, 2, 5, STYLE_TEXT, "12");
    (void)canvas_text_right(&canvas, 1, 2, 5, STYLE_TEXT, "1234567");

    ck_assert_str_eq(cells_row(cells, 0, arena), "     12");
    ck_assert_str_eq(cells_row(cells, 1, arena), "  1234~");
}
END_TEST

START_TEST(the_cursor_is_held_inside)
{
    canvas_cursor(&canvas, 99, -4);

    ck_assert_int_eq(cells->cursor_row, 3);
    ck_assert_int_eq(cells->cursor_col, 0);
}
END_TEST

START_TEST(lines_are_ascii_where_the_locale_is)
{
    cells->ascii = true;
    canvas_hline(&canvas, 0, 0, 3, STYLE_TEXT);

    ck_assert_str_eq(cells_row(cells, 0, arena), "---");
}
END_TEST

START_TEST(styles_are_kept_apart_from_text)
{
    (void)canvas_text(&canvas, 0, 0, -1, STYLE_ERROR, "ab");

    canvas_restyle(&canvas, 0, 1, 1, STYLE_SELECT);

    ck_assert_str_eq(cells_row(cells, 0, arena), "ab");
    ck_assert_int_eq(cells->v[0].style, STYLE_ERROR);
    ck_assert_int_eq(cells->v[1].style, STYLE_SELECT);
}
END_TEST

Suite *canvas_suite(void)
{
    Suite *suite = suite_create("canvas");
    TCase *tests = tcase_create("canvas");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, text_is_cut_at_the_edge_and_says_so);
    tcase_add_test(tests, text_that_fits_exactly_is_not_cut);
    tcase_add_test(tests, columns_are_counted_not_bytes);
    tcase_add_test(tests, a_wide_character_that_does_not_fit_is_left_out);
    tcase_add_test(tests, overwriting_half_of_a_wide_character_blanks_the_other_half);
    tcase_add_test(tests, a_combining_mark_joins_its_base);
    tcase_add_test(tests, what_could_drive_the_terminal_becomes_a_question_mark);
    tcase_add_test(tests, writing_outside_changes_nothing);
    tcase_add_test(tests, a_view_clips_to_itself);
    tcase_add_test(tests, a_view_of_what_is_not_there_is_empty);
    tcase_add_test(tests, right_aligned_text_ends_at_its_column);
    tcase_add_test(tests, the_cursor_is_held_inside);
    tcase_add_test(tests, lines_are_ascii_where_the_locale_is);
    tcase_add_test(tests, styles_are_kept_apart_from_text);
    suite_add_tcase(suite, tests);
    return suite;
}
