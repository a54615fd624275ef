/*
 * The parts of an order that `order show` lists: its lines, what bundles are made of, its taxes.
 */
#include <assert.h>
#include <string.h>

#include "base/compiler.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cmd_order.h"
#include "domain/catalog/item.h"
#include "domain/order/order.h"
#include "domain/order/order_rules.h"

#define LINE_COLUMNS 19 /* the last one, what a bundle is made of, for programs only */

static const char *line_status_name(enum line_status s)
{
    switch (s) {
    case LINE_ST_CANCELED:
        return "canceled";
    case LINE_ST_RETURNED:
        return "returned";
    case LINE_ST_DELIVERED:
        return "delivered";
    case LINE_ST_SHIPPED:
        return "shipped";
    case LINE_ST_PART_SHIPPED:
        return "part_shipped";
    case LINE_ST_PACKED:
        return "packed";
    case LINE_ST_PICKED:
        return "picked";
    case LINE_ST_ALLOCATED:
        return "allocated";
    case LINE_ST_PART_ALLOCATED:
        return "part_allocated";
    case LINE_ST_ON_ORDER:
        return "on_order";
    case LINE_ST_BACKORDERED:
        return "backordered";
    case LINE_ST_OPEN:
        return "open";
    }
    return "open";
}

static void put_line(struct cli *c, const struct order *o, const struct order_line *l)
{
    struct out *out = c->out;
    char number[DECIMAL_TEXT_SIZE];
    struct qty count;

    out_cell_i64(out, l->line_no);
    out_cell(out, l->sku);
    out_cell(out, l->description);
    out_cell(out, line_status_name(line_status(l, o->status)));
    out_cell_qty(out, l->ordered);
    out_cell(out, l->uom);
    out_cell_qty(out, l->allocated);
    /* Nothing is promised yet, or any more, of what is not confirmed. */
    out_cell_qty(out, o->status == ORDER_CONFIRMED ? line_backordered(l) : (struct qty){ 0 });
    out_cell_qty(out, l->shipped);
    out_cell_qty(out, l->canceled);
    out_cell_price(out, l->unit_price, o->currency);
    out_cell_rate(out, l->disc);
    out_cell_money(out, l->net_minor, o->currency);
    out_cell_rate(out, l->tax_rate);
    out_cell(out, order_line_in_units(l, &count)
                      ? arena_printf(c->arena, "%s %s", qty_format(count, NULL, number), l->unit)
                      : "");
    out_cell(out, l->site_code ? l->site_code : "");
    out_cell_date(out, l->requested);
    out_cell_date(out, l->promised);
    if (out_form(out) != OUT_TABLE)
        out_cell(out, l->contents ? l->contents : "");
}

/* For people each component stands under its bundle, with how many the line takes. */
static bool put_contents(struct cli *c, const struct order_line *l, struct err *err)
{
    const struct item_part *parts;

    if (l->kind != LINE_BUNDLE || out_form(c->out) != OUT_TABLE)
        return true;
    if (!item_parts_load(c->desk, l->item, c->arena, &parts, err))
        return false;
    for (; parts->item.v != 0; parts++) {
        struct qty all = { round_div((__int128)line_billed(l).milli * parts->qty.milli,
                                     QTY_PER_UNIT, ROUND_HALF_UP) };
        struct item *item;

        if (!item_load(c->desk, parts->item, c->arena, &item, err))
            return false;
        out_cell(c->out, "");
        out_cell(c->out, arena_printf(c->arena, "+ %s", parts->sku));
        out_cell(c->out, item->description);
        out_cell(c->out, "");
        out_cell_qty(c->out, all);
        out_cell(c->out, item->uom);
        for (int i = 0; i < LINE_COLUMNS - 1 - 6; i++)
            out_cell(c->out, "");
    }
    return true;
}

bool order_put_lines_of(struct cli *c, const struct order *o, struct err *err)
{
    static const struct out_column columns[] = {
        { "line", N_("Line"), OUT_NUMBER },
        { "sku", N_("SKU"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { "status", N_("Status"), OUT_TEXT },
        { "ordered", N_("Ordered"), OUT_NUMBER },
        { "uom", N_("Unit"), OUT_TEXT },
        { "allocated", N_("Allocated"), OUT_NUMBER },
        { "backordered", N_("Backordered"), OUT_NUMBER },
        { "shipped", N_("Shipped"), OUT_NUMBER },
        { "canceled", N_("Canceled"), OUT_NUMBER },
        { "unit_price", N_("Price"), OUT_MONEY },
        { "discount_percent", N_("Disc %"), OUT_NUMBER },
        { "net", N_("Net"), OUT_MONEY },
        { "tax_percent", N_("Tax %"), OUT_NUMBER },
        { "ordered_in", N_("Ordered in"), OUT_TEXT },
        { "site", N_("Site"), OUT_TEXT },
        { "requested", N_("Requested"), OUT_TEXT },
        { "promised", N_("Promised"), OUT_TEXT },
        { "contents", N_("Contents"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };

    struct out_column shown[LINE_COLUMNS + 1];

    static_assert(OD_LEN(columns) == OD_LEN(shown), "LINE_COLUMNS is the number of columns");
    memcpy(shown, columns, sizeof shown);
    if (out_form(c->out) == OUT_TABLE)
        shown[LINE_COLUMNS - 1] = (struct out_column){ NULL, NULL, OUT_TEXT };
    out_list_begin(c->out, "lines", shown);
    for (int i = 0; i < o->line_count; i++) {
        put_line(c, o, &o->lines[i]);
        if (!put_contents(c, &o->lines[i], err))
            return false;
    }
    out_list_end(c->out);
    return true;
}

void order_put_taxes(struct out *out, const struct order *o)
{
    static const struct out_column columns[] = {
        { "name", N_("Tax"), OUT_TEXT },   { "percent", N_("Tax %"), OUT_NUMBER },
        { "base", N_("Base"), OUT_MONEY }, { "tax", N_("Amount"), OUT_MONEY },
        { "code", N_("Code"), OUT_TEXT },  { "pass", N_("Pass"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };

    if (o->tax_count == 0 && out_form(out) == OUT_TABLE)
        return;
    out_list_begin(out, "taxes", columns);
    for (int i = 0; i < o->tax_count; i++) {
        out_cell(out, o->taxes[i].name);
        out_cell_rate(out, o->taxes[i].rate);
        out_cell_money(out, o->taxes[i].base_minor, o->currency);
        out_cell_money(out, o->taxes[i].tax_minor, o->currency);
        out_cell(out, o->taxes[i].code);
        out_cell_i64(out, o->taxes[i].pass);
    }
    out_list_end(out);
}
