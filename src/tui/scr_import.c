/*
 * IM, the import of files: choose file, kind and map, try it, then take it in. It runs in pieces
 * between the keys, also while other screens are used; what came in stays when it is stopped or the
 * terminal is lost.
 */
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "tui/dialog.h"
#include "tui/import_screen.h"
#include "tui/screens.h"

/* A blank row and two of words between form and list. */
#define IM_WORD_ROWS      3
#define PROGRESS_EVERY_MS 200

static struct im *im_self(struct screen *s)
{
    return (struct im *)s;
}

/* --- the input -------------------------------------------------------------------------------- */

static const char *text_or_null(const struct im *im, enum im_field field)
{
    const char *text = form_text(&im->form, field);

    return text[0] != '\0' ? text : NULL;
}

static bool read_channel(const struct im *im, struct channel_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *code = text_or_null(im, IM_CHANNEL);
    struct channel *channel;

    out->v = 0;
    if (code == NULL)
        return true;
    if (!channel_find(im->s.desk, code, tmp, &channel, err))
        return false;
    if (channel == NULL)
        return err_field(err, ERR_INVALID, "channel", _("There is no channel %s."), code);
    *out = channel->id;
    return true;
}

static bool read_input(const struct im *im, struct import_file_in *out, struct err *err)
{
    *out = (struct import_file_in){ .path = text_or_null(im, IM_FILE),
                                    .lines_path = im->form.slots[IM_LINES].is_hidden
                                                      ? NULL
                                                      : text_or_null(im, IM_LINES),
                                    .map = text_or_null(im, IM_MAP) };
    if (out->path == NULL)
        return err_field(err, ERR_INVALID, "file", _("Say which file."));
    if (strcmp(out->path, "-") == 0 || (out->lines_path && strcmp(out->lines_path, "-") == 0))
        return err_field(err, ERR_INVALID, "file", _("A screen reads files, not the keyboard."));
    return import_kind_parse(form_choice(&im->form, IM_KIND), &out->kind, err) &&
           read_channel(im, &out->channel, err);
}

/* All of it as one text: is it what was tried? */
static const char *input_text(const struct im *im, struct arena *arena)
{
    return arena_printf(arena, "%s\n%s\n%s\n%s\n%s", form_choice(&im->form, IM_KIND),
                        form_text(&im->form, IM_FILE), form_text(&im->form, IM_LINES),
                        form_text(&im->form, IM_MAP), form_text(&im->form, IM_CHANNEL));
}

/* --- the run ---------------------------------------------------------------------------------- */

static bool start(struct im *im, bool is_dry_run, struct err *err)
{
    struct import_file_in in;

    if (!read_input(im, &in, err))
        return false;
    in.is_dry_run = is_dry_run;
    if (!import_file_open(im->s.desk, &in, &im->file, err))
        return false;
    im->is_dry_run = is_dry_run;
    im->state = IM_RUNNING;
    im->drawn_ms = 0;
    im->is_in_list = false;
    list_set_rows(&im->list, NULL, 0);
    im->list.empty = "";
    app_redraw(im->s.app);
    return true;
}

/* Over, one way or the other: what came in stays, and is told. */
static void finish(struct im *im, bool is_stopped)
{
    struct err err = ERR_INIT;
    bool is_good = import_file_end(im->file, &err);

    im_take_report(im, is_stopped);
    import_file_close(im->file);
    im->file = NULL;
    im->is_in_list = im->list.rows.n > 0;
    if (is_good)
        app_say(im->s.app, "%s", im->summary);
    else
        app_error(im->s.app, &err);
    if (is_good && im->is_dry_run && !is_stopped)
        im->tried = input_text(im, im->s.arena);
    app_redraw(im->s.app);
}

static bool work(struct screen *s)
{
    struct im *im = im_self(s);
    struct err err = ERR_INIT;
    bool is_over = false;

    if (im->state != IM_RUNNING)
        return false;
    if (!import_file_step(im->file, &is_over, &err)) {
        finish(im, true);
        app_error(s->app, &err);
        return false;
    }
    if (is_over) {
        finish(im, false);
        return false;
    }
    if (clock_monotonic_ms() - im->drawn_ms >= PROGRESS_EVERY_MS) {
        im->drawn_ms = clock_monotonic_ms();
        app_redraw(s->app);
    }
    return true;
}

/* --- commands --------------------------------------------------------------------------------- */

static bool is_idle(const struct screen *s, struct err *why)
{
    return ((const struct im *)s)->state != IM_RUNNING ||
           err_set(why, ERR_STATE, _("An import is running. F8 stops it."));
}

static bool is_running(const struct screen *s, struct err *why)
{
    return ((const struct im *)s)->state == IM_RUNNING ||
           err_set(why, ERR_STATE, _("No import is running."));
}

/* An error at a field goes there. */
static bool begin(struct im *im, bool is_dry_run, struct err *err)
{
    if (form_finish(&im->form, err) && start(im, is_dry_run, err))
        return true;
    if (err->field[0] == '\0' || form_find(&im->form, err->field) < 0)
        return false;
    im->is_in_list = false;
    form_error(&im->form, err);
    return true;
}

static bool run_try(struct screen *s, struct err *err)
{
    return begin(im_self(s), true, err);
}

static bool import_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    return !r->yes || begin(im_self(s), false, err);
}

/* What was not tried is asked about: it cannot be taken back. */
static bool run_import(struct screen *s, struct err *err)
{
    struct im *im = im_self(s);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { 0 };

    if (!form_finish(&im->form, err))
        return false;
    if (form_text(&im->form, IM_FILE)[0] == '\0' ||
        (im->tried != NULL && strcmp(im->tried, input_text(im, tmp)) == 0))
        return begin(im, false, err);
    dialog.title = _("Import without trying it first?");
    dialog.text = _("F6 tries the file and writes nothing. What comes in stays.");
    dialog.yes_label = _("import now");
    dialog_confirm(s, &dialog, import_chosen);
    return true;
}

static bool run_stop(struct screen *s, struct err *err)
{
    (void)err;
    finish(im_self(s), true);
    return true;
}

static bool run_past(struct screen *s, struct err *err)
{
    struct im *im = im_self(s);

    im->state = IM_PAST;
    im->is_in_list = true;
    return screen_refresh(s, err);
}

/* Fields take the key themselves. */
static bool run_list(struct screen *s, struct err *err)
{
    (void)s;
    return err_set(err, ERR_STATE, _("There is nothing to choose from here."));
}

static const struct command commands[] = {
    { "import.list", "F4 C-t", N_("List"), N_("What fits the field: files, maps, channels."),
      is_idle, run_list },
    { "import.try", "F6 C-n", N_("Try"), N_("Read the file and say what would come of it."),
      is_idle, run_try },
    { "import.past", "F7 M-h", N_("Past"), N_("The imports that were made."), is_idle, run_past },
    { "import.stop", "F8 M-d", N_("Stop"), N_("Stop the import; what came in stays."), is_running,
      run_stop },
    { "import.run", "F10 C-o", N_("Import"), N_("Take the file in."), is_idle, run_import },
    { 0 },
};

/* --- the screen ------------------------------------------------------------------------------- */

static bool refresh(struct screen *s, struct err *err)
{
    struct im *im = im_self(s);

    return im->state != IM_PAST || im_show_past(im, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct im *im = im_self(s);

    (void)arg;
    (void)err;
    im->report = arena_new();
    im->summary = im->files = "";
    form_init(&im->form, s->app, s->arena, im_fields, &im_form_ops, im);
    list_init(&im->list, s->app, NULL, NULL, NULL);
    form_set(&im->form, IM_KIND, "orders");
    form_accept(&im->form);
    form_focus(&im->form, IM_FILE);
    s->hint = _("F6 tries the file and writes nothing; F10 takes it in.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct im *im = (const struct im *)s;
    OD_ARENA *tmp = arena_new();
    int top = im->form.rows;
    struct canvas head = canvas_view(c, 0, 1, -1, -1);
    struct canvas body = canvas_view(c, top + IM_WORD_ROWS, 0, -1, -1);

    if (im->state == IM_RUNNING) {
        canvas_text(c, top + 1, 1, -1, STYLE_STRONG, im_progress(im, tmp));
        canvas_text(c, top + 2, 1, -1, STYLE_DIM, _("F8 stops it; what came in stays."));
    } else if (im->state == IM_REPORT) {
        canvas_text(c, top + 1, 1, -1, STYLE_STRONG, im->summary);
        canvas_text(c, top + 2, 1, -1, STYLE_TEXT, im->files);
    } else {
        canvas_text(c, top + 1, 1, -1, STYLE_STRONG, _("Past imports"));
    }
    if (im->state != IM_RUNNING)
        list_draw(&im->list, &body, im->is_in_list);
    form_draw(&im->form, &head, !im->is_in_list && im->state != IM_RUNNING);
}

static void resize(struct screen *s, int rows, int cols)
{
    struct im *im = im_self(s);

    (void)form_layout(&im->form, cols - 2);
    list_resize(&im->list, rows - im->form.rows - IM_WORD_ROWS);
}

static bool form_takes(struct im *im, struct key k)
{
    switch (form_key(&im->form, k)) {
    case FORM_UNUSED:
        return key_is(k, K_PAGE_DOWN) || key_is(k, K_PAGE_UP) ? list_key(&im->list, k) : false;
    case FORM_DONE:
        app_say(im->s.app, "%s", im->s.hint);
        return true;
    case FORM_BACK:
    case FORM_USED:
    case FORM_CHANGED:
    case FORM_RUN_CODE:
        return true;
    }
    return true;
}

static bool key(struct screen *s, struct key k)
{
    struct im *im = im_self(s);

    if (im->state == IM_RUNNING) {
        if (!key_is(k, K_ESC))
            return false;
        finish(im, true);
        return true;
    }
    if (!im->is_in_list)
        return form_takes(im, k);
    if (key_is(k, K_ESC) || key_is(k, K_TAB) || key_is(k, K_ENTER)) {
        im->is_in_list = false;
        return true;
    }
    return list_key(&im->list, k);
}

static void settle(struct screen *s)
{
    struct im *im = im_self(s);

    if (im->state != IM_RUNNING && !im->is_in_list)
        form_settle(&im->form);
}

static bool leave(struct screen *s, struct err *err)
{
    return is_idle(s, err);
}

/* What came in is in; the counts and the rows that were refused are written, as by a stop. */
static void hangup(struct screen *s)
{
    struct im *im = im_self(s);
    struct err err = ERR_INIT;

    if (im->state == IM_RUNNING)
        (void)!import_file_end(im->file, &err);
}

static const char *help(const struct screen *s)
{
    const struct im *im = (const struct im *)s;

    if (!im->is_in_list && im->state != IM_RUNNING)
        return form_help(&im->form);
    return _("Rows that were refused stand with their reasons in a file beside the imported one: "
             "mend them there and import that. Running an import again changes nothing.");
}

static void close_screen(struct screen *s)
{
    struct im *im = im_self(s);

    import_file_close(im->file);
    form_close(&im->form);
    list_close(&im->list);
    arena_free(im->report);
}

const struct screen_ops scr_import = {
    .name = "import",
    .code = "IM",
    .title = N_("Import"),
    .size = sizeof(struct im),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .settle = settle,
    .work = work,
    .resize = resize,
    .leave = leave,
    .hangup = hangup,
    .help = help,
    .close = close_screen,
};
