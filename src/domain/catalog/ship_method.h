/*
 * Carriers and the methods an order is sent by: who takes it, until when, where to, how heavy, and
 * what it costs. A desk without methods takes any words for them.
 */
#ifndef OD_DOMAIN_CATALOG_SHIP_METHOD_H
#define OD_DOMAIN_CATALOG_SHIP_METHOD_H

#include "domain/desk/desk.h"

struct carrier {
    int64_t id; /* 0: a new one */
    const char *code, *name;
    const char *tracking_url; /* "%s" in it stands for the number; "" none */
    bool is_active;
    int64_t version;
};
struct carriers {
    struct carrier *v;
    int n;
};

struct ship_method {
    int64_t id; /* 0: a new one */
    const char *code, *name;
    const char *carrier;  /* code; "" nobody's: own van, collection */
    const char *service;  /* the carrier's word for it */
    int cutoff_minute;    /* of the day; -1: the site's */
    int64_t max_weight_g; /* 0: any */
    const char *places;   /* "GB, FR:75, US:CA": countries, regions, post codes; "": any */
    bool is_active;
    int64_t version;
    const char *charge;      /* SKU of the item that its price is charged as; "" none */
    struct item_id charge_item; /* read only */
    int64_t free_from_minor; /* goods worth that, in the currency of the books; 0: never */
    int min_days, max_days;  /* on its way, working days; both 0: not said */
    const char *sites;       /* "MAIN, HULL": codes; "": any */
};
struct ship_methods {
    struct ship_method *v;
    int n;
};

/* What a method costs: rows with the same places are a zone, each for up to so many grams. */
struct ship_rate {
    const char *places; /* as of a method; "" everywhere else */
    int64_t upto_g;
    int64_t price_minor, step_minor; /* currency of the books; step: each further kg begun */
    int64_t id, version; /* 0 when saving: whatever is there; version SHIP_RATE_NEW: nothing is */
};
#define SHIP_RATE_NEW (-1)
struct ship_rates {
    struct ship_rate *v;
    int n;
};

/* Where an order goes; none of them NULL. */
struct ship_to {
    const char *country, *region, *postcode;
};

/* By code. */
OD_MUST_USE bool carriers_load(struct desk *desk, struct arena *arena, struct carriers *out,
                               struct err *err);
/* By code or name, any case; *out NULL where there is none. */
OD_MUST_USE bool carrier_find(struct desk *desk, const char *text, struct arena *arena,
                              struct carrier **out, struct err *err);
/* Tests and raises the version of one that has an id. err  ERR_INVALID with field, ERR_CONFLICT */
OD_MUST_USE bool carrier_save(struct desk *desk, const struct carrier *in, struct err *err);
/* These three inside another use case's transaction (imports); the right was asked there. Where the
 * record says the same already nothing is written, and *is_same; NULL: it is written anyhow. */
OD_MUST_USE bool carrier_save_in(struct tx *tx, struct desk *desk, const struct carrier *in,
                                 bool *is_same, struct err *err);
OD_MUST_USE bool ship_method_save_in(struct tx *tx, struct desk *desk, const struct ship_method *in,
                                     bool *is_same, struct err *err);
OD_MUST_USE bool ship_rate_save_in(struct tx *tx, struct desk *desk, const struct ship_method *m,
                                   const struct ship_rate *in, bool *is_same, struct err *err);

OD_MUST_USE bool ship_methods_load(struct desk *desk, struct arena *arena, struct ship_methods *out,
                                   struct err *err);
OD_MUST_USE bool ship_method_find(struct desk *desk, const char *text, struct arena *arena,
                                  struct ship_method **out, struct err *err);
OD_MUST_USE bool ship_method_save(struct desk *desk, const struct ship_method *in, struct err *err);

/* "15:00" and "1-3", or "2": how people write the cut-off and the days on the way; "" for none.
 * err  ERR_INVALID, field "cutoff" or "transit" */
const char *ship_cutoff_text(const struct ship_method *m, struct arena *arena);
OD_MUST_USE bool ship_cutoff_parse(const char *text, struct ship_method *m, struct err *err);
const char *ship_transit_text(const struct ship_method *m, struct arena *arena);
OD_MUST_USE bool ship_transit_parse(const char *text, struct ship_method *m, struct err *err);

/* Zone by zone, the lightest first. */
OD_MUST_USE bool ship_rates_load(struct desk *desk, const struct ship_method *m,
                                 struct arena *arena, struct ship_rates *out, struct err *err);
/* Adds the row of these places and this weight, or changes it; with an id that row, whatever it was
 * for. "ship_method.save"; ERR_INVALID with field, also where another row is for that;
 * ERR_CONFLICT */
OD_MUST_USE bool ship_rate_save(struct desk *desk, const struct ship_method *m,
                                const struct ship_rate *in, struct err *err);
OD_MUST_USE bool ship_rate_drop(struct desk *desk, const struct ship_method *m,
                                const struct ship_rate *in, struct err *err);
/*
 * The price of so many grams there: of the zone that names the place most closely, the row with the
 * least weight that is enough; above its last row by the steps of that. Pure; false where it has no
 * price. *row (may be NULL) is the row it comes from.
 */
bool ship_rate_price(const struct ship_rates *rates, const struct ship_to *to, int64_t weight_g,
                     int64_t *out, const struct ship_rate **row);

/*
 * What is typed for a method: its code where it is one. Where the desk has none, the words as they
 * are; "" stays.
 * err  ERR_INVALID, field "ship_method": it has others; names them
 */
OD_MUST_USE bool ship_method_settle(struct desk *desk, const char *typed, struct arena *arena,
                                    const char **out, struct err *err);
/* Does it go there, and take so much? Pure. err  ERR_STATE, field "ship_method" */
OD_MUST_USE bool ship_method_takes(const struct ship_method *m, const struct ship_to *to,
                                   int64_t weight_g, struct err *err);
/* Does it leave from the site of that code? Pure. err  the same */
OD_MUST_USE bool ship_method_leaves(const struct ship_method *m, const char *site_code,
                                    struct err *err);
/* The first and the last day on which what leaves on a day arrives; both unset where nobody said
 * how long it is on its way. Saturdays and Sundays do not count. Pure. */
void ship_method_arrives(const struct ship_method *m, struct date leaves, struct date *first,
                         struct date *last);

#endif
