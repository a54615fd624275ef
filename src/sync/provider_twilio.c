/*
 * Text messages over Twilio. It takes no key of ours, so an unclear message is looked for among the
 * last ones to the same number: the same text, made since the job was.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "sync/task.h"

#define FORM_BYTES     32768
#define LOOK_BACK      50
#define BUSY_PHONE_MS  (INT64_C(45) * 60 * 1000)
#define CLOCK_SLACK_MS (INT64_C(60) * 1000)

static const char *const topics[] = { TOPIC_SMS_SEND, NULL };

/* What Twilio's own codes mean where the status of HTTP does not say it. */
static const struct {
    const char *code;
    enum job_end end;
    int64_t wait_ms;
} codes[] = {
    { "20003", JOB_ACCOUNT, 0 },          /* who are you */
    { "20005", JOB_ACCOUNT, 0 },          /* the account is not active */
    { "20429", JOB_WAIT, 0 },             /* too many requests */
    { "30001", JOB_WAIT, 0 },             /* the queue is full */
    { "30002", JOB_ACCOUNT, 0 },          /* the account is suspended */
    { "30003", JOB_WAIT, BUSY_PHONE_MS }, /* the phone is off */
    { "30008", JOB_WAIT, BUSY_PHONE_MS }, /* nobody knows why */
};

static const char *missing(const struct provider_options *o, struct arena *arena)
{
    if (provider_option(o, "account")[0] == '\0')
        return arena_strdup(arena, _("The account is not given (twilio.account)."));
    if (provider_option(o, "token")[0] == '\0')
        return arena_strdup(arena, _("The token is not given: twilio.token_file or "
                                     "twilio.token_command."));
    if (provider_option(o, "from")[0] == '\0')
        return arena_strdup(arena, _("The sender's number is not given (twilio.from)."));
    return NULL;
}

static void add_escaped(struct strbuf *b, const char *text)
{
    for (; *text != '\0'; text++) {
        char c = *text;

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            strchr("-._~", c) != NULL)
            strbuf_addc(b, c);
        else
            strbuf_addf(b, "%%%02X", (unsigned char)c);
    }
}

static void add_field(struct strbuf *b, const char *name, const char *value)
{
    strbuf_addf(b, "%s%s=", b->len > 0 ? "&" : "", name);
    add_escaped(b, value);
}

/* E.164: a plus and at most 15 digits. Other text would go to somebody else, or nowhere. */
static bool is_number(const char *text)
{
    size_t digits = text[0] == '+' ? strspn(text + 1, "0123456789") : 0;

    return digits >= 7 && digits <= 15 && text[digits + 1] == '\0' && text[1] != '0';
}

static enum provider_next to_messages(struct provider_run *run, struct wire_request *request,
                                      enum wire_method method, const char *query,
                                      const struct strbuf *form)
{
    static const struct wire_header header = { "Content-Type",
                                               "application/x-www-form-urlencoded" };
    const char *account = provider_option(run->options, "account");
    const char *key_sid = provider_option(run->options, "key_sid");

    return task_send(run,
                     &(struct wire_request){
                         .method = method,
                         .url = arena_printf(run->arena, "%s/Accounts/%s/Messages.json%s",
                                             provider_option(run->options, "url"), account, query),
                         .headers = &header,
                         .n_headers = form != NULL ? 1 : 0,
                         .user = key_sid[0] != '\0' ? key_sid : account,
                         .password = provider_option(run->options, "token"),
                         .body = form != NULL ? form->s : NULL,
                         .body_len = form != NULL ? form->len : 0,
                         .is_write = form != NULL,
                     },
                     request);
}

static enum provider_next send_text(struct provider_run *run, struct wire_request *request,
                                    struct job_result *result)
{
    const char *to = task_text(run->job->task, "to"), *text = task_text(run->job->task, "text");
    const char *from = provider_option(run->options, "from");
    struct err err = ERR_INIT;
    struct strbuf form;

    if (!is_number(to)) {
        (void)err_set(&err, ERR_INVALID,
                      _("\"%.40s\" is no number that a text can go to; it looks like "
                        "+441134960000."), to);
        return task_refuse(run, &err, result);
    }
    strbuf_init(&form, run->arena, FORM_BYTES);
    add_field(&form, "To", to);
    add_field(&form, strncmp(from, "MG", 2) == 0 ? "MessagingServiceSid" : "From", from);
    add_field(&form, "Body", text);
    if (text[0] == '\0' || form.is_cut) {
        (void)err_set(&err, ERR_INVALID, _("The text is empty, or too long for a phone."));
        return task_refuse(run, &err, result);
    }
    return to_messages(run, request, WIRE_POST, "", &form);
}

/* Twilio's code over what the status says. */
static void judge(const char *code, struct job_result *result)
{
    for (size_t i = 0; i < OD_LEN(codes); i++) {
        if (strcmp(codes[i].code, code) != 0)
            continue;
        result->end = codes[i].end;
        if (result->end == JOB_WAIT && result->wait_ms == 0)
            result->wait_ms = codes[i].wait_ms;
    }
}

static void done(struct provider_run *run, const struct json *message, struct job_result *result)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, run->arena, FORM_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "status", provider_words(task_text(message, "status"), run->arena));
    json_put_text(&w, "segments", provider_words(task_text(message, "num_segments"), run->arena));
    json_end_object(&w);
    *result = (struct job_result){ .end = JOB_DONE, .code = "", .message = "", .data = b.s };
    result->remote_id = provider_words(task_text(message, "sid"), run->arena);
}

/* A message that Twilio has: taken, unless it says that it failed. */
static void take_message(struct provider_run *run, const struct json *message,
                         struct job_result *result)
{
    const char *status = task_text(message, "status");

    done(run, message, result);
    if (strcmp(status, "failed") != 0 && strcmp(status, "undelivered") != 0)
        return;
    result->end = JOB_PERMANENT;
    result->data = NULL;
    result->code = provider_words(task_text(message, "error_code"), run->arena);
    result->message =
        arena_printf(run->arena, _("The text was not delivered: %s %s"), result->code,
                     provider_words(task_text(message, "error_message"), run->arena));
    judge(result->code, result);
}

static enum provider_next next(struct provider_run *run, const struct wire_reply *reply,
                               struct wire_request *request, struct job_result *result)
{
    const struct json *root;
    const char *code;

    if (reply == NULL)
        return send_text(run, request, result);
    root = task_reply(reply, run->arena);
    if (reply->status >= 200 && reply->status < 300 && task_text(root, "sid")[0] != '\0') {
        take_message(run, root, result);
        return PROVIDER_END;
    }
    (void)task_fail(run, reply, result);
    code = task_text(root, "code");
    if (code[0] == '\0')
        return PROVIDER_END;
    result->code = provider_words(code, run->arena);
    result->message = provider_words(task_text(root, "message"), run->arena);
    judge(code, result);
    return PROVIDER_END;
}

/* Is it the message of this job? The texts are equal, and it is not older. */
static bool is_ours(const struct provider_run *run, const struct json *message)
{
    struct stamp made = task_mail_date(task_text(message, "date_created"));
    struct stamp since = task_key_time(run->job->key);

    return strcmp(task_text(message, "body"), task_text(run->job->task, "text")) == 0 &&
           strcmp(task_text(message, "to"), task_text(run->job->task, "to")) == 0 &&
           made.ms >= since.ms - CLOCK_SLACK_MS;
}

static enum provider_next lookup(struct provider_run *run, const struct wire_reply *reply,
                                 struct wire_request *request, struct job_result *result)
{
    const struct json *list;
    struct strbuf query;

    if (reply == NULL) {
        strbuf_init(&query, run->arena, FORM_BYTES);
        strbuf_addf(&query, "?PageSize=%d&To=", LOOK_BACK);
        add_escaped(&query, task_text(run->job->task, "to"));
        return to_messages(run, request, WIRE_GET, query.s, NULL);
    }
    list = json_get(task_reply(reply, run->arena), "messages");
    if (reply->status != 200 || json_kind(list) != JSON_ARRAY) {
        (void)task_fail(run, reply, result);
        result->end = JOB_UNCLEAR;
        return PROVIDER_END;
    }
    for (int i = 0; i < json_len(list); i++) {
        if (is_ours(run, json_at(list, i))) {
            take_message(run, json_at(list, i), result);
            return PROVIDER_END;
        }
    }
    *result = (struct job_result){ .end = JOB_WAIT, .code = "", .remote_id = "" };
    result->message = _("Twilio does not have the text: it is sent again.");
    return PROVIDER_END;
}

const struct provider provider_twilio = {
    .name = "twilio",
    .label = "Twilio",
    .topics = topics,
    .missing = missing,
    .next = next,
    .lookup = lookup,
};
