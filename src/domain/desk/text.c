/*
 * Text from outside. Cleaning itself is base/utf8; here are the fields' bounds and what must not
 * stand in free text.
 */
#include "domain/desk/text.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"

static bool clean(const char *in, enum utf8_kind kind, size_t max, struct arena *arena,
                  const char **out, struct err *err)
{
    return utf8_clean(in, in != NULL ? strlen(in) : 0, kind, max, arena, out, err);
}

bool text_line(const char *in, const char *field, struct arena *arena, const char **out,
               struct err *err)
{
    if (!clean(in, UTF8_LINE, LIMIT_TEXT_BYTES, arena, out, err))
        return err_at(err, field);
    return true;
}

bool text_required(const char *in, const char *field, const char *what, struct arena *arena,
                   const char **out, struct err *err)
{
    const char *text;

    if (!text_line(in, field, arena, &text, err))
        return false;
    if (text[0] == '\0')
        return err_field(err, ERR_INVALID, field, _("Fill in: %s."), what);
    *out = text;
    return true;
}

bool text_note(const char *in, const char *field, struct arena *arena, const char **out,
               struct err *err)
{
    const char *text;
    int at;

    if (!clean(in, UTF8_TEXT, LIMIT_NOTE_BYTES, arena, &text, err))
        return err_at(err, field);
    if (text_has_card_number(text, &at))
        return err_field(err, ERR_INVALID, field,
                         _("A payment card's number seems to begin at character %d. Take it out: "
                           "card numbers may not be kept here."),
                         at + 1);
    *out = text;
    return true;
}

/* Upper case in place, runs of blanks to one. */
static void fold_code(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        if (*from == ' ' && from[1] == ' ')
            continue;
        *to++ = (char)toupper((unsigned char)*from);
    }
    *to = '\0';
}

bool text_code(const char *in, const char *field, struct arena *arena, const char **out,
               struct err *err)
{
    const char *text;
    char *code;

    if (!clean(in, UTF8_LINE, LIMIT_CODE_BYTES, arena, &text, err))
        return err_at(err, field);
    code = arena_strdup(arena, text);
    fold_code(code);
    *out = code;
    return true;
}

const char *text_code_typed(const char *in, struct arena *arena)
{
    const char *code;

    return text_code(in, "", arena, &code, NULL) && code[0] != '\0' ? code : NULL;
}

/* ---- card numbers ---------------------------------------------------------------------------- */

#define CARD_MIN 14
#define CARD_MAX 19

/* The first digits of an issuer and the lengths of its numbers (ISO/IEC 7812 issuer ranges as the
 * schemes publish them; Diners 14, Amex 15, Visa 16 and 19, Mastercard, Discover, JCB 16). */
static const struct issuer {
    int digits, from, to;
    int length, other_length;
} issuers[] = {
    { 1, 4, 4, 16, 19 },          { 2, 34, 34, 15, 15 },      { 2, 37, 37, 15, 15 },
    { 2, 51, 55, 16, 16 },        { 4, 2221, 2720, 16, 16 },  { 2, 36, 36, 14, 14 },
    { 2, 38, 39, 14, 14 },        { 3, 300, 305, 14, 14 },    { 4, 6011, 6011, 16, 19 },
    { 2, 65, 65, 16, 19 },        { 3, 644, 649, 16, 19 },    { 4, 3528, 3589, 16, 19 },
};

static bool has_issuer(const char *digits, int n)
{
    for (size_t i = 0; i < OD_LEN(issuers); i++) {
        const struct issuer *issuer = &issuers[i];
        int prefix = 0;

        for (int d = 0; d < issuer->digits; d++)
            prefix = prefix * 10 + (digits[d] - '0');
        if (prefix >= issuer->from && prefix <= issuer->to &&
            (n == issuer->length || n == issuer->other_length))
            return true;
    }
    return false;
}

static bool luhn_ok(const char *digits, int n)
{
    int sum = 0;

    for (int i = 0; i < n; i++) {
        int d = digits[n - 1 - i] - '0';

        if (i % 2 == 1)
            d = d * 2 > 9 ? d * 2 - 9 : d * 2;
        sum += d;
    }
    return sum % 10 == 0;
}

/* Takes the run of digits at text, single blanks and hyphens between them; how many, or
 * CARD_MAX + 1 where there are more. *end is behind the last digit. */
static int take_digits(const char *text, char digits[CARD_MAX + 2], const char **end)
{
    int n = 0;

    *end = text;
    while (isdigit((unsigned char)*text)) {
        if (n <= CARD_MAX)
            digits[n++] = *text;
        *end = ++text;
        if ((*text == ' ' || *text == '-') && isdigit((unsigned char)text[1]))
            text++;
    }
    return n;
}

bool text_has_card_number(const char *text, int *at)
{
    const char *from = text;

    while (*from != '\0') {
        char digits[CARD_MAX + 2];
        const char *end;
        int n;

        if (!isdigit((unsigned char)*from)) {
            from++;
            continue;
        }
        n = take_digits(from, digits, &end);
        if (n >= CARD_MIN && n <= CARD_MAX && has_issuer(digits, n) && luhn_ok(digits, n)) {
            if (at != NULL)
                *at = (int)(from - text);
            return true;
        }
        from = end;
    }
    return false;
}
