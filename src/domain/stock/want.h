/*
 * What an order's lines want of the stock, summed by item and site (R4). For holds and allocation.
 */
#ifndef OD_DOMAIN_STOCK_WANT_H
#define OD_DOMAIN_STOCK_WANT_H

#include "domain/stock/stock_sql.h"

/* A want and when it was asked. */
struct sorted_want {
    struct stock_want *want;
    int asked;
};

/* The wants sorted by item and site, those of one place in the order they were asked in; got 0. */
struct sorted_want *wants_sorted(struct stock_want *wants, int n, struct arena *arena);
struct stock_place want_place(const struct sorted_want *s);
/* How many at the start of sorted are of one place. */
int want_run(const struct sorted_want *sorted, int n);
/* Gives out what is free, first come first served; returns how much went. */
struct qty want_share(struct sorted_want *run, int n, struct qty free);
struct qty want_sum(const struct sorted_want *run, int n);

#endif
