/*
 * The action table of shipments: what happens after the goods left (DOMAIN section 5).
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/ship_method.h"
#include "domain/desk/event.h"
#include "domain/desk/outbox.h"
#include "domain/desk/text.h"
#include "domain/flow/manifest.h"
#include "domain/flow/shipment_parts.h"
#include "domain/order/order_rules.h"

#define IN(status) (UINT32_C(1) << (status))

static const struct {
    enum shipment_status status;
    const char *name, *words;
} statuses[] = {
    { SHIPMENT_IN_TRANSIT, "in_transit", N_("in transit") },
    { SHIPMENT_DELIVERED, "delivered", N_("delivered") },
    { SHIPMENT_LOST, "lost", N_("lost") },
    { SHIPMENT_VOIDED, "voided", N_("voided") },
    { SHIPMENT_RETURNING, "returning", N_("on its way back") },
};

const char *shipment_status_name(int status)
{
    return status >= SHIPMENT_IN_TRANSIT && status <= SHIPMENT_RETURNING ? statuses[status - 1].name
                                                                         : "?";
}

const char *shipment_status_words(enum shipment_status s)
{
    return _(statuses[s - 1].words);
}

/* What a customer collected has arrived, and no carrier has it. */
static bool may_be_told(const void *record, struct err *err)
{
    const struct shipment *s = record;

    return s->order == NULL || s->order->pickup.v == 0 ||
           err_set(err, ERR_STATE,
                   _("%s was collected. If it was not: orderdesk fulfillment uncollect %s"),
                   s->fulfillment_number, s->fulfillment_number);
}

static bool end_now(struct action_run *run, void *record, const struct action_values *values,
                    struct err *err)
{
    (void)values;
    (void)err;
    ((struct shipment *)record)->ended = desk_now(run->desk);
    return true;
}

/* The customer is told. */
static bool tell(struct action_run *run, const struct shipment *s, const char *topic,
                 struct err *err)
{
    const struct outbox_job job = {
        .topic = topic, .record_kind = "shipment", .record_id = s->id, .order = s->order_id
    };

    return outbox_add(run->tx, run->desk, &job, err);
}

static bool arrive(struct action_run *run, void *record, const struct action_values *values,
                   struct err *err)
{
    return end_now(run, record, values, err) && tell(run, record, OUTBOX_SHIPMENT_DELIVERED, err);
}

static bool lose(struct action_run *run, void *record, const struct action_values *values,
                 struct err *err)
{
    return end_now(run, record, values, err) && tell(run, record, OUTBOX_SHIPMENT_EXCEPTION, err);
}

static bool send_back(struct action_run *run, void *record, const struct action_values *values,
                      struct err *err)
{
    (void)values;
    return tell(run, record, OUTBOX_SHIPMENT_EXCEPTION, err);
}

static bool open_again(struct action_run *run, void *record, const struct action_values *values,
                       struct err *err)
{
    (void)run;
    (void)values;
    (void)err;
    ((struct shipment *)record)->ended = (struct stamp){ 0 };
    return true;
}

/* As long as it was not handed over; it goes to that one's manifest of today. */
static bool to_carrier(struct action_run *run, void *record, const struct action_values *values,
                       struct err *err)
{
    const char *typed = action_value(values, "carrier"), *service = action_value(values, "service");
    struct shipment *s = record;
    struct carrier *carrier;

    if (!shipment_is_here(run->desk, s->fulfillment, err) ||
        !text_required(typed, "carrier", _("the carrier"), run->arena, &s->carrier, err) ||
        !carrier_find(run->desk, s->carrier, run->arena, &carrier, err) ||
        !text_line(service != NULL ? service : "", "service", run->arena, &s->service, err))
        return false;
    if (carrier != NULL)
        s->carrier = carrier->code;
    return manifest_take(run->tx, run->desk, s->site, s->carrier, &s->manifest, err);
}

static const struct action_input carrier_inputs[] = {
    { "carrier", N_("Carrier"), ACTION_IN_TEXT, true, NULL },
    { "service", N_("Service"), ACTION_IN_TEXT, false, NULL },
    { 0 },
};

static const struct action_input note_inputs[] = {
    { "note", N_("Note"), ACTION_IN_TEXT, false, NULL },
    { 0 },
};

static const struct action_input lost_inputs[] = {
    { "reason", N_("Reason"), ACTION_IN_REASON, true, "lost" },
    { "note", N_("Note"), ACTION_IN_TEXT, false, NULL },
    { 0 },
};

static const struct action shipment_actions[] = {
    { .name = "deliver",
      .label = N_("Delivered"),
      .help = N_("The goods arrived."),
      .key = "d",
      .from = IN(SHIPMENT_IN_TRANSIT) | IN(SHIPMENT_LOST) | IN(SHIPMENT_RETURNING),
      .to = SHIPMENT_DELIVERED,
      .inputs = note_inputs,
      .apply = arrive },
    { .name = "to_carrier",
      .label = N_("Another carrier"),
      .help = N_("Somebody else takes it; until it is handed over."),
      .key = "c",
      .from = IN(SHIPMENT_IN_TRANSIT),
      .to = ACTION_KEEPS_STATE,
      .inputs = carrier_inputs,
      .apply = to_carrier },
    { .name = "lose",
      .label = N_("Lost"),
      .help = N_("The carrier does not find it any more; its stock is not restored."),
      .key = "l",
      .from = IN(SHIPMENT_IN_TRANSIT) | IN(SHIPMENT_RETURNING),
      .to = SHIPMENT_LOST,
      .inputs = lost_inputs,
      .apply = lose },
    { .name = "send_back",
      .label = N_("On its way back"),
      .help = N_("Nobody took it: the carrier brings it back."),
      .key = "b",
      .from = IN(SHIPMENT_IN_TRANSIT),
      .to = SHIPMENT_RETURNING,
      .inputs = note_inputs,
      .apply = send_back },
    { .name = "reopen",
      .label = N_("Under way again"),
      .help = N_("It was not delivered, not lost, or does not come back, after all."),
      .key = "r",
      .from = IN(SHIPMENT_DELIVERED) | IN(SHIPMENT_LOST) | IN(SHIPMENT_RETURNING),
      .to = SHIPMENT_IN_TRANSIT,
      .inputs = note_inputs,
      .guard = may_be_told,
      .apply = open_again },
    { 0 },
};

/* --- the document ----------------------------------------------------------------------------- */

static bool load(struct desk *desk, int64_t id, struct arena *arena, void **record, struct err *err)
{
    struct shipment *s;

    if (!shipment_load(desk, id, arena, &s, err))
        return false;
    *record = s;
    return true;
}

static int state(const void *record)
{
    return (int)((const struct shipment *)record)->status;
}

static int64_t version(const void *record)
{
    return ((const struct shipment *)record)->version;
}

static void set_state(void *record, int status)
{
    ((struct shipment *)record)->status = (enum shipment_status)status;
}

static bool save(struct action_run *run, void *record, struct err *err)
{
    struct shipment *s = record;

    return shipment_write(run->tx, s, err) && shipments_count(run->desk, s->order, err) &&
           order_save(run->tx, run->desk, s->order, err);
}

static bool event(struct action_run *run, const void *record, const struct event_note *note,
                  struct err *err)
{
    const struct shipment *s = record;

    return event_add(run->tx, run->desk, "shipment", s->id, note, err) &&
           event_add_order(run->tx, run->desk, s->order_id, note, err);
}

static const char *title(const void *record, struct arena *arena)
{
    return arena_printf(arena, _("Shipment of %s"),
                        ((const struct shipment *)record)->fulfillment_number);
}

const struct document shipment_document = {
    .name = "shipment",
    .actions = shipment_actions,
    .load = load,
    .state = state,
    .version = version,
    .state_name = shipment_status_name,
    .set_state = set_state,
    .save = save,
    .event = event,
    .title = title,
};
