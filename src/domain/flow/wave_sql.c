/*
 * Releasing all that waits to go to the warehouse.
 */
#include "domain/flow/wave.h"

#include "base/mem.h"
#include "base/vec.h"
#include "domain/flow/order_action.h"
#include "store/store.h"

struct wave_vec OD_VEC(struct wave_row);

/* 15 is SHOWN_ALLOCATED. */
OD_SQL(sql_wave_count, "wave.count",
       "SELECT orders"
       " FROM order_count"
       " WHERE shown_status = 15");

bool wave_count(struct desk *desk, int *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_wave_count);
    int64_t n = 0;
    bool found;

    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    *out = (int)n;
    return true;
}

OD_SQL(sql_wave_orders, "wave.orders",
       "SELECT id, number, customer_name"
       " FROM sales_order"
       " WHERE shown_status = 15 AND id > $1"
       " ORDER BY id"
       " LIMIT $2");

/* Those behind an order (0: from the oldest). */
static bool orders_load(struct desk *desk, int64_t behind, int max, struct arena *arena,
                        struct wave_vec *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_wave_orders);

    put_i64(q, behind);
    put_i64(q, max);
    while (sql_row(q)) {
        struct wave_row *row = vec_push(arena, out);

        row->order.v = get_i64(q);
        row->number = get_text(q, arena);
        row->customer_name = get_text(q, arena);
        row->why_not = "";
    }
    return sql_done(&q, err);
}

/* A rule's no is a result; anything else ends the wave. */
static bool is_result(const struct err *err)
{
    return err->code == ERR_STATE || err->code == ERR_CONFLICT || err->code == ERR_NOT_FOUND;
}

/* Lets the rows from `from` on go, as far as each may. */
static bool let_go(struct desk *desk, struct wave_vec *rows, int from, struct arena *arena,
                   int *released, struct err *err)
{
    for (int i = from; i < rows->n; i++) {
        struct wave_row *row = &rows->v[i];
        struct record_at at = { .id = row->order.v };
        struct err why = ERR_INIT;

        row->is_released = act(desk, &order_document, at, "release", NULL, &why);
        *released += row->is_released;
        if (row->is_released)
            continue;
        if (!is_result(&why)) {
            *err = why;
            return false;
        }
        row->why_not = arena_strdup(arena, why.text);
    }
    return true;
}

bool wave_release(struct desk *desk, int max, struct arena *arena, struct wave *out,
                  struct err *err)
{
    struct wave_vec rows = { 0 };
    int released = 0, from;

    *out = (struct wave){ 0 };
    if (!desk_may(desk, "order.release", err))
        return false;
    do {
        from = rows.n;
        if (!orders_load(desk, from > 0 ? rows.v[from - 1].order.v : 0, max - released, arena,
                         &rows, err) ||
            !let_go(desk, &rows, from, arena, &released, err))
            return false;
    } while (rows.n > from && released < max);
    *out = (struct wave){ rows.v, rows.n, released };
    return true;
}
