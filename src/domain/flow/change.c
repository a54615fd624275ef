/*
 * Change sets: typing them, looking at what they would do, applying, dropping. What a change does
 * to an order is in change_apply.c.
 */
#include "domain/flow/change_parts.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "store/tx.h"

/* --- in memory -------------------------------------------------------------------------------- */

struct change_line *change_line_at(const struct order_change *change, int line_no)
{
    for (int i = 0; i < change->lines.n; i++)
        if (change->lines.v[i].line_no == line_no)
            return &change->lines.v[i];
    return NULL;
}

static bool line_is_empty(const struct change_line *l)
{
    return !l->is_new && !l->is_cut && !l->has_qty && !l->in.has_price && !l->in.is_unlock &&
           !l->in.has_disc && !l->in.has_site && !l->in.has_requested && !l->description &&
           !l->has_disc_minor && !l->in.has_over && !l->in.has_under && !l->in.has_whole;
}

bool change_is_empty(const struct order_change *change)
{
    const struct change_header *h = &change->header;
    const struct change_channel *c = &change->channel;

    for (int i = 0; i < change->lines.n; i++)
        if (!line_is_empty(&change->lines.v[i]))
            return false;
    return !h->has_pickup && !h->has_requested && !h->has_ship_address && !h->has_disc &&
           !h->has_disc_minor &&
           !h->has_latest_ship && !h->ship_policy && !h->has_partial_after &&
           !h->has_cancel_backorders &&
           !h->has_priority &&
           !h->customer_po && !h->ship_method && !h->note && !h->terms &&
           !c->place[PLACE_NAME] &&
           !c->has_money && c->course == CHANGE_GOES_ON;
}

static int last_line_no(const struct order_change *change, const struct order *order)
{
    int last = 0;

    for (int i = 0; i < order->line_count; i++)
        last = order->lines[i].line_no > last ? order->lines[i].line_no : last;
    for (int i = 0; i < change->lines.n; i++)
        last = change->lines.v[i].line_no > last ? change->lines.v[i].line_no : last;
    return last;
}

static struct change_line *put_line(struct order_change *change, const struct order *order,
                                    const struct change_line *line, struct arena *arena)
{
    struct change_line *to = line->line_no ? change_line_at(change, line->line_no) : NULL;

    if (!to) {
        int line_no = line->line_no ? line->line_no : last_line_no(change, order) + 1;

        to = vec_push(arena, &change->lines);
        *to = *line;
        to->line_no = line_no;
        to->is_new = line->line_no == 0;
        to->has_qty = to->has_qty || (to->is_new && !to->in.comment);
        return to;
    }
    to->is_cut = line->is_cut;
    if (to->is_new && (line->in.comment || line->in.item.v != to->in.item.v) &&
        (line->in.comment || line->in.item.v)) {
        to->in = line->in;
        return to;
    }
    if (line->has_qty) {
        to->has_qty = true;
        to->in.qty = line->in.qty;
        to->in.has_unit = line->in.has_unit;
        to->in.unit = line->in.unit;
        to->in.unit_qty = line->in.unit_qty;
    }
    if (line->in.has_requested) {
        to->in.has_requested = true;
        to->in.requested = line->in.requested;
    }
    if (line->in.has_price || line->in.is_unlock) {
        to->in.has_price = line->in.has_price;
        to->in.price = line->in.price;
        to->in.price_reason = line->in.price_reason;
        to->in.is_unlock = line->in.is_unlock;
    }
    if (line->in.has_disc) {
        to->in.has_disc = true;
        to->in.disc = line->in.disc;
    }
    if (line->in.has_site) {
        to->in.has_site = true;
        to->in.site = line->in.site;
    }
    line_input_merge_ways(&to->in, &line->in);
    return to;
}

void change_put_line(struct order_change *change, const struct order *order,
                     const struct change_line *line, struct arena *arena)
{
    struct change_line *to = put_line(change, order, line, arena);
    const struct order_line *l = order_line_at(order, to->line_no);

    if (to->is_new || !l)
        return;
    if (to->has_qty && to->in.qty.milli == line_billed(l).milli)
        to->has_qty = to->in.has_unit = false; /* as it is */
    if (line_is_empty(to))
        change_forget_line(change, to->line_no);
}

void change_forget_line(struct order_change *change, int line_no)
{
    bool was_new = false;
    int kept = 0;

    for (int i = 0; i < change->lines.n; i++)
        if (change->lines.v[i].line_no == line_no)
            was_new = change->lines.v[i].is_new;
        else
            change->lines.v[kept++] = change->lines.v[i];
    change->lines.n = kept;
    for (int i = 0; was_new && i < kept; i++)
        if (change->lines.v[i].is_new && change->lines.v[i].line_no > line_no)
            change->lines.v[i].line_no--;
}

/* --- saving ----------------------------------------------------------------------------------- */

bool order_may_change(const void *record, struct err *err)
{
    const struct order *o = record;
    OD_ARENA *tmp = arena_new();

    if (o->status == ORDER_DRAFT)
        return err_set(err, ERR_STATE, _("%s is a draft: it is edited as it stands."),
                       order_title(o, tmp));
    if (o->status != ORDER_SUBMITTED && o->status != ORDER_CONFIRMED)
        return err_set(err, ERR_STATE, _("%s is %s and cannot be changed any more."),
                       order_title(o, tmp), order_shown_words(o->shown));
    if (o->is_history)
        return err_set(err, ERR_STATE, _("Order %s was imported as it was and stays so."),
                       o->number);
    return true;
}

bool change_is_possible(const struct order_change *change, const struct order *order,
                        struct err *err)
{
    return change && change->batch ? change_may_be_proposed(order, err)
                                   : order_may_change(order, err);
}

static bool open_elsewhere(struct desk *desk, struct order_id id, struct arena *arena,
                           struct order_change **open, struct err *err)
{
    if (!change_find(desk, id, arena, open, err))
        return false;
    if (!*open)
        return true;
    return err_set(err, ERR_STATE,
                   _("%s has left a change of this order open since %s. Apply that one or drop it"
                     " first."),
                   (*open)->opened_by, text_stamp(desk, arena, (*open)->opened));
}

static bool load_changeable(struct desk *desk, const struct order_change *change,
                            struct arena *arena, struct order **out, struct err *err)
{
    return order_load(desk, change->order, arena, out, err) &&
           change_is_possible(change, *out, err);
}

static bool drop_in(struct tx *tx, struct desk *desk, const struct order_change *change,
                    struct err *err)
{
    struct event_note note = { .kind = "order.change_drop" };
    bool was_open;

    return change_end(tx, desk, change, CHANGE_DROPPED, &was_open, err) &&
           order_forget_typing(tx, change->order, err) &&
           (!was_open || event_add_order(tx, desk, change->order, &note, err));
}

bool change_save(struct desk *desk, struct order_change *change, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    bool is_new = change->id == 0;
    struct order_change *open;
    struct order *o;

    if (is_new && change_is_empty(change))
        return true;
    if (change->batch)
        return err_set(err, ERR_STATE,
                       _("What a channel proposes is applied or dropped as it is."));
    if (!desk_begin(desk, "order.change", &tx, err) ||
        !load_changeable(desk, change, tmp, &o, err))
        return false;
    if (change_is_empty(change)) {
        if (!drop_in(&tx, desk, change, err) || !tx_commit(&tx, err))
            return false;
        change->id = 0;
        return true;
    }
    if (is_new && !open_elsewhere(desk, change->order, tmp, &open, err))
        return false;
    if (is_new && change->base_version == 0)
        change->base_version = o->version;
    if (!(is_new ? change_insert(&tx, desk, change, CHANGE_OPEN, err)
                 : change_write(&tx, change, err)) ||
        !tx_commit(&tx, err)) {
        change->id = is_new ? 0 : change->id;
        return false;
    }
    return true;
}

bool change_drop(struct desk *desk, struct order_id order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct order_change *change;

    if (!desk_begin(desk, "order.change", &tx, err) || !change_find(desk, order, tmp, &change, err))
        return false;
    if (!change)
        return err_set(err, ERR_NOT_FOUND, _("No change of this order is open."));
    return drop_in(&tx, desk, change, err) && tx_commit(&tx, err);
}

bool change_rebase(struct desk *desk, struct order_change *change, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    int64_t was = change->base_version;
    struct order *o;

    if (!desk_begin(desk, "order.change", &tx, err) ||
        !load_changeable(desk, change, tmp, &o, err))
        return false;
    change->base_version = o->version;
    if ((change->id == 0 || change_write(&tx, change, err)) && tx_commit(&tx, err))
        return true;
    change->base_version = was;
    return false;
}

/* --- looking and applying --------------------------------------------------------------------- */

/* Holds of the order after the change that were not there before, each with why. */
static const char *new_holds(const struct order *before, const struct order *after,
                             struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 2000);
    for (int i = 0; i < after->hold_count; i++) {
        const struct order_hold *h = &after->holds[i];
        bool is_old = false;

        for (int j = 0; j < before->hold_count; j++)
            is_old = is_old || before->holds[j].id == h->id;
        if (!is_old)
            strbuf_addf(&b, "%s%s: %s", b.len > 0 ? "; " : "", hold_kind_words(h->kind), h->note);
    }
    return b.s;
}

/* Both orders, and the change done to the second in the open transaction. */
static bool try_change(struct action_run *run, const struct order_change *change,
                       struct arena *arena, struct order **after, struct change_preview *out,
                       struct err *err)
{
    struct order *before;

    if (!order_load(run->desk, change->order, arena, &before, err) ||
        !order_load(run->desk, change->order, arena, after, err))
        return false;
    out->before = before;
    out->is_stale = change->base_version != 0 && change->base_version != before->version;
    return change_is_possible(change, before, err) &&
           change_run(run, change, before, *after, &out->refused_line, err);
}

static void tell(const struct order *after, struct arena *arena, struct change_preview *out)
{
    out->after = after;
    out->refusal = out->field = "";
    out->refused_line = 0;
    order_compare(out->before, after, arena, &out->diffs);
    out->holds = new_holds(out->before, after, arena);
}

static bool is_rule(enum err_code code)
{
    return code == ERR_INVALID || code == ERR_LIMIT || code == ERR_STATE || code == ERR_DENIED ||
           code == ERR_NOT_FOUND;
}

bool change_preview(struct desk *desk, const struct order_change *change, struct arena *arena,
                    struct change_preview *out, struct err *err)
{
    OD_TX tx = { 0 }; /* never committed */
    struct action_run run = { .desk = desk, .tx = &tx, .arena = arena };
    struct change_preview p = { .refusal = "", .field = "", .holds = "" };
    struct err why = ERR_INIT;
    struct order *after = NULL;

    if (!desk_begin(desk, "order.change", &tx, err))
        return false;
    if (try_change(&run, change, arena, &after, &p, &why)) {
        tell(after, arena, &p);
        *out = p;
        return true;
    }
    if (!is_rule(why.code) || !p.before) {
        if (err)
            *err = why;
        return false;
    }
    p.after = p.before;
    p.code = why.code;
    p.refusal = arena_strdup(arena, why.text);
    p.field = arena_strdup(arena, why.field);
    *out = p;
    return true;
}

static bool refuse_stale(const struct order_change *change, const struct order *o, struct err *err)
{
    if (change->base_version == 0 || change->base_version == o->version)
        return true;
    return err_set(err, ERR_CONFLICT,
                   _("Order %s was changed by someone else since this change was begun. Look at it,"
                     " then apply again."),
                   o->number);
}

static bool record_applied(struct action_run *run, struct order_change *change, struct err *err)
{
    bool was_open;

    if (!order_forget_typing(run->tx, change->order, err))
        return false;
    if (change->id == 0)
        return change_insert(run->tx, run->desk, change, CHANGE_APPLIED, err);
    if (!change_write(run->tx, change, err) ||
        !change_end(run->tx, run->desk, change, CHANGE_APPLIED, &was_open, err))
        return false;
    return was_open || err_set(err, ERR_STATE, _("This change was applied or dropped meanwhile."));
}

/* Whatever stands in memory: what was proposed is what is applied. */
static bool as_proposed(struct action_run *run, struct order_change *change, struct arena *arena,
                        struct err *err)
{
    struct order_change *open;

    if (!change_find(run->desk, change->order, arena, &open, err))
        return false;
    if (!open || open->id != change->id)
        return err_set(err, ERR_STATE, _("This change was applied or dropped meanwhile."));
    open->reason = change->reason;
    *change = *open;
    return true;
}

static bool apply_in(struct action_run *run, struct order_change *change, struct arena *arena,
                     struct order **after, struct change_preview *out, struct err *err)
{
    struct order_change *open;
    struct order *now;

    if (!order_load(run->desk, change->order, run->arena, &now, err) ||
        !change_is_possible(change, now, err) || !refuse_stale(change, now, err))
        return false;
    if (change->batch && !as_proposed(run, change, arena, err))
        return false;
    if (change->id == 0 && !open_elsewhere(run->desk, change->order, run->arena, &open, err))
        return false;
    if (change_is_empty(change))
        return err_set(err, ERR_STATE, _("Nothing is changed yet."));
    if (change->base_version == 0)
        change->base_version = now->version;
    return try_change(run, change, arena, after, out, err) && record_applied(run, change, err);
}

bool change_apply_in(struct action_run *run, struct order_change *change, struct err *err)
{
    struct change_preview p = { .refusal = "", .field = "", .holds = "" };
    struct order *after = NULL;

    return apply_in(run, change, run->arena, &after, &p, err);
}

bool change_apply(struct desk *desk, struct order_change *change, struct arena *arena,
                  struct change_preview *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };
    struct change_preview p = { .refusal = "", .field = "", .holds = "" };
    struct order *after = NULL;
    int64_t id = change->id;

    if (!desk_begin(desk, "order.change", &tx, err))
        return false;
    if (change->reason.v == 0 && !reason_find(desk, "change", "customer", &change->reason, NULL))
        change->reason.v = 0; /* the firm has other reasons */
    run.reason = change->reason;
    if (!apply_in(&run, change, arena, &after, &p, err) || !tx_commit(&tx, err)) {
        change->id = id;
        out->refused_line = p.refused_line;
        return false;
    }
    tell(after, arena, &p);
    *out = p;
    return true;
}
