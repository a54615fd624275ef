/*
 * The action table of fulfillments (DOMAIN section 4), and how an order becomes one.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/partner.h"
#include "domain/order/order_rules.h"
#include "domain/order/ship_policy.h"

#define IN(status) (UINT32_C(1) << (status))
#define UNFINISHED (IN(FULFILLMENT_RELEASED) | IN(FULFILLMENT_PICKING))
#define UNSHIPPED  (UNFINISHED | IN(FULFILLMENT_PICKED) | IN(FULFILLMENT_PACKED))

static const struct {
    enum fulfillment_status status;
    const char *name, *words;
} statuses[] = {
    { FULFILLMENT_RELEASED, "released", N_("to pick") },
    { FULFILLMENT_PICKING, "picking", N_("picking") },
    { FULFILLMENT_PICKED, "picked", N_("picked") },
    { FULFILLMENT_PACKED, "packed", N_("packed") },
    { FULFILLMENT_SHIPPED, "shipped", N_("shipped") },
    { FULFILLMENT_CANCELED, "canceled", N_("canceled") },
    { FULFILLMENT_READY, "ready", N_("to be collected") },
    { FULFILLMENT_COLLECTED, "collected", N_("collected") },
};

const char *fulfillment_status_name(int status)
{
    return status >= FULFILLMENT_RELEASED && status <= FULFILLMENT_COLLECTED
               ? statuses[status - 1].name
               : "?";
}

const char *fulfillment_status_words(enum fulfillment_status s)
{
    return _(statuses[s - 1].words);
}

bool fulfillment_status_parse(const char *name, enum fulfillment_status *out)
{
    for (size_t i = 0; i < OD_LEN(statuses); i++) {
        if (strcmp(statuses[i].name, name) == 0) {
            *out = statuses[i].status;
            return true;
        }
    }
    return false;
}

/* --- from order to fulfillment ---------------------------------------------------------------- */

bool fulfillment_could_be_made(struct desk *desk, const struct order *order, bool *out,
                               struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct claims free = { 0 };

    *out = false;
    if (!claims_free(desk, order, tmp, &free, err))
        return false;
    *out = free.n > 0;
    return true;
}

bool fulfillment_make(struct action_run *run, struct order *order, int *made, struct err *err)
{
    struct claims free;

    *made = 0;
    if (!claims_free(run->desk, order, run->arena, &free, err))
        return false;
    if (free.n == 0 && order->open_fulfillments > 0)
        return err_set(err, ERR_STATE,
                       _("All that order %s has of stock is with the warehouse already."),
                       order->number);
    if (free.n == 0)
        return err_set(err, ERR_STATE,
                       _("Order %s has no stock yet that the warehouse could pick."),
                       order->number);
    for (int i = 0; i < free.n;) {
        int len = 1;

        while (i + len < free.n && free.v[i + len].site.v == free.v[i].site.v)
            len++;
        if (!claims_take(run, order, &free.v[i], len, err))
            return false;
        i += len;
        ++*made;
    }
    return claims_count(run->desk, order, err);
}

/* --- effects that are not about picking ------------------------------------------------------- */

/* What was picked goes back to its place, a task for whoever carries it; the allocation stays with
 * the order (R7). */
static bool cancel(struct action_run *run, void *record, const struct action_values *values,
                   struct err *err)
{
    struct fulfillment *f = record;

    (void)values;
    if (!fulfillment_goods_back(run, f, err) || !fulfillment_over_drop(run, f, err))
        return false;
    packages_drop(f);
    for (int i = 0; i < f->line_count; i++)
        f->lines[i].picked = (struct qty){ 0 };
    f->ended = desk_now(run->desk);
    return true;
}

static bool repack(struct action_run *run, void *record, const struct action_values *values,
                   struct err *err)
{
    struct fulfillment *f = record;

    (void)run;
    (void)values;
    (void)err;
    f->packed = (struct stamp){ 0 };
    packages_drop(f);
    return true;
}

static bool may_ship(const void *record, struct err *err)
{
    const struct fulfillment *f = record;

    if (f->kind == FULFILLMENT_PICKUP)
        return err_set(err, ERR_STATE, _("%s is collected. Say that it is ready instead."),
                       f->number);
    return fulfillment_may_leave(f, err) && ship_policy_allows(f->order, err);
}

/* --- the table -------------------------------------------------------------------------------- */

static const struct action_input pick_inputs[] = {
    { "item", N_("Item or barcode (empty: all)"), ACTION_IN_TEXT, false, NULL },
    { "qty", N_("How many (empty: all)"), ACTION_IN_QTY, false, NULL },
    { 0 },
};
static const struct action_input put_back_inputs[] = {
    { "item", N_("Item or barcode"), ACTION_IN_TEXT, true, NULL },
    { "qty", N_("How many (empty: all)"), ACTION_IN_QTY, false, NULL },
    { 0 },
};
static const struct action_input short_inputs[] = {
    { "item", N_("Item or barcode"), ACTION_IN_TEXT, true, NULL },
    { "qty", N_("Missing (empty: all)"), ACTION_IN_QTY, false, NULL },
    { "reason", N_("Reason"), ACTION_IN_REASON, true, "short" },
    { 0 },
};
static const struct action_input pack_inputs[] = {
    { "packages", N_("Packages"), ACTION_IN_TEXT, false, NULL },
    { "weight", N_("Weight of all, kg"), ACTION_IN_TEXT, false, NULL },
    { "package", N_("A package: ITEM QTY, ITEM QTY ...; kg; LxWxH in mm; tracking number"),
      ACTION_IN_LINES, false, NULL },
    { 0 },
};
static const struct action_input put_in_inputs[] = {
    { "item", N_("Item or barcode (empty: all that is left)"), ACTION_IN_TEXT, false, NULL },
    { "qty", N_("How many (empty: all that is left)"), ACTION_IN_QTY, false, NULL },
    { 0 },
};
static const struct action_input measure_inputs[] = {
    { "package", N_("Package, 1, 2 ... (empty: the last)"), ACTION_IN_TEXT, false, NULL },
    { "weight", N_("Weight, kg"), ACTION_IN_TEXT, false, NULL },
    { "size", N_("Length x width x height, mm"), ACTION_IN_TEXT, false, NULL },
    { "tracking", N_("Tracking number"), ACTION_IN_TEXT, false, NULL },
    { 0 },
};
/* Of what leaves: also where the books have less (R9). */
#define FORCE_INPUTS                                                                               \
    { "force", N_("Also what the books do not have"), ACTION_IN_FLAG, false, NULL },               \
    { "reason", N_("Why that is"), ACTION_IN_REASON, false, "force" }
static const struct action_input ship_inputs[] = {
    { "carrier", N_("Carrier"), ACTION_IN_TEXT, false, NULL },
    { "service", N_("Service"), ACTION_IN_TEXT, false, NULL },
    { "tracking", N_("Tracking number"), ACTION_IN_TEXT, false, NULL },
    FORCE_INPUTS,
    { 0 },
};
static const struct action_input assign_inputs[] = {
    { "user", N_("Who (empty: nobody)"), ACTION_IN_TEXT, false, NULL },
    { 0 },
};
static const struct action_input tote_inputs[] = {
    { "tote", N_("Tote"), ACTION_IN_TEXT, true, NULL },
    { 0 },
};
static const struct action_input collect_inputs[] = {
    { "code", N_("Code"), ACTION_IN_TEXT, false, NULL },
    { "id", N_("Without a code: who it is, and what was shown"), ACTION_IN_TEXT, false, NULL },
    FORCE_INPUTS,
    { 0 },
};
static const struct action_input cancel_inputs[] = {
    { "reason", N_("Reason"), ACTION_IN_REASON, true, "cancel" },
    { 0 },
};

const struct action fulfillment_actions[] = {
    { .name = "start",
      .label = N_("Start"),
      .help = N_("Take the pick for yourself."),
      .key = "s",
      .from = UNFINISHED,
      .to = FULFILLMENT_PICKING,
      .blocked_by = BLOCK_PICK,
      .apply = fulfillment_step_start },
    { .name = "assign",
      .label = N_("Assign"),
      .help = N_("Say who is to pick it."),
      .key = "w",
      .from = UNFINISHED,
      .to = ACTION_KEEPS_STATE,
      .inputs = assign_inputs,
      .apply = fulfillment_step_assign },
    { .name = "tote",
      .label = N_("Tote"),
      .help = N_("Name the tote that is filled from now on."),
      .key = "o",
      .from = UNFINISHED | IN(FULFILLMENT_PICKED),
      .to = ACTION_KEEPS_STATE,
      .inputs = tote_inputs,
      .apply = fulfillment_step_tote },
    { .name = "pick",
      .label = N_("Pick"),
      .help = N_("Note what was taken from the shelf: one item, or all that is listed."),
      .key = "p",
      .from = UNFINISHED,
      .to = FULFILLMENT_PICKING,
      .blocked_by = BLOCK_PICK,
      .inputs = pick_inputs,
      .apply = fulfillment_step_pick },
    { .name = "put_back",
      .label = N_("Put back"),
      .help = N_("Take back what was picked by mistake."),
      .key = "b",
      .from = UNFINISHED | IN(FULFILLMENT_PICKED),
      .to = FULFILLMENT_PICKING,
      .inputs = put_back_inputs,
      .apply = fulfillment_step_put_back },
    { .name = "short",
      .label = N_("Short"),
      .help = N_("Say that an item is not there, or damaged; the order waits for it."),
      .key = "m",
      .from = UNFINISHED,
      .to = FULFILLMENT_PICKING,
      .inputs = short_inputs,
      .apply = fulfillment_step_short },
    { .name = "leave",
      .label = N_("Leave out"),
      .help = N_("Take so much off the list: it stays promised, and goes with the next pick."),
      .key = "e",
      .from = UNFINISHED,
      .to = ACTION_KEEPS_STATE,
      .inputs = put_back_inputs,
      .apply = fulfillment_step_leave },
    { .name = "finish",
      .label = N_("Picked"),
      .help = N_("All of it is picked: on to the packing table."),
      .key = "f",
      .from = UNFINISHED,
      .to = FULFILLMENT_PICKED,
      .blocked_by = BLOCK_PICK,
      .guard = fulfillment_may_finish },
    { .name = "box",
      .label = N_("Next package"),
      .help = N_("Begin a package: what is put in from here on goes into it."),
      .key = "n",
      .from = UNFINISHED | IN(FULFILLMENT_PICKED),
      .to = FULFILLMENT_PICKED,
      .blocked_by = BLOCK_PICK,
      .guard = fulfillment_may_finish,
      .apply = fulfillment_step_box },
    { .name = "put_in",
      .label = N_("Put in"),
      .help = N_("Put picked goods into the package that was begun last."),
      .key = "i",
      .from = UNFINISHED | IN(FULFILLMENT_PICKED),
      .to = FULFILLMENT_PICKED,
      .blocked_by = BLOCK_PICK,
      .inputs = put_in_inputs,
      .guard = fulfillment_may_finish,
      .apply = fulfillment_step_put_in },
    { .name = "take_out",
      .label = N_("Empty the last package"),
      .help = N_("Take the package that was begun last apart again."),
      .key = "o",
      .from = IN(FULFILLMENT_PICKED),
      .to = ACTION_KEEPS_STATE,
      .apply = fulfillment_step_take_out },
    { .name = "measure",
      .label = N_("Weight and number"),
      .help = N_("Note weight, size or tracking number of a package."),
      .key = "w",
      .from = IN(FULFILLMENT_PICKED) | IN(FULFILLMENT_PACKED) | IN(FULFILLMENT_SHIPPED),
      .to = ACTION_KEEPS_STATE,
      .inputs = measure_inputs,
      .apply = fulfillment_step_measure },
    { .name = "pack",
      .label = N_("Pack"),
      .help = N_("Note packages and weight; without more, all goes into one."),
      .key = "k",
      .from = UNFINISHED | IN(FULFILLMENT_PICKED) | IN(FULFILLMENT_PACKED),
      .to = FULFILLMENT_PACKED,
      .inputs = pack_inputs,
      .guard = fulfillment_may_finish,
      .apply = fulfillment_step_pack },
    { .name = "unpack",
      .label = N_("Unpack"),
      .help = N_("Back to the packing table."),
      .key = "u",
      .from = IN(FULFILLMENT_PACKED),
      .to = FULFILLMENT_PICKED,
      .apply = repack },
    { .name = "ship",
      .label = N_("Ship"),
      .help = N_("The goods leave: stock goes down, the order knows."),
      .key = "h",
      .from = IN(FULFILLMENT_PACKED),
      .to = FULFILLMENT_SHIPPED,
      .blocked_by = BLOCK_SHIP,
      .inputs = ship_inputs,
      .guard = may_ship,
      .apply = fulfillment_step_ship },
    { .name = "unship",
      .label = N_("Take back"),
      .help = N_("It did not leave after all; possible on the same day, before the hand-over."),
      .key = "t",
      .from = IN(FULFILLMENT_SHIPPED),
      .to = FULFILLMENT_PACKED,
      .apply = fulfillment_step_unship },
    { .name = "cancel",
      .label = N_("Cancel"),
      .help = N_("Stop the work; goods go back to their places and stay promised to the order."),
      .key = "x",
      .from = UNSHIPPED | IN(FULFILLMENT_READY),
      .to = FULFILLMENT_CANCELED,
      .inputs = cancel_inputs,
      .apply = cancel },
    { .name = "ready",
      .label = N_("Ready to be collected"),
      .help = N_("It is packed and at the counter: the customer gets a code and is told."),
      .key = "r",
      .from = IN(FULFILLMENT_PACKED),
      .to = FULFILLMENT_READY,
      .blocked_by = BLOCK_SHIP,
      .guard = fulfillment_may_be_ready,
      .apply = fulfillment_step_ready },
    { .name = "unready",
      .label = N_("Not ready after all"),
      .help = N_("Back to the packed ones; the code does not hold any more."),
      .key = "u",
      .from = IN(FULFILLMENT_READY),
      .to = FULFILLMENT_PACKED,
      .apply = fulfillment_step_unready },
    { .name = "collect",
      .label = N_("Hand over"),
      .help = N_("The customer says the code, or shows who it is, and takes the goods along."),
      .key = "c",
      .from = IN(FULFILLMENT_READY),
      .to = FULFILLMENT_COLLECTED,
      .blocked_by = BLOCK_SHIP,
      .inputs = collect_inputs,
      .apply = fulfillment_step_collect },
    { .name = "uncollect",
      .label = N_("Not handed over"),
      .help = N_("It is still at the counter after all; possible on the same day."),
      .key = "t",
      .from = IN(FULFILLMENT_COLLECTED),
      .to = FULFILLMENT_READY,
      .apply = fulfillment_step_uncollect },
    { .name = "no_show",
      .label = N_("Nobody came"),
      .help = N_("The goods go back to their places and stay promised to the order."),
      .key = "n",
      .from = IN(FULFILLMENT_READY),
      .to = FULFILLMENT_CANCELED,
      .apply = fulfillment_step_no_show },
    { .name = "put_away",
      .label = N_("Put away"),
      .help = N_("What was not collected is back at its places."),
      .key = "a",
      .from = IN(FULFILLMENT_CANCELED),
      .to = ACTION_KEEPS_STATE,
      .guard = fulfillment_may_put_away,
      .apply = fulfillment_step_put_away },
    { 0 },
};
