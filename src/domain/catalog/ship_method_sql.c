/*
 * Carriers and ship methods in the store.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/item.h"
#include "domain/catalog/ship_method.h"
#include "domain/catalog/ship_method_parts.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct carrier_vec OD_VEC(struct carrier);
struct method_vec OD_VEC(struct ship_method);

/* --- carriers --------------------------------------------------------------------------------- */

OD_SQL(sql_carriers, "carrier.all",
       "SELECT id, code, name, tracking_url, is_active, version"
       " FROM carrier"
       " ORDER BY code");

bool carriers_load(struct desk *desk, struct arena *arena, struct carriers *out, struct err *err)
{
    struct carrier_vec all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_carriers);

    while (sql_row(q)) {
        struct carrier *c = vec_push(arena, &all);

        c->id = get_i64(q);
        c->code = get_text(q, arena);
        c->name = get_text(q, arena);
        c->tracking_url = get_text(q, arena);
        c->is_active = get_i64(q) != 0;
        c->version = get_i64(q);
    }
    *out = (struct carriers){ all.v, all.n };
    return sql_done(&q, err);
}

bool carrier_find(struct desk *desk, const char *text, struct arena *arena, struct carrier **out,
                  struct err *err)
{
    struct carriers all;

    *out = NULL;
    if (!carriers_load(desk, arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++)
        if (strcasecmp(all.v[i].code, text) == 0 || strcasecmp(all.v[i].name, text) == 0)
            *out = &all.v[i];
    return true;
}

static bool carrier_clean(struct carrier *c, struct arena *arena, struct err *err)
{
    const char *at = strchr(c->tracking_url, '%');

    if (!catalog_code(&c->code, "code", CODE_UPPER, arena, err) ||
        !text_required(c->name, "name", _("the name"), arena, &c->name, err) ||
        !text_line(c->tracking_url, "tracking_url", arena, &c->tracking_url, err))
        return false;
    return c->tracking_url[0] == '\0' || (at != NULL && at[1] == 's') ||
           err_field(err, ERR_INVALID, "tracking_url",
                     _("Write %%s in the address where the number stands."));
}

OD_SQL(sql_carrier_add, "carrier.add",
       "INSERT INTO carrier (code, name, tracking_url, is_active)"
       " VALUES ($1, $2, $3, $4)"
       " RETURNING id");

OD_SQL(sql_carrier_update, "carrier.update",
       "UPDATE carrier"
       " SET code = $1, name = $2, tracking_url = $3, is_active = $4, version = version + 1"
       " WHERE id = $5 AND version = $6"
       " RETURNING id");

/* Runs an insert or a versioned update, both of which give the id back. */
static bool finish(struct stmt **q, const char *code, int64_t *id, struct err *err)
{
    bool found;

    if (!sql_one_i64(q, &found, id, err))
        return false;
    return found || err_set(err, ERR_CONFLICT, _("%s was changed by someone else."), code);
}

static bool is_same_carrier(const struct carrier *a, const struct carrier *b)
{
    return strcmp(a->code, b->code) == 0 && strcmp(a->name, b->name) == 0 &&
           strcmp(a->tracking_url, b->tracking_url) == 0 && a->is_active == b->is_active;
}

bool carrier_save_in(struct tx *tx, struct desk *desk, const struct carrier *in, bool *is_same,
                     struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = NULL;
    struct carrier c = *in, *same;
    struct event_note note = { .kind = "carrier.save", .fields = "carrier" };

    if (!carrier_clean(&c, tmp, err) || !carrier_find(desk, c.code, tmp, &same, err))
        return false;
    if (same != NULL && same->id != c.id)
        return err_field(err, ERR_INVALID, "code", _("There is a carrier %s already."), c.code);
    if (is_same != NULL && (*is_same = same != NULL && is_same_carrier(same, &c)))
        return true;
    q = sql_write(tx, c.id == 0 ? &sql_carrier_add : &sql_carrier_update);
    put_text(q, c.code);
    put_text(q, c.name);
    put_text(q, c.tracking_url);
    put_i64(q, c.is_active);
    if (c.id != 0) {
        put_i64(q, c.id);
        put_i64(q, c.version);
    }
    return finish(&q, c.code, &c.id, err) && event_add(tx, desk, "carrier", c.id, &note, err);
}

bool carrier_save(struct desk *desk, const struct carrier *in, struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "carrier.save", &tx, err) &&
           carrier_save_in(&tx, desk, in, NULL, err) && tx_commit(&tx, err);
}

/* --- methods ---------------------------------------------------------------------------------- */

OD_SQL(sql_ship_methods, "ship_method.all",
       "SELECT m.id, m.code, m.name, COALESCE(c.code, ''), m.service, m.cutoff_minute,"
       " m.max_weight_g, m.places, m.is_active, m.version, COALESCE(i.sku, ''),"
       " COALESCE(i.id, 0), m.free_from_minor, m.transit_min_days, m.transit_max_days, m.sites"
       " FROM ship_method m"
       " LEFT JOIN carrier c ON c.id = m.carrier_id"
       " LEFT JOIN item i ON i.id = m.charge_item_id"
       " ORDER BY m.code");

bool ship_methods_load(struct desk *desk, struct arena *arena, struct ship_methods *out,
                       struct err *err)
{
    struct method_vec all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_ship_methods);

    while (sql_row(q)) {
        struct ship_method *m = vec_push(arena, &all);

        m->id = get_i64(q);
        m->code = get_text(q, arena);
        m->name = get_text(q, arena);
        m->carrier = get_text(q, arena);
        m->service = get_text(q, arena);
        m->cutoff_minute = (int)get_i64(q);
        m->max_weight_g = get_i64(q);
        m->places = get_text(q, arena);
        m->is_active = get_i64(q) != 0;
        m->version = get_i64(q);
        m->charge = get_text(q, arena);
        m->charge_item.v = get_i64(q);
        m->free_from_minor = get_i64(q);
        m->min_days = (int)get_i64(q);
        m->max_days = (int)get_i64(q);
        m->sites = get_text(q, arena);
    }
    *out = (struct ship_methods){ all.v, all.n };
    return sql_done(&q, err);
}

bool ship_method_find(struct desk *desk, const char *text, struct arena *arena,
                      struct ship_method **out, struct err *err)
{
    struct ship_methods all;

    *out = NULL;
    if (text[0] == '\0')
        return true;
    if (!ship_methods_load(desk, arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++)
        if (strcasecmp(all.v[i].code, text) == 0)
            *out = &all.v[i];
    return true;
}

/* The item it is charged as is a charge. */
static bool settle_charge(struct desk *desk, struct ship_method *m, struct arena *arena,
                          struct err *err)
{
    struct item *item;

    m->charge_item.v = 0;
    if (m->charge[0] == '\0')
        return true;
    if (!item_find(desk, m->charge, (struct channel_id){ 0 }, arena, &item, err))
        return false;
    if (item == NULL || item->kind != ITEM_CHARGE)
        return err_field(err, ERR_INVALID, "charge",
                         _("%.40s is no charge. Make an item of the kind charge for it first."),
                         m->charge);
    m->charge_item = item->id;
    return true;
}

static bool numbers_are_good(const struct ship_method *m, struct err *err)
{
    if (m->cutoff_minute < -1 || m->cutoff_minute >= 24 * 60)
        return err_field(err, ERR_INVALID, "cutoff",
                         _("The cut-off is a time of the day, for example 15:00."));
    if (m->max_weight_g < 0)
        return err_field(err, ERR_INVALID, "max_weight",
                         _("Type the weight in kg, more than zero."));
    if (m->free_from_minor < 0 || m->free_from_minor > LIMIT_MONEY_MINOR)
        return err_field(err, ERR_INVALID, "free_from", _("A value is not less than 0."));
    return (m->min_days >= 0 && m->min_days <= m->max_days && m->max_days <= 365) ||
           err_field(err, ERR_INVALID, "transit",
                     _("Say how many working days it is on its way: 2, or 1-3."));
}

static bool method_clean(struct desk *desk, struct ship_method *m, struct arena *arena,
                         struct err *err)
{
    m->charge = m->charge != NULL ? m->charge : "";
    m->sites = m->sites != NULL ? m->sites : "";
    return catalog_code(&m->code, "code", CODE_UPPER, arena, err) &&
           text_required(m->name, "name", _("the name"), arena, &m->name, err) &&
           text_line(m->service, "service", arena, &m->service, err) &&
           ship_places_clean(m->places, arena, &m->places, err) &&
           ship_sites_clean(desk, m->sites, arena, &m->sites, err) && numbers_are_good(m, err) &&
           settle_charge(desk, m, arena, err);
}

OD_SQL(sql_ship_method_add, "ship_method.add",
       "INSERT INTO ship_method"
       " (code, name, carrier_id, service, cutoff_minute, max_weight_g, places, is_active,"
       " charge_item_id, free_from_minor, transit_min_days, transit_max_days, sites)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
       " RETURNING id");

OD_SQL(sql_ship_method_update, "ship_method.update",
       "UPDATE ship_method"
       " SET code = $1, name = $2, carrier_id = $3, service = $4, cutoff_minute = $5,"
       " max_weight_g = $6, places = $7, is_active = $8, charge_item_id = $9,"
       " free_from_minor = $10, transit_min_days = $11, transit_max_days = $12, sites = $13,"
       " version = version + 1"
       " WHERE id = $14 AND version = $15"
       " RETURNING id");

static struct stmt *method_write(struct tx *tx, const struct ship_method *m, int64_t carrier)
{
    struct stmt *q = sql_write(tx, m->id == 0 ? &sql_ship_method_add : &sql_ship_method_update);

    put_text(q, m->code);
    put_text(q, m->name);
    put_ref(q, carrier);
    put_text(q, m->service);
    put_i64(q, m->cutoff_minute);
    put_i64(q, m->max_weight_g);
    put_text(q, m->places);
    put_i64(q, m->is_active);
    put_ref(q, m->charge_item.v);
    put_i64(q, m->free_from_minor);
    put_i64(q, m->min_days);
    put_i64(q, m->max_days);
    put_text(q, m->sites);
    if (m->id != 0) {
        put_i64(q, m->id);
        put_i64(q, m->version);
    }
    return q;
}

static bool is_same_method(const struct ship_method *a, const struct ship_method *b)
{
    return strcmp(a->code, b->code) == 0 && strcmp(a->name, b->name) == 0 &&
           strcasecmp(a->carrier, b->carrier) == 0 && strcmp(a->service, b->service) == 0 &&
           a->cutoff_minute == b->cutoff_minute && a->max_weight_g == b->max_weight_g &&
           strcmp(a->places, b->places) == 0 && a->is_active == b->is_active &&
           a->charge_item.v == b->charge_item.v && a->free_from_minor == b->free_from_minor &&
           a->min_days == b->min_days && a->max_days == b->max_days &&
           strcmp(a->sites, b->sites) == 0;
}

bool ship_method_save_in(struct tx *tx, struct desk *desk, const struct ship_method *in,
                         bool *is_same, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = NULL;
    struct ship_method m = *in, *same;
    struct carrier *carrier = NULL;
    struct event_note note = { .kind = "ship_method.save", .fields = "ship_method" };

    if (!method_clean(desk, &m, tmp, err) || !ship_method_find(desk, m.code, tmp, &same, err) ||
        !carrier_find(desk, m.carrier, tmp, &carrier, err))
        return false;
    if (same != NULL && same->id != m.id)
        return err_field(err, ERR_INVALID, "code", _("There is a ship method %s already."), m.code);
    if (m.carrier[0] != '\0' && carrier == NULL)
        return err_field(err, ERR_NOT_FOUND, "carrier", _("There is no carrier %.40s."), m.carrier);
    if (is_same != NULL && (*is_same = same != NULL && is_same_method(same, &m)))
        return true;
    q = method_write(tx, &m, carrier != NULL ? carrier->id : 0);
    return finish(&q, m.code, &m.id, err) &&
           event_add(tx, desk, "ship_method", m.id, &note, err);
}

bool ship_method_save(struct desk *desk, const struct ship_method *in, struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "ship_method.save", &tx, err) &&
           ship_method_save_in(&tx, desk, in, NULL, err) && tx_commit(&tx, err);
}
