/*
 * One line of text being edited: the core of form, grid, dialog and palette. Text is kept in NFC,
 * the cursor moves by characters with their marks, and the view scrolls sideways by columns.
 */
#ifndef OD_TUI_FIELD_H
#define OD_TUI_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "tui/canvas.h"
#include "tui/key.h"

#define FIELD_BYTES (LIMIT_TEXT_BYTES + 1)

/* Zero-initialized is an empty text. */
struct field {
    char text[FIELD_BYTES];
    char undo[FIELD_BYTES]; /* as it was before the last ^U, ^W or the first key in it */
    int len, at;            /* bytes */
    int max;                /* bytes; 0: LIMIT_TEXT_BYTES */
    bool can_undo;
    bool is_fresh; /* just focused: the first typed character replaces all that is there */
};

enum field_did { FIELD_UNUSED, FIELD_MOVED, FIELD_CHANGED, FIELD_REFUSED /* full */ };

void field_set(struct field *f, const char *text);
void field_clear(struct field *f);
bool field_is_empty(const struct field *f);
/* The cursor enters: at the end, and the first character replaces what stands there. */
void field_focus(struct field *f);
/* The cursor to a byte of the text, which stays when more is typed. */
void field_point(struct field *f, int at);
/* Characters, Left Right Home End ^A ^E, Backspace Delete ^U ^W ^Z. */
enum field_did field_key(struct field *f, struct key k);
/* A blank marks in the list below an entry, but parts words once something is typed. */
bool field_wants_blank(const struct field *f, struct key k);
/* Draws it in cols columns; with focus sets the hardware cursor. */
void field_draw(const struct field *f, struct canvas *c, int row, int col, int cols,
                enum style style, bool has_focus);
/* The same with `*` for each character. */
void field_draw_secret(const struct field *f, struct canvas *c, int row, int col, int cols,
                       enum style style, bool has_focus);

#endif
