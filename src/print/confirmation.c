/*
 * What stands on the confirmation of an order: lines with prices, charges, taxes, the total.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/language.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/order/order.h"
#include "domain/party/customer.h"
#include "print/documents_parts.h"

static const char *day(const struct making *m, struct date d)
{
    char text[DATE_TEXT_SIZE];

    return date_is_set(d) ? arena_strdup(m->arena, date_format(d, text)) : "";
}

static void add_line(const struct making *m, const struct order_line *l)
{
    const char *currency = m->f->order->currency;
    struct order_line shown = *l;
    const char *cells[6] = { l->sku, "", "", "", "", "" };
    struct qty left = { l->ordered.milli - l->canceled.milli };

    shown.description = order_line_for_customer(l);
    cells[1] = order_line_words(m->desk, &shown, m->arena);
    if (l->kind != LINE_COMMENT) {
        if (left.milli <= 0)
            return;
        cells[2] = text_qty(m->desk, m->arena, left);
        cells[3] = l->uom;
        cells[4] = text_price(m->desk, m->arena, l->unit_price, currency);
        cells[5] = text_money(m->desk, m->arena, l->net_minor, currency);
        if (l->disc.ppm != 0)
            cells[4] = arena_printf(m->arena, "%s -%s%%", cells[4],
                                    text_rate(m->desk, m->arena, l->disc));
    }
    paper_add(m->paper, PAPER_ROW, cells, 6);
}

static void add_sum(const struct making *m, const char *label, int64_t minor)
{
    const struct order *o = m->f->order;
    const char *amount = text_money(m->desk, m->arena, minor, o->currency);

    paper_add_pair(m->paper, label, arena_printf(m->arena, "%s %s", amount, o->currency));
}

static void add_sums(const struct making *m)
{
    const struct order *o = m->f->order;

    paper_add_text(m->paper, PAPER_TEXT, "");
    add_sum(m, _("Goods"), o->goods_minor);
    if (o->discount_minor != 0)
        add_sum(m, _("Discount"), -o->discount_minor);
    if (o->charges_minor != 0)
        add_sum(m, _("Charges"), o->charges_minor);
    for (int i = 0; i < o->tax_count; i++)
        add_sum(m, o->taxes[i].name, o->taxes[i].tax_minor);
    add_sum(m, _("Total"), o->total_minor);
}

static bool make(struct making *m, struct err *err)
{
    static const struct paper_column columns[] = {
        { PAPER_LEFT, 14, N_("Item") },     { PAPER_LEFT, 22, N_("Description") },
        { PAPER_RIGHT, 8, N_("Quantity") }, { PAPER_LEFT, 6, N_("Unit") },
        { PAPER_RIGHT, 10, N_("Price") },   { PAPER_RIGHT, 10, N_("Amount") },
    };
    const struct order *o = m->f->order;

    if (!template_load(DOCUMENT_CONFIRMATION, m->arena, &m->words, err))
        return false;
    m->fields = (struct template_fields){ .number = o->number,
                                          .company = desk_company(m->desk)->name,
                                          .order = o->number,
                                          .customer = o->customer_name,
                                          .po = o->customer_po,
                                          .date = day(m, stamp_to_date(o->placed)) };
    paper_init(m->paper, m->arena, o->number, document_is_letter(m->desk));
    paper_add_text(m->paper, PAPER_CODE, o->number);
    template_begin(&m->words, &m->fields, arena_printf(m->arena, _("Order %s"), o->number),
                   m->paper);
    paper_add_text(m->paper, PAPER_TEXT, desk_company(m->desk)->name);
    document_add_address(m);
    paper_add_pair(m->paper, _("Customer"),
                   arena_printf(m->arena, "%s  %s", o->customer_code, o->customer_name));
    paper_add_pair(m->paper, _("Your order"), o->customer_po);
    paper_add_pair(m->paper, _("Ordered"), day(m, stamp_to_date(o->placed)));
    paper_add_pair(m->paper, _("Expected"), day(m, o->promised));
    paper_add_pair(m->paper, _("Ship method"), o->ship_method);
    paper_add_pair(m->paper, _("Terms"), o->terms_name);
    document_add_columns(m->paper, columns, OD_LEN(columns));
    for (int i = 0; i < o->line_count; i++)
        add_line(m, &o->lines[i]);
    add_sums(m);
    if (!document_add_notes(m, NOTE_CUSTOMER, _("Notes"), err))
        return false;
    template_end(&m->words, &m->fields, m->paper);
    return true;
}

bool confirmation_make(struct desk *desk, struct order_id order, struct arena *arena,
                       struct paper *out, struct err *err)
{
    struct fulfillment about = { 0 };
    struct making m = { .desk = desk, .f = &about, .paper = out, .arena = arena };
    struct language_kept kept;
    struct customer *customer;
    bool ok;

    if (!order_load(desk, order, arena, &about.order, err))
        return false;
    if (about.order->number[0] == '\0' || about.order->status == ORDER_CANCELED)
        return err_set(err, ERR_STATE, _("There is nothing to confirm: it is a draft, or it was "
                                         "canceled."));
    if (!customer_load(desk, about.order->customer, arena, &customer, err))
        return false;
    language_switch(customer->lang, &kept);
    ok = make(&m, err);
    out->lang = customer->lang;
    language_switch_back(&kept);
    return ok;
}
