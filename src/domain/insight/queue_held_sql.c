/*
 * Queues: what is on hold by the kind of the hold. The index of display statuses has the held
 * orders and their worth; there are as many looks at holds as orders are held.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/queue_parts.h"
#include "store/store.h"

/* Display statuses 6 and 7: to approve, on hold. */
OD_SQL(sql_queue_held, "queue.held",
       "SELECT d.kind, COUNT(*), CAST(SUM(o.base_total_minor) AS BIGINT), MIN(d.opened_ms)"
       " FROM sales_order o"
       " CROSS JOIN order_hold d"
       " WHERE o.shown_status IN (6, 7) AND d.order_id = o.id AND d.released_ms = 0"
       " GROUP BY d.kind"
       " ORDER BY d.kind");

static const char *const labels[] = {
    [HOLD_APPROVAL] = N_("- to approve"), [HOLD_DATA] = N_("- data"),
    [HOLD_CREDIT] = N_("- credit"),       [HOLD_OVERDUE] = N_("- overdue"),
    [HOLD_FRAUD] = N_("- fraud check"),   [HOLD_PAYMENT] = N_("- payment"),
    [HOLD_ADDRESS] = N_("- address"),     [HOLD_CUSTOMER] = N_("- customer's wish"),
    [HOLD_MANUAL] = N_("- held by hand"), [HOLD_REMORSE] = N_("- may be canceled"),
};

static struct queue queue_of(enum hold_kind kind, struct stmt *q, struct arena *arena)
{
    const char *name = hold_kind_name(kind);
    struct queue of = { .name = arena_printf(arena, "held_%s", name),
                        .label = labels[kind],
                        .help = N_("Orders that a hold of this kind stops, and since when the "
                                   "oldest is held. An order with two kinds counts in both."),
                        .query =
                            arena_printf(arena, "status:on_hold,awaiting_approval hold:%s", name),
                        .is_rare = true };

    of.count = (int)get_i64(q);
    of.base_total_minor = get_i64(q);
    of.since.ms = get_i64(q);
    return of;
}

bool queues_held(struct desk *desk, struct arena *arena, struct queue *out, int *n, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_held);
    int found = 0;

    while (found < QUEUE_HOLDS && sql_row(q)) {
        enum hold_kind kind = (enum hold_kind)get_i64(q);

        out[found++] = queue_of(kind, q, arena);
    }
    *n = found > 1 ? found : 0;
    return sql_done(&q, err);
}
