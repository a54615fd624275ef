/*
 * A report's table as text: its values for people and for programs, and its columns with those of
 * the period it is compared with beside them.
 */
#ifndef OD_DOMAIN_INSIGHT_REPORT_TEXT_H
#define OD_DOMAIN_INSIGHT_REPORT_TEXT_H

#include "domain/insight/report.h"

struct arena;

/* A column as it is shown: its own, what it was before, or what came of that. */
struct report_field {
    const char *name;  /* "value", "value_before", "value_change" */
    const char *title; /* translated */
    enum report_value_kind kind;
    int column;
    enum { REPORT_NOW, REPORT_BEFORE, REPORT_CHANGE } of;
};
struct report_fields {
    struct report_field *v;
    int n;
};

/* What stands over a column, translated: over "group" what the lines are grouped by, "Day". */
const char *report_column_title(const struct report_table *table, int column);
/* The columns; of a comparison each number is followed by what it was and by the difference. */
void report_fields_of(const struct report_table *table, struct arena *arena,
                      struct report_fields *out);
/* The difference is set where both are. */
struct report_value report_field_value(const struct report_table *table,
                                       const struct report_line *line,
                                       const struct report_field *field);
/* A line of the totals, "Total" in its first text. False: no column has a total. */
bool report_total_line(const struct report_table *table, struct arena *arena,
                       struct report_line *out);

/* As people at this desk read it: "1,204.50", "3 d 4 h", "12.5%"; "" where nothing is known. Money
 * is without its currency. */
const char *report_value_text(struct desk *desk, enum report_value_kind kind, struct report_value v,
                              struct arena *arena);
/* For programs: "1.5", ISO dates; a share is in percent, a duration in seconds. Money is not for
 * this one: its digits depend on the currency. */
const char *report_value_plain(enum report_value_kind kind, struct report_value v,
                               struct arena *arena);
/* Milliseconds in their two largest units: "3 d 4 h", "4 h 05 min", "12 s". */
const char *report_duration(int64_t ms, struct arena *arena);
/* "day, week, month": what it can be grouped by, its usual one first; "" for none. */
const char *report_groups_text(const struct report *report, struct arena *arena);
/* "1 Nov 2026 to 30 Nov 2026", one day as that. */
const char *report_period_text(struct date from, struct date to, struct arena *arena);

#endif
