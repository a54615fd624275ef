/*
 * The one-line entry grammar: ITEM QTY [UNIT] [@PRICE] [-DISC%] [SITE] [DATE], what follows the
 * item in any order. entry.c takes the text apart and knows no store; entry_resolve.c finds the
 * item, its unit, the site and the day, and makes what a line wants of them.
 *
 *   4711 12                  item (SKU or barcode) and quantity
 *   4711*12, 12*4711         the same; which side is the item is found out
 *   4711 2 box, 4711 2box    in a unit of the item
 *   4711 12 @3.20 -5%        with a typed price for one of the item's own, and a discount
 *   4711 12 LEEDS fri        from a site, wanted on a day; wh:LEEDS and on:fri where it is not
 *                            clear
 *   4711 100 over:5 under:2  so many percent more or less may be delivered; over:- as the item says
 *   4711 100 whole:yes       leaves whole or not at all
 *   4711                     quantity missing (has_qty false)
 *   ; handle with care       a line of words alone
 */
#ifndef OD_DOMAIN_ORDER_ENTRY_H
#define OD_DOMAIN_ORDER_ENTRY_H

#include "domain/desk/desk.h"
#include "domain/order/order.h"

struct item;

/* Words that may be a unit, a site or a day. */
#define ENTRY_WORDS 4

/* Where in the text something stands, in bytes. */
struct entry_spot {
    int at, len;
};
struct entry_word {
    const char *text; /* in the arena; NULL: not there */
    struct entry_spot spot;
};

struct entry {
    struct entry_word code; /* what should be an item, as typed */
    struct entry_word star; /* what stood on the other side of a `*`: the quantity, or the item */
    struct entry_word qty;  /* checked against the item's decimals when it is known */
    struct entry_word unit; /* that stood right behind the quantity: "2box" */
    struct entry_word site; /* after wh: */
    struct entry_word date; /* a day beyond doubt, or after on: */
    bool has_over, has_under, has_whole, is_whole;
    struct tolerances tolerance;
    struct entry_word words[ENTRY_WORDS];
    int word_count;
    bool has_qty, has_price, has_disc;
    struct price price;
    struct rate disc;
    const char *comment; /* NULL: a line with an item */
};

/* What the text is read by. */
struct entry_form {
    const char *currency; /* of the order, for the price's digits */
    const struct decimal_form *decimals;
    struct date today;
    struct channel_id channel; /* whose codes count too; 0: none */
    const struct item *item;   /* known already, whatever the code says; NULL: look it up */
    struct entry_spot *bad;    /* where the wrong word stands, when refused; NULL: not asked for */
};
/* That of an order on this desk; order NULL: in the firm's currency. */
struct entry_form entry_form_of(struct desk *desk, const struct order *order,
                                const struct decimal_form *decimals);

/* err  ERR_INVALID, ERR_LIMIT; field "item", "qty", "price", "disc", "site", "date", "over",
 *      "under" or "whole" */
OD_MUST_USE bool entry_parse(const char *text, const struct entry_form *form, struct arena *arena,
                             struct entry *out, struct err *err);
/*
 * The parts as what a line wants. Without a quantity it is one: of the pack that was scanned, else
 * of the item's own unit. *item (may be NULL) becomes the item, NULL of a comment.
 * err  as above, and field "unit"; ERR_NOT_FOUND: no such item, site or unit
 */
OD_MUST_USE bool entry_resolve(struct desk *desk, const struct entry *e,
                               const struct entry_form *form, struct arena *arena,
                               struct line_input *out, const struct item **item, struct err *err);
/* Both at once. */
OD_MUST_USE bool entry_line(struct desk *desk, const char *text, const struct entry_form *form,
                            struct arena *arena, struct line_input *out, struct err *err);

#endif
