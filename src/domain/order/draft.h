/*
 * Pieces of editing a draft, shared by the files that do it: header, lines, and the whole edit.
 */
#ifndef OD_DOMAIN_ORDER_DRAFT_H
#define OD_DOMAIN_ORDER_DRAFT_H

#include "domain/order/order.h"

/* order_allowed.c: what discounts an order has, percent and amount together. */
struct rate order_discount_rate(const struct order *order);
/*
 * Is no line more below the list than the acting user may give, its own price and discount and the
 * order's discount taken together? What was given before this edit may stay (before NULL: nothing
 * was). ERR_DENIED, field "disc" or "price".
 */
OD_MUST_USE bool order_prices_are_allowed(struct desk *desk, const struct order *before,
                                          const struct order *order, struct err *err);
/* The same of one line of it. */
OD_MUST_USE bool order_line_is_allowed(struct desk *desk, const struct order *before,
                                       const struct order *order, const struct order_line *line,
                                       struct err *err);

/* draft_item_sql.c: an active site's code; ERR_INVALID, field "site". */
OD_MUST_USE bool order_read_site(struct desk *desk, struct site_id site, struct arena *arena,
                                 const char **code, struct err *err);
/* draft_item_sql.c: the site stock is taken from, with its code. */
OD_MUST_USE bool order_change_site(struct desk *desk, struct order *order, struct site_id site,
                                   struct err *err);
/* draft_item_sql.c: what a line takes over from its item; the line's quantities stay. */
OD_MUST_USE bool order_read_item(struct desk *desk, struct item_id item, struct order_line *line,
                                 struct arena *arena, struct err *err);
/* draft_item_sql.c: the last order of the customer but this one, 0 for none. */
OD_MUST_USE bool order_last_of_customer(struct desk *desk, const struct order *order,
                                        struct order_id *out, struct err *err);

/* draft_line.c: is the quantity one that the item can be sold in? Field "qty". */
OD_MUST_USE bool line_qty_is_good(struct desk *desk, const struct order_line *line, struct qty qty,
                                  struct err *err);
void order_remove_line(struct order *order, int line_no);

/* May goods of it come from that site (0: any)? What is collected comes from there alone.
 * ERR_INVALID, field "site". */
OD_MUST_USE bool order_may_come_from(const struct order *order, struct site_id site,
                                     struct err *err);

#endif
