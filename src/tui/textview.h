/*
 * Text of several lines, wrapped by words and scrolled: help, the "why" panel, notes, timelines.
 */
#ifndef OD_TUI_TEXTVIEW_H
#define OD_TUI_TEXTVIEW_H

#include <stdbool.h>

#include "tui/canvas.h"
#include "tui/key.h"

struct app;
struct arena;

struct textview_line {
    const char *text; /* not terminated at len */
    int len;          /* bytes */
    enum style style;
};
struct textview_lines {
    struct textview_line *v;
    int n, cap;
};

struct textview {
    struct arena *arena; /* of the lines */
    const char *text;    /* as given; must live on */
    struct textview_lines lines;
    int cols, top, height;
};

void textview_init(struct textview *t);
void textview_close(struct textview *t);
/* A line that begins with "# " is a head; "! " a warning. */
void textview_set(struct textview *t, const char *text);
/* Wraps for a width and knows how many rows it has. */
void textview_resize(struct textview *t, int rows, int cols);
void textview_draw(const struct textview *t, struct canvas *c);
/* Up Down, page keys, Home End, Space; true when used. */
bool textview_key(struct textview *t, struct key k);
/* The popup of app_show_text. */
void textview_popup(struct app *app, const char *title, const char *text);

#endif
