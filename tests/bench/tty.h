/*
 * A program under a pseudo-terminal, only timed: nothing looks at its output but the clock and the
 * counter of bytes.
 */
#ifndef OD_TESTS_BENCH_TTY_H
#define OD_TESTS_BENCH_TTY_H

#include <stdint.h>
#include <sys/types.h>

struct tty {
    int fd;
    pid_t pid;
    int64_t started_ns;
};

/* What came after something was sent, until nothing came for a while. */
struct answer {
    int64_t first_ns, last_ns; /* since the sending, or the start */
    int bytes;
};

/* argv[0] is the path. 24 rows, 80 columns, xterm-256color, C.UTF-8. */
struct tty tty_start(const char *const *argv, const char *home);
/* After the start: until quiet_ms of silence after the first byte. */
struct answer tty_first(struct tty *t, int quiet_ms);
struct answer tty_send(struct tty *t, const char *bytes, int quiet_ms);
/* Reads what comes until silence; bytes of it. */
int tty_settle(struct tty *t, int quiet_ms);
/* Hangs up and waits for the end. */
void tty_stop(struct tty *t);

/* Time on a processor so far, in nanoseconds. */
int64_t tty_cpu_ns(const struct tty *t);
/* "Rss", "Pss" in kB. */
int64_t tty_memory_kb(const struct tty *t, const char *what);
/* How often it woke up by itself so far. */
int64_t tty_wakeups(const struct tty *t);

#endif
