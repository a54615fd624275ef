/*
 * The queue of work for the outside as its worker sees it: who may work, which jobs are due, what
 * became of them. Nothing here talks to anybody; each function is one transaction.
 *
 * A row is queued, then sending under a lease, then done, to be tried again, dead (a person must
 * look) or unknown (it may have been done: it is asked after, or a person decides). Of one order a
 * provider gets one job after the other. What is_out says decides after a crash: a job whose write
 * had not begun to leave is tried again, the others are unknown.
 */
#ifndef OD_DOMAIN_OUTSIDE_QUEUE_H
#define OD_DOMAIN_OUTSIDE_QUEUE_H

#include "domain/desk/desk.h"
#include "domain/outside/job.h"

enum queue_state {
    QUEUE_QUEUED = 1,
    QUEUE_SENDING = 2,
    QUEUE_DONE = 3,
    QUEUE_RETRY = 4,
    QUEUE_DEAD = 5,
    QUEUE_UNKNOWN = 6,
};

/* A row of the outbox. */
struct queue_row {
    int64_t id, record_id;
    const char *topic, *provider, *record_kind, *payload, *key;
    struct order_id order; /* 0 where none */
    enum queue_state state;
    int attempts, lookups;
    int64_t claim; /* counts up with each claim: a try is known by it and its worker */
    bool is_out;
    const char *last_error, *error_code, *remote_id;
    struct stamp created, next, first, done, lease_until;
    const char *leased_by, *order_number; /* "" */
    const struct json *task; /* as it was sent in this try; NULL else */
};
struct queue_rows {
    struct queue_row *v;
    int n;
};

/* ---- the worker ------------------------------------------------------------------------------ */

/* Who works: "host:pid". A lease of a dead process of this machine holds nobody up. */
const char *queue_worker_name(struct arena *arena);

/*
 * Takes or renews the lease on a provider ("" for the worker's own tasks); *is_mine false where
 * another living worker has it. queue_lease_end gives all leases of a worker back.
 */
OD_MUST_USE bool queue_lease(struct desk *desk, const char *provider, const char *worker,
                             int64_t lease_ms, bool *is_mine, struct err *err);
OD_MUST_USE bool queue_lease_end(struct desk *desk, const char *worker, struct err *err);
/* Does a living worker have the lease on this provider? A read. */
OD_MUST_USE bool queue_is_leased(struct desk *desk, const char *provider, bool *out,
                                 struct err *err);

/*
 * Writes down what the options of a provider lack ("easypost.key is not given"), where somebody
 * uses it and no worker has it; who gets the lease takes it back.
 */
OD_MUST_USE bool provider_note_lacks(struct desk *desk, const char *provider, const char *lacks,
                                     struct err *err);

/* May it do what it has to do of itself? Not while a person paused it. */
OD_MUST_USE bool provider_may_work(struct desk *desk, const char *provider, bool *out,
                                   struct err *err);
/* By the worker that has the lease: what keeps it from that; "" nothing. */
OD_MUST_USE bool provider_note_work(struct desk *desk, const char *provider, const char *why,
                                    struct err *err);

/* How a provider wants to be asked. */
struct queue_way {
    const char *provider;
    bool can_look_up;
    int per_minute, burst;
    const char *but_kind; /* jobs of this kind of record are not claimed now; NULL: all are */
};
/*
 * Jobs that were being sent when their worker ended: tried again, or unknown (see above). *n: how
 * many.
 */
OD_MUST_USE bool queue_reap(struct desk *desk, const struct queue_way *way, int *n,
                            struct err *err);
/*
 * Takes at most max jobs that are due, oldest first, one of each order, none while the provider is
 * paused, stopped or left alone (after that one alone, to try), and no more than its bucket has.
 */
OD_MUST_USE bool queue_claim(struct desk *desk, const struct queue_way *way, const char *worker,
                             int64_t lease_ms, int max, struct arena *arena,
                             struct queue_rows *out, struct err *err);
/* Takes at most max unknown jobs that are to be asked after now. They stay unknown. */
OD_MUST_USE bool queue_claim_lookups(struct desk *desk, const struct queue_way *way,
                                     const char *worker, int64_t lease_ms, int max,
                                     struct arena *arena, struct queue_rows *out,
                                     struct err *err);
/* A write of this job, as it was claimed, begins to leave: from now on its end is unclear until it
 * is recorded. ERR_CONFLICT where this try is over, also where the same worker has begun another
 * one: it must not be sent. */
OD_MUST_USE bool queue_mark_out(struct desk *desk, const struct queue_row *row, const char *worker,
                                const char *remote_id, struct err *err);

/* One request of a try and what came back; texts without secrets. */
struct queue_exchange {
    struct stamp at;
    int64_t took_ms;
    const char *request, *reply;
    int status;
    bool is_lookup;
};
struct queue_try {
    const struct queue_row *row;
    const struct job_result *result;
    const struct queue_exchange *exchanges;
    int n_exchanges;
    bool is_lookup;
    /* JOB_WAIT because of ourselves (a busy desk): costs no try and says nothing of the provider */
    bool is_ours;
    bool is_not_needed; /* nothing was to be sent: the row is done; the result is JOB_PERMANENT */
    const char *worker;
};
/*
 * Writes down how a try ended: the row, the topic's own books, the exchange, the provider's health
 * and the order's turn, in one transaction. *state gets the row's new state. What was done outside
 * but cannot be taken down here is unknown, for a person.
 * err  ERR_CONFLICT where the row is not this worker's any more, or is in a later try of it
 */
OD_MUST_USE bool queue_record(struct desk *desk, const struct queue_way *way,
                              const struct queue_try *done, enum queue_state *state,
                              struct err *err);

/* Routes at most max events (route.h), one transaction each ten; *n: how many. */
OD_MUST_USE bool queue_route(struct desk *desk, int max, int *n, struct err *err);
/* Deletes what was done long ago, some at a time; *n: how many. */
OD_MUST_USE bool queue_sweep(struct desk *desk, int *n, struct err *err);

#endif
