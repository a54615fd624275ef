/*
 * Users: the acting one, and the list an admin keeps.
 */
#include "domain/desk/access.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/desk_impl.h"
#include "store/store.h"

OD_SQL(sql_access_sign_in, "access.sign_in",
       "SELECT id, login, name, lang, role, discount_limit_ppm"
       " FROM app_user"
       " WHERE login = $1 AND is_active = 1");

bool desk_user_load(struct desk *desk, const char *login, bool *found, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct desk_user *user = &desk->user;
    OD_STMT *q = sql_read(desk->db, &sql_access_sign_in);

    *found = false;
    put_text(q, login);
    if (sql_row(q)) {
        user->id.v = get_i64(q);
        user->login = desk_keep(desk, user->login, get_text(q, tmp));
        user->name = desk_keep(desk, user->name, get_text(q, tmp));
        user->lang = desk_keep(desk, user->lang, get_text(q, tmp));
        user->role = (enum role)get_i64(q);
        user->discount_limit.ppm = (int32_t)get_i64(q);
        *found = true;
    }
    return sql_done(&q, err);
}

OD_SQL(sql_access_refresh, "access.refresh",
       "SELECT is_active, role, discount_limit_ppm"
       " FROM app_user"
       " WHERE id = $1");

bool desk_user_refresh(struct desk *desk, struct err *err)
{
    bool is_active = false;
    OD_STMT *q = sql_read(desk->db, &sql_access_refresh);

    put_i64(q, desk->user.id.v);
    if (sql_row(q)) {
        is_active = get_i64(q) != 0;
        desk->user.role = (enum role)get_i64(q);
        desk->user.discount_limit.ppm = (int32_t)get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    if (!is_active)
        return err_set(err, ERR_DENIED,
                       _("%s is no longer an active user of this desk. Ask an admin."),
                       desk->user.login);
    return true;
}

OD_SQL(sql_access_any, "access.any",
       "SELECT id"
       " FROM app_user"
       " LIMIT 1");

bool desk_has_users(struct db *db, bool *out, struct err *err)
{
    int64_t id = 0;
    OD_STMT *q = sql_read(db, &sql_access_any);

    return sql_one_i64(&q, out, &id, err);
}
