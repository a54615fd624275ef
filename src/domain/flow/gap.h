/*
 * Receiving gaps: what a manager shipped beyond the books, until goods are received or counted
 * (DOMAIN R9).
 */
#ifndef OD_DOMAIN_FLOW_GAP_H
#define OD_DOMAIN_FLOW_GAP_H

#include "domain/desk/desk.h"

struct gap {
    struct item_id item;
    struct site_id site;
    const char *sku, *description, *site_code;
    struct qty qty; /* that the books are below zero, above 0 */
    struct stamp since;          /* when they fell below */
    struct order_id order;       /* the last that was shipped so; 0: nobody's */
    const char *number;          /* of it; "" */
    const char *by, *reason;     /* who forced that, and why; "" */
    int64_t base_minor;          /* what the orders paid for it, in the firm's currency */
};
struct gaps {
    struct gap *v;
    int n;
};
/* By site and SKU, at most max. */
OD_MUST_USE bool gaps_load(struct desk *desk, int max, struct arena *arena, struct gaps *out,
                           struct err *err);

#endif
