/*
 * The record form for a price of a ship method: for which places, up to which weight, how much.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/record_price.h"
#include "tui/record_ship.h"

static const struct form_field rate_fields[] = {
    { "places", N_("Places"), FORM_CODE, 50, FORM_OPTIONAL,
      N_("The zone: countries, also with a region or the beginning of a post code: GB, FR:75. "
         "Empty: everywhere that no other row names."),
      NULL, NULL },
    { "upto", N_("Up to kg"), FORM_NUMBER, 10, 0,
      N_("The heaviest that this price is for; of several rows the next higher counts."), NULL,
      NULL },
    { "price", N_("Price"), FORM_MONEY, 12, 0, N_("In the currency of the books; 0 is free."), NULL,
      NULL },
    { "step", N_("Each further kg"), FORM_MONEY, 12, FORM_OPTIONAL,
      N_("Above the heaviest row of the zone, for each kg begun. Empty: nothing heavier goes."),
      NULL, NULL },
    { 0 },
};

static bool rate_by_id(struct record *r, struct ship_rate **out, struct err *err)
{
    struct ship_method *m;
    struct ship_rates all;

    if (!record_method_load(r->s.desk, r->parent, r->s.arena, &m, err) ||
        !ship_rates_load(r->s.desk, m, r->s.arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        if (all.v[i].id == r->id) {
            *out = &all.v[i];
            return true;
        }
    }
    return err_set(err, ERR_NOT_FOUND, _("This price is not in the desk any more."));
}

static const char *amount(struct record *r, int64_t minor)
{
    return text_money(r->s.desk, r->s.arena, minor, desk_company(r->s.desk)->currency);
}

static const char *upto_text(struct record *r, const struct ship_rate *rate)
{
    return text_qty(r->s.desk, r->s.arena, (struct qty){ rate->upto_g });
}

static const char *step_text(struct record *r, const struct ship_rate *rate)
{
    return rate->step_minor > 0 ? amount(r, rate->step_minor) : "";
}

static bool rate_form(struct record *r, struct err *err)
{
    const struct ship_rate *like = r->preset;
    struct ship_rate *rate = arena_new_of(r->s.arena, struct ship_rate);

    *rate = (struct ship_rate){ .places = "", .version = SHIP_RATE_NEW };
    if (r->id != 0 && !rate_by_id(r, &rate, err))
        return false;
    r->before = rate;
    if (r->id == 0) {
        record_set(r, "places", like != NULL ? like->places : "");
        return true;
    }
    record_set(r, "places", rate->places);
    record_set(r, "upto", upto_text(r, rate));
    record_set(r, "price", amount(r, rate->price_minor));
    record_set(r, "step", step_text(r, rate));
    return true;
}

static bool money_of(struct record *r, const char *field, int64_t *out, struct err *err)
{
    struct money money;

    if (!form_get_money(&r->form, form_index(&r->form, field), desk_company(r->s.desk)->currency,
                        &money, err))
        return err_at(err, field);
    *out = money.minor;
    return true;
}

/* The newest row is the one that was made: the cursor goes there. */
static bool newest(struct record *r, const struct ship_method *m, int64_t *id, struct err *err)
{
    struct ship_rates all;

    *id = 0;
    if (!ship_rates_load(r->s.desk, m, r->s.arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++)
        *id = all.v[i].id > *id ? all.v[i].id : *id;
    return true;
}

static bool rate_store(struct record *r, int64_t *id, struct err *err)
{
    struct ship_rate rate = *(struct ship_rate *)r->before;
    struct ship_method *m;
    struct qty kg;

    rate.places = record_text(r, "places");
    rate.step_minor = 0;
    if (!form_get_qty(&r->form, form_index(&r->form, "upto"), 3, &kg, err))
        return err_at(err, "upto");
    rate.upto_g = kg.milli;
    if (!money_of(r, "price", &rate.price_minor, err) ||
        (record_text(r, "step")[0] != '\0' && !money_of(r, "step", &rate.step_minor, err)))
        return false;
    if (!record_method_load(r->s.desk, r->parent, r->s.arena, &m, err) ||
        !ship_rate_save(r->s.desk, m, &rate, err))
        return false;
    *id = r->id;
    return r->id != 0 || newest(r, m, id, err);
}

static bool rate_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    const struct ship_rate *was = r->before;
    struct ship_rate *is = NULL;

    if (!rate_by_id(r, &is, err))
        return false;
    record_diff(r, out, _("Places"), was->places, is->places);
    record_diff(r, out, _("Up to kg"), upto_text(r, was), upto_text(r, is));
    record_diff(r, out, _("Price"), amount(r, was->price_minor), amount(r, is->price_minor));
    record_diff(r, out, _("Each further kg"), step_text(r, was), step_text(r, is));
    r->before = is;
    return true;
}

const struct record_kind record_ship_rate = {
    .name = "ship_rate",
    .title = N_("Price of a ship method"),
    .title_new = N_("New price of a ship method"),
    .fields = rate_fields,
    .load = rate_form,
    .save = rate_store,
    .compare = rate_differs,
};
