/*
 * What a channel's code means, said once: the mapping, and every imported line that waits for it.
 */
#include "domain/intake/to_fix.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/action.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "domain/desk/text.h"
#include "domain/flow/order_steps.h"
#include "domain/intake/import_order.h"
#include "domain/intake/to_fix_parts.h"
#include "domain/order/order.h"
#include "domain/order/order_rules.h"
#include "store/tx.h"

/* --- mapping ---------------------------------------------------------------------------------- */

struct mapping {
    struct desk *desk;
    struct tx *tx;
    struct arena *arena;
    const char *sku; /* the channel's */
    const struct item *item;
    struct mapped_counts counts;
};

static bool fits_item(const struct mapping *m, const struct order *o, const struct order_line *l,
                      struct err *err)
{
    int64_t step = QTY_PER_UNIT;

    for (int i = 0; i < m->item->qty_decimals; i++)
        step /= 10;
    if (l->ordered.milli % step == 0)
        return true;
    return err_field(err, ERR_STATE, "item",
                     _("Order %s has %s of %s, and %s is not counted in such parts."), o->number,
                     text_qty(m->desk, m->arena, l->ordered), l->sku, m->item->sku);
}

static void take_item(struct order_line *l, const struct item *item)
{
    l->kind = (enum line_kind)item->kind;
    l->sku = item->sku;
    import_order_line_item(l, item);
}

/* The lines of one order that wait for the code. */
static bool map_order(struct mapping *m, struct order_id id, struct err *err)
{
    struct order *o;
    struct event_note note = { .kind = "order.map_sku",
                               .fields = "sku",
                               .before_json = event_json(m->arena, "sku", m->sku),
                               .after_json = event_json(m->arena, "sku", m->item->sku) };
    struct action_run run = { .desk = m->desk, .tx = m->tx, .arena = m->arena };
    bool released;

    if (!order_load(m->desk, id, m->arena, &o, err))
        return false;
    for (int i = 0; i < o->line_count; i++) {
        struct order_line *l = &o->lines[i];

        if (!line_is_unmapped(l) || strcmp(l->sku, m->sku) != 0)
            continue;
        if (!fits_item(m, o, l, err))
            return false;
        take_item(l, m->item);
        m->counts.lines++;
    }
    if (!order_hold_unmapped(m->tx, m->desk, o, &released, err))
        return false;
    m->counts.orders++;
    m->counts.released += released;
    return order_step_end(&run, o, &note, err);
}

static bool map_orders(struct mapping *m, struct channel_id channel, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct waiting_orders waiting;

    if (!unmapped_orders(m->desk, channel, m->sku, tmp, &waiting, err))
        return false;
    for (int i = 0; i < waiting.n; i++) {
        arena_reset(m->arena);
        if (!map_order(m, waiting.v[i], err))
            return false;
    }
    return true;
}

/* A code of the desk would be found before the channel's: the mapping would never be asked. */
static bool is_free_code(struct desk *desk, const char *sku, struct item_id item,
                         struct arena *arena, struct err *err)
{
    struct item *own;

    if (sku[0] == '\0')
        return err_field(err, ERR_INVALID, "sku", _("Say which code of the channel it is."));
    if (!item_find(desk, sku, (struct channel_id){ 0 }, arena, &own, err))
        return false;
    if (!own || own->id.v == item.v)
        return true;
    return err_field(err, ERR_INVALID, "sku", _("%s is a code of this desk, of item %s."), sku,
                     own->sku);
}

static bool note_mapping(struct tx *tx, struct desk *desk, struct channel_id channel,
                         const char *sku, const char *item_sku, struct arena *arena,
                         struct err *err)
{
    struct event_note note = {
        .kind = "channel.sku",
        .fields = arena_strdup(arena, sku),
        .after_json = event_json(arena, "item", item_sku),
    };

    return event_add(tx, desk, "channel", channel.v, &note, err);
}

bool channel_sku_map(struct desk *desk, struct channel_id channel, const char *sku,
                     struct item_id id, struct mapped_counts *out, struct err *err)
{
    OD_ARENA *arena = arena_new();
    OD_ARENA *work = arena_new();
    OD_TX tx = { 0 };
    struct mapping m = { .desk = desk, .tx = &tx, .arena = work };
    struct item *item;

    if (!desk_begin(desk, "order.map_sku", &tx, err) || !item_load(desk, id, arena, &item, err) ||
        !text_line(sku, "sku", arena, &m.sku, err) || !is_free_code(desk, m.sku, id, arena, err))
        return false;
    if (item->kind == ITEM_CHARGE)
        return err_field(err, ERR_STATE, "item", _("%s is a charge. Choose goods or a service."),
                         item->sku);
    m.item = item;
    if (!item_set_channel_sku_in(&tx, channel, m.sku, id, err) || !map_orders(&m, channel, err) ||
        !note_mapping(&tx, desk, channel, m.sku, item->sku, arena, err) || !tx_commit(&tx, err))
        return false;
    *out = m.counts;
    return true;
}

bool channel_sku_drop(struct desk *desk, struct channel_id channel, const char *sku,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    bool was_there;

    if (!desk_begin(desk, "order.map_sku", &tx, err) ||
        !channel_sku_delete(&tx, channel, sku, &was_there, err))
        return false;
    if (!was_there)
        return err_set(err, ERR_NOT_FOUND, _("The channel has no code %s."), sku);
    return note_mapping(&tx, desk, channel, sku, "", tmp, err) && tx_commit(&tx, err);
}
