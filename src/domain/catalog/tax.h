/*
 * Tax by zone and class, exclusive and inclusive, in three rounding modes (DOMAIN section 13: T1 to
 * T5; EN 16931 BR-CO-17 for per_rate). tax_compute is pure.
 */
#ifndef OD_DOMAIN_CATALOG_TAX_H
#define OD_DOMAIN_CATALOG_TAX_H

#include "domain/desk/desk.h"

enum tax_round { TAX_PER_RATE = 1, TAX_PER_LINE = 2, TAX_PER_UNIT = 3 };
enum tax_category { TAX_STANDARD = 1, TAX_ZERO = 2, TAX_EXEMPT = 3, TAX_REVERSE = 4 };

struct tax_rate {
    int64_t class_id;
    struct rate rate;
    enum tax_category category;
    const char *name;
};
struct tax_rates {
    struct tax_rate *v;
    int n;
};

#define TAX_CLASS_USUAL "standard" /* what an item has that says nothing else */

/*
 * The zone of a ship-to: the longest matching post code prefix, then region, then country; "" in a
 * zone matches all. Where none matches, that of the desk's own country; 0 where there is none too.
 * Case and blanks do not matter; country "" is the desk's.
 */
OD_MUST_USE bool tax_zone_for(struct desk *desk, const char *country, const char *region,
                              const char *postcode, int64_t *zone_id, struct err *err);
/* Rates of a zone on a day, one per class. */
OD_MUST_USE bool tax_rates_load(struct desk *desk, int64_t zone_id, struct date on,
                                struct arena *arena, struct tax_rates *out, struct err *err);

/* A line as tax sees it. */
struct tax_line {
    int64_t amount_minor; /* after all discounts, in the order's price mode */
    struct qty qty;
    struct rate rate;
    enum tax_category category;
    int64_t tax_minor; /* out: this line's share; shares add up to the groups exactly */
};
struct tax_group {
    struct rate rate;
    enum tax_category category;
    int64_t base_minor, tax_minor; /* base is net */
};
struct tax_sum {
    struct tax_group *groups; /* by category, then rate descending */
    int n;
    int64_t tax_minor;
};
void tax_compute(struct tax_line *lines, int n, bool is_incl, enum tax_round mode,
                 enum round_mode round, struct arena *arena, struct tax_sum *out);

/* Setting up: classes, zones, rates ("tax.save"). Finding by code. */
struct tax_zone {
    int64_t id;
    const char *code, *name, *country, *region, *postcode_prefix;
    int64_t version; /* 0 when saving: whatever is there */
};
struct tax_zones {
    struct tax_zone *v;
    int n;
};
OD_MUST_USE bool tax_zones_load(struct desk *desk, struct arena *arena, struct tax_zones *out,
                                struct err *err);
OD_MUST_USE bool tax_zone_save(struct desk *desk, const struct tax_zone *in, int64_t *id,
                               struct err *err);
struct tax_class {
    int64_t id;
    const char *code, *name;
};
struct tax_classes {
    struct tax_class *v;
    int n;
};
OD_MUST_USE bool tax_classes_load(struct desk *desk, struct arena *arena, struct tax_classes *out,
                                  struct err *err);
OD_MUST_USE bool tax_class_save(struct desk *desk, const char *code, const char *name, int64_t *id,
                                struct err *err);
OD_MUST_USE bool tax_class_find(struct desk *desk, const char *code, int64_t *id,
                                struct err *err); /* ERR_NOT_FOUND names those that exist */
struct tax_rate_set {
    const char *zone, *class_code, *name;
    struct rate rate;
    enum tax_category category;
    struct date from, to; /* first and last day; unset: always */
};
OD_MUST_USE bool tax_rate_save(struct desk *desk, const struct tax_rate_set *in, struct err *err);

#endif
