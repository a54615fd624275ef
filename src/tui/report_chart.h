/*
 * A report as a picture of characters: bars, a curve of columns over time, or shades of hours by
 * weekday. Plain ASCII, so that it is the same on every terminal.
 */
#ifndef OD_TUI_REPORT_CHART_H
#define OD_TUI_REPORT_CHART_H

#include "domain/insight/report.h"
#include "tui/canvas.h"

/* Draws into all of c. A report without chart says so. */
void report_chart_draw(struct canvas *c, struct desk *desk, const struct report *report,
                       const struct report_ask *ask, const struct report_table *table);

#endif
