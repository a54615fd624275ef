/*
 * See part_day.h. The day that was seen is kept beside the order: a later one, by a change, is
 * looked at again when it comes.
 */
#include "domain/flow/part_day.h"

#include <stddef.h>

#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/timer_work.h"
#include "store/store.h"

OD_SQL(sql_part_due, "part_day.due",
       "SELECT o.id, " TIMER_TRIES
       " FROM sales_order o"
       " LEFT JOIN order_parted p ON p.order_id = o.id"
       TIMER_NOT_PUT_OFF("6", "o.id", "$1")
       " AND o.status = 5 AND o.ship_policy = 2 AND o.partial_after_date > ''"
       " AND o.partial_after_date <= $2 AND o.partial_after_date <> COALESCE(p.day_date, '')"
       " AND o.id > $3"
       " ORDER BY o.id"
       " LIMIT $4");

static bool due_load(struct desk *desk, int64_t after, int max, struct arena *arena,
                     struct timer_rows *out, struct err *err)
{
    char day[DATE_TEXT_SIZE];
    OD_STMT *q = sql_read(desk_db(desk), &sql_part_due);

    put_i64(q, desk_now(desk).ms);
    put_text(q, date_format(desk_today(desk), day));
    put_i64(q, after);
    put_i64(q, max);
    while (sql_row(q)) {
        struct timer_row *row = vec_push(arena, out);

        row->id = row->order.v = get_i64(q);
        row->tries = (int)get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_part_seen, "part_day.seen",
       "INSERT INTO order_parted (order_id, day_date)"
       " SELECT id, partial_after_date"
       " FROM sales_order"
       " WHERE id = $1"
       " ON CONFLICT (order_id) DO UPDATE"
       " SET day_date = excluded.day_date");

static bool day_came(struct action_run *run, const struct timer_row *row, enum timer_end *end,
                     struct err *err)
{
    const struct event_note note = { .kind = "order.part_day" };
    OD_STMT *q = sql_write(run->tx, &sql_part_seen);
    struct order *o;

    put_i64(q, row->id);
    if (!sql_run(&q, NULL, err) || !order_load(run->desk, row->order, run->arena, &o, err))
        return false;
    o->may_go_on = true;
    if (!order_step_send(run, o, err))
        return false;
    *end = run->is_sent ? TIMER_DONE : TIMER_DONE_QUIETLY;
    return !run->is_sent ||
           (order_save(run->tx, run->desk, o, err) &&
            event_add_order(run->tx, run->desk, o->id, &note, err) &&
            order_step_sent(run, o->id, err));
}

bool part_days_come(struct desk *desk, int *n, struct err *err)
{
    static const struct timer_work work = { TIMER_PART_DAY, TIMER_BATCH, due_load, day_came };

    return timer_each(desk, &work, n, err);
}
