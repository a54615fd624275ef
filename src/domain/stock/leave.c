/*
 * Stock that leaves: shipped, taken back before it was gone, or not there when it was picked.
 */
#include <assert.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/stock/stock_sql.h"

static struct stock_place place_of(const struct stock_leave *in)
{
    return (struct stock_place){ in->item, in->site };
}

static struct movement movement_of(const struct stock_leave *in, enum stock_move kind,
                                   int64_t milli)
{
    return (struct movement){
        .kind = kind, .place = place_of(in), .qty = { milli }, .order = in->order, .line = in->line
    };
}

/* Takes so much off the line's allocation rows of the place. */
static bool cut_rows(struct tx *tx, struct desk *desk, const struct stock_leave *in,
                     struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct allocation_row *rows;
    int64_t left = in->qty.milli;
    int n;

    if (!allocation_rows_load(desk, in->line, tmp, &rows, &n, err))
        return false;
    for (int i = 0; i < n && left > 0; i++) {
        int64_t some = rows[i].qty.milli < left ? rows[i].qty.milli : left;

        if (rows[i].place.item.v != in->item.v || rows[i].place.site.v != in->site.v)
            continue;
        if (!allocation_row_cut(tx, &rows[i], (struct qty){ some }, err))
            return false;
        left -= some;
    }
    return left == 0 ||
           err_set(err, ERR_CORRUPT,
                   _("More was picked than the line was allocated. Run \"orderdesk check\"."));
}

static bool refuse_to_ship(struct desk *desk, const struct stock_leave *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct stock_place_facts facts;

    if (!stock_facts_load(desk, place_of(in), tmp, &facts, err))
        return false;
    return err_field(err, ERR_STATE, "force",
                     _("%s: the books have %s of %s, %s leave. Count it, or a manager forces it."),
                     facts.site_code, text_qty(desk, tmp, facts.on_hand), facts.sku,
                     text_qty(desk, tmp, in->qty));
}

bool stock_ship(struct tx *tx, struct desk *desk, const struct stock_leave *in, struct err *err)
{
    const struct movement m = movement_of(in, STOCK_SHIPPED, -in->qty.milli);
    bool done;

    if (!cut_rows(tx, desk, in, err) || !level_ship(tx, m.place, in->qty, &done, err))
        return false;
    return done ? movement_add(tx, desk, &m, err) : refuse_to_ship(desk, in, err);
}

/* What the books had, then what they had not. */
static bool add_forced(struct tx *tx, struct desk *desk, const struct stock_leave *in,
                       struct qty forced, struct reason_id reason, struct err *err)
{
    const struct movement had =
        movement_of(in, STOCK_SHIPPED, forced.milli - in->qty.milli);
    struct movement beyond = movement_of(in, STOCK_SHIPPED, -forced.milli);

    beyond.reason = reason;
    return (had.qty.milli == 0 || movement_add(tx, desk, &had, err)) &&
           movement_add(tx, desk, &beyond, err);
}

bool stock_ship_forced(struct tx *tx, struct desk *desk, const struct stock_leave *in,
                       struct reason_id reason, struct qty *forced, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct stock_place_facts facts;
    struct qty lacks;
    bool done;

    assert(reason.v != 0);
    if (!stock_facts_load(desk, place_of(in), tmp, &facts, err))
        return false;
    lacks.milli = in->qty.milli - (facts.on_hand.milli > 0 ? facts.on_hand.milli : 0);
    if (lacks.milli <= 0) {
        *forced = (struct qty){ 0 };
        return stock_ship(tx, desk, in, err);
    }
    if (facts.on_hand.milli < in->qty.milli - LIMIT_QTY_MILLI)
        return err_field(err, ERR_LIMIT, "force",
                         _("The quantity is larger than the desk can hold."));
    if (!cut_rows(tx, desk, in, err) ||
        !level_ship_forced(tx, place_of(in), in->qty, facts.on_hand, &done, err))
        return false;
    if (!done)
        return err_set(err, ERR_CONFLICT, _("The stock was changed by someone else."));
    *forced = lacks;
    return add_forced(tx, desk, in, lacks, reason, err);
}

bool stock_unship(struct tx *tx, struct desk *desk, const struct stock_leave *in, struct err *err)
{
    const struct movement m = movement_of(in, STOCK_SHIPPED, in->qty.milli);

    return level_unship(tx, m.place, in->qty, err) &&
           allocation_row_add(tx, in->line, m.place, in->qty, desk_now(desk), err) &&
           movement_add(tx, desk, &m, err);
}

/* Where the books have less than the picker misses, they cannot lose more than they have. */
bool stock_write_off(struct tx *tx, struct desk *desk, const struct stock_leave *in,
                     bool is_damaged, struct reason_id reason, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct movement off = movement_of(in, STOCK_ADJUSTED, -in->qty.milli);
    struct movement aside = movement_of(in, STOCK_QUARANTINED, in->qty.milli);
    struct stock_place_facts facts;

    off.reason = aside.reason = reason;
    if (!stock_facts_load(desk, off.place, tmp, &facts, err))
        return false;
    if (facts.on_hand.milli < in->qty.milli)
        off.qty.milli = facts.on_hand.milli > 0 ? -facts.on_hand.milli : 0;
    return (off.qty.milli == 0 || stock_move_on_hand(tx, desk, &off, facts.on_hand, err)) &&
           (!is_damaged || stock_move_aside(tx, desk, &aside, err));
}

/* --- from one order to another ---------------------------------------------------------------- */

bool stock_hand_over(struct tx *tx, struct desk *desk, const struct stock_handover *in,
                     struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct stock_place place = { in->item, in->site };
    const struct stock_leave take = { .line = in->from,
                                      .item = in->item,
                                      .site = in->site,
                                      .qty = in->qty };
    const struct movement gone = { .kind = STOCK_RELEASED,
                                   .place = place,
                                   .qty = { -in->qty.milli },
                                   .order = in->from_order,
                                   .line = in->from,
                                   .reason = in->reason };
    const struct movement got = { .kind = STOCK_ALLOCATED,
                                  .place = place,
                                  .qty = in->qty,
                                  .order = in->to_order,
                                  .line = in->to,
                                  .reason = in->reason };
    struct allocation_row *rows;
    int64_t has = 0;
    int n;

    if (!allocation_rows_load(desk, in->from, tmp, &rows, &n, err))
        return false;
    for (int i = 0; i < n; i++)
        if (rows[i].place.item.v == in->item.v && rows[i].place.site.v == in->site.v)
            has += rows[i].qty.milli;
    if (has < in->qty.milli)
        return err_field(err, ERR_STATE, "qty", _("The line has not so much of it there."));
    return cut_rows(tx, desk, &take, err) &&
           allocation_row_add(tx, in->to, place, in->qty, desk_now(desk), err) &&
           movement_add(tx, desk, &gone, err) && movement_add(tx, desk, &got, err);
}
