/*
 * The suites of the unit tests, one a file.
 */
#ifndef OD_TESTS_UNIT_SUITES_H
#define OD_TESTS_UNIT_SUITES_H

#include <check.h>

Suite *mem_suite(void);

#endif
