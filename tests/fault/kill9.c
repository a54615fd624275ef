/*
 * Processes killed at any moment: while they write, make a desk, update one, back up, restore. What
 * was acknowledged is there, nothing is there by half, the turn is free, the file is whole.
 *
 * usage: kill9 [--rounds N] [--writers N] [--seed N]
 */
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "fault/fault_support.h"
#include "store/backup.h"
#include "store/db_impl.h"
#include "store/store.h"

#define WRITERS_MAX    16
#define ROWS_PER_WRITE 3
/* A kill comes within this many microseconds after the first word of a writer. */
#define WRITE_US 20000
#define FILE_US  40000
#define NOW_MS   INT64_C(1763800000000)

static uint64_t seed;

static unsigned lot(unsigned below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % below;
}

struct killing {
    int rounds, writers;
    int64_t acknowledged, unacknowledged, made, updated, copied, restored;
};

static const struct sql sql_key = {
    .name = "kill9.key",
    .text = "INSERT INTO idem_key (key, command, content_hash, record_id, at_ms)"
            " VALUES ($1, $2, '', $3, 1)",
};
static const struct sql sql_event = {
    .name = "kill9.event",
    .text = "INSERT INTO event_log (at_ms, user_id, kind, record_kind, record_id, fields)"
            " VALUES (1, 1, 'kill', $1, $2, $3)",
};

/* One transaction: a key and its rows, which belong together. */
static bool write_once(struct db *db, const char *who, int index, bool is_kept, struct err *err)
{
    OD_TX tx = { 0 };
    char key[64];
    struct stmt *q;

    snprintf(key, sizeof key, "%s-%d", who, index);
    if (!tx_begin(db, 30000, &tx, err))
        return false;
    q = sql_write(&tx, &sql_key);
    put_text(q, key);
    put_text(q, who);
    put_i64(q, index);
    if (!sql_run(&q, NULL, err))
        return false;
    for (int i = 0; i < ROWS_PER_WRITE; i++) {
        q = sql_write(&tx, &sql_event);
        put_text(q, who);
        put_i64(q, index);
        put_text(q, "some text that takes a little room in the log of the engine");
        if (!sql_run(&q, NULL, err))
            return false;
    }
    return !is_kept || tx_commit(&tx, err);
}

/* Writes until killed and says each commit on the pipe. */
static void write_on(const char *path, const char *who, int to, bool is_kept)
{
    struct err err = ERR_INIT;
    struct db *db = fault_open(path);

    for (int i = 1;; i++) {
        if (!write_once(db, who, i, is_kept, &err))
            fault_die(who, &err);
        if (write(to, "x", 1) != 1)
            _exit(71);
        if (!is_kept)
            pause();
    }
}

static void kill_child(pid_t pid)
{
    int status = 0;

    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    fault_check(WIFSIGNALED(status) || WEXITSTATUS(status) == 0, "a child ended by itself: %d",
                WEXITSTATUS(status));
}

static int64_t count_bytes(int fd)
{
    char block[4096];
    int64_t sum = 0;
    ssize_t n;

    while ((n = read(fd, block, sizeof block)) > 0)
        sum += n;
    close(fd);
    return sum;
}

static int64_t keys_of(struct db *db, const char *who)
{
    char sql[120];

    snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM idem_key WHERE command = '%s'", who);
    return fault_ask(db, sql);
}

static void check_whole(struct db *db, const char *when)
{
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    const char *const *faults = NULL;
    int count = 0;

    if (!db_integrity(db, arena, &faults, &count, &err))
        fault_die(when, &err);
    for (int i = 0; i < count; i++)
        fault_check(false, "%s: %s", when, faults[i]);
    fault_check(fault_ask(db, "SELECT COUNT(*) FROM event_log") ==
                    ROWS_PER_WRITE * fault_ask(db, "SELECT COUNT(*) FROM idem_key"),
                "%s: something is there by half", when);
}

static void kill_writers(struct killing *k, const char *path, int round)
{
    pid_t pids[WRITERS_MAX];
    int pipes[WRITERS_MAX][2];
    int64_t said[WRITERS_MAX] = { 0 };
    char who[32], c;
    struct db *db;

    for (int i = 0; i < k->writers; i++) {
        snprintf(who, sizeof who, "r%dw%d", round, i);
        if (pipe(pipes[i]) != 0)
            abort();
        pids[i] = fork();
        if (pids[i] == 0)
            write_on(path, who, pipes[i][1], true);
        close(pipes[i][1]);
    }
    said[0] = read(pipes[0][0], &c, 1) == 1;
    usleep(lot(WRITE_US) + 1);
    for (int i = 0; i < k->writers; i++)
        kill_child(pids[i]);
    fault_check(db_turn_holder(path) == 0, "round %d: a dead process holds the turn", round);
    db = fault_open(path);
    for (int i = 0; i < k->writers; i++) {
        int64_t there;

        said[i] += count_bytes(pipes[i][0]);
        snprintf(who, sizeof who, "r%dw%d", round, i);
        there = keys_of(db, who);
        fault_check(there >= said[i] && there <= said[i] + 1, "%s: %lld acknowledged, %lld there",
                    who, (long long)said[i], (long long)there);
        k->acknowledged += said[i];
        k->unacknowledged += there > said[i];
    }
    check_whole(db, "after killing writers");
    db_close(db);
}

/* The detector must find a write that was said before it was done. */
static void control_loses(const char *path)
{
    int ends[2];
    char c;
    pid_t pid;
    struct db *db;

    if (pipe(ends) != 0)
        abort();
    pid = fork();
    if (pid == 0)
        write_on(path, "liar", ends[1], false);
    close(ends[1]);
    fault_check(read(ends[0], &c, 1) == 1, "the control said nothing");
    kill_child(pid);
    close(ends[0]);
    db = fault_open(path);
    fault_check(keys_of(db, "liar") == 0, "the control kept what it did not commit");
    db_close(db);
}

/* --- whole files --- */

static bool exists(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0;
}

static void remove_desk(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", ".lock", ".next" };
    char name[300];

    for (size_t i = 0; i < OD_LEN(suffixes); i++) {
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

static const struct migration slow_step[] = {
    { 2, 2,
      "CREATE TABLE added (id INTEGER PRIMARY KEY, b BLOB NOT NULL) STRICT;"
      "INSERT INTO added (b) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
      " WHERE i < 300) SELECT randomblob(4000) FROM n" },
};

static struct db_seams seams_after(struct migration_plan *plan)
{
    *plan = (struct migration_plan){
        .schema_sql = migration_plan_program.schema_sql,
        .version = 2,
        .oldest_program = 2,
        .steps = slow_step,
        .step_count = 1,
    };
    return (struct db_seams){ .plan = plan };
}

static void make(const char *path)
{
    db_close(fault_create(path));
}

static void update(const char *path)
{
    struct migration_plan plan;
    struct db_seams seams = seams_after(&plan);
    struct err err = ERR_INIT;
    struct db *db = NULL;

    if (!db_open_with(&db, path, NOW_MS, &seams, &err))
        fault_die("update", &err);
    db_close(db);
}

static void back_up(const char *path)
{
    struct err err = ERR_INIT;
    struct db *db = fault_open(path);

    if (!db_backup(db, fault_path("copy.db"), &err))
        fault_die("backup", &err);
    db_close(db);
}

static void restore(const char *path)
{
    struct err err = ERR_INIT;

    if (!db_restore(fault_path("good.db"), path, true, &err))
        fault_die("restore", &err);
}

/* How long each kind of work takes on this machine, so that kills come all over it. */
struct pace {
    void (*work)(const char *path);
    int64_t us;
};

static pid_t start_work(void (*work)(const char *path), const char *path)
{
    pid_t pid = fork();

    if (pid == 0) {
        work(path);
        _exit(0);
    }
    return pid;
}

/* Does work in a child and kills it somewhere in the middle; the first time lets it end. */
static void kill_in(struct pace *pace, const char *path)
{
    int64_t start_ns = clock_monotonic_ns();
    pid_t pid = start_work(pace->work, path);
    int status = -1;

    if (pace->us > 0) {
        usleep(lot((unsigned)pace->us) + 1);
        kill_child(pid);
        return;
    }
    waitpid(pid, &status, 0);
    fault_check(status == 0, "a child that was left alone ended with %d", status);
    pace->us = (clock_monotonic_ns() - start_ns) / 1000 + 1;
}

static void kill_makers(struct killing *k)
{
    static struct pace pace = { make, 0 };
    const char *path = fault_path("made.db");

    kill_in(&pace, path);
    if (exists(path)) {
        struct db *db = fault_open(path);

        check_whole(db, "after killing a maker");
        db_close(db);
        k->made++;
    }
    remove_desk(path);
}

static void kill_updaters(struct killing *k)
{
    static struct pace pace = { update, 0 };
    const char *path = fault_path("updated.db");
    struct migration_plan plan;
    struct db_seams seams = seams_after(&plan);
    struct err err = ERR_INIT;
    struct db *db = NULL;
    char backup[300];

    make(path);
    kill_in(&pace, path);
    if (db_open(&db, path, NOW_MS, &err)) { /* still the old version: nothing of the step */
        fault_check(fault_ask(db, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'added'") == 0,
                    "an update is there by half");
        check_whole(db, "after killing an updater");
        db_close(db);
    } else if (err.code == ERR_STATE && db_open_with(&db, path, NOW_MS, &seams, &err)) {
        fault_check(fault_ask(db, "SELECT COUNT(*) FROM added") == 300, "an update is incomplete");
        db_close(db);
        k->updated++;
    } else {
        fault_check(false, "after killing an updater: %s [%s]", err.text, err.cause);
    }
    snprintf(backup, sizeof backup, "%s.v1-backup", path);
    unlink(backup);
    remove_desk(path);
}

static void kill_copiers(struct killing *k, const char *path)
{
    static struct pace pace = { back_up, 0 };
    const char *copy = fault_path("copy.db");

    kill_in(&pace, path);
    if (exists(copy)) {
        struct db *db = fault_open(copy);

        check_whole(db, "after killing a backup");
        db_close(db);
        k->copied++;
    }
    remove_desk(copy);
}

/* Whichever it is afterwards, the old desk or the backup: it is one of them, whole. */
static void kill_restorers(struct killing *k)
{
    static struct pace pace = { restore, 0 };
    const char *path = fault_path("replaced.db");
    struct db *db = fault_create(path), *open_desk;
    char aside[300];
    int64_t settings;

    fault_exec(db, "INSERT INTO setting (name, value) VALUES ('old', 'x')");
    open_desk = fault_open(path);
    db_close(db);
    kill_in(&pace, path);
    db_close(open_desk);
    db = fault_open(path);
    settings = fault_ask(db, "SELECT COUNT(*) FROM setting WHERE name = 'old'");
    check_whole(db, "after killing a restore");
    fault_check(settings == 1 || fault_ask(db, "SELECT COUNT(*) FROM idem_key") > 0,
                "after killing a restore it is neither file");
    k->restored += settings == 0;
    db_close(db);
    snprintf(aside, sizeof aside, "%s.before-restore", path);
    remove_desk(aside);
    remove_desk(path);
}

int main(int argc, char **argv)
{
    struct killing k = { .rounds = fault_option(argc, argv, "--rounds", 24),
                         .writers = fault_option(argc, argv, "--writers", 4) };
    struct err err = ERR_INIT;
    char path[300], good[300];
    struct db *db;

    seed = (uint64_t)fault_option(argc, argv, "--seed", 1);
    if (k.writers < 1 || k.writers > WRITERS_MAX)
        return 99;
    fault_in_memory();
    snprintf(path, sizeof path, "%s", fault_path("desk.db"));
    snprintf(good, sizeof good, "%s", fault_path("good.db"));
    db = fault_create(path);
    fault_exec(db, "INSERT INTO app_user (id, login, name, role) VALUES (1, 'a', 'A', 1)");
    db_close(db);
    control_loses(path);
    for (int i = 0; i < k.rounds; i++)
        kill_writers(&k, path, i);
    db = fault_open(path);
    if (!db_backup(db, good, &err))
        fault_die("backup", &err);
    db_close(db);
    for (int i = 0; i < k.rounds / 2; i++) {
        kill_makers(&k);
        kill_updaters(&k);
        kill_copiers(&k, path);
        kill_restorers(&k);
    }
    printf("%d rounds of %d writers: %lld acknowledged, %lld committed unacknowledged; of %d each: "
           "%lld made, %lld updated, %lld backed up, %lld restored\n",
           k.rounds, k.writers, (long long)k.acknowledged, (long long)k.unacknowledged,
           k.rounds / 2, (long long)k.made, (long long)k.updated, (long long)k.copied,
           (long long)k.restored);
    return fault_end();
}
