/*
 * What left a site on a day, carrier by carrier: what a driver signs for.
 */
#ifndef OD_DOMAIN_FLOW_DEPARTURE_H
#define OD_DOMAIN_FLOW_DEPARTURE_H

#include "base/date.h"
#include "domain/desk/desk.h"

struct departure {
    const char *carrier, *service, *tracking; /* "" where unknown */
    const char *number;                       /* of the fulfillment */
    const char *ship_name, *city, *country;
    int packages;
    int64_t weight_g; /* of all packages; 0: not weighed */
};
struct departures {
    struct departure *v; /* by carrier, then in the order they left */
    int n;
};

/* Without what was taken back. At most max rows. */
OD_MUST_USE bool departures_load(struct desk *desk, struct site_id site, struct date day, int max,
                               struct arena *arena, struct departures *out, struct err *err);

#endif
