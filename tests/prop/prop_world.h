/*
 * The desk in which prop_order's people work: two sites and one that opens and closes, six items,
 * and a few orders that everybody looks at. What is done in the house, beside the orders' own
 * steps, is in prop_order_house.c; what chance seldom reaches is prepared in prop_order_prepared.c.
 */
#ifndef OD_TESTS_PROP_PROP_WORLD_H
#define OD_TESTS_PROP_PROP_WORLD_H

#include "domain/flow/fulfillment.h"
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
/* What a step of the shipping and packing table does to the order's first work, where it has any. */
void step_of_work(struct world *w, struct order_id order, const char *action, const char *name,
                  const char *value);
/* What is packed leaves although a count found less. */
void step_force(struct world *w, const struct fulfillment *f);
/* Some days go by, and what is due then happens. */
void step_timers(struct world *w);
/* One action for all the orders that everybody looks at; input: of what takes one, else NULL. */
void step_many_of(struct world *w, const char *action, const char *input);
/* When lines get their stock at MAIN: "confirm", "manual", or so many days before. */
void set_when(struct world *w, const char *word);
/* A state that chance seldom reaches, and what is done in it. at: the order that may make way for a
 * new one, -1: none. */
void step_prepared(struct world *w, int at);

#endif
