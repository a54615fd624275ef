/*
 * What is behind a figure of a report: the rows that were counted for it, kept while the report is
 * made once more. So they are as many as a count says, and add up to any other figure.
 */
#ifndef OD_DOMAIN_INSIGHT_REPORT_BEHIND_H
#define OD_DOMAIN_INSIGHT_REPORT_BEHIND_H

#include "base/vec.h"
#include "domain/insight/report.h"

/* One that was counted: an order, a line of it (with its item), a pick or a shipment. */
struct report_row {
    struct order_id order;
    int64_t pick, shipment; /* 0: it is none */
    struct item_id item;    /* 0: of the whole order, or of a line without one */
    bool is_line;
    int64_t n; /* what the figure has of it, as the values of its column */
};
/* In the order in which they were read; more: how many LIMIT_FILE_ROWS left out. */
struct report_rows {
    struct report_row *v;
    int n, cap;
    int64_t more;
};

/* One figure of a table. */
struct report_figure {
    int64_t group;  /* of its line */
    bool is_all;    /* of the line of totals instead */
    bool is_before; /* of the other period */
    int column;
};

/* Can something be behind the figures of that column? A sum of the rows that were counted. */
bool report_column_has_rows(const struct report_table *table, int column);
/* The one that is opened where nobody says which: the first count, else the first sum; -1: none. */
int report_main_column(const struct report_table *table);
/* A line by its key, or by its texts with a gap between ("mon 14"), folded; NULL: there is none. */
const struct report_line *report_line_named(const struct report_table *table, const char *name,
                                            struct arena *arena);
/* ERR_STATE: a line of the rest, or one of items alone, with what to do instead. */
OD_MUST_USE bool report_line_has_rows(const struct report_line *line, struct err *err);

/*
 * ask  as the table was made
 * err  those of report_run(); ERR_STATE where the figure is none that rows are counted for
 */
OD_MUST_USE bool report_behind(struct desk *desk, const struct report *report,
                               const struct report_ask *ask, const struct report_figure *figure,
                               struct report_progress *progress, struct arena *arena,
                               struct report_rows *out, struct err *err);

/* What a row is called. */
struct report_row_words {
    const char *number, *customer;  /* of the order */
    struct stamp at;                /* when it left, else when the order was placed */
    const char *pick;               /* number of the pick or what was sent of it; or "" */
    const char *carrier, *tracking; /* of a shipment, else "" */
    const char *sku, *description;  /* of a line, else "" */
};
OD_MUST_USE bool report_row_read(struct desk *desk, const struct report_row *row,
                                 struct arena *arena, struct report_row_words *out,
                                 struct err *err);

#endif
