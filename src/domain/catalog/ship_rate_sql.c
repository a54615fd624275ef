/*
 * What ship methods cost, in the store: one row for a zone and a weight.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/ship_method_parts.h"
#include "domain/desk/event.h"
#include "store/store.h"

struct rate_vec OD_VEC(struct ship_rate);

OD_SQL(sql_ship_rates, "ship_rate.all",
       "SELECT id, places, upto_g, price_minor, step_minor, version"
       " FROM ship_rate"
       " WHERE method_id = $1"
       " ORDER BY places, upto_g");

bool ship_rates_load(struct desk *desk, const struct ship_method *m, struct arena *arena,
                     struct ship_rates *out, struct err *err)
{
    struct rate_vec all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_ship_rates);

    put_i64(q, m->id);
    while (sql_row(q)) {
        struct ship_rate *r = vec_push(arena, &all);

        r->id = get_i64(q);
        r->places = get_text(q, arena);
        r->upto_g = get_i64(q);
        r->price_minor = get_i64(q);
        r->step_minor = get_i64(q);
        r->version = get_i64(q);
    }
    *out = (struct ship_rates){ all.v, all.n };
    return sql_done(&q, err);
}

static bool clean(struct ship_rate *r, struct arena *arena, struct err *err)
{
    if (!ship_places_clean(r->places, arena, &r->places, err))
        return false;
    if (r->upto_g <= 0)
        return err_field(err, ERR_INVALID, "upto", _("Type the weight in kg, more than zero."));
    if (r->price_minor < 0 || r->price_minor > LIMIT_MONEY_MINOR)
        return err_field(err, ERR_INVALID, "price", _("A price is not less than 0."));
    return (r->step_minor >= 0 && r->step_minor <= LIMIT_MONEY_MINOR) ||
           err_field(err, ERR_INVALID, "step", _("A price is not less than 0."));
}

/* The row of the same places and weight; NULL where there is none. */
static bool find_same(struct desk *desk, const struct ship_method *m, const struct ship_rate *r,
                      struct arena *arena, struct ship_rate **out, struct err *err)
{
    struct ship_rates all;

    *out = NULL;
    if (!ship_rates_load(desk, m, arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++)
        if (all.v[i].upto_g == r->upto_g && strcmp(all.v[i].places, r->places) == 0)
            *out = &all.v[i];
    return true;
}

static bool conflict(const struct ship_method *m, struct err *err)
{
    return err_set(err, ERR_CONFLICT, _("The prices of %s were changed by someone else."), m->code);
}

OD_SQL(sql_ship_rate_add, "ship_rate.add",
       "INSERT INTO ship_rate (method_id, places, upto_g, price_minor, step_minor)"
       " VALUES ($1, $2, $3, $4, $5)");

OD_SQL(sql_ship_rate_update, "ship_rate.update",
       "UPDATE ship_rate"
       " SET places = $1, upto_g = $2, price_minor = $3, step_minor = $4, version = version + 1"
       " WHERE id = $5 AND version = $6");

static bool write(struct tx *tx, const struct ship_method *m, const struct ship_rate *r,
                  struct err *err)
{
    OD_STMT *q = sql_write(tx, r->id == 0 ? &sql_ship_rate_add : &sql_ship_rate_update);
    int64_t changed = 0;

    if (r->id == 0)
        put_i64(q, m->id);
    put_text(q, r->places);
    put_i64(q, r->upto_g);
    put_i64(q, r->price_minor);
    put_i64(q, r->step_minor);
    if (r->id != 0) {
        put_i64(q, r->id);
        put_i64(q, r->version);
    }
    return sql_run(&q, &changed, err) && (changed == 1 || conflict(m, err));
}

bool ship_rate_save_in(struct tx *tx, struct desk *desk, const struct ship_method *m,
                       const struct ship_rate *in, bool *is_same, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct ship_rate r = *in, *same;
    struct event_note note = { .kind = "ship_method.save", .fields = "rates" };

    if (!clean(&r, tmp, err) || !find_same(desk, m, &r, tmp, &same, err))
        return false;
    if (same != NULL && same->id != r.id && (r.id != 0 || r.version == SHIP_RATE_NEW))
        return err_field(err, ERR_INVALID, "upto",
                         _("There is a price of %s for this weight and these places already."),
                         m->code);
    if (is_same != NULL && (*is_same = same != NULL && same->price_minor == r.price_minor &&
                                       same->step_minor == r.step_minor))
        return true;
    if (same != NULL && r.id == 0) {
        if (r.version != 0 && r.version != same->version)
            return conflict(m, err);
        r.id = same->id;
        r.version = same->version;
    }
    return write(tx, m, &r, err) && event_add(tx, desk, "ship_method", m->id, &note, err);
}

bool ship_rate_save(struct desk *desk, const struct ship_method *m, const struct ship_rate *in,
                    struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "ship_method.save", &tx, err) &&
           ship_rate_save_in(&tx, desk, m, in, NULL, err) && tx_commit(&tx, err);
}

OD_SQL(sql_ship_rate_drop, "ship_rate.drop",
       "DELETE FROM ship_rate"
       " WHERE id = $1 AND version = $2");

bool ship_rate_drop(struct desk *desk, const struct ship_method *m, const struct ship_rate *in,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;
    struct ship_rate r = *in, *same;
    struct event_note note = { .kind = "ship_method.save", .fields = "rates" };
    int64_t changed = 0;

    if (!desk_begin(desk, "ship_method.save", &tx, err) ||
        !ship_places_clean(r.places, tmp, &r.places, err) ||
        !find_same(desk, m, &r, tmp, &same, err))
        return false;
    if (same == NULL)
        return err_set(err, ERR_NOT_FOUND, _("%s has no such price."), m->code);
    q = sql_write(&tx, &sql_ship_rate_drop);
    put_i64(q, same->id);
    put_i64(q, r.version != 0 ? r.version : same->version);
    return sql_run(&q, &changed, err) && (changed == 1 || conflict(m, err)) &&
           event_add(&tx, desk, "ship_method", m->id, &note, err) && tx_commit(&tx, err);
}
