/*
 * Mail over SendGrid's API, v3. 202 means taken, not delivered. There is no way to ask what became
 * of a mail whose answer got lost.
 */
#include <string.h>

#include "base/base64.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "sync/task.h"
#include "sync/wire.h"

static const char *const topics[] = { TOPIC_MAIL_SEND, NULL };

static const char *missing(const struct provider_options *o, struct arena *arena)
{
    if (provider_option(o, "key")[0] == '\0')
        return arena_strdup(arena, _("The key is not given: sendgrid.key_file or "
                                     "sendgrid.key_command."));
    return NULL;
}

static void put_address(struct json_out *w, const char *member, const char *address,
                        const char *name)
{
    json_begin_object(w, member);
    json_put_text(w, "email", address);
    if (name[0] != '\0')
        json_put_text(w, "name", name);
    json_end_object(w);
}

static void put_recipients(struct json_out *w, const struct job *job, const struct mime_mail *mail)
{
    json_begin_array(w, "personalizations");
    json_begin_object(w, NULL);
    json_begin_array(w, "to");
    for (int i = 0; i < mail->n_to; i++)
        put_address(w, NULL, mail->to[i], "");
    json_end_array(w);
    json_begin_object(w, "custom_args");
    json_put_text(w, "orderdesk", job->key);
    json_end_object(w);
    json_end_object(w);
    json_end_array(w);
}

static void put_content(struct json_out *w, const char *type, const char *text)
{
    json_begin_object(w, NULL);
    json_put_text(w, "type", type);
    json_put_text(w, "value", text);
    json_end_object(w);
}

static void put_files(struct json_out *w, const struct mime_mail *mail, struct arena *arena)
{
    if (mail->files.n == 0)
        return;
    json_begin_array(w, "attachments");
    for (int i = 0; i < mail->files.n; i++) {
        const struct job_file *f = &mail->files.v[i];
        struct strbuf content;

        strbuf_init(&content, arena, LIMIT_MAIL_BYTES);
        base64_add(&content, f->data, f->len, 0);
        json_begin_object(w, NULL);
        json_put_text(w, "content", content.s);
        json_put_text(w, "type", f->media_type);
        json_put_text(w, "filename", f->name);
        json_put_text(w, "disposition", "attachment");
        json_end_object(w);
    }
    json_end_array(w);
}

static void put_mail(struct json_out *w, const struct provider_run *run,
                     const struct mime_mail *mail)
{
    json_begin_object(w, NULL);
    put_recipients(w, run->job, mail);
    put_address(w, "from", mail->from, mail->from_name);
    if (mail->reply_to[0] != '\0')
        put_address(w, "reply_to", mail->reply_to, "");
    json_put_text(w, "subject", mail->subject);
    json_begin_array(w, "content");
    put_content(w, "text/plain", mail->text);
    if (mail->html[0] != '\0')
        put_content(w, "text/html", mail->html);
    json_end_array(w);
    put_files(w, mail, run->arena);
    json_begin_object(w, "headers");
    json_put_text(w, "Message-ID", arena_printf(run->arena, "<%s>", mail->message_id));
    json_put_text(w, "Auto-Submitted", "auto-generated");
    json_end_object(w);
    if (strcmp(provider_option(run->options, "sandbox"), "on") == 0) {
        json_begin_object(w, "mail_settings");
        json_begin_object(w, "sandbox_mode");
        json_put_bool(w, "enable", true);
        json_end_object(w);
        json_end_object(w);
    }
    json_end_object(w);
}

static enum provider_next send_mail(struct provider_run *run, struct wire_request *request,
                                    struct job_result *result)
{
    struct wire_header *headers = arena_array(run->arena, 2, struct wire_header);
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
    headers[0] = (struct wire_header){
        "Authorization", arena_printf(run->arena, "Bearer %s", provider_option(run->options, "key"))
    };
    headers[1] = (struct wire_header){ "Content-Type", "application/json" };
    return task_send(run,
                     &(struct wire_request){
                         .method = WIRE_POST,
                         .url = arena_printf(run->arena, "%s/mail/send",
                                             provider_option(run->options, "url")),
                         .headers = headers,
                         .n_headers = 2,
                         .body = body.s,
                         .body_len = body.len,
                         .is_write = true,
                     },
                     request);
}

/* {"errors":[{"message","field","help"}]}: the first says most. */
static void explain(const struct json *root, struct arena *arena, struct job_result *result)
{
    const struct json *first = json_at(json_get(root, "errors"), 0);
    const char *message = task_text(first, "message"), *field = task_text(first, "field");

    if (message[0] == '\0')
        return;
    result->message = arena_printf(arena, field[0] != '\0' ? "%s (%s)" : "%s%s",
                                   provider_words(message, arena), provider_words(field, arena));
}

static enum provider_next next(struct provider_run *run, const struct wire_reply *reply,
                               struct wire_request *request, struct job_result *result)
{
    const char *id;

    if (reply == NULL)
        return send_mail(run, request, result);
    /* In the sandbox the answer is 200; both have an empty body. */
    if (reply->end == WIRE_ANSWERED && (reply->status == 202 || reply->status == 200) &&
        reply->body_len == 0) {
        id = wire_header_value(reply, "X-Message-Id");
        *result = (struct job_result){ .end = JOB_DONE, .code = "", .message = "" };
        result->remote_id = id != NULL ? provider_words(id, run->arena) : "";
        return PROVIDER_END;
    }
    (void)task_fail(run, reply, result);
    explain(task_reply(reply, run->arena), run->arena, result);
    return PROVIDER_END;
}

const struct provider provider_sendgrid = {
    .name = "sendgrid",
    .label = "SendGrid",
    .topics = topics,
    .missing = missing,
    .next = next,
};
