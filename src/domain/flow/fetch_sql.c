/*
 * Open transfers that bring lines of orders their goods.
 */
#include "base/vec.h"
#include "domain/desk/desk.h"
#include "domain/flow/fetch_parts.h"
#include "store/store.h"

struct open_vec OD_VEC(struct fetch_open);

/* Documents that are not over are few; those of an item may be many. */
OD_SQL(sql_fetch_planned, "fetch.planned",
       "SELECT CAST(COALESCE(SUM(t.qty), 0) AS BIGINT)"
       " FROM stock_doc d"
       " JOIN stock_doc_line t ON t.doc_id = d.id AND t.item_id = $1"
       " WHERE d.status <= 2 AND d.status = 1 AND d.kind = 3 AND d.site_id = $2");

bool fetch_planned(struct desk *desk, struct item_id item, struct site_id site, struct qty *out,
                   struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_fetch_planned);

    put_i64(q, item.v);
    put_i64(q, site.v);
    return sql_one_i64(&q, &found, &out->milli, err);
}

OD_SQL(sql_fetch_coming, "fetch.coming",
       "SELECT CAST(COALESCE(SUM(t.qty - t.done_qty), 0) AS BIGINT)"
       " FROM stock_doc_line t"
       " JOIN stock_doc d ON d.id = t.doc_id AND d.kind = 3 AND d.status <= 2"
       " AND d.to_site_id = $1"
       " WHERE t.for_line_id = $2");

bool fetch_coming(struct desk *desk, struct site_id to, struct line_id line, struct qty *out,
                  struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_fetch_coming);

    put_i64(q, to.v);
    put_i64(q, line.v);
    return sql_one_i64(&q, &found, &out->milli, err);
}

OD_SQL(sql_fetch_opens, "fetch.opens",
       "SELECT d.id, d.number, t.qty, (SELECT COUNT(*)"
       " FROM stock_doc_line x"
       " WHERE x.doc_id = d.id)"
       " FROM stock_doc_line t"
       " JOIN stock_doc d ON d.id = t.doc_id AND d.kind = 3 AND d.status = 1 AND d.ref = $1"
       " WHERE t.for_line_id = $2"
       " ORDER BY d.id DESC");

bool fetch_opens_load(struct desk *desk, const struct order *order, struct line_id line,
                      struct arena *arena, struct fetch_opens *out, struct err *err)
{
    struct open_vec opens = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_fetch_opens);

    put_text(q, order->number);
    put_i64(q, line.v);
    while (sql_row(q)) {
        struct fetch_open *t = vec_push(arena, &opens);

        t->doc = get_i64(q);
        t->number = get_text(q, arena);
        t->qty.milli = get_i64(q);
        t->lines = (int)get_i64(q);
    }
    *out = (struct fetch_opens){ opens.v, opens.n };
    return sql_done(&q, err);
}

/* Its number stands on it: one that a clerk made by himself is his. */
OD_SQL(sql_fetch_drop, "fetch.drop",
       "UPDATE stock_doc"
       " SET status = 4, ended_ms = $1, version = version + 1"
       " WHERE kind = 3 AND status = 1 AND ref = $2"
       " AND id IN (SELECT t.doc_id"
       " FROM order_line l"
       " JOIN stock_doc_line t ON t.for_line_id = l.id"
       " WHERE l.order_id = $3)"
       " AND NOT EXISTS (SELECT 1 FROM stock_doc_line t"
       " WHERE t.doc_id = stock_doc.id AND (t.for_line_id IS NULL OR t.for_line_id NOT IN"
       " (SELECT l.id FROM order_line l WHERE l.order_id = $3)))");

bool fetch_drop(struct tx *tx, struct desk *desk, const struct order *order, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_fetch_drop);

    put_i64(q, desk_now(desk).ms);
    put_text(q, order->number);
    put_i64(q, order->id.v);
    return sql_run(&q, NULL, err);
}
