/*
 * Addresses and what carriers said of them, in the store; the job that asks.
 */
#include "domain/party/address_check.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "store/store.h"

/* As in outside/shipping_task.h, which this layer does not see. */
#define CHECK_TOPIC "address.check"
#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

#define VERDICT_COLUMNS                                                                            \
    "SELECT k.id, k.answer, k.provider, k.message, k.line1, k.line2, k.city, k.region,"            \
    " k.postcode, k.country, k.to_line1, k.to_line2, k.to_city, k.to_region, k.to_postcode,"       \
    " k.to_country, k.residence, COALESCE(u.login, ''), k.asked_ms, k.answered_ms, k.version"      \
    " FROM address_check k"                                                                        \
    " LEFT JOIN app_user u ON u.id = k.kept_by"

static void read_place(struct stmt *q, struct arena *arena, struct address *a)
{
    *a = (struct address){ .name = "", .phone = "" };
    a->line1 = get_text(q, arena);
    a->line2 = get_text(q, arena);
    a->city = get_text(q, arena);
    a->region = get_text(q, arena);
    a->postcode = get_text(q, arena);
    a->country = get_text(q, arena);
}

static bool read_verdict(struct stmt **q, struct arena *arena, struct address_verdict **out,
                         struct err *err)
{
    struct address_verdict *v = NULL;

    if (sql_row(*q)) {
        v = arena_new_of(arena, struct address_verdict);
        v->id = get_i64(*q);
        v->answer = (enum address_answer)get_i64(*q);
        v->provider = get_text(*q, arena);
        v->message = get_text(*q, arena);
        read_place(*q, arena, &v->asked);
        read_place(*q, arena, &v->proposed);
        v->residence = (enum residence)get_i64(*q);
        v->kept_by = get_text(*q, arena);
        v->asked_at.ms = get_i64(*q);
        v->answered_at.ms = get_i64(*q);
        v->version = get_i64(*q);
    }
    *out = v;
    return sql_done(q, err);
}

/* Of the fields as they are kept, each ended, so that none runs into the next. */
static const char *digest_of(const struct address *a, struct arena *arena)
{
    char digest[SECRET_DIGEST_SIZE];
    const char *text = arena_printf(arena, "%s\n%s\n%s\n%s\n%s\n%s\n", a->line1, a->line2, a->city,
                                    a->region, a->postcode, a->country);

    return arena_strdup(arena, secret_digest(text, strlen(text), digest));
}

OD_SQL(sql_verdict_find, "address_check.find", VERDICT_COLUMNS " WHERE k.digest = $1");

bool address_verdict_find(struct desk *desk, const struct address *a, struct arena *arena,
                          struct address_verdict **out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_verdict_find);

    put_text(q, digest_of(a, arena));
    return read_verdict(&q, arena, out, err);
}

OD_SQL(sql_verdict_load, "address_check.load", VERDICT_COLUMNS " WHERE k.id = $1");

bool address_verdict_load(struct desk *desk, int64_t id, struct arena *arena,
                          struct address_verdict **out, struct err *err)
{
    struct address_verdict *v;
    OD_STMT *q = sql_read(desk_db(desk), &sql_verdict_load);

    put_i64(q, id);
    if (!read_verdict(&q, arena, &v, err))
        return false;
    if (v == NULL)
        return err_set(err, ERR_NOT_FOUND, _("This address was never asked about."));
    *out = v;
    return true;
}

/* --- asking ----------------------------------------------------------------------------------- */

/* "GB, us" names GB and US; "" all. */
static bool is_listed(const char *countries, const char *country)
{
    static const char gaps[] = " ,;";

    if (countries[strspn(countries, gaps)] == '\0')
        return true;
    for (const char *at = countries; *at != '\0';) {
        size_t n = strcspn(at, gaps);

        if (n == 2 && strlen(country) == 2 && (at[0] & ~0x20) == country[0] &&
            (at[1] & ~0x20) == country[1])
            return true;
        at += n;
        at += strspn(at, gaps);
    }
    return false;
}

/* *provider "": nobody is asked about this one. */
static bool who_is_asked(struct desk *desk, const struct address *a, struct arena *arena,
                         const char **provider, struct err *err)
{
    const char *countries;

    if (!setting_get(desk, "address.provider", arena, provider, err))
        return false;
    if (strcmp(*provider, "none") == 0 || a->line1[0] == '\0' || a->country[0] == '\0') {
        *provider = "";
        return true;
    }
    if (!setting_get(desk, "address.countries", arena, &countries, err))
        return false;
    if (!is_listed(countries, a->country))
        *provider = "";
    return true;
}

OD_SQL(sql_verdict_ask, "address_check.ask",
       "INSERT INTO address_check (digest, line1, line2, city, region, postcode, country, provider,"
       " answer, asked_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)"
       " ON CONFLICT (digest) DO UPDATE SET provider = excluded.provider, answer = 1,"
       " message = '', kept_by = NULL, asked_ms = excluded.asked_ms,"
       " version = address_check.version + 1"
       " RETURNING id");

static bool ask(struct tx *tx, struct desk *desk, const struct address *a, const char *provider,
                struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct outbox_job job = { .topic = CHECK_TOPIC,
                              .record_kind = "address_check",
                              .provider = provider };
    OD_STMT *q = sql_write(tx, &sql_verdict_ask);

    put_text(q, digest_of(a, tmp));
    put_text(q, a->line1);
    put_text(q, a->line2);
    put_text(q, a->city);
    put_text(q, a->region);
    put_text(q, a->postcode);
    put_text(q, a->country);
    put_text(q, provider);
    put_i64(q, desk_now(desk).ms);
    return sql_run_id(&q, &job.record_id, err) && outbox_add(tx, desk, &job, err);
}

/* An answer is waited for only from whom it would be asked now: one who is asked no more may never
 * give it. */
static bool is_being_asked(const struct address_verdict *v, const char *provider)
{
    return v->answer == ADDRESS_ASKED && strcmp(v->provider, provider) == 0;
}

/* What nobody could say is asked about again the next day; what a person kept is not. */
static bool holds(struct desk *desk, const struct address_verdict *v, const char *provider,
                  bool *out, struct err *err)
{
    int64_t days;

    if (!setting_get_int(desk, "address.days", &days, err))
        return false;
    if (v->answer == ADDRESS_UNANSWERED)
        days = 1;
    *out = v->answer == ADDRESS_ASKED
               ? is_being_asked(v, provider)
               : v->kept_by[0] != '\0' || v->answered_at.ms > desk_now(desk).ms - days * DAY_MS;
    return true;
}

bool address_ask(struct tx *tx, struct desk *desk, const struct address *a, struct arena *arena,
                 struct address_verdict **out, struct err *err)
{
    const char *provider;
    bool is_known = false;

    *out = NULL;
    if (!who_is_asked(desk, a, arena, &provider, err))
        return false;
    if (provider[0] == '\0')
        return true;
    if (!address_verdict_find(desk, a, arena, out, err) ||
        (*out != NULL && !holds(desk, *out, provider, &is_known, err)))
        return false;
    return is_known || (ask(tx, desk, a, provider, err) &&
                        address_verdict_find(desk, a, arena, out, err));
}

bool address_ask_again(struct desk *desk, const struct address *a, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct address_verdict *v;
    const char *provider;

    if (!desk_begin(desk, "customer.address", &tx, err) ||
        !who_is_asked(desk, a, tmp, &provider, err) || !address_verdict_find(desk, a, tmp, &v, err))
        return false;
    if (provider[0] == '\0')
        return err_set(err, ERR_STATE,
                       _("Nobody is asked about this address (settings address.provider and"
                         " address.countries)."));
    if (v != NULL && is_being_asked(v, provider))
        return err_set(err, ERR_STATE, _("This address is being checked already."));
    return ask(&tx, desk, a, provider, err) && tx_commit(&tx, err);
}

/* --- answers ---------------------------------------------------------------------------------- */

OD_SQL(sql_verdict_write, "address_check.write",
       "UPDATE address_check"
       " SET answer = $1, message = $2, to_line1 = $3, to_line2 = $4, to_city = $5,"
       " to_region = $6, to_postcode = $7, to_country = $8, residence = $9, answered_ms = $10,"
       " version = version + 1"
       " WHERE id = $11 AND version = $12");

static bool changed_since(struct err *err)
{
    return err_set(err, ERR_CONFLICT, _("What is known of this address changed meanwhile."));
}

bool address_verdict_write(struct tx *tx, struct address_verdict *v, struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_verdict_write);

    put_i64(q, v->answer);
    put_text(q, v->message);
    put_text(q, v->proposed.line1);
    put_text(q, v->proposed.line2);
    put_text(q, v->proposed.city);
    put_text(q, v->proposed.region);
    put_text(q, v->proposed.postcode);
    put_text(q, v->proposed.country);
    put_i64(q, v->residence);
    put_i64(q, v->answered_at.ms);
    put_i64(q, v->id);
    put_i64(q, v->version);
    if (!sql_run(&q, &changed, err))
        return false;
    v->version++;
    return changed == 1 || changed_since(err);
}

OD_SQL(sql_verdict_right, "address_check.right",
       "INSERT INTO address_check (digest, line1, line2, city, region, postcode, country, provider,"
       " answer, residence, asked_ms, answered_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 2, $9, $10, $10)"
       " ON CONFLICT (digest) DO NOTHING");

bool address_note_right(struct tx *tx, struct desk *desk, const struct address_verdict *v,
                        struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct address *a = &v->proposed;
    OD_STMT *q = sql_write(tx, &sql_verdict_right);

    put_text(q, digest_of(a, tmp));
    put_text(q, a->line1);
    put_text(q, a->line2);
    put_text(q, a->city);
    put_text(q, a->region);
    put_text(q, a->postcode);
    put_text(q, a->country);
    put_text(q, v->provider);
    put_i64(q, v->residence);
    put_i64(q, desk_now(desk).ms);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_verdict_keep, "address_check.keep",
       "UPDATE address_check"
       " SET kept_by = $1, version = version + 1"
       " WHERE id = $2 AND version = $3");

bool address_keep_in(struct tx *tx, struct desk *desk, struct address_verdict *v, struct err *err)
{
    int64_t changed;
    OD_STMT *q = NULL;

    if (!address_is_bad(v) && !address_has_proposal(v))
        return err_set(err, ERR_STATE, _("Nobody says that something is wrong with this address."));
    q = sql_write(tx, &sql_verdict_keep);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, v->id);
    put_i64(q, v->version);
    if (!sql_run(&q, &changed, err))
        return false;
    v->version++;
    v->kept_by = desk_user(desk)->login;
    return changed == 1 || changed_since(err);
}
