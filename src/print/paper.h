/*
 * A paper: what stands on it, part after part, without any idea of fonts. The front end makes it;
 * render_text.c sets it as text, and the program orderdesk-render, which gets it as lines on its
 * standard input, as PDF.
 */
#ifndef OD_PRINT_PAPER_H
#define OD_PRINT_PAPER_H

#include <stdbool.h>

#include "base/err.h"
#include "base/strbuf.h"

struct arena;

enum paper_kind {
    PAPER_CODE,    /* 1: a number, as barcode at the upper right, beside the title */
    PAPER_TITLE,   /* 1 */
    PAPER_HEAD,    /* 1: above what follows */
    PAPER_TEXT,    /* 1: a line of words; "" is room */
    PAPER_PAIR,    /* 2: label, value */
    PAPER_COLUMNS, /* of the rows that follow; each as paper_column reads it */
    PAPER_ROW,     /* as many as there are columns */
};

struct paper_part {
    enum paper_kind kind;
    const char **v;
    int n;
};

struct paper {
    struct arena *arena;
    const char *name; /* at the foot of each page, and the name of the file */
    bool is_letter;   /* US letter; else A4 */
    struct paper_part *v;
    int n, cap;
};

#define PAPER_CELLS 8

/* How a column of rows looks. */
enum paper_align { PAPER_LEFT, PAPER_RIGHT, PAPER_BOX };
struct paper_column {
    enum paper_align align; /* PAPER_BOX: a box to tick; ticked where the cell is not "" */
    int width;              /* in columns of text; on a page in proportion */
    const char *title;
};

/* An empty paper. */
void paper_init(struct paper *p, struct arena *arena, const char *name, bool is_letter);
/* Adds a part with n (1 to PAPER_CELLS) texts; each is copied as one line, without what would
 * drive a printer. */
void paper_add(struct paper *p, enum paper_kind kind, const char *const *texts, int n);
void paper_add_text(struct paper *p, enum paper_kind kind, const char *text);
void paper_add_pair(struct paper *p, const char *label, const char *value);
/* The text of a column: paper_column reads it back. */
const char *paper_column_text(struct arena *arena, struct paper_column column);
/* False where it is none. The title is inside text. */
OD_MUST_USE bool paper_column(const char *text, struct paper_column *out);

/* As lines: a head, a line for each part with tabs between its texts, and an end. */
void paper_write(const struct paper *p, struct strbuf *out);
/* Reads them back; text is not kept. err ERR_INVALID: what the line is, ERR_LIMIT */
OD_MUST_USE bool paper_read(const char *text, struct arena *arena, struct paper *out,
                            struct err *err);

/* render_text.c: the paper as text of at most PAPER_TEXT_COLS columns, in the arena. */
#define PAPER_TEXT_COLS 80
const char *paper_as_text(const struct paper *p, struct arena *arena);

#endif
