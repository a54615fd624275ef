/*
 * A provider: who does work for the outside. It is a table of pure functions that turn a job into
 * requests one after the other, and the last reply into a result; the worker moves the requests,
 * many at once, and keeps the books. So a provider is tested with recorded replies and no network.
 */
#ifndef OD_SYNC_PROVIDER_H
#define OD_SYNC_PROVIDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "domain/outside/job.h"
#include "sync/wire.h"

struct arena;
struct desk;
struct provider_options;

/* Text of an option in the provider's section ("key" of easypost.key), its secret read already
 * where the option is one; "" where not given. Lives as long as the worker. */
const char *provider_option(const struct provider_options *o, const char *key);

/* One try of one job. */
struct provider_run {
    const struct job *job;
    const struct provider_options *options;
    struct arena *arena; /* of this try: requests and results live here */
    int step;            /* the provider's own count, 0 at first */
    void *state;         /* the provider's own, in the arena */
    /* Set by the provider as soon as it knows it: kept before the next write leaves, so that an end
     * nobody saw can be asked after. */
    const char *remote_id;
};

enum provider_next {
    PROVIDER_SEND, /* *request is to be sent; its reply comes with the next call */
    PROVIDER_END,  /* *result says how the try ended */
};

/* Of what a provider does of itself: things that did not go, each left alone for longer after each
 * time. Kept by the worker as long as it runs; {0} at first. */
#define PROVIDER_STUCK_MOST 100
struct provider_stuck {
    char name[256]; /* of a longer one the beginning */
    int tries;
    int64_t until_ms;
    struct err why;
};
struct provider_stucks {
    struct provider_stuck v[PROVIDER_STUCK_MOST];
    int n;
};

struct provider {
    const char *name;          /* section of orderdesk.conf, and in outbox.provider */
    const char *label;         /* as people know it */
    const char *const *topics; /* that it can do, NULL behind the last */
    /* What the options lack ("easypost.key is not given"), in the arena; NULL: it can work. */
    const char *(*missing)(const struct provider_options *o, struct arena *arena);
    /* reply is NULL at the first call; later *request is the one it answers, for
     * provider_classify, until the next one takes its place. */
    enum provider_next (*next)(struct provider_run *run, const struct wire_reply *reply,
                               struct wire_request *request, struct job_result *result);
    /* What became of a job whose end is not clear: JOB_DONE, JOB_PERMANENT ("it failed there"),
     * JOB_WAIT ("it was not done: do it"), or JOB_UNCLEAR ("it cannot be told now": it is asked
     * again, in the end a person decides). A JOB_WAIT that no answer of 2xx or 404 stands behind is
     * taken as JOB_UNCLEAR. The task is {} where none can be composed any more. NULL: nobody can
     * be asked, a person decides. */
    enum provider_next (*lookup)(struct provider_run *run, const struct wire_reply *reply,
                                 struct wire_request *request, struct job_result *result);
    /* What it has to do of itself, each round while the worker has its lease and nobody paused it;
     * NULL: nothing. *n: how much was done, also where it fails; that is noted and tried again. */
    bool (*work)(const struct provider_options *o, struct desk *desk,
                 struct provider_stucks *stucks, int *n, struct err *err);
    /* How it wants to be asked, all jobs together: requests a minute, at once at first, and jobs
     * under way at a time; 0: the usual. */
    int per_minute, burst, at_once;
};

extern const struct provider provider_easypost, provider_shipengine, provider_smtp,
    provider_sendgrid, provider_postmark, provider_twilio, provider_folder;

/* Every provider; NULL behind the last. */
extern const struct provider *const providers[];
const struct provider *provider_named(const char *name); /* NULL */

/* The words of a provider, fit for a person and of a bounded length. */
const char *provider_words(const char *text, struct arena *arena);

/*
 * What a reply that is no success means, by the classes that hold for all: WAIT for what was not
 * sent, 425, 429, 503, 4yz of SMTP, and for reads 408, 5xx and nonsense too; UNCLEAR for writes
 * that ended so; ACCOUNT for 401, 403, 530, 535; else PERMANENT. Fills end, wait_ms and a message
 * with the first words of what came; a provider then looks closer.
 */
void provider_classify(const struct wire_request *request, const struct wire_reply *reply,
                       struct arena *arena, struct job_result *result);

#endif
