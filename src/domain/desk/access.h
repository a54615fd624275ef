/*
 * Users and rights. A right is an action name; roles have patterns of them in one table.
 */
#ifndef OD_DOMAIN_DESK_ACCESS_H
#define OD_DOMAIN_DESK_ACCESS_H

#include "domain/desk/desk.h"

struct user {
    struct user_id id;
    const char *login, *name, *lang, *preferences;
    enum role role;
    struct rate discount_limit;
    bool is_active, has_password;
    int64_t version;
};

struct user_list {
    struct user *v;
    int n;
};

/* Does the role have the right? Pure; the table. */
bool role_may(enum role role, const char *action);
const char *role_name(enum role role); /* "clerk" ...: stable word for CLI and JSON */
OD_MUST_USE bool role_parse(const char *text, enum role *out, struct err *err);

OD_MUST_USE bool user_list_load(struct desk *desk, struct arena *arena, struct user_list *out,
                                struct err *err);
OD_MUST_USE bool user_find(struct desk *desk, const char *login, struct arena *arena,
                           struct user **out, struct err *err);
/* Creates (id 0) or changes; action "user.save". The last active admin cannot be taken away. */
OD_MUST_USE bool user_save(struct desk *desk, const struct user *user, struct user_id *out,
                           struct err *err);
/* action "user.password"; own password by any role ("user.own_password"). NULL takes it away. */
OD_MUST_USE bool user_set_password(struct desk *desk, struct user_id id, const char *password,
                                   struct err *err);

/* Has the acting user a password? False too where that cannot be told. */
bool user_has_password(struct desk *desk);
/* Is it the acting user's password? Wrong ones are counted as at sign-in. ERR_DENIED, ERR_BUSY */
OD_MUST_USE bool user_prove(struct desk *desk, const char *password, struct err *err);

/* Who has the desk open; rows of dead processes of this host are swept. */
struct presence {
    const char *login, *name, *host;
    int64_t pid;
    struct stamp started;
};
struct presence_list {
    struct presence *v;
    int n;
};
OD_MUST_USE bool presence_enter(struct desk *desk, struct err *err);
void presence_leave(struct desk *desk); /* best effort */
/* Has nobody else the desk open? On other hosts whoever came in and did not leave has. */
OD_MUST_USE bool presence_is_alone(struct desk *desk, bool *out, struct err *err);
OD_MUST_USE bool presence_list_load(struct desk *desk, struct arena *arena,
                                    struct presence_list *out, struct err *err);

#endif
