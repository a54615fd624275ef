/*
 * Rules of ship methods: what one takes, what it costs, when it arrives.
 */
#include "domain/catalog/ship_method.h"

#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/ship_method_parts.h"

bool ship_method_takes(const struct ship_method *m, const struct ship_to *to, int64_t weight_g,
                       struct err *err)
{
    if (ship_places_match(m->places, to) == 0)
        return err_field(err, ERR_STATE, "ship_method",
                         _("%s does not go to %s %s. Choose another way to send it."), m->code,
                         to->country, to->postcode);
    if (m->max_weight_g > 0 && weight_g > m->max_weight_g)
        return err_field(err, ERR_STATE, "ship_method",
                         _("%s takes at most %lld g, this is %lld g. Choose another way to send"
                           " it."),
                         m->code, (long long)m->max_weight_g, (long long)weight_g);
    return true;
}

bool ship_method_leaves(const struct ship_method *m, const char *site_code, struct err *err)
{
    const char *at = m->sites;
    char code[LIMIT_CODE_BYTES + 1];

    while (ship_list_next(&at, code, sizeof code))
        if (strcasecmp(code, site_code) == 0)
            return true;
    return m->sites[0] == '\0' ||
           err_field(err, ERR_STATE, "ship_method",
                     _("%s does not leave from site %s. Choose another way to send it."), m->code,
                     site_code);
}

static struct date working_days_on(struct date day, int days)
{
    for (int i = 0; i < days; i++)
        do
            day = date_add_days(day, 1);
        while (date_weekday(day) >= 5);
    return day;
}

void ship_method_arrives(const struct ship_method *m, struct date leaves, struct date *first,
                         struct date *last)
{
    *first = *last = (struct date){ 0 };
    if (m->max_days == 0 || !date_is_set(leaves))
        return;
    *first = working_days_on(leaves, m->min_days);
    *last = working_days_on(leaves, m->max_days);
}

/* The row of a zone for so many grams: the least that is enough, else the heaviest. */
static const struct ship_rate *row_of_zone(const struct ship_rates *rates, const char *places,
                                           int64_t weight_g)
{
    const struct ship_rate *best = NULL;

    for (int i = 0; i < rates->n; i++) {
        const struct ship_rate *r = &rates->v[i];

        if (strcmp(r->places, places) != 0)
            continue;
        if (best == NULL || (best->upto_g < weight_g && r->upto_g > best->upto_g) ||
            (r->upto_g >= weight_g && r->upto_g < best->upto_g))
            best = r;
    }
    return best;
}

bool ship_rate_price(const struct ship_rates *rates, const struct ship_to *to, int64_t weight_g,
                     int64_t *out, const struct ship_rate **row)
{
    const struct ship_rate *best = NULL;
    int close = 0;
    __int128 minor;

    for (int i = 0; i < rates->n; i++) {
        int how = ship_places_match(rates->v[i].places, to);

        if (how > close) {
            close = how;
            best = &rates->v[i];
        }
    }
    if (best == NULL)
        return false;
    best = row_of_zone(rates, best->places, weight_g);
    minor = best->price_minor;
    if (weight_g > best->upto_g) {
        if (best->step_minor == 0)
            return false;
        minor += (__int128)((weight_g - best->upto_g + 999) / 1000) * best->step_minor;
    }
    if (minor > LIMIT_MONEY_MINOR)
        return false;
    *out = (int64_t)minor;
    if (row != NULL)
        *row = best;
    return true;
}

/* So much of a list of codes is said in a sentence. */
#define KNOWN_BYTES 300

/* The codes of those in use, "A, B and 12 more" where they are too many for a sentence. */
static const char *known_codes(const struct ship_methods *all, struct arena *arena)
{
    struct strbuf known;
    int left = 0;

    strbuf_init(&known, arena, KNOWN_BYTES + LIMIT_CODE_BYTES);
    for (int i = 0; i < all->n; i++) {
        if (!all->v[i].is_active)
            continue;
        if (left > 0 || known.len + strlen(all->v[i].code) + 2 > KNOWN_BYTES)
            left++;
        else
            strbuf_addf(&known, "%s%s", known.len > 0 ? ", " : "", all->v[i].code);
    }
    return left == 0 ? known.s
                     : arena_printf(arena, _("%s and %d more"), known.s, left);
}

bool ship_method_settle(struct desk *desk, const char *typed, struct arena *arena, const char **out,
                        struct err *err)
{
    struct ship_methods all;
    bool is_any = false;

    *out = typed;
    if (typed[0] == '\0')
        return true;
    if (!ship_methods_load(desk, arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        if (!all.v[i].is_active)
            continue;
        if (strcasecmp(all.v[i].code, typed) == 0 || strcasecmp(all.v[i].name, typed) == 0) {
            *out = all.v[i].code;
            return true;
        }
        is_any = true;
    }
    return !is_any ||
           err_field(err, ERR_INVALID, "ship_method",
                     _("There is no ship method %.40s. There are: %s."), typed,
                     known_codes(&all, arena));
}
