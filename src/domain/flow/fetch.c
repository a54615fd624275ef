/*
 * An order that is collected where its goods are not: open transfers bring each line what it lacks
 * from the sites that have it free. Who sends them sees to it that they leave; until then nothing
 * is claimed at the other site.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/fetch_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "domain/stock/doc.h"
#include "domain/stock/stock.h"
#include "store/tx.h"

/* One site that could send some of a line. */
struct fetching {
    struct action_run *run;
    const struct order *order;
    const struct order_line *line;
    int days; /* on the way */
};

/* A transfer of its own, so that each is sent and comes by itself. */
static bool fetch_from(const struct fetching *f, struct site_id from, struct qty qty,
                       struct err *err)
{
    struct action_run *run = f->run;
    struct event_note note = { .kind = "order.fetch" };
    struct stock_doc_line line = { .item = f->line->item, .qty = qty, .bin = "",
                                   .for_line = f->line->id };
    struct stock_doc_new head = { .kind = DOC_TRANSFER,
                                  .site = from,
                                  .to_site = f->order->pickup,
                                  .ref = f->order->number };
    struct stock_doc *doc;
    int64_t id;

    if (!promise_transfer_due(run->desk, from, head.to_site, f->days, &head.due, err) ||
        !doc_add(run->tx, run->desk, &head, &line, &id, err) ||
        !stock_doc_load(run->desk, id, run->arena, &doc, err))
        return false;
    note.after_json =
        event_json(run->arena, "line",
                   arena_printf(run->arena, "%d: %s %s", f->line->line_no, doc->number,
                                doc->site_code));
    return event_add_order(run->tx, run->desk, f->order->id, &note, err);
}

/* *lacks: what no site has is left of it. */
static bool fetch_line(const struct fetching *f, struct qty *lacks, struct err *err)
{
    struct stock_levels levels;

    if (!stock_levels_load(f->run->desk, f->line->item, f->order->id, f->run->arena, &levels, err))
        return false;
    for (int i = 0; i < levels.n && lacks->milli > 0; i++) {
        const struct stock_level *l = &levels.v[i];
        struct qty planned, some;

        if (l->site.v == f->order->pickup.v || l->free.milli <= 0)
            continue;
        if (!fetch_planned(f->run->desk, f->line->item, l->site, &planned, err))
            return false;
        some.milli = l->free.milli - planned.milli;
        if (some.milli > lacks->milli)
            some.milli = lacks->milli;
        if (some.milli <= 0)
            continue;
        if (!fetch_from(f, l->site, some, err))
            return false;
        lacks->milli -= some.milli;
    }
    return true;
}

/* Goods of stock that are collected; what a line may be fetched for. */
static bool is_fetched(const struct order *order, const struct order_line *l)
{
    return order->pickup.v != 0 && l->kind == LINE_STOCK && l->item.v != 0;
}

bool order_step_fetch(struct action_run *run, const struct order *order, const bool *only,
                      bool *still_short, struct err *err)
{
    struct fetching f = { .run = run, .order = order };
    int64_t days;

    if (!setting_get_int(run->desk, "transfer.days", &days, err))
        return false;
    f.days = (int)days;
    for (int i = 0; i < order->line_count; i++) {
        struct qty lacks = line_backordered(&order->lines[i]), comes = { 0 };

        f.line = &order->lines[i];
        still_short[i] = false;
        if (only && !only[i])
            continue;
        if (is_fetched(order, f.line) && lacks.milli > 0) {
            if (!fetch_coming(run->desk, order->pickup, f.line->id, &comes, err))
                return false;
            lacks.milli -= comes.milli;
            if (lacks.milli > 0 && !fetch_line(&f, &lacks, err))
                return false;
        }
        still_short[i] = lacks.milli > 0;
    }
    return true;
}

/* --- more than is needed ---------------------------------------------------------------------- */

static bool note_given_up(const struct fetching *f, const struct fetch_open *t, struct qty left,
                          struct err *err)
{
    struct action_run *run = f->run;
    struct event_note note = { .kind = left.milli > 0 ? "order.fetch_less" : "order.fetch_none" };

    note.after_json = event_json(run->arena, "line",
                                 arena_printf(run->arena, "%d: %s", f->line->line_no, t->number));
    return event_add_order(run->tx, run->desk, f->order->id, &note, err);
}

/* A document that a clerk put other goods on stays, without this line. */
static bool give_up(const struct fetching *f, const struct fetch_open *t, struct qty left,
                    struct err *err)
{
    struct action_run *run = f->run;
    const struct stock_doc_put less = { .item = f->line->item, .qty = left };

    if (left.milli > 0 ? !doc_put_line(run->tx, run->desk, t->doc, &less, err)
        : t->lines > 1 ? !doc_cut_line(run->tx, run->desk, t->doc, f->line->item, err)
                       : !doc_drop(run->tx, run->desk, (struct record_at){ .id = t->doc }, err))
        return false;
    return note_given_up(f, t, left, err);
}

static bool settle_line(const struct fetching *f, struct err *err)
{
    struct qty much;
    struct fetch_opens opens;

    if (!fetch_coming(f->run->desk, f->order->pickup, f->line->id, &much, err))
        return false;
    much.milli -= line_backordered(f->line).milli;
    if (much.milli <= 0)
        return true;
    if (!fetch_opens_load(f->run->desk, f->order, f->line->id, f->run->arena, &opens, err))
        return false;
    for (int i = 0; i < opens.n && much.milli > 0; i++) {
        struct qty left = { opens.v[i].qty.milli - much.milli };

        if (!give_up(f, &opens.v[i], left, err))
            return false;
        much.milli -= opens.v[i].qty.milli;
    }
    return true;
}

bool order_step_fetch_less(struct action_run *run, const struct order *order, struct err *err)
{
    struct fetching f = { .run = run, .order = order };

    for (int i = 0; i < order->line_count; i++) {
        f.line = &order->lines[i];
        if (is_fetched(order, f.line) && !settle_line(&f, err))
            return false;
    }
    return true;
}

bool order_step_unfetch(struct action_run *run, const struct order *order, struct err *err)
{
    return order->pickup.v == 0 || fetch_drop(run->tx, run->desk, order, err);
}
