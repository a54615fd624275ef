/*
 * The command line from the words of a call to an exit status. Help and version need nothing but
 * the tables; without a command the screens open, and where there is no desk yet a person at a
 * terminal is offered to make one.
 */
#include "cli/cli.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/newdesk.h"
#include "cli/session.h"
#include "cli/verb.h"
#include "store/db.h"

static bool print(struct cli *c, const char *text, struct err *err)
{
    struct out *o = out_open(c->file, OUT_TABLE);

    out_text(o, "text", text);
    c->has_output = true;
    return out_close(o, err);
}

static bool print_version(struct cli *c, struct err *err)
{
    OD_DB *db = NULL;

    if (!db_create(&db, DB_MEMORY, 0, err))
        return false;
    return print(c, arena_printf(c->arena, "orderdesk %s (%s)\n", PACKAGE_VERSION, db_engine(db)),
                 err);
}

static bool print_help(struct cli *c, struct err *err)
{
    const char *words[2] = { NULL, NULL };
    const char *text;
    int count = 0;

    if (c->verb != NULL && c->verb->group[0] != '\0')
        words[count++] = c->verb->group;
    if (c->verb != NULL)
        words[count++] = c->verb->name;
    else if (c->arg_count > 0)
        words[count++] = c->args[0];
    return verb_help_of(c, words, count, &text, err) && print(c, text, err);
}

/* Without a command: the screens, on a desk that a person may be asked to make. */
static bool open_screens(struct cli *c, struct err *err)
{
    bool is_missing;

    if (c->form != OUT_TABLE)
        return verb_misused(c, err, _("Say which command to run; see: orderdesk help"));
    if (!session_open_desk(c, &is_missing, err)) {
        if (!is_missing || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
            return false;
        if (!newdesk_ask(c, err))
            return false;
    }
    return session_screens(c, err);
}

static bool run(struct cli *c, int argc, char **argv, struct err *err)
{
    if (!verb_parse(c, argc - 1, argv + 1, err)) {
        /* The form of a refusal is known even of a call that makes no sense. */
        if (verb_flag(c, "json"))
            c->form = OUT_JSON;
        return false;
    }
    if (verb_flag(c, "version"))
        return print_version(c, err);
    if (verb_flag(c, "help"))
        return print_help(c, err);
    if (verb_flag(c, "json") && verb_flag(c, "csv"))
        return verb_misused(c, err, _("Choose one of --json and --csv."));
    c->form = verb_flag(c, "json") ? OUT_JSON : verb_flag(c, "csv") ? OUT_CSV : OUT_TABLE;
    if ((c->verb == NULL || c->verb->need != VERB_NOTHING) && !session_set_up(c, err))
        return false;
    return c->verb == NULL ? open_screens(c, err) : session_run(c, err);
}

int cli_main(int argc, char **argv)
{
    OD_ARENA *arena = arena_new();
    struct cli c = { .arena = arena, .file = stdout };
    struct verbs verbs;
    struct err err = ERR_INIT;
    int status = CLI_DONE;

    assert(argc >= 0);
    verbs_all(arena, &verbs);
    c.verbs = &verbs;
    if (!run(&c, argc > 0 ? argc : 1, argv, &err)) {
        session_refuse(&c, &err);
        status = session_status(&c, &err);
    }
    session_end(&c);
    return status;
}
