/*
 * Tax: three modes, prices with and without, rounding, zones and rates (DOMAIN section 13). The
 * figures of the golden tests are worked out by hand.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/catalog/tax.h"
#include "domain/desk/event.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

static struct desk *desk;
static struct arena *arena;
static struct err err;
static struct tax_sum sum;

static void set_up(void)
{
    err_clear(&err);
    arena = arena_new();
    desk = testdesk_new();
}

static void tear_down(void)
{
    desk_close(desk);
    arena_free(arena);
}

static struct tax_line line(int64_t amount_minor, int64_t n, int32_t ppm)
{
    return (struct tax_line){
        .amount_minor = amount_minor,
        .qty = { n * QTY_PER_UNIT },
        .rate = { ppm },
        .category = TAX_STANDARD,
    };
}

/* --- the sum: pure -----------------------------------------------------------------------------
 */

START_TEST(per_rate_rounds_once_and_shares_out_by_largest_remainder)
{
    /* 3 x 0.33 at 20 %: each exact 6.6 cents, together 19.8: 20, so 7 + 7 + 6. */
    struct tax_line lines[] = { line(33, 1, 200000), line(33, 1, 200000), line(33, 1, 200000) };

    tax_compute(lines, 3, false, TAX_PER_RATE, ROUND_HALF_UP, arena, &sum);

    ck_assert_int_eq(sum.tax_minor, 20);
    ck_assert_int_eq(sum.groups[0].base_minor, 99);
    ck_assert_int_eq(lines[0].tax_minor, 7);
    ck_assert_int_eq(lines[1].tax_minor, 7);
    ck_assert_int_eq(lines[2].tax_minor, 6);
}
END_TEST

START_TEST(per_line_rounds_each_line)
{
    /* The same lines: 6.6 is 7 each, 21 together. */
    struct tax_line lines[] = { line(33, 1, 200000), line(33, 1, 200000), line(33, 1, 200000) };

    tax_compute(lines, 3, false, TAX_PER_LINE, ROUND_HALF_UP, arena, &sum);

    ck_assert_int_eq(sum.tax_minor, 21);
    ck_assert_int_eq(lines[2].tax_minor, 7);
}
END_TEST

START_TEST(per_unit_rounds_the_unit_and_multiplies)
{
    /* 100 x 0.12 at 20 %: 2.4 cents a unit is 2, so 200; rounded once it would be 240. */
    struct tax_line lines[] = { line(1200, 100, 200000) };

    tax_compute(lines, 1, false, TAX_PER_UNIT, ROUND_HALF_UP, arena, &sum);
    ck_assert_int_eq(sum.tax_minor, 200);
    tax_compute(lines, 1, false, TAX_PER_RATE, ROUND_HALF_UP, arena, &sum);
    ck_assert_int_eq(sum.tax_minor, 240);
}
END_TEST

START_TEST(included_tax_comes_out_of_the_gross)
{
    /* 11.99 with 20 % inside: net 9.99166.. is 9.99, tax 2.00. */
    struct tax_line lines[] = { line(1199, 1, 200000) };

    for (int mode = TAX_PER_RATE; mode <= TAX_PER_UNIT; mode++) {
        tax_compute(lines, 1, true, (enum tax_round)mode, ROUND_HALF_UP, arena, &sum);
        ck_assert_int_eq(sum.tax_minor, 200);
        ck_assert_int_eq(sum.groups[0].base_minor, 999);
    }
}
END_TEST

START_TEST(included_tax_per_unit_is_the_units_times_the_quantity)
{
    /* 7 x 0.55 with 20 %: a unit's net 45.83 is 46, tax 9, so 63 and net 322; per rate 64. */
    struct tax_line lines[] = { line(385, 7, 200000) };

    tax_compute(lines, 1, true, TAX_PER_UNIT, ROUND_HALF_UP, arena, &sum);
    ck_assert_int_eq(sum.tax_minor, 63);
    ck_assert_int_eq(sum.groups[0].base_minor, 322);
    tax_compute(lines, 1, true, TAX_PER_RATE, ROUND_HALF_UP, arena, &sum);
    ck_assert_int_eq(sum.tax_minor, 64);
}
END_TEST

START_TEST(rates_and_categories_are_summed_apart_and_sorted)
{
    struct tax_line lines[] = { line(1000, 1, 50000), line(1000, 1, 200000), line(500, 1, 0),
                                line(1000, 1, 200000), line(700, 1, 0) };

    lines[2].category = TAX_REVERSE;
    lines[4].category = TAX_ZERO;
    tax_compute(lines, 5, false, TAX_PER_RATE, ROUND_HALF_UP, arena, &sum);

    ck_assert_int_eq(sum.n, 4);
    ck_assert_int_eq(sum.groups[0].rate.ppm, 200000);
    ck_assert_int_eq(sum.groups[0].tax_minor, 400);
    ck_assert_int_eq(sum.groups[1].rate.ppm, 50000);
    ck_assert_int_eq(sum.groups[1].tax_minor, 50);
    ck_assert_int_eq(sum.groups[2].category, TAX_ZERO);
    ck_assert_int_eq(sum.groups[2].base_minor, 700);
    ck_assert_int_eq(sum.groups[3].category, TAX_REVERSE);
    ck_assert_int_eq(sum.tax_minor, 450);
}
END_TEST

START_TEST(only_the_standard_category_is_taxed_whatever_the_rate)
{
    struct tax_line lines[] = { line(1000, 1, 200000), line(1000, 1, 200000),
                                line(1000, 1, 200000) };

    lines[0].category = TAX_ZERO;
    lines[1].category = TAX_EXEMPT;
    lines[2].category = TAX_REVERSE;
    tax_compute(lines, 3, true, TAX_PER_RATE, ROUND_HALF_UP, arena, &sum);

    ck_assert_int_eq(sum.tax_minor, 0);
    ck_assert_int_eq(sum.groups[1].base_minor, 1000);
}
END_TEST

START_TEST(the_mode_decides_the_half)
{
    /* 0.25 at 10 %: 2.5 cents. */
    static const struct {
        enum round_mode mode;
        int64_t tax;
    } cases[] = {
        { ROUND_HALF_UP, 3 },
        { ROUND_HALF_EVEN, 2 },
        { ROUND_DOWN, 2 },
        { ROUND_UP, 3 },
    };

    for (size_t i = 0; i < OD_LEN(cases); i++) {
        struct tax_line lines[] = { line(25, 1, 100000) };

        tax_compute(lines, 1, false, TAX_PER_RATE, cases[i].mode, arena, &sum);
        ck_assert_int_eq(sum.tax_minor, cases[i].tax);
    }
}
END_TEST

START_TEST(a_negative_line_takes_its_tax_back)
{
    struct tax_line lines[] = { line(1000, 1, 200000), line(-333, 1, 200000) };

    tax_compute(lines, 2, false, TAX_PER_RATE, ROUND_HALF_UP, arena, &sum);

    ck_assert_int_eq(sum.tax_minor, 133); /* 667 at 20 %: 133.4 */
    ck_assert_int_eq(lines[0].tax_minor, 200);
    ck_assert_int_eq(lines[1].tax_minor, -67);
}
END_TEST

START_TEST(no_lines_have_no_tax)
{
    tax_compute(NULL, 0, false, TAX_PER_RATE, ROUND_HALF_UP, arena, &sum);

    ck_assert_int_eq(sum.n, 0);
    ck_assert_int_eq(sum.tax_minor, 0);
}
END_TEST

/* --- zones and rates ---------------------------------------------------------------------------
 */

static int64_t zone(const char *code, const char *country, const char *region, const char *prefix)
{
    const struct tax_zone in = {
        .code = code, .name = code, .country = country, .region = region, .postcode_prefix = prefix
    };
    int64_t id = 0;

    ck_ok(tax_zone_save(desk, &in, &id, &err));
    return id;
}

static int64_t zone_for(const char *country, const char *region, const char *postcode)
{
    int64_t id = -1;

    ck_ok(tax_zone_for(desk, country, region, postcode, &id, &err));
    return id;
}

static int64_t home(void)
{
    return zone_for("GB", "", "");
}

START_TEST(the_longest_post_code_wins_then_region_then_country)
{
    int64_t us = zone("US", "US", "", ""), ny = zone("US-NY", "us", "ny", "");
    int64_t city = zone("US-NYC", "US", "NY", "100"), world = zone("WORLD", "", "", "");

    ck_assert_int_eq(zone_for("US", "NY", "10001"), city);
    ck_assert_int_eq(zone_for("us", "ny", "12 345"), ny);
    ck_assert_int_eq(zone_for("US", "CA", "10001"), us);
    ck_assert_int_eq(zone_for("FR", "", "75001"), world);
    ck_assert_int_ne(home(), world);
}
END_TEST

START_TEST(blanks_and_case_of_a_post_code_do_not_matter)
{
    int64_t north = zone("NI", "GB", "", "bt 1");

    ck_assert_int_eq(zone_for("gb", "", "BT1 2AB"), north);
    ck_assert_int_eq(zone_for("GB", NULL, "b t12ab"), north);
    ck_assert_int_ne(zone_for("GB", "", "BT2 2AB"), north);
}
END_TEST

START_TEST(without_a_zone_of_its_own_a_country_has_the_desks)
{
    ck_assert_int_gt(home(), 0);
    ck_assert_int_eq(zone_for("FR", "", "75001"), home());
    ck_assert_int_eq(zone_for("", "", ""), home());
    ck_assert_int_eq(zone_for(NULL, NULL, NULL), home());
}
END_TEST

static void set_rate(const char *class_code, int32_t ppm, struct date from)
{
    const struct tax_rate_set in = { .zone = "home",
                                     .class_code = class_code,
                                     .name = "VAT",
                                     .rate = { ppm },
                                     .category = TAX_STANDARD,
                                     .from = from };

    ck_ok(tax_rate_save(desk, &in, &err));
}

static int32_t rate_on(struct date on, int64_t class_id)
{
    struct tax_rates rates;

    ck_ok(tax_rates_load(desk, home(), on, arena, &rates, &err));
    for (int i = 0; i < rates.n; i++) {
        if (rates.v[i].class_id == class_id)
            return rates.v[i].rate.ppm;
    }
    return -1;
}

START_TEST(a_new_rate_counts_from_its_day_and_the_old_one_before)
{
    int64_t standard;

    ck_ok(tax_class_find(desk, "Standard", &standard, &err));
    set_rate("standard", 175000, (struct date){ 0 });
    set_rate("standard", 200000, (struct date){ 2011, 1, 4 });

    ck_assert_int_eq(rate_on((struct date){ 2011, 1, 3 }, standard), 175000);
    ck_assert_int_eq(rate_on((struct date){ 2011, 1, 4 }, standard), 200000);
    set_rate("standard", 210000, (struct date){ 2011, 1, 4 });
    ck_assert_int_eq(rate_on((struct date){ 2026, 11, 22 }, standard), 210000);
    ck_assert_int_eq(testdesk_count(desk, "tax_rate"), 2);
}
END_TEST

START_TEST(each_class_has_its_rate_and_one_without_has_none)
{
    int64_t reduced, none;
    struct tax_classes classes;

    ck_ok(tax_class_save(desk, "Reduced", "Reduced rate", &reduced, &err));
    ck_ok(tax_class_save(desk, "luxury", "Luxury", &none, &err));
    ck_ok(tax_class_save(desk, "reduced", "Less", &reduced, &err));
    set_rate("reduced", 50000, (struct date){ 0 });
    ck_ok(tax_classes_load(desk, arena, &classes, &err));

    ck_assert_int_eq(classes.n, 4);
    ck_assert_str_eq(classes.v[2].code, "reduced");
    ck_assert_str_eq(classes.v[2].name, "Less");
    ck_assert_int_eq(rate_on((struct date){ 2026, 1, 1 }, reduced), 50000);
    ck_assert_int_eq(rate_on((struct date){ 2026, 1, 1 }, none), -1);
}
END_TEST

START_TEST(an_unknown_class_or_zone_is_refused_with_those_that_exist)
{
    struct tax_rate_set in = { .zone = "home", .class_code = "x", .name = "VAT", .category = 1 };
    int64_t id;

    ck_refused(tax_class_find(desk, "x", &id, &err), ERR_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.text, "standard"));
    ck_refused(tax_class_find(desk, NULL, &id, &err), ERR_NOT_FOUND);
    ck_refused(tax_rate_save(desk, &in, &err), ERR_NOT_FOUND);
    in.class_code = "standard";
    in.zone = "mars";
    ck_refused(tax_rate_save(desk, &in, &err), ERR_NOT_FOUND);
    ck_assert_str_eq(err.field, "zone");
}
END_TEST

START_TEST(a_rate_outside_its_bounds_or_category_is_refused)
{
    struct tax_rate_set in = {
        .zone = "HOME", .class_code = "standard", .name = "VAT", .category = TAX_STANDARD
    };

    in.rate.ppm = -1;
    ck_refused(tax_rate_save(desk, &in, &err), ERR_INVALID);
    in.rate.ppm = 10000001;
    ck_refused(tax_rate_save(desk, &in, &err), ERR_INVALID);
    in.rate.ppm = 200000;
    in.category = TAX_EXEMPT;
    ck_refused(tax_rate_save(desk, &in, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "rate");
    in.category = (enum tax_category)5;
    ck_refused(tax_rate_save(desk, &in, &err), ERR_INVALID);
    in.category = TAX_STANDARD;
    in.name = "";
    ck_refused(tax_rate_save(desk, &in, &err), ERR_INVALID);
    in.name = "VAT";
    in.rate.ppm = 10000000;
    ck_ok(tax_rate_save(desk, &in, &err));
}
END_TEST

START_TEST(a_zone_of_a_country_by_name_has_its_code)
{
    struct tax_zone in = { .code = "uk", .name = "UK", .country = "uk" };
    struct tax_zones zones;
    int64_t id;

    ck_ok(tax_zone_save(desk, &in, &id, &err));
    ck_ok(tax_zones_load(desk, arena, &zones, &err));
    for (int i = 0; i < zones.n; i++)
        if (zones.v[i].id == id)
            ck_assert_str_eq(zones.v[i].country, "GB");
}
END_TEST

START_TEST(a_zone_keeps_its_code_to_itself)
{
    struct tax_zone in = { .code = "eu", .name = "EU", .country = "DE" };
    struct tax_zones zones;
    int64_t id, again;

    ck_ok(tax_zone_save(desk, &in, &id, &err));
    ck_refused(tax_zone_save(desk, &in, &again, &err), ERR_CONFLICT);
    in.id = id;
    in.name = "Europe";
    in.version = 1;
    ck_ok(tax_zone_save(desk, &in, &again, &err));
    ck_refused(tax_zone_save(desk, &in, &again, &err), ERR_CONFLICT); /* it is version 2 by now */
    in.version = 0;
    in.country = "XX";
    ck_refused(tax_zone_save(desk, &in, &again, &err), ERR_INVALID);
    in.country = "DE";
    in.code = "new";
    in.id = 999;
    ck_refused(tax_zone_save(desk, &in, &again, &err), ERR_NOT_FOUND);
    ck_ok(tax_zones_load(desk, arena, &zones, &err));

    ck_assert_int_eq(zones.n, 2);
    ck_assert_str_eq(zones.v[0].code, "EU");
    ck_assert_str_eq(zones.v[0].name, "Europe");
}
END_TEST

START_TEST(changes_of_zones_and_rates_are_logged_with_their_values)
{
    struct tax_zone in = { .code = "eu", .name = "EU", .country = "DE" };
    struct event_list events;

    ck_ok(tax_zone_save(desk, &in, &in.id, &err));
    in.country = "FR";
    ck_ok(tax_zone_save(desk, &in, &in.id, &err));
    ck_ok(event_list_record(desk, "tax_zone", in.id, 10, arena, &events, &err));
    ck_assert_int_eq(events.n, 2);
    ck_assert_str_eq(events.v[0].fields, "country");
    ck_assert_str_eq(events.v[0].before_json, "{\"country\":\"DE\"}");
    set_rate("standard", 200000, (struct date){ 2011, 1, 4 });
    ck_ok(event_list_record(desk, "tax_rate", 2, 10, arena, &events, &err));
    ck_assert_ptr_nonnull(strstr(events.v[0].after_json, "\"percent\":\"20\""));
}
END_TEST

START_TEST(a_clerk_may_not_set_taxes)
{
    struct tax_zone in = { .code = "eu", .name = "EU", .country = "DE" };
    int64_t id;

    testdesk_be(desk, ROLE_CLERK);

    ck_refused(tax_zone_save(desk, &in, &id, &err), ERR_DENIED);
    ck_refused(tax_class_save(desk, "x", "X", &id, &err), ERR_DENIED);
}
END_TEST

Suite *tax_suite(void)
{
    Suite *suite = suite_create("tax");
    TCase *tc = tcase_create("tax");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, per_rate_rounds_once_and_shares_out_by_largest_remainder);
    tcase_add_test(tc, per_line_rounds_each_line);
    tcase_add_test(tc, per_unit_rounds_the_unit_and_multiplies);
    tcase_add_test(tc, included_tax_comes_out_of_the_gross);
    tcase_add_test(tc, included_tax_per_unit_is_the_units_times_the_quantity);
    tcase_add_test(tc, rates_and_categories_are_summed_apart_and_sorted);
    tcase_add_test(tc, only_the_standard_category_is_taxed_whatever_the_rate);
    tcase_add_test(tc, the_mode_decides_the_half);
    tcase_add_test(tc, a_negative_line_takes_its_tax_back);
    tcase_add_test(tc, no_lines_have_no_tax);
    tcase_add_test(tc, the_longest_post_code_wins_then_region_then_country);
    tcase_add_test(tc, blanks_and_case_of_a_post_code_do_not_matter);
    tcase_add_test(tc, without_a_zone_of_its_own_a_country_has_the_desks);
    tcase_add_test(tc, a_new_rate_counts_from_its_day_and_the_old_one_before);
    tcase_add_test(tc, each_class_has_its_rate_and_one_without_has_none);
    tcase_add_test(tc, an_unknown_class_or_zone_is_refused_with_those_that_exist);
    tcase_add_test(tc, a_rate_outside_its_bounds_or_category_is_refused);
    tcase_add_test(tc, a_zone_keeps_its_code_to_itself);
    tcase_add_test(tc, a_zone_of_a_country_by_name_has_its_code);
    tcase_add_test(tc, changes_of_zones_and_rates_are_logged_with_their_values);
    tcase_add_test(tc, a_clerk_may_not_set_taxes);
    suite_add_tcase(suite, tc);
    return suite;
}
