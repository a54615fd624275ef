/*
 * Carriers' labels on the screens: one key asks for them, they are followed there, a rate is
 * chosen, they are printed and given back; the dashboard says which wait for a person.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "domain/desk/setting.h"
#include "domain/flow/manifest_form.h"
#include "domain/outside/form_task.h"
#include "domain/outside/label.h"
#include "domain/outside/shipping_task.h"
#include "print/documents.h"
#include "screen/screen_suites.h"
#include "store/tx.h"

#define RATES                                                                                      \
    "{\"shipment\":\"shp_1\",\"rates\":["                                                          \
    "{\"id\":\"r1\",\"carrier\":\"USPS\",\"service\":\"Express\",\"name\":\"Express\","            \
    "\"amount\":\"34.15\",\"currency\":\"USD\",\"days\":1},"                                       \
    "{\"id\":\"r2\",\"carrier\":\"UPS\",\"service\":\"03\",\"name\":\"UPS Ground\","               \
    "\"amount\":\"6.07\",\"currency\":\"USD\",\"days\":3}]}"
#define BOUGHT                                                                                     \
    "{\"shipment\":\"shp_1\",\"tracking\":\"9400\",\"tracker\":\"trk_1\",\"carrier\":\"UPS\","     \
    "\"service\":\"UPS Ground\",\"amount\":\"6.07\",\"currency\":\"USD\"}"

static struct testscreen ts;
static struct err err;

/* Somebody else's setting; what the screens show follows at the next tick. */
static void set(const char *name, const char *value)
{
    err_clear(&err);
    testdesk_be(ts.desk, ROLE_ADMIN);
    ck_ok(setting_set(ts.desk, name, value, &err));
}

static struct label *last(void)
{
    struct label *l;

    err_clear(&err);
    ck_ok(label_load(ts.desk, testshop_number(ts.desk, "SELECT MAX(id) FROM parcel_label"),
                     ts.shop.arena, &l, &err));
    return l;
}

static int count(void)
{
    return (int)testshop_number(ts.desk, "SELECT COUNT(*) FROM parcel_label");
}

/* What the worker takes down for the newest label; the screen sees it at its tick. */
static void end(const char *topic, enum job_end how, const char *data)
{
    struct job_file file = { "label", "application/pdf", "%PDF-label", 10 };
    const struct job_result result = { .end = how,
                                       .code = "",
                                       .message = how == JOB_DONE ? "" : "Too bad.",
                                       .remote_id = "",
                                       .data = data,
                                       .files = { &file, strcmp(topic, TOPIC_LABEL_FILE) == 0 } };
    const struct queue_row row = { .topic = topic, .record_id = last()->id };
    const struct topic_end e = { &row, &result, how == JOB_DONE ? QUEUE_DONE : QUEUE_DEAD };
    OD_TX tx = { 0 };

    err_clear(&err);
    ck_ok(desk_begin(ts.desk, "timer.run", &tx, &err));
    ck_ok(label_apply(&tx, ts.desk, &e, ts.shop.arena, &err));
    ck_ok(tx_commit(&tx, &err));
    testscreen_tick(&ts, true);
}

/* Three of 4711 are packed in one parcel; PK is on top. */
static void pack(void)
{
    testscreen_press(&ts, "F3 F6");
    testscreen_type(&ts, "1042\n4711\n3\n\n\n");
    testscreen_press(&ts, "F10 g");
    testscreen_type(&ts, ".pk ");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_type(&ts, "\n");
    testscreen_press(&ts, "F4 C-u");
    testscreen_type(&ts, "3\n.DONE\n");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "1 package");
}

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
    set("label.provider", "easypost");
    pack();
    testscreen_type(&ts, "1.2kg\n");
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

START_TEST(one_key_asks_for_the_label_and_it_is_followed_to_its_number_and_cost)
{
    testscreen_press(&ts, "C-b");
    ck_assert_int_eq(count(), 1);
    ck_shows(&ts, "1 label is asked for");
    ck_shows(&ts, "wanted");
    end(TOPIC_RATES_GET, JOB_DONE, RATES);
    ck_shows(&ts, "being bought");
    end(TOPIC_LABEL_BUY, JOB_DONE, BOUGHT);
    ck_shows(&ts, "9400");
    ck_shows(&ts, "6.07");
    ck_shows(&ts, "bought");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "Label of P1: bought, 6.07 USD"); /* not the firm's money */
    testscreen_type(&ts, ".sh\n");
    ck_shows(&ts, "bought");
}
END_TEST

START_TEST(the_scanned_word_asks_too_and_a_second_time_only_shows)
{
    testscreen_type(&ts, ".LABEL\n");
    ck_assert_int_eq(count(), 1);
    testscreen_press(&ts, "Esc");
    testscreen_type(&ts, ".sh\n.LABEL\n");
    ck_assert_int_eq(count(), 1);
    ck_shows(&ts, "Labels of");
    ck_shows(&ts, "is wanted already");
    testscreen_press(&ts, "Esc");
    testscreen_press(&ts, "C-b");
    ck_assert_int_eq(count(), 1);
    ck_shows(&ts, "Labels of");
}
END_TEST

START_TEST(without_a_provider_it_says_so_and_a_number_is_scanned_as_before)
{
    set("label.provider", "none");
    testscreen_press(&ts, "C-b");
    ck_assert_int_eq(count(), 0);
    ck_shows(&ts, "Nobody makes carriers' labels");
    ck_shows(&ts, "1 package");
    testscreen_type(&ts, "1Z999AA10123456784\n");
    ck_shows(&ts, "1Z999AA10123456784 is noted");
}
END_TEST

START_TEST(a_rate_is_chosen_from_the_panel_cheapest_first)
{
    const char *dump;

    set("label.rule", "choose");
    testscreen_press(&ts, "C-b");
    end(TOPIC_RATES_GET, JOB_DONE, RATES);
    ck_shows(&ts, "to be chosen");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Rates of");
    dump = testscreen_dump(&ts);
    ck_assert_ptr_nonnull(strstr(dump, "UPS Ground"));
    ck_assert(strstr(dump, "6.07") < strstr(dump, "34.15"));
    testscreen_press(&ts, "Enter n");
    ck_assert_int_eq(last()->state, LABEL_TO_CHOOSE);
    testscreen_press(&ts, "Down Enter y");
    ck_assert_int_eq(last()->state, LABEL_BUYING);
    ck_assert_str_eq(last()->service, "Express");
    ck_shows(&ts, "Labels of");
    testscreen_press(&ts, "F4 Enter");
    ck_shows(&ts, "nothing is to be chosen");
}
END_TEST

START_TEST(what_was_chosen_elsewhere_meanwhile_is_not_bought_again)
{
    struct label *l;

    set("label.rule", "choose");
    testscreen_press(&ts, "C-b");
    end(TOPIC_RATES_GET, JOB_DONE, RATES);
    testscreen_press(&ts, "Enter Enter");
    l = last();
    ck_ok(label_choose(ts.desk, (struct record_at){ l->id, l->version }, "r1", &err));
    testscreen_press(&ts, "y");
    ck_shows(&ts, "changed meanwhile");
    ck_assert_str_eq(last()->service, "Express");
    testscreen_press(&ts, "Esc");
}
END_TEST

START_TEST(a_label_is_given_back_after_a_question)
{
    testscreen_press(&ts, "C-b");
    end(TOPIC_RATES_GET, JOB_DONE, RATES);
    end(TOPIC_LABEL_BUY, JOB_DONE, BOUGHT);
    testscreen_press(&ts, "F8 n");
    ck_assert_int_eq(last()->state, LABEL_BOUGHT);
    testscreen_press(&ts, "F8 y");
    ck_assert_int_eq(last()->state, LABEL_TO_VOID);
    ck_shows(&ts, "to be given back");
    end(TOPIC_LABEL_VOID, JOB_DONE, "{}");
    ck_shows(&ts, "given back");
    testscreen_press(&ts, "F10");
    ck_assert_int_eq(count(), 2);
}
END_TEST

START_TEST(what_was_given_back_elsewhere_meanwhile_takes_no_other_with_it)
{
    struct label *other, *asked;

    set("label.rule", "choose");
    testscreen_press(&ts, "C-b");
    end(TOPIC_RATES_GET, JOB_DONE, RATES);
    other = last();
    pack();
    testscreen_type(&ts, "1.2kg\n");
    testscreen_press(&ts, "C-b");
    end(TOPIC_RATES_GET, JOB_DONE, RATES);
    asked = last();
    ck_assert_int_ne(other->id, asked->id);
    ck_assert_int_eq(other->version, asked->version);
    testscreen_type(&ts, ".lb\n");
    testscreen_press(&ts, "F8");
    ck_shows(&ts, asked->package);
    ck_ok(label_void(ts.desk, (struct record_at){ asked->id, asked->version }, &err));
    testscreen_tick(&ts, true);
    testscreen_press(&ts, "y");
    ck_shows(&ts, "changed meanwhile");
    ck_ok(label_load(ts.desk, other->id, ts.shop.arena, &other, &err));
    ck_assert_int_eq(other->state, LABEL_TO_CHOOSE);
}
END_TEST

START_TEST(a_parcel_weighed_anew_asks_whether_its_label_is_given_back)
{
    testscreen_press(&ts, "C-b");
    end(TOPIC_RATES_GET, JOB_DONE, RATES);
    end(TOPIC_LABEL_BUY, JOB_DONE, BOUGHT);
    testscreen_press(&ts, "Esc");
    testscreen_type(&ts, "1.2kg\n");
    ck_hides(&ts, "Give that back?");
    testscreen_type(&ts, "2.5kg\n");
    ck_shows(&ts, "is for 1.2 kg. Give that back?");
    testscreen_press(&ts, "n");
    ck_assert_int_eq(last()->state, LABEL_BOUGHT);
    testscreen_type(&ts, "2.6kg\n");
    testscreen_press(&ts, "y");
    ck_assert_int_eq(last()->state, LABEL_TO_VOID);
    ck_shows(&ts, "to be given back");
    testscreen_type(&ts, "2.7kg\n");
    ck_hides(&ts, "Give that back?");
}
END_TEST

START_TEST(a_failed_label_stands_on_the_dashboard_and_is_asked_for_again_there)
{
    testscreen_press(&ts, "C-b");
    testscreen_press(&ts, "F3");
    ck_hides(&ts, "Labels to look at");
    end(TOPIC_RATES_GET, JOB_PERMANENT, NULL);
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "Labels to look at");
    testscreen_type(&ts, ".lb\n");
    ck_shows(&ts, "that wait for a pers");
    ck_shows(&ts, "Too bad.");
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "is not here");
    testscreen_press(&ts, "F10");
    ck_assert_int_eq(count(), 2);
    ck_shows(&ts, "No label waits for a person");
    testscreen_press(&ts, "F3");
    ck_hides(&ts, "Labels to look at");
}
END_TEST

START_TEST(a_label_that_comes_is_printed_once_where_the_firm_wants_that)
{
    OD_ARENA *tmp = arena_new();
    const char *path = arena_printf(tmp, "/tmp/labels-%d", (int)getpid());
    struct printing printing = { .form = PAPER_AS_TEXT };
    char *text;

    printing.command = "false";
    printing.label_command = arena_printf(tmp, "tee -a %s", path);
    ts.printing = &printing;
    testscreen_restart(&ts);
    set("label.print", "yes");
    testscreen_type(&ts, ".pk ");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_type(&ts, "\n.LABEL\n");
    end(TOPIC_RATES_GET, JOB_DONE, RATES);
    end(TOPIC_LABEL_BUY, JOB_DONE, BOUGHT);
    ck_assert_int_ne(access(path, F_OK), 0);
    end(TOPIC_LABEL_FILE, JOB_DONE, "{}");
    ck_shows(&ts, "came and went to the printer");
    testscreen_tick(&ts, true);
    ck_ok(os_read_file(path, 100, tmp, &text, NULL, &err));
    ck_assert_str_eq(text, "%PDF-label");
    testscreen_press(&ts, "F7");
    ck_ok(os_read_file(path, 100, tmp, &text, NULL, &err));
    ck_assert_str_eq(text, "%PDF-label%PDF-label");
    ck_assert_int_eq(unlink(path), 0);
}
END_TEST

START_TEST(without_the_setting_nothing_is_printed_by_itself)
{
    struct printing printing = { .command = "true", .form = PAPER_AS_TEXT };
    struct label *l;
    OD_ARENA *tmp = arena_new();

    ts.printing = &printing;
    testscreen_restart(&ts);
    testscreen_type(&ts, ".pk ");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_type(&ts, "\n.LABEL\n");
    end(TOPIC_RATES_GET, JOB_DONE, RATES);
    end(TOPIC_LABEL_BUY, JOB_DONE, BOUGHT);
    end(TOPIC_LABEL_FILE, JOB_DONE, "{}");
    ck_hides(&ts, "went to the printer");
    ck_ok(label_take_print(ts.desk, tmp, &l, &err));
    ck_assert_ptr_null(l);
}
END_TEST

/* What the worker takes down for the newest form. */
static void end_form(enum job_end how)
{
    struct job_file file = { "scan-form", "application/pdf", "%PDF-form", 9 };
    const struct job_result result = { .end = how, .code = "",
                                       .message = how == JOB_DONE ? "" : "Too late today.",
                                       .remote_id = "", .data = "{}",
                                       .files = { &file, how == JOB_DONE } };
    const struct queue_row row = { .topic = TOPIC_SCANFORM_MAKE,
                                   .record_id = testshop_number(
                                       ts.desk, "SELECT MAX(id) FROM manifest_form") };
    const struct topic_end e = { &row, &result, how == JOB_DONE ? QUEUE_DONE : QUEUE_DEAD };
    OD_TX tx = { 0 };

    err_clear(&err);
    ck_ok(desk_begin(ts.desk, "timer.run", &tx, &err));
    ck_ok(form_task_apply(&tx, ts.desk, &e, ts.shop.arena, &err));
    ck_ok(tx_commit(&tx, &err));
    testscreen_tick(&ts, true);
}

START_TEST(the_form_of_what_was_handed_over_is_followed_and_asked_for_again)
{
    testscreen_press(&ts, "C-b");
    end(TOPIC_RATES_GET, JOB_DONE, RATES);
    end(TOPIC_LABEL_BUY, JOB_DONE, BOUGHT);
    testscreen_press(&ts, "F12");
    testscreen_type(&ts, ".sh\n");
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "No carrier's form was asked for");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, "UPS\n");
    testscreen_press(&ts, "F4 F10 y");
    ck_shows(&ts, "M1 is handed over");
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "being made");
    testscreen_press(&ts, "Esc");
    end_form(JOB_PERMANENT);
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "failed: Too late today.");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "The form of M1 is asked for again.");
    end_form(JOB_DONE);
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "there");
    ck_assert_int_eq(testshop_number(ts.desk, "SELECT COUNT(*) FROM manifest_form"), 2);
}
END_TEST

Suite *labels_suite(void)
{
    Suite *suite = suite_create("labels");
    TCase *tests = tcase_create("labels");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, one_key_asks_for_the_label_and_it_is_followed_to_its_number_and_cost);
    tcase_add_test(tests, the_scanned_word_asks_too_and_a_second_time_only_shows);
    tcase_add_test(tests, without_a_provider_it_says_so_and_a_number_is_scanned_as_before);
    tcase_add_test(tests, a_rate_is_chosen_from_the_panel_cheapest_first);
    tcase_add_test(tests, what_was_chosen_elsewhere_meanwhile_is_not_bought_again);
    tcase_add_test(tests, a_label_is_given_back_after_a_question);
    tcase_add_test(tests, what_was_given_back_elsewhere_meanwhile_takes_no_other_with_it);
    tcase_add_test(tests, a_parcel_weighed_anew_asks_whether_its_label_is_given_back);
    tcase_add_test(tests, a_failed_label_stands_on_the_dashboard_and_is_asked_for_again_there);
    tcase_add_test(tests, a_label_that_comes_is_printed_once_where_the_firm_wants_that);
    tcase_add_test(tests, without_the_setting_nothing_is_printed_by_itself);
    tcase_add_test(tests, the_form_of_what_was_handed_over_is_followed_and_asked_for_again);
    suite_add_tcase(suite, tests);
    return suite;
}
