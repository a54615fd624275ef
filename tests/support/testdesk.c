/*
 * The desk that tests work on.
 */
#include "support/testdesk.h"

#include <string.h>

#include "base/mem.h"
#include "domain/desk/desk_impl.h"
#include "store/store.h"

struct desk *testdesk_new_at(struct clock clock)
{
    struct desk *desk = NULL;
    struct err err = ERR_INIT;
    struct desk_new in = {
        .where = DB_MEMORY,
        .login = "anna",
        .user_name = "Anna",
        .company = "Dockside Supplies",
        .country = "GB",
        .currency = "GBP",
        .time_zone = "UTC",
    };

    in.clock = clock;
    ck_ok(desk_create(&in, &desk, &err));
    return desk;
}

struct desk *testdesk_new(void)
{
    return testdesk_new_at(clock_fixed((struct stamp){ TESTDESK_NOW_MS }));
}

void testdesk_wait(struct desk *desk, int64_t ms)
{
    desk->clock.at.ms += ms;
}

struct user_id testdesk_add_user(struct desk *desk, const char *login, enum role role)
{
    struct user_id id = { 0 };
    struct err err = ERR_INIT;
    struct user user = {
        .login = login,
        .name = login,
        .role = role,
        .discount_limit = { 100000 },
        .is_active = true,
    };

    ck_ok(user_save(desk, &user, &id, &err));
    return id;
}

void testdesk_sign_in(struct desk *desk, const char *login)
{
    struct err err = ERR_INIT;
    bool found = false;

    ck_ok(desk_user_load(desk, login, &found, &err));
    ck_assert_msg(found, "no user %s", login);
}

void testdesk_be(struct desk *desk, enum role role)
{
    struct err err = ERR_INIT;
    OD_ARENA *tmp = arena_new();
    struct user *user = NULL;

    if (role == ROLE_ADMIN) {
        testdesk_sign_in(desk, "anna");
        return;
    }
    ck_ok(user_find(desk, role_name(role), tmp, &user, &err));
    if (user == NULL) {
        testdesk_sign_in(desk, "anna");
        testdesk_add_user(desk, role_name(role), role);
    }
    testdesk_sign_in(desk, role_name(role));
}

/* The statement's text differs from call to call; the store compares it. */
int64_t testdesk_count(struct desk *desk, const char *table)
{
    static struct sql sql = { "test.count", NULL, NULL, NULL };
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    int64_t n = 0;
    bool found = false;
    struct stmt *q;

    sql.text = arena_printf(tmp, "SELECT COUNT(*) FROM %s", table);
    q = sql_read(desk_db(desk), &sql);
    ck_ok(sql_one_i64(&q, &found, &n, &err));
    return n;
}
