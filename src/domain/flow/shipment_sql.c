/*
 * Shipments in the store.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/stock/fulfillment_state.h"
#include "domain/flow/manifest.h"
#include "domain/flow/shipment_parts.h"
#include "domain/order/metric_day.h"
#include "store/store.h"

struct shipment_vec OD_VEC(struct shipment);

#define SHIPMENT_COLUMNS                                                                           \
    "SELECT s.id, s.fulfillment_id, f.number, s.order_id, s.status, s.carrier, s.service,"         \
    " s.tracking, u.login, s.shipped_ms, s.ended_ms, s.version,"                                   \
    " COALESCE(s.manifest_id, 0), f.site_id"                                                       \
    " FROM shipment s"                                                                             \
    " JOIN fulfillment f ON f.id = s.fulfillment_id"                                               \
    " JOIN app_user u ON u.id = s.created_by"

static void shipment_read(struct stmt *q, struct arena *arena, struct shipment *s)
{
    s->id = get_i64(q);
    s->fulfillment = get_i64(q);
    s->fulfillment_number = get_text(q, arena);
    s->order_id.v = get_i64(q);
    s->status = (enum shipment_status)get_i64(q);
    s->carrier = get_text(q, arena);
    s->service = get_text(q, arena);
    s->tracking = get_text(q, arena);
    s->by = get_text(q, arena);
    s->shipped.ms = get_i64(q);
    s->ended.ms = get_i64(q);
    s->version = get_i64(q);
    s->manifest = get_i64(q);
    s->site.v = get_i64(q);
}

OD_SQL(sql_shipments_of_order, "shipment.of_order",
       SHIPMENT_COLUMNS " WHERE s.order_id = $1"
                        " ORDER BY s.id");

bool shipments_of_order(struct desk *desk, struct order_id order, struct arena *arena,
                        struct shipments *out, struct err *err)
{
    struct shipment_vec list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_shipments_of_order);

    put_i64(q, order.v);
    while (sql_row(q))
        shipment_read(q, arena, vec_push(arena, &list));
    *out = (struct shipments){ list.v, list.n };
    return sql_done(&q, err);
}

OD_SQL(sql_shipment_load, "shipment.load", SHIPMENT_COLUMNS " WHERE s.id = $1");

bool shipment_load(struct desk *desk, int64_t id, struct arena *arena, struct shipment **out,
                   struct err *err)
{
    struct shipment *s = arena_new_of(arena, struct shipment);
    OD_STMT *q = sql_read(desk_db(desk), &sql_shipment_load);

    put_i64(q, id);
    if (sql_row(q))
        shipment_read(q, arena, s);
    if (!sql_done(&q, err))
        return false;
    if (s->id == 0)
        return err_set(err, ERR_NOT_FOUND, _("This shipment is not in the desk."));
    *out = s;
    return order_load(desk, s->order_id, arena, &s->order, err);
}

/* --- finding ---------------------------------------------------------------------------------- */

OD_SQL(sql_shipment_by_tracking, "shipment.by_tracking",
       "SELECT id"
       " FROM shipment"
       " WHERE tracking = $1 AND tracking <> '' AND status <> 4"
       " UNION"
       " SELECT s.id"
       " FROM package p"
       " JOIN shipment s ON s.fulfillment_id = p.fulfillment_id AND s.status <> 4"
       " WHERE p.tracking = $1 AND p.tracking <> ''"
       " ORDER BY 1"
       " LIMIT 2");

OD_SQL(sql_shipment_by_fulfillment, "shipment.by_fulfillment",
       "SELECT s.id"
       " FROM fulfillment f"
       " JOIN shipment s ON s.fulfillment_id = f.id"
       " WHERE f.number = $1 AND s.status <> 4"
       " ORDER BY s.id"
       " LIMIT 2");

static bool find_by(struct desk *desk, const struct sql *sql, const char *number, int64_t *out,
                    int *n, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), sql);

    *n = 0;
    put_text(q, number);
    while (sql_row(q)) {
        *out = get_i64(q);
        ++*n;
    }
    return sql_done(&q, err);
}

bool shipment_find(struct desk *desk, const char *number, int64_t *out, struct err *err)
{
    int n;

    if (!find_by(desk, &sql_shipment_by_fulfillment, number, out, &n, err))
        return false;
    if (n == 0 && !find_by(desk, &sql_shipment_by_tracking, number, out, &n, err))
        return false;
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, _("There is no shipment %.60s."), number);
    return n == 1 ||
           err_set(err, ERR_STATE,
                   _("Several shipments have the number %.60s. Name the fulfillment."), number);
}

/* --- writing ---------------------------------------------------------------------------------- */

OD_SQL(sql_shipment_add, "shipment.add",
       "INSERT INTO shipment"
       " (order_id, fulfillment_id, status, carrier, service, tracking, shipped_ms, created_by,"
       " manifest_id, base_minor, qty, promised_date)"
       " VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

bool shipment_add(struct tx *tx, struct desk *desk, const struct shipment_new *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct metric_rows rows = { 0 };
    char promised[DATE_TEXT_SIZE];
    OD_STMT *q = NULL;
    int64_t manifest;

    if (!manifest_take(tx, desk, in->site, in->carrier, &manifest, err))
        return false;
    q = sql_write(tx, &sql_shipment_add);
    put_i64(q, in->order.v);
    put_i64(q, in->fulfillment);
    put_text(q, in->carrier);
    put_text(q, in->service);
    put_text(q, in->tracking);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, manifest);
    put_i64(q, in->worth.base_minor);
    put_i64(q, in->worth.qty.milli);
    put_text(q, date_format(in->worth.promised, promised));
    return metric_take_shipments(tx, in->fulfillment, -1, tmp, &rows, err) &&
           sql_run(&q, NULL, err) &&
           metric_take_shipments(tx, in->fulfillment, 1, tmp, &rows, err) &&
           metric_rows_write(tx, &rows, err);
}

/* The closed manifest of what left and was not voided. */
OD_SQL(sql_shipment_handed_over, "shipment.handed_over",
       "SELECT m.id"
       " FROM shipment s"
       " JOIN manifest m ON m.id = s.manifest_id"
       " WHERE s.fulfillment_id = $1 AND s.status <> 4 AND m.status = 2");

bool shipment_is_here(struct desk *desk, int64_t fulfillment, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_shipment_handed_over);
    int64_t manifest = 0;
    bool found;

    put_i64(q, fulfillment);
    if (!sql_one_i64(&q, &found, &manifest, err))
        return false;
    return !found || err_set(err, ERR_STATE,
                             _("The carrier has it: manifest M%lld is closed. A manager may open it"
                               " again."),
                             (long long)manifest);
}

/* Who hands the manifest over has looked at other totals then. */
OD_SQL(sql_shipment_manifest_touch, "shipment.manifest_touch",
       "UPDATE manifest"
       " SET version = version + 1"
       " WHERE status = 1 AND id IN (SELECT s.manifest_id"
       " FROM shipment s"
       " WHERE s.fulfillment_id = $1 AND s.status <> 4)");

static bool touch_manifest(struct tx *tx, int64_t fulfillment, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_shipment_manifest_touch);

    put_i64(q, fulfillment);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_shipment_void, "shipment.void",
       "UPDATE shipment"
       " SET status = 4, ended_ms = $1, manifest_id = NULL, version = version + 1"
       " WHERE fulfillment_id = $2 AND status = 1 AND shipped_ms >= $3");

bool shipment_void(struct tx *tx, struct desk *desk, int64_t fulfillment, const char *number,
                   struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct metric_rows rows = { 0 };
    OD_STMT *q = NULL;
    int64_t changed;

    if (!shipment_is_here(desk, fulfillment, err) || !touch_manifest(tx, fulfillment, err) ||
        !metric_take_shipments(tx, fulfillment, -1, tmp, &rows, err))
        return false;
    q = sql_write(tx, &sql_shipment_void);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, fulfillment);
    put_i64(q, date_begin(desk_today(desk)).ms);
    if (!sql_run(&q, &changed, err) ||
        !metric_take_shipments(tx, fulfillment, 1, tmp, &rows, err) ||
        !metric_rows_write(tx, &rows, err))
        return false;
    return changed > 0 ||
           err_set(err, ERR_STATE,
                   _("%s left on another day or has arrived. Take it back as a return."), number);
}

OD_SQL(sql_shipment_retrack, "shipment.retrack",
       "UPDATE shipment"
       " SET tracking = $1, version = version + 1"
       " WHERE fulfillment_id = $2 AND status <> 4 AND tracking <> $1");

bool shipment_retrack(struct tx *tx, struct desk *desk, int64_t fulfillment, const char *tracking,
                      struct err *err)
{
    OD_STMT *q = NULL;

    if (!shipment_is_here(desk, fulfillment, err) || !touch_manifest(tx, fulfillment, err))
        return false;
    q = sql_write(tx, &sql_shipment_retrack);
    put_text(q, tracking);
    put_i64(q, fulfillment);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_shipment_write, "shipment.write",
       "UPDATE shipment"
       " SET status = $1, ended_ms = $2, carrier = $3, service = $4, manifest_id = $5,"
       " version = version + 1"
       " WHERE id = $6 AND version = $7");

bool shipment_write(struct tx *tx, const struct shipment *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct metric_rows rows = { 0 };
    OD_STMT *q = NULL;
    int64_t changed;

    if (!metric_take_shipments(tx, s->fulfillment, -1, tmp, &rows, err))
        return false;
    q = sql_write(tx, &sql_shipment_write);
    put_i64(q, s->status);
    put_i64(q, s->ended.ms);
    put_text(q, s->carrier);
    put_text(q, s->service);
    put_ref(q, s->manifest);
    put_i64(q, s->id);
    put_i64(q, s->version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed != 1)
        return err_set(err, ERR_CONFLICT,
                       _("This shipment was changed by someone else. Look again."));
    return metric_take_shipments(tx, s->fulfillment, 1, tmp, &rows, err) &&
           metric_rows_write(tx, &rows, err);
}

/* Delivered kits are the whole ones of all components that arrived. */
OD_SQL(sql_shipment_delivered, "shipment.delivered",
       "SELECT d.line, CAST(MIN(d.qty) AS BIGINT)"
       " FROM (SELECT c.order_line_id AS line, c.item_id,"
       " CASE WHEN MAX(c.kit_qty) > 0"
       " THEN CAST(SUM(CASE WHEN s.id IS NULL THEN 0 ELSE c.picked_qty END) AS BIGINT)"
       " / MAX(c.kit_qty) * 1000"
       " ELSE CAST(SUM(CASE WHEN s.id IS NULL THEN 0 ELSE c.picked_qty END) AS BIGINT) END AS qty"
       " FROM fulfillment f"
       " JOIN fulfillment_line c ON c.fulfillment_id = f.id"
       " LEFT JOIN shipment s ON s.fulfillment_id = f.id AND s.status = 2"
       " WHERE f.order_id = $1 AND " FULFILLMENT_HAS_LEFT("f")
       " GROUP BY c.order_line_id, c.item_id) d"
       " GROUP BY d.line"
       " ORDER BY d.line");

bool shipments_count(struct desk *desk, struct order *order, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_shipment_delivered);

    put_i64(q, order->id.v);
    while (sql_row(q)) {
        int64_t line = get_i64(q), milli = get_i64(q);

        for (int i = 0; i < order->line_count; i++)
            if (order->lines[i].id.v == line)
                order->lines[i].delivered.milli = milli;
    }
    return sql_done(&q, err);
}
