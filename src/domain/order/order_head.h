/*
 * An order without what hangs on it, for who reads many of them.
 */
#ifndef OD_DOMAIN_ORDER_ORDER_HEAD_H
#define OD_DOMAIN_ORDER_ORDER_HEAD_H

#include "domain/order/order.h"

/* Without its lines, taxes and holds: to be read, never to be saved. ERR_NOT_FOUND */
OD_MUST_USE bool order_load_head(struct desk *desk, struct order_id id, struct arena *arena,
                                 struct order **out, struct err *err);

#endif
