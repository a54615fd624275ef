/*
 * A screen of one list on the terminal of a handheld, 20 columns and 8 rows: the row under the
 * cursor, the entry, the message, the commands that may be scanned.
 */
#ifndef OD_TUI_HANDHELD_H
#define OD_TUI_HANDHELD_H

#include "tui/canvas.h"
#include "tui/field.h"
#include "tui/list.h"

#define HANDHELD_LINES 3

struct handheld {
    const char *head;            /* which screen, which document */
    const struct list *list;     /* its selected row is shown */
    int columns[HANDHELD_LINES]; /* of the row, a line each */
    const char *prompt;          /* "SCAN>"; NULL: nothing is entered here */
    const struct field *bar;
    const char *message; /* "" for none */
    const char *keys;    /* ".SHIP .MANIFEST" */
};

void handheld_draw(const struct handheld *h, struct canvas *c);
/* Two rows, full where something was wrong. */
void handheld_message(struct canvas *c, enum style style, const char *text);

#endif
