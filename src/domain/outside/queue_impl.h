/*
 * What the files of the queue share: reading a row, and a provider's state.
 */
#ifndef OD_DOMAIN_OUTSIDE_QUEUE_IMPL_H
#define OD_DOMAIN_OUTSIDE_QUEUE_IMPL_H

#include "domain/outside/queue.h"
#include "domain/outside/queue_rules.h"

struct stmt;

/* The columns that queue_row_read takes, of outbox AS o. */
#define QUEUE_COLUMNS                                                                              \
    "o.id, o.topic, o.provider, o.order_id, o.record_kind, o.record_id, o.payload, o.idem_key,"    \
    " o.state, o.attempts, o.next_ms, o.lease_until_ms, o.leased_by, o.last_error, o.created_ms,"  \
    " o.error_code, o.remote_id, o.is_out, o.lookups, o.first_ms, o.done_ms, o.claim_no,"          \
    " COALESCE((SELECT so.number FROM sales_order AS so WHERE so.id = o.order_id), '')"

/* An earlier job of the same order that this one waits for: a dead one, and an unknown one that a
 * person decides about, hold nothing up. */
#define QUEUE_NOT_BEHIND                                                                           \
    " AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.order_id = o.order_id AND e.state <> 3"    \
    " AND e.provider = o.provider AND e.id < o.id"                                                 \
    " AND (e.state IN (1, 2, 4) OR (e.state = 6 AND e.next_ms > 0)))"

void queue_row_read(struct stmt *q, struct arena *arena, struct queue_row *out);
OD_MUST_USE bool queue_row_load(struct desk *desk, int64_t id, struct arena *arena,
                                struct queue_row *out, struct err *err);
/* At most max of the way's provider that are due now and wait for nothing; "" has the events. */
OD_MUST_USE bool queue_load_due(struct desk *desk, const struct queue_way *way, int max,
                                struct arena *arena, struct queue_rows *out, struct err *err);
/* Writes a row's new state and why; gives its lease back. is_guarded: only while it is the
 * worker's (ERR_CONFLICT). */
OD_MUST_USE bool queue_row_end(struct tx *tx, const struct queue_row *row, const char *worker,
                               struct err *err);
/* The topic's own books. A refusal is taken back alone: *is_taken false, with why in err. */
OD_MUST_USE bool queue_apply(struct tx *tx, struct desk *desk, const struct queue_row *row,
                             const struct job_result *result, struct arena *arena, bool *is_taken,
                             struct err *err);
/* Is the lease over: its time, or its worker? */
bool queue_lease_is_over(const char *leased_by, int64_t until_ms, int64_t now_ms);

/* A provider's row; a cleared one with its name where there is none yet. */
struct provider_row {
    const char *provider, *why, *last_error, *leased_by, *lacks;
    bool is_paused, is_stopped;
    int failures;
    int64_t closed_until_ms, last_ok_ms, last_failed_ms, tokens_milli, tokens_ms, lease_until_ms;
    int64_t version;
};
OD_MUST_USE bool provider_row_load(struct desk *desk, const char *provider, struct arena *arena,
                                   struct provider_row *out, struct err *err);
OD_MUST_USE bool provider_row_save(struct tx *tx, struct provider_row *row, struct err *err);
/* Has it a row, or jobs that are open? */
OD_MUST_USE bool provider_row_is_known(struct desk *desk, const struct provider_row *row,
                                       bool *out, struct err *err);
struct bucket provider_row_bucket(const struct provider_row *row, const struct queue_way *way,
                                  int64_t now_ms);

#endif
