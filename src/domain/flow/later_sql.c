/*
 * See later.h. Whether a line has to wait for its time is said by the site that it stands at, when
 * it is confirmed or changed; until then it takes nothing and lacks nothing.
 */
#include "domain/flow/later.h"

#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/event.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/timer_work.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "store/store.h"

/* --- when ------------------------------------------------------------------------------------- */

struct later_site {
    struct site_id id;
    int mode, days;
};
struct later_sites OD_VEC(struct later_site);

OD_SQL(sql_later_sites, "later.sites",
       "SELECT id, allocate_mode, allocate_days"
       " FROM site"
       " WHERE allocate_mode > 1");

static bool sites_load(struct desk *desk, struct arena *arena, struct later_sites *out,
                       struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_later_sites);

    while (sql_row(q)) {
        struct later_site *s = vec_push(arena, out);

        s->id.v = get_i64(q);
        s->mode = (int)get_i64(q);
        s->days = (int)get_i64(q);
    }
    return sql_done(&q, err);
}

/* Unset: at once. */
static struct date due_day(const struct later_sites *sites, const struct order *o,
                           const struct order_line *l, struct date today)
{
    struct site_id at = l->site.v && o->pickup.v == 0 ? l->site : o->site;
    struct date wanted = date_is_set(l->requested) ? l->requested : o->requested, day;

    for (int i = 0; i < sites->n; i++) {
        const struct later_site *s = &sites->v[i];

        if (s->id.v != at.v)
            continue;
        if (s->mode == ALLOCATE_MANUAL)
            return LATER_NEVER;
        if (!date_is_set(wanted))
            return (struct date){ 0 };
        day = date_add_days(wanted, -s->days);
        return date_cmp(day, today) > 0 ? day : (struct date){ 0 };
    }
    return (struct date){ 0 };
}

bool order_step_later(struct action_run *run, struct order *order, const bool *only,
                      struct err *err)
{
    struct later_sites sites = { 0 };

    if (!sites_load(run->desk, run->arena, &sites, err))
        return false;
    for (int i = 0; i < order->line_count; i++) {
        struct order_line *l = &order->lines[i];

        if ((only && !only[i]) || !line_has_stock(l))
            continue;
        l->later = l->allocated.milli > 0 || line_open(l).milli == 0
                       ? (struct date){ 0 }
                       : due_day(&sites, order, l, desk_today(run->desk));
    }
    return true;
}

/* --- the day has come ------------------------------------------------------------------------- */

OD_SQL(sql_later_due, "later.due",
       "SELECT o.id, o.id, " TIMER_TRIES
       " FROM (SELECT DISTINCT l.order_id AS id"
       " FROM order_line l"
       " WHERE l.allocate_from > '' AND l.allocate_from <= $1) d"
       " JOIN sales_order o ON o.id = d.id" TIMER_NOT_PUT_OFF("2", "o.id", "$2")
       " AND o.status = 5 AND o.id > $3"
       " ORDER BY o.id"
       " LIMIT $4");

static bool due_load(struct desk *desk, int64_t after, int max, struct arena *arena,
                     struct timer_rows *out, struct err *err)
{
    char day[DATE_TEXT_SIZE];
    OD_STMT *q = sql_read(desk_db(desk), &sql_later_due);

    put_text(q, date_format(desk_today(desk), day));
    put_i64(q, desk_now(desk).ms);
    put_i64(q, after);
    put_i64(q, max);
    return timer_rows_get(&q, arena, out, err);
}

/* A hold that forbids it leaves the lines waiting, as all others that it stops. */
static bool give_due(struct action_run *run, struct order *o, const bool *only, struct err *err)
{
    bool *is_short = arena_array(run->arena, o->line_count + 1, bool);
    int64_t got;

    if ((o->hold_blocks & BLOCK_ALLOCATE) == 0 &&
        (!order_step_promise_stock(run, o, only, &got, err) ||
         !order_step_fetch(run, o, only, is_short, err) || !order_step_fetch_less(run, o, err)))
        return false;
    return order_promise(run->desk, o, only, err);
}

static bool come_due(struct action_run *run, const struct timer_row *row, enum timer_end *end,
                     struct err *err)
{
    const struct event_note note = { .kind = "order.allocate" };
    struct desk *desk = run->desk;
    struct order *o;
    bool *only;

    if (!order_load(desk, row->order, run->arena, &o, err))
        return false;
    only = arena_array(run->arena, o->line_count + 1, bool);
    for (int i = 0; i < o->line_count; i++) {
        only[i] = date_is_set(o->lines[i].later) &&
                  date_cmp(o->lines[i].later, desk_today(desk)) <= 0;
        if (only[i])
            o->lines[i].later = (struct date){ 0 };
    }
    *end = TIMER_DONE;
    return give_due(run, o, only, err) && order_step_end(run, o, &note, err);
}

bool lines_come_due(struct desk *desk, int *n, struct err *err)
{
    static const struct timer_work work = { TIMER_LATER, TIMER_BATCH, due_load, come_due };

    return timer_each(desk, &work, n, err);
}
