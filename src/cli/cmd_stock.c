/*
 * Commands of stock: levels, receiving, counting, the ledger.
 */
#include <limits.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/cmd_item.h"
#include "cli/find.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/desk/setting.h"
#include "domain/flow/gap.h"
#include "domain/stock/stock.h"

bool put_levels(struct cli *c, struct item_id id, const char *name, struct err *err)
{
    static const struct out_column columns[] = {
        { "site", N_("Site"), OUT_TEXT },
        { "on_hand", N_("On hand"), OUT_NUMBER },
        { "allocated", N_("Allocated"), OUT_NUMBER },
        { "held", N_("In drafts"), OUT_NUMBER },
        { "safety", N_("Safety"), OUT_NUMBER },
        { "available", N_("Available"), OUT_NUMBER },
        { "backordered", N_("Backordered"), OUT_NUMBER },
        { "reorder_point", N_("Reorder at"), OUT_NUMBER },
        { "bin", N_("Bin"), OUT_TEXT },
        { "incoming", N_("Incoming"), OUT_NUMBER },
        { "incoming_date", N_("Comes"), OUT_TEXT },
        { "aside", N_("Set aside"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct stock_levels levels;

    if (!stock_levels_load(c->desk, id, (struct order_id){ 0 }, c->arena, &levels, err))
        return false;
    out_list_begin(c->out, name, columns);
    for (int i = 0; i < levels.n; i++) {
        const struct stock_level *l = &levels.v[i];

        out_cell(c->out, l->site_code);
        out_cell_qty(c->out, l->on_hand);
        out_cell_qty(c->out, l->allocated);
        out_cell_qty(c->out, l->held);
        out_cell_qty(c->out, l->safety);
        out_cell_qty(c->out, l->free);
        out_cell_qty(c->out, l->backordered);
        out_cell_qty(c->out, l->reorder);
        out_cell(c->out, l->bin);
        out_cell_qty(c->out, l->incoming);
        out_cell_date(c->out, l->incoming_date);
        out_cell_qty(c->out, l->aside);
    }
    out_list_end(c->out);
    return true;
}

bool run_stock_list(struct cli *c, struct err *err)
{
    struct item *item;

    return find_item(c, verb_arg(c, 0), &item, err) && put_levels(c, item->id, NULL, err);
}

static const char *move_name(enum stock_move kind)
{
    switch (kind) {
    case STOCK_RECEIVED:
        return "received";
    case STOCK_ADJUSTED:
        return "adjusted";
    case STOCK_ALLOCATED:
        return "allocated";
    case STOCK_RELEASED:
        return "released";
    case STOCK_SHIPPED:
        return "shipped";
    case STOCK_RETURNED:
        return "returned";
    case STOCK_QUARANTINED:
        return "quarantined";
    case STOCK_TRANSFER_OUT:
        return "transfer_out";
    case STOCK_TRANSFER_IN:
        return "transfer_in";
    }
    return "adjusted";
}

static void put_move(struct out *o, const struct stock_movement *m)
{
    out_cell_stamp(o, m->at);
    out_cell(o, m->user);
    out_cell(o, m->site_code);
    out_cell(o, move_name(m->kind));
    out_cell_qty(o, m->qty);
    out_cell(o, m->order_number);
    out_cell(o, m->reason);
    out_cell(o, m->doc_number);
}

bool run_stock_moves(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "at", N_("When"), OUT_TEXT },        { "user", N_("Who"), OUT_TEXT },
        { "site", N_("Site"), OUT_TEXT },      { "kind", N_("What"), OUT_TEXT },
        { "qty", N_("Quantity"), OUT_NUMBER }, { "order", N_("Order"), OUT_TEXT },
        { "reason", N_("Why"), OUT_TEXT },     { "document", N_("Document"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct item *item;
    int64_t before = 0;

    if (!find_item(c, verb_arg(c, 0), &item, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (bool is_more = true; is_more && out_is_ok(c->out);) {
        OD_ARENA *page = arena_new();
        struct stock_movements moves;

        if (!stock_movements_load(c->desk, item->id, before, LIMIT_PAGE_ROWS, page, &moves, err))
            return false;
        for (int i = 0; i < moves.n; i++) {
            put_move(c->out, &moves.v[i]);
            before = moves.v[i].id;
        }
        is_more = moves.n == LIMIT_PAGE_ROWS;
    }
    out_list_end(c->out);
    return true;
}

bool run_stock_receive(struct cli *c, struct err *err)
{
    struct site_id site;
    struct item *item;
    struct qty qty;

    return find_item(c, verb_arg(c, 0), &item, err) && find_qty(item, verb_arg(c, 1), &qty, err) &&
           find_site_id(c, verb_opt(c, "site"), &site, err) &&
           stock_receive(c->desk, item->id, site, qty, c->key, err);
}

bool run_stock_count(struct cli *c, struct err *err)
{
    const char *code = verb_opt(c, "reason") == NULL ? "count" : verb_opt(c, "reason");
    struct reason_id reason;
    struct site_id site;
    struct item *item;
    struct qty qty;

    return find_item(c, verb_arg(c, 0), &item, err) && find_qty(item, verb_arg(c, 1), &qty, err) &&
           find_site_id(c, verb_opt(c, "site"), &site, err) &&
           reason_find(c->desk, "stock", code, &reason, err) &&
           stock_count(c->desk, item->id, site, qty, reason, err);
}

bool run_stock_set(struct cli *c, struct err *err)
{
    const char *safety_text = verb_opt(c, "safety"), *reorder_text = verb_opt(c, "reorder");
    struct stock_setting in = { .bin = verb_opt(c, "bin") };
    struct qty safety, reorder;
    struct site_id site;
    struct item *item;

    if (!find_item(c, verb_arg(c, 0), &item, err) ||
        !find_site_id(c, verb_opt(c, "site"), &site, err))
        return false;
    if (safety_text != NULL) {
        if (!qty_parse(safety_text, item->qty_decimals, NULL, &safety, err))
            return err_at(err, "safety");
        in.safety = &safety;
    }
    if (reorder_text != NULL) {
        if (!qty_parse(reorder_text, item->qty_decimals, NULL, &reorder, err))
            return err_at(err, "reorder");
        in.reorder = &reorder;
    }
    return stock_set(c->desk, item->id, site, &in, err);
}

bool run_stock_gap(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "site", N_("Site"), OUT_TEXT },
        { "sku", N_("Item"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { "gap", N_("Gap"), OUT_NUMBER },
        { "since", N_("Since"), OUT_TEXT },
        { "order", N_("Order"), OUT_TEXT },
        { "by", N_("By"), OUT_TEXT },
        { "reason", N_("Reason"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct gaps all;

    if (!gaps_load(c->desk, INT_MAX, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        const struct gap *g = &all.v[i];

        out_cell(c->out, g->site_code);
        out_cell(c->out, g->sku);
        out_cell(c->out, g->description);
        out_cell_qty(c->out, g->qty);
        out_cell_stamp(c->out, g->since);
        out_cell(c->out, g->number);
        out_cell(c->out, g->by);
        out_cell(c->out, g->reason[0] != '\0' ? _(g->reason) : "");
    }
    out_list_end(c->out);
    return true;
}

const struct verb_option stock_site_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("The site, else the default one.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
const struct verb_option stock_count_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("The site, else the default one.") },
    { "reason", "CODE", VERB_OPTIONAL, N_("Why it differs; else \"count\".") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
const struct verb_option stock_set_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("The site, else the default one.") },
    { "bin", "TEXT", VERB_OPTIONAL, N_("Where it lies.") },
    { "safety", "QTY", VERB_OPTIONAL, N_("Never promised.") },
    { "reorder", "QTY", VERB_OPTIONAL, N_("Order more at this level.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
