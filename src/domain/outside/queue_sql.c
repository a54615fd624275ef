/*
 * Claiming: which jobs are due, under a lease; and what a worker that ended left behind.
 */
#include "domain/outside/queue.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/outside/queue_impl.h"
#include "store/store.h"

/* An unknown one is asked after when the other side had time to finish. */
#define LOOKUP_AFTER_MS 10000
#define REAP_BATCH      100

struct rows OD_VEC(struct queue_row);

void queue_row_read(struct stmt *q, struct arena *arena, struct queue_row *out)
{
    out->id = get_i64(q);
    out->topic = get_text(q, arena);
    out->provider = get_text(q, arena);
    out->order.v = get_ref(q);
    out->record_kind = get_text(q, arena);
    out->record_id = get_i64(q);
    out->payload = get_text(q, arena);
    out->key = get_text(q, arena);
    out->state = (enum queue_state)get_i64(q);
    out->attempts = (int)get_i64(q);
    out->next.ms = get_i64(q);
    out->lease_until.ms = get_i64(q);
    out->leased_by = get_text(q, arena);
    out->last_error = get_text(q, arena);
    out->created.ms = get_i64(q);
    out->error_code = get_text(q, arena);
    out->remote_id = get_text(q, arena);
    out->is_out = get_i64(q) != 0;
    out->lookups = (int)get_i64(q);
    out->first.ms = get_i64(q);
    out->done.ms = get_i64(q);
    out->claim = get_i64(q);
    out->order_number = get_text(q, arena);
}

OD_SQL(sql_queue_row, "queue.row",
       "SELECT " QUEUE_COLUMNS
       " FROM outbox AS o"
       " WHERE o.id = $1");

bool queue_row_load(struct desk *desk, int64_t id, struct arena *arena, struct queue_row *out,
                    struct err *err)
{
    bool found = false;
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_row);

    put_i64(q, id);
    if (sql_row(q)) {
        queue_row_read(q, arena, out);
        found = true;
    }
    if (!sql_done(&q, err))
        return false;
    return found || err_set(err, ERR_NOT_FOUND, _("There is no job %lld."), (long long)id);
}

static bool read_rows(struct stmt **q, struct arena *arena, struct rows *out, struct err *err)
{
    while (sql_row(*q))
        queue_row_read(*q, arena, vec_push(arena, out));
    return sql_done(q, err);
}

/* ---- what a worker left ---------------------------------------------------------------------- */

OD_SQL(sql_queue_sending, "queue.sending",
       "SELECT " QUEUE_COLUMNS
       " FROM outbox AS o"
       " WHERE o.provider = $1 AND o.state = 2"
       " ORDER BY o.id"
       " LIMIT $2");

OD_SQL(sql_queue_reap, "queue.reap",
       "UPDATE outbox"
       " SET state = $1, next_ms = $2, is_out = $3, last_error = $4, leased_by = '',"
       " lease_until_ms = 0, attempts = attempts + $5"
       " WHERE id = $6 AND state = 2");

/* What may have been done is marked so in the books of its topic, too. */
static bool tell_unclear(struct tx *tx, struct desk *desk, const struct queue_row *left,
                         struct arena *arena, struct err *err)
{
    const struct job_result unclear = { .end = JOB_UNCLEAR,
                                        .code = "",
                                        .message = _("The worker ended while this was being sent."),
                                        .remote_id = left->remote_id };
    struct queue_row row = *left;
    struct err why = ERR_INIT;
    bool is_taken;

    row.state = QUEUE_UNKNOWN;
    row.last_error = unclear.message;
    if (!queue_apply(tx, desk, &row, &unclear, arena, &is_taken, &why)) {
        *err = why;
        return false;
    }
    return true;
}

static bool reap_one(struct tx *tx, struct desk *desk, const struct queue_row *row,
                     const struct queue_way *way, struct arena *arena, struct err *err)
{
    int64_t now_ms = desk_now(desk).ms;
    int64_t lookup_ms = way->can_look_up ? now_ms + LOOKUP_AFTER_MS : 0;
    OD_STMT *q = sql_write(tx, &sql_queue_reap);

    put_i64(q, row->is_out ? QUEUE_UNKNOWN : QUEUE_RETRY);
    put_i64(q, row->is_out ? lookup_ms : now_ms);
    put_i64(q, row->is_out);
    put_text(q, row->is_out ? _("The worker ended while this was being sent.") : row->last_error);
    put_i64(q, row->is_out ? 1 : 0);
    put_i64(q, row->id);
    return sql_run(&q, NULL, err) && (!row->is_out || tell_unclear(tx, desk, row, arena, err));
}

static bool load_left(struct desk *desk, const char *provider, struct arena *arena,
                      struct rows *out, struct err *err)
{
    int64_t now = desk_now(desk).ms;
    struct rows all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_sending);

    put_text(q, provider);
    put_i64(q, REAP_BATCH);
    if (!read_rows(&q, arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++)
        if (queue_lease_is_over(all.v[i].leased_by, all.v[i].lease_until.ms, now))
            *vec_push(arena, out) = all.v[i];
    return true;
}

bool queue_reap(struct desk *desk, const struct queue_way *way, int *n, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct rows left = { 0 }, sure = { 0 };

    *n = 0;
    if (!load_left(desk, way->provider, tmp, &left, err))
        return false;
    if (left.n == 0)
        return true;
    if (!desk_begin(desk, "sync.work", &tx, err) ||
        !load_left(desk, way->provider, tmp, &sure, err))
        return false;
    for (int i = 0; i < sure.n; i++)
        if (!reap_one(&tx, desk, &sure.v[i], way, tmp, err))
            return false;
    *n = sure.n;
    return tx_commit(&tx, err);
}

/* ---- claiming -------------------------------------------------------------------------------- */

OD_SQL(sql_queue_due, "queue.due",
       "SELECT " QUEUE_COLUMNS
       " FROM outbox AS o"
       " WHERE o.provider = $1 AND o.state <> 3 AND o.state IN (1, 4) AND o.next_ms <= $2"
       " AND ($3 = '' OR o.record_kind <> $3)" QUEUE_NOT_BEHIND
       " ORDER BY o.id"
       " LIMIT $4");

bool queue_load_due(struct desk *desk, const struct queue_way *way, int max, struct arena *arena,
                    struct queue_rows *out, struct err *err)
{
    struct rows rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_due);

    put_text(q, way->provider);
    put_i64(q, desk_now(desk).ms);
    put_text(q, way->but_kind != NULL ? way->but_kind : "");
    put_i64(q, max);
    if (!read_rows(&q, arena, &rows, err))
        return false;
    *out = (struct queue_rows){ rows.v, rows.n };
    return true;
}

OD_SQL(sql_queue_busy, "queue.busy",
       "SELECT 1"
       " FROM outbox"
       " WHERE provider = $1 AND state = 2"
       " LIMIT 1");

/* How many may be claimed now: by pause, breaker and bucket. */
static bool room_for(struct desk *desk, const struct provider_row *row, const struct bucket *b,
                     int max, int *out, struct err *err)
{
    int64_t one = 0;
    bool is_busy = false;
    OD_STMT *q = NULL;

    *out = 0;
    if (row->is_paused || row->is_stopped || row->closed_until_ms > desk_now(desk).ms)
        return true;
    *out = bucket_room(b) < max ? bucket_room(b) : max;
    if (row->failures < QUEUE_BREAKER || *out == 0)
        return true;
    /* It failed for long: one job alone finds out whether it is back. */
    q = sql_read(desk_db(desk), &sql_queue_busy);
    put_text(q, row->provider);
    if (!sql_one_i64(&q, &is_busy, &one, err))
        return false;
    *out = is_busy ? 0 : 1;
    return true;
}

OD_SQL(sql_queue_claim, "queue.claim",
       "UPDATE outbox"
       " SET state = 2, leased_by = $1, lease_until_ms = $2, is_out = 0, claim_no = claim_no + 1,"
       " first_ms = CASE WHEN first_ms = 0 THEN $3 ELSE first_ms END"
       " WHERE id = $4 AND state IN (1, 4)");

static bool claim_one(struct tx *tx, struct queue_row *row, const char *worker, int64_t now_ms,
                      int64_t lease_ms, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_queue_claim);

    put_text(q, worker);
    put_i64(q, now_ms + lease_ms);
    put_i64(q, now_ms);
    put_i64(q, row->id);
    row->state = QUEUE_SENDING;
    row->is_out = false;
    row->claim++;
    if (row->first.ms == 0)
        row->first.ms = now_ms;
    return sql_run(&q, NULL, err);
}

/* Is there a due job, and may it be claimed? Reads alone. */
static bool has_work(struct desk *desk, const struct queue_way *way, int max, struct arena *arena,
                     bool *out, struct err *err)
{
    struct provider_row provider;
    struct queue_rows due;
    struct bucket bucket;
    int room;

    *out = false;
    if (!queue_load_due(desk, way, 1, arena, &due, err))
        return false;
    if (due.n == 0)
        return true;
    if (!provider_row_load(desk, way->provider, arena, &provider, err))
        return false;
    bucket = provider_row_bucket(&provider, way, desk_now(desk).ms);
    if (!room_for(desk, &provider, &bucket, max, &room, err))
        return false;
    *out = room > 0;
    return true;
}

bool queue_claim(struct desk *desk, const struct queue_way *way, const char *worker,
                 int64_t lease_ms, int max, struct arena *arena, struct queue_rows *out,
                 struct err *err)
{
    OD_TX tx = { 0 };
    struct provider_row provider;
    struct queue_rows rows = { 0 };
    struct bucket bucket;
    int64_t now = desk_now(desk).ms;
    bool is_any;
    int room;

    *out = (struct queue_rows){ 0 };
    /* Looked at without the turn first: a worker that waits, or may not, holds nobody up. */
    if (!has_work(desk, way, max, arena, &is_any, err))
        return false;
    if (!is_any)
        return true;
    if (!desk_begin(desk, "sync.work", &tx, err) ||
        !provider_row_load(desk, way->provider, arena, &provider, err))
        return false;
    bucket = provider_row_bucket(&provider, way, now);
    if (!room_for(desk, &provider, &bucket, max, &room, err))
        return false;
    if (room == 0)
        return true;
    if (!queue_load_due(desk, way, room, arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++)
        if (!claim_one(&tx, &rows.v[i], worker, now, lease_ms, err))
            return false;
    bucket_take(&bucket, rows.n);
    provider.tokens_milli = bucket.tokens_milli;
    provider.tokens_ms = bucket.at_ms;
    if (!provider_row_save(&tx, &provider, err) || !tx_commit(&tx, err))
        return false;
    *out = rows;
    return true;
}

/* ---- asking after ---------------------------------------------------------------------------- */

OD_SQL(sql_queue_lookups, "queue.lookups",
       "SELECT " QUEUE_COLUMNS
       " FROM outbox AS o"
       " WHERE o.provider = $1 AND o.state = 6 AND o.next_ms > 0"
       " AND o.next_ms <= $2"
       " ORDER BY o.id"
       " LIMIT $3");
/* An unknown row under a lease is put off until the lease is over. */
OD_SQL(sql_queue_claim_lookup, "queue.claim_lookup",
       "UPDATE outbox"
       " SET leased_by = $1, lease_until_ms = $2, next_ms = $3, claim_no = claim_no + 1"
       " WHERE id = $4 AND state = 6");

static bool is_left_alone(struct desk *desk, const struct provider_row *row)
{
    return row->is_paused || row->is_stopped || row->closed_until_ms > desk_now(desk).ms;
}

static bool load_lookups(struct desk *desk, const char *provider, int64_t now, int max,
                         struct arena *arena, struct rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_lookups);

    put_text(q, provider);
    put_i64(q, now);
    put_i64(q, max);
    return read_rows(&q, arena, out, err);
}

bool queue_claim_lookups(struct desk *desk, const struct queue_way *way, const char *worker,
                         int64_t lease_ms, int max, struct arena *arena, struct queue_rows *out,
                         struct err *err)
{
    OD_TX tx = { 0 };
    struct provider_row provider;
    struct rows rows = { 0 };
    int64_t now = desk_now(desk).ms;

    *out = (struct queue_rows){ 0 };
    /* Looked at without the turn first, as in queue_claim. */
    if (!load_lookups(desk, way->provider, now, 1, arena, &rows, err) ||
        !provider_row_load(desk, way->provider, arena, &provider, err))
        return false;
    if (rows.n == 0 || is_left_alone(desk, &provider))
        return true;
    rows = (struct rows){ 0 };
    if (!desk_begin(desk, "sync.work", &tx, err) ||
        !provider_row_load(desk, way->provider, arena, &provider, err))
        return false;
    if (is_left_alone(desk, &provider))
        return true;
    if (!load_lookups(desk, way->provider, now, max, arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++) {
        OD_STMT *q = sql_write(&tx, &sql_queue_claim_lookup);

        put_text(q, worker);
        put_i64(q, now + lease_ms);
        put_i64(q, now + lease_ms);
        put_i64(q, rows.v[i].id);
        rows.v[i].claim++;
        if (!sql_run(&q, NULL, err))
            return false;
    }
    if (!tx_commit(&tx, err))
        return false;
    *out = (struct queue_rows){ rows.v, rows.n };
    return true;
}

OD_SQL(sql_queue_mark_out, "queue.mark_out",
       "UPDATE outbox"
       " SET is_out = 1, remote_id = $1"
       " WHERE id = $2 AND state = 2 AND leased_by = $3 AND claim_no = $4");

bool queue_mark_out(struct desk *desk, const struct queue_row *row, const char *worker,
                    const char *remote_id, struct err *err)
{
    OD_TX tx = { 0 };
    int64_t changed = 0;
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "sync.work", &tx, err))
        return false;
    q = sql_write(&tx, &sql_queue_mark_out);
    put_text(q, remote_id);
    put_i64(q, row->id);
    put_text(q, worker);
    put_i64(q, row->claim);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("Job %lld is not this worker's any more."),
                       (long long)row->id);
    return tx_commit(&tx, err);
}
