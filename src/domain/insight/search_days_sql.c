/*
 * Days on which orders were placed or are promised, as conditions; and those of placing as
 * bounds of their ids: pages go by id, so what is before and behind need not be walked.
 */
#include <stddef.h>

#include "domain/insight/compose.h"
#include "store/store.h"

/* As the index sales_order_week has it. */
#define WEEK_MS   INT64_C(604800000)
#define WEEKS_MAX 1600

OD_SQL(sql_find_placed_ids, "find.placed_ids",
       "SELECT COALESCE(MIN(id), 0), COALESCE(MAX(id), 0)"
       " FROM sales_order"
       " WHERE placed_ms >= $1 AND placed_ms <= $2");

OD_SQL(sql_find_placed_from, "find.placed_from",
       "SELECT COALESCE(MIN(placed_ms), 0)"
       " FROM sales_order"
       " WHERE placed_ms >= $1 AND placed_ms <= $2");
OD_SQL(sql_find_placed_to, "find.placed_to",
       "SELECT COALESCE(MAX(placed_ms), 0)"
       " FROM sales_order"
       " WHERE placed_ms >= $1 AND placed_ms <= $2");

OD_SQL(sql_find_week_first, "find.week_first",
       "SELECT COALESCE(MIN(id), 0)"
       " FROM sales_order"
       " WHERE placed_ms / 604800000 = $1");
OD_SQL(sql_find_week_last, "find.week_last",
       "SELECT COALESCE(MAX(id), 0)"
       " FROM sales_order"
       " WHERE placed_ms / 604800000 = $1");

bool days_bound(struct desk *desk, const struct query_range *asked, struct query_range *out,
                struct err *err)
{
    OD_STMT *first = sql_read(desk_db(desk), &sql_find_placed_from);
    OD_STMT *last = NULL;
    struct query_range at = { 0 };
    bool found;

    put_i64(first, asked->from);
    put_i64(first, asked->to);
    if (!sql_one_i64(&first, &found, &at.from, err))
        return false;
    last = sql_read(desk_db(desk), &sql_find_placed_to);
    put_i64(last, asked->from);
    put_i64(last, asked->to);
    if (!sql_one_i64(&last, &found, &at.to, err))
        return false;
    at.is_set = at.to > 0;
    *out = at;
    return true;
}

/* The ids of few days exactly. */
static bool bound_exactly(struct desk *desk, const struct query_range *at, struct resolved *r,
                          struct err *err)
{
    OD_STMT *s = sql_read(desk_db(desk), &sql_find_placed_ids);

    put_i64(s, at->from);
    put_i64(s, at->to);
    if (sql_row(s)) {
        r->min_id = get_i64(s);
        r->max_id = get_i64(s);
    }
    return sql_done(&s, err);
}

static bool one_id(struct desk *desk, const struct sql *sql, int64_t week, int64_t *out,
                   struct err *err)
{
    OD_STMT *s = sql_read(desk_db(desk), sql);
    bool found;

    put_i64(s, week);
    return sql_one_i64(&s, &found, out, err);
}

/* The ids of all weeks that the days touch. */
static bool bound_by_weeks(struct desk *desk, const struct query_range *at, struct resolved *r,
                           struct err *err)
{
    int64_t from = at->from / WEEK_MS, to = at->to / WEEK_MS;

    if (to - from >= WEEKS_MAX)
        return true;
    for (int64_t week = from; week <= to; week++) {
        int64_t first, last;

        if (!one_id(desk, &sql_find_week_first, week, &first, err) ||
            !one_id(desk, &sql_find_week_last, week, &last, err))
            return false;
        if (last == 0)
            continue;
        r->min_id = r->max_id == 0 || first < r->min_id ? first : r->min_id;
        r->max_id = last > r->max_id ? last : r->max_id;
    }
    return true;
}

bool days_resolve(struct desk *desk, const struct query *q, struct resolved *out, bool *is_empty,
                  struct err *err)
{
    struct query_range at;

    if (*is_empty || !q->placed[QUERY_IS].is_set)
        return true;
    if (!days_bound(desk, &q->placed[QUERY_IS], &at, err))
        return false;
    *is_empty = !at.is_set;
    if (!at.is_set)
        return true;
    if (query_is_narrow(q))
        return !q->match || bound_exactly(desk, &at, out, err);
    return bound_by_weeks(desk, &at, out, err);
}

/* --- as conditions of a row ------------------------------------------------------------------- */

void compose_promised(struct composer *c, const struct query *q)
{
    const struct query_range *r = &q->promised[QUERY_IS];

    if (r->is_set) {
        compose(c, " AND o.promised_date >= # AND o.promised_date <= #");
        param_text(c, query_day(r->from, c->text.arena));
        param_text(c, query_day(r->to, c->text.arena));
    }
    r = &q->promised[QUERY_NOT];
    if (r->is_set) {
        compose(c, " AND NOT (o.promised_date >= # AND o.promised_date <= #)");
        param_text(c, query_day(r->from, c->text.arena));
        param_text(c, query_day(r->to, c->text.arena));
    }
}

void compose_placed(struct composer *c, const struct query *q)
{
    const struct query_range *r = &q->placed[QUERY_IS];

    if (!r->is_set)
        return;
    c->is_placed = query_is_narrow(q) && !c->is_led;
    if (query_is_narrow(q))
        compose_either(c, " AND o.placed_ms >= #", " AND +o.placed_ms >= #", false);
    else
        compose(c, " AND +o.placed_ms >= #");
    param_i64(c, r->from);
    compose(c, c->is_placed ? " AND o.placed_ms <= #" : " AND +o.placed_ms <= #");
    param_i64(c, r->to);
}
