/*
 * A list of any length: rows come in pages by key, around the cursor. The selection is an id, so a
 * refresh moves neither it nor the row under the cursor.
 *
 * Keys: Up Down, Page Up Page Down, Home End, Space marks.
 */
#ifndef OD_TUI_LIST_H
#define OD_TUI_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "tui/canvas.h"
#include "tui/key.h"

struct app;
struct arena;

/* Ends with a row without a title. title "" is a column without head. */
struct list_column {
    const char *title; /* N_() */
    int cols;          /* width it wants */
    int min_cols;      /* it may shrink to; 0: cols */
    int priority;      /* 0 always; higher ones are dropped first as the width shrinks */
    bool is_right;     /* numbers */
    bool grows;        /* takes what is left */
};

#define LIST_COLUMNS 20

struct list_row {
    int64_t id;
    const char *key;          /* to page on from here; the source's own; NULL where id is enough */
    const char *const *cells; /* one for each column, NULL for empty */
    const uint8_t *styles;    /* one enum style for each column; NULL: STYLE_TEXT */
    enum style style;         /* of the whole row where styles is NULL */
};
struct list_rows {
    struct list_row *v;
    int n, cap;
};

/* Where a page begins: at the row {key, id}, which belongs to it when inclusive. No row (at NULL):
 * from the beginning, or with backward from the end. */
struct list_from {
    const struct list_row *at;
    bool inclusive, backward;
};

/*
 * Gives at most count rows from `from` on, in the order of the walk (backward: the nearest row
 * first; the list turns them round).
 */
typedef bool list_page(void *ctx, const struct list_from *from, int count, struct arena *arena,
                       struct list_rows *out, struct err *err);

struct list_source {
    list_page *page;
    /* How many there are, for the foot; -1 unknown. NULL: not shown. */
    int64_t (*count)(void *ctx);
};

struct list {
    struct app *app;
    const struct list_column *columns;
    const struct list_source *source;
    void *ctx;
    struct arena *arena, *spare; /* of the rows; swapped by a load */
    struct list_rows rows;       /* the window */
    bool at_begin, at_end;       /* the window touches the ends */
    int selected;                /* index in the window; -1 in an empty list */
    int top;                     /* index of the first row shown */
    int height;                  /* rows that are shown, from the last resize */
    int64_t total;               /* -1 unknown */
    int64_t *marks;              /* sorted ids */
    int marks_n, marks_cap;
    const char *empty; /* what stands there instead of rows: why, and what next */
    bool hides_head;
    char *file; /* the name it was written to last (list_file.c); NULL */
};

/* Columns, source and ctx must live on. */
void list_init(struct list *l, struct app *app, const struct list_column *columns,
               const struct list_source *source, void *ctx);
void list_close(struct list *l);
/* Loads the first page and selects its first row. */
OD_MUST_USE bool list_load(struct list *l, struct err *err);
/* Loads again around the selection. Where the selected row is gone the one in its place is it. */
OD_MUST_USE bool list_reload(struct list *l, struct err *err);
/* Instead of a source: rows that live elsewhere (the lines of an order). Keeps the selection. */
void list_set_rows(struct list *l, const struct list_row *rows, int n);
/* Rows of the canvas it will be drawn in, its head included. */
void list_resize(struct list *l, int rows);
void list_draw(const struct list *l, struct canvas *c, bool has_focus);
/* The hardware cursor onto the selected row of a list drawn without focus in this canvas. */
void list_put_cursor(const struct list *l, struct canvas *c);
bool list_key(struct list *l, struct key k);
/* 0 in an empty list. */
int64_t list_selected(const struct list *l);
const struct list_row *list_selected_row(const struct list *l);
/* Selects a row of the window by id; false where it is not there. */
bool list_select(struct list *l, int64_t id);
/* Up or down one; false at the end. For screen_ops.step. */
bool list_step(struct list *l, int by, int64_t *out_id, struct err *err);
bool list_is_marked(const struct list *l, int64_t id);
/* The marked ids, or the selected one where none is marked; gives their number. */
int list_targets(const struct list *l, struct arena *arena, int64_t **out);
void list_clear_marks(struct list *l);
void list_mark(struct list *l, int64_t id);
/* "37 of 1,204" for the foot, or "" where nothing is known. */
char *list_foot(const struct list *l, struct arena *arena);

#endif
