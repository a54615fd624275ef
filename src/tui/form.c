/*
 * Fields with labels: keys and the way from one field to the next. form_draw.c draws them,
 * form_value.c reads them.
 */
#include "tui/form.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "tui/app.h"

/* Where the cursor wants to go. */
enum way { WAY_ENTER, WAY_TAB, WAY_BACK };

void form_init(struct form *f, struct app *app, struct arena *arena,
               const struct form_field *fields, const struct form_ops *ops, void *ctx)
{
    static const struct form_ops none = { 0 };

    *f = (struct form){ .app = app, .ctx = ctx, .fields = fields, .arena = arena };
    f->ops = ops != NULL ? ops : &none;
    while (fields[f->n].name != NULL)
        f->n++;
    assert(f->n > 0 && f->n <= FORM_FIELDS);
    f->slots = arena_array(arena, f->n, struct form_slot);
    for (int i = 0; i < f->n; i++)
        lookup_init(&f->slots[i].lookup, fields[i].find, ctx);
    form_focus_first(f);
}

void form_close(struct form *f)
{
    for (int i = 0; i < f->n; i++)
        lookup_free(&f->slots[i].lookup);
}

int form_find(const struct form *f, const char *name)
{
    for (int i = 0; i < f->n; i++) {
        if (strcmp(f->fields[i].name, name) == 0)
            return i;
    }
    return -1;
}

int form_index(const struct form *f, const char *name)
{
    int at = form_find(f, name);

    assert(at >= 0);
    return at;
}

static bool takes_cursor(const struct form *f, int i)
{
    const struct form_slot *slot = &f->slots[i];

    return !slot->is_hidden && !slot->is_read_only && f->fields[i].kind != FORM_SHOW;
}

void form_focus(struct form *f, int field)
{
    lookup_close(&f->slots[f->focus].lookup);
    f->focus = field;
    f->slots[field].was_typed = false;
    field_focus(&f->slots[field].field);
}

void form_focus_first(struct form *f)
{
    for (int i = 0; i < f->n; i++) {
        if (takes_cursor(f, i)) {
            form_focus(f, i);
            return;
        }
    }
}

/* The field the cursor comes to from here; -1 past the ends. */
static int neighbor(const struct form *f, int from, enum way way)
{
    int by = way == WAY_BACK ? -1 : 1;

    for (int i = from + by; i >= 0 && i < f->n; i += by) {
        if (takes_cursor(f, i) && !(way == WAY_ENTER && f->fields[i].flags & FORM_OPTIONAL))
            return i;
    }
    return -1;
}

void form_error(struct form *f, const struct err *err)
{
    int at = err->field[0] != '\0' ? form_find(f, err->field) : -1;

    if (at >= 0) {
        f->slots[at].has_error = true;
        if (at != f->focus && takes_cursor(f, at))
            form_focus(f, at);
    }
    if (f->app != NULL)
        app_error_drop(f->app, err);
}

/* An error of the focused field, unless it names another. Returns false. */
static bool refuse(struct form *f, struct err *err)
{
    (void)err_at(err, f->fields[f->focus].name);
    form_error(f, err);
    return false;
}

/* What the marked or only result of a lookup makes of the field. False: the cursor stays. */
static bool take_lookup(struct form *f, struct err *err)
{
    struct form_slot *slot = &f->slots[f->focus];
    const struct lookup_row *row = NULL;
    enum lookup_pick pick;

    if (field_is_empty(&slot->field) && slot->lookup.selected < 0) {
        slot->id = 0;
        return true;
    }
    if (!lookup_enter(&slot->lookup, slot->field.text, &pick, &row, err))
        return false;
    if (pick == LOOKUP_SEVERAL) {
        if (f->app != NULL)
            app_say(f->app, "%s", _("Several fit. Enter takes the marked one; arrows choose."));
        return false;
    }
    if (pick == LOOKUP_NONE) {
        slot->id = 0;
        return f->ops->left != NULL ||
               err_set(err, ERR_NOT_FOUND, _("Nothing fits \"%s\"."), slot->field.text);
    }
    field_set(&slot->field, row->value);
    slot->id = row->id;
    slot->is_changed = slot->was_typed = true;
    if (f->ops->picked != NULL)
        f->ops->picked(f->ctx, f, f->focus, row);
    return true;
}

static bool take_date(struct form *f, struct err *err)
{
    struct form_slot *slot = &f->slots[f->focus];
    struct date today = { 0, 0, 0 }, typed;
    char text[DATE_TEXT_SIZE];

    if (field_is_empty(&slot->field))
        return true;
    if (f->app != NULL)
        today = stamp_to_date(app_now(f->app));
    if (!date_parse_typed(slot->field.text, today, &typed, err))
        return false;
    field_set(&slot->field, date_format(typed, text));
    return true;
}

/* Makes of what was typed what it means, and asks the owner. False with err: the cursor stays;
 * without one: a lookup wants to be answered first. */
static bool finish_field(struct form *f, enum way way, struct err *err)
{
    struct form_slot *slot = &f->slots[f->focus];
    enum form_kind kind = f->fields[f->focus].kind;
    int was = f->focus;
    bool is_due = slot->was_typed || (way != WAY_BACK && field_is_empty(&slot->field));

    if (kind == FORM_LOOKUP && (slot->was_typed || slot->lookup.selected >= 0)) {
        if (!take_lookup(f, err))
            return false;
    }
    if (kind == FORM_DATE && slot->was_typed && !take_date(f, err))
        return false;
    if (is_due && f->ops->left != NULL && !f->ops->left(f->ctx, f, was, err))
        return false;
    f->slots[was].was_typed = f->slots[was].has_error = false;
    lookup_close(&f->slots[was].lookup);
    return true;
}

bool form_finish(struct form *f, struct err *err)
{
    if (!takes_cursor(f, f->focus) || !f->slots[f->focus].was_typed)
        return true;
    if (finish_field(f, WAY_TAB, err))
        return true;
    (void)err_at(err, f->fields[f->focus].name);
    if (err->code == ERR_NONE)
        return err_field(err, ERR_INVALID, f->fields[f->focus].name,
                         _("Several fit. Choose one with the arrows and Enter first."));
    f->slots[f->focus].has_error = true;
    return false;
}

static enum form_event go(struct form *f, enum way way)
{
    struct err err = ERR_INIT;
    int was = f->focus, next;

    if (way == WAY_ENTER && f->fields[was].flags & FORM_CODE_LINE && form_text(f, was)[0] == '.')
        return FORM_RUN_CODE;
    if (!finish_field(f, way, &err)) {
        if (err.code != ERR_NONE)
            (void)refuse(f, &err);
        return FORM_USED;
    }
    /* The owner may have sent the cursor somewhere itself. */
    if (f->focus != was)
        return FORM_USED;
    next = neighbor(f, was, way);
    if (next < 0)
        return way == WAY_BACK ? FORM_BACK : FORM_DONE;
    form_focus(f, next);
    return FORM_USED;
}

static enum form_event text_changed(struct form *f)
{
    struct form_slot *slot = &f->slots[f->focus];

    slot->is_changed = slot->was_typed = true;
    slot->id = 0;
    lookup_touch(&slot->lookup);
    return FORM_CHANGED;
}

/* Index of a choice by its value; 0 where it is none of them. */
static int choice_at(const struct form_field *field, const char *value)
{
    for (int i = 0; field->choices[i].value != NULL; i++) {
        if (strcmp(field->choices[i].value, value) == 0)
            return i;
    }
    return 0;
}

static enum form_event set_choice(struct form *f, int at)
{
    const struct form_field *field = &f->fields[f->focus];
    int n = 0;

    while (field->choices[n].value != NULL)
        n++;
    field_set(&f->slots[f->focus].field, field->choices[(at + n) % n].value);
    return text_changed(f);
}

/* The next choice whose label begins with the letter. */
static enum form_event choose_by_letter(struct form *f, int now, uint32_t letter)
{
    const struct form_field *field = &f->fields[f->focus];
    OD_ARENA *tmp = arena_new();
    char bytes[5];
    const char *wanted;
    int n = 0;

    (void)utf8_put(letter, bytes);
    wanted = utf8_fold(tmp, bytes);
    while (field->choices[n].value != NULL)
        n++;
    for (int i = 1; i <= n; i++) {
        int at = (now + i) % n;

        if (strncmp(utf8_fold(tmp, _(field->choices[at].label)), wanted, strlen(wanted)) == 0)
            return set_choice(f, at);
    }
    return FORM_USED;
}

static enum form_event choice_key(struct form *f, struct key k)
{
    int now = choice_at(&f->fields[f->focus], form_text(f, f->focus));

    if (key_is(k, ' ') || key_is(k, K_RIGHT) || key_function(k) == 4 || key_is_ctrl(k, 't'))
        return set_choice(f, now + 1);
    if (key_is(k, K_LEFT) || key_is(k, K_BACKSPACE))
        return set_choice(f, now - 1);
    if (key_is_text(k))
        return choose_by_letter(f, now, k.sym);
    return FORM_UNUSED;
}

static bool fits_kind(enum form_kind kind, struct key k)
{
    if ((kind != FORM_NUMBER && kind != FORM_MONEY) || !key_is_text(k))
        return true;
    return k.sym < 0x80 && strchr("0123456789+-.,' %", (int)k.sym) != NULL;
}

static enum form_event edit_key(struct form *f, struct key k)
{
    struct form_slot *slot = &f->slots[f->focus];
    enum form_kind kind = f->fields[f->focus].kind;
    enum field_did did = FIELD_REFUSED;

    if (kind == FORM_CODE && k.sym >= 'a' && k.sym <= 'z' && key_is_text(k))
        k.sym -= 'a' - 'A';
    if (fits_kind(kind, k))
        did = field_key(&slot->field, k);
    switch (did) {
    case FIELD_CHANGED:
        return text_changed(f);
    case FIELD_REFUSED:
        if (f->app != NULL)
            app_bell(f->app);
        return FORM_USED;
    case FIELD_MOVED:
        return FORM_USED;
    case FIELD_UNUSED:
        break;
    }
    return FORM_UNUSED;
}

/* F4 in a lookup: what there is, by what stands in the field. */
static enum form_event open_lookup(struct form *f)
{
    lookup_ask(&f->slots[f->focus].lookup);
    form_settle(f);
    return FORM_USED;
}

static enum form_event repeat_value(struct form *f)
{
    const char *text = f->ops->repeat != NULL ? f->ops->repeat(f->ctx, f, f->focus) : NULL;

    if (text == NULL)
        return FORM_USED;
    field_set(&f->slots[f->focus].field, text);
    return text_changed(f);
}

enum form_event form_key(struct form *f, struct key k)
{
    struct form_slot *slot = &f->slots[f->focus];
    enum form_kind kind = f->fields[f->focus].kind;

    if (!takes_cursor(f, f->focus))
        return FORM_UNUSED;
    if (lookup_key(&slot->lookup, slot->field.text, k))
        return FORM_USED;
    if (key_is(k, K_ENTER))
        return go(f, WAY_ENTER);
    if (key_is(k, K_TAB) || key_is(k, K_DOWN))
        return go(f, WAY_TAB);
    if (key_is(k, K_UP) || (k.sym == K_TAB && k.mods == KEY_SHIFT))
        return go(f, WAY_BACK);
    if (kind == FORM_CHOICE)
        return choice_key(f, k);
    if (kind == FORM_LOOKUP && (key_function(k) == 4 || key_is_ctrl(k, 't')))
        return open_lookup(f);
    if (key_is_ctrl(k, 'y'))
        return repeat_value(f);
    return edit_key(f, k);
}

bool form_end_key(struct screen *s, enum form_event event,
                  bool (*done)(struct screen *s, struct err *err))
{
    struct err err = ERR_INIT;

    switch (event) {
    case FORM_UNUSED:
        return false;
    case FORM_DONE:
        if (!done(s, &err))
            app_error_drop(s->app, &err);
        return true;
    case FORM_BACK:
    case FORM_USED:
    case FORM_CHANGED:
    case FORM_RUN_CODE:
        return true;
    }
    return true;
}

void form_settle(struct form *f)
{
    struct form_slot *slot = &f->slots[f->focus];
    struct err err = ERR_INIT;

    if (!lookup_settle(&slot->lookup, slot->field.text, &err) && f->app != NULL)
        app_error(f->app, &err);
}

void form_hide(struct form *f, int field, bool hidden)
{
    f->slots[field].is_hidden = hidden;
    if (f->cols > 0)
        (void)form_layout(f, f->cols);
}

void form_read_only(struct form *f, int field, bool read_only)
{
    f->slots[field].is_read_only = read_only;
}

bool form_is_changed(const struct form *f)
{
    for (int i = 0; i < f->n; i++) {
        if (f->slots[i].is_changed)
            return true;
    }
    return false;
}

bool form_field_changed(const struct form *f, int field)
{
    return f->slots[field].is_changed;
}

void form_accept(struct form *f)
{
    for (int i = 0; i < f->n; i++)
        f->slots[i].is_changed = f->slots[i].was_typed = f->slots[i].has_error = false;
}

const char *form_help(const struct form *f)
{
    const char *help = f->fields[f->focus].help;

    return help != NULL ? _(help) : NULL;
}
