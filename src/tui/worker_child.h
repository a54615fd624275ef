/*
 * The worker as a child of the screens: started where a provider is set up and nobody else works,
 * ended with them. Its talk with the network is its own; no key waits for it.
 */
#ifndef OD_TUI_WORKER_CHILD_H
#define OD_TUI_WORKER_CHILD_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct conf_stack;
struct desk;

/* How the desk was opened. */
struct worker_call {
    const char *program; /* path of orderdesk-sync */
    const char *where, *login;
    const char *config, *now; /* NULL: the usual files; the clock of the system */
};

struct worker_child {
    struct desk *desk;
    const char *const *argv; /* NULL: this desk starts none */
    int64_t pid;             /* 0: none runs */
    int64_t next_ms;         /* not looked at before, by the monotonic clock */
};

/* Is a provider set up: has one an option that has no value by itself? */
bool worker_is_wanted(const struct conf_stack *conf);
/*
 * No child yet. None is ever started where nothing is set up, sync.worker is off, the program is
 * set-id, or the desk can only be read or by a user who may not work. Texts live in the arena.
 */
void worker_child_init(struct worker_child *w, struct desk *desk, const struct conf_stack *conf,
                       const struct worker_call *call, struct arena *arena);
/* Starts it where none works; looks after it from time to time. ctx is the struct. */
void worker_child_tick(void *ctx);
/* Ends it; at most some seconds. */
void worker_child_stop(struct worker_child *w);

#endif
