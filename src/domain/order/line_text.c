/*
 * A line in words: what was ordered beside the item's own unit, the order's site and its day.
 */
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/money_text.h"
#include "domain/order/order.h"

bool order_line_in_units(const struct order_line *l, struct qty *out)
{
    if (!l->unit || l->unit[0] == '\0' || l->unit_qty.milli <= 0 ||
        (__int128)l->ordered.milli * QTY_PER_UNIT % l->unit_qty.milli != 0)
        return false;
    out->milli = (int64_t)((__int128)l->ordered.milli * QTY_PER_UNIT / l->unit_qty.milli);
    return true;
}

/* "+5 %", of the line's own. */
static void add_tolerance(struct desk *desk, struct tolerance t, const char *sign,
                          struct strbuf *b, struct arena *arena)
{
    if (t.is_said)
        strbuf_addf(b, "%s%s%s %%", b->len > 0 ? ", " : "", sign,
                    tolerance_text(t, desk_form(desk), arena));
}

const char *order_line_wish(struct desk *desk, const struct order_line *l, struct arena *arena)
{
    struct strbuf b;
    struct qty count;

    strbuf_init(&b, arena, 3 * LIMIT_CODE_BYTES);
    if (order_line_in_units(l, &count))
        strbuf_addf(&b, "%s %s", text_qty(desk, arena, count), l->unit);
    if (l->site.v && l->site_code)
        strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", l->site_code);
    if (date_is_set(l->requested))
        strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", text_date(desk, arena, l->requested));
    if (l->is_whole)
        strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", _("whole"));
    add_tolerance(desk, l->tolerance.over, "+", &b, arena);
    add_tolerance(desk, l->tolerance.under, "-", &b, arena);
    if (l->over.milli > 0)
        strbuf_addf(&b, _("%s%s more than ordered"), b.len > 0 ? ", " : "",
                    text_qty(desk, arena, l->over));
    return b.s;
}

const char *order_line_words(struct desk *desk, const struct order_line *l, struct arena *arena)
{
    const char *wish = order_line_wish(desk, l, arena);

    const char *words = l->description;

    if (l->contents && l->contents[0])
        words = arena_printf(arena, "%s (%s)", words, l->contents);
    return wish[0] ? arena_printf(arena, "(%s) %s", wish, words) : words;
}
