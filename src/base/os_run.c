/*
 * Running another program: without a shell, with text in and out, with a bound on time and size,
 * and never with the rights that a set-id program has beyond its caller's.
 */
#include "base/os.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define RUN_NOT_FOUND 127
#define RUN_PIECE     32768 /* of input or output at once */
#define RUN_WORDS     4096  /* of complaints */
#define RUN_TICK_MS   100

/* The three pipes, ours and the child's ends: input, output, complaints. */
struct pipes {
    int fd[3][2];
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

static void close_pipes(struct pipes *p)
{
    for (int i = 0; i < 3; i++) {
        close_fd(&p->fd[i][0]);
        close_fd(&p->fd[i][1]);
    }
}

static bool open_pipes(struct pipes *p, struct err *err)
{
    for (int i = 0; i < 3; i++)
        p->fd[i][0] = p->fd[i][1] = -1;
    for (int i = 0; i < 3; i++) {
        if (pipe2(p->fd[i], O_CLOEXEC) == 0)
            continue;
        (void)err_set(err, ERR_IO, _("No other program can be started: %s."), strerror(errno));
        close_pipes(p);
        return false;
    }
    return true;
}

/* In the child: nothing may allocate here. Does not return. */
static void become(const struct os_run *run, const struct pipes *p)
{
    uid_t user = getuid();
    gid_t group = getgid();

    if (dup2(p->fd[0][0], 0) < 0 || dup2(p->fd[1][1], 1) < 0 || dup2(p->fd[2][1], 2) < 0)
        _exit(RUN_NOT_FOUND);
    (void)close_range(3, ~0U, 0);
    /* The group first: without the user's rights it could not be given up any more. */
    if (setresgid(group, group, group) != 0 || setresuid(user, user, user) != 0)
        _exit(RUN_NOT_FOUND);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)signal(SIGXFSZ, SIG_DFL);
    (void)execvp(run->argv[0], (char *const *)run->argv);
    _exit(RUN_NOT_FOUND);
}

/* Takes what is there into b; false at the end. */
static bool take(int fd, struct strbuf *b)
{
    char piece[RUN_PIECE];
    ssize_t n = read(fd, piece, sizeof piece);

    if (n < 0)
        return errno == EINTR || errno == EAGAIN;
    strbuf_addn(b, piece, (size_t)n);
    return n > 0;
}

/* Gives the next piece of the input; false when there is no more to give. */
static bool give(int fd, const struct os_run *run, size_t *at)
{
    ssize_t n = write(fd, run->input + *at, run->input_len - *at);

    if (n < 0)
        return errno == EINTR || errno == EAGAIN;
    *at += (size_t)n;
    return *at < run->input_len;
}

/* Until the program has closed both its ends. False: it took too long. */
static bool talk(const struct os_run *run, int64_t until, struct pipes *p, struct strbuf *out,
                 struct strbuf *said)
{
    size_t at = 0;

    if (run->input_len == 0)
        close_fd(&p->fd[0][1]);
    else
        (void)fcntl(p->fd[0][1], F_SETFL, O_NONBLOCK);
    while (p->fd[1][0] >= 0 || p->fd[2][0] >= 0) {
        struct pollfd fds[] = { { p->fd[0][1], POLLOUT, 0 },
                                { p->fd[1][0], POLLIN, 0 },
                                { p->fd[2][0], POLLIN, 0 } };

        if (clock_monotonic_ms() > until)
            return false;
        if (poll(fds, OD_LEN(fds), RUN_TICK_MS) <= 0)
            continue;
        if (fds[0].revents != 0 && !give(p->fd[0][1], run, &at))
            close_fd(&p->fd[0][1]);
        if (fds[1].revents != 0 && !take(p->fd[1][0], out))
            close_fd(&p->fd[1][0]);
        if (fds[2].revents != 0 && !take(p->fd[2][0], said))
            close_fd(&p->fd[2][0]);
    }
    return true;
}

/* It may have closed its ends and go on; one that does not end in time is ended. */
static bool wait_for(pid_t child, int64_t until, int *status)
{
    pid_t ended;

    do {
        ended = waitpid(child, status, WNOHANG);
        if (ended == 0)
            os_pause_ms(1);
    } while ((ended == 0 || (ended < 0 && errno == EINTR)) && clock_monotonic_ms() <= until);
    if (ended == child)
        return true;
    (void)kill(child, SIGKILL);
    while (waitpid(child, status, 0) < 0 && errno == EINTR)
        ;
    return false;
}

static bool judge(const struct os_run *run, int status, const struct strbuf *out,
                  const struct strbuf *said, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *why = utf8_safe(tmp, arena_strndup(tmp, said->s, strcspn(said->s, "\n")));

    if (WIFEXITED(status) && WEXITSTATUS(status) == RUN_NOT_FOUND && said->len == 0)
        return err_set(err, ERR_NOT_FOUND, _("The program %s cannot be started."), run->argv[0]);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return !out->is_cut ||
               err_set(err, ERR_LIMIT, _("The program %s gives out too much."), run->argv[0]);
    if (why[0] != '\0')
        return err_set(err, ERR_IO, _("The program %s refuses: %.200s"), run->argv[0], why);
    return err_set(err, ERR_IO, _("The program %s failed."), run->argv[0]);
}

bool os_run(const struct os_run *run, struct arena *arena, char **out, size_t *len, struct err *err)
{
    struct strbuf output, said;
    struct pipes p;
    int64_t until = clock_monotonic_ms() + LIMIT_RUN_WAIT_MS;
    bool is_in_time;
    int status = 0;
    pid_t child;

    assert(run->argv != NULL && run->argv[0] != NULL);
    if (!open_pipes(&p, err))
        return false;
    strbuf_init(&output, arena, LIMIT_RUN_BYTES);
    strbuf_init(&said, arena, RUN_WORDS);
    child = fork();
    if (child == 0)
        become(run, &p);
    close_fd(&p.fd[0][0]);
    close_fd(&p.fd[1][1]);
    close_fd(&p.fd[2][1]);
    is_in_time = child > 0 && talk(run, until, &p, &output, &said);
    close_pipes(&p);
    if (child < 0)
        return err_set(err, ERR_IO, _("No other program can be started: %s."), strerror(errno));
    if (!wait_for(child, is_in_time ? until : 0, &status) || !is_in_time)
        return err_set(err, ERR_IO, _("The program %s did not end in time."), run->argv[0]);
    if (!judge(run, status, &output, &said, err))
        return false;
    *out = output.s;
    if (len != NULL)
        *len = output.len;
    return true;
}
