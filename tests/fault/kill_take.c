/*
 * Processes that take orders, killed at any moment. What was acknowledged is there with its number;
 * the key of what was not tells whether it was done, and doing it again makes one order, not two;
 * and the audit of the whole desk finds nothing.
 *
 * usage: kill_take [--rounds N] [--writers N] [--seed N]
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
#include "domain/insight/audit.h"
#include "fault/fault_support.h"
#include "support/testorder.h"

#define WRITERS_MAX 16
#define ACKS_MAX    200000
/* A kill comes within this many microseconds after the first number of the round. */
#define KILL_US 30000

/* What a process says when an order is done; smaller than a pipe's atomic write. */
struct ack {
    int round, writer, seq;
    char number[16];
};

static struct {
    struct testshop shop;
    char where[200];
    int rounds, writers;
    uint64_t seed;
    struct ack *acks;
    int ack_count;
    int last_seq[WRITERS_MAX]; /* of the round; -1: none */
    int done_again;
} all;

OD_NORETURN static void die(const char *what)
{
    perror(what);
    _exit(99);
}

static unsigned lot(unsigned below)
{
    all.seed = all.seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(all.seed >> 33) % below;
}

static struct desk *open_desk(void)
{
    const struct desk_open_options options = { .where = all.where,
                                               .login = "anna",
                                               .clock = clock_system() };
    struct err err = ERR_INIT;
    struct desk *desk = NULL;

    if (!desk_open(&options, &desk, &err))
        fault_die("desk_open", &err);
    return desk;
}

/* --- taking orders ---------------------------------------------------------------------------- */

/* In one call, with the key of that try. */
static bool create(struct desk *desk, int round, int writer, int seq, struct arena *arena,
                   struct order_taken *out, struct err *err)
{
    struct line_input lines[] = {
        { .item = all.shop.bracket, .qty = { 2 * QTY_PER_UNIT } },
        { .item = all.shop.hose, .qty = { 750 } },
        { .item = all.shop.fitting, .qty = { QTY_PER_UNIT } },
    };
    const struct order_new in = {
        .customer = all.shop.acme,
        .lines = lines,
        .line_count = 3,
        .is_submit = true,
        .is_confirm = true,
        .key = arena_printf(arena, "r%d-w%d-%d", round, writer, seq),
        .content = "the same three lines",
    };

    return order_create(desk, &in, arena, out, err);
}

/* Field by field, as a person does it. */
static bool type(struct desk *desk, struct arena *arena, struct order_taken *out, struct err *err)
{
    struct line_input in = { .item = all.shop.bracket, .qty = { 3 * QTY_PER_UNIT } };
    struct order_header who = { .customer = &all.shop.acme };
    struct record_at at = { 0 };
    struct order_id id;
    struct order *o;

    if (!order_draft_new(desk, (struct channel_id){ 0 }, NULL, &id, err))
        return false;
    at.id = id.v;
    return order_set_header(desk, &at, &who, arena, &o, err) &&
           order_put_line(desk, &at, 0, &in, arena, &o, err) &&
           order_take(desk, at, true, arena, out, err);
}

OD_NORETURN static void write_orders(int round, int writer, int out)
{
    struct desk *desk = open_desk();

    for (int seq = 0;; seq++) {
        OD_ARENA *arena = arena_new();
        struct ack ack = { .round = round, .writer = writer, .seq = seq };
        struct order_taken taken = { 0 };
        struct err err = ERR_INIT;

        if (!(seq % 4 == 3 ? type(desk, arena, &taken, &err)
                           : create(desk, round, writer, seq, arena, &taken, &err)))
            fault_die("an order was refused", &err);
        snprintf(ack.number, sizeof ack.number, "%s", taken.number);
        if (write(out, &ack, sizeof ack) != (ssize_t)sizeof ack)
            _exit(EXIT_FAILURE);
    }
}

/* --- rounds ----------------------------------------------------------------------------------- */

static bool read_ack(int in)
{
    struct ack ack;
    ssize_t got;

    do
        got = read(in, &ack, sizeof ack);
    while (got < 0 && errno == EINTR);
    if (got != (ssize_t)sizeof ack || all.ack_count == ACKS_MAX)
        return false;
    all.acks[all.ack_count++] = ack;
    if (all.last_seq[ack.writer] < ack.seq)
        all.last_seq[ack.writer] = ack.seq;
    return true;
}

static void kill_all(const pid_t *pids)
{
    for (int w = 0; w < all.writers; w++)
        if (kill(pids[w], SIGKILL) != 0)
            die("kill");
    for (int w = 0; w < all.writers; w++) {
        int status = 0;

        while (waitpid(pids[w], &status, 0) < 0 && errno == EINTR)
            ;
        fault_check(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
                    "process %d ended by itself", w);
    }
}

/* What was under way when the kill came: asked again with its key, it is there once. */
static void do_again(int round)
{
    OD_DESK *desk = open_desk();

    for (int w = 0; w < all.writers; w++) {
        OD_ARENA *arena = arena_new();
        struct order_taken first = { 0 }, second = { 0 };
        struct err err = ERR_INIT;
        int seq = all.last_seq[w] + 1;

        if (seq % 4 == 3)
            continue; /* typed: the draft is there, the person looks */
        fault_check(create(desk, round, w, seq, arena, &first, &err), "again: %s", err.text);
        fault_check(create(desk, round, w, seq, arena, &second, &err), "twice: %s", err.text);
        fault_check(first.id.v == second.id.v, "round %d process %d: two orders of one key", round,
                    w);
        all.done_again++;
    }
}

static void run_round(int round)
{
    pid_t pids[WRITERS_MAX];
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        die("pipe");
    for (int w = 0; w < all.writers; w++) {
        all.last_seq[w] = -1;
        pids[w] = fork();
        if (pids[w] < 0)
            die("fork");
        if (pids[w] == 0)
            write_orders(round, w, ends[1]);
    }
    close(ends[1]);
    (void)read_ack(ends[0]);
    usleep(lot(KILL_US));
    kill_all(pids);
    while (read_ack(ends[0]))
        ;
    close(ends[0]);
    do_again(round);
}

/* --- afterwards ------------------------------------------------------------------------------- */

static void check_acks(struct desk *desk)
{
    for (int i = 0; i < all.ack_count; i++) {
        OD_ARENA *arena = arena_new();
        struct err err = ERR_INIT;
        struct order_id id = { 0 };
        struct order *o;

        fault_check(order_find(desk, all.acks[i].number, &id, &err) && id.v != 0,
                    "order %s was acknowledged and is lost", all.acks[i].number);
        if (id.v == 0)
            continue;
        fault_check(order_load(desk, id, arena, &o, &err) && o->status == ORDER_CONFIRMED,
                    "order %s is not confirmed", all.acks[i].number);
    }
}

static void check_desk(struct desk *desk)
{
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    struct audit audit;

    if (!audit_run(desk, false, arena, &audit, &err))
        fault_die("audit_run", &err);
    for (int i = 0; i < audit.n; i++)
        fault_check(false, "%s, %s: %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
    fault_check(testshop_number(desk, "SELECT COUNT(*) FROM idem_key WHERE command = 'order.new'"
                                      " AND record_id NOT IN (SELECT id FROM sales_order)") == 0,
                "a key without its order");
    fault_check(testshop_number(desk, "SELECT COUNT(*) - COUNT(DISTINCT record_id) FROM idem_key"
                                      " WHERE command = 'order.new'") == 0,
                "two keys of one order");
}

static void set_up(void)
{
    struct err err = ERR_INIT;
    struct desk *desk = NULL;
    struct desk_new in = { .login = "anna",
                           .user_name = "Anna",
                           .company = "Dockside Supplies",
                           .country = "GB",
                           .currency = "GBP",
                           .time_zone = "UTC" };

    fault_in_memory();
    snprintf(all.where, sizeof all.where, "%s", fault_path("take.db"));
    in.where = all.where;
    in.clock = clock_system();
    if (!desk_create(&in, &desk, &err))
        fault_die("desk_create", &err);
    all.shop.arena = arena_new();
    testshop_fill(&all.shop, desk);
    desk_close(desk); /* a handle does not go through a fork */
    all.shop.desk = NULL;
    all.acks = xcalloc(ACKS_MAX, sizeof *all.acks);
}

START_TEST(nothing_acknowledged_is_lost_and_nothing_is_there_twice)
{
    struct desk *desk;

    set_up();
    for (int round = 0; round < all.rounds; round++)
        run_round(round);
    desk = open_desk();
    check_acks(desk);
    check_desk(desk);
    printf("%d kills, %d orders acknowledged, %d done again, %lld orders in all\n",
           all.rounds * all.writers, all.ack_count, all.done_again,
           (long long)testdesk_count(desk, "sales_order"));
    desk_close(desk);
    arena_free(all.shop.arena);
    xfree(all.acks);
    ck_assert_int_eq(fault_count(), 0);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("kill_take");
    TCase *tc = tcase_create("kill");
    SRunner *runner = srunner_create(suite);

    all.rounds = fault_option(argc, argv, "--rounds", 50);
    all.writers = fault_option(argc, argv, "--writers", 4);
    all.seed = (uint64_t)fault_option(argc, argv, "--seed", 20261122);
    printf("seed %llu\n", (unsigned long long)all.seed);
    tcase_set_timeout(tc, 0);
    tcase_add_test(tc, nothing_acknowledged_is_lost_and_nothing_is_there_twice);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    fault_check(srunner_ntests_failed(runner) == 0, "the test failed");
    srunner_free(runner);
    return fault_end();
}
