/*
 * The one-line entry grammar: from text to parts.
 */
#include "domain/order/entry.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/text.h"

/* A parse under way. */
struct parse {
    const char *text;
    const struct entry_form *form;
    struct arena *arena;
    struct entry e;
    bool is_star_due;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The word at *at, cut off; false at the end. `*` stands alone, wherever it is. */
static bool next_word(struct parse *p, int *at, struct entry_word *out)
{
    const char *s = p->text + *at, *end;

    while (is_blank(*s))
        s++;
    if (*s == '\0')
        return false;
    for (end = s; *end && !is_blank(*end) && *end != '*'; end++)
        ;
    if (end == s)
        end++;
    *at = (int)(end - p->text);
    *out = (struct entry_word){
        .text = arena_strndup(p->arena, s, (size_t)(end - s)),
        .spot = { (int)(s - p->text), (int)(end - s) },
    };
    return true;
}

static void point_at(const struct parse *p, const struct entry_word *w)
{
    if (p->form->bad)
        *p->form->bad = w->spot;
}

static bool is_discount(const char *word)
{
    size_t len = strlen(word);

    return word[0] == '-' && (isdigit((unsigned char)word[1]) || word[len - 1] == '%');
}

static bool take_price(struct parse *p, const struct entry_word *w, struct err *err)
{
    struct entry *e = &p->e;

    if (e->has_price)
        return err_field(err, ERR_INVALID, "price", _("There are two prices: \"%s\" is one."),
                         w->text);
    if (w->text[1] == '\0')
        return err_field(err, ERR_INVALID, "price", _("Type the price right after the @."));
    if (!price_parse(w->text + 1, p->form->currency, p->form->decimals, &e->price, err))
        return err_at(err, "price");
    if (e->price.v < 0)
        return err_field(err, ERR_INVALID, "price", _("A price is not negative."));
    e->has_price = true;
    return true;
}

static bool take_discount(struct parse *p, const struct entry_word *w, struct err *err)
{
    const char *word = w->text;
    struct entry *e = &p->e;

    if (e->has_disc)
        return err_field(err, ERR_INVALID, "disc", _("There are two discounts."));
    /* Without the sign it may as well be a quantity gone wrong, and would be taken for a gift. */
    if (word[strlen(word) - 1] != '%')
        return err_field(err, ERR_INVALID, "disc",
                         _("Is \"%s\" a discount? Then write %s%%. A quantity has no minus."), word,
                         word);
    if (word[1] == '%')
        return err_field(err, ERR_INVALID, "disc",
                         _("Type the discount between the - and the %%."));
    if (!rate_parse(word + 1, p->form->decimals, &e->disc, err))
        return err_at(err, "disc");
    if (e->disc.ppm < 0 || e->disc.ppm > PPM)
        return err_field(err, ERR_INVALID, "disc", _("A discount is between 0 and 100 %%."));
    e->has_disc = true;
    return true;
}

static bool unexpected(const struct entry_word *w, struct err *err)
{
    return err_field(err, ERR_INVALID, "qty",
                     _("\"%.40s\" was not expected. Type: ITEM QUANTITY UNIT @PRICE -DISCOUNT%% "
                       "SITE DATE"),
                     w->text);
}

static bool is_number(const struct parse *p, const char *word)
{
    int64_t ignored;

    return isdigit((unsigned char)word[0]) &&
           decimal_parse(word, 3, LIMIT_QTY_MILLI, p->form->decimals, &ignored, NULL);
}

/* Digits with or without a point, whatever a desk makes of them: meant as a quantity. */
static bool looks_like_number(const char *word)
{
    return isdigit((unsigned char)word[0]) && strspn(word, "0123456789.,'") == strlen(word);
}

/* A part named by its prefix: wh:LEEDS, on:24.12. */
static bool take_named(struct parse *p, const struct entry_word *w, struct entry_word *part,
                       const char *field, struct err *err)
{
    const char *value = strchr(w->text, ':') + 1;

    if (part->text)
        return err_field(err, ERR_INVALID, field,
                         *field == 's' ? _("There are two sites: \"%s\" is one.")
                                       : _("There are two days: \"%s\" is one."),
                         w->text);
    if (*value == '\0')
        return err_field(err, ERR_INVALID, field, _("Something is missing right after \"%s\"."),
                         w->text);
    *part = (struct entry_word){ .text = value, .spot = w->spot };
    (void)p;
    return true;
}

/* Is it a day that cannot be a unit or a site: with a digit or a + in it? */
static bool is_plain_day(const struct parse *p, const char *word)
{
    struct date ignored;

    return strpbrk(word, "0123456789") != NULL &&
           date_parse_typed(word, p->form->today, &ignored, NULL);
}

/* "24 nov": two words that are a day together. */
static bool take_two_word_day(struct parse *p, int *at, const struct entry_word *w)
{
    struct entry_word month;
    struct date ignored;
    const char *both;
    int after = *at;

    if (p->e.date.text || strlen(w->text) > 3 || !next_word(p, &after, &month) ||
        !isalpha((unsigned char)month.text[0]))
        return false;
    both = arena_printf(p->arena, "%s %s", w->text, month.text);
    if (!date_parse_typed(both, p->form->today, &ignored, NULL))
        return false;
    p->e.date = (struct entry_word){
        .text = both,
        .spot = { w->spot.at, month.spot.at + month.spot.len - w->spot.at },
    };
    *at = after;
    return true;
}

static bool take_qty(struct parse *p, const struct entry_word *w, struct err *err)
{
    if (p->e.has_qty)
        return unexpected(w, err);
    p->e.qty = *w;
    p->e.has_qty = true;
    return true;
}

/* "2box": the number and what stands behind it. */
static bool take_qty_and_unit(struct parse *p, const struct entry_word *w, size_t digits,
                              struct err *err)
{
    if (p->e.has_qty)
        return unexpected(w, err);
    p->e.qty = (struct entry_word){ arena_strndup(p->arena, w->text, digits),
                                    { w->spot.at, (int)digits } };
    p->e.unit = (struct entry_word){ w->text + digits,
                                     { w->spot.at + (int)digits, w->spot.len - (int)digits } };
    p->e.has_qty = true;
    return true;
}

/* over:5%, under:2%: "-" takes back what was said. */
static bool take_tolerance(struct parse *p, const struct entry_word *w, bool is_over,
                           struct err *err)
{
    const char *value = strchr(w->text, ':') + 1, *field = is_over ? "over" : "under";
    bool *has = is_over ? &p->e.has_over : &p->e.has_under;

    if (*has)
        return err_field(err, ERR_INVALID, field, _("\"%s\" is said twice."), field);
    if (*value == '\0')
        return err_field(err, ERR_INVALID, field, _("Something is missing right after \"%s\"."),
                         w->text);
    *has = true;
    return tolerance_parse(value, p->form->decimals, field,
                           is_over ? &p->e.tolerance.over : &p->e.tolerance.under, err);
}

static bool take_whole(struct parse *p, const struct entry_word *w, struct err *err)
{
    const char *value = strchr(w->text, ':') + 1;
    bool is_yes = strcasecmp(value, "yes") == 0 || strcasecmp(value, _("yes")) == 0;

    if (!is_yes && strcasecmp(value, "no") != 0 && strcasecmp(value, _("no")) != 0)
        return err_field(err, ERR_INVALID, "whole",
                         _("Write whole:yes where the line leaves whole or not at all, else"
                           " whole:no."));
    p->e.has_whole = true;
    p->e.is_whole = is_yes;
    return true;
}

static bool take_rest(struct parse *p, int *at, const struct entry_word *w, struct err *err)
{
    size_t digits = strspn(w->text, "0123456789.,'");

    if (strncasecmp(w->text, "wh:", 3) == 0)
        return take_named(p, w, &p->e.site, "site", err);
    if (strncasecmp(w->text, "on:", 3) == 0)
        return take_named(p, w, &p->e.date, "date", err);
    if (strncasecmp(w->text, "over:", 5) == 0 || strncasecmp(w->text, "under:", 6) == 0)
        return take_tolerance(p, w, w->text[0] == 'o' || w->text[0] == 'O', err);
    if (strncasecmp(w->text, "whole:", 6) == 0)
        return take_whole(p, w, err);
    if (looks_like_number(w->text) && take_two_word_day(p, at, w))
        return true;
    if (!p->e.has_qty && is_number(p, w->text))
        return take_qty(p, w, err);
    if (is_plain_day(p, w->text)) {
        if (p->e.date.text)
            return err_field(err, ERR_INVALID, "date", _("There are two days: \"%s\" is one."),
                             w->text);
        p->e.date = *w;
        return true;
    }
    if (looks_like_number(w->text))
        return take_qty(p, w, err);
    if (digits > 0 && isalpha((unsigned char)w->text[digits]))
        return take_qty_and_unit(p, w, digits, err);
    if (p->e.word_count == ENTRY_WORDS)
        return unexpected(w, err);
    p->e.words[p->e.word_count++] = *w;
    return true;
}

static bool take_word(struct parse *p, int *at, const struct entry_word *w, struct err *err)
{
    struct entry *e = &p->e;

    if (!e->code.text) {
        if (w->text[0] == '*' || w->text[0] == '@')
            return err_field(err, ERR_INVALID, "item",
                             _("Begin with the item, then the quantity: 4711 12."));
        e->code = *w;
        return true;
    }
    if (w->text[0] == '*') {
        if (p->is_star_due || e->star.text || e->has_qty)
            return err_field(err, ERR_INVALID, "qty",
                             _("\"*\" stands once, between the item and the quantity: 4711*12."));
        p->is_star_due = true;
        return true;
    }
    if (w->text[0] == '@')
        return take_price(p, w, err);
    if (is_discount(w->text))
        return take_discount(p, w, err);
    if (p->is_star_due) {
        p->is_star_due = false;
        e->star = *w;
        e->has_qty = true;
        return true;
    }
    return take_rest(p, at, w, err);
}

/* "; words": a line without an item. */
static bool take_comment(struct parse *p, const char *words, struct err *err)
{
    if (!text_line(words, "item", p->arena, &p->e.comment, err))
        return false;
    return p->e.comment[0] != '\0' ||
           err_field(err, ERR_INVALID, "item", _("Type the words of the line after the ;."));
}

static bool parse_words(struct parse *p, struct err *err)
{
    struct entry_word w = { 0 };
    int at = 0;

    while (next_word(p, &at, &w))
        if (!take_word(p, &at, &w, err)) {
            point_at(p, &w);
            return false;
        }
    if (!p->e.code.text)
        return err_field(err, ERR_INVALID, "item", _("Type an item and a quantity: 4711 12."));
    if (p->is_star_due) {
        point_at(p, &w);
        return err_field(err, ERR_INVALID, "qty", _("Type the quantity after the *."));
    }
    return true;
}

bool entry_parse(const char *text, const struct entry_form *form, struct arena *arena,
                 struct entry *out, struct err *err)
{
    struct parse p = { .text = text, .form = form, .arena = arena };
    const char *s = text;

    if (form->bad)
        *form->bad = (struct entry_spot){ 0 };
    if (strlen(text) > LIMIT_TEXT_BYTES)
        return err_field(err, ERR_LIMIT, "item", _("The line is too long."));
    while (is_blank(*s))
        s++;
    if (*s == ';' ? !take_comment(&p, s + 1, err) : !parse_words(&p, err))
        return false;
    *out = p.e;
    return true;
}
