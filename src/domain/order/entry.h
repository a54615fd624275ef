/*
 * The one-line entry grammar: SKU QTY [@PRICE] [-DISC%]. Pure text to parts; items are looked up by
 * the caller.
 *
 *   4711 12          SKU and quantity, blank between
 *   4711*12          the same with * between
 *   4711 12 @3.20 -5%  with a typed price and a line discount
 *   4711             quantity missing (has_qty false)
 */
#ifndef OD_DOMAIN_ORDER_ENTRY_H
#define OD_DOMAIN_ORDER_ENTRY_H

#include "domain/desk/desk.h"

struct entry {
    const char *code; /* what should be an item, as typed, in the arena */
    bool has_qty, has_price, has_disc;
    const char *qty_text; /* checked against the item's decimals by the caller */
    struct price price;
    struct rate disc;
};

/*
 * currency  of the order, for the price's digits
 * err       ERR_INVALID, field "qty", "price", "disc" or "item", with what was expected
 */
OD_MUST_USE bool entry_parse(const char *text, const char *currency,
                             const struct decimal_form *form, struct arena *arena,
                             struct entry *out, struct err *err);

#endif
