/*
 * `check`: recomputes counters, caches, totals and the search index from their sources, names each
 * difference, and mends what is derived.
 */
#ifndef OD_DOMAIN_INSIGHT_AUDIT_H
#define OD_DOMAIN_INSIGHT_AUDIT_H

#include "domain/desk/desk.h"

struct audit_fault {
    const char *check;  /* "stock.allocated" */
    const char *record; /* "item 4711 at MAIN", "order 10482" */
    const char *words;  /* "says 12, allocations add up to 10" */
    bool is_fixable, is_fixed;
};
struct audit {
    struct audit_fault *v;
    int n;
    int checks, records; /* how many were looked at */
};
/* What is compared is read as it stood in one moment, whoever works meanwhile. */
enum audit_how {
    AUDIT_LOOK = 0,
    AUDIT_FIX = 1, /* also writes what is right ("check.fix"), each kind in a transaction */
    AUDIT_FULL = 2, /* every record of the search index, not only the newest of each kind */
};
OD_MUST_USE bool audit_run(struct desk *desk, unsigned how, struct arena *arena,
                           struct audit *out, struct err *err);

#endif
