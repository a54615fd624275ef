/*
 * From sums to the lines of a report: which key a row counts under, how a key is called, which
 * query finds what is behind it. For the files of single reports.
 */
#ifndef OD_DOMAIN_INSIGHT_FIGURE_LINE_H
#define OD_DOMAIN_INSIGHT_FIGURE_LINE_H

#include "domain/insight/figure.h"
#include "domain/insight/report.h"

struct report_row;
struct report_rows;
struct sql;
struct stmt;

/* The instants of an ask: from its first day to the end of its last, in the desk's zone. */
struct figure_range {
    int64_t from_ms, to_ms; /* to_ms is not in it any more */
};
struct figure_range figure_range(const struct report_ask *ask);
/* A statement whose parameters are these alone: from $1 to $2, the channel $3, the site $4. */
struct stmt *figure_read(struct desk *desk, const struct sql *sql, const struct report_ask *ask);

/* Keys of a report's rows by when they were. {ask} is a new one. */
struct figure_when {
    const struct report_ask *ask;
    struct figure_zone zone;
    int64_t day, at; /* at: what report_at() said of day */
};
/* Of the group of the ask, where that is one of time: as struct report_line.at has it. */
int64_t figure_when_key(struct figure_when *when, struct stamp at);
/* Weekday (Monday 0) * 24 + hour. */
int64_t figure_when_heat(struct figure_when *when, struct stamp at);
bool figure_is_time(enum report_by by);

/* Texts that lines are grouped by (carriers, categories): each has a key. {0} with an arena. */
struct figure_words {
    struct arena *arena;
    struct figure_sums keys; /* v[0] is 1 + index in text */
    const char **text;
    int n, cap;
};
int64_t figure_word_key(struct figure_words *words, const char *text);
const char *figure_word(const struct figure_words *words, int64_t key);

/* --- the rows behind a figure ----------------------------------------------------------------- */

/* Sets the values behind the name. */
typedef void figure_fill(const struct figure_sum *sum, struct report_value *v);

/* Which rows are kept while a report is made, and those that were. report_behind() makes it. */
struct report_behind {
    int64_t group; /* those of this key alone */
    bool is_all;   /* those of every key */
    int column;    /* those that this one counts */
    /* A load sets it: how its sums become values. NULL: what follows is in no figure. */
    figure_fill *fill;
    /* Keys of rows to keys of lines, v[0] of them, where they are not the same; else NULL. What has
     * none there is under of_none. */
    const struct figure_sums *of;
    int64_t of_none;
    struct arena *arena;
    struct report_rows *out;
    int max;
};
/* In a load, before it walks: how what is walked next becomes values. NULL: it does not. */
void figure_behind(struct report_progress *progress, figure_fill *fill);
/* A row was counted as `one`, a sum of its own: kept where it is asked for. */
void figure_keep(struct report_progress *progress, const struct figure_sum *one,
                 const struct report_row *row);
/* Adds what one row counts to the sums, and keeps the row where it is asked for. */
void figure_add(struct figure_sums *sums, struct report_progress *progress,
                const struct figure_sum *one, const struct report_row *row);

/* What a report makes of its sums. */
struct figure_shape {
    const struct report_column *columns; /* the first is the name of what it is grouped by */
    figure_fill *fill;
    int order; /* which sum puts lines in order, the largest first, where time does not */
    const struct figure_words *words; /* of carriers and categories; else NULL */
    const char *find; /* what the query of orders has beside days and name: "status:canceled"; ""
                         nothing; NULL: no query finds what is counted */
    int find_column; /* the count that has as many orders as find finds; 0: none */
    bool is_shipped; /* its days are those on which goods left */
    const struct figure_sum *whole; /* what totals are made of; NULL: all sums together */
};
/* A line for each key, and totals of the whole; of a group of time for each day (week, hour ...) of
 * the ask, in order, also where nothing was counted. */
OD_MUST_USE bool figure_lines(struct desk *desk, const struct report_ask *ask,
                              const struct figure_sums *sums, const struct figure_shape *shape,
                              struct arena *arena, struct report_table *out, struct err *err);

/* n per of in ppm, half away from zero, n below zero too; unset where of is 0 or below. */
struct report_value figure_rate(int64_t n, int64_t of);
/* sum per n, half away from zero; unset where n is 0. */
struct report_value figure_mean(int64_t sum, int64_t n);

#endif
