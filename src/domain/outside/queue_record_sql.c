/*
 * What became of a try: the row, the topic's books, the exchange, the provider's health, all in one
 * transaction.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "domain/outside/queue_impl.h"
#include "domain/outside/topic.h"
#include "store/store.h"

/* Kept of one job. */
#define KEPT_EXCHANGES 20
/* Asked after again after so long, at first. */
#define LOOKUP_AFTER_MS 10000
#define MOST_WAIT_MS    QUEUE_MAX_AGE_MS

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static int jitter(void)
{
    uint16_t n;

    random_bytes(&n, sizeof n);
    return n % 1000;
}

/* ---- what a row becomes ---------------------------------------------------------------------- */

static void wait_more(struct queue_row *row, const struct queue_try *done, int64_t now)
{
    int64_t wait = done->result->wait_ms;

    row->attempts += done->is_ours ? 0 : 1;
    if (queue_is_spent(row->attempts, row->first.ms, now)) {
        row->state = QUEUE_DEAD;
        return;
    }
    if (wait <= 0)
        wait = queue_backoff_ms(row->attempts > 0 ? row->attempts : 1, jitter());
    row->state = QUEUE_RETRY;
    row->next.ms = now + (wait < MOST_WAIT_MS ? wait : MOST_WAIT_MS);
}

static void end_try(struct queue_row *row, const struct queue_way *way,
                    const struct queue_try *done, int64_t now)
{
    switch (done->result->end) {
    case JOB_DONE:
        row->attempts++;
        row->state = QUEUE_DONE;
        row->done.ms = now;
        return;
    case JOB_WAIT:
        wait_more(row, done, now);
        return;
    case JOB_UNCLEAR:
        row->attempts++;
        row->state = QUEUE_UNKNOWN;
        row->next.ms = way->can_look_up ? now + LOOKUP_AFTER_MS : 0;
        return;
    case JOB_PERMANENT:
        row->attempts++;
        row->state = QUEUE_DEAD;
        return;
    case JOB_ACCOUNT: /* not this job's fault: it waits for the account */
        row->state = QUEUE_RETRY;
        row->next.ms = now;
        return;
    }
    assert(false && "an end of a job");
}

static void end_lookup(struct queue_row *row, const struct queue_try *done, int64_t now)
{
    switch (done->result->end) {
    case JOB_DONE:
        row->state = QUEUE_DONE;
        row->done.ms = now;
        return;
    case JOB_WAIT: /* it was not done: do it */
        row->state = QUEUE_RETRY;
        row->next.ms = now;
        row->is_out = false;
        row->lookups = 0;
        return;
    case JOB_UNCLEAR:
        row->lookups++;
        row->next.ms = row->lookups < QUEUE_MAX_LOOKUPS
                           ? now + queue_backoff_ms(row->lookups, jitter())
                           : 0;
        return;
    case JOB_PERMANENT:
        row->state = QUEUE_DEAD;
        return;
    case JOB_ACCOUNT:
        row->next.ms = now;
        return;
    }
    assert(false && "an end of a job");
}

OD_SQL(sql_queue_end, "queue.end",
       "UPDATE outbox"
       " SET state = $1, attempts = $2, next_ms = $3, last_error = $4, error_code = $5,"
       " remote_id = $6, is_out = $7, lookups = $8, done_ms = $9, first_ms = $10, leased_by = '',"
       " lease_until_ms = 0"
       " WHERE id = $11 AND leased_by = $12 AND claim_no = $13 AND state IN (2, 6)");

bool queue_row_end(struct tx *tx, const struct queue_row *row, const char *worker,
                   struct err *err)
{
    int64_t changed = 0;
    OD_STMT *q = sql_write(tx, &sql_queue_end);

    put_i64(q, row->state);
    put_i64(q, row->attempts);
    put_i64(q, row->next.ms);
    put_text(q, row->last_error);
    put_text(q, row->error_code);
    put_text(q, row->remote_id);
    put_i64(q, row->is_out);
    put_i64(q, row->lookups);
    put_i64(q, row->done.ms);
    put_i64(q, row->first.ms);
    put_i64(q, row->id);
    put_text(q, worker);
    put_i64(q, row->claim);
    if (!sql_run(&q, &changed, err))
        return false;
    return changed == 1 || err_set(err, ERR_CONFLICT, _("Job %lld is not this worker's any more."),
                                   (long long)row->id);
}

/* ---- the exchange ---------------------------------------------------------------------------- */

OD_SQL(sql_exchange_add, "outbox_talk.add",
       "INSERT INTO outbox_exchange (outbox_id, is_lookup, at_ms, took_ms, request, status, reply)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7)");
OD_SQL(sql_exchange_trim, "outbox_talk.trim",
       "DELETE FROM outbox_exchange"
       " WHERE outbox_id = $1 AND id <="
       " (SELECT id FROM outbox_exchange WHERE outbox_id = $2 ORDER BY id DESC LIMIT 1 OFFSET $3)");

static bool keep_exchanges(struct tx *tx, const struct queue_try *done, struct err *err)
{
    OD_STMT *q = NULL;

    for (int i = 0; i < done->n_exchanges; i++) {
        const struct queue_exchange *x = &done->exchanges[i];

        q = sql_write(tx, &sql_exchange_add);
        put_i64(q, done->row->id);
        put_i64(q, x->is_lookup);
        put_i64(q, x->at.ms);
        put_i64(q, x->took_ms);
        put_text(q, x->request);
        put_i64(q, x->status);
        put_text(q, x->reply);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    if (done->n_exchanges == 0)
        return true;
    q = sql_write(tx, &sql_exchange_trim);
    put_i64(q, done->row->id);
    put_i64(q, done->row->id);
    put_i64(q, KEPT_EXCHANGES);
    return sql_run(&q, NULL, err);
}

/* ---- the provider's health ------------------------------------------------------------------- */

static void note_failure(struct provider_row *p, const struct queue_try *done, int64_t now)
{
    const struct job_result *r = done->result;
    int64_t until;

    /* A job that waits for something of its own says nothing of the provider. */
    if (r->end == JOB_WAIT && r->wait_ms > 0 && !r->is_pace)
        return;
    p->failures += r->is_pace ? 0 : 1;
    p->last_failed_ms = now;
    until = now + (r->is_pace ? r->wait_ms : queue_breaker_ms(p->failures));
    if (until > p->closed_until_ms)
        p->closed_until_ms = until;
}

static bool note_health(struct tx *tx, struct desk *desk, const struct queue_way *way,
                        const struct queue_try *done, struct arena *arena, struct err *err)
{
    const struct job_result *r = done->result;
    int64_t now = desk_now(desk).ms;
    int more = done->n_exchanges - (done->is_lookup ? 0 : 1);
    struct provider_row p;

    if (!provider_row_load(desk, way->provider, arena, &p, err))
        return false;
    if (more > 0) {
        struct bucket b = provider_row_bucket(&p, way, now);

        bucket_take(&b, more);
        p.tokens_milli = b.tokens_milli;
        p.tokens_ms = b.at_ms;
    }
    if (r->end != JOB_DONE && !r->is_well)
        p.last_error = or_empty(r->message);
    if (r->end == JOB_DONE || (r->end == JOB_PERMANENT && done->n_exchanges > 0) ||
        (r->end == JOB_UNCLEAR && r->is_well)) {
        p.failures = 0;
        p.closed_until_ms = 0;
        p.last_ok_ms = r->end == JOB_DONE ? now : p.last_ok_ms;
    } else if (r->end == JOB_ACCOUNT) {
        p.is_stopped = true;
        p.why = or_empty(r->message);
        p.last_failed_ms = now;
    } else if (!done->is_lookup && r->end != JOB_PERMANENT) {
        /* What never went out because it is wrong in itself says nothing of the provider. */
        note_failure(&p, done, now);
    }
    return provider_row_save(tx, &p, err);
}

/* ---- recording ------------------------------------------------------------------------------- */

static bool call_topic(struct tx *tx, struct desk *desk, const struct queue_row *row,
                       const struct job_result *result, struct arena *arena, struct err *err)
{
    const struct topic *topic = topic_named(row->topic);
    struct topic_end end = { row, result, row->state };

    return topic == NULL || topic->apply == NULL || topic->apply(tx, desk, &end, arena, err);
}

bool queue_apply(struct tx *tx, struct desk *desk, const struct queue_row *row,
                 const struct job_result *result, struct arena *arena, bool *is_taken,
                 struct err *err)
{
    *is_taken = false;
    if (!tx_part_begin(tx, err))
        return false;
    if (call_topic(tx, desk, row, result, arena, err)) {
        *is_taken = true;
        return tx_part_keep(tx, err);
    }
    /* Of the disk or of the turn: the whole is tried again. */
    if (err->code == ERR_IO || err->code == ERR_BUSY)
        return false;
    return tx_part_undo(tx, NULL);
}

/* It was done out there and could not be taken down here: nothing repeats it, a person looks. */
static void not_taken(struct queue_row *row, const struct job_result *result, const char *why,
                      struct arena *arena)
{
    if (result->end == JOB_DONE) {
        row->state = QUEUE_UNKNOWN;
        row->next.ms = 0;
        row->done.ms = 0;
        row->is_out = true;
        row->last_error = arena_printf(arena, _("It was done, but not taken down here: %s"), why);
    } else {
        row->last_error = arena_printf(arena, "%s (%s)", row->last_error, why);
    }
}

static void take_words(struct queue_row *row, const struct job_result *r)
{
    bool has_gone_well = r->end == JOB_DONE;

    row->last_error = has_gone_well ? "" : or_empty(r->message);
    row->error_code = has_gone_well ? "" : or_empty(r->code);
    if (r->remote_id != NULL && r->remote_id[0] != '\0')
        row->remote_id = r->remote_id;
}

static void end_row(struct queue_row *row, const struct queue_way *way,
                    const struct queue_try *done, struct stamp now)
{
    take_words(row, done->result);
    if (done->is_not_needed) {
        row->state = QUEUE_DONE;
        row->done = now;
    } else if (done->is_lookup) {
        end_lookup(row, done, now.ms);
    } else {
        end_try(row, way, done, now.ms);
    }
    if (row->state == QUEUE_RETRY)
        row->is_out = false;
    else if (row->state == QUEUE_UNKNOWN)
        row->is_out = true;
}

bool queue_record(struct desk *desk, const struct queue_way *way, const struct queue_try *done,
                  enum queue_state *state, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct queue_row row = *done->row;
    struct err why = ERR_INIT;
    bool is_taken;

    end_row(&row, way, done, desk_now(desk));
    if (!desk_begin(desk, "sync.work", &tx, err))
        return false;
    if (!queue_apply(&tx, desk, &row, done->result, tmp, &is_taken, &why)) {
        *err = why;
        return false;
    }
    if (!is_taken)
        not_taken(&row, done->result, why.text, tmp);
    if (!queue_row_end(&tx, &row, done->worker, err) || !keep_exchanges(&tx, done, err) ||
        (!done->is_ours && !done->is_not_needed &&
         !note_health(&tx, desk, way, done, tmp, err)) || !tx_commit(&tx, err))
        return false;
    *state = row.state;
    return true;
}
