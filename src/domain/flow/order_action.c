/*
 * The order's action table, row by row as DOMAIN section 3 has it.
 */
#include "domain/flow/order_action.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/hold_action.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/source_steps.h"
#include "domain/order/note.h"
#include "domain/order/order_rules.h"
#include "domain/order/ship_policy.h"
#include "domain/order/told.h"
#include "domain/stock/stock.h"

#define IN(status) (UINT32_C(1) << (status))
#define ANY_STATE                                                                                  \
    (IN(ORDER_DRAFT) | IN(ORDER_QUOTED) | IN(ORDER_EXPIRED) | IN(ORDER_SUBMITTED) |                \
     IN(ORDER_CONFIRMED) | IN(ORDER_CLOSED) | IN(ORDER_CANCELED) | IN(ORDER_DISCARDED))

/* --- guards ----------------------------------------------------------------------------------- */

static bool may_allocate(const void *record, struct err *err)
{
    const struct order *o = record;

    for (int i = 0; i < o->line_count; i++)
        if (line_backordered(&o->lines[i]).milli + line_later(&o->lines[i]).milli > 0)
            return true;
    return err_set(err, ERR_STATE, _("Order %s waits for no stock."), o->number);
}

static bool may_cancel(const void *record, struct err *err)
{
    const struct order *o = record;

    for (int i = 0; i < o->line_count; i++) {
        if (o->lines[i].shipped.milli > 0)
            return err_set(err, ERR_STATE,
                           _("Part of order %s has been shipped. Take it back as a return."),
                           o->number);
        if (o->lines[i].picked.milli > 0)
            return err_set(err, ERR_STATE,
                           _("The warehouse is picking order %s. Ask it to stop first."),
                           o->number);
    }
    return true;
}

static bool may_release(const void *record, struct err *err)
{
    return ship_policy_allows(record, err);
}

static const struct order_hold *open_hold(const struct order *o, enum hold_kind kind)
{
    for (int i = 0; i < o->hold_count; i++)
        if (o->holds[i].kind == kind)
            return &o->holds[i];
    return NULL;
}

/* --- effects ---------------------------------------------------------------------------------- */

static bool submit(struct action_run *run, void *record, const struct action_values *values,
                   struct err *err)
{
    (void)values;
    return order_step_number(run, record, err) && order_step_submit(run, record, err) &&
           order_step_keep_stock(run, record, err);
}

static bool confirm(struct action_run *run, void *record, const struct action_values *values,
                    struct err *err)
{
    (void)values;
    return order_step_confirm(run, record, err);
}

static bool allocate(struct action_run *run, void *record, const struct action_values *values,
                     struct err *err)
{
    (void)values;
    return order_step_allocate(run, record, err);
}

static bool release(struct action_run *run, void *record, const struct action_values *values,
                    struct err *err)
{
    int made;

    (void)values;
    return fulfillment_make(run, record, &made, err);
}

/* Back to a draft with its number: it was told to the customer. Shares of the order's discount that
 * stood still while it was placed are spread anew, as in any draft. */
static bool reject(struct action_run *run, void *record, const struct action_values *values,
                   struct err *err)
{
    struct order *o = record;

    (void)values;
    if (open_hold(o, HOLD_CREDIT) &&
        !hold_release(run->tx, run->desk, o, HOLD_CREDIT, run->reason, err))
        return false; /* submitting looks at the credit again */
    o->is_share_anew = true;
    if (!order_price(run->desk, o, false, run->arena, err))
        return false;
    return change_end_with_order(run->tx, run->desk, o->id, err) &&
           stock_hold_drop(run->tx, o->id, err);
}

static bool cancel(struct action_run *run, void *record, const struct action_values *values,
                   struct err *err)
{
    (void)values;
    return change_end_with_order(run->tx, run->desk, ((struct order *)record)->id, err) &&
           order_step_cancel(run, record, err);
}

static bool discard(struct action_run *run, void *record, const struct action_values *values,
                    struct err *err)
{
    struct order *o = record;

    (void)values;
    o->ended = desk_now(run->desk);
    return stock_hold_drop(run->tx, o->id, err) && order_forget_typing(run->tx, o->id, err);
}

static bool add_note(struct action_run *run, const struct order *o, enum note_kind kind,
                     const struct action_values *values, struct err *err)
{
    struct order_note note = { .kind = kind, .text = action_value(values, "note") };

    return order_note_add(run->tx, run->desk, o->id, &note, err);
}

static bool note(struct action_run *run, void *record, const struct action_values *values,
                 struct err *err)
{
    return add_note(run, record, NOTE_INTERNAL, values, err);
}

static bool note_customer(struct action_run *run, void *record, const struct action_values *values,
                          struct err *err)
{
    return add_note(run, record, NOTE_CUSTOMER, values, err);
}

static bool note_warehouse(struct action_run *run, void *record, const struct action_values *values,
                           struct err *err)
{
    return add_note(run, record, NOTE_WAREHOUSE, values, err);
}

static bool attach(struct action_run *run, void *record, const struct action_values *values,
                   struct err *err)
{
    struct order_note note = { .kind = NOTE_ATTACHMENT,
                               .text = action_value(values, "title"),
                               .ref = action_value(values, "ref") };

    return order_note_add(run->tx, run->desk, ((struct order *)record)->id, &note, err);
}

/* --- inputs ----------------------------------------------------------------------------------- */

static const struct action_input reject_inputs[] = {
    { "reason", N_("Reason"), ACTION_IN_REASON, true, "reject", NULL },
    { "note", N_("What must change"), ACTION_IN_TEXT, false, NULL, NULL },
    { 0 },
};
static const struct action_input cancel_inputs[] = {
    { "reason", N_("Reason"), ACTION_IN_REASON, true, "cancel", NULL },
    { "note", N_("Note"), ACTION_IN_TEXT, false, NULL, NULL },
    { 0 },
};
static const struct action_input cancel_line_inputs[] = {
    { "line", N_("Line"), ACTION_IN_TEXT, true, NULL, NULL },
    { "reason", N_("Reason"), ACTION_IN_REASON, true, "cancel", NULL },
    { "qty", N_("How many (empty: all)"), ACTION_IN_QTY, false, NULL, NULL },
    { "note", N_("Note"), ACTION_IN_TEXT, false, NULL, NULL },
    { 0 },
};
static const struct action_input discard_inputs[] = {
    { "reason", N_("Reason"), ACTION_IN_REASON, false, "discard", NULL },
    { 0 },
};
static const struct action_input note_inputs[] = {
    { "note", N_("Note"), ACTION_IN_TEXT, true, NULL, NULL },
    { 0 },
};

static const struct action_input attach_inputs[] = {
    { "ref", N_("Path or address"), ACTION_IN_TEXT, true, NULL,
      N_("Where it is: the path of a file, or an address. The file itself is not kept.") },
    { "title", N_("Its title"), ACTION_IN_TEXT, false, NULL,
      N_("How it is called in the list; empty: by its name.") },
    { 0 },
};

/* --- the table -------------------------------------------------------------------------------- */

static const struct action order_actions[] = {
    { .name = "submit",
      .label = N_("Submit"),
      .help = N_("Give the order its number; stock is kept, not yet promised."),
      .key = "s",
      .from = IN(ORDER_DRAFT),
      .to = ORDER_SUBMITTED,
      .guard = order_may_submit,
      .apply = submit },
    { .name = "confirm",
      .label = N_("Confirm"),
      .help = N_("Promise the stock and the date to the customer."),
      .key = "c",
      .from = IN(ORDER_SUBMITTED),
      .to = ORDER_CONFIRMED,
      .blocked_by = BLOCK_CONFIRM,
      .guard = order_may_confirm,
      .apply = confirm },
    { .name = "allocate",
      .label = N_("Allocate"),
      .help = N_("Try again to promise stock to what is backordered."),
      .key = "a",
      .from = IN(ORDER_CONFIRMED),
      .to = ACTION_KEEPS_STATE,
      .blocked_by = BLOCK_ALLOCATE,
      .guard = may_allocate,
      .apply = allocate },
    { .name = "release",
      .label = N_("To the warehouse"),
      .help = N_("Let the warehouse pick what is allocated: one pick list for each site."),
      .key = "g",
      .from = IN(ORDER_CONFIRMED),
      .to = ACTION_KEEPS_STATE,
      .blocked_by = BLOCK_PICK,
      .guard = may_release,
      .apply = release },
    { .name = "reject",
      .label = N_("Send back"),
      .help = N_("Make a submitted order a draft again, with the reason."),
      .key = "j",
      .from = IN(ORDER_SUBMITTED),
      .to = ORDER_DRAFT,
      .inputs = reject_inputs,
      .apply = reject },
    ORDER_HOLD_ACTIONS,
    { .name = "cancel",
      .label = N_("Cancel"),
      .help = N_("Cancel the whole order; its stock is free again."),
      .key = "x",
      .from = IN(ORDER_SUBMITTED) | IN(ORDER_CONFIRMED),
      .to = ORDER_CANCELED,
      .inputs = cancel_inputs,
      .guard = may_cancel,
      .apply = cancel },
    { .name = "cancel_line",
      .label = N_("Cancel line"),
      .help = N_("Cancel what is open of one line, or some of it; its stock is free at once."),
      .key = "l",
      .from = IN(ORDER_SUBMITTED) | IN(ORDER_CONFIRMED),
      .to = ACTION_KEEPS_STATE,
      .inputs = cancel_line_inputs,
      .guard = order_may_cancel_line,
      .apply = order_step_cancel_line },
    { .name = "cancel_rest",
      .label = N_("Cancel rest"),
      .help = N_("Cancel all that was not shipped yet of an order that left in part."),
      .key = "k",
      .from = IN(ORDER_CONFIRMED),
      .to = ACTION_KEEPS_STATE,
      .inputs = cancel_inputs,
      .guard = order_may_cancel_rest,
      .apply = order_step_cancel_rest },
    ORDER_SOURCE_ACTIONS,
    { .name = "discard",
      .label = N_("Discard"),
      .help = N_("Throw a draft away."),
      .key = "x",
      .from = IN(ORDER_DRAFT),
      .to = ORDER_DISCARDED,
      .inputs = discard_inputs,
      .apply = discard },
    { .name = "note",
      .label = N_("Note"),
      .help = N_("Add a note for us."),
      .key = "n",
      .from = ANY_STATE,
      .to = ACTION_KEEPS_STATE,
      .inputs = note_inputs,
      .apply = note },
    { .name = "note_customer",
      .label = N_("Note for customer"),
      .help = N_("Add a note that the customer may read."),
      .key = "u",
      .from = ANY_STATE,
      .to = ACTION_KEEPS_STATE,
      .inputs = note_inputs,
      .apply = note_customer },
    { .name = "note_warehouse",
      .label = N_("Note for warehouse"),
      .help = N_("Add a note for whoever picks and packs."),
      .key = "p",
      .from = ANY_STATE,
      .to = ACTION_KEEPS_STATE,
      .inputs = note_inputs,
      .apply = note_warehouse },
    { .name = "attach",
      .label = N_("Attach"),
      .help = N_("Name a file or page that belongs to the order; the file itself is not kept."),
      .key = "f",
      .from = ANY_STATE,
      .to = ACTION_KEEPS_STATE,
      .inputs = attach_inputs,
      .apply = attach },
    ORDER_TELL_ACTION(IN(ORDER_DRAFT) | IN(ORDER_SUBMITTED) | IN(ORDER_CONFIRMED)),
    { 0 },
};

/* --- the document ----------------------------------------------------------------------------- */

static bool load(struct desk *desk, int64_t id, struct arena *arena, void **record, struct err *err)
{
    struct order *order;

    if (!order_load(desk, (struct order_id){ id }, arena, &order, err))
        return false;
    *record = order;
    return true;
}

static int state(const void *record)
{
    return (int)((const struct order *)record)->status;
}

static int64_t version(const void *record)
{
    return ((const struct order *)record)->version;
}

static uint32_t holds(const void *record)
{
    return ((const struct order *)record)->hold_blocks;
}

static const char *words_of_holds(const void *record, uint32_t bits, struct arena *arena)
{
    return hold_words(record, bits, arena);
}

static const char *state_name(int status)
{
    return order_status_name((enum order_status)status);
}

static void set_state(void *record, int status)
{
    ((struct order *)record)->status = (enum order_status)status;
}

static bool save(struct action_run *run, void *record, struct err *err)
{
    return order_step_send(run, record, err) && order_save(run->tx, run->desk, record, err);
}

static bool event(struct action_run *run, const void *record, const struct event_note *note,
                  struct err *err)
{
    const struct order *o = record;

    return event_add_order(run->tx, run->desk, o->id, note, err) &&
           order_step_sent(run, o->id, err);
}

static const char *title(const void *record, struct arena *arena)
{
    return order_title(record, arena);
}

const struct document order_document = {
    .name = "order",
    .actions = order_actions,
    .load = load,
    .state = state,
    .version = version,
    .holds = holds,
    .hold_words = words_of_holds,
    .state_name = state_name,
    .set_state = set_state,
    .save = save,
    .event = event,
    .title = title,
};
