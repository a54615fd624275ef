/*
 * What the files of domain/order share among themselves and with nobody else.
 */
#ifndef OD_DOMAIN_ORDER_ORDER_PARTS_H
#define OD_DOMAIN_ORDER_ORDER_PARTS_H

#include "base/vec.h"
#include "domain/order/order.h"

struct stmt;
struct tax_rates;

/* What the store holds of an order, so that saving writes only what differs. */
struct order_saved {
    const struct order *header;
    struct order_line *lines; /* by id */
    int line_count;
    struct order_tax_row *taxes;
    int tax_count;
    enum order_shown shown; /* as counted in order_count; 0: not yet */
    int64_t base_total_minor;
    const char *search_text;
};

/* promise_note_sql.c: an order that is about to be saved with another promise than before; told at
 * the commit, "order.promise" on its timeline and in the outbox. */
void order_promise_note(struct tx *tx, struct desk *desk, const struct order *order);
/* order_line_sql.c */
OD_MUST_USE bool order_lines_load(struct desk *desk, struct order *order, struct arena *arena,
                                  struct err *err);
OD_MUST_USE bool order_lines_save(struct tx *tx, struct order *order, struct err *err);
/* order_tax_sql.c: the order's, and of lines that have several; old NULL: of a new line. */
OD_MUST_USE bool order_line_taxes_load(struct desk *desk, struct order *order, struct arena *arena,
                                       struct err *err);
OD_MUST_USE bool order_line_taxes_save(struct tx *tx, const struct order_line *now,
                                       const struct order_line *old, struct err *err);
OD_MUST_USE bool order_taxes_load(struct desk *desk, struct order *order, struct arena *arena,
                                  struct err *err);
OD_MUST_USE bool order_taxes_save(struct tx *tx, const struct order *order, struct err *err);
/* draft_item_sql.c: what a bundle's line is made of, in words. */
OD_MUST_USE bool order_line_contents(struct desk *desk, struct order_line *line,
                                     struct arena *arena, struct err *err);
/* customer_text_sql.c: sets customer_text, in the arena, of lines that are placed now. */
OD_MUST_USE bool order_customer_texts(struct desk *desk, struct order *order, struct arena *arena,
                                      struct err *err);
/* Was a line that is stored taken out? Its soft hold must go before it. */
bool order_lost_lines(const struct order *order);

/* metric_sql.c: a placed order is worth something else now, also one sent back and placed again. */
OD_MUST_USE bool metric_move(struct tx *tx, struct stamp at, int64_t from_minor, int64_t to_minor,
                             struct err *err);
/* metric_day_sql.c: the days of an order that is about to be saved count it as it is now; lines
 * whose day has come since it was loaded, and that lack stock, count on that of now. */
OD_MUST_USE bool metric_order_move(struct tx *tx, const struct order *order, struct stamp now,
                                   struct err *err);

/* hold_sql.c */
OD_MUST_USE bool order_holds_load(struct desk *desk, struct order *order, struct arena *arena,
                                  struct err *err);

/* metric_sql.c: moves an order in the counters by shown status; from 0: it is new. */
OD_MUST_USE bool order_count_move(struct tx *tx, enum order_shown from, int64_t from_minor,
                                  enum order_shown to, int64_t to_minor, struct err *err);

/* Remembers what the store holds now, and as what it is counted (0: not yet). */
void order_remember(struct order *o, struct arena *arena, enum order_shown counted_as,
                    int64_t counted_minor, const char *search_text);

/* order_price.c: prices the unlocked lines of one item anew, as it stands on all of them. */
OD_MUST_USE bool order_price_item(struct desk *desk, struct order *order, struct item_id item,
                                  struct arena *arena, struct err *err);
/* An amount of the books, in the price mode of the firm, as a price of an item in the order's money
 * and price mode. *lacks_rate: there is no rate for that. */
OD_MUST_USE bool order_own_price(struct desk *desk, const struct order *order, int64_t base_minor,
                                 struct item_id item, struct arena *arena, struct price *out,
                                 bool *lacks_rate, struct err *err);
/* The zone of the order's ship-to, customer and desk, into tax_zone_id. */
OD_MUST_USE bool order_find_zone(struct desk *desk, struct order *order, struct err *err);
/* pickup.c: the order is collected at a site: that is its own site then, the only one its goods
 * come from, and the place whose tax applies; 0: it is sent to the customer's usual address again.
 * ERR_INVALID, field "pickup". */
OD_MUST_USE bool order_change_pickup(struct desk *desk, struct order *order, struct site_id site,
                                     struct err *err);
/* order_terms.c: by their code, "" or "-" those of the customer; the cash step follows.
 * err  ERR_INVALID, ERR_DENIED, ERR_STATE, field "terms" */
OD_MUST_USE bool order_change_terms(struct desk *desk, struct order *order, const char *code,
                                    struct err *err);
/* The same where they were agreed elsewhere: nobody's right is asked. err  ERR_INVALID */
OD_MUST_USE bool order_take_terms(struct desk *desk, struct order *order, const char *code,
                                  struct err *err);
/* pickup_sql.c: of one that is collected, behind what is there: where, until when, which code. */
struct strbuf;
OD_MUST_USE bool order_pickup_words(struct desk *desk, const struct order *order, struct strbuf *b,
                                    struct arena *arena, struct err *err);
struct customer;
/* draft_header.c: c NULL: none yet */
void order_take_usual_address(struct order *order, const struct customer *c);
/* The day whose prices and taxes hold: the day it was placed, of a draft today. */
struct date order_day(struct desk *desk, const struct order *order);
/* The rates that hold for it: of its zone, or exempt. */
OD_MUST_USE bool order_rates(struct desk *desk, const struct order *order, struct arena *arena,
                             struct tax_rates *out, struct err *err);
/*
 * order_tax.c: taxes of the lines and of the order from nets, shares of the discount and rates.
 * Pure; err as order_total. A charge of the class that goes with the goods (tax.h) is divided by
 * largest remainder among the tax classes of the goods, by what these cost after discounts; with
 * nothing that costs something it has the taxes of its class.
 */
OD_MUST_USE bool order_set_taxes(struct order *o, const struct tax_rates *rates,
                                 struct arena *arena, struct err *err);
/* The class itself, or of one that goes with the goods that of which there is most. Pure. */
int64_t order_tax_class(const struct order *o, const struct tax_rates *rates, int64_t class_id,
                        struct arena *arena);
#define ORDER_LINE_TAXES_MAX 60 /* on a charge that goes with goods of many classes */
/* Today's exchange rate and its source, into fx and fx_source. */
OD_MUST_USE bool order_take_rate(struct desk *desk, struct order *order, struct err *err);
bool order_is_exempt(const struct order *order, struct date on);
struct price_ask order_price_ask(const struct order *order, struct item_id item, struct date on);
/* What the lists say for a quantity of an item, in the order's money and price mode. */
struct list_price {
    struct price_candidates candidates;
    struct price_want want;
    struct price_result result;
};
OD_MUST_USE bool order_list_price(struct desk *desk, const struct order *order, struct item_id item,
                                  int64_t tax_class_id, struct qty total_qty, struct arena *arena,
                                  struct list_price *out, struct err *err);

/* offer_sql.c: this customer's last order of an item; qty 0: never. */
struct last_bought {
    struct qty qty;
    struct price price;
    struct stamp placed;
};
OD_MUST_USE bool order_last_bought(struct desk *desk, const struct order *order,
                                   struct item_id item, struct last_bought *out, struct err *err);
/* offer_sql.c: active substitutes of an item, best first. */
struct substitute {
    struct item_id item;
    const char *sku;
};
struct substitutes OD_VEC(struct substitute);
OD_MUST_USE bool order_substitutes(struct desk *desk, struct item_id item, struct arena *arena,
                                   struct substitutes *out, struct err *err);
/* offer_sql.c: ids of placed orders of the customer, newest first: since an instant, or with its PO
 * (po not NULL). */
struct order_ids OD_VEC(struct order_id);
OD_MUST_USE bool order_ids_since(struct desk *desk, const struct order *order, struct stamp since,
                                 struct arena *arena, struct order_ids *out, struct err *err);
OD_MUST_USE bool order_ids_of_po(struct desk *desk, const struct order *order, struct arena *arena,
                                 struct order_ids *out, struct err *err);
/* Quantity of an item over all lines, without the line line_no (0: all). */
struct qty order_item_qty(const struct order *order, struct item_id item, int but_line_no);

struct order_line *order_line_at(const struct order *order, int line_no);

#endif
