/*
 * See sync_text.h.
 */
#include "tui/sync_text.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/money_text.h"
#include "domain/outside/folder.h"
#include "domain/outside/queue_person.h"
#include "domain/outside/shipping_task.h"

/* Of a text with many long exchanges. */
#define TEXT_BYTES 200000
/* Files of a partner, the newest ones; `sync folder` has all. */
#define FILES_SHOWN 20

const char *sync_next_text(const struct queue_row *job, struct desk *desk, struct arena *arena)
{
    switch (job->state) {
    case QUEUE_QUEUED:
    case QUEUE_RETRY:
        return job->next.ms <= desk_now(desk).ms ? _("now") : text_stamp(desk, arena, job->next);
    case QUEUE_UNKNOWN:
        return job->next.ms == 0 ? "" : text_stamp(desk, arena, job->next);
    case QUEUE_SENDING:
    case QUEUE_DONE:
    case QUEUE_DEAD:
        return "";
    }
    return "";
}

const char *sync_health_words(const struct provider_health *h)
{
    static const struct {
        const char *name, *words;
    } all[] = {
        { "ok", N_("well") },
        { "paused", N_("paused") },
        { "stopped", N_("stopped") },
        { "away", N_("away") },
    };

    for (size_t i = 0; i < OD_LEN(all); i++)
        if (strcmp(all[i].name, provider_state_name(h)) == 0)
            return _(all[i].words);
    return "";
}

const char *sync_trouble_line(const struct provider_health *h, struct desk *desk,
                              struct arena *arena)
{
    const char *trouble = provider_trouble(h, desk, arena);

    if (trouble[0] == '\0')
        return "";
    return arena_printf(arena, "%s: %s", h->provider[0] != '\0' ? h->provider : _("(events)"),
                        trouble);
}

static void add_line(struct strbuf *b, const char *label, const char *text)
{
    if (text[0] != '\0')
        strbuf_addf(b, "%s: %s\n", label, text);
}

/* What a partner put into its folder lately: how much was taken, and why the rest was not. */
static bool add_files(struct strbuf *b, struct desk *desk, struct arena *arena, struct err *err)
{
    struct folder_files files;

    if (!folder_files_load(desk, 0, FILES_SHOWN, arena, &files, err))
        return false;
    if (files.n > 0)
        strbuf_addf(b, "\n# %s\n", _("Read from its folder, the newest first"));
    for (int i = 0; i < files.n; i++) {
        const struct folder_file *f = &files.v[i];

        strbuf_addf(b, _("%s  %s: taken %d, known %d, refused %d\n"),
                    text_stamp(desk, arena, f->read), f->name, f->taken, f->same, f->refused);
        strbuf_add(b, f->report);
    }
    return true;
}

bool sync_provider_text(const struct provider_health *h, struct desk *desk, struct arena *arena,
                        const char **out, struct err *err)
{
    struct strbuf b;

    strbuf_init(&b, arena, TEXT_BYTES);
    add_line(&b, _("Health"), sync_health_words(h));
    add_line(&b, _("What keeps it"), provider_trouble(h, desk, arena));
    strbuf_addf(&b, _("Waiting %d, being sent %d, failed %d, unclear %d, being asked after %d\n"),
                h->waiting, h->sending, h->dead, h->unknown, h->asked);
    add_line(&b, _("Oldest that waits"), text_stamp(desk, arena, h->oldest));
    add_line(&b, _("Worker"), h->is_working ? h->leased_by : _("none"));
    add_line(&b, _("Last done"), text_stamp(desk, arena, h->last_ok));
    add_line(&b, _("Last failed"), text_stamp(desk, arena, h->last_failed));
    if (h->failures > 0)
        strbuf_addf(&b, _("Failures in a row: %d\n"), h->failures);
    add_line(&b, _("Last error"), h->last_error);
    if (strcmp(h->provider, FOLDER_PROVIDER) == 0 && !add_files(&b, desk, arena, err))
        return false;
    *out = b.s;
    return true;
}

static void add_exchange(struct strbuf *b, const struct queue_exchange *x, struct desk *desk,
                         struct arena *arena)
{
    const char *at = text_stamp(desk, arena, x->at);

    strbuf_add(b, "\n# ");
    if (x->is_lookup)
        strbuf_addf(b, _("%s, asked after, %lld ms"), at, (long long)x->took_ms);
    else
        strbuf_addf(b, _("%s, %lld ms"), at, (long long)x->took_ms);
    strbuf_addf(b, "\n%s\n", x->request);
    if (x->status != 0)
        strbuf_addf(b, _("Answer %d\n"), x->status);
    strbuf_addf(b, "%s\n", x->reply);
}

/* What a person does about a job that waits for one; "" where none need. */
static const char *todo_words(const struct queue_row *job)
{
    if (job->state == QUEUE_UNKNOWN && job->next.ms == 0)
        return _("Look there whether it was done, then say so: was done, or do again.");
    if (job->state != QUEUE_DEAD)
        return "";
    if (strcmp(job->topic, TOPIC_ADDRESS_CHECK) == 0)
        return _("Nothing waits for it: the address stays as it was typed. Drop it or try it now.");
    if (strcmp(job->topic, TOPIC_LABEL_REFUND) == 0)
        return _("Ask the carrier for the money of this label. Try it now asks here once more.");
    if (strcmp(job->topic, TOPIC_LABEL_VOID) == 0)
        return _("The label is paid for still. Try it now, or give it back at the carrier's.");
    return _("Mend what it says, then try it now; or drop it, and it is not sent.");
}

bool sync_job_text(const struct queue_row *job, const struct provider_health *h,
                   struct desk *desk, struct arena *arena, const char **out, struct err *err)
{
    struct queue_exchanges talk;
    struct strbuf b;

    if (!queue_exchanges_load(desk, job->id, arena, &talk, err))
        return false;
    strbuf_init(&b, arena, TEXT_BYTES);
    strbuf_addf(&b, _("%s for %s\n"), job->topic, job->provider);
    add_line(&b, _("Order"), job->order_number);
    strbuf_addf(&b, _("Status: %s, tries %d\n"), queue_state_words(job), job->attempts);
    add_line(&b, _("Next try"), sync_next_text(job, desk, arena));
    add_line(&b, _("Made"), text_stamp(desk, arena, job->created));
    add_line(&b, _("Ended"), text_stamp(desk, arena, job->done));
    add_line(&b, _("Its id there"), job->remote_id);
    add_line(&b, _("Code"), job->error_code);
    add_line(&b, _("Last error"), job->last_error);
    add_line(&b, _("What to do"), todo_words(job));
    if (h != NULL && job->state != QUEUE_DONE)
        add_line(&b, _("Provider"), provider_trouble(h, desk, arena));
    for (int i = 0; i < talk.n; i++)
        add_exchange(&b, &talk.v[i], desk, arena);
    *out = b.s;
    return true;
}

bool sync_depth_text(struct desk *desk, char *out, size_t size, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct queue_depth d;

    if (!queue_depth_load(desk, tmp, &d, err))
        return false;
    if (d.trouble[0] != '\0')
        (void)snprintf(out, size, _("sync %d %s!"), d.person > 0 ? d.person : d.waiting,
                       d.trouble);
    else if (d.person > 0)
        (void)snprintf(out, size, _("sync %d!"), d.person);
    else if (d.waiting > 0)
        (void)snprintf(out, size, _("sync %d"), d.waiting);
    else
        out[0] = '\0';
    return true;
}
