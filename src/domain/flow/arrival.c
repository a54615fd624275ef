/*
 * Goods that come, go or get another day, with what that means for who waits: as much as a line
 * lacks of what was sent for it is promised to it in the same transaction, before anybody else sees
 * it free, and the others are dated anew.
 */
#include "domain/flow/arrival.h"

#include "base/mem.h"
#include "domain/flow/backorder_parts.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "store/tx.h"

/* --- dating anew ------------------------------------------------------------------------------ */

static bool waits_for(const struct order *o, const struct order_line *l,
                      const struct stock_doc *doc, struct site_id site)
{
    if (l->kind != LINE_STOCK || line_backordered(l).milli == 0 ||
        (l->site.v ? l->site : o->site).v != site.v)
        return false;
    for (int i = 0; i < doc->line_count; i++)
        if (doc->lines[i].item.v == l->item.v)
            return true;
    return false;
}

/* Saved only where a day moves, so that who is not touched keeps the version that others see. */
static bool redate(struct action_run *run, struct promise_reading *reading, struct order_id id,
                   const struct stock_doc *doc, struct site_id site, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    bool is_moved = false;
    struct date *before;
    struct order *o;
    bool *only;

    if (!order_load(run->desk, id, tmp, &o, err))
        return false;
    only = arena_array(tmp, o->line_count, bool);
    before = arena_array(tmp, o->line_count, struct date);
    for (int i = 0; i < o->line_count; i++) {
        only[i] = waits_for(o, &o->lines[i], doc, site);
        before[i] = o->lines[i].promised;
    }
    if (!order_promise_by(run->desk, reading, o, only, err))
        return false;
    for (int i = 0; i < o->line_count; i++)
        is_moved = is_moved || date_cmp(before[i], o->lines[i].promised) != 0;
    return !is_moved || order_save(run->tx, run->desk, o, err);
}

static bool redate_at(struct action_run *run, const struct stock_doc *doc,
                      const struct doc_item *of, struct site_id site, struct err *err)
{
    struct promise_reading *reading = promise_reading_new(run->arena);
    struct waiting_orders orders;

    if (!backorder_orders(run->desk, of, site, doc->line_count * BACKORDERS_MAX, run->arena,
                          &orders, err))
        return false;
    for (int i = 0; i < orders.n; i++)
        if (!redate(run, reading, orders.v[i], doc, site, err))
            return false;
    return true;
}

/* At the other site more or less comes; the own one has its safety stock, or lacks of it. */
static bool redate_all(struct action_run *run, const struct doc_item *of, struct err *err)
{
    struct stock_doc_line one = { .item = of->item };
    struct stock_doc *doc;

    if (!stock_doc_load(run->desk, of->doc, run->arena, &doc, err))
        return false;
    if (of->item.v != 0) { /* also where its line is cut */
        doc->lines = &one;
        doc->line_count = 1;
    }
    if (doc->kind == DOC_COUNT || (of->item.v != 0 && !date_is_set(doc->due)))
        return true;
    return redate_at(run, doc, of, doc->site, err) &&
           (doc->to_site.v == 0 || redate_at(run, doc, of, doc->to_site, err));
}

bool arrival_redate(struct tx *tx, struct desk *desk, int64_t doc, struct item_id item,
                    struct arena *arena, struct err *err)
{
    struct action_run run = { .desk = desk, .tx = tx, .arena = arena };

    return redate_all(&run, &(struct doc_item){ doc, item }, err);
}

/* Not where goods came: who is given them is dated then, and nobody waits longer for that. */
static bool finish(struct action_run *run, int64_t id, struct err *err)
{
    return redate_all(run, &(struct doc_item){ .doc = id }, err) && tx_commit(run->tx, err);
}

/* --- documents -------------------------------------------------------------------------------- */

bool stock_doc_create(struct desk *desk, const struct stock_doc_new *in, const char *key,
                      int64_t *out, struct err *err)
{
    const struct stock_doc_entry entry = { .head = *in, .is_left_open = true };
    int line;

    return stock_doc_enter(desk, &entry, key, out, &line, err);
}

bool stock_doc_enter(struct desk *desk, const struct stock_doc_entry *in, const char *key,
                     int64_t *out, int *line, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };
    int64_t id;

    *line = -1;
    if (!desk_begin(desk, doc_action(in->head.kind), &tx, err) ||
        !doc_enter(&tx, desk, in, key, &id, line, err))
        return false;
    if (in->head.kind == DOC_RECEIPT && !in->is_left_open ? !tx_commit(&tx, err)
                                                          : !finish(&run, id, err))
        return false;
    *out = id;
    return true;
}

/* Begins what only the document itself says the right for. */
static bool begin_of(struct desk *desk, int64_t id, struct tx *tx, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct stock_doc *doc;

    return stock_doc_load(desk, id, tmp, &doc, err) &&
           desk_begin(desk, doc_action(doc->kind), tx, err);
}

bool stock_doc_put_line(struct desk *desk, int64_t id, const struct stock_doc_put *in,
                        struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };

    return begin_of(desk, id, &tx, err) && doc_put_line(&tx, desk, id, in, err) &&
           redate_all(&run, &(struct doc_item){ id, in->item }, err) && tx_commit(&tx, err);
}

bool stock_doc_cut_line(struct desk *desk, int64_t id, struct item_id item, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };

    return begin_of(desk, id, &tx, err) && doc_cut_line(&tx, desk, id, item, err) &&
           redate_all(&run, &(struct doc_item){ id, item }, err) && tx_commit(&tx, err);
}

bool stock_doc_set_due(struct desk *desk, struct record_at at, struct date due, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };

    return begin_of(desk, at.id, &tx, err) && doc_set_due(&tx, desk, at, due, err) &&
           finish(&run, at.id, err);
}

bool stock_doc_drop(struct desk *desk, struct record_at at, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };

    return begin_of(desk, at.id, &tx, err) && doc_drop(&tx, desk, at, err) &&
           finish(&run, at.id, err);
}

/* --- receipts and transfers ------------------------------------------------------------------- */

static bool run_doc(struct desk *desk, const char *action, struct record_at at,
                    bool (*step)(struct tx *, struct desk *, struct record_at, struct err *),
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };

    return desk_begin(desk, action, &tx, err) && step(&tx, desk, at, err) &&
           finish(&run, at.id, err);
}

bool receipt_book(struct desk *desk, struct record_at at, struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "stock.receive", &tx, err) && doc_receipt_book(&tx, desk, at, err) &&
           tx_commit(&tx, err);
}

bool receipt_undo(struct desk *desk, struct record_at at, struct err *err)
{
    return run_doc(desk, "stock.receive", at, doc_receipt_undo, err);
}

bool transfer_send(struct desk *desk, struct record_at at, struct err *err)
{
    return run_doc(desk, "stock.transfer", at, doc_transfer_send, err);
}

bool transfer_unsend(struct desk *desk, struct record_at at, struct err *err)
{
    return run_doc(desk, "stock.transfer", at, doc_transfer_unsend, err);
}

bool transfer_receive(struct desk *desk, struct record_at at, const struct transfer_got *got, int n,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };
    struct transfer_fors came;

    if (!desk_begin(desk, "stock.transfer", &tx, err) ||
        !doc_transfer_arrive(&tx, desk, at, got, n, tmp, &came, err))
        return false;
    for (int i = 0; i < came.n; i++)
        if (!backorder_give_came(&run, came.v[i].line, came.v[i].qty, err))
            return false;
    return tx_commit(&tx, err);
}

bool transfer_close(struct desk *desk, struct record_at at, struct reason_id reason,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };

    return desk_begin(desk, "stock.transfer", &tx, err) &&
           doc_transfer_close(&tx, desk, at, reason, err) && finish(&run, at.id, err);
}
