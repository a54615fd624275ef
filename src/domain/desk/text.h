/*
 * The door for text that people and files bring: cleaned, bounded, with the field at fault named.
 */
#ifndef OD_DOMAIN_DESK_TEXT_H
#define OD_DOMAIN_DESK_TEXT_H

#include <stdbool.h>

#include "base/err.h"

struct arena;

/* A one-line field of at most LIMIT_TEXT_BYTES; NULL gives "". err has the field. */
OD_MUST_USE bool text_line(const char *in, const char *field, struct arena *arena,
                           const char **out, struct err *err);
/* As text_line, and "" is refused: "Fill in the name." needs what as the thing's words. */
OD_MUST_USE bool text_required(const char *in, const char *field, const char *what,
                               struct arena *arena, const char **out, struct err *err);
/* Several lines of at most LIMIT_NOTE_BYTES; a payment card's number is refused, with its place. */
OD_MUST_USE bool text_note(const char *in, const char *field, struct arena *arena,
                           const char **out, struct err *err);
/* A code (SKU, customer, site): trimmed, a-z made A-Z, at most LIMIT_CODE_BYTES, blanks within
 * become one. May be "". */
OD_MUST_USE bool text_code(const char *in, const char *field, struct arena *arena,
                           const char **out, struct err *err);
/* The same for looking up: what cannot be a code gives NULL. */
const char *text_code_typed(const char *in, struct arena *arena);

/*
 * Does the text hold what can only be a payment card's number: an issuer's prefix with its length
 * (14 to 16 or 19 digits, single blanks or hyphens between) and a right Luhn sum (ISO/IEC 7812-1)?
 * at (may be NULL) becomes the byte where it begins.
 */
bool text_has_card_number(const char *text, int *at);

#endif
