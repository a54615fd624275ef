/*
 * Fixed-point numbers in int64: parse, format, multiply and divide through 128 bits. No float
 * comes near a price, an amount or a quantity.
 */
#ifndef OD_BASE_DECIMAL_H
#define OD_BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define DECIMAL_TEXT_SIZE 32

enum round_mode {
    ROUND_HALF_UP = 0,   /* half away from zero; the default */
    ROUND_HALF_EVEN = 1, /* half to even */
    ROUND_DOWN = 2,      /* toward zero */
    ROUND_UP = 3,        /* away from zero */
};

/* The characters of a locale or an import map. '\0' for no grouping. */
struct decimal_form {
    char point; /* '.' or ',' */
    char group; /* ',' '.' '\'' ' ' or '\0' */
};

/*
 * num / den rounded by mode. den > 0; the result must fit an int64 (asserted).
 */
int64_t round_div(__int128 num, __int128 den, enum round_mode mode);

/*
 * Text to an integer of 10^-scale units ("4.25", scale 4 -> 42500). Accepts one sign, digits, one
 * point, and groups of three where form has a group character; trims blanks. Refuses exponents,
 * more than `scale` significant decimals (trailing zeros are fine), and |value| > max.
 *
 * form  NULL means {'.', '\0'}; with point ',' a '.' is refused unless it is the group character
 * err   ERR_INVALID ("... is not a number"), ERR_LIMIT; no field
 */
OD_MUST_USE bool decimal_parse(const char *text, int scale, int64_t max,
                               const struct decimal_form *form, int64_t *out, struct err *err);

/*
 * The shortest text with at least min_decimals and at most scale decimals, grouped where form asks:
 * (42500, 4, 2) -> "4.25". out has DECIMAL_TEXT_SIZE bytes at least; returns out.
 */
const char *decimal_format(int64_t value, int scale, int min_decimals,
                           const struct decimal_form *form, char out[DECIMAL_TEXT_SIZE]);

#endif
