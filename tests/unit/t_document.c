/*
 * Whole orders computed by hand, the arithmetic beside each: prices with and without tax, three
 * rounding modes, four directions, currencies of 0, 2 and 3 decimals, discounts, exemption, reverse
 * charge, a thousand lines. Where one of these changes, a document a customer holds is wrong.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/catalog/tax.h"
#include "domain/order/order_rules.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

#define LINES_MAX 3

/* Tax classes of the documents; their rates are below. */
enum { FULL = 1, LOW = 2, NONE = 3, WITH_GOODS = 4 };

struct doc_line {
    int64_t qty_milli, price_v; /* price in 1/10 000 minor unit */
    int32_t disc_ppm;
    int class_id;
    bool is_charge;
    int64_t net, tax; /* wanted */
};
struct doc {
    const char *name, *currency;
    bool is_incl;
    enum tax_round round;
    enum round_mode mode;
    int32_t full_ppm, low_ppm;
    enum tax_category none; /* of class NONE */
    int32_t order_disc_ppm;
    struct doc_line lines[LINES_MAX];
    int64_t goods, charges, discount, tax, total; /* wanted */
};

#define CENTS(n) ((n)*PRICE_PER_MINOR)

static const struct doc docs[] = {
    /* 0.33 + 0.33 + 10 x 0.33 = 3.96; x 20 % = 0.792 -> 0.79. Exact shares 0.066, 0.066, 0.66:
     * whole cents 6 + 6 + 66 = 78, the missing one to the first of the two largest rests. */
    { "without tax, once per rate",
      "GBP",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      200000,
      50000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(33), 0, FULL, false, 33, 7 },
        { 1000, CENTS(33), 0, FULL, false, 33, 6 },
        { 10000, CENTS(33), 0, FULL, false, 330, 66 } },
      396,
      0,
      0,
      79,
      475 },
    /* 0.066 -> 0.07, twice; 3.30 x 20 % = 0.66. 0.80 */
    { "without tax, per line",
      "GBP",
      false,
      TAX_PER_LINE,
      ROUND_HALF_UP,
      200000,
      50000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(33), 0, FULL, false, 33, 7 },
        { 1000, CENTS(33), 0, FULL, false, 33, 7 },
        { 10000, CENTS(33), 0, FULL, false, 330, 66 } },
      396,
      0,
      0,
      80,
      476 },
    /* one unit: 0.066 -> 0.07; ten of them 0.70. 0.84 */
    { "without tax, per unit",
      "GBP",
      false,
      TAX_PER_UNIT,
      ROUND_HALF_UP,
      200000,
      50000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(33), 0, FULL, false, 33, 7 },
        { 1000, CENTS(33), 0, FULL, false, 33, 7 },
        { 10000, CENTS(33), 0, FULL, false, 330, 70 } },
      396,
      0,
      0,
      84,
      480 },
    /* 3.00 / 1.2 = 2.50, so 0.50 is tax; each 1.00 holds 0.1666...: 16 x 3 = 48, two more cents to
     * the first two */
    { "with tax, once per rate",
      "GBP",
      true,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      200000,
      50000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(100), 0, FULL, false, 100, 17 },
        { 1000, CENTS(100), 0, FULL, false, 100, 17 },
        { 1000, CENTS(100), 0, FULL, false, 100, 16 } },
      300,
      0,
      0,
      50,
      300 },
    /* 1.00 / 1.2 = 0.8333 -> 0.83, so 0.17 on each line: 0.51. The gross stays. */
    { "with tax, per line",
      "GBP",
      true,
      TAX_PER_LINE,
      ROUND_HALF_UP,
      200000,
      50000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(100), 0, FULL, false, 100, 17 },
        { 1000, CENTS(100), 0, FULL, false, 100, 17 },
        { 1000, CENTS(100), 0, FULL, false, 100, 17 } },
      300,
      0,
      0,
      51,
      300 },
    /* the same 0.17 of each of three units; per line 3.00 would hold 0.50 */
    { "with tax, per unit",
      "GBP",
      true,
      TAX_PER_UNIT,
      ROUND_HALF_UP,
      200000,
      50000,
      TAX_ZERO,
      0,
      { { 3000, CENTS(100), 0, FULL, false, 300, 51 } },
      300,
      0,
      0,
      51,
      300 },
    /* 3 x 333 = 999 x 10 % = 99.9 -> 99; 1005 x 8 % = 80.4 -> 80: down, as is usual in Japan */
    { "no decimals, rounded down",
      "JPY",
      false,
      TAX_PER_RATE,
      ROUND_DOWN,
      100000,
      80000,
      TAX_ZERO,
      0,
      { { 3000, CENTS(333), 0, FULL, false, 999, 99 },
        { 1000, CENTS(1005), 0, LOW, false, 1005, 80 } },
      2004,
      0,
      0,
      179,
      2183 },
    /* 2.5 x 1.235 = 3.0875 -> 3.088; x 5 % = 0.1544 -> 0.154 */
    { "three decimals",
      "KWD",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      50000,
      0,
      TAX_ZERO,
      0,
      { { 2500, CENTS(1235), 0, FULL, false, 3088, 154 } },
      3088,
      0,
      0,
      154,
      3242 },
    /* 19.98 + 5.01 = 24.99; 10 % = 2.499 -> 2.50, shared 1.9988 and 0.5012 -> 2.00 and 0.50.
     * 17.98 x 19 % = 3.4162 -> 3.42; 4.51 x 7 % = 0.3157 -> 0.32 */
    { "a discount of the order over two rates",
      "EUR",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      190000,
      70000,
      TAX_ZERO,
      100000,
      { { 2000, CENTS(999), 0, FULL, false, 1998, 342 },
        { 1000, CENTS(501), 0, LOW, false, 501, 32 } },
      2499,
      0,
      250,
      374,
      2623 },
    /* all of it off: nothing to tax */
    { "a discount of 100 percent",
      "EUR",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      190000,
      70000,
      TAX_ZERO,
      1000000,
      { { 2000, CENTS(999), 0, FULL, false, 1998, 0 },
        { 1000, CENTS(501), 0, LOW, false, 501, 0 } },
      2499,
      0,
      2499,
      0,
      0 },
    /* 10 % of 100.00 only: the freight keeps its price. 97.50 x 19 % = 18.525 -> 18.53; exact
     * shares 17.10 and 1.425, the half cent goes to the freight */
    { "freight is not discounted",
      "EUR",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      190000,
      70000,
      TAX_ZERO,
      100000,
      { { 2000, CENTS(5000), 0, FULL, false, 10000, 1710 },
        { 1000, CENTS(750), 0, FULL, true, 750, 143 } },
      10000,
      750,
      1000,
      1853,
      11603 },
    /* the same with the half cent to the even side: 18.52 */
    { "half to even",
      "EUR",
      false,
      TAX_PER_RATE,
      ROUND_HALF_EVEN,
      190000,
      70000,
      TAX_ZERO,
      100000,
      { { 2000, CENTS(5000), 0, FULL, false, 10000, 1710 },
        { 1000, CENTS(750), 0, FULL, true, 750, 142 } },
      10000,
      750,
      1000,
      1852,
      11602 },
    /* 3 x 19.99 = 59.97, less 12.5 % = 52.47375 -> 52.47; x 20 % = 10.494 -> 10.49 */
    { "a discount of the line",
      "GBP",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      200000,
      50000,
      TAX_ZERO,
      0,
      { { 3000, CENTS(1999), 125000, FULL, false, 5247, 1049 } },
      5247,
      0,
      0,
      1049,
      6296 },
    /* 0.01 x 20 % = 0.002 -> up: 0.01 */
    { "rounded up",
      "GBP",
      false,
      TAX_PER_RATE,
      ROUND_UP,
      200000,
      50000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(1), 0, FULL, false, 1, 1 } },
      1,
      0,
      0,
      1,
      2 },
    /* 100.00 / 1.081 = 92.5069 -> 92.51, so 7.49 */
    { "with a rate of tenths",
      "CHF",
      true,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      81000,
      26000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(10000), 0, FULL, false, 10000, 749 } },
      10000,
      0,
      0,
      749,
      10000 },
    /* nothing on the exempt line; 50.00 x 20 % = 10.00 on the other */
    { "exempt beside taxed",
      "GBP",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      200000,
      50000,
      TAX_EXEMPT,
      0,
      { { 1000, CENTS(10000), 0, NONE, false, 10000, 0 },
        { 1000, CENTS(5000), 0, FULL, false, 5000, 1000 } },
      15000,
      0,
      0,
      1000,
      16000 },
    /* the buyer owes it: nothing here, whatever the mode */
    { "reverse charge",
      "EUR",
      false,
      TAX_PER_LINE,
      ROUND_HALF_UP,
      190000,
      70000,
      TAX_REVERSE,
      0,
      { { 7000, CENTS(1433), 0, NONE, false, 10031, 0 } },
      10031,
      0,
      0,
      0,
      10031 },
    /* 1.2345 each: 1000 of them are 1234.50; x 20 % = 246.90 */
    { "a price of fractions of a cent",
      "GBP",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      200000,
      50000,
      TAX_ZERO,
      0,
      { { 1000000, 1234500, 0, FULL, false, 123450, 24690 } },
      123450,
      0,
      0,
      24690,
      148140 },
    /* Goods 60.00 at 19 % and 30.00 at 7 %; the charge of 5.95 goes with them two to one:
     * 3.9666..., 1.9833... -> 3.97 and 1.98. 19 %: 63.97 -> 12.1543 -> 12.15, of it 11.40 and
     * 0.75 (0.7543); 7 %: 31.98 -> 2.2386 -> 2.24, of it 2.10 and 0.14. */
    { "a charge goes with the goods",
      "EUR",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      190000,
      70000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(6000), 0, FULL, false, 6000, 1140 },
        { 1000, CENTS(3000), 0, LOW, false, 3000, 210 },
        { 1000, CENTS(595), 0, WITH_GOODS, true, 595, 89 } },
      9000,
      595,
      0,
      1439,
      11034 },
    /* The same with tax included. 63.97 / 1.19 = 53.7563 -> 53.76, so 10.21 is tax: of 60.00 in it
     * 9.5798, of 3.97 0.6339 -> 9.58 and 0.63. 31.98 / 1.07 = 29.8879 -> 29.89, so 2.09: 1.9626 and
     * 0.1295 -> 1.96 and 0.13. */
    { "a charge goes with the goods, with tax",
      "EUR",
      true,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      190000,
      70000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(6000), 0, FULL, false, 6000, 958 },
        { 1000, CENTS(3000), 0, LOW, false, 3000, 196 },
        { 1000, CENTS(595), 0, WITH_GOODS, true, 595, 76 } },
      9000,
      595,
      0,
      1230,
      9595 },
    /* Per line each share is rounded by itself: 3.97 x 19 % = 0.7543 -> 0.75; 1.98 x 7 % = 0.1386
     * -> 0.14. 10 % off the order leaves the proportion. 54.00 -> 10.26, 27.00 -> 1.89. */
    { "a charge goes with the goods, per line, with a discount",
      "EUR",
      false,
      TAX_PER_LINE,
      ROUND_HALF_UP,
      190000,
      70000,
      TAX_ZERO,
      100000,
      { { 1000, CENTS(6000), 0, FULL, false, 6000, 1026 },
        { 1000, CENTS(3000), 0, LOW, false, 3000, 189 },
        { 1000, CENTS(595), 0, WITH_GOODS, true, 595, 89 } },
      9000,
      595,
      900,
      1304,
      9999 },
    /* Goods free of tax free the charge; a line that is a gift says nothing. */
    { "a charge goes with goods free of tax",
      "EUR",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      190000,
      70000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(6000), 0, NONE, false, 6000, 0 },
        { 1000, CENTS(3000), 1000000, LOW, false, 0, 0 },
        { 1000, CENTS(595), 0, WITH_GOODS, true, 595, 0 } },
      6000,
      595,
      0,
      0,
      6595 },
    /* Nothing it could go with: the usual class. 5.95 x 19 % = 1.1305 */
    { "a charge alone",
      "EUR",
      false,
      TAX_PER_RATE,
      ROUND_HALF_UP,
      190000,
      70000,
      TAX_ZERO,
      0,
      { { 1000, CENTS(595), 0, WITH_GOODS, true, 595, 113 } },
      0,
      595,
      0,
      113,
      708 },
};

static struct arena *arena;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

static struct tax_rates rates_of(const struct doc *d)
{
    struct tax_rate *v = arena_array(arena, 3, struct tax_rate);

    v[0] = (struct tax_rate){ FULL, { d->full_ppm }, TAX_STANDARD, "full" };
    v[1] = (struct tax_rate){ LOW, { d->low_ppm }, TAX_STANDARD, "low" };
    v[2] = (struct tax_rate){ NONE, { 0 }, d->none, "none" };
    return (struct tax_rates){
        .v = v, .n = 3, .as_goods_class = WITH_GOODS, .usual_class = FULL
    };
}

static void order_of(const struct doc *d, struct order *o)
{
    *o = (struct order){ .number = "10014",
                         .status = ORDER_SUBMITTED,
                         .customer = { 1 },
                         .fx = { FX_ONE },
                         .is_tax_incl = d->is_incl,
                         .tax_round = (int)d->round,
                         .round_mode = d->mode,
                         .disc = { d->order_disc_ppm },
                         .lines = arena_array(arena, LINES_MAX, struct order_line) };
    memcpy(o->currency, d->currency, sizeof o->currency);
    for (; o->line_count < LINES_MAX && d->lines[o->line_count].qty_milli > 0; o->line_count++) {
        const struct doc_line *l = &d->lines[o->line_count];

        o->lines[o->line_count] = (struct order_line){
            .line_no = o->line_count + 1,
            .kind = l->is_charge ? LINE_CHARGE : LINE_STOCK,
            .sku = "X",
            .tax_class_id = l->class_id,
            .ordered = { l->qty_milli },
            .unit_price = { l->price_v },
            .disc = { l->disc_ppm },
        };
    }
}

START_TEST(a_document_adds_up_as_it_does_on_paper)
{
    const struct doc *d = &docs[_i];
    const struct tax_rates rates = rates_of(d);
    struct order o;

    order_of(d, &o);
    ck_ok(order_total(&o, &rates, arena, &err));
    for (int i = 0; i < o.line_count; i++) {
        ck_assert_msg(o.lines[i].net_minor == d->lines[i].net, "%s: line %d net %lld", d->name,
                      i + 1, (long long)o.lines[i].net_minor);
        ck_assert_msg(o.lines[i].tax_minor == d->lines[i].tax, "%s: line %d tax %lld", d->name,
                      i + 1, (long long)o.lines[i].tax_minor);
    }
    ck_assert_msg(o.goods_minor == d->goods, "%s: goods %lld", d->name, (long long)o.goods_minor);
    ck_assert_msg(o.charges_minor == d->charges, "%s: charges", d->name);
    ck_assert_msg(o.discount_minor == d->discount, "%s: discount %lld", d->name,
                  (long long)o.discount_minor);
    ck_assert_msg(o.tax_minor == d->tax, "%s: tax %lld", d->name, (long long)o.tax_minor);
    ck_assert_msg(o.total_minor == d->total, "%s: total %lld", d->name, (long long)o.total_minor);
    ck_ok(order_is_sound(&o, &err));
}
END_TEST

/* What is kept of the taxes of such a charge: each with what it was computed on. */
START_TEST(a_charge_that_goes_with_goods_keeps_each_tax)
{
    const struct doc *d = NULL;
    const struct order_line *charge;
    struct tax_rates rates;
    struct order o;

    for (size_t i = 0; i < OD_LEN(docs); i++)
        if (strcmp(docs[i].name, "a charge goes with the goods") == 0)
            d = &docs[i];
    rates = rates_of(d);
    order_of(d, &o);
    ck_ok(order_total(&o, &rates, arena, &err));
    charge = &o.lines[2];
    ck_assert_int_eq(charge->tax_part_count, 2);
    ck_assert_int_eq(charge->tax_parts[0].rate.ppm, 190000);
    ck_assert_int_eq(charge->tax_parts[0].base_minor, 397);
    ck_assert_int_eq(charge->tax_parts[0].tax_minor, 75);
    ck_assert_str_eq(charge->tax_parts[1].name, "low");
    ck_assert_int_eq(charge->tax_parts[1].base_minor, 198);
    ck_assert_int_eq(charge->tax_parts[1].tax_minor, 14);
    ck_assert_int_eq(charge->tax_rate.ppm, 150067); /* (397 x 19 + 198 x 7) / 595 */
    ck_assert_int_eq(o.tax_count, 2);
    /* The rest of the reduced goods is canceled: it goes with the others alone. */
    o.lines[1].canceled = o.lines[1].ordered;
    ck_ok(order_total(&o, &rates, arena, &err));
    ck_assert_int_eq(charge->tax_part_count, 0);
    ck_assert_int_eq(charge->tax_rate.ppm, 190000);
    ck_assert_int_eq(charge->tax_minor, 113);
    ck_ok(order_is_sound(&o, &err));
}
END_TEST

/* A thousand lines of 0.01: 10.00 x 20 % = 2.00, a cent each to the first two hundred; rounded on
 * each line there would be none. */
START_TEST(a_thousand_lines_share_their_tax_to_the_cent)
{
    const struct doc *d = &docs[0];
    const struct tax_rates rates = rates_of(d);
    struct order o;

    order_of(d, &o);
    o.lines = arena_array(arena, 1000, struct order_line);
    o.line_count = 1000;
    for (int i = 0; i < 1000; i++)
        o.lines[i] = (struct order_line){ .line_no = i + 1,
                                          .kind = LINE_STOCK,
                                          .sku = "X",
                                          .tax_class_id = FULL,
                                          .ordered = { 1000 },
                                          .unit_price = { CENTS(1) } };
    ck_ok(order_total(&o, &rates, arena, &err));
    ck_assert_int_eq(o.total_minor, 1200);
    ck_assert_int_eq(o.lines[199].tax_minor, 1);
    ck_assert_int_eq(o.lines[200].tax_minor, 0);
    ck_ok(order_is_sound(&o, &err));
    o.tax_round = TAX_PER_LINE;
    ck_ok(order_total(&o, &rates, arena, &err));
    ck_assert_int_eq(o.total_minor, 1000);
}
END_TEST

Suite *document_suite(void)
{
    Suite *s = suite_create("document");
    TCase *tc = tcase_create("by hand");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, a_document_adds_up_as_it_does_on_paper, 0, (int)OD_LEN(docs));
    tcase_add_test(tc, a_charge_that_goes_with_goods_keeps_each_tax);
    tcase_add_test(tc, a_thousand_lines_share_their_tax_to_the_cent);
    suite_add_tcase(s, tc);
    return s;
}
