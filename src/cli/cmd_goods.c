/*
 * Commands of receipts, counts and transfers. The three share how they are entered; each has its
 * own way of being booked.
 */
#include "cli/cmd_goods.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/desk/setting.h"
#include "domain/flow/arrival.h"
#include "domain/flow/backorder.h"
#include "domain/stock/doc.h"

/* The group of the command says which kind it is of. */
enum stock_doc_kind goods_kind(const struct cli *c)
{
    if (strcmp(c->verb->group, "receipt") == 0)
        return DOC_RECEIPT;
    return strcmp(c->verb->group, "count") == 0 ? DOC_COUNT : DOC_TRANSFER;
}

/* The one that the first argument names, of the command's kind. */
static bool find_doc(struct cli *c, struct stock_doc **out, struct err *err)
{
    int64_t id;

    if (!stock_doc_find(c->desk, verb_arg(c, 0), &id, err) ||
        !stock_doc_load(c->desk, id, c->arena, out, err))
        return false;
    return (*out)->kind == goods_kind(c) ||
           err_field(err, ERR_NOT_FOUND, "number", _("%s is no %s."), (*out)->number,
                     stock_doc_kind_words(goods_kind(c)));
}

static struct record_at at_of(const struct stock_doc *doc)
{
    return (struct record_at){ doc->id, doc->version };
}

/* --- showing ---------------------------------------------------------------------------------- */

static void put_doc(struct out *o, const struct stock_doc *d)
{
    out_cell(o, d->number);
    out_cell(o, stock_doc_status_name(d->status));
    out_cell(o, d->site_code);
    out_cell(o, d->to_code);
    out_cell_date(o, d->due);
    out_cell(o, d->ref);
    out_cell_i64(o, d->line_count);
    out_cell(o, d->created_by);
    out_cell_stamp(o, d->created);
    out_cell_stamp(o, d->ended);
}

static const struct out_column doc_columns[] = {
    { "number", N_("Number"), OUT_TEXT },
    { "status", N_("Status"), OUT_TEXT },
    { "site", N_("Site"), OUT_TEXT },
    { "to", N_("To"), OUT_TEXT },
    { "due", N_("Due"), OUT_TEXT },
    { "ref", N_("Reference"), OUT_TEXT },
    { "lines", N_("Lines"), OUT_NUMBER },
    { "by", N_("By"), OUT_TEXT },
    { "begun", N_("Begun"), OUT_TEXT },
    { "ended", N_("Ended"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

static bool run_list(struct cli *c, struct err *err)
{
    int64_t before = 0;

    out_list_begin(c->out, NULL, doc_columns);
    for (bool is_more = true; is_more && out_is_ok(c->out);) {
        OD_ARENA *page = arena_new();
        struct stock_docs docs;

        if (!stock_docs_load(c->desk, goods_kind(c), verb_flag(c, "open"), before, LIMIT_PAGE_ROWS,
                             page, &docs, err))
            return false;
        for (int i = 0; i < docs.n; i++) {
            put_doc(c->out, &docs.v[i]);
            before = docs.v[i].id;
        }
        is_more = docs.n == LIMIT_PAGE_ROWS;
    }
    out_list_end(c->out);
    return true;
}

/* What the books said stays hidden until it is posted: a count is blind. */
static void put_line(struct out *o, const struct stock_doc *d, const struct stock_doc_line *l)
{
    bool is_shown = d->kind != DOC_COUNT || d->status == DOC_DONE;
    struct qty difference = { l->qty.milli - l->base.milli };

    out_cell(o, l->sku);
    out_cell(o, l->description);
    if (d->kind == DOC_COUNT && !l->is_counted)
        out_cell(o, "");
    else
        out_cell_qty(o, l->qty);
    out_cell_qty(o, l->aside);
    out_cell_qty(o, l->done);
    out_cell_qty(o, l->lost);
    if (d->kind == DOC_COUNT && is_shown)
        out_cell_qty(o, difference);
    else
        out_cell(o, "");
    out_cell(o, l->bin[0] ? l->bin : l->home);
}

static bool run_show(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "sku", N_("Item"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { "qty", N_("Quantity"), OUT_NUMBER },
        { "damaged", N_("Damaged"), OUT_NUMBER },
        { "received", N_("Received"), OUT_NUMBER },
        { "lost", N_("Lost"), OUT_NUMBER },
        { "difference", N_("Difference"), OUT_NUMBER },
        { "bin", N_("Bin"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct stock_doc *doc;

    if (!find_doc(c, &doc, err))
        return false;
    out_record_begin(c->out, doc_columns);
    put_doc(c->out, doc);
    out_list_begin(c->out, "lines", columns);
    for (int i = 0; i < doc->line_count; i++)
        put_line(c->out, doc, &doc->lines[i]);
    out_list_end(c->out);
    out_record_end(c->out);
    return true;
}

/* --- entering --------------------------------------------------------------------------------- */

static bool run_put(struct cli *c, struct err *err)
{
    const char *damaged = verb_opt(c, "damaged");
    struct stock_doc_put put = { .bin = verb_opt(c, "bin"), .is_more = verb_flag(c, "more") };
    struct stock_doc *doc;
    struct item *item;
    struct qty aside;

    if (!find_doc(c, &doc, err) || !find_item(c, verb_arg(c, 1), &item, err) ||
        !find_qty(item, verb_arg(c, 2), &put.qty, err))
        return false;
    put.item = item->id;
    if (damaged != NULL) {
        if (!find_qty(item, damaged, &aside, err))
            return err_at(err, "damaged");
        put.aside = &aside;
    }
    return stock_doc_put_line(c->desk, doc->id, &put, err);
}

static bool run_cut(struct cli *c, struct err *err)
{
    struct stock_doc *doc;
    struct item *item;

    return find_doc(c, &doc, err) && find_item(c, verb_arg(c, 1), &item, err) &&
           stock_doc_cut_line(c->desk, doc->id, item->id, err);
}

static bool run_drop(struct cli *c, struct err *err)
{
    struct stock_doc *doc;

    return find_doc(c, &doc, err) && stock_doc_drop(c->desk, at_of(doc), err);
}

/* "-": nobody knows any more. */
static bool run_due(struct cli *c, struct err *err)
{
    struct stock_doc *doc;
    struct date due = { 0 };

    return find_doc(c, &doc, err) &&
           (strcmp(verb_arg(c, 1), "-") == 0 || find_date("due", verb_arg(c, 1), &due, err)) &&
           stock_doc_set_due(c->desk, at_of(doc), due, err);
}

/* --- booking ---------------------------------------------------------------------------------- */

static bool run_book(struct cli *c, struct err *err)
{
    struct stock_doc *doc;

    return find_doc(c, &doc, err) && receipt_book(c->desk, at_of(doc), err) &&
           goods_fill_auto(c, err);
}

static bool run_undo(struct cli *c, struct err *err)
{
    struct stock_doc *doc;

    return find_doc(c, &doc, err) && receipt_undo(c->desk, at_of(doc), err);
}

static bool stock_reason(struct cli *c, const char *usual, struct reason_id *out, struct err *err)
{
    const char *code = verb_opt(c, "reason");

    return reason_find(c->desk, "stock", code != NULL ? code : usual, out, err);
}

static bool run_post(struct cli *c, struct err *err)
{
    struct reason_id reason;
    struct stock_doc *doc;

    return find_doc(c, &doc, err) && stock_reason(c, "count", &reason, err) &&
           count_post(c->desk, at_of(doc), reason, err) && goods_fill_auto(c, err);
}

static bool run_send(struct cli *c, struct err *err)
{
    struct stock_doc *doc;

    return find_doc(c, &doc, err) && transfer_send(c->desk, at_of(doc), err);
}

static bool run_unsend(struct cli *c, struct err *err)
{
    struct stock_doc *doc;

    return find_doc(c, &doc, err) && transfer_unsend(c->desk, at_of(doc), err);
}

static bool run_receive(struct cli *c, struct err *err)
{
    struct transfer_got *got;
    struct typed_line *lines;
    struct stock_doc *doc;
    int n;

    if (!find_doc(c, &doc, err) || !goods_read_lines(c, &lines, &n, err))
        return false;
    got = arena_array(c->arena, n + 1, struct transfer_got);
    for (int i = 0; i < n; i++)
        got[i] = (struct transfer_got){ lines[i].item->id, lines[i].qty };
    return transfer_receive(c->desk, at_of(doc), got, n, err) && goods_fill_auto(c, err);
}

static bool run_close(struct cli *c, struct err *err)
{
    struct reason_id reason;
    struct stock_doc *doc;

    return find_doc(c, &doc, err) && stock_reason(c, "lost", &reason, err) &&
           transfer_close(c->desk, at_of(doc), reason, err);
}

/* --- the tables ------------------------------------------------------------------------------- */

#define OPTIONS_END                                                                                \
    {                                                                                              \
        NULL, NULL, VERB_OPTIONAL, NULL                                                            \
    }

static const struct verb_option list_options[] = {
    { "open", NULL, VERB_OPTIONAL, N_("Only what is not over.") },
    OPTIONS_END,
};
static const struct verb_option receipt_new_options[] = {
    { "line", "'SKU QTY [DAMAGED]'", VERB_MANY, N_("What came, and how many of it are damaged.") },
    { "site", "CODE", VERB_OPTIONAL, N_("The site, else the default one.") },
    { "ref", "TEXT", VERB_OPTIONAL, N_("Delivery note, supplier.") },
    { "due", "DATE", VERB_OPTIONAL, N_("When it should be there; with --open.") },
    { "open", NULL, VERB_OPTIONAL, N_("Do not book it yet.") },
    OPTIONS_END,
};
static const struct verb_option count_new_options[] = {
    { "line", "'SKU [QTY]'", VERB_MANY,
      N_("What was counted; without a quantity it is still to be.") },
    { "bins", "FROM..TO|all", VERB_OPTIONAL, N_("Count what has its place there.") },
    { "site", "CODE", VERB_OPTIONAL, N_("The site, else the default one.") },
    { "ref", "TEXT", VERB_OPTIONAL, N_("Why it is counted.") },
    OPTIONS_END,
};
static const struct verb_option transfer_new_options[] = {
    { "to", "CODE", VERB_REQUIRED, N_("The site it goes to.") },
    { "from", "CODE", VERB_OPTIONAL, N_("The site it leaves, else the default one.") },
    { "line", "'SKU QTY'", VERB_MANY, N_("What goes.") },
    { "due", "DATE", VERB_OPTIONAL, N_("When it should be there.") },
    { "for", "'ORDER LINE'", VERB_OPTIONAL,
      N_("What comes of the line's item is promised to this line of an order first.") },
    { "ref", "TEXT", VERB_OPTIONAL, N_("What it is for.") },
    { "open", NULL, VERB_OPTIONAL, N_("Do not send it yet.") },
    OPTIONS_END,
};
static const struct verb_option put_options[] = {
    { "more", NULL, VERB_OPTIONAL, N_("So many more than the line says.") },
    { "bin", "TEXT", VERB_OPTIONAL, N_("Where it was put.") },
    { "damaged", "QTY", VERB_OPTIONAL, N_("Of these so many are damaged; of a receipt.") },
    OPTIONS_END,
};
static const struct verb_option receive_options[] = {
    { "line", "'SKU QTY'", VERB_MANY, N_("What came; without it all that is under way.") },
    OPTIONS_END,
};
static const struct verb_option reason_options[] = {
    { "reason", "CODE", VERB_OPTIONAL, N_("Why: a reason code of stock.") },
    OPTIONS_END,
};

const struct verb verbs_goods[] = {
    { "receipt", "new", "", receipt_new_options, VERB_DESK, goods_run_new,
      N_("Take goods of several lines into stock.") },
    { "receipt", "list", "", list_options, VERB_DESK, run_list,
      N_("List receipts, newest first.") },
    { "receipt", "show", "NUMBER", NULL, VERB_DESK, run_show, N_("Show a receipt.") },
    { "receipt", "put", "NUMBER SKU QTY", put_options, VERB_DESK, run_put,
      N_("Set a line of an open receipt.") },
    { "receipt", "cut", "NUMBER SKU", NULL, VERB_DESK, run_cut,
      N_("Take a line off an open receipt.") },
    { "receipt", "book", "NUMBER", NULL, VERB_DESK, run_book, N_("Book an open receipt.") },
    { "receipt", "undo", "NUMBER", NULL, VERB_DESK, run_undo,
      N_("Take a receipt back, while its goods are there and not promised.") },
    { "receipt", "due", "NUMBER DATE", NULL, VERB_DESK, run_due,
      N_("Say when an open receipt is there; - where nobody knows.") },
    { "receipt", "drop", "NUMBER", NULL, VERB_DESK, run_drop, N_("Give an open receipt up.") },
    { "count", "new", "", count_new_options, VERB_DESK, goods_run_new, N_("Begin a count.") },
    { "count", "list", "", list_options, VERB_DESK, run_list, N_("List counts, newest first.") },
    { "count", "show", "NUMBER", NULL, VERB_DESK, run_show,
      N_("Show a count; differences once it is posted.") },
    { "count", "put", "NUMBER SKU QTY", put_options, VERB_DESK, run_put,
      N_("Say what was counted.") },
    { "count", "cut", "NUMBER SKU", NULL, VERB_DESK, run_cut, N_("Take an item off a count.") },
    { "count", "post", "NUMBER", reason_options, VERB_DESK, run_post,
      N_("Correct the stock by what was counted.") },
    { "count", "drop", "NUMBER", NULL, VERB_DESK, run_drop, N_("Give an open count up.") },
    { "transfer", "new", "", transfer_new_options, VERB_DESK, goods_run_new,
      N_("Send goods to another site.") },
    { "transfer", "list", "", list_options, VERB_DESK, run_list,
      N_("List transfers, newest first.") },
    { "transfer", "show", "NUMBER", NULL, VERB_DESK, run_show, N_("Show a transfer.") },
    { "transfer", "put", "NUMBER SKU QTY", put_options, VERB_DESK, run_put,
      N_("Set a line of an open transfer.") },
    { "transfer", "cut", "NUMBER SKU", NULL, VERB_DESK, run_cut,
      N_("Take a line off an open transfer.") },
    { "transfer", "due", "NUMBER DATE", NULL, VERB_DESK, run_due,
      N_("Say when a transfer is there; - where nobody knows.") },
    { "transfer", "send", "NUMBER", NULL, VERB_DESK, run_send,
      N_("Send an open transfer: its goods leave the site.") },
    { "transfer", "unsend", "NUMBER", NULL, VERB_DESK, run_unsend,
      N_("Take the sending back, while nothing was received.") },
    { "transfer", "receive", "NUMBER", receive_options, VERB_DESK, run_receive,
      N_("Take in what came at the other site.") },
    { "transfer", "close", "NUMBER", reason_options, VERB_DESK, run_close,
      N_("Write off what is under way and never comes.") },
    { "transfer", "drop", "NUMBER", NULL, VERB_DESK, run_drop, N_("Give an open transfer up.") },
    { 0 },
};
