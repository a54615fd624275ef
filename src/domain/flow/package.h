/*
 * Packages: what of a fulfillment is in which box, with weight, size and the carrier's number. They
 * are made when all is picked, and go again when goods go back to the shelf.
 */
#ifndef OD_DOMAIN_FLOW_PACKAGE_H
#define OD_DOMAIN_FLOW_PACKAGE_H

#include "domain/flow/fulfillment.h"

#define PACKAGES_MAX     999
#define PACKAGE_WEIGHT_G INT64_C(100000000)
#define PACKAGE_SIDE_MM  10000

struct package {
    int64_t id; /* 0: not written yet */
    int seq;
    const char *number;        /* "10482-F1-P1" */
    int64_t weight_g;          /* 0 unknown */
    int length, width, height; /* mm; 0 unknown */
    const char *tracking;      /* "" where it has none */
    struct qty *in;            /* of each line of the fulfillment, in their order */
};

/* What of the line is in no package. */
struct qty package_left(const struct fulfillment *f, int line);
/* Is anything said about what is where? Packages that were only counted say nothing. */
bool packages_have_contents(const struct fulfillment *f);
/* "BRK-20 4, 4711 12" of a package; "" where its contents were not said. */
const char *package_contents(struct desk *desk, const struct fulfillment *f,
                             const struct package *p, struct arena *arena);
/* "300x200x150"; "" unknown. */
const char *package_size(const struct package *p, struct arena *arena);

/* A scan against what is still to be packed, as fulfillment_match() does for picking.
 * err  ERR_NOT_FOUND, ERR_STATE */
OD_MUST_USE bool package_match(struct desk *desk, const struct fulfillment *f, const char *code,
                               struct fulfillment_line **out, struct qty *pack, struct err *err);

#endif
