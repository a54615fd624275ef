/*
 * Power cuts in the middle of days at the desk (desk_day.h): orders, changes, holds, timers, notes,
 * prices, imports, copies. What was acknowledged before the cut is there whole, what came after is
 * not, the step in hand is there or not but never by half, and the audit of the whole desk is
 * clean. With syncs that do nothing the same cuts must break desks: else this finds nothing.
 *
 * usage: powercut_desk [--cuts N] [--seed N] [--rounds N]
 */
#include <stdio.h>

#include "domain/insight/audit.h"
#include "fault/cut.h"
#include "fault/desk_day.h"
#include "fault/fault_support.h"

static struct desk_day all;
static int cuts, rounds;
/* Records there were when a step was acknowledged, in order. */
static int end_of[DAY_ROUNDS_MAX * DAY_STEPS];

static void copy_file(const char *from, const char *to)
{
    FILE *in = fopen(from, "r"), *out = fopen(to, "w");
    int c;

    while (in && out && (c = getc(in)) != EOF)
        putc(c, out);
    if (!in || !out || fclose(in) != 0 || fclose(out) != 0)
        fault_die("copy", NULL);
}

/* Each round is another day with the desk opened anew. */
static void record_days(void)
{
    struct err err = ERR_INIT;

    copy_file(all.fresh, all.where);
    cut_begin(all.where);
    for (int round = 0; round < rounds; round++) {
        struct desk *desk = day_open(&all, round, &err);

        for (int step = 0; step < DAY_STEPS; step++) {
            if (!desk || !day_do(&all, desk, round, (enum day_step)step, &err))
                fault_die(day_name((enum day_step)step), &err);
            end_of[round * DAY_STEPS + step] = record_count();
        }
        desk_close(desk);
    }
    cut_remove(all.where);
}

/* What of the steps is not as it must be. */
static int judge_steps(struct desk *desk, const struct cut *cut, const char *said)
{
    bool is_in_hand = true; /* the first one that was not acknowledged */
    int bad = 0;

    for (int i = 0; i < rounds * DAY_STEPS; i++) {
        enum day_step step = (enum day_step)(i % DAY_STEPS);
        int64_t there = day_there(desk, &all, i / DAY_STEPS, step), whole = day_whole(step);
        bool is_done = end_of[i] <= cut->at;
        bool is_well = is_done      ? there == whole
                       : is_in_hand ? there == 0 || there == whole || day_is_import(step)
                                    : there == 0;

        if (!is_well && said)
            printf("%s: %s of round %d: %lld of %lld\n", said, day_name(step), i / DAY_STEPS,
                   (long long)there, (long long)whole);
        bad += !is_well;
        is_in_hand = is_in_hand && is_done;
    }
    return bad;
}

/* What does not hold in the desk that a cut left; 0 is well. said NULL: without words. */
static int judge(const struct cut *cut, const char *said)
{
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    struct audit audit = { 0 };
    OD_DESK *desk = day_open(&all, rounds, &err);
    int bad;

    if (!desk || !audit_run(desk, AUDIT_LOOK, arena, &audit, &err)) {
        if (said)
            printf("%s: %s [%s]\n", said, err.text, err.cause);
        return 1;
    }
    for (int i = 0; i < audit.n && said; i++)
        printf("%s: %s, %s: %s\n", said, audit.v[i].check, audit.v[i].record, audit.v[i].words);
    bad = audit.n + judge_steps(desk, cut, said);
    if (!day_do(&all, desk, rounds, DAY_ORDER, &err)) {
        bad++;
        if (said)
            printf("%s: no order can be taken: %s\n", said, err.text);
    }
    return bad;
}

/* How many of n cuts leave a desk that is not as it must be. */
static int cut_days(int n, bool is_sync_honest)
{
    int broken = 0;

    for (int i = 0; i < n; i++) {
        struct cut cut = { .at = (int)cut_lot((unsigned)record_count() + 1),
                           .left = (enum left)(i % LEFT_KINDS),
                           .is_sync_honest = is_sync_honest };
        char said[120];

        snprintf(said, sizeof said, "cut %d at %d of %d, left %d, seed %llu", i, cut.at,
                 record_count(), (int)cut.left, (unsigned long long)cut_seed_now());
        cut_draw(&cut, all.where);
        record_pause(true);
        broken += judge(&cut, is_sync_honest ? said : NULL) > 0;
        record_pause(false);
        cut_remove(all.where);
    }
    return broken;
}

/* In one test, because what fills the shop belongs to Check. */
START_TEST(a_power_cut_loses_nothing_that_was_acknowledged)
{
    int broken;

    day_set_up(&all, rounds + 1);
    record_vfs_register();
    record_only(all.where);
    record_days();
    broken = cut_days(cuts, true);
    printf("%d cuts in %d steps (%d calls to the disk): %d broken\n", cuts, rounds * DAY_STEPS,
           record_count(), broken);
    fault_check(broken == 0, "%d of %d cuts", broken, cuts);
    broken = cut_days(cuts / 10 + 10, false);
    printf("control, syncs that do nothing: %d of %d broken\n", broken, cuts / 10 + 10);
    fault_check(broken > 0, "cuts without syncs broke nothing");
    cut_end();
    day_close(&all);
    ck_assert_int_eq(fault_count(), 0);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("powercut_desk");
    TCase *tc = tcase_create("cuts");
    SRunner *runner = srunner_create(suite);

    cuts = fault_option(argc, argv, "--cuts", 200);
    rounds = fault_option(argc, argv, "--rounds", 8);
    cut_seed((uint64_t)fault_option(argc, argv, "--seed", 1));
    if (cuts < 1 || rounds < 1 || rounds >= DAY_ROUNDS_MAX)
        return 99;
    setvbuf(stdout, NULL, _IOLBF, 0);
    fault_in_memory();
    tcase_set_timeout(tc, 0);
    tcase_add_test(tc, a_power_cut_loses_nothing_that_was_acknowledged);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    fault_check(srunner_ntests_failed(runner) == 0, "the test failed");
    srunner_free(runner);
    return fault_end();
}
