/*
 * The ways an order may be sent, as rows of a field.
 */
#ifndef OD_TUI_SHIP_WAY_H
#define OD_TUI_SHIP_WAY_H

#include "domain/order/order.h"
#include "tui/lookup.h"

/* Those whose code or name begins with the text: what each costs this order and when it arrives, or
 * why it cannot be. order NULL: none. */
OD_MUST_USE bool ship_way_rows(struct desk *desk, const struct order *order, const char *text,
                               struct arena *arena, struct lookup_rows *out, struct err *err);

#endif
