/*
 * Topics: what a job of the outbox says and who takes the result down. A subject adds a row to the
 * table in topic.c.
 */
#ifndef OD_DOMAIN_OUTSIDE_TOPIC_H
#define OD_DOMAIN_OUTSIDE_TOPIC_H

#include "domain/desk/desk.h"
#include "domain/outside/job.h"
#include "domain/outside/queue.h"

/* What is to be sent. All in the arena of the try. */
struct topic_task {
    const char *json;       /* an object: struct job.task */
    struct job_files files;
    const char *not_needed; /* why nothing is to be sent any more: the job is done then; NULL */
};

/* What became of a job. */
struct topic_end {
    const struct queue_row *row;
    const struct job_result *result;
    enum queue_state state; /* that the row gets */
};

struct topic {
    const char *name;
    /*
     * Puts the task together from the records as they are now; reads only, all of one moment.
     * err  ERR_BUSY, ERR_IO: tried again; else the job is dead with this sentence
     */
    bool (*compose)(struct desk *desk, const struct queue_row *row, struct arena *arena,
                    struct topic_task *out, struct err *err);
    /*
     * Takes an end down, in the transaction that records it: called for every end of a try and for
     * what a person decides. Only state QUEUE_DONE with JOB_DONE means that it was done. NULL: the
     * topic keeps no books.
     */
    bool (*apply)(struct tx *tx, struct desk *desk, const struct topic_end *end,
                  struct arena *arena, struct err *err);
};

/* Every topic; name NULL behind the last. */
extern const struct topic topics[];
const struct topic *topic_named(const char *name); /* NULL */

#endif
