/*
 * What happens to an order: the action table (submit, confirm, allocate, release_hold, hold,
 * cancel, discard ...) with guards and effects, DOMAIN section 3.
 */
#ifndef OD_DOMAIN_FLOW_ORDER_ACTION_H
#define OD_DOMAIN_FLOW_ORDER_ACTION_H

#include "domain/desk/action.h"
#include "domain/order/order.h"

extern const struct document order_document;

/*
 * Draft to number in one transaction: what Enter Enter in order entry and `order new --confirm` do:
 * submit, and confirm where nothing blocks it. "order.submit" and, for the second, "order.confirm".
 */
struct order_taken {
    struct order_id id;
    const char *number;
    struct money total;
    bool is_confirmed;
    const char *notes; /* what the clerk should say: backorders, holds; "" where nothing */
};
OD_MUST_USE bool order_take(struct desk *desk, struct record_at at, bool confirm,
                            struct arena *arena, struct order_taken *out, struct err *err);

/* A whole order by one call, for scripts and imports of live orders; key makes it safe to
 * repeat. */
struct order_new {
    struct customer_id customer;
    struct channel_id channel;         /* 0: phone */
    const struct order_header *header; /* further fields, may be NULL */
    const struct line_input *lines;
    int line_count;
    bool is_submit, is_confirm; /* false: stays a draft / submitted */
    const char *key, *content;  /* content: what was asked, for the key's check */
};
OD_MUST_USE bool order_create(struct desk *desk, const struct order_new *in, struct arena *arena,
                              struct order_taken *out, struct err *err);

#endif
