/*
 * Orders that go out all together until a day, and in parts from then on (DOMAIN B4).
 */
#ifndef OD_DOMAIN_FLOW_PART_DAY_H
#define OD_DOMAIN_FLOW_PART_DAY_H

#include "domain/desk/desk.h"

/* Those whose day has come go to the warehouse with what they have, where orders do that by
 * themselves and no hold stops them: each in a transaction of its own ("timer.run"), and once, so
 * that a pick that somebody cancels stays canceled. *n: how many went. */
OD_MUST_USE bool part_days_come(struct desk *desk, int *n, struct err *err);

#endif
