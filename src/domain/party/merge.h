/*
 * Two customers made one, and that undone. Orders, addresses, contacts, contract prices and names
 * at channels move to the one that is kept; fields it does not have are filled from the other,
 * whose record stays with its number and leads to the one that is kept.
 */
#ifndef OD_DOMAIN_PARTY_MERGE_H
#define OD_DOMAIN_PARTY_MERGE_H

#include "domain/party/customer.h"

struct customer_merge {
    struct customer_id kept, gone;
    int64_t kept_version, gone_version; /* as they were looked at; 0: as they are */
};

struct merge_moved {
    int orders, contacts, addresses, prices;
};

/*
 * Action "customer.merge". The same again changes nothing.
 *
 * Placed orders keep the names and addresses they were placed with. Addresses are numbered on; one
 * that is there in the same words stays known to its orders and is not listed twice, and so a
 * contact. A hold for credit, a PO that is required and the best price stay with whoever had them;
 * a credit limit is that of the one that is kept; notes are joined.
 *
 * moved  what went over; may be NULL
 * err    ERR_INVALID (one and the same), ERR_STATE (one of them was merged), ERR_CONFLICT (version)
 */
OD_MUST_USE bool customer_merge(struct desk *desk, const struct customer_merge *in,
                                struct merge_moved *moved, struct err *err);

/*
 * Action "customer.merge". Gives back what the merge moved and is still there; orders taken since
 * stay with the one that was kept, and so does a field that was changed since. A pair that was
 * filed waits again.
 *
 * err  ERR_STATE: not merged; the one that was kept was merged further; one of its own orders that
 *      is not done yet, or itself, uses an address that would go back
 */
OD_MUST_USE bool customer_unmerge(struct desk *desk, struct customer_id gone,
                                  struct merge_moved *moved, struct err *err);

#endif
