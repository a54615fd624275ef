/*
 * How a form flows: labels in one column, entries behind them, fields side by side where there is
 * room, and notes after the entries.
 */
#include "tui/form.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Room that a note gets beside its entry before the next field, at least. */
#define NOTE_GAP 2

static const char *label_of(const struct form *f, int i)
{
    return f->slots[i].label != NULL ? f->slots[i].label : _(f->fields[i].label);
}

static int label_room(const struct form *f)
{
    int room = 0;

    for (int i = 0; i < f->n; i++) {
        int cols = utf8_cols(label_of(f, i));

        if (!f->slots[i].is_hidden && !(f->fields[i].flags & FORM_SAME_LINE) && cols > room)
            room = cols;
    }
    return room;
}

/* Columns that field i takes behind its label: `[entry]` and the note. */
static int entry_cols(const struct form *f, int i)
{
    int cols = f->fields[i].kind == FORM_SHOW ? 0 : f->fields[i].cols + 2;
    const char *note = f->slots[i].note;

    return cols + (note != NULL ? utf8_cols(note) + 1 : 0);
}

int form_note_end(const struct form *f, int field)
{
    const struct form_slot *slot = &f->slots[field];

    return slot->col + (slot->col == 1 ? f->label_cols : utf8_cols(label_of(f, field))) + 1 +
           entry_cols(f, field);
}

int form_layout(struct form *f, int cols)
{
    int row = -1, end = 0;

    f->cols = cols;
    f->label_cols = label_room(f);
    for (int i = 0; i < f->n; i++) {
        struct form_slot *slot = &f->slots[i];
        int own_label = utf8_cols(label_of(f, i));
        bool beside = f->fields[i].flags & FORM_SAME_LINE && row >= 0;

        if (slot->is_hidden)
            continue;
        if (beside && end + NOTE_GAP + own_label + 1 + f->fields[i].cols + 2 > cols)
            beside = false;
        if (!beside)
            row++;
        slot->row = row;
        slot->col = beside ? end + NOTE_GAP : 1;
        end = slot->col + (beside ? own_label : f->label_cols) + 1 + entry_cols(f, i);
    }
    f->rows = row + 1;
    return f->rows;
}

static const char *choice_label(const struct form_field *field, const char *value)
{
    for (int i = 0; field->choices[i].value != NULL; i++) {
        if (strcmp(field->choices[i].value, value) == 0)
            return _(field->choices[i].label);
    }
    return "";
}

static void draw_choice(const struct form *f, int i, struct canvas *c, int col, enum style style,
                        bool has_focus)
{
    const struct form_slot *slot = &f->slots[i];
    int cols = f->fields[i].cols;

    canvas_fill(c, slot->row, col, cols, ' ', style);
    (void)canvas_text(c, slot->row, col, cols, style,
                      choice_label(&f->fields[i], slot->field.text));
    if (has_focus)
        canvas_cursor(c, slot->row, col);
}

static void draw_value(const struct form *f, int i, struct canvas *c, int col, bool has_focus)
{
    const struct form_slot *slot = &f->slots[i];
    const struct form_field *field = &f->fields[i];
    enum style style = has_focus ? STYLE_FOCUS : slot->is_read_only ? STYLE_TEXT : STYLE_FIELD;

    if (field->kind == FORM_CHOICE)
        draw_choice(f, i, c, col, style, has_focus);
    else if (field->kind == FORM_SECRET)
        field_draw_secret(&slot->field, c, slot->row, col, field->cols, style, has_focus);
    else if (!has_focus && field->flags & FORM_KEEP_RIGHT) {
        canvas_fill(c, slot->row, col, field->cols, ' ', style);
        (void)canvas_text_right(c, slot->row, col, field->cols, style, slot->field.text);
    } else {
        field_draw(&slot->field, c, slot->row, col, field->cols, style, has_focus);
    }
}

/* The column where the next field of the same line begins, or the edge. */
static int note_end(const struct form *f, int i, const struct canvas *c)
{
    for (int next = i + 1; next < f->n; next++) {
        if (!f->slots[next].is_hidden)
            return f->slots[next].row == f->slots[i].row ? f->slots[next].col - 1 : c->cols;
    }
    return c->cols;
}

static void draw_field(const struct form *f, int i, struct canvas *c, bool has_focus)
{
    const struct form_slot *slot = &f->slots[i];
    const struct form_field *field = &f->fields[i];
    int own_label = utf8_cols(label_of(f, i));
    int col = slot->col + (slot->col == 1 ? f->label_cols : own_label) + 1;

    if (slot->has_error)
        (void)canvas_text(c, slot->row, slot->col - 1, 1, STYLE_ERROR, "x");
    (void)canvas_text(c, slot->row, slot->col, -1, slot->has_error ? STYLE_ERROR : STYLE_TEXT,
                      label_of(f, i));
    if (field->kind != FORM_SHOW) {
        (void)canvas_text(c, slot->row, col, 1, STYLE_TEXT, slot->is_read_only ? " " : "[");
        draw_value(f, i, c, col + 1, has_focus);
        col += field->cols + 1;
        (void)canvas_text(c, slot->row, col, 1, STYLE_TEXT, slot->is_read_only ? " " : "]");
        col += 2;
    }
    if (slot->note != NULL && note_end(f, i, c) > col)
        (void)canvas_text(c, slot->row, col, note_end(f, i, c) - col, slot->note_style,
                          slot->note);
}

static void draw_results(const void *what, struct canvas *c, int row, int col)
{
    (void)lookup_draw(what, c, row, col);
}

void form_draw(const struct form *f, struct canvas *c, bool has_focus)
{
    const struct form_slot *slot = &f->slots[f->focus];

    for (int i = 0; i < f->n; i++) {
        if (!f->slots[i].is_hidden)
            draw_field(f, i, c, has_focus && i == f->focus);
    }
    if (has_focus && slot->lookup.is_open)
        canvas_later(c, slot->row + 1, 1, draw_results, &slot->lookup);
}

void form_set_note(struct form *f, int field, enum style style, const char *note)
{
    struct form_slot *slot = &f->slots[field];
    bool is_same = (note == NULL) == (slot->note == NULL) &&
                   (note == NULL || strcmp(note, slot->note) == 0);

    slot->note_style = style;
    if (is_same)
        return;
    slot->note = arena_strdup(f->arena, note);
    if (f->cols > 0)
        (void)form_layout(f, f->cols);
}
