/*
 * What carriers know of an address, on the screens: it comes while the clerk types, and takes
 * nothing from what is typed; what the carrier writes is taken with one key.
 */
#include <string.h>

#include "domain/desk/setting.h"
#include "domain/outside/address_task.h"
#include "domain/outside/shipping_task.h"
#include "screen/screen_suites.h"
#include "store/tx.h"

#define OTHERWISE                                                                                  \
    "{\"is_found\":true,\"message\":\"\",\"residence\":\"\",\"address\":{\"street1\":"             \
    "\"21 DOCK STREET\",\"city\":\"LEEDS\",\"zip\":\"LS10 1LX\",\"country\":\"GB\"}}"
#define UNKNOWN "{\"is_found\":false,\"message\":\"No such street\",\"address\":{}}"
#define RIGHT   "{\"is_found\":true,\"message\":\"\",\"address\":{}}"

static struct testscreen ts;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
    testdesk_be(ts.desk, ROLE_ADMIN);
    ck_ok(setting_set(ts.desk, "address.provider", "easypost", &err));
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* What the worker takes down of the newest question; the screen sees it at its tick. */
static void answer(const char *data)
{
    const struct job_result result = { .end = JOB_DONE, .code = "", .message = "",
                                       .remote_id = "", .data = data };
    const struct queue_row row = { .topic = TOPIC_ADDRESS_CHECK,
                                   .provider = "easypost",
                                   .record_id = testshop_number(
                                       ts.desk, "SELECT MAX(id) FROM address_check") };
    const struct topic_end e = { &row, &result, QUEUE_DONE };
    OD_TX tx = { 0 };

    err_clear(&err);
    ck_ok(desk_begin(ts.desk, "timer.run", &tx, &err));
    ck_ok(address_task_apply(&tx, ts.desk, &e, ts.shop.arena, &err));
    ck_ok(tx_commit(&tx, &err));
    testscreen_tick(&ts, true);
}

/* A draft of the customer 1042, the cursor at the first line. */
static void begin(void)
{
    testscreen_press(&ts, "F3 F6");
    testscreen_type(&ts, "1042\n");
    ck_shows(&ts, "being checked");
}

START_TEST(the_answer_comes_while_a_line_is_typed_and_leaves_it_alone)
{
    begin();
    testscreen_type(&ts, "47");
    answer(OTHERWISE);
    ck_shows(&ts, "M-t: the carrier writes it");
    testscreen_type(&ts, "11\n3\n");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM order_line"), 1);
}
END_TEST

START_TEST(entry_takes_what_the_carrier_writes_with_one_key)
{
    begin();
    testscreen_press(&ts, "M-t");
    ck_shows(&ts, "No carrier proposes another way");
    answer(OTHERWISE);
    ck_shows(&ts, "M-t: the carrier writes it so: 21 DOCK STREET, LEEDS LS10 1LX, GB");
    testscreen_press(&ts, "M-t");
    ck_shows(&ts, "The address is as the carrier writes it.");
    ck_shows(&ts, "21 DOCK STREET");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM sales_order WHERE"
                                              " ship_line1 = '21 DOCK STREET'"),
                     1);
}
END_TEST

START_TEST(an_unknown_address_is_said_on_the_order_and_waits_on_the_dashboard)
{
    begin();
    testscreen_type(&ts, "4711\n3\n\n\n");
    ck_shows(&ts, "being checked");
    answer(UNKNOWN);
    ck_shows(&ts, "not known to the carrier: No such street");
    testscreen_press(&ts, "F3");
    ck_shows(&ts, "Address unknown");
    testscreen_type(&ts, ".od ");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_type(&ts, "\nb");
    ck_shows(&ts, "The address stays as it is.");
    ck_shows(&ts, "kept as it is by");
}
END_TEST

START_TEST(the_order_page_takes_what_the_carrier_writes)
{
    begin();
    testscreen_type(&ts, "4711\n3\n\n\n");
    answer(OTHERWISE);
    ck_shows(&ts, "takes it, b keeps ours");
    testscreen_type(&ts, "t");
    ck_shows(&ts, "Ship to 21 DOCK STREET");
    ck_shows(&ts, "checked");
    testscreen_type(&ts, "t");
    ck_shows(&ts, "No carrier proposes another way");
}
END_TEST

START_TEST(the_customers_page_says_what_is_known_of_each_address)
{
    begin();
    answer(RIGHT);
    ck_shows(&ts, "checked");
    testscreen_press(&ts, "F8 y F3");
    testscreen_close(&ts);
    testscreen_open(&ts, 45, 140);
    testdesk_be(ts.desk, ROLE_ADMIN);
    ck_ok(setting_set(ts.desk, "address.provider", "easypost", &err));
    begin();
    answer(OTHERWISE);
    testscreen_press(&ts, "F8 y");
    testscreen_type(&ts, ".cu 1042\n");
    testscreen_type(&ts, "2");
    ck_shows(&ts, "the carrier writes it so");
    testscreen_type(&ts, "t");
    ck_shows(&ts, "21 DOCK STREET, LEEDS");
}
END_TEST

Suite *addresses_suite(void)
{
    Suite *suite = suite_create("addresses");
    TCase *tests = tcase_create("addresses");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_answer_comes_while_a_line_is_typed_and_leaves_it_alone);
    tcase_add_test(tests, entry_takes_what_the_carrier_writes_with_one_key);
    tcase_add_test(tests, an_unknown_address_is_said_on_the_order_and_waits_on_the_dashboard);
    tcase_add_test(tests, the_order_page_takes_what_the_carrier_writes);
    tcase_add_test(tests, the_customers_page_says_what_is_known_of_each_address);
    suite_add_tcase(suite, tests);
    return suite;
}
