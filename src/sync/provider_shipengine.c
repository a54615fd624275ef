/*
 * ShipEngine (https://api.shipengine.com/v1), the interface of ShipStation too: a key in a header,
 * plain JSON. A label is bought with our key as external_shipment_id, by which it is found again.
 */
#include "sync/provider_shipengine.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/outside/shipping_task.h"

#define ADDRESS     "https://api.shipengine.com/v1"
#define ERROR_BYTES 400
#define TEST_KEY    "TEST_"

static const struct ship_topic *const table[] = {
    &shipengine_address, &shipengine_rates,   &shipengine_buy,      &shipengine_file,
    &shipengine_void,    &shipengine_tracker, &shipengine_manifest, NULL,
};

static const char *const topics[] = {
    TOPIC_ADDRESS_CHECK, TOPIC_RATES_GET,   TOPIC_LABEL_BUY,     TOPIC_LABEL_FILE,
    TOPIC_LABEL_VOID,    TOPIC_TRACKER_GET, TOPIC_SCANFORM_MAKE, NULL,
};

bool shipengine_is_test(const struct provider_options *o)
{
    return strcmp(provider_option(o, "mode"), "test") == 0;
}

static const char *missing(const struct provider_options *o, struct arena *arena)
{
    const char *key = provider_option(o, "key"), *mode = provider_option(o, "mode");

    if (key[0] == '\0')
        return arena_strdup(arena, _("The key is not given: shipengine.key_file or"
                                     " shipengine.key_command."));
    if (mode[0] != '\0' && strcmp(mode, "test") != 0 && strcmp(mode, "production") != 0)
        return arena_strdup(arena, _("shipengine.mode is test or production."));
    if ((strncmp(key, TEST_KEY, strlen(TEST_KEY)) == 0) != shipengine_is_test(o))
        return arena_printf(arena, _("The key is not one of the mode %s (shipengine.mode)."),
                            shipengine_is_test(o) ? "test" : "production");
    if (provider_option(o, "carriers")[0] == '\0')
        return arena_strdup(arena, _("shipengine.carriers is not given: ids of the carriers to"
                                     " ask, like se-123."));
    return NULL;
}

enum provider_next shipengine_send(struct provider_run *run, struct wire_request *request,
                                   enum wire_method method, const char *path, const char *body,
                                   bool is_write)
{
    const char *url = provider_option(run->options, "url");
    struct wire_header *headers = arena_array(run->arena, 3, struct wire_header);
    struct wire_request filled = {
        .method = method,
        .url = arena_printf(run->arena, "%s%s", url[0] != '\0' ? url : ADDRESS, path),
        .headers = headers,
        .n_headers = 3,
        .body = body,
        .body_len = body != NULL ? strlen(body) : 0,
        .is_write = is_write,
    };

    headers[0] = (struct wire_header){ "API-Key", provider_option(run->options, "key") };
    headers[1] = (struct wire_header){ "Content-Type", "application/json" };
    headers[2] = (struct wire_header){ "Accept", "application/json" };
    ship_send(run, request, &filled);
    return PROVIDER_SEND;
}

/* The first error says what class it is, all of them are told. */
static void look_closer(struct provider_run *run, const struct json *errors,
                        struct job_result *result)
{
    const struct json *first = json_at(errors, 0);
    const char *code = ship_text(first, "error_code"), *type = ship_text(first, "error_type");
    struct strbuf b;

    strbuf_init(&b, run->arena, LIMIT_NOTE_BYTES);
    for (int i = 0; i < json_len(errors); i++) {
        const char *field = ship_text(json_at(errors, i), "field_name");

        strbuf_addf(&b, "%s%s%s%s", i > 0 ? "; " : "", field, field[0] != '\0' ? ": " : "",
                    ship_text(json_at(errors, i), "message"));
    }
    if (b.len > 0)
        result->message = utf8_cut(run->arena, utf8_safe(run->arena, b.s), ERROR_BYTES);
    if (code[0] != '\0')
        result->code = arena_strdup(run->arena, code);
    if (strcmp(code, "rate_limit_exceeded") == 0)
        result->end = JOB_WAIT;
    else if (strcmp(code, "insufficient_funds") == 0 || strcmp(type, "account_status") == 0 ||
             strcmp(type, "security") == 0)
        result->end = JOB_ACCOUNT;
}

bool shipengine_read(struct provider_run *run, const struct wire_reply *reply,
                     const struct json **out, struct job_result *result)
{
    const struct json *errors;

    if (ship_read(run, reply, out, result))
        return true;
    errors = json_get(*out, "errors");
    if (reply->end == WIRE_ANSWERED && reply->status < 500 && json_len(errors) > 0)
        look_closer(run, errors, result);
    return false;
}

const char *shipengine_sum(const struct json *v, const char *const *parts, struct arena *arena)
{
    const char *sum = "";

    for (; sum != NULL && *parts != NULL; parts++)
        sum = ship_add(sum, ship_text(json_get(v, *parts), "amount"), arena);
    return sum;
}

static const struct ship_service service = { N_("ShipEngine does not do this."), table };

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

const struct provider provider_shipengine = {
    .name = "shipengine",
    .label = "ShipEngine",
    .topics = topics,
    .missing = missing,
    .next = next,
    .lookup = lookup,
};
