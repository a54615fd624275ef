/*
 * What is free for the lines of the entry.
 */
#include "domain/order/order_rules.h"
#include "domain/order/source.h"
#include "tui/order_edit.h"

/* Beyond this many lines the stock beside each is asked for all at once, bundles left out. */
#define OE_LINES_ASKED 60

/* What its site has for a line; false in *is_known where nobody asked. */
static bool free_at_site(struct oe *oe, const struct order_line *l, struct site_id site,
                         struct qty *out, bool *is_known, struct err *err)
{
    struct stock_levels levels;

    out->milli = 0;
    *is_known = oe->order->line_count <= OE_LINES_ASKED;
    for (int i = 0; !*is_known && i < oe->frees.n; i++)
        if (oe->frees.v[i].line.v == l->id.v) {
            *out = oe->frees.v[i].free;
            *is_known = true;
            return true;
        }
    if (!*is_known)
        return true;
    if (!stock_levels_load(oe->s.desk, l->item, oe->order->id, oe->arena, &levels, err))
        return false;
    for (int i = 0; i < levels.n; i++)
        if (levels.v[i].site.v == site.v)
            *out = levels.v[i].free;
    return true;
}

bool oe_frees_load(struct oe *oe, struct err *err)
{
    oe->frees = (struct line_frees){ 0 };
    oe->covered = NULL;
    if (oe->order == NULL)
        return true;
    if (!source_covered(oe->s.desk, oe->order, oe->arena, &oe->covered, err))
        return false;
    return oe->order->line_count <= OE_LINES_ASKED ||
           stock_free_of_lines(oe->s.desk, oe->order->id, oe->arena, &oe->frees, err);
}

bool oe_is_short(const struct oe *oe, int index)
{
    return oe->covered[index].milli < line_backordered(&oe->order->lines[index]).milli;
}

bool oe_free_for_line(struct oe *oe, int index, struct qty *out, bool *is_known, struct err *err)
{
    const struct order *o = oe->order;
    const struct order_line *l = &o->lines[index];
    struct site_id site = l->site.v != 0 ? l->site : o->site;

    if (!free_at_site(oe, l, site, out, is_known, err))
        return false;
    for (int i = 0; i < index; i++) {
        const struct order_line *before = &o->lines[i];

        if (before->item.v == l->item.v &&
            (before->site.v != 0 ? before->site.v : o->site.v) == site.v)
            out->milli -= line_open(before).milli;
    }
    if (out->milli < 0)
        out->milli = 0;
    return true;
}
