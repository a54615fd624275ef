/* See tty.h. */
#include "bench/tty.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"

/* The first byte may take this long; a program that says nothing ends the bench. */
#define START_LIMIT_MS 20000
#define SCREEN_BYTES   1000 /* a first screen has more; a worker at the store may part it */

struct tty tty_start(const char *const *argv, const char *home)
{
    struct winsize size = { .ws_row = 24, .ws_col = 80 };
    struct tty t = { .started_ns = bench_now_ns() };

    t.pid = forkpty(&t.fd, NULL, NULL, &size);
    bench_check(t.pid >= 0, "forkpty");
    if (t.pid == 0) {
        (void)clearenv();
        (void)setenv("TERM", "xterm-256color", 1);
        (void)setenv("LC_ALL", "C.UTF-8", 1);
        (void)setenv("HOME", home, 1);
        (void)setenv("TZ", "UTC", 1);
        (void)execv(argv[0], (char *const *)argv);
        perror(argv[0]);
        _exit(127);
    }
    return t;
}

/* Reads until quiet_ms pass without a byte; before there are more than `least` bytes it waits start_ms
   for each. */
static struct answer listen(struct tty *t, int64_t since_ns, int least, int start_ms, int quiet_ms)
{
    struct answer a = { 0 };
    struct pollfd fd = { t->fd, POLLIN, 0 };
    char bytes[8192];

    while (poll(&fd, 1, a.bytes > least ? quiet_ms : start_ms) > 0) {
        ssize_t n = read(t->fd, bytes, sizeof bytes);

        if (n <= 0)
            break;
        a.last_ns = bench_now_ns() - since_ns;
        if (a.bytes == 0)
            a.first_ns = a.last_ns;
        a.bytes += (int)n;
    }
    return a;
}

struct answer tty_first(struct tty *t, int quiet_ms)
{
    struct answer a = listen(t, t->started_ns, SCREEN_BYTES, START_LIMIT_MS, quiet_ms);

    bench_check(a.bytes > SCREEN_BYTES, "the program shows no screen");
    return a;
}

struct answer tty_send(struct tty *t, const char *bytes, int quiet_ms)
{
    int64_t since = bench_now_ns();
    size_t n = strlen(bytes);

    bench_check(waitpid(t->pid, NULL, WNOHANG) == 0, "the program has ended");
    bench_check(write(t->fd, bytes, n) == (ssize_t)n, "write");
    return listen(t, since, 0, 1000, quiet_ms);
}

int tty_settle(struct tty *t, int quiet_ms)
{
    return listen(t, 0, 0, quiet_ms, quiet_ms).bytes;
}

void tty_stop(struct tty *t)
{
    (void)close(t->fd);
    for (int i = 0; i < 2000; i++) {
        if (waitpid(t->pid, NULL, WNOHANG) == t->pid)
            return;
        (void)usleep(1000);
    }
    (void)kill(t->pid, SIGKILL);
    (void)waitpid(t->pid, NULL, 0);
}

/* The number behind a word in a file of the process. */
static int64_t proc_number(const struct tty *t, const char *file, const char *word)
{
    char path[64], line[200];
    long long v = 0;
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/%s", (int)t->pid, file);
    f = fopen(path, "r");
    if (!f)
        return 0;
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, word, strlen(word)) == 0) {
            v = strtoll(line + strlen(word), NULL, 10);
            break;
        }
    }
    fclose(f);
    return v;
}

int64_t tty_cpu_ns(const struct tty *t)
{
    return proc_number(t, "schedstat", "");
}

int64_t tty_memory_kb(const struct tty *t, const char *what)
{
    char word[20];

    snprintf(word, sizeof word, "%s:", what);
    return proc_number(t, "smaps_rollup", word);
}

int64_t tty_wakeups(const struct tty *t)
{
    return proc_number(t, "status", "voluntary_ctxt_switches:");
}
