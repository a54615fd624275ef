/*
 * Recognizing tracking numbers: the form by a pattern, then the check digit by the carrier's way of
 * computing it.
 */
#include "domain/flow/courier.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/pattern.h"
#include "base/vec.h"

#define NUMBER_BYTES 64

struct fit_vec OD_VEC(struct courier_fit);

/* --- check digits ----------------------------------------------------------------------------- */

static int int_of(const struct json *v, const char *name, int otherwise)
{
    int64_t n;

    return json_i64(json_get(v, name), &n) && n > -1000 && n < 1000 ? (int)n : otherwise;
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c - 3) % 10;
}

static int mod10(const char *serial, const struct json *how)
{
    int odds = int_of(how, "odds_multiplier", 1), evens = int_of(how, "evens_multiplier", 1);
    bool is_reverse = json_bool(json_get(how, "reverse"));
    size_t len = strlen(serial);
    int sum = 0;

    for (size_t i = 0; i < len; i++)
        sum += digit_of(serial[is_reverse ? len - 1 - i : i]) * (i % 2 == 1 ? odds : evens);
    return (10 - sum % 10) % 10;
}

static int mod7(const char *serial)
{
    int rest = 0;

    for (; *serial != '\0'; serial++)
        rest = (rest * 10 + digit_of(*serial)) % 7;
    return rest;
}

static int luhn(const char *serial)
{
    size_t len = strlen(serial);
    int sum = 0;

    for (size_t i = 0; i < len; i++) {
        int x = digit_of(serial[len - 1 - i]) * (i % 2 == 0 ? 2 : 1);

        sum += x > 9 ? x - 9 : x;
    }
    return (10 - sum % 10) % 10;
}

static int weighted(const char *serial, const struct json *how)
{
    const struct json *weights = json_get(how, "weightings");
    int sum = 0;

    for (int i = 0; serial[i] != '\0'; i++) {
        int64_t w;

        if (!json_i64(json_at(weights, i), &w))
            return -1;
        sum += digit_of(serial[i]) * (int)w;
    }
    return sum;
}

static int s10(const char *serial, const struct json *how)
{
    int sum = weighted(serial, how), rest = sum < 0 ? -1 : sum % 11;

    return rest < 0 ? -1 : rest == 0 ? 5 : rest == 1 ? 0 : 11 - rest;
}

static int two_moduli(const char *serial, const struct json *how)
{
    int sum = weighted(serial, how), m1 = int_of(how, "modulo1", 0), m2 = int_of(how, "modulo2", 0);

    return sum < 0 || m1 <= 0 || m2 <= 0 ? -1 : sum % m1 % m2;
}

/* ISO 7064, MOD 37,36: the check character itself. */
static int mod_37_36(const char *serial, const struct json *how)
{
    const char *alphabet = json_text(json_get(how, "alphabet"));
    int p = 36;

    if (alphabet == NULL || strlen(alphabet) != 36)
        return -1;
    for (; *serial != '\0'; serial++) {
        const char *at = strchr(alphabet, *serial);

        if (at == NULL)
            return -1;
        p += (int)(at - alphabet);
        p = p > 36 ? p - 36 : p;
        p *= 2;
        p = p >= 37 ? p - 37 : p;
    }
    p = 37 - p;
    return alphabet[p == 36 ? 0 : p];
}

static bool digit_fits(const struct json *how, const char *serial, char digit)
{
    const char *name = json_text(json_get(how, "name"));
    int want = -1;

    if (name == NULL)
        return false;
    if (strcmp(name, "mod_37_36") == 0)
        return mod_37_36(serial, how) == digit;
    if (strcmp(name, "mod10") == 0)
        want = mod10(serial, how);
    else if (strcmp(name, "mod7") == 0)
        want = mod7(serial);
    else if (strcmp(name, "luhn") == 0)
        want = luhn(serial);
    else if (strcmp(name, "s10") == 0)
        want = s10(serial, how);
    else if (strcmp(name, "sum_product_with_weightings_and_modulo") == 0)
        want = two_moduli(serial, how);
    return want >= 0 && want == digit - '0';
}

/* --- one row of the table --------------------------------------------------------------------- */

static char *plain_of(const char *text, struct arena *arena)
{
    char *out = arena_strdup(arena, text);
    char *to = out;

    for (const char *c = text; *c != '\0'; c++)
        if (!isspace((unsigned char)*c))
            *to++ = (char)toupper((unsigned char)*c);
    *to = '\0';
    return out;
}

/* Some carriers leave out digits that are checked all the same. */
static bool serial_of(const struct json *row, const struct pattern *p, struct arena *arena,
                      const char **out, struct err *err)
{
    const struct json *prepend = json_get(json_get(row, "serial"), "prepend_if");
    const char *when = json_text(json_get(prepend, "matches_regex"));
    const char *serial = pattern_group(p, "SerialNumber", arena);
    OD_PATTERN *test = NULL;

    *out = serial == NULL ? "" : plain_of(serial, arena);
    if (when == NULL)
        return true;
    if (!pattern_new(when, &test, err))
        return false;
    if (pattern_match(test, *out))
        *out = arena_printf(arena, "%s%s", json_text(json_get(prepend, "content")), *out);
    return true;
}

/* What must be one of a list is: the country of a postal number. */
static bool is_known(const struct json *row, const struct pattern *p, struct arena *arena)
{
    const struct json *known = json_get(row, "known");

    for (int i = 0; i < json_len(known); i++) {
        const struct json *list = json_get(known, json_name(known, i));
        const struct json *values = json_get(list, "values");
        const char *is = pattern_group(p, json_text(json_get(list, "group")), arena);
        bool found = false;

        for (int k = 0; is != NULL && !found && k < json_len(values); k++)
            found = strcmp(json_text(json_at(values, k)), plain_of(is, arena)) == 0;
        if (!found)
            return false;
    }
    return true;
}

enum fit { FITS_NOT, FITS_ALMOST, FITS };

static bool try_row(const struct json *row, const char *number, struct arena *arena, enum fit *out,
                    struct err *err)
{
    const struct json *how = json_get(row, "checksum");
    const char *expression = json_text(json_get(row, "pattern"));
    const char *serial, *digit;
    OD_PATTERN *p = NULL;

    *out = FITS_NOT;
    if (expression == NULL)
        return err_set(err, ERR_BUG, _("The table of carriers is broken."));
    if (!pattern_new(expression, &p, err))
        return false;
    if (!pattern_match(p, number) || !is_known(row, p, arena))
        return true;
    *out = FITS;
    if (how == NULL)
        return true;
    if (!serial_of(row, p, arena, &serial, err))
        return false;
    digit = pattern_group(p, "CheckDigit", arena);
    if (digit == NULL || !digit_fits(how, serial, plain_of(digit, arena)[0]))
        *out = FITS_ALMOST;
    return true;
}

/* --- all of it -------------------------------------------------------------------------------- */

static struct courier_fit fit_of(const struct json *row, struct arena *arena)
{
    const char *url = json_text(json_get(row, "url"));

    return (struct courier_fit){ .carrier =
                                     arena_strdup(arena, json_text(json_get(row, "carrier"))),
                                 .kind = arena_strdup(arena, json_text(json_get(row, "name"))),
                                 .url = url != NULL ? arena_strdup(arena, url) : "",
                                 .has_check = json_get(row, "checksum") != NULL };
}

/* With a check digit first. */
static void put_in_order(const struct fit_vec *fits, struct arena *arena, struct courier_fits *out)
{
    out->v = arena_array(arena, fits->n + 1, struct courier_fit);
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < fits->n; i++)
            if (fits->v[i].has_check == (pass == 0))
                out->v[out->n++] = fits->v[i];
}

bool courier_find(const char *number, struct arena *arena, struct courier_fits *out,
                  struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct fit_vec fits = { 0 };
    const struct json *table;

    *out = (struct courier_fits){ .plain = plain_of(number, arena) };
    if (strlen(out->plain) > NUMBER_BYTES)
        return true;
    if (!json_parse(couriers_json, strlen(couriers_json), tmp, &table, err))
        return false;
    for (int i = 0; i < json_len(table); i++) {
        const struct json *row = json_at(table, i);
        enum fit fit;

        if (!try_row(row, out->plain, tmp, &fit, err))
            return false;
        if (fit == FITS)
            *vec_push(arena, &fits) = fit_of(row, arena);
        else if (fit == FITS_ALMOST && out->almost == NULL)
            out->almost = arena_strdup(arena, json_text(json_get(row, "carrier")));
    }
    if (fits.n > 0)
        out->almost = NULL;
    put_in_order(&fits, arena, out);
    return true;
}

/* The first word of a carrier's name, in the method: "FedEx" in "fedex ground". */
static bool is_named(const char *carrier, const char *method)
{
    size_t len = strcspn(carrier, " ");

    for (; *method != '\0'; method++)
        if (strncasecmp(method, carrier, len) == 0)
            return true;
    return false;
}

bool courier_settle(const char *number, const char *method, struct arena *arena,
                    const char **carrier, const char **plain, struct err *err)
{
    struct courier_fits fits;
    bool is_one = true;

    *plain = "";
    if (number[0] == '\0')
        return true;
    if (!courier_find(number, arena, &fits, err))
        return false;
    *plain = fits.plain;
    if ((*carrier)[0] != '\0')
        return true; /* who names the carrier knows */
    if (fits.almost != NULL)
        return err_field(
            err, ERR_INVALID, "tracking",
            _("%s has the form of a number of %s, but its check digit is wrong. Type it"
              " again, or name the carrier."),
            fits.plain, fits.almost);
    for (int i = 0; i < fits.n; i++) {
        if (is_named(fits.v[i].carrier, method)) {
            *carrier = fits.v[i].carrier;
            return true;
        }
        is_one = is_one && strcmp(fits.v[i].carrier, fits.v[0].carrier) == 0;
    }
    if (fits.n > 0 && is_one)
        *carrier = fits.v[0].carrier;
    return true;
}
