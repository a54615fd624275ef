/*
 * Tests of the real screens over a shop in memory.
 */
#ifndef OD_TESTS_SCREEN_SUITES_H
#define OD_TESTS_SCREEN_SUITES_H

#include <check.h>

#include "support/testscreen.h"

Suite *commands_suite(void);
Suite *dashboard_suite(void);
Suite *queue_lists_suite(void);
Suite *finding_suite(void);
Suite *golden_suite(void);
Suite *goods_screen_suite(void);
Suite *list_files_screen_suite(void);
Suite *listing_screen_suite(void);
Suite *releasing_suite(void);
Suite *reports_screen_suite(void);
Suite *intake_suite(void);
Suite *keystrokes_suite(void);
Suite *lock_suite(void);
Suite *morning_suite(void);
Suite *mouse_suite(void);
Suite *notices_screen_suite(void);
Suite *order_asks_suite(void);
Suite *pairs_suite(void);
Suite *picking_suite(void);
Suite *syncing_suite(void);
Suite *waves_suite(void);
Suite *ways_suite(void);
Suite *labels_suite(void);
Suite *addresses_suite(void);
Suite *shipping_suite(void);
Suite *tracking_suite(void);
Suite *prices_suite(void);
Suite *screens_suite(void);
Suite *schedules_suite(void);
Suite *templates_suite(void);
Suite *typing_suite(void);
Suite *views_suite(void);

#endif
