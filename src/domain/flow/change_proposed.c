/*
 * What a channel proposes for an order that came from it: left for a clerk, then applied as it is.
 * Prices, tax and address are the channel's; the lists and rates of the desk have no say in them.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/item.h"
#include "domain/catalog/tax.h"
#include "domain/desk/event.h"
#include "domain/desk/outbox.h"
#include "domain/flow/change_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "store/tx.h"

#define FIELDS_BYTES 2000

/* --- leaving it ------------------------------------------------------------------------------- */

bool change_may_be_proposed(const struct order *o, struct err *err)
{
    OD_ARENA *tmp = arena_new();

    if (o->status != ORDER_CONFIRMED || !o->is_history)
        return err_set(err, ERR_STATE, _("%s is %s and cannot be changed any more."),
                       order_title(o, tmp), order_shown_words(o->shown));
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].picked.milli > 0 || o->lines[i].shipped.milli > 0)
            return err_set(err, ERR_STATE,
                           _("The warehouse has begun with order %s: it stays as it is."),
                           o->number);
    return true;
}

/* "line 1 line 3 ship_to money": what the timeline says of it. */
static const char *fields_of(const struct order_change *c, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, FIELDS_BYTES);
    for (int i = 0; i < c->lines.n; i++)
        strbuf_addf(&b, "line %d ", c->lines.v[i].line_no);
    strbuf_add(&b, c->channel.place[PLACE_NAME] ? "ship_to " : "");
    strbuf_add(&b, c->header.customer_po ? "customer_po " : "");
    strbuf_add(&b, c->header.ship_method ? "ship_method " : "");
    strbuf_add(&b, c->header.note ? "note " : "");
    strbuf_add(&b, c->header.terms ? "terms " : "");
    strbuf_add(&b, c->header.has_requested ? "requested " : "");
    strbuf_add(&b, c->channel.has_money ? "money " : "");
    strbuf_add(&b, c->channel.course != CHANGE_GOES_ON ? "status " : "");
    if (b.len > 0)
        b.s[b.len - 1] = '\0';
    return b.s;
}

static bool take_back(struct tx *tx, struct desk *desk, const struct order_change *open,
                      struct err *err)
{
    const struct event_note note = { .kind = "order.change_drop" };
    bool was_open;

    return change_end(tx, desk, open, CHANGE_DROPPED, &was_open, err) &&
           event_add_order(tx, desk, open->order, &note, err);
}

static bool find_replaced(struct desk *desk, const struct order *order, struct arena *arena,
                          struct order_change **open, struct err *err)
{
    if (!change_may_be_proposed(order, err) || !change_find(desk, order->id, arena, open, err))
        return false;
    if (!*open || (*open)->batch)
        return true;
    return err_set(err, ERR_STATE, _("%s has left a change of order %s open."), (*open)->opened_by,
                   order->number);
}

bool change_proposal_is_possible(struct desk *desk, const struct order *order, struct arena *arena,
                                 struct err *err)
{
    struct order_change *open;

    return find_replaced(desk, order, arena, &open, err);
}

bool change_propose_in(struct tx *tx, struct desk *desk, struct order_change *change,
                       const struct order *order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "order.change_propose" };
    struct order_change *open;

    if (!find_replaced(desk, order, tmp, &open, err))
        return false;
    if (open && !take_back(tx, desk, open, err))
        return false;
    if (change_is_empty(change))
        return true;
    note.fields = fields_of(change, tmp);
    return change_insert(tx, desk, change, CHANGE_OPEN, err) &&
           event_add_order(tx, desk, order->id, &note, err);
}

/* --- doing it --------------------------------------------------------------------------------- */

static void set_text(const char **at, const char *text)
{
    if (text)
        *at = text;
}

static bool apply_header(struct change_work *w, struct err *err)
{
    const struct change_header *h = &w->change->header;
    const struct change_channel *c = &w->change->channel;
    struct order *o = w->order;

    set_text(&o->customer_po, h->customer_po);
    set_text(&o->ship_method, h->ship_method);
    set_text(&o->note, h->note);
    if (h->has_requested)
        o->requested = h->requested;
    if (c->place[PLACE_NAME]) {
        o->ship_name = c->place[PLACE_NAME];
        set_text(&o->ship_line1, c->place[PLACE_LINE1]);
        set_text(&o->ship_line2, c->place[PLACE_LINE2]);
        set_text(&o->ship_city, c->place[PLACE_CITY]);
        set_text(&o->ship_region, c->place[PLACE_REGION]);
        set_text(&o->ship_postcode, c->place[PLACE_POSTCODE]);
        set_text(&o->ship_country, c->place[PLACE_COUNTRY]);
        o->ship_address = h->ship_address;
    }
    if (c->has_money) {
        o->is_tax_incl = c->is_tax_incl;
        o->disc = c->disc;
        o->disc_minor = c->disc_minor;
    }
    return h->terms == NULL || order_take_terms(w->run->desk, o, h->terms, err);
}

static void set_amounts(struct order_line *l, const struct change_line *c)
{
    if (c->has_qty)
        l->ordered.milli = c->in.qty.milli + l->canceled.milli;
    if (c->in.has_price)
        l->unit_price = c->in.price;
    if (c->in.has_disc)
        l->disc = c->in.disc;
    if (c->has_disc_minor)
        l->disc_minor = c->disc_minor;
    if (c->description)
        l->description = c->description;
}

/* The item of a code that was said only after the change was proposed; NULL: nobody knows yet. */
static bool find_mapped(struct change_work *w, const struct change_line *c, struct item **out,
                        struct err *err)
{
    int64_t step = QTY_PER_UNIT;

    if (!item_find(w->run->desk, c->sku ? c->sku : "", w->order->channel, w->order->arena, out,
                   err))
        return false;
    for (int i = 0; *out && i < (*out)->qty_decimals; i++)
        step /= 10;
    if (*out && ((*out)->kind == ITEM_CHARGE || c->in.qty.milli % step != 0))
        *out = NULL;
    return true;
}

static bool add_line(struct change_work *w, const struct change_line *c, struct err *err)
{
    struct order *o = w->order;
    struct order_line *lines, *l;
    struct item *item = NULL;

    if (c->in.item.v ? !item_load(w->run->desk, c->in.item, o->arena, &item, err)
                     : !find_mapped(w, c, &item, err))
        return false;
    lines = arena_array(o->arena, o->line_count + 1, struct order_line);
    if (o->line_count > 0)
        memcpy(lines, o->lines, (size_t)o->line_count * sizeof *lines);
    o->lines = lines;
    o->line_room = o->line_count + 1;
    l = &o->lines[o->line_count++];
    *l = (struct order_line){ .line_no = c->line_no,
                              .kind = LINE_STOCK,
                              .uom = "",
                              .site_code = "",
                              .price_source = PRICE_IMPORTED,
                              .is_price_locked = true,
                              .tax_category = TAX_STANDARD,
                              .is_item_active = true,
                              .unit = "",
                              .unit_qty = { QTY_PER_UNIT } };
    l->sku = item ? item->sku : c->sku ? c->sku : "";
    l->description = item ? item->description : l->sku;
    if (item) {
        l->kind = (enum line_kind)item->kind;
        l->item = item->id;
        l->uom = item->uom;
        l->tax_class_id = item->tax_class_id;
        l->qty_decimals = item->qty_decimals;
    }
    set_amounts(l, c);
    return true;
}

static bool apply_lines(struct change_work *w, struct err *err)
{
    for (int i = 0; i < w->change->lines.n; i++) {
        const struct change_line *c = &w->change->lines.v[i];
        struct order_line *l = order_line_at(w->order, c->line_no);

        w->line_no = c->line_no;
        if (c->is_new ? l != NULL : l == NULL)
            return err_field(err, ERR_STATE, "line",
                             _("The lines of order %s are others since. Drop the change and import"
                               " the order again."),
                             w->order->number);
        if (c->is_new ? !add_line(w, c, err) : c->is_cut && !change_cut_line(l, err))
            return false;
        if (!c->is_new && !c->is_cut)
            set_amounts(l, c);
    }
    w->line_no = 0;
    return true;
}

static bool is_course(const struct change_work *w, enum change_course course)
{
    return w->change->channel.course == course;
}

/* It left the house elsewhere: what was put aside here is free again. */
static bool close_shipped(struct change_work *w, struct err *err)
{
    struct order *o = w->order;
    struct date day = w->change->channel.shipped;

    for (int i = 0; i < o->line_count; i++) {
        struct order_line *l = &o->lines[i];

        if (!order_step_release(w->run, o, l, l->allocated, err))
            return false;
        if (l->kind != LINE_COMMENT)
            l->shipped = l->delivered = l->invoiced = line_billed(l);
    }
    while (o->hold_count > 0)
        if (!hold_release(w->run->tx, w->run->desk, o, o->holds[0].kind, w->run->reason, err))
            return false;
    o->status = ORDER_CLOSED;
    o->ended = date_is_set(day) ? date_begin(day) : desk_now(w->run->desk);
    return true;
}

static bool cancel_all(struct change_work *w, struct err *err)
{
    if (!order_step_cancel(w->run, w->order, err))
        return false;
    w->order->status = ORDER_CANCELED;
    return order_save(w->run->tx, w->run->desk, w->order, err) && change_note(w, err);
}

bool change_run_proposed(struct change_work *w, struct err *err)
{
    struct action_run *run = w->run;
    struct order *o = w->order;
    const struct change_channel *c = &w->change->channel;
    int64_t tax_minor = c->has_money ? c->tax_minor : o->tax_minor;

    if (is_course(w, CHANGE_IS_CANCELED))
        return cancel_all(w, err);
    if (!apply_header(w, err) || !apply_lines(w, err) || !change_something_is_left(o, err) ||
        !order_total_billed(o, tax_minor, o->arena, err) || !change_release_excess(w, err) ||
        !order_step_fetch_less(run, o, err) ||
        (is_course(w, CHANGE_IS_SHIPPED) && !close_shipped(w, err)) ||
        !order_hold_unmapped(run->tx, run->desk, o, NULL, err))
        return false;
    return order_save(run->tx, run->desk, o, err) && change_note(w, err) &&
           order_step_job(run, o, OUTBOX_ORDER_CHANGED, err);
}
