/*
 * Carriers' labels: asked for once, bought by the rules, given back when the parcel goes; what is
 * asked of the provider; and what became of it, also twice and late.
 */
#include <string.h>

#include "base/json.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/audit.h"
#include "domain/outside/label.h"
#include "domain/outside/shipping_task.h"
#include "store/store.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define RATES                                                                                      \
    "{\"shipment\":\"shp_1\",\"mode\":\"test\",\"rates\":["                                        \
    "{\"id\":\"r1\",\"carrier\":\"USPS\",\"service\":\"Express\",\"name\":\"Express\","            \
    "\"amount\":\"34.15\",\"currency\":\"USD\",\"days\":1},"                                       \
    "{\"id\":\"r2\",\"carrier\":\"USPS\",\"service\":\"Ground\",\"name\":\"Ground\","              \
    "\"amount\":\"6.07\",\"currency\":\"USD\",\"days\":3},"                                        \
    "{\"id\":\"r3\",\"carrier\":\"UPS\",\"service\":\"03\",\"name\":\"UPS Ground\","               \
    "\"amount\":\"6.07\",\"currency\":\"USD\",\"days\":2},"                                        \
    "{\"id\":\"r4\",\"carrier\":\"UPS\",\"service\":\"04\",\"name\":\"Slow\","                     \
    "\"amount\":\"5.00\",\"currency\":\"USD\"}]}"
#define BOUGHT                                                                                     \
    "{\"shipment\":\"shp_1\",\"tracking\":\"9400\",\"tracker\":\"trk_1\",\"carrier\":\"USPS\","    \
    "\"service\":\"Ground\",\"amount\":\"7.07\",\"currency\":\"USD\"}"

static struct testshop shop;
static struct err err;
static int64_t picked;

static bool work(const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };

    err_clear(&err);
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = picked }, action,
               &values, &err);
}

static void spoil(const char *text)
{
    struct sql sql = { "test.spoil", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(desk_begin(shop.desk, "check.fix", &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

/* An order of two brackets that is picked and packed in one parcel of 1.2 kg. */
static void set_up(void)
{
    struct order *order;

    err_clear(&err);
    testshop_open(&shop);
    ck_ok(setting_set(shop.desk, "label.provider", "easypost", &err));
    spoil("UPDATE site SET line1 = '1 Main St', city = 'Hull', postcode = 'HU1', country = 'GB'");
    order = testshop_order(&shop, shop.bracket, 2, true);
    ck_ok(testshop_act(&shop, order, "release", NULL, NULL, &err));
    picked = testshop_number(shop.desk, "SELECT MAX(id) FROM fulfillment");
    ck_ok(work("pick", NULL, NULL));
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment") < FULFILLMENT_PICKED)
        ck_ok(work("finish", NULL, NULL));
    ck_ok(work("pack", "weight", "1.2"));
}

static void tear_down(void)
{
    struct audit audit;

    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_int_eq(audit.n, 0);
    testshop_close(&shop);
}

static struct label *last(void)
{
    struct label *l;
    int64_t id = testshop_number(shop.desk, "SELECT COALESCE(MAX(id), 0) FROM parcel_label");

    err_clear(&err);
    ck_ok(label_load(shop.desk, id, shop.arena, &l, &err));
    return l;
}

static int jobs(const char *topic)
{
    return (int)testshop_number(shop.desk, arena_printf(shop.arena,
                                                        "SELECT COUNT(*) FROM outbox WHERE topic ="
                                                        " '%s' AND provider = 'easypost'",
                                                        topic));
}

static void ask(void)
{
    int n = 0;

    err_clear(&err);
    ck_ok(label_ask(shop.desk, picked, NULL, NULL, &n, &err));
    ck_assert_int_eq(n, 1);
}

/* How a job ended, as the worker takes it down. */
static void end(const char *topic, enum job_end how, bool is_over, const char *data)
{
    struct job_file file = { "label", "application/pdf", "%PDF\0x", 6 };
    const struct job_result result = { .end = how,
                                       .code = "",
                                       .message = how == JOB_DONE ? "" : "Too bad.",
                                       .remote_id = "",
                                       .data = data,
                                       .files = { &file, strcmp(topic, TOPIC_LABEL_FILE) == 0 } };
    const struct queue_row row = { .topic = topic, .record_id = last()->id };
    const struct topic_end e = { &row, &result,
                                 how == JOB_DONE ? QUEUE_DONE
                                 : is_over       ? QUEUE_DEAD
                                                 : QUEUE_RETRY };
    OD_TX tx = { 0 };

    err_clear(&err);
    ck_ok(desk_begin(shop.desk, "timer.run", &tx, &err));
    ck_ok(label_apply(&tx, shop.desk, &e, shop.arena, &err));
    ck_ok(tx_commit(&tx, &err));
}

static const struct json *composed(const char *topic, enum queue_state state)
{
    const struct queue_row row = { .topic = topic, .record_id = last()->id, .state = state };
    struct topic_task t = { 0 };
    const struct json *v = NULL;

    err_clear(&err);
    ck_ok(label_compose(shop.desk, &row, shop.arena, &t, &err));
    if (t.not_needed != NULL && state != QUEUE_UNKNOWN)
        return NULL;
    ck_ok(json_parse(t.json, strlen(t.json), shop.arena, &v, &err));
    return v;
}

/* NULL: it is not needed. */
static const struct json *task(const char *topic)
{
    return composed(topic, QUEUE_SENDING);
}

static const char *text(const struct json *v, const char *name)
{
    const char *t = json_text(json_get(v, name));

    return t != NULL ? t : "";
}

static void ck_state(enum label_state state)
{
    ck_assert_str_eq(label_state_name((int)last()->state), label_state_name((int)state));
}

static void buy(void)
{
    ask();
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    end(TOPIC_LABEL_BUY, JOB_DONE, false, BOUGHT);
}

/* Its form says USPS, and its check digit is wrong: nobody can type it again. */
START_TEST(a_number_that_came_with_a_label_is_shipped_as_it_is)
{
    ask();
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    end(TOPIC_LABEL_BUY, JOB_DONE, false,
        "{\"shipment\":\"shp_1\",\"tracking\":\"9400110200881234567890\",\"tracker\":\"t\","
        "\"carrier\":\"USPS\",\"service\":\"Ground\",\"amount\":\"7.07\","
        "\"currency\":\"USD\"}");
    ck_assert(!work("ship", "tracking", "9400110200881234567890")); /* who types one can */
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_ok(work("ship", NULL, NULL));
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM shipment WHERE tracking ="
                                                " '9400110200881234567890'"),
                     1);
}
END_TEST

START_TEST(a_parcel_gets_its_label_by_one_asking)
{
    struct job_file file;

    ask();
    ck_state(LABEL_WANTED);
    ck_assert_int_eq(jobs(TOPIC_RATES_GET), 1);
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    ck_state(LABEL_BUYING);
    ck_assert_int_eq(jobs(TOPIC_LABEL_BUY), 1);
    ck_assert_str_eq(text(json_get(task(TOPIC_LABEL_BUY), "rate"), "id"), "r4");
    end(TOPIC_LABEL_BUY, JOB_DONE, false, BOUGHT);
    ck_state(LABEL_BOUGHT);
    ck_assert_str_eq(last()->tracking, "9400");
    ck_assert_int_eq(last()->cost.minor, 707);
    ck_assert_str_eq(last()->cost.cur, "USD");
    ck_assert_int_eq(
        testshop_number(shop.desk, "SELECT COUNT(*) FROM package WHERE tracking = '9400'"), 1);
    ck_assert_int_eq(jobs(TOPIC_LABEL_FILE), 1);
    end(TOPIC_LABEL_FILE, JOB_DONE, false, "{}");
    ck_ok(label_file_load(shop.desk, last()->id, shop.arena, &file, &err));
    ck_assert_int_eq((int)file.len, 6);
    ck_assert_int_eq(memcmp(file.data, "%PDF\0x", 6), 0);
    ck_assert_str_eq(file.media_type, "application/pdf");
    ck_assert(last()->has_file);
}
END_TEST

START_TEST(a_label_is_never_asked_for_twice)
{
    int n = 7;

    ask();
    ck_refused(label_ask(shop.desk, picked, NULL, NULL, &n, &err), ERR_STATE);
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    ck_refused(label_ask(shop.desk, picked, "P1", NULL, &n, &err), ERR_STATE);
    end(TOPIC_LABEL_BUY, JOB_DONE, false, BOUGHT);
    ck_refused(label_ask(shop.desk, picked, NULL, NULL, &n, &err), ERR_STATE);
    ck_assert_int_eq(testdesk_count(shop.desk, "parcel_label"), 1);
}
END_TEST

/* The worker may be told an end twice: the parcel has one label, and its file is asked for once. */
START_TEST(an_end_that_is_told_twice_is_taken_down_once)
{
    buy();
    end(TOPIC_LABEL_BUY, JOB_DONE, false, BOUGHT);
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    ck_state(LABEL_BOUGHT);
    ck_assert_int_eq(jobs(TOPIC_LABEL_FILE), 1);
    ck_assert_int_eq(jobs(TOPIC_LABEL_BUY), 1);
}
END_TEST

START_TEST(without_anyone_who_makes_labels_it_says_so)
{
    int n;

    ck_ok(setting_set(shop.desk, "label.provider", "none", &err));
    ck_refused(label_ask(shop.desk, picked, NULL, NULL, &n, &err), ERR_STATE);
    ck_assert_int_eq(testdesk_count(shop.desk, "parcel_label"), 0);
}
END_TEST

START_TEST(what_has_no_parcel_no_weight_or_no_right_gets_no_label)
{
    int n;

    ck_refused(label_ask(shop.desk, picked, "P2", NULL, &n, &err), ERR_NOT_FOUND);
    spoil("UPDATE package SET weight_g = 0");
    spoil("UPDATE fulfillment SET weight_g = 0");
    ck_refused(label_ask(shop.desk, picked, NULL, NULL, &n, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "weight");
    ck_ok(work("unpack", NULL, NULL));
    ck_refused(label_ask(shop.desk, picked, NULL, NULL, &n, &err), ERR_STATE);
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_refused(label_ask(shop.desk, picked, NULL, NULL, &n, &err), ERR_DENIED);
}
END_TEST

START_TEST(what_fails_may_be_asked_for_again)
{
    struct labels waiting;

    ask();
    end(TOPIC_RATES_GET, JOB_WAIT, false, NULL);
    ck_state(LABEL_WANTED);
    ck_assert_str_eq(last()->error, "Too bad.");
    end(TOPIC_RATES_GET, JOB_PERMANENT, true, NULL);
    ck_state(LABEL_FAILED);
    ck_ok(labels_of_state(shop.desk, 0, 10, shop.arena, &waiting, &err));
    ck_assert_int_eq(waiting.n, 1);
    ask();
    ck_state(LABEL_WANTED);
    ck_ok(labels_of_state(shop.desk, 0, 10, shop.arena, &waiting, &err));
    ck_assert_int_eq(waiting.n, 0);
}
END_TEST

/* Not clear is not failed: nothing else is bought until it is known. */
START_TEST(an_unclear_purchase_blocks_another)
{
    int n;

    ask();
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    end(TOPIC_LABEL_BUY, JOB_UNCLEAR, false, NULL);
    ck_state(LABEL_BUYING);
    ck_refused(label_ask(shop.desk, picked, NULL, NULL, &n, &err), ERR_STATE);
}
END_TEST

START_TEST(a_parcel_that_is_unpacked_gives_its_label_back)
{
    buy();
    ck_ok(work("unpack", NULL, NULL));
    ck_state(LABEL_TO_VOID);
    ck_assert_int_eq(jobs(TOPIC_LABEL_VOID), 1);
    ck_assert_str_eq(text(task(TOPIC_LABEL_VOID), "shipment"), "shp_1");
    ck_assert_ptr_null(task(TOPIC_LABEL_FILE));
    end(TOPIC_LABEL_VOID, JOB_DONE, false, "{\"status\":\"submitted\"}");
    ck_state(LABEL_VOIDED);
}
END_TEST

START_TEST(a_purchase_that_comes_late_is_given_back)
{
    ask();
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    ck_ok(work("unpack", NULL, NULL));
    ck_state(LABEL_TO_VOID);
    ck_assert_int_eq(jobs(TOPIC_LABEL_VOID), 0);
    ck_assert_ptr_null(task(TOPIC_LABEL_BUY));
    /* What is unclear is asked after, though the parcel is gone. */
    ck_assert_str_eq(text(composed(TOPIC_LABEL_BUY, QUEUE_UNKNOWN), "shipment"), "shp_1");
    end(TOPIC_LABEL_BUY, JOB_DONE, false, BOUGHT);
    ck_state(LABEL_TO_VOID);
    ck_assert_int_eq(jobs(TOPIC_LABEL_VOID), 1);
    ck_assert_int_eq(jobs(TOPIC_LABEL_FILE), 0);
    ck_assert_int_eq(last()->cost.minor, 707);
}
END_TEST

START_TEST(what_is_not_bought_yet_is_only_dropped)
{
    ask();
    ck_ok(work("unpack", NULL, NULL));
    ck_state(LABEL_DROPPED);
    ck_assert_int_eq(jobs(TOPIC_LABEL_VOID), 0);
    ck_assert_ptr_null(task(TOPIC_RATES_GET));
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    ck_state(LABEL_DROPPED);
    ck_assert_int_eq(jobs(TOPIC_LABEL_BUY), 0);
}
END_TEST

START_TEST(a_purchase_that_was_stopped_is_dropped)
{
    ask();
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    ck_ok(label_void(shop.desk, (struct record_at){ last()->id, last()->version }, &err));
    end(TOPIC_LABEL_BUY, JOB_PERMANENT, true, NULL);
    ck_state(LABEL_DROPPED);
}
END_TEST

static int numbered(const char *table, const char *number)
{
    return (int)testshop_number(shop.desk,
                                arena_printf(shop.arena,
                                             "SELECT COUNT(*) FROM %s WHERE tracking = '%s'", table,
                                             number));
}

static void give_back(enum job_end how)
{
    ck_ok(label_void(shop.desk, (struct record_at){ .id = last()->id }, &err));
    end(TOPIC_LABEL_VOID, how, true, how == JOB_DONE ? "{\"status\":\"refunded\"}" : NULL);
}

START_TEST(the_number_of_a_label_taken_back_is_no_parcels)
{
    buy();
    ck_assert_int_eq(numbered("package", "9400"), 1);
    give_back(JOB_PERMANENT);
    ck_assert_int_eq(numbered("package", "9400"), 1);
    give_back(JOB_DONE);
    ck_state(LABEL_VOIDED);
    ck_assert_int_eq(numbered("package", ""), 1);
    /* What was typed since is another's. */
    buy();
    spoil("UPDATE package SET tracking = 'T1'");
    give_back(JOB_DONE);
    ck_assert_int_eq(numbered("package", "T1"), 1);
}
END_TEST

START_TEST(what_left_loses_the_number_until_the_carrier_has_it)
{
    buy();
    ck_ok(work("ship", "carrier", "USPS"));
    ck_assert_int_eq(numbered("shipment", "9400"), 1);
    give_back(JOB_DONE);
    ck_assert_int_eq(numbered("package", ""), 1);
    ck_assert_int_eq(numbered("shipment", ""), 1);
    buy();
    ck_assert_int_eq(numbered("shipment", "9400"), 1);
    spoil("UPDATE manifest SET status = 2, closed_ms = 1");
    give_back(JOB_DONE);
    ck_assert_int_eq(numbered("package", "9400"), 1);
    ck_assert_int_eq(numbered("shipment", "9400"), 1);
}
END_TEST

START_TEST(what_the_carrier_does_not_take_back_is_said)
{
    struct labels waiting;
    struct record_at at;

    buy();
    at = (struct record_at){ last()->id, last()->version };
    ck_refused(label_void(shop.desk, (struct record_at){ at.id, at.version + 1 }, &err),
               ERR_CONFLICT);
    err_clear(&err);
    ck_ok(label_void(shop.desk, at, &err));
    ck_refused(label_void(shop.desk, (struct record_at){ at.id, 0 }, &err), ERR_STATE);
    end(TOPIC_LABEL_VOID, JOB_PERMANENT, true, NULL);
    ck_state(LABEL_KEPT);
    ck_ok(labels_of_state(shop.desk, 0, 10, shop.arena, &waiting, &err));
    ck_assert_int_eq(waiting.n, 1);
    ck_assert_str_eq(waiting.v[0].error, "Too bad.");
}
END_TEST

START_TEST(where_no_carrier_offers_a_rate_there_is_nothing_to_choose)
{
    ask();
    end(TOPIC_RATES_GET, JOB_DONE, false, "{\"shipment\":\"shp_1\",\"rates\":[]}");
    ck_state(LABEL_FAILED);
    ck_assert_str_ne(last()->error, "");
    ask(); /* it may be asked for again */
}
END_TEST

#define DAY_MS INT64_C(86400000)

/* A label that was given back; the carrier owes its money. */
static void void_as(const char *status)
{
    buy();
    err_clear(&err);
    ck_ok(label_void(shop.desk, (struct record_at){ last()->id, 0 }, &err));
    end(TOPIC_LABEL_VOID, JOB_DONE, false,
        arena_printf(shop.arena, "{\"status\":\"%s\"}", status));
    ck_state(LABEL_VOIDED);
}

/* How many questions after money are made now. */
static int refund_tick(void)
{
    int n;

    err_clear(&err);
    ck_ok(label_refund_tick(shop.desk, &n, &err));
    return n;
}

START_TEST(money_for_a_label_is_asked_after_until_it_is_paid)
{
    void_as("submitted");
    ck_assert_int_eq(last()->refund, REFUND_ASKED);
    ck_assert_int_eq(refund_tick(), 0); /* not before a day has passed */
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert_int_eq(refund_tick(), 1);
    ck_assert_int_eq(refund_tick(), 0); /* one question at a time */
    ck_assert_int_eq(jobs(TOPIC_LABEL_REFUND), 1);
    ck_assert_str_eq(text(task(TOPIC_LABEL_REFUND), "shipment"), "shp_1");
    end(TOPIC_LABEL_REFUND, JOB_DONE, false, "{\"status\":\"submitted\"}");
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert_int_eq(refund_tick(), 1);
    end(TOPIC_LABEL_REFUND, JOB_DONE, false, "{\"status\":\"refunded\"}");
    ck_assert_int_eq(last()->refund, REFUND_PAID);
    ck_state(LABEL_VOIDED);
    testdesk_wait(shop.desk, 9 * DAY_MS);
    ck_assert_int_eq(refund_tick(), 0);
}
END_TEST

START_TEST(money_that_is_refused_or_never_comes_is_for_a_person)
{
    struct labels all;

    void_as("submitted");
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert_int_eq(refund_tick(), 1);
    end(TOPIC_LABEL_REFUND, JOB_PERMANENT, true, NULL); /* nobody could say: asked again */
    ck_assert_int_eq(last()->refund, REFUND_ASKED);
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert_int_eq(refund_tick(), 1);
    end(TOPIC_LABEL_REFUND, JOB_DONE, false, "{\"status\":\"rejected\"}");
    ck_state(LABEL_KEPT);
    ck_assert_int_eq(last()->refund, REFUND_REFUSED);
    ck_assert_str_ne(last()->error, "");
    ck_ok(labels_of_state(shop.desk, 0, 9, shop.arena, &all, &err));
    ck_assert_int_eq(all.n, 1);
    end(TOPIC_LABEL_REFUND, JOB_DONE, false, "{\"status\":\"refunded\"}");
    ck_state(LABEL_KEPT); /* told late */
}
END_TEST

START_TEST(nobody_is_asked_after_money_for_ever_or_where_nobody_tells)
{
    void_as("approved");
    ck_assert_int_eq(last()->refund, REFUND_UNSAID);
    testdesk_wait(shop.desk, 3 * DAY_MS);
    ck_assert_int_eq(refund_tick(), 0);
    ck_assert_int_eq(label_refund_wait_ms(0), DAY_MS);
    ck_assert_int_eq(label_refund_wait_ms(14 * DAY_MS - 1), DAY_MS);
    ck_assert_int_eq(label_refund_wait_ms(14 * DAY_MS), 3 * DAY_MS);
    ck_assert_int_eq(label_refund_wait_ms(60 * DAY_MS - 1), 3 * DAY_MS);
    ck_assert_int_eq(label_refund_wait_ms(60 * DAY_MS), 0);
}
END_TEST

START_TEST(two_months_without_money_are_as_a_refusal)
{
    void_as("submitted");
    testdesk_wait(shop.desk, 60 * DAY_MS);
    ck_assert_int_eq(refund_tick(), 1);
    end(TOPIC_LABEL_REFUND, JOB_DONE, false, "{\"status\":\"submitted\"}");
    ck_state(LABEL_KEPT);
}
END_TEST

START_TEST(a_person_chooses_where_the_rule_says_so)
{
    struct record_at at;

    ck_ok(setting_set(shop.desk, "label.rule", "choose", &err));
    ask();
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    ck_state(LABEL_TO_CHOOSE);
    at = (struct record_at){ last()->id, last()->version };
    ck_refused(label_choose(shop.desk, at, "r9", &err), ERR_NOT_FOUND);
    ck_refused(label_choose(shop.desk, (struct record_at){ at.id, at.version + 1 }, "r2", &err),
               ERR_CONFLICT);
    err_clear(&err);
    ck_ok(label_choose(shop.desk, at, "r2", &err));
    ck_state(LABEL_BUYING);
    ck_assert_int_eq(last()->cost.minor, 607);
    ck_refused(label_choose(shop.desk, (struct record_at){ at.id, 0 }, "r1", &err), ERR_STATE);
    ck_assert_int_eq(jobs(TOPIC_LABEL_BUY), 1);
}
END_TEST

START_TEST(where_no_rate_fits_a_person_chooses)
{
    struct label_wish wish = { LABEL_CHEAPEST, 0, "DHL", "" };
    int n;

    ck_ok(label_ask(shop.desk, picked, NULL, &wish, &n, &err));
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    ck_state(LABEL_TO_CHOOSE);
    ck_assert_ptr_nonnull(strstr(last()->error, "UPS Ground"));
}
END_TEST

static const char *chosen(enum label_rule rule, int days, const char *carrier, const char *service)
{
    const struct label_wish wish = { rule, days, carrier, service };
    struct label_rates rates;
    const struct json *all;
    int i = -1;

    ck_assert(json_parse(RATES, strlen(RATES), shop.arena, &all, &err));
    label_rates_read(strchr(RATES, '[') != NULL ? arena_strndup(shop.arena, strchr(RATES, '['),
                                                                strlen(strchr(RATES, '[')) - 1)
                                                : "",
                     shop.arena, &rates);
    ck_assert_int_eq(rates.n, 4);
    err_clear(&err);
    return label_rate_choose(&rates, &wish, &i, &err) ? rates.v[i].id : "";
}

START_TEST(the_rules_choose)
{
    ck_assert_str_eq(chosen(LABEL_CHEAPEST, 0, "", ""), "r4");
    ck_assert_str_eq(chosen(LABEL_CHEAPEST, 3, "", ""), "r3");
    ck_assert_str_eq(chosen(LABEL_CHEAPEST, 1, "", ""), "r1");
    ck_assert_str_eq(chosen(LABEL_FASTEST, 0, "", ""), "r1");
    ck_assert_str_eq(chosen(LABEL_FASTEST, 0, "ups", ""), "r3");
    ck_assert_str_eq(chosen(LABEL_CHEAPEST, 0, "USPS", "express"), "r1");
    ck_assert_str_eq(chosen(LABEL_CHEAPEST, 0, "", "ups ground"), "r3");
    ck_assert_str_eq(chosen(LABEL_CHEAPEST, 0, "USPS", "UPS Ground"), "");
    ck_assert_int_eq(err.code, ERR_STATE);
}
END_TEST

START_TEST(rates_in_two_currencies_are_not_compared)
{
    const struct label_wish wish = { LABEL_CHEAPEST, 0, "", "" };
    struct label_rates rates;
    int i;

    label_rates_read("[{\"id\":\"a\",\"amount\":\"1\",\"currency\":\"USD\"},"
                     "{\"id\":\"b\",\"amount\":\"2\",\"currency\":\"EUR\"},"
                     "{\"id\":\"c\",\"amount\":\"2\",\"currency\":\"XXQ\"},"
                     "{\"id\":\"d\",\"amount\":\"x\",\"currency\":\"EUR\"}]",
                     shop.arena, &rates);
    ck_assert_int_eq(rates.n, 2);
    ck_refused(label_rate_choose(&rates, &wish, &i, &err), ERR_STATE);
}
END_TEST

START_TEST(the_task_says_where_from_where_to_and_how_heavy)
{
    const struct json *t;

    ask();
    t = task(TOPIC_RATES_GET);
    ck_assert_str_eq(text(json_get(t, "from"), "street1"), "1 Main St");
    ck_assert_str_eq(text(json_get(t, "from"), "country"), "GB");
    ck_assert_str_eq(text(json_get(t, "to"), "city"), "Leeds");
    ck_assert_str_eq(text(json_get(t, "parcel"), "weight_g"), "1200");
    ck_assert_str_eq(text(t, "format"), "PDF");
    ck_assert_str_eq(text(t, "mark"), last()->package);
    ck_assert_ptr_null(json_get(t, "customs"));
    ck_assert_ptr_null(json_get(t, "insure"));
}
END_TEST

START_TEST(goods_of_worth_are_insured)
{
    /* Two brackets of 4.25. */
    ck_ok(setting_set(shop.desk, "label.insure_from", "9", &err));
    ask();
    ck_assert_ptr_null(json_get(task(TOPIC_RATES_GET), "insure"));
    ck_ok(setting_set(shop.desk, "label.insure_from", "8", &err));
    ck_assert_str_eq(text(json_get(task(TOPIC_RATES_GET), "insure"), "amount"), "8.50");
    ck_assert_str_eq(text(json_get(task(TOPIC_RATES_GET), "insure"), "currency"), "GBP");
}
END_TEST

START_TEST(across_a_border_customs_are_told_what_is_in_it)
{
    const struct json *item;
    struct queue_row row = { .topic = TOPIC_RATES_GET, .state = QUEUE_SENDING };
    struct topic_task t;

    spoil("UPDATE site SET country = 'FR'");
    ask();
    row.record_id = last()->id;
    ck_refused(label_compose(shop.desk, &row, shop.arena, &t, &err), ERR_STATE);
    spoil("UPDATE item SET hs_code = '730890', origin = 'DE'");
    item = json_at(json_get(json_get(task(TOPIC_RATES_GET), "customs"), "items"), 0);
    ck_assert_str_eq(text(item, "sku"), "BRK-20");
    ck_assert_str_eq(text(item, "quantity"), "2");
    ck_assert_str_eq(text(item, "value"), "8.50");
    ck_assert_str_eq(text(item, "currency"), "GBP");
    ck_assert_str_eq(text(item, "hs_code"), "730890");
    ck_assert_str_eq(text(item, "origin"), "DE");
    ck_assert(strcmp(text(item, "weight_g"), "0") != 0);
    spoil("UPDATE site SET country = 'DE'");
    spoil("UPDATE sales_order SET ship_country = 'FR'");
    ck_assert_ptr_null(json_get(task(TOPIC_RATES_GET), "customs"));
}
END_TEST

/* --- what screens ask for --------------------------------------------------------------------- */

START_TEST(what_waits_for_a_person_is_counted_with_its_age)
{
    struct stamp oldest = { 0 };
    int n = -1;

    ck_ok(labels_count_waiting(shop.desk, &n, &oldest, &err));
    ck_assert_int_eq(n, 0);
    ask();
    ck_ok(labels_count_waiting(shop.desk, &n, &oldest, &err));
    ck_assert_int_eq(n, 0);
    end(TOPIC_RATES_GET, JOB_PERMANENT, true, NULL);
    ck_ok(labels_count_waiting(shop.desk, &n, &oldest, &err));
    ck_assert_int_eq(n, 1);
    ck_assert_int_eq(oldest.ms, last()->ended.ms);
    ask();
    ck_ok(labels_count_waiting(shop.desk, &n, &oldest, &err));
    ck_assert_int_eq(n, 0);
}
END_TEST

START_TEST(the_living_label_of_a_parcel_counts_and_the_most_pressing_of_several_is_told)
{
    struct label v[] = {
        { .id = 5, .fulfillment = 1, .package = "A", .state = LABEL_VOIDED },
        { .id = 4, .fulfillment = 1, .package = "A", .state = LABEL_BOUGHT },
        { .id = 3, .fulfillment = 1, .package = "B", .state = LABEL_FAILED },
        { .id = 2, .fulfillment = 1, .package = "B", .state = LABEL_KEPT },
        { .id = 1, .fulfillment = 2, .package = "C", .state = LABEL_BUYING },
    };
    const struct labels all = { v, 5 };

    ck_assert_int_eq(label_counting(&all, "A")->id, 4);
    ck_assert_int_eq(label_counting(&all, "B")->id, 3);
    ck_assert_ptr_null(label_counting(&all, "D"));
    ck_assert_int_eq(label_most_pressing(&all, 1)->id, 3);
    ck_assert_int_eq(label_most_pressing(&all, 2)->id, 1);
    ck_assert_ptr_null(label_most_pressing(&all, 3));
    v[2].state = LABEL_WANTED;
    ck_assert_int_eq(label_most_pressing(&all, 1)->id, 3);
}
END_TEST

START_TEST(a_label_is_taken_for_printing_once_by_who_asked_for_it_where_it_was_asked)
{
    struct label *l;

    ck_ok(setting_set(shop.desk, "label.print", "yes", &err));
    ask();
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    end(TOPIC_LABEL_BUY, JOB_DONE, false, BOUGHT);
    ck_ok(label_take_print(shop.desk, shop.arena, &l, &err));
    ck_assert_ptr_null(l);
    end(TOPIC_LABEL_FILE, JOB_DONE, false, "{}");
    spoil("UPDATE parcel_label SET station = 'elsewhere' || station");
    ck_ok(label_take_print(shop.desk, shop.arena, &l, &err));
    ck_assert_ptr_null(l);
    spoil("INSERT INTO app_user (login, name, role) VALUES ('other', 'Other', 1)");
    spoil("UPDATE parcel_label SET station = substr(station, 10), asked_by ="
          " (SELECT u.id FROM app_user u WHERE u.login = 'other')");
    ck_ok(label_take_print(shop.desk, shop.arena, &l, &err));
    ck_assert_ptr_null(l);
    spoil(arena_printf(shop.arena, "UPDATE parcel_label SET asked_by = %lld",
                       (long long)desk_user(shop.desk)->id.v));
    ck_ok(label_take_print(shop.desk, shop.arena, &l, &err));
    ck_assert_ptr_nonnull(l);
    ck_ok(label_take_print(shop.desk, shop.arena, &l, &err));
    ck_assert_ptr_null(l);
}
END_TEST

START_TEST(a_label_given_back_before_its_file_came_is_not_printed)
{
    struct label *l;

    ck_ok(setting_set(shop.desk, "label.print", "yes", &err));
    ask();
    end(TOPIC_RATES_GET, JOB_DONE, false, RATES);
    end(TOPIC_LABEL_BUY, JOB_DONE, false, BOUGHT);
    ck_ok(label_void(shop.desk, (struct record_at){ .id = last()->id }, &err));
    end(TOPIC_LABEL_FILE, JOB_DONE, false, "{}");
    ck_ok(label_take_print(shop.desk, shop.arena, &l, &err));
    ck_assert_ptr_null(l);
}
END_TEST

Suite *label_suite(void)
{
    Suite *suite = suite_create("label");
    TCase *tests = tcase_create("label");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_number_that_came_with_a_label_is_shipped_as_it_is);
    tcase_add_test(tests, a_parcel_gets_its_label_by_one_asking);
    tcase_add_test(tests, a_label_is_never_asked_for_twice);
    tcase_add_test(tests, an_end_that_is_told_twice_is_taken_down_once);
    tcase_add_test(tests, without_anyone_who_makes_labels_it_says_so);
    tcase_add_test(tests, what_has_no_parcel_no_weight_or_no_right_gets_no_label);
    tcase_add_test(tests, what_fails_may_be_asked_for_again);
    tcase_add_test(tests, an_unclear_purchase_blocks_another);
    tcase_add_test(tests, a_parcel_that_is_unpacked_gives_its_label_back);
    tcase_add_test(tests, a_purchase_that_comes_late_is_given_back);
    tcase_add_test(tests, what_is_not_bought_yet_is_only_dropped);
    tcase_add_test(tests, a_purchase_that_was_stopped_is_dropped);
    tcase_add_test(tests, the_number_of_a_label_taken_back_is_no_parcels);
    tcase_add_test(tests, what_left_loses_the_number_until_the_carrier_has_it);
    tcase_add_test(tests, what_the_carrier_does_not_take_back_is_said);
    tcase_add_test(tests, a_person_chooses_where_the_rule_says_so);
    tcase_add_test(tests, where_no_rate_fits_a_person_chooses);
    tcase_add_test(tests, the_rules_choose);
    tcase_add_test(tests, rates_in_two_currencies_are_not_compared);
    tcase_add_test(tests, the_task_says_where_from_where_to_and_how_heavy);
    tcase_add_test(tests, goods_of_worth_are_insured);
    tcase_add_test(tests, across_a_border_customs_are_told_what_is_in_it);
    tcase_add_test(tests, what_waits_for_a_person_is_counted_with_its_age);
    tcase_add_test(tests, the_living_label_of_a_parcel_counts_and_the_most_pressing_of_several_is_told);
    tcase_add_test(tests, a_label_is_taken_for_printing_once_by_who_asked_for_it_where_it_was_asked);
    tcase_add_test(tests, a_label_given_back_before_its_file_came_is_not_printed);
    tcase_add_test(tests, money_for_a_label_is_asked_after_until_it_is_paid);
    tcase_add_test(tests, money_that_is_refused_or_never_comes_is_for_a_person);
    tcase_add_test(tests, nobody_is_asked_after_money_for_ever_or_where_nobody_tells);
    tcase_add_test(tests, two_months_without_money_are_as_a_refusal);
    tcase_add_test(tests, where_no_carrier_offers_a_rate_there_is_nothing_to_choose);
    suite_add_tcase(suite, tests);
    return suite;
}
