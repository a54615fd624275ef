/*
 * A desk in memory for tests: fixed clock 2026-11-22T14:03Z, time zone UTC, a firm in GB with GBP,
 * "anna" signed in as admin. And what tests say again and again.
 */
#ifndef OD_TESTS_SUPPORT_TESTDESK_H
#define OD_TESTS_SUPPORT_TESTDESK_H

#include <check.h>

#include "domain/desk/access.h"
#include "domain/desk/desk.h"

#define TESTDESK_NOW_MS INT64_C(1795356180000) /* 2026-11-22T14:03:00Z */

/* Aborts the test where it cannot be made. */
struct desk *testdesk_new(void);
struct desk *testdesk_new_at(struct clock clock);
/* Moves the fixed clock of the desk on. */
void testdesk_wait(struct desk *desk, int64_t ms);
/* Adds an active user of that role (login: its name, discount limit 10 %). */
struct user_id testdesk_add_user(struct desk *desk, const char *login, enum role role);
/* Goes on as another user of the desk, as if that one had signed in. */
void testdesk_sign_in(struct desk *desk, const char *login);
/* Adds the user if there is none of that role yet ("clerk", "warehouse", "manager") and signs in. */
void testdesk_be(struct desk *desk, enum role role);
/* Number of rows of a table; aborts where it cannot be told. */
int64_t testdesk_count(struct desk *desk, const char *table);

/* With a local `struct err err`: it went well, or the sentence is shown. */
#define ck_ok(call) ck_assert_msg((call), "%s [%s] %s", err.text, err.field, err.cause)
/* It was refused with this code. */
#define ck_refused(call, error_code)                                                               \
    do {                                                                                           \
        err_clear(&err);                                                                           \
        ck_assert(!(call));                                                                        \
        ck_assert_msg(err.code == (error_code), "code %s: %s", err_code_name(err.code), err.text); \
    } while (0)

#endif
