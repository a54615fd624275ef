/*
 * The suites of the tests of providers.
 */
#ifndef OD_TESTS_SYNC_SUITES_H
#define OD_TESTS_SYNC_SUITES_H

#include <check.h>

Suite *message_suite(void);
Suite *mime_suite(void);
Suite *secrets_suite(void);
Suite *signature_suite(void);

#endif
