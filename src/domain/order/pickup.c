/*
 * Where the customer collects the order: the site that has the goods, and the place whose tax
 * applies.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/item.h"
#include "domain/order/draft.h"
#include "domain/order/order_parts.h"
#include "domain/party/customer.h"

static const struct site *site_of(const struct site_list *list, struct site_id id)
{
    for (int i = 0; i < list->n; i++)
        if (list->v[i].id.v == id.v)
            return &list->v[i];
    return NULL;
}

/* The codes of all sites where customers collect. */
static const char *others(const struct site_list *list, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 400);
    for (int i = 0; i < list->n; i++)
        if (list->v[i].is_active && list->v[i].can_pickup)
            strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", list->v[i].code);
    return b.len > 0 ? b.s : "-";
}

/* What stood there for the way to the customer makes room for the counter. */
static void stand_at(struct desk *desk, struct order *o, const struct site *s)
{
    o->ship_address.v = 0;
    o->ship_name = s->name;
    o->ship_line1 = s->line1;
    o->ship_line2 = "";
    o->ship_city = s->city;
    o->ship_region = s->region;
    o->ship_postcode = s->postcode;
    o->ship_country = s->country[0] ? s->country : desk_company(desk)->country;
    o->ship_method = "";
    for (int i = 0; i < o->line_count; i++) {
        o->lines[i].site.v = 0;
        o->lines[i].site_code = "";
    }
}

static bool send_again(struct desk *desk, struct order *o, struct err *err)
{
    struct customer *c = NULL;

    if (o->pickup.v == 0)
        return true;
    o->pickup.v = 0;
    o->pickup_site = "";
    if (o->customer.v != 0 && !customer_load(desk, o->customer, o->arena, &c, err))
        return false;
    order_take_usual_address(o, c);
    return true;
}

bool order_change_pickup(struct desk *desk, struct order *order, struct site_id site,
                         struct err *err)
{
    const struct site *s;
    struct site_list list;

    if (site.v == 0)
        return send_again(desk, order, err);
    if (!site_list_load(desk, order->arena, &list, err))
        return false;
    s = site_of(&list, site);
    if (s == NULL || !s->is_active || !s->can_pickup)
        return err_field(err, ERR_INVALID, "pickup",
                         _("Nothing is collected at %s. Customers collect at: %s."),
                         s == NULL ? "?" : s->code, others(&list, order->arena));
    if (!order_change_site(desk, order, site, err))
        return err_at(err, "pickup");
    order->pickup = site;
    order->pickup_site = s->code;
    stand_at(desk, order, s);
    return true;
}

bool order_may_come_from(const struct order *order, struct site_id site, struct err *err)
{
    return order->pickup.v == 0 || site.v == 0 || site.v == order->pickup.v ||
           err_field(err, ERR_INVALID, "site",
                     _("The order is collected at %s, and all of it comes from there."),
                     order->pickup_site);
}
