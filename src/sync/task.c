/*
 * Reading tasks of messages and the replies of their providers.
 */
#include "sync/task.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"

const char *task_text(const struct json *object, const char *name)
{
    const char *text = json_text(json_get(object, name));

    return text != NULL ? text : "";
}

struct stamp task_key_time(const char *key)
{
    int64_t ms = 0;
    int digits = 0;

    if (!uuid_is_valid(key))
        return (struct stamp){ 0 };
    for (; digits < 12; key++) {
        char c = *key;

        if (c == '-')
            continue;
        ms = ms * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        digits++;
    }
    return (struct stamp){ ms };
}

/* A number of at most four digits; moves on behind it and what separates. */
static int take_number(const char **text)
{
    int n = 0;

    for (int i = 0; i < 4 && **text >= '0' && **text <= '9'; i++)
        n = n * 10 + (*(*text)++ - '0');
    *text += strspn(*text, " :");
    return n;
}

/* 1 to 12, 0 for what is none; moves on behind it. */
static int take_month(const char **text)
{
    static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

    for (int i = 0; i < (int)OD_LEN(months); i++) {
        if (strncmp(*text, months[i], 3) == 0) {
            *text += 3 + strspn(*text + 3, " ");
            return i + 1;
        }
    }
    return 0;
}

struct stamp task_mail_date(const char *text)
{
    struct date d = { 0 };
    int64_t seconds;
    int zone;
    bool is_west;

    text += strcspn(text, "0123456789");
    d.day = (int8_t)take_number(&text);
    d.month = (int8_t)take_month(&text);
    d.year = (int16_t)take_number(&text);
    if (d.month == 0 || !date_is_valid(d))
        return (struct stamp){ 0 };
    seconds = date_to_days(d) * 86400;
    seconds += take_number(&text) * 3600;
    seconds += take_number(&text) * 60;
    seconds += take_number(&text);
    is_west = *text == '-';
    text += *text == '+' || *text == '-';
    zone = take_number(&text);
    zone = (zone / 100 * 60 + zone % 100) * 60;
    return (struct stamp){ (seconds + (is_west ? zone : -zone)) * 1000 };
}

static const char *host_of(const char *address)
{
    const char *at = strchr(address, '@');

    return at != NULL ? at + 1 : "";
}

bool task_mail(const struct job *job, struct arena *arena, struct mime_mail *mail, struct err *err)
{
    const struct json *to = json_get(job->task, "to");
    const char **list = arena_array(arena, json_len(to) + 1, const char *);

    *mail = (struct mime_mail){
        .from = task_text(job->task, "from"),
        .from_name = task_text(job->task, "from_name"),
        .reply_to = task_text(job->task, "reply_to"),
        .to = list,
        .n_to = json_len(to),
        .subject = task_text(job->task, "subject"),
        .text = task_text(job->task, "text"),
        .html = task_text(job->task, "html"),
        .message_id = task_text(job->task, "message_id"),
        .language = task_text(job->task, "language"),
        .at = task_key_time(job->key),
        .files = job->files,
    };
    for (int i = 0; i < mail->n_to; i++) {
        const char *address = json_text(json_at(to, i));

        list[i] = address != NULL ? address : "";
    }
    if (mail->message_id[0] == '\0')
        mail->message_id = arena_printf(arena, "%s@%s", job->key, host_of(mail->from));
    return mime_check(mail, err);
}

const struct json *task_reply(const struct wire_reply *reply, struct arena *arena)
{
    const struct json *root;

    if (reply->end != WIRE_ANSWERED || reply->body_len == 0 ||
        !json_parse(reply->body, reply->body_len, arena, &root, NULL) ||
        json_kind(root) != JSON_OBJECT)
        return NULL;
    return root;
}

enum provider_next task_send(struct provider_run *run, const struct wire_request *filled,
                             struct wire_request *request)
{
    run->state = arena_memdup(run->arena, filled, sizeof *filled);
    *request = *filled;
    return PROVIDER_SEND;
}

enum provider_next task_fail(struct provider_run *run, const struct wire_reply *reply,
                             struct job_result *result)
{
    assert(run->state != NULL);
    provider_classify(run->state, reply, run->arena, result);
    return PROVIDER_END;
}

enum provider_next task_refuse(struct provider_run *run, const struct err *err,
                               struct job_result *result)
{
    *result = (struct job_result){ .end = JOB_PERMANENT,
                                   .code = "",
                                   .message = arena_strdup(run->arena, err->text),
                                   .remote_id = "" };
    return PROVIDER_END;
}
