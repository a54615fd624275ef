/*
 * Checks of packages: what is in them is what was picked, and their number and weight are those of
 * the fulfillment.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/insight/audit_parts.h"
#include "store/store.h"

#define PACKED_OF_LINE                                                                             \
    "COALESCE((SELECT SUM(p.qty) FROM package_line p WHERE p.fulfillment_line_id = c.id), 0)"

/* Packed (4) and shipped (5): all that was picked, unless packages were only counted; while packing
 * (3) no more than that; else nothing. */
OD_SQL_SCAN(sql_audit_package_lines, "audit.package_lines", "a check looks at everything",
            "SELECT f.number || ' ' || i.sku, c.picked_qty, CAST(" PACKED_OF_LINE " AS BIGINT)"
            " FROM fulfillment f"
            " JOIN fulfillment_line c ON c.fulfillment_id = f.id"
            " JOIN item i ON i.id = c.item_id"
            " WHERE " PACKED_OF_LINE " > CASE WHEN f.status IN (3, 4, 5, 7, 8)"
            " THEN c.picked_qty ELSE 0 END"
            " OR (f.status IN (4, 5, 7, 8) AND " PACKED_OF_LINE " < c.picked_qty"
            " AND EXISTS (SELECT 1"
            " FROM package b"
            " JOIN package_line p ON p.package_id = b.id"
            " WHERE b.fulfillment_id = f.id))"
            " ORDER BY c.fulfillment_id, c.id");

/* Nobody but who opens the box can say what is right, so it is not mended. */
bool audit_package_lines(struct audit_run *run, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(run->desk), &sql_audit_package_lines);

    while (sql_row(q)) {
        const char *name = get_text(q, run->arena);
        struct qty picked = { get_i64(q) }, packed = { get_i64(q) };

        audit_add(run, name,
                  arena_printf(run->arena, _("%s are in packages, %s were picked"),
                               text_qty(run->desk, run->arena, packed),
                               text_qty(run->desk, run->arena, picked)),
                  false);
    }
    return sql_done(&q, err);
}

OD_SQL_SCAN(sql_audit_packages, "audit.packages", "a check looks at everything",
            "SELECT COUNT(*)"
            " FROM package");

OD_SQL_SCAN(sql_audit_package_count, "audit.package_count", "a check looks at everything",
            "SELECT f.id, f.id, f.number, f.package_count, CAST(COUNT(p.id) AS BIGINT)"
            " FROM fulfillment f"
            " LEFT JOIN package p ON p.fulfillment_id = f.id"
            " GROUP BY f.id, f.number, f.package_count"
            " HAVING f.package_count <> COUNT(p.id)"
            " ORDER BY f.id");

OD_SQL(sql_audit_fix_package_count, "audit.fix_package_count",
       "UPDATE fulfillment"
       " SET package_count = $1"
       " WHERE id = $2 AND id = $3 AND package_count = $4");

bool audit_package_count(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_packages, &sql_audit_package_count,
                                                &sql_audit_fix_package_count };

    return audit_counter(run, &check, err);
}

OD_SQL_SCAN(sql_audit_package_weight, "audit.package_weight", "a check looks at everything",
            "SELECT f.id, f.id, f.number, f.weight_g, CAST(COALESCE(SUM(p.weight_g), 0) AS BIGINT)"
            " FROM fulfillment f"
            " LEFT JOIN package p ON p.fulfillment_id = f.id"
            " GROUP BY f.id, f.number, f.weight_g"
            " HAVING f.weight_g <> COALESCE(SUM(p.weight_g), 0)"
            " ORDER BY f.id");

OD_SQL(sql_audit_fix_package_weight, "audit.fix_package_weight",
       "UPDATE fulfillment"
       " SET weight_g = $1"
       " WHERE id = $2 AND id = $3 AND weight_g = $4");

bool audit_package_weight(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_packages, &sql_audit_package_weight,
                                                &sql_audit_fix_package_weight };

    return audit_counter(run, &check, err);
}
