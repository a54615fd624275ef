/*
 * Commands of exchange rates.
 */
#include <limits.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/verb.h"
#include "domain/desk/exchange.h"

static bool take_currency(const char *text, char out[4], struct err *err)
{
    char upper[4] = "";

    for (size_t i = 0; i < 3 && text[i] != '\0'; i++)
        upper[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 'a' + 'A' : text[i]);
    if (strlen(text) != 3 || currency_find(upper) == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("\"%s\" is no currency; give its three letters, like EUR."), text);
    memcpy(out, upper, sizeof upper);
    return true;
}

static bool run_rate_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "currency", N_("Currency"), OUT_TEXT },
        { "from", N_("From"), OUT_TEXT },
        { "rate", N_("Rate"), OUT_NUMBER },
        { "source", N_("Source"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    char currency[4] = "", text[DECIMAL_TEXT_SIZE];
    struct exchange_rates rates;

    if (verb_arg(c, 0) != NULL && !take_currency(verb_arg(c, 0), currency, err))
        return false;
    if (!exchange_rates_load(c->desk, currency[0] ? currency : NULL, INT_MAX, c->arena, &rates,
                             err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < rates.n; i++) {
        out_cell(c->out, rates.v[i].currency);
        out_cell_date(c->out, rates.v[i].from);
        out_cell(c->out, exchange_format(rates.v[i].rate, NULL, text));
        out_cell(c->out, rates.v[i].source);
    }
    out_list_end(c->out);
    return true;
}

static bool run_rate_set(struct cli *c, struct err *err)
{
    const char *from = verb_opt(c, "from"), *source = verb_opt(c, "source");
    struct exchange_rate rate = { .source = source == NULL ? "" : source };

    if (!take_currency(verb_arg(c, 0), rate.currency, err))
        return false;
    if (!exchange_parse(verb_arg(c, 1), NULL, &rate.rate, err))
        return err_at(err, "rate");
    if (from != NULL && !date_parse(from, &rate.from, err))
        return err_at(err, "from");
    return exchange_rate_save(c->desk, &rate, err);
}

static bool run_rate_drop(struct cli *c, struct err *err)
{
    char currency[4];
    struct date from;

    if (!take_currency(verb_arg(c, 0), currency, err))
        return false;
    if (!date_parse(verb_arg(c, 1), &from, err))
        return err_at(err, "from");
    return exchange_rate_drop(c->desk, currency, from, err);
}

static const struct verb_option rate_set_options[] = {
    { "from", "DATE", VERB_OPTIONAL, N_("First day; else today.") },
    { "source", "TEXT", VERB_OPTIONAL, N_("Whose rate it is, kept with every order.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_rate[] = {
    { "rate", "list", "[CURRENCY]", NULL, VERB_DESK, run_rate_list,
      N_("List the exchange rates, newest first.") },
    { "rate", "set", "CURRENCY RATE", rate_set_options, VERB_DESK, run_rate_set,
      N_("Say what one unit of a currency is worth in the company's, from a day on.") },
    { "rate", "drop", "CURRENCY DATE", NULL, VERB_DESK, run_rate_drop,
      N_("Take a rate away that was entered by mistake.") },
    { 0 },
};
