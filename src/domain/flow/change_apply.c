/*
 * What a change set does to an order, inside the caller's transaction: header, lines, prices of
 * what was touched, totals, stock, credit, promise, timeline. Nothing else of the order moves.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "domain/desk/outbox.h"
#include "domain/flow/change_parts.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/order/charge.h"
#include "domain/order/draft.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "domain/stock/stock.h"

/* What the timeline keeps of a long change; the rows of the change have all of it. */
#define NOTED_DIFFS 60

/* --- header ----------------------------------------------------------------------------------- */

static bool is_started(const struct order *o)
{
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].picked.milli > 0 || o->lines[i].shipped.milli > 0)
            return true;
    return false;
}

static bool apply_header(struct change_work *w, struct err *err)
{
    const struct change_header *h = &w->change->header;
    struct order_header in = { .customer_po = h->customer_po,
                               .ship_method = h->ship_method,
                               .note = h->note,
                               .terms = h->terms,
                               .requested = h->has_requested ? &h->requested : NULL,
                               .latest_ship = h->has_latest_ship ? &h->latest_ship : NULL,
                               .disc = h->has_disc ? &h->disc : NULL,
                               .disc_minor = h->has_disc_minor ? &h->disc_minor : NULL,
                               .ship_address = h->has_ship_address ? &h->ship_address : NULL,
                               .pickup = h->has_pickup ? &h->pickup : NULL,
                               .ship_policy = h->ship_policy ? &h->ship_policy : NULL,
                               .partial_after = h->has_partial_after ? &h->partial_after : NULL,
                               .priority = h->has_priority ? &h->priority : NULL,
                               .cancel_backorders =
                                   h->has_cancel_backorders ? &h->cancel_backorders : NULL };

    if (h->has_ship_address && is_started(w->order))
        return err_field(err, ERR_STATE, "ship_to",
                         _("The warehouse has begun with order %s: its address stays."),
                         w->order->number);
    if (h->has_pickup && is_started(w->order))
        return err_field(err, ERR_STATE, "pickup",
                         _("The warehouse has begun with order %s: where it goes stays."),
                         w->order->number);
    if (!order_change_header(w->run->desk, w->order, &in, err))
        return false;
    w->order->is_share_anew = h->has_disc || h->has_disc_minor;
    if (w->order->party.is_po_required && h->customer_po && w->order->customer_po[0] == '\0')
        return err_field(err, ERR_INVALID, "customer_po",
                         _("%s orders with a purchase order number only. Ask for it."),
                         w->order->customer_name);
    return true;
}

/* --- lines ------------------------------------------------------------------------------------ */

/* Ordered may not fall below what has left, is in hand, or was canceled. */
static bool qty_is_possible(struct change_work *w, const struct order_line *l, struct qty qty,
                            struct err *err)
{
    struct qty least = { l->shipped.milli + l->picked.milli };

    if (qty.milli >= least.milli)
        return true;
    return err_field(err, ERR_STATE, "qty",
                     _("Line %d: %s of %s are picked or shipped already; it cannot be less."),
                     l->line_no, text_qty(w->run->desk, w->run->arena, least), l->sku);
}

bool change_cut_line(struct order_line *l, struct err *err)
{
    struct qty open = line_can_cancel(l);

    if (open.milli == 0)
        return err_field(err, ERR_STATE, "line", _("Line %d: nothing of %s is left to cut."),
                         l->line_no, l->sku);
    l->canceled.milli += open.milli;
    return true;
}

/* More of a price that only someone else may give is that someone's to give. */
static bool may_have_more(struct change_work *w, const struct order_line *old,
                          const struct order_line *l, struct err *err)
{
    if (l->ordered.milli <= old->ordered.milli ||
        order_line_is_allowed(w->run->desk, NULL, w->order, l, err))
        return true;
    return err_at(err, "qty");
}

/* Less of what is out of sale is still possible; more is not. */
static bool is_only_less(const struct change_line *c, const struct order_line *l)
{
    return !l->is_item_active && c->has_qty && c->in.qty.milli <= line_billed(l).milli &&
           !c->in.has_price && !c->in.has_disc && !c->in.is_unlock && !c->in.has_site &&
           !c->in.has_requested && !c->in.has_over && !c->in.has_under && !c->in.has_whole;
}

static bool change_line(struct change_work *w, const struct change_line *c, struct err *err)
{
    struct line_input in = c->in;
    struct order_line *l = order_line_at(w->order, c->line_no);
    const struct order_line *old = order_line_at(w->before, c->line_no);

    if (!l)
        return err_field(err, ERR_NOT_FOUND, "line", _("There is no line %d."), c->line_no);
    if (l->kind == LINE_COMMENT)
        return err_field(err, ERR_STATE, "line", _("Line %d is a line of words; it stays."),
                         l->line_no);
    if (c->is_cut)
        return change_cut_line(l, err);
    in.item = l->item;
    if (c->has_qty && !qty_is_possible(w, l, in.qty, err))
        return false;
    in.qty.milli = c->has_qty ? c->in.qty.milli + l->canceled.milli : l->ordered.milli;
    if (is_only_less(c, l)) {
        if (!line_qty_is_good(w->run->desk, l, in.qty, err))
            return false;
        l->ordered = in.qty;
        return true;
    }
    if (!order_put_one(w->run->desk, w->order, c->line_no, &in, w->order->arena, err))
        return false;
    l = order_line_at(w->order, c->line_no);
    return order_line_is_allowed(w->run->desk, w->before, w->order, l, err) &&
           may_have_more(w, old, l, err);
}

static bool add_line(struct change_work *w, const struct change_line *c, struct err *err)
{
    return order_put_one(w->run->desk, w->order, 0, &c->in, w->order->arena, err) &&
           order_line_is_allowed(w->run->desk, w->before, w->order,
                                 &w->order->lines[w->order->line_count - 1], err);
}

static bool apply_lines(struct change_work *w, struct err *err)
{
    for (int i = 0; i < w->change->lines.n; i++) {
        const struct change_line *c = &w->change->lines.v[i];

        w->line_no = c->line_no;
        if (!(c->is_new ? add_line(w, c, err) : change_line(w, c, err)))
            return false;
    }
    w->line_no = 0;
    return true;
}

static bool is_agreed(const struct order_line *old, const struct order_line *l,
                      const struct change_line *c)
{
    if (!c || c->is_cut)
        return true;
    if (c->in.has_price || c->in.is_unlock)
        return false;
    return old->price_source == PRICE_IMPORTED ||
           (l->price_source == old->price_source && l->price_rule_id == old->price_rule_id);
}

/* A price that was told to the customer stands: on lines nobody touched, and on a touched one while
 * the same row of the lists says it. */
static void keep_prices(struct change_work *w)
{
    for (int i = 0; i < w->before->line_count; i++) {
        const struct order_line *old = &w->before->lines[i];
        struct order_line *l = order_line_at(w->order, old->line_no);

        if (!is_agreed(old, l, change_line_at(w->change, old->line_no)))
            continue;
        l->unit_price = old->unit_price;
        l->list_price = old->list_price;
        l->price_source = old->price_source;
        l->price_rule_id = old->price_rule_id;
        l->is_price_locked = old->is_price_locked;
        l->price_reason = old->price_reason;
    }
}

bool change_something_is_left(const struct order *o, struct err *err)
{
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].kind != LINE_COMMENT && line_billed(&o->lines[i]).milli > 0)
            return true;
    return err_field(err, ERR_STATE, "lines",
                     _("Nothing would be left of order %s. Cancel the order instead."), o->number);
}

/* More off the whole order than before is held against the limit of who gives it, as on a draft. */
static bool may_give(struct change_work *w, struct err *err)
{
    return !w->order->is_share_anew ||
           order_prices_are_allowed(w->run->desk, w->before, w->order, err);
}

/* --- stock ------------------------------------------------------------------------------------ */

/* Collected instead of sent, or the other way, or at another counter: all of it is sourced anew. */
static bool goes_elsewhere(const struct change_work *w)
{
    return w->order->pickup.v != w->before->pickup.v;
}

bool change_release_excess(struct change_work *w, struct err *err)
{
    for (int i = 0; i < w->before->line_count; i++) {
        const struct order_line *old = &w->before->lines[i];
        struct order_line *l = order_line_at(w->order, old->line_no);
        struct qty much = { l->allocated.milli - line_open(l).milli };

        if (l->site.v != old->site.v || goes_elsewhere(w))
            much.milli = l->allocated.milli - l->picked.milli;
        if (!order_step_release(w->run, w->order, l, much, err))
            return false;
    }
    return true;
}

/* Which lines want more than they did: new ones, raised ones, those that moved to another site. */
static bool *wanting(struct change_work *w)
{
    bool *only = arena_array(w->run->arena, w->order->line_count + 1, bool);

    for (int i = 0; i < w->order->line_count; i++) {
        const struct order_line *l = &w->order->lines[i];
        const struct order_line *old = order_line_at(w->before, l->line_no);

        only[i] = !old || line_open(l).milli > line_open(old).milli ||
                  l->site.v != old->site.v || goes_elsewhere(w);
    }
    return only;
}

/* New lines, and those that are wanted on another day or come from elsewhere, may have to wait for
 * their time, or it has come. */
static bool settle_later(struct change_work *w, bool *wanting, struct err *err)
{
    struct order *o = w->order;
    bool *anew = arena_array(w->run->arena, o->line_count + 1, bool);

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i], *old = order_line_at(w->before, l->line_no);

        anew[i] = !old || date_cmp(l->requested, old->requested) != 0 ||
                  date_cmp(o->requested, w->before->requested) != 0 || l->site.v != old->site.v ||
                  line_open(l).milli == 0 || goes_elsewhere(w);
    }
    if (!order_step_later(w->run, o, anew, err))
        return false;
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *old = order_line_at(w->before, o->lines[i].line_no);

        wanting[i] = wanting[i] ||
                     (old && date_is_set(old->later) && !date_is_set(o->lines[i].later));
    }
    return true;
}

static bool is_sent_otherwise(const struct change_work *w)
{
    const char *now = w->order->ship_method, *was = w->before->ship_method;

    return strcmp(now ? now : "", was ? was : "") != 0;
}

static bool is_redated(const struct change_work *w)
{
    return w->change->lines.n > 0 || w->change->header.has_requested || goes_elsewhere(w) ||
           is_sent_otherwise(w);
}

/* Those lines get a new day, and those that are wanted on another one; all where the order is, or
 * goes another way. */
static const bool *redated(struct change_work *w, bool *only)
{
    if (w->change->header.has_requested || is_sent_otherwise(w))
        return NULL;
    for (int i = 0; i < w->order->line_count; i++) {
        const struct order_line *l = &w->order->lines[i];
        const struct change_line *c = change_line_at(w->change, l->line_no);

        only[i] = only[i] || (c && !c->is_cut);
    }
    return only;
}

static bool move_stock(struct change_work *w, struct err *err)
{
    struct order *o = w->order;
    bool *only = wanting(w), *is_short = arena_array(w->run->arena, o->line_count + 1, bool);
    int64_t got;

    if (o->status == ORDER_SUBMITTED)
        return order_save(w->run->tx, w->run->desk, o, err) &&
               order_step_keep_stock(w->run, o, err);
    if (!change_release_excess(w, err) || !settle_later(w, only, err) ||
        !order_save(w->run->tx, w->run->desk, o, err))
        return false; /* saved, so that new lines have a row to promise to */
    if (goes_elsewhere(w) && !order_step_unfetch(w->run, w->before, err))
        return false;
    if ((o->hold_blocks & BLOCK_ALLOCATE) == 0 &&
        (!order_step_promise_stock(w->run, o, only, &got, err) ||
         !order_step_fetch(w->run, o, only, is_short, err) ||
         !order_step_check_short(w->run, o, is_short, err)))
        return false;
    if (!order_step_fetch_less(w->run, o, err))
        return false;
    return (!w->change->header.has_latest_ship || claims_due_by(w->run->tx, o, err)) &&
           (!is_redated(w) || order_promise(w->run->desk, o, redated(w, only), err));
}

/* --- the record of it ------------------------------------------------------------------------- */

static bool note_typed_prices(struct change_work *w, struct err *err)
{
    for (int i = 0; w->change->batch == 0 && i < w->change->lines.n; i++) {
        const struct change_line *c = &w->change->lines.v[i];
        const struct order_line *l = order_line_at(w->order, c->line_no);

        if (c->in.has_price && !c->is_cut && l &&
            !order_note_price(w->run->tx, w->run->desk, w->order, l, err))
            return false;
    }
    return true;
}

bool change_note(struct change_work *w, struct err *err)
{
    struct event_note note = { .kind = "order.change", .reason = w->run->reason };
    struct field_diffs diffs;

    order_compare(w->before, w->order, w->run->arena, &diffs);
    if (diffs.n > NOTED_DIFFS) { /* the last one is the total */
        diffs.v[NOTED_DIFFS - 1] = diffs.v[diffs.n - 1];
        diffs.n = NOTED_DIFFS;
    }
    event_note_diffs(&note, &diffs, false, w->run->arena);
    return event_add_order(w->run->tx, w->run->desk, w->order->id, &note, err) &&
           note_typed_prices(w, err);
}

/* The way it is sent must still take it, where that, the place or how much of it changed. */
static bool may_send(struct change_work *w, struct err *err)
{
    const struct change_header *h = &w->change->header;

    return (!h->ship_method && !h->has_ship_address && !h->has_pickup &&
            w->order->total_minor <= w->before->total_minor) ||
           order_may_send(w->run->desk, w->order, err);
}

/* What it costs to send it, where that, the place or the goods changed. */
static bool settle_charge(struct change_work *w, struct err *err)
{
    const struct change_header *h = &w->change->header;

    return (!h->ship_method && !h->has_ship_address && !w->order->is_share_anew &&
            w->change->lines.n == 0) ||
           order_charge_settle(w->run->desk, w->order, w->before->ship_method, w->order->arena,
                               err);
}

static int64_t lacks_milli(const struct order *o)
{
    int64_t sum = 0;

    for (int i = 0; i < o->line_count; i++)
        sum += line_backordered(&o->lines[i]).milli;
    return sum;
}

/* Where it lacks less by it, or may leave in parts now, the order may go on. */
static void may_go_on(struct change_work *w)
{
    const struct change_header *h = &w->change->header;

    if (lacks_milli(w->order) < lacks_milli(w->before) || h->ship_policy != 0 ||
        h->has_partial_after)
        w->order->may_go_on = true;
}

static bool run_change(struct change_work *w, struct err *err)
{
    struct action_run *run = w->run;
    struct order *o = w->order;

    if (!apply_header(w, err) || !apply_lines(w, err))
        return false;
    keep_prices(w);
    if (!change_something_is_left(o, err) || !order_price(run->desk, o, false, o->arena, err) ||
        !settle_charge(w, err) || !may_give(w, err) || !move_stock(w, err))
        return false;
    if (o->total_minor > w->before->total_minor && !order_step_credit(run, o, err))
        return false;
    may_go_on(w);
    return order_step_send(run, o, err) && order_save(run->tx, run->desk, o, err) &&
           may_send(w, err) && change_note(w, err) && order_step_sent(run, o->id, err) &&
           order_step_job(run, o, OUTBOX_ORDER_CHANGED, err);
}

bool change_run(struct action_run *run, const struct order_change *change,
                const struct order *before, struct order *order, int *refused_line, struct err *err)
{
    struct change_work w = { .run = run, .change = change, .before = before, .order = order };
    bool ok = change->batch ? change_run_proposed(&w, err) : run_change(&w, err);

    if (refused_line)
        *refused_line = ok ? 0 : w.line_no;
    return ok;
}
