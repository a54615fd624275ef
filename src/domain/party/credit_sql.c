/*
 * Credit: what a customer still owes us goods-wise, against the limit.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/exchange.h"
#include "domain/party/customer.h"
#include "store/store.h"

/* Orders in the customer's currency, and those in others with their value in the firm's. */
OD_SQL(sql_credit_exposure, "credit.exposure",
       "SELECT CAST(COALESCE(SUM(CASE WHEN o.currency = c.currency THEN o.total_minor"
       " ELSE 0 END), 0) AS BIGINT),"
       " CAST(COALESCE(SUM(CASE WHEN o.currency = c.currency THEN 0"
       " ELSE o.base_total_minor END), 0) AS BIGINT)"
       " FROM customer AS c"
       " JOIN sales_order AS o ON o.customer_id = c.id"
       " WHERE c.id = $1 AND o.status IN (4, 5) AND o.open_qty > 0 AND o.is_history = 0"
       " AND o.id <> $2");
OD_SQL(sql_credit_limit, "credit.limit",
       "SELECT credit_limit_minor, is_credit_held, currency"
       " FROM customer"
       " WHERE id = $1");

static bool load_limit(struct desk *desk, struct customer_id id, struct arena *arena,
                       struct credit *out, struct err *err)
{
    bool found = false;
    OD_STMT *q = sql_read(desk_db(desk), &sql_credit_limit);

    put_i64(q, id.v);
    if (sql_row(q)) {
        const char *currency;

        out->has_limit = get_i64_or_null(q, &out->limit_minor);
        out->is_held = get_i64(q) != 0;
        currency = get_text(q, arena);
        memcpy(out->currency, currency, strnlen(currency, 3));
        found = true;
    }
    if (!sql_done(&q, err))
        return false;
    return found || err_set(err, ERR_NOT_FOUND, _("This customer does not exist."));
}

static bool load_exposure(struct desk *desk, struct customer_id id, struct order_id except_order,
                          int64_t *own_minor, int64_t *other_base_minor, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_credit_exposure);

    put_i64(q, id.v);
    put_i64(q, except_order.v);
    while (sql_row(q)) {
        *own_minor = get_i64(q);
        *other_base_minor = get_i64(q);
    }
    return sql_done(&q, err);
}

bool credit_load(struct desk *desk, struct customer_id id, struct order_id except_order,
                 struct credit *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct credit credit = { 0 };
    struct exchange_rate rate;
    int64_t own = 0, others = 0;

    if (!load_limit(desk, id, tmp, &credit, err) ||
        !load_exposure(desk, id, except_order, &own, &others, err) ||
        !exchange_rate_on(desk, credit.currency, desk_today(desk), tmp, &rate, err))
        return false;
    credit.fx = rate.rate;
    credit.exposure_minor = own + credit_of_base(desk, &credit, others, &credit.is_partial);
    credit.room_minor = credit.limit_minor - credit.exposure_minor;
    *out = credit;
    return true;
}

int64_t credit_of_base(struct desk *desk, const struct credit *credit, int64_t base_minor,
                       bool *is_partial)
{
    *is_partial = base_minor != 0 && credit->fx.e9 <= 0;
    if (base_minor == 0 || *is_partial)
        return 0;
    return money_from_base(base_minor, desk_company(desk)->currency, credit->fx, credit->currency);
}
