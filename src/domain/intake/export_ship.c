/*
 * Carriers and ship methods, as their imports read them: a row a price of a method, one alone where
 * it has none.
 */
#include "base/mem.h"
#include "domain/catalog/ship_method.h"
#include "domain/intake/export_parts.h"

static const char *const carrier_columns[] = { "code", "name", "tracking_url", "active", NULL };

static bool run_carriers(struct export_job *job, struct err *err)
{
    struct carriers all;

    if (!carriers_load(job->desk, job->page, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        arena_reset(job->row);
        export_text(job, all.v[i].code);
        export_text(job, all.v[i].name);
        export_text(job, all.v[i].tracking_url);
        export_bool(job, all.v[i].is_active);
        if (!export_row(job, err))
            return false;
    }
    return true;
}

const struct export_kind export_carriers = { "carriers", carrier_columns, 0, run_carriers };

static const char *const method_columns[] = {
    "code",    "name",  "carrier", "service", "cutoff",      "transit", "max_kg", "places", "sites",
    "charge",  "free_from", "active",  "rate_places", "rate_kg", "rate",   "per_kg", NULL,
};

/* Thousandths of a kg, as quantities are of a piece; "" for 0. */
static void put_kg(struct export_job *job, int64_t grams)
{
    if (grams > 0)
        export_qty(job, (struct qty){ grams });
    else
        export_text(job, "");
}

static void put_amount(struct export_job *job, int64_t minor)
{
    if (minor > 0)
        export_money(job, minor, desk_company(job->desk)->currency);
    else
        export_text(job, "");
}

static bool put_row(struct export_job *job, const struct ship_method *m, const struct ship_rate *r,
                    struct err *err)
{
    arena_reset(job->row);
    export_text(job, m->code);
    export_text(job, m->name);
    export_text(job, m->carrier);
    export_text(job, m->service);
    export_text(job, ship_cutoff_text(m, job->row));
    export_text(job, ship_transit_text(m, job->row));
    put_kg(job, m->max_weight_g);
    export_text(job, m->places);
    export_text(job, m->sites);
    export_text(job, m->charge);
    put_amount(job, m->free_from_minor);
    export_bool(job, m->is_active);
    export_text(job, r != NULL ? r->places : "");
    put_kg(job, r != NULL ? r->upto_g : 0);
    if (r != NULL)
        export_money(job, r->price_minor, desk_company(job->desk)->currency);
    else
        export_text(job, "");
    put_amount(job, r != NULL ? r->step_minor : 0);
    return export_row(job, err);
}

static bool run_methods(struct export_job *job, struct err *err)
{
    struct ship_methods all;
    struct ship_rates rates;

    if (!ship_methods_load(job->desk, job->page, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        if (!ship_rates_load(job->desk, &all.v[i], job->page, &rates, err) ||
            (rates.n == 0 && !put_row(job, &all.v[i], NULL, err)))
            return false;
        for (int k = 0; k < rates.n; k++)
            if (!put_row(job, &all.v[i], &rates.v[k], err))
                return false;
    }
    return true;
}

const struct export_kind export_methods = { "methods", method_columns, 0, run_methods };
