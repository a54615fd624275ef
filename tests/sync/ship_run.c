/*
 * A try of a job at a provider of shipping, step by step.
 */
#include "sync/ship_run.h"

#include <string.h>

struct provider_options ship_options;

const char *provider_option(const struct provider_options *o, const char *key)
{
    const char *value = strcmp(key, "key") == 0        ? o->key
                        : strcmp(key, "mode") == 0     ? o->mode
                        : strcmp(key, "url") == 0      ? o->url
                        : strcmp(key, "carriers") == 0 ? o->carriers
                                                       : NULL;

    return value != NULL ? value : "";
}

void ship_run_open(struct ship_run *r, const struct provider *provider)
{
    *r = (struct ship_run){ .provider = provider, .arena = arena_new() };
}

void ship_run_close(struct ship_run *r)
{
    arena_free(r->arena);
}

static enum provider_next step(struct ship_run *r, const struct wire_reply *reply)
{
    enum provider_next next;

    if (reply != NULL)
        r->request = (struct wire_request){ 0 };
    next = r->is_lookup ? r->provider->lookup(&r->run, reply, &r->request, &r->result)
                        : r->provider->next(&r->run, reply, &r->request, &r->result);
    return next;
}

static enum provider_next begin(struct ship_run *r, const char *topic, const char *task)
{
    struct err err = ERR_INIT;

    r->job = (struct job){ .outbox_id = 1,
                           .topic = topic,
                           .key = "0193f0aa-1111-7222-8333-444455556666",
                           .remote_id = "" };
    ck_assert_msg(json_parse(task, strlen(task), r->arena, &r->job.task, &err), "%s", err.text);
    r->run = (struct provider_run){ .job = &r->job, .options = &ship_options, .arena = r->arena };
    r->request = (struct wire_request){ 0 };
    r->result = (struct job_result){ 0 };
    return step(r, NULL);
}

enum provider_next ship_run_begin(struct ship_run *r, const char *topic, const char *task)
{
    r->is_lookup = false;
    return begin(r, topic, task);
}

enum provider_next ship_run_look(struct ship_run *r, const char *topic, const char *task)
{
    r->is_lookup = true;
    return begin(r, topic, task);
}

enum provider_next ship_run_bytes(struct ship_run *r, int status, const char *body, size_t len)
{
    struct wire_reply reply = { .end = WIRE_ANSWERED,
                                .status = status,
                                .body = arena_strndup(r->arena, body, len),
                                .body_len = len,
                                .retry_after_ms = -1,
                                .why = "" };

    reply.body = arena_memdup(r->arena, body, len + 1);
    return step(r, &reply);
}

enum provider_next ship_run_answer(struct ship_run *r, int status, const char *body)
{
    return ship_run_bytes(r, status, body, strlen(body));
}

enum provider_next ship_run_lost(struct ship_run *r, enum wire_end end)
{
    struct wire_reply reply = { .end = end, .body = "", .retry_after_ms = -1, .why = "reset" };

    return step(r, &reply);
}

static const struct json *parsed(struct ship_run *r, const char *text)
{
    const struct json *v = NULL;
    struct err err = ERR_INIT;

    ck_assert_ptr_nonnull(text);
    ck_assert_msg(json_parse(text, strlen(text), r->arena, &v, &err), "%s: %s", err.text, text);
    return v;
}

const struct json *ship_run_sent(struct ship_run *r)
{
    return parsed(r, r->request.body);
}

const struct json *ship_run_data(struct ship_run *r)
{
    return parsed(r, r->result.data);
}
