/*
 * EasyPost: buying the label of a shipment whose rates are known, its file, and giving it back. A
 * purchase is one request, and its shipment is known before; so what became of one is seen at the
 * shipment, and it is never made twice.
 */
#include "sync/provider_easypost.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/outside/shipping_task.h"

#define BODY_BYTES ((size_t)16 * 1024)

static const char *shipment_path(struct provider_run *run, const char *more)
{
    return arena_printf(run->arena, "/shipments/%s%s",
                        ship_id(ship_text(run->job->task, "shipment"), run->arena), more);
}

/* --- buying ----------------------------------------------------------------------------------- */

static enum provider_next ask_buy(struct provider_run *run, struct wire_request *request,
                                  struct job_result *result)
{
    const struct json *task = run->job->task, *insure = json_get(task, "insure");
    const char *amount = ship_text(insure, "amount");
    struct json_out w;
    struct strbuf b;

    if (amount[0] != '\0' && strcmp(ship_text(insure, "currency"), "USD") != 0)
        return ship_end(result, JOB_PERMANENT, "insurance",
                        _("EasyPost insures in USD only. Buy the label without insurance."));
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_begin_object(&w, "rate");
    json_put_text(&w, "id", ship_text(json_get(task, "rate"), "id"));
    json_end_object(&w);
    if (amount[0] != '\0')
        json_put_text(&w, "insurance", amount);
    json_end_object(&w);
    return easypost_send(run, request, WIRE_POST, shipment_path(run, "/buy"), b.s, true);
}

/* What was charged, with fees and insurance; where no fees are listed, the rate. */
static const char *cost_of(const struct json *shipment, struct arena *arena)
{
    const struct json *fees = json_get(shipment, "fees");
    const char *sum = "";

    for (int i = 0; sum != NULL && i < json_len(fees); i++) {
        const struct json *fee = json_at(fees, i);

        if (json_bool(json_get(fee, "charged")) && !json_bool(json_get(fee, "refunded")))
            sum = ship_add(sum, ship_text(fee, "amount"), arena);
    }
    return sum != NULL && sum[0] != '\0' ? sum
                                         : ship_text(json_get(shipment, "selected_rate"), "rate");
}

static bool is_bought(const struct json *shipment)
{
    return json_kind(json_get(shipment, "postage_label")) == JSON_OBJECT &&
           ship_text(shipment, "tracking_code")[0] != '\0';
}

static enum provider_next bought(struct provider_run *run, const struct json *shipment,
                                 struct job_result *result)
{
    const struct json *rate = json_get(shipment, "selected_rate");
    const char *id = ship_text(shipment, "id");
    struct json_out w;
    struct strbuf b;

    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "shipment", id);
    json_put_text(&w, "tracking", ship_text(shipment, "tracking_code"));
    json_put_text(&w, "tracker", ship_text(json_get(shipment, "tracker"), "id"));
    json_put_text(&w, "carrier", ship_text(rate, "carrier"));
    json_put_text(&w, "service", ship_text(rate, "service"));
    json_put_text(&w, "amount", cost_of(shipment, run->arena));
    json_put_text(&w, "currency", ship_text(rate, "currency"));
    json_end_object(&w);
    return ship_done(result, id, &b);
}

static enum provider_next take_buy(struct provider_run *run, const struct wire_reply *reply,
                                   struct wire_request *request, struct job_result *result)
{
    const struct json *shipment;

    (void)request;
    if (!easypost_read(run, reply, &shipment, result)) {
        /* It has its label already: an earlier try went through. The look-up takes it. */
        if (strcmp(result->code, "SHIPMENT.POSTAGE.EXISTS") == 0)
            (void)ship_at_it(result, result->code, result->message);
        return PROVIDER_END;
    }
    return is_bought(shipment) ? bought(run, shipment, result) : ship_nonsense(run, reply, result);
}

static enum provider_next look_shipment(struct provider_run *run, struct wire_request *request,
                                        struct job_result *result)
{
    (void)result;
    return easypost_send(run, request, WIRE_GET, shipment_path(run, ""), NULL, false);
}

static enum provider_next found_buy(struct provider_run *run, const struct wire_reply *reply,
                                    struct wire_request *request, struct job_result *result)
{
    const struct json *shipment;

    (void)request;
    if (!easypost_read(run, reply, &shipment, result))
        return ship_still_unclear(result);
    if (is_bought(shipment))
        return bought(run, shipment, result);
    if (json_get(shipment, "id") == NULL || json_kind(json_get(shipment, "rates")) != JSON_ARRAY) {
        (void)ship_nonsense(run, reply, result);
        return ship_still_unclear(result);
    }
    return ship_end(result, JOB_WAIT, "", _("It was not bought: it is bought now."));
}

const struct ship_topic easypost_buy = { TOPIC_LABEL_BUY, ask_buy, take_buy, look_shipment,
                                             found_buy };

/* --- its file --------------------------------------------------------------------------------- */

#define FILE_CONVERTED 2 /* step: the conversion was asked for */

/* Where the file of that kind is; "": it must be converted first. */
static const char *file_url(const struct json *label, const char *format)
{
    bool is_pdf = strcmp(format, "PDF") == 0, is_zpl = strcmp(format, "ZPL") == 0;
    const char *kept = is_pdf   ? ship_text(label, "label_pdf_url")
                       : is_zpl ? ship_text(label, "label_zpl_url")
                                : "";
    const char *word = is_pdf ? "pdf" : is_zpl ? "zpl" : "png";

    if (kept[0] != '\0')
        return kept;
    return strstr(ship_text(label, "label_file_type"), word) != NULL ? ship_text(label, "label_url")
                                                                     : "";
}

static enum provider_next take_file(struct provider_run *run, const struct wire_reply *reply,
                                    struct wire_request *request, struct job_result *result)
{
    const char *format = ship_text(run->job->task, "format"), *url;
    const struct json *shipment;

    if (run->step == SHIP_FETCHED)
        return ship_take_file(run, reply, format, "label", result);
    if (!easypost_read(run, reply, &shipment, result))
        return PROVIDER_END;
    if (!is_bought(shipment))
        return ship_end(result, JOB_PERMANENT, "no_label", _("EasyPost has no label of it."));
    url = file_url(json_get(shipment, "postage_label"), format);
    if (url[0] != '\0')
        return ship_fetch(run, request, url);
    if (run->step == FILE_CONVERTED)
        return ship_end(result, JOB_PERMANENT, "format",
                        arena_printf(run->arena, _("This carrier has no label as %s."), format));
    return easypost_send(
        run, request, WIRE_GET,
        shipment_path(run, arena_printf(run->arena, "/label?file_format=%s", format)), NULL, false);
}

const struct ship_topic easypost_file = { TOPIC_LABEL_FILE, look_shipment, take_file, NULL,
                                              NULL };

/* --- giving it back --------------------------------------------------------------------------- */

static enum provider_next ask_void(struct provider_run *run, struct wire_request *request,
                                   struct job_result *result)
{
    (void)result;
    return easypost_send(run, request, WIRE_POST, shipment_path(run, "/refund"), "{}", true);
}

static enum provider_next given_back(struct provider_run *run, const char *status,
                                     struct job_result *result)
{
    struct json_out w;
    struct strbuf b;

    if (strcmp(status, "rejected") == 0)
        return ship_end(result, JOB_PERMANENT, status, _("The carrier does not take it back."));
    if (strcmp(status, "not_applicable") == 0)
        return ship_end(result, JOB_PERMANENT, status,
                        _("This label cannot be given back: the carrier bills what it scans."));
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "status", status);
    json_end_object(&w);
    return ship_done(result, "", &b);
}

static enum provider_next take_void(struct provider_run *run, const struct wire_reply *reply,
                                    struct wire_request *request, struct job_result *result)
{
    const struct json *shipment;
    const char *status;

    (void)request;
    if (!easypost_read(run, reply, &shipment, result))
        return PROVIDER_END;
    status = ship_text(shipment, "refund_status");
    return status[0] != '\0' ? given_back(run, status, result) : ship_nonsense(run, reply, result);
}

static enum provider_next found_void(struct provider_run *run, const struct wire_reply *reply,
                                     struct wire_request *request, struct job_result *result)
{
    const struct json *shipment;
    const char *status;

    (void)request;
    if (!easypost_read(run, reply, &shipment, result))
        return ship_still_unclear(result);
    status = ship_text(shipment, "refund_status");
    if (status[0] != '\0')
        return given_back(run, status, result);
    return ship_end(result, JOB_WAIT, "", _("It was not given back: it is asked for now."));
}

const struct ship_topic easypost_void = { TOPIC_LABEL_VOID, ask_void, take_void, look_shipment,
                                              found_void };

/* --- what became of its money ----------------------------------------------------------------- */

static enum provider_next take_refund(struct provider_run *run, const struct wire_reply *reply,
                                      struct wire_request *request, struct job_result *result)
{
    const struct json *shipment;
    const char *status;
    struct json_out w;
    struct strbuf b;

    (void)request;
    if (!easypost_read(run, reply, &shipment, result))
        return PROVIDER_END;
    status = ship_text(shipment, "refund_status");
    if (status[0] == '\0')
        return ship_nonsense(run, reply, result);
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "status", strcmp(status, "not_applicable") == 0 ? "rejected" : status);
    json_end_object(&w);
    return ship_done(result, "", &b);
}

const struct ship_topic easypost_refund = { TOPIC_LABEL_REFUND, look_shipment, take_refund, NULL,
                                            NULL };
