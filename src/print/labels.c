/*
 * Labels: of the parcels of a fulfillment, of items and places, and the sheet of codes that a
 * scanner gives commands with.
 */
#include "print/documents.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "domain/flow/scan_command.h"
#include "domain/flow/package.h"
#include "domain/flow/shipment.h"
#include "domain/party/address_form.h"
#include "domain/party/customer.h"
#include "print/documents_parts.h"

struct parcel {
    int64_t weight_g;              /* 0: not known */
    const char *carrier, *service; /* "" where not known */
    const char *tracking;          /* its own, else of the shipment; "" where not known */
    const char *size;              /* "300x200x150"; "" where not known */
};
struct parcels {
    struct parcel *v;
    int n;
};

bool label_size(struct desk *desk, enum paper_label *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *size;

    if (!setting_get(desk, "paper.label", tmp, &size, err))
        return false;
    *out = strcmp(size, "a6") == 0 ? LABEL_A6 : LABEL_4X6;
    return true;
}

/* --- parcels ---------------------------------------------------------------------------------- */

/* What is known of each parcel; the one place that says so. A package without a number of its own
 * has that of the shipment only where it is alone. */
static bool parcels_load(const struct making *m, struct parcels *out, struct err *err)
{
    const struct fulfillment *f = m->f;
    const char *carrier = f->order->ship_method, *service = "", *tracking = "";
    struct shipments shipments;

    if (!shipments_of_order(m->desk, f->order->id, m->arena, &shipments, err))
        return false;
    for (int i = 0; i < shipments.n; i++) {
        const struct shipment *s = &shipments.v[i];

        if (s->fulfillment != f->id || s->status == SHIPMENT_VOIDED)
            continue;
        carrier = s->carrier[0] != '\0' ? s->carrier : carrier;
        service = s->service;
        tracking = s->tracking;
    }
    out->n = f->packages.n > 0 ? f->packages.n : 1;
    out->v = arena_array(m->arena, out->n, struct parcel);
    for (int i = 0; i < out->n; i++) {
        const struct package *p = i < f->packages.n ? &f->packages.v[i] : NULL;
        bool has_own = p != NULL && p->tracking[0] != '\0';

        out->v[i] = (struct parcel){ .weight_g = p != NULL ? p->weight_g : f->weight_g,
                                     .carrier = carrier,
                                     .service = service,
                                     .tracking = has_own       ? p->tracking
                                                 : out->n == 1 ? tracking
                                                               : "",
                                     .size = p != NULL ? package_size(p, m->arena) : "" };
    }
    return true;
}

static const char *site_label(const struct making *m, const struct site *s)
{
    struct address from = { .line1 = s->line1,
                            .line2 = "",
                            .city = s->city,
                            .region = s->region,
                            .postcode = s->postcode,
                            .country = s->country };

    return address_label(&from, desk_company(m->desk)->name,
                         s->country[0] != '\0' ? m->f->order->ship_country : "", m->arena);
}

/* The site it leaves, and the one that takes returns: the same where that may be. */
static bool sites_load(const struct making *m, const struct site **from, const struct site **back,
                       struct err *err)
{
    struct site_list sites;

    *from = *back = NULL;
    if (!site_list_load(m->desk, m->arena, &sites, err))
        return false;
    for (int i = 0; i < sites.n; i++) {
        const struct site *s = &sites.v[i];

        if (s->id.v == m->f->site.v)
            *from = s;
        if (s->can_return && s->is_active && (*back == NULL || s->id.v == m->f->site.v))
            *back = s;
    }
    return *from != NULL || err_set(err, ERR_BUG, "fulfillment %s has no site", m->f->number);
}

static void add_parcel(const struct making *m, const struct parcel *p, int number, int of)
{
    const struct order *o = m->f->order;

    paper_add_pair(m->paper, _("Parcel"), arena_printf(m->arena, _("%d of %d"), number, of));
    if (p->weight_g > 0)
        paper_add_pair(m->paper, _("Weight"),
                       arena_printf(m->arena, "%s kg",
                                    text_qty(m->desk, m->arena, (struct qty){ p->weight_g })));
    if (p->size[0] != '\0')
        paper_add_pair(m->paper, _("Size, mm"), p->size);
    paper_add_pair(m->paper, _("Order"), o->number);
    paper_add_pair(m->paper, _("Your order"), o->customer_po);
    paper_add_pair(m->paper, _("Carrier"),
                   arena_printf(m->arena, "%s%s%s", p->carrier, p->service[0] != '\0' ? "  " : "",
                                p->service));
    paper_add_text(m->paper, PAPER_TEXT, "");
    if (p->tracking[0] != '\0')
        paper_add_bar(m->paper, p->tracking, _("Tracking number"));
    paper_add_bar(m->paper, m->f->number, "");
}

static void add_label(const struct making *m, const struct parcel *p, int number, int of,
                      const struct site *from, const struct site *back)
{
    const struct order *o = m->f->order;
    struct address to = { .line1 = o->ship_line1,
                          .line2 = o->ship_line2,
                          .city = o->ship_city,
                          .region = o->ship_region,
                          .postcode = o->ship_postcode,
                          .country = o->ship_country };

    paper_add_page(m->paper);
    paper_add_text(m->paper, PAPER_HEAD, _("Sender"));
    document_add_lines(m->paper, PAPER_TEXT, site_label(m, from));
    paper_add_text(m->paper, PAPER_TEXT, "");
    paper_add_text(m->paper, PAPER_HEAD, _("Ship to"));
    document_add_lines(m->paper, PAPER_BIG,
                       address_label(&to, o->ship_name[0] != '\0' ? o->ship_name : o->customer_name,
                                     from->country, m->arena));
    paper_add_text(m->paper, PAPER_TEXT, "");
    add_parcel(m, p, number, of);
    if (back != NULL && back != from) {
        paper_add_text(m->paper, PAPER_HEAD, _("If it cannot be delivered, return to"));
        document_add_lines(m->paper, PAPER_TEXT, site_label(m, back));
    }
    template_end(&m->words, &m->fields, m->paper);
}

bool document_add_labels(const struct making *m, struct err *err)
{
    const struct fulfillment *f = m->f;
    const struct site *from, *back;
    struct parcels parcels;

    if (f->status < FULFILLMENT_PACKED)
        return err_set(err, ERR_STATE,
                       _("%s is not packed yet, so how many parcels there are is not known."),
                       f->number);
    if (f->status == FULFILLMENT_CANCELED)
        return err_set(err, ERR_STATE, _("%s is canceled: nothing is sent."), f->number);
    if (!parcels_load(m, &parcels, err) || !sites_load(m, &from, &back, err))
        return false;
    for (int i = 0; i < parcels.n; i++)
        add_label(m, &parcels.v[i], i + 1, parcels.n, from, back);
    return true;
}

/* --- items and places ------------------------------------------------------------------------- */

bool label_of_item(struct desk *desk, const char *code, int copies, struct arena *arena,
                   struct paper *out, struct err *err)
{
    enum paper_label size;
    struct item *item;

    if (!item_find(desk, code, (struct channel_id){ 0 }, arena, &item, err) ||
        !label_size(desk, &size, err))
        return false;
    if (item == NULL)
        return err_field(err, ERR_NOT_FOUND, "item", _("No item has the code %.40s."), code);
    paper_init_label(out, arena, item->sku, size);
    for (int i = 0; i < copies; i++) {
        paper_add_page(out);
        paper_add_text(out, PAPER_TITLE, item->sku);
        paper_add_text(out, PAPER_BIG, item->description);
        paper_add_text(out, PAPER_TEXT, "");
        paper_add_bar(out, item->sku, "");
    }
    return true;
}

bool label_of_place(struct desk *desk, const char *place, int copies, struct arena *arena,
                    struct paper *out, struct err *err)
{
    enum paper_label size;
    const char *clean;

    if (!text_required(place, "place", _("the place"), arena, &clean, err) ||
        !label_size(desk, &size, err))
        return false;
    if (strlen(clean) > LIMIT_CODE_BYTES)
        return err_field(err, ERR_LIMIT, "place", _("A place has at most %d letters."),
                         LIMIT_CODE_BYTES);
    paper_init_label(out, arena, clean, size);
    for (int i = 0; i < copies; i++) {
        paper_add_page(out);
        paper_add_text(out, PAPER_TITLE, clean);
        paper_add_text(out, PAPER_TEXT, "");
        paper_add_bar(out, clean, "");
    }
    return true;
}

/* --- commands --------------------------------------------------------------------------------- */

/* Whoever picks says with one scan why something is short. */
static bool add_reasons(struct desk *desk, struct arena *arena, struct paper *out, struct err *err)
{
    struct reason_list reasons = { 0 };

    if (!reason_list_load(desk, "short", arena, &reasons, err))
        return false;
    paper_add_text(out, PAPER_HEAD, _("Why the expected item is short"));
    for (int i = 0; i < reasons.n; i++)
        paper_add_bar(out, arena_printf(arena, ".SHORT %s", reasons.v[i].code),
                      reasons.v[i].label);
    return true;
}

/* Behind .QTY and .WEIGHT, and wherever a number is asked for. */
static void add_numbers(struct arena *arena, struct paper *out)
{
    static const int numbers[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 24, 25, 50, 100 };

    paper_add_text(out, PAPER_HEAD, _("Numbers"));
    for (size_t i = 0; i < OD_LEN(numbers); i++)
        paper_add_bar(out, arena_printf(arena, "%d", numbers[i]), "");
}

bool sheet_of_commands(struct desk *desk, struct arena *arena, struct paper *out, struct err *err)
{
    paper_init(out, arena, _("Scan commands"), document_is_letter(desk));
    paper_add_text(out, PAPER_TITLE, _("Scan commands"));
    paper_add_text(out, PAPER_TEXT, _("Scan one of these instead of pressing a key."));
    paper_add_text(out, PAPER_TEXT, "");
    for (const struct scan_command *c = scan_commands; c->code != NULL; c++)
        paper_add_bar(out, c->code, _(c->words));
    if (!add_reasons(desk, arena, out, err))
        return false;
    add_numbers(arena, out);
    return true;
}
