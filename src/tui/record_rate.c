/*
 * The record form for exchange rates: what a unit of a currency is worth from a day on.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/exchange.h"
#include "tui/app.h"
#include "tui/record_price.h"

static const struct form_field rate_fields[] = {
    { "currency", N_("Currency"), FORM_CODE, 4, 0, N_("Three letters, like EUR."), NULL, NULL },
    { "rate", N_("Rate"), FORM_NUMBER, 14, 0,
      N_("What one unit of it is worth in the currency of the books."), NULL, NULL },
    { "from", N_("From"), FORM_DATE, 12, FORM_OPTIONAL,
      N_("First day; it holds until the next row of the currency. Empty: today."), NULL, NULL },
    { "source", N_("Source"), FORM_TEXT, 20, FORM_OPTIONAL,
      N_("Whose rate it is, kept with every order: ECB, bank."), NULL, NULL },
    { 0 },
};

/* The row of that currency and day as it is stored now. */
static bool stored_rate(struct record *r, const struct exchange_rate *at, struct exchange_rate *out,
                        struct err *err)
{
    if (!exchange_rate_on(r->s.desk, at->currency, at->from, r->s.arena, out, err))
        return false;
    if (out->id == r->id)
        return true;
    return err_set(err, ERR_NOT_FOUND, _("This rate is not in the desk any more."));
}

static bool rate_form(struct record *r, struct err *err)
{
    struct exchange_rate *rate = arena_new_of(r->s.arena, struct exchange_rate);
    char text[DECIMAL_TEXT_SIZE];

    *rate = (struct exchange_rate){ .source = "" };
    r->before = rate;
    if (r->id == 0) {
        if (r->preset != NULL)
            record_set(r, "currency", ((const struct exchange_rate *)r->preset)->currency);
        return true;
    }
    if (!stored_rate(r, r->preset, rate, err))
        return false;
    record_set(r, "currency", rate->currency);
    record_set(r, "rate", exchange_format(rate->rate, app_form(r->s.app), text));
    form_set_date(&r->form, form_index(&r->form, "from"), rate->from);
    record_set(r, "source", rate->source);
    /* Another day is another row. */
    form_read_only(&r->form, form_index(&r->form, "currency"), true);
    form_read_only(&r->form, form_index(&r->form, "from"), true);
    return true;
}

static bool rate_store(struct record *r, int64_t *id, struct err *err)
{
    struct exchange_rate rate = *(struct exchange_rate *)r->before;

    rate.source = record_text(r, "source");
    if (!record_take_currency(r, rate.currency, err) ||
        !form_get_date(&r->form, form_index(&r->form, "from"), &rate.from, err))
        return false;
    if (!exchange_parse(record_text(r, "rate"), app_form(r->s.app), &rate.rate, err))
        return err_at(err, "rate");
    *id = r->id;
    return exchange_rate_save(r->s.desk, &rate, err);
}

static bool rate_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    const struct exchange_rate *was = r->before;
    struct exchange_rate *is = arena_new_of(r->s.arena, struct exchange_rate);
    char before[DECIMAL_TEXT_SIZE], now[DECIMAL_TEXT_SIZE];

    if (!stored_rate(r, was, is, err))
        return false;
    record_diff(r, out, _("Rate"),
                arena_strdup(r->s.arena, exchange_format(was->rate, app_form(r->s.app), before)),
                arena_strdup(r->s.arena, exchange_format(is->rate, app_form(r->s.app), now)));
    record_diff(r, out, _("Source"), was->source, is->source);
    r->before = is;
    return true;
}

const struct record_kind record_exchange_rate = {
    .name = "exchange_rate",
    .title = N_("Exchange rate"),
    .title_new = N_("New exchange rate"),
    .fields = rate_fields,
    .load = rate_form,
    .save = rate_store,
    .compare = rate_differs,
};
