/*
 * What screens ask of the shell: messages, the stack, code lines, pop-ups.
 */
#include "tui/app.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "tui/app_priv.h"
#include "tui/dialog.h"
#include "tui/term.h"
#include "tui/textview.h"

#define BELL_MS 300

struct app *app_new(const struct app_config *config)
{
    struct app *app = xcalloc(1, sizeof *app);
    int rows, cols;

    app->config = *config;
    app->arena = arena_new();
    config->term->ops->size(config->term, &rows, &cols);
    app->cells = cells_new(rows, cols, config->term->ascii);
    app->is_ctrl_bar = config->key_bar == APP_KEYS_CTRL;
    app->bell_ms = -BELL_MS;
    app->is_dirty = true;
    return app;
}

void app_free(struct app *app)
{
    if (app == NULL)
        return;
    app_set_popup(app, NULL);
    nav_close(&app->nav);
    app_bury(app);
    cells_free(app->cells);
    app->config.term->ops->close(app->config.term);
    arena_free(app->paste_arena);
    arena_free(app->arena);
    xfree(app);
}

struct desk *app_desk(const struct app *app)
{
    return app->config.desk;
}

void *app_ctx(const struct app *app)
{
    return app->config.ctx;
}

struct stamp app_now(const struct app *app)
{
    return app->config.hooks->now(app->config.ctx);
}

const struct decimal_form *app_form(const struct app *app)
{
    return &app->config.form;
}

int app_cols(const struct app *app)
{
    return app->cells->cols;
}

int app_rows(const struct app *app)
{
    return app->cells->rows;
}

void app_set_theme(struct app *app, enum theme theme)
{
    app->config.theme = theme;
    app->config.term->ops->set_theme(app->config.term, theme);
    app->is_dirty = true;
}

bool app_a11y(const struct app *app)
{
    return app->config.a11y;
}

const struct printing *app_printing(const struct app *app)
{
    return app->config.printing;
}

const struct key_map *app_key_map(const struct app *app)
{
    return app->config.keys;
}

static void keep_note(struct app *app)
{
    struct app_note *note = &app->notes[app->note_n++ % APP_MESSAGES];

    note->level = app->message.level;
    note->at = app_now(app);
    memcpy(note->text, app->message.text, sizeof note->text);
}

static void set_message(struct app *app, enum status_level level, const char *fmt, va_list args)
{
    app->message.level = level;
    (void)vsnprintf(app->message.text, sizeof app->message.text, fmt, args);
    app->is_dirty = true;
    keep_note(app);
}

void app_say(struct app *app, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    set_message(app, STATUS_SAY, fmt, args);
    va_end(args);
}

void app_warn(struct app *app, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    set_message(app, STATUS_WARN, fmt, args);
    va_end(args);
}

/* Has the error to be looked at by someone who can mend it? */
static bool is_grave(const struct err *err)
{
    return err->code == ERR_IO || err->code == ERR_CORRUPT || err->code == ERR_BUG;
}

static void set_error_text(struct app *app, const char *fmt, ...) OD_PRINTF(2, 3);
static void set_error_text(struct app *app, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    set_message(app, STATUS_ERROR, fmt, args);
    va_end(args);
}

void app_error(struct app *app, const struct err *err)
{
    if (err->code == ERR_NONE)
        return;
    set_error_text(app, "%s", err->text);
    app_bell(app);
    if (!is_grave(err))
        return;
    log_err(app->config.log, err, "tui");
    dialog_tell(app, _("Something needs to be looked at"), err->text);
}

void app_error_drop(struct app *app, const struct err *err)
{
    app_error(app, err);
    if (err->code != ERR_NONE)
        app->config.term->ops->drop_input(app->config.term);
}

const char *app_messages(const struct app *app, struct arena *arena)
{
    int64_t first = app->note_n > APP_MESSAGES ? app->note_n - APP_MESSAGES : 0;
    struct strbuf b;

    strbuf_init(&b, arena, APP_MESSAGES * (sizeof app->notes[0].text + 16));
    for (int64_t i = app->note_n - 1; i >= first; i--) {
        const struct app_note *note = &app->notes[i % APP_MESSAGES];
        int minute = stamp_minute_of_day(note->at);

        strbuf_addf(&b, "%02d:%02d %s%s\n", minute / 60, minute % 60,
                    note->level == STATUS_ERROR  ? "x "
                    : note->level == STATUS_WARN ? "! "
                                                 : "",
                    note->text);
    }
    if (app->note_n == 0)
        strbuf_add(&b, _("There were no messages yet."));
    return b.s;
}

void app_set_pending(struct app *app, const char *text)
{
    (void)snprintf(app->message.pending, sizeof app->message.pending, "%s",
                   text == NULL ? "" : text);
    app->is_dirty = true;
}

void app_bell(struct app *app)
{
    int64_t now = clock_monotonic_ms();

    if (now - app->bell_ms < BELL_MS)
        return;
    app->bell_ms = now;
    app->config.term->ops->bell(app->config.term);
}

void app_bell_twice(struct app *app)
{
    app_bell(app);
    app->config.term->ops->bell(app->config.term);
}

void app_redraw(struct app *app)
{
    app->is_dirty = true;
}

void app_busy(struct app *app, const char *text)
{
    if (app->busy == text)
        return;
    app->busy = text;
    app->is_dirty = true;
    if (text != NULL)
        app_draw_busy(app);
}

bool app_has_input(const struct app *app)
{
    return app->is_settling &&
           (app->has_held || app->config.term->ops->has_input(app->config.term));
}

bool app_has_keys(const struct app *app)
{
    return app->config.term->ops->has_input(app->config.term);
}

struct screen *app_screen(const struct app *app)
{
    return nav_top(&app->nav);
}

static bool changed_screen(struct app *app)
{
    app->is_dirty = true;
    app->is_resting = false;
    app->is_queue_old = true;
    app_set_pending(app, NULL);
    return true;
}

bool app_push(struct app *app, const struct screen_ops *ops, const void *arg, struct err *err)
{
    return nav_push(&app->nav, app, ops, arg, err) && changed_screen(app);
}

bool app_replace(struct app *app, const struct screen_ops *ops, const void *arg, struct err *err)
{
    return nav_replace(&app->nav, app, ops, arg, err) && changed_screen(app);
}

/* The screen that is on top again reads anew; that it cannot is said, and it stays as it was. */
static void refresh_top(struct app *app)
{
    struct screen *top = nav_top(&app->nav);
    struct err err = ERR_INIT;

    screen_resize(top, app->cells->rows - APP_FRAME_ROWS, app->cells->cols);
    if (!screen_refresh(top, &err))
        app_error(app, &err);
    (void)changed_screen(app);
}

bool app_pop(struct app *app, struct err *err)
{
    if (app->nav.n <= 1) {
        app_say(app, "%s", _("This is the first screen. To leave, press ^C twice or type .quit."));
        return true;
    }
    if (!nav_pop(&app->nav, err))
        return false;
    refresh_top(app);
    return true;
}

bool app_home(struct app *app, struct err *err)
{
    if (app->nav.n <= 1)
        return true;
    while (app->nav.n > 1) {
        if (!nav_pop(&app->nav, err)) {
            (void)changed_screen(app);
            return false;
        }
    }
    refresh_top(app);
    return true;
}

bool app_step(struct app *app, int by, int64_t *id, struct err *err)
{
    struct screen *below = nav_below(&app->nav);
    int64_t before = *id, beside;

    if (below == NULL || below->ops->step == NULL)
        return err_set(err, ERR_STATE, _("This was not opened from a list: there is no next one."));
    if (!below->ops->step(below, by, &beside, err))
        return false;
    *id = beside;
    if (screen_refresh(nav_top(&app->nav), err))
        return true;
    *id = before;
    return false;
}

bool app_refresh(struct app *app, struct err *err)
{
    struct screen *top = nav_top(&app->nav);

    if (top == NULL || !screen_refresh(top, err))
        return false;
    return changed_screen(app);
}

void app_quit(struct app *app)
{
    struct err err = ERR_INIT;

    for (int i = app->nav.n - 1; i >= 0; i--) {
        struct screen *s = app->nav.v[i];

        if (s->ops->leave != NULL && !s->ops->leave(s, &err)) {
            app_error(app, &err);
            return;
        }
    }
    app->is_quitting = true;
}

static const struct app_code *code_find(const struct app *app, const char *text, size_t len)
{
    const struct app_code *code = app->config.codes;

    for (; code != NULL && code->code != NULL; code++) {
        if (strlen(code->code) == len && strncasecmp(code->code, text, len) == 0)
            return code;
    }
    return NULL;
}

static bool run_dotted(struct app *app, const char *text, struct err *err)
{
    size_t len = strcspn(text, " ");
    const char *rest = text + len + strspn(text + len, " ");
    const struct app_code *code = code_find(app, text, len);

    if (code != NULL)
        return code->go(app, rest, err);
    if (isdigit((unsigned char)text[0]) && app->config.hooks->number != NULL)
        return app->config.hooks->number(app, text, err);
    if (app_run_word(app, text))
        return true;
    return err_set(err, ERR_NOT_FOUND, _("\".%s\" is no code. F9 lists all of them."), text);
}

bool app_set_scan(struct app *app, bool is_scan)
{
    bool before = app->is_scan;

    app->is_scan = is_scan;
    return before;
}

bool app_is_scan(const struct app *app)
{
    return app->is_scan;
}

static bool run_code(struct app *app, const char *text, struct err *err)
{
    struct screen *top = nav_top(&app->nav);

    text += strspn(text, " ");
    if (top != NULL && top->ops->code_line != NULL && top->ops->code_line(top, text))
        return true;
    if (text[0] == '.')
        return run_dotted(app, text + 1, err);
    if (text[0] != '\0' && text[strspn(text, "0123456789")] == '\0' &&
        app->config.hooks->number != NULL)
        return app->config.hooks->number(app, text, err);
    if (code_find(app, text, strcspn(text, " ")) != NULL)
        return run_dotted(app, text, err);
    return err_set(err, ERR_NOT_FOUND,
                   _("Nothing fits \"%s\". Type a code like .oe, an order number, or a name."),
                   text);
}

bool app_run_code(struct app *app, const char *text, struct err *err)
{
    bool before = app_set_scan(app, true);
    bool ok = run_code(app, text, err);

    (void)app_set_scan(app, before);
    return ok;
}

void app_open_palette(struct app *app, const char *text)
{
    palette_open(app, text);
}

void app_show_text(struct app *app, const char *title, const char *text)
{
    textview_popup(app, title, text);
}

struct popup *app_popup(const struct app *app)
{
    return app->popup;
}

void app_set_popup(struct app *app, struct popup *popup)
{
    if (app->popup != NULL) {
        app->popup->next_dead = app->dead_popups;
        app->dead_popups = app->popup;
    }
    app->popup = popup;
    app->is_dirty = true;
}

void app_bury(struct app *app)
{
    nav_bury(&app->nav);
    while (app->dead_popups != NULL) {
        struct popup *p = app->dead_popups;

        app->dead_popups = p->next_dead;
        popup_free(p);
    }
}
