/*
 * The two lock files. flock has no time-out and wakes its waiters in order, so a waiter sleeps in
 * it and a repeating timer with an empty handler ends the sleep now and then (measured: shares and
 * waits are as without the timer).
 */
#include "store/turnstile.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"

#define TICK_NS     (50 * 1000 * 1000)
#define SUFFIX_NEXT ".next"
#define SUFFIX_LOCK ".lock"
#define PATH_SIZE   (4096 + 8)

struct turnstile {
    char *path_next, *path_lock;
    int next, lock;
    mode_t mode;
    bool is_held;
    sigset_t before; /* signal mask to go back to */
};

/* The ticking of one wait; everything is put back afterwards. */
struct ticker {
    timer_t timer;
    bool has_timer;
    struct sigaction before;
};

static bool io_error(struct err *err, const char *path)
{
    int os = errno;

    err_set(err, ERR_IO, _("The lock file %s cannot be used."), path);
    return err_cause(err, "%s: %s", path, strerror(os));
}

/* Mode by fchmod: a user's umask of 077 would shut the next user out. */
static int open_lock(const char *path, mode_t mode)
{
    struct stat st;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);

    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid() && (st.st_mode & 0777) != mode &&
        fchmod(fd, mode) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

bool turnstile_open(struct turnstile **out, const char *path, struct err *err)
{
    struct turnstile *t = xcalloc(1, sizeof *t);
    char name[PATH_SIZE];
    struct stat st;

    t->next = t->lock = -1;
    snprintf(name, sizeof name, "%s" SUFFIX_NEXT, path);
    t->path_next = xstrdup(name);
    snprintf(name, sizeof name, "%s" SUFFIX_LOCK, path);
    t->path_lock = xstrdup(name);
    if (stat(path, &st) == 0) {
        t->mode = st.st_mode & 0666;
        t->next = open_lock(t->path_next, t->mode);
        t->lock = t->next < 0 ? -1 : open_lock(t->path_lock, t->mode);
    }
    if (t->lock < 0) {
        io_error(err, t->next < 0 ? t->path_next : t->path_lock);
        turnstile_close(t);
        return false;
    }
    *out = t;
    return true;
}

void turnstile_close(struct turnstile *t)
{
    if (!t)
        return;
    if (t->is_held)
        turnstile_give(t);
    if (t->next >= 0)
        close(t->next);
    if (t->lock >= 0)
        close(t->lock);
    xfree(t->path_next);
    xfree(t->path_lock);
    xfree(t);
}

bool turnstile_is_held(const struct turnstile *t)
{
    return t && t->is_held;
}

/* Who comes next holds DESK.next for as long as the wait takes. */
bool turnstile_is_awaited(const struct turnstile *t)
{
    assert(t->is_held);
    if (flock(t->next, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK;
    flock(t->next, LOCK_UN);
    return false;
}

static void on_tick(int sig OD_UNUSED)
{
}

static bool ticker_start(struct ticker *k)
{
    struct sigaction act = { .sa_handler = on_tick }; /* no SA_RESTART: flock ends with EINTR */
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM };
    struct itimerspec every = { { 0, TICK_NS }, { 0, TICK_NS } };

    sigemptyset(&act.sa_mask);
    if (sigaction(SIGALRM, &act, &k->before) != 0)
        return false;
    k->has_timer = timer_create(CLOCK_MONOTONIC, &event, &k->timer) == 0;
    return k->has_timer && timer_settime(k->timer, 0, &every, NULL) == 0;
}

static void ticker_stop(struct ticker *k)
{
    struct timespec none = { 0, 0 };
    sigset_t alarm;

    if (k->has_timer)
        timer_delete(k->timer);
    /* One tick may be on its way still; the old handler, or none, must not get it. */
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    sigprocmask(SIG_BLOCK, &alarm, NULL);
    (void)sigtimedwait(&alarm, NULL, &none);
    sigaction(SIGALRM, &k->before, NULL);
}

/* Stopping or ending signals wait until the turn is given back; ticks come through. */
static void hold_signals(sigset_t *before)
{
    static const int held[] = { SIGTSTP, SIGTTIN, SIGTTOU, SIGHUP, SIGTERM };
    sigset_t set;
    size_t i;

    sigemptyset(&set);
    for (i = 0; i < OD_LEN(held); i++)
        sigaddset(&set, held[i]);
    sigprocmask(SIG_BLOCK, &set, before);
}

static void let_ticks_through(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

int64_t turnstile_holder(const char *path)
{
    char name[PATH_SIZE], text[24] = "";
    long long pid = 0;
    ssize_t n = 0;
    int fd;

    snprintf(name, sizeof name, "%s" SUFFIX_LOCK, path);
    fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return 0;
    if (flock(fd, LOCK_SH | LOCK_NB) != 0)
        n = pread(fd, text, sizeof text - 1, 0);
    close(fd);
    if (n > 0)
        pid = strtoll(text, NULL, 10);
    return pid > 0 ? pid : 0;
}

static bool busy(const struct turnstile *t, struct err *err)
{
    char path[PATH_SIZE];
    int64_t pid;

    snprintf(path, sizeof path, "%.*s", (int)(strlen(t->path_lock) - strlen(SUFFIX_LOCK)),
             t->path_lock);
    pid = turnstile_holder(path);
    if (pid <= 0)
        return err_set(err, ERR_BUSY, "%s",
                       _("Someone else is saving and did not finish in time. Try again."));
    return err_set(err, ERR_BUSY,
                   _("Process %lld is saving and did not finish in time. Try again; if it stays "
                     "so, that process hangs: end it."),
                   (long long)pid);
}

/* Sleeps in flock until it is ours, the time is over or the person gives up. */
static bool wait_for(struct turnstile *t, int fd, int64_t since_ms, const struct patience *p,
                     struct err *err)
{
    while (flock(fd, LOCK_EX) != 0) {
        int waited_ms = (int)(clock_monotonic_ms() - since_ms);

        if (errno != EINTR)
            return io_error(err, fd == t->next ? t->path_next : t->path_lock);
        if (waited_ms >= p->wait_ms || (p->keep_waiting && !p->keep_waiting(p->arg, waited_ms)))
            return busy(t, err);
    }
    return true;
}

static bool stand_in_line(struct turnstile *t, bool is_next, const struct patience *p,
                          struct err *err)
{
    int64_t since_ms = clock_monotonic_ms();
    struct ticker ticker = { 0 };
    bool ok = ticker_start(&ticker);

    if (!ok)
        err_set(err, ERR_IO, "%s",
                _("Waiting for the turn to save is not possible now. Try again."));
    let_ticks_through();
    if (!is_next)
        ok = is_next = ok && wait_for(t, t->next, since_ms, p, err);
    ok = ok && wait_for(t, t->lock, since_ms, p, err);
    if (is_next)
        flock(t->next, LOCK_UN);
    ticker_stop(&ticker);
    return ok;
}

/* Someone deleted a lock file: those who come now lock a new one, so must we. */
static bool renew(struct turnstile *t, struct err *err)
{
    if (t->next >= 0)
        close(t->next);
    if (t->lock >= 0)
        close(t->lock);
    t->next = open_lock(t->path_next, t->mode);
    t->lock = t->next < 0 ? -1 : open_lock(t->path_lock, t->mode);
    return t->lock >= 0 || io_error(err, t->next < 0 ? t->path_next : t->path_lock);
}

static bool is_stale(const struct turnstile *t)
{
    struct stat next, lock;

    return t->lock < 0 || fstat(t->next, &next) != 0 || fstat(t->lock, &lock) != 0 ||
           next.st_nlink == 0 || lock.st_nlink == 0;
}

/* Mostly nobody is there, and both are ours without a timer. */
static bool take_once(struct turnstile *t, const struct patience *p, struct err *err)
{
    bool is_next = flock(t->next, LOCK_EX | LOCK_NB) == 0;

    if (!is_next && errno != EWOULDBLOCK)
        return io_error(err, t->path_next);
    if (is_next && flock(t->lock, LOCK_EX | LOCK_NB) == 0) {
        flock(t->next, LOCK_UN);
        return true;
    }
    if (p->wait_ms > 0)
        return stand_in_line(t, is_next, p, err);
    if (is_next)
        flock(t->next, LOCK_UN);
    return busy(t, err);
}

/* A word for `orderdesk who`, of fixed width; a full disk must not stop the turn. Who writes often
 * finds it there already. */
static void leave_word(struct turnstile *t)
{
    char word[24], there[24];
    int n = snprintf(word, sizeof word, "%-10lld\n", (long long)getpid());

    if (pread(t->lock, there, (size_t)n, 0) == n && memcmp(there, word, (size_t)n) == 0)
        return;
    if (pwrite(t->lock, word, (size_t)n, 0) != n)
        return; /* then nobody is named */
}

bool turnstile_take(struct turnstile *t, const struct patience *patience, struct err *err)
{
    bool ok;

    assert(!t->is_held);
    hold_signals(&t->before);
    ok = (!is_stale(t) || renew(t, err)) && take_once(t, patience, err);
    if (ok && is_stale(t)) /* deleted while we waited: once more, on the new ones */
        ok = renew(t, err) && take_once(t, patience, err);
    if (!ok) {
        sigprocmask(SIG_SETMASK, &t->before, NULL);
        return false;
    }
    t->is_held = true;
    leave_word(t);
    return true;
}

void turnstile_give(struct turnstile *t)
{
    assert(t->is_held);
    t->is_held = false;
    flock(t->lock, LOCK_UN);
    sigprocmask(SIG_SETMASK, &t->before, NULL);
}
