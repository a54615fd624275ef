/*
 * What carriers said, in the store: each event once, by the digest of what it says.
 */
#include "base/mem.h"
#include "base/secret.h"
#include "base/vec.h"
#include "domain/outside/track_parts.h"
#include "store/store.h"

struct event_vec OD_VEC(struct track_event);

OD_SQL(sql_track_events, "track.events",
       "SELECT e.id, e.at_ms, e.came_ms, e.status, e.raw, e.message, e.city, e.region, e.country,"
       " e.provider, u.login"
       " FROM tracking_event e"
       " JOIN app_user u ON u.id = e.user_id"
       " WHERE e.track_id = $1"
       " ORDER BY e.at_ms DESC, e.id DESC"
       " LIMIT $2");

bool track_events_load(struct desk *desk, int64_t track, int max, struct arena *arena,
                       struct track_events *out, struct err *err)
{
    struct event_vec list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_events);

    put_i64(q, track);
    put_i64(q, max);
    while (sql_row(q)) {
        struct track_event *e = vec_push(arena, &list);

        e->id = get_i64(q);
        e->at.ms = get_i64(q);
        e->came.ms = get_i64(q);
        e->status = (enum track_status)get_i64(q);
        e->raw = get_text(q, arena);
        e->message = get_text(q, arena);
        e->city = get_text(q, arena);
        e->region = get_text(q, arena);
        e->country = get_text(q, arena);
        e->provider = get_text(q, arena);
        e->by = get_text(q, arena);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct track_events){ list.v, list.n };
    return true;
}

OD_SQL(sql_track_event_put, "track.event_put",
       "INSERT INTO tracking_event (track_id, provider, event_key, at_ms, status, raw, message,"
       " city, region, country, user_id, came_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
       " ON CONFLICT (provider, event_key) DO NOTHING");

bool track_event_put(struct tx *tx, struct desk *desk, const struct track *t,
                     const struct track_event *e, bool *is_new, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char key[SECRET_DIGEST_SIZE];
    const char *said = arena_printf(tmp, "%lld\n%lld\n%d\n%s\n%s\n%s\n%s\n%s", (long long)t->id,
                                    (long long)e->came.ms, (int)e->status, e->raw, e->message,
                                    e->city, e->region, e->country);
    int64_t changed = 0;
    OD_STMT *q = sql_write(tx, &sql_track_event_put);

    put_i64(q, t->id);
    put_text(q, e->provider);
    put_text(q, secret_digest(said, strlen(said), key));
    put_i64(q, e->at.ms);
    put_i64(q, e->status);
    put_text(q, e->raw);
    put_text(q, e->message);
    put_text(q, e->city);
    put_text(q, e->region);
    put_text(q, e->country);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    if (!sql_run(&q, &changed, err))
        return false;
    *is_new = changed > 0;
    return true;
}

OD_SQL(sql_track_newest, "track.newest",
       "SELECT id, status"
       " FROM tracking_event"
       " WHERE track_id = $1 AND status BETWEEN 1 AND 9"
       " ORDER BY at_ms DESC, id DESC"
       " LIMIT 1");

bool track_newest(struct desk *desk, int64_t track, int64_t *id, enum track_status *status,
                  struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_newest);

    *id = 0;
    put_i64(q, track);
    if (sql_row(q)) {
        *id = get_i64(q);
        *status = (enum track_status)get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_track_last_id, "track.last_id",
       "SELECT COALESCE(MAX(id), 0)"
       " FROM tracking_event"
       " WHERE track_id = $1");

bool track_last_id(struct desk *desk, int64_t track, int64_t *id, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_last_id);
    bool found;

    *id = 0;
    put_i64(q, track);
    return sql_one_i64(&q, &found, id, err);
}
