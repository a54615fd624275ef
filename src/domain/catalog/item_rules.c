/*
 * What an item must look like, and how two versions of one differ. Pure: no store.
 */
#include "domain/catalog/item_rules.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/barcode.h"
#include "domain/desk/country.h"
#include "domain/desk/text.h"

/* A thousand tonnes: more is a slip of the finger. */
#define ITEM_MAX_WEIGHT_G  INT64_C(1000000000)
#define ITEM_MAX_LEAD_DAYS 3650

const char *const item_no_barcodes[] = { NULL };

const char *item_kind_name(enum item_kind kind)
{
    switch (kind) {
    case ITEM_STOCK:
        return "stock";
    case ITEM_SERVICE:
        return "service";
    case ITEM_CHARGE:
        return "charge";
    case ITEM_BUNDLE:
        return "bundle";
    }
    return "?";
}

bool item_kind_parse(const char *text, enum item_kind *out, struct err *err)
{
    static const enum item_kind kinds[] = { ITEM_STOCK, ITEM_SERVICE, ITEM_CHARGE, ITEM_BUNDLE };

    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        if (text != NULL && strcmp(text, item_kind_name(kinds[i])) == 0) {
            *out = kinds[i];
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "kind",
                     _("\"%s\" is no kind of item. Write stock, service, charge or bundle."),
                     text == NULL ? "" : text);
}

/* --- differences ------------------------------------------------------------------------------ */

static const char *qty_words(struct arena *arena, struct qty q)
{
    char text[DECIMAL_TEXT_SIZE];

    return q.milli == 0 ? "" : arena_strdup(arena, qty_format(q, NULL, text));
}

static const char *kind_words(enum item_kind kind)
{
    return kind == 0 ? "" : item_kind_name(kind);
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static const char *number_words(struct arena *arena, int64_t v)
{
    return v == 0 ? "" : arena_printf(arena, "%lld", (long long)v);
}

static const char *say(const char *word, enum words_for whom)
{
    return whom == FOR_PEOPLE ? gettext(word) : word;
}

static const char *yes_or_no(bool yes, enum words_for whom)
{
    return say(yes ? N_("yes") : N_("no"), whom);
}

static const char *backorder_words(enum backorder_policy policy, enum words_for whom)
{
    switch (policy) {
    case BACKORDER_DENY:
        return say(N_("denied"), whom);
    case BACKORDER_ALLOW:
        return say(N_("allowed"), whom);
    case BACKORDER_AS_ITEM:
        break;
    }
    return "";
}

static const char *barcode_words(struct arena *arena, const char *const *codes)
{
    struct strbuf b;

    strbuf_init(&b, arena, (LIMIT_CODE_BYTES + DECIMAL_TEXT_SIZE + 2) * LIMIT_ITEM_BARCODES);
    for (int i = 0; codes != NULL && codes[i] != NULL; i++)
        strbuf_addf(&b, "%s%s", i > 0 ? " " : "", codes[i]);
    return b.s;
}

static void compare_numbers(const struct item *a, const struct item *b, struct arena *arena,
                            struct diff_vec *diffs)
{
    diff_text(arena, diffs, "qty_decimals", _("Decimals"), number_words(arena, a->qty_decimals),
              number_words(arena, b->qty_decimals));
    diff_text(arena, diffs, "weight", _("Weight, g"), number_words(arena, a->weight_g),
              number_words(arena, b->weight_g));
    diff_text(arena, diffs, "backorder_limit", _("Backorder limit"),
              qty_words(arena, a->backorder_limit), qty_words(arena, b->backorder_limit));
    diff_text(arena, diffs, "min_qty", _("Smallest quantity"), qty_words(arena, a->min_qty),
              qty_words(arena, b->min_qty));
    diff_text(arena, diffs, "qty_step", _("Step"), qty_words(arena, a->qty_step),
              qty_words(arena, b->qty_step));
    diff_text(arena, diffs, "over_ship", _("Over-delivery %"),
              tolerance_text(a->tolerance.over, NULL, arena),
              tolerance_text(b->tolerance.over, NULL, arena));
    diff_text(arena, diffs, "under_ship", _("Under-delivery %"),
              tolerance_text(a->tolerance.under, NULL, arena),
              tolerance_text(b->tolerance.under, NULL, arena));
    diff_text(arena, diffs, "lead_days", _("Lead days"), number_words(arena, a->lead_days),
              number_words(arena, b->lead_days));
}

struct diff_vec item_differences(const struct item *before, const struct item *now,
                                 enum words_for whom, struct arena *arena)
{
    struct diff_vec diffs = { 0 };

    diff_text(arena, &diffs, "sku", _("SKU"), before->sku, now->sku);
    diff_text(arena, &diffs, "kind", _("Kind"), kind_words(before->kind), kind_words(now->kind));
    diff_text(arena, &diffs, "description", _("Description"), before->description,
              now->description);
    diff_text(arena, &diffs, "descriptions", _("Descriptions"),
              item_texts_text(before->texts, arena), item_texts_text(now->texts, arena));
    diff_text(arena, &diffs, "category", _("Category"), before->category, now->category);
    diff_text(arena, &diffs, "uom", _("Unit"), before->uom, now->uom);
    diff_text(arena, &diffs, "tax_class", _("Tax class"), before->tax_class, now->tax_class);
    compare_numbers(before, now, arena, &diffs);
    diff_text(arena, &diffs, "backorder", _("Backorders"), backorder_words(before->backorder, whom),
              backorder_words(now->backorder, whom));
    diff_text(arena, &diffs, "is_active", _("On sale"), yes_or_no(before->is_active, whom),
              yes_or_no(now->is_active, whom));
    diff_text(arena, &diffs, "note", _("Note"), before->note, now->note);
    diff_text(arena, &diffs, "hs_code", _("Tariff number"), before->hs_code, now->hs_code);
    diff_text(arena, &diffs, "origin", _("Made in"), before->origin, now->origin);
    diff_text(arena, &diffs, "barcodes", _("Barcodes"), barcode_words(arena, before->barcodes),
              barcode_words(arena, now->barcodes));
    diff_text(arena, &diffs, "units", _("Units"), units_text(before->units, NULL, arena),
              units_text(now->units, NULL, arena));
    diff_text(arena, &diffs, "components", _("Components"),
              item_parts_text(before->parts, NULL, arena),
              item_parts_text(now->parts, NULL, arena));
    return diffs;
}

void item_compare(const struct item *before, const struct item *now, struct arena *arena,
                  struct field_diffs *out)
{
    struct diff_vec diffs = item_differences(before, now, FOR_PEOPLE, arena);

    *out = (struct field_diffs){ .v = diffs.v, .n = diffs.n };
}

/* --- what an item must look like -------------------------------------------------------------- */

static bool check_range(int64_t value, int64_t max, const char *field, const char *label,
                        struct err *err)
{
    if (value < 0)
        return err_field(err, ERR_INVALID, field, _("%s cannot be below zero."), label);
    if (value > max)
        return err_field(err, ERR_LIMIT, field, _("%s is larger than the desk can hold."), label);
    return true;
}

/* Quantities in no finer parts than the item is sold in. */
static bool check_qty(struct qty q, int decimals, const char *field, const char *label,
                      struct err *err)
{
    static const int64_t parts[] = { 1000, 100, 10, 1 };

    if (!check_range(q.milli, LIMIT_QTY_MILLI, field, label, err))
        return false;
    if (q.milli % parts[decimals] != 0)
        return err_field(err, ERR_INVALID, field,
                         _("%s has more decimals than the item's quantities."), label);
    return true;
}

static bool check_numbers(const struct item *item, struct err *err)
{
    if (item->qty_decimals < 0 || item->qty_decimals > 3)
        return err_field(err, ERR_INVALID, "qty_decimals",
                         _("Quantities have from 0 to 3 decimals."));
    if (item->backorder != BACKORDER_DENY && item->backorder != BACKORDER_ALLOW)
        return err_field(err, ERR_INVALID, "backorder", _("Backorders are denied or allowed."));
    return check_qty(item->min_qty, item->qty_decimals, "min_qty", _("The smallest quantity"),
                     err) &&
           check_qty(item->qty_step, item->qty_decimals, "qty_step", _("The step of quantities"),
                     err) &&
           check_qty(item->backorder_limit, item->qty_decimals, "backorder_limit",
                     _("The limit of backorders"), err) &&
           check_range(item->weight_g, ITEM_MAX_WEIGHT_G, "weight", _("The weight"), err) &&
           check_range(item->lead_days, ITEM_MAX_LEAD_DAYS, "lead_days", _("The lead time"), err);
}

bool item_has_barcode(const char *const *codes, const char *code)
{
    for (; *codes != NULL; codes++) {
        if (strcmp(*codes, code) == 0)
            return true;
    }
    return false;
}

static bool clean_barcodes(const char *const *in, int decimals, struct arena *arena,
                           const char *const **out, struct err *err)
{
    const char **codes = arena_array(arena, LIMIT_ITEM_BARCODES + 1, const char *);
    int n = 0;

    for (; *in != NULL; in++) {
        struct barcode b;
        const char *code;

        if (!barcode_parse(*in, decimals, arena, &b, err))
            return false;
        code = barcode_text(&b, arena);
        if (item_has_barcode((const char *const *)codes, code))
            continue;
        if (n == LIMIT_ITEM_BARCODES)
            return err_field(err, ERR_LIMIT, "barcodes", _("An item has at most %d barcodes."),
                             LIMIT_ITEM_BARCODES);
        codes[n++] = code;
    }
    *out = (const char *const *)codes;
    return true;
}

/* Six digits are the same in all countries (Harmonized System), some add up to four. Points and
 * blanks, as tariffs print them, are left out. */
static bool clean_customs(struct item *item, struct arena *arena, struct err *err)
{
    const char *typed = or_empty(item->hs_code), *country = or_empty(item->origin);
    char *digits = arena_strdup(arena, typed);
    size_t n = 0;

    for (; *typed != '\0'; typed++)
        if (*typed != '.' && *typed != ' ')
            digits[n++] = *typed;
    digits[n] = '\0';
    if (n > 0 && (n < 6 || n > 10 || strspn(digits, "0123456789") != n))
        return err_field(err, ERR_INVALID, "hs_code",
                         _("A tariff number has 6 to 10 digits, like 3919.10."));
    item->hs_code = digits;
    item->origin = *country != '\0' ? country_code(country) : "";
    return item->origin != NULL ||
           err_field(err, ERR_INVALID, "origin", _("There is no country \"%.40s\"."), country);
}

bool item_clean(const struct item *in, struct arena *arena, struct item *out, struct err *err)
{
    *out = *in;
    if (out->backorder == BACKORDER_AS_ITEM)
        out->backorder = BACKORDER_ALLOW;
    if (!catalog_code(&out->sku, "sku", CODE_UPPER, arena, err) ||
        !text_required(out->description, "description", _("the description"), arena,
                       &out->description, err) ||
        !text_line(out->category, "category", arena, &out->category, err) ||
        !text_line(out->uom, "uom", arena, &out->uom, err) ||
        !text_note(out->note, "note", arena, &out->note, err) || !check_numbers(out, err) ||
        !clean_customs(out, arena, err) || !item_texts_clean(in->texts, arena, &out->texts, err))
        return false;
    if (*out->uom == '\0')
        out->uom = "ea";
    if (in->kind < ITEM_STOCK || in->kind > ITEM_BUNDLE)
        return err_field(err, ERR_INVALID, "kind",
                         _("An item is of kind stock, service, charge or bundle."));
    if (in->kind == ITEM_BUNDLE && in->qty_decimals != 0)
        return err_field(err, ERR_INVALID, "qty_decimals", _("Bundles are sold whole."));
    return units_check(out, err) &&
           (in->barcodes == NULL ||
            clean_barcodes(in->barcodes, out->qty_decimals, arena, &out->barcodes, err));
}
