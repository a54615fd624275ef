/*
 * The record form for items.
 */
#include "tui/record.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/barcode.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"

static const struct form_choice item_kinds[] = {
    { "stock", N_("stock") },
    { "service", N_("service") },
    { "charge", N_("charge") },
    { "bundle", N_("bundle") },
    { 0 },
};

static const struct form_choice backorders[] = {
    { "allow", N_("may be sold short") },
    { "deny", N_("only what is there") },
    { 0 },
};

static const struct form_field item_fields[] = {
    { "sku", N_("SKU"), FORM_CODE, 20, 0, N_("The code it is ordered by; unique."), NULL, NULL },
    { "description", N_("Description"), FORM_TEXT, 44, 0, N_("As on papers."), NULL, NULL },
    { "price", N_("Base price"), FORM_NUMBER, 12, FORM_OPTIONAL,
      N_("Of the base list from one piece on; without or with tax as that list says."), NULL,
      NULL },
    { "uom", N_("Unit"), FORM_TEXT, 6, FORM_SAME_LINE | FORM_OPTIONAL, N_("ea, m, kg ..."), NULL,
      NULL },
    { "qty_decimals", N_("Decimals"), FORM_NUMBER, 3, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("0 to 3: may 2.5 of it be ordered?"), NULL, NULL },
    { "kind", N_("Kind"), FORM_CHOICE, 10, FORM_OPTIONAL, N_("Services and charges have no stock."),
      item_kinds, NULL },
    { "tax_class", N_("Tax class"), FORM_TEXT, 12, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("standard, reduced ... as set up."), NULL, NULL },
    { "category", N_("Category"), FORM_TEXT, 24, FORM_OPTIONAL, N_("For searching."), NULL, NULL },
    { "backorder", N_("When short"), FORM_CHOICE, 20, FORM_OPTIONAL,
      N_("What may be done when stock does not suffice."), backorders, NULL },
    { "min_qty", N_("Least"), FORM_NUMBER, 8, FORM_OPTIONAL, N_("Smallest quantity that is sold."),
      NULL, NULL },
    { "qty_step", N_("Step"), FORM_NUMBER, 8, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Sold in multiples of this."), NULL, NULL },
    { "lead_days", N_("Lead days"), FORM_NUMBER, 4, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Days until more can be had."), NULL, NULL },
    { "over_ship", N_("Over %"), FORM_NUMBER, 8, FORM_OPTIONAL,
      N_("So many percent more may be delivered than is ordered; empty: as the customer."), NULL,
      NULL },
    { "under_ship", N_("Under %"), FORM_NUMBER, 8, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("A rest of so many percent is not waited for; empty: as the customer."), NULL, NULL },
    { "barcodes", N_("Barcodes"), FORM_TEXT, 44, FORM_OPTIONAL,
      N_("Blank between several; CODE*12 counts a pack; =CODE has no check digit."), NULL, NULL },
    { "units", N_("Other units"), FORM_TEXT, 44, FORM_OPTIONAL,
      N_("Other units it is ordered in, with how many are in one: box=12 pallet=480."), NULL,
      NULL },
    { "components", N_("Components"), FORM_TEXT, 44, FORM_OPTIONAL,
      N_("Of a bundle, with how many are in one: BRK-20=2 FIT-1=1."), NULL, NULL },
    { "descriptions", N_("Languages"), FORM_TEXT, 44, FORM_OPTIONAL,
      N_("Descriptions for customers of other languages: de: Schraube M8; fr: Vis M8."), NULL,
      NULL },
    { "hs_code", N_("Tariff number"), FORM_TEXT, 14, FORM_OPTIONAL,
      N_("For customs: six to ten digits."), NULL, NULL },
    { "origin", N_("Made in"), FORM_TEXT, 12, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("For customs: the country it was made in, DE or Germany."), NULL, NULL },
    { "note", N_("Note"), FORM_TEXT, 44, FORM_OPTIONAL, N_("For colleagues."), NULL, NULL },
    { "active", N_("In sale"), FORM_CHOICE, 4, FORM_OPTIONAL,
      N_("What is not in sale stays in old orders and is refused on new ones."), record_yes_no,
      NULL },
    { 0 },
};

static void set_qty(struct record *r, const char *field, struct qty q)
{
    record_set(r, field, q.milli == 0 ? "" : text_qty(r->s.desk, r->s.arena, q));
}

/* What r->before points at. */
struct item_seen {
    struct item item;
    const char *price;
};

static struct item_seen *seen(struct record *r, const struct item *item, const char *price)
{
    struct item_seen *s = arena_new_of(r->s.arena, struct item_seen);

    *s = (struct item_seen){ *item, price };
    return s;
}

/* Its price on the base list from one piece on, "" where it has none; and the version of that. */
static bool base_price(struct record *r, struct item *item, const char **out, struct err *err)
{
    struct price_rules rules = { 0 };
    struct price_list *base = NULL;

    *out = "";
    if (!price_list_find(r->s.desk, "BASE", r->s.arena, &base, err) ||
        !price_rules_of_item(r->s.desk, item->id, r->s.arena, &rules, err))
        return false;
    item->price_version = ITEM_PRICE_NEW;
    for (int i = 0; base != NULL && i < rules.n; i++)
        if (rules.v[i].list.v == base->id.v && price_rule_is_plain(&rules.v[i]) &&
            rules.v[i].min_qty.milli == 0) {
            *out = text_price(r->s.desk, r->s.arena, rules.v[i].price, base->currency);
            if (!date_is_set(rules.v[i].valid_from)) /* the one that saving writes */
                item->price_version = rules.v[i].version;
        }
    return true;
}

static const char *join_barcodes(const struct item *item, struct arena *arena)
{
    const char *all = "";

    for (int i = 0; item->barcodes != NULL && item->barcodes[i] != NULL; i++)
        all = arena_printf(arena, "%s%s%s", all, i > 0 ? " " : "", item->barcodes[i]);
    return all;
}

static bool item_form(struct record *r, struct err *err)
{
    struct item *item = NULL;
    const char *price = "";

    if (r->id != 0) {
        if (!item_load(r->s.desk, (struct item_id){ r->id }, r->s.arena, &item, err) ||
            !base_price(r, item, &price, err))
            return false;
    } else {
        item = arena_new_of(r->s.arena, struct item);
        *item = (struct item){ .kind = ITEM_STOCK,
                               .sku = "",
                               .description = "",
                               .category = "",
                               .uom = "ea",
                               .note = "",
                               .hs_code = "",
                               .origin = "",
                               .tax_class = "standard",
                               .backorder = BACKORDER_ALLOW,
                               .is_active = true };
        form_hide(&r->form, form_index(&r->form, "active"), true);
    }
    r->before = seen(r, item, price);
    record_set(r, "sku", item->sku);
    record_set(r, "description", item->description);
    record_set(r, "descriptions", item_texts_text(item->texts, r->s.arena));
    record_set(r, "price", price);
    record_set(r, "uom", item->uom);
    record_set(r, "qty_decimals", arena_printf(r->s.arena, "%d", item->qty_decimals));
    form_set_choice(&r->form, form_index(&r->form, "kind"), item_kind_name(item->kind));
    record_set(r, "tax_class", item->tax_class);
    record_set(r, "category", item->category);
    form_set_choice(&r->form, form_index(&r->form, "backorder"),
                    item->backorder == BACKORDER_DENY ? "deny" : "allow");
    set_qty(r, "min_qty", item->min_qty);
    set_qty(r, "qty_step", item->qty_step);
    record_set(r, "lead_days", arena_printf(r->s.arena, "%d", item->lead_days));
    record_set(r, "over_ship",
               tolerance_text(item->tolerance.over, app_form(r->s.app), r->s.arena));
    record_set(r, "under_ship",
               tolerance_text(item->tolerance.under, app_form(r->s.app), r->s.arena));
    record_set(r, "barcodes", join_barcodes(item, r->s.arena));
    record_set(r, "units", units_text(item->units, app_form(r->s.app), r->s.arena));
    record_set(r, "components", item_parts_text(item->parts, app_form(r->s.app), r->s.arena));
    record_set(r, "hs_code", item->hs_code);
    record_set(r, "origin", item->origin);
    record_set(r, "note", item->note);
    record_choose(r, "active", item->is_active);
    return true;
}

/* An empty quantity is none. */
static bool get_qty(struct record *r, const char *field, int decimals, struct qty *out,
                    struct err *err)
{
    out->milli = 0;
    if (record_text(r, field)[0] == '\0')
        return true;
    return form_get_qty(&r->form, form_index(&r->form, field), decimals, out, err) ||
           err_at(err, field);
}

static bool get_int(struct record *r, const char *field, int max, int *out, struct err *err)
{
    int64_t v = 0;

    if (record_text(r, field)[0] != '\0' &&
        !form_get_int(&r->form, form_index(&r->form, field), 0, max, &v, err))
        return err_at(err, field);
    *out = (int)v;
    return true;
}

static const char *const *split_barcodes(struct record *r)
{
    struct barcodes OD_VEC(const char *);
    struct barcodes list = { 0 };
    const char *at = record_text(r, "barcodes");

    while (*at != '\0') {
        size_t n = strcspn(at, " ,");

        if (n > 0)
            *vec_push(r->s.arena, &list) = arena_strndup(r->s.arena, at, n);
        at += n;
        at += strspn(at, " ,");
    }
    *vec_push(r->s.arena, &list) = NULL;
    return list.v;
}

static bool item_from_form(struct record *r, struct item *item, struct err *err)
{
    const char *kind = form_choice(&r->form, form_index(&r->form, "kind"));
    const char *backorder = form_choice(&r->form, form_index(&r->form, "backorder"));

    item->sku = record_text(r, "sku");
    item->description = record_text(r, "description");
    item->uom = record_text(r, "uom");
    item->category = record_text(r, "category");
    item->note = record_text(r, "note");
    item->hs_code = record_text(r, "hs_code");
    item->origin = record_text(r, "origin");
    item->barcodes = split_barcodes(r);
    item->is_active = r->id == 0 || record_is_yes(r, "active");
    item->backorder =
        backorder != NULL && strcmp(backorder, "deny") == 0 ? BACKORDER_DENY : BACKORDER_ALLOW;
    if (kind != NULL && !item_kind_parse(kind, &item->kind, err))
        return err_at(err, "kind");
    if (record_text(r, "tax_class")[0] != '\0' &&
        !tax_class_find(r->s.desk, record_text(r, "tax_class"), &item->tax_class_id, err))
        return err_at(err, "tax_class");
    return units_parse(record_text(r, "units"), app_form(r->s.app), r->s.arena, &item->units,
                       err) &&
           item_texts_parse(record_text(r, "descriptions"), r->s.arena, &item->texts, err) &&
           item_parts_parse(r->s.desk, record_text(r, "components"), app_form(r->s.app), r->s.arena,
                            &item->parts, err) &&
           tolerance_parse(record_text(r, "over_ship"), app_form(r->s.app), "over_ship",
                           &item->tolerance.over, err) &&
           tolerance_parse(record_text(r, "under_ship"), app_form(r->s.app), "under_ship",
                           &item->tolerance.under, err) &&
           get_int(r, "qty_decimals", 3, &item->qty_decimals, err) &&
           get_int(r, "lead_days", 999, &item->lead_days, err) &&
           get_qty(r, "min_qty", 3, &item->min_qty, err) &&
           get_qty(r, "qty_step", 3, &item->qty_step, err);
}

static bool item_store(struct record *r, int64_t *id, struct err *err)
{
    struct item item = ((const struct item_seen *)r->before)->item;
    struct price price;
    struct item_id made;
    bool has_price = record_text(r, "price")[0] != '\0' &&
                     (r->id == 0 || form_field_changed(&r->form, form_index(&r->form, "price")));

    if (has_price && !price_parse(record_text(r, "price"), desk_company(r->s.desk)->currency,
                                  app_form(r->s.app), &price, err))
        return err_at(err, "price");
    if (!item_from_form(r, &item, err) || !item_save(r->s.desk, &item, has_price ? &price : NULL,
                                                     r->id == 0 ? r->key : NULL, &made, err))
        return false;
    *id = made.v;
    return true;
}

static bool item_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    const struct item_seen *before = r->before;
    struct item *now = NULL;
    const char *price;

    if (!item_load(r->s.desk, (struct item_id){ r->id }, r->s.arena, &now, err) ||
        !base_price(r, now, &price, err))
        return false;
    item_compare(&before->item, now, r->s.arena, out);
    if (strcmp(before->price, price) != 0) {
        struct field_diff *all = arena_array(r->s.arena, out->n + 1, struct field_diff);

        for (int i = 0; i < out->n; i++)
            all[i] = out->v[i];
        all[out->n] = (struct field_diff){ "price", _("Price"), before->price, price };
        *out = (struct field_diffs){ all, out->n + 1 };
    }
    r->before = seen(r, now, price);
    return true;
}

const struct record_kind record_item = {
    .name = "item",
    .title = N_("Item"),
    .title_new = N_("New item"),
    .fields = item_fields,
    .load = item_form,
    .save = item_store,
    .compare = item_differs,
};
