/*
 * The n-th call to the disk fails, for every n of a small day at the desk: open, save, save much,
 * look, close; and make a desk. Whatever fails, what was acknowledged is there, what was refused is
 * not (a refused sync excepted: then it is unknown, and the handle saves no more), nothing is there
 * by half, and afterwards the desk works again.
 *
 * usage: nth [--step N]    every N-th call only; 1 is all
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "fault/fail_vfs.h"
#include "fault/fault_support.h"
#include "store/backup.h"
#include "store/db_impl.h"
#include "store/store.h"

#define NOW_MS INT64_C(1763800000000)
#define SAVES  6
/* On a large day the fourth save fills the log, so that it is brought into the file at once. */
#define LARGE_SAVE  3
#define LARGE_ROWS  1100
#define LARGE_BYTES 3500
/* A large day takes twenty times as long as a small one; it is looked at in wider steps. */
#define LARGE_STEP 20
#define POINTS_MAX 100000

enum outcome { NOT_TRIED, SAVED, REFUSED, UNKNOWN };

struct day {
    bool is_large;
    enum outcome save[SAVES];
    bool broke_rule; /* a handle went on saving after a refused sync */
};

static const struct sql sql_put = { .name = "nth.put",
                                    .text = "INSERT INTO setting (name, value) VALUES ($1, $2)" };
static const struct sql sql_count = { .name = "nth.count", .text = "SELECT COUNT(*) FROM setting" };

static bool put_row(struct tx *tx, int save, int row, int bytes, struct err *err)
{
    char name[32], value[LARGE_BYTES + 1];
    struct stmt *q = sql_write(tx, &sql_put);

    snprintf(name, sizeof name, "s%d-%d", save, row);
    memset(value, 'v', (size_t)bytes);
    value[bytes] = '\0';
    put_text(q, name);
    put_text(q, value);
    return sql_run(&q, NULL, err);
}

static bool is_large(const struct day *day, int save)
{
    return day->is_large && save == LARGE_SAVE;
}

static int rows_of(const struct day *day, int save)
{
    return is_large(day, save) ? LARGE_ROWS : 2;
}

static enum outcome save_once(struct db *db, const struct day *day, int save)
{
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };

    if (!tx_begin(db, 1000, &tx, &err))
        return REFUSED;
    for (int row = 0; row < rows_of(day, save); row++)
        if (!put_row(&tx, save, row, is_large(day, save) ? LARGE_BYTES : 20, &err))
            return REFUSED;
    if (tx_commit(&tx, &err))
        return SAVED;
    return db->driver->is_poisoned(db->engine) ? UNKNOWN : REFUSED;
}

static void look(struct db *db)
{
    struct err err = ERR_INIT;
    int64_t n = 0;
    bool found;
    struct stmt *q = sql_read(db, &sql_count);

    if (!sql_one_i64(&q, &found, &n, &err))
        n = -1; /* a refusal is fine; a wrong answer is found at the end */
}

static void live_a_day(const char *path, struct day *day)
{
    struct db_seams seams = { .vfs = FAIL_VFS };
    struct err err = ERR_INIT;
    struct db *db = NULL;

    *day = (struct day){ .is_large = day->is_large };
    if (!db_open_with(&db, path, NOW_MS, &seams, &err))
        return;
    for (int i = 0; i < SAVES; i++) {
        bool was_poisoned = db->driver->is_poisoned(db->engine);

        day->save[i] = save_once(db, day, i);
        if (was_poisoned && day->save[i] != REFUSED)
            day->broke_rule = true;
        look(db);
    }
    db_close(db);
}

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

static void remove_desk(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    char name[300];

    for (size_t i = 0; i < OD_LEN(suffixes); i++) {
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

/* What does not hold after a day; counted, and printed with where. */
static int judge(const char *path, const struct day *day, const char *where)
{
    struct db *db = fault_open(path);
    struct err err = ERR_INIT;
    OD_ARENA *arena = arena_new();
    const char *const *faults = NULL;
    int count = 0, bad = 0;

    if (!db_integrity(db, arena, &faults, &count, &err))
        fault_die(where, &err);
    bad += count;
    for (int i = 0; i < SAVES; i++) {
        char sql[100];
        int64_t there;

        snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM setting WHERE name GLOB 's%d-*'", i);
        there = fault_ask(db, sql);
        bad += there != 0 && there != rows_of(day, i);
        bad += day->save[i] == SAVED && there == 0;
        bad += (day->save[i] == REFUSED || day->save[i] == NOT_TRIED) && there != 0;
    }
    bad += day->broke_rule;
    fault_exec(db, "INSERT INTO setting (name, value) VALUES ('after', 'x')");
    db_close(db);
    if (bad > 0 && where)
        printf("%s: %d things do not hold; saves %d %d %d %d %d %d\n", where, bad, day->save[0],
               day->save[1], day->save[2], day->save[3], day->save[4], day->save[5]);
    return bad;
}

/* All points of one kind; gives how many there were. */
static int sweep(const char *fresh, enum fail_kind kind, bool for_good, int step, bool large)
{
    char path[300], where[80];
    int n, points = 0;

    snprintf(path, sizeof path, "%s", fault_path("day.db"));
    for (n = 1; n < POINTS_MAX; n += step) {
        struct day day = { .is_large = large };

        copy_file(fresh, path);
        fail_vfs_at(kind, n, for_good);
        live_a_day(path, &day);
        if (fail_vfs_hits() == 0) {
            remove_desk(path);
            break;
        }
        fail_vfs_at(kind, 0, false);
        snprintf(where, sizeof where, "%s %d %s%s", fail_kind_name(kind), n,
                 for_good ? "for good" : "once", large ? ", large" : "");
        fault_check(judge(path, &day, where) == 0, "%s", where);
        points++;
        remove_desk(path);
    }
    fail_vfs_at(kind, 0, false);
    return points;
}

/* Making a desk: there whole, or not there and nothing left. */
static int sweep_making(enum fail_kind kind, int step)
{
    struct db_seams seams = { .vfs = FAIL_VFS };
    char path[300];
    int n, points = 0;

    snprintf(path, sizeof path, "%s", fault_path("made.db"));
    for (n = 1; n < POINTS_MAX; n += step) {
        struct err err = ERR_INIT;
        struct db *db = NULL;
        bool ok;

        fail_vfs_at(kind, n, false);
        ok = db_create_with(&db, path, NOW_MS, &seams, &err);
        db_close(db);
        if (fail_vfs_hits() == 0) {
            remove_desk(path);
            break;
        }
        fail_vfs_at(kind, 0, false);
        if (ok || access(path, F_OK) == 0) {
            struct day none = { 0 };

            fault_check(judge(path, &none, "made") == 0, "making: %s %d", fail_kind_name(kind), n);
        }
        points++;
        remove_desk(path);
    }
    fail_vfs_at(kind, 0, false);
    return points;
}

/* The detectors must find a lost save, a save by half and a ghost. */
static void control(const char *fresh)
{
    static const struct day lost = { .save = { SAVED } };
    static const struct day ghost = { .save = { REFUSED } };
    char path[300];
    struct db *db;

    snprintf(path, sizeof path, "%s", fault_path("control.db"));
    copy_file(fresh, path);
    fault_check(judge(path, &lost, NULL) > 0, "the control's lost save was not found");
    db = fault_open(path);
    fault_exec(db, "INSERT INTO setting (name, value) VALUES ('s0-0', ''), ('s0-1', '')");
    fault_exec(db, "DELETE FROM setting WHERE name = 'after'");
    db_close(db);
    fault_check(judge(path, &ghost, NULL) > 0, "the control's ghost was not found");
    db = fault_open(path);
    fault_exec(db, "DELETE FROM setting WHERE name IN ('s0-1', 'after')");
    db_close(db);
    fault_check(judge(path, &lost, NULL) > 0, "the control's half save was not found");
    remove_desk(path);
}

int main(int argc, char **argv)
{
    int step = fault_option(argc, argv, "--step", 1), points = 0, made = 0;
    char fresh[300];
    struct day day = { .is_large = true };

    if (step < 1)
        return 99;
    setvbuf(stdout, NULL, _IOLBF, 0);
    fault_in_memory();
    fail_vfs_register();
    snprintf(fresh, sizeof fresh, "%s", fault_path("fresh.db"));
    db_close(fault_create(fresh));
    control(fresh);
    copy_file(fresh, fault_path("plain.db"));
    live_a_day(fault_path("plain.db"), &day);
    for (int i = 0; i < SAVES; i++)
        fault_check(day.save[i] == SAVED, "without a fault save %d is refused", i);
    for (int kind = 0; kind < FAIL_KINDS; kind++) {
        for (int round = 0; round < 4; round++)
            points += sweep(fresh, (enum fail_kind)kind, round & 1,
                            round & 2 ? step * LARGE_STEP : step, round & 2);
        made += sweep_making((enum fail_kind)kind, step);
    }
    printf("%d points of a day, %d of making a desk\n", points, made);
    return fault_end();
}
