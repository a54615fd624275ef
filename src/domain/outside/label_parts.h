/*
 * What the files of labels share among themselves.
 */
#ifndef OD_DOMAIN_OUTSIDE_LABEL_PARTS_H
#define OD_DOMAIN_OUTSIDE_LABEL_PARTS_H

#include "domain/outside/label.h"

/* --- label_sql.c ------------------------------------------------------------------------------ */

OD_MUST_USE bool label_insert(struct tx *tx, struct desk *desk, struct label *in, struct err *err);
/* All that changes; version tested and raised. ERR_CONFLICT. */
OD_MUST_USE bool label_write(struct tx *tx, struct label *l, struct err *err);
/* The oldest that came and is to be printed by the acting user here; NULL. */
OD_MUST_USE bool label_find_print(struct desk *desk, struct arena *arena, struct label **out,
                                  struct err *err);
/* *is_mine: nobody had taken it before. */
OD_MUST_USE bool label_mark_printed(struct tx *tx, int64_t id, bool *is_mine, struct err *err);
OD_MUST_USE bool label_file_put(struct tx *tx, struct desk *desk, int64_t label,
                                const struct job_file *file, struct err *err);
/* The parcel has this number of the carrier now. */
OD_MUST_USE bool label_track_package(struct tx *tx, const char *package, const char *tracking,
                                     struct err *err);
/* The parcel has the label's number no more; *had false: it had another, or none. */
OD_MUST_USE bool label_untrack_package(struct tx *tx, const struct label *l, bool *had,
                                       struct err *err);
/* Telephone number and mail of whom the order goes to; "" where nobody said. */
OD_MUST_USE bool label_contact(struct desk *desk, struct order_id order, struct arena *arena,
                               const char **phone, const char **email, struct err *err);
/* Street and place of a site. */
struct label_sender {
    const char *line1, *city, *region, *postcode, *country;
};
OD_MUST_USE bool label_sender_load(struct desk *desk, struct site_id site, struct arena *arena,
                                   struct label_sender *out, struct err *err);

/* --- label.c: buys that rate. */
OD_MUST_USE bool label_take_rate(struct tx *tx, struct desk *desk, struct label *l,
                                 const struct label_rate *r, struct arena *arena, struct err *err);

/* --- label_task.c ----------------------------------------------------------------------------- */

struct fulfillment;
struct package;
/* The package of that number; NULL. */
const struct package *label_package(const struct fulfillment *f, const char *number);

/* A row of the outbox for this label. */
OD_MUST_USE bool label_job(struct tx *tx, struct desk *desk, const struct label *l,
                           const char *topic, struct err *err);
OD_MUST_USE bool label_note(struct tx *tx, struct desk *desk, const struct label *l,
                            const char *kind, struct err *err);

#endif
