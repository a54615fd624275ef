/*
 * The run of a test program's suites, as each of these programs does it.
 */
#ifndef OD_TESTS_SUPPORT_RUN_H
#define OD_TESTS_SUPPORT_RUN_H

#include <check.h>
#include <stddef.h>

/*
 * Runs all and says how main ends. Each test has a process of its own, but with the address
 * sanitizer: there a fork copies the shadow too, and hundreds of small tests would be slow. Then
 * they share one, which ends by a signal after ten minutes; CK_FORK=yes keeps them apart. For
 * programs without tests that are meant to die.
 */
int run_suites(Suite *(*const suites[])(void), size_t count);

#endif
