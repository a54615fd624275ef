/*
 * What the way an order is sent costs it: its weight, the price by the method's table, and the
 * charge line that is proposed for it.
 */
#ifndef OD_DOMAIN_ORDER_CHARGE_H
#define OD_DOMAIN_ORDER_CHARGE_H

#include "domain/catalog/ship_method.h"
#include "domain/order/order.h"

struct ship_charge {
    int64_t weight_g;
    bool has_price;      /* false: no row of the table fits, or no rate of the order's currency */
    bool is_free;        /* goods are worth enough; price is 0 then */
    int64_t table_minor; /* what the table says, in the currency of the books */
    struct price price;  /* in the order's money and price mode */
    const struct ship_rate *row;
};

/* Where it goes. Pure. */
struct ship_to order_ship_to(const struct order *order);

/*
 * Brings the charge line up to date: added where goods are sent by a method that has a charge,
 * priced anew unless its price was typed; that of the method before goes (in a placed order it is
 * canceled). A charge that was canceled stays so. Prices and totals of the order are those of now
 * before and after.
 * err  field "ship_method"
 */
OD_MUST_USE bool order_charge_settle(struct desk *desk, struct order *order,
                                     const char *method_before, struct arena *arena,
                                     struct err *err);
/* Is it the line that its method proposes and whose price nobody typed? *out NULL: it is not; else
 * the method. */
OD_MUST_USE bool order_charge_is(struct desk *desk, const struct order *order,
                                 const struct order_line *line, struct arena *arena,
                                 const struct ship_method **out, struct err *err);
/* Why the charge is what it is, in a sentence. */
OD_MUST_USE bool order_charge_why(struct desk *desk, const struct order *order,
                                  const struct ship_method *m, struct arena *arena,
                                  const char **out, struct err *err);
/*
 * May it be sent so: to where it goes, as heavy as it is, from its sites, at a price? ERR_STATE,
 * field "ship_method". A method that is none of the desk's may.
 */
OD_MUST_USE bool order_may_send(struct desk *desk, const struct order *order, struct err *err);

/* The customer's usual method, else that of the channel, the site, the firm, where it is in use and
 * goes there; "" none. */
OD_MUST_USE bool order_usual_method(struct desk *desk, const struct order *order,
                                    struct arena *arena, const char **out, struct err *err);
enum ship_usual_of { SHIP_USUAL_CUSTOMER, SHIP_USUAL_CHANNEL, SHIP_USUAL_SITE };
/*
 * Sets it, "" none, with the right to save such a record; version 0 takes whatever is there.
 * err  ERR_INVALID, field "ship_method"; ERR_CONFLICT
 */
OD_MUST_USE bool ship_usual_set(struct desk *desk, enum ship_usual_of of, int64_t id,
                                int64_t version, const char *method, struct err *err);
struct ship_usual {
    enum ship_usual_of of;
    const char *code, *name, *method;
};
struct ship_usuals {
    struct ship_usual *v;
    int n;
};
OD_MUST_USE bool ship_usuals_load(struct desk *desk, struct arena *arena, struct ship_usuals *out,
                                  struct err *err);
const char *ship_usual_name(enum ship_usual_of of); /* stable: "customer" */

/* Every active method as it would be for this order. */
struct ship_way {
    const struct ship_method *method;
    const char *price;        /* "7.50", "free"; "" where it has none or cannot take it */
    struct date first, last;  /* when it arrives; unset: nobody said */
    const char *why_not;      /* "" where it can take it */
};
struct ship_ways {
    struct ship_way *v;
    int n;
};
OD_MUST_USE bool order_ship_ways(struct desk *desk, const struct order *order, struct arena *arena,
                                 struct ship_ways *out, struct err *err);

#endif
