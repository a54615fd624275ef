/*
 * A piece of work for the outside as a provider sees it, and what came of it. Neither knows a
 * provider: the same task goes to whoever is set to do it, and every provider answers alike.
 */
#ifndef OD_DOMAIN_OUTSIDE_JOB_H
#define OD_DOMAIN_OUTSIDE_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

struct json;

/* A file that goes along (a paper on a mail) or comes back (a label). Bytes, not text. */
struct job_file {
    const char *name, *media_type;
    const char *data;
    size_t len;
};
struct job_files {
    struct job_file *v;
    int n;
};

/* One row of the outbox that was claimed, with its task read. Lives in the arena of the run. */
struct job {
    int64_t outbox_id;
    const char *topic;       /* "mail.send": says what the task holds and who takes the result */
    const char *key;         /* UUIDv7 of the row: our reference at the provider, over all tries */
    const struct json *task; /* what the topic composed at the time of sending */
    struct job_files files;
    int attempts;            /* tries so far, this one not counted */
    int64_t claim;           /* tells this try from all others of the job, those before are less */
    const char *remote_id;   /* the provider's id where an earlier try got one; else "" */
};

/* How a try ended: the classes of failure, each with its own way on. */
enum job_end {
    JOB_DONE = 1,
    JOB_WAIT = 2,      /* nothing was done there: try again later */
    JOB_UNCLEAR = 3,   /* it may have been done: look it up, never repeat it blindly */
    JOB_PERMANENT = 4, /* this job will never go through as it is: a person must look */
    JOB_ACCOUNT = 5,   /* the provider wants nothing from us: its whole queue stops */
};

struct job_result {
    enum job_end end;
    const char *code;      /* the provider's own error code, "" */
    const char *message;   /* for a person, translated where it is ours; no secrets */
    int64_t wait_ms;       /* JOB_WAIT: not before; 0: by the table of waits */
    const char *remote_id; /* the provider's id of what was made; kept whatever the end, "" */
    const char *data;      /* JOB_DONE: JSON that the topic takes down; NULL: nothing to take */
    struct job_files files;
    bool is_pace; /* JOB_WAIT: the provider wants less of all, not of this job alone (429) */
    bool is_well; /* JOB_UNCLEAR: it answered in order, and is at it still or was done before: what
                   * is not clear says nothing against the provider */
};

#endif
