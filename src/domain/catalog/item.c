/*
 * The use cases that make and change items. What an item must look like is item_rules.c's, the rows
 * are item_sql.c's, prices pricing_sql.c's.
 */
#include "domain/catalog/item.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/catalog/barcode.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/item_rules.h"
#include "domain/catalog/item_sql.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/desk/event.h"
#include "domain/desk/idem.h"
#include "domain/desk/index.h"
#include "store/tx.h"

#define ITEM_CONTENT_BYTES (3 * LIMIT_NOTE_BYTES)

bool item_load(struct desk *desk, struct item_id id, struct arena *arena, struct item **out,
               struct err *err)
{
    struct item *item;

    if (!item_row_load(desk, id, arena, &item, err))
        return false;
    if (item == NULL)
        return err_set(err, ERR_NOT_FOUND, _("This item is not in the desk."));
    *out = item;
    return true;
}

/* By barcode; a scanner may give it with or without the 0 that makes a UPC-A an EAN-13, or those
 * that a GS1 string puts before both. */
static bool find_scanned(struct desk *desk, const char *code, struct arena *arena,
                         struct item_id *id, struct qty *pack, struct err *err)
{
    const char *twin = code;

    for (int i = 0; twin != NULL; i++) {
        if (!item_id_of_barcode(desk, twin, id, pack, err))
            return false;
        if (id->v != 0)
            return true;
        twin = barcode_twin(code, i, arena);
    }
    return true;
}

bool item_find(struct desk *desk, const char *code, struct channel_id channel, struct arena *arena,
               struct item **out, struct err *err)
{
    struct item_id id = { 0 };
    struct item *item = NULL;
    struct qty pack = { 0 };

    if (code != NULL && *code != '\0') {
        if (!item_id_of_sku(desk, catalog_upper(arena, code), &id, err))
            return false;
        if (id.v == 0 && !find_scanned(desk, code, arena, &id, &pack, err))
            return false;
        if (id.v == 0 && channel.v != 0 && !item_id_of_channel_sku(desk, channel, code, &id, err))
            return false;
    }
    if (id.v != 0 && !item_row_load(desk, id, arena, &item, err))
        return false;
    if (item != NULL)
        item->scan_pack = pack;
    *out = item;
    return true;
}

/* --- saving ----------------------------------------------------------------------------------- */

static bool fill_tax_class(struct desk *desk, struct item *item, const struct item *before,
                           struct arena *arena, struct err *err)
{
    struct tax_classes classes;

    if (item->tax_class_id == 0 && before != NULL)
        item->tax_class_id = before->tax_class_id;
    if (item->tax_class_id == 0 && !tax_class_find(desk, TAX_CLASS_USUAL, &item->tax_class_id, err))
        return false;
    if (!tax_classes_load(desk, arena, &classes, err))
        return false;
    for (int i = 0; i < classes.n; i++) {
        if (classes.v[i].id == item->tax_class_id) {
            item->tax_class = classes.v[i].code;
            return !classes.v[i].is_as_goods || item->kind == ITEM_CHARGE ||
                   err_field(err, ERR_INVALID, "tax_class",
                             _("Only a charge can be taxed as the goods it goes with (%s)."),
                             item->tax_class);
        }
    }
    return err_field(err, ERR_INVALID, "tax_class", _("There is no such tax class."));
}

/* A code belongs to one item, as SKU or barcode: else a scan would find the wrong one. */
static bool check_code_free(struct desk *desk, struct item_id id, const char *code,
                            const char *field, struct arena *arena, struct err *err)
{
    struct item *other;
    struct channel_id none = { 0 };

    if (!item_find(desk, code, none, arena, &other, err))
        return false;
    if (other == NULL || other->id.v == id.v)
        return true;
    return err_field(err, ERR_CONFLICT, field, _("%s belongs to item %s (%s) already."), code,
                     other->sku, other->description);
}

static bool check_codes(struct desk *desk, const struct item *item, struct arena *arena,
                        struct err *err)
{
    if (!check_code_free(desk, item->id, item->sku, "sku", arena, err))
        return false;
    for (const char *const *code = item->barcodes; *code != NULL; code++) {
        struct barcode b;

        if (!barcode_parse(*code, item->qty_decimals, arena, &b, err) ||
            !check_code_free(desk, item->id, b.code, "barcodes", arena, err))
            return false;
    }
    return true;
}

static bool check_part(struct desk *desk, const struct item *item, const struct item_part *p,
                       struct arena *arena, struct err *err)
{
    struct item *part = NULL;

    if (!item_load(desk, p->item, arena, &part, err))
        return err_at(err, "components");
    if (part->kind != ITEM_STOCK)
        return err_field(err, ERR_INVALID, "components",
                         _("%s is of kind %s: a bundle is made of stock items."), part->sku,
                         item_kind_name(part->kind));
    if (p->qty.milli <= 0)
        return err_field(err, ERR_INVALID, "components", _("How many %s are in one %s?"), part->sku,
                         item->sku);
    for (const struct item_part *q = item->parts; q != p; q++)
        if (q->item.v == p->item.v)
            return err_field(err, ERR_INVALID, "components", _("%s is there twice."), part->sku);
    return true;
}

/* A bundle has components and nothing else has; they stay while stock is allocated to it. */
static bool check_parts(struct desk *desk, const struct item *before, const struct item *item,
                        struct arena *arena, struct err *err)
{
    bool has = item->parts != NULL && item->parts->item.v != 0, is_promised;

    if (item->kind != ITEM_BUNDLE)
        return !has || err_field(err, ERR_INVALID, "components",
                                 _("Only an item of kind bundle has components."));
    if (!has)
        return err_field(err, ERR_INVALID, "components",
                         _("What is in the bundle? Write the SKUs and how many: BRK-20=2."));
    for (const struct item_part *p = item->parts; p->item.v != 0; p++)
        if (!check_part(desk, item, p, arena, err))
            return false;
    if (before == NULL || strcmp(item_parts_text(before->parts, NULL, arena),
                                 item_parts_text(item->parts, NULL, arena)) == 0)
        return true;
    if (!item_parts_promised(desk, item->id, &is_promised, err))
        return false;
    return !is_promised || err_field(err, ERR_STATE, "components",
                                     _("Orders have stock for %s as it is made up now. Make a new "
                                       "item for another make-up."),
                                     item->sku);
}

/* What a person types anew must have its check digit; what is there, or imported, is as it is. */
static bool check_digits(struct desk *desk, const struct item *in, struct arena *arena,
                         struct err *err)
{
    struct item *before = NULL;

    if (in->id.v != 0 && !item_load(desk, in->id, arena, &before, err))
        return false;
    for (const char *const *code = in->barcodes; *code != NULL; code++) {
        struct barcode b;

        if (before != NULL && item_has_barcode(before->barcodes, *code))
            continue;
        if (!barcode_parse(*code, in->qty_decimals, arena, &b, err) || !barcode_check(&b, err))
            return false;
    }
    return true;
}

static bool check_change(struct desk *desk, const struct item *before, const struct item *item,
                         struct err *err)
{
    bool is_used;

    if (item->version != 0 && item->version != before->version)
        return err_set(err, ERR_CONFLICT, _("Item %s was changed by someone else."), before->sku);
    if (item->kind == before->kind)
        return true;
    if (!item_row_is_used(desk, item->id, &is_used, err))
        return false;
    if (is_used)
        return err_field(err, ERR_STATE, "kind",
                         _("Item %s has orders or stock, so its kind stays %s. Make a new item."),
                         before->sku, item_kind_name(before->kind));
    return true;
}

static const char *item_search_text(const struct item *item, struct arena *arena)
{
    const char *parts[4 + LIMIT_ITEM_TEXTS + LIMIT_ITEM_BARCODES] = {
        item->sku, item->description, item->category, index_tails(arena, item->sku, 3, false)
    };
    int n = 4;

    for (const struct item_text *t = item->texts; t != NULL && t->lang != NULL; t++)
        parts[n++] = t->description;
    for (const char *const *code = item->barcodes; *code != NULL; code++)
        parts[n++] = arena_strndup(arena, *code, strcspn(*code, "*"));
    return index_text(arena, parts, n);
}

static bool put_barcodes(struct tx *tx, const struct item *before, const struct item *item,
                         struct arena *arena, struct err *err)
{
    const char *const *old = before == NULL ? item_no_barcodes : before->barcodes;
    struct barcode b;

    for (const char *const *code = old; *code != NULL; code++) {
        if (!item_has_barcode(item->barcodes, *code) &&
            (!barcode_parse(*code, 3, arena, &b, err) ||
             !item_barcode_remove(tx, item->id, b.code, err)))
            return false;
    }
    for (const char *const *code = item->barcodes; *code != NULL; code++) {
        if (!item_has_barcode(old, *code) &&
            (!barcode_parse(*code, 3, arena, &b, err) || !item_barcode_add(tx, item->id, &b, err)))
            return false;
    }
    return true;
}

static bool put_rows(struct tx *tx, struct desk *desk, const struct item *before, struct item *item,
                     struct arena *arena, struct err *err)
{
    const char *search_text = item_search_text(item, arena);

    if (before == NULL) {
        if (!item_row_insert(tx, item, search_text, desk_now(desk), &item->id, err))
            return false;
    } else {
        item->version = before->version;
        if (!index_remove(tx, INDEX_ITEM, item->id.v, err) ||
            !item_row_update(tx, item, search_text, err))
            return false;
    }
    if (strcmp(before == NULL ? "" : before->note, item->note) != 0 &&
        !note_index(tx, desk, INDEX_ITEM, item->id.v, err))
        return false;
    return put_barcodes(tx, before, item, arena, err) &&
           item_parts_put(tx, item->id, before == NULL ? NULL : before->parts, item->parts, err) &&
           item_units_put(tx, item->id, before == NULL ? NULL : before->units, item->units, err) &&
           item_texts_put(tx, item->id, before == NULL ? NULL : before->texts, item->texts, err) &&
           index_add(tx, INDEX_ITEM, item->id.v, search_text, err);
}

bool item_reindex(struct tx *tx, struct desk *desk, struct item_id id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct item *item = NULL;
    const char *text;

    if (!item_load(desk, id, tmp, &item, err))
        return false;
    text = item_search_text(item, tmp);
    return index_remove(tx, INDEX_ITEM, id.v, err) && item_set_search_text(tx, id, text, err) &&
           index_add(tx, INDEX_ITEM, id.v, text, err);
}

static bool put_base_price(struct tx *tx, struct desk *desk, const struct item *item,
                           struct price price, struct arena *arena, struct err *err)
{
    struct price_list *base;
    struct price_rule rule = { .item = item->id, .price = price, .version = item->price_version };

    if (!price_list_find(desk, PRICE_LIST_BASE, arena, &base, err))
        return false;
    if (base == NULL)
        return err_set(err, ERR_STATE, _("The price list %s is missing. Make it first."),
                       PRICE_LIST_BASE);
    rule.list = base->id;
    return price_rule_save_in(tx, desk, &rule, err);
}

/* Rows, index and event, unless nothing is different. */
static bool put_item(struct tx *tx, struct desk *desk, const struct item *before, struct item *item,
                     struct arena *arena, struct err *err)
{
    static const struct item nothing = { .sku = "", .barcodes = item_no_barcodes };
    struct event_note note = { .kind = before == NULL ? "item.new" : "item.save" };
    struct diff_vec diffs;

    diffs = item_differences(before == NULL ? &nothing : before, item, FOR_LOG, arena);
    if (diffs.n == 0)
        return true;
    diff_note(&diffs, arena, &note);
    return put_rows(tx, desk, before, item, arena, err) &&
           event_add(tx, desk, "item", item->id.v, &note, err);
}

bool item_save_in(struct tx *tx, struct desk *desk, const struct item *in,
                  const struct price *base_price, struct item_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct item *before = NULL;
    struct item item;

    if (!item_clean(in, tmp, &item, err))
        return false;
    if (item.id.v != 0 &&
        (!item_load(desk, item.id, tmp, &before, err) || !check_change(desk, before, &item, err)))
        return false;
    if (item.barcodes == NULL)
        item.barcodes = before == NULL ? item_no_barcodes : before->barcodes;
    if (item.units == NULL && before != NULL)
        item.units = before->units;
    if (item.texts == NULL && before != NULL)
        item.texts = before->texts;
    if (item.parts == NULL && before != NULL)
        item.parts = before->parts;
    if (!check_parts(desk, before, &item, tmp, err) ||
        !fill_tax_class(desk, &item, before, tmp, err) || !check_codes(desk, &item, tmp, err) ||
        !put_item(tx, desk, before, &item, tmp, err))
        return false;
    if (base_price != NULL && !put_base_price(tx, desk, &item, *base_price, tmp, err))
        return err->code == ERR_CONFLICT ? false : err_at(err, "price");
    *out = item.id;
    return true;
}

/* What was asked, for the idempotency key: the same words make the same item. */
static const char *item_content(const struct item *in, const struct price *base_price,
                                struct arena *arena)
{
    static const struct item nothing = { .sku = "", .barcodes = item_no_barcodes };
    struct item asked = *in;
    struct diff_vec diffs;
    struct strbuf b;

    asked.sku = catalog_upper(arena, in->sku);
    diffs = item_differences(&nothing, &asked, FOR_LOG, arena);
    strbuf_init(&b, arena, ITEM_CONTENT_BYTES);
    strbuf_addf(&b, "price %lld\n", base_price == NULL ? -1LL : (long long)base_price->v);
    strbuf_addf(&b, "tax_class %lld\n", (long long)in->tax_class_id);
    for (int i = 0; i < diffs.n; i++)
        strbuf_addf(&b, "%s %s\n", diffs.v[i].field, diffs.v[i].now);
    return b.s;
}

bool item_save(struct desk *desk, const struct item *in, const struct price *base_price,
               const char *key, struct item_id *out, struct err *err)
{
    const char *action = in->id.v == 0 ? "item.new" : "item.save";
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const char *content;
    struct item_id id;
    bool done = false;

    if (in->id.v != 0)
        key = NULL; /* only making one could happen twice */
    content = item_content(in, base_price, tmp);
    if (!desk_begin(desk, action, &tx, err) ||
        !idem_check(&tx, key, action, content, &done, &id.v, err))
        return false;
    if (!done && ((in->barcodes != NULL && !check_digits(desk, in, tmp, err)) ||
                  !item_save_in(&tx, desk, in, base_price, &id, err) ||
                  !idem_record(&tx, desk, key, action, content, id.v, err) || !tx_commit(&tx, err)))
        return false;
    *out = id;
    return true;
}

/* --- substitutes ------------------------------------------------------------------------------ */

bool item_add_substitute(struct desk *desk, struct item_id id, struct item_id substitute, int rank,
                         struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "item.save", .fields = "substitute" };
    struct item *item = NULL, *other = NULL;

    if (!desk_begin(desk, "item.save", &tx, err) || !item_load(desk, id, tmp, &item, err) ||
        !item_load(desk, substitute, tmp, &other, err))
        return false;
    if (id.v == substitute.v)
        return err_field(err, ERR_INVALID, "substitute", _("Item %s cannot stand in for itself."),
                         item->sku);
    if (!item_substitute_put(&tx, id, substitute, rank, err) ||
        !event_add(&tx, desk, "item", id.v, &note, err))
        return false;
    return tx_commit(&tx, err);
}

bool item_drop_substitute(struct desk *desk, struct item_id id, struct item_id substitute,
                          struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "item.save", .fields = "substitute" };
    struct item *item = NULL, *other = NULL;
    int64_t dropped = 0;

    if (!desk_begin(desk, "item.save", &tx, err) || !item_load(desk, id, tmp, &item, err) ||
        !item_load(desk, substitute, tmp, &other, err) ||
        !item_substitute_take(&tx, id, substitute, &dropped, err))
        return false;
    if (dropped == 0)
        return err_field(err, ERR_NOT_FOUND, "substitute", _("%s is not offered instead of %s."),
                         other->sku, item->sku);
    return event_add(&tx, desk, "item", id.v, &note, err) && tx_commit(&tx, err);
}

bool item_substitutes_load(struct desk *desk, struct item_id id, struct arena *arena,
                           struct item_list *out, struct err *err)
{
    struct item_id *ids;
    struct item_list list = { 0 };

    if (!item_substitute_ids(desk, id, arena, &ids, &list.n, err))
        return false;
    list.v = arena_array(arena, list.n, struct item *);
    for (int i = 0; i < list.n; i++) {
        if (!item_load(desk, ids[i], arena, &list.v[i], err))
            return false;
    }
    *out = list;
    return true;
}
