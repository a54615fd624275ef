/*
 * Inside of the desk, for the files of domain/desk only.
 */
#ifndef OD_DOMAIN_DESK_DESK_IMPL_H
#define OD_DOMAIN_DESK_DESK_IMPL_H

#include "base/decimal.h"
#include "domain/desk/desk.h"

struct desk {
    struct db *db;
    struct arena *arena; /* texts of user and company; grows only when one of them changes */
    struct clock clock;
    struct desk_user user;
    struct company company;
    struct decimal_form form;
    bool is_plain;
    int wait_ms;
    int64_t data_version; /* of the store, as last seen */
    bool has_begun;       /* a write began here since desk_changed was asked */
    int64_t session_id;   /* row of presence, 0 for none */
    int64_t next_tick_ms; /* of desk_every */
    struct arena *turn;   /* of the transaction under way; emptied by the next */
};

/* Keeps a text of the desk: the old pointer where it is equal, so that others may hold it. */
const char *desk_keep(struct desk *desk, const char *old, const char *text);

/* access_sql.c: reads the active user of that login; *found false where there is none. */
OD_MUST_USE bool desk_user_load(struct desk *desk, const char *login, bool *found,
                                struct err *err);
/* access_sql.c: rights of the acting user as they stand now, inside a write. ERR_DENIED. */
OD_MUST_USE bool desk_user_refresh(struct desk *desk, struct err *err);
/* access_sql.c: who may, as ERR_DENIED. */
OD_MUST_USE bool desk_user_may(const struct desk_user *user, const char *action, struct err *err);
/* access_sql.c: does the store have any user? A desk without one was never finished. */
OD_MUST_USE bool desk_has_users(struct db *db, bool *out, struct err *err);
/* password_sql.c: is it the user's password? Counts tries, locks after too many. ERR_DENIED. */
OD_MUST_USE bool desk_password_check(struct desk *desk, const char *login, const char *password,
                                     struct err *err);
/* setting_sql.c: company and number form from the settings; sets the time zone. */
OD_MUST_USE bool desk_company_load(struct desk *desk, struct err *err);

/* What desk_create writes; all checked before. */
struct founding {
    const char *login, *user_name, *company, *country, *currency, *time_zone;
    struct stamp at;
};
OD_MUST_USE bool founding_write(struct tx *tx, const struct founding *in, struct err *err);

#endif
