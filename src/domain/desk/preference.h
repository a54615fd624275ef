/*
 * What a user likes, kept in the desk so that any station is home: names and texts. What they mean
 * is the matter of the screens (tui/taste.h).
 */
#ifndef OD_DOMAIN_DESK_PREFERENCE_H
#define OD_DOMAIN_DESK_PREFERENCE_H

#include "domain/desk/desk.h"

struct preference {
    const char *name, *value;
};
struct preferences {
    struct preference *v;
    int n;
};

/* Those of the acting user, in the order in which they were set. */
OD_MUST_USE bool preferences_load(struct desk *desk, struct arena *arena, struct preferences *out,
                                  struct err *err);
/* The value of a name, NULL where there is none. */
const char *preference_get(const struct preferences *p, const char *name);
/* Sets one of the acting user's own; value NULL or "" takes it away. Action "user.preferences". */
OD_MUST_USE bool preference_set(struct desk *desk, const char *name, const char *value,
                                struct err *err);

#endif
