/*
 * The row of a provider: its lease, its health, its bucket.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/os.h"
#include "domain/outside/queue_impl.h"
#include "store/store.h"

const char *queue_worker_name(struct arena *arena)
{
    return arena_printf(arena, "%s:%lld", os_host_name(arena), (long long)os_process_id());
}

bool queue_lease_is_over(const char *leased_by, int64_t until_ms, int64_t now_ms)
{
    OD_ARENA *tmp = arena_new();
    const char *host = os_host_name(tmp), *colon = strrchr(leased_by, ':');
    size_t len = strlen(host);

    if (until_ms <= now_ms || colon == NULL)
        return true;
    return (size_t)(colon - leased_by) == len && strncmp(leased_by, host, len) == 0 &&
           !os_process_lives(strtoll(colon + 1, NULL, 10));
}

OD_SQL(sql_provider_row, "provider_state.load",
       "SELECT provider, why, last_error, leased_by, is_paused, is_stopped, failures,"
       " closed_until_ms, last_ok_ms, last_failed_ms, tokens_milli, tokens_ms, lease_until_ms,"
       " version, lacks"
       " FROM provider_state"
       " WHERE provider = $1");

bool provider_row_load(struct desk *desk, const char *provider, struct arena *arena,
                       struct provider_row *out, struct err *err)
{
    struct provider_row row = {
        .provider = provider, .why = "", .last_error = "", .leased_by = "", .lacks = ""
    };
    OD_STMT *q = sql_read(desk_db(desk), &sql_provider_row);

    put_text(q, provider);
    if (sql_row(q)) {
        row.provider = get_text(q, arena);
        row.why = get_text(q, arena);
        row.last_error = get_text(q, arena);
        row.leased_by = get_text(q, arena);
        row.is_paused = get_i64(q) != 0;
        row.is_stopped = get_i64(q) != 0;
        row.failures = (int)get_i64(q);
        row.closed_until_ms = get_i64(q);
        row.last_ok_ms = get_i64(q);
        row.last_failed_ms = get_i64(q);
        row.tokens_milli = get_i64(q);
        row.tokens_ms = get_i64(q);
        row.lease_until_ms = get_i64(q);
        row.version = get_i64(q);
        row.lacks = get_text(q, arena);
    }
    if (!sql_done(&q, err))
        return false;
    *out = row;
    return true;
}

OD_SQL(sql_provider_save, "provider_state.save",
       "INSERT INTO provider_state (provider, why, last_error, leased_by, is_paused, is_stopped,"
       " failures, closed_until_ms, last_ok_ms, last_failed_ms, tokens_milli, tokens_ms,"
       " lease_until_ms, version, lacks)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
       " ON CONFLICT (provider) DO UPDATE"
       " SET why = excluded.why, last_error = excluded.last_error,"
       " leased_by = excluded.leased_by, is_paused = excluded.is_paused,"
       " is_stopped = excluded.is_stopped, failures = excluded.failures,"
       " closed_until_ms = excluded.closed_until_ms, last_ok_ms = excluded.last_ok_ms,"
       " last_failed_ms = excluded.last_failed_ms, tokens_milli = excluded.tokens_milli,"
       " tokens_ms = excluded.tokens_ms, lease_until_ms = excluded.lease_until_ms,"
       " version = excluded.version, lacks = excluded.lacks");

/* Read and written in one transaction, so nobody's change is lost. */
bool provider_row_save(struct tx *tx, struct provider_row *row, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_provider_save);

    put_text(q, row->provider);
    put_text(q, row->why);
    put_text(q, row->last_error);
    put_text(q, row->leased_by);
    put_i64(q, row->is_paused);
    put_i64(q, row->is_stopped);
    put_i64(q, row->failures);
    put_i64(q, row->closed_until_ms);
    put_i64(q, row->last_ok_ms);
    put_i64(q, row->last_failed_ms);
    put_i64(q, row->tokens_milli);
    put_i64(q, row->tokens_ms);
    put_i64(q, row->lease_until_ms);
    put_i64(q, ++row->version);
    put_text(q, row->lacks);
    return sql_run(&q, NULL, err);
}

struct bucket provider_row_bucket(const struct provider_row *row, const struct queue_way *way,
                                  int64_t now_ms)
{
    struct bucket b = { .per_minute = way->per_minute,
                        .burst = way->burst,
                        .tokens_milli = row->tokens_milli,
                        .at_ms = row->tokens_ms };

    bucket_fill(&b, now_ms);
    return b;
}

OD_SQL(sql_has_open, "provider_state.has_open",
       "SELECT 1"
       " FROM outbox"
       " WHERE provider = $1 AND state <> 3"
       " LIMIT 1");

bool provider_row_is_known(struct desk *desk, const struct provider_row *row, bool *out,
                           struct err *err)
{
    int64_t one;
    OD_STMT *q = NULL;

    *out = row->version > 0;
    if (*out)
        return true;
    q = sql_read(desk_db(desk), &sql_has_open);
    put_text(q, row->provider);
    return sql_one_i64(&q, out, &one, err);
}

/* ---- leases ---------------------------------------------------------------------------------- */

bool queue_is_leased(struct desk *desk, const char *provider, bool *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct provider_row row;

    if (!provider_row_load(desk, provider, tmp, &row, err))
        return false;
    *out = !queue_lease_is_over(row.leased_by, row.lease_until_ms, desk_now(desk).ms);
    return true;
}

/* Must the lease be written: is it not there, or half over? */
static bool is_to_renew(const struct provider_row *row, const char *worker, int64_t lease_ms,
                        int64_t now_ms)
{
    return strcmp(row->leased_by, worker) != 0 || row->lease_until_ms - now_ms < lease_ms / 2;
}

static bool is_others(const struct provider_row *row, const char *worker, int64_t now_ms)
{
    return strcmp(row->leased_by, worker) != 0 &&
           !queue_lease_is_over(row->leased_by, row->lease_until_ms, now_ms);
}

bool queue_lease(struct desk *desk, const char *provider, const char *worker, int64_t lease_ms,
                 bool *is_mine, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct provider_row row;
    int64_t now = desk_now(desk).ms;

    assert(worker[0] != '\0');
    /* Looked at without the turn first: a worker that waits writes nothing. */
    if (!provider_row_load(desk, provider, tmp, &row, err))
        return false;
    *is_mine = !is_others(&row, worker, now);
    if (!*is_mine || !is_to_renew(&row, worker, lease_ms, now))
        return true;
    if (!desk_begin(desk, "sync.work", &tx, err) ||
        !provider_row_load(desk, provider, tmp, &row, err))
        return false;
    *is_mine = !is_others(&row, worker, now);
    if (!*is_mine)
        return true;
    row.leased_by = worker;
    row.lease_until_ms = now + lease_ms;
    row.lacks = "";
    return provider_row_save(&tx, &row, err) && tx_commit(&tx, err);
}

bool provider_note_lacks(struct desk *desk, const char *provider, const char *lacks,
                         struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct provider_row row;
    bool is_known;

    if (!provider_row_load(desk, provider, tmp, &row, err))
        return false;
    if (strcmp(row.lacks, lacks) == 0 ||
        !queue_lease_is_over(row.leased_by, row.lease_until_ms, desk_now(desk).ms))
        return true;
    if (!provider_row_is_known(desk, &row, &is_known, err))
        return false;
    if (!is_known)
        return true;
    if (!desk_begin(desk, "sync.work", &tx, err) ||
        !provider_row_load(desk, provider, tmp, &row, err))
        return false;
    row.lacks = lacks;
    return provider_row_save(&tx, &row, err) && tx_commit(&tx, err);
}

bool provider_may_work(struct desk *desk, const char *provider, bool *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct provider_row row;

    if (!provider_row_load(desk, provider, tmp, &row, err))
        return false;
    *out = !row.is_paused;
    return true;
}

bool provider_note_work(struct desk *desk, const char *provider, const char *why, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct provider_row row;

    if (!provider_row_load(desk, provider, tmp, &row, err))
        return false;
    if (strcmp(row.lacks, why) == 0)
        return true;
    if (!desk_begin(desk, "sync.work", &tx, err) ||
        !provider_row_load(desk, provider, tmp, &row, err))
        return false;
    row.lacks = why;
    return provider_row_save(&tx, &row, err) && tx_commit(&tx, err);
}

OD_SQL(sql_lease_end, "provider_state.lease_end",
       "UPDATE provider_state"
       " SET leased_by = '', lease_until_ms = 0, version = version + 1"
       " WHERE leased_by = $1");

bool queue_lease_end(struct desk *desk, const char *worker, struct err *err)
{
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "sync.work", &tx, err))
        return false;
    q = sql_write(&tx, &sql_lease_end);
    put_text(q, worker);
    return sql_run(&q, NULL, err) && tx_commit(&tx, err);
}
