/*
 * What the choice of sites is made of: sites and whom they serve, what is free, what the order has.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/region.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/order/order_rules.h"
#include "domain/order/ship_policy.h"
#include "domain/order/source.h"
#include "store/store.h"

/* Sites that a customer is not served from. */
struct source_outs OD_VEC(struct site_id);
struct need_vec OD_VEC(struct source_need);
struct item_vec OD_VEC(struct item_id);

/* A plan in the making. */
struct planning {
    struct desk *desk;
    const struct order *order;
    const struct source_ask *ask;
    struct arena *arena;
    struct source_plan *plan;
    struct need_vec needs;
    struct item_vec items;
};

/* --- sites ------------------------------------------------------------------------------------ */

OD_SQL(sql_source_customer_outs, "source.customer_outs",
       "SELECT site_id"
       " FROM customer_site_out"
       " WHERE customer_id = $1");

static bool customer_outs(struct desk *desk, struct customer_id customer, struct arena *arena,
                          struct source_outs *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_source_customer_outs);

    *out = (struct source_outs){ 0 };
    put_i64(q, customer.v);
    while (sql_row(q))
        vec_push(arena, out)->v = get_i64(q);
    return sql_done(&q, err);
}

static bool is_out(const struct source_outs *outs, struct site_id site)
{
    for (int i = 0; i < outs->n; i++)
        if (outs->v[i].v == site.v)
            return true;
    return false;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void judge_site(const struct planning *g, const struct site *in, bool is_out_for_customer,
                       struct source_site *out)
{
    const struct order *o = g->order;
    bool is_counter = o->pickup.v != 0 && in->id.v == o->pickup.v;

    out->is_open = in->is_active && (is_counter || (o->pickup.v == 0 && in->can_ship)) &&
                   in->id.v != g->ask->not .v;
    out->may_serve = false;
    if (!in->is_active)
        out->why_not = _("it is closed");
    else if (o->pickup.v != 0 && !is_counter)
        out->why_not = arena_printf(g->arena, _("the order is collected at %s"), o->pickup_site);
    else if (!is_counter && !in->can_ship)
        out->why_not = _("nothing is shipped from there");
    else if (!is_counter && !region_allows(in->ships_to, or_empty(o->ship_country),
                                           or_empty(o->ship_postcode)))
        out->why_not = _("it does not ship to this address");
    else if (is_out_for_customer)
        out->why_not = _("the customer is not served from there");
    else if (g->plan->is_own_only && !out->is_own)
        out->why_not = _("orders are served from their own site alone");
    else if (in->id.v == g->ask->not .v)
        out->why_not = _("the goods were missing there");
    else
        out->may_serve = true;
}

static int by_rank(const void *a, const void *b)
{
    const struct source_site *x = a, *y = b;

    if (x->is_own != y->is_own)
        return x->is_own ? -1 : 1;
    if (x->priority != y->priority)
        return x->priority - y->priority;
    if (x->distance != y->distance)
        return x->distance - y->distance;
    return x->id.v < y->id.v ? -1 : 1;
}

static bool load_sites(struct planning *g, struct err *err)
{
    const struct order *o = g->order;
    struct site_list list;
    struct source_outs outs;
    struct source_site *sites;

    if (!site_list_load(g->desk, g->arena, &list, err) ||
        !customer_outs(g->desk, o->customer, g->arena, &outs, err))
        return false;
    sites = arena_array(g->arena, list.n + 1, struct source_site);
    for (int i = 0; i < list.n; i++) {
        const struct site *s = &list.v[i];

        sites[i] = (struct source_site){ .id = s->id,
                                         .code = s->code,
                                         .priority = s->priority,
                                         .distance = region_distance(s->country, s->postcode,
                                                                     or_empty(o->ship_country),
                                                                     or_empty(o->ship_postcode)),
                                         .is_own = s->id.v == o->site.v,
                                         .why_not = "" };
        judge_site(g, s, is_out(&outs, s->id), &sites[i]);
    }
    qsort(sites, (size_t)list.n, sizeof sites[0], by_rank);
    g->plan->p.sites = sites;
    g->plan->p.site_count = list.n;
    return true;
}

static int site_at(const struct planning *g, struct site_id id)
{
    for (int i = 0; i < g->plan->p.site_count; i++)
        if (g->plan->p.sites[i].id.v == id.v)
            return i;
    return -1;
}

OD_SQL(sql_source_used, "source.used",
       "SELECT DISTINCT a.site_id"
       " FROM order_line l"
       " JOIN allocation a ON a.order_line_id = l.id"
       " WHERE l.order_id = $1");

/* A parcel leaves there anyway: what is added to it costs none (vendure#4030 forgot them). */
static bool mark_used(struct planning *g, struct err *err)
{
    OD_STMT *q = NULL;

    for (int i = 0; i < g->needs.n; i++)
        if (g->needs.v[i].pinned >= 0)
            g->plan->p.sites[g->needs.v[i].pinned].is_used = true;
    if (g->order->status != ORDER_CONFIRMED)
        return true;
    q = sql_read(desk_db(g->desk), &sql_source_used);
    put_i64(q, g->order->id.v);
    while (sql_row(q)) {
        int at = site_at(g, (struct site_id){ get_i64(q) });

        if (at >= 0)
            g->plan->p.sites[at].is_used = g->plan->p.sites[at].has_goods = true;
    }
    return sql_done(&q, err);
}

/* --- needs ------------------------------------------------------------------------------------ */

static int item_at(struct planning *g, struct item_id id)
{
    for (int i = 0; i < g->items.n; i++)
        if (g->items.v[i].v == id.v)
            return i;
    *vec_push(g->arena, &g->items) = id;
    return g->items.n - 1;
}

static bool add_parts(struct planning *g, const struct order_line *l, struct source_need *need,
                      struct err *err)
{
    const struct item_part *parts;

    if (l->kind != LINE_BUNDLE) {
        need->parts = arena_array(g->arena, 1, struct source_part);
        need->parts[0] = (struct source_part){ item_at(g, l->item), { QTY_PER_UNIT } };
        need->part_count = 1;
        return true;
    }
    if (!item_parts_load(g->desk, l->item, g->arena, &parts, err))
        return false;
    for (need->part_count = 0; parts[need->part_count].item.v != 0;)
        need->part_count++;
    need->parts = arena_array(g->arena, need->part_count + 1, struct source_part);
    for (int i = 0; i < need->part_count; i++)
        need->parts[i] = (struct source_part){ item_at(g, parts[i].item), parts[i].qty };
    return true;
}

static bool load_needs(struct planning *g, struct err *err)
{
    const struct order *o = g->order;

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];
        struct source_need *need;

        if (line_backordered(l).milli == 0 || (g->ask->only && !g->ask->only[i]))
            continue;
        need = vec_push(g->arena, &g->needs);
        *need = (struct source_need){ .line = i,
                                      .qty = line_backordered(l),
                                      .is_bundle = l->kind == LINE_BUNDLE,
                                      .is_whole = l->is_whole,
                                      .pinned = l->site.v ? site_at(g, l->site) : -1 };
        if (o->pickup.v != 0)
            need->pinned = site_at(g, o->pickup);
        if (need->pinned < 0 && g->plan->is_own_only)
            need->pinned = site_at(g, o->site);
        if (!add_parts(g, l, need, err))
            return false;
    }
    return true;
}

OD_SQL(sql_source_line_outs, "source.line_outs",
       "SELECT x.order_line_id, x.site_id"
       " FROM order_line l"
       " JOIN order_line_site_out x ON x.order_line_id = l.id"
       " WHERE l.order_id = $1");

static bool load_line_outs(struct planning *g, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(g->desk), &sql_source_line_outs);

    put_i64(q, g->order->id.v);
    while (sql_row(q)) {
        int64_t line = get_i64(q);
        int site = site_at(g, (struct site_id){ get_i64(q) });

        for (int i = 0; i < g->needs.n && site >= 0; i++)
            if (g->order->lines[g->needs.v[i].line].id.v == line)
                g->needs.v[i].out |= UINT64_C(1) << site;
    }
    return sql_done(&q, err);
}

/* --- what is free ----------------------------------------------------------------------------- */

OD_SQL(sql_source_free, "source.free",
       "SELECT l.site_id, CAST(l.on_hand_qty - l.allocated_qty - l.safety_qty"
       " - (SELECT COALESCE(SUM(h.qty), 0)"
       " FROM stock_hold h"
       " WHERE h.item_id = l.item_id AND h.site_id = l.site_id AND h.order_id <> $1"
       " AND h.expires_ms > $2) AS BIGINT)"
       " FROM stock_level l"
       " WHERE l.item_id = $3");

static bool load_free(struct planning *g, struct err *err)
{
    int sites = g->plan->p.site_count;
    int64_t *free = arena_array(g->arena, g->items.n * sites + 1, int64_t);

    for (int i = 0; i < g->items.n; i++) {
        OD_STMT *q = sql_read(desk_db(g->desk), &sql_source_free);

        put_i64(q, g->order->id.v);
        put_i64(q, desk_now(g->desk).ms);
        put_i64(q, g->items.v[i].v);
        while (sql_row(q)) {
            int at = site_at(g, (struct site_id){ get_i64(q) });
            int64_t qty = get_i64(q);

            if (at >= 0 && qty > 0)
                free[i * sites + at] = qty;
        }
        if (!sql_done(&q, err))
            return false;
    }
    g->plan->p.free = free;
    return true;
}

/* --- the plan --------------------------------------------------------------------------------- */

static bool load_policy(struct planning *g, struct err *err)
{
    const char *mode;
    int64_t max = g->order->max_sites;

    if (!setting_get(g->desk, "order.sourcing", g->arena, &mode, err) ||
        (max == 0 && !setting_get_int(g->desk, "order.max_sites", &max, err)))
        return false;
    g->plan->is_own_only = strcmp(mode, "own") == 0;
    /* What leaves together, or once, leaves from one site. */
    g->plan->p.max_sites = g->order->ship_policy == SHIP_AS_AVAILABLE ? (int)max : 1;
    return true;
}

bool source_plan(struct desk *desk, const struct order *order, const struct source_ask *ask,
                 struct arena *arena, struct source_plan *out, struct err *err)
{
    static const struct source_ask all;
    struct planning g = {
        .desk = desk, .order = order, .ask = ask ? ask : &all, .arena = arena, .plan = out
    };

    *out = (struct source_plan){ 0 };
    if (!load_policy(&g, err) || !load_sites(&g, err) || !load_needs(&g, err) ||
        !mark_used(&g, err) || !load_line_outs(&g, err) || !load_free(&g, err))
        return false;
    out->p.needs = g.needs.v;
    out->p.need_count = g.needs.n;
    out->p.item_count = g.items.n;
    source_choose(&out->p, arena, &out->choice);
    return true;
}

struct stock_want *source_wants(const struct source_plan *plan, const struct order *order,
                                struct arena *arena)
{
    struct stock_want *wants = arena_array(arena, plan->choice.n + 1, struct stock_want);

    for (int i = 0; i < plan->choice.n; i++) {
        const struct source_take *take = &plan->choice.v[i];
        const struct source_need *need = &plan->p.needs[take->need];

        wants[i] = (struct stock_want){ .line = order->lines[need->line].id,
                                        .item = order->lines[need->line].item,
                                        .site = plan->p.sites[take->site].id,
                                        .qty = take->qty,
                                        .is_bundle = need->is_bundle,
                                        .is_whole = need->is_whole };
    }
    return wants;
}

bool source_covered(struct desk *desk, const struct order *order, struct arena *arena,
                    const struct qty **out, struct err *err)
{
    struct qty *covered = arena_array(arena, order->line_count + 1, struct qty);
    struct source_plan plan;

    if (!source_plan(desk, order, NULL, arena, &plan, err))
        return false;
    for (int i = 0; i < plan.choice.n; i++) {
        const struct source_take *take = &plan.choice.v[i];

        covered[plan.p.needs[take->need].line].milli += take->qty.milli;
    }
    *out = covered;
    return true;
}

OD_SQL(sql_source_tries, "source.tries",
       "SELECT COUNT(*)"
       " FROM order_reroute"
       " WHERE order_line_id = $1");

bool source_tries(struct desk *desk, struct line_id line, int *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_source_tries);
    int64_t n = 0;
    bool found;

    put_i64(q, line.v);
    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    *out = (int)n;
    return true;
}

/* --- what may not serve ----------------------------------------------------------------------- */

OD_SQL(sql_source_line_out, "source.line_out",
       "INSERT INTO order_line_site_out (order_line_id, site_id, reason_id)"
       " VALUES ($1, $2, $3)"
       " ON CONFLICT (order_line_id, site_id) DO NOTHING");

bool source_line_out(struct tx *tx, struct line_id line, struct site_id site,
                     struct reason_id reason, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_source_line_out);

    put_i64(q, line.v);
    put_i64(q, site.v);
    put_ref(q, reason.v);
    return sql_run(&q, NULL, err);
}
