/*
 * Carriers' forms of manifests: asked for at the hand-over, kept when they come; what fails is said,
 * leaves the manifest handed over, and may be asked for again; printed once, where asked for.
 */
#include <string.h>

#include "base/json.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/manifest_form.h"
#include "domain/outside/form_task.h"
#include "domain/outside/shipping_task.h"
#include "store/store.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void spoil(const char *text)
{
    struct sql sql = { "test.spoil", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    err_clear(&err);
    ck_ok(desk_begin(shop.desk, "check.fix", &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

static void work(const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };

    err_clear(&err);
    ck_ok(act(shop.desk, &fulfillment_document,
              (struct record_at){ .id = testshop_number(shop.desk,
                                                        "SELECT MAX(id) FROM fulfillment") },
              action, &values, &err));
}

/* A parcel that is shipped, with a label that somebody sold; provider NULL: with none. */
static void ship(const char *provider)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    work("pick", NULL, NULL);
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment ORDER BY id DESC LIMIT 1") <
        FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    work("pack", "weight", "1.2");
    work("ship", "carrier", "DHL");
    if (provider != NULL)
        spoil(arena_printf(shop.arena,
                           "INSERT INTO parcel_label (fulfillment_id, package_number, provider,"
                           " state, rule, format, remote_id, tracking, asked_by, asked_ms)"
                           " SELECT f.id, f.number || '-P1', '%s', 4, 1, 'PDF', 'shp_' || f.id,"
                           " 'T' || f.id, 1, 1 FROM fulfillment f ORDER BY f.id DESC LIMIT 1",
                           provider));
}

static bool hand_over(const char *action)
{
    err_clear(&err);
    return act(shop.desk, &manifest_document, (struct record_at){ .id = 1 }, action, NULL, &err);
}

static struct manifest_forms forms(void)
{
    struct manifest_forms all;

    err_clear(&err);
    ck_ok(manifest_forms_of(shop.desk, 1, shop.arena, &all, &err));
    return all;
}

static void end(int64_t form, enum job_end how, bool is_over)
{
    struct job_file file = { "scan-form", "application/pdf", "%PDF\0x", 6 };
    const struct job_result result = { .end = how,
                                       .code = "",
                                       .message = how == JOB_DONE ? "" : "No such carrier.",
                                       .remote_id = "",
                                       .data = how == JOB_DONE ? "{}" : NULL,
                                       .files = { &file, how == JOB_DONE } };
    const struct queue_row row = { .topic = TOPIC_SCANFORM_MAKE, .record_id = form };
    const struct topic_end e = { &row, &result,
                                 how == JOB_DONE ? QUEUE_DONE
                                 : is_over       ? QUEUE_DEAD
                                                 : QUEUE_RETRY };
    OD_TX tx = { 0 };

    err_clear(&err);
    ck_ok(desk_begin(shop.desk, "timer.run", &tx, &err));
    ck_ok(form_task_apply(&tx, shop.desk, &e, shop.arena, &err));
    ck_ok(tx_commit(&tx, &err));
}

static int jobs(void)
{
    return (int)testshop_number(shop.desk,
                                "SELECT COUNT(*) FROM outbox WHERE topic = 'scanform.make'");
}

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

START_TEST(the_hand_over_asks_each_provider_for_a_form_of_its_parcels)
{
    struct queue_row row = { .topic = TOPIC_SCANFORM_MAKE };
    struct topic_task task;
    const struct json *v;
    struct form_file file;

    ship("easypost");
    ship("easypost");
    ship("shipengine");
    ship(NULL);
    ck_ok(hand_over("close"));
    ck_assert_int_eq(forms().n, 2);
    ck_assert_int_eq(jobs(), 2);
    ck_assert_str_eq(forms().v[1].provider, "easypost");
    row.record_id = forms().v[1].id;
    ck_ok(form_task_compose(shop.desk, &row, shop.arena, &task, &err));
    ck_assert_ptr_null(task.not_needed);
    ck_ok(json_parse(task.json, strlen(task.json), shop.arena, &v, &err));
    ck_assert_int_eq(json_len(json_get(v, "parcels")), 2);
    ck_assert_str_eq(json_text(json_get(json_at(json_get(v, "parcels"), 0), "shipment")), "shp_1");
    ck_assert_str_eq(json_text(json_get(json_at(json_get(v, "parcels"), 0), "tracking")), "T1");
    ck_refused(manifest_form_file(shop.desk, row.record_id, shop.arena, &file, &err),
               ERR_NOT_FOUND);
    end(row.record_id, JOB_DONE, true);
    ck_ok(manifest_form_file(shop.desk, row.record_id, shop.arena, &file, &err));
    ck_assert_int_eq((int)file.len, 6);
    ck_assert_int_eq(memcmp(file.data, "%PDF\0x", 6), 0);
    ck_ok(form_task_compose(shop.desk, &row, shop.arena, &task, &err));
    ck_assert_ptr_nonnull(task.not_needed);
    end(row.record_id, JOB_PERMANENT, true); /* told late, nothing changes */
    ck_assert_int_eq(forms().v[1].state, FORM_THERE);
}
END_TEST

START_TEST(what_fails_is_said_and_may_be_asked_for_again)
{
    ship("easypost");
    ck_refused(manifest_form_again(shop.desk, 1, &err), ERR_STATE); /* it is still here */
    ck_ok(hand_over("close"));
    ck_refused(manifest_form_again(shop.desk, 1, &err), ERR_STATE); /* it is being made */
    end(forms().v[0].id, JOB_WAIT, false);
    ck_assert_int_eq(forms().v[0].state, FORM_MAKING);
    ck_assert_str_eq(forms().v[0].message, "No such carrier.");
    end(forms().v[0].id, JOB_PERMANENT, true);
    ck_assert_int_eq(forms().v[0].state, FORM_FAILED);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT status FROM manifest"), MANIFEST_CLOSED);
    err_clear(&err);
    ck_ok(manifest_form_again(shop.desk, 1, &err));
    ck_assert_int_eq(forms().n, 2);
    ck_assert_int_eq(forms().v[0].state, FORM_MAKING);
    ck_assert_int_eq(jobs(), 2);
}
END_TEST

START_TEST(a_parcel_is_in_one_form_though_its_manifest_is_opened_again)
{
    struct form_parcels parcels;

    ship("easypost");
    ck_ok(hand_over("close"));
    end(forms().v[0].id, JOB_DONE, true);
    ck_ok(hand_over("reopen"));
    ship("easypost");
    ck_ok(hand_over("close"));
    ck_assert_int_eq(forms().n, 2);
    ck_ok(manifest_form_parcels(shop.desk, forms().v[0].id, shop.arena, &parcels, &err));
    ck_assert_int_eq(parcels.n, 1);
    ck_assert_str_eq(parcels.v[0].shipment, "shp_2");
}
END_TEST

START_TEST(without_labels_or_by_the_setting_none_is_asked_for)
{
    ship(NULL);
    ck_ok(hand_over("close"));
    ck_assert_int_eq(forms().n, 0);
    ck_ok(hand_over("reopen"));
    ck_ok(setting_set(shop.desk, "label.form", "no", &err));
    ship("easypost");
    ck_ok(hand_over("close"));
    ck_assert_int_eq(forms().n, 0);
    ck_assert_int_eq(jobs(), 0);
}
END_TEST

START_TEST(a_form_that_came_is_printed_once_where_the_setting_says_so)
{
    struct manifest_form *f;

    ck_ok(setting_set(shop.desk, "label.print", "yes", &err));
    ship("easypost");
    ck_ok(hand_over("close"));
    ck_ok(manifest_form_take_print(shop.desk, shop.arena, &f, &err));
    ck_assert_ptr_null(f);
    end(forms().v[0].id, JOB_DONE, true);
    ck_ok(manifest_form_take_print(shop.desk, shop.arena, &f, &err));
    ck_assert_ptr_nonnull(f);
    ck_ok(manifest_form_take_print(shop.desk, shop.arena, &f, &err));
    ck_assert_ptr_null(f);
}
END_TEST

Suite *manifest_form_suite(void)
{
    Suite *s = suite_create("manifest_form");
    TCase *c = tcase_create("manifest_form");

    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, the_hand_over_asks_each_provider_for_a_form_of_its_parcels);
    tcase_add_test(c, what_fails_is_said_and_may_be_asked_for_again);
    tcase_add_test(c, a_parcel_is_in_one_form_though_its_manifest_is_opened_again);
    tcase_add_test(c, without_labels_or_by_the_setting_none_is_asked_for);
    tcase_add_test(c, a_form_that_came_is_printed_once_where_the_setting_says_so);
    suite_add_tcase(s, c);
    return s;
}
