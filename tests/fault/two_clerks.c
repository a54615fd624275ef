/*
 * Two people do something to the same order or its work at the same moment, each as it was seen
 * before: two processes, every pair of steps that one stage of the work allows. What comes of it,
 * answers included, is what one after the other gives, in one order or the other; which that is, is
 * found by doing both on twins of the order. At the end the check of all books is clean.
 *
 * usage: two_clerks [--rounds N]
 */
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/audit.h"
#include "domain/stock/stock.h"
#include "fault/fault_support.h"
#include "support/testorder.h"

#define FACTS 18
#define UNITS 4

enum kind { ON_ORDER, ON_WORK, ON_CHANGE };

static const struct step {
    const char *name, *action;
    enum kind kind;
    struct action_value given[3];
    int n;
} steps[] = {
    { "release", "release", ON_ORDER, { { 0 } }, 0 },
    { "cancel order", "cancel", ON_ORDER, { { "reason", "other" } }, 1 },
    { "change", "", ON_CHANGE, { { 0 } }, 0 },
    { "pick", "pick", ON_WORK, { { 0 } }, 0 },
    { "short",
      "short",
      ON_WORK,
      { { "item", "BRK-20" }, { "qty", "1" }, { "reason", "not_found" } },
      3 },
    { "cancel", "cancel", ON_WORK, { { "reason", "other" } }, 1 },
    { "pack", "pack", ON_WORK, { { 0 } }, 0 },
    { "ship", "ship", ON_WORK, { { 0 } }, 0 },
    { "unship", "unship", ON_WORK, { { 0 } }, 0 },
};
enum { RELEASE, CANCEL_ORDER, CHANGE, PICK, SHORT, CANCEL, PACK, SHIP, UNSHIP };

/* How far the work is, and what may be tried then. */
static const struct stage {
    const char *name;
    int before[4]; /* steps that lead there */
    int n_before;
    int may[7];
    int n;
} stages[] = {
    { "confirmed", { 0 }, 0, { RELEASE, CANCEL_ORDER, CHANGE }, 3 },
    { "released",
      { RELEASE },
      1,
      { RELEASE, CANCEL_ORDER, CHANGE, PICK, SHORT, CANCEL, PACK },
      7 },
    { "picked", { RELEASE, PICK }, 2, { CANCEL_ORDER, CHANGE, SHORT, CANCEL, PACK }, 5 },
    { "packed", { RELEASE, PICK, PACK }, 3, { CANCEL_ORDER, CHANGE, CANCEL, SHIP, UNSHIP }, 5 },
    { "shipped", { RELEASE, PICK, PACK, SHIP }, 4, { RELEASE, CHANGE, SHIP, UNSHIP }, 4 },
};

/* What somebody is about to do, to what as it was seen. */
struct job {
    int step;
    struct record_at order, work;
};

static struct share {
    atomic_int round[2], ready, done, is_over;
    struct job job[2];
    int answer[2]; /* codes of errors */
} *share;

static const char *where;
static struct testshop shop;

/* Everything that one of the two could leave behind. */
static const char *const fact_rows[] = {
    "SELECT status * 100 + shown_status FROM sales_order WHERE id = %lld",
    "SELECT SUM(ordered_qty) FROM order_line WHERE order_id = %lld",
    "SELECT SUM(allocated_qty) FROM order_line WHERE order_id = %lld",
    "SELECT SUM(picked_qty) FROM order_line WHERE order_id = %lld",
    "SELECT SUM(shipped_qty) FROM order_line WHERE order_id = %lld",
    "SELECT SUM(canceled_qty) FROM order_line WHERE order_id = %lld",
    "SELECT COALESCE(SUM(seq * seq * 10 * status), 0) FROM fulfillment WHERE order_id = %lld",
    "SELECT COALESCE(SUM(qty), 0) FROM fulfillment_line WHERE fulfillment_id IN"
    " (SELECT id FROM fulfillment WHERE order_id = %lld)",
    "SELECT COALESCE(SUM(picked_qty), 0) FROM fulfillment_line WHERE fulfillment_id IN"
    " (SELECT id FROM fulfillment WHERE order_id = %lld)",
    "SELECT COUNT(*) FROM package WHERE fulfillment_id IN"
    " (SELECT id FROM fulfillment WHERE order_id = %lld)",
    "SELECT COUNT(*) FROM shipment WHERE order_id = %lld",
    "SELECT COALESCE(SUM(status), 0) FROM shipment WHERE order_id = %lld",
    "SELECT COUNT(*) FROM stock_movement WHERE order_id = %lld",
    "SELECT COALESCE(SUM(kind * qty), 0) FROM stock_movement WHERE order_id = %lld",
    "SELECT COUNT(*) FROM order_event WHERE order_id = %lld",
    "SELECT COUNT(*) FROM outbox WHERE order_id = %lld",
    /* of stock, without the order */
    "SELECT SUM(on_hand_qty) + 0 * %lld FROM stock_level WHERE item_id ="
    " (SELECT id FROM item WHERE sku = 'BRK-20')",
    "SELECT SUM(allocated_qty) + 0 * %lld FROM stock_level WHERE item_id ="
    " (SELECT id FROM item WHERE sku = 'BRK-20')",
};
_Static_assert(OD_LEN(fact_rows) == FACTS, "a place for each");

struct outcome {
    int64_t fact[FACTS];
    int answer[2];
};

/* --- one step --------------------------------------------------------------------------------- */

static bool change(struct desk *desk, struct record_at at, struct arena *arena, struct err *err)
{
    struct order_change c = { .order = { at.id }, .base_version = at.version };
    const struct change_line line = { .line_no = 1, .has_qty = true, .in.qty = { 2000 } };
    struct change_preview p;
    struct order *o;

    if (!order_load(desk, c.order, arena, &o, err))
        return false;
    change_put_line(&c, o, &line, arena);
    return change_apply(desk, &c, arena, &p, err);
}

static int take_step(struct desk *desk, const struct job *job)
{
    const struct step *s = &steps[job->step];
    const struct action_values values = { s->given, s->n };
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    bool is_ok = false;

    switch (s->kind) {
    case ON_ORDER:
        is_ok = act(desk, &order_document, job->order, s->action, &values, &err);
        break;
    case ON_WORK:
        is_ok = act(desk, &fulfillment_document, job->work, s->action, &values, &err);
        break;
    case ON_CHANGE:
        is_ok = change(desk, job->order, tmp, &err);
        break;
    }
    if (!is_ok && (err.code == ERR_BUG || err.code == ERR_IO || err.code == ERR_BUSY))
        fault_die(s->name, &err);
    return is_ok ? 0 : (int)err.code;
}

/* A clerk's process: waits for a job, then for the other clerk, and goes. */
static void be_clerk(int who, pid_t parent)
{
    const struct desk_open_options in = { .where = where,
                                          .login = "anna",
                                          .clock = clock_system() };
    struct err err = ERR_INIT;
    struct desk *desk = NULL;
    int round = 0;

    if (!desk_open(&in, &desk, &err))
        fault_die("open", &err);
    while (!atomic_load(&share->is_over) && getppid() == parent) {
        if (atomic_load(&share->round[who]) == round) {
            (void)usleep(50);
            continue;
        }
        round = atomic_load(&share->round[who]);
        atomic_fetch_add(&share->ready, 1);
        while (atomic_load(&share->ready) < 2 && getppid() == parent)
            (void)sched_yield();
        share->answer[who] = take_step(desk, &share->job[who]);
        atomic_fetch_add(&share->done, 1);
    }
    desk_close(desk);
}

/* --- a pair ----------------------------------------------------------------------------------- */

/* The order and its newest work as they are now. */
static struct job seen(int64_t order)
{
    OD_ARENA *tmp = arena_new();
    struct fulfillment_rows rows;
    struct fulfillment *f;
    struct err err = ERR_INIT;
    struct job job = { .order = { order, testshop_load(&shop, order)->version } };

    ck_ok(fulfillments_of_order(shop.desk, (struct order_id){ order }, tmp, &rows, &err));
    if (rows.n == 0)
        return job;
    ck_ok(fulfillment_load(shop.desk, rows.v[rows.n - 1].id, tmp, &f, &err));
    job.work = (struct record_at){ f->id, f->version };
    return job;
}

static struct job prepare(const struct stage *stage)
{
    int64_t order = testshop_order(&shop, shop.bracket, UNITS, true)->id.v;
    struct job job = seen(order);

    for (int i = 0; i < stage->n_before; i++) {
        job.step = stage->before[i];
        ck_assert_int_eq(take_step(shop.desk, &job), 0);
        job = seen(order);
    }
    return job;
}

static void look(int64_t order, struct outcome *out)
{
    for (size_t i = 0; i < FACTS; i++)
        out->fact[i] = testshop_number(shop.desk, arena_printf(shop.arena, fact_rows[i],
                                                               (long long)order));
}

static void subtract_stock(struct outcome *o, const struct outcome *before)
{
    o->fact[FACTS - 2] -= before->fact[FACTS - 2];
    o->fact[FACTS - 1] -= before->fact[FACTS - 1];
}

/* One after the other, first: who begins. */
static void in_turn(const struct stage *stage, const int step[2], int first, struct outcome *out)
{
    struct outcome before;
    struct job job = prepare(stage);

    look(job.order.id, &before);
    for (int i = 0; i < 2; i++) {
        int who = i == 0 ? first : 1 - first;

        job.step = step[who];
        out->answer[who] = take_step(shop.desk, &job);
    }
    look(job.order.id, out);
    subtract_stock(out, &before);
}

static void at_once(const struct stage *stage, const int step[2], struct outcome *out)
{
    struct outcome before;
    struct job job = prepare(stage);

    look(job.order.id, &before);
    atomic_store(&share->ready, 0);
    atomic_store(&share->done, 0);
    for (int i = 0; i < 2; i++) {
        share->job[i] = job;
        share->job[i].step = step[i];
    }
    for (int i = 0; i < 2; i++)
        atomic_fetch_add(&share->round[i], 1);
    while (atomic_load(&share->done) < 2) {
        if (waitpid(-1, NULL, WNOHANG) > 0)
            ck_abort_msg("%s: %s and %s: a clerk ended", stage->name, steps[step[0]].name,
                         steps[step[1]].name);
        (void)usleep(50);
    }
    memcpy(out->answer, share->answer, sizeof out->answer);
    look(job.order.id, out);
    subtract_stock(out, &before);
}

static bool is_same(const struct outcome *a, const struct outcome *b)
{
    return memcmp(a->answer, b->answer, sizeof a->answer) == 0 &&
           memcmp(a->fact, b->fact, sizeof a->fact) == 0;
}

static void print(const char *what, const struct outcome *o)
{
    fprintf(stderr, "  %s: answers %d %d, facts", what, o->answer[0], o->answer[1]);
    for (size_t i = 0; i < FACTS; i++)
        fprintf(stderr, " %lld", (long long)o->fact[i]);
    fprintf(stderr, "\n");
}

/* How often it made a difference who was first, and who that was. */
static struct {
    int pairs, first[2], refused;
} told;

static void check_pair(const struct stage *stage, int a, int b)
{
    const int step[2] = { a, b };
    struct outcome turn[2], now;

    in_turn(stage, step, 0, &turn[0]);
    in_turn(stage, step, 1, &turn[1]);
    at_once(stage, step, &now);
    told.pairs++;
    told.refused += (now.answer[0] != 0) != (now.answer[1] != 0);
    if (!is_same(&turn[0], &turn[1]))
        for (int i = 0; i < 2; i++)
            told.first[i] += is_same(&now, &turn[i]);
    if (is_same(&now, &turn[0]) || is_same(&now, &turn[1]))
        return;
    fault_check(false, "%s: %s and %s at once", stage->name, steps[a].name, steps[b].name);
    print("first the one", &turn[0]);
    print("first the other", &turn[1]);
    print("at once", &now);
}

/* What shipped twice would leave is no outcome of one after the other. */
static void control_finds_twice(void)
{
    const int step[2] = { SHIP, SHIP };
    const struct stage *packed = &stages[3];
    struct outcome turn, twice;

    in_turn(packed, step, 0, &turn);
    twice = turn;
    twice.fact[FACTS - 2] -= UNITS * QTY_PER_UNIT;
    ck_assert(!is_same(&turn, &twice));
    ck_assert_int_eq(turn.answer[0], 0);
    ck_assert_int_ne(turn.answer[1], 0);
    ck_assert_int_eq(turn.fact[FACTS - 2], -UNITS * QTY_PER_UNIT);
}

/* --- the desk --------------------------------------------------------------------------------- */

static void set_up(void)
{
    const struct desk_new in = { .where = where,
                                 .login = "anna",
                                 .company = "Two",
                                 .country = "GB",
                                 .clock = clock_system() };
    struct err err = ERR_INIT;
    struct desk *desk = NULL;

    shop.arena = arena_new();
    ck_ok(desk_create(&in, &desk, &err));
    testshop_fill(&shop, desk);
    ck_ok(setting_set(desk, "order.remorse_minutes", "0", &err));
    ck_ok(setting_set(desk, "warehouse.release", "manual", &err));
    ck_ok(stock_receive(desk, shop.bracket, shop.main, (struct qty){ 90000 * QTY_PER_UNIT }, NULL,
                        &err));
    desk_close(desk);
}

static void check_books(void)
{
    struct err err = ERR_INIT;
    struct audit audit;

    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    for (int i = 0; i < audit.n; i++)
        fault_check(false, "%s, %s: %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
}

static int rounds = 1;

START_TEST(two_at_once_are_as_one_after_the_other)
{
    struct desk_open_options in = { .login = "anna", .clock = clock_system() };
    struct err err = ERR_INIT;
    const pid_t parent = getpid();
    pid_t pids[2];

    where = fault_path("two.db");
    share = mmap(NULL, sizeof *share, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert(share != MAP_FAILED);
    set_up();
    for (int i = 0; i < 2; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            be_clerk(i, parent);
            _exit(EXIT_SUCCESS);
        }
    }
    in.where = where;
    ck_ok(desk_open(&in, &shop.desk, &err));
    control_finds_twice();
    for (int round = 0; round < rounds; round++)
        for (size_t i = 0; i < OD_LEN(stages); i++)
            for (int a = 0; a < stages[i].n; a++)
                for (int b = a; b < stages[i].n; b++)
                    check_pair(&stages[i], stages[i].may[a], stages[i].may[b]);
    atomic_store(&share->is_over, 1);
    for (int i = 0; i < 2; i++) {
        int status = -1;

        (void)waitpid(pids[i], &status, 0);
        fault_check(status == 0, "a clerk ended with status %d", status);
    }
    check_books();
    printf("%d pairs, of one of the two refused %d; the one was first %d times, the other %d\n",
           told.pairs, told.refused, told.first[0], told.first[1]);
    desk_close(shop.desk);
    arena_free(shop.arena);
    ck_assert_int_eq(fault_count(), 0);
    ck_assert_int_gt(told.refused, 0); /* else they were never in each other's way */
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("two_clerks");
    TCase *tc = tcase_create("two");
    SRunner *runner = srunner_create(suite);

    rounds = fault_option(argc, argv, "--rounds", rounds);
    fault_in_memory();
    tcase_set_timeout(tc, 0);
    tcase_add_test(tc, two_at_once_are_as_one_after_the_other);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    fault_check(srunner_ntests_failed(runner) == 0, "the test failed");
    srunner_free(runner);
    return fault_end();
}
