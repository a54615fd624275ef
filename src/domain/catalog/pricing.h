/*
 * Prices: which of the rules that could give one does (DOMAIN section 12), what it comes to, and
 * the answer to "why this price". Lists, groups and rules are kept in price_list.h.
 */
#ifndef OD_DOMAIN_CATALOG_PRICING_H
#define OD_DOMAIN_CATALOG_PRICING_H

#include "domain/catalog/price_list.h"
#include "domain/desk/desk.h"

enum price_source {
    PRICE_NONE = 0,
    PRICE_MANUAL = 1,
    PRICE_IMPORTED = 2,
    PRICE_CONTRACT = 3,
    PRICE_GROUP = 4,
    PRICE_CUSTOMER_LIST = 5,
    PRICE_CHANNEL_LIST = 6,
    PRICE_BASE_LIST = 7,
};

/* One rule that could give the price, as loaded; the functions below choose among them. */
struct price_candidate {
    int64_t rule_id;
    enum price_source source;          /* by where the rule comes from */
    enum price_kind kind;              /* 0 as PRICE_FIXED */
    int depth;                         /* 0 of the list itself, 1 of its parent, 2 of that one's */
    int scope;                         /* 0 everything, else the nearer the larger; PRICE_OF_ITEM */
    const char *category;              /* "" but for a rule of a category */
    const char *list_code, *list_name; /* of the rule, not of the list that inherits it */
    char currency[4];                  /* of that list */
    struct qty min_qty;
    struct price price;  /* in the money and price mode of the list */
    struct rate percent; /* off */
    int64_t factor_e12;  /* what the lists that inherit it make of it; 0: nothing */
    struct date valid_from, valid_to;
    bool is_tax_incl;
    bool is_by_promise; /* its dates are for the promised day, not for that of the order */
    /* brought to the order's money and price mode by who knows it (order_price.c) */
    struct price here;
    bool is_converted; /* from another currency, at the order's rate */
    bool lacks_rate;   /* would be, but there is no rate: it cannot be used */
};
#define PRICE_OF_ITEM 1000000

struct price_candidates {
    struct price_candidate *v;
    int n;
};

/* For whom and when. Lists of another currency do not count, but for the base list. */
struct price_ask {
    struct item_id item;
    struct customer_id customer; /* 0: nobody yet */
    int64_t group_id;            /* 0: none */
    struct price_list_id customer_list, channel_list;
    const char *currency;
    struct date on;
};
/* In the order of precedence; here is set to price. */
OD_MUST_USE bool price_candidates_load(struct desk *desk, const struct price_ask *ask,
                                       struct arena *arena, struct price_candidates *out,
                                       struct err *err);

/* What is asked of the candidates. */
struct price_want {
    struct qty total_qty; /* summed over equal SKUs of the order */
    struct date on;
    bool is_best; /* the customer gets the lowest of all sources, not the first */
    struct date promised; /* for rules that go by it; unset: on */
};
#define PRICE_STEPS_MAX 5
struct price_result {
    const struct price_candidate *chosen; /* NULL where nothing fits */
    struct price price;
    /* the rules it is made of, from the price at the bottom to chosen */
    const struct price_candidate *steps[PRICE_STEPS_MAX];
    int step_count;
    bool is_converted; /* some of it comes from another currency */
};
/*
 * Source first. Within one: the list's own rules before inherited ones, item before the nearest
 * category before everything, then the highest min_qty <= total_qty, then the latest valid_from,
 * then the lowest id. Percent and amount come off what the next lower source says and are passed
 * over where that says nothing. Pure.
 */
void price_resolve(const struct price_candidates *c, const struct price_want *want,
                   struct price_result *out);

/* The smallest larger quantity from which on the price is lower; false where there is none. Pure.
 */
struct price_break {
    struct qty from;
    struct price price;
};
bool price_next_break(const struct price_candidates *c, const struct price_want *want,
                      const struct price_result *now, struct price_break *out);
/* "Why this price", line by line: every candidate, which ones count and what each other lacks. */
const char *price_why(const struct price_candidates *c, const struct price_result *result,
                      const struct price_want *want, const char *currency, struct arena *arena);
const char *price_source_words(enum price_source source); /* translated */

#endif
