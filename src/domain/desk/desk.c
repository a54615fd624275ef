/*
 * The desk: opening, the acting user and the firm, and the one door to a write.
 */
#include "domain/desk/desk.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/desk/country.h"
#include "domain/desk/desk_impl.h"
#include "domain/desk/text.h"
#include "store/store.h"

const char *desk_keep(struct desk *desk, const char *old, const char *text)
{
    if (old != NULL && strcmp(old, text) == 0)
        return old;
    return arena_strdup(desk->arena, text);
}

static struct desk *desk_make(struct db *db, struct clock clock)
{
    struct desk *desk = xcalloc(1, sizeof *desk);

    desk->db = db;
    desk->arena = arena_new();
    desk->turn = arena_new();
    desk->clock = clock;
    desk->wait_ms = LIMIT_WRITE_WAIT_MS;
    return desk;
}

void desk_close(struct desk *desk)
{
    if (desk == NULL)
        return;
    db_close(desk->db);
    arena_free(desk->turn);
    arena_free(desk->arena);
    xfree(desk);
}

/* Signs the user in and reads the firm. */
static bool enter(struct desk *desk, const char *login, struct err *err)
{
    bool found = false;

    if (!desk_company_load(desk, err) || !desk_user_load(desk, login, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_DENIED,
                       _("%s is not a user of this desk. Ask an admin to add you: "
                         "orderdesk user new %s"),
                       login, login);
    desk->data_version = db_data_version(desk->db);
    return true;
}

bool desk_open(const struct desk_open_options *in, struct desk **out, struct err *err)
{
    struct clock clock = in->clock;
    struct db *db = NULL;
    OD_DESK *desk = NULL;
    bool has_users;

    if (!db_open(&db, in->where, clock_now(&clock).ms, err))
        return false;
    desk = desk_make(db, in->clock);
    if (!desk_has_users(db, &has_users, err))
        return false;
    if (!has_users)
        return err_set(err, ERR_STATE,
                       _("This desk was not finished when it was made: run orderdesk init again."));
    if (in->password != NULL && !desk_password_check(desk, in->login, in->password, err))
        return false;
    if (!enter(desk, in->login, err))
        return false;
    *out = desk;
    desk = NULL;
    return true;
}

/* ---- making one ------------------------------------------------------------------------------ */

static bool check_founding(const struct desk_new *in, struct arena *arena, struct founding *out,
                           struct err *err)
{
    const char *country = in->country != NULL ? in->country : "";
    const char *currency = in->currency != NULL ? in->currency : "";
    const char *zone = in->time_zone != NULL ? in->time_zone : "";

    if (!text_required(in->login, "user", _("the user's login name"), arena, &out->login, err) ||
        !text_line(in->user_name, "name", arena, &out->user_name, err) ||
        !text_line(in->company, "company", arena, &out->company, err))
        return false;
    if (out->user_name[0] == '\0')
        out->user_name = out->login;
    if (out->company[0] == '\0')
        out->company = _("My company");
    out->country = country[0] != '\0' ? country_code(country) : "";
    if (out->country == NULL)
        return err_field(err, ERR_INVALID, "country", _("There is no country \"%.40s\"."), country);
    if (currency[0] == '\0' && out->country[0] != '\0')
        currency = country_currency(out->country);
    if (currency[0] == '\0')
        currency = "EUR";
    if (!text_code(currency, "currency", arena, &currency, err))
        return false;
    if (currency_find(currency) == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("There is no currency \"%.40s\". Use its ISO code, like EUR."),
                         currency);
    out->currency = currency;
    if (zone[0] != '\0' && !os_is_time_zone(zone))
        return err_field(err, ERR_INVALID, "time_zone",
                         _("There is no time zone \"%.40s\". Use a name like Europe/London."),
                         zone);
    out->time_zone = zone;
    return true;
}

/* A new store; or one that was left without a user, when the making of it was cut off. */
static bool create_store(const char *where, int64_t now_ms, struct db **out, struct err *err)
{
    OD_DB *db = NULL;
    struct err open_err;
    bool has_users = true;

    if (db_create(out, where, now_ms, err))
        return true;
    if (err->code != ERR_STATE || !db_open(&db, where, now_ms, &open_err) ||
        !desk_has_users(db, &has_users, &open_err) || has_users)
        return false;
    *out = db;
    db = NULL;
    return true;
}

bool desk_create(const struct desk_new *in, struct desk **out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_DESK *desk = NULL;
    OD_TX tx = { 0 };
    struct err own_err = ERR_INIT;
    struct err *e = err != NULL ? err : &own_err;
    struct founding founding = { 0 };
    struct db *db = NULL;
    struct clock clock = in->clock;
    bool has_users;

    founding.at = clock_now(&clock);
    if (!check_founding(in, tmp, &founding, e) ||
        !create_store(in->where, founding.at.ms, &db, e))
        return false;
    desk = desk_make(db, in->clock);
    if (!tx_begin(db, LIMIT_WRITE_WAIT_MS, &tx, e) || !desk_has_users(db, &has_users, e))
        return false;
    if (has_users)
        return err_set(e, ERR_STATE, _("Someone else has just made this desk: open it."));
    if (!founding_write(&tx, &founding, e) || !tx_commit(&tx, e) ||
        !enter(desk, founding.login, e))
        return false;
    *out = desk;
    desk = NULL;
    return true;
}

/* ---- what it knows --------------------------------------------------------------------------- */

struct stamp desk_now(struct desk *desk)
{
    return clock_now(&desk->clock);
}

struct date desk_today(struct desk *desk)
{
    return stamp_to_date(desk_now(desk));
}

const struct desk_user *desk_user(const struct desk *desk)
{
    return &desk->user;
}

const struct company *desk_company(const struct desk *desk)
{
    return &desk->company;
}

const struct decimal_form *desk_form(const struct desk *desk)
{
    static const struct decimal_form plain = { .point = '.' };

    return desk->is_plain ? &plain : &desk->form;
}

void desk_write_plain(struct desk *desk, bool is_plain)
{
    desk->is_plain = is_plain;
}

bool desk_is_plain(const struct desk *desk)
{
    return desk->is_plain;
}

const char *desk_where(const struct desk *desk)
{
    return db_where(desk->db);
}

const char *desk_read_only(const struct desk *desk)
{
    return db_read_only_reason(desk->db);
}

int64_t desk_held_log_mb(const struct desk *desk)
{
    int64_t bytes = db_log_bytes(desk->db);

    return bytes > LIMIT_LOG_BYTES ? bytes / 1000000 : 0;
}

bool desk_changed(struct desk *desk)
{
    int64_t version = db_data_version(desk->db);
    bool is_foreign = version < 0 || version != desk->data_version;
    bool has_changed = is_foreign || desk->has_begun;
    bool found;

    if (!has_changed)
        return false;
    desk->data_version = version;
    desk->has_begun = false;
    /* What cannot be read now stays as it was; the next write says why. */
    (void)!desk_company_load(desk, NULL);
    (void)!desk_user_load(desk, desk->user.login, &found, NULL);
    return true;
}

bool desk_is_same_file(struct desk *desk)
{
    return db_is_same_file(desk->db);
}

void desk_on_wait(struct desk *desk, bool (*keep_waiting)(void *arg, int waited_ms), void *arg)
{
    db_on_wait(desk->db, keep_waiting, arg);
}

void desk_on_progress(struct desk *desk, bool (*give_up)(void *arg), void *arg)
{
    db_on_progress(desk->db, give_up, arg);
}

void desk_set_wait(struct desk *desk, int wait_ms)
{
    assert(wait_ms >= 0);
    desk->wait_ms = wait_ms;
}

struct db *desk_db(struct desk *desk)
{
    return desk->db;
}

/* ---- the door to a write --------------------------------------------------------------------- */

bool desk_begin(struct desk *desk, const char *action, struct tx *out, struct err *err)
{
    assert(out->db == NULL);
    if (!tx_begin(desk->db, desk->wait_ms, out, err))
        return false;
    desk->has_begun = true;
    arena_reset(desk->turn);
    if (desk_user_refresh(desk, err) && desk_user_may(&desk->user, action, err))
        return true;
    tx_end(out);
    return false;
}

struct arena *desk_turn(struct desk *desk)
{
    return desk->turn;
}

bool desk_may(struct desk *desk, const char *action, struct err *err)
{
    return desk_user_may(&desk->user, action, err);
}

bool desk_every(struct desk *desk, int64_t ms)
{
    int64_t now = desk_now(desk).ms;

    /* A clock that was set back does not stop it for long. */
    if (now < desk->next_tick_ms && desk->next_tick_ms - now <= ms)
        return false;
    desk->next_tick_ms = now + ms;
    return true;
}
