/*
 * What stands for {name} in a notice: of the order, its parcel or its pickup as they are now, in
 * the customer's language.
 */
#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/item.h"
#include "domain/catalog/ship_method.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/courier.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/shipment_parts.h"
#include "domain/order/order_rules.h"
#include "domain/outside/notice_parts.h"
#include "domain/outside/track.h"
#include "domain/party/customer.h"

#define LINES_BYTES 8000
#define LINES_SHOWN 40

/* --- lines ------------------------------------------------------------------------------------ */

static void add_line(struct strbuf *b, struct desk *desk, struct arena *arena, struct qty qty,
                     const char *uom, const char *words)
{
    strbuf_addf(b, "%s%s %s  %s", b->len > 0 ? "\n" : "", text_qty(desk, arena, qty),
                uom != NULL ? uom : "", words);
}

static const char *lines_of(struct desk *desk, const struct order *o, struct arena *arena)
{
    struct strbuf b;
    int shown = 0;

    strbuf_init(&b, arena, LINES_BYTES);
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];
        struct qty qty = { l->ordered.milli - l->canceled.milli };

        if (l->kind == LINE_COMMENT || qty.milli <= 0)
            continue;
        if (++shown > LINES_SHOWN)
            continue;
        add_line(&b, desk, arena, qty, l->uom, order_line_for_customer(l));
    }
    if (shown > LINES_SHOWN)
        strbuf_addf(&b, _("\nand %d more lines"), shown - LINES_SHOWN);
    return b.s;
}

static const char *picked_lines(struct desk *desk, const struct fulfillment *f, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, LINES_BYTES);
    for (int i = 0; i < f->line_count && i < LINES_SHOWN; i++)
        if (f->lines[i].picked.milli > 0)
            add_line(&b, desk, arena, f->lines[i].picked, f->lines[i].uom,
                     fulfillment_line_for_customer(&f->lines[i]));
    if (f->line_count > LINES_SHOWN)
        strbuf_addf(&b, _("\nand %d more lines"), f->line_count - LINES_SHOWN);
    return b.s;
}

/* What has no stock yet, each with its day. */
static const char *waiting_lines(struct desk *desk, const struct order *o, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, LINES_BYTES);
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];
        struct date day = date_is_set(l->promised) ? l->promised : o->promised;

        if (l->kind == LINE_COMMENT || line_backordered(l).milli <= 0)
            continue;
        add_line(&b, desk, arena, line_backordered(l), l->uom, order_line_for_customer(l));
        strbuf_addf(&b, ": %s",
                    date_is_set(day) ? text_date(desk, arena, day)
                                     : _("we do not know the day yet"));
    }
    return b.s;
}

/* --- parcels ---------------------------------------------------------------------------------- */

/* The number as part of an address: all but letters, digits, - . _ ~ percent-encoded (RFC 3986). */
static const char *encoded(const char *number, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 1000);
    for (; *number != '\0'; number++) {
        unsigned char c = (unsigned char)*number;

        if (isalnum(c) || strchr("-._~", c) != NULL)
            strbuf_addc(&b, *number);
        else
            strbuf_addf(&b, "%%%02X", c);
    }
    return b.s;
}

/* Where the parcel is shown: the page of its carrier, else that of whose number it can be; "". */
static bool link_of(const struct carrier *carrier, const char *number, struct arena *arena,
                    const char **out, struct err *err)
{
    const char *url = carrier != NULL ? carrier->tracking_url : "", *at;
    struct courier_fits fits;

    if (url[0] == '\0') {
        if (!courier_find(number, arena, &fits, err))
            return false;
        url = fits.n > 0 && fits.v[0].has_check ? fits.v[0].url : "";
    }
    at = strstr(url, "%s");
    *out = "";
    if (at != NULL && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0))
        *out =
            arena_printf(arena, "%.*s%s%s", (int)(at - url), url, encoded(number, arena), at + 2);
    return true;
}

/* What the carrier says, else what was promised, as long as it is ahead. */
static bool arrives(struct desk *desk, const struct order *o, int64_t shipment,
                    struct arena *arena, const char **out, struct err *err)
{
    struct date day;

    if (!track_due(desk, o->id, shipment, &day, err))
        return false;
    if (!date_is_set(day) && date_is_set(o->arrives) &&
        date_cmp(o->arrives, desk_today(desk)) >= 0)
        day = o->arrives;
    *out = date_is_set(day) ? text_date(desk, arena, day) : "";
    return true;
}

static bool parcel_values(struct desk *desk, const struct order *o, int64_t id,
                          struct arena *arena, struct notice_values *out, struct err *err)
{
    struct notice_parcels parcels;
    struct carrier *carrier = NULL;
    struct fulfillment *f;
    struct strbuf numbers, links;
    struct shipment *s;

    if (!shipment_load(desk, id, arena, &s, err) ||
        !fulfillment_load(desk, s->fulfillment, arena, &f, err) ||
        (s->carrier[0] != '\0' && !carrier_find(desk, s->carrier, arena, &carrier, err)) ||
        !notice_parcels_load(desk, s->fulfillment, s->tracking, arena, &parcels, err) ||
        !arrives(desk, o, id, arena, &out->v[VALUE_ARRIVES], err))
        return false;
    strbuf_init(&numbers, arena, LINES_BYTES);
    strbuf_init(&links, arena, LINES_BYTES);
    for (int i = 0; i < parcels.n; i++) {
        const char *link;

        if (!link_of(carrier, parcels.v[i], arena, &link, err))
            return false;
        strbuf_addf(&numbers, "%s%s", i > 0 ? ", " : "", parcels.v[i]);
        strbuf_addf(&links, "%s%s", links.len > 0 && link[0] != '\0' ? "\n" : "", link);
    }
    out->v[VALUE_CARRIER] = carrier != NULL ? carrier->name : s->carrier;
    out->v[VALUE_TRACKING] = numbers.s;
    out->v[VALUE_LINK] = links.s;
    out->v[VALUE_LINES] = picked_lines(desk, f, arena);
    return true;
}

static bool pickup_values(struct desk *desk, int64_t id, struct arena *arena,
                          struct notice_values *out, struct err *err)
{
    struct fulfillment *f;
    struct site *site;

    if (!fulfillment_load(desk, id, arena, &f, err) ||
        !site_find(desk, f->site_code, arena, &site, err))
        return false;
    out->v[VALUE_CODE] = f->pickup_code;
    out->v[VALUE_UNTIL] = text_date(desk, arena, f->pickup_until);
    out->v[VALUE_SITE] = site != NULL ? site->name : f->site_code;
    out->v[VALUE_LINES] = picked_lines(desk, f, arena);
    return true;
}

/* --- all -------------------------------------------------------------------------------------- */

static const char *ship_to(const struct order *o, struct arena *arena)
{
    const struct address to = { .name = o->ship_name,
                                .line1 = o->ship_line1,
                                .line2 = o->ship_line2,
                                .city = o->ship_city,
                                .region = o->ship_region,
                                .postcode = o->ship_postcode,
                                .country = o->ship_country,
                                .phone = "" };

    return o->pickup.v != 0 || o->ship_line1[0] == '\0' ? "" : address_line(&to, arena);
}

static bool load_values(struct desk *desk, const struct notice_subject *in, struct arena *arena,
                        struct notice_values *out, struct err *err)
{
    const struct order *o = in->order;
    const char *contact;

    if (!notice_contact_name(desk, in->contact, arena, &contact, err))
        return false;
    out->v[VALUE_COMPANY] = desk_company(desk)->name;
    out->v[VALUE_CUSTOMER] = o->customer_name;
    out->v[VALUE_CONTACT] = contact[0] != '\0' ? contact : o->customer_name;
    out->v[VALUE_NUMBER] = o->number;
    out->v[VALUE_PO] = o->customer_po;
    out->v[VALUE_DATE] = text_date(desk, arena, stamp_to_date(o->placed));
    out->v[VALUE_TOTAL] = arena_printf(
        arena, "%s %s", text_money(desk, arena, o->total_minor, o->currency), o->currency);
    out->v[VALUE_LINES] = lines_of(desk, o, arena);
    out->v[VALUE_WAITING] = waiting_lines(desk, o, arena);
    out->v[VALUE_PROMISED] = text_date(desk, arena, o->promised);
    out->v[VALUE_SHIP_TO] = ship_to(o, arena);
    if (in->record == 0)
        return true;
    if (strcmp(in->kind->record, "shipment") == 0)
        return parcel_values(desk, o, in->record, arena, out, err);
    return strcmp(in->kind->record, "fulfillment") != 0 ||
           pickup_values(desk, in->record, arena, out, err);
}

bool notice_values_load(struct desk *desk, const struct notice_subject *in, struct arena *arena,
                        struct notice_values *out, struct err *err)
{
    struct notice_values values = { { 0 } };
    struct language_kept kept;
    bool ok;

    language_switch(in->lang, &kept);
    ok = load_values(desk, in, arena, &values, err);
    language_switch_back(&kept);
    if (!ok)
        return false;
    for (int i = 0; i < VALUE_COUNT; i++)
        out->v[i] = values.v[i] != NULL ? values.v[i] : "";
    return true;
}

bool notice_template_for(struct desk *desk, const struct notice_kind *kind,
                         enum notice_channel channel, const char *lang, struct arena *arena,
                         struct notice_template **out, struct err *err)
{
    const char *firm;

    if (!setting_get(desk, "notice.lang", arena, &firm, err))
        return false;
    for (int i = 0; i < 3; i++) {
        if (!notice_template_find(desk, kind->event, channel,
                                  i == 0   ? lang
                                  : i == 1 ? firm
                                           : "en",
                                  arena, out, err))
            return false;
        if (*out != NULL)
            return true;
    }
    return err_set(err, ERR_BUG, "no words for %s", kind->name);
}
