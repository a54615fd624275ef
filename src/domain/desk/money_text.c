/*
 * Amounts, quantities and dates as people at this desk read them.
 */
#include "domain/desk/money_text.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

const char *text_money(const struct desk *desk, struct arena *arena, int64_t minor,
                       const char *currency)
{
    char out[MONEY_TEXT_SIZE];

    if (desk_is_plain(desk))
        return arena_strdup(arena, money_format_code(money_make(minor, currency), out));
    return arena_strdup(arena, money_format(money_make(minor, currency), desk_form(desk), out));
}

const char *text_cost(const struct desk *desk, struct arena *arena, struct money cost)
{
    const char *amount;

    if (cost.cur[0] == '\0')
        return "";
    amount = text_money(desk, arena, cost.minor, cost.cur);
    if (desk_is_plain(desk) || strcmp(cost.cur, desk_company(desk)->currency) == 0)
        return amount;
    return arena_printf(arena, "%s %s", amount, cost.cur);
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
    char iso[DATE_TEXT_SIZE];

    if (!date_is_set(d))
        return "";
    if (desk_is_plain(desk))
        return arena_strdup(arena, date_format(d, iso));
    return arena_strdup(arena, date_short(d, desk_today(desk), out, (int)sizeof out));
}

const char *text_stamp(struct desk *desk, struct arena *arena, struct stamp s)
{
    struct date day;
    int minute;
    char iso[STAMP_TEXT_SIZE];

    if (s.ms == 0)
        return "";
    if (desk_is_plain(desk))
        return arena_strdup(arena, stamp_format(s, iso));
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
    return desk_is_plain(desk) || date_cmp(day, desk_today(desk)) == 0 ? text_stamp(desk, arena, s)
                                                : text_date(desk, arena, day);
}

const char *text_age(struct desk *desk, struct arena *arena, struct stamp s)
{
    long long minutes = (desk_now(desk).ms - s.ms) / 60000;

    if (s.ms == 0 || minutes < 0)
        return "";
    if (minutes < 60)
        return arena_printf(arena, _("%lld min"), minutes);
    if (minutes < 48 * 60)
        return arena_printf(arena, _("%lld h"), minutes / 60);
    return arena_printf(arena, _("%lld d"), minutes / (24 * 60));
}

const char *text_money_short(struct arena *arena, int64_t minor, const char *currency)
{
    const struct currency *c = currency_find(currency);
    int64_t unit = 1, whole;

    for (int i = c != NULL ? c->digits : 0; i > 0; i--)
        unit *= 10;
    whole = round_div(minor, unit, ROUND_HALF_UP);
    if (minor == 0)
        return "";
    if (whole < 100000)
        return arena_printf(arena, "%lld", (long long)whole);
    if (whole < 10000000)
        return arena_printf(arena, "%lldk", (long long)(whole / 1000));
    return arena_printf(arena, "%lldM", (long long)(whole / 1000000));
}
