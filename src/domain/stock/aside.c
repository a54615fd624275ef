/*
 * Stock that is set aside: damaged or doubtful, out of on hand and not for sale, until someone says
 * that it is good after all or writes it off.
 */
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/stock/stock_sql.h"
#include "store/tx.h"

bool stock_move_aside(struct tx *tx, struct desk *desk, const struct movement *m, struct err *err)
{
    bool done;

    assert(m->kind == STOCK_QUARANTINED && m->qty.milli != 0);
    if (!level_ensure(tx, m->place, err) || !level_add_aside(tx, m->place, m->qty, &done, err))
        return false;
    if (!done)
        return err_field(err, ERR_STATE, "qty", _("Not so much of it is set aside."));
    return movement_add(tx, desk, m, err);
}

/* What the three ways have in common: a quantity above zero and a reason. */
static bool check(struct desk *desk, const struct stock_aside *in, struct arena *arena,
                  struct stock_place_facts *facts, struct err *err)
{
    const struct stock_place place = { in->item, in->site };

    if (!stock_facts_load(desk, place, arena, facts, err) || !stock_check_place(facts, err) ||
        !stock_check_qty(in->qty, "qty", err) || !stock_check_reason(desk, in->reason, err))
        return false;
    return in->qty.milli > 0 ||
           err_field(err, ERR_INVALID, "qty", _("Type how many, more than zero."));
}

static struct movement move_of(const struct stock_aside *in, enum stock_move kind, int64_t milli)
{
    return (struct movement){
        .kind = kind, .place = { in->item, in->site }, .qty = { milli }, .reason = in->reason
    };
}

bool stock_set_aside(struct desk *desk, const struct stock_aside *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const struct movement off = move_of(in, STOCK_ADJUSTED, -in->qty.milli);
    const struct movement aside = move_of(in, STOCK_QUARANTINED, in->qty.milli);
    struct stock_place_facts facts;

    if (!desk_begin(desk, "stock.aside", &tx, err) || !check(desk, in, tmp, &facts, err))
        return false;
    if (facts.on_hand.milli - facts.allocated.milli < in->qty.milli)
        return err_field(err, ERR_STATE, "qty",
                         _("Not so much of %s at %s is free of orders. Take it from an order"
                           " first."),
                         facts.sku, facts.site_code);
    return stock_move_on_hand(&tx, desk, &off, facts.on_hand, err) &&
           stock_move_aside(&tx, desk, &aside, err) && tx_commit(&tx, err);
}

bool stock_aside_good(struct desk *desk, const struct stock_aside *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const struct movement out = move_of(in, STOCK_QUARANTINED, -in->qty.milli);
    const struct movement back = move_of(in, STOCK_ADJUSTED, in->qty.milli);
    struct stock_place_facts facts;

    return desk_begin(desk, "stock.aside", &tx, err) && check(desk, in, tmp, &facts, err) &&
           stock_move_aside(&tx, desk, &out, err) &&
           stock_move_on_hand(&tx, desk, &back, facts.on_hand, err) && tx_commit(&tx, err);
}

bool stock_aside_scrap(struct desk *desk, const struct stock_aside *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const struct movement out = move_of(in, STOCK_QUARANTINED, -in->qty.milli);
    struct stock_place_facts facts;

    return desk_begin(desk, "stock.aside", &tx, err) && check(desk, in, tmp, &facts, err) &&
           stock_move_aside(&tx, desk, &out, err) && tx_commit(&tx, err);
}
