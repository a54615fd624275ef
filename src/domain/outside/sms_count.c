/*
 * Counting the parts of a text message.
 */
#include "domain/outside/sms_count.h"

#include "base/utf8.h"

#define SEPTETS_ALONE 160
#define SEPTETS_PART  153
#define UNITS_ALONE   70
#define UNITS_PART    67

/* Those of the 7-bit default alphabet that are not ASCII (3GPP TS 23.038, 6.2.1). */
static const uint32_t beyond_ascii[] = {
    0xa3,  0xa5,  0xe8,  0xe9,  0xf9,  0xec,  0xf2,  0xc7,  0xd8,  0xf8, 0xc5, 0xe5, 0x394,
    0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398, 0x39e, 0xc6, 0xe6, 0xdf, 0xc9,
    0xa4,  0xa1,  0xc4,  0xd6,  0xd1,  0xdc,  0xa7,  0xbf,  0xe4,  0xf6, 0xf1, 0xfc, 0xe0,
};

/* Septets of one character; 0: the alphabet lacks it. */
static int septets_of(uint32_t cp)
{
    switch (cp) {
    case '^':
    case '{':
    case '}':
    case '\\':
    case '[':
    case ']':
    case '~':
    case '|':
    case 0x0c:
    case 0x20ac:
        return 2;
    case '`':
        return 0;
    default:
        break;
    }
    if (cp == '\n' || cp == '\r' || (cp >= 0x20 && cp < 0x7f))
        return 1;
    for (unsigned i = 0; i < sizeof beyond_ascii / sizeof beyond_ascii[0]; i++)
        if (beyond_ascii[i] == cp)
            return 1;
    return 0;
}

static int units_of(uint32_t cp, bool is_wide)
{
    return is_wide ? (cp > 0xffff ? 2 : 1) : septets_of(cp);
}

/* Fills parts of that size one after the other; *left is what remains in the last. */
static int parts_of(const char *text, bool is_wide, int size, int *left)
{
    int parts = 0, used = size;

    for (uint32_t cp = utf8_next(&text); cp != 0; cp = utf8_next(&text)) {
        int n = units_of(cp, is_wide);

        if (used + n > size) {
            parts++;
            used = 0;
        }
        used += n;
    }
    *left = size - used;
    return parts;
}

void sms_count(const char *text, struct sms_count *out)
{
    int alone, part;

    *out = (struct sms_count){ 0 };
    for (const char *at = text; out->wide == 0 && *at != '\0';) {
        uint32_t cp = utf8_next(&at);

        out->wide = septets_of(cp) == 0 ? cp : 0;
    }
    out->is_wide = out->wide != 0;
    for (const char *at = text; *at != '\0';)
        out->units += units_of(utf8_next(&at), out->is_wide);
    alone = out->is_wide ? UNITS_ALONE : SEPTETS_ALONE;
    part = out->is_wide ? UNITS_PART : SEPTETS_PART;
    if (out->units > alone)
        out->parts = parts_of(text, out->is_wide, part, &out->left);
    else if (out->units > 0) {
        out->parts = 1;
        out->left = alone - out->units;
    }
}
