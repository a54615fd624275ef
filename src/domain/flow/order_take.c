/*
 * Taking an order: draft to number, or nothing to number, in one transaction.
 */
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/event.h"
#include "domain/desk/idem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/order_action.h"
#include "domain/flow/order_steps.h"
#include "domain/order/charge.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "store/tx.h"

#define NOTED_LINES 3

static bool add_event(struct action_run *run, const struct order *order, const char *kind,
                      struct err *err)
{
    struct event_note note = { .kind = kind, .fields = "status" };

    return event_add_order(run->tx, run->desk, order->id, &note, err);
}

/* Submit, and confirm where it is asked for and nothing blocks it; *why_not: why it was not
 * confirmed though asked for, "" else. */
static bool take(struct action_run *run, struct order *order, bool confirm, const char **why_not,
                 struct err *err)
{
    struct err no = ERR_INIT;

    *why_not = "";
    if (!order_step_submit(run, order, err))
        return false;
    order->status = ORDER_SUBMITTED;
    if (confirm && !desk_may(run->desk, "order.confirm", &no)) {
        *why_not = arena_strdup(run->arena, no.text);
        confirm = false;
    }
    if (confirm && (order->hold_blocks & BLOCK_CONFIRM))
        confirm = false; /* the hold's words are said anyway */
    if (!confirm)
        return order_step_keep_stock(run, order, err);
    if (!order_may_confirm(order, err) || !order_step_confirm(run, order, err))
        return false;
    order->status = ORDER_CONFIRMED;
    return true;
}

static bool add_events(struct action_run *run, const struct order *order, struct err *err)
{
    return add_event(run, order, "order.submit", err) &&
           (order->status != ORDER_CONFIRMED || (add_event(run, order, "order.confirm", err) &&
                                                 order_step_sent(run, order->id, err)));
}

/* What the clerk should say: what waits for stock, what holds the order. */
static const char *notes_of(struct desk *desk, const struct order *order, const char *why_not,
                            struct arena *arena)
{
    int noted = 0, more = 0;
    struct strbuf b;

    strbuf_init(&b, arena, 2000);
    for (int i = 0; order->status == ORDER_CONFIRMED && i < order->line_count; i++) {
        const struct order_line *l = &order->lines[i];

        if (line_backordered(l).milli == 0)
            continue;
        if (noted++ >= NOTED_LINES)
            more++;
        else
            strbuf_addf(&b, _("%s%s of %s are backordered."), b.len > 0 ? " " : "",
                        text_qty(desk, arena, line_backordered(l)), l->sku);
    }
    if (more > 0)
        strbuf_addf(&b, ngettext(" %d more line is.", " %d more lines are.", (unsigned long)more),
                    more);
    if (order->hold_count > 0)
        strbuf_addf(&b, _("%sOn hold: %s"), b.len > 0 ? " " : "", hold_words(order, 0, arena));
    if (order->status == ORDER_CONFIRMED && order_is_past_latest(order))
        strbuf_addf(&b, "%s%s", b.len > 0 ? " " : "", order_latest_words(desk, order, arena));
    if (why_not[0])
        strbuf_addf(&b, "%s%s", b.len > 0 ? " " : "", why_not);
    return b.s;
}

static void tell(struct desk *desk, const struct order *order, const char *why_not,
                 struct arena *arena, struct order_taken *out)
{
    *out = (struct order_taken){
        .id = order->id,
        .number = arena_strdup(arena, order->number),
        .total = money_make(order->total_minor, order->currency),
        .is_confirmed = order->status == ORDER_CONFIRMED,
        .notes = notes_of(desk, order, why_not, arena),
    };
}

static bool load_draft(struct desk *desk, struct record_at at, struct arena *arena,
                       struct order **out, struct err *err)
{
    if (!order_load(desk, (struct order_id){ at.id }, arena, out, err))
        return false;
    if ((*out)->status != ORDER_DRAFT)
        return err_set(err, ERR_STATE, _("%s is %s already. Open it to see what may be done."),
                       order_title(*out, arena), order_shown_words((*out)->shown));
    if (at.version != 0 && at.version != (*out)->version)
        return err_set(err, ERR_CONFLICT,
                       _("This draft was changed by someone else meanwhile. Look at it again."));
    return true;
}

bool order_take(struct desk *desk, struct record_at at, bool confirm, struct arena *arena,
                struct order_taken *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };
    const char *why_not = "";
    struct order *order = NULL;

    if (!desk_begin(desk, "order.submit", &tx, err) || !load_draft(desk, at, tmp, &order, err) ||
        !order_may_submit(order, err))
        return false;
    if (!order_step_number(&run, order, err) || !take(&run, order, confirm, &why_not, err) ||
        !order_save(&tx, desk, order, err) || !add_events(&run, order, err) || !tx_commit(&tx, err))
        return false;
    tell(desk, order, why_not, arena, out);
    return true;
}

/* --- a whole order by one call ---------------------------------------------------------------- */

static bool fill(struct desk *desk, const struct order_new *in, struct arena *arena,
                 struct order **out, struct err *err)
{
    struct order_header who = { .customer = &in->customer };
    struct order *o;

    if (in->line_count > LIMIT_ORDER_LINES)
        return err_field(err, ERR_LIMIT, "line", _("An order has at most %d lines."),
                         LIMIT_ORDER_LINES);
    if (!order_blank(desk, in->channel, arena, &o, err))
        return false;
    if (in->customer.v && !order_change_header(desk, o, &who, err))
        return false;
    if (in->header && !order_change_header(desk, o, in->header, err))
        return false;
    for (int i = 0; i < in->line_count; i++)
        if (!order_change_line(desk, o, 0, &in->lines[i], err))
            return err_wrap(err, _("Line %d:"), i + 1);
    if (!order_price(desk, o, true, arena, err) || !order_charge_settle(desk, o, "", arena, err) ||
        !order_check_prices(desk, o, err))
        return false;
    *out = o;
    return true;
}

static bool place(struct action_run *run, const struct order_new *in, struct order *order,
                  const char **why_not, struct err *err)
{
    *why_not = "";
    if (!in->is_submit && !in->is_confirm) {
        struct event_note note = { .kind = "order.draft" };

        return order_save(run->tx, run->desk, order, err) &&
               event_add_order(run->tx, run->desk, order->id, &note, err) &&
               order_note_prices(run->tx, run->desk, order, err);
    }
    return order_may_submit(order, err) && order_step_number(run, order, err) &&
           order_insert(run->tx, run->desk, order, err) &&
           take(run, order, in->is_confirm, why_not, err) &&
           order_save(run->tx, run->desk, order, err) && add_events(run, order, err) &&
           order_note_prices(run->tx, run->desk, order, err);
}

static bool tell_again(struct desk *desk, int64_t id, struct arena *arena, struct order_taken *out,
                       struct err *err)
{
    struct order *order;

    if (!order_load(desk, (struct order_id){ id }, arena, &order, err))
        return false;
    tell(desk, order, "", arena, out);
    return true;
}

bool order_create(struct desk *desk, const struct order_new *in, struct arena *arena,
                  struct order_taken *out, struct err *err)
{
    const char *right = in->is_submit || in->is_confirm ? "order.submit" : "order.draft";
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };
    const char *why_not = "";
    struct order *order = NULL;
    int64_t done_id = 0;
    bool is_done = false;

    if (!desk_begin(desk, right, &tx, err) ||
        !idem_check(&tx, in->key, "order.new", in->content ? in->content : "", &is_done, &done_id,
                    err))
        return false;
    if (is_done)
        return tell_again(desk, done_id, arena, out, err);
    if (!fill(desk, in, tmp, &order, err) || !place(&run, in, order, &why_not, err) ||
        !idem_record(&tx, desk, in->key, "order.new", in->content ? in->content : "", order->id.v,
                     err) ||
        !tx_commit(&tx, err))
        return false;
    tell(desk, order, why_not, arena, out);
    return true;
}
