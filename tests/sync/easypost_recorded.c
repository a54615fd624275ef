/*
 * EasyPost as it really answers: recorded exchanges of its own client, from ORDERDESK_SHARED_DATA.
 * Exits 77 where they are not there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/textfile.h"
#include "domain/outside/shipping_task.h"
#include "sync/ship_json.h"
#include "sync/ship_run.h"

#define TASK                                                                                       \
    "{\"from\":{\"name\":\"A\",\"street1\":\"388 Townsend St\",\"city\":\"San Francisco\","        \
    "\"state\":\"CA\",\"zip\":\"94107\",\"country\":\"US\"},\"to\":{\"name\":\"B\"},"              \
    "\"parcel\":{\"weight_g\":437},\"format\":\"PNG\",\"mark\":\"m\"}"

static struct ship_run r;
static const struct json *recorded;
static char folder[500];

static void set_up(void)
{
    ship_options = (struct provider_options){ .key = "EZTKabc", .mode = "test" };
    ship_run_open(&r, &provider_easypost);
}

static void tear_down(void)
{
    ship_run_close(&r);
}

static char *slurp(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *text = arena_alloc(r.arena, LIMIT_JSON_BYTES);

    ck_assert_msg(f != NULL, "%s", path);
    *len = fread(text, 1, LIMIT_JSON_BYTES, f);
    (void)fclose(f);
    return text;
}

static void load(const char *name)
{
    struct err err = ERR_INIT;
    const struct json *file;
    size_t len;
    const char *path = arena_printf(r.arena, "%s/%s.json", folder, name), *text = slurp(path, &len);

    ck_assert_msg(json_parse(text, len, r.arena, &file, &err), "%s", err.text);
    recorded = json_get(file, "interactions");
}

/* Answers what was sent with the recorded reply, whose request must be the same. */
static enum provider_next replay(int index)
{
    const struct json *i = json_at(recorded, index), *request = json_get(i, "request");
    const struct json *reply = json_get(i, "response");
    static const char *const methods[] = { "GET", "POST", "PUT", "DELETE" };

    ck_assert_ptr_nonnull(i);
    ck_assert_str_eq(methods[r.request.method], ship_text(request, "method"));
    ck_assert_str_eq(r.request.url, ship_text(request, "uri"));
    return ship_run_answer(&r, (int)ship_number(reply, "status"), ship_text(reply, "body"));
}

static void ck_end(enum job_end end)
{
    ck_assert_msg(r.result.end == end, "%d: %s", (int)r.result.end, r.result.message);
}

static const char *shipment_of(int index)
{
    const struct json *v = NULL;
    const char *body = ship_text(json_get(json_at(recorded, index), "response"), "body");
    struct err err = ERR_INIT;

    ck_assert(json_parse(body, strlen(body), r.arena, &v, &err));
    return ship_text(v, "id");
}

static const char *task_of(int index, const char *more)
{
    return arena_printf(r.arena, "{\"shipment\":\"%s\"%s}", shipment_of(index), more);
}

START_TEST(a_label_is_rated_bought_and_found)
{
    const struct json *data, *rates;

    load("shipment_buy");
    (void)ship_run_begin(&r, TOPIC_RATES_GET, TASK);
    (void)replay(0);
    ck_end(JOB_DONE);
    rates = json_get(ship_run_data(&r), "rates");
    ck_assert_int_eq(json_len(rates), 3);
    ck_assert_str_eq(ship_text(json_at(rates, 0), "service"), "Express");
    ck_assert_str_eq(ship_text(json_at(rates, 0), "amount"), "34.15");
    ck_assert_int_eq(ship_number(json_at(rates, 0), "days"), 1);

    (void)ship_run_begin(&r, TOPIC_LABEL_BUY, task_of(0, ",\"rate\":{\"id\":\"rate_x\"}"));
    (void)replay(1);
    ck_end(JOB_DONE);
    data = ship_run_data(&r);
    ck_assert_str_eq(ship_text(data, "tracking"), "9400100208303109505657");
    ck_assert_str_eq(ship_text(data, "amount"), "6.07");
    ck_assert_str_eq(ship_text(data, "service"), "GroundAdvantage");
    ck_assert_str_eq(r.result.remote_id, shipment_of(0));
}
END_TEST

START_TEST(a_label_is_converted_and_fetched)
{
    load("shipment_convert_label");
    (void)ship_run_begin(&r, TOPIC_LABEL_FILE, task_of(0, ",\"format\":\"ZPL\""));
    /* The shipment as it is after the purchase, whose label is a PNG. */
    (void)ship_run_answer(&r, 200, ship_text(json_get(json_at(recorded, 1), "response"), "body"));
    ck_assert_int_eq(replay(2), PROVIDER_SEND);
    ck_sent(&r, WIRE_GET, ".zpl");
    (void)ship_run_answer(&r, 200, "^XA^FDx^FS^XZ");
    ck_end(JOB_DONE);
    ck_assert_str_eq(r.result.files.v[0].media_type, "application/zpl");
}
END_TEST

START_TEST(insurance_is_part_of_the_cost)
{
    load("shipment_insure");
    (void)ship_run_look(&r, TOPIC_LABEL_BUY, task_of(1, ""));
    (void)ship_run_answer(&r, 200, ship_text(json_get(json_at(recorded, 1), "response"), "body"));
    ck_end(JOB_DONE);
    ck_assert_str_eq(ship_text(ship_run_data(&r), "amount"), "7.07");
}
END_TEST

START_TEST(a_label_is_given_back)
{
    load("shipment_refund");
    (void)ship_run_begin(&r, TOPIC_LABEL_VOID, task_of(0, ""));
    (void)replay(1);
    ck_end(JOB_DONE);
    ck_assert_str_eq(ship_text(ship_run_data(&r), "status"), "submitted");
    (void)ship_run_begin(&r, TOPIC_LABEL_REFUND, "{\"shipment\":\"shp_1\"}");
    (void)ship_run_answer(&r, 200, "{\"id\":\"shp_1\",\"refund_status\":\"refunded\"}");
    ck_end(JOB_DONE);
    ck_assert_str_eq(ship_text(ship_run_data(&r), "status"), "refunded");
    (void)ship_run_begin(&r, TOPIC_LABEL_REFUND, "{\"shipment\":\"shp_1\"}");
    (void)ship_run_answer(&r, 200, "{\"id\":\"shp_1\",\"refund_status\":\"rejected\"}");
    ck_end(JOB_DONE); /* that it is refused is an answer */
    ck_assert_str_eq(ship_text(ship_run_data(&r), "status"), "rejected");
    (void)ship_run_begin(&r, TOPIC_LABEL_REFUND, "{\"shipment\":\"shp_1\"}");
    (void)ship_run_answer(&r, 200, "{\"id\":\"shp_1\",\"refund_status\":null}");
    ck_assert_int_ne(r.result.end, JOB_DONE);
}
END_TEST

START_TEST(the_form_of_a_day_is_made)
{
    load("scanform_create");
    (void)ship_run_begin(&r, TOPIC_SCANFORM_MAKE,
                         arena_printf(r.arena,
                                      "{\"parcels\":[{\"shipment\":\"%s\",\"tracking\":\"1\"}]}",
                                      shipment_of(0)));
    ck_assert_str_eq(
        r.request.body,
        arena_printf(r.arena, "{\"scan_form\":{\"shipment\":[{\"id\":\"%s\"}]}}", shipment_of(0)));
    ck_assert_int_eq(replay(1), PROVIDER_SEND);
    ck_sent(&r, WIRE_GET, "scan_form/");
    (void)ship_run_answer(&r, 200, "%PDF-1.4 x");
    ck_end(JOB_DONE);
    ck_assert_str_eq(r.result.files.v[0].name, "scan-form");
}
END_TEST

START_TEST(addresses_are_checked)
{
    const char *task = "{\"address\":{\"street1\":\"388 Townsend St\",\"country\":\"US\"}}";

    load("address_create_and_verify");
    (void)ship_run_begin(&r, TOPIC_ADDRESS_CHECK, task);
    (void)replay(0);
    ck_end(JOB_DONE);
    ck_assert_str_eq(ship_text(json_get(ship_run_data(&r), "address"), "street1"),
                     "388 TOWNSEND ST APT 20");
    ck_assert_str_eq(ship_text(ship_run_data(&r), "residence"), "home");
    load("address_verify_invalid_address");
    (void)ship_run_begin(&r, TOPIC_ADDRESS_CHECK, task);
    (void)ship_run_answer(&r, 422, ship_text(json_get(json_at(recorded, 1), "response"), "body"));
    ck_end(JOB_DONE);
    ck_assert(!json_bool(json_get(ship_run_data(&r), "is_found")));
    ck_assert_str_eq(ship_text(ship_run_data(&r), "message"),
                     "Unable to verify address. address: Address not found;"
                     " street1: House number is missing");
}
END_TEST

START_TEST(a_parcel_is_tracked)
{
    const struct json *events;

    load("tracker_create");
    (void)ship_run_begin(&r, TOPIC_TRACKER_GET, "{\"tracking\":\"EZ1000000001\"}");
    (void)replay(0);
    ck_end(JOB_DONE);
    ck_assert_str_eq(ship_text(ship_run_data(&r), "status"), "label_created");
    events = json_get(ship_run_data(&r), "events");
    ck_assert_int_eq(json_len(events), 2);
    ck_assert_str_eq(ship_text(json_at(events, 1), "city"), "HOUSTON");
}
END_TEST

START_TEST(a_refusal_is_permanent_and_says_why)
{
    load("error");
    (void)ship_run_begin(&r, TOPIC_RATES_GET, TASK);
    (void)replay(0);
    ck_end(JOB_PERMANENT);
    ck_assert_str_eq(r.result.code, "PARAMETER.REQUIRED");
    ck_assert_str_eq(r.result.message, "Missing required parameter. shipment: cannot be blank");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("easypost_recorded");
    TCase *tests = tcase_create("recorded");
    const char *shared = getenv("ORDERDESK_SHARED_DATA");
    SRunner *runner;
    FILE *f;
    int failed;

    (void)snprintf(folder, sizeof folder, "%s/providers/easypost/recorded",
                   shared != NULL ? shared : ".");
    f = fopen(folder, "rb");
    if (f == NULL) {
        (void)printf("SKIP: no recordings at %s; set ORDERDESK_SHARED_DATA\n", folder);
        suite_add_tcase(suite, tests);
        srunner_free(srunner_create(suite));
        return 77;
    }
    (void)fclose(f);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_label_is_rated_bought_and_found);
    tcase_add_test(tests, a_label_is_converted_and_fetched);
    tcase_add_test(tests, insurance_is_part_of_the_cost);
    tcase_add_test(tests, a_label_is_given_back);
    tcase_add_test(tests, the_form_of_a_day_is_made);
    tcase_add_test(tests, addresses_are_checked);
    tcase_add_test(tests, a_parcel_is_tracked);
    tcase_add_test(tests, a_refusal_is_permanent_and_says_why);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
