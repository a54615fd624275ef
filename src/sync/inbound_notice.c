/*
 * What became of mails and texts, as Twilio, SendGrid and Postmark tell it. Each message is kept as
 * a small object of our own words: "id" of what was sent, "what" became of it, "why", "kind".
 */
#include <string.h>

#include "base/base64.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/outside/notice_desk.h"
#include "sync/inbound.h"
#include "sync/signature.h"

#define CONTENT_BYTES 8000

struct messages OD_VEC(struct inbox_row);

/* One message in our words. */
struct told {
    const char *id, *what, *why, *kind;
};

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static const char *content_of(const struct told *t, struct arena *arena)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, CONTENT_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "id", t->id);
    json_put_text(&w, "what", t->what);
    json_put_text(&w, "kind", t->kind);
    json_put_text(&w, "why", t->why);
    json_end_object(&w);
    return b.is_cut ? NULL : b.s;
}

static bool add(struct messages *list, struct arena *arena, const char *external_id,
                const struct told *t)
{
    const char *content = content_of(t, arena);

    if (content == NULL || t->id[0] == '\0' || t->what[0] == '\0')
        return false;
    *vec_push(arena, list) =
        (struct inbox_row){ .external_id = external_id, .topic = t->what, .content = content };
    return true;
}

/* ---- taking down ----------------------------------------------------------------------------- */

/* What a word of a provider means for a notice; state 0: nothing new. */
struct meaning {
    const char *what, *kind; /* kind NULL: any */
    enum notice_state state;
    bool is_final;
};

static const struct meaning twilio_words[] = {
    /* Unknown number, no mobile phone, said stop. */
    { "undelivered", "30005", NOTICE_BOUNCED, true },
    { "undelivered", "30006", NOTICE_BOUNCED, true },
    { "undelivered", "21610", NOTICE_BOUNCED, true },
    { "undelivered", NULL, NOTICE_BOUNCED, false },
    { "failed", "21610", NOTICE_BOUNCED, true },
    { "failed", NULL, NOTICE_BOUNCED, false },
    { "delivered", NULL, NOTICE_ARRIVED, false },
    { NULL, NULL, NOTICE_WAITS, false },
};
static const struct meaning sendgrid_words[] = {
    { "delivered", NULL, NOTICE_ARRIVED, false },
    { "bounce", "blocked", NOTICE_BOUNCED, false },
    { "bounce", NULL, NOTICE_BOUNCED, true },
    { "dropped", NULL, NOTICE_BOUNCED, false },
    { "spamreport", NULL, NOTICE_BOUNCED, true },
    { NULL, NULL, NOTICE_WAITS, false },
};
static const struct meaning postmark_words[] = {
    { "Delivery", NULL, NOTICE_ARRIVED, false },
    { "Bounce", "HardBounce", NOTICE_BOUNCED, true },
    { "Bounce", "BadEmailAddress", NOTICE_BOUNCED, true },
    { "Bounce", NULL, NOTICE_BOUNCED, false },
    { "SpamComplaint", NULL, NOTICE_BOUNCED, true },
    { NULL, NULL, NOTICE_WAITS, false },
};

static const struct meaning *meaning_of(const struct meaning *all, const char *what,
                                        const char *kind)
{
    while (all->what != NULL && (strcmp(all->what, what) != 0 ||
                                 (all->kind != NULL && strcmp(all->kind, kind) != 0)))
        all++;
    return all;
}

static bool take(struct tx *tx, struct desk *desk, const struct inbox_row *row,
                 const struct meaning *words, struct arena *arena, bool *found, struct err *err)
{
    const struct json *j;
    const struct meaning *m;
    struct notice_report report = { .provider = row->provider };

    if (!json_parse(row->content, strlen(row->content), arena, &j, err))
        return false;
    if (or_empty(json_text(json_get(j, "what")))[0] == '\0')
        return err_set(err, ERR_INVALID, _("It does not say what happened, or to which message."));
    m = meaning_of(words, or_empty(json_text(json_get(j, "what"))),
                   or_empty(json_text(json_get(j, "kind"))));
    *found = true;
    if (m->what == NULL) /* on its way, opened, clicked */
        return true;
    report.remote_id = or_empty(json_text(json_get(j, "id")));
    report.why = or_empty(json_text(json_get(j, "why")));
    report.state = m->state;
    report.is_final = m->is_final;
    return notice_report(tx, desk, &report, found, err);
}

/* ---- Twilio ---------------------------------------------------------------------------------- */

static const char *field(const struct wire_header *fields, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (strcmp(fields[i].name, name) == 0)
            return fields[i].value;
    return "";
}

static bool twilio_is_genuine(const struct provider_options *o, const struct request *r,
                              struct arena *arena)
{
    const struct wire_header *fields;
    int n;

    return request_form(r, arena, &fields, &n) &&
           signature_twilio(request_header(r, "X-Twilio-Signature"), provider_option(o, "token"),
                            provider_option(o, "webhook_url"), fields, n);
}

static bool twilio_split(const struct request *r, struct arena *arena, struct inbox_rows *out)
{
    const struct wire_header *fields;
    struct messages list = { 0 };
    struct told t;
    int n;

    if (!request_form(r, arena, &fields, &n))
        return false;
    t = (struct told){ .id = field(fields, n, "MessageSid"),
                       .what = field(fields, n, "MessageStatus"),
                       .kind = field(fields, n, "ErrorCode") };
    t.why = t.kind[0] != '\0' ? arena_printf(arena, _("Error %s of the carrier."), t.kind) : "";
    if (!add(&list, arena, arena_printf(arena, "%s:%s", t.id, t.what), &t))
        return false;
    *out = (struct inbox_rows){ list.v, list.n };
    return true;
}

static bool twilio_take(struct tx *tx, struct desk *desk, const struct inbox_row *row,
                        struct arena *arena, bool *found, struct err *err)
{
    return take(tx, desk, row, twilio_words, arena, found, err);
}

const struct inbound inbound_twilio = { .provider = "twilio",
                                        .needs = "webhook_url",
                                        .is_genuine = twilio_is_genuine,
                                        .split = twilio_split,
                                        .take = twilio_take };

/* ---- SendGrid -------------------------------------------------------------------------------- */

static bool sendgrid_is_genuine(const struct provider_options *o, const struct request *r,
                                struct arena *arena)
{
    struct signed_body body = { r->body, r->body_len };

    (void)arena;
    return signature_sendgrid(request_header(r, "X-Twilio-Email-Event-Webhook-Signature"),
                              request_header(r, "X-Twilio-Email-Event-Webhook-Timestamp"),
                              provider_option(o, "webhook_key"), body);
}

/* The id that sending gave is what stands before the first point. */
static const char *sent_id(const char *text, struct arena *arena)
{
    return arena_strndup(arena, text, strcspn(text, "."));
}

/* One that makes no sense is kept as such: its batch comes again and again where one is refused. It
 * is known again by its place in the batch. */
static void add_odd(struct messages *list, struct arena *arena, const char *batch, int at)
{
    *vec_push(arena, list) = (struct inbox_row){
        .external_id = arena_printf(arena, "%s:%d", batch, at), .topic = "", .content = "{}"
    };
}

static bool sendgrid_split(const struct request *r, struct arena *arena, struct inbox_rows *out)
{
    struct err ignored = ERR_INIT;
    char digest[SECRET_DIGEST_SIZE];
    struct messages list = { 0 };
    const struct json *events;

    if (!json_parse(r->body, r->body_len, arena, &events, &ignored) ||
        json_kind(events) != JSON_ARRAY)
        return false;
    (void)secret_digest(r->body, r->body_len, digest);
    for (int i = 0; i < json_len(events); i++) {
        const struct json *e = json_at(events, i);
        const char *id = or_empty(json_text(json_get(e, "sg_event_id")));
        struct told t = { .id = sent_id(or_empty(json_text(json_get(e, "sg_message_id"))), arena),
                          .what = or_empty(json_text(json_get(e, "event"))),
                          .kind = or_empty(json_text(json_get(e, "type"))),
                          .why = or_empty(json_text(json_get(e, "reason"))) };

        /* Events of what was not sent as a message (a list of addresses) have no such id. */
        if (json_kind(e) == JSON_OBJECT && t.id[0] == '\0' && t.what[0] != '\0')
            continue;
        if (id[0] == '\0' || !add(&list, arena, id, &t))
            add_odd(&list, arena, digest, i);
    }
    *out = (struct inbox_rows){ list.v, list.n };
    return true;
}

static bool sendgrid_take(struct tx *tx, struct desk *desk, const struct inbox_row *row,
                          struct arena *arena, bool *found, struct err *err)
{
    return take(tx, desk, row, sendgrid_words, arena, found, err);
}

const struct inbound inbound_sendgrid = { .provider = "sendgrid",
                                          .needs = "webhook_key",
                                          .is_genuine = sendgrid_is_genuine,
                                          .split = sendgrid_split,
                                          .take = sendgrid_take };

/* ---- Postmark -------------------------------------------------------------------------------- */

/* Postmark signs nothing: the address it calls has a user and a password in it. They are compared
 * as digests, which takes the same time for all. */
static bool postmark_is_genuine(const struct provider_options *o, const struct request *r,
                                struct arena *arena)
{
    const char *secret = provider_option(o, "webhook_password");
    const char *came = request_header(r, "Authorization");
    const char *pair = arena_printf(arena, "orderdesk:%s", secret);
    char mine[SECRET_DIGEST_SIZE], theirs[SECRET_DIGEST_SIZE];
    struct strbuf b;

    strbuf_init(&b, arena, CONTENT_BYTES);
    strbuf_add(&b, "Basic ");
    base64_add(&b, pair, strlen(pair), 0);
    (void)secret_digest(b.s, b.len, mine);
    (void)secret_digest(came, strlen(came), theirs);
    return secret[0] != '\0' && strcmp(mine, theirs) == 0;
}

static bool postmark_split(const struct request *r, struct arena *arena, struct inbox_rows *out)
{
    char digest[SECRET_DIGEST_SIZE];
    struct err ignored = ERR_INIT;
    struct messages list = { 0 };
    const struct json *j;
    struct told t;

    if (!json_parse(r->body, r->body_len, arena, &j, &ignored))
        return false;
    t = (struct told){ .id = or_empty(json_text(json_get(j, "MessageID"))),
                       .what = or_empty(json_text(json_get(j, "RecordType"))),
                       .kind = or_empty(json_text(json_get(j, "Type"))),
                       .why = or_empty(json_text(json_get(j, "Description"))) };
    if (!add(&list, arena, arena_strdup(arena, secret_digest(r->body, r->body_len, digest)), &t))
        return false;
    *out = (struct inbox_rows){ list.v, list.n };
    return true;
}

static bool postmark_take(struct tx *tx, struct desk *desk, const struct inbox_row *row,
                          struct arena *arena, bool *found, struct err *err)
{
    return take(tx, desk, row, postmark_words, arena, found, err);
}

const struct inbound inbound_postmark = { .provider = "postmark",
                                          .needs = "webhook_password",
                                          .is_genuine = postmark_is_genuine,
                                          .split = postmark_split,
                                          .take = postmark_take };
