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
    PAPER_BIG,     /* 1: a line to be read from afar */
    PAPER_BAR,     /* 2: a code as bars, and the words below them */
    PAPER_PAGE,    /* 0: what follows begins a sheet or a label */
};

struct paper_part {
    enum paper_kind kind;
    const char **v;
    int n;
};

/* Labels on a roll: 4 by 6 inches, or ISO 216 A6. They have no foot. */
enum paper_label { LABEL_NONE, LABEL_4X6, LABEL_A6 };

struct paper {
    struct arena *arena;
    const char *name; /* at the foot of each page, and the name of the file */
    const char *made; /* when, "2026-11-22T14:03:00Z", so that a reprint is the same; "" unknown */
    const char *lang; /* of its words, "de"; not part of its lines */
    bool is_letter;   /* US letter; else A4 */
    enum paper_label label; /* no sheet, but labels of this size */
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
/* An empty strip of labels. */
void paper_init_label(struct paper *p, struct arena *arena, const char *name,
                      enum paper_label size);
/* Adds a part with n (0 to PAPER_CELLS) texts; each is copied as one line, without what would
 * drive a printer. */
void paper_add(struct paper *p, enum paper_kind kind, const char *const *texts, int n);
void paper_add_text(struct paper *p, enum paper_kind kind, const char *text);
void paper_add_pair(struct paper *p, const char *label, const char *value);
void paper_add_bar(struct paper *p, const char *code, const char *words);
/* The next sheet or label; nothing where there is nothing before it. */
void paper_add_page(struct paper *p);
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
#define PAPER_TEXT_GAP  2 /* between two columns of a table */
const char *paper_as_text(const struct paper *p, struct arena *arena);

/* render_zpl.c: labels as Zebra printers take them (ZPL II), in the arena: UTF-8, a format for each
 * label, Code 128. dpi 203 or 300. What has too many characters for bars that a scanner reads has
 * none, and stands there in words.
 * err  ERR_INVALID: the paper is no label */
OD_MUST_USE bool paper_as_zpl(const struct paper *p, int dpi, struct arena *arena, const char **out,
                              struct err *err);

#endif
