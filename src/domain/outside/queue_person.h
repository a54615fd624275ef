/*
 * The queue as people see it: what waits and why, and what they may decide. Each change is one
 * transaction and leaves a line in the job's log.
 */
#ifndef OD_DOMAIN_OUTSIDE_QUEUE_PERSON_H
#define OD_DOMAIN_OUTSIDE_QUEUE_PERSON_H

#include "domain/outside/queue.h"

struct queue_filter {
    const char *provider;       /* NULL: all, events too */
    enum queue_state state;     /* 0: all */
    bool is_open;               /* not what is done */
    bool needs_person;          /* dead, or unknown and not asked after */
    bool is_job;                /* no events */
    int64_t before_id;          /* 0: from the newest */
};
/* Newest first, at most max. */
OD_MUST_USE bool queue_list(struct desk *desk, const struct queue_filter *filter, int max,
                            struct arena *arena, struct queue_rows *out, struct err *err);
/* ERR_NOT_FOUND. */
OD_MUST_USE bool queue_load(struct desk *desk, int64_t id, struct arena *arena,
                            struct queue_row *out, struct err *err);

struct queue_exchanges {
    struct queue_exchange *v;
    int n;
};
/* What was said about a job, oldest first. */
OD_MUST_USE bool queue_exchanges_load(struct desk *desk, int64_t id, struct arena *arena,
                                      struct queue_exchanges *out, struct err *err);

/* How a provider does. Times 0: never. */
struct provider_health {
    const char *provider, *why, *last_error, *leased_by, *lacks;
    bool is_paused, is_stopped, is_working; /* a living worker has it */
    int failures;
    struct stamp closed_until, last_ok, last_failed, oldest; /* oldest: of what waits */
    struct stamp person_since; /* since when the oldest that needs a person is there */
    int waiting, sending, dead, unknown, asked; /* unknown: for a person; asked: being looked up */
    int64_t version;
};
struct provider_healths {
    struct provider_health *v;
    int n;
};
/* Those that have jobs or a state; the events come with provider "". */
OD_MUST_USE bool provider_healths_load(struct desk *desk, struct arena *arena,
                                       struct provider_healths *out, struct err *err);

/* The whole in a line of the status row. */
struct queue_depth {
    int waiting;                    /* jobs, without events */
    int person;                     /* that need one */
    struct stamp person_since;      /* the oldest of them was made; 0: there is none */
    const char *trouble;            /* name of a provider that is paused, stopped or away; "" */
    bool is_stopped, is_paused;
};
OD_MUST_USE bool queue_depth_load(struct desk *desk, struct arena *arena, struct queue_depth *out,
                                  struct err *err);

/* Stable words for CLI and JSON: "queued", "unknown" ...; "ok", "paused", "stopped", "away". */
const char *queue_state_name(enum queue_state state);
const char *provider_state_name(const struct provider_health *h);
/* "waits", "is being sent" ...: for people. */
const char *queue_state_words(const struct queue_row *row);
/* Why nothing goes to a provider now: "paused. By Anna.", what its options lack, "no worker runs";
 * "" where all is well. In the arena. */
const char *provider_trouble(const struct provider_health *h, struct desk *desk,
                             struct arena *arena);

/* ---- decisions ------------------------------------------------------------------------------- */
/* The state that the person saw is tested: ERR_CONFLICT where the job went on meanwhile. */

/* A dead one, or one that waits for its next try: now, with all its tries ("sync.retry"). */
OD_MUST_USE bool queue_retry(struct desk *desk, const struct queue_row *seen, struct err *err);
/* Not at all ("sync.drop"); not while it is being sent. The topic hears that it failed. */
OD_MUST_USE bool queue_drop(struct desk *desk, const struct queue_row *seen, struct err *err);
/* An unknown one: it was done there, or it was not and is done now ("sync.resolve"). */
OD_MUST_USE bool queue_resolve(struct desk *desk, const struct queue_row *seen, bool was_done,
                               struct err *err);
/* "sync.pause": why may be "". Resuming forgets failures, and that the account was refused. */
OD_MUST_USE bool provider_pause(struct desk *desk, const char *provider, const char *why,
                                struct err *err);
OD_MUST_USE bool provider_resume(struct desk *desk, const char *provider, struct err *err);

#endif
