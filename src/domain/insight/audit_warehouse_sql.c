/*
 * Checks of the warehouse: picked and shipped of order lines against their fulfillments, and that
 * these claim no more than the lines were allocated.
 */
#include "domain/stock/fulfillment_state.h"
#include "domain/insight/audit_parts.h"
#include "store/store.h"

OD_SQL_SCAN(sql_audit_fulfillment_lines, "audit.fulfillment_lines", "a check looks at everything",
            "SELECT COUNT(*)"
            " FROM fulfillment_line");

/* Quantities of a line by its fulfillments, of a bundle's line in kits: those that are whole
 * (MIN, part 0), or those of which any part is picked (MAX, one less than what a kit takes). */
#define BY_FULFILLMENT(which, part, status_test)                                                   \
    " JOIN (SELECT d.line, CAST(" which "(d.qty) AS BIGINT) AS qty"                                \
    " FROM (SELECT c.order_line_id AS line, c.item_id,"                                            \
    " CASE WHEN MAX(c.kit_qty) > 0"                                                                \
    " THEN CAST(SUM(CASE WHEN " status_test " THEN c.picked_qty ELSE 0 END) + " part               \
    " AS BIGINT) / MAX(c.kit_qty) * 1000"                                                          \
    " ELSE CAST(SUM(CASE WHEN " status_test " THEN c.picked_qty ELSE 0 END) AS BIGINT)"            \
    " END AS qty"                                                                                  \
    " FROM fulfillment_line c"                                                                     \
    " JOIN fulfillment f ON f.id = c.fulfillment_id"                                               \
    " GROUP BY c.order_line_id, c.item_id) d"                                                      \
    " GROUP BY d.line) k ON k.line = l.id"                                                         \
    " JOIN sales_order o ON o.id = l.order_id"

#define LINE_COLUMNS                                                                               \
    "SELECT l.order_id, l.id, COALESCE(o.number, '') || ' #' || CAST(l.line_no AS TEXT),"

OD_SQL_SCAN(sql_audit_picked, "audit.picked", "a check looks at everything",
            LINE_COLUMNS
            " l.picked_qty, k.qty"
            " FROM order_line l" BY_FULFILLMENT("MAX", "MAX(c.kit_qty) - 1",
                                                FULFILLMENT_IS_OPEN("f"))
            " WHERE l.picked_qty <> k.qty"
            " ORDER BY l.order_id, l.id");

OD_SQL(sql_audit_fix_picked, "audit.fix_picked",
       "UPDATE order_line"
       " SET picked_qty = $1"
       " WHERE order_id = $2 AND id = $3 AND picked_qty = $4");

bool audit_picked(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_fulfillment_lines, &sql_audit_picked,
                                                &sql_audit_fix_picked };

    return audit_counter(run, &check, err);
}

/* An imported order that is closed (6) left from elsewhere, whatever the warehouse had of it. */
OD_SQL_SCAN(sql_audit_shipped, "audit.shipped", "a check looks at everything",
            LINE_COLUMNS
            " l.shipped_qty, k.qty"
            " FROM order_line l" BY_FULFILLMENT("MIN", "0",
                                                FULFILLMENT_HAS_LEFT("f"))
            " WHERE l.shipped_qty <> k.qty AND (o.is_history = 0 OR o.status <> 6)"
            " ORDER BY l.order_id, l.id");

OD_SQL(sql_audit_fix_shipped, "audit.fix_shipped",
       "UPDATE order_line"
       " SET shipped_qty = $1"
       " WHERE order_id = $2 AND id = $3 AND shipped_qty = $4");

bool audit_shipped(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_fulfillment_lines, &sql_audit_shipped,
                                                &sql_audit_fix_shipped };

    return audit_counter(run, &check, err);
}

/* What was picked beyond the order; imported orders have none. */
OD_SQL_SCAN(sql_audit_over, "audit.over", "a check looks at everything",
            LINE_COLUMNS
            " l.over_qty, CAST(COALESCE((SELECT SUM(c.over_qty)"
            " FROM fulfillment_line c"
            " JOIN fulfillment f ON f.id = c.fulfillment_id"
            " WHERE c.order_line_id = l.id AND f.status <> 6), 0) AS BIGINT)"
            " FROM order_line l"
            " JOIN sales_order o ON o.id = l.order_id"
            " WHERE l.over_qty <> COALESCE((SELECT SUM(c.over_qty)"
            " FROM fulfillment_line c"
            " JOIN fulfillment f ON f.id = c.fulfillment_id"
            " WHERE c.order_line_id = l.id AND f.status <> 6), 0)"
            " ORDER BY l.order_id, l.id");

OD_SQL(sql_audit_fix_over, "audit.fix_over",
       "UPDATE order_line"
       " SET over_qty = $1"
       " WHERE order_id = $2 AND id = $3 AND over_qty = $4");

bool audit_over(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_fulfillment_lines, &sql_audit_over,
                                                &sql_audit_fix_over };

    return audit_counter(run, &check, err);
}

/* An unpicked claim comes down to what is allocated to it; what is picked is there. */
OD_SQL_SCAN(sql_audit_claims, "audit.claims", "a check looks at everything",
            "SELECT c.fulfillment_id, c.id, f.number || ' ' || i.sku, c.qty,"
            " CAST(COALESCE((SELECT SUM(a.qty)"
            " FROM allocation a"
            " WHERE a.order_line_id = c.order_line_id AND a.item_id = c.item_id"
            " AND a.site_id = f.site_id), 0)"
            " - COALESCE((SELECT SUM(c2.qty)"
            " FROM fulfillment_line c2"
            " JOIN fulfillment f2 ON f2.id = c2.fulfillment_id"
            " WHERE c2.order_line_id = c.order_line_id AND c2.item_id = c.item_id"
            " AND f2.site_id = f.site_id AND " FULFILLMENT_IS_OPEN("f2")
            " AND c2.id < c.id), 0) AS BIGINT)"
            " FROM fulfillment f"
            " JOIN fulfillment_line c ON c.fulfillment_id = f.id"
            " JOIN item i ON i.id = c.item_id"
            " WHERE " FULFILLMENT_IS_OPEN("f") " AND c.qty >"
            " COALESCE((SELECT SUM(a.qty)"
            " FROM allocation a"
            " WHERE a.order_line_id = c.order_line_id AND a.item_id = c.item_id"
            " AND a.site_id = f.site_id), 0)"
            " - COALESCE((SELECT SUM(c2.qty)"
            " FROM fulfillment_line c2"
            " JOIN fulfillment f2 ON f2.id = c2.fulfillment_id"
            " WHERE c2.order_line_id = c.order_line_id AND c2.item_id = c.item_id"
            " AND f2.site_id = f.site_id AND " FULFILLMENT_IS_OPEN("f2")
            " AND c2.id < c.id), 0)"
            " ORDER BY c.fulfillment_id, c.id");

OD_SQL(sql_audit_fix_claim, "audit.fix_claim",
       "UPDATE fulfillment_line"
       " SET qty = CASE WHEN $1 > picked_qty THEN $1 ELSE picked_qty END"
       " WHERE fulfillment_id = $2 AND id = $3 AND qty = $4");

bool audit_claims(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_fulfillment_lines, &sql_audit_claims,
                                                &sql_audit_fix_claim };

    return audit_counter(run, &check, err);
}
