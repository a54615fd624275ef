/*
 * What reports group by, as conditions of orders: weekday and hour at which they were placed, as
 * the clocks of the firm show it, and the category of what was ordered.
 */
#include <stddef.h>

#include "base/mem.h"
#include "domain/insight/compose.h"
#include "store/store.h"

/* --- weekdays and hours ----------------------------------------------------------------------- */

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

static void compose_when(struct composer *c, const struct when_sql *sql, const unsigned bits[2])
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

/* --- categories ------------------------------------------------------------------------------- */

/* The index of categories has all that is asked here. */
bool group_resolve(struct desk *desk, const struct query *q, struct arena *arena,
                   struct resolved *out, bool *is_empty, struct err *err)
{
    const struct query_names names[2] = { q->category[QUERY_IS] };
    struct resolved_ids ids = { 0 };
    struct composer c;
    bool is_full = false;

    if (q->category[QUERY_IS].n == 0 || q->sku[QUERY_IS].n > 0)
        return true;
    compose_begin(&c, arena);
    compose(&c, "SELECT i.id FROM item i WHERE i.category > ''");
    compose_begins(&c, "i.category", names, false);
    compose(&c, " LIMIT #");
    param_i64(&c, RESOLVED_ITEMS + 1);

    OD_STMT *s = compose_read(desk, &c, "find.category");

    while (sql_row(s)) {
        int64_t id = get_i64(s);

        is_full = ids.n == RESOLVED_ITEMS;
        if (!is_full)
            ids.v[ids.n++] = id;
    }
    if (!sql_done(&s, err))
        return false;
    if (is_full)
        return true;
    out->item[QUERY_IS] = ids;
    out->has_few_in_category = true;
    *is_empty = *is_empty || ids.n == 0;
    return true;
}

OD_SQL(sql_find_next_category, "find.next_category",
       "SELECT category"
       " FROM item"
       " WHERE category > $1"
       " ORDER BY category"
       " LIMIT 1");

bool query_next_category(struct desk *desk, const char *after, struct arena *arena,
                         const char **out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_find_next_category);

    put_text(q, after);
    *out = sql_row(q) ? get_text(q, arena) : NULL;
    return sql_done(&q, err);
}

static void compose_category(struct composer *c, const struct query_names *of, const char *head)
{
    const struct query_names names[2] = { *of };

    if (of->n == 0)
        return;
    compose(c, head);
    compose(c, " (SELECT 1 FROM order_line l CROSS JOIN item i WHERE l.order_id = o.id"
               " AND i.id = l.item_id");
    compose_begins(c, "i.category", names, false);
    compose(c, ")");
}

void compose_groups(struct composer *c, const struct query *q, const struct resolved *r)
{
    compose_when(c, &weekday_sql, q->weekday);
    compose_when(c, &hour_sql, q->hour);
    if (!r->has_few_in_category)
        compose_category(c, &q->category[QUERY_IS], " AND EXISTS");
    compose_category(c, &q->category[QUERY_NOT], " AND NOT EXISTS");
}
