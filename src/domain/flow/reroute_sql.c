/*
 * Goods looked for elsewhere: each try is noted; a site that is closed gives its orders away.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/event.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/source_steps.h"
#include "domain/order/draft.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "store/store.h"

struct row_vec OD_VEC(struct site_close_row);

/* --- tries ------------------------------------------------------------------------------------ */

OD_SQL(sql_reroute_add, "reroute.add",
       "INSERT INTO order_reroute (order_line_id, site_id, why, qty, got_qty, at_ms, user_id)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7)");

bool reroute_add(struct tx *tx, struct desk *desk, struct line_id line, const struct reroute *in,
                 struct qty looked_for, struct qty got, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_reroute_add);

    put_i64(q, line.v);
    put_ref(q, in->site.v);
    put_i64(q, in->why);
    put_i64(q, looked_for.milli);
    put_i64(q, got.milli);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    return sql_run(&q, NULL, err);
}

/* --- a site closes ---------------------------------------------------------------------------- */

OD_SQL_SCAN(sql_reroute_orders, "reroute.orders",
            "closing a site is rare; few orders have allocations or wait",
            "SELECT o.id, o.number"
            " FROM allocation a"
            " JOIN order_line l ON l.id = a.order_line_id"
            " JOIN sales_order o ON o.id = l.order_id"
            " WHERE a.site_id = $1"
            " UNION"
            " SELECT o.id, o.number"
            " FROM sales_order o"
            " WHERE o.status = 5 AND o.backordered_qty > 0 AND o.is_history = 0"
            " AND EXISTS (SELECT 1"
            " FROM order_line l"
            " WHERE l.order_id = o.id AND COALESCE(l.site_id, o.site_id) = $1"
            " AND l.kind IN (1, 4) AND l.allocate_from = ''"
            " AND l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty)"
            " UNION"
            " SELECT o.id, o.number"
            " FROM order_line l"
            " JOIN sales_order o ON o.id = l.order_id"
            " WHERE l.allocate_from > '' AND COALESCE(l.site_id, o.site_id) = $1"
            " ORDER BY 1");

static bool orders_load(struct desk *desk, struct site_id site, struct arena *arena,
                        struct row_vec *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_reroute_orders);

    put_i64(q, site.v);
    while (sql_row(q)) {
        struct site_close_row *row = vec_push(arena, out);

        row->order.v = get_i64(q);
        row->number = get_text(q, arena);
        row->words = "";
    }
    return sql_done(&q, err);
}

/* Gives back what the lines have there unpicked; only says which, and which wait there. own: the
 * order's site as it was. *is_sent: a pick had some. */
static bool leave(struct action_run *run, struct order *o, struct site_id site, struct site_id own,
                  bool *only, bool *is_sent, struct err *err)
{
    *is_sent = o->open_fulfillments > 0;
    for (int i = 0; i < o->line_count; i++) {
        struct order_line *l = &o->lines[i];
        struct qty released = { 0 };
        bool waits = line_backordered(l).milli + line_later(l).milli > 0 &&
                     (l->site.v ? l->site : own).v == site.v;

        if (!line_has_stock(l))
            continue;
        if (l->allocated.milli > 0 && !fulfillment_give_back_at(run, o, l, site, &released, err))
            return false;
        l->allocated.milli -= released.milli;
        only[i] = released.milli > 0 || waits;
        if (only[i] && l->site.v == site.v)
            l->site.v = 0; /* nobody can send it from there */
    }
    return true;
}

static bool has_picked(const struct order *o)
{
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].picked.milli > 0)
            return true;
    return false;
}

static void tell(const struct order *o, const bool *only, struct site_close_row *row)
{
    bool is_any = false;

    row->is_moved = true;
    for (int i = 0; i < o->line_count; i++) {
        is_any = is_any || only[i];
        if (only[i] && line_backordered(&o->lines[i]).milli > 0)
            row->is_moved = false;
    }
    row->words = !is_any          ? _("All of it there is picked already and leaves from there.")
                 : !row->is_moved ? _("Not all of it is free elsewhere; the rest is backordered.")
                 : has_picked(o)  ? _("What is picked stays; the rest comes from elsewhere.")
                                  : _("It comes from elsewhere.");
}

/* What is to be collected there can come from nowhere else. What was to be fetched there is not
 * sent any more; what is not packed yet waits for a word of the customer. */
static bool hold_pickup(struct action_run *run, struct order *o, struct site_close_row *row,
                        struct err *err)
{
    struct order_hold hold = { .kind = HOLD_DATA, .blocks = BLOCK_PICK };
    struct event_note note = { .kind = "order.hold_data" };
    bool is_all_picked = true, is_new;

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        if (line_has_stock(l) && line_open(l).milli != l->picked.milli)
            is_all_picked = false;
    }
    row->is_moved = false;
    row->words = is_all_picked ? _("It is picked there to be collected, and is handed over there.")
                               : _("It is to be collected there: it is on hold. Ask the customer"
                                   " where it goes and change the order, or cancel it.");
    if (is_all_picked)
        return true;
    hold.note = arena_printf(run->arena,
                             _("%s, where it is to be collected, is closed. Ask where it goes."),
                             o->pickup_site);
    note.after_json = event_json(run->arena, "note", hold.note);
    return order_step_unfetch(run, o, err) &&
           hold_open_more(run->tx, run->desk, o, &hold, run->arena, &is_new, err) &&
           (!is_new || event_add_order(run->tx, run->desk, o->id, &note, err));
}

static bool move_order(struct desk *desk, struct site_id site, struct site_close_row *row,
                       struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };
    struct event_note note = { .kind = "order.reroute", .fields = "site" };
    struct reroute in = { .site = site, .why = REROUTE_CLOSED };
    struct site_id own;
    struct order *o;
    bool *only;
    int64_t got;

    if (!desk_begin(desk, "site.save", &tx, err) || !order_load(desk, row->order, tmp, &o, err))
        return false;
    only = arena_array(tmp, o->line_count + 1, bool);
    in.only = only;
    own = o->site;
    if (o->pickup.v == site.v)
        return hold_pickup(&run, o, row, err) && order_save(&tx, desk, o, err) &&
               tx_commit(&tx, err);
    if (o->site.v == site.v && !order_change_site(desk, o, desk_company(desk)->site, err))
        return false;
    if (!leave(&run, o, site, own, only, &in.is_sent, err) ||
        !order_step_elsewhere(&run, o, &in, &got, err) || !order_promise(desk, o, only, err))
        return false;
    tell(o, only, row);
    return order_step_end(&run, o, &note, err) && tx_commit(&tx, err);
}

bool site_close(struct desk *desk, struct site_id site, struct arena *arena,
                struct site_closed *out, struct err *err)
{
    struct row_vec rows = { 0 };

    *out = (struct site_closed){ 0 };
    if (!site_shut(desk, site, err) || !orders_load(desk, site, arena, &rows, err))
        return false;
    *out = (struct site_closed){ rows.v, rows.n, 0 };
    for (int i = 0; i < rows.n; i++) {
        if (!move_order(desk, site, &rows.v[i], err))
            return false;
        out->moved += rows.v[i].is_moved;
    }
    return true;
}
