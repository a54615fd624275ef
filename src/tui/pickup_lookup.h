/*
 * The counters among the addresses: "@LEEDS" in the field "Ship to" says that the customer collects
 * the order there.
 */
#ifndef OD_TUI_PICKUP_LOOKUP_H
#define OD_TUI_PICKUP_LOOKUP_H

#include "domain/order/order.h"
#include "tui/form.h"

/* Appends the sites where customers collect and that fit the text, with negative ids. */
OD_MUST_USE bool pickup_lookup(struct desk *desk, const char *text, struct arena *arena,
                               struct lookup_rows *out, struct err *err);
/* The site that a row of the list stands for; id 0 where it is an address. */
struct site_id pickup_of_row(int64_t id);
/* Shows in the field where the order is collected; site 0 shows nothing. */
void pickup_show(struct form *f, int field, struct site_id site, const char *code);

#endif
