/*
 * Weekdays and hours at which orders were placed, as the clocks of the firm show it. Where few
 * orders are of such hours they are looked up hour by hour in the index of what was placed, and
 * lead; else each row is asked, as a page is soon full.
 */
#include <stddef.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/insight/compose.h"
#include "store/store.h"

/* So many orders are looked up at once, in so many days. Where so many come first with so many each
 * day, a page is soon full without. */
#define FEW_PLACED 2500
#define DENSE      300
#define DENSE_DAY  8
#define WHEN_DAYS  4000
#define ID_BYTES   21

#define DAY_MS  INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)
#define ALL_WEEKDAYS 0x7fu
#define ALL_HOURS    0xffffffu

/* --- as a condition of a row ------------------------------------------------------------------ */

/* The instant in the zone of the process, and of the session of PostgreSQL. */
#define AT_PG      "to_timestamp(o.placed_ms / 1000)"
#define WEEKDAY_PG "CAST(EXTRACT(ISODOW FROM " AT_PG ") - 1 AS INTEGER)"
#define HOUR_PG    "CAST(EXTRACT(HOUR FROM " AT_PG ") AS INTEGER)"
#define IS_IN(at)  "(+o.placed_ms > 0 AND ((1 << " at ") & #) <> 0)"

static const struct when_sql {
    const char *in, *in_pg, *out, *out_pg;
} weekday_sql = { " AND " IS_IN("od_weekday(o.placed_ms)"), " AND " IS_IN(WEEKDAY_PG),
                  " AND NOT " IS_IN("od_weekday(o.placed_ms)"), " AND NOT " IS_IN(WEEKDAY_PG) },
  hour_sql = { " AND " IS_IN("od_hour(o.placed_ms)"), " AND " IS_IN(HOUR_PG),
               " AND NOT " IS_IN("od_hour(o.placed_ms)"), " AND NOT " IS_IN(HOUR_PG) };

static void compose_bits_of(struct composer *c, const struct when_sql *sql, const unsigned bits[2])
{
    if (bits[QUERY_IS] != 0) {
        compose2(c, sql->in, sql->in_pg);
        param_i64(c, bits[QUERY_IS]);
    }
    if (bits[QUERY_NOT] != 0) {
        compose2(c, sql->out, sql->out_pg);
        param_i64(c, bits[QUERY_NOT]);
    }
}

void compose_when(struct composer *c, const struct query *q, const struct resolved *r)
{
    compose_bits_of(c, &weekday_sql, q->weekday);
    compose_bits_of(c, &hour_sql, q->hour);
    if (r->few_placed == NULL)
        return;
    compose2(c, " AND o.id IN (SELECT CAST(j.value AS INTEGER) FROM json_each(#) j)",
             " AND o.id IN (SELECT CAST(j.value AS BIGINT)"
             " FROM json_array_elements_text(CAST(# AS JSON)) j)");
    param_text(c, r->few_placed);
}

/* --- as orders -------------------------------------------------------------------------------- */

OD_SQL(sql_find_placed_between, "find.placed_between",
       "SELECT id"
       " FROM sales_order"
       " WHERE placed_ms >= $1 AND placed_ms <= $2"
       " LIMIT $3");

struct placed_ids OD_VEC(int64_t);

struct when {
    struct desk *desk;
    struct arena *arena;
    struct query_range at; /* what is asked, within what there is */
    unsigned weekdays, hours;
    struct placed_ids ids;
    int days; /* looked at */
};

static bool is_full(const struct when *w)
{
    return w->ids.n > FEW_PLACED || (w->ids.n > DENSE && w->ids.n >= w->days * DENSE_DAY);
}

static bool add_span(struct when *w, int64_t from, int64_t to, struct err *err)
{
    OD_STMT *q = NULL;

    from = from > w->at.from ? from : w->at.from;
    to = to < w->at.to ? to : w->at.to;
    if (from > to || is_full(w))
        return true;
    q = sql_read(desk_db(w->desk), &sql_find_placed_between);
    put_i64(q, from);
    put_i64(q, to);
    put_i64(q, FEW_PLACED + 1 - w->ids.n);
    while (sql_row(q))
        *vec_push(w->arena, &w->ids) = get_i64(q);
    return sql_done(&q, err);
}

/* The hours of a day that stand together are one span. A day on which clocks are put is taken
 * whole: the conditions of the rows hold as well. */
static bool add_day(struct when *w, int64_t begin, int64_t end, struct err *err)
{
    if (w->hours == ALL_HOURS || end - begin != DAY_MS)
        return add_span(w, begin, end - 1, err);
    for (int hour = 0, next; hour < 24; hour = next) {
        next = hour + 1;
        if (!(w->hours >> hour & 1))
            continue;
        while (next < 24 && (w->hours >> next & 1))
            next++;
        if (!add_span(w, begin + hour * HOUR_MS, begin + next * HOUR_MS - 1, err))
            return false;
    }
    return true;
}

/* Mostly a day before the next one begins: looking so is much less than date_begin's search. */
static int64_t begin_of(struct date day, int64_t end)
{
    struct stamp at = { end - DAY_MS }, before = { at.ms - 1 };

    if (date_cmp(stamp_to_date(at), day) == 0 && date_cmp(stamp_to_date(before), day) < 0)
        return at.ms;
    return date_begin(day).ms;
}

/* The newest first: what many have is known to be much after a few days. */
static bool add_days(struct when *w, struct err *err)
{
    struct date day = stamp_to_date((struct stamp){ w->at.to });
    int64_t end = date_begin(date_add_days(day, 1)).ms;

    while (end > w->at.from && !is_full(w)) {
        int64_t begin = begin_of(day, end);

        w->days++;
        if ((w->weekdays >> date_weekday(day) & 1) && !add_day(w, begin, end, err))
            return false;
        day = date_add_days(day, -1);
        end = begin;
    }
    return true;
}

static const char *as_json(const struct when *w)
{
    struct strbuf b;

    strbuf_init(&b, w->arena, (size_t)(w->ids.n + 1) * ID_BYTES);
    for (int i = 0; i < w->ids.n; i++)
        strbuf_addf(&b, "%c%lld", i > 0 ? ',' : '[', (long long)w->ids.v[i]);
    strbuf_addc(&b, ']');
    return b.s;
}

bool when_resolve(struct desk *desk, const struct query *q, struct arena *arena,
                  struct resolved *out, bool *is_empty, struct err *err)
{
    struct when w = { .desk = desk, .arena = arena };
    struct query_range asked = q->placed[QUERY_IS];

    if (*is_empty || (q->weekday[QUERY_IS] == 0 && q->hour[QUERY_IS] == 0))
        return true;
    w.weekdays = q->weekday[QUERY_IS] != 0 ? q->weekday[QUERY_IS] : ALL_WEEKDAYS;
    w.hours = q->hour[QUERY_IS] != 0 ? q->hour[QUERY_IS] : ALL_HOURS;
    if (!asked.is_set)
        asked = (struct query_range){ true, 1, INT64_MAX };
    if (!days_bound(desk, &asked, &w.at, err))
        return false;
    if (!w.at.is_set) {
        *is_empty = true;
        return true;
    }
    if (w.at.to - w.at.from > WHEN_DAYS * DAY_MS)
        return true;
    if (!add_days(&w, err))
        return false;
    *is_empty = w.ids.n == 0;
    if (w.ids.n > 0 && !is_full(&w))
        out->few_placed = as_json(&w);
    return true;
}
