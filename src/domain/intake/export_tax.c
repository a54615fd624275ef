/*
 * Tables of taxes and exchange rates, as their imports read them.
 */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/tax.h"
#include "domain/desk/exchange.h"
#include "domain/intake/export_parts.h"

/* --- taxes ----------------------------------------------------------------------------------- */

static const char *const tax_columns[] = {
    "class", "rate", "country",  "region", "postcodes", "zone", "zone_name", "class_name",
    "tax",   "name", "category", "pass",   "from",      "to",   NULL,
};

static const struct tax_zone *zone_of(const struct tax_zones *zones, const char *code)
{
    static const struct tax_zone none;

    for (int i = 0; i < zones->n; i++)
        if (strcmp(zones->v[i].code, code) == 0)
            return &zones->v[i];
    return &none;
}

static const char *class_name(const struct tax_classes *classes, const char *code)
{
    for (int i = 0; i < classes->n; i++)
        if (strcmp(classes->v[i].code, code) == 0)
            return classes->v[i].name;
    return "";
}

static bool run_taxes(struct export_job *job, struct err *err)
{
    struct tax_rate_rows rows;
    struct tax_zones zones;
    struct tax_classes classes;

    if (!tax_zones_load(job->desk, job->page, &zones, err) ||
        !tax_classes_load(job->desk, job->page, &classes, err) ||
        !tax_rate_rows_load(job->desk, job->page, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++) {
        const struct tax_rate_set *r = &rows.v[i];
        const struct tax_zone *zone = zone_of(&zones, r->zone);

        arena_reset(job->row);
        export_text(job, r->class_code);
        export_rate(job, r->rate);
        export_text(job, zone->country);
        export_text(job, zone->region);
        export_text(job, zone->postcode_prefix);
        export_text(job, r->zone);
        export_text(job, zone->name);
        export_text(job, class_name(&classes, r->class_code));
        export_text(job, r->code);
        export_text(job, r->name);
        export_text(job, tax_category_name(r->category));
        export_number(job, r->pass);
        export_date(job, r->from);
        export_date(job, r->to);
        if (!export_row(job, err))
            return false;
    }
    return true;
}

const struct export_kind export_taxes = { "taxes", tax_columns, 0, run_taxes };

/* --- exchange rates -------------------------------------------------------------------------- */

static const char *const rate_columns[] = { "currency", "rate", "from", "source", NULL };

static bool put_rates(struct export_job *job, const struct exchange_rates *rates, struct err *err)
{
    char text[DECIMAL_TEXT_SIZE];

    for (int i = 0; i < rates->n; i++) {
        arena_reset(job->row);
        export_text(job, rates->v[i].currency);
        export_text(job, arena_strdup(job->row, exchange_format(rates->v[i].rate, NULL, text)));
        export_date(job, rates->v[i].from);
        export_text(job, rates->v[i].source);
        if (!export_row(job, err))
            return false;
    }
    return true;
}

static bool run_rates(struct export_job *job, struct err *err)
{
    struct exchange_rates rates;
    struct exchange_rate last;
    bool is_begun = false;

    do {
        arena_reset(job->page);
        if (!exchange_rates_after(job->desk, is_begun ? &last : NULL, job->page, &rates, err) ||
            !put_rates(job, &rates, err))
            return false;
        if (rates.n > 0)
            last = rates.v[rates.n - 1];
        is_begun = rates.n > 0;
    } while (rates.n == LIMIT_PAGE_ROWS);
    return true;
}

const struct export_kind export_rates = { "rates", rate_columns, 0, run_rates };
