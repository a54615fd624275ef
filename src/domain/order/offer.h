/*
 * What can be done about a line for which there is too little stock.
 */
#ifndef OD_DOMAIN_ORDER_OFFER_H
#define OD_DOMAIN_ORDER_OFFER_H

#include "domain/order/order.h"

/* Ways out of a short line, each ready to be applied. */
enum offer_kind { OFFER_BACKORDER, OFFER_CUT, OFFER_SITE, OFFER_SUBSTITUTE };
struct offer {
    enum offer_kind kind;
    char key;          /* 'b', 's' (send what is there), 'o' (other site), 'a' (alternative) */
    const char *words; /* "backorder 2", "send 2", "2 from LEEDS", "BRK-21, 40 free" */
    struct line_input input; /* for order_put_line on the same line_no */
};
struct offers {
    struct offer *v;
    int n;
};
OD_MUST_USE bool order_offers(struct desk *desk, const struct order *order, int line_no,
                              struct arena *arena, struct offers *out, struct err *err);

#endif
