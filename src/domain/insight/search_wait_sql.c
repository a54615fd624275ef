/*
 * Orders that wait for a person to settle something, as SQL for the query bar.
 */
#include "base/mem.h"
#include "domain/insight/compose.h"
#include "domain/insight/search.h"

#define WAITING_LINES                                                                              \
    "(SELECT l.order_id FROM order_line l WHERE l.item_id IS NULL AND l.kind = 1"                  \
    " AND l.ordered_qty > l.canceled_qty)"
#define PROPOSALS                                                                                  \
    "(SELECT h.order_id FROM order_change h WHERE h.status = 1 AND h.batch_id IS NOT NULL)"

#define BAD_ADDRESSES                                                                              \
    "(SELECT x.order_id FROM address_check k JOIN order_address_check x ON x.check_id = k.id"      \
    " JOIN sales_order s ON s.id = x.order_id WHERE k.answer = 4 AND k.kept_by IS NULL"            \
    " AND s.status IN (4, 5) AND s.open_qty > 0)"
#define EITHER(set) " AND o.id IN " set, " AND o.id NOT IN " set

/* Few orders, and an index has just these. */
void compose_waiting(struct composer *c, const struct query *q)
{
    static const struct {
        enum query_state state;
        const char *in, *not_in;
    } sets[] = { { QUERY_UNMAPPED, EITHER(WAITING_LINES) },
                 { QUERY_PROPOSED, EITHER(PROPOSALS) },
                 { QUERY_BAD_ADDRESS, EITHER(BAD_ADDRESSES) } };

    for (size_t i = 0; i < OD_LEN(sets); i++) {
        if (q->states[QUERY_IS] & sets[i].state) {
            compose_either(c, "", "", false);
            compose(c, sets[i].in);
        }
        if (q->states[QUERY_NOT] & sets[i].state)
            compose(c, sets[i].not_in);
    }
}
