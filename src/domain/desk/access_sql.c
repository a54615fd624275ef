/*
 * Users: the acting one, and the list an admin keeps.
 */
#include "domain/desk/access.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/desk_impl.h"
#include "domain/desk/diff.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
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

/* ---- the list of users ----------------------------------------------------------------------- */

struct users OD_VEC(struct user);

/* Reads all rows of one of the statements below. */
static bool read_users(struct stmt **q, struct arena *arena, struct user_list *out,
                       struct err *err)
{
    struct users list = { 0 };

    while (sql_row(*q)) {
        struct user *u = vec_push(arena, &list);

        u->id.v = get_i64(*q);
        u->login = get_text(*q, arena);
        u->name = get_text(*q, arena);
        u->lang = get_text(*q, arena);
        u->preferences = get_text(*q, arena);
        u->role = (enum role)get_i64(*q);
        u->discount_limit.ppm = (int32_t)get_i64(*q);
        u->is_active = get_i64(*q) != 0;
        u->has_password = get_i64(*q) != 0;
        u->version = get_i64(*q);
    }
    if (!sql_done(q, err))
        return false;
    *out = (struct user_list){ list.v, list.n };
    return true;
}

OD_SQL(sql_user_list, "user.list",
       "SELECT id, login, name, lang, preferences, role, discount_limit_ppm, is_active,"
       " CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, version"
       " FROM app_user"
       " ORDER BY login");

bool user_list_load(struct desk *desk, struct arena *arena, struct user_list *out,
                    struct err *err)
{
    OD_STMT *q = sql_read(desk->db, &sql_user_list);

    return read_users(&q, arena, out, err);
}

OD_SQL(sql_user_of_login, "user.of_login",
       "SELECT id, login, name, lang, preferences, role, discount_limit_ppm, is_active,"
       " CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, version"
       " FROM app_user"
       " WHERE login = $1");

bool user_find(struct desk *desk, const char *login, struct arena *arena, struct user **out,
               struct err *err)
{
    struct user_list list;
    OD_STMT *q = sql_read(desk->db, &sql_user_of_login);

    put_text(q, login);
    if (!read_users(&q, arena, &list, err))
        return false;
    *out = list.n > 0 ? &list.v[0] : NULL;
    return true;
}

OD_SQL(sql_user_of_id, "user.of_id",
       "SELECT id, login, name, lang, preferences, role, discount_limit_ppm, is_active,"
       " CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, version"
       " FROM app_user"
       " WHERE id = $1");

static bool user_load(struct desk *desk, struct user_id id, struct arena *arena,
                      struct user **out, struct err *err)
{
    struct user_list list;
    OD_STMT *q = sql_read(desk->db, &sql_user_of_id);

    put_i64(q, id.v);
    if (!read_users(&q, arena, &list, err))
        return false;
    if (list.n == 0)
        return err_set(err, ERR_NOT_FOUND, _("This user does not exist."));
    *out = &list.v[0];
    return true;
}

/* ---- saving ---------------------------------------------------------------------------------- */

static bool check_user(const struct user *in, struct arena *arena, struct user *out,
                       struct err *err)
{
    *out = *in;
    if (!text_required(in->login, "login", _("the login name"), arena, &out->login, err) ||
        !text_required(in->name, "name", _("the name"), arena, &out->name, err) ||
        !text_line(in->lang, "lang", arena, &out->lang, err))
        return false;
    if (strchr(out->login, ' ') != NULL || strlen(out->login) > LIMIT_CODE_BYTES)
        return err_field(err, ERR_INVALID, "login",
                         _("A login name has no blanks and at most %d characters."),
                         LIMIT_CODE_BYTES);
    if (in->role < ROLE_CLERK || in->role > ROLE_ADMIN)
        return err_field(err, ERR_INVALID, "role", _("Choose a role."));
    if (in->discount_limit.ppm < 0 || in->discount_limit.ppm > PPM)
        return err_field(err, ERR_INVALID, "discount_limit",
                         _("A discount limit lies between 0 and 100 percent."));
    return true;
}

OD_SQL(sql_user_admins, "user.other_admins",
       "SELECT COUNT(*)"
       " FROM app_user"
       " WHERE role = 4 AND is_active = 1 AND id <> $1");

/* Someone must be left who can let others in. */
static bool keeps_admin(struct desk *desk, const struct user *user, struct err *err)
{
    int64_t others = 0;
    bool found;
    OD_STMT *q = NULL;

    if (user->role == ROLE_ADMIN && user->is_active)
        return true;
    q = sql_read(desk->db, &sql_user_admins);
    put_i64(q, user->id.v);
    if (!sql_one_i64(&q, &found, &others, err))
        return false;
    if (others == 0)
        return err_field(err, ERR_STATE, "role",
                         _("%s is the last admin of this desk. Make someone else admin first."),
                         user->login);
    return true;
}

OD_SQL(sql_user_new, "user.new",
       "INSERT INTO app_user (login, name, lang, role, discount_limit_ppm, is_active)"
       " VALUES ($1, $2, $3, $4, $5, $6)"
       " RETURNING id");

static bool insert_user(struct tx *tx, const struct user *user, int64_t *id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_user_new);

    put_text(q, user->login);
    put_text(q, user->name);
    put_text(q, user->lang);
    put_i64(q, user->role);
    put_i64(q, user->discount_limit.ppm);
    put_i64(q, user->is_active);
    return sql_run_id(&q, id, err);
}

OD_SQL(sql_user_save, "user.save",
       "UPDATE app_user"
       " SET login = $1, name = $2, lang = $3, role = $4, discount_limit_ppm = $5,"
       " is_active = $6, version = version + 1"
       " WHERE id = $7 AND version = $8");

static bool update_user(struct tx *tx, const struct user *user, struct err *err)
{
    int64_t changed = 0;
    OD_STMT *q = sql_write(tx, &sql_user_save);

    put_text(q, user->login);
    put_text(q, user->name);
    put_text(q, user->lang);
    put_i64(q, user->role);
    put_i64(q, user->discount_limit.ppm);
    put_i64(q, user->is_active);
    put_i64(q, user->id.v);
    put_i64(q, user->version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("User %s was changed by someone else."), user->login);
    return true;
}

/* Another user of that login? */
static bool login_is_free(struct desk *desk, const struct user *user, struct arena *arena,
                          struct err *err)
{
    struct user *other;

    if (!user_find(desk, user->login, arena, &other, err))
        return false;
    if (other != NULL && other->id.v != user->id.v)
        return err_field(err, ERR_CONFLICT, "login", _("There is a user %s already."),
                         user->login);
    return true;
}

/* What differs; was NULL for a new user. */
static void user_diffs(const struct user *was, const struct user *is, struct arena *arena,
                       struct field_diffs *out)
{
    const struct user nobody = { .login = "", .name = "", .lang = "" };
    const struct user *old = was != NULL ? was : &nobody;
    const char *old_role = was != NULL ? role_name(was->role) : "";
    const char *old_active = was == NULL ? "" : was->is_active ? "yes" : "no";
    struct field_diff *d = arena_array(arena, 6, struct field_diff);
    int n = 0;

    const struct field_diff all[] = {
        { "login", "", old->login, is->login },
        { "name", "", old->name, is->name },
        { "lang", "", old->lang, is->lang },
        { "role", "", old_role, role_name(is->role) },
        { "discount_limit_ppm", "", arena_printf(arena, "%d", (int)old->discount_limit.ppm),
          arena_printf(arena, "%d", (int)is->discount_limit.ppm) },
        { "is_active", "", old_active, is->is_active ? "yes" : "no" },
    };

    for (size_t i = 0; i < OD_LEN(all); i++) {
        if (strcmp(all[i].before, all[i].now) != 0)
            d[n++] = all[i];
    }
    *out = (struct field_diffs){ d, n };
}

bool user_save(struct desk *desk, const struct user *in, struct user_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "user.save" };
    struct user user, *before = NULL;
    struct field_diffs diffs;
    int64_t id = in->id.v;

    if (!check_user(in, tmp, &user, err) || !desk_begin(desk, "user.save", &tx, err) ||
        (id != 0 && !user_load(desk, in->id, tmp, &before, err)) ||
        !login_is_free(desk, &user, tmp, err) || !keeps_admin(desk, &user, err))
        return false;
    if (before == NULL ? !insert_user(&tx, &user, &id, err) : !update_user(&tx, &user, err))
        return false;
    user_diffs(before, &user, tmp, &diffs);
    event_note_diffs(&note, &diffs, before == NULL, tmp);
    if (!event_add(&tx, desk, "user", id, &note, err) || !tx_commit(&tx, err))
        return false;
    if (out != NULL)
        out->v = id;
    return true;
}
