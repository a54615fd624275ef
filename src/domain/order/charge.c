/*
 * See charge.h: the price of the way an order is sent, and its line.
 */
#include "domain/order/charge.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/order/draft.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static bool is_goods(const struct order_line *l)
{
    return (l->kind == LINE_STOCK || l->kind == LINE_BUNDLE) && line_billed(l).milli > 0;
}

/* Grams of what it still has, by the weights of its items. */
static int64_t weight_g_of(const struct order *order)
{
    __int128 milli = 0;

    for (int i = 0; i < order->line_count; i++)
        if (is_goods(&order->lines[i]))
            milli += (__int128)line_billed(&order->lines[i]).milli * order->lines[i].weight_g;
    milli = (milli + QTY_PER_UNIT - 1) / QTY_PER_UNIT;
    return milli > INT64_MAX ? INT64_MAX : (int64_t)milli;
}

struct ship_to order_ship_to(const struct order *order)
{
    return (struct ship_to){ or_empty(order->ship_country), or_empty(order->ship_region),
                             or_empty(order->ship_postcode) };
}

/* What its goods are worth, in the currency of the books; 0 where no rate is known. */
static int64_t goods_in_base(const struct order *o)
{
    int64_t minor = o->goods_minor - o->discount_minor;

    if (o->base_currency[0] == '\0' || strcmp(o->currency, o->base_currency) == 0)
        return minor;
    return o->fx.e9 > 0 ? money_to_base(minor, o->currency, o->fx, o->base_currency) : 0;
}

/* What a method costs this order as it stands, totals included. */
static bool charge_of(struct desk *desk, const struct order *order, const struct ship_method *m,
                      struct arena *arena, struct ship_charge *out, struct err *err)
{
    struct ship_to to = order_ship_to(order);
    struct ship_rates rates;
    bool lacks_rate = false;

    *out = (struct ship_charge){ .weight_g = weight_g_of(order) };
    if (!ship_rates_load(desk, m, arena, &rates, err))
        return false;
    out->has_price = ship_rate_price(&rates, &to, out->weight_g, &out->table_minor, &out->row);
    if (!out->has_price)
        return true;
    out->is_free = m->free_from_minor > 0 && goods_in_base(order) >= m->free_from_minor;
    if (out->is_free)
        return true;
    if (!order_own_price(desk, order, out->table_minor, m->charge_item, arena, &out->price,
                         &lacks_rate, err))
        return false;
    out->has_price = !lacks_rate;
    return true;
}

/* --- the line --------------------------------------------------------------------------------- */

static struct order_line *line_of(const struct order *o, struct item_id item)
{
    for (int i = 0; item.v != 0 && i < o->line_count; i++)
        if (o->lines[i].item.v == item.v && o->lines[i].kind == LINE_CHARGE)
            return &o->lines[i];
    return NULL;
}

static bool has_goods(const struct order *o)
{
    for (int i = 0; i < o->line_count; i++)
        if (is_goods(&o->lines[i]))
            return true;
    return false;
}

/* The charge of a method it is not sent by any more. */
static bool take_away(struct order *o, struct item_id item)
{
    struct order_line *l = line_of(o, item);

    if (l == NULL)
        return false;
    if (o->status == ORDER_DRAFT)
        order_remove_line(o, l->line_no);
    else
        l->canceled.milli += line_can_cancel(l).milli;
    return true;
}

static bool put_price(struct order_line *l, struct price price)
{
    struct order_line was = *l;

    l->list_price = price;
    if (!l->is_price_locked) {
        l->unit_price = price;
        l->price_source = PRICE_BASE_LIST;
        l->price_rule_id = 0;
    }
    return was.list_price.v != l->list_price.v || was.unit_price.v != l->unit_price.v ||
           was.price_source != l->price_source || was.price_rule_id != l->price_rule_id;
}

static bool propose(struct desk *desk, struct order *o, const struct ship_method *m,
                    struct arena *arena, bool *is_changed, struct err *err)
{
    const struct line_input in = { .item = m->charge_item, .qty = { QTY_PER_UNIT } };
    struct order_line *l = line_of(o, m->charge_item);
    struct ship_charge charge;

    if (!has_goods(o) || (l != NULL && line_billed(l).milli == 0))
        return true;
    if (!charge_of(desk, o, m, arena, &charge, err))
        return false;
    if (!charge.has_price)
        return true;
    if (l == NULL) {
        if (!order_change_line(desk, o, 0, &in, err))
            return err_at(err, "ship_method");
        l = &o->lines[o->line_count - 1];
        *is_changed = true;
    }
    *is_changed = put_price(l, charge.price) || *is_changed;
    return true;
}

bool order_charge_settle(struct desk *desk, struct order *order, const char *method_before,
                         struct arena *arena, struct err *err)
{
    struct ship_method *now, *old = NULL;
    bool is_changed = false;

    if (!ship_method_find(desk, or_empty(order->ship_method), arena, &now, err))
        return false;
    if (strcmp(method_before, or_empty(order->ship_method)) != 0 &&
        !ship_method_find(desk, method_before, arena, &old, err))
        return false;
    if (old != NULL && (now == NULL || now->charge_item.v != old->charge_item.v))
        is_changed = take_away(order, old->charge_item);
    if (order->pickup.v != 0) { /* nobody sends it */
        is_changed = (now != NULL && take_away(order, now->charge_item)) || is_changed;
        now = NULL;
    }
    if (now != NULL && now->charge_item.v != 0 &&
        !propose(desk, order, now, arena, &is_changed, err))
        return false;
    return !is_changed || order_price(desk, order, false, arena, err);
}

bool order_charge_is(struct desk *desk, const struct order *order, const struct order_line *line,
                     struct arena *arena, const struct ship_method **out, struct err *err)
{
    struct ship_method *m = NULL;

    *out = NULL;
    if (line->kind != LINE_CHARGE || line->is_price_locked)
        return true;
    if (!ship_method_find(desk, or_empty(order->ship_method), arena, &m, err))
        return false;
    if (m != NULL && m->charge_item.v == line->item.v && line->price_rule_id == 0)
        *out = m;
    return true;
}

static const char *kg(struct desk *desk, struct arena *arena, int64_t grams)
{
    return text_qty(desk, arena, (struct qty){ grams });
}

bool order_charge_why(struct desk *desk, const struct order *order, const struct ship_method *m,
                      struct arena *arena, const char **out, struct err *err)
{
    const char *base = desk_company(desk)->currency;
    struct ship_charge c;

    if (!charge_of(desk, order, m, arena, &c, err))
        return false;
    if (c.row == NULL) {
        *out = arena_printf(arena, _("%s has no price to there for %s kg."), m->code,
                            kg(desk, arena, c.weight_g));
        return true;
    }
    *out = arena_printf(arena, _("%s takes %s kg to there for %s %s (%s, up to %s kg)."), m->code,
                        kg(desk, arena, c.weight_g), text_money(desk, arena, c.table_minor, base),
                        base, c.row->places[0] != '\0' ? c.row->places : _("everywhere else"),
                        kg(desk, arena, c.row->upto_g));
    if (m->free_from_minor > 0)
        *out = arena_printf(arena, _("%s It is free from %s %s of goods on."), *out,
                            text_money(desk, arena, m->free_from_minor, base), base);
    return true;
}

/* --- which way -------------------------------------------------------------------------------- */

static bool leaves_its_sites(const struct order *o, const struct ship_method *m, struct err *err)
{
    if (!ship_method_leaves(m, or_empty(o->site_code), err))
        return false;
    for (int i = 0; i < o->line_count; i++)
        if (is_goods(&o->lines[i]) && o->lines[i].site.v != 0 &&
            !ship_method_leaves(m, or_empty(o->lines[i].site_code), err))
            return false;
    return true;
}

/* A typed charge needs no price of the table. */
static bool may_charge(struct desk *desk, const struct order *o, const struct ship_method *m,
                       struct arena *arena, struct err *err)
{
    const struct order_line *l = line_of(o, m->charge_item);
    struct ship_charge c;

    if (m->charge_item.v == 0 || !has_goods(o) || (l != NULL && l->is_price_locked))
        return true;
    if (!charge_of(desk, o, m, arena, &c, err))
        return false;
    return c.row != NULL ||
           err_field(err, ERR_STATE, "ship_method",
                     _("%s has no price to %s %s for %s kg. Choose another way to send it, or have"
                       " its prices completed."),
                     m->code, or_empty(o->ship_country), or_empty(o->ship_postcode),
                     kg(desk, arena, c.weight_g));
}

static bool may_send_by(struct desk *desk, const struct order *o, const struct ship_method *m,
                        struct arena *arena, struct err *err)
{
    struct ship_to to = order_ship_to(o);

    return ship_method_takes(m, &to, weight_g_of(o), err) && leaves_its_sites(o, m, err) &&
           may_charge(desk, o, m, arena, err);
}

bool order_may_send(struct desk *desk, const struct order *order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct ship_method *m;

    if (order->pickup.v != 0)
        return true;
    return ship_method_find(desk, or_empty(order->ship_method), tmp, &m, err) &&
           (m == NULL || may_send_by(desk, order, m, tmp, err));
}

static bool judge(struct desk *desk, const struct order *o, struct ship_way *w, struct arena *arena,
                  struct err *err)
{
    struct err why = ERR_INIT;
    struct ship_charge c;
    struct date leaves;

    if (!may_send_by(desk, o, w->method, arena, &why)) {
        if (why.code != ERR_STATE) {
            *err = why;
            return false;
        }
        w->why_not = arena_strdup(arena, why.text);
        return true;
    }
    if (!order_leaves(desk, o, w->method, &leaves, err))
        return false;
    ship_method_arrives(w->method, leaves, &w->first, &w->last);
    if (w->method->charge_item.v == 0 || !has_goods(o))
        return true;
    if (!charge_of(desk, o, w->method, arena, &c, err))
        return false;
    if (c.has_price)
        w->price = c.is_free ? _("free") : text_price(desk, arena, c.price, o->currency);
    return true;
}

bool order_ship_ways(struct desk *desk, const struct order *order, struct arena *arena,
                     struct ship_ways *out, struct err *err)
{
    struct ship_methods all;
    struct ship_ways ways = { 0 };

    if (!ship_methods_load(desk, arena, &all, err))
        return false;
    ways.v = arena_array(arena, all.n + 1, struct ship_way);
    for (int i = 0; i < all.n; i++) {
        if (!all.v[i].is_active)
            continue;
        ways.v[ways.n] = (struct ship_way){ .method = &all.v[i], .price = "", .why_not = "" };
        if (!judge(desk, order, &ways.v[ways.n++], arena, err))
            return false;
    }
    *out = ways;
    return true;
}
