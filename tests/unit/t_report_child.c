/*
 * Reports that are made beside the worker: what else is sent meanwhile, one at a time, what becomes
 * of one that is killed or refused, and in whose name a report goes.
 */
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/desk/access.h"
#include "domain/desk/setting.h"
#include "domain/insight/queue.h"
#include "domain/insight/report_schedule.h"
#include "domain/outside/report_mail.h"
#include "domain/outside/topic.h"
#include "store/store.h"
#include "support/fakewire.h"
#include "support/testorder.h"
#include "support/testqueue.h"
#include "sync/worker_impl.h"
#include "unit/outside_suites.h"
#include "unit/temp.h"

#define SOON_MS 20000

static struct desk *desk;
static struct arena *arena;
static struct wire_engine *engine;
static struct worker *worker;
static struct err err;
static char dir[TEMP_DIR_SIZE];
static const struct worker_provider both[] = { { &fake_provider, NULL }, { &blind_provider, NULL } };
static const char *make_argv[] = { "/bin/sh", "-c", NULL, NULL };

static void set_up(void)
{
    struct worker_config config = { .providers = both, .n_providers = 2, .make_argv = make_argv };

    err_clear(&err);
    temp_begin(dir);
    test_books = (struct test_books){ 0 };
    fake_wire = (struct fake_wire){ 0 };
    desk = testdesk_new();
    arena = arena_new();
    ck_ok(wire_engine_new(&engine, NULL, &err));
    config.desk = desk;
    config.engine = engine;
    worker = worker_new(&config);
    ck_ok(setting_set(desk, "notice.mail_provider", "smtp", &err));
    ck_ok(setting_set(desk, "notice.from", "desk@example.org", &err));
}

static void tear_down(void)
{
    worker_free(worker);
    wire_engine_free(engine);
    arena_free(arena);
    desk_close(desk);
    temp_end(dir);
}

/* What is started to make a report, as a shell has it. */
static void maker(const char *script)
{
    make_argv[2] = script;
}

static void run(const char *text)
{
    const struct sql sql = { "test.run", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(tx_begin(desk_db(desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

static struct report_schedule *saved(void)
{
    const struct report_schedule in = { .name = "Week",
                                        .report = "sales",
                                        .period = "last-week",
                                        .by = "",
                                        .compare = "none",
                                        .to = "ann@example.com, bea@example.com",
                                        .lang = "",
                                        .form = REPORT_MAIL_CSV,
                                        .when = { SCHEDULE_WEEKLY, 0, 450 },
                                        .is_on = true };
    struct report_schedule *s;
    int64_t id;

    ck_ok(report_schedule_save(desk, &in, &id, &err));
    ck_ok(report_schedule_load(desk, id, arena, &s, &err));
    return s;
}

/* Two mails of a report, as jobs of the provider of these tests. */
static struct report_schedule *mailed(void)
{
    struct report_schedule *s = saved();

    ck_ok(report_schedule_send(desk, s, NULL, &err));
    run("UPDATE outbox SET topic = 'test.job', provider = 'fake'"
        " WHERE record_kind = 'report_mail'");
    return s;
}

static int64_t number(const char *text)
{
    return testshop_number(desk, text);
}

static int mails_in(enum queue_state state)
{
    return (int)number(arena_printf(arena,
                                    "SELECT COUNT(*) FROM outbox WHERE record_kind = 'report_mail'"
                                    " AND state = %d",
                                    state));
}

/* Rounds until nothing else is to be done now, and, where it is to end, no report is made. */
static struct worker_done work(bool is_to_end)
{
    int64_t until = clock_monotonic_ms() + SOON_MS;
    struct worker_done all = { 0 };

    for (;;) {
        all.is_busy = false;
        ck_ok(worker_round(worker, 0, &all, &err));
        if (!all.is_busy && !(is_to_end && all.is_making))
            return all;
        ck_assert_msg(clock_monotonic_ms() < until, "the worker does not come to rest");
        os_pause_ms(2);
    }
}

static void kill_child(void)
{
    ck_assert_int_gt(worker->child.pid, 0);
    ck_assert_int_eq(kill((pid_t)worker->child.pid, SIGKILL), 0);
}

static void keep_report(void)
{
    const struct report_made made = { .subject = "S", .body = "B", .file_name = "",
                                      .media_type = "" };

    ck_ok(report_mail_keep(desk, number("SELECT MAX(id) FROM report_mailing"), &made, &err));
}

START_TEST(all_else_goes_out_while_a_report_is_made)
{
    int64_t label, other, pid;
    struct worker_done done;

    maker("exec sleep 60");
    mailed();
    label = test_job_add(desk, 0);
    other = test_job_of(desk, TEST_TOPIC, "blind", 0);
    done = work(false);
    ck_assert(done.is_making);
    ck_assert_int_eq(done.done, 2);
    ck_assert_int_eq(test_job_load(desk, label, arena).state, QUEUE_DONE);
    ck_assert_int_eq(test_job_load(desk, other, arena).state, QUEUE_DONE);
    ck_assert_int_eq(mails_in(QUEUE_SENDING), 1); /* the second waits where it is */
    ck_assert_int_eq(mails_in(QUEUE_QUEUED), 1);
    pid = worker->child.pid;
    for (int i = 0; i < 30; i++) {
        label = test_job_add(desk, 0);
        (void)work(false);
        ck_assert_int_eq(test_job_load(desk, label, arena).state, QUEUE_DONE);
    }
    ck_assert_int_eq(worker->child.pid, pid);
    ck_assert_int_eq(mails_in(QUEUE_SENDING), 1);
}
END_TEST

START_TEST(what_was_made_goes_to_all_and_is_made_once)
{
    const char *ready = temp_path(arena, dir, "ready");

    maker(arena_printf(arena, "while [ ! -e %s ]; do sleep 0.02; done", ready));
    mailed();
    ck_assert(work(false).is_making);
    keep_report();
    temp_put(arena, dir, "ready", "", 0);
    ck_assert_int_eq(work(true).done, 2);
    ck_assert_int_eq(mails_in(QUEUE_DONE), 2);
    ck_assert_int_eq(worker->child.pid, 0);
}
END_TEST

START_TEST(one_that_was_killed_is_made_again_and_costs_no_try)
{
    const char *ready = temp_path(arena, dir, "ready");

    maker(arena_printf(arena, "while [ ! -e %s ]; do sleep 0.02; done", ready));
    mailed();
    (void)work(false);
    for (int i = 0; i < 20; i++) { /* more often than a job is tried */
        int64_t pid = worker->child.pid;

        kill_child();
        while (worker->child.pid == pid) {
            (void)work(false);
            os_pause_ms(2);
        }
        testdesk_wait(desk, 61000);
        ck_assert(work(false).is_making);
        ck_assert_int_eq(number("SELECT MAX(attempts) FROM outbox"), 0);
    }
    keep_report();
    temp_put(arena, dir, "ready", "", 0);
    (void)work(true);
    ck_assert_int_eq(mails_in(QUEUE_DONE), 2);
}
END_TEST

START_TEST(one_that_takes_too_long_is_ended_and_not_made_again)
{
    int64_t pid;

    maker("exec sleep 60");
    mailed();
    ck_assert(work(false).is_making);
    pid = worker->child.pid;
    worker->child.until_ms = 0;
    ck_assert(work(false).is_making); /* the report of the other mail, which waited behind it */
    ck_assert(!os_process_lives(pid));
    ck_assert_int_eq(mails_in(QUEUE_DEAD), 1);
    ck_assert_int_eq(mails_in(QUEUE_SENDING), 1);
    worker->child.until_ms = 0;
    ck_assert_int_eq(work(true).failed, 1);
    ck_assert_int_eq(mails_in(QUEUE_DEAD), 2);
    ck_assert_ptr_nonnull(strstr(test_job_load(desk, number("SELECT MAX(id) FROM outbox"), arena)
                                     .last_error,
                                 "fewer days"));
}
END_TEST

START_TEST(it_ends_with_the_worker)
{
    int64_t pid;

    maker("exec sleep 60");
    mailed();
    (void)work(false);
    pid = worker->child.pid;
    ck_assert(os_process_lives(pid));
    worker_free(worker);
    worker = NULL;
    ck_assert(!os_process_lives(pid));
    ck_assert_int_eq(mails_in(QUEUE_SENDING), 1); /* for the next worker: nothing had left */
    ck_assert_int_eq(number("SELECT MAX(is_out) FROM outbox"), 0);
}
END_TEST

/* How many mails wait, and failed, after a maker that ends so. */
static void ck_after(const char *script, int waiting, int failed)
{
    run("UPDATE outbox SET state = 3");
    run("UPDATE report_schedule SET removed_ms = 1, name_fold = name_fold || id");
    maker(script);
    mailed();
    (void)work(true);
    ck_assert_int_eq(mails_in(QUEUE_RETRY), waiting);
    ck_assert_int_eq(mails_in(QUEUE_DEAD), failed);
    testdesk_wait(desk, 1000);
}

START_TEST(its_end_says_whether_it_is_tried_again)
{
    ck_after("exit 75", 2, 0);
    ck_after("exit 99", 2, 0);
    ck_after("exit 65", 0, 2);
    ck_assert_ptr_nonnull(strstr(test_job_load(desk, number("SELECT MAX(id) FROM outbox"), arena)
                                     .last_error,
                                 "too large"));
    ck_after("exit 1", 0, 2);
    ck_after("exit 0", 0, 2); /* it says that it made it, and nothing is there */
}
END_TEST

/* --- in whose name it goes -------------------------------------------------------------------- */

static int failed_shown(void)
{
    struct queues queues;

    ck_ok(queues_load(desk, arena, &queues, &err));
    for (int i = 0; i < queues.n; i++)
        if (strcmp(queues.v[i].name, "reports") == 0)
            return queues.v[i].count;
    ck_abort_msg("no such queue");
}

/* What the worker has said of a mail, taken down as its topic does. */
static void take_down(void)
{
    struct queue_row row = test_job_load(
        desk, number("SELECT MAX(id) FROM outbox WHERE record_kind = 'report_mail'"), arena);
    const struct job_result result = { .end = JOB_PERMANENT, .message = row.last_error };
    const struct topic_end end = { &row, &result, row.state };
    OD_TX tx = { 0 };

    ck_ok(desk_begin(desk, "sync.work", &tx, &err));
    ck_ok(report_mail_apply(&tx, desk, &end, arena, &err));
    ck_ok(tx_commit(&tx, &err));
}

static void ck_owner_lost(const char *change)
{
    struct report_schedule *s;

    testdesk_be(desk, ROLE_MANAGER);
    maker("exec sleep 60");
    s = mailed();
    testdesk_sign_in(desk, "anna");
    run(change);
    ck_assert(!work(true).is_making);
    ck_assert_int_eq(mails_in(QUEUE_DEAD), 2);
    take_down();
    ck_assert_int_eq(failed_shown(), 1);
    ck_ok(report_schedule_load(desk, s->id, arena, &s, &err));
    ck_assert_ptr_nonnull(strstr(s->last_error, "in whose name the report is sent"));
    testdesk_wait(desk, 1000);
    ck_refused(report_schedule_send(desk, s, NULL, &err), ERR_DENIED);
    ck_assert_ptr_nonnull(strstr(err.text, "Save it again"));
    ck_ok(report_schedule_save(desk, s, &s->id, &err));
    ck_assert_int_eq(failed_shown(), 0);
    ck_ok(report_schedule_load(desk, s->id, arena, &s, &err));
    ck_ok(report_schedule_send(desk, s, NULL, &err));
}

START_TEST(an_owner_who_left_has_nothing_mailed)
{
    ck_owner_lost("UPDATE app_user SET is_active = 0 WHERE login = 'manager'");
}
END_TEST

START_TEST(an_owner_who_may_not_any_more_has_nothing_mailed)
{
    ck_owner_lost("UPDATE app_user SET role = 1 WHERE login = 'manager'");
}
END_TEST

START_TEST(who_sends_it_now_must_be_allowed_to_see_it_too)
{
    const struct report open = { .name = "x" }, secret = { .name = "x", .right = "user.save" };
    struct report_schedule *s = saved();

    ck_ok(report_schedule_may_send(desk, s, &secret, &err));
    testdesk_be(desk, ROLE_MANAGER);
    ck_ok(report_schedule_may_send(desk, s, &open, &err));
    ck_refused(report_schedule_may_send(desk, s, &secret, &err), ERR_DENIED);
    err_clear(&err);
    ck_ok(report_schedule_owner_may(s, &secret, &err));
    ck_ok(report_schedule_save(desk, s, &s->id, &err)); /* the manager's from now on */
    ck_ok(report_schedule_load(desk, s->id, arena, &s, &err));
    testdesk_sign_in(desk, "anna");
    ck_refused(report_schedule_may_send(desk, s, &secret, &err), ERR_DENIED);
    err_clear(&err);
    ck_ok(report_schedule_may_send(desk, s, &open, &err));
    testdesk_be(desk, ROLE_CLERK);
    ck_refused(report_schedule_may_send(desk, s, &open, &err), ERR_DENIED);
}
END_TEST

Suite *report_child_suite(void)
{
    Suite *s = suite_create("report_child");
    TCase *tc = tcase_create("report_child");

    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, all_else_goes_out_while_a_report_is_made);
    tcase_add_test(tc, what_was_made_goes_to_all_and_is_made_once);
    tcase_add_test(tc, one_that_was_killed_is_made_again_and_costs_no_try);
    tcase_add_test(tc, one_that_takes_too_long_is_ended_and_not_made_again);
    tcase_add_test(tc, it_ends_with_the_worker);
    tcase_add_test(tc, its_end_says_whether_it_is_tried_again);
    tcase_add_test(tc, an_owner_who_left_has_nothing_mailed);
    tcase_add_test(tc, an_owner_who_may_not_any_more_has_nothing_mailed);
    tcase_add_test(tc, who_sends_it_now_must_be_allowed_to_see_it_too);
    suite_add_tcase(s, tc);
    return s;
}
