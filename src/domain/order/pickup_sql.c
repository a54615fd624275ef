/*
 * What is said on the phone of an order that is collected: where, until when, with which code.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/money_text.h"
#include "domain/order/order_parts.h"
#include "store/store.h"

OD_SQL(sql_pickup_of_order, "pickup.of_order",
       "SELECT number, pickup_code, pickup_until_date"
       " FROM fulfillment"
       " WHERE order_id = $1 AND status = 7"
       " ORDER BY seq");

bool order_pickup_words(struct desk *desk, const struct order *order, struct strbuf *b,
                        struct arena *arena, struct err *err)
{
    OD_STMT *q = NULL;

    if (order->pickup.v == 0)
        return true;
    strbuf_addf(b, _(" It is collected at %s."), order->pickup_site);
    q = sql_read(desk_db(desk), &sql_pickup_of_order);
    put_i64(q, order->id.v);
    while (sql_row(q)) {
        const char *number = get_text(q, arena), *code = get_text(q, arena);

        strbuf_addf(b, _(" %s is ready until %s; the code is %.3s %s."), number,
                    text_date(desk, arena, get_date(q, arena)), code, code + 3);
    }
    return sql_done(&q, err);
}
