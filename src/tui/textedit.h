/*
 * Text of several lines being edited, wrapped at blanks: the body of a mail. One line is
 * tui/field.h.
 *
 * Keys: characters, Enter, Left Right Up Down Home End ^A ^E, Page Up Page Down, Backspace Delete,
 * ^U the line up to the cursor, ^W a word, ^Z as it was before these or a paste.
 */
#ifndef OD_TUI_TEXTEDIT_H
#define OD_TUI_TEXTEDIT_H

#include <stdbool.h>

#include "tui/canvas.h"
#include "tui/field.h"
#include "tui/key.h"

#define TEXTEDIT_BYTES 8000

/* Zero-initialized is an empty text that still needs a size. */
struct textedit {
    char text[TEXTEDIT_BYTES + 1], undo[TEXTEDIT_BYTES + 1]; /* UTF-8, lines parted by \n */
    int len, at;    /* bytes */
    int top;        /* first row shown */
    int rows, cols; /* that it is shown in */
    int goal;       /* column that Up and Down keep to; -1: that of the cursor */
    bool can_undo;
};

/* What is longer than TEXTEDIT_BYTES is cut; the cursor at the beginning. */
void textedit_set(struct textedit *t, const char *text);
void textedit_resize(struct textedit *t, int rows, int cols);
/* The cursor to a byte of the text. */
void textedit_point(struct textedit *t, int at);
/* At the cursor, whole or, where there is no room, not at all (false). */
bool textedit_insert(struct textedit *t, const char *text);
/* FIELD_UNUSED also for Up in the first row and Down in the last. */
enum field_did textedit_key(struct textedit *t, struct key k);
void textedit_draw(const struct textedit *t, struct canvas *c, enum style style, bool has_focus);

#endif
