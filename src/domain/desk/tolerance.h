/*
 * How far a delivery may differ from what was ordered (DOMAIN section 11, B6): said by the line,
 * else by the item, else by the customer, else not at all.
 */
#ifndef OD_DOMAIN_DESK_TOLERANCE_H
#define OD_DOMAIN_DESK_TOLERANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/money.h"

struct arena;
struct decimal_form;

/* One direction; not said: the next level decides. */
struct tolerance {
    bool is_said;
    int64_t ppm; /* of what is ordered, 0 to PPM */
};
struct tolerances {
    struct tolerance over;  /* may be delivered beyond the order */
    struct tolerance under; /* may stay away: the rest is not waited for */
};

/* "5", "5%", and "" or "-": not said. err  ERR_INVALID, field as given */
OD_MUST_USE bool tolerance_parse(const char *text, const struct decimal_form *form,
                                 const char *field, struct tolerance *out, struct err *err);
/* "5" of 5 %, "" where it is not said; form NULL: as machines write it. */
const char *tolerance_text(struct tolerance t, const struct decimal_form *form,
                           struct arena *arena);
bool tolerance_is_equal(struct tolerance a, struct tolerance b);
/* What the first that says something says; 0 where none does. */
int64_t tolerance_first(struct tolerance a, struct tolerance b, struct tolerance c);
/* So much of a quantity, rounded down to the item's decimals. */
struct qty tolerance_of(struct qty qty, int64_t ppm, int qty_decimals);

#endif
