/*
 * Steps of cash rounding: reading what is set, and the rounding itself.
 */
#include "domain/desk/cash.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* Longer than the longest step with its currency. */
#define STEP_TEXT_BYTES 40

static bool take_currency(const char *word, const struct cash_steps *known, char out[4],
                          struct err *err)
{
    char code[4] = "";

    for (int i = 0; i < 3 && word[i] != '\0'; i++)
        code[i] = (char)toupper((unsigned char)word[i]);
    if (strlen(word) != 3 || currency_find(code) == NULL)
        return err_field(err, ERR_INVALID, "value",
                         _("There is no currency \"%.40s\". Write steps like: CHF 0.05, SEK 1."),
                         word);
    if (cash_step_of(known, code) != 0)
        return err_field(err, ERR_INVALID, "value", _("%s stands there twice."), code);
    memcpy(out, code, sizeof code);
    return true;
}

static bool take_step(const char *currency, const char *text, struct money *out, struct err *err)
{
    int64_t most = CASH_STEP_MAX_UNITS;

    if (!money_parse(text, currency, NULL, out, err))
        return err_at(err, "value");
    for (int i = 0; i < currency_find(currency)->digits; i++)
        most *= 10;
    if (out->minor <= 0)
        return err_field(err, ERR_INVALID, "value", _("The step of %s must be more than 0."),
                         currency);
    return out->minor <= most ||
           err_field(err, ERR_LIMIT, "value", _("The step of %s may be %d at most."), currency,
                     CASH_STEP_MAX_UNITS);
}

/* One "CHF 0.05" of n bytes. */
static bool take_one(const char *text, size_t n, struct cash_steps *steps, struct err *err)
{
    char words[STEP_TEXT_BYTES + 1], currency[4], *step;

    while (n > 0 && text[n - 1] == ' ')
        n--;
    if (n > STEP_TEXT_BYTES || steps->n == CASH_STEPS_MAX)
        return err_field(err, ERR_LIMIT, "value",
                         _("That is too long. Write steps like: CHF 0.05, SEK 1."));
    memcpy(words, text, n);
    words[n] = '\0';
    step = strchr(words, ' ');
    if (step == NULL)
        return err_field(err, ERR_INVALID, "value",
                         _("\"%s\" needs a currency and a step. Write steps like: CHF 0.05,"
                           " SEK 1."),
                         words);
    *step++ = '\0';
    step += strspn(step, " ");
    if (!take_currency(words, steps, currency, err) ||
        !take_step(currency, step, &steps->v[steps->n], err))
        return false;
    steps->n++;
    return true;
}

bool cash_steps_parse(const char *text, struct cash_steps *out, struct err *err)
{
    struct cash_steps steps = { .n = 0 };

    for (const char *at = text + strspn(text, " ,"); *at != '\0'; at += strspn(at, " ,")) {
        size_t n = strcspn(at, ",");

        if (!take_one(at, n, &steps, err))
            return false;
        at += n;
    }
    *out = steps;
    return true;
}

const char *cash_steps_format(const struct cash_steps *steps, struct arena *arena)
{
    const char *words = "";
    char number[MONEY_TEXT_SIZE];

    for (int i = 0; i < steps->n; i++)
        words = arena_printf(arena, "%s%s%s %s", words, i > 0 ? ", " : "", steps->v[i].cur,
                             money_format(steps->v[i], NULL, number));
    return words;
}

int64_t cash_step_of(const struct cash_steps *steps, const char *currency)
{
    for (int i = 0; i < steps->n; i++)
        if (strcmp(steps->v[i].cur, currency) == 0)
            return steps->v[i].minor;
    return 0;
}

int64_t cash_rounding(int64_t minor, int64_t step_minor)
{
    if (step_minor == 0)
        return 0;
    return round_div(minor, step_minor, ROUND_HALF_UP) * step_minor - minor;
}
