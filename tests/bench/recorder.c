/* See recorder.h. */
#include "bench/recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "base/vec.h"
#include "bench/bench.h"
#include "store/db_impl.h"
#include "store/driver_sqlite.h"
#include "store/tx.h"

struct text {
    const char *sql;
    bool is_write;
    int table; /* that it inserts into or updates, 0: none that matters */
    bool is_update;
    const struct driver_stmt *engine; /* while recording */
    struct value *values;             /* put so far */
    int n;
};

struct op {
    int text;
    const struct value *values;
    int n;
};

struct recorder {
    struct arena *arena;
    struct driver driver;
    struct texts OD_VEC(struct text) texts;
    struct ops OD_VEC(struct op) ops;
    struct starts OD_VEC(int) starts;
};

/* The driver's functions know no caller's argument. */
static struct recorder *recording;

static struct text *text_of(const struct driver_stmt *s)
{
    for (int i = recording->texts.n - 1; i >= 0; i--)
        if (recording->texts.v[i].engine == s)
            return &recording->texts.v[i];
    bench_check(false, "a statement that was prepared before the recording");
    return NULL;
}

/* Rows that a use case inserts and then updates again are written once by the floor. */
static int table_of(const char *sql, const char *verb)
{
    static const char *const tables[] = { "sales_order", "order_line" };
    size_t n = strlen(verb);

    for (int i = 0; i < 2 && strncmp(sql, verb, n) == 0; i++)
        if (strncmp(sql + n, tables[i], strlen(tables[i])) == 0)
            return i + 1;
    return 0;
}

static bool rec_prepare(struct driver_db *d, const char *sql, struct driver_stmt **out,
                        struct shape *shape, struct err *err)
{
    struct arena *arena = recording->arena;
    struct text *t;

    if (!driver_sqlite.prepare(d, sql, out, shape, err))
        return false;
    t = vec_push(arena, &recording->texts);
    *t = (struct text){
        .sql = arena_strdup(arena, sql), .is_write = !shape->is_read_only, .engine = *out
    };
    t->is_update = table_of(sql, "UPDATE ") != 0;
    t->table = t->is_update ? table_of(sql, "UPDATE ") : table_of(sql, "INSERT INTO ");
    t->values = arena_array(arena, shape->params + 1, struct value);
    return true;
}

static bool rec_put(struct driver_stmt *s, int at, const struct value *v, struct err *err)
{
    struct text *t = text_of(s);

    t->values[at] = *v;
    if (v->kind == VALUE_TEXT)
        t->values[at].data = arena_strndup(recording->arena, v->data, v->len);
    else if (v->kind == VALUE_BLOB)
        t->values[at].data = arena_memdup(recording->arena, v->data, v->len);
    t->n = at + 1;
    return driver_sqlite.put(s, at, v, err);
}

/* Counted where it ends: a statement of many rows is one. */
static void rec_reset(struct driver_stmt *s)
{
    struct text *t = text_of(s);
    struct op *op = vec_push(recording->arena, &recording->ops);

    op->text = (int)(t - recording->texts.v);
    op->n = t->n;
    op->values = arena_memdup(recording->arena, t->values, (size_t)(t->n + 1) * sizeof *t->values);
    driver_sqlite.reset(s);
}

struct recorder *recorder_start(struct db *db)
{
    struct recorder *r = xcalloc(1, sizeof *r);

    r->arena = arena_new();
    r->driver = *db->driver;
    r->driver.prepare = rec_prepare;
    r->driver.put = rec_put;
    r->driver.reset = rec_reset;
    stmt_cache_clear(&db->cache);
    db->driver = &r->driver;
    recording = r;
    recorder_next(r);
    return r;
}

void recorder_next(struct recorder *r)
{
    *(int *)vec_push(r->arena, &r->starts) = r->ops.n;
}

static int end_of(const struct recorder *r, int at)
{
    return at + 1 < r->starts.n ? r->starts.v[at + 1] : r->ops.n;
}

int recorder_count(const struct recorder *r, int at, bool writes_only)
{
    int n = 0;

    for (int i = r->starts.v[at]; i < end_of(r, at); i++)
        n += !writes_only || r->texts.v[r->ops.v[i].text].is_write;
    return n;
}

void recorder_print(const struct recorder *r, int at)
{
    for (int i = 0; i < r->texts.n; i++) {
        int times = 0;

        for (int j = r->starts.v[at]; j < end_of(r, at); j++)
            times += r->ops.v[j].text == i;
        if (times > 0)
            printf("%3d %s %.100s\n", times, r->texts.v[i].is_write ? "W" : "r",
                   r->texts.v[i].sql);
    }
}

/* --- the bare library ------------------------------------------------------------------------- */

struct replay {
    sqlite3 *db;
    const struct recorder *r;
    sqlite3_stmt **stmts, *begin, *commit;
};

static void lite_check(struct replay *p, int rc)
{
    if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)
        return;
    fprintf(stderr, "bare: %d %s\n", rc, sqlite3_errmsg(p->db));
    exit(70);
}

static sqlite3_stmt *prepare(struct replay *p, const char *sql)
{
    sqlite3_stmt *s = NULL;

    lite_check(p, sqlite3_prepare_v3(p->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL));
    return s;
}

struct replay *replay_open(const char *path, const struct recorder *r)
{
    struct replay *p = xcalloc(1, sizeof *p);

    p->r = r;
    lite_check(p, sqlite3_open_v2(path, &p->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL));
    lite_check(p, sqlite3_exec(p->db,
                               "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;"
                               " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
                               " PRAGMA cell_size_check=ON; PRAGMA journal_mode=WAL",
                               NULL, NULL, NULL));
    sqlite3_wal_autocheckpoint(p->db, TX_LOG_PAGES);
    p->stmts = xcalloc((size_t)r->texts.n + 1, sizeof(sqlite3_stmt *));
    for (int i = 0; i < r->texts.n; i++)
        p->stmts[i] = prepare(p, r->texts.v[i].sql);
    p->begin = prepare(p, "BEGIN IMMEDIATE");
    p->commit = prepare(p, "COMMIT");
    return p;
}

static void bind(sqlite3_stmt *s, int at, const struct value *v)
{
    switch (v->kind) {
    case VALUE_NULL:
        sqlite3_bind_null(s, at);
        break;
    case VALUE_I64:
        sqlite3_bind_int64(s, at, v->i64);
        break;
    case VALUE_TEXT:
        sqlite3_bind_text(s, at, v->data, (int)v->len, SQLITE_STATIC);
        break;
    case VALUE_BLOB:
        sqlite3_bind_blob(s, at, v->data, (int)v->len, SQLITE_STATIC);
        break;
    }
}

static void run(struct replay *p, sqlite3_stmt *s)
{
    int rc;

    while ((rc = sqlite3_step(s)) == SQLITE_ROW)
        continue;
    lite_check(p, rc);
    lite_check(p, sqlite3_reset(s));
}

static void run_op(struct replay *p, const struct op *op)
{
    for (int k = 0; k < op->n; k++)
        bind(p->stmts[op->text], k + 1, &op->values[k]);
    run(p, p->stmts[op->text]);
}

void replay_run(struct replay *p, int at, enum replay_what what)
{
    const struct recorder *r = p->r;
    bool has_inserted[3] = { false };

    run(p, p->begin);
    for (int i = r->starts.v[at]; i < end_of(r, at); i++) {
        const struct op *op = &r->ops.v[i];
        const struct text *t = &r->texts.v[op->text];

        if ((what != REPLAY_ALL && !t->is_write) ||
            (what == REPLAY_ROWS && t->is_update && has_inserted[t->table]))
            continue;
        if (t->table > 0 && !t->is_update)
            has_inserted[t->table] = true;
        run_op(p, op);
    }
    run(p, p->commit);
}

void replay_close(struct replay *p)
{
    for (int i = 0; i < p->r->texts.n; i++)
        sqlite3_finalize(p->stmts[i]);
    sqlite3_finalize(p->begin);
    sqlite3_finalize(p->commit);
    sqlite3_close(p->db);
    xfree(p->stmts);
    xfree(p);
}
