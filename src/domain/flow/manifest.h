/*
 * Manifests: what one carrier takes along from one site on one day. Shipping puts a shipment on the
 * open one; closing it is the hand-over.
 */
#ifndef OD_DOMAIN_FLOW_MANIFEST_H
#define OD_DOMAIN_FLOW_MANIFEST_H

#include "domain/desk/action.h"

enum manifest_status {
    MANIFEST_OPEN = 1,
    MANIFEST_CLOSED = 2, /* handed over */
};

struct manifest {
    int64_t id;
    const char *number; /* "M17" */
    struct site_id site;
    const char *site_code, *carrier; /* carrier "" where nobody said */
    struct date day;
    enum manifest_status status;
    const char *closed_by; /* login, "" while it is open */
    struct stamp closed;
    int64_t version;
    int shipments, packages;
    int64_t weight_g; /* of all packages that were weighed */
};
struct manifests {
    struct manifest *v;
    int n;
};

/* close, reopen: permissions "manifest.close" ... */
extern const struct document manifest_document;

/* err  ERR_NOT_FOUND */
OD_MUST_USE bool manifest_load(struct desk *desk, int64_t id, struct arena *arena,
                               struct manifest **out, struct err *err);
/* "M17" or "17". err  ERR_NOT_FOUND */
OD_MUST_USE bool manifest_find(struct desk *desk, const char *number, int64_t *out,
                               struct err *err);
struct manifest_filter {
    struct site_id site; /* 0: of every site */
    bool is_open;        /* only those that were not handed over; else all, newest first */
};
OD_MUST_USE bool manifest_list(struct desk *desk, const struct manifest_filter *filter, int max,
                               struct arena *arena, struct manifests *out, struct err *err);

struct manifest_row {
    const char *number, *order_number, *customer_name, *tracking;
    const char *ship_name, *city, *country;
    const char *manifest, *carrier; /* "M17", "" for none of before there were any */
    int packages;
    int64_t weight_g;
};
struct manifest_rows {
    struct manifest_row *v;
    int n;
};
/* Its shipments, by number. */
OD_MUST_USE bool manifest_shipments(struct desk *desk, int64_t id, struct arena *arena,
                                    struct manifest_rows *out, struct err *err);
/* All that left a site on a day: of all its manifests, and what was shipped before there were any;
 * by carrier, manifest, and then as they left. Without what was taken back. At most max. */
OD_MUST_USE bool manifest_day(struct desk *desk, struct site_id site, struct date day, int max,
                              struct arena *arena, struct manifest_rows *out, struct err *err);

const char *manifest_status_name(int status);              /* stable */
const char *manifest_status_words(enum manifest_status s); /* translated */

/* The open one of today, made where there is none; its version goes up. */
OD_MUST_USE bool manifest_take(struct tx *tx, struct desk *desk, struct site_id site,
                               const char *carrier, int64_t *out, struct err *err);

/* --- among its files -------------------------------------------------------------------------- */

/* Status and end; version tested and raised. ERR_CONFLICT; ERR_STATE where another is open in its
 * place. */
OD_MUST_USE bool manifest_write(struct tx *tx, struct desk *desk, const struct manifest *m,
                                struct err *err);

#endif
