/*
 * How a page of customers or items with words is put together, where many have the words
 * (search_way_sql.c chooses, search_record_sql.c reads).
 */
#ifndef OD_DOMAIN_INSIGHT_RECORD_WAY_H
#define OD_DOMAIN_INSIGHT_RECORD_WAY_H

#include "domain/insight/compose.h"

/* One page on its way. */
struct page_find {
    struct desk *desk;
    const struct query *q;
    const struct find_from *from;
    int max;
    struct arena *arena;
    struct resolved r;
    struct composer c;
    bool is_last; /* no row is missed where the page does not get full */
    bool is_far; /* the walk near the page's row was gone */
};

/* The way that is tried first. kind: FIND_CUSTOMER or FIND_ITEM. */
OD_MUST_USE bool record_choose_way(struct page_find *p, enum find_kind kind, struct err *err);
/* After a page that did not get full, the next way; found: rows that stay. */
OD_MUST_USE bool record_widen(struct page_find *p, enum find_kind kind, int *found,
                              struct err *err);

#endif
