/* The suites of the store's unit tests, one a file. */
#ifndef OD_TESTS_UNIT_STORE_SUITES_H
#define OD_TESTS_UNIT_STORE_SUITES_H

#include <check.h>

Suite *backup_suite(void);
Suite *db_suite(void);
Suite *migrate_suite(void);
Suite *rotate_suite(void);
Suite *stmt_suite(void);
Suite *trouble_suite(void);
Suite *turnstile_suite(void);
Suite *tx_suite(void);

#endif
