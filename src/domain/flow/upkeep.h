/*
 * Work over all records that an update of the desk left to be done: the search index made anew. In
 * slices, each a transaction of its own, so that desks work on beside it; once, however often it is
 * broken off.
 */
#ifndef OD_DOMAIN_FLOW_UPKEEP_H
#define OD_DOMAIN_FLOW_UPKEEP_H

#include "domain/desk/desk.h"

/* Does what waits, for about budget_ms (0: all of it); "timer.run". done: records gone through.
 * With nothing waiting nothing is written. */
OD_MUST_USE bool upkeep_run(struct desk *desk, int budget_ms, int *done, struct err *err);

#endif
