/*
 * Lines that get their stock only some days before they are wanted (R11).
 */
#ifndef OD_DOMAIN_FLOW_LATER_H
#define OD_DOMAIN_FLOW_LATER_H

#include "domain/desk/desk.h"

/* Lines whose day has come get stock, or wait for it like others from then on: each order in a
 * transaction of its own ("timer.run"). *n: how many orders. */
OD_MUST_USE bool lines_come_due(struct desk *desk, int *n, struct err *err);

#endif
