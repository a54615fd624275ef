/*
 * Cash rounding: the smallest amounts that can be paid in notes and coins, by currency. Pure; which
 * orders are paid so is said by their payment terms (party/terms.h).
 */
#ifndef OD_DOMAIN_DESK_CASH_H
#define OD_DOMAIN_DESK_CASH_H

#include "base/money.h"

struct arena;

/* At most so many currencies have a step, each at most so many of its units. */
#define CASH_STEPS_MAX 40
#define CASH_STEP_MAX_UNITS 10000

struct cash_steps {
    struct money v[CASH_STEPS_MAX];
    int n;
};

/*
 * "CHF 0.05, SEK 1": each a currency and its step in the digits that the currency has; "" is none.
 * err  ERR_INVALID (field "value") no such currency, one named twice, a step that is not above 0 or
 *      has more digits than the currency; ERR_LIMIT too many, or too large a step
 */
OD_MUST_USE bool cash_steps_parse(const char *text, struct cash_steps *out, struct err *err);
/* As it is kept: "CHF 0.05, SEK 1.00". */
const char *cash_steps_format(const struct cash_steps *steps, struct arena *arena);
/* Step of a currency, minor units; 0: it has none. */
int64_t cash_step_of(const struct cash_steps *steps, const char *currency);

/* What brings an amount to the nearest multiple of step_minor, half away from zero; 0 where that
 * is 0. Both in minor units of one currency. */
int64_t cash_rounding(int64_t minor, int64_t step_minor);

#endif
