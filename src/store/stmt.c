/*
 * Statements: the cache by the constant's address, and putting and getting with every mismatch of
 * order or count caught. What an engine says is kept in the statement until sql_done.
 */
#include "store/stmt.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "store/db_impl.h"
#include "store/tx.h"

/* Beyond this the cache is emptied of what is not in use: composed searches come and go. */
#define CACHE_MAX 2048

enum progress { FRESH, ON_ROW, AT_END };

struct stmt {
    struct db *db;
    const struct sql *key; /* only compared; the constant may be gone for composed statements */
    const char *name; /* a literal: it outlives composed statements */
    char *text;
    struct driver_stmt *engine; /* NULL: could not be prepared */
    struct shape shape;
    bool is_cached, is_in_use, is_write;
    enum progress progress;
    int next_put, next_get;
    struct err *fault; /* NULL: none so far */
};

static void fail(struct stmt *q, const struct err *err)
{
    if (q->fault)
        return;
    q->fault = xmalloc(sizeof *q->fault);
    *q->fault = *err;
    db_note_fault(q->db, err);
}

static void destroy(struct stmt *q)
{
    q->db->driver->finalize(q->engine);
    xfree(q->fault);
    xfree(q->text);
    xfree(q);
}

void stmt_cache_clear(struct stmt_cache *cache)
{
    int i;

    for (i = 0; i < cache->cap; i++)
        if (cache->slot[i])
            destroy(cache->slot[i]);
    xfree(cache->slot);
    *cache = (struct stmt_cache){ 0 };
}

static struct stmt **find_slot(const struct stmt_cache *cache, const struct sql *key)
{
    size_t mask = (size_t)cache->cap - 1;
    size_t at = (size_t)(((uintptr_t)key >> 3) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & mask;

    while (cache->slot[at] && cache->slot[at]->key != key)
        at = (at + 1) & mask;
    return &cache->slot[at];
}

/* Moves what is kept into a table of cap slots; what is not goes. */
static void rehash(struct stmt_cache *cache, int cap, bool keep_idle)
{
    struct stmt_cache fresh = { .cap = cap };
    int i;

    fresh.slot = xcalloc((size_t)cap, sizeof(struct stmt *));
    for (i = 0; i < cache->cap; i++) {
        struct stmt *q = cache->slot[i];

        if (q && (q->is_in_use || keep_idle)) {
            *find_slot(&fresh, q->key) = q;
            fresh.count++;
        } else if (q) {
            destroy(q);
        }
    }
    xfree(cache->slot);
    *cache = fresh;
}

static struct stmt *make(struct db *db, const struct sql *key, const struct sql *sql)
{
    struct stmt *q = xcalloc(1, sizeof *q);
    struct err err = ERR_INIT;

    q->db = db;
    q->key = key;
    q->name = sql->name;
    q->text = xstrdup(sql->text);
    if (!db->driver->prepare(db->engine, sql->text, &q->engine, &q->shape, &err)) {
        err_cause(&err, "%s: %.180s", sql->name, err.cause);
        fail(q, &err);
        return q;
    }
    assert(q->shape.is_in_order); /* $1..$n in order of first use, also on other engines */
    return q;
}

/* The cached statement of a constant, prepared where it is new. A composed one may stand where
 * another was before: then the text differs. */
static struct stmt *take(struct db *db, const struct sql *key, const struct sql *sql)
{
    struct stmt_cache *cache = &db->cache;
    struct stmt **slot, *q;

    if (cache->count >= CACHE_MAX)
        rehash(cache, cache->cap, false);
    if (cache->count * 2 >= cache->cap)
        rehash(cache, cache->cap > 0 ? cache->cap * 2 : 64, true);
    slot = find_slot(cache, key);
    q = *slot;
    if (q && !q->is_in_use && (!q->engine || strcmp(q->text, sql->text) != 0)) {
        struct stmt *fresh = make(db, key, sql);

        destroy(q);
        fresh->is_cached = true;
        *slot = q = fresh;
    } else if (!q) {
        q = make(db, key, sql);
        if (q->engine) {
            q->is_cached = true;
            *slot = q;
            cache->count++;
        }
    }
    assert(!q->is_in_use); /* a statement inside itself */
    q->is_in_use = true;
    q->is_write = false;
    q->progress = FRESH;
    q->next_put = q->next_get = 0;
    return q;
}

/* A key that no constant can have: an odd address out of the text (FNV-1a). Two texts of one key
 * only take each other's place. */
static const struct sql *key_of_text(const char *text)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    return (const struct sql *)((uintptr_t)hash | 1);
}

struct stmt *sql_read_text(struct db *db, const struct sql *sql)
{
    struct stmt *q = take(db, key_of_text(sql->text), sql);

    assert(!q->engine || q->shape.is_read_only);
    return q;
}

struct stmt *sql_read(struct db *db, const struct sql *sql)
{
    struct stmt *q = take(db, sql, sql);

    assert(!q->engine || q->shape.is_read_only); /* writing needs a transaction */
    return q;
}

struct stmt *sql_write(struct tx *tx, const struct sql *sql)
{
    struct stmt *q;

    assert(tx->db && tx->db->is_in_tx);
    q = take(tx->db, sql, sql);
    q->is_write = true;
    return q;
}

static void put(struct stmt *q, const struct value *v)
{
    struct err err; /* of 800 bytes, and hardly ever used: not all of it is cleared */

    assert(q->progress == FRESH);
    if (!q->engine)
        return;
    assert(q->next_put < q->shape.params);
    err_clear(&err);
    if (!q->db->driver->put(q->engine, q->next_put, v, &err))
        fail(q, &err);
    q->next_put++;
}

void put_i64(struct stmt *q, int64_t v)
{
    put(q, &(struct value){ .kind = VALUE_I64, .i64 = v });
}

void put_text(struct stmt *q, const char *text)
{
    if (text)
        put(q, &(struct value){ .kind = VALUE_TEXT, .data = text, .len = strlen(text) });
    else
        put(q, &(struct value){ .kind = VALUE_NULL });
}

void put_blob(struct stmt *q, const void *data, size_t len)
{
    assert(data || len == 0);
    if (data)
        put(q, &(struct value){ .kind = VALUE_BLOB, .data = data, .len = len });
    else
        put(q, &(struct value){ .kind = VALUE_NULL });
}

void put_i64_or_null(struct stmt *q, bool is_null, int64_t v)
{
    put(q, &(struct value){ .kind = is_null ? VALUE_NULL : VALUE_I64, .i64 = is_null ? 0 : v });
}

void put_ref(struct stmt *q, int64_t id)
{
    put_i64_or_null(q, id == 0, id);
}

/* A transaction that the engine ended by itself must not go on statement by statement. */
static bool may_step(struct stmt *q)
{
    struct db *db = q->db;
    struct err err;

    if (q->fault || !q->engine)
        return false;
    if (!q->is_write || db->driver->is_in_tx(db->engine))
        return true;
    err_clear(&err);
    err_set(&err, ERR_BUG, "the transaction ended before this write");
    fail(q, &err);
    return false;
}

bool sql_row(struct stmt *q)
{
    struct err err;

    assert(q->progress != AT_END);
    assert(!q->engine || q->next_put == q->shape.params);
    assert(q->progress != ON_ROW || q->next_get == q->shape.columns); /* read them all */
    q->progress = AT_END;
    q->next_get = 0;
    if (!may_step(q))
        return false;
    err_clear(&err);
    switch (q->db->driver->step(q->engine, &err)) {
    case STEP_ROW:
        q->progress = ON_ROW;
        return true;
    case STEP_DONE:
        return false;
    case STEP_FAILED:
        err_cause(&err, "%s: %.180s", q->name, err.cause);
        fail(q, &err);
        return false;
    }
    return false;
}

static struct value next(struct stmt *q)
{
    struct value v;

    assert(q->progress == ON_ROW);
    assert(q->next_get < q->shape.columns);
    q->db->driver->get(q->engine, q->next_get++, &v);
    return v;
}

int64_t get_i64(struct stmt *q)
{
    struct value v = next(q);

    assert(v.kind == VALUE_I64);
    return v.i64;
}

bool get_i64_or_null(struct stmt *q, int64_t *out)
{
    struct value v = next(q);

    assert(v.kind == VALUE_I64 || v.kind == VALUE_NULL);
    if (v.kind == VALUE_NULL)
        return false;
    *out = v.i64;
    return true;
}

int64_t get_ref(struct stmt *q)
{
    int64_t id = 0;

    return get_i64_or_null(q, &id) ? id : 0;
}

const char *get_text(struct stmt *q, struct arena *arena)
{
    struct value v = next(q);

    assert(v.kind == VALUE_TEXT || v.kind == VALUE_NULL);
    return v.kind == VALUE_NULL ? NULL : arena_strndup(arena, v.data, v.len);
}

struct date get_date(struct stmt *q, struct arena *arena)
{
    struct date d = { 0 };
    const char *text = get_text(q, arena);

    if (text && text[0] && !date_parse(text, &d, NULL))
        d = (struct date){ 0 };
    return d;
}

const void *get_blob(struct stmt *q, struct arena *arena, size_t *len)
{
    struct value v = next(q);

    assert(v.kind == VALUE_BLOB || v.kind == VALUE_NULL);
    *len = v.kind == VALUE_NULL ? 0 : v.len;
    if (v.kind == VALUE_NULL)
        return NULL;
    return v.len == 0 ? arena_alloc(arena, 0) : arena_memdup(arena, v.data, v.len);
}

/* Resets and gives the statement back; false with its fault, where it had one. */
static bool give_back(struct stmt **q_at, struct err *err)
{
    struct stmt *q = *q_at;
    bool ok = !q->fault;

    *q_at = NULL;
    if (q->fault && err)
        *err = *q->fault;
    xfree(q->fault);
    q->fault = NULL;
    q->is_in_use = false;
    if (q->engine)
        q->db->driver->reset(q->engine);
    if (!q->is_cached)
        destroy(q);
    return ok;
}

bool sql_done(struct stmt **q, struct err *err)
{
    assert((*q)->fault || (*q)->progress != FRESH); /* put, but never run */
    assert((*q)->progress != ON_ROW || (*q)->next_get == (*q)->shape.columns);
    return give_back(q, err);
}

bool sql_run(struct stmt **q, int64_t *changed, struct err *err)
{
    bool has_row = sql_row(*q);

    assert(!has_row);
    if (changed && !(*q)->fault)
        *changed = (*q)->db->driver->changes((*q)->db->engine);
    return give_back(q, err);
}

bool sql_run_id(struct stmt **q, int64_t *id, struct err *err)
{
    bool has_row = sql_row(*q);

    assert(has_row || (*q)->fault);
    if (has_row)
        *id = get_i64(*q);
    return sql_done(q, err);
}

bool sql_one_i64(struct stmt **q, bool *found, int64_t *v, struct err *err)
{
    int64_t value = 0;
    bool has_row = sql_row(*q);

    if (has_row)
        value = get_i64(*q);
    if (!sql_done(q, err))
        return false;
    *found = has_row;
    if (has_row)
        *v = value;
    return true;
}

void stmt_cleanup(struct stmt **q)
{
    if (*q)
        give_back(q, NULL);
}
