/*
 * Price lists, groups of customers, and the rules that say what something costs: the records and
 * their use cases. Which rule counts is in pricing.h.
 */
#ifndef OD_DOMAIN_CATALOG_PRICE_LIST_H
#define OD_DOMAIN_CATALOG_PRICE_LIST_H

#include "domain/desk/desk.h"

#define PRICE_LIST_BASE  "BASE" /* the list of the house, made with the desk */
#define PRICE_LIST_DEPTH 2      /* a list may inherit from one that inherits, and no further */

struct price_list {
    struct price_list_id id;
    const char *code, *name;
    char currency[4];
    bool is_tax_incl, is_active;
    int64_t version; /* 0 when saving: whatever is there */
    struct price_list_id
        parent;         /* 0: none. Its prices hold where the list has no rule of its own */
    int32_t adjust_ppm; /* on top of the parent's: -50000 is 5 % less */
    struct date valid_from, valid_to; /* unset: always */
};
struct price_lists {
    struct price_list *v;
    int n;
};
OD_MUST_USE bool price_lists_load(struct desk *desk, struct arena *arena, struct price_lists *out,
                                  struct err *err);
/* NULL: it is not among them. */
struct price_list *price_list_of(const struct price_lists *lists, struct price_list_id id);
/* "": it is not. */
const char *price_list_code_of(const struct price_lists *lists, struct price_list_id id);
OD_MUST_USE bool price_list_find(struct desk *desk, const char *code, struct arena *arena,
                                 struct price_list **out, struct err *err);
/* "price.save". ERR_INVALID (field), ERR_CONFLICT (code taken, version), ERR_STATE. */
OD_MUST_USE bool price_list_save(struct desk *desk, const struct price_list *in,
                                 struct price_list_id *out, struct err *err);
OD_MUST_USE bool price_list_save_in(struct tx *tx, struct desk *desk, const struct price_list *in,
                                    struct price_list_id *out, struct err *err);

/* A group of customers: rules may hold for all of it. */
struct customer_group {
    int64_t id;
    const char *code, *name;
    int64_t version; /* 0 when saving: whatever is there */
};
struct customer_groups {
    struct customer_group *v;
    int n;
};
OD_MUST_USE bool customer_groups_load(struct desk *desk, struct arena *arena,
                                      struct customer_groups *out, struct err *err); /* by code */
OD_MUST_USE bool customer_group_find(struct desk *desk, const char *code, struct arena *arena,
                                     struct customer_group **out, struct err *err);
/* "price.save": id 0 makes a new one. ERR_INVALID (field), ERR_CONFLICT. */
OD_MUST_USE bool customer_group_save(struct desk *desk, const struct customer_group *in,
                                     int64_t *id, struct err *err);
OD_MUST_USE bool customer_group_save_in(struct tx *tx, struct desk *desk,
                                        const struct customer_group *in, int64_t *id,
                                        struct err *err);

/* Written where the SKU stands, for rules of a category or of everything. */
#define PRICE_OF_CATEGORY "category:"
#define PRICE_OF_ALL      "all:"

/* The customers of a group by their code, after the code of the last page ("": from the start);
 * is_backward: before it, the nearest first, and with "" from the end. At most max
 * (<= LIMIT_PAGE_ROWS). */
struct group_member {
    struct customer_id id;
    const char *code, *name;
    bool is_active;
};
struct group_members {
    struct group_member *v;
    int n;
};
struct group_member_filter {
    int64_t group_id;
    const char *after;
    bool is_inclusive, is_backward;
    int max;
};
OD_MUST_USE bool group_members_load(struct desk *desk, const struct group_member_filter *filter,
                                    struct arena *arena, struct group_members *out,
                                    struct err *err);
OD_MUST_USE bool group_member_count(struct desk *desk, int64_t group_id, int64_t *out,
                                    struct err *err);

enum price_kind { PRICE_FIXED = 1, PRICE_PERCENT = 2, PRICE_AMOUNT = 3 };

struct price_rule {
    int64_t
        id; /* 0: new, or the row of same list, target, customer, group, min_qty and valid_from */
    struct price_list_id list;
    struct item_id item;         /* 0: of the category */
    struct customer_id customer; /* 0: not of one customer */
    struct qty min_qty;
    struct price price;               /* PRICE_FIXED the price, PRICE_AMOUNT what comes off */
    struct date valid_from, valid_to; /* unset: always */
    enum price_kind kind;             /* 0 as PRICE_FIXED */
    struct rate percent;              /* PRICE_PERCENT: what comes off */
    const char *category;             /* with item 0; "" or NULL: everything */
    int64_t group_id;                 /* 0: not of a group */
    const char *contract_ref;         /* where it is agreed; NULL as "" */
    int64_t version;                  /* 0 when saving: whatever is there */
    const char *sku;                  /* read only, of price_rules_load; "" without an item */
    bool is_by_promise;               /* a contract whose dates are for the promised day */
    bool must_be_new;                 /* when saving: one in its place is refused, not replaced */
};
/* "price.save". Under item_save_in and imports the _in form: it writes nothing when nothing is
 * different. ERR_INVALID (field), ERR_LIMIT, ERR_NOT_FOUND, ERR_CONFLICT. */
OD_MUST_USE bool price_rule_save(struct desk *desk, const struct price_rule *in, struct err *err);
OD_MUST_USE bool price_rule_save_in(struct tx *tx, struct desk *desk, const struct price_rule *in,
                                    struct err *err);
/* The stored rule of the same place (see id of price_rule); id 0 where there is none. */
OD_MUST_USE bool price_rule_at(struct desk *desk, const struct price_rule *rule,
                               struct arena *arena, struct price_rule *out, struct err *err);
/* Do they cost the same until the same day under the same contract? */
bool price_rule_is_same(const struct price_rule *a, const struct price_rule *b);
/* "price.save": takes a rule away. ERR_NOT_FOUND, ERR_CONFLICT where version is another (0: any).
 */
OD_MUST_USE bool price_rule_drop(struct desk *desk, int64_t id, int64_t version, struct err *err);
/* What may not be meant by a rule that was saved, a sentence; "" where nothing: a rule of equal
 * rank on another list, a category that no item has, a price below the floor. */
OD_MUST_USE bool price_rule_doubts(struct desk *desk, const struct price_rule *rule,
                                   struct arena *arena, const char **out, struct err *err);
struct price_rules {
    struct price_rule *v;
    int n;
};
/* Those for all customers first, by list, then contract prices; at most LIMIT_PAGE_ROWS. */
OD_MUST_USE bool price_rules_of_item(struct desk *desk, struct item_id item, struct arena *arena,
                                     struct price_rules *out, struct err *err);
/* Is it a plain price for everybody who buys from the list? */
bool price_rule_is_plain(const struct price_rule *rule);
/* Those of one customer, of one group, or else those of a list that are for all; by item, category
 * and quantity, after the rule after_id of the last page (0: from the start). */
struct price_rule_filter {
    struct customer_id customer;
    int64_t group_id;
    struct price_list_id list;
    int64_t after_id;
    int max;
    bool is_backward; /* those before after_id, the nearest first; 0: from the end */
};
/* ERR_NOT_FOUND */
OD_MUST_USE bool price_rule_load(struct desk *desk, int64_t id, struct arena *arena,
                                 struct price_rule *out, struct err *err);
OD_MUST_USE bool price_rules_load(struct desk *desk, const struct price_rule_filter *filter,
                                  struct arena *arena, struct price_rules *out, struct err *err);

/* The price below which an item is not sold without the right "price.below_floor": without tax, in
 * the money of the firm; 0 where there is none. */
OD_MUST_USE bool price_floor_load(struct desk *desk, struct item_id item, struct price *out,
                                  struct err *err);
/* "price.save". was: the floor that was seen, NULL for any; ERR_CONFLICT where it is another. */
OD_MUST_USE bool price_floor_save(struct desk *desk, struct item_id item, struct price floor,
                                  const struct price *was, struct err *err);
OD_MUST_USE bool price_floor_save_in(struct tx *tx, struct desk *desk, struct item_id item,
                                     struct price floor, const struct price *was, struct err *err);

#endif
