/*
 * Commands of taxes.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cmd_item.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/tax.h"
#include "domain/desk/desk.h"

bool tax_class_of(struct cli *c, const char *code, int64_t *out, struct err *err)
{
    if (tax_class_find(c->desk, code, out, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        err->code = ERR_INVALID;
    return err_at(err, "tax-class");
}

static const char *class_code(const struct tax_classes *classes, int64_t id)
{
    for (int i = 0; i < classes->n; i++)
        if (classes->v[i].id == id)
            return classes->v[i].code;
    return "";
}

static bool put_zone(struct cli *c, const struct tax_zone *z, const struct tax_classes *classes,
                     struct err *err)
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
        out_cell(c->out, r == NULL ? "" : tax_category_name(r->category));
        out_cell(c->out, r == NULL ? "" : class_code(classes, r->class_id));
        out_cell(c->out, r == NULL ? "" : r->code);
        if (r == NULL)
            out_cell(c->out, "");
        else
            out_cell_i64(c->out, r->pass);
        out_cell_i64(c->out, z->version);
    }
    return true;
}

static bool run_tax_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "zone", N_("Zone"), OUT_TEXT },
        { "name", N_("Name"), OUT_TEXT },
        { "country", N_("Country"), OUT_TEXT },
        { "region", N_("Region"), OUT_TEXT },
        { "postcode_prefix", N_("Post codes"), OUT_TEXT },
        { "rate", N_("Tax rate"), OUT_TEXT },
        { "percent", N_("Tax %"), OUT_NUMBER },
        { "category", N_("Category"), OUT_TEXT },
        { "class", N_("Class"), OUT_TEXT },
        { "tax", N_("Tax"), OUT_TEXT },
        { "pass", N_("Pass"), OUT_NUMBER },
        { "zone_version", N_("Version"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct tax_zones zones;
    struct tax_classes classes;

    if (!tax_zones_load(c->desk, c->arena, &zones, err) ||
        !tax_classes_load(c->desk, c->arena, &classes, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < zones.n; i++)
        if (!put_zone(c, &zones.v[i], &classes, err))
            return false;
    out_list_end(c->out);
    return true;
}

static bool run_tax_rows(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "zone", N_("Zone"), OUT_TEXT },
        { "class", N_("Class"), OUT_TEXT },
        { "tax", N_("Tax"), OUT_TEXT },
        { "name", N_("Name"), OUT_TEXT },
        { "percent", N_("Tax %"), OUT_NUMBER },
        { "category", N_("Category"), OUT_TEXT },
        { "pass", N_("Pass"), OUT_NUMBER },
        { "from", N_("Valid from"), OUT_TEXT },
        { "to", N_("Valid to"), OUT_TEXT },
        { "version", N_("Version"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct tax_rate_rows rows;

    if (!tax_rate_rows_load(c->desk, c->arena, &rows, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < rows.n; i++) {
        const struct tax_rate_set *r = &rows.v[i];

        out_cell(c->out, r->zone);
        out_cell(c->out, r->class_code);
        out_cell(c->out, r->code);
        out_cell(c->out, r->name);
        out_cell_rate(c->out, r->rate);
        out_cell(c->out, tax_category_name(r->category));
        out_cell_i64(c->out, r->pass);
        out_cell_date(c->out, r->from);
        out_cell_date(c->out, r->to);
        out_cell_i64(c->out, r->version);
    }
    out_list_end(c->out);
    return true;
}

static bool run_tax_zone(struct cli *c, struct err *err)
{
    const char *country = verb_opt(c, "country"), *region = verb_opt(c, "region");
    const char *prefix = verb_opt(c, "postcodes");
    struct tax_zone zone = { .country = "", .region = "", .postcode_prefix = "" };
    struct tax_zones zones;
    int64_t id, version;

    if (!find_version(c, &version, err) || !tax_zones_load(c->desk, c->arena, &zones, err))
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
    if (version != 0)
        zone.version = version;
    return tax_zone_save(c->desk, &zone, &id, err);
}

static bool run_tax_class(struct cli *c, struct err *err)
{
    int64_t id;

    return tax_class_save(c->desk, verb_arg(c, 0), verb_arg(c, 1), &id, err);
}

static bool run_tax_rate(struct cli *c, struct err *err)
{
    const char *from = verb_opt(c, "from"), *category = verb_opt(c, "category");
    const char *to = verb_opt(c, "to"), *pass = verb_opt(c, "pass");
    int64_t pass_no = 1;
    struct tax_rate_set set = { .zone = verb_arg(c, 0),
                                .class_code = verb_arg(c, 1),
                                .name = verb_opt(c, "name"),
                                .code = verb_opt(c, "tax"),
                                .category = TAX_STANDARD };
    char text[DECIMAL_TEXT_SIZE];

    if (!rate_parse(verb_arg(c, 2), NULL, &set.rate, err))
        return err_at(err, "percent");
    if (from != NULL && !date_parse(from, &set.from, err))
        return err_at(err, "from");
    if (to != NULL && !date_parse(to, &set.to, err))
        return err_at(err, "to");
    if (category != NULL && !tax_category_find(category, &set.category))
        return err_field(err, ERR_INVALID, "category",
                         _("--category is standard, zero, exempt or reverse, not \"%s\"."),
                         category);
    if (pass != NULL && !find_int("pass", pass, 1, TAX_PASSES_MAX, &pass_no, err))
        return false;
    set.pass = (int)pass_no;
    if (!find_version(c, &set.version, err))
        return false;
    if (set.name == NULL)
        set.name =
            set.code != NULL && set.code[0] != '\0'
                ? arena_printf(c->arena, "%s %s%%", set.code, rate_format(set.rate, NULL, text))
                : arena_printf(c->arena, _("Tax %s%%"), rate_format(set.rate, NULL, text));
    return tax_rate_save(c->desk, &set, err);
}

static const struct verb_option tax_zone_options[] = {
    { "country", "CC", VERB_OPTIONAL, N_("Country, two letters.") },
    { "region", "TEXT", VERB_OPTIONAL, N_("Region, state or county.") },
    { "postcodes", "TEXT", VERB_OPTIONAL, N_("Post codes that begin so.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only where the zone still has this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option tax_rate_options[] = {
    { "name", "TEXT", VERB_OPTIONAL, N_("As it stands on documents: \"VAT 20%\".") },
    { "category", "NAME", VERB_OPTIONAL, N_("standard, zero, exempt or reverse.") },
    { "from", "DATE", VERB_OPTIONAL, N_("First day; else it always held.") },
    { "to", "DATE", VERB_OPTIONAL, N_("Last day; else it holds on.") },
    { "tax", "CODE", VERB_OPTIONAL, N_("Which tax, where a class has several: GST, PST.") },
    { "pass", "N", VERB_OPTIONAL,
      N_("1: on the amount; 2 or 3: on the amount with the taxes of earlier passes.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only where the row still has this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_tax[] = {
    { "tax", "list", "", NULL, VERB_DESK, run_tax_list, N_("List tax zones with today's rates.") },
    { "tax", "rows", "", NULL, VERB_DESK, run_tax_rows,
      N_("List every rate there is, past and to come.") },
    { "tax", "zone", "CODE NAME", tax_zone_options, VERB_DESK, run_tax_zone,
      N_("Add a tax zone, or change one.") },
    { "tax", "class", "CODE NAME", NULL, VERB_DESK, run_tax_class, N_("Add a tax class.") },
    { "tax", "rate", "ZONE CLASS PERCENT", tax_rate_options, VERB_DESK, run_tax_rate,
      N_("Set a rate of a zone and class, from a day on; --tax where a class has several taxes.") },
    { 0 },
};
