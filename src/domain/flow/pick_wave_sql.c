/*
 * Waves in the store. What a wave has is counted from its fulfillments; none of it is kept twice.
 */
#include "domain/flow/pick_wave.h"
#include "domain/stock/fulfillment_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/desk/access.h"
#include "domain/desk/event.h"
#include "domain/desk/idem.h"
#include "store/store.h"

struct wave_vec OD_VEC(struct pick_wave);
struct wave_line_vec OD_VEC(struct pick_wave_line);

/* --- reading ---------------------------------------------------------------------------------- */

/* 6 is FULFILLMENT_CANCELED, up to 2 is not picked to the end. */
#define WAVE_COLUMNS                                                                               \
    "SELECT w.id, w.site_id, s.code, COALESCE(u.login, ''), w.picker_id, w.made_ms, w.version,"    \
    " CAST((SELECT COUNT(*) FROM fulfillment f"                                                    \
    " WHERE f.wave_id = w.id AND f.status <> 6) AS BIGINT),"                                       \
    " CAST((SELECT COUNT(*) FROM fulfillment f"                                                    \
    " WHERE f.wave_id = w.id AND f.status <= 2) AS BIGINT),"                                       \
    " CAST((SELECT COALESCE(SUM(l.qty), 0) FROM fulfillment f"                                     \
    " JOIN fulfillment_line l ON l.fulfillment_id = f.id"                                          \
    " WHERE f.wave_id = w.id AND f.status <> 6) AS BIGINT),"                                       \
    " CAST((SELECT COALESCE(SUM(l.picked_qty), 0) FROM fulfillment f"                              \
    " JOIN fulfillment_line l ON l.fulfillment_id = f.id"                                          \
    " WHERE f.wave_id = w.id AND f.status <> 6) AS BIGINT)"                                        \
    " FROM wave w"                                                                                 \
    " JOIN site s ON s.id = w.site_id"                                                             \
    " LEFT JOIN app_user u ON u.id = w.picker_id"

static void wave_read(struct stmt *q, struct arena *arena, struct pick_wave *w)
{
    w->id = get_i64(q);
    w->number = arena_printf(arena, "W%lld", (long long)w->id);
    w->site.v = get_i64(q);
    w->site_code = get_text(q, arena);
    w->picker = get_text(q, arena);
    w->picker_id.v = get_ref(q);
    w->made.ms = get_i64(q);
    w->version = get_i64(q);
    w->picks = (int)get_i64(q);
    w->open = (int)get_i64(q);
    w->qty.milli = get_i64(q);
    w->picked.milli = get_i64(q);
}

OD_SQL(sql_pick_wave_load, "pick_wave.load", WAVE_COLUMNS " WHERE w.id = $1");

bool pick_wave_load(struct desk *desk, int64_t id, struct arena *arena, struct pick_wave **out,
                    struct err *err)
{
    struct pick_wave *w = arena_new_of(arena, struct pick_wave);
    OD_STMT *q = sql_read(desk_db(desk), &sql_pick_wave_load);

    put_i64(q, id);
    if (sql_row(q))
        wave_read(q, arena, w);
    if (!sql_done(&q, err))
        return false;
    if (w->id == 0)
        return err_set(err, ERR_NOT_FOUND, _("There is no wave W%lld."), (long long)id);
    *out = w;
    return true;
}

OD_SQL(sql_pick_wave_known, "pick_wave.known",
       "SELECT id"
       " FROM wave"
       " WHERE id = $1");

bool pick_wave_find(struct desk *desk, const char *number, int64_t *out, struct err *err)
{
    const char *digits = number + 1;
    OD_STMT *q = NULL;
    size_t n;
    bool found;

    *out = 0;
    if (number[0] != 'W' && number[0] != 'w')
        return true;
    n = strspn(digits, "0123456789");
    if (n == 0 || n > 17 || digits[n] != '\0')
        return true;
    q = sql_read(desk_db(desk), &sql_pick_wave_known);
    put_i64(q, strtoll(digits, NULL, 10));
    return sql_one_i64(&q, &found, out, err);
}

OD_SQL(sql_pick_wave_list, "pick_wave.list",
       WAVE_COLUMNS " ORDER BY w.id DESC"
                    " LIMIT $1");

OD_SQL(sql_pick_wave_list_open, "pick_wave.list_open",
       WAVE_COLUMNS " WHERE w.id IN (SELECT f.wave_id FROM fulfillment f"
                    " WHERE f.wave_id IS NOT NULL AND f.status <= 2)"
                    " ORDER BY w.id DESC"
                    " LIMIT $1");

bool pick_wave_list(struct desk *desk, bool is_open, int max, struct arena *arena,
                    struct pick_waves *out, struct err *err)
{
    struct wave_vec all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), is_open ? &sql_pick_wave_list_open : &sql_pick_wave_list);

    put_i64(q, max);
    while (sql_row(q))
        wave_read(q, arena, vec_push(arena, &all));
    *out = (struct pick_waves){ all.v, all.n };
    return sql_done(&q, err);
}

/* The tote that was bound last comes last. Read once for the wave: a look-up for each line costs as
 * much as all the rest. */
OD_SQL(sql_pick_wave_totes, "pick_wave.totes",
       "SELECT t.fulfillment_id, t.code"
       " FROM fulfillment f"
       " JOIN fulfillment_tote t ON t.fulfillment_id = f.id AND t.freed_ms = 0"
       " WHERE f.wave_id = $1"
       " ORDER BY t.bound_ms, t.id");

static bool totes_load(struct desk *desk, int64_t id, struct arena *arena,
                       struct pick_wave_lines *lines, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_pick_wave_totes);

    put_i64(q, id);
    while (sql_row(q)) {
        int64_t fulfillment = get_i64(q);
        const char *code = get_text(q, arena);

        for (int i = 0; i < lines->n; i++)
            if (lines->v[i].fulfillment == fulfillment)
                lines->v[i].tote = code;
    }
    return sql_done(&q, err);
}

OD_SQL(sql_pick_wave_lines, "pick_wave.lines",
       "SELECT l.id, f.id, f.number, o.customer_name, f.status, o.hold_blocks, l.item_id, i.sku,"
       " CASE WHEN l.item_id = ol.item_id THEN ol.description ELSE i.description END, i.uom,"
       " COALESCE(v.bin, ''), l.qty, l.picked_qty, l.short_qty"
       " FROM fulfillment f"
       " JOIN sales_order o ON o.id = f.order_id"
       " JOIN fulfillment_line l ON l.fulfillment_id = f.id"
       " JOIN order_line ol ON ol.id = l.order_line_id"
       " JOIN item i ON i.id = l.item_id"
       " LEFT JOIN stock_level v ON v.item_id = l.item_id AND v.site_id = f.site_id"
       " WHERE f.wave_id = $1"
       " ORDER BY COALESCE(v.bin, ''), i.sku, f.number, l.id");

bool pick_wave_lines(struct desk *desk, int64_t id, struct arena *arena,
                     struct pick_wave_lines *out, struct err *err)
{
    struct wave_line_vec all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_pick_wave_lines);

    put_i64(q, id);
    while (sql_row(q)) {
        struct pick_wave_line *l = vec_push(arena, &all);

        l->id = get_i64(q);
        l->fulfillment = get_i64(q);
        l->number = get_text(q, arena);
        l->customer_name = get_text(q, arena);
        l->status = (enum fulfillment_status)get_i64(q);
        l->is_held = (get_i64(q) & BLOCK_PICK) != 0;
        l->item.v = get_i64(q);
        l->sku = get_text(q, arena);
        l->description = get_text(q, arena);
        l->uom = get_text(q, arena);
        l->bin = get_text(q, arena);
        l->tote = "";
        l->qty.milli = get_i64(q);
        l->picked.milli = get_i64(q);
        l->shorted.milli = get_i64(q);
    }
    *out = (struct pick_wave_lines){ all.v, all.n };
    return sql_done(&q, err) && totes_load(desk, id, arena, out, err);
}

/* --- making ----------------------------------------------------------------------------------- */

struct member {
    int64_t id, wave;
    const char *number;
    enum fulfillment_status status;
    struct site_id site;
    struct order_id order;
    uint32_t hold_blocks;
};
struct members OD_VEC(struct member);

#define MEMBER_COLUMNS                                                                             \
    "SELECT f.id, COALESCE(f.wave_id, 0), f.number, f.status, f.site_id, f.order_id,"              \
    " o.hold_blocks"                                                                               \
    " FROM fulfillment f"                                                                          \
    " JOIN sales_order o ON o.id = f.order_id"

static void member_read(struct stmt *q, struct arena *arena, struct member *m)
{
    m->id = get_i64(q);
    m->wave = get_i64(q);
    m->number = get_text(q, arena);
    m->status = (enum fulfillment_status)get_i64(q);
    m->site.v = get_i64(q);
    m->order.v = get_i64(q);
    m->hold_blocks = (uint32_t)get_i64(q);
}

OD_SQL(sql_pick_wave_member, "pick_wave.member", MEMBER_COLUMNS " WHERE f.id = $1");

/* Fills *out; false with err also where there is none. */
static bool member_load(struct desk *desk, int64_t id, struct arena *arena, struct member *out,
                        struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_pick_wave_member);

    put_i64(q, id);
    if (sql_row(q))
        member_read(q, arena, out);
    if (!sql_done(&q, err))
        return false;
    return out->id != 0 ||
           err_set(err, ERR_NOT_FOUND, _("This fulfillment is not in the desk."));
}

static bool may_join(const struct member *m, struct site_id site, struct err *err)
{
    if (m->status > FULFILLMENT_PICKING)
        return err_set(err, ERR_STATE, _("%s is %s: nothing of it is to be picked."), m->number,
                       fulfillment_status_words(m->status));
    if (m->wave != 0)
        return err_set(err, ERR_STATE, _("%s is in wave W%lld already."), m->number,
                       (long long)m->wave);
    if ((m->hold_blocks & BLOCK_PICK) != 0)
        return err_set(err, ERR_STATE, _("The order of %s is on hold. Release the hold first."),
                       m->number);
    return m->site.v == site.v ||
           err_set(err, ERR_INVALID, _("%s is of another site. A wave has one site."), m->number);
}

static bool named_load(struct desk *desk, const struct pick_wave_ask *in, struct arena *arena,
                       struct members *out, struct err *err)
{
    for (int i = 0; i < in->n; i++) {
        struct member *m = vec_push(arena, out);

        if (!member_load(desk, in->ids[i], arena, m, err) || !may_join(m, out->v[0].site, err))
            return false;
        for (int k = 0; k < i; k++)
            if (out->v[k].id == m->id)
                return err_set(err, ERR_INVALID, _("%s is named twice."), m->number);
    }
    return true;
}

/* 1 is FULFILLMENT_RELEASED, 4 is BLOCK_PICK. Who is to pick it alone keeps it. */
OD_SQL(sql_pick_wave_choose, "pick_wave.choose",
       MEMBER_COLUMNS " WHERE f.site_id = $1 AND " FULFILLMENT_IS_OPEN("f") " AND f.status = 1"
                      " AND f.wave_id IS NULL AND (o.hold_blocks & 4) = 0"
                      " AND (f.assigned_to IS NULL OR f.assigned_to = $2)"
                      " ORDER BY f.due_date, f.id"
                      " LIMIT $3");

static bool soonest_load(struct desk *desk, const struct pick_wave_ask *in, struct arena *arena,
                         struct members *out, struct err *err)
{
    int max = in->max > 0 ? in->max : PICK_WAVE_USUAL;
    OD_STMT *q = NULL;

    if (max > PICK_WAVE_MOST)
        return err_field(err, ERR_LIMIT, "max", _("A wave has at most %d picks."), PICK_WAVE_MOST);
    q = sql_read(desk_db(desk), &sql_pick_wave_choose);
    put_i64(q, in->site.v);
    put_i64(q, in->picker.v);
    put_i64(q, max);
    while (sql_row(q))
        member_read(q, arena, vec_push(arena, out));
    if (!sql_done(&q, err))
        return false;
    return out->n > 0 ||
           err_set(err, ERR_STATE, _("Nothing waits to be picked that is nobody's yet."));
}

/* Asked of whoever is to pick: 0 is nobody. */
static bool may_pick(struct desk *desk, struct user_id picker, struct arena *arena, struct err *err)
{
    struct user_list users;

    if (picker.v == 0)
        return true;
    if (!user_list_load(desk, arena, &users, err))
        return false;
    for (int i = 0; i < users.n; i++) {
        const struct user *u = &users.v[i];

        if (u->id.v != picker.v || !u->is_active)
            continue;
        return role_may(u->role, "fulfillment.pick") ||
               err_field(err, ERR_INVALID, "by", _("%s may not pick (%s)."), u->login,
                         role_name(u->role));
    }
    return err_field(err, ERR_NOT_FOUND, "by", _("This user is not in the desk."));
}

OD_SQL(sql_pick_wave_join, "pick_wave.join",
       "UPDATE fulfillment"
       " SET wave_id = $1, assigned_to = COALESCE($2, assigned_to), version = version + 1"
       " WHERE id = $3");

static bool join(struct tx *tx, struct desk *desk, int64_t wave, struct user_id picker,
                 const struct member *m, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "fulfillment.wave" };
    OD_STMT *q = sql_write(tx, &sql_pick_wave_join);

    put_i64(q, wave);
    put_ref(q, picker.v);
    put_i64(q, m->id);
    note.after_json = event_json(tmp, "wave", arena_printf(tmp, "W%lld", (long long)wave));
    return sql_run(&q, NULL, err) && event_add(tx, desk, "fulfillment", m->id, &note, err) &&
           event_add_order(tx, desk, m->order, &note, err);
}

OD_SQL(sql_pick_wave_add, "pick_wave.add",
       "INSERT INTO wave (site_id, picker_id, made_by, made_ms)"
       " VALUES ($1, $2, $3, $4)"
       " RETURNING id");

static bool wave_add(struct tx *tx, struct desk *desk, struct site_id site, struct user_id picker,
                     int64_t *out, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_pick_wave_add);

    put_i64(q, site.v);
    put_ref(q, picker.v);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    return sql_run_id(&q, out, err);
}

/* What was asked, for the key. */
static const char *content_of(const struct pick_wave_ask *in, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 4000);
    strbuf_addf(&b, "%lld %d %lld", (long long)in->site.v, in->max, (long long)in->picker.v);
    for (int i = 0; i < in->n; i++)
        strbuf_addf(&b, " %lld", (long long)in->ids[i]);
    return b.s;
}

static bool wave_make(struct tx *tx, struct desk *desk, const struct pick_wave_ask *in,
                      struct arena *arena, int64_t *out, struct err *err)
{
    struct members all = { 0 };

    if (!may_pick(desk, in->picker, arena, err) ||
        !(in->n > 0 ? named_load(desk, in, arena, &all, err)
                    : soonest_load(desk, in, arena, &all, err)) ||
        !wave_add(tx, desk, all.v[0].site, in->picker, out, err))
        return false;
    for (int i = 0; i < all.n; i++)
        if (!join(tx, desk, *out, in->picker, &all.v[i], err))
            return false;
    return true;
}

bool pick_wave_new(struct desk *desk, const struct pick_wave_ask *in, int64_t *out,
                   struct err *err)
{
    static const char command[] = "fulfillment.wave";
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const char *content;
    int64_t id = 0;
    bool is_done;

    if (in->n > PICK_WAVE_MOST)
        return err_set(err, ERR_LIMIT, _("A wave has at most %d picks."), PICK_WAVE_MOST);
    content = content_of(in, tmp);
    if (!desk_begin(desk, command, &tx, err) ||
        !idem_check(&tx, in->key, command, content, &is_done, &id, err))
        return false;
    if (!is_done && (!wave_make(&tx, desk, in, tmp, &id, err) ||
                     !idem_record(&tx, desk, in->key, command, content, id, err) ||
                     !tx_commit(&tx, err)))
        return false;
    *out = id;
    return true;
}

/* --- changing --------------------------------------------------------------------------------- */

OD_SQL(sql_pick_wave_assign, "pick_wave.assign",
       "UPDATE wave"
       " SET picker_id = $1, version = version + 1"
       " WHERE id = $2 AND version = $3");

OD_SQL(sql_pick_wave_assign_picks, "pick_wave.assign_picks",
       "UPDATE fulfillment"
       " SET assigned_to = $1, version = version + 1"
       " WHERE wave_id = $2 AND status <= 2");

static bool assign(struct tx *tx, const struct pick_wave *w, struct user_id picker, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_pick_wave_assign);
    int64_t changed;

    put_ref(q, picker.v);
    put_i64(q, w->id);
    put_i64(q, w->version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed != 1)
        return err_set(err, ERR_CONFLICT, _("%s was changed by someone else. Look again."),
                       w->number);
    q = sql_write(tx, &sql_pick_wave_assign_picks);
    put_ref(q, picker.v);
    put_i64(q, w->id);
    return sql_run(&q, NULL, err);
}

bool pick_wave_assign(struct desk *desk, int64_t id, int64_t version, struct user_id picker,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "fulfillment.assign" };
    struct pick_wave *w;

    if (!desk_begin(desk, "fulfillment.wave", &tx, err) || !may_pick(desk, picker, tmp, err) ||
        !pick_wave_load(desk, id, tmp, &w, err))
        return false;
    if (version != 0)
        w->version = version;
    return assign(&tx, w, picker, err) && event_add(&tx, desk, "wave", id, &note, err) &&
           tx_commit(&tx, err);
}

OD_SQL(sql_pick_wave_drop, "pick_wave.drop",
       "UPDATE fulfillment"
       " SET wave_id = NULL, version = version + 1"
       " WHERE id = $1");

bool pick_wave_drop(struct desk *desk, int64_t id, int64_t fulfillment, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "fulfillment.wave_drop" };
    struct member m = { 0 };
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "fulfillment.wave", &tx, err) ||
        !member_load(desk, fulfillment, tmp, &m, err))
        return false;
    if (m.wave != id)
        return err_set(err, ERR_STATE, _("%s is not in wave W%lld."), m.number, (long long)id);
    if (m.status > FULFILLMENT_PICKING)
        return err_set(err, ERR_STATE, _("%s is %s: it stays in the wave."), m.number,
                       fulfillment_status_words(m.status));
    q = sql_write(&tx, &sql_pick_wave_drop);
    put_i64(q, m.id);
    return sql_run(&q, NULL, err) && event_add(&tx, desk, "fulfillment", m.id, &note, err) &&
           event_add_order(&tx, desk, m.order, &note, err) && tx_commit(&tx, err);
}
