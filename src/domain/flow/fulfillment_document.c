/*
 * A fulfillment as a document: how it is read, what is done at each save, where its steps are told.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/partner.h"
#include "domain/order/order_rules.h"

static bool is_picked(const struct fulfillment *f)
{
    return f->status >= FULFILLMENT_PICKED && f->status != FULFILLMENT_CANCELED;
}

static bool load(struct desk *desk, int64_t id, struct arena *arena, void **record, struct err *err)
{
    struct fulfillment *f;

    if (!fulfillment_load(desk, id, arena, &f, err))
        return false;
    f->was_picked = is_picked(f);
    *record = f;
    return true;
}

static int state(const void *record)
{
    return (int)((const struct fulfillment *)record)->status;
}

static int64_t version(const void *record)
{
    return ((const struct fulfillment *)record)->version;
}

static uint32_t holds(const void *record)
{
    return ((const struct fulfillment *)record)->order->hold_blocks;
}

static const char *words_of_holds(const void *record, uint32_t bits, struct arena *arena)
{
    return hold_words(((const struct fulfillment *)record)->order, bits, arena);
}

static void set_state(void *record, int status)
{
    ((struct fulfillment *)record)->status = (enum fulfillment_status)status;
}

/* Of what came up short to the last piece nothing is left to do. */
static void end_empty(struct action_run *run, struct fulfillment *f)
{
    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].qty.milli > 0)
            return;
    if (f->status < FULFILLMENT_SHIPPED) {
        f->status = FULFILLMENT_CANCELED;
        f->ended = desk_now(run->desk);
    }
}

/* What is put back or canceled is picked anew, if ever. Where nobody wrote the moment down it stays
 * unknown: that of a later step would be a wrong one. */
static void note_picked(struct action_run *run, struct fulfillment *f)
{
    if (!is_picked(f))
        f->picked = (struct stamp){ 0 };
    else if (!f->was_picked)
        f->picked = desk_now(run->desk);
}

static bool save(struct action_run *run, void *record, struct err *err)
{
    struct fulfillment *f = record;
    bool is_leaving = run->action->apply == fulfillment_step_ship ||
                      run->action->apply == fulfillment_step_collect;
    bool may_end_line = is_leaving || run->action->apply == fulfillment_step_short;

    end_empty(run, f);
    note_picked(run, f);
    if (f->status == FULFILLMENT_CANCELED && run->action->to != ACTION_KEEPS_STATE &&
        !partner_tell(run, OUTBOX_FULFILLMENT_CANCELED, f->id, f->order->id, err))
        return false;
    return fulfillment_write(run->tx, f, err) && labels_follow(run, f, err) &&
           claims_count(run->desk, f->order, err) && pickup_count(run, f, err) &&
           (!is_leaving || fulfillment_drop_rest(run, f->order, err)) &&
           (!may_end_line || fulfillment_close_rests(run, f->order, err)) &&
           order_save(run->tx, run->desk, f->order, err);
}

/* Each pick and what went into each package is in the log; the order's timeline tells the steps. */
static bool event(struct action_run *run, const void *record, const struct event_note *note,
                  struct err *err)
{
    const struct fulfillment *f = record;
    bool is_step = run->action->apply != fulfillment_step_pick &&
                   run->action->apply != fulfillment_step_put_back &&
                   run->action->apply != fulfillment_step_box &&
                   run->action->apply != fulfillment_step_put_in &&
                   run->action->apply != fulfillment_step_take_out &&
                   run->action->apply != fulfillment_step_measure;

    return event_add(run->tx, run->desk, "fulfillment", f->id, note, err) &&
           (!is_step || event_add_order(run->tx, run->desk, f->order->id, note, err));
}

static const char *title(const void *record, struct arena *arena)
{
    return arena_printf(arena, _("Fulfillment %s"), ((const struct fulfillment *)record)->number);
}

const struct document fulfillment_document = {
    .name = "fulfillment",
    .actions = fulfillment_actions,
    .load = load,
    .state = state,
    .version = version,
    .holds = holds,
    .hold_words = words_of_holds,
    .state_name = fulfillment_status_name,
    .set_state = set_state,
    .save = save,
    .event = event,
    .title = title,
};
