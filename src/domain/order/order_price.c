/*
 * Prices, tax and totals of a draft: joins the price lists and tax rates to the pure rules.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/desk/exchange.h"
#include "domain/order/draft.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "domain/party/terms.h"

struct price_ask order_price_ask(const struct order *order, struct item_id item, struct date on)
{
    return (struct price_ask){
        .item = item,
        .customer = order->customer,
        .group_id = order->party.group_id,
        .customer_list = order->party.price_list,
        .channel_list = order->channel_list,
        .currency = order->currency,
        .on = on,
    };
}

struct qty order_item_qty(const struct order *order, struct item_id item, int but_line_no)
{
    struct qty sum = { 0 };

    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].item.v == item.v && order->lines[i].line_no != but_line_no)
            sum.milli += order->lines[i].ordered.milli - order->lines[i].canceled.milli;
    return sum;
}

bool order_is_exempt(const struct order *order, struct date on)
{
    const struct order_party *p = &order->party;

    return p->tax_exempt_cert && p->tax_exempt_cert[0] &&
           (!date_is_set(p->tax_exempt_until) || date_cmp(p->tax_exempt_until, on) >= 0);
}

bool order_take_rate(struct desk *desk, struct order *order, struct err *err)
{
    struct exchange_rate rate;
    char day[DATE_TEXT_SIZE];

    if (!exchange_rate_on(desk, order->currency, desk_today(desk), order->arena, &rate, err))
        return false;
    order->fx = rate.rate;
    order->fx_source = "";
    if (date_is_set(rate.from))
        order->fx_source = arena_printf(order->arena, "%s%s%s", rate.source,
                                        rate.source[0] ? ", " : "", date_format(rate.from, day));
    return true;
}

bool order_find_zone(struct desk *desk, struct order *order, struct err *err)
{
    order->tax_zone_id = order->party.tax_zone_id;
    if (order->tax_zone_id == 0 && order->ship_country && order->ship_country[0] &&
        !tax_zone_for(desk, order->ship_country, order->ship_region, order->ship_postcode,
                      &order->tax_zone_id, err))
        return false;
    return order->tax_zone_id != 0 ||
           tax_zone_for(desk, desk_company(desk)->country, "", "", &order->tax_zone_id, err);
}

struct date order_day(struct desk *desk, const struct order *order)
{
    return order->status == ORDER_DRAFT || order->placed.ms == 0 ? desk_today(desk)
                                                                 : stamp_to_date(order->placed);
}

/* The day of which contracts that go by the promise speak: promised; before that the day that is
 * wanted, where that is later than order_day. */
static struct date promised_day(struct desk *desk, const struct order *order)
{
    struct date day = order_day(desk, order);

    if (date_is_set(order->promised))
        return order->promised;
    return date_is_set(order->requested) && date_cmp(order->requested, day) > 0 ? order->requested
                                                                               : day;
}

bool order_rates(struct desk *desk, const struct order *order, struct arena *arena,
                 struct tax_rates *out, struct err *err)
{
    struct date day = order_day(desk, order);
    struct order zoned = *order; /* a new draft has no zone yet, and prices may need one */

    if ((zoned.tax_zone_id == 0 && !order_find_zone(desk, &zoned, err)) ||
        !tax_rates_load(desk, zoned.tax_zone_id, day, arena, out, err))
        return false;
    if (order_is_exempt(order, day))
        for (int i = 0; i < out->n; i++) {
            out->v[i].rate.ppm = 0;
            out->v[i].category = TAX_EXEMPT;
            out->v[i].name = _("exempt");
            out->v[i].code = ""; /* of several taxes one line of exemption is left */
            out->v[i].pass = 1;
        }
    return true;
}

/* Brings a candidate's money to the order's currency and, where its list counts tax the other way,
 * to the order's price mode. */
static void bring_over(const struct order *order, struct price_candidate *c,
                       const struct tax_part *taxes, int n)
{
    c->here = c->price;
    if (c->kind == PRICE_PERCENT)
        return;
    c->is_converted = strcmp(c->currency, order->currency) != 0;
    c->lacks_rate =
        c->is_converted && (strcmp(c->currency, order->base_currency) != 0 || order->fx.e9 <= 0);
    if (c->is_converted && !c->lacks_rate)
        c->here.v = money_from_base(c->price.v, c->currency, order->fx, order->currency);
    if (c->is_tax_incl && !order->is_tax_incl)
        c->here.v = tax_take_out(c->here.v, taxes, n);
    if (!c->is_tax_incl && order->is_tax_incl)
        c->here.v = tax_put_on(c->here.v, taxes, n);
}

static bool is_mixed(const struct order *order, const struct price_candidates *c)
{
    for (int i = 0; i < c->n; i++)
        if (c->v[i].is_tax_incl != order->is_tax_incl && c->v[i].kind != PRICE_PERCENT)
            return true;
    return false;
}

bool order_list_price(struct desk *desk, const struct order *order, struct item_id item,
                      int64_t tax_class_id, struct qty total_qty, struct arena *arena,
                      struct list_price *out, struct err *err)
{
    struct price_ask ask = order_price_ask(order, item, order_day(desk, order));
    struct tax_rates rates = { 0 };
    struct tax_part taxes[TAX_PARTS_MAX];
    int n;

    *out = (struct list_price){ 0 };
    if (!price_candidates_load(desk, &ask, arena, &out->candidates, err) ||
        (is_mixed(order, &out->candidates) && !order_rates(desk, order, arena, &rates, err)))
        return false;
    n = tax_parts_of(&rates, order_tax_class(order, &rates, tax_class_id, arena), taxes);
    n = n < TAX_PARTS_MAX ? n : TAX_PARTS_MAX; /* more are refused with the totals */
    for (int i = 0; i < out->candidates.n; i++)
        bring_over(order, &out->candidates.v[i], taxes, n);
    out->want = (struct price_want){ total_qty, ask.on, order->party.is_best_price,
                                      promised_day(desk, order) };
    price_resolve(&out->candidates, &out->want, &out->result);
    return true;
}

bool order_own_price(struct desk *desk, const struct order *order, int64_t base_minor,
                     struct item_id item, struct arena *arena, struct price *out, bool *lacks_rate,
                     struct err *err)
{
    struct price_candidate c = { .price = { base_minor * PRICE_PER_MINOR },
                                 .is_tax_incl = desk_company(desk)->is_tax_incl };
    struct tax_rates rates = { 0 };
    struct tax_part taxes[TAX_PARTS_MAX];
    struct order_line line = { 0 };
    int n;

    memcpy(c.currency, order->base_currency, sizeof c.currency);
    if (c.is_tax_incl != order->is_tax_incl &&
        (!order_read_item(desk, item, &line, arena, err) ||
         !order_rates(desk, order, arena, &rates, err)))
        return false;
    n = tax_parts_of(&rates, order_tax_class(order, &rates, line.tax_class_id, arena), taxes);
    bring_over(order, &c, taxes, n < TAX_PARTS_MAX ? n : TAX_PARTS_MAX);
    *out = c.here;
    *lacks_rate = c.lacks_rate;
    return true;
}

static void set_price(struct order_line *l, const struct price_result *r)
{
    l->list_price = r->price;
    if (l->is_price_locked)
        return;
    l->unit_price = r->price;
    l->price_source = r->chosen ? r->chosen->source : PRICE_NONE;
    l->price_rule_id = r->chosen ? r->chosen->rule_id : 0;
}

bool order_price_item(struct desk *desk, struct order *order, struct item_id item,
                      struct arena *arena, struct err *err)
{
    struct qty total = order_item_qty(order, item, 0);
    struct list_price list;
    int64_t tax_class_id = 0;

    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].item.v == item.v)
            tax_class_id = order->lines[i].tax_class_id;
    if (!order_list_price(desk, order, item, tax_class_id, total, arena, &list, err))
        return false;
    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].item.v == item.v)
            set_price(&order->lines[i], &list.result);
    return true;
}

static bool is_first_of_item(const struct order *order, int at)
{
    for (int i = 0; i < at; i++)
        if (order->lines[i].item.v == order->lines[at].item.v)
            return false;
    return true;
}

/* A draft follows the settings and its customer's terms; a placed order keeps its step. */
static bool take_cash_step(struct desk *desk, struct order *order, struct err *err)
{
    int64_t step = cash_step_of(&desk_company(desk)->cash_steps, order->currency);
    bool is_cash = false;

    if (order->status != ORDER_DRAFT)
        return true;
    if (step != 0 && !terms_is_cash(desk, order->payment_terms_id, &is_cash, err))
        return false;
    order->cash_step_minor = is_cash ? step : 0;
    return true;
}

bool order_price(struct desk *desk, struct order *order, bool is_repricing, struct arena *arena,
                 struct err *err)
{
    struct tax_rates rates;

    if ((order->tax_zone_id == 0 && !order_find_zone(desk, order, err)) ||
        !order_rates(desk, order, arena, &rates, err))
        return false;
    for (int i = 0; is_repricing && i < order->line_count; i++)
        if (order->lines[i].item.v != 0 && is_first_of_item(order, i) &&
            !order_price_item(desk, order, order->lines[i].item, arena, err))
            return false;
    if (!take_cash_step(desk, order, err))
        return false;
    order->is_share_frozen = order_is_share_frozen(order) && !order->is_share_anew;
    return order_total(order, &rates, arena, err);
}
