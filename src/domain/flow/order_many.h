/*
 * One action done to many orders: first what can be and why the rest cannot, then one order after
 * another, each in a transaction of its own and as it was looked at.
 */
#ifndef OD_DOMAIN_FLOW_ORDER_MANY_H
#define OD_DOMAIN_FLOW_ORDER_MANY_H

#include "domain/flow/order_action.h"

enum many_state {
    MANY_CAN,     /* it would be done */
    MANY_CANNOT,  /* it would be refused: why */
    MANY_DONE,
    MANY_REFUSED, /* it was refused: why */
};

struct many_row {
    struct order_id id;
    int64_t version; /* as it was looked at */
    const char *number, *customer_name;
    enum order_shown shown;
    enum many_state state;
    const char *why; /* sentence; "" */
};
struct many_rows {
    struct many_row *v;
    int n;
    int can; /* MANY_CAN among them */
};

/* "can", "cannot", "done", "refused": stable. */
const char *many_state_name(enum many_state state);
const char *many_state_words(enum many_state state); /* translated */

/* Is it one that can be done to many? Not what names a line of the order. */
bool many_takes(const struct action *action);
/* By name. err  ERR_INVALID (field "action") with those there are */
OD_MUST_USE bool many_action(const char *name, struct arena *arena, const struct action **out,
                             struct err *err);
/* Is all given that the action needs? err  ERR_INVALID with the input as field */
OD_MUST_USE bool many_check(const struct action *action, const struct action_values *values,
                            struct err *err);
/* Looks at the orders. At most LIMIT_BULK_ORDERS. */
OD_MUST_USE bool many_preview(struct desk *desk, const struct action *action, const int64_t *ids,
                              int n, struct arena *arena, struct many_rows *out, struct err *err);
/*
 * Does it to one of them, whatever its state was; the row tells what came of it, its text in arena.
 * err  only what makes going on useless: ERR_IO, ERR_CORRUPT, ERR_BUG
 */
OD_MUST_USE bool many_do(struct desk *desk, const struct action *action,
                         const struct action_values *values, struct arena *arena,
                         struct many_row *row, struct err *err);

#endif
