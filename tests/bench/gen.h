/*
 * The parts of the generator of believable desks: rows written straight into the file, by the
 * domain's own arithmetic, so that `orderdesk check` finds nothing to say.
 */
#ifndef OD_TESTS_BENCH_GEN_H
#define OD_TESTS_BENCH_GEN_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "support/rng.h"

#define GEN_NOW_MS INT64_C(1795356180000) /* 2026-11-22T14:03:00Z */
#define GEN_DAY_MS INT64_C(86400000)
#define GEN_SITE   INT64_C(1) /* MAIN: orders leave from here */

struct arena;

struct gen_item {
    const char *sku, *description;
    int64_t price_v;
    bool is_scarce; /* open lines of it wait */
    int64_t allocated_milli, shipped_milli; /* what its orders did lately */
};

struct gen_customer {
    const char *code, *name, *city, *postcode, *line1;
    bool has_po;
};

struct gen {
    sqlite3 *db;
    struct arena *arena; /* of items and customers */
    struct rng rng;
    int orders, customers, items;
    struct gen_item *item;         /* by id - 1 */
    struct gen_customer *customer; /* by id - 1 */
};

/* --- rows (gen_rows.c) ------------------------------------------------------------------------ */

/* All of these end the process where it does not go well. */
void gen_exec(sqlite3 *db, const char *sql);
/* INSERT INTO table (columns) VALUES (?, ...) */
sqlite3_stmt *gen_insert(sqlite3 *db, const char *table, const char *columns);
/* kinds: 'i' int64_t, 't' text, 'n' text that is NULL where it is NULL or "". */
void gen_put(sqlite3_stmt *q, const char *kinds, ...);
/* Secondary indexes are made at the end, in one go each; triggers watch no bulk insert. */
void gen_drop_indexes(sqlite3 *db);
void gen_make_indexes(sqlite3 *db);

/* --- choosing --------------------------------------------------------------------------------- */

static inline int64_t gen_between(struct rng *r, int64_t from, int64_t to)
{
    return from + (int64_t)rng_below(r, (uint64_t)(to - from + 1));
}

static inline bool gen_in_1000(struct rng *r, unsigned n)
{
    return rng_below(r, 1000) < n;
}

/* 0 .. n - 1, a few of them very often, as Zipf's law has it with an exponent of 3/4. */
int gen_skewed(struct rng *r, int n);

void gen_make_items(struct gen *g);
void gen_make_customers(struct gen *g);
/* Orders of three years, oldest first, with their lines, events, holds, stock and counters. */
void gen_make_orders(struct gen *g);

#endif
