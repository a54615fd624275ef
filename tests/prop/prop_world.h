/*
 * The desk in which prop_order's people work: two sites and one that opens and closes, six items,
 * and a few orders that everybody looks at. What is done in the house, beside the orders' own
 * steps, is in prop_order_house.c.
 */
#ifndef OD_TESTS_PROP_PROP_WORLD_H
#define OD_TESTS_PROP_PROP_WORLD_H

#include "prop/prop.h"
#include "support/testorder.h"

#define ORDERS 5

struct world {
    struct testshop shop;
    int64_t orders[ORDERS];
    struct item_id items[6];
    struct customer_id twin; /* orders too, and is one with the first customer some day */
    struct site_id york; /* with some of the first items; opened and closed */
    char last[120]; /* what the last step was */
    int over; /* how often more was picked than ordered */
};

int64_t pick(int64_t from, int64_t to);
/* A refusal is a result like any other, but never our own mistake. Counts what was done by name. */
void settle(struct world *w, const char *what, bool is_ok, const struct err *err);

/* One step in the house: goods that come, go or are counted, what waits for stock, waves, the
 * day's parcels, many orders at once. */
void step_in_house(struct world *w);

#endif
