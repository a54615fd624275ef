/*
 * send PROVIDER[:TOPIC] CONF TASK [FILE]: one try of one job, by the real provider over the real network,
 * for tests against servers. Prints how it ended, a line each. "-l" in front: looks up instead.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/os.h"
#include "sync/http.h"
#include "sync/secrets.h"

#define KEY       "019dc79f-5040-7abc-8def-0123456789ab"
#define TOTAL_MS  4000
#define MOST_FILE ((size_t)16 * 1024 * 1024)

static void give_up(const struct err *err)
{
    (void)fprintf(stderr, "send: %s\n", err->text);
    exit(99);
}

static void print(const struct job_result *result)
{
    static const char *const ends[] = { "", "DONE", "WAIT", "UNCLEAR", "PERMANENT", "ACCOUNT" };

    (void)printf("end=%s\ncode=%s\nremote=%s\nmessage=%s\ndata=%s\nwait=%lld\n", ends[result->end],
                 result->code, result->remote_id, result->message,
                 result->data != NULL ? result->data : "", (long long)result->wait_ms);
}

static struct wire_engine *engine_of(const struct conf_stack *conf)
{
    struct wire_limits limits = { .total_ms = TOTAL_MS,
                                  .ca_file = conf_text(conf, "sync.ca_file"),
                                  .is_loopback = conf_bool(conf, "sync.loopback") };
    struct wire_engine *engine;
    struct err err = ERR_INIT;

    if (!wire_engine_new(&engine, &limits, &err))
        give_up(&err);
    return engine;
}

static void run_job(const struct provider *p, struct provider_run *run, bool is_lookup,
                    struct wire_engine *engine, struct job_result *result)
{
    enum provider_next (*next)(struct provider_run *, const struct wire_reply *,
                               struct wire_request *, struct job_result *) =
        is_lookup ? p->lookup : p->next;
    struct wire_request request = { 0 };
    struct wire_reply reply = { 0 };
    struct err err = ERR_INIT;
    bool is_any = false;
    void *tag;

    while (next(run, is_any ? &reply : NULL, &request, result) == PROVIDER_SEND) {
        if (!wire_engine_start(engine, &request, NULL, &err) ||
            !wire_engine_wait(engine, 4 * TOTAL_MS, run->arena, &tag, &reply, &is_any, &err))
            give_up(&err);
        if (!is_any)
            abort();
    }
}

int main(int argc, char **argv)
{
    bool is_lookup = argc > 1 && strcmp(argv[1], "-l") == 0;
    char **word = argv + (is_lookup ? 1 : 0);
    struct arena *arena = arena_new();
    struct job job = { .outbox_id = 1, .key = KEY, .remote_id = "" };
    struct provider_run run = { .job = &job, .arena = arena };
    struct job_file file = { "paper.pdf", "application/pdf", "", 0 };
    struct job_result result = { 0 };
    struct conf_stack conf = { .n = 1 };
    struct provider_options *options = NULL;
    struct err err = ERR_INIT;
    const struct provider *p;
    struct wire_engine *engine;
    char *text, *topic;

    if (argc - (is_lookup ? 1 : 0) < 4)
        return 64;
    topic = strchr(word[1], ':');
    if (topic != NULL)
        *topic++ = '\0';
    p = provider_named(word[1]);
    if (p == NULL || !conf_load(&conf.file[0], word[2], &err) || !conf_check(&conf, NULL, &err) ||
        !provider_options_open(&options, &conf, p->name, &err) ||
        !json_parse(word[3], strlen(word[3]), arena, &job.task, &err))
        give_up(&err);
    job.topic = topic != NULL ? topic : p->topics[0];
    run.options = options;
    if (word[4] != NULL) {
        if (!os_read_file(word[4], MOST_FILE, arena, &text, &file.len, &err))
            give_up(&err);
        file.data = text;
        job.files = (struct job_files){ &file, 1 };
    }
    engine = engine_of(&conf);
    run_job(p, &run, is_lookup, engine, &result);
    print(&result);
    wire_engine_free(engine);
    provider_options_close(options);
    conf_close(conf.file[0]);
    arena_free(arena);
    return 0;
}
