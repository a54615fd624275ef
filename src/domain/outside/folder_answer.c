/*
 * The partner accepts or refuses an order, or what is to be sent of it. A refusal holds the order
 * until a person has cleared it up.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/flow/order_action.h"
#include "domain/outside/folder_parts.h"

struct answering {
    struct folder_run *run;
    struct folder_answer answer;
    struct order *order;
    const char *number; /* of what it is about */
};

static bool read_answer(const struct folder_row *row, bool *is_accepted, struct err *err)
{
    const char *text = row->v[FIELD_ANSWER];

    *is_accepted = strcmp(text, "accepted") == 0;
    if (!*is_accepted && strcmp(text, "refused") != 0)
        return err_field(err, ERR_INVALID, "answer",
                         _("The answer is accepted or refused, not \"%.40s\"."), text);
    return *is_accepted || row->v[FIELD_REASON][0] != '\0' ||
           err_field(err, ERR_INVALID, "reason", _("A refusal needs its reason."));
}

static bool find_order(struct answering *a, const char *number, struct err *err)
{
    struct order_id id;
    bool is_ours;

    if (!order_find(a->run->desk, number, &id, err))
        return false;
    if (id.v == 0)
        return err_set(err, ERR_NOT_FOUND, _("There is no order %.60s."), number);
    if (!order_load(a->run->desk, id, a->run->arena, &a->order, err) ||
        !folder_serves_order(a->run->desk, &a->run->way, a->order, a->run->arena, &is_ours, err))
        return false;
    a->answer.record_kind = "order";
    a->answer.record = id.v;
    a->number = a->order->number;
    return is_ours || err_set(err, ERR_STATE, _("Order %s is of no site of the partner."),
                              a->order->number);
}

static bool find(struct answering *a, const struct folder_row *row, struct err *err)
{
    struct fulfillment *f;

    if (row->v[FIELD_FULFILLMENT][0] == '\0')
        return find_order(a, row->v[FIELD_ORDER], err);
    if (!folder_fulfillment(a->run, row, &f, err))
        return false;
    a->answer.record_kind = "fulfillment";
    a->answer.record = f->id;
    a->order = f->order;
    a->number = f->number;
    return true;
}

static bool is_held(const struct order *o)
{
    for (int i = 0; i < o->hold_count; i++)
        if (o->holds[i].kind == HOLD_DATA)
            return true;
    return false;
}

/* One hold is enough; the timeline has each answer. */
static bool hold(struct answering *a, struct err *err)
{
    struct folder_run *run = a->run;
    const char *note = arena_printf(run->arena, _("The partner refuses %s: %s"), a->number,
                                    a->answer.reason);
    struct action_value value = { "note", note };
    const struct action_values values = { &value, 1 };

    return is_held(a->order) ||
           act_in(run->tx, run->desk, &order_document,
                  (struct record_at){ .id = a->order->id.v }, "hold_data", &values, err);
}

static bool tell(struct answering *a, struct err *err)
{
    struct folder_run *run = a->run;
    struct event_note note = { .kind = a->answer.is_accepted ? "folder.accepted"
                                                             : "folder.refused",
                               .fields = "partner" };

    note.after_json = event_json(
        run->arena, "partner",
        a->answer.reason[0] != '\0' ? arena_printf(run->arena, "%s: %s", a->number,
                                                   a->answer.reason)
                                    : a->number);
    return event_add_order(run->tx, run->desk, a->order->id, &note, err);
}

bool folder_answer_take(struct folder_run *run, struct folder_unit *unit, bool *is_same,
                        struct err *err)
{
    const struct folder_row *row = unit->rows[0];
    struct answering a = { .run = run, .answer = { .reason = row->v[FIELD_REASON] } };
    struct folder_answer before;
    bool found;

    if (!read_answer(row, &a.answer.is_accepted, err) || !find(&a, row, err) ||
        !folder_answer_load(run->desk, a.answer.record_kind, a.answer.record, run->arena, &found,
                            &before, err))
        return false;
    *is_same = found && before.is_accepted == a.answer.is_accepted &&
               strcmp(before.reason, a.answer.reason) == 0;
    if (*is_same)
        return true;
    return folder_answer_put(run->tx, run->desk, &a.answer, err) && tell(&a, err) &&
           (a.answer.is_accepted || hold(&a, err));
}
