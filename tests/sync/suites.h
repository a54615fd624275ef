/*
 * The suites of the tests of providers.
 */
#ifndef OD_TESTS_SYNC_SUITES_H
#define OD_TESTS_SYNC_SUITES_H

#include <check.h>

Suite *secrets_suite(void);

#endif
