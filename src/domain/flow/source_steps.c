/*
 * Stock promised from the chosen sites, and from others where one does not send.
 */
#include "domain/flow/source_steps.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_steps.h"
#include "domain/order/draft.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "domain/order/ship_policy.h"
#include "domain/stock/stock.h"

const struct action_input order_source_inputs[] = {
    { "line", N_("Line"), ACTION_IN_TEXT, true, NULL, NULL },
    { "site", N_("From site"), ACTION_IN_TEXT, false, NULL,
      N_("The site that sends it; empty: the desk chooses.") },
    { "not", N_("Not from site"), ACTION_IN_TEXT, false, NULL,
      N_("A site that does not send it.") },
    { "reason", N_("Reason"), ACTION_IN_REASON, true, "source", NULL },
    { 0 },
};

/* --- promising -------------------------------------------------------------------------------- */

bool order_step_source(struct action_run *run, struct order *order, const struct source_ask *ask,
                       int64_t *got, struct err *err)
{
    struct source_plan plan;
    struct stock_want *wants;

    *got = 0;
    if (!source_plan(run->desk, order, ask, run->arena, &plan, err))
        return false;
    if (plan.choice.n == 0)
        return stock_hold_drop(run->tx, order->id, err);
    wants = source_wants(&plan, order, run->arena);
    if (!stock_allocate(run->tx, run->desk, order->id, wants, plan.choice.n, err))
        return false;
    for (int i = 0; i < plan.choice.n; i++) {
        int line = plan.p.needs[plan.choice.v[i].need].line;

        order->lines[line].allocated.milli += wants[i].got.milli;
        *got += wants[i].got.milli;
    }
    order->may_go_on = order->may_go_on || *got > 0;
    return true;
}

bool order_step_send(struct action_run *run, struct order *order, struct err *err)
{
    struct err waits = ERR_INIT;
    const char *who;
    bool may_go_on = order->may_go_on, is_any;
    int made;

    order->may_go_on = false;
    if (!may_go_on || order->confirmed.ms == 0 || order->status > ORDER_CONFIRMED ||
        order->is_history || (order->hold_blocks & BLOCK_PICK) ||
        !ship_policy_allows(order, &waits))
        return true;
    if (!setting_get(run->desk, "warehouse.release", run->arena, &who, err))
        return false;
    if (strcmp(who, "auto") != 0)
        return true;
    if (!fulfillment_could_be_made(run->desk, order, &is_any, err))
        return false;
    run->is_sent = is_any;
    return !is_any || fulfillment_make(run, order, &made, err);
}

bool order_step_end(struct action_run *run, struct order *order, const struct event_note *note,
                    struct err *err)
{
    return order_step_send(run, order, err) && order_save(run->tx, run->desk, order, err) &&
           event_add_order(run->tx, run->desk, order->id, note, err) &&
           order_step_sent(run, order->id, err);
}

bool order_step_sent(struct action_run *run, struct order_id order, struct err *err)
{
    const struct event_note note = { .kind = "order.release" };
    bool is_sent = run->is_sent;

    run->is_sent = false;
    return !is_sent || event_add_order(run->tx, run->desk, order, &note, err);
}

/* --- elsewhere -------------------------------------------------------------------------------- */

static bool note_tries(struct action_run *run, const struct order *order, const struct reroute *in,
                       const struct qty *before, struct err *err)
{
    for (int i = 0; i < order->line_count; i++) {
        struct qty got = { before[i].milli - line_backordered(&order->lines[i]).milli };

        if (before[i].milli > 0 && in->only[i] &&
            !reroute_add(run->tx, run->desk, order->lines[i].id, in, before[i], got, err))
            return false;
    }
    return true;
}

/* Lines that waited for their time at a site ask the one at which they stand now. */
static bool later_anew(struct action_run *run, struct order *order, const bool *only,
                       struct err *err)
{
    bool *waits = arena_array(run->arena, order->line_count + 1, bool), is_any = false;

    for (int i = 0; i < order->line_count; i++) {
        waits[i] = only[i] && date_is_set(order->lines[i].later);
        is_any = is_any || waits[i];
    }
    return !is_any || order_step_later(run, order, waits, err);
}

bool order_step_elsewhere(struct action_run *run, struct order *order, const struct reroute *in,
                          int64_t *got, struct err *err)
{
    const struct source_ask ask = { .only = in->only, .not = in->site };
    struct qty *before = arena_array(run->arena, order->line_count + 1, struct qty);
    struct err waits = ERR_INIT;
    int made;

    *got = 0;
    if (!later_anew(run, order, in->only, err))
        return false;
    if (order->hold_blocks & BLOCK_ALLOCATE)
        return true;
    for (int i = 0; i < order->line_count; i++)
        before[i] = line_backordered(&order->lines[i]);
    if (!order_step_source(run, order, &ask, got, err) || !note_tries(run, order, in, before, err))
        return false;
    if (*got > 0 && !order_step_fetch_less(run, order, err))
        return false;
    if (*got == 0 || !in->is_sent || (order->hold_blocks & BLOCK_PICK) ||
        !ship_policy_allows(order, &waits))
        return true;
    return fulfillment_make(run, order, &made, err);
}

/* --- actions of the order --------------------------------------------------------------------- */

static struct qty movable(const struct order_line *l)
{
    int64_t left = l->allocated.milli - l->picked.milli;

    return (struct qty){ line_has_stock(l) && left > 0 ? left : 0 };
}

bool order_may_reroute(const void *record, struct err *err)
{
    const struct order *o = record;

    for (int i = 0; i < o->line_count; i++)
        if (movable(&o->lines[i]).milli > 0 || line_backordered(&o->lines[i]).milli > 0)
            return true;
    return err_set(err, ERR_STATE, _("Nothing of order %s could still come from another site."),
                   o->number);
}

bool order_step_reroute(struct action_run *run, void *record, const struct action_values *values,
                        struct err *err)
{
    struct order *o = record;
    bool *all = arena_array(run->arena, o->line_count + 1, bool);
    const struct reroute in = { .only = all,
                                .why = REROUTE_ASKED,
                                .is_sent = o->open_fulfillments > 0 };
    int64_t got;

    (void)values;
    for (int i = 0; i < o->line_count; i++) {
        all[i] = true;
        if (!order_step_release(run, o, &o->lines[i], movable(&o->lines[i]), err))
            return false;
    }
    return order_step_elsewhere(run, o, &in, &got, err) && order_promise(run->desk, o, NULL, err);
}

static struct order_line *line_of(struct order *o, const char *text)
{
    struct qty n;

    if (!qty_parse(text, 0, NULL, &n, NULL))
        return NULL;
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].line_no * (int64_t)QTY_PER_UNIT == n.milli)
            return &o->lines[i];
    return NULL;
}

/* A site by its code as typed. */
static bool read_site(struct action_run *run, const char *code, const char *field,
                      struct site_id *out, struct err *err)
{
    struct site *site;

    if (!site_find(run->desk, code, run->arena, &site, err))
        return false;
    if (site == NULL || !site->is_active)
        return err_field(err, ERR_INVALID, field, _("There is no open site %.40s."), code);
    *out = site->id;
    return true;
}

static bool tie_line(struct action_run *run, const struct order *o, struct order_line *l,
                     const char *to, const char *away, struct err *err)
{
    struct site_id site = { 0 }, not = { 0 };

    if ((to != NULL) == (away != NULL))
        return err_field(err, ERR_INVALID, "site",
                         _("Say either the site that sends it, or one that does not."));
    if (away != NULL && o->pickup.v != 0)
        return err_field(err, ERR_STATE, "not",
                         _("The order is collected at %s, and all of it comes from there."),
                         o->pickup_site);
    if (to != NULL)
        return read_site(run, to, "site", &site, err) && order_may_come_from(o, site, err) &&
               order_read_site(run->desk, site, run->arena, &l->site_code, err) &&
               ((l->site = site).v != 0);
    if (!read_site(run, away, "not", &not, err))
        return false;
    if (l->site.v == not .v) {
        l->site.v = 0;
        l->site_code = "";
    }
    return source_line_out(run->tx, l->id, not, run->reason, err);
}

bool order_step_source_line(struct action_run *run, void *record,
                            const struct action_values *values, struct err *err)
{
    struct order *o = record;
    struct order_line *l = line_of(o, action_value(values, "line"));
    bool *only = arena_array(run->arena, o->line_count + 1, bool);
    struct reroute in = { .only = only, .why = REROUTE_ASKED };
    int64_t got;

    if (l == NULL || !line_has_stock(l))
        return err_field(err, ERR_INVALID, "line", _("Order %s has no line %.20s with goods."),
                         o->number, action_value(values, "line"));
    if (line_open(l).milli - l->picked.milli <= 0)
        return err_field(err, ERR_STATE, "line", _("All of line %d is picked or shipped."),
                         l->line_no);
    only[l - o->lines] = true;
    in.is_sent = o->open_fulfillments > 0;
    return tie_line(run, o, l, action_value(values, "site"), action_value(values, "not"), err) &&
           order_step_release(run, o, l, movable(l), err) &&
           order_step_elsewhere(run, o, &in, &got, err) && order_promise(run->desk, o, only, err);
}
