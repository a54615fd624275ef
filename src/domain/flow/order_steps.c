/*
 * Guards and effects of the order's life, DOMAIN section 3.
 */
#include "domain/flow/order_steps.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/money_text.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder_parts.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/source_steps.h"
#include "domain/order/charge.h"
#include "domain/order/metric_day.h"
#include "domain/order/offer.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "domain/party/customer.h"
#include "domain/stock/stock.h"
#include "store/tx.h"

#define DAY_MS INT64_C(86400000)

/* --- guards ----------------------------------------------------------------------------------- */

static bool line_may_submit(const struct order_line *l, struct err *err)
{
    if (l->kind == LINE_COMMENT)
        return true;
    if (!l->is_item_active)
        return err_field(err, ERR_STATE, "lines",
                         _("Line %d: %s is not sold any more. Take the line out or choose another"
                           " item."),
                         l->line_no, l->sku);
    if (l->ordered.milli <= 0 || l->ordered.milli < l->min_qty.milli ||
        (l->qty_step.milli > 0 && l->ordered.milli % l->qty_step.milli != 0))
        return err_field(err, ERR_STATE, "lines",
                         _("Line %d: %s is not sold in this quantity. Change the quantity."),
                         l->line_no, l->sku);
    if (l->price_source == PRICE_NONE)
        return err_field(err, ERR_STATE, "lines",
                         _("Line %d: %s has no price. Type one or take the line out."), l->line_no,
                         l->sku);
    return true;
}

bool order_may_submit(const void *record, struct err *err)
{
    const struct order *o = record;
    int lines = 0;

    if (o->customer.v == 0)
        return err_field(err, ERR_STATE, "customer", _("Choose the customer first."));
    if (!o->party.is_active)
        return err_field(err, ERR_STATE, "customer",
                         _("%s is not active. Choose another customer or reactivate it."),
                         o->customer_name);
    for (int i = 0; i < o->line_count; i++) {
        if (!line_may_submit(&o->lines[i], err))
            return false;
        lines += o->lines[i].kind != LINE_COMMENT;
    }
    if (lines == 0)
        return err_field(err, ERR_STATE, "lines", _("Enter at least one line."));
    if (o->fx.e9 <= 0)
        return err_field(err, ERR_STATE, "currency",
                         _("There is no exchange rate for %s. A manager sets it: orderdesk rate set"
                           " %s RATE, where 1 %s is RATE %s."),
                         o->currency, o->currency, o->currency, o->base_currency);
    if (o->ship_address.v == 0 && o->pickup.v == 0)
        return err_field(err, ERR_STATE, "ship_to", _("Say where to ship: %s has no address."),
                         o->customer_name);
    if (o->party.is_po_required && !(o->customer_po && o->customer_po[0]))
        return err_field(err, ERR_STATE, "customer_po",
                         _("%s orders with a purchase order number only. Ask for it."),
                         o->customer_name);
    return true;
}

bool order_may_confirm(const void *record, struct err *err)
{
    const struct order *o = record;

    if (o->is_history)
        return err_set(err, ERR_STATE, _("Order %s was imported as it was and stays so."),
                       o->number);
    return true;
}

/* --- submit ----------------------------------------------------------------------------------- */

bool order_step_job(struct action_run *run, const struct order *order, const char *topic,
                    struct err *err)
{
    struct outbox_job job = {
        .topic = topic,
        .record_kind = "order",
        .record_id = order->id.v,
        .order = order->id,
    };

    return outbox_add(run->tx, run->desk, &job, err);
}

bool order_step_number(struct action_run *run, struct order *order, struct err *err)
{
    struct stamp now = desk_now(run->desk);

    /* A draft of another day: the tax is that of the day it is placed. */
    if (order->updated.ms != 0 &&
        date_cmp(stamp_to_date(order->updated), stamp_to_date(now)) != 0 &&
        !order_price(run->desk, order, false, run->arena, err))
        return false;
    order->base_total_minor = order_base_total(order);
    if (order->placed.ms == 0) { /* one sent back and submitted again counts once */
        order->placed = now;
        if (!metric_add(run->tx, now, order->base_total_minor, err))
            return false;
    }
    return (order->number && order->number[0]) ||
           order_number_next(run->tx, run->arena, &order->number, err);
}

/* The sentence for the hold; "" where the customer is within its limit (L1). */
static bool credit_words(struct action_run *run, const struct order *order, const char **out,
                         struct err *err)
{
    const struct order_party *p = &order->party;
    bool is_partial;
    struct credit c;
    int64_t sum, this_one;

    *out = p->is_credit_held ? _("The customer is on credit hold.") : "";
    if (p->is_credit_held || !p->has_credit_limit)
        return true;
    if (!credit_load(run->desk, order->customer, order->id, &c, err))
        return false;
    this_one = order_counts_minor(run->desk, order, &c, &is_partial);
    sum = c.exposure_minor + this_one;
    if (c.is_partial || is_partial)
        *out = arena_printf(run->arena,
                            _("Open orders in other currencies cannot be counted against the"
                              " limit: there is no exchange rate for %s."),
                            p->currency);
    if (sum <= c.limit_minor)
        return true;
    *out = arena_printf(
        run->arena, _("Open orders %s and this one %s make %s: %s over the credit limit of %s %s."),
        text_money(run->desk, run->arena, c.exposure_minor, p->currency),
        text_money(run->desk, run->arena, this_one, p->currency),
        text_money(run->desk, run->arena, sum, p->currency),
        text_money(run->desk, run->arena, sum - c.limit_minor, p->currency),
        text_money(run->desk, run->arena, c.limit_minor, p->currency), p->currency);
    return true;
}

bool order_step_credit(struct action_run *run, struct order *order, struct err *err)
{
    const char *words;

    if (!credit_words(run, order, &words, err))
        return false;
    return words[0] == '\0' ||
           hold_open(run->tx, run->desk, order, HOLD_CREDIT, BLOCK_PICK | BLOCK_SHIP, words, err);
}

bool order_step_submit(struct action_run *run, struct order *order, struct err *err)
{
    return order_may_send(run->desk, order, err) && order_step_credit(run, order, err) &&
           order_forget_typing(run->tx, order->id, err) &&
           order_step_job(run, order, OUTBOX_ORDER_SUBMITTED, err);
}

bool order_step_keep_stock(struct action_run *run, struct order *order, struct err *err)
{
    int64_t days;

    if (!setting_get_int(run->desk, "order.submitted_hold_days", &days, err))
        return false;
    if (days == 0)
        return stock_hold_drop(run->tx, order->id, err);
    return order_hold_stock(run->tx, run->desk, order,
                            (struct stamp){ desk_now(run->desk).ms + days * DAY_MS }, run->arena,
                            err);
}

/* --- confirm ---------------------------------------------------------------------------------- */

bool order_step_promise_stock(struct action_run *run, struct order *order, const bool *only,
                              int64_t *got, struct err *err)
{
    const struct source_ask ask = { .only = only };

    return order_step_source(run, order, &ask, got, err);
}

/* Other sites and items for a line that is short, in a few words. */
static const char *ways_out(struct action_run *run, const struct order *order, int line_no)
{
    struct err ignored = ERR_INIT; /* the refusal stands without them */
    struct offers offers;
    struct strbuf b;

    strbuf_init(&b, run->arena, 200);
    if (!order_offers(run->desk, order, line_no, run->arena, &offers, &ignored))
        return "";
    for (int i = 0; i < offers.n; i++)
        if (offers.v[i].kind == OFFER_SITE || offers.v[i].kind == OFFER_SUBSTITUTE)
            strbuf_addf(&b, "%s%s", b.len > 0 ? "; " : "", offers.v[i].words);
    return b.s;
}

static bool refuse_short(struct action_run *run, const struct order *order,
                         const struct order_line *l, struct err *err)
{
    const char *ways = ways_out(run, order, l->line_no);
    const char *want = text_qty(run->desk, run->arena, line_open(l));
    const char *free = text_qty(run->desk, run->arena, l->allocated);

    if (l->allocated.milli == 0 && ways[0])
        return err_field(err, ERR_STATE, "lines",
                         _("Line %d: no %s is free, and it is not sold on backorder. Take %s, or"
                           " take the line out."),
                         l->line_no, l->sku, ways);
    if (l->allocated.milli == 0)
        return err_field(err, ERR_STATE, "lines",
                         _("Line %d: no %s is free, and it is not sold on backorder. Take the"
                           " line out."),
                         l->line_no, l->sku);
    if (ways[0])
        return err_field(err, ERR_STATE, "lines",
                         _("Line %d: of %s %s only %s are free, and it is not sold on backorder."
                           " Order %s, or take: %s."),
                         l->line_no, want, l->sku, free, free, ways);
    return err_field(err, ERR_STATE, "lines",
                     _("Line %d: of %s %s only %s are free, and it is not sold on backorder."
                       " Order what is free or take the line out."),
                     l->line_no, want, l->sku, free);
}

/* Of all orders together: a second line, another site or another order gives no more room. */
static bool check_limit(struct action_run *run, const struct order *order,
                        const struct order_line *l, struct err *err)
{
    struct qty limit, others, here = { 0 };

    if (!backorder_limit_of(run->desk, order->id, l->item, &limit, &others, err))
        return false;
    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].item.v == l->item.v)
            here.milli += line_backordered(&order->lines[i]).milli;
    if (limit.milli == 0 || here.milli + others.milli <= limit.milli)
        return true;
    return err_field(err, ERR_STATE, "lines",
                     _("Line %d: %s of %s would be backordered, and other orders wait for %s; all"
                       " together may wait for %s. Order less, or take the line out."),
                     l->line_no, text_qty(run->desk, run->arena, here), l->sku,
                     text_qty(run->desk, run->arena, others),
                     text_qty(run->desk, run->arena, limit));
}

bool order_step_check_short(struct action_run *run, const struct order *order, const bool *only,
                            struct err *err)
{
    for (int i = 0; i < order->line_count; i++) {
        const struct order_line *l = &order->lines[i];

        if (line_backordered(l).milli == 0 || (only && !only[i]))
            continue;
        if (!line_may_backorder(order, l))
            return refuse_short(run, order, l, err);
        if (!check_limit(run, order, l, err))
            return false;
    }
    return true;
}

/* For some minutes nobody picks what the customer may still cancel; of a channel or of the firm. */
static bool open_remorse(struct action_run *run, struct order *order, struct err *err)
{
    struct order_hold hold = { .kind = HOLD_REMORSE, .blocks = BLOCK_PICK, .note = "" };
    int64_t minutes = order->remorse_minutes;

    if (minutes < 0 && !setting_get_int(run->desk, "order.remorse_minutes", &minutes, err))
        return false;
    hold.until.ms = order->confirmed.ms + minutes * 60000;
    return minutes == 0 || hold_open_as(run->tx, run->desk, order, &hold, err);
}

bool order_step_confirm(struct action_run *run, struct order *order, struct err *err)
{
    bool *is_short = arena_array(run->arena, order->line_count + 1, bool);
    int64_t got;

    if (!order_step_later(run, order, NULL, err))
        return false;
    if (order->hold_blocks & BLOCK_ALLOCATE) {
        if (!stock_hold_drop(run->tx, order->id, err))
            return false;
    } else if (!order_step_promise_stock(run, order, NULL, &got, err) ||
               !order_step_fetch(run, order, NULL, is_short, err) ||
               !order_step_check_short(run, order, is_short, err) ||
               !metric_note_waiting(run->tx, order, desk_now(run->desk), err)) {
        return false;
    }
    order->confirmed = desk_now(run->desk);
    order->may_go_on = true;
    return order_promise(run->desk, order, NULL, err) && open_remorse(run, order, err) &&
           order_step_send(run, order, err) &&
           order_step_job(run, order, OUTBOX_ORDER_CONFIRMED, err);
}

bool order_step_allocate(struct action_run *run, struct order *order, struct err *err)
{
    bool *due = arena_array(run->arena, order->line_count + 1, bool);
    bool *is_short = arena_array(run->arena, order->line_count + 1, bool), is_any = false;
    int64_t got;

    for (int i = 0; i < order->line_count; i++) {
        due[i] = line_later(&order->lines[i]).milli > 0; /* now, says who allocates */
        order->lines[i].later = (struct date){ 0 };
        is_any = is_any || due[i];
    }
    if (!order_step_promise_stock(run, order, NULL, &got, err))
        return false;
    if (got == 0 && !is_any)
        return err_set(err, ERR_STATE, _("Nothing is free for order %s yet."), order->number);
    if (is_any && (!order_step_fetch(run, order, due, is_short, err) ||
                   !order_step_check_short(run, order, is_short, err)))
        return false;
    return order_step_fetch_less(run, order, err) && order_promise(run->desk, order, NULL, err);
}

/* --- cancel ----------------------------------------------------------------------------------- */

bool order_step_release(struct action_run *run, struct order *order, struct order_line *line,
                        struct qty qty, struct err *err)
{
    struct qty released = { 0 };

    if (qty.milli <= 0)
        return true;
    if (!fulfillment_give_back(run, order, line, qty, &released, err))
        return false;
    line->allocated.milli -= released.milli;
    return true;
}

bool order_step_cancel(struct action_run *run, struct order *order, struct err *err)
{
    for (int i = 0; i < order->line_count; i++) {
        struct order_line *l = &order->lines[i];

        if (!order_step_release(run, order, l, l->allocated, err))
            return false;
        l->canceled.milli += line_can_cancel(l).milli;
        l->later = (struct date){ 0 };
    }
    while (order->hold_count > 0)
        if (!hold_release(run->tx, run->desk, order, order->holds[0].kind, run->reason, err))
            return false;
    order->ended = desk_now(run->desk);
    return stock_hold_drop(run->tx, order->id, err) && order_step_unfetch(run, order, err) &&
           order_step_job(run, order, OUTBOX_ORDER_CANCELED, err);
}
