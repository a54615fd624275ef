/*
 * The dashboard against statements of its own: each queue's count, value and age, and the figures of
 * the day, counted over all rows and without the caches and indexes that the program reads.
 */
#ifndef OD_TESTS_SUPPORT_TESTDASH_H
#define OD_TESTS_SUPPORT_TESTDASH_H

#include "domain/desk/desk.h"

/* Fails where a queue says something else. The desk's zone is UTC. Returns how many of those that it
 * knows had something in them. */
int testdash_check(struct desk *desk);
/* The hours of the day, the same weekday of other weeks, the last thirty days. */
void testdash_check_day(struct desk *desk);

#endif
