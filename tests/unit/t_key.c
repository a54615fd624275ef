/*
 * Names of keys, and the user's key map.
 */
#include <string.h>

#include "base/mem.h"
#include "tui/key.h"
#include "unit/tui_suites.h"

static void check_name(const char *name)
{
    struct key k;
    char back[KEY_NAME_SIZE];

    ck_assert_msg(key_parse(name, &k, NULL), "%s", name);
    ck_assert_str_eq(key_text(k, back), name);
}

START_TEST(every_name_reads_back)
{
    check_name("C-n");
    check_name("M-2");
    check_name("F1");
    check_name("F12");
    check_name("?");
    check_name("S-Tab");
    check_name("PageDown");
    check_name("Space");
    check_name("-");
    check_name("é");
    check_name("C-M-x");
}
END_TEST

START_TEST(names_are_read_without_regard_to_case)
{
    struct key a, b;

    ck_assert(key_parse("pagedown", &a, NULL));
    ck_assert(key_parse("f10", &b, NULL));

    ck_assert_uint_eq(a.sym, K_PAGE_DOWN);
    ck_assert_uint_eq(b.sym, K_F1 + 9);
}
END_TEST

START_TEST(what_is_no_key_is_refused)
{
    static const char *const wrong[] = { "", "F13", "F0", "C-", "Entr", "ab", "S-a", "\033" };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct err err = ERR_INIT;
        struct key k;

        ck_assert_msg(!key_parse(wrong[i], &k, &err), "%s", wrong[i]);
        ck_assert_int_eq(err.code, ERR_INVALID);
    }
}
END_TEST

START_TEST(alt_digits_are_function_keys)
{
    ck_assert_int_eq(key_function(key_make('2', KEY_ALT)), 2);
    ck_assert_int_eq(key_function(key_make('0', KEY_ALT)), 10);
    ck_assert_int_eq(key_function(key_make(K_F12, 0)), 12);
    ck_assert_int_eq(key_function(key_make('2', 0)), 0);
}
END_TEST

START_TEST(a_pasted_key_is_text_and_nothing_else)
{
    ck_assert(key_is_text(key_make('a', KEY_PASTED)));
    ck_assert(!key_is(key_make(K_ENTER, KEY_PASTED), K_ENTER));
    ck_assert(!key_is_text(key_make('a', KEY_CTRL)));
}
END_TEST

START_TEST(the_bar_writes_ctrl_as_a_caret)
{
    char text[KEY_NAME_SIZE];

    ck_assert_str_eq(key_label(key_make('n', KEY_CTRL), text), "^N");
    ck_assert_str_eq(key_label(key_make(K_F1 + 5, 0), text), "F6");
}
END_TEST

START_TEST(a_later_binding_replaces_an_earlier_one)
{
    OD_ARENA *arena = arena_new();
    struct key_map map = { 0 };

    ck_assert(key_map_set(&map, arena, "order.hold", "F4 C-t", NULL));
    ck_assert(key_map_set(&map, arena, "order.hold", "h", NULL));

    ck_assert_int_eq(map.n, 1);
    ck_assert_int_eq(key_map_find(&map, "order.hold")->n, 1);
    ck_assert_ptr_null(key_map_find(&map, "order.other"));
}
END_TEST

START_TEST(a_binding_to_no_key_names_the_command)
{
    OD_ARENA *arena = arena_new();
    struct key_map map = { 0 };
    struct err err = ERR_INIT;

    ck_assert(!key_map_set(&map, arena, "order.hold", "F99", &err));

    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_ptr_nonnull(strstr(err.text, "order.hold"));
    ck_assert_int_eq(map.n, 0);
}
END_TEST

START_TEST(more_keys_than_a_command_can_have_are_refused)
{
    struct key keys[KEYS_PER_COMMAND];
    struct err err = ERR_INIT;
    int n = 0;

    ck_assert(key_parse_list(" a b  c d e f ", keys, KEYS_PER_COMMAND, &n, &err));
    ck_assert_int_eq(n, 6);
    ck_assert(!key_parse_list("a b c d e f g", keys, KEYS_PER_COMMAND, &n, &err));
}
END_TEST

Suite *key_suite(void)
{
    Suite *suite = suite_create("key");
    TCase *tests = tcase_create("key");

    tcase_add_test(tests, every_name_reads_back);
    tcase_add_test(tests, names_are_read_without_regard_to_case);
    tcase_add_test(tests, what_is_no_key_is_refused);
    tcase_add_test(tests, alt_digits_are_function_keys);
    tcase_add_test(tests, a_pasted_key_is_text_and_nothing_else);
    tcase_add_test(tests, the_bar_writes_ctrl_as_a_caret);
    tcase_add_test(tests, a_later_binding_replaces_an_earlier_one);
    tcase_add_test(tests, a_binding_to_no_key_names_the_command);
    tcase_add_test(tests, more_keys_than_a_command_can_have_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
