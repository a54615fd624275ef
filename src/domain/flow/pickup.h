/*
 * What customers collect: the list of the counter, and the codes that they say.
 */
#ifndef OD_DOMAIN_FLOW_PICKUP_H
#define OD_DOMAIN_FLOW_PICKUP_H

#include "domain/flow/fulfillment.h"

#define PICKUP_CODE_SIZE 7 /* six digits */
#define PICKUP_ROWS 500    /* that a screen shows */

/* A code as it was said: gaps and dashes do not matter. ERR_INVALID where it is no six digits, or
 * its check digit does not fit: one was heard wrong. */
OD_MUST_USE bool pickup_code_read(const char *typed, char out[PICKUP_CODE_SIZE], struct err *err);

/* What is at the counter, and what of it has to go back to its places. */
struct pickup_row {
    int64_t id, version;
    const char *number, *customer_name, *phone, *site_code;
    enum fulfillment_status status; /* ready, or canceled: to be put back */
    struct date until;
    int packages;
    bool is_held; /* a hold stops the hand-over */
};
struct pickup_rows {
    struct pickup_row *v;
    int n;
};
/* Who waits longest first, what is to be put back behind; site 0: of every site. At most
 * max. */
OD_MUST_USE bool pickup_list(struct desk *desk, struct site_id site, int max, struct arena *arena,
                             struct pickup_rows *out, struct err *err);
/* By the code that the customer says, or the number of the fulfillment or of its order.
 * err  ERR_NOT_FOUND, ERR_INVALID where a digit of a code was heard wrong */
OD_MUST_USE bool pickup_find(struct desk *desk, const char *typed, int64_t *out, struct err *err);
/* What nobody came for in time goes back; *n how many. For the timers. */
OD_MUST_USE bool pickups_expire(struct desk *desk, int *n, struct err *err);

#endif
