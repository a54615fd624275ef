/*
 * The parts of merging among themselves, for merge.c and merge_sql.c only.
 */
#ifndef OD_DOMAIN_PARTY_MERGE_IMPL_H
#define OD_DOMAIN_PARTY_MERGE_IMPL_H

#include "domain/party/merge.h"

struct tx;

/* A merge as it was written down. */
struct merge_record {
    int64_t id;
    struct customer_id kept, gone;
    bool was_active; /* the one that went */
};
struct merge_field {
    const char *field, *before, *after;
};
struct merge_fields {
    struct merge_field *v;
    int n;
};

OD_MUST_USE bool merge_insert(struct tx *tx, struct desk *desk, const struct merge_record *m,
                              int64_t *out, struct err *err);
OD_MUST_USE bool merge_field_insert(struct tx *tx, int64_t merge, const struct merge_field *f,
                                    struct err *err);
/* The one that is not undone; id 0 where there is none. */
OD_MUST_USE bool merge_find(struct desk *desk, struct customer_id gone, struct merge_record *out,
                            struct err *err);
OD_MUST_USE bool merge_fields_load(struct desk *desk, int64_t merge, struct arena *arena,
                                   struct merge_fields *out, struct err *err);
OD_MUST_USE bool merge_set_undone(struct tx *tx, struct desk *desk, int64_t merge,
                                  struct err *err);

/* Writes down what belongs to gone, and moves it to kept. */
OD_MUST_USE bool merge_move(struct tx *tx, struct desk *desk, const struct merge_record *m,
                            struct merge_moved *moved, struct err *err);
/* Moves back what was written down and is with kept still. */
OD_MUST_USE bool merge_move_back(struct tx *tx, const struct merge_record *m,
                                 struct merge_moved *moved, struct err *err);
/* Of an address that came with the merge: what of the one that was kept stands on it, an order that
 * is not done yet or the customer itself. */
OD_MUST_USE bool merge_address_in_use(struct desk *desk, const struct merge_record *m, bool *out,
                                      struct err *err);
/* Marks the record as being another now, or itself again (into 0); raises its version. ERR_CONFLICT
 * where the version is not the one. */
OD_MUST_USE bool merge_point(struct tx *tx, const struct customer *gone, struct customer_id into,
                             bool is_active, struct err *err);
/* Pairs of gone that wait are pairs of kept from then on; undone, they wait again. */
OD_MUST_USE bool merge_pairs_end(struct tx *tx, struct desk *desk, const struct merge_record *m,
                                 struct err *err);
OD_MUST_USE bool merge_pairs_wait_again(struct tx *tx, struct customer_id gone, struct err *err);

#endif
