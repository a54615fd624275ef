/*
 * The parser of the query bar in its parts: tokens and words (search.c), sides of "or"
 * (query_or.c), fields (query_field.c), days and amounts (query_value.c).
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

/* The next of several values with commas between; NULL at the end. */
const char *query_next_name(struct query_parser *p, const char **at);

/* Adds a post code, with or without its gap. */
OD_MUST_USE bool query_take_code(struct query_parser *p, const char *code, struct err *err);
/* Puts together what is only known at the end. */
void query_end(struct query *q);

/* Where the piece ends that begins at a place of the text which is no blank: a narrowing word, a
 * telephone number in groups, or all up to a blank outside quotes. */
const char *query_piece_end(struct query_parser *p, const char *from);

/* One side of "or", all of which must hold, into p->q; p->from and p->to tell the word at fault. */
OD_MUST_USE bool query_parse_side(struct query_parser *p, const char *text, struct err *err);
/* All of a cleaned text, into as many queries as it has sides. */
OD_MUST_USE bool query_parse_sides(struct query_parser *p, const char *text, enum find_kind kind,
                                   const struct query **out, struct err *err);

/* Values of one field; a value is never "". QUERY_NOT: none of these.
 * err  ERR_INVALID, ERR_LIMIT with the field */
OD_MUST_USE bool query_take_date(struct query_parser *p, const char *value, int sign,
                                 struct err *err);
OD_MUST_USE bool query_take_since(struct query_parser *p, const char *value, int sign,
                                  struct err *err);
OD_MUST_USE bool query_take_before(struct query_parser *p, const char *value, int sign,
                                   struct err *err);
OD_MUST_USE bool query_take_promised(struct query_parser *p, const char *value, int sign,
                                     struct err *err);
OD_MUST_USE bool query_take_wanted(struct query_parser *p, const char *value, int sign,
                                   struct err *err);
OD_MUST_USE bool query_take_shipped(struct query_parser *p, const char *value, int sign,
                                    struct err *err);
OD_MUST_USE bool query_take_total(struct query_parser *p, const char *value, int sign,
                                  struct err *err);
OD_MUST_USE bool query_take_priority(struct query_parser *p, const char *value, int sign,
                                     struct err *err);
OD_MUST_USE bool query_take_hour(struct query_parser *p, const char *value, int sign,
                                 struct err *err);

/* What a field may say, as far as it can be listed. */
enum query_value_kind {
    VALUE_ANY = 0,
    VALUE_STATUS,
    VALUE_IS,
    VALUE_SORT,
    VALUE_HOLD,
    VALUE_WORK,
    VALUE_WEEKDAY,
    VALUE_DAY,
    VALUE_CHANNEL,
    VALUE_SITE,
    VALUE_USER,
    VALUE_CARRIER,
    VALUE_GROUP,
    VALUE_CUSTOMER,
    VALUE_ITEM,
    VALUE_CATEGORY,
};
/* The field at a place of the table, the kinds that have it and what it may say; NULL behind the
 * last. */
const char *query_field_name(int at, uint32_t *kinds, enum query_value_kind *values);
/* Of VALUE_STATUS to VALUE_WEEKDAY the name at a place; NULL behind the last, and of the others. */
const char *query_fixed_value(enum query_value_kind values, int at);

/*
 * name, value, sign: `-status:a,b` is "status", "a,b", QUERY_NOT. A value still to be typed ("")
 * asks nothing yet. Narrows the kinds.
 * err  ERR_INVALID: no such field (those that exist are named), or the value is none
 */
OD_MUST_USE bool query_take_field(struct query_parser *p, const char *name, const char *value,
                                  int sign, struct err *err);

#endif
