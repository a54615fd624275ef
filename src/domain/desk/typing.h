/*
 * What is half typed in a form and not saved yet, so that a lost terminal loses nothing. It belongs
 * to a user, a form and the session that typed it; it is offered again when that session is gone.
 */
#ifndef OD_DOMAIN_DESK_TYPING_H
#define OD_DOMAIN_DESK_TYPING_H

#include "domain/desk/desk.h"

/* Which form: the kind of record, the record (0: a new one) and whose it is to be (0: nobody's). */
struct form_ref {
    const char *form;
    int64_t record, parent;
};

/* One field: what stood there when the form was opened, and what was typed. */
struct typed_field {
    const char *name, *before, *typed;
    int64_t row_id; /* of a row that was taken from a list; 0: none */
};
struct form_typing {
    int64_t id;
    const char *key; /* idempotency key of a new record: no save is done twice */
    struct stamp at;
    struct typed_field *v;
    int n;
};

/* The newest of the user that no living session types in and whose record was not made; *out NULL
 * where there is none. */
OD_MUST_USE bool form_typing_find(struct desk *desk, const struct form_ref *ref,
                                  struct arena *arena, struct form_typing **out, struct err *err);
/* Writes it down for this session; "form.keep". t->id is its row, 0 at first. ERR_LIMIT where the
 * fields do not fit LIMIT_JSON_BYTES. */
OD_MUST_USE bool form_typing_keep(struct desk *desk, const struct form_ref *ref,
                                  struct form_typing *t, struct err *err);
/* Saved, or given up; with those whose record was made. 0 is fine. */
OD_MUST_USE bool form_typing_forget(struct desk *desk, int64_t id, struct err *err);

#endif
