/*
 * Power cuts. A day at the desk is recorded write by write; then the disk is shown as a cut at some
 * moment might have left it: what was synced is there, of the rest any part, down to single
 * sectors. Every save acknowledged before the cut must be there, none by half, the file whole. The
 * same cuts with syncs that do nothing, and with the engine's weaker setting, must fail: else this
 * finds nothing.
 *
 * usage: powercut [--cuts N] [--seed N] [--saves N]
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "fault/cut.h"
#include "fault/fault_support.h"
#include "fault/record_vfs.h"
#include "store/backup.h"
#include "store/db_impl.h"
#include "store/store.h"

#define NOW_MS        INT64_C(1763800000000)
#define ROWS_PER_SAVE 3
#define SAVES_MAX     5000

/* A recorded day. */
struct day {
    int saves;
    int end_of[SAVES_MAX]; /* records there were when save i was acknowledged */
};

/* What does not hold in the desk that a cut left; 0 is well. */
static int judge(const char *path, const struct day *day, const struct cut *cut)
{
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    struct db *db = NULL;
    const char *const *faults = NULL;
    int count = 0, bad = 0;
    int64_t rows = 0, saves = 0, acknowledged = 0;

    if (!db_open(&db, path, NOW_MS, &err))
        return 1;
    if (!db_integrity(db, arena, &faults, &count, &err) ||
        !db_ask_i64(db, "SELECT COUNT(*) FROM event_log", &rows, &err) ||
        !db_ask_i64(db, "SELECT COUNT(*) FROM idem_key", &saves, &err))
        count++;
    while (acknowledged < day->saves && day->end_of[acknowledged] <= cut->at)
        acknowledged++;
    bad += count > 0;
    bad += rows != ROWS_PER_SAVE * saves;
    bad += saves < acknowledged;
    bad += saves > acknowledged + 1;
    db_close(db);
    return bad;
}

/* Cuts a recorded day n times; gives how many cuts left a desk that is not as it must be. */
static int cut_day(const struct day *day, int n, bool is_sync_honest, bool is_told)
{
    char path[300];
    int broken = 0;

    snprintf(path, sizeof path, "%s", fault_path("cut.db"));
    for (int i = 0; i < n; i++) {
        struct cut cut = { .at = (int)cut_lot((unsigned)record_count() + 1),
                           .left = (enum left)(i % LEFT_KINDS),
                           .is_sync_honest = is_sync_honest };
        uint64_t seed_before = cut_seed_now();

        cut_draw(&cut, path);
        if (judge(path, day, &cut) > 0) {
            broken++;
            if (is_told)
                printf("cut %d at %d of %d, left %d, seed %llu\n", i, cut.at, record_count(),
                       (int)cut.left, (unsigned long long)seed_before);
        }
        cut_remove(path);
    }
    return broken;
}

/* --- the day --- */

static const struct sql sql_key = {
    .name = "powercut.key",
    .text = "INSERT INTO idem_key (key, command, content_hash, record_id, at_ms)"
            " VALUES ($1, 'save', '', $2, 1)",
};
static const struct sql sql_event = {
    .name = "powercut.event",
    .text = "INSERT INTO event_log (at_ms, user_id, kind, record_kind, record_id, fields)"
            " VALUES (1, 1, 'cut', 'save', $1, $2)",
};

static bool save_once(struct db *db, int index, struct err *err)
{
    char key[32], fields[400];
    OD_TX tx = { 0 };
    struct stmt *q;

    snprintf(key, sizeof key, "save-%08u-%d", cut_lot(100000000), index);
    memset(fields, 'a' + index % 26, sizeof fields - 1);
    fields[sizeof fields - 1] = '\0';
    if (!tx_begin(db, 1000, &tx, err))
        return false;
    q = sql_write(&tx, &sql_key);
    put_text(q, key);
    put_i64(q, index);
    if (!sql_run(&q, NULL, err))
        return false;
    for (int i = 0; i < ROWS_PER_SAVE; i++) {
        q = sql_write(&tx, &sql_event);
        put_i64(q, index);
        put_text(q, fields);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    return tx_commit(&tx, err);
}

static void record_day(const char *path, struct day *day, const char *setting)
{
    struct db_seams seams = { .vfs = RECORD_VFS };
    struct err err = ERR_INIT;
    struct db *db = fault_create(path);

    fault_exec(db, "INSERT INTO app_user (id, login, name, role) VALUES (1, 'a', 'A', 1)");
    db_close(db);
    if (!db_open_with(&db, path, NOW_MS, &seams, &err))
        fault_die("open", &err);
    if (setting)
        fault_exec(db, setting);
    cut_begin(path);
    for (int i = 0; i < day->saves; i++) {
        if (!save_once(db, i, &err))
            fault_die("save", &err);
        day->end_of[i] = record_count();
    }
    db_close(db);
    cut_remove(path);
}

int main(int argc, char **argv)
{
    static struct day day;
    int cuts = fault_option(argc, argv, "--cuts", 500), broken;

    cut_seed((uint64_t)fault_option(argc, argv, "--seed", 1));
    day.saves = fault_option(argc, argv, "--saves", 400);
    if (day.saves < 1 || day.saves > SAVES_MAX || cuts < 1)
        return 99;
    setvbuf(stdout, NULL, _IOLBF, 0);
    fault_in_memory();
    record_vfs_register();

    record_day(fault_path("day.db"), &day, NULL);
    broken = cut_day(&day, cuts, true, true);
    printf("%d cuts in %d saves (%d calls to the disk): %d broken\n", cuts, day.saves,
           record_count(), broken);
    fault_check(broken == 0, "%d of %d cuts", broken, cuts);

    broken = cut_day(&day, cuts / 10 + 20, false, false);
    printf("control, syncs that do nothing: %d of %d broken\n", broken, cuts / 10 + 20);
    fault_check(broken > 0, "cuts without syncs broke nothing");

    record_day(fault_path("day.db"), &day, "PRAGMA synchronous=NORMAL");
    broken = cut_day(&day, cuts / 10 + 20, true, false);
    printf("control, weaker setting: %d of %d broken\n", broken, cuts / 10 + 20);
    fault_check(broken > 0, "cuts with the weaker setting broke nothing");

    cut_end();
    return fault_end();
}
