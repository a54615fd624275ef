/*
 * "What does it cost them, and why?" without an order.
 */
#ifndef OD_DOMAIN_ORDER_PRICE_ANSWER_H
#define OD_DOMAIN_ORDER_PRICE_ANSWER_H

#include "domain/desk/desk.h"

struct price_question {
    struct item_id item;
    struct customer_id customer; /* 0: whoever comes */
    struct channel_id channel;   /* 0: as for a new order */
    struct qty qty;              /* 0: one */
};

/*
 * What a new order of today would say, as text: the price, and every rule that could give one with
 * what it lacks. Writes nothing.
 * err  ERR_NOT_FOUND, ERR_STATE (field "customer": it is not active)
 */
OD_MUST_USE bool price_answer(struct desk *desk, const struct price_question *q,
                              struct arena *arena, const char **out, struct err *err);

#endif
