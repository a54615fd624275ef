/*
 * Mail over Postmark's API. The body's ErrorCode decides, whatever the status of HTTP is.
 */
#include <string.h>

#include "base/base64.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "sync/task.h"

#define CODE_BAD_TOKEN   10
#define CODE_NOT_ALLOWED 405 /* the account has no credits */
#define CODE_PENDING     412 /* the account is not approved yet */
#define CODE_MAY_NOT     413 /* the account may not send */

static const char *const topics[] = { TOPIC_MAIL_SEND, NULL };

static const char *missing(const struct provider_options *o, struct arena *arena)
{
    if (provider_option(o, "token")[0] == '\0')
        return arena_strdup(arena, _("The token is not given: postmark.token_file or "
                                     "postmark.token_command."));
    return NULL;
}

static const struct wire_header *headers(const struct provider_run *run)
{
    struct wire_header *h = arena_array(run->arena, 3, struct wire_header);

    h[0] = (struct wire_header){ "X-Postmark-Server-Token",
                                 provider_option(run->options, "token") };
    h[1] = (struct wire_header){ "Accept", "application/json" };
    h[2] = (struct wire_header){ "Content-Type", "application/json" };
    return h;
}

/* "Name" <address>, the name as a quoted string. */
static const char *mailbox(const char *name, const char *address, struct arena *arena)
{
    struct strbuf b;

    if (name[0] == '\0')
        return address;
    strbuf_init(&b, arena, LIMIT_TEXT_BYTES * 2);
    strbuf_addc(&b, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"' || *name == '\\')
            strbuf_addc(&b, '\\');
        strbuf_addc(&b, *name);
    }
    strbuf_addf(&b, "\" <%s>", address);
    return b.is_cut ? address : b.s;
}

static void put_header(struct json_out *w, const char *name, const char *value)
{
    json_begin_object(w, NULL);
    json_put_text(w, "Name", name);
    json_put_text(w, "Value", value);
    json_end_object(w);
}

static void put_files(struct json_out *w, const struct mime_mail *mail, struct arena *arena)
{
    json_begin_array(w, "Attachments");
    for (int i = 0; i < mail->files.n; i++) {
        const struct job_file *f = &mail->files.v[i];
        struct strbuf content;

        strbuf_init(&content, arena, LIMIT_MAIL_BYTES);
        base64_add(&content, f->data, f->len, 0);
        json_begin_object(w, NULL);
        json_put_text(w, "Name", f->name);
        json_put_text(w, "Content", content.s);
        json_put_text(w, "ContentType", f->media_type);
        json_end_object(w);
    }
    json_end_array(w);
}

static void put_mail(struct json_out *w, const struct provider_run *run,
                     const struct mime_mail *mail)
{
    const char *stream = provider_option(run->options, "stream");
    struct strbuf to;

    strbuf_init(&to, run->arena, LIMIT_MAIL_BYTES);
    for (int i = 0; i < mail->n_to; i++)
        strbuf_addf(&to, "%s%s", i > 0 ? ", " : "", mail->to[i]);
    json_begin_object(w, NULL);
    json_put_text(w, "From", mailbox(mail->from_name, mail->from, run->arena));
    json_put_text(w, "To", to.s);
    if (mail->reply_to[0] != '\0')
        json_put_text(w, "ReplyTo", mail->reply_to);
    json_put_text(w, "Subject", mail->subject);
    json_put_text(w, "TextBody", mail->text);
    if (mail->html[0] != '\0')
        json_put_text(w, "HtmlBody", mail->html);
    if (stream[0] != '\0')
        json_put_text(w, "MessageStream", stream);
    json_begin_array(w, "Headers");
    put_header(w, "Message-ID", arena_printf(run->arena, "<%s>", mail->message_id));
    put_header(w, "X-PM-KeepID", "true");
    put_header(w, "Auto-Submitted", "auto-generated");
    json_end_array(w);
    json_begin_object(w, "Metadata");
    json_put_text(w, "orderdesk", run->job->key);
    json_end_object(w);
    put_files(w, mail, run->arena);
    json_end_object(w);
}

static enum provider_next send_mail(struct provider_run *run, struct wire_request *request,
                                    struct job_result *result)
{
    struct err err = ERR_INIT;
    struct mime_mail mail;
    struct strbuf body;
    struct json_out w;

    if (!task_mail(run->job, run->arena, &mail, &err))
        return task_refuse(run, &err, result);
    strbuf_init(&body, run->arena, LIMIT_MAIL_BYTES);
    json_out_init(&w, &body);
    put_mail(&w, run, &mail);
    if (body.is_cut) {
        (void)mime_too_large(&err);
        return task_refuse(run, &err, result);
    }
    return task_send(run,
                     &(struct wire_request){
                         .method = WIRE_POST,
                         .url = arena_printf(run->arena, "%s/email",
                                             provider_option(run->options, "url")),
                         .headers = headers(run),
                         .n_headers = 3,
                         .body = body.s,
                         .body_len = body.len,
                         .is_write = true,
                     },
                     request);
}

static void done(struct provider_run *run, const char *id, struct job_result *result)
{
    *result = (struct job_result){ .end = JOB_DONE, .code = "", .message = "" };
    result->remote_id = provider_words(id, run->arena);
}

static enum provider_next next(struct provider_run *run, const struct wire_reply *reply,
                               struct wire_request *request, struct job_result *result)
{
    const struct json *root;
    int64_t code = -1;

    if (reply == NULL)
        return send_mail(run, request, result);
    root = task_reply(reply, run->arena);
    (void)json_i64(json_get(root, "ErrorCode"), &code);
    if (reply->status == 200 && code == 0) {
        done(run, task_text(root, "MessageID"), result);
        return PROVIDER_END;
    }
    (void)task_fail(run, reply, result);
    if (code <= 0)
        return PROVIDER_END;
    result->code = arena_printf(run->arena, "%lld", (long long)code);
    result->message = provider_words(task_text(root, "Message"), run->arena);
    if (reply->status == 200)
        result->end = JOB_PERMANENT;
    if (code == CODE_BAD_TOKEN || code == CODE_NOT_ALLOWED || code == CODE_PENDING ||
        code == CODE_MAY_NOT)
        result->end = JOB_ACCOUNT;
    return PROVIDER_END;
}

/* Mails are found by our key. That none is found proves nothing: the list may lag behind. */
static enum provider_next lookup(struct provider_run *run, const struct wire_reply *reply,
                                 struct wire_request *request, struct job_result *result)
{
    const struct json *root, *mail;

    if (reply == NULL)
        return task_send(run,
                         &(struct wire_request){
                             .method = WIRE_GET,
                             .url = arena_printf(run->arena,
                                                 "%s/messages/outbound?count=1&offset=0"
                                                 "&metadata_orderdesk=%s",
                                                 provider_option(run->options, "url"),
                                                 run->job->key),
                             .headers = headers(run),
                             .n_headers = 2,
                         },
                         request);
    root = task_reply(reply, run->arena);
    mail = json_at(json_get(root, "Messages"), 0);
    if (reply->status == 200 && mail != NULL) {
        done(run, task_text(mail, "MessageID"), result);
        return PROVIDER_END;
    }
    (void)task_fail(run, reply, result);
    if (reply->end == WIRE_ANSWERED && reply->status == 200)
        result->message = _("Postmark does not know the mail.");
    result->end = JOB_UNCLEAR;
    return PROVIDER_END;
}

const struct provider provider_postmark = {
    .name = "postmark",
    .label = "Postmark",
    .topics = topics,
    .missing = missing,
    .next = next,
    .lookup = lookup,
};
