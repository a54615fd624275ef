/*
 * Mail over SMTP. The server's answer decides, by its code (RFC 5321): 2yz taken, 4yz later, 5yz
 * never. A connection lost after DATA is unclear, and no server can be asked afterwards.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "sync/task.h"

#define RESULT_BYTES 8000

/* Codes by which a server says that it does not want our account (RFC 4954). */
#define AUTH_TOO_WEAK  534
#define AUTH_NEEDS_TLS 538

static const char *const topics[] = { TOPIC_MAIL_SEND, NULL };

static const char *missing(const struct provider_options *o, struct arena *arena)
{
    if (provider_option(o, "url")[0] == '\0')
        return arena_strdup(arena, _("The mail server is not given (smtp.url)."));
    if (provider_option(o, "user")[0] != '\0' && provider_option(o, "password")[0] == '\0')
        return arena_strdup(arena, _("The password of the mail server is not given: "
                                     "smtp.password_file or smtp.password_command."));
    return NULL;
}

static enum provider_next send_mail(struct provider_run *run, struct wire_request *request,
                                    struct job_result *result)
{
    const char *user = provider_option(run->options, "user");
    struct wire_request filled;
    struct err err = ERR_INIT;
    struct mime_mail mail;
    const char *text;
    size_t len;

    if (!task_mail(run->job, run->arena, &mail, &err) ||
        !mime_compose(&mail, run->arena, &text, &len, &err))
        return task_refuse(run, &err, result);
    filled = (struct wire_request){
        .method = WIRE_MAIL,
        .url = provider_option(run->options, "url"),
        .user = user[0] != '\0' ? user : NULL,
        .password = provider_option(run->options, "password"),
        .body = text,
        .body_len = len,
        .mail_from = mail.from,
        .mail_to = mail.to,
        .n_mail_to = mail.n_to,
        .is_write = true,
    };
    return task_send(run, &filled, request);
}

/* Recipients that were refused while others were taken: the mail is sent, but not to them. */
static void take_refused(struct provider_run *run, const struct wire_reply *reply,
                         struct job_result *result)
{
    struct strbuf b;
    struct json_out w;
    const char *first = NULL;

    strbuf_init(&b, run->arena, RESULT_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_begin_array(&w, "refused");
    for (int i = 0; i < reply->n_headers; i++) {
        if (strcmp(reply->headers[i].name, "Refused") != 0)
            continue;
        if (first == NULL)
            first = reply->headers[i].value;
        json_put_text(&w, NULL, provider_words(reply->headers[i].value, run->arena));
    }
    json_end_array(&w);
    json_end_object(&w);
    if (first == NULL || b.is_cut)
        return;
    result->data = b.s;
    result->message =
        arena_printf(run->arena, _("Refused: %s"), provider_words(first, run->arena));
}

static enum provider_next next(struct provider_run *run, const struct wire_reply *reply,
                               struct wire_request *request, struct job_result *result)
{
    if (reply == NULL)
        return send_mail(run, request, result);
    if (reply->end == WIRE_ANSWERED && reply->status >= 200 && reply->status < 300) {
        *result = (struct job_result){ .end = JOB_DONE, .code = "", .message = "" };
        result->remote_id = provider_words(reply->body, run->arena);
        take_refused(run, reply, result);
        return PROVIDER_END;
    }
    (void)task_fail(run, reply, result);
    if (reply->end == WIRE_ANSWERED &&
        (reply->status == AUTH_TOO_WEAK || reply->status == AUTH_NEEDS_TLS))
        result->end = JOB_ACCOUNT;
    return PROVIDER_END;
}

const struct provider provider_smtp = {
    .name = "smtp",
    .label = "SMTP",
    .topics = topics,
    .missing = missing,
    .next = next,
};
