/*
 * Amounts, unit prices, quantities, rates: one struct each, so that one cannot be passed as
 * another. Scales: money in minor units of its currency (0 to 4 digits), price in 1/10 000 minor
 * unit, quantity in thousandths, rate in ppm, exchange rate x 10^9.
 */
#ifndef OD_BASE_MONEY_H
#define OD_BASE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/decimal.h"
#include "base/err.h"

struct currency {
    char code[4]; /* ISO 4217 */
    int digits;   /* minor digits: 0, 2, 3, 4 (ISO 4217, not CLDR) */
};

struct money {
    int64_t minor;
    char cur[4];
};
struct price {
    int64_t v; /* 1/10 000 minor unit, per unit */
};
struct qty {
    int64_t milli;
};
struct rate {
    int32_t ppm;
};
struct fx {
    int64_t e9; /* base units for one order unit, x 10^9 */
};

#define FX_ONE INT64_C(1000000000) /* a rate of 1 */
#define PRICE_PER_MINOR INT64_C(10000)
#define QTY_PER_UNIT INT64_C(1000)
#define PPM INT64_C(1000000)
#define MONEY_TEXT_SIZE 40

/* The table of ISO 4217 currencies in use; NULL for an unknown code. Upper case. */
const struct currency *currency_find(const char *code);

struct money money_make(int64_t minor, const char *cur);
/* Same currency is asserted; sums are within the bounds of limits.h by construction, asserted. */
struct money money_add(struct money a, struct money b);
struct money money_sub(struct money a, struct money b);
bool money_is_zero(struct money m);

/* "1,234.50" in the digits of its currency, without the code; grouped with form. */
const char *money_format(struct money m, const struct decimal_form *form,
                         char out[MONEY_TEXT_SIZE]);
/* "1234.50 EUR": for JSON, CSV and logs; always '.' and no groups. */
const char *money_format_code(struct money m, char out[MONEY_TEXT_SIZE]);
OD_MUST_USE bool money_parse(const char *text, const char *cur, const struct decimal_form *form,
                             struct money *out, struct err *err);

/* Price with at least the currency's digits, up to 4 more ("0.1234"). */
const char *price_format(struct price p, const char *cur, const struct decimal_form *form,
                         char out[MONEY_TEXT_SIZE]);
OD_MUST_USE bool price_parse(const char *text, const char *cur, const struct decimal_form *form,
                             struct price *out, struct err *err);

/* Quantity with no more decimals than needed: "12", "2.5". */
const char *qty_format(struct qty q, const struct decimal_form *form, char out[DECIMAL_TEXT_SIZE]);
/* decimals: how many the item allows (0..3); more is ERR_INVALID. Negative is ERR_INVALID. */
OD_MUST_USE bool qty_parse(const char *text, int decimals, const struct decimal_form *form,
                           struct qty *out, struct err *err);

/* "12.5" of 125000 ppm; parse takes "12.5" or "12.5%". */
const char *rate_format(struct rate r, const struct decimal_form *form,
                        char out[DECIMAL_TEXT_SIZE]);
OD_MUST_USE bool rate_parse(const char *text, const struct decimal_form *form, struct rate *out,
                            struct err *err);

/*
 * Net of a line: round(qty x unit x (1 - disc)) - disc_amt_minor, rounded once by mode.
 * The product is exact in 128 bits before the one rounding. Where it is past LIMIT_MONEY_MINOR it
 * becomes LIMIT_MONEY_MINOR + 1 (or less than its negative): callers refuse that with ERR_LIMIT.
 */
int64_t line_net_minor(struct qty q, struct price unit, struct rate disc, int64_t disc_amt_minor,
                       enum round_mode mode);

/*
 * An amount of cur in the base currency at a rate above zero, and back: half-up, once, whatever
 * minor digits the two have. Prices go the same way. Past LIMIT_MONEY_MINOR it becomes
 * LIMIT_MONEY_MINOR + 1 (or less than its negative).
 */
int64_t money_to_base(int64_t minor, const char *cur, struct fx fx, const char *base);
int64_t money_from_base(int64_t minor, const char *base, struct fx fx, const char *cur);

/*
 * Splits total over n weights (largest remainder; ties to the first): sum(out) == total exactly.
 * All weights zero: everything to the first. Negative total works; weights >= 0.
 */
void split_minor(int64_t total, const int64_t *weights, int n, int64_t *out);

#endif
