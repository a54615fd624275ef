/*
 * What the files of backorders share among themselves.
 */
#ifndef OD_DOMAIN_FLOW_BACKORDER_PARTS_H
#define OD_DOMAIN_FLOW_BACKORDER_PARTS_H

#include "domain/flow/backorder.h"

struct action_run;
struct stmt;

/* Lines that are short in the order of B3, at most filter->max, with before set only those of
 * orders confirmed before it; give is what is free at their site, without regard to each other. */
OD_MUST_USE bool backorder_rows(struct desk *desk, const struct backorder_filter *filter,
                                struct stamp before, struct arena *arena, struct backorders *out,
                                struct err *err);
/* For the two statements that ask for them, of orders o, lines l and sites s. A hold passes the
 * order over, but for the minutes in which the customer may cancel (kind 10). */
#define BACKORDER_IS_HELD                                                                          \
    "CASE WHEN EXISTS (SELECT 1 FROM order_hold h"                                                 \
    " WHERE h.order_id = o.id AND h.released_ms = 0 AND h.kind <> 10) THEN 1 ELSE 0 END"
/* Item, site, is_auto, is_fillable, confirmed before, how many. */
#define BACKORDER_FILTER                                                                           \
    "($1 = 0 OR l.item_id = $1) AND ($2 = 0 OR s.id = $2)"                                         \
    " AND ($3 = 0 OR s.fill_mode = 1)"                                                             \
    " AND ($4 = 0 OR s.is_active = 1)"                                                             \
    " AND ($4 = 0 OR l.kind = 4 OR EXISTS (SELECT 1 FROM stock_level v"                            \
    " WHERE v.item_id = l.item_id AND v.site_id = s.id"                                            \
    " AND v.on_hand_qty - v.allocated_qty - v.safety_qty > 0))"                                    \
    " AND ($5 = 0 OR o.confirmed_ms < $5)"                                                         \
    " ORDER BY o.priority DESC,"                                                                   \
    " CASE WHEN o.promised_date = '' THEN '9999' ELSE o.promised_date END,"                        \
    " o.confirmed_ms, l.id"                                                                        \
    " LIMIT $6"
/* backorder_bare_sql.c: what is counted, without the rest of a backorder; the parameters are those
 * of BACKORDER_FILTER. */
struct stmt *backorder_read_bare(struct desk *desk);
void backorder_get_bare(struct stmt *q, struct backorder *b);
/* The share of a line's amount that is short. */
int64_t backorder_share(int64_t net_minor, int64_t short_milli, int64_t ordered_milli);

struct waiting_orders {
    struct order_id *v;
    int n;
};
/* All items of a document, or one alone. */
struct doc_item {
    int64_t doc;
    struct item_id item; /* 0: all */
};
/* Orders of which a line waits at the site for them, each once, whom the site serves first in
 * front; at most max. */
OD_MUST_USE bool backorder_orders(struct desk *desk, const struct doc_item *of,
                                  struct site_id site, int max, struct arena *arena,
                                  struct waiting_orders *out, struct err *err);
/* Inside another use case: what came for a line is promised to it, at most what it lacks; nothing
 * where it waits no more or a hold forbids it. */
OD_MUST_USE bool backorder_give_came(struct action_run *run, struct line_id line, struct qty qty,
                                     struct err *err);
/* Of which order a line is, 0: there is none. */
OD_MUST_USE bool backorder_order_of(struct desk *desk, struct line_id line, struct order_id *out,
                                    struct err *err);
/* What a line has of an item at a site: allocated, and of that claimed by picks that have begun. */
struct handing {
    struct qty allocated, claimed, busy;
};
OD_MUST_USE bool handing_load(struct desk *desk, struct line_id line, struct item_id item,
                              struct site_id site, struct handing *out, struct err *err);
OD_MUST_USE bool holder_rows(struct desk *desk, struct item_id item, int max, struct arena *arena,
                             struct holders *out, struct err *err);
struct over_place {
    struct item_id item;
    struct site_id site;
    struct qty over;
};
struct over_places {
    struct over_place *v;
    int n;
};
OD_MUST_USE bool over_places_load(struct desk *desk, int max, struct arena *arena,
                                  struct over_places *out, struct err *err);

/* How much of an item all orders together may wait for (0: any), and what the others wait for. */
OD_MUST_USE bool backorder_limit_of(struct desk *desk, struct order_id but_order,
                                    struct item_id item, struct qty *limit, struct qty *others,
                                    struct err *err);

#endif
