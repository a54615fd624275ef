/*
 * Handlers set a flag and wake the loop through a pipe. The static below is there because a
 * handler has no argument to find its state by; nothing outside this file sees it.
 */
#include "tui/term_signal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/compiler.h"

#define RESTORE_BYTES 256

static struct {
    volatile sig_atomic_t seen;
    int pipe[2];
    struct termios modes;
    char restore[RESTORE_BYTES];
    size_t restore_len;
    bool is_open;
} state = { .pipe = { -1, -1 } };

static void wake(int what)
{
    int saved = errno;
    ssize_t n;

    state.seen |= what;
    n = write(state.pipe[1], "", 1);
    (void)n; /* A full pipe wakes as well. */
    errno = saved;
}

static void on_hangup(int signal_number)
{
    (void)signal_number;
    wake(TERM_SIGNAL_HANGUP);
}

static void on_stop(int signal_number)
{
    (void)signal_number;
    wake(TERM_SIGNAL_STOP);
}

static void on_size(int signal_number)
{
    (void)signal_number;
    wake(TERM_SIGNAL_SIZE);
}

/* The process is broken: only calls that are safe here, then the signal does what it would. */
static void on_crash(int signal_number)
{
    ssize_t n = write(STDOUT_FILENO, state.restore, state.restore_len);

    (void)n;
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &state.modes);
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

/* only_default: leaves a handler that is there already (a sanitizer's, nohup). */
static void handle(int signal_number, void (*handler)(int), int flags, bool only_default)
{
    struct sigaction now, fresh;

    memset(&fresh, 0, sizeof fresh);
    fresh.sa_handler = handler;
    fresh.sa_flags = flags;
    (void)sigemptyset(&fresh.sa_mask);
    if (sigaction(signal_number, NULL, &now) != 0)
        return;
    if (now.sa_handler == SIG_IGN || (only_default && now.sa_handler != SIG_DFL))
        return;
    (void)sigaction(signal_number, &fresh, NULL);
}

static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

void term_signal_open(const struct termios *modes, const char *restore)
{
    state.seen = 0;
    state.modes = *modes;
    state.restore_len = strnlen(restore, sizeof state.restore);
    memcpy(state.restore, restore, state.restore_len);
    if (pipe2(state.pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        state.pipe[0] = state.pipe[1] = -1;
    state.is_open = true;
    handle(SIGHUP, on_hangup, 0, false);
    handle(SIGTERM, on_hangup, 0, false);
    handle(SIGINT, on_hangup, 0, false);
    handle(SIGQUIT, on_hangup, 0, false);
    handle(SIGTSTP, on_stop, 0, false);
    handle(SIGWINCH, on_size, 0, false);
    for (size_t i = 0; i < OD_LEN(crashes); i++)
        handle(crashes[i], on_crash, (int)SA_RESETHAND, true);
}

void term_signal_close(void)
{
    static const int taken[] = { SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH };

    if (!state.is_open)
        return;
    /* A terminal that goes away sends more than one; the rest must not cut short what is closed
     * and cleaned up after the screens. */
    handle(SIGHUP, SIG_IGN, 0, false);
    for (size_t i = 0; i < OD_LEN(taken); i++)
        handle(taken[i], SIG_DFL, 0, false);
    for (size_t i = 0; i < OD_LEN(crashes); i++) {
        struct sigaction now;

        if (sigaction(crashes[i], NULL, &now) == 0 && now.sa_handler == on_crash)
            handle(crashes[i], SIG_DFL, 0, false);
    }
    (void)close(state.pipe[0]);
    (void)close(state.pipe[1]);
    state.pipe[0] = state.pipe[1] = -1;
    state.is_open = false;
}

int term_signal_fd(void)
{
    return state.pipe[0];
}

int term_signal_take(void)
{
    char rest[64];
    sigset_t all, old;
    int seen;

    while (read(state.pipe[0], rest, sizeof rest) > 0)
        continue;
    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, &old);
    seen = state.seen;
    state.seen = 0;
    (void)sigprocmask(SIG_SETMASK, &old, NULL);
    return seen;
}

void term_signal_stop(void)
{
    (void)signal(SIGTSTP, SIG_DFL);
    (void)kill(0, SIGTSTP);
    handle(SIGTSTP, on_stop, 0, false);
}
