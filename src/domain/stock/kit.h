/*
 * Bundles in stock: what their components must give, in whole kits (R12).
 */
#ifndef OD_DOMAIN_STOCK_KIT_H
#define OD_DOMAIN_STOCK_KIT_H

#include "domain/stock/stock_sql.h"

/* The wants with those of bundles replaced by wants of their components, in the arena. */
OD_MUST_USE bool kits_to_parts(struct desk *desk, const struct stock_want *wants, int n,
                               struct arena *arena, struct stock_want **out, int *out_n,
                               struct err *err);
/* Promises a bundle's want as many whole kits as all its components make at its site. */
OD_MUST_USE bool kits_allocate(struct tx *tx, struct desk *desk, struct order_id order,
                               struct stock_want *want, struct err *err);
/* How much of a component that many kits take. */
struct qty kits_of(struct qty kits, struct qty part);

#endif
