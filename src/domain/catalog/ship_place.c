/*
 * The lists of ship methods: places as "GB, FR:75, US:CA", sites as "MAIN, HULL".
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/item.h"
#include "domain/catalog/ship_method_parts.h"

#define LIST_BYTES 2000

bool ship_list_next(const char **at, char *out, size_t size)
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
    char place[SHIP_PLACE_SIZE];

    strbuf_init(&b, arena, LIST_BYTES);
    while (ship_list_next(&in, place, sizeof place)) {
        if (!is_place(place))
            return err_field(err, ERR_INVALID, "places",
                             _("\"%s\" is no place. Write countries, also with a region or the"
                               " beginning of a post code: GB, FR:75."),
                             place);
        strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", place);
    }
    if (b.is_cut)
        return err_field(err, ERR_LIMIT, "places", _("These are too many places."));
    *out = b.s;
    return true;
}

bool ship_sites_clean(struct desk *desk, const char *in, struct arena *arena, const char **out,
                      struct err *err)
{
    struct strbuf b;
    struct site *site;
    char code[LIMIT_CODE_BYTES + 1];

    strbuf_init(&b, arena, LIST_BYTES);
    while (ship_list_next(&in, code, sizeof code)) {
        if (!site_find(desk, code, arena, &site, err))
            return false;
        if (site == NULL)
            return err_field(err, ERR_NOT_FOUND, "sites", _("There is no site %.40s."), code);
        strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", code);
    }
    if (b.is_cut)
        return err_field(err, ERR_LIMIT, "sites", _("These are too many sites."));
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

int ship_places_match(const char *places, const struct ship_to *to)
{
    char place[SHIP_PLACE_SIZE];
    int best = places[0] == '\0' ? 1 : 0;

    while (ship_list_next(&places, place, sizeof place)) {
        int close = 2 + (int)strlen(place + 2);

        if (strlen(to->country) == 2 && strncasecmp(place, to->country, 2) == 0 && close > best &&
            (place[2] == '\0' || strcasecmp(place + 3, to->region) == 0 ||
             begins(to->postcode, place + 3)))
            best = close;
    }
    return best;
}
