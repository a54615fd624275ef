/*
 * What waits for stock and who has it, as the store knows it.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/flow/backorder_parts.h"
#include "domain/stock/coming.h"
#include "domain/stock/fulfillment_state.h"
#include "domain/order/order.h"
#include "domain/stock/stock.h"
#include "store/store.h"

struct backorder_vec OD_VEC(struct backorder);
struct holder_vec OD_VEC(struct holder);
struct over_vec OD_VEC(struct over_place);

/* --- what waits ------------------------------------------------------------------------------- */

/* The index of short orders leads; it has few. */
OD_SQL_SCAN(sql_backorders, "backorder.list", "its index has the short orders only",
            "SELECT l.id, o.id, l.item_id, s.id, l.line_no, o.priority, o.number, o.customer_name,"
            " l.sku, l.description, s.code,"
            " CASE WHEN l.promised_date = '' THEN o.promised_date ELSE l.promised_date END,"
            " o.confirmed_ms, l.ordered_qty - l.canceled_qty - l.shipped_qty - l.allocated_qty,"
            " " BACKORDER_IS_HELD ","
            " l.kind, l.net_minor, l.ordered_qty, o.total_minor, o.base_total_minor, o.currency,"
            " CAST((SELECT COALESCE(SUM(t.qty - t.aside_qty - t.done_qty), 0)"
            " FROM stock_doc_line t"
            " JOIN stock_doc d ON d.id = t.doc_id"
            " WHERE t.item_id = l.item_id AND " GOODS_COME ") AS BIGINT),"
            " COALESCE((SELECT MIN(d.due_date)"
            " FROM stock_doc_line t"
            " JOIN stock_doc d ON d.id = t.doc_id"
            " WHERE t.item_id = l.item_id AND " GOODS_COME
            " AND t.qty > t.aside_qty + t.done_qty AND d.due_date > ''), ''), s.is_active,"
            " l.is_whole"
            " FROM sales_order o"
            " JOIN order_line l ON l.order_id = o.id"
            " JOIN site s ON s.id = COALESCE(l.site_id, o.site_id)"
            " WHERE o.status = 5 AND o.backordered_qty > 0 AND o.is_history = 0"
            " AND l.kind IN (1, 4) AND l.item_id IS NOT NULL AND l.allocate_from = ''"
            " AND l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty"
            " AND " BACKORDER_FILTER);

int64_t backorder_share(int64_t net_minor, int64_t short_milli, int64_t ordered_milli)
{
    return ordered_milli > 0 ? (int64_t)((__int128)net_minor * short_milli / ordered_milli) : 0;
}

static void get_backorder(struct stmt *q, struct arena *arena, struct backorder *b)
{
    int64_t net, total, base;

    b->line.v = get_i64(q);
    b->order.v = get_i64(q);
    b->item.v = get_i64(q);
    b->site.v = get_i64(q);
    b->line_no = (int)get_i64(q);
    b->priority = (int)get_i64(q);
    b->number = get_text(q, arena);
    b->customer_name = get_text(q, arena);
    b->sku = get_text(q, arena);
    b->description = get_text(q, arena);
    b->site_code = get_text(q, arena);
    b->promised = get_date(q, arena);
    b->confirmed.ms = get_i64(q);
    b->qty.milli = get_i64(q);
    b->is_held = get_i64(q) != 0;
    b->is_bundle = get_i64(q) == LINE_BUNDLE;
    net = get_i64(q);
    b->value_minor = backorder_share(net, b->qty.milli, get_i64(q));
    total = get_i64(q);
    base = get_i64(q);
    b->base_minor = backorder_share(base, b->value_minor, total);
    b->currency = get_text(q, arena);
    b->incoming.milli = get_i64(q);
    b->incoming_date = get_date(q, arena);
    b->is_closed = get_i64(q) == 0;
    b->is_whole = get_i64(q) != 0;
}

bool backorder_rows(struct desk *desk, const struct backorder_filter *filter, struct stamp before,
                    struct arena *arena, struct backorders *out, struct err *err)
{
    struct backorder_vec rows = { 0 };
    bool is_bare = filter->is_bare || filter->is_counted;
    OD_STMT *q = is_bare ? backorder_read_bare(desk) : sql_read(desk_db(desk), &sql_backorders);

    put_i64(q, filter->item.v);
    put_i64(q, filter->site.v);
    put_i64(q, filter->is_auto);
    put_i64(q, filter->is_fillable);
    put_i64(q, before.ms);
    put_i64(q, filter->max > 0 ? filter->max : BACKORDERS_MAX);
    while (sql_row(q)) {
        if (is_bare)
            backorder_get_bare(q, vec_push(arena, &rows));
        else
            get_backorder(q, arena, vec_push(arena, &rows));
    }
    if (!sql_done(&q, err))
        return false;
    for (int i = 0; i < rows.n && !filter->is_counted; i++)
        if (!stock_free_at(desk, rows.v[i].item, rows.v[i].site, &rows.v[i].give, err))
            return false;
    *out = (struct backorders){ rows.v, rows.n };
    return true;
}

#define ORDER_WAITS                                                                                \
    " l.kind = 1 AND l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty"             \
    " AND l.allocate_from = ''"                                                                    \
    " AND o.status = 5 AND o.is_history = 0 AND COALESCE(l.site_id, o.site_id) = $2"               \
    " GROUP BY o.id, o.priority, o.confirmed_ms"                                                   \
    " ORDER BY o.priority DESC, o.confirmed_ms, o.id"                                              \
    " LIMIT $3"
OD_SQL(sql_backorder_orders, "backorder.orders",
       "SELECT o.id"
       " FROM stock_doc_line t"
       " JOIN order_line l ON l.item_id = t.item_id"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE t.doc_id = $1 AND" ORDER_WAITS);
OD_SQL(sql_backorder_orders_item, "backorder.orders_item",
       "SELECT o.id"
       " FROM order_line l"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE l.item_id = $1 AND" ORDER_WAITS);

bool backorder_orders(struct desk *desk, const struct doc_item *of, struct site_id site, int max,
                      struct arena *arena, struct waiting_orders *out, struct err *err)
{
    struct order_vec OD_VEC(struct order_id) ids = { 0 };
    OD_STMT *q = sql_read(desk_db(desk),
                          of->item.v ? &sql_backorder_orders_item : &sql_backorder_orders);

    put_i64(q, of->item.v ? of->item.v : of->doc);
    put_i64(q, site.v);
    put_i64(q, max);
    while (sql_row(q))
        vec_push(arena, &ids)->v = get_i64(q);
    *out = (struct waiting_orders){ ids.v, ids.n };
    return sql_done(&q, err);
}

OD_SQL(sql_backorder_order, "backorder.order",
       "SELECT order_id"
       " FROM order_line"
       " WHERE id = $1");

bool backorder_order_of(struct desk *desk, struct line_id line, struct order_id *out,
                        struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_backorder_order);

    put_i64(q, line.v);
    if (!sql_one_i64(&q, &found, &out->v, err))
        return false;
    return found || err_set(err, ERR_NOT_FOUND, _("There is no such line."));
}

/* --- who has it ------------------------------------------------------------------------------- */

/* Busy: in an open pick (status up to 4) of which anything was picked. */
#define BUSY_CLAIMS(line, item, site)                                                              \
    " CAST((SELECT COALESCE(SUM(c.qty), 0)"                                                        \
    " FROM fulfillment_line c"                                                                     \
    " JOIN fulfillment f ON f.id = c.fulfillment_id"                                               \
    " WHERE c.order_line_id = " line " AND c.item_id = " item " AND f.site_id = " site             \
    " AND " FULFILLMENT_IS_OPEN("f") " AND EXISTS (SELECT 1 FROM fulfillment_line p"               \
    " WHERE p.fulfillment_id = f.id AND p.picked_qty > 0)) AS BIGINT)"

OD_SQL(sql_handing, "backorder.handing",
       "SELECT CAST((SELECT COALESCE(SUM(a.qty), 0)"
       " FROM allocation a"
       " WHERE a.order_line_id = $1 AND a.item_id = $2 AND a.site_id = $3) AS BIGINT),"
       " CAST((SELECT COALESCE(SUM(c.qty), 0)"
       " FROM fulfillment_line c"
       " JOIN fulfillment f ON f.id = c.fulfillment_id"
       " WHERE c.order_line_id = $1 AND c.item_id = $2 AND f.site_id = $3"
       " AND " FULFILLMENT_IS_OPEN("f") ") AS BIGINT)," BUSY_CLAIMS("$1", "$2", "$3"));

bool handing_load(struct desk *desk, struct line_id line, struct item_id item, struct site_id site,
                  struct handing *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_handing);

    *out = (struct handing){ 0 };
    put_i64(q, line.v);
    put_i64(q, item.v);
    put_i64(q, site.v);
    if (sql_row(q)) {
        out->allocated.milli = get_i64(q);
        out->claimed.milli = get_i64(q);
        out->busy.milli = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_holders, "backorder.holders",
       "SELECT l.id, o.id, a.item_id, s.id, l.line_no, o.priority, o.number, o.customer_name,"
       " i.sku, s.code,"
       " CASE WHEN l.promised_date = '' THEN o.promised_date ELSE l.promised_date END,"
       " a.qty, l.kind," BUSY_CLAIMS(
           "l.id", "a.item_id",
           "a.site_id") ""
                        " FROM (SELECT order_line_id, item_id, site_id, CAST(SUM(qty) AS BIGINT) "
                        "AS qty"
                        " FROM allocation"
                        " WHERE item_id = $1"
                        " GROUP BY order_line_id, item_id, site_id) a"
                        " JOIN order_line l ON l.id = a.order_line_id"
                        " JOIN sales_order o ON o.id = l.order_id"
                        " JOIN site s ON s.id = a.site_id"
                        " JOIN item i ON i.id = a.item_id"
                        " ORDER BY o.priority,"
                        " CASE WHEN o.promised_date = '' THEN '9999' ELSE o.promised_date END DESC,"
                        " o.confirmed_ms DESC, l.id DESC"
                        " LIMIT $2");

bool holder_rows(struct desk *desk, struct item_id item, int max, struct arena *arena,
                 struct holders *out, struct err *err)
{
    struct holder_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_holders);

    put_i64(q, item.v);
    put_i64(q, max);
    while (sql_row(q)) {
        struct holder *h = vec_push(arena, &rows);

        h->line.v = get_i64(q);
        h->order.v = get_i64(q);
        h->item.v = get_i64(q);
        h->site.v = get_i64(q);
        h->line_no = (int)get_i64(q);
        h->priority = (int)get_i64(q);
        h->number = get_text(q, arena);
        h->customer_name = get_text(q, arena);
        h->sku = get_text(q, arena);
        h->site_code = get_text(q, arena);
        h->promised = get_date(q, arena);
        h->qty.milli = get_i64(q);
        h->is_bundle = get_i64(q) == LINE_BUNDLE;
        h->busy.milli = get_i64(q);
        if (h->is_bundle) /* a part alone is taken from nobody */
            h->busy = h->qty;
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct holders){ rows.v, rows.n };
    return true;
}

OD_SQL_SCAN(sql_over_places, "backorder.over", "a list that is asked for now and then",
            "SELECT item_id, site_id, allocated_qty - on_hand_qty"
            " FROM stock_level"
            " WHERE allocated_qty > on_hand_qty AND allocated_qty > 0"
            " ORDER BY item_id, site_id"
            " LIMIT $1");

bool over_places_load(struct desk *desk, int max, struct arena *arena, struct over_places *out,
                      struct err *err)
{
    struct over_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_over_places);

    put_i64(q, max);
    while (sql_row(q)) {
        struct over_place *p = vec_push(arena, &rows);

        p->item.v = get_i64(q);
        p->site.v = get_i64(q);
        p->over.milli = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct over_places){ rows.v, rows.n };
    return true;
}

/* --- who comes first, and whether by itself ------------------------------------------------------
 */

OD_SQL(sql_order_priority, "backorder.priority",
       "UPDATE sales_order"
       " SET priority = $1, version = version + 1"
       " WHERE id = $2 AND ($3 = 0 OR version = $3)");

bool order_set_priority(struct desk *desk, struct order_id order, int priority, int64_t version,
                        struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "order.priority",
                               .after_json =
                                   event_json(tmp, "priority", arena_printf(tmp, "%d", priority)) };
    int64_t changed;
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "order.priority", &tx, err))
        return false;
    if (priority < 0 || priority > 9)
        return err_field(err, ERR_INVALID, "priority",
                         _("The priority is a number from 0 to 9; 9 is served first."));
    q = sql_write(&tx, &sql_order_priority);
    put_i64(q, priority);
    put_i64(q, order.v);
    put_i64(q, version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed != 1)
        return err_set(err, ERR_CONFLICT, _("The order was changed by someone else. Look again."));
    return event_add_order(&tx, desk, order, &note, err) && tx_commit(&tx, err);
}

OD_SQL(sql_order_priority_of, "backorder.priority_of",
       "SELECT priority"
       " FROM sales_order"
       " WHERE id = $1");

bool order_priority(struct desk *desk, struct order_id order, int *out, struct err *err)
{
    int64_t priority = 0;
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_priority_of);

    put_i64(q, order.v);
    if (!sql_one_i64(&q, &found, &priority, err))
        return false;
    *out = (int)priority;
    return true;
}

OD_SQL(sql_site_set_fill, "backorder.set_fill_mode",
       "UPDATE site"
       " SET fill_mode = $1, version = version + 1"
       " WHERE id = $2");

bool site_set_fill_mode(struct desk *desk, struct site_id site, enum fill_mode mode,
                        struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "site.save",
                               .fields = "fill_mode",
                               .after_json = event_json(tmp, "fill_mode",
                                                        mode == FILL_AUTO ? "auto" : "propose") };
    int64_t changed;
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "site.save", &tx, err))
        return false;
    q = sql_write(&tx, &sql_site_set_fill);
    put_i64(q, mode);
    put_i64(q, site.v);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed != 1)
        return err_field(err, ERR_NOT_FOUND, "site", _("This site is not in the desk."));
    return event_add(&tx, desk, "site", site.v, &note, err) && tx_commit(&tx, err);
}

OD_SQL(sql_site_fill, "backorder.fill_mode",
       "SELECT fill_mode"
       " FROM site"
       " WHERE id = $1");

bool site_fill_mode(struct desk *desk, struct site_id site, enum fill_mode *out, struct err *err)
{
    int64_t mode = FILL_PROPOSE;
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_site_fill);

    put_i64(q, site.v);
    if (!sql_one_i64(&q, &found, &mode, err))
        return false;
    *out = (enum fill_mode)mode;
    return true;
}

OD_SQL(sql_backorder_limit, "backorder.limit",
       "SELECT i.backorder_limit_qty, CAST(COALESCE((SELECT"
       " SUM(l.ordered_qty - l.canceled_qty - l.shipped_qty - l.allocated_qty)"
       " FROM order_line l"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE l.item_id = i.id AND o.id <> $1 AND o.status = 5 AND o.is_history = 0"
       " AND l.allocate_from = ''"
       " AND l.ordered_qty > l.canceled_qty + l.shipped_qty + l.allocated_qty), 0) AS BIGINT)"
       " FROM item i"
       " WHERE i.id = $2 AND i.backorder_limit_qty > 0");

bool backorder_limit_of(struct desk *desk, struct order_id but_order, struct item_id item,
                        struct qty *limit, struct qty *others, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_backorder_limit);

    *limit = *others = (struct qty){ 0 };
    put_i64(q, but_order.v);
    put_i64(q, item.v);
    if (sql_row(q)) {
        limit->milli = get_i64(q);
        others->milli = get_i64(q);
    }
    return sql_done(&q, err);
}
