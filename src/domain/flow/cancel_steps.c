/*
 * Canceling a part of an order: the open rest of a line, or of all lines. The stock is free at
 * once, and the money leaves the totals with its share of the order discount.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/desk/outbox.h"
#include "domain/flow/order_steps.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"

/* --- guards ----------------------------------------------------------------------------------- */

static bool can_cancel_some(const struct order *o)
{
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].kind != LINE_COMMENT && line_can_cancel(&o->lines[i]).milli > 0)
            return true;
    return false;
}

bool order_may_cancel_line(const void *record, struct err *err)
{
    const struct order *o = record;

    return can_cancel_some(o) ||
           err_set(err, ERR_STATE, _("Nothing of order %s is open that could be canceled."),
                   o->number);
}

bool order_may_cancel_rest(const void *record, struct err *err)
{
    const struct order *o = record;
    int64_t shipped = 0;

    for (int i = 0; i < o->line_count; i++)
        shipped += o->lines[i].shipped.milli;
    if (shipped == 0)
        return err_set(err, ERR_STATE,
                       _("Nothing of order %s has left yet: cancel the order, or a line of it."),
                       o->number);
    return order_may_cancel_line(record, err);
}

/* --- effects ---------------------------------------------------------------------------------- */

/* Free stock goes first: what is backordered has none. */
static bool cancel_some(struct action_run *run, struct order *o, struct order_line *l,
                        struct qty qty, struct err *err)
{
    int64_t lacked = line_backordered(l).milli;

    l->canceled.milli += qty.milli;
    if (line_open(l).milli == 0)
        l->later = (struct date){ 0 };
    o->may_go_on = o->may_go_on || line_backordered(l).milli < lacked;
    return order_step_release(run, o, l, (struct qty){ l->allocated.milli - line_open(l).milli },
                              err);
}

/* Imported history keeps the amounts it came with. */
static bool settle(struct action_run *run, struct order *o, struct err *err)
{
    bool *none = arena_array(run->arena, o->line_count + 1, bool);

    if (!o->is_history && !order_price(run->desk, o, false, run->arena, err))
        return false;
    if (o->status == ORDER_SUBMITTED && !order_step_keep_stock(run, o, err))
        return false;
    if (o->status == ORDER_CONFIRMED && !order_step_fetch_less(run, o, err))
        return false;
    /* Its last line may be another one now. */
    if (o->status == ORDER_CONFIRMED && !order_promise(run->desk, o, none, err))
        return false;
    return order_hold_unmapped(run->tx, run->desk, o, NULL, err) &&
           order_step_job(run, o, OUTBOX_ORDER_CHANGED, err);
}

static bool find_line(const struct order *o, const char *text, struct order_line **out,
                      struct err *err)
{
    size_t n = strspn(text, "0123456789");

    *out = n > 0 && n < 6 && text[n] == '\0' ? order_line_at(o, (int)strtol(text, NULL, 10)) : NULL;
    return *out || err_field(err, ERR_INVALID, "line", _("There is no line %.20s."), text);
}

static bool read_qty(struct action_run *run, const struct order_line *l, const char *text,
                     struct qty *out, struct err *err)
{
    struct qty most = line_can_cancel(l);

    if (l->kind == LINE_COMMENT)
        return err_field(err, ERR_STATE, "line",
                         _("Line %d is a line of words: nothing of it can be canceled."),
                         l->line_no);
    if (most.milli == 0)
        return err_field(err, ERR_STATE, "line", _("Line %d: nothing of %s is open."), l->line_no,
                         l->sku);
    *out = most;
    if (!text)
        return true;
    if (!qty_parse(text, l->qty_decimals, desk_form(run->desk), out, err))
        return err_at(err, "qty");
    if (out->milli > 0 && out->milli <= most.milli)
        return true;
    return err_field(err, ERR_INVALID, "qty", _("Line %d: between 1 and %s of %s can be canceled."),
                     l->line_no, text_qty(run->desk, run->arena, most), l->sku);
}

static bool is_anything_left(const struct order *o, struct err *err)
{
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].kind != LINE_COMMENT && line_billed(&o->lines[i]).milli > 0)
            return true;
    return err_field(err, ERR_STATE, "line",
                     _("Nothing would be left of order %s. Cancel the order instead."), o->number);
}

bool order_step_cancel_line(struct action_run *run, void *record,
                            const struct action_values *values, struct err *err)
{
    struct order *o = record;
    struct order_line *l;
    struct qty qty;

    return find_line(o, action_value(values, "line"), &l, err) &&
           read_qty(run, l, action_value(values, "qty"), &qty, err) &&
           cancel_some(run, o, l, qty, err) && is_anything_left(o, err) && settle(run, o, err);
}

bool order_step_cancel_rest(struct action_run *run, void *record,
                            const struct action_values *values, struct err *err)
{
    struct order *o = record;

    (void)values;
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].kind != LINE_COMMENT &&
            !cancel_some(run, o, &o->lines[i], line_can_cancel(&o->lines[i]), err))
            return false;
    return settle(run, o, err);
}

bool order_step_drop(struct action_run *run, struct order *o, const struct qty *qty,
                     struct err *err)
{
    int64_t kept = 0, gone = 0;

    for (int i = 0; i < o->line_count; i++) {
        int64_t most = line_can_cancel(&o->lines[i]).milli;
        int64_t some = qty[i].milli < most ? qty[i].milli : most;

        gone += some;
        if (o->lines[i].kind != LINE_COMMENT)
            kept += line_billed(&o->lines[i]).milli - some;
    }
    if (gone == 0 || kept == 0)
        return true;
    for (int i = 0; i < o->line_count; i++) {
        struct qty most = line_can_cancel(&o->lines[i]);

        if (qty[i].milli > 0 && most.milli > 0 &&
            !cancel_some(run, o, &o->lines[i], qty[i].milli < most.milli ? qty[i] : most, err))
            return false;
    }
    return settle(run, o, err);
}
