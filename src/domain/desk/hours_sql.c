/*
 * The orders of each hour, counted anew: the hours are those of the firm's time zone, so another
 * zone makes other hours and days of the same orders.
 */
#include "base/date.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/setting.h"
#include "store/store.h"

struct hour {
    struct date day;
    int hour;
    int64_t orders, minor;
};
struct hours OD_VEC(struct hour);

OD_SQL(sql_hours_placed, "hours.placed",
       "SELECT placed_ms, base_total_minor"
       " FROM sales_order"
       " WHERE placed_ms > 0"
       " ORDER BY placed_ms");

static bool load_hours(struct tx *tx, struct arena *arena, struct hours *out, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_hours_placed);

    while (sql_row(q)) {
        struct stamp at = { get_i64(q) };
        struct date day = stamp_to_date(at);
        int hour = stamp_minute_of_day(at) / 60;
        struct hour *h = out->n > 0 ? &out->v[out->n - 1] : NULL;

        if (h == NULL || date_cmp(h->day, day) != 0 || h->hour != hour) {
            h = vec_push(arena, out);
            h->day = day;
            h->hour = hour;
        }
        h->orders++;
        h->minor += get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_hours_clear, "hours.clear",
       "DELETE FROM metric_hour");
/* Where clocks go back by an hour at a quarter to (Chatham), two hours of the clock come again. */
OD_SQL(sql_hours_put, "hours.put",
       "INSERT INTO metric_hour"
       " (day_date, hour, orders, base_total_minor)"
       " VALUES ($1, $2, $3, $4)"
       " ON CONFLICT (day_date, hour) DO UPDATE"
       " SET orders = metric_hour.orders + excluded.orders,"
       " base_total_minor = metric_hour.base_total_minor + excluded.base_total_minor");

/* The days are counted anew in slices (flow/upkeep.h): they are of many records. */
OD_SQL(sql_days_clear, "days.clear",
       "DELETE FROM metric_day");
OD_SQL(sql_days_ask, "days.ask",
       "INSERT INTO upkeep (job, next_id)"
       " VALUES ('metric.day', 0)"
       " ON CONFLICT (job) DO UPDATE SET next_id = 0");

static bool days_ask(struct tx *tx, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_days_clear);
    OD_STMT *ask = NULL;

    if (!sql_run(&q, NULL, err))
        return false;
    ask = sql_write(tx, &sql_days_ask);
    return sql_run(&ask, NULL, err);
}

bool hours_recount(struct tx *tx, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct hours hours = { 0 };
    OD_STMT *clear = NULL;

    if (!load_hours(tx, tmp, &hours, err))
        return false;
    clear = sql_write(tx, &sql_hours_clear);
    if (!sql_run(&clear, NULL, err))
        return false;
    for (int i = 0; i < hours.n; i++) {
        const struct hour *h = &hours.v[i];
        char day[DATE_TEXT_SIZE];
        OD_STMT *q = sql_write(tx, &sql_hours_put);

        put_text(q, date_format(h->day, day));
        put_i64(q, h->hour);
        put_i64(q, h->orders);
        put_i64(q, h->minor);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    return days_ask(tx, err);
}
