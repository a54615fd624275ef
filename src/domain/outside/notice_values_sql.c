/*
 * What notices read of shipments, parcels and contacts.
 */
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "domain/outside/notice_parts.h"
#include "store/store.h"

struct numbers OD_VEC(const char *);

static void add_once(struct numbers *list, struct arena *arena, const char *number)
{
    if (number[0] == '\0')
        return;
    for (int i = 0; i < list->n; i++)
        if (strcmp(list->v[i], number) == 0)
            return;
    *vec_push(arena, list) = number;
}

OD_SQL(sql_notice_parcels, "notice.parcels",
       "SELECT tracking"
       " FROM package"
       " WHERE fulfillment_id = $1"
       " ORDER BY seq");

bool notice_parcels_load(struct desk *desk, int64_t fulfillment, const char *first,
                         struct arena *arena, struct notice_parcels *out, struct err *err)
{
    struct numbers list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_parcels);

    add_once(&list, arena, first);
    put_i64(q, fulfillment);
    while (sql_row(q))
        add_once(&list, arena, get_text(q, arena));
    if (!sql_done(&q, err))
        return false;
    *out = (struct notice_parcels){ list.v, list.n };
    return true;
}

OD_SQL(sql_notice_contact, "notice.contact",
       "SELECT name"
       " FROM contact"
       " WHERE id = $1");

bool notice_contact_name(struct desk *desk, int64_t contact, struct arena *arena, const char **out,
                         struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_contact);

    *out = "";
    put_i64(q, contact);
    if (sql_row(q))
        *out = get_text(q, arena);
    return sql_done(&q, err);
}

/* Of a counter it is nothing: the customer was there. */
OD_SQL(sql_notice_shipment_at, "notice.shipment_at",
       "SELECT CASE WHEN f.kind = 1 AND s.status <> 4 THEN s.id ELSE 0 END"
       " FROM shipment AS s"
       " JOIN fulfillment AS f ON f.id = s.fulfillment_id"
       " WHERE s.order_id = $1 AND s.shipped_ms <= $2"
       " ORDER BY s.shipped_ms DESC, s.id DESC"
       " LIMIT 1");

bool notice_shipment_at(struct desk *desk, struct order_id order, struct stamp at, int64_t *out,
                        struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_shipment_at);

    *out = 0;
    put_i64(q, order.v);
    put_i64(q, at.ms);
    return sql_one_i64(&q, &found, out, err);
}

OD_SQL(sql_notice_pickup_of, "notice.pickup_of",
       "SELECT id"
       " FROM fulfillment"
       " WHERE order_id = $1 AND status = 7"
       " ORDER BY id DESC"
       " LIMIT 1");

bool notice_record_of(struct desk *desk, const struct notice_kind *kind, struct order_id order,
                      int64_t *out, struct err *err)
{
    bool found;
    OD_STMT *q = NULL;

    *out = order.v;
    if (strcmp(kind->record, "order") == 0)
        return true;
    if (strcmp(kind->record, "shipment") == 0)
        return notice_shipment_at(desk, order, (struct stamp){ INT64_MAX }, out, err);
    *out = 0;
    q = sql_read(desk_db(desk), &sql_notice_pickup_of);
    put_i64(q, order.v);
    return sql_one_i64(&q, &found, out, err);
}

OD_SQL(sql_notice_latest_order, "notice.latest_order",
       "SELECT id"
       " FROM sales_order"
       " WHERE number IS NOT NULL AND customer_id IS NOT NULL"
       " ORDER BY id DESC"
       " LIMIT 1");

OD_SQL(sql_notice_latest_shipment, "notice.latest_shipment",
       "SELECT s.order_id"
       " FROM shipment AS s"
       " JOIN fulfillment AS f ON f.id = s.fulfillment_id"
       " WHERE f.kind = 1 AND s.status <> 4"
       " ORDER BY s.id DESC"
       " LIMIT 1");

OD_SQL(sql_notice_latest_pickup, "notice.latest_pickup",
       "SELECT order_id"
       " FROM fulfillment"
       " WHERE status = 7"
       " ORDER BY id DESC"
       " LIMIT 1");

bool notice_latest_order(struct desk *desk, enum notice_event event, struct order_id *out,
                         struct err *err)
{
    const struct notice_kind *kind = notice_kind_of(event);
    const struct sql *sql = strcmp(kind->record, "shipment") == 0      ? &sql_notice_latest_shipment
                            : strcmp(kind->record, "fulfillment") == 0 ? &sql_notice_latest_pickup
                                                                       : &sql_notice_latest_order;
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), sql);

    out->v = 0;
    if (!sql_one_i64(&q, &found, &out->v, err))
        return false;
    if (found)
        return true;
    q = sql_read(desk_db(desk), &sql_notice_latest_order);
    return sql_one_i64(&q, &found, &out->v, err);
}
