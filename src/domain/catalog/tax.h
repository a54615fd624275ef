/*
 * Tax by zone and class, exclusive and inclusive, in three rounding modes (DOMAIN section 13: T1 to
 * T5; EN 16931 BR-CO-17 for per_rate). A class may have several taxes in one zone, such as GST and
 * PST, or state and county; one of a later pass is computed on amount and taxes of earlier passes.
 * tax_compute is pure.
 */
#ifndef OD_DOMAIN_CATALOG_TAX_H
#define OD_DOMAIN_CATALOG_TAX_H

#include "domain/desk/desk.h"

enum tax_round { TAX_PER_RATE = 1, TAX_PER_LINE = 2, TAX_PER_UNIT = 3 };
enum tax_category { TAX_STANDARD = 1, TAX_ZERO = 2, TAX_EXEMPT = 3, TAX_REVERSE = 4 };

#define TAX_PARTS_MAX  6 /* taxes on one line: state, county, city and a few more */
#define TAX_PASSES_MAX 3

/* One tax of a class in a zone on a day. */
struct tax_rate {
    int64_t class_id;
    struct rate rate;
    enum tax_category category;
    const char *name;
    const char *code; /* which tax: "GST"; "" or NULL where a class has one */
    int pass;         /* 1 (or 0): on the amount; 2, 3: on amount and taxes of earlier passes */
};
/* "standard", "zero", "exempt", "reverse": as commands and files write them. */
const char *tax_category_name(enum tax_category category);
bool tax_category_find(const char *name, enum tax_category *out);

struct tax_rates {
    struct tax_rate *v;
    int n;
    /* The class of charges that are taxed as the goods they go with, and the one whose taxes it has
     * where there are no goods and it has none of its own; 0: there is none. */
    int64_t as_goods_class, usual_class;
};

#define TAX_CLASS_USUAL "standard" /* what an item has that says nothing else */

/*
 * The zone of a ship-to: the longest matching post code prefix, then region, then country; "" in a
 * zone matches all. Where none matches, that of the desk's own country; 0 where there is none too.
 * Case and blanks do not matter; country "" is the desk's.
 */
OD_MUST_USE bool tax_zone_for(struct desk *desk, const char *country, const char *region,
                              const char *postcode, int64_t *zone_id, struct err *err);
/*
 * Rates of a zone on a day: of each class one row per tax, by class, then pass, then code. A tax
 * without a code and rate (that of a new desk) is left out beside others.
 */
OD_MUST_USE bool tax_rates_load(struct desk *desk, int64_t zone_id, struct date on,
                                struct arena *arena, struct tax_rates *out, struct err *err);
/* Which class goes with the goods, and the usual one; the rates themselves stay. */
OD_MUST_USE bool tax_rates_mark(struct desk *desk, struct tax_rates *rates, struct err *err);

/* One of several taxes of a line. */
struct tax_part {
    const char *code, *name; /* not NULL */
    struct rate rate;
    enum tax_category category;
    int pass;                      /* 1..TAX_PASSES_MAX */
    int64_t base_minor, tax_minor; /* out: what it was computed on (net), and the line's share */
};

/* A line as tax sees it. */
struct tax_line {
    int64_t amount_minor; /* after all discounts, in the order's price mode */
    struct qty qty;
    struct rate rate; /* where parts are none, the one tax it has */
    enum tax_category category;
    const char *code;       /* of that one; NULL is "" */
    struct tax_part *parts; /* several taxes, with different codes; their outs are filled in */
    int part_count;         /* 0..TAX_PARTS_MAX */
    int64_t tax_minor;      /* out: this line's share of all; shares add up to the groups exactly */
};
struct tax_group {
    struct rate rate;
    enum tax_category category;
    const char *code;
    int pass;
    int64_t base_minor, tax_minor; /* base is net, with the taxes that it is computed on */
};
struct tax_sum {
    struct tax_group *groups; /* by category, then pass, then rate descending, then code */
    int n;
    int64_t tax_minor;
};
/*
 * Exclusive, per_rate: each group is rounded once, shared out to its lines, and later passes see
 * these shares. Inclusive: of the lines with the same taxes the net is rounded once (gross never
 * changes) and the tax in it divided among its taxes by largest remainder. What the taxes of a
 * line make together is at most LIMIT_RATE_PPM (tax_burden_ppm).
 */
void tax_compute(struct tax_line *lines, int n, bool is_incl, enum tax_round mode,
                 enum round_mode round, struct arena *arena, struct tax_sum *out);

/* An amount or price with all taxes of the line put on, or taken out of it; rounded half-up. */
int64_t tax_put_on(int64_t v, const struct tax_part *parts, int n);
int64_t tax_take_out(int64_t v, const struct tax_part *parts, int n);
/* What the taxes make together in ppm of the net amount, rounded. */
int64_t tax_burden_ppm(const struct tax_part *parts, int n);
/*
 * The taxes of a class among rates, at most TAX_PARTS_MAX, in their order; the first of each code
 * counts. Gives how many there are, also beyond that.
 */
int tax_parts_of(const struct tax_rates *rates, int64_t class_id, struct tax_part *out);

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
/* Post codes and regions are kept in capitals without blanks: "eh1 1aa" is "EH11AA". */
const char *tax_zone_text(struct arena *arena, const char *text);
OD_MUST_USE bool tax_zone_save_in(struct tx *tx, struct desk *desk, const struct tax_zone *in,
                                  int64_t *id, struct err *err);
/* By its code, in any case of letters; *id 0 where there is none. */
OD_MUST_USE bool tax_zone_find(struct desk *desk, const char *code, int64_t *id, struct err *err);
struct tax_class {
    int64_t id;
    const char *code, *name;
    bool is_as_goods; /* of charges: their taxes are those of the goods, in proportion */
};
struct tax_classes {
    struct tax_class *v;
    int n;
};
OD_MUST_USE bool tax_classes_load(struct desk *desk, struct arena *arena, struct tax_classes *out,
                                  struct err *err);
OD_MUST_USE bool tax_class_save(struct desk *desk, const char *code, const char *name, int64_t *id,
                                struct err *err);
OD_MUST_USE bool tax_class_save_in(struct tx *tx, struct desk *desk, const char *code,
                                   const char *name, int64_t *id, struct err *err);
OD_MUST_USE bool tax_class_find(struct desk *desk, const char *code, int64_t *id,
                                struct err *err); /* ERR_NOT_FOUND names those that exist */
struct tax_rate_set {
    const char *zone, *class_code, *name;
    struct rate rate;
    enum tax_category category;
    struct date from, to; /* first and last day; unset: always */
    const char *code;     /* which tax, "GST"; NULL or "": the only one of the class */
    int pass;             /* 1..TAX_PASSES_MAX; 0 is 1 */
    int64_t version;      /* 0 when saving: whatever is there */
};
/* Sets the row of the same zone, class, tax and first day. ERR_INVALID and ERR_LIMIT (field),
 * ERR_NOT_FOUND, ERR_CONFLICT (version). The _in form is for imports; *is_new tells what it did,
 * and it writes nothing where nothing is different (*is_same). */
OD_MUST_USE bool tax_rate_save(struct desk *desk, const struct tax_rate_set *in, struct err *err);
OD_MUST_USE bool tax_rate_save_in(struct tx *tx, struct desk *desk, const struct tax_rate_set *in,
                                  bool *is_new, bool *is_same, struct err *err);

/* Every row of rates, past and to come, by zone, class, pass, code and first day. */
struct tax_rate_rows {
    struct tax_rate_set *v;
    int n;
};
OD_MUST_USE bool tax_rate_rows_load(struct desk *desk, struct arena *arena,
                                    struct tax_rate_rows *out, struct err *err);

#endif
