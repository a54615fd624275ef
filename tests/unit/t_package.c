/*
 * Packing: what is in which package is exactly what was picked, however it is said, and what is
 * refused.
 */
#include <string.h>

#include "domain/flow/dispatch.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/manifest.h"
#include "domain/flow/package.h"
#include "domain/flow/shipment.h"
#include "domain/insight/audit.h"
#include "store/store.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static int faults(void)
{
    struct audit audit;

    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    return audit.n;
}

static void tear_down(void)
{
    ck_assert_int_eq(faults(), 0);
    testshop_close(&shop);
}

/* Writes past the rules. */
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

static struct fulfillment *load(int64_t id)
{
    struct fulfillment *f;

    ck_ok(fulfillment_load(shop.desk, id, shop.arena, &f, &err));
    return f;
}

/* Up to two inputs. */
static bool work(int64_t id, const char *action, const char *name, const char *value,
                 const char *name2, const char *value2)
{
    struct action_value given[] = { { name, value }, { name2, value2 } };
    struct action_values values = { given, name == NULL ? 0 : name2 == NULL ? 1 : 2 };

    err_clear(&err);
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = id }, action, &values,
               &err);
}

static bool plain(int64_t id, const char *action)
{
    return work(id, action, NULL, NULL, NULL, NULL);
}

static bool put_in(int64_t id, const char *qty)
{
    return work(id, "put_in", "item", "BRK-20", "qty", qty);
}

static void says_no(bool done, enum err_code code, const char *words)
{
    ck_assert(!done);
    ck_assert_int_eq(err.code, code);
    ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
}

/* Six brackets, picked. */
static int64_t picked(void)
{
    struct order *o = testshop_order(&shop, shop.bracket, 6, true);
    int64_t id;

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_ok(fulfillment_find(shop.desk, o->number, &id, &err));
    ck_ok(plain(id, "pick"));
    ck_ok(plain(id, "finish"));
    return id;
}

static int64_t inside(const struct fulfillment *f, int package)
{
    return f->packages.v[package].in[0].milli / QTY_PER_UNIT;
}

START_TEST(without_a_word_all_is_in_one_package)
{
    int64_t id = picked();
    struct fulfillment *f;

    ck_ok(work(id, "pack", "weight", "2.5", NULL, NULL));
    f = load(id);
    ck_assert_int_eq(f->packages.n, 1);
    ck_assert_str_eq(f->packages.v[0].number, arena_printf(shop.arena, "%s-P1", f->number));
    ck_assert_int_eq(inside(f, 0), 6);
    ck_assert_int_eq(f->weight_g, 2500);
    ck_assert_int_eq(f->package_count, 1);
}
END_TEST

START_TEST(a_mere_number_of_packages_says_nothing_about_their_contents)
{
    int64_t id = picked();
    struct fulfillment *f;

    ck_ok(work(id, "pack", "packages", "3", "weight", "1"));
    f = load(id);
    ck_assert_int_eq(f->packages.n, 3);
    ck_assert(!packages_have_contents(f));
    ck_assert_int_eq(f->packages.v[0].weight_g, 334);
    ck_assert_int_eq(f->packages.v[2].weight_g, 333);
    ck_assert_int_eq(f->weight_g, 1000);
}
END_TEST

START_TEST(packed_one_by_one_each_scan_counts)
{
    int64_t id = picked();
    struct fulfillment *f;

    ck_ok(put_in(id, "4"));
    says_no(put_in(id, "3"), ERR_INVALID, "Only 2 of BRK-20");
    says_no(plain(id, "pack"), ERR_STATE, "2 of BRK-20 are in no package");
    ck_ok(plain(id, "box"));
    says_no(plain(id, "box"), ERR_STATE, "still empty");
    ck_ok(put_in(id, "2"));
    says_no(put_in(id, "1"), ERR_STATE, "is in a package");
    says_no(plain(id, "box"), ERR_STATE, "is in a package");
    ck_ok(work(id, "measure", "weight", "1.25", "size", "300x200x150"));
    ck_ok(work(id, "measure", "package", "P1", "weight", "3"));
    ck_ok(plain(id, "pack"));
    f = load(id);
    ck_assert_int_eq(f->status, FULFILLMENT_PACKED);
    ck_assert_int_eq(inside(f, 0), 4);
    ck_assert_int_eq(inside(f, 1), 2);
    ck_assert_int_eq(f->weight_g, 4250);
    ck_assert_str_eq(package_size(&f->packages.v[1], shop.arena), "300x200x150");
    ck_assert_str_eq(package_contents(shop.desk, f, &f->packages.v[1], shop.arena), "BRK-20 2");
}
END_TEST

START_TEST(packages_are_typed_whole_and_too_much_changes_nothing)
{
    int64_t id = picked();
    struct fulfillment *f;

    says_no(work(id, "pack", "package", "BRK-20 4\nBRK-20 3", NULL, NULL), ERR_INVALID, "Only 2");
    says_no(work(id, "pack", "package", "BRK-20 4\nBRK-20 1", NULL, NULL), ERR_STATE,
            "1 of BRK-20 are in no package");
    says_no(work(id, "pack", "package", "BRK-21 1", NULL, NULL), ERR_STATE, "Wrong item");
    says_no(work(id, "pack", "package", "BRK-20 6;;30x20", NULL, NULL), ERR_INVALID, "length");
    says_no(work(id, "pack", "package", "BRK-20 6", "packages", "2"), ERR_INVALID, "Either");
    ck_assert_int_eq(load(id)->packages.n, 0);
    ck_ok(work(id, "pack", "package", "BRK-20 4; 2.4; 300x200x150\n; 1", NULL, NULL));
    f = load(id);
    ck_assert_int_eq(f->packages.n, 2);
    ck_assert_int_eq(inside(f, 1), 2);
    ck_assert_int_eq(f->packages.v[0].weight_g, 2400);
    ck_assert_int_eq(f->weight_g, 3400);
}
END_TEST

START_TEST(what_goes_back_to_the_shelf_is_in_no_package)
{
    int64_t id = picked();

    ck_ok(put_in(id, "4"));
    ck_ok(plain(id, "take_out"));
    ck_assert_int_eq(load(id)->packages.n, 0);
    says_no(plain(id, "take_out"), ERR_STATE, "no package");
    ck_ok(put_in(id, "4"));
    ck_ok(work(id, "put_back", "item", "BRK-20", "qty", "1"));
    ck_assert_int_eq(load(id)->package_count, 0);
    ck_ok(plain(id, "pick"));
    ck_ok(plain(id, "pack"));
    ck_ok(plain(id, "unpack"));
    ck_assert_int_eq(load(id)->packages.n, 0);
    ck_ok(work(id, "cancel", "reason", "other", NULL, NULL));
}
END_TEST

START_TEST(a_wrong_number_of_a_carrier_is_asked_back)
{
    int64_t id = picked();

    ck_ok(plain(id, "pack"));
    says_no(work(id, "measure", "tracking", "1Z5R89390357567128", NULL, NULL), ERR_INVALID,
            "check digit");
    says_no(work(id, "measure", "package", "2", "weight", "1"), ERR_NOT_FOUND, "no package 2");
    says_no(plain(id, "measure"), ERR_INVALID, "weight");
    ck_ok(work(id, "measure", "tracking", "1Z5R89390357567127", NULL, NULL));
    ck_assert_str_eq(load(id)->packages.v[0].tracking, "1Z5R89390357567127");
}
END_TEST

/* --- what left -------------------------------------------------------------------------------- */

static int64_t shipped(const char *carrier)
{
    int64_t id = picked();

    ck_ok(plain(id, "pack"));
    ck_ok(work(id, "ship", "carrier", carrier, NULL, NULL));
    return id;
}

static struct manifest *newest(void)
{
    struct manifests all;

    ck_ok(manifest_list(shop.desk, &(struct manifest_filter){ 0 }, 10, shop.arena, &all, &err));
    ck_assert_int_gt(all.n, 0);
    return &all.v[0];
}

static bool manifest_act(const struct manifest *m, const char *action)
{
    err_clear(&err);
    return act(shop.desk, &manifest_document, (struct record_at){ m->id, m->version }, action, NULL,
               &err);
}

START_TEST(what_is_shipped_is_on_the_open_manifest_of_its_carrier)
{
    int64_t first = shipped("DHL");
    struct manifest *m = newest(), *later;

    ck_assert_str_eq(m->carrier, "DHL");
    ck_assert_int_eq(m->shipments, 1);
    (void)shipped("DHL");
    later = newest();
    ck_assert_int_eq(later->id, m->id);
    ck_assert_int_eq(later->shipments, 2);
    ck_assert_int_eq(later->packages, 2);
    says_no(manifest_act(m, "close"), ERR_CONFLICT, "changed");
    (void)shipped("UPS");
    ck_assert_int_ne(newest()->id, m->id);
    ck_ok(plain(first, "unship"));
    says_no(manifest_act(later, "close"), ERR_CONFLICT, "changed");
    ck_ok(manifest_load(shop.desk, m->id, shop.arena, &m, &err));
    ck_assert_int_eq(m->shipments, 1);
}
END_TEST

START_TEST(what_the_carrier_has_is_not_taken_back)
{
    int64_t id = shipped("DHL");
    struct manifest *m = newest();

    ck_ok(work(id, "measure", "tracking", "1Z5R89390357567127", "weight", "2"));
    says_no(manifest_act(m, "close"), ERR_CONFLICT, "changed"); /* it weighs more now */
    m = newest();
    ck_ok(manifest_act(m, "close"));
    says_no(plain(id, "unship"), ERR_STATE, "The carrier has it");
    says_no(work(id, "measure", "weight", "3", NULL, NULL), ERR_STATE, "The carrier has it");
    says_no(manifest_act(newest(), "close"), ERR_STATE, "not possible");
    (void)shipped("DHL");
    ck_assert_int_ne(newest()->id, m->id);
    ck_ok(manifest_load(shop.desk, m->id, shop.arena, &m, &err));
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    says_no(manifest_act(m, "reopen"), ERR_DENIED, "role");
    testdesk_be(shop.desk, ROLE_MANAGER);
    says_no(manifest_act(m, "reopen"), ERR_STATE, "is open for this carrier");
    ck_ok(manifest_act(newest(), "close"));
    ck_ok(manifest_act(m, "reopen"));
    ck_ok(plain(id, "unship"));
}
END_TEST

START_TEST(an_empty_manifest_is_not_handed_over)
{
    int64_t id = shipped("DHL");

    ck_ok(plain(id, "unship"));
    says_no(manifest_act(newest(), "close"), ERR_STATE, "Nothing is on");
}
END_TEST

static bool shipment_act(const char *number, const char *action, const char *reason)
{
    const struct action_value given = { "reason", reason };
    const struct action_values values = { &given, reason != NULL };
    int64_t id;

    err_clear(&err);
    return shipment_find(shop.desk, number, &id, &err) &&
           act(shop.desk, &shipment_document, (struct record_at){ .id = id }, action, &values,
               &err);
}

START_TEST(each_end_of_a_shipment_has_its_way_back)
{
    int64_t id = shipped("UPS");
    const char *number = "1Z5R89390357567127";

    ck_ok(work(id, "measure", "tracking", number, NULL, NULL));
    says_no(shipment_act(number, "lose", NULL), ERR_INVALID, "no_trace");
    ck_ok(shipment_act(number, "lose", "no_trace"));
    ck_ok(shipment_act(number, "reopen", NULL));
    ck_ok(shipment_act(number, "send_back", NULL));
    says_no(shipment_act(number, "send_back", NULL), ERR_STATE, "not possible");
    says_no(plain(id, "unship"), ERR_STATE, "has arrived");
    ck_ok(shipment_act(number, "reopen", NULL));
    ck_ok(shipment_act(number, "deliver", NULL));
    ck_ok(shipment_act(number, "reopen", NULL));
    ck_ok(plain(id, "unship"));
    says_no(shipment_act(number, "deliver", NULL), ERR_NOT_FOUND, "no shipment");
}
END_TEST

START_TEST(each_package_has_its_own_number_and_finds_the_shipment)
{
    int64_t id = picked(), by_first, by_second;
    struct shipments list;

    ck_ok(work(id, "pack", "package", "BRK-20 4\nBRK-20 2;;;1Z5R89390357567127", NULL, NULL));
    ck_ok(work(id, "ship", "tracking", "1Z5R89410321030225", "carrier", "UPS"));
    ck_ok(shipment_find(shop.desk, "1Z5R89410321030225", &by_first, &err));
    ck_ok(shipment_find(shop.desk, "1Z5R89390357567127", &by_second, &err));
    ck_assert_int_eq(by_first, by_second);
    ck_assert_str_eq(load(id)->packages.v[0].tracking, "1Z5R89410321030225");
    ck_ok(shipments_of_order(shop.desk, load(id)->order->id, shop.arena, &list, &err));
    ck_assert_str_eq(list.v[0].tracking, "1Z5R89410321030225");
    ck_assert_str_eq(list.v[0].carrier, "UPS");
}
END_TEST

/* --- the day's parcels ------------------------------------------------------------------------ */

static int64_t packed_for(const char *day)
{
    int64_t id = picked();

    ck_ok(plain(id, "pack"));
    spoil(arena_printf(shop.arena, "UPDATE fulfillment SET due_date = '%s' WHERE id = %lld", day,
                       (long long)id));
    return id;
}

/* It is 14:03 on 22 November; the site's cut-off is 15:00. */
START_TEST(what_leaves_is_listed_by_how_pressing_it_is)
{
    int64_t later = packed_for("2026-11-23"), today = packed_for("2026-11-22");
    int64_t late = packed_for("2026-11-21");
    struct dispatch rows;

    ck_ok(dispatch_load(shop.desk, shop.main, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 3);
    ck_assert_int_eq(rows.v[0].id, late);
    ck_assert_int_eq(rows.v[0].when, DISPATCH_LATE);
    ck_assert_int_eq(rows.v[1].id, today);
    ck_assert_int_eq(rows.v[1].when, DISPATCH_TODAY);
    ck_assert_int_eq(rows.v[2].id, later);
    ck_assert_int_eq(rows.v[2].when, DISPATCH_LATER);
    testdesk_wait(shop.desk, INT64_C(57) * 60 * 1000);
    ck_ok(dispatch_load(shop.desk, shop.main, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.v[1].when, DISPATCH_LATE);
    ck_ok(dispatch_load(shop.desk, (struct site_id){ 99 }, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 0);
}
END_TEST

START_TEST(many_leave_at_once_and_one_that_changed_stays)
{
    int64_t first = packed_for("2026-11-22"), second = packed_for("2026-11-22");
    struct dispatch rows;

    ck_ok(dispatch_load(shop.desk, shop.main, 10, shop.arena, &rows, &err));
    ck_ok(work(second, "measure", "weight", "2", NULL, NULL));
    ck_ok(dispatch_ship(shop.desk, "DHL", shop.arena, &rows, &err));
    ck_assert_int_eq(rows.shipped, 1);
    for (int i = 0; i < rows.n; i++) {
        ck_assert_int_eq(rows.v[i].is_shipped, rows.v[i].id == first);
        ck_assert_int_eq(rows.v[i].why_not[0] == '\0', rows.v[i].is_shipped);
    }
    ck_assert_int_eq(load(first)->status, FULFILLMENT_SHIPPED);
    ck_assert_int_eq(load(second)->status, FULFILLMENT_PACKED);
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_refused(dispatch_ship(shop.desk, "", shop.arena, &rows, &err), ERR_DENIED);
}
END_TEST

/* The check has its control: rows written past the rules are found. */
START_TEST(check_finds_what_is_in_too_many_packages)
{
    int64_t id = picked();
    struct audit audit;

    ck_ok(plain(id, "pack"));
    ck_assert_int_eq(faults(), 0);
    spoil("UPDATE package_line SET qty = qty + 1000");
    spoil("UPDATE fulfillment SET weight_g = 7, package_count = 4");
    ck_assert_int_eq(faults(), 3);
    ck_ok(audit_run(shop.desk, AUDIT_FIX, shop.arena, &audit, &err));
    ck_assert_int_eq(load(id)->package_count, 1);
    ck_assert_int_eq(load(id)->weight_g, 0);
    ck_assert_int_eq(faults(), 1);
    spoil("UPDATE package_line SET qty = qty - 1000");
}
END_TEST

Suite *package_suite(void)
{
    Suite *suite = suite_create("package");
    TCase *tests = tcase_create("package");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, without_a_word_all_is_in_one_package);
    tcase_add_test(tests, a_mere_number_of_packages_says_nothing_about_their_contents);
    tcase_add_test(tests, packed_one_by_one_each_scan_counts);
    tcase_add_test(tests, packages_are_typed_whole_and_too_much_changes_nothing);
    tcase_add_test(tests, what_goes_back_to_the_shelf_is_in_no_package);
    tcase_add_test(tests, a_wrong_number_of_a_carrier_is_asked_back);
    tcase_add_test(tests, check_finds_what_is_in_too_many_packages);
    tcase_add_test(tests, what_is_shipped_is_on_the_open_manifest_of_its_carrier);
    tcase_add_test(tests, what_the_carrier_has_is_not_taken_back);
    tcase_add_test(tests, an_empty_manifest_is_not_handed_over);
    tcase_add_test(tests, each_end_of_a_shipment_has_its_way_back);
    tcase_add_test(tests, each_package_has_its_own_number_and_finds_the_shipment);
    tcase_add_test(tests, what_leaves_is_listed_by_how_pressing_it_is);
    tcase_add_test(tests, many_leave_at_once_and_one_that_changed_stays);
    suite_add_tcase(suite, tests);
    return suite;
}
