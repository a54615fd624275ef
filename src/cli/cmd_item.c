/*
 * Items and their stock.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "cli/cmd_item.h"
#include "cli/find.h"
#include "domain/catalog/barcode.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/desk/desk.h"
#include "domain/insight/search.h"
#include "domain/stock/stock.h"

/* --- items ------------------------------------------------------------------------------------ */

static void put_item_row(struct cli *c, const struct item_row *r)
{
    out_cell(c->out, r->sku);
    out_cell(c->out, r->description);
    out_cell(c->out, r->category);
    out_cell(c->out, item_kind_name((enum item_kind)r->kind));
    out_cell(c->out, r->uom);
    /* Of a bundle "item show" and "stock list" tell: it is what its components make. */
    if (r->kind == ITEM_STOCK)
        out_cell_qty(c->out, r->free);
    else
        out_cell(c->out, "");
    if (r->has_price)
        out_cell_price(c->out, r->price, desk_company(c->desk)->currency);
    else
        out_cell(c->out, "");
    out_cell_bool(c->out, r->is_active);
}

static bool run_item_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "sku", N_("SKU"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { "category", N_("Category"), OUT_TEXT },
        { "kind", N_("Kind"), OUT_TEXT },
        { "uom", N_("Unit"), OUT_TEXT },
        { "available", N_("Available"), OUT_NUMBER },
        { "price", N_("Price"), OUT_MONEY },
        { "is_active", N_("Active"), OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };
    OD_ARENA *kept = arena_new();
    struct find_from from = { 0 };
    const struct query *q;

    if (!find_list(c, FIND_ITEM, &q, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (bool is_more = true; is_more && out_is_ok(c->out);) {
        OD_ARENA *page = arena_new();
        struct item_rows rows;

        if (!find_items(c->desk, q, &from, LIMIT_PAGE_ROWS, page, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++)
            put_item_row(c, &rows.v[i]);
        is_more = rows.n == LIMIT_PAGE_ROWS;
        if (is_more) {
            arena_reset(kept);
            from.id = rows.v[rows.n - 1].id.v;
            from.key = arena_strdup(kept, rows.v[rows.n - 1].sku);
        }
    }
    out_list_end(c->out);
    return true;
}

static const struct out_column item_columns[] = {
    { "sku", N_("SKU"), OUT_TEXT },
    { "description", N_("Description"), OUT_TEXT },
    { "kind", N_("Kind"), OUT_TEXT },
    { "category", N_("Category"), OUT_TEXT },
    { "uom", N_("Unit"), OUT_TEXT },
    { "qty_decimals", N_("Decimals"), OUT_NUMBER },
    { "tax_class", N_("Tax class"), OUT_TEXT },
    { "weight_g", N_("Weight, g"), OUT_NUMBER },
    { "backorders", N_("Backorders"), OUT_TEXT },
    { "min_qty", N_("Least quantity"), OUT_NUMBER },
    { "qty_step", N_("In steps of"), OUT_NUMBER },
    { "lead_days", N_("Lead days"), OUT_NUMBER },
    { "barcodes", N_("Barcodes"), OUT_TEXT },
    { "is_active", N_("Active"), OUT_BOOL },
    { "note", N_("Note"), OUT_TEXT },
    { "version", N_("Version"), OUT_NUMBER },
    { "units", N_("Other units"), OUT_TEXT },
    { "components", N_("Components"), OUT_TEXT },
    { "backorder_limit", N_("Backorder limit"), OUT_NUMBER },
    { "hs_code", N_("Tariff number"), OUT_TEXT },
    { "origin", N_("Made in"), OUT_TEXT },
    { "over_ship", N_("Over-delivery %"), OUT_NUMBER },
    { "under_ship", N_("Under-delivery %"), OUT_NUMBER },
    { "descriptions", N_("Descriptions"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

static const char *joined(struct arena *arena, const char *const *parts)
{
    const char *text = "";

    for (int i = 0; parts != NULL && parts[i] != NULL; i++)
        text = arena_printf(arena, "%s%s%s", text, i > 0 ? " " : "", parts[i]);
    return text;
}

static void put_item(struct cli *c, const struct item *item)
{
    struct out *o = c->out;

    out_cell(o, item->sku);
    out_cell(o, item->description);
    out_cell(o, item_kind_name(item->kind));
    out_cell(o, item->category);
    out_cell(o, item->uom);
    out_cell_i64(o, item->qty_decimals);
    out_cell(o, item->tax_class);
    out_cell_i64(o, item->weight_g);
    out_cell(o, item->backorder == BACKORDER_DENY ? "deny" : "allow");
    out_cell_qty(o, item->min_qty);
    out_cell_qty(o, item->qty_step);
    out_cell_i64(o, item->lead_days);
    out_cell(o, joined(c->arena, item->barcodes));
    out_cell_bool(o, item->is_active);
    out_cell(o, item->note);
    out_cell_i64(o, item->version);
    out_cell(o, units_text(item->units, NULL, c->arena));
    out_cell(o, item_parts_text(item->parts, NULL, c->arena));
    out_cell_qty(o, item->backorder_limit);
    out_cell(o, item->hs_code);
    out_cell(o, item->origin);
    out_cell(o, tolerance_text(item->tolerance.over, NULL, c->arena));
    out_cell(o, tolerance_text(item->tolerance.under, NULL, c->arena));
    out_cell(o, item_texts_text(item->texts, c->arena));
}

static bool put_substitutes(struct cli *c, struct item_id id, struct err *err)
{
    static const struct out_column columns[] = {
        { "substitute", N_("Instead"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct item_list list;

    if (!item_substitutes_load(c->desk, id, c->arena, &list, err))
        return false;
    if (list.n == 0 && out_form(c->out) == OUT_TABLE)
        return true;
    out_list_begin(c->out, "substitutes", columns);
    for (int i = 0; i < list.n; i++) {
        out_cell(c->out, list.v[i]->sku);
        out_cell(c->out, list.v[i]->description);
    }
    out_list_end(c->out);
    return true;
}

static bool run_item_show(struct cli *c, struct err *err)
{
    struct item *item;

    if (!find_item(c, verb_arg(c, 0), &item, err))
        return false;
    out_record_begin(c->out, item_columns);
    put_item(c, item);
    if (!put_prices(c, item->id, err) || !put_levels(c, item->id, "stock", err) ||
        !put_substitutes(c, item->id, err))
        return false;
    out_record_end(c->out);
    return true;
}

/* --- new, set --------------------------------------------------------------------------------- */

static bool take_numbers(struct cli *c, struct item *item, struct err *err)
{
    const char *decimals = verb_opt(c, "decimals"), *weight = verb_opt(c, "weight");
    const char *lead = verb_opt(c, "lead-days");
    int64_t value;

    if (decimals != NULL) {
        if (!find_int("decimals", decimals, 0, 3, &value, err))
            return false;
        item->qty_decimals = (int)value;
    }
    if (lead != NULL) {
        if (!find_int("lead-days", lead, 0, 3650, &value, err))
            return false;
        item->lead_days = (int)value;
    }
    if (weight != NULL && !find_int("weight", weight, 0, INT32_MAX, &item->weight_g, err))
        return false;
    if (verb_opt(c, "backorder-limit") != NULL &&
        !find_qty(item, verb_opt(c, "backorder-limit"), &item->backorder_limit, err))
        return err_at(err, "backorder-limit");
    if (!find_tolerance(c, "over-ship", &item->tolerance.over, err) ||
        !find_tolerance(c, "under-ship", &item->tolerance.under, err))
        return false;
    if (verb_opt(c, "min-qty") != NULL &&
        !find_qty(item, verb_opt(c, "min-qty"), &item->min_qty, err))
        return err_at(err, "min-qty");
    if (verb_opt(c, "step") != NULL && !find_qty(item, verb_opt(c, "step"), &item->qty_step, err))
        return err_at(err, "step");
    return true;
}

static bool take_item(struct cli *c, struct item *item, struct err *err)
{
    const char *kind = verb_opt(c, "kind"), *tax = verb_opt(c, "tax-class");
    const char *backorders = verb_opt(c, "backorders"), *active = verb_opt(c, "active");

    if (verb_opt(c, "description") != NULL)
        item->description = verb_opt(c, "description");
    if (verb_opt(c, "category") != NULL)
        item->category = verb_opt(c, "category");
    if (verb_opt(c, "uom") != NULL)
        item->uom = verb_opt(c, "uom");
    if (verb_opt(c, "note") != NULL)
        item->note = verb_opt(c, "note");
    if (verb_opt(c, "hs-code") != NULL)
        item->hs_code = verb_opt(c, "hs-code");
    if (verb_opt(c, "origin") != NULL)
        item->origin = verb_opt(c, "origin");
    if (kind != NULL && !item_kind_parse(kind, &item->kind, err))
        return err_at(err, "kind");
    if (tax != NULL && !tax_class_of(c, tax, &item->tax_class_id, err))
        return false;
    if (active != NULL && !find_bool("active", active, &item->is_active, err))
        return false;
    if (backorders != NULL && strcmp(backorders, "deny") != 0 && strcmp(backorders, "allow") != 0)
        return err_field(err, ERR_INVALID, "backorders",
                         _("--backorders is deny or allow, not \"%s\"."), backorders);
    if (backorders != NULL)
        item->backorder = strcmp(backorders, "deny") == 0 ? BACKORDER_DENY : BACKORDER_ALLOW;
    return take_numbers(c, item, err);
}

/* --barcode, once or several times, replaces those stored; none leaves them alone. */
static void take_barcodes(struct cli *c, struct item *item)
{
    struct {
        const char **v;
        int n, cap;
    } codes = { 0 };
    const char *code;

    item->barcodes = NULL;
    for (int i = 0; (code = verb_opt_at(c, "barcode", i)) != NULL; i++)
        *vec_push(c->arena, &codes) = code;
    if (codes.n == 0)
        return;
    *vec_push(c->arena, &codes) = NULL;
    item->barcodes = codes.v;
}

/* --unit box=12, once or several times, replaces those stored; "" alone takes them away. */
static bool take_units(struct cli *c, struct item *item, struct err *err)
{
    const char *all = verb_opt(c, "unit"), *unit;

    item->units = NULL;
    for (int i = 1; (unit = verb_opt_at(c, "unit", i)) != NULL; i++)
        all = arena_printf(c->arena, "%s %s", all, unit);
    return all == NULL || units_parse(all, NULL, c->arena, &item->units, err) ||
           err_at(err, "unit");
}

/* --component BRK-20=2, as with units. */
static bool take_parts(struct cli *c, struct item *item, struct err *err)
{
    const char *all = verb_opt(c, "component"), *part;

    item->parts = NULL;
    for (int i = 1; (part = verb_opt_at(c, "component", i)) != NULL; i++)
        all = arena_printf(c->arena, "%s %s", all, part);
    return all == NULL || item_parts_parse(c->desk, all, NULL, c->arena, &item->parts, err) ||
           err_at(err, "component");
}

/* --descriptions 'de: Schraube; fr: Vis' replaces those stored; "" takes them away. */
static bool take_texts(struct cli *c, struct item *item, struct err *err)
{
    const char *all = verb_opt(c, "descriptions");

    item->texts = NULL;
    return all == NULL || item_texts_parse(all, c->arena, &item->texts, err);
}

static bool save_item(struct cli *c, struct item *item, const char *key, struct err *err)
{
    const char *text = verb_opt(c, "price");
    struct item_id id;
    struct price price;

    if (!take_item(c, item, err) || !take_units(c, item, err) || !take_parts(c, item, err) ||
        !take_texts(c, item, err))
        return false;
    take_barcodes(c, item);
    if (text != NULL && !price_parse(text, desk_company(c->desk)->currency, NULL, &price, err))
        return err_at(err, "price");
    return item_save(c->desk, item, text == NULL ? NULL : &price, key, &id, err);
}

static bool run_item_new(struct cli *c, struct err *err)
{
    struct item item = {
        .sku = verb_arg(c, 0),
        .kind = ITEM_STOCK,
        .description = "",
        .category = "",
        .uom = "ea",
        .note = "",
        .backorder = BACKORDER_ALLOW,
        .is_active = true,
    };

    return save_item(c, &item, c->key, err);
}

static bool run_item_set(struct cli *c, struct err *err)
{
    struct item *item;

    return find_item(c, verb_arg(c, 0), &item, err) && save_item(c, item, NULL, err);
}

static bool run_item_substitute(struct cli *c, struct err *err)
{
    const char *text = verb_opt(c, "rank");
    struct item *item, *other;
    int64_t rank = 1;

    if (!find_item(c, verb_arg(c, 0), &item, err) || !find_item(c, verb_arg(c, 1), &other, err))
        return false;
    if (verb_flag(c, "drop"))
        return item_drop_substitute(c->desk, item->id, other->id, err);
    return (text == NULL || find_int("rank", text, 1, 1000, &rank, err)) &&
           item_add_substitute(c->desk, item->id, other->id, (int)rank, err);
}

#define ITEM_OPTIONS                                                                               \
    { "price", "PRICE", VERB_OPTIONAL, N_("Price on the list BASE.") },                            \
        { "kind", "KIND", VERB_OPTIONAL, N_("stock, service, charge, bundle.") },                  \
        { "category", "TEXT", VERB_OPTIONAL, N_("Category.") },                                    \
        { "uom", "UNIT", VERB_OPTIONAL, N_("Unit, \"ea\" where nothing is said.") },               \
        { "decimals", "0..3", VERB_OPTIONAL, N_("Decimals of its quantities.") },                  \
        { "tax-class", "CODE", VERB_OPTIONAL, N_("Tax class.") },                                  \
        { "weight", "GRAMS", VERB_OPTIONAL, N_("Weight of one.") },                                \
        { "backorders", "deny|allow", VERB_OPTIONAL, N_("What is done when stock is short.") },    \
        { "backorder-limit", "QTY", VERB_OPTIONAL,                                                 \
          N_("How much all orders together may wait for; 0: any quantity.") },                     \
        { "hs-code", "NUMBER", VERB_OPTIONAL, N_("Tariff number for customs, like 3919.10.") },    \
        { "origin", "COUNTRY", VERB_OPTIONAL, N_("Country it was made in, for customs.") },        \
        { "min-qty", "QTY", VERB_OPTIONAL, N_("Least quantity of a line.") },                      \
        { "step", "QTY", VERB_OPTIONAL, N_("Sold in steps of.") },                                 \
        { "over-ship", "PERCENT", VERB_OPTIONAL,                                                   \
          N_("How much more than ordered may be delivered; \"\": as the customer.") },             \
        { "under-ship", "PERCENT", VERB_OPTIONAL,                                                  \
          N_("Which rest is not waited for; \"\": as the customer.") },                            \
        { "lead-days", "DAYS", VERB_OPTIONAL, N_("Days until new stock comes.") },                 \
        { "barcode", "CODE[*PACK]", VERB_MANY,                                                     \
          N_("A barcode, CODE*12 of a pack of 12; several replace those there are. =CODE is one "  \
             "of the house, without a check digit.") },                                            \
        { "component", "SKU=N", VERB_MANY,                                                         \
          N_("What is in one bundle; several replace those there are.") },                         \
        { "unit", "NAME=N", VERB_MANY,                                                             \
          N_("A unit it is ordered in, box=12; several replace those there are.") },               \
        { "descriptions", "LANG: TEXT; ...", VERB_OPTIONAL,                                        \
          N_("For customers of other languages, \"de: Schraube M8; fr: Vis M8\".") },              \
        { "active", "yes|no", VERB_OPTIONAL, N_("In sale.") },                                     \
    {                                                                                              \
        "note", "TEXT", VERB_OPTIONAL, N_("Shown at order entry.")                                 \
    }

static const struct verb_option new_options[] = {
    { "description", "TEXT", VERB_REQUIRED, N_("What it is.") },
    ITEM_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option set_options[] = {
    { "description", "TEXT", VERB_OPTIONAL, N_("What it is.") },
    ITEM_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option substitute_options[] = {
    { "rank", "N", VERB_OPTIONAL, N_("1 is offered first.") },
    { "drop", NULL, VERB_OPTIONAL, N_("Do not offer it any more.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_item[] = {
    { "item", "list", "[QUERY...]", find_list_options, VERB_DESK, run_item_list,
      N_("List items by SKU; QUERY as in the query bar.") },
    { "item", "show", "SKU", NULL, VERB_DESK, run_item_show,
      N_("Show an item with prices and stock.") },
    { "item", "new", "SKU", new_options, VERB_DESK, run_item_new, N_("Add an item.") },
    { "item", "set", "SKU", set_options, VERB_DESK, run_item_set, N_("Change an item.") },
    { "item", "substitute", "SKU OTHER", substitute_options, VERB_DESK, run_item_substitute,
      N_("Offer another item where this one is short.") },
    { "stock", "list", "SKU", NULL, VERB_DESK, run_stock_list,
      N_("Show an item's stock by site.") },
    { "stock", "moves", "SKU", NULL, VERB_DESK, run_stock_moves,
      N_("List what moved an item's stock, newest first.") },
    { "stock", "receive", "SKU QTY", stock_site_options, VERB_DESK, run_stock_receive,
      N_("Take goods into stock.") },
    { "stock", "count", "SKU QTY", stock_count_options, VERB_DESK, run_stock_count,
      N_("Set stock on hand to what was counted.") },
    { "stock", "set", "SKU", stock_set_options, VERB_DESK, run_stock_set,
      N_("Set bin, safety stock or reorder point.") },
    { 0 },
};
