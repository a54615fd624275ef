/*
 * Customers, items and stock, as their imports read them.
 */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/barcode.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/insight/search.h"
#include "domain/intake/export_parts.h"
#include "domain/order/ship_policy.h"
#include "domain/party/customer.h"
#include "domain/stock/stock.h"

/* --- customers ------------------------------------------------------------------------------- */

static const char *const customer_columns[] = {
    "code",        "name",        "kind",     "country",    "address_name",  "address",
    "address2",    "city",        "region",   "postcode",   "phone",         "email",
    "contact",     "contact_title", "contact_email", "contact_phone", "currency", "lang",
    "tax_number",  "terms",       "credit_limit", "credit_held", "po_required", "price_list",
    "site",        "active",      "note",     "group",      "best_price", "tax_zone",
    "tax_exempt",  "tax_exempt_until", "ship_method", "ship_policy", "not_from", "over_ship",
    "under_ship",  NULL,
};

/* Small tables that records point to, for their codes. */
struct codes {
    struct choices terms;
    struct price_lists lists;
    struct site_list sites;
};

static bool load_codes(struct export_job *job, struct codes *out, struct err *err)
{
    return payment_terms_choices(job->desk, job->arena, &out->terms, err) &&
           price_lists_load(job->desk, job->arena, &out->lists, err) &&
           site_list_load(job->desk, job->arena, &out->sites, err);
}

static const char *terms_code(const struct codes *codes, int64_t id)
{
    for (int i = 0; i < codes->terms.n; i++)
        if (codes->terms.v[i].id == id)
            return codes->terms.v[i].code;
    return "";
}

static const char *list_code(const struct codes *codes, struct price_list_id id)
{
    for (int i = 0; i < codes->lists.n; i++)
        if (codes->lists.v[i].id.v == id.v)
            return codes->lists.v[i].code;
    return "";
}

static const char *site_code(const struct codes *codes, struct site_id id)
{
    for (int i = 0; i < codes->sites.n; i++)
        if (codes->sites.v[i].id.v == id.v)
            return codes->sites.v[i].code;
    return "";
}

/* The bill-to and the first contact: one of each stands in a row. */
static void put_places(struct export_job *job, const struct customer *c)
{
    static const struct address nowhere = { 0 };
    static const struct contact nobody = { 0 };
    const struct address *a = &nowhere;
    const struct contact *p = c->contact_count > 0 ? &c->contacts[0] : &nobody;

    for (int i = 0; i < c->address_count; i++)
        if (c->addresses[i].id.v == c->bill_address.v)
            a = &c->addresses[i];
    export_text(job, a->country);
    export_text(job, a->name);
    export_text(job, a->line1);
    export_text(job, a->line2);
    export_text(job, a->city);
    export_text(job, a->region);
    export_text(job, a->postcode);
    export_text(job, c->phone);
    export_text(job, c->email);
    export_text(job, p->name);
    export_text(job, p->title);
    export_text(job, p->email);
    export_text(job, p->phone);
}

static bool put_customer(struct export_job *job, const struct customer *c,
                         const struct codes *codes, struct err *err)
{
    export_text(job, c->code);
    export_text(job, c->name);
    export_text(job, c->kind == CUSTOMER_B2C ? "b2c" : "b2b");
    put_places(job, c);
    export_text(job, c->currency);
    export_text(job, c->lang);
    export_text(job, c->tax_number);
    export_text(job, terms_code(codes, c->payment_terms_id));
    if (c->has_credit_limit)
        export_money(job, c->credit_limit_minor, c->currency);
    else
        export_text(job, "");
    export_bool(job, c->is_credit_held);
    export_bool(job, c->is_po_required);
    export_text(job, list_code(codes, c->price_list));
    export_text(job, site_code(codes, c->site));
    export_bool(job, c->is_active);
    export_text(job, c->note);
    export_text(job, c->group_code);
    export_bool(job, c->is_best_price);
    export_text(job, c->tax_zone);
    export_text(job, c->tax_exempt_cert);
    export_date(job, c->tax_exempt_until);
    export_text(job, c->ship_method);
    export_text(job, ship_policy_name(c->ship_policy));
    export_text(job, c->not_from);
    export_text(job, tolerance_text(c->tolerance.over, NULL, job->row));
    export_text(job, tolerance_text(c->tolerance.under, NULL, job->row));
    return export_row(job, err);
}

/* The last row of a page, kept as the beginning of the next. */
static void go_on_after(struct find_from *from, struct arena *arena, int64_t id, const char *key)
{
    from->id = id;
    from->key = arena_strdup(arena, key);
}

static bool run_customers(struct export_job *job, struct err *err)
{
    OD_ARENA *key = arena_new();
    struct find_from from = { 0 };
    struct customer_rows rows;
    struct codes codes;

    if (!load_codes(job, &codes, err))
        return false;
    do {
        arena_reset(job->page);
        if (!find_customers(job->desk, job->query, from.id ? &from : NULL, LIMIT_PAGE_ROWS,
                            job->page, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++) {
            struct customer *c;

            arena_reset(job->row);
            if (!customer_load(job->desk, rows.v[i].id, job->row, &c, err) ||
                !put_customer(job, c, &codes, err))
                return false;
        }
        arena_reset(key);
        if (rows.n > 0)
            go_on_after(&from, key, rows.v[rows.n - 1].id.v, rows.v[rows.n - 1].name);
    } while (rows.n == LIMIT_PAGE_ROWS);
    return true;
}

const struct export_kind export_customers = { "customers", customer_columns, FIND_CUSTOMER,
                                              run_customers };

/* --- items ----------------------------------------------------------------------------------- */

static const char *const item_columns[] = {
    "sku",          "description", "price",    "kind",       "category", "uom",
    "qty_decimals", "tax_class",   "weight_g", "backorder",  "min_qty",  "qty_step",
    "lead_days",    "active",      "barcode",  "available",  "note",     "barcodes",
    "units",        "components",  "floor",    "backorder_limit",
    "hs_code",      "origin",      "over_ship", "under_ship", "descriptions", NULL,
};

/* All of them, with what a scan counts: "5012345678900 5012345678917*12". */
static const char *all_barcodes(const struct item *item, struct arena *arena)
{
    const char *all = "";

    for (int i = 0; item->barcodes && item->barcodes[i]; i++)
        all = arena_printf(arena, "%s%s%s", all, i > 0 ? " " : "", item->barcodes[i]);
    return all;
}

static bool put_item(struct export_job *job, const struct item_row *row, struct err *err)
{
    struct price floor;
    struct item *item;

    if (!item_load(job->desk, row->id, job->row, &item, err) ||
        !price_floor_load(job->desk, row->id, &floor, err))
        return false;
    export_text(job, item->sku);
    export_text(job, item->description);
    if (row->has_price)
        export_price(job, row->price, desk_company(job->desk)->currency);
    else
        export_text(job, "");
    export_text(job, item_kind_name(item->kind));
    export_text(job, item->category);
    export_text(job, item->uom);
    export_number(job, item->qty_decimals);
    export_text(job, item->tax_class);
    export_number(job, item->weight_g);
    export_text(job, item->backorder == BACKORDER_DENY ? "deny" : "allow");
    export_qty(job, item->min_qty);
    export_qty(job, item->qty_step);
    export_number(job, item->lead_days);
    export_bool(job, item->is_active);
    export_text(job, item->barcodes && item->barcodes[0] ? item->barcodes[0] : "");
    export_qty(job, row->free);
    export_text(job, item->note);
    export_text(job, all_barcodes(item, job->row));
    export_text(job, units_text(item->units, NULL, job->row));
    export_text(job, item_parts_text(item->parts, NULL, job->row));
    if (floor.v > 0)
        export_price(job, floor, desk_company(job->desk)->currency);
    else
        export_text(job, "");
    export_qty(job, item->backorder_limit);
    export_text(job, item->hs_code);
    export_text(job, item->origin);
    export_text(job, tolerance_text(item->tolerance.over, NULL, job->row));
    export_text(job, tolerance_text(item->tolerance.under, NULL, job->row));
    export_text(job, item_texts_text(item->texts, job->row));
    return export_row(job, err);
}

/* What bundles are made of goes before them, so that it is there when they come in. */
static bool put_part(struct export_job *job, const struct item_row *row, struct err *err)
{
    return row->kind == ITEM_BUNDLE || put_item(job, row, err);
}

static bool put_bundle(struct export_job *job, const struct item_row *row, struct err *err)
{
    return row->kind != ITEM_BUNDLE || put_item(job, row, err);
}

bool export_each_item(struct export_job *job, export_put_item *put, struct err *err)
{
    OD_ARENA *key = arena_new();
    struct find_from from = { 0 };
    struct item_rows rows;

    do {
        arena_reset(job->page);
        if (!find_items(job->desk, job->query, from.id ? &from : NULL, LIMIT_PAGE_ROWS, job->page,
                        &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++) {
            arena_reset(job->row);
            if (!put(job, &rows.v[i], err))
                return false;
        }
        arena_reset(key);
        if (rows.n > 0)
            go_on_after(&from, key, rows.v[rows.n - 1].id.v, rows.v[rows.n - 1].sku);
    } while (rows.n == LIMIT_PAGE_ROWS);
    return true;
}

static bool run_items(struct export_job *job, struct err *err)
{
    return export_each_item(job, put_part, err) && export_each_item(job, put_bundle, err);
}

const struct export_kind export_items = { "items", item_columns, FIND_ITEM, run_items };

/* --- stock ----------------------------------------------------------------------------------- */

static const char *const stock_columns[] = {
    "sku",       "site",   "on_hand", "allocated", "held",
    "available", "safety", "reorder", "bin",       NULL,
};

static bool is_empty(const struct stock_level *l)
{
    return l->on_hand.milli == 0 && l->allocated.milli == 0 && l->safety.milli == 0 &&
           l->reorder.milli == 0 && *l->bin == '\0';
}

static bool put_levels(struct export_job *job, const struct item_row *row, struct err *err)
{
    struct stock_levels levels;

    if (row->kind != ITEM_STOCK)
        return true;
    if (!stock_levels_load(job->desk, row->id, (struct order_id){ 0 }, job->row, &levels, err))
        return false;
    for (int i = 0; i < levels.n; i++) {
        const struct stock_level *l = &levels.v[i];

        if (is_empty(l))
            continue;
        export_text(job, row->sku);
        export_text(job, l->site_code);
        export_qty(job, l->on_hand);
        export_qty(job, l->allocated);
        export_qty(job, l->held);
        export_qty(job, l->free);
        export_qty(job, l->safety);
        export_qty(job, l->reorder);
        export_text(job, l->bin);
        if (!export_row(job, err))
            return false;
    }
    return true;
}

static bool run_stock(struct export_job *job, struct err *err)
{
    return export_each_item(job, put_levels, err);
}

const struct export_kind export_stock = { "stock", stock_columns, FIND_ITEM, run_stock };
