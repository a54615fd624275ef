/*
 * Lists of the queue: jobs, what was said about one, and how the providers do.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "domain/desk/outbox.h"
#include "domain/outside/queue_impl.h"
#include "domain/outside/queue_person.h"
#include "store/store.h"

struct rows OD_VEC(struct queue_row);
struct exchanges OD_VEC(struct queue_exchange);
struct healths OD_VEC(struct provider_health);

OD_SQL(sql_queue_list_open, "queue.list_open",
       "SELECT " QUEUE_COLUMNS
       " FROM outbox AS o"
       " WHERE o.state <> 3 AND o.id < $1"
       " AND ($2 = 0 OR o.provider = $3) AND ($4 = 0 OR o.state = $5)"
       " AND ($6 = 0 OR o.state = 5 OR (o.state = 6 AND o.next_ms = 0))"
       " AND ($7 = 0 OR o.provider <> '')"
       " ORDER BY o.id DESC"
       " LIMIT $8");
OD_SQL(sql_queue_list, "queue.list",
       "SELECT " QUEUE_COLUMNS
       " FROM outbox AS o"
       " WHERE o.id < $1"
       " AND ($2 = 0 OR o.provider = $3) AND ($4 = 0 OR o.state = $5)"
       " AND ($6 = 0 OR o.state = 5 OR (o.state = 6 AND o.next_ms = 0))"
       " AND ($7 = 0 OR o.provider <> '')"
       " ORDER BY o.id DESC"
       " LIMIT $8");

bool queue_list(struct desk *desk, const struct queue_filter *filter, int max,
                struct arena *arena, struct queue_rows *out, struct err *err)
{
    bool is_open = filter->is_open || filter->needs_person;
    struct rows rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), is_open ? &sql_queue_list_open : &sql_queue_list);

    put_i64(q, filter->before_id > 0 ? filter->before_id : INT64_MAX);
    put_i64(q, filter->provider != NULL);
    put_text(q, filter->provider != NULL ? filter->provider : "");
    put_i64(q, filter->state != 0);
    put_i64(q, filter->state);
    put_i64(q, filter->needs_person);
    put_i64(q, filter->is_job);
    put_i64(q, max);
    while (sql_row(q))
        queue_row_read(q, arena, vec_push(arena, &rows));
    if (!sql_done(&q, err))
        return false;
    *out = (struct queue_rows){ rows.v, rows.n };
    return true;
}

bool queue_load(struct desk *desk, int64_t id, struct arena *arena, struct queue_row *out,
                struct err *err)
{
    return queue_row_load(desk, id, arena, out, err);
}

OD_SQL(sql_exchanges, "outbox_talk.list",
       "SELECT is_lookup, at_ms, took_ms, request, status, reply"
       " FROM outbox_exchange"
       " WHERE outbox_id = $1"
       " ORDER BY id");

bool queue_exchanges_load(struct desk *desk, int64_t id, struct arena *arena,
                          struct queue_exchanges *out, struct err *err)
{
    struct exchanges list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_exchanges);

    put_i64(q, id);
    while (sql_row(q)) {
        struct queue_exchange *x = vec_push(arena, &list);

        x->is_lookup = get_i64(q) != 0;
        x->at.ms = get_i64(q);
        x->took_ms = get_i64(q);
        x->request = get_text(q, arena);
        x->status = (int)get_i64(q);
        x->reply = get_text(q, arena);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct queue_exchanges){ list.v, list.n };
    return true;
}

/* ---- providers ------------------------------------------------------------------------------- */

/* A dashboard asks at each change and thousands wait, so the index has all that is asked for; the
 * oldest is looked up, for comparing it in each entry costs as much as counting them. */
OD_SQL_SCAN(sql_health_counts, "health.counts", "the index has only what is open",
            "SELECT g.provider, g.state, g.n,"
            " (SELECT MIN(o.created_ms) FROM outbox AS o"
            " WHERE o.provider = g.provider AND o.state = g.state AND o.state <> 3)"
            " FROM (SELECT provider, state, COUNT(*) AS n"
            " FROM outbox"
            " WHERE state <> 3"
            " GROUP BY provider, state) AS g"
            " ORDER BY g.provider, g.state");
OD_SQL_SCAN(sql_health_unclear, "health.unclear", "the index has only what is unclear",
            "SELECT provider, SUM(CASE WHEN next_ms = 0 THEN 1 ELSE 0 END),"
            " SUM(CASE WHEN next_ms > 0 THEN 1 ELSE 0 END),"
            " COALESCE(MIN(CASE WHEN next_ms = 0 THEN created_ms END), 0)"
            " FROM outbox"
            " WHERE state = 6"
            " GROUP BY provider"
            " ORDER BY provider");
OD_SQL(sql_health_names, "health.names",
       "SELECT provider"
       " FROM provider_state"
       " ORDER BY provider");

static struct provider_health *health_of(struct healths *all, struct arena *arena,
                                         const char *provider)
{
    struct provider_health *h;

    for (int i = 0; i < all->n; i++)
        if (strcmp(all->v[i].provider, provider) == 0)
            return &all->v[i];
    h = vec_push(arena, all);
    h->provider = provider;
    return h;
}

/* The earlier of two instants, where 0 is none. */
static struct stamp earlier(struct stamp a, int64_t b_ms)
{
    return a.ms == 0 || (b_ms != 0 && b_ms < a.ms) ? (struct stamp){ b_ms } : a;
}

static void add_count(struct provider_health *h, enum queue_state state, int n, int64_t oldest_ms)
{
    switch (state) {
    case QUEUE_QUEUED:
    case QUEUE_RETRY:
        h->waiting += n;
        h->oldest = earlier(h->oldest, oldest_ms);
        return;
    case QUEUE_SENDING:
        h->sending = n;
        return;
    case QUEUE_DEAD:
        h->dead = n;
        h->person_since = earlier(h->person_since, oldest_ms);
        return;
    case QUEUE_UNKNOWN: /* counted apart */
    case QUEUE_DONE:
        return;
    }
}

static bool load_counts(struct desk *desk, struct arena *arena, struct healths *out,
                        struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_health_counts);

    while (sql_row(q)) {
        struct provider_health *h = health_of(out, arena, get_text(q, arena));
        enum queue_state state = (enum queue_state)get_i64(q);
        int n = (int)get_i64(q);

        add_count(h, state, n, get_i64(q));
    }
    return sql_done(&q, err);
}

/* What is unclear and asked after by itself needs no person. */
static bool load_unclear(struct desk *desk, struct arena *arena, struct healths *out,
                         struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_health_unclear);

    while (sql_row(q)) {
        struct provider_health *h = health_of(out, arena, get_text(q, arena));

        h->unknown = (int)get_i64(q);
        h->asked = (int)get_i64(q);
        h->person_since = earlier(h->person_since, get_i64(q));
    }
    return sql_done(&q, err);
}

static bool load_names(struct desk *desk, struct arena *arena, struct healths *out,
                       struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_health_names);

    while (sql_row(q))
        (void)health_of(out, arena, get_text(q, arena));
    return sql_done(&q, err);
}

bool provider_healths_load(struct desk *desk, struct arena *arena, struct provider_healths *out,
                           struct err *err)
{
    struct healths all = { 0 };
    int64_t now = desk_now(desk).ms;

    if (!load_counts(desk, arena, &all, err) || !load_unclear(desk, arena, &all, err) ||
        !load_names(desk, arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        struct provider_health *h = &all.v[i];
        struct provider_row row;

        if (!provider_row_load(desk, h->provider, arena, &row, err))
            return false;
        h->why = row.why;
        h->last_error = row.last_error;
        h->lacks = row.lacks;
        h->leased_by = row.leased_by;
        h->is_paused = row.is_paused;
        h->is_stopped = row.is_stopped;
        h->is_working = !queue_lease_is_over(row.leased_by, row.lease_until_ms, now);
        h->failures = row.failures;
        h->closed_until.ms = row.closed_until_ms;
        h->last_ok.ms = row.last_ok_ms;
        h->last_failed.ms = row.last_failed_ms;
        h->version = row.version;
    }
    *out = (struct provider_healths){ all.v, all.n };
    return true;
}

bool queue_depth_load(struct desk *desk, struct arena *arena, struct queue_depth *out,
                      struct err *err)
{
    struct provider_healths all;
    struct queue_depth depth = { .trouble = "" };

    if (!provider_healths_load(desk, arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        const struct provider_health *h = &all.v[i];
        bool is_away = h->failures >= QUEUE_BREAKER;

        depth.person += h->dead + h->unknown;
        depth.person_since = earlier(depth.person_since, h->person_since.ms);
        if (h->provider[0] == '\0')
            continue;
        depth.waiting += h->waiting + h->sending + h->asked;
        if (!h->is_stopped && !h->is_paused && !is_away)
            continue;
        if (depth.trouble[0] == '\0' || (h->is_stopped && !depth.is_stopped)) {
            depth.trouble = h->provider;
            depth.is_stopped = h->is_stopped;
            depth.is_paused = h->is_paused;
        }
    }
    *out = depth;
    return true;
}

const char *queue_state_name(enum queue_state state)
{
    return outbox_state_name((int)state);
}

const char *provider_state_name(const struct provider_health *h)
{
    if (h->is_stopped)
        return "stopped";
    if (h->is_paused)
        return "paused";
    return h->failures >= QUEUE_BREAKER ? "away" : "ok";
}

const char *provider_trouble(const struct provider_health *h, struct desk *desk,
                             struct arena *arena)
{
    if (h->is_stopped)
        return arena_printf(arena, _("stopped: %s"), h->why[0] != '\0' ? h->why : h->last_error);
    if (h->is_paused)
        return arena_printf(arena, _("paused: %s"), h->why);
    if (h->lacks[0] != '\0')
        return h->lacks;
    if (h->failures >= QUEUE_BREAKER)
        return arena_printf(arena, _("not there; asked again at %s"),
                            text_stamp(desk, arena, h->closed_until));
    if (!h->is_working && h->waiting + h->sending + h->asked > 0)
        return _("no worker runs");
    return "";
}

const char *queue_state_words(const struct queue_row *row)
{
    switch (row->state) {
    case QUEUE_QUEUED:
        return _("waits");
    case QUEUE_SENDING:
        return _("being sent");
    case QUEUE_DONE:
        if (strcmp(row->error_code, "dropped") == 0)
            return _("dropped");
        return strcmp(row->error_code, "late") == 0 ? _("too late") : _("done");
    case QUEUE_RETRY:
        return _("tried again");
    case QUEUE_DEAD:
        return _("failed");
    case QUEUE_UNKNOWN:
        return row->next.ms > 0 ? _("unclear, is asked") : _("unclear");
    }
    return "";
}
