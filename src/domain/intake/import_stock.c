/*
 * Stock from files: what is on hand at a site, as counted. Not remembered by the file's names: a
 * row says how things are, so it is the same only while the desk agrees with it.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/setting.h"
#include "domain/intake/import_parts.h"
#include "domain/stock/stock.h"

enum { F_SKU, F_SITE, F_ON_HAND, F_SAFETY, F_REORDER, F_BIN, F_COUNT };

static const struct import_field stock_fields[F_COUNT] = {
    [F_SKU] = { "sku", true, false, FIELD_TEXT },
    [F_SITE] = { "site", true, false, FIELD_TEXT },
    [F_ON_HAND] = { "on_hand", true, false, FIELD_NUMBER },
    [F_SAFETY] = { "safety", false, false, FIELD_NUMBER },
    [F_REORDER] = { "reorder", false, false, FIELD_NUMBER },
    [F_BIN] = { "bin", false, false, FIELD_TEXT },
};

struct place {
    struct item *item;
    struct site *site;
};

static bool find_place(struct import_job *job, const struct import_record *r, struct place *out,
                       struct err *err)
{
    const char *site = map_text(&job->map, r->rows, F_SITE, job->work);

    if (!item_find(job->desk, r->id, job->channel, job->work, &out->item, err) ||
        !site_find(job->desk, site, job->work, &out->site, err))
        return false;
    if (!out->item)
        return err_field(err, ERR_NOT_FOUND, "sku", _("There is no item %s. Import items first."),
                         r->id);
    if (out->item->kind != ITEM_STOCK)
        return err_field(err, ERR_STATE, "sku", _("Item %s is not kept in stock."),
                         out->item->sku);
    if (!out->site)
        return err_field(err, ERR_NOT_FOUND, "site", _("There is no site %s."), site);
    return true;
}

/* Bin, safety stock and reorder point as far as the file says them. */
static bool take_setting(struct import_job *job, const struct import_record *r,
                         const struct item *item, struct stock_setting *out, struct err *err)
{
    const struct import_map *m = &job->map;
    struct qty *safety = arena_new_of(job->work, struct qty);
    struct qty *reorder = arena_new_of(job->work, struct qty);

    *out = (struct stock_setting){ 0 };
    if (!map_qty(m, r->rows, F_SAFETY, item->qty_decimals, job->work, safety, err) ||
        !map_qty(m, r->rows, F_REORDER, item->qty_decimals, job->work, reorder, err))
        return false;
    if (*map_text(m, r->rows, F_SAFETY, job->work))
        out->safety = safety;
    if (*map_text(m, r->rows, F_REORDER, job->work))
        out->reorder = reorder;
    if (map_has(m, F_BIN))
        out->bin = map_text(m, r->rows, F_BIN, job->work);
    return true;
}

static bool is_setting_new(const struct stock_setting *s, const struct stock_level *level)
{
    return (s->safety && s->safety->milli != level->safety.milli) ||
           (s->reorder && s->reorder->milli != level->reorder.milli) ||
           (s->bin && strcmp(s->bin, level->bin) != 0);
}

static bool load_level(struct import_job *job, const struct place *at, struct stock_level *out,
                       bool *has_row, struct err *err)
{
    struct stock_levels levels;

    *out = (struct stock_level){ .bin = "" };
    if (!import_has_level(job->desk, at->item->id, at->site->id, has_row, err) ||
        !stock_levels_load(job->desk, at->item->id, (struct order_id){ 0 }, job->work, &levels,
                           err))
        return false;
    for (int i = 0; i < levels.n; i++)
        if (levels.v[i].site.v == at->site->id.v)
            *out = levels.v[i];
    return true;
}

static bool apply_stock(struct import_job *job, struct tx *tx, struct import_record *r,
                        struct err *err)
{
    struct place at;
    struct stock_setting setting;
    struct stock_level level;
    struct qty on_hand = { -1 };
    struct reason_id reason;
    bool has_row, is_counted = false, is_set;

    if (!find_place(job, r, &at, err) ||
        !map_qty(&job->map, r->rows, F_ON_HAND, at.item->qty_decimals, job->work, &on_hand, err) ||
        !take_setting(job, r, at.item, &setting, err) ||
        !load_level(job, &at, &level, &has_row, err) ||
        !reason_find(job->desk, "stock", "count", &reason, err))
        return false;
    if (on_hand.milli < 0)
        return err_field(err, ERR_INVALID, "on_hand", _("The quantity on hand is missing."));
    is_set = is_setting_new(&setting, &level);
    r->is_writing = true;
    if (!stock_count_in(tx, job->desk, at.item->id, at.site->id, on_hand, reason, &is_counted,
                        err) ||
        (is_set && !stock_set_in(tx, job->desk, at.item->id, at.site->id, &setting, err)))
        return false;
    if (is_counted || is_set)
        r->outcome = has_row ? IMPORT_CHANGED : IMPORT_FRESH;
    else
        r->outcome = IMPORT_SAME; /* nothing there and nothing said makes no row */
    return true;
}

const struct import_ops import_stock = { "stock", stock_fields, F_COUNT, false, apply_stock };
