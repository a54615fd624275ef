/*
 * Credit: what a customer still owes us goods-wise, against the limit.
 */
#include "base/i18n.h"
#include "domain/party/customer.h"
#include "store/store.h"

/* An order in another currency than the customer's counts with its value in the firm's. */
OD_SQL(sql_credit_exposure, "credit.exposure",
       "SELECT CAST(COALESCE(SUM(CASE WHEN o.currency = c.currency THEN o.total_minor"
       " ELSE o.base_total_minor END), 0) AS BIGINT)"
       " FROM customer AS c"
       " JOIN sales_order AS o ON o.customer_id = c.id"
       " WHERE c.id = $1 AND o.status IN (4, 5) AND o.open_qty > 0 AND o.is_history = 0"
       " AND o.id <> $2");
OD_SQL(sql_credit_limit, "credit.limit",
       "SELECT credit_limit_minor, is_credit_held"
       " FROM customer"
       " WHERE id = $1");

static bool load_limit(struct desk *desk, struct customer_id id, struct credit *out,
                       struct err *err)
{
    bool found = false;
    OD_STMT *q = sql_read(desk_db(desk), &sql_credit_limit);

    put_i64(q, id.v);
    if (sql_row(q)) {
        out->has_limit = get_i64_or_null(q, &out->limit_minor);
        out->is_held = get_i64(q) != 0;
        found = true;
    }
    if (!sql_done(&q, err))
        return false;
    return found || err_set(err, ERR_NOT_FOUND, _("This customer does not exist."));
}

bool credit_load(struct desk *desk, struct customer_id id, struct order_id except_order,
                 struct credit *out, struct err *err)
{
    struct credit credit = { 0 };
    bool found;
    OD_STMT *q = NULL;

    if (!load_limit(desk, id, &credit, err))
        return false;
    q = sql_read(desk_db(desk), &sql_credit_exposure);
    put_i64(q, id.v);
    put_i64(q, except_order.v);
    if (!sql_one_i64(&q, &found, &credit.exposure_minor, err))
        return false;
    credit.room_minor = credit.limit_minor - credit.exposure_minor;
    *out = credit;
    return true;
}
