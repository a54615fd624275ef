/*
 * Where a key goes: the pop-up, the screen, its commands, the commands that hold everywhere, and
 * what is left starts the code line.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "tui/app_priv.h"
#include "tui/dialog.h"
#include "tui/list_file.h"
#include "tui/screens.h"
#include "tui/term.h"

#define HELP_BYTES 20000

static bool run_help(struct screen *s, struct err *err);

static bool has_find(const struct screen *s, struct err *why)
{
    struct app *app = s->app;

    if (app->config.find != NULL && s->ops != app->config.find)
        return true;
    return err_set(why, ERR_STATE, _("You are searching already: type what you look for."));
}

static bool run_find(struct screen *s, struct err *err)
{
    struct app *app = s->app;

    return app_push(app, app->config.find, NULL, err);
}

static bool run_home(struct screen *s, struct err *err)
{
    return app_home(s->app, err);
}

static bool run_refresh(struct screen *s, struct err *err)
{
    return app_refresh(s->app, err);
}

static bool run_palette(struct screen *s, struct err *err)
{
    (void)err;
    app_open_palette(s->app, "");
    return true;
}

static bool run_back(struct screen *s, struct err *err)
{
    return app_pop(s->app, err);
}

static bool run_repaint(struct screen *s, struct err *err)
{
    struct app *app = s->app;

    (void)err;
    app->config.term->ops->repaint(app->config.term);
    app->is_dirty = true;
    return true;
}

static bool run_messages(struct screen *s, struct err *err)
{
    return app_run_code(s->app, ".msg", err);
}

static bool run_quit(struct screen *s, struct err *err)
{
    (void)err;
    app_quit(s->app);
    return true;
}

static const struct command app_table[] = {
    { "app.help", "F1 ? C-g", N_("Help"), N_("Help: this field, then this screen, then all."), NULL,
      run_help },
    { "app.code", "F9 C-k :", N_("Code"), N_("Find any action, screen or record by typing."), NULL,
      run_palette },
    { "app.back", "F12 Esc", N_("Back"), N_("Back one level. Nothing that was typed is lost."),
      NULL, run_back },
    { "app.find", "F2 / C-f", N_("Find"), N_("Find orders, customers and items."), has_find,
      run_find },
    { "app.home", "F3 C-x", N_("Home"), N_("Back to the dashboard. Drafts are kept."), NULL,
      run_home },
    { "app.refresh", "F5 C-r", N_("Refresh"), N_("Read everything on this screen again."), NULL,
      run_refresh },
    { "app.repaint", "C-l", N_("Repaint"), N_("Paint the screen again."), NULL, run_repaint },
    { "app.messages", "", N_("Messages"), N_("The messages of this session, newest first."), NULL,
      run_messages },
    { "app.quit", "", N_("Leave"), N_("Leave the program. Drafts are kept."), NULL, run_quit },
    { 0 },
};

const struct command *app_commands(void)
{
    return app_table;
}

static void add_commands(const struct app *app, struct strbuf *b, struct arena *arena,
                         const struct command *table)
{
    for (; table != NULL && table->name != NULL; table++) {
        const char *keys = command_keys_text(table, app->config.keys, arena);

        strbuf_addf(b, "%s: %s. %s\n", keys[0] == '\0' ? ".." : keys, _(table->label),
                    _(table->help));
    }
}

static void show_screen_help(struct app *app)
{
    const struct screen *s = app_screen(app);
    OD_ARENA *tmp = arena_new();
    struct strbuf b;

    strbuf_init(&b, tmp, HELP_BYTES);
    strbuf_addf(&b, "# %s\n", _("Keys of this screen"));
    add_commands(app, &b, tmp, s->ops->commands);
    if (s->ops->list != NULL)
        add_commands(app, &b, tmp, list_commands());
    strbuf_addf(&b, "\n# %s\n", _("Keys everywhere"));
    add_commands(app, &b, tmp, app_commands());
    app_show_text(app, s->title != NULL ? s->title : _(s->ops->title), b.s);
}

/* First the field, then the screen, then everything. */
static bool run_help(struct screen *s, struct err *err)
{
    struct app *app = s->app;
    const char *text = s->ops->help != NULL ? s->ops->help(s) : NULL;
    struct help_arg arg = { s };

    app->f1_presses++;
    if (app->f1_presses == 1 && text != NULL) {
        /* What the message line cannot hold is read in a pop-up. */
        if (utf8_cols(text) < 2 * app_cols(app) - 20)
            app_say(app, "%s", text);
        else
            app_show_text(app, _("Help"), text);
        return true;
    }
    if (app->f1_presses <= 2 || app->config.help == NULL) {
        app->f1_presses = 2;
        show_screen_help(app);
        return true;
    }
    popup_close(app);
    app->f1_presses = 0;
    return app_push(app, app->config.help, &arg, err);
}

static bool quit_done(struct screen *s, const struct dialog_result *r, struct err *err)
{
    (void)err;
    if (r->yes)
        app_quit(s->app);
    return true;
}

/* ^C goes back like Esc; a second one offers to leave. */
static void cancel(struct app *app)
{
    struct dialog d = { .title = _("Leave orderdesk?"),
                        .text = _("Drafts are kept and wait for you."),
                        .yes_label = _("leave") };
    struct err err = ERR_INIT;

    if (app->cancel_presses++ > 0) {
        app->cancel_presses = 0;
        dialog_confirm(app_screen(app), &d, quit_done);
        return;
    }
    if (app->popup != NULL)
        app->popup->key(app->popup, key_make(K_ESC, 0));
    else if (app->nav.n > 1 && !app_pop(app, &err))
        app_error(app, &err);
    app_say(app, "%s", _("Press ^C once more to leave the program."));
}

void app_run_command(struct app *app, const struct command *cmd)
{
    struct screen *s = app_screen(app);
    struct err err = ERR_INIT;

    if (cmd->when != NULL && !cmd->when(s, &err)) {
        app_warn(app, "%s", err.text);
        app_bell(app);
        return;
    }
    if (!cmd->run(s, &err))
        app_error(app, &err);
}

/* A command of the screen or of all screens; true when there was one. */
static bool try_commands(struct app *app, struct key k)
{
    struct screen *s = app_screen(app);
    const struct command *cmd = command_find(s->ops->commands, app->config.keys, k);

    if (cmd == NULL && s->ops->list != NULL)
        cmd = command_find(list_commands(), app->config.keys, k);
    if (cmd == NULL)
        cmd = command_find(app_table, app->config.keys, k);
    if (cmd == NULL)
        return false;
    if (app->config.key_bar == APP_KEYS_AUTO && (key_function(k) != 0 || k.mods != 0))
        app->is_ctrl_bar = k.mods != 0;
    app_run_command(app, cmd);
    return true;
}

/* Digits, a dot, capitals and a scanner's prefix that nobody wanted begin a number or a code. */
static bool try_code_line(struct app *app, struct key k)
{
    char text[2] = { 0 };

    if (k.mods != 0 || !((k.sym >= '0' && k.sym <= '9') || (k.sym >= 'A' && k.sym <= 'Z') ||
                         k.sym == '.' || k.sym == ']'))
        return false;
    text[0] = (char)k.sym;
    app_open_palette(app, text);
    return true;
}

/* A message stands until something else was done; an error until an entry was ended or a command
 * ran, so that it can be read while the field is mended. */
static void age_message(struct app *app, int64_t notes_before, struct key k)
{
    bool is_typing = key_is_text(k) || key_is(k, K_BACKSPACE) || key_is(k, K_LEFT) ||
                     key_is(k, K_RIGHT) || key_is(k, K_HOME) || key_is(k, K_END);

    if (app->note_n != notes_before || (app->message.level == STATUS_ERROR && is_typing))
        return;
    app->message.level = STATUS_NONE;
}

static bool offer(struct app *app, struct key k)
{
    struct screen *s = app_screen(app);

    if (app->popup != NULL) {
        if (key_function(k) == 1 && app->f1_presses > 0 && try_commands(app, k))
            return true;
        app->popup->key(app->popup, k);
        return true;
    }
    if (s->ops->key != NULL && s->ops->key(s, k))
        return true;
    if (k.mods & KEY_PASTED)
        return false;
    return try_commands(app, k) || try_code_line(app, k);
}

bool app_offer_pasted(struct app *app, struct key k)
{
    return offer(app, k);
}

/* Brackets of a paste and what stands between them. */
static bool is_paste(struct app *app, struct key k)
{
    if (k.sym == K_PASTE_BEGIN)
        app_paste_begin(app);
    else if (k.sym == K_PASTE_END)
        app_paste_end(app);
    else if (k.mods & KEY_PASTED && app->is_pasting)
        app_paste_key(app, k);
    else
        return false;
    return true;
}

void app_dispatch(struct app *app, struct key k)
{
    int64_t notes = app->note_n;
    int f1 = app->f1_presses;
    bool is_fresh = !app->is_dirty;

    app->is_dirty = true;
    if (app_lock_key(app, k))
        return;
    app->is_resting = false;
    if (is_paste(app, k)) {
        if (k.sym == K_PASTE_END)
            age_message(app, notes, k);
        return;
    }
    if (app_mouse_key(app, k, is_fresh))
        return;
    if (app->config.suspend && key_is_ctrl(k, 'z')) {
        app->config.term->ops->suspend(app->config.term);
        return;
    }
    if (key_is_ctrl(k, 'c') || key_is_ctrl(k, '\\')) {
        cancel(app);
        return;
    }
    app->cancel_presses = 0;
    if (offer(app, k))
        age_message(app, notes, k);
    if (app->f1_presses == f1)
        app->f1_presses = 0;
}
