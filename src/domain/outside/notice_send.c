/*
 * From a notice to its task for a provider, and from what the provider said back to the notice and
 * the order's timeline.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/shipment_parts.h"
#include "domain/outside/job.h"
#include "domain/outside/notice_parts.h"
#include "domain/outside/report_mail.h"
#include "domain/outside/topic.h"
#include "store/tx.h"

#define TASK_BYTES 2000000

/* --- may it go? ------------------------------------------------------------------------------- */

/* What failed may be tried again by a person. */
static bool is_open(enum notice_state state)
{
    return state == NOTICE_WAITS || state == NOTICE_PERHAPS || state == NOTICE_FAILED;
}

/* What was true when it was written down may not be any more. *why NULL: it may go. */
static bool record_is_as_told(struct desk *desk, const struct notice *n, struct arena *arena,
                              const char **why, struct err *err)
{
    struct fulfillment *f;
    struct shipment *s;

    if (strcmp(n->record_kind, "shipment") == 0) {
        if (!shipment_load(desk, n->record_id, arena, &s, err))
            return false;
        if (s->status == SHIPMENT_VOIDED)
            *why = _("The shipment was taken back.");
        else if (n->event == NOTICE_DELIVERED && s->status != SHIPMENT_DELIVERED)
            *why = _("It was not delivered after all.");
        else if (n->event == NOTICE_EXCEPTION && s->status == SHIPMENT_DELIVERED)
            *why = _("It was delivered in the meantime.");
    } else if (strcmp(n->record_kind, "fulfillment") == 0) {
        if (!fulfillment_load(desk, n->record_id, arena, &f, err))
            return false;
        if (f->status != FULFILLMENT_READY)
            *why = _("It does not wait to be collected any more.");
    }
    return true;
}

static bool why_dropped(struct desk *desk, const struct notice *n, const struct order *o,
                        struct arena *arena, const char **why, struct err *err)
{
    struct notice_block *block;

    *why = NULL;
    if (!is_open(n->state)) {
        *why = _("It has ended already.");
        return true;
    }
    if (!notice_block_find(desk, n->channel, n->recipient, arena, &block, err))
        return false;
    if (block != NULL)
        *why = arena_printf(arena, _("This address is blocked: %s."),
                            notice_block_words(block->reason));
    else if (n->is_test)
        return true;
    else if (o->status == ORDER_CANCELED && n->event != NOTICE_CANCELED)
        *why = _("The order was canceled.");
    else
        return record_is_as_told(desk, n, arena, why, err);
    return true;
}

/* --- the task --------------------------------------------------------------------------------- */

bool notice_put_mail(struct desk *desk, const struct notice_mail *mail, struct json_out *w,
                     struct arena *arena, struct err *err)
{
    const char *from, *name, *reply, *domain;

    if (!setting_get(desk, "notice.from", arena, &from, err) ||
        !setting_get(desk, "notice.from_name", arena, &name, err) ||
        !setting_get(desk, "notice.reply_to", arena, &reply, err))
        return false;
    domain = strchr(from, '@');
    if (domain == NULL)
        return err_set(err, ERR_STATE,
                       _("No mails are sent: orderdesk setting set notice.from says from which"
                         " address."));
    json_put_text(w, "from", from);
    json_put_text(w, "from_name", name[0] != '\0' ? name : desk_company(desk)->name);
    json_put_text(w, "reply_to", reply);
    json_begin_array(w, "to");
    json_put_text(w, NULL, mail->to);
    json_end_array(w);
    json_put_text(w, "subject", mail->subject);
    json_put_text(w, "text", mail->text);
    json_put_text(w, "html", mail->html);
    json_put_text(w, "message_id", arena_printf(arena, "%s%s", mail->key, domain));
    json_put_text(w, "language", mail->lang);
    return true;
}

/* Subject and body with their values. */
static bool words_now(struct desk *desk, const struct notice *n, const struct order *o,
                      const struct notice_kind *kind, struct arena *arena,
                      struct notice_words *out, struct err *err)
{
    struct notice_subject about = {
        .kind = kind, .order = o, .record = n->record_id, .contact = n->contact, .lang = n->lang
    };
    struct notice_template *t;
    struct notice_values values;

    if (!notice_template_for(desk, kind, n->channel, n->lang, arena, &t, err))
        return false;
    about.lang = t->lang;
    if (!notice_values_load(desk, &about, arena, &values, err))
        return false;
    out->subject = notice_text_fill(t->words.subject, &values, true, arena);
    out->body = notice_text_fill(t->words.body, &values, false, arena);
    return true;
}

bool notice_words_of(struct desk *desk, const struct notice *n, struct arena *arena,
                     struct notice_words *out, bool *is_sent, struct err *err)
{
    const struct notice_kind *kind = notice_kind_of(n->event);
    struct order *o;

    *is_sent = n->text[0] != '\0';
    if (*is_sent) {
        *out = (struct notice_words){ n->subject, n->text };
        return true;
    }
    if (kind == NULL)
        return err_set(err, ERR_STATE, _("This program does not know such a notice."));
    return order_load(desk, n->order, arena, &o, err) &&
           words_now(desk, n, o, kind, arena, out, err);
}

bool notice_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                    struct topic_task *out, struct err *err)
{
    const struct notice_kind *kind;
    struct notice_words words;
    struct json_out w;
    struct strbuf b;
    struct notice *n;
    struct order *o;

    *out = (struct topic_task){ 0 };
    if (!notice_load(desk, row->record_id, arena, &n, err) ||
        !order_load(desk, n->order, arena, &o, err) ||
        !why_dropped(desk, n, o, arena, &out->not_needed, err))
        return false;
    kind = notice_kind_of(n->event);
    if (kind == NULL)
        out->not_needed = _("This program does not know such a notice.");
    if (out->not_needed != NULL)
        return true;
    if (!words_now(desk, n, o, kind, arena, &words, err))
        return false;
    strbuf_init(&b, arena, TASK_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    if (n->channel == NOTICE_MAIL) {
        const struct notice_mail mail = { .to = n->recipient,
                                          .subject = words.subject,
                                          .text = words.body,
                                          .html = notice_html(words.body, n->lang, arena),
                                          .lang = n->lang,
                                          .key = row->key };

        if (!notice_put_mail(desk, &mail, &w, arena, err))
            return false;
    } else {
        json_put_text(&w, "to", n->recipient);
        json_put_text(&w, "text", words.body);
    }
    json_end_object(&w);
    out->json = b.s;
    return true;
}

bool notice_document(struct desk *desk, int64_t id, struct arena *arena, const char **out,
                     struct err *err)
{
    const struct notice_kind *kind;
    const char *attach;
    struct notice *n;

    *out = "";
    if (!notice_load(desk, id, arena, &n, err) ||
        !setting_get(desk, "notice.attach", arena, &attach, err))
        return false;
    kind = notice_kind_of(n->event);
    if (kind != NULL && kind->document != NULL && n->channel == NOTICE_MAIL &&
        strcmp(attach, "yes") == 0)
        *out = kind->document;
    return true;
}

/* --- what came of it -------------------------------------------------------------------------- */

/* Codes after which nothing more is sent there: Twilio's 21610, receiver said stop; the enhanced
 * code 5.1.1 of SMTP (RFC 3463), there is no such mailbox. */
static bool is_blocked_by(const char *code, enum notice_channel channel,
                          enum notice_block_reason *reason)
{
    if (channel == NOTICE_SMS && strcmp(code, "21610") == 0)
        *reason = NOTICE_BLOCK_STOP;
    else if (channel == NOTICE_MAIL && strncmp(code, "5.1.1", 5) == 0)
        *reason = NOTICE_BLOCK_BOUNCED;
    else
        return false;
    return true;
}

/* Over for good, or until a person sends it again. */
static bool failed(struct tx *tx, struct desk *desk, const struct notice *n,
                   const struct job_result *r, struct notice_outcome *o, struct err *err)
{
    enum notice_block_reason reason;

    o->state = NOTICE_FAILED;
    o->ended = desk_now(desk);
    return (!is_blocked_by(r->code, n->channel, &reason) ||
            notice_block_add_in(tx, desk, n->channel, n->recipient, reason, r->message, err)) &&
           notice_put_outcome(tx, n->id, o, err) &&
           notice_tell(tx, desk, n, "notice.failed", r->message, err);
}

static const char *task_text(const struct queue_row *row, const char *name)
{
    const char *text = row->task != NULL ? json_text(json_get(row->task, name)) : NULL;

    return text != NULL ? text : "";
}

static bool take_end(struct tx *tx, struct desk *desk, const struct notice *n,
                     const struct topic_end *end, struct err *err)
{
    const struct job_result *r = end->result;
    struct notice_outcome o = { .subject = task_text(end->row, "subject"),
                                .text = task_text(end->row, "text"),
                                .error = r->message,
                                .provider = end->row->provider,
                                .remote_id = r->remote_id };

    switch (end->state) {
    case QUEUE_DONE:
        if (r->end == JOB_DONE) {
            o.state = NOTICE_SENT;
            o.error = "";
            o.sent = desk_now(desk);
            return notice_put_outcome(tx, n->id, &o, err) &&
                   notice_tell(tx, desk, n, "notice.sent", "", err);
        }
        /* Nothing was to be sent any more, or a person dropped it. */
        o = (struct notice_outcome){ .state = NOTICE_NOT_SENT,
                                     .error = r->message,
                                     .ended = desk_now(desk) };
        return notice_put_outcome(tx, n->id, &o, err);
    case QUEUE_DEAD:
        return failed(tx, desk, n, r, &o, err);
    case QUEUE_UNKNOWN:
        o.state = NOTICE_PERHAPS;
        return notice_put_outcome(tx, n->id, &o, err) &&
               (n->state == NOTICE_PERHAPS ||
                notice_tell(tx, desk, n, "notice.unknown", r->message, err));
    case QUEUE_QUEUED:
    case QUEUE_SENDING:
    case QUEUE_RETRY:
        o = (struct notice_outcome){ .state = NOTICE_WAITS, .error = r->message };
        return notice_put_outcome(tx, n->id, &o, err);
    }
    return err_set(err, ERR_BUG, "a try ended in no known way");
}

bool notice_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                  struct arena *arena, struct err *err)
{
    struct notice *n;

    if (!notice_load(desk, end->row->record_id, arena, &n, err))
        return false;
    /* A provider's later word may have come first. */
    return !is_open(n->state) || take_end(tx, desk, n, end, err);
}

bool notice_report(struct tx *tx, struct desk *desk, const struct notice_report *in, bool *found,
                   struct err *err)
{
    OD_ARENA *tmp = arena_new();
    bool is_bounce = in->state == NOTICE_BOUNCED;
    const struct notice_outcome o = { .state = in->state,
                                      .error = is_bounce ? in->why : "",
                                      .ended = desk_now(desk) };
    struct notice *n;
    int64_t id;

    if (!notice_of_remote(desk, in->provider, in->remote_id, &id, err))
        return false;
    *found = id != 0;
    if (id == 0)
        return report_mail_told(tx, desk, in, found, err);
    if (!notice_load(desk, id, tmp, &n, err))
        return false;
    if (n->state == in->state || n->state == NOTICE_BOUNCED)
        return true;
    if (is_bounce && in->is_final &&
        !notice_block_add_in(tx, desk, n->channel, n->recipient, NOTICE_BLOCK_BOUNCED, in->why,
                             err))
        return false;
    return notice_put_outcome(tx, id, &o, err) &&
           notice_tell(tx, desk, n, is_bounce ? "notice.bounced" : "notice.delivered",
                       is_bounce ? in->why : "", err);
}
