/*
 * Open transfers that bring lines of orders their goods.
 */
#include "domain/desk/desk.h"
#include "domain/flow/fetch_parts.h"
#include "store/store.h"

OD_SQL(sql_fetch_planned, "fetch.planned",
       "SELECT CAST(COALESCE(SUM(t.qty), 0) AS BIGINT)"
       " FROM stock_doc_line t"
       " JOIN stock_doc d ON d.id = t.doc_id"
       " WHERE t.item_id = $1 AND d.kind = 3 AND d.status = 1 AND d.site_id = $2");

bool fetch_planned(struct desk *desk, struct item_id item, struct site_id site, struct qty *out,
                   struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_fetch_planned);

    put_i64(q, item.v);
    put_i64(q, site.v);
    return sql_one_i64(&q, &found, &out->milli, err);
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
