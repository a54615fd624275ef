/*
 * Rounds of the worker over a network that is a function: each class of end, many at once, order
 * after order, secrets, and what a worker that was killed leaves.
 */
#include "sync/worker.h"

#include <string.h>

#include "base/mem.h"
#include "domain/outside/queue_person.h"
#include "support/fakewire.h"
#include "support/testdesk.h"
#include "support/testqueue.h"
#include "unit/outside_suites.h"

static struct desk *desk;
static struct arena *arena;
static struct wire_engine *engine;
static struct worker *worker;
static struct err err;
static const struct worker_provider both[] = { { &fake_provider, NULL }, { &blind_provider, NULL } };

static void set_up(void)
{
    struct worker_config config = { .providers = both, .n_providers = 2 };

    err_clear(&err);
    test_books = (struct test_books){ 0 };
    fake_wire = (struct fake_wire){ 0 };
    desk = testdesk_new();
    arena = arena_new();
    ck_ok(wire_engine_new(&engine, NULL, &err));
    config.desk = desk;
    config.engine = engine;
    worker = worker_new(&config);
}

static void tear_down(void)
{
    worker_free(worker);
    wire_engine_free(engine);
    arena_free(arena);
    desk_close(desk);
}

/* Rounds until nothing is to be done now. */
static struct worker_done work(void)
{
    struct worker_done all = { 0 };

    for (int i = 0; i < 500; i++) {
        all.is_busy = false;
        ck_ok(worker_round(worker, 0, &all, &err));
        if (!all.is_busy)
            return all;
    }
    ck_abort_msg("the worker does not come to rest");
}

static struct queue_row load(int64_t id)
{
    return test_job_load(desk, id, arena);
}

/* ---- answers --------------------------------------------------------------------------------- */

static struct wire_reply given; /* for every write */
static struct wire_reply given_lookup;

static bool answer_given(const struct wire_request *request, struct wire_reply *reply)
{
    *reply = request->is_write ? given : given_lookup;
    return true;
}

static void answer(enum wire_end end, int status, const char *body)
{
    given = (struct wire_reply){
        .end = end, .status = status, .body = body, .retry_after_ms = -1, .why = "broken"
    };
    fake_wire.answer = answer_given;
}

static void answer_lookup(enum wire_end end, int status)
{
    given_lookup = (struct wire_reply){
        .end = end, .status = status, .body = "", .retry_after_ms = -1, .why = "broken"
    };
}

static bool answer_later(const struct wire_request *request, struct wire_reply *reply)
{
    (void)request;
    (void)reply;
    return false;
}

/* ---- tests ----------------------------------------------------------------------------------- */

START_TEST(a_job_is_sent_once_and_taken_down)
{
    int64_t id = test_job_add(desk, 0);
    struct worker_done done;

    answer(WIRE_ANSWERED, 200, "made-1");
    done = work();
    ck_assert_int_eq(done.done, 1);
    ck_assert_int_eq(fake_wire.writes, 1);
    ck_assert_int_eq(load(id).state, QUEUE_DONE);
    ck_assert_str_eq(load(id).remote_id, "made-1");
    ck_assert_int_eq(test_books.applied, 1);
    (void)work();
    ck_assert_int_eq(fake_wire.writes, 1);
}
END_TEST

START_TEST(what_was_kept_of_the_exchange_has_no_secret)
{
    int64_t id = test_job_add(desk, 0);
    struct queue_exchanges talk;

    answer(WIRE_ANSWERED, 400, "bad key topsecret\x1b[31m\nsecond line");
    (void)work();
    ck_ok(queue_exchanges_load(desk, id, arena, &talk, &err));
    ck_assert_int_eq(talk.n, 1);
    ck_assert_int_eq(talk.v[0].status, 400);
    ck_assert_ptr_null(strstr(talk.v[0].request, "topsecret"));
    ck_assert_ptr_nonnull(strstr(talk.v[0].request, "POST https://fake/"));
    ck_assert_ptr_nonnull(strstr(talk.v[0].request, "key=***"));
    ck_assert_ptr_null(strstr(talk.v[0].reply, "topsecret"));
    ck_assert_ptr_null(strchr(talk.v[0].reply, '\x1b'));
    ck_assert_ptr_nonnull(strstr(talk.v[0].reply, "\nsecond line"));
}
END_TEST

START_TEST(each_class_of_end_has_its_way_on)
{
    static const struct {
        enum wire_end end;
        int status;
        enum queue_state state;
    } cases[] = {
        { WIRE_NOT_SENT, 0, QUEUE_RETRY },      { WIRE_ANSWERED, 429, QUEUE_RETRY },
        { WIRE_ANSWERED, 503, QUEUE_RETRY },    { WIRE_UNCLEAR, 0, QUEUE_UNKNOWN },
        { WIRE_ANSWERED, 500, QUEUE_UNKNOWN },  { WIRE_ANSWERED, 422, QUEUE_DEAD },
        { WIRE_ANSWERED, 404, QUEUE_DEAD },     { WIRE_ANSWERED, 401, QUEUE_RETRY },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t id = test_job_add(desk, 0);

        answer(cases[i].end, cases[i].status, "said");
        (void)work();
        ck_assert_msg(load(id).state == cases[i].state, "case %zu: %d", i, (int)load(id).state);
        ck_ok(provider_resume(desk, TEST_PROVIDER, &err));
    }
}
END_TEST

START_TEST(a_refused_account_stops_the_provider_and_no_other)
{
    answer(WIRE_ANSWERED, 401, "who are you");
    for (int i = 0; i < 20; i++)
        (void)test_job_add(desk, 0);
    (void)work();
    ck_assert_int_le(fake_wire.writes, 4);
    answer(WIRE_ANSWERED, 200, "x");
    (void)test_job_of(desk, TEST_TOPIC, "blind", 0);
    ck_assert_int_eq(work().done, 1);
}
END_TEST

START_TEST(an_unclear_job_is_found_and_not_done_twice)
{
    int64_t id = test_job_add(desk, 0);

    answer(WIRE_UNCLEAR, 0, "");
    answer_lookup(WIRE_ANSWERED, 200);
    (void)work();
    testdesk_wait(desk, 20000);
    (void)work();
    ck_assert_int_eq(load(id).state, QUEUE_DONE);
    ck_assert_int_eq(fake_wire.writes, 1);
    ck_assert_int_eq(fake_wire.reads, 1);
}
END_TEST

START_TEST(an_unclear_job_that_was_not_done_is_done)
{
    int64_t id = test_job_add(desk, 0);

    answer(WIRE_UNCLEAR, 0, "");
    answer_lookup(WIRE_ANSWERED, 404);
    (void)work();
    answer(WIRE_ANSWERED, 200, "second");
    testdesk_wait(desk, 20000);
    (void)work();
    ck_assert_int_eq(load(id).state, QUEUE_DONE);
    ck_assert_int_eq(fake_wire.writes, 2);
}
END_TEST

START_TEST(a_lookup_that_fails_says_nothing)
{
    int64_t id = test_job_add(desk, 0);

    answer(WIRE_UNCLEAR, 0, "");
    (void)work();
    answer_lookup(WIRE_NOT_SENT, 0);
    testdesk_wait(desk, 20000);
    (void)work();
    ck_assert_int_eq(load(id).state, QUEUE_UNKNOWN);
    answer_lookup(WIRE_ANSWERED, 503);
    testdesk_wait(desk, 20000);
    (void)work();
    ck_assert_int_eq(load(id).state, QUEUE_UNKNOWN);
    ck_assert_int_eq(load(id).lookups, 2);
    ck_assert_int_eq(fake_wire.writes, 1);
}
END_TEST

START_TEST(without_a_lookup_a_person_decides)
{
    int64_t id = test_job_of(desk, TEST_TOPIC, "blind", 0);

    answer(WIRE_UNCLEAR, 0, "");
    (void)work();
    testdesk_wait(desk, 24 * 3600 * 1000);
    (void)work();
    ck_assert_int_eq(load(id).state, QUEUE_UNKNOWN);
    ck_assert_int_eq(load(id).next.ms, 0);
    ck_assert_int_eq(fake_wire.writes, 1);
}
END_TEST

START_TEST(one_provider_that_hangs_blocks_no_other)
{
    struct worker_done done = { 0 };
    int64_t id;

    fake_wire.answer = answer_later;
    for (int i = 0; i < 40; i++)
        (void)test_job_add(desk, 0);
    ck_ok(worker_round(worker, 0, &done, &err));
    ck_assert_int_eq(fake_wire.under_way, 4);
    id = test_job_of(desk, TEST_TOPIC, "blind", 0);
    ck_ok(worker_round(worker, 0, &done, &err));
    ck_assert_int_eq(fake_wire.under_way, 5);
    ck_assert_int_eq(load(id).state, QUEUE_SENDING);
    answer(WIRE_ANSWERED, 200, "x");
    ck_assert_int_eq(work().done, 41);
    ck_assert_int_eq(fake_wire.most_under_way, 5);
}
END_TEST

START_TEST(the_firm_says_how_fast_a_provider_is_asked)
{
    struct provider paceless = fake_provider;
    const struct worker_provider one = { &paceless, NULL };
    const struct worker_config config = { .desk = desk, .engine = engine, .providers = &one,
                                          .n_providers = 1, .per_minute = 6 };

    paceless.per_minute = paceless.burst = 0;
    worker_free(worker);
    worker = worker_new(&config);
    for (int i = 0; i < 60; i++)
        (void)test_job_add(desk, 0);
    ck_assert_int_lt(work().done, 60);
    testdesk_wait(desk, 60000);
    ck_assert_int_eq(work().done, 6);
    testdesk_wait(desk, 60000);
    ck_assert_int_eq(work().done, 6);
    worker_free(worker);
    worker = NULL;
}
END_TEST

START_TEST(a_provider_in_circles_is_stopped)
{
    int64_t id = test_job_add(desk, 0);

    answer(WIRE_ANSWERED, 204, "");
    answer_lookup(WIRE_ANSWERED, 500);
    (void)work();
    ck_assert_int_eq(load(id).state, QUEUE_UNKNOWN);
    ck_assert_int_eq(fake_wire.writes, 40);
}
END_TEST

START_TEST(what_cannot_be_composed_is_not_sent)
{
    int64_t a = test_job_add(desk, 0), b, c;

    test_books.no_task = ERR_STATE;
    (void)work();
    ck_assert_int_eq(load(a).state, QUEUE_DEAD);
    test_books.no_task = ERR_BUSY;
    b = test_job_add(desk, 0);
    (void)work();
    ck_assert_int_eq(load(b).state, QUEUE_RETRY);
    ck_assert_int_eq(load(b).attempts, 0);
    test_books.no_task = ERR_NONE;
    test_books.not_needed = "the order is canceled";
    c = test_job_add(desk, 0);
    (void)work();
    ck_assert_int_eq(load(c).state, QUEUE_DONE);
    ck_assert_str_eq(load(c).error_code, "not_needed");
    ck_assert_int_eq(fake_wire.started, 0);
    (void)test_job_of(desk, "test.unheard", TEST_PROVIDER, 0);
    ck_assert_int_eq(work().failed, 1);
}
END_TEST

START_TEST(what_a_killed_worker_left_is_found_by_the_next)
{
    struct worker_config config = { .desk = desk, .engine = engine, .providers = both,
                                    .n_providers = 2 };
    struct worker_done done = { 0 };
    int64_t id = test_job_add(desk, 0);
    struct worker *next;

    fake_wire.answer = answer_later;
    ck_ok(worker_round(worker, 0, &done, &err));
    ck_assert_int_eq(load(id).state, QUEUE_SENDING);
    ck_assert(load(id).is_out);
    /* The same name as a living process: only its time ends the lease. */
    next = worker_new(&config);
    testdesk_wait(desk, INT64_C(16) * 60000);
    ck_ok(worker_round(next, 0, &done, &err));
    ck_assert_int_eq(load(id).state, QUEUE_UNKNOWN);
    answer(WIRE_ANSWERED, 200, "late");
    /* The first one wakes up: its job is not its own any more. */
    (void)work();
    ck_assert_int_eq(load(id).state, QUEUE_UNKNOWN);
    ck_assert_str_eq(load(id).remote_id, "");
    worker_free(next);
}
END_TEST

START_TEST(events_are_routed_and_their_jobs_done)
{
    struct worker_done done;

    answer(WIRE_ANSWERED, 200, "x");
    (void)test_job_of(desk, "test.event", "", 3);
    (void)test_job_of(desk, "nobodys", "", 3);
    done = work();
    ck_assert_int_eq(done.events, 2);
    ck_assert_int_eq(done.done, 1);
}
END_TEST

START_TEST(a_desk_that_fails_while_recording_keeps_the_result)
{
    int64_t id = test_job_add(desk, 0);
    struct worker_done done = { 0 };

    answer(WIRE_ANSWERED, 200, "x");
    test_books.refuse = ERR_IO;
    ck_refused(worker_round(worker, 0, &done, &err), ERR_IO);
    ck_assert_int_eq(load(id).state, QUEUE_SENDING);
    test_books.refuse = ERR_NONE;
    err_clear(&err);
    ck_assert_int_eq(work().done, 1);
    ck_assert_int_eq(fake_wire.writes, 1);
}
END_TEST

Suite *worker_suite(void)
{
    Suite *s = suite_create("worker");
    TCase *tc = tcase_create("worker");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_job_is_sent_once_and_taken_down);
    tcase_add_test(tc, what_was_kept_of_the_exchange_has_no_secret);
    tcase_add_test(tc, each_class_of_end_has_its_way_on);
    tcase_add_test(tc, a_refused_account_stops_the_provider_and_no_other);
    tcase_add_test(tc, an_unclear_job_is_found_and_not_done_twice);
    tcase_add_test(tc, an_unclear_job_that_was_not_done_is_done);
    tcase_add_test(tc, a_lookup_that_fails_says_nothing);
    tcase_add_test(tc, without_a_lookup_a_person_decides);
    tcase_add_test(tc, one_provider_that_hangs_blocks_no_other);
    tcase_add_test(tc, the_firm_says_how_fast_a_provider_is_asked);
    tcase_add_test(tc, a_provider_in_circles_is_stopped);
    tcase_add_test(tc, what_cannot_be_composed_is_not_sent);
    tcase_add_test(tc, what_a_killed_worker_left_is_found_by_the_next);
    tcase_add_test(tc, events_are_routed_and_their_jobs_done);
    tcase_add_test(tc, a_desk_that_fails_while_recording_keeps_the_result);
    suite_add_tcase(s, tc);
    return s;
}
