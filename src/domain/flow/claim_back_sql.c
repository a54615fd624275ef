/*
 * Taking back what a line was allocated while the warehouse works on it: at each site no more goes
 * than no picker holds, and the claims of that site come down with it.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/partner.h"
#include "domain/stock/fulfillment_state.h"
#include "domain/stock/kit.h"
#include "domain/stock/stock.h"
#include "store/store.h"

/* --- claims ----------------------------------------------------------------------------------- */

/* An open claim of a line. */
struct open_claim {
    int64_t id, fulfillment;
    struct item_id item;
    struct site_id site;
    struct qty qty, picked;
    bool is_begun; /* something of its fulfillment is picked */
};
struct open_vec OD_VEC(struct open_claim);

OD_SQL(sql_claims_open, "claim.open",
       "SELECT c.id, c.fulfillment_id, c.item_id, f.site_id, c.qty, c.picked_qty,"
       " CASE WHEN EXISTS (SELECT 1 FROM fulfillment_line p"
       " WHERE p.fulfillment_id = f.id AND p.picked_qty > 0) THEN 1 ELSE 0 END"
       " FROM fulfillment_line c"
       " JOIN fulfillment f ON f.id = c.fulfillment_id"
       " WHERE c.order_line_id = $1 AND " FULFILLMENT_IS_OPEN("f")
       " ORDER BY c.fulfillment_id DESC, c.item_id");

static bool open_load(struct desk *desk, struct line_id line, struct arena *arena,
                      struct open_vec *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_claims_open);

    put_i64(q, line.v);
    while (sql_row(q)) {
        struct open_claim *c = vec_push(arena, out);

        c->id = get_i64(q);
        c->fulfillment = get_i64(q);
        c->item.v = get_i64(q);
        c->site.v = get_i64(q);
        c->qty.milli = get_i64(q);
        c->picked.milli = get_i64(q);
        c->is_begun = get_i64(q) != 0;
    }
    return sql_done(&q, err);
}

OD_SQL(sql_claim_cut, "claim.cut",
       "UPDATE fulfillment_line"
       " SET qty = qty - $1"
       " WHERE id = $2 AND qty - picked_qty >= $1");

OD_SQL(sql_claim_touch, "claim.touch",
       "UPDATE fulfillment"
       " SET version = version + 1,"
       " ended_ms = CASE WHEN EXISTS (SELECT 1 FROM fulfillment_line l"
       " WHERE l.fulfillment_id = $1 AND l.qty > 0) THEN ended_ms ELSE $2 END,"
       " status = CASE WHEN EXISTS (SELECT 1 FROM fulfillment_line l"
       " WHERE l.fulfillment_id = $1 AND l.qty > 0) THEN status ELSE 6 END"
       " WHERE id = $1"
       " RETURNING order_id");

/* Who works on it sees that it changed; with nothing left it is over. */
static bool touch(struct action_run *run, int64_t fulfillment, struct err *err)
{
    OD_STMT *q = sql_write(run->tx, &sql_claim_touch);
    struct order_id order;

    put_i64(q, fulfillment);
    put_i64(q, desk_now(run->desk).ms);
    return sql_run_id(&q, &order.v, err) &&
           partner_tell(run, OUTBOX_FULFILLMENT_CHANGED, fulfillment, order, err);
}

static bool cut(struct action_run *run, struct open_claim *c, int64_t milli, struct err *err)
{
    OD_STMT *q = sql_write(run->tx, &sql_claim_cut);
    int64_t changed;

    put_i64(q, milli);
    put_i64(q, c->id);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed != 1)
        return err_set(err, ERR_CONFLICT, _("The warehouse has just picked of it. Look again."));
    c->qty.milli -= milli;
    return touch(run, c->fulfillment, err);
}

/* --- places ----------------------------------------------------------------------------------- */

/* What a line has of one item at one site. */
struct place {
    struct site_id site;
    struct item_id item;
    struct qty in_kit; /* of a bundle's component; else 0 */
    struct qty allocated, claimed, picked;
};
struct place_vec OD_VEC(struct place);

OD_SQL(sql_claims_places, "claim.places",
       "SELECT site_id, item_id, CAST(SUM(qty) AS BIGINT)"
       " FROM allocation"
       " WHERE order_line_id = $1"
       " GROUP BY site_id, item_id"
       " ORDER BY site_id DESC, item_id");

static bool places_load(struct desk *desk, struct line_id line, struct arena *arena,
                        struct place_vec *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_claims_places);

    put_i64(q, line.v);
    while (sql_row(q)) {
        struct place *p = vec_push(arena, out);

        p->site.v = get_i64(q);
        p->item.v = get_i64(q);
        p->allocated.milli = get_i64(q);
    }
    return sql_done(&q, err);
}

static struct qty part_of(const struct item_part *parts, struct item_id item)
{
    for (; parts->item.v != 0; parts++)
        if (parts->item.v == item.v)
            return parts->qty;
    return (struct qty){ 0 };
}

/* What is claimed and picked of each, and how many of it are in a kit. */
static void places_fill(struct place_vec *places, const struct open_vec *open,
                        const struct item_part *parts)
{
    for (int i = 0; i < places->n; i++) {
        struct place *p = &places->v[i];

        p->in_kit = part_of(parts, p->item);
        for (int j = 0; j < open->n; j++) {
            const struct open_claim *c = &open->v[j];

            if (c->item.v != p->item.v || c->site.v != p->site.v)
                continue;
            p->claimed.milli += c->qty.milli;
            p->picked.milli += c->picked.milli;
        }
    }
}

static struct qty in_pieces(struct qty qty, struct qty in_kit)
{
    return in_kit.milli > 0 ? kits_of(qty, in_kit) : qty;
}

/* So much (kits of a bundle) of the site is in no fulfillment, or at least not picked. */
static int64_t left_at(const struct place_vec *places, struct site_id site, bool is_claimed_too)
{
    int64_t least = -1;

    for (int i = 0; i < places->n; i++) {
        const struct place *p = &places->v[i];
        int64_t left = p->allocated.milli - (is_claimed_too ? p->picked : p->claimed).milli;

        if (p->site.v != site.v)
            continue;
        if (p->in_kit.milli > 0)
            left = left / p->in_kit.milli * QTY_PER_UNIT;
        if (least < 0 || left < least)
            least = left > 0 ? left : 0;
    }
    return least > 0 ? least : 0;
}

/* --- giving back ------------------------------------------------------------------------------ */

struct giving {
    struct action_run *run;
    struct order *order;
    const struct order_line *line;
    struct open_vec open;
    struct place_vec places;
    struct qty left;
};

/* Lowers the claims at a place by so much, as far as they are not picked. */
static bool cut_place(struct giving *g, struct place *p, int64_t milli, struct err *err)
{
    for (int i = 0; i < g->open.n && milli > 0; i++) {
        struct open_claim *c = &g->open.v[i];
        int64_t some = c->qty.milli - c->picked.milli;

        if (c->item.v != p->item.v || c->site.v != p->site.v || some == 0)
            continue;
        some = some < milli ? some : milli;
        if (!cut(g->run, c, some, err))
            return false;
        p->claimed.milli -= some;
        milli -= some;
    }
    return true;
}

static bool give_at(struct giving *g, struct site_id site, int64_t milli, struct err *err)
{
    const struct stock_leave leave = {
        .order = g->order->id, .line = g->line->id, .site = site, .qty = { milli }
    };
    struct qty released = { 0 };

    if (milli == 0)
        return true;
    for (int i = 0; i < g->places.n; i++) {
        struct place *p = &g->places.v[i];

        if (p->site.v != site.v)
            continue;
        p->allocated.milli -= in_pieces(leave.qty, p->in_kit).milli;
        if (!cut_place(g, p, p->claimed.milli - p->allocated.milli, err))
            return false;
    }
    if (!stock_release_at(g->run->tx, g->run->desk, &leave, &released, err))
        return false;
    g->left.milli -= released.milli;
    return true;
}

/* From every site, what is free to go there. */
static bool give_everywhere(struct giving *g, bool is_claimed_too, struct err *err)
{
    for (int i = 0; i < g->places.n && g->left.milli > 0; i++) {
        struct site_id site = g->places.v[i].site;
        int64_t much = left_at(&g->places, site, is_claimed_too);

        if (i > 0 && g->places.v[i - 1].site.v == site.v)
            continue;
        if (!give_at(g, site, much < g->left.milli ? much : g->left.milli, err))
            return false;
    }
    return true;
}

bool fulfillment_give_back(struct action_run *run, struct order *order,
                           const struct order_line *line, struct qty qty, struct qty *released,
                           struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct giving g = { .run = run, .order = order, .line = line, .left = qty };
    const struct item_part *parts;

    if (order->open_fulfillments == 0)
        return stock_release(run->tx, run->desk, order->id, line->id, qty, released, err);
    if (!open_load(run->desk, line->id, tmp, &g.open, err) ||
        !places_load(run->desk, line->id, tmp, &g.places, err) ||
        !item_parts_of_line(run->desk, line->id, tmp, &parts, err))
        return false;
    places_fill(&g.places, &g.open, parts);
    if (!give_everywhere(&g, false, err) || !give_everywhere(&g, true, err) ||
        !claims_count_open(run->desk, order, err))
        return false;
    released->milli = qty.milli - g.left.milli;
    return true;
}

bool fulfillment_unclaim(struct action_run *run, struct order *order,
                         const struct order_line *line, struct site_id site, struct qty qty,
                         struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct open_vec open = { 0 };

    if (qty.milli <= 0)
        return true;
    if (!open_load(run->desk, line->id, tmp, &open, err))
        return false;
    for (int i = 0; i < open.n && qty.milli > 0; i++) {
        struct open_claim *c = &open.v[i];
        int64_t some = c->qty.milli < qty.milli ? c->qty.milli : qty.milli;

        if (c->site.v != site.v || c->is_begun || some == 0)
            continue;
        if (!cut(run, c, some, err))
            return false;
        qty.milli -= some;
    }
    return claims_count_open(run->desk, order, err);
}

bool fulfillment_give_back_at(struct action_run *run, struct order *order,
                              const struct order_line *line, struct site_id site,
                              struct qty *released, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct giving g = { .run = run, .order = order, .line = line };
    const struct item_part *parts;

    if (!open_load(run->desk, line->id, tmp, &g.open, err) ||
        !places_load(run->desk, line->id, tmp, &g.places, err) ||
        !item_parts_of_line(run->desk, line->id, tmp, &parts, err))
        return false;
    places_fill(&g.places, &g.open, parts);
    if (!give_at(&g, site, left_at(&g.places, site, true), err) ||
        !claims_count_open(run->desk, order, err))
        return false;
    released->milli = -g.left.milli;
    return true;
}
