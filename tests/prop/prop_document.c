/*
 * Random orders in random currencies, with one tax or several, summed as documents are: parts add
 * up to the total, the order discount to its shares, and a share that is frozen stays with its line
 * whatever happens to the others. Figures are counted anew here in another way.
 */
#include <string.h>

#include "base/compiler.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/money.h"
#include "domain/catalog/tax.h"
#include "domain/order/order_rules.h"
#include "prop/prop.h"

#define MAX_LINES 12
#define CLASSES   3
#define AS_GOODS  4 /* class of charges that go with the goods */

struct a_case {
    struct order order;
    struct order_line lines[MAX_LINES];
    struct tax_rate rate_rows[CLASSES * 2];
    struct tax_rates rates;
};

static const char *const some_currencies[] = { "EUR", "GBP", "JPY", "KRW",
                                               "KWD", "BHD", "CHF", "CLF" };

static struct order_line some_line(struct prop *p, int line_no)
{
    static const enum line_kind kinds[] = { LINE_STOCK,   LINE_STOCK,  LINE_STOCK,
                                            LINE_SERVICE, LINE_CHARGE, LINE_COMMENT };
    static const int64_t tops[] = { 99, 99999, 99999999, INT64_C(999999999999) };
    struct order_line l = {
        .line_no = line_no,
        .kind = kinds[prop_between(p, 0, (int64_t)OD_LEN(kinds) - 1)],
        .sku = "X",
        .tax_class_id = prop_between(p, 1, CLASSES),
    };

    if (l.kind == LINE_COMMENT)
        return l;
    if (l.kind == LINE_CHARGE && prop_between(p, 0, 1) == 1)
        l.tax_class_id = AS_GOODS;
    l.ordered.milli = prop_between(p, 0, 3) == 0 ? prop_between(p, 0, 5000)
                                                 : prop_between(p, 1, 200) * QTY_PER_UNIT;
    if (prop_between(p, 0, 5) == 0)
        l.canceled.milli = prop_between(p, 0, l.ordered.milli);
    l.unit_price.v = prop_between(p, 0, tops[prop_between(p, 0, 3)]);
    if (prop_between(p, 0, 2) == 0)
        l.disc.ppm = (int32_t)prop_between(p, 0, PPM);
    return l;
}

/* Class 1 one tax, class 2 one or two side by side, class 3 one or two upon each other. */
static void some_rates(struct prop *p, struct a_case *c)
{
    static const int32_t ppm[] = { 0, 25000, 50000, 99750, 200000, 10000 };
    int n = 0;

    for (int class = 1; class <= CLASSES; class ++) {
        bool has_two = class > 1 && prop_between(p, 0, 1) == 1;

        for (int i = 0; i < 1 + has_two; i++)
            c->rate_rows[n++] =
                (struct tax_rate){ .class_id = class,
                                   .rate = { ppm[prop_between(p, 0, (int64_t)OD_LEN(ppm) - 1)] },
                                   .category = TAX_STANDARD,
                                   .name = "tax",
                                   .code = !has_two ? ""
                                           : i == 0 ? "A"
                                                    : "B",
                                   .pass = class == 3 ? 1 + i : 1 };
    }
    c->rates = (struct tax_rates){
        .v = c->rate_rows, .n = n, .as_goods_class = AS_GOODS, .usual_class = 1
    };
}

static void some_case(struct prop *p, struct a_case *c)
{
    struct order *o = &c->order;

    *c = (struct a_case){ 0 };
    *o = (struct order){ .status = ORDER_DRAFT,
                         .number = "",
                         .is_tax_incl = prop_between(p, 0, 1) == 1,
                         .tax_round = (int)prop_between(p, TAX_PER_RATE, TAX_PER_UNIT),
                         .round_mode = (enum round_mode)prop_between(p, ROUND_HALF_UP, ROUND_UP),
                         .lines = c->lines,
                         .line_count = (int)prop_between(p, 1, MAX_LINES) };
    strcpy(o->currency, some_currencies[prop_between(p, 0, (int64_t)OD_LEN(some_currencies) - 1)]);
    strcpy(o->base_currency,
           some_currencies[prop_between(p, 0, (int64_t)OD_LEN(some_currencies) - 1)]);
    o->fx.e9 =
        strcmp(o->currency, o->base_currency) == 0 ? FX_ONE : prop_between(p, 1000, 200 * FX_ONE);
    if (prop_between(p, 0, 1) == 1)
        o->disc.ppm = (int32_t)prop_between(p, 0, PPM);
    if (prop_between(p, 0, 2) == 0)
        o->disc_minor = prop_between(p, 0, 9999);
    for (int i = 0; i < o->line_count; i++)
        c->lines[i] = some_line(p, i + 1);
    some_rates(p, c);
}

static __int128 abs128(__int128 v)
{
    return v < 0 ? -v : v;
}

static bool is_goods(const struct order_line *l)
{
    return l->kind != LINE_CHARGE && l->kind != LINE_COMMENT;
}

static const char *check_shares(const struct order *o)
{
    int64_t sum = 0;

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        sum += l->order_disc_minor;
        if (l->order_disc_minor < 0 || l->order_disc_minor > l->net_minor)
            return "a share is less than nothing or more than its line";
        if (!is_goods(l) && l->order_disc_minor != 0)
            return "a charge or words have a share of the discount";
        if (is_goods(l) && o->goods_minor > 0 &&
            abs128((__int128)l->order_disc_minor * o->goods_minor -
                   (__int128)o->discount_minor * l->net_minor) > o->goods_minor)
            return "a share is more than one unit from its quota";
    }
    if (sum != o->discount_minor)
        return "the shares do not add up to the discount";
    return o->discount_minor <= o->goods_minor ? NULL : "more is taken off than the goods cost";
}

static const char *check_sums(const struct order *o)
{
    int64_t goods = 0, charges = 0, line_tax = 0, groups = 0, value;

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];
        int64_t parts = 0;

        *(l->kind == LINE_CHARGE ? &charges : &goods) += l->net_minor;
        line_tax += l->tax_minor;
        for (int k = 0; k < l->tax_part_count; k++)
            parts += l->tax_parts[k].tax_minor;
        if (l->tax_part_count > 0 && parts != l->tax_minor)
            return "the taxes of a line do not add up";
    }
    for (int i = 0; i < o->tax_count; i++)
        groups += o->taxes[i].tax_minor;
    value = goods + charges - o->discount_minor;
    if (goods != o->goods_minor || charges != o->charges_minor)
        return "lines do not add up to goods and charges";
    if (line_tax != o->tax_minor || groups != o->tax_minor)
        return "lines and rates disagree about the tax";
    if (o->total_minor != (o->is_tax_incl ? value : value + o->tax_minor))
        return "the total is not the sum of its parts";
    return o->tax_minor >= 0 ? NULL : "a document of positive lines has negative tax";
}

static __int128 unit_of(const char *currency)
{
    __int128 v = 1;

    for (int i = 0; i < currency_find(currency)->digits; i++)
        v *= 10;
    return v;
}

/* In the currency of the books it is at most half a unit of that from the exact value. */
static const char *check_base(const struct order *o)
{
    __int128 num = (__int128)o->total_minor * o->fx.e9 * unit_of(o->base_currency);
    __int128 den = (__int128)FX_ONE * unit_of(o->currency);

    return abs128((__int128)o->base_total_minor * den - num) * 2 <= den
               ? NULL
               : "the value in the books is more than half a unit off";
}

static const char *check_all(const struct order *o, bool is_fresh)
{
    struct err err = ERR_INIT;
    const char *wrong = check_sums(o);

    if (wrong == NULL && is_fresh)
        wrong = check_shares(o);
    if (wrong == NULL)
        wrong = check_base(o);
    return wrong == NULL && !order_is_sound(o, &err) ? "the order is not sound" : wrong;
}

static bool goes_with_goods(const struct order *o)
{
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].tax_class_id == AS_GOODS)
            return true;
    return false;
}

static int64_t left_of(const struct order_line *l)
{
    return l->net_minor - l->order_disc_minor;
}

/* A charge by classes of goods, each as a charge of that class: what is missing after rounding down
 * goes a unit each to the largest rests, the class that comes first among the lines before others. */
static int divided(const struct order *o, const struct order_line *charge, struct order_line *out)
{
    int64_t goods[CLASSES + 1] = { 0 }, share[CLASSES + 1], all = 0, left = charge->net_minor;
    __int128 rest[CLASSES + 1];
    int classes[CLASSES], n = 0;

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        if (!is_goods(l) || left_of(l) == 0)
            continue;
        if (goods[l->tax_class_id] == 0)
            classes[n++] = (int)l->tax_class_id;
        goods[l->tax_class_id] += left_of(l);
        all += left_of(l);
    }
    for (int k = 0; k < n; k++) {
        __int128 exact = (__int128)charge->net_minor * goods[classes[k]];

        share[k] = (int64_t)(exact / all);
        rest[k] = exact % all;
        left -= share[k];
    }
    for (; n > 0 && left > 0; left--) {
        int most = 0;

        for (int k = 1; k < n; k++)
            if (rest[k] > rest[most])
                most = k;
        share[most]++;
        rest[most] = -1;
    }
    for (int k = 0; k < n; k++)
        out[k] = (struct order_line){ .kind = LINE_CHARGE,
                                      .sku = "X",
                                      .tax_class_id = classes[k],
                                      .ordered = { QTY_PER_UNIT },
                                      .unit_price = { share[k] * PRICE_PER_MINOR } };
    if (n == 0) {
        *out = *charge;
        out->tax_class_id = 1; /* nothing it could go with: the usual class */
    }
    return n > 0 ? n : 1;
}

/* Charges that go with the goods are taxed as charges of the goods' classes would be. */
static const char *check_charges(const struct a_case *c, struct arena *arena)
{
    static struct order_line lines[MAX_LINES * CLASSES];
    const struct order *o = &c->order;
    struct order like = *o;
    int n = 0;

    for (int i = 0; i < o->line_count; i++) {
        if (o->lines[i].tax_class_id == AS_GOODS)
            n += divided(o, &o->lines[i], &lines[n]);
        else
            lines[n++] = o->lines[i];
    }
    like.lines = lines;
    like.line_count = n;
    if (!order_total(&like, &c->rates, arena, NULL))
        return "with charges of the goods' classes it is refused";
    if (like.tax_minor != o->tax_minor || like.total_minor != o->total_minor)
        return "a charge that goes with the goods has another tax than they have";
    for (int i = 0; i < o->tax_count; i++)
        if (o->taxes[i].base_minor != like.taxes[i].base_minor ||
            o->taxes[i].tax_minor != like.taxes[i].tax_minor)
            return "its tax is in another row of the document";
    return NULL;
}

/* A part of one line is canceled: what the others have of the discount stays to the penny. */
static const char *check_frozen(struct prop *p, struct a_case *c, struct arena *arena)
{
    struct order *o = &c->order;
    int64_t shares[MAX_LINES], total = o->total_minor;
    int at = (int)prop_between(p, 0, o->line_count - 1);
    struct order_line *l = &o->lines[at];

    for (int i = 0; i < o->line_count; i++)
        shares[i] = o->lines[i].order_disc_minor;
    o->is_share_frozen = true;
    if (!order_total(o, &c->rates, arena, NULL) || o->total_minor != total)
        return "summed again it is another total";
    l->canceled.milli = prop_between(p, l->canceled.milli, l->ordered.milli);
    if (!order_total(o, &c->rates, arena, NULL))
        return "less of it is refused";
    for (int i = 0; i < o->line_count; i++)
        if (i != at && o->lines[i].order_disc_minor != shares[i])
            return "another line's share moved";
    if (l->order_disc_minor > shares[at] || l->order_disc_minor > l->net_minor)
        return "the share of a line that shrank is larger than it was";
    /* A charge may go with dearer taxed goods then. */
    if (!goes_with_goods(o) && o->total_minor > total + MAX_LINES * CLASSES)
        return "less costs more";
    return check_all(o, false);
}

int main(int argc, char **argv)
{
    struct prop p = prop_args(argc, argv, 20000);
    static struct a_case c;
    int refused = 0;

    for (int i = 0; i < p.rounds; i++) {
        OD_ARENA *arena = arena_new();
        struct err err = ERR_INIT;
        const char *wrong;

        some_case(&p, &c);
        if (!order_total(&c.order, &c.rates, arena, &err)) {
            wrong = err.code == ERR_LIMIT ? NULL : "it is refused";
            refused++;
        } else {
            wrong = check_all(&c.order, true);
            if (wrong == NULL)
                wrong = check_charges(&c, arena);
            if (wrong == NULL)
                wrong = check_frozen(&p, &c, arena);
        }
        if (wrong != NULL) {
            prop_failed(&p, wrong);
            return EXIT_FAILURE;
        }
        prop_seed(&p, prop_next(&p));
    }
    if (refused * 10 > p.rounds) {
        prop_failed(&p, "too many are refused for their size");
        return EXIT_FAILURE;
    }
    printf("%d documents, %d of them too large\n", p.rounds, refused);
    return EXIT_SUCCESS;
}
