/*
 * The n-th call to the disk, or the n-th piece of memory, fails in the middle of a day at the desk
 * (desk_day.h: orders, changes, holds, notes, prices, an import, a copy) or of the warehouse (picks,
 * shipments, labels, notices, files of partners, addresses). What was said to be done is there, what
 * was refused is not, nothing is there by half, the audit of the whole desk is clean, and the desk
 * works again. Memory that is gone ends the program, which must do no harm.
 *
 * usage: nth_desk [--step N]    every N-th call only; 1 is all
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "domain/insight/audit.h"
#include "fault/desk_day.h"
#include "fault/fail_vfs.h"
#include "fault/fault_support.h"
#include "store/db.h"

#define POINTS_MAX 1000000
/* After the kinds of fail_vfs.h: memory. */
#define FAIL_MEMORY FAIL_KINDS
/* There are a hundred times as many pieces of memory as calls to the disk. */
#define MEMORY_STEP 60
/* Which day it is: steps from first up to end. */
static int first, end;

enum outcome { NOT_TRIED, DONE, REFUSED };

struct lived {
    enum outcome did[DAY_STEPS];
    int hits;
    bool ended;    /* by itself; else it was aborted */
    bool is_known; /* what was refused is not there; a refused sync leaves that open */
};

static struct desk_day all;

/* --- memory ----------------------------------------------------------------------------------- */

static struct {
    sqlite3_mem_methods real;
    long left; /* calls until one fails; 0: none does */
    bool is_for_good;
    int hits;
} memory;

static bool memory_fails(void)
{
    if (memory.left == 0 || --memory.left > 0)
        return false;
    memory.left = memory.is_for_good ? 1 : 0;
    memory.hits++;
    return true;
}

static void *failing_malloc(int n)
{
    return memory_fails() ? NULL : memory.real.xMalloc(n);
}

static void *failing_realloc(void *p, int n)
{
    return memory_fails() ? NULL : memory.real.xRealloc(p, n);
}

/* In the child, before its first store. */
static void arm(int kind, int n, bool for_good)
{
    sqlite3_mem_methods own;

    (void)sqlite3_shutdown();
    (void)sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.real);
    own = memory.real;
    own.xMalloc = failing_malloc;
    own.xRealloc = failing_realloc;
    (void)sqlite3_config(SQLITE_CONFIG_MALLOC, &own);
    (void)sqlite3_initialize();
    fail_vfs_register();
    (void)sqlite3_vfs_register(sqlite3_vfs_find(FAIL_VFS), 1);
    memory.is_for_good = for_good;
    if (kind == FAIL_MEMORY)
        memory.left = n;
    else
        fail_vfs_at((enum fail_kind)kind, n, for_good);
}

/* --- the day ---------------------------------------------------------------------------------- */

static void tell(int out, int what, int value)
{
    int words[2] = { what, value };

    if (write(out, words, sizeof words) != (ssize_t)sizeof words)
        _exit(98);
}

OD_NORETURN static void live(int kind, int n, bool for_good, int out)
{
    struct rlimit no_core = { 0, 0 };
    struct err err = ERR_INIT;
    struct desk *desk;

    (void)setrlimit(RLIMIT_CORE, &no_core);
    arm(kind, n, for_good);
    desk = day_open(&all, 0, &err);
    for (int i = first; i < end && desk != NULL; i++)
        tell(out, i, day_do(&all, desk, 0, (enum day_step)i, &err) ? DONE : REFUSED);
    desk_close(desk);
    tell(out, DAY_STEPS, kind == FAIL_MEMORY ? memory.hits : fail_vfs_hits());
    _exit(0);
}

static void live_a_day(int kind, int n, bool for_good, struct lived *day)
{
    int ends[2], words[2], status = 0;
    pid_t pid;

    *day = (struct lived){ .hits = 1, .is_known = kind != FAIL_SYNC };
    if (pipe2(ends, O_CLOEXEC) != 0 || (pid = fork()) < 0)
        fault_die("fork", NULL);
    if (pid == 0)
        live(kind, n, for_good, ends[1]);
    close(ends[1]);
    while (read(ends[0], words, sizeof words) == (ssize_t)sizeof words) {
        if (words[0] == DAY_STEPS)
            day->hits = words[1];
        else
            day->did[words[0]] = (enum outcome)words[1];
    }
    close(ends[0]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    day->ended = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    /* Only memory may end the program, and only by its own decision. */
    fault_check(day->ended ||
                    (kind == FAIL_MEMORY && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT),
                "kind %d point %d: the program ended with %x", kind, n, (unsigned)status);
}

/* --- afterwards ------------------------------------------------------------------------------- */

static void copy_file(const char *from, const char *to)
{
    char block[65536];
    FILE *in = fopen(from, "r"), *out = fopen(to, "w");
    size_t n;

    if (!in || !out)
        abort();
    while ((n = fread(block, 1, sizeof block, in)) > 0)
        if (fwrite(block, 1, n, out) != n)
            abort();
    fclose(in);
    fclose(out);
}

static void remove_all(void)
{
    OD_ARENA *tmp = arena_new();

    for (int i = 0; i < 3; i++)
        (void)unlink(
            arena_printf(tmp, "%s%s", all.where, (const char *const[]){ "", "-wal", "-shm" }[i]));
    (void)unlink(day_copy(&all, 0, tmp));
}

/* None of it is there, or all; of an import, which is many transactions, some. */
static void check_one(struct desk *desk, const struct lived *day, enum day_step step,
                      const char *where)
{
    int64_t there = day_there(desk, &all, 0, step), whole = day_whole(step);
    const char *name = day_name(step);

    fault_check(there == 0 || there == whole || day_is_import(step),
                "%s: %s is there by half", where, name);
    fault_check(day->did[step] != DONE || there == whole, "%s: %s is lost", where, name);
    fault_check(day->did[step] != REFUSED || !day->is_known || there == 0 || day_is_import(step),
                "%s: %s was refused and is there", where, name);
    /* After an abort what was not acknowledged may be there all the same. */
    fault_check(day->did[step] != NOT_TRIED || !day->ended || there == 0, "%s: %s was never done",
                where, name);
}

static void check_copy(const struct lived *day, const char *where)
{
    OD_ARENA *tmp = arena_new();
    const char *copy = day_copy(&all, 0, tmp);
    struct err err = ERR_INIT;
    OD_DB *db = NULL;

    if (access(copy, F_OK) != 0)
        fault_check(day->did[DAY_BACKUP] != DONE, "%s: the copy is lost", where);
    else
        fault_check(db_open(&db, copy, 0, &err), "%s: a copy that cannot be opened", where);
}

/* What was not done can be done now, and what may be repeated may be. */
static void check_works(struct desk *desk, const char *where)
{
    struct err err = ERR_INIT;

    for (int i = first; i < end; i++) {
        enum day_step step = (enum day_step)i;

        fault_check(!day_is_import(step) ||
                        (day_do(&all, desk, 0, step, &err) &&
                         day_there(desk, &all, 0, step) == day_whole(step)),
                    "%s: no %s again: %s", where, day_name(step), err.text);
    }
    fault_check(day_do(&all, desk, 1, DAY_ORDER, &err), "%s: the desk takes no order: %s", where,
                err.text);
}

static void judge(const struct lived *day, const char *where)
{
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    struct audit audit;
    struct desk *desk = day_open(&all, 0, &err);

    if (desk == NULL)
        fault_die(where, &err);
    for (int step = first; step < end; step++)
        check_one(desk, day, (enum day_step)step, where);
    check_copy(day, where);
    check_works(desk, where);
    if (!audit_run(desk, false, arena, &audit, &err))
        fault_die(where, &err);
    for (int i = 0; i < audit.n; i++)
        fault_check(false, "%s: %s, %s: %s", where, audit.v[i].check, audit.v[i].record,
                    audit.v[i].words);
    desk_close(desk);
}

static const char *name_of(int kind)
{
    return kind == FAIL_MEMORY ? "memory" : fail_kind_name((enum fail_kind)kind);
}

static int sweep(int kind, bool for_good, int step)
{
    int points = 0;

    for (int n = 1; n < POINTS_MAX; n += kind == FAIL_MEMORY ? step * MEMORY_STEP : step) {
        char where[80];
        struct lived day;

        copy_file(all.fresh, all.where);
        live_a_day(kind, n, for_good, &day);
        if (day.hits == 0) {
            remove_all();
            break;
        }
        snprintf(where, sizeof where, "%s %d %s", name_of(kind), n, for_good ? "for good" : "once");
        judge(&day, where);
        points++;
        remove_all();
    }
    return points;
}

/* --- the whole ------------------------------------------------------------------------------- */

/* Without a fault all is done; and what was said to be done and is not there is found. */
static void control(void)
{
    struct lived day, lie = { .ended = true };
    int before, lies = end - first + (first <= DAY_BACKUP && DAY_BACKUP < end); /* and the copy */

    copy_file(all.fresh, all.where);
    live_a_day(FAIL_MEMORY, 0, false, &day);
    for (int i = first; i < end; i++)
        fault_check(day.did[i] == DONE, "without a fault %s is refused",
                    day_name((enum day_step)i));
    judge(&day, "no fault");
    remove_all();
    copy_file(all.fresh, all.where);
    for (int i = first; i < end; i++)
        lie.did[i] = DONE;
    before = fault_count();
    printf("the next %d lines are the control's:\n", lies);
    judge(&lie, "control");
    if (fault_count() - before == lies)
        fault_forgive(lies);
    else
        fault_check(false, "the control found %d of %d", fault_count() - before, lies);
    remove_all();
}

static int step_arg;

/* In one test, because what fills the shop belongs to Check. */
START_TEST(whatever_fails_nothing_is_lost_and_nothing_is_there_by_half)
{
    int points = 0;

    day_set_up(&all, 2);
    for (int day = 0; day < 2; day++) {
        first = day == 0 ? 0 : DAY_OF_DESK_END;
        end = day == 0 ? DAY_OF_DESK_END : DAY_STEPS;
        control();
        for (int kind = 0; kind <= FAIL_MEMORY; kind++)
            for (int for_good = 0; for_good < 2; for_good++)
                points += sweep(kind, for_good != 0, step_arg);
        printf("%d points of a day %s\n", points, day == 0 ? "at the desk" : "more, of the warehouse");
        points = 0;
    }
    day_close(&all);
    ck_assert_int_eq(fault_count(), 0);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("nth_desk");
    TCase *tc = tcase_create("nth");
    SRunner *runner = srunner_create(suite);

    step_arg = fault_option(argc, argv, "--step", 1);
    if (step_arg < 1)
        return 99;
    setvbuf(stdout, NULL, _IOLBF, 0);
    fault_in_memory();
    tcase_set_timeout(tc, 0);
    tcase_add_test(tc, whatever_fails_nothing_is_lost_and_nothing_is_there_by_half);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    fault_check(srunner_ntests_failed(runner) == 0, "the test failed");
    srunner_free(runner);
    return fault_end();
}
