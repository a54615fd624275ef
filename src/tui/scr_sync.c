/*
 * SY: the work for the outside. What waits and why, what needs a person, how the providers do, what
 * was said to them; and what may be decided about it.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/outside/queue_person.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"
#include "tui/sync_text.h"
#include "tui/tabs.h"

/* Tabs, a rule of dim text below the list and the error of the row under the cursor. */
#define FOOT_ROWS 3

static const char *const tab_names[] = { N_("1 Open jobs"), N_("2 For you to decide"),
                                         N_("3 Providers"), N_("4 All jobs"), NULL };

struct sy {
    struct listing l;
    struct queue_rows jobs; /* these three in s.data */
    struct provider_healths all;
    const char **trouble; /* of each provider, with its name */
    const char *asked;    /* the provider that a dialog is about, in s.arena */
    enum sync_tab tab;
};

static struct sy *self(struct screen *s)
{
    return (struct sy *)s;
}

static const struct list_column job_columns[] = {
    { N_("Job"), 6, 4, 1, true, false },       { N_("Provider"), 10, 8, 0, false, false },
    { N_("What"), 16, 9, 0, false, false },    { N_("Order"), 8, 7, 0, false, false },
    { N_("Status"), 16, 11, 0, false, false }, { N_("Tries"), 5, 5, 1, true, false },
    { N_("Next try"), 12, 8, 0, false, false }, { N_("Why"), 20, 6, 2, false, true },
    { 0 },
};
static const struct list_column provider_columns[] = {
    { N_("Provider"), 11, 8, 0, false, false },  { N_("Health"), 8, 7, 0, false, false },
    { N_("Waiting"), 7, 7, 0, true, false },     { N_("Oldest"), 6, 6, 1, true, false },
    { N_("Failed"), 6, 6, 0, true, false },      { N_("Unclear"), 7, 7, 0, true, false },
    { N_("Last done"), 12, 9, 0, false, false }, { N_("What keeps it"), 20, 8, 0, false, true },
    { 0 },
};

/* --- reading ---------------------------------------------------------------------------------- */

static const struct provider_health *health_of(const struct sy *sy, const char *provider)
{
    for (int i = 0; i < sy->all.n; i++)
        if (strcmp(sy->all.v[i].provider, provider) == 0)
            return &sy->all.v[i];
    return NULL;
}

static bool needs_person(const struct queue_row *row)
{
    return row->state == QUEUE_DEAD || (row->state == QUEUE_UNKNOWN && row->next.ms == 0);
}

static void put_job(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct queue_row *job = &self(s)->jobs.v[at];

    cells[0] = arena_printf(s->data, "%lld", (long long)job->id);
    cells[1] = job->provider[0] != '\0' ? job->provider : _("(events)");
    cells[2] = job->topic;
    cells[3] = job->order_number;
    cells[4] = queue_state_words(job);
    cells[5] = arena_printf(s->data, "%d", job->attempts);
    cells[6] = sync_next_text(job, s->desk, s->data);
    cells[7] = job->state == QUEUE_DONE ? "" : job->last_error;
    row->id = job->id;
    row->style = needs_person(job) ? STYLE_WARN
                 : job->state == QUEUE_DONE ? STYLE_DIM : STYLE_TEXT;
}

static void put_provider(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct provider_health *h = &self(s)->all.v[at];

    cells[0] = h->provider[0] != '\0' ? h->provider : _("(events)");
    cells[1] = sync_health_words(h);
    cells[2] = arena_printf(s->data, "%d", h->waiting + h->sending);
    cells[3] = text_age(s->desk, s->data, h->oldest);
    cells[4] = arena_printf(s->data, "%d", h->dead);
    cells[5] = arena_printf(s->data, "%d", h->unknown + h->asked);
    cells[6] = text_stamp(s->desk, s->data, h->last_ok);
    cells[7] = provider_trouble(h, s->desk, s->data);
    /* The cursor stays where another one comes in above. */
    row->id = listing_id_of(0, h->provider);
    row->style = cells[7][0] != '\0' ? STYLE_WARN : STYLE_TEXT;
}

static void show_tab(struct screen *s)
{
    struct sy *sy = self(s);

    sy->l.list.columns = sy->tab == SYNC_PROVIDERS ? provider_columns : job_columns;
    switch (sy->tab) {
    case SYNC_OPEN:
        sy->l.list.empty = _("Nothing waits to be sent.");
        break;
    case SYNC_PERSON:
        sy->l.list.empty = _("Nothing needs a decision.");
        break;
    case SYNC_PROVIDERS:
        sy->l.list.empty = _("Nothing was ever sent from this desk.");
        break;
    case SYNC_ALL:
        sy->l.list.empty = _("There is no job yet.");
        break;
    }
    if (sy->tab == SYNC_PROVIDERS) {
        s->hint = _("Enter shows all about a provider; F7 pauses it or lets it go on.");
        listing_show(s, sy->all.n, put_provider);
    } else {
        s->hint = _("Enter shows what was said; F6 tries it now, F8 drops it, F10 decides.");
        listing_show(s, sy->jobs.n, put_job);
    }
}

static bool refresh(struct screen *s, struct err *err)
{
    struct sy *sy = self(s);
    /* An event that could not be routed waits for a person as a job does, and counts as one. */
    struct queue_filter filter = { .is_job = sy->tab != SYNC_PERSON,
                                   .is_open = sy->tab == SYNC_OPEN,
                                   .needs_person = sy->tab == SYNC_PERSON };
    struct queue_rows jobs;
    struct provider_healths all;

    if (!queue_list(s->desk, &filter, listing_max(s, LIMIT_PAGE_ROWS), s->data, &jobs, err) ||
        !provider_healths_load(s->desk, s->data, &all, err))
        return false;
    sy->jobs = jobs;
    sy->all = all;
    sy->trouble = arena_array(s->data, all.n + 1, const char *);
    for (int i = 0; i < all.n; i++)
        sy->trouble[i] = sync_trouble_line(&all.v[i], s->desk, s->data);
    show_tab(s);
    return true;
}

/* --- the row under the cursor ----------------------------------------------------------------- */

static const struct queue_row *job_at(const struct screen *s)
{
    const struct sy *sy = (const struct sy *)s;
    int at = listing_at(s);

    return sy->tab != SYNC_PROVIDERS && at >= 0 && at < sy->jobs.n ? &sy->jobs.v[at] : NULL;
}

/* The provider of the row, of a job too; NULL where there is none. */
static const struct provider_health *provider_at(const struct screen *s)
{
    const struct sy *sy = (const struct sy *)s;
    const struct queue_row *job = job_at(s);
    int at = listing_at(s);

    if (job != NULL)
        return health_of(sy, job->provider);
    return sy->tab == SYNC_PROVIDERS && at >= 0 && at < sy->all.n ? &sy->all.v[at] : NULL;
}

static bool has_job(const struct screen *s, struct err *why)
{
    return job_at(s) != NULL || err_set(why, ERR_STATE, _("No job is selected."));
}

static bool can_retry(const struct screen *s, struct err *why)
{
    return has_job(s, why) && desk_may(s->desk, "sync.retry", why);
}

static bool can_drop(const struct screen *s, struct err *why)
{
    return has_job(s, why) && desk_may(s->desk, "sync.drop", why);
}

static bool can_resolve(const struct screen *s, struct err *why)
{
    return has_job(s, why) && desk_may(s->desk, "sync.resolve", why) &&
           (job_at(s)->state == QUEUE_UNKNOWN ||
            err_set(why, ERR_STATE, _("The end of job %lld is not unclear."),
                    (long long)job_at(s)->id));
}

static bool can_pause(const struct screen *s, struct err *why)
{
    const struct provider_health *h = provider_at(s);

    if (h == NULL || h->provider[0] == '\0')
        return err_set(why, ERR_STATE, _("No provider is selected."));
    return desk_may(s->desk, "sync.pause", why);
}

static bool has_order(const struct screen *s, struct err *why)
{
    return has_job(s, why) && (job_at(s)->order.v != 0 ||
                               err_set(why, ERR_STATE, _("This job belongs to no order.")));
}

/* --- decisions -------------------------------------------------------------------------------- */

/* The job that a dialog asked about; where it is gone, a later look says so. */
static bool asked_job(struct screen *s, const struct dialog_result *r, struct queue_row *out,
                      struct err *err)
{
    const struct queue_rows *jobs = &self(s)->jobs;

    for (int i = 0; i < jobs->n; i++) {
        if (jobs->v[i].id != r->tag)
            continue;
        *out = jobs->v[i];
        return true;
    }
    return err_set(err, ERR_CONFLICT, _("Job %lld went on meanwhile. Look at it again."),
                   (long long)r->tag);
}

static bool decided(struct screen *s, const char *said, int64_t id, struct err *err)
{
    if (!app_refresh(s->app, err))
        return false;
    app_say(s->app, said, (long long)id);
    return true;
}

static bool run_retry(struct screen *s, struct err *err)
{
    const struct queue_row *job = job_at(s);
    int64_t id = job->id;

    return queue_retry(s->desk, job, err) && decided(s, _("Job %lld is tried now."), id, err);
}

static bool drop_confirmed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct queue_row job;

    if (!r->yes)
        return true;
    return asked_job(s, r, &job, err) && queue_drop(s->desk, &job, err) &&
           decided(s, _("Job %lld is dropped: it is not sent."), r->tag, err);
}

static bool run_drop(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct queue_row *job = job_at(s);
    struct dialog dialog = { .title = arena_printf(tmp, _("Drop job %lld?"), (long long)job->id),
                             .text = job->state == QUEUE_UNKNOWN
                                         ? _("It may have been done already; what was done there "
                                             "stays. Here it counts as not done.")
                                         : _("It is not sent at all."),
                             .yes_label = _("drop it"),
                             .tag = job->id };

    (void)err;
    dialog_confirm(s, &dialog, drop_confirmed);
    return true;
}

static bool resolve(struct screen *s, const struct dialog_result *r, bool was_done,
                    struct err *err)
{
    struct queue_row job;

    return asked_job(s, r, &job, err) && queue_resolve(s->desk, &job, was_done, err) &&
           decided(s, was_done ? _("Job %lld counts as done.") : _("Job %lld is done again."),
                   r->tag, err);
}

static bool done_confirmed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    return !r->yes || resolve(s, r, true, err);
}

static bool again_confirmed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    return !r->yes || resolve(s, r, false, err);
}

static bool run_done(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = {
        .title = arena_printf(tmp, _("Was job %lld done there?"), (long long)job_at(s)->id),
        .text = _("Look at the provider first. It then counts as done and is not sent again."),
        .yes_label = _("it was done"),
        .tag = job_at(s)->id
    };

    (void)err;
    dialog_confirm(s, &dialog, done_confirmed);
    return true;
}

static bool run_again(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = {
        .title = arena_printf(tmp, _("Do job %lld again?"), (long long)job_at(s)->id),
        .text = _("Look at the provider first. Where it was done there already, it is done twice."),
        .yes_label = _("it was not done: do it"),
        .tag = job_at(s)->id
    };

    (void)err;
    dialog_confirm(s, &dialog, again_confirmed);
    return true;
}

static bool pause_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const char *name = self(s)->asked;

    if (!provider_pause(s->desk, name, r->text, err))
        return false;
    app_say(s->app, _("Nothing is sent to %s until it is resumed."), name);
    return app_refresh(s->app, err);
}

static bool resume_confirmed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const char *name = self(s)->asked;

    if (!r->yes)
        return true;
    if (!provider_resume(s->desk, name, err))
        return false;
    app_say(s->app, _("What waits for %s is sent again."), name);
    return app_refresh(s->app, err);
}

static bool run_pause(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct provider_health *h = provider_at(s);
    struct dialog dialog = { .title = "" };

    (void)err;
    self(s)->asked = arena_strdup(s->arena, h->provider);
    if (h->is_paused || h->is_stopped || h->failures > 0) {
        dialog.title = arena_printf(tmp, _("Send to %s again?"), h->provider);
        dialog.text = provider_trouble(h, s->desk, tmp);
        dialog.yes_label = _("resume");
        dialog_confirm(s, &dialog, resume_confirmed);
        return true;
    }
    dialog.title = arena_printf(tmp, _("Send nothing to %s until it is resumed"), h->provider);
    dialog.label = _("Why");
    dialog_ask(s, &dialog, pause_given);
    return true;
}

static bool run_order(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_order, &job_at(s)->order, err);
}

static bool open_row(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct queue_row *job = job_at(s);
    const struct provider_health *h = provider_at(s);
    const char *title, *text;

    if (job == NULL) {
        if (!sync_provider_text(h, s->desk, tmp, &text, err))
            return false;
        app_show_text(s->app, h->provider[0] != '\0' ? h->provider : _("(events)"), text);
        return true;
    }
    title = arena_printf(tmp, _("Job %lld"), (long long)job->id);
    if (!sync_job_text(job, h, s->desk, tmp, &text, err))
        return false;
    app_show_text(s->app, title, text);
    return true;
}

/* --- the screen ------------------------------------------------------------------------------- */

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)err;
    self(s)->tab = arg != NULL ? *(const enum sync_tab *)arg : SYNC_OPEN;
    self(s)->l.head_rows = 1;
    listing_begin(s, job_columns, open_row);
    return true;
}

/* Below the list stands in full why the row under the cursor is where it is. */
static void draw(const struct screen *s, struct canvas *c)
{
    const struct sy *sy = (const struct sy *)s;
    struct canvas list = canvas_view(c, 0, 0, c->rows - FOOT_ROWS, -1);
    struct canvas foot = canvas_view(c, c->rows - FOOT_ROWS, 1, FOOT_ROWS, -1);
    const struct queue_row *job = job_at(s);
    const struct provider_health *h = provider_at(s);

    tabs_draw(c, 0, tab_names, (int)sy->tab);
    listing_draw_rows(&sy->l, &list);
    if (job != NULL && job->state != QUEUE_DONE && job->last_error[0] != '\0')
        (void)canvas_text(&foot, 1, 0, -1, needs_person(job) ? STYLE_WARN : STYLE_TEXT,
                          job->last_error);
    else if (job == NULL && h != NULL)
        (void)canvas_text(&foot, 1, 0, -1, STYLE_TEXT, h->last_error);
    if (h != NULL && (job == NULL || job->state != QUEUE_DONE))
        (void)canvas_text(&foot, 2, 0, -1, STYLE_WARN, sy->trouble[h - sy->all.v]);
}

static void resize(struct screen *s, int rows, int cols)
{
    listing_resize(s, rows - FOOT_ROWS, cols);
}

static bool key(struct screen *s, struct key k)
{
    struct err err = ERR_INIT;
    int tab;

    if (listing_key(s, k))
        return true;
    if (!tabs_key(k, tab_names, &tab))
        return false;
    self(s)->tab = (enum sync_tab)tab;
    if (!app_refresh(s->app, &err))
        app_error(s->app, &err);
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What is to leave the house: labels, mails, messages. A job that fails for a while is "
             "tried again by itself; what failed for good, or may have been done without anybody "
             "seeing it, waits for you under 2. A provider that is paused or refuses the account "
             "gets nothing until it is resumed. The desk goes on whatever happens here.");
}

static const struct command commands[] = {
    { "sync.retry", "F6 C-n n", N_("Try now"), N_("Try the job now, with all its tries."),
      can_retry, run_retry },
    { "sync.pause", "F7 p", N_("Pause"),
      N_("Pause the provider of the row, or let it go on where it is paused or was stopped."),
      can_pause, run_pause },
    { "sync.drop", "F8 M-d", N_("Drop"), N_("Do not send the job at all."), can_drop, run_drop },
    { "sync.done", "F10 C-o", N_("Was done"),
      N_("The end of the job is unclear: say that it was done there."), can_resolve, run_done },
    { "sync.again", "F11 M-w", N_("Do again"),
      N_("The end of the job is unclear: say that it was not done there, and do it."), can_resolve,
      run_again },
    { "sync.order", "F4 C-t o", N_("Order"), N_("The order that the job belongs to."), has_order,
      run_order },
    { 0 },
};

const struct screen_ops scr_sync = {
    .name = "sync",
    .code = "SY",
    .title = N_("Work for the outside"),
    .size = sizeof(struct sy),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .resize = resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
