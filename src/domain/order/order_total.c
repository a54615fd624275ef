/*
 * Amounts of an order from quantities, prices and rates, and the invariants of every saved order.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/tax.h"
#include "domain/desk/cash.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "domain/party/customer.h"

static bool is_charge(const struct order_line *l)
{
    return l->kind == LINE_CHARGE;
}

struct qty line_billed(const struct order_line *l)
{
    return (struct qty){ l->ordered.milli - l->canceled.milli };
}

/* What a line keeps of the order discount when its net changes: less of it in proportion, more by
 * the order's percentage. Other lines keep theirs to the penny. */
static int64_t share_of(const struct order *o, const struct order_line *l, int64_t net_before)
{
    int64_t share = l->order_disc_minor;

    if (is_charge(l) || l->kind == LINE_COMMENT)
        return 0;
    if (l->net_minor > net_before)
        share += round_div((__int128)(l->net_minor - net_before) * o->disc.ppm, PPM, o->round_mode);
    else if (net_before > 0)
        share = round_div((__int128)share * l->net_minor, net_before, ROUND_HALF_UP);
    return share < l->net_minor ? share : l->net_minor;
}

static bool set_nets(struct order *o, struct err *err)
{
    o->goods_minor = o->charges_minor = 0;
    for (int i = 0; i < o->line_count; i++) {
        struct order_line *l = &o->lines[i];
        int64_t before = l->net_minor;

        l->net_minor = l->kind == LINE_COMMENT
                           ? 0
                           : line_net_minor(line_billed(l), l->unit_price, l->disc, l->disc_minor,
                                            o->round_mode);
        if (l->net_minor < 0 || l->net_minor > LIMIT_MONEY_MINOR)
            return err_field(err, ERR_LIMIT, "qty",
                             _("Line %d is worth more than this desk can count. Lower the"
                               " quantity or the price."),
                             l->line_no);
        if (o->is_share_frozen && l->net_minor != before)
            l->order_disc_minor = share_of(o, l, before);
        *(is_charge(l) ? &o->charges_minor : &o->goods_minor) += l->net_minor;
        if (o->charges_minor + o->goods_minor > LIMIT_MONEY_MINOR)
            return err_field(err, ERR_LIMIT, "qty",
                             _("With line %d the order is worth more than this desk can count."
                               " Lower the quantity or the price."),
                             l->line_no);
    }
    return true;
}

/* Of a placed order the shares stay with their lines. */
static void sum_shares(struct order *o)
{
    o->discount_minor = 0;
    for (int i = 0; i < o->line_count; i++)
        o->discount_minor += o->lines[i].order_disc_minor;
}

/* Percent and amount on the goods, never more than they are worth, shared out over their nets. */
static void share_discount(struct order *o, struct arena *arena)
{
    int64_t *weights = arena_array(arena, o->line_count, int64_t);
    int64_t *shares = arena_array(arena, o->line_count, int64_t);
    int64_t total = round_div((__int128)o->goods_minor * o->disc.ppm, PPM, o->round_mode);

    total = total + o->disc_minor < o->goods_minor ? total + o->disc_minor : o->goods_minor;
    o->discount_minor = total;
    for (int i = 0; i < o->line_count; i++)
        weights[i] = is_charge(&o->lines[i]) ? 0 : o->lines[i].net_minor;
    if (o->line_count > 0)
        split_minor(total, weights, o->line_count, shares);
    for (int i = 0; i < o->line_count; i++)
        o->lines[i].order_disc_minor = shares[i];
}

int64_t order_base_total(const struct order *o)
{
    if (o->base_currency[0] == '\0' || strcmp(o->currency, o->base_currency) == 0)
        return o->total_minor;
    return o->fx.e9 > 0 ? money_to_base(o->total_minor, o->currency, o->fx, o->base_currency) : 0;
}

int64_t order_counts_minor(struct desk *desk, const struct order *o, const struct credit *credit,
                           bool *is_partial)
{
    *is_partial = false;
    if (strcmp(o->currency, credit->currency) == 0)
        return o->total_minor;
    return credit_of_base(desk, credit, o->base_total_minor, is_partial);
}

/* The total from its parts; where it is paid in cash, as notes and coins can pay it. */
static void set_total(struct order *o)
{
    int64_t exact = o->goods_minor + o->charges_minor - o->discount_minor;

    if (!o->is_tax_incl)
        exact += o->tax_minor;
    o->rounding_minor = cash_rounding(exact, o->cash_step_minor);
    o->total_minor = exact + o->rounding_minor;
    o->base_total_minor = order_base_total(o);
}

bool order_total(struct order *o, const struct tax_rates *rates, struct arena *arena,
                 struct err *err)
{
    if (!set_nets(o, err))
        return false;
    if (o->is_share_frozen)
        sum_shares(o);
    else
        share_discount(o, arena);
    if (!order_set_taxes(o, rates, arena, err))
        return false;
    set_total(o);
    if (o->base_total_minor > LIMIT_MONEY_MINOR)
        return err_field(err, ERR_LIMIT, "qty",
                         _("The order is worth more than this desk can count in %s."),
                         o->base_currency);
    return true;
}

bool order_total_billed(struct order *o, int64_t tax_minor, struct arena *arena, struct err *err)
{
    struct tax_rate *rates = arena_array(arena, o->line_count, struct tax_rate);
    int64_t *weights = arena_array(arena, o->line_count, int64_t);
    int64_t *shares = arena_array(arena, o->line_count, int64_t);

    for (int i = 0; i < o->line_count; i++)
        rates[i] = (struct tax_rate){ .class_id = o->lines[i].tax_class_id,
                                      .category = TAX_STANDARD,
                                      .name = "" };
    if (!order_total(o, &(struct tax_rates){ .v = rates, .n = o->line_count }, arena, err))
        return false;
    if (tax_minor == 0)
        return true;
    for (int i = 0; i < o->line_count; i++)
        weights[i] = o->lines[i].net_minor - o->lines[i].order_disc_minor;
    split_minor(tax_minor, weights, o->line_count, shares);
    for (int i = 0; i < o->line_count; i++)
        o->lines[i].tax_minor = shares[i];
    assert(o->tax_count == 1);
    o->taxes[0].name = _("as imported");
    o->taxes[0].tax_minor = o->tax_minor = tax_minor;
    if (o->is_tax_incl)
        o->taxes[0].base_minor -= tax_minor;
    set_total(o);
    return true;
}

/* --- what always holds ------------------------------------------------------------------------ */

static bool unsound(struct err *err, const struct order *o, const char *what)
{
    (void)o;
    return err_set(err, ERR_BUG, _("The order does not add up (%s). Nothing was saved."), what);
}

static bool line_is_sound(const struct order *o, const struct order_line *l, struct err *err)
{
    if (l->ordered.milli < 0 || l->canceled.milli < 0 || l->canceled.milli > l->ordered.milli)
        return unsound(err, o, "0 <= canceled <= ordered");
    if (l->shipped.milli < 0 || l->delivered.milli < 0 || l->delivered.milli > l->shipped.milli)
        return unsound(err, o, "delivered <= shipped");
    if (l->returned_ok.milli < 0 || l->returned_bad.milli < 0 ||
        l->returned_ok.milli + l->returned_bad.milli > l->shipped.milli)
        return unsound(err, o, "returned <= shipped");
    if (l->picked.milli < 0 || l->picked.milli > l->allocated.milli)
        return unsound(err, o, "picked <= allocated");
    if (l->shipped.milli > l->ordered.milli - l->canceled.milli)
        return unsound(err, o, "shipped <= ordered - canceled");
    if (l->over.milli < 0 || l->over.milli > l->picked.milli + l->shipped.milli)
        return unsound(err, o, "over <= picked + shipped");
    if (l->allocated.milli > line_open(l).milli)
        return unsound(err, o, "allocated <= open");
    if (!line_has_stock(l) && l->allocated.milli != 0)
        return unsound(err, o, "only stock is allocated");
    if (o->status != ORDER_CONFIRMED && l->allocated.milli != 0)
        return unsound(err, o, "only confirmed orders have stock");
    return true;
}

static bool parts_are_sound(const struct order_line *l)
{
    int64_t tax = 0;

    for (int i = 0; i < l->tax_part_count; i++)
        tax += l->tax_parts[i].tax_minor;
    return l->tax_part_count == 0 || tax == l->tax_minor;
}

/* Sums of lines are the order's. Imported history keeps the totals it came with. */
static bool sums_are_sound(const struct order *o, struct err *err)
{
    int64_t goods = 0, charges = 0, discount = 0, tax = 0, groups = 0, exact;

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        *(is_charge(l) ? &charges : &goods) += l->net_minor;
        discount += l->order_disc_minor;
        tax += l->tax_minor;
        if (!parts_are_sound(l))
            return unsound(err, o, "taxes of a line add up to its tax");
    }
    for (int i = 0; i < o->tax_count; i++)
        groups += o->taxes[i].tax_minor;
    if (goods != o->goods_minor || charges != o->charges_minor)
        return unsound(err, o, "lines add up to goods and charges");
    if (discount != o->discount_minor)
        return unsound(err, o, "shares add up to the discount");
    if (tax != o->tax_minor || groups != o->tax_minor)
        return unsound(err, o, "tax of lines adds up to the order's");
    exact = goods + charges - discount + (o->is_tax_incl ? 0 : tax);
    if (o->rounding_minor != cash_rounding(exact, o->cash_step_minor))
        return unsound(err, o, "cash rounding");
    return o->total_minor == exact + o->rounding_minor || unsound(err, o, "total");
}

bool order_is_sound(const struct order *o, struct err *err)
{
    for (int i = 0; i < o->line_count; i++)
        if (!line_is_sound(o, &o->lines[i], err))
            return false;
    if (o->status != ORDER_DRAFT && o->status != ORDER_DISCARDED && o->customer.v == 0)
        return unsound(err, o, "a customer");
    if ((o->status == ORDER_SUBMITTED || o->status == ORDER_CONFIRMED) &&
        !(o->number && o->number[0]))
        return unsound(err, o, "a number");
    return o->is_history || sums_are_sound(o, err);
}
