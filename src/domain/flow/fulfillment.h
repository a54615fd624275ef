/*
 * Fulfillments: the work of one site for one order, from the pick list to the hand-over. A
 * fulfillment claims, line by line, what the order was allocated at its site; the allocation itself
 * stays with the order's line until the goods leave (DOMAIN R5, R7). A bundle's line is worked by
 * its components, always in whole kits.
 */
#ifndef OD_DOMAIN_FLOW_FULFILLMENT_H
#define OD_DOMAIN_FLOW_FULFILLMENT_H

#include "domain/desk/action.h"
#include "domain/order/order.h"

enum fulfillment_status {
    FULFILLMENT_RELEASED = 1,
    FULFILLMENT_PICKING = 2,
    FULFILLMENT_PICKED = 3,
    FULFILLMENT_PACKED = 4,
    FULFILLMENT_SHIPPED = 5,
    FULFILLMENT_CANCELED = 6,
    FULFILLMENT_READY = 7, /* to be collected: the customer was told */
    FULFILLMENT_COLLECTED = 8,
};
enum fulfillment_kind { FULFILLMENT_SEND = 1, FULFILLMENT_PICKUP = 2 };

struct fulfillment_line {
    int64_t id;
    struct line_id line;
    int line_no; /* of the order's line */
    struct item_id item;
    const char *sku, *description, *uom, *bin;
    const char *customer_text; /* description in the customer's language; "": as it is */
    int qty_decimals;
    struct qty qty;     /* to go with it */
    struct qty picked;  /* of qty */
    struct qty shorted; /* could not be picked; not in qty any more */
    struct reason_id short_reason;
    struct qty per_kit; /* of a bundle's component: how many in one kit; else 0 */
    struct qty over;    /* of qty, beyond what was ordered: picked by the tolerance of the line */
};

struct package; /* domain/flow/package.h */
struct packages {
    struct package *v;
    int n, cap;
    bool is_changed; /* to be written */
};

struct fulfillment {
    int64_t id;
    const char *number; /* "10482-F1" */
    enum fulfillment_status status;
    struct site_id site;
    const char *site_code, *assigned_to; /* login, "" for nobody */
    struct user_id assigned_to_id;
    struct date due;
    int package_count;        /* as cached; follows packages when it is saved */
    int64_t weight_g;         /* of all packages, likewise */
    struct packages packages; /* from picked on */
    struct stamp released, packed, ended;
    struct stamp picked; /* when the last of it was; 0: not yet, or nobody wrote it down */
    bool was_picked;     /* all of it, before the action that is done to it */
    int64_t version;
    struct fulfillment_line *lines; /* by bin, then SKU: the way through the shelves */
    int line_count;
    enum fulfillment_kind kind;
    const char *pickup_code;  /* what the customer says; "" before it is ready */
    struct date pickup_until; /* the last day on which it is kept ready */
    const char *handed_to;    /* who showed what, where no code was said; "" */
    bool is_to_put_back;      /* not collected, and not back at its places yet */
    const char *tote;    /* that is filled now, "" for none */
    struct order *order; /* as it is in the store */
};

extern const struct document fulfillment_document;

/* err  ERR_NOT_FOUND */
OD_MUST_USE bool fulfillment_load(struct desk *desk, int64_t id, struct arena *arena,
                                  struct fulfillment **out, struct err *err);
/*
 * By its number, or by that of an order that has one fulfillment open.
 * err  ERR_NOT_FOUND; ERR_STATE where the order has several open: names them
 */
OD_MUST_USE bool fulfillment_find(struct desk *desk, const char *number, int64_t *out,
                                  struct err *err);

/* A row of the queue: what is open at a site, soonest first; or all of one order. */
struct fulfillment_row {
    int64_t id;
    const char *number, *customer_name, *site_code, *assigned_to;
    enum fulfillment_status status;
    struct date due;
    struct stamp released;
    int line_count;
    struct qty qty, picked; /* sums */
    uint32_t hold_blocks;   /* of its order */
    int priority;           /* of its order */
};
struct fulfillment_rows {
    struct fulfillment_row *v;
    int n;
};
struct fulfillment_filter {
    struct site_id site;            /* 0: of every site */
    enum fulfillment_status status; /* 0: all open ones */
    struct date due; /* the row from which to go on, not itself; id 0: from the beginning */
    int64_t id;
    struct user_id assigned_to; /* 0: of everybody */
    bool is_free;               /* nobody's only */
    bool is_late;               /* only what the queue "late_pick" counts: due before today */
    bool is_backward;           /* nearest first towards the beginning; id 0: from the end */
};
OD_MUST_USE bool fulfillment_queue(struct desk *desk, const struct fulfillment_filter *filter,
                                   int max, struct arena *arena, struct fulfillment_rows *out,
                                   struct err *err);
OD_MUST_USE bool fulfillments_of_order(struct desk *desk, struct order_id order,
                                       struct arena *arena, struct fulfillment_rows *out,
                                       struct err *err);

/* A scan or SKU against what is still to be picked: the line, or NULL; *pack is what one scan
 * counts. err: ERR_NOT_FOUND (no such item), ERR_STATE (not wanted here, or already complete). */
OD_MUST_USE bool fulfillment_match(struct desk *desk, const struct fulfillment *f, const char *code,
                                   struct fulfillment_line **out, struct qty *pack,
                                   struct err *err);

const char *fulfillment_status_name(int status);                 /* stable */
const char *fulfillment_status_words(enum fulfillment_status s); /* translated */
OD_MUST_USE bool fulfillment_status_parse(const char *name, enum fulfillment_status *out);
/* What the customer reads: in its language where the item has words in that. */
const char *fulfillment_line_for_customer(const struct fulfillment_line *l);
struct qty fulfillment_left(const struct fulfillment_line *l); /* qty - picked */

/* --- for the order's actions ------------------------------------------------------------------ */

/* What of the order is allocated and in no fulfillment yet becomes one released fulfillment per
 * site; *made says how many. ERR_STATE where there is nothing, or the order goes out complete only
 * and something of it is short. */
OD_MUST_USE bool fulfillment_make(struct action_run *run, struct order *order, int *made,
                                  struct err *err);
/* Is anything of it allocated and in no fulfillment yet? */
OD_MUST_USE bool fulfillment_could_be_made(struct desk *desk, const struct order *order, bool *out,
                                           struct err *err);
/* Takes qty (of a bundle: kits) of a line's allocation back: first what no fulfillment claims, then
 * what is claimed and not picked, from the site it is claimed at. A fulfillment left
 * with nothing is canceled. *released as by stock_release(). */
OD_MUST_USE bool fulfillment_give_back(struct action_run *run, struct order *order,
                                       const struct order_line *line, struct qty qty,
                                       struct qty *released, struct err *err);
/* The same of all that the line has at one site and nobody has picked. */
OD_MUST_USE bool fulfillment_give_back_at(struct action_run *run, struct order *order,
                                          const struct order_line *line, struct site_id site,
                                          struct qty *released, struct err *err);

#endif
