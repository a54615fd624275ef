/*
 * A try of a job at a provider of shipping, step by step, with replies as the test gives them.
 */
#ifndef OD_TESTS_SYNC_SHIP_RUN_H
#define OD_TESTS_SYNC_SHIP_RUN_H

#include <check.h>

#include "base/json.h"
#include "base/mem.h"
#include "sync/provider.h"

struct ship_run {
    const struct provider *provider;
    struct arena *arena;
    struct job job;
    struct provider_run run;
    struct wire_request request;
    struct job_result result;
    bool is_lookup;
};

/* Options of the provider as the test sets them. */
struct provider_options {
    const char *key, *mode, *url, *carriers;
};
extern struct provider_options ship_options;

void ship_run_open(struct ship_run *r, const struct provider *provider);
void ship_run_close(struct ship_run *r);
/* Begins a try, or the look-up after one. */
enum provider_next ship_run_begin(struct ship_run *r, const char *topic, const char *task);
enum provider_next ship_run_look(struct ship_run *r, const char *topic, const char *task);
/* The reply to what was sent last. */
enum provider_next ship_run_answer(struct ship_run *r, int status, const char *body);
enum provider_next ship_run_bytes(struct ship_run *r, int status, const char *body, size_t len);
enum provider_next ship_run_lost(struct ship_run *r, enum wire_end end);
/* The last request's body as JSON; a member of the result, "" without. */
const struct json *ship_run_sent(struct ship_run *r);
const struct json *ship_run_data(struct ship_run *r);

#define ck_sent(r, what, path)                                                                     \
    do {                                                                                           \
        ck_assert_int_eq((r)->request.method, (what));                                             \
        ck_assert_msg(strstr((r)->request.url, (path)) != NULL, "%s", (r)->request.url);           \
    } while (0)

#endif
