/*
 * What an action asks, as a form made of its inputs. What is wrong is said at its field and typing
 * is kept; the owner, below, knows the record and runs the action.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/action.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/form.h"
#include "tui/record.h"
#include "tui/screens.h"

#define TEXT_COLS 40
#define HEAD_ROWS 3

struct action_form {
    struct screen s;
    const struct action *action;
    struct screen *owner;
    bool (*done)(struct screen *owner, const struct action_values *values, struct err *err);
    struct form form;
};

struct fields OD_VEC(struct form_field);

static struct action_form *self(struct screen *s)
{
    return (struct action_form *)s;
}

static bool is_among(const char *const *names, const char *name)
{
    for (; names != NULL && *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Enter passes by what may stay empty, but looks at a quantity; Tab stops everywhere. */
static int optional_flag(const struct action_input *in)
{
    return in->is_required || in->kind == ACTION_IN_QTY ? 0 : FORM_OPTIONAL;
}

static struct form_field make_field(const struct action_input *in)
{
    struct form_field f = { .name = in->name,
                            .label = in->label,
                            .kind = FORM_TEXT,
                            .cols = TEXT_COLS,
                            .flags = optional_flag(in),
                            .help = in->help != NULL ? in->help : in->label };

    switch (in->kind) {
    case ACTION_IN_TEXT:
    case ACTION_IN_LINES:
    case ACTION_IN_REASON: /* by its code; the owner may list them before */
        break;
    case ACTION_IN_QTY:
        f.kind = FORM_NUMBER;
        f.cols = 10;
        break;
    case ACTION_IN_FLAG:
        f.kind = FORM_CHOICE;
        f.cols = 4;
        f.choices = record_yes_no;
        break;
    case ACTION_IN_DATE:
        f.kind = FORM_DATE;
        f.cols = 12;
        break;
    }
    return f;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct action_form *f = self(s);
    const struct action_form_arg *in = arg;
    struct fields fields = { 0 };

    (void)err;
    f->action = in->action;
    f->owner = in->owner;
    f->done = in->done;
    for (const struct action_input *i = in->action->inputs; i->name != NULL; i++)
        if (!is_among(in->except, i->name))
            *vec_push(s->arena, &fields) = make_field(i);
    *vec_push(s->arena, &fields) = (struct form_field){ 0 };
    form_init(&f->form, s->app, s->arena, fields.v, NULL, f);
    s->title = arena_strdup(s->arena, in->title);
    s->hint = _("F10 does it, Esc goes back.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct action_form *f = (const struct action_form *)s;
    struct canvas body = canvas_view(c, HEAD_ROWS, 1, -1, -1);

    canvas_text(c, 1, 2, -1, STYLE_TEXT, _(f->action->help));
    form_draw(&f->form, &body, true);
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)rows;
    (void)form_layout(&self(s)->form, cols - 2);
}

static bool run(struct screen *s, struct err *err)
{
    struct action_form *f = self(s);
    struct app *app = s->app;
    struct action_value *given = arena_array(s->arena, f->form.n, struct action_value);
    struct action_values values = { given, f->form.n };

    if (!form_finish(&f->form, err))
        return false;
    for (int i = 0; i < f->form.n; i++)
        given[i] = (struct action_value){ f->form.fields[i].name, form_text(&f->form, i) };
    if (!f->done(f->owner, &values, err)) {
        if (err->field[0] == '\0' || form_find(&f->form, err->field) < 0)
            return false;
        form_error(&f->form, err);
        return true;
    }
    form_accept(&f->form);
    return app_pop(app, err);
}

static bool key(struct screen *s, struct key k)
{
    return form_end_key(s, form_key(&self(s)->form, k), run);
}

static void settle(struct screen *s)
{
    form_settle(&self(s)->form);
}

static bool drop_chosen(struct screen *s, const struct dialog_result *result, struct err *err)
{
    if (!result->yes)
        return true;
    form_accept(&self(s)->form);
    return app_pop(s->app, err);
}

/* Typing is never thrown away by Esc alone. */
static bool leave(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Leave it undone?"),
                             .text = _("F10 does it with what was typed here."),
                             .yes_key = "l",
                             .yes_label = _("leave it") };

    if (!form_is_changed(&self(s)->form))
        return true;
    dialog_confirm(s, &dialog, drop_chosen);
    return err_set(err, ERR_STATE, _("Nothing was done yet."));
}

static const char *help(const struct screen *s)
{
    return form_help(&((const struct action_form *)s)->form);
}

static void close_screen(struct screen *s)
{
    if (self(s)->form.slots != NULL)
        form_close(&self(s)->form);
}

static const struct command action_commands[] = {
    { "action.run", "F10 C-o", N_("Do it"), N_("Do what was asked for, and go back."), NULL, run },
    { 0 },
};

const struct screen_ops scr_action = {
    .name = "action",
    .code = "",
    .title = N_("Action"),
    .size = sizeof(struct action_form),
    .commands = action_commands,
    .enter = enter,
    .draw = draw,
    .key = key,
    .settle = settle,
    .resize = resize,
    .leave = leave,
    .help = help,
    .close = close_screen,
};
