/*
 * The rows of stock: levels, ledger, holds, allocations. For stock.c only, which alone writes
 * counters.
 */
#ifndef OD_DOMAIN_STOCK_STOCK_SQL_H
#define OD_DOMAIN_STOCK_STOCK_SQL_H

#include "domain/stock/stock.h"

/* An item at a site. */
struct stock_place {
    struct item_id item;
    struct site_id site;
};

/* What the checks ask about a place before something is written there. */
struct stock_place_facts {
    const char *sku, *site_code; /* NULL: no such item, site */
    int item_kind;
    bool is_site_active;
    struct qty on_hand;
    const char *bin;
    struct qty safety, reorder, allocated, aside;
};
OD_MUST_USE bool stock_facts_load(struct desk *desk, struct stock_place place, struct arena *arena,
                                  struct stock_place_facts *out, struct err *err);
/* Is it a reason code of kind "stock"? */
OD_MUST_USE bool stock_reason_exists(struct desk *desk, struct reason_id reason, bool *out,
                                     struct err *err);

/* Makes the row of a place where there is none yet. */
OD_MUST_USE bool level_ensure(struct tx *tx, struct stock_place place, struct err *err);
OD_MUST_USE bool level_set(struct tx *tx, struct stock_place place,
                           const struct stock_place_facts *values, struct err *err);
/* Each one guarded UPDATE; *done false where the guard said no. */
OD_MUST_USE bool level_add_on_hand(struct tx *tx, struct stock_place place, struct qty by,
                                   struct qty seen, bool *done, struct err *err);
/* Raises allocated by q where so much is free beside the live holds of all orders. */
OD_MUST_USE bool level_allocate(struct tx *tx, struct stock_place place, struct qty q,
                                struct stamp now, bool *done, struct err *err);
OD_MUST_USE bool level_release(struct tx *tx, struct stock_place place, struct qty q, bool *done,
                               struct err *err);
/* Goods leave: on hand and allocated fall together; done false where there are not so many. */
OD_MUST_USE bool level_ship(struct tx *tx, struct stock_place place, struct qty q, bool *done,
                            struct err *err);
/* The same where on hand is as it was seen, however little that is. */
OD_MUST_USE bool level_ship_forced(struct tx *tx, struct stock_place place, struct qty q,
                                   struct qty seen, bool *done, struct err *err);
/* And come back, promised to the same line. */
OD_MUST_USE bool level_unship(struct tx *tx, struct stock_place place, struct qty q,
                              struct err *err);
/* Goods go to another site: on hand falls where so much is not promised to orders. */
OD_MUST_USE bool level_send(struct tx *tx, struct stock_place place, struct qty q, bool *done,
                            struct err *err);
/* What is set aside rises or falls; never below 0. */
OD_MUST_USE bool level_add_aside(struct tx *tx, struct stock_place place, struct qty by,
                                 bool *done, struct err *err);
/* on hand - allocated - safety - live holds of all orders; may be below 0; 0 without a row. */
OD_MUST_USE bool level_free(struct desk *desk, struct stock_place place, struct stamp now,
                            struct qty *out, struct err *err);

struct movement {
    enum stock_move kind;
    struct stock_place place;
    struct qty qty;
    struct order_id order;
    struct line_id line;
    struct reason_id reason;
    int64_t doc; /* the receipt, count or transfer; 0: none */
};
OD_MUST_USE bool movement_add(struct tx *tx, struct desk *desk, const struct movement *m,
                              struct err *err);
/* stock.c: changes on hand with its ledger row, tells the channels. seen: what it was read as. */
OD_MUST_USE bool stock_move_on_hand(struct tx *tx, struct desk *desk, const struct movement *m,
                                    struct qty seen, struct err *err);

/* aside.c: what is set aside changes with its ledger row (kind quarantined, signed).
 * ERR_STATE where less is set aside than leaves. */
OD_MUST_USE bool stock_move_aside(struct tx *tx, struct desk *desk, const struct movement *m,
                                  struct err *err);
/* stock.c: the item has stock, the site is there; field "item" or "site". */
OD_MUST_USE bool stock_check_place(const struct stock_place_facts *facts, struct err *err);
/* stock.c: a quantity from 0 to what the desk can hold; err.field is field. */
OD_MUST_USE bool stock_check_qty(struct qty q, const char *field, struct err *err);
/* stock.c: a reason of kind "stock", never 0; field "reason". */
OD_MUST_USE bool stock_check_reason(struct desk *desk, struct reason_id reason, struct err *err);

OD_MUST_USE bool hold_row_add(struct tx *tx, struct order_id order, const struct stock_want *want,
                              struct stamp expires, struct err *err);

/* A soft hold as it stands. */
struct hold_row {
    struct stock_place place;
    struct line_id line;
    struct qty qty;
    struct stamp expires;
};
/* Those of an order by item, site and line. */
OD_MUST_USE bool hold_rows_load(struct desk *desk, struct order_id order, struct arena *arena,
                                struct hold_row **out, int *n, struct err *err);
OD_MUST_USE bool hold_rows_drop(struct tx *tx, struct order_id order, struct stock_place place,
                                struct err *err);
OD_MUST_USE bool hold_rows_renew(struct tx *tx, struct order_id order, struct stamp expires,
                                 struct err *err);

struct allocation_row {
    int64_t id;
    struct stock_place place;
    struct qty qty;
};
/* Newest first. */
OD_MUST_USE bool allocation_rows_load(struct desk *desk, struct line_id line, struct arena *arena,
                                      struct allocation_row **out, int *n, struct err *err);
OD_MUST_USE bool allocation_row_add(struct tx *tx, struct line_id line, struct stock_place place,
                                    struct qty qty, struct stamp at, struct err *err);
/* Takes qty (<= row->qty) off a row as it was read, the row with the last of it. */
OD_MUST_USE bool allocation_row_cut(struct tx *tx, const struct allocation_row *row, struct qty qty,
                                    struct err *err);

#endif
