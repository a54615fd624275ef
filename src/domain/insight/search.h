/*
 * The query bar: text to filter, and pages of what it finds. The language is told in doc/domain.md
 * ("Search"): words and -words, `o:` `c:` `p:`, fields and -fields with sets and ranges. What it
 * does not know is refused with the word and what there is instead.
 */
#ifndef OD_DOMAIN_INSIGHT_SEARCH_H
#define OD_DOMAIN_INSIGHT_SEARCH_H

#include "domain/order/order.h"

enum find_kind { FIND_ALL = 0, FIND_ORDER = 1, FIND_CUSTOMER = 2, FIND_ITEM = 3 };

/* What the rows of orders go by; `sort:total` up, `sort:-total` down. */
enum find_sort {
    FIND_NEWEST = 0, /* as they were made, the newest first */
    FIND_PLACED,
    FIND_STATUS,
    FIND_CUSTOMER_NAME,
    FIND_PROMISED,
    FIND_TOTAL,
};

struct query; /* parsed, in an arena */

/* err  ERR_INVALID with the field named and those that exist; ERR_LIMIT */
OD_MUST_USE bool query_parse(const char *text, enum find_kind kind, struct desk *desk,
                             struct arena *arena, const struct query **out, struct err *err);
/* The same, and on a refusal the bytes of text that the refused word takes, without what follows;
 * -1 where no word is to blame. */
struct query_word {
    int from, to;
};
OD_MUST_USE bool query_parse_at(const char *text, enum find_kind kind, struct desk *desk,
                                struct arena *arena, const struct query **out,
                                struct query_word *refused, struct err *err);
/* Does every word ask for something? "status:" is fine while somebody types, but what finds all is
 * not to be acted on. */
bool query_is_whole(const struct query *q);
/* A search of which a file is made, or an action: query_parse, and a word that asks for nothing is
 * refused (ERR_INVALID, field "query"). */
OD_MUST_USE bool query_parse_whole(const char *text, enum find_kind kind, struct desk *desk,
                                   struct arena *arena, const struct query **out, struct err *err);
enum find_kind query_kind(const struct query *q);
/* What a date field takes ("2026-03", "last-week", "-7", A..B) as days, both included; an end that
 * is left out is unset. False: it is none of these. */
bool query_days(const char *text, struct date today, struct date *from, struct date *to);

/*
 * For a search that found nothing: its words that no record has, each with one letter wrong,
 * missing, too much or swapped with the next, as words that there are. Only words of at least four
 * letters without digits; fields, quotes and what must not be there stay as they are.
 *
 * out->text  the search with those words, NULL where none can be mended
 */
struct query_mended {
    const char *text;
    const char *was, *is; /* the words, blanks between */
};
OD_MUST_USE bool query_mend(struct desk *desk, const char *text, enum find_kind kind,
                            struct arena *arena, struct query_mended *out, struct err *err);

/* What the word that is being typed may become: names of fields, then their values. */
struct query_completion {
    const char *text;   /* "status:", "on_hold": in place of what is typed of it */
    const char *detail; /* translated; "" */
};
struct query_completions {
    struct query_completion *v;
    int n;
    int from, to;  /* the bytes that it takes the place of */
    bool is_value; /* behind a field's name */
};
/*
 * at   the cursor, at the end of a word; nothing is completed inside of one
 * max  at most so many; none where one is all that is typed
 */
OD_MUST_USE bool query_complete(struct desk *desk, const char *text, int at, enum find_kind kind,
                                int max, struct arena *arena, struct query_completions *out,
                                struct err *err);

struct customer_row {
    struct customer_id id;
    const char *code, *name, *city, *postcode, *phone;
    bool is_active, is_credit_held;
};
struct customer_rows {
    struct customer_row *v;
    int n;
};
struct item_row {
    struct item_id id;
    const char *sku, *description, *category, *uom;
    int kind;
    bool is_active;
    struct qty free; /* over all sites */
    struct price price; /* base list, quantity 1 */
    bool has_price;
};
struct item_rows {
    struct item_row *v;
    int n;
};

/*
 * Where a page begins: at the row {key, id}, which belongs to it when inclusive; key is the
 * customer's name or the item's SKU, NULL for orders. A NULL pointer begins at the first row.
 * backward  walks to the first row and gives the nearest one first; with id 0 from the last row
 */
struct find_from {
    int64_t id;
    const char *key;
    bool inclusive, backward;
};

/* Pages by key: orders newest first, customers by name, items by SKU. Of a query for all kinds,
 * from the first row on, many customers or items come otherwise: first those that begin with the
 * words, then the others as they were made. At most max rows (<= LIMIT_PAGE_ROWS). */
OD_MUST_USE bool find_orders(struct desk *desk, const struct query *q,
                             const struct find_from *from, int max, struct arena *arena,
                             struct order_rows *out, struct err *err);
OD_MUST_USE bool find_customers(struct desk *desk, const struct query *q,
                                const struct find_from *from, int max, struct arena *arena,
                                struct customer_rows *out, struct err *err);
OD_MUST_USE bool find_items(struct desk *desk, const struct query *q, const struct find_from *from,
                            int max, struct arena *arena, struct item_rows *out, struct err *err);

/* How many records of a kind fit, counted up to max and no further, whatever their order. */
OD_MUST_USE bool find_count(struct desk *desk, const struct query *q, enum find_kind kind, int max,
                            struct arena *arena, int *out, struct err *err);

/* Look-ups while typing in a field: exact code first, then words; few rows. */
OD_MUST_USE bool lookup_customers(struct desk *desk, const char *text, int max,
                                  struct arena *arena, struct customer_rows *out,
                                  struct err *err);
OD_MUST_USE bool lookup_items(struct desk *desk, const char *text, int max, struct arena *arena,
                              struct item_rows *out, struct err *err);

#endif
