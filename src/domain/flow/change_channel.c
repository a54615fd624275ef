/*
 * What a channel proposes for the header of an order, as text for the store and back.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/flow/change_parts.h"

enum channel_field {
    MONEY_TAX = PLACE_FIELDS,
    MONEY_TAX_INCL,
    MONEY_DISC,
    MONEY_DISC_MINOR,
    COURSE,
    SHIPPED,
    FIELDS
};

static const char *const fields[FIELDS + 1] = {
    [PLACE_NAME] = "ship_name",
    [PLACE_LINE1] = "ship_line1",
    [PLACE_LINE2] = "ship_line2",
    [PLACE_CITY] = "ship_city",
    [PLACE_REGION] = "ship_region",
    [PLACE_POSTCODE] = "ship_postcode",
    [PLACE_COUNTRY] = "ship_country",
    [MONEY_TAX] = "tax",
    [MONEY_TAX_INCL] = "tax_incl",
    [MONEY_DISC] = "billed_disc", /* "disc" is a clerk's, spread anew */
    [MONEY_DISC_MINOR] = "billed_disc_minor",
    [COURSE] = "course",
    [SHIPPED] = "shipped",
};

const char *change_channel_field(int i)
{
    return fields[i];
}

static const char *number(int64_t v, struct arena *arena)
{
    return arena_printf(arena, "%lld", (long long)v);
}

const char *change_channel_text(const struct change_channel *c, int i, struct arena *arena)
{
    char day[DATE_TEXT_SIZE];

    if (i < PLACE_FIELDS)
        return c->place[i];
    if (i == COURSE)
        return c->course == CHANGE_GOES_ON ? NULL : number(c->course, arena);
    if (i == SHIPPED)
        return date_is_set(c->shipped) ? arena_strdup(arena, date_format(c->shipped, day)) : NULL;
    if (!c->has_money)
        return NULL;
    return number(i == MONEY_TAX        ? c->tax_minor
                  : i == MONEY_TAX_INCL ? c->is_tax_incl
                  : i == MONEY_DISC     ? c->disc.ppm
                                        : c->disc_minor,
                  arena);
}

void change_set_channel(struct change_channel *c, const char *field, const char *value)
{
    int64_t v = strtoll(value, NULL, 10);
    int i = 0;

    while (i < FIELDS && strcmp(fields[i], field) != 0)
        i++;
    if (i < PLACE_FIELDS)
        c->place[i] = value;
    c->has_money = c->has_money || (i >= MONEY_TAX && i <= MONEY_DISC_MINOR);
    if (i == MONEY_TAX)
        c->tax_minor = v;
    else if (i == MONEY_TAX_INCL)
        c->is_tax_incl = v != 0;
    else if (i == MONEY_DISC)
        c->disc.ppm = (int32_t)v;
    else if (i == MONEY_DISC_MINOR)
        c->disc_minor = v;
    else if (i == COURSE && v > CHANGE_GOES_ON && v <= CHANGE_IS_SHIPPED)
        c->course = (enum change_course)v;
    else if (i == SHIPPED)
        (void)!date_parse(value, &c->shipped, NULL);
}
