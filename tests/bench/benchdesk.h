/*
 * A shop of some size for benches: items with prices and stock, customers with an address, orders
 * that were taken before.
 */
#ifndef OD_TESTS_BENCH_BENCHDESK_H
#define OD_TESTS_BENCH_BENCHDESK_H

#include "domain/desk/action.h"
#include "domain/desk/desk.h"

#define BENCH_LINES 5
#define BENCH_SITES 3

struct benchdesk {
    int items, customers, sites; /* sites 0: the firm's own alone */
    struct site_id site[BENCH_SITES];
    struct item_id *item;
    struct customer_id *customer;
};

/* Makes the desk at path and fills it; taken: orders confirmed before. */
void benchdesk_make(struct benchdesk *b, const char *path, int items, int customers, int taken);
/* Fills a desk that is there and has others: sites of its own, each with a part of the items, so that
 * an order comes from several. */
void benchdesk_add(struct benchdesk *b, const char *path, int items, int customers, int taken);
/* Opens it with a clock that stands still, so that two runs of the same write the same rows. */
struct desk *benchdesk_open(const char *path);
/* A draft of five lines, priced, with its soft holds. */
struct record_at benchdesk_draft(struct benchdesk *b, struct desk *desk, int number);
/* Submits and confirms a draft; takes a whole order by one call. Both must be confirmed. */
void benchdesk_take(struct desk *desk, struct record_at at);
void benchdesk_create(struct benchdesk *b, struct desk *desk, int number);

#endif
