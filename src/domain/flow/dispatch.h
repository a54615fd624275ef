/*
 * The day's parcels: what is packed and should leave, by how pressing it is, and many of them
 * shipped at once with a result for each.
 */
#ifndef OD_DOMAIN_FLOW_DISPATCH_H
#define OD_DOMAIN_FLOW_DISPATCH_H

#include "domain/desk/action.h"

/* As many as a screen shows. */
#define DISPATCH_ROWS 1000

enum dispatch_when {
    DISPATCH_LATE =
        1, /* due before today, or today and the cut-off of its method, else site, is past */
    DISPATCH_TODAY = 2, /* due today, or nobody said when */
    DISPATCH_LATER = 3,
};

struct dispatch_row {
    int64_t id, version; /* of the fulfillment */
    const char *number, *customer_name, *city, *site_code;
    const char *method;   /* how the order wants it sent; "" where it does not say */
    const char *carrier;  /* of the method; "" */
    const char *tracking; /* of its first package that has one; "" */
    enum dispatch_when when;
    struct date due;
    int cutoff_minute; /* of the day */
    struct stamp packed;
    int packages;
    int64_t weight_g;
    bool is_held; /* its order's holds forbid shipping */
    /* of dispatch_ship() */
    bool is_shipped;
    const char *why_not; /* "" where it was */
    bool may_be_forced;  /* what stops it is that the books have less (R9) */
};
struct dispatch {
    struct dispatch_row *v;
    int n, shipped;
};

/* What is packed at the site (0: at every site), most pressing first, then by cut-off, carrier,
 * method and number; at most max, those that are due first. */
OD_MUST_USE bool dispatch_load(struct desk *desk, struct site_id site, int max,
                               struct arena *arena, struct dispatch *out, struct err *err);

/* How many rows there are of what it lists, what their orders are worth (one in several parts
 * once), when the oldest was packed. */
struct dispatch_tally {
    int rows;
    int64_t base_minor;
    struct stamp oldest; /* ms 0: none */
};
/* Of every site; late: those of DISPATCH_LATE among them. */
OD_MUST_USE bool dispatch_count(struct desk *desk, struct dispatch_tally *packed,
                                struct dispatch_tally *late, struct err *err);
/*
 * Ships each row as the fulfillment's action does, only as it was seen (version 0: as it is). Many
 * go in one transaction, fewer where another desk waits for its turn, each with its own result.
 * carrier "": as each package's number and method say. What a rule stops is said in its row; the
 * others go.
 * err  ERR_DENIED; ERR_BUSY, ERR_IO and the like stop it: what was committed stays done
 */
OD_MUST_USE bool dispatch_ship(struct desk *desk, const char *carrier, struct arena *arena,
                               struct dispatch *rows, struct err *err);

const char *dispatch_when_name(enum dispatch_when when);  /* stable: "late" */
const char *dispatch_when_words(enum dispatch_when when); /* translated */

#endif
