/*
 * What a call stands on: configuration, log, clock and desk, and one command run in it. Taking
 * words apart is in verb.c.
 */
#include "cli/session.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/prompt.h"
#include "domain/desk/desk.h"
#include "tui/run.h"
#include "tui/worker_child.h"

/* --- setting up ------------------------------------------------------------------------------- */

static bool add_conf(struct cli *c, const char *path, bool is_asked_for, struct err *err)
{
    if (path == NULL || (!is_asked_for && !os_file_exists(path)))
        return true;
    if (!conf_load(&c->conf.file[c->conf.n], path, err)) {
        if (err->code == ERR_NOT_FOUND)
            err->code = ERR_IO;
        return false;
    }
    c->conf.n++;
    return true;
}

static bool load_conf(struct cli *c, struct err *err)
{
    static const char *const free_sections[] = { "keys", NULL };
    const char *dir = os_config_dir(c->arena);
    const char *mine = dir == NULL ? NULL : arena_printf(c->arena, "%s/orderdesk.conf", dir);

    if (!add_conf(c, OD_SYSCONFDIR "/orderdesk/orderdesk.conf", false, err))
        return false;
    if (!add_conf(c, c->config == NULL ? mine : c->config, c->config != NULL, err))
        return false;
    return conf_check(&c->conf, free_sections, err);
}

static const char *choose_desk(const struct cli *c)
{
    const char *dir = os_data_dir(c->arena);
    const char *where = verb_opt(c, "desk");

    /* A script's empty variable must not end at another desk. */
    if (where != NULL)
        return where;
    where = os_env("ORDERDESK_DESK");
    if (where == NULL)
        where = conf_text(&c->conf, "orderdesk.desk");
    if ((where == NULL || where[0] == '\0') && dir != NULL)
        where = arena_printf(c->arena, "%s/desk.db", dir);
    return where;
}

static bool choose_clock(struct cli *c, struct err *err)
{
    const char *fixed = os_env("ORDERDESK_NOW");
    struct stamp at;

    c->clock = clock_system();
    if (fixed == NULL)
        return true;
    if (!stamp_parse(fixed, &at, err))
        return err_wrap(err, _("ORDERDESK_NOW is set wrongly:"));
    c->clock = clock_fixed(at);
    return true;
}

static enum log_level log_level(const struct cli *c)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    const char *name = conf_text(&c->conf, "orderdesk.log_level");

    for (size_t i = 0; i < OD_LEN(names); i++)
        if (strcmp(name, names[i]) == 0)
            return (enum log_level)i;
    return LOG_LEVEL_INFO;
}

static void open_log(struct cli *c)
{
    const char *dir = os_state_dir(c->arena);
    struct err ignored = ERR_INIT;

    if (dir == NULL || !os_make_dir(dir, &ignored))
        return;
    c->log = log_open(arena_printf(c->arena, "%s/orderdesk.log", dir), log_level(c));
}

bool session_set_up(struct cli *c, struct err *err)
{
    c->config = verb_opt(c, "config");
    c->key = verb_opt(c, "key");
    if (!load_conf(c, err) || !choose_clock(c, err))
        return false;
    c->where = choose_desk(c);
    c->login = verb_opt(c, "user");
    if (c->login == NULL)
        c->login = conf_text(&c->conf, "orderdesk.user");
    if (c->login == NULL || c->login[0] == '\0')
        c->login = os_login_name(c->arena);
    if (c->where == NULL || c->where[0] == '\0')
        return verb_misused(c, err, _("Say where the desk is: --desk FILE, or set HOME."));
    if (strncmp(c->where, "postgresql:", 11) == 0 || strncmp(c->where, "postgres:", 9) == 0)
        return verb_misused(c, err,
                            _("This program was built without PostgreSQL; the desk must "
                              "be a file."));
    open_log(c);
    return true;
}

bool session_sign_in(struct cli *c, struct desk_open_options *options, struct err *err)
{
    const char *mine = os_login_name(c->arena);
    struct err unanswered = ERR_INIT;

    options->where = c->where;
    options->login = c->login;
    options->clock = c->clock;
    options->password = NULL;
    /* Who owns the file can do anything with it anyway; one that is not there keeps nothing. */
    if (strcmp(c->login, mine) == 0 || !os_file_exists(c->where) || os_owns_file(c->where))
        return true;
    if (prompt_secret(arena_printf(c->arena, _("Password of %s"), c->login), c->arena,
                      &options->password, &unanswered))
        return true;
    return err_set(err, ERR_DENIED,
                   _("You are %s; to sign in as %s give that user's password on standard input."),
                   mine, c->login);
}

bool session_open_desk(struct cli *c, bool *is_missing, struct err *err)
{
    struct desk_open_options options;

    assert(c->desk == NULL);
    if (is_missing != NULL)
        *is_missing = false;
    if (!session_sign_in(c, &options, err))
        return false;
    if (desk_open(&options, &c->desk, err)) {
        i18n_use(desk_user(c->desk)->lang);
        return true;
    }
    if (err->code != ERR_NOT_FOUND)
        return false;
    if (is_missing != NULL)
        *is_missing = true;
    return err_set(err, ERR_IO, _("There is no desk at %s yet. Make one: orderdesk init"),
                   c->where);
}

void session_end(struct cli *c)
{
    out_drop(c->out);
    c->out = NULL;
    desk_close(c->desk);
    c->desk = NULL;
    log_close(c->log);
    c->log = NULL;
    for (int i = 0; i < c->conf.n; i++)
        conf_close(c->conf.file[i]);
    c->conf.n = 0;
}

/* --- running ---------------------------------------------------------------------------------- */

bool session_run(struct cli *c, struct err *err)
{
    bool is_done;

    if (c->verb->need == VERB_DESK && c->desk == NULL && !session_open_desk(c, NULL, err))
        return false;
    assert(c->out == NULL);
    c->out = out_open(c->file, c->form);
    is_done = c->verb->run(c, err);
    if (is_done && c->form == OUT_JSON && !out_has_begun(c->out))
        out_done(c->out);
    if (is_done || out_is_complete(c->out)) {
        struct err late = ERR_INIT;
        bool is_written;

        c->has_output = out_has_begun(c->out);
        is_written = out_close(c->out, &late);
        c->out = NULL;
        if (is_done && !is_written)
            *err = late;
        return is_done && is_written;
    }
    c->has_output = out_has_begun(c->out);
    out_drop(c->out);
    c->out = NULL;
    return false;
}

bool session_screens(struct cli *c, struct err *err)
{
    struct worker_call call = { .program = os_helper_path("orderdesk-sync", c->arena),
                                .where = c->where,
                                .login = c->login,
                                .config = c->config,
                                .now = os_env("ORDERDESK_NOW") };

    return tui_run(c->desk, &c->conf, c->log, &call, err);
}

/* --- refusing --------------------------------------------------------------------------------- */

int session_status(const struct cli *c, const struct err *err)
{
    if (c->is_usage)
        return CLI_USAGE;
    switch (err->code) {
    case ERR_NONE:
        return CLI_BUG;
    case ERR_INVALID:
    case ERR_LIMIT:
        return CLI_INPUT;
    case ERR_NOT_FOUND:
    case ERR_STATE:
        return CLI_REFUSED;
    case ERR_DENIED:
        return CLI_DENIED;
    case ERR_CONFLICT:
    case ERR_BUSY:
    case ERR_REMOTE:
        return CLI_RETRY;
    case ERR_IO:
    case ERR_CORRUPT:
        return CLI_IO;
    case ERR_BUG:
        return CLI_BUG;
    }
    return CLI_BUG;
}

static const char *one_line(struct arena *arena, const char *text)
{
    char *line = arena_strdup(arena, text);

    for (char *at = line; *at != '\0'; at++)
        if (*at == '\n')
            *at = ' ';
    return utf8_safe(arena, line);
}

void cli_note(const struct cli *c, const char *text)
{
    (void)fflush(c->file);
    (void)fprintf(c->file == stdout ? stderr : c->file, "%s\n", one_line(c->arena, text));
}

void session_refuse(struct cli *c, const struct err *err)
{
    struct strbuf b;
    struct json_out w;

    (void)fprintf(stderr, "orderdesk: %s\n", one_line(c->arena, err->text));
    if (err->code == ERR_IO || err->code == ERR_CORRUPT || err->code == ERR_BUG)
        log_err(c->log, err, c->verb == NULL ? "cli" : c->verb->name);
    if (c->form != OUT_JSON || c->has_output)
        return;
    strbuf_init(&b, c->arena, LIMIT_JSON_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "code", c->is_usage ? "usage" : err_code_name(err->code));
    json_put_text(&w, "field", err->field);
    json_put_text(&w, "sentence", err->text);
    json_end_object(&w);
    (void)fprintf(c->file, "%s\n", b.s);
    (void)fflush(c->file);
}
