/*
 * Goods of a transfer arrive: into stock, and of what was sent for a line of an order as much as it
 * lacks is promised to it in the same transaction, before anybody else sees it free.
 */
#include "base/mem.h"
#include "domain/flow/backorder_parts.h"
#include "domain/stock/doc.h"
#include "store/tx.h"

bool transfer_receive(struct desk *desk, struct record_at at, const struct transfer_got *got, int n,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };
    struct transfer_fors came;

    if (!desk_begin(desk, "stock.transfer", &tx, err) ||
        !transfer_arrive(&tx, desk, at, got, n, tmp, &came, err))
        return false;
    for (int i = 0; i < came.n; i++)
        if (!backorder_give_came(&run, came.v[i].line, came.v[i].qty, err))
            return false;
    return tx_commit(&tx, err);
}
