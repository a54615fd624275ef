/*
 * The worker: takes jobs for the outside from the queue, moves their requests, many at once, and
 * writes down what came of them; never talks inside a transaction. Alone of all it also routes
 * events and runs timers. One thread; a killed one leaves nothing that the next does not find.
 */
#ifndef OD_SYNC_WORKER_H
#define OD_SYNC_WORKER_H

#include "base/err.h"
#include "sync/provider.h"

struct desk;
struct wire_engine;
struct worker;

/* Requests under way at most; the engine must take as many. */
#define WORKER_SLOTS 16

struct worker_provider {
    const struct provider *provider;
    const struct provider_options *options;
};

struct worker_config {
    struct desk *desk;
    struct wire_engine *engine;
    const struct worker_provider *providers; /* lives as long as the worker */
    int n_providers;
    int per_minute; /* jobs of a provider that sets no pace itself; 0: the usual */
    /* What makes a scheduled report, its path first; the mail's id is added. It lives as long as
     * the worker; NULL: the worker makes it itself, and all else waits. */
    const char *const *make_argv;
};

/* What one round did. */
struct worker_done {
    int events;                                /* routed or ended */
    int done, again, failed, unclear;          /* ends of tries and of look-ups */
    int under_way;                             /* jobs, after it */
    bool is_making;                            /* a report is made beside it */
    bool is_busy;                              /* something was done, or is under way */
};

/* To be freed with worker_free. Providers whose options lack something are left out, and noted. */
struct worker *worker_new(const struct worker_config *config);
/* Gives its leases back; what is under way is left to the next worker. NULL is fine. */
void worker_free(struct worker *w);

/*
 * One round: own tasks, new claims, then at most wait_ms for replies. Adds to out. What fails in
 * the desk is tried again at the next round.
 * err  of the desk: ERR_BUSY, ERR_IO, ERR_DENIED
 */
OD_MUST_USE bool worker_round(struct worker *w, int wait_ms, struct worker_done *out,
                              struct err *err);

#endif
