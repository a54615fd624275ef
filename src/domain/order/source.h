/*
 * Sourcing: which sites serve an order (DOMAIN section 15, W1 to W4). The choice is pure;
 * source_sql.c loads what it is made of, flow/source_steps.c does it.
 */
#ifndef OD_DOMAIN_ORDER_SOURCE_H
#define OD_DOMAIN_ORDER_SOURCE_H

#include "domain/catalog/item.h"
#include "domain/order/order.h"
#include "domain/stock/stock.h"

/* Every set of so many sites is tried; of more the ones with most of the goods. */
#define SOURCE_TRIED_SITES 12
/* No order is spread over more sites than this. */
#define SOURCE_MOST_SITES 5

/* A site. They stand in the order in which they are asked: the order's own, then by priority,
 * distance, id. */
struct source_site {
    struct site_id id;
    const char *code;
    int priority;
    int distance;   /* 0 the same post code ... 20 another country */
    bool is_own;    /* the order's */
    bool is_used;   /* it has goods for this order already, or a line is tied to it */
    bool has_goods; /* allocated to this order */
    bool is_open;   /* active, and goods leave from there */
    bool may_serve;
    const char *why_not; /* sentence; "" where it may */
};

/* What one line still lacks. */
struct source_need {
    int line;       /* index in the order */
    struct qty qty; /* of a bundle kits */
    bool is_bundle; /* whole kits, all of the line from one site */
    bool is_whole;  /* all of it from one site, or nothing (R13) */
    int pinned;     /* index of the only site it may come from, -1: any */
    uint64_t out;   /* bits of sites that are excluded for this line */
    /* What one of it takes: of a bundle its components, else itself. */
    struct source_part {
        int item; /* index into the table of what is free */
        struct qty qty;
    } * parts;
    int part_count;
};

struct source_problem {
    struct source_site *sites;
    int site_count;
    struct source_need *needs;
    int need_count;
    int item_count;
    const int64_t *free; /* [item * site_count + site], thousandths, never below 0 */
    int max_sites;
};

/* So much of a need comes from a site. */
struct source_take {
    int need, site;
    struct qty qty;
};
struct source_choice {
    struct source_take *v;
    int n;
    uint64_t sites;   /* bits of those that give something now */
    int whole_lines;  /* that come from one site to the last piece */
    int64_t covered;  /* thousandths, over all lines */
    bool is_covering; /* nothing is left */
};

/*
 * The smallest set of sites that covers all needs (W2); of equal ones that with most lines whole at
 * one site, then with the order's own site, the lowest sum of priorities, of distances, the lowest
 * ids. Where nothing covers, most goods, then fewest sites (W3). Sites that are used already count,
 * and are always in.
 */
void source_choose(const struct source_problem *p, struct arena *arena, struct source_choice *out);
/* --- of an order ------------------------------------------------------------------------------ */

struct source_ask {
    const bool *only;    /* lines that may have some, by index; NULL: all */
    struct site_id not ; /* a site that is out for this once; 0: none */
};
struct source_plan {
    struct source_problem p;
    struct source_choice choice;
    bool is_own_only; /* the firm sources from the order's site alone */
};
/* What allocating would do now with what the lines lack. Soft holds of the order itself do not
 * count. Reads only. */
OD_MUST_USE bool source_plan(struct desk *desk, const struct order *order,
                             const struct source_ask *ask, struct arena *arena,
                             struct source_plan *out, struct err *err);
/* The takes of a plan as wants of the order's lines, one each; the lines must be saved. */
struct stock_want *source_wants(const struct source_plan *plan, const struct order *order,
                                struct arena *arena);
/* How much of what each line lacks the sites that may serve it would give now, by index. */
OD_MUST_USE bool source_covered(struct desk *desk, const struct order *order, struct arena *arena,
                                const struct qty **out, struct err *err);
/* In words: what each line has where, what is planned, how many parcels, which sites were left out
 * and why. Of a draft what taking it would do. */
OD_MUST_USE bool source_words(struct desk *desk, const struct order *order, struct arena *arena,
                              const char **out, struct err *err);

/* How often another site was looked for, for a line. */
OD_MUST_USE bool source_tries(struct desk *desk, struct line_id line, int *out, struct err *err);

/* --- what may not serve ----------------------------------------------------------------------- */

/* A site is out for a line from now on; again is no mistake. Of a placed order, with its reason. */
OD_MUST_USE bool source_line_out(struct tx *tx, struct line_id line, struct site_id site,
                                 struct reason_id reason, struct err *err);

#endif
