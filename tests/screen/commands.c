/*
 * Every command table: keys, labels, help, and that nothing is reached by one way only.
 */
#include <string.h>

#include "base/utf8.h"
#include "screen/screen_suites.h"
#include "tui/command.h"
#include "tui/list_file.h"
#include "tui/nav.h"
#include "tui/run.h"

/* Screens that take a key of the shell on purpose: there the shell's own does nothing. */
static bool may_cover(const struct command *mine, const struct command *global)
{
    return strcmp(mine->name, "find.clear") == 0 && strcmp(global->name, "app.find") == 0;
}

START_TEST(every_table_is_sound)
{
    struct err err = ERR_INIT;

    ck_ok(command_check(app_commands(), NULL, &err));
    ck_ok(command_check(list_commands(), NULL, &err));
    for (int i = 0; tui_screens[i] != NULL; i++)
        if (tui_screens[i]->commands != NULL)
            ck_ok(command_check(tui_screens[i]->commands, NULL, &err));
}
END_TEST

START_TEST(no_screen_takes_a_key_from_the_shell)
{
    struct key keys[KEYS_PER_COMMAND];

    for (int i = 0; tui_screens[i] != NULL; i++) {
        const struct command *cmd = tui_screens[i]->commands;

        for (; cmd != NULL && cmd->name != NULL; cmd++) {
            int n = command_keys(cmd, NULL, keys);

            for (int k = 0; k < n; k++) {
                const struct command *global = command_find(app_commands(), NULL, keys[k]);

                if (global == NULL && tui_screens[i]->list != NULL)
                    global = command_find(list_commands(), NULL, keys[k]);
                ck_assert_msg(global == NULL || may_cover(cmd, global), "%s takes a key of %s",
                              cmd->name, global == NULL ? "" : global->name);
            }
        }
    }
}
END_TEST

/* A terminal may keep F-keys and Alt for itself; letters are no way out of a field. The palette
 * reaches every row, so one key of any kind makes two ways. */
static void check_ways(const struct command *cmd)
{
    struct key keys[KEYS_PER_COMMAND];
    int n = command_keys(cmd, NULL, keys), other = 0;

    for (int k = 0; k < n; k++)
        other += key_function(keys[k]) == 0;
    ck_assert_msg(n == 0 || key_function(keys[0]) == 0 || other > 0,
                  "%s is on an F-key and nothing else", cmd->name);
}

START_TEST(no_command_is_on_an_f_key_alone)
{
    for (const struct command *cmd = app_commands(); cmd->name != NULL; cmd++)
        check_ways(cmd);
    for (int i = 0; tui_screens[i] != NULL; i++)
        for (const struct command *cmd = tui_screens[i]->commands; cmd != NULL && cmd->name != NULL;
             cmd++)
            check_ways(cmd);
}
END_TEST

START_TEST(every_command_says_what_it_does_in_a_sentence)
{
    for (int i = 0; tui_screens[i] != NULL; i++) {
        for (const struct command *cmd = tui_screens[i]->commands; cmd != NULL && cmd->name != NULL;
             cmd++) {
            ck_assert_int_le(utf8_cols(cmd->label), COMMAND_LABEL_COLS);
            ck_assert_msg(strlen(cmd->help) > 8 && cmd->help[strlen(cmd->help) - 1] == '.',
                          "%s: \"%s\"", cmd->name, cmd->help);
        }
    }
}
END_TEST

START_TEST(names_are_used_once_over_all_screens)
{
    for (int i = 0; tui_screens[i] != NULL; i++)
        for (const struct command *cmd = tui_screens[i]->commands; cmd != NULL && cmd->name != NULL;
             cmd++)
            for (int j = i + 1; tui_screens[j] != NULL; j++)
                ck_assert_msg(tui_screens[j]->commands == NULL ||
                                  command_by_name(tui_screens[j]->commands, cmd->name) == NULL,
                              "%s is a command of two screens", cmd->name);
}
END_TEST

START_TEST(every_screen_has_a_code_and_a_title)
{
    for (int i = 0; tui_screens[i] != NULL; i++) {
        ck_assert_ptr_nonnull(tui_screens[i]->title);
        ck_assert_ptr_nonnull(tui_screens[i]->code);
    }
}
END_TEST

Suite *commands_suite(void)
{
    Suite *suite = suite_create("commands");
    TCase *tc = tcase_create("tables");

    tcase_add_test(tc, every_table_is_sound);
    tcase_add_test(tc, no_screen_takes_a_key_from_the_shell);
    tcase_add_test(tc, no_command_is_on_an_f_key_alone);
    tcase_add_test(tc, every_command_says_what_it_does_in_a_sentence);
    tcase_add_test(tc, names_are_used_once_over_all_screens);
    tcase_add_test(tc, every_screen_has_a_code_and_a_title);
    suite_add_tcase(suite, tc);
    return suite;
}
