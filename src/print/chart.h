/*
 * A chart: points with their words, without any idea of fonts. The front end makes it of a report;
 * the program orderdesk-render, which gets it as lines, draws it as PDF or SVG.
 */
#ifndef OD_PRINT_CHART_H
#define OD_PRINT_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/strbuf.h"

struct arena;

enum chart_kind { CHART_BARS, CHART_LINE, CHART_HEAT };
enum chart_form { CHART_PDF, CHART_SVG };

#define CHART_POINTS 4000
/* Bars that a page has room for; there are no more in a chart of bars. */
#define CHART_BARS_MOST 36

struct chart_point {
    const char *label; /* "2026-11", "ACME Tools Ltd"; of heat the weekday */
    int64_t value;     /* below zero a bar goes to the other side; else drawn as 0 */
    int64_t before;    /* beside it, where the chart has a legend for it */
    const char *text;  /* the value as people read it */
    int at;            /* heat: weekday * 24 + hour */
};

struct chart {
    enum chart_kind kind;
    enum chart_form form;
    const char *title, *subtitle; /* the report; firm and days */
    const char *legend;           /* what is drawn */
    const char *legend_before;    /* what stands beside it; "" for nothing */
    const char *most;             /* the largest value as people read it: the end of the axis */
    const char *made;             /* ISO 8601, for the file's date; "" unknown */
    struct chart_point *v;
    int n, cap;
};

/* As lines, and read back. Tabs and ends of lines within texts become blanks, what is no clean text
 * becomes "?".
 * err  ERR_INVALID: what the line is, ERR_LIMIT */
void chart_write(const struct chart *chart, struct strbuf *out);
OD_MUST_USE bool chart_read(const char *text, struct arena *arena, struct chart *out,
                            struct err *err);
/* Do the lines begin as those of a chart? */
bool chart_is(const char *text);
/* The largest value or value before, at least 1. */
int64_t chart_most(const struct chart *chart);
/* How far bars go below zero; 0 where none does, or where there are no bars. */
int64_t chart_below(const struct chart *chart);

#endif
