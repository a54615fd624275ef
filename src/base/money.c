/*
 * Money and its relatives. Everything goes through decimal.c; what is here knows the scales.
 */
#include "base/money.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"

#define PRICE_DECIMALS 4
#define QTY_DECIMALS   3
#define RATE_DECIMALS  4 /* of percent: ppm */

/* ISO 4217 list one, as amended to 2026: every code that has minor digits, funds and units of
 * account too, sorted. Digits are the standard's (2 for HUF and IQD's 3 stand as they do there,
 * whatever is printed on tills). Metals, SDR and test codes have none, so nothing is priced in
 * them. */
static const struct currency currencies[] = {
    { "AED", 2 }, { "AFN", 2 }, { "ALL", 2 }, { "AMD", 2 }, { "AOA", 2 }, { "ARS", 2 },
    { "AUD", 2 }, { "AWG", 2 }, { "AZN", 2 }, { "BAM", 2 }, { "BBD", 2 }, { "BDT", 2 },
    { "BHD", 3 }, { "BIF", 0 }, { "BMD", 2 }, { "BND", 2 }, { "BOB", 2 }, { "BOV", 2 },
    { "BRL", 2 }, { "BSD", 2 }, { "BTN", 2 }, { "BWP", 2 }, { "BYN", 2 }, { "BZD", 2 },
    { "CAD", 2 }, { "CDF", 2 }, { "CHE", 2 }, { "CHF", 2 }, { "CHW", 2 }, { "CLF", 4 },
    { "CLP", 0 }, { "CNY", 2 }, { "COP", 2 }, { "COU", 2 }, { "CRC", 2 }, { "CUP", 2 },
    { "CVE", 2 }, { "CZK", 2 }, { "DJF", 0 }, { "DKK", 2 }, { "DOP", 2 }, { "DZD", 2 },
    { "EGP", 2 }, { "ERN", 2 }, { "ETB", 2 }, { "EUR", 2 }, { "FJD", 2 }, { "FKP", 2 },
    { "GBP", 2 }, { "GEL", 2 }, { "GHS", 2 }, { "GIP", 2 }, { "GMD", 2 }, { "GNF", 0 },
    { "GTQ", 2 }, { "GYD", 2 }, { "HKD", 2 }, { "HNL", 2 }, { "HTG", 2 }, { "HUF", 2 },
    { "IDR", 2 }, { "ILS", 2 }, { "INR", 2 }, { "IQD", 3 }, { "IRR", 2 }, { "ISK", 0 },
    { "JMD", 2 }, { "JOD", 3 }, { "JPY", 0 }, { "KES", 2 }, { "KGS", 2 }, { "KHR", 2 },
    { "KMF", 0 }, { "KPW", 2 }, { "KRW", 0 }, { "KWD", 3 }, { "KYD", 2 }, { "KZT", 2 },
    { "LAK", 2 }, { "LBP", 2 }, { "LKR", 2 }, { "LRD", 2 }, { "LSL", 2 }, { "LYD", 3 },
    { "MAD", 2 }, { "MDL", 2 }, { "MGA", 2 }, { "MKD", 2 }, { "MMK", 2 }, { "MNT", 2 },
    { "MOP", 2 }, { "MRU", 2 }, { "MUR", 2 }, { "MVR", 2 }, { "MWK", 2 }, { "MXN", 2 },
    { "MXV", 2 }, { "MYR", 2 }, { "MZN", 2 }, { "NAD", 2 }, { "NGN", 2 }, { "NIO", 2 },
    { "NOK", 2 }, { "NPR", 2 }, { "NZD", 2 }, { "OMR", 3 }, { "PAB", 2 }, { "PEN", 2 },
    { "PGK", 2 }, { "PHP", 2 }, { "PKR", 2 }, { "PLN", 2 }, { "PYG", 0 }, { "QAR", 2 },
    { "RON", 2 }, { "RSD", 2 }, { "RUB", 2 }, { "RWF", 0 }, { "SAR", 2 }, { "SBD", 2 },
    { "SCR", 2 }, { "SDG", 2 }, { "SEK", 2 }, { "SGD", 2 }, { "SHP", 2 }, { "SLE", 2 },
    { "SOS", 2 }, { "SRD", 2 }, { "SSP", 2 }, { "STN", 2 }, { "SVC", 2 }, { "SYP", 2 },
    { "SZL", 2 }, { "THB", 2 }, { "TJS", 2 }, { "TMT", 2 }, { "TND", 3 }, { "TOP", 2 },
    { "TRY", 2 }, { "TTD", 2 }, { "TWD", 2 }, { "TZS", 2 }, { "UAH", 2 }, { "UGX", 0 },
    { "USD", 2 }, { "USN", 2 }, { "UYI", 0 }, { "UYU", 2 }, { "UYW", 4 }, { "UZS", 2 },
    { "VED", 2 }, { "VES", 2 }, { "VND", 0 }, { "VUV", 0 }, { "WST", 2 }, { "XAD", 2 },
    { "XAF", 0 }, { "XCD", 2 }, { "XCG", 2 }, { "XOF", 0 }, { "XPF", 0 }, { "YER", 2 },
    { "ZAR", 2 }, { "ZMW", 2 }, { "ZWG", 2 },
};

static int compare_code(const void *code, const void *currency)
{
    return strcmp(code, ((const struct currency *)currency)->code);
}

const struct currency *currency_find(const char *code)
{
    if (code == NULL)
        return NULL;
    return bsearch(code, currencies, OD_LEN(currencies), sizeof currencies[0], compare_code);
}

/* Two for a code that is not in the table: a record of an older list must still be shown. */
static int digits_of(const char *cur)
{
    const struct currency *found = currency_find(cur);

    return found != NULL ? found->digits : 2;
}

struct money money_make(int64_t minor, const char *cur)
{
    struct money m = { .minor = minor };

    for (size_t i = 0; i < sizeof m.cur - 1 && cur[i] != '\0'; i++)
        m.cur[i] = cur[i];
    return m;
}

struct money money_add(struct money a, struct money b)
{
    bool is_over = __builtin_add_overflow(a.minor, b.minor, &a.minor);

    assert(strcmp(a.cur, b.cur) == 0);
    assert(!is_over);
    return a;
}

struct money money_sub(struct money a, struct money b)
{
    bool is_over = __builtin_sub_overflow(a.minor, b.minor, &a.minor);

    assert(strcmp(a.cur, b.cur) == 0);
    assert(!is_over);
    return a;
}

bool money_is_zero(struct money m)
{
    return m.minor == 0;
}

const char *money_format(struct money m, const struct decimal_form *form, char out[MONEY_TEXT_SIZE])
{
    int digits = digits_of(m.cur);

    return decimal_format(m.minor, digits, digits, form, out);
}

const char *money_format_code(struct money m, char out[MONEY_TEXT_SIZE])
{
    size_t n = strlen(money_format(m, NULL, out));

    static_assert(DECIMAL_TEXT_SIZE + 4 <= MONEY_TEXT_SIZE, "no room for the code");
    out[n++] = ' ';
    memcpy(out + n, m.cur, sizeof m.cur);
    return out;
}

bool money_parse(const char *text, const char *cur, const struct decimal_form *form,
                 struct money *out, struct err *err)
{
    int64_t minor;

    if (!decimal_parse(text, digits_of(cur), LIMIT_MONEY_MINOR, form, &minor, err))
        return false;
    *out = money_make(minor, cur);
    return true;
}

const char *price_format(struct price p, const char *cur, const struct decimal_form *form,
                         char out[MONEY_TEXT_SIZE])
{
    int digits = digits_of(cur);

    return decimal_format(p.v, digits + PRICE_DECIMALS, digits, form, out);
}

bool price_parse(const char *text, const char *cur, const struct decimal_form *form,
                 struct price *out, struct err *err)
{
    int64_t v;

    if (!decimal_parse(text, digits_of(cur) + PRICE_DECIMALS, LIMIT_PRICE_V, form, &v, err))
        return false;
    out->v = v;
    return true;
}

const char *qty_format(struct qty q, const struct decimal_form *form, char out[DECIMAL_TEXT_SIZE])
{
    return decimal_format(q.milli, QTY_DECIMALS, 0, form, out);
}

bool qty_parse(const char *text, int decimals, const struct decimal_form *form, struct qty *out,
               struct err *err)
{
    int64_t units, step = QTY_PER_UNIT;

    assert(decimals >= 0 && decimals <= QTY_DECIMALS);
    for (int i = 0; i < decimals; i++)
        step /= 10;
    if (!decimal_parse(text, decimals, LIMIT_QTY_MILLI / step, form, &units, err))
        return false;
    if (units < 0)
        return err_set(err, ERR_INVALID, _("A quantity cannot be less than zero."));
    out->milli = units * step;
    return true;
}

const char *rate_format(struct rate r, const struct decimal_form *form, char out[DECIMAL_TEXT_SIZE])
{
    return decimal_format(r.ppm, RATE_DECIMALS, 0, form, out);
}

bool rate_parse(const char *text, const struct decimal_form *form, struct rate *out,
                struct err *err)
{
    char number[LIMIT_NUMBER_BYTES + 1];
    size_t len = strlen(text);
    int64_t ppm;

    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
        len--;
    if (len > 0 && text[len - 1] == '%')
        len--;
    if (len > LIMIT_NUMBER_BYTES)
        return err_set(err, ERR_INVALID, _("This number is too long."));
    memcpy(number, text, len);
    number[len] = '\0';
    if (!decimal_parse(number, RATE_DECIMALS, LIMIT_RATE_PPM, form, &ppm, err))
        return false;
    out->ppm = (int32_t)ppm;
    return true;
}

int64_t line_net_minor(struct qty q, struct price unit, struct rate disc, int64_t disc_amt_minor,
                       enum round_mode mode)
{
    const __int128 den = (__int128)QTY_PER_UNIT * PRICE_PER_MINOR * PPM;
    const __int128 most = (__int128)(LIMIT_MONEY_MINOR + 1);
    __int128 num = (__int128)q.milli * unit.v * (PPM - disc.ppm);

    if (num > most * den)
        num = most * den;
    if (num < -most * den)
        num = -most * den;
    return round_div(num, den, mode) - disc_amt_minor;
}

/* amount * num / den, where the currencies' digits differ too; past the limit where it would be. */
static int64_t convert(int64_t amount, const char *from, const char *to, int64_t num, int64_t den)
{
    const __int128 most = (__int128)(LIMIT_MONEY_MINOR + 1);
    __int128 up = (__int128)amount * num, down = den, result;

    assert(num > 0 && den > 0);
    for (int d = digits_of(from); d < digits_of(to); d++)
        up *= 10;
    for (int d = digits_of(to); d < digits_of(from); d++)
        down *= 10;
    if (up > most * down || up < -most * down)
        return (int64_t)(up < 0 ? -most : most);
    result = round_div(up, down, ROUND_HALF_UP);
    return (int64_t)result;
}

int64_t money_to_base(int64_t minor, const char *cur, struct fx fx, const char *base)
{
    return convert(minor, cur, base, fx.e9, FX_ONE);
}

int64_t money_from_base(int64_t minor, const char *base, struct fx fx, const char *cur)
{
    return convert(minor, base, cur, FX_ONE, fx.e9);
}

/* What the share at index lost by rounding down. */
struct remainder {
    __int128 rest;
    int index;
};

static int by_rest(const void *a, const void *b)
{
    const struct remainder *x = a, *y = b;

    if (x->rest != y->rest)
        return x->rest > y->rest ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

void split_minor(int64_t total, const int64_t *weights, int n, int64_t *out)
{
    OD_ARENA *tmp = arena_new();
    struct remainder *rests = arena_array(tmp, n, struct remainder);
    __int128 whole = total < 0 ? -(__int128)total : total;
    __int128 sum = 0, left = whole;

    assert(n > 0);
    for (int i = 0; i < n; i++) {
        assert(weights[i] >= 0);
        sum += weights[i];
    }
    for (int i = 0; i < n; i++) {
        __int128 share = sum > 0 ? whole * weights[i] / sum : 0;

        rests[i] = (struct remainder){ sum > 0 ? whole * weights[i] % sum : 0, i };
        left -= share;
        out[i] = (int64_t)(total < 0 ? -share : share);
    }
    if (sum == 0) {
        out[0] = total;
        return;
    }
    /* Fewer than n are left, and no more than there are shares with a remainder. */
    qsort(rests, (size_t)n, sizeof rests[0], by_rest);
    for (int i = 0; left > 0; i++, left--)
        out[rests[i].index] += total < 0 ? -1 : 1;
}
