/*
 * Counters that lists and the dashboard read instead of counting orders.
 */
#include "base/date.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "store/store.h"

OD_SQL(sql_order_count_add, "order.count_add",
       "INSERT INTO order_count"
       " (shown_status, orders, base_total_minor)"
       " VALUES ($1, $2, $3)"
       " ON CONFLICT (shown_status) DO UPDATE"
       " SET orders = order_count.orders + excluded.orders,"
       " base_total_minor = order_count.base_total_minor + excluded.base_total_minor");

static bool count_add(struct tx *tx, enum order_shown shown, int orders, int64_t minor,
                      struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_count_add);

    put_i64(q, shown);
    put_i64(q, orders);
    put_i64(q, minor);
    return sql_run(&q, NULL, err);
}

bool order_count_move(struct tx *tx, enum order_shown from, int64_t from_minor, enum order_shown to,
                      int64_t to_minor, struct err *err)
{
    if (from == to)
        return from_minor == to_minor || count_add(tx, to, 0, to_minor - from_minor, err);
    return (from == 0 || count_add(tx, from, -1, -from_minor, err)) &&
           count_add(tx, to, 1, to_minor, err);
}

OD_SQL(sql_metric_add, "metric.add",
       "INSERT INTO metric_hour"
       " (day_date, hour, orders, base_total_minor)"
       " VALUES ($1, $2, $3, $4)"
       " ON CONFLICT (day_date, hour) DO UPDATE"
       " SET orders = metric_hour.orders + excluded.orders,"
       " base_total_minor = metric_hour.base_total_minor + excluded.base_total_minor");

static bool hour_add(struct tx *tx, struct stamp at, int orders, int64_t minor, struct err *err)
{
    char day[DATE_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_metric_add);

    put_text(q, date_format(stamp_to_date(at), day));
    put_i64(q, stamp_minute_of_day(at) / 60);
    put_i64(q, orders);
    put_i64(q, minor);
    return sql_run(&q, NULL, err);
}

bool metric_add(struct tx *tx, struct stamp at, int64_t base_total_minor, struct err *err)
{
    return hour_add(tx, at, 1, base_total_minor, err);
}

bool metric_move(struct tx *tx, struct stamp at, int64_t from_minor, int64_t to_minor,
                 struct err *err)
{
    return from_minor == to_minor || hour_add(tx, at, 0, to_minor - from_minor, err);
}
