/*
 * A topic "test.job" that keeps books in memory, and routes for two events, in place of the
 * program's own tables. A test program that links it has no other topics.
 */
#ifndef OD_TESTS_SUPPORT_TESTQUEUE_H
#define OD_TESTS_SUPPORT_TESTQUEUE_H

#include "domain/outside/queue.h"

#define TEST_TOPIC    "test.job"
#define TEST_PROVIDER "fake"

struct test_books {
    int applied;               /* ends taken down */
    enum queue_state state;    /* of the last */
    enum err_code refuse;      /* the topic refuses to take down; 0: not */
    enum err_code no_task;     /* nothing can be composed; 0: not */
    const char *not_needed;    /* compose says so; NULL: not */
    int events;                /* routed: "test.event" makes one job, "test.bad" fails */
};
extern struct test_books test_books;

/* Adds a job of the test topic; order 0: of none. Its id. */
int64_t test_job_add(struct desk *desk, int64_t order);
int64_t test_job_of(struct desk *desk, const char *topic, const char *provider, int64_t order);
struct queue_row test_job_load(struct desk *desk, int64_t id, struct arena *arena);

#endif
