/*
 * Lines that wait for an item, and the codes of channels, in the store.
 */
#include "base/mem.h"
#include "base/vec.h"
#include "domain/intake/to_fix_parts.h"
#include "store/store.h"

OD_SQL(sql_unmapped_load, "unmapped.load",
       "SELECT o.channel_id, c.code, l.sku, MAX(l.description), COUNT(*),"
       " COUNT(DISTINCT l.order_id), MAX(l.order_id)"
       " FROM order_line l"
       " JOIN sales_order o ON o.id = l.order_id"
       " JOIN channel c ON c.id = o.channel_id"
       " WHERE l.item_id IS NULL AND l.kind = 1 AND l.ordered_qty > l.canceled_qty"
       " GROUP BY o.channel_id, c.code, l.sku"
       " ORDER BY c.code, l.sku"
       " LIMIT $1");

OD_SQL(sql_unmapped_newest, "unmapped.newest",
       "SELECT COALESCE(o.number, ''), l.description"
       " FROM order_line l"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE l.order_id = $1 AND l.sku = $2 AND l.item_id IS NULL"
       " ORDER BY l.line_no"
       " LIMIT 1");

static bool load_newest(struct desk *desk, struct unmapped *u, struct arena *arena,
                        struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_unmapped_newest);

    put_i64(q, u->newest.v);
    put_text(q, u->sku);
    if (sql_row(q)) {
        u->newest_number = get_text(q, arena);
        u->description = get_text(q, arena);
    }
    return sql_done(&q, err);
}

struct unmapped_vec OD_VEC(struct unmapped);

bool unmapped_load(struct desk *desk, int max, struct arena *arena, struct unmapped_list *out,
                   struct err *err)
{
    struct unmapped_vec list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_unmapped_load);

    put_i64(q, max);
    while (sql_row(q)) {
        struct unmapped *u = vec_push(arena, &list);

        u->channel.v = get_i64(q);
        u->channel_code = get_text(q, arena);
        u->sku = get_text(q, arena);
        u->description = get_text(q, arena);
        u->lines = get_i64(q);
        u->orders = get_i64(q);
        u->newest.v = get_i64(q);
        u->newest_number = "";
    }
    if (!sql_done(&q, err))
        return false;
    for (int i = 0; i < list.n; i++)
        if (!load_newest(desk, &list.v[i], arena, err))
            return false;
    *out = (struct unmapped_list){ list.v, list.n };
    return true;
}

OD_SQL(sql_unmapped_orders, "unmapped.orders",
       "SELECT DISTINCT l.order_id"
       " FROM order_line l"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE l.sku = $1 AND l.item_id IS NULL AND l.kind = 1"
       " AND l.ordered_qty > l.canceled_qty AND o.channel_id = $2"
       " ORDER BY l.order_id");

struct order_ids OD_VEC(struct order_id);

bool unmapped_orders(struct desk *desk, struct channel_id channel, const char *sku,
                     struct arena *arena, struct waiting_orders *out, struct err *err)
{
    struct order_ids list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_unmapped_orders);

    put_text(q, sku);
    put_i64(q, channel.v);
    while (sql_row(q))
        vec_push(arena, &list)->v = get_i64(q);
    *out = (struct waiting_orders){ list.v, list.n };
    return sql_done(&q, err);
}

OD_SQL(sql_channel_skus, "channel.skus",
       "SELECT s.channel_id, c.code, s.external_sku, s.item_id, i.sku, i.description"
       " FROM channel_sku s"
       " JOIN channel c ON c.id = s.channel_id"
       " JOIN item i ON i.id = s.item_id"
       " WHERE $1 = 0 OR s.channel_id = $1"
       " ORDER BY c.code, s.external_sku");

struct channel_sku_vec OD_VEC(struct channel_sku);

bool channel_skus_load(struct desk *desk, struct channel_id channel, struct arena *arena,
                       struct channel_sku_list *out, struct err *err)
{
    struct channel_sku_vec list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_channel_skus);

    put_i64(q, channel.v);
    while (sql_row(q)) {
        struct channel_sku *s = vec_push(arena, &list);

        s->channel.v = get_i64(q);
        s->channel_code = get_text(q, arena);
        s->sku = get_text(q, arena);
        s->item.v = get_i64(q);
        s->item_sku = get_text(q, arena);
        s->description = get_text(q, arena);
    }
    *out = (struct channel_sku_list){ list.v, list.n };
    return sql_done(&q, err);
}

OD_SQL(sql_channel_sku_delete, "channel.sku_delete",
       "DELETE FROM channel_sku"
       " WHERE channel_id = $1 AND external_sku = $2");

bool channel_sku_delete(struct tx *tx, struct channel_id channel, const char *sku, bool *was_there,
                        struct err *err)
{
    int64_t changed = 0;
    OD_STMT *q = sql_write(tx, &sql_channel_sku_delete);

    put_i64(q, channel.v);
    put_text(q, sku);
    if (!sql_run(&q, &changed, err))
        return false;
    *was_there = changed > 0;
    return true;
}
