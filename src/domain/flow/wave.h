/*
 * Many orders at once to the warehouse: each in a transaction of its own, with a result for each.
 */
#ifndef OD_DOMAIN_FLOW_WAVE_H
#define OD_DOMAIN_FLOW_WAVE_H

#include "domain/desk/desk.h"

/* As many as one wave takes, where nobody says else. */
#define WAVE_ORDERS 500

struct wave_row {
    struct order_id order;
    const char *number, *customer_name;
    bool is_released;
    const char *why_not; /* "" where it was */
};
struct wave {
    struct wave_row *v;
    int n, released;
};

/* How many orders wait to be released: those whose goods are all put aside. */
OD_MUST_USE bool wave_count(struct desk *desk, int *out, struct err *err);
/*
 * Releases them as the order's action does, oldest first, at most max. What a rule stops is in the
 * rows with its reason, and does not count: those behind it go.
 * err  ERR_DENIED; ERR_BUSY, ERR_IO and the like stop it: what went before stays done
 */
OD_MUST_USE bool wave_release(struct desk *desk, int max, struct arena *arena, struct wave *out,
                              struct err *err);

#endif
