/*
 * Items, sites and order lines for tests of stock and prices; the orders are bare rows, so that
 * stock is tested without the rules of orders.
 */
#ifndef OD_TESTS_SUPPORT_TESTSTOCK_H
#define OD_TESTS_SUPPORT_TESTSTOCK_H

#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/stock/stock.h"

/* A line of an order, both just made. */
struct test_line {
    struct order_id order;
    struct line_id line;
};

static inline struct qty units(int64_t n)
{
    return (struct qty){ n * QTY_PER_UNIT };
}

struct item_id teststock_item(struct desk *desk, const char *sku);
struct item_id teststock_item_of(struct desk *desk, const char *sku, enum item_kind kind);
struct site_id teststock_site(struct desk *desk, const char *code, int priority);
struct site_id teststock_main(struct desk *desk); /* the site of the founding */
void teststock_receive(struct desk *desk, struct item_id item, struct site_id site, int64_t n);
/* A new order of that status (enum order_status) with one line; site 0 on the line: MAIN. */
struct test_line teststock_order(struct desk *desk, int status, struct item_id item, int64_t n);
/* One more line of the same order. */
struct line_id teststock_line(struct desk *desk, struct order_id order, struct item_id item,
                              int64_t n);
struct stock_want teststock_want(struct line_id line, struct item_id item, struct site_id site,
                                 int64_t n);
/* stock_allocate and stock_hold_set in a transaction of their own. */
void teststock_allocate(struct desk *desk, struct order_id order, struct stock_want *wants, int n);
void teststock_hold(struct desk *desk, struct order_id order, struct stock_want *wants, int n,
                    int64_t for_ms);
/* Releases; how much came back. */
struct qty teststock_release(struct desk *desk, struct test_line line, struct qty qty);
/* The level of an item at a site, as shown to an order (0: nobody's). */
struct stock_level teststock_level(struct desk *desk, struct item_id item, struct site_id site,
                                   struct order_id order);
/* One integer from the store. */
int64_t teststock_ask(struct desk *desk, const char *sql);

#endif
