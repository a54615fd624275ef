/*
 * The shipments of a day.
 */
#include "domain/flow/departure.h"

#include "base/mem.h"
#include "base/vec.h"
#include "store/store.h"

struct departure_vec OD_VEC(struct departure);

/* 4 is SHIPMENT_VOIDED. */
OD_SQL(sql_departures, "departure.rows",
       "SELECT s.carrier, s.service, s.tracking, f.number,"
       " CASE WHEN o.ship_name <> '' THEN o.ship_name ELSE o.customer_name END, o.ship_city,"
       " o.ship_country, f.package_count, f.weight_g"
       " FROM shipment s"
       " JOIN fulfillment f ON f.id = s.fulfillment_id"
       " JOIN sales_order o ON o.id = s.order_id"
       " WHERE s.shipped_ms >= $1 AND s.shipped_ms < $2 AND s.status <> 4 AND f.site_id = $3"
       " AND f.kind = 1"
       " ORDER BY s.carrier, s.shipped_ms, s.id"
       " LIMIT $4");

bool departures_load(struct desk *desk, struct site_id site, struct date day, int max,
                   struct arena *arena, struct departures *out, struct err *err)
{
    struct departure_vec list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_departures);

    put_i64(q, date_begin(day).ms);
    put_i64(q, date_begin(date_add_days(day, 1)).ms);
    put_i64(q, site.v);
    put_i64(q, max);
    while (sql_row(q)) {
        struct departure *r = vec_push(arena, &list);

        r->carrier = get_text(q, arena);
        r->service = get_text(q, arena);
        r->tracking = get_text(q, arena);
        r->number = get_text(q, arena);
        r->ship_name = get_text(q, arena);
        r->city = get_text(q, arena);
        r->country = get_text(q, arena);
        r->packages = (int)get_i64(q);
        r->weight_g = get_i64(q);
    }
    *out = (struct departures){ list.v, list.n };
    return sql_done(&q, err);
}
