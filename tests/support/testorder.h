/*
 * A small shop for tests of orders: two sites, five items with prices and stock, a customer, 20 %
 * tax.
 */
#ifndef OD_TESTS_SUPPORT_TESTORDER_H
#define OD_TESTS_SUPPORT_TESTORDER_H

#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/flow/order_action.h"
#include "domain/order/order.h"
#include "domain/party/customer.h"
#include "support/testdesk.h"

struct testshop {
    struct desk *desk;
    struct arena *arena;
    struct customer_id acme; /* "ACME", no credit limit, ships to Leeds */
    struct item_id bracket;  /* "BRK-20": 40 at MAIN, 4.25, from 10 4.00, backorder, lead 5 days */
    struct item_id deny;     /* "BRK-21": 10 at MAIN, 30 at LEEDS, 9.99, no backorder */
    struct item_id hose;     /* "HOSE": metres with 2 decimals, from 0.5 in steps of 0.25, 2.00 */
    struct item_id fitting;  /* "FIT": service, 50.00 */
    struct item_id freight;  /* "FREIGHT": charge, 7.50 */
    struct site_id main, leeds;
};

void testshop_open(struct testshop *shop);
void testshop_close(struct testshop *shop);
/* The same in a desk that is there already, empty. */
void testshop_fill(struct testshop *shop, struct desk *desk);
/* A customer of that code; change, where not NULL, may set more before it is saved. */
struct customer_id testshop_customer(struct testshop *shop, const char *code,
                                     void (*change)(struct customer *c));
/* A new draft for acme, with version. */
struct record_at testshop_draft(struct testshop *shop);
/* Adds a line of whole units; the order afterwards. */
struct order *testshop_line(struct testshop *shop, struct record_at *at, struct item_id item,
                            int units);
/* A submitted, or submitted and confirmed, order of one line. */
struct order *testshop_order(struct testshop *shop, struct item_id item, int units, bool confirm);
/* Loads it anew. */
struct order *testshop_load(struct testshop *shop, int64_t id);
/* One action with up to one value; as act(). */
bool testshop_act(struct testshop *shop, const struct order *order, const char *action,
                  const char *name, const char *value, struct err *err);
/* Free at MAIN for anybody. */
int testshop_free(struct testshop *shop, struct item_id item);
/* One integer of a query. */
int64_t testshop_number(struct desk *desk, const char *sql_text);

#endif
