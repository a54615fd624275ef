/*
 * The struct of the screen of one receipt, count or transfer, shared by its files: scr_goods_doc.c
 * (the screen and its lines) and goods_doc_book.c (booking it).
 */
#ifndef OD_TUI_GOODS_DOC_H
#define OD_TUI_GOODS_DOC_H

#include "domain/stock/doc.h"
#include "tui/field.h"
#include "tui/list.h"
#include "tui/screens.h"

struct gd {
    struct screen s;
    int64_t id;
    struct stock_doc *doc; /* in s.data */
    struct list list;
    struct field bar;
};

/* The line under the cursor; NULL: there is none. */
const struct stock_doc_line *goods_doc_selected(const struct gd *gd);
/* F10: what can be done with it as it stands. */
OD_MUST_USE bool goods_doc_run_book(struct screen *s, struct err *err);

/* On a handheld. */
void goods_doc_draw_small(const struct screen *s, struct canvas *c, const char *message);

/* Asks when it should be there. */
OD_MUST_USE bool goods_doc_run_due(struct screen *s, struct err *err);

#endif
