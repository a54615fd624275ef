/*
 * Editing text of several lines.
 */
#include <string.h>

#include "base/mem.h"
#include "tui/textedit.h"
#include "unit/tui_suites.h"

static struct arena *arena;
static struct cells *cells;
static struct textedit edit;

static void set_up(void)
{
    arena = arena_new();
    cells = cells_new(3, 12, false);
    textedit_set(&edit, "");
    textedit_resize(&edit, 3, 12);
}

static void tear_down(void)
{
    cells_free(cells);
    arena_free(arena);
}

static void press(uint32_t sym, int times)
{
    while (times-- > 0)
        (void)textedit_key(&edit, key_make(sym, 0));
}

static enum field_did ctrl(char letter)
{
    return textedit_key(&edit, key_make((uint32_t)letter, KEY_CTRL));
}

static void type(const char *text)
{
    for (; *text != '\0'; text++)
        press(*text == '\n' ? K_ENTER : (uint32_t)*text, 1);
}

static char *drawn(void)
{
    struct canvas c = canvas_of(cells);

    canvas_clear(&c);
    textedit_draw(&edit, &c, STYLE_TEXT, true);
    return cells_dump(cells, arena);
}

START_TEST(what_is_typed_stands_in_lines)
{
    type("Dear Ann,\nbye");
    ck_assert_str_eq(edit.text, "Dear Ann,\nbye");
    ck_assert_str_eq(drawn(), "Dear Ann,\nbye\n\n");
}
END_TEST

START_TEST(long_lines_wrap_at_blanks_and_stay_one_line)
{
    type("the quick brown fox");
    ck_assert_str_eq(edit.text, "the quick brown fox");
    ck_assert_str_eq(drawn(), "the quick\nbrown fox\n\n");
}
END_TEST

START_TEST(a_word_longer_than_a_row_is_cut)
{
    type("abcdefghijklmno");
    ck_assert_str_eq(drawn(), "abcdefghijk\nlmno\n\n");
}
END_TEST

START_TEST(up_and_down_keep_their_column)
{
    type("abcdef\nx\n123456");
    press(K_UP, 1);
    ck_assert_int_eq(edit.at, 8); /* behind the x */
    press(K_UP, 1);
    ck_assert_int_eq(edit.at, 6); /* as far right as it was */
    ck_assert_int_eq(textedit_key(&edit, key_make(K_UP, 0)), FIELD_UNUSED);
    press(K_DOWN, 2);
    ck_assert_int_eq(edit.at, 15);
    ck_assert_int_eq(textedit_key(&edit, key_make(K_DOWN, 0)), FIELD_UNUSED);
}
END_TEST

START_TEST(up_and_down_go_through_rows_that_wrap)
{
    type("the quick brown fox");
    press(K_UP, 1);
    ck_assert_int_eq(edit.at, 9); /* behind "quick", not in the next row */
    press(K_END, 1);
    ck_assert_int_eq(edit.at, 9);
    press(K_HOME, 1);
    ck_assert_int_eq(edit.at, 0);
    press(K_DOWN, 1);
    ck_assert_int_eq(edit.at, 10);
}
END_TEST

START_TEST(erasing_takes_whole_characters)
{
    textedit_set(&edit, "a\nGr\xc3\xbc\xc3\x9f" "e");
    textedit_point(&edit, edit.len);
    press(K_BACKSPACE, 2);
    ck_assert_str_eq(edit.text, "a\nGr\xc3\xbc");
    textedit_point(&edit, 4);
    press(K_DELETE, 1);
    ck_assert_str_eq(edit.text, "a\nGr");
    textedit_point(&edit, 2);
    press(K_BACKSPACE, 1);
    ck_assert_str_eq(edit.text, "aGr");
    textedit_point(&edit, 0);
    press(K_BACKSPACE, 1);
    ck_assert_str_eq(edit.text, "aGr");
}
END_TEST

START_TEST(the_cursor_stays_behind_marks)
{
    textedit_set(&edit, "e\xcc\x81x"); /* e and a combining acute */
    press(K_RIGHT, 1);
    ck_assert_int_eq(edit.at, 3);
    press(K_LEFT, 1);
    ck_assert_int_eq(edit.at, 0);
}
END_TEST

START_TEST(lines_and_words_are_erased_and_come_back)
{
    type("one two\nthree four");
    ck_assert_int_eq(ctrl('w'), FIELD_CHANGED);
    ck_assert_str_eq(edit.text, "one two\nthree ");
    ck_assert_int_eq(ctrl('u'), FIELD_CHANGED);
    ck_assert_str_eq(edit.text, "one two\n");
    ck_assert_int_eq(ctrl('z'), FIELD_CHANGED);
    ck_assert_str_eq(edit.text, "one two\nthree ");
}
END_TEST

START_TEST(the_cursor_is_always_in_sight)
{
    type("1\n2\n3\n4\n5");
    ck_assert_str_eq(drawn(), "3\n4\n5\n");
    press(K_UP, 4);
    ck_assert_str_eq(drawn(), "1\n2\n3\n");
    press(K_PAGE_DOWN, 2);
    ck_assert_str_eq(drawn(), "3\n4\n5\n");
}
END_TEST

START_TEST(a_paste_comes_whole_or_not_at_all)
{
    char *full = arena_alloc(arena, TEXTEDIT_BYTES + 1);

    memset(full, 'x', TEXTEDIT_BYTES);
    full[TEXTEDIT_BYTES] = '\0';
    ck_assert(textedit_insert(&edit, "two\r\nlines \x1b[31m"));
    ck_assert_str_eq(edit.text, "two\nlines [31m");
    ck_assert(!textedit_insert(&edit, full));
    ck_assert_str_eq(edit.text, "two\nlines [31m");
    ck_assert_int_eq(ctrl('z'), FIELD_CHANGED);
    ck_assert_str_eq(edit.text, "");
    ck_assert(textedit_insert(&edit, full));
    ck_assert_int_eq(edit.len, TEXTEDIT_BYTES);
    ck_assert_int_eq(textedit_key(&edit, key_make('y', 0)), FIELD_REFUSED);
    ck_assert_int_eq(edit.len, TEXTEDIT_BYTES);
}
END_TEST

Suite *textedit_suite(void)
{
    Suite *suite = suite_create("textedit");
    TCase *t = tcase_create("editing");

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, what_is_typed_stands_in_lines);
    tcase_add_test(t, long_lines_wrap_at_blanks_and_stay_one_line);
    tcase_add_test(t, a_word_longer_than_a_row_is_cut);
    tcase_add_test(t, up_and_down_keep_their_column);
    tcase_add_test(t, up_and_down_go_through_rows_that_wrap);
    tcase_add_test(t, erasing_takes_whole_characters);
    tcase_add_test(t, the_cursor_stays_behind_marks);
    tcase_add_test(t, lines_and_words_are_erased_and_come_back);
    tcase_add_test(t, the_cursor_is_always_in_sight);
    tcase_add_test(t, a_paste_comes_whole_or_not_at_all);
    suite_add_tcase(suite, t);
    return suite;
}
