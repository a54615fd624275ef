/*
 * Reports of stock: what is low, what does not move, how long it lasts, what is too much.
 */
#ifndef OD_DOMAIN_INSIGHT_STOCK_REPORT_H
#define OD_DOMAIN_INSIGHT_STOCK_REPORT_H

#include "domain/desk/desk.h"

struct report_progress;

enum stock_report {
    STOCK_LOW = 1, /* what orders leave is below the reorder point */
    STOCK_SLOW,    /* on hand for so many days, and nothing of it left in them */
    STOCK_COVER,   /* lasts less than so many days, at the pace of the last STOCK_PACE_DAYS */
    STOCK_OVER,  /* there for as long as the pace is measured, and lasts longer than so many days */
    STOCK_ASIDE, /* set aside: damaged or doubtful, to be judged */
};
#define STOCK_PACE_DAYS 90

struct stock_row {
    struct item_id item;
    struct site_id site;
    const char *sku, *description, *site_code, *bin;
    struct qty on_hand, allocated, reorder, incoming, aside;
    struct qty left;    /* shipped in the last STOCK_PACE_DAYS, and not taken back */
    struct stamp last;  /* when something left last that was not taken back; 0: never */
    int64_t cover_days; /* on hand at that pace; -1: nothing leaves */
};
struct stock_rows {
    struct stock_row *v;
    int n;
    int more; /* found beyond max */
};
/*
 * At most max rows, the worst first.
 *
 * site      0: all
 * days      of slow, cover, over
 * progress  counts levels' movements as they are read, and may stop it
 * err       ERR_BUSY: stopped
 */
OD_MUST_USE bool stock_report_load(struct desk *desk, enum stock_report kind, struct site_id site,
                                   int days, int max, struct report_progress *progress,
                                   struct arena *arena, struct stock_rows *out, struct err *err);

#endif
