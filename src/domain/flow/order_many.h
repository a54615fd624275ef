/*
 * One thing done to many orders: first what can be and why the rest cannot, then one order after
 * another, each in a transaction of its own and as it was looked at. It is an action of the order's
 * table, or a deed that has a use case of its own (print/order_deeds.c has those).
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

struct many_deed {
    /* Name, label, help, inputs, states; it has no guard and no apply. */
    struct action action;
    const char *right;
    /* Could it be done to this order, whose state fits? NULL: yes. err  ERR_STATE */
    bool (*may)(struct desk *desk, const struct order *o, const void *ctx, struct err *err);
    /* What was given, before the first order. NULL: anything goes. err  ERR_INVALID (field) */
    bool (*check)(struct desk *desk, const struct action_values *values, const void *ctx,
                  struct err *err);
    /* One of the two: to one order, or to the first row and to as many of those behind it as go
     * with it in one transaction, of which it sets state and why; err of this: as many_go's. */
    bool (*run)(struct desk *desk, struct record_at at, const struct action_values *values,
                const void *ctx, struct err *err);
    bool (*run_rows)(struct desk *desk, struct many_row *rows, int n,
                     const struct action_values *values, struct arena *arena, struct err *err);
};

/* What is done to each. */
struct many_work {
    const struct action *action;
    const struct many_deed *deed; /* NULL: an action of the order's table */
    const void *ctx;              /* of the deed */
};
/* Those that there are: the deeds end with one without a name; NULL: none. ctx is given to them. */
struct many_deeds {
    const struct many_deed *v;
    const void *ctx;
};

/* "can", "cannot", "done", "refused": stable. */
const char *many_state_name(enum many_state state);
const char *many_state_words(enum many_state state); /* translated */

/* All that can be done to many, from 0 on; false behind the last. Not what names a line of the
 * order. */
bool many_at(const struct many_deeds *deeds, int at, struct many_work *out);
/* By name. err  ERR_INVALID (field "action") with those there are */
OD_MUST_USE bool many_find(const struct many_deeds *deeds, const char *name, struct arena *arena,
                           struct many_work *out, struct err *err);
/* Is all given that it needs, and is it what it may be? err  ERR_INVALID with the input as field */
OD_MUST_USE bool many_check(struct desk *desk, const struct many_work *work,
                            const struct action_values *values, struct err *err);
/* Looks at the orders. At most LIMIT_BULK_ORDERS. */
OD_MUST_USE bool many_preview(struct desk *desk, const struct many_work *work, const int64_t *ids,
                              int n, struct arena *arena, struct many_rows *out, struct err *err);
/*
 * Does it to one of them, whatever its state was; the row tells what came of it, its text in arena.
 * err  only what makes going on useless: ERR_IO, ERR_CORRUPT, ERR_BUG
 */
OD_MUST_USE bool many_do(struct desk *desk, const struct many_work *work,
                         const struct action_values *values, struct arena *arena,
                         struct many_row *row, struct err *err);
/* The same to the first of n rows, and to those behind it that go with it: their state tells. */
OD_MUST_USE bool many_go(struct desk *desk, const struct many_work *work,
                         const struct action_values *values, struct arena *arena,
                         struct many_row *rows, int n, struct err *err);

#endif
