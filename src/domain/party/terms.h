/*
 * Payment terms: until when, and whether in notes and coins.
 */
#ifndef OD_DOMAIN_PARTY_TERMS_H
#define OD_DOMAIN_PARTY_TERMS_H

#include "domain/desk/desk.h"

#define TERMS_DAYS_MAX 3650

enum pay_policy {
    PAY_PREPAID = 1,
    PAY_ON_SHIP = 2,
    PAY_TERMS = 3, /* so many days after it is invoiced */
    PAY_COD = 4,   /* in notes and coins when it is handed over */
};

struct payment_terms {
    int64_t id; /* 0: new */
    const char *code, *name;
    int days;
    bool is_cash; /* PAY_COD, else PAY_TERMS; its totals are rounded as order.cash_steps says */
    int64_t version;
};
struct payment_terms_list {
    struct payment_terms *v;
    int n;
};

/* All, soonest due first. */
OD_MUST_USE bool payment_terms_load(struct desk *desk, struct arena *arena,
                                    struct payment_terms_list *out, struct err *err);
/* By code, in any case; NULL: there are none. */
OD_MUST_USE bool payment_terms_find(struct desk *desk, const char *code, struct arena *arena,
                                    struct payment_terms **out, struct err *err);
/*
 * Adds or changes ("terms.save"). Orders that are placed keep how they were rounded; drafts follow
 * with their next change.
 * err  ERR_INVALID, ERR_LIMIT (field), ERR_CONFLICT another changed them, ERR_DENIED
 */
OD_MUST_USE bool payment_terms_save(struct desk *desk, const struct payment_terms *in,
                                    struct err *err);
/* Are they cash? id 0: no. */
OD_MUST_USE bool terms_is_cash(struct desk *desk, int64_t id, bool *out, struct err *err);

#endif
