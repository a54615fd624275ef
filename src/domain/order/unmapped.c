/*
 * The hold of an order with imported lines that no item is known for.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/order/order.h"
#include "domain/order/order_rules.h"

/* Codes that the hold's note names. */
#define NAMED_CODES 5

/* "No item is known for X-1, X-2": the first ones. */
static const char *hold_note(const struct order *o, struct arena *arena)
{
    const char *text = NULL;

    for (int i = 0, named = 0; i < o->line_count && named < NAMED_CODES; i++)
        if (line_is_unmapped(&o->lines[i]) && line_billed(&o->lines[i]).milli > 0) {
            text = text ? arena_printf(arena, "%s, %s", text, o->lines[i].sku)
                        : arena_printf(arena, _("No item is known for %s"), o->lines[i].sku);
            named++;
        }
    return text ? text : "";
}

static const struct order_hold *auto_hold(const struct order *o)
{
    for (int i = 0; i < o->hold_count; i++)
        if (o->holds[i].kind == HOLD_DATA && o->holds[i].is_auto)
            return &o->holds[i];
    return NULL;
}

bool order_hold_unmapped(struct tx *tx, struct desk *desk, struct order *o, bool *released,
                         struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct order_hold hold = { .kind = HOLD_DATA, .blocks = BLOCK_PICK, .is_auto = true };
    const struct event_note ended = { .kind = "order.hold_end" };
    bool waits = o->status == ORDER_CONFIRMED && order_has_unmapped(o);

    if (released)
        *released = false;
    if (waits) {
        hold.note = arena_strdup(o->arena, hold_note(o, tmp));
        return hold_open_as(tx, desk, o, &hold, err);
    }
    if (!auto_hold(o))
        return true;
    if (released)
        *released = true;
    return hold_release(tx, desk, o, HOLD_DATA, (struct reason_id){ 0 }, err) &&
           event_add_order(tx, desk, o->id, &ended, err);
}
