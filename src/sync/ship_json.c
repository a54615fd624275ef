/*
 * What the providers of shipping share. Measures are rounded up: a parcel that is declared too
 * light costs a surcharge, and one of no weight gets no rates.
 */
#include "sync/ship_json.h"

#include <assert.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

/* 1 oz is 28.349523125 g by definition (international avoirdupois), 1 inch 25.4 mm. */
#define OUNCE_E9      INT64_C(28349523125)
#define E9            INT64_C(1000000000)
#define ID_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

const char *ship_text(const struct json *v, const char *name)
{
    const char *text = json_text(json_get(v, name));

    return text != NULL ? text : "";
}

int64_t ship_number(const struct json *v, const char *name)
{
    int64_t n = 0;

    return json_i64(json_get(v, name), &n) ? n : 0;
}

static const char *tenths(int64_t n, struct arena *arena)
{
    char text[DECIMAL_TEXT_SIZE];

    return arena_strdup(arena, decimal_format(n, 1, 0, NULL, text));
}

const char *ship_ounces(int64_t grams, struct arena *arena)
{
    return tenths(round_div((__int128)grams * 10 * E9, OUNCE_E9, ROUND_UP), arena);
}

const char *ship_inches(int64_t mm, struct arena *arena)
{
    return tenths(round_div((__int128)mm * 100, 254, ROUND_UP), arena);
}

const char *ship_id(const char *id, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_TEXT_BYTES);
    for (; *id != '\0'; id++)
        if (strchr(ID_CHARACTERS, *id) != NULL)
            strbuf_addc(&b, *id);
    return b.s;
}

const char *ship_add(const char *a, const char *b, struct arena *arena)
{
    int64_t x = 0, y = 0;
    char text[DECIMAL_TEXT_SIZE];

    if ((a[0] != '\0' && !decimal_parse(a, 5, LIMIT_MONEY_MINOR, NULL, &x, NULL)) ||
        (b[0] != '\0' && !decimal_parse(b, 5, LIMIT_MONEY_MINOR, NULL, &y, NULL)))
        return NULL;
    return arena_strdup(arena, decimal_format(x + y, 5, 2, NULL, text));
}

void ship_send(struct provider_run *run, struct wire_request *request,
               const struct wire_request *filled)
{
    struct ship_call *call = arena_new_of(run->arena, struct ship_call);

    call->sent = *filled;
    run->state = call;
    *request = *filled;
    run->step++;
}

static const struct wire_request *sent(const struct provider_run *run)
{
    const struct ship_call *call = run->state;

    assert(call != NULL);
    return &call->sent;
}

static bool is_success(const struct wire_reply *reply)
{
    return reply->end == WIRE_ANSWERED && reply->status >= 200 && reply->status < 300;
}

bool ship_read(struct provider_run *run, const struct wire_reply *reply, const struct json **out,
               struct job_result *result)
{
    struct err err = ERR_INIT;

    *out = NULL;
    if (reply->end == WIRE_ANSWERED &&
        !json_parse(reply->body, reply->body_len, run->arena, out, &err))
        *out = NULL;
    if (is_success(reply) && json_kind(*out) != JSON_NULL)
        return true;
    provider_classify(sent(run), reply, run->arena, result);
    return false;
}

enum provider_next ship_nonsense(struct provider_run *run, const struct wire_reply *reply,
                                 struct job_result *result)
{
    provider_classify(sent(run), reply, run->arena, result);
    return PROVIDER_END;
}

enum provider_next ship_still_unclear(struct job_result *result)
{
    if (result->end == JOB_WAIT || result->end == JOB_PERMANENT)
        result->end = JOB_UNCLEAR;
    return PROVIDER_END;
}

enum provider_next ship_end(struct job_result *result, enum job_end end, const char *code,
                            const char *message)
{
    const char *remote_id = result->remote_id != NULL ? result->remote_id : "";

    *result =
        (struct job_result){ .end = end, .code = code, .message = message, .remote_id = remote_id };
    return PROVIDER_END;
}

enum provider_next ship_at_it(struct job_result *result, const char *code, const char *message)
{
    (void)ship_end(result, JOB_UNCLEAR, code, message);
    result->is_well = true;
    return PROVIDER_END;
}

enum provider_next ship_done(struct job_result *result, const char *remote_id,
                             const struct strbuf *data)
{
    if (data->is_cut) {
        result->remote_id = remote_id;
        return ship_end(result, JOB_UNCLEAR, "", _("The answer is too long."));
    }
    *result = (struct job_result){
        .end = JOB_DONE, .code = "", .message = "", .remote_id = remote_id, .data = data->s
    };
    return PROVIDER_END;
}

static const struct ship_topic *topic_of(const struct ship_service *service,
                                         const struct provider_run *run)
{
    for (const struct ship_topic *const *t = service->topics; *t != NULL; t++)
        if (strcmp((*t)->name, run->job->topic) == 0)
            return *t;
    return NULL;
}

enum provider_next ship_next(const struct ship_service *service, struct provider_run *run,
                             const struct wire_reply *reply, struct wire_request *request,
                             struct job_result *result)
{
    const struct ship_topic *t = topic_of(service, run);

    if (t == NULL)
        return ship_end(result, JOB_PERMANENT, "topic", _(service->not_done));
    return reply == NULL ? t->ask(run, request, result) : t->take(run, reply, request, result);
}

enum provider_next ship_lookup(const struct ship_service *service, struct provider_run *run,
                               const struct wire_reply *reply, struct wire_request *request,
                               struct job_result *result)
{
    const struct ship_topic *t = topic_of(service, run);

    if (t == NULL)
        return ship_end(result, JOB_PERMANENT, "topic", _(service->not_done));
    if (t->look == NULL)
        return ship_end(result, JOB_WAIT, "", _("Nothing was changed there: it is asked again."));
    return reply == NULL ? t->look(run, request, result) : t->found(run, reply, request, result);
}

enum provider_next ship_fetch(struct provider_run *run, struct wire_request *request,
                              const char *url)
{
    struct wire_request filled = { .method = WIRE_GET,
                                   .url = arena_strdup(run->arena, url),
                                   .max_reply = SHIP_FILE_BYTES };

    ship_send(run, request, &filled);
    run->step = SHIP_FETCHED;
    return PROVIDER_SEND;
}

/* A file that came: its kind by its first bytes; NULL for another. */
static const char *file_format(const char *data, size_t len)
{
    if (len > 4 && memcmp(data, "%PDF", 4) == 0)
        return "PDF";
    if (len > 8 && memcmp(data, "\x89PNG\r\n\x1a\n", 8) == 0)
        return "PNG";
    return len > 3 && memmem(data, len < 256 ? len : 256, "^XA", 3) != NULL ? "ZPL" : NULL;
}

static const char *media_type(const char *format)
{
    if (strcmp(format, "PDF") == 0)
        return "application/pdf";
    return strcmp(format, "PNG") == 0 ? "image/png" : "application/zpl";
}

enum provider_next ship_take_file(struct provider_run *run, const struct wire_reply *reply,
                                  const char *wanted, const char *name, struct job_result *result)
{
    const char *format = is_success(reply) ? file_format(reply->body, reply->body_len) : NULL;
    struct job_file *file;

    if (format == NULL || (wanted != NULL && strcmp(format, wanted) != 0))
        return ship_nonsense(run, reply, result);
    file = arena_new_of(run->arena, struct job_file);
    *file = (struct job_file){
        .name = name,
        .media_type = media_type(format),
        .data = arena_memdup(run->arena, reply->body, reply->body_len),
        .len = reply->body_len,
    };
    *result = (struct job_result){
        .end = JOB_DONE,
        .code = "",
        .message = "",
        .remote_id = "",
        .data = "{}",
        .files = { file, 1 },
    };
    return PROVIDER_END;
}

enum provider_next ship_take_form(struct provider_run *run, const struct wire_reply *reply,
                                  struct job_result *result)
{
    (void)ship_take_file(run, reply, NULL, "scan-form", result);
    if (result->end != JOB_DONE)
        result->end = JOB_UNCLEAR;
    return PROVIDER_END;
}
