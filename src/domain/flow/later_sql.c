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
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "store/store.h"

#define DUE_ORDERS 50 /* read at once */

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
       "SELECT DISTINCT l.order_id"
       " FROM order_line l"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE l.allocate_from > '' AND l.allocate_from <= $1 AND o.status = 5"
       " ORDER BY l.order_id"
       " LIMIT $2");

struct due_orders OD_VEC(struct order_id);

static bool due_load(struct desk *desk, struct arena *arena, struct due_orders *out,
                     struct err *err)
{
    char day[DATE_TEXT_SIZE];
    OD_STMT *q = sql_read(desk_db(desk), &sql_later_due);

    *out = (struct due_orders){ 0 };
    put_text(q, date_format(desk_today(desk), day));
    put_i64(q, DUE_ORDERS);
    while (sql_row(q))
        vec_push(arena, out)->v = get_i64(q);
    return sql_done(&q, err);
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
    return order_promise(run->desk, o, only, err) && order_step_send(run, o, err);
}

static bool come_due(struct desk *desk, struct order_id id, struct err *err)
{
    const struct event_note note = { .kind = "order.allocate" };
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };
    struct order *o;
    bool *only, is_any = false;

    if (!desk_begin(desk, "timer.run", &tx, err) || !order_load(desk, id, tmp, &o, err))
        return false;
    only = arena_array(tmp, o->line_count + 1, bool);
    for (int i = 0; i < o->line_count && o->status == ORDER_CONFIRMED; i++) {
        only[i] = date_is_set(o->lines[i].later) &&
                  date_cmp(o->lines[i].later, desk_today(desk)) <= 0;
        if (only[i])
            o->lines[i].later = (struct date){ 0 };
        is_any = is_any || only[i];
    }
    return !is_any ||
           (give_due(&run, o, only, err) && order_save(&tx, desk, o, err) &&
            event_add_order(&tx, desk, id, &note, err) && order_step_sent(&run, id, err) &&
            tx_commit(&tx, err));
}

bool lines_come_due(struct desk *desk, int *n, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct due_orders due;

    *n = 0;
    do {
        if (!due_load(desk, tmp, &due, err))
            return false;
        for (int i = 0; i < due.n; i++)
            if (!come_due(desk, due.v[i], err))
                return false;
        *n += due.n;
    } while (due.n == DUE_ORDERS);
    return true;
}
