/*
 * The parsed query, shared by the parser (search.c) and the composer of SQL (compose_sql.c). Nobody
 * else looks inside.
 */
#ifndef OD_DOMAIN_INSIGHT_QUERY_H
#define OD_DOMAIN_INSIGHT_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"

struct arena;
struct customer_row;
struct desk;
struct item_row;
struct stmt;

struct query {
    uint32_t kinds;    /* bits 1 << enum find_kind of what it can find */
    const char *match; /* full-text expression, NULL where no words were given */
    /* Exact names, NULL where not asked; looked up when it runs, an unknown one finds nothing. */
    const char *customer, *channel, *sku, *number, *po, *by;
    uint32_t shown; /* bits 1 << enum order_shown, 0 for any */
    bool has_placed;
    int64_t placed_from_ms, placed_to_ms; /* to: exclusive */
    bool has_total_over, has_total_under;
    int64_t total_over_minor, total_under_minor; /* company's currency, both exclusive */
    bool is_late, is_backordered, is_imported, is_held;
    int active; /* customers and items: 0 any, 1 active, -1 inactive */
    struct date today;
};

/*
 * Words as a full-text expression: every word folded, cut at what is no letter and no digit, the
 * last piece of each a prefix: "Müller 030-00" is "muller"* AND "030" AND "00"*. PostgreSQL's form
 * is made of it in SQL.
 *
 * terms    counts the pieces, over several calls
 * returns  expression, "" where the text has no letter and no digit
 */
const char *query_match(const char *words, int *terms, struct arena *arena);

/* The smallest text after every text that begins with prefix: bounds of a range of an index. */
const char *query_prefix_end(const char *prefix, struct arena *arena);

/* The columns of a customer_row and an item_row, in the order of find and look-up statements. */
struct customer_row get_customer_row(struct stmt *q, struct arena *arena);
struct item_row get_item_row(struct stmt *q, struct arena *arena);
/* What a page of items shows beside its columns: free stock over all sites, base price. */
OD_MUST_USE bool item_rows_fill(struct desk *desk, struct item_row *rows, int n, struct err *err);

#endif
