/*
 * EasyPost: what sending a parcel costs, and whether an address is one. A shipment that is made for
 * its rates costs nothing and is none before it is bought, so making it again does no harm.
 */
#include "sync/provider_easypost.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/outside/shipping_task.h"

#define BODY_BYTES ((size_t)256 * 1024)

/* --- rates ------------------------------------------------------------------------------------ */

static void put_parcel(struct json_out *w, const struct json *parcel, struct arena *arena)
{
    static const char *const sides[][2] = { { "length", "length_mm" },
                                            { "width", "width_mm" },
                                            { "height", "height_mm" } };

    json_begin_object(w, "parcel");
    for (size_t i = 0; i < OD_LEN(sides); i++)
        if (ship_number(parcel, sides[i][1]) > 0)
            json_put_number(w, sides[i][0], ship_inches(ship_number(parcel, sides[i][1]), arena));
    json_put_number(w, "weight", ship_ounces(ship_number(parcel, "weight_g"), arena));
    json_end_object(w);
}

/* Goods that leave the United States need a word on the export declaration: below 2,500 USD by
 * tariff number none is made, to Canada none at all (15 CFR 30.36, 30.37). */
static void put_export(struct json_out *w, const struct json *task)
{
    const char *from = ship_text(json_get(task, "from"), "country");
    const char *to = ship_text(json_get(task, "to"), "country");

    if (strcmp(from, "US") == 0)
        json_put_text(w, "eel_pfc", strcmp(to, "CA") == 0 ? "NOEEI 30.36" : "NOEEI 30.37(a)");
}

static void put_customs(struct json_out *w, const struct json *task, struct arena *arena)
{
    const struct json *customs = json_get(task, "customs"), *items = json_get(customs, "items");

    if (json_len(items) == 0)
        return;
    json_begin_object(w, "customs_info");
    json_put_text(w, "contents_type", "merchandise");
    json_put_bool(w, "customs_certify", true);
    json_put_text(w, "customs_signer", ship_text(customs, "signer"));
    json_put_text(w, "restriction_type", "none");
    json_put_text(w, "non_delivery_option", "return");
    put_export(w, task);
    json_begin_array(w, "customs_items");
    for (int i = 0; i < json_len(items); i++) {
        const struct json *item = json_at(items, i);

        json_begin_object(w, NULL);
        json_put_text(w, "description", ship_text(item, "description"));
        json_put_text(w, "code", ship_text(item, "sku"));
        json_put_i64(w, "quantity", ship_number(item, "quantity"));
        json_put_number(w, "value", ship_text(item, "value"));
        json_put_text(w, "currency", ship_text(item, "currency"));
        json_put_number(w, "weight", ship_ounces(ship_number(item, "weight_g"), arena));
        json_put_text(w, "hs_tariff_number", ship_text(item, "hs_code"));
        json_put_text(w, "origin_country", ship_text(item, "origin"));
        json_end_object(w);
    }
    json_end_array(w);
    json_end_object(w);
}

static enum provider_next ask_rates(struct provider_run *run, struct wire_request *request,
                                    struct job_result *result)
{
    const struct json *task = run->job->task;
    struct json_out w;
    struct strbuf b;

    (void)result;
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_begin_object(&w, "shipment");
    json_put_text(&w, "reference", run->job->key);
    easypost_put_address(&w, "from_address", json_get(task, "from"));
    easypost_put_address(&w, "to_address", json_get(task, "to"));
    put_parcel(&w, json_get(task, "parcel"), run->arena);
    put_customs(&w, task, run->arena);
    json_begin_object(&w, "options");
    json_put_text(&w, "label_format", ship_text(task, "format"));
    json_put_text(&w, "print_custom_1", ship_text(task, "mark"));
    json_end_object(&w);
    json_end_object(&w);
    json_end_object(&w);
    return easypost_send(run, request, WIRE_POST, "/shipments", b.s, false);
}

/* Why there are no rates stands in messages, with a status of success. */
static const char *no_rates_words(const struct json *shipment, struct arena *arena)
{
    const struct json *messages = json_get(shipment, "messages");
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_TEXT_BYTES);
    for (int i = 0; i < json_len(messages) && i < 3; i++)
        strbuf_addf(&b, "%s%s %s", b.len > 0 ? "; " : "",
                    ship_text(json_at(messages, i), "carrier"),
                    ship_text(json_at(messages, i), "message"));
    return arena_printf(arena, _("No carrier takes this parcel: %s"),
                        b.len > 0 ? utf8_safe(arena, b.s) : _("none said why."));
}

static void put_rate(struct json_out *w, const struct json *rate)
{
    int64_t days = 0;

    json_begin_object(w, NULL);
    json_put_text(w, "id", ship_text(rate, "id"));
    json_put_text(w, "carrier", ship_text(rate, "carrier"));
    json_put_text(w, "service", ship_text(rate, "service"));
    json_put_text(w, "name", ship_text(rate, "service"));
    json_put_text(w, "account", ship_text(rate, "carrier_account_id"));
    json_put_text(w, "amount", ship_text(rate, "rate"));
    json_put_text(w, "currency", ship_text(rate, "currency"));
    if (json_i64(json_get(rate, "delivery_days"), &days) ||
        json_i64(json_get(rate, "est_delivery_days"), &days))
        json_put_i64(w, "days", days);
    json_end_object(w);
}

static enum provider_next take_rates(struct provider_run *run, const struct wire_reply *reply,
                                     struct wire_request *request, struct job_result *result)
{
    const struct json *shipment, *rates;
    const char *id;
    struct json_out w;
    struct strbuf b;

    (void)request;
    if (!easypost_read(run, reply, &shipment, result))
        return PROVIDER_END;
    id = ship_text(shipment, "id");
    rates = json_get(shipment, "rates");
    if (id[0] == '\0' || json_kind(rates) != JSON_ARRAY)
        return ship_nonsense(run, reply, result);
    if (!easypost_mode_fits(run, shipment, result))
        return PROVIDER_END;
    if (json_len(rates) == 0)
        return ship_end(result, JOB_PERMANENT, "no_rates", no_rates_words(shipment, run->arena));
    strbuf_init(&b, run->arena, LIMIT_JSON_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "shipment", id);
    json_put_text(&w, "mode", ship_text(shipment, "mode"));
    json_begin_array(&w, "rates");
    for (int i = 0; i < json_len(rates); i++)
        put_rate(&w, json_at(rates, i));
    json_end_array(&w);
    json_end_object(&w);
    return ship_done(result, id, &b);
}

const struct ship_topic easypost_rates = { TOPIC_RATES_GET, ask_rates, take_rates, NULL, NULL };

/* --- addresses -------------------------------------------------------------------------------- */

static enum provider_next ask_address(struct provider_run *run, struct wire_request *request,
                                      struct job_result *result)
{
    struct json_out w;
    struct strbuf b;

    (void)result;
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    easypost_put_address(&w, "address", json_get(run->job->task, "address"));
    json_end_object(&w);
    return easypost_send(run, request, WIRE_POST, "/addresses/create_and_verify", b.s, false);
}

/* "home" or "firm" where it says so: it is null for what it does not know. */
static const char *residence_of(const struct json *address)
{
    const struct json *v = json_get(address, "residential");

    if (json_kind(v) != JSON_BOOL)
        return "";
    return json_bool(v) ? "home" : "firm";
}

static enum provider_next verdict(struct provider_run *run, struct job_result *result,
                                  const struct json *address, const char *words)
{
    static const char *const fields[] = { "street1", "street2", "city", "state", "zip", "country" };
    struct json_out w;
    struct strbuf b;

    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_bool(&w, "is_found", address != NULL);
    json_put_text(&w, "message", words);
    json_put_text(&w, "residence", residence_of(address));
    json_begin_object(&w, "address");
    for (size_t i = 0; address != NULL && i < OD_LEN(fields); i++)
        json_put_text(&w, fields[i], ship_text(address, fields[i]));
    json_end_object(&w);
    json_end_object(&w);
    return ship_done(result, "", &b);
}

/* "Not found" is an answer, whether it comes as an error or as a check that failed. */
static enum provider_next take_address(struct provider_run *run, const struct wire_reply *reply,
                                       struct wire_request *request, struct job_result *result)
{
    const struct json *answer, *address, *delivery;

    (void)request;
    if (!easypost_read(run, reply, &answer, result)) {
        if (result->end != JOB_PERMANENT || strcmp(result->code, "ADDRESS.VERIFY.FAILURE") != 0)
            return PROVIDER_END;
        return verdict(run, result, NULL, result->message);
    }
    address = json_get(answer, "address");
    if (json_kind(address) != JSON_OBJECT)
        return ship_nonsense(run, reply, result);
    if (!easypost_mode_fits(run, address, result))
        return PROVIDER_END;
    delivery = json_get(json_get(address, "verifications"), "delivery");
    if (json_kind(json_get(delivery, "success")) == JSON_BOOL &&
        !json_bool(json_get(delivery, "success")))
        return verdict(run, result, NULL, easypost_error_words(delivery, run->arena));
    return verdict(run, result, address, "");
}

const struct ship_topic easypost_address = { TOPIC_ADDRESS_CHECK, ask_address, take_address,
                                                 NULL, NULL };
