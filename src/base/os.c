/*
 * The process and its surroundings: rights, environment, folders, names. Files are in os_file.c.
 */
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

bool os_is_setid(void)
{
    return getuid() != geteuid() || getgid() != getegid();
}

/*
 * Descriptors 0 to 2 exist, so that no file opened later is taken for them. Those that were closed
 * are opened the wrong way round: what is written there must fail, not vanish.
 */
static void open_standard_files(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) != -1)
            continue;
        if (open("/dev/null", (fd == 0 ? O_WRONLY : O_RDONLY) | O_NOCTTY) != fd)
            abort();
    }
}

/* What a terminal and a language need; the rest of a set-id program's environment is its caller's
 * and not trusted. HOME comes from the password file. */
static void clean_environment(void)
{
    static const char *const kept[] = {
        "TERM", "COLORTERM", "NO_COLOR", "LINES",    "COLUMNS",
        "LANG", "LANGUAGE",  "LC_ALL",   "LC_CTYPE", "LC_MESSAGES"
    };
    const struct passwd *user = getpwuid(getuid());
    char *values[OD_LEN(kept)];

    for (size_t i = 0; i < OD_LEN(kept); i++) {
        const char *value = getenv(kept[i]);

        values[i] = value != NULL && strchr(value, '/') == NULL ? xstrdup(value) : NULL;
    }
    if (clearenv() != 0)
        abort();
    for (size_t i = 0; i < OD_LEN(kept); i++) {
        if (values[i] != NULL && setenv(kept[i], values[i], 1) != 0)
            abort();
        xfree(values[i]);
    }
    if (setenv("PATH", "/usr/bin:/bin", 1) != 0)
        abort();
    if (user != NULL && setenv("HOME", user->pw_dir, 1) != 0)
        abort();
}

void os_harden(void)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN };

    open_standard_files();
    (void)sigaction(SIGPIPE, &ignore, NULL);
    (void)sigaction(SIGXFSZ, &ignore, NULL);
    (void)umask(007);
    if (os_is_setid())
        clean_environment();
}

const char *os_env(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* The XDG base directory specification: a relative path in the variable is ignored. */
static const char *xdg_dir(struct arena *arena, const char *variable, const char *below_home)
{
    const char *base = os_env(variable), *home = os_env("HOME");

    if (base != NULL && base[0] == '/')
        return arena_printf(arena, "%s/orderdesk", base);
    if (home == NULL)
        return NULL;
    return arena_printf(arena, "%s/%s/orderdesk", home, below_home);
}

const char *os_data_dir(struct arena *arena)
{
    return xdg_dir(arena, "XDG_DATA_HOME", ".local/share");
}

const char *os_program_dir(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash;

    if (len <= 0)
        return NULL;
    path[len] = '\0';
    slash = strrchr(path, '/');
    if (slash == NULL)
        return NULL;
    *slash = '\0';
    return arena_strdup(arena, path);
}

const char *os_state_dir(struct arena *arena)
{
    return xdg_dir(arena, "XDG_STATE_HOME", ".local/state");
}

const char *os_config_dir(struct arena *arena)
{
    return xdg_dir(arena, "XDG_CONFIG_HOME", ".config");
}

const char *os_login_name(struct arena *arena)
{
    const struct passwd *user = getpwuid(getuid());

    if (user == NULL || user->pw_name[0] == '\0')
        return arena_printf(arena, "uid%lu", (unsigned long)getuid());
    return arena_strdup(arena, user->pw_name);
}

const char *os_host_name(struct arena *arena)
{
    char name[256];

    if (gethostname(name, sizeof name) != 0)
        return "localhost";
    name[sizeof name - 1] = '\0';
    return arena_strdup(arena, name);
}

bool os_is_time_zone(const char *name)
{
    OD_ARENA *tmp = arena_new();
    struct stat info;

    if (strcmp(name, "UTC") == 0)
        return true;
    if (name[0] == '\0' || name[0] == '/' || name[0] == '.' || strstr(name, "/.") != NULL)
        return false;
    return stat(arena_printf(tmp, "/usr/share/zoneinfo/%s", name), &info) == 0 &&
           S_ISREG(info.st_mode);
}

void os_set_time_zone(const char *name)
{
    if (name != NULL && name[0] != '\0' && setenv("TZ", name, 1) != 0)
        abort();
    tzset();
}

int64_t os_process_id(void)
{
    return (int64_t)getpid();
}

bool os_process_lives(int64_t pid)
{
    return pid > 0 && pid <= INT_MAX && (kill((pid_t)pid, 0) == 0 || errno == EPERM);
}

void os_pause_ms(int ms)
{
    const struct timespec span = { ms / 1000, (ms % 1000) * 1000000L };

    (void)nanosleep(&span, NULL);
}
