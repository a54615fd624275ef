/*
 * What may be given away: the user's discount limit over line price, line discount and order
 * discount together, and the floor below which an item is not sold.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/desk/money_text.h"
#include "domain/order/draft.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"

static bool has_no_limit(const struct desk_user *user)
{
    return user->role == ROLE_MANAGER || user->role == ROLE_ADMIN;
}

static bool may_give(struct desk *desk, struct rate disc)
{
    const struct desk_user *user = desk_user(desk);

    return has_no_limit(user) || disc.ppm <= user->discount_limit.ppm;
}

struct rate order_discount_rate(const struct order *order)
{
    __int128 amount =
        (__int128)order->goods_minor * order->disc.ppm + (__int128)order->disc_minor * PPM;

    if (order->disc_minor == 0 || order->goods_minor == 0)
        return order->disc;
    amount = round_div(amount, order->goods_minor, ROUND_UP);
    return (struct rate){ amount > PPM ? (int32_t)PPM : (int32_t)amount };
}

/* All that is off the list: by a typed price, the line's discount and the order's, one upon the
 * other. Without a price on a list there is nothing to be below but the typed price itself. */
static struct rate given_away(const struct order *order, const struct order_line *line)
{
    int64_t order_ppm = line->kind == LINE_CHARGE ? 0 : order_discount_rate(order).ppm;
    int64_t list_v = line->list_price.v > 0 ? line->list_price.v : line->unit_price.v;
    __int128 whole = (__int128)list_v * PPM * PPM;
    __int128 left = (__int128)line->unit_price.v * (PPM - line->disc.ppm) * (PPM - order_ppm);

    if (whole == 0 || left >= whole)
        return (struct rate){ 0 };
    return (struct rate){ (int32_t)round_div(whole - left, (__int128)list_v * PPM, ROUND_UP) };
}

static bool has_own_discount(const struct order_line *line)
{
    return line->is_price_locked || line->disc.ppm > 0;
}

/* What the line gave away before this edit, which anyone may leave as it is; a line without a
 * discount of its own has the order's. */
static struct rate given_before(const struct order *before, const struct order_line *line)
{
    struct rate order_rate = { 0 };

    if (before == NULL)
        return order_rate;
    if (line->kind != LINE_CHARGE)
        order_rate = order_discount_rate(before);
    for (int i = 0; i < before->line_count; i++) {
        const struct order_line *old = &before->lines[i];

        if (old->line_no == line->line_no && old->item.v == line->item.v) {
            struct rate rate = given_away(before, old);

            return rate.ppm > order_rate.ppm ? rate : order_rate;
        }
    }
    return order_rate;
}

static bool refuse_discount(struct desk *desk, const struct order *order,
                            const struct order_line *line, struct rate now, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char text[DECIMAL_TEXT_SIZE];
    const char *given = arena_strdup(tmp, rate_format(now, desk_form(desk), text));
    const char *most =
        arena_strdup(tmp, rate_format(desk_user(desk)->discount_limit, desk_form(desk), text));
    bool is_by_order = order_discount_rate(order).ppm > 0 && line->kind != LINE_CHARGE;

    if (is_by_order && has_own_discount(line))
        return err_field(err, ERR_DENIED, "disc",
                         _("%s: with the discount of the order this is %s %% below the list, and"
                           " you may give at most %s %%. A manager may give more."),
                         line->sku, given, most);
    if (line->is_price_locked)
        return err_field(err, ERR_DENIED, "price",
                         _("%s: this is %s %% below the list, and you may give at most %s %%. A"
                           " manager may give more."),
                         line->sku, given, most);
    return err_field(err, ERR_DENIED, "disc",
                     _("You may give at most %s %% discount. A manager may give more."), most);
}

/* Is the line as it was, apart from quantities and what the lists say now? */
static bool is_price_untouched(const struct order *before, const struct order *order,
                               const struct order_line *line)
{
    if (before == NULL || order_discount_rate(order).ppm > order_discount_rate(before).ppm)
        return false;
    for (int i = 0; i < before->line_count; i++) {
        const struct order_line *old = &before->lines[i];

        if (old->line_no == line->line_no)
            return old->item.v == line->item.v && old->is_price_locked == line->is_price_locked &&
                   (!line->is_price_locked || old->unit_price.v == line->unit_price.v) &&
                   old->disc.ppm == line->disc.ppm;
    }
    return false;
}

/* --- the floor -------------------------------------------------------------------------------- */

/* What a unit brings in after all discounts, without tax. */
static int64_t unit_left_v(const struct order *order, const struct order_line *line)
{
    int64_t order_ppm = line->kind == LINE_CHARGE ? 0 : order_discount_rate(order).ppm;
    __int128 num = (__int128)line->unit_price.v * (PPM - line->disc.ppm) * (PPM - order_ppm);
    int64_t left = round_div(num, PPM * PPM, ROUND_HALF_UP);
    struct tax_part one = { .rate = line->tax_rate,
                            .pass = 1,
                            .category = (enum tax_category)line->tax_category };

    if (!order->is_tax_incl)
        return left;
    /* A charge that goes with goods has taxes of its parts: what they make together is its rate. */
    return line->tax_part_count > 0 && line->kind != LINE_CHARGE
               ? tax_take_out(left, line->tax_parts, line->tax_part_count)
               : tax_take_out(left, &one, 1);
}

static bool was_as_low(const struct order *before, const struct order_line *line, int64_t left)
{
    for (int i = 0; before != NULL && i < before->line_count; i++)
        if (before->lines[i].line_no == line->line_no && before->lines[i].item.v == line->item.v)
            return unit_left_v(before, &before->lines[i]) <= left;
    return false;
}

/* A price of the lists may be below the floor: whoever set it had the right. What is typed or taken
 * off it may not. The floor is in the money of the firm and is brought over at the order's rate. */
static bool is_above_floor(struct desk *desk, const struct order *before, const struct order *order,
                           const struct order_line *line, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct err no = ERR_INIT;
    int64_t left = unit_left_v(order, line);
    struct price floor;

    if (line->item.v == 0 || desk_may(desk, "price.below_floor", &no))
        return true;
    if (!price_floor_load(desk, line->item, &floor, err))
        return false;
    if (floor.v == 0 || was_as_low(before, line, left))
        return true;
    if (order->fx.e9 <= 0)
        return err_field(err, ERR_DENIED, "price",
                         _("%s has a floor price, and there is no exchange rate of %s to compare"
                           " with it. A manager may set the rate."),
                         line->sku, order->currency);
    if (strcmp(order->currency, order->base_currency) != 0)
        floor.v = money_from_base(floor.v, order->base_currency, order->fx, order->currency);
    if (left >= floor.v)
        return true;
    return err_field(err, ERR_DENIED, line->is_price_locked ? "price" : "disc",
                     _("%s: this leaves %s %s a unit without tax, which is below its floor price"
                       " of %s. A manager may do it."),
                     line->sku, text_price(desk, tmp, (struct price){ left }, order->currency),
                     order->currency, text_price(desk, tmp, floor, order->currency));
}

static bool gives_anything(const struct order *order, const struct order_line *line)
{
    return has_own_discount(line) ||
           (line->kind != LINE_CHARGE && order_discount_rate(order).ppm > 0);
}

bool order_line_is_allowed(struct desk *desk, const struct order *before, const struct order *order,
                           const struct order_line *line, struct err *err)
{
    struct rate now;

    if (line->kind == LINE_COMMENT || is_price_untouched(before, order, line))
        return true;
    now = given_away(order, line);
    if (!may_give(desk, now) && now.ppm > given_before(before, line).ppm)
        return refuse_discount(desk, order, line, now, err);
    return !gives_anything(order, line) || is_above_floor(desk, before, order, line, err);
}

bool order_prices_are_allowed(struct desk *desk, const struct order *before,
                              const struct order *order, struct err *err)
{
    struct err no = ERR_INIT;

    if (has_no_limit(desk_user(desk)) && desk_may(desk, "price.below_floor", &no))
        return true;
    /* An order without lines yet is told at once. */
    if (order->line_count == 0 && !may_give(desk, order->disc) &&
        (before == NULL || order->disc.ppm > before->disc.ppm))
        return refuse_discount(desk, order, &(struct order_line){ .sku = "" }, order->disc, err);
    for (int i = 0; i < order->line_count; i++)
        if (!order_line_is_allowed(desk, before, order, &order->lines[i], err))
            return false;
    return true;
}
