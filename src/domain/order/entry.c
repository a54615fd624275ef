/*
 * The one-line entry grammar.
 */
#include "domain/order/entry.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Cuts the next word off *text; NULL at the end. `*` stands alone, wherever it is. */
static char *next_word(struct arena *arena, const char **text)
{
    const char *s = *text, *end;

    while (is_blank(*s))
        s++;
    if (*s == '\0')
        return NULL;
    for (end = s; *end && !is_blank(*end) && *end != '*'; end++)
        ;
    if (end == s)
        end++;
    *text = end;
    return arena_strndup(arena, s, (size_t)(end - s));
}

static bool is_discount(const char *word)
{
    size_t len = strlen(word);

    return word[0] == '-' && (isdigit((unsigned char)word[1]) || word[len - 1] == '%');
}

static bool take_price(const char *word, const char *currency, const struct decimal_form *form,
                       struct entry *e, struct err *err)
{
    if (e->has_price)
        return err_field(err, ERR_INVALID, "price", _("There are two prices."));
    if (word[1] == '\0')
        return err_field(err, ERR_INVALID, "price", _("Type the price right after the @."));
    if (!price_parse(word + 1, currency, form, &e->price, err))
        return err_at(err, "price");
    if (e->price.v < 0)
        return err_field(err, ERR_INVALID, "price", _("A price is not negative."));
    e->has_price = true;
    return true;
}

static bool take_discount(const char *word, const struct decimal_form *form, struct entry *e,
                          struct err *err)
{
    if (e->has_disc)
        return err_field(err, ERR_INVALID, "disc", _("There are two discounts."));
    /* Without the sign it may as well be a quantity gone wrong, and would be taken for a gift. */
    if (word[strlen(word) - 1] != '%')
        return err_field(err, ERR_INVALID, "disc",
                         _("Is \"%s\" a discount? Then write %s%%. A quantity has no minus."), word,
                         word);
    if (!rate_parse(word + 1, form, &e->disc, err))
        return err_at(err, "disc");
    if (e->disc.ppm < 0 || e->disc.ppm > PPM)
        return err_field(err, ERR_INVALID, "disc", _("A discount is between 0 and 100 %%."));
    e->has_disc = true;
    return true;
}

static bool take_qty(const char *word, struct entry *e, struct err *err)
{
    if (e->has_qty)
        return err_field(err, ERR_INVALID, "qty",
                         _("\"%.40s\" was not expected. Type: SKU QUANTITY @PRICE -DISCOUNT%%"),
                         word);
    e->qty_text = word;
    e->has_qty = true;
    return true;
}

bool entry_parse(const char *text, const char *currency, const struct decimal_form *form,
                 struct arena *arena, struct entry *out, struct err *err)
{
    struct entry e = { 0 };
    bool is_qty_due = false;
    const char *word;

    if (strlen(text) > LIMIT_TEXT_BYTES)
        return err_field(err, ERR_LIMIT, "item", _("The line is too long."));
    while ((word = next_word(arena, &text)) != NULL) {
        bool ok = true;

        if (!e.code && word[0] != '*' && word[0] != '@')
            e.code = word;
        else if (word[0] == '*' && e.code && !e.has_qty && !is_qty_due)
            is_qty_due = true;
        else if (word[0] == '@' && e.code)
            ok = take_price(word, currency, form, &e, err);
        else if (is_discount(word) && e.code)
            ok = take_discount(word, form, &e, err);
        else if (e.code && word[0] != '*')
            ok = take_qty(word, &e, err);
        else
            return err_field(err, ERR_INVALID, e.code ? "qty" : "item",
                             _("Begin with the SKU, then the quantity: 4711 12."));
        if (!ok)
            return false;
    }
    if (!e.code)
        return err_field(err, ERR_INVALID, "item", _("Type a SKU and a quantity: 4711 12."));
    if (is_qty_due && !e.has_qty)
        return err_field(err, ERR_INVALID, "qty", _("Type the quantity after the *."));
    *out = e;
    return true;
}
