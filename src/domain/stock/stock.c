/*
 * What happens to stock: received, counted, held, promised, given back. The only writer of the
 * counters; each change goes with its ledger row, in the caller's transaction or its own.
 */
#include "domain/stock/stock.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/item.h"
#include "domain/desk/event.h"
#include "domain/desk/idem.h"
#include "domain/desk/outbox.h"
#include "domain/desk/text.h"
#include "domain/stock/kit.h"
#include "domain/stock/stock_sql.h"
#include "domain/stock/want.h"
#include "store/tx.h"

/* Other writers can only come between where the store has several at once (PostgreSQL). */
#define STOCK_ALLOCATE_TRIES 8

const char *stock_move_words(enum stock_move kind)
{
    switch (kind) {
    case STOCK_RECEIVED:
        return _("received");
    case STOCK_ADJUSTED:
        return _("adjusted");
    case STOCK_ALLOCATED:
        return _("allocated");
    case STOCK_RELEASED:
        return _("released");
    case STOCK_SHIPPED:
        return _("shipped");
    case STOCK_RETURNED:
        return _("returned");
    case STOCK_QUARANTINED:
        return _("quarantined");
    case STOCK_TRANSFER_OUT:
        return _("sent to another site");
    case STOCK_TRANSFER_IN:
        return _("came from another site");
    }
    return "?";
}

bool stock_is_gap(const struct stock_level *level)
{
    return level->on_hand.milli < 0;
}

bool stock_is_low(const struct stock_level *level)
{
    return level->reorder.milli > 0 &&
           level->on_hand.milli - level->allocated.milli < level->reorder.milli;
}

const char *stock_level_words(const struct stock_level *level)
{
    return stock_is_gap(level) ? _("gap") : stock_is_low(level) ? _("low") : "";
}

/* --- on hand ---------------------------------------------------------------------------------- */

bool stock_check_place(const struct stock_place_facts *facts, struct err *err)
{
    if (facts->sku == NULL)
        return err_field(err, ERR_NOT_FOUND, "item", _("This item is not in the desk."));
    if (facts->site_code == NULL)
        return err_field(err, ERR_NOT_FOUND, "site", _("This site is not in the desk."));
    if (facts->item_kind != ITEM_STOCK)
        return err_field(err, ERR_STATE, "item", _("Item %s is of kind %s and has no stock."),
                         facts->sku, item_kind_name((enum item_kind)facts->item_kind));
    return true;
}

bool stock_check_qty(struct qty q, const char *field, struct err *err)
{
    if (q.milli < 0)
        return err_field(err, ERR_INVALID, field, _("A quantity cannot be below zero."));
    if (q.milli > LIMIT_QTY_MILLI)
        return err_field(err, ERR_LIMIT, field,
                         _("The quantity is larger than the desk can hold."));
    return true;
}

bool stock_move_on_hand(struct tx *tx, struct desk *desk, const struct movement *m,
                        struct qty seen, struct err *err)
{
    const struct outbox_job job = {
        .topic = OUTBOX_STOCK_CHANGED,
        .record_kind = "item",
        .record_id = m->place.item.v,
    };
    bool done;

    assert(m->qty.milli != 0);
    if (!level_ensure(tx, m->place, err) ||
        !level_add_on_hand(tx, m->place, m->qty, seen, &done, err))
        return false;
    if (!done)
        return err_set(err, ERR_CONFLICT, _("The stock was changed by someone else."));
    return movement_add(tx, desk, m, err) && outbox_add(tx, desk, &job, err);
}

static bool check_receipt(const struct stock_place_facts *facts, struct qty qty, struct err *err)
{
    if (!stock_check_place(facts, err) || !stock_check_qty(qty, "qty", err))
        return false;
    if (qty.milli == 0)
        return err_field(err, ERR_INVALID, "qty", _("Type how many came."));
    if (!facts->is_site_active)
        return err_field(err, ERR_STATE, "site", _("Site %s is closed."), facts->site_code);
    if (facts->on_hand.milli > LIMIT_QTY_MILLI - qty.milli)
        return err_field(err, ERR_LIMIT, "qty",
                         _("The quantity is larger than the desk can hold."));
    return true;
}

bool stock_receive(struct desk *desk, struct item_id item, struct site_id site, struct qty qty,
                   const char *key, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const struct movement m = { .kind = STOCK_RECEIVED, .place = { item, site }, .qty = qty };
    const char *content = arena_printf(tmp, "%lld %lld %lld", (long long)item.v, (long long)site.v,
                                       (long long)qty.milli);
    struct stock_place_facts facts;
    bool is_done;
    int64_t id;

    if (!desk_begin(desk, "stock.receive", &tx, err) ||
        !idem_check(&tx, key, "stock.receive", content, &is_done, &id, err))
        return false;
    if (is_done)
        return true;
    return stock_facts_load(desk, m.place, tmp, &facts, err) && check_receipt(&facts, qty, err) &&
           stock_move_on_hand(&tx, desk, &m, facts.on_hand, err) &&
           idem_record(&tx, desk, key, "stock.receive", content, item.v, err) &&
           tx_commit(&tx, err);
}

bool stock_check_reason(struct desk *desk, struct reason_id reason, struct err *err)
{
    bool exists = false;

    if (reason.v != 0 && !stock_reason_exists(desk, reason, &exists, err))
        return false;
    if (!exists)
        return err_field(err, ERR_INVALID, "reason",
                         _("Say why the stock differs: give a reason."));
    return true;
}

bool stock_count_in(struct tx *tx, struct desk *desk, struct item_id item, struct site_id site,
                    struct qty counted, struct reason_id reason, bool *changed, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct movement m = { .kind = STOCK_ADJUSTED, .place = { item, site }, .reason = reason };
    struct stock_place_facts facts;

    if (!stock_facts_load(desk, m.place, tmp, &facts, err) || !stock_check_place(&facts, err) ||
        !stock_check_qty(counted, "qty", err) || !stock_check_reason(desk, reason, err))
        return false;
    *changed = counted.milli != facts.on_hand.milli;
    if (!*changed)
        return true;
    m.qty.milli = counted.milli - facts.on_hand.milli;
    return stock_move_on_hand(tx, desk, &m, facts.on_hand, err);
}

bool stock_count(struct desk *desk, struct item_id item, struct site_id site, struct qty counted,
                 struct reason_id reason, struct err *err)
{
    OD_TX tx = { 0 };
    bool changed;

    return desk_begin(desk, "stock.count", &tx, err) &&
           stock_count_in(&tx, desk, item, site, counted, reason, &changed, err) &&
           tx_commit(&tx, err);
}

/* --- bin, safety stock, reorder point --------------------------------------------------------- */

static const char *qty_words(struct arena *arena, struct qty q)
{
    char text[DECIMAL_TEXT_SIZE];

    return arena_strdup(arena, qty_format(q, NULL, text));
}

static struct diff_vec setting_diffs(const struct stock_place_facts *before,
                                     const struct stock_place_facts *now, struct arena *arena)
{
    struct diff_vec diffs = { 0 };

    diff_text(arena, &diffs, "bin", _("Bin"), before->bin, now->bin);
    diff_text(arena, &diffs, "safety", _("Safety stock"), qty_words(arena, before->safety),
              qty_words(arena, now->safety));
    diff_text(arena, &diffs, "reorder", _("Reorder point"), qty_words(arena, before->reorder),
              qty_words(arena, now->reorder));
    return diffs;
}

bool stock_set_in(struct tx *tx, struct desk *desk, struct item_id item, struct site_id site,
                  const struct stock_setting *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct stock_place place = { item, site };
    struct event_note note = { .kind = "stock.set" };
    struct stock_place_facts before, now;
    struct diff_vec diffs;

    if (!stock_facts_load(desk, place, tmp, &before, err) || !stock_check_place(&before, err))
        return false;
    now = before;
    if (in->bin != NULL)
        now.bin = in->bin;
    if (in->safety != NULL)
        now.safety = *in->safety;
    if (in->reorder != NULL)
        now.reorder = *in->reorder;
    if (!text_line(now.bin, "bin", tmp, &now.bin, err) ||
        !stock_check_qty(now.safety, "safety", err) ||
        !stock_check_qty(now.reorder, "reorder", err))
        return false;
    diffs = setting_diffs(&before, &now, tmp);
    if (diffs.n == 0)
        return true;
    diff_note(&diffs, tmp, &note);
    return level_ensure(tx, place, err) && level_set(tx, place, &now, err) &&
           event_add(tx, desk, "item", item.v, &note, err);
}

bool stock_set(struct desk *desk, struct item_id item, struct site_id site,
               const struct stock_setting *in, struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "stock.set", &tx, err) &&
           stock_set_in(&tx, desk, item, site, in, err) && tx_commit(&tx, err);
}

/* --- hard allocation -------------------------------------------------------------------------- */

/* Raises the counter for a run: all of it in one statement, else as much as is free. */
static bool allocate_counter(struct tx *tx, struct desk *desk, struct sorted_want *run, int n,
                             struct err *err)
{
    struct stock_place place = want_place(run);
    struct qty q = want_share(run, n, want_sum(run, n));
    bool done;

    if (q.milli == 0)
        return true;
    if (!level_allocate(tx, place, q, desk_now(desk), &done, err))
        return false;
    for (int tries = 0; !done; tries++) {
        struct qty free;

        if (tries == STOCK_ALLOCATE_TRIES)
            return err_set(err, ERR_BUSY, _("Others are taking the same stock. Try again."));
        if (!level_free(desk, place, desk_now(desk), &free, err))
            return false;
        q = want_share(run, n, free);
        if (q.milli == 0)
            return true;
        if (!level_allocate(tx, place, q, desk_now(desk), &done, err))
            return false;
    }
    return true;
}

static bool allocate_run(struct tx *tx, struct desk *desk, struct order_id order,
                         struct sorted_want *run, int n, struct err *err)
{
    struct stock_place place = want_place(run);

    if (!allocate_counter(tx, desk, run, n, err))
        return false;
    for (int i = 0; i < n; i++) {
        const struct stock_want *want = run[i].want;
        const struct movement m = {
            .kind = STOCK_ALLOCATED,
            .place = place,
            .qty = want->got,
            .order = order,
            .line = want->line,
        };

        if (want->got.milli > 0 &&
            (!allocation_row_add(tx, want->line, place, want->got, desk_now(desk), err) ||
             !movement_add(tx, desk, &m, err)))
            return false;
    }
    return true;
}

/* Loose items first, in runs; then the bundles, one line after the other. */
bool stock_allocate(struct tx *tx, struct desk *desk, struct order_id order,
                    struct stock_want *wants, int n, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct sorted_want *sorted = wants_sorted(wants, n, tmp);

    if (!stock_hold_drop(tx, order, err))
        return false;
    for (int i = 0; i < n;) {
        int len = want_run(&sorted[i], n - i);

        if (!sorted[i].want->is_bundle && !allocate_run(tx, desk, order, &sorted[i], len, err))
            return false;
        i += len;
    }
    for (int i = 0; i < n; i++)
        if (wants[i].is_bundle && !kits_allocate(tx, desk, order, &wants[i], err))
            return false;
    return true;
}

static bool release_row(struct tx *tx, struct desk *desk, const struct allocation_row *row,
                        struct movement *m, struct err *err)
{
    const struct qty q = { -m->qty.milli };
    bool done;

    m->place = row->place;
    if (!allocation_row_cut(tx, row, q, err) || !level_release(tx, row->place, q, &done, err))
        return false;
    if (!done)
        return err_set(err, ERR_CORRUPT,
                       _("The stock counter is below what orders have allocated. Run \"orderdesk "
                         "check --fix\"."));
    return movement_add(tx, desk, m, err);
}

/* What a line has, while some of it is given back. */
struct releasing {
    struct tx *tx;
    struct desk *desk;
    struct site_id site; /* 0: wherever */
    struct allocation_row *rows;
    int n;
};

/* Rows of one item (0: of all), up to qty; *left is what they did not have. */
static bool release_rows(struct releasing *r, struct item_id item, struct movement *m,
                         int64_t *left, struct err *err)
{
    for (int i = 0; i<r->n && * left> 0; i++) {
        const struct allocation_row *row = &r->rows[i];
        int64_t take = row->qty.milli < *left ? row->qty.milli : *left;

        if ((item.v != 0 && row->place.item.v != item.v) ||
            (r->site.v != 0 && row->place.site.v != r->site.v))
            continue;
        m->qty.milli = -take;
        if (!release_row(r->tx, r->desk, row, m, err))
            return false;
        *left -= take;
    }
    return true;
}

bool stock_release_at(struct tx *tx, struct desk *desk, const struct stock_leave *in,
                      struct qty *released, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct movement m = { .kind = STOCK_RELEASED, .order = in->order, .line = in->line };
    struct releasing r = { .tx = tx, .desk = desk, .site = in->site };
    const struct item_part *part;
    int64_t left = in->qty.milli;

    assert(in->qty.milli >= 0);
    if (!allocation_rows_load(desk, in->line, tmp, &r.rows, &r.n, err) ||
        !item_parts_of_line(desk, in->line, tmp, &part, err))
        return false;
    if (part->item.v == 0) {
        if (!release_rows(&r, part->item, &m, &left, err))
            return false;
    } else if (r.n > 0) {
        for (left = 0; part->item.v != 0; part++) {
            int64_t of_part = kits_of(in->qty, part->qty).milli;

            if (!release_rows(&r, part->item, &m, &of_part, err))
                return false;
        }
    }
    released->milli = in->qty.milli - left;
    return true;
}

bool stock_release(struct tx *tx, struct desk *desk, struct order_id order, struct line_id line,
                   struct qty qty, struct qty *released, struct err *err)
{
    const struct stock_leave in = { .order = order, .line = line, .qty = qty };

    return stock_release_at(tx, desk, &in, released, err);
}
