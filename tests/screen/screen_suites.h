/*
 * Tests of the real screens over a shop in memory.
 */
#ifndef OD_TESTS_SCREEN_SUITES_H
#define OD_TESTS_SCREEN_SUITES_H

#include <check.h>

#include "support/testscreen.h"

Suite *commands_suite(void);
Suite *golden_suite(void);
Suite *keystrokes_suite(void);
Suite *lock_suite(void);
Suite *screens_suite(void);

#endif
