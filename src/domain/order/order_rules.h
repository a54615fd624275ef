/*
 * What the quantities of an order mean: derived quantities, line and order status, totals. Pure:
 * no store, no clock (DOMAIN section 2).
 */
#ifndef OD_DOMAIN_ORDER_ORDER_RULES_H
#define OD_DOMAIN_ORDER_ORDER_RULES_H

#include "domain/order/order.h"

enum line_status {
    LINE_ST_CANCELED = 1,
    LINE_ST_RETURNED,
    LINE_ST_DELIVERED,
    LINE_ST_SHIPPED,
    LINE_ST_PART_SHIPPED,
    LINE_ST_PACKED,
    LINE_ST_PICKED,
    LINE_ST_ALLOCATED,
    LINE_ST_PART_ALLOCATED,
    LINE_ST_ON_ORDER,
    LINE_ST_BACKORDERED,
    LINE_ST_OPEN,
};

/* Does it take goods from a site: its own, or as a bundle those of its components? */
bool line_has_stock(const struct order_line *l);
/* Imported goods that no item is known for. */
bool line_is_unmapped(const struct order_line *l);
bool order_has_unmapped(const struct order *o); /* canceled ones do not count */
struct qty line_open(const struct order_line *l);        /* max(0, ordered - canceled - shipped) */
struct qty line_backordered(const struct order_line *l); /* stock lines: max(0, open - allocated) */
/* Its time never comes by itself: somebody allocates it. */
#define LATER_NEVER ((struct date){ 9999, 12, 31 })
struct qty line_later(const struct order_line *l); /* the same where its time has not come (R11) */
struct qty line_can_cancel(const struct order_line *l);
struct qty line_billed(const struct order_line *l);      /* ordered - canceled */
/* So much more than is ordered may still be picked of it: one allowance a line, over all that was
 * picked and shipped of it (B6). Bundles and imported history have none. */
struct qty line_may_be_over(const struct order *o, const struct order_line *l);
/* A rest up to this is not waited for, once something of the line has left. */
struct qty line_may_stay_away(const struct order *o, const struct order_line *l);
enum line_status line_status(const struct order_line *l, enum order_status order);
enum order_shown order_shown(const struct order *o);
const char *line_status_words(enum line_status s);  /* translated, <= 14 columns */
const char *order_shown_words(enum order_shown s);  /* translated, <= 12 columns */
const char *order_shown_name(enum order_shown s);   /* stable: "part_shipped" */
const char *order_status_name(enum order_status s); /* stable: "confirmed" */
/* "Order 10017", or "Draft 12" while it has no number. */
const char *order_title(const struct order *o, struct arena *arena);
OD_MUST_USE bool order_shown_parse(const char *name, enum order_shown *out);

/* Of a placed order: does a change leave the shares of its discount with their lines? */
bool order_is_share_frozen(const struct order *o);
/* Nets, discount shares, taxes and totals from quantities and prices; rates has those of every
 * class, several of a class with different codes. Taxes of lines live in arena. A line whose tax
 * class has no rate is ERR_INVALID (field "tax"); ERR_LIMIT beyond what can be counted. */
struct tax_rates;
OD_MUST_USE bool order_total(struct order *o, const struct tax_rates *rates, struct arena *arena,
                             struct err *err);
/* The same for an order that someone else billed: the tax is theirs, shared over the lines. */
OD_MUST_USE bool order_total_billed(struct order *o, int64_t tax_minor, struct arena *arena,
                                    struct err *err);
/* Its total in the firm's currency, whose minor digits may be others. */
int64_t order_base_total(const struct order *o);
/* What it counts against a limit: in the customer's currency, at today's rate where it is in
 * another; 0 and *is_partial where none is known. */
struct credit;
int64_t order_counts_minor(struct desk *desk, const struct order *o, const struct credit *credit,
                           bool *is_partial);
/* The invariants of DOMAIN section 2 that hold for every saved order; the first that does not is
 * named (for check, property tests and an assert before saving). */
OD_MUST_USE bool order_is_sound(const struct order *o, struct err *err);

#endif
