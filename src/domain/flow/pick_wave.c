/*
 * Waves: what a scan means in one. What is stored is pick_wave_sql.c.
 */
#include "domain/flow/pick_wave.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/scan.h"

bool pick_wave_wants(const struct pick_wave_line *line)
{
    return line->status <= FULFILLMENT_PICKING && !line->is_held &&
           line->qty.milli > line->picked.milli;
}

struct qty pick_wave_left(const struct pick_wave_lines *lines, const struct pick_wave_line *line)
{
    struct qty left = { 0 };

    for (int i = 0; i < lines->n; i++) {
        const struct pick_wave_line *l = &lines->v[i];

        if (l->fulfillment == line->fulfillment && l->item.v == line->item.v && pick_wave_wants(l))
            left.milli += l->qty.milli - l->picked.milli;
    }
    return left;
}

static struct qty pack_of(const struct item *item, const struct scan *scan)
{
    int64_t unit = item->scan_pack.milli > 0 ? item->scan_pack.milli : QTY_PER_UNIT;

    if (scan->count <= 0)
        return (struct qty){ unit };
    return (struct qty){ scan->count < LIMIT_QTY_MILLI / unit ? scan->count * unit
                                                              : LIMIT_QTY_MILLI };
}

bool pick_wave_item(struct desk *desk, const struct pick_wave_lines *lines, const char *code,
                    struct arena *arena, struct item **out, struct qty *pack, struct err *err)
{
    bool is_listed = false;
    struct scan scan;

    scan_read(code, arena, &scan);
    if (!item_find(desk, scan.code, (struct channel_id){ 0 }, arena, out, err))
        return false;
    if (*out == NULL)
        return err_field(err, ERR_NOT_FOUND, "item", _("No item has the code %.40s."), code);
    *pack = pack_of(*out, &scan);
    for (int i = 0; i < lines->n; i++) {
        if (lines->v[i].item.v != (*out)->id.v)
            continue;
        is_listed = true;
        if (pick_wave_wants(&lines->v[i]))
            return true;
    }
    if (!is_listed)
        return err_field(err, ERR_STATE, "item",
                         _("Wrong item: no order of this wave wants %s. Put it back."),
                         (*out)->sku);
    return err_field(err, ERR_STATE, "item", _("All of %s is picked. Put this one back."),
                     (*out)->sku);
}
