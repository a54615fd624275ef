/*
 * Rounds of the worker: own tasks, claims, replies, records.
 */
#include "sync/worker.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "domain/desk/desk.h"
#include "domain/flow/schedule.h"
#include "domain/flow/timer.h"
#include "domain/outside/label.h"
#include "domain/outside/track.h"
#include "sync/inbound.h"
#include "sync/worker_impl.h"

#define USUAL_PER_MINUTE 300
#define USUAL_BURST      20
#define USUAL_AT_ONCE    4
#define EVENTS_A_ROUND   200
#define INBOX_A_ROUND    50
#define SWEEP_MS         (INT64_C(10) * 60 * 1000)
#define TRACK_MS         (INT64_C(60) * 1000)

static int or_usual(int v, int usual)
{
    return v > 0 ? v : usual;
}

struct worker *worker_new(const struct worker_config *config)
{
    struct arena *arena = arena_new();
    struct worker *w = arena_new_of(arena, struct worker);
    int pace = or_usual(config->per_minute, USUAL_PER_MINUTE);

    w->arena = arena;
    w->config = *config;
    w->name = queue_worker_name(arena);
    w->providers = arena_array(arena, config->n_providers + 1, struct slot_provider);
    for (int i = 0; i < config->n_providers; i++) {
        const struct provider *p = config->providers[i].provider;
        struct slot_provider *s = &w->providers[i];

        s->config = &config->providers[i];
        s->way = (struct queue_way){ .provider = p->name,
                                     .can_look_up = p->lookup != NULL,
                                     .per_minute = or_usual(p->per_minute, pace),
                                     .burst = or_usual(p->burst, USUAL_BURST) };
        s->at_once = or_usual(p->at_once, USUAL_AT_ONCE);
        s->stucks = p->work != NULL ? arena_new_of(arena, struct provider_stucks) : NULL;
        s->lacks = p->missing != NULL ? p->missing(s->config->options, arena) : NULL;
    }
    return w;
}

void worker_free(struct worker *w)
{
    struct err ignored = ERR_INIT;

    if (w == NULL)
        return;
    report_child_stop(w);
    for (int i = 0; i < WORKER_SLOTS; i++)
        try_free(&w->slots[i]);
    (void)!queue_lease_end(w->config.desk, w->name, &ignored);
    arena_free(w->arena);
}

/* ---- own tasks ------------------------------------------------------------------------------- */

/* Which carriers are asked now; at once again while there is more. */
static bool follow_parcels(struct worker *w, struct worker_done *out, struct err *err)
{
    struct desk *desk = w->config.desk;
    int n;

    if (desk_now(desk).ms < w->next_track_ms)
        return true;
    if (!track_tick(desk, &n, err))
        return false;
    if (n == 0 && !label_refund_tick(desk, &n, err))
        return false;
    w->next_track_ms = n > 0 ? 0 : desk_now(desk).ms + TRACK_MS;
    out->is_busy |= n > 0;
    return true;
}

static bool own_tasks(struct worker *w, struct worker_done *out, struct err *err)
{
    struct desk *desk = w->config.desk;
    bool is_mine;
    int n = 0;

    if (!queue_lease(desk, "", w->name, PROVIDER_LEASE_MS, &is_mine, err))
        return false;
    if (!is_mine)
        return true;
    timers_tick(desk);
    if (!queue_route(desk, EVENTS_A_ROUND, &n, err))
        return false;
    out->events += n;
    out->is_busy |= n > 0;
    if (!follow_parcels(w, out, err))
        return false;
    if (!inbound_work(desk, INBOX_A_ROUND, &n, err))
        return false;
    out->is_busy |= n > 0;
    if (desk_now(desk).ms < w->next_sweep_ms)
        return true;
    if (!queue_sweep(desk, &n, err))
        return false;
    w->next_sweep_ms = n > 0 ? 0 : desk_now(desk).ms + SWEEP_MS;
    return true;
}

/* ---- claims ---------------------------------------------------------------------------------- */

static struct slot *free_slot(struct worker *w)
{
    for (int i = 0; i < WORKER_SLOTS; i++)
        if (w->slots[i].p == NULL)
            return &w->slots[i];
    return NULL;
}

/* Takes one job of the provider into a slot; *got false: there is none. */
static bool claim_one(struct worker *w, struct slot_provider *p, bool is_lookup, bool *got,
                      struct err *err)
{
    struct slot *s = p->under_way < p->at_once ? free_slot(w) : NULL;
    struct desk *desk = w->config.desk;
    struct arena *arena;
    struct queue_rows rows;
    bool ok;

    *got = false;
    if (s == NULL)
        return true;
    arena = arena_new();
    ok = is_lookup ? queue_claim_lookups(desk, &p->way, w->name, JOB_LEASE_MS, 1, arena, &rows, err)
                   : queue_claim(desk, &p->way, w->name, JOB_LEASE_MS, 1, arena, &rows, err);
    if (!ok || rows.n == 0) {
        arena_free(arena);
        return ok;
    }
    *s = (struct slot){ .w = w, .p = p, .arena = arena, .row = rows.v[0], .is_lookup = is_lookup };
    p->under_way++;
    *got = true;
    try_begin(s);
    return true;
}

/* What it does of itself. Trouble of the provider's (a folder that is not there) is noted; that of
 * the desk ends the round. */
static bool own_work(struct worker *w, struct slot_provider *p, struct worker_done *out,
                     struct err *err)
{
    const struct provider *provider = p->config->provider;
    struct desk *desk = w->config.desk;
    struct err why = ERR_INIT;
    bool may;
    int n = 0;

    if (provider->work == NULL)
        return true;
    if (!provider_may_work(desk, p->way.provider, &may, err))
        return false;
    if (may && !provider->work(p->config->options, desk, p->stucks, &n, &why) &&
        why.code == ERR_BUSY) {
        *err = why;
        return false;
    }
    out->is_busy |= n > 0;
    return provider_note_work(desk, p->way.provider, why.text, err);
}

static bool claim_all(struct worker *w, struct slot_provider *p, struct worker_done *out,
                      struct err *err)
{
    bool is_mine, got = true;
    int n;

    if (!queue_lease(w->config.desk, p->way.provider, w->name, PROVIDER_LEASE_MS, &is_mine, err))
        return false;
    if (!is_mine)
        return true;
    if (!queue_reap(w->config.desk, &p->way, &n, err))
        return false;
    out->is_busy |= n > 0;
    if (!own_work(w, p, out, err))
        return false;
    while (got && p->way.can_look_up) {
        if (!claim_one(w, p, true, &got, err))
            return false;
        out->is_busy |= got;
    }
    for (got = true; got;) {
        /* One report at a time: those behind it wait in the queue, and all else passes them. */
        p->way.but_kind = w->child.slot != NULL ? RECORD_REPORT_MAIL : NULL;
        if (!claim_one(w, p, false, &got, err))
            return false;
        out->is_busy |= got;
    }
    return true;
}

/* ---- records --------------------------------------------------------------------------------- */

static void count(struct worker_done *out, enum queue_state state)
{
    out->done += state == QUEUE_DONE;
    out->again += state == QUEUE_RETRY;
    out->failed += state == QUEUE_DEAD;
    out->unclear += state == QUEUE_UNKNOWN;
}

/* One that cannot be recorded now stays in its slot; one that is not ours any more goes. */
static bool record(struct slot *s, struct worker_done *out, struct err *err)
{
    struct queue_try done = { .row = &s->row,
                              .result = &s->result,
                              .exchanges = s->talk.v,
                              .n_exchanges = s->talk.n,
                              .is_lookup = s->is_lookup,
                              .is_ours = s->is_ours,
                              .is_not_needed = s->is_not_needed,
                              .worker = s->w->name };
    enum queue_state state;

    if (queue_record(s->w->config.desk, &s->p->way, &done, &state, err)) {
        count(out, state);
    } else if (err->code == ERR_CONFLICT) {
        err_clear(err);
    } else {
        return false;
    }
    out->is_busy = true;
    try_free(s);
    return true;
}

static bool record_all(struct worker *w, struct worker_done *out, struct err *err)
{
    for (int i = 0; i < WORKER_SLOTS; i++)
        if (w->slots[i].p != NULL && w->slots[i].is_ended && !record(&w->slots[i], out, err))
            return false;
    return true;
}

static void keep_reply(struct slot *s, struct arena *arena)
{
    for (int i = 0; i <= TRY_STEPS; i++) {
        if (s->kept[i] != NULL)
            continue;
        s->kept[i] = arena;
        return;
    }
    assert(false && "a try has more replies than steps");
}

/* Takes every reply that is there, waiting for the first. */
static bool take_replies(struct worker *w, int wait_ms, struct err *err)
{
    bool is_any = true;

    while (is_any) {
        struct arena *arena = arena_new();
        struct wire_reply reply;
        void *tag = NULL;

        if (!wire_engine_wait(w->config.engine, wait_ms, arena, &tag, &reply, &is_any, err)) {
            arena_free(arena);
            return false;
        }
        if (!is_any) {
            arena_free(arena);
            return true;
        }
        keep_reply(tag, arena);
        try_go_on(tag, &reply);
        wait_ms = 0;
    }
    return true;
}

bool worker_round(struct worker *w, int wait_ms, struct worker_done *out, struct err *err)
{
    int under_way = 0;

    report_child_look(w);
    if (!record_all(w, out, err) || !own_tasks(w, out, err))
        return false;
    for (int i = 0; i < w->config.n_providers; i++) {
        struct slot_provider *p = &w->providers[i];

        if (p->lacks == NULL ? !claim_all(w, p, out, err)
                             : !provider_note_lacks(w->config.desk, p->way.provider, p->lacks, err))
            return false;
    }
    if (!record_all(w, out, err) || !take_replies(w, wait_ms, err) || !record_all(w, out, err))
        return false;
    for (int i = 0; i < WORKER_SLOTS; i++)
        under_way += w->slots[i].p != NULL;
    out->under_way = under_way;
    out->is_making = w->child.slot != NULL;
    out->is_busy |= under_way > (out->is_making ? 1 : 0);
    return true;
}
