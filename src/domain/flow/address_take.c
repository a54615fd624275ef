/*
 * Taking an address as the carrier writes it: one correction for the customer and the order.
 */
#include "domain/flow/address_take.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/action.h"
#include "domain/desk/event.h"
#include "domain/flow/change_parts.h"
#include "domain/order/charge.h"
#include "domain/order/order_parts.h"
#include "domain/order/ship_check.h"
#include "store/tx.h"

/* The customer's row of the order's address is corrected where the order still has its words. One
 * that was corrected for another order since is found again by its words, name and phone; else (an
 * import) the proposal is one more address of the customer. */
static bool correct(struct tx *tx, struct desk *desk, const struct order *o,
                    const struct address_verdict *v, struct address_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct address in = v->proposed, *a = NULL;

    if (o->ship_address.v != 0 && !address_load(desk, o->ship_address, tmp, &a, err))
        return false;
    if (a != NULL && address_compare(a, &v->asked, tmp) == ADDRESS_RIGHT) {
        in.number = a->is_current ? a->number : 0;
        in.name = a->name;
        in.phone = a->phone;
    } else {
        in.name = o->ship_name;
    }
    in.customer = o->customer;
    return address_add_in(tx, desk, &in, out, err);
}

static bool edit_draft(struct tx *tx, struct desk *desk, struct order *o, struct address_id to,
                       struct arena *arena, struct err *err)
{
    const struct event_note note = { .kind = "order.address" };
    const struct order_header in = { .ship_address = &to };
    const char *method = o->ship_method;

    return order_change_header(desk, o, &in, err) && order_price(desk, o, false, arena, err) &&
           order_charge_settle(desk, o, method, arena, err) && order_save(tx, desk, o, err) &&
           event_add_order(tx, desk, o->id, &note, err);
}

static bool change_placed(struct tx *tx, struct desk *desk, const struct order *o,
                          struct address_id to, struct arena *arena, struct err *err)
{
    struct action_run run = { .desk = desk, .tx = tx, .arena = arena };
    struct order_change change = { .order = o->id,
                                   .base_version = o->version,
                                   .header = { .has_ship_address = true, .ship_address = to } };

    return change_apply_in(&run, &change, err);
}

bool order_address_take(struct desk *desk, struct record_at at, struct err *err)
{
    OD_ARENA *arena = arena_new();
    OD_TX tx = { 0 };
    struct address_verdict *v;
    struct address_id to;
    struct order *o;

    if (!desk_begin(desk, "order.address", &tx, err) ||
        !order_load(desk, (struct order_id){ at.id }, arena, &o, err))
        return false;
    if (at.version != 0 && at.version != o->version)
        return err_set(err, ERR_CONFLICT,
                       _("This order was changed by someone else meanwhile."));
    if (!order_verdict_find(desk, o, arena, &v, err))
        return false;
    if (!address_has_proposal(v))
        return err_set(err, ERR_STATE, _("No carrier proposes another way to write this address."));
    return correct(&tx, desk, o, v, &to, err) &&
           (o->status == ORDER_DRAFT ? edit_draft(&tx, desk, o, to, arena, err)
                                     : change_placed(&tx, desk, o, to, arena, err)) &&
           tx_commit(&tx, err);
}
