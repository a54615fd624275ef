/*
 * See ship_way.h.
 */
#include "tui/ship_way.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "domain/order/charge.h"

static const char *note_of(struct desk *desk, const struct order *order, const struct ship_way *w,
                           struct arena *arena)
{
    const char *day = date_is_set(w->last) ? text_date(desk, arena, w->last) : "";
    const char *money =
        w->price[0] == '\0' || strcmp(w->price, _("free")) == 0 ? "" : order->currency;

    if (w->why_not[0] != '\0')
        return w->why_not;
    if (day[0] == '\0')
        return arena_printf(arena, "%s %s", w->price, money);
    return arena_printf(arena, _("%s %s  arrives by %s"), w->price, money, day);
}

bool ship_way_rows(struct desk *desk, const struct order *order, const char *text,
                   struct arena *arena, struct lookup_rows *out, struct err *err)
{
    size_t len = strlen(text);
    struct ship_ways ways;

    if (order == NULL)
        return true;
    if (!order_ship_ways(desk, order, arena, &ways, err))
        return false;
    for (int i = 0; i < ways.n; i++) {
        const struct ship_method *m = ways.v[i].method;
        struct lookup_row *row;

        if (strncasecmp(m->code, text, len) != 0 && strncasecmp(m->name, text, len) != 0)
            continue;
        out->is_more = out->n == LOOKUP_ROWS;
        if (out->is_more)
            return true;
        row = vec_push(arena, out);
        row->id = m->id;
        row->value = m->code;
        row->detail = m->name;
        row->note = note_of(desk, order, &ways.v[i], arena);
    }
    return true;
}
