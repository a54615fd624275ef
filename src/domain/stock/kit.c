/*
 * Bundles: held and promised by their components, never one part of a kit without the others.
 */
#include "domain/stock/kit.h"

#include <assert.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"

struct want_vec OD_VEC(struct stock_want);

struct qty kits_of(struct qty kits, struct qty part)
{
    __int128 milli = (__int128)kits.milli * part.milli / QTY_PER_UNIT;

    return (struct qty){ milli > LIMIT_QTY_MILLI ? LIMIT_QTY_MILLI : (int64_t)milli };
}

bool kits_to_parts(struct desk *desk, const struct stock_want *wants, int n, struct arena *arena,
                   struct stock_want **out, int *out_n, struct err *err)
{
    struct want_vec all = { 0 };

    for (int i = 0; i < n; i++) {
        const struct item_part *p;

        if (!wants[i].is_bundle) {
            *vec_push(arena, &all) = wants[i];
            continue;
        }
        if (!item_parts_load(desk, wants[i].item, arena, &p, err))
            return false;
        for (; p->item.v != 0; p++)
            *vec_push(arena, &all) = (struct stock_want){ .line = wants[i].line,
                                                          .item = p->item,
                                                          .site = wants[i].site,
                                                          .qty = kits_of(wants[i].qty, p->qty) };
    }
    *out = all.v;
    *out_n = all.n;
    return true;
}

/* Whole kits that the components free at the site make, at most as many as are wanted. */
static bool count_kits(struct desk *desk, const struct stock_want *want,
                       const struct item_part *parts, struct qty *out, struct err *err)
{
    int64_t kits = want->qty.milli / QTY_PER_UNIT;

    for (; parts->item.v != 0; parts++) {
        struct stock_place place = { parts->item, want->site };
        struct qty free;

        if (!level_free(desk, place, desk_now(desk), &free, err))
            return false;
        if (free.milli / parts->qty.milli < kits)
            kits = free.milli > 0 ? free.milli / parts->qty.milli : 0;
    }
    if (want->is_whole && kits * QTY_PER_UNIT < want->qty.milli)
        kits = 0;
    out->milli = kits * QTY_PER_UNIT;
    return true;
}

static bool allocate_part(struct tx *tx, struct desk *desk, struct order_id order,
                          const struct stock_want *want, const struct item_part *part,
                          struct err *err)
{
    struct qty q = kits_of(want->got, part->qty);
    const struct movement m = {
        .kind = STOCK_ALLOCATED,
        .place = { part->item, want->site },
        .qty = q,
        .order = order,
        .line = want->line,
    };
    bool done;

    if (!level_allocate(tx, m.place, q, desk_now(desk), &done, err))
        return false;
    if (!done)
        return err_set(err, ERR_BUSY, _("Others are taking the same stock. Try again."));
    return allocation_row_add(tx, want->line, m.place, q, desk_now(desk), err) &&
           movement_add(tx, desk, &m, err);
}

bool kits_allocate(struct tx *tx, struct desk *desk, struct order_id order, struct stock_want *want,
                   struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct item_part *parts;

    assert(want->is_bundle);
    want->got.milli = 0;
    if (!item_parts_load(desk, want->item, tmp, &parts, err))
        return false;
    if (parts->item.v == 0) /* of an older program, or imported: nothing to promise */
        return true;
    if (!count_kits(desk, want, parts, &want->got, err))
        return false;
    for (; want->got.milli > 0 && parts->item.v != 0; parts++)
        if (!allocate_part(tx, desk, order, want, parts, err))
            return false;
    return true;
}

bool stock_free_at(struct desk *desk, struct item_id item, struct site_id site, struct qty *out,
                   struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct stock_place place = { item, site };
    const struct stock_want kits = { .item = item, .site = site, .qty = { LIMIT_QTY_MILLI } };
    const struct item_part *parts;

    if (!item_parts_load(desk, item, tmp, &parts, err))
        return false;
    if (parts->item.v != 0)
        return count_kits(desk, &kits, parts, out, err);
    if (!level_free(desk, place, desk_now(desk), out, err))
        return false;
    if (out->milli < 0)
        out->milli = 0;
    return true;
}
