/*
 * Editable rows with one-line entry: the rows that are there, then one empty row that takes text,
 * then live results below it. Order entry stands on it.
 *
 * Typing goes into the entry. Up and Down walk over the rows, or over the results while those are
 * open; F4 or a digit on a row edits it. Enter leaves a column to the next one, after the last one
 * the row is committed. Empty entry and Enter: GRID_FINISH.
 */
#ifndef OD_TUI_GRID_H
#define OD_TUI_GRID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "tui/canvas.h"
#include "tui/field.h"
#include "tui/key.h"
#include "tui/list.h"
#include "tui/lookup.h"

struct app;
struct arena;
struct grid;

#define GRID_ENTRIES 4

enum grid_next {
    GRID_NEXT_COLUMN, /* on to the next entry column, or commit after the last */
    GRID_COMMIT       /* the text was a whole line ("4711*12", "BRK 4 @1.05"): commit now */
};

/* What the owner does; ctx is grid.ctx. */
struct grid_ops {
    /* Results for the first entry column; NULL for none. */
    lookup_find *find;
    /* An entry column is left with text in it (grid_text); may set the others (grid_set_text)
     * and next. row_id 0 is a new row. False: stays, err shown, keys dropped. */
    bool (*entered)(void *ctx, struct grid *g, int64_t row_id, int entry, enum grid_next *next,
                    struct err *err);
    /* Saves the row. On success the owner has set the rows anew (grid_set_rows). */
    bool (*commit)(void *ctx, struct grid *g, int64_t row_id, struct err *err);
    /* ^D. NULL: rows cannot be removed. */
    bool (*remove)(void *ctx, struct grid *g, int64_t row_id, struct err *err);
};

struct grid {
    struct app *app;
    void *ctx;
    const struct list_column *columns;
    const struct grid_ops *ops;
    int entry_column[GRID_ENTRIES]; /* which columns take text */
    int entries;
    struct field fields[GRID_ENTRIES];
    struct lookup lookup;
    int64_t lookup_id; /* of the result that was taken; 0 where the text is free */
    const struct list_row *rows;
    int n;
    int at;          /* row of the cursor; n is the new one */
    int editing;     /* row being edited, n for the new one; -1 none */
    int entry;       /* focused entry column */
    int error_entry; /* entry with `x`; -1 none */
    int top, height;
};

enum grid_event {
    GRID_UNUSED,
    GRID_USED,
    GRID_COMMITTED,
    GRID_REMOVED,
    GRID_FINISH, /* empty new row and Enter */
    GRID_BACK,   /* Up past the first row, Shift-Tab in the first entry */
    GRID_RUN_CODE /* `.code` and Enter in the first entry: grid_text(g, 0) */
};

/* entry_columns ends with -1. */
void grid_init(struct grid *g, struct app *app, const struct list_column *columns,
               const int *entry_columns, const struct grid_ops *ops, void *ctx);
void grid_close(struct grid *g);
/* The rows (they must live until the next call); keeps the cursor by id, the new row stays new. */
void grid_set_rows(struct grid *g, const struct list_row *rows, int n);
void grid_resize(struct grid *g, int rows);
void grid_draw(const struct grid *g, struct canvas *c, bool has_focus);
enum grid_event grid_key(struct grid *g, struct key k);
void grid_settle(struct grid *g);

const char *grid_text(const struct grid *g, int entry);
void grid_set_text(struct grid *g, int entry, const char *text);
/* The cursor of the focused entry to a byte of its text: where the wrong word stands. */
void grid_point(struct grid *g, int at);
/* The id of the result that stands behind the first entry; 0 where it was typed freely. */
int64_t grid_lookup_id(const struct grid *g);
/* Row under the cursor; 0 for the new one. */
int64_t grid_row_id(const struct grid *g);
/* Starts editing the row under the cursor in an entry (F4). */
void grid_edit(struct grid *g, int entry);
/* Empties the entry and puts the cursor on the new row. */
void grid_new(struct grid *g);
/* Has the entry text that was not committed? */
bool grid_has_text(const struct grid *g);
/* Moves the cursor to a row by id, 0 to the new one. */
void grid_go(struct grid *g, int64_t row_id);

#endif
