/*
 * Passwords: setting, and proving one at sign-in. The count of wrong tries stands in the store, so
 * that many processes cannot try more often than one.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/secret.h"
#include "domain/desk/access.h"
#include "domain/desk/desk_impl.h"
#include "domain/desk/event.h"
#include "store/store.h"

#define PASSWORD_MIN 8
#define PASSWORD_MAX 256
/* From the fifth wrong try on a growing wait, with the tenth half an hour (PCI DSS 4: 8.3.4). */
#define FREE_TRIES 4
#define LOCK_TRIES 10
#define LOCK_MS (INT64_C(30) * 60 * 1000)
#define WAIT_MS INT64_C(1000)

OD_SQL(sql_password_set, "password.set",
       "UPDATE app_user"
       " SET password_hash = $1, failed_tries = 0, locked_until_ms = 0"
       " WHERE id = $2");

static bool store_hash(struct tx *tx, struct user_id id, const char *hash, struct err *err)
{
    int64_t changed = 0;
    OD_STMT *q = sql_write(tx, &sql_password_set);

    put_text(q, hash);
    put_i64(q, id.v);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_NOT_FOUND, _("This user does not exist."));
    return true;
}

bool user_set_password(struct desk *desk, struct user_id id, const char *password,
                       struct err *err)
{
    OD_TX tx = { 0 };
    char hash[SECRET_HASH_SIZE] = "";
    const char *action = id.v == desk->user.id.v ? "user.own_password" : "user.password";
    struct event_note note = { .kind = action, .fields = "password" };

    if (!desk_may(desk, action, err))
        return false;
    if (password != NULL) {
        size_t len = strlen(password);

        if (len < PASSWORD_MIN || len > PASSWORD_MAX)
            return err_field(err, ERR_INVALID, "password",
                             _("A password has %d to %d characters."), PASSWORD_MIN, PASSWORD_MAX);
        if (!secret_init(err) || !secret_hash(password, hash, err))
            return false;
    }
    return desk_begin(desk, action, &tx, err) &&
           store_hash(&tx, id, password != NULL ? hash : NULL, err) &&
           event_add(&tx, desk, "user", id.v, &note, err) && tx_commit(&tx, err);
}

/* ---- sign-in --------------------------------------------------------------------------------- */

struct proof {
    int64_t id;
    const char *hash; /* NULL: no such user, or no password */
    int64_t tries, locked_until_ms;
};

OD_SQL(sql_password_get, "password.get",
       "SELECT id, password_hash, failed_tries, locked_until_ms"
       " FROM app_user"
       " WHERE login = $1 AND is_active = 1");

static bool load_proof(struct db *db, const char *login, struct arena *arena, struct proof *out,
                       struct err *err)
{
    OD_STMT *q = sql_read(db, &sql_password_get);

    put_text(q, login);
    if (sql_row(q)) {
        out->id = get_i64(q);
        out->hash = get_text(q, arena);
        out->tries = get_i64(q);
        out->locked_until_ms = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_password_tried, "password.tried",
       "UPDATE app_user"
       " SET failed_tries = failed_tries + 1, locked_until_ms = $1"
       " WHERE id = $2 AND failed_tries = $3 AND locked_until_ms <= $4");

/*
 * Counts a try as wrong BEFORE the password is looked at, so that no crash and no second process
 * gets one for nothing. *counted false: another try was counted in between.
 */
static bool count_try(struct desk *desk, const struct proof *proof, int64_t now_ms,
                      bool *counted, struct err *err)
{
    OD_TX tx = { 0 };
    int64_t tries = proof->tries + 1, wait_ms = 0, changed = 0;
    OD_STMT *q = NULL;

    if (tries >= LOCK_TRIES)
        wait_ms = LOCK_MS;
    else if (tries > FREE_TRIES)
        wait_ms = WAIT_MS << (tries - FREE_TRIES);
    if (!tx_begin(desk->db, LIMIT_WRITE_WAIT_MS, &tx, err))
        return false;
    q = sql_write(&tx, &sql_password_tried);
    put_i64(q, now_ms + wait_ms);
    put_i64(q, proof->id);
    put_i64(q, proof->tries);
    put_i64(q, now_ms);
    if (!sql_run(&q, &changed, err) || !tx_commit(&tx, err))
        return false;
    *counted = changed > 0;
    return true;
}

OD_SQL(sql_password_proven, "password.proven",
       "UPDATE app_user"
       " SET failed_tries = 0, locked_until_ms = 0"
       " WHERE id = $1");

static bool forget_tries(struct desk *desk, const struct proof *proof, struct err *err)
{
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (!tx_begin(desk->db, LIMIT_WRITE_WAIT_MS, &tx, err))
        return false;
    q = sql_write(&tx, &sql_password_proven);
    put_i64(q, proof->id);
    return sql_run(&q, NULL, err) && tx_commit(&tx, err);
}

bool desk_password_check(struct desk *desk, const char *login, const char *password,
                         struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct proof proof = { 0 };
    int64_t now_ms = desk_now(desk).ms;
    bool counted = false;

    if (!secret_init(err) || !load_proof(desk->db, login, tmp, &proof, err))
        return false;
    if (proof.locked_until_ms > now_ms)
        return err_set(err, ERR_DENIED,
                       _("Too many wrong passwords. Wait %lld seconds, or ask an admin."),
                       (long long)((proof.locked_until_ms - now_ms + 999) / 1000));
    if (proof.id != 0 && proof.hash != NULL) {
        if (!count_try(desk, &proof, now_ms, &counted, err))
            return false;
        if (!counted)
            return err_set(err, ERR_BUSY, _("Someone else signs in as this user. Try again."));
    }
    /* One answer for a wrong password, no password and no such user, after the same time. */
    if (!secret_matches(proof.hash, password))
        return err_set(err, ERR_DENIED, _("User name and password do not fit."));
    return forget_tries(desk, &proof, err);
}

bool user_has_password(struct desk *desk)
{
    OD_ARENA *tmp = arena_new();
    struct proof proof = { 0 };

    return load_proof(desk->db, desk->user.login, tmp, &proof, NULL) && proof.hash != NULL;
}

bool user_prove(struct desk *desk, const char *password, struct err *err)
{
    return desk_password_check(desk, desk->user.login, password, err);
}
