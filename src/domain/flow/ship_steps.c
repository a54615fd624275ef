/*
 * Effects of shipping and of taking it back (DOMAIN sections 4 and 5): stock, shipment, manifest.
 */
#include <string.h>

#include "base/i18n.h"
#include "domain/catalog/ship_method.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "domain/flow/courier.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/shipment.h"
#include "domain/stock/stock.h"

static struct stock_leave leave_of(const struct fulfillment *f, const struct fulfillment_line *l)
{
    return (struct stock_leave){ .order = f->order->id,
                                 .line = l->line,
                                 .item = l->item,
                                 .site = f->site,
                                 .qty = l->picked };
}

/* Who may, with a reason; the run's reason is there only where it was said. */
static bool may_force(struct action_run *run, struct err *err)
{
    return desk_may(run->desk, "fulfillment.force", err) &&
           (run->reason.v != 0 || reason_find(run->desk, "force", NULL, &run->reason, err));
}

static bool force_line(struct action_run *run, const struct fulfillment *f,
                       const struct fulfillment_line *l, struct err *err)
{
    const struct stock_leave leave = leave_of(f, l);
    struct event_note note = { .kind = "fulfillment.force",
                               .reason = run->reason,
                               .fields = l->sku };
    struct qty forced;

    if (!stock_ship_forced(run->tx, run->desk, &leave, run->reason, &forced, err))
        return false;
    note.after_json = event_json(run->arena, l->sku, text_qty(run->desk, run->arena, forced));
    return forced.milli == 0 || event_add_order(run->tx, run->desk, f->order->id, &note, err);
}

bool fulfillment_leave(struct action_run *run, const struct fulfillment *f,
                       const struct action_values *values, struct err *err)
{
    const char *force = action_value(values, "force");
    bool is_forced = force != NULL && strcmp(force, "yes") == 0;

    if (!is_forced && run->reason.v != 0)
        return err_field(err, ERR_INVALID, "reason",
                         _("A reason is needed only where more leaves than the books have."));
    if (is_forced && !may_force(run, err))
        return false;
    for (int i = 0; i < f->line_count; i++) {
        const struct stock_leave leave = leave_of(f, &f->lines[i]);

        if (leave.qty.milli > 0 && !(is_forced ? force_line(run, f, &f->lines[i], err)
                                               : stock_ship(run->tx, run->desk, &leave, err)))
            return false;
    }
    return true;
}

bool fulfillment_come_back(struct action_run *run, const struct fulfillment *f, struct err *err)
{
    for (int i = 0; i < f->line_count; i++) {
        const struct stock_leave leave = leave_of(f, &f->lines[i]);

        if (leave.qty.milli > 0 && !stock_unship(run->tx, run->desk, &leave, err))
            return false;
    }
    return true;
}

static bool value_line(struct action_run *run, const struct action_values *values, const char *name,
                       const char **out, struct err *err)
{
    const char *text = action_value(values, name);

    *out = "";
    return text == NULL || text_line(text, name, run->arena, out, err);
}

/* Carriers of the desk by their code, so that one has one manifest; who is not named is the
 * method's. */
static bool settle_carrier(struct action_run *run, const struct fulfillment *f,
                           struct shipment_new *in, struct err *err)
{
    struct ship_method *method;
    struct carrier *carrier;

    if (!ship_method_find(run->desk, f->order->ship_method, run->arena, &method, err))
        return false;
    if (in->carrier[0] == '\0' && method != NULL)
        in->carrier = method->carrier;
    if (in->carrier[0] == '\0')
        return true;
    if (!carrier_find(run->desk, in->carrier, run->arena, &carrier, err))
        return false;
    if (carrier != NULL)
        in->carrier = carrier->code;
    if (in->service[0] == '\0' && method != NULL && strcmp(method->carrier, in->carrier) == 0)
        in->service = method->service;
    return true;
}

/* A number that a package has already was looked at when it was typed, or came with its label: who
 * sold that need not keep to the form of numbers, and nobody can type it otherwise. */
static bool settle_own(struct action_run *run, const struct fulfillment *f,
                       struct shipment_new *in, struct err *err)
{
    const char *own = packages_tracking(f);

    if (courier_settle(own, f->order->ship_method, run->arena, &in->carrier, &in->tracking, err))
        return true;
    if (err->code != ERR_INVALID)
        return false;
    err_clear(err);
    in->tracking = own;
    return true;
}

/* The number that is typed is that of the first package; without one a package's own is taken. */
static bool settle(struct action_run *run, struct fulfillment *f,
                   const struct action_values *values, struct shipment_new *in, struct err *err)
{
    const char *typed;

    if (!value_line(run, values, "carrier", &in->carrier, err) ||
        !value_line(run, values, "service", &in->service, err) ||
        !value_line(run, values, "tracking", &typed, err))
        return false;
    if (typed[0] == '\0'
            ? !settle_own(run, f, in, err)
            : !courier_settle(typed, f->order->ship_method, run->arena, &in->carrier,
                              &in->tracking, err))
        return false;
    if (action_value(values, "tracking") != NULL)
        packages_track(f, in->tracking);
    return settle_carrier(run, f, in, err);
}

bool fulfillment_step_ship(struct action_run *run, void *record, const struct action_values *values,
                           struct err *err)
{
    struct fulfillment *f = record;
    struct shipment_new in = { .fulfillment = f->id, .order = f->order->id, .site = f->site };

    f->ended = desk_now(run->desk);
    in.worth = shipment_worth_of(f);
    return settle(run, f, values, &in, err) && fulfillment_leave(run, f, values, err) &&
           shipment_add(run->tx, run->desk, &in, err) &&
           order_step_job(run, f->order, OUTBOX_ORDER_SHIPPED, err);
}

bool fulfillment_step_unship(struct action_run *run, void *record,
                             const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;

    (void)values;
    f->ended = (struct stamp){ 0 };
    return shipment_void(run->tx, run->desk, f->id, f->number, err) &&
           fulfillment_come_back(run, f, err);
}
