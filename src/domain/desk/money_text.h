/*
 * Amounts, quantities and dates as people at this desk read them; one place for all layers above.
 */
#ifndef OD_DOMAIN_DESK_MONEY_TEXT_H
#define OD_DOMAIN_DESK_MONEY_TEXT_H

#include "domain/desk/desk.h"

/* All in the arena, by desk_form; while desk_is_plain as it says. */
const char *text_money(const struct desk *desk, struct arena *arena, int64_t minor,
                       const char *currency);
/* The same where it may be another money than the firm's: that one's code stands behind it,
 * "6.07 USD"; "" where it has no currency. */
const char *text_cost(const struct desk *desk, struct arena *arena, struct money cost);
const char *text_price(const struct desk *desk, struct arena *arena, struct price p,
                       const char *currency);
const char *text_qty(const struct desk *desk, struct arena *arena, struct qty q);
const char *text_rate(const struct desk *desk, struct arena *arena, struct rate r);
/* "24 Nov", with the year where it is not this one; "" for none. */
const char *text_date(struct desk *desk, struct arena *arena, struct date d);
/* "14:03" today, "24 Nov 14:03" else; "" for 0. */
const char *text_stamp(struct desk *desk, struct arena *arena, struct stamp s);
/* The same for a narrow column: the day alone where it is not today. */
const char *text_when(struct desk *desk, struct arena *arena, struct stamp s);
/* How long ago: "40 min", "14 h", from two days on "3 d"; "" for 0 or what is to come. */
const char *text_age(struct desk *desk, struct arena *arena, struct stamp s);
/* An amount in at most six places, for columns: whole units, then thousands ("345k") and millions
 * ("12M"); "" for 0. */
const char *text_money_short(struct arena *arena, int64_t minor, const char *currency);

#endif
