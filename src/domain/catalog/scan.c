/*
 * Scans: GS1 General Specifications, element strings with FNC1 or with the brackets that people
 * read.
 */
#include "domain/catalog/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define GROUP_SEPARATOR '\x1D'
#define DIGITS          "0123456789"

/* digits of the identifier, and of the value: exactly, or at most where it may end earlier. */
static const struct ai {
    const char *id;
    int id_len, len;
    bool is_variable;
} ais[] = {
    { "00", 2, 18, false }, { "01", 2, 14, false }, { "02", 2, 14, false }, { "10", 2, 20, true },
    { "11", 2, 6, false },  { "12", 2, 6, false },  { "13", 2, 6, false },  { "15", 2, 6, false },
    { "16", 2, 6, false },  { "17", 2, 6, false },  { "20", 2, 2, false },  { "21", 2, 20, true },
    { "240", 3, 30, true }, { "241", 3, 30, true }, { "30", 2, 8, true },   { "37", 2, 8, true },
    { "400", 3, 30, true }, { "31", 4, 6, false },  { "32", 4, 6, false },  { "33", 4, 6, false },
    { "34", 4, 6, false },  { "35", 4, 6, false },  { "36", 4, 6, false },
};

static const struct ai *ai_at(const char *text)
{
    for (size_t i = 0; i < OD_LEN(ais); i++)
        if (strncmp(text, ais[i].id, strlen(ais[i].id)) == 0 &&
            strspn(text, DIGITS) >= (size_t)ais[i].id_len)
            return &ais[i];
    return NULL;
}

static bool is_separator(char c)
{
    return c == GROUP_SEPARATOR || c == SCAN_SEPARATOR;
}

/* The weights of GS1: 3 and 1 from the right, the last digit is the check. */
static bool check_digit_fits(const char *digits, size_t len)
{
    int sum = 0;

    for (size_t i = 0; i < len; i++)
        sum += (digits[len - 1 - i] - '0') * (i % 2 == 0 ? 1 : 3);
    return sum % 10 == 0;
}

/* A trade item's number without the zeros that fill it up: as EAN-13, UPC and EAN-8 are stored. */
static const char *gtin_of(const char *value, struct arena *arena)
{
    if (strncmp(value, "000000", 6) == 0)
        return arena_strdup(arena, value + 6);
    return arena_strdup(arena, value[0] == '0' ? value + 1 : value);
}

/* How many there are: a number of up to eight digits. */
static bool is_count(const struct ai *ai)
{
    return strcmp(ai->id, "30") == 0 || strcmp(ai->id, "37") == 0;
}

static void take(const struct ai *ai, char *value, struct arena *arena, struct scan *out)
{
    if (strcmp(ai->id, "01") == 0 || strcmp(ai->id, "02") == 0)
        out->code = gtin_of(value, arena);
    else if (strcmp(ai->id, "00") == 0)
        out->sscc = value;
    else if (strcmp(ai->id, "10") == 0)
        out->lot = value;
    else if (strcmp(ai->id, "21") == 0)
        out->serial = value;
    else if (is_count(ai))
        out->count = strtoll(value, NULL, 10);
}

/* One element after the other; false where the text is none. */
static bool read_elements(const char *text, struct arena *arena, struct scan *out)
{
    while (*text != '\0') {
        const struct ai *ai;
        char *value;
        size_t len = 0, most;

        text += is_separator(*text);
        ai = ai_at(text);
        if (ai == NULL)
            return false;
        text += ai->id_len;
        most = (size_t)ai->len;
        while (len < most && text[len] != '\0' && !is_separator(text[len]))
            len++;
        if (len == 0 || (!ai->is_variable && (len < most || strspn(text, DIGITS) < most)))
            return false;
        value = arena_strndup(arena, text, len);
        if (is_count(ai) && strspn(value, DIGITS) < len)
            return false;
        if (ai->len >= 14 && !ai->is_variable && !check_digit_fits(value, len))
            return false;
        take(ai, value, arena, out);
        text += len;
    }
    return true;
}

/* "(01)04012345678901(10)A" as the same with separators; NULL where it is none. */
static char *without_brackets(const char *text, struct arena *arena)
{
    char *out = arena_strdup(arena, text), *to = out;

    if (text[0] != '(')
        return NULL;
    for (; *text != '\0'; text++) {
        if (*text == '(')
            *to++ = SCAN_SEPARATOR;
        else if (*text != ')')
            *to++ = *text;
    }
    *to = '\0';
    return out;
}

/* Long enough for a trade item and something behind it. */
static bool looks_like_gs1(const char *text)
{
    size_t digits = strspn(text, DIGITS);

    return (digits >= 16 && (strncmp(text, "01", 2) == 0 || strncmp(text, "02", 2) == 0)) ||
           (digits == 20 && text[20] == '\0' && strncmp(text, "00", 2) == 0);
}

void scan_read(const char *text, struct arena *arena, struct scan *out)
{
    char *plain = arena_strdup(arena, text + strspn(text, " \x02"));
    size_t len = strlen(plain);
    const char *elements;
    struct scan gs1 = { 0 };

    while (len > 0 && strchr(" \x03", plain[len - 1]) != NULL)
        plain[--len] = '\0';
    if (len > 3 && plain[0] == ']')
        plain += 3 + strspn(plain + 3, " \x02");
    *out = (struct scan){ .code = plain };
    elements = without_brackets(plain, arena);
    if (elements == NULL)
        elements = is_separator(plain[0]) || looks_like_gs1(plain) ? plain : NULL;
    if (elements == NULL || !read_elements(elements, arena, &gs1))
        return;
    if (gs1.code == NULL)
        gs1.code = gs1.sscc != NULL ? gs1.sscc : plain;
    *out = gs1;
}
