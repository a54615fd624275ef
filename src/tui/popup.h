/*
 * What lies over a screen and takes all keys: a dialog, the palette, a text. One at a time. A new
 * one ends the one before it.
 */
#ifndef OD_TUI_POPUP_H
#define OD_TUI_POPUP_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"
#include "tui/key.h"

struct app;
struct arena;

struct popup {
    struct app *app;
    struct arena *arena; /* freed with it; holds the popup too */
    struct popup *next_dead; /* the shell's: closed, freed when the keys of this pass are done */
    /* c is the body. */
    void (*draw)(const struct popup *p, struct canvas *c);
    void (*key)(struct popup *p, struct key k);
    void (*settle)(struct popup *p); /* NULL: nothing to do */
    void (*close)(struct popup *p);  /* ends what the arena does not; NULL */
};

/* size bytes, zeroed, whose first member is a struct popup, in an arena of its own. */
void *popup_new(struct app *app, size_t size);
void popup_free(struct popup *p);
/* Ends the popup that is open. */
void popup_close(struct app *app);
/* Clears a box of rows x cols in the middle of c, with a headline in its first row, and gives the
 * inside. Sizes are cut to what there is. */
struct canvas popup_box(struct canvas *c, int rows, int cols, const char *headline);

#endif
