/*
 * Questions. One struct serves all kinds: a text, choices, an entry, each where the kind has it.
 */
#include "tui/dialog.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/catalog/scan.h"
#include "domain/desk/setting.h"
#include "domain/flow/scan_command.h"
#include "tui/app.h"
#include "tui/popup.h"
#include "tui/textview.h"

#define DIALOG_COLS 66
#define CHOICES_SHOWN 12

enum dialog_kind { DIALOG_CONFIRM, DIALOG_CHOOSE, DIALOG_ASK, DIALOG_REASON };

struct dialog_popup {
    struct popup popup;
    enum dialog_kind kind;
    struct dialog d; /* texts copied */
    dialog_done *done;
    struct screen *screen;
    struct textview text;
    struct key *keys; /* of the choices, then of "yes" */
    int selected;
    struct field field;
    bool in_entry; /* the cursor is in the entry */
    bool is_scanned; /* a code opened it, so the next may be scanned too */
    char scan[LIMIT_CODE_BYTES + 1]; /* of a scan, as far as it came; "" outside of one */
};

static bool has_entry(const struct dialog_popup *p)
{
    return p->kind == DIALOG_ASK || p->kind == DIALOG_REASON || p->d.must_type != NULL;
}

/* Hands the answer over; the dialog goes unless the answer was refused. */
static void finish(struct dialog_popup *p, bool yes, int choice)
{
    struct app *app = p->popup.app;
    struct err err = ERR_INIT;
    struct dialog_result r = { .yes = yes, .text = p->field.text, .tag = p->d.tag };
    bool before, is_done;

    if (choice >= 0)
        r.id = p->d.choices[choice].id;
    before = app_set_scan(app, p->is_scanned);
    is_done = p->done(p->screen, &r, &err);
    (void)app_set_scan(app, before);
    if (!is_done) {
        app_error(app, &err);
        return;
    }
    /* The callback may have put another question in the place of this one. */
    if (app_popup(app) == &p->popup)
        popup_close(app);
}

static void refuse(struct dialog_popup *p, const char *why)
{
    app_warn(p->popup.app, "%s", why);
    app_bell(p->popup.app);
}

static void finish_entry(struct dialog_popup *p)
{
    if (p->d.must_type != NULL && strcmp(p->field.text, p->d.must_type) != 0) {
        app_warn(p->popup.app, _("Type %s to confirm, or press Esc."), p->d.must_type);
        app_bell(p->popup.app);
    } else if (p->d.needs_text && field_is_empty(&p->field)) {
        refuse(p, _("Please type something here, or press Esc."));
    } else {
        finish(p, true, p->kind == DIALOG_REASON ? p->selected : -1);
    }
}

static void cancel(struct dialog_popup *p)
{
    if (p->kind == DIALOG_CONFIRM)
        finish(p, false, -1);
    else
        popup_close(p->popup.app);
}

/* The next choice that can be taken, from `from` in steps of by; the same where there is none. */
static int next_choice(const struct dialog_popup *p, int from, int by)
{
    for (int i = from + by; i >= 0 && i < p->d.n; i += by) {
        if (!p->d.choices[i].is_off)
            return i;
    }
    return from;
}

/* is_enough: nothing more is typed, unless the dialog wants it. */
static void take_choice(struct dialog_popup *p, int choice, bool is_enough)
{
    if (choice < 0 || choice >= p->d.n)
        return;
    if (p->d.choices[choice].is_off) {
        refuse(p, p->d.choices[choice].note != NULL ? p->d.choices[choice].note
                                                    : _("This cannot be chosen now."));
        return;
    }
    p->selected = choice;
    if (p->kind == DIALOG_REASON && !(is_enough && p->d.is_quick))
        p->in_entry = true;
    else
        finish(p, true, choice);
}

static void choice_key(struct dialog_popup *p, struct key k)
{
    if (key_is(k, K_UP))
        p->selected = next_choice(p, p->selected, -1);
    else if (key_is(k, K_DOWN))
        p->selected = next_choice(p, p->selected, 1);
    else if (key_is(k, K_ENTER) || key_is(k, K_TAB))
        take_choice(p, p->selected, key_is(k, K_ENTER));
    for (int i = 0; i < p->d.n; i++) {
        if (key_equal(p->keys[i], k)) {
            take_choice(p, i, false);
            return;
        }
    }
}

/* A scanned .OK takes what is suggested; what a scanner puts before a code is taken off. */
static void entry_ended(struct dialog_popup *p)
{
    OD_ARENA *tmp = arena_new();
    enum scan_answer answer = scan_answer_of(p->field.text);
    struct scan scan;

    if (answer == SCAN_NO) {
        cancel(p);
        return;
    }
    if (answer == SCAN_OK) {
        field_set(&p->field, p->d.preset);
    } else if (scan_is_command(p->field.text)) {
        app_warn(p->popup.app, _("%s is no answer. Scan .OK or .NO first."), p->field.text);
        app_bell_twice(p->popup.app);
        field_focus(&p->field); /* the next scan takes its place */
        return;
    } else if (p->field.text[0] == ']') {
        scan_read(p->field.text, tmp, &scan);
        field_set(&p->field, scan.code);
    }
    finish_entry(p);
}

static void entry_key(struct dialog_popup *p, struct key k)
{
    if (key_is(k, K_ENTER) || (key_is(k, K_TAB) && p->kind != DIALOG_REASON))
        entry_ended(p);
    else if (p->kind == DIALOG_REASON && (key_is(k, K_UP) || k.sym == K_TAB))
        p->in_entry = false;
    else
        (void)field_key(&p->field, k);
}

static void answer_key(struct dialog_popup *p, struct key k)
{
    if (p->kind != DIALOG_CONFIRM)
        choice_key(p, k);
    else if (key_equal(k, p->keys[p->d.n]))
        finish(p, true, -1);
    else if (key_is(k, 'n') || key_is(k, K_ENTER))
        finish(p, false, -1);
    else
        (void)textview_key(&p->text, k);
}

/* --- scans: .OK, .NO and .NEXT answer; no letter of another code does ------------------------- */

/* A dot is no answer's key; where scans are expected, keys that come at once are no finger's. */
static bool begins_scan(const struct dialog_popup *p, struct key k)
{
    return !p->in_entry && key_is_text(k) &&
           (key_is(k, '.') || (p->is_scanned && k.sym != ' ' && app_has_keys(p->popup.app)));
}

static void take_answer(struct dialog_popup *p, const char *code)
{
    switch (scan_answer_of(code)) {
    case SCAN_OK:
        if (p->kind == DIALOG_CONFIRM)
            finish(p, true, -1);
        else
            take_choice(p, p->selected, true);
        return;
    case SCAN_NO:
        cancel(p);
        return;
    case SCAN_NEXT:
        p->selected = next_choice(p, p->selected, 1);
        return;
    case SCAN_NO_ANSWER:
        break;
    }
    app_warn(p->popup.app, _("%s is no answer. Scan .OK or .NO first."), code);
    app_bell_twice(p->popup.app);
}

static void end_scan(struct dialog_popup *p)
{
    const char *rest;
    char code[sizeof p->scan];

    (void)snprintf(code, sizeof code, "%s", p->scan);
    p->scan[0] = '\0';
    rest = code;
    if (utf8_cols(code) == 1 && code[0] != '.')
        answer_key(p, key_make(utf8_next(&rest), 0));
    else
        take_answer(p, code);
}

static void scan_key(struct dialog_popup *p, struct key k)
{
    size_t len = strlen(p->scan);

    if (key_is(k, K_ENTER) || key_is(k, K_TAB))
        end_scan(p);
    else if (key_is_text(k) && len + 5 < sizeof p->scan)
        p->scan[len + (size_t)utf8_put(k.sym, p->scan + len)] = '\0';
}

static void dialog_key(struct popup *popup, struct key k)
{
    struct dialog_popup *p = (struct dialog_popup *)popup;

    if (key_is(k, K_ESC) || key_function(k) == 12)
        cancel(p);
    else if (p->scan[0] != '\0' || begins_scan(p, k))
        scan_key(p, k);
    else if (p->in_entry)
        entry_key(p, k);
    else
        answer_key(p, k);
}

static int draw_choices(const struct dialog_popup *p, struct canvas *c, int row)
{
    int top = p->selected >= CHOICES_SHOWN ? p->selected - CHOICES_SHOWN + 1 : 0, at = 0;

    for (int i = top; i < p->d.n && at < CHOICES_SHOWN; i++, at++) {
        const struct dialog_choice *choice = &p->d.choices[i];
        enum style style = i == p->selected ? STYLE_POPUP_SELECT
                           : choice->is_off ? STYLE_DIM
                                            : STYLE_POPUP;
        char name[KEY_NAME_SIZE];
        int col;

        canvas_fill(c, row + at, 0, c->cols, ' ', style);
        if (!choice->is_off)
            canvas_hit(c, row + at, 0, c->cols, p->keys[i]);
        (void)canvas_text(c, row + at, 0, 1, style, i == p->selected ? ">" : " ");
        col = 2 + canvas_text(c, row + at, 2, 3, style, key_label(p->keys[i], name));
        col = (col < 4 ? 4 : col + 1) + canvas_text(c, row + at, col < 4 ? 4 : col + 1, -1, style,
                                                    choice->label);
        if (choice->note != NULL)
            (void)canvas_text(c, row + at, col + 2, -1, style, choice->note);
        if (i == p->selected && !p->in_entry)
            canvas_cursor(c, row + at, 0);
    }
    return row + at;
}

static void draw_entry(const struct dialog_popup *p, struct canvas *c, int row)
{
    const char *label = p->d.label != NULL       ? p->d.label
                        : p->d.must_type != NULL ? p->d.must_type
                                                 : "";
    int col = canvas_text(c, row, 0, c->cols / 2, STYLE_POPUP, label);

    col += col > 0 ? 1 : 0;
    (void)canvas_text(c, row, col, 1, STYLE_POPUP, "[");
    (void)canvas_text(c, row, c->cols - 1, 1, STYLE_POPUP, "]");
    field_draw(&p->field, c, row, col + 1, c->cols - col - 2,
               p->in_entry ? STYLE_FOCUS : STYLE_FIELD, p->in_entry);
}

static void draw_answers(const struct dialog_popup *p, struct canvas *c, int row)
{
    char name[KEY_NAME_SIZE];
    int col = 0;

    if (p->kind == DIALOG_CONFIRM && p->d.must_type == NULL) {
        col += canvas_text(c, row, col, -1, STYLE_KEY, key_label(p->keys[p->d.n], name)) + 1;
        col += canvas_text(c, row, col, -1, STYLE_POPUP,
                           p->d.yes_label != NULL ? p->d.yes_label : _("yes")) + 3;
        canvas_cursor(c, row, 0);
    } else {
        col += canvas_text(c, row, col, -1, STYLE_KEY, "Enter") + 1;
        col += canvas_text(c, row, col, -1, STYLE_POPUP, _("take it")) + 3;
    }
    col += canvas_text(c, row, col, -1, STYLE_KEY, "Esc") + 1;
    (void)canvas_text(c, row, col, -1, STYLE_POPUP,
                      p->kind == DIALOG_CONFIRM ? _("no") : _("back"));
}

static void dialog_draw(const struct popup *popup, struct canvas *c)
{
    const struct dialog_popup *p = (const struct dialog_popup *)popup;
    int cols = c->cols < DIALOG_COLS ? c->cols : DIALOG_COLS;
    int shown = p->d.n < CHOICES_SHOWN ? p->d.n : CHOICES_SHOWN;
    int rows = 1 + p->text.lines.n + shown + (has_entry(p) ? 1 : 0) + 2, row = 0;
    struct canvas box = popup_box(c, rows, cols, p->d.title), text;

    text = canvas_view(&box, 0, 0, p->text.lines.n, -1);
    textview_draw(&p->text, &text);
    row = draw_choices(p, &box, p->text.lines.n);
    draw_answers(p, &box, row + (has_entry(p) ? 2 : 1));
    if (has_entry(p))
        draw_entry(p, &box, row);
    if (!p->in_entry && p->d.n > 0)
        (void)draw_choices(p, &box, p->text.lines.n);
}

static void dialog_close(struct popup *popup)
{
    textview_close(&((struct dialog_popup *)popup)->text);
}

static void copy_choices(struct dialog_popup *p, const struct dialog *d)
{
    struct arena *arena = p->popup.arena;
    struct dialog_choice *choices = arena_array(arena, d->n + 1, struct dialog_choice);

    p->keys = arena_array(arena, d->n + 1, struct key);
    for (int i = 0; i < d->n; i++) {
        char number[KEY_NAME_SIZE];

        choices[i] = d->choices[i];
        choices[i].label = arena_strdup(arena, d->choices[i].label);
        choices[i].note = arena_strdup(arena, d->choices[i].note);
        (void)snprintf(number, sizeof number, "%d", (i + 1) % 10);
        if (d->choices[i].key == NULL || !key_parse(d->choices[i].key, &p->keys[i], NULL)) {
            if (i > 9 || !key_parse(number, &p->keys[i], NULL))
                p->keys[i] = key_make(K_NONE, 0);
        }
    }
    p->d.choices = choices;
    if (!key_parse(d->yes_key != NULL ? d->yes_key : "y", &p->keys[d->n], NULL))
        p->keys[d->n] = key_make('y', 0);
}

static void copy_texts(struct dialog_popup *p, const struct dialog *d)
{
    struct arena *arena = p->popup.arena;

    p->d = *d;
    p->d.title = arena_strdup(arena, d->title);
    p->d.text = arena_strdup(arena, d->text);
    p->d.label = arena_strdup(arena, d->label);
    p->d.yes_label = arena_strdup(arena, d->yes_label);
    p->d.preset = arena_strdup(arena, d->preset);
    p->d.must_type = arena_strdup(arena, d->must_type);
    copy_choices(p, d);
    textview_init(&p->text);
    p->text.text = p->d.text != NULL ? p->d.text : "";
}

static void open_dialog(struct app *app, struct screen *s, enum dialog_kind kind,
                        const struct dialog *d, dialog_done *done)
{
    struct dialog_popup *p = popup_new(app, sizeof *p);
    int cols = app_cols(app) < DIALOG_COLS ? app_cols(app) : DIALOG_COLS;

    p->popup.draw = dialog_draw;
    p->popup.key = dialog_key;
    p->popup.close = dialog_close;
    p->kind = kind;
    p->done = done;
    p->screen = s;
    p->is_scanned = app_is_scan(app);
    copy_texts(p, d);
    textview_resize(&p->text, CHOICES_SHOWN, cols - 2);
    field_set(&p->field, d->preset);
    field_focus(&p->field);
    p->in_entry = kind == DIALOG_ASK || (kind == DIALOG_CONFIRM && d->must_type != NULL);
    p->selected = next_choice(p, -1, 1);
    app_set_popup(app, &p->popup);
}

void dialog_confirm(struct screen *s, const struct dialog *d, dialog_done *done)
{
    struct dialog plain = *d;

    plain.n = 0;
    open_dialog(s->app, s, DIALOG_CONFIRM, &plain, done);
}

void dialog_choose(struct screen *s, const struct dialog *d, dialog_done *done)
{
    open_dialog(s->app, s, DIALOG_CHOOSE, d, done);
}

void dialog_ask(struct screen *s, const struct dialog *d, dialog_done *done)
{
    struct dialog plain = *d;

    plain.n = 0;
    open_dialog(s->app, s, DIALOG_ASK, &plain, done);
}

void dialog_reason(struct screen *s, const struct dialog *d, dialog_done *done)
{
    open_dialog(s->app, s, DIALOG_REASON, d, done);
}

bool dialog_reasons(struct screen *s, const char *kind, struct arena *arena, struct dialog *d,
                    struct err *err)
{
    struct reason_list reasons = { 0 };
    struct dialog_choice *choices;

    if (!reason_list_load(s->desk, kind, arena, &reasons, err))
        return false;
    choices = arena_array(arena, reasons.n > 0 ? reasons.n : 1, struct dialog_choice);
    for (int i = 0; i < reasons.n; i++) {
        choices[i].label = reasons.v[i].label;
        choices[i].id = reasons.v[i].id.v;
    }
    d->choices = choices;
    d->n = reasons.n;
    return true;
}

void dialog_tell(struct app *app, const char *title, const char *text)
{
    textview_popup(app, title, text);
}
