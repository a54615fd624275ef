/*
 * The queue as its worker uses it: leases, claims, ends of every class, a provider's health, what
 * a worker left behind, events.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/outside/queue.h"
#include "domain/outside/queue_person.h"
#include "domain/outside/queue_rules.h"
#include "support/testqueue.h"
#include "support/testdesk.h"
#include "store/tx.h"
#include "unit/outside_suites.h"

#define ME       "here:1"
#define LEASE_MS 60000
#define HOUR_MS  INT64_C(3600000)

static struct desk *desk;
static struct arena *arena;
static struct err err;
static const struct queue_way way = { TEST_PROVIDER, true, 6000, 100 };
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

static struct queue_rows claim(int max)
{
    struct queue_rows rows;

    ck_ok(queue_claim(desk, &way, ME, LEASE_MS, max, arena, &rows, &err));
    return rows;
}

static enum queue_state end_with(const struct queue_way *w, const struct queue_row *row,
                                 struct job_result result, bool is_lookup)
{
    const struct queue_exchange x = { .at = desk_now(desk), .request = "POST", .reply = "" };
    const struct queue_try done = { .row = row,
                                    .result = &result,
                                    .exchanges = &x,
                                    .n_exchanges = 1,
                                    .is_lookup = is_lookup,
                                    .worker = ME };
    enum queue_state state;

    ck_ok(queue_record(desk, w, &done, &state, &err));
    return state;
}

static enum queue_state end(const struct queue_row *row, enum job_end how)
{
    return end_with(&way, row, (struct job_result){ .end = how, .message = "why" }, false);
}

static struct queue_row load(int64_t id)
{
    return test_job_load(desk, id, arena);
}

static struct provider_health health(void)
{
    struct provider_healths all;

    ck_ok(provider_healths_load(desk, arena, &all, &err));
    for (int i = 0; i < all.n; i++)
        if (strcmp(all.v[i].provider, TEST_PROVIDER) == 0)
            return all.v[i];
    ck_abort_msg("no state of the provider");
}

/* ---- leases ---------------------------------------------------------------------------------- */

START_TEST(one_worker_alone_has_a_provider)
{
    bool is_mine, is_leased;

    ck_ok(queue_lease(desk, "fake", ME, LEASE_MS, &is_mine, &err));
    ck_assert(is_mine);
    ck_ok(queue_lease(desk, "fake", "there:2", LEASE_MS, &is_mine, &err));
    ck_assert(!is_mine);
    ck_ok(queue_lease(desk, "other", "there:2", LEASE_MS, &is_mine, &err));
    ck_assert(is_mine);
    testdesk_wait(desk, LEASE_MS + 1);
    ck_ok(queue_lease(desk, "fake", "there:2", LEASE_MS, &is_mine, &err));
    ck_assert(is_mine);
    ck_ok(queue_lease_end(desk, "there:2", &err));
    ck_ok(queue_is_leased(desk, "fake", &is_leased, &err));
    ck_assert(!is_leased);
}
END_TEST

START_TEST(the_lease_of_a_dead_process_of_this_machine_holds_nobody_up)
{
    const char *me = queue_worker_name(arena);
    char *dead = arena_strdup(arena, me);
    bool is_mine;

    /* No process has this number: it is above the largest there can be. */
    dead = arena_printf(arena, "%.*s:4999999", (int)(strrchr(dead, ':') - dead), dead);
    ck_ok(queue_lease(desk, "fake", dead, LEASE_MS, &is_mine, &err));
    ck_ok(queue_lease(desk, "fake", ME, LEASE_MS, &is_mine, &err));
    ck_assert(is_mine);
    ck_ok(queue_lease(desk, "two", me, LEASE_MS, &is_mine, &err));
    ck_ok(queue_lease(desk, "two", ME, LEASE_MS, &is_mine, &err));
    ck_assert(!is_mine);
}
END_TEST

/* ---- claims ---------------------------------------------------------------------------------- */

START_TEST(jobs_are_claimed_once_oldest_first)
{
    int64_t a = test_job_add(desk, 0), b = test_job_add(desk, 0);
    struct queue_rows rows = claim(1);

    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(rows.v[0].id, a);
    rows = claim(10);
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(rows.v[0].id, b);
    ck_assert_int_eq(claim(10).n, 0);
}
END_TEST

START_TEST(of_one_order_a_provider_gets_one_job_after_the_other)
{
    int64_t a = test_job_add(desk, 7), b = test_job_add(desk, 7), c = test_job_add(desk, 8);
    struct queue_rows rows = claim(10);

    ck_assert_int_eq(rows.n, 2);
    ck_assert_int_eq(rows.v[0].id, a);
    ck_assert_int_eq(rows.v[1].id, c);
    ck_assert_int_eq(end(&rows.v[0], JOB_WAIT), QUEUE_RETRY);
    /* It waits for its next try; the one behind it waits too. */
    ck_assert_int_eq(claim(10).n, 0);
    testdesk_wait(desk, 5001);
    rows = claim(10);
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(rows.v[0].id, a);
    ck_assert_int_eq(end(&rows.v[0], JOB_DONE), QUEUE_DONE);
    rows = claim(10);
    ck_assert_int_eq(rows.v[0].id, b);
}
END_TEST

START_TEST(what_failed_or_is_for_a_person_holds_no_other_job_of_the_order_up)
{
    struct queue_rows rows;

    (void)test_job_add(desk, 7);
    (void)test_job_add(desk, 7);
    (void)test_job_add(desk, 7);
    rows = claim(10);
    ck_assert_int_eq(end(&rows.v[0], JOB_PERMANENT), QUEUE_DEAD);
    rows = claim(10);
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(end_with(&blind, &rows.v[0], (struct job_result){ .end = JOB_UNCLEAR }, false),
                     QUEUE_UNKNOWN);
    ck_assert_int_eq(claim(10).n, 1);
}
END_TEST

START_TEST(an_unclear_job_that_is_asked_after_holds_its_order_up)
{
    struct queue_rows rows;

    (void)test_job_add(desk, 7);
    (void)test_job_add(desk, 7);
    rows = claim(10);
    ck_assert_int_eq(end(&rows.v[0], JOB_UNCLEAR), QUEUE_UNKNOWN);
    ck_assert_int_eq(claim(10).n, 0);
}
END_TEST

START_TEST(a_provider_is_asked_no_faster_than_it_wants)
{
    const struct queue_way slow = { TEST_PROVIDER, true, 60, 2 };
    struct queue_rows rows;

    for (int i = 0; i < 5; i++)
        (void)test_job_add(desk, 0);
    ck_ok(queue_claim(desk, &slow, ME, LEASE_MS, 10, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 2);
    ck_ok(queue_claim(desk, &slow, ME, LEASE_MS, 10, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 0);
    testdesk_wait(desk, 1001);
    ck_ok(queue_claim(desk, &slow, ME, LEASE_MS, 10, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
}
END_TEST

/* ---- ends ------------------------------------------------------------------------------------ */

START_TEST(a_done_job_is_taken_down_by_its_topic_with_the_providers_id)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_rows rows = claim(1);
    struct job_result result = { .end = JOB_DONE, .remote_id = "shp_1" };

    ck_assert_int_eq(end_with(&way, &rows.v[0], result, false), QUEUE_DONE);
    ck_assert_int_eq(test_books.applied, 1);
    ck_assert_int_eq(test_books.state, QUEUE_DONE);
    ck_assert_str_eq(load(id).remote_id, "shp_1");
    ck_assert_int_eq(load(id).attempts, 1);
    ck_assert_int_eq(health().last_ok.ms, desk_now(desk).ms);
}
END_TEST

START_TEST(a_try_that_must_wait_comes_again_and_fails_after_eight)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_rows rows;

    for (int i = 1; i <= QUEUE_MAX_TRIES; i++) {
        testdesk_wait(desk, HOUR_MS + 1);
        rows = claim(1);
        ck_assert_int_eq(rows.n, 1);
        ck_assert_int_eq(end(&rows.v[0], JOB_WAIT),
                         i < QUEUE_MAX_TRIES ? QUEUE_RETRY : QUEUE_DEAD);
    }
    ck_assert_str_eq(load(id).last_error, "why");
    ck_assert_int_eq(test_books.state, QUEUE_DEAD);
}
END_TEST

START_TEST(a_try_that_must_wait_fails_after_a_day)
{
    struct queue_rows rows;

    (void)test_job_add(desk, 0);
    rows = claim(1);
    ck_assert_int_eq(end(&rows.v[0], JOB_WAIT), QUEUE_RETRY);
    testdesk_wait(desk, QUEUE_MAX_AGE_MS);
    rows = claim(1);
    ck_assert_int_eq(end(&rows.v[0], JOB_WAIT), QUEUE_DEAD);
}
END_TEST

START_TEST(a_provider_that_says_how_long_is_left_alone_so_long)
{
    struct job_result slow = { .end = JOB_WAIT, .wait_ms = 90000, .is_pace = true };
    int64_t a = test_job_add(desk, 0);
    struct queue_rows rows = claim(1);

    (void)test_job_add(desk, 0);
    ck_assert_int_eq(end_with(&way, &rows.v[0], slow, false), QUEUE_RETRY);
    ck_assert_int_eq(load(a).next.ms, desk_now(desk).ms + 90000);
    testdesk_wait(desk, 89999);
    ck_assert_int_eq(claim(5).n, 0);
    testdesk_wait(desk, 1);
    ck_assert_int_eq(claim(5).n, 2);
    ck_assert_int_eq(health().failures, 0);
}
END_TEST

START_TEST(a_job_that_waits_for_something_of_its_own_says_nothing_of_the_provider)
{
    struct job_result own = { .end = JOB_WAIT, .wait_ms = 90000 };
    struct queue_rows rows;

    (void)test_job_add(desk, 0);
    rows = claim(1);
    (void)test_job_add(desk, 0);
    ck_assert_int_eq(end_with(&way, &rows.v[0], own, false), QUEUE_RETRY);
    ck_assert_int_eq(claim(5).n, 1);
}
END_TEST

/* A label that is being made is no trouble of who makes it. */
START_TEST(what_is_still_being_made_says_nothing_against_the_provider)
{
    struct job_result at_it = { .end = JOB_UNCLEAR, .is_well = true };
    struct queue_rows rows;

    for (int i = 0; i < QUEUE_BREAKER; i++)
        (void)test_job_add(desk, 0);
    rows = claim(QUEUE_BREAKER);
    ck_assert_int_eq(rows.n, QUEUE_BREAKER);
    for (int i = 0; i < rows.n; i++)
        ck_assert_int_eq(end_with(&way, &rows.v[i], at_it, false), QUEUE_UNKNOWN);
    ck_assert_int_eq(health().failures, 0);
    (void)test_job_add(desk, 0);
    ck_assert_int_eq(claim(1).n, 1);
    /* The control: trouble of the network does stop it. */
    at_it.is_well = false;
    for (int i = 0; i < QUEUE_BREAKER; i++) {
        (void)test_job_add(desk, 0);
        rows = claim(1);
        ck_assert_int_eq(rows.n, 1);
        (void)end_with(&way, &rows.v[0], at_it, false);
    }
    ck_assert_int_eq(health().failures, QUEUE_BREAKER);
    (void)test_job_add(desk, 0);
    ck_assert_int_eq(claim(1).n, 0);
}
END_TEST

START_TEST(what_is_ours_costs_no_try)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_rows rows = claim(1);
    struct job_result busy = { .end = JOB_WAIT, .message = "busy" };
    const struct queue_try done = {
        .row = &rows.v[0], .result = &busy, .is_ours = true, .worker = ME
    };
    enum queue_state state;

    ck_ok(queue_record(desk, &way, &done, &state, &err));
    ck_assert_int_eq(load(id).attempts, 0);
    ck_assert_int_eq(load(id).state, QUEUE_RETRY);
    ck_assert_int_eq(health().failures, 0);
}
END_TEST

START_TEST(what_is_wrong_in_itself_says_nothing_of_the_provider)
{
    struct job_result wrong = { .end = JOB_PERMANENT, .message = "no address" };

    for (int i = 0; i < 8; i++) {
        struct queue_rows rows;
        enum queue_state state;

        (void)test_job_add(desk, 0);
        rows = claim(1);
        ck_assert_int_eq(rows.n, 1);
        const struct queue_try done = { .row = &rows.v[0], .result = &wrong, .worker = ME };
        ck_ok(queue_record(desk, &way, &done, &state, &err));
        ck_assert_int_eq(state, QUEUE_DEAD);
    }
    ck_assert_int_eq(health().failures, 0);
}
END_TEST

START_TEST(a_refused_account_stops_the_whole_queue_and_costs_no_try)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_rows rows = claim(1);

    (void)test_job_add(desk, 0);
    ck_assert_int_eq(end(&rows.v[0], JOB_ACCOUNT), QUEUE_RETRY);
    ck_assert_int_eq(load(id).attempts, 0);
    ck_assert(health().is_stopped);
    ck_assert_str_eq(health().why, "why");
    testdesk_wait(desk, HOUR_MS);
    ck_assert_int_eq(claim(5).n, 0);
    ck_ok(provider_resume(desk, TEST_PROVIDER, &err));
    ck_assert_int_eq(claim(5).n, 2);
}
END_TEST

START_TEST(after_five_failures_one_job_alone_finds_out)
{
    struct queue_rows rows;

    for (int i = 0; i < 8; i++)
        (void)test_job_add(desk, 0);
    rows = claim(5);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(end(&rows.v[i], JOB_WAIT), QUEUE_RETRY);
    ck_assert_int_eq(health().failures, 5);
    ck_assert_int_eq(claim(5).n, 0);
    testdesk_wait(desk, 30000);
    rows = claim(5);
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(claim(5).n, 0);
    ck_assert_int_eq(end(&rows.v[0], JOB_DONE), QUEUE_DONE);
    ck_assert_int_eq(health().failures, 0);
    ck_assert_int_eq(claim(10).n, 7);
}
END_TEST

START_TEST(what_was_done_but_not_taken_down_is_for_a_person)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_rows rows = claim(1);

    test_books.refuse = ERR_STATE;
    ck_assert_int_eq(end_with(&way, &rows.v[0],
                              (struct job_result){ .end = JOB_DONE, .remote_id = "r1" }, false),
                     QUEUE_UNKNOWN);
    ck_assert_int_eq(load(id).next.ms, 0);
    ck_assert_str_eq(load(id).remote_id, "r1");
    ck_assert_ptr_nonnull(strstr(load(id).last_error, "no books"));
}
END_TEST

START_TEST(a_disk_that_fails_while_recording_leaves_the_job_as_it_was)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_rows rows = claim(1);
    struct job_result result = { .end = JOB_DONE };
    const struct queue_try done = { .row = &rows.v[0], .result = &result, .worker = ME };
    enum queue_state state;

    test_books.refuse = ERR_IO;
    ck_refused(queue_record(desk, &way, &done, &state, &err), ERR_IO);
    ck_assert_int_eq(load(id).state, QUEUE_SENDING);
}
END_TEST

START_TEST(a_job_that_went_to_another_worker_is_not_recorded)
{
    struct job_result result = { .end = JOB_DONE };
    struct queue_try done = { .result = &result, .worker = "there:2" };
    struct queue_rows rows;
    enum queue_state state;

    (void)test_job_add(desk, 0);
    rows = claim(1);
    done.row = &rows.v[0];
    ck_refused(queue_record(desk, &way, &done, &state, &err), ERR_CONFLICT);
    ck_refused(queue_mark_out(desk, &rows.v[0], "there:2", "", &err), ERR_CONFLICT);
    ck_assert_int_eq(health().last_ok.ms, 0);
}
END_TEST

/* A worker slept until its lease was over, and began the job anew: what the first try still says
 * must not end the second. */
START_TEST(a_try_of_before_does_not_end_a_later_one_of_the_same_worker)
{
    struct job_result result = { .end = JOB_DONE };
    int64_t id = test_job_add(desk, 0);
    struct queue_rows first = claim(1), second;
    struct queue_try done = { .row = &first.v[0], .result = &result, .worker = ME };
    enum queue_state state;
    int n;

    testdesk_wait(desk, LEASE_MS);
    ck_ok(queue_reap(desk, &way, &n, &err));
    ck_assert_int_eq(n, 1);
    second = claim(1);
    ck_assert_int_eq(second.n, 1);
    ck_refused(queue_mark_out(desk, &first.v[0], ME, "", &err), ERR_CONFLICT);
    ck_refused(queue_record(desk, &way, &done, &state, &err), ERR_CONFLICT);
    ck_assert_int_eq(load(id).state, QUEUE_SENDING);
    ck_ok(queue_mark_out(desk, &second.v[0], ME, "", &err));
    done.row = &second.v[0];
    ck_ok(queue_record(desk, &way, &done, &state, &err));
    ck_assert_int_eq(state, QUEUE_DONE);
}
END_TEST

START_TEST(a_question_of_before_does_not_end_a_later_one)
{
    struct job_result result = { .end = JOB_DONE };
    int64_t id = test_job_add(desk, 0);
    struct queue_rows rows = claim(1), first, second;
    struct queue_try done = { .result = &result, .worker = ME, .is_lookup = true };
    enum queue_state state;

    ck_assert_int_eq(end(&rows.v[0], JOB_UNCLEAR), QUEUE_UNKNOWN);
    testdesk_wait(desk, HOUR_MS);
    ck_ok(queue_claim_lookups(desk, &way, ME, LEASE_MS, 1, arena, &first, &err));
    ck_assert_int_eq(first.n, 1);
    testdesk_wait(desk, LEASE_MS);
    ck_ok(queue_claim_lookups(desk, &way, ME, LEASE_MS, 1, arena, &second, &err));
    ck_assert_int_eq(second.n, 1);
    done.row = &first.v[0];
    ck_refused(queue_record(desk, &way, &done, &state, &err), ERR_CONFLICT);
    ck_assert_int_eq(load(id).state, QUEUE_UNKNOWN);
    done.row = &second.v[0];
    ck_ok(queue_record(desk, &way, &done, &state, &err));
}
END_TEST

/* While another write has the turn nothing waits for it that may not write at all. */
START_TEST(a_paused_provider_needs_no_turn)
{
    struct queue_rows rows;
    OD_TX tx = { 0 };

    (void)test_job_add(desk, 0);
    rows = claim(1);
    ck_assert_int_eq(end(&rows.v[0], JOB_UNCLEAR), QUEUE_UNKNOWN);
    (void)test_job_add(desk, 0);
    ck_ok(provider_pause(desk, TEST_PROVIDER, "", &err));
    testdesk_wait(desk, HOUR_MS);
    ck_ok(desk_begin(desk, "sync.work", &tx, &err));
    ck_assert_int_eq(claim(1).n, 0);
    ck_ok(queue_claim_lookups(desk, &way, ME, LEASE_MS, 1, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 0);
}
END_TEST

START_TEST(the_newest_exchanges_of_a_job_are_kept)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_exchange x[30];
    struct job_result result = { .end = JOB_DONE };
    struct queue_rows rows = claim(1);
    struct queue_try done = {
        .row = &rows.v[0], .result = &result, .exchanges = x, .n_exchanges = 30, .worker = ME
    };
    struct queue_exchanges kept;
    enum queue_state state;

    for (int i = 0; i < 30; i++)
        x[i] = (struct queue_exchange){ .request = "GET", .reply = "", .status = i };
    ck_ok(queue_record(desk, &way, &done, &state, &err));
    ck_ok(queue_exchanges_load(desk, id, arena, &kept, &err));
    ck_assert_int_eq(kept.n, 20);
    ck_assert_int_eq(kept.v[19].status, 29);
}
END_TEST

/* ---- asking after ---------------------------------------------------------------------------- */

static struct queue_row unclear_job(void)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_rows rows = claim(1);

    ck_assert_int_eq(end(&rows.v[0], JOB_UNCLEAR), QUEUE_UNKNOWN);
    ck_assert_int_eq(claim(5).n, 0);
    return load(id);
}

static struct queue_rows lookups(void)
{
    struct queue_rows rows;

    ck_ok(queue_claim_lookups(desk, &way, ME, LEASE_MS, 5, arena, &rows, &err));
    return rows;
}

START_TEST(an_unclear_job_is_asked_after_and_never_repeated_blindly)
{
    struct queue_row row = unclear_job();
    struct queue_rows rows;

    testdesk_wait(desk, HOUR_MS);
    ck_assert_int_eq(claim(5).n, 0);
    rows = lookups();
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(lookups().n, 0);
    ck_assert_int_eq(end_with(&way, &rows.v[0], (struct job_result){ .end = JOB_DONE }, true),
                     QUEUE_DONE);
    ck_assert_int_eq(test_books.state, QUEUE_DONE);
    ck_assert_int_eq(load(row.id).attempts, 1);
}
END_TEST

START_TEST(what_was_not_done_there_is_done_now)
{
    struct queue_row row = unclear_job();
    struct queue_rows rows;

    testdesk_wait(desk, HOUR_MS);
    rows = lookups();
    ck_assert_int_eq(end_with(&way, &rows.v[0], (struct job_result){ .end = JOB_WAIT }, true),
                     QUEUE_RETRY);
    ck_assert_int_eq(claim(5).n, 1);
    ck_assert_int_eq(load(row.id).lookups, 0);
}
END_TEST

START_TEST(what_cannot_be_told_is_for_a_person_in_the_end)
{
    struct queue_row row = unclear_job();

    for (int i = 0; i < QUEUE_MAX_LOOKUPS; i++) {
        struct queue_rows rows;

        testdesk_wait(desk, HOUR_MS + LEASE_MS);
        rows = lookups();
        ck_assert_int_eq(rows.n, 1);
        ck_assert_int_eq(
            end_with(&way, &rows.v[0], (struct job_result){ .end = JOB_UNCLEAR }, true),
            QUEUE_UNKNOWN);
        ck_assert_int_eq(health().unknown + health().asked, 1);
        ck_assert_int_eq(health().asked, i + 1 < QUEUE_MAX_LOOKUPS);
    }
    testdesk_wait(desk, HOUR_MS + LEASE_MS);
    ck_assert_int_eq(lookups().n, 0);
    ck_assert_int_eq(load(row.id).next.ms, 0);
    ck_assert_int_eq(health().unknown, 1);
}
END_TEST

/* ---- what a worker left ---------------------------------------------------------------------- */

START_TEST(a_job_that_had_not_left_is_tried_again_without_a_word)
{
    int64_t id = test_job_add(desk, 0);
    int n;

    (void)claim(1);
    ck_ok(queue_reap(desk, &way, &n, &err));
    ck_assert_int_eq(n, 0);
    testdesk_wait(desk, LEASE_MS);
    ck_ok(queue_reap(desk, &way, &n, &err));
    ck_assert_int_eq(n, 1);
    ck_assert_int_eq(load(id).state, QUEUE_RETRY);
    ck_assert_int_eq(load(id).attempts, 0);
    ck_assert_int_eq(claim(1).n, 1);
}
END_TEST

START_TEST(a_job_that_had_left_is_unknown)
{
    int64_t a = test_job_add(desk, 0), b;
    struct queue_row row;
    int n;

    (void)claim(1);
    row = load(a);
    ck_ok(queue_mark_out(desk, &row, ME, "shp_9", &err));
    testdesk_wait(desk, LEASE_MS);
    ck_ok(queue_reap(desk, &way, &n, &err));
    ck_assert_int_eq(load(a).state, QUEUE_UNKNOWN);
    ck_assert_int_eq(test_books.applied, 1); /* its topic says so, too */
    ck_assert_int_eq(test_books.state, QUEUE_UNKNOWN);
    ck_assert_int_gt(load(a).next.ms, 0);
    ck_assert_str_eq(load(a).remote_id, "shp_9");
    b = test_job_add(desk, 0);
    (void)claim(1);
    row = load(b);
    ck_ok(queue_mark_out(desk, &row, ME, "", &err));
    testdesk_wait(desk, LEASE_MS);
    ck_ok(queue_reap(desk, &blind, &n, &err));
    ck_assert_int_eq(load(b).state, QUEUE_UNKNOWN);
    ck_assert_int_eq(load(b).next.ms, 0);
}
END_TEST

/* ---- events ---------------------------------------------------------------------------------- */

START_TEST(an_event_makes_its_job_once_and_what_nobody_takes_is_done)
{
    int64_t a = test_job_of(desk, "test.event", "", 5), b = test_job_of(desk, "nobodys", "", 5);
    struct queue_rows rows;
    int n;

    ck_ok(queue_route(desk, 100, &n, &err));
    ck_assert_int_eq(n, 2);
    ck_assert_int_eq(load(a).state, QUEUE_DONE);
    ck_assert_int_eq(load(b).state, QUEUE_DONE);
    ck_ok(queue_route(desk, 100, &n, &err));
    ck_assert_int_eq(n, 0);
    rows = claim(5);
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(rows.v[0].order.v, 5);
}
END_TEST

START_TEST(an_event_that_fails_leaves_nothing_and_comes_again)
{
    int64_t a = test_job_of(desk, "test.bad", "", 5), b = test_job_of(desk, "test.event", "", 6);
    int n;

    ck_ok(queue_route(desk, 100, &n, &err));
    ck_assert_int_eq(load(a).state, QUEUE_RETRY);
    ck_assert_str_eq(load(a).last_error, "a bad event");
    ck_assert_int_eq(load(b).state, QUEUE_DONE);
    ck_assert_int_eq(claim(5).n, 1);
    for (int i = 1; i < QUEUE_MAX_TRIES; i++) {
        testdesk_wait(desk, HOUR_MS);
        ck_ok(queue_route(desk, 100, &n, &err));
    }
    ck_assert_int_eq(load(a).state, QUEUE_DEAD);
}
END_TEST

START_TEST(old_events_set_nothing_off)
{
    int64_t a = test_job_of(desk, "test.event", "", 5), b;
    int n;

    testdesk_wait(desk, 24 * HOUR_MS + 1);
    b = test_job_of(desk, "test.event", "", 5);
    ck_ok(queue_route(desk, 100, &n, &err));
    ck_assert_int_eq(test_books.events, 1);
    ck_assert_str_eq(load(a).error_code, "late");
    ck_assert_str_eq(load(b).error_code, "");
}
END_TEST

START_TEST(events_are_swept_and_jobs_stay)
{
    int64_t job = test_job_add(desk, 0);
    struct queue_rows rows = claim(1);
    int n;

    ck_assert_int_eq(end(&rows.v[0], JOB_DONE), QUEUE_DONE);
    (void)test_job_of(desk, "nobodys", "", 5);
    ck_ok(queue_route(desk, 100, &n, &err));
    testdesk_wait(desk, 7 * 24 * HOUR_MS);
    ck_ok(queue_sweep(desk, &n, &err));
    ck_assert_int_eq(n, 0);
    testdesk_wait(desk, 1);
    ck_ok(queue_sweep(desk, &n, &err));
    ck_assert_int_eq(n, 1);
    ck_assert_int_eq(testdesk_count(desk, "outbox"), 1);
    ck_assert_int_eq(load(job).state, QUEUE_DONE);
    /* What was said has addresses in it: it goes, also where no event is left to sweep. */
    ck_assert_int_gt(testdesk_count(desk, "outbox_exchange"), 0);
    testdesk_wait(desk, 24 * 24 * HOUR_MS);
    ck_ok(queue_sweep(desk, &n, &err));
    ck_assert_int_eq(testdesk_count(desk, "outbox_exchange"), 0);
    ck_assert_int_eq(load(job).state, QUEUE_DONE);
}
END_TEST

Suite *queue_work_suite(void)
{
    Suite *s = suite_create("queue_work");
    TCase *tc = tcase_create("work");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, one_worker_alone_has_a_provider);
    tcase_add_test(tc, the_lease_of_a_dead_process_of_this_machine_holds_nobody_up);
    tcase_add_test(tc, jobs_are_claimed_once_oldest_first);
    tcase_add_test(tc, of_one_order_a_provider_gets_one_job_after_the_other);
    tcase_add_test(tc, what_failed_or_is_for_a_person_holds_no_other_job_of_the_order_up);
    tcase_add_test(tc, an_unclear_job_that_is_asked_after_holds_its_order_up);
    tcase_add_test(tc, a_provider_is_asked_no_faster_than_it_wants);
    tcase_add_test(tc, a_done_job_is_taken_down_by_its_topic_with_the_providers_id);
    tcase_add_test(tc, a_try_that_must_wait_comes_again_and_fails_after_eight);
    tcase_add_test(tc, a_try_that_must_wait_fails_after_a_day);
    tcase_add_test(tc, a_provider_that_says_how_long_is_left_alone_so_long);
    tcase_add_test(tc, a_job_that_waits_for_something_of_its_own_says_nothing_of_the_provider);
    tcase_add_test(tc, what_is_still_being_made_says_nothing_against_the_provider);
    tcase_add_test(tc, what_is_ours_costs_no_try);
    tcase_add_test(tc, what_is_wrong_in_itself_says_nothing_of_the_provider);
    tcase_add_test(tc, a_refused_account_stops_the_whole_queue_and_costs_no_try);
    tcase_add_test(tc, after_five_failures_one_job_alone_finds_out);
    tcase_add_test(tc, what_was_done_but_not_taken_down_is_for_a_person);
    tcase_add_test(tc, a_disk_that_fails_while_recording_leaves_the_job_as_it_was);
    tcase_add_test(tc, a_job_that_went_to_another_worker_is_not_recorded);
    tcase_add_test(tc, a_try_of_before_does_not_end_a_later_one_of_the_same_worker);
    tcase_add_test(tc, a_question_of_before_does_not_end_a_later_one);
    tcase_add_test(tc, a_paused_provider_needs_no_turn);
    tcase_add_test(tc, the_newest_exchanges_of_a_job_are_kept);
    tcase_add_test(tc, an_unclear_job_is_asked_after_and_never_repeated_blindly);
    tcase_add_test(tc, what_was_not_done_there_is_done_now);
    tcase_add_test(tc, what_cannot_be_told_is_for_a_person_in_the_end);
    tcase_add_test(tc, a_job_that_had_not_left_is_tried_again_without_a_word);
    tcase_add_test(tc, a_job_that_had_left_is_unknown);
    tcase_add_test(tc, an_event_makes_its_job_once_and_what_nobody_takes_is_done);
    tcase_add_test(tc, an_event_that_fails_leaves_nothing_and_comes_again);
    tcase_add_test(tc, old_events_set_nothing_off);
    tcase_add_test(tc, events_are_swept_and_jobs_stay);
    suite_add_tcase(s, tc);
    return s;
}
