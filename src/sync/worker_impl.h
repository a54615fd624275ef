/*
 * What the files of the worker share: the slots in which tries run.
 */
#ifndef OD_SYNC_WORKER_IMPL_H
#define OD_SYNC_WORKER_IMPL_H

#include "base/vec.h"
#include "domain/outside/queue.h"
#include "sync/http.h"
#include "sync/report_child.h"
#include "sync/worker.h"

/* Requests of one try; more is a provider that goes round in circles. */
#define TRY_STEPS 40
/* Longer than every request of a try together takes. */
#define JOB_LEASE_MS      (INT64_C(15) * 60 * 1000)
#define PROVIDER_LEASE_MS 60000

struct exchanges OD_VEC(struct queue_exchange);

struct slot_provider {
    const struct worker_provider *config;
    struct queue_way way;
    const char *lacks;
    int at_once, under_way;
    struct provider_stucks *stucks; /* NULL where it does nothing of itself */
};

/* One try (or look-up) of one job. */
struct slot {
    struct worker *w;
    struct slot_provider *p; /* NULL: free */
    struct arena *arena;
    struct arena *kept[TRY_STEPS + 1]; /* of the replies */
    struct queue_row row;
    struct job job;
    struct provider_run run;
    struct wire_request request;
    struct stamp sent;
    struct exchanges talk;
    int last_status; /* of the last answer; 0: none came */
    const char *marked_id; /* the provider's id that is_out was written with; NULL: not written */
    bool is_lookup, is_ended, is_ours, is_not_needed;
    bool is_making; /* its report is made; it is none of its provider's under_way meanwhile */
    struct job_result result;
};

struct worker {
    struct arena *arena;
    struct worker_config config;
    const char *name;
    struct slot_provider *providers;
    struct slot slots[WORKER_SLOTS];
    int64_t next_sweep_ms, next_track_ms;
    struct report_child child;
};

/* worker_try.c: begins a claimed job; goes on with a reply; both end in is_ended, or in a request
 * under way. */
void try_begin(struct slot *s);
void try_go_on(struct slot *s, const struct wire_reply *reply);
/* The report of a try that is_making is there; or it is not, and why: ERR_IO and ERR_BUSY again,
 * not before wait_ms, at no cost; anything else for good. */
void try_made(struct slot *s);
void try_not_made(struct slot *s, const struct err *err, int64_t wait_ms);
/* Frees it. */
void try_free(struct slot *s);

/* worker_talk.c: what was said, as text for people: bounded, without secrets. */
void talk_add(struct slot *s, const struct wire_reply *reply);

#endif
