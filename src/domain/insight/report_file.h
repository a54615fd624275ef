/*
 * A report as a file for other programs.
 */
#ifndef OD_DOMAIN_INSIGHT_REPORT_FILE_H
#define OD_DOMAIN_INSIGHT_REPORT_FILE_H

#include <stdio.h>

#include "domain/insight/report.h"

enum report_form { REPORT_CSV, REPORT_JSON, REPORT_SVG, REPORT_PDF };

/* By the end of a file's name: .csv .json .svg .pdf; false where it is none of them. */
bool report_form_of(const char *path, enum report_form *out);

/* Its lines, without totals, in the order of the table: CSV with a head of names, or a JSON array
 * of objects. Amounts have their currency, shares are percent, durations seconds. only (may be
 * NULL) says which lines. The caller checks the file. */
struct report_lines_asked {
    bool (*has)(const void *ctx, int line);
    const void *ctx;
};
void report_put(struct desk *desk, const struct report_table *table, enum report_form form,
                const struct report_lines_asked *only, FILE *file);

#endif
