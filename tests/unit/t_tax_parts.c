/*
 * Several taxes of one class: side by side and compound, without and with tax in the price, in
 * three rounding modes, and kept with the order. The figures are worked out by hand beside each.
 */
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "domain/catalog/price_list.h"
#include "domain/catalog/tax.h"
#include "domain/flow/change.h"
#include "domain/insight/audit.h"
#include "domain/order/order_rules.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;
static struct tax_sum sum;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static struct tax_part part(const char *code, int32_t ppm, int pass)
{
    return (struct tax_part){
        .code = code, .name = code, .rate = { ppm }, .category = TAX_STANDARD, .pass = pass
    };
}

static struct tax_line line(int64_t amount_minor, int n, struct tax_part *parts, int count)
{
    return (struct tax_line){ .amount_minor = amount_minor,
                              .qty = { n * QTY_PER_UNIT },
                              .parts = parts,
                              .part_count = count };
}

static void compute(struct tax_line *lines, int n, bool is_incl, enum tax_round mode)
{
    tax_compute(lines, n, is_incl, mode, ROUND_HALF_UP, shop.arena, &sum);
}

/* --- the sum: pure ---------------------------------------------------------------------------- */

START_TEST(quebec_today_has_both_taxes_on_the_price)
{
    /*
     * 59.97 and 7.25, together 67.22. GST 5 %: 3.361 is 3.36. QST 9.975 %: 6.705195 is 6.71.
     * GST shares: 2.9985 and 0.3625: 2.99 + 0.36, one cent more to the larger rest: 3.00, 0.36.
     * QST shares: 5.9820075 and 0.7231875: 5.98 + 0.72, one more to the second: 5.98, 0.73.
     */
    struct tax_part a[] = { part("GST", 50000, 1), part("QST", 99750, 1) };
    struct tax_part b[] = { part("GST", 50000, 1), part("QST", 99750, 1) };
    struct tax_line lines[] = { line(5997, 3, a, 2), line(725, 1, b, 2) };

    compute(lines, 2, false, TAX_PER_RATE);

    ck_assert_int_eq(sum.n, 2);
    ck_assert_str_eq(sum.groups[0].code, "QST"); /* the higher rate first */
    ck_assert_int_eq(sum.groups[0].tax_minor, 671);
    ck_assert_int_eq(sum.groups[0].base_minor, 6722);
    ck_assert_int_eq(sum.groups[1].tax_minor, 336);
    ck_assert_int_eq(sum.tax_minor, 1007);
    ck_assert_int_eq(a[0].tax_minor, 300);
    ck_assert_int_eq(b[0].tax_minor, 36);
    ck_assert_int_eq(a[1].tax_minor, 598);
    ck_assert_int_eq(b[1].tax_minor, 73);
    ck_assert_int_eq(lines[0].tax_minor, 898);
    ck_assert_int_eq(lines[1].tax_minor, 109);
}
END_TEST

START_TEST(a_compound_tax_is_on_the_price_and_the_tax_before_it)
{
    /* Quebec in 2012: GST 5 % of 100.00 is 5.00; QST 9.5 % of 105.00 is 9.975: 9.98. */
    struct tax_part parts[] = { part("GST", 50000, 1), part("QST", 95000, 2) };
    struct tax_line lines[] = { line(10000, 1, parts, 2) };

    for (int mode = TAX_PER_RATE; mode <= TAX_PER_UNIT; mode++) {
        compute(lines, 1, false, (enum tax_round)mode);
        ck_assert_int_eq(sum.groups[0].tax_minor, 500);
        ck_assert_int_eq(sum.groups[1].base_minor, 10500);
        ck_assert_int_eq(sum.groups[1].tax_minor, 998);
        ck_assert_int_eq(parts[1].base_minor, 10500);
        ck_assert_int_eq(lines[0].tax_minor, 1498);
    }
}
END_TEST

START_TEST(three_passes_build_on_each_other)
{
    /* 10 % of 100.00 is 10.00; of 110.00, 11.00; of 121.00, 12.10. */
    struct tax_part parts[] = { part("A", 100000, 1), part("B", 100000, 2), part("C", 100000, 3) };
    struct tax_line lines[] = { line(10000, 1, parts, 3) };

    compute(lines, 1, false, TAX_PER_RATE);
    ck_assert_int_eq(parts[0].tax_minor, 1000);
    ck_assert_int_eq(parts[1].tax_minor, 1100);
    ck_assert_int_eq(parts[2].tax_minor, 1210);
    /* And back: 133.10 with all of it inside is 100.00 without. */
    lines[0].amount_minor = 13310;
    compute(lines, 1, true, TAX_PER_RATE);
    ck_assert_int_eq(parts[0].tax_minor, 1000);
    ck_assert_int_eq(parts[1].tax_minor, 1100);
    ck_assert_int_eq(parts[2].tax_minor, 1210);
    ck_assert_int_eq(sum.groups[2].base_minor, 12100);
}
END_TEST

START_TEST(one_tax_of_two_classes_is_rounded_once_over_both)
{
    /*
     * British Columbia: 33.33 with GST 5 % and PST 7 %, a book of 10.01 with GST alone.
     * GST: 5 % of 43.34 is 2.167: 2.17 (1.6665 and 0.5005: 1.67, 0.50). PST: 2.3331: 2.33.
     */
    struct tax_part both[] = { part("GST", 50000, 1), part("PST", 70000, 1) };
    struct tax_line lines[] = { line(3333, 1, both, 2), line(1001, 1, NULL, 0) };

    lines[1].rate.ppm = 50000;
    lines[1].category = TAX_STANDARD;
    lines[1].code = "GST";
    compute(lines, 2, false, TAX_PER_RATE);

    ck_assert_int_eq(sum.n, 2);
    ck_assert_int_eq(sum.groups[0].tax_minor, 233);
    ck_assert_int_eq(sum.groups[0].base_minor, 3333);
    ck_assert_int_eq(sum.groups[1].tax_minor, 217);
    ck_assert_int_eq(sum.groups[1].base_minor, 4334);
    ck_assert_int_eq(both[0].tax_minor, 167);
    ck_assert_int_eq(lines[0].tax_minor, 400);
    ck_assert_int_eq(lines[1].tax_minor, 50);
}
END_TEST

START_TEST(state_county_and_city_are_three_rows)
{
    /*
     * 6.25 %, 1 % and 0.75 % of two lines of 9.99. Per rate, of 19.98: 1.24875, 0.1998, 0.14985:
     * 1.25 + 0.20 + 0.15 = 1.60. Per line, of 9.99: 0.624375, 0.0999, 0.074925: 0.62 + 0.10 + 0.07
     * = 0.79, twice 1.58.
     */
    struct tax_part a[] = { part("CITY", 7500, 1), part("COUNTY", 10000, 1),
                            part("STATE", 62500, 1) };
    struct tax_part b[OD_LEN(a)];
    struct tax_line lines[] = { line(999, 1, a, 3), line(999, 1, b, 3) };

    memcpy(b, a, sizeof b);
    compute(lines, 2, false, TAX_PER_RATE);
    ck_assert_int_eq(sum.n, 3);
    ck_assert_int_eq(sum.groups[0].tax_minor, 125);
    ck_assert_int_eq(sum.groups[1].tax_minor, 20);
    ck_assert_int_eq(sum.groups[2].tax_minor, 15);
    ck_assert_int_eq(sum.tax_minor, 160);
    compute(lines, 2, false, TAX_PER_LINE);
    ck_assert_int_eq(sum.groups[0].tax_minor, 124);
    ck_assert_int_eq(lines[0].tax_minor, 79);
    ck_assert_int_eq(sum.tax_minor, 158);
}
END_TEST

START_TEST(equal_rates_of_two_taxes_stay_apart)
{
    /* 5 % and 5 % of 9.99: 0.4995 each, so 0.50 twice; one tax of 10 % would be the same 1.00. */
    struct tax_part parts[] = { part("GST", 50000, 1), part("HST", 50000, 1) };
    struct tax_line lines[] = { line(999, 1, parts, 2) };

    compute(lines, 1, false, TAX_PER_RATE);
    ck_assert_int_eq(sum.n, 2);
    ck_assert_str_eq(sum.groups[0].code, "GST");
    ck_assert_str_eq(sum.groups[1].code, "HST");
    ck_assert_int_eq(sum.tax_minor, 100);
    /* Inside 9.99: net 9.08181.. is 9.08, tax 0.91: 0.455 each, the odd cent to the first. */
    compute(lines, 1, true, TAX_PER_RATE);
    ck_assert_int_eq(parts[0].tax_minor, 46);
    ck_assert_int_eq(parts[1].tax_minor, 45);
}
END_TEST

START_TEST(per_unit_rounds_each_tax_of_the_unit)
{
    /* 3 at 0.33: GST 0.0165 is 0.02, PST 0.0231 is 0.02 a unit: 0.06 each. Per rate, of 0.99:
     * 0.0495 and 0.0693: 0.05 and 0.07. */
    struct tax_part parts[] = { part("GST", 50000, 1), part("PST", 70000, 1) };
    struct tax_line lines[] = { line(99, 3, parts, 2) };

    compute(lines, 1, false, TAX_PER_UNIT);
    ck_assert_int_eq(parts[0].tax_minor, 6);
    ck_assert_int_eq(parts[1].tax_minor, 6);
    compute(lines, 1, false, TAX_PER_RATE);
    ck_assert_int_eq(parts[0].tax_minor, 5);
    ck_assert_int_eq(parts[1].tax_minor, 7);
}
END_TEST

START_TEST(included_compound_taxes_come_out_of_the_gross)
{
    /*
     * 114.98 with GST 5 % and QST 9.5 % upon it: 1.05 x 1.095 = 1.14975, net 100.0043.. is 100.00,
     * tax 14.98. Of 14.975 parts GST has 5 and QST 9.975: 5.00167 and 9.97833: 5.00 and 9.98.
     * In two lines of 57.49: 7.49 tax each; GST 2.50 each, QST 4.99 each.
     */
    struct tax_part a[] = { part("GST", 50000, 1), part("QST", 95000, 2) };
    struct tax_part b[] = { part("GST", 50000, 1), part("QST", 95000, 2) };
    struct tax_line lines[] = { line(5749, 1, a, 2), line(5749, 1, b, 2) };

    compute(lines, 2, true, TAX_PER_RATE);

    ck_assert_int_eq(sum.tax_minor, 1498);
    ck_assert_int_eq(sum.groups[0].base_minor, 10000);
    ck_assert_int_eq(sum.groups[0].tax_minor, 500);
    ck_assert_int_eq(sum.groups[1].base_minor, 10500);
    ck_assert_int_eq(sum.groups[1].tax_minor, 998);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(lines[i].tax_minor, 749);
    ck_assert_int_eq(a[0].tax_minor + b[0].tax_minor, 500);
    ck_assert_int_eq(a[0].tax_minor, 250);
    ck_assert_int_eq(b[1].tax_minor, 499);
}
END_TEST

START_TEST(included_taxes_never_make_more_than_the_line)
{
    /* Ten lines of one cent with three taxes inside: 0.10 / 1.3 is 0.0769: 0.08 net, 0.02 tax. */
    struct tax_part parts[10][3];
    struct tax_line lines[10];

    for (int i = 0; i < 10; i++) {
        for (int k = 0; k < 3; k++)
            parts[i][k] = part(k == 0 ? "A" : k == 1 ? "B" : "C", 100000, 1);
        lines[i] = line(1, 1, parts[i], 3);
    }
    compute(lines, 10, true, TAX_PER_RATE);

    ck_assert_int_eq(sum.tax_minor, 2);
    for (int i = 0; i < 10; i++) {
        ck_assert_int_le(lines[i].tax_minor, 1);
        for (int k = 0; k < 3; k++)
            ck_assert_int_ge(parts[i][k].tax_minor, 0);
    }
}
END_TEST

START_TEST(put_on_and_take_out_are_exact_for_compound_rates)
{
    /* 5 % and 9.975 % upon it: 1.1547375, which whole ppm cannot say. */
    struct tax_part parts[] = { part("GST", 50000, 1), part("QST", 99750, 2) };

    ck_assert_int_eq(tax_put_on(100000000, parts, 2), 115473750);
    ck_assert_int_eq(tax_take_out(115473750, parts, 2), 100000000);
    ck_assert_int_eq(tax_burden_ppm(parts, 2), 154738);
}
END_TEST

/* --- rates in the desk ------------------------------------------------------------------------ */

static void add_zone(const char *code, const char *region)
{
    struct tax_zone in = {
        .code = code, .name = code, .country = "CA", .region = region, .postcode_prefix = ""
    };
    int64_t id;

    ck_ok(tax_zone_save(shop.desk, &in, &id, &err));
}

static struct tax_rate_set rate(const char *zone, const char *code, int32_t ppm, int pass)
{
    return (struct tax_rate_set){ .zone = zone,
                                  .class_code = "standard",
                                  .name = code[0] != '\0' ? code : "VAT",
                                  .rate = { ppm },
                                  .category = TAX_STANDARD,
                                  .code = code,
                                  .pass = pass };
}

static void set_rate(const char *zone, const char *code, int32_t ppm, int pass)
{
    struct tax_rate_set in = rate(zone, code, ppm, pass);

    ck_ok(tax_rate_save(shop.desk, &in, &err));
}

static struct tax_rates rates_of(const char *zone)
{
    struct tax_rates rates;
    int64_t id;

    ck_ok(tax_zone_find(shop.desk, zone, &id, &err));
    ck_ok(tax_rates_load(shop.desk, id, desk_today(shop.desk), shop.arena, &rates, &err));
    return rates;
}

START_TEST(each_tax_of_a_class_has_its_own_history)
{
    struct tax_rate_set later = rate("QC", "qst", 99750, 1);
    struct tax_rates rates;

    add_zone("QC", "QC");
    set_rate("QC", "GST", 50000, 1);
    set_rate("QC", "QST", 95000, 2);
    later.from = (struct date){ 2013, 1, 1 };
    ck_ok(tax_rate_save(shop.desk, &later, &err));
    rates = rates_of("QC");

    ck_assert_int_eq(rates.n, 2);
    ck_assert_str_eq(rates.v[0].code, "GST");
    ck_assert_int_eq(rates.v[0].rate.ppm, 50000);
    ck_assert_str_eq(rates.v[1].code, "QST"); /* in capitals, and of the same tax */
    ck_assert_int_eq(rates.v[1].rate.ppm, 99750);
    ck_assert_int_eq(rates.v[1].pass, 1);
}
END_TEST

START_TEST(no_tax_at_all_is_not_said_beside_others)
{
    add_zone("BC", "BC");
    set_rate("BC", "", 0, 1);
    ck_assert_int_eq(rates_of("BC").n, 1);
    set_rate("BC", "GST", 50000, 1);
    ck_assert_int_eq(rates_of("BC").n, 1);
    ck_assert_str_eq(rates_of("BC").v[0].code, "GST");
    set_rate("BC", "", 200000, 1); /* but one that takes something is never lost */
    ck_assert_int_eq(rates_of("BC").n, 2);
}
END_TEST

START_TEST(passes_codes_and_sums_have_their_bounds)
{
    static const char *const codes[] = { "A", "B", "C", "D", "E", "F" };
    struct tax_rate_set in = rate("BC", "GST", 50000, 4);

    add_zone("BC", "BC");
    ck_refused(tax_rate_save(shop.desk, &in, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "pass");
    in.pass = -1;
    ck_refused(tax_rate_save(shop.desk, &in, &err), ERR_INVALID);
    in.pass = 3;
    in.code = "two words";
    ck_refused(tax_rate_save(shop.desk, &in, &err), ERR_INVALID);
    for (size_t i = 0; i < OD_LEN(codes); i++)
        set_rate("BC", codes[i], 10000, 1);
    in.code = "G";
    ck_refused(tax_rate_save(shop.desk, &in, &err), ERR_LIMIT); /* a seventh */
    ck_assert_str_eq(err.field, "code");
    ck_assert_int_eq(rates_of("BC").n, 6);
    /* 1000 % together, and a little more. */
    in = rate("BC", "A", 9950000, 1);
    ck_ok(tax_rate_save(shop.desk, &in, &err));
    in.rate.ppm = 9950001;
    ck_refused(tax_rate_save(shop.desk, &in, &err), ERR_LIMIT);
    ck_assert_str_eq(err.field, "rate");
    ck_assert_int_eq(rates_of("BC").v[0].rate.ppm, 9950000);
}
END_TEST

START_TEST(a_rate_that_someone_changed_since_is_not_written_over)
{
    struct tax_rate_set in = rate("HOME", "", 210000, 1);
    struct tax_rate_rows rows;
    const struct tax_rate_set *row = NULL;

    ck_ok(tax_rate_rows_load(shop.desk, shop.arena, &rows, &err));
    for (int i = 0; i < rows.n; i++)
        if (rows.v[i].rate.ppm == 200000)
            row = &rows.v[i];
    ck_assert_ptr_nonnull(row);
    in.zone = row->zone;
    in.version = row->version;
    ck_ok(tax_rate_save(shop.desk, &in, &err));
    in.rate.ppm = 220000;
    ck_refused(tax_rate_save(shop.desk, &in, &err), ERR_CONFLICT);
    in.version++;
    ck_ok(tax_rate_save(shop.desk, &in, &err));
}
END_TEST

/* --- on orders -------------------------------------------------------------------------------- */

static void in_quebec(struct customer *c)
{
    int64_t id;

    ck_ok(tax_zone_find(shop.desk, "QC", &id, &err));
    c->tax_zone_id = id;
}

static void exempt_in_quebec(struct customer *c)
{
    in_quebec(c);
    c->tax_exempt_cert = "QC-1";
    c->tax_exempt_until = desk_today(shop.desk);
}

static void exempt_till_yesterday(struct customer *c)
{
    exempt_in_quebec(c);
    c->tax_exempt_until.day--;
}

static struct record_at draft_of(const char *code, void (*change)(struct customer *c))
{
    struct customer_id customer = testshop_customer(&shop, code, change);
    struct order_header in = { .customer = &customer };
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &in, shop.arena, &o, &err));
    return at;
}

static void quebec(int32_t qst_ppm, int qst_pass)
{
    add_zone("QC", "QC");
    set_rate("QC", "GST", 50000, 1);
    set_rate("QC", "QST", qst_ppm, qst_pass);
}

static void ck_sound(const struct order *o)
{
    struct audit audit;

    ck_assert_msg(order_is_sound(o, &err), "%s", err.text);
    ck_ok(audit_run(shop.desk, AUDIT_LOOK, shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s", audit.n == 0 ? "" : audit.v[0].words);
}

START_TEST(an_order_keeps_each_tax_and_its_lines_their_shares)
{
    /* 2 x 4.25 and 1 x 9.99: 18.49. GST 0.9245: 0.92; QST 9.975 % 1.844..: 1.84; total 21.25. */
    struct record_at at;
    struct order *o;
    const struct order_line *l;

    quebec(99750, 1);
    at = draft_of("QUE", in_quebec);
    testshop_line(&shop, &at, shop.bracket, 2);
    testshop_line(&shop, &at, shop.deny, 1);
    o = testshop_load(&shop, at.id);

    ck_assert_int_eq(o->tax_count, 2);
    ck_assert_str_eq(o->taxes[0].code, "QST");
    ck_assert_int_eq(o->taxes[0].tax_minor, 184);
    ck_assert_int_eq(o->taxes[1].tax_minor, 92);
    ck_assert_str_eq(o->taxes[1].name, "GST");
    ck_assert_int_eq(o->total_minor, 2125);
    l = &o->lines[0];
    ck_assert_int_eq(l->tax_part_count, 2);
    ck_assert_str_eq(l->tax_parts[0].code, "GST");
    ck_assert_int_eq(l->tax_parts[0].base_minor, 850);
    ck_assert_int_eq(l->tax_parts[0].tax_minor + l->tax_parts[1].tax_minor, l->tax_minor);
    ck_assert_int_eq(l->tax_rate.ppm, 149750);
    ck_sound(o);
    ck_ok(order_cut_line(shop.desk, &at, 1, shop.arena, &o, &err));
    ck_assert_int_eq(testdesk_count(shop.desk, "order_line_tax"), 2);
    ck_sound(testshop_load(&shop, at.id));
}
END_TEST

START_TEST(a_placed_order_keeps_the_taxes_of_its_day)
{
    struct change_line more = { .line_no = 1, .has_qty = true, .in.qty = { 4 * QTY_PER_UNIT } };
    struct order_change change = { 0 };
    struct change_preview preview;
    struct record_at at;
    struct order_taken taken;
    struct tax_rate_set later;
    struct order *o;

    quebec(95000, 2);
    at = draft_of("QUE", in_quebec);
    testshop_line(&shop, &at, shop.fitting, 2); /* 100.00: 5.00 and 9.975 */
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    testdesk_wait(shop.desk, INT64_C(86400000));
    later = rate("QC", "QST", 99750, 1);
    later.from = desk_today(shop.desk);
    ck_ok(tax_rate_save(shop.desk, &later, &err));
    o = testshop_load(&shop, at.id);
    change.order = o->id;
    change.base_version = o->version;
    change_put_line(&change, o, &more, shop.arena);
    ck_ok(change_apply(shop.desk, &change, shop.arena, &preview, &err));
    o = testshop_load(&shop, at.id);

    /* 200.00: 10.00, and 9.5 % of 210.00 is 19.95. */
    ck_assert_int_eq(o->taxes[1].pass, 2);
    ck_assert_int_eq(o->taxes[1].rate.ppm, 95000);
    ck_assert_int_eq(o->tax_minor, 2995);
    ck_assert_int_eq(o->lines[0].tax_parts[1].tax_minor, 1995);
    ck_sound(o);
    at = draft_of("NEW", in_quebec);
    o = testshop_line(&shop, &at, shop.fitting, 2);
    ck_assert_int_eq(o->taxes[0].rate.ppm, 99750);
    ck_assert_int_eq(o->taxes[0].base_minor, 10000);
}
END_TEST

START_TEST(a_certificate_frees_of_all_taxes_while_it_is_valid)
{
    struct record_at at;
    struct order *o;

    quebec(99750, 1);
    at = draft_of("FREE", exempt_in_quebec);
    o = testshop_line(&shop, &at, shop.fitting, 2);
    ck_assert_int_eq(o->tax_count, 1);
    ck_assert_int_eq(o->taxes[0].category, TAX_EXEMPT);
    ck_assert_int_eq(o->taxes[0].base_minor, 10000);
    ck_assert_int_eq(o->total_minor, 10000);
    at = draft_of("LATE", exempt_till_yesterday);
    o = testshop_line(&shop, &at, shop.fitting, 2);
    ck_assert_int_eq(o->tax_count, 2);
    ck_assert_int_eq(o->total_minor, 11498);
}
END_TEST

START_TEST(a_list_with_tax_is_brought_over_through_all_taxes)
{
    /* 114.975 with GST 5 % and QST 9.5 % upon it is 100.00 without. */
    struct price_list list = {
        .code = "GROSS", .name = "Gross", .currency = "GBP", .is_tax_incl = true, .is_active = true
    };
    struct price_rule rule = { .item = shop.fitting, .price = { 114975000 } };
    struct record_at at;
    struct order *o;

    quebec(95000, 2);
    ck_ok(price_list_save(shop.desk, &list, &rule.list, &err));
    at = draft_of("QUE", in_quebec);
    ck_ok(order_load(shop.desk, (struct order_id){ at.id }, shop.arena, &o, &err));
    rule.customer = o->customer; /* a contract price of another list than the order's mode */
    ck_ok(price_rule_save(shop.desk, &rule, &err));
    o = testshop_line(&shop, &at, shop.fitting, 1);

    ck_assert_int_eq(o->lines[0].unit_price.v, 100000000);
    ck_assert_int_eq(o->tax_minor, 1498);
}
END_TEST

START_TEST(an_order_beyond_what_can_be_counted_is_refused_before_its_tax)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = { .item = shop.bracket,
                             .qty = { INT64_C(1000000000000) },
                             .has_price = true,
                             .price = { INT64_C(6000000000) } };
    struct order *o;

    ck_ok(order_put_line(shop.desk, &at, 0, &in, shop.arena, &o, &err));
    ck_refused(order_put_line(shop.desk, &at, 0, &in, shop.arena, &o, &err), ERR_LIMIT);
    ck_assert_msg(strstr(err.text, "line 2") != NULL, "%s", err.text);
}
END_TEST

Suite *tax_parts_suite(void)
{
    Suite *suite = suite_create("tax_parts");
    TCase *tc = tcase_create("tax_parts");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, quebec_today_has_both_taxes_on_the_price);
    tcase_add_test(tc, a_compound_tax_is_on_the_price_and_the_tax_before_it);
    tcase_add_test(tc, three_passes_build_on_each_other);
    tcase_add_test(tc, one_tax_of_two_classes_is_rounded_once_over_both);
    tcase_add_test(tc, state_county_and_city_are_three_rows);
    tcase_add_test(tc, equal_rates_of_two_taxes_stay_apart);
    tcase_add_test(tc, per_unit_rounds_each_tax_of_the_unit);
    tcase_add_test(tc, included_compound_taxes_come_out_of_the_gross);
    tcase_add_test(tc, included_taxes_never_make_more_than_the_line);
    tcase_add_test(tc, put_on_and_take_out_are_exact_for_compound_rates);
    tcase_add_test(tc, each_tax_of_a_class_has_its_own_history);
    tcase_add_test(tc, no_tax_at_all_is_not_said_beside_others);
    tcase_add_test(tc, passes_codes_and_sums_have_their_bounds);
    tcase_add_test(tc, a_rate_that_someone_changed_since_is_not_written_over);
    tcase_add_test(tc, an_order_keeps_each_tax_and_its_lines_their_shares);
    tcase_add_test(tc, a_placed_order_keeps_the_taxes_of_its_day);
    tcase_add_test(tc, a_certificate_frees_of_all_taxes_while_it_is_valid);
    tcase_add_test(tc, a_list_with_tax_is_brought_over_through_all_taxes);
    tcase_add_test(tc, an_order_beyond_what_can_be_counted_is_refused_before_its_tax);
    suite_add_tcase(suite, tc);
    return suite;
}
