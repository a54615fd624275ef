/*
 * How people write what a ship method says: the cut-off as "15:00", the days on the way as "1-3".
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/ship_method.h"

#define MINUTES_PER_HOUR 60

/* A number of at most so many digits, and how many it has; 0 where none stands there. */
static size_t digits(const char *text, size_t most, int *out)
{
    size_t n = strspn(text, "0123456789");

    *out = 0;
    for (size_t i = 0; i < n && n <= most; i++)
        *out = *out * 10 + (text[i] - '0');
    return n <= most ? n : 0;
}

const char *ship_cutoff_text(const struct ship_method *m, struct arena *arena)
{
    return m->cutoff_minute < 0 ? ""
                                : arena_printf(arena, "%02d:%02d",
                                               m->cutoff_minute / MINUTES_PER_HOUR,
                                               m->cutoff_minute % MINUTES_PER_HOUR);
}

bool ship_cutoff_parse(const char *text, struct ship_method *m, struct err *err)
{
    int hour, minute;
    size_t n = digits(text, 2, &hour);

    if (text[0] == '\0') {
        m->cutoff_minute = -1;
        return true;
    }
    if (n == 0 || text[n] != ':' || digits(text + n + 1, 2, &minute) != 2 ||
        text[n + 3] != '\0' || hour > 23 || minute > 59)
        return err_field(err, ERR_INVALID, "cutoff",
                         _("The cut-off is a time of the day, for example 15:00."));
    m->cutoff_minute = hour * MINUTES_PER_HOUR + minute;
    return true;
}

const char *ship_transit_text(const struct ship_method *m, struct arena *arena)
{
    if (m->max_days == 0)
        return "";
    return m->min_days == m->max_days ? arena_printf(arena, "%d", m->max_days)
                                      : arena_printf(arena, "%d-%d", m->min_days, m->max_days);
}

bool ship_transit_parse(const char *text, struct ship_method *m, struct err *err)
{
    int min = 0, max = 0;
    size_t n = digits(text, 3, &min);
    bool is_one = text[n] == '\0';

    if (text[0] != '\0' &&
        (n == 0 || (!is_one && (text[n] != '-' || digits(text + n + 1, 3, &max) == 0 ||
                                text[n + 1 + strspn(text + n + 1, "0123456789")] != '\0')) ||
         (is_one && min == 0)))
        return err_field(err, ERR_INVALID, "transit",
                         _("Say how many working days it is on its way: 2, or 1-3."));
    m->min_days = min;
    m->max_days = is_one ? min : max;
    return true;
}
