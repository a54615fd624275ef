/*
 * Reports of stock: what is low, what does not move, how long it lasts, what is too much.
 */
#ifndef OD_DOMAIN_INSIGHT_STOCK_REPORT_H
#define OD_DOMAIN_INSIGHT_STOCK_REPORT_H

#include "domain/desk/desk.h"

enum report_kind {
    REPORT_LOW = 1, /* what orders leave is below the reorder point */
    REPORT_SLOW,    /* on hand for so many days, and nothing of it left in them */
    REPORT_COVER,   /* lasts less than so many days, at the pace of the last REPORT_PACE_DAYS */
    REPORT_OVER, /* there for as long as the pace is measured, and lasts longer than so many days */
    REPORT_ASIDE, /* set aside: damaged or doubtful, to be judged */
};
#define REPORT_PACE_DAYS 90

struct report_row {
    struct item_id item;
    struct site_id site;
    const char *sku, *description, *site_code, *bin;
    struct qty on_hand, allocated, reorder, incoming, aside;
    struct qty left;    /* shipped in the last REPORT_PACE_DAYS */
    struct stamp last;  /* when something left last; 0: never */
    struct stamp first; /* since when it is there */
    int cover_days;     /* on hand at that pace; -1: nothing leaves */
};
struct report_rows {
    struct report_row *v;
    int n;
};
/* How many days where nobody says else; 0: the report asks none. */
int report_usual_days(enum report_kind kind);
const char *report_name(enum report_kind kind);  /* stable: "low" */
const char *report_words(enum report_kind kind); /* translated */
/* At most max rows, the worst first. site 0: all. days as said above. */
OD_MUST_USE bool report_load(struct desk *desk, enum report_kind kind, struct site_id site,
                             int days, int max, struct arena *arena, struct report_rows *out,
                             struct err *err);

#endif
