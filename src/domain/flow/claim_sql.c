/*
 * What fulfillments claim of the allocations of order lines: taken when the order goes to the
 * warehouse, and counted into the line's picked and shipped. Giving back is claim_back_sql.c.
 */
#include <assert.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/partner.h"
#include "domain/stock/fulfillment_state.h"
#include "domain/order/order_rules.h"
#include "domain/stock/kit.h"
#include "store/store.h"

struct claim_vec OD_VEC(struct claim);

/* --- free ------------------------------------------------------------------------------------- */

OD_SQL(sql_claims_free, "claim.free",
       "SELECT a.order_line_id, a.item_id, a.site_id,"
       " CAST(SUM(a.qty) - COALESCE((SELECT SUM(c.qty)"
       " FROM fulfillment_line c"
       " JOIN fulfillment f ON f.id = c.fulfillment_id"
       " WHERE c.order_line_id = a.order_line_id AND c.item_id = a.item_id"
       " AND f.site_id = a.site_id AND " FULFILLMENT_IS_OPEN("f") "), 0) AS BIGINT)"
       " FROM order_line l"
       " JOIN allocation a ON a.order_line_id = l.id"
       " WHERE l.order_id = $1"
       " GROUP BY a.order_line_id, a.item_id, a.site_id"
       " ORDER BY a.site_id, a.order_line_id, a.item_id");

static bool waits_whole(const struct order *order, struct line_id line)
{
    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].id.v == line.v)
            return order->lines[i].is_whole && line_backordered(&order->lines[i]).milli > 0;
    return false;
}

bool claims_free(struct desk *desk, const struct order *order, struct arena *arena,
                 struct claims *out, struct err *err)
{
    struct claim_vec list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_claims_free);

    put_i64(q, order->id.v);
    while (sql_row(q)) {
        struct claim c;

        c.line.v = get_i64(q);
        c.item.v = get_i64(q);
        c.site.v = get_i64(q);
        c.qty.milli = get_i64(q);
        if (c.qty.milli > 0 && !waits_whole(order, c.line))
            *vec_push(arena, &list) = c;
    }
    *out = (struct claims){ list.v, list.n };
    return sql_done(&q, err);
}

/* --- taking ----------------------------------------------------------------------------------- */

OD_SQL(sql_claim_next_seq, "claim.next_seq",
       "SELECT COALESCE(MAX(seq), 0) + 1"
       " FROM fulfillment"
       " WHERE order_id = $1");

OD_SQL(sql_fulfillment_add, "fulfillment.add",
       "INSERT INTO fulfillment"
       " (order_id, seq, number, site_id, status, due_date, released_ms, kind)"
       " VALUES ($1, $2, $3, $4, 1, $5, $6, $7)"
       " RETURNING id");

static bool head_add(struct action_run *run, const struct order *order, struct site_id site,
                     struct date due, int64_t *id, struct err *err)
{
    char day[DATE_TEXT_SIZE] = "";
    int64_t seq = 1;
    bool found;
    OD_STMT *q = sql_read(desk_db(run->desk), &sql_claim_next_seq);

    put_i64(q, order->id.v);
    if (!sql_one_i64(&q, &found, &seq, err))
        return false;
    if (date_is_set(due))
        (void)date_format(due, day);
    q = sql_write(run->tx, &sql_fulfillment_add);
    put_i64(q, order->id.v);
    put_i64(q, seq);
    put_text(q, arena_printf(run->arena, "%s-F%lld", order->number, (long long)seq));
    put_i64(q, site.v);
    put_text(q, day);
    put_i64(q, desk_now(run->desk).ms);
    put_i64(q, site.v == order->pickup.v ? FULFILLMENT_PICKUP : FULFILLMENT_SEND);
    return sql_run_id(&q, id, err);
}

OD_SQL(sql_claim_add, "claim.add",
       "INSERT INTO fulfillment_line (fulfillment_id, order_line_id, item_id, qty, kit_qty)"
       " VALUES ($1, $2, $3, $4, COALESCE((SELECT b.qty"
       " FROM order_line l"
       " JOIN bundle_component b ON b.bundle_id = l.item_id AND b.item_id = $3"
       " WHERE l.id = $2), 0))");

/* The day its last line was promised for, and no later than its customer wants it. */
static struct date due_of(const struct order *order, const struct claim *claims, int n)
{
    struct date due = { 0 };

    for (int i = 0; i < n; i++)
        for (int j = 0; j < order->line_count; j++)
            if (order->lines[j].id.v == claims[i].line.v &&
                date_cmp(order->lines[j].promised, due) > 0)
                due = order->lines[j].promised;
    if (!date_is_set(due))
        due = order->promised;
    return date_is_set(order->latest_ship) &&
                   (!date_is_set(due) || date_cmp(due, order->latest_ship) > 0)
               ? order->latest_ship
               : due;
}

bool claims_take(struct action_run *run, const struct order *order, const struct claim *claims,
                 int n, struct err *err)
{
    int64_t id;

    assert(n > 0);
    if (!head_add(run, order, claims[0].site, due_of(order, claims, n), &id, err))
        return false;
    for (int i = 0; i < n; i++) {
        OD_STMT *q = sql_write(run->tx, &sql_claim_add);

        assert(claims[i].site.v == claims[0].site.v);
        put_i64(q, id);
        put_i64(q, claims[i].line.v);
        put_i64(q, claims[i].item.v);
        put_i64(q, claims[i].qty.milli);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    return partner_tell(run, OUTBOX_FULFILLMENT_RELEASED, id, order->id, err);
}

/* --- counting --------------------------------------------------------------------------------- */

/* What fulfillments say of one item of a line. */
struct done {
    struct line_id line;
    struct item_id item;
    struct qty per_kit, picked, shipped;
};
struct done_vec OD_VEC(struct done);

OD_SQL(sql_claims_done, "claim.done",
       "SELECT c.order_line_id, c.item_id, MAX(c.kit_qty),"
       " CAST(SUM(CASE WHEN " FULFILLMENT_IS_OPEN("f")
       " THEN c.picked_qty ELSE 0 END) AS BIGINT),"
       " CAST(SUM(CASE WHEN " FULFILLMENT_HAS_LEFT("f")
       " THEN c.picked_qty ELSE 0 END) AS BIGINT)"
       " FROM fulfillment f"
       " JOIN fulfillment_line c ON c.fulfillment_id = f.id"
       " WHERE f.order_id = $1"
       " GROUP BY c.order_line_id, c.item_id"
       " ORDER BY c.order_line_id, c.item_id");

static bool done_load(struct desk *desk, struct order_id order, struct arena *arena,
                      struct done_vec *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_claims_done);

    put_i64(q, order.v);
    while (sql_row(q)) {
        struct done *d = vec_push(arena, out);

        d->line.v = get_i64(q);
        d->item.v = get_i64(q);
        d->per_kit.milli = get_i64(q);
        d->picked.milli = get_i64(q);
        d->shipped.milli = get_i64(q);
    }
    return sql_done(&q, err);
}

/* Whole kits that so much of one component makes. */
static int64_t kits_in(struct qty q, struct qty per_kit)
{
    return q.milli / per_kit.milli * QTY_PER_UNIT;
}

/* Kits of which something is in the picker's hands: they cannot be canceled any more. */
static int64_t kits_begun(struct qty q, struct qty per_kit)
{
    return (q.milli + per_kit.milli - 1) / per_kit.milli * QTY_PER_UNIT;
}

static void count_line(struct order_line *l, const struct done_vec *all)
{
    int64_t picked = -1, shipped = -1;

    for (int i = 0; i < all->n; i++) {
        const struct done *d = &all->v[i];
        int64_t p = d->picked.milli, s = d->shipped.milli;

        if (d->line.v != l->id.v)
            continue;
        if (d->per_kit.milli > 0) {
            p = kits_begun(d->picked, d->per_kit);
            s = kits_in(d->shipped, d->per_kit);
        }
        if (p > picked)
            picked = p;
        if (shipped < 0 || s < shipped)
            shipped = s;
    }
    if (picked < 0)
        return;
    l->picked.milli = picked;
    l->allocated.milli -= shipped - l->shipped.milli;
    l->shipped.milli = shipped;
}

OD_SQL(sql_claims_at_warehouse, "claim.at_warehouse",
       "SELECT COUNT(*)"
       " FROM fulfillment"
       " WHERE order_id = $1 AND " FULFILLMENT_IS_OPEN("fulfillment"));

bool claims_count_open(struct desk *desk, struct order *order, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_claims_at_warehouse);
    int64_t n = 0;
    bool found;

    put_i64(q, order->id.v);
    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    order->open_fulfillments = (int)n;
    return true;
}

bool claims_count(struct desk *desk, struct order *order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct done_vec all = { 0 };

    if (!done_load(desk, order->id, tmp, &all, err) || !claims_count_open(desk, order, err))
        return false;
    for (int i = 0; i < order->line_count; i++)
        count_line(&order->lines[i], &all);
    return true;
}

/* The version stays: who is picking it is not stopped by this. */
OD_SQL(sql_claims_due_by, "claims.due_by",
       "UPDATE fulfillment"
       " SET due_date = $1"
       " WHERE order_id = $2 AND status IN (1, 2, 3, 4, 7) AND (due_date = '' OR due_date > $1)");

bool claims_due_by(struct tx *tx, const struct order *order, struct err *err)
{
    char day[DATE_TEXT_SIZE];
    OD_STMT *q = NULL;

    if (!date_is_set(order->latest_ship))
        return true;
    q = sql_write(tx, &sql_claims_due_by);
    put_text(q, date_format(order->latest_ship, day));
    put_i64(q, order->id.v);
    return sql_run(&q, NULL, err);
}
