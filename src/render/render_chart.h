/*
 * A chart as PDF or SVG.
 */
#ifndef OD_RENDER_RENDER_CHART_H
#define OD_RENDER_RENDER_CHART_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

struct chart;

/* Draws it on a sheet of A4 across. err ERR_IO where the drawing or the writing fails */
OD_MUST_USE bool render_chart(const struct chart *chart, FILE *file, struct err *err);

#endif
