/*
 * The form that a carrier scans once instead of every parcel: asked for of whoever sold the labels,
 * when a manifest is handed over. A parcel is in one form; what was in a form that failed may be
 * asked for again. Whatever becomes of a form, its manifest stays handed over.
 */
#ifndef OD_DOMAIN_FLOW_MANIFEST_FORM_H
#define OD_DOMAIN_FLOW_MANIFEST_FORM_H

#include <stddef.h>

#include "domain/flow/manifest.h"

enum form_state { FORM_MAKING = 1, FORM_THERE = 2, FORM_FAILED = 3 };

struct manifest_form {
    int64_t id, manifest;
    const char *number, *carrier; /* of the manifest: "M17" */
    const char *provider;
    enum form_state state;
    const char *message; /* why it failed, or takes long; "" */
    const char *asked_by;
    struct stamp asked, ended;
    int64_t version;
};
struct manifest_forms {
    struct manifest_form *v;
    int n;
};
struct form_parcel {
    const char *shipment, *tracking; /* shipment: the provider's id of it */
};
struct form_parcels {
    struct form_parcel *v;
    int n;
};
/* The paper as it came; bytes in the arena. */
struct form_file {
    const char *media_type, *data;
    size_t len;
};

const char *form_state_name(int state);              /* stable: "making" */
const char *form_state_words(enum form_state state); /* translated */

/* For the hand-over: asks for forms of its parcels with labels that are in none, one of each
 * provider; none where the setting label.form says no. *n (may be NULL): how many. */
OD_MUST_USE bool manifest_forms_ask(struct tx *tx, struct desk *desk, int64_t manifest,
                                    struct arena *arena, int *n, struct err *err);
/* The same again for what is in no form ("manifest.form").
 * err  ERR_STATE: it is not handed over, or nothing of it lacks a form */
OD_MUST_USE bool manifest_form_again(struct desk *desk, int64_t manifest, struct err *err);

/* Of a manifest, the newest first. */
OD_MUST_USE bool manifest_forms_of(struct desk *desk, int64_t manifest, struct arena *arena,
                                   struct manifest_forms *out, struct err *err);
/* Asked for since then, the newest first, at most max. */
OD_MUST_USE bool manifest_forms_since(struct desk *desk, struct stamp since, int max,
                                      struct arena *arena, struct manifest_forms *out,
                                      struct err *err);
/* ERR_NOT_FOUND */
OD_MUST_USE bool manifest_form_load(struct desk *desk, int64_t id, struct arena *arena,
                                    struct manifest_form **out, struct err *err);
/* ERR_NOT_FOUND: it has not come */
OD_MUST_USE bool manifest_form_file(struct desk *desk, int64_t id, struct arena *arena,
                                    struct form_file *out, struct err *err);
OD_MUST_USE bool manifest_form_parcels(struct desk *desk, int64_t id, struct arena *arena,
                                       struct form_parcels *out, struct err *err);

/* As label_take_print(): the oldest that came and is to be printed here, taken; NULL: none. */
OD_MUST_USE bool manifest_form_take_print(struct desk *desk, struct arena *arena,
                                          struct manifest_form **out, struct err *err);

/* --- for the worker --------------------------------------------------------------------------- */

/* State, message and end; of one that is there with its file, of one that failed its parcels are
 * in no form any more. ERR_CONFLICT. */
OD_MUST_USE bool manifest_form_write(struct tx *tx, struct desk *desk, struct manifest_form *f,
                                     const struct form_file *file, struct err *err);

#endif
