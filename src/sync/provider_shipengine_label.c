/*
 * ShipEngine: buying a label, its file, giving it back. A label is bought with the key of our job
 * as its external id, by which it is found again when the end of a purchase is not clear.
 */
#include "sync/provider_shipengine.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/outside/shipping_task.h"

#define BODY_BYTES ((size_t)256 * 1024)
/* What buying again with the key of a label that is there complains of. */
#define KEY_FIELD "external_shipment_id"

static const char *label_path(struct provider_run *run, const char *more)
{
    return arena_printf(run->arena, "/labels/%s%s",
                        ship_id(ship_text(run->job->task, "shipment"), run->arena), more);
}

static const char *format_word(const char *format)
{
    if (strcmp(format, "ZPL") == 0)
        return "zpl";
    return strcmp(format, "PNG") == 0 ? "png" : "pdf";
}

/* --- buying ----------------------------------------------------------------------------------- */

static enum provider_next ask_buy(struct provider_run *run, struct wire_request *request,
                                  struct job_result *result)
{
    const struct json *task = run->job->task, *rate = json_get(task, "rate");
    struct json_out w;
    struct strbuf b;

    if (!shipengine_is_whole(run, result))
        return PROVIDER_END;
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_begin_object(&w, "shipment");
    json_put_text(&w, "external_shipment_id", run->job->key);
    json_put_text(&w, "carrier_id", ship_text(rate, "account"));
    json_put_text(&w, "service_code", ship_text(rate, "service"));
    shipengine_put_shipment(&w, task, run->arena);
    json_end_object(&w);
    json_put_bool(&w, "test_label", shipengine_is_test(run->options));
    json_put_text(&w, "validate_address", "no_validation");
    json_put_text(&w, "label_format", format_word(ship_text(task, "format")));
    json_put_text(&w, "label_layout", "4x6");
    json_put_text(&w, "label_download_type", "url");
    json_end_object(&w);
    return shipengine_send(run, request, WIRE_POST, "/labels", b.s, true);
}

static const char *const cost_parts[] = { "shipment_cost", "insurance_cost", NULL };

static enum provider_next bought(struct provider_run *run, const struct json *label,
                                 struct job_result *result)
{
    const char *id = ship_text(label, "label_id"), *sum;
    struct json_out w;
    struct strbuf b;

    sum = shipengine_sum(label, cost_parts, run->arena);
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "shipment", id);
    json_put_text(&w, "tracking", ship_text(label, "tracking_number"));
    json_put_text(&w, "tracker", id);
    json_put_text(&w, "carrier", ship_text(label, "carrier_code"));
    json_put_text(&w, "service", ship_text(label, "service_code"));
    json_put_text(&w, "amount", sum != NULL ? sum : "");
    json_put_text(&w, "currency", ship_text(json_get(label, "shipment_cost"), "currency"));
    json_end_object(&w);
    return ship_done(result, id, &b);
}

/* A label, by its status; anything that is none is nonsense. */
static enum provider_next settle(struct provider_run *run, const struct wire_reply *reply,
                                 const struct json *label, struct job_result *result)
{
    const char *status = ship_text(label, "status");

    if (ship_text(label, "label_id")[0] == '\0')
        return ship_nonsense(run, reply, result);
    if (strcmp(status, "completed") == 0 && ship_text(label, "tracking_number")[0] != '\0')
        return bought(run, label, result);
    result->remote_id = ship_text(label, "label_id");
    if (strcmp(status, "error") == 0)
        return ship_end(result, JOB_PERMANENT, status, _("The carrier made no label."));
    if (strcmp(status, "voided") == 0)
        return ship_end(result, JOB_PERMANENT, status, _("This label was given back already."));
    return ship_at_it(result, status, _("The carrier is still making the label."));
}

static enum provider_next take_buy(struct provider_run *run, const struct wire_reply *reply,
                                   struct wire_request *request, struct job_result *result)
{
    const struct json *label, *error;

    (void)request;
    if (shipengine_read(run, reply, &label, result))
        return settle(run, reply, label, result);
    error = json_at(json_get(label, "errors"), 0);
    if (result->end == JOB_PERMANENT &&
        (strstr(ship_text(error, "field_name"), KEY_FIELD) != NULL ||
         strstr(ship_text(error, "message"), KEY_FIELD) != NULL))
        (void)ship_at_it(result, result->code, result->message);
    return PROVIDER_END;
}

static enum provider_next look_buy(struct provider_run *run, struct wire_request *request,
                                   struct job_result *result)
{
    (void)result;
    return shipengine_send(run, request, WIRE_GET,
                           arena_printf(run->arena, "/labels/external_shipment_id/%s",
                                        ship_id(run->job->key, run->arena)),
                           NULL, false);
}

static enum provider_next found_buy(struct provider_run *run, const struct wire_reply *reply,
                                    struct wire_request *request, struct job_result *result)
{
    const struct json *label;

    (void)request;
    if (!shipengine_read(run, reply, &label, result)) {
        /* Only the service itself says "there is none": a page of another server does not. */
        if (reply->status == 404 && json_len(json_get(label, "errors")) > 0)
            return ship_end(result, JOB_WAIT, "", _("It was not bought: it is bought now."));
        return ship_still_unclear(result);
    }
    (void)settle(run, reply, label, result);
    if (result->end == JOB_WAIT)
        result->end = JOB_UNCLEAR;
    return PROVIDER_END;
}

const struct ship_topic shipengine_buy = { TOPIC_LABEL_BUY, ask_buy, take_buy, look_buy,
                                                 found_buy };

/* --- its file --------------------------------------------------------------------------------- */

static enum provider_next look_label(struct provider_run *run, struct wire_request *request,
                                     struct job_result *result)
{
    (void)result;
    return shipengine_send(run, request, WIRE_GET, label_path(run, "?label_download_type=url"),
                           NULL, false);
}

static enum provider_next take_file(struct provider_run *run, const struct wire_reply *reply,
                                    struct wire_request *request, struct job_result *result)
{
    const char *format = ship_text(run->job->task, "format"), *url;
    const struct json *label;

    if (run->step == SHIP_FETCHED)
        return ship_take_file(run, reply, format, "label", result);
    if (!shipengine_read(run, reply, &label, result))
        return PROVIDER_END;
    url = ship_text(json_get(label, "label_download"), format_word(format));
    if (url[0] == '\0')
        return ship_end(result, JOB_PERMANENT, "format",
                        arena_printf(run->arena, _("This carrier has no label as %s."), format));
    return ship_fetch(run, request, url);
}

const struct ship_topic shipengine_file = { TOPIC_LABEL_FILE, look_label, take_file, NULL,
                                                  NULL };

/* --- giving it back --------------------------------------------------------------------------- */

static enum provider_next ask_void(struct provider_run *run, struct wire_request *request,
                                   struct job_result *result)
{
    (void)result;
    return shipengine_send(run, request, WIRE_PUT, label_path(run, "/void"), "", true);
}

static enum provider_next voided(struct provider_run *run, struct job_result *result)
{
    struct strbuf b;

    strbuf_init(&b, run->arena, BODY_BYTES);
    strbuf_add(&b, "{\"status\":\"approved\"}"); /* nobody tells what becomes of the money */
    return ship_done(result, "", &b);
}

/* A refusal comes with a status of success. */
static enum provider_next take_void(struct provider_run *run, const struct wire_reply *reply,
                                    struct wire_request *request, struct job_result *result)
{
    const struct json *answer;
    const char *words;

    (void)request;
    if (!shipengine_read(run, reply, &answer, result))
        return PROVIDER_END;
    if (json_kind(json_get(answer, "approved")) != JSON_BOOL)
        return ship_nonsense(run, reply, result);
    if (json_bool(json_get(answer, "approved")))
        return voided(run, result);
    words = ship_text(answer, "message");
    return ship_end(result, JOB_PERMANENT, "not_approved",
                    words[0] != '\0' ? provider_words(words, run->arena)
                                     : _("The carrier does not take it back."));
}

static enum provider_next found_void(struct provider_run *run, const struct wire_reply *reply,
                                     struct wire_request *request, struct job_result *result)
{
    const struct json *label;

    (void)request;
    if (!shipengine_read(run, reply, &label, result))
        return ship_still_unclear(result);
    if (ship_text(label, "label_id")[0] == '\0') {
        (void)ship_nonsense(run, reply, result);
        return ship_still_unclear(result);
    }
    if (strcmp(ship_text(label, "status"), "voided") == 0 || json_bool(json_get(label, "voided")))
        return voided(run, result);
    return ship_end(result, JOB_WAIT, "", _("It was not given back: it is asked for now."));
}

const struct ship_topic shipengine_void = { TOPIC_LABEL_VOID, ask_void, take_void, look_label,
                                                  found_void };
