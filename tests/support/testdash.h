/*
 * The dashboard against statements of its own: each queue's count, value and age, and the figures of
 * the day, counted over all rows and without the caches and indexes that the program reads.
 */
#ifndef OD_TESTS_SUPPORT_TESTDASH_H
#define OD_TESTS_SUPPORT_TESTDASH_H

#include "domain/desk/desk.h"

/* Fails where a queue says something else, or has no statement here that proves it. Days are those of
 * the zone of the process. Returns how many had something in them. */
int testdash_check(struct desk *desk);
/* The hours of the day, the same weekday of other weeks, the last thirty days. */
void testdash_check_day(struct desk *desk);

#endif
