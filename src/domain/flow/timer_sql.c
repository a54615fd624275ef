/*
 * Work that is due by itself, found by its instant; done like any other change of an order.
 */
#include <stddef.h>

#include "base/compiler.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/flow/backorder.h"
#include "domain/flow/later.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/part_day.h"
#include "domain/flow/pickup.h"
#include "domain/flow/schedule.h"
#include "domain/flow/timer.h"
#include "domain/flow/timer_work.h"
#include "domain/flow/upkeep.h"
#include "domain/order/order.h"
#include "domain/stock/stock.h"
#include "store/store.h"

/* Soft holds let go in one transaction. */
#define EXPIRED_BATCH 200
#define TICK_MS       30000
/* Of a tick of an open desk, for what an update left to be done. */
#define UPKEEP_MS 100

OD_SQL(sql_timer_holds, "timer.holds",
       "SELECT h.id, h.order_id, " TIMER_TRIES
       " FROM order_hold h" TIMER_NOT_PUT_OFF("1", "h.id", "$1")
       " AND h.until_ms > 0 AND h.released_ms = 0 AND h.until_ms <= $1 AND +h.id > $2"
       " ORDER BY +h.id"
       " LIMIT $3");

static bool load_holds(struct desk *desk, int64_t after, int max, struct arena *arena,
                       struct timer_rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_timer_holds);

    put_i64(q, desk_now(desk).ms);
    put_i64(q, after);
    put_i64(q, max);
    return timer_rows_get(&q, arena, out, err);
}

OD_SQL(sql_timer_hold, "timer.hold",
       "SELECT kind, opened_by"
       " FROM order_hold"
       " WHERE id = $1");

static bool load_hold(struct desk *desk, int64_t id, enum hold_kind *kind, struct user_id *by,
                      struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_timer_hold);

    put_i64(q, id);
    while (sql_row(q)) {
        *kind = (enum hold_kind)get_i64(q);
        by->v = get_i64(q);
    }
    return sql_done(&q, err);
}

/* Its event stands under who opened it. */
static bool end_hold(struct action_run *run, const struct timer_row *row, enum timer_end *end,
                     struct err *err)
{
    struct event_note note = { .kind = "order.hold_end" };
    enum hold_kind kind = HOLD_MANUAL;
    struct order *o;

    *end = TIMER_DONE;
    if (!load_hold(run->desk, row->id, &kind, &note.by, err) ||
        !order_load(run->desk, row->order, run->arena, &o, err) ||
        !hold_expire(run->tx, run->desk, o, kind, err))
        return false;
    note.after_json = event_json(run->arena, "kind", hold_kind_name(kind));
    return order_step_end(run, o, &note, err);
}

static bool holds_end(struct desk *desk, struct timers_done *out, struct err *err)
{
    static const struct timer_work work = { TIMER_HOLD, TIMER_BATCH, load_holds, end_hold };

    return timer_each(desk, &work, &out->holds, err);
}

/* --- soft holds of stock ---------------------------------------------------------------------- */

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

static bool sweep(struct desk *desk, struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "timer.run", &tx, err) &&
           stock_hold_sweep(&tx, desk_now(desk), EXPIRED_BATCH, err) && tx_commit(&tx, err);
}

static bool sweep_all(struct desk *desk, struct timers_done *out, struct err *err)
{
    bool is_due = false;

    if (!has_expired(desk, &is_due, err))
        return false;
    while (is_due) {
        if (!sweep(desk, err) || !has_expired(desk, &is_due, err))
            return false;
        out->expired = 1;
    }
    return true;
}

/* --- all of it -------------------------------------------------------------------------------- */

static bool reports_go(struct desk *desk, struct timers_done *out, struct err *err)
{
    return schedules_run(desk, &out->reports, err);
}

static bool pickups_end(struct desk *desk, struct timers_done *out, struct err *err)
{
    return pickups_expire(desk, &out->pickups, err);
}

static bool lines_due(struct desk *desk, struct timers_done *out, struct err *err)
{
    return lines_come_due(desk, &out->due, err);
}

static bool part_days(struct desk *desk, struct timers_done *out, struct err *err)
{
    return part_days_come(desk, &out->parts, err);
}

static bool backorders_get(struct desk *desk, struct timers_done *out, struct err *err)
{
    struct backorder_filled filled;

    (void)out;
    return backorders_fill_auto(desk, &filled, err);
}

/* Also behind a kind that failed as a whole: it is not the fault of the next one. */
static bool run_due(struct desk *desk, struct timers_done *out, struct err *err)
{
    static bool (*const kinds[])(struct desk *, struct timers_done *, struct err *) = {
        holds_end, sweep_all, reports_go, pickups_end, lines_due, part_days, backorders_get,
    };
    struct stamp began = desk_now(desk);
    bool is_well = true;

    *out = (struct timers_done){ 0 };
    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        struct err why = ERR_INIT;

        if (kinds[i](desk, out, &why))
            continue;
        if (is_well && err)
            *err = why;
        is_well = false;
        if (why.code == ERR_BUSY || why.code == ERR_IO)
            return false; /* the next would wait for the same */
    }
    return is_well && timer_forget(desk, began, err);
}

bool timers_run(struct desk *desk, struct timers_done *out, struct err *err)
{
    struct err why = ERR_INIT;
    bool is_well = run_due(desk, out, &why);

    if (!upkeep_run(desk, 0, &out->reindexed, err))
        return false;
    if (!is_well && err)
        *err = why;
    return is_well;
}

void timers_tick(struct desk *desk)
{
    struct timers_done done;
    struct err err = ERR_INIT;

    if (desk_read_only(desk)[0] != '\0' || !desk_every(desk, TICK_MS))
        return;
    desk_set_wait(desk, LIMIT_DRAFT_WAIT_MS);
    (void)!run_due(desk, &done, &err);
    err_clear(&err);
    (void)!upkeep_run(desk, UPKEEP_MS, &done.reindexed, &err);
    desk_set_wait(desk, LIMIT_WRITE_WAIT_MS);
}
