/*
 * What people decide about jobs and providers.
 */
#include "domain/outside/queue_person.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "domain/outside/queue_impl.h"
#include "domain/outside/topic.h"
#include "store/store.h"

OD_SQL(sql_queue_decide, "queue.decide",
       "UPDATE outbox"
       " SET state = $1, attempts = $2, next_ms = $3, last_error = $4, error_code = $5,"
       " is_out = $6, lookups = $7, first_ms = $8, done_ms = $9, leased_by = '',"
       " lease_until_ms = 0"
       " WHERE id = $10 AND state = $11 AND attempts = $12");

/* seen: what the person had before him. */
static bool decide(struct tx *tx, const struct queue_row *row, const struct queue_row *seen,
                   struct err *err)
{
    int64_t changed = 0;
    OD_STMT *q = sql_write(tx, &sql_queue_decide);

    put_i64(q, row->state);
    put_i64(q, row->attempts);
    put_i64(q, row->next.ms);
    put_text(q, row->last_error);
    put_text(q, row->error_code);
    put_i64(q, row->is_out);
    put_i64(q, row->lookups);
    put_i64(q, row->first.ms);
    put_i64(q, row->done.ms);
    put_i64(q, row->id);
    put_i64(q, seen->state);
    put_i64(q, seen->attempts);
    if (!sql_run(&q, &changed, err))
        return false;
    return changed == 1 || err_set(err, ERR_CONFLICT,
                                   _("Job %lld went on meanwhile. Look at it again."),
                                   (long long)row->id);
}

static bool note(struct tx *tx, struct desk *desk, const struct queue_row *row, const char *kind,
                 struct err *err)
{
    struct event_note n = { .kind = kind };

    return event_add(tx, desk, "outbox", row->id, &n, err);
}

/* Back to the start: all tries, and nothing of it has left. */
static void begin_anew(struct queue_row *row, int64_t now_ms)
{
    row->state = QUEUE_QUEUED;
    row->attempts = 0;
    row->lookups = 0;
    row->is_out = false;
    row->first.ms = 0;
    row->next.ms = now_ms;
}

bool queue_retry(struct desk *desk, const struct queue_row *seen, struct err *err)
{
    OD_TX tx = { 0 };
    struct queue_row row = *seen;

    if (seen->state == QUEUE_UNKNOWN)
        return err_set(err, ERR_STATE,
                       _("Job %lld may have been done already: say whether it was (resolve)."),
                       (long long)seen->id);
    if (seen->state == QUEUE_SENDING)
        return err_set(err, ERR_STATE, _("Job %lld is being sent."), (long long)seen->id);
    if (seen->state == QUEUE_DONE)
        return err_set(err, ERR_STATE, _("Job %lld is done."), (long long)seen->id);
    begin_anew(&row, desk_now(desk).ms);
    return desk_begin(desk, "sync.retry", &tx, err) && decide(&tx, &row, seen, err) &&
           note(&tx, desk, &row, "sync.retry", err) && tx_commit(&tx, err);
}

/* The topic hears of it as of any other end; where it refuses, nothing is decided. */
static bool tell_topic(struct tx *tx, struct desk *desk, const struct queue_row *row,
                       const struct job_result *result, struct arena *arena, struct err *err)
{
    bool is_taken;

    if (!queue_apply(tx, desk, row, result, arena, &is_taken, err))
        return false;
    return is_taken;
}

bool queue_drop(struct desk *desk, const struct queue_row *seen, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct queue_row row = *seen;
    struct job_result result = { .end = JOB_PERMANENT, .code = "dropped", .remote_id = "" };

    if (seen->state == QUEUE_SENDING)
        return err_set(err, ERR_STATE, _("Job %lld is being sent."), (long long)seen->id);
    if (seen->state == QUEUE_DONE)
        return err_set(err, ERR_STATE, _("Job %lld is done."), (long long)seen->id);
    result.message = arena_printf(tmp, _("Dropped by %s."), desk_user(desk)->name);
    row.state = QUEUE_DONE;
    row.done = desk_now(desk);
    row.error_code = "dropped";
    if (row.last_error[0] == '\0')
        row.last_error = result.message;
    return desk_begin(desk, "sync.drop", &tx, err) && decide(&tx, &row, seen, err) &&
           tell_topic(&tx, desk, &row, &result, tmp, err) &&
           note(&tx, desk, &row, "sync.drop", err) && tx_commit(&tx, err);
}

bool queue_resolve(struct desk *desk, const struct queue_row *seen, bool was_done,
                   struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct queue_row row = *seen;
    struct job_result result = { .end = JOB_DONE, .code = "", .message = "" };

    if (seen->state != QUEUE_UNKNOWN)
        return err_set(err, ERR_STATE, _("The end of job %lld is not unclear."),
                       (long long)seen->id);
    result.remote_id = seen->remote_id;
    if (was_done) {
        row.state = QUEUE_DONE;
        row.done = desk_now(desk);
    } else {
        begin_anew(&row, desk_now(desk).ms);
    }
    return desk_begin(desk, "sync.resolve", &tx, err) && decide(&tx, &row, seen, err) &&
           (!was_done || tell_topic(&tx, desk, &row, &result, tmp, err)) &&
           note(&tx, desk, &row, was_done ? "sync.was_done" : "sync.was_not_done", err) &&
           tx_commit(&tx, err);
}

/* ---- providers ------------------------------------------------------------------------------- */

/* One that nobody ever heard of is a slip of the keys. */
static bool load_known(struct desk *desk, const char *provider, struct arena *arena,
                       struct provider_row *out, struct err *err)
{
    bool is_known;

    if (!provider_row_load(desk, provider, arena, out, err) ||
        !provider_row_is_known(desk, out, &is_known, err))
        return false;
    return (is_known && provider[0] != '\0') ||
           err_field(err, ERR_NOT_FOUND, "provider",
                     _("There is no provider %.40s; see: orderdesk sync status"), provider);
}

bool provider_pause(struct desk *desk, const char *provider, const char *why, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct provider_row row;

    if (!text_line(why, "why", tmp, &why, err) || !desk_begin(desk, "sync.pause", &tx, err) ||
        !load_known(desk, provider, tmp, &row, err))
        return false;
    row.is_paused = true;
    row.why = why[0] != '\0' ? why : arena_printf(tmp, _("By %s."), desk_user(desk)->name);
    return provider_row_save(&tx, &row, err) && tx_commit(&tx, err);
}

bool provider_resume(struct desk *desk, const char *provider, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct provider_row row;

    if (!desk_begin(desk, "sync.pause", &tx, err) ||
        !load_known(desk, provider, tmp, &row, err))
        return false;
    row.is_paused = row.is_stopped = false;
    row.why = "";
    row.failures = 0;
    row.closed_until_ms = 0;
    return provider_row_save(&tx, &row, err) && tx_commit(&tx, err);
}
