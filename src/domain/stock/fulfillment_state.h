/*
 * What the statuses of a fulfillment mean to statements: said here alone. f is the table or its
 * alias, as text. The index fulfillment_queue has the very words of the first.
 */
#ifndef OD_DOMAIN_STOCK_FULFILLMENT_STATE_H
#define OD_DOMAIN_STOCK_FULFILLMENT_STATE_H

/* With the warehouse or at the counter: released, picking, picked, packed, ready. */
#define FULFILLMENT_IS_OPEN(f) f ".status IN (1, 2, 3, 4, 7)"
/* The customer or a carrier has it: shipped, collected. */
#define FULFILLMENT_HAS_LEFT(f) f ".status IN (5, 8)"

/* With the warehouse, and should have been sent before the day `today` (a parameter, as text). */
#define FULFILLMENT_IS_LATE(f, today)                                                              \
    f ".status IN (1, 2, 3) AND " f ".due_date > '' AND " f ".due_date < " today

#endif
