/*
 * A new receipt, count or transfer from the command line: its lines are read first, then all of it
 * is one transaction.
 */
#include "cli/cmd_goods.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/find.h"
#include "domain/catalog/item.h"
#include "domain/flow/arrival.h"
#include "domain/flow/backorder.h"
#include "domain/order/order.h"

/* "SKU QTY [DAMAGED]"; of a count QTY may be missing: it is still to be counted. */
static bool read_line(struct cli *c, const char *text, struct typed_line *out, struct err *err)
{
    char *copy = arena_strdup(c->arena, text), *at = copy;
    const char *sku = strsep(&at, " ");
    const char *qty = at != NULL ? strsep(&at, " ") : NULL;
    const char *aside = at;

    *out = (struct typed_line){ .has_qty = qty != NULL };
    if (!find_item(c, sku, &out->item, err))
        return false;
    if (qty == NULL && goods_kind(c) == DOC_COUNT)
        return true;
    if (qty == NULL)
        return err_field(err, ERR_INVALID, "line", _("A line is an item and a quantity."));
    if (!find_qty(out->item, qty, &out->qty, err))
        return false;
    if (aside == NULL)
        return true;
    if (goods_kind(c) != DOC_RECEIPT)
        return err_field(err, ERR_INVALID, "line", _("A line is an item and a quantity."));
    return find_qty(out->item, aside, &out->aside, err);
}

bool goods_read_lines(struct cli *c, struct typed_line **out, int *n, struct err *err)
{
    for (*n = 0; verb_opt_at(c, "line", *n) != NULL; (*n)++)
        ;
    *out = arena_array(c->arena, *n + 1, struct typed_line);
    for (int i = 0; i < *n; i++)
        if (!read_line(c, verb_opt_at(c, "line", i), &(*out)[i], err))
            return err_wrap(err, _("Line %d: "), i + 1);
    return true;
}

static struct stock_doc_put *puts_of(struct cli *c, const struct typed_line *lines, int n)
{
    struct stock_doc_put *puts = arena_array(c->arena, n + 1, struct stock_doc_put);

    for (int i = 0; i < n; i++)
        puts[i] = (struct stock_doc_put){ .item = lines[i].item->id,
                                          .qty = lines[i].qty,
                                          .is_more = true,
                                          .is_asked = !lines[i].has_qty,
                                          .aside = &lines[i].aside };
    return puts;
}

static bool read_bins(struct cli *c, struct stock_doc_entry *out, struct err *err)
{
    const char *bins = verb_opt(c, "bins");
    char *from, *to;

    if (bins == NULL)
        return true;
    from = arena_strdup(c->arena, bins);
    to = strstr(from, "..");
    if (to == NULL && strcmp(bins, "all") != 0)
        return err_field(err, ERR_INVALID, "bins", _("Bins are FROM..TO, or all."));
    out->bins_from = out->bins_to = "";
    if (to == NULL)
        return true;
    *to = '\0';
    out->bins_from = from;
    out->bins_to = to + 2;
    return true;
}

static void put_number(struct cli *c, const struct stock_doc *doc)
{
    static const struct out_column columns[] = {
        { "number", N_("Number"), OUT_TEXT },
        { "status", N_("Status"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };

    out_record_begin(c->out, columns);
    out_cell(c->out, doc->number);
    out_cell(c->out, stock_doc_status_name(doc->status));
    out_record_end(c->out);
}

/* What became free goes to who waits, where the site does that by itself. */
bool goods_fill_auto(struct cli *c, struct err *err)
{
    struct backorder_filled filled;

    return backorders_fill_auto(c->desk, &filled, err);
}

static bool read_new(struct cli *c, struct stock_doc_new *out, struct err *err)
{
    *out = (struct stock_doc_new){ .kind = goods_kind(c), .ref = verb_opt(c, "ref") };
    if (!find_site_id(c, verb_opt(c, out->kind == DOC_TRANSFER ? "from" : "site"), &out->site, err))
        return false;
    if (out->kind == DOC_COUNT)
        return true;
    if (out->kind == DOC_RECEIPT && verb_opt(c, "due") != NULL && verb_opt(c, "open") == NULL)
        return err_field(err, ERR_INVALID, "due",
                         _("What is booked at once is there. A day goes with --open."));
    return (out->kind == DOC_RECEIPT ||
            find_site_id(c, verb_opt(c, "to"), &out->to_site, err)) &&
           (verb_opt(c, "due") == NULL || find_date("due", verb_opt(c, "due"), &out->due, err));
}

/* "ORDER LINE": the one line of that item is for it. */
static bool read_for(struct cli *c, struct stock_doc_put *puts, int n, struct line_id *out,
                     struct err *err)
{
    const char *text = goods_kind(c) == DOC_TRANSFER ? verb_opt(c, "for") : NULL;
    char *number, *at;
    struct order *order;
    int64_t line_no;
    int found = 0;

    if (text == NULL)
        return true;
    at = arena_strdup(c->arena, text);
    number = strsep(&at, " ");
    if (at == NULL)
        return err_field(err, ERR_INVALID, "for", _("It is an order and a line: '10482 1'."));
    if (!find_order(c, number, &order, err) ||
        !find_int("for", at, 1, INT32_MAX, &line_no, err) ||
        !backorder_line(c->desk, order->id, (int)line_no, out, err))
        return false;
    for (int i = 0; i < order->line_count; i++)
        for (int k = 0; order->lines[i].id.v == out->v && k < n; k++)
            if (puts[k].item.v == order->lines[i].item.v) {
                puts[k].for_line = out;
                found++;
            }
    return found > 0 ||
           err_field(err, ERR_INVALID, "for", _("Nothing of that line's item is sent."));
}

bool goods_run_new(struct cli *c, struct err *err)
{
    struct stock_doc_entry in = { .is_left_open = verb_flag(c, "open") };
    struct stock_doc_put *puts;
    struct line_id for_line;
    struct typed_line *lines;
    struct stock_doc *doc;
    int64_t id;
    int line;

    if (!read_new(c, &in.head, err) || !goods_read_lines(c, &lines, &in.n, err) ||
        !read_bins(c, &in, err))
        return false;
    in.lines = puts = puts_of(c, lines, in.n);
    if (!read_for(c, puts, in.n, &for_line, err))
        return false;
    if (!stock_doc_enter(c->desk, &in, c->key, &id, &line, err))
        return line < 0 ? false : err_wrap(err, _("Line %d: "), line + 1);
    if (!goods_fill_auto(c, err) || !stock_doc_load(c->desk, id, c->arena, &doc, err))
        return false;
    put_number(c, doc);
    return true;
}
