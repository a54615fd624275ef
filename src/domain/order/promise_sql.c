/*
 * What a promise is made of: calendars of the sites, where a line has its goods, what comes, and
 * who waits for it.
 */
#include "base/vec.h"
#include "domain/desk/desk.h"
#include "domain/order/promise_parts.h"
#include "store/store.h"

struct site_vec OD_VEC(struct promise_site);
struct date_vec OD_VEC(struct date);
struct share_vec OD_VEC(struct promise_share);
struct incoming_vec OD_VEC(struct incoming);

OD_SQL(sql_promise_sites, "promise.sites",
       "SELECT s.id, s.cutoff_minute, s.work_days, COALESCE(c.day_date, '')"
       " FROM site s"
       " LEFT JOIN site_closed c ON c.site_id = s.id AND c.day_date >= $1"
       " ORDER BY s.id, c.day_date");

bool promise_sites_load(struct desk *desk, struct arena *arena, struct promise_sites *out,
                        struct err *err)
{
    struct site_vec sites = { 0 };
    struct date_vec days = { 0 };
    char today[DATE_TEXT_SIZE];
    OD_STMT *q = sql_read(desk_db(desk), &sql_promise_sites);

    put_text(q, date_format(desk_today(desk), today));
    while (sql_row(q)) {
        struct promise_site site = { .id.v = get_i64(q) };
        struct date day;

        site.cutoff_minute = (int)get_i64(q);
        site.work_days = (int)get_i64(q);
        day = get_date(q, arena);
        if (sites.n == 0 || sites.v[sites.n - 1].id.v != site.id.v) {
            *vec_push(arena, &sites) = site;
            days = (struct date_vec){ 0 };
        }
        if (date_is_set(day)) {
            *vec_push(arena, &days) = day;
            sites.v[sites.n - 1].closed = days.v;
            sites.v[sites.n - 1].closed_count = days.n;
        }
    }
    *out = (struct promise_sites){ sites.v, sites.n };
    return sql_done(&q, err);
}

OD_SQL(sql_promise_allocated, "promise.allocated",
       "SELECT a.order_line_id, a.site_id, a.qty"
       " FROM order_line l"
       " JOIN allocation a ON a.order_line_id = l.id"
       " WHERE l.order_id = $1");
OD_SQL(sql_promise_kept, "promise.kept",
       "SELECT order_line_id, site_id, qty"
       " FROM stock_hold"
       " WHERE order_id = $1 AND expires_ms > $2");

bool promise_shares_load(struct desk *desk, const struct order *order, struct arena *arena,
                         struct promise_shares *out, struct err *err)
{
    bool is_draft = order->confirmed.ms == 0;
    struct share_vec shares = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), is_draft ? &sql_promise_kept : &sql_promise_allocated);

    put_i64(q, order->id.v);
    if (is_draft)
        put_i64(q, desk_now(desk).ms);
    while (sql_row(q)) {
        struct promise_share *s = vec_push(arena, &shares);

        s->line.v = get_i64(q);
        s->site.v = get_i64(q);
        s->qty.milli = get_i64(q);
    }
    *out = (struct promise_shares){ shares.v, shares.n };
    return sql_done(&q, err);
}

/* Documents that are not over are few; those of an item may be many. */
OD_SQL(sql_incomings, "promise.incomings",
       "SELECT d.due_date, l.qty - l.aside_qty - l.done_qty, l.for_line_id"
       " FROM stock_doc d"
       " JOIN stock_doc_line l ON l.doc_id = d.id AND l.item_id = $1"
       " WHERE d.status <= 2 AND d.due_date > ''"
       " AND ((d.kind = 3 AND d.to_site_id = $2) OR (d.kind = 1 AND d.site_id = $2))"
       " AND l.qty > l.aside_qty + l.done_qty"
       " ORDER BY d.due_date, d.id");

bool incomings_load(struct desk *desk, struct item_id item, struct site_id site,
                    struct arena *arena, struct incomings *out, struct err *err)
{
    struct incoming_vec in = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_incomings);

    put_i64(q, item.v);
    put_i64(q, site.v);
    while (sql_row(q)) {
        struct incoming *c = vec_push(arena, &in);

        c->due = get_date(q, arena);
        c->qty.milli = get_i64(q);
        c->for_line.v = get_ref(q);
    }
    *out = (struct incomings){ in.v, in.n };
    return sql_done(&q, err);
}

/* What comes for such a line is not waited for. */
OD_SQL(sql_promise_waiters, "promise.waiters",
       "SELECT o.id, o.priority, o.confirmed_ms,"
       " l.ordered_qty - l.canceled_qty - l.shipped_qty - l.allocated_qty,"
       " CAST((SELECT COALESCE(SUM(t.qty - t.done_qty), 0) FROM stock_doc_line t"
       " JOIN stock_doc d ON d.id = t.doc_id AND d.status <= 2 AND d.due_date > ''"
       " WHERE t.for_line_id = l.id) AS BIGINT)"
       " FROM order_line l"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE l.item_id = $1 AND l.allocate_from = ''"
       " AND l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty"
       " AND o.status = 5 AND o.is_history = 0"
       " AND COALESCE(l.site_id, o.site_id) = $2");
OD_SQL(sql_promise_lacks, "promise.lacks",
       "SELECT safety_qty + allocated_qty - on_hand_qty"
       " FROM stock_level"
       " WHERE item_id = $1 AND site_id = $2");

bool promise_waiters_load(struct desk *desk, struct arena *arena, struct promise_place *place,
                          struct err *err)
{
    bool found;
    int64_t lacks;
    OD_STMT *q = sql_read(desk_db(desk), &sql_promise_waiters);
    OD_STMT *s = sql_read(desk_db(desk), &sql_promise_lacks);

    put_i64(q, place->item.v);
    put_i64(q, place->site.v);
    while (sql_row(q)) {
        struct promise_waiter w = { .order.v = get_i64(q) };

        w.priority = (int)get_i64(q);
        w.confirmed.ms = get_i64(q);
        w.qty.milli = get_i64(q);
        w.qty.milli -= get_i64(q);
        if (w.qty.milli > 0)
            *vec_push(arena, &place->waiters) = w;
    }
    if (!sql_done(&q, err))
        return false;
    put_i64(s, place->item.v);
    put_i64(s, place->site.v);
    if (!sql_one_i64(&s, &found, &lacks, err))
        return false;
    place->lacks.milli = found ? lacks : 0;
    return true;
}
