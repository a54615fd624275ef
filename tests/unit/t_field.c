/*
 * Editing one line.
 */
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "tui/field.h"
#include "unit/tui_suites.h"

static struct field field;

static void set_up(void)
{
    memset(&field, 0, sizeof field);
}

static void type(const char *text)
{
    while (*text != '\0')
        (void)field_key(&field, key_make(utf8_next(&text), 0));
}

static enum field_did press(const char *name)
{
    struct key k;

    ck_assert(key_parse(name, &k, NULL));
    return field_key(&field, k);
}

START_TEST(text_goes_in_at_the_cursor)
{
    type("ac");
    (void)press("Left");
    type("b");

    ck_assert_str_eq(field.text, "abc");
}
END_TEST

START_TEST(backspace_and_delete_take_whole_characters)
{
    type("xéy");
    (void)press("Left");
    (void)press("Backspace");
    ck_assert_str_eq(field.text, "xy");

    (void)press("Delete");

    ck_assert_str_eq(field.text, "x");
}
END_TEST

START_TEST(a_base_and_a_mark_become_one_character)
{
    type("e\xCC\x81");

    ck_assert_str_eq(field.text, "é");
    (void)press("Backspace");
    ck_assert_str_eq(field.text, "");
}
END_TEST

START_TEST(the_first_character_replaces_what_was_there_and_undo_brings_it_back)
{
    field_set(&field, "old");
    field_focus(&field);
    type("new");
    ck_assert_str_eq(field.text, "new");

    (void)press("C-z");

    ck_assert_str_eq(field.text, "old");
}
END_TEST

START_TEST(moving_first_keeps_what_was_there)
{
    field_set(&field, "old");
    field_focus(&field);
    (void)press("End");
    type("er");

    ck_assert_str_eq(field.text, "older");
}
END_TEST

START_TEST(ctrl_u_clears_and_ctrl_w_takes_a_word)
{
    type("one two ");
    (void)press("C-w");
    ck_assert_str_eq(field.text, "one ");

    (void)press("C-u");

    ck_assert_str_eq(field.text, "");
    (void)press("C-z");
    ck_assert_str_eq(field.text, "one ");
}
END_TEST

START_TEST(a_full_field_refuses_more)
{
    field.max = 3;
    type("abc");

    ck_assert_int_eq(field_key(&field, key_make('d', 0)), FIELD_REFUSED);
    ck_assert_str_eq(field.text, "abc");
}
END_TEST

START_TEST(a_text_that_is_too_long_is_cut_between_characters)
{
    field.max = 3;
    field_set(&field, "aéé");

    ck_assert_str_eq(field.text, "aé");
}
END_TEST

START_TEST(a_line_end_in_a_paste_parts_words_and_does_not_act)
{
    type("a");
    (void)field_key(&field, key_make(K_ENTER, KEY_PASTED));
    type("b");

    ck_assert_str_eq(field.text, "a b");
    ck_assert_int_eq(field_key(&field, key_make(K_ENTER, 0)), FIELD_UNUSED);
}
END_TEST

START_TEST(control_and_bidi_characters_cannot_be_typed)
{
    ck_assert_int_eq(field_key(&field, key_make(0x202E, 0)), FIELD_REFUSED);
    ck_assert_str_eq(field.text, "");
}
END_TEST

START_TEST(a_long_text_scrolls_so_that_the_cursor_is_in_sight)
{
    OD_ARENA *arena = arena_new();
    struct cells *cells = cells_new(1, 8, false);
    struct canvas c = canvas_of(cells);

    type("abcdefghijklmnop");
    field_draw(&field, &c, 0, 0, 8, STYLE_FOCUS, true);

    ck_assert_int_ge(cells->cursor_col, 0);
    ck_assert_int_lt(cells->cursor_col, 8);
    ck_assert_ptr_nonnull(strstr(cells_row(cells, 0, arena), "p"));
    (void)press("Home");
    field_draw(&field, &c, 0, 0, 8, STYLE_FOCUS, true);
    ck_assert_int_eq(cells->cursor_col, 0);
    ck_assert_str_eq(cells_row(cells, 0, arena), "abcdefg~");
    cells_free(cells);
}
END_TEST

START_TEST(a_secret_shows_stars_only)
{
    OD_ARENA *arena = arena_new();
    struct cells *cells = cells_new(1, 8, false);
    struct canvas c = canvas_of(cells);

    type("gehéim");
    field_draw_secret(&field, &c, 0, 0, 8, STYLE_FOCUS, true);

    ck_assert_str_eq(cells_row(cells, 0, arena), "******");
    cells_free(cells);
}
END_TEST

Suite *field_suite(void)
{
    Suite *suite = suite_create("field");
    TCase *tests = tcase_create("field");

    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, text_goes_in_at_the_cursor);
    tcase_add_test(tests, backspace_and_delete_take_whole_characters);
    tcase_add_test(tests, a_base_and_a_mark_become_one_character);
    tcase_add_test(tests, the_first_character_replaces_what_was_there_and_undo_brings_it_back);
    tcase_add_test(tests, moving_first_keeps_what_was_there);
    tcase_add_test(tests, ctrl_u_clears_and_ctrl_w_takes_a_word);
    tcase_add_test(tests, a_full_field_refuses_more);
    tcase_add_test(tests, a_text_that_is_too_long_is_cut_between_characters);
    tcase_add_test(tests, a_line_end_in_a_paste_parts_words_and_does_not_act);
    tcase_add_test(tests, control_and_bidi_characters_cannot_be_typed);
    tcase_add_test(tests, a_long_text_scrolls_so_that_the_cursor_is_in_sight);
    tcase_add_test(tests, a_secret_shows_stars_only);
    suite_add_tcase(suite, tests);
    return suite;
}
