/*
 * Addresses that carriers are asked about: once for the same words, while the clerk goes on; what
 * comes back, also late and twice; taking what a carrier writes, keeping what it does not know.
 */
#include <string.h>

#include "base/json.h"
#include "domain/desk/setting.h"
#include "domain/flow/address_take.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/audit.h"
#include "domain/insight/queue.h"
#include "domain/order/ship_check.h"
#include "domain/outside/address_task.h"
#include "domain/outside/shipping_task.h"
#include "store/store.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define ANSWER(found, street, zip)                                                                 \
    "{\"is_found\":" found ",\"message\":\"Address not found\",\"residence\":\"home\","            \
    "\"address\":{\"street1\":\"" street "\",\"city\":\"LEEDS\",\"state\":\"\","                   \
    "\"zip\":\"" zip "\",\"country\":\"GB\"}}"
#define UNKNOWN "{\"is_found\":false,\"message\":\"Address not found\",\"address\":{}}"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    ck_ok(setting_set(shop.desk, "address.provider", "easypost", &err));
    (void)testshop_draft(&shop); /* the customer's usual address is asked about by then */
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

/* How often addresses of that number of a street were asked about: "7 D". */
static int asked(const char *begin)
{
    return (int)testshop_number(
        shop.desk, arena_printf(shop.arena,
                                "SELECT COUNT(*) FROM outbox b JOIN address_check k"
                                " ON k.id = b.record_id WHERE b.topic = 'address.check'"
                                " AND b.provider <> '' AND k.line1 LIKE '%s%%'",
                                begin));
}

static struct address somewhere(const char *line1)
{
    return (struct address){ .customer = shop.acme, .name = "", .line1 = line1, .line2 = "",
                             .city = "Leeds", .region = "", .postcode = "LS1 4AB",
                             .country = "GB", .phone = "0113 1" };
}

static struct address_id add(const char *line1)
{
    struct address a = somewhere(line1);
    struct address_id id;

    err_clear(&err);
    ck_ok(address_add(shop.desk, &a, &id, &err));
    return id;
}

static struct address_verdict *known(const struct address *a)
{
    struct address_verdict *v;

    err_clear(&err);
    ck_ok(address_verdict_find(shop.desk, a, shop.arena, &v, &err));
    return v;
}

/* How the newest question ended, as the worker of a provider takes it down. */
static void end_of(const char *provider, enum job_end how, bool is_over, const char *data)
{
    const struct job_result result = { .end = how,
                                       .code = "",
                                       .message = how == JOB_DONE ? "" : "Too bad.",
                                       .remote_id = "",
                                       .data = data };
    const struct queue_row row = { .topic = TOPIC_ADDRESS_CHECK,
                                   .provider = provider,
                                   .record_id = testshop_number(
                                       shop.desk, "SELECT record_id FROM outbox WHERE topic ="
                                                  " 'address.check' ORDER BY id DESC LIMIT 1") };
    const struct topic_end e = { &row, &result,
                                 how == JOB_DONE ? QUEUE_DONE
                                 : is_over       ? QUEUE_DEAD
                                                 : QUEUE_RETRY };
    OD_TX tx = { 0 };

    err_clear(&err);
    ck_ok(desk_begin(shop.desk, "timer.run", &tx, &err));
    ck_ok(address_task_apply(&tx, shop.desk, &e, shop.arena, &err));
    ck_ok(tx_commit(&tx, &err));
}

static void end(enum job_end how, bool is_over, const char *data)
{
    end_of("easypost", how, is_over, data);
}

static struct order *again(const struct order *o)
{
    struct order *now;

    err_clear(&err);
    ck_ok(order_load(shop.desk, o->id, shop.arena, &now, &err));
    return now;
}

/* An order to a new address of the customer. */
static struct order *order_to(const char *line1, bool is_placed)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.bracket, 2);
    struct address_id to = add(line1);
    const struct order_header in = { .ship_address = &to };

    ck_ok(order_set_header(shop.desk, &at, &in, shop.arena, &o, &err));
    if (is_placed) {
        ck_ok(testshop_act(&shop, o, "submit", NULL, NULL, &err));
        ck_ok(testshop_act(&shop, again(o), "confirm", NULL, NULL, &err));
    }
    return again(o);
}

static struct record_at at_of(const struct order *o)
{
    return (struct record_at){ o->id.v, o->version };
}

static int waiting(void)
{
    struct queues q;

    ck_ok(queues_load(shop.desk, shop.arena, &q, &err));
    for (int i = 0; i < q.n; i++)
        if (strcmp(q.v[i].name, "bad_address") == 0)
            return q.v[i].count;
    ck_abort_msg("there is no such queue");
    return -1;
}

/* --- asking ----------------------------------------------------------------------------------- */

START_TEST(the_same_address_is_asked_about_once)
{
    struct address a = somewhere("7 Dock Road");

    (void)add("7 Dock Road");
    ck_assert_int_eq(asked("7 D"), 1);
    ck_assert_int_eq(known(&a)->answer, ADDRESS_ASKED);
    (void)order_to("7 Dock Road", true);
    ck_assert_int_eq(asked("7 D"), 1);
    end(JOB_DONE, true, ANSWER("true", "7 DOCK ROAD", "LS1 4AB"));
    ck_assert_int_eq(known(&a)->answer, ADDRESS_RIGHT);
    ck_assert_int_eq(known(&a)->residence, RESIDENCE_HOME);
    (void)order_to("7 Dock Road", true);
    ck_assert_int_eq(asked("7 D"), 1);
}
END_TEST

START_TEST(an_old_answer_is_asked_for_again)
{
    struct address a = somewhere("7 Dock Road");

    (void)add("7 Dock Road");
    end(JOB_DONE, true, ANSWER("true", "7 Dock Road", "LS1 4AB"));
    ck_ok(setting_set(shop.desk, "address.days", "30", &err));
    testdesk_wait(shop.desk, INT64_C(29) * 86400000);
    (void)order_to("7 Dock Road", true);
    ck_assert_int_eq(asked("7 D"), 1);
    testdesk_wait(shop.desk, INT64_C(2) * 86400000);
    (void)order_to("7 Dock Road", true);
    ck_assert_int_eq(asked("7 D"), 2);
    ck_assert_int_eq(known(&a)->answer, ADDRESS_ASKED);
}
END_TEST

START_TEST(nobody_is_asked_without_a_provider_or_in_other_countries)
{
    struct address a = somewhere("7 Dock Road");

    ck_ok(setting_set(shop.desk, "address.countries", "us, ca", &err));
    (void)add("7 Dock Road");
    ck_refused(address_ask_again(shop.desk, &a, &err), ERR_STATE);
    ck_ok(setting_set(shop.desk, "address.countries", "us, gb", &err));
    ck_ok(setting_set(shop.desk, "address.provider", "none", &err));
    (void)add("8 Dock Road");
    ck_assert_int_eq(asked("7 D") + asked("8 D"), 0);
    ck_assert_ptr_null(known(&a));
    ck_ok(setting_set(shop.desk, "address.provider", "easypost", &err));
    (void)add("9 Dock Road");
    ck_assert_int_eq(asked("9 D"), 1);
}
END_TEST

START_TEST(asking_again_is_for_what_is_answered)
{
    struct address a = somewhere("7 Dock Road");

    (void)add("7 Dock Road");
    ck_refused(address_ask_again(shop.desk, &a, &err), ERR_STATE);
    end(JOB_DONE, true, UNKNOWN);
    err_clear(&err);
    ck_ok(address_ask_again(shop.desk, &a, &err));
    ck_assert_int_eq(asked("7 D"), 2);
}
END_TEST

START_TEST(who_is_asked_no_more_keeps_nobody_from_asking_another)
{
    struct address a = somewhere("7 Dock Road");
    struct queue_row old = { .topic = TOPIC_ADDRESS_CHECK, .provider = "easypost" };
    struct topic_task task;

    (void)add("7 Dock Road");
    old.record_id = known(&a)->id;
    ck_ok(setting_set(shop.desk, "address.provider", "shipengine", &err));
    ck_ok(address_ask_again(shop.desk, &a, &err));
    ck_assert_int_eq(asked("7 D"), 2);
    ck_assert_str_eq(known(&a)->provider, "shipengine");
    ck_refused(address_ask_again(shop.desk, &a, &err), ERR_STATE);
    err_clear(&err);
    ck_ok(address_task_compose(shop.desk, &old, shop.arena, &task, &err));
    ck_assert_ptr_nonnull(task.not_needed);
    end_of("easypost", JOB_PERMANENT, true, NULL);
    ck_assert_int_eq(known(&a)->answer, ADDRESS_ASKED);
    end_of("shipengine", JOB_DONE, true, UNKNOWN);
    ck_assert_int_eq(known(&a)->answer, ADDRESS_UNKNOWN);
    ck_ok(setting_set(shop.desk, "address.provider", "easypost", &err));
    ck_ok(address_ask_again(shop.desk, &a, &err));
    ck_ok(setting_set(shop.desk, "address.provider", "shipengine", &err));
    (void)order_to("7 Dock Road", true); /* nor by the way */
    ck_assert_int_eq(asked("7 D"), 4);
}
END_TEST

START_TEST(the_question_has_the_address_and_an_answered_one_is_not_sent)
{
    struct queue_row row = { .topic = TOPIC_ADDRESS_CHECK, .provider = "easypost" };
    struct topic_task task;
    const struct json *v;

    (void)add("7 Dock Road");
    row.record_id = testshop_number(shop.desk, "SELECT MAX(id) FROM address_check");
    ck_ok(address_task_compose(shop.desk, &row, shop.arena, &task, &err));
    ck_assert_ptr_null(task.not_needed);
    ck_ok(json_parse(task.json, strlen(task.json), shop.arena, &v, &err));
    v = json_get(v, "address");
    ck_assert_str_eq(json_text(json_get(v, "street1")), "7 Dock Road");
    ck_assert_str_eq(json_text(json_get(v, "zip")), "LS1 4AB");
    ck_assert_str_eq(json_text(json_get(v, "country")), "GB");
    end(JOB_DONE, true, UNKNOWN);
    ck_ok(address_task_compose(shop.desk, &row, shop.arena, &task, &err));
    ck_assert_ptr_nonnull(task.not_needed);
}
END_TEST

/* --- answers ---------------------------------------------------------------------------------- */

START_TEST(case_blanks_lines_and_zip_4_make_no_difference)
{
    struct address a = { .line1 = "388 Townsend St", .line2 = "Apt 20", .city = "San Francisco",
                         .region = "CA", .postcode = "94107", .country = "US" };
    struct address b = { .line1 = "388 TOWNSEND ST APT 20", .line2 = "", .city = "SAN FRANCISCO",
                         .region = "CA", .postcode = "94107-1670", .country = "US" };

    ck_assert_int_eq(address_compare(&a, &b, shop.arena), ADDRESS_RIGHT);
    b.postcode = "94108-1670";
    ck_assert_int_eq(address_compare(&a, &b, shop.arena), ADDRESS_OTHERWISE);
    b.postcode = "94107-1670";
    a.country = b.country = "GB"; /* the four digits are a custom of the United States */
    ck_assert_int_eq(address_compare(&a, &b, shop.arena), ADDRESS_OTHERWISE);
    a.country = b.country = "US";
    b.line1 = "389 TOWNSEND ST APT 20";
    ck_assert_int_eq(address_compare(&a, &b, shop.arena), ADDRESS_OTHERWISE);
}
END_TEST

START_TEST(what_fails_is_no_verdict_and_a_late_end_changes_nothing)
{
    struct address a = somewhere("7 Dock Road");

    (void)add("7 Dock Road");
    end(JOB_WAIT, false, NULL);
    ck_assert_int_eq(known(&a)->answer, ADDRESS_ASKED);
    end(JOB_PERMANENT, true, NULL);
    ck_assert_int_eq(known(&a)->answer, ADDRESS_UNANSWERED);
    ck_assert_str_eq(known(&a)->message, "Too bad.");
    ck_assert(!address_is_bad(known(&a)));
    end(JOB_DONE, true, UNKNOWN);
    ck_assert_int_eq(known(&a)->answer, ADDRESS_UNANSWERED);
}
END_TEST

/* --- orders ----------------------------------------------------------------------------------- */

START_TEST(an_order_to_an_unknown_address_waits_to_be_settled)
{
    struct order *o = order_to("1 Nowhere", true);

    ck_assert_int_eq(waiting(), 0);
    end(JOB_DONE, true, UNKNOWN);
    ck_assert_int_eq(waiting(), 1);
    ck_assert_int_eq(again(o)->hold_count, 0); /* the firm did not ask for a hold */
    ck_ok(order_address_keep(shop.desk, at_of(again(o)), &err));
    ck_assert_int_eq(waiting(), 0);
    ck_refused(order_address_keep(shop.desk, at_of(again(o)), &err), ERR_STATE);
}
END_TEST

START_TEST(it_is_held_where_the_firm_says_so_and_goes_on_when_it_is_settled)
{
    struct order *o, *second, *third;

    ck_ok(setting_set(shop.desk, "address.hold", "yes", &err));
    o = order_to("1 Nowhere", true);
    end(JOB_DONE, true, UNKNOWN);
    ck_assert_int_eq(again(o)->hold_count, 1);
    ck_assert_int_eq(again(o)->holds[0].kind, HOLD_ADDRESS);
    second = order_to("1 Nowhere", false);
    ck_assert_int_eq(second->hold_count, 0); /* a draft is held by nothing */
    ck_ok(testshop_act(&shop, second, "submit", NULL, NULL, &err));
    ck_assert_int_eq(again(second)->hold_count, 1);
    third = order_to("1 Nowhere", true);
    ck_ok(setting_set(shop.desk, "warehouse.release", "auto", &err));
    ck_ok(order_address_keep(shop.desk, at_of(again(o)), &err));
    ck_assert_int_eq(again(o)->hold_count, 0);
    ck_assert_int_eq(again(second)->hold_count, 0);
    ck_assert_int_eq(again(third)->hold_count, 0);
    ck_assert_int_eq(again(third)->open_fulfillments, 1); /* the hold was all that stopped it */
}
END_TEST

START_TEST(what_the_carrier_writes_becomes_the_orders_and_the_customers)
{
    struct order *o = order_to("7 Dok Road", true);
    struct address_verdict *v;
    struct customer *c;

    ck_refused(order_address_take(shop.desk, at_of(o), &err), ERR_STATE);
    end(JOB_DONE, true, ANSWER("true", "7 DOCK ROAD", "LS1 4AB"));
    err_clear(&err);
    ck_refused(order_address_take(shop.desk, (struct record_at){ o->id.v, 1 }, &err),
               ERR_CONFLICT);
    err_clear(&err);
    ck_ok(order_address_take(shop.desk, at_of(again(o)), &err));
    o = again(o);
    ck_assert_str_eq(o->ship_line1, "7 DOCK ROAD");
    ck_ok(customer_load(shop.desk, shop.acme, shop.arena, &c, &err));
    ck_assert_str_eq(c->addresses[c->address_count - 1].line1, "7 DOCK ROAD");
    ck_assert_str_eq(c->addresses[c->address_count - 1].phone, "0113 1");
    ck_ok(order_verdict_find(shop.desk, o, shop.arena, &v, &err));
    ck_assert_int_eq(v->answer, ADDRESS_RIGHT);
    ck_assert_int_eq(asked("7 "), 1); /* what the carrier writes needs no question */
    ck_refused(order_address_take(shop.desk, at_of(o), &err), ERR_STATE);
}
END_TEST

START_TEST(two_orders_to_one_address_correct_it_once)
{
    struct order *o = order_to("7 Dok Road", true), *second = order_to("7 Dok Road", true);
    int64_t rows;

    end(JOB_DONE, true, ANSWER("true", "7 Dock Road", "LS1 4AB"));
    ck_ok(order_address_take(shop.desk, at_of(again(o)), &err));
    rows = testdesk_count(shop.desk, "address");
    ck_ok(order_address_take(shop.desk, at_of(again(second)), &err));
    ck_assert_str_eq(again(second)->ship_line1, "7 Dock Road");
    ck_assert_int_eq(again(second)->ship_address.v, again(o)->ship_address.v);
    ck_assert_int_eq(testdesk_count(shop.desk, "address"), rows);
}
END_TEST

START_TEST(a_draft_takes_it_too)
{
    struct order *o = order_to("7 Dok Road", false);

    end(JOB_DONE, true, ANSWER("true", "7 Dock Road", "LS1 4AB"));
    ck_ok(order_address_take(shop.desk, at_of(o), &err));
    ck_assert_str_eq(again(o)->ship_line1, "7 Dock Road");
    ck_assert_int_eq(again(o)->status, ORDER_DRAFT);
}
END_TEST

START_TEST(once_the_warehouse_has_begun_it_is_refused_and_nothing_changes)
{
    struct order *o = order_to("7 Dok Road", true);
    int64_t rows;

    end(JOB_DONE, true, ANSWER("true", "7 Dock Road", "LS1 4AB"));
    ck_ok(testshop_act(&shop, again(o), "release", NULL, NULL, &err));
    ck_ok(act(shop.desk, &fulfillment_document,
              (struct record_at){ .id = testshop_number(shop.desk,
                                                        "SELECT MAX(id) FROM fulfillment") },
              "pick", NULL, &err));
    rows = testdesk_count(shop.desk, "address");
    ck_refused(order_address_take(shop.desk, at_of(again(o)), &err), ERR_STATE);
    ck_assert_int_eq(testdesk_count(shop.desk, "address"), rows);
    ck_assert_str_eq(again(o)->ship_line1, "7 Dok Road");
}
END_TEST

START_TEST(what_an_answer_leaves_out_is_as_it_was)
{
    struct address_id id = add("7 Dok Road"), fresh;
    struct address *a;

    end(JOB_DONE, true, "{\"is_found\":true,\"address\":{\"street1\":\"7 DOCK ROAD\"}}");
    ck_ok(address_take(shop.desk, id, &fresh, &err));
    ck_ok(address_load(shop.desk, fresh, shop.arena, &a, &err));
    ck_assert_str_eq(address_line(a, shop.arena), "7 DOCK ROAD, Leeds LS1 4AB, GB");
}
END_TEST

START_TEST(a_customer_takes_it_without_an_order)
{
    struct address_id id = add("7 Dok Road"), fresh;
    struct address *a;

    ck_refused(address_take(shop.desk, id, &fresh, &err), ERR_STATE);
    end(JOB_DONE, true, ANSWER("true", "7 Dock Road", "LS1 4AB"));
    err_clear(&err);
    ck_ok(address_take(shop.desk, id, &fresh, &err));
    ck_ok(address_load(shop.desk, fresh, shop.arena, &a, &err));
    ck_assert_str_eq(a->line1, "7 Dock Road");
    ck_refused(address_take(shop.desk, id, &fresh, &err), ERR_STATE);
}
END_TEST

Suite *address_check_suite(void)
{
    Suite *s = suite_create("address_check");
    TCase *c = tcase_create("address_check");

    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, the_same_address_is_asked_about_once);
    tcase_add_test(c, an_old_answer_is_asked_for_again);
    tcase_add_test(c, nobody_is_asked_without_a_provider_or_in_other_countries);
    tcase_add_test(c, asking_again_is_for_what_is_answered);
    tcase_add_test(c, who_is_asked_no_more_keeps_nobody_from_asking_another);
    tcase_add_test(c, the_question_has_the_address_and_an_answered_one_is_not_sent);
    tcase_add_test(c, case_blanks_lines_and_zip_4_make_no_difference);
    tcase_add_test(c, what_fails_is_no_verdict_and_a_late_end_changes_nothing);
    tcase_add_test(c, an_order_to_an_unknown_address_waits_to_be_settled);
    tcase_add_test(c, it_is_held_where_the_firm_says_so_and_goes_on_when_it_is_settled);
    tcase_add_test(c, what_the_carrier_writes_becomes_the_orders_and_the_customers);
    tcase_add_test(c, two_orders_to_one_address_correct_it_once);
    tcase_add_test(c, a_draft_takes_it_too);
    tcase_add_test(c, once_the_warehouse_has_begun_it_is_refused_and_nothing_changes);
    tcase_add_test(c, what_an_answer_leaves_out_is_as_it_was);
    tcase_add_test(c, a_customer_takes_it_without_an_order);
    suite_add_tcase(s, c);
    return s;
}
