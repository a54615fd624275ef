/*
 * A terminal without a terminal: keys in, cells out. For tests of widgets and screens.
 */
#ifndef OD_TESTS_TERM_MEM_H
#define OD_TESTS_TERM_MEM_H

#include <stdbool.h>

#include "tui/canvas.h"
#include "tui/term.h"

struct arena;

/* Closed and freed by term.ops->close, which app_free calls. */
struct term *term_mem_new(int rows, int cols, bool ascii);
/* Names parted by blanks: "F6 Down C-k". Aborts on a name that is none. */
void term_mem_press(struct term *term, const char *names);
void term_mem_key(struct term *term, struct key k);
/* Each character as a key. */
void term_mem_type(struct term *term, const char *text);
void term_mem_paste(struct term *term, const char *text);
/* The next wait tells of it. */
void term_mem_resize(struct term *term, int rows, int cols);
void term_mem_event(struct term *term, enum term_event event);

/* What the last frame showed. */
const struct cells *term_mem_cells(const struct term *term);
char *term_mem_dump(const struct term *term, struct arena *arena);
char *term_mem_row(const struct term *term, int row, struct arena *arena);
bool term_mem_shows(const struct term *term, const char *text);

struct term_mem_counts {
    int frames, bells, drops, keys, repaints, has_mouse;
};
struct term_mem_counts term_mem_counts(const struct term *term);

#endif
