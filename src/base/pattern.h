/*
 * Regular expressions with named groups, by PCRE2: for tables of patterns that come as data.
 */
#ifndef OD_BASE_PATTERN_H
#define OD_BASE_PATTERN_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/err.h"

struct arena;
struct pattern;

/* Must fit the whole text. ERR_INVALID: what is wrong with the expression, and where. */
OD_MUST_USE bool pattern_new(const char *expression, struct pattern **out, struct err *err);
void pattern_free(struct pattern *p); /* NULL is fine */
/* Does it fit? What its groups caught is asked of the pattern until the next match. */
bool pattern_match(struct pattern *p, const char *text);
/* A named group of the last match, copied; NULL where it caught nothing or there is no such. */
const char *pattern_group(const struct pattern *p, const char *name, struct arena *arena);

static inline void pattern_cleanup(struct pattern **p)
{
    pattern_free(*p);
}
#define OD_PATTERN OD_CLEANUP(pattern_cleanup) struct pattern

#endif
