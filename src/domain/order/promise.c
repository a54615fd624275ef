/*
 * The promise: from what there is, what comes, and when a site works, to a day.
 */
#include "domain/order/promise.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/ship_method.h"
#include "domain/desk/money_text.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise_parts.h"

/* --- pure ------------------------------------------------------------------------------------- */

static bool works_on(const struct promise_site *site, struct date day)
{
    if ((site->work_days >> date_weekday(day) & 1) == 0)
        return false;
    for (int i = 0; i < site->closed_count; i++)
        if (date_cmp(site->closed[i], day) == 0)
            return false;
    return true;
}

/* The first day from this one on on which it works. */
static struct date working_day(const struct promise_site *site, struct date day)
{
    for (int i = 0; i < PROMISE_DAYS_MAX; i++, day = date_add_days(day, 1))
        if (works_on(site, day))
            return day;
    return (struct date){ 0 };
}

struct date promise_leaves(const struct promise_site *site, struct promise_now now,
                           struct date ready)
{
    struct date day = now.today;

    if (works_on(site, day) && now.minute >= site->cutoff_minute)
        day = date_add_days(day, 1);
    return working_day(site, date_cmp(ready, day) > 0 ? ready : day);
}

struct date promise_comes(const struct incomings *in, struct line_id line, struct qty ahead,
                          struct qty want)
{
    int64_t own = 0, shared = 0;

    for (int i = 0; i < in->n; i++) {
        const struct incoming *c = &in->v[i];
        int64_t spare;

        if (c->for_line.v == line.v && line.v != 0)
            own += c->qty.milli;
        else if (c->for_line.v == 0)
            shared += c->qty.milli;
        spare = shared - ahead.milli;
        if (own + (spare > 0 ? spare : 0) >= want.milli)
            return c->due;
    }
    return (struct date){ 0 };
}

bool order_is_past_latest(const struct order *o)
{
    return date_is_set(o->latest_ship) &&
           (!date_is_set(o->promised) || date_cmp(o->promised, o->latest_ship) > 0);
}

/* --- of an order ------------------------------------------------------------------------------ */

struct promise_reading {
    struct arena *arena;
    struct promise_sites sites; /* n 0: not read yet */
    struct place_vec OD_VEC(struct promise_place) places;
};

/* Dating an order: what was read for it. */
struct dating {
    struct desk *desk;
    struct arena *arena;
    const struct order *order;
    struct promise_now now;
    struct promise_reading *reading;
    struct promise_shares shares;
    struct ship_method *method; /* NULL: no method of the desk */
};

struct promise_reading *promise_reading_new(struct arena *arena)
{
    struct promise_reading *r = arena_new_of(arena, struct promise_reading);

    r->arena = arena;
    return r;
}

static bool begin(struct dating *d, struct err *err)
{
    struct promise_reading *r = d->reading;

    d->now.today = desk_today(d->desk);
    d->now.minute = stamp_minute_of_day(desk_now(d->desk));
    return r->sites.n > 0 || promise_sites_load(d->desk, r->arena, &r->sites, err);
}

/* The site as the method has it. */
static struct promise_site site_of(const struct dating *d, struct site_id id)
{
    struct promise_site site = { 0 }; /* none works */

    for (int i = 0; i < d->reading->sites.n; i++)
        if (d->reading->sites.v[i].id.v == id.v)
            site = d->reading->sites.v[i];
    if (d->method != NULL && d->method->cutoff_minute >= 0)
        site.cutoff_minute = d->method->cutoff_minute;
    return site;
}

static struct date later(struct date a, struct date b)
{
    return date_cmp(a, b) > 0 ? a : b;
}

static struct site_id home_of(const struct order *o, const struct order_line *l)
{
    return l->site.v ? l->site : o->site;
}

/* When the last of the sites sends that have some of the line, on that day or later; unset: now. */
static struct date leaves_there(const struct dating *d, const struct order_line *l,
                                struct date from)
{
    struct date leaves = { 0 };

    for (int i = 0; i < d->shares.n; i++) {
        const struct promise_site site = site_of(d, d->shares.v[i].site);

        if (d->shares.v[i].line.v == l->id.v)
            leaves = later(promise_leaves(&site, d->now, from), leaves);
    }
    return leaves;
}

/* What the line lacks, of a draft beside what it keeps. A bundle keeps parts of it, so that one
 * that keeps any counts as whole. */
static struct qty lacks_of(const struct dating *d, const struct order_line *l)
{
    int64_t lacks = line_open(l).milli, kept = 0;

    if (d->order->confirmed.ms != 0 || !line_has_stock(l))
        return line_backordered(l);
    for (int i = 0; i < d->shares.n; i++)
        if (d->shares.v[i].line.v == l->id.v)
            kept += d->shares.v[i].qty.milli;
    lacks -= l->kind == LINE_BUNDLE && kept > 0 ? lacks : kept;
    return (struct qty){ lacks > 0 ? lacks : 0 };
}

/* Lines of the same order and item before this one at its site wait before it. */
static struct qty wait_before(const struct dating *d, const struct order_line *line)
{
    const struct order *o = d->order;
    struct qty sum = { 0 };

    for (const struct order_line *l = o->lines; l < line; l++)
        if (l->item.v == line->item.v && home_of(o, l).v == home_of(o, line).v)
            sum.milli += lacks_of(d, l).milli;
    return sum;
}

/* What comes there of the line's item, and who waits for it. */
static bool place_of(const struct dating *d, const struct order_line *l, struct site_id site,
                     const struct promise_place **out, struct err *err)
{
    struct promise_place place = { .item = l->item, .site = site };
    struct promise_reading *r = d->reading;

    for (int i = 0; i < r->places.n; i++) {
        *out = &r->places.v[i];
        if ((*out)->item.v == l->item.v && (*out)->site.v == site.v)
            return true;
    }
    if (!incomings_load(d->desk, l->item, site, r->arena, &place.in, err) ||
        (place.in.n > 0 && !promise_waiters_load(d->desk, r->arena, &place, err)))
        return false;
    *vec_push(r->arena, &r->places) = place;
    *out = &r->places.v[r->places.n - 1];
    return true;
}

/* The higher priority first, then who waits longer; a draft last. */
static bool is_before(const struct promise_waiter *w, const struct order *o)
{
    int64_t since = o->confirmed.ms > 0 ? o->confirmed.ms : INT64_MAX;

    if (w->order.v == o->id.v || w->priority != o->priority)
        return w->order.v != o->id.v && w->priority > o->priority;
    return w->confirmed.ms < since || (w->confirmed.ms == since && w->order.v < o->id.v);
}

/* What goes to others before this line: other orders, the safety stock, its own order's lines. */
static struct qty ahead_of(const struct dating *d, const struct order_line *l,
                           const struct promise_place *place)
{
    int64_t ahead = place->lacks.milli;

    for (int i = 0; i < place->waiters.n; i++)
        if (is_before(&place->waiters.v[i], d->order))
            ahead += place->waiters.v[i].qty.milli;
    return (struct qty){ (ahead > 0 ? ahead : 0) + wait_before(d, l).milli };
}

/* What is short leaves once it has come, else after its lead time; unset: nobody knows. */
static bool leaves_short(const struct dating *d, const struct order_line *l, struct qty lacks,
                         struct date *out, struct err *err)
{
    const struct promise_site site = site_of(d, home_of(d->order, l));
    const struct promise_place *place;
    struct date ready = { 0 };

    *out = (struct date){ 0 };
    if (l->kind == LINE_STOCK && l->item.v != 0) {
        if (!place_of(d, l, site.id, &place, err))
            return false;
        ready = promise_comes(&place->in, l->id, ahead_of(d, l, place), lacks);
    }
    if (date_is_set(ready)) {
        *out = promise_leaves(&site, d->now, ready);
    } else if (l->lead_days > 0) {
        ready = promise_leaves(&site, d->now, (struct date){ 0 });
        *out = date_is_set(ready) ? working_day(&site, date_add_days(ready, l->lead_days)) : ready;
    }
    return true;
}

/* The first day from the wanted one on which all that send it work; as wanted where none does. */
static struct date leaves_wanted(const struct dating *d, const struct order_line *l, bool is_short,
                                 struct date wanted)
{
    const struct promise_site home = site_of(d, home_of(d->order, l));
    struct date day = line_has_stock(l) ? leaves_there(d, l, wanted) : (struct date){ 0 };

    if (is_short || !date_is_set(day))
        day = later(promise_leaves(&home, d->now, wanted), day);
    return later(day, wanted);
}

static bool date_line(const struct dating *d, struct order_line *l, struct err *err)
{
    struct date wanted = date_is_set(l->requested) ? l->requested : d->order->requested;
    struct qty lacks = lacks_of(d, l);
    struct date day = { 0 }, rest;

    if (line_has_stock(l))
        day = leaves_there(d, l, (struct date){ 0 });
    if (!date_is_set(day) && lacks.milli == 0) {
        const struct promise_site site = site_of(d, home_of(d->order, l));

        day = promise_leaves(&site, d->now, (struct date){ 0 });
    }
    if (lacks.milli > 0) {
        if (!leaves_short(d, l, lacks, &rest, err))
            return false;
        day = date_is_set(rest) ? later(rest, day) : rest;
    }
    if (date_is_set(day) && date_cmp(wanted, day) > 0)
        day = leaves_wanted(d, l, lacks.milli > 0, wanted);
    l->promised = day;
    return true;
}

/* With the last of what is open; where nothing is, as it was. */
static void date_order(const struct dating *d, struct order *o)
{
    struct date last = { 0 }, first;
    bool is_known = true, is_any = false;

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        if (l->kind == LINE_COMMENT || line_open(l).milli == 0)
            continue;
        is_any = true;
        is_known = is_known && date_is_set(l->promised);
        last = later(l->promised, last);
    }
    if (!is_any)
        return;
    o->promised = is_known ? last : (struct date){ 0 };
    o->arrives = (struct date){ 0 };
    if (d->method != NULL && o->pickup.v == 0)
        ship_method_arrives(d->method, o->promised, &first, &o->arrives);
}

bool order_promise_by(struct desk *desk, struct promise_reading *reading, struct order *order,
                      const bool *only, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dating d = { .desk = desk, .arena = tmp, .order = order, .reading = reading };

    if (!begin(&d, err) || !promise_shares_load(desk, order, tmp, &d.shares, err))
        return false;
    if (order->pickup.v == 0 && order->ship_method && order->ship_method[0] &&
        !ship_method_find(desk, order->ship_method, tmp, &d.method, err))
        return false;
    for (int i = 0; i < order->line_count; i++) {
        struct order_line *l = &order->lines[i];

        if (l->kind != LINE_COMMENT && line_open(l).milli > 0 && (!only || only[i]) &&
            !date_line(&d, l, err))
            return false;
    }
    date_order(&d, order);
    return true;
}

bool order_promise(struct desk *desk, struct order *order, const bool *only, struct err *err)
{
    OD_ARENA *tmp = arena_new();

    return order_promise_by(desk, promise_reading_new(tmp), order, only, err);
}

bool order_would_leave(struct desk *desk, const struct order *order, struct arena *arena,
                       struct order *out, struct err *err)
{
    *out = *order;
    if (order->line_count > 0)
        out->lines =
            arena_memdup(arena, order->lines, (size_t)order->line_count * sizeof *order->lines);
    return order_promise(desk, out, NULL, err);
}

const char *order_latest_words(struct desk *desk, const struct order *order, struct arena *arena)
{
    if (!order_is_past_latest(order))
        return "";
    return arena_printf(arena,
                        date_is_set(order->promised)
                            ? _("It leaves later than %s, the latest day for the customer.")
                            : _("Nobody knows whether it leaves by %s, the latest day for the"
                                " customer."),
                        text_date(desk, arena, order->latest_ship));
}

bool order_leaves(struct desk *desk, const struct order *order, const struct ship_method *method,
                  struct date *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct ship_method by = { .cutoff_minute = method ? method->cutoff_minute : -1 };
    struct dating d = { .desk = desk, .arena = tmp, .order = order, .method = &by,
                        .reading = promise_reading_new(tmp) };
    struct promise_site site;
    struct date day;

    if (date_is_set(order->promised)) {
        *out = order->promised;
        return true;
    }
    if (!begin(&d, err))
        return false;
    site = site_of(&d, order->site);
    day = promise_leaves(&site, d.now, (struct date){ 0 });
    *out = date_is_set(day) && date_cmp(order->requested, day) > 0 ? order->requested : day;
    return true;
}

bool promise_transfer_due(struct desk *desk, struct site_id from, struct site_id to, int days,
                          struct date *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dating d = { .desk = desk, .arena = tmp, .reading = promise_reading_new(tmp) };
    struct promise_site there;
    struct date day;

    if (!begin(&d, err))
        return false;
    there = site_of(&d, from);
    day = promise_leaves(&there, d.now, (struct date){ 0 });
    there = site_of(&d, to);
    *out = date_is_set(day) ? working_day(&there, date_add_days(day, days)) : day;
    return true;
}
