/*
 * The desk: everything a use case needs - store, clock, acting user, settings - behind one handle,
 * and the only door to a write. Opaque outside the domain.
 */
#ifndef OD_DOMAIN_DESK_DESK_H
#define OD_DOMAIN_DESK_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/compiler.h"
#include "base/err.h"
#include "base/id.h"
#include "base/money.h"
#include "domain/desk/cash.h"

struct arena;
struct db;
struct desk;
struct tx;

enum role { ROLE_CLERK = 1, ROLE_WAREHOUSE = 2, ROLE_MANAGER = 3, ROLE_ADMIN = 4 };

/* The acting user as read at sign-in (and again in every write). */
struct desk_user {
    struct user_id id;
    const char *login, *name, *lang;
    enum role role;
    struct rate discount_limit; /* the largest discount this user may give */
};

/* The firm; from the settings, read at open and again when another process changed the desk. */
struct company {
    const char *name, *country, *time_zone;
    char currency[4];
    struct site_id site;       /* default site */
    struct channel_id channel; /* "phone" */
    bool is_tax_incl;          /* price mode of new orders without a price list that says else */
    int tax_round;             /* 1 per rate 2 per line 3 per unit */
    enum round_mode round_mode;
    struct cash_steps cash_steps; /* of orders that are paid in cash */
};

struct desk_open_options {
    const char *where; /* path or DB_MEMORY */
    const char *login; /* who signs in; must be an active user of the desk */
    struct clock clock;
    /* Proves login where the system does not (a shared counter); NULL: the caller vouches, because
     * login is the name of the system's user. */
    const char *password;
};

struct desk_new {
    const char *where, *login, *user_name;
    const char *company, *country, *currency; /* "" or NULL: a country is asked of the locale by
                                                 the caller; the currency follows the country */
    const char *time_zone;
    struct clock clock;
};

/*
 * Makes an empty desk, ready for the first order: site MAIN, channels phone and counter, terms
 * NET30 and COD, tax class standard with a zone of the country at rate 0 (a setting-up step
 * changes it),
 * price list BASE, the usual reason codes, and login as admin. Refuses an existing one (ERR_STATE).
 * With where DB_MEMORY the desk is in memory.
 */
OD_MUST_USE bool desk_create(const struct desk_new *in, struct desk **out, struct err *err);

/*
 * err  as db_open; ERR_DENIED where login is no active user ("Ask an admin to add you: ..."), or
 *      the password is not right
 */
OD_MUST_USE bool desk_open(const struct desk_open_options *in, struct desk **out, struct err *err);
void desk_close(struct desk *desk); /* NULL is fine */

static inline void desk_cleanup(struct desk **desk)
{
    desk_close(*desk);
}
#define OD_DESK OD_CLEANUP(desk_cleanup) struct desk

struct stamp desk_now(struct desk *desk);
struct date desk_today(struct desk *desk);
const struct desk_user *desk_user(const struct desk *desk);
const struct company *desk_company(const struct desk *desk);
/* How amounts and quantities are written for people here. */
const struct decimal_form *desk_form(const struct desk *desk);
/* While texts are made for other programs: money_text.h then gives ISO dates and times, amounts
 * with their currency and numbers with a point, and desk_form no groups. */
void desk_write_plain(struct desk *desk, bool is_plain);
bool desk_is_plain(const struct desk *desk);
const char *desk_where(const struct desk *desk);
/* Megabytes of the log beside the file where it is larger than LIMIT_LOG_BYTES, because a program
 * has been reading one moment of the desk for long; else 0. */
int64_t desk_held_log_mb(const struct desk *desk);
/* The sentence why nothing can be written, "" where it can. */
const char *desk_read_only(const struct desk *desk);

/* True once after another process (or this one) committed; about a microsecond where not. Rereads
 * user and company when it is. */
bool desk_changed(struct desk *desk);
/* Is the file that is open still the desk at its path? */
bool desk_is_same_file(struct desk *desk);
/* Hooks of the store for screens: waiting for the turn, giving up a query (see store/db.h). */
void desk_on_wait(struct desk *desk, bool (*keep_waiting)(void *arg, int waited_ms), void *arg);
void desk_on_progress(struct desk *desk, bool (*give_up)(void *arg), void *arg);
/* How long the next writes wait for their turn: LIMIT_WRITE_WAIT_MS, or LIMIT_DRAFT_WAIT_MS while
 * a draft is saved under someone's typing. */
void desk_set_wait(struct desk *desk, int wait_ms);

/* True at most once in so many milliseconds of this handle; for work at ticks. */
bool desk_every(struct desk *desk, int64_t ms);

/* Lives as long as the write transaction that is open; emptied when the next begins. */
struct arena *desk_turn(struct desk *desk);
/* For *_sql.c of the domain only (lint). */
struct db *desk_db(struct desk *desk);

/*
 * The only door to a write: waits the turn, begins, reads the user's row again and asks whether the
 * role may do action ("order.confirm"). The table of rights is in access_sql.c.
 * err  ERR_DENIED (who may), ERR_BUSY, ERR_STATE (read-only), ERR_IO
 */
OD_MUST_USE bool desk_begin(struct desk *desk, const char *action, struct tx *out,
                            struct err *err);
/* May the user do it? For reads that need a right and for showing commands dim; err says why
 * not. */
bool desk_may(struct desk *desk, const char *action, struct err *err);

#endif
