/*
 * Other programs that go on by themselves: started beside this one and ended with it, or in its
 * place. Never with the rights that a set-id program has beyond its caller's.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"

#define NOT_STARTED  127
#define STOP_WAIT_MS 3000

const char *os_helper_path(const char *name, struct arena *arena)
{
    static const char *const beside[] = { "", "../libexec/orderdesk/" };
    const char *dir = os_is_setid() ? NULL : os_program_dir(arena);

    for (size_t i = 0; dir != NULL && i < OD_LEN(beside); i++) {
        const char *path = arena_printf(arena, "%s/%s%s", dir, beside[i], name);

        if (os_file_exists(path))
            return path;
    }
    return arena_printf(arena, "%s/%s", OD_PKGLIBEXECDIR, name);
}

/* The group first: without the user's rights it could not be given up any more. */
static bool drop_rights(void)
{
    uid_t user = getuid();
    gid_t group = getgid();

    return setresgid(group, group, group) == 0 && setresuid(user, user, user) == 0;
}

static void default_signals(void)
{
    static const int all[] = { SIGPIPE, SIGXFSZ, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP,
                               SIGWINCH };
    sigset_t none;

    for (size_t i = 0; i < OD_LEN(all); i++)
        (void)signal(all[i], SIG_DFL);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child: nothing may allocate here. Does not return. */
static void become_child(const char *const *argv, pid_t parent)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
        _exit(NOT_STARTED);
    (void)close_range(3, ~0U, 0);
    /* Its own group: ^C at the terminal is for the screens. */
    (void)setpgid(0, 0);
    default_signals();
    if (!drop_rights() || prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent)
        _exit(NOT_STARTED);
    (void)execv(argv[0], (char *const *)argv);
    _exit(NOT_STARTED);
}

bool os_start(const char *const *argv, int64_t *pid, struct err *err)
{
    pid_t parent = getpid(), child;
    sigset_t all, before;

    assert(argv[0] != NULL);
    if (access(argv[0], X_OK) != 0)
        return err_set(err, ERR_NOT_FOUND, _("The program %s cannot be started."), argv[0]);
    /* What comes before the child is its own must not run our handlers in it, nor be lost. */
    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, &before);
    child = fork();
    if (child == 0)
        become_child(argv, parent);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    if (child < 0)
        return err_set(err, ERR_IO, _("No other program can be started: %s."), strerror(errno));
    *pid = child;
    return true;
}

bool os_child_look(int64_t pid, int *status)
{
    int how = 0;
    pid_t got = pid > 0 ? waitpid((pid_t)pid, &how, WNOHANG) : -1;

    *status = got > 0 && WIFEXITED(how) ? WEXITSTATUS(how) : -1;
    return got == 0;
}

bool os_child_lives(int64_t pid)
{
    int ignored;

    return os_child_look(pid, &ignored);
}

void os_stop(int64_t pid)
{
    int64_t until = clock_monotonic_ms() + STOP_WAIT_MS;
    int status;

    if (!os_child_lives(pid))
        return;
    (void)kill((pid_t)pid, SIGTERM);
    while (os_child_lives(pid)) {
        if (clock_monotonic_ms() > until) {
            (void)kill((pid_t)pid, SIGKILL);
            while (waitpid((pid_t)pid, &status, 0) < 0 && errno == EINTR)
                ;
            return;
        }
        os_pause_ms(5);
    }
}

bool os_become(const char *const *argv, struct err *err)
{
    assert(argv[0] != NULL);
    if (!drop_rights())
        return err_set(err, ERR_IO, _("No other program can be started: %s."), strerror(errno));
    (void)execv(argv[0], (char *const *)argv);
    return err_set(err, ERR_IO, _("The program %s cannot be started."), argv[0]);
}
