/*
 * Whose tracking number is it? Patterns and check digits of carriers come from data/couriers.json,
 * which is built into the program.
 */
#ifndef OD_DOMAIN_FLOW_COURIER_H
#define OD_DOMAIN_FLOW_COURIER_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/err.h"

struct arena;

struct courier_fit {
    const char *carrier; /* "UPS" */
    const char *kind;    /* "UPS Waybill" */
    const char *url;     /* where its way is shown; "" where nowhere */
    bool has_check;      /* a check digit says so too, not the form alone */
};
struct courier_fits {
    struct courier_fit *v;
    int n;
    const char *plain;  /* the number without blanks, in capitals */
    const char *almost; /* nothing fits, but the form is this carrier's and its check digit is
                           wrong; NULL */
};

/* Those whose number it can be, with a check digit first. Never fails but for a broken table
 * (ERR_BUG). */
OD_MUST_USE bool courier_find(const char *number, struct arena *arena, struct courier_fits *out,
                              struct err *err);

/*
 * For what is typed at the hand-over: the plain number, and the carrier where none was named and
 * only one fits, or one of those that fit is named in the method ("DHL Paket"). "" for no number.
 * err  ERR_INVALID, field "tracking": the check digit is wrong
 */
OD_MUST_USE bool courier_settle(const char *number, const char *method, struct arena *arena,
                                const char **carrier, const char **plain, struct err *err);

/* The table's text, as it is built in (couriers_data.c). */
extern const char couriers_json[];

#endif
