/*
 * The work for the outside from a shell: running the worker, what waits and why, decisions.
 */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "cli/find.h"
#include "cli/session.h"
#include "cli/verb.h"
#include "domain/outside/queue_person.h"

/* ---- the worker ------------------------------------------------------------------------------ */

/* Goes on as the worker, which is told what by these one or two words. */
static bool become_worker(struct cli *c, const char *what, const char *of, struct err *err)
{
    const char *argv[13];
    int n = 0;

    if (os_is_setid())
        return err_set(err, ERR_DENIED,
                       _("The worker has a user of its own here: it is started as a service."));
    argv[n++] = os_helper_path("orderdesk-sync", c->arena);
    argv[n++] = "--desk";
    argv[n++] = c->where;
    argv[n++] = "--user";
    argv[n++] = c->login;
    if (c->config != NULL) {
        argv[n++] = "--config";
        argv[n++] = c->config;
    }
    if (os_env("ORDERDESK_NOW") != NULL) {
        argv[n++] = "--now";
        argv[n++] = os_env("ORDERDESK_NOW");
    }
    argv[n++] = what;
    argv[n++] = of;
    argv[n] = NULL;
    return os_become(argv, err);
}

static bool run_sync(struct cli *c, struct err *err)
{
    bool is_watch = verb_flag(c, "watch");

    if (is_watch == verb_flag(c, "once"))
        return verb_misused(c, err, _("Say one of --once and --watch."));
    return become_worker(c, is_watch ? "--watch" : "--once", NULL, err);
}

static bool run_receive(struct cli *c, struct err *err)
{
    return become_worker(c, "--receive", verb_opt(c, "provider"), err);
}

/* ---- what waits ------------------------------------------------------------------------------ */

static bool run_status(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "provider", N_("Provider"), OUT_TEXT },
        { "state", N_("Status"), OUT_TEXT },
        { "waiting", N_("Waiting"), OUT_NUMBER },
        { "sending", N_("Sending"), OUT_NUMBER },
        { "failed", N_("Failed"), OUT_NUMBER },
        { "unclear", N_("Unclear"), OUT_NUMBER },
        { "oldest", N_("Oldest"), OUT_TEXT },
        { "worker", N_("Worker"), OUT_TEXT },
        { "last_ok", N_("Last done"), OUT_TEXT },
        { "closed_until", N_("Left alone until"), OUT_TEXT },
        { "why", N_("Why"), OUT_TEXT },
        { "last_error", N_("Last error"), OUT_TEXT },
        { "trouble", N_("What keeps it"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct provider_healths all;

    if (!provider_healths_load(c->desk, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        const struct provider_health *h = &all.v[i];

        out_cell(c->out, h->provider[0] != '\0' ? h->provider : "events");
        out_cell(c->out, provider_state_name(h));
        out_cell_i64(c->out, h->waiting);
        out_cell_i64(c->out, h->sending);
        out_cell_i64(c->out, h->dead);
        out_cell_i64(c->out, h->unknown + h->asked);
        out_cell_stamp(c->out, h->oldest);
        out_cell(c->out, h->is_working ? h->leased_by : "");
        out_cell_stamp(c->out, h->last_ok);
        out_cell_stamp(c->out, h->closed_until);
        out_cell(c->out, h->why);
        out_cell(c->out, h->last_error);
        out_cell(c->out, provider_trouble(h, c->desk, c->arena));
    }
    out_list_end(c->out);
    return true;
}

static const struct out_column job_columns[] = {
    { "id", N_("Id"), OUT_NUMBER },
    { "provider", N_("Provider"), OUT_TEXT },
    { "topic", N_("Topic"), OUT_TEXT },
    { "order", N_("Order"), OUT_TEXT },
    { "state", N_("Status"), OUT_TEXT },
    { "attempts", N_("Tries"), OUT_NUMBER },
    { "next", N_("Next try"), OUT_TEXT },
    { "created", N_("Created"), OUT_TEXT },
    { "done", N_("Done"), OUT_TEXT },
    { "remote_id", N_("Its id there"), OUT_TEXT },
    { "code", N_("Code"), OUT_TEXT },
    { "last_error", N_("Last error"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

static void put_job(struct cli *c, const struct queue_row *row)
{
    bool has_next = row->state == QUEUE_QUEUED || row->state == QUEUE_RETRY ||
                    row->state == QUEUE_UNKNOWN;

    out_cell_i64(c->out, row->id);
    out_cell(c->out, row->provider);
    out_cell(c->out, row->topic);
    out_cell(c->out, row->order_number);
    out_cell(c->out, queue_state_name(row->state));
    out_cell_i64(c->out, row->attempts);
    out_cell_stamp(c->out, has_next ? row->next : (struct stamp){ 0 });
    out_cell_stamp(c->out, row->created);
    out_cell_stamp(c->out, row->done);
    out_cell(c->out, row->remote_id);
    out_cell(c->out, row->error_code);
    out_cell(c->out, row->last_error);
}

static bool run_list(struct cli *c, struct err *err)
{
    struct queue_filter filter = { .provider = verb_opt(c, "provider"),
                                   .needs_person = verb_flag(c, "stuck"),
                                   .is_open = !verb_flag(c, "all"),
                                   .is_job = !verb_flag(c, "events") };

    out_list_begin(c->out, NULL, job_columns);
    for (bool is_more = true; is_more && out_is_ok(c->out);) {
        OD_ARENA *page = arena_new();
        struct queue_rows rows;

        if (!queue_list(c->desk, &filter, LIMIT_PAGE_ROWS, page, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++) {
            put_job(c, &rows.v[i]);
            filter.before_id = rows.v[i].id;
        }
        is_more = rows.n == LIMIT_PAGE_ROWS;
    }
    out_list_end(c->out);
    return true;
}

static bool load_job(struct cli *c, struct queue_row *out, struct err *err)
{
    int64_t id;

    return decimal_parse(verb_arg(c, 0), 0, INT64_MAX, NULL, &id, err) &&
           queue_load(c->desk, id, c->arena, out, err);
}

static bool run_show(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "at", N_("At"), OUT_TEXT },         { "lookup", N_("Asked after"), OUT_BOOL },
        { "took_ms", N_("ms"), OUT_NUMBER },  { "request", N_("Request"), OUT_TEXT },
        { "status", N_("Answer"), OUT_NUMBER }, { "reply", N_("Reply"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct queue_exchanges talk;
    struct queue_row row;

    if (!load_job(c, &row, err) || !queue_exchanges_load(c->desk, row.id, c->arena, &talk, err))
        return false;
    out_record_begin(c->out, job_columns);
    put_job(c, &row);
    out_list_begin(c->out, "exchanges", columns);
    for (int i = 0; i < talk.n; i++) {
        out_cell_stamp(c->out, talk.v[i].at);
        out_cell_bool(c->out, talk.v[i].is_lookup);
        out_cell_i64(c->out, talk.v[i].took_ms);
        out_cell(c->out, talk.v[i].request);
        out_cell_i64(c->out, talk.v[i].status);
        out_cell(c->out, talk.v[i].reply);
    }
    out_list_end(c->out);
    out_record_end(c->out);
    return true;
}

/* ---- decisions ------------------------------------------------------------------------------- */

static bool run_retry(struct cli *c, struct err *err)
{
    struct queue_row row;

    return load_job(c, &row, err) && queue_retry(c->desk, &row, err);
}

static bool run_drop(struct cli *c, struct err *err)
{
    struct queue_row row;

    return load_job(c, &row, err) && queue_drop(c->desk, &row, err);
}

static bool run_resolve(struct cli *c, struct err *err)
{
    const char *how = verb_arg(c, 1);
    struct queue_row row;

    if (strcmp(how, "done") != 0 && strcmp(how, "again") != 0)
        return err_field(err, ERR_INVALID, "how",
                         _("Say done (it was done there) or again (it was not: do it)."));
    return load_job(c, &row, err) && queue_resolve(c->desk, &row, strcmp(how, "done") == 0, err);
}

static bool run_pause(struct cli *c, struct err *err)
{
    const char *why = verb_opt(c, "why");

    return provider_pause(c->desk, verb_arg(c, 0), why != NULL ? why : "", err);
}

static bool run_resume(struct cli *c, struct err *err)
{
    return provider_resume(c->desk, verb_arg(c, 0), err);
}

static const struct verb_option run_options[] = {
    { "once", NULL, VERB_OPTIONAL, N_("Do what is due now and leave.") },
    { "watch", NULL, VERB_OPTIONAL, N_("Go on until it is ended.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option receive_options[] = {
    { "provider", "NAME", VERB_REQUIRED, N_("Who sent it: easypost, postmark, sendgrid, twilio.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option list_options[] = {
    { "provider", "NAME", VERB_OPTIONAL, N_("Of this provider.") },
    { "stuck", NULL, VERB_OPTIONAL, N_("Those that a person must look at: failed and unclear.") },
    { "all", NULL, VERB_OPTIONAL, N_("Those that are done too.") },
    { "events", NULL, VERB_OPTIONAL, N_("Events of the desk too, from which jobs are made.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option pause_options[] = {
    { "why", "TEXT", VERB_OPTIONAL, N_("What the others are told.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_sync[] = {
    { "sync", "run", "", run_options, VERB_ALONE, run_sync,
      N_("Work off what waits to be sent to the outside; `run` need not be said."), NULL },
    { "sync", "receive", "", receive_options, VERB_ALONE, run_receive,
      N_("Take what a provider sends of itself: a request of HTTP on standard input, handed on by"
         " a web server; the answer is given out. Its signature is checked; the worker does the"
         " rest."),
      NULL },
    { "sync", "status", "", NULL, VERB_DESK, run_status,
      N_("Tell how the providers do and how much waits for each."), NULL },
    { "sync", "list", "", list_options, VERB_DESK, run_list,
      N_("List the jobs for the outside that are open."), NULL },
    { "sync", "show", "ID", NULL, VERB_DESK, run_show,
      N_("Show a job and what was said about it, without secrets."), NULL },
    { "sync", "retry", "ID", NULL, VERB_DESK, run_retry,
      N_("Try a job now that failed or waits."), NULL },
    { "sync", "drop", "ID", NULL, VERB_DESK, run_drop, N_("Do not send a job at all."), NULL },
    { "sync", "resolve", "ID HOW", NULL, VERB_DESK, run_resolve,
      N_("Say of a job whose end is unclear that it was done there (done), or was not and is to be"
         " done (again)."), NULL },
    { "sync", "pause", "PROVIDER", pause_options, VERB_DESK, run_pause,
      N_("Send nothing to a provider until it is resumed."), NULL },
    { "sync", "resume", "PROVIDER", NULL, VERB_DESK, run_resume,
      N_("Send again to a provider that was paused, or that refused the account."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
