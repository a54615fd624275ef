/*
 * Users and rights: who may do what, the last admin, passwords, presence.
 */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "domain/desk/access.h"
#include "domain/desk/preference.h"
#include "domain/desk/desk_impl.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "store/store.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

static struct desk *desk;
static struct arena *arena;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    arena = arena_new();
    desk = testdesk_new();
}

static void tear_down(void)
{
    desk_close(desk);
    arena_free(arena);
}

/* c clerk, w warehouse, m manager, a admin; '-' may not. */
static const struct {
    const char *action, *roles;
} rights[] = {
    { "order.draft", "c-ma" },         { "order.line", "c-ma" },
    { "order.submit", "c-ma" },        { "order.confirm", "c-ma" },
    { "order.price", "c-ma" },         { "order.hold", "c-ma" },
    { "order.lift_any", "--ma" },      { "order.release_hold", "c-ma" },
    { "order.terms", "--ma" },
    { "customer.new", "c-ma" },        { "customer.save", "c-ma" },
    { "customer.address", "c-ma" },    { "customer.contact", "c-ma" },
    { "item.save", "--ma" },           { "price.save", "--ma" },
    { "tax.save", "--ma" },            { "site.save", "--ma" },
    { "stock.receive", "-wma" },       { "stock.count", "-wma" },
    { "fulfillment.pick", "-wma" },    { "import.orders", "--ma" },
    { "export", "--ma" },              { "check.fix", "---a" },
    { "setting.set", "---a" },         { "user.save", "---a" },
    { "user.password", "---a" },       { "user.own_password", "cwma" },
    { "user.preferences", "cwma" },    { "session.enter", "cwma" },
    { "customer.pair", "c-ma" },       { "customer.merge", "--ma" },
    { "form.keep", "cwma" },
};

START_TEST(each_role_has_its_rights_and_no_others)
{
    for (size_t i = 0; i < OD_LEN(rights); i++) {
        for (int r = 0; r < 4; r++) {
            bool expected = rights[i].roles[r] != '-';

            ck_assert_msg(role_may((enum role)(r + 1), rights[i].action) == expected,
                          "%s as %s", rights[i].action, role_name((enum role)(r + 1)));
        }
    }
}
END_TEST

START_TEST(an_unknown_action_is_denied_to_those_without_all)
{
    ck_assert(!role_may(ROLE_CLERK, "nuclear.launch"));
    ck_assert(!role_may(ROLE_WAREHOUSE, "nuclear.launch"));
}
END_TEST

START_TEST(the_denial_names_who_may)
{
    testdesk_be(desk, ROLE_CLERK);

    ck_refused(desk_may(desk, "stock.count", &err), ERR_DENIED);
    ck_assert_ptr_nonnull(strstr(err.text, "warehouse or manager or admin"));
}
END_TEST

START_TEST(a_write_without_the_right_does_not_begin)
{
    OD_TX tx = { 0 };

    testdesk_be(desk, ROLE_CLERK);

    ck_refused(desk_begin(desk, "setting.set", &tx, &err), ERR_DENIED);
    ck_assert_ptr_null(tx.db);
}
END_TEST

START_TEST(a_right_taken_away_meanwhile_counts_at_the_next_write)
{
    struct user *user;
    OD_TX tx = { 0 };

    testdesk_be(desk, ROLE_MANAGER);
    desk->user.role = ROLE_ADMIN; /* as it was when this process signed in */
    ck_refused(desk_begin(desk, "user.save", &tx, &err), ERR_DENIED);

    testdesk_be(desk, ROLE_ADMIN);
    ck_ok(user_find(desk, "manager", arena, &user, &err));
    user->is_active = false;
    ck_ok(user_save(desk, user, NULL, &err));
    desk->user.id = user->id;
    ck_refused(desk_begin(desk, "order.draft", &tx, &err), ERR_DENIED);
}
END_TEST

START_TEST(a_user_is_saved_and_found)
{
    struct user *user;

    testdesk_add_user(desk, "bert", ROLE_CLERK);

    ck_ok(user_find(desk, "bert", arena, &user, &err));
    ck_assert_int_eq(user->role, ROLE_CLERK);
    ck_assert_int_eq(user->discount_limit.ppm, 100000);
    ck_assert(!user->has_password);
    ck_ok(user_find(desk, "nobody", arena, &user, &err));
    ck_assert_ptr_null(user);
}
END_TEST

START_TEST(a_login_is_taken_once)
{
    struct user user = { .login = "anna", .name = "Other", .role = ROLE_CLERK };

    ck_refused(user_save(desk, &user, NULL, &err), ERR_CONFLICT);
    ck_assert_str_eq(err.field, "login");
}
END_TEST

START_TEST(a_login_without_sense_is_refused)
{
    struct user user = { .login = "two words", .name = "X", .role = ROLE_CLERK };

    ck_refused(user_save(desk, &user, NULL, &err), ERR_INVALID);
    user.login = "";
    ck_refused(user_save(desk, &user, NULL, &err), ERR_INVALID);
    user.login = "ok";
    user.role = (enum role)9;
    ck_refused(user_save(desk, &user, NULL, &err), ERR_INVALID);
    user.role = ROLE_CLERK;
    user.discount_limit.ppm = 1000001;
    ck_refused(user_save(desk, &user, NULL, &err), ERR_INVALID);
}
END_TEST

START_TEST(the_last_admin_stays)
{
    struct user *anna;

    ck_ok(user_find(desk, "anna", arena, &anna, &err));
    anna->role = ROLE_CLERK;
    ck_refused(user_save(desk, anna, NULL, &err), ERR_STATE);
    anna->role = ROLE_ADMIN;
    anna->is_active = false;
    ck_refused(user_save(desk, anna, NULL, &err), ERR_STATE);

    testdesk_add_user(desk, "bert", ROLE_ADMIN);

    ck_ok(user_save(desk, anna, NULL, &err));
}
END_TEST

START_TEST(a_changed_user_is_written_down_with_what_differs)
{
    struct event_list events;
    struct user *user;

    testdesk_add_user(desk, "bert", ROLE_CLERK);
    ck_ok(user_find(desk, "bert", arena, &user, &err));
    user->role = ROLE_MANAGER;
    ck_ok(user_save(desk, user, NULL, &err));

    ck_ok(event_list_record(desk, "user", user->id.v, 10, arena, &events, &err));
    ck_assert_int_eq(events.n, 2);
    ck_assert_str_eq(events.v[0].fields, "role");
    ck_assert_str_eq(events.v[0].before_json, "{\"role\":\"clerk\"}");
    ck_assert_str_eq(events.v[0].after_json, "{\"role\":\"manager\"}");
}
END_TEST

START_TEST(a_stale_user_is_a_conflict)
{
    struct user *user;

    testdesk_add_user(desk, "bert", ROLE_CLERK);
    ck_ok(user_find(desk, "bert", arena, &user, &err));
    ck_ok(user_save(desk, user, NULL, &err));

    ck_refused(user_save(desk, user, NULL, &err), ERR_CONFLICT);
}
END_TEST

START_TEST(preferences_are_each_users_own)
{
    struct preferences p;

    testdesk_be(desk, ROLE_CLERK);
    ck_ok(preference_set(desk, "theme", "light", &err));
    testdesk_be(desk, ROLE_WAREHOUSE);
    ck_ok(preference_set(desk, "theme", "dark", &err));
    ck_ok(preference_set(desk, "a11y", "on", &err));
    ck_ok(preference_set(desk, "theme", "mono", &err));
    ck_ok(preferences_load(desk, arena, &p, &err));
    ck_assert_int_eq(p.n, 2);
    ck_assert_str_eq(preference_get(&p, "theme"), "mono");
    ck_assert_str_eq(preference_get(&p, "a11y"), "on");
    ck_assert_ptr_null(preference_get(&p, "keys"));

    ck_ok(preference_set(desk, "a11y", NULL, &err));
    testdesk_be(desk, ROLE_CLERK);
    ck_ok(preferences_load(desk, arena, &p, &err));
    ck_assert_int_eq(p.n, 1);
    ck_assert_str_eq(preference_get(&p, "theme"), "light");
}
END_TEST

START_TEST(preferences_have_a_limit)
{
    char name[32];

    for (int i = 0; i < 200; i++) {
        (void)snprintf(name, sizeof name, "key.command%d", i);
        ck_ok(preference_set(desk, name, "F5", &err));
    }
    ck_refused(preference_set(desk, "theme", "dark", &err), ERR_LIMIT);
    ck_ok(preference_set(desk, "key.command7", "F6", &err));
}
END_TEST

/* ---- passwords ------------------------------------------------------------------------------- */

START_TEST(a_password_is_proven_and_a_wrong_one_is_not)
{
    ck_ok(user_set_password(desk, desk_user(desk)->id, "correct horse", &err));

    ck_ok(desk_password_check(desk, "anna", "correct horse", &err));
    ck_refused(desk_password_check(desk, "anna", "wrong horse", &err), ERR_DENIED);
    ck_refused(desk_password_check(desk, "nobody", "wrong horse", &err), ERR_DENIED);
}
END_TEST

START_TEST(others_passwords_are_the_admins_to_set)
{
    struct user_id anna = desk_user(desk)->id;

    testdesk_be(desk, ROLE_CLERK);

    ck_refused(user_set_password(desk, anna, "correct horse", &err), ERR_DENIED);
    ck_refused(user_set_password(desk, desk_user(desk)->id, "short", &err), ERR_INVALID);
}
END_TEST

START_TEST(ten_wrong_passwords_lock_for_half_an_hour)
{
    struct user_id anna = desk_user(desk)->id;

    ck_ok(user_set_password(desk, anna, "correct horse", &err));
    for (int i = 0; i < 10; i++) {
        ck_refused(desk_password_check(desk, "anna", "guess", &err), ERR_DENIED);
        testdesk_wait(desk, i < 9 ? 120000 : 0);
    }

    testdesk_wait(desk, 29 * 60000);
    ck_refused(desk_password_check(desk, "anna", "correct horse", &err), ERR_DENIED);
    testdesk_wait(desk, 60000);
    ck_ok(desk_password_check(desk, "anna", "correct horse", &err));
    ck_ok(desk_password_check(desk, "anna", "correct horse", &err));
}
END_TEST

START_TEST(a_password_taken_away_lets_nobody_in)
{
    struct user_id anna = desk_user(desk)->id;

    ck_ok(user_set_password(desk, anna, "correct horse", &err));
    ck_ok(user_set_password(desk, anna, NULL, &err));

    ck_refused(desk_password_check(desk, "anna", "correct horse", &err), ERR_DENIED);
}
END_TEST

/* ---- presence -------------------------------------------------------------------------------- */

START_TEST(who_is_there_is_listed_until_it_leaves)
{
    struct presence_list list;

    ck_ok(presence_enter(desk, &err));
    ck_ok(presence_list_load(desk, arena, &list, &err));
    ck_assert_int_eq(list.n, 1);
    ck_assert_str_eq(list.v[0].login, "anna");
    ck_assert_int_eq(list.v[0].pid, getpid());

    presence_leave(desk);

    ck_ok(presence_list_load(desk, arena, &list, &err));
    ck_assert_int_eq(list.n, 0);
}
END_TEST

static void add_session(const char *host, int64_t pid)
{
    static const struct sql sql = { "test.session",
                                    "INSERT INTO session (user_id, host, pid, started_ms)"
                                    " VALUES (1, $1, $2, 1)",
                                    NULL, NULL };
    OD_TX tx = { 0 };
    struct stmt *q;

    ck_ok(desk_begin(desk, "session.enter", &tx, &err));
    q = sql_write(&tx, &sql);
    put_text(q, host);
    put_i64(q, pid);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

START_TEST(rows_of_dead_processes_of_this_machine_are_swept)
{
    struct presence_list list;
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    add_session(os_host_name(arena), child);
    add_session("elsewhere", child);
    ck_ok(presence_list_load(desk, arena, &list, &err));
    ck_assert_int_eq(list.n, 1);

    ck_ok(presence_enter(desk, &err));

    ck_assert_int_eq(testdesk_count(desk, "session"), 2);
    ck_ok(presence_list_load(desk, arena, &list, &err));
    ck_assert_int_eq(list.n, 2);
    ck_assert_str_eq(list.v[0].host, "elsewhere");
}
END_TEST

Suite *access_suite(void)
{
    Suite *s = suite_create("access");
    TCase *tc = tcase_create("access");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, each_role_has_its_rights_and_no_others);
    tcase_add_test(tc, an_unknown_action_is_denied_to_those_without_all);
    tcase_add_test(tc, the_denial_names_who_may);
    tcase_add_test(tc, a_write_without_the_right_does_not_begin);
    tcase_add_test(tc, a_right_taken_away_meanwhile_counts_at_the_next_write);
    tcase_add_test(tc, a_user_is_saved_and_found);
    tcase_add_test(tc, a_login_is_taken_once);
    tcase_add_test(tc, a_login_without_sense_is_refused);
    tcase_add_test(tc, the_last_admin_stays);
    tcase_add_test(tc, a_changed_user_is_written_down_with_what_differs);
    tcase_add_test(tc, a_stale_user_is_a_conflict);
    tcase_add_test(tc, preferences_are_each_users_own);
    tcase_add_test(tc, preferences_have_a_limit);
    tcase_add_test(tc, a_password_is_proven_and_a_wrong_one_is_not);
    tcase_add_test(tc, others_passwords_are_the_admins_to_set);
    tcase_add_test(tc, ten_wrong_passwords_lock_for_half_an_hour);
    tcase_add_test(tc, a_password_taken_away_lets_nobody_in);
    tcase_add_test(tc, who_is_there_is_listed_until_it_leaves);
    tcase_add_test(tc, rows_of_dead_processes_of_this_machine_are_swept);
    suite_add_tcase(s, tc);
    return s;
}
