/*
 * Customers that may be one: what they have in common, the queue of pairs for a person to judge,
 * and what a person said. Merging itself is in merge.h.
 */
#ifndef OD_DOMAIN_PARTY_PAIR_H
#define OD_DOMAIN_PARTY_PAIR_H

#include "domain/party/customer.h"

/* What two customers have in common: bits. */
enum pair_why { PAIR_MAIL = 1, PAIR_PHONE = 2, PAIR_PLACE = 4 };
enum pair_status { PAIR_WAITS = 1, PAIR_MERGED = 2, PAIR_NOT_SAME = 3 };

/* By what a customer is known again; "" where there is nothing. */
struct customer_marks {
    const char *email;     /* any case */
    const char *phone_key; /* E.164 by the country, else the digits, six at least */
    const char *place_key; /* letters and digits of the name, and the post code */
};
/* Of a customer that is loaded; the place is that of the bill-to, else of its first address. */
void customer_marks_of(struct desk *desk, const struct customer *c, struct arena *arena,
                       struct customer_marks *out);
/* Of words that an import has; country NULL or "": the firm's. */
void customer_marks_make(struct desk *desk, const struct customer *c, const struct address *place,
                         struct arena *arena, struct customer_marks *out);

struct customer_match {
    struct customer_id id; /* of one that was merged: the one it is now */
    const char *code, *name_fold;
    bool is_firm;
    int why; /* bits of pair_why */
};
struct customer_matches {
    struct customer_match *v;
    int n;
};
/*
 * Who has one of the marks, each customer once, by mail first. A mark that more than five have says
 * nothing and is left out: a switchboard, "info@".
 */
OD_MUST_USE bool customer_matches_find(struct desk *desk, const struct customer_marks *marks,
                                       struct arena *arena, struct customer_matches *out,
                                       struct err *err);
/* Files a pair of this customer with each of them. */
OD_MUST_USE bool customer_matches_file(struct tx *tx, struct desk *desk, struct customer_id id,
                                       const struct customer_matches *matches, struct err *err);
/* Files a pair for everybody who has a mark of this customer. Pairs that were filed before, judged
 * or not, stay as they are. */
OD_MUST_USE bool customer_pairs_file(struct tx *tx, struct desk *desk, struct customer_id id,
                                     const struct customer_marks *marks, struct err *err);

struct customer_pair {
    int64_t id;
    struct customer_id low, high; /* the older record is low */
    const char *low_code, *low_name, *high_code, *high_name;
    int why; /* bits of pair_why */
    struct stamp found;
};
struct customer_pairs {
    struct customer_pair *v;
    int n;
};
/* Pairs that wait, oldest first, behind the pair after (0: from the first); at most max. */
OD_MUST_USE bool customer_pairs_load(struct desk *desk, int64_t after, int max,
                                     struct arena *arena, struct customer_pairs *out,
                                     struct err *err);
/* Those of one customer that wait, at most max. */
OD_MUST_USE bool customer_pairs_of(struct desk *desk, struct customer_id id, int max,
                                   struct arena *arena, struct customer_pairs *out,
                                   struct err *err);
/* The sentence about them, "" where there are none: "This may be the same as 1042 ACME Tools Ltd
 * (phone)." */
OD_MUST_USE bool customer_doubts(struct desk *desk, struct customer_id id, struct arena *arena,
                                 const char **out, struct err *err);
/* *out NULL where there is none that waits. */
OD_MUST_USE bool customer_pair_find(struct desk *desk, struct customer_id a, struct customer_id b,
                                    struct arena *arena, struct customer_pair **out,
                                    struct err *err);
/* How many wait; from an index that has these only. */
OD_MUST_USE bool customer_pairs_count(struct desk *desk, int *out, struct err *err);
/* How many orders somebody has, and when the last was placed (ms 0: never). */
OD_MUST_USE bool customer_orders_count(struct desk *desk, struct customer_id id, int *out,
                                       struct stamp *last, struct err *err);
/* "mail, phone": translated. */
const char *pair_why_words(int why, struct arena *arena);

/* They are not the same, and never come up again; action "customer.pair". It is no error to say it
 * of two that nobody took for one. ERR_STATE where they were merged. */
OD_MUST_USE bool customer_pair_dismiss(struct desk *desk, struct customer_id a,
                                       struct customer_id b, struct err *err);
/* Looks through all customers and files the pairs that were not yet; action "customer.pair". */
OD_MUST_USE bool customer_pairs_scan(struct desk *desk, int *found, struct err *err);

#endif
