/*
 * A grid of cells and views onto it. Screens and widgets write clipped UTF-8 by columns here and
 * know no terminal; the back end shows it, tests dump it as text. Writing outside is left out in
 * silence, so no caller needs to compare sizes first.
 */
#ifndef OD_TUI_CANVAS_H
#define OD_TUI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "tui/key.h"
#include "tui/style.h"

struct arena;

/* One column of the screen. cols is 1 or 2, and 0 for the right half of a wide character. */
struct cell {
    char text[12]; /* a base and the marks that fit, terminated */
    uint8_t len, cols;
    uint8_t style; /* enum style */
    uint8_t zero;  /* makes it 16 bytes, which are copied and compared at once */
};

/* What a click on some cells does: presses a key so many times. */
struct cells_hit {
    short row, col, cols, times;
    struct key key;
};
#define CELLS_HITS 256

struct canvas;
/* Draws something that lies over the rest; row and col are of the whole grid. */
typedef void canvas_draw(const void *what, struct canvas *c, int row, int col);

/* What a terminal shows. ascii: lines and marks are drawn without Unicode. */
struct cells {
    struct cell *v;
    int rows, cols;
    int cursor_row, cursor_col; /* always on the focus; -1 hides it */
    bool ascii;
    canvas_draw *late; /* see canvas_later */
    const void *late_what;
    int late_row, late_col;
    struct cells_hit hits[CELLS_HITS];
    int hits_n;
    bool scrolls; /* the wheel is Up and Down here */
};

/* A rectangle of cells, passed by value; every row and column is relative to it. */
struct canvas {
    struct cells *cells;
    int row0, col0, rows, cols;
};

/* Glyphs with an ASCII stand-in. */
enum glyph { GLYPH_HLINE, GLYPH_VLINE, GLYPH_ELLIPSIS, GLYPH_BULLET };

/* Blank cells; sizes are held to 1..LIMIT_SCREEN_ROWS and 1..LIMIT_SCREEN_COLS. */
struct cells *cells_new(int rows, int cols, bool ascii);
void cells_free(struct cells *cells);
void cells_resize(struct cells *cells, int rows, int cols);

/* The whole grid as a canvas. */
struct canvas canvas_of(struct cells *cells);
/* A part of it, cut to what exists (rows or cols may become 0). rows or cols < 0: what is left. */
struct canvas canvas_view(const struct canvas *c, int row, int col, int rows, int cols);
/* Blanks in STYLE_TEXT. */
void canvas_clear(struct canvas *c);

/*
 * Writes text from (row, col) on, at most max columns (< 0: to the edge). What is too long is cut
 * and ends in `~`. Control and bidi characters and invalid bytes become `?`.
 * returns  the columns used
 */
int canvas_text(struct canvas *c, int row, int col, int max, enum style style, const char *text);
/* printf into canvas_text, to the edge; at most 1,000 bytes. */
int canvas_printf(struct canvas *c, int row, int col, enum style style, const char *fmt, ...)
    OD_PRINTF(5, 6);
/* Right-aligned in the max columns that begin at col; what is too long is cut at its end. */
int canvas_text_right(struct canvas *c, int row, int col, int max, enum style style,
                      const char *text);
/* cols columns of one ASCII character. */
void canvas_fill(struct canvas *c, int row, int col, int cols, char ch, enum style style);
void canvas_glyph(struct canvas *c, int row, int col, enum glyph glyph, enum style style);
/* One cell filled from below, 0 (blank) to 8 (full); with ASCII glyphs alone a character that is
 * the darker. */
void canvas_level(struct canvas *c, int row, int col, int eighths, enum style style);
void canvas_hline(struct canvas *c, int row, int col, int cols, enum style style);
void canvas_vline(struct canvas *c, int col, enum style style);
/* Gives cells a style and leaves their text. */
void canvas_restyle(struct canvas *c, int row, int col, int cols, enum style style);
/* Draws it when all else is drawn (canvas_draw_late), without this canvas's clipping: results that
 * hang below an entry cover what is drawn there. One at a time; `what` must live until then. */
void canvas_later(struct canvas *c, int row, int col, canvas_draw *draw, const void *what);
/* Draws what was left for now; c is what it may cover. */
void canvas_draw_late(struct canvas *c);
/* A click there is this key. The last that was said of a cell holds. */
void canvas_hit(struct canvas *c, int row, int col, int cols, struct key key);
/* The same for a row of what goes up and down with the wheel, `by` rows below the selected one: a
 * click on it goes there, on the selected one (0) it is Enter. */
void canvas_hit_row(struct canvas *c, int row, int by);
/* What is drawn here goes up and down with the wheel. */
void canvas_scrolls(struct canvas *c);
/* Nothing can be clicked any more. */
void canvas_forget_hits(struct canvas *c);
/* What a click on a cell of the grid is; NULL: nothing. */
const struct cells_hit *cells_hit_at(const struct cells *cells, int row, int col);
/* Where the hardware cursor stands. Outside the canvas: at its nearest cell. */
void canvas_cursor(struct canvas *c, int row, int col);

/* The whole grid as lines of text without trailing blanks, for golden files. */
char *cells_dump(const struct cells *cells, struct arena *arena);
/* One row as text without trailing blanks. */
char *cells_row(const struct cells *cells, int row, struct arena *arena);

#endif
