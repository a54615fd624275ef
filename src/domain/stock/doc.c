/*
 * Receipts, counts and transfers while they are entered: made, filled line by line, given up.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/text.h"
#include "domain/stock/doc_parts.h"
#include "store/tx.h"

const char *stock_doc_kind_name(enum stock_doc_kind kind)
{
    switch (kind) {
    case DOC_RECEIPT:
        return "receipt";
    case DOC_COUNT:
        return "count";
    case DOC_TRANSFER:
        return "transfer";
    }
    return "?";
}

const char *stock_doc_kind_words(enum stock_doc_kind kind)
{
    switch (kind) {
    case DOC_RECEIPT:
        return _("Receipt");
    case DOC_COUNT:
        return _("Stock count");
    case DOC_TRANSFER:
        return _("Transfer");
    }
    return "?";
}

const char *stock_doc_status_name(enum stock_doc_status status)
{
    switch (status) {
    case DOC_OPEN:
        return "open";
    case DOC_SENT:
        return "sent";
    case DOC_DONE:
        return "done";
    case DOC_DROPPED:
        return "dropped";
    }
    return "?";
}

const char *stock_doc_status_words(enum stock_doc_status status)
{
    switch (status) {
    case DOC_OPEN:
        return _("open");
    case DOC_SENT:
        return _("under way");
    case DOC_DONE:
        return _("done");
    case DOC_DROPPED:
        return _("dropped");
    }
    return "?";
}

const char *doc_action(enum stock_doc_kind kind)
{
    switch (kind) {
    case DOC_RECEIPT:
        return "stock.receive";
    case DOC_COUNT:
        return "stock.count";
    case DOC_TRANSFER:
        return "stock.transfer";
    }
    return "stock.receive";
}

bool doc_load_at(struct desk *desk, struct record_at at, enum stock_doc_kind kind,
                 enum stock_doc_status status, struct arena *arena, struct stock_doc **out,
                 struct err *err)
{
    struct stock_doc *doc;

    if (!stock_doc_load(desk, at.id, arena, &doc, err))
        return false;
    if (doc->kind != kind)
        return err_set(err, ERR_NOT_FOUND, _("%s is no such document."), doc->number);
    if (at.version != 0 && at.version != doc->version)
        return err_set(err, ERR_CONFLICT, _("%s was changed by someone else. Look again."),
                       doc->number);
    if (doc->status != status)
        return err_set(err, ERR_STATE, _("%s is %s; this cannot be done with it."), doc->number,
                       stock_doc_status_words(doc->status));
    *out = doc;
    return true;
}

/* --- a new one -------------------------------------------------------------------------------- */

/* may_be_closed: what is left at a site that was closed can still be taken away. */
static bool check_site(struct desk *desk, struct site_id id, bool may_be_closed, const char *field,
                       struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct stock_place_facts facts;

    if (!stock_facts_load(desk, (struct stock_place){ .site = id }, tmp, &facts, err))
        return false;
    if (facts.site_code == NULL)
        return err_field(err, ERR_NOT_FOUND, field, _("This site is not in the desk."));
    return facts.is_site_active || may_be_closed ||
           err_field(err, ERR_STATE, field, _("Site %s is closed."), facts.site_code);
}

static bool check_new(struct desk *desk, const struct stock_doc_new *in, struct arena *arena,
                      struct stock_doc_new *out, struct err *err)
{
    *out = *in;
    if (!text_line(in->ref, "ref", arena, &out->ref, err) ||
        !check_site(desk, in->site, in->kind == DOC_TRANSFER, "site", err))
        return false;
    if (in->kind != DOC_TRANSFER) {
        out->to_site.v = 0;
        return true;
    }
    if (in->to_site.v == in->site.v)
        return err_field(err, ERR_INVALID, "to", _("A transfer goes to another site."));
    return check_site(desk, in->to_site, false, "to", err);
}

bool doc_create(struct tx *tx, struct desk *desk, const struct stock_doc_new *in, int64_t *out,
                struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct stock_doc_new clean;

    return check_new(desk, in, tmp, &clean, err) && doc_insert(tx, desk, &clean, out, err);
}

/* --- lines ------------------------------------------------------------------------------------ */

static struct stock_doc_line *line_of(const struct stock_doc *doc, struct item_id item)
{
    for (int i = 0; i < doc->line_count; i++)
        if (doc->lines[i].item.v == item.v)
            return &doc->lines[i];
    return NULL;
}

/* The open document that lines may still change in. */
static bool load_open(struct desk *desk, int64_t id, struct arena *arena, struct stock_doc **out,
                      struct err *err)
{
    if (!stock_doc_load(desk, id, arena, out, err))
        return false;
    return (*out)->status == DOC_OPEN ||
           err_set(err, ERR_STATE, _("%s is %s; its lines stay as they are."), (*out)->number,
                   stock_doc_status_words((*out)->status));
}

static bool check_decimals(struct qty q, const struct item *item, const char *field,
                           struct err *err)
{
    int64_t unit = QTY_PER_UNIT;

    for (int i = 0; i < item->qty_decimals; i++)
        unit /= 10;
    return q.milli % unit == 0 ||
           err_field(err, ERR_INVALID, field, _("%s is not counted in such fractions."), item->sku);
}

static bool apply_put(const struct stock_doc *doc, const struct stock_doc_put *in,
                      const struct stock_place_facts *facts, struct stock_doc_line *line,
                      struct err *err)
{
    int64_t old = in->is_more ? line->qty.milli : 0;

    if (in->is_asked)
        return doc->kind == DOC_COUNT || err_set(err, ERR_STATE, _("%s is no count."), doc->number);
    if (!stock_check_qty(in->qty, "qty", err) ||
        !stock_check_qty((struct qty){ old + in->qty.milli }, "qty", err))
        return false;
    line->qty.milli = old + in->qty.milli;
    if (doc->kind != DOC_COUNT && line->qty.milli == 0)
        return err_field(err, ERR_INVALID, "qty", _("Type how many, more than zero."));
    if (in->aside != NULL)
        line->aside = *in->aside;
    if (line->aside.milli < 0 || line->aside.milli > line->qty.milli)
        return err_field(err, ERR_INVALID, "aside", _("No more can be damaged than came of it."));
    if (doc->kind == DOC_COUNT) {
        /* Counted in several goes: each is against the books as they were at the first. */
        if (!in->is_more || !line->is_counted)
            line->base = facts->on_hand;
        line->is_counted = true;
    }
    return true;
}

/* May what is sent be for this line of an order? */
static bool check_for(struct desk *desk, const struct stock_doc *doc,
                      const struct stock_doc_put *in, struct err *err)
{
    struct stock_place wants;

    if (doc->kind != DOC_TRANSFER)
        return err_field(err, ERR_STATE, "for", _("Only a transfer is for an order."));
    if (!doc_for_line(desk, *in->for_line, &wants, err))
        return false;
    if (wants.item.v != in->item.v)
        return err_field(err, ERR_STATE, "for",
                         _("The line is of another item, or not of a confirmed order."));
    return wants.site.v == doc->to_site.v ||
           err_field(err, ERR_STATE, "for", _("The line does not take its stock at %s."),
                     doc->to_code);
}

bool doc_put_line(struct tx *tx, struct desk *desk, int64_t id, const struct stock_doc_put *in,
                  struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct stock_doc_line fresh = { .item = in->item, .bin = "" }, *line;
    struct stock_place_facts facts;
    struct stock_doc *doc;
    struct item *item;

    if (!load_open(desk, id, tmp, &doc, err))
        return false;
    if (!stock_facts_load(desk, (struct stock_place){ in->item, doc->site }, tmp, &facts, err) ||
        !stock_check_place(&facts, err) || !item_load(desk, in->item, tmp, &item, err) ||
        !check_decimals(in->qty, item, "qty", err) ||
        (in->aside != NULL && !check_decimals(*in->aside, item, "aside", err)))
        return false;
    if (doc->kind == DOC_COUNT &&
        !doc_in_place(desk, (struct stock_place){ in->item, doc->site }, &facts.on_hand, err))
        return false;
    line = line_of(doc, in->item);
    if (line == NULL && doc->line_count >= LIMIT_ORDER_LINES)
        return err_set(err, ERR_LIMIT, _("%s has as many lines as one may have. Begin another."),
                       doc->number);
    if (line == NULL)
        line = &fresh;
    if (in->bin != NULL && !text_line(in->bin, "bin", tmp, &line->bin, err))
        return false;
    if (in->for_line != NULL && in->for_line->v != 0 && !check_for(desk, doc, in, err))
        return false;
    if (in->for_line != NULL)
        line->for_line = *in->for_line;
    return apply_put(doc, in, &facts, line, err) && doc_line_save(tx, id, line, err) &&
           doc_touch(tx, id, err);
}

bool doc_cut_line(struct tx *tx, struct desk *desk, int64_t id, struct item_id item,
                  struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct stock_doc *doc;
    bool done;

    if (!load_open(desk, id, tmp, &doc, err) || !doc_line_delete(tx, id, item, &done, err))
        return false;
    if (!done)
        return err_field(err, ERR_NOT_FOUND, "item", _("It is not on %s."), doc->number);
    return doc_touch(tx, id, err);
}

bool stock_doc_add_bins(struct desk *desk, int64_t id, const char *from, const char *to, int *added,
                        struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "stock.count", &tx, err) &&
           doc_put_bins(&tx, desk, id, from, to, added, err) && tx_commit(&tx, err);
}

bool doc_put_bins(struct tx *tx, struct desk *desk, int64_t id, const char *from, const char *to,
                  int *added, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct stock_doc *doc;

    if (!load_open(desk, id, tmp, &doc, err))
        return false;
    if (doc->kind != DOC_COUNT)
        return err_set(err, ERR_STATE, _("%s is no count."), doc->number);
    if (!doc_add_bins(tx, doc, from, to, added, err))
        return false;
    if (*added == 0)
        return err_field(err, ERR_NOT_FOUND, "bins",
                         _("Nothing has its place there, or all of it is on %s already."),
                         doc->number);
    return doc_touch(tx, id, err);
}

bool stock_doc_ask_count(struct tx *tx, struct desk *desk, struct item_id item, struct site_id site,
                         const char *why, struct err *err)
{
    const struct stock_doc_new in = { .kind = DOC_COUNT, .site = site, .ref = why };
    const struct stock_doc_line line = { .item = item, .bin = "" };
    const struct stock_place place = { item, site };
    bool is_asked;
    int64_t id;

    if (!doc_counts_item(desk, place, &is_asked, err))
        return false;
    return is_asked || (doc_insert(tx, desk, &in, &id, err) && doc_line_save(tx, id, &line, err));
}

bool doc_add(struct tx *tx, struct desk *desk, const struct stock_doc_new *in,
             const struct stock_doc_line *line, int64_t *out, struct err *err)
{
    return doc_insert(tx, desk, in, out, err) && doc_line_save(tx, *out, line, err);
}

bool doc_drop(struct tx *tx, struct desk *desk, struct record_at at, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct stock_doc *doc;

    return stock_doc_load(desk, at.id, tmp, &doc, err) &&
           doc_load_at(desk, at, doc->kind, DOC_OPEN, tmp, &doc, err) &&
           doc_set_status(tx, desk, doc, DOC_DROPPED, err);
}

bool doc_set_due(struct tx *tx, struct desk *desk, struct record_at at, struct date due,
                 struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct stock_doc *doc;

    if (!stock_doc_load(desk, at.id, tmp, &doc, err))
        return false;
    if (doc->kind == DOC_COUNT)
        return err_set(err, ERR_STATE, _("%s is a count; nothing comes with it."), doc->number);
    if (doc->status > DOC_SENT)
        return err_set(err, ERR_STATE, _("%s is %s; its day stays as it is."), doc->number,
                       stock_doc_status_words(doc->status));
    if (at.version != 0 && at.version != doc->version)
        return err_set(err, ERR_CONFLICT, _("%s was changed by someone else. Look again."),
                       doc->number);
    return doc_save_due(tx, doc, due, err);
}
