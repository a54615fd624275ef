/*
 * Holds on orders: one open one of each kind, each with the steps it blocks (DOMAIN H1).
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "store/store.h"

OD_SQL(sql_order_holds_load, "order.holds_load",
       "SELECT h.id, h.kind, h.blocks, h.note, u.login, h.opened_ms, h.until_ms, h.is_auto"
       " FROM order_hold h"
       " JOIN app_user u ON u.id = h.opened_by"
       " WHERE h.order_id = $1 AND h.released_ms = 0"
       " ORDER BY h.id");

bool order_holds_load(struct desk *desk, struct order *order, struct arena *arena, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_holds_load);

    order->holds = arena_array(arena, ORDER_HOLDS_MAX, struct order_hold);
    order->hold_count = 0;
    put_i64(q, order->id.v);
    while (order->hold_count < ORDER_HOLDS_MAX && sql_row(q)) {
        struct order_hold *h = &order->holds[order->hold_count++];

        h->id = get_i64(q);
        h->kind = (enum hold_kind)get_i64(q);
        h->blocks = (int)get_i64(q);
        h->note = get_text(q, arena);
        h->opened_by = get_text(q, arena);
        h->opened.ms = get_i64(q);
        h->until.ms = get_i64(q);
        h->is_auto = get_i64(q) != 0;
    }
    return sql_done(&q, err);
}

static int find_hold(const struct order *order, enum hold_kind kind)
{
    for (int i = 0; i < order->hold_count; i++)
        if (order->holds[i].kind == kind)
            return i;
    return -1;
}

OD_SQL(sql_hold_open, "order.hold_open",
       "INSERT INTO order_hold"
       " (order_id, kind, blocks, note, opened_by, opened_ms, until_ms, is_auto)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
       " RETURNING id");

bool hold_open_as(struct tx *tx, struct desk *desk, struct order *order,
                  const struct order_hold *in, struct err *err)
{
    struct order_hold hold = *in;
    OD_STMT *q = NULL;

    if (find_hold(order, hold.kind) >= 0)
        return true; /* one open hold of a kind says enough */
    hold.opened = desk_now(desk);
    hold.opened_by = desk_user(desk)->login;
    q = sql_write(tx, &sql_hold_open);
    put_i64(q, order->id.v);
    put_i64(q, hold.kind);
    put_i64(q, hold.blocks);
    put_text(q, hold.note ? hold.note : "");
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, hold.opened.ms);
    put_i64(q, hold.until.ms);
    put_i64(q, hold.is_auto);
    if (!sql_run_id(&q, &hold.id, err))
        return false;
    assert(order->hold_count < ORDER_HOLDS_MAX);
    order->holds[order->hold_count++] = hold;
    order->hold_blocks |= (uint32_t)hold.blocks;
    return true;
}

bool hold_open(struct tx *tx, struct desk *desk, struct order *order, enum hold_kind kind,
               int blocks, const char *note, struct err *err)
{
    struct order_hold hold = { .kind = kind, .blocks = blocks, .note = note };

    return hold_open_as(tx, desk, order, &hold, err);
}

OD_SQL(sql_hold_more, "order.hold_more",
       "UPDATE order_hold"
       " SET blocks = $1, note = $2"
       " WHERE id = $3 AND released_ms = 0");

bool hold_open_more(struct tx *tx, struct desk *desk, struct order *order,
                    const struct order_hold *in, struct arena *arena, bool *changed,
                    struct err *err)
{
    int at = find_hold(order, in->kind);
    struct order_hold *h = at >= 0 ? &order->holds[at] : NULL;
    OD_STMT *q = NULL;

    *changed = h == NULL || (h->blocks & in->blocks) != in->blocks ||
               strstr(h->note, in->note) == NULL;
    if (h == NULL || !*changed)
        return h != NULL || hold_open_as(tx, desk, order, in, err);
    h->blocks |= in->blocks;
    if (h->note[0] == '\0')
        h->note = in->note;
    else if (strstr(h->note, in->note) == NULL)
        h->note = arena_printf(arena, "%s %s", h->note, in->note);
    order->hold_blocks |= (uint32_t)h->blocks;
    q = sql_write(tx, &sql_hold_more);
    put_i64(q, h->blocks);
    put_text(q, h->note);
    put_i64(q, h->id);
    return sql_run(&q, NULL, err);
}

/* Two of a kind released in one millisecond keep apart by one: the index wants them different. */
OD_SQL(sql_hold_release, "order.hold_release",
       "UPDATE order_hold"
       " SET released_by = $1,"
       " released_ms = (SELECT CASE WHEN COALESCE(MAX(h.released_ms), 0) >= $2"
       " THEN MAX(h.released_ms) + 1 ELSE CAST($2 AS BIGINT) END"
       " FROM order_hold h"
       " WHERE h.order_id = $3 AND h.kind = $4),"
       " release_reason_id = $5"
       " WHERE id = $6 AND released_ms = 0");

/* by 0: nobody, its time was over. */
static bool end_hold(struct tx *tx, struct desk *desk, struct order *order, int at,
                     struct user_id by, struct reason_id reason, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_hold_release);

    put_ref(q, by.v);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, order->id.v);
    put_i64(q, order->holds[at].kind);
    put_ref(q, reason.v);
    put_i64(q, order->holds[at].id);
    if (!sql_run(&q, NULL, err))
        return false;
    for (int i = at + 1; i < order->hold_count; i++)
        order->holds[i - 1] = order->holds[i];
    order->hold_count--;
    order->hold_blocks = 0;
    for (int i = 0; i < order->hold_count; i++)
        order->hold_blocks |= (uint32_t)order->holds[i].blocks;
    order->may_go_on = true;
    return true;
}

bool hold_release(struct tx *tx, struct desk *desk, struct order *order, enum hold_kind kind,
                  struct reason_id reason, struct err *err)
{
    int at = find_hold(order, kind);

    if (at < 0)
        return err_set(err, ERR_STATE, _("This order has no hold of that kind."));
    return end_hold(tx, desk, order, at, desk_user(desk)->id, reason, err);
}

bool hold_expire(struct tx *tx, struct desk *desk, struct order *order, enum hold_kind kind,
                 struct err *err)
{
    int at = find_hold(order, kind);

    if (at < 0)
        return true;
    return end_hold(tx, desk, order, at, (struct user_id){ 0 }, (struct reason_id){ 0 }, err);
}
