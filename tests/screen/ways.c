/*
 * Carriers, ship methods and their prices on screens.
 */
#include <string.h>

#include "domain/catalog/ship_method.h"
#include "domain/party/customer.h"
#include "screen/screen_suites.h"

static struct testscreen ts;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* A code line of the palette. */
static void go(const char *line)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, line);
    testscreen_press(&ts, "Enter");
}

static struct carrier *carrier_of(const char *code)
{
    struct carrier *carrier = NULL;

    ck_ok(carrier_find(ts.desk, code, ts.shop.arena, &carrier, &err));
    ck_assert_ptr_nonnull(carrier);
    return carrier;
}

static struct ship_method *method_of(const char *code)
{
    struct ship_method *method = NULL;

    ck_ok(ship_method_find(ts.desk, code, ts.shop.arena, &method, &err));
    ck_assert_ptr_nonnull(method);
    return method;
}

static struct ship_rates rates_of(const char *code)
{
    struct ship_rates rates;

    ck_ok(ship_rates_load(ts.desk, method_of(code), ts.shop.arena, &rates, &err));
    return rates;
}

/* DHL with one method and no price. */
static void add_dhl(void)
{
    const struct carrier dhl = {
        .code = "DHL", .name = "DHL Parcel", .tracking_url = "", .is_active = true
    };
    const struct ship_method m = { .code = "DHL", .name = "DHL parcel", .carrier = "DHL",
                                   .service = "", .cutoff_minute = -1, .places = "",
                                   .is_active = true };

    ck_ok(carrier_save(ts.desk, &dhl, &err));
    ck_ok(ship_method_save(ts.desk, &m, &err));
}

static void type_rate(const char *upto, const char *price)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, upto);
    testscreen_press(&ts, "Enter");
    testscreen_type(&ts, price);
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Saved.");
}

static void type_zone(const char *places, const char *upto, const char *price)
{
    testscreen_press(&ts, "F6 S-Tab C-u");
    testscreen_type(&ts, places);
    testscreen_press(&ts, "Enter");
    testscreen_type(&ts, upto);
    testscreen_press(&ts, "Enter");
    testscreen_type(&ts, price);
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Saved.");
}

/* --- carriers --------------------------------------------------------------------------------- */

START_TEST(a_carrier_is_made_and_put_out_of_use)
{
    go(".cr");
    ck_shows(&ts, "No carrier yet");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "dhl\nDHL Parcel");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "https://dhl.example/");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "xPage of a parcel");
    testscreen_press(&ts, "End");
    testscreen_type(&ts, "?n=%s");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Saved.");
    ck_assert_str_eq(carrier_of("DHL")->tracking_url, "https://dhl.example/?n=%s");
    ck_assert(carrier_of("DHL")->is_active);

    testscreen_press(&ts, "Enter S-Tab");
    testscreen_press(&ts, "Tab Tab Tab n F10");
    ck_assert(!carrier_of("DHL")->is_active);
}
END_TEST

START_TEST(a_carrier_changed_elsewhere_is_shown_and_typing_kept)
{
    struct carrier theirs;

    add_dhl();
    go(".cr");
    testscreen_press(&ts, "F4 Tab");
    testscreen_type(&ts, "Mine");
    theirs = *carrier_of("DHL");
    theirs.name = "Theirs";
    ck_ok(carrier_save(ts.desk, &theirs, &err));

    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Changed by someone else");
    ck_shows(&ts, "Theirs");
    ck_assert_str_eq(carrier_of("DHL")->name, "Theirs");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "[Mine");
    testscreen_press(&ts, "F10");
    ck_assert_str_eq(carrier_of("DHL")->name, "Mine");
}
END_TEST

/* --- methods ---------------------------------------------------------------------------------- */

START_TEST(a_manager_sets_up_a_method_with_three_zones)
{
    struct ship_rates rates;

    add_dhl();
    go(".me");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "three\nThree zones\nd\n16:30");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "1-3");
    testscreen_press(&ts, "F10");
    ck_assert_str_eq(method_of("THREE")->carrier, "DHL");
    ck_assert_int_eq(method_of("THREE")->cutoff_minute, 16 * 60 + 30);
    ck_assert_int_eq(method_of("THREE")->min_days, 1);
    ck_assert_int_eq(method_of("THREE")->max_days, 3);

    /* The cursor is on what was made, and on a page zones are typed weight by weight. */
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "THREE  Three zones");
    ck_shows(&ts, "It has no price");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "gb\n2\n4.90\n");
    type_rate("10", "7.50");
    type_rate("31.5", "12");
    type_zone("fr, de", "10", "19");
    type_zone("", "10", "39");
    rates = rates_of("THREE");
    ck_assert_int_eq(rates.n, 5);
    ck_assert_str_eq(rates.v[0].places, "");
    ck_assert_str_eq(rates.v[1].places, "FR, DE");
    ck_assert_str_eq(rates.v[4].places, "GB");
    ck_assert_int_eq(rates.v[4].upto_g, 31500);
    ck_assert_int_eq(rates.v[4].price_minor, 1200);
}
END_TEST

START_TEST(what_is_wrong_stands_at_its_field)
{
    static const struct {
        int tabs;
        const char *typed, *label;
    } wrong[] = {
        { 4, "25:00", "xCut-off" }, { 5, "x", "xDays" },        { 7, "12", "xPlaces" },
        { 8, "NIX", "xSites" },     { 9, "4711", "xCharge" },
    };

    add_dhl();
    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        go(".me");
        testscreen_press(&ts, "F4");
        for (int k = 0; k < wrong[i].tabs; k++)
            testscreen_press(&ts, "Tab");
        testscreen_type(&ts, wrong[i].typed);
        testscreen_press(&ts, "F10");
        ck_shows(&ts, wrong[i].label);
        ck_shows(&ts, wrong[i].typed);
        testscreen_press(&ts, "Esc l");
    }
    ck_assert_int_eq(method_of("DHL")->version, 1);
}
END_TEST

START_TEST(a_method_changed_elsewhere_is_shown_and_typing_kept)
{
    struct ship_method theirs;

    add_dhl();
    go(".me dhl");
    testscreen_press(&ts, "l Tab");
    testscreen_type(&ts, "Mine");
    theirs = *method_of("DHL");
    theirs.cutoff_minute = 600;
    theirs.max_weight_g = 31500;
    theirs.is_active = false;
    ck_ok(ship_method_save(ts.desk, &theirs, &err));

    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Changed by someone else");
    ck_shows(&ts, "10:00");
    ck_shows(&ts, "31.5");
    testscreen_press(&ts, "Esc F10");
    ck_assert_str_eq(method_of("DHL")->name, "Mine");
}
END_TEST

/* --- prices ----------------------------------------------------------------------------------- */

START_TEST(a_price_over_another_is_refused_and_kept)
{
    add_dhl();
    go(".me dhl");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "\n10\n5\n");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "10\n6");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "for this weight and these places already");
    ck_shows(&ts, "xUp to kg");
    ck_shows(&ts, "[6 ");
    ck_assert_int_eq(rates_of("DHL").v[0].price_minor, 500);
}
END_TEST

START_TEST(a_price_changed_elsewhere_is_shown_and_not_written_over)
{
    struct ship_rate theirs;

    add_dhl();
    go(".me dhl");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "\n10\n5\n");
    testscreen_press(&ts, "F4 Tab Tab");
    testscreen_type(&ts, "7");
    theirs = rates_of("DHL").v[0];
    theirs.price_minor = 666;
    ck_ok(ship_rate_save(ts.desk, method_of("DHL"), &theirs, &err));
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "6.66");
    ck_assert_int_eq(rates_of("DHL").v[0].price_minor, 666);
    testscreen_press(&ts, "Esc F10");
    ck_assert_int_eq(rates_of("DHL").v[0].price_minor, 700);
}
END_TEST

START_TEST(a_price_is_dropped_as_it_was_seen)
{
    struct ship_rate theirs;

    add_dhl();
    go(".me dhl");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "\n10\n5\n");
    testscreen_press(&ts, "d Enter");
    ck_assert_int_eq(rates_of("DHL").n, 1);
    testscreen_press(&ts, "d");
    theirs = rates_of("DHL").v[0];
    theirs.price_minor = 666;
    ck_ok(ship_rate_save(ts.desk, method_of("DHL"), &theirs, &err));
    testscreen_tick(&ts, true);
    testscreen_press(&ts, "y");
    ck_shows(&ts, "were changed by someone else");
    ck_assert_int_eq(rates_of("DHL").n, 1);
    testscreen_press(&ts, "Esc d y");
    ck_assert_int_eq(rates_of("DHL").n, 0);
}
END_TEST

START_TEST(a_half_typed_price_is_there_after_a_lost_terminal)
{
    add_dhl();
    go(".me dhl");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "gb\n12\n");
    testscreen_restart(&ts);
    go(".me dhl");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "Here is what you typed");
    ck_shows(&ts, "[12 ");
}
END_TEST

START_TEST(a_clerk_reads_methods_and_changes_none)
{
    add_dhl();
    testdesk_be(ts.desk, ROLE_CLERK);
    go(".me");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "may not do this (ship_method.save)");
    testscreen_press(&ts, "Enter F6");
    ck_shows(&ts, "may not do this (ship_method.save)");
    testscreen_press(&ts, "Esc 2 Enter");
    ck_shows(&ts, "may not do this (carrier.save)");
}
END_TEST

/* --- a customer's ways ------------------------------------------------------------------------ */

static struct customer *customer_of(const char *code)
{
    struct customer *customer = NULL;

    ck_ok(customer_find(ts.desk, code, ts.shop.arena, &customer, &err));
    ck_assert_ptr_nonnull(customer);
    return customer;
}

/* From the name on to the usual way. */
static void to_usual_way(void)
{
    for (int i = 0; i < 12; i++)
        testscreen_press(&ts, "Tab");
}

START_TEST(a_customer_has_a_usual_way_a_policy_and_sites_it_is_kept_from)
{
    struct customer *c;

    add_dhl();
    go(".cu 1042");
    testscreen_press(&ts, "F4");
    to_usual_way();
    testscreen_type(&ts, "dhl p");
    testscreen_press(&ts, "Tab");
    ck_shows(&ts, "[DHL ");
    testscreen_press(&ts, "Space Tab");
    ck_shows(&ts, "[all together");
    testscreen_type(&ts, "nix");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "xNot from");
    ck_shows(&ts, "There is no site NIX");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "leeds");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Saved.");
    c = customer_of("1042");
    ck_assert_str_eq(c->ship_method, "DHL");
    ck_assert_str_eq(c->not_from, "LEEDS");
    ck_assert_int_eq(c->ship_policy, 2);
}
END_TEST

START_TEST(a_usual_way_that_is_none_is_refused_at_its_field)
{
    add_dhl();
    go(".cu 1042");
    testscreen_press(&ts, "F4");
    to_usual_way();
    testscreen_type(&ts, "pigeon");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "xUsual way");
    ck_shows(&ts, "[pigeon");
    ck_assert_str_eq(customer_of("1042")->ship_method, "");
}
END_TEST

Suite *ways_suite(void)
{
    Suite *suite = suite_create("ways");
    TCase *tc = tcase_create("forms");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_carrier_is_made_and_put_out_of_use);
    tcase_add_test(tc, a_carrier_changed_elsewhere_is_shown_and_typing_kept);
    tcase_add_test(tc, a_manager_sets_up_a_method_with_three_zones);
    tcase_add_test(tc, what_is_wrong_stands_at_its_field);
    tcase_add_test(tc, a_method_changed_elsewhere_is_shown_and_typing_kept);
    tcase_add_test(tc, a_price_over_another_is_refused_and_kept);
    tcase_add_test(tc, a_price_changed_elsewhere_is_shown_and_not_written_over);
    tcase_add_test(tc, a_price_is_dropped_as_it_was_seen);
    tcase_add_test(tc, a_half_typed_price_is_there_after_a_lost_terminal);
    tcase_add_test(tc, a_clerk_reads_methods_and_changes_none);
    tcase_add_test(tc, a_customer_has_a_usual_way_a_policy_and_sites_it_is_kept_from);
    tcase_add_test(tc, a_usual_way_that_is_none_is_refused_at_its_field);
    suite_add_tcase(suite, tc);
    return suite;
}
