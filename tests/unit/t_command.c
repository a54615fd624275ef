/*
 * Command tables: which row a key means, and what is wrong with a table.
 */
#include <string.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/command.h"
#include "unit/tui_suites.h"

static bool run_nothing(struct screen *s, struct err *err)
{
    (void)s;
    (void)err;
    return true;
}

static const struct command table[] = {
    { "t.one", "F4 C-t f", "One", "The first.", NULL, run_nothing },
    { "t.two", "F6 C-n", "Two", "The second.", NULL, run_nothing },
    { "t.three", "M-4", "Three", "On an Alt-digit.", NULL, run_nothing },
    { 0 },
};

START_TEST(a_key_finds_its_row)
{
    ck_assert_ptr_eq(command_find(table, NULL, key_make('n', KEY_CTRL)), &table[1]);
    ck_assert_ptr_eq(command_find(table, NULL, key_make('f', 0)), &table[0]);
    ck_assert_ptr_null(command_find(table, NULL, key_make('x', 0)));
}
END_TEST

START_TEST(an_alt_digit_stands_for_its_function_key_unless_a_row_names_it)
{
    ck_assert_ptr_eq(command_find(table, NULL, key_make('6', KEY_ALT)), &table[1]);
    ck_assert_ptr_eq(command_find(table, NULL, key_make('4', KEY_ALT)), &table[2]);
}
END_TEST

START_TEST(a_pasted_key_is_no_command)
{
    ck_assert_ptr_null(command_find(table, NULL, key_make('f', KEY_PASTED)));
}
END_TEST

START_TEST(the_users_keys_stand_in_place_of_the_rows_own)
{
    OD_ARENA *arena = arena_new();
    struct key_map map = { 0 };

    ck_assert(key_map_set(&map, arena, "t.one", "x", NULL));

    ck_assert_ptr_eq(command_find(table, &map, key_make('x', 0)), &table[0]);
    ck_assert_ptr_null(command_find(table, &map, key_make('f', 0)));
}
END_TEST

START_TEST(two_commands_on_one_key_are_reported_by_name)
{
    OD_ARENA *arena = arena_new();
    struct key_map map = { 0 };
    struct err err = ERR_INIT;

    ck_assert(command_check(table, NULL, &err));
    ck_assert(key_map_set(&map, arena, "t.two", "f", NULL));

    ck_assert(!command_check(table, &map, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_ptr_nonnull(strstr(err.text, "t.one"));
    ck_assert_ptr_nonnull(strstr(err.text, "t.two"));
}
END_TEST

START_TEST(a_row_without_help_or_with_a_long_label_is_refused)
{
    const struct command bad[][2] = {
        { { "b", "x", "Label", "", NULL, run_nothing }, { 0 } },
        { { "b", "x", "Label", NULL, NULL, run_nothing }, { 0 } },
        { { "b", "x", "ThirteenChars", "Help.", NULL, run_nothing }, { 0 } },
        { { "b", "F77", "Label", "Help.", NULL, run_nothing }, { 0 } },
        { { "b", "x", "Label", "Help.", NULL, NULL }, { 0 } },
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert(!command_check(bad[i], NULL, NULL));
}
END_TEST

START_TEST(the_shells_own_table_is_sound)
{
    struct err err = ERR_INIT;

    ck_assert_msg(command_check(app_commands(), NULL, &err), "%s", err.text);
}
END_TEST

START_TEST(every_command_of_the_shell_has_two_ways)
{
    for (const struct command *cmd = app_commands(); cmd->name != NULL; cmd++) {
        struct key keys[KEYS_PER_COMMAND];
        bool has_plain_way = false;

        /* The palette is one way; an F-key needs another beside it. */
        for (int i = 0; i < command_keys(cmd, NULL, keys); i++)
            has_plain_way |= key_function(keys[i]) == 0;
        ck_assert_msg(cmd->keys[0] == '\0' || has_plain_way, "%s", cmd->name);
    }
}
END_TEST

START_TEST(the_bar_can_show_either_name)
{
    struct key k;

    ck_assert(command_bar_key(&table[0], NULL, false, &k));
    ck_assert_int_eq(key_function(k), 4);
    ck_assert(command_bar_key(&table[0], NULL, true, &k));
    ck_assert(key_is_ctrl(k, 't'));
}
END_TEST

Suite *command_suite(void)
{
    Suite *suite = suite_create("command");
    TCase *tests = tcase_create("command");

    tcase_add_test(tests, a_key_finds_its_row);
    tcase_add_test(tests, an_alt_digit_stands_for_its_function_key_unless_a_row_names_it);
    tcase_add_test(tests, a_pasted_key_is_no_command);
    tcase_add_test(tests, the_users_keys_stand_in_place_of_the_rows_own);
    tcase_add_test(tests, two_commands_on_one_key_are_reported_by_name);
    tcase_add_test(tests, a_row_without_help_or_with_a_long_label_is_refused);
    tcase_add_test(tests, the_shells_own_table_is_sound);
    tcase_add_test(tests, every_command_of_the_shell_has_two_ways);
    tcase_add_test(tests, the_bar_can_show_either_name);
    suite_add_tcase(suite, tests);
    return suite;
}
