/*
 * The figures of a desk against statements of its own that count over all records: the figures of
 * days, each report's totals in every group, and the queues. Days are told by the engine, from the
 * zone of the process.
 */
#ifndef OD_TESTS_SUPPORT_TESTFIGURES_H
#define OD_TESTS_SUPPORT_TESTFIGURES_H

#include "domain/desk/desk.h"

/* Fails where a figure is another one; after says what was done last. All of it was placed and done
 * in the years 2026 to 2028. */
void testfigures_check(struct desk *desk, const char *after);

#endif
