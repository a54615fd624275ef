/*
 * Orders and what carriers know of where they go: which answer counts for which order, its hold.
 */
#include "domain/order/ship_check.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "store/store.h"

static const char *text_of(const char *text)
{
    return text != NULL ? text : "";
}

struct address order_place(const struct order *o)
{
    return (struct address){ .name = text_of(o->ship_name),
                             .line1 = text_of(o->ship_line1),
                             .line2 = text_of(o->ship_line2),
                             .city = text_of(o->ship_city),
                             .region = text_of(o->ship_region),
                             .postcode = text_of(o->ship_postcode),
                             .country = text_of(o->ship_country),
                             .phone = "" };
}

bool order_verdict_find(struct desk *desk, const struct order *o, struct arena *arena,
                        struct address_verdict **out, struct err *err)
{
    struct address place = order_place(o);

    *out = NULL;
    return o->pickup.v != 0 || place.line1[0] == '\0' ||
           address_verdict_find(desk, &place, arena, out, err);
}

/* --- which answer counts ---------------------------------------------------------------------- */

OD_SQL(sql_order_check_link, "order.check_link",
       "INSERT INTO order_address_check (order_id, check_id)"
       " VALUES ($1, $2)"
       " ON CONFLICT (order_id) DO UPDATE SET check_id = excluded.check_id");
OD_SQL(sql_order_check_drop, "order.check_drop",
       "DELETE FROM order_address_check"
       " WHERE order_id = $1");

static bool link_check(struct tx *tx, const struct order *o, const struct address_verdict *v,
                       struct err *err)
{
    OD_STMT *q = sql_write(tx, v != NULL ? &sql_order_check_link : &sql_order_check_drop);

    put_i64(q, o->id.v);
    if (v != NULL)
        put_i64(q, v->id);
    return sql_run(&q, NULL, err);
}

/* --- the hold --------------------------------------------------------------------------------- */

static bool has_auto_hold(const struct order *o)
{
    for (int i = 0; i < o->hold_count; i++)
        if (o->holds[i].kind == HOLD_ADDRESS && o->holds[i].is_auto)
            return true;
    return false;
}

static bool is_placed(const struct order *o)
{
    return o->status == ORDER_SUBMITTED || o->status == ORDER_CONFIRMED;
}

/* *changed: a hold rose or ended. */
static bool settle_hold(struct tx *tx, struct desk *desk, struct order *o,
                        const struct address_verdict *v, bool *changed, struct err *err)
{
    const struct event_note ended = { .kind = "order.hold_end" };
    struct order_hold hold = { .kind = HOLD_ADDRESS,
                               .blocks = BLOCK_PICK | BLOCK_SHIP,
                               .is_auto = true };
    OD_ARENA *tmp = arena_new();
    bool is_wanted = is_placed(o) && address_is_bad(v);
    const char *setting;

    *changed = false;
    if (is_wanted == has_auto_hold(o))
        return true;
    *changed = true;
    if (!is_wanted)
        return hold_expire(tx, desk, o, HOLD_ADDRESS, err) &&
               event_add_order(tx, desk, o->id, &ended, err);
    if (!setting_get(desk, "address.hold", tmp, &setting, err))
        return false;
    if (strcmp(setting, "yes") != 0 || o->arena == NULL || o->holds == NULL) {
        *changed = false;
        return true;
    }
    hold.note = arena_strdup(o->arena, address_verdict_words(v, tmp));
    return hold_open_as(tx, desk, o, &hold, err);
}

static bool is_same_place(const struct order *a, const struct order *b)
{
    return strcmp(text_of(a->ship_line1), text_of(b->ship_line1)) == 0 &&
           strcmp(text_of(a->ship_line2), text_of(b->ship_line2)) == 0 &&
           strcmp(text_of(a->ship_city), text_of(b->ship_city)) == 0 &&
           strcmp(text_of(a->ship_region), text_of(b->ship_region)) == 0 &&
           strcmp(text_of(a->ship_postcode), text_of(b->ship_postcode)) == 0 &&
           strcmp(text_of(a->ship_country), text_of(b->ship_country)) == 0 &&
           a->pickup.v == b->pickup.v;
}

/* Does it get its place, or its place in the work, by this saving? */
static bool is_due(const struct order *o)
{
    const struct order_saved *saved = o->saved;

    return saved == NULL || saved->shown == 0 || !is_same_place(saved->header, o) ||
           (is_placed(o) && !is_placed(saved->header));
}

bool order_ship_check(struct tx *tx, struct desk *desk, struct order *o, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct address place = order_place(o);
    struct address_verdict *v = NULL;
    bool changed;

    if (o->is_history || !is_due(o) || (place.line1[0] == '\0' && o->saved == NULL))
        return true;
    if (o->pickup.v == 0 && !address_ask(tx, desk, &place, tmp, &v, err))
        return false;
    return link_check(tx, o, v, err) && settle_hold(tx, desk, o, v, &changed, err);
}

/* --- following -------------------------------------------------------------------------------- */

OD_SQL(sql_orders_of_check, "order.of_check",
       "SELECT x.order_id"
       " FROM order_address_check x"
       " JOIN sales_order o ON o.id = x.order_id"
       " WHERE x.check_id = $1 AND o.status IN (4, 5)"
       " ORDER BY x.order_id");

static bool follow_one(struct tx *tx, struct desk *desk, struct order_id id,
                       const struct address_verdict *v, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct order *o;
    bool changed;

    return order_load(desk, id, tmp, &o, err) && settle_hold(tx, desk, o, v, &changed, err) &&
           (!changed || order_save(tx, desk, o, err));
}

bool orders_follow_check(struct tx *tx, struct desk *desk, const struct address_verdict *v,
                         struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct ids OD_VEC(struct order_id) ids = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_orders_of_check);

    put_i64(q, v->id);
    while (sql_row(q))
        *vec_push(tmp, &ids) = (struct order_id){ get_i64(q) };
    if (!sql_done(&q, err))
        return false;
    for (int i = 0; i < ids.n; i++)
        if (!follow_one(tx, desk, ids.v[i], v, err))
            return false;
    return true;
}

bool order_address_keep(struct desk *desk, struct record_at at, struct err *err)
{
    const struct event_note note = { .kind = "order.address_keep" };
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct address_verdict *v;
    struct order *o;

    if (!desk_begin(desk, "order.address_keep", &tx, err) ||
        !order_load(desk, (struct order_id){ at.id }, tmp, &o, err))
        return false;
    if (at.version != 0 && at.version != o->version)
        return err_set(err, ERR_CONFLICT,
                       _("This order was changed by someone else meanwhile."));
    if (!order_verdict_find(desk, o, tmp, &v, err))
        return false;
    if (v == NULL)
        return err_set(err, ERR_STATE, _("The address of this order was never checked."));
    return address_keep_in(&tx, desk, v, err) && orders_follow_check(&tx, desk, v, err) &&
           event_add_order(&tx, desk, o->id, &note, err) && tx_commit(&tx, err);
}
