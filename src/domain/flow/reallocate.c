/*
 * Taking a promise of stock from one order for another (R10), and who would lose where more is
 * promised than is there (R8).
 */
#include <limits.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder_parts.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "domain/stock/stock.h"
#include "store/tx.h"

struct holder_vec OD_VEC(struct holder);

/* One of the two sides: an order and its line. */
struct side {
    struct order *order;
    struct order_line *line;
};

static bool load_side(struct desk *desk, struct line_id id, struct arena *arena, struct side *out,
                      struct err *err)
{
    struct order_id order;

    if (!backorder_order_of(desk, id, &order, err) ||
        !order_load(desk, order, arena, &out->order, err))
        return false;
    for (int i = 0; i < out->order->line_count; i++)
        if (out->order->lines[i].id.v == id.v)
            out->line = &out->order->lines[i];
    if (out->line == NULL)
        return err_set(err, ERR_NOT_FOUND, _("There is no such line."));
    return out->line->kind == LINE_STOCK ||
           err_set(err, ERR_STATE,
                   _("Order %s, line %d: only single items go from order to order,"
                     " no sets."),
                   out->order->number, out->line->line_no);
}

static bool check_sides(const struct side *from, const struct side *to, struct err *err)
{
    if (from->order->id.v == to->order->id.v)
        return err_field(err, ERR_INVALID, "to", _("Choose a line of another order."));
    if (from->line->item.v != to->line->item.v)
        return err_field(err, ERR_INVALID, "to", _("Line %d of order %s is of another item."),
                         to->line->line_no, to->order->number);
    if (to->order->status != ORDER_CONFIRMED || to->order->is_history)
        return err_field(err, ERR_STATE, "to", _("Order %s is not confirmed."), to->order->number);
    if (to->order->hold_blocks & BLOCK_ALLOCATE)
        return err_field(err, ERR_STATE, "to", _("Order %s is on hold and gets no stock."),
                         to->order->number);
    return line_backordered(to->line).milli > 0 ||
           err_field(err, ERR_STATE, "to", _("Order %s, line %d, lacks nothing."),
                     to->order->number, to->line->line_no);
}

/* How much goes over: at most what the one may lose and the other lacks. */
static bool read_qty(struct desk *desk, const struct side *from, const struct side *to,
                     const struct handing *has, struct qty *qty, struct arena *arena,
                     struct err *err)
{
    int64_t most = has->allocated.milli - has->busy.milli;
    int64_t lacks = line_backordered(to->line).milli;

    if (most <= 0 && has->busy.milli > 0)
        return err_set(err, ERR_STATE,
                       _("The warehouse is picking what order %s has of %s. It stays there."),
                       from->order->number, from->line->sku);
    if (most <= 0)
        return err_set(err, ERR_STATE, _("Order %s has no %s at that site."), from->order->number,
                       from->line->sku);
    if (qty->milli == 0)
        qty->milli = most < lacks ? most : lacks;
    if (qty->milli < 0 || qty->milli > most)
        return err_field(err, ERR_INVALID, "qty", _("Only %s of %s can be taken from order %s."),
                         text_qty(desk, arena, (struct qty){ most }), from->line->sku,
                         from->order->number);
    if (to->line->is_whole && qty->milli < lacks)
        return err_field(err, ERR_INVALID, "qty",
                         _("Line %d of order %s leaves whole or not at all: it needs %s."),
                         to->line->line_no, to->order->number,
                         text_qty(desk, arena, (struct qty){ lacks }));
    return qty->milli <= lacks ||
           err_field(err, ERR_INVALID, "qty", _("Order %s lacks only %s of %s."), to->order->number,
                     text_qty(desk, arena, (struct qty){ lacks }), to->line->sku);
}

/* Promised anew, saved, and on the timeline with the other order's number. */
static bool save_side(struct action_run *run, struct side *side, struct qty qty, const char *other,
                      struct err *err)
{
    struct event_note note = { .kind = "order.reallocate", .reason = run->reason };
    bool *only = arena_array(run->arena, side->order->line_count, bool);
    bool *is_short = arena_array(run->arena, side->order->line_count, bool);

    only[side->line - side->order->lines] = true;
    /* Of goods that are collected less is brought for the one, and more for the other. */
    if (!(qty.milli > 0 ? order_step_fetch_less(run, side->order, err)
                        : order_step_fetch(run, side->order, only, is_short, err)) ||
        !order_promise(run->desk, side->order, only, err))
        return false;
    note.after_json =
        event_json(run->arena, qty.milli > 0 ? "got_from" : "given_to",
                   arena_printf(run->arena, "%s: %s %s", other,
                                text_qty(run->desk, run->arena,
                                         (struct qty){ qty.milli > 0 ? qty.milli : -qty.milli }),
                                side->line->sku));
    side->order->may_go_on = qty.milli > 0;
    return order_step_end(run, side->order, &note, err);
}

static bool check_reason(struct desk *desk, struct reason_id reason, struct arena *arena,
                         struct err *err)
{
    return reason_code(desk, "reallocate", reason.v, arena) != NULL ||
           err_field(err, ERR_INVALID, "reason", _("Say why: give a reason."));
}

bool order_reallocate(struct desk *desk, const struct reallocation *in, struct qty *moved,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp, .reason = in->reason };
    struct side from = { 0 }, to = { 0 };
    struct stock_handover over = { .from = in->from, .to = in->to, .qty = in->qty };
    struct handing has;

    if (!desk_begin(desk, "order.reallocate", &tx, err) ||
        !check_reason(desk, in->reason, tmp, err) || !load_side(desk, in->from, tmp, &from, err) ||
        !load_side(desk, in->to, tmp, &to, err) || !check_sides(&from, &to, err))
        return false;
    over.from_order = from.order->id;
    over.to_order = to.order->id;
    over.item = to.line->item;
    over.site = to.line->site.v ? to.line->site : to.order->site;
    if (in->site.v != 0)
        over.site = in->site;
    over.reason = in->reason;
    if (!handing_load(desk, in->from, over.item, over.site, &has, err) ||
        !read_qty(desk, &from, &to, &has, &over.qty, tmp, err) ||
        !fulfillment_unclaim(
            &run, from.order, from.line, over.site,
            (struct qty){ has.claimed.milli - has.allocated.milli + over.qty.milli }, err) ||
        !stock_hand_over(&tx, desk, &over, err))
        return false;
    from.line->allocated.milli -= over.qty.milli;
    to.line->allocated.milli += over.qty.milli;
    if (!save_side(&run, &from, (struct qty){ -over.qty.milli }, to.order->number, err) ||
        !save_side(&run, &to, over.qty, from.order->number, err))
        return false;
    *moved = over.qty;
    return tx_commit(&tx, err);
}

/* --- who has it, who would lose --------------------------------------------------------------- */

bool holders_load(struct desk *desk, struct item_id item, int max, struct arena *arena,
                  struct holders *out, struct err *err)
{
    return holder_rows(desk, item, max, arena, out, err);
}

bool holders_over(struct desk *desk, int max, struct arena *arena, struct holders *out,
                  struct err *err)
{
    struct over_places places;
    struct holder_vec losers = { 0 };

    if (!over_places_load(desk, max, arena, &places, err))
        return false;
    for (int i = 0; i < places.n; i++) {
        struct over_place *p = &places.v[i];
        struct holders all;

        if (!holder_rows(desk, p->item, INT_MAX, arena, &all, err))
            return false;
        for (int k = 0; k < all.n && p->over.milli > 0; k++) {
            struct holder *h = &all.v[k];
            int64_t may_lose = h->qty.milli - h->busy.milli;

            if (h->site.v != p->site.v || may_lose <= 0)
                continue;
            h->over.milli = may_lose < p->over.milli ? may_lose : p->over.milli;
            p->over.milli -= h->over.milli;
            *vec_push(arena, &losers) = *h;
        }
    }
    *out = (struct holders){ losers.v, losers.n };
    return true;
}

/* So much of what the line has at the site is promised to it no more. */
static bool unpromise(struct action_run *run, const struct holder *h, struct err *err)
{
    const struct stock_leave leave = { h->order, h->line, h->item, h->site, h->over };
    struct event_note note = { .kind = "order.unpromise", .reason = run->reason };
    struct side side = { 0 };
    struct qty released;
    struct handing has;
    bool *only;

    if (!load_side(run->desk, h->line, run->arena, &side, err) ||
        !handing_load(run->desk, h->line, h->item, h->site, &has, err) ||
        !fulfillment_unclaim(
            run, side.order, side.line, h->site,
            (struct qty){ has.claimed.milli - has.allocated.milli + h->over.milli }, err) ||
        !stock_release_at(run->tx, run->desk, &leave, &released, err))
        return false;
    only = arena_array(run->arena, side.order->line_count, bool);
    only[side.line - side.order->lines] = true;
    side.line->allocated.milli -= released.milli;
    if (!order_promise(run->desk, side.order, only, err))
        return false;
    note.after_json = event_json(run->arena, "line",
                                 arena_printf(run->arena, "%d: %s %s", side.line->line_no,
                                              text_qty(run->desk, run->arena, released), h->sku));
    return order_save(run->tx, run->desk, side.order, err) &&
           event_add_order(run->tx, run->desk, side.order->id, &note, err);
}

bool holders_over_solve(struct desk *desk, struct reason_id reason, int *lines, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp, .reason = reason };
    struct holders all;

    if (!desk_begin(desk, "order.reallocate", &tx, err) || !check_reason(desk, reason, tmp, err) ||
        !holders_over(desk, OVER_PLACES_MAX, tmp, &all, err))
        return false;
    for (int i = 0; i < all.n; i++)
        if (!unpromise(&run, &all.v[i], err))
            return false;
    if (!tx_commit(&tx, err))
        return false;
    *lines = all.n;
    return true;
}
