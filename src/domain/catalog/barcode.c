/*
 * Barcodes with their packs and check digits, and units with their factors.
 */
#include "domain/catalog/barcode.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/catalog/catalog_text.h"
#include "domain/desk/text.h"

/* --- barcodes --------------------------------------------------------------------------------- */

static bool parse_pack(const char *text, int decimals, struct qty *out, struct err *err)
{
    if (!qty_parse(text, decimals, NULL, out, err))
        return err_at(err, "barcodes");
    if (out->milli <= 0)
        return err_field(err, ERR_INVALID, "barcodes",
                         _("A pack holds at least one: write 4006381333931*12."));
    return true;
}

bool barcode_parse(const char *text, int decimals, struct arena *arena, struct barcode *out,
                   struct err *err)
{
    struct barcode b = { .pack = { QTY_PER_UNIT }, .is_house = text[0] == '=' };
    const char *code = text + (b.is_house ? 1 : 0);
    const char *star = strrchr(code, '*');

    if (star != NULL) {
        if (!parse_pack(star + 1, decimals, &b.pack, err))
            return false;
        code = arena_strndup(arena, code, (size_t)(star - code));
    }
    b.code = code;
    if (!catalog_code(&b.code, "barcodes", CODE_AS_TYPED, arena, err))
        return false;
    if (strpbrk(b.code, "*=,") != NULL)
        return err_field(err, ERR_INVALID, "barcodes",
                         _("\"%s\" is no barcode: it has a *, = or comma in it."), b.code);
    *out = b;
    return true;
}

const char *barcode_text(const struct barcode *b, struct arena *arena)
{
    char pack[DECIMAL_TEXT_SIZE];

    if (b->pack.milli == QTY_PER_UNIT)
        return b->code;
    return arena_printf(arena, "%s*%s", b->code, qty_format(b->pack, NULL, pack));
}

static const char *code_family(size_t digits)
{
    switch (digits) {
    case 8:
        return "EAN-8";
    case 12:
        return "UPC-A";
    case 13:
        return "EAN-13";
    case 14:
        return "GTIN-14";
    default:
        return NULL;
    }
}

/* Weights 3 and 1 in turn, from the digit before the last to the first. */
static int digit_due(const char *code, size_t len)
{
    int sum = 0;

    for (size_t i = 0; i + 1 < len; i++)
        sum += (code[i] - '0') * ((len - i) % 2 == 0 ? 3 : 1);
    return (10 - sum % 10) % 10;
}

bool barcode_check(const struct barcode *b, struct err *err)
{
    size_t len = strlen(b->code);
    const char *family = code_family(len);
    int due;

    if (b->is_house || family == NULL || strspn(b->code, "0123456789") != len)
        return true;
    due = digit_due(b->code, len);
    if (b->code[len - 1] - '0' == due)
        return true;
    return err_field(err, ERR_INVALID, "barcodes",
                     _("\"%s\" is no %s: its last digit would be %d. Read it again, or write =%s "
                       "for a code of the house."),
                     b->code, family, due, b->code);
}

const char *barcode_twin(const char *code, int nth, struct arena *arena)
{
    static const size_t lengths[] = { 13, 12, 14, 8 };
    size_t len = strlen(code), zeros;
    char *full;

    if ((len != 8 && (len < 12 || len > 14)) || strspn(code, "0123456789") != len)
        return NULL;
    full = arena_printf(arena, "%.*s%s", (int)(14 - len), "000000", code);
    zeros = strspn(full, "0");
    for (size_t i = 0; i < OD_LEN(lengths); i++)
        if (lengths[i] != len && 14 - lengths[i] <= zeros && nth-- == 0)
            return full + 14 - lengths[i];
    return NULL;
}

/* --- units ------------------------------------------------------------------------------------ */

struct unit_vec OD_VEC(struct item_unit);

static bool take_unit(const char *word, const struct decimal_form *form, struct arena *arena,
                      struct unit_vec *units, struct err *err)
{
    const char *equals = strchr(word, '=');
    struct item_unit *u;

    if (equals == NULL || equals == word || equals[1] == '\0')
        return err_field(err, ERR_INVALID, "units",
                         _("\"%s\" is no unit: write its name and how many are in it, box=12."),
                         word);
    if (units->n == LIMIT_ITEM_UNITS)
        return err_field(err, ERR_LIMIT, "units", _("An item has at most %d units."),
                         LIMIT_ITEM_UNITS);
    u = vec_push(arena, units);
    u->code = arena_strndup(arena, word, (size_t)(equals - word));
    if (!qty_parse(equals + 1, 3, form, &u->factor, err))
        return err_at(err, "units");
    return true;
}

bool units_parse(const char *text, const struct decimal_form *form, struct arena *arena,
                 const struct item_unit **out, struct err *err)
{
    struct unit_vec units = { 0 };
    const char *at, *cleaned;

    if (!text_line(text, "units", arena, &cleaned, err))
        return false;
    for (at = cleaned; *at != '\0';) {
        size_t n = strcspn(at, " ;");

        if (n > 0 && !take_unit(arena_strndup(arena, at, n), form, arena, &units, err))
            return false;
        at += n;
        at += strspn(at, " ;");
    }
    *vec_push(arena, &units) = (struct item_unit){ 0 };
    *out = units.v;
    return true;
}

const char *units_text(const struct item_unit *units, const struct decimal_form *form,
                       struct arena *arena)
{
    struct strbuf b;
    char factor[DECIMAL_TEXT_SIZE];

    strbuf_init(&b, arena, (LIMIT_CODE_BYTES + DECIMAL_TEXT_SIZE + 2) * LIMIT_ITEM_UNITS);
    for (; units != NULL && units->code != NULL; units++)
        strbuf_addf(&b, "%s%s=%s", b.len > 0 ? " " : "", units->code,
                    qty_format(units->factor, form, factor));
    return b.s;
}

/* A name that the grammar of an order line would take for something else is no name. */
static bool name_is_good(const char *code, struct err *err)
{
    bool is_plain = (code[0] < '0' || code[0] > '9') && strpbrk(code, "@*:;%+-/., ") == NULL;

    if (strlen(code) > LIMIT_CODE_BYTES)
        return err_field(err, ERR_LIMIT, "units", _("A code has at most %d bytes."),
                         LIMIT_CODE_BYTES);
    return is_plain ||
           err_field(err, ERR_INVALID, "units",
                     _("\"%s\" is no name of a unit: take letters, as in box=12."), code);
}

bool units_check(const struct item *item, struct err *err)
{
    static const int64_t parts[] = { 1000, 100, 10, 1 };

    for (const struct item_unit *u = item->units; u != NULL && u->code != NULL; u++) {
        if (!name_is_good(u->code, err))
            return false;
        if (strcasecmp(u->code, item->uom) == 0)
            return err_field(err, ERR_INVALID, "units",
                             _("\"%s\" is the item's own unit: there is one in it."), u->code);
        if (u->factor.milli <= 0 || u->factor.milli % parts[item->qty_decimals] != 0)
            return err_field(err, ERR_INVALID, "units",
                             _("How many are in a %s? Write a quantity that the item can be sold"
                               " in."),
                             u->code);
        for (const struct item_unit *v = item->units; v != u; v++)
            if (strcasecmp(u->code, v->code) == 0)
                return err_field(err, ERR_INVALID, "units", _("The unit %s is there twice."),
                                 u->code);
    }
    return true;
}

const struct item_unit *unit_find(const struct item *item, const char *code, struct arena *arena)
{
    for (const struct item_unit *u = item->units; u != NULL && u->code != NULL; u++)
        if (strcasecmp(u->code, code) == 0)
            return u;
    if (strcasecmp(item->uom, code) == 0) {
        struct item_unit *own = arena_new_of(arena, struct item_unit);

        *own = (struct item_unit){ .code = item->uom, .factor = { QTY_PER_UNIT } };
        return own;
    }
    return NULL;
}
