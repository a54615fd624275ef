/*
 * What was picked for work that was canceled and has to go back to its place. The books never
 * moved: it is a task for whoever carries it, listed until it is said to be done.
 */
#ifndef OD_DOMAIN_FLOW_PUT_AWAY_H
#define OD_DOMAIN_FLOW_PUT_AWAY_H

#include "domain/desk/desk.h"

struct fulfillment;
struct fulfillment_line;
struct tx;

struct put_away {
    int64_t id;
    struct item_id item;
    const char *sku, *description, *site_code;
    const char *bin;    /* where it belongs; "": nobody said */
    const char *number; /* of the fulfillment it was picked for */
    struct qty qty;
    struct stamp since;
};
struct put_aways {
    struct put_away *v;
    int n;
};
/* What is still to do, by site, bin and SKU, at most max; site 0: of every site. */
OD_MUST_USE bool put_aways_load(struct desk *desk, struct site_id site, int max,
                                struct arena *arena, struct put_aways *out, struct err *err);
/* It lies at its place: "stock.put_away". ERR_NOT_FOUND; ERR_STATE where somebody said so before.
 */
OD_MUST_USE bool put_away_done(struct desk *desk, int64_t id, struct err *err);
/* Inside another use case: all that is picked of it is to go back, a task an item. */
OD_MUST_USE bool put_away_ask(struct tx *tx, struct desk *desk, const struct fulfillment *f,
                              struct err *err);
/* The same of one line; nothing where nothing of it is picked. */
OD_MUST_USE bool put_away_ask_line(struct tx *tx, struct desk *desk, const struct fulfillment *f,
                                   const struct fulfillment_line *line, struct err *err);

#endif
