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

bool order_settle_address_hold(struct tx *tx, struct desk *desk, struct order *o,
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
    return link_check(tx, o, v, err) &&
           order_settle_address_hold(tx, desk, o, v, &changed, err);
}
