/*
 * Address forms of countries, one row each.
 */
#include "domain/party/address_form.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/desk/country.h"

#define P CALLED_POSTCODE
#define R CALLED_REGION

#define GB_CODES "A9 9AA|A99 9AA|AA9 9AA|AA99 9AA|A9A 9AA|AA9A 9AA"

static const struct address_form forms[] = {
    { "AE", "N/A/C/S", "AS", "S", P, CALLED_EMIRATE, "", "", "971", "0" },
    { "AR", "N/A/Z C/S", "ACZ", "C", P, CALLED_PROVINCE, "9999|A9999AAA", "C1070AAM", "54", "0" },
    { "AT", "N/A/Z C", "ACZ", "", CALLED_PLZ, R, "9999", "1010", "43", "0" },
    { "AU", "N/A/C S Z", "ACSZ", "CS", P, CALLED_STATE, "9999", "2060", "61", "0" },
    { "BE", "N/A/Z C", "ACZ", "C", P, R, "9999", "1000", "32", "0" },
    { "BG", "N/A/Z C", "ACZ", "C", P, R, "9999", "1000", "359", "0" },
    { "BR", "N/A/C - S/Z", "ACSZ", "CS", CALLED_CEP, CALLED_STATE, "99999-999", "01310-100", "55",
      "0" },
    { "CA", "N/A/C S Z", "ACSZ", "CSZ", P, CALLED_PROVINCE, "A9A 9A9", "H3Z 2Y7", "1", "1" },
    { "CH", "N/A/Z C", "ACZ", "", CALLED_PLZ, R, "9999", "8001", "41", "0" },
    { "CL", "N/A/Z C/S", "AC", "C", P, R, "999 9999", "834 0457", "56", "" },
    { "CN", "N/A/C/S Z", "ACSZ", "S", P, CALLED_PROVINCE, "999999", "100080", "86", "0" },
    { "CO", "N/A/C, S/Z", "AC", "C", P, CALLED_DISTRICT, "999999", "111221", "57", "" },
    { "CY", "N/A/Z C", "ACZ", "C", P, R, "9999", "2008", "357", "" },
    { "CZ", "N/A/Z C", "ACZ", "C", P, R, "999 99", "110 00", "420", "" },
    { "DE", "N/A/Z C", "ACZ", "", CALLED_PLZ, R, "99999", "10117", "49", "0" },
    { "DK", "N/A/Z C", "ACZ", "", P, R, "9999", "1050", "45", "" },
    { "EE", "N/A/Z C", "ACZ", "C", P, R, "99999", "10111", "372", "" },
    { "ES", "N/A/Z C/S", "ACZ", "CS", P, CALLED_PROVINCE, "99999", "28001", "34", "" },
    { "FI", "N/A/Z C", "ACZ", "C", P, R, "99999", "00100", "358", "0" },
    { "FR", "N/A/Z C", "ACZ", "C", P, R, "99999", "75008", "33", "0" },
    { "GB", "N/A/C/S/Z", "ACZ", "CZ", P, CALLED_COUNTY, GB_CODES, "LS10 1LX", "44", "0" },
    { "GR", "N/A/Z C", "ACZ", "C", P, R, "999 99", "101 88", "30", "" },
    { "HK", "N/A/C/S", "A", "S", P, CALLED_DISTRICT, "", "", "852", "" },
    { "HR", "N/A/Z C", "ACZ", "C", P, R, "99999", "10000", "385", "0" },
    { "HU", "N/C/A/Z", "ACZ", "C", P, R, "9999", "1037", "36", "06" },
    { "ID", "N/A/C Z/S", "ACZ", "C", P, CALLED_PROVINCE, "99999", "40115", "62", "0" },
    { "IE", "N/A/C/S/Z", "AC", "Z", CALLED_EIRCODE, CALLED_COUNTY, "A9? ????", "D02 AF30", "353",
      "0" },
    { "IL", "N/A/C Z", "AC", "C", P, R, "9999999|99999", "9614303", "972", "0" },
    { "IN", "N/A/C Z/S", "ACSZ", "C", CALLED_PIN, CALLED_STATE, "999999", "110034", "91", "0" },
    { "IS", "N/A/Z C", "ACZ", "", P, R, "999", "101", "354", "" },
    { "IT", "N/A/Z C S", "ACSZ", "CS", CALLED_CAP, CALLED_PROVINCE, "99999", "00144", "39", "" },
    { "JP", "N/A, C/S Z", "ASZ", "S", P, CALLED_PREFECTURE, "999-9999", "154-0023", "81", "0" },
    { "KR", "N/A/C S Z", "ACSZ", "Z", P, CALLED_PROVINCE, "99999", "03051", "82", "0" },
    { "LI", "N/A/Z C", "ACZ", "", CALLED_PLZ, R, "9999", "9490", "423", "" },
    { "LT", "N/A/Z C", "ACZ", "C", P, R, "LT-99999|99999", "LT-04340", "370", "0" },
    { "LU", "N/A/Z C", "ACZ", "", P, R, "L-9999|9999", "L-4750", "352", "" },
    { "LV", "N/A/C, Z", "ACZ", "C", P, R, "LV-9999|9999", "LV-1073", "371", "" },
    { "MC", "N/A/Z C", "ACZ", "C", P, R, "98999", "98000", "377", "" },
    { "MT", "N/A/C Z", "ACZ", "CZ", P, R, "AAA 9999", "NXR 0101", "356", "" },
    { "MX", "N/A/Z C, S", "ACSZ", "CS", P, CALLED_STATE, "99999", "06600", "52", "" },
    { "MY", "N/A/Z C/S", "ACZ", "CS", P, CALLED_STATE, "99999", "43000", "60", "0" },
    { "NL", "N/A/Z C", "ACZ", "C", P, R, "9999 AA", "1012 JS", "31", "0" },
    { "NO", "N/A/Z C", "ACZ", "C", P, R, "9999", "0025", "47", "" },
    { "NZ", "N/A/C Z", "ACZ", "", P, R, "9999", "6011", "64", "0" },
    { "PH", "N/A/Z C/S", "AC", "C", P, CALLED_PROVINCE, "9999", "1008", "63", "0" },
    { "PL", "N/A/Z C", "ACZ", "C", P, R, "99-999", "00-950", "48", "" },
    { "PT", "N/A/Z C", "ACZ", "C", P, R, "9999-999", "1250-102", "351", "" },
    { "RO", "N/A/Z C/S", "ACZ", "C", P, CALLED_COUNTY, "999999", "060274", "40", "0" },
    { "RS", "N/A/Z C", "ACZ", "C", P, R, "99999", "11000", "381", "0" },
    { "SE", "N/A/Z C", "ACZ", "C", P, R, "999 99", "111 22", "46", "0" },
    { "SG", "N/A/C Z", "AZ", "", P, R, "999999", "546080", "65", "" },
    { "SI", "N/A/Z C", "ACZ", "", P, R, "9999", "1000", "386", "0" },
    { "SK", "N/A/Z C", "ACZ", "C", P, R, "999 99", "811 02", "421", "0" },
    { "TH", "N/A/C/S Z", "ACSZ", "S", P, CALLED_PROVINCE, "99999", "10150", "66", "0" },
    { "TR", "N/A/Z C/S", "ACZ", "C", P, CALLED_PROVINCE, "99999", "34398", "90", "0" },
    { "TW", "N/A/C/S Z", "ACZ", "", P, CALLED_COUNTY, "999|99999|999999", "104", "886", "0" },
    { "UA", "N/A/C/S/Z", "ACZ", "Z", P, R, "99999", "01055", "380", "0" },
    { "US", "N/A/C, S Z", "ACSZ", "CS", CALLED_ZIP, CALLED_STATE, "99999|99999-9999", "95014", "1",
      "1" },
    { "ZA", "N/A/C/Z", "ACZ", "", P, CALLED_PROVINCE, "9999", "0083", "27", "0" },
};

#undef P
#undef R

const struct address_form *address_form_at(int index)
{
    return index >= 0 && index < (int)OD_LEN(forms) ? &forms[index] : NULL;
}

const struct address_form *address_form_of(const char *country)
{
    for (size_t i = 0; country != NULL && i < OD_LEN(forms); i++)
        if (strcmp(forms[i].country, country) == 0)
            return &forms[i];
    return NULL;
}

const char *address_postcode_label(const struct address_form *f)
{
    switch (f != NULL ? f->postcode_word : CALLED_POSTCODE) {
    case CALLED_POSTCODE:
        break;
    case CALLED_ZIP:
        return _("ZIP code");
    case CALLED_PLZ:
        return _("PLZ");
    case CALLED_EIRCODE:
        return _("Eircode");
    case CALLED_PIN:
        return _("PIN code");
    case CALLED_CEP:
        return _("CEP");
    case CALLED_CAP:
        return _("CAP");
    }
    return _("Post code");
}

const char *address_region_label(const struct address_form *f)
{
    switch (f != NULL ? f->region_word : CALLED_REGION) {
    case CALLED_REGION:
        break;
    case CALLED_STATE:
        return _("State");
    case CALLED_PROVINCE:
        return _("Province");
    case CALLED_PREFECTURE:
        return _("Prefecture");
    case CALLED_COUNTY:
        return _("County");
    case CALLED_EMIRATE:
        return _("Emirate");
    case CALLED_DISTRICT:
        return _("District");
    }
    return _("Region");
}

bool address_form_has(const struct address_form *f, char part)
{
    return f == NULL || strchr(f->label, part) != NULL;
}

bool address_form_needs(const struct address_form *f, char part)
{
    return f != NULL && strchr(f->needs, part) != NULL;
}

/* --- post codes ------------------------------------------------------------------------------- */

static bool is_gap(char c)
{
    return c == ' ' || c == '-';
}

static bool fits(char mask, char c)
{
    switch (mask) {
    case '9':
        return isdigit((unsigned char)c);
    case 'A':
        return isupper((unsigned char)c);
    case '?':
        return isdigit((unsigned char)c) || isupper((unsigned char)c);
    default:
        return mask == c;
    }
}

/* Fits the text, without its gaps, into one mask; what the mask has as it is may be left out. */
static bool fit_mask(const char *mask, size_t len, const char *text, char *out)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        if (is_gap(mask[i])) {
            out[n++] = mask[i];
            continue;
        }
        while (is_gap(*text))
            text++;
        if (!fits(mask[i], *text))
            return false;
        out[n++] = *text++;
    }
    while (is_gap(*text))
        text++;
    out[n] = '\0';
    return *text == '\0';
}

const char *address_postcode(const struct address_form *f, const char *text, struct arena *arena)
{
    char *upper = arena_strdup(arena, text), *out = arena_strdup(arena, f->postcode);

    for (char *p = upper; *p != '\0'; p++)
        *p = (char)toupper((unsigned char)*p);
    for (const char *mask = f->postcode; *mask != '\0';) {
        size_t len = strcspn(mask, "|");

        if (fit_mask(mask, len, upper, out))
            return out;
        mask += len;
        mask += *mask == '|';
    }
    return NULL;
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool missing(const char *field, const char *label, const char *country, struct err *err)
{
    return err_field(err, ERR_INVALID, field, _("An address in %s needs: %s."),
                     country_name(country), label);
}

static bool check_parts(const struct address_form *f, const struct address *a, struct err *err)
{
    if (a->city[0] == '\0' && address_form_needs(f, 'C'))
        return missing("city", _("City"), f->country, err);
    if (a->region[0] == '\0' && address_form_needs(f, 'S'))
        return missing("region", address_region_label(f), f->country, err);
    if (a->postcode[0] == '\0' && address_form_needs(f, 'Z'))
        return missing("postcode", address_postcode_label(f), f->country, err);
    return true;
}

bool address_form_check(const struct address *in, struct arena *arena, struct address *out,
                        struct err *err)
{
    const struct address_form *f = address_form_of(in->country);
    const char *postcode, *region;

    *out = *in;
    if (in->country[0] != '\0' && country_code(in->country) == NULL)
        return err_field(err, ERR_INVALID, "country",
                         _("There is no country \"%.40s\". Write its two letters or its name."),
                         in->country);
    if (f == NULL)
        return true;
    if (!check_parts(f, in, err))
        return false;
    region = in->region[0] != '\0' ? address_region(in->country, in->region, arena) : "";
    if (region == NULL)
        return err_field(err, ERR_INVALID, "region", _("\"%s\" is no %s of %s. There are: %s."),
                         in->region, address_region_label(f), country_name(in->country),
                         address_region_codes(in->country, arena));
    postcode = in->postcode;
    if (postcode[0] != '\0' && f->postcode[0] != '\0')
        postcode = address_postcode(f, in->postcode, arena);
    if (postcode == NULL)
        return err_field(err, ERR_INVALID, "postcode",
                         _("\"%s\" is no %s of %s. One looks like %s."), in->postcode,
                         address_postcode_label(f), country_name(in->country), f->example);
    out->region = region;
    out->postcode = postcode;
    return true;
}

/* --- labels ----------------------------------------------------------------------------------- */

static const char *part_text(const struct address *a, const char *name, char part)
{
    switch (part) {
    case 'N':
        return a->name != NULL && a->name[0] != '\0' ? a->name : name;
    case 'A':
        return a->line1;
    case 'C':
        return a->city;
    case 'S':
        return a->region;
    case 'Z':
        return a->postcode;
    default:
        return NULL;
    }
}

/* One line of the label; what stands between two parts stands only where both are there. */
static void add_line(struct strbuf *b, const struct address *a, const char *name,
                     const struct address_form *f, const char *line)
{
    size_t len = strcspn(line, "/"), begin = b->len;
    struct strbuf between;

    strbuf_init(&between, b->arena, 16);
    for (size_t i = 0; i < len; i++) {
        const char *text = part_text(a, name, line[i]);

        if (text == NULL) {
            strbuf_addc(&between, line[i]);
            continue;
        }
        if (text[0] != '\0') {
            strbuf_add(b, b->len == begin ? (begin > 0 ? "\n" : "") : between.s);
            strbuf_add(b, strchr(f->upper, line[i]) != NULL ? utf8_upper(b->arena, text) : text);
        }
        strbuf_clear(&between);
        if (line[i] == 'A' && a->line2[0] != '\0')
            strbuf_addf(b, "\n%s", a->line2);
    }
}

const char *address_label(const struct address *a, const char *name, const char *home,
                          struct arena *arena)
{
    static const struct address_form usual = { .label = "N/A/C S Z", .upper = "" };
    const struct address_form *f = address_form_of(a->country);
    const char *line, *country = country_name(a->country);
    struct strbuf b;

    strbuf_init(&b, arena, 8000);
    if (f == NULL)
        f = &usual;
    for (line = f->label; *line != '\0'; line += line[strcspn(line, "/")] == '/') {
        add_line(&b, a, name, f, line);
        line += strcspn(line, "/");
        if (*line == '\0')
            break;
    }
    if (strcmp(a->country, home) != 0)
        strbuf_addf(&b, "\n%s", utf8_upper(arena, country != NULL ? country : a->country));
    return b.s;
}

/* --- telephone numbers ------------------------------------------------------------------------ */

const char *phone_e164(const char *text, const char *country, struct arena *arena)
{
    const struct address_form *f = address_form_of(country);
    bool is_abroad = text[0] == '+' || strncmp(text, "00", 2) == 0;
    struct strbuf b;
    size_t trunk;

    if (text[strspn(text, "+0123456789 ()-./")] != '\0')
        return NULL;
    strbuf_init(&b, arena, 400);
    for (const char *p = text; *p != '\0'; p++) {
        if (is_abroad && strncmp(p, "(0)", 3) == 0)
            p += 2;
        else if (isdigit((unsigned char)*p))
            strbuf_addc(&b, *p);
    }
    if (is_abroad)
        text = b.s + (text[0] == '+' ? 0 : 2);
    else if (f == NULL)
        return NULL;
    else {
        trunk = strlen(f->trunk);
        text = b.s + (trunk > 0 && strncmp(b.s, f->trunk, trunk) == 0 ? trunk : 0);
        text = arena_printf(arena, "%s%s", f->dial, text);
    }
    if (strlen(text) < 7 || strlen(text) > 15 || text[0] == '0')
        return NULL;
    return arena_printf(arena, "+%s", text);
}
