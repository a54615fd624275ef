/*
 * The parser of the query bar in its two halves: tokens and words (search.c), the values of fields
 * (query_value.c).
 */
#ifndef OD_DOMAIN_INSIGHT_QUERY_PARTS_H
#define OD_DOMAIN_INSIGHT_QUERY_PARTS_H

#include "base/strbuf.h"
#include "domain/insight/query.h"

#define KIND(k)   (UINT32_C(1) << (k))
#define KINDS_ALL (KIND(FIND_ORDER) | KIND(FIND_CUSTOMER) | KIND(FIND_ITEM))

struct query_parser {
    struct desk *desk;
    struct arena *arena;
    struct query *q;
    struct strbuf match, match_not;
    int terms;
    const char *from, *to; /* the word that is looked at, in the cleaned text; NULL: none */
    int not_count; /* tokens of words that must not be there */
};

/* Adds words that must be there to the full-text expression. */
OD_MUST_USE bool query_take_words(struct query_parser *p, const char *words, struct err *err);

/* Adds a post code, with or without its gap. */
OD_MUST_USE bool query_take_code(struct query_parser *p, const char *code, struct err *err);
/* Puts together what is only known at the end. */
void query_end(struct query *q);

/*
 * name, value, sign: `-status:a,b` is "status", "a,b", QUERY_NOT. A value still to be typed ("")
 * asks nothing yet. Narrows the kinds.
 * err  ERR_INVALID: no such field (those that exist are named), or the value is none
 */
OD_MUST_USE bool query_take_field(struct query_parser *p, const char *name, const char *value,
                                  int sign, struct err *err);

#endif
