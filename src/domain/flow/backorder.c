/*
 * Filling backorders: what is free goes to who waits, by priority, day and turn; or out of turn to
 * one line.
 */
#include "domain/flow/backorder.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/timer_work.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "domain/stock/stock.h"
#include "store/tx.h"

/* Lines in one transaction, so that nobody waits long behind it. */
#define FILL_BATCH 50
#define DAY_MS     INT64_C(86400000)

/* --- proposals -------------------------------------------------------------------------------- */

/* What is left at a place while it is given out. */
struct left {
    struct item_id item;
    struct site_id site;
    struct qty free;
};
struct lefts OD_VEC(struct left);

static struct left *left_at(struct lefts *all, const struct backorder *b, struct arena *arena)
{
    struct left *fresh;

    for (int i = 0; i < all->n; i++)
        if (all->v[i].item.v == b->item.v && all->v[i].site.v == b->site.v)
            return &all->v[i];
    fresh = vec_push(arena, all);
    *fresh = (struct left){ b->item, b->site, b->give };
    return fresh;
}

/* Bundles share their parts with others; what they would get is an upper bound, and the filling
 * itself counts again. */
static void share_out(struct backorders *all)
{
    OD_ARENA *tmp = arena_new();
    struct lefts lefts = { 0 };

    for (int i = 0; i < all->n; i++) {
        struct backorder *b = &all->v[i];
        struct left *left = left_at(&lefts, b, tmp);
        int64_t some = left->free.milli < b->qty.milli ? left->free.milli : b->qty.milli;

        if (b->is_whole && some < b->qty.milli)
            some = 0;

        b->give.milli = b->is_held || b->is_closed || some < 0 ? 0 : some;
        left->free.milli -= b->give.milli;
    }
}

/* Who could not be given any by itself is as if held, until that is tried again. */
static bool pass_over(struct desk *desk, struct backorders *all, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct timer_rows off;

    if (!timer_put_off_load(desk, TIMER_FILL, tmp, &off, err))
        return false;
    for (int i = 0; i < off.n; i++)
        for (int k = 0; k < all->n; k++)
            if (all->v[k].order.v == off.v[i].order.v)
                all->v[k].is_held = true;
    return true;
}

/* What was confirmed before this waits too long; with 0 days in the setting nothing does. */
static bool aged_before(struct desk *desk, struct stamp *out, struct err *err)
{
    int64_t days = 0;

    if (!setting_get_int(desk, "backorder.age_days", &days, err))
        return false;
    out->ms = days > 0 ? desk_now(desk).ms - days * DAY_MS : 0;
    return true;
}

bool backorders_load(struct desk *desk, const struct backorder_filter *filter, struct arena *arena,
                     struct backorders *out, struct err *err)
{
    struct backorders all;
    struct stamp before = { 0 };
    int n = 0;

    if (filter->is_aged && !aged_before(desk, &before, err))
        return false;
    if (filter->is_aged && before.ms == 0) {
        *out = (struct backorders){ 0 };
        return true;
    }
    /* Those in front share in what is free, also where only the aged are asked for. */
    if (!backorder_rows(desk, filter, filter->is_counted ? before : (struct stamp){ 0 }, arena,
                        &all, err) ||
        (filter->is_auto && !pass_over(desk, &all, err)))
        return false;
    if (!filter->is_counted)
        share_out(&all);
    for (int i = 0; i < all.n; i++) {
        const struct backorder *b = &all.v[i];

        if ((filter->is_fillable && b->give.milli == 0) ||
            (filter->is_undated && date_is_set(b->promised)) ||
            (filter->is_aged && b->confirmed.ms >= before.ms))
            continue;
        all.v[n++] = *b;
    }
    *out = (struct backorders){ all.v, n };
    return true;
}

/* --- filling ---------------------------------------------------------------------------------- */

static struct order_line *line_of(struct order *order, struct line_id line)
{
    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].id.v == line.v)
            return &order->lines[i];
    return NULL;
}

/* Promises up to qty to a line; dates, saves and notes the order. */
static bool give(struct action_run *run, struct order *order, struct order_line *line,
                 struct qty qty, struct qty *got, struct err *err)
{
    struct stock_want want = { .line = line->id,
                               .item = line->item,
                               .site = line->site.v ? line->site : order->site,
                               .qty = line->is_whole ? line_backordered(line) : qty,
                               .is_whole = line->is_whole,
                               .is_bundle = line->kind == LINE_BUNDLE };
    struct event_note note = { .kind = "order.fill" };
    bool *only = arena_array(run->arena, order->line_count, bool);

    if (!stock_allocate(run->tx, run->desk, order->id, &want, 1, err))
        return false;
    *got = want.got;
    if (got->milli == 0)
        return true;
    line->allocated.milli += got->milli;
    order->may_go_on = true;
    only[line - order->lines] = true;
    if (!order_step_fetch_less(run, order, err) || !order_promise(run->desk, order, only, err))
        return false;
    note.after_json = event_json(
        run->arena, "line",
        arena_printf(run->arena, "%d: %s", line->line_no, text_qty(run->desk, run->arena, *got)));
    return order_step_end(run, order, &note, err);
}

/* The proposals as they are now, inside the transaction. *at: the order that is being given some,
 * 0 before the first and behind the last. */
static bool fill_batch(struct action_run *run, const struct backorder_filter *filter,
                       struct backorder_filled *out, struct order_id *at, struct err *err)
{
    struct backorders all;
    struct order_id last = { 0 };

    if (!backorders_load(run->desk, filter, run->arena, &all, err))
        return false;
    for (int i = 0; i < all.n && i < FILL_BATCH; i++) {
        struct order *order;
        struct order_line *line;
        struct qty got = { 0 };

        *at = all.v[i].order;
        if (!order_load(run->desk, all.v[i].order, run->arena, &order, err))
            return false;
        line = line_of(order, all.v[i].line);
        if (line == NULL || !give(run, order, line, all.v[i].give, &got, err))
            return line != NULL ? false
                                : err_set(err, ERR_CONFLICT, _("The order was just changed."));
        out->lines += got.milli > 0;
        out->orders += got.milli > 0 && order->id.v != last.v;
        last = order->id;
    }
    *at = (struct order_id){ 0 };
    return true;
}

static bool fill(struct desk *desk, const char *action, const struct backorder_filter *filter,
                 struct backorder_filled *out, struct order_id *at, struct err *err)
{
    struct backorder_filter only = *filter;
    struct backorder_filled done = { 0 };
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };

    only.is_fillable = true;
    if (!desk_begin(desk, action, &tx, err) || !fill_batch(&run, &only, &done, at, err))
        return false;
    *out = done;
    return done.lines == 0 || tx_commit(&tx, err);
}

bool backorders_fill(struct desk *desk, const struct backorder_filter *filter,
                     struct backorder_filled *out, struct err *err)
{
    struct order_id at = { 0 };

    return fill(desk, "order.fill", filter, out, &at, err);
}

/* An order that cannot be given any is put off and passed over, and who stands behind it is
 * served. */
bool backorders_fill_auto(struct desk *desk, struct backorder_filled *out, struct err *err)
{
    const struct backorder_filter filter = { .is_auto = true, .is_fillable = true };
    OD_ARENA *tmp = arena_new();
    struct backorders all;

    *out = (struct backorder_filled){ 0 };
    for (int tries = 0; tries < FILL_BATCH; tries++) {
        struct timer_row row = { 0 };
        struct err why = ERR_INIT;

        if (!backorders_load(desk, &filter, tmp, &all, err))
            return false;
        if (all.n == 0 || fill(desk, "timer.run", &filter, out, &row.order, &why))
            return true;
        row.id = row.order.v;
        if (row.id == 0 || !timer_is_of_row(&why)) {
            if (err)
                *err = why;
            return false;
        }
        if (!timer_tries_load(desk, TIMER_FILL, &row, err) ||
            !timer_put_off(desk, TIMER_FILL, &row, &why, err))
            return false;
    }
    return true;
}

/* --- out of turn ------------------------------------------------------------------------------ */

static bool may_get(const struct order *order, const struct order_line *line, struct err *err)
{
    if (order->status != ORDER_CONFIRMED || order->is_history)
        return err_set(err, ERR_STATE, _("%s is not a confirmed order; it waits for nothing."),
                       order->number);
    if (order->hold_blocks & BLOCK_ALLOCATE)
        return err_set(err, ERR_STATE, _("Order %s is on hold and gets no stock."), order->number);
    return line_backordered(line).milli > 0 ||
           err_field(err, ERR_STATE, "line", _("Order %s, line %d, lacks nothing."), order->number,
                     line->line_no);
}

static bool may_send(struct desk *desk, struct site_id site, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct site_list sites;

    if (!site_list_load(desk, tmp, &sites, err))
        return false;
    for (int i = 0; i < sites.n; i++)
        if (sites.v[i].id.v == site.v && !sites.v[i].is_active)
            return err_set(err, ERR_STATE, _("Site %s is closed. Take the line to another site."),
                           sites.v[i].code);
    return true;
}

bool backorder_give(struct desk *desk, struct line_id line, struct qty qty, struct qty *got,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };
    struct order_line *l;
    struct order_id id;
    struct order *order;

    if (!desk_begin(desk, "order.fill", &tx, err) || !backorder_order_of(desk, line, &id, err) ||
        !order_load(desk, id, tmp, &order, err))
        return false;
    l = line_of(order, line);
    if (l == NULL || !may_get(order, l, err))
        return l != NULL ? false : err_set(err, ERR_NOT_FOUND, _("There is no such line."));
    if (!may_send(desk, l->site.v ? l->site : order->site, err))
        return false;
    if (qty.milli == 0)
        qty = line_backordered(l);
    if (qty.milli < 0 || qty.milli > line_backordered(l).milli)
        return err_field(err, ERR_INVALID, "qty", _("The line lacks %s."),
                         text_qty(desk, tmp, line_backordered(l)));
    if (l->is_whole && qty.milli < line_backordered(l).milli)
        return err_field(err, ERR_INVALID, "qty",
                         _("The line leaves whole or not at all: give it %s, or nothing."),
                         text_qty(desk, tmp, line_backordered(l)));
    if (!give(&run, order, l, qty, got, err))
        return false;
    if (got->milli == 0)
        return err_set(err, ERR_STATE, _("Nothing of %s is free at this line's site."), l->sku);
    return tx_commit(&tx, err);
}

bool backorder_give_came(struct action_run *run, struct line_id line, struct qty qty,
                         struct err *err)
{
    struct err why_not = ERR_INIT;
    struct order_id id;
    struct order *order;
    struct order_line *l;
    struct qty got;

    if (!backorder_order_of(run->desk, line, &id, err) ||
        !order_load(run->desk, id, run->arena, &order, err))
        return false;
    l = line_of(order, line);
    if (l == NULL || !may_get(order, l, &why_not))
        return true;
    if (qty.milli > line_backordered(l).milli)
        qty = line_backordered(l);
    return give(run, order, l, qty, &got, err);
}

bool backorder_line(struct desk *desk, struct order_id order, int line_no, struct line_id *out,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct order *o;

    if (!order_load(desk, order, tmp, &o, err))
        return false;
    for (int i = 0; i < o->line_count; i++) {
        if (o->lines[i].line_no != line_no)
            continue;
        *out = o->lines[i].id;
        return true;
    }
    return err_field(err, ERR_NOT_FOUND, "line", _("Order %s has no line %d."), o->number, line_no);
}
