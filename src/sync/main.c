/*
 * orderdesk-sync: the worker as a program. `orderdesk sync` starts it, a service manager, or an
 * open desk; it opens the desk as the system's user, or as another where that one owns the file.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/desk/desk.h"
#include "sync/http.h"
#include "sync/receive.h"
#include "sync/report_child.h"
#include "sync/secrets.h"
#include "sync/worker.h"

#define PROVIDERS_MAX 32
#define ROUND_WAIT_MS 200
#define IDLE_MS       500
#define TROUBLE_MS    2000
#define MAKING_MS     20 /* how often it is looked after while nothing else is to be done */
#define ARGS_MAX      12

/* As of sysexits.h; those of orderdesk. */
enum { EXIT_REFUSED = 1, EXIT_USAGE = 64, EXIT_DISK = 74, EXIT_RETRY = 75, EXIT_DENIED = 77 };

struct call {
    const char *where, *login, *config, *now;
    const char *receive; /* a provider: one request of it comes on standard input; NULL */
    const char *make;    /* the id of a mail whose report is made, for the worker; NULL */
    bool is_watch, is_once;
};

struct program {
    struct arena *arena;
    struct call call;
    struct conf_stack conf;
    struct log *log;
    struct desk *desk;
    struct wire_engine *engine;
    struct worker *worker;
    struct worker_provider providers[PROVIDERS_MAX];
    struct provider_options *options[PROVIDERS_MAX];
    int n;
};

static volatile sig_atomic_t is_to_end;

static void on_end(int sig)
{
    (void)sig;
    is_to_end = 1;
}

/* ---- the call -------------------------------------------------------------------------------- */

static bool read_call(struct call *c, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char **value = strcmp(argv[i], "--desk") == 0     ? &c->where
                             : strcmp(argv[i], "--user") == 0   ? &c->login
                             : strcmp(argv[i], "--config") == 0 ? &c->config
                             : strcmp(argv[i], "--now") == 0    ? &c->now
                             : strcmp(argv[i], "--receive") == 0 ? &c->receive
                             : strcmp(argv[i], "--make-report") == 0 ? &c->make
                                                                : NULL;

        if (value != NULL && i + 1 < argc)
            *value = argv[++i];
        else if (strcmp(argv[i], "--once") == 0)
            c->is_once = true;
        else if (strcmp(argv[i], "--watch") == 0)
            c->is_watch = true;
        else
            return false;
    }
    return c->where != NULL &&
           c->is_once + c->is_watch + (c->receive != NULL) + (c->make != NULL) == 1;
}

static bool add_conf(struct program *p, const char *path, bool is_needed, struct err *err)
{
    if (path == NULL || (!is_needed && !os_file_exists(path)))
        return true;
    if (!conf_load(&p->conf.file[p->conf.n], path, err))
        return false;
    p->conf.n++;
    return true;
}

static bool load_conf(struct program *p, struct err *err)
{
    static const char *const free_sections[] = { "keys", NULL };
    const char *dir = os_config_dir(p->arena);
    const char *mine = dir != NULL ? arena_printf(p->arena, "%s/orderdesk.conf", dir) : NULL;
    const char *config = p->call.config;

    return add_conf(p, OD_SYSCONFDIR "/orderdesk/orderdesk.conf", false, err) &&
           add_conf(p, config != NULL ? config : mine, config != NULL, err) &&
           conf_check(&p->conf, free_sections, err);
}

/* The system vouches for its user; who owns the file can do anything with it anyway. */
static bool open_desk(struct program *p, struct err *err)
{
    const char *mine = os_login_name(p->arena);
    struct desk_open_options in = { .where = p->call.where,
                                    .login = p->call.login != NULL ? p->call.login : mine,
                                    .clock = clock_system() };
    struct stamp now;

    if (p->call.now != NULL) {
        if (!stamp_parse(p->call.now, &now, err))
            return false;
        in.clock = clock_fixed(now);
    }
    if (strcmp(in.login, mine) != 0 && os_file_exists(in.where) && !os_owns_file(in.where))
        return err_set(err, ERR_DENIED, _("You are %s; the worker cannot sign in as %s."), mine,
                       in.login);
    return desk_open(&in, &p->desk, err);
}

/* One whose secrets cannot be read is left out, and said. */
static void open_providers(struct program *p)
{
    for (int i = 0; providers[i] != NULL && p->n < PROVIDERS_MAX; i++) {
        struct provider_options *o = NULL;
        struct err err = ERR_INIT;

        if (!provider_options_open(&o, &p->conf, providers[i]->name, &err)) {
            (void)fprintf(stderr, "orderdesk-sync: %s: %s\n", providers[i]->name, err.text);
            log_err(p->log, &err, providers[i]->name);
            continue;
        }
        p->options[p->n] = o;
        p->providers[p->n++] = (struct worker_provider){ providers[i], o };
    }
}

static void open_log(struct program *p)
{
    const char *dir = os_state_dir(p->arena);
    struct err ignored = ERR_INIT;

    if (dir != NULL && os_make_dir(dir, &ignored))
        p->log = log_open(arena_printf(p->arena, "%s/orderdesk.log", dir), LOG_LEVEL_INFO);
}

/* The call of the same program that makes a report; the id of a mail follows. */
static const char *const *make_argv(struct program *p)
{
    const char **argv = arena_array(p->arena, ARGS_MAX, const char *);
    const struct call *c = &p->call;
    const struct {
        const char *name, *value;
    } passed[] = { { "--desk", c->where },
                   { "--user", c->login },
                   { "--config", c->config },
                   { "--now", c->now } };
    int n = 0;

    argv[n++] = os_helper_path("orderdesk-sync", p->arena);
    for (size_t i = 0; i < OD_LEN(passed); i++) {
        if (passed[i].value == NULL)
            continue;
        argv[n++] = passed[i].name;
        argv[n++] = passed[i].value;
    }
    argv[n++] = "--make-report";
    argv[n] = NULL;
    return argv;
}

static bool set_up(struct program *p, struct err *err)
{
    struct wire_limits limits = { .max_at_once = WORKER_SLOTS };
    struct worker_config config = { .providers = p->providers };

    if (!load_conf(p, err))
        return false;
    open_log(p);
    if (!open_desk(p, err))
        return false;
    i18n_use(desk_user(p->desk)->lang);
    limits.proxy = conf_text(&p->conf, "sync.proxy");
    limits.ca_file = conf_text(&p->conf, "sync.ca_file");
    limits.is_loopback = conf_bool(&p->conf, "sync.loopback");
    if (!wire_engine_new(&p->engine, &limits, err))
        return false;
    open_providers(p);
    config.desk = p->desk;
    config.engine = p->engine;
    config.n_providers = p->n;
    config.make_argv = make_argv(p);
    config.per_minute = (int)conf_int(&p->conf, "sync.per_minute");
    p->worker = worker_new(&config);
    return true;
}

static void shut(struct program *p)
{
    worker_free(p->worker);
    wire_engine_free(p->engine);
    for (int i = 0; i < p->n; i++)
        provider_options_close(p->options[i]);
    desk_close(p->desk);
    log_close(p->log);
    for (int i = 0; i < p->conf.n; i++)
        conf_close(p->conf.file[i]);
    arena_free(p->arena);
}

/* ---- working --------------------------------------------------------------------------------- */

static int status_of(const struct err *err)
{
    switch (err->code) {
    case ERR_BUSY:
    case ERR_CONFLICT:
    case ERR_REMOTE:
        return EXIT_RETRY;
    case ERR_DENIED:
        return EXIT_DENIED;
    case ERR_STATE:
    case ERR_NOT_FOUND:
        return EXIT_REFUSED;
    default:
        return EXIT_DISK;
    }
}

static int refuse(struct program *p, const struct err *err)
{
    (void)fprintf(stderr, "orderdesk-sync: %s\n", err->text);
    log_err(p->log, err, "sync");
    return status_of(err);
}

/* All that is due now; what must wait is left to the next call. */
static int work_once(struct program *p)
{
    struct worker_done done = { 0 };
    struct err err = ERR_INIT;

    do {
        done.is_busy = false;
        if (!worker_round(p->worker, ROUND_WAIT_MS, &done, &err))
            return refuse(p, &err);
        if (!done.is_busy && done.is_making)
            os_pause_ms(MAKING_MS);
    } while ((done.is_busy || done.is_making) && !is_to_end);
    (void)printf("events %d  done %d  again %d  failed %d  unclear %d\n", done.events, done.done,
                 done.again, done.failed, done.unclear);
    return done.again > 0 ? EXIT_RETRY : 0;
}

/* One request in, one answer out: whatever comes of it, the sender gets one. */
static int receive(struct program *p)
{
    struct provider_options *o = NULL;
    struct received r = { .status = 503, .why = "" };
    struct err err = ERR_INIT;
    const char *bytes;
    size_t len;

    if (load_conf(p, &err)) {
        open_log(p);
        if (open_desk(p, &err) &&
            provider_options_open(&o, &p->conf, p->call.receive, &err)) {
            if (receive_read(stdin, p->arena, &bytes, &len))
                receive_request(p->desk, o, p->call.receive, bytes, len, p->arena, &r);
        }
    }
    provider_options_close(o);
    receive_answer(stdout, &r);
    if (r.status == 200)
        return 0;
    if (err.code == ERR_NONE)
        (void)err_set(&err, r.status == 503 ? ERR_REMOTE : ERR_DENIED, "%s", r.why);
    return refuse(p, &err);
}

/* Trouble that goes away by itself is waited for. */
static bool is_lasting(const struct err *err)
{
    return err->code == ERR_DENIED || err->code == ERR_CORRUPT || err->code == ERR_BUG;
}

static int watch(struct program *p)
{
    struct worker_done done = { 0 };

    while (!is_to_end) {
        struct err err = ERR_INIT;

        (void)desk_changed(p->desk);
        if (!desk_is_same_file(p->desk))
            return EXIT_DISK;
        done.is_busy = false;
        if (!worker_round(p->worker, ROUND_WAIT_MS, &done, &err)) {
            if (is_lasting(&err))
                return refuse(p, &err);
            log_err(p->log, &err, "sync");
            os_pause_ms(TROUBLE_MS);
        } else if (!done.is_busy) {
            os_pause_ms(done.is_making ? MAKING_MS : IDLE_MS);
        }
    }
    return 0;
}

/* Ended by any signal at once: nothing is written before all of it. */
static int make_report(struct program *p)
{
    struct err err = ERR_INIT;

    if (!load_conf(p, &err))
        return refuse(p, &err);
    open_log(p);
    if (!open_desk(p, &err))
        return refuse(p, &err);
    return report_child_run(p->desk, p->log, strtoll(p->call.make, NULL, 10));
}

static int run(struct program *p)
{
    struct err err = ERR_INIT;

    if (p->call.receive != NULL)
        return receive(p);
    if (!set_up(p, &err))
        return refuse(p, &err);
    return p->call.is_once ? work_once(p) : watch(p);
}

int main(int argc, char **argv)
{
    struct program p = { .arena = arena_new() };
    struct sigaction end = { .sa_handler = on_end };
    int status;

    os_harden();
    i18n_start();
    if (!read_call(&p.call, argc, argv)) {
        (void)fprintf(stderr, "%s\n",
                      _("orderdesk-sync: it is started by: orderdesk sync --once | --watch"));
        arena_free(p.arena);
        return EXIT_USAGE;
    }
    if (os_is_setid()) {
        (void)fprintf(stderr, "%s\n", _("orderdesk-sync: it must not be set-id."));
        arena_free(p.arena);
        return EXIT_DENIED;
    }
    if (p.call.make != NULL) {
        status = make_report(&p);
    } else {
        (void)sigaction(SIGTERM, &end, NULL);
        (void)sigaction(SIGINT, &end, NULL);
        status = run(&p);
    }
    shut(&p);
    return status;
}
