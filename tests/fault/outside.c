/*
 * Real disks that say no: a full one, one mounted read-only, a limit on the size of files, one
 * whose files are moved away. Runs by itself only where a private mount can be made (outside.sh
 * skips).
 *
 * usage: outside FOLDER    an empty folder on a small file system; FOLDER/ro is mounted read-only
 *                          by the caller between the two calls of "outside"
 *        outside --read-only FOLDER
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mem.h"
#include "fault/fault_support.h"
#include "store/backup.h"
#include "store/db_impl.h"
#include "store/store.h"

#define NOW_MS      INT64_C(1763800000000)
#define TRIES_MAX   4000
#define VALUE_BYTES 3000

static const struct sql sql_put = { .name = "outside.put",
                                    .text = "INSERT INTO setting (name, value) VALUES ($1, $2)" };

static bool put(struct db *db, int index, struct err *err)
{
    char name[32], value[VALUE_BYTES + 1];
    OD_TX tx = { 0 };
    struct stmt *q;

    snprintf(name, sizeof name, "v%05d", index);
    memset(value, 'v', VALUE_BYTES);
    value[VALUE_BYTES] = '\0';
    if (!tx_begin(db, 1000, &tx, err))
        return false;
    q = sql_write(&tx, &sql_put);
    put_text(q, name);
    put_text(q, value);
    return sql_run(&q, NULL, err) && tx_commit(&tx, err);
}

/* Saves until it is refused; gives how many were saved. */
static int put_until_refused(struct db *db, struct err *err)
{
    int i;

    for (i = 0; i < TRIES_MAX; i++)
        if (!put(db, i, err))
            return i;
    fault_check(false, "nothing was refused in %d tries", TRIES_MAX);
    return i;
}

static int64_t rows(struct db *db)
{
    return fault_ask(db, "SELECT COUNT(*) FROM setting");
}

static void check_whole(struct db *db, const char *when)
{
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    const char *const *faults = NULL;
    int count = 0;

    fault_check(db_integrity(db, arena, &faults, &count, &err), "%s: %s", when, err.text);
    fault_check(count == 0, "%s: %d faults", when, count);
}

/* Refused with a word about room, what was said is there, and it works again when there is room. */
static void full_disk(const char *folder)
{
    struct err err = ERR_INIT;
    char path[300], filler[300], copy[300];
    struct db *db;
    FILE *file;
    int saved;

    snprintf(path, sizeof path, "%s/desk.db", folder);
    snprintf(filler, sizeof filler, "%s/filler", folder);
    snprintf(copy, sizeof copy, "%s/copy.db", folder);
    db = fault_create(path);
    file = fopen(filler, "w");
    for (int i = 0; file && i < 1000; i++) /* a megabyte that can be given back */
        fputs("................................................................................"
              "................................................................................"
              "................................................................................",
              file);
    if (file)
        fclose(file);
    saved = put_until_refused(db, &err);
    printf("full disk: %d saved, then: %s [%s]\n", saved, err.text, err.cause);
    fault_check(err.code == ERR_IO, "full disk: code %d", err.code);
    fault_check(rows(db) == saved, "full disk: %d saved, %lld there", saved, (long long)rows(db));
    fault_check(!db_backup(db, copy, &err) && err.code == ERR_IO, "a backup took the last room");
    unlink(filler);
    fault_check(put(db, saved, &err), "after making room: %s [%s]", err.text, err.cause);
    check_whole(db, "full disk");
    db_close(db);
    db = fault_open(path);
    fault_check(rows(db) == saved + 1, "full disk, opened again: %lld there", (long long)rows(db));
    db_close(db);
}

/* Writes until nothing more goes in; the same path is taken away by unlink. */
static void fill_up(const char *path)
{
    FILE *file = fopen(path, "w");

    if (!file)
        return;
    (void)setvbuf(file, NULL, _IONBF, 0);
    while (fputs("................................................................\n", file) >= 0)
        ;
    (void)fclose(file);
}

static void full_from_the_start(const char *folder)
{
    struct err err = ERR_INIT;
    char path[300], filler[300];
    struct db *db = NULL;

    snprintf(path, sizeof path, "%s/late.db", folder);
    snprintf(filler, sizeof filler, "%s/filler", folder);
    fill_up(filler);
    fault_check(!db_create(&db, path, NOW_MS, &err) && err.code == ERR_IO,
                "made on a full disk: %d", err.code);
    fault_check(access(path, F_OK) != 0, "a desk by half on a full disk");
    printf("made on a full disk: %s [%s]\n", err.text, err.cause);
    unlink(filler);
}

static void copy_file(const char *from, const char *to)
{
    FILE *in = fopen(from, "r"), *out = fopen(to, "w");
    int c;

    while (in && out && (c = getc(in)) != EOF)
        putc(c, out);
    fault_check(in && out && fclose(in) == 0 && fclose(out) == 0, "%s is not copied", from);
}

/* The file and its log, without the index of the log. */
static void copy_desk(const char *from, const char *to)
{
    char log_from[320], log_to[320];

    snprintf(log_from, sizeof log_from, "%s-wal", from);
    snprintf(log_to, sizeof log_to, "%s-wal", to);
    copy_file(from, to);
    copy_file(log_from, log_to);
}

/* Nothing is free when the desk is opened: what was saved is read, with what the log holds. */
static void opened_on_a_full_disk(const char *folder, bool has_log)
{
    const char *name = has_log ? "killed" : "closed";
    struct err err = ERR_INIT;
    char path[300], filler[300];
    struct db *db, *other = NULL;
    struct tx tx = { 0 };

    snprintf(path, sizeof path, "%s/%s.db", folder, name);
    snprintf(filler, sizeof filler, "%s/filler", folder);
    db = fault_create(path);
    for (int i = 0; i < 5; i++)
        fault_check(put(db, i, &err), "%s: %s", name, err.text);
    if (has_log) { /* as a power cut leaves it */
        snprintf(path, sizeof path, "%s/cut.db", folder);
        copy_desk(db_where(db), path);
    }
    db_close(db);
    db = NULL;
    fill_up(filler);
    if (!db_open(&db, path, NOW_MS, &err))
        fault_die(name, &err);
    fault_check(db_is_read_only(db) && rows(db) == 5, "%s: %lld rows", name, (long long)rows(db));
    fault_check(!tx_begin(db, 0, &tx, &err) && err.code == ERR_STATE, "begun on a full disk");
    printf("opened on a full disk (%s): %s\n", name, err.text);
    db_close(db);
    unlink(filler);
    other = fault_open(path);
    fault_check(!db_is_read_only(other) && put(other, 5, &err) && rows(other) == 6,
                "%s: not written after making room: %s", name, err.text);
    check_whole(other, name);
    db_close(other);
    unlink(path);
    if (has_log) {
        snprintf(path, sizeof path, "%s/killed.db", folder);
        unlink(path);
    }
}

static void file_size_limit(const char *folder)
{
    struct err err = ERR_INIT;
    struct rlimit was, small = { 900000, 900000 };
    char path[300];
    struct db *db;
    int saved;

    snprintf(path, sizeof path, "%s/limit.db", folder);
    db = fault_create(path);
    getrlimit(RLIMIT_FSIZE, &was);
    small.rlim_max = was.rlim_max;
    setrlimit(RLIMIT_FSIZE, &small);
    saved = put_until_refused(db, &err);
    printf("size limit: %d saved, then: %s [%s]\n", saved, err.text, err.cause);
    fault_check(err.code == ERR_IO, "size limit: code %d", err.code);
    setrlimit(RLIMIT_FSIZE, &was);
    fault_check(rows(db) == saved, "size limit: %d saved, %lld there", saved, (long long)rows(db));
    fault_check(put(db, saved, &err), "after the limit: %s [%s]", err.text, err.cause);
    check_whole(db, "size limit");
    db_close(db);
    unlink(path);
}

static void read_only(const char *folder)
{
    struct err err = ERR_INIT;
    char path[300];
    struct db *db = NULL;
    struct tx tx = { 0 };

    snprintf(path, sizeof path, "%s/desk.db", folder);
    fault_check(db_open(&db, path, NOW_MS, &err), "read-only disk: %s [%s]", err.text, err.cause);
    if (!db)
        return;
    fault_check(db_is_read_only(db), "a desk on a read-only disk can be written");
    fault_check(rows(db) > 0, "nothing to read on the read-only disk");
    fault_check(!tx_begin(db, 0, &tx, &err) && err.code == ERR_STATE, "begun on a read-only disk");
    printf("read-only disk: %s\n", err.text);
    db_close(db);
}

int main(int argc, char **argv)
{
    struct rlimit no_core = { 0, 0 };

    setrlimit(RLIMIT_CORE, &no_core);
    if (argc == 3 && strcmp(argv[1], "--read-only") == 0) {
        read_only(argv[2]);
    } else if (argc == 2) {
        opened_on_a_full_disk(argv[1], false);
        opened_on_a_full_disk(argv[1], true);
        file_size_limit(argv[1]);
        full_disk(argv[1]);
        full_from_the_start(argv[1]);
    } else {
        return 99;
    }
    return fault_count() > 0;
}
