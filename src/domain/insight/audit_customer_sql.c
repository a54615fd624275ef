/*
 * Customers that were merged: whoever is another now has no orders of its own, and leads to one
 * that is itself.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/audit_parts.h"
#include "store/store.h"

OD_SQL(sql_audit_merged, "audit.merged",
       "SELECT c.code, k.code, CASE WHEN k.merged_into_id IS NULL THEN 0 ELSE 1 END,"
       " (SELECT COUNT(*) FROM sales_order AS o WHERE o.customer_id = c.id)"
       " FROM customer AS c"
       " JOIN customer AS k ON k.id = c.merged_into_id"
       " WHERE c.merged_into_id IS NOT NULL"
       " ORDER BY c.merged_into_id, c.id");

static void note_merged(struct audit_run *run, const char *code, const char *kept, int64_t orders)
{
    const char *record = arena_printf(run->arena, _("customer %s"), code);

    if (orders > 0)
        audit_add(run, record,
                  arena_printf(run->arena, _("is %s now and has %lld orders still"), kept,
                               (long long)orders),
                  false);
    else
        audit_add(run, record,
                  arena_printf(run->arena, _("is %s now, which was merged itself"), kept), false);
}

bool audit_merged(struct audit_run *run, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_VIEW view = { 0 };
    OD_STMT *q = NULL;

    if (!audit_view(run, &view, err))
        return false;
    q = sql_read(desk_db(run->desk), &sql_audit_merged);
    while (sql_row(q)) {
        const char *code = get_text(q, tmp), *kept = get_text(q, tmp);
        bool is_chained = get_i64(q) != 0;
        int64_t orders = get_i64(q);

        if (is_chained || orders > 0)
            note_merged(run, code, kept, orders);
        run->records++;
    }
    return sql_done(&q, err);
}
