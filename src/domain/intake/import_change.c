/*
 * An order that comes in again with other content: what the file says otherwise becomes a change
 * that a clerk applies or drops. The record's digest is remembered with it, so that the same
 * content proposes nothing twice, whatever became of the first.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/flow/change.h"
#include "domain/intake/import_order.h"
#include "domain/order/order.h"
#include "domain/order/order_rules.h"

bool import_order_known(struct import_job *job, const struct import_record *r, struct order **out,
                        struct err *err)
{
    const struct import_known known = r->known;

    *out = NULL;
    if (!known.is_known)
        return true;
    if (!order_load(job->desk, (struct order_id){ known.record_id }, job->work, out, err))
        return false;
    if (known.batch != job->batch && !id_set_has(job->met, r->id))
        return true;
    return err_field(err, ERR_STATE, "order",
                     _("Order %s came in before with other content, as %s, and stays as it is. "
                       "The rows of one order must follow each other."),
                     r->id, (*out)->number);
}

/* --- lines ----------------------------------------------------------------------------------- */

struct diff {
    struct import_job *job;
    const struct order *old;
    const struct order *now;
    struct order_change *change;
    bool *is_matched; /* by index of the old lines */
    int last_line_no;
    bool says_terms; /* else those of now are its customer's, which the file does not ask for */
};

static const char *plain(const char *text)
{
    return text ? text : "";
}

static const char *if_other(const char *old, const char *now)
{
    return strcmp(plain(old), plain(now)) == 0 ? NULL : plain(now);
}

/* What the file says nothing of stays. */
static const char *if_said(const struct diff *d, int field, const char *old, const char *now)
{
    return map_has(&d->job->map, field) ? if_other(old, now) : NULL;
}

static bool is_gone(const struct order_line *l)
{
    return l->kind == LINE_COMMENT || (l->ordered.milli > 0 && line_billed(l).milli == 0);
}

static bool is_same_thing(const struct order_line *a, const struct order_line *b)
{
    return a->item.v == b->item.v && (a->item.v != 0 || strcmp(a->sku, b->sku) == 0);
}

/* The first old line of the same thing that has no partner yet. */
static const struct order_line *match(struct diff *d, const struct order_line *now)
{
    for (int i = 0; i < d->old->line_count; i++) {
        if (d->is_matched[i] || is_gone(&d->old->lines[i]) ||
            !is_same_thing(&d->old->lines[i], now))
            continue;
        d->is_matched[i] = true;
        return &d->old->lines[i];
    }
    return NULL;
}

static struct change_line *touch(struct diff *d, int line_no)
{
    struct change_line *c = vec_push(d->job->work, &d->change->lines);

    c->line_no = line_no;
    return c;
}

static void take_amounts(struct change_line *c, const struct order_line *l)
{
    c->in.has_price = c->in.has_disc = c->has_disc_minor = true;
    c->in.price = l->unit_price;
    c->in.disc = l->disc;
    c->disc_minor = l->disc_minor;
    c->description = l->description;
}

static void add_line(struct diff *d, const struct order_line *now)
{
    struct change_line *c = touch(d, ++d->last_line_no);

    c->is_new = c->has_qty = true;
    c->in.item = now->item;
    c->sku = now->item.v ? NULL : now->sku;
    c->in.qty = now->ordered;
    take_amounts(c, now);
}

static bool has_other_amounts(const struct order_line *a, const struct order_line *b)
{
    return a->unit_price.v != b->unit_price.v || a->disc.ppm != b->disc.ppm ||
           a->disc_minor != b->disc_minor;
}

/* A part that was canceled here is no difference: the channel need not know of it. */
static void compare_line(struct diff *d, const struct order_line *old, const struct order_line *now)
{
    bool has_qty =
        now->ordered.milli != old->ordered.milli && now->ordered.milli != line_billed(old).milli;
    bool has_words = if_said(d, F_DESCRIPTION, old->description, now->description) != NULL;
    struct change_line *c;

    if (!has_qty && !has_words && !has_other_amounts(old, now))
        return;
    c = touch(d, old->line_no);
    c->has_qty = has_qty;
    c->in.qty = now->ordered;
    if (has_other_amounts(old, now))
        take_amounts(c, now);
    c->description = has_words ? now->description : NULL;
}

static void compare_lines(struct diff *d)
{
    for (int i = 0; i < d->old->line_count; i++)
        if (d->old->lines[i].line_no > d->last_line_no)
            d->last_line_no = d->old->lines[i].line_no;
    for (int i = 0; i < d->now->line_count; i++) {
        const struct order_line *old = match(d, &d->now->lines[i]);

        if (old)
            compare_line(d, old, &d->now->lines[i]);
        else
            add_line(d, &d->now->lines[i]);
    }
    for (int i = 0; i < d->old->line_count; i++)
        if (!d->is_matched[i] && !is_gone(&d->old->lines[i]))
            touch(d, d->old->lines[i].line_no)->is_cut = true;
}

/* --- the header ------------------------------------------------------------------------------ */

static void compare_place(struct diff *d)
{
    const struct order *a = d->old, *b = d->now;
    const struct {
        int field;
        const char *old, *now;
    } parts[PLACE_FIELDS] = {
        [PLACE_NAME] = { F_SHIP_NAME, a->ship_name, b->ship_name },
        [PLACE_LINE1] = { F_SHIP_ADDRESS, a->ship_line1, b->ship_line1 },
        [PLACE_LINE2] = { F_SHIP_ADDRESS2, a->ship_line2, b->ship_line2 },
        [PLACE_CITY] = { F_SHIP_CITY, a->ship_city, b->ship_city },
        [PLACE_REGION] = { F_SHIP_REGION, a->ship_region, b->ship_region },
        [PLACE_POSTCODE] = { F_SHIP_POSTCODE, a->ship_postcode, b->ship_postcode },
        [PLACE_COUNTRY] = { F_SHIP_COUNTRY, a->ship_country, b->ship_country },
    };
    bool is_other = false;

    for (int i = 0; i < PLACE_FIELDS; i++)
        is_other = is_other || if_said(d, parts[i].field, parts[i].old, parts[i].now);
    if (!is_other)
        return;
    for (int i = 0; i < PLACE_FIELDS; i++) {
        const char *now = if_said(d, parts[i].field, parts[i].old, parts[i].now);

        d->change->channel.place[i] = now ? now : plain(parts[i].old);
    }
    d->change->header.has_ship_address = true;
    d->change->header.ship_address = b->ship_address;
}

static void compare_money(struct diff *d)
{
    const struct import_map *m = &d->job->map;
    const struct order *a = d->old, *b = d->now;
    struct change_channel *c = &d->change->channel;
    bool has_tax = map_has(m, F_TAX), has_disc = map_has(m, F_ORDER_DISCOUNT);
    bool has_disc_minor = map_has(m, F_ORDER_DISCOUNT_AMOUNT) || map_has(m, F_TOTAL);

    c->tax_minor = has_tax ? b->tax_minor : a->tax_minor;
    c->is_tax_incl = has_tax ? b->is_tax_incl : a->is_tax_incl;
    c->disc = has_disc ? b->disc : a->disc;
    c->disc_minor = has_disc_minor ? b->disc_minor : a->disc_minor;
    c->has_money = a->tax_minor != c->tax_minor || a->is_tax_incl != c->is_tax_incl ||
                   a->disc.ppm != c->disc.ppm || a->disc_minor != c->disc_minor;
}

static void compare_header(struct diff *d)
{
    const struct order *a = d->old, *b = d->now;
    struct change_header *h = &d->change->header;

    h->customer_po = if_said(d, F_PO, a->customer_po, b->customer_po);
    h->ship_method = if_said(d, F_SHIP_METHOD, a->ship_method, b->ship_method);
    h->terms = d->says_terms ? if_other(a->terms_code, b->terms_code) : NULL;
    h->note = if_said(d, F_NOTE, a->note, b->note);
    h->has_requested = map_has(&d->job->map, F_REQUESTED) &&
                       (date_is_set(a->requested) != date_is_set(b->requested) ||
                        (date_is_set(b->requested) && date_cmp(a->requested, b->requested) != 0));
    h->requested = b->requested;
    compare_place(d);
    compare_money(d);
}

/* One that was canceled there needs no other word. */
static void compare(struct diff *d)
{
    struct change_channel *c = &d->change->channel;

    if (d->now->status == ORDER_CANCELED) {
        c->course = CHANGE_IS_CANCELED;
        return;
    }
    compare_header(d);
    compare_lines(d);
    if (d->now->status != ORDER_CLOSED)
        return;
    c->course = CHANGE_IS_SHIPPED;
    c->shipped = stamp_to_date(d->now->ended);
}

/* What no change of an order can be: then the person must look at both. */
static bool is_same_order(const struct import_job *job, const struct import_record *r,
                          const struct order *old, const struct order *now, struct err *err)
{
    bool has_customer = job->map.column[F_CUSTOMER] >= 0; /* else a constant says it of all */

    if (has_customer && old->customer.v != now->customer.v)
        return err_field(err, ERR_STATE, "order",
                         _("Order %s came in before, as %s, with another customer. Nothing was "
                           "changed."),
                         r->id, old->number);
    if (strcmp(old->currency, now->currency) != 0)
        return err_field(err, ERR_STATE, "order",
                         _("Order %s came in before, as %s, with another currency. Nothing was "
                           "changed."),
                         r->id, old->number);
    if (old->fx.e9 != now->fx.e9)
        return err_field(err, ERR_STATE, "order",
                         _("Order %s came in before, as %s, with another exchange rate. Nothing "
                           "was changed."),
                         r->id, old->number);
    return true;
}

/* A change that is refused is told with the number that the order has here. */
static bool refuse(const struct import_record *r, const struct order *old, struct err *err)
{
    if (err->code == ERR_STATE && old->status != ORDER_CONFIRMED)
        return err_field(err, ERR_STATE, "order",
                         _("Order %s came in before with other content, as %s, which is %s: it "
                           "stays as it is."),
                         r->id, old->number, order_shown_words(old->shown));
    return false;
}

bool import_order_again(struct import_job *job, struct tx *tx, struct import_record *r,
                        const struct order *old, struct order *now, struct err *err)
{
    struct order_change change = { .order = old->id, .base_version = old->version };
    struct diff d = { .job = job, .old = old, .now = now, .change = &change };

    if (!is_same_order(job, r, old, now, err))
        return false;
    if (!change_proposal_is_possible(job->desk, old, job->work, err))
        return refuse(r, old, err);
    r->is_writing = true;
    if (!import_make_items(job, tx, now, err))
        return false;
    d.is_matched = arena_array(job->work, old->line_count + 1, bool);
    d.says_terms = *map_text(&job->map, r->rows, F_TERMS, job->work) != '\0';
    compare(&d);
    change.batch = job->batch;
    id_set_add(job->met, r->id);
    r->outcome = change_is_empty(&change) ? IMPORT_SAME : IMPORT_PROPOSED;
    return change_propose_in(tx, job->desk, &change, old, err) &&
           import_remember(job, tx, r, old->id.v, err);
}
