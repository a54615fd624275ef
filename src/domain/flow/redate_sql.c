/*
 * Days on which a site is closed: what was to leave there on them is promised anew.
 */
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/site_days.h"
#include "domain/flow/source_steps.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "store/store.h"

struct line_vec OD_VEC(struct line_id);
struct order_vec OD_VEC(struct order_id);
struct row_vec OD_VEC(struct site_dated_row);

/* The days, both included. */
struct span {
    struct site_id site;
    struct date first, last;
};

/* A line leaves no later than its order, which has no day where one of its lines has none. The
 * first test of the day is there for the index, which holds only open orders. */
OD_SQL(sql_redate_orders, "redate.orders",
       "SELECT o.id"
       " FROM sales_order o"
       " WHERE o.status = 5 AND o.open_qty > 0 AND o.is_history = 0"
       " AND o.promised_date >= '' AND (o.promised_date >= $1 OR o.promised_date = '')"
       " AND EXISTS (SELECT 1"
       " FROM order_line l"
       " WHERE l.order_id = o.id AND l.promised_date >= $1 AND l.promised_date <= $2"
       " AND l.ordered_qty > l.canceled_qty + l.shipped_qty"
       " AND (COALESCE(l.site_id, o.site_id) = $3 OR EXISTS (SELECT 1"
       " FROM allocation a"
       " WHERE a.order_line_id = l.id AND a.site_id = $3)))"
       " ORDER BY o.promised_date, o.id");

static void put_span(struct stmt *q, const struct span *s)
{
    char a[DATE_TEXT_SIZE], b[DATE_TEXT_SIZE];

    put_text(q, date_format(s->first, a));
    put_text(q, date_format(s->last, b));
    put_i64(q, s->site.v);
}

static bool orders_load(struct desk *desk, const struct span *s, struct arena *arena,
                        struct order_vec *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_redate_orders);

    put_span(q, s);
    while (sql_row(q))
        vec_push(arena, out)->v = get_i64(q);
    return sql_done(&q, err);
}

/* What has its goods elsewhere leaves as it did. */
OD_SQL(sql_redate_lines, "redate.lines",
       "SELECT l.id"
       " FROM order_line l"
       " WHERE l.promised_date >= $1 AND l.promised_date <= $2"
       " AND (EXISTS (SELECT 1"
       " FROM allocation a"
       " WHERE a.order_line_id = l.id AND a.site_id = $3)"
       " OR (COALESCE(l.site_id, $4) = $3"
       " AND l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty))"
       " AND l.order_id = $5");

static bool lines_load(struct desk *desk, const struct span *s, const struct order *o, bool *only,
                       bool *is_any, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_redate_lines);

    *is_any = false;
    put_span(q, s);
    put_i64(q, o->site.v);
    put_i64(q, o->id.v);
    while (sql_row(q)) {
        int64_t line = get_i64(q);

        for (int i = 0; i < o->line_count; i++)
            if (o->lines[i].id.v == line)
                only[i] = *is_any = true;
    }
    return sql_done(&q, err);
}

/* As for one that is released now: the day its last line is promised for, and no later than its
 * customer wants it. The version stays: who is picking it is not stopped by this. */
OD_SQL(sql_redate_claims, "redate.claims",
       "UPDATE fulfillment"
       " SET due_date = (SELECT CASE WHEN $1 > '' AND MAX(l.promised_date) > $1 THEN $1"
       " ELSE MAX(l.promised_date) END"
       " FROM fulfillment_line c"
       " JOIN order_line l ON l.id = c.order_line_id"
       " WHERE c.fulfillment_id = fulfillment.id AND c.qty > 0)"
       " WHERE order_id = $2 AND status IN (1, 2, 3, 4, 7)"
       " AND due_date >= $3 AND due_date <= $4 AND site_id = $5"
       " AND EXISTS (SELECT 1"
       " FROM fulfillment_line c"
       " JOIN order_line l ON l.id = c.order_line_id"
       " WHERE c.fulfillment_id = fulfillment.id AND c.qty > 0 AND l.promised_date > '')");

/* The order is saved. */
static bool claims_move(struct tx *tx, const struct span *s, const struct order *o,
                        struct err *err)
{
    char day[DATE_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_redate_claims);

    put_text(q, date_format(o->latest_ship, day));
    put_i64(q, o->id.v);
    put_span(q, s);
    return sql_run(&q, NULL, err);
}

/* In a transaction of its own, with its line in what is told where it leaves on another day. */
static bool redate(struct desk *desk, const struct span *s, struct order_id id,
                   struct arena *arena, struct row_vec *rows, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct order *o;
    struct date was;
    bool *only, is_any;

    if (!desk_begin(desk, "site.save", &tx, err) || !order_load(desk, id, tmp, &o, err))
        return false;
    only = arena_array(tmp, o->line_count + 1, bool);
    was = o->promised;
    if (o->status != ORDER_CONFIRMED)
        return true;
    if (!lines_load(desk, s, o, only, &is_any, err))
        return false;
    if (!is_any)
        return true;
    if (!order_promise(desk, o, only, err) || !order_save(&tx, desk, o, err) ||
        !claims_move(&tx, s, o, err) || !tx_commit(&tx, err))
        return false;
    if (date_cmp(was, o->promised) != 0)
        *vec_push(arena, rows) = (struct site_dated_row){
            .order = id,
            .number = arena_strdup(arena, o->number),
            .was = was,
            .now = o->promised,
        };
    return true;
}

bool site_days_close(struct desk *desk, const struct site_close_days *in, struct arena *arena,
                     struct site_dated *out, struct err *err)
{
    const struct span s = { in->site, in->first, date_is_set(in->last) ? in->last : in->first };
    struct order_vec orders = { 0 };
    struct row_vec rows = { 0 };

    *out = (struct site_dated){ 0 };
    if (!site_close_days(desk, in, err))
        return false;
    if (!in->is_open && !orders_load(desk, &s, arena, &orders, err))
        return false;
    for (int i = 0; i < orders.n; i++)
        if (!redate(desk, &s, orders.v[i], arena, &rows, err))
            return false;
    *out = (struct site_dated){ rows.v, rows.n };
    return true;
}
