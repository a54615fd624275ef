/*
 * EasyPost and ShipEngine by the same claims: what is asked, what each reply means, and that a
 * label is never bought twice. Replies are written here; those that were recorded have a program of
 * their own.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/outside/shipping_task.h"
#include "sync/ship_json.h"
#include "sync/ship_run.h"

#define PARCEL                                                                                     \
    "\"from\":{\"name\":\"Desk Ltd\",\"street1\":\"1 Main "                                        \
    "St\",\"city\":\"Salem\",\"state\":\"OR\","                                                    \
    "\"zip\":\"97301\",\"country\":\"US\",\"phone\":\"5035550100\"},"                                \
    "\"to\":{\"name\":\"A. Buyer\",\"street1\":\"2 Side St\",\"city\":\"Dover\",\"state\":\"DE\"," \
    "\"zip\":\"19901\",\"country\":\"US\"},"                                                       \
    "\"parcel\":{\"weight_g\":437,\"length_mm\":254,\"width_mm\":200,\"height_mm\":100},"          \
    "\"format\":\"PDF\",\"mark\":\"10482-F1-P1\""
#define CUSTOMS                                                                                    \
    ",\"customs\":{\"signer\":\"Anna\",\"items\":[{\"sku\":\"4711\",\"description\":\"Tape\","     \
    "\"quantity\":2,\"value\":\"16.20\",\"currency\":\"USD\",\"weight_g\":300,"                    \
    "\"hs_code\":\"391910\",\"origin\":\"US\"}]}"
#define RATES_TASK "{" PARCEL "}"
#define BUY_TASK                                                                                   \
    "{" PARCEL ",\"shipment\":\"shp_1\",\"rate\":{\"id\":\"rate_1\",\"carrier\":\"USPS\","         \
    "\"service\":\"usps_ground\",\"account\":\"se-1\"}}"
#define ONE_TASK "{\"shipment\":\"shp_1\",\"format\":\"PDF\"}"

static struct ship_run r;
static bool is_easypost;

static void open_easypost(void)
{
    is_easypost = true;
    ship_options = (struct provider_options){ .key = "EZTKabc", .mode = "test" };
    ship_run_open(&r, &provider_easypost);
}

static void open_shipengine(void)
{
    is_easypost = false;
    ship_options =
        (struct provider_options){ .key = "TEST_abc", .mode = "test", .carriers = "se-1 se-2" };
    ship_run_open(&r, &provider_shipengine);
}

static void tear_down(void)
{
    ship_run_close(&r);
}

/* What each says of a label that was bought. */
static const char *bought(void)
{
    return is_easypost ? "{\"id\":\"shp_1\",\"mode\":\"test\",\"tracking_code\":\"9400\","
                         "\"postage_label\":{\"label_url\":\"https://f.example/l.pdf\","
                         "\"label_file_type\":\"application/pdf\",\"label_pdf_url\":null},"
                         "\"selected_rate\":{\"carrier\":\"USPS\",\"service\":\"Ground\","
                         "\"rate\":\"6.07\",\"currency\":\"USD\"},\"rates\":[],"
                         "\"fees\":[{\"amount\":\"6.07000\",\"charged\":true,\"refunded\":false},"
                         "{\"amount\":\"1.00000\",\"charged\":true,\"refunded\":false},"
                         "{\"amount\":\"9.00000\",\"charged\":true,\"refunded\":true}]}"
                       : "{\"label_id\":\"shp_1\",\"status\":\"completed\","
                         "\"tracking_number\":\"9400\",\"carrier_code\":\"USPS\","
                         "\"service_code\":\"Ground\","
                         "\"shipment_cost\":{\"currency\":\"USD\",\"amount\":6.07},"
                         "\"insurance_cost\":{\"currency\":\"USD\",\"amount\":1.0},"
                         "\"label_download\":{\"pdf\":\"https://f.example/l.pdf\"}}";
}

static const char *not_there(void)
{
    return is_easypost ? "{\"id\":\"shp_1\",\"mode\":\"test\",\"postage_label\":null,\"rates\":[]}"
                       : "{\"errors\":[{\"error_source\":\"shipengine\",\"error_type\":"
                         "\"validation\",\"error_code\":\"not_found\",\"message\":\"none\"}]}";
}

static void ck_end(enum job_end end)
{
    ck_assert_msg(r.result.end == end, "%d: %s", (int)r.result.end, r.result.message);
}

static void ck_is_bought(void)
{
    const struct json *data;

    ck_end(JOB_DONE);
    data = ship_run_data(&r);
    ck_assert_str_eq(r.result.remote_id, "shp_1");
    ck_assert_str_eq(ship_text(data, "shipment"), "shp_1");
    ck_assert_str_eq(ship_text(data, "tracking"), "9400");
    ck_assert_str_eq(ship_text(data, "carrier"), "USPS");
    ck_assert_str_eq(ship_text(data, "service"), "Ground");
    ck_assert_str_eq(ship_text(data, "amount"), "7.07");
    ck_assert_str_eq(ship_text(data, "currency"), "USD");
}

START_TEST(a_label_is_bought_with_all_it_cost)
{
    ck_assert_int_eq(ship_run_begin(&r, TOPIC_LABEL_BUY, BUY_TASK), PROVIDER_SEND);
    ck_sent(&r, WIRE_POST, is_easypost ? "/v2/shipments/shp_1/buy" : "/v1/labels");
    ck_assert(r.request.is_write);
    ck_assert_int_eq(ship_run_answer(&r, 200, bought()), PROVIDER_END);
    ck_is_bought();
}
END_TEST

/* It may be bought all the same: a person finds it by its id. */
START_TEST(a_label_with_too_long_an_answer_is_unclear)
{
    const size_t len = 400000;
    char *word = arena_alloc(r.arena, len + 1);

    memset(word, 'x', len);
    word[len] = '\0';
    (void)ship_run_begin(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_answer(
        &r, 200,
        arena_printf(r.arena,
                     is_easypost ? "{\"id\":\"shp_1\",\"postage_label\":{},\"tracking_code\":\"9\","
                                   "\"selected_rate\":{\"carrier\":\"%s\"}}"
                                 : "{\"label_id\":\"shp_1\",\"status\":\"completed\","
                                   "\"tracking_number\":\"9\",\"carrier_code\":\"%s\"}",
                     word));
    ck_end(JOB_UNCLEAR);
    ck_assert_str_eq(r.result.remote_id, "shp_1");
}
END_TEST

/* What may have been done is looked up, whatever the way it failed. */
START_TEST(an_unclear_purchase_is_looked_up)
{
    static const int statuses[] = { 500, 502, 504, 408, 200 };

    for (size_t i = 0; i < OD_LEN(statuses); i++) {
        (void)ship_run_begin(&r, TOPIC_LABEL_BUY, BUY_TASK);
        ck_assert_int_eq(ship_run_answer(&r, statuses[i], "<html>oops</html>"), PROVIDER_END);
        ck_end(JOB_UNCLEAR);
    }
    (void)ship_run_begin(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_lost(&r, WIRE_UNCLEAR);
    ck_end(JOB_UNCLEAR);
    (void)ship_run_begin(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_answer(&r, 200, "{\"id\":\"shp_1\"");
    ck_end(JOB_UNCLEAR);
    (void)ship_run_begin(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_lost(&r, WIRE_NOT_SENT);
    ck_end(JOB_WAIT);
    (void)ship_run_begin(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_answer(&r, 429, "slow down");
    ck_end(JOB_WAIT);
}
END_TEST

START_TEST(a_look_up_finds_what_was_bought)
{
    ck_assert_int_eq(ship_run_look(&r, TOPIC_LABEL_BUY, BUY_TASK), PROVIDER_SEND);
    ck_sent(&r, WIRE_GET,
            is_easypost ? "/v2/shipments/shp_1"
                        : "/v1/labels/external_shipment_id/0193f0aa-1111-7222-8333-444455556666");
    ck_assert(!r.request.is_write);
    ck_assert_int_eq(ship_run_answer(&r, 200, bought()), PROVIDER_END);
    ck_is_bought();
}
END_TEST

START_TEST(only_the_service_itself_says_that_nothing_was_bought)
{
    (void)ship_run_look(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_answer(&r, is_easypost ? 200 : 404, not_there());
    ck_end(JOB_WAIT);
    (void)ship_run_look(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_answer(&r, 404, "<html>not found</html>");
    ck_end(JOB_UNCLEAR);
    (void)ship_run_look(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_answer(&r, 503, "");
    ck_end(JOB_UNCLEAR);
    (void)ship_run_look(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_answer(&r, 200, "{}");
    ck_end(JOB_UNCLEAR);
    (void)ship_run_look(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_lost(&r, WIRE_NOT_SENT);
    ck_end(JOB_UNCLEAR);
}
END_TEST

START_TEST(buying_what_is_bought_already_is_looked_up)
{
    (void)ship_run_begin(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_answer(
        &r, 422,
        is_easypost
            ? "{\"error\":{\"code\":\"SHIPMENT.POSTAGE.EXISTS\",\"message\":\"has postage\","
              "\"errors\":[]}}"
            : "{\"errors\":[{\"error_type\":\"business_rules\",\"error_code\":\"x\","
              "\"field_name\":\"shipment.external_shipment_id\",\"message\":\"must be unique\"}]}");
    ck_end(JOB_UNCLEAR);
    ck_assert(r.result.is_well);
}
END_TEST

START_TEST(an_account_that_is_no_good_stops_the_queue)
{
    (void)ship_run_begin(&r, TOPIC_RATES_GET, RATES_TASK);
    (void)ship_run_answer(&r, 401, "{}");
    ck_end(JOB_ACCOUNT);
    (void)ship_run_begin(&r, TOPIC_LABEL_BUY, BUY_TASK);
    (void)ship_run_answer(&r, is_easypost ? 402 : 400,
                          is_easypost
                              ? "{\"error\":{\"code\":\"X\",\"message\":\"pay first\"}}"
                              : "{\"errors\":[{\"error_code\":\"insufficient_funds\","
                                "\"error_type\":\"business_rules\",\"message\":\"pay first\"}]}");
    ck_end(JOB_ACCOUNT);
    ck_assert_str_eq(r.result.message, "pay first");
}
END_TEST

START_TEST(a_refusal_says_its_field)
{
    (void)ship_run_begin(&r, TOPIC_RATES_GET, RATES_TASK);
    (void)ship_run_answer(
        &r, is_easypost ? 422 : 400,
        is_easypost
            ? "{\"error\":{\"code\":\"BAD\",\"message\":\"No.\",\"errors\":[\"plain words\","
              "{\"field\":\"zip\",\"message\":\"is missing\",\"suggestion\":null}]}}"
            : "{\"errors\":[{\"error_code\":\"BAD\",\"error_type\":\"validation\","
              "\"message\":\"No.\"},{\"error_code\":\"b\",\"error_type\":\"validation\","
              "\"field_name\":\"zip\",\"message\":\"is missing\"}]}");
    ck_end(JOB_PERMANENT);
    ck_assert_str_eq(r.result.code, "BAD");
    ck_assert_str_eq(r.result.message,
                     is_easypost ? "No. plain words; zip: is missing" : "No.; zip: is missing");
}
END_TEST

START_TEST(a_parcel_goes_out_in_ounces_and_inches_rounded_up)
{
    const struct json *sent, *parcel, *side;

    ck_assert_int_eq(ship_run_begin(&r, TOPIC_RATES_GET, RATES_TASK), PROVIDER_SEND);
    ck_sent(&r, WIRE_POST, is_easypost ? "/v2/shipments" : "/v1/rates");
    ck_assert(!r.request.is_write);
    sent = json_get(ship_run_sent(&r), "shipment");
    parcel = is_easypost ? json_get(sent, "parcel") : json_at(json_get(sent, "packages"), 0);
    side = is_easypost ? parcel : json_get(parcel, "dimensions");
    ck_assert_str_eq(is_easypost ? ship_text(parcel, "weight")
                                 : ship_text(json_get(parcel, "weight"), "value"),
                     "15.5");
    ck_assert_str_eq(ship_text(side, "length"), "10");
    ck_assert_str_eq(ship_text(side, "width"), "7.9");
    ck_assert_str_eq(ship_text(side, "height"), "4");
    ck_assert_ptr_null(json_get(sent, is_easypost ? "customs_info" : "customs"));
    ck_assert_str_eq(ship_ounces(1, r.arena), "0.1");
    ck_assert_str_eq(ship_ounces(28350, r.arena), "1000.1");
}
END_TEST

START_TEST(customs_go_along_across_a_border)
{
    const struct json *sent, *customs, *item;

    (void)ship_run_begin(&r, TOPIC_RATES_GET, "{" PARCEL CUSTOMS "}");
    sent = json_get(ship_run_sent(&r), "shipment");
    customs = json_get(sent, is_easypost ? "customs_info" : "customs");
    item = json_at(json_get(customs, "customs_items"), 0);
    ck_assert_str_eq(ship_text(item, "description"), "Tape");
    ck_assert_int_eq(ship_number(item, "quantity"), 2);
    ck_assert_str_eq(ship_text(item, "value"), "16.20");
    ck_assert_str_eq(ship_text(item, is_easypost ? "hs_tariff_number" : "harmonized_tariff_code"),
                     "391910");
    ck_assert_str_eq(ship_text(item, is_easypost ? "origin_country" : "country_of_origin"), "US");
    if (is_easypost) {
        ck_assert_str_eq(ship_text(customs, "customs_signer"), "Anna");
        ck_assert_str_eq(ship_text(customs, "eel_pfc"), "NOEEI 30.37(a)");
    }
}
END_TEST

START_TEST(rates_keep_their_amounts_to_the_digit)
{
    const struct json *data, *rate;

    (void)ship_run_begin(&r, TOPIC_RATES_GET, RATES_TASK);
    (void)ship_run_answer(
        &r, 201,
        is_easypost
            ? "{\"id\":\"shp_1\",\"mode\":\"test\",\"rates\":[{\"id\":\"rate_1\",\"service\":\"G\","
              "\"carrier\":\"USPS\",\"rate\":\"10.10\",\"currency\":\"USD\","
              "\"delivery_days\":null,\"est_delivery_days\":3}]}"
            : "{\"rate_response\":{\"rates\":[{\"rate_id\":\"rate_1\",\"service_code\":\"G\","
              "\"carrier_friendly_name\":\"USPS\",\"carrier_id\":\"se-1\",\"delivery_days\":3,"
              "\"error_messages\":[],\"shipping_amount\":{\"currency\":\"USD\",\"amount\":9.90},"
              "\"insurance_amount\":{\"currency\":\"USD\",\"amount\":0.0},"
              "\"confirmation_amount\":{\"currency\":\"USD\",\"amount\":0.1},"
              "\"other_amount\":{\"currency\":\"USD\",\"amount\":0.10}}],\"errors\":[]}}");
    ck_end(JOB_DONE);
    data = ship_run_data(&r);
    rate = json_at(json_get(data, "rates"), 0);
    ck_assert_int_eq(json_len(json_get(data, "rates")), 1);
    ck_assert_str_eq(ship_text(rate, "id"), "rate_1");
    ck_assert_str_eq(ship_text(rate, "amount"), "10.10");
    ck_assert_str_eq(ship_text(rate, "currency"), "USD");
    ck_assert_int_eq(ship_number(rate, "days"), 3);
}
END_TEST

START_TEST(no_rates_say_why)
{
    (void)ship_run_begin(&r, TOPIC_RATES_GET, RATES_TASK);
    (void)ship_run_answer(
        &r, 201,
        is_easypost
            ? "{\"id\":\"shp_1\",\"mode\":\"test\",\"rates\":[],\"messages\":[{\"carrier\":"
              "\"USPS\",\"message\":\"too heavy\"}]}"
            : "{\"rate_response\":{\"rates\":[],\"errors\":[{\"message\":\"too heavy\"}]}}");
    ck_end(JOB_PERMANENT);
    ck_assert_str_eq(r.result.code, "no_rates");
    ck_assert_ptr_nonnull(strstr(r.result.message, "too heavy"));
}
END_TEST

/* The file lies with another host: it gets no key. */
START_TEST(a_label_file_is_fetched_without_our_key)
{
    ck_assert_int_eq(ship_run_begin(&r, TOPIC_LABEL_FILE, ONE_TASK), PROVIDER_SEND);
    ck_assert_int_eq(ship_run_answer(&r, 200, bought()), PROVIDER_SEND);
    ck_sent(&r, WIRE_GET, "https://f.example/l.pdf");
    ck_assert_ptr_null(r.request.user);
    ck_assert_int_eq(r.request.n_headers, 0);
    ck_assert_int_eq((int)r.request.max_reply, (int)SHIP_FILE_BYTES);
    ck_assert_int_eq(ship_run_bytes(&r, 200, "%PDF-1.4\0\1", 10), PROVIDER_END);
    ck_end(JOB_DONE);
    ck_assert_int_eq(r.result.files.n, 1);
    ck_assert_int_eq((int)r.result.files.v[0].len, 10);
    ck_assert_str_eq(r.result.files.v[0].media_type, "application/pdf");
}
END_TEST

START_TEST(what_is_no_label_file_is_asked_for_again)
{
    (void)ship_run_begin(&r, TOPIC_LABEL_FILE, ONE_TASK);
    (void)ship_run_answer(&r, 200, bought());
    ck_assert_int_eq(ship_run_answer(&r, 200, "<html>moment</html>"), PROVIDER_END);
    ck_end(JOB_WAIT);
    (void)ship_run_begin(&r, TOPIC_LABEL_FILE, ONE_TASK);
    (void)ship_run_answer(&r, 200, bought());
    (void)ship_run_answer(&r, 200, "^XA^FDother format^XZ");
    ck_end(JOB_WAIT);
}
END_TEST

START_TEST(giving_back_is_asked_for_once)
{
    ck_assert_int_eq(ship_run_begin(&r, TOPIC_LABEL_VOID, ONE_TASK), PROVIDER_SEND);
    ck_sent(&r, is_easypost ? WIRE_POST : WIRE_PUT,
            is_easypost ? "/shipments/shp_1/refund" : "/labels/shp_1/void");
    ck_assert(r.request.is_write);
    (void)ship_run_answer(&r, 200,
                          is_easypost ? "{\"id\":\"shp_1\",\"refund_status\":\"submitted\"}"
                                      : "{\"approved\":true,\"message\":\"ok\"}");
    ck_end(JOB_DONE);
    (void)ship_run_begin(&r, TOPIC_LABEL_VOID, ONE_TASK);
    if (!is_easypost)
        ck_assert_uint_eq(r.request.body_len, 0); /* their definition has none */
    (void)ship_run_answer(&r, 200,
                          is_easypost ? "{\"id\":\"shp_1\",\"refund_status\":\"rejected\"}"
                                      : "{\"approved\":false,\"message\":\"too late\"}");
    ck_end(JOB_PERMANENT);
    (void)ship_run_look(&r, TOPIC_LABEL_VOID, ONE_TASK);
    (void)ship_run_answer(&r, 200,
                          is_easypost ? "{\"id\":\"shp_1\",\"refund_status\":\"submitted\"}"
                                      : "{\"label_id\":\"shp_1\",\"status\":\"voided\"}");
    ck_end(JOB_DONE);
    (void)ship_run_look(&r, TOPIC_LABEL_VOID, ONE_TASK);
    (void)ship_run_answer(&r, 200, bought());
    ck_end(JOB_WAIT);
}
END_TEST

#define ck_is_fit(text)                                                                            \
    do {                                                                                           \
        ck_assert_ptr_nonnull(strstr((text), "sorry"));                                            \
        ck_assert_ptr_null(strchr((text), '\x1b'));                                                \
    } while (0)

START_TEST(what_a_provider_says_cannot_drive_a_terminal)
{
    (void)ship_run_begin(&r, TOPIC_RATES_GET, RATES_TASK);
    (void)ship_run_answer(
        &r, 200,
        is_easypost ? "{\"id\":\"shp_1\",\"mode\":\"test\",\"rates\":[],\"messages\":"
                      "[{\"carrier\":\"UPS\",\"message\":\"\\u001b[2Jsorry\"}]}"
                    : "{\"rate_response\":{\"rates\":[],\"errors\":"
                      "[{\"message\":\"\\u001b[2Jsorry\"}]}}");
    ck_end(JOB_PERMANENT);
    ck_is_fit(r.result.message);
    if (is_easypost) {
        (void)ship_run_begin(&r, TOPIC_SCANFORM_MAKE, "{\"parcels\":[{\"shipment\":\"shp_1\"}]}");
        (void)ship_run_answer(&r, 200, "{\"id\":\"sf_1\",\"status\":\"failed\","
                                       "\"message\":\"\\u001b[2Jsorry\"}");
    } else {
        (void)ship_run_begin(&r, TOPIC_LABEL_VOID, ONE_TASK);
        (void)ship_run_answer(&r, 200,
                              "{\"approved\":false,\"message\":\"\\u001b[2Jsorry\"}");
    }
    ck_end(JOB_PERMANENT);
    ck_is_fit(r.result.message);
}
END_TEST

START_TEST(an_address_is_found_or_not)
{
    const char *task =
        "{\"address\":{\"street1\":\"1 main\",\"city\":\"salem\",\"state\":\"OR\","
        "\"country\":\"US\"}}";

    ck_assert_int_eq(ship_run_begin(&r, TOPIC_ADDRESS_CHECK, task), PROVIDER_SEND);
    (void)ship_run_answer(
        &r, 200,
        is_easypost
            ? "{\"address\":{\"mode\":\"test\",\"street1\":\"1 MAIN ST\",\"zip\":\"97301-1\","
              "\"residential\":false,"
              "\"verifications\":{\"delivery\":{\"success\":true,\"errors\":[]}}}}"
            : "[{\"status\":\"verified\",\"matched_address\":{\"address_line1\":\"1 MAIN ST\","
              "\"address_residential_indicator\":\"no\","
              "\"postal_code\":\"97301-1\"},\"messages\":[]}]");
    ck_end(JOB_DONE);
    ck_assert(json_bool(json_get(ship_run_data(&r), "is_found")));
    ck_assert_str_eq(ship_text(json_get(ship_run_data(&r), "address"), "street1"), "1 MAIN ST");
    ck_assert_str_eq(ship_text(ship_run_data(&r), "residence"), "firm");
    ck_assert_str_eq(ship_text(json_get(ship_run_data(&r), "address"), "zip"), "97301-1");

    (void)ship_run_begin(&r, TOPIC_ADDRESS_CHECK, task);
    (void)ship_run_answer(
        &r, is_easypost ? 422 : 200,
        is_easypost
            ? "{\"error\":{\"code\":\"ADDRESS.VERIFY.FAILURE\",\"message\":\"unknown street\"}}"
            : "[{\"status\":\"unverified\",\"matched_address\":null,"
              "\"messages\":[{\"message\":\"unknown street\"}]}]");
    ck_end(JOB_DONE);
    ck_assert(!json_bool(json_get(ship_run_data(&r), "is_found")));
    ck_assert_str_eq(ship_text(ship_run_data(&r), "message"), "unknown street");
}
END_TEST

START_TEST(a_form_of_the_day_is_found_again)
{
    const char *task = "{\"parcels\":[{\"shipment\":\"shp_1\",\"tracking\":\"9400\"}]}";
    const char *form =
        is_easypost ? "{\"scan_forms\":[{\"id\":\"sf_0\",\"tracking_codes\":[\"1\"]},"
                      "{\"id\":\"sf_1\",\"status\":\"created\",\"tracking_codes\":[\"9400\"],"
                      "\"form_url\":\"https://f.example/f.pdf\"}]}"
                    : "{\"manifests\":[{\"manifest_id\":\"sf_1\",\"manifest_download\":"
                      "{\"href\":\"https://f.example/f.pdf\"}}]}";

    ck_assert_int_eq(ship_run_begin(&r, TOPIC_SCANFORM_MAKE, task), PROVIDER_SEND);
    ck_assert(r.request.is_write);
    (void)ship_run_lost(&r, WIRE_UNCLEAR);
    ck_end(JOB_UNCLEAR);
    ck_assert(!r.result.is_well);
    (void)ship_run_begin(&r, TOPIC_SCANFORM_MAKE, task);
    (void)ship_run_answer(&r, 200,
                          is_easypost ? "{\"id\":\"sf_1\",\"status\":\"creating\"}"
                                      : "{\"manifests\":[{\"manifest_id\":\"sf_1\"}]}");
    ck_end(JOB_UNCLEAR);
    ck_assert(r.result.is_well); /* it is at it still */
    (void)ship_run_look(&r, TOPIC_SCANFORM_MAKE, task);
    ck_assert_int_eq(ship_run_answer(&r, 200, form), PROVIDER_SEND);
    ck_sent(&r, WIRE_GET, "https://f.example/f.pdf");
    (void)ship_run_answer(&r, 500, "");
    ck_end(JOB_UNCLEAR);
    (void)ship_run_look(&r, TOPIC_SCANFORM_MAKE, task);
    (void)ship_run_answer(&r, 200, form);
    (void)ship_run_answer(&r, 200, "%PDF-1.4 form");
    ck_end(JOB_DONE);
    (void)ship_run_look(&r, TOPIC_SCANFORM_MAKE, task);
    (void)ship_run_answer(&r, 200, is_easypost ? "{\"scan_forms\":[]}" : "{\"manifests\":[]}");
    ck_end(JOB_WAIT);
}
END_TEST

/* What is no list says nothing, and without a parcel every list is of others. */
START_TEST(only_a_list_for_our_parcel_says_what_became_of_a_form)
{
    const char *task = "{\"parcels\":[{\"shipment\":\"shp_1\",\"tracking\":\"9400\"}]}";
    const char *others =
        is_easypost ? "{\"scan_forms\":[{\"id\":\"sf_1\",\"tracking_codes\":[\"\"],"
                      "\"form_url\":\"https://f.example/f.pdf\"}]}"
                    : "{\"manifests\":[{\"manifest_id\":\"sf_1\",\"manifest_download\":"
                      "{\"href\":\"https://f.example/f.pdf\"}}]}";

    (void)ship_run_look(&r, TOPIC_SCANFORM_MAKE, task);
    ck_assert_int_eq(ship_run_answer(&r, 200, "{\"status\":\"ok\"}"), PROVIDER_END);
    ck_end(JOB_UNCLEAR);
    (void)ship_run_look(&r, TOPIC_SCANFORM_MAKE, "{}");
    ck_assert_int_eq(ship_run_answer(&r, 200, others), PROVIDER_END);
    ck_end(JOB_UNCLEAR);
}
END_TEST

START_TEST(tracking_words_are_ours_and_unknown_ones_change_nothing)
{
    const struct json *events;

    (void)ship_run_begin(&r, TOPIC_TRACKER_GET,
                         "{\"tracking\":\"9400\",\"carrier\":\"usps\",\"tracker\":\"\"}");
    (void)ship_run_answer(
        &r, 200,
        is_easypost
            ? "{\"id\":\"trk_1\",\"mode\":\"test\",\"tracking_code\":\"9400\",\"status\":"
              "\"available_for_pickup\",\"tracking_details\":[{\"status\":\"flying\","
              "\"datetime\":\"2026-01-01T00:00:00Z\",\"message\":\"up\",\"tracking_location\":"
              "{\"city\":\"SALEM\"}}]}"
            : "{\"tracking_number\":\"9400\",\"status_code\":\"SP\",\"events\":[{\"status_code\":"
              "\"flying\",\"occurred_at\":\"2026-01-01T00:00:00Z\",\"description\":\"up\","
              "\"city_locality\":\"SALEM\"}]}");
    ck_end(JOB_DONE);
    ck_assert_str_eq(ship_text(ship_run_data(&r), "status"), "pickup_ready");
    events = json_get(ship_run_data(&r), "events");
    ck_assert_str_eq(ship_text(json_at(events, 0), "status"), "");
    ck_assert_str_eq(ship_text(json_at(events, 0), "raw"), "flying");
    ck_assert_str_eq(ship_text(json_at(events, 0), "city"), "SALEM");
}
END_TEST

/* A number that was typed is of a carrier in the desk's own words. */
START_TEST(a_typed_number_is_asked_after_by_what_the_desk_knows)
{
    (void)ship_run_begin(&r, TOPIC_TRACKER_GET,
                         "{\"tracking\":\"1Z5\",\"tracker\":\"\",\"carrier\":\"\","
                         "\"shipper\":\"UPS\"}");
    if (is_easypost) {
        ck_sent(&r, WIRE_POST, "/trackers");
        ck_assert_ptr_null(strstr(r.request.body, "carrier"));
    } else {
        ck_sent(&r, WIRE_GET, "/tracking?carrier_code=ups&tracking_number=1Z5");
    }
}
END_TEST

START_TEST(a_key_of_the_other_mode_is_refused)
{
    ck_assert_ptr_null(r.provider->missing(&ship_options, r.arena));
    ship_options.mode = "production";
    ck_assert_ptr_nonnull(r.provider->missing(&ship_options, r.arena));
    ship_options.key = is_easypost ? "EZAKabc" : "abc";
    ck_assert_ptr_null(r.provider->missing(&ship_options, r.arena));
    ship_options.mode = "";
    ck_assert_ptr_null(r.provider->missing(&ship_options, r.arena));
    ship_options.mode = "other";
    ck_assert_ptr_nonnull(r.provider->missing(&ship_options, r.arena));
    ship_options.mode = "test";
    ck_assert_ptr_nonnull(r.provider->missing(&ship_options, r.arena));
    ship_options.key = "";
    ck_assert_ptr_nonnull(r.provider->missing(&ship_options, r.arena));
}
END_TEST

START_TEST(what_was_made_in_the_other_mode_stops_the_queue)
{
    (void)ship_run_begin(&r, TOPIC_RATES_GET, RATES_TASK);
    (void)ship_run_answer(&r, 201,
                          "{\"id\":\"shp_1\",\"mode\":\"production\",\"rates\":[{\"id\":\"r\"}]}");
    ck_end(JOB_ACCOUNT);
    ck_assert_str_eq(r.result.code, "mode");
}
END_TEST

START_TEST(an_id_is_no_path)
{
    (void)ship_run_begin(&r, TOPIC_LABEL_VOID, "{\"shipment\":\"shp_1/../../x?y#z\"}");
    ck_assert_ptr_nonnull(strstr(r.request.url, "/shp_1....xyz/"));
}
END_TEST

START_TEST(insurance_goes_along)
{
    const struct json *sent, *insured;

    (void)ship_run_begin(&r, TOPIC_LABEL_BUY,
                         "{" PARCEL ",\"shipment\":\"shp_1\",\"rate\":{\"id\":\"rate_1\"},"
                         "\"insure\":{\"amount\":\"249.90\",\"currency\":\"USD\"}}");
    sent = ship_run_sent(&r);
    insured =
        json_get(json_at(json_get(json_get(sent, "shipment"), "packages"), 0), "insured_value");
    ck_assert_str_eq(is_easypost ? ship_text(sent, "insurance") : ship_text(insured, "amount"),
                     "249.90");
}
END_TEST

#define BERLIN                                                                                     \
    "\"street1\":\"Hauptstr. 1\",\"city\":\"Berlin\",\"zip\":\"10115\",\"country\":\"DE\""

/* Its definition wants a name and a state of every address. */
START_TEST(shipengine_gets_a_firms_name_and_a_city_for_a_state)
{
    const struct json *sent, *place;

    (void)ship_run_begin(&r, TOPIC_RATES_GET,
                         "{\"from\":{\"company\":\"Desk\",\"phone\":\"30\"," BERLIN "},"
                         "\"to\":{\"name\":\"Ann\"," BERLIN "},\"parcel\":{\"weight_g\":9}}");
    sent = json_get(ship_run_sent(&r), "shipment");
    place = json_get(sent, "ship_from");
    ck_assert_str_eq(ship_text(place, "name"), "Desk");
    ck_assert_str_eq(ship_text(place, "company_name"), "Desk");
    ck_assert_str_eq(ship_text(place, "state_province"), "Berlin");
    ck_assert_str_eq(ship_text(json_get(sent, "ship_to"), "state_province"), "Berlin");
    /* What comes back as a state is none then. */
    (void)ship_run_begin(&r, TOPIC_ADDRESS_CHECK, "{\"address\":{" BERLIN "}}");
    (void)ship_run_answer(&r, 200,
                          "[{\"status\":\"verified\",\"messages\":[],\"matched_address\":"
                          "{\"address_line1\":\"HAUPTSTR. 1\",\"city_locality\":\"BERLIN\","
                          "\"state_province\":\"BERLIN\"}}]");
    ck_end(JOB_DONE);
    place = json_get(ship_run_data(&r), "address");
    ck_assert_str_eq(ship_text(place, "state"), "");
    ck_assert_str_eq(ship_text(place, "city"), "BERLIN");
}
END_TEST

START_TEST(shipengine_is_not_asked_without_what_it_needs)
{
    static const char *const tasks[][2] = {
        { TOPIC_RATES_GET, "{\"from\":{\"name\":\"A\"," BERLIN "},"
                           "\"to\":{\"name\":\"B\"," BERLIN "}}" },
        { TOPIC_LABEL_BUY, "{\"from\":{\"name\":\"A\",\"phone\":\"3\"," BERLIN "},"
                           "\"to\":{" BERLIN "}}" },
        { TOPIC_LABEL_BUY, "{\"from\":{\"name\":\"A\",\"phone\":\"3\"," BERLIN "},\"to\":"
                           "{\"name\":\"B\",\"street1\":\"1 Main\",\"city\":\"Salem\","
                           "\"zip\":\"97301\",\"country\":\"US\"}}" },
        { TOPIC_RATES_GET, "{\"from\":{\"name\":\"A\",\"phone\":\"3\"," BERLIN "},\"to\":"
                           "{\"name\":\"B\",\"street1\":\"1 Main\",\"city\":\"Bonn\","
                           "\"country\":\"DE\"}}" },
        { TOPIC_ADDRESS_CHECK, "{\"address\":{\"street1\":\"1 Main\",\"city\":\"Salem\","
                               "\"country\":\"US\"}}" },
    };
    static const char *const words[] = { "label.phone", "name", "State", "post code", "State" };

    for (size_t i = 0; i < OD_LEN(tasks); i++) {
        ck_assert_int_eq(ship_run_begin(&r, tasks[i][0], tasks[i][1]), PROVIDER_END);
        ck_end(JOB_PERMANENT);
        ck_assert_str_eq(r.result.code, "address");
        ck_assert_msg(strstr(r.result.message, words[i]) != NULL, "%s", r.result.message);
    }
}
END_TEST

START_TEST(easypost_insures_in_dollars_only)
{
    ck_assert_int_eq(ship_run_begin(&r, TOPIC_LABEL_BUY,
                                    "{" PARCEL ",\"shipment\":\"shp_1\",\"insure\":"
                                    "{\"amount\":\"249.90\",\"currency\":\"EUR\"}}"),
                     PROVIDER_END);
    ck_end(JOB_PERMANENT);
}
END_TEST

static void add_both(TCase *t)
{
    tcase_add_test(t, a_label_is_bought_with_all_it_cost);
    tcase_add_test(t, a_label_with_too_long_an_answer_is_unclear);
    tcase_add_test(t, an_unclear_purchase_is_looked_up);
    tcase_add_test(t, a_look_up_finds_what_was_bought);
    tcase_add_test(t, only_the_service_itself_says_that_nothing_was_bought);
    tcase_add_test(t, buying_what_is_bought_already_is_looked_up);
    tcase_add_test(t, an_account_that_is_no_good_stops_the_queue);
    tcase_add_test(t, a_refusal_says_its_field);
    tcase_add_test(t, a_parcel_goes_out_in_ounces_and_inches_rounded_up);
    tcase_add_test(t, customs_go_along_across_a_border);
    tcase_add_test(t, rates_keep_their_amounts_to_the_digit);
    tcase_add_test(t, no_rates_say_why);
    tcase_add_test(t, a_label_file_is_fetched_without_our_key);
    tcase_add_test(t, what_is_no_label_file_is_asked_for_again);
    tcase_add_test(t, giving_back_is_asked_for_once);
    tcase_add_test(t, what_a_provider_says_cannot_drive_a_terminal);
    tcase_add_test(t, an_address_is_found_or_not);
    tcase_add_test(t, a_form_of_the_day_is_found_again);
    tcase_add_test(t, only_a_list_for_our_parcel_says_what_became_of_a_form);
    tcase_add_test(t, tracking_words_are_ours_and_unknown_ones_change_nothing);
    tcase_add_test(t, a_typed_number_is_asked_after_by_what_the_desk_knows);
    tcase_add_test(t, a_key_of_the_other_mode_is_refused);
    tcase_add_test(t, insurance_goes_along);
    tcase_add_test(t, an_id_is_no_path);
}

int main(void)
{
    Suite *suite = suite_create("ship_providers");
    TCase *easypost = tcase_create("easypost"), *shipengine = tcase_create("shipengine");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_checked_fixture(easypost, open_easypost, tear_down);
    add_both(easypost);
    tcase_add_test(easypost, what_was_made_in_the_other_mode_stops_the_queue);
    tcase_add_test(easypost, easypost_insures_in_dollars_only);
    suite_add_tcase(suite, easypost);
    tcase_add_checked_fixture(shipengine, open_shipengine, tear_down);
    add_both(shipengine);
    tcase_add_test(shipengine, shipengine_gets_a_firms_name_and_a_city_for_a_state);
    tcase_add_test(shipengine, shipengine_is_not_asked_without_what_it_needs);
    suite_add_tcase(suite, shipengine);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
