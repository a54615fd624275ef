/*
 * gen: makes a desk of N orders that looks like a firm's after three years, from a fixed seed, and
 * prints its path. A desk made before with the same seed, size and schema is taken again.
 *
 * gen --orders N [--seed S] [--folder DIR]
 *
 * About five lines an order; a customer for five orders, an item for ten. The folder is outside of
 * the tree: ORDERDESK_BENCH_DIR, or /var/tmp/orderdesk-bench. The desk's user is anna.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "bench/bench.h"
#include "bench/gen.h"
#include "domain/desk/desk.h"

/* Raised with whatever changes what is made. */
#define GENERATION 3
#define FOLDER     "/var/tmp/orderdesk-bench"

static const char *text_option(int argc, char **argv, const char *name, const char *otherwise)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    return otherwise;
}

/* --- the schema as a number -------------------------------------------------------------------- */

static uint64_t schema_hash(sqlite3 *db)
{
    sqlite3_stmt *q = NULL;
    uint64_t h = UINT64_C(1469598103934665603) + GENERATION;

    bench_check(sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_master ORDER BY name", -1, &q,
                                   NULL) == SQLITE_OK,
                "schema");
    while (sqlite3_step(q) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(q, 0);

        for (; text && *text; text++)
            h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    sqlite3_finalize(q);
    return h;
}

/* --- an empty desk ---------------------------------------------------------------------------- */

static void found(const char *path)
{
    struct err err = ERR_INIT;
    struct desk_new in = { .where = path,
                           .login = "anna",
                           .company = "Three Years Wholesale",
                           .country = "GB",
                           .time_zone = "UTC" };
    struct desk *desk = NULL;

    in.clock = clock_fixed((struct stamp){ GEN_NOW_MS });
    bench_must(desk_create(&in, &desk, &err), &err);
    desk_close(desk);
}

static sqlite3 *open_bare(const char *path)
{
    sqlite3 *db = NULL;

    bench_check(sqlite3_open(path, &db) == SQLITE_OK, path);
    gen_exec(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;"
                 "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -400000;"
                 "PRAGMA temp_store = MEMORY");
    return db;
}

/* --- filling ---------------------------------------------------------------------------------- */

static void add_basics(sqlite3 *db)
{
    gen_exec(db,
             "UPDATE tax_rate SET rate_ppm = 200000, name = 'VAT 20%';"
             "INSERT INTO app_user (login, name, role) VALUES ('ben', 'ben', 1),"
             " ('tom', 'tom', 1), ('mia', 'mia', 3), ('web', 'web', 1);"
             "INSERT INTO channel (code, name, kind) VALUES ('web', 'Web shop', 3),"
             " ('market', 'Marketplace', 4), ('edi', 'EDI', 5)");
}

static void add_sequences(struct gen *g)
{
    OD_ARENA *tmp = arena_new();

    gen_exec(g->db,
             arena_printf(tmp,
                          "UPDATE sequence SET next_value = %d WHERE name = 'order';"
                          "UPDATE sequence SET next_value = %d WHERE name = 'customer'",
                          1001 + g->orders, 1001 + g->customers));
}

/* Days of UTC, as the desk's zone is; nothing is packed or has left. */
static const char *const add_days =
    "INSERT INTO metric_day"
    " SELECT day, channel_id, site_id, SUM(a), SUM(b), SUM(c), SUM(d), SUM(e), SUM(f),"
    " 0, 0, 0, 0, 0, 0, 0, 0, 0"
    " FROM (SELECT DATE(placed_ms / 1000, 'unixepoch') AS day, channel_id, site_id, COUNT(*) AS a,"
    " SUM(base_total_minor) AS b, 0 AS c, 0 AS d, 0 AS e, 0 AS f"
    " FROM sales_order WHERE placed_ms > 0 GROUP BY 1, 2, 3"
    " UNION ALL SELECT DATE(o.placed_ms / 1000, 'unixepoch'), o.channel_id, o.site_id, 0, 0,"
    " COUNT(*), SUM(l.ordered_qty - CASE WHEN o.status = 7 THEN 0 ELSE l.canceled_qty END), 0, 0"
    " FROM sales_order o JOIN order_line l ON l.order_id = o.id"
    " WHERE o.placed_ms > 0 AND l.kind IN (1, 4)"
    " AND l.ordered_qty > CASE WHEN o.status = 7 THEN 0 ELSE l.canceled_qty END GROUP BY 1, 2, 3"
    " UNION ALL SELECT DATE(ended_ms / 1000, 'unixepoch'), channel_id, site_id, 0, 0, 0, 0,"
    " COUNT(*), SUM(base_total_minor) FROM sales_order"
    " WHERE status = 7 AND placed_ms > 0 AND ended_ms > 0 GROUP BY 1, 2, 3) m"
    " GROUP BY day, channel_id, site_id";

static void fill(struct gen *g, const char *path)
{
    g->db = open_bare(path);
    gen_exec(g->db, "BEGIN");
    gen_drop_indexes(g->db);
    add_basics(g->db);
    gen_make_items(g);
    gen_make_customers(g);
    gen_make_orders(g);
    add_sequences(g);
    gen_exec(g->db, "COMMIT; BEGIN");
    gen_make_indexes(g->db);
    gen_exec(g->db, add_days);
    gen_exec(g->db, "INSERT INTO order_fts (order_fts) VALUES ('rebuild');"
                    "INSERT INTO customer_fts (customer_fts) VALUES ('rebuild');"
                    "INSERT INTO item_fts (item_fts) VALUES ('rebuild');"
                    "COMMIT; PRAGMA journal_mode = WAL");
    bench_check(sqlite3_close(g->db) == SQLITE_OK, "close");
}

/* What stands beside a desk, without the desk. */
static void sweep(const char *path)
{
    static const char *const ends[] = { "-wal", "-shm", ".lock", ".next" };
    OD_ARENA *tmp = arena_new();

    for (size_t i = 0; i < OD_LEN(ends); i++)
        (void)remove(arena_printf(tmp, "%s%s", path, ends[i]));
}

/* The desk at path, or one made anew in its place. */
static void make(struct gen *g, const char *path)
{
    OD_ARENA *tmp = arena_new();
    const char *fresh = arena_printf(tmp, "%s.new", path);

    (void)remove(fresh);
    found(fresh);
    g->arena = tmp;
    fill(g, fresh);
    sweep(fresh);
    sweep(path);
    bench_check(rename(fresh, path) == 0, path);
}

static uint64_t hash_of_program(const char *folder)
{
    OD_ARENA *tmp = arena_new();
    const char *path = arena_printf(tmp, "%s/empty-%ld.db", folder, (long)getpid());
    uint64_t hash;
    sqlite3 *db;

    found(path);
    db = open_bare(path);
    hash = schema_hash(db);
    sqlite3_close(db);
    (void)remove(path);
    sweep(path);
    return hash;
}

int main(int argc, char **argv)
{
    OD_ARENA *arena = arena_new();
    const char *env = getenv("ORDERDESK_BENCH_DIR");
    const char *folder = text_option(argc, argv, "--folder", env && env[0] ? env : FOLDER);
    int orders = bench_option(argc, argv, "--orders", 10000);
    int seed = bench_option(argc, argv, "--seed", 1);
    struct gen g = { .rng = { (uint64_t)seed }, .orders = orders };
    const char *path;

    bench_check(orders >= 100 && orders <= 10000000, "--orders is from 100 to 10000000");
    g.customers = orders / 5;
    g.items = orders / 10;
    (void)mkdir(folder, 0755);
    path = arena_printf(arena, "%s/%d-%d-%016llx.db", folder, orders, seed,
                        (unsigned long long)hash_of_program(folder));
    if (access(path, R_OK) != 0) {
        int64_t began = bench_now_ns();

        make(&g, path);
        fprintf(stderr, "%d orders made in %.1f s\n", orders,
                (double)(bench_now_ns() - began) / 1e9);
    }
    puts(path);
    return 0;
}
