/*
 * Words behind a dot that are no screen's code: .quit, .msg, and what a scanner gives instead of a
 * key. A command of the screen on top goes by the last part of its name (".new" is goods.new), what
 * F10 does by .done; .next and .mark are the keys of a list.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/app_priv.h"
#include "tui/list_file.h"

/* Keys that are no commands. */
static bool press(struct app *app, const char *word)
{
    struct screen *top = nav_top(&app->nav);
    struct key k;

    if (strcasecmp(word, "next") == 0)
        k = key_make(K_DOWN, 0);
    else if (strcasecmp(word, "mark") == 0)
        k = key_make(' ', 0);
    else
        return false;
    return top != NULL && top->ops->key != NULL && top->ops->key(top, k);
}

static const struct command *by_last_part(const struct command *table, const char *word)
{
    for (; table != NULL && table->name != NULL; table++) {
        const char *dot = strchr(table->name, '.');

        if (dot != NULL && strcasecmp(dot + 1, word) == 0)
            return table;
    }
    return NULL;
}

/* What the screen does at F10 where none of its commands is called so. */
static const struct command *at_f10(const struct command *table)
{
    for (; table != NULL && table->name != NULL; table++)
        if (strncmp(table->keys, "F10", strlen("F10")) == 0)
            return table;
    return NULL;
}

static bool run_command(struct app *app, const char *word)
{
    const struct screen *top = nav_top(&app->nav);
    const struct command *cmd;

    if (top == NULL)
        return false;
    cmd = by_last_part(top->ops->commands, word);
    if (cmd == NULL && strcasecmp(word, "done") == 0)
        cmd = at_f10(top->ops->commands);
    if (cmd == NULL && top->ops->list != NULL)
        cmd = by_last_part(list_commands(), word);
    if (cmd == NULL)
        cmd = by_last_part(app_commands(), word);
    if (cmd == NULL)
        return false;
    app_run_command(app, cmd);
    return true;
}

bool app_run_word(struct app *app, const char *word)
{
    if (strcasecmp(word, "quit") == 0 || strcasecmp(word, "q") == 0) {
        app_quit(app);
        return true;
    }
    if (strcasecmp(word, "msg") == 0) {
        OD_ARENA *tmp = arena_new();

        app_show_text(app, _("Messages, newest first"), app_messages(app, tmp));
        return true;
    }
    return press(app, word) || run_command(app, word);
}
