/*
 * Asking carriers: what left begins to be followed, what is due becomes a job, one for each number
 * at a time, and its answer says when the next one is due. A job that a person must look at keeps
 * its place, so that no others pile up behind it.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/flow/shipment.h"
#include "domain/outside/shipping_task.h"
#include "domain/outside/track_parts.h"
#include "store/store.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)
/* What left longer ago is not begun with; as the last question of track_wait_ms(). */
#define BEGIN_DAYS 60
/* In one transaction. */
#define BATCH 50
/* Answered questions are kept so long. */
#define KEPT_DAYS 2
#define KEPT_BATCH 200
#define TASK_BYTES ((size_t)4 * 1024)

/* --- asking ----------------------------------------------------------------------------------- */

/* Of no order: a carrier that does not answer must not hold up the order's labels. */
bool track_ask(struct tx *tx, struct desk *desk, struct track *t, struct err *err)
{
    const struct outbox_job job = { .topic = TOPIC_TRACKER_GET,
                                    .record_kind = "track",
                                    .record_id = t->id,
                                    .provider = t->provider };

    if (t->provider[0] == '\0' || t->tracking[0] == '\0')
        return err_set(err, ERR_STATE,
                       _("Nobody can be asked after this parcel: it has no number of a carrier, or"
                         " no provider is set (setting track.provider)."));
    t->next_ms = TRACK_BEING_ASKED;
    return outbox_add(tx, desk, &job, err) && track_write(tx, t, err);
}

/* A number that was replaced, or a shipment that ended, is followed no more. */
static bool ask_or_close(struct tx *tx, struct desk *desk, struct track *t, struct err *err)
{
    bool is_current, is_on = t->shipment_status == SHIPMENT_IN_TRANSIT ||
                             t->shipment_status == SHIPMENT_RETURNING;

    if (!track_is_current(desk, t, &is_current, err))
        return false;
    if (is_current && is_on && t->provider[0] != '\0')
        return track_ask(tx, desk, t, err);
    t->next_ms = 0;
    t->is_open = is_current && is_on;
    return track_write(tx, t, err);
}

/* --- what is due ------------------------------------------------------------------------------ */

struct number {
    int64_t shipment;
    const char *tracking;
};
struct numbers OD_VEC(struct number);
struct ids OD_VEC(int64_t);

#define NOT_FOLLOWED(number)                                                                       \
    "SELECT s.id AS shipment, " number " AS number"                                                \
    " FROM shipment s"                                                                             \
    " JOIN package p ON p.fulfillment_id = s.fulfillment_id"                                       \
    " WHERE s.status = 1 AND s.shipped_ms >= $1 AND " number " <> ''"                              \
    " AND NOT EXISTS (SELECT 1 FROM parcel_track t WHERE t.shipment_id = s.id"                     \
    " AND t.tracking = " number " AND t.provider <> '')"                                           \
    " AND ($2 = 1 OR EXISTS (SELECT 1 FROM parcel_label l"                                         \
    " WHERE l.fulfillment_id = s.fulfillment_id AND l.tracking = " number                          \
    " AND l.state IN (4, 9)))"

/* Sorted outside the union: within it each half would walk all shipments in the order of ids. */
OD_SQL(sql_track_new, "track.not_followed",
       "SELECT x.shipment, x.number"
       " FROM (" NOT_FOLLOWED("s.tracking") " UNION " NOT_FOLLOWED("p.tracking") ") AS x"
       " ORDER BY x.shipment, x.number"
       " LIMIT $3");

OD_SQL(sql_track_due, "track.due",
       "SELECT id"
       " FROM parcel_track"
       " WHERE next_ms > 0 AND next_ms <= $1"
       " ORDER BY next_ms, id"
       " LIMIT $2");

static bool load_new(struct desk *desk, struct arena *arena, struct numbers *out, struct err *err)
{
    const char *provider;
    OD_STMT *q = NULL;

    if (!setting_get(desk, "track.provider", arena, &provider, err))
        return false;
    q = sql_read(desk_db(desk), &sql_track_new);
    put_i64(q, desk_now(desk).ms - BEGIN_DAYS * DAY_MS);
    put_i64(q, strcmp(provider, "none") != 0);
    put_i64(q, BATCH);
    while (sql_row(q)) {
        struct number *n = vec_push(arena, out);

        n->shipment = get_i64(q);
        n->tracking = get_text(q, arena);
    }
    return sql_done(&q, err);
}

static bool load_due(struct desk *desk, struct arena *arena, struct ids *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_due);

    put_i64(q, desk_now(desk).ms);
    put_i64(q, BATCH);
    while (sql_row(q))
        *vec_push(arena, out) = get_i64(q);
    return sql_done(&q, err);
}

OD_SQL(sql_track_past, "track.past",
       "SELECT id"
       " FROM outbox"
       " WHERE state = 3 AND topic = 'tracker.get' AND done_ms < $1"
       " ORDER BY done_ms"
       " LIMIT $2");
OD_SQL(sql_track_past_talk, "track.past_talk",
       "DELETE FROM outbox_exchange"
       " WHERE outbox_id = $1");
OD_SQL(sql_track_past_drop, "track.past_drop",
       "DELETE FROM outbox"
       " WHERE id = $1 AND state = 3");

static bool load_past(struct desk *desk, struct arena *arena, struct ids *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_past);

    put_i64(q, desk_now(desk).ms - KEPT_DAYS * DAY_MS);
    put_i64(q, KEPT_BATCH);
    while (sql_row(q))
        *vec_push(arena, out) = get_i64(q);
    return sql_done(&q, err);
}

static bool drop_past(struct tx *tx, const struct ids *past, struct err *err)
{
    static const struct sql *const both[] = { &sql_track_past_talk, &sql_track_past_drop };

    for (int i = 0; i < past->n; i++) {
        for (size_t k = 0; k < OD_LEN(both); k++) {
            OD_STMT *q = sql_write(tx, both[k]);

            put_i64(q, past->v[i]);
            if (!sql_run(&q, NULL, err))
                return false;
        }
    }
    return true;
}

/* What is there is read again under the turn: another may have been faster. */
static bool work(struct tx *tx, struct desk *desk, struct arena *arena, struct err *err)
{
    struct numbers fresh = { 0 };
    struct ids due = { 0 }, past = { 0 };
    struct track *t;

    if (!load_new(desk, arena, &fresh, err))
        return false;
    for (int i = 0; i < fresh.n; i++)
        if (!track_begin(tx, desk, fresh.v[i].shipment, fresh.v[i].tracking, arena, &t, err))
            return false;
    if (!load_due(desk, arena, &due, err))
        return false;
    for (int i = 0; i < due.n; i++)
        if (!track_load(desk, due.v[i], arena, &t, err) || !ask_or_close(tx, desk, t, err))
            return false;
    return load_past(desk, arena, &past, err) && drop_past(tx, &past, err);
}

bool track_tick(struct desk *desk, int *n, struct err *err)
{
    OD_ARENA *arena = arena_new();
    OD_TX tx = { 0 };
    struct numbers fresh = { 0 };
    struct ids due = { 0 }, past = { 0 };

    if (!load_new(desk, arena, &fresh, err) || !load_due(desk, arena, &due, err) ||
        !load_past(desk, arena, &past, err))
        return false;
    *n = fresh.n + due.n + past.n;
    return *n == 0 || (desk_begin(desk, "sync.work", &tx, err) && work(&tx, desk, arena, err) &&
                       tx_commit(&tx, err));
}

/* --- the topic -------------------------------------------------------------------------------- */

bool track_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                   struct topic_task *out, struct err *err)
{
    struct topic_task task = { 0 };
    struct json_out w;
    struct strbuf b;
    struct track *t;

    if (!track_load(desk, row->record_id, arena, &t, err))
        return false;
    strbuf_init(&b, arena, TASK_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "tracking", t->tracking);
    json_put_text(&w, "tracker", t->tracker);
    json_put_text(&w, "carrier", t->carrier);
    json_put_text(&w, "shipper", t->shipper);
    json_end_object(&w);
    task.json = b.s;
    *out = task;
    return true;
}

bool track_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                 struct arena *arena, struct err *err)
{
    const char *data = end->result->data;
    bool is_done = end->state == QUEUE_DONE && end->result->end == JOB_DONE && data != NULL;
    const struct json *report;
    struct track *t;
    int64_t wait;
    int n;

    /* Tried again, or for a person: it is still being asked. */
    if (end->state != QUEUE_DONE)
        return true;
    if (!track_load(desk, end->row->record_id, arena, &t, err))
        return false;
    if (!is_done) {
        t->next_ms = 0;
        return track_write(tx, t, err);
    }
    t->next_ms = 0;
    if (!json_parse(data, strlen(data), arena, &report, err) ||
        !track_report(tx, desk, t, t->provider, report, arena, &n, err))
        return false;
    wait = track_wait_ms(t->status, desk_now(desk).ms - t->shipped.ms);
    if (t->is_open && wait > 0)
        t->next_ms = desk_now(desk).ms + wait;
    return track_write(tx, t, err);
}
