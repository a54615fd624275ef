/*
 * Holding an order: by hand, at the customer's wish until a day, until data is cleared up; and
 * letting it go again by who may.
 */
#include "domain/flow/hold_action.h"
#include "domain/flow/order_steps.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/order/order_rules.h"

const struct action_input hold_inputs[] = {
    { "note", N_("Why"), ACTION_IN_TEXT, true, NULL, N_("Shown to whoever looks at the order.") },
    { "blocks", N_("What it blocks: pick,ship"), ACTION_IN_TEXT, false, NULL,
      N_("confirm, allocate, pick, ship, invoice or capture, with commas between; empty: picking"
         " and shipping.") },
    { "until", N_("Ends by itself on this day"), ACTION_IN_DATE, false, NULL,
      N_("A day to come; empty: until someone releases it.") },
    { 0 },
};
const struct action_input wait_inputs[] = {
    { "until", N_("Until which day"), ACTION_IN_DATE, true, NULL,
      N_("A day to come; then it goes on by itself.") },
    { "note", N_("Note"), ACTION_IN_TEXT, false, NULL, N_("What the customer said.") },
    { 0 },
};
const struct action_input hold_data_inputs[] = {
    { "note", N_("What must be cleared up"), ACTION_IN_TEXT, true, NULL, NULL },
    { 0 },
};
const struct action_input release_inputs[] = {
    { "reason", N_("Reason"), ACTION_IN_REASON, true, "release", NULL },
    { "note", N_("Note"), ACTION_IN_TEXT, false, NULL, NULL },
    { "kind", N_("Which hold"), ACTION_IN_TEXT, false, NULL, NULL },
    { 0 },
};

/* --- guards ----------------------------------------------------------------------------------- */

static const struct order_hold *open_hold(const struct order *o, enum hold_kind kind)
{
    for (int i = 0; i < o->hold_count; i++)
        if (o->holds[i].kind == kind)
            return &o->holds[i];
    return NULL;
}

static bool is_free(const struct order *o, enum hold_kind kind, struct err *err)
{
    const struct order_hold *h = open_hold(o, kind);

    if (!h)
        return true;
    return err_set(err, ERR_STATE, _("Order %s is held already by %s: %s"), o->number, h->opened_by,
                   h->note && h->note[0] ? h->note : hold_kind_words(kind));
}

bool order_may_hold(const void *record, struct err *err)
{
    return is_free(record, HOLD_MANUAL, err);
}

bool order_may_wait(const void *record, struct err *err)
{
    return is_free(record, HOLD_CUSTOMER, err);
}

bool order_may_hold_data(const void *record, struct err *err)
{
    return is_free(record, HOLD_DATA, err);
}

bool order_may_release_hold(const void *record, struct err *err)
{
    const struct order *o = record;

    return o->hold_count > 0 || err_set(err, ERR_STATE, _("Order %s is not on hold."), o->number);
}

/* One that may be lifted is enough to offer it. */
bool order_may_lift(struct desk *desk, const void *record, struct err *err)
{
    const struct order *o = record;
    struct err why = ERR_INIT;

    for (int i = 0; i < o->hold_count; i++)
        if (hold_may_lift(desk, &o->holds[i], &why))
            return true;
    if (err)
        *err = why;
    return false;
}

/* --- effects ---------------------------------------------------------------------------------- */

/* The first instant of a day to come. */
static bool read_until(struct desk *desk, const char *text, struct stamp *out, struct err *err)
{
    struct date day;

    if (!text)
        return true;
    if (!date_parse_typed(text, desk_today(desk), &day, err))
        return err_at(err, "until");
    if (date_cmp(day, desk_today(desk)) <= 0)
        return err_field(err, ERR_INVALID, "until", _("Name a day after today."));
    *out = date_begin(day);
    return true;
}

static bool open_as(struct action_run *run, struct order *o, struct order_hold *hold,
                    const struct action_values *values, struct err *err)
{
    const char *blocks = action_value(values, "blocks");

    hold->note = action_value(values, "note") ? action_value(values, "note") : "";
    if (o->status == ORDER_SUBMITTED && hold->kind != HOLD_CUSTOMER)
        hold->blocks |= BLOCK_CONFIRM;
    if (blocks && !hold_blocks_parse(blocks, &hold->blocks, err))
        return false;
    return read_until(run->desk, action_value(values, "until"), &hold->until, err) &&
           hold_open_as(run->tx, run->desk, o, hold, err);
}

bool order_hold(struct action_run *run, void *record, const struct action_values *values,
                struct err *err)
{
    struct order_hold hold = { .kind = HOLD_MANUAL, .blocks = BLOCK_PICK | BLOCK_SHIP };

    return open_as(run, record, &hold, values, err);
}

bool order_wait(struct action_run *run, void *record, const struct action_values *values,
                struct err *err)
{
    struct order_hold hold = { .kind = HOLD_CUSTOMER, .blocks = BLOCK_PICK };

    return open_as(run, record, &hold, values, err);
}

bool order_hold_data(struct action_run *run, void *record, const struct action_values *values,
                     struct err *err)
{
    struct order_hold hold = { .kind = HOLD_DATA, .blocks = BLOCK_PICK };

    return open_as(run, record, &hold, values, err);
}

static const char *hold_names(const struct order *o, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 300);
    for (int i = 0; i < o->hold_count; i++)
        strbuf_addf(&b, "%s%s", i > 0 ? ", " : "", hold_kind_name(o->holds[i].kind));
    return b.s;
}

bool order_release_hold(struct action_run *run, void *record, const struct action_values *values,
                        struct err *err)
{
    struct order *o = record;
    const char *name = action_value(values, "kind");
    enum hold_kind kind = o->holds[0].kind;

    if (!name && o->hold_count > 1)
        return err_field(err, ERR_INVALID, "kind", _("Say which hold to release: %s."),
                         hold_names(o, run->arena));
    if (name && (!hold_kind_parse(name, &kind) || !open_hold(o, kind)))
        return err_field(err, ERR_INVALID, "kind",
                         _("There is no open hold \"%.20s\". There are: %s."), name,
                         hold_names(o, run->arena));
    return hold_may_lift(run->desk, open_hold(o, kind), err) &&
           hold_release(run->tx, run->desk, o, kind, run->reason, err);
}
