/*
 * Changing a placed order: what the customer calls back for is typed as a change set, previewed,
 * and applied whole against the order it was typed for, or dropped (DOMAIN section 3).
 */
#ifndef OD_DOMAIN_FLOW_CHANGE_H
#define OD_DOMAIN_FLOW_CHANGE_H

#include "base/vec.h"
#include "domain/order/order.h"

/* What happens to one line. */
struct change_line {
    int line_no;          /* of the order; for a new line the number that it will get */
    bool is_new;          /* from in alone */
    bool is_cut;          /* what is open of it is canceled */
    bool has_qty;         /* in.qty is what is wanted, what was canceled not counted */
    struct line_input in; /* a line that is there keeps its item */
    /* of what a channel proposes; NULL, false: stays */
    const char *sku, *description; /* sku: of a new line that no item is known for, in.item 0 */
    bool has_disc_minor;
    int64_t disc_minor;
};
struct change_lines OD_VEC(struct change_line);

/* Header fields, with room for what struct order_header points at. */
struct change_header {
    bool has_pickup, has_requested, has_ship_address, has_disc, has_disc_minor;
    struct rate disc; /* of the order: spread anew over what is left of it */
    int64_t disc_minor;
    struct date requested;
    struct address_id ship_address;
    struct site_id pickup; /* where it is collected, 0: it is sent */
    const char *customer_po, *ship_method, *note, *terms; /* NULL: stays */
    int ship_policy; /* 0: stays */
    bool has_partial_after, has_cancel_backorders, cancel_backorders, has_priority;
    int priority;
    struct date partial_after;
    bool has_latest_ship;
    struct date latest_ship;
};

enum change_course { CHANGE_GOES_ON, CHANGE_IS_CANCELED, CHANGE_IS_SHIPPED };
enum change_place {
    PLACE_NAME,
    PLACE_LINE1,
    PLACE_LINE2,
    PLACE_CITY,
    PLACE_REGION,
    PLACE_POSTCODE,
    PLACE_COUNTRY,
    PLACE_FIELDS
};

/* What only a channel may propose: address, money and fate of the order as they stand there. */
struct change_channel {
    const char *place[PLACE_FIELDS]; /* all or none */
    bool has_money;                  /* tax, discounts and price mode */
    bool is_tax_incl;
    struct rate disc;
    int64_t disc_minor, tax_minor;
    enum change_course course;
    struct date shipped; /* CHANGE_IS_SHIPPED: the day, none: today */
};

struct order_change {
    int64_t id; /* 0: not saved */
    struct order_id order;
    int64_t base_version;
    int64_t batch; /* the import that proposes it: applied or dropped as it is; 0: a clerk's */
    const char *opened_by; /* login */
    struct stamp opened;
    struct reason_id reason;
    struct change_header header;
    struct change_channel channel;
    struct change_lines lines;
};

/* What a change does, old and new; both orders are whole. */
struct change_preview {
    const struct order *before, *after;
    struct field_diffs diffs; /* of what was typed, and of the money */
    const char *refusal;      /* why it cannot be applied; "": it can. Else after is before */
    enum err_code code;       /* of the refusal */
    const char *field;
    int refused_line;  /* 0: none */
    const char *holds; /* holds that would rise, in a sentence; "" */
    bool is_stale;     /* someone changed the order since */
};

/* The open change of an order, NULL where none is. */
OD_MUST_USE bool change_find(struct desk *desk, struct order_id order, struct arena *arena,
                             struct order_change **out, struct err *err);
/* Does it change nothing? */
bool change_is_empty(const struct order_change *change);
/* The line's row in it, NULL where it is not touched. */
struct change_line *change_line_at(const struct order_change *change, int line_no);
/* Adds what a line should become to the change in memory; the same line again adds to its row.
 * line_no 0: a new line. arena: where the change lives. */
void change_put_line(struct order_change *change, const struct order *order,
                     const struct change_line *line, struct arena *arena);
/* Takes a line's row back; new lines behind it move up. */
void change_forget_line(struct order_change *change, int line_no);

/*
 * Saves an open change as it stands in memory ("order.change"): the first save opens it for the
 * order's version that was seen. A change without content is dropped.
 * err  ERR_STATE: someone else opened one, or the order cannot be changed any more
 */
OD_MUST_USE bool change_save(struct desk *desk, struct order_change *change, struct err *err);
/* Half-typed text of the change of a placed order; "" forgets it. Goes with the change. */
OD_MUST_USE bool change_keep_typing(struct desk *desk, struct order_id order, const char *text,
                                    struct err *err);
/* "" where there is none. */
OD_MUST_USE bool change_typing(struct desk *desk, struct order_id order, struct arena *arena,
                               const char **out, struct err *err);
/* Drops it; the order stays as it is. */
OD_MUST_USE bool change_drop(struct desk *desk, struct order_id order, struct err *err);

/*
 * What applying would do, by doing it and taking it back: preview and booking cannot differ. false
 * only where nothing can be shown (ERR_BUSY, ERR_IO ...); a rule that says no is a refusal.
 */
OD_MUST_USE bool change_preview(struct desk *desk, const struct order_change *change,
                                struct arena *arena, struct change_preview *out, struct err *err);

/*
 * Applies a change whole: lines, header, prices of changed unlocked lines, totals, stock, credit,
 * promise, timeline; one that was never saved is recorded as applied. *out as change_preview.
 * err  ERR_CONFLICT: the order is not the one it was typed for; change_rebase after looking
 *      ERR_STATE, ERR_DENIED, ERR_INVALID: as previewed
 */
OD_MUST_USE bool change_apply(struct desk *desk, struct order_change *change, struct arena *arena,
                              struct change_preview *out, struct err *err);
/* An order that ends takes its open change along, inside the caller's transaction. */
OD_MUST_USE bool change_end_with_order(struct tx *tx, struct desk *desk, struct order_id order,
                                       struct err *err);
/* What was typed, for the order as it is now. */
OD_MUST_USE bool change_rebase(struct desk *desk, struct order_change *change, struct err *err);

/* May a proposal be left at all? ERR_STATE: the order cannot be changed any more, or a clerk has
 * left a change open. */
OD_MUST_USE bool change_proposal_is_possible(struct desk *desk, const struct order *order,
                                             struct arena *arena, struct err *err);
/*
 * Leaves a change for a clerk to apply or drop, in place of an earlier proposal; one that changes
 * nothing only takes that one back. For an import, inside its transaction; change->batch is set.
 * err  ERR_STATE: the order cannot be changed any more, or a clerk has left a change open
 */
OD_MUST_USE bool change_propose_in(struct tx *tx, struct desk *desk, struct order_change *change,
                                   const struct order *order, struct err *err);

/* Why not: pure. */
bool order_may_change(const void *order, struct err *err);
/* The same for a change that is open or new (NULL). Imported orders change by proposals only. */
bool change_is_possible(const struct order_change *change, const struct order *order,
                        struct err *err);

#endif
