/*
 * Work that is due by itself, found by its instant; done like any other change of an order.
 */
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/flow/backorder.h"
#include "domain/flow/later.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/pickup.h"
#include "domain/flow/schedule.h"
#include "domain/flow/timer.h"
#include "domain/flow/upkeep.h"
#include "domain/order/order.h"
#include "domain/stock/stock.h"
#include "store/store.h"

/* Orders in one transaction, so that nobody waits long behind it. */
#define BATCH 20
/* Soft holds let go in one transaction. */
#define EXPIRED_BATCH 200
#define TICK_MS       30000
/* Of a tick of an open desk, for what an update left to be done. */
#define UPKEEP_MS 100

struct due {
    struct order_id order;
    enum hold_kind kind;
    struct user_id opened_by;
};
struct dues OD_VEC(struct due);

OD_SQL(sql_timer_holds, "timer.holds",
       "SELECT order_id, kind, opened_by"
       " FROM order_hold"
       " WHERE until_ms > 0 AND released_ms = 0 AND until_ms <= $1"
       " ORDER BY until_ms, id"
       " LIMIT $2");

static bool load_dues(struct desk *desk, int max, struct arena *arena, struct dues *out,
                      struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_timer_holds);

    put_i64(q, desk_now(desk).ms);
    put_i64(q, max);
    while (sql_row(q)) {
        struct due *d = vec_push(arena, out);

        d->order.v = get_i64(q);
        d->kind = (enum hold_kind)get_i64(q);
        d->opened_by.v = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_timer_expired, "timer.expired",
       "SELECT id"
       " FROM stock_hold"
       " WHERE expires_ms <= $1"
       " ORDER BY expires_ms, id"
       " LIMIT 1");

static bool has_expired(struct desk *desk, bool *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_timer_expired);
    int64_t id;

    put_i64(q, desk_now(desk).ms);
    return sql_one_i64(&q, out, &id, err);
}

static bool end_one(struct tx *tx, struct desk *desk, const struct due *d, struct arena *arena,
                    struct err *err)
{
    struct event_note note = { .kind = "order.hold_end",
                               .by = d->opened_by,
                               .after_json = event_json(arena, "kind", hold_kind_name(d->kind)) };
    struct action_run run = { .desk = desk, .tx = tx, .arena = arena };
    struct order *o;

    return order_load(desk, d->order, arena, &o, err) && hold_expire(tx, desk, o, d->kind, err) &&
           order_step_send(&run, o, err) && order_save(tx, desk, o, err) &&
           event_add_order(tx, desk, d->order, &note, err) && order_step_sent(&run, d->order, err);
}

/* One transaction; what is due is read again inside it. *n: how much there was. */
static bool end_batch(struct desk *desk, int *n, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct dues due = { 0 };

    if (!desk_begin(desk, "timer.run", &tx, err) || !load_dues(desk, BATCH, tmp, &due, err))
        return false;
    for (int i = 0; i < due.n; i++)
        if (!end_one(&tx, desk, &due.v[i], tmp, err))
            return false;
    *n = due.n;
    return due.n == 0 || tx_commit(&tx, err);
}

static bool sweep(struct desk *desk, struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "timer.run", &tx, err) &&
           stock_hold_sweep(&tx, desk_now(desk), EXPIRED_BATCH, err) && tx_commit(&tx, err);
}

static bool run_due(struct desk *desk, struct timers_done *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct backorder_filled filled;
    struct dues due = { 0 };
    bool is_due = false;
    int n;

    *out = (struct timers_done){ 0 };
    if (!load_dues(desk, 1, tmp, &due, err))
        return false;
    for (n = due.n; n > 0; out->holds += n)
        if (!end_batch(desk, &n, err))
            return false;
    if (!has_expired(desk, &is_due, err))
        return false;
    while (is_due) {
        if (!sweep(desk, err) || !has_expired(desk, &is_due, err))
            return false;
        out->expired = 1;
    }
    return schedules_run(desk, &out->reports, err) && pickups_expire(desk, &out->pickups, err) &&
           lines_come_due(desk, &out->due, err) &&
           backorders_fill_auto(desk, &filled, err);
}

bool timers_run(struct desk *desk, struct timers_done *out, struct err *err)
{
    return run_due(desk, out, err) && upkeep_run(desk, 0, &out->reindexed, err);
}

void timers_tick(struct desk *desk)
{
    struct timers_done done;
    struct err err = ERR_INIT;

    if (desk_read_only(desk)[0] != '\0' || !desk_every(desk, TICK_MS))
        return;
    desk_set_wait(desk, LIMIT_DRAFT_WAIT_MS);
    if (run_due(desk, &done, &err))
        (void)!upkeep_run(desk, UPKEEP_MS, &done.reindexed, &err);
    desk_set_wait(desk, LIMIT_WRITE_WAIT_MS);
}
