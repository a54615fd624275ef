/*
 * Carriers and the methods an order is sent by: who takes it, until when, where to and how heavy. A
 * desk without methods takes any words for them.
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
    const char *places;   /* "GB, FR:75, FR:92": countries and beginnings of post codes; "": any */
    bool is_active;
    int64_t version;
};
struct ship_methods {
    struct ship_method *v;
    int n;
};

/* By code. */
OD_MUST_USE bool carriers_load(struct desk *desk, struct arena *arena, struct carriers *out,
                               struct err *err);
/* By code or name, any case; *out NULL where there is none. */
OD_MUST_USE bool carrier_find(struct desk *desk, const char *text, struct arena *arena,
                              struct carrier **out, struct err *err);
/* Tests and raises the version of one that has an id. err  ERR_INVALID with field, ERR_CONFLICT */
OD_MUST_USE bool carrier_save(struct desk *desk, const struct carrier *in, struct err *err);

OD_MUST_USE bool ship_methods_load(struct desk *desk, struct arena *arena, struct ship_methods *out,
                                   struct err *err);
OD_MUST_USE bool ship_method_find(struct desk *desk, const char *text, struct arena *arena,
                                  struct ship_method **out, struct err *err);
OD_MUST_USE bool ship_method_save(struct desk *desk, const struct ship_method *in, struct err *err);

/*
 * What is typed for a method: its code where it is one. Where the desk has none, the words as they
 * are; "" stays.
 * err  ERR_INVALID, field "ship_method": it has others; names them
 */
OD_MUST_USE bool ship_method_settle(struct desk *desk, const char *typed, struct arena *arena,
                                    const char **out, struct err *err);
/* Can it take so much there? Pure. err  ERR_STATE, field "ship_method" */
OD_MUST_USE bool ship_method_takes(const struct ship_method *m, const char *country,
                                   const char *postcode, int64_t weight_g, struct err *err);

#endif
