/*
 * The palette and code line (F9, ^K, `:`): find any action, screen or record by typing.
 */
#ifndef OD_TUI_PALETTE_H
#define OD_TUI_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

struct app;
struct arena;

/* A record that the find hook offers. kind is the hook's own ("order"). */
struct palette_row {
    const char *kind;
    int64_t id;
    const char *label; /* "10482  ACME Tools Ltd" */
    const char *note;  /* "PICKING  73.68"; NULL for none */
};
struct palette_rows {
    struct palette_row *v;
    int n, cap;
};

#define PALETTE_RECORDS 12

/* Opens it over the screen. */
void palette_open(struct app *app, const char *text);
/* How well `text` fits `label` (letters in order, starts of words first); 0 not at all. Both are
 * folded by the caller. */
int palette_score(const char *text, const char *label);

#endif
