/*
 * The n-th call to the disk, or the n-th piece of memory, fails in the middle of a day at the desk:
 * orders taken and typed, an order changed, a file imported, the desk backed up. What was said to
 * be done is there, what was refused is not, nothing is there by half, the audit of the whole desk
 * is clean, and the desk works again. Memory that is gone ends the program, which must do no harm.
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
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "base/csv.h"
#include "domain/flow/change.h"
#include "domain/insight/audit.h"
#include "domain/intake/import.h"
#include "fault/fail_vfs.h"
#include "fault/fault_support.h"
#include "store/db.h"
#include "store/rotate.h"
#include "support/testorder.h"

#define POINTS_MAX 1000000
/* After the kinds of fail_vfs.h: memory. */
#define FAIL_MEMORY FAIL_KINDS
/* There are a hundred times as many pieces of memory as calls to the disk. */
#define MEMORY_STEP 60

/* What is done in a day, in this order. */
enum { DID_ORDER, DID_TYPED, DID_CHANGE, DID_IMPORT, DID_BACKUP, DID_LAST, DID_COUNT };
enum outcome { NOT_TRIED, DONE, REFUSED };

struct day {
    enum outcome did[DID_COUNT];
    int hits;
    bool ended;    /* by itself; else it was aborted */
    bool is_known; /* what was refused is not there; a refused sync leaves that open */
};

static struct {
    struct testshop shop;
    char where[200], fresh[200], items[200], copies[200];
    struct order_id to_change;
} all;

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

static struct desk *open_desk(struct err *err)
{
    const struct desk_open_options options = { .where = all.where,
                                               .login = "anna",
                                               .clock = clock_system() };
    struct desk *desk = NULL;

    return desk_open(&options, &desk, err) ? desk : NULL;
}

static bool create(struct desk *desk, const char *key, struct order_taken *out, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct line_input lines[] = {
        { .item = all.shop.bracket, .qty = { 2 * QTY_PER_UNIT } },
        { .item = all.shop.fitting, .qty = { QTY_PER_UNIT } },
    };
    const struct order_new in = { .customer = all.shop.acme,
                                  .lines = lines,
                                  .line_count = 2,
                                  .is_submit = true,
                                  .is_confirm = true,
                                  .key = key,
                                  .content = "two lines" };

    return order_create(desk, &in, arena, out, err);
}

/* Field by field; the order's PO tells it from the others. */
static bool type_order(struct desk *desk, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct line_input in = { .item = all.shop.bracket, .qty = { 3 * QTY_PER_UNIT } };
    const char *po = "TYPED";
    struct order_header who = { .customer = &all.shop.acme, .customer_po = po };
    struct record_at at = { 0 };
    struct order_taken taken;
    struct order_id id;
    struct order *o;

    if (!order_draft_new(desk, (struct channel_id){ 0 }, NULL, &id, err))
        return false;
    at.id = id.v;
    return order_set_header(desk, &at, &who, arena, &o, err) &&
           order_put_line(desk, &at, 0, &in, arena, &o, err) &&
           order_take(desk, at, true, arena, &taken, err);
}

/* The first line goes from 2 to 5. */
static bool change(struct desk *desk, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct change_line line = { .line_no = 1, .has_qty = true };
    struct order_change set = { .order = all.to_change };
    struct change_preview preview;
    struct order *o;

    if (!order_load(desk, all.to_change, arena, &o, err))
        return false;
    line.line_no = o->lines[0].line_no;
    line.in.item = all.shop.bracket;
    line.in.qty.milli = 5 * QTY_PER_UNIT;
    set.base_version = o->version;
    change_put_line(&set, o, &line, arena);
    return change_apply(desk, &set, arena, &preview, err);
}

/* A file goes in by many transactions; what was refused of it goes in when it is imported again. */
static bool import(struct desk *desk, struct err *err)
{
    struct import_in in = { .kind = IMPORT_ITEMS, .source = "items.csv" };
    struct import_counts counts;
    OD_CSV *rows = NULL;

    if (!csv_open(&rows, all.items, NULL, err))
        return false;
    in.rows = rows;
    return import_run(desk, &in, &counts, err) && counts.refused == 0;
}

static bool back_up(struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct rotate_keep keep = { 1, 0, 0 };
    struct rotate_report report;
    OD_DB *db = NULL;

    return db_open(&db, all.where, clock_system().at.ms, err) &&
           db_rotate(db, all.copies, &keep, (struct stamp){ INT64_C(1795356180000) }, arena,
                     &report, err);
}

static bool do_one(struct desk *desk, int what, struct err *err)
{
    struct order_taken taken;

    switch (what) {
    case DID_ORDER:
        return create(desk, "first", &taken, err);
    case DID_TYPED:
        return type_order(desk, err);
    case DID_CHANGE:
        return change(desk, err);
    case DID_IMPORT:
        return import(desk, err);
    case DID_BACKUP:
        return back_up(err);
    default:
        return create(desk, "last", &taken, err);
    }
}

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
    desk = open_desk(&err);
    for (int i = 0; i < DID_COUNT && desk != NULL; i++)
        tell(out, i, do_one(desk, i, &err) ? DONE : REFUSED);
    desk_close(desk);
    tell(out, DID_COUNT, kind == FAIL_MEMORY ? memory.hits : fail_vfs_hits());
    _exit(0);
}

static void live_a_day(int kind, int n, bool for_good, struct day *day)
{
    int ends[2], words[2], status = 0;
    pid_t pid;

    *day = (struct day){ .hits = 1, .is_known = kind != FAIL_SYNC };
    if (pipe2(ends, O_CLOEXEC) != 0 || (pid = fork()) < 0)
        fault_die("fork", NULL);
    if (pid == 0)
        live(kind, n, for_good, ends[1]);
    close(ends[1]);
    while (read(ends[0], words, sizeof words) == (ssize_t)sizeof words) {
        if (words[0] == DID_COUNT)
            day->hits = words[1];
        else
            day->did[words[0]] = (enum outcome)words[1];
    }
    close(ends[0]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    day->ended = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    /* Only memory may end the program, and only by its own decision. */
    fault_check(day->ended || (kind == FAIL_MEMORY && WIFSIGNALED(status) &&
                               WTERMSIG(status) == SIGABRT),
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
        (void)unlink(arena_printf(tmp, "%s%s", all.where,
                                  (const char *const[]){ "", "-wal", "-shm" }[i]));
    (void)unlink(arena_printf(tmp, "%s/desk-2026-11-22T140300Z.db", all.copies));
}

static int64_t ask(struct desk *desk, const char *sql)
{
    return testshop_number(desk, sql);
}

/* How much of each thing is there: 0, or `whole`. */
static void check_one(struct desk *desk, const struct day *day, int what, const char *sql,
                      int whole, const char *where)
{
    int64_t there = ask(desk, sql);

    fault_check(there == 0 || there == whole, "%s: thing %d is there by half", where, what);
    fault_check(day->did[what] != DONE || there == whole, "%s: thing %d is lost", where, what);
    fault_check(day->did[what] != REFUSED || !day->is_known || there == 0,
                "%s: thing %d was refused and is there", where, what);
    /* After an abort what was not acknowledged may be there all the same. */
    fault_check(day->did[what] != NOT_TRIED || !day->ended || there == 0,
                "%s: thing %d was never done", where, what);
}

static void check_copy(const struct day *day, const char *where)
{
    OD_ARENA *tmp = arena_new();
    const char *copy = arena_printf(tmp, "%s/desk-2026-11-22T140300Z.db", all.copies);
    struct err err = ERR_INIT;
    OD_DB *db = NULL;

    if (access(copy, F_OK) != 0)
        fault_check(day->did[DID_BACKUP] != DONE, "%s: the copy is lost", where);
    else
        fault_check(db_open(&db, copy, 0, &err), "%s: a copy that cannot be opened", where);
}

static void judge(const struct day *day, const char *where)
{
    static const char imported[] = "SELECT COUNT(*) FROM item WHERE sku LIKE 'IMP%'";
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    struct order_taken taken;
    struct audit audit;
    struct desk *desk = open_desk(&err);

    if (desk == NULL)
        fault_die(where, &err);
    check_one(desk, day, DID_ORDER, "SELECT COUNT(*) FROM idem_key WHERE key = 'first'", 1, where);
    check_one(desk, day, DID_LAST, "SELECT COUNT(*) FROM idem_key WHERE key = 'last'", 1, where);
    check_one(desk, day, DID_TYPED,
              "SELECT COUNT(*) FROM sales_order WHERE customer_po = 'TYPED' AND status = 5", 1,
              where);
    check_one(desk, day, DID_CHANGE,
              "SELECT COUNT(*) FROM order_line WHERE ordered_qty = 5000", 1, where);
    fault_check(day->did[DID_IMPORT] != DONE || ask(desk, imported) == 3, "%s: rows are lost",
                where);
    fault_check(import(desk, &err) && ask(desk, imported) == 3, "%s: not imported again: %s",
                where, err.text);
    check_copy(day, where);
    if (!audit_run(desk, false, arena, &audit, &err))
        fault_die(where, &err);
    for (int i = 0; i < audit.n; i++)
        fault_check(false, "%s: %s, %s: %s", where, audit.v[i].check, audit.v[i].record,
                    audit.v[i].words);
    fault_check(create(desk, "after", &taken, &err), "%s: the desk takes no order: %s", where,
                err.text);
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
        struct day day;

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

/* --- the shop --------------------------------------------------------------------------------- */

static void set_up(void)
{
    struct err err = ERR_INIT;
    struct desk *desk = NULL;
    struct order *o;
    struct desk_new in = { .login = "anna",
                           .user_name = "Anna",
                           .company = "Dockside Supplies",
                           .country = "GB",
                           .currency = "GBP",
                           .time_zone = "UTC" };
    FILE *items;

    snprintf(all.where, sizeof all.where, "%s", fault_path("day.db"));
    snprintf(all.fresh, sizeof all.fresh, "%s", fault_path("fresh.db"));
    snprintf(all.items, sizeof all.items, "%s", fault_path("items.csv"));
    snprintf(all.copies, sizeof all.copies, "%s", fault_path("copies"));
    in.where = all.fresh;
    in.clock = clock_system();
    if (!desk_create(&in, &desk, &err))
        fault_die("desk_create", &err);
    all.shop.arena = arena_new();
    testshop_fill(&all.shop, desk);
    o = testshop_order(&all.shop, all.shop.bracket, 2, true);
    all.to_change = o->id;
    desk_close(desk); /* a handle does not go through a fork */
    all.shop.desk = NULL;
    items = fopen(all.items, "w");
    if (items == NULL || mkdir(all.copies, 0700) != 0)
        fault_die("items.csv", NULL);
    (void)fputs("sku,description,price\nIMP1,One,1\nIMP2,Two,2\nIMP3,Three,3\n", items);
    (void)fclose(items);
}

/* Without a fault all is done; and what was said to be done and is not there is found. */
static void control(void)
{
    struct day day, lie = { .ended = true };
    int before;

    copy_file(all.fresh, all.where);
    live_a_day(FAIL_MEMORY, 0, false, &day);
    for (int i = 0; i < DID_COUNT; i++)
        fault_check(day.did[i] == DONE, "without a fault thing %d is refused", i);
    judge(&day, "no fault");
    remove_all();
    copy_file(all.fresh, all.where);
    for (int i = 0; i < DID_COUNT; i++)
        lie.did[i] = DONE;
    before = fault_count();
    printf("the next %d lines are the control's:\n", DID_COUNT);
    judge(&lie, "control");
    if (fault_count() - before == DID_COUNT)
        fault_forgive(DID_COUNT);
    else
        fault_check(false, "the control found %d of %d", fault_count() - before, DID_COUNT);
    remove_all();
}

static int step_arg;

/* In one test, because what fills the shop belongs to Check. */
START_TEST(whatever_fails_nothing_is_lost_and_nothing_is_there_by_half)
{
    int points = 0;

    set_up();
    control();
    for (int kind = 0; kind <= FAIL_MEMORY; kind++)
        for (int for_good = 0; for_good < 2; for_good++)
            points += sweep(kind, for_good != 0, step_arg);
    printf("%d points of a day at the desk\n", points);
    arena_free(all.shop.arena);
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
