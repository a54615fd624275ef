/*
 * The header of a draft: customer, places, references, discount. Each field is checked here, with
 * its name in the error.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/ship_method.h"
#include "domain/desk/text.h"
#include "domain/order/charge.h"
#include "domain/order/draft.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "domain/order/ship_policy.h"
#include "domain/order/source.h"
#include "domain/party/customer.h"
#include "domain/party/terms.h"

static bool has_typed_prices(const struct order *order)
{
    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].is_price_locked)
            return true;
    return false;
}

static bool change_currency(struct desk *desk, struct order *order, const char *code,
                            const char *field, struct err *err)
{
    const struct currency *currency = currency_find(code);

    if (!currency)
        return err_field(err, ERR_INVALID, field,
                         _("\"%.20s\" is no currency. Give its three letters: EUR, USD, GBP."),
                         code);
    if (strcmp(order->currency, currency->code) == 0)
        return true;
    if (has_typed_prices(order))
        return err_field(err, ERR_STATE, field,
                         _("Lines have prices typed in %s. Take them out before the order changes"
                           " to %s."),
                         order->currency, currency->code);
    memcpy(order->currency, currency->code, sizeof order->currency);
    return order_take_rate(desk, order, err);
}

static void take_address(struct order *order, const struct customer *c, const struct address *a)
{
    order->ship_address = a->id;
    order->ship_name = a->name && a->name[0] ? a->name : c->name;
    order->ship_line1 = a->line1;
    order->ship_line2 = a->line2;
    order->ship_city = a->city;
    order->ship_region = a->region;
    order->ship_postcode = a->postcode;
    order->ship_country = a->country;
}

static void clear_address(struct order *order)
{
    order->ship_address.v = 0;
    order->ship_name = order->ship_line1 = order->ship_line2 = order->ship_city = "";
    order->ship_region = order->ship_postcode = order->ship_country = "";
}

static const struct address *usual_address(const struct customer *c)
{
    const struct address *first = c->address_count > 0 ? &c->addresses[0] : NULL;

    for (int i = 0; i < c->address_count; i++)
        if (c->addresses[i].id.v == c->ship_address.v)
            return &c->addresses[i];
    return first;
}

static void take_party(struct order *order, const struct customer *c)
{
    order->party = (struct order_party){
        .is_active = c->is_active,
        .is_po_required = c->is_po_required,
        .is_credit_held = c->is_credit_held,
        .has_credit_limit = c->has_credit_limit,
        .backorder_policy = c->backorder_policy,
        .credit_limit_minor = c->credit_limit_minor,
        .tax_zone_id = c->tax_zone_id,
        .price_list = c->price_list,
        .group_id = c->group_id,
        .is_best_price = c->is_best_price,
        .tolerance = c->tolerance,
        .tax_exempt_cert = c->tax_exempt_cert,
        .tax_exempt_until = c->tax_exempt_until,
    };
    memcpy(order->party.currency, c->currency, sizeof order->party.currency);
}

/* Are its prices meant with tax? The list it buys from says so, else the firm. */
static bool take_price_mode(struct desk *desk, struct order *order, struct err *err)
{
    int64_t list = order->party.price_list.v ? order->party.price_list.v : order->channel_list.v;
    struct price_lists lists;

    order->is_tax_incl = desk_company(desk)->is_tax_incl;
    if (list == 0)
        return true;
    if (!price_lists_load(desk, order->arena, &lists, err))
        return false;
    for (int i = 0; i < lists.n; i++)
        if (lists.v[i].id.v == list)
            order->is_tax_incl = lists.v[i].is_tax_incl;
    return true;
}

/* The usual way of whoever orders now; one that was chosen against the usual stays. */
static bool take_method(struct desk *desk, struct order *order, const char *usual_before,
                        struct err *err)
{
    if (order->ship_method[0] != '\0' && strcmp(order->ship_method, usual_before) != 0)
        return true;
    return order_usual_method(desk, order, order->arena, &order->ship_method, err);
}

void order_take_usual_address(struct order *order, const struct customer *c)
{
    const struct address *a = c ? usual_address(c) : NULL;

    if (a)
        take_address(order, c, a);
    else
        clear_address(order);
}

static bool take_customer(struct desk *desk, struct order *order, struct customer_id id,
                          struct err *err)
{
    struct customer *c;

    /* Chosen just before it was merged: it is the other now. */
    if (!customer_load(desk, id, order->arena, &c, err) ||
        (c->merged_into.v != 0 && !customer_load(desk, c->merged_into, order->arena, &c, err)))
        return err_at(err, "customer");
    if (!c->is_active)
        return err_field(err, ERR_STATE, "customer",
                         _("%s (%s) is not active. Choose another customer or reactivate it."),
                         c->name, c->code);
    if (!change_currency(desk, order, c->currency, "customer", err))
        return false;
    order->customer = c->id;
    order->customer_code = c->code;
    order->customer_name = c->name;
    order->contact.v = 0;
    order->bill_address = c->bill_address;
    order->payment_terms_id = c->payment_terms_id;
    order->pay_policy = c->terms_is_cash ? PAY_COD : PAY_TERMS;
    order->terms_code = c->terms_code;
    order->terms_name = c->terms_name;
    order->ship_policy = c->ship_policy;
    take_party(order, c);
    if (order->pickup.v == 0) {
        order_take_usual_address(order, c);
        if (c->site.v && !order_change_site(desk, order, c->site, err))
            return false;
    }
    return take_price_mode(desk, order, err);
}

static bool change_customer(struct desk *desk, struct order *order, struct customer_id id,
                            struct err *err)
{
    const char *usual = "";

    if (order->ship_method[0] != '\0' &&
        !order_usual_method(desk, order, order->arena, &usual, err))
        return false;
    return take_customer(desk, order, id, err) && take_method(desk, order, usual, err);
}

static bool change_address(struct desk *desk, struct order *order, struct address_id id,
                           struct err *err)
{
    struct address *a;
    struct customer *c;

    if (order->customer.v == 0)
        return err_field(err, ERR_STATE, "ship_to", _("Choose the customer first."));
    if (!address_load(desk, id, order->arena, &a, err))
        return err_at(err, "ship_to");
    if (a->customer.v != order->customer.v)
        return err_field(err, ERR_INVALID, "ship_to",
                         _("This address belongs to another customer."));
    if (!customer_load(desk, order->customer, order->arena, &c, err))
        return false;
    order->pickup.v = 0; /* it is sent after all */
    order->pickup_site = "";
    take_address(order, c, a);
    return true;
}

static bool change_contact(struct desk *desk, struct order *order, struct contact_id id,
                           struct err *err)
{
    struct customer *c;

    if (id.v == 0) {
        order->contact = id;
        return true;
    }
    if (order->customer.v == 0)
        return err_field(err, ERR_STATE, "contact", _("Choose the customer first."));
    if (!customer_load(desk, order->customer, order->arena, &c, err))
        return false;
    for (int i = 0; i < c->contact_count; i++)
        if (c->contacts[i].id.v == id.v) {
            order->contact = id;
            return true;
        }
    return err_field(err, ERR_INVALID, "contact", _("%s has no such contact."), c->name);
}

/* One that is none of the desk's, does not go there or leaves elsewhere is refused at once. */
static bool change_method(struct desk *desk, struct order *order, const char *typed,
                          struct err *err)
{
    return text_line(typed, "ship_method", order->arena, &order->ship_method, err) &&
           ship_method_settle(desk, order->ship_method, order->arena, &order->ship_method, err) &&
           (order->customer.v == 0 || order_may_send(desk, order, err));
}

static bool change_texts(struct desk *desk, struct order *order, const struct order_header *in,
                         struct err *err)
{
    if (in->customer_po &&
        !text_line(in->customer_po, "customer_po", order->arena, &order->customer_po, err))
        return false;
    if (in->ship_method && !change_method(desk, order, in->ship_method, err))
        return false;
    return !in->note || text_note(in->note, "note", order->arena, &order->note, err);
}

static bool change_discount(const struct order_header *in, struct order *order, struct err *err)
{
    if (in->disc) {
        if (in->disc->ppm < 0 || in->disc->ppm > PPM)
            return err_field(err, ERR_INVALID, "disc", _("A discount is between 0 and 100 %%."));
        order->disc = *in->disc;
    }
    if (in->disc_minor) {
        if (*in->disc_minor < 0)
            return err_field(err, ERR_INVALID, "disc", _("A discount is not negative."));
        order->disc_minor = *in->disc_minor;
    }
    return true;
}

static bool change_date(struct desk *desk, struct order *order, const struct date *requested,
                        struct err *err)
{
    if (requested && date_is_set(*requested) && date_cmp(*requested, desk_today(desk)) < 0)
        return err_field(err, ERR_INVALID, "requested", _("The wished date has passed."));
    if (requested)
        order->requested = *requested;
    return true;
}

static bool change_latest(struct desk *desk, struct order *order, const struct date *latest,
                          struct err *err)
{
    if (latest && date_is_set(*latest) && date_cmp(*latest, order->latest_ship) != 0 &&
        date_cmp(*latest, desk_today(desk)) < 0)
        return err_field(err, ERR_INVALID, "latest_ship",
                         _("The latest day for it to leave has passed."));
    if (latest)
        order->latest_ship = *latest;
    return true;
}

static bool change_max_sites(struct order *order, const int *max_sites, struct err *err)
{
    if (!max_sites)
        return true;
    if (*max_sites < 0 || *max_sites > SOURCE_MOST_SITES)
        return err_field(err, ERR_INVALID, "max_sites",
                         _("An order comes from 1 to %d sites; 0 is as the firm has it."),
                         SOURCE_MOST_SITES);
    order->max_sites = *max_sites;
    return true;
}

static bool change_priority(struct order *order, const int *priority, struct err *err)
{
    if (!priority)
        return true;
    if (*priority < 0 || *priority > 9)
        return err_field(err, ERR_INVALID, "priority",
                         _("The priority is a number from 0 to 9; 9 is served first."));
    order->priority = *priority;
    return true;
}

static bool change_policy(struct desk *desk, struct order *order, const struct order_header *in,
                          struct err *err)
{
    const struct date *day = in->partial_after;

    if (in->ship_policy) {
        if (*in->ship_policy < SHIP_AS_AVAILABLE || *in->ship_policy > SHIP_SINGLE)
            return err_field(err, ERR_INVALID, "ship_policy",
                             _("Type available, complete or single, or the first letter."));
        order->ship_policy = *in->ship_policy;
    }
    if (day && date_is_set(*day) && order->ship_policy != SHIP_COMPLETE)
        return err_field(err, ERR_INVALID, "partial_after",
                         _("Only an order that goes out complete has a day from which it may be"
                           " parted."));
    if (day)
        order->partial_after = *day;
    if (order->ship_policy != SHIP_COMPLETE)
        order->partial_after = (struct date){ 0 };
    order->may_part = date_is_set(order->partial_after) &&
                      date_cmp(order->partial_after, desk_today(desk)) <= 0;
    if (in->cancel_backorders)
        order->cancel_backorders = *in->cancel_backorders;
    return true;
}

bool order_change_header(struct desk *desk, struct order *order, const struct order_header *in,
                         struct err *err)
{
    if (in->customer && !change_customer(desk, order, *in->customer, err))
        return false;
    if (in->ship_address && !change_address(desk, order, *in->ship_address, err))
        return false;
    if (in->contact && !change_contact(desk, order, *in->contact, err))
        return false;
    if (in->pickup && !order_change_pickup(desk, order, *in->pickup, err))
        return false;
    if (in->site && (!order_may_come_from(order, *in->site, err) ||
                     !order_change_site(desk, order, *in->site, err)))
        return false;
    if (in->currency && !change_currency(desk, order, in->currency, "currency", err))
        return false;
    if (!change_texts(desk, order, in, err) || !change_discount(in, order, err) ||
        !change_date(desk, order, in->requested, err) ||
        !change_latest(desk, order, in->latest_ship, err) ||
        !change_max_sites(order, in->max_sites, err) ||
        !change_priority(order, in->priority, err) || !change_policy(desk, order, in, err))
        return false;
    if (in->terms && !order_change_terms(desk, order, in->terms, err))
        return false;
    return !(in->customer || in->ship_address || in->pickup) ||
           order_find_zone(desk, order, err);
}
