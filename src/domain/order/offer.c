/*
 * While typing: what a line would be, ways out of a short one, and orders that look the same.
 */
#include "domain/order/offer.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/order/draft.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "domain/order/source.h"
#include "domain/stock/stock.h"

struct offer_list OD_VEC(struct offer);
struct duplicate_list OD_VEC(struct duplicate);

/* --- preview ---------------------------------------------------------------------------------- */

static bool preview_price(struct desk *desk, const struct order *order, const struct line_input *in,
                          int line_no, struct arena *arena, struct line_preview *p, struct err *err)
{
    struct qty total = order_item_qty(order, in->item, line_no);
    const struct price_candidate *chosen;
    struct price_break next;
    struct list_price list;

    total.milli += in->qty.milli;
    if (!order_list_price(desk, order, in->item, p->item->tax_class_id, total, arena, &list, err))
        return false;
    chosen = list.result.chosen;
    p->price = in->has_price ? in->price : list.result.price;
    p->source = in->has_price ? PRICE_MANUAL : chosen ? chosen->source : PRICE_NONE;
    p->why_short = price_source_words(p->source);
    p->next_break = "";
    if (in->has_price || !chosen)
        return true;
    if (chosen->min_qty.milli > 0)
        p->why_short = arena_printf(arena, _("%s from %s"), p->why_short,
                                    text_qty(desk, arena, chosen->min_qty));
    if (list.result.is_converted)
        p->why_short = arena_printf(arena, _("%s, converted"), p->why_short);
    if (price_next_break(&list.candidates, &list.want, &list.result, &next))
        p->next_break = arena_printf(arena, _("from %s: %s"), text_qty(desk, arena, next.from),
                                     text_price(desk, arena, next.price, order->currency));
    return true;
}

static struct site_id site_of(const struct order *order, const struct order_line *l)
{
    return l->site.v ? l->site : order->site;
}

/* What the order's other lines of the item want at a site; they come first (R4). */
static int64_t wanted_by_others(const struct order *order, struct item_id item, struct site_id site,
                                int but_line_no)
{
    int64_t sum = 0;

    for (int i = 0; i < order->line_count; i++) {
        const struct order_line *l = &order->lines[i];

        if (l->item.v == item.v && l->line_no != but_line_no && site_of(order, l).v == site.v)
            sum += line_backordered(l).milli;
    }
    return sum;
}

static struct qty free_for(const struct order *order, struct item_id item,
                           const struct stock_level *level, int line_no)
{
    int64_t left = level->free.milli - wanted_by_others(order, item, level->site, line_no);

    return (struct qty){ left > 0 ? left : 0 };
}

/* Where its stock would come from: a line that is changed keeps its site with its item. */
static struct site_id site_of_input(const struct order *order, const struct line_input *in,
                                    int line_no)
{
    const struct order_line *old = line_no ? order_line_at(order, line_no) : NULL;

    if (in->has_site)
        return in->site.v ? in->site : order->site;
    return old && old->item.v == in->item.v ? site_of(order, old) : order->site;
}

static bool preview_stock(struct desk *desk, const struct order *order, const struct line_input *in,
                          int line_no, struct arena *arena, struct line_preview *p, struct err *err)
{
    struct site_id here = site_of_input(order, in, line_no);
    struct stock_levels levels;
    struct incomings comes;

    if (p->item->kind != ITEM_STOCK && p->item->kind != ITEM_BUNDLE)
        return true;
    if (!stock_levels_load(desk, in->item, order->id, arena, &levels, err))
        return false;
    for (int i = 0; i < levels.n; i++) {
        struct qty free = free_for(order, in->item, &levels.v[i], line_no);

        if (levels.v[i].site.v == here.v)
            p->free_here = free;
        else
            p->free_elsewhere.milli += free.milli;
    }
    if (p->item->kind != ITEM_STOCK)
        return true;
    if (!incomings_load(desk, in->item, here, arena, &comes, err))
        return false;
    for (int i = 0; i < comes.n; i++) {
        if (comes.v[i].for_line.v != 0)
            continue;
        if (p->incoming.milli == 0)
            p->incoming_date = comes.v[i].due;
        p->incoming.milli += comes.v[i].qty.milli;
    }
    return true;
}

bool order_preview_line(struct desk *desk, const struct order *order, const struct line_input *in,
                        int line_no, struct arena *arena, struct line_preview *out, struct err *err)
{
    const struct order_line *old = line_no ? order_line_at(order, line_no) : NULL;
    struct rate disc = in->has_disc || !old ? in->disc : old->disc;
    struct line_preview p = { .why_short = "", .next_break = "" };
    struct last_bought last = { 0 };
    struct item *item;

    if (!item_load(desk, in->item, arena, &item, err))
        return false;
    p.item = item;
    if (!preview_price(desk, order, in, line_no, arena, &p, err) ||
        !preview_stock(desk, order, in, line_no, arena, &p, err) ||
        (order->customer.v && !order_last_bought(desk, order, in->item, &last, err)))
        return false;
    p.net_minor = line_net_minor(in->qty, p.price, disc, 0, order->round_mode);
    if (last.qty.milli > 0) {
        p.last_qty = last.qty;
        p.last_price = last.price;
        p.last_date = stamp_to_date(last.placed);
    }
    *out = p;
    return true;
}

/* --- offers ----------------------------------------------------------------------------------- */

/* The line as it stands, as an input to build on. */
static struct line_input input_of(const struct order_line *l)
{
    return (struct line_input){ .item = l->item, .qty = line_open(l) };
}

/* The largest quantity up to free that the item is sold in; 0 where there is none. */
static struct qty sellable(const struct order_line *l, struct qty free)
{
    static const int64_t unit[] = { 1000, 100, 10, 1 };
    int64_t step = l->qty_step.milli > 0 ? l->qty_step.milli : unit[l->qty_decimals];
    int64_t milli = free.milli - free.milli % step;

    return (struct qty){ milli >= l->min_qty.milli ? milli : 0 };
}

/* covered: what the sites that may serve it would send. */
static void offer_some(struct desk *desk, const struct order *order, const struct order_line *l,
                       struct qty covered, struct arena *arena, struct offer_list *list)
{
    struct qty part = sellable(l, covered);
    struct offer *offer;

    if (line_may_backorder(order, l)) {
        struct qty rest = { line_backordered(l).milli - covered.milli };

        offer = vec_push(arena, list);
        offer->kind = OFFER_BACKORDER;
        offer->key = 'b';
        offer->words = arena_printf(arena, _("backorder %s"), text_qty(desk, arena, rest));
        offer->input = input_of(l);
    }
    if (part.milli > 0) {
        offer = vec_push(arena, list);
        offer->kind = OFFER_CUT;
        offer->key = 's';
        offer->words = arena_printf(arena, _("send %s"), text_qty(desk, arena, part));
        offer->input = input_of(l);
        offer->input.qty = part;
    }
}

/* The first other site, by priority, that has all of it; a clerk may choose one that the desk by
 * itself would not. */
static void offer_site(struct desk *desk, const struct order *order, const struct order_line *l,
                       const struct stock_levels *levels, struct arena *arena,
                       struct offer_list *list)
{
    for (int i = 0; i < levels->n; i++) {
        const struct stock_level *level = &levels->v[i];
        struct offer *offer;

        if (level->site.v == site_of(order, l).v ||
            free_for(order, l->item, level, l->line_no).milli < line_open(l).milli)
            continue;
        offer = vec_push(arena, list);
        offer->kind = OFFER_SITE;
        offer->key = 'o';
        offer->words = arena_printf(arena, _("%s from %s"), text_qty(desk, arena, line_open(l)),
                                    level->site_code);
        offer->input = input_of(l);
        offer->input.has_site = true;
        offer->input.site = level->site;
        return;
    }
}

/* The best substitute that has some of it at the line's site. */
static bool offer_substitute(struct desk *desk, const struct order *order,
                             const struct order_line *l, struct arena *arena,
                             struct offer_list *list, struct err *err)
{
    struct substitutes subs;

    if (!order_substitutes(desk, l->item, arena, &subs, err))
        return false;
    for (int i = 0; i < subs.n; i++) {
        struct stock_levels levels;

        if (!stock_levels_load(desk, subs.v[i].item, order->id, arena, &levels, err))
            return false;
        for (int k = 0; k < levels.n; k++) {
            struct qty free = free_for(order, subs.v[i].item, &levels.v[k], 0);
            struct offer *offer;

            if (levels.v[k].site.v != site_of(order, l).v || free.milli == 0)
                continue;
            offer = vec_push(arena, list);
            offer->kind = OFFER_SUBSTITUTE;
            offer->key = 'a';
            offer->words =
                arena_printf(arena, _("%s, %s free"), subs.v[i].sku, text_qty(desk, arena, free));
            offer->input = (struct line_input){
                .item = subs.v[i].item,
                .qty = line_open(l),
                .has_site = l->site.v != 0,
                .site = l->site,
                .has_requested = date_is_set(l->requested),
                .requested = l->requested,
            };
            return true;
        }
    }
    return true;
}

bool order_offers(struct desk *desk, const struct order *order, int line_no, struct arena *arena,
                  struct offers *out, struct err *err)
{
    const struct order_line *l = order_line_at(order, line_no);
    struct offer_list list = { 0 };
    const struct qty *covered;
    struct stock_levels levels;

    if (!l)
        return err_field(err, ERR_NOT_FOUND, "line", _("There is no line %d."), line_no);
    *out = (struct offers){ 0 };
    if (line_backordered(l).milli == 0)
        return true;
    if (!source_covered(desk, order, arena, &covered, err))
        return false;
    if (covered[l - order->lines].milli >= line_backordered(l).milli)
        return true;
    if (!stock_levels_load(desk, l->item, order->id, arena, &levels, err))
        return false;
    offer_some(desk, order, l, covered[l - order->lines], arena, &list);
    offer_site(desk, order, l, &levels, arena, &list);
    if (!offer_substitute(desk, order, l, arena, &list, err))
        return false;
    *out = (struct offers){ .v = list.v, .n = list.n };
    return true;
}

/* --- duplicates ------------------------------------------------------------------------------- */

static bool has_line_like(const struct order *o, const struct order_line *like, bool *used)
{
    for (int i = 0; i < o->line_count; i++)
        if (!used[i] && o->lines[i].item.v == like->item.v &&
            o->lines[i].ordered.milli == like->ordered.milli) {
            used[i] = true;
            return true;
        }
    return false;
}

static bool have_same_lines(const struct order *a, const struct order *b, struct arena *arena)
{
    bool *used = arena_array(arena, b->line_count, bool);

    if (a->line_count == 0 || a->line_count != b->line_count)
        return false;
    for (int i = 0; i < a->line_count; i++)
        if (!has_line_like(b, &a->lines[i], used))
            return false;
    return true;
}

static void add_duplicate(struct desk *desk, const struct order *o, bool by_po, struct arena *arena,
                          struct duplicate_list *list)
{
    const char *at = text_stamp(desk, arena, o->placed);
    struct duplicate *d;

    for (int i = 0; i < list->n; i++)
        if (list->v[i].id.v == o->id.v)
            return;
    d = vec_push(arena, list);
    d->id = o->id;
    d->number = o->number;
    d->words = by_po ? arena_printf(arena, _("Order %s of %s has the same customer PO %s."),
                                    o->number, at, o->customer_po)
                     : arena_printf(arena, _("Order %s of %s has the same lines."), o->number, at);
}

static bool add_same_lines(struct desk *desk, const struct order *order, struct arena *arena,
                           struct duplicate_list *list, struct err *err)
{
    struct stamp since = desk_now(desk);
    struct order_ids ids;
    int64_t minutes;

    if (!setting_get_int(desk, "order.duplicate_minutes", &minutes, err))
        return false;
    since.ms -= minutes * 60000;
    if (!order_ids_since(desk, order, since, arena, &ids, err))
        return false;
    for (int i = 0; i < ids.n; i++) {
        struct order *o;

        if (!order_load(desk, ids.v[i], arena, &o, err))
            return false;
        if (have_same_lines(order, o, arena))
            add_duplicate(desk, o, false, arena, list);
    }
    return true;
}

bool order_duplicates(struct desk *desk, const struct order *order, struct arena *arena,
                      struct duplicates *out, struct err *err)
{
    struct duplicate_list list = { 0 };
    struct order_ids ids = { 0 };

    *out = (struct duplicates){ 0 };
    if (order->customer.v == 0)
        return true;
    if (!add_same_lines(desk, order, arena, &list, err))
        return false;
    if (order->customer_po && order->customer_po[0] &&
        !order_ids_of_po(desk, order, arena, &ids, err))
        return false;
    for (int i = 0; i < ids.n; i++) {
        struct order *o;

        if (!order_load(desk, ids.v[i], arena, &o, err))
            return false;
        add_duplicate(desk, o, true, arena, &list);
    }
    out->v = list.v;
    out->n = list.n;
    return true;
}
