/*
 * Commands of ship methods: the record, what it costs, and for whom it is the usual one.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/catalog/ship_method.h"
#include "domain/order/charge.h"
#include "domain/party/customer.h"

/* The version that was seen, where it is said. */
static bool take_version(struct cli *c, int64_t *version, struct err *err)
{
    int64_t seen = 0;

    if (!find_version(c, &seen, err))
        return false;
    if (seen != 0)
        *version = seen;
    return true;
}

static bool find_method(struct cli *c, const char *code, struct ship_method **out, struct err *err)
{
    return ship_method_find(c->desk, code, c->arena, out, err) &&
           (*out != NULL ||
            err_set(err, ERR_NOT_FOUND, _("There is no ship method %.40s."), code));
}

static const struct out_column method_columns[] = {
    { "code", N_("Code"), OUT_TEXT },
    { "name", N_("Name"), OUT_TEXT },
    { "carrier", N_("Carrier"), OUT_TEXT },
    { "service", N_("Service"), OUT_TEXT },
    { "cutoff", N_("Cut-off"), OUT_TEXT },
    { "max_weight_g", N_("At most, g"), OUT_NUMBER },
    { "places", N_("Places"), OUT_TEXT },
    { "is_active", N_("Active"), OUT_BOOL },
    { "version", N_("Version"), OUT_NUMBER },
    { "charge", N_("Charge"), OUT_TEXT },
    { "free_from", N_("Free from"), OUT_MONEY },
    { "transit", N_("Days"), OUT_TEXT },
    { "sites", N_("Sites"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

static void put_method(struct cli *c, const struct ship_method *m)
{
    out_cell(c->out, m->code);
    out_cell(c->out, m->name);
    out_cell(c->out, m->carrier);
    out_cell(c->out, m->service);
    out_cell(c->out, ship_cutoff_text(m, c->arena));
    out_cell_i64(c->out, m->max_weight_g);
    out_cell(c->out, m->places);
    out_cell_bool(c->out, m->is_active);
    out_cell_i64(c->out, m->version);
    out_cell(c->out, m->charge);
    out_cell_money(c->out, m->free_from_minor, desk_company(c->desk)->currency);
    out_cell(c->out, ship_transit_text(m, c->arena));
    out_cell(c->out, m->sites);
}

static bool run_method_list(struct cli *c, struct err *err)
{
    struct ship_methods all;

    if (!ship_methods_load(c->desk, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, method_columns);
    for (int i = 0; i < all.n; i++)
        put_method(c, &all.v[i]);
    out_list_end(c->out);
    return true;
}

static bool put_rates(struct cli *c, const char *name, const struct ship_method *m,
                      struct err *err)
{
    static const struct out_column columns[] = {
        { "places", N_("Places"), OUT_TEXT },
        { "upto_g", N_("Up to, g"), OUT_NUMBER },
        { "price", N_("Price"), OUT_MONEY },
        { "per_kg", N_("Each further kg"), OUT_MONEY },
        { "version", N_("Version"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    const char *currency = desk_company(c->desk)->currency;
    struct ship_rates rates;

    if (!ship_rates_load(c->desk, m, c->arena, &rates, err))
        return false;
    out_list_begin(c->out, name, columns);
    for (int i = 0; i < rates.n; i++) {
        out_cell(c->out, rates.v[i].places);
        out_cell_i64(c->out, rates.v[i].upto_g);
        out_cell_money(c->out, rates.v[i].price_minor, currency);
        out_cell_money(c->out, rates.v[i].step_minor, currency);
        out_cell_i64(c->out, rates.v[i].version);
    }
    out_list_end(c->out);
    return true;
}

static bool run_method_show(struct cli *c, struct err *err)
{
    struct ship_method *m;

    if (!find_method(c, verb_arg(c, 0), &m, err))
        return false;
    out_record_begin(c->out, method_columns);
    put_method(c, m);
    if (!put_rates(c, "rates", m, err))
        return false;
    out_record_end(c->out);
    return true;
}

static const struct verb_option method_options[] = {
    { "name", "NAME", VERB_OPTIONAL, N_("Name.") },
    { "carrier", "CODE", VERB_OPTIONAL, N_("Who takes it; \"\" for nobody.") },
    { "service", "TEXT", VERB_OPTIONAL, N_("The carrier's word for it.") },
    { "cutoff", "HH:MM", VERB_OPTIONAL, N_("Packed later it is late; \"\" for the site's.") },
    { "max-weight", "KG", VERB_OPTIONAL, N_("The heaviest order it takes; 0 for any.") },
    { "places", "LIST", VERB_OPTIONAL,
      N_("Where it goes: countries, also with a region or the beginning of a post code: 'GB,"
         " FR:75'; \"\" for anywhere.") },
    { "charge", "SKU", VERB_OPTIONAL,
      N_("The charge that its price is put on orders as, with its tax class; \"\" for none.") },
    { "free-from", "AMOUNT", VERB_OPTIONAL,
      N_("Goods worth that are sent free; 0 for never.") },
    { "transit", "DAYS", VERB_OPTIONAL,
      N_("Working days it is on its way: 2, or 1-3; \"\" where nobody says.") },
    { "sites", "LIST", VERB_OPTIONAL, N_("Codes of the sites it leaves from; \"\" for any.") },
    { "active", "yes|no", VERB_OPTIONAL, N_("In use.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only if it is still this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool take_amount(struct cli *c, const char *option, int64_t *out, struct err *err)
{
    struct money amount;

    if (verb_opt(c, option) == NULL)
        return true;
    if (!money_parse(verb_opt(c, option), desk_company(c->desk)->currency, desk_form(c->desk),
                     &amount, err))
        return err_at(err, option);
    *out = amount.minor;
    return true;
}

static bool save_method(struct cli *c, struct ship_method *m, struct err *err)
{
    const struct {
        const char *option;
        const char **field;
    } texts[] = {
        { "name", &m->name },
        { "carrier", &m->carrier },
        { "service", &m->service },
        { "places", &m->places },
        { "charge", &m->charge },
        { "sites", &m->sites },
    };
    struct qty kg;

    for (size_t i = 0; i < OD_LEN(texts); i++)
        if (verb_opt(c, texts[i].option) != NULL)
            *texts[i].field = verb_opt(c, texts[i].option);
    if (verb_opt(c, "cutoff") != NULL && !ship_cutoff_parse(verb_opt(c, "cutoff"), m, err))
        return false;
    if (verb_opt(c, "max-weight") != NULL) {
        if (!qty_parse(verb_opt(c, "max-weight"), 3, desk_form(c->desk), &kg, err))
            return err_at(err, "max_weight");
        m->max_weight_g = kg.milli;
    }
    if (verb_opt(c, "active") != NULL &&
        !find_bool("active", verb_opt(c, "active"), &m->is_active, err))
        return false;
    if (!take_amount(c, "free-from", &m->free_from_minor, err) ||
        (verb_opt(c, "transit") != NULL && !ship_transit_parse(verb_opt(c, "transit"), m, err)))
        return false;
    return take_version(c, &m->version, err) && ship_method_save(c->desk, m, err);
}

static bool run_method_new(struct cli *c, struct err *err)
{
    struct ship_method m = { .code = verb_arg(c, 0),
                             .name = verb_arg(c, 1),
                             .carrier = "",
                             .service = "",
                             .cutoff_minute = -1,
                             .places = "",
                             .charge = "",
                             .sites = "",
                             .is_active = true };

    return save_method(c, &m, err);
}

static bool run_method_set(struct cli *c, struct err *err)
{
    struct ship_method *m;

    return find_method(c, verb_arg(c, 0), &m, err) && save_method(c, m, err);
}

/* --- what it costs ---------------------------------------------------------------------------- */

static bool run_rates(struct cli *c, struct err *err)
{
    struct ship_method *m;

    return find_method(c, verb_arg(c, 0), &m, err) && put_rates(c, NULL, m, err);
}

static bool take_upto(struct cli *c, struct ship_rate *r, struct err *err)
{
    struct qty kg;

    if (!qty_parse(verb_arg(c, 1), 3, desk_form(c->desk), &kg, err))
        return err_at(err, "upto");
    r->upto_g = kg.milli;
    r->places = verb_opt(c, "places") != NULL ? verb_opt(c, "places") : "";
    return find_version(c, &r->version, err);
}

static bool run_rate(struct cli *c, struct err *err)
{
    struct ship_rate r = { 0 };
    struct ship_method *m;
    struct money price;

    if (!find_method(c, verb_arg(c, 0), &m, err) || !take_upto(c, &r, err))
        return false;
    if (!money_parse(verb_arg(c, 2), desk_company(c->desk)->currency, desk_form(c->desk), &price,
                     err))
        return err_at(err, "price");
    r.price_minor = price.minor;
    return take_amount(c, "per-kg", &r.step_minor, err) && ship_rate_save(c->desk, m, &r, err);
}

static bool run_drop_rate(struct cli *c, struct err *err)
{
    struct ship_rate r = { 0 };
    struct ship_method *m;

    return find_method(c, verb_arg(c, 0), &m, err) && take_upto(c, &r, err) &&
           ship_rate_drop(c->desk, m, &r, err);
}

static const struct verb_option rate_options[] = {
    { "places", "LIST", VERB_OPTIONAL,
      N_("For where: as places of a method; else for everywhere that no other row names.") },
    { "per-kg", "AMOUNT", VERB_OPTIONAL,
      N_("Each further kg that is begun, above the heaviest row; else nothing heavier is taken.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only if it is still this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option drop_options[] = {
    { "places", "LIST", VERB_OPTIONAL, N_("The places of the row.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only if it is still this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

/* --- the usual one ---------------------------------------------------------------------------- */

static bool run_usual(struct cli *c, struct err *err)
{
    const char *customer = verb_opt(c, "customer"), *channel = verb_opt(c, "channel");
    const char *site = verb_opt(c, "site");
    struct channel_id channel_id;
    struct customer *who;
    struct site *where;
    int64_t version = 0;

    if ((customer != NULL) + (channel != NULL) + (site != NULL) != 1)
        return err_set(err, ERR_INVALID,
                       _("Say one of --customer, --channel and --site. For the firm: orderdesk"
                         " setting set order.ship_method CODE"));
    if (!find_version(c, &version, err))
        return false;
    if (customer != NULL)
        return find_customer(c, customer, &who, err) &&
               ship_usual_set(c->desk, SHIP_USUAL_CUSTOMER, who->id.v, version, verb_arg(c, 0),
                              err);
    if (channel != NULL)
        return find_channel_id(c, channel, &channel_id, err) &&
               ship_usual_set(c->desk, SHIP_USUAL_CHANNEL, channel_id.v, version, verb_arg(c, 0),
                              err);
    return find_site(c, site, &where, err) &&
           ship_usual_set(c->desk, SHIP_USUAL_SITE, where->id.v, version, verb_arg(c, 0), err);
}

static bool run_usuals(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "of", N_("Of"), OUT_TEXT },
        { "code", N_("Code"), OUT_TEXT },
        { "name", N_("Name"), OUT_TEXT },
        { "ship_method", N_("Ship method"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct ship_usuals all;

    if (!ship_usuals_load(c->desk, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        out_cell(c->out, ship_usual_name(all.v[i].of));
        out_cell(c->out, all.v[i].code);
        out_cell(c->out, all.v[i].name);
        out_cell(c->out, all.v[i].method);
    }
    out_list_end(c->out);
    return true;
}

static const struct verb_option usual_options[] = {
    { "customer", "CODE", VERB_OPTIONAL, N_("Of this customer.") },
    { "channel", "CODE", VERB_OPTIONAL, N_("Of this channel, where the customer has none.") },
    { "site", "CODE", VERB_OPTIONAL, N_("Of orders of this site, where neither has one.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only if that record is still this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_method[] = {
    { "method", "list", "", NULL, VERB_DESK, run_method_list, N_("List the ways an order is sent."),
      NULL },
    { "method", "show", "CODE", NULL, VERB_DESK, run_method_show,
      N_("Show a way to send orders."), NULL },
    { "method", "new", "CODE NAME", method_options, VERB_DESK, run_method_new,
      N_("Add a way to send orders. From the first one on, orders name one of them."), NULL },
    { "method", "set", "CODE", method_options, VERB_DESK, run_method_set,
      N_("Change a way to send orders."), NULL },
    { "method", "rates", "CODE", NULL, VERB_DESK, run_rates, N_("List what it costs."), NULL },
    { "method", "rate", "CODE KG PRICE", rate_options, VERB_DESK, run_rate,
      N_("Say what it costs up to so many kg."), NULL },
    { "method", "drop-rate", "CODE KG", drop_options, VERB_DESK, run_drop_rate,
      N_("Take such a price away."), NULL },
    { "method", "usual", "CODE", usual_options, VERB_DESK, run_usual,
      N_("Make it the one that new orders begin with; \"\" for none."), NULL },
    { "method", "usuals", "", NULL, VERB_DESK, run_usuals,
      N_("List who has a usual way to send."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
