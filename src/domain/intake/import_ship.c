/*
 * Carriers and ship methods from files. A row says how things are; what it does not say stays. A
 * row of a method may have a price; several rows of a method say the same of it, and a price each.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/ship_method.h"
#include "domain/intake/import_parts.h"

/* What the row says, "" where nothing, goes over what is there. */
struct said_text {
    int field;
    const char **at;
};

static void take_texts(struct import_job *job, const struct import_record *r,
                       const struct said_text *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (map_has(&job->map, texts[i].field))
            *texts[i].at = map_text(&job->map, r->rows, texts[i].field, job->work);
}

/* --- carriers -------------------------------------------------------------------------------- */

enum { C_CODE, C_NAME, C_TRACKING_URL, C_ACTIVE, C_COUNT };

static const struct import_field carrier_fields[C_COUNT] = {
    [C_CODE] = { "code", true, false, FIELD_TEXT },
    [C_NAME] = { "name", true, false, FIELD_TEXT },
    [C_TRACKING_URL] = { "tracking_url", false, false, FIELD_TEXT },
    [C_ACTIVE] = { "active", false, false, FIELD_TEXT },
};

/* By its code alone: a name may be the code of another. */
static bool carrier_before(struct import_job *job, const char *code, struct carrier *out,
                           struct err *err)
{
    struct carriers all;

    if (!carriers_load(job->desk, job->work, &all, err))
        return false;
    for (int i = 0; i < all.n; i++)
        if (strcasecmp(all.v[i].code, code) == 0)
            *out = all.v[i];
    return true;
}

static bool apply_carrier(struct import_job *job, struct tx *tx, struct import_record *r,
                          struct err *err)
{
    struct carrier c = { .code = r->id, .name = "", .tracking_url = "", .is_active = true };
    const struct said_text texts[] = { { C_NAME, &c.name }, { C_TRACKING_URL, &c.tracking_url } };
    bool is_same = false;

    if (!carrier_before(job, r->id, &c, err))
        return false;
    take_texts(job, r, texts, OD_LEN(texts));
    if (!map_bool(&job->map, r->rows, C_ACTIVE, job->work, &c.is_active, err))
        return false;
    r->is_writing = true;
    if (!carrier_save_in(tx, job->desk, &c, &is_same, err))
        return false;
    r->outcome = c.id == 0 ? IMPORT_FRESH : is_same ? IMPORT_SAME : IMPORT_CHANGED;
    return true;
}

const struct import_ops import_carriers = { "carriers", carrier_fields, C_COUNT, false,
                                            apply_carrier };

/* --- methods --------------------------------------------------------------------------------- */

enum {
    M_CODE,
    M_NAME,
    M_CARRIER,
    M_SERVICE,
    M_CUTOFF,
    M_TRANSIT,
    M_MAX_KG,
    M_PLACES,
    M_SITES,
    M_CHARGE,
    M_FREE_FROM,
    M_ACTIVE,
    M_RATE_PLACES,
    M_RATE_KG,
    M_RATE,
    M_PER_KG,
    M_COUNT
};

static const struct import_field method_fields[M_COUNT] = {
    [M_CODE] = { "code", true, false, FIELD_TEXT },
    [M_NAME] = { "name", true, false, FIELD_TEXT },
    [M_CARRIER] = { "carrier", false, false, FIELD_TEXT },
    [M_SERVICE] = { "service", false, false, FIELD_TEXT },
    [M_CUTOFF] = { "cutoff", false, false, FIELD_TEXT },
    [M_TRANSIT] = { "transit", false, false, FIELD_TEXT },
    [M_MAX_KG] = { "max_kg", false, false, FIELD_NUMBER },
    [M_PLACES] = { "places", false, false, FIELD_TEXT },
    [M_SITES] = { "sites", false, false, FIELD_TEXT },
    [M_CHARGE] = { "charge", false, false, FIELD_TEXT },
    [M_FREE_FROM] = { "free_from", false, false, FIELD_NUMBER },
    [M_ACTIVE] = { "active", false, false, FIELD_TEXT },
    [M_RATE_PLACES] = { "rate_places", false, false, FIELD_TEXT },
    [M_RATE_KG] = { "rate_kg", false, false, FIELD_NUMBER },
    [M_RATE] = { "rate", false, false, FIELD_NUMBER },
    [M_PER_KG] = { "per_kg", false, false, FIELD_NUMBER },
};

static bool take_amount(struct import_job *job, const struct import_record *r, int field,
                        int64_t *out, struct err *err)
{
    if (!map_has(&job->map, field))
        return true;
    *out = 0;
    return map_money(&job->map, r->rows, field, desk_company(job->desk)->currency, job->work, out,
                     err);
}

static bool take_kg(struct import_job *job, const struct import_record *r, int field, int64_t *out,
                    struct err *err)
{
    struct qty kg = { 0 };

    if (!map_has(&job->map, field))
        return true;
    if (!map_qty(&job->map, r->rows, field, 3, job->work, &kg, err))
        return false;
    *out = kg.milli;
    return true;
}

static bool take_method(struct import_job *job, const struct import_record *r,
                        struct ship_method *m, struct err *err)
{
    const struct import_map *map = &job->map;
    const struct said_text texts[] = {
        { M_NAME, &m->name },     { M_CARRIER, &m->carrier }, { M_SERVICE, &m->service },
        { M_PLACES, &m->places }, { M_SITES, &m->sites },     { M_CHARGE, &m->charge },
    };

    take_texts(job, r, texts, OD_LEN(texts));
    return (!map_has(map, M_CUTOFF) ||
            ship_cutoff_parse(map_text(map, r->rows, M_CUTOFF, job->work), m, err)) &&
           (!map_has(map, M_TRANSIT) ||
            ship_transit_parse(map_text(map, r->rows, M_TRANSIT, job->work), m, err)) &&
           take_kg(job, r, M_MAX_KG, &m->max_weight_g, err) &&
           take_amount(job, r, M_FREE_FROM, &m->free_from_minor, err) &&
           map_bool(map, r->rows, M_ACTIVE, job->work, &m->is_active, err);
}

/* The price of the row; *has_rate where it has one. */
static bool take_rate(struct import_job *job, const struct import_record *r, struct ship_rate *out,
                      bool *has_rate, struct err *err)
{
    const struct import_map *map = &job->map;
    const char *kg = map_text(map, r->rows, M_RATE_KG, job->work);
    const char *price = map_text(map, r->rows, M_RATE, job->work);

    *has_rate = *kg != '\0' || *price != '\0';
    if (!*has_rate)
        return true;
    if (*kg == '\0')
        return err_field(err, ERR_INVALID, "rate_kg", _("Up to which weight is this the price?"));
    if (*price == '\0')
        return err_field(err, ERR_INVALID, "rate", _("The price is missing. Write 0 for free."));
    out->places = map_text(map, r->rows, M_RATE_PLACES, job->work);
    return take_kg(job, r, M_RATE_KG, &out->upto_g, err) &&
           take_amount(job, r, M_RATE, &out->price_minor, err) &&
           take_amount(job, r, M_PER_KG, &out->step_minor, err);
}

/* The method as it is after its row: it has an id. */
static bool save_rate(struct import_job *job, struct tx *tx, const struct import_record *r,
                      const struct ship_rate *rate, bool *is_same, struct err *err)
{
    struct ship_method *m = NULL;

    if (!ship_method_find(job->desk, r->id, job->work, &m, err))
        return false;
    return m != NULL ? ship_rate_save_in(tx, job->desk, m, rate, is_same, err)
                     : err_set(err, ERR_BUG, "a method that was just saved is there");
}

static bool apply_method(struct import_job *job, struct tx *tx, struct import_record *r,
                         struct err *err)
{
    struct ship_method m = { .code = r->id, .name = "", .carrier = "", .service = "", .places = "",
                             .charge = "", .sites = "", .cutoff_minute = -1, .is_active = true };
    struct ship_method *before = NULL;
    struct ship_rate rate = { .places = "" };
    bool is_same = false, is_same_rate = true, has_rate = false;

    if (!ship_method_find(job->desk, r->id, job->work, &before, err))
        return false;
    if (before != NULL)
        m = *before;
    if (!take_method(job, r, &m, err) || !take_rate(job, r, &rate, &has_rate, err))
        return false;
    r->is_writing = true;
    if (!ship_method_save_in(tx, job->desk, &m, &is_same, err) ||
        (has_rate && !save_rate(job, tx, r, &rate, &is_same_rate, err)))
        return false;
    r->outcome = before == NULL            ? IMPORT_FRESH
                 : is_same && is_same_rate ? IMPORT_SAME
                                           : IMPORT_CHANGED;
    return true;
}

const struct import_ops import_methods = { "methods", method_fields, M_COUNT, false, apply_method };
