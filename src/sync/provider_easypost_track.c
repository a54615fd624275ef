/*
 * EasyPost: where a parcel is, and the form that a driver scans once for all parcels of a day.
 */
#include "sync/provider_easypost.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/outside/shipping_task.h"

#define BODY_BYTES ((size_t)256 * 1024)
/* Forms of one day that are looked through after an unclear end. */
#define FORMS_PAGE "20"

/* --- tracking --------------------------------------------------------------------------------- */

/* A tracker of the same number is the same tracker there, so asking again does no harm. */
static enum provider_next ask_tracker(struct provider_run *run, struct wire_request *request,
                                      struct job_result *result)
{
    const struct json *task = run->job->task;
    const char *tracker = ship_id(ship_text(task, "tracker"), run->arena);
    struct json_out w;
    struct strbuf b;

    (void)result;
    if (tracker[0] != '\0')
        return easypost_send(run, request, WIRE_GET,
                             arena_printf(run->arena, "/trackers/%s", tracker), NULL, false);
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_begin_object(&w, "tracker");
    json_put_text(&w, "tracking_code", ship_text(task, "tracking"));
    if (ship_text(task, "carrier")[0] != '\0')
        json_put_text(&w, "carrier", ship_text(task, "carrier"));
    json_end_object(&w);
    json_end_object(&w);
    return easypost_send(run, request, WIRE_POST, "/trackers", b.s, false);
}

/* Their word in ours; "" for one that nobody knows: the parcel stays as it was. */
static const char *status_of(const char *word)
{
    static const char *const words[][2] = {
        { "unknown", "none" },
        { "pre_transit", "label_created" },
        { "in_transit", "in_transit" },
        { "out_for_delivery", "out_for_delivery" },
        { "available_for_pickup", "pickup_ready" },
        { "delivered", "delivered" },
        { "return_to_sender", "returned" },
        { "failure", "exception" },
        { "error", "exception" },
        { "cancelled", "canceled" },
    };

    for (size_t i = 0; i < OD_LEN(words); i++)
        if (strcmp(words[i][0], word) == 0)
            return words[i][1];
    return "";
}

static void put_event(struct json_out *w, const struct json *event)
{
    const struct json *place = json_get(event, "tracking_location");
    const char *raw = ship_text(event, "status");

    json_begin_object(w, NULL);
    json_put_text(w, "at", ship_text(event, "datetime"));
    json_put_text(w, "status", status_of(raw));
    json_put_text(w, "raw", raw);
    json_put_text(w, "message", ship_text(event, "message"));
    json_put_text(w, "city", ship_text(place, "city"));
    json_put_text(w, "region", ship_text(place, "state"));
    json_put_text(w, "country", ship_text(place, "country"));
    json_end_object(w);
}

void easypost_put_tracker(struct json_out *w, const struct json *tracker)
{
    const struct json *events = json_get(tracker, "tracking_details");

    json_begin_object(w, NULL);
    json_put_text(w, "tracker", ship_text(tracker, "id"));
    json_put_text(w, "tracking", ship_text(tracker, "tracking_code"));
    json_put_text(w, "carrier", ship_text(tracker, "carrier"));
    json_put_text(w, "status", status_of(ship_text(tracker, "status")));
    json_put_text(w, "raw", ship_text(tracker, "status"));
    json_put_text(w, "at", ship_text(tracker, "updated_at"));
    json_put_text(w, "signed_by", ship_text(tracker, "signed_by"));
    json_put_text(w, "url", ship_text(tracker, "public_url"));
    json_put_text(w, "due", ship_text(tracker, "est_delivery_date"));
    json_begin_array(w, "events");
    for (int i = 0; i < json_len(events); i++)
        put_event(w, json_at(events, i));
    json_end_array(w);
    json_end_object(w);
}

static enum provider_next take_tracker(struct provider_run *run, const struct wire_reply *reply,
                                       struct wire_request *request, struct job_result *result)
{
    const struct json *tracker;
    const char *id;
    struct json_out w;
    struct strbuf b;

    (void)request;
    if (!easypost_read(run, reply, &tracker, result))
        return PROVIDER_END;
    id = ship_text(tracker, "id");
    if (id[0] == '\0' || ship_text(tracker, "tracking_code")[0] == '\0')
        return ship_nonsense(run, reply, result);
    if (!easypost_mode_fits(run, tracker, result))
        return PROVIDER_END;
    strbuf_init(&b, run->arena, LIMIT_JSON_BYTES);
    json_out_init(&w, &b);
    easypost_put_tracker(&w, tracker);
    return ship_done(result, id, &b);
}

const struct ship_topic easypost_tracker = { TOPIC_TRACKER_GET, ask_tracker, take_tracker, NULL,
                                                 NULL };

/* --- the form of a day ------------------------------------------------------------------------ */

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
    json_begin_object(&w, "scan_form");
    json_begin_array(&w, "shipment");
    for (int i = 0; i < json_len(parcels); i++) {
        json_begin_object(&w, NULL);
        json_put_text(&w, "id", ship_text(json_at(parcels, i), "shipment"));
        json_end_object(&w);
    }
    json_end_array(&w);
    json_end_object(&w);
    json_end_object(&w);
    return easypost_send(run, request, WIRE_POST, "/scan_forms", b.s, true);
}

static enum provider_next form_made(struct provider_run *run, const struct json *form,
                                    struct wire_request *request, struct job_result *result)
{
    const char *status = ship_text(form, "status"), *url = ship_text(form, "form_url");

    if (strcmp(status, "failed") == 0)
        return ship_end(result, JOB_PERMANENT, status,
                        arena_printf(run->arena, _("The carrier makes no form: %s"),
                                     provider_words(ship_text(form, "message"), run->arena)));
    result->remote_id = arena_strdup(run->arena, ship_text(form, "id"));
    if (url[0] == '\0')
        return ship_at_it(result, status, _("The form is being made."));
    return ship_fetch(run, request, url);
}

static enum provider_next take_form(struct provider_run *run, const struct wire_reply *reply,
                                    struct wire_request *request, struct job_result *result)
{
    const struct json *form;

    if (run->step == SHIP_FETCHED)
        return ship_take_form(run, reply, result);
    if (!easypost_read(run, reply, &form, result))
        return PROVIDER_END;
    return ship_text(form, "id")[0] != '\0' ? form_made(run, form, request, result)
                                            : ship_nonsense(run, reply, result);
}

static enum provider_next look_form(struct provider_run *run, struct wire_request *request,
                                    struct job_result *result)
{
    (void)result;
    return easypost_send(run, request, WIRE_GET, "/scan_forms?page_size=" FORMS_PAGE, NULL, false);
}

static bool has_code(const struct json *form, const char *tracking)
{
    const struct json *codes = json_get(form, "tracking_codes");

    for (int i = 0; i < json_len(codes); i++)
        if (json_text(json_at(codes, i)) != NULL &&
            strcmp(json_text(json_at(codes, i)), tracking) == 0)
            return true;
    return false;
}

/* A parcel is in one form only, so the form with the first of ours is ours. */
static enum provider_next found_form(struct provider_run *run, const struct wire_reply *reply,
                                     struct wire_request *request, struct job_result *result)
{
    const struct json *answer, *forms;
    const char *first = ship_text(json_at(json_get(run->job->task, "parcels"), 0), "tracking");

    if (run->step == SHIP_FETCHED)
        return ship_take_form(run, reply, result);
    if (!easypost_read(run, reply, &answer, result))
        return ship_still_unclear(result);
    forms = json_get(answer, "scan_forms");
    /* Only a list, and a parcel to look for, can say "there is none". */
    if (json_kind(forms) != JSON_ARRAY || first[0] == '\0') {
        (void)ship_nonsense(run, reply, result);
        return ship_still_unclear(result);
    }
    for (int i = 0; i < json_len(forms); i++)
        if (has_code(json_at(forms, i), first))
            return form_made(run, json_at(forms, i), request, result);
    return ship_end(result, JOB_WAIT, "", _("No form was made: it is made now."));
}

const struct ship_topic easypost_scanform = { TOPIC_SCANFORM_MAKE, ask_form, take_form,
                                                  look_form, found_form };
