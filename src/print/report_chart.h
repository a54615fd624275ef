/*
 * A report as a picture in a file.
 */
#ifndef OD_PRINT_REPORT_CHART_H
#define OD_PRINT_REPORT_CHART_H

#include "domain/insight/report.h"
#include "print/chart.h"

/* The bytes of a PDF or SVG file, in the arena; drawn by orderdesk-render.
 * err  ERR_STATE: the report has no chart, or nothing to draw; ERR_IO: it cannot be drawn */
OD_MUST_USE bool report_draw(struct desk *desk, const struct report *report,
                             const struct report_ask *ask, const struct report_table *table,
                             enum chart_form form, struct arena *arena, const char **data,
                             size_t *len, struct err *err);

#endif
