/*
 * What can be done to many orders beside the actions of the order's own table: priority, who picks,
 * the latest notice again, papers. It is here because papers are made above the domain.
 */
#ifndef OD_PRINT_ORDER_DEEDS_H
#define OD_PRINT_ORDER_DEEDS_H

#include "domain/flow/order_many.h"

struct printing;

/* how  of the station; NULL or without a command: nothing is printed here. It must live on. */
struct many_deeds order_deeds(const struct printing *how);

#endif
