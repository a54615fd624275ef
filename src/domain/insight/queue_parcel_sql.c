/*
 * Queues of parcels on their way.
 */
#include "domain/insight/queue_parts.h"

#include "domain/desk/setting.h"
#include "store/store.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

/* Parcels as in the lists of outside/track_sql.c, which this layer does not see. */
#define QUEUE_OF_PARCELS                                                                           \
    "SELECT COUNT(*), CAST(0 AS BIGINT), COALESCE(MIN(t.moved_ms), 0)"                             \
    " FROM parcel_track t"                                                                         \
    " JOIN shipment s ON s.id = t.shipment_id"                                                     \
    " WHERE t.is_open = 1"

OD_SQL(sql_queue_quiet, "queue.quiet",
       QUEUE_OF_PARCELS " AND s.status = 1 AND t.status <= 4 AND t.moved_ms < $1");
OD_SQL_SCAN(sql_queue_exception, "queue.exception", "its index has only what is under way",
            QUEUE_OF_PARCELS " AND s.status = 1 AND t.status = 6");
OD_SQL_SCAN(sql_queue_lost, "queue.lost", "its index has only what is under way",
            QUEUE_OF_PARCELS " AND s.status IN (1, 5) AND t.status = 8");

bool queue_quiet(struct desk *desk, struct tally *out, struct err *err)
{
    int64_t days;
    OD_STMT *q = NULL;

    if (!setting_get_int(desk, "track.quiet_days", &days, err))
        return false;
    q = sql_read(desk_db(desk), &sql_queue_quiet);
    put_i64(q, days > 0 ? desk_now(desk).ms - days * DAY_MS : 0);
    return queue_tally_get(&q, out, err);
}

bool queue_trouble(struct desk *desk, bool is_lost, struct tally *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), is_lost ? &sql_queue_lost : &sql_queue_exception);

    return queue_tally_get(&q, out, err);
}
