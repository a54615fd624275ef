/*
 * ShipEngine: where a parcel is, and the manifest of a day for the driver.
 */
#include "sync/provider_shipengine.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/outside/shipping_task.h"

#define BODY_BYTES ((size_t)256 * 1024)

/* --- tracking --------------------------------------------------------------------------------- */

static const char *ascii_lower(const char *text, struct arena *arena)
{
    char *out = arena_strdup(arena, text);

    for (char *c = out; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return out;
}

/* By our label where it is one, else by the carrier's number. */
static enum provider_next ask_tracker(struct provider_run *run, struct wire_request *request,
                                      struct job_result *result)
{
    const struct json *task = run->job->task;
    const char *label = ship_id(ship_text(task, "tracker"), run->arena), *path;
    const char *carrier = ship_text(task, "carrier");

    (void)result;
    /* Their codes of carriers are small letters: "ups". */
    if (carrier[0] == '\0')
        carrier = ascii_lower(ship_text(task, "shipper"), run->arena);
    path = label[0] != '\0'
               ? arena_printf(run->arena, "/labels/%s/track", label)
               : arena_printf(run->arena, "/tracking?carrier_code=%s&tracking_number=%s",
                              ship_id(carrier, run->arena),
                              ship_id(ship_text(task, "tracking"), run->arena));
    return shipengine_send(run, request, WIRE_GET, path, NULL, false);
}

/* Their two letters in our words; "" for those that nobody knows. */
static const char *status_of(const char *code)
{
    static const char *const words[][2] = {
        { "UN", "none" },         { "NY", "label_created" }, { "AC", "label_created" },
        { "IT", "in_transit" },   { "AT", "exception" },     { "EX", "exception" },
        { "SP", "pickup_ready" }, { "DE", "delivered" },
    };

    for (size_t i = 0; i < OD_LEN(words); i++)
        if (strcmp(words[i][0], code) == 0)
            return words[i][1];
    return "";
}

static void put_event(struct json_out *w, const struct json *event)
{
    const char *code = ship_text(event, "status_code");

    json_begin_object(w, NULL);
    json_put_text(w, "at", ship_text(event, "occurred_at"));
    json_put_text(w, "status", status_of(code));
    json_put_text(w, "raw", code);
    json_put_text(w, "message", ship_text(event, "description"));
    json_put_text(w, "city", ship_text(event, "city_locality"));
    json_put_text(w, "region", ship_text(event, "state_province"));
    json_put_text(w, "country", ship_text(event, "country_code"));
    json_end_object(w);
}

void shipengine_put_tracking(struct json_out *w, const struct json *v, const char *tracker)
{
    const struct json *events = json_get(v, "events");
    const char *code = ship_text(v, "status_code");

    json_begin_object(w, NULL);
    json_put_text(w, "tracker", tracker);
    json_put_text(w, "tracking", ship_text(v, "tracking_number"));
    json_put_text(w, "carrier", ship_text(v, "carrier_code"));
    json_put_text(w, "status", status_of(code));
    json_put_text(w, "raw", code);
    json_put_text(w, "at", ship_text(v, "actual_delivery_date"));
    json_put_text(w, "signed_by", ship_text(json_at(events, 0), "signer"));
    json_put_text(w, "url", ship_text(v, "tracking_url"));
    json_put_text(w, "due", ship_text(v, "estimated_delivery_date"));
    json_begin_array(w, "events");
    for (int i = 0; i < json_len(events); i++)
        put_event(w, json_at(events, i));
    json_end_array(w);
    json_end_object(w);
}

static enum provider_next take_tracker(struct provider_run *run, const struct wire_reply *reply,
                                       struct wire_request *request, struct job_result *result)
{
    const struct json *answer;
    const char *tracker = ship_text(run->job->task, "tracker");
    struct json_out w;
    struct strbuf b;

    (void)request;
    if (!shipengine_read(run, reply, &answer, result))
        return PROVIDER_END;
    if (ship_text(answer, "status_code")[0] == '\0' &&
        json_kind(json_get(answer, "events")) != JSON_ARRAY)
        return ship_nonsense(run, reply, result);
    strbuf_init(&b, run->arena, LIMIT_JSON_BYTES);
    json_out_init(&w, &b);
    shipengine_put_tracking(&w, answer, tracker);
    return ship_done(result, tracker, &b);
}

const struct ship_topic shipengine_tracker = { TOPIC_TRACKER_GET, ask_tracker, take_tracker,
                                                     NULL, NULL };

/* --- the manifest of a day -------------------------------------------------------------------- */

static enum provider_next ask_form(struct provider_run *run, struct wire_request *request,
                                   struct job_result *result)
{
    const struct json *parcels = json_get(run->job->task, "parcels");
    struct json_out w;
    struct strbuf b;

    (void)result;
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_begin_array(&w, "label_ids");
    for (int i = 0; i < json_len(parcels); i++)
        json_put_text(&w, NULL, ship_text(json_at(parcels, i), "shipment"));
    json_end_array(&w);
    json_end_object(&w);
    return shipengine_send(run, request, WIRE_POST, "/manifests", b.s, true);
}

static enum provider_next form_made(struct provider_run *run, const struct json *form,
                                    struct wire_request *request, struct job_result *result)
{
    const char *url = ship_text(json_get(form, "manifest_download"), "href");

    result->remote_id = ship_text(form, "manifest_id");
    if (url[0] == '\0')
        return ship_at_it(result, "", _("The form is being made."));
    return ship_fetch(run, request, url);
}

static enum provider_next take_form(struct provider_run *run, const struct wire_reply *reply,
                                    struct wire_request *request, struct job_result *result)
{
    const struct json *answer, *manifests;

    if (run->step == SHIP_FETCHED)
        return ship_take_form(run, reply, result);
    if (!shipengine_read(run, reply, &answer, result))
        return PROVIDER_END;
    manifests = json_get(answer, "manifests");
    if (json_len(manifests) > 0)
        return form_made(run, json_at(manifests, 0), request, result);
    return ship_text(answer, "manifest_id")[0] != '\0' ? form_made(run, answer, request, result)
                                                       : ship_nonsense(run, reply, result);
}

static enum provider_next look_form(struct provider_run *run, struct wire_request *request,
                                    struct job_result *result)
{
    const struct json *first = json_at(json_get(run->job->task, "parcels"), 0);

    (void)result;
    return shipengine_send(run, request, WIRE_GET,
                           arena_printf(run->arena, "/manifests?label_ids=%s",
                                        ship_id(ship_text(first, "shipment"), run->arena)),
                           NULL, false);
}

static enum provider_next found_form(struct provider_run *run, const struct wire_reply *reply,
                                     struct wire_request *request, struct job_result *result)
{
    const struct json *answer, *manifests;
    const struct json *first = json_at(json_get(run->job->task, "parcels"), 0);

    if (run->step == SHIP_FETCHED)
        return ship_take_form(run, reply, result);
    if (!shipengine_read(run, reply, &answer, result))
        return ship_still_unclear(result);
    manifests = json_get(answer, "manifests");
    /* Only a list, and a parcel to look for, can say "there is none"; asked after no parcel the
     * service tells the manifests of others. */
    if (json_kind(manifests) != JSON_ARRAY || ship_text(first, "shipment")[0] == '\0') {
        (void)ship_nonsense(run, reply, result);
        return ship_still_unclear(result);
    }
    if (json_len(manifests) > 0)
        return form_made(run, json_at(manifests, 0), request, result);
    return ship_end(result, JOB_WAIT, "", _("No form was made: it is made now."));
}

const struct ship_topic shipengine_manifest = { TOPIC_SCANFORM_MAKE, ask_form, take_form,
                                                      look_form, found_form };
