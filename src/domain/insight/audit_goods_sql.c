/*
 * Checks of goods in the house: what is set aside, and what of a transfer arrived, against the
 * ledger.
 */
#include "domain/insight/audit_parts.h"
#include "store/store.h"

OD_SQL_SCAN(sql_audit_aside_count, "audit.aside_count", "a check looks at everything",
            "SELECT COUNT(*)"
            " FROM stock_level"
            " WHERE aside_qty > 0");

OD_SQL_SCAN(sql_audit_aside, "audit.aside", "a check looks at everything",
            "SELECT l.item_id, l.site_id, i.sku || ' @ ' || s.code, l.aside_qty,"
            " CAST(COALESCE(m.qty, 0) AS BIGINT)"
            " FROM stock_level l"
            " JOIN item i ON i.id = l.item_id"
            " JOIN site s ON s.id = l.site_id"
            " LEFT JOIN (SELECT item_id, site_id, SUM(qty) AS qty"
            " FROM stock_movement"
            " WHERE kind = 7"
            " GROUP BY item_id, site_id) m ON m.item_id = l.item_id AND m.site_id = l.site_id"
            " WHERE l.aside_qty <> COALESCE(m.qty, 0)"
            " ORDER BY l.item_id, l.site_id");

OD_SQL(sql_audit_fix_aside, "audit.fix_aside",
       "UPDATE stock_level"
       " SET aside_qty = $1"
       " WHERE item_id = $2 AND site_id = $3 AND aside_qty = $4");

bool audit_aside(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_aside_count, &sql_audit_aside,
                                                &sql_audit_fix_aside };

    return audit_counter(run, &check, err);
}

OD_SQL_SCAN(sql_audit_transfer_lines, "audit.transfer_lines", "a check looks at everything",
            "SELECT COUNT(*)"
            " FROM stock_doc_line l"
            " JOIN stock_doc d ON d.id = l.doc_id"
            " WHERE d.kind = 3");

/* Kind 9: came from another site, what was written off there too. */
OD_SQL_SCAN(sql_audit_transfers, "audit.transfers", "a check looks at everything",
            "SELECT l.doc_id, l.item_id, d.number || ' ' || i.sku, l.done_qty,"
            " CAST(COALESCE(m.qty, 0) AS BIGINT)"
            " FROM stock_doc d"
            " JOIN stock_doc_line l ON l.doc_id = d.id"
            " JOIN item i ON i.id = l.item_id"
            " LEFT JOIN (SELECT doc_id, item_id, SUM(qty) AS qty"
            " FROM stock_movement"
            " WHERE kind = 9"
            " GROUP BY doc_id, item_id) m ON m.doc_id = l.doc_id AND m.item_id = l.item_id"
            " WHERE d.kind = 3 AND l.done_qty <> COALESCE(m.qty, 0)"
            " ORDER BY l.doc_id, l.item_id");

OD_SQL(sql_audit_fix_transfer, "audit.fix_transfer",
       "UPDATE stock_doc_line"
       " SET done_qty = $1"
       " WHERE doc_id = $2 AND item_id = $3 AND done_qty = $4");

bool audit_transfers(struct audit_run *run, struct err *err)
{
    static const struct counter_check check = { &sql_audit_transfer_lines, &sql_audit_transfers,
                                                &sql_audit_fix_transfer };

    return audit_counter(run, &check, err);
}
