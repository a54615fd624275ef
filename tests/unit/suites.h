/*
 * The suites of the unit tests, one a file.
 */
#ifndef OD_TESTS_UNIT_SUITES_H
#define OD_TESTS_UNIT_SUITES_H

#include <check.h>

Suite *conf_suite(void);
Suite *csv_suite(void);
Suite *date_suite(void);
Suite *decimal_suite(void);
Suite *err_suite(void);
Suite *id_suite(void);
Suite *json_suite(void);
Suite *log_suite(void);
Suite *mem_suite(void);
Suite *money_suite(void);
Suite *os_run_suite(void);
Suite *os_start_suite(void);
Suite *os_suite(void);
Suite *secret_suite(void);
Suite *strbuf_suite(void);
Suite *utf8_suite(void);
Suite *words_suite(void);

#endif
