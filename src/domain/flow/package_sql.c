/*
 * Packages in the store. They are written with their fulfillment, under its version.
 */
#include "base/mem.h"
#include "base/vec.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/package.h"
#include "store/store.h"

OD_SQL(sql_packages_load, "package.load",
       "SELECT p.id, p.seq, p.number, p.weight_g, p.length_mm, p.width_mm, p.height_mm,"
       " p.tracking, COALESCE(l.fulfillment_line_id, 0), COALESCE(l.qty, 0)"
       " FROM package p"
       " LEFT JOIN package_line l ON l.package_id = p.id"
       " WHERE p.fulfillment_id = $1"
       " ORDER BY p.seq, l.fulfillment_line_id");

static void package_read(struct stmt *q, struct arena *arena, struct fulfillment *f)
{
    struct package *p = f->packages.n > 0 ? &f->packages.v[f->packages.n - 1] : NULL;
    int64_t id = get_i64(q), line, qty;

    if (p == NULL || p->id != id) {
        p = vec_push(arena, &f->packages);
        p->id = id;
        p->in = arena_array(arena, f->line_count + 1, struct qty);
    }
    p->seq = (int)get_i64(q);
    p->number = get_text(q, arena);
    p->weight_g = get_i64(q);
    p->length = (int)get_i64(q);
    p->width = (int)get_i64(q);
    p->height = (int)get_i64(q);
    p->tracking = get_text(q, arena);
    line = get_i64(q);
    qty = get_i64(q);
    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].id == line)
            p->in[i].milli = qty;
}

bool packages_load(struct desk *desk, struct arena *arena, struct fulfillment *f, struct err *err)
{
    OD_STMT *q = NULL;

    if (f->status < FULFILLMENT_PICKED || f->status == FULFILLMENT_CANCELED)
        return true;
    q = sql_read(desk_db(desk), &sql_packages_load);
    put_i64(q, f->id);
    while (sql_row(q))
        package_read(q, arena, f);
    return sql_done(&q, err);
}

/* --- writing ---------------------------------------------------------------------------------- */

OD_SQL(sql_package_lines_clear, "package.lines_clear",
       "DELETE FROM package_line"
       " WHERE package_id IN (SELECT id FROM package WHERE fulfillment_id = $1)");

OD_SQL(sql_packages_clear, "package.clear",
       "DELETE FROM package"
       " WHERE fulfillment_id = $1");

OD_SQL(sql_package_add, "package.add",
       "INSERT INTO package"
       " (fulfillment_id, seq, number, weight_g, length_mm, width_mm, height_mm, tracking)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
       " RETURNING id");

OD_SQL(sql_package_line_add, "package.line_add",
       "INSERT INTO package_line (package_id, fulfillment_line_id, qty)"
       " VALUES ($1, $2, $3)");

static bool clear(struct tx *tx, const struct sql *sql, int64_t id, struct err *err)
{
    OD_STMT *q = sql_write(tx, sql);

    put_i64(q, id);
    return sql_run(&q, NULL, err);
}

static bool package_write(struct tx *tx, const struct fulfillment *f, struct package *p,
                          struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_package_add);

    put_i64(q, f->id);
    put_i64(q, p->seq);
    put_text(q, p->number);
    put_i64(q, p->weight_g);
    put_i64(q, p->length);
    put_i64(q, p->width);
    put_i64(q, p->height);
    put_text(q, p->tracking);
    if (!sql_run_id(&q, &p->id, err))
        return false;
    for (int i = 0; i < f->line_count; i++) {
        OD_STMT *l = NULL;

        if (p->in[i].milli == 0)
            continue;
        l = sql_write(tx, &sql_package_line_add);
        put_i64(l, p->id);
        put_i64(l, f->lines[i].id);
        put_i64(l, p->in[i].milli);
        if (!sql_run(&l, NULL, err))
            return false;
    }
    return true;
}

bool packages_write(struct tx *tx, struct fulfillment *f, struct err *err)
{
    if (!f->packages.is_changed)
        return true;
    if (!clear(tx, &sql_package_lines_clear, f->id, err) ||
        !clear(tx, &sql_packages_clear, f->id, err))
        return false;
    for (int i = 0; i < f->packages.n; i++)
        if (!package_write(tx, f, &f->packages.v[i], err))
            return false;
    return true;
}
