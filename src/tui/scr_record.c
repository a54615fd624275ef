/*
 * A form for one record: customer, item, price list and so on. F10 saves; a change made elsewhere
 * meanwhile is shown beside what was typed, and nothing typed is lost.
 */
#include "tui/record.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/desk.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/difftext.h"

static const struct record_kind *const kinds[] = {
    &record_customer,   &record_address,    &record_contact,        &record_item,
    &record_price_list, &record_price_rule, &record_customer_group, &record_exchange_rate,
    &record_carrier,    &record_ship_method, &record_ship_rate,
    &record_notice,      &record_schedule,
};

const struct form_choice record_yes_no[] = {
    { "no", N_("no") },
    { "yes", N_("yes") },
    { 0 },
};

static struct record *record_self(struct screen *s)
{
    return (struct record *)s;
}

const char *record_text(const struct record *r, const char *field)
{
    return form_text(&r->form, form_index(&r->form, field));
}

void record_set(struct record *r, const char *field, const char *text)
{
    form_set(&r->form, form_index(&r->form, field), text != NULL ? text : "");
}

void record_choose(struct record *r, const char *field, bool yes)
{
    form_set_choice(&r->form, form_index(&r->form, field), record_bool(yes));
}

bool record_is_yes(const struct record *r, const char *field)
{
    const char *choice = form_choice(&r->form, form_index(&r->form, field));

    return choice != NULL && strcmp(choice, "yes") == 0;
}

/* What is known already is passed by: the cursor begins on the first entry that must be filled. */
static void focus_first_empty(struct form *f)
{
    for (int i = 0; i < f->n; i++) {
        const struct form_slot *slot = &f->slots[i];

        if (slot->is_hidden || slot->is_read_only || f->fields[i].flags & FORM_OPTIONAL ||
            form_text(f, i)[0] != '\0')
            continue;
        form_focus(f, i);
        return;
    }
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct record *r = record_self(s);
    const struct record_arg *in = arg;

    for (size_t i = 0; i < OD_LEN(kinds); i++)
        if (strcmp(kinds[i]->name, in->kind) == 0)
            r->kind = kinds[i];
    assert(r->kind != NULL);
    r->id = in->id;
    r->parent = in->parent;
    r->preset = in->preset;
    r->saved = in->saved;
    uuid7(app_now(s->app), r->key);
    form_init(&r->form, s->app, s->arena, r->kind->fields, r->kind->ops, r);
    if (!r->kind->load(r, err))
        return false;
    r->preset = NULL;
    form_accept(&r->form);
    form_focus_first(&r->form);
    if (in->preset != NULL && in->id == 0)
        focus_first_empty(&r->form);
    record_typing_begin(r, in->text == NULL || in->text[0] == '\0');
    if (in->text != NULL && in->text[0] != '\0')
        form_set(&r->form, r->form.focus, in->text);
    s->title = _(r->id != 0 ? r->kind->title : r->kind->title_new);
    s->hint = _("F10 saves, Esc goes back.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct record *r = (const struct record *)s;
    struct canvas body = canvas_view(c, 1, 1, -1, -1);

    form_draw(&r->form, &body, true);
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)rows;
    (void)form_layout(&record_self(s)->form, cols - 2);
}

static void show_conflict(struct record *r)
{
    OD_ARENA *tmp = arena_new();
    struct field_diffs diffs = { 0 };
    struct err err = ERR_INIT;

    if (!r->kind->compare(r, &diffs, &err))
        return;
    app_show_text(
        r->s.app, _("Changed by someone else"),
        diffs_table(_("Someone else changed this record meanwhile. What you typed is kept; "
                      "F10 saves it over what stands here now, Esc leaves theirs."),
                    &diffs, tmp));
}

/* Says what should be known of a new record; it is saved all the same. */
static bool tell_doubts(struct app *app, const struct record_kind *kind, int64_t id)
{
    OD_ARENA *tmp = arena_new();
    const char *text = kind != NULL && kind->doubts != NULL
                           ? kind->doubts(app_desk(app), id, tmp)
                           : "";

    if (text[0] != '\0')
        app_warn(app, _("Saved. %s .du shows both."), text);
    return true;
}

static bool run_save(struct screen *s, struct err *err)
{
    struct record *r = record_self(s);
    bool (*saved)(struct screen *, int64_t, struct err *) = r->saved;
    struct app *app = s->app;
    struct desk *desk = s->desk;
    const struct record_kind *kind = r->kind;
    struct screen *below;
    int64_t id = r->id, typing;
    bool is_new = id == 0;

    if (!form_finish(&r->form, err))
        return false;
    if (!r->kind->save(r, &id, err)) {
        if (err->code == ERR_CONFLICT && r->id != 0 && err->field[0] == '\0')
            show_conflict(r);
        else if (err->field[0] != '\0' && form_find(&r->form, err->field) >= 0) {
            form_error(&r->form, err);
            return true;
        }
        return false;
    }
    form_accept(&r->form);
    typing = r->typing.id;
    r->typing.id = 0;
    /* Where it stays, it is not offered again: its key was used, or nothing differs any more. */
    (void)!form_typing_forget(desk, typing, &(struct err){ 0 });
    if (!app_pop(app, err))
        return false;
    below = app_screen(app);
    if (r->doubt != NULL)
        app_warn(app, "%s", r->doubt);
    else
        app_say(app, _("Saved."));
    return (saved == NULL || below == NULL || saved(below, id, err)) &&
           tell_doubts(app, is_new ? kind : NULL, id);
}

static bool key(struct screen *s, struct key k)
{
    struct record *r = record_self(s);
    int focus = r->form.focus;
    enum form_event event = form_key(&r->form, k);

    if (r->form.focus != focus)
        record_typing_keep(r);
    return form_end_key(s, event, run_save);
}

static void settle(struct screen *s)
{
    form_settle(&record_self(s)->form);
}

static bool drop_chosen(struct screen *s, const struct dialog_result *result, struct err *err)
{
    struct record *r = record_self(s);

    if (!result->yes)
        return true;
    form_accept(&r->form);
    (void)!form_typing_forget(s->desk, r->typing.id, &(struct err){ 0 });
    r->typing.id = 0;
    return app_pop(s->app, err);
}

/* Typing is never thrown away by Esc: it asks, and the question's own key says yes. */
static bool leave(struct screen *s, struct err *err)
{
    struct record *r = record_self(s);
    struct dialog dialog = { 0 };

    if (!form_is_changed(&r->form))
        return true;
    dialog.title = _("Leave without saving?");
    dialog.text = _("What was typed here is not saved yet. F10 saves it.");
    dialog.yes_key = "l";
    dialog.yes_label = _("leave it");
    dialog_confirm(s, &dialog, drop_chosen);
    return err_set(err, ERR_STATE, _("Not saved yet."));
}

static const char *help(const struct screen *s)
{
    return form_help(&((const struct record *)s)->form);
}

static void close_screen(struct screen *s)
{
    form_close(&record_self(s)->form);
    arena_free(record_self(s)->kept_arena);
}

static void tick(struct screen *s)
{
    record_typing_tick(record_self(s));
}

static void hangup(struct screen *s)
{
    record_typing_keep(record_self(s));
}

/* Fields with a list take the key themselves. */
static bool run_list(struct screen *s, struct err *err)
{
    (void)s;
    return err_set(err, ERR_STATE, _("There is nothing to choose from here."));
}

static const struct command record_commands[] = {
    { "record.list", "F4 C-t", N_("List"), N_("What fits the field, where it has a list."), NULL,
      run_list },
    { "record.save", "F10 C-o", N_("Save"), N_("Save this record and go back."), NULL, run_save },
    { 0 },
};

const struct screen_ops scr_record = {
    .name = "record",
    .code = "",
    .title = N_("Record"),
    .size = sizeof(struct record),
    .commands = record_commands,
    .enter = enter,
    .draw = draw,
    .key = key,
    .settle = settle,
    .resize = resize,
    .leave = leave,
    .tick = tick,
    .hangup = hangup,
    .help = help,
    .close = close_screen,
};
