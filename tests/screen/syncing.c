/*
 * The work for the outside on screens: what waits, why, decisions, and the words in row 1.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/mem.h"
#include "domain/desk/outbox.h"
#include "domain/outside/folder.h"
#include "domain/outside/queue_person.h"
#include "screen/screen_suites.h"
#include "store/tx.h"
#include "support/term_mem.h"
#include "tui/worker_child.h"

#define ME       "here:1"
#define LEASE_MS 60000
#define PROVIDER "easypost"

static struct testscreen ts;
static struct err err;
static const struct queue_way way = { PROVIDER, false, 6000, 100 };

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static void add_job_of(const char *topic)
{
    struct outbox_job job = {
        .topic = topic, .provider = PROVIDER, .record_kind = "customer", .record_id = 1
    };
    OD_TX tx = { 0 };

    ck_ok(desk_begin(ts.desk, "sync.work", &tx, &err));
    ck_ok(outbox_add(&tx, ts.desk, &job, &err));
    ck_ok(tx_commit(&tx, &err));
}

static void add_job(void)
{
    add_job_of("address.verify");
}

/* A job that was tried once and ended so. */
static void job_of_that(const char *topic, enum job_end how, const char *why)
{
    struct queue_exchange said = { .request = "POST /v2/addresses", .reply = "never heard of it",
                                   .status = 422, .took_ms = 12 };
    struct job_result result = { .end = how, .message = why, .remote_id = "", .code = "" };
    struct queue_try done = { .result = &result, .worker = ME, .exchanges = &said,
                              .n_exchanges = 1 };
    struct queue_rows rows;
    enum queue_state state;

    add_job_of(topic);
    ck_ok(queue_claim(ts.desk, &way, ME, LEASE_MS, 1, ts.shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    done.row = &rows.v[0];
    ck_ok(queue_record(ts.desk, &way, &done, &state, &err));
}

static void job_that(enum job_end how, const char *why)
{
    job_of_that("address.verify", how, why);
}

static void go(const char *line)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, line);
    testscreen_press(&ts, "Enter");
}

/* The newest job. */
static struct queue_row newest(void)
{
    struct queue_filter all = { .is_job = true };
    struct queue_rows rows;

    ck_ok(queue_list(ts.desk, &all, 1, ts.shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    return rows.v[0];
}

START_TEST(a_job_says_why_it_waits_and_what_was_said)
{
    job_that(JOB_PERMANENT, "The address is not known there.");
    go(".sy");
    ck_shows(&ts, "address.verify");
    ck_shows(&ts, "failed");
    ck_shows(&ts, "The address is not known there.");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "POST /v2/addresses");
    ck_shows(&ts, "never heard of it");
    ck_shows(&ts, "Answer 422");
}
END_TEST

START_TEST(a_job_that_was_given_up_says_what_to_do)
{
    static const struct {
        const char *topic, *words;
        enum job_end end;
    } jobs[] = {
        { "address.check", "the address stays as it was typed", JOB_PERMANENT },
        { "label.refund", "Ask the carrier for the money", JOB_PERMANENT },
        { "label.void", "paid for still", JOB_PERMANENT },
        { "address.verify", "Mend what it says", JOB_PERMANENT },
    };

    for (size_t i = 0; i < OD_LEN(jobs); i++) {
        job_of_that(jobs[i].topic, jobs[i].end, "No.");
        ck_assert_int_eq(newest().state, QUEUE_DEAD);
        go(".sy");
        testscreen_press(&ts, "2 Home Enter");
        ck_shows(&ts, "What to do: ");
        ck_shows(&ts, jobs[i].words);
    }
}
END_TEST

START_TEST(a_failed_job_is_tried_again_by_one_key)
{
    job_that(JOB_PERMANENT, "no");
    go(".sy");
    testscreen_press(&ts, "F6");
    ck_assert_int_eq(newest().state, QUEUE_QUEUED);
    ck_shows(&ts, "is tried now");
    /* It waits, and nobody is there who would send it. */
    ck_shows(&ts, "easypost: no worker runs");
}
END_TEST

START_TEST(a_job_is_dropped_after_a_question_only)
{
    job_that(JOB_PERMANENT, "no");
    go(".sy");
    testscreen_press(&ts, "F8 Esc");
    ck_assert_int_eq(newest().state, QUEUE_DEAD);
    testscreen_press(&ts, "F8 Enter");
    ck_assert_int_eq(newest().state, QUEUE_DEAD);
    testscreen_press(&ts, "F8 y");
    ck_shows(&ts, "Nothing waits to be sent.");
    ck_assert_int_eq(newest().state, QUEUE_DONE);
}
END_TEST

START_TEST(an_unclear_end_is_decided_either_way)
{
    job_that(JOB_UNCLEAR, "The line broke.");
    go(".sy");
    testscreen_press(&ts, "2");
    ck_shows(&ts, "unclear");
    testscreen_press(&ts, "F6");
    ck_assert_int_eq(newest().state, QUEUE_UNKNOWN);
    testscreen_press(&ts, "F11 y");
    ck_assert_int_eq(newest().state, QUEUE_QUEUED);
    ck_shows(&ts, "Nothing needs a decision.");
}
END_TEST

START_TEST(what_was_done_there_counts_as_done)
{
    job_that(JOB_UNCLEAR, "The line broke.");
    go(".sy");
    testscreen_press(&ts, "F10 y");
    ck_assert_int_eq(newest().state, QUEUE_DONE);
}
END_TEST

START_TEST(only_an_unclear_job_is_decided)
{
    job_that(JOB_PERMANENT, "no");
    go(".sy");
    testscreen_press(&ts, "F10 y");
    ck_assert_int_eq(newest().state, QUEUE_DEAD);
    ck_shows(&ts, "is not unclear");
}
END_TEST

START_TEST(a_job_that_went_on_meanwhile_is_not_decided)
{
    struct queue_row row;

    job_that(JOB_UNCLEAR, "The line broke.");
    go(".sy");
    testscreen_press(&ts, "F10");
    row = newest();
    ck_ok(queue_resolve(ts.desk, &row, false, &err));
    testscreen_press(&ts, "y");
    ck_assert_int_eq(newest().state, QUEUE_QUEUED);
    ck_shows(&ts, "went on meanwhile");
}
END_TEST

START_TEST(a_provider_is_paused_with_a_reason_and_resumed)
{
    struct provider_healths all;

    add_job();
    go(".sy");
    testscreen_press(&ts, "F7");
    testscreen_type(&ts, "new contract\n");
    ck_ok(provider_healths_load(ts.desk, ts.shop.arena, &all, &err));
    ck_assert(all.v[all.n - 1].is_paused);
    testscreen_press(&ts, "3");
    ck_shows(&ts, "paused: new contract");
    testscreen_press(&ts, "End F7 y");
    ck_ok(provider_healths_load(ts.desk, ts.shop.arena, &all, &err));
    ck_assert(!all.v[all.n - 1].is_paused);
}
END_TEST

START_TEST(the_cursor_stays_on_its_provider_where_another_comes_in_above)
{
    struct outbox_job job = {
        .topic = "address.verify", .provider = "another", .record_kind = "customer", .record_id = 1
    };
    struct provider_healths all;
    OD_TX tx = { 0 };

    add_job();
    go(".sy");
    testscreen_press(&ts, "3 End");
    ck_ok(desk_begin(ts.desk, "sync.work", &tx, &err));
    ck_ok(outbox_add(&tx, ts.desk, &job, &err));
    ck_ok(tx_commit(&tx, &err));
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "another");
    testscreen_press(&ts, "F7");
    testscreen_type(&ts, "new contract\n");
    ck_ok(provider_healths_load(ts.desk, ts.shop.arena, &all, &err));
    for (int i = 0; i < all.n; i++)
        ck_assert_int_eq(all.v[i].is_paused, strcmp(all.v[i].provider, PROVIDER) == 0);
}
END_TEST

START_TEST(what_was_refused_of_a_partners_file_stands_with_its_folder)
{
    const struct folder_in in = { .name = "tracking-7.csv",
                                  .bytes = "order,tracking\n99999,T-1\n",
                                  .len = sizeof "order,tracking\n99999,T-1\n" - 1 };
    struct outbox_job job = {
        .topic = "file.write", .provider = FOLDER_PROVIDER, .record_kind = "order", .record_id = 1
    };
    struct folder_report report;
    OD_TX tx = { 0 };

    ck_ok(desk_begin(ts.desk, "sync.work", &tx, &err));
    ck_ok(outbox_add(&tx, ts.desk, &job, &err));
    ck_ok(tx_commit(&tx, &err));
    ck_ok(folder_take(ts.desk, &in, ts.shop.arena, &report, &err));
    testscreen_type(&ts, ".sy\n");
    testscreen_press(&ts, "3 End Enter");
    ck_shows(&ts, "tracking-7.csv: taken 0, known 0, refused 1");
    ck_shows(&ts, "99999"); /* and why */
}
END_TEST

START_TEST(what_the_options_lack_is_said_until_a_worker_has_it)
{
    bool is_mine;

    ck_ok(provider_note_lacks(ts.desk, PROVIDER, "easypost.key is not given", &err));
    go(".sy");
    testscreen_press(&ts, "3");
    /* Nobody uses it: not a word. */
    ck_hides(&ts, "easypost");
    add_job();
    ck_ok(provider_note_lacks(ts.desk, PROVIDER, "easypost.key is not given", &err));
    testscreen_press(&ts, "1");
    ck_shows(&ts, "easypost: easypost.key is not given");
    ck_ok(queue_lease(ts.desk, PROVIDER, queue_worker_name(ts.shop.arena), LEASE_MS, &is_mine,
                      &err));
    testscreen_press(&ts, "F5");
    ck_hides(&ts, "is not given");
}
END_TEST

static bool row_1_has(const char *text)
{
    return strstr(testscreen_row(&ts, 0), text) != NULL;
}

START_TEST(the_title_row_is_quiet_where_nothing_waits)
{
    testscreen_tick(&ts, true);
    ck_assert_msg(!row_1_has("sync"), "%s", testscreen_row(&ts, 0));
}
END_TEST

START_TEST(the_title_row_tells_what_waits)
{
    int frames;

    add_job();
    testscreen_tick(&ts, true);
    ck_assert_msg(row_1_has("sync 1"), "%s", testscreen_row(&ts, 0));
    frames = term_mem_counts(ts.term).frames;
    testscreen_tick(&ts, false);
    ck_assert_int_eq(term_mem_counts(ts.term).frames, frames);
}
END_TEST

START_TEST(the_title_row_tells_that_a_person_is_needed)
{
    job_that(JOB_PERMANENT, "no");
    testscreen_tick(&ts, true);
    ck_assert_msg(row_1_has("sync 1!"), "%s", testscreen_row(&ts, 0));
}
END_TEST

START_TEST(the_title_row_names_a_provider_in_trouble)
{
    add_job();
    ck_ok(provider_pause(ts.desk, PROVIDER, "", &err));
    testscreen_tick(&ts, true);
    ck_assert_msg(row_1_has("sync 1 easypost!"), "%s", testscreen_row(&ts, 0));
}
END_TEST

/* ---- the worker as a child ------------------------------------------------------------------- */

#define WANTED "[easypost]\nkey_file = /nowhere\n"

/* Does a desk with this configuration start the program at its first look? */
static bool starts(const char *text)
{
    char path[] = "/tmp/orderdesk-screen.XXXXXX";
    struct worker_call call = { .program = "/bin/cat", .where = "/nowhere/desk.db",
                                .login = "anna" };
    struct conf_stack conf = { .n = 1 };
    struct worker_child child;
    bool was_started;
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    (void)close(fd);
    ck_ok(conf_load(&conf.file[0], path, &err));
    worker_child_init(&child, ts.desk, &conf, &call, ts.shop.arena);
    child.next_ms = 0;
    worker_child_tick(&child);
    was_started = child.pid != 0;
    worker_child_stop(&child);
    ck_assert_int_eq(child.pid, 0);
    conf_close(conf.file[0]);
    (void)unlink(path);
    return was_started;
}

START_TEST(screens_start_a_worker_where_a_provider_is_set_up)
{
    ck_assert(starts(WANTED));
    ck_assert(!starts("[orderdesk]\nkeys = f\n"));
    ck_assert(!starts(WANTED "[sync]\nworker = off\n"));
}
END_TEST

START_TEST(screens_start_no_worker_beside_another)
{
    bool is_mine;

    ck_ok(queue_lease(ts.desk, "", queue_worker_name(ts.shop.arena), LEASE_MS, &is_mine, &err));
    ck_assert(!starts(WANTED));
    ck_ok(queue_lease_end(ts.desk, queue_worker_name(ts.shop.arena), &err));
    ck_assert(starts(WANTED));
}
END_TEST

Suite *syncing_suite(void)
{
    Suite *suite = suite_create("syncing");
    TCase *tc = tcase_create("syncing");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_job_says_why_it_waits_and_what_was_said);
    tcase_add_test(tc, a_job_that_was_given_up_says_what_to_do);
    tcase_add_test(tc, a_failed_job_is_tried_again_by_one_key);
    tcase_add_test(tc, a_job_is_dropped_after_a_question_only);
    tcase_add_test(tc, an_unclear_end_is_decided_either_way);
    tcase_add_test(tc, what_was_done_there_counts_as_done);
    tcase_add_test(tc, only_an_unclear_job_is_decided);
    tcase_add_test(tc, a_job_that_went_on_meanwhile_is_not_decided);
    tcase_add_test(tc, a_provider_is_paused_with_a_reason_and_resumed);
    tcase_add_test(tc, what_was_refused_of_a_partners_file_stands_with_its_folder);
    tcase_add_test(tc, the_cursor_stays_on_its_provider_where_another_comes_in_above);
    tcase_add_test(tc, what_the_options_lack_is_said_until_a_worker_has_it);
    tcase_add_test(tc, the_title_row_is_quiet_where_nothing_waits);
    tcase_add_test(tc, the_title_row_tells_what_waits);
    tcase_add_test(tc, the_title_row_tells_that_a_person_is_needed);
    tcase_add_test(tc, the_title_row_names_a_provider_in_trouble);
    tcase_add_test(tc, screens_start_a_worker_where_a_provider_is_set_up);
    tcase_add_test(tc, screens_start_no_worker_beside_another);
    suite_add_tcase(suite, tc);
    return suite;
}
