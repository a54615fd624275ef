/*
 * Tables of taxes and of exchange rates from files: one row a rate from a day on. A row says how
 * things are; nothing is remembered by the file's names.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/tax.h"
#include "domain/desk/country.h"
#include "domain/desk/exchange.h"
#include "domain/intake/import_parts.h"

/* --- taxes ----------------------------------------------------------------------------------- */

enum {
    T_CLASS,
    T_RATE,
    T_COUNTRY,
    T_REGION,
    T_POSTCODES,
    T_ZONE,
    T_ZONE_NAME,
    T_CLASS_NAME,
    T_TAX,
    T_NAME,
    T_CATEGORY,
    T_PASS,
    T_FROM,
    T_TO,
    T_COUNT
};

static const struct import_field tax_fields[T_COUNT] = {
    [T_CLASS] = { "class", true, false, FIELD_TEXT },
    [T_RATE] = { "rate", true, false, FIELD_NUMBER },
    [T_COUNTRY] = { "country", false, false, FIELD_TEXT },
    [T_REGION] = { "region", false, false, FIELD_TEXT },
    [T_POSTCODES] = { "postcodes", false, false, FIELD_TEXT },
    [T_ZONE] = { "zone", false, false, FIELD_TEXT },
    [T_ZONE_NAME] = { "zone_name", false, false, FIELD_TEXT },
    [T_CLASS_NAME] = { "class_name", false, false, FIELD_TEXT },
    [T_TAX] = { "tax", false, false, FIELD_TEXT },
    [T_NAME] = { "name", false, false, FIELD_TEXT },
    [T_CATEGORY] = { "category", false, false, FIELD_TEXT },
    [T_PASS] = { "pass", false, false, FIELD_TEXT },
    [T_FROM] = { "from", false, false, FIELD_DATE },
    [T_TO] = { "to", false, false, FIELD_DATE },
};

static const char *cell(struct import_job *job, const struct import_record *r, int field)
{
    return map_text(&job->map, r->rows, field, job->work);
}

/* As zones keep it. */
static const char *bare(struct import_job *job, const struct import_record *r, int field)
{
    return tax_zone_text(job->work, cell(job, r, field));
}

static const char *country_of(struct import_job *job, const struct import_record *r)
{
    const char *code = country_code(cell(job, r, T_COUNTRY));

    return code != NULL ? code : bare(job, r, T_COUNTRY);
}

/* The zone that the row names, else the one of just its country, region and post codes. */
static const struct tax_zone *zone_of(struct import_job *job, const struct import_record *r,
                                      const struct tax_zones *zones)
{
    const char *code = cell(job, r, T_ZONE);

    for (int i = 0; i < zones->n; i++) {
        const struct tax_zone *z = &zones->v[i];

        if (*code ? strcasecmp(z->code, code) == 0
                  : strcmp(z->country, country_of(job, r)) == 0 &&
                        strcmp(z->region, bare(job, r, T_REGION)) == 0 &&
                        strcmp(z->postcode_prefix, bare(job, r, T_POSTCODES)) == 0)
            return z;
    }
    return NULL;
}

/* "CA", "CA-QC", "US-NY-100": of a zone that has no code in the file. */
static const char *made_code(struct import_job *job, const struct tax_zone *z)
{
    return arena_printf(job->work, "%s%s%s%s%s", z->country, *z->region ? "-" : "", z->region,
                        *z->postcode_prefix ? "-" : "", z->postcode_prefix);
}

/* What the row says of its zone goes over what is there; *is_changed where that is something. */
static bool take_zone(struct import_job *job, const struct import_record *r, struct tax_zone *out,
                      bool *is_changed, struct err *err)
{
    static const struct tax_zone none = {
        .code = "", .name = "", .country = "", .region = "", .postcode_prefix = ""
    };
    const struct tax_zone *before;
    struct tax_zones zones;

    if (!tax_zones_load(job->desk, job->work, &zones, err))
        return false;
    if (!*cell(job, r, T_ZONE) && !*cell(job, r, T_COUNTRY))
        return err_field(err, ERR_INVALID, "country",
                         _("The row names neither a tax zone nor a country."));
    before = zone_of(job, r, &zones);
    /* A zone of no country holds for all: that is to be said. */
    if (before == NULL && !map_has(&job->map, T_COUNTRY))
        return err_field(err, ERR_NOT_FOUND, "zone",
                         _("There is no tax zone %s. Make it, or give a column with countries."),
                         cell(job, r, T_ZONE));
    *out = before != NULL ? *before : none;
    if (map_has(&job->map, T_COUNTRY))
        out->country = country_of(job, r);
    if (map_has(&job->map, T_REGION))
        out->region = bare(job, r, T_REGION);
    if (map_has(&job->map, T_POSTCODES))
        out->postcode_prefix = bare(job, r, T_POSTCODES);
    if (before == NULL)
        out->code = *cell(job, r, T_ZONE) ? cell(job, r, T_ZONE) : made_code(job, out);
    if (*cell(job, r, T_ZONE_NAME))
        out->name = cell(job, r, T_ZONE_NAME);
    else if (before == NULL)
        out->name = out->code;
    *is_changed = before == NULL || strcmp(before->name, out->name) != 0 ||
                  strcmp(before->country, out->country) != 0 ||
                  strcmp(before->region, out->region) != 0 ||
                  strcmp(before->postcode_prefix, out->postcode_prefix) != 0;
    return true;
}

/* A class that is not there is made where the row says its name; else a slip of the pen would make
 * one. *is_changed: its name is another. */
static bool take_class(struct import_job *job, const struct import_record *r, bool *is_changed,
                       struct err *err)
{
    const char *name = cell(job, r, T_CLASS_NAME);
    struct tax_classes classes;
    int64_t id;

    *is_changed = false;
    if (*name == '\0')
        return tax_class_find(job->desk, r->id, &id, err);
    if (!tax_classes_load(job->desk, job->work, &classes, err))
        return false;
    *is_changed = true;
    for (int i = 0; i < classes.n; i++)
        if (strcasecmp(classes.v[i].code, r->id) == 0 && strcmp(classes.v[i].name, name) == 0)
            *is_changed = false;
    return true;
}

static bool take_rate(struct import_job *job, const struct import_record *r,
                      struct tax_rate_set *set, struct err *err)
{
    static const struct map_range passes = { 0, TAX_PASSES_MAX };
    const struct import_map *m = &job->map;
    const char *category = cell(job, r, T_CATEGORY);
    char text[DECIMAL_TEXT_SIZE];
    int64_t pass = 1;

    if (*cell(job, r, T_RATE) == '\0')
        return err_field(err, ERR_INVALID, "rate", _("The rate is missing. Write 0 for none."));
    if (*category && !tax_category_find(category, &set->category))
        return err_field(err, ERR_INVALID, "category",
                         _("\"%s\" is neither standard, zero, exempt nor reverse."), category);
    if (!map_rate(m, r->rows, T_RATE, job->work, &set->rate, err) ||
        !map_number(m, r->rows, T_PASS, &passes, job->work, &pass, err) ||
        !map_date(m, r->rows, T_FROM, job->work, &set->from, err) ||
        !map_date(m, r->rows, T_TO, job->work, &set->to, err))
        return false;
    set->pass = (int)pass;
    set->name = cell(job, r, T_NAME);
    if (*set->name == '\0')
        set->name = arena_printf(job->work, "%s %s%%", *set->code ? set->code : _("Tax"),
                                 rate_format(set->rate, NULL, text));
    return true;
}

static bool apply_tax(struct import_job *job, struct tx *tx, struct import_record *r,
                      struct err *err)
{
    struct tax_rate_set set = { .class_code = r->id,
                                .code = cell(job, r, T_TAX),
                                .category = TAX_STANDARD };
    bool is_zone_changed = false, is_class_changed = false, is_new = false, is_same = false;
    struct tax_zone zone;
    int64_t id;

    if (!take_zone(job, r, &zone, &is_zone_changed, err) ||
        !take_class(job, r, &is_class_changed, err) || !take_rate(job, r, &set, err))
        return false;
    r->is_writing = true;
    set.zone = zone.code;
    if ((is_zone_changed && !tax_zone_save_in(tx, job->desk, &zone, &id, err)) ||
        (is_class_changed &&
         !tax_class_save_in(tx, job->desk, r->id, cell(job, r, T_CLASS_NAME), &id, err)) ||
        !tax_rate_save_in(tx, job->desk, &set, &is_new, &is_same, err))
        return false;
    r->outcome = is_new                                             ? IMPORT_FRESH
                 : is_same && !is_zone_changed && !is_class_changed ? IMPORT_SAME
                                                                    : IMPORT_CHANGED;
    return true;
}

const struct import_ops import_taxes = { "taxes", tax_fields, T_COUNT, false, apply_tax };

/* --- exchange rates -------------------------------------------------------------------------- */

enum { X_CURRENCY, X_RATE, X_FROM, X_SOURCE, X_COUNT };

static const struct import_field rate_fields[X_COUNT] = {
    [X_CURRENCY] = { "currency", true, false, FIELD_TEXT },
    [X_RATE] = { "rate", true, false, FIELD_NUMBER },
    [X_FROM] = { "from", true, false, FIELD_DATE },
    [X_SOURCE] = { "source", false, false, FIELD_TEXT },
};

static bool apply_rate(struct import_job *job, struct tx *tx, struct import_record *r,
                       struct err *err)
{
    static const struct map_range rates = { 9, LIMIT_FX_E9 };
    struct exchange_rate rate = { .source = cell(job, r, X_SOURCE) };
    bool is_new = false, is_same = false;

    if (!currency_find(r->id))
        return err_field(err, ERR_INVALID, "currency", _("There is no currency %s."), r->id);
    memcpy(rate.currency, r->id, sizeof rate.currency);
    if (!map_number(&job->map, r->rows, X_RATE, &rates, job->work, &rate.rate.e9, err) ||
        !map_date(&job->map, r->rows, X_FROM, job->work, &rate.from, err))
        return false;
    if (!date_is_set(rate.from))
        return err_field(err, ERR_INVALID, "from", _("The first day of the rate is missing."));
    if (!exchange_rate_save_in(tx, job->desk, &rate, &is_new, &is_same, err))
        return false;
    r->outcome = is_new ? IMPORT_FRESH : is_same ? IMPORT_SAME : IMPORT_CHANGED;
    return true;
}

const struct import_ops import_rates = { "rates", rate_fields, X_COUNT, false, apply_rate };
