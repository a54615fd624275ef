/*
 * What fetch.c asks of the store: transfers that are open, and bring a line of an order its goods.
 */
#ifndef OD_DOMAIN_FLOW_FETCH_PARTS_H
#define OD_DOMAIN_FLOW_FETCH_PARTS_H

#include "domain/desk/action.h"
#include "domain/order/order.h"

/* So much of the item is to leave the site with open transfers. */
OD_MUST_USE bool fetch_planned(struct desk *desk, struct item_id item, struct site_id site,
                               struct qty *out, struct err *err);
/* So much is sent to a site for the line, or to be, and did not arrive. */
OD_MUST_USE bool fetch_coming(struct desk *desk, struct site_id to, struct line_id line,
                              struct qty *out, struct err *err);
/* Open transfers that were made for a line of the order, newest first. */
struct fetch_open {
    int64_t doc;
    const char *number;
    struct qty qty;
    int lines; /* of the document */
};
struct fetch_opens {
    struct fetch_open *v;
    int n;
};
OD_MUST_USE bool fetch_opens_load(struct desk *desk, const struct order *order,
                                  struct line_id line, struct arena *arena,
                                  struct fetch_opens *out, struct err *err);
/* Gives up what is open and was made for this order alone. */
OD_MUST_USE bool fetch_drop(struct tx *tx, struct desk *desk, const struct order *order,
                            struct err *err);

#endif
