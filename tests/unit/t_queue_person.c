/*
 * What people see of the queue and decide about it.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/outside/queue_person.h"
#include "support/testdesk.h"
#include "support/testqueue.h"
#include "unit/outside_suites.h"

#define ME       "here:1"
#define LEASE_MS 60000

static struct desk *desk;
static struct arena *arena;
static struct err err;
static const struct queue_way blind = { TEST_PROVIDER, false, 6000, 100 };

static void set_up(void)
{
    err_clear(&err);
    test_books = (struct test_books){ 0 };
    desk = testdesk_new();
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
    desk_close(desk);
}

/* A job that was tried once and ended so. */
static struct queue_row job_that(enum job_end how)
{
    int64_t id = test_job_add(desk, 0);
    struct job_result result = { .end = how, .message = "why", .remote_id = "r7" };
    struct queue_try done = { .result = &result, .worker = ME };
    struct queue_rows rows;
    enum queue_state state;

    ck_ok(queue_claim(desk, &blind, ME, LEASE_MS, 1, arena, &rows, &err));
    done.row = &rows.v[0];
    ck_ok(queue_record(desk, &blind, &done, &state, &err));
    return test_job_load(desk, id, arena);
}

static struct queue_row again(const struct queue_row *row)
{
    return test_job_load(desk, row->id, arena);
}

START_TEST(a_failed_job_is_tried_again_from_the_start)
{
    struct queue_row row = job_that(JOB_PERMANENT), now;
    struct event_list events;

    ck_assert_int_eq(row.state, QUEUE_DEAD);
    ck_ok(queue_retry(desk, &row, &err));
    now = again(&row);
    ck_assert_int_eq(now.state, QUEUE_QUEUED);
    ck_assert_int_eq(now.attempts, 0);
    ck_ok(event_list_record(desk, "outbox", row.id, 5, arena, &events, &err));
    ck_assert_int_eq(events.n, 1);
    ck_assert_str_eq(events.v[0].kind, "sync.retry");
    /* Who saw it as it was before decides nothing any more. */
    ck_refused(queue_retry(desk, &row, &err), ERR_CONFLICT);
}
END_TEST

START_TEST(what_may_have_been_done_is_not_simply_tried_again)
{
    struct queue_row row = job_that(JOB_UNCLEAR);

    ck_refused(queue_retry(desk, &row, &err), ERR_STATE);
    ck_ok(queue_resolve(desk, &row, false, &err));
    ck_assert_int_eq(again(&row).state, QUEUE_QUEUED);
    ck_assert_int_eq(test_books.applied, 1);
}
END_TEST

START_TEST(what_was_done_is_taken_down_with_the_providers_id)
{
    struct queue_row row = job_that(JOB_UNCLEAR);

    ck_ok(queue_resolve(desk, &row, true, &err));
    ck_assert_int_eq(again(&row).state, QUEUE_DONE);
    ck_assert_str_eq(again(&row).remote_id, "r7");
    ck_assert_int_eq(test_books.state, QUEUE_DONE);
    ck_refused(queue_resolve(desk, &row, true, &err), ERR_CONFLICT);
    row = job_that(JOB_PERMANENT);
    ck_refused(queue_resolve(desk, &row, true, &err), ERR_STATE);
}
END_TEST

START_TEST(a_decision_that_the_topic_cannot_take_down_is_none)
{
    struct queue_row row = job_that(JOB_UNCLEAR);

    test_books.refuse = ERR_STATE;
    ck_refused(queue_resolve(desk, &row, true, &err), ERR_STATE);
    ck_assert_int_eq(again(&row).state, QUEUE_UNKNOWN);
}
END_TEST

START_TEST(a_dropped_job_is_not_sent_and_its_topic_hears_that)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_row row = test_job_load(desk, id, arena);
    struct queue_rows rows;

    ck_ok(queue_drop(desk, &row, &err));
    ck_assert_str_eq(again(&row).error_code, "dropped");
    ck_assert_int_eq(test_books.applied, 1);
    ck_ok(queue_claim(desk, &blind, ME, LEASE_MS, 5, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 0);
    row = again(&row);
    ck_refused(queue_drop(desk, &row, &err), ERR_STATE);
    ck_refused(queue_retry(desk, &row, &err), ERR_STATE);
}
END_TEST

START_TEST(nothing_is_decided_about_a_job_that_is_being_sent)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_rows rows;
    struct queue_row row;

    ck_ok(queue_claim(desk, &blind, ME, LEASE_MS, 5, arena, &rows, &err));
    row = test_job_load(desk, id, arena);
    ck_refused(queue_drop(desk, &row, &err), ERR_STATE);
    ck_refused(queue_retry(desk, &row, &err), ERR_STATE);
}
END_TEST

START_TEST(a_paused_provider_gets_nothing_and_says_why)
{
    struct queue_rows rows;
    struct queue_depth depth;

    (void)test_job_add(desk, 0);
    ck_ok(provider_pause(desk, TEST_PROVIDER, "invoice open", &err));
    ck_ok(queue_claim(desk, &blind, ME, LEASE_MS, 5, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 0);
    ck_ok(queue_depth_load(desk, arena, &depth, &err));
    ck_assert_int_eq(depth.waiting, 1);
    ck_assert_str_eq(depth.trouble, TEST_PROVIDER);
    ck_assert(depth.is_paused);
    ck_ok(provider_resume(desk, TEST_PROVIDER, &err));
    ck_ok(queue_claim(desk, &blind, ME, LEASE_MS, 5, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_refused(provider_pause(desk, "nobody", "", &err), ERR_NOT_FOUND);
    ck_refused(provider_pause(desk, "", "", &err), ERR_NOT_FOUND);
}
END_TEST

START_TEST(the_list_says_what_needs_a_person)
{
    struct queue_filter filter = { .needs_person = true };
    struct queue_row dead = job_that(JOB_PERMANENT), unclear = job_that(JOB_UNCLEAR);
    struct queue_depth depth;
    struct queue_rows rows;

    (void)job_that(JOB_DONE);
    (void)test_job_of(desk, "nobodys", "", 0);
    ck_ok(queue_list(desk, &filter, 10, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 2);
    ck_assert_int_eq(rows.v[0].id, unclear.id);
    ck_assert_int_eq(rows.v[1].id, dead.id);
    filter = (struct queue_filter){ .is_job = true };
    ck_ok(queue_list(desk, &filter, 10, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 3);
    filter.state = QUEUE_DONE;
    ck_ok(queue_list(desk, &filter, 10, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    filter = (struct queue_filter){ .provider = "" };
    ck_ok(queue_list(desk, &filter, 10, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_ok(queue_depth_load(desk, arena, &depth, &err));
    ck_assert_int_eq(depth.person, 2);
    ck_assert_int_eq(depth.waiting, 0);
}
END_TEST

START_TEST(a_providers_health_says_how_much_waits_and_since_when)
{
    int64_t first = job_that(JOB_WAIT).id; /* it is tried again later */
    struct provider_healths all;
    int found = 0;

    testdesk_wait(desk, 1000);
    (void)job_that(JOB_PERMANENT);
    (void)test_job_add(desk, 0);
    ck_ok(provider_healths_load(desk, arena, &all, &err));
    for (int i = 0; i < all.n; i++) {
        if (strcmp(all.v[i].provider, TEST_PROVIDER) != 0)
            continue;
        found++;
        ck_assert_int_eq(all.v[i].waiting, 2);
        ck_assert_int_eq(all.v[i].dead, 1);
        ck_assert_int_eq(all.v[i].oldest.ms, test_job_load(desk, first, arena).created.ms);
    }
    ck_assert_int_eq(found, 1);
}
END_TEST

START_TEST(who_may_decide)
{
    struct queue_row row = job_that(JOB_PERMANENT);

    testdesk_be(desk, ROLE_CLERK);
    ck_refused(queue_drop(desk, &row, &err), ERR_DENIED);
    ck_refused(provider_pause(desk, TEST_PROVIDER, "", &err), ERR_DENIED);
    ck_ok(queue_retry(desk, &row, (err_clear(&err), &err)));
    testdesk_be(desk, ROLE_MANAGER);
    row = again(&row);
    ck_ok(queue_drop(desk, &row, &err));
}
END_TEST

Suite *queue_person_suite(void)
{
    Suite *s = suite_create("queue_person");
    TCase *tc = tcase_create("person");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_failed_job_is_tried_again_from_the_start);
    tcase_add_test(tc, what_may_have_been_done_is_not_simply_tried_again);
    tcase_add_test(tc, what_was_done_is_taken_down_with_the_providers_id);
    tcase_add_test(tc, a_decision_that_the_topic_cannot_take_down_is_none);
    tcase_add_test(tc, a_dropped_job_is_not_sent_and_its_topic_hears_that);
    tcase_add_test(tc, nothing_is_decided_about_a_job_that_is_being_sent);
    tcase_add_test(tc, a_paused_provider_gets_nothing_and_says_why);
    tcase_add_test(tc, the_list_says_what_needs_a_person);
    tcase_add_test(tc, a_providers_health_says_how_much_waits_and_since_when);
    tcase_add_test(tc, who_may_decide);
    suite_add_tcase(s, tc);
    return s;
}
