/*
 * Fair waiting between processes that write one file. Two lock files beside it: whoever wants to
 * write holds DESK.next (next in line), then DESK.lock (writing) and lets DESK.next go. The
 * engine's own waiting starves writers for seconds; this gives equal shares, and the kernel opens
 * both locks when a process dies. The files are never deleted. Private to the store.
 */
#ifndef OD_STORE_TURNSTILE_H
#define OD_STORE_TURNSTILE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct turnstile;

/* How long to wait, and whom to ask about 20 times a second whether to go on. */
struct patience {
    int wait_ms;
    bool (*keep_waiting)(void *arg, int waited_ms); /* may be NULL */
    void *arg;
};

/*
 * Opens (makes, with the mode of the file at path) the two lock files.
 * err  ERR_IO: they cannot be opened for writing
 */
OD_MUST_USE bool turnstile_open(struct turnstile **out, const char *path, struct err *err);
/* Gives the turn back where held. NULL is fine. */
void turnstile_close(struct turnstile *t);

/*
 * Waits for the turn; while it is held (and while waiting second in line) SIGTSTP, SIGHUP, SIGTERM
 * and their like are held back, so that nobody is stopped with the turn in hand.
 * err  ERR_BUSY (names the holder), ERR_IO
 */
OD_MUST_USE bool turnstile_take(struct turnstile *t, const struct patience *patience,
                                struct err *err);
void turnstile_give(struct turnstile *t);
bool turnstile_is_held(const struct turnstile *t);
/* While it is held: does someone wait for it? Two system calls. */
bool turnstile_is_awaited(const struct turnstile *t);

/* Process id that holds the turn for the file at path; 0 for nobody. */
int64_t turnstile_holder(const char *path);

#endif
