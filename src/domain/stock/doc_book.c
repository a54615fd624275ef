/*
 * Booking receipts, counts and transfers: what they do to the stock, and how it is taken back.
 */
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/outbox.h"
#include "domain/stock/doc_parts.h"
#include "store/tx.h"

/* A booking while it runs. */
struct booking {
    struct tx *tx;
    struct desk *desk;
    const struct stock_doc *doc;
    struct reason_id reason;
};

static bool has_lines(const struct stock_doc *doc, struct err *err)
{
    return doc->line_count > 0 || err_set(err, ERR_STATE, _("%s has no lines yet."), doc->number);
}

static struct movement movement_of(const struct booking *b, const struct stock_doc_line *line,
                                   enum stock_move kind, int64_t milli)
{
    return (struct movement){ .kind = kind,
                              .place = { line->item, b->doc->site },
                              .qty = { milli },
                              .reason = b->reason,
                              .doc = b->doc->id };
}

static bool facts_of(const struct booking *b, const struct stock_doc_line *line,
                     struct arena *arena, struct stock_place_facts *out, struct err *err)
{
    return stock_facts_load(b->desk, (struct stock_place){ line->item, b->doc->site }, arena, out,
                            err);
}

/* On hand and its ledger row, unless nothing changes. */
static bool move(const struct booking *b, const struct movement *m, struct qty seen,
                 struct err *err)
{
    return m->qty.milli == 0 || stock_move_on_hand(b->tx, b->desk, m, seen, err);
}

static bool move_aside(const struct booking *b, const struct movement *m, struct err *err)
{
    return m->qty.milli == 0 || stock_move_aside(b->tx, b->desk, m, err);
}

/* --- receipts --------------------------------------------------------------------------------- */

static bool receive_line(const struct booking *b, const struct stock_doc_line *line,
                         struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct movement good =
        movement_of(b, line, STOCK_RECEIVED, line->qty.milli - line->aside.milli);
    const struct movement bad = movement_of(b, line, STOCK_QUARANTINED, line->aside.milli);
    const struct stock_setting put = { .bin = line->bin };
    struct stock_place_facts facts;

    if (!facts_of(b, line, tmp, &facts, err) || !stock_check_place(&facts, err))
        return false;
    if (facts.on_hand.milli > LIMIT_QTY_MILLI - good.qty.milli ||
        facts.aside.milli > LIMIT_QTY_MILLI - bad.qty.milli)
        return err_set(err, ERR_LIMIT, _("%s: the quantity is larger than the desk can hold."),
                       line->sku);
    if (!move(b, &good, facts.on_hand, err) || !move_aside(b, &bad, err))
        return false;
    return line->bin[0] == '\0' || facts.bin[0] != '\0' ||
           stock_set_in(b->tx, b->desk, line->item, b->doc->site, &put, err);
}

bool doc_receipt_book(struct tx *tx, struct desk *desk, struct record_at at, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct booking b = { .tx = tx, .desk = desk };
    struct stock_doc *doc;

    if (!doc_load_at(desk, at, DOC_RECEIPT, DOC_OPEN, tmp, &doc, err) || !has_lines(doc, err))
        return false;
    b.doc = doc;
    for (int i = 0; i < doc->line_count; i++)
        if (!receive_line(&b, &doc->lines[i], err))
            return false;
    return doc_set_status(tx, desk, doc, DOC_DONE, err);
}

static bool unreceive_line(const struct booking *b, const struct stock_doc_line *line,
                           struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct movement good =
        movement_of(b, line, STOCK_RECEIVED, line->aside.milli - line->qty.milli);
    const struct movement bad = movement_of(b, line, STOCK_QUARANTINED, -line->aside.milli);
    struct stock_place_facts facts;

    if (!facts_of(b, line, tmp, &facts, err))
        return false;
    if (facts.on_hand.milli - facts.allocated.milli + good.qty.milli < 0 ||
        facts.aside.milli + bad.qty.milli < 0)
        return err_set(err, ERR_STATE,
                       _("%s cannot be taken back: of %s so much is not there any more, or is"
                         " promised to orders."),
                       b->doc->number, line->sku);
    return move(b, &good, facts.on_hand, err) && move_aside(b, &bad, err);
}

bool doc_receipt_undo(struct tx *tx, struct desk *desk, struct record_at at, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct booking b = { .tx = tx, .desk = desk };
    struct stock_doc *doc;

    if (!doc_load_at(desk, at, DOC_RECEIPT, DOC_DONE, tmp, &doc, err))
        return false;
    b.doc = doc;
    for (int i = 0; i < doc->line_count; i++)
        if (!unreceive_line(&b, &doc->lines[i], err))
            return false;
    return doc_set_status(tx, desk, doc, DOC_DROPPED, err);
}

/* --- counts ----------------------------------------------------------------------------------- */

static bool post_line(const struct booking *b, const struct stock_doc_line *line, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct movement m =
        movement_of(b, line, STOCK_ADJUSTED, line->qty.milli - line->base.milli);
    struct stock_place_facts facts;

    if (!line->is_counted)
        return err_set(err, ERR_STATE,
                       _("%s is not counted yet. Count it, or take it off the list."), line->sku);
    if (!facts_of(b, line, tmp, &facts, err) || !stock_check_place(&facts, err))
        return false;
    if (facts.on_hand.milli + m.qty.milli < 0)
        return err_set(err, ERR_STATE,
                       _("More of %s left since it was counted than there was. Count it again."),
                       line->sku);
    return move(b, &m, facts.on_hand, err);
}

bool count_post(struct desk *desk, struct record_at at, struct reason_id reason, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct booking b = { .tx = &tx, .desk = desk, .reason = reason };
    struct stock_doc *doc;

    if (!desk_begin(desk, "stock.count", &tx, err) ||
        !doc_load_at(desk, at, DOC_COUNT, DOC_OPEN, tmp, &doc, err) || !has_lines(doc, err) ||
        !stock_check_reason(desk, reason, err))
        return false;
    b.doc = doc;
    for (int i = 0; i < doc->line_count; i++)
        if (!post_line(&b, &doc->lines[i], err))
            return false;
    return doc_set_status(&tx, desk, doc, DOC_DONE, err) && tx_commit(&tx, err);
}

/* --- transfers -------------------------------------------------------------------------------- */

static bool send_line(const struct booking *b, const struct stock_doc_line *line, struct err *err)
{
    const struct movement m = movement_of(b, line, STOCK_TRANSFER_OUT, -line->qty.milli);
    const struct outbox_job job = { .topic = OUTBOX_STOCK_CHANGED,
                                    .record_kind = "item",
                                    .record_id = line->item.v };
    bool done;

    if (!level_send(b->tx, m.place, line->qty, &done, err))
        return false;
    if (!done)
        return err_set(err, ERR_STATE,
                       _("Not so much of %s at %s is free of orders. Lower the quantity."),
                       line->sku, b->doc->site_code);
    return movement_add(b->tx, b->desk, &m, err) && outbox_add(b->tx, b->desk, &job, err);
}

bool doc_transfer_send(struct tx *tx, struct desk *desk, struct record_at at, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct booking b = { .tx = tx, .desk = desk };
    struct stock_doc *doc;

    if (!doc_load_at(desk, at, DOC_TRANSFER, DOC_OPEN, tmp, &doc, err) || !has_lines(doc, err))
        return false;
    b.doc = doc;
    for (int i = 0; i < doc->line_count; i++)
        if (!send_line(&b, &doc->lines[i], err))
            return false;
    return doc_set_status(tx, desk, doc, DOC_SENT, err);
}

bool doc_transfer_unsend(struct tx *tx, struct desk *desk, struct record_at at, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct booking b = { .tx = tx, .desk = desk };
    struct stock_place_facts facts;
    struct stock_doc *doc;

    if (!doc_load_at(desk, at, DOC_TRANSFER, DOC_SENT, tmp, &doc, err))
        return false;
    b.doc = doc;
    for (int i = 0; i < doc->line_count; i++) {
        const struct movement m =
            movement_of(&b, &doc->lines[i], STOCK_TRANSFER_OUT, doc->lines[i].qty.milli);

        if (doc->lines[i].done.milli > 0)
            return err_set(err, ERR_STATE,
                           _("Some of %s was received already. Send back what came."), doc->number);
        if (!facts_of(&b, &doc->lines[i], tmp, &facts, err) || !move(&b, &m, facts.on_hand, err))
            return false;
    }
    return doc_set_status(tx, desk, doc, DOC_OPEN, err);
}

/* So much arrives at the other site, or is written off there: came and gone in the ledger. */
static bool arrive(const struct booking *b, struct stock_doc_line *line, struct qty qty,
                   bool is_lost, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct movement in = movement_of(b, line, STOCK_TRANSFER_IN, qty.milli);
    struct movement off = movement_of(b, line, STOCK_ADJUSTED, -qty.milli);
    struct stock_place_facts facts;

    if (qty.milli == 0)
        return true;
    in.place.site = off.place.site = b->doc->to_site;
    in.reason.v = 0;
    if (!stock_facts_load(b->desk, in.place, tmp, &facts, err))
        return false;
    if (facts.on_hand.milli > LIMIT_QTY_MILLI - qty.milli)
        return err_set(err, ERR_LIMIT, _("%s: the quantity is larger than the desk can hold."),
                       line->sku);
    line->done.milli += qty.milli;
    if (is_lost)
        line->lost.milli += qty.milli;
    if (!stock_move_on_hand(b->tx, b->desk, &in, facts.on_hand, err) ||
        !doc_line_save(b->tx, b->doc->id, line, err))
        return false;
    facts.on_hand.milli += qty.milli;
    return !is_lost || stock_move_on_hand(b->tx, b->desk, &off, facts.on_hand, err);
}

static struct qty under_way(const struct stock_doc_line *line)
{
    return (struct qty){ line->qty.milli - line->done.milli };
}

static bool arrive_all(const struct booking *b, bool is_lost, struct err *err)
{
    for (int i = 0; i < b->doc->line_count; i++)
        if (!arrive(b, &b->doc->lines[i], under_way(&b->doc->lines[i]), is_lost, err))
            return false;
    return true;
}

static bool arrive_some(const struct booking *b, const struct transfer_got *got, struct err *err)
{
    struct stock_doc_line *line = NULL;

    for (int i = 0; i < b->doc->line_count; i++)
        if (b->doc->lines[i].item.v == got->item.v)
            line = &b->doc->lines[i];
    if (line == NULL)
        return err_field(err, ERR_NOT_FOUND, "item", _("It is not on %s."), b->doc->number);
    if (got->qty.milli <= 0)
        return err_field(err, ERR_INVALID, "qty", _("Type how many, more than zero."));
    if (got->qty.milli > under_way(line).milli)
        return err_field(err, ERR_STATE, "qty",
                         _("Not so much of %s is under way. What is too much is counted in."),
                         line->sku);
    return arrive(b, line, got->qty, false, err);
}

static enum stock_doc_status status_of(const struct stock_doc *doc)
{
    for (int i = 0; i < doc->line_count; i++)
        if (under_way(&doc->lines[i]).milli > 0)
            return DOC_SENT;
    return DOC_DONE;
}

/* Before and after tell what came of each line. */
static void tell_for(const struct stock_doc *doc, const int64_t *done_milli, struct arena *arena,
                     struct transfer_fors *out)
{
    struct transfer_for *v = arena_array(arena, doc->line_count + 1, struct transfer_for);
    int n = 0;

    for (int i = 0; i < doc->line_count; i++) {
        const struct stock_doc_line *l = &doc->lines[i];

        if (l->for_line.v != 0 && l->done.milli > done_milli[i])
            v[n++] = (struct transfer_for){ l->for_line, { l->done.milli - done_milli[i] } };
    }
    *out = (struct transfer_fors){ v, n };
}

bool doc_transfer_arrive(struct tx *tx, struct desk *desk, struct record_at at,
                         const struct transfer_got *got, int n, struct arena *arena,
                         struct transfer_fors *out, struct err *err)
{
    struct booking b = { .tx = tx, .desk = desk };
    struct stock_doc *doc;
    int64_t *done_milli;

    if (!doc_load_at(desk, at, DOC_TRANSFER, DOC_SENT, arena, &doc, err))
        return false;
    b.doc = doc;
    done_milli = arena_array(arena, doc->line_count + 1, int64_t);
    for (int i = 0; i < doc->line_count; i++)
        done_milli[i] = doc->lines[i].done.milli;
    if (n == 0 && !arrive_all(&b, false, err))
        return false;
    for (int i = 0; i < n; i++)
        if (!arrive_some(&b, &got[i], err))
            return false;
    tell_for(doc, done_milli, arena, out);
    return doc_set_status(tx, desk, doc, status_of(doc), err);
}

bool doc_transfer_close(struct tx *tx, struct desk *desk, struct record_at at,
                        struct reason_id reason, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct booking b = { .tx = tx, .desk = desk, .reason = reason };
    struct stock_doc *doc;

    if (!doc_load_at(desk, at, DOC_TRANSFER, DOC_SENT, tmp, &doc, err) ||
        !stock_check_reason(desk, reason, err))
        return false;
    b.doc = doc;
    return arrive_all(&b, true, err) && doc_set_status(tx, desk, doc, DOC_DONE, err);
}
