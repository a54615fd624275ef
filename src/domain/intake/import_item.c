/*
 * Items and their base prices from files; stock counted at sites from files.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/barcode.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/desk/text.h"
#include "domain/intake/import_parts.h"

enum {
    F_SKU,
    F_DESCRIPTION,
    F_PRICE,
    F_KIND,
    F_CATEGORY,
    F_UOM,
    F_NOTE,
    F_QTY_DECIMALS,
    F_TAX_CLASS,
    F_WEIGHT_G,
    F_BACKORDER,
    F_MIN_QTY,
    F_QTY_STEP,
    F_LEAD_DAYS,
    F_ACTIVE,
    F_BARCODE,
    F_EXTERNAL_SKU,
    F_BARCODES,
    F_UNITS,
    F_COMPONENTS,
    F_FLOOR,
    F_BACKORDER_LIMIT,
    F_HS_CODE,
    F_ORIGIN,
    F_OVER_SHIP,
    F_UNDER_SHIP,
    F_DESCRIPTIONS,
    F_COUNT
};

static const struct import_field item_fields[F_COUNT] = {
    [F_SKU] = { "sku", true, false, FIELD_TEXT },
    [F_DESCRIPTION] = { "description", true, false, FIELD_TEXT },
    [F_PRICE] = { "price", true, false, FIELD_NUMBER },
    [F_KIND] = { "kind", false, false, FIELD_TEXT },
    [F_CATEGORY] = { "category", false, false, FIELD_TEXT },
    [F_UOM] = { "uom", false, false, FIELD_TEXT },
    [F_NOTE] = { "note", false, false, FIELD_TEXT },
    [F_QTY_DECIMALS] = { "qty_decimals", false, false, FIELD_TEXT },
    [F_TAX_CLASS] = { "tax_class", false, false, FIELD_TEXT },
    [F_WEIGHT_G] = { "weight_g", false, false, FIELD_NUMBER },
    [F_BACKORDER] = { "backorder", false, false, FIELD_TEXT },
    [F_MIN_QTY] = { "min_qty", false, false, FIELD_NUMBER },
    [F_QTY_STEP] = { "qty_step", false, false, FIELD_NUMBER },
    [F_LEAD_DAYS] = { "lead_days", false, false, FIELD_TEXT },
    [F_ACTIVE] = { "active", false, false, FIELD_TEXT },
    [F_BARCODE] = { "barcode", false, false, FIELD_TEXT },
    [F_EXTERNAL_SKU] = { "external_sku", false, false, FIELD_TEXT },
    [F_BARCODES] = { "barcodes", false, false, FIELD_TEXT },
    [F_UNITS] = { "units", false, false, FIELD_TEXT },
    [F_COMPONENTS] = { "components", false, false, FIELD_TEXT },
    [F_FLOOR] = { "floor", false, false, FIELD_NUMBER },
    [F_BACKORDER_LIMIT] = { "backorder_limit", false, false, FIELD_NUMBER },
    [F_HS_CODE] = { "hs_code", false, false, FIELD_TEXT },
    [F_ORIGIN] = { "origin", false, false, FIELD_TEXT },
    [F_OVER_SHIP] = { "over_ship", false, false, FIELD_NUMBER },
    [F_UNDER_SHIP] = { "under_ship", false, false, FIELD_NUMBER },
    [F_DESCRIPTIONS] = { "descriptions", false, false, FIELD_TEXT },
};

struct draft {
    struct item item;
    struct price price;
    struct price floor, floor_before;
    bool has_price;
    const struct item *before; /* NULL: a new one */
};

static bool begin_draft(struct import_job *job, const struct import_record *r, struct draft *d,
                        struct err *err)
{
    const struct import_known known = r->known;
    struct item *before = NULL;

    if (known.is_known
            ? !item_load(job->desk, (struct item_id){ known.record_id }, job->work, &before, err)
            : !item_find(job->desk, r->id, (struct channel_id){ 0 }, job->work, &before, err))
        return false;
    d->before = before;
    if (before)
        d->item = *before;
    else
        d->item = (struct item){ .sku = r->id, .kind = ITEM_STOCK, .description = "",
                                 .category = "", .uom = "ea", .note = "",
                                 .backorder = BACKORDER_ALLOW, .is_active = true };
    d->item.barcodes = NULL;
    return true;
}

static void take_texts(struct import_job *job, const struct import_row *row, struct draft *d)
{
    const struct {
        int field;
        const char **at;
    } fields[] = {
        { F_DESCRIPTION, &d->item.description },
        { F_CATEGORY, &d->item.category },
        { F_UOM, &d->item.uom },
        { F_NOTE, &d->item.note },
        { F_HS_CODE, &d->item.hs_code },
        { F_ORIGIN, &d->item.origin },
    };

    for (size_t i = 0; i < OD_LEN(fields); i++) {
        const char *text = map_text(&job->map, row, fields[i].field, job->work);

        if (map_has(&job->map, fields[i].field) && (*text || fields[i].field != F_UOM))
            *fields[i].at = text;
    }
}

/* All barcodes of the item stand in one cell, or one of them does; none said leaves them alone. */
static void take_barcodes(struct import_job *job, const struct import_row *row, struct draft *d)
{
    const char *one = map_text(&job->map, row, F_BARCODE, job->work);
    const char *all = map_text(&job->map, row, F_BARCODES, job->work);
    struct codes OD_VEC(const char *) codes = { 0 };

    if (*all == '\0' && *one == '\0' && !map_has(&job->map, F_BARCODES))
        return;
    if (*all == '\0' && *one != '\0')
        *vec_push(job->work, &codes) = one;
    while (*(all += strspn(all, " ")) != '\0') {
        size_t n = strcspn(all, " ");

        *vec_push(job->work, &codes) = arena_strndup(job->work, all, n);
        all += n;
    }
    *vec_push(job->work, &codes) = NULL;
    d->item.barcodes = codes.v;
}

static bool take_words(struct import_job *job, const struct import_row *row, struct draft *d,
                       struct err *err)
{
    const char *kind = map_text(&job->map, row, F_KIND, job->work);
    const char *tax_class = map_text(&job->map, row, F_TAX_CLASS, job->work);
    const char *backorder = map_text(&job->map, row, F_BACKORDER, job->work);

    if (*kind && !item_kind_parse(kind, &d->item.kind, err))
        return false;
    if (*tax_class && !tax_class_find(job->desk, tax_class, &d->item.tax_class_id, err))
        return false;
    if (strcasecmp(backorder, "deny") == 0)
        d->item.backorder = BACKORDER_DENY;
    else if (strcasecmp(backorder, "allow") == 0)
        d->item.backorder = BACKORDER_ALLOW;
    else if (*backorder)
        return err_field(err, ERR_INVALID, "backorder", _("\"%s\" is neither allow nor deny."),
                         backorder);
    take_barcodes(job, row, d);
    return true;
}

/* Units beside its own, components of a bundle, the floor: "box=12", "BRK-20=2 HOSE=1". */
static bool take_parts(struct import_job *job, const struct import_row *row, struct draft *d,
                       struct err *err)
{
    const struct import_map *m = &job->map;
    const char *currency = desk_company(job->desk)->currency;

    if (d->before && !price_floor_load(job->desk, d->before->id, &d->floor_before, err))
        return false;
    d->floor = d->floor_before;
    if (map_has(m, F_FLOOR) && *map_text(m, row, F_FLOOR, job->work) == '\0')
        d->floor.v = 0;
    return (!map_has(m, F_UNITS) || units_parse(map_text(m, row, F_UNITS, job->work), &m->form,
                                                job->work, &d->item.units, err)) &&
           (!map_has(m, F_DESCRIPTIONS) ||
            item_texts_parse(map_text(m, row, F_DESCRIPTIONS, job->work), job->work,
                             &d->item.texts, err)) &&
           (!map_has(m, F_COMPONENTS) ||
            item_parts_parse(job->desk, map_text(m, row, F_COMPONENTS, job->work), &m->form,
                             job->work, &d->item.parts, err)) &&
           map_price(m, row, F_FLOOR, currency, job->work, &d->floor, err);
}

static const struct map_range to_three = { 0, 3 }, ten_years = { 0, 3650 },
                              hundred_tons = { 0, 100000000 };

static bool take_numbers(struct import_job *job, const struct import_row *row, struct draft *d,
                         struct err *err)
{
    const struct import_map *m = &job->map;
    const char *currency = desk_company(job->desk)->currency;
    int64_t decimals = d->item.qty_decimals, lead_days = d->item.lead_days;

    if (!map_number(m, row, F_QTY_DECIMALS, &to_three, job->work, &decimals, err) ||
        !map_number(m, row, F_LEAD_DAYS, &ten_years, job->work, &lead_days, err) ||
        !map_number(m, row, F_WEIGHT_G, &hundred_tons, job->work, &d->item.weight_g, err) ||
        !map_qty(m, row, F_BACKORDER_LIMIT, (int)decimals, job->work, &d->item.backorder_limit,
                 err) ||
        !map_qty(m, row, F_MIN_QTY, (int)decimals, job->work, &d->item.min_qty, err) ||
        !map_qty(m, row, F_QTY_STEP, (int)decimals, job->work, &d->item.qty_step, err) ||
        !map_tolerances(m, row, F_OVER_SHIP, F_UNDER_SHIP, job->work, &d->item.tolerance, err) ||
        !map_bool(m, row, F_ACTIVE, job->work, &d->item.is_active, err) ||
        !map_price(m, row, F_PRICE, currency, job->work, &d->price, err))
        return false;
    d->item.qty_decimals = (int)decimals;
    d->item.lead_days = (int)lead_days;
    d->has_price = *map_text(m, row, F_PRICE, job->work) != '\0';
    if (d->price.v < 0)
        return err_field(err, ERR_INVALID, "price", _("A price may not be less than 0."));
    return true;
}

static bool make_draft(struct import_job *job, const struct import_record *r, struct draft *d,
                       struct err *err)
{
    *d = (struct draft){ 0 };
    if (!begin_draft(job, r, d, err))
        return false;
    take_texts(job, r->rows, d);
    if (*d->item.description == '\0')
        return err_field(err, ERR_INVALID, "description", _("The item has no description."));
    return take_words(job, r->rows, d, err) && take_numbers(job, r->rows, d, err) &&
           take_parts(job, r->rows, d, err);
}

/* The item's price on the base list from quantity 0 on; *found false where there is none. */
static bool load_base_price(struct import_job *job, struct item_id item, bool *found,
                            struct price *out, struct err *err)
{
    struct price_list *base = NULL;
    struct price_rules rules;

    *found = false;
    if (!price_list_find(job->desk, "BASE", job->work, &base, err) ||
        !price_rules_of_item(job->desk, item, job->work, &rules, err))
        return false;
    for (int i = 0; base && i < rules.n; i++) {
        if (rules.v[i].list.v != base->id.v || !price_rule_is_plain(&rules.v[i]) ||
            rules.v[i].min_qty.milli != 0)
            continue;
        *found = true;
        *out = rules.v[i].price;
    }
    return true;
}

static bool has_barcode(const struct item *item, const char *barcode)
{
    for (int i = 0; item->barcodes && item->barcodes[i]; i++)
        if (strcmp(item->barcodes[i], barcode) == 0)
            return true;
    return false;
}

/* One barcode that is there already changes nothing; all of them are what they are. */
static bool are_barcodes_changed(struct import_job *job, const struct draft *d)
{
    int now = 0, before = 0;

    if (!d->item.barcodes)
        return false;
    for (; d->item.barcodes[now]; now++)
        if (!has_barcode(d->before, d->item.barcodes[now]))
            return true;
    while (d->before->barcodes && d->before->barcodes[before])
        before++;
    return map_has(&job->map, F_BARCODES) && now != before;
}

static bool is_changed(struct import_job *job, const struct draft *d, bool *out, struct err *err)
{
    struct field_diffs diffs = { 0 };
    struct item now = d->item;
    struct price price = { 0 };
    bool found;

    *out = true;
    if (!d->before)
        return true;
    if (!load_base_price(job, d->before->id, &found, &price, err))
        return false;
    now.barcodes = d->before->barcodes;
    item_compare(d->before, &now, job->work, &diffs);
    *out = diffs.n > 0 || (d->has_price && (!found || price.v != d->price.v)) ||
           d->floor.v != d->floor_before.v || are_barcodes_changed(job, d);
    return true;
}

static bool apply_item(struct import_job *job, struct tx *tx, struct import_record *r,
                       struct err *err)
{
    struct draft d;
    struct item_id id = { 0 };
    const char *external_sku = NULL;
    bool changed;

    if (!make_draft(job, r, &d, err) || !is_changed(job, &d, &changed, err) ||
        !text_line(map_text(&job->map, r->rows, F_EXTERNAL_SKU, job->work), "external_sku",
                   job->work, &external_sku, err))
        return false;
    r->is_writing = true;
    if (changed &&
        !item_save_in(tx, job->desk, &d.item, d.has_price ? &d.price : NULL, &id, err))
        return false;
    if (d.before)
        id = d.before->id;
    if (d.floor.v != d.floor_before.v &&
        !price_floor_save_in(tx, job->desk, id, d.floor, NULL, err))
        return false;
    r->outcome = !d.before ? IMPORT_FRESH : changed ? IMPORT_CHANGED : IMPORT_SAME;
    if (*external_sku && !item_set_channel_sku_in(tx, job->channel, external_sku, id, err))
        return false;
    return import_remember(job, tx, r, id.v, err);
}

const struct import_ops import_items = { "items", item_fields, F_COUNT, true, apply_item };
