/*
 * The worker, killed at any moment. Two providers keep books of what they were made to do: one can
 * be asked after a job, the other cannot. In the end no job is lost; of the first each was done
 * once; of the second none was done twice, and what is not known to be done says so.
 *
 * usage: kill_sync [--kills N] [--seed N]
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/outside/queue_person.h"
#include "fault/fault_support.h"
#include "fault/kill_support.h"
#include "support/fakewire.h"
#include "support/testdesk.h"
#include "support/testqueue.h"
#include "sync/worker.h"

/* A kill comes within this many microseconds after the worker began. */
#define KILL_US    25000
#define BOOK_BYTES (4 * 1024 * 1024)

static char where[200], book[200];
/* It also dies by itself at the worst moment: done there, not yet written down here. */
static bool is_victim;
/* Every process begins half a minute after the one before: waits are over. */
static struct stamp now = { TESTDESK_NOW_MS };

/* ---- the providers' books -------------------------------------------------------------------- */

static void write_book(const char *word, const char *key)
{
    char line[80];
    int fd = open(book, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int len = snprintf(line, sizeof line, "%s %s\n", word, key);

    if (fd < 0 || write(fd, line, (size_t)len) != len)
        _exit(99);
    (void)close(fd);
}

/* What was done is in the book before the answer leaves. */
static bool answer(const struct wire_request *request, struct wire_reply *reply)
{
    OD_ARENA *arena = arena_new();
    const char *key = strrchr(request->url, '/') + 1;

    if (request->is_write) {
        write_book("did", key);
        if (is_victim && kill_lot(6) == 0)
            (void)raise(SIGKILL);
        return true;
    }
    write_book("asked", key);
    if (kill_times(kill_book(book, BOOK_BYTES, arena), arena_printf(arena, "did %s", key)) == 0)
        reply->status = 404;
    return true;
}

/* ---- the worker ------------------------------------------------------------------------------ */

static void work(bool is_to_end)
{
    static const struct worker_provider both[] = { { &fake_provider, NULL },
                                                   { &blind_provider, NULL } };
    struct worker_config config = { .providers = both, .n_providers = 2 };
    struct worker_done done = { 0 };
    struct err err = ERR_INIT;
    struct worker *worker;

    fake_wire.answer = answer;
    is_victim = !is_to_end;
    config.desk = kill_desk(where, now);
    if (!wire_engine_new(&config.engine, NULL, &err))
        fault_die("wire_engine_new", &err);
    worker = worker_new(&config);
    do {
        done.is_busy = false;
        if (!worker_round(worker, 0, &done, &err))
            fault_die("worker_round", &err);
    } while (!is_to_end || done.is_busy);
    worker_free(worker);
    wire_engine_free(config.engine);
    desk_close(config.desk);
}

static void add_jobs(void)
{
    struct desk *desk = kill_desk(where, now);

    for (int i = 0; i < 3; i++) {
        (void)test_job_of(desk, TEST_TOPIC, TEST_PROVIDER, 1 + (int64_t)kill_lot(5));
        (void)test_job_of(desk, TEST_TOPIC, "blind", 1 + (int64_t)kill_lot(5));
    }
    desk_close(desk);
}

/* How long a worker lives before it is killed, at most: KILL_US, or what it needs where the machine
 * or a sanitizer is slow, so that kills come at every moment of a job. */
static unsigned window_us = KILL_US;

static void measure_window(void)
{
    int64_t begun = clock_monotonic_ms();
    unsigned needed;
    pid_t child = fork();

    if (child == 0) {
        work(true);
        _exit(0);
    }
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    needed = (unsigned)(clock_monotonic_ms() - begun) * 1000;
    if (needed > window_us)
        window_us = needed;
}

static void kill_one(void)
{
    pid_t child = fork();
    int status;

    if (child == 0)
        work(false);
    if (child < 0)
        fault_die("fork", NULL);
    (void)usleep(kill_lot(window_us));
    (void)kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    fault_check(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "the worker ended by itself");
    now.ms += 30000;
}

/* ---- afterwards ------------------------------------------------------------------------------ */

static void check_job(const struct queue_row *row, const char *text, struct arena *arena)
{
    int did = kill_times(text, arena_printf(arena, "did %s", row->key));
    bool is_blind = strcmp(row->provider, "blind") == 0;

    if (row->state == QUEUE_DONE)
        fault_check(did == 1, "job %lld is done, and was done %d times", (long long)row->id, did);
    else
        fault_check(is_blind && row->state == QUEUE_UNKNOWN && did <= 1,
                    "job %lld of %s is in state %d and was done %d times", (long long)row->id,
                    row->provider, (int)row->state, did);
}

static int check_jobs(struct desk *desk, const char *text)
{
    struct queue_filter filter = { .is_job = true };
    int unclear = 0, n = 0;

    for (bool is_more = true; is_more;) {
        OD_ARENA *arena = arena_new();
        struct err err = ERR_INIT;
        struct queue_rows rows;

        if (!queue_list(desk, &filter, 200, arena, &rows, &err))
            fault_die("queue_list", &err);
        for (int i = 0; i < rows.n; i++) {
            check_job(&rows.v[i], text, arena);
            unclear += rows.v[i].state == QUEUE_UNKNOWN;
            filter.before_id = rows.v[i].id;
        }
        n += rows.n;
        is_more = rows.n == 200;
    }
    fault_check(n == (int)testdesk_count(desk, "outbox"), "a job is lost");
    return unclear;
}

static void set_up(void)
{
    struct desk_new in = { .login = "anna", .user_name = "Anna", .company = "Dockside Supplies",
                           .country = "GB", .currency = "GBP", .time_zone = "UTC" };
    struct err err = ERR_INIT;
    struct desk *desk = NULL;

    fault_in_memory();
    (void)snprintf(where, sizeof where, "%s", fault_path("sync.db"));
    (void)snprintf(book, sizeof book, "%s", fault_path("book"));
    in.where = where;
    in.clock = clock_fixed(now);
    if (!desk_create(&in, &desk, &err))
        fault_die("desk_create", &err);
    desk_close(desk);
}

static int kills;

START_TEST(no_job_is_lost_and_none_is_done_twice)
{
    OD_ARENA *arena = arena_new();
    int unclear, asked;
    struct desk *desk;
    const char *text;

    set_up();
    add_jobs();
    measure_window();
    for (int i = 0; i < kills; i++) {
        add_jobs();
        kill_one();
    }
    /* A look-up that was cut off comes again when its lease is over. */
    for (int i = 0; i < 20; i++, now.ms += 20 * 60000)
        work(true);
    desk = kill_desk(where, now);
    text = kill_book(book, BOOK_BYTES, arena);
    unclear = check_jobs(desk, text);
    asked = kill_times(text, "asked ");
    /* The control: kills that never hit between sending and writing down prove nothing. */
    fault_check(asked > 0 && unclear > 0, "no kill came at the worst moment");
    printf("%d kills, %d jobs, %d asked after, %d left unclear and marked so\n", kills,
           (int)testdesk_count(desk, "outbox"), asked, unclear);
    desk_close(desk);
    ck_assert_int_eq(fault_count(), 0);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("kill_sync");
    TCase *tc = tcase_create("kill");
    SRunner *runner = srunner_create(suite);

    kills = fault_option(argc, argv, "--kills", 500);
    kill_seed = (uint64_t)fault_option(argc, argv, "--seed", 20261122);
    printf("seed %llu\n", (unsigned long long)kill_seed);
    tcase_set_timeout(tc, 0);
    tcase_add_test(tc, no_job_is_lost_and_none_is_done_twice);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    fault_check(srunner_ntests_failed(runner) == 0, "the test failed");
    srunner_free(runner);
    return fault_end();
}
