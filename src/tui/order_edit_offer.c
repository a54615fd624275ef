/*
 * Order entry, a line that is short and its ways out, and a line that was taken out and comes back.
 */
#include "tui/order_edit.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/order/offer.h"

/* A line that is not wholly free says so, with the ways out. */
bool oe_warn_if_short(struct oe *oe, int line_no, struct err *err)
{
    struct offers offers = { 0 };
    struct arena *a = oe->arena;
    const struct order_line *line;
    const char *words = "";

    oe->short_line = 0;
    oe->warning = "";
    if (line_no == 0)
        line_no =
            oe->order->line_count > 0 ? oe->order->lines[oe->order->line_count - 1].line_no : 0;
    line = oe_line(oe, line_no);
    if (line == NULL)
        return true;
    if (!order_offers(oe->s.desk, oe->order, line_no, a, &offers, err))
        return false;
    if (offers.n == 0)
        return true;
    for (int i = 0; i < offers.n; i++)
        words = arena_printf(a, "%s  .%c %s", words, offers.v[i].key, offers.v[i].words);
    oe->short_line = line_no;
    oe->warning = arena_printf(a, _("line %d is short:%s"), line_no, words);
    return true;
}

bool oe_offer(struct oe *oe, int line_no, char key, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct offers offers = { 0 };

    if (oe->order == NULL || oe_line(oe, line_no) == NULL)
        return err_set(err, ERR_STATE, _("No line is short."));
    if (!order_offers(oe->s.desk, oe->order, line_no, tmp, &offers, err))
        return false;
    for (int i = 0; i < offers.n; i++) {
        if (offers.v[i].key != key)
            continue;
        if (!oe_put_line(oe, line_no, &offers.v[i].input, err))
            return false;
        /* What was decided is not asked again. */
        oe->short_line = 0;
        if (offers.v[i].kind == OFFER_BACKORDER)
            app_say(oe->s.app, _("Line %d: %s."), line_no, offers.v[i].words);
        else if (!oe_warn_if_short(oe, line_no, err))
            return false;
        return oe_lines_show(oe, err);
    }
    return err_set(err, ERR_STATE, _("Line %d has no such way out now."), line_no);
}

bool oe_line_code(struct oe *oe, const char *text, struct err *err, bool *ok)
{
    if (oe->short_line == 0 || text[0] != '.' || text[1] == '\0' || text[2] != '\0' ||
        strchr("bsoa", text[1]) == NULL)
        return false;
    *ok = oe_offer(oe, oe->short_line, text[1], err);
    return true;
}

/* A line as it would be typed again. */
struct line_input oe_input_of(const struct order_line *l)
{
    return (struct line_input){ .item = l->item,
                                .qty = l->ordered,
                                .has_price = l->is_price_locked,
                                .price = l->unit_price,
                                .has_disc = l->disc.ppm != 0,
                                .disc = l->disc,
                                .has_site = l->site.v != 0,
                                .site = l->site,
                                .has_unit = true,
                                .unit = l->unit,
                                .unit_qty = l->unit_qty,
                                .has_requested = date_is_set(l->requested),
                                .requested = l->requested,
                                .has_over = l->tolerance.over.is_said,
                                .has_under = l->tolerance.under.is_said,
                                .tolerance = l->tolerance,
                                .has_whole = l->is_whole,
                                .is_whole = l->is_whole,
                                .comment = l->kind == LINE_COMMENT ? l->description : NULL };
}

bool oe_undo(struct oe *oe, struct err *err)
{
    if ((oe->removed.item.v == 0 && oe->removed.comment == NULL) || oe->order == NULL)
        return err_set(err, ERR_STATE, _("No line was taken out that could be put back."));
    if (!oe_put_line(oe, 0, &oe->removed, err))
        return false;
    oe->removed = (struct line_input){ 0 };
    return oe_lines_show(oe, err);
}
