/* See gen.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "bench/bench.h"
#include "bench/gen.h"

#define INDEXES 200

static char *index_sql[INDEXES];
static int index_count;

static void must(sqlite3 *db, bool is_ok, const char *what)
{
    if (!is_ok)
        fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    bench_check(is_ok, what);
}

void gen_exec(sqlite3 *db, const char *sql)
{
    must(db, sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

sqlite3_stmt *gen_insert(sqlite3 *db, const char *table, const char *columns)
{
    OD_ARENA *tmp = arena_new();
    sqlite3_stmt *q = NULL;
    struct strbuf b;

    strbuf_init(&b, tmp, 4000);
    strbuf_addf(&b, "INSERT INTO %s (%s) VALUES (?", table, columns);
    for (const char *at = columns; (at = strchr(at, ',')) != NULL; at++)
        strbuf_add(&b, ",?");
    strbuf_addc(&b, ')');
    must(db, sqlite3_prepare_v3(db, b.s, -1, SQLITE_PREPARE_PERSISTENT, &q, NULL) == SQLITE_OK,
         b.s);
    return q;
}

void gen_put(sqlite3_stmt *q, const char *kinds, ...)
{
    va_list args;
    int at = 1;

    va_start(args, kinds);
    for (; *kinds; kinds++, at++) {
        const char *text;

        if (*kinds == 'i') {
            sqlite3_bind_int64(q, at, va_arg(args, int64_t));
            continue;
        }
        text = va_arg(args, const char *);
        if (*kinds == 'n' && (!text || !text[0]))
            sqlite3_bind_null(q, at);
        else
            sqlite3_bind_text(q, at, text, -1, SQLITE_STATIC);
    }
    va_end(args);
    must(sqlite3_db_handle(q), at == sqlite3_bind_parameter_count(q) + 1, "number of values");
    must(sqlite3_db_handle(q), sqlite3_step(q) == SQLITE_DONE, sqlite3_sql(q));
    sqlite3_reset(q);
}

void gen_drop_indexes(sqlite3 *db)
{
    static char *drops[INDEXES];
    sqlite3_stmt *q = NULL;

    must(db,
         sqlite3_prepare_v2(db,
                            "SELECT sql, 'DROP INDEX ' || name FROM sqlite_master"
                            " WHERE type = 'index' AND sql IS NOT NULL AND sql NOT LIKE '%UNIQUE%'"
                            " ORDER BY rowid",
                            -1, &q, NULL) == SQLITE_OK,
         "indexes");
    for (index_count = 0; sqlite3_step(q) == SQLITE_ROW; index_count++) {
        must(db, index_count < INDEXES, "too many indexes");
        index_sql[index_count] = xstrdup((const char *)sqlite3_column_text(q, 0));
        drops[index_count] = xstrdup((const char *)sqlite3_column_text(q, 1));
    }
    sqlite3_finalize(q);
    for (int i = 0; i < index_count; i++)
        gen_exec(db, drops[i]);
}

void gen_make_indexes(sqlite3 *db)
{
    for (int i = 0; i < index_count; i++)
        gen_exec(db, index_sql[i]);
}

int gen_skewed(struct rng *r, int n)
{
    int64_t rank, flat = n > 200 ? 50 : n / 4 + 1; /* no first one that has it all */

    do {
        double u = (double)(rng_next(r) >> 11) / (double)(UINT64_C(1) << 53);

        rank = (int64_t)((double)(n + flat) * u * u * u * u) - flat;
    } while (rank < 0);
    /* The popular ones are spread over all ids. */
    return (int)(rank * 7919 % n);
}
