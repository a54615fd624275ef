/*
 * The demo: a desk in a temporary folder with a believable company, made by the same commands
 * anyone can type, then the screens on it, or without a terminal a short session.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/datadir.h"
#include "cli/newdesk.h"
#include "cli/play.h"
#include "cli/session.h"
#include "cli/verb.h"
#include "domain/desk/desk.h"

/* The company is this old when it is set up. */
#define DEMO_AGE_MS (INT64_C(45) * 24 * 3600 * 1000)

/* Hundreds of commits are made in a moment, so a folder in memory is taken where there is one. */
static bool make_temp_dir(struct arena *arena, const char **out, struct err *err)
{
    const char *const places[] = { os_env("TMPDIR"), os_env("XDG_RUNTIME_DIR"), "/dev/shm",
                                   "/tmp" };
    int reason = 0;

    for (size_t i = 0; i < OD_LEN(places); i++) {
        char *path;

        if (places[i] == NULL)
            continue;
        path = arena_printf(arena, "%s/orderdesk-demo-XXXXXX", places[i]);
        *out = mkdtemp(path);
        if (*out != NULL)
            return true;
        reason = errno;
    }
    return err_set(err, ERR_IO, _("No temporary folder can be made: %s."), strerror(reason));
}

/* A demo leaves nothing behind. The folder is our own and flat. */
static void remove_dir(const char *path)
{
    OD_ARENA *tmp = arena_new();
    DIR *dir = opendir(path);
    struct dirent *entry;

    if (dir == NULL)
        return;
    while ((entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            (void)unlink(arena_printf(tmp, "%s/%s", path, entry->d_name));
    (void)closedir(dir);
    (void)rmdir(path);
}

/* The desk as it was when the company began, then everything that has happened since. */
static bool make_demo(struct cli *c, const char *data, struct err *err)
{
    static const struct newdesk firm = {
        .company = "Northgate Industrial Supplies Ltd",
        .country = "GB",
        .currency = "GBP",
        .time_zone = "Europe/London",
    };
    struct clock now = c->clock;
    const char *login = c->login;
    struct stamp began = { clock_now(&c->clock).ms - DEMO_AGE_MS };
    bool is_made;

    c->clock = clock_stepping(began, 100);
    is_made = newdesk_make(c, &firm, err);
    c->clock = now;
    if (!is_made)
        return false;
    is_made = play_file(c, arena_printf(c->arena, "%s/setup.od", data), data, false, err);
    desk_close(c->desk);
    c->desk = NULL;
    c->clock = now;
    c->login = login;
    return is_made;
}

/*
 * Signals that end the program wait while the demo is made and cleaned up, so that it leaves no
 * folder behind; play_file gives up when one waits. The screens have their own handlers.
 */
static void hold_signals(sigset_t *before)
{
    sigset_t held;

    (void)sigemptyset(&held);
    (void)sigaddset(&held, SIGHUP);
    (void)sigaddset(&held, SIGINT);
    (void)sigaddset(&held, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &held, before);
}

static bool show_demo(struct cli *c, const char *data, const sigset_t *before, struct err *err)
{
    bool is_done;
    sigset_t held;

    if (!session_open_desk(c, NULL, err))
        return false;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || c->form != OUT_TABLE)
        return play_file(c, arena_printf(c->arena, "%s/session.od", data), data, true, err);
    (void)sigprocmask(SIG_SETMASK, before, &held);
    is_done = session_screens(c, err);
    (void)sigprocmask(SIG_SETMASK, &held, NULL);
    return is_done;
}

static bool run_demo(struct cli *c, struct err *err)
{
    const char *keep = verb_opt(c, "keep");
    const char *dir = datadir(c->arena);
    const char *data = dir == NULL ? NULL : arena_printf(c->arena, "%s/demo", dir);
    const char *home = keep;
    sigset_t before;
    bool is_done;

    if (data == NULL || !os_file_exists(data))
        return err_set(err, ERR_IO,
                       _("The data of the demo are not here; install them, or set "
                         "ORDERDESK_DATADIR."));
    hold_signals(&before);
    if (keep != NULL ? !os_make_dir(keep, err) : !make_temp_dir(c->arena, &home, err))
        return false;
    c->where = arena_printf(c->arena, "%s/desk.db", home);
    if (keep == NULL)
        cli_note(c, arena_printf(c->arena,
                                 _("Making a demo desk; from a second terminal: orderdesk "
                                   "--desk %s"),
                                 c->where));
    is_done = make_demo(c, data, err);
    if (is_done && keep == NULL)
        is_done = show_demo(c, data, &before, err);
    else if (is_done)
        out_text(c->out, "desk", c->where);
    desk_close(c->desk);
    c->desk = NULL;
    if (keep == NULL)
        remove_dir(home);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return is_done;
}

static const struct verb_option demo_options[] = {
    { "keep", "DIR", VERB_OPTIONAL, N_("Make it in this folder, leave it there, open nothing.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_demo[] = {
    { "", "demo", "", demo_options, VERB_ALONE, run_demo,
      N_("Make a demo desk with a believable company, and open it.") },
    { 0 },
};
