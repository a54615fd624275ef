/*
 * Regions that a site ships to, and how far an address is from it.
 */
#include "domain/catalog/region.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"

#define DISTANCE_ABROAD 20
#define DISTANCE_INLAND 10

/* Do the letters and digits of the text begin so? Any case, blanks do not count. */
static bool begins_so(const char *text, const char *prefix, size_t len)
{
    size_t i = 0;

    for (; i < len && *text != '\0'; text++) {
        if (*text == ' ')
            continue;
        if (toupper((unsigned char)*text) != prefix[i])
            return false;
        i++;
    }
    return i == len;
}

bool region_allows(const char *list, const char *country, const char *postcode)
{
    if (list == NULL || list[0] == '\0')
        return true;
    for (const char *at = list; *at != '\0';) {
        size_t len = strcspn(at, " ");

        if (strncmp(at, country, 2) == 0 && strlen(country) == 2 &&
            (len == 2 || begins_so(postcode, at + 3, len - 3)))
            return true;
        at += len;
        at += strspn(at, " ");
    }
    return false;
}

/* "GB", or "GB-LS": a country, and the beginning of a post code. */
static bool is_region(const char *word, size_t len)
{
    if (len < 2 || !isalpha((unsigned char)word[0]) || !isalpha((unsigned char)word[1]))
        return false;
    if (len == 2)
        return true;
    if (word[2] != '-' || len == 3)
        return false;
    for (size_t i = 3; i < len; i++)
        if (!isalnum((unsigned char)word[i]))
            return false;
    return true;
}

bool region_clean(const char *text, struct arena *arena, const char **out, struct err *err)
{
    struct strbuf b;

    strbuf_init(&b, arena, strlen(text) + 1);
    for (const char *at = text + strspn(text, " ,"); *at != '\0'; at += strspn(at, " ,")) {
        size_t len = strcspn(at, " ,");

        if (!is_region(at, len))
            return err_field(err, ERR_INVALID, "ships_to",
                             _("\"%.*s\" is no region. Write countries, or countries with the"
                               " beginning of a post code: GB IE FR-75."),
                             (int)(len < 40 ? len : 40), at);
        strbuf_addf(&b, "%s", b.len > 0 ? " " : "");
        for (size_t i = 0; i < len; i++)
            strbuf_addf(&b, "%c", toupper((unsigned char)at[i]));
        at += len;
    }
    *out = b.s;
    return true;
}

int region_distance(const char *from_country, const char *from_postcode, const char *to_country,
                    const char *to_postcode)
{
    int same = 0;

    if (strcmp(from_country, to_country) != 0)
        return DISTANCE_ABROAD;
    while (same < DISTANCE_INLAND && from_postcode[same] != '\0' &&
           toupper((unsigned char)from_postcode[same]) == toupper((unsigned char)to_postcode[same]))
        same++;
    return DISTANCE_INLAND - same;
}
