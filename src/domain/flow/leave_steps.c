/*
 * Taking goods off a pick list without a word about the shelf: who works the list sends less for
 * now. The order keeps what it was promised, for its next fulfillment.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/partner.h"

/* Not picked, over all lines of the item. */
static bool left_of(const struct fulfillment *f, const struct item *item, struct qty *out,
                    struct err *err)
{
    out->milli = 0;
    for (int i = 0; i < f->line_count; i++) {
        if (f->lines[i].item.v != item->id.v)
            continue;
        if (f->lines[i].per_kit.milli > 0)
            return err_field(err, ERR_STATE, "item",
                             _("%s is part of a bundle here, which leaves whole."), item->sku);
        out->milli += fulfillment_left(&f->lines[i]).milli;
    }
    return out->milli > 0 ||
           err_field(err, ERR_STATE, "item", _("All of %s is picked."), item->sku);
}

/* The last lines first: who was on the order first is served first. */
static void take_off(struct fulfillment *f, struct item_id item, struct qty qty)
{
    for (int i = f->line_count - 1; i >= 0 && qty.milli > 0; i--) {
        int64_t some = fulfillment_left(&f->lines[i]).milli;

        if (f->lines[i].item.v != item.v)
            continue;
        some = some < qty.milli ? some : qty.milli;
        f->lines[i].qty.milli -= some;
        qty.milli -= some;
    }
}

bool fulfillment_step_leave(struct action_run *run, void *record,
                            const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;
    const char *typed = action_value(values, "qty");
    struct item *item;
    struct qty left, qty;

    if (!fulfillment_item(run->desk, f, action_value(values, "item"), run->arena, &item, err) ||
        !left_of(f, item, &left, err))
        return false;
    qty = left;
    if (typed != NULL && !qty_parse(typed, item->qty_decimals, desk_form(run->desk), &qty, err))
        return err_at(err, "qty");
    if (qty.milli <= 0)
        return err_field(err, ERR_INVALID, "qty", _("Type how many, more than zero."));
    if (qty.milli > left.milli)
        return err_field(err, ERR_INVALID, "qty", _("Only %s of %s are still to be picked."),
                         text_qty(run->desk, run->arena, left), item->sku);
    take_off(f, item->id, qty);
    return partner_tell(run, OUTBOX_FULFILLMENT_CHANGED, f->id, f->order->id, err);
}
