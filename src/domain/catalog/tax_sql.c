/*
 * Tax classes and zones in the store, and the use cases that set them up. Rates have a file of
 * their own.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/tax.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

#define TAX_NAMES_BYTES 300 /* of the codes named in a refusal */

struct zone_vec OD_VEC(struct tax_zone);
struct class_vec OD_VEC(struct tax_class);

/* --- which tax -------------------------------------------------------------------------------- */

const char *tax_zone_text(struct arena *arena, const char *text)
{
    char *out = catalog_upper(arena, text);
    char *to = out;

    for (const char *from = out; *from != '\0'; from++) {
        if (*from != ' ')
            *to++ = *from;
    }
    *to = '\0';
    return out;
}

OD_SQL(sql_tax_zone_for, "tax.zone_for",
       "SELECT id"
       " FROM tax_zone"
       " WHERE (country = $1 OR country = '')"
       " AND (region = $2 OR region = '')"
       " AND substr($3, 1, length(postcode_prefix)) = postcode_prefix"
       " ORDER BY length(postcode_prefix) DESC,"
       " CASE WHEN region = '' THEN 1 ELSE 0 END,"
       " CASE WHEN country = '' THEN 1 ELSE 0 END, id"
       " LIMIT 1");

static bool zone_match(struct desk *desk, const char *country, const char *region,
                       const char *postcode, int64_t *zone_id, struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_tax_zone_for);

    put_text(q, country);
    put_text(q, region);
    put_text(q, postcode);
    *zone_id = 0;
    return sql_one_i64(&q, &found, zone_id, err);
}

bool tax_zone_for(struct desk *desk, const char *country, const char *region, const char *postcode,
                  int64_t *zone_id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *home = tax_zone_text(tmp, desk_company(desk)->country);
    const char *to = tax_zone_text(tmp, country);

    if (*to == '\0')
        to = home;
    if (!zone_match(desk, to, tax_zone_text(tmp, region), tax_zone_text(tmp, postcode), zone_id,
                    err))
        return false;
    if (*zone_id == 0 && strcmp(to, home) != 0)
        return zone_match(desk, home, "", "", zone_id, err);
    return true;
}

/* --- classes ---------------------------------------------------------------------------------- */

OD_SQL(sql_tax_classes, "tax.classes",
       "SELECT id, code, name, is_as_goods"
       " FROM tax_class"
       " ORDER BY id");

bool tax_classes_load(struct desk *desk, struct arena *arena, struct tax_classes *out,
                      struct err *err)
{
    struct class_vec classes = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_tax_classes);

    while (sql_row(q)) {
        struct tax_class *row = vec_push(arena, &classes);

        row->id = get_i64(q);
        row->code = get_text(q, arena);
        row->name = get_text(q, arena);
        row->is_as_goods = get_i64(q) != 0;
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct tax_classes){ .v = classes.v, .n = classes.n };
    return true;
}

static const struct tax_class *class_of_code(const struct tax_classes *classes, const char *code,
                                             struct arena *arena)
{
    const char *upper = catalog_upper(arena, code);

    for (int i = 0; i < classes->n; i++) {
        if (strcmp(catalog_upper(arena, classes->v[i].code), upper) == 0)
            return &classes->v[i];
    }
    return NULL;
}

bool tax_class_find(struct desk *desk, const char *code, int64_t *id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct tax_class *found;
    struct tax_classes classes;
    struct strbuf names;

    if (!tax_classes_load(desk, tmp, &classes, err))
        return false;
    found = class_of_code(&classes, code, tmp);
    if (found != NULL) {
        *id = found->id;
        return true;
    }
    strbuf_init(&names, tmp, TAX_NAMES_BYTES);
    for (int i = 0; i < classes.n; i++)
        strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", classes.v[i].code);
    return err_field(err, ERR_NOT_FOUND, "tax_class",
                     _("There is no tax class \"%s\". There are: %s."), code == NULL ? "" : code,
                     names.s);
}

OD_SQL(sql_tax_class_insert, "tax.class_insert",
       "INSERT INTO tax_class (code, name)"
       " VALUES ($1, $2)"
       " ON CONFLICT (code) DO UPDATE SET name = excluded.name"
       " RETURNING id");

bool tax_class_save_in(struct tx *tx, struct desk *desk, const char *code, const char *name,
                       int64_t *id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "tax.save" };
    struct diff_vec diffs = { 0 };
    OD_STMT *q = NULL;

    if (!catalog_code(&code, "code", CODE_LOWER, tmp, err) ||
        !text_required(name, "name", _("the name"), tmp, &name, err))
        return false;
    diff_text(tmp, &diffs, "code", "code", "", code);
    diff_text(tmp, &diffs, "name", "name", "", name);
    diff_note(&diffs, tmp, &note);
    q = sql_write(tx, &sql_tax_class_insert);
    put_text(q, code);
    put_text(q, name);
    return sql_run_id(&q, id, err) && event_add(tx, desk, "tax_class", *id, &note, err);
}

bool tax_class_save(struct desk *desk, const char *code, const char *name, int64_t *id,
                    struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "tax.save", &tx, err) &&
           tax_class_save_in(&tx, desk, code, name, id, err) && tx_commit(&tx, err);
}

/* --- zones ------------------------------------------------------------------------------------ */

OD_SQL(sql_tax_zones, "tax.zones",
       "SELECT id, code, name, country, region, postcode_prefix, version"
       " FROM tax_zone"
       " ORDER BY country, region, postcode_prefix, code");

bool tax_zones_load(struct desk *desk, struct arena *arena, struct tax_zones *out, struct err *err)
{
    struct zone_vec zones = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_tax_zones);

    while (sql_row(q)) {
        struct tax_zone *zone = vec_push(arena, &zones);

        zone->id = get_i64(q);
        zone->code = get_text(q, arena);
        zone->name = get_text(q, arena);
        zone->country = get_text(q, arena);
        zone->region = get_text(q, arena);
        zone->postcode_prefix = get_text(q, arena);
        zone->version = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct tax_zones){ .v = zones.v, .n = zones.n };
    return true;
}

static bool clean_zone(const struct tax_zone *in, struct arena *arena, struct tax_zone *out,
                       struct err *err)
{
    *out = *in;
    if (!catalog_code(&out->code, "code", CODE_UPPER, arena, err) ||
        !text_required(out->name, "name", _("the name"), arena, &out->name, err) ||
        !text_line(out->country, "country", arena, &out->country, err) ||
        !text_line(out->region, "region", arena, &out->region, err) ||
        !text_line(out->postcode_prefix, "postcode_prefix", arena, &out->postcode_prefix, err))
        return false;
    if (!catalog_country(&out->country, err))
        return false;
    out->region = tax_zone_text(arena, out->region);
    out->postcode_prefix = tax_zone_text(arena, out->postcode_prefix);
    return true;
}

static void zone_note(const struct tax_zones *zones, const struct tax_zone *now,
                      struct arena *arena, struct event_note *note)
{
    static const struct tax_zone nothing;
    const struct tax_zone *old = &nothing;
    struct diff_vec diffs = { 0 };

    for (int i = 0; i < zones->n; i++) {
        if (zones->v[i].id == now->id)
            old = &zones->v[i];
    }
    diff_text(arena, &diffs, "code", "code", old->code, now->code);
    diff_text(arena, &diffs, "name", "name", old->name, now->name);
    diff_text(arena, &diffs, "country", "country", old->country, now->country);
    diff_text(arena, &diffs, "region", "region", old->region, now->region);
    diff_text(arena, &diffs, "postcode_prefix", "postcode_prefix", old->postcode_prefix,
              now->postcode_prefix);
    diff_note(&diffs, arena, note);
}

bool tax_zone_find(struct desk *desk, const char *code, int64_t *id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *upper = catalog_upper(tmp, code);
    struct tax_zones zones;

    if (!tax_zones_load(desk, tmp, &zones, err))
        return false;
    *id = 0;
    for (int i = 0; i < zones.n; i++) {
        if (strcmp(catalog_upper(tmp, zones.v[i].code), upper) == 0)
            *id = zones.v[i].id;
    }
    return true;
}

OD_SQL(sql_tax_zone_insert, "tax.zone_insert",
       "INSERT INTO tax_zone (code, name, country, region, postcode_prefix)"
       " VALUES ($1, $2, $3, $4, $5)"
       " RETURNING id");

static bool zone_insert(struct tx *tx, struct tax_zone *zone, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_tax_zone_insert);

    put_text(q, zone->code);
    put_text(q, zone->name);
    put_text(q, zone->country);
    put_text(q, zone->region);
    put_text(q, zone->postcode_prefix);
    return sql_run_id(&q, &zone->id, err);
}

OD_SQL(sql_tax_zone_update, "tax.zone_update",
       "UPDATE tax_zone"
       " SET code = $1, name = $2, country = $3, region = $4, postcode_prefix = $5,"
       " version = version + 1"
       " WHERE id = $6");

static bool zone_update(struct tx *tx, const struct tax_zone *zone, struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_tax_zone_update);

    put_text(q, zone->code);
    put_text(q, zone->name);
    put_text(q, zone->country);
    put_text(q, zone->region);
    put_text(q, zone->postcode_prefix);
    put_i64(q, zone->id);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_NOT_FOUND, _("This tax zone is not in the desk."));
    return true;
}

bool tax_zone_save_in(struct tx *tx, struct desk *desk, const struct tax_zone *in, int64_t *id,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "tax.save" };
    struct tax_zones zones;
    struct tax_zone zone;
    int64_t same;

    if (!clean_zone(in, tmp, &zone, err) || !tax_zones_load(desk, tmp, &zones, err) ||
        !tax_zone_find(desk, zone.code, &same, err))
        return false;
    zone_note(&zones, &zone, tmp, &note);
    for (int i = 0; zone.version != 0 && i < zones.n; i++)
        if (zones.v[i].id == zone.id && zones.v[i].version != zone.version)
            return err_set(err, ERR_CONFLICT, _("Tax zone %s was changed by someone else."),
                           zones.v[i].code);
    if (same != 0 && same != zone.id)
        return err_field(err, ERR_CONFLICT, "code", _("There is a tax zone %s already."),
                         zone.code);
    if (zone.id == 0 ? !zone_insert(tx, &zone, err) : !zone_update(tx, &zone, err))
        return false;
    *id = zone.id;
    return event_add(tx, desk, "tax_zone", zone.id, &note, err);
}

bool tax_zone_save(struct desk *desk, const struct tax_zone *in, int64_t *id, struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "tax.save", &tx, err) && tax_zone_save_in(&tx, desk, in, id, err) &&
           tx_commit(&tx, err);
}
