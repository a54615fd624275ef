/*
 * Stock: levels, the movement ledger, soft holds and hard allocation. stock.c is the only writer of
 * the counters (DOMAIN section 10, R1 to R7, R14).
 */
#ifndef OD_DOMAIN_STOCK_STOCK_H
#define OD_DOMAIN_STOCK_STOCK_H

#include "domain/desk/desk.h"

enum stock_move {
    STOCK_RECEIVED = 1,
    STOCK_ADJUSTED = 2,
    STOCK_ALLOCATED = 3,
    STOCK_RELEASED = 4,
    STOCK_SHIPPED = 5,
    STOCK_RETURNED = 6,
    STOCK_QUARANTINED = 7,
    STOCK_TRANSFER_OUT = 8,
    STOCK_TRANSFER_IN = 9,
};

/* One (item, site). free = on_hand - allocated - safety - live holds of others, never below 0. */
struct stock_level {
    struct site_id site;
    const char *site_code, *bin;
    struct qty on_hand, allocated, held, safety, reorder;
    struct qty free;        /* ATP >= 0, not counting the asking order's own holds */
    struct qty backordered; /* open on confirmed orders here and not allocated, in bundles too */
    struct qty incoming;    /* on its way: sent from other sites, or open with a day */
    struct date incoming_date; /* of the first that is on its way; unset: not said */
    struct qty aside;       /* damaged or doubtful: not on hand, not for sale */
};
struct stock_levels {
    struct stock_level *v;
    int n;
};
/* More left than the books had (R9). */
bool stock_is_gap(const struct stock_level *level);
/* What orders leave is below the reorder point. */
bool stock_is_low(const struct stock_level *level);
/* "gap", "low", "": what a list says of it in a word, translated. */
const char *stock_level_words(const struct stock_level *level);
/* Every active site, also without a row, and each other one where some is left, of which nothing is
 * free; by priority. Of a bundle free is the kits that its
 * components make, and the rest 0. order: whose own holds do not count, or 0. */
OD_MUST_USE bool stock_levels_load(struct desk *desk, struct item_id item, struct order_id order,
                                   struct arena *arena, struct stock_levels *out, struct err *err);

/* What each line of goods of a saved order could have at its site, not counting the order's own
 * lines; bundles are left out. In the order of the lines. */
struct line_free {
    struct line_id line;
    struct qty free;
};
struct line_frees {
    struct line_free *v;
    int n;
};
OD_MUST_USE bool stock_free_of_lines(struct desk *desk, struct order_id order, struct arena *arena,
                                     struct line_frees *out, struct err *err);

/* "stock.receive" (qty > 0). key: of idempotency, or NULL; with one a second try takes in nothing.
 * ERR_INVALID (field), ERR_STATE (no stock item, site closed). */
OD_MUST_USE bool stock_receive(struct desk *desk, struct item_id item, struct site_id site,
                               struct qty qty, const char *key, struct err *err);
/* Sets on hand to what was counted; the difference is an adjustment with its reason (kind "stock",
 * never 0). Below what is allocated is possible: the shelf is right (R8). "stock.count" */
OD_MUST_USE bool stock_count(struct desk *desk, struct item_id item, struct site_id site,
                             struct qty counted, struct reason_id reason, struct err *err);
OD_MUST_USE bool stock_count_in(struct tx *tx, struct desk *desk, struct item_id item,
                                struct site_id site, struct qty counted, struct reason_id reason,
                                bool *changed, struct err *err);
/* Bin, safety stock, reorder point; NULL leaves a value. "stock.set" */
struct stock_setting {
    const char *bin;
    const struct qty *safety, *reorder;
};
OD_MUST_USE bool stock_set(struct desk *desk, struct item_id item, struct site_id site,
                           const struct stock_setting *in, struct err *err);
OD_MUST_USE bool stock_set_in(struct tx *tx, struct desk *desk, struct item_id item,
                              struct site_id site, const struct stock_setting *in, struct err *err);

struct stock_movement {
    int64_t id;
    struct stamp at;
    const char *user, *site_code, *order_number, *reason;
    enum stock_move kind;
    struct qty qty; /* signed */
    const char *doc_number; /* of the receipt, count or transfer; "" without */
    int64_t doc;
    struct order_id order;
    struct site_id site;
};
struct stock_movements {
    struct stock_movement *v;
    int n;
};
/* Newest first below before_id (0: from the newest). */
OD_MUST_USE bool stock_movements_load(struct desk *desk, struct item_id item, int64_t before_id,
                                      int max, struct arena *arena, struct stock_movements *out,
                                      struct err *err);
const char *stock_move_words(enum stock_move kind); /* translated */

/* What has its place in a bin of a site, by bin and SKU; bin "": all that has a place. */
struct stock_binned {
    struct item_id item;
    const char *bin, *sku, *description;
    struct qty on_hand;
};
struct stock_bins {
    struct stock_binned *v;
    int n;
};
OD_MUST_USE bool stock_bins_load(struct desk *desk, struct site_id site, const char *bin,
                                 struct arena *arena, struct stock_bins *out, struct err *err);

/* What a line wants, for holds and allocation inside an order's transaction. */
struct stock_want {
    struct line_id line;
    struct item_id item;
    struct site_id site;
    struct qty qty;
    bool is_whole;  /* all or nothing (R13) */
    bool is_bundle; /* its components are wanted, in whole kits (R12); qty and got count kits */
    struct qty got; /* out */
};

/*
 * Replaces the soft holds of an order: each want holds as much as is free now (R1, R2), summed over
 * lines of one item and site (R4); got says how much. expires in the future. n 0 drops them.
 */
OD_MUST_USE bool stock_hold_set(struct tx *tx, struct desk *desk, struct order_id order,
                                struct stock_want *wants, int n, struct stamp expires,
                                struct err *err);
/*
 * Promises stock to lines: one guarded UPDATE per item and site, summed over the lines (R4), raises
 * `allocated` where enough is free beside the holds of others (R3); where not, what is free goes to
 * the wants in their order (got < qty; nothing to an is_whole one that does not fit). Writes
 * allocation and ledger rows and drops the order's holds first (its own never stand in its way).
 */
OD_MUST_USE bool stock_allocate(struct tx *tx, struct desk *desk, struct order_id order,
                                struct stock_want *wants, int n, struct err *err);
/* Takes qty (of a bundle: kits) back from a line's allocation rows, capped by the rows that exist
 * (R6); *released. */
OD_MUST_USE bool stock_release(struct tx *tx, struct desk *desk, struct order_id order,
                               struct line_id line, struct qty qty, struct qty *released,
                               struct err *err);
/* on hand - allocated - safety - live holds of all, at least 0. Of a bundle: whole kits. */
OD_MUST_USE bool stock_free_at(struct desk *desk, struct item_id item, struct site_id site,
                               struct qty *out, struct err *err);
/* So much of a line's promise goes over to another line: the counter stays, the rows and the ledger
 * say whose it is now. err  ERR_STATE where the line has not so much there */
struct stock_handover {
    struct order_id from_order, to_order;
    struct line_id from, to;
    struct item_id item;
    struct site_id site;
    struct qty qty;
    struct reason_id reason;
};
OD_MUST_USE bool stock_hand_over(struct tx *tx, struct desk *desk, const struct stock_handover *in,
                                 struct err *err);
/* Goods of a line on their way out of a site and, by mistake, back again. */
struct stock_leave {
    struct order_id order;
    struct line_id line;
    struct item_id item; /* of a bundle's line a component */
    struct site_id site;
    struct qty qty;
};
/* As stock_release(), of what the line has at the site (0: at any); the item is not looked at. */
OD_MUST_USE bool stock_release_at(struct tx *tx, struct desk *desk, const struct stock_leave *in,
                                  struct qty *released, struct err *err);
/* The line's own allocation at the site goes down with what is on hand (R5).
 * err  ERR_STATE, field "force", where the site's books hold less than what leaves; ERR_CORRUPT
 *      where the line was not allocated that much */
OD_MUST_USE bool stock_ship(struct tx *tx, struct desk *desk, const struct stock_leave *in,
                            struct err *err);
/* As stock_ship(), also where the books hold less: on hand falls below zero then, a gap until goods
 * are received (R9). The ledger has what the books had and what was forced apart, that with the
 * reason. *forced: how much that is, 0: the books had all of it.
 * err  ERR_CORRUPT as above; ERR_CONFLICT where the level was changed meanwhile; ERR_LIMIT */
OD_MUST_USE bool stock_ship_forced(struct tx *tx, struct desk *desk, const struct stock_leave *in,
                                   struct reason_id reason, struct qty *forced, struct err *err);
/* Undoes it: on hand again, and allocated to the same line. */
OD_MUST_USE bool stock_unship(struct tx *tx, struct desk *desk, const struct stock_leave *in,
                              struct err *err);
/* What a picker did not find, or found damaged, is not on the shelf: on hand falls by it, not below
 * zero, and of the damaged the ledger says that it was set aside. The allocation was given back
 * before. */
OD_MUST_USE bool stock_write_off(struct tx *tx, struct desk *desk, const struct stock_leave *in,
                                 bool is_damaged, struct reason_id reason, struct err *err);
/* What is set aside: out of on hand, not for sale. Each way asks a reason of kind "stock" and is
 * "stock.aside"; err.field is "qty" or "reason". */
struct stock_aside {
    struct item_id item;
    struct site_id site;
    struct qty qty;
    struct reason_id reason;
};
/* From the shelf; ERR_STATE beyond what no order has. */
OD_MUST_USE bool stock_set_aside(struct desk *desk, const struct stock_aside *in, struct err *err);
/* It is good after all and for sale; ERR_STATE beyond what is set aside. */
OD_MUST_USE bool stock_aside_good(struct desk *desk, const struct stock_aside *in,
                                  struct err *err);
/* It is gone for good. */
OD_MUST_USE bool stock_aside_scrap(struct desk *desk, const struct stock_aside *in,
                                   struct err *err);
OD_MUST_USE bool stock_hold_drop(struct tx *tx, struct order_id order, struct err *err);
/* Holds whose time is over are deleted here, at most max rows; called with every hold_set. */
OD_MUST_USE bool stock_hold_sweep(struct tx *tx, struct stamp now, int max, struct err *err);

/* What the counters of one item and site should say: allocated is the sum of its allocations, on
 * hand the sum of its physical movements. `check` compares all of them (R14, audit_sql.c). */
struct stock_sums {
    struct qty on_hand, allocated;
};
OD_MUST_USE bool stock_sums_load(struct desk *desk, struct item_id item, struct site_id site,
                                 struct stock_sums *out, struct err *err);

/* Allocation rows of a line, for the "why" of its stock. */
struct stock_share {
    const char *site_code;
    struct qty qty;
};
struct stock_shares {
    struct stock_share *v;
    int n;
};
OD_MUST_USE bool stock_shares_of_line(struct desk *desk, struct line_id line, struct arena *arena,
                                      struct stock_shares *out, struct err *err);

#endif
