/*
 * What screens share that are one list below a few rows of head: drawing, size, Enter on a row.
 */
#ifndef OD_TUI_LISTING_H
#define OD_TUI_LISTING_H

#include "tui/list.h"
#include "tui/nav.h"

/* First member of such a screen's own struct. */
struct listing {
    struct screen s;
    struct list list;
    int head_rows; /* above the list, the screen's own */
    /* Enter on a row. */
    bool (*open)(struct screen *s, struct err *err);
};

/* In enter: the columns, and what Enter does. */
void listing_begin(struct screen *s, const struct list_column *columns,
                   bool (*open)(struct screen *s, struct err *err));

/* Fills a row: its id, perhaps its style, and its cells, which are there, empty, one a column. */
typedef void listing_put(struct screen *s, int at, struct list_row *row, const char **cells);
/* In refresh, after what is shown was read: n rows of s->data; the cursor stays on its id. */
void listing_show(struct screen *s, int n, listing_put *put);
/* One id for a row that is known by two; the second is that of a site, below 2^20. */
int64_t listing_id(int64_t a, int64_t site);
/* One for a row that is known by a text, and a number or 0 (a hash, FNV-1a): the same wherever the
 * row stands; above 0. */
int64_t listing_id_of(int64_t number, const char *text);

/* How many rows a screen that reads its list as a whole reads: `shown` of them for the eye, all for
 * a file (LIMIT_FILE_ROWS, beyond which list_file.c refuses to write). */
int listing_max(const struct screen *s, int shown);

/* Index of the row under the cursor, as it was put; -1 in an empty list. */
int listing_at(const struct screen *s);
/* For command.can: ERR_STATE where there is no row. */
bool listing_has_row(const struct screen *s, struct err *why);

/* These are members of screen_ops as they are; draw is for a screen without head. */
void listing_draw(const struct screen *s, struct canvas *c);
void listing_draw_rows(const struct listing *l, struct canvas *c);
struct list *listing_list(struct screen *s);
void listing_resize(struct screen *s, int rows, int cols);
bool listing_key(struct screen *s, struct key k);
void listing_close(struct screen *s);

#endif
