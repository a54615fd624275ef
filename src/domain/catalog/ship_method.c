/*
 * Rules of ship methods: what stands in a list of places, and what a method takes.
 */
#include "domain/catalog/ship_method.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/ship_method_parts.h"

/* The next place of a list, "FR:75" without blanks, in capitals; false at the end. */
static bool next_place(const char **at, char *out, size_t size)
{
    size_t n = 0;

    *at += strspn(*at, ", ");
    for (; **at != '\0' && **at != ','; ++*at)
        if (**at != ' ' && n + 1 < size)
            out[n++] = (char)toupper((unsigned char)**at);
    out[n] = '\0';
    return n > 0;
}

static bool is_place(const char *place)
{
    return isalpha((unsigned char)place[0]) && isalpha((unsigned char)place[1]) &&
           (place[2] == '\0' || (place[2] == ':' && place[3] != '\0'));
}

bool ship_places_clean(const char *in, struct arena *arena, const char **out, struct err *err)
{
    struct strbuf b;
    char place[24];

    strbuf_init(&b, arena, 2000);
    while (next_place(&in, place, sizeof place)) {
        if (!is_place(place))
            return err_field(err, ERR_INVALID, "places",
                             _("\"%s\" is no place. Write countries, also with the beginning of a "
                               "post code: GB, FR:75."),
                             place);
        strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", place);
    }
    if (b.is_cut)
        return err_field(err, ERR_LIMIT, "places", _("These are too many places."));
    *out = b.s;
    return true;
}

/* Does the post code begin so? Blanks do not count. */
static bool begins(const char *postcode, const char *prefix)
{
    for (; *prefix != '\0'; prefix++, postcode++) {
        postcode += strspn(postcode, " -");
        if (toupper((unsigned char)*postcode) != *prefix)
            return false;
    }
    return true;
}

static bool goes_to(const struct ship_method *m, const char *country, const char *postcode)
{
    const char *at = m->places;
    char place[24];

    if (at[0] == '\0')
        return true;
    while (next_place(&at, place, sizeof place))
        if (strncasecmp(place, country, 2) == 0 && strlen(country) == 2 &&
            (place[2] == '\0' || begins(postcode, place + 3)))
            return true;
    return false;
}

bool ship_method_takes(const struct ship_method *m, const char *country, const char *postcode,
                       int64_t weight_g, struct err *err)
{
    if (!goes_to(m, country, postcode))
        return err_field(err, ERR_STATE, "ship_method",
                         _("%s does not go to %s %s. Choose another way to send it."), m->code,
                         country, postcode);
    if (m->max_weight_g > 0 && weight_g > m->max_weight_g)
        return err_field(err, ERR_STATE, "ship_method",
                         _("%s takes at most %lld g, this is %lld g. Choose another way to send"
                           " it."),
                         m->code, (long long)m->max_weight_g, (long long)weight_g);
    return true;
}

bool ship_method_settle(struct desk *desk, const char *typed, struct arena *arena, const char **out,
                        struct err *err)
{
    struct ship_methods all;
    struct strbuf known;

    *out = typed;
    if (typed[0] == '\0')
        return true;
    if (!ship_methods_load(desk, arena, &all, err))
        return false;
    strbuf_init(&known, arena, 200);
    for (int i = 0; i < all.n; i++) {
        if (!all.v[i].is_active)
            continue;
        if (strcasecmp(all.v[i].code, typed) == 0 || strcasecmp(all.v[i].name, typed) == 0) {
            *out = all.v[i].code;
            return true;
        }
        strbuf_addf(&known, "%s%s", known.len > 0 ? ", " : "", all.v[i].code);
    }
    return known.len == 0 ||
           err_field(err, ERR_INVALID, "ship_method",
                     _("There is no ship method %.40s. There are: %s."), typed, known.s);
}
