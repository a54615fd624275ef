/*
 * More or less than was ordered (DOMAIN section 11, B6). What is picked beyond the order is ordered
 * from then on: it is promised, charged and shipped as all else of its line, and the line remembers
 * how much of it that is, so that it has one allowance over all its fulfillments.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/order/order_rules.h"
#include "domain/order/ship_policy.h"
#include "domain/stock/stock.h"

/* --- over ------------------------------------------------------------------------------------- */

static struct qty line_over_left(const struct fulfillment *f, const struct fulfillment_line *l)
{
    const struct order_line *ol = fulfillment_order_line(f, l);

    return l->per_kit.milli > 0 || ol == NULL ? (struct qty){ 0 } : line_may_be_over(f->order, ol);
}

struct qty fulfillment_may_be_over(const struct fulfillment *f, struct item_id item)
{
    struct qty sum = { 0 };

    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].item.v == item.v && f->lines[i].qty.milli > 0)
            sum.milli += line_over_left(f, &f->lines[i]).milli;
    return sum;
}

static bool promise(struct action_run *run, struct fulfillment *f, struct fulfillment_line *l,
                    struct qty qty, struct err *err)
{
    struct stock_want want = {
        .line = l->line, .item = l->item, .site = f->site, .qty = qty, .is_whole = true
    };
    struct qty free;

    if (!stock_allocate(run->tx, run->desk, f->order->id, &want, 1, err))
        return false;
    if (want.got.milli == qty.milli)
        return true;
    return stock_free_at(run->desk, l->item, f->site, &free, err) &&
           err_field(err, ERR_STATE, "qty",
                     _("Only %s of %s at %s are promised to nobody: no more than that may be picked"
                       " beyond the order."),
                     text_qty(run->desk, run->arena, free), l->sku, f->site_code);
}

static bool over_line(struct action_run *run, struct fulfillment *f, struct fulfillment_line *l,
                      struct qty qty, struct err *err)
{
    struct order_line *ol = fulfillment_order_line(f, l);
    const struct event_note note = {
        .kind = "fulfillment.over",
        .fields = l->sku,
        .after_json = event_json(run->arena, l->sku, text_qty(run->desk, run->arena, qty)),
    };

    if (!promise(run, f, l, qty, err))
        return false;
    l->qty.milli += qty.milli;
    l->picked.milli += qty.milli;
    l->over.milli += qty.milli;
    ol->ordered.milli += qty.milli;
    ol->over.milli += qty.milli;
    ol->allocated.milli += qty.milli;
    ol->picked.milli += qty.milli;
    return event_add_order(run->tx, run->desk, f->order->id, &note, err);
}

bool fulfillment_pick_over(struct action_run *run, struct fulfillment *f, const struct item *item,
                           struct qty qty, struct err *err)
{
    for (int i = 0; i < f->line_count && qty.milli > 0; i++) {
        struct fulfillment_line *l = &f->lines[i];
        struct qty some = line_over_left(f, l);

        if (l->item.v != item->id.v || l->qty.milli == 0 || some.milli == 0)
            continue;
        some = some.milli < qty.milli ? some : qty;
        if (!over_line(run, f, l, some, err))
            return false;
        qty.milli -= some.milli;
    }
    return order_price(run->desk, f->order, false, run->arena, err);
}

bool fulfillment_over_back(struct action_run *run, struct fulfillment *f,
                           struct fulfillment_line *l, struct qty qty, struct qty *given,
                           struct err *err)
{
    struct order_line *ol = fulfillment_order_line(f, l);
    struct stock_leave back = {
        .order = f->order->id, .line = l->line, .item = l->item, .site = f->site
    };
    struct qty released;

    *given = (struct qty){ l->over.milli < qty.milli ? l->over.milli : qty.milli };
    if (given->milli == 0)
        return true;
    back.qty = *given;
    if (!stock_release_at(run->tx, run->desk, &back, &released, err))
        return false;
    l->qty.milli -= given->milli;
    l->picked.milli -= given->milli;
    l->over.milli -= given->milli;
    ol->ordered.milli -= given->milli;
    ol->over.milli -= given->milli;
    ol->allocated.milli -= released.milli;
    ol->picked.milli -= given->milli;
    return true;
}

bool fulfillment_over_drop(struct action_run *run, struct fulfillment *f, struct err *err)
{
    bool is_any = false;

    for (int i = 0; i < f->line_count; i++) {
        struct qty given;

        if (!fulfillment_over_back(run, f, &f->lines[i], f->lines[i].over, &given, err))
            return false;
        is_any = is_any || given.milli > 0;
    }
    return !is_any || order_price(run->desk, f->order, false, run->arena, err);
}

/* --- whole ------------------------------------------------------------------------------------ */

bool fulfillment_may_leave(const struct fulfillment *f, struct err *err)
{
    for (int i = 0; i < f->line_count; i++) {
        const struct order_line *ol = fulfillment_order_line(f, &f->lines[i]);

        if (ol == NULL || !ol->is_whole || f->lines[i].qty.milli == 0 ||
            line_backordered(ol).milli == 0)
            continue;
        return err_set(err, ERR_STATE,
                       _("Line %d (%s) leaves whole or not at all, and some of it is missing."
                         " Cancel this pick, or wait for the rest."),
                       ol->line_no, ol->sku);
    }
    return true;
}

/* --- under ------------------------------------------------------------------------------------ */

bool fulfillment_close_rests(struct action_run *run, struct order *order, struct err *err)
{
    struct qty *rests = arena_array(run->arena, order->line_count + 1, struct qty);
    struct event_note note = { .kind = "order.cancel_rest" };
    bool is_any = false;

    for (int i = 0; i < order->line_count; i++) {
        const struct order_line *l = &order->lines[i];
        struct qty rest = line_backordered(l);

        /* What is promised to the line still comes. */
        if (l->shipped.milli == 0 || rest.milli == 0 || rest.milli != line_open(l).milli ||
            rest.milli > line_may_stay_away(order, l).milli)
            continue;
        rests[i] = rest;
        is_any = true;
    }
    return !is_any || (reason_find(run->desk, "cancel", "tolerance", &note.reason, err) &&
                       order_step_drop(run, order, rests, err) &&
                       event_add_order(run->tx, run->desk, order->id, &note, err));
}

bool fulfillment_drop_rest(struct action_run *run, struct order *o, struct err *err)
{
    struct qty *all = arena_array(run->arena, o->line_count + 1, struct qty);
    struct event_note note = { .kind = "order.cancel_rest" };
    int64_t open = 0;

    for (int i = 0; i < o->line_count; i++)
        if (line_has_stock(&o->lines[i]))
            open += (all[i] = line_can_cancel(&o->lines[i])).milli;
    if (o->ship_policy != SHIP_SINGLE || open == 0)
        return true;
    return reason_find(run->desk, "cancel", "single", &note.reason, err) &&
           order_step_drop(run, o, all, err) &&
           event_add_order(run->tx, run->desk, o->id, &note, err);
}
