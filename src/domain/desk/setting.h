/*
 * The firm's settings, number sequences and reason codes.
 */
#ifndef OD_DOMAIN_DESK_SETTING_H
#define OD_DOMAIN_DESK_SETTING_H

#include "domain/desk/desk.h"

/* One row of the table of settings: name, check and help in one place. */
struct setting_def {
    const char *name;     /* "company.name", "order.hold_minutes" ... */
    const char *fallback; /* the value where none is stored */
    const char *choices;  /* "a|b|c", "int:0:100", "text:200", "zone", "currency", "cash", "mail" */
    const char *help;     /* N_() */
};
extern const struct setting_def setting_defs[]; /* ends with name NULL */

OD_MUST_USE bool setting_get(struct desk *desk, const char *name, struct arena *arena,
                             const char **out, struct err *err);
OD_MUST_USE bool setting_get_int(struct desk *desk, const char *name, int64_t *out,
                                 struct err *err);
/* Checks the value by its row; action "setting.set". ERR_NOT_FOUND, ERR_INVALID. */
OD_MUST_USE bool setting_set(struct desk *desk, const char *name, const char *value,
                             struct err *err);

struct setting_change {
    const char *name;
    const char *was; /* the value that the change is of; NULL: any */
    const char *value;
};
/*
 * Several at once: all or none; action "setting.set". *at is the one at fault, -1 where none is.
 * ERR_CONFLICT: it is not `was` any more; else as setting_set.
 */
OD_MUST_USE bool setting_set_all(struct desk *desk, const struct setting_change *v, int n,
                                 int *at, struct err *err);

/* Takes the next number of a sequence inside the caller's transaction (guarded UPDATE). */
OD_MUST_USE bool sequence_next(struct tx *tx, const char *name, int64_t *out, struct err *err);

struct reason {
    struct reason_id id;
    const char *kind, *code, *label; /* label translated where it is the program's */
};
struct reason_list {
    struct reason *v;
    int n;
};
OD_MUST_USE bool reason_list_load(struct desk *desk, const char *kind, struct arena *arena,
                                  struct reason_list *out, struct err *err);
/* ERR_INVALID with the codes that exist; field "reason". */
OD_MUST_USE bool reason_find(struct desk *desk, const char *kind, const char *code,
                             struct reason_id *out, struct err *err);
/* The code of the one with this id, for the values of an action; in arena, NULL where none. */
const char *reason_code(struct desk *desk, const char *kind, int64_t id, struct arena *arena);

/* hours_sql.c: counts the orders of each hour anew, by the process's time zone. */
OD_MUST_USE bool hours_recount(struct tx *tx, struct err *err);

#endif
