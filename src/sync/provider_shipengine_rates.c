/*
 * ShipEngine: what sending a parcel costs with each carrier, and whether an address is one.
 */
#include "sync/provider_shipengine.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/outside/shipping_task.h"
#include "domain/party/address_form.h"

#define BODY_BYTES ((size_t)256 * 1024)

/* --- the shipment ----------------------------------------------------------------------------- */

/* Our field, theirs. */
static const char *const address_fields[][2] = {
    { "name", "name" }, /* without one, the company's */
    { "company", "company_name" },
    { "street1", "address_line1" },
    { "street2", "address_line2" },
    { "city", "city_locality" },
    { "state", "state_province" },
    { "zip", "postal_code" },
    { "country", "country_code" },
    { "phone", "phone" },
    { "email", "email" },
};

/* The name and the state are asked for of every address: a desk has the one of a firm, and no state
 * in most countries, where the city stands for it. */
static const char *field_of(const struct json *address, const char *name)
{
    const char *text = ship_text(address, name);

    if (text[0] != '\0')
        return text;
    if (strcmp(name, "name") == 0)
        return ship_text(address, "company");
    if (strcmp(name, "state") == 0)
        return ship_text(address, "city");
    return "";
}

static void put_address(struct json_out *w, const char *name, const struct json *address)
{
    json_begin_object(w, name);
    for (size_t i = 0; i < OD_LEN(address_fields); i++) {
        const char *text = field_of(address, address_fields[i][0]);

        if (text[0] != '\0')
            json_put_text(w, address_fields[i][1], text);
    }
    json_end_object(w);
}

/* What an address must have and has not, by ShipEngine's definition; NULL: nothing. */
static const char *lack_of(const struct json *address, bool is_parcel, bool is_sender)
{
    const struct address_form *form = address_form_of(ship_text(address, "country"));

    if (is_parcel && field_of(address, "name")[0] == '\0')
        return _("name");
    if (ship_text(address, "street1")[0] == '\0')
        return _("street");
    if (ship_text(address, "city")[0] == '\0')
        return _("city");
    if (form != NULL && address_form_needs(form, 'S') && ship_text(address, "state")[0] == '\0')
        return address_region_label(form);
    if (is_parcel && ship_text(address, "zip")[0] == '\0')
        return _("post code");
    if (ship_text(address, "country")[0] == '\0')
        return _("country");
    if (is_sender && ship_text(address, "phone")[0] == '\0')
        return _("telephone number (setting label.phone)");
    return NULL;
}

bool shipengine_is_whole(struct provider_run *run, struct job_result *result)
{
    const struct json *task = run->job->task;
    const char *from = lack_of(json_get(task, "from"), true, true);
    const char *to = from == NULL ? lack_of(json_get(task, "to"), true, false) : NULL;

    if (from != NULL)
        (void)ship_end(result, JOB_PERMANENT, "address",
                       arena_printf(run->arena, _("ShipEngine needs this of the sender: %s."),
                                    from));
    if (to != NULL)
        (void)ship_end(result, JOB_PERMANENT, "address",
                       arena_printf(run->arena, _("ShipEngine needs this of the recipient: %s."),
                                    to));
    return from == NULL && to == NULL;
}

static void put_money(struct json_out *w, const char *name, const char *amount,
                      const char *currency)
{
    json_begin_object(w, name);
    json_put_text(w, "currency", currency);
    json_put_number(w, "amount", amount);
    json_end_object(w);
}

static void put_weight(struct json_out *w, int64_t grams, struct arena *arena)
{
    json_begin_object(w, "weight");
    json_put_number(w, "value", ship_ounces(grams, arena));
    json_put_text(w, "unit", "ounce");
    json_end_object(w);
}

static void put_package(struct json_out *w, const struct json *task, struct arena *arena)
{
    static const char *const sides[][2] = { { "length", "length_mm" },
                                            { "width", "width_mm" },
                                            { "height", "height_mm" } };
    const struct json *parcel = json_get(task, "parcel"), *insure = json_get(task, "insure");

    json_begin_array(w, "packages");
    json_begin_object(w, NULL);
    put_weight(w, ship_number(parcel, "weight_g"), arena);
    if (ship_number(parcel, "length_mm") > 0) {
        json_begin_object(w, "dimensions");
        json_put_text(w, "unit", "inch");
        for (size_t i = 0; i < OD_LEN(sides); i++)
            json_put_number(w, sides[i][0], ship_inches(ship_number(parcel, sides[i][1]), arena));
        json_end_object(w);
    }
    if (ship_text(insure, "amount")[0] != '\0')
        put_money(w, "insured_value", ship_text(insure, "amount"), ship_text(insure, "currency"));
    json_end_object(w);
    json_end_array(w);
}

static void put_customs(struct json_out *w, const struct json *task, struct arena *arena)
{
    const struct json *items = json_get(json_get(task, "customs"), "items");

    if (json_len(items) == 0)
        return;
    json_begin_object(w, "customs");
    json_put_text(w, "contents", "merchandise");
    json_put_text(w, "non_delivery", "return_to_sender");
    json_begin_array(w, "customs_items");
    for (int i = 0; i < json_len(items); i++) {
        const struct json *item = json_at(items, i);

        json_begin_object(w, NULL);
        json_put_text(w, "description", ship_text(item, "description"));
        json_put_i64(w, "quantity", ship_number(item, "quantity"));
        json_put_number(w, "value", ship_text(item, "value"));
        json_put_text(w, "value_currency", ship_text(item, "currency"));
        put_weight(w, ship_number(item, "weight_g"), arena);
        json_put_text(w, "harmonized_tariff_code", ship_text(item, "hs_code"));
        json_put_text(w, "country_of_origin", ship_text(item, "origin"));
        json_put_text(w, "sku", ship_text(item, "sku"));
        json_end_object(w);
    }
    json_end_array(w);
    json_end_object(w);
}

void shipengine_put_shipment(struct json_out *w, const struct json *task, struct arena *arena)
{
    put_address(w, "ship_from", json_get(task, "from"));
    put_address(w, "ship_to", json_get(task, "to"));
    put_customs(w, task, arena);
    if (ship_text(json_get(task, "insure"), "amount")[0] != '\0')
        json_put_text(w, "insurance_provider", "carrier");
    put_package(w, task, arena);
}

/* --- rates ------------------------------------------------------------------------------------ */

/* "se-1 se-2" of the options. */
static void put_carriers(struct provider_run *run, struct json_out *w)
{
    const char *at = provider_option(run->options, "carriers");

    json_begin_array(w, "carrier_ids");
    for (;;) {
        size_t n;

        at += strspn(at, " ,");
        n = strcspn(at, " ,");
        if (n == 0)
            break;
        json_put_text(w, NULL, arena_strndup(run->arena, at, n));
        at += n;
    }
    json_end_array(w);
}

static enum provider_next ask_rates(struct provider_run *run, struct wire_request *request,
                                    struct job_result *result)
{
    struct json_out w;
    struct strbuf b;

    if (!shipengine_is_whole(run, result))
        return PROVIDER_END;
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_begin_object(&w, "rate_options");
    put_carriers(run, &w);
    json_end_object(&w);
    json_begin_object(&w, "shipment");
    shipengine_put_shipment(&w, run->job->task, run->arena);
    json_end_object(&w);
    json_end_object(&w);
    return shipengine_send(run, request, WIRE_POST, "/rates", b.s, false);
}

static const char *const rate_parts[] = { "shipping_amount", "insurance_amount",
                                          "confirmation_amount", "other_amount", NULL };

static bool put_rate(struct json_out *w, const struct json *rate, struct arena *arena)
{
    const char *amount = shipengine_sum(rate, rate_parts, arena);
    int64_t days;

    if (json_len(json_get(rate, "error_messages")) > 0 || amount == NULL || amount[0] == '\0')
        return false;
    json_begin_object(w, NULL);
    json_put_text(w, "id", ship_text(rate, "rate_id"));
    json_put_text(w, "carrier", ship_text(rate, "carrier_friendly_name"));
    json_put_text(w, "service", ship_text(rate, "service_code"));
    json_put_text(w, "name", ship_text(rate, "service_type"));
    json_put_text(w, "account", ship_text(rate, "carrier_id"));
    json_put_text(w, "amount", amount);
    json_put_text(w, "currency", ship_text(json_get(rate, "shipping_amount"), "currency"));
    if (json_i64(json_get(rate, "delivery_days"), &days))
        json_put_i64(w, "days", days);
    json_end_object(w);
    return true;
}

static const char *no_rates_words(const struct json *answer, struct arena *arena)
{
    const struct json *errors = json_get(answer, "errors"),
                      *bad = json_get(answer, "invalid_rates");
    const char *words = ship_text(json_at(errors, 0), "message");
    const char *first = json_text(json_at(json_get(json_at(bad, 0), "error_messages"), 0));

    if (words[0] == '\0' && first != NULL)
        words = first;
    return arena_printf(arena, _("No carrier takes this parcel: %s"),
                        words[0] != '\0' ? provider_words(words, arena) : _("none said why."));
}

static enum provider_next take_rates(struct provider_run *run, const struct wire_reply *reply,
                                     struct wire_request *request, struct job_result *result)
{
    const struct json *answer, *rates;
    struct json_out w;
    struct strbuf b;
    int n = 0;

    (void)request;
    if (!shipengine_read(run, reply, &answer, result))
        return PROVIDER_END;
    answer = json_get(answer, "rate_response");
    rates = json_get(answer, "rates");
    if (json_kind(rates) != JSON_ARRAY)
        return ship_nonsense(run, reply, result);
    strbuf_init(&b, run->arena, LIMIT_JSON_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "shipment", "");
    json_put_text(&w, "mode", shipengine_is_test(run->options) ? "test" : "production");
    json_begin_array(&w, "rates");
    for (int i = 0; i < json_len(rates); i++)
        n += put_rate(&w, json_at(rates, i), run->arena);
    json_end_array(&w);
    json_end_object(&w);
    if (n == 0)
        return ship_end(result, JOB_PERMANENT, "no_rates", no_rates_words(answer, run->arena));
    return ship_done(result, "", &b);
}

const struct ship_topic shipengine_rates = { TOPIC_RATES_GET, ask_rates, take_rates, NULL,
                                                   NULL };

/* --- addresses -------------------------------------------------------------------------------- */

static enum provider_next ask_address(struct provider_run *run, struct wire_request *request,
                                      struct job_result *result)
{
    const struct json *address = json_get(run->job->task, "address");
    const char *lack = lack_of(address, false, false);
    struct json_out w;
    struct strbuf b;

    if (lack != NULL)
        return ship_end(result, JOB_PERMANENT, "address",
                        arena_printf(run->arena, _("ShipEngine needs this of the address: %s."),
                                     lack));
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_array(&w, NULL);
    put_address(&w, NULL, address);
    json_end_array(&w);
    return shipengine_send(run, request, WIRE_POST, "/addresses/validate", b.s, false);
}

static const char *residence_of(const struct json *matched)
{
    const char *word = ship_text(matched, "address_residential_indicator");

    if (strcmp(word, "yes") == 0)
        return "home";
    return strcmp(word, "no") == 0 ? "firm" : "";
}

/* A state that is only the city that stood for it is none. */
static const char *found_field(struct provider_run *run, const struct json *matched, size_t i)
{
    const struct json *asked = json_get(run->job->task, "address");
    const char *text = ship_text(matched, address_fields[i][1]);

    if (strcmp(address_fields[i][0], "state") == 0 && ship_text(asked, "state")[0] == '\0' &&
        (strcasecmp(text, ship_text(asked, "city")) == 0 ||
         strcasecmp(text, ship_text(matched, "city_locality")) == 0))
        return "";
    return text;
}

static enum provider_next take_address(struct provider_run *run, const struct wire_reply *reply,
                                       struct wire_request *request, struct job_result *result)
{
    const struct json *answer, *matched, *messages;
    const char *status;
    struct json_out w;
    struct strbuf b;
    bool is_found;

    (void)request;
    if (!shipengine_read(run, reply, &answer, result))
        return PROVIDER_END;
    answer = json_at(answer, 0);
    status = ship_text(answer, "status");
    matched = json_get(answer, "matched_address");
    messages = json_get(answer, "messages");
    if (status[0] == '\0')
        return ship_nonsense(run, reply, result);
    is_found = json_kind(matched) == JSON_OBJECT &&
               (strcmp(status, "verified") == 0 || strcmp(status, "warning") == 0);
    strbuf_init(&b, run->arena, BODY_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_bool(&w, "is_found", is_found);
    json_put_text(&w, "message", ship_text(json_at(messages, 0), "message"));
    json_put_text(&w, "residence", residence_of(matched));
    json_begin_object(&w, "address");
    for (size_t i = 2; is_found && i < 8; i++)
        json_put_text(&w, address_fields[i][0], found_field(run, matched, i));
    json_end_object(&w);
    json_end_object(&w);
    return ship_done(result, "", &b);
}

const struct ship_topic shipengine_address = { TOPIC_ADDRESS_CHECK, ask_address, take_address,
                                                     NULL, NULL };
