/*
 * Commands of what waits for stock, who has it, and what is set aside.
 */
#include <limits.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cmd_item.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder.h"
#include "domain/flow/put_away.h"
#include "domain/order/order.h"
#include "domain/stock/stock.h"

/* --- backorders ------------------------------------------------------------------------------- */

static bool read_filter(struct cli *c, struct backorder_filter *out, struct err *err)
{
    struct item *item = NULL;

    *out = (struct backorder_filter){ .is_fillable = verb_flag(c, "fillable"),
                                      .is_undated = verb_flag(c, "no-date"),
                                      .is_aged = verb_flag(c, "aged") };
    if (verb_opt(c, "item") != NULL && !find_item(c, verb_opt(c, "item"), &item, err))
        return false;
    if (item != NULL)
        out->item = item->id;
    return verb_opt(c, "site") == NULL || find_site_id(c, verb_opt(c, "site"), &out->site, err);
}

static bool run_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "order", N_("Order"), OUT_TEXT },
        { "line", N_("Line"), OUT_NUMBER },
        { "customer", N_("Customer"), OUT_TEXT },
        { "sku", N_("Item"), OUT_TEXT },
        { "site", N_("Site"), OUT_TEXT },
        { "qty", N_("Short"), OUT_NUMBER },
        { "give", N_("To give"), OUT_NUMBER },
        { "priority", N_("Priority"), OUT_NUMBER },
        { "promised", N_("Promised"), OUT_TEXT },
        { "since", N_("Since"), OUT_TEXT },
        { "incoming", N_("Incoming"), OUT_NUMBER },
        { "incoming_date", N_("Comes"), OUT_TEXT },
        { "value", N_("Value"), OUT_MONEY },
        { "held", N_("On hold"), OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };
    struct backorder_filter filter;
    struct backorders all;

    if (!read_filter(c, &filter, err))
        return false;
    filter.max = INT_MAX;
    if (!backorders_load(c->desk, &filter, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        const struct backorder *b = &all.v[i];

        out_cell(c->out, b->number);
        out_cell_i64(c->out, b->line_no);
        out_cell(c->out, b->customer_name);
        out_cell(c->out, b->sku);
        out_cell(c->out, b->site_code);
        out_cell_qty(c->out, b->qty);
        out_cell_qty(c->out, b->give);
        out_cell_i64(c->out, b->priority);
        out_cell_date(c->out, b->promised);
        out_cell_stamp(c->out, b->confirmed);
        out_cell_qty(c->out, b->incoming);
        out_cell_date(c->out, b->incoming_date);
        out_cell_money(c->out, b->value_minor, b->currency);
        out_cell_bool(c->out, b->is_held);
    }
    out_list_end(c->out);
    return true;
}

/* A line of an order, named by two arguments. */
static bool find_line(struct cli *c, int first, struct order **order, struct line_id *out,
                      struct err *err)
{
    int64_t line_no;

    return find_order(c, verb_arg(c, first), order, err) &&
           find_int("line", verb_arg(c, first + 1), 1, INT32_MAX, &line_no, err) &&
           backorder_line(c->desk, (*order)->id, (int)line_no, out, err);
}

/* In the decimals of the line's item; 0 for NULL. */
static bool read_qty(const struct order *order, struct line_id line, const char *text,
                     struct qty *out, struct err *err)
{
    out->milli = 0;
    if (text == NULL)
        return true;
    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].id.v == line.v)
            return qty_parse(text, order->lines[i].qty_decimals, NULL, out, err) ||
                   err_at(err, "qty");
    return true;
}

static void put_moved(struct cli *c, struct qty qty)
{
    static const struct out_column columns[] = {
        { "qty", N_("Quantity"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };

    out_record_begin(c->out, columns);
    out_cell_qty(c->out, qty);
    out_record_end(c->out);
}

static bool run_give(struct cli *c, struct err *err)
{
    struct order *order;
    struct line_id line;
    struct qty qty, got;

    if (!find_line(c, 0, &order, &line, err) || !read_qty(order, line, verb_arg(c, 2), &qty, err) ||
        !backorder_give(c->desk, line, qty, &got, err))
        return false;
    put_moved(c, got);
    return true;
}

static bool run_fill(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "lines", N_("Lines"), OUT_NUMBER },
        { "orders", N_("Orders"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct backorder_filled sum = { 0 }, some = { 1, 0 };
    struct backorder_filter filter;

    if (!read_filter(c, &filter, err))
        return false;
    while (some.lines > 0) {
        if (!backorders_fill(c->desk, &filter, &some, err))
            return false;
        sum.lines += some.lines;
        sum.orders += some.orders;
    }
    out_record_begin(c->out, columns);
    out_cell_i64(c->out, sum.lines);
    out_cell_i64(c->out, sum.orders);
    out_record_end(c->out);
    return true;
}

static bool run_mode(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "mode", N_("Backorders are filled"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    const char *name = verb_arg(c, 1);
    enum fill_mode mode;
    struct site_id site;

    if (!find_site_id(c, verb_arg(c, 0), &site, err))
        return false;
    if (name != NULL && strcmp(name, "auto") != 0 && strcmp(name, "propose") != 0)
        return err_field(err, ERR_INVALID, "mode", _("It is auto or propose, not \"%s\"."), name);
    if (name != NULL &&
        !site_set_fill_mode(c->desk, site, strcmp(name, "auto") == 0 ? FILL_AUTO : FILL_PROPOSE,
                            err))
        return false;
    if (!site_fill_mode(c->desk, site, &mode, err))
        return false;
    out_record_begin(c->out, columns);
    out_cell(c->out, mode == FILL_AUTO ? "auto" : "propose");
    out_record_end(c->out);
    return true;
}

static bool run_priority(struct cli *c, struct err *err)
{
    struct order *order;
    int64_t priority, version;

    return find_order(c, verb_arg(c, 0), &order, err) &&
           find_int("priority", verb_arg(c, 1), 0, 9, &priority, err) &&
           find_version(c, &version, err) &&
           order_set_priority(c->desk, order->id, (int)priority, version, err);
}

/* --- who has it ------------------------------------------------------------------------------- */

static void put_holders(struct cli *c, const struct holders *all)
{
    static const struct out_column columns[] = {
        { "sku", N_("Item"), OUT_TEXT },
        { "site", N_("Site"), OUT_TEXT },
        { "order", N_("Order"), OUT_TEXT },
        { "line", N_("Line"), OUT_NUMBER },
        { "customer", N_("Customer"), OUT_TEXT },
        { "qty", N_("Has"), OUT_NUMBER },
        { "busy", N_("Being picked"), OUT_NUMBER },
        { "priority", N_("Priority"), OUT_NUMBER },
        { "promised", N_("Promised"), OUT_TEXT },
        { "loses", N_("Would lose"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };

    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all->n; i++) {
        const struct holder *h = &all->v[i];

        out_cell(c->out, h->sku);
        out_cell(c->out, h->site_code);
        out_cell(c->out, h->number);
        out_cell_i64(c->out, h->line_no);
        out_cell(c->out, h->customer_name);
        out_cell_qty(c->out, h->qty);
        out_cell_qty(c->out, h->busy);
        out_cell_i64(c->out, h->priority);
        out_cell_date(c->out, h->promised);
        out_cell_qty(c->out, h->over);
    }
    out_list_end(c->out);
}

static bool run_who(struct cli *c, struct err *err)
{
    struct holders all;
    struct item *item;

    if (!find_item(c, verb_arg(c, 0), &item, err) ||
        !holders_load(c->desk, item->id, INT_MAX, c->arena, &all, err))
        return false;
    put_holders(c, &all);
    return true;
}

static bool run_over(struct cli *c, struct err *err)
{
    struct holders all;

    if (!holders_over(c->desk, INT_MAX, c->arena, &all, err))
        return false;
    put_holders(c, &all);
    return true;
}

static bool run_solve(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "lines", N_("Lines"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct reason_id reason;
    int lines;

    if (!reason_find(c->desk, "reallocate", verb_opt(c, "reason"), &reason, err) ||
        !holders_over_solve(c->desk, reason, &lines, err))
        return false;
    out_record_begin(c->out, columns);
    out_cell_i64(c->out, lines);
    out_record_end(c->out);
    return true;
}

static bool run_reallocate(struct cli *c, struct err *err)
{
    struct reallocation in = { .qty = { 0 } };
    struct order *from, *to;
    struct qty moved;

    if (!find_line(c, 0, &from, &in.from, err) || !find_line(c, 2, &to, &in.to, err) ||
        !read_qty(to, in.to, verb_opt(c, "qty"), &in.qty, err) ||
        (verb_opt(c, "site") != NULL && !find_site_id(c, verb_opt(c, "site"), &in.site, err)) ||
        !reason_find(c->desk, "reallocate", verb_opt(c, "reason"), &in.reason, err) ||
        !order_reallocate(c->desk, &in, &moved, err))
        return false;
    put_moved(c, moved);
    return true;
}

/* --- set aside -------------------------------------------------------------------------------- */

static bool run_aside(struct cli *c, struct err *err)
{
    bool is_good = verb_flag(c, "good"), is_gone = verb_flag(c, "scrap");
    struct stock_aside in;
    struct item *item;

    if (is_good && is_gone)
        return verb_misused(c, err, _("Either --good or --scrap."));
    if (!find_item(c, verb_arg(c, 0), &item, err) ||
        !find_qty(item, verb_arg(c, 1), &in.qty, err) ||
        !find_site_id(c, verb_opt(c, "site"), &in.site, err) ||
        !reason_find(c->desk, "stock", verb_opt(c, "reason"), &in.reason, err))
        return false;
    in.item = item->id;
    if (is_gone)
        return stock_aside_scrap(c->desk, &in, err);
    if (!is_good)
        return stock_set_aside(c->desk, &in, err);
    return stock_aside_good(c->desk, &in, err);
}

/* --- put away --------------------------------------------------------------------------------- */

static bool run_put_away(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "task", N_("Task"), OUT_NUMBER },
        { "site", N_("Site"), OUT_TEXT },
        { "bin", N_("Bin"), OUT_TEXT },
        { "sku", N_("Item"), OUT_TEXT },
        { "qty", N_("Quantity"), OUT_NUMBER },
        { "fulfillment", N_("Picked for"), OUT_TEXT },
        { "since", N_("Since"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct site_id site = { 0 };
    struct put_aways all;
    int64_t task;

    if (verb_opt(c, "done") != NULL)
        return find_int("done", verb_opt(c, "done"), 1, INT64_MAX, &task, err) &&
               put_away_done(c->desk, task, err);
    if ((verb_opt(c, "site") != NULL && !find_site_id(c, verb_opt(c, "site"), &site, err)) ||
        !put_aways_load(c->desk, site, INT_MAX, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        out_cell_i64(c->out, all.v[i].id);
        out_cell(c->out, all.v[i].site_code);
        out_cell(c->out, all.v[i].bin);
        out_cell(c->out, all.v[i].sku);
        out_cell_qty(c->out, all.v[i].qty);
        out_cell(c->out, all.v[i].number);
        out_cell_stamp(c->out, all.v[i].since);
    }
    out_list_end(c->out);
    return true;
}

/* --- places ----------------------------------------------------------------------------------- */

static bool run_bins(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "bin", N_("Bin"), OUT_TEXT },
        { "sku", N_("Item"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { "on_hand", N_("On hand"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    const char *bin = verb_arg(c, 0) != NULL ? verb_arg(c, 0) : "";
    struct stock_bins all;
    struct site_id site;

    if (!find_site_id(c, verb_opt(c, "site"), &site, err) ||
        !stock_bins_load(c->desk, site, bin, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        out_cell(c->out, all.v[i].bin);
        out_cell(c->out, all.v[i].sku);
        out_cell(c->out, all.v[i].description);
        out_cell_qty(c->out, all.v[i].on_hand);
    }
    out_list_end(c->out);
    return true;
}

/* A place that nothing else has is taken, and said: it may be a slip. */
static bool run_bin(struct cli *c, struct err *err)
{
    const struct stock_setting in = { .bin = verb_arg(c, 1) };
    struct stock_bins there;
    struct site_id site;
    struct item *item;

    if (!find_item(c, verb_arg(c, 0), &item, err) ||
        !find_site_id(c, verb_opt(c, "site"), &site, err) ||
        !stock_bins_load(c->desk, site, in.bin, c->arena, &there, err) ||
        !stock_set(c->desk, item->id, site, &in, err))
        return false;
    if (there.n == 0)
        cli_note(c, arena_printf(c->arena, _("Nothing lay in %s so far."), in.bin));
    return true;
}

/* --- the table -------------------------------------------------------------------------------- */

#define FILTER_OPTIONS                                                                             \
    { "item", "SKU", VERB_OPTIONAL, N_("Of this item alone.") },                                   \
    {                                                                                              \
        "site", "CODE", VERB_OPTIONAL, N_("Of this site alone.")                                   \
    }

static const struct verb_option put_away_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("Of this site alone.") },
    { "done", "TASK", VERB_OPTIONAL, N_("This one lies at its place again.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option solve_options[] = {
    { "reason", "CODE", VERB_REQUIRED, N_("Why: a reason code of reallocating.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option list_options[] = {
    FILTER_OPTIONS,
    { "fillable", NULL, VERB_OPTIONAL, N_("Only what would get something now.") },
    { "no-date", NULL, VERB_OPTIONAL, N_("Only what nobody knows a day for.") },
    { "aged", NULL, VERB_OPTIONAL, N_("Only what waits longer than backorder.age_days.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option fill_options[] = {
    FILTER_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option priority_options[] = {
    { "if-version", "N", VERB_OPTIONAL, N_("Only where the order is as it was seen.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option reallocate_options[] = {
    { "reason", "CODE", VERB_REQUIRED, N_("Why: priority, other.") },
    { "qty", "QTY", VERB_OPTIONAL, N_("How many; else all that the other lacks.") },
    { "site", "CODE", VERB_OPTIONAL, N_("At this site; else that of the line that gets it.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option aside_options[] = {
    { "reason", "CODE", VERB_REQUIRED, N_("Why: a reason code of stock.") },
    { "site", "CODE", VERB_OPTIONAL, N_("The site, else the default one.") },
    { "good", NULL, VERB_OPTIONAL, N_("It is good after all: back into stock.") },
    { "scrap", NULL, VERB_OPTIONAL, N_("It is gone for good.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_backorder[] = {
    { "backorder", "list", "", list_options, VERB_DESK, run_list,
      N_("List what waits for stock, who is served first on top, and what each would get now.") },
    { "backorder", "fill", "", fill_options, VERB_DESK, run_fill,
      N_("Give what is free to who waits, in that order.") },
    { "backorder", "give", "ORDER LINE [QTY]", NULL, VERB_DESK, run_give,
      N_("Give to one line out of turn.") },
    { "backorder", "mode", "SITE [auto|propose]", NULL, VERB_DESK, run_mode,
      N_("Say or set whether a site fills backorders by itself.") },
    { "order", "priority", "N 0..9", priority_options, VERB_DESK, run_priority,
      N_("Set who is served first where stock is short; 9 is first.") },
    { "order", "reallocate", "FROM LINE TO LINE", reallocate_options, VERB_DESK, run_reallocate,
      N_("Take stock that a line has been promised for the line of another order.") },
    { "stock", "who", "SKU", NULL, VERB_DESK, run_who,
      N_("List which orders have an item's stock, least urgent first.") },
    { "stock", "over", "", NULL, VERB_DESK, run_over,
      N_("List who would lose where more is promised than is there.") },
    { "stock", "gap", "", NULL, VERB_DESK, run_stock_gap,
      N_("List what left though the books did not have it, and is to be received.") },
    { "stock", "solve", "", solve_options, VERB_DESK, run_solve,
      N_("Take from those orders what is not there, as the list says.") },
    { "stock", "put-away", "", put_away_options, VERB_DESK, run_put_away,
      N_("List what was picked for canceled work and goes back to its place.") },
    { "stock", "bins", "[BIN]", stock_site_options, VERB_DESK, run_bins,
      N_("List what has its place in a bin, or in all.") },
    { "stock", "bin", "SKU BIN", stock_site_options, VERB_DESK, run_bin,
      N_("Give an item another place; a place that nothing has yet is said.") },
    { "stock", "aside", "SKU QTY", aside_options, VERB_DESK, run_aside,
      N_("Set stock aside as damaged; or back, or write it off.") },
    { 0 },
};
