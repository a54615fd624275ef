/*
 * Fixed point. Typed text is copied into a small buffer first, where the blanks and the minus
 * signs that word processors use become plain ones.
 */
#include "base/decimal.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"

static const struct decimal_form plain_form = { '.', '\0' };

int64_t round_div(__int128 num, __int128 den, enum round_mode mode)
{
    __int128 quotient, rest;
    bool is_away = false;

    assert(den > 0);
    quotient = num / den;
    rest = num % den;
    if (rest < 0)
        rest = -rest;
    switch (mode) {
    case ROUND_HALF_UP:
        is_away = rest >= den - rest;
        break;
    case ROUND_HALF_EVEN:
        is_away = rest > den - rest || (rest == den - rest && quotient % 2 != 0);
        break;
    case ROUND_DOWN:
        break;
    case ROUND_UP:
        is_away = rest != 0;
        break;
    }
    if (is_away)
        quotient += num < 0 ? -1 : 1;
    assert(quotient >= INT64_MIN && quotient <= INT64_MAX);
    return (int64_t)quotient;
}

/* Look-alikes that spreadsheets and word processors put into numbers. */
static const struct {
    const char *bytes;
    char plain;
} look_alikes[] = {
    { "\xC2\xA0", ' ' },      /* no-break space */
    { "\xE2\x80\x89", ' ' },  /* thin space */
    { "\xE2\x80\xAF", ' ' },  /* narrow no-break space */
    { "\xE2\x80\x99", '\'' }, /* right single quotation mark: Swiss groups */
    { "\xE2\x88\x92", '-' },  /* minus sign */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Copies text without outer blanks and with look-alikes made plain. False when it is too long. */
static bool copy_plain(const char *text, char out[LIMIT_NUMBER_BYTES + 1])
{
    size_t n = 0;

    while (*text != '\0') {
        char c = *text;
        size_t step = 1;

        for (size_t i = 0; i < sizeof look_alikes / sizeof look_alikes[0]; i++) {
            size_t len = strlen(look_alikes[i].bytes);

            if (strncmp(text, look_alikes[i].bytes, len) == 0) {
                c = look_alikes[i].plain;
                step = len;
            }
        }
        text += step;
        if (n == 0 && is_blank(c))
            continue;
        if (n == LIMIT_NUMBER_BYTES)
            return false;
        out[n++] = c;
    }
    while (n > 0 && is_blank(out[n - 1]))
        n--;
    out[n] = '\0';
    return true;
}

/* What is being read: the digits so far as an integer, no longer counted once past max. */
struct reading {
    int64_t max;
    __int128 value;
    bool is_over;
};

static void take_digit(struct reading *r, char c)
{
    if (r->is_over)
        return;
    r->value = r->value * 10 + (c - '0');
    r->is_over = r->value > r->max;
}

/* Digits before the point, with groups of three where the form has them. Returns their end, NULL
 * where a group is not of three. */
static const char *read_whole(struct reading *r, const char *s, char group, int *digits)
{
    int in_group = 0;
    bool is_grouped = false;

    for (; is_digit(*s) || (group != '\0' && *s == group && *digits > 0); s++) {
        if (is_digit(*s)) {
            take_digit(r, *s);
            in_group++;
            (*digits)++;
            continue;
        }
        if (is_grouped ? in_group != 3 : in_group > 3)
            return NULL;
        is_grouped = true;
        in_group = 0;
    }
    return is_grouped && in_group != 3 ? NULL : s;
}

/* Digits after the point. Zeros past the scale are fine; is_finer tells of others. */
static const char *read_decimals(struct reading *r, const char *s, int scale, int *digits,
                                 bool *is_finer)
{
    int n = 0;

    for (; is_digit(*s); s++, n++) {
        (*digits)++;
        if (n < scale)
            take_digit(r, *s);
        else if (*s != '0')
            *is_finer = true;
    }
    for (; n < scale; n++)
        take_digit(r, '0');
    return s;
}

bool decimal_parse(const char *text, int scale, int64_t max, const struct decimal_form *form,
                   int64_t *out, struct err *err)
{
    struct reading r = { .max = max };
    char plain[LIMIT_NUMBER_BYTES + 1];
    const char *s = plain;
    bool is_negative, is_finer = false;
    int digits = 0;

    assert(scale >= 0 && scale <= 18);
    assert(max >= 0);
    if (form == NULL)
        form = &plain_form;
    if (!copy_plain(text, plain))
        return err_set(err, ERR_INVALID, _("This number is too long."));
    is_negative = *s == '-';
    if (*s == '-' || *s == '+')
        s++;
    s = read_whole(&r, s, form->group, &digits);
    if (s != NULL && *s == form->point)
        s = read_decimals(&r, s + 1, scale, &digits, &is_finer);
    else if (s != NULL)
        s = read_decimals(&r, s, scale, &digits, &is_finer);
    if (s == NULL || *s != '\0' || digits == 0)
        return err_set(err, ERR_INVALID, _("\"%s\" is not a number."), plain);
    if (r.is_over)
        return err_set(err, ERR_LIMIT, _("%s is too large."), plain);
    if (is_finer && scale == 0)
        return err_set(err, ERR_INVALID, _("%s must be a whole number."), plain);
    if (is_finer)
        return err_set(err, ERR_INVALID,
                       ngettext("%s has too many decimals; at most %d is allowed.",
                                "%s has too many decimals; at most %d are allowed.",
                                (unsigned long)scale),
                       plain, scale);
    *out = (int64_t)(is_negative ? -r.value : r.value);
    return true;
}

const char *decimal_format(int64_t value, int scale, int min_decimals,
                           const struct decimal_form *form, char out[DECIMAL_TEXT_SIZE])
{
    char back[DECIMAL_TEXT_SIZE]; /* the text from its end */
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int n = 0, decimals = scale;

    assert(scale >= 0 && scale <= 18);
    assert(min_decimals >= 0 && min_decimals <= scale);
    if (form == NULL)
        form = &plain_form;
    for (; decimals > min_decimals && rest % 10 == 0; decimals--)
        rest /= 10;
    if (decimals > 0) {
        for (; decimals > 0; decimals--, rest /= 10)
            back[n++] = (char)('0' + rest % 10);
        back[n++] = form->point;
    }
    for (int whole = 0; whole == 0 || rest > 0; whole++, rest /= 10) {
        if (form->group != '\0' && whole > 0 && whole % 3 == 0)
            back[n++] = form->group;
        back[n++] = (char)('0' + rest % 10);
    }
    if (value < 0)
        back[n++] = '-';
    assert(n < DECIMAL_TEXT_SIZE);
    for (int i = 0; i < n; i++)
        out[i] = back[n - 1 - i];
    out[n] = '\0';
    return out;
}
