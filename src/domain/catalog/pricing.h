/*
 * Price lists with breaks and the precedence of prices (DOMAIN section 12), with the answer to
 * "why this price".
 */
#ifndef OD_DOMAIN_CATALOG_PRICING_H
#define OD_DOMAIN_CATALOG_PRICING_H

#include "domain/desk/desk.h"

#define PRICE_LIST_BASE "BASE" /* the list of the house, made with the desk */

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

/* One row that could give the price, as loaded; rules choose among them. */
struct price_candidate {
    int64_t rule_id;
    enum price_source source; /* by where the row comes from */
    const char *list_code, *list_name;
    struct qty min_qty;
    struct price price;
    struct date valid_from, valid_to;
    bool is_tax_incl;
};
struct price_candidates {
    struct price_candidate *v;
    int n;
};

/* For whom and when. Lists of another currency do not count. */
struct price_ask {
    struct item_id item;
    struct customer_id customer; /* 0: nobody yet */
    struct price_list_id customer_list, channel_list;
    const char *currency;
    struct date on;
};
OD_MUST_USE bool price_candidates_load(struct desk *desk, const struct price_ask *ask,
                                       struct arena *arena, struct price_candidates *out,
                                       struct err *err);

/*
 * Chooses: source first, then the highest min_qty <= total_qty (quantity summed over equal SKUs of
 * the order), then the latest valid_from, then the lowest id. NULL where nothing fits. Pure.
 */
const struct price_candidate *price_choose(const struct price_candidates *c, struct qty total_qty,
                                           struct date on);
/* The next break above total_qty of the chosen row's list, NULL where none: "from 50: 3.90". Pure.
 */
const struct price_candidate *price_next_break(const struct price_candidates *c,
                                               const struct price_candidate *chosen,
                                               struct qty total_qty, struct date on);
/* "Why this price", line by line: every candidate, which one won and what each other lacks. */
const char *price_why(const struct price_candidates *c, const struct price_candidate *chosen,
                      struct qty total_qty, struct date on, const char *currency,
                      struct arena *arena);
const char *price_source_words(enum price_source source); /* translated */

struct price_list {
    struct price_list_id id;
    const char *code, *name;
    char currency[4];
    bool is_tax_incl, is_active;
    int64_t version;
};
struct price_lists {
    struct price_list *v;
    int n;
};
OD_MUST_USE bool price_lists_load(struct desk *desk, struct arena *arena, struct price_lists *out,
                                  struct err *err);
OD_MUST_USE bool price_list_find(struct desk *desk, const char *code, struct arena *arena,
                                 struct price_list **out, struct err *err);
/* "price.save" */
OD_MUST_USE bool price_list_save(struct desk *desk, const struct price_list *in,
                                 struct price_list_id *out, struct err *err);

struct price_rule {
    int64_t id; /* 0: new, or the row of same list, item, customer, min_qty and valid_from */
    struct price_list_id list;
    struct item_id item;
    struct customer_id customer; /* 0: for all of the list */
    struct qty min_qty;
    struct price price;
    struct date valid_from, valid_to; /* unset: always */
};
/* "price.save". Under item_save_in and imports the _in form: it writes nothing when nothing is
 * different. ERR_INVALID (field), ERR_LIMIT, ERR_NOT_FOUND. */
OD_MUST_USE bool price_rule_save(struct desk *desk, const struct price_rule *in, struct err *err);
OD_MUST_USE bool price_rule_save_in(struct tx *tx, struct desk *desk, const struct price_rule *in,
                                    struct err *err);
struct price_rules {
    struct price_rule *v;
    int n;
};
/* Those for all customers first, by list, then contract prices; at most LIMIT_PAGE_ROWS. */
OD_MUST_USE bool price_rules_of_item(struct desk *desk, struct item_id item, struct arena *arena,
                                     struct price_rules *out, struct err *err);

#endif
