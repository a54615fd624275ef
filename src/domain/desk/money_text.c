/*
 * Amounts, quantities and dates as people at this desk read them.
 */
#include "domain/desk/money_text.h"

#include "base/mem.h"

const char *text_money(const struct desk *desk, struct arena *arena, int64_t minor,
                       const char *currency)
{
    char out[MONEY_TEXT_SIZE];

    return arena_strdup(arena, money_format(money_make(minor, currency), desk_form(desk), out));
}

const char *text_price(const struct desk *desk, struct arena *arena, struct price p,
                       const char *currency)
{
    char out[MONEY_TEXT_SIZE];

    return arena_strdup(arena, price_format(p, currency, desk_form(desk), out));
}

const char *text_qty(const struct desk *desk, struct arena *arena, struct qty q)
{
    char out[DECIMAL_TEXT_SIZE];

    return arena_strdup(arena, qty_format(q, desk_form(desk), out));
}

const char *text_rate(const struct desk *desk, struct arena *arena, struct rate r)
{
    char out[DECIMAL_TEXT_SIZE];

    return arena_strdup(arena, rate_format(r, desk_form(desk), out));
}

const char *text_date(struct desk *desk, struct arena *arena, struct date d)
{
    char out[40];

    if (!date_is_set(d))
        return "";
    return arena_strdup(arena, date_short(d, desk_today(desk), out, (int)sizeof out));
}

const char *text_stamp(struct desk *desk, struct arena *arena, struct stamp s)
{
    struct date day;
    int minute;

    if (s.ms == 0)
        return "";
    day = stamp_to_date(s);
    minute = stamp_minute_of_day(s);
    if (date_cmp(day, desk_today(desk)) == 0)
        return arena_printf(arena, "%02d:%02d", minute / 60, minute % 60);
    return arena_printf(arena, "%s %02d:%02d", text_date(desk, arena, day), minute / 60,
                        minute % 60);
}

const char *text_when(struct desk *desk, struct arena *arena, struct stamp s)
{
    struct date day;

    if (s.ms == 0)
        return "";
    day = stamp_to_date(s);
    return date_cmp(day, desk_today(desk)) == 0 ? text_stamp(desk, arena, s)
                                                : text_date(desk, arena, day);
}
