/*
 * Commands of price lists and taxes.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cmd_item.h"
#include "cli/cmd_setup.h"
#include "cli/find.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/desk/desk.h"
#include "domain/party/customer.h"

/* --- prices ----------------------------------------------------------------------------------- */

bool find_price_list(struct cli *c, const char *code, struct price_list **out, struct err *err)
{
    if (!price_list_find(c->desk, code, c->arena, out, err))
        return false;
    return *out != NULL ||
           err_field(err, ERR_INVALID, "price-list",
                     _("There is no price list %s; see: orderdesk price list"), code);
}

bool run_price_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Code"), OUT_TEXT },         { "name", N_("Name"), OUT_TEXT },
        { "currency", N_("Currency"), OUT_TEXT }, { "is_tax_incl", N_("Includes tax"), OUT_BOOL },
        { "is_active", N_("Active"), OUT_BOOL },  { NULL, NULL, OUT_TEXT },
    };
    struct price_lists lists;

    if (!price_lists_load(c->desk, c->arena, &lists, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < lists.n; i++) {
        out_cell(c->out, lists.v[i].code);
        out_cell(c->out, lists.v[i].name);
        out_cell(c->out, lists.v[i].currency);
        out_cell_bool(c->out, lists.v[i].is_tax_incl);
        out_cell_bool(c->out, lists.v[i].is_active);
    }
    out_list_end(c->out);
    return true;
}

static const struct price_list *list_of(const struct price_lists *lists, struct price_list_id id)
{
    for (int i = 0; i < lists->n; i++)
        if (lists->v[i].id.v == id.v)
            return &lists->v[i];
    return NULL;
}

static bool put_rule(struct cli *c, const struct price_rule *r, const struct price_list *list,
                     struct err *err)
{
    struct customer *customer = NULL;

    if (r->customer.v != 0 && !customer_load(c->desk, r->customer, c->arena, &customer, err))
        return false;
    out_cell(c->out, list == NULL ? "" : list->code);
    out_cell(c->out, customer == NULL ? "" : customer->code);
    out_cell_qty(c->out, r->min_qty);
    out_cell_price(c->out, r->price,
                   list == NULL ? desk_company(c->desk)->currency : list->currency);
    out_cell_date(c->out, r->valid_from);
    out_cell_date(c->out, r->valid_to);
    return true;
}

static bool put_rules(struct cli *c, struct item_id id, const char *name, struct err *err)
{
    static const struct out_column columns[] = {
        { "price_list", N_("Price list"), OUT_TEXT },
        { "customer", N_("Customer"), OUT_TEXT },
        { "from_qty", N_("From"), OUT_NUMBER },
        { "price", N_("Price"), OUT_MONEY },
        { "valid_from", N_("Valid from"), OUT_TEXT },
        { "valid_to", N_("Valid to"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct price_lists lists;
    struct price_rules rules;

    if (!price_lists_load(c->desk, c->arena, &lists, err) ||
        !price_rules_of_item(c->desk, id, c->arena, &rules, err))
        return false;
    out_list_begin(c->out, name, columns);
    for (int i = 0; i < rules.n; i++)
        if (!put_rule(c, &rules.v[i], list_of(&lists, rules.v[i].list), err))
            return false;
    out_list_end(c->out);
    return true;
}

bool put_prices(struct cli *c, struct item_id id, struct err *err)
{
    return put_rules(c, id, "prices", err);
}

bool run_price_show(struct cli *c, struct err *err)
{
    struct item *item;

    return find_item(c, verb_arg(c, 0), &item, err) && put_rules(c, item->id, NULL, err);
}

bool run_price_new(struct cli *c, struct err *err)
{
    const char *currency = verb_opt(c, "currency");
    struct price_list list = { .code = verb_arg(c, 0),
                               .name = verb_arg(c, 1),
                               .is_tax_incl = verb_flag(c, "tax-included"),
                               .is_active = true };
    struct price_list_id id;

    if (currency == NULL)
        currency = desk_company(c->desk)->currency;
    if (currency_find(currency) == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("\"%s\" is no currency; give its three letters, like EUR."), currency);
    memcpy(list.currency, currency_find(currency)->code, sizeof list.currency);
    return price_list_save(c->desk, &list, &id, err);
}

bool run_price_set(struct cli *c, struct err *err)
{
    const char *from = verb_opt(c, "from"), *code = verb_opt(c, "customer");
    const char *valid_from = verb_opt(c, "valid-from"), *valid_to = verb_opt(c, "valid-to");
    struct price_rule rule = { 0 };
    struct customer *customer;
    struct price_list *list;
    struct item *item;

    if (!find_price_list(c, verb_arg(c, 0), &list, err) ||
        !find_item(c, verb_arg(c, 1), &item, err))
        return false;
    if (!price_parse(verb_arg(c, 2), list->currency, NULL, &rule.price, err))
        return err_at(err, "price");
    if (from != NULL && !find_qty(item, from, &rule.min_qty, err))
        return err_at(err, "from");
    if (code != NULL) {
        if (!find_customer(c, code, &customer, err))
            return false;
        rule.customer = customer->id;
    }
    if (valid_from != NULL && !date_parse(valid_from, &rule.valid_from, err))
        return err_at(err, "valid-from");
    if (valid_to != NULL && !date_parse(valid_to, &rule.valid_to, err))
        return err_at(err, "valid-to");
    rule.list = list->id;
    rule.item = item->id;
    return price_rule_save(c->desk, &rule, err);
}

/* --- taxes ------------------------------------------------------------------------------------ */

bool tax_class_of(struct cli *c, const char *code, int64_t *out, struct err *err)
{
    if (tax_class_find(c->desk, code, out, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        err->code = ERR_INVALID;
    return err_at(err, "tax-class");
}

/* In the order of enum tax_category, from 1. */
static const char *const categories[] = { "standard", "zero", "exempt", "reverse" };

static bool put_zone(struct cli *c, const struct tax_zone *z, struct err *err)
{
    struct tax_rates rates;

    if (!tax_rates_load(c->desk, z->id, desk_today(c->desk), c->arena, &rates, err))
        return false;
    for (int i = 0; i < (rates.n > 0 ? rates.n : 1); i++) {
        const struct tax_rate *r = rates.n > 0 ? &rates.v[i] : NULL;

        out_cell(c->out, z->code);
        out_cell(c->out, z->name);
        out_cell(c->out, z->country);
        out_cell(c->out, z->region);
        out_cell(c->out, z->postcode_prefix);
        out_cell(c->out, r == NULL ? "" : r->name);
        if (r == NULL)
            out_cell(c->out, "");
        else
            out_cell_rate(c->out, r->rate);
        out_cell(c->out, r == NULL ? "" : categories[r->category - TAX_STANDARD]);
    }
    return true;
}

bool run_tax_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "zone", N_("Zone"), OUT_TEXT },
        { "name", N_("Name"), OUT_TEXT },
        { "country", N_("Country"), OUT_TEXT },
        { "region", N_("Region"), OUT_TEXT },
        { "postcode_prefix", N_("Post codes"), OUT_TEXT },
        { "rate", N_("Rate"), OUT_TEXT },
        { "percent", N_("Tax %"), OUT_NUMBER },
        { "category", N_("Category"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct tax_zones zones;

    if (!tax_zones_load(c->desk, c->arena, &zones, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < zones.n; i++)
        if (!put_zone(c, &zones.v[i], err))
            return false;
    out_list_end(c->out);
    return true;
}

bool run_tax_zone(struct cli *c, struct err *err)
{
    const char *country = verb_opt(c, "country"), *region = verb_opt(c, "region");
    const char *prefix = verb_opt(c, "postcodes");
    struct tax_zone zone = { .country = "", .region = "", .postcode_prefix = "" };
    struct tax_zones zones;
    int64_t id;

    if (!tax_zones_load(c->desk, c->arena, &zones, err))
        return false;
    for (int i = 0; i < zones.n; i++)
        if (strcmp(zones.v[i].code, verb_arg(c, 0)) == 0)
            zone = zones.v[i];
    zone.code = verb_arg(c, 0);
    zone.name = verb_arg(c, 1);
    if (country != NULL)
        zone.country = country;
    if (region != NULL)
        zone.region = region;
    if (prefix != NULL)
        zone.postcode_prefix = prefix;
    return tax_zone_save(c->desk, &zone, &id, err);
}

bool run_tax_class(struct cli *c, struct err *err)
{
    int64_t id;

    return tax_class_save(c->desk, verb_arg(c, 0), verb_arg(c, 1), &id, err);
}

bool run_tax_rate(struct cli *c, struct err *err)
{
    const char *from = verb_opt(c, "from"), *category = verb_opt(c, "category");
    struct tax_rate_set set = { .zone = verb_arg(c, 0),
                                .class_code = verb_arg(c, 1),
                                .name = verb_opt(c, "name"),
                                .category = TAX_STANDARD };
    char text[DECIMAL_TEXT_SIZE];

    if (!rate_parse(verb_arg(c, 2), NULL, &set.rate, err))
        return err_at(err, "percent");
    if (from != NULL && !date_parse(from, &set.from, err))
        return err_at(err, "from");
    if (category != NULL) {
        size_t i = 0;

        while (i < OD_LEN(categories) && strcmp(category, categories[i]) != 0)
            i++;
        if (i == OD_LEN(categories))
            return err_field(err, ERR_INVALID, "category",
                             _("--category is standard, zero, exempt or reverse, not \"%s\"."),
                             category);
        set.category = (enum tax_category)(i + TAX_STANDARD);
    }
    if (set.name == NULL)
        set.name = arena_printf(c->arena, _("Tax %s%%"), rate_format(set.rate, NULL, text));
    return tax_rate_save(c->desk, &set, err);
}

const struct verb_option price_new_options[] = {
    { "currency", "CUR", VERB_OPTIONAL, N_("Its currency; else the company's.") },
    { "tax-included", NULL, VERB_OPTIONAL, N_("Its prices include tax.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
const struct verb_option price_set_options[] = {
    { "from", "QTY", VERB_OPTIONAL, N_("From this quantity on.") },
    { "customer", "CODE", VERB_OPTIONAL, N_("For this customer only: a contract price.") },
    { "valid-from", "DATE", VERB_OPTIONAL, N_("First day.") },
    { "valid-to", "DATE", VERB_OPTIONAL, N_("Last day.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
const struct verb_option tax_zone_options[] = {
    { "country", "CC", VERB_OPTIONAL, N_("Country, two letters.") },
    { "region", "TEXT", VERB_OPTIONAL, N_("Region, state or county.") },
    { "postcodes", "TEXT", VERB_OPTIONAL, N_("Post codes that begin so.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
const struct verb_option tax_rate_options[] = {
    { "name", "TEXT", VERB_OPTIONAL, N_("As it stands on documents: \"VAT 20%\".") },
    { "category", "NAME", VERB_OPTIONAL, N_("standard, zero, exempt or reverse.") },
    { "from", "DATE", VERB_OPTIONAL, N_("First day; else it always holds.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
