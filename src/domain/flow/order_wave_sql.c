/*
 * See order_wave.h.
 */
#include "domain/flow/order_wave.h"

#include <stddef.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/access.h"
#include "domain/flow/pick_wave.h"
#include "domain/order/order_head.h"
#include "domain/order/order_rules.h"
#include "store/store.h"

struct picks {
    int64_t *v;
    int n, cap;
    struct site_id site;
};

/* 1 released, 2 being picked: what a wave takes. */
OD_SQL(sql_order_wave_picks, "order_wave.picks",
       "SELECT f.id, f.site_id, COALESCE(f.wave_id, 0), f.number"
       " FROM fulfillment f"
       " WHERE f.order_id = $1 AND f.status IN (1, 2)"
       " ORDER BY f.id");

static bool load_picks(struct desk *desk, const struct order *o, struct arena *arena,
                       struct picks *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_wave_picks);

    put_i64(q, o->id.v);
    while (sql_row(q)) {
        int64_t id = get_i64(q), site = get_i64(q), wave = get_i64(q);
        const char *number = get_text(q, arena);

        if (wave != 0)
            return err_set(err, ERR_STATE, _("%s is in wave W%lld already."), number,
                           (long long)wave);
        if (out->n > 0 && site != out->site.v)
            return err_set(err, ERR_STATE, _("%s is picked at several sites. A wave has one site."),
                           order_title(o, arena));
        *vec_push(arena, out) = id;
        out->site.v = site;
    }
    if (!sql_done(&q, err))
        return false;
    return out->n > 0 || err_set(err, ERR_STATE, _("%s: nothing is waiting to be picked."),
                                 order_title(o, arena));
}

static bool may_wave(struct desk *desk, const struct order *o, struct arena *arena,
                     struct picks *out, struct err *err)
{
    if ((o->hold_blocks & BLOCK_PICK) != 0)
        return err_set(err, ERR_STATE, _("%s is on hold. Release the hold first."),
                       order_title(o, arena));
    return load_picks(desk, o, arena, out, err);
}

bool order_may_wave(struct desk *desk, const struct order *o, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct picks picks = { 0 };

    return may_wave(desk, o, tmp, &picks, err);
}

/* --- making one ------------------------------------------------------------------------------- */

static bool is_useless(const struct err *err)
{
    return err->code == ERR_IO || err->code == ERR_CORRUPT || err->code == ERR_BUG;
}

static void end_row(struct many_row *row, enum many_state state, const char *why)
{
    row->state = state;
    row->why = why;
}

/* Takes the picks of a row where they are of the wave's site; *is_in says whether. */
static bool take_row(struct desk *desk, struct many_row *row, struct arena *arena,
                     struct picks *all, bool *is_in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct picks picks = { 0 };
    struct err why = ERR_INIT;
    struct order *o;

    *is_in = false;
    if (!order_load_head(desk, row->id, tmp, &o, err))
        return false;
    if (o->version != row->version) {
        end_row(row, MANY_REFUSED, _("The order was changed by someone else. Look again."));
        return true;
    }
    if (!may_wave(desk, o, tmp, &picks, &why)) {
        if (is_useless(&why)) {
            *err = why;
            return false;
        }
        end_row(row, MANY_REFUSED, arena_strdup(arena, why.text));
        return true;
    }
    if (all->n > 0 && (picks.site.v != all->site.v || all->n + picks.n > PICK_WAVE_MOST))
        return true;
    all->site = picks.site;
    for (int i = 0; i < picks.n; i++)
        *vec_push(arena, all) = picks.v[i];
    *is_in = true;
    return true;
}

static bool find_picker(struct desk *desk, const char *login, struct arena *arena,
                        struct user_id *out, struct err *err)
{
    struct user *user;

    out->v = 0;
    if (login == NULL)
        return true;
    if (!user_find(desk, login, arena, &user, err))
        return false;
    if (user == NULL)
        return err_field(err, ERR_NOT_FOUND, "picker", _("There is no user %.40s."), login);
    *out = user->id;
    return true;
}

bool orders_wave(struct desk *desk, struct many_row *rows, int n, const char *picker,
                 struct arena *arena, struct err *err)
{
    struct many_row **in = arena_array(arena, n + 1, struct many_row *);
    struct pick_wave_ask ask = { 0 };
    struct picks all = { 0 };
    struct err why = ERR_INIT;
    const char *said;
    int64_t id = 0;
    int taken = 0;
    bool is_made;

    for (int i = 0; i < n && all.n < PICK_WAVE_MOST; i++) {
        bool is_in = false;

        if (rows[i].state == MANY_CAN && !take_row(desk, &rows[i], arena, &all, &is_in, err))
            return false;
        if (is_in)
            in[taken++] = &rows[i];
    }
    if (taken == 0)
        return true;
    ask.ids = all.v;
    ask.n = all.n;
    is_made =
        find_picker(desk, picker, arena, &ask.picker, &why) && pick_wave_new(desk, &ask, &id, &why);
    if (!is_made && is_useless(&why)) {
        *err = why;
        return false;
    }
    said = is_made ? arena_printf(arena, "W%lld", (long long)id) : arena_strdup(arena, why.text);
    for (int i = 0; i < taken; i++)
        end_row(in[i], is_made ? MANY_DONE : MANY_REFUSED, said);
    return true;
}
