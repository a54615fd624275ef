/*
 * A paper as PDF.
 */
#ifndef OD_RENDER_RENDER_PDF_H
#define OD_RENDER_RENDER_PDF_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

struct paper;

/* Writes all pages to file. err ERR_IO where the drawing or the writing fails */
OD_MUST_USE bool render_pdf(const struct paper *p, FILE *file, struct err *err);

#endif
