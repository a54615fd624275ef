/*
 * The screen of one report, shared by its parts: scr_report.c reads and shows, report_form.c asks,
 * report_figure.c opens what is behind a line, report_aside.c judges what is set aside,
 * report_out.c writes files.
 */
#ifndef OD_TUI_REPORT_SCREEN_H
#define OD_TUI_REPORT_SCREEN_H

#include "domain/insight/report.h"
#include "domain/insight/report_text.h"
#include "tui/form.h"
#include "tui/listing.h"
#include "tui/report_wait.h"

struct dialog_result;

struct rp {
    struct listing l;
    const struct report *report;
    struct report_ask ask;   /* of what is read next */
    struct report_ask shown; /* of what is shown: another while that is read, or was given up */
    /* What is shown, in an arena of its own: it outlives refreshes while the next one is read. */
    struct arena *arena;
    struct report_table table;
    struct report_fields fields;
    struct list_column columns[LIST_COLUMNS + 1];
    int at[LIST_COLUMNS]; /* the field of each column of the list */
    int column_n;
    int sort_column; /* -1: as the report gives it */
    bool is_sort_down;
    bool shows_chart;
    /* It took too long to be read at once: read in the pauses between keys. */
    bool is_due;
    struct report_wait wait;
    struct form form;
    struct form_field form_fields[8];
    struct form_choice bys[REPORT_BYS + 1];
    bool is_asking; /* the cursor is in the form */
    /* While it is asked what becomes of what is set aside. */
    struct item_id item;
    struct site_id site;
    struct qty qty;
};

static inline struct rp *rp_self(struct screen *s)
{
    return (struct rp *)s;
}

/* The line under the cursor; NULL where there is none, or it is the total. */
const struct report_line *rp_selected(const struct screen *s);
/* Reads anew with another ask: at once where it is quick, else in pauses. On failure all stays. */
OD_MUST_USE bool rp_read(struct screen *s, const struct report_ask *ask, struct err *err);

/* The id of a line's row: the same wherever it stands. */
int64_t rp_row_id(const struct rp *rp, const struct report_line *line);

/* --- report_figure.c: the list behind a line's first count, or behind one that is chosen --- */
bool rp_open_row(struct screen *s, struct err *err);
bool rp_has_figures(const struct screen *s, struct err *why);
bool rp_figures(struct screen *s, struct err *err);

/* --- report_out.c: asks for a name, and writes the marked lines, or all, or the chart. */
bool rp_file(struct screen *s, struct err *err);

/* --- report_form.c --- */
void rp_form_begin(struct screen *s);
/* Rows that the form takes at this width; 0 where the report asks nothing. */
int rp_form_layout(struct rp *rp, int cols);
bool rp_form_key(struct screen *s, struct key k);
/* The same of keys that type or move in it, which need no store; false: it is another. */
bool rp_form_type(struct screen *s, struct key k);
/* The cursor into the form. */
bool rp_form_enter(struct screen *s, struct err *err);

/* --- report_mail.c: what was asked, mailed regularly --- */
bool rp_may_mail(const struct screen *s, struct err *why);
bool rp_mail(struct screen *s, struct err *err);
/* What stands in a field of the form; "" where the form has none of that name. */
const char *rp_form_text(const struct rp *rp, const char *name);

/* --- report_aside.c --- */
bool rp_is_aside(const struct screen *s, struct err *why);
bool rp_good(struct screen *s, struct err *err);
bool rp_scrap(struct screen *s, struct err *err);

#endif
