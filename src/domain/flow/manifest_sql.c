/*
 * Manifests in the store. What is on one is counted from its shipments.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/flow/manifest.h"
#include "store/store.h"

struct manifest_vec OD_VEC(struct manifest);
struct manifest_row_vec OD_VEC(struct manifest_row);

#define MANIFEST_COLUMNS                                                                           \
    "SELECT m.id, m.site_id, w.code, m.carrier, m.day_date, m.status, COALESCE(u.login, ''),"      \
    " m.closed_ms, m.version,"                                                                     \
    " CAST((SELECT COUNT(*) FROM shipment s WHERE s.manifest_id = m.id) AS BIGINT),"               \
    " CAST((SELECT COALESCE(SUM(f.package_count), 0) FROM shipment s"                              \
    " JOIN fulfillment f ON f.id = s.fulfillment_id WHERE s.manifest_id = m.id) AS BIGINT),"       \
    " CAST((SELECT COALESCE(SUM(f.weight_g), 0) FROM shipment s"                                   \
    " JOIN fulfillment f ON f.id = s.fulfillment_id WHERE s.manifest_id = m.id) AS BIGINT)"        \
    " FROM manifest m"                                                                             \
    " JOIN site w ON w.id = m.site_id"                                                             \
    " LEFT JOIN app_user u ON u.id = m.closed_by"

static void manifest_read(struct stmt *q, struct arena *arena, struct manifest *m)
{
    m->id = get_i64(q);
    m->number = arena_printf(arena, "M%lld", (long long)m->id);
    m->site.v = get_i64(q);
    m->site_code = get_text(q, arena);
    m->carrier = get_text(q, arena);
    m->day = get_date(q, arena);
    m->status = (enum manifest_status)get_i64(q);
    m->closed_by = get_text(q, arena);
    m->closed.ms = get_i64(q);
    m->version = get_i64(q);
    m->shipments = (int)get_i64(q);
    m->packages = (int)get_i64(q);
    m->weight_g = get_i64(q);
}

OD_SQL(sql_manifest_load, "manifest.load", MANIFEST_COLUMNS " WHERE m.id = $1");

bool manifest_load(struct desk *desk, int64_t id, struct arena *arena, struct manifest **out,
                   struct err *err)
{
    struct manifest *m = arena_new_of(arena, struct manifest);
    OD_STMT *q = sql_read(desk_db(desk), &sql_manifest_load);

    put_i64(q, id);
    if (sql_row(q))
        manifest_read(q, arena, m);
    if (!sql_done(&q, err))
        return false;
    if (m->id == 0)
        return err_set(err, ERR_NOT_FOUND, _("This manifest is not in the desk."));
    *out = m;
    return true;
}

OD_SQL(sql_manifest_known, "manifest.known",
       "SELECT id"
       " FROM manifest"
       " WHERE id = $1");

bool manifest_find(struct desk *desk, const char *number, int64_t *out, struct err *err)
{
    const char *digits = number + (number[0] == 'M' || number[0] == 'm');
    size_t n = strspn(digits, "0123456789");
    OD_STMT *q = sql_read(desk_db(desk), &sql_manifest_known);
    bool found;

    put_i64(q, n > 0 && n < 18 && digits[n] == '\0' ? strtoll(digits, NULL, 10) : 0);
    if (!sql_one_i64(&q, &found, out, err))
        return false;
    return found || err_set(err, ERR_NOT_FOUND, _("There is no manifest %.40s."), number);
}

OD_SQL(sql_manifest_list, "manifest.list",
       MANIFEST_COLUMNS " WHERE ($1 = 0 OR m.site_id = $1) AND ($2 = 0 OR m.status = 1)"
                        " ORDER BY m.id DESC"
                        " LIMIT $3");

bool manifest_list(struct desk *desk, const struct manifest_filter *filter, int max,
                   struct arena *arena, struct manifests *out, struct err *err)
{
    struct manifest_vec all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_manifest_list);

    put_i64(q, filter->site.v);
    put_i64(q, filter->is_open);
    put_i64(q, max);
    while (sql_row(q))
        manifest_read(q, arena, vec_push(arena, &all));
    *out = (struct manifests){ all.v, all.n };
    return sql_done(&q, err);
}

#define ROW_COLUMNS                                                                                \
    "SELECT f.number, o.number, o.customer_name, s.tracking,"                                      \
    " CASE WHEN o.ship_name <> '' THEN o.ship_name ELSE o.customer_name END, o.ship_city,"         \
    " o.ship_country, s.manifest_id, s.carrier, f.package_count, f.weight_g"                       \
    " FROM shipment s"                                                                             \
    " JOIN fulfillment f ON f.id = s.fulfillment_id"                                               \
    " JOIN sales_order o ON o.id = s.order_id"

static bool rows_read(struct stmt **q, struct arena *arena, struct manifest_rows *out,
                      struct err *err)
{
    struct manifest_row_vec all = { 0 };

    while (sql_row(*q)) {
        struct manifest_row *row = vec_push(arena, &all);
        int64_t manifest;

        row->number = get_text(*q, arena);
        row->order_number = get_text(*q, arena);
        row->customer_name = get_text(*q, arena);
        row->tracking = get_text(*q, arena);
        row->ship_name = get_text(*q, arena);
        row->city = get_text(*q, arena);
        row->country = get_text(*q, arena);
        manifest = get_ref(*q);
        row->manifest = manifest != 0 ? arena_printf(arena, "M%lld", (long long)manifest) : "";
        row->carrier = get_text(*q, arena);
        row->packages = (int)get_i64(*q);
        row->weight_g = get_i64(*q);
    }
    *out = (struct manifest_rows){ all.v, all.n };
    return sql_done(q, err);
}

OD_SQL(sql_manifest_shipments, "manifest.shipments",
       ROW_COLUMNS " WHERE s.manifest_id = $1"
                   " ORDER BY f.number");

bool manifest_shipments(struct desk *desk, int64_t id, struct arena *arena,
                        struct manifest_rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_manifest_shipments);

    put_i64(q, id);
    return rows_read(&q, arena, out, err);
}

/* 4 is SHIPMENT_VOIDED; kind 1 is sent. A manifest has the day on which its shipments left. */
OD_SQL(sql_manifest_day, "manifest.day",
       ROW_COLUMNS " WHERE s.shipped_ms >= $1 AND s.shipped_ms < $2 AND s.status <> 4"
                   " AND f.site_id = $3 AND f.kind = 1"
                   " ORDER BY s.carrier, COALESCE(s.manifest_id, 0), s.shipped_ms, s.id"
                   " LIMIT $4");

bool manifest_day(struct desk *desk, struct site_id site, struct date day, int max,
                  struct arena *arena, struct manifest_rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_manifest_day);

    put_i64(q, date_begin(day).ms);
    put_i64(q, date_begin(date_add_days(day, 1)).ms);
    put_i64(q, site.v);
    put_i64(q, max);
    return rows_read(&q, arena, out, err);
}

/* --- writing ---------------------------------------------------------------------------------- */

OD_SQL(sql_manifest_grow, "manifest.grow",
       "UPDATE manifest"
       " SET version = version + 1"
       " WHERE site_id = $1 AND carrier = $2 AND day_date = $3 AND status = 1"
       " RETURNING id");

OD_SQL(sql_manifest_add, "manifest.add",
       "INSERT INTO manifest (site_id, carrier, day_date)"
       " VALUES ($1, $2, $3)"
       " RETURNING id");

static struct stmt *of_place(struct tx *tx, const struct sql *sql, struct site_id site,
                             const char *carrier, const char *day)
{
    struct stmt *q = sql_write(tx, sql);

    put_i64(q, site.v);
    put_text(q, carrier);
    put_text(q, day);
    return q;
}

bool manifest_take(struct tx *tx, struct desk *desk, struct site_id site, const char *carrier,
                   int64_t *out, struct err *err)
{
    char day[DATE_TEXT_SIZE];
    OD_STMT *q = NULL;
    bool found;

    (void)date_format(desk_today(desk), day);
    q = of_place(tx, &sql_manifest_grow, site, carrier, day);
    if (!sql_one_i64(&q, &found, out, err))
        return false;
    if (found)
        return true;
    q = of_place(tx, &sql_manifest_add, site, carrier, day);
    return sql_run_id(&q, out, err);
}

OD_SQL(sql_manifest_other, "manifest.other",
       "SELECT m.id"
       " FROM manifest m"
       " JOIN manifest t ON t.site_id = m.site_id AND t.carrier = m.carrier"
       " AND t.day_date = m.day_date AND t.id <> m.id"
       " WHERE t.id = $1 AND m.status = 1");

static bool no_other(struct desk *desk, const struct manifest *m, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_manifest_other);
    int64_t other = 0;
    bool found;

    put_i64(q, m->id);
    if (!sql_one_i64(&q, &found, &other, err))
        return false;
    return !found || err_set(err, ERR_STATE,
                             _("M%lld is open for this carrier and day. Close that one first."),
                             (long long)other);
}

OD_SQL(sql_manifest_write, "manifest.write",
       "UPDATE manifest"
       " SET status = $1, closed_by = $2, closed_ms = $3, version = version + 1"
       " WHERE id = $4 AND version = $5");

bool manifest_write(struct tx *tx, struct desk *desk, const struct manifest *m, struct err *err)
{
    OD_STMT *q = NULL;
    int64_t changed;

    if (m->status == MANIFEST_OPEN && !no_other(desk, m, err))
        return false;
    q = sql_write(tx, &sql_manifest_write);
    put_i64(q, m->status);
    put_ref(q, m->status == MANIFEST_CLOSED ? desk_user(desk)->id.v : 0);
    put_i64(q, m->closed.ms);
    put_i64(q, m->id);
    put_i64(q, m->version);
    if (!sql_run(&q, &changed, err))
        return false;
    return changed == 1 ||
           err_set(err, ERR_CONFLICT, _("%s was changed by someone else. Look again."), m->number);
}
