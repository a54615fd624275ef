/*
 * See worker_child.h.
 */
#include "tui/worker_child.h"

#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/desk/desk.h"
#include "domain/outside/queue.h"

#define ARGS_MAX 12
/* Desks that are opened in the same minute look one after the other: the first one's worker has its
 * lease when the next one looks. */
#define FIRST_MS     1000
#define STAGGER_MS   2000
#define LOOK_MS      10000
#define ENDED_MS     60000

bool worker_is_wanted(const struct conf_stack *conf)
{
    static const char *const ours[] = { "orderdesk.", "sync." };

    for (const struct option *o = conf_options; o->name != NULL; o++) {
        bool is_ours = false;

        for (size_t i = 0; i < OD_LEN(ours); i++)
            is_ours |= strncmp(o->name, ours[i], strlen(ours[i])) == 0;
        if (!is_ours && o->fallback == NULL && conf_text(conf, o->name) != NULL)
            return true;
    }
    return false;
}

static const char *const *argv_of(const struct worker_call *call, struct arena *arena)
{
    const char **argv = arena_array(arena, ARGS_MAX, const char *);
    int n = 0;

    argv[n++] = arena_strdup(arena, call->program);
    argv[n++] = "--desk";
    argv[n++] = arena_strdup(arena, call->where);
    argv[n++] = "--user";
    argv[n++] = arena_strdup(arena, call->login);
    if (call->config != NULL) {
        argv[n++] = "--config";
        argv[n++] = arena_strdup(arena, call->config);
    }
    if (call->now != NULL) {
        argv[n++] = "--now";
        argv[n++] = arena_strdup(arena, call->now);
    }
    argv[n++] = "--watch";
    argv[n] = NULL;
    return argv;
}

void worker_child_init(struct worker_child *w, struct desk *desk, const struct conf_stack *conf,
                       const struct worker_call *call, struct arena *arena)
{
    struct err ignored = ERR_INIT;

    *w = (struct worker_child){ .desk = desk };
    if (call == NULL || os_is_setid() || !conf_bool(conf, "sync.worker") ||
        !worker_is_wanted(conf) || desk_read_only(desk)[0] != '\0' ||
        !desk_may(desk, "sync.work", &ignored))
        return;
    w->argv = argv_of(call, arena);
    w->next_ms = clock_monotonic_ms() + FIRST_MS + os_process_id() % STAGGER_MS;
}

void worker_child_tick(void *ctx)
{
    struct worker_child *w = ctx;
    int64_t now = clock_monotonic_ms();
    struct err ignored = ERR_INIT;
    bool is_leased;

    if (w->argv == NULL || now < w->next_ms)
        return;
    w->next_ms = now + LOOK_MS;
    if (w->pid != 0) {
        if (os_child_lives(w->pid))
            return;
        /* One that ends by itself has a reason that does not go away at once. */
        w->pid = 0;
        w->next_ms = now + ENDED_MS;
        return;
    }
    if (!queue_is_leased(w->desk, "", &is_leased, &ignored) || is_leased)
        return;
    /* Not there (a bare build folder): the screen SY says that no worker runs. */
    if (!os_start(w->argv, &w->pid, &ignored))
        w->argv = NULL;
}

void worker_child_stop(struct worker_child *w)
{
    os_stop(w->pid);
    w->pid = 0;
    w->argv = NULL;
}
