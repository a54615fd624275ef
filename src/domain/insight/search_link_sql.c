/*
 * What hangs on an order: parcels, carriers, work in the warehouse, holds; and what few orders have
 * of their own. Where few have it, its index leads; else each row is asked, as a page is soon full.
 */
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/insight/compose.h"
#include "store/store.h"

/* So many are looked up at once. */
#define FEW_LINKS 2000

/* rows: ids of orders, up to the column that is asked; here: the same of the order at hand. */
struct link_sql {
    const char *rows, *here;
};

#define OPEN_WORK "f.status IN (1, 2, 3, 4, 7)"
static const struct link_sql link_sqls[LINKS] = {
    [LINK_CARRIER] = { "SELECT s.order_id FROM shipment s WHERE s.status <> 4 AND s.carrier",
                       "SELECT 1 FROM shipment s WHERE s.order_id = o.id AND s.status <> 4"
                       " AND (s.carrier || '')" },
    [LINK_SHIPPED] = { "SELECT s.order_id FROM shipment s WHERE s.status <> 4 AND s.shipped_ms",
                       "SELECT 1 FROM shipment s WHERE s.order_id = o.id AND s.status <> 4"
                       " AND +s.shipped_ms" },
    [LINK_WORK] = { "SELECT f.order_id FROM fulfillment f WHERE " OPEN_WORK " AND +f.status",
                    "SELECT 1 FROM fulfillment f WHERE f.order_id = o.id AND +f.status" },
    [LINK_PICKER] = { "SELECT f.order_id FROM fulfillment f WHERE " OPEN_WORK " AND +f.assigned_to",
                      "SELECT 1 FROM fulfillment f WHERE f.order_id = o.id AND +" OPEN_WORK
                      " AND +f.assigned_to" },
    [LINK_HOLD] = { "SELECT d.order_id FROM order_hold d WHERE d.released_ms = 0 AND d.kind",
                    "SELECT 1 FROM order_hold d WHERE d.order_id = o.id AND d.released_ms = 0"
                    " AND d.kind" },
    [LINK_PRIORITY] = { "SELECT d.id FROM sales_order d WHERE d.priority > 0 AND d.priority",
                        "SELECT 1 WHERE o.priority" },
    [LINK_WANTED] = { "SELECT d.id FROM sales_order d WHERE d.requested_date > ''"
                      " AND d.requested_date",
                      "SELECT 1 WHERE o.requested_date > '' AND o.requested_date" },
    [LINK_PICKUP] = { "SELECT d.id FROM sales_order d WHERE d.pickup_site_id",
                      "SELECT 1 WHERE o.pickup_site_id" },
};

/* --- parcels --------------------------------------------------------------------------------- */

/* A shipment has one number, each of its packages another, and what a carrier was asked for, too.
 */
static const struct link_sql parcel_sqls[] = {
    { "SELECT s.order_id FROM shipment s WHERE s.tracking <> '' AND s.tracking >= #"
      " AND s.tracking < #",
      "SELECT 1 FROM shipment s WHERE s.order_id = o.id AND s.tracking >= # AND s.tracking < #" },
    { "SELECT f.order_id FROM package g CROSS JOIN fulfillment f WHERE g.tracking <> ''"
      " AND g.tracking >= # AND g.tracking < # AND f.id = g.fulfillment_id",
      "SELECT 1 FROM fulfillment f CROSS JOIN package g WHERE f.order_id = o.id"
      " AND g.fulfillment_id = f.id AND (g.tracking || '') >= # AND (g.tracking || '') < #" },
    { "SELECT s.order_id FROM parcel_track t CROSS JOIN shipment s WHERE t.tracking >= #"
      " AND t.tracking < # AND s.id = t.shipment_id",
      "SELECT 1 FROM shipment s CROSS JOIN parcel_track t WHERE s.order_id = o.id"
      " AND t.shipment_id = s.id AND (t.tracking || '') >= # AND (t.tracking || '') < #" },
};

/* Carriers' letters are capitals; a number is found as it was typed, too. */
static void compose_tracking(struct composer *c, const struct query_names *names, bool is_here)
{
    struct arena *arena = c->text.arena;
    const char *between = "";

    for (int i = 0; i < names->n * 2; i++) {
        const char *text = i % 2 == 0 ? utf8_upper(arena, names->v[i / 2]) : names->v[i / 2];

        for (size_t k = 0; k < OD_LEN(parcel_sqls); k++) {
            compose(c, between);
            compose(c, is_here ? parcel_sqls[k].here : parcel_sqls[k].rows);
            param_text(c, text);
            param_text(c, query_prefix_end(text, arena));
            between = " UNION ALL ";
        }
    }
}

/* --- all of them ----------------------------------------------------------------------------- */

static void compose_bits(struct composer *c, unsigned bits)
{
    struct resolved_ids ids = { 0 };

    for (int i = 0; bits >> i; i++)
        if (bits >> i & 1)
            ids.v[ids.n++] = i;
    compose_ids(c, " IN (", &ids, ")");
}

static void compose_days(struct composer *c, const struct query_range *r, const char *fragment)
{
    compose(c, fragment);
    param_text(c, query_day(r->from, c->text.arena));
    param_text(c, query_day(r->to, c->text.arena));
}

static void compose_carriers(struct composer *c, const struct query_names *names)
{
    struct query_names both = *names;

    for (int i = 0; i < names->n && both.n < QUERY_NAMES; i++)
        both.v[both.n++] = utf8_upper(c->text.arena, names->v[i]);
    compose_numbers(c, " IN (", &both, ")");
}

static bool is_asked(const struct query *q, const struct resolved *r, enum order_link link,
                     int sign)
{
    switch (link) {
    case LINK_TRACKING:
        return q->tracking[sign].n > 0;
    case LINK_CARRIER:
        return q->carrier[sign].n > 0;
    case LINK_SHIPPED:
        return q->shipped[sign].is_set;
    case LINK_WORK:
        return q->work[sign] != 0;
    case LINK_PICKER:
        return r->picker[sign].n > 0;
    case LINK_HOLD:
        return q->hold[sign] != 0;
    case LINK_PRIORITY:
        return q->priority[sign].is_set;
    case LINK_WANTED:
        return q->wanted[sign].is_set;
    case LINK_PICKUP:
        return (q->states[sign] & QUERY_PICKUP) != 0;
    case LINKS:
        break;
    }
    return false;
}

static void compose_link(struct composer *c, const struct query *q, const struct resolved *r,
                         enum order_link link, int sign, bool is_here)
{
    if (link == LINK_TRACKING) {
        compose_tracking(c, &q->tracking[sign], is_here);
        return;
    }
    compose(c, is_here ? link_sqls[link].here : link_sqls[link].rows);
    switch (link) {
    case LINK_CARRIER:
        compose_carriers(c, &q->carrier[sign]);
        break;
    case LINK_SHIPPED:
        compose_range(c, is_here ? " >= # AND +s.shipped_ms <= #" : " >= # AND s.shipped_ms <= #",
                      &q->shipped[sign]);
        break;
    case LINK_WORK:
        compose_bits(c, q->work[sign]);
        break;
    case LINK_PICKER:
        compose_ids(c, " IN (", &r->picker[sign], ")");
        break;
    case LINK_HOLD:
        compose_bits(c, q->hold[sign]);
        break;
    case LINK_PRIORITY:
        compose_range(c, is_here ? " >= # AND o.priority <= #" : " >= # AND d.priority <= #",
                      &q->priority[sign]);
        break;
    case LINK_WANTED:
        compose_days(c, &q->wanted[sign],
                     is_here ? " >= # AND o.requested_date <= #"
                             : " >= # AND d.requested_date <= #");
        break;
    case LINK_PICKUP:
        compose(c, " IS NOT NULL");
        break;
    case LINK_TRACKING:
    case LINKS:
        break;
    }
}

void compose_link_rows(struct composer *c, const struct query *q, const struct resolved *r,
                       enum order_link link)
{
    compose(c, "SELECT COUNT(*) FROM (");
    compose_link(c, q, r, link, QUERY_IS, false);
    compose(c, " LIMIT #) k");
    param_i64(c, FEW_LINKS + 1);
}

void compose_links(struct composer *c, const struct query *q, const struct resolved *r)
{
    if (r->site[QUERY_IS].n)
        compose_ids(c, " AND +o.site_id IN (", &r->site[QUERY_IS], ")");
    if (r->site[QUERY_NOT].n)
        compose_ids(c, " AND +o.site_id NOT IN (", &r->site[QUERY_NOT], ")");
    for (int i = 0; i < LINKS; i++) {
        enum order_link link = (enum order_link)i;

        for (int sign = QUERY_IS; sign <= QUERY_NOT; sign++) {
            bool is_few = sign == QUERY_IS && (r->few_links >> i & 1);

            if (!is_asked(q, r, link, sign))
                continue;
            compose(c, is_few             ? " AND o.id IN ("
                       : sign == QUERY_IS ? " AND EXISTS ("
                                          : " AND NOT EXISTS (");
            compose_link(c, q, r, link, sign, !is_few);
            compose(c, ")");
        }
    }
}

/* --- how many -------------------------------------------------------------------------------- */

static bool has_few_orders(struct desk *desk, const struct query *q, const struct resolved *r,
                           enum order_link link, bool *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct composer c;
    int64_t n = 0;
    bool found;

    compose_begin(&c, tmp);
    compose_link_rows(&c, q, r, link);

    OD_STMT *s = compose_read(desk, &c, "find.links");

    if (!sql_one_i64(&s, &found, &n, err))
        return false;
    *out = n <= FEW_LINKS;
    return true;
}

OD_SQL(sql_find_group_size, "find.group_size",
       "SELECT COUNT(*)"
       " FROM (SELECT id FROM customer WHERE group_id = $1 LIMIT $2) k");

static bool is_small(struct desk *desk, const struct resolved_ids *groups, bool *out,
                     struct err *err)
{
    *out = true;
    for (int i = 0; i < groups->n; i++) {
        OD_STMT *s = sql_read(desk_db(desk), &sql_find_group_size);
        int64_t n = 0;
        bool found;

        put_i64(s, groups->v[i]);
        put_i64(s, FEW_LINKS + 1);
        if (!sql_one_i64(&s, &found, &n, err))
            return false;
        *out = *out && n <= FEW_LINKS;
    }
    return true;
}

bool link_resolve(struct desk *desk, const struct query *q, enum find_kind kind,
                  struct resolved *out, struct err *err)
{
    if (kind == FIND_CUSTOMER)
        return is_small(desk, &out->group[QUERY_IS], &out->is_small_group, err);
    for (int i = 0; i < LINKS; i++) {
        enum order_link link = (enum order_link)i;
        bool is_few;

        if (!is_asked(q, out, link, QUERY_IS) ||
            (link == LINK_PRIORITY && q->priority[QUERY_IS].from == 0))
            continue; /* nothing is in no index */
        if (!has_few_orders(desk, q, out, link, &is_few, err))
            return false;
        out->few_links |= is_few ? 1u << i : 0u;
    }
    return true;
}
