/*
 * Starting, watching and being the program that makes a report.
 */
#include "sync/report_child.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/os.h"
#include "print/report_mail.h"
#include "sync/attach.h"
#include "sync/worker_impl.h"

/* Shorter than the lease of a job. */
#define MAKE_MS (INT64_C(10) * 60 * 1000)
/* A report that has failed is not made again at once. */
#define AGAIN_MS INT64_C(60000)

/* As of sysexits.h; CHILD_TOO_LONG is none: it had to be ended. */
enum {
    CHILD_TOO_LONG = -2,
    CHILD_MADE = 0,
    CHILD_REFUSED = 1,
    CHILD_TOO_LARGE = 65,
    CHILD_AGAIN = 75
};

bool report_child_start(struct worker *w, struct slot *slot, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *const *of = w->config.make_argv;
    const char **argv;
    int n = 0;

    assert(w->child.pid == 0 && w->child.slot == NULL);
    while (of[n] != NULL)
        n++;
    argv = arena_array(tmp, n + 2, const char *);
    for (int i = 0; i < n; i++)
        argv[i] = of[i];
    argv[n] = arena_printf(tmp, "%lld", (long long)slot->row.record_id);
    if (!os_start(argv, &w->child.pid, err))
        return false;
    w->child.until_ms = clock_monotonic_ms() + MAKE_MS;
    w->child.slot = slot;
    slot->is_making = true;
    slot->p->under_way--;
    return true;
}

/* How the try goes on. */
static void go_on(struct slot *s, int status)
{
    struct err err = ERR_INIT;

    s->is_making = false;
    s->p->under_way++;
    switch (status) {
    case CHILD_MADE:
        try_made(s);
        return;
    case CHILD_TOO_LARGE:
        (void)report_mail_too_large(&err);
        break;
    case CHILD_TOO_LONG: /* it would again, and others wait behind it */
        (void)err_set(&err, ERR_LIMIT,
                      _("The report takes longer than ten minutes. Ask for fewer days."));
        break;
    case CHILD_REFUSED:
        (void)err_set(&err, ERR_STATE, _("The report cannot be made; the log says why."));
        break;
    default:
        (void)err_set(&err, ERR_IO, _("The report could not be made to its end."));
        break;
    }
    try_not_made(s, &err, AGAIN_MS);
}

void report_child_look(struct worker *w)
{
    struct report_child *c = &w->child;
    struct slot *s = c->slot;
    int status = -1;

    if (c->pid != 0) {
        if (os_child_look(c->pid, &status)) {
            if (clock_monotonic_ms() < c->until_ms)
                return;
            os_stop(c->pid);
            status = CHILD_TOO_LONG;
        }
        c->pid = 0;
        c->status = status;
    }
    /* What it was made for is sent as one of the requests that its provider takes at once. */
    if (s == NULL || s->p->under_way >= s->p->at_once)
        return;
    c->slot = NULL;
    go_on(s, c->status);
}

void report_child_stop(struct worker *w)
{
    os_stop(w->child.pid);
    w->child = (struct report_child){ 0 };
}

int report_child_run(struct desk *desk, struct log *log, int64_t mail)
{
    struct err err = ERR_INIT;

    if (report_mail_make(desk, mail, &err))
        return CHILD_MADE;
    log_err(log, &err, "report");
    (void)fprintf(stderr, "orderdesk-sync: %s\n", err.text);
    if (err.code == ERR_LIMIT)
        return CHILD_TOO_LARGE;
    return err.code == ERR_BUSY || err.code == ERR_IO ? CHILD_AGAIN : CHILD_REFUSED;
}
