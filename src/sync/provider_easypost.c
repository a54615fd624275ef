/*
 * EasyPost (https://api.easypost.com/v2): Basic access with the key as user; JSON wrapped by the
 * name of its object. Test and production are two worlds told apart by the key: what was made in
 * one is never used in the other.
 */
#include "sync/provider_easypost.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/outside/shipping_task.h"

#define ADDRESS     "https://api.easypost.com/v2"
#define ERROR_BYTES 400

static const struct ship_topic *const table[] = {
    &easypost_address, &easypost_rates,   &easypost_buy,      &easypost_file,
    &easypost_void,    &easypost_refund,  &easypost_tracker,  &easypost_scanform,
    NULL,
};

static const char *const topics[] = {
    TOPIC_ADDRESS_CHECK, TOPIC_RATES_GET,   TOPIC_LABEL_BUY,     TOPIC_LABEL_FILE,
    TOPIC_LABEL_VOID,    TOPIC_LABEL_REFUND, TOPIC_TRACKER_GET,  TOPIC_SCANFORM_MAKE,
    NULL,
};

static const char *mode_of(const struct provider_options *o)
{
    const char *mode = provider_option(o, "mode");

    return mode[0] != '\0' ? mode : "production";
}

static const char *missing(const struct provider_options *o, struct arena *arena)
{
    const char *key = provider_option(o, "key"), *mode = mode_of(o);

    if (key[0] == '\0')
        return arena_strdup(arena, _("The key is not given: easypost.key_file or"
                                     " easypost.key_command."));
    if (strcmp(mode, "test") != 0 && strcmp(mode, "production") != 0)
        return arena_strdup(arena, _("easypost.mode is test or production."));
    /* Keys say what they are for by their first letters. */
    if (strncmp(key, strcmp(mode, "test") == 0 ? "EZAK" : "EZTK", 4) == 0)
        return arena_printf(arena, _("The key is not one of the mode %s (easypost.mode)."), mode);
    return NULL;
}

static const struct wire_header json_headers[] = {
    { "Content-Type", "application/json" },
    { "Accept", "application/json" },
};

enum provider_next easypost_send(struct provider_run *run, struct wire_request *request,
                                 enum wire_method method, const char *path, const char *body,
                                 bool is_write)
{
    const char *url = provider_option(run->options, "url");
    struct wire_request filled = {
        .method = method,
        .url = arena_printf(run->arena, "%s%s", url[0] != '\0' ? url : ADDRESS, path),
        .headers = json_headers,
        .n_headers = (int)OD_LEN(json_headers),
        .user = provider_option(run->options, "key"),
        .password = "",
        .body = body,
        .body_len = body != NULL ? strlen(body) : 0,
        .is_write = is_write,
    };

    ship_send(run, request, &filled);
    return PROVIDER_SEND;
}

/* An element of "errors" is an object, or plain words. */
static void add_detail(struct strbuf *b, const char *gap, const struct json *e)
{
    const char *words = json_kind(e) == JSON_STRING ? json_text(e) : ship_text(e, "message");
    const char *field = ship_text(e, "field"), *suggestion = ship_text(e, "suggestion");

    if (words == NULL || words[0] == '\0')
        return;
    strbuf_addf(b, "%s%s%s%s", b->len > 0 ? gap : "", field, field[0] != '\0' ? ": " : "", words);
    if (suggestion[0] != '\0')
        strbuf_addf(b, " (%s)", suggestion);
}

const char *easypost_error_words(const struct json *error, struct arena *arena)
{
    const struct json *details = json_get(error, "errors");
    const char *message =
        json_kind(error) == JSON_STRING ? json_text(error) : ship_text(error, "message");
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_NOTE_BYTES);
    strbuf_add(&b, message != NULL ? message : "");
    for (int i = 0; i < json_len(details); i++)
        add_detail(&b, i == 0 ? " " : "; ", json_at(details, i));
    return utf8_cut(arena, utf8_safe(arena, b.s), ERROR_BYTES);
}

bool easypost_read(struct provider_run *run, const struct wire_reply *reply,
                   const struct json **out, struct job_result *result)
{
    const struct json *error;
    const char *code, *words;

    if (ship_read(run, reply, out, result))
        return true;
    error = json_get(*out, "error");
    words = easypost_error_words(error, run->arena);
    if (reply->end != WIRE_ANSWERED || words[0] == '\0')
        return false;
    code = ship_text(error, "code");
    if (code[0] != '\0')
        result->code = arena_strdup(run->arena, code);
    result->message = words;
    if (reply->status == 402 || strstr(code, "INSUFFICIENT_FUNDS") != NULL)
        result->end = JOB_ACCOUNT;
    return false;
}

bool easypost_mode_fits(struct provider_run *run, const struct json *object,
                        struct job_result *result)
{
    const char *mode = ship_text(object, "mode"), *wanted = mode_of(run->options);

    if (mode[0] == '\0' || strcmp(mode, wanted) == 0)
        return true;
    (void)ship_end(result, JOB_ACCOUNT, "mode",
                   arena_printf(run->arena,
                                _("EasyPost worked in the mode %s, but easypost.mode is %s."), mode,
                                wanted));
    return false;
}

void easypost_put_address(struct json_out *w, const char *name, const struct json *address)
{
    static const char *const fields[] = { "name",  "company", "street1", "street2", "city",
                                          "state", "zip",     "country", "phone",   "email" };

    json_begin_object(w, name);
    for (size_t i = 0; i < OD_LEN(fields); i++) {
        const char *text = ship_text(address, fields[i]);

        if (text[0] != '\0')
            json_put_text(w, fields[i], text);
    }
    json_end_object(w);
}

static const struct ship_service service = { N_("EasyPost does not do this."), table };

static enum provider_next next(struct provider_run *run, const struct wire_reply *reply,
                               struct wire_request *request, struct job_result *result)
{
    return ship_next(&service, run, reply, request, result);
}

static enum provider_next lookup(struct provider_run *run, const struct wire_reply *reply,
                                 struct wire_request *request, struct job_result *result)
{
    return ship_lookup(&service, run, reply, request, result);
}

const struct provider provider_easypost = {
    .name = "easypost",
    .label = "EasyPost",
    .topics = topics,
    .missing = missing,
    .next = next,
    .lookup = lookup,
};
