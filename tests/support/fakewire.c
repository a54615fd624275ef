/*
 * The network as a function, and the provider that uses it.
 */
#include "support/fakewire.h"

#include <string.h>

#include "base/mem.h"
#include "support/testqueue.h"

struct fake_wire fake_wire;

struct wire_engine {
    struct {
        struct wire_request request;
        void *tag;
    } v[32];
    int n;
};

bool wire_engine_new(struct wire_engine **out, const struct wire_limits *limits, struct err *err)
{
    (void)limits;
    (void)err;
    *out = xcalloc(1, sizeof **out);
    return true;
}

void wire_engine_free(struct wire_engine *e)
{
    xfree(e);
}

bool wire_engine_start(struct wire_engine *e, const struct wire_request *request, void *tag,
                       struct err *err)
{
    if (e->n == (int)(sizeof e->v / sizeof e->v[0]))
        return err_set(err, ERR_BUSY, "too many");
    e->v[e->n].request = *request;
    e->v[e->n++].tag = tag;
    fake_wire.started++;
    fake_wire.writes += request->is_write;
    fake_wire.reads += !request->is_write;
    fake_wire.under_way = e->n;
    if (e->n > fake_wire.most_under_way)
        fake_wire.most_under_way = e->n;
    return true;
}

static bool answered(struct wire_engine *e, int i, struct wire_reply *reply)
{
    *reply = (struct wire_reply){
        .end = WIRE_ANSWERED, .status = 200, .body = "{}", .retry_after_ms = -1, .why = ""
    };
    if (fake_wire.answer != NULL && !fake_wire.answer(&e->v[i].request, reply))
        return false;
    reply->body_len = strlen(reply->body);
    return true;
}

bool wire_engine_wait(struct wire_engine *e, int timeout_ms, struct arena *arena, void **tag,
                      struct wire_reply *reply, bool *is_any, struct err *err)
{
    (void)timeout_ms;
    (void)err;
    *is_any = false;
    for (int i = 0; i < e->n; i++) {
        if (!answered(e, i, reply))
            continue;
        reply->body = arena_strdup(arena, reply->body);
        *tag = e->v[i].tag;
        e->v[i] = e->v[--e->n];
        fake_wire.under_way = e->n;
        *is_any = true;
        return true;
    }
    return true;
}

/* ---- the provider ---------------------------------------------------------------------------- */

static const char *const topics_taken[] = { TEST_TOPIC, NULL };
static const struct wire_header headers[] = { { "Authorization", "Bearer topsecret" } };

static void fill(struct provider_run *run, struct wire_request *request, bool is_write)
{
    *request = (struct wire_request){
        .method = is_write ? WIRE_POST : WIRE_GET,
        .url = arena_printf(run->arena, "https://fake/%s", run->job->key),
        .headers = headers,
        .n_headers = 1,
        .body = is_write ? "key=topsecret" : NULL,
        .body_len = is_write ? strlen("key=topsecret") : 0,
        .is_write = is_write,
    };
}

static enum provider_next next(struct provider_run *run, const struct wire_reply *reply,
                               struct wire_request *request, struct job_result *result)
{
    if (reply == NULL) {
        fill(run, request, true);
        return PROVIDER_SEND;
    }
    if (reply->end == WIRE_ANSWERED && reply->status == 200) {
        result->end = JOB_DONE;
        result->remote_id = reply->body;
        return PROVIDER_END;
    }
    if (reply->end == WIRE_ANSWERED && reply->status == 204) {
        fill(run, request, true); /* in circles */
        return PROVIDER_SEND;
    }
    provider_classify(request, reply, run->arena, result);
    return PROVIDER_END;
}

static enum provider_next lookup(struct provider_run *run, const struct wire_reply *reply,
                                 struct wire_request *request, struct job_result *result)
{
    if (reply == NULL) {
        fill(run, request, false);
        return PROVIDER_SEND;
    }
    result->end = reply->status == 200 && reply->end == WIRE_ANSWERED ? JOB_DONE : JOB_WAIT;
    return PROVIDER_END;
}

const struct provider fake_provider = { .name = TEST_PROVIDER,
                                        .label = "Fake",
                                        .topics = topics_taken,
                                        .next = next,
                                        .lookup = lookup,
                                        .per_minute = 60000,
                                        .burst = 1000 };
const struct provider blind_provider = { .name = "blind",
                                         .label = "Blind",
                                         .topics = topics_taken,
                                         .next = next,
                                         .per_minute = 60000,
                                         .burst = 1000 };
