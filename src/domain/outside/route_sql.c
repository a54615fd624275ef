/*
 * Events of the desk: given to whoever makes work of them, then done; and the sweeping of what was
 * done long ago.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/setting.h"
#include "domain/outside/queue_impl.h"
#include "domain/outside/route.h"
#include "store/store.h"

/* Events in one transaction, so that nobody waits long behind it. */
#define BATCH       20
#define LATE_BATCH  2000
#define SWEEP_BATCH 500
#define HOUR_MS     INT64_C(3600000)
#define DAY_MS      (24 * HOUR_MS)
/* Kept for those who ask what happened. */
#define EVENT_DAYS 7
#define TALK_DAYS  30

/* ---- late ones ------------------------------------------------------------------------------- */

OD_SQL(sql_route_has_late, "route.has_late",
       "SELECT id"
       " FROM outbox"
       " WHERE provider = '' AND state <> 3 AND state IN (1, 4) AND created_ms < $1"
       " ORDER BY id"
       " LIMIT 1");
OD_SQL(sql_route_late, "route.late",
       "UPDATE outbox"
       " SET state = 3, error_code = 'late', done_ms = $1"
       " WHERE id IN (SELECT id FROM outbox WHERE provider = '' AND state <> 3"
       " AND state IN (1, 4) AND created_ms < $2 ORDER BY id LIMIT $3)");

/* What happened long before anybody worked here is nobody's news any more. */
static bool end_late(struct desk *desk, int *n, struct err *err)
{
    OD_TX tx = { 0 };
    int64_t hours, bound, id, changed = 0;
    bool found = false;
    OD_STMT *q = NULL;

    if (!setting_get_int(desk, "sync.event_hours", &hours, err))
        return false;
    bound = desk_now(desk).ms - hours * HOUR_MS;
    q = sql_read(desk_db(desk), &sql_route_has_late);
    put_i64(q, bound);
    if (!sql_one_i64(&q, &found, &id, err))
        return false;
    if (!found)
        return true;
    if (!desk_begin(desk, "sync.work", &tx, err))
        return false;
    q = sql_write(&tx, &sql_route_late);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, bound);
    put_i64(q, LATE_BATCH);
    if (!sql_run(&q, &changed, err))
        return false;
    *n += (int)changed;
    return tx_commit(&tx, err);
}

/* ---- routing --------------------------------------------------------------------------------- */

static bool give(struct tx *tx, struct desk *desk, const struct queue_row *event,
                 struct arena *arena, struct err *err)
{
    for (const struct route *r = routes; r->topic != NULL; r++)
        if (strcmp(r->topic, event->topic) == 0 && !r->take(tx, desk, event, arena, err))
            return false;
    return true;
}

OD_SQL(sql_route_end, "route.end",
       "UPDATE outbox"
       " SET state = $1, attempts = $2, next_ms = $3, last_error = $4, first_ms = $5, done_ms = $6"
       " WHERE id = $7 AND state IN (1, 4)");

static bool end_event(struct tx *tx, const struct queue_row *e, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_route_end);

    put_i64(q, e->state);
    put_i64(q, e->attempts);
    put_i64(q, e->next.ms);
    put_text(q, e->last_error);
    put_i64(q, e->first.ms);
    put_i64(q, e->done.ms);
    put_i64(q, e->id);
    return sql_run(&q, NULL, err);
}

static bool route_one(struct tx *tx, struct desk *desk, struct queue_row *e, struct arena *arena,
                      struct err *err)
{
    int64_t now = desk_now(desk).ms;
    struct err why = ERR_INIT;

    if (e->first.ms == 0)
        e->first.ms = now;
    e->attempts++;
    if (!tx_part_begin(tx, err))
        return false;
    if (give(tx, desk, e, arena, &why)) {
        e->state = QUEUE_DONE;
        e->done.ms = now;
        e->last_error = "";
        return tx_part_keep(tx, err) && end_event(tx, e, err);
    }
    if (why.code == ERR_IO || why.code == ERR_BUSY) {
        *err = why;
        return false;
    }
    if (!tx_part_undo(tx, err))
        return false;
    e->last_error = why.text;
    e->state = queue_is_spent(e->attempts, e->first.ms, now) ? QUEUE_DEAD : QUEUE_RETRY;
    e->next.ms = now + queue_backoff_ms(e->attempts, 0);
    return end_event(tx, e, err);
}

static bool route_batch(struct desk *desk, int *n, struct err *err)
{
    static const struct queue_way events = { .provider = "" };
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct queue_rows rows;

    *n = 0;
    if (!queue_load_due(desk, &events, 1, tmp, &rows, err))
        return false;
    if (rows.n == 0)
        return true;
    if (!desk_begin(desk, "sync.work", &tx, err) ||
        !queue_load_due(desk, &events, BATCH, tmp, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++)
        if (!route_one(&tx, desk, &rows.v[i], tmp, err))
            return false;
    *n = rows.n;
    return tx_commit(&tx, err);
}

bool queue_route(struct desk *desk, int max, int *n, struct err *err)
{
    int some;

    *n = 0;
    if (!end_late(desk, n, err))
        return false;
    do {
        if (!route_batch(desk, &some, err))
            return false;
        *n += some;
    } while (some > 0 && *n < max);
    return true;
}

/* ---- sweeping -------------------------------------------------------------------------------- */

OD_SQL(sql_sweep_is_due, "queue.sweep_is_due",
       "SELECT id"
       " FROM outbox"
       " WHERE state = 3 AND provider = '' AND done_ms < $1"
       " ORDER BY done_ms"
       " LIMIT 1");
OD_SQL(sql_sweep_talk_is_due, "queue.sweep_talk_is_due",
       "SELECT id"
       " FROM outbox_exchange"
       " WHERE at_ms < $1"
       " ORDER BY at_ms"
       " LIMIT 1");
OD_SQL(sql_sweep_events, "queue.sweep_events",
       "DELETE FROM outbox"
       " WHERE id IN (SELECT id FROM outbox WHERE state = 3 AND provider = '' AND done_ms < $1"
       " ORDER BY done_ms LIMIT $2)");
OD_SQL(sql_sweep_talk, "queue.sweep_talk",
       "DELETE FROM outbox_exchange"
       " WHERE id IN (SELECT id FROM outbox_exchange WHERE at_ms < $1 ORDER BY at_ms LIMIT $2)");

/* Asked before the turn is taken: a round that has nothing to sweep writes nothing. */
static bool is_sweep_due(struct desk *desk, const struct sql *sql, int64_t before, bool *is_due,
                         struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), sql);
    int64_t id;

    put_i64(q, before);
    return sql_one_i64(&q, is_due, &id, err);
}

/* Jobs stay: they say what a customer was sent. Events have said all they had. */
bool queue_sweep(struct desk *desk, int *n, struct err *err)
{
    OD_TX tx = { 0 };
    int64_t now = desk_now(desk).ms, events = 0, talk = 0;
    bool has_events = false, has_talk = false;
    OD_STMT *q = NULL;

    *n = 0;
    if (!is_sweep_due(desk, &sql_sweep_is_due, now - EVENT_DAYS * DAY_MS, &has_events, err) ||
        !is_sweep_due(desk, &sql_sweep_talk_is_due, now - TALK_DAYS * DAY_MS, &has_talk, err))
        return false;
    if (!has_events && !has_talk)
        return true;
    if (!desk_begin(desk, "sync.work", &tx, err))
        return false;
    q = sql_write(&tx, &sql_sweep_events);
    put_i64(q, now - EVENT_DAYS * DAY_MS);
    put_i64(q, SWEEP_BATCH);
    if (!sql_run(&q, &events, err))
        return false;
    q = sql_write(&tx, &sql_sweep_talk);
    put_i64(q, now - TALK_DAYS * DAY_MS);
    put_i64(q, SWEEP_BATCH);
    if (!sql_run(&q, &talk, err))
        return false;
    *n = (int)(events + talk);
    return tx_commit(&tx, err);
}
