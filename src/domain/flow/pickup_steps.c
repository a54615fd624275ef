/*
 * Guards and effects of an order that is collected (DOMAIN sections 4 and 15): ready, handed over,
 * nobody came, and back. Ready is said only of what is packed; delivered only of what was handed
 * over.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/secret.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/pickup.h"
#include "domain/flow/put_away.h"
#include "domain/flow/shipment_parts.h"
#include "domain/order/ship_policy.h"

#define CODE_TRIES 50

bool fulfillment_may_be_ready(const void *record, struct err *err)
{
    const struct fulfillment *f = record;

    if (f->kind != FULFILLMENT_PICKUP)
        return err_set(err, ERR_STATE, _("%s is sent to the customer, not collected."), f->number);
    return fulfillment_may_leave(f, err) && ship_policy_allows(f->order, err);
}

/* Five digits by chance and a check digit: short to say, and a slip of the tongue is noticed. */
static bool new_code(struct action_run *run, const char **out, struct err *err)
{
    bool is_free = false;
    uint32_t chance;
    char digits[8];

    for (int i = 0; i < CODE_TRIES && !is_free; i++) {
        random_bytes(&chance, sizeof chance);
        (void)snprintf(digits, sizeof digits, "%05u", (unsigned)(chance % 100000));
        *out = arena_printf(run->arena, "%s%c", digits, check_digit(digits));
        if (!pickup_code_is_free(run->desk, *out, &is_free, err))
            return false;
    }
    return is_free || err_set(err, ERR_LIMIT, _("Too much waits to be collected."));
}

bool fulfillment_step_ready(struct action_run *run, void *record,
                            const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;
    struct outbox_job job = { .topic = OUTBOX_PICKUP_READY,
                              .record_kind = "fulfillment",
                              .record_id = f->id,
                              .order = f->order->id };
    int64_t days;

    (void)values;
    if (!setting_get_int(run->desk, "pickup.days", &days, err) ||
        !new_code(run, &f->pickup_code, err))
        return false;
    f->pickup_until = date_add_days(desk_today(run->desk), (int)days);
    return outbox_add(run->tx, run->desk, &job, err);
}

bool fulfillment_step_unready(struct action_run *run, void *record,
                              const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;

    (void)run;
    (void)values;
    (void)err;
    f->pickup_code = "";
    f->pickup_until = (struct date){ 0 };
    return true;
}

static bool is_code_of(const struct fulfillment *f, const char *typed, struct err *err)
{
    char code[PICKUP_CODE_SIZE];

    if (!pickup_code_read(typed, code, err))
        return err_at(err, "code");
    return strcmp(code, f->pickup_code) == 0 ||
           err_field(err, ERR_INVALID, "code",
                     _("This is not the code of %s. Ask for it again, or look at a paper that"
                       " says who it is."),
                     f->number);
}

bool fulfillment_step_collect(struct action_run *run, void *record,
                              const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;
    const char *code = action_value(values, "code"), *id = action_value(values, "id");

    if (code == NULL && id == NULL)
        return err_field(err, ERR_INVALID, "code",
                         _("Type the code that the customer says, or who it is and what was"
                           " shown."));
    if (code != NULL && !is_code_of(f, code, err))
        return false;
    if (id != NULL && !text_line(id, "id", run->arena, &f->handed_to, err))
        return false;
    f->ended = desk_now(run->desk);
    return fulfillment_leave(run, f, values, err) &&
           pickup_shipment_add(run->tx, run->desk, f, err) &&
           order_step_job(run, f->order, OUTBOX_ORDER_SHIPPED, err);
}

bool fulfillment_step_uncollect(struct action_run *run, void *record,
                                const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;
    bool is_free = true;

    (void)values;
    f->ended = (struct stamp){ 0 };
    f->handed_to = "";
    if (!pickup_code_is_free(run->desk, f->pickup_code, &is_free, err) ||
        (!is_free && !new_code(run, &f->pickup_code, err)))
        return false;
    return pickup_shipment_void(run->tx, run->desk, f, err) && fulfillment_come_back(run, f, err);
}

bool fulfillment_goods_back(struct action_run *run, struct fulfillment *f, struct err *err)
{
    f->is_to_put_back = f->pickup_code[0] != '\0';
    f->pickup_code = "";
    return f->is_to_put_back || put_away_ask(run->tx, run->desk, f, err);
}

/* The allocation stays with the order: it may be picked again, or canceled. */
bool fulfillment_step_no_show(struct action_run *run, void *record,
                              const struct action_values *values, struct err *err)
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

bool fulfillment_may_put_away(const void *record, struct err *err)
{
    const struct fulfillment *f = record;

    return f->is_to_put_back ||
           err_set(err, ERR_STATE, _("Nothing of %s is to be put back."), f->number);
}

bool fulfillment_step_put_away(struct action_run *run, void *record,
                               const struct action_values *values, struct err *err)
{
    (void)run;
    (void)values;
    (void)err;
    ((struct fulfillment *)record)->is_to_put_back = false;
    return true;
}

bool pickup_count(struct action_run *run, struct fulfillment *f, struct err *err)
{
    bool is_hand_over = run->action->apply == fulfillment_step_collect ||
                        run->action->apply == fulfillment_step_uncollect;

    if (!is_hand_over)
        return true;
    /* Lines of which nothing is out are not counted. */
    for (int i = 0; i < f->order->line_count; i++)
        if (f->order->lines[i].shipped.milli == 0)
            f->order->lines[i].delivered = (struct qty){ 0 };
    return shipments_count(run->desk, f->order, err);
}
