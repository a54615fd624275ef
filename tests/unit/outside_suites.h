/* Suites of the queue for the outside. */
#ifndef OD_TESTS_UNIT_OUTSIDE_SUITES_H
#define OD_TESTS_UNIT_OUTSIDE_SUITES_H

#include <check.h>

Suite *folder_in_suite(void);
Suite *inbox_suite(void);
Suite *attach_suite(void);
Suite *queue_person_suite(void);
Suite *queue_rules_suite(void);
Suite *queue_work_suite(void);
Suite *report_child_suite(void);
Suite *track_suite(void);
Suite *wire_file_suite(void);
Suite *worker_suite(void);

#endif
